//! All slogans of a lexicon, found in one pass over a text.

use std::collections::BTreeMap;

use daachorse::charwise::CharwiseDoubleArrayAhoCorasick;

use super::Lexicon;
use crate::text::fold::{SEPARATOR, View, fold, fold_phrase};

/// One use of a slogan in a text: characters of the display text, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Index into the lexicon's entries.
    pub entry: usize,
    pub start: usize,
    pub end: usize,
}

/// Finds the slogans of a lexicon.
pub struct Matcher {
    /// `None` for an empty lexicon.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl Matcher {
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut patterns: BTreeMap<String, u32> = BTreeMap::new();
        for (i, entry) in lexicon.entries.iter().enumerate() {
            for phrase in std::iter::once(&entry.phrase).chain(&entry.variants) {
                let folded = fold_phrase(phrase, View::Slogan);
                // The halves of a Chinese slogan may follow each other with nothing between them.
                if !folded.is_ascii() && folded.contains(SEPARATOR) {
                    patterns.entry(folded.replace(SEPARATOR, "")).or_insert(i as u32);
                }
                patterns.insert(folded, i as u32);
            }
        }
        patterns.remove("");
        Matcher {
            automaton: CharwiseDoubleArrayAhoCorasick::with_values(patterns).ok(),
        }
    }

    /// The slogans of a text from left to right, none overlapping another: of two that start at one place the
    /// longer is taken.
    pub fn find(&self, display: &str) -> Vec<Occurrence> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let folded = fold(display, View::Slogan);
        let mut found: Vec<(usize, usize, u32)> = automaton
            .find_overlapping_iter(&folded.text)
            .map(|found| (found.start(), found.end(), found.value()))
            .filter(|&(start, end, _)| is_whole(&folded.text, start, end))
            .collect();
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        let mut taken = 0;
        found.retain(|&(start, end, _)| {
            let is_free = start >= taken;
            if is_free {
                taken = end;
            }
            is_free
        });
        found
            .into_iter()
            .map(|(start, end, entry)| {
                let (start, end) = folded.span(start, end);
                Occurrence {
                    entry: entry as usize,
                    start,
                    end,
                }
            })
            .collect()
    }
}

/// A match that begins or ends with a Latin letter or a digit must not stand inside a longer word.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let joins = |at: usize| at > 0 && is_word(bytes.get(at - 1)) && is_word(bytes.get(at));
    !joins(start) && !joins(end)
}
