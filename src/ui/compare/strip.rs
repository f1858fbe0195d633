//! A side from end to end, at the edge of the page: what kind its text is of, where something moved or is flagged,
//! and which part of it is in the window.

use std::rc::Rc;

use tifa::compare::{Kind, Row, Side};
use tifa::session::Named;
use tifa::session::compare::{CompareView, Part};
use yew::prelude::*;

use super::head::pattern;
use crate::platform::dom;
use crate::ui::desk::Shared;
use crate::ui::messages::Messages;

/// Slices of a side that are told apart: finer ones are thinner than a dot of the screen.
const SLICES: usize = 240;

/// What stays at the top of the window, in pixels.
pub const TOP: f64 = 112.0;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: Shared<CompareView>,
    pub parts: Rc<Vec<Part>>,
    pub side: Side,
    pub messages: Messages,
}

/// A side in numbers, each a share of it from 0 to 1.
#[derive(PartialEq, Default)]
struct Plan {
    /// Where each part ends.
    ends: Vec<f64>,
    bars: Vec<(f64, f64, Kind)>,
    flags: Vec<f64>,
    moves: Vec<f64>,
}

#[component]
pub fn Strip(props: &Props) -> Html {
    let Props { side, messages, .. } = props;
    let plan = use_memo(
        (props.view.clone(), props.parts.clone(), *side),
        |(view, parts, side)| plan(view, parts, *side),
    );
    // The part of the side that is in the window.
    let seen = use_state_eq(|| (0.0, 1.0));
    use_effect_with((props.view.clone(), props.parts.clone()), {
        let (plan, seen) = (plan.clone(), seen.setter());
        move |_| {
            let look = move || {
                if let Some(ends) = dom::in_sight("rows", TOP) {
                    let [from, to] = ends.map(|(part, share)| place(&plan, part, share));
                    seen.set((from, to));
                }
            };
            look();
            let listeners = dom::on_sight(look);
            || drop(listeners)
        }
    });
    let go = {
        let plan = plan.clone();
        move |share: f64| {
            let part = plan
                .ends
                .partition_point(|end| *end <= share)
                .min(plan.ends.len().saturating_sub(1));
            let start = part.checked_sub(1).map_or(0.0, |before| plan.ends[before]);
            let length = plan.ends.get(part).map_or(0.0, |end| end - start);
            dom::scroll_into("rows", part, if length > 0.0 { (share - start) / length } else { 0.0 });
        }
    };
    let onclick = {
        let go = go.clone();
        move |event: MouseEvent| dom::share_down(&event, "strip").into_iter().for_each(&go)
    };
    let (from, to) = *seen;
    let onkeydown = move |event: KeyboardEvent| {
        let middle = (from + to) / 2.0;
        let next = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => middle + 0.02,
            "ArrowUp" | "ArrowLeft" => middle - 0.02,
            "PageDown" => middle + (to - from),
            "PageUp" => middle - (to - from),
            "Home" => 0.0,
            "End" => 1.0,
            _ => return,
        };
        event.prevent_default();
        go(next.clamp(0.0, 0.9999));
    };
    let (name, label, hatch) = match side {
        Side::Left => ("left", "compare.strip.left", "hatch-strip-a"),
        Side::Right => ("right", "compare.strip.right", "hatch-strip-b"),
    };
    let bar = |(start, end, kind): &(f64, f64, Kind)| {
        let fill = (*kind == Kind::Boilerplate).then(|| format!("url(#{hatch})"));
        html! { <rect class={format!("k-{}", kind.name())} y={share(*start)} height={share(end - start)} {fill} /> }
    };
    let moved = |at: &f64| html! { <rect class="t-move" y={share(*at)} height="2" /> };
    let flag = |at: &f64| html! { <circle class="t-flag" cx="7" cy={share(*at)} r="3.5" /> };
    html! {
        <svg class={classes!("strip", name)} role="scrollbar" tabindex="0" aria-controls="rows" aria-orientation="vertical"
            aria-label={messages.text(label)} aria-valuemin="0" aria-valuemax="100"
            aria-valuenow={format!("{:.0}", 50.0 * (from + to))} data-strip="" data-live="" {onclick} {onkeydown}>
            { pattern(hatch) }
            { for plan.bars.iter().map(bar) }
            { for plan.moves.iter().map(moved) }
            { for plan.flags.iter().map(flag) }
            <rect class="win" x="0.5" width="13" y={share(from)} height={share((to - from).max(0.004))} />
        </svg>
    }
}

fn share(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

/// Where a part of a part is.
fn place(plan: &Plan, part: usize, share: f64) -> f64 {
    let start = part
        .checked_sub(1)
        .and_then(|before| plan.ends.get(before))
        .copied()
        .unwrap_or(0.0);
    let end = plan.ends.get(part).copied().unwrap_or(1.0);
    start + share * (end - start)
}

fn plan(view: &CompareView, parts: &[Part], side: Side) -> Plan {
    let cells = |row: &'_ Row| match side {
        Side::Left => row.left.clone(),
        Side::Right => row.right.clone(),
    };
    let length = |row: &Row| {
        cells(row)
            .iter()
            .filter_map(|cell| cell.pieces.last())
            .map(|piece| piece.end)
            .sum::<usize>()
    };
    let total = view.rows.iter().map(length).sum::<usize>();
    if total == 0 {
        return Plan::default();
    }
    let share = |at: usize| at as f64 / total as f64;
    let mut plan = Plan::default();
    let mut counts = vec![[0usize; 4]; SLICES];
    let mut at = 0;
    for part in parts {
        let rows = match part {
            Part::Pair(row) => *row..row + 1,
            Part::Gap(rows) | Part::Fold(rows) => rows.clone(),
        };
        for cell in view.rows[rows].iter().flat_map(cells) {
            let mut before = None;
            for piece in &cell.pieces {
                if piece.moved.is_some() && piece.moved != before {
                    plan.moves.push(share(at + piece.start));
                }
                before = piece.moved;
                count(&mut counts, (at + piece.start, at + piece.end), piece.kind, total);
            }
            let flags = view
                .flags
                .iter()
                .filter(|(of, span, _)| *of == side && span.block == cell.block);
            plan.flags.extend(flags.map(|(_, span, _)| share(at + span.start)));
            at += cell.pieces.last().map_or(0, |piece| piece.end);
        }
        plan.ends.push(share(at));
    }
    for (i, counts) in counts.iter().enumerate() {
        let most = Kind::NAMES.iter().max_by_key(|(kind, _)| counts[*kind as usize]);
        let kind = most.map_or(Kind::Own, |(kind, _)| *kind);
        let (start, end) = (i as f64 / SLICES as f64, (i + 1) as f64 / SLICES as f64);
        match plan.bars.last_mut() {
            Some(bar) if bar.2 == kind => bar.1 = end,
            _ => plan.bars.push((start, end, kind)),
        }
    }
    plan
}

/// Adds a run of text to the slices that it touches.
fn count(counts: &mut [[usize; 4]], (start, end): (usize, usize), kind: Kind, total: usize) {
    let mut at = start;
    while at < end {
        let slice = (at * SLICES / total).min(SLICES - 1);
        let edge = ((slice + 1) * total).div_ceil(SLICES).clamp(at + 1, end);
        counts[slice][kind as usize] += edge - at;
        at = edge;
    }
}
