//! Two speeches side by side: one row for each pair of blocks, so that nothing drifts.

mod acts;
mod chooser;
mod head;
mod lines;
mod rows;
mod slogans;
mod strip;
mod terms;

use std::collections::BTreeSet;
use std::rc::Rc;

use tifa::session::compare::{
    CompareView, Comparing, Neighbours, Part, Show, Spot, Stop, What, next_stop, parts, row_of, stop_at, stops, uses,
};
use tifa::session::{Action, Named, Overview, Request, Side, State, Titles, grouped, neighbour};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::errands::Errand;
use super::messages::{Messages, percent};
use crate::platform::dom;
pub use acts::menu;
use acts::{acts, report_head};
pub use head::pattern;
use head::{both, head, nearest};
use lines::Lines;
use rows::{Rows, text_id};
use slogans::slogans;
use strip::Strip;
use terms::Settings;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub overview: Shared<Overview>,
    pub view: Option<Shared<CompareView>>,
    pub neighbours: Option<Shared<Neighbours>>,
    /// The speeches that are chosen, and others to choose from.
    pub titles: Option<Shared<Titles>>,
    pub state: State,
}

/// What a reader who steps visits.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Visits {
    #[default]
    All,
    Only(What),
    /// The uses of a slogan.
    Slogan(usize),
}

#[component]
pub fn Compare(props: &Props) -> Html {
    let Context { messages, dispatch, .. } = &props.context;
    let state = &props.state;
    use_effect_with((both(state), props.overview.clone()), {
        let send = props.context.send.clone();
        move |(chosen, _)| {
            let (find, chosen) = (String::new(), chosen.clone());
            send.emit(Errand::Ask(Request::Titles { find, chosen }));
        }
    });
    let ids = (state.left.as_deref(), state.right.as_deref());
    let view = props
        .view
        .as_ref()
        .filter(|view| ids == (Some(view.left.id.as_str()), Some(view.right.id.as_str())));
    // What was asked with other settings is shown until the answer is there.
    let asked = use_mut_ref(|| (state.comparing.terms.clone(), None::<Shared<CompareView>>));
    let busy = {
        let mut asked = asked.borrow_mut();
        if asked.0 != state.comparing.terms {
            *asked = (state.comparing.terms.clone(), props.view.clone());
        }
        asked.1.is_some() && asked.1 == props.view
    };
    let choose = {
        let (dispatch, comparing, view) = (dispatch.clone(), state.comparing.clone(), props.view.clone());
        Callback::from(move |(side, id): (Side, String)| {
            if let Some(at) = view
                .as_ref()
                .filter(|_| side == Side::Right)
                .and_then(|view| top_left(view))
            {
                dispatch.emit(Action::Compare(Comparing {
                    at: Some(at),
                    ..comparing.clone()
                }));
            }
            dispatch.emit(Action::Choose(side, id));
        })
    };
    let swap = dispatch.reform(|_: MouseEvent| Action::Swap);
    html! {
        <main id="main" class="cmp" tabindex="-1">
            <h1 class="sr">{ messages.text("nav.compare") }</h1>
            { for view.map(|view| report_head(view, messages)) }
            <div class="heads">
                { head(Side::Left, view.map(|view| &view.left_shares), &choose, props) }
                <button type="button" class="swap" onclick={swap} title={messages.text("compare.swap")}
                    aria-label={messages.text("compare.swap")} disabled={ids.0.is_none() && ids.1.is_none()}>{ "⇄" }</button>
                { head(Side::Right, view.map(|view| &view.right_shares), &choose, props) }
            </div>
            if let Some(view) = view {
                <Beside view={view.clone()} neighbours={props.neighbours.clone()} {busy} {choose} state={state.clone()}
                    context={props.context.clone()} />
            } else if ids.0.is_none() || ids.1.is_none() {
                <div class="empty">
                    <h2>{ messages.text("compare.none") }</h2>
                    <p>{ messages.text("compare.none.hint") }</p>
                </div>
            } else {
                <p class="busy" role="status">{ messages.text("compare.busy") }</p>
            }
        </main>
    }
}

/// The block of the left side that is at the top of the window, so that another column begins beside it.
fn top_left(view: &CompareView) -> Option<Spot> {
    let [(first, _), _] = dom::in_sight("rows", strip::TOP)?;
    let rows = view.rows.iter().filter(|row| !row.left.is_empty());
    // Parts are at least as long as rows: a fold or a gap may lead a little further down.
    let cell = rows.skip(first).find_map(|row| row.left.first())?;
    (first > 0).then_some(Spot {
        side: Side::Left,
        block: cell.block,
        start: 0,
    })
}

#[derive(PartialEq, Properties)]
struct BesideProps {
    view: Shared<CompareView>,
    neighbours: Option<Shared<Neighbours>>,
    busy: bool,
    choose: Callback<(Side, String)>,
    state: State,
    context: Context,
}

/// Both texts, with all that leads through them.
#[component]
fn Beside(props: &BesideProps) -> Html {
    let BesideProps {
        view,
        busy,
        choose,
        state,
        context,
        ..
    } = props;
    let Context { messages, dispatch, .. } = context;
    let comparing = &state.comparing;
    let at = comparing.at;
    let visits = use_state_eq(Visits::default);
    // Rows that a filter leaves out and the reader opened.
    let opened = use_state(BTreeSet::<usize>::new);
    let picked = use_state_eq(|| None::<(Side, usize)>);

    let row = at.and_then(|at| row_of(view, at));
    let parts = use_memo(
        (view.clone(), comparing.show, opened.clone(), row),
        |(view, show, opened, row)| {
            let opened = opened.iter().copied().chain(*row).collect();
            parts(view, *show, &opened)
        },
    );
    let all = use_memo((view.clone(), parts.clone()), |(view, parts)| {
        let hidden = |stop: &Stop| {
            parts
                .iter()
                .any(|part| matches!(part, Part::Fold(rows) if rows.contains(&stop.row)))
        };
        let mut all = stops(view);
        all.retain(|stop| !hidden(stop));
        all
    });
    let visited: Rc<Vec<Stop>> = use_memo(
        (view.clone(), all.clone(), *visits),
        |(view, all, visits)| match visits {
            Visits::All => all.to_vec(),
            Visits::Only(what) => all.iter().filter(|stop| stop.what == *what).copied().collect(),
            Visits::Slogan(entry) => uses(view, *entry),
        },
    );
    let current = at.and_then(|at| stop_at(view, &visited, at));

    // Where the reader stands is marked in the page itself: a step draws no row anew.
    let lit = match *visits {
        Visits::Slogan(entry) => Some(entry),
        _ => None,
    };
    use_effect_with((view.clone(), parts.clone(), state.clone(), *picked, lit), {
        move |(view, _, state, _, lit)| mark(view, state.comparing.at, *lit)
    });
    use_effect_with((view.left.id.clone(), view.right.id.clone(), at), {
        move |(_, _, at)| {
            if let Some(at) = at {
                let row = row.map(|row| format!("row-{row}"));
                dom::scroll_to_any(&[Some(text_id(at)), row].into_iter().flatten().collect::<Vec<_>>());
            }
        }
    });

    let stand = {
        let (dispatch, comparing) = (dispatch.clone(), comparing.clone());
        move |spot: Spot| {
            dispatch.emit(Action::Compare(Comparing {
                at: Some(spot),
                ..comparing.clone()
            }));
        }
    };
    let step = {
        let (view, visited, stand) = (view.clone(), visited.clone(), stand.clone());
        Callback::from(move |forward: bool| {
            if let Some(next) = next_stop(&view, &visited, at, forward) {
                stand(visited[next].spot);
            }
        })
    };
    // Another choice of what is visited goes on to the next such place.
    let visit = {
        let (visits, view, all, stand) = (visits.clone(), view.clone(), all.clone(), stand.clone());
        Callback::from(move |chosen: Visits| {
            if *visits == chosen {
                visits.set(Visits::All);
                return;
            }
            visits.set(chosen);
            let found: Vec<Stop> = match chosen {
                Visits::All => return,
                Visits::Only(what) => all.iter().filter(|stop| stop.what == what).copied().collect(),
                Visits::Slogan(entry) => uses(&view, entry),
            };
            if let Some(next) = next_stop(&view, &found, at, true) {
                stand(found[next].spot);
            }
        })
    };
    let pick = {
        let (picked, dispatch) = (picked.clone(), dispatch.clone());
        Callback::from(move |(side, block): (Side, usize)| {
            let pin = match (*picked, side) {
                (Some((Side::Left, left)), Side::Right) => Some((left, block)),
                (Some((Side::Right, right)), Side::Left) => Some((block, right)),
                _ => None,
            };
            match pin {
                Some((left, right)) => {
                    picked.set(None);
                    dispatch.emit(Action::Pin(left, right));
                }
                None => picked.set(Some((side, block)).filter(|chosen| *picked != Some(*chosen))),
            }
        })
    };
    let near = nearest(props.neighbours.as_deref(), state);
    let column = {
        let (choose, right) = (choose.clone(), state.right.clone());
        move |forward: bool| {
            let places: Vec<usize> = (0..near.len()).collect();
            let at = near.iter().position(|(card, _)| Some(&card.id) == right.as_ref());
            if let Some(next) = neighbour(&places, at, forward) {
                choose.emit((Side::Right, near[next].0.id.clone()));
            }
        }
    };
    use_effect_with(
        (
            view.clone(),
            visited.clone(),
            state.clone(),
            *picked,
            props.neighbours.clone(),
        ),
        {
            let (step, pick, picked) = (step.clone(), pick.clone(), picked.clone());
            move |_| {
                let listener = dom::on_key(move |key| {
                    match (key, at) {
                        ("n" | "N", _) => step.emit(true),
                        ("p" | "P", _) => step.emit(false),
                        ("]", _) => column(true),
                        ("[", _) => column(false),
                        ("a" | "A", Some(at)) => pick.emit((at.side, at.block)),
                        ("Escape", _) if picked.is_some() => picked.set(None),
                        _ => return false,
                    }
                    true
                });
                || drop(listener)
            }
        },
    );
    let pick = use_latest(pick);
    let unfold = {
        let opened = opened.clone();
        use_callback(opened, |row: usize, opened| {
            let mut more = (**opened).clone();
            more.insert(row);
            opened.set(more);
        })
    };
    // All but the place, which changes with each step.
    let mut base = state.clone();
    base.comparing.at = None;
    let stop = current.map(|at| visited[at]).filter(|stop| Some(stop.spot) == at);
    let moved = stop.and_then(|stop| move_at(view, stop.spot));
    let moved = moved.or_else(|| at.and_then(|at| move_at(view, at)));
    let slogan = visit.reform(Visits::Slogan);
    html! {
        <>
            <div class="more-of" data-live="">
                <span class="common">{ common(view, messages) }</span>
                { legend(messages) }
                <Settings state={state.clone()} context={context.clone()} />
                { acts(view, state, context) }
            </div>
            <div class="ctl" data-live="">
                { shown(comparing, dispatch, messages) }
                { chips(&all, *visits, view, &visit, messages) }
                { slogans(view, lit, &slogan, messages) }
                if *busy { <span class="busy" role="status">{ messages.text("compare.busy") }</span> }
                { position(current, visited.len(), &step, messages) }
                if let Some((side, block)) = *picked {
                    <p class="picking" role="status">
                        { messages.count(match side { Side::Left => "compare.picking.left", Side::Right => "compare.picking.right" }, block + 1) }
                    </p>
                }
            </div>
            <div class="panes" aria-busy={busy.then_some("true")}>
                <Strip view={view.clone()} parts={parts.clone()} side={Side::Left} messages={messages.clone()} />
                <div class="field">
                    <Rows view={view.clone()} parts={parts.clone()} {base} picked={*picked} {pick} {unfold}
                        context={context.clone()} />
                    <Lines view={view.clone()} parts={parts.clone()} current={moved} />
                </div>
                <Strip view={view.clone()} parts={parts.clone()} side={Side::Right} messages={messages.clone()} />
            </div>
        </>
    }
}

/// A callback that stays the same one and does what the newest does, so that rows need not be drawn anew.
#[hook]
fn use_latest<T: 'static>(callback: Callback<T>) -> Callback<T> {
    let latest = use_mut_ref(|| callback.clone());
    *latest.borrow_mut() = callback;
    use_callback((), move |value: T, ()| {
        let callback = latest.borrow().clone();
        callback.emit(value);
    })
}

/// Marks the row and the text at which the reader stands, and the uses of a slogan.
fn mark(view: &CompareView, at: Option<Spot>, lit: Option<usize>) {
    let row = at.and_then(|at| row_of(view, at)).map(|row| format!("#row-{row}"));
    dom::single_out("current", row.as_deref());
    let here = at.map(|at| {
        let piece = piece_at(view, at);
        match (piece.and_then(|piece| piece.slot), piece.and_then(|piece| piece.moved)) {
            // Both sides of what corresponds.
            (Some(slot), _) => format!("[data-slot='{slot}']"),
            (None, Some(moved)) => format!(".mv[data-move='{moved}'], .cell[data-move='{moved}']"),
            (None, None) => format!("#{}", text_id(&at)),
        }
    });
    dom::single_out("here", here.as_deref());
    dom::single_out("lit", lit.map(|entry| format!("[data-entry='{entry}']")).as_deref());
}

fn piece_at(view: &CompareView, at: Spot) -> Option<tifa::compare::Piece> {
    let row = &view.rows[row_of(view, at)?];
    let cells = match at.side {
        Side::Left => &row.left,
        Side::Right => &row.right,
    };
    let cell = cells.iter().find(|cell| cell.block == at.block)?;
    let next = cell.pieces.partition_point(|piece| piece.end <= at.start);
    cell.pieces.get(next).copied()
}

fn move_at(view: &CompareView, at: Spot) -> Option<usize> {
    piece_at(view, at)?.moved
}

fn common(view: &CompareView, messages: &Messages) -> String {
    if view.left.id == view.right.id {
        return messages.text("compare.same");
    }
    let [left, right] = [&view.left_shares, &view.right_shares].map(|shares| percent(1.0 - shares.own));
    messages.fill("compare.common", &[&left, &right])
}

/// Which rows are shown.
fn shown(comparing: &Comparing, dispatch: &Callback<Action>, messages: &Messages) -> Html {
    let button = |(show, name): &(Show, &str)| {
        let show = *show;
        let comparing = comparing.clone();
        let pressed = (comparing.show == show).to_string();
        let onclick = dispatch.reform(move |_: MouseEvent| {
            Action::Compare(Comparing {
                show,
                ..comparing.clone()
            })
        });
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ messages.text(&format!("compare.show.{name}")) }</button> }
    };
    html! {
        <div class="segments" role="group" aria-label={messages.text("compare.show")}>{ for Show::NAMES.iter().map(button) }</div>
    }
}

/// What can be visited, with how much there is of it; the one that is pressed is visited alone.
fn chips(all: &[Stop], visits: Visits, view: &CompareView, visit: &Callback<Visits>, messages: &Messages) -> Html {
    let kinds = [
        (What::Difference, "compare.chip.difference"),
        (What::Move, "compare.chip.move"),
        (What::Slot, "compare.chip.slot"),
        (What::Flag, "compare.chip.flag"),
    ];
    let chip = |(what, key): (What, &str)| {
        let count = all.iter().filter(|stop| stop.what == what).count();
        let choice = Visits::Only(what);
        html! {
            <button type="button" class="chip" disabled={count == 0} aria-pressed={(visits == choice).to_string()}
                title={messages.text("compare.chip.hint")} onclick={visit.reform(move |_: MouseEvent| choice)}>
                { messages.text(key) }{ " " }<b class="num">{ grouped(count) }</b>
            </button>
        }
    };
    let slogan = match visits {
        Visits::Slogan(entry) => view.entries.get(&entry).map(|found| {
            html! {
                <button type="button" class="chip" aria-pressed="true" onclick={visit.reform(move |_: MouseEvent| visits)}>
                    { &found.phrase }{ " ×" }
                </button>
            }
        }),
        _ => None,
    };
    html! {
        <div class="chips" role="group" aria-label={messages.text("compare.visits")}>{ for kinds.map(chip) }{ for slogan }</div>
    }
}

fn position(current: Option<usize>, total: usize, step: &Callback<bool>, messages: &Messages) -> Html {
    let position = current.map_or("–".to_string(), |at| (at + 1).to_string());
    let button = |forward: bool, key: &str, sign: &str| {
        html! {
            <button type="button" class="icon" disabled={total == 0} onclick={step.reform(move |_: MouseEvent| forward)}
                title={messages.text(key)} aria-label={messages.text(key)}>{ sign.to_string() }</button>
        }
    };
    html! {
        <div class="pos" role="group" aria-label={messages.text("compare.differences")}>
            { button(false, "compare.previous", "‹") }
            <span class="num" aria-live="polite">{ messages.fill("compare.position", &[&position, &total.to_string()]) }</span>
            { button(true, "compare.next", "›") }
        </div>
    }
}

/// All signs, with words.
fn legend(messages: &Messages) -> Html {
    html! {
        <details class="signs">
            <summary>{ messages.text("compare.legend") }</summary>
            <p>{ signs(messages) }</p>
        </details>
    }
}

/// All signs that the rows have, each on its own name.
fn signs(messages: &Messages) -> Html {
    let kind = |kind: &str| html! { <span class={format!("p-{kind}")}>{ messages.text(&format!("compare.kind.{kind}")) }</span> };
    html! {
        <>
            <span class="sl c-strategy">{ messages.text("compare.kind.slogan") }</span>
            { kind("boilerplate") }{ kind("shared") }{ kind("own") }
            <del>{ messages.text("compare.deleted") }</del><ins>{ messages.text("compare.inserted") }</ins>
            <span class="slot">{ messages.text("compare.legend.slot") }</span>
            <span class="slot flag">{ messages.text("compare.legend.flag") }</span>
            <span class="mv"><span class="tag in" data-words="↘9"></span>{ messages.text("compare.legend.move") }</span>
            <span class="common">{ messages.text("compare.legend.parallel") }</span>
        </>
    }
}
