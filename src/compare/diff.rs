//! What differs between two runs of text, in pieces that a reader can take in.

use std::ops::Range;

use super::Change;
use super::align::Stretch;
use super::lcs::{self, Memory};
use super::sentences::Sentences;
use super::slots::with_slots;
use super::texts::{Text, Tokens};
use super::units::{SlotType, Unit};
use crate::text::ngrams::is_word;

/// The most letters an equal run between two changes can have and still be taken for an accident; 0 to 8. One
/// letter is always one, more are if both changes have nearly twice as many. Larger gives fewer and longer runs,
/// smaller shows more crumbs in what was rewritten; four characters are a Chinese phrase. The rule is
/// diff-match-patch's semantic cleanup, which asks for as many: of planted text with 30 % edits that finds 0.93.
const CRUMB: usize = 4;

/// The fewest units of two edits between which punctuation alone is an accident; 2 to 10. Smaller shows an edited
/// clause with its marks as one change, larger shows marks that have no words around them.
const CLAUSE: usize = 4;

/// A run of both sides, of folded characters: equal text, or what stands in place of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub left: Range<usize>,
    pub right: Range<usize>,
    pub change: Change,
    /// Set if `change` is [`Change::Slot`].
    pub slot: Option<SlotType>,
}

/// Folded characters of a block, and where they stand in the text that they are a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub block: usize,
    pub characters: Range<usize>,
    pub at: usize,
}

/// A text, put together from parts of blocks, and its units. Inside this module and that of slots runs are of units.
#[derive(Default)]
pub struct Side {
    pub text: Vec<char>,
    pub units: Vec<Unit>,
    pub parts: Vec<Part>,
    tokens: Vec<u32>,
    /// The first unit of each part.
    starts: Vec<usize>,
}

impl Side {
    pub fn new(texts: &[Text], stretches: &[Stretch]) -> Self {
        let mut side = Side::default();
        for Stretch { block, units } in stretches {
            let text = &texts[*block];
            let characters = text.characters(units);
            let at = side.text.len();
            side.text.extend(&text.folded()[characters.clone()]);
            side.starts.push(side.units.len());
            side.units.extend(text.units[units.clone()].iter().map(|unit| Unit {
                run: unit.run.start - characters.start + at..unit.run.end - characters.start + at,
                ..unit.clone()
            }));
            side.tokens.extend(&text.tokens[units.clone()]);
            side.parts.push(Part {
                block: *block,
                characters,
                at,
            });
        }
        side
    }

    /// The characters of a run of units, with what is ignored behind each of them, and before the first.
    pub fn characters(&self, run: &Range<usize>) -> Range<usize> {
        let start = |at: usize| match self.units.get(at) {
            Some(_) if at == 0 => 0,
            Some(unit) => unit.run.start,
            None => self.text.len(),
        };
        start(run.start)..start(run.end)
    }

    pub fn slot(&self, at: usize) -> Option<SlotType> {
        self.units[at].slot
    }
}

/// Compares two texts. The runs, of characters, partition both. Equal ones and slots lie within one part of each.
pub fn diff(left: &Side, right: &Side, tokens: &Tokens, sentences: &Sentences, memory: &mut Memory) -> Vec<Run> {
    let mut runs = shortest(left, right, tokens, sentences, memory);
    runs = without_crumbs(with_slots(runs, left, right), left);
    let runs = within_parts(runs, left, right).into_iter().map(|run| Run {
        left: left.characters(&run.left),
        right: right.characters(&run.right),
        ..run
    });
    runs.collect()
}

impl Run {
    pub fn new(left: Range<usize>, right: Range<usize>) -> Self {
        let change = match (left.is_empty(), right.is_empty()) {
            (false, true) => Change::Delete,
            (true, false) => Change::Insert,
            _ => Change::Replace,
        };
        Run {
            left,
            right,
            change,
            slot: None,
        }
    }

    pub fn equal(left: Range<usize>, right: Range<usize>) -> Self {
        Run {
            change: Change::Equal,
            ..Run::new(left, right)
        }
    }

    pub fn slot(left: Range<usize>, right: Range<usize>, slot: SlotType) -> Self {
        Run {
            left,
            right,
            change: Change::Slot,
            slot: Some(slot),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }

    /// Changed, and not a slot.
    pub fn is_edit(&self) -> bool {
        !matches!(self.change, Change::Equal | Change::Slot)
    }
}

/// The runs of a shortest script.
fn shortest(left: &Side, right: &Side, tokens: &Tokens, sentences: &Sentences, memory: &mut Memory) -> Vec<Run> {
    let equal = lcs::common(&left.tokens, &right.tokens, tokens.words.len(), memory);
    let all = (left.units.len(), right.units.len());
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut from = (0, 0);
    let ends = equal.iter().map(|run| (run.left, run.right, run.length));
    for (i, j, length) in ends.chain([(all.0, all.1, 0)]) {
        if from != (i, j) {
            hunks.push((from.0..i, from.1..j));
        }
        from = (i + length, j + length);
    }

    let mut runs = Vec::new();
    let mut from = (0, 0);
    for (i, j) in slid(hunks, left, right, tokens, sentences)
        .into_iter()
        .chain([(all.0..all.0, all.1..all.1)])
    {
        runs.push(Run::equal(from.0..i.start, from.1..j.start));
        from = (i.end, j.end);
        runs.push(Run::new(i, j));
    }
    runs.retain(|run| !run.is_empty());
    if runs.is_empty() {
        runs.push(Run::equal(0..0, 0..0));
    }
    runs
}

/// What stands in place of what.
type Hunk = (Range<usize>, Range<usize>);

/// What was put in or left out can begin at several places if it ends as what stands before it does, or begins
/// as what stands behind it: rather where a clause does, else where characters meet that meet seldom, for words
/// end there.
fn slid(hunks: Vec<Hunk>, left: &Side, right: &Side, tokens: &Tokens, sentences: &Sentences) -> Vec<Hunk> {
    let mut slid: Vec<Hunk> = Vec::with_capacity(hunks.len());
    let mut hunks = hunks.into_iter().peekable();
    while let Some((mut i, mut j)) = hunks.next() {
        let end = slid.last().map_or(0, |(before, _)| before.end);
        let next = hunks.peek().map_or(left.units.len(), |(before, _)| before.start);
        let (room_before, room_behind) = (i.start - end, next - i.end);
        let changed = match (i.is_empty(), j.is_empty()) {
            (true, _) => Some((&right.tokens, j.clone())),
            (_, true) => Some((&left.tokens, i.clone())),
            _ => None,
        };
        if let Some((side, run)) = changed {
            let (start, length) = (run.start, run.len());
            let before = (1..=room_before)
                .take_while(|by| side[start - by] == side[start - by + length])
                .count();
            let behind = (0..room_behind)
                .take_while(|by| side[start + by] == side[start + by + length])
                .count();
            let bounds = |start: &usize| {
                let seam = |at: usize| match at
                    .checked_sub(1)
                    .and_then(|before| Some((side[before], *side.get(at)?)))
                {
                    Some((a, b)) if tokens.words[a as usize] && tokens.words[b as usize] => sentences.rarity(a, b),
                    _ => u32::MAX / 2,
                };
                let begins = start
                    .checked_sub(1)
                    .is_none_or(|before| !tokens.words[side[before] as usize]);
                (begins, seam(*start) + seam(*start + length))
            };
            if let Some(best) = (start - before..=start + behind).max_by_key(bounds) {
                let moved = |at: usize| at + best - start;
                i = moved(i.start)..moved(i.end);
                j = moved(j.start)..moved(j.end);
            }
        }
        match slid
            .last_mut()
            .filter(|last| (last.0.end, last.1.end) == (i.start, j.start))
        {
            Some(last) => (last.0.end, last.1.end) = (i.end, j.end),
            None => slid.push((i, j)),
        }
    }
    slid
}

/// Cuts equal runs where a part ends on either side. A slot across two parts is none.
fn within_parts(runs: Vec<Run>, left: &Side, right: &Side) -> Vec<Run> {
    if left.starts.len() <= 1 && right.starts.len() <= 1 {
        return runs;
    }
    let part = |side: &Side, at: usize| side.starts.partition_point(|&start| start <= at);
    let end = |side: &Side, at: usize| side.starts.get(part(side, at)).copied().unwrap_or(side.units.len());
    let is_seam = |run: &Run, left: &Side, right: &Side| {
        let (inner, outer, at) = match run.left.is_empty() {
            true => ((right, &run.right), left, run.left.start),
            false => ((left, &run.left), right, run.right.start),
        };
        let mut text = inner
            .1
            .clone()
            .flat_map(|at| &inner.0.text[inner.0.units[at].run.clone()]);
        outer.starts.binary_search(&at).is_ok() && text.all(|c| c.is_whitespace())
    };
    let mut cut = Vec::new();
    for mut run in runs {
        match run.change {
            Change::Equal => {
                while !run.left.is_empty() {
                    let length = (end(left, run.left.start) - run.left.start)
                        .min(end(right, run.right.start) - run.right.start)
                        .min(run.left.len());
                    let (i, j) = (run.left.start + length, run.right.start + length);
                    cut.push(Run::equal(run.left.start..i, run.right.start..j));
                    (run.left.start, run.right.start) = (i, j);
                }
            }
            // White space where blocks were joined can be seen on neither side.
            Change::Delete | Change::Insert if is_seam(&run, left, right) => {
                cut.push(Run {
                    change: Change::Equal,
                    ..run
                });
            }
            Change::Slot if end(left, run.left.start) < run.left.end || end(right, run.right.start) < run.right.end => {
                cut.push(Run::new(run.left, run.right));
            }
            _ => cut.push(run),
        }
    }
    cut
}

/// Joins two edits with the equal text between them where that is an accident. A slot stands out as real, and so
/// does punctuation between a few words; between clauses that are others it is none, nor is a space.
fn without_crumbs(runs: Vec<Run>, left: &Side) -> Vec<Run> {
    let size = |run: &Run| run.left.len().max(run.right.len());
    let is_crumb = |run: &Run| {
        let words = run
            .left
            .clone()
            .filter(|&at| is_word(left.text[left.units[at].run.start]));
        let is_name = |at: usize| left.slot(at).is_some_and(SlotType::is_name);
        1 <= words.clone().count() && words.clone().count() <= CRUMB && !words.clone().any(is_name)
    };
    let is_joint = |run: &Run, least: usize| {
        let mut text = run.left.clone().flat_map(|at| &left.text[left.units[at].run.clone()]);
        text.all(|c| c.is_whitespace() || least >= CLAUSE && !is_word(*c))
    };
    let mut joined: Vec<Run> = Vec::new();
    for mut run in runs {
        while run.is_edit()
            && let [.., before, crumb] = &joined[..]
            && before.is_edit()
            && crumb.change == Change::Equal
            && (is_crumb(crumb) && 2 * size(crumb) <= size(before).min(size(&run)) + 1
                || (before.change == Change::Replace || run.change == Change::Replace)
                    && is_joint(crumb, size(before).min(size(&run))))
        {
            run = Run::new(before.left.start..run.left.end, before.right.start..run.right.end);
            joined.truncate(joined.len() - 2);
        }
        joined.push(run);
    }
    joined
}
