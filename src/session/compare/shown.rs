//! Which rows of a comparison are shown, and how they stand below each other; the order of slogans on both sides.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{CompareView, Show};
use crate::compare::{Cell, Change, Kind, Piece, Relation, Row};

/// What stands from one side of the page to the other: rows, by their index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Blocks that correspond.
    Pair(usize),
    /// Rows without a counterpart, those of both sides beside each other.
    Gap(Range<usize>),
    /// Rows that are not shown.
    Fold(Range<usize>),
}

/// The rows from top to bottom. A fold that holds one of the rows in `opened` is shown.
pub fn parts(view: &CompareView, show: Show, opened: &BTreeSet<usize>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let rows = &view.rows;
    let mut start = 0;
    while start < rows.len() {
        let is_shown = fits(&rows[start], show);
        let length = rows[start..]
            .iter()
            .take_while(|row| fits(row, show) == is_shown)
            .count();
        let run = start..start + length;
        start = run.end;
        if !is_shown && opened.range(run.clone()).next().is_none() {
            parts.push(Part::Fold(run));
            continue;
        }
        for at in run {
            match parts.last_mut() {
                Some(Part::Gap(gap)) if is_alone(&rows[at]) && gap.end == at => gap.end += 1,
                _ if is_alone(&rows[at]) => parts.push(Part::Gap(at..at + 1)),
                _ => parts.push(Part::Pair(at)),
            }
        }
    }
    parts
}

fn is_alone(row: &Row) -> bool {
    row.relation == Relation::Alone
}

fn fits(row: &Row, show: Show) -> bool {
    match show {
        Show::All => true,
        Show::Different => differs(row),
        Show::Shared => any(row, |piece| {
            piece.kind == Kind::Shared || piece.moved.is_some() || (!is_alone(row) && piece.change == Change::Equal)
        }),
        Show::Own => any(row, |piece| piece.kind == Kind::Own),
    }
}

/// Is there anything in a row that is not the same on both sides, in the same place?
pub fn differs(row: &Row) -> bool {
    row.relation != Relation::Aligned || any(row, |piece| piece.change != Change::Equal || piece.moved.is_some())
}

fn any(row: &Row, is_such: impl Fn(&Piece) -> bool) -> bool {
    let cells = row.left.iter().chain(&row.right);
    cells.flat_map(|cell| &cell.pieces).any(is_such)
}

/// A slogan that both sides use, and where it comes first: counted from 1 among these slogans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    pub entry: usize,
    pub left: usize,
    pub right: usize,
    /// It is out of the order that most have in common.
    pub is_astray: bool,
}

/// The slogans that both sides use, in the order in which the left side first does.
pub fn ranks(view: &CompareView) -> Vec<Rank> {
    let first = |cells: &mut dyn Iterator<Item = &Cell>| {
        let mut cells: Vec<&Cell> = cells.collect();
        cells.sort_by_key(|cell| cell.block);
        let mut known = BTreeSet::new();
        let slogans = cells
            .into_iter()
            .flat_map(|cell| &cell.pieces)
            .filter_map(|piece| piece.slogan);
        slogans.filter(|entry| known.insert(*entry)).collect::<Vec<usize>>()
    };
    let left: Vec<usize> = first(&mut view.rows.iter().flat_map(|row| &row.left));
    let right = first(&mut view.rows.iter().flat_map(|row| &row.right));
    let both: BTreeSet<usize> = left.iter().copied().filter(|entry| right.contains(entry)).collect();
    let right = right.into_iter().filter(|entry| both.contains(entry));
    let places: BTreeMap<usize, usize> = right.enumerate().map(|(at, entry)| (entry, at + 1)).collect();
    let mut ranks: Vec<Rank> = left
        .into_iter()
        .filter(|entry| both.contains(entry))
        .enumerate()
        .map(|(at, entry)| Rank {
            entry,
            left: at + 1,
            right: places[&entry],
            is_astray: true,
        })
        .collect();
    for at in in_order(&ranks.iter().map(|rank| rank.right).collect::<Vec<_>>()) {
        ranks[at].is_astray = false;
    }
    ranks
}

/// Indices of a longest run of numbers, with others between them, that grow.
fn in_order(numbers: &[usize]) -> Vec<usize> {
    // For each length the index of the smallest number that such a run can end with.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut found: Vec<usize> = std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn most_of_an_order_is_kept() {
        assert_eq!(in_order(&[1, 2, 3]), [0, 1, 2]);
        assert_eq!(in_order(&[4, 1, 2, 3]), [1, 2, 3]);
        assert_eq!(in_order(&[]), [] as [usize; 0]);
    }
}
