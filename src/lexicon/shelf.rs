//! Several lexicons at once, and what a reader decides about them: which are on, which entries are not looked for,
//! which proposals were rejected.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Lexicon};
use crate::text::fold::{View, fold_phrase};

/// What is looked for: the entries of all lexicons that are on, and where each is from.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    pub lexicon: Lexicon,
    /// For each entry the number of the lexicon that it is from.
    pub from: Vec<usize>,
}

/// Puts lexicons together, the most important first: what an earlier one has, a later one does not add. Entries whose
/// folded phrase is in `hidden` are left out.
///
/// ```
/// use tifa::lexicon::{Lexicon, shelf::merge};
///
/// let (own, built_in) = (Lexicon::read("四早").0, Lexicon::read("「四早」\n四方责任").0);
/// let merged = merge(&[&own, &built_in], &Default::default());
/// assert_eq!(merged.lexicon.entries.len(), 2);
/// assert_eq!(merged.from, [0, 1]);
/// ```
pub fn merge(lexicons: &[&Lexicon], hidden: &BTreeSet<String>) -> Merged {
    let mut merged = Merged::default();
    // Which lexicon has a phrase first.
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for (at, lexicon) in lexicons.iter().enumerate() {
        for entry in &lexicon.entries {
            let phrase = folded(&entry.phrase);
            let is_new = *taken.entry(phrase.clone()).or_insert(at) == at;
            if !is_new || hidden.contains(&phrase) {
                continue;
            }
            let mut entry = entry.clone();
            entry
                .variants
                .retain(|variant| *taken.entry(folded(variant)).or_insert(at) == at);
            merged.lexicon.entries.push(entry);
            merged.from.push(at);
        }
    }
    merged
}

/// A phrase as it is compared with others.
pub fn folded(phrase: &str) -> String {
    fold_phrase(phrase, View::Slogan)
}

/// Adds a lexicon to others behind them, unless it is there; if its name is taken, it gets a number.
pub fn add(lexicons: &mut Vec<Lexicon>, mut lexicon: Lexicon) {
    if lexicons.iter().any(|known| known.entries == lexicon.entries) {
        return;
    }
    let name = lexicon.name.clone();
    let mut number = 2;
    while lexicons.iter().any(|known| known.name == lexicon.name) {
        lexicon.name = format!("{name} {number}").trim().to_string();
        number += 1;
    }
    lexicons.push(lexicon);
}

impl Lexicon {
    /// The place of an entry, by its phrase as it is compared.
    pub fn position(&self, phrase: &str) -> Option<usize> {
        let phrase = folded(phrase);
        self.entries.iter().position(|entry| folded(&entry.phrase) == phrase)
    }

    /// Adds an entry, or puts it in the place of that with the phrase `instead_of`. The error is a phrase of it that
    /// another entry has.
    pub fn put(&mut self, entry: Entry, instead_of: Option<&str>) -> Result<(), String> {
        let place = instead_of.and_then(|phrase| self.position(phrase));
        let others = self.entries.iter().enumerate().filter(|(at, _)| Some(*at) != place);
        let taken: BTreeSet<String> = others.flat_map(|(_, entry)| phrases(entry).map(folded)).collect();
        if let Some(phrase) = phrases(&entry).find(|phrase| taken.contains(&folded(phrase))) {
            return Err(phrase.to_string());
        }
        match place {
            Some(at) => self.entries[at] = entry,
            None => self.entries.push(entry),
        }
        Ok(())
    }
}

/// The canonical phrase of an entry and its variants.
pub fn phrases(entry: &Entry) -> impl Iterator<Item = &str> {
    std::iter::once(&entry.phrase)
        .chain(&entry.variants)
        .map(String::as_str)
}
