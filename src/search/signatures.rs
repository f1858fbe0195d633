//! Which documents may have a phrase, told without reading them.
//!
//! A document sets a bit for each pair of neighbouring units in it, by their hash. Sixty-four documents share a table:
//! a row for each hash, with a bit for each document. So what all pairs of a phrase have in common is found for
//! sixty-four documents with a few words of memory. What a signature lets through is read; it never denies a document
//! that has the phrase.

use super::common::pairs;
use crate::text::stored::Stored;

/// Rows of a table, as a power of two: two kilobytes a document. A speech of 2,500 characters sets one bit in seven;
/// of ten times the length, three of four, and then only long phrases are denied.
pub const ROWS: u32 = 14;

/// The most pairs of a phrase that are asked for. Each lets through one speech in seven that has it not, so that more
/// than these eight would deny hardly anything that these do not.
const PAIRS: usize = 8;

/// The signatures of documents.
#[derive(Default)]
pub struct Signatures {
    tables: Vec<Table>,
    /// For each document the bit that is its own, counted through all tables.
    columns: Vec<usize>,
    /// Those that are no document's any more; they are blank.
    free: Vec<usize>,
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
        self.tables[column / 64].sign(1 << (column % 64), text);
    }

    pub fn remove(&mut self, at: usize) {
        let column = self.columns.remove(at);
        let rows = self.tables[column / 64].0.iter_mut();
        rows.for_each(|row| *row &= !(1 << (column % 64)));
        self.free.push(column);
    }

    /// Bytes of memory.
    pub fn size(&self) -> usize {
        self.tables.iter().map(|table| size_of_val(&*table.0)).sum()
    }

    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Is this document one of those, told for each table?
    pub fn is_among(&self, some: &[u64], document: usize) -> bool {
        let column = self.columns[document];
        some[column / 64] >> (column % 64) & 1 == 1
    }
}

impl Table {
    /// Sets a bit for each pair of a text. Never a part of what does so for all documents: a browser makes a function
    /// fast between two calls of it.
    #[inline(never)]
    fn sign(&mut self, bit: u64, text: &Stored) {
        pairs(text).for_each(|pair| self.0[row(pair)] |= bit);
    }

    /// The documents that have these rows.
    pub fn having(&self, rows: &[usize]) -> u64 {
        rows.iter().fold(!0, |all, &row| all & self.0[row])
    }
}

/// The rows of a phrase, in UTF-16, little-endian; of a long one some, from its start to its end.
pub fn rows(phrase: &[u8]) -> Vec<usize> {
    let units: Vec<u16> = phrase
        .chunks_exact(2)
        .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
        .collect();
    let step = units.len().div_ceil(PAIRS).max(1);
    units
        .windows(2)
        .step_by(step)
        .map(|pair| row([pair[0], pair[1]]))
        .collect()
}

/// The row of a pair.
pub fn row([first, second]: [u16; 2]) -> usize {
    let pair = u32::from(first) << 16 | u32::from(second);
    // Multiplied by the golden ratio of the range, as Knuth does, of which the upper bits depend on all of the pair.
    (pair.wrapping_mul(0x9e37_79b1) >> (u32::BITS - ROWS)) as usize
}
