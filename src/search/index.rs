//! Exact search: the folded text of every document, scanned from end to end for each term of a query.
//!
//! A scan needs no index of terms, misses nothing and finds nothing extra; with SIMD it reads some gigabytes a
//! second, so that ten thousand speeches take a few milliseconds.

use std::ops::Range;

use super::query::{Days, Leaf, Pattern, Query, days, fold};
use crate::corpus::{Document, Genre, Span};

/// The folded texts of documents, ready to be searched.
#[derive(Default)]
pub struct Index {
    documents: Vec<FoldedDocument>,
}

/// The hits of a query in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// Index of the document.
    pub document: usize,
    /// Places in reading order, in characters of the display text.
    pub spans: Vec<Span>,
}

#[derive(Default)]
struct FoldedDocument {
    /// The folded blocks, each followed by a line break, which no folded query contains.
    text: String,
    blocks: Vec<FoldedBlock>,
    facts: Facts,
}

struct FoldedBlock {
    /// Byte offset in `text`.
    start: usize,
    /// The display characters that folding dropped; every other one folds to exactly one.
    dropped: Vec<usize>,
}

/// What a query can ask of a document besides its text; the texts folded, a line each.
#[derive(Default)]
struct Facts {
    title: String,
    place: String,
    speakers: String,
    days: Option<Days>,
    kind: Option<Genre>,
    lang: String,
}

impl Index {
    pub fn new(documents: &[Document]) -> Self {
        Index {
            documents: documents.iter().map(FoldedDocument::new).collect(),
        }
    }

    /// The documents in which the folded phrase stands, each with all its places: non-overlapping, from left to
    /// right, none across two blocks. An empty phrase stands nowhere.
    pub fn find(&self, phrase: &str) -> Vec<Hits> {
        self.search(&Query::phrase(phrase), |_| Vec::new())
    }

    /// The documents that satisfy a query, each with the places of what it shall have: those of each term by itself,
    /// non-overlapping, in reading order, each place once. `uses` tells where the slogans of this name stand: documents
    /// in their order, places in reading order.
    pub fn search(&self, query: &Query, uses: impl Fn(&str) -> Vec<Hits>) -> Vec<Hits> {
        let search = Search::new(query, uses);
        let all = self.documents.iter().enumerate();
        all.filter_map(|(at, document)| search.hits(at, document)).collect()
    }

    /// The places of what a document shall have by a query, even if it does not satisfy it.
    pub fn places(&self, document: usize, query: &Query, uses: impl Fn(&str) -> Vec<Hits>) -> Vec<Span> {
        let search = Search::new(query, uses);
        let folded = self.documents.get(document);
        folded.map_or_else(Vec::new, |folded| search.places(document, folded))
    }
}

/// A query on its way through the documents.
struct Search<'a> {
    query: &'a Query,
    /// For each leaf: are its places hits?
    positive: Vec<bool>,
    /// For each leaf that is a slogan: its uses.
    uses: Vec<Vec<Hits>>,
}

impl<'a> Search<'a> {
    fn new(query: &'a Query, uses: impl Fn(&str) -> Vec<Hits>) -> Self {
        let told = |leaf: &Leaf| match leaf {
            Leaf::Slogan(slogan) => uses(slogan),
            _ => Vec::new(),
        };
        Search {
            query,
            positive: query.positive(),
            uses: query.leaves.iter().map(told).collect(),
        }
    }

    /// First the document is asked what a glance tells; only one that may satisfy the query is read for places.
    fn hits(&self, at: usize, document: &FoldedDocument) -> Option<Hits> {
        let leaves = self.query.leaves.iter().enumerate();
        let known: Vec<Option<bool>> = leaves.map(|(leaf, _)| self.glance(leaf, at, document)).collect();
        let decided = self.query.decide(|leaf| known[leaf]);
        if decided == Some(false) {
            return None;
        }
        let spans: Vec<Vec<Span>> = (0..known.len())
            .map(|leaf| match self.positive[leaf] || known[leaf].is_none() {
                true => self.spans(leaf, at, document),
                false => Vec::new(),
            })
            .collect();
        let satisfied = self
            .query
            .decide(|leaf| Some(known[leaf].unwrap_or(!spans[leaf].is_empty())));
        (satisfied == Some(true)).then(|| Hits {
            document: at,
            spans: self.merge(spans),
        })
    }

    fn places(&self, at: usize, document: &FoldedDocument) -> Vec<Span> {
        let leaves = 0..self.query.leaves.len();
        self.merge(leaves.map(|leaf| self.spans(leaf, at, document)).collect())
    }

    /// What the document shall have, in reading order.
    fn merge(&self, mut spans: Vec<Vec<Span>>) -> Vec<Span> {
        if let ([spans], [true]) = (spans.as_mut_slice(), self.positive.as_slice()) {
            return std::mem::take(spans);
        }
        let positive = spans.into_iter().zip(&self.positive).filter(|(_, positive)| **positive);
        in_order(positive.flat_map(|(spans, _)| spans).collect())
    }

    /// Whether a document has a leaf, if that is told without looking for all of its places.
    fn glance(&self, leaf: usize, at: usize, document: &FoldedDocument) -> Option<bool> {
        let FoldedDocument { text, facts, .. } = document;
        Some(match &self.query.leaves[leaf] {
            Leaf::Text(pattern) => return pattern.glance(text),
            Leaf::Near { sides, .. } => {
                let may_be = |side: &Vec<Pattern>| side.iter().any(|pattern| pattern.glance(text) != Some(false));
                return if sides.iter().all(may_be) { None } else { Some(false) };
            }
            Leaf::Title(pattern) => pattern.is_in(&facts.title),
            Leaf::Place(pattern) => pattern.is_in(&facts.place),
            Leaf::Speaker(pattern) => pattern.is_in(&facts.speakers),
            Leaf::Date((first, last)) => facts.days.is_some_and(|days| days.0 <= *last && *first <= days.1),
            Leaf::Kind(kind) => facts.kind == Some(*kind),
            Leaf::Lang(tag) => {
                let rest = facts.lang.strip_prefix(tag.as_str());
                !tag.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }
            Leaf::Slogan(_) => self.used(leaf, at).is_some(),
        })
    }

    /// The places of a leaf that has some.
    fn spans(&self, leaf: usize, at: usize, document: &FoldedDocument) -> Vec<Span> {
        let mut spans = match &self.query.leaves[leaf] {
            Leaf::Text(pattern) => document.locate(pattern.places(&document.text)),
            Leaf::Near { sides, gaps } => near(sides.iter().map(|side| document.side(side)).collect(), gaps),
            Leaf::Slogan(_) => return self.used(leaf, at).map_or_else(Vec::new, |uses| uses.spans.clone()),
            _ => return Vec::new(),
        };
        spans.iter_mut().for_each(|span| document.blocks[span.block].show(span));
        spans
    }

    /// The uses of a slogan in a document.
    fn used(&self, leaf: usize, at: usize) -> Option<&Hits> {
        let uses = &self.uses[leaf];
        let found = uses.binary_search_by_key(&at, |hits| hits.document).ok()?;
        uses.get(found).filter(|hits| !hits.spans.is_empty())
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

impl FoldedDocument {
    fn new(document: &Document) -> Self {
        let mut folded = FoldedDocument {
            facts: Facts::of(document),
            ..FoldedDocument::default()
        };
        for block in &document.body {
            let mut dropped = Vec::new();
            let start = folded.text.len();
            for (at, c) in block.text.chars().enumerate() {
                match fold(c) {
                    Some(c) => folded.text.push(c),
                    None => dropped.push(at),
                }
            }
            folded.text.push('\n');
            folded.blocks.push(FoldedBlock { start, dropped });
        }
        folded
    }

    /// Places in bytes of the text as places in folded characters of blocks.
    fn locate(&self, places: Vec<Range<usize>>) -> Vec<Span> {
        // Characters are counted on from place to place, so that many places in one block cost no more than few.
        let (mut block, mut byte, mut character) = (0, 0, 0);
        let places = places.into_iter().map(|place| {
            let at = self.blocks.partition_point(|block| block.start <= place.start) - 1;
            if at != block {
                (block, byte, character) = (at, self.blocks[at].start, 0);
            }
            character += self.text[byte..place.start].chars().count();
            byte = place.start;
            Span {
                block,
                start: character,
                end: character + self.text[place].chars().count(),
            }
        });
        places.collect()
    }

    /// The places of alternatives.
    fn side(&self, patterns: &[Pattern]) -> Vec<Span> {
        let places = patterns
            .iter()
            .flat_map(|pattern| self.locate(pattern.places(&self.text)));
        in_order(places.collect())
    }
}

impl FoldedBlock {
    /// Makes a place in folded characters, which is not empty, one in display characters.
    fn show(&self, span: &mut Span) {
        (span.start, span.end) = (self.display(span.start), self.display(span.end - 1) + 1);
    }

    /// The display character that the folded character `at` came from.
    fn display(&self, at: usize) -> usize {
        // As many are to be added as were dropped before it: a dropped character, less those dropped before it, is the
        // folded character that it stood before.
        let (mut low, mut high) = (0, self.dropped.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.dropped[middle] <= at + middle {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at + low
    }
}

impl Facts {
    fn of(document: &Document) -> Self {
        let line = |text: &str| -> String { text.chars().filter_map(fold).collect() };
        let speakers = document.speakers.iter();
        let names = speakers.flat_map(|speaker| [Some(&speaker.name), speaker.role.as_ref()]);
        Facts {
            title: line(&document.title),
            place: line(&document.place.concat()),
            speakers: names.flatten().map(|name| line(name) + "\n").collect(),
            days: document
                .date
                .as_ref()
                .or(document.published.as_ref())
                .and_then(|date| days(date)),
            kind: document.genre,
            lang: line(document.lang.as_deref().unwrap_or_default()),
        }
    }
}
