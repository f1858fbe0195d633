//! Writing an archive, in parts that know no file and no thread: whoever calls keeps what is put aside, and may do what
//! takes `&self` on all cores at once. The same documents give the same shards, however the work was divided.
//!
//! 1. [`Digester::digest`] for batches of documents, newest first, and [`Writer::take`] for what it gave, in order;
//! 2. while there is a [`Writer::level`], [`Writer::count`] for the units of all documents;
//! 3. [`Writer::sort`] for batches of units; then for each of [`PARTITIONS`] parts [`Writer::merge`] of all that was
//!    sorted into it, in order, and [`Lists::take`] for what that gave, in order;
//! 4. [`Writer::finish`].
//!
//! 2 and 3 are left out for a corpus that is loaded whole. Besides its batches a writer has in memory 64 MB of counters,
//! and some two hundred bytes for each document.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use super::format::{
    Bytes, CARDS, Column, FIRST, FORMAT, Fact, Head, QUANTUM, Slogan, counts, places, put, put_counts, put_places,
};
use super::grams::{self, COMMON, LONGEST, OWN, counted, extend, first_bits, put_gram, take_gram, units};
use crate::corpus::{Corpus, Document, Fault, edtf};
use crate::lexicon::Lexicon;
use crate::search::{Counted, Facet, Filters};
use crate::session::engine::Engine;
use crate::session::library::{FacetView, Item, LISTED, Sought, listed};
use crate::session::protocol::{Use, encode};
use crate::text::units::BREAK;

/// Parts in which the index is sorted: more take less memory at a time.
pub const PARTITIONS: usize = 1 << PARTITION_BITS;
const PARTITION_BITS: u32 = 8;

/// Bits of the number of counters of grams, of one length at a time: 64 MB for a large corpus, and no more than a small
/// one needs. Grams that fall together are common together, which is no fault, but makes lists that nobody needs.
const COUNTERS: Range<u32> = 10..24;

/// What is large and what is small. The usual ones are chosen for a corpus of 100,000 speeches, and links of some
/// megabits a second.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A corpus of so many bytes of text is loaded whole, as in a single page: in all it is less than a picture book.
    pub whole: u64,
    /// Bytes of JSON in a `texts-K` shard: about four speeches. More make each row of an answer dearer, fewer make more
    /// files, which also pack worse.
    pub texts: usize,
    /// The same in a corpus that is loaded whole.
    pub all_texts: usize,
    /// How often a gram stands that is not yet common: with two bytes a place it bounds what a term costs.
    pub common: u32,
    /// A list of more bytes is a shard of its own, so that it makes no other one dear.
    pub list: usize,
    /// Bytes of other lists in a `grams-K` shard.
    pub grams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            whole: 16 << 20,
            texts: 32 << 10,
            all_texts: 1 << 20,
            common: 40_000,
            list: 24 << 10,
            grams: 32 << 10,
        }
    }
}

/// A shard by its name, not yet packed.
pub type Shard = (String, Vec<u8>);

/// What reads documents for an archive.
pub struct Digester {
    outline: Corpus,
    built_in: Lexicon,
    limits: Limits,
    is_whole: bool,
}

/// An archive that is being written.
pub struct Writer {
    limits: Limits,
    is_whole: bool,
    head: Head,
    columns: BTreeMap<Fact, Values>,
    /// How the slogans are used, by their phrases, and which documents use each.
    slogans: BTreeMap<String, Uses>,
    categories: BTreeMap<String, usize>,
    cards: Vec<Item>,
    written_cards: usize,
    ids: Vec<String>,
    /// Where the units of each document start, in [`QUANTUM`]s, and where the next ones will.
    starts: Vec<u32>,
    next: u32,
    /// For grams of two units and more: which are common.
    common: Vec<Bits>,
    counters: Vec<AtomicU32>,
}

/// What a batch of documents gives.
pub struct Digest {
    /// The next `texts-K` shards.
    pub texts: Vec<Vec<u8>>,
    /// How many documents each of them has.
    counts: Vec<u32>,
    /// In them, white space apart.
    characters: u64,
    /// The units of each document; none of them in a corpus that is loaded whole.
    pub units: Vec<Vec<u16>>,
    items: Vec<Item>,
    facts: Vec<(Fact, Vec<Vec<String>>)>,
    /// The slogans that are used, and in which documents of the batch how often.
    slogans: Vec<(Slogan, Vec<(u32, u32)>)>,
    /// For each category in how many documents.
    categories: Vec<(String, usize)>,
}

/// What a part of the index gives: shards, as bytes or packed.
pub struct Part<T> {
    grams: Vec<(usize, T)>,
    own: Vec<T>,
    phrases: Vec<u8>,
}

/// What all parts of the index have in common.
#[derive(Default)]
pub struct Lists {
    phrases: Vec<u8>,
    own: usize,
}

/// How a slogan is used.
#[derive(Default)]
struct Uses {
    category: String,
    used: Use,
    /// In which documents how often, as [`put_counts`] puts it; and the last of them.
    documents: Vec<u8>,
    last: u32,
}

/// The values of a fact, as they are gathered.
#[derive(Default)]
struct Values {
    values: BTreeMap<String, u32>,
    sets: BTreeMap<Vec<u32>, u32>,
    documents: Vec<u32>,
}

/// A bit for each counter.
struct Bits(Vec<u64>);

impl Bits {
    fn has(&self, hash: u64) -> bool {
        let at = counter(hash, self.0.len() * 64);
        self.0[at / 64] >> (at % 64) & 1 == 1
    }
}

/// Which of so many counters counts a gram.
fn counter(hash: u64, counters: usize) -> usize {
    first_bits(grams::finish(hash), counters.trailing_zeros())
}

/// A gram in the units of a batch.
struct Found {
    hash: u64,
    at: usize,
    length: u8,
    is_common: bool,
}

impl Digester {
    /// `outline` is the corpus without its documents, `built_in` the lexicon that the reader has besides its own; `bytes`
    /// are those of all texts.
    pub fn new(outline: Corpus, built_in: Lexicon, bytes: u64, limits: Limits) -> Self {
        Digester {
            outline,
            built_in,
            limits,
            is_whole: bytes <= limits.whole,
        }
    }

    /// Is there no index, because all of the corpus is loaded?
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Reads a batch of documents. Where batches end says only which documents share a `texts-K` shard.
    pub fn digest(&self, documents: Vec<Document>) -> Result<Digest, Fault> {
        let most = if self.is_whole {
            self.limits.all_texts
        } else {
            self.limits.texts
        };
        let mut digest = Digest {
            texts: Vec::new(),
            counts: Vec::new(),
            characters: 0,
            units: Vec::new(),
            items: Vec::new(),
            facts: Vec::new(),
            slogans: Vec::new(),
            categories: Vec::new(),
        };
        for document in &documents {
            let mut line = serde_json::to_vec(document).expect("the model has only string keys");
            line.push(b'\n');
            digest.characters += document.characters() as u64;
            match (digest.texts.last_mut(), digest.counts.last_mut()) {
                (Some(lines), Some(count)) if lines.len() + line.len() <= most => {
                    lines.extend(line);
                    *count += 1;
                }
                _ => {
                    digest.texts.push(line);
                    digest.counts.push(1);
                }
            }
        }
        if self.is_whole {
            return Ok(digest);
        }
        digest.units = documents.iter().map(units).collect();
        // The engine itself says what a list tells of a document, so that no two of them can differ.
        let corpus = Corpus {
            documents,
            ..self.outline.clone()
        };
        let json = serde_json::to_string(&corpus).expect("the model has only string keys");
        let engine = Engine::open(&json, "", self.built_in.clone())?;
        digest.items = engine.rows(&Sought::default(), 0, engine.known.len()).items;
        let facts = |fact: Fact| {
            let documents = std::iter::zip(&engine.corpus.documents, &digest.items);
            (
                fact,
                documents.map(|(document, item)| fact.of(document, item)).collect(),
            )
        };
        digest.facts = Fact::ALL.into_iter().map(facts).collect();
        digest.read_slogans(&engine);
        Ok(digest)
    }
}

impl Digest {
    fn read_slogans(&mut self, engine: &Engine) {
        let mut documents: Vec<Vec<(u32, u32)>> = vec![Vec::new(); engine.lexicon.entries.len()];
        let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, known) in engine.known.iter().enumerate() {
            let mut used = BTreeMap::new();
            for found in known.slogans.iter().filter(|found| !found.repeats) {
                *used.entry(found.entry).or_default() += 1;
            }
            let of_used = used
                .keys()
                .map(|entry| engine.lexicon.entries[*entry].category.as_str());
            for category in of_used.collect::<BTreeSet<_>>() {
                *categories.entry(category).or_default() += 1;
            }
            for (entry, count) in used {
                documents[entry].push((at as u32, count));
            }
        }
        let categories = categories.into_iter();
        self.categories = categories
            .map(|(category, count)| (category.to_string(), count))
            .collect();
        let entries = engine.lexicon.entries.iter().zip(engine.counted()).zip(documents);
        let used = entries.filter(|(_, documents)| !documents.is_empty());
        let used = used.map(|((entry, used), documents)| {
            let slogan = Slogan {
                phrase: entry.phrase.clone(),
                category: entry.category.clone(),
                used: used.clone(),
            };
            (slogan, documents)
        });
        self.slogans = used.collect();
    }
}

impl Uses {
    fn add(&mut self, used: Use) {
        self.used.uses += used.uses;
        self.used.documents += used.documents;
        let dates = |one: &Option<String>, other: &Option<String>| {
            let mut dates: Vec<String> = one.iter().chain(other).cloned().collect();
            dates.sort_by_key(|date| edtf::sort_key(date));
            dates
        };
        self.used.first = dates(&self.used.first, &used.first).into_iter().next();
        self.used.last = dates(&self.used.last, &used.last).pop();
    }
}

impl Writer {
    pub fn new(digester: &Digester) -> Self {
        Writer {
            limits: digester.limits,
            is_whole: digester.is_whole,
            head: Head {
                format: FORMAT,
                outline: serde_json::to_string(&digester.outline).expect("the model has only string keys"),
                ..Head::default()
            },
            columns: BTreeMap::new(),
            slogans: BTreeMap::new(),
            categories: BTreeMap::new(),
            cards: Vec::new(),
            written_cards: 0,
            ids: Vec::new(),
            starts: Vec::new(),
            next: 0,
            common: Vec::new(),
            counters: Vec::new(),
        }
    }

    /// Takes in what a batch gave, of which the documents have so many units each, and the texts take so many bytes when
    /// they are packed; gives the shards that are
    /// done, the texts apart. `None` if there is more text than an archive can have: four thousand million units.
    pub fn take(&mut self, digest: Digest, lengths: &[usize], packed: u64) -> Option<Vec<Shard>> {
        self.head.bytes += packed;
        self.head.characters += digest.characters;
        self.head.documents += digest.counts.iter().map(|count| *count as usize).sum::<usize>();
        self.head.texts.extend(digest.counts);
        for (fact, values) in digest.facts {
            let column = self.columns.entry(fact).or_default();
            values.into_iter().for_each(|values| column.push(values));
        }
        let first = self.ids.len() as u32;
        for (slogan, documents) in digest.slogans {
            let uses = self.slogans.entry(slogan.phrase).or_default();
            uses.category = slogan.category;
            uses.add(slogan.used);
            let documents = documents.into_iter().map(|(at, count)| (first + at, count));
            let documents: Vec<(u32, u32)> = documents.collect();
            let last = documents.last().map_or(uses.last, |(last, _)| *last);
            put_counts(&mut uses.documents, documents, uses.last);
            uses.last = last;
        }
        for (category, count) in digest.categories {
            *self.categories.entry(category).or_default() += count;
        }
        for length in lengths {
            self.starts.push(self.next);
            let quanta = u32::try_from(*length).ok()?.div_ceil(QUANTUM);
            self.next = self.next.checked_add(quanta)?;
            self.next.checked_mul(QUANTUM)?;
        }
        self.ids.extend(digest.items.iter().map(|item| item.card.id.clone()));
        self.cards.extend(digest.items);
        let mut shards = Vec::new();
        while self.cards.len() >= CARDS {
            let rest = self.cards.split_off(CARDS);
            shards.push(self.next_cards());
            self.cards = rest;
        }
        Some(shards)
    }

    fn next_cards(&mut self) -> Shard {
        let cards = std::mem::take(&mut self.cards);
        if self.written_cards == 0 {
            let directory = self.head.index.get_or_insert_default();
            directory.first = cards.iter().take(FIRST).cloned().collect();
        }
        self.written_cards += 1;
        (format!("cards-{}", self.written_cards - 1), encode(&cards))
    }

    /// Begins to count grams that are one unit longer than those of the last level; says whether there is something to
    /// count.
    pub fn level(&mut self) -> bool {
        if self.counters.is_empty() {
            let units = u64::from(self.next) * u64::from(QUANTUM);
            let bits = units
                .next_power_of_two()
                .trailing_zeros()
                .clamp(COUNTERS.start, COUNTERS.end);
            self.counters.resize_with(1 << bits, AtomicU32::default);
            return true;
        }
        let mut bits = Bits(vec![0; self.counters.len() / 64]);
        let mut is_any = false;
        for (at, counter) in self.counters.iter_mut().enumerate() {
            if std::mem::take(counter.get_mut()) > self.limits.common {
                bits.0[at / 64] |= 1 << (at % 64);
                is_any = true;
            }
        }
        self.common.push(bits);
        let is_done = !is_any || self.common.len() + 2 >= LONGEST;
        if is_done {
            self.counters = Vec::new();
        }
        !is_done
    }

    /// Counts the grams of this level in a document.
    pub fn count(&self, units: &[u16]) {
        let length = self.common.len() + 2;
        let reach = self.reach(units);
        for at in 0..units.len() {
            // Both shorter runs in it are common, or it is not.
            let next = reach.get(at + 1).map_or(0, |reach| usize::from(*reach));
            if usize::from(reach[at]) == length - 1 && next >= length - 1 {
                let hash = units[at..at + length].iter().fold(0, |hash, unit| extend(hash, *unit));
                self.counters[counter(hash, self.counters.len())].fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// For each unit the length of the longest common gram that starts there; nothing starts at a break.
    fn reach(&self, units: &[u16]) -> Vec<u8> {
        let mut reach = vec![0u8; units.len()];
        let mut next = 0;
        for at in (0..units.len()).rev() {
            if units[at] == BREAK {
                next = 0;
                continue;
            }
            let most = usize::from(next + 1).min(self.common.len() + 1);
            let mut hash = extend(0, units[at]);
            let mut length = 1;
            while length < most {
                hash = extend(hash, units[at + length]);
                if !self.common[length - 1].has(hash) {
                    break;
                }
                length += 1;
            }
            reach[at] = length as u8;
            next = length as u8;
        }
        reach
    }

    /// Sorts the grams of some documents, of which the first has this number, into the parts of the index.
    pub fn sort(&self, first: usize, documents: &[Vec<u16>]) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        let mut offsets = Vec::new();
        let mut start = 0;
        for units in documents {
            offsets.push(start);
            self.find(units, start, &mut found);
            start += units.len();
        }
        let units = documents.concat();
        let gram = |found: &Found| &units[found.at..found.at + usize::from(found.length)];
        found.sort_unstable_by(|a, b| {
            let by_gram = || gram(a).cmp(gram(b)).then(a.at.cmp(&b.at));
            a.hash.cmp(&b.hash).then_with(by_gram)
        });
        let place = |found: &Found| {
            let document = offsets.partition_point(|offset| *offset <= found.at) - 1;
            self.starts[first + document] * QUANTUM + (found.at - offsets[document]) as u32
        };
        let mut parts = vec![Vec::new(); PARTITIONS];
        for same in found.chunk_by(|a, b| a.hash == b.hash && gram(a) == gram(b)) {
            let mut list = Vec::new();
            let places = same.iter().map(place);
            let signs = match same[0].is_common {
                true => {
                    put_counts(&mut list, counted(places, u32::from(same[0].length), &self.starts), 0);
                    COMMON
                }
                false => {
                    put_places(&mut list, places, 0);
                    0
                }
            };
            let part = &mut parts[first_bits(same[0].hash, PARTITION_BITS)];
            put_gram(part, gram(&same[0]), signs);
            put(part, list.len() as u64);
            part.extend(list);
        }
        parts
    }

    /// Finds in a document the grams that have lists; `start` is added to where they stand.
    fn find(&self, units: &[u16], start: usize, found: &mut Vec<Found>) {
        let reach = self.reach(units);
        let mut push = |range: Range<usize>, is_common| {
            found.push(Found {
                hash: grams::hash(&units[range.clone()]),
                at: start + range.start,
                length: range.len() as u8,
                is_common,
            });
        };
        // Where the longest common gram starts that ends here, and the block.
        let (mut back, mut block) = (0, 0);
        for at in 0..units.len() {
            if units[at] == BREAK {
                (back, block) = (at + 1, at + 1);
                continue;
            }
            let length = usize::from(reach[at]);
            (1..=length).for_each(|length| push(at..at + length, true));
            if units[at + length] != BREAK {
                push(at..at + length + 1, false);
            }
            while back + usize::from(reach[back]) < at + 1 {
                back += 1;
            }
            // The shortest rare one that ends here, if it is not also the shortest that starts where it does.
            if back > block && usize::from(reach[back - 1]) < at + 1 - back {
                push(back - 1..at + 1, false);
            }
        }
    }

    /// Bits of the number of `grams-K` shards: a place of a text takes some two and a half bytes in all.
    fn bits(&self) -> u32 {
        let bytes = u64::from(self.next) * u64::from(QUANTUM) * 5 / 2;
        let shards = bytes.div_ceil(self.limits.grams.max(1) as u64).next_power_of_two();
        shards.trailing_zeros().clamp(PARTITION_BITS, 24)
    }

    /// Makes shards of all that was sorted into a part of the index, in the order of the documents. `None` if it is not
    /// what was.
    pub fn merge(&self, part: usize, sorted: &[&[u8]]) -> Option<Part<Vec<u8>>> {
        struct Piece<'a> {
            hash: u64,
            gram: Vec<u16>,
            is_common: bool,
            list: &'a [u8],
        }
        let mut pieces = Vec::new();
        for sorted in sorted {
            let mut bytes = Bytes(sorted);
            while !bytes.is_empty() {
                let (gram, signs) = take_gram(&mut bytes)?;
                let length = usize::try_from(bytes.number()?).ok()?;
                pieces.push(Piece {
                    hash: grams::hash(&gram),
                    gram,
                    is_common: signs & COMMON != 0,
                    list: bytes.take(length)?,
                });
            }
        }
        // What is equal stays in the order of the documents.
        pieces.sort_by(|a, b| a.hash.cmp(&b.hash).then_with(|| a.gram.cmp(&b.gram)));
        // A shard that has no list is there, too.
        let shards = 1 << (self.bits() - PARTITION_BITS);
        let mut merged = Part {
            grams: (part * shards..(part + 1) * shards)
                .map(|at| (at, Vec::new()))
                .collect(),
            own: Vec::new(),
            phrases: Vec::new(),
        };
        for same in pieces.chunk_by(|a, b| a.gram == b.gram) {
            let Piece {
                hash, gram, is_common, ..
            } = &same[0];
            let mut list = Vec::new();
            let mut last = 0;
            for piece in same {
                if *is_common {
                    let counts = counts(piece.list)?;
                    let end = counts.last()?.0;
                    put_counts(&mut list, counts, last);
                    last = end;
                } else {
                    let places = places(piece.list)?;
                    let end = *places.last()?;
                    put_places(&mut list, places, last);
                    last = end;
                }
            }
            let is_own = list.len() > self.limits.list;
            let signs = if *is_common { COMMON } else { 0 } | if is_own { OWN } else { 0 };
            if is_own || *is_common && gram.len() > 1 {
                put_gram(&mut merged.phrases, gram, signs);
            }
            if is_own {
                merged.own.push(list);
                continue;
            }
            let shard = first_bits(*hash, self.bits()) % shards;
            if let Some((_, bytes)) = merged.grams.get_mut(shard) {
                put_gram(bytes, gram, signs);
                put(bytes, list.len() as u64);
                bytes.extend(list);
            }
        }
        Some(merged)
    }

    /// The last shards; the very last is the head.
    pub fn finish(mut self, lists: Lists) -> Vec<Shard> {
        let mut shards = Vec::new();
        if !self.is_whole {
            if !self.cards.is_empty() || self.written_cards == 0 {
                shards.push(self.next_cards());
            }
            shards.extend(self.index(lists));
        }
        shards.push(("head".to_string(), encode(&self.head)));
        shards
    }

    fn index(&mut self, lists: Lists) -> Vec<Shard> {
        let mut shards = vec![("phrases".to_string(), lists.phrases)];
        let mut starts = Vec::new();
        let ends = self.starts.iter().skip(1).chain([&self.next]);
        for (start, end) in std::iter::zip(&self.starts, ends) {
            put(&mut starts, u64::from(end - start));
        }
        shards.push(("starts".to_string(), starts));
        let bits = super::id_bits(self.ids.len());
        let mut ids: Vec<Vec<(&str, usize)>> = vec![Vec::new(); 1 << bits];
        for (at, id) in self.ids.iter().enumerate() {
            ids[super::id_shard(id, bits)].push((id, at));
        }
        shards.extend(
            ids.iter()
                .enumerate()
                .map(|(at, ids)| (format!("ids-{at}"), encode(ids))),
        );
        let mut used = Vec::new();
        for (at, (phrase, uses)) in std::mem::take(&mut self.slogans).into_iter().enumerate() {
            shards.push((format!("uses-{at}"), uses.documents));
            used.push(Slogan {
                phrase,
                category: uses.category,
                used: uses.used,
            });
        }
        shards.push(("slogans".to_string(), encode(&used)));
        let columns: Vec<(Fact, Column)> = std::mem::take(&mut self.columns)
            .into_iter()
            .map(|(fact, column)| (fact, column.finish()))
            .collect();
        shards.extend(
            columns
                .iter()
                .map(|(fact, column)| (format!("column-{}", fact.key()), encode(column))),
        );
        let (facets, bits) = (self.facets(columns, &used), self.bits());
        let directory = self.head.index.get_or_insert_default();
        directory.bits = bits;
        directory.facets = facets;
        shards
    }
}

impl Writer {
    /// What all documents can be filtered by.
    fn facets(&self, columns: Vec<(Fact, Column)>, slogans: &[Slogan]) -> Vec<FacetView> {
        let engine = Engine::of_stubs(self.ids.len(), &columns);
        let filters = Filters::default();
        let all = engine.found("");
        let counted = |value: &String, count: usize| Counted {
            value: value.clone().into(),
            depth: 0,
            count,
            own: count,
        };
        let views = engine.facets(&all, &filters).into_iter().map(|view| {
            let values = match view.facet {
                Facet::Slogan => slogans
                    .iter()
                    .map(|slogan| counted(&slogan.phrase, slogan.used.documents))
                    .collect(),
                Facet::Category => self
                    .categories
                    .iter()
                    .map(|(name, count)| counted(name, *count))
                    .collect(),
                _ => return view,
            };
            listed(view.facet, values, &filters, LISTED)
        });
        views.collect()
    }
}

impl<T> Part<T> {
    /// The same with shards of another kind.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Part<U> {
        Part {
            grams: self.grams.into_iter().map(|(at, shard)| (at, change(shard))).collect(),
            own: self.own.into_iter().map(&mut change).collect(),
            phrases: self.phrases,
        }
    }
}

impl Lists {
    /// Takes in a part of the index; gives its shards with their names.
    pub fn take<T>(&mut self, part: Part<T>) -> Vec<(String, T)> {
        self.phrases.extend(part.phrases);
        let grams = part.grams.into_iter();
        let mut shards: Vec<(String, T)> = grams.map(|(at, shard)| (format!("grams-{at}"), shard)).collect();
        for shard in part.own {
            shards.push((format!("gram-{}", self.own), shard));
            self.own += 1;
        }
        shards
    }
}

impl Values {
    fn push(&mut self, values: Vec<String>) {
        let mut set = Vec::new();
        for value in values {
            let next = self.values.len() as u32;
            set.push(*self.values.entry(value).or_insert(next));
        }
        let next = self.sets.len() as u32;
        self.documents.push(*self.sets.entry(set).or_insert(next));
    }

    fn finish(self) -> Column {
        let in_order = |all: Vec<(String, u32)>| {
            let mut all = all;
            all.sort_by_key(|(_, at)| *at);
            all.into_iter().map(|(value, _)| value).collect()
        };
        let mut sets: Vec<(Vec<u32>, u32)> = self.sets.into_iter().collect();
        sets.sort_by_key(|(_, at)| *at);
        Column {
            values: in_order(self.values.into_iter().collect()),
            sets: sets.into_iter().map(|(set, _)| set).collect(),
            documents: self.documents,
        }
    }
}
