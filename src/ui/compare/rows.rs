//! The rows of a comparison: blocks that correspond stand beside each other, each with what differs in it.

use std::collections::BTreeMap;
use std::rc::Rc;

use tifa::compare::{Cell, Change, FlagReason, Kind, Piece, Relation, Row, Side};
use tifa::corpus::{Document, Span};
use tifa::session::compare::{CompareView, Comparing, Part, Spot, Veil};
use tifa::session::{Action, Named, State, grouped, link};
use yew::prelude::*;

use crate::platform::{dom, location};
use crate::ui::desk::{Context, Shared};
use crate::ui::mark::{class, description};
use crate::ui::messages::{key, percent};
use crate::ui::passage::{citation, copy};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: Shared<CompareView>,
    pub parts: Rc<Vec<Part>>,
    /// The state, but for the place at which the reader stands: a step draws no row anew.
    pub base: State,
    /// The block that waits for another to be put beside it.
    pub picked: Option<(Side, usize)>,
    pub pick: Callback<(Side, usize)>,
    pub unfold: Callback<usize>,
    pub context: Context,
}

/// The id of the text that begins at a place.
pub fn text_id(spot: &Spot) -> String {
    format!("at-{}{}-{}", letter(spot.side), spot.block, spot.start)
}

fn letter(side: Side) -> char {
    match side {
        Side::Left => 'a',
        Side::Right => 'b',
    }
}

#[component]
pub fn Rows(props: &Props) -> Html {
    let sheet = Sheet::new(props);
    let parts = props.parts.iter().enumerate().map(|(i, part)| match part {
        Part::Pair(at) => sheet.pair(i, *at),
        Part::Gap(rows) => sheet.gap(i, rows.start, &props.view.rows[rows.clone()]),
        Part::Fold(rows) => sheet.fold(i, rows.start, &props.view.rows[rows.clone()]),
    });
    let comparing = &props.base.comparing;
    let dimmed = comparing.veils.iter().filter(|(_, veil)| **veil == Veil::Dimmed);
    let dimmed: Vec<String> = dimmed.map(|(kind, _)| format!("dim-{}", kind.name())).collect();
    let classes = classes!(
        "pairs",
        format!("only-{}", comparing.show.name()),
        dimmed,
        props.picked.map(|(side, _)| format!("picking-{}", letter(side)))
    );
    html! {
        <ol id="rows" class={classes} aria-label={props.context.text("compare.rows")}>{ for parts }</ol>
    }
}

/// What is needed to draw any row.
struct Sheet<'a> {
    props: &'a Props,
    /// The row of each block, for both sides.
    rows: [BTreeMap<usize, usize>; 2],
    /// The flags of each block, in its order.
    flags: BTreeMap<(Side, usize), Vec<(Span, FlagReason)>>,
}

impl<'a> Sheet<'a> {
    fn new(props: &'a Props) -> Self {
        let mut rows = [BTreeMap::new(), BTreeMap::new()];
        for (at, row) in props.view.rows.iter().enumerate() {
            rows[0].extend(row.left.iter().map(|cell| (cell.block, at)));
            rows[1].extend(row.right.iter().map(|cell| (cell.block, at)));
        }
        let mut flags: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (side, span, reason) in &props.view.flags {
            flags.entry((*side, span.block)).or_default().push((*span, *reason));
        }
        for found in flags.values_mut() {
            found.sort_unstable();
        }
        Sheet { props, rows, flags }
    }

    fn text(&self, key: &str) -> String {
        self.props.context.text(key)
    }

    fn document(&self, side: Side) -> &Document {
        match side {
            Side::Left => &self.props.view.left,
            Side::Right => &self.props.view.right,
        }
    }

    /// Two blocks that correspond, on one line; several where a paragraph was split or joined.
    fn pair(&self, key: usize, at: usize) -> Html {
        let row = &self.props.view.rows[at];
        let parallel = row.relation == Relation::Parallel;
        html! {
            <li {key} id={format!("row-{at}")} class={classes!("pair", parallel.then_some("parallel"))}>
                { self.cell(row, Side::Left) }
                <div class="gut">{ self.label(row) }{ self.pins(row) }</div>
                { self.cell(row, Side::Right) }
            </li>
        }
    }

    /// How the two sides of a row correspond.
    fn label(&self, row: &Row) -> Html {
        let messages = &self.props.context.messages;
        let pieces = || row.left.iter().flat_map(|cell| &cell.pieces);
        let mut slots: Vec<usize> = pieces().filter_map(|piece| piece.slot).collect();
        slots.dedup();
        let words = match row.relation {
            Relation::Parallel => self.text("compare.parallel"),
            _ if row.similarity == 1.0 => self.text("compare.equal"),
            _ => messages.fill("compare.alike", &[&percent(row.similarity)]),
        };
        let joined = match (row.left.len(), row.right.len()) {
            (left, right) if left < right => {
                Some(messages.fill("compare.split", &[&left.to_string(), &right.to_string()]))
            }
            (left, right) if left > right => {
                Some(messages.fill("compare.joined", &[&left.to_string(), &right.to_string()]))
            }
            _ => None,
        };
        html! {
            <>
                <span>{ words }</span>
                { for joined.map(|joined| html! { <span>{ joined }</span> }) }
                if !slots.is_empty() { <span class="slots">{ messages.count("compare.slots", slots.len()) }</span> }
            </>
        }
    }

    /// The pin that holds a row together, if there is one.
    fn pins(&self, row: &Row) -> Html {
        let holds = |cells: &[Cell], block: usize| cells.iter().any(|cell| cell.block == block);
        let pins = &self.props.base.comparing.terms.options.pins;
        let pin = pins
            .iter()
            .find(|pin| holds(&row.left, pin.0) && holds(&row.right, pin.1));
        let Some(&(left, right)) = pin else {
            return Html::default();
        };
        let onclick = self
            .props
            .context
            .dispatch
            .reform(move |_: MouseEvent| Action::Pin(left, right));
        html! {
            <button type="button" class="pinned" {onclick} title={self.text("compare.unpin")}
                aria-label={self.text("compare.unpin")}>{ self.text("compare.pinned") }</button>
        }
    }

    /// The blocks between two pairs that have no counterpart there, those of each side below each other.
    fn gap(&self, key: usize, first: usize, rows: &[Row]) -> Html {
        let (lefts, rights): (Vec<_>, Vec<_>) = (first..).zip(rows).partition(|(_, row)| !row.left.is_empty());
        let is_moved = rows.iter().all(|row| moved(row).is_some());
        let words = match (lefts.len(), rights.len()) {
            _ if is_moved => "compare.moved",
            (0, _) => "compare.right-only",
            (_, 0) => "compare.left-only",
            _ => "compare.unmatched",
        };
        let stack = |rows: &[(usize, &Row)], side: Side| {
            let solo = |(at, row): &(usize, &Row)| {
                html! {
                    <div key={*at} id={format!("row-{at}")} class="pair solo">{ self.cell(row, side) }</div>
                }
            };
            html! {
                <div class="stack">
                    { for rows.iter().map(solo) }
                    if rows.is_empty() { <span class="sr">{ self.text("compare.absent") }</span> }
                </div>
            }
        };
        html! {
            <li {key} class="gap">
                { stack(&lefts, Side::Left) }
                <div class="gut"><span>{ self.text(words) }</span></div>
                { stack(&rights, Side::Right) }
            </li>
        }
    }

    /// Rows that are not shown, in a line that shows them.
    fn fold(&self, key: usize, first: usize, rows: &[Row]) -> Html {
        let words = match rows
            .iter()
            .all(|row| row.similarity == 1.0 && row.relation == Relation::Aligned)
        {
            true => "compare.folded.same",
            false => "compare.folded",
        };
        let onclick = self.props.unfold.reform(move |_: MouseEvent| first);
        html! {
            <li {key} class="fold">
                <button type="button" {onclick} aria-expanded="false">
                    { self.props.context.messages.count(words, rows.len()) }
                </button>
            </li>
        }
    }

    fn cell(&self, row: &Row, side: Side) -> Html {
        let (name, cells) = match side {
            Side::Left => ("left", &row.left),
            Side::Right => ("right", &row.right),
        };
        let document = self.document(side);
        let moved = moved(row);
        let block = |cell: &Cell| {
            let block = document.body.get(cell.block)?;
            let text = self.block(cell, &block.text, row, side);
            let at = cell.block.to_string();
            let href = self.link(Spot {
                side,
                block: cell.block,
                start: 0,
            });
            let text = match block.heading {
                Some(_) => html! { <h2 data-block={at}>{ text }</h2> },
                None => html! { <p data-block={at}>{ text }</p> },
            };
            Some(html! { <>{ self.number(cell.block, &href) }{ text }{ self.tools(cell.block, side, href) }</> })
        };
        if cells.is_empty() {
            return Html::default();
        }
        html! {
            <div class={classes!("cell", name, moved.map(|_| "moved"))} lang={document.lang.clone()}
                data-id={document.id.clone()} data-move={moved.map(|at| at.to_string())}
                data-side={self.text(match side { Side::Left => "compare.left.short", Side::Right => "compare.right.short" })}>
                { for moved.map(|at| self.tag(at, side, false)) }
                { for cells.iter().filter_map(block) }
            </div>
        }
    }

    /// The link that opens exactly a place.
    fn link(&self, at: Spot) -> String {
        let mut state = self.props.base.clone();
        state.comparing.at = Some(at);
        link::write(&state)
    }

    /// The number of a block, which is a link to it.
    fn number(&self, block: usize, href: &str) -> Html {
        let label = self.props.context.messages.count("compare.block", block + 1);
        html! { <a class="n" href={href.to_string()} aria-label={label} data-n={(block + 1).to_string()}></a> }
    }

    /// What can be done with a block.
    fn tools(&self, block: usize, side: Side, href: String) -> Html {
        let Props {
            context, pick, picked, ..
        } = self.props;
        let link = {
            let context = context.clone();
            move |_: MouseEvent| copy(location::absolute(&href), &context)
        };
        let whole = Span {
            block,
            start: 0,
            end: self
                .document(side)
                .body
                .get(block)
                .map_or(0, |block| block.text.chars().count()),
        };
        let who = {
            let asked = Some((self.document(side).id.clone(), whole));
            context.dispatch.reform(move |_: MouseEvent| Action::Ask(asked.clone()))
        };
        let cite = {
            let (view, context) = (self.props.view.clone(), context.clone());
            move |_: MouseEvent| {
                let document = match side {
                    Side::Left => &view.left,
                    Side::Right => &view.right,
                };
                copy(citation(document, whole, &context.messages), &context);
            }
        };
        let waits = *picked == Some((side, block));
        let words = match picked {
            Some((other, block)) if *other != side => context.messages.fill(
                match other {
                    Side::Left => "compare.pin.left",
                    Side::Right => "compare.pin.right",
                },
                &[&(block + 1).to_string()],
            ),
            _ => self.text("compare.pin"),
        };
        html! {
            <div class={classes!("tool", waits.then_some("waits"))} data-length="0">
                <button type="button" onclick={who} aria-haspopup="dialog">{ self.text("passage.who") }</button>
                <button type="button" onclick={cite}>{ self.text("passage.cite") }</button>
                <button type="button" onclick={link}>{ self.text("compare.copy-link") }</button>
                <button type="button" class="pin" aria-pressed={waits.to_string()} title={self.text("compare.pin.hint")}
                    onclick={pick.reform(move |_: MouseEvent| (side, block))}>{ words }</button>
            </div>
        }
    }

    /// Says where a moved text stands on the other side, and leads there.
    fn tag(&self, at: usize, side: Side, is_inside: bool) -> Html {
        let Context { messages, dispatch, .. } = &self.props.context;
        let Some(found) = self.props.view.moves.get(at) else {
            return Html::default();
        };
        let (here, there, other) = match side {
            Side::Left => (found.left, found.right, Side::Right),
            Side::Right => (found.right, found.left, Side::Left),
        };
        let [left, right] = &self.rows;
        let is_down = match side {
            Side::Left => left.get(&here.block) < right.get(&there.block),
            Side::Right => right.get(&here.block) < left.get(&there.block),
        };
        let (key, arrow) = match (side, is_down) {
            (Side::Left, true) => ("compare.moved.to", "↘"),
            (Side::Left, false) => ("compare.moved.to", "↗"),
            (Side::Right, true) => ("compare.moved.from", "↙"),
            (Side::Right, false) => ("compare.moved.from", "↖"),
        };
        let spot = Spot {
            side: other,
            block: there.block,
            start: there.start,
        };
        let words = messages.count(key, there.block + 1);
        let comparing = Comparing {
            at: Some(spot),
            ..self.props.base.comparing.clone()
        };
        let onclick = dispatch.reform(move |event: MouseEvent| {
            event.prevent_default();
            dom::focus(&format!("move-{}{at}", letter(other)));
            Action::Compare(comparing.clone())
        });
        let brief = format!("{arrow}{}", there.block + 1);
        let id = format!("move-{}{at}", letter(side));
        let href = self.link(spot);
        if is_inside {
            html! {
                <a class="tag in" {id} {href} {onclick} data-move={at.to_string()} data-words={brief} aria-label={words.clone()}
                    title={words}></a>
            }
        } else {
            html! {
                <a class="tag" {id} {href} {onclick} data-move={at.to_string()} data-length="0">
                    { words }<span aria-hidden="true">{ " " }{ arrow }</span>
                </a>
            }
        }
    }

    /// The text of a block, cut where anything in it changes; what moved elsewhere in one piece each.
    fn block(&self, cell: &Cell, text: &str, row: &Row, side: Side) -> Html {
        let none = Vec::new();
        let flags = self.flags.get(&(side, cell.block)).unwrap_or(&none);
        let mut line = Line { rest: text, at: 0 };
        let whole = moved(row);
        let stretches: Vec<Html> = cell
            .pieces
            .chunk_by(|a, b| a.moved == b.moved)
            .map(|pieces| {
                let text = self.stretch(cell.block, pieces, flags, &mut line, row, side);
                match pieces[0].moved.filter(|_| whole.is_none()) {
                    Some(at) => html! {
                        <span class="mv" data-move={at.to_string()}>{ self.tag(at, side, true) }{ text }</span>
                    },
                    None => text,
                }
            })
            .collect();
        html! { { for stretches } }
    }

    fn stretch(
        &self,
        block: usize,
        pieces: &[Piece],
        flags: &[(Span, FlagReason)],
        line: &mut Line,
        row: &Row,
        side: Side,
    ) -> Html {
        let veils = &self.props.base.comparing.veils;
        let is_hidden = |piece: &Piece| veils.get(&piece.kind) == Some(&Veil::Hidden);
        let mut shown: Vec<Html> = Vec::new();
        let mut said = None;
        for run in pieces.chunk_by(|a, b| is_hidden(a) == is_hidden(b)) {
            if is_hidden(&run[0]) {
                let (start, end) = (run[0].start, run[run.len() - 1].end);
                line.take(end);
                let words = self
                    .props
                    .context
                    .messages
                    .fill("compare.gone", &[&grouped(end - start)]);
                shown.push(html! {
                    <span class="gone" role="img" data-length={(end - start).to_string()} aria-label={words.clone()} title={words}></span>
                });
                continue;
            }
            for piece in run {
                // A flag may cover a part of a piece.
                let inside = flags
                    .iter()
                    .filter(|(span, _)| span.start < piece.end && piece.start < span.end);
                let mut edges: Vec<usize> = inside.clone().flat_map(|(span, _)| [span.start, span.end]).collect();
                edges.retain(|edge| (piece.start + 1..piece.end).contains(edge));
                edges.push(piece.end);
                edges.sort_unstable();
                edges.dedup();
                for end in edges {
                    let start = line.at;
                    let covers = |(span, _): &&(Span, FlagReason)| span.start <= start && end <= span.end;
                    let flag = inside
                        .clone()
                        .find(covers)
                        .map(|(span, reason)| (span.start == start, *reason));
                    let spot = Spot { side, block, start };
                    let text = line.take(end);
                    let first = said != Some((piece.change, piece.slot));
                    said = Some((piece.change, piece.slot));
                    shown.push(self.run(text, piece, &spot, flag, first, row));
                }
            }
        }
        html! { { for shown } }
    }

    /// A run of text that is of one kind and changed in one way. `flag`: is this where it begins, and why it is one.
    fn run(
        &self,
        text: &str,
        piece: &Piece,
        spot: &Spot,
        flag: Option<(bool, FlagReason)>,
        is_first: bool,
        row: &Row,
    ) -> Html {
        let Props { view, context, .. } = self.props;
        let messages = &context.messages;
        let entry = piece.slogan.and_then(|entry| view.entries.get(&entry));
        let kind = match (piece.kind, entry) {
            (Kind::Slogan, Some(entry)) => format!("p-slogan {}", class(entry)),
            (kind, _) => format!("p-{}", kind.name()),
        };
        let corresponds = row.relation == Relation::Aligned || piece.moved.is_some();
        let change = Some(piece.change).filter(|_| corresponds);
        let slot = piece.slot.and_then(|slot| view.slots.get(slot)).filter(|_| corresponds);
        let common = row.relation == Relation::Parallel && piece.change == Change::Equal;
        let (title, say) = match (flag, slot, change) {
            (Some((begins, reason)), ..) => {
                let words = self.text(&format!("compare.flag.{}", key(reason)));
                (Some(words.clone()), Some(words).filter(|_| begins))
            }
            (None, Some(slot), _) => {
                let words = self.text(&format!("compare.slot.{}", key(slot.slot_type)));
                (Some(words.clone()), Some(words))
            }
            (None, None, Some(Change::Delete | Change::Insert | Change::Replace)) => {
                let say = match spot.side {
                    Side::Left => "compare.deleted",
                    Side::Right => "compare.inserted",
                };
                (entry.map(|entry| description(entry, messages)), Some(self.text(say)))
            }
            _ => (entry.map(|entry| description(entry, messages)), None),
        };
        let say = say.filter(|_| is_first || flag.is_some());
        let class = classes!(
            kind,
            flag.map(|_| "flag"),
            slot.map(|_| "slot"),
            common.then_some("common"),
            (change == Some(Change::Equal) && piece.moved.is_none()).then_some("eq")
        );
        let id = text_id(spot);
        let slot = piece.slot.map(|slot| slot.to_string());
        let entry = piece.slogan.map(|entry| entry.to_string());
        let tag = match (change, spot.side) {
            (Some(Change::Delete | Change::Insert | Change::Replace), Side::Left) => "del",
            (Some(Change::Delete | Change::Insert | Change::Replace), Side::Right) => "ins",
            _ => "span",
        };
        html! {
            <@{tag} {id} {class} {title} data-say={say} data-slot={slot} data-entry={entry}>{ text.to_string() }</@>
        }
    }
}

/// The move that a row without a counterpart is, from end to end.
fn moved(row: &Row) -> Option<usize> {
    let mut pieces = row.left.iter().chain(&row.right).flat_map(|cell| &cell.pieces);
    let first = pieces.next().and_then(|piece| piece.moved)?;
    (row.relation == Relation::Alone && pieces.all(|piece| piece.moved == Some(first))).then_some(first)
}

/// A text that is read from its beginning to its end.
struct Line<'a> {
    rest: &'a str,
    /// Characters that were read.
    at: usize,
}

impl<'a> Line<'a> {
    /// The text up to a character.
    fn take(&mut self, end: usize) -> &'a str {
        let mut characters = self.rest.char_indices();
        let byte = characters
            .nth(end.saturating_sub(self.at))
            .map_or(self.rest.len(), |(byte, _)| byte);
        let (text, rest) = self.rest.split_at(byte);
        self.rest = rest;
        self.at = end;
        text
    }
}
