//! What differs inside a pair of blocks, in runs that a reader can take in.
//!
//! The diff itself is `imara-diff`'s: of the two libraries tried it alone bounds its work by counting instead
//! of by the clock, so that the result is the same on every machine, and it is two to twenty times as fast on
//! Chinese characters for the same number of edits.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput, Token};

use super::Change;
use super::places::Names;
use super::slots::with_slots;
use super::units::{SlotType, Unit, units};
use crate::text::ngrams::{can_cut, is_word};

/// The product of the lengths of two blocks, in units, up to which the shortest diff is looked for; above it a
/// diff that is found in about linear time. Larger is slower (the worst case of 2,000 units by 2,000 takes some
/// tens of milliseconds), smaller is less tidy in long blocks.
const EXACT: usize = 4_000_000;

/// The most letters an equal run between two changes can have and still be taken for an accident; 0 to 8. It is
/// one if neither change is shorter than it. Larger gives fewer and longer runs, smaller shows more crumbs. The
/// rule is diff-match-patch's semantic cleanup, which knows no bound; four characters are a Chinese phrase.
const CRUMB: usize = 4;

/// Han characters, or words of other scripts, from which equal text is no accident; 1 to 8. Two Chinese characters are one word, and
/// any two speeches share words. Our choice.
const TELLING: usize = 3;

/// A run of both blocks, of folded characters: equal text, or what stands in place of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub left: Range<usize>,
    pub right: Range<usize>,
    pub change: Change,
    /// Set if `change` is [`Change::Slot`].
    pub slot: Option<SlotType>,
}

/// Is this text long enough to be shared by more than chance?
pub fn is_telling(text: &[char]) -> bool {
    let words = (0..text.len()).filter(|&at| is_word(text[at]) && can_cut(text, at));
    words.count() >= TELLING
}

/// Compares two folded texts. The runs partition both; at least one comes back.
pub fn diff(left: &[char], right: &[char], names: &Names) -> Vec<Run> {
    let left = Side::new(left, names);
    let right = Side::new(right, names);
    let runs = without_crumbs(with_slots(shortest(&left, &right), &left, &right), &left);
    let characters = |run: Run| Run {
        left: left.characters(&run.left),
        right: right.characters(&run.right),
        ..run
    };
    runs.into_iter().map(characters).collect()
}

/// A text and its units. Inside this module runs are of units.
pub struct Side<'a> {
    pub text: &'a [char],
    pub units: Vec<Unit>,
}

impl<'a> Side<'a> {
    fn new(text: &'a [char], names: &Names) -> Self {
        Side {
            text,
            units: units(text, &names.all),
        }
    }

    fn words(&self) -> impl Iterator<Item = &'a [char]> {
        self.units.iter().map(|unit| &self.text[unit.run.clone()])
    }

    pub fn characters(&self, run: &Range<usize>) -> Range<usize> {
        let start = |at: usize| self.units.get(at).map_or(self.text.len(), |unit| unit.run.start);
        start(run.start)..start(run.end)
    }

    pub fn slot(&self, at: usize) -> Option<SlotType> {
        self.units[at].slot
    }
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
    fn is_edit(&self) -> bool {
        !matches!(self.change, Change::Equal | Change::Slot)
    }
}

fn shortest(left: &Side, right: &Side) -> Vec<Run> {
    let mut input = InternedInput::default();
    input.update_before(left.words());
    input.update_after(right.words());
    let algorithm = match left.units.len() * right.units.len() {
        0..=EXACT => Algorithm::MyersMinimal,
        _ => Algorithm::Myers,
    };
    let mut diff = Diff::compute(algorithm, &input);
    let closes = |token: Token| !input.interner[token].iter().any(|c| is_word(*c));
    diff.postprocess_with(
        &input.before,
        &input.after,
        |tokens: &[Token], hunk: Range<u32>, earliest: u32| {
            // What was put in can begin at several places: rather where a clause does.
            let earliest = earliest.max(hunk.len() as u32);
            let ends_clause = |end: &u32| *end > 0 && closes(tokens[*end as usize - 1]);
            (earliest..=hunk.end).rev().find(ends_clause).unwrap_or(hunk.end)
        },
    );

    let mut runs = Vec::new();
    let (mut i, mut j) = (0, 0);
    let all = (left.units.len(), right.units.len());
    let hunks = diff.hunks().map(|hunk| {
        let range = |range: Range<u32>| range.start as usize..range.end as usize;
        (range(hunk.before), range(hunk.after))
    });
    for (before, after) in hunks.chain([(all.0..all.0, all.1..all.1)]) {
        let ends = (before.end, after.end);
        runs.push(Run::equal(i..before.start, j..after.start));
        runs.push(Run::new(before, after));
        (i, j) = ends;
    }
    runs.retain(|run| !run.is_empty());
    if runs.is_empty() {
        runs.push(Run::equal(0..0, 0..0));
    }
    runs
}

/// Joins two edits with the equal text between them where that is an accident. A slot stands out as real, and
/// so does punctuation, which keeps clauses apart.
fn without_crumbs(runs: Vec<Run>, left: &Side) -> Vec<Run> {
    let size = |run: &Run| run.left.len().max(run.right.len());
    let is_crumb = |run: &Run| {
        let words = run
            .left
            .clone()
            .filter(|&at| is_word(left.text[left.units[at].run.start]));
        1 <= words.clone().count() && words.count() <= CRUMB
    };
    let mut joined: Vec<Run> = Vec::new();
    for mut run in runs {
        while run.is_edit()
            && let [.., before, crumb] = &joined[..]
            && before.is_edit()
            && crumb.change == Change::Equal
            && is_crumb(crumb)
            && size(crumb) <= size(before).min(size(&run))
        {
            run = Run::new(before.left.start..run.left.end, before.right.start..run.right.end);
            joined.truncate(joined.len() - 2);
        }
        joined.push(run);
    }
    joined
}
