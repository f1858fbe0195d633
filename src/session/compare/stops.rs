//! The places of a comparison at which a reader who looks for differences stops.

use std::collections::BTreeSet;

use super::{CompareView, Spot};
use crate::compare::{Cell, Change, Piece, Relation, Row, Side};
use crate::session::view::neighbour;

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
    /// A use of the slogan that the reader chose; [`stops`] has none.
    Slogan,
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

/// The uses of a slogan on both sides, from top to bottom.
pub fn uses(view: &CompareView, entry: usize) -> Vec<Stop> {
    let mut stops = Vec::new();
    for (at, row) in view.rows.iter().enumerate() {
        for side in [Side::Left, Side::Right] {
            for cell in side_of(row, side) {
                let starts = cell.pieces.chunk_by(|a, b| a.slogan == b.slogan);
                let starts = starts.filter(|use_of| use_of[0].slogan == Some(entry));
                stops.extend(starts.map(|use_of| Stop {
                    row: at,
                    spot: Spot {
                        side,
                        block: cell.block,
                        start: use_of[0].start,
                    },
                    what: What::Slogan,
                }));
            }
        }
    }
    stops
}

/// The row in which a place is.
pub fn row_of(view: &CompareView, spot: Spot) -> Option<usize> {
    let holds = |row: &Row| side_of(row, spot.side).iter().any(|cell| cell.block == spot.block);
    view.rows.iter().position(holds)
}

/// The stop at a place, or the last before it.
pub fn stop_at(view: &CompareView, stops: &[Stop], spot: Spot) -> Option<usize> {
    let exact = stops.iter().position(|stop| stop.spot == spot);
    exact.or_else(|| {
        let row = row_of(view, spot)?;
        let is_before = |stop: &Stop| match stop.row == row {
            true => stop.spot.side == spot.side && stop.spot <= spot,
            false => stop.row < row,
        };
        stops.iter().rposition(is_before)
    })
}

/// The next stop after a place, or the one before it; from the last to the first and back.
pub fn next_stop(view: &CompareView, stops: &[Stop], from: Option<Spot>, forward: bool) -> Option<usize> {
    let places: Vec<usize> = (0..stops.len()).collect();
    let at = from.and_then(|spot| stop_at(view, stops, spot));
    match at {
        // A place behind a stop: that one comes first on the way back.
        Some(at) if !forward && Some(stops[at].spot) != from => Some(at),
        at => neighbour(&places, at, forward),
    }
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
        // The characters so far that stand on both sides.
        let mut equal = 0;
        for cell in cells {
            let mut push = |equal: usize, start: usize, what: What| {
                let spot = Spot {
                    side,
                    block: cell.block,
                    start,
                };
                found.push((equal, spot, what));
            };
            if row.relation == Relation::Parallel {
                // The whole row is one place.
                if side == Side::Left && cell.block == cells[0].block {
                    push(0, 0, What::Difference);
                }
                continue;
            }
            for run in cell.pieces.chunk_by(|a, b| group(a) == group(b)) {
                let Group { moved, slot, differs } = group(&run[0]);
                match (moved, slot) {
                    (_, Some(_)) if side == Side::Left => push(equal, run[0].start, What::Slot),
                    (Some(at), None) if side == Side::Left && moves.insert(at) => push(equal, run[0].start, What::Move),
                    // What was replaced is visited on the left.
                    (None, None) if differs && (side == Side::Left || inserts(run)) => {
                        push(equal, run[0].start, What::Difference)
                    }
                    _ => {}
                }
                let same = run.iter().filter(|piece| piece.change == Change::Equal);
                equal += same.map(|piece| piece.end - piece.start).sum::<usize>();
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
