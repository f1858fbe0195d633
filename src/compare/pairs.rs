//! Runs of text that correspond, with what differs between them.

use std::iter::once;
use std::ops::Range;
use std::slice;

use super::align::{Alignment, Stretch};
use super::diff::{Part, Run, Side, diff};
use super::lcs::Memory;
use super::parallel::common;
use super::sentences::Sentences;
use super::texts::{Text, Tokens};
use super::{Change, Match, Sides, Slot};
use crate::corpus::Span;
use crate::text::ngrams::{can_cut, is_word};

/// Folded characters on either side of a short equal run that say whether it stands in a copy; 10 to 60. Smaller
/// takes two accidents for a copy, larger misses the copied clause in a rewritten paragraph.
const AROUND: usize = 24;

/// The fraction of them, 0 to 1, that must be equal where it does. An edit of every third character leaves 0.7, two
/// texts on one topic have 0.1 to 0.3 in common.
const COPIED: f64 = 0.5;

/// What two runs of text are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Aligned,
    /// The same topic in other words.
    Parallel,
    Moved,
}

/// The text of a row, or of a move.
pub struct Pair {
    pub parts: Sides<Vec<Part>>,
    /// Of a parallel only the words in common, in the order of the left side.
    pub runs: Vec<Run>,
    pub role: Role,
    /// The blocks of the row; none for a move.
    pub blocks: Sides<Range<usize>>,
}

/// What corresponds: the rows in order, then what moved.
pub fn pairs(texts: &Sides<Vec<Text>>, alignment: &Alignment, tokens: &Tokens, sentences: &Sentences) -> Vec<Pair> {
    let Alignment { rows, moves, .. } = alignment;
    let mut memory = Memory::default();
    let mut pair = |left: &[Stretch], right: &[Stretch], role: Role, blocks: Sides<Range<usize>>| {
        let (left, right) = (Side::new(&texts.left, left), Side::new(&texts.right, right));
        Pair {
            runs: diff(&left, &right, tokens, sentences, &mut memory),
            parts: Sides {
                left: left.parts,
                right: right.parts,
            },
            role,
            blocks,
        }
    };
    let mut gone = Sides {
        left: moves.iter().map(|moved| &moved.left).collect::<Vec<_>>(),
        right: moves.iter().map(|moved| &moved.right).collect(),
    };
    for gone in [&mut gone.left, &mut gone.right] {
        gone.sort_unstable_by_key(|stretch| (stretch.block, stretch.units.start));
    }
    let mut pairs = Vec::with_capacity(rows.len() + moves.len());
    for row in rows {
        let left = staying(&texts.left, &row.left, &gone.left);
        let right = staying(&texts.right, &row.right, &gone.right);
        pairs.push(pair(&left, &right, Role::Aligned, row.clone()));
    }
    pairs.extend(alignment.parallels.iter().map(|pair| parallel(texts, *pair)));
    pairs.sort_by_key(|pair| pair.blocks.left.start);
    for Sides { left, right } in moves {
        let none = Sides::default();
        let (left, right) = (slice::from_ref(left), slice::from_ref(right));
        pairs.push(pair(left, right, Role::Moved, none));
    }
    pairs
}

/// Two blocks on one topic, with the words that they have in common.
fn parallel(texts: &Sides<Vec<Text>>, (left, right): (usize, usize)) -> Pair {
    let (i, j) = (texts.left[left].folded(), texts.right[right].folded());
    let words = common(i, j).into_iter();
    let part = |block: usize, folded: &[char]| Part {
        block,
        characters: 0..folded.len(),
        at: 0,
    };
    Pair {
        parts: Sides {
            left: vec![part(left, i)],
            right: vec![part(right, j)],
        },
        runs: words.map(|(left, right)| Run::equal(left, right)).collect(),
        role: Role::Parallel,
        blocks: Sides {
            left: left..left + 1,
            right: right..right + 1,
        },
    }
}

/// What is left of some blocks without what moved.
fn staying(texts: &[Text], blocks: &Range<usize>, gone: &[&Stretch]) -> Vec<Stretch> {
    let mut staying = Vec::new();
    for block in blocks.clone() {
        let all = texts[block].units.len();
        let first = gone.partition_point(|stretch| stretch.block < block);
        let gone = gone[first..].iter().take_while(|stretch| stretch.block == block);
        let mut start = 0;
        for end in gone.map(|stretch| stretch.units.clone()).chain(once(all..all)) {
            // A block of nothing that counts stays as it is.
            if start < end.start || all == 0 {
                staying.push(Stretch {
                    block,
                    units: start..end.start,
                });
            }
            start = end.end;
        }
    }
    staying
}

impl Pair {
    /// The same with the sides turned.
    pub fn turned(self) -> Pair {
        let turned = |run: Run| match run.change {
            Change::Equal | Change::Slot => Run {
                left: run.right,
                right: run.left,
                ..run
            },
            _ => Run::new(run.right, run.left),
        };
        Pair {
            parts: self.parts.turned(),
            runs: self.runs.into_iter().map(turned).collect(),
            role: self.role,
            blocks: self.blocks.turned(),
        }
    }

    /// The equal runs, accidents left out: one of fewer than `shortest` words counts if it stands in a copy, is
    /// the whole of both sides, or stands next to a slot as part of the template.
    pub fn matches(&self, texts: &Sides<Vec<Text>>, shortest: usize) -> Vec<Match> {
        let is_slot = |at: Option<usize>| {
            at.and_then(|at| self.runs.get(at))
                .is_some_and(|run| run.change == Change::Slot)
        };
        let counts = |at: usize, run: &Run, left: &[char]| {
            words(left) >= shortest
                || self.runs.len() == 1
                || is_slot(at.checked_add(1))
                || is_slot(at.checked_sub(1))
                || self.is_copied(at, run)
        };
        let mut matches = Vec::new();
        let equal = self
            .runs
            .iter()
            .enumerate()
            .filter(|(_, run)| run.change == Change::Equal);
        for (at, run) in equal.filter(|(_, run)| !run.left.is_empty() && !run.right.is_empty()) {
            let (left, i) = place(&self.parts.left, &run.left);
            let (right, j) = place(&self.parts.right, &run.right);
            if counts(at, run, &texts.left[left].folded()[i.clone()]) {
                matches.push(Match {
                    left: texts.left[left].span(left, &i),
                    right: texts.right[right].span(right, &j),
                    moved: self.role == Role::Moved,
                    parallel: false,
                });
            }
        }
        matches
    }

    /// Is most of the text around a run equal?
    fn is_copied(&self, at: usize, run: &Run) -> bool {
        let size = |run: &Run| run.left.len().max(run.right.len());
        let (mut equal, mut all) = (size(run), size(run));
        let mut look = |runs: &mut dyn Iterator<Item = &Run>| {
            let mut room = AROUND;
            for run in runs {
                let seen = size(run).min(room);
                room -= seen;
                all += seen;
                if run.change == Change::Equal {
                    equal += seen;
                }
                if room == 0 {
                    break;
                }
            }
        };
        look(&mut self.runs[..at].iter().rev());
        look(&mut self.runs[at + 1..].iter());
        equal as f64 >= COPIED * all as f64
    }

    /// The two blocks, if they are parallel.
    pub fn parallel(&self, texts: &Sides<Vec<Text>>) -> Option<Match> {
        let Sides { left, right } = (self.role == Role::Parallel).then(|| self.spans(texts))?;
        Some(Match {
            left,
            right,
            moved: false,
            parallel: true,
        })
    }

    pub fn slots(&self, texts: &Sides<Vec<Text>>) -> Vec<Slot> {
        let slot = |run: &Run| {
            let (left, i) = place(&self.parts.left, &run.left);
            let (right, j) = place(&self.parts.right, &run.right);
            run.slot.map(|slot_type| Slot {
                left: texts.left[left].span(left, &i),
                right: texts.right[right].span(right, &j),
                slot_type,
            })
        };
        let slots = self.runs.iter().filter(|run| run.change == Change::Slot);
        slots.filter_map(slot).collect()
    }

    /// Folded characters that are equal, on both sides together.
    pub fn equal(&self) -> usize {
        let equal = self.runs.iter().filter(|run| run.change == Change::Equal);
        equal.map(|run| run.left.len() + run.right.len()).sum()
    }

    /// The place of text that is a part of one block on either side.
    pub fn spans(&self, texts: &Sides<Vec<Text>>) -> Sides<Span> {
        let span = |parts: &[Part], texts: &[Text]| {
            let part = &parts[0];
            let shown = texts[part.block].shown(&part.characters);
            Span {
                block: part.block,
                start: shown.start,
                end: shown.end,
            }
        };
        Sides {
            left: span(&self.parts.left, &texts.left),
            right: span(&self.parts.right, &texts.right),
        }
    }
}

/// Where the text of parts lies in a block, as folded characters: as far as the part reaches in which it begins.
pub fn place(parts: &[Part], run: &Range<usize>) -> (usize, Range<usize>) {
    let part = &parts[parts.partition_point(|part| part.at <= run.start) - 1];
    let shift = |at: usize| (at - part.at + part.characters.start).min(part.characters.end);
    (part.block, shift(run.start)..shift(run.end))
}

/// Han characters, and words of other scripts.
fn words(text: &[char]) -> usize {
    let words = (0..text.len()).filter(|&at| is_word(text[at]) && can_cut(text, at));
    words.count()
}
