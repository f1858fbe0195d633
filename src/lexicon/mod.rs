//! Slogans (提法): the lexicon, and the places in a text where they stand.
//!
//! It finds what a lexicon lists and proposes what none lists yet. It does not count over a corpus: that is
//! for whoever asks.

pub mod discover;
mod format;
mod matcher;
mod numbered;
pub mod pattern;
pub mod shelf;

pub use discover::{Candidate, Source, discover};
pub use format::{Fault, FaultKind, Form, faults, mend};
pub use matcher::{Matcher, Occurrence};
pub use numbered::{
    Difference, Expansion, Label, Meaning, Member, Numbered, Numbers, Place, Standing, Wording, labels,
};
pub use pattern::Reject;

pub use crate::corpus::{Entry, Lexicon};
/// The lexicon that comes with Tifa.
pub const BUILT_IN: &str = include_str!("../../assets/lexicon.tsv");

/// The categories of the built-in lexicon, in the order in which a legend shows them.
pub const CATEGORIES: [&str; 10] = [
    "strategy",
    "duty",
    "mechanism",
    "war",
    "attitude",
    "measure",
    "people",
    "loyalty",
    "discipline",
    "economy",
];
