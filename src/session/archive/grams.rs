//! The index of an archive: where grams stand, short runs of units of the folded text.
//!
//! A gram that stands at most so many times ([`super::write::Limits::common`]) is *rare*; its list tells each of its
//! places. One that stands more often is *common*: its list tells for each document only how often it stands there,
//! and its places are those of the longer grams around it. All single units are common. So each place of a text is in
//! the list of the shortest rare gram that starts there, and of the shortest that ends there; no list that tells
//! places is long, and however common a phrase is, either one list of counts answers it, or it is covered by rare grams,
//! whose lists are intersected. Nothing has to be read of the texts.
//!
//! Every run in a common gram is common too. No gram is longer than [`LONGEST`]; those of this length count as rare.

use super::format::{Bytes, QUANTUM};
use crate::corpus::Document;
use crate::text::stored::Stored;

/// Units of the longest gram. Longer ones make phrases that half of the documents have cheaper, and the index larger.
pub const LONGEST: usize = 8;

/// A text as it is indexed: the folded blocks in units of UTF-16, a break after each.
pub fn units(document: &Document) -> Vec<u16> {
    let stored = Stored::of(document);
    let units = stored.bytes().chunks_exact(2);
    units.map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect()
}

/// A hash that a gram and one more unit give.
pub fn extend(hash: u64, unit: u16) -> u64 {
    let mixed = (hash ^ u64::from(unit)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The hash of a gram. Its first bits say in which shard its list is.
pub fn hash(gram: &[u16]) -> u64 {
    finish(gram.iter().fold(0, |hash, unit| extend(hash, *unit)))
}

/// The hash of a gram from what [`extend`] gave.
pub fn finish(hash: u64) -> u64 {
    hash.wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// The number that the first bits of a hash give.
pub fn first_bits(hash: u64, bits: u32) -> usize {
    hash.checked_shr(64 - bits).unwrap_or(0) as usize
}

/// How a phrase is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// By the counts of the phrase itself.
    Counts,
    /// By rare grams: where each starts in the phrase, and its length.
    Places(Vec<(usize, usize)>),
}

/// Covers a phrase that is not empty.
pub fn cover(phrase: &[u16], is_common: impl Fn(&[u16]) -> bool) -> Cover {
    let is_common = |gram: &[u16]| gram.len() < LONGEST && (gram.len() == 1 || is_common(gram));
    if is_common(phrase) {
        return Cover::Counts;
    }
    let mut grams = Vec::new();
    let mut at = 0;
    while at < phrase.len() {
        let rest = &phrase[at..];
        let rare = (2..=rest.len()).find(|length| !is_common(&rest[..*length]));
        if let Some(length) = rare {
            grams.push((at, length));
            at += length;
            continue;
        }
        // What is left is common: the shortest rare gram that ends where the phrase does has it in it.
        let start = (0..at).rev().find(|start| !is_common(&phrase[*start..]));
        grams.push((start.unwrap_or(0), phrase.len() - start.unwrap_or(0)));
        break;
    }
    Cover::Places(grams)
}

/// How often something of so many units stands in each document, without overlapping itself, by its places, which
/// ascend, and by where the documents start, in [`QUANTUM`]s.
pub fn counted(places: impl IntoIterator<Item = u32>, length: u32, starts: &[u32]) -> Vec<(u32, u32)> {
    let mut counts: Vec<(u32, u32)> = Vec::new();
    let (mut free, mut end) = (0, 0);
    for place in places {
        if place >= end {
            let after = starts.partition_point(|start| *start <= place / QUANTUM);
            end = starts
                .get(after)
                .map_or(u32::MAX, |start| start.saturating_mul(QUANTUM));
            counts.push((after.saturating_sub(1) as u32, 0));
            free = place;
        }
        if let Some((_, count)) = counts.last_mut().filter(|_| place >= free) {
            *count += 1;
            free = place.saturating_add(length);
        }
    }
    counts
}

/// Puts the key of a list: the length of a gram and what is said of it, then its units.
pub fn put_gram(bytes: &mut Vec<u8>, gram: &[u16], signs: u8) {
    bytes.push(gram.len() as u8 | signs);
    bytes.extend(gram.iter().flat_map(|unit| unit.to_le_bytes()));
}

/// The next gram, and what is said of it.
pub fn take_gram(bytes: &mut Bytes) -> Option<(Vec<u16>, u8)> {
    let first = bytes.take(1)?[0];
    let length = usize::from(first & LENGTH);
    if length == 0 || length > LONGEST {
        return None;
    }
    let units = bytes.take(2 * length)?.chunks_exact(2);
    Some((
        units.map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect(),
        first & !LENGTH,
    ))
}

/// The bits of the first byte of a gram that are its length.
const LENGTH: u8 = 0x0f;

/// The gram is common: its list is one of counts.
pub const COMMON: u8 = 0x80;

/// The list is a shard of its own.
pub const OWN: u8 = 0x40;

/// The list of a gram in a `grams-K` shard: empty if it stands nowhere, `None` if the shard is damaged.
pub fn list<'a>(shard: &'a [u8], gram: &[u16]) -> Option<&'a [u8]> {
    let mut bytes = Bytes(shard);
    while !bytes.is_empty() {
        let (found, _) = take_gram(&mut bytes)?;
        let length = usize::try_from(bytes.number()?).ok()?;
        let list = bytes.take(length)?;
        if found == gram {
            return Some(list);
        }
    }
    Some(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, common: &[&str], expected: Cover) {
        let phrase: Vec<u16> = phrase.encode_utf16().collect();
        let common: Vec<Vec<u16>> = common.iter().map(|gram| gram.encode_utf16().collect()).collect();
        assert_eq!(
            cover(&phrase, |gram| common.iter().any(|known| known == gram)),
            expected
        );
    }

    #[test]
    fn a_phrase_is_covered_by_rare_grams() {
        check("a", &[], Cover::Counts);
        check("ab", &["ab"], Cover::Counts);
        check("ab", &[], Cover::Places(vec![(0, 2)]));
        check("abcd", &[], Cover::Places(vec![(0, 2), (2, 2)]));
        check("abc", &[], Cover::Places(vec![(0, 2), (1, 2)]));
        check("abcd", &["ab", "bc", "cd"], Cover::Places(vec![(0, 3), (1, 3)]));
        check("abcd", &["ab", "bc", "cd", "abc", "bcd"], Cover::Places(vec![(0, 4)]));
        check("abcde", &["cd", "de", "cde"], Cover::Places(vec![(0, 2), (1, 4)]));
        check(
            "aaaaaaaaaa",
            &["aa", "aaa", "aaaa", "aaaaa", "aaaaaa", "aaaaaaa"],
            Cover::Places(vec![(0, 8), (2, 8)]),
        );
    }
}
