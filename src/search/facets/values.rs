//! What documents are filtered by, as numbers: a word is kept once for all documents that have it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Facet;
use crate::corpus::{Document, edtf};
use crate::lexicon::Occurrence;
use crate::search::query::{Days, days};
use crate::text::fold::simplified;

/// Levels of a place that can be filtered by: from the country to the village there are fewer.
const LEVELS: usize = 8;

/// How many facets have words for values: first those of which a document has one, last that of which it has several.
const WORDED: usize = 7;
const PLACE: usize = 1;
const SPEAKER: usize = WORDED - 1;

/// The words that documents have or had as values, numbered within their facet.
#[derive(Debug, Default)]
pub struct Vocabulary {
    facets: [Words; WORDED],
}

#[derive(Debug, Default)]
pub(super) struct Words {
    texts: Vec<String>,
    numbers: BTreeMap<String, u32>,
    /// The division that a place is in, which has a smaller number.
    above: Vec<Option<u32>>,
}

/// What one document is filtered by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// The days that its date may mean, the first not after the last.
    pub(super) days: Option<Days>,
    pub month: Month,
    pub(super) length: usize,
    /// A number for each facet that has words, for the last of them one for each of its values. Who has no value has the
    /// empty one, so that it can be asked for.
    numbers: Box<[u32]>,
    /// The entries of the lexicon that it uses, each once: what a filter reads again and again is kept apart from the
    /// uses, which are many times as much.
    slogans: Box<[u32]>,
}

/// A month; or a year, of which no month is known; or neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Years up to 9999 and months from 1 in one number: 202204, 202200.
    number: u32,
}

impl Vocabulary {
    /// The values of a document of some length, but for its slogans. Their words are known from now on.
    pub fn values(&mut self, document: &Document, length: usize) -> Values {
        let dates = || document.date.iter().chain(&document.published).map(String::as_str);
        let dated = dates().find(|date| edtf::year(date).is_some());
        let days = dated.and_then(days).or_else(|| dates().find_map(days));
        let mut path = String::new();
        let mut above = None;
        for name in document.place.iter().take(LEVELS) {
            if above.is_some() {
                path.push('/');
            }
            path.extend(name.chars().map(simplified));
            above = Some(self.facets[PLACE].number(&path, above));
        }
        let one = [
            document.level.map(|level| level.key()),
            Some(path.as_str()),
            document.genre.map(|genre| genre.key()),
            document.issuer.as_deref(),
            document.lang.as_deref(),
            document.imported.as_deref(),
        ];
        let one = one.iter().zip(&mut self.facets);
        let mut numbers: Vec<u32> = one
            .map(|(word, words)| words.number(word.unwrap_or_default(), None))
            .collect();
        let mut speakers: Vec<u32> = document
            .speakers
            .iter()
            .map(|speaker| self.facets[SPEAKER].number(&speaker.name, None))
            .collect();
        if speakers.is_empty() {
            speakers.push(self.facets[SPEAKER].number("", None));
        }
        // A name that stands twice is one value.
        speakers.sort_unstable();
        speakers.dedup();
        numbers.append(&mut speakers);
        Values {
            days: days.map(|(first, last)| (first.min(last), first.max(last))),
            month: dated.map_or_else(Month::default, Month::of),
            length,
            numbers: numbers.into(),
            slogans: Box::default(),
        }
    }

    /// The words of a document in one of the facets that have words; of a place its divisions, too.
    pub fn words<'a>(&'a self, facet: Facet, values: &'a Values) -> impl Iterator<Item = &'a str> {
        let words = self.of(facet).into_iter();
        let with_above = |words: &'a Words, number: u32| {
            let numbers = std::iter::successors(Some(number as usize), |at| words.above(*at));
            numbers.map(|at| words.text(at))
        };
        words.flat_map(move |words| {
            let numbers = values.numbers(facet).iter();
            numbers.flat_map(move |number| with_above(words, *number))
        })
    }

    pub(super) fn of(&self, facet: Facet) -> Option<&Words> {
        slot(facet).map(|slot| &self.facets[slot])
    }
}

impl Words {
    /// The number of a word, which it has from now on.
    fn number(&mut self, text: &str, above: Option<u32>) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.to_string());
        self.numbers.insert(text.to_string(), number);
        self.above.push(above);
        number
    }

    pub(super) fn text(&self, number: usize) -> &str {
        &self.texts[number]
    }

    /// The number of what it is in.
    pub(super) fn above(&self, number: usize) -> Option<usize> {
        self.above[number].map(|above| above as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

impl Values {
    /// Takes over which slogans were found in it.
    pub fn set_slogans(&mut self, found: &[Occurrence]) {
        let entries = BTreeSet::from_iter(found.iter().map(|found| found.entry as u32));
        self.slogans = entries.into_iter().collect();
    }

    /// Its numbers in a facet that has words, or the entries of the lexicon that it uses.
    pub(super) fn numbers(&self, facet: Facet) -> &[u32] {
        let numbers = match slot(facet) {
            Some(SPEAKER) => self.numbers.get(SPEAKER..),
            Some(slot) => self.numbers.get(slot..=slot),
            None if facet == Facet::Slogan => Some(&*self.slogans),
            None => None,
        };
        numbers.unwrap_or_default()
    }
}

/// Where the numbers of a facet stand.
fn slot(facet: Facet) -> Option<usize> {
    match facet {
        Facet::Level => Some(0),
        Facet::Place => Some(PLACE),
        Facet::Genre => Some(2),
        Facet::Issuer => Some(3),
        Facet::Script => Some(4),
        Facet::Imported => Some(5),
        Facet::Speaker => Some(SPEAKER),
        Facet::Date | Facet::Category | Facet::Slogan | Facet::Length | Facet::Document => None,
    }
}

impl Month {
    /// Of a date with a known year; of an interval, that of its start.
    fn of(date: &str) -> Self {
        let Some(year) = edtf::year(date).map(u32::from).filter(|year| *year > 0) else {
            return Month::default();
        };
        let month = date.get(4..7).and_then(|month| month.strip_prefix('-')?.parse().ok());
        Month {
            number: year * 100 + month.filter(|month| (1..=12).contains(month)).unwrap_or(0),
        }
    }

    /// The month so many months after January of the year 0.
    pub fn at(months: u32) -> Self {
        Month {
            number: months / 12 * 100 + months % 12 + 1,
        }
    }

    /// How many months after January of the year 0 it is, if the month is known.
    pub fn months(self) -> Option<u32> {
        (self.number % 100)
            .checked_sub(1)
            .map(|month| self.number / 100 * 12 + month)
    }

    /// Its days, as dates are compared.
    pub(super) fn days(self) -> Option<Days> {
        let days = match self.number % 100 {
            0 => (self.number * 100, self.number * 100 + 9999),
            _ => (self.number * 100, self.number * 100 + 99),
        };
        self.is_known().then_some(days)
    }

    pub fn year(self) -> Option<u32> {
        self.is_known().then_some(self.number / 100)
    }

    pub fn is_known(self) -> bool {
        self.number > 0
    }
}

/// As EDTF; empty for unknown.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number / 100, self.number % 100) {
            (0, 0) => Ok(()),
            (year, 0) => write!(f, "{year:04}"),
            (year, month) => write!(f, "{year:04}-{month:02}"),
        }
    }
}
