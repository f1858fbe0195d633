//! The concordance: every use of a slogan with the words around it. Only the lines that can be seen are on the page;
//! they change when the next ones are there, so that there is never an empty row.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use tifa::session::slogans::{Line, LineOrder, Lines, SloganView};
use tifa::session::{Action, Request, State};
use yew::prelude::*;

use super::{choices, look, paint};
use crate::platform::dom::{self, Roll};
use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::sheet::{Csv, save};

/// Lines that are asked for at once: some screens, and no more than a millisecond's work to take in.
const CHUNK: usize = 200;

/// Chunks that are asked for ahead of the reader, in the direction in which he scrolls.
const AHEAD: usize = 2;

/// Chunks that are kept; the farthest goes first.
const KEPT: usize = 64;

/// Lines that are asked for at once to be saved.
const SAVED: usize = 2_000;

/// Lines that can be scrolled to. Browsers know no element higher than some 17 million pixels.
const MOST: usize = 400_000;

/// The height of a line, in pixels, before one was measured.
const ROW: f64 = 30.0;

/// Lines on the page before the box was measured.
const ROWS: usize = 14;

/// The box that scrolls, and what gives it its length.
const BOX: &str = "lines";
const LENGTH: &str = "lines-length";

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    pub view: Shared<SloganView>,
    /// The lines that came last.
    pub lines: Option<Shared<Lines>>,
}

/// The lines on the page.
#[derive(Default)]
struct Shown {
    total: usize,
    /// The number of the first of them.
    first: usize,
    lines: Vec<Line>,
}

/// Lines as far as they are known, and what the reader wants of them.
#[derive(Default)]
struct Held {
    /// Lines in all, once some have come.
    total: Option<usize>,
    chunks: BTreeMap<usize, Vec<Line>>,
    /// The chunk that was asked for and has not come.
    asked: Option<usize>,
    /// The first line that the reader wants to see, how many, and in which direction he goes.
    first: usize,
    rows: usize,
    backwards: bool,
    /// The lines on the page: the first, and the one after the last.
    shown: Option<(usize, usize)>,
    /// The file that lines are saved in, and how many it has.
    saved: Option<(Csv, usize)>,
}

impl Held {
    fn line(&self, at: usize) -> Option<&Line> {
        self.chunks.get(&(at / CHUNK))?.get(at % CHUNK)
    }

    fn total(&self) -> usize {
        self.total.unwrap_or_default()
    }

    fn end(&self) -> usize {
        (self.first + self.rows).min(self.total())
    }

    /// What the reader wants to see, if it is there and not yet on the page.
    fn turn(&mut self) -> Option<Shown> {
        let wanted = (self.first, self.end());
        if self.shown == Some(wanted) {
            return None;
        }
        let lines: Option<Vec<Line>> = (wanted.0..wanted.1).map(|at| self.line(at).cloned()).collect();
        let shown = Shown {
            total: self.total?,
            first: self.first,
            lines: lines?,
        };
        self.shown = Some(wanted);
        Some(shown)
    }

    fn take(&mut self, lines: &Lines) {
        self.total = Some(lines.total.min(MOST));
        if let Some((file, saved)) = self.saved.as_mut().filter(|(_, saved)| *saved == lines.from) {
            lines.lines.iter().for_each(|line| file.add(&cells(line)));
            *saved += lines.lines.len();
        }
        if lines.from.is_multiple_of(CHUNK) {
            for (i, chunk) in lines.lines.chunks(CHUNK).enumerate() {
                self.chunks.insert(lines.from / CHUNK + i, chunk.to_vec());
            }
        }
        self.asked = self.asked.filter(|asked| *asked != lines.from / CHUNK);
        let here = self.first / CHUNK;
        while self.chunks.len() > KEPT {
            let ends = [self.chunks.first_key_value(), self.chunks.last_key_value()];
            let ends = ends.into_iter().flatten().map(|(chunk, _)| *chunk);
            let Some(farthest) = ends.max_by_key(|chunk| chunk.abs_diff(here)) else {
                break;
            };
            self.chunks.remove(&farthest);
        }
    }

    /// The chunk to ask for next: what is to be seen, then what will be.
    fn next(&mut self) -> Option<usize> {
        if self.asked.is_some() {
            return None;
        }
        let (from, to) = (self.first / CHUNK, self.end().saturating_sub(1) / CHUNK);
        let ahead = (1..=AHEAD).map(|step| match self.backwards {
            true => from.checked_sub(step),
            false => Some(to + step),
        });
        let is_wanted =
            |chunk: &usize| (*chunk == 0 || chunk * CHUNK < self.total()) && !self.chunks.contains_key(chunk);
        self.asked = (from..=to).chain(ahead.flatten()).find(is_wanted);
        self.asked
    }
}

#[component]
pub fn Concordance(props: &Props) -> Html {
    let Props {
        context, state, view, ..
    } = props;
    let Context {
        messages,
        dispatch,
        send,
    } = context;
    let order = state.sight.order;
    let held = use_mut_ref(Held::default);
    let shown = use_state(Shown::default);
    // The line that the keys are at.
    let active = use_state(|| 0_usize);
    // The height of a line.
    let row = use_state_eq(|| ROW);
    let ask = {
        let (send, state, phrase) = (send.clone(), state.clone(), view.entry.phrase.clone());
        move |from: usize, count: usize| {
            send.emit(Errand::Ask(Request::Concordance {
                scope: state.scope(),
                phrase: phrase.clone(),
                order,
                from,
                count,
            }));
        }
    };
    // Shows what is wanted if it is there, and asks for what is not.
    let turn = {
        let (held, shown, ask) = (held.clone(), shown.setter(), ask.clone());
        move || {
            let (turned, next) = {
                let mut held = held.borrow_mut();
                (held.turn(), held.next())
            };
            if let Some(turned) = turned {
                shown.set(turned);
            }
            if let Some(chunk) = next {
                ask(chunk * CHUNK, CHUNK);
            }
        }
    };
    let rolled = {
        let (held, turn, row) = (held.clone(), turn.clone(), row.setter());
        move || {
            let Some(roll) = dom::roll(BOX) else { return };
            row.set(height(&roll));
            measure(&mut held.borrow_mut(), &roll);
            turn();
        }
    };
    // Another slogan, scope or order: all anew.
    use_effect_with((view.clone(), order), {
        let (held, active, rolled) = (held.clone(), active.setter(), rolled.clone());
        move |_| {
            let rows = held.borrow().rows.max(ROWS);
            held.replace(Held {
                rows,
                ..Held::default()
            });
            active.set(0);
            dom::roll_to(BOX, 0.0);
            rolled();
        }
    });
    use_effect_with(props.lines.clone(), {
        let (held, turn, ask) = (held.clone(), turn.clone(), ask.clone());
        let (scope, phrase, context) = (state.scope(), view.entry.phrase.clone(), context.clone());
        move |lines: &Option<Shared<Lines>>| {
            let Some(lines) = lines else { return };
            if (&lines.scope, &lines.phrase, lines.order) != (&scope, &phrase, order) {
                return;
            }
            held.borrow_mut().take(lines);
            save_on(&held, &phrase, &ask, &context);
            turn();
        }
    });
    use_effect_with((shown.total, *row), {
        let rolled = rolled.clone();
        move |(total, row)| {
            dom::set_height(LENGTH, *total as f64 * row);
            rolled();
        }
    });
    use_effect_with((view.clone(), order), {
        move |_| {
            let listener = dom::on_resize(rolled);
            || drop(listener)
        }
    });
    let onscroll = {
        let (held, turn) = (held.clone(), turn.clone());
        move |_: Event| {
            if let Some(roll) = dom::roll(BOX) {
                measure(&mut held.borrow_mut(), &roll);
                turn();
            }
        }
    };
    let open = {
        let (held, dispatch) = (held.clone(), dispatch.clone());
        move |at: usize| {
            let action = held
                .borrow()
                .line(at)
                .map(|line| Action::ReadAt(line.document.clone(), line.span.block, line.span.start));
            action.into_iter().for_each(|action| dispatch.emit(action));
        }
    };
    let onclick = {
        let open = open.clone();
        move |event: MouseEvent| {
            if let Some(at) = dom::data(&event, "line") {
                open(at);
            }
        }
    };
    let onkeydown = {
        let (held, active, row) = (held.clone(), active.clone(), *row);
        move |event: KeyboardEvent| {
            let Some(roll) = dom::roll(BOX) else { return };
            let (page, last) = ((roll.height / row) as usize, held.borrow().total().saturating_sub(1));
            let next = match event.key().as_str() {
                "ArrowDown" => *active + 1,
                "ArrowUp" => active.saturating_sub(1),
                "PageDown" => *active + page,
                "PageUp" => active.saturating_sub(page),
                "Home" => 0,
                "End" => last,
                "Enter" => {
                    event.prevent_default();
                    return open(*active);
                }
                _ => return,
            };
            event.prevent_default();
            let next = next.min(last);
            active.set(next);
            let (top, bottom) = (next as f64 * row, (next + 1) as f64 * row);
            if top < roll.above {
                dom::roll_to(BOX, top);
            } else if bottom > roll.above + roll.height {
                dom::roll_to(BOX, (bottom - roll.height).ceil());
            }
        }
    };
    let sort = |order: LineOrder| {
        let action = look(state, |sight| sight.order = order);
        dispatch.reform(move |_: MouseEvent| action.clone())
    };
    let save = {
        let (held, ask, context, phrase) = (held.clone(), ask.clone(), context.clone(), view.entry.phrase.clone());
        move |_: MouseEvent| {
            let file = Csv::new(&HEADS.map(|head| context.text(head)));
            held.borrow_mut().saved = Some((file, 0));
            save_on(&held, &phrase, &ask, &context);
        }
    };
    let line = |(i, line): (usize, &Line)| self::line(shown.first + i, line, shown.first + i == *active, view);
    html! {
        <section id="kwic" class="kwic" aria-label={messages.text("kwic")}>
            <div class="bar">
                <h2>{ messages.text("kwic") }{ " · " }<span lang="zh-Hans">{ &view.entry.phrase }</span></h2>
                <span class="num">{ messages.count("kwic.lines", shown.total) }</span>
                { choices("order", order, "library.sort", sort, context) }
                <button type="button" class="quiet export" onclick={save}>{ messages.text("sight.csv") }</button>
            </div>
            <div id={BOX} class="lines" tabindex="0" role="grid" aria-label={messages.text("kwic.keys")}
                aria-rowcount={shown.total.to_string()} aria-activedescendant={format!("line-{}", *active)}
                {onscroll} {onclick} {onkeydown}>
                <div id={LENGTH} role="presentation">
                    <div class="seen" role="presentation">{ for shown.lines.iter().enumerate().map(line) }</div>
                </div>
            </div>
        </section>
    }
}

fn height(roll: &Roll) -> f64 {
    roll.row.filter(|row| *row > 1.0).unwrap_or(ROW)
}

/// What the reader wants to see, by how the box stands.
fn measure(held: &mut Held, roll: &Roll) {
    let row = height(roll);
    held.rows = (roll.height / row).ceil() as usize + 1;
    let first = ((roll.above / row) as usize).min(held.total().saturating_sub(held.rows));
    held.backwards = first < held.first;
    held.first = first;
}

/// Asks for more lines to be saved, or saves them when all have come.
fn save_on(held: &Rc<RefCell<Held>>, phrase: &str, ask: &impl Fn(usize, usize), context: &Context) {
    let mut held = held.borrow_mut();
    let total = held.total.unwrap_or(usize::MAX);
    match held.saved.take() {
        Some((file, saved)) if saved >= total => save(&file, &format!("{phrase}-{}", context.text("kwic"))),
        Some((file, saved)) => {
            ask(saved, SAVED);
            held.saved = Some((file, saved));
        }
        None => {}
    }
}

fn line(at: usize, line: &Line, is_active: bool, view: &SloganView) -> Html {
    let snippet = &line.snippet;
    let date = line.date.as_deref().unwrap_or("—");
    let paint = paint(&view.entry.category, view.entry.colour);
    html! {
        <div key={at} id={format!("line-{at}")} role="row" aria-rowindex={(at + 1).to_string()} data-line={at.to_string()}
            class={classes!(is_active.then_some("active"))} aria-selected={is_active.to_string()} title={line.title.clone()}>
            <span role="gridcell" class="left" lang={line.lang.clone()}><bdi>{ &snippet.before }</bdi></span>
            <b role="gridcell" class={format!("node {paint}")} lang={line.lang.clone()}>{ &snippet.hit }</b>
            <span role="gridcell" class="right" lang={line.lang.clone()}>{ &snippet.after }</span>
            <span role="gridcell" class="where">{ date }{ " " }{ &line.place }</span>
        </div>
    }
}

/// The heads of the file with all lines. A place is block and characters, as the command line prints it.
const HEADS: [&str; 10] = [
    "head.date",
    "head.place",
    "head.title",
    "head.left",
    "head.node",
    "head.right",
    "head.document",
    "head.block",
    "head.start",
    "head.end",
];

fn cells(line: &Line) -> [String; HEADS.len()] {
    [
        line.date.clone().unwrap_or_default(),
        line.place.clone(),
        line.title.clone(),
        line.snippet.before.clone(),
        line.snippet.hit.clone(),
        line.snippet.after.clone(),
        line.document.clone(),
        line.span.block.to_string(),
        line.span.start.to_string(),
        line.span.end.to_string(),
    ]
}
