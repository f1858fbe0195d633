//! Which documents may have a phrase, told without reading them.
//!
//! A document sets a bit for each pair of neighbouring units in it, by their hash. Sixty-four documents share a table:
//! a row for each hash, with a bit for each document. So what all pairs of a phrase have in common is found for
//! sixty-four documents with a few words of memory. What a signature lets through is read; it never denies a document
//! that has the phrase. Of the pairs that are [common](super::common) no bits are set: it is known how often they are
//! there.

use super::common::{Common, Pair, SAMPLE, pairs};
use crate::text::stored::Stored;

/// Rows of a table, as a power of two: two kilobytes a document. A speech of 2,500 characters sets one bit in seven;
/// of ten times the length, three of four, and then only long phrases are denied.
pub const ROWS: u32 = 14;

/// The most pairs of a phrase that are asked for. Each lets through one speech in seven that has it not, so that more
/// than these eight would deny hardly anything that these do not.
const PAIRS: usize = 8;

/// A common pair stands in a document so often or more: how often, the text tells. Less is told by half a byte.
const MANY: u8 = 15;

/// The signatures of documents.
#[derive(Default)]
pub struct Signatures {
    tables: Vec<Table>,
    /// For each document the bit that is its own, counted through all tables.
    columns: Vec<usize>,
    /// Those that are no document's any more; they are blank.
    free: Vec<usize>,
    common: Common,
    /// For each document how often it has each of the common pairs, two in a byte.
    counts: Vec<Box<[u8]>>,
}

/// The signatures of sixty-four documents.
pub struct Table(Box<[u64]>);

impl Signatures {
    /// Adds a document before another one, or behind the last.
    pub fn insert(&mut self, at: usize, text: &Stored) {
        // All others are taken.
        let column = self.free.pop().unwrap_or(self.columns.len());
        self.columns.insert(at, column);
        if column / 64 == self.tables.len() {
            self.tables.push(Table(vec![0; 1 << ROWS].into_boxed_slice()));
        }
        let counts = self.tables[column / 64].sign(1 << (column % 64), text, &self.common);
        self.counts.insert(at, counts);
    }

    /// With the first documents it can be told which pairs are common.
    pub fn learn(&mut self, texts: &[Stored]) {
        if texts.len() == SAMPLE && self.common.len() == 0 {
            *self = Signatures {
                common: Common::of(texts),
                ..Signatures::default()
            };
            texts.iter().enumerate().for_each(|(at, text)| self.insert(at, text));
        }
    }

    pub fn remove(&mut self, at: usize) {
        let column = self.columns.remove(at);
        let rows = self.tables[column / 64].0.iter_mut();
        rows.for_each(|row| *row &= !(1 << (column % 64)));
        self.free.push(column);
        self.counts.remove(at);
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        let tables = self.tables.iter().map(|table| size_of_val(&*table.0));
        tables.chain(self.counts.iter().map(|counts| counts.len())).sum()
    }

    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Is this document one of those, told for each table?
    pub fn is_among(&self, some: &[u64], document: usize) -> bool {
        let column = self.columns[document];
        some[column / 64] >> (column % 64) & 1 == 1
    }

    /// The rows that the signature of a text has if a phrase is in it, in UTF-16, little-endian: of a long phrase some,
    /// from its start to its end.
    pub fn rows(&self, phrase: &[u8]) -> Vec<usize> {
        let rows = pairs(phrase).map(|pair| (pair, row(pair)));
        let rare = rows.filter(|(pair, row)| self.common.number(*pair, *row).is_none());
        let rare: Vec<usize> = rare.map(|(_, row)| row).collect();
        let step = rare.len().div_ceil(PAIRS).max(1);
        rare.into_iter().step_by(step).collect()
    }

    /// The number of a phrase, if it is a common pair and nothing else.
    pub fn common(&self, phrase: &[u8]) -> Option<usize> {
        let pair = pairs(phrase).next().filter(|_| phrase.len() == size_of::<Pair>())?;
        self.common.number(pair, row(pair))
    }

    /// How often a document has the common pair of this number, as far as it was counted.
    pub fn count(&self, document: usize, number: usize) -> Option<usize> {
        let two = self.counts[document][number / 2];
        let count = if number.is_multiple_of(2) { two & MANY } else { two >> 4 };
        (count != MANY).then_some(usize::from(count))
    }
}

impl Table {
    /// Sets a bit for each pair of a text that is not common, and counts the others. Never a part of what does so for
    /// all documents: a browser makes a function fast between two calls of it.
    #[inline(never)]
    fn sign(&mut self, bit: u64, text: &Stored, common: &Common) -> Box<[u8]> {
        let mut counts = vec![0u8; common.len()];
        for pair in pairs(text.bytes()) {
            let row = row(pair);
            match common.number(pair, row) {
                Some(number) => counts[number] = MANY.min(counts[number] + 1),
                None => self.0[row] |= bit,
            }
        }
        let halves = |two: &[u8]| two[0] | two.get(1).map_or(0, |second| second << 4);
        counts.chunks(2).map(halves).collect()
    }

    /// The documents that have these rows.
    pub fn having(&self, rows: &[usize]) -> u64 {
        rows.iter().fold(!0, |all, &row| all & self.0[row])
    }
}

/// The row of a pair.
pub fn row([first, second]: Pair) -> usize {
    let pair = u32::from(first) << 16 | u32::from(second);
    // Multiplied by the golden ratio of the range, as Knuth does, of which the upper bits depend on all of the pair.
    (pair.wrapping_mul(0x9e37_79b1) >> (u32::BITS - ROWS)) as usize
}
