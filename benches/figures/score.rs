//! How much of what was planted in pairs of speeches a comparison finds, and how much it claims besides.
//!
//! What is counted are characters that are letters or digits: links from one of the left to one of the right.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use tifa::compare::{Comparison, Kind, KindRun, Side};
use tifa::corpus::{Document, Span};

use crate::planted::{Fate, Pair, Place};

/// How many were planted, found, and of these right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub planted: usize,
    pub found: usize,
    pub right: usize,
}

impl Tally {
    /// The part of what was found that is right; 1 if nothing was found.
    pub fn precision(&self) -> f64 {
        part(self.right, self.found)
    }

    /// The part of what was planted that was found.
    pub fn recall(&self) -> f64 {
        part(self.right, self.planted)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.planted += other.planted;
        self.found += other.found;
        self.right += other.right;
    }
}

fn part(of: usize, all: usize) -> f64 {
    if all == 0 { 1.0 } else { of as f64 / all as f64 }
}

/// The sum over several pairs.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Links, whether told as moved or not.
    pub shared: Tally,
    /// Of them, those told as moved.
    pub moved: Tally,
    /// By what happened to a passage: planted links, and those found; it is no matter whether they are told as moved.
    pub fates: BTreeMap<Fate, Tally>,
    /// Links that begin in copied text and lead elsewhere, and those that begin in text that the left has alone.
    pub astray: usize,
    pub invented: usize,
    /// Places of the left that the right forgot to replace.
    pub leftovers: Tally,
    /// Pairs of names or numbers.
    pub slots: Tally,
    /// Characters that are called shared, and that are; among all of both sides that are no slogan or boilerplate.
    pub called_shared: usize,
    pub are_shared: usize,
    pub all: usize,
}

impl Score {
    /// By how much of the text the shares of both sides are wrong.
    pub fn share_error(&self) -> f64 {
        part(self.called_shared.abs_diff(self.are_shared), self.all)
    }

    pub fn add(&mut self, pair: &Pair, comparison: &Comparison) {
        let sides = [&pair.left, &pair.right].map(Letters::new);
        let slots = [0, 1].map(|side| {
            let spans = pair.slots.iter().map(|(left, right)| [*left, *right][side]);
            let places = spans.flat_map(places);
            places.collect::<BTreeSet<Place>>()
        });
        let is_letter = |side: usize, place: Place| sides[side].contains(place);

        for &(_, fate) in pair
            .links
            .iter()
            .filter(|(left, _)| is_letter(0, **left))
            .map(|(_, link)| link)
        {
            self.shared.planted += 1;
            self.moved.planted += usize::from(fate.is_moved());
            self.fates.entry(fate).or_default().planted += 1;
        }
        let mut claimed: BTreeMap<(Place, Place), bool> = BTreeMap::new();
        for found in comparison.matches.iter().filter(|found| !found.parallel) {
            let letters = |side: usize, span| places(span).filter(move |place| is_letter(side, *place));
            for (left, right) in letters(0, found.left).zip(letters(1, found.right)) {
                if !(slots[0].contains(&left) || slots[1].contains(&right)) {
                    claimed.insert((left, right), found.moved);
                }
            }
        }
        for ((left, right), is_moved) in claimed {
            let link = pair.links.get(&left);
            let right_fate = link.filter(|(place, _)| *place == right).map(|(_, fate)| *fate);
            self.shared.found += 1;
            self.moved.found += usize::from(is_moved);
            match (right_fate, link) {
                (Some(fate), _) => {
                    self.shared.right += 1;
                    self.moved.right += usize::from(is_moved && fate.is_moved());
                    self.fates.entry(fate).or_default().right += 1;
                }
                (None, Some(_)) => self.astray += 1,
                (None, None) => self.invented += 1,
            }
        }

        let is_found = |leftover: &&Span| {
            let mut flags = comparison.flags.iter().filter(|flag| flag.side == Side::Right);
            flags.any(|flag| overlap(flag.span, **leftover))
        };
        self.leftovers.planted += pair.leftovers.len();
        self.leftovers.right += pair.leftovers.iter().filter(is_found).count();
        let is_false = |flag: &&tifa::compare::Flag| {
            flag.side == Side::Left || !pair.leftovers.iter().any(|leftover| overlap(flag.span, *leftover))
        };
        self.leftovers.found +=
            pair.leftovers.iter().filter(is_found).count() + comparison.flags.iter().filter(is_false).count();

        let is_found = |(left, right): &&(Span, Span)| {
            let mut slots = comparison.slots.iter();
            slots.any(|slot| overlap(slot.left, *left) && overlap(slot.right, *right))
        };
        self.slots.planted += pair.slots.len();
        self.slots.found += comparison.slots.len();
        self.slots.right += pair.slots.iter().filter(is_found).count();

        let linked_right: BTreeSet<Place> = pair.links.values().map(|(right, _)| *right).collect();
        self.shares(&comparison.kinds.left, |place| pair.links.contains_key(&place));
        self.shares(&comparison.kinds.right, |place| linked_right.contains(&place));
    }

    fn shares(&mut self, kinds: &[KindRun], is_shared: impl Fn(Place) -> bool) {
        for run in kinds.iter().filter(|run| matches!(run.kind, Kind::Shared | Kind::Own)) {
            let length = run.span.end - run.span.start;
            self.all += length;
            self.called_shared += usize::from(run.kind == Kind::Shared) * length;
            self.are_shared += places(run.span).filter(|place| is_shared(*place)).count();
        }
    }
}

/// Which characters of a document are letters or digits.
struct Letters(Vec<Vec<bool>>);

impl Letters {
    fn new(document: &Document) -> Self {
        let blocks = document.body.iter();
        Letters(
            blocks
                .map(|block| block.text.chars().map(char::is_alphanumeric).collect())
                .collect(),
        )
    }

    fn contains(&self, (block, at): Place) -> bool {
        self.0[block].get(at).copied().unwrap_or(false)
    }
}

fn places(span: Span) -> impl Iterator<Item = Place> {
    (span.start..span.end).map(move |at| (span.block, at))
}

fn overlap(one: Span, other: Span) -> bool {
    one.block == other.block && one.start < other.end && other.start < one.end
}
