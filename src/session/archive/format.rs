//! What the shards of an archive hold, as both sides know it.
//!
//! | shard | holds |
//! |---|---|
//! | `head` | a [`Head`] |
//! | `texts-K` | documents as JSON, a line each, newest first through all of these shards |
//! | `cards-K` | [`CARDS`] [`Item`]s each, in the order of the documents |
//! | `column-FACET` | a [`Column`] |
//! | `order` | an [`Order`] |
//! | `starts` | for each document how many [`QUANTUM`]s its units take |
//! | `phrases` | the grams that are common and those that have a shard of their own: [`super::grams`] |
//! | `grams-K` | the lists of all other grams, by their hash |
//! | `gram-N` | one long list |
//!
//! Numbers are LEB128 ([`put`]); what has more structure is postcard. All of it is read by the program that lies
//! beside it, so that no shard tells a version of its own; the head does.

use serde::{Deserialize, Serialize};

use crate::session::library::Item;

/// Goes up with every change of the format.
pub const FORMAT: u32 = 1;

/// Documents of a `cards-K` shard: about 5 kB packed. More make a far row dearer, fewer make more files.
pub const CARDS: usize = 64;

/// Rows of the first screen, which lie in the head.
pub const FIRST: usize = 50;

/// Units by which the places of documents are counted: so that where each document starts costs half a byte in
/// `starts`. Larger ones leave more of the numbers unused.
pub const QUANTUM: u32 = 256;

/// What is known of an archive at first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    pub format: u32,
    /// The corpus as JSON, without its documents.
    pub outline: String,
    pub documents: usize,
    /// In characters, white space apart.
    pub characters: u64,
    /// How many documents each `texts-K` shard has.
    pub texts: Vec<u32>,
    /// Bytes of all `texts-K` shards as they are loaded.
    pub bytes: u64,
    /// `None` if the corpus is so small that all of it is loaded at once.
    pub index: Option<Directory>,
}

/// What is known of the index of an archive at first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Directory {
    /// The [`FIRST`] documents.
    pub first: Vec<Item>,
    /// For each facet, by its key, whether its column is small enough to be loaded for counting alone.
    pub columns: Vec<(String, bool)>,
    /// How often each value of each facet stands, the facets by their keys.
    pub counts: Vec<(String, Vec<(String, u32)>)>,
    /// There are two to the power of this many `grams-K` shards.
    pub bits: u32,
}

/// The values of one facet in all documents.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub values: Vec<String>,
    /// The lists of values that documents have.
    pub sets: Vec<Vec<u32>>,
    /// For each document the number of its list.
    pub documents: Vec<u32>,
}

/// What documents are sorted by, besides their date.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Runs of documents that have the same date: how many each. The last one is that of the undated.
    pub dates: Vec<u32>,
    /// Documents without a date; they are the last ones.
    pub undated: usize,
    /// Characters, white space apart.
    pub lengths: Vec<u32>,
    /// Marks of slogans.
    pub slogans: Vec<u32>,
    /// The rank of each title among all different ones.
    pub titles: Vec<u32>,
}

/// Puts a number at the end.
pub fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Bytes on the way to their end. What is not there is `None`.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

/// Puts places, which ascend, at the end: each by its distance from the one before, the first from `last`.
pub fn put_places(bytes: &mut Vec<u8>, places: impl IntoIterator<Item = u32>, mut last: u32) {
    for place in places {
        put(bytes, u64::from(place - last));
        last = place;
    }
}

/// Places that [`put_places`] put there; `None` if there are others.
pub fn places(list: &[u8]) -> Option<Vec<u32>> {
    let mut bytes = Bytes(list);
    let mut places = Vec::with_capacity(list.len() / 2);
    let mut last = 0u32;
    while !bytes.is_empty() {
        last = last.checked_add(u32::try_from(bytes.number()?).ok()?)?;
        places.push(last);
    }
    Some(places)
}

/// Puts how often something stands in documents, which ascend: mostly one byte for each.
pub fn put_counts(bytes: &mut Vec<u8>, counts: impl IntoIterator<Item = (u32, u32)>, mut last: u32) {
    for (document, count) in counts {
        put(
            bytes,
            u64::from(document - last) << 2 | u64::from(count.clamp(1, 4) - 1),
        );
        if count >= 4 {
            put(bytes, u64::from(count - 4));
        }
        last = document;
    }
}

/// Counts that [`put_counts`] put there; `None` if there are others.
pub fn counts(list: &[u8]) -> Option<Vec<(u32, u32)>> {
    let mut bytes = Bytes(list);
    let mut counts = Vec::with_capacity(list.len());
    let mut last = 0u32;
    while !bytes.is_empty() {
        let number = bytes.number()?;
        last = last.checked_add(u32::try_from(number >> 2).ok()?)?;
        let count = match (number & 3) as u32 + 1 {
            4 => u32::try_from(bytes.number()?).ok()?.checked_add(4)?,
            count => count,
        };
        counts.push((last, count));
    }
    Some(counts)
}
