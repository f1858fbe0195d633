//! The answers about what speeches have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::{Borrowing, CheckPiece, CheckView, CompareView, Neighbours, Source, Terms, Witness, Witnesses};
use crate::compare::{Comparison, Kind, Shares, compare};
use crate::corpus::{Document, Span, edtf, slice};
use crate::reuse::{self, Boilerplate, Copy};
use crate::search::snippet;
use crate::session::engine::Engine;
use crate::session::protocol::{Card, EntryView, Request};

/// Characters of context on either side of a passage.
const AROUND: usize = 30;

/// Neighbours that are named: as many as a reader looks through.
const NEAREST: usize = 8;

/// Characters of a passage, slogans and boilerplate apart, from which it tells anything; 5 and up. A few words
/// between two slogans are no passage. The ten from which reuse reports.
const TELLING: usize = 10;

/// Documents that are read through at once: some hundredths of a second.
const AT_ONCE: usize = 50;

/// What common wording was built for.
pub(in crate::session) type Commons = (reuse::Settings, Boilerplate);

impl Engine {
    pub(in crate::session) fn compare(&mut self, left: usize, right: usize, terms: &Terms) -> CompareView {
        let comparison = self.comparison(left, right, terms);
        let [a, b] = [left, right].map(|at| self.document(at));
        CompareView {
            left: a,
            right: b,
            left_shares: comparison.left.shares,
            right_shares: comparison.right.shares,
            rows: comparison.rows,
            moves: comparison.moves,
            slots: comparison.slots,
            flags: comparison
                .flags
                .into_iter()
                .map(|flag| (flag.side, flag.span, flag.reason))
                .collect(),
            slogans: comparison.slogans,
            entries: self.entries_of(&[left, right]),
        }
    }

    /// The comparison as a file: its name and its text.
    pub(in crate::session) fn write_comparison(
        &mut self,
        left: usize,
        right: usize,
        terms: &Terms,
    ) -> (String, String) {
        let comparison = self.comparison(left, right, terms);
        let text = serde_json::to_string_pretty(&comparison).expect("plain data with string keys");
        (format!("{}-{}.json", comparison.left.id, comparison.right.id), text)
    }

    fn comparison(&mut self, left: usize, right: usize, terms: &Terms) -> Comparison {
        self.look_for_commons(terms.common);
        let [a, b] = [left, right].map(|at| self.document(at));
        compare(&a, &b, &self.matcher, self.commons(), &terms.options)
    }

    /// Builds what is common in the corpus, unless it is at hand.
    fn look_for_commons(&mut self, settings: reuse::Settings) {
        if self.commons.as_ref().is_none_or(|(known, _)| *known != settings) {
            self.commons = Some((settings, Boilerplate::new(&self.whole(), settings)));
        }
    }

    fn commons(&self) -> &Boilerplate {
        static NONE: std::sync::LazyLock<Boilerplate> = std::sync::LazyLock::new(Boilerplate::none);
        self.commons.as_ref().map_or(&NONE, |(_, commons)| commons)
    }

    fn entries_of(&self, documents: &[usize]) -> BTreeMap<usize, EntryView> {
        let used = documents
            .iter()
            .flat_map(|&at| self.known[at].slogans.iter().map(|found| found.entry));
        let used: BTreeSet<usize> = used.collect();
        used.into_iter()
            .map(|entry| (entry, self.entry(entry, documents)))
            .collect()
    }

    /// Does a part of what some answers need; true if there is more to do. So a large corpus is read through between
    /// answers that do not need it.
    pub fn prepare(&mut self) -> bool {
        let from = self.reuse.len();
        let to = self.corpus.documents.len().min(from + AT_ONCE);
        for at in from..to {
            self.reuse.push(&self.document(at));
        }
        to < self.corpus.documents.len()
    }

    /// Would the answer take long, until [`Engine::prepare`] is done?
    pub fn is_early(&self, request: &Request) -> bool {
        let needs = matches!(
            request,
            Request::Check { .. } | Request::Witnesses { .. } | Request::Nearest(_)
        );
        needs && self.corpus.documents.len() - self.reuse.len() > AT_ONCE
    }

    /// What stands where, for all documents that are there.
    fn look_for_reuse(&mut self) {
        while self.prepare() {}
    }

    pub(in crate::session) fn check(&mut self, at: usize, common: reuse::Settings) -> CheckView {
        self.look_for_commons(common);
        self.look_for_reuse();
        let document = self.document(at);
        let alone = self.alone(at);
        let told = |copy: &Copy| {
            let kinds = &alone[copy.here.block][copy.here.start..copy.here.end];
            kinds.iter().filter(|(kind, _)| *kind == Kind::Own).count() >= TELLING
        };
        let copies = self.reuse.copies(&self.whole(), at);
        let passages = passages(copies.into_iter().filter(told).collect());

        let mut kinds = alone.clone();
        let mut inside: Vec<Vec<Option<usize>>> = kinds.iter().map(|kinds| vec![None; kinds.len()]).collect();
        // For each source its characters here, and its passages.
        let mut shared: BTreeMap<usize, BTreeSet<(usize, usize)>> = BTreeMap::new();
        let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (i, (span, copies)) in passages.iter().enumerate() {
            inside[span.block][span.start..span.end].fill(Some(i));
            for copy in copies {
                let own = |at: &usize| alone[span.block][*at].0 == Kind::Own;
                let characters = (copy.here.start..copy.here.end).filter(own).map(|at| (span.block, at));
                shared.entry(copy.document).or_default().extend(characters);
                found.entry(copy.document).or_default().insert(i);
                if !self.is_later(copy.document, at) {
                    let here = &mut kinds[span.block][copy.here.start..copy.here.end];
                    let own = here.iter_mut().filter(|(kind, _)| *kind == Kind::Own);
                    own.for_each(|(kind, _)| *kind = Kind::Shared);
                }
            }
        }
        let mut sources: Vec<usize> = found.keys().copied().collect();
        sources.sort_by_key(|source| self.time(*source));
        let sources = sources.into_iter().map(|source| Source {
            card: self.known[source].card.clone(),
            shared: shared[&source].len(),
            passages: found[&source].iter().copied().collect(),
            is_later: self.is_later(source, at),
        });
        CheckView {
            shares: shares(&kinds),
            blocks: std::iter::zip(&kinds, &inside)
                .map(|(kinds, inside)| pieces(kinds, inside))
                .collect(),
            passages: passages
                .iter()
                .map(|(span, copies)| Borrowing {
                    span: *span,
                    places: self.places(copies),
                    is_later: copies.iter().all(|copy| self.is_later(copy.document, at)),
                })
                .collect(),
            sources: sources.collect(),
            entries: self.entries_of(&[at]),
            document: Document {
                removed: Vec::new(),
                ..document
            },
        }
    }

    /// The kind of each character of each block without regard to other documents, and its slogan.
    fn alone(&self, at: usize) -> Vec<Vec<(Kind, Option<usize>)>> {
        let blocks = self.texts.text(at).texts().map(|text| {
            let mut kinds = vec![(Kind::Own, None); text.chars().count()];
            for (start, end) in self.commons().spans(&text) {
                kinds[start..end].fill((Kind::Boilerplate, None));
            }
            kinds
        });
        let mut kinds: Vec<_> = blocks.collect();
        for found in self.known[at].marks() {
            let Span { block, start, end } = found.span;
            kinds[block][start..end].fill((Kind::Slogan, Some(found.entry)));
        }
        kinds
    }

    /// Has the first document a later date than the second? Not if a date is missing.
    fn is_later(&self, document: usize, than: usize) -> bool {
        let date = |at: usize| self.corpus.documents[at].date.as_deref().map(edtf::sort_key);
        date(document).zip(date(than)).is_some_and(|(date, than)| date > than)
    }

    /// The other places of copies, one for each that they overlap in, the earliest first.
    fn places(&self, copies: &[Copy]) -> Vec<Witness> {
        let mut there: Vec<(usize, Span, f64)> = copies
            .iter()
            .map(|copy| (copy.document, copy.there, copy.similarity))
            .collect();
        there.sort_by_key(|(document, span, _)| (*document, *span));
        there.dedup_by(|next, kept| {
            let joins = next.0 == kept.0 && next.1.block == kept.1.block && next.1.start < kept.1.end;
            if joins {
                kept.1.end = kept.1.end.max(next.1.end);
                kept.2 = kept.2.min(next.2);
            }
            joins
        });
        there.sort_by_key(|(document, span, _)| (self.time(*document), *span));
        there
            .into_iter()
            .map(|(document, span, similarity)| self.witness(document, span, similarity))
            .collect()
    }

    fn witness(&self, document: usize, span: Span, similarity: f64) -> Witness {
        let text = self.block(document, span.block);
        Witness {
            card: self.known[document].card.clone(),
            block: span.block,
            start: span.start,
            snippet: snippet(&text, span.start, span.end, AROUND),
            similarity,
        }
    }

    /// Who else said this. A span that is not in the document, as a link may have it, is said by nobody.
    pub(in crate::session) fn witnesses(&mut self, at: usize, span: Span) -> Witnesses {
        self.look_for_reuse();
        let id = self.corpus.documents[at].id.clone();
        let text = self.block(at, span.block);
        if span.start >= span.end || span.end > text.chars().count() {
            return Witnesses {
                id,
                span,
                text: String::new(),
                places: Vec::new(),
                first: 0,
                here: None,
            };
        }
        let mut copies = self.reuse.witnesses(&self.whole(), at, span);
        copies.retain(|copy| {
            copy.document != at
                || copy.there.block != span.block
                || copy.there.end <= span.start
                || span.end <= copy.there.start
        });
        copies.push(Copy {
            here: span,
            document: at,
            there: span,
            similarity: 1.0,
        });
        let places = self.places(&copies);
        let date = places.first().and_then(|place| place.card.date.clone());
        Witnesses {
            text: slice(&text, span.start, span.end).to_string(),
            first: match date {
                Some(_) => places.iter().take_while(|place| place.card.date == date).count(),
                None => 0,
            },
            here: places
                .iter()
                .position(|place| place.card.id == id && place.block == span.block && place.start == span.start),
            places,
            id,
            span,
        }
    }

    pub(in crate::session) fn nearest(&mut self, at: usize) -> Neighbours {
        self.look_for_reuse();
        let positions: BTreeMap<&str, usize> = self
            .corpus
            .documents
            .iter()
            .enumerate()
            .map(|(at, document)| (document.id.as_str(), at))
            .collect();
        let near = self.reuse.nearest(&self.whole(), at, NEAREST);
        let by_text = near.into_iter().filter_map(|near| {
            let card = &self.known[*positions.get(near.id.as_str())?].card;
            Some((card.clone(), near.shared, near.score))
        });
        Neighbours {
            id: self.corpus.documents[at].id.clone(),
            by_text: by_text.collect(),
            by_slogans: self.nearest_by_slogans(at),
        }
    }

    /// By the cosine of the uses of slogans, each weighted by how few documents have it.
    fn nearest_by_slogans(&self, at: usize) -> Vec<(Card, usize, f64)> {
        let used: Vec<BTreeMap<usize, usize>> = self
            .known
            .iter()
            .map(|known| {
                let mut used = BTreeMap::new();
                known
                    .slogans
                    .iter()
                    .for_each(|found| *used.entry(found.entry).or_default() += 1);
                used
            })
            .collect();
        let mut documents: BTreeMap<usize, usize> = BTreeMap::new();
        used.iter()
            .flat_map(BTreeMap::keys)
            .for_each(|entry| *documents.entry(*entry).or_default() += 1);
        // Without a logarithm, which is not the same on every machine: the share of documents that lack it.
        let weight = |entry: usize, uses: usize| {
            (uses as f64).sqrt() * (1.0 - documents[&entry] as f64 / (used.len() + 1) as f64)
        };
        let length = |used: &BTreeMap<usize, usize>| {
            used.iter()
                .map(|(&entry, &uses)| weight(entry, uses).powi(2))
                .sum::<f64>()
                .sqrt()
        };
        let here = &used[at];
        let mut near: Vec<(usize, usize, f64)> = Vec::new();
        for (other, there) in used.iter().enumerate().filter(|(other, _)| *other != at) {
            let common = here
                .iter()
                .filter_map(|(&entry, &uses)| Some((entry, uses, *there.get(&entry)?)));
            let (mut count, mut product) = (0, 0.0);
            for (entry, uses, theirs) in common {
                count += 1;
                product += weight(entry, uses) * weight(entry, theirs);
            }
            if count > 0 {
                near.push((other, count, product / (length(here) * length(there))));
            }
        }
        near.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
        near.truncate(NEAREST);
        near.into_iter()
            .map(|(other, count, likeness)| (self.known[other].card.clone(), count, likeness))
            .collect()
    }
}

/// Copies that overlap are one passage, from the first character of any to the last.
fn passages(mut copies: Vec<Copy>) -> Vec<(Span, Vec<Copy>)> {
    copies.sort_by_key(|copy| (copy.here, copy.document));
    let mut passages: Vec<(Span, Vec<Copy>)> = Vec::new();
    for copy in copies {
        match passages.last_mut() {
            Some((span, copies)) if span.block == copy.here.block && copy.here.start < span.end => {
                span.end = span.end.max(copy.here.end);
                copies.push(copy);
            }
            _ => passages.push((copy.here, vec![copy])),
        }
    }
    passages
}

/// Cuts a block where kind, slogan or passage change.
fn pieces(kinds: &[(Kind, Option<usize>)], inside: &[Option<usize>]) -> Vec<CheckPiece> {
    let mut start = 0;
    let mut pieces = Vec::new();
    for end in 1..=kinds.len() {
        let key = |at: usize| (kinds[at], inside[at]);
        if end == kinds.len() || key(end) != key(start) {
            let ((kind, slogan), passage) = key(start);
            pieces.push(CheckPiece {
                start,
                end,
                kind,
                slogan,
                passage,
            });
            start = end;
        }
    }
    pieces
}

fn shares(kinds: &[Vec<(Kind, Option<usize>)>]) -> Shares {
    let total = kinds.iter().map(Vec::len).sum::<usize>();
    Shares::of(total, |kind| {
        kinds.iter().flatten().filter(|(other, _)| *other == kind).count()
    })
}
