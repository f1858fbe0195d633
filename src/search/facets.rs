//! Filters: values within one facet widen, facets narrow, and counts say what the reader would get.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A field by which documents are filtered, in the order in which the page shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// Months, `2022-04`, or years where no month is known. What is chosen is a period: `2022`, `2022-04`,
    /// `2021-03..2022-06`.
    Date,
    Level,
    Place,
    Genre,
    Issuer,
    Speaker,
    /// The script: the tag of the language.
    Script,
    /// The category of a slogan that is used.
    Category,
    Slogan,
    /// Characters, as a range: `0-999`, `1000-2999`.
    Length,
    /// The day on which a document came into the corpus.
    Imported,
    /// A document itself, by its id: what a reader has picked.
    Document,
}

impl Facet {
    pub const ALL: [Facet; 12] = [
        Facet::Date,
        Facet::Level,
        Facet::Place,
        Facet::Genre,
        Facet::Issuer,
        Facet::Speaker,
        Facet::Script,
        Facet::Category,
        Facet::Slogan,
        Facet::Length,
        Facet::Imported,
        Facet::Document,
    ];

    /// Its name in links and messages.
    pub fn key(self) -> &'static str {
        match self {
            Facet::Date => "date",
            Facet::Level => "level",
            Facet::Place => "place",
            Facet::Genre => "genre",
            Facet::Issuer => "issuer",
            Facet::Speaker => "speaker",
            Facet::Script => "script",
            Facet::Category => "class",
            Facet::Slogan => "slogan",
            Facet::Length => "length",
            Facet::Imported => "imported",
            Facet::Document => "only",
        }
    }
}

/// The values of one document for every facet. A document without one has the empty string, so that it can be
/// asked for.
pub type Values = BTreeMap<Facet, Vec<String>>;

/// The values chosen in each facet; a facet that is absent lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters(BTreeMap<Facet, BTreeSet<String>>);

impl Filters {
    pub fn toggle(&mut self, facet: Facet, value: &str) {
        let chosen = self.0.entry(facet).or_default();
        if !chosen.remove(value) {
            chosen.insert(value.to_string());
        }
        self.0.retain(|_, values| !values.is_empty());
    }

    /// Chooses these values of a facet, and no others.
    pub fn choose(&mut self, facet: Facet, values: BTreeSet<String>) {
        match values.is_empty() {
            true => self.0.remove(&facet),
            false => self.0.insert(facet, values),
        };
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, facet: Facet, value: &str) -> bool {
        self.0.get(&facet).is_some_and(|values| values.contains(value))
    }

    /// Every chosen value with its facet, in order.
    pub fn chosen(&self) -> impl Iterator<Item = (Facet, &str)> {
        self.0
            .iter()
            .flat_map(|(facet, values)| values.iter().map(|value| (*facet, value.as_str())))
    }

    /// Does a document pass all facets?
    pub fn admit(&self, values: &Values) -> bool {
        Facet::ALL.into_iter().all(|facet| self.admit_by(facet, values))
    }

    /// How many of the documents have each value of a facet, among those that all *other* facets admit: what a
    /// click on the value would give, or add. Chosen values stay listed when their count falls to zero.
    pub fn count<'a>(&self, facet: Facet, documents: impl Iterator<Item = &'a Values>) -> BTreeMap<String, usize> {
        let mut counts: BTreeMap<String, usize> = self
            .0
            .get(&facet)
            .into_iter()
            .flatten()
            .map(|value| (value.clone(), 0))
            .collect();
        for values in documents {
            if Facet::ALL
                .into_iter()
                .all(|other| other == facet || self.admit_by(other, values))
            {
                for value in values.get(&facet).into_iter().flatten() {
                    *counts.entry(value.clone()).or_default() += 1;
                }
            }
        }
        counts
    }

    fn admit_by(&self, facet: Facet, values: &Values) -> bool {
        self.0.get(&facet).is_none_or(|chosen| {
            values
                .get(&facet)
                .is_some_and(|values| values.iter().any(|value| chosen.contains(value)))
        })
    }
}
