//! What stands where in a corpus, kept ready for questions.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::align::{Alike, extend, with_marks};
use super::commons::Commons;
use super::nearest::{Near, covered};
use super::pairs;
use super::seeds::{self, REPEATS, Seed, few, seeds};
use super::words::{Places, Words, hashes};
use crate::corpus::{Document, Documents, Span};

/// The documents that are looked at for one seed; 30 and up. It bounds the work, and the answer, where thousands of
/// documents have one paragraph in common.
const DOCUMENTS: usize = 1000;

/// Of the words of a selection, the part that a witness must have, in thousandths. Half is what a reader still
/// takes for the same passage.
const WITNESS: usize = 500;

/// A selection of so many words is looked up by its seeds; a shorter one is looked for in the whole corpus. 9 is the
/// least at which what stands as it is cannot be missed; larger finds more of what was edited, and takes longer.
const LOOKED_UP: usize = 40;

/// What stands where in a corpus, kept ready for questions; documents by their position in the corpus.
///
/// It keeps no text: each question is put with the documents that were given to it, in their present order. It
/// takes about 4 bytes for each word of the corpus.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Seeds in order. The longest row first, none shorter than the one behind it.
    rows: Vec<Vec<Seed>>,
    /// Of every document that was ever pushed: the place of its first word, counting the words of all before it.
    starts: Vec<usize>,
    /// Of each of these its position in the corpus; none if it is there no longer.
    positions: Vec<Option<u32>>,
    /// Of each position the document there.
    documents: Vec<u32>,
    /// The number of words of all that were pushed.
    end: usize,
    /// Counted when it is first asked for, and again after a document is gone.
    commons: OnceCell<Commons>,
}

/// A run of a document that stands also elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    pub here: Span,
    /// The position of the other document.
    pub document: usize,
    pub there: Span,
    /// 0 to 1: equal words and marks as a fraction of all; 1 is equal after folding.
    pub similarity: f64,
}

impl Index {
    pub fn new() -> Self {
        Index::default()
    }

    /// The index of a whole corpus, faster than one document after the other.
    pub fn of(documents: &(impl Documents + ?Sized)) -> Self {
        let mut index = Index::new();
        let mut row = Vec::new();
        for document in documents.each() {
            row.append(&mut index.seeds(&document));
        }
        row.sort_unstable();
        index.rows.push(row);
        index
    }

    /// One more, at the end.
    pub fn push(&mut self, document: &Document) {
        let seeds = self.seeds(document);
        self.add(seeds);
    }

    /// Another document in the place of this one.
    pub fn replace(&mut self, at: usize, document: &Document) {
        if at >= self.len() {
            return;
        }
        self.push(document);
        let Some(new) = self.documents.pop() else { return };
        let old = std::mem::replace(&mut self.documents[at], new);
        self.positions[new as usize] = Some(at as u32);
        self.positions[old as usize] = None;
        self.commons.take();
        self.tidy();
    }

    /// Those behind it move up by one.
    pub fn remove(&mut self, at: usize) {
        if at >= self.len() {
            return;
        }
        let old = self.documents.remove(at);
        self.positions[old as usize] = None;
        self.commons.take();
        for (position, &document) in self.documents.iter().enumerate().skip(at) {
            self.positions[document as usize] = Some(position as u32);
        }
        self.tidy();
    }

    pub fn len(&self) -> usize {
        self.documents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Enters a document behind all others; its seeds are still to be added.
    fn seeds(&mut self, document: &Document) -> Vec<Seed> {
        let words = Words::of(0, document);
        let mut seeds = seeds(&words.words, &words.stretches, self.end);
        few(&mut seeds, |seed| seed.hash() as usize);
        self.positions.push(Some(self.documents.len() as u32));
        self.documents.push(self.starts.len() as u32);
        self.starts.push(self.end);
        if let Some(commons) = self.commons.get_mut() {
            commons.push(&words.words);
        }
        self.end += words.words.len();
        seeds
    }

    /// Adds a row, and joins rows until each is at least twice as long as the one behind it: so there are few of
    /// them, and each seed is moved few times.
    fn add(&mut self, mut row: Vec<Seed>) {
        while let Some(mut longer) = self.rows.pop_if(|longer| longer.len() < 2 * row.len()) {
            longer.append(&mut row);
            longer.sort();
            row = longer;
        }
        self.rows.push(row);
    }

    /// Leaves out the seeds of documents that are gone, once they are the greater part.
    fn tidy(&mut self) {
        let gone = self.positions.len() - self.documents.len();
        if gone <= self.documents.len() + 64 {
            return;
        }
        let (mut starts, mut end) = (Vec::new(), 0);
        let mut moves = Vec::new();
        for (document, start) in self.starts.iter().enumerate() {
            let behind = self.starts.get(document + 1).copied().unwrap_or(self.end);
            moves.push(end);
            if self.positions[document].is_some() {
                starts.push(end);
                end += behind - start;
            }
        }
        let mut row = Vec::new();
        for seed in self.rows.drain(..).flatten() {
            let document = document(&self.starts, seed.place());
            if self.positions[document].is_some() {
                let place = seed.place() - self.starts[document] + moves[document];
                row.push(Seed::new(seed.hash(), place as u32));
            }
        }
        row.sort_unstable();
        self.rows = vec![row];
        self.positions.retain(Option::is_some);
        for (document, position) in (0..).zip(&self.positions) {
            if let Some(position) = position {
                self.documents[*position as usize] = document;
            }
        }
        (self.starts, self.end) = (starts, end);
    }

    /// Where a seed stands: positions of documents, and words in them; in order.
    fn places(&self, hash: u32) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        for row in &self.rows {
            let from = row.partition_point(|seed| seed.hash() < hash);
            for seed in row[from..].iter().take_while(|seed| seed.hash() == hash) {
                let document = document(&self.starts, seed.place());
                if let Some(position) = self.positions[document] {
                    places.push((position as usize, seed.place() - self.starts[document]));
                }
            }
        }
        places.sort_unstable();
        places
    }

    fn commons(&self, documents: &(impl Documents + ?Sized)) -> &Commons {
        self.commons.get_or_init(|| {
            let mut commons = Commons::default();
            for document in documents.each() {
                commons.push(&Words::of(0, &document).words);
            }
            commons
        })
    }

    /// The runs of a document that stand in others, equal or edited, by their place in it.
    pub fn copies(&self, documents: &(impl Documents + ?Sized), at: usize) -> Vec<Copy> {
        let Some(document) = documents.get(at) else {
            return Vec::new();
        };
        let words = Words::of(at, &document);
        let common = self.commons(documents).of(&words.words);
        let mut links: Vec<(usize, pairs::Link)> = Vec::new();
        for own in seeds(&words.words, &words.stretches, 0).chunk_by(|a, b| a.hash() == b.hash()) {
            let mut places = self.places(own[0].hash());
            places.retain(|&(position, _)| position != at);
            let own = &own[..own.len().min(REPEATS)];
            let holders = places.chunk_by(|a, b| a.0 == b.0);
            for &(position, there) in holders.take(DOCUMENTS).flatten() {
                links.extend(own.iter().map(|seed| (position, (seed.place(), there))));
            }
        }
        links.sort_unstable();
        let here = Unfolded::new(&document);
        let mut copies = Vec::new();
        for links in links.chunk_by(|a, b| a.0 == b.0) {
            let position = links[0].0;
            let links = pairs::telling(links.iter().map(|link| link.1).collect(), &common);
            let Some(other) = documents.get(position).filter(|_| !links.is_empty()) else {
                continue;
            };
            let others = Words::of(position, &other);
            let there = Unfolded::new(&other);
            let found = pairs::alike(&words, &others, &links, &common);
            copies.extend(
                found
                    .iter()
                    .map(|alike| copy(alike, (&here, &words), (&there, &others))),
            );
        }
        copies.sort_by_key(|copy| (copy.here, copy.document, copy.there));
        copies
    }

    /// Up to `n` documents with which it shares most characters, best first.
    pub fn nearest(&self, documents: &(impl Documents + ?Sized), at: usize, n: usize) -> Vec<Near> {
        let mut shared: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for copy in self.copies(documents, at) {
            shared.entry(copy.document).or_default().push(copy.here);
        }
        let length = documents
            .get(at)
            .map_or(0, |document| super::nearest::length(&document));
        let near = shared.into_iter().filter_map(|(position, spans)| {
            let shared = covered(spans);
            Some(Near {
                id: documents.get(position)?.id.clone(),
                shared,
                score: shared as f64 / length as f64,
            })
        });
        let mut near: Vec<Near> = near.collect();
        near.sort_by_key(|near| Reverse(near.shared));
        near.truncate(n);
        near
    }

    /// Every place in the corpus, also elsewhere in the document itself, where the text of this span or a near copy
    /// stands, by document and place. A near copy has at least half of its words. What is too short to be edited and
    /// known again, fewer than nine words, is found where it stands as it is.
    pub fn witnesses(&self, documents: &(impl Documents + ?Sized), at: usize, span: Span) -> Vec<Copy> {
        let Some(document) = documents.get(at) else {
            return Vec::new();
        };
        let Some(block) = document.body.get(span.block) else {
            return Vec::new();
        };
        let selected = Places::of(&block.text).words(span.start, span.end);
        let words = Words::of(at, &document);
        let stretch = words.stretches[span.block];
        let sought = stretch.start + selected.start..stretch.start + selected.end;
        if sought.is_empty() {
            return Vec::new();
        }
        let here = Unfolded::new(&document);
        let mut copies = Vec::new();
        for position in self.holders(&words.words[sought.clone()], documents.count()) {
            let Some(other) = documents.get(position) else { continue };
            let others = Words::of(position, &other);
            let mut there = None;
            for alike in find(&words.words, sought.clone(), &others) {
                if position == at && alike.b.start < sought.end && sought.start < alike.b.end {
                    continue;
                }
                let there = there.get_or_insert_with(|| Unfolded::new(&other));
                copies.push(copy(&alike, (&here, &words), (there, &others)));
            }
        }
        copies
    }

    /// The positions of the documents that may hold these words or a near copy. Few words may share no seed with
    /// their copy: then these are all.
    fn holders(&self, words: &[u32], documents: usize) -> Vec<usize> {
        if words.len() < LOOKED_UP {
            return (0..documents).collect();
        }
        let mut holders = BTreeSet::new();
        seeds::sample(words, |hash, _| {
            holders.extend(self.places(hash).into_iter().map(|place| place.0))
        });
        holders.into_iter().filter(|&position| position < documents).collect()
    }
}

/// The document in which a place lies, of those that start at these.
pub fn document(starts: &[usize], place: usize) -> usize {
    starts.partition_point(|&start| start <= place) - 1
}

/// Where in a text these words stand, equal or edited, in order. What stands there as it is comes first, and near
/// copies are looked for between.
fn find(words: &[u32], sought: Range<usize>, text: &Words) -> Vec<Alike> {
    let selected = &words[sought.clone()];
    let Some(whole) = hashes(selected, sought.len()).next() else {
        return Vec::new();
    };
    let near = (sought.len() >= EDITED).then(|| Runs::new(words, sought.clone()));
    let mut found: Vec<Alike> = Vec::new();
    for stretch in &text.stretches {
        let mut done = stretch.start;
        let here = &text.words[stretch.start..stretch.end];
        for (y, hash) in (stretch.start..).zip(hashes(here, sought.len())) {
            if y < done || hash != whole || &text.words[y..y + sought.len()] != selected {
                continue;
            }
            if let Some(near) = &near {
                near.find(&text.words, done..y, &mut found);
            }
            done = y + sought.len();
            found.push(Alike {
                a: sought.clone(),
                b: y..done,
                equal: sought.len(),
            });
        }
        if let Some(near) = &near {
            near.find(&text.words, done..stretch.end, &mut found);
        }
    }
    found
}

/// The short runs of a selection, by which its near copies are found.
struct Runs<'a> {
    words: &'a [u32],
    sought: Range<usize>,
    length: usize,
    /// The places of each run by its hash.
    places: BTreeMap<u64, Vec<usize>>,
    /// A bit for each hash: nearly all places of a text end there.
    bits: [u64; 1 << 10],
}

impl<'a> Runs<'a> {
    fn new(words: &'a [u32], sought: Range<usize>) -> Self {
        let length = if sought.len() < LOOKED_UP {
            AT_ONCE
        } else {
            seeds::LENGTH
        };
        let mut runs = Runs {
            words,
            sought: sought.clone(),
            length,
            places: BTreeMap::new(),
            bits: [0; 1 << 10],
        };
        for (from, hash) in (sought.start..).zip(hashes(&words[sought.clone()], length)) {
            runs.places.entry(hash).or_default().push(from);
            runs.bits[(hash >> 54) as usize] |= 1 << (hash >> 48 & 63);
        }
        runs
    }

    /// Near copies in a part of a text, from left to right.
    fn find(&self, text: &[u32], part: Range<usize>, found: &mut Vec<Alike>) {
        let (mut done, mut next) = (part.start, part.start);
        for (y, hash) in (part.start..).zip(hashes(&text[part.clone()], self.length)) {
            if y < next || self.bits[(hash >> 54) as usize] & 1 << (hash >> 48 & 63) == 0 {
                continue;
            }
            let places = self.places.get(&hash).into_iter().flatten().take(REPEATS);
            let alike = places.map(|&x| extend(self.words, text, self.sought.clone(), done..part.end, (x, y)));
            let Some(alike) = alike.max_by_key(|alike| (alike.equal, Reverse(alike.a.start))) else {
                continue;
            };
            if alike.equal * 1000 >= self.sought.len() * WITNESS {
                (done, next) = (alike.b.end, alike.b.end);
                found.push(alike);
            } else {
                // What was followed far in vain is not followed again from each of its words.
                next = y + alike.b.len() / IN_VAIN;
            }
        }
    }
}

/// A text that was followed in vain is taken up again after this part of it, one in so many; 4 and up. The time rises
/// with it.
const IN_VAIN: usize = 8;

/// The words of a short selection that are looked up at once.
const AT_ONCE: usize = 4;

/// The words from which a selection can be known again when it is edited. Fewer are looked for as they stand.
const EDITED: usize = 9;

/// A document with the places of its words, each block unfolded when it is first asked for.
pub struct Unfolded<'a> {
    document: &'a Document,
    blocks: RefCell<BTreeMap<usize, Places>>,
}

impl<'a> Unfolded<'a> {
    pub fn new(document: &'a Document) -> Self {
        Unfolded {
            document,
            blocks: Default::default(),
        }
    }

    /// Where a run of words of this document stands, and how it looks there.
    pub fn show(&self, words: &Words, run: &Range<usize>) -> (Span, &'a str) {
        let stretch = words.stretch(run.start);
        let mut blocks = self.blocks.borrow_mut();
        let text = &self.document.body[stretch.block].text;
        let places = blocks.entry(stretch.block).or_insert_with(|| Places::of(text));
        let (start, end) = (run.start - stretch.start, run.end - stretch.start);
        (places.span(stretch.block, start, end), places.text(text, start, end))
    }
}

fn copy(alike: &Alike, here: (&Unfolded, &Words), there: (&Unfolded, &Words)) -> Copy {
    let ((here, text_here), (span, text)) = (here.0.show(here.1, &alike.a), there.0.show(there.1, &alike.b));
    Copy {
        here,
        document: there.1.stretch(alike.b.start).document,
        there: span,
        similarity: with_marks(alike.similarity(), (text_here, text), alike.equal),
    }
}
