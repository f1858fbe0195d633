//! Two speeches side by side: one row for each pair of blocks, so that nothing drifts.

use tifa::compare::{Cell, Change, Kind, Piece, Relation, Row, Shares, Side as FlagSide, SloganUses};
use tifa::corpus::Block;
use tifa::session::compare::{CompareView, Comparing, stops};
use tifa::session::{Action, Card, Overview, Side, State, neighbour, pieces};
use yew::prelude::*;

use super::acts::{acts, report_head};
use super::desk::{Context, Shared};
use super::library::meta;
use super::mark::{class, description};
use super::messages::{Messages, percent};
use crate::platform::dom;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub overview: Shared<Overview>,
    pub view: Option<Shared<CompareView>>,
    pub state: State,
}

#[component]
pub fn Compare(props: &Props) -> Html {
    let Context { messages, dispatch, .. } = &props.context;
    let state = &props.state;
    let ids = (state.left.as_deref(), state.right.as_deref());
    let view = props
        .view
        .as_ref()
        .filter(|view| ids == (Some(view.left.id.as_str()), Some(view.right.id.as_str())));
    let stops = use_memo(view.cloned(), |view| {
        view.as_ref().map(|view| stops(view)).unwrap_or_default()
    });
    let at = state.comparing.at;
    let current = stops.iter().position(|stop| Some(stop.spot) == at);
    let row = current.map(|at| stops[at].row);
    use_effect_with((view.cloned(), row), |(_, row)| {
        if let Some(row) = row {
            dom::scroll_to(&format!("row-{row}"));
        }
    });
    let total = stops.len();
    let step = {
        let (dispatch, stops, comparing) = (dispatch.clone(), stops.clone(), state.comparing.clone());
        move |forward: bool| {
            let places: Vec<usize> = (0..total).collect();
            if let Some(next) = neighbour(&places, current, forward) {
                let at = Some(stops[next].spot);
                dispatch.emit(Action::Compare(Comparing {
                    at,
                    ..comparing.clone()
                }));
            }
        }
    };
    use_effect_with((total, state.clone(), dispatch.clone()), {
        let step = step.clone();
        move |_| {
            let listener = dom::on_step(step);
            || drop(listener)
        }
    });
    let step = Callback::from(step);
    let head = |side: Side, shares: Option<&Shares>| head(side, shares, props);
    let swap = dispatch.reform(|_: MouseEvent| Action::Swap);
    html! {
        <main id="main" class="cmp" tabindex="-1">
            <h1 class="sr">{ messages.text("nav.compare") }</h1>
            { for view.map(|view| report_head(view, messages)) }
            <div class="heads">
                { head(Side::Left, view.map(|view| &view.left_shares)) }
                <button type="button" class="swap" onclick={swap} title={messages.text("compare.swap")}
                    aria-label={messages.text("compare.swap")} disabled={ids.0.is_none() && ids.1.is_none()}>{ "⇄" }</button>
                { head(Side::Right, view.map(|view| &view.right_shares)) }
            </div>
            if let Some(view) = view {
                { controls(view, current, total, &step, state, &props.context) }
                <Rows view={view.clone()} current={row} messages={messages.clone()} />
            } else if ids.0.is_none() || ids.1.is_none() {
                <div class="empty">
                    <h2>{ messages.text("compare.none") }</h2>
                    <p>{ messages.text("compare.none.hint") }</p>
                </div>
            }
        </main>
    }
}

/// One side: which speech it is, and what it is made of.
fn head(side: Side, shares: Option<&Shares>, props: &Props) -> Html {
    let Props {
        context,
        overview,
        state,
        ..
    } = props;
    let Context { messages, dispatch, .. } = context;
    let (id, key, chosen) = match side {
        Side::Left => ("pick-left", "compare.left", &state.left),
        Side::Right => ("pick-right", "compare.right", &state.right),
    };
    let card = overview.documents.iter().find(|card| Some(&card.id) == chosen.as_ref());
    let option = |card: &Card| {
        let title = match &card.date {
            Some(date) => format!("{} ({})", card.title, messages.date(date)),
            None => card.title.clone(),
        };
        html! { <option value={card.id.clone()} selected={Some(&card.id) == chosen.as_ref()}>{ title }</option> }
    };
    let onchange = {
        let dispatch = dispatch.clone();
        move |event: Event| {
            if let Some(id) = dom::value(&event).filter(|id| !id.is_empty()) {
                dispatch.emit(Action::Choose(side, id));
            }
        }
    };
    html! {
        <section class="head" aria-label={messages.text(key)}>
            <select {id} {onchange} aria-label={messages.text(key)}>
                if chosen.is_none() {
                    <option value="" selected=true>{ messages.text("compare.choose") }</option>
                }
                { for overview.documents.iter().map(option) }
            </select>
            { for card.map(|card| meta(card, messages)) }
            { for shares.map(|shares| share_bar(shares, messages)) }
        </section>
    }
}

/// The kinds in the order in which they are drawn, each with its key in messages and classes.
fn kinds(shares: &Shares) -> [(&'static str, f64); 4] {
    [
        ("slogan", shares.slogan),
        ("boilerplate", shares.boilerplate),
        ("shared", shares.shared),
        ("own", shares.own),
    ]
}

fn share_bar(shares: &Shares, messages: &Messages) -> Html {
    let mut x = 0.0;
    let bars = kinds(shares).map(|(kind, share)| {
        let bar = html! {
            <rect class={format!("k-{kind}")} x={format!("{:.2}%", x * 100.0)} width={format!("{:.2}%", share * 100.0)} height="10" />
        };
        x += share;
        bar
    });
    let keys = kinds(shares).map(|(kind, share)| {
        html! {
            <li><span class={format!("swatch k-{kind}")} aria-hidden="true"></span>
                { messages.text(&format!("compare.kind.{kind}")) }{ " " }<b class="num">{ percent(share) }</b></li>
        }
    });
    html! {
        <>
            <svg class="share" width="100%" height="10" aria-hidden="true">{ for bars }</svg>
            <ul class="keys" aria-label={messages.text("compare.shares")}>{ for keys }</ul>
        </>
    }
}

fn controls(
    view: &Shared<CompareView>,
    current: Option<usize>,
    total: usize,
    step: &Callback<bool>,
    state: &State,
    context: &Context,
) -> Html {
    let messages = &context.messages;
    let common = |shares: &Shares| percent(1.0 - shares.own);
    let common = messages.fill(
        "compare.common",
        &[&common(&view.left_shares), &common(&view.right_shares)],
    );
    let slogans = &view.slogans;
    let counts = [&slogans.left_only, &slogans.both, &slogans.right_only].map(|uses| uses.len().to_string());
    let summary = messages.fill("compare.slogans", &[&counts[0], &counts[1], &counts[2]]);
    let list = |key: &str, uses: &[SloganUses]| {
        let item = |uses: &SloganUses| {
            let entry = view.entries.get(&uses.entry)?;
            let count = match (uses.left, uses.right) {
                (left, 0) => left.to_string(),
                (0, right) => right.to_string(),
                (left, right) => format!("{left} : {right}"),
            };
            Some(html! {
                <li><span class={class(entry)} title={description(entry, messages)}>{ &entry.phrase }</span>
                    <span class="num">{ count }</span></li>
            })
        };
        html! {
            <section>
                <h3>{ messages.text(key) }</h3>
                if uses.is_empty() {
                    <p class="meta">{ messages.text("compare.none-of-these") }</p>
                }
                <ul>{ for uses.iter().filter_map(item) }</ul>
            </section>
        }
    };
    let position = current.map_or("–".to_string(), |at| (at + 1).to_string());
    let button = |forward: bool, key: &str, sign: &str| {
        html! {
            <button type="button" class="icon" disabled={total == 0} onclick={step.reform(move |_: MouseEvent| forward)}
                title={messages.text(key)} aria-label={messages.text(key)}>{ sign.to_string() }</button>
        }
    };
    html! {
        <div class="ctl">
            <span class="common">{ if view.left.id == view.right.id { messages.text("compare.same") } else { common } }</span>
            <details class="both">
                <summary>{ summary }</summary>
                <div class="lists" lang="zh-Hans">
                    { list("compare.slogans.left", &slogans.left_only) }
                    { list("compare.slogans.both", &slogans.both) }
                    { list("compare.slogans.right", &slogans.right_only) }
                </div>
            </details>
            { legend(messages) }
            { acts(view, state, context) }
            <div class="pos" role="group" aria-label={messages.text("compare.differences")}>
                { button(false, "compare.previous", "‹") }
                <span class="num" aria-live="polite">{ messages.fill("compare.position", &[&position, &total.to_string()]) }</span>
                { button(true, "compare.next", "›") }
            </div>
        </div>
    }
}

fn legend(messages: &Messages) -> Html {
    let kind = |kind: &str| html! { <span class={format!("p-{kind}")}>{ messages.text(&format!("compare.kind.{kind}")) }</span> };
    html! {
        <details class="signs">
            <summary>{ messages.text("compare.legend") }</summary>
            <p>
                <span class="sl c-strategy">{ messages.text("compare.kind.slogan") }</span>
                { kind("boilerplate") }{ kind("shared") }
                <del>{ messages.text("compare.deleted") }</del><ins>{ messages.text("compare.inserted") }</ins>
                <span class="slot">{ messages.text("compare.legend.slot") }</span>
                <span class="flag">{ messages.text("compare.legend.flag") }</span>
            </p>
        </details>
    }
}

#[derive(PartialEq, Properties)]
struct RowsProps {
    view: Shared<CompareView>,
    current: Option<usize>,
    messages: Messages,
}

#[component]
fn Rows(props: &RowsProps) -> Html {
    let messages = &props.messages;
    let mut at = 0;
    let groups = props.view.rows.chunk_by(|a, b| is_alone(a) && is_alone(b)).map(|rows| {
        let first = at;
        at += rows.len();
        if is_alone(&rows[0]) {
            gap(props, first, rows)
        } else {
            pair(props, first, &rows[0])
        }
    });
    html! {
        <ol class="pairs" aria-label={messages.text("compare.rows")}>{ for groups }</ol>
    }
}

fn is_alone(row: &Row) -> bool {
    row.relation == Relation::Alone
}

/// Where the text of a row moved.
fn moved(row: &Row) -> Option<usize> {
    let mut pieces = row.left.iter().chain(&row.right).flat_map(|cell| &cell.pieces);
    pieces.find_map(|piece| piece.moved).filter(|_| is_alone(row))
}

/// Two blocks that correspond, on one line.
fn pair(props: &RowsProps, at: usize, row: &Row) -> Html {
    let messages = &props.messages;
    let slots = row
        .left
        .iter()
        .flat_map(|cell| &cell.pieces)
        .filter(|piece| piece.change == Change::Slot)
        .count();
    let words = if row.similarity == 1.0 {
        messages.text("compare.equal")
    } else {
        messages.fill("compare.alike", &[&percent(row.similarity)])
    };
    html! {
        <li key={at} id={format!("row-{at}")} class={classes!("pair", current(props, at))}>
            { cell(props, row, Side::Left) }
            <div class="gut">
                <span>{ words }</span>
                if slots > 0 { <span class="slots">{ messages.count("compare.slots", slots) }</span> }
            </div>
            { cell(props, row, Side::Right) }
        </li>
    }
}

/// The blocks between two pairs that have no counterpart there, those of each side below each other.
fn gap(props: &RowsProps, first: usize, rows: &[Row]) -> Html {
    let messages = &props.messages;
    let left = rows.iter().filter(|row| !row.left.is_empty()).count();
    let words = match (left, rows) {
        (_, [row]) if moved(row).is_some() => "compare.moved",
        (0, _) => "compare.right-only",
        (left, rows) if left == rows.len() => "compare.left-only",
        _ => "compare.unmatched",
    };
    let solo = |(i, row): (usize, &Row), side: Side| {
        let at = first + i;
        html! {
            <div key={at} id={format!("row-{at}")} class={classes!("pair", "solo", current(props, at))}>{ cell(props, row, side) }</div>
        }
    };
    let (lefts, rights) = rows.split_at(left);
    html! {
        <li key={first} class="gap">
            <div class="stack">{ for lefts.iter().enumerate().map(|row| solo(row, Side::Left)) }{ absent(lefts, messages) }</div>
            <div class="gut"><span>{ messages.text(words) }</span></div>
            <div class="stack">
                { for rights.iter().enumerate().map(|(i, row)| solo((left + i, row), Side::Right)) }{ absent(rights, messages) }
            </div>
        </li>
    }
}

/// Says to those who hear the page that a side of a gap is empty.
fn absent(rows: &[Row], messages: &Messages) -> Html {
    if rows.is_empty() {
        html! { <span class="sr">{ messages.text("compare.absent") }</span> }
    } else {
        Html::default()
    }
}

fn current(props: &RowsProps, at: usize) -> Option<&'static str> {
    (props.current == Some(at)).then_some("current")
}

fn cell(props: &RowsProps, row: &Row, side: Side) -> Html {
    let RowsProps { view, messages, .. } = props;
    let (name, document, cells) = match side {
        Side::Left => ("left", &view.left, &row.left),
        Side::Right => ("right", &view.right, &row.right),
    };
    let moved = moved(row);
    let alone = moved.is_none() && is_alone(row);
    let text = |cell: &Cell| {
        let block = document.body.get(cell.block)?;
        let text = text(view, cell.block, block, &cell.pieces, side, alone, messages);
        Some(match block.heading {
            Some(_) => html! { <h2 data-block={cell.block.to_string()}>{ text }</h2> },
            None => html! { <p data-block={cell.block.to_string()}>{ text }</p> },
        })
    };
    if cells.is_empty() {
        return Html::default();
    }
    html! {
        <div class={classes!("cell", name, moved.map(|_| "moved"))} lang={document.lang.clone()} data-id={document.id.clone()}>
            { for moved.map(|at| moved_tag(props, at, side)) }
            { for cells.iter().filter_map(text) }
        </div>
    }
}

/// Says where a moved block stands on the other side, and leads there.
fn moved_tag(props: &RowsProps, at: usize, side: Side) -> Html {
    let messages = &props.messages;
    let found = &props.view.moves[at];
    let partner = match side {
        Side::Left => found.right.block,
        Side::Right => found.left.block,
    };
    let key = match side {
        Side::Left => "compare.moved.to",
        Side::Right => "compare.moved.from",
    };
    let there = |row: &Row| match side {
        Side::Left => row.right.iter().any(|cell| cell.block == partner),
        Side::Right => row.left.iter().any(|cell| cell.block == partner),
    };
    let row = props.view.rows.iter().position(there);
    let onclick = move |_| {
        if let Some(row) = row {
            dom::scroll_to(&format!("row-{row}"));
        }
    };
    html! {
        <button type="button" class="tag" {onclick} title={messages.text("compare.moved.go")}>
            { messages.count(key, partner + 1) }<span aria-hidden="true">{ " ↕" }</span>
        </button>
    }
}

fn text(
    view: &CompareView,
    index: usize,
    block: &Block,
    found: &[Piece],
    side: Side,
    alone: bool,
    messages: &Messages,
) -> Html {
    let flag_side = match side {
        Side::Left => FlagSide::Left,
        Side::Right => FlagSide::Right,
    };
    let flags = view
        .flags
        .iter()
        .filter(|(side, span, _)| *side == flag_side && span.block == index);
    let spans: Vec<(usize, usize)> = found
        .iter()
        .map(|piece| (piece.start, piece.end))
        .chain(flags.map(|(_, span, _)| (span.start, span.end)))
        .collect();
    let runs = pieces(&block.text, &spans).into_iter().map(|run| {
        let piece = run.marks.first().and_then(|mark| found.get(*mark));
        let flagged = run.marks.iter().any(|mark| *mark >= found.len());
        let Some(piece) = piece else {
            return html! { { run.text } };
        };
        let entry = piece.slogan.and_then(|entry| view.entries.get(&entry));
        let kind = match (piece.kind, entry) {
            (Kind::Slogan, Some(entry)) => class(entry),
            (Kind::Boilerplate, _) => "p-boilerplate".to_string(),
            (Kind::Shared, _) => "p-shared".to_string(),
            (Kind::Slogan | Kind::Own, _) => String::new(),
        };
        let title = match (flagged, entry) {
            (true, _) => Some(messages.text("compare.flag.foreign-place")),
            (false, entry) => entry.map(|entry| description(entry, messages)),
        };
        let class = classes!(
            kind,
            flagged.then_some("flag"),
            (piece.change == Change::Slot && !alone).then_some("slot")
        );
        match piece.change {
            Change::Delete | Change::Insert | Change::Replace if !alone => match side {
                Side::Left => html! { <del {class} {title}>{ run.text }</del> },
                Side::Right => html! { <ins {class} {title}>{ run.text }</ins> },
            },
            _ if class.is_empty() => html! { { run.text } },
            _ => html! { <span {class} {title}>{ run.text }</span> },
        }
    });
    html! { { for runs } }
}
