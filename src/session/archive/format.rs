//! What the shards of an archive hold, as both sides know it.
//!
//! | shard | holds |
//! |---|---|
//! | `head` | a [`Head`] |
//! | `texts-K` | documents as JSON, a line each, newest first through all of these shards |
//! | `cards-K` | [`CARDS`] [`Item`]s each, in the order of the documents |
//! | `column-FACT` | a [`Column`], for each [`Fact`] |
//! | `ids-K` | the ids of documents with their numbers, by their hash |
//! | `slogans` | for each slogan in use its phrase, its category, and how it is used |
//! | `uses-N` | the documents that use the slogan of this number there, with how often |
//! | `starts` | for each document how many [`QUANTUM`]s its units take |
//! | `phrases` | the grams that are common and those that have a shard of their own: [`super::grams`] |
//! | `grams-K` | the lists of all other grams, by their hash |
//! | `gram-N` | one long list |
//!
//! Numbers are LEB128 ([`put`]); what has more structure is postcard. All of it is read by the program that lies
//! beside it, so that no shard tells a version of its own; the head does.

use serde::{Deserialize, Serialize};

use crate::corpus::{Document, Genre, Level, Speaker};
use crate::session::library::{FacetView, Item};
use crate::session::protocol::Use;

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
    /// What all documents can be filtered by.
    pub facets: Vec<FacetView>,
    /// There are two to the power of this many `grams-K` shards.
    pub bits: u32,
}

/// What is known of documents without their cards: to filter, count and sort all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fact {
    /// Of the event, and of publication.
    Dates,
    Place,
    Level,
    Genre,
    Lang,
    Imported,
    Issuer,
    /// Names, each with the role behind it.
    Speakers,
    Title,
    /// Characters, white space apart.
    Length,
    /// Marks of slogans.
    Marks,
}

impl Fact {
    pub const ALL: [Fact; 11] = [
        Fact::Dates,
        Fact::Place,
        Fact::Level,
        Fact::Genre,
        Fact::Lang,
        Fact::Imported,
        Fact::Issuer,
        Fact::Speakers,
        Fact::Title,
        Fact::Length,
        Fact::Marks,
    ];

    /// Those of which a few bits a document suffice: their columns are loaded whenever something is counted.
    pub const SMALL: [Fact; 6] = [
        Fact::Dates,
        Fact::Place,
        Fact::Level,
        Fact::Genre,
        Fact::Lang,
        Fact::Imported,
    ];

    /// Its name in that of its shard.
    pub fn key(self) -> &'static str {
        match self {
            Fact::Dates => "dates",
            Fact::Place => "place",
            Fact::Level => "level",
            Fact::Genre => "genre",
            Fact::Lang => "lang",
            Fact::Imported => "imported",
            Fact::Issuer => "issuer",
            Fact::Speakers => "speakers",
            Fact::Title => "title",
            Fact::Length => "length",
            Fact::Marks => "marks",
        }
    }

    /// What a document, which a list shows so, has of it.
    pub fn of(self, document: &Document, item: &Item) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let some = |value: &Option<String>| value.iter().cloned().collect();
        match self {
            Fact::Dates => vec![text(&document.date), text(&document.published)],
            Fact::Place => document.place.clone(),
            Fact::Level => document.level.iter().map(|level| level.key().to_string()).collect(),
            Fact::Genre => document.genre.iter().map(|genre| genre.key().to_string()).collect(),
            Fact::Lang => some(&document.lang),
            Fact::Imported => some(&document.imported),
            Fact::Issuer => some(&document.issuer),
            Fact::Speakers => {
                let speakers = document.speakers.iter();
                speakers
                    .flat_map(|speaker| [speaker.name.clone(), text(&speaker.role)])
                    .collect()
            }
            Fact::Title => vec![document.title.clone()],
            Fact::Length => vec![item.card.length.to_string()],
            Fact::Marks => vec![item.slogans.to_string()],
        }
    }

    /// Gives a document what another had of it. What is counted has no place in a document.
    pub fn give(self, values: &[&str], document: &mut Document) {
        let at = |at: usize| {
            values
                .get(at)
                .filter(|value| !value.is_empty())
                .map(|value| value.to_string())
        };
        match self {
            Fact::Dates => (document.date, document.published) = (at(0), at(1)),
            Fact::Place => document.place = values.iter().map(|name| name.to_string()).collect(),
            Fact::Level => document.level = Level::ALL.into_iter().find(|level| values.contains(&level.key())),
            Fact::Genre => {
                let all = [Genre::Speech, Genre::Report, Genre::Notice, Genre::Minutes];
                document.genre = all.into_iter().find(|genre| values.contains(&genre.key()));
            }
            Fact::Lang => document.lang = values.first().map(|value| value.to_string()),
            Fact::Imported => document.imported = values.first().map(|value| value.to_string()),
            Fact::Issuer => document.issuer = values.first().map(|value| value.to_string()),
            Fact::Speakers => {
                let speaker = |pair: &[&str]| Speaker {
                    name: pair[0].to_string(),
                    role: pair.get(1).filter(|role| !role.is_empty()).map(|role| role.to_string()),
                };
                document.speakers = values.chunks(2).map(speaker).collect();
            }
            Fact::Title => document.title = at(0).unwrap_or_default(),
            Fact::Length | Fact::Marks => {}
        }
    }
}

/// A slogan that documents use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slogan {
    pub phrase: String,
    pub category: String,
    pub used: Use,
}

/// A fact of all documents.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub values: Vec<String>,
    /// The lists of values that documents have.
    pub sets: Vec<Vec<u32>>,
    /// For each document the number of its list.
    pub documents: Vec<u32>,
}

impl Column {
    /// What a document has; nothing, if the column does not know it.
    pub fn of(&self, document: usize) -> Vec<&str> {
        let set = self
            .documents
            .get(document)
            .and_then(|set| self.sets.get(*set as usize));
        let values = set.into_iter().flatten();
        values
            .filter_map(|at| self.values.get(*at as usize))
            .map(String::as_str)
            .collect()
    }
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
