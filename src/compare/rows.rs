//! The blocks of both sides as a reader sees them, from top to bottom, each cut into pieces.

use std::ops::Range;

use super::diff::{Part, Run};
use super::pairs::{Pair, Role};
use super::texts::Text;
use super::{Cell, Change, Kind, Piece, Relation, Row, Sides};

/// What is known of a display character.
#[derive(Clone, Copy, PartialEq)]
struct Mark {
    /// Counts the runs, so that two of one change that touch are two pieces.
    run: usize,
    change: Change,
    slot: Option<usize>,
    moved: Option<usize>,
}

impl Mark {
    fn new(run: usize, change: Change) -> Self {
        Mark {
            run,
            change,
            slot: None,
            moved: None,
        }
    }
}

/// Rows in order; between two of them the blocks that stand alone, first those on the left.
pub fn rows(pairs: &[Pair], texts: &Sides<Vec<Text>>, kinds: &Sides<Vec<Vec<Kind>>>) -> Vec<Row> {
    let marks = marks(pairs, texts);
    let left = |block: usize| cell(block, &texts.left, &kinds.left, &marks.left);
    let right = |block: usize| cell(block, &texts.right, &kinds.right, &marks.right);
    let mut rows = Vec::new();
    let mut from = (0, 0);
    let ends = (texts.left.len(), texts.right.len());
    for pair in pairs
        .iter()
        .filter(|pair| pair.role != Role::Moved)
        .map(Some)
        .chain([None])
    {
        let to = pair.map_or(ends, |pair| (pair.blocks.left.start, pair.blocks.right.start));
        rows.extend((from.0..to.0).map(|block| alone(vec![left(block)], Vec::new())));
        rows.extend((from.1..to.1).map(|block| alone(Vec::new(), vec![right(block)])));
        if let Some(pair) = pair {
            let counts = |text: &&Text| !text.units.is_empty();
            let length = |texts: &[Text]| {
                texts
                    .iter()
                    .filter(counts)
                    .map(|text| text.folded().len())
                    .sum::<usize>()
            };
            let (blocks, all) = (&pair.blocks, length(&texts.left[pair.blocks.left.clone()]));
            let all = all + length(&texts.right[pair.blocks.right.clone()]);
            rows.push(Row {
                relation: match pair.role {
                    Role::Parallel => Relation::Parallel,
                    _ => Relation::Aligned,
                },
                left: blocks.left.clone().map(left).collect(),
                right: blocks.right.clone().map(right).collect(),
                similarity: fraction(pair.equal(), all),
            });
            from = (pair.blocks.left.end, pair.blocks.right.end);
        }
    }
    rows
}

/// A part of a whole; all of it if there is nothing.
pub fn fraction(part: usize, whole: usize) -> f64 {
    match whole {
        0 => 1.0,
        whole => part as f64 / whole as f64,
    }
}

fn alone(left: Vec<Cell>, right: Vec<Cell>) -> Row {
    Row {
        relation: Relation::Alone,
        left,
        right,
        similarity: 0.0,
    }
}

/// The marks of each display character of each block. What no pair holds is on this side only.
fn marks(pairs: &[Pair], texts: &Sides<Vec<Text>>) -> Sides<Vec<Vec<Mark>>> {
    let blank = |texts: &[Text], change| {
        let mark = Mark::new(0, change);
        texts.iter().map(|text| vec![mark; text.length]).collect()
    };
    let mut marks: Sides<Vec<Vec<Mark>>> = Sides {
        left: blank(&texts.left, Change::Delete),
        right: blank(&texts.right, Change::Insert),
    };
    let (mut slots, mut moves, mut runs) = (0, 0, 0);
    for pair in pairs {
        for (marks, texts, blocks) in [
            (&mut marks.left, &texts.left, &pair.blocks.left),
            (&mut marks.right, &texts.right, &pair.blocks.right),
        ] {
            // What cannot be seen, or is ignored, makes no difference.
            for block in blocks.clone().filter(|block| texts[*block].units.is_empty()) {
                marks[block].iter_mut().for_each(|mark| mark.change = Change::Equal);
            }
        }
        let moved = (pair.role == Role::Moved).then_some(moves);
        moves += usize::from(moved.is_some());
        if pair.role == Role::Parallel {
            // All of it is other words, those apart that come next.
            for (marks, texts, parts) in [
                (&mut marks.left, &texts.left, &pair.parts.left),
                (&mut marks.right, &texts.right, &pair.parts.right),
            ] {
                let mark = Mark::new(runs, Change::Replace);
                parts
                    .iter()
                    .for_each(|part| paint(marks, texts, parts, &part.characters, mark));
            }
        }
        for Run {
            left,
            right,
            change,
            slot,
        } in &pair.runs
        {
            runs += 1;
            let mark = Mark {
                run: runs,
                change: *change,
                slot: slot.map(|_| slots),
                moved,
            };
            slots += usize::from(slot.is_some());
            paint(&mut marks.left, &texts.left, &pair.parts.left, left, mark);
            paint(&mut marks.right, &texts.right, &pair.parts.right, right, mark);
        }
    }
    marks
}

fn paint(marks: &mut [Vec<Mark>], texts: &[Text], parts: &[Part], run: &Range<usize>, mark: Mark) {
    let first = parts.partition_point(|part| part.at + part.characters.len() <= run.start);
    for part in parts[first..].iter().take_while(|part| part.at < run.end) {
        let start = run.start.max(part.at) - part.at + part.characters.start;
        let end = (run.end - part.at + part.characters.start).min(part.characters.end);
        let text = &texts[part.block];
        marks[part.block][text.shown(&(start..end))].fill(mark);
    }
}

/// Cuts a block where the change, the kind or the slogan does.
fn cell(block: usize, texts: &[Text], kinds: &[Vec<Kind>], marks: &[Vec<Mark>]) -> Cell {
    let (text, kinds, marks) = (&texts[block], &kinds[block], &marks[block]);
    let mut slogans = vec![None; text.length];
    for (i, slogan) in text.slogans.iter().enumerate() {
        slogans[slogan.span.start..slogan.span.end].fill(Some((i, slogan.entry)));
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in 1..=text.length {
        let key = |at: usize| (marks[at], kinds[at], slogans[at]);
        if end == text.length || key(end) != key(start) {
            let Mark {
                change, slot, moved, ..
            } = marks[start];
            pieces.push(Piece {
                start,
                end,
                change,
                kind: kinds[start],
                slogan: slogans[start].map(|(_, entry)| entry),
                slot,
                moved,
            });
            start = end;
        }
    }
    Cell { block, pieces }
}
