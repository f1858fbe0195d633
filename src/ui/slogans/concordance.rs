//! The concordance: every use of a slogan with the words around it.

use std::cell::RefCell;
use std::rc::Rc;

use tifa::session::slogans::{Line, LineOrder, Lines, SloganView};
use tifa::session::{Request, State};
use yew::prelude::*;

use super::{choices, look, paint};
use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::kwic::kwic;
use crate::ui::roll::{Frame, Roll, use_roll};
use crate::ui::sheet::{Csv, save};

/// Lines that are asked for at once to be saved.
const SAVED: usize = 2_000;

const FRAME: Frame = Frame {
    scrolls: Some("lines"),
    length: "line",
    chunk: 200,
    row: 30.0,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    pub view: Shared<SloganView>,
    /// The lines that came last.
    pub lines: Option<Shared<Lines>>,
}

/// The file that lines are saved in, and how many it has.
type Saved = Rc<RefCell<Option<(Csv, usize)>>>;

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
    let ask = send.reform({
        let (scope, phrase) = (state.scope(), view.entry.phrase.clone());
        move |(from, count)| {
            Errand::Ask(Request::Concordance {
                scope: scope.clone(),
                phrase: phrase.clone(),
                order,
                from,
                count,
            })
        }
    });
    let roll = use_roll::<Line>(&FRAME, ask.clone());
    let saved: Saved = use_mut_ref(|| None);
    // Another slogan, scope or order: all anew.
    use_effect_with((view.clone(), order), {
        let (roll, saved) = (roll.clone(), saved.clone());
        move |_| {
            saved.take();
            roll.begin(false);
            roll.rewind();
        }
    });
    use_effect_with(props.lines.clone(), {
        let (roll, saved, ask) = (roll.clone(), saved.clone(), ask.clone());
        let (scope, phrase, context) = (state.scope(), view.entry.phrase.clone(), context.clone());
        move |lines: &Option<Shared<Lines>>| {
            let Some(lines) = lines else { return };
            if (&lines.scope, &lines.phrase, lines.order) != (&scope, &phrase, order) {
                return;
            }
            roll.take(lines.from, lines.total, &lines.lines);
            if let Some((file, saved)) = saved.borrow_mut().as_mut().filter(|(_, saved)| *saved == lines.from) {
                lines.lines.iter().for_each(|line| file.add(&cells(line)));
                *saved += lines.lines.len();
            }
            save_on(&saved, &roll, &phrase, &ask, &context);
        }
    });
    let sort = |order: LineOrder| {
        let action = look(state, |sight| sight.order = order);
        dispatch.reform(move |_: MouseEvent| action.clone())
    };
    let save = {
        let (roll, context, phrase) = (roll.clone(), context.clone(), view.entry.phrase.clone());
        move |_: MouseEvent| {
            let file = Csv::new(&HEADS.map(|head| context.text(head)));
            saved.replace(Some((file, 0)));
            save_on(&saved, &roll, &phrase, &ask, &context);
        }
    };
    let paint = paint(&view.entry.category, view.entry.colour);
    html! {
        <section id="kwic" class="kwic" aria-label={messages.text("kwic")}>
            <div class="bar">
                <h2>{ messages.text("kwic") }{ " · " }<span lang="zh-Hans">{ &view.entry.phrase }</span></h2>
                <span class="num">{ messages.count("kwic.lines", roll.shown.total) }</span>
                { choices("order", order, "library.sort", sort, context) }
                <button type="button" class="quiet export" onclick={save}>{ messages.text("sight.csv") }</button>
            </div>
            { kwic(&FRAME, &roll, &paint, |line| &line.place, context) }
        </section>
    }
}

/// Asks for more lines to be saved, or saves them when all have come.
fn save_on(saved: &Saved, roll: &Roll<Line>, phrase: &str, ask: &Callback<(usize, usize)>, context: &Context) {
    let total = roll.total().unwrap_or(usize::MAX);
    let taken = saved.take();
    match taken {
        Some((file, lines)) if lines >= total => save(&file, &format!("{phrase}-{}", context.text("kwic"))),
        Some((file, lines)) => {
            ask.emit((lines, SAVED));
            saved.replace(Some((file, lines)));
        }
        None => {}
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
