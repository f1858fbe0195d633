//! The slogans in use in a scope, counted.

use std::collections::BTreeMap;

use super::lexicons::Sought;
use super::{Column, Overlaps, Scope, SloganRow, SloganTable};
use crate::corpus::edtf;
use crate::lexicon::Occurrence;
use crate::session::Engine;
use crate::session::engine::Known;
use crate::stats::{Calendar, Count, Parts, Thresholds};

/// The uses of one entry in some documents.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    pub uses: usize,
    pub documents: usize,
    /// The first and the last dated document.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Uses in each period of a calendar.
    pub trend: Vec<u32>,
    /// The documents that use it.
    pub parts: Vec<Count>,
}

/// Some documents, made ready to be counted.
pub struct Texts {
    /// Their places in the corpus, in its order.
    pub documents: Vec<usize>,
    pub characters: usize,
    pub calendar: Calendar,
}

impl Overlaps {
    /// Does a use count?
    pub fn admits(self, found: &Occurrence) -> bool {
        match self {
            Overlaps::All => !found.repeats,
            Overlaps::Longest => !found.inside,
        }
    }
}

impl Scope {
    pub fn thresholds(&self) -> Thresholds {
        Thresholds::parse(&self.thresholds).unwrap_or_default()
    }
}

impl Known {
    /// The date by which it is placed in time, if its year is known.
    pub fn date(&self) -> Option<&str> {
        self.card.date.as_deref().filter(|date| edtf::year(date).is_some())
    }
}

impl Engine {
    /// The documents in a scope.
    pub(in crate::session) fn texts(&self, scope: &Scope) -> Texts {
        let sieve = self.sieve(&scope.filters);
        let found = self.found(&scope.query);
        let documents = found.into_iter().map(|found| found.document);
        self.ready(documents.filter(|at| sieve.admits(self.subject(*at))).collect())
    }

    pub(in crate::session) fn ready(&self, documents: Vec<usize>) -> Texts {
        let known = || documents.iter().map(|at| &self.known[*at]);
        Texts {
            characters: known().map(|known| known.card.length).sum(),
            calendar: Calendar::new(known().map(Known::date)),
            documents,
        }
    }

    /// The uses of all entries in some documents.
    pub(in crate::session) fn count_in(&self, texts: &Texts, overlaps: Overlaps) -> Vec<Counted> {
        let mut counted = vec![Counted::default(); self.lexicon.entries.len()];
        let periods = texts.calendar.periods().count();
        for &at in &texts.documents {
            let known = &self.known[at];
            let mut here: BTreeMap<usize, usize> = BTreeMap::new();
            for found in known.slogans.iter().filter(|found| overlaps.admits(found)) {
                *here.entry(found.entry).or_default() += 1;
            }
            let date = known.date();
            let period = date.and_then(|date| texts.calendar.place(date));
            for (entry, uses) in here {
                let counted = &mut counted[entry];
                counted.uses += uses;
                counted.documents += 1;
                counted.parts.push(Count::new(uses, known.card.length));
                if let Some(period) = period {
                    counted.trend.resize(periods, 0);
                    counted.trend[period] += uses as u32;
                }
                let Some(date) = date else { continue };
                let key = |date: &String| edtf::sort_key(date);
                let own = edtf::sort_key(date);
                if counted.first.as_ref().is_none_or(|first| own < key(first)) {
                    counted.first = Some(date.to_string());
                }
                if counted.last.as_ref().is_none_or(|last| own > key(last)) {
                    counted.last = Some(date.to_string());
                }
            }
        }
        counted
    }

    /// The sizes of documents, against which a slogan's spread is measured.
    pub(in crate::session) fn parts(&self, texts: &Texts) -> Parts {
        Parts::new(texts.documents.iter().map(|at| self.known[*at].card.length))
    }

    pub(in crate::session) fn slogan_row(
        &self,
        entry: usize,
        counted: &Counted,
        texts: &Texts,
        parts: Parts,
        thresholds: &Thresholds,
    ) -> SloganRow {
        let of = &self.lexicon.entries[entry];
        SloganRow {
            phrase: of.phrase.clone(),
            category: of.category.clone(),
            colour: of.colour,
            gloss: of.gloss_en.clone(),
            uses: counted.uses,
            documents: counted.documents,
            rate: Count::new(counted.uses, texts.characters).rate(),
            dispersion: parts.dispersion(counted.parts.iter().copied()),
            first: counted.first.clone(),
            last: counted.last.clone(),
            trend: counted.trend.clone(),
            temperature: thresholds.of(counted.uses, texts.documents.len()),
        }
    }

    pub(in crate::session) fn slogans(
        &self,
        scope: &Scope,
        (column, reversed): (Column, bool),
        category: Option<&str>,
        find: &str,
        limit: usize,
    ) -> SloganTable {
        let texts = self.texts(scope);
        let (parts, thresholds, sought) = (self.parts(&texts), scope.thresholds(), Sought::new(find));
        let counted = self.count_in(&texts, scope.overlaps);
        let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        for (entry, counted) in counted.iter().enumerate().filter(|(_, counted)| counted.uses > 0) {
            let of = &self.lexicon.entries[entry];
            if !sought.is_in(of) {
                continue;
            }
            *categories.entry(&of.category).or_default() += counted.uses;
            if category.is_none_or(|category| of.category == category) {
                rows.push(self.slogan_row(entry, counted, &texts, parts, &thresholds));
            }
        }
        sort(&mut rows, column, reversed);
        let (found, uses) = (rows.len(), rows.iter().map(|row| row.uses).sum());
        rows.truncate(limit);
        SloganTable {
            rows,
            found,
            uses,
            documents: texts.documents.len(),
            characters: texts.characters,
            categories: categories
                .into_iter()
                .map(|(category, uses)| (category.to_string(), uses))
                .collect(),
            periods: texts.calendar.periods().collect(),
            facets: self.facets(&self.found(&scope.query), &scope.filters),
        }
    }
}

/// Sorts by a column; what is equal there by uses, then by the phrase.
fn sort(rows: &mut [SloganRow], column: Column, reversed: bool) {
    let date = |date: &Option<String>| date.as_deref().map(edtf::sort_key);
    rows.sort_by(|a, b| {
        let order = match column {
            Column::Phrase => a.phrase.cmp(&b.phrase),
            Column::Category => a.category.cmp(&b.category),
            Column::Uses => b.uses.cmp(&a.uses),
            Column::Documents => b.documents.cmp(&a.documents),
            Column::Rate => b.rate.total_cmp(&a.rate),
            Column::Dispersion => {
                let value = |row: &SloganRow| row.dispersion.unwrap_or(f64::INFINITY);
                value(a).total_cmp(&value(b))
            }
            Column::First => match (date(&a.first), date(&b.first)) {
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
            Column::Last => date(&b.last).cmp(&date(&a.last)),
        };
        let order = if reversed { order.reverse() } else { order };
        order.then(b.uses.cmp(&a.uses)).then_with(|| a.phrase.cmp(&b.phrase))
    });
}
