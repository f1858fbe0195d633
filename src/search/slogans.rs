//! Where the slogans stand that a query names.

use super::Hits;
use crate::lexicon::{Lexicon, Occurrence};
use crate::text::fold::{View, fold_phrase};

/// The uses of the slogan with this phrase, or, if there is none, of all whose phrase has this text in it, folded as
/// slogans are; in each of some documents by what was found there.
pub fn uses<'a>(text: &str, lexicon: &Lexicon, found: impl Iterator<Item = &'a [Occurrence]>) -> Vec<Hits> {
    let phrases = lexicon
        .entries
        .iter()
        .map(|entry| fold_phrase(&entry.phrase, View::Slogan));
    let phrases: Vec<String> = phrases.collect();
    let is_name = phrases.iter().any(|phrase| phrase == text);
    let is_meant: Vec<bool> = phrases
        .iter()
        .map(|phrase| if is_name { phrase == text } else { phrase.contains(text) })
        .collect();
    let hits = found.enumerate().map(|(document, found)| {
        let uses = found.iter().filter(|found| !found.repeats && is_meant[found.entry]);
        let mut spans: Vec<_> = uses.map(|found| found.span).collect();
        // One place may be a use of two slogans.
        spans.dedup();
        Hits { document, spans }
    });
    hits.filter(|hits| !hits.spans.is_empty()).collect()
}
