//! The pairs of characters that many documents have. That a document has one says next to nothing, and to look for one
//! would mean to read nearly all texts: so it is counted how often each document has it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::signatures::{ROWS, row};
use crate::text::stored::Stored;
use crate::text::units::BREAK;

/// Documents by which it is told which pairs are common: the first ones.
pub const SAMPLE: usize = 64;

/// A pair is common if one of so many documents of the sample has it.
const SHARE: usize = 4;

/// The most pairs, of which two take a byte a document.
const PAIRS: usize = 1536;

/// Two neighbouring units of a text.
pub type Pair = [u16; 2];

/// The pairs that are common, by their numbers.
#[derive(Default)]
pub struct Common {
    /// In the order of their rows in a signature.
    pairs: Vec<Pair>,
    /// For each row the number of its first pair, and the end.
    starts: Vec<u16>,
}

impl Common {
    /// Those of the first documents, which must be as many as the [`SAMPLE`].
    pub fn of(texts: &[Stored]) -> Self {
        let mut having: BTreeMap<Pair, usize> = BTreeMap::new();
        for text in texts {
            let pairs: BTreeSet<Pair> = pairs(text.bytes()).collect();
            pairs.into_iter().for_each(|pair| *having.entry(pair).or_default() += 1);
        }
        // Of a character that is doubled three in a row would be two pairs, and one hit.
        having.retain(|[first, second], having| first != second && *having * SHARE >= SAMPLE);
        let mut having: Vec<(Pair, usize)> = having.into_iter().collect();
        having.sort_by_key(|(_, having)| Reverse(*having));
        let mut pairs: Vec<Pair> = having.into_iter().take(PAIRS).map(|(pair, _)| pair).collect();
        pairs.sort_by_key(|pair| row(*pair));
        let start = |at: usize| pairs.partition_point(|pair| row(*pair) < at) as u16;
        let starts = (0..=1 << ROWS).map(start).collect();
        Common { pairs, starts }
    }

    /// The number of a pair in this row.
    pub fn number(&self, pair: Pair, row: usize) -> Option<usize> {
        let (start, end) = (*self.starts.get(row)?, *self.starts.get(row + 1)?);
        (start..end).map(usize::from).find(|number| self.pairs[*number] == pair)
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }
}

/// The pairs of a text in UTF-16, little-endian, in which breaks have no part.
pub fn pairs(text: &[u8]) -> impl Iterator<Item = Pair> {
    let mut last = BREAK;
    let pairs = text.chunks_exact(2).map(move |unit| {
        let unit = u16::from_le_bytes([unit[0], unit[1]]);
        [std::mem::replace(&mut last, unit), unit]
    });
    pairs.filter(|pair| !pair.contains(&BREAK))
}
