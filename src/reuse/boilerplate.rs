//! Boilerplate: wording that is common in the corpus.

use serde::{Deserialize, Serialize};

use crate::corpus::Document;
use crate::text::fold::fold_char;
use crate::text::ngrams::{Characters, hashes};

/// What counts as common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Han characters, or words of other scripts, in a row, punctuation passed over; 4 to 20. Smaller catches shorter stock phrases and
    /// takes mere topic words (疫情防控工作) for phrases; larger leaves only whole clauses. 8 is the shingle
    /// with which all-pairs reuse was measured on Chinese prose (recall 0.99 at precision 1.00).
    pub length: usize,
    /// Documents in which the run must stand; 2 and up. Smaller turns what a few documents borrowed from each
    /// other into boilerplate, larger asks for a habit of many. 4 is the two that are compared and two more:
    /// one more could be the source of both. Our choice.
    pub documents: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            length: 8,
            documents: 4,
        }
    }
}

/// Knows the common wording of a corpus: eight bytes for each common run of characters.
#[derive(Debug, Clone, Default)]
pub struct Boilerplate {
    length: usize,
    /// Hashes of the common runs, in order.
    common: Vec<u64>,
}

impl Boilerplate {
    /// Nothing is common: for two loose files without a corpus.
    pub fn none() -> Self {
        Boilerplate::default()
    }

    pub fn new(documents: &[Document], settings: Settings) -> Self {
        let length = settings.length.max(1);
        let mut all = Vec::new();
        for document in documents {
            let start = all.len();
            for block in &document.body {
                let words: Vec<u64> = Characters::new(&block.text).words().map(|(word, _)| word).collect();
                all.extend(hashes(&words, length));
            }
            // A run counts once a document.
            let mut own = all.split_off(start);
            own.sort_unstable();
            own.dedup();
            all.append(&mut own);
        }
        all.sort_unstable();
        let common = all
            .chunk_by(|a, b| a == b)
            .filter(|documents| documents.len() >= settings.documents)
            .map(|documents| documents[0])
            .collect();
        Boilerplate { length, common }
    }

    /// The runs of common wording in a text, in characters, end exclusive, from left to right. A run takes the
    /// punctuation that closes it with it.
    pub fn spans(&self, display: &str) -> Vec<(usize, usize)> {
        if self.common.is_empty() {
            return Vec::new();
        }
        let text = Characters::new(display);
        let (words, places): (Vec<u64>, Vec<_>) = text.words().unzip();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (at, hash) in hashes(&words, self.length).enumerate() {
            if self.common.binary_search(&hash).is_ok() {
                match runs.last_mut().filter(|(_, end)| *end >= at) {
                    Some((_, end)) => *end = at + self.length,
                    None => runs.push((at, at + self.length)),
                }
            }
        }
        let characters: Vec<char> = display.chars().collect();
        runs.into_iter()
            .map(|(start, end)| {
                let start = text.places[places[start].start];
                let end = text.places[places[end - 1].end - 1] + 1;
                let closing = characters[end..].iter().take_while(|c| closes(**c)).count();
                (start, end + closing)
            })
            .collect()
    }
}

/// Does this character end a clause?
fn closes(c: char) -> bool {
    fold_char(c).is_some_and(|c| matches!(c, ',' | '、' | '。' | ';' | ':' | '!' | '?' | '.'))
}
