//! What documents can be filtered by, as the page lists it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Count, FacetView, MONTHS, Sought};
use crate::corpus::Level;
use crate::lexicon::Entry;
use crate::search::{Counted, Facet, Filters, Found, LENGTHS, Register, Sieve, Subject};
use crate::session::engine::Engine;
use crate::session::suggest::{fit, fit_of_entry, folded};

/// Values that a facet lists at the most; of dates [`MONTHS`]. All facets travel to the page whenever one filter
/// changes, and nobody reads more than some dozens without looking for one.
pub const LISTED: usize = 100;

/// Values of one facet that are given to whoever looks for some, at the most.
pub const MATCHING: usize = 500;

impl Engine {
    pub(in crate::session) fn sieve<'a>(&'a self, filters: &'a Filters) -> Sieve<'a> {
        Sieve::new(filters, &self.vocabulary, &self.lexicon)
    }

    pub(in crate::session) fn subject(&self, at: usize) -> Subject<'_> {
        let known = &self.known[at];
        Subject {
            id: &known.card.id,
            values: &known.values,
        }
    }

    fn numbered<'a>(&'a self, found: &'a [Found]) -> impl Iterator<Item = (usize, Subject<'a>)> {
        found.iter().map(|found| (found.document, self.subject(found.document)))
    }

    /// Who has what.
    pub(super) fn register(&self) -> &Register {
        let values = self.known.iter().map(|known| &known.values);
        self.register
            .get_or_init(|| Register::new(values, &self.vocabulary, &self.lexicon))
    }

    /// What documents can be filtered by.
    pub(in crate::session) fn facets(&self, found: &[Found], filters: &Filters) -> Vec<FacetView> {
        let sieve = self.sieve(filters);
        let counts = sieve.count(self.register(), self.numbered(found));
        let view = |facet| listed(facet, counts.values(facet), filters, LISTED);
        Facet::ALL.into_iter().map(view).collect()
    }

    /// The values of a facet that have some text in them, by what the other facets leave. Slogans have it in their
    /// wordings and pinyin, too; places in their path, so that `江苏省/` finds what is in a province. Values that begin
    /// with it come first, but for places, which stay a tree.
    pub(in crate::session) fn values_of(&self, sought: &Sought, facet: Facet, find: &str) -> FacetView {
        self.values_among(&self.found(&sought.query), sought, facet, find)
    }

    /// The same by the documents that were found.
    pub(in crate::session) fn values_among(
        &self,
        found: &[Found],
        sought: &Sought,
        facet: Facet,
        find: &str,
    ) -> FacetView {
        let find = folded(find.trim());
        let entries = self.lexicon.entries.iter().filter(|_| facet == Facet::Slogan);
        let entries: BTreeMap<&str, &Entry> = entries.map(|entry| (entry.phrase.as_str(), entry)).collect();
        let fit_of = |value: &str| match entries.get(value) {
            Some(entry) => fit_of_entry(entry, &find),
            None => fit(&folded(value), &find),
        };
        let sieve = self.sieve(&sought.filters);
        let mut values = sieve.count(self.register(), self.numbered(found)).values(facet);
        values.retain(|value| fit_of(&value.value).is_some());
        let mut view = listed(facet, values, &sought.filters, MATCHING);
        if facet != Facet::Place {
            view.values.sort_by_cached_key(|count| fit_of(&count.value));
        }
        view
    }
}

/// Of the values those chosen and the most frequent, in the order in which a reader looks for them.
pub(in crate::session) fn listed(facet: Facet, values: Vec<Counted>, filters: &Filters, most: usize) -> FacetView {
    let all = values.len();
    let is_chosen = |counted: &Counted| filters.has(facet, &counted.value);
    let mut weighed: Vec<(bool, Counted)> = values.into_iter().map(|value| (is_chosen(&value), value)).collect();
    let by_weight = |a: &(bool, Counted), b: &(bool, Counted)| {
        // What is above has no smaller count than what is in it.
        let weight = |(chosen, value): &(bool, Counted)| (Reverse((*chosen, value.count)), value.depth);
        weight(a).cmp(&weight(b)).then_with(|| a.1.value.cmp(&b.1.value))
    };
    let most = if facet == Facet::Date { MONTHS } else { most };
    if all > most {
        weighed.select_nth_unstable_by(most, by_weight);
        weighed.truncate(most);
    }
    weighed.sort_by(by_weight);
    let count = |(chosen, counted): (bool, Counted)| Count {
        chosen,
        depth: counted.depth,
        count: counted.count,
        own: counted.own,
        value: counted.value.into_owned(),
    };
    let mut values: Vec<Count> = weighed.into_iter().map(count).collect();
    let level = |value: &str| Level::ALL.iter().position(|level| level.key() == value);
    let length = |value: &str| LENGTHS.iter().position(|length| *length == value);
    match facet {
        Facet::Date | Facet::Place | Facet::Genre | Facet::Script => values.sort_by(|a, b| a.value.cmp(&b.value)),
        Facet::Imported => values.sort_by(|a, b| b.value.cmp(&a.value)),
        Facet::Level => values.sort_by_key(|count| level(&count.value)),
        Facet::Length => values.sort_by_key(|count| length(&count.value)),
        // Names and wordings have no order that helps: the most frequent stand first.
        Facet::Issuer | Facet::Speaker | Facet::Category | Facet::Slogan | Facet::Document => {}
    }
    // Those without a value stand last.
    values.sort_by_key(|count| count.value.is_empty());
    FacetView { facet, values, all }
}
