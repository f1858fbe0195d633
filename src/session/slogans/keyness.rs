//! One set of documents against another: what is key, what is only here, and only there.

use std::collections::BTreeSet;

use super::table::{Counted, Texts};
use super::{KeyRow, KeynessView, Sample, Scope, Share};
use crate::corpus::edtf;
use crate::search::Filters;
use crate::session::Engine;
use crate::stats::{Count, Thresholds, keyness};

impl Engine {
    /// The documents in scope against those that `against` lets through, or against all others. What both have
    /// belongs to the set compared with, unless nothing else would be left here.
    pub(in crate::session) fn keyness(&self, scope: &Scope, against: &Filters) -> KeynessView {
        let here: BTreeSet<usize> = self.texts(scope).documents.into_iter().collect();
        let sieve = self.sieve(against);
        let others = (0..self.known.len()).filter(|at| match against.is_empty() {
            true => !here.contains(at),
            false => sieve.admits(self.subject(*at)),
        });
        let there: BTreeSet<usize> = others.collect();
        let (only_here, only_there): (Vec<usize>, Vec<usize>) = (
            here.difference(&there).copied().collect(),
            there.difference(&here).copied().collect(),
        );
        let (here, there) = match only_here.is_empty() {
            true => (here.into_iter().collect(), only_there),
            false => (only_here, there.into_iter().collect()),
        };
        let (here, there) = (self.ready(here), self.ready(there));
        let [counts_here, counts_there] = [&here, &there].map(|texts| self.count_in(texts, scope.overlaps));
        let pairs = || std::iter::zip(&counts_here, &counts_there).enumerate();
        let tested = pairs().filter(|(_, (a, b))| a.uses + b.uses > 0).count();
        let thresholds = scope.thresholds();
        let rows = pairs().filter_map(|(entry, (a, b))| {
            let of = &self.lexicon.entries[entry];
            let keyness = keyness(
                Count::new(a.uses, here.characters),
                Count::new(b.uses, there.characters),
                tested,
            )?;
            Some(KeyRow {
                phrase: of.phrase.clone(),
                category: of.category.clone(),
                colour: of.colour,
                here: share(a, &here, &thresholds),
                there: share(b, &there, &thresholds),
                keyness,
            })
        });
        let mut rows: Vec<KeyRow> = rows.collect();
        rows.sort_by(|a, b| {
            let evidence = b.keyness.log_likelihood.total_cmp(&a.keyness.log_likelihood);
            evidence.then_with(|| a.phrase.cmp(&b.phrase))
        });
        let (here, there) = (self.sample(&here, &counts_here), self.sample(&there, &counts_there));
        KeynessView {
            is_later: is_later(&here, &there),
            own: self.facets(&self.found(&scope.query), &scope.filters),
            facets: self.facets(&self.found(""), against),
            here,
            there,
            rows,
            tested,
        }
    }

    fn sample(&self, texts: &Texts, counted: &[Counted]) -> Sample {
        let dates = texts.documents.iter().filter_map(|at| self.known[*at].date());
        let key = |date: &&str| edtf::sort_key(date);
        Sample {
            documents: texts.documents.len(),
            characters: texts.characters,
            uses: counted.iter().map(|counted| counted.uses).sum(),
            first: dates.clone().min_by_key(key).map(String::from),
            last: dates.max_by_key(key).map(String::from),
        }
    }
}

fn share(counted: &Counted, texts: &Texts, thresholds: &Thresholds) -> Share {
    Share {
        uses: counted.uses,
        documents: counted.documents,
        rate: Count::new(counted.uses, texts.characters).rate(),
        temperature: thresholds.of(counted.uses, texts.documents.len()),
    }
}

/// Does all of `here` lie after `there`? `None` if they meet, or nothing is dated.
fn is_later(here: &Sample, there: &Sample) -> Option<bool> {
    let before = |a: &Sample, b: &Sample| {
        let (last, first) = (a.last.as_deref()?, b.first.as_deref()?);
        Some(edtf::sort_key(last) < edtf::sort_key(first))
    };
    match (before(there, here)?, before(here, there)?) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}
