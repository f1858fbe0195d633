//! Boilerplate: wording that is common in the corpus.

use serde::{Deserialize, Serialize};

use super::words::{Place, Stretch, Words, each, hashes};
use crate::corpus::Documents;
use crate::text::fold::fold_char;

/// What counts as common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Han characters, or words of other scripts, in a row, punctuation passed over; 4 to 20. Smaller catches shorter
    /// stock phrases and takes mere topic words for phrases; larger leaves only whole clauses. In the sample corpus,
    /// at 6 every third run is a topic or an office (市场监管部门, 疫情防控指挥部, 高速公路出口); at 8 all but three are
    /// wording (守土有责、守土负责、守土尽责; but 核酸检测阴性证明, 累计报告本土感染者, 党政主要负责同志); at 10 these
    /// three are gone, and so are pairs of four (联防联控、群防群治).
    pub length: usize,
    /// Documents in which the run must stand; 2 to 20. Smaller turns what a few documents borrowed from each other into
    /// boilerplate, larger asks for a habit of many. 4 is the two that are compared and two more: one more could be
    /// the source of both. In the sample corpus 3 adds to 4 what two versions of one speech have with a report on
    /// it, and 5 leaves three quarters of 4, without 宁可十防九空，不可失防万一.
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

/// Knows the common wording of a corpus: eight bytes for each common run of words.
#[derive(Debug, Clone, Default)]
pub struct Boilerplate {
    length: usize,
    /// Hashes of the common runs, in order.
    common: Vec<u64>,
}

/// The counters by which rare runs are left out, in bits, for each word of the corpus two or more, and these bounds.
const COUNTERS: std::ops::RangeInclusive<u32> = 12..=24;

impl Boilerplate {
    /// Nothing is common: for two loose files without a corpus.
    pub fn none() -> Self {
        Boilerplate::default()
    }

    pub fn new(documents: &(impl Documents + ?Sized), settings: Settings) -> Self {
        let length = settings.length.max(1);
        let mut words = Words::default();
        for (position, document) in documents.each().enumerate() {
            words.push(position, &document);
        }
        // Most runs are rare. They are counted in a table that has no room for their names, where some share a
        // counter: what is rare there is rare indeed, and only the rest is sorted.
        let bits = (2 * words.words.len() as u64)
            .max(1)
            .ilog2()
            .clamp(*COUNTERS.start(), *COUNTERS.end());
        let counter = |hash: u64| (hash >> (64 - bits)) as usize;
        let mut counters = vec![0u8; 1 << bits];
        let runs = |stretch: &Stretch| hashes(&words.words[stretch.start..stretch.end], length);
        for hash in words.stretches.iter().flat_map(runs) {
            let counter = &mut counters[counter(hash)];
            *counter = counter.saturating_add(1);
        }
        let least = settings.documents.min(usize::from(u8::MAX));
        let mut often: Vec<(u64, u32)> = Vec::new();
        for stretch in &words.stretches {
            let often_here = runs(stretch).filter(|&hash| usize::from(counters[counter(hash)]) >= least);
            often.extend(often_here.map(|hash| (hash, stretch.document as u32)));
        }
        often.sort_unstable();
        // A run counts once a document.
        often.dedup();
        let common = often
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|documents| documents.len() >= settings.documents)
            .map(|documents| documents[0].0)
            .collect();
        Boilerplate { length, common }
    }

    /// The runs of common wording in a text, in characters, end exclusive, from left to right. A run takes the
    /// punctuation that closes it with it.
    pub fn spans(&self, display: &str) -> Vec<(usize, usize)> {
        if self.common.is_empty() {
            return Vec::new();
        }
        let mut words: Vec<u32> = Vec::new();
        let mut places: Vec<Place> = Vec::new();
        each(display, |word, _, place| {
            words.push(word);
            places.push(place);
        });
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (at, hash) in hashes(&words, self.length).enumerate() {
            if self.common.binary_search(&hash).is_ok() {
                match runs.last_mut().filter(|(_, end)| *end >= at) {
                    Some((_, end)) => *end = at + self.length,
                    None => runs.push((at, at + self.length)),
                }
            }
        }
        // Where the characters have come to.
        let mut characters = display.chars().enumerate().peekable();
        runs.into_iter()
            .map(|(start, end)| {
                let (start, mut end) = (places[start].start as usize, places[end - 1].end as usize);
                while characters.next_if(|&(at, _)| at < end).is_some() {}
                while characters.next_if(|&(_, c)| closes(c)).is_some() {
                    end += 1;
                }
                (start, end)
            })
            .collect()
    }
}

/// Does this character end a clause?
fn closes(c: char) -> bool {
    fold_char(c).is_some_and(|c| matches!(c, ',' | '、' | '。' | ';' | ':' | '!' | '?' | '.'))
}
