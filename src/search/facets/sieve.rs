//! Filters put to documents: which pass, and how many have each value.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::values::{Month, Values, Vocabulary, Words};
use super::{Facet, Filters, LENGTHS};
use crate::lexicon::Lexicon;
use crate::search::query::{Days, asked};

/// What is filtered: a document, as far as it matters for it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub id: &'a str,
    pub values: &'a Values,
}

/// Filters, ready to be put to many documents.
pub struct Sieve<'a> {
    filters: &'a Filters,
    vocabulary: &'a Vocabulary,
    lexicon: &'a Lexicon,
    categories: Vec<&'a str>,
    /// For each entry of the lexicon the number of its category.
    category_of: Vec<u32>,
    gates: Vec<(Facet, Gate<'a>)>,
}

/// What lets documents through by one facet.
enum Gate<'a> {
    /// Some periods, and perhaps what has no date.
    Days(Vec<Days>, bool),
    Lengths(Vec<(usize, usize)>),
    /// For each value by its number: does it pass?
    Numbers(Vec<bool>),
    Ids(&'a BTreeSet<String>),
}

/// How many documents have each value.
pub struct Counts<'a> {
    sieve: &'a Sieve<'a>,
    /// In order, as are the next three. Of the days that the dates may mean the first and the last are each by
    /// themselves.
    months: Vec<Month>,
    firsts: Vec<u32>,
    lasts: Vec<u32>,
    lengths: Vec<usize>,
    /// For each facet the documents of each value by its number.
    tallies: Vec<Vec<Tally>>,
    /// What is listed of the months in any case.
    axis: Vec<Month>,
}

/// Documents that have a number, and the last of them: it counts once.
#[derive(Clone, Copy, Default)]
struct Tally {
    count: u32,
    last: u32,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<'a> {
    pub value: Cow<'a, str>,
    /// How deep it stands in a tree of places; 0 elsewhere.
    pub depth: usize,
    /// What choosing it would give, or add.
    pub count: usize,
    /// Of these, those that have this value and none below it. Of months and years these are the documents of which
    /// no more is known; added up, they are all documents.
    pub own: usize,
}

impl<'a> Sieve<'a> {
    pub fn new(filters: &'a Filters, vocabulary: &'a Vocabulary, lexicon: &'a Lexicon) -> Self {
        let category = |at: usize| lexicon.entries[at].category.as_str();
        let categories = BTreeSet::from_iter((0..lexicon.entries.len()).map(category));
        let categories = Vec::from_iter(categories);
        let number = |at: usize| categories.binary_search(&category(at)).unwrap_or_default() as u32;
        let mut sieve = Sieve {
            filters,
            vocabulary,
            lexicon,
            category_of: (0..lexicon.entries.len()).map(number).collect(),
            categories,
            gates: Vec::new(),
        };
        let chosen = |facet| Some((facet, filters.of(facet)?));
        for (facet, chosen) in Facet::ALL.into_iter().filter_map(chosen) {
            sieve.gates.push((facet, sieve.gate(facet, chosen)));
        }
        sieve
    }

    fn gate(&self, facet: Facet, chosen: &'a BTreeSet<String>) -> Gate<'a> {
        match facet {
            Facet::Date => Gate::Days(
                chosen.iter().filter_map(|period| asked(period)).collect(),
                chosen.contains(""),
            ),
            Facet::Length => Gate::Lengths(chosen.iter().filter_map(|range| read_range(range)).collect()),
            Facet::Document => Gate::Ids(chosen),
            _ => {
                let mut passes: Vec<bool> = Vec::new();
                for number in 0..self.size(facet) {
                    // What it is in has a smaller number.
                    let is_in = |above: usize| passes[above];
                    let is_below = self.above(facet, number).is_some_and(is_in);
                    passes.push(is_below || chosen.contains(self.name(facet, number)));
                }
                Gate::Numbers(passes)
            }
        }
    }

    /// Does a document pass all facets?
    pub fn admits(&self, subject: Subject) -> bool {
        self.gates
            .iter()
            .all(|(facet, gate)| self.passes(*facet, gate, subject))
    }

    /// How many documents have each value of a facet, among those that all *other* facets admit: what a click on the
    /// value would give, or add. The `months` are listed even if nobody is left in them, so that an axis stays as it is.
    pub fn count<'b>(
        &'a self,
        subjects: impl Iterator<Item = Subject<'b>>,
        months: impl IntoIterator<Item = Month>,
    ) -> Counts<'a> {
        let mut counts = Counts {
            sieve: self,
            months: Vec::new(),
            firsts: Vec::new(),
            lasts: Vec::new(),
            lengths: Vec::new(),
            tallies: Facet::ALL.map(|facet| vec![Tally::default(); self.size(facet)]).into(),
            axis: months.into_iter().collect(),
        };
        for (at, subject) in (1..).zip(subjects) {
            let gates = self.gates.iter();
            let mut refused = gates.filter(|(facet, gate)| !self.passes(*facet, gate, subject));
            match (refused.next(), refused.next()) {
                (None, _) => Facet::ALL
                    .iter()
                    .for_each(|facet| counts.add(*facet, at, subject.values)),
                (Some((facet, _)), None) => counts.add(*facet, at, subject.values),
                _ => {}
            }
        }
        counts.months.sort_unstable();
        counts.firsts.sort_unstable();
        counts.lasts.sort_unstable();
        counts.lengths.sort_unstable();
        counts
    }

    fn passes(&self, facet: Facet, gate: &Gate, subject: Subject) -> bool {
        let values = subject.values;
        match gate {
            Gate::Days(periods, undated) => {
                let meets = |days: Days| periods.iter().any(|period| days.0 <= period.1 && period.0 <= days.1);
                *undated && !values.month.is_known() || values.days.is_some_and(meets)
            }
            Gate::Lengths(ranges) => ranges.iter().any(|range| (range.0..=range.1).contains(&values.length)),
            Gate::Numbers(passes) => {
                let mut numbers = self.numbers(facet, values);
                numbers.any(|number| passes.get(number) == Some(&true))
            }
            Gate::Ids(ids) => ids.contains(subject.id),
        }
    }

    /// The numbers that a document has in a facet; a category may come again.
    fn numbers(&self, facet: Facet, values: &Values) -> impl Iterator<Item = usize> {
        let numbers = match facet {
            Facet::Category => values.numbers(Facet::Slogan).iter(),
            _ => values.numbers(facet).iter(),
        };
        numbers.map(move |number| match facet {
            Facet::Category => self
                .category_of
                .get(*number as usize)
                .map_or(0, |number| *number as usize),
            _ => *number as usize,
        })
    }

    /// How many numbers there are in a facet.
    fn size(&self, facet: Facet) -> usize {
        match facet {
            Facet::Slogan => self.lexicon.entries.len(),
            Facet::Category => self.categories.len(),
            _ => self.vocabulary.of(facet).map_or(0, Words::len),
        }
    }

    fn name(&self, facet: Facet, number: usize) -> &'a str {
        match facet {
            Facet::Slogan => &self.lexicon.entries[number].phrase,
            Facet::Category => self.categories[number],
            _ => self.vocabulary.of(facet).map_or("", |words| words.text(number)),
        }
    }

    /// The number of what something is in.
    fn above(&self, facet: Facet, number: usize) -> Option<usize> {
        self.vocabulary.of(facet)?.above(number)
    }
}

impl<'a> Counts<'a> {
    /// Counts a document, which has a number of its own, in a facet.
    fn add(&mut self, facet: Facet, document: u32, values: &Values) {
        match facet {
            Facet::Date => {
                self.months.push(values.month);
                if let Some((first, last)) = values.days {
                    self.firsts.push(first);
                    self.lasts.push(last);
                }
            }
            Facet::Length => self.lengths.push(values.length),
            _ => {
                let tallies = &mut self.tallies[facet as usize];
                for number in self.sieve.numbers(facet, values) {
                    if let Some(tally) = tallies.get_mut(number) {
                        tally.count += u32::from(tally.last != document);
                        tally.last = document;
                    }
                }
            }
        }
    }

    /// The values of a facet, in no order that a reader knows. Those chosen are there even if nobody is left in them.
    pub fn values(&self, facet: Facet) -> Vec<Counted<'a>> {
        let mut values = match facet {
            Facet::Date => self.dates(),
            Facet::Length => LENGTHS.map(|range| self.in_range(range)).into(),
            // What was picked one by one is no list of values.
            Facet::Document => return Vec::new(),
            _ => self.numbered(facet),
        };
        let listed: BTreeSet<&str> = values.iter().map(|value| &*value.value).collect();
        let chosen = self.sieve.filters.of(facet).into_iter().flatten();
        let missing = chosen.map(String::as_str).filter(|value| !listed.contains(value));
        let missing = missing.map(|value| match facet {
            Facet::Length => Counted {
                own: 0,
                ..self.in_range(value)
            },
            _ => Counted {
                value: value.into(),
                depth: 0,
                count: asked(value)
                    .filter(|_| facet == Facet::Date)
                    .map_or(0, |days| self.meeting(days)),
                own: 0,
            },
        });
        let missing: Vec<Counted> = missing.collect();
        values.extend(missing);
        values.retain(|value| value.count > 0 || facet == Facet::Date || self.sieve.filters.has(facet, &value.value));
        values
    }

    fn numbered(&self, facet: Facet) -> Vec<Counted<'a>> {
        let own: Vec<usize> = self.tallies[facet as usize]
            .iter()
            .map(|tally| tally.count as usize)
            .collect();
        let mut all = own.clone();
        // What it is in has a smaller number.
        for at in (0..all.len()).rev() {
            if let Some(above) = self.sieve.above(facet, at) {
                all[above] += all[at];
            }
        }
        let above = |at: &usize| self.sieve.above(facet, *at);
        let value = |(at, count): (usize, &usize)| Counted {
            value: self.sieve.name(facet, at).into(),
            depth: std::iter::successors(above(&at), above).count(),
            count: *count,
            own: own[at],
        };
        all.iter().enumerate().map(value).collect()
    }

    fn dates(&self) -> Vec<Counted<'a>> {
        let mut counts: BTreeMap<Month, usize> = self.axis.iter().map(|month| (*month, 0)).collect();
        for months in self.months.chunk_by(|a, b| a == b) {
            counts.insert(months[0], months.len());
        }
        let value = |(month, own): (Month, usize)| Counted {
            value: month.to_string().into(),
            depth: 0,
            count: month.days().map_or(own, |days| self.meeting(days)),
            own,
        };
        counts.into_iter().map(value).collect()
    }

    /// Documents that may be of some days: all that do not begin after them, without those that end before them.
    fn meeting(&self, days: Days) -> usize {
        let begun = self.firsts.partition_point(|first| *first <= days.1);
        begun.saturating_sub(self.lasts.partition_point(|last| *last < days.0))
    }

    fn in_range<'b>(&self, range: &'b str) -> Counted<'b> {
        let count = read_range(range).map_or(0, |(first, last)| {
            let end = self.lengths.partition_point(|length| *length <= last);
            end - self.lengths.partition_point(|length| *length < first)
        });
        Counted {
            value: range.into(),
            depth: 0,
            count,
            own: count,
        }
    }
}

/// A range of lengths, `1000-2999`, of which one end may be missing.
fn read_range(range: &str) -> Option<(usize, usize)> {
    let (first, last) = range.split_once('-')?;
    let number = |digits: &str, missing: usize| match digits {
        "" => Some(missing),
        digits => digits.parse().ok(),
    };
    let range = (number(first, 0)?, number(last, usize::MAX)?);
    (range.0 <= range.1 && (first, last) != ("", "")).then_some(range)
}
