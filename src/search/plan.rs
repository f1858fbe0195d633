//! A query for those who have no texts at hand: what it asks, and which documents satisfy it by what is told of that.

use super::query::{Leaf, Pattern, Query, Truth};
use crate::corpus::Document;

/// What a part of a query asks of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// This run of units of the folded text, wherever it stands.
    Run(Vec<u16>),
    /// More than runs tell; but of each of these groups the text has one run, if it is to satisfy it.
    Within(Vec<Vec<Vec<u16>>>),
    /// Something that stands beside the text: see [`Query::holds`].
    Fact(Fact),
    /// The slogan of this phrase, or all that have this text in their phrase, folded as slogans are.
    Slogan(String),
}

/// What a document tells beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    Title,
    Place,
    Speaker,
    Date,
    Kind,
    Lang,
}

/// What is known of a part of a query in documents, sixty-four in each number: those that may have it, and those that
/// may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub may: Vec<u64>,
    pub may_not: Vec<u64>,
}

impl Query {
    /// What each of its parts asks, and whether it says what a document shall have.
    pub fn asked(&self) -> Vec<(Asked, bool)> {
        let asked = self.leaves.iter().map(|leaf| match leaf {
            Leaf::Text(pattern) => match pattern.run() {
                Some(run) => Asked::Run(units(run)),
                None => Asked::Within(vec![needles(std::slice::from_ref(pattern))]),
            },
            Leaf::Near { sides, .. } => Asked::Within(sides.iter().map(|side| needles(side)).collect()),
            Leaf::Title(_) => Asked::Fact(Fact::Title),
            Leaf::Place(_) => Asked::Fact(Fact::Place),
            Leaf::Speaker(_) => Asked::Fact(Fact::Speaker),
            Leaf::Date(_) => Asked::Fact(Fact::Date),
            Leaf::Kind(_) => Asked::Fact(Fact::Kind),
            Leaf::Lang(_) => Asked::Fact(Fact::Lang),
            Leaf::Slogan(slogan) => Asked::Slogan(slogan.clone()),
        });
        asked.zip(self.positive()).collect()
    }

    /// Whether a document, whose text it need not have, satisfies the part of this number, a [`Fact`].
    pub fn holds(&self, part: usize, document: &Document) -> bool {
        self.leaves.get(part).is_some_and(|leaf| leaf.holds(document))
    }

    /// Which documents satisfy it, by what is told of its parts.
    pub fn satisfied(&self, told: &[Told], documents: usize) -> Told {
        let mut satisfied = Told::default();
        let word = |words: &[u64], at: usize| words.get(at).copied().unwrap_or(0);
        for at in 0..documents.div_ceil(64) {
            let truth = self.decide(|leaf| match told.get(leaf) {
                Some(told) => Truth {
                    may_be: word(&told.may, at),
                    may_not_be: word(&told.may_not, at),
                },
                None => Truth::UNKNOWN,
            });
            // Behind the last document there is none.
            let there = match documents - at * 64 {
                left @ 0..64 => (1 << left) - 1,
                _ => !0,
            };
            satisfied.may.push(truth.may_be & there);
            satisfied.may_not.push(truth.may_not_be & there);
        }
        satisfied
    }
}

/// The text that each of some patterns needs. None at all, if one of them may need none.
fn needles(patterns: &[Pattern]) -> Vec<Vec<u16>> {
    let needles: Vec<Vec<u16>> = patterns.iter().map(|pattern| units(pattern.needle())).collect();
    match needles.iter().any(Vec::is_empty) {
        true => Vec::new(),
        false => needles,
    }
}

fn units(bytes: &[u8]) -> Vec<u16> {
    let units = bytes.chunks_exact(2);
    units.map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect()
}
