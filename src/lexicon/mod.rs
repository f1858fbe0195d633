//! Slogans (提法): the lexicon, and the places in a text where they stand.
//!
//! It finds what a lexicon lists and proposes what none lists yet. It does not count over a corpus: that is
//! for whoever asks.

pub mod discover;
mod matcher;
pub mod pattern;

use std::collections::HashMap;
use std::fmt;

pub use discover::{Candidate, discover};
pub use matcher::{Matcher, Occurrence};
pub use pattern::Reject;

use crate::corpus::edtf;
pub use crate::corpus::{Entry, Lexicon};
use crate::text::fold::{View, fold_phrase};

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

const HEADER: [&str; 11] = [
    "phrase",
    "variants",
    "category",
    "gloss_en",
    "pinyin",
    "first_seen",
    "expands_to",
    "source",
    "note",
    "not_inside",
    "colour",
];

/// A line of a lexicon that could not be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    pub kind: FaultKind,
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The phrase, or a variant, cannot be looked for.
    Pattern(Reject),
    Duplicate,
    Date,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.kind {
            FaultKind::Pattern(Reject::Empty) => "no phrase that could be looked for",
            FaultKind::Pattern(Reject::Bracket) => "a bracket is not closed, or stands inside of another",
            FaultKind::Pattern(Reject::Loose) => "a gap needs fixed text on both sides, a slot some beside it",
            FaultKind::Pattern(Reject::TooManyForms) => "too many forms: four parts in any order at the most",
            FaultKind::Duplicate => "an earlier entry has this phrase or variant",
            FaultKind::Date => "first_seen is not a date in EDTF",
        };
        write!(f, "line {}: {words}: {}", self.line, self.detail)
    }
}

impl Lexicon {
    /// The lexicon that comes with Tifa; a test holds it free of faults.
    pub fn built_in() -> Self {
        Lexicon::read(BUILT_IN).0
    }

    /// Reads a lexicon: tab-separated with the header of the format, or a plain list of one phrase a line.
    /// Empty lines and lines that begin with `#` are passed over. A line at fault is left out, or taken without
    /// its fault where that is possible.
    pub fn read(text: &str) -> (Self, Vec<Fault>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(i, line)| (i + 1, line))
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            .peekable();
        let columns: Vec<&str> = match lines.peek() {
            Some((_, line)) if line.split('\t').next() == Some(HEADER[0]) => {
                let columns = line.split('\t').map(str::trim).collect();
                lines.next();
                columns
            }
            _ => HEADER[..1].to_vec(),
        };
        let mut lexicon = Lexicon::default();
        let mut faults = Vec::new();
        let mut seen = HashMap::new();
        for (number, line) in lines {
            let mut fault = |kind, detail: &str| {
                faults.push(Fault {
                    line: number,
                    kind,
                    detail: detail.to_string(),
                })
            };
            let mut entry = entry(&columns, line);
            if let Some(date) = entry.first_seen.take_if(|date| !edtf::is_valid(date)) {
                fault(FaultKind::Date, &date);
            }
            let mut is_new = |phrase: &String| {
                let folded = fold_phrase(phrase, View::Slogan);
                if let Err(reject) = pattern::forms(phrase) {
                    fault(
                        FaultKind::Pattern(reject),
                        if phrase.is_empty() { line } else { phrase },
                    );
                } else if seen.insert(folded, number).is_some() {
                    fault(FaultKind::Duplicate, phrase);
                } else {
                    return true;
                }
                false
            };
            if is_new(&entry.phrase) {
                entry.variants.retain(&mut is_new);
                entry.not_inside.retain(|longer| pattern::forms(longer).is_ok());
                lexicon.entries.push(entry);
            }
        }
        (lexicon, faults)
    }
}

/// The parts of a cell; the bars of a choice in brackets part nothing.
fn split(cell: &str) -> Vec<String> {
    let mut depth = 0;
    let parts = cell.split(|c| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        c == '|' && depth <= 0
    });
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.map(String::from).collect()
}

fn entry(columns: &[&str], line: &str) -> Entry {
    let mut entry = Entry::default();
    for (column, cell) in columns.iter().zip(line.split('\t')) {
        let cell = cell.trim();
        let text = || cell.to_string();
        let list = || split(cell);
        match *column {
            "phrase" => entry.phrase = text(),
            "variants" => entry.variants = list(),
            "category" => entry.category = text(),
            "gloss_en" => entry.gloss_en = text(),
            "pinyin" => entry.pinyin = text(),
            "first_seen" => entry.first_seen = Some(text()).filter(|date| !date.is_empty()),
            "expands_to" => entry.expands_to = list(),
            "source" => entry.source = text(),
            "note" => entry.note = text(),
            "not_inside" => entry.not_inside = list(),
            "colour" => entry.colour = cell.parse().ok().filter(|colour| (1..=10).contains(colour)),
            _ => {}
        }
    }
    entry
}
