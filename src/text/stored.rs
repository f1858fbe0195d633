//! The text of a document, kept once: folded as it is searched, with the changes that give back what is shown.
//!
//! The folded text is UTF-16, little-endian: two bytes for a Han character, where UTF-8 has three, and bytes are what
//! a search with SIMD reads. Folding changes one character in ten of a Chinese text, its commas and quotation marks,
//! and each takes a byte; in traditional script nearly every second one. So a text takes 0.7 of its UTF-8, in
//! traditional script 0.8. No character is lost, whatever it is.

use std::ops::Range;
use std::sync::OnceLock;

use super::fold::bare_char;
use super::units::BREAK;
use crate::corpus::{Document, Span};

/// The blocks of a document. Places are in units of the folded text, from the start of the document; spans are in
/// characters of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// The folded text in UTF-16, little-endian, a [`BREAK`] after each block.
    units: Box<[u8]>,
    /// For each block its first unit and the first byte of its changes.
    starts: Box<[(u32, u32)]>,
    /// What folding did, see [`Changes`].
    changes: Box<[u8]>,
}

impl Stored {
    /// Folds blocks of text.
    ///
    /// ```
    /// use tifa::text::stored::Stored;
    ///
    /// let stored = Stored::new(["「四方」責任", "Été"]);
    /// assert_eq!(stored.folded(0), "\"四方\"责任");
    /// assert_eq!(stored.folded(1), "ete");
    /// assert_eq!(stored.texts().collect::<Vec<_>>(), ["「四方」責任", "Été"]);
    /// ```
    pub fn new<'a>(blocks: impl IntoIterator<Item = &'a str>) -> Self {
        let mut folding = Folding::default();
        blocks.into_iter().for_each(|block| folding.add(block));
        Stored {
            units: folding.units.into_boxed_slice(),
            starts: folding.starts.into_boxed_slice(),
            changes: folding.changes.into_boxed_slice(),
        }
    }

    /// The blocks of a document.
    pub fn of(document: &Document) -> Self {
        Stored::new(document.body.iter().map(|block| block.text.as_str()))
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> usize {
        self.starts.len()
    }

    /// A block as it is shown; empty, if there is none of this number.
    pub fn block(&self, at: usize) -> String {
        let alphabet = Alphabet::get();
        let mut text = String::with_capacity(self.units(at).len() * 3);
        let mut folded = self.characters(at);
        for (gap, change) in self.changes(at) {
            text.extend(folded.by_ref().take(gap));
            match change {
                Change::Drop(c) => text.push(c),
                Change::Other(c) => {
                    folded.next();
                    text.push(c);
                }
                Change::From(rank) => text.extend(folded.next().map(|c| alphabet.origin(c, rank))),
            }
        }
        text.extend(folded);
        text
    }

    /// All blocks as they are shown.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        (0..self.blocks()).map(|at| self.block(at))
    }

    /// A block, folded.
    pub fn folded(&self, at: usize) -> String {
        self.characters(at).collect()
    }

    /// All of the folded text, two bytes a unit, a [`BREAK`] after each block.
    pub fn bytes(&self) -> &[u8] {
        &self.units
    }

    /// The units of a block, without the break.
    pub fn units(&self, at: usize) -> Range<usize> {
        let Some(&(start, _)) = self.starts.get(at) else {
            return 0..0;
        };
        let next = self.starts.get(at + 1).map(|&(next, _)| next as usize);
        start as usize..next.unwrap_or(self.units.len() / 2) - 1
    }

    /// The block in which a unit stands.
    pub fn block_of(&self, unit: usize) -> usize {
        let after = self.starts.partition_point(|&(start, _)| start as usize <= unit);
        after.saturating_sub(1)
    }

    /// What is shown of a run of units, which must not be empty, nor reach across a break.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let mut span = self.locate(std::iter::once(start..end));
        self.show(&mut span);
        span.pop().unwrap_or(Span { block: 0, start, end })
    }

    /// Runs of units, in their order, as spans of folded characters.
    pub fn locate(&self, places: impl IntoIterator<Item = Range<usize>>) -> Vec<Span> {
        // Characters are counted on from place to place, so that many places in one block cost no more than few.
        let (mut block, mut unit, mut character) = (0, 0, 0);
        let places = places.into_iter().map(|place| {
            let at = self.block_of(place.start);
            if at != block || place.start < unit {
                (block, unit, character) = (at, self.units(at).start, 0);
            }
            character += self.count(unit..place.start);
            unit = place.start;
            Span {
                block,
                start: character,
                end: character + self.count(place),
            }
        });
        places.collect()
    }

    /// Makes spans of folded characters, in reading order and none empty, spans of what is shown.
    pub fn show(&self, spans: &mut [Span]) {
        let (mut block, mut last) = (usize::MAX, 0);
        let mut start = Dropped::new(Changes(&[]));
        for span in spans {
            if span.block != block || span.start < last {
                start = Dropped::new(self.changes(span.block));
            }
            (block, last) = (span.block, span.start);
            span.start += start.until(span.start);
            span.end += start.clone().until(span.end - 1);
        }
    }

    /// Bytes of memory that it takes.
    pub fn size(&self) -> usize {
        size_of::<Self>() + self.units.len() + size_of_val(&*self.starts) + self.changes.len()
    }

    /// The characters of a run of units.
    fn count(&self, units: Range<usize>) -> usize {
        let bytes = self.units.get(2 * units.start..2 * units.end).unwrap_or_default();
        let is_first = |unit: &&[u8]| unit[1] & 0xfc != 0xdc;
        bytes.chunks_exact(2).filter(is_first).count()
    }

    fn characters(&self, block: usize) -> impl Iterator<Item = char> {
        let units = self.units(block);
        let bytes = self.units.get(2 * units.start..2 * units.end).unwrap_or_default();
        let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn changes(&self, block: usize) -> Changes<'_> {
        let start = |block: usize| self.starts.get(block).map(|&(_, change)| change as usize);
        let end = start(block + 1).unwrap_or(self.changes.len());
        Changes(start(block).map_or(&[], |start| &self.changes[start..end]))
    }
}

/// A [`Stored`] that is being made.
#[derive(Default)]
struct Folding {
    units: Vec<u8>,
    starts: Vec<(u32, u32)>,
    changes: Vec<u8>,
}

impl Folding {
    /// Folds a block. Never a part of what does so for all blocks: a browser makes a function fast between two calls of
    /// it.
    #[inline(never)]
    fn add(&mut self, block: &str) {
        let Folding { units, starts, changes } = self;
        let alphabet = Alphabet::get();
        let mut at = units.len();
        starts.push(((at / 2) as u32, changes.len() as u32));
        // A character has no more units than it has bytes in UTF-8, and what is left of this is a break.
        units.resize(at + 2 * block.len() + 2, 0);
        let mut put = |unit: u16| {
            [units[at], units[at + 1]] = unit.to_le_bytes();
            at += 2;
        };
        // Characters since the last change.
        let mut gap = 0;
        for c in block.chars() {
            let change = match alphabet.unit(c) {
                Some(BREAK) => Some(Change::Drop(c)),
                Some(unit) => {
                    put(unit);
                    let is_other = u32::from(unit) != u32::from(c);
                    is_other.then(|| alphabet.rank(c).map_or(Change::Other(c), Change::From))
                }
                // Of another plane.
                None => match bare_char(c) {
                    None => Some(Change::Drop(c)),
                    Some(folded) => {
                        folded.encode_utf16(&mut [0; 2]).iter().copied().for_each(&mut put);
                        (folded != c).then_some(Change::Other(c))
                    }
                },
            };
            gap += 1;
            if let Some(change) = change {
                write(changes, gap - 1, change);
                gap = 0;
            }
        }
        units.truncate(at + 2);
    }
}

/// What folding did at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// Of the characters that fold to the one that stands here it was the one of this number.
    From(u8),
    /// It was this one.
    Other(char),
    /// Before the character that stands here there was one that cannot be seen.
    Drop(char),
}

/// The changes of a block, each with the folded characters between the last one and it.
///
/// A byte has six bits for that distance and two for the number of a [`Change::From`]. Distances from [`FAR`] on go on
/// in a varint. [`LATER`] stands for all that has no room: a varint follows, `0` for a [`Change::Drop`], `1` for a
/// [`Change::Other`], both followed by the character, more for higher numbers.
#[derive(Clone, Copy)]
struct Changes<'a>(&'a [u8]);

/// The first distance that does not fit.
const FAR: usize = 63;

/// The first number that does not fit.
const LATER: u8 = 3;

fn write(changes: &mut Vec<u8>, gap: usize, change: Change) {
    let number = match change {
        Change::From(rank) if rank < LATER => rank,
        _ => LATER,
    };
    changes.push((gap.min(FAR) as u8) << 2 | number);
    if gap >= FAR {
        write_number(changes, (gap - FAR) as u32);
    }
    match change {
        Change::From(rank) if rank < LATER => {}
        Change::From(rank) => write_number(changes, u32::from(rank - LATER) + 2),
        Change::Drop(c) | Change::Other(c) => {
            write_number(changes, u32::from(matches!(change, Change::Other(_))));
            write_number(changes, u32::from(c));
        }
    }
}

/// Seven bits a byte, the lowest first, the highest bit set in all bytes but the last.
fn write_number(changes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        changes.push(number as u8 | 0x80);
        number >>= 7;
    }
    changes.push(number as u8);
}

impl Changes<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }
}

impl Iterator for Changes<'_> {
    type Item = (usize, Change);

    fn next(&mut self) -> Option<(usize, Change)> {
        let byte = self.byte()?;
        let mut gap = usize::from(byte >> 2);
        if gap == FAR {
            gap += self.number()? as usize;
        }
        let change = match byte & 3 {
            LATER => match self.number()? {
                0 => Change::Drop(char::from_u32(self.number()?)?),
                1 => Change::Other(char::from_u32(self.number()?)?),
                more => Change::From((more - 2) as u8 + LATER),
            },
            number => Change::From(number),
        };
        Some((gap, change))
    }
}

/// The characters of a block that folding dropped, on the way through its folded characters.
#[derive(Clone)]
struct Dropped<'a> {
    changes: Changes<'a>,
    /// The folded characters before the next change.
    passed: usize,
    /// The folded character before which the next dropped one stood.
    next: Option<usize>,
    count: usize,
}

impl<'a> Dropped<'a> {
    fn new(changes: Changes<'a>) -> Self {
        let mut dropped = Dropped {
            changes,
            passed: 0,
            next: None,
            count: 0,
        };
        dropped.look();
        dropped
    }

    fn look(&mut self) {
        self.next = None;
        for (gap, change) in self.changes.by_ref() {
            self.passed += gap;
            if let Change::Drop(_) = change {
                self.next = Some(self.passed);
                break;
            }
            self.passed += 1;
        }
    }

    /// How many were dropped before a folded character, which must not be before the last one asked for.
    fn until(&mut self, at: usize) -> usize {
        while self.next.is_some_and(|next| next <= at) {
            self.count += 1;
            self.look();
        }
        self.count
    }
}

/// The characters that are told by the lowest numbers among those that fold to the same: what a page is full of.
const COMMON: &str = "“”「」，：；　—";

/// How each character of the Basic Multilingual Plane folds, and what folds to it.
struct Alphabet {
    /// What each unit folds to: a [`BREAK`], if to none.
    folded: Box<[u16]>,
    /// The number of each unit among those that fold to another, and to the same one.
    ranks: Box<[u8]>,
    /// What a unit folds to and the unit, if they are not the same, in their order.
    origins: Vec<(u16, u16)>,
}

/// Stands for no number.
const UNRANKED: u8 = u8::MAX;

impl Alphabet {
    fn get() -> &'static Alphabet {
        static ALPHABET: OnceLock<Alphabet> = OnceLock::new();
        ALPHABET.get_or_init(Alphabet::new)
    }

    fn new() -> Alphabet {
        let units = (0..=u16::MAX).map(|unit| match char::from_u32(unit.into()) {
            // What folded to a character of another plane would be told as it is.
            Some(c) => bare_char(c).map_or(BREAK, |folded| u16::try_from(u32::from(folded)).unwrap_or(unit)),
            None => unit,
        });
        let folded: Box<[u16]> = units.collect();
        let common = |unit: u16| {
            let mut units = COMMON.encode_utf16();
            units.position(|common| common == unit).unwrap_or(usize::MAX)
        };
        let changed = (0..=u16::MAX)
            .zip(&folded)
            .filter(|&(unit, &folded)| folded != unit && folded != BREAK);
        let mut origins: Vec<(u16, u16)> = changed.map(|(unit, &folded)| (folded, unit)).collect();
        origins.sort_by_cached_key(|&(folded, unit)| (folded, common(unit), unit));
        let mut ranks = vec![UNRANKED; folded.len()].into_boxed_slice();
        for same in origins.chunk_by(|a, b| a.0 == b.0) {
            for (rank, &(_, unit)) in (0..UNRANKED).zip(same) {
                ranks[usize::from(unit)] = rank;
            }
        }
        Alphabet { folded, ranks, origins }
    }

    /// What a character of the Basic Multilingual Plane folds to; a [`BREAK`], if to none.
    fn unit(&self, c: char) -> Option<u16> {
        self.folded.get(c as usize).copied()
    }

    fn rank(&self, c: char) -> Option<u8> {
        self.ranks.get(c as usize).copied().filter(|rank| *rank != UNRANKED)
    }

    /// The character of this number among those that fold to this one.
    fn origin(&self, folded: char, rank: u8) -> char {
        let first = self
            .origins
            .partition_point(|&(of, _)| u32::from(of) < u32::from(folded));
        let origin = self.origins.get(first + usize::from(rank));
        origin
            .and_then(|&(_, unit)| char::from_u32(unit.into()))
            .unwrap_or(folded)
    }
}
