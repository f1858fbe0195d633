//! Thin lines between the two places of what moved: of those that are both in sight, and of the one that is pointed at.

use std::rc::Rc;

use tifa::compare::Side;
use tifa::session::compare::{CompareView, Part, Spot, row_of};
use yew::prelude::*;

use super::strip::TOP;
use crate::platform::dom;
use crate::ui::desk::Shared;

/// The width of the gutter between the sides, in pixels.
const GUTTER: f64 = 72.0;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: Shared<CompareView>,
    pub parts: Rc<Vec<Part>>,
    /// The move at which the reader stands.
    pub current: Option<usize>,
}

#[derive(Clone, PartialEq)]
struct Line {
    at: usize,
    left: f64,
    right: f64,
}

#[component]
pub fn Lines(props: &Props) -> Html {
    let pointed = use_state_eq(|| None::<usize>);
    let lines = use_state_eq(Vec::<Line>::new);
    use_effect_with((), {
        let pointed = pointed.setter();
        move |()| {
            let listeners = dom::on_pointed("move", move |at| pointed.set(at));
            || drop(listeners)
        }
    });
    let strong = [*pointed, props.current];
    use_effect_with((props.view.clone(), props.parts.clone(), strong), {
        let lines = lines.setter();
        move |(view, parts, strong)| {
            let rows = rows(view);
            let (parts, strong) = (parts.clone(), *strong);
            let look = move || lines.set(found(&rows, &parts, strong));
            look();
            let listeners = dom::on_sight(look);
            || drop(listeners)
        }
    });
    let line = |line: &Line| {
        let Line { at, left, right } = line;
        let middle = GUTTER / 2.0;
        let class = strong.contains(&Some(*at)).then_some("strong");
        html! {
            <g key={*at} {class}>
                <path d={format!("M0 {left:.0}C{middle} {left:.0} {middle} {right:.0} {GUTTER} {right:.0}")} />
                <circle cx="2" cy={format!("{left:.0}")} r="2" /><circle cx={(GUTTER - 2.0).to_string()} cy={format!("{right:.0}")} r="2" />
            </g>
        }
    };
    html! {
        <svg class="threads" aria-hidden="true" data-live="">{ for lines.iter().map(line) }</svg>
    }
}

/// The rows of both places of each move.
fn rows(view: &CompareView) -> Vec<[Option<usize>; 2]> {
    let row = |side, block| row_of(view, Spot { side, block, start: 0 });
    let moves = view.moves.iter();
    moves
        .map(|found| [row(Side::Left, found.left.block), row(Side::Right, found.right.block)])
        .collect()
}

fn found(rows: &[[Option<usize>; 2]], parts: &[Part], strong: [Option<usize>; 2]) -> Vec<Line> {
    let Some([(first, _), (last, _)]) = dom::in_sight("rows", TOP) else {
        return Vec::new();
    };
    let start = |part: &Part| match part {
        Part::Pair(row) => *row,
        Part::Gap(rows) | Part::Fold(rows) => rows.start,
    };
    let from = parts.get(first).map_or(0, start);
    let to = parts.get(last + 1).map_or(usize::MAX, start);
    let is_near = |row: &Option<usize>| row.is_some_and(|row| (from..to).contains(&row));
    let lines = rows.iter().enumerate().filter_map(|(at, rows)| {
        let is_strong = strong.contains(&Some(at));
        if !is_strong && !rows.iter().all(is_near) {
            return None;
        }
        let (left, left_seen) = dom::line_of(&format!("move-a{at}"), "rows")?;
        let (right, right_seen) = dom::line_of(&format!("move-b{at}"), "rows")?;
        (is_strong || (left_seen && right_seen)).then_some(Line { at, left, right })
    });
    lines.collect()
}
