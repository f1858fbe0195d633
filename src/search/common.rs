//! How often the pairs of characters that nearly all documents have stand in each of them: no signature denies these, and
//! all texts would have to be read.

use std::collections::{BTreeMap, BTreeSet};

use super::signatures::{ROWS, row};
use crate::text::stored::Stored;
use crate::text::units::BREAK;

/// Documents of which the common pairs are taken: the first ones.
const SAMPLE: usize = 64;

/// A pair is common if one of so many documents of the sample has it.
const SHARE: usize = 4;

/// The most pairs, each of which takes a byte a document.
const PAIRS: usize = 512;

/// More than is counted: it has to be looked up.
const MANY: u8 = u8::MAX;

/// Stands for no pair.
const NONE: u16 = u16::MAX;

type Pair = [u16; 2];

/// The counts of common pairs, once there are documents enough to tell which are common.
#[derive(Default)]
pub struct Common {
    pairs: Vec<Pair>,
    /// The number of the pair for each row of a signature; no two pairs of one row are counted.
    by_row: Box<[u16]>,
    /// For each document how often it has each pair.
    counts: Vec<Box<[u8]>>,
}

impl Common {
    /// Takes the common pairs of documents, if there are enough and it is not done.
    pub fn choose(&mut self, texts: &[Stored]) {
        if texts.len() < SAMPLE || !self.pairs.is_empty() {
            return;
        }
        let mut having: BTreeMap<Pair, usize> = BTreeMap::new();
        for text in &texts[..SAMPLE] {
            let pairs: BTreeSet<Pair> = pairs(text).collect();
            pairs.into_iter().for_each(|pair| *having.entry(pair).or_default() += 1);
        }
        // Of a character that is doubled three in a row would be two pairs, and one hit.
        having.retain(|[first, second], having| first != second && *having * SHARE >= SAMPLE);
        let mut having: Vec<(Pair, usize)> = having.into_iter().collect();
        having.sort_by_key(|(_, having)| std::cmp::Reverse(*having));
        self.by_row = vec![NONE; 1 << ROWS].into();
        for (pair, _) in having.into_iter().take(PAIRS) {
            let number = &mut self.by_row[row(pair)];
            if *number == NONE {
                *number = self.pairs.len() as u16;
                self.pairs.push(pair);
            }
        }
        self.counts = texts.iter().map(|text| self.count(text)).collect();
    }

    /// Counts a document that stands before another one, or behind the last.
    pub fn insert(&mut self, at: usize, text: &Stored) {
        if !self.pairs.is_empty() {
            let counts = self.count(text);
            self.counts.insert(at, counts);
        }
    }

    pub fn remove(&mut self, at: usize) {
        if !self.pairs.is_empty() {
            self.counts.remove(at);
        }
    }

    /// The number of a phrase in UTF-16, little-endian, if it is a common pair.
    pub fn number(&self, phrase: &[u8]) -> Option<usize> {
        let &[a, b, c, d] = phrase else { return None };
        let pair = [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])];
        let number = usize::from(*self.by_row.get(row(pair))?);
        self.pairs.get(number).filter(|known| **known == pair).map(|_| number)
    }

    /// How often a document has the pair of this number, if it is known.
    pub fn of(&self, document: usize, number: usize) -> Option<usize> {
        let count = self.counts[document][number];
        (count != MANY).then_some(usize::from(count))
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        self.counts
            .iter()
            .map(|counts| size_of_val(counts) + counts.len())
            .sum()
    }

    /// Never a part of what does so for all documents: a browser makes a function fast between two calls of it.
    #[inline(never)]
    fn count(&self, text: &Stored) -> Box<[u8]> {
        let mut counts = vec![0u8; self.pairs.len()];
        for pair in pairs(text) {
            let number = usize::from(self.by_row[row(pair)]);
            if self.pairs.get(number) == Some(&pair) {
                counts[number] = counts[number].saturating_add(1);
            }
        }
        counts.into()
    }
}

/// The pairs of neighbouring units of a text.
pub(super) fn pairs(text: &Stored) -> impl Iterator<Item = Pair> {
    let mut last = BREAK;
    let pairs = text.bytes().chunks_exact(2).map(move |unit| {
        let unit = u16::from_le_bytes([unit[0], unit[1]]);
        [std::mem::replace(&mut last, unit), unit]
    });
    pairs.filter(|pair| !pair.contains(&BREAK))
}
