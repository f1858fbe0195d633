//! Filters put to documents: which pass, and how many have each value.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::register::{Bits, Group, Register};
use super::values::{Month, Values, Vocabulary, Words};
use super::{Facet, Filters, LENGTHS};
use crate::lexicon::{Entry, Lexicon};
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
    register: &'a Register,
    /// The documents that all facets admit.
    admitted: Group,
    /// For each facet in which something is chosen those that all others admit.
    by_others: BTreeMap<Facet, Group>,
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
        let mut sieve = Sieve {
            filters,
            vocabulary,
            lexicon,
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
            // A category is that of its slogans.
            Facet::Category | Facet::Slogan => {
                let name = |entry: &'a Entry| match facet {
                    Facet::Category => &entry.category,
                    _ => &entry.phrase,
                };
                Gate::Numbers(
                    self.lexicon
                        .entries
                        .iter()
                        .map(|entry| chosen.contains(name(entry)))
                        .collect(),
                )
            }
            _ => {
                let mut passes: Vec<bool> = Vec::new();
                for number in 0..self.vocabulary.of(facet).map_or(0, Words::len) {
                    // What it is in has a smaller number.
                    let is_in = |above: usize| passes[above];
                    let is_below = self.above(facet, number).is_some_and(is_in);
                    passes.push(is_below || chosen.contains(self.word(facet, number)));
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

    /// How many documents have each value of a facet, among those of some that all *other* facets admit: what a click
    /// on the value would give, or add. The documents come with their numbers in the register.
    pub fn count<'b>(
        &'a self,
        register: &'a Register,
        documents: impl Iterator<Item = (usize, Subject<'b>)>,
    ) -> Counts<'a> {
        let mut admitted = Bits::new(register.len());
        let mut refused: Vec<Bits> = self.gates.iter().map(|_| Bits::new(register.len())).collect();
        for (document, subject) in documents {
            let mut gates = (0..).zip(&self.gates);
            let mut refusing = gates
                .by_ref()
                .filter(|(_, (facet, gate))| !self.passes(*facet, gate, subject));
            match (refusing.next(), refusing.next()) {
                (None, _) => admitted.insert(document),
                (Some((gate, _)), None) => refused[gate].insert(document),
                _ => {}
            }
        }
        let by_others = std::iter::zip(&self.gates, &refused);
        let by_others = by_others.map(|((facet, _), refused)| (*facet, Group::new(admitted.with(refused))));
        Counts {
            sieve: self,
            register,
            by_others: by_others.collect(),
            admitted: Group::new(admitted),
        }
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
                let of = if facet == Facet::Category { Facet::Slogan } else { facet };
                let mut numbers = values.numbers(of).iter();
                numbers.any(|number| passes.get(*number as usize) == Some(&true))
            }
            Gate::Ids(ids) => ids.contains(subject.id),
        }
    }

    fn word(&self, facet: Facet, number: usize) -> &'a str {
        self.vocabulary.of(facet).map_or("", |words| words.text(number))
    }

    /// The number of what something is in.
    fn above(&self, facet: Facet, number: usize) -> Option<usize> {
        self.vocabulary.of(facet)?.above(number)
    }
}

impl<'a> Counts<'a> {
    /// The documents that count in a facet.
    fn group(&self, facet: Facet) -> &Group {
        self.by_others.get(&facet).unwrap_or(&self.admitted)
    }

    /// The values of a facet, in no order that a reader knows. Those chosen are there even if nobody is left in them, and
    /// so are all months, so that an axis stays as it is.
    pub fn values(&self, facet: Facet) -> Vec<Counted<'a>> {
        match facet {
            Facet::Date => self.dates(),
            Facet::Length => self.lengths(),
            // What was picked one by one is no list of values.
            Facet::Document => Vec::new(),
            _ => self.numbered(facet),
        }
    }

    fn numbered(&self, facet: Facet) -> Vec<Counted<'a>> {
        let own = self.register.count(facet, self.group(facet));
        let mut all = own.clone();
        // What it is in has a smaller number.
        for at in (0..all.len()).rev() {
            if let Some(above) = self.sieve.above(facet, at) {
                all[above] += all[at];
            }
        }
        let above = |at: &usize| self.sieve.above(facet, *at);
        let name = |at: usize| match facet {
            Facet::Category => &self.register.categories[at],
            Facet::Slogan => &self.sieve.lexicon.entries[at].phrase,
            _ => self.sieve.word(facet, at),
        };
        let used = (0..all.len()).filter(|at| all[*at] > 0);
        let values = used.map(|at| Counted {
            value: name(at).into(),
            depth: std::iter::successors(above(&at), above).count(),
            count: all[at],
            own: own[at],
        });
        self.with_chosen(facet, values.collect(), |_| 0)
    }

    fn dates(&self) -> Vec<Counted<'a>> {
        let group = self.group(Facet::Date);
        let firsts: Vec<u32> = group.of(&self.register.firsts).collect();
        let lasts: Vec<u32> = group.of(&self.register.lasts).collect();
        // All that do not begin after some days, without those that end before them.
        let meeting = |days: Days| {
            let begun = firsts.partition_point(|first| *first <= days.1);
            begun.saturating_sub(lasts.partition_point(|last| *last < days.0))
        };
        let mut counts: BTreeMap<Month, usize> = self.register.months().map(|(month, _)| (month, 0)).collect();
        group
            .of(&self.register.months)
            .for_each(|month| *counts.entry(month).or_default() += 1);
        let values = counts.into_iter().map(|(month, own)| Counted {
            value: month.to_string().into(),
            depth: 0,
            count: month.days().map_or(own, meeting),
            own,
        });
        let values = values.collect();
        self.with_chosen(Facet::Date, values, |period| asked(period).map_or(0, meeting))
    }

    fn lengths(&self) -> Vec<Counted<'a>> {
        let lengths: Vec<usize> = self.group(Facet::Length).of(&self.register.lengths).collect();
        let within = |range: &str| {
            read_range(range).map_or(0, |(first, last)| {
                let end = lengths.partition_point(|length| *length <= last);
                end - lengths.partition_point(|length| *length < first)
            })
        };
        let values = LENGTHS.map(|range| (range, within(range)));
        let values = values.into_iter().filter(|(_, count)| *count > 0);
        let values = values.map(|(range, count)| Counted {
            value: range.into(),
            depth: 0,
            count,
            own: count,
        });
        self.with_chosen(Facet::Length, values.collect(), within)
    }

    /// Values with those that were chosen and are not among them.
    fn with_chosen(
        &self,
        facet: Facet,
        mut values: Vec<Counted<'a>>,
        count: impl Fn(&str) -> usize,
    ) -> Vec<Counted<'a>> {
        for chosen in self.sieve.filters.of(facet).into_iter().flatten() {
            if values.iter().all(|value| value.value != *chosen) {
                values.push(Counted {
                    value: chosen.into(),
                    depth: 0,
                    count: count(chosen),
                    own: 0,
                });
            }
        }
        values
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
