//! Filters: values within one facet widen, facets narrow, and counts say what the reader would get.
//!
//! What documents are filtered by is kept as numbers ([`Vocabulary`], [`Values`]). Filters are made ready once for many
//! documents ([`Sieve`]); what no document has, or what is malformed, lets nothing through.

mod register;
mod sieve;
mod values;

pub use register::Register;
pub use sieve::{Counted, Counts, Sieve, Subject};
pub use values::{Month, Values, Vocabulary};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A field by which documents are filtered, in the order in which the page shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// Months, `2022-04`, or years where no month is known. What is chosen is a period: `2022`, `2022-04`,
    /// `2021-03..2022-06`, `2021..`; a document passes if it may be of that time. Empty for those whose year nobody
    /// knows.
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
    /// Characters, white space apart, as a range: one of [`LENGTHS`], or any other.
    Length,
    /// The day on which a document came into the corpus.
    Imported,
    /// A document itself, by its id: what a reader has picked.
    Document,
}

/// The lengths that are counted. A speech at a meeting has some thousand characters, a notice some hundred, a report on
/// the work of a government ten thousand and more.
pub const LENGTHS: [&str; 5] = ["0-999", "1000-2999", "3000-5999", "6000-9999", "10000-"];

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

    /// What is chosen in a facet; nothing if it lets everything through.
    pub fn of(&self, facet: Facet) -> Option<&BTreeSet<String>> {
        self.0.get(&facet)
    }
}
