//! What was found, as lines around each hit and as it lies in time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Sought;
use crate::corpus::Span;
use crate::search::{Month as Time, snippet};
use crate::session::engine::Engine;
use crate::session::slogans::Line;

/// Characters of context on either side of a hit that has a line of its own.
const AROUND: usize = 40;

/// Months that are told one after the other at the most: two hundred years. In a longer time only those in which
/// something was found.
pub const MONTHS: usize = 2400;

/// Some of the hits, each with the words around it, in the order of the documents and of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HitLines {
    pub sought: Sought,
    pub from: usize,
    /// Hits in all.
    pub total: usize,
    pub lines: Vec<Line>,
}

/// What was found, month by month, from the first to the last without a gap, unless that were more than [`MONTHS`].
/// Months, years and the undated add up to all that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    pub sought: Sought,
    pub months: Vec<Month>,
    /// Documents of which only the year is known, by year.
    pub years: Vec<Month>,
    /// Documents without a known year.
    pub undated: Month,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// As EDTF: `2022-04`, `2022`; empty for unknown.
    pub date: String,
    /// Documents found.
    pub documents: usize,
    pub hits: usize,
    /// All documents of the corpus of that time.
    pub all: usize,
}

impl Engine {
    /// Lines of all hits. Only the documents whose hits are shown are read for them.
    pub(in crate::session) fn hit_lines(&self, sought: &Sought, from: usize, count: usize) -> HitLines {
        let answered = self.answered(sought);
        let search = self.search(&answered.query);
        let places = |at| search.as_ref().map_or_else(Vec::new, |search| search.places(at));
        let first = answered.up_to.partition_point(|up_to| *up_to <= from);
        let before = first.checked_sub(1).map_or(0, |at| answered.up_to[at]);
        let found = answered.found.iter().skip(first);
        let hits = found.flat_map(|found| {
            let places = places(found.document).into_iter();
            places.map(move |span| (found.document, span))
        });
        let shown: Vec<(usize, Span)> = hits.skip(from - before).take(count).collect();
        let by_block = shown.chunk_by(|a, b| (a.0, a.1.block) == (b.0, b.1.block));
        let lines = by_block.flat_map(|hits| {
            let text = self.block(hits[0].0, hits[0].1.block);
            hits.iter().map(move |(at, span)| self.hit_line(*at, *span, &text))
        });
        HitLines {
            sought: sought.clone(),
            from,
            total: answered.hits(),
            lines: lines.collect(),
        }
    }

    fn hit_line(&self, at: usize, span: Span, text: &str) -> Line {
        let card = &self.known[at].card;
        Line {
            place: card.place.last().cloned().unwrap_or_default(),
            document: card.id.clone(),
            title: card.title.clone(),
            date: card.date.clone(),
            lang: card.lang.clone(),
            snippet: snippet(text, span.start, span.end, AROUND),
            span,
        }
    }

    pub(in crate::session) fn in_time(&self, sought: &Sought) -> Timeline {
        let mut counts: BTreeMap<Time, Month> = BTreeMap::new();
        for found in &self.answered(sought).found {
            let month = counts.entry(self.known[found.document].values.month).or_default();
            month.documents += 1;
            month.hits += found.hits;
        }
        let all: BTreeMap<Time, usize> = self.register().months().collect();
        let month = |time: Time| Month {
            date: time.to_string(),
            all: all.get(&time).copied().unwrap_or_default(),
            ..counts.get(&time).cloned().unwrap_or_default()
        };
        let months = || counts.keys().filter_map(|time| time.months());
        let (first, last) = (months().min().unwrap_or(1), months().max().unwrap_or(0));
        let is_short = last.saturating_sub(first) < MONTHS as u32;
        let months = (first..=last).map(Time::at);
        let years = counts.keys().filter(|time| time.is_known() && time.months().is_none());
        Timeline {
            sought: sought.clone(),
            months: months
                .filter(|time| is_short || counts.contains_key(time))
                .map(month)
                .collect(),
            years: years.map(|time| month(*time)).collect(),
            undated: month(Time::default()),
        }
    }
}
