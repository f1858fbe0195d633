//! Exact search: the folded texts of the documents, scanned for each term of a query.
//!
//! A scan misses nothing and finds nothing extra; with SIMD it reads some gigabytes a second. Documents whose
//! [signature](super::signatures) denies the query are passed over.

use std::collections::BTreeSet;
use std::ops::Range;

use super::query::{Leaf, Pattern, Query, Truth, days, fold};
use super::signatures::{Signatures, Table};
use crate::corpus::{Document, Span};
use crate::text::stored::Stored;

/// The texts of documents, in their order, ready to be searched.
#[derive(Default)]
pub struct Index {
    texts: Vec<Stored>,
    signatures: Signatures,
}

/// A document that satisfies a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Index of the document.
    pub document: usize,
    /// How many [places](Search::places) there are.
    pub hits: usize,
}

/// Places in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// Index of the document.
    pub document: usize,
    /// In reading order, in characters of the display text.
    pub spans: Vec<Span>,
}

impl Index {
    pub fn new(documents: &[Document]) -> Self {
        Index::from_texts(documents.iter().map(Stored::of))
    }

    pub fn from_texts(texts: impl IntoIterator<Item = Stored>) -> Self {
        let mut index = Index::default();
        texts.into_iter().for_each(|text| index.insert(index.len(), text));
        index
    }

    /// Adds a document behind the last.
    pub fn push(&mut self, document: &Document) {
        self.insert(self.len(), Stored::of(document));
    }

    /// Puts a text before that of the document `at`, or behind the last.
    pub fn insert(&mut self, at: usize, text: Stored) {
        self.signatures.insert(at, &text);
        self.texts.insert(at, text);
        self.signatures.learn(&self.texts);
    }

    /// Takes the text of a document out; those behind it move up.
    pub fn remove(&mut self, at: usize) -> Stored {
        self.signatures.remove(at);
        self.texts.remove(at)
    }

    pub fn replace(&mut self, at: usize, document: &Document) {
        self.remove(at);
        self.insert(at, Stored::of(document));
    }

    /// The texts of all documents.
    pub fn into_texts(self) -> Vec<Stored> {
        self.texts
    }

    /// The text of a document.
    pub fn text(&self, at: usize) -> &Stored {
        &self.texts[at]
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Bytes of memory that it takes.
    pub fn size(&self) -> usize {
        self.texts.iter().map(Stored::size).sum::<usize>() + self.signatures.size()
    }

    /// The documents in which the folded phrase stands. An empty phrase stands nowhere.
    pub fn find(&self, phrase: &str) -> Vec<Found> {
        self.search(&Query::phrase(phrase), &[], |_| Vec::new())
            .found(0..self.len())
    }

    /// Prepares a search. The `documents` are those of the index, and are asked for what a query may want beside the
    /// text, which they need not have. `uses` tells where the slogans of this name stand: documents in their order,
    /// places in reading order.
    pub fn search<'a>(
        &'a self,
        query: &'a Query,
        documents: &'a [Document],
        uses: impl Fn(&str) -> Vec<Hits>,
    ) -> Search<'a> {
        let told = |leaf: &Leaf| match leaf {
            Leaf::Slogan(slogan) => uses(slogan),
            _ => Vec::new(),
        };
        // For each leaf the rows of its parts: one of each side shall be there, of all sides.
        let rows = |pattern: &Pattern| self.signatures.rows(pattern.needle());
        let sides = |leaf: &Leaf| -> Vec<Vec<Vec<usize>>> {
            match leaf {
                Leaf::Text(pattern) => vec![vec![rows(pattern)]],
                Leaf::Near { sides, .. } => sides.iter().map(|side| side.iter().map(rows).collect()).collect(),
                _ => Vec::new(),
            }
        };
        let sides: Vec<Vec<Vec<Vec<usize>>>> = query.leaves.iter().map(sides).collect();
        let may = |table: &Table| {
            let any = |side: &Vec<Vec<usize>>| side.iter().fold(0, |any, rows| any | table.having(rows));
            let all = |leaf: usize| sides[leaf].iter().fold(!0, |all, side| all & any(side));
            query.decide(|leaf| Truth::at_most(all(leaf))).may_be
        };
        let positive = query.positive();
        Search {
            index: self,
            query,
            documents,
            may: self.signatures.tables().iter().map(may).collect(),
            adds: adds(query, &positive),
            pair: match query.leaves.as_slice() {
                [Leaf::Text(pattern)] => pattern.run().and_then(|run| self.signatures.common(run)),
                _ => None,
            },
            positive,
            uses: query.leaves.iter().map(told).collect(),
        }
    }
}

/// Are the hits of a document those of its leaves, added up? So it is if no two leaves can have a place in common: if
/// there is one, or if they are different runs of text.
fn adds(query: &Query, positive: &[bool]) -> bool {
    let positive = std::iter::zip(&query.leaves, positive).filter(|(_, positive)| **positive);
    let has_places = |leaf: &&Leaf| matches!(leaf, Leaf::Text(_) | Leaf::Near { .. } | Leaf::Slogan(_));
    let leaves: Vec<&Leaf> = positive.map(|(leaf, _)| leaf).filter(has_places).collect();
    let runs = leaves.iter().copied().filter_map(|leaf| match leaf {
        Leaf::Text(pattern) => pattern.run(),
        _ => None,
    });
    let runs: BTreeSet<&[u8]> = runs.collect();
    leaves.len() == 1 || leaves.len() == runs.len()
}

/// A query on its way through the documents.
pub struct Search<'a> {
    index: &'a Index,
    query: &'a Query,
    documents: &'a [Document],
    /// For each table of signatures the documents that may satisfy the query.
    may: Vec<u64>,
    /// For each leaf: are its places hits?
    positive: Vec<bool>,
    /// Whether no place is that of two leaves.
    adds: bool,
    /// The number of the common pair that is all that is sought.
    pair: Option<usize>,
    /// For each leaf that is a slogan: its uses.
    uses: Vec<Vec<Hits>>,
}

impl Search<'_> {
    /// The documents of a range that satisfy the query. Ranges one after the other give what all of it gives.
    pub fn found(&self, range: Range<usize>) -> Vec<Found> {
        let range = range.start..range.end.min(self.index.len());
        let may = range.filter(|&at| self.index.signatures.is_among(&self.may, at));
        may.filter_map(|document| {
            Some(Found {
                document,
                hits: self.hits(document)?,
            })
        })
        .collect()
    }

    /// The places of what a document shall have, even if it does not satisfy the query: those of each term by itself,
    /// non-overlapping, in reading order, each place once.
    pub fn places(&self, document: usize) -> Vec<Span> {
        if document >= self.index.len() {
            return Vec::new();
        }
        let positive = (0..self.positive.len()).filter(|&leaf| self.positive[leaf]);
        let mut spans: Vec<Vec<Span>> = positive.map(|leaf| self.spans(leaf, document)).collect();
        match spans.as_mut_slice() {
            [spans] => std::mem::take(spans),
            spans => in_order(spans.concat()),
        }
    }

    /// How many places a document has, if it satisfies the query.
    fn hits(&self, at: usize) -> Option<usize> {
        if let ([Leaf::Text(pattern)], [true]) = (self.query.leaves.as_slice(), self.positive.as_slice()) {
            let known = self.pair.and_then(|pair| self.index.signatures.count(at, pair));
            let hits = known.unwrap_or_else(|| pattern.count(&self.index.texts[at]));
            return Some(hits).filter(|hits| *hits > 0);
        }
        // What is known beside the text is asked first.
        let mut known: Vec<Option<bool>> = (0..self.positive.len()).map(|leaf| self.fact(leaf, at)).collect();
        if self.decide(&known) == Some(false) {
            return None;
        }
        for (leaf, known) in known.iter_mut().enumerate() {
            *known = known.or_else(|| self.glance(leaf, at));
        }
        if self.decide(&known) == Some(false) {
            return None;
        }
        let mut hits = 0;
        for (leaf, known) in known.iter_mut().enumerate() {
            let is_hit = self.positive[leaf] && self.adds && *known != Some(false);
            if is_hit || known.is_none() {
                let count = self.count(leaf, at);
                *known = known.or(Some(count > 0));
                hits += if is_hit { count } else { 0 };
            }
        }
        let is_satisfied = self.decide(&known) == Some(true);
        is_satisfied.then(|| if self.adds { hits } else { self.places(at).len() })
    }

    fn decide(&self, known: &[Option<bool>]) -> Option<bool> {
        let Truth { may_be, may_not_be } = self.query.decide(|leaf| Truth::of(known[leaf]));
        match (may_be, may_not_be) {
            (0, _) => Some(false),
            (_, 0) => Some(true),
            _ => None,
        }
    }

    /// Whether a document has a leaf, if the leaf is not about its text.
    fn fact(&self, leaf: usize, at: usize) -> Option<bool> {
        let leaf = match &self.query.leaves[leaf] {
            Leaf::Text(_) | Leaf::Near { .. } => return None,
            Leaf::Slogan(_) => return Some(self.used(leaf, at).is_some()),
            leaf => leaf,
        };
        Some(self.documents.get(at).is_some_and(|document| leaf.holds(document)))
    }

    /// Whether the text of a document has a leaf, if one look tells.
    fn glance(&self, leaf: usize, at: usize) -> Option<bool> {
        let text = &self.index.texts[at];
        match &self.query.leaves[leaf] {
            Leaf::Text(pattern) => pattern.glance(text),
            Leaf::Near { sides, .. } => {
                let may_be = |side: &Vec<Pattern>| side.iter().any(|pattern| pattern.glance(text) != Some(false));
                if sides.iter().all(may_be) { None } else { Some(false) }
            }
            _ => None,
        }
    }

    fn count(&self, leaf: usize, at: usize) -> usize {
        match &self.query.leaves[leaf] {
            Leaf::Text(pattern) => pattern.count(&self.index.texts[at]),
            _ => self.spans(leaf, at).len(),
        }
    }

    /// The places of a leaf that has some.
    fn spans(&self, leaf: usize, at: usize) -> Vec<Span> {
        let text = &self.index.texts[at];
        let mut spans = match &self.query.leaves[leaf] {
            Leaf::Text(pattern) => text.locate(pattern.places(text)),
            Leaf::Near { sides, gaps } => {
                let places = |pattern: &Pattern| text.locate(pattern.places(text));
                let side = |side: &Vec<Pattern>| in_order(side.iter().flat_map(places).collect());
                near(sides.iter().map(side).collect(), gaps)
            }
            Leaf::Slogan(_) => return self.used(leaf, at).map_or_else(Vec::new, |uses| uses.spans.clone()),
            _ => return Vec::new(),
        };
        text.show(&mut spans);
        spans
    }

    /// The uses of a slogan in a document.
    fn used(&self, leaf: usize, at: usize) -> Option<&Hits> {
        let uses = &self.uses[leaf];
        let found = uses.binary_search_by_key(&at, |hits| hits.document).ok()?;
        uses.get(found).filter(|hits| !hits.spans.is_empty())
    }
}

impl Leaf {
    /// Whether a document has what stands beside its text. What is about the text no document has.
    pub(super) fn holds(&self, document: &Document) -> bool {
        match self {
            Leaf::Title(pattern) => pattern.is_in(&Stored::new([document.title.as_str()])),
            Leaf::Place(pattern) => pattern.is_in(&Stored::new([document.place.concat().as_str()])),
            Leaf::Speaker(pattern) => {
                let speakers = document.speakers.iter();
                let names = speakers.flat_map(|speaker| [Some(&speaker.name), speaker.role.as_ref()]);
                pattern.is_in(&Stored::new(names.flatten().map(String::as_str)))
            }
            Leaf::Date((first, last)) => {
                let date = document.date.as_ref().or(document.published.as_ref());
                let days = date.and_then(|date| days(date));
                days.is_some_and(|days| days.0 <= *last && *first <= days.1)
            }
            Leaf::Kind(kind) => document.genre == Some(*kind),
            Leaf::Lang(tag) => {
                let lang = document.lang.iter().flat_map(|lang| lang.chars());
                let lang: String = lang.filter_map(fold).collect();
                let rest = lang.strip_prefix(tag.as_str());
                !tag.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }
            Leaf::Text(_) | Leaf::Near { .. } | Leaf::Slogan(_) => false,
        }
    }
}

/// Of the places of each side those on the way from the first side to the last, each step between two places of one
/// block that do not overlap and are so near, in either order. Everything in folded characters.
fn near(mut sides: Vec<Vec<Span>>, gaps: &[usize]) -> Vec<Span> {
    let last = sides.len().saturating_sub(1);
    for i in 0..last {
        sides[i + 1] = beside(&sides[i + 1], &sides[i], gaps[i]);
    }
    for i in (0..last).rev() {
        sides[i] = beside(&sides[i], &sides[i + 1], gaps[i]);
    }
    in_order(sides.concat())
}

/// Those places that are near to one of `others`, which stand in reading order.
fn beside(places: &[Span], others: &[Span], gap: usize) -> Vec<Span> {
    let mut ends: Vec<(usize, usize)> = others.iter().map(|other| (other.block, other.end)).collect();
    ends.sort_unstable();
    let is_near = |place: &&Span| {
        let after = others.partition_point(|other| (other.block, other.start) < (place.block, place.end));
        let before = ends.partition_point(|end| *end <= (place.block, place.start));
        let after = others.get(after).filter(|other| other.block == place.block);
        let before = before
            .checked_sub(1)
            .map(|at| ends[at])
            .filter(|end| end.0 == place.block);
        after.is_some_and(|other| other.start - place.end <= gap)
            || before.is_some_and(|end| place.start - end.1 <= gap)
    };
    places.iter().filter(is_near).copied().collect()
}

/// Places in reading order, each once.
fn in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| (span.block, span.start, span.end));
    spans.dedup();
    spans
}
