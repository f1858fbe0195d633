//! The places of a comparison at which a reader who looks for differences stops.

use std::collections::BTreeSet;

use super::{CompareView, Spot};
use crate::compare::{Cell, Change, Piece, Relation, Row, Side};

/// A place to stop at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Index of the row.
    pub row: usize,
    pub spot: Spot,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Text on one side only, or other text.
    Difference,
    /// Text that stands elsewhere on the other side; visited on the left.
    Move,
    Slot,
    Flag,
}

/// All stops, from top to bottom.
pub fn stops(view: &CompareView) -> Vec<Stop> {
    let mut stops = Vec::new();
    for (at, row) in view.rows.iter().enumerate() {
        let mut found = in_row(row);
        let holds = |cells: &[Cell], block: usize| cells.iter().any(|cell| cell.block == block);
        for (side, span, _) in &view.flags {
            let cells = side_of(row, *side);
            if holds(cells, span.block) {
                let spot = Spot {
                    side: *side,
                    block: span.block,
                    start: span.start,
                };
                // A slot that is flagged is one place to look at.
                found.retain(|(_, other, what)| *other != spot || *what != What::Slot);
                found.push((before(cells, spot), spot, What::Flag));
            }
        }
        found.sort_unstable();
        stops.extend(found.into_iter().map(|(_, spot, what)| Stop { row: at, spot, what }));
    }
    stops
}

fn side_of(row: &Row, side: Side) -> &[Cell] {
    match side {
        Side::Left => &row.left,
        Side::Right => &row.right,
    }
}

/// The characters that stand on both sides before a place: it puts the places of two sides in one order.
fn before(cells: &[Cell], spot: Spot) -> usize {
    let pieces = cells
        .iter()
        .flat_map(|cell| cell.pieces.iter().map(|piece| (cell.block, piece)));
    pieces
        .take_while(|(block, piece)| (*block, piece.start) < (spot.block, spot.start))
        .filter(|(_, piece)| piece.change == Change::Equal)
        .map(|(block, piece)| match block == spot.block {
            true => piece.end.min(spot.start) - piece.start,
            false => piece.end - piece.start,
        })
        .sum()
}

/// Stops of one row, each with what stands before it.
fn in_row(row: &Row) -> Vec<(usize, Spot, What)> {
    let mut found = Vec::new();
    let mut moves = BTreeSet::new();
    for side in [Side::Left, Side::Right] {
        let cells = side_of(row, side);
        for cell in cells {
            let mut push = |start: usize, what: What| {
                let spot = Spot {
                    side,
                    block: cell.block,
                    start,
                };
                found.push((before(cells, spot), spot, what));
            };
            if row.relation == Relation::Parallel {
                // The whole row is one place.
                if side == Side::Left && cell.block == cells[0].block {
                    push(0, What::Difference);
                }
                continue;
            }
            for run in cell.pieces.chunk_by(|a, b| group(a) == group(b)) {
                let Group { moved, slot, differs } = group(&run[0]);
                match (moved, slot) {
                    (_, Some(_)) if side == Side::Left => push(run[0].start, What::Slot),
                    (Some(at), None) if side == Side::Left && moves.insert(at) => push(run[0].start, What::Move),
                    // What was replaced is visited on the left.
                    (None, None) if differs && (side == Side::Left || inserts(run)) => {
                        push(run[0].start, What::Difference)
                    }
                    _ => {}
                }
            }
        }
    }
    found
}

/// Pieces in a row that are alike in this are one place.
#[derive(PartialEq)]
struct Group {
    moved: Option<usize>,
    slot: Option<usize>,
    differs: bool,
}

fn group(piece: &Piece) -> Group {
    Group {
        moved: piece.moved,
        slot: piece.slot,
        differs: piece.change != Change::Equal,
    }
}

/// Has this run of the right side nothing that stands for something on the left?
fn inserts(run: &[Piece]) -> bool {
    run.iter().all(|piece| piece.change == Change::Insert)
}
