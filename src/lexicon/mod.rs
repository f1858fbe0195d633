//! Slogans (提法): the lexicon, and the places in a text where they stand.
//!
//! It finds what a lexicon lists and proposes what none lists yet. It does not count over a corpus: that is
//! for whoever asks.

pub mod discover;
mod matcher;

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

pub use discover::{Candidate, discover};
pub use matcher::{Matcher, Occurrence};

use crate::corpus::edtf;
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

const HEADER: [&str; 9] = [
    "phrase",
    "variants",
    "category",
    "gloss_en",
    "pinyin",
    "first_seen",
    "expands_to",
    "source",
    "note",
];

/// A slogan, under its canonical form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub phrase: String,
    /// Other wordings of the same slogan. Script, width and punctuation are folded and need no variant.
    pub variants: Vec<String>,
    pub category: String,
    pub gloss_en: String,
    pub pinyin: String,
    /// The first known use, as EDTF.
    pub first_seen: Option<String>,
    /// What a numbered slogan stands for; several if its users disagree.
    pub expands_to: Vec<String>,
    /// The occasion of the first known use.
    pub source: String,
    pub note: String,
}

/// Entries in the order of their file; no phrase stands twice.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    pub entries: Vec<Entry>,
}

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
    NoPhrase,
    Duplicate,
    Date,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.kind {
            FaultKind::NoPhrase => "no phrase that could be looked for",
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
                if folded.is_empty() {
                    fault(FaultKind::NoPhrase, line);
                } else if seen.insert(folded, number).is_some() {
                    fault(FaultKind::Duplicate, phrase);
                } else {
                    return true;
                }
                false
            };
            if is_new(&entry.phrase) {
                entry.variants.retain(&mut is_new);
                lexicon.entries.push(entry);
            }
        }
        (lexicon, faults)
    }
}

fn entry(columns: &[&str], line: &str) -> Entry {
    let mut entry = Entry::default();
    for (column, cell) in columns.iter().zip(line.split('\t')) {
        let cell = cell.trim();
        let text = || cell.to_string();
        let list = || {
            cell.split('|')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(String::from)
                .collect()
        };
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
            _ => {}
        }
    }
    entry
}
