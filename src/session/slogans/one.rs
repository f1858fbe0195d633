//! One slogan in a scope: how it is written, where, when, and with what.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Texts;
use super::{Line, LineOrder, Lines, Neighbour, Overlaps, PeriodView, SPREAD, Scope, SloganView, SpreadRow};
use crate::corpus::{edtf, slice};
use crate::lexicon::Occurrence;
use crate::search::{Facet, snippet};
use crate::session::Engine;
use crate::stats::{Count, Dated, association};
use crate::text::fold::{View, fold_char, fold_text};

/// Neighbours that are shown, and the blocks they must share with the slogan: less is chance.
const NEIGHBOURS: usize = 20;
const MIN_TOGETHER: usize = 2;

/// Wordings that are shown.
const WORDINGS: usize = 40;

/// Characters of context on either side in a concordance, and those it is sorted by.
const AROUND: usize = 24;
const SORTED_BY: usize = 10;

/// A concordance that was asked for: what for, and all its lines in order as document and number of the use there.
pub type Concordance = ((Scope, String, LineOrder), Vec<(u32, u32)>);

impl Engine {
    pub(in crate::session) fn slogan(&self, scope: &Scope, phrase: &str) -> Option<SloganView> {
        let entry = self.lexicon.position(phrase)?;
        let texts = self.texts(scope);
        let mut counted = self.count_in(&texts, scope.overlaps);
        let counted = std::mem::take(&mut counted[entry]);
        let uses: Vec<(usize, Vec<&Occurrence>)> = texts
            .documents
            .iter()
            .map(|&at| (at, self.uses_in(at, entry, scope.overlaps).collect()))
            .collect();
        Some(SloganView {
            entry: self.entry(entry, &texts.documents),
            row: self.slogan_row(entry, &counted, &texts, self.parts(&texts), &scope.thresholds()),
            note: self.lexicon.entries[entry].note.clone(),
            from: self.origin(entry),
            interval: Count::new(counted.uses, texts.characters).interval(),
            inside: uses
                .iter()
                .flat_map(|(_, uses)| uses)
                .filter(|found| found.inside)
                .count(),
            wordings: self.wordings(&uses),
            spread: self.spread(&uses),
            timeline: self.timeline(&texts, &uses),
            undated: uses
                .iter()
                .filter(|(at, uses)| {
                    let date = self.known[*at].date();
                    !uses.is_empty() && date.and_then(|date| texts.calendar.place(date)).is_none()
                })
                .count(),
            neighbours: self.neighbours(entry, &texts, scope.overlaps),
            places: self.by_value(Facet::Place, &uses),
            levels: self.by_value(Facet::Level, &uses),
            label: self.label(entry, texts.documents.iter().copied()),
        })
    }

    /// The uses of an entry in a document.
    fn uses_in(&self, at: usize, entry: usize, overlaps: Overlaps) -> impl Iterator<Item = &Occurrence> {
        let slogans = self.known[at].slogans.iter();
        slogans.filter(move |found| found.entry == entry && overlaps.admits(found))
    }

    /// How it is written, without quotation marks.
    fn wordings(&self, uses: &[(usize, Vec<&Occurrence>)]) -> Vec<(String, usize)> {
        let mut wordings: BTreeMap<String, usize> = BTreeMap::new();
        for (at, uses) in uses {
            for found in uses {
                let text = self.block(*at, found.span.block);
                let shown = slice(&text, found.span.start, found.span.end).chars();
                let bare = shown.filter(|c| !matches!(fold_char(*c), Some('"' | '\'')));
                *wordings.entry(bare.collect()).or_default() += 1;
            }
        }
        let mut wordings: Vec<(String, usize)> = wordings.into_iter().collect();
        wordings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        wordings.truncate(WORDINGS);
        wordings
    }

    fn spread(&self, uses: &[(usize, Vec<&Occurrence>)]) -> Vec<SpreadRow> {
        let mut with: Vec<&(usize, Vec<&Occurrence>)> = uses.iter().filter(|(_, uses)| !uses.is_empty()).collect();
        with.sort_by_key(|(at, _)| self.time(*at));
        let row = |(at, uses): &(usize, Vec<&Occurrence>)| {
            let mut before = vec![0];
            for text in self.texts.text(*at).texts() {
                before.push(before[before.len() - 1] + text.chars().count());
            }
            let total = before[before.len() - 1].max(1) as f32;
            SpreadRow {
                card: self.known[*at].card.clone(),
                at: uses
                    .iter()
                    .map(|found| (before[found.span.block] + found.span.start) as f32 / total)
                    .collect(),
                spans: uses.iter().map(|found| found.span).collect(),
            }
        };
        with.into_iter().take(SPREAD).map(row).collect()
    }

    /// The place of a document in time; those without a date come last.
    pub(in crate::session) fn time(&self, at: usize) -> (bool, Option<impl Ord + use<>>, usize) {
        let date = self.known[at].date();
        (date.is_none(), date.map(edtf::sort_key), at)
    }

    fn timeline(&self, texts: &Texts, uses: &[(usize, Vec<&Occurrence>)]) -> Vec<PeriodView> {
        let dated = uses.iter().map(|(at, uses)| Dated {
            date: self.known[*at].date(),
            count: Count::new(uses.len(), self.known[*at].card.length),
        });
        let timeline = texts.calendar.timeline(dated);
        let points = timeline.points.into_iter().map(|point| PeriodView {
            period: point.period,
            uses: point.tally.count.uses,
            with: point.tally.with,
            documents: point.tally.documents,
            rate: point.tally.count.rate(),
        });
        points.collect()
    }

    /// The slogans that stand in the same blocks.
    fn neighbours(&self, entry: usize, texts: &Texts, overlaps: Overlaps) -> Vec<Neighbour> {
        // The blocks that each entry stands in, and those of them that have the slogan.
        let mut blocks: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut all = 0;
        for &at in &texts.documents {
            all += self.corpus.documents[at].body.len();
            let slogans = &self.known[at].slogans;
            for block in slogans.chunk_by(|a, b| a.span.block == b.span.block) {
                let here: BTreeSet<usize> = block
                    .iter()
                    .filter(|found| overlaps.admits(found))
                    .map(|found| found.entry)
                    .collect();
                let has = usize::from(here.contains(&entry));
                for other in here {
                    let (stands, together) = blocks.entry(other).or_default();
                    *stands += 1;
                    *together += has;
                }
            }
        }
        let own = blocks.get(&entry).map_or(0, |(stands, _)| *stands);
        let mut neighbours: Vec<Neighbour> = blocks
            .into_iter()
            .filter(|(other, (_, together))| *other != entry && *together >= MIN_TOGETHER)
            .filter_map(|(other, (stands, together))| {
                let association = association(together, own, stands, all)?;
                let of = &self.lexicon.entries[other];
                (together as f64 > association.expected).then(|| Neighbour {
                    phrase: of.phrase.clone(),
                    category: of.category.clone(),
                    colour: of.colour,
                    both: together,
                    log_dice: association.log_dice,
                })
            })
            .collect();
        neighbours.sort_by(|a, b| b.log_dice.total_cmp(&a.log_dice).then_with(|| a.phrase.cmp(&b.phrase)));
        neighbours.truncate(NEIGHBOURS);
        neighbours
    }

    /// Documents and uses by the values of a facet, of those that have a use; the highest rate first.
    fn by_value(&self, facet: Facet, uses: &[(usize, Vec<&Occurrence>)]) -> Vec<(String, usize, usize, f64)> {
        let mut values: BTreeMap<&str, (usize, Count)> = BTreeMap::new();
        for (at, uses) in uses {
            let known = &self.known[*at];
            for value in self.vocabulary.words(facet, &known.values) {
                let (documents, count) = values.entry(value).or_default();
                *documents += usize::from(!uses.is_empty());
                *count += Count::new(uses.len(), known.card.length);
            }
        }
        let mut values: Vec<(String, usize, usize, f64)> = values
            .into_iter()
            .filter(|(_, (documents, _))| *documents > 0)
            .map(|(value, (documents, count))| (value.to_string(), documents, count.uses, count.rate()))
            .collect();
        values.sort_by(|a, b| b.3.total_cmp(&a.3).then_with(|| a.0.cmp(&b.0)));
        values
    }

    /// Lines of a concordance. Its order is made once for all that are asked for one after the other.
    pub(in crate::session) fn concordance(
        &mut self,
        scope: &Scope,
        phrase: &str,
        order: LineOrder,
        (from, count): (usize, usize),
    ) -> Lines {
        let key = (scope.clone(), phrase.to_string(), order);
        let entry = self.lexicon.position(phrase);
        let lines = match self.concordance.take() {
            Some((known, lines)) if known == key => lines,
            _ => entry.map_or_else(Vec::new, |entry| self.lines(scope, entry, order)),
        };
        let shown = lines.iter().skip(from).take(count);
        let answer = Lines {
            phrase: phrase.to_string(),
            order,
            scope: scope.clone(),
            total: lines.len(),
            from,
            lines: shown
                .map(|&(at, number)| self.line(at as usize, number as usize))
                .collect(),
        };
        self.concordance = Some((key, lines));
        answer
    }

    /// All uses of an entry in an order: document, and number of the use among all of the document.
    fn lines(&self, scope: &Scope, entry: usize, order: LineOrder) -> Vec<(u32, u32)> {
        let texts = self.texts(scope);
        let mut lines = Vec::new();
        for &at in &texts.documents {
            let slogans = self.known[at].slogans.iter().enumerate();
            let own = slogans.filter(|(_, found)| found.entry == entry && scope.overlaps.admits(found));
            lines.extend(own.map(|(number, _)| (at as u32, number as u32)));
        }
        let span = |&(at, number): &(u32, u32)| {
            let found = &self.known[at as usize].slogans[number as usize];
            (self.block(at as usize, found.span.block), found.span)
        };
        match order {
            LineOrder::Date => lines.sort_by_cached_key(|&(at, number)| (self.time(at as usize), number)),
            LineOrder::Place => lines.sort_by_cached_key(|&(at, number)| {
                let place = &self.known[at as usize].card.place;
                (place.is_empty(), place.clone(), self.time(at as usize), number)
            }),
            LineOrder::Left => lines.sort_by_cached_key(|line| {
                let (text, span) = span(line);
                let before = slice(&text, span.start.saturating_sub(SORTED_BY), span.start);
                fold_text(before, View::Slogan)
                    .chars()
                    .rev()
                    .filter(|c| c.is_alphanumeric())
                    .collect::<String>()
            }),
            LineOrder::Right => lines.sort_by_cached_key(|line| {
                let (text, span) = span(line);
                let after: String = slice(&text, span.end, text.len()).chars().take(SORTED_BY).collect();
                fold_text(&after, View::Slogan)
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                    .collect::<String>()
            }),
        }
        lines
    }

    fn line(&self, at: usize, number: usize) -> Line {
        let (known, document) = (&self.known[at], &self.corpus.documents[at]);
        let span = known.slogans[number].span;
        Line {
            document: document.id.clone(),
            date: known.card.date.clone(),
            place: document.place.last().cloned().unwrap_or_default(),
            title: document.title.clone(),
            lang: document.lang.clone(),
            snippet: snippet(&self.block(at, span.block), span.start, span.end, AROUND),
            span,
        }
    }
}
