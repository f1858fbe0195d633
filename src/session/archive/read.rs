//! Reading an archive: what an answer needs of it is asked for, and what was given is kept for a while.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::format::{Bytes, CARDS, Column, FORMAT, Fact, Head, QUANTUM, Slogan, counts, places};
use super::grams::{self, COMMON, Cover, OWN, counted, cover, first_bits, take_gram};
use super::{id_bits, id_shard};
use crate::corpus::{self, Corpus, Document, Fault, FaultKind};
use crate::lexicon::Lexicon;
use crate::search::{Asked, Facet, Fact as Field, Filters, Found, Query, Told as Truth};
use crate::session::engine::Engine;
use crate::session::library::{FacetView, HitLines, Item, Listing, Rows, Sought, Timeline};
use crate::session::protocol::{FromWorker, Overview, Request, Response, Use, decode};
use crate::session::slogans::Line;
use crate::session::state::Sort;
use crate::text::fold::{View, fold_phrase};

/// Rows of a list that are read from texts at a time: those of a screen.
pub const FEW: usize = 10;

/// Bytes of shards, unpacked, that are kept for later answers; more make going back quicker.
const KEPT: usize = 64 << 20;

/// Documents that are read whole to tell whether they satisfy a query, at the most: each loads a `texts-K` shard. A query
/// for which more would have to be needs the whole corpus.
const READ: usize = 40;

/// Documents of an archive, at the most: a hundred times what it is made for, and no more than memory has room for.
const MOST: usize = 10_000_000;

/// What is known of an archive so far.
pub struct Archive {
    head: Head,
    outline: Corpus,
    built_in: Lexicon,
    /// For each `texts-K` shard its first document.
    texts: Vec<usize>,
    shards: Shards,
    phrases: Option<Phrases>,
    starts: Option<Vec<u32>>,
    /// Documents without their text, and what is known of them.
    stubs: Option<(BTreeSet<Fact>, Engine)>,
    /// What satisfied the last query, and what was sought last, in its order.
    found: Option<(String, Vec<Found>)>,
    last: Option<(Sought, Vec<Found>)>,
}

/// What an archive says to a request.
#[derive(Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "answers are few and short-lived")]
pub enum Told {
    Answer(Response),
    /// Shards that are needed first; give them, then ask again.
    Wants(Vec<String>),
    /// This needs all documents: how many bytes there are to load.
    Whole(u64),
    /// The shard of this name is not what it was.
    Damaged(String),
}

/// Why there is no answer yet.
#[derive(Debug)]
enum Lack {
    Shards(Vec<String>),
    Whole,
    Damaged(String),
}

type Got<T> = Result<T, Lack>;

/// Shards that were given.
#[derive(Default)]
struct Shards {
    /// Each with the number of the answer that it was last used for.
    known: BTreeMap<String, (u64, Vec<u8>)>,
    bytes: usize,
    answers: u64,
}

/// The grams that are common, and those with a list of their own: what is said of each, and the number of its list.
type Phrases = BTreeMap<Vec<u16>, (u8, usize)>;

/// What the index says to a part of a query.
struct Part {
    truth: Truth,
    /// How often it stands in each document, if that is known.
    counts: Option<Vec<(u32, u32)>>,
}

impl Shards {
    fn give(&mut self, name: &str, bytes: &[u8]) {
        self.bytes += bytes.len();
        let before = self.known.insert(name.to_string(), (self.answers, bytes.to_vec()));
        self.bytes -= before.map_or(0, |(_, bytes)| bytes.len());
    }

    /// Asks for shards all at once.
    fn need(&mut self, names: impl IntoIterator<Item = String>) -> Got<()> {
        let mut missing = Vec::new();
        for name in names {
            match self.known.get_mut(&name) {
                Some((used, _)) => *used = self.answers,
                None if missing.contains(&name) => {}
                None => missing.push(name),
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Lack::Shards(missing))
        }
    }

    fn get(&mut self, name: &str) -> Got<&[u8]> {
        self.need([name.to_string()])?;
        Ok(self.known.get(name).map_or(&[], |(_, bytes)| bytes))
    }

    /// What is in a shard, as it is read.
    fn read<T>(&mut self, name: &str, read: impl FnOnce(&[u8]) -> Option<T>) -> Got<T> {
        read(self.get(name)?).ok_or_else(|| Lack::Damaged(name.to_string()))
    }

    /// An answer was given: what was longest not used goes, if there is too much.
    fn answered(&mut self) {
        self.answers += 1;
        let mut ages: Vec<(u64, String)> = self
            .known
            .iter()
            .map(|(name, (used, _))| (*used, name.clone()))
            .collect();
        ages.sort_unstable();
        for (_, name) in ages {
            if self.bytes <= KEPT {
                break;
            }
            self.bytes -= self.known.remove(&name).map_or(0, |(_, bytes)| bytes.len());
        }
    }
}

impl Archive {
    /// Opens an archive by its `head`.
    pub fn open(head: &[u8], built_in: Lexicon) -> Result<Archive, Fault> {
        let fault = |detail: &str| Fault {
            path: "head".to_string(),
            kind: FaultKind::Shape,
            detail: detail.to_string(),
        };
        let head: Head = decode(head).ok_or_else(|| fault("not the head of an archive"))?;
        if head.format != FORMAT {
            return Err(fault("an archive of another version"));
        }
        let (outline, _) = corpus::read(&head.outline)?;
        let mut texts = Vec::new();
        let mut next = 0usize;
        for count in &head.texts {
            texts.push(next);
            next = next.saturating_add(*count as usize);
        }
        if next != head.documents || next > MOST {
            return Err(fault("it does not have the documents that it counts"));
        }
        Ok(Archive {
            head,
            outline,
            built_in,
            texts,
            shards: Shards::default(),
            phrases: None,
            starts: None,
            stubs: None,
            found: None,
            last: None,
        })
    }

    /// Is there no index, because all of it is to be loaded at once?
    pub fn is_whole(&self) -> bool {
        self.head.index.is_none()
    }

    /// The corpus in brief.
    pub fn overview(&self) -> Overview {
        Overview {
            title: self.outline.title.clone(),
            note: self.outline.note.clone(),
            views: self.outline.views.clone(),
            faults: Vec::new(),
            documents: self.head.documents,
            removed: 0,
            kept: 0,
        }
    }

    /// How many documents there are, and characters in them.
    pub fn size(&self) -> (usize, u64) {
        (self.head.documents, self.head.characters)
    }

    /// The `texts-K` shards, in order: what all is loaded by. Each is lines of JSON, a document each.
    pub fn all(&self) -> Vec<String> {
        (0..self.texts.len()).map(|at| format!("texts-{at}")).collect()
    }

    /// The corpus as JSON, without its documents.
    pub fn outline(&self) -> &str {
        &self.head.outline
    }

    /// Takes a shard that was wanted.
    pub fn give(&mut self, name: &str, bytes: &[u8]) {
        self.shards.give(name, bytes);
    }

    pub fn answer(&mut self, request: &Request) -> Told {
        match self.respond(request) {
            Ok(response) => {
                self.shards.answered();
                Told::Answer(response)
            }
            Err(Lack::Shards(names)) => Told::Wants(names),
            Err(Lack::Whole) => Told::Whole(self.head.bytes),
            Err(Lack::Damaged(name)) => Told::Damaged(name),
        }
    }

    fn respond(&mut self, request: &Request) -> Got<Response> {
        if self.is_whole() {
            return Err(Lack::Whole);
        }
        match request {
            Request::Library { sought, count } => Ok(Response::Library(self.library(sought, *count)?)),
            Request::Rows { sought, from, count } => {
                let found = self.sought(sought)?;
                let rows = found.get(*from..).unwrap_or_default();
                Ok(Response::Rows(Rows {
                    sought: sought.clone(),
                    from: *from,
                    items: self.items(sought, &rows[..rows.len().min(*count)])?,
                }))
            }
            Request::Ids { sought, from, count } => {
                let found = self.sought(sought)?;
                let found = found.get(*from..).unwrap_or_default();
                let cards = self.cards(&found[..found.len().min(*count)])?;
                Ok(Response::Ids(cards.into_iter().map(|item| item.card.id).collect()))
            }
            Request::Values { sought, facet, find } => Ok(Response::Values(self.values(sought, *facet, find)?)),
            Request::Hits { sought, from, count } => Ok(Response::Hits(self.lines(sought, *from, *count)?)),
            Request::Timeline(sought) => Ok(Response::Timeline(self.timeline(sought)?)),
            Request::Read { id, .. } | Request::Review(id) => self.among(&[id], request),
            Request::Compare { left, right, .. } | Request::WriteComparison { left, right, .. } => {
                self.among(&[left, right], request)
            }
            Request::Suggest(_) | Request::Examples => self.among(&[], request),
            _ => Err(Lack::Whole),
        }
    }

    /// What an engine of these documents alone answers; with how slogans are used in all of them.
    fn among(&mut self, ids: &[&String], request: &Request) -> Got<Response> {
        let mut documents = Vec::new();
        for id in ids {
            match self.number(id)? {
                Some(document) => documents.push(document),
                None => return Ok(Response::NoDocument(id.to_string())),
            }
        }
        documents.sort_unstable();
        documents.dedup();
        let mut engine = self.engine(&documents)?;
        let FromWorker::Answer(mut response) = engine.answer(request) else {
            return Err(Lack::Whole);
        };
        if let Response::Read(reading) = &mut response {
            let used = self.slogans()?;
            for entry in &mut reading.entries {
                let at = used.binary_search_by(|slogan| slogan.phrase.cmp(&entry.phrase));
                entry.corpus = at.map_or_else(|_| Use::default(), |at| used[at].used.clone());
            }
        }
        Ok(response)
    }

    fn library(&mut self, sought: &Sought, count: usize) -> Got<Listing> {
        let parsed = Query::parse(&sought.query);
        let facets = match parsed.query.is_empty() && sought.filters.is_empty() {
            true => self
                .head
                .index
                .as_ref()
                .map(|index| index.facets.clone())
                .unwrap_or_default(),
            false => self.facets(sought)?,
        };
        let found = self.sought(sought)?;
        // Without a query, a row is a card, and cards lie together.
        let is_far = !parsed.query.is_empty();
        let count = if is_far { count.min(FEW) } else { count };
        Ok(Listing {
            sought: sought.clone(),
            items: self.items(sought, &found[..found.len().min(count)])?,
            found: found.len(),
            hits: found.iter().map(|found| found.hits).sum(),
            facets,
            total: self.head.documents,
            searched: self.head.documents,
            faults: parsed.faults,
            is_far,
        })
    }

    /// What those that were found can be filtered by: facets of which it is known for all documents what they have.
    fn facets(&mut self, sought: &Sought) -> Got<Vec<FacetView>> {
        let found = self.satisfying(&sought.query)?;
        let (found, rest) = self.admitted_by_lists(found, &sought.filters)?;
        let (known, engine) = self.stubs(facts_of(&rest).chain(Fact::SMALL))?;
        let mut views = engine.facets(&found, &rest);
        views.retain(|view| fact_of(view.facet).is_some_and(|fact| known.contains(&fact)));
        Ok(views)
    }

    fn values(&mut self, sought: &Sought, facet: Facet, find: &str) -> Got<FacetView> {
        let found = self.satisfying(&sought.query)?;
        let (found, rest) = self.admitted_by_lists(found, &sought.filters)?;
        let fact = fact_of(facet).ok_or(Lack::Whole)?;
        let (_, engine) = self.stubs(facts_of(&rest).chain([fact]))?;
        let rest = Sought {
            filters: rest,
            ..sought.clone()
        };
        Ok(engine.values_among(&found, &rest, facet, find))
    }

    fn timeline(&mut self, sought: &Sought) -> Got<Timeline> {
        let found = self.sought(sought)?;
        let (_, engine) = self.stubs([Fact::Dates])?;
        let all = Sought::default();
        engine.remember(&all, Query::default(), found);
        Ok(Timeline {
            sought: sought.clone(),
            ..engine.in_time(&all)
        })
    }

    fn lines(&mut self, sought: &Sought, from: usize, count: usize) -> Got<HitLines> {
        let found = self.sought(sought)?;
        let total = found.iter().map(|found| found.hits).sum();
        let mut before = 0;
        let mut shown: Vec<Found> = Vec::new();
        let mut skipped = 0;
        for found in found {
            let hits = before..before + found.hits;
            before = hits.end;
            if hits.end > from && hits.start < from.saturating_add(count) && found.hits > 0 {
                if shown.is_empty() {
                    skipped = from - hits.start;
                }
                shown.push(found);
            }
        }
        let engine = self.engine(&numbers(&shown))?;
        let all = Sought {
            query: sought.query.clone(),
            ..Sought::default()
        };
        let mut lines: BTreeMap<String, Vec<Line>> = BTreeMap::new();
        for line in engine.hit_lines(&all, 0, usize::MAX).lines {
            lines.entry(line.document.clone()).or_default().push(line);
        }
        let ids = self.ids_of(&shown, &engine);
        let lines = ids.iter().flat_map(|id| lines.remove(id).unwrap_or_default());
        Ok(HitLines {
            sought: sought.clone(),
            from,
            total,
            lines: lines.skip(skipped).take(count).collect(),
        })
    }

    /// The documents that were sought, in the order asked for.
    fn sought(&mut self, sought: &Sought) -> Got<Vec<Found>> {
        if let Some((_, found)) = self.last.as_ref().filter(|(last, _)| last == sought) {
            return Ok(found.clone());
        }
        let found = self.satisfying(&sought.query)?;
        let (found, rest) = self.admitted_by_lists(found, &sought.filters)?;
        let by: &[Fact] = match sought.sort {
            Sort::Newest | Sort::Hits => &[],
            Sort::Oldest => &[Fact::Dates],
            Sort::Relevance => &[Fact::Title, Fact::Length],
            Sort::Density => &[Fact::Marks, Fact::Length],
            Sort::Longest | Sort::Shortest => &[Fact::Length],
            Sort::Title => &[Fact::Title],
        };
        let facts: Vec<Fact> = facts_of(&rest).chain(by.iter().copied()).collect();
        self.shards.need(facts.iter().map(|fact| column_name(*fact)))?;
        let rest = Sought {
            filters: rest,
            query: String::new(),
            // Stubs have no marks: they are sorted by them here.
            sort: if sought.sort == Sort::Density {
                Sort::Newest
            } else {
                sought.sort
            },
        };
        let marks = match sought.sort {
            Sort::Density => Some((self.column(Fact::Marks)?, self.column(Fact::Length)?)),
            _ => None,
        };
        let (_, engine) = self.stubs(facts)?;
        let query = Query::parse(&sought.query).query;
        let mut found = engine.remember(&rest, query, found).found.clone();
        if let Some((marks, lengths)) = marks {
            let number = |column: &Column, at: usize| column.of(at).first().and_then(|number| number.parse().ok());
            found.sort_by_cached_key(|found| {
                let [marks, length] = [&marks, &lengths].map(|column| number(column, found.document).unwrap_or(0.0));
                Reverse((marks / f64::max(length, 1.0)).to_bits())
            });
        }
        self.last = Some((sought.clone(), found.clone()));
        Ok(found)
    }

    /// Rows of a list.
    fn items(&mut self, sought: &Sought, rows: &[Found]) -> Got<Vec<Item>> {
        if rows.iter().all(|row| row.hits == 0) {
            return self.cards(rows);
        }
        let engine = self.engine(&numbers(rows))?;
        let all = Sought {
            query: sought.query.clone(),
            ..Sought::default()
        };
        let items = engine.rows(&all, 0, rows.len()).items.into_iter();
        let mut items: BTreeMap<String, Item> = items.map(|item| (item.card.id.clone(), item)).collect();
        let ids = self.ids_of(rows, &engine);
        let rows = std::iter::zip(rows, ids);
        let items = rows.map(|(row, id)| items.remove(&id).filter(|item| item.hits == row.hits));
        // The index says one thing, and the text another.
        items
            .collect::<Option<_>>()
            .ok_or_else(|| Lack::Damaged("grams".to_string()))
    }

    fn cards(&mut self, rows: &[Found]) -> Got<Vec<Item>> {
        let first = self
            .head
            .index
            .as_ref()
            .map(|index| index.first.clone())
            .unwrap_or_default();
        let shard = |row: &&Found| format!("cards-{}", row.document / CARDS);
        let far = rows.iter().filter(|row| row.document >= first.len());
        let names: BTreeSet<String> = far.map(|row| shard(&row)).collect();
        self.shards.need(names.iter().cloned())?;
        let mut cards: BTreeMap<String, Vec<Item>> = BTreeMap::new();
        for name in names {
            let read = self.shards.read(&name, decode)?;
            cards.insert(name, read);
        }
        let item = |row: &Found| match first.get(row.document) {
            Some(item) => Ok(item.clone()),
            None => {
                let name = shard(&row);
                let item = cards.get(&name).and_then(|cards| cards.get(row.document % CARDS));
                item.cloned().ok_or(Lack::Damaged(name))
            }
        };
        rows.iter().map(item).collect()
    }

    /// The documents that satisfy what a reader has typed; all of them, if there is nothing to look for.
    fn satisfying(&mut self, text: &str) -> Got<Vec<Found>> {
        if let Some((_, found)) = self.found.as_ref().filter(|(last, _)| last == text) {
            return Ok(found.clone());
        }
        let found = self.find(text)?;
        self.found = Some((text.to_string(), found.clone()));
        Ok(found)
    }

    fn find(&mut self, text: &str) -> Got<Vec<Found>> {
        let query = Query::parse(text).query;
        let count = self.head.documents;
        if query.is_empty() {
            return Ok((0..count).map(|document| Found { document, hits: 0 }).collect());
        }
        let asked = query.asked();
        self.prepare(&asked)?;
        let mut parts = Vec::new();
        for (at, (asked, _)) in asked.iter().enumerate() {
            parts.push(self.part(&query, at, asked)?);
        }
        let truths: Vec<Truth> = parts.iter().map(|part| part.truth.clone()).collect();
        let satisfied = query.satisfied(&truths, count);

        // Hits are those of all parts that a document shall have. Only different runs of text have no place in common.
        let is_text = |asked: &Asked| !matches!(asked, Asked::Fact(_));
        let positive: Vec<(&Asked, &Part)> = std::iter::zip(&asked, &parts)
            .filter(|((asked, positive), _)| *positive && is_text(asked))
            .map(|((asked, _), part)| (asked, part))
            .collect();
        let is_run = |asked: &Asked| matches!(asked, Asked::Run(_));
        let adds = positive.len() == 1 || positive.iter().all(|(asked, _)| is_run(asked));
        let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
        let mut is_counted = adds;
        for (at, (asked, part)) in positive.iter().enumerate() {
            let is_again = positive[..at].iter().any(|(other, _)| other == asked);
            match &part.counts {
                _ if is_again => {}
                Some(counts) => {
                    for (document, count) in counts {
                        *hits.entry(*document as usize).or_default() += *count as usize;
                    }
                }
                None => is_counted = false,
            }
        }

        let bit = |words: &[u64], at: usize| words.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1);
        let may: Vec<usize> = (0..count).filter(|at| bit(&satisfied.may, *at)).collect();
        let is_sure = |at: &usize| is_counted && !bit(&satisfied.may_not, *at);
        let (sure, doubtful): (Vec<usize>, Vec<usize>) = may.into_iter().partition(is_sure);
        let found = sure.into_iter().map(|document| Found {
            document,
            hits: hits.get(&document).copied().unwrap_or(0),
        });
        let mut found: Vec<Found> = found.collect();
        if doubtful.len() > READ {
            return Err(Lack::Whole);
        }
        if !doubtful.is_empty() {
            let engine = self.engine(&doubtful)?;
            let read = engine.found(text).into_iter();
            found.extend(read.map(|read| Found {
                document: doubtful[read.document],
                ..read
            }));
            found.sort_unstable_by_key(|found| found.document);
        }
        Ok(found)
    }

    /// Asks for what the parts of a query need, in two steps.
    fn prepare(&mut self, asked: &[(Asked, bool)]) -> Got<()> {
        let mut runs: Vec<&Vec<u16>> = Vec::new();
        let mut names = BTreeSet::new();
        for (asked, _) in asked {
            match asked {
                Asked::Run(run) => runs.push(run),
                Asked::Within(groups) => runs.extend(groups.iter().flatten()),
                Asked::Fact(field) => drop(names.insert(column_name(fact_of_field(*field)))),
                Asked::Slogan(_) => drop(names.insert("slogans".to_string())),
            }
        }
        if !runs.is_empty() {
            names.extend(["phrases".to_string(), "starts".to_string()]);
        }
        // What every list of facets needs comes along.
        names.extend(Fact::SMALL.map(column_name));
        self.shards.need(names)?;
        if runs.is_empty() {
            return Ok(());
        }
        let phrases = self.phrases()?;
        let grams = runs.into_iter().flat_map(|run| grams_of(run, &phrases));
        let names: BTreeSet<String> = grams.map(|gram| self.list_name(&gram, &phrases)).collect();
        self.phrases = Some(phrases);
        self.shards.need(names)
    }

    fn part(&mut self, query: &Query, at: usize, asked: &Asked) -> Got<Part> {
        let count = self.head.documents;
        let exactly = |counts: Vec<(u32, u32)>| Part {
            truth: exactly(&counts, count),
            counts: Some(counts),
        };
        Ok(match asked {
            Asked::Run(run) => exactly(self.run(run)?),
            Asked::Within(groups) => {
                let mut may = vec![!0; count.div_ceil(64)];
                for group in groups.iter().filter(|group| !group.is_empty()) {
                    let mut any = vec![0; may.len()];
                    for run in group {
                        let bits = bits(&self.run(run)?, count);
                        std::iter::zip(&mut any, bits).for_each(|(any, bits)| *any |= bits);
                    }
                    std::iter::zip(&mut may, any).for_each(|(may, any)| *may &= any);
                }
                Part {
                    truth: Truth {
                        may_not: vec![!0; may.len()],
                        may,
                    },
                    counts: None,
                }
            }
            Asked::Fact(field) => {
                let fact = fact_of_field(*field);
                let column = self.column(fact)?;
                let mut holds: Vec<Option<bool>> = vec![None; column.sets.len()];
                let mut having = Vec::new();
                for document in 0..count {
                    let Some(set) = column.documents.get(document).map(|set| *set as usize) else {
                        break;
                    };
                    let Some(known) = holds.get_mut(set) else {
                        return Err(Lack::Damaged(column_name(fact)));
                    };
                    let holds = known.get_or_insert_with(|| {
                        let mut stub = Document::default();
                        fact.give(&column.of(document), &mut stub);
                        query.holds(at, &stub)
                    });
                    if *holds {
                        having.push((document as u32, 0));
                    }
                }
                exactly(having)
            }
            Asked::Slogan(text) => {
                let used = self.slogans()?;
                let folded = |phrase: &str| fold_phrase(phrase, View::Slogan);
                let is_name = used.iter().any(|slogan| folded(&slogan.phrase) == *text);
                let is_meant = |phrase: &str| match is_name {
                    true => folded(phrase) == *text,
                    false => folded(phrase).contains(text.as_str()),
                };
                let meant = used.iter().enumerate().filter(|(_, slogan)| is_meant(&slogan.phrase));
                let meant: Vec<usize> = meant.map(|(at, _)| at).collect();
                let documents = self.using(&meant)?;
                let mut part = exactly(documents.into_iter().map(|document| (document, 0)).collect());
                // The places of two slogans may be the same.
                part.counts = match meant.as_slice() {
                    [] => part.counts,
                    [one] => Some(self.shards.read(&format!("uses-{one}"), counts)?),
                    _ => None,
                };
                part
            }
        })
    }

    /// In which documents a run of text stands, and how often.
    fn run(&mut self, run: &[u16]) -> Got<Vec<(u32, u32)>> {
        let phrases = self.phrases()?;
        let found = self.run_by(run, &phrases);
        self.phrases = Some(phrases);
        found
    }

    fn run_by(&mut self, run: &[u16], phrases: &Phrases) -> Got<Vec<(u32, u32)>> {
        let known = |gram: &[u16]| phrases.get(gram).is_some_and(|(signs, _)| signs & COMMON != 0);
        let documents = self.head.documents as u32;
        match cover(run, known) {
            Cover::Counts => {
                let read = |list: &[u8]| counts(list).filter(|counts| counts.iter().all(|(at, _)| *at < documents));
                self.list(run, phrases, read)
            }
            Cover::Places(cover) => {
                let mut common: Option<Vec<u32>> = None;
                for (start, length) in cover {
                    let list = self.list(&run[start..start + length], phrases, places)?;
                    let starts = list.into_iter().filter_map(|place| place.checked_sub(start as u32));
                    common = Some(match common {
                        None => starts.collect(),
                        Some(common) => in_both(&common, starts),
                    });
                }
                let starts = self.starts()?;
                let places = common.unwrap_or_default();
                let counts = counted(places, run.len() as u32, &starts);
                self.starts = Some(starts);
                Ok(counts)
            }
        }
    }

    /// The list of a gram.
    fn list<T>(&mut self, gram: &[u16], phrases: &Phrases, read: impl FnOnce(&[u8]) -> Option<T>) -> Got<T> {
        let is_own = phrases.get(gram).is_some_and(|(signs, _)| signs & OWN != 0);
        let name = self.list_name(gram, phrases);
        self.shards.read(&name, |shard| match is_own {
            true => read(shard),
            false => read(grams::list(shard, gram)?),
        })
    }

    fn list_name(&self, gram: &[u16], phrases: &Phrases) -> String {
        match phrases.get(gram) {
            Some((signs, number)) if signs & OWN != 0 => format!("gram-{number}"),
            _ => {
                let bits = self.head.index.as_ref().map_or(0, |index| index.bits);
                format!("grams-{}", first_bits(grams::hash(gram), bits.min(32)))
            }
        }
    }

    /// What is known of grams; it is to be put back.
    fn phrases(&mut self) -> Got<Phrases> {
        if let Some(phrases) = self.phrases.take() {
            return Ok(phrases);
        }
        self.shards.read("phrases", |shard| {
            let mut bytes = Bytes(shard);
            let (mut phrases, mut own) = (Phrases::new(), 0);
            while !bytes.is_empty() {
                let (gram, signs) = take_gram(&mut bytes)?;
                phrases.insert(gram, (signs, own));
                own += usize::from(signs & OWN != 0);
            }
            Some(phrases)
        })
    }

    /// Where the units of each document start, in [`QUANTUM`]s; it is to be put back.
    fn starts(&mut self) -> Got<Vec<u32>> {
        if let Some(starts) = self.starts.take() {
            return Ok(starts);
        }
        let count = self.head.documents;
        self.shards.read("starts", |shard| {
            let mut bytes = Bytes(shard);
            let mut starts = Vec::new();
            let mut next = 0u32;
            while !bytes.is_empty() {
                starts.push(next);
                next = next.checked_add(u32::try_from(bytes.number()?).ok()?)?;
            }
            next.checked_mul(QUANTUM)?;
            (starts.len() == count).then_some(starts)
        })
    }

    /// The slogans in use.
    fn slogans(&mut self) -> Got<Vec<Slogan>> {
        self.shards.read("slogans", decode)
    }

    /// The documents that use any of the slogans of these numbers.
    fn using(&mut self, slogans: &[usize]) -> Got<BTreeSet<u32>> {
        let names: Vec<String> = slogans.iter().map(|at| format!("uses-{at}")).collect();
        self.shards.need(names.iter().cloned())?;
        let mut documents = BTreeSet::new();
        for name in names {
            documents.extend(self.shards.read(&name, counts)?.into_iter().map(|(at, _)| at));
        }
        Ok(documents)
    }

    /// Puts the filters to documents for which there are lists, slogans and picked documents; gives the other filters.
    fn admitted_by_lists(&mut self, mut found: Vec<Found>, filters: &Filters) -> Got<(Vec<Found>, Filters)> {
        let mut rest = filters.clone();
        for facet in [Facet::Slogan, Facet::Category, Facet::Document] {
            let Some(chosen) = filters.of(facet) else { continue };
            rest.choose(facet, BTreeSet::new());
            let mut admitted = BTreeSet::new();
            if facet == Facet::Document {
                for id in chosen {
                    admitted.extend(self.number(id)?.map(|at| at as u32));
                }
            } else {
                let used = self.slogans()?;
                let is_chosen = |slogan: &Slogan| match facet {
                    Facet::Slogan => chosen.contains(&slogan.phrase),
                    _ => chosen.contains(&slogan.category),
                };
                let numbers = used.iter().enumerate().filter(|(_, slogan)| is_chosen(slogan));
                let numbers: Vec<usize> = numbers.map(|(at, _)| at).collect();
                admitted = self.using(&numbers)?;
            }
            found.retain(|found| admitted.contains(&(found.document as u32)));
        }
        Ok((found, rest))
    }

    /// An engine of stubs that know these facts, and which they know.
    fn stubs(&mut self, facts: impl IntoIterator<Item = Fact>) -> Got<(&BTreeSet<Fact>, &Engine)> {
        let mut wanted: BTreeSet<Fact> = facts.into_iter().collect();
        let known = self.stubs.as_ref().map(|(known, _)| known);
        if known.is_none_or(|known| !wanted.is_subset(known)) {
            wanted.extend(known.into_iter().flatten());
            self.shards.need(wanted.iter().map(|fact| column_name(*fact)))?;
            let mut columns = Vec::new();
            for fact in &wanted {
                columns.push((*fact, self.column(*fact)?));
            }
            self.stubs = Some((wanted, Engine::of_stubs(self.head.documents, &columns)));
        }
        match &self.stubs {
            Some((known, engine)) => Ok((known, engine)),
            None => Err(Lack::Whole),
        }
    }

    fn column(&mut self, fact: Fact) -> Got<Column> {
        self.shards.read(&column_name(fact), decode)
    }

    /// The number of a document.
    fn number(&mut self, id: &str) -> Got<Option<usize>> {
        let count = self.head.documents;
        let name = format!("ids-{}", id_shard(id, id_bits(count)));
        let ids: Vec<(String, usize)> = self.shards.read(&name, decode)?;
        let found = ids.into_iter().find(|(known, _)| known == id);
        Ok(found.map(|(_, at)| at).filter(|at| *at < count))
    }

    /// The ordinary engine of some documents, whose numbers ascend.
    fn engine(&mut self, documents: &[usize]) -> Got<Engine> {
        let shard = |document: usize| self.texts.partition_point(|first| *first <= document).saturating_sub(1);
        let shards: Vec<usize> = documents.iter().map(|document| shard(*document)).collect();
        let name = |shard: &usize| format!("texts-{shard}");
        self.shards.need(shards.iter().map(name))?;
        let mut read = Vec::new();
        for (document, shard) in std::iter::zip(documents, &shards) {
            let line = document - self.texts[*shard];
            read.push(self.shards.read(&name(shard), |bytes| {
                let line = bytes.split(|byte| *byte == b'\n').nth(line)?;
                corpus::read_document(std::str::from_utf8(line).ok()?, "").ok()
            })?);
        }
        let corpus = Corpus {
            documents: read,
            ..self.outline.clone()
        };
        let json = serde_json::to_string(&corpus).map_err(|_| Lack::Whole)?;
        let engine = Engine::open(&json, "", self.built_in.clone());
        engine.map_err(|_| Lack::Damaged("texts".to_string()))
    }

    /// The ids of documents in rows, by an engine that was made of them.
    fn ids_of(&self, rows: &[Found], engine: &Engine) -> Vec<String> {
        let numbers = numbers(rows);
        let id = |row: &Found| {
            let at = numbers.binary_search(&row.document).ok()?;
            engine.known.get(at).map(|known| known.card.id.clone())
        };
        rows.iter().map(|row| id(row).unwrap_or_default()).collect()
    }
}

/// The documents of rows, in ascending order.
fn numbers(rows: &[Found]) -> Vec<usize> {
    let numbers: BTreeSet<usize> = rows.iter().map(|row| row.document).collect();
    numbers.into_iter().collect()
}

fn column_name(fact: Fact) -> String {
    format!("column-{}", fact.key())
}

/// The grams whose lists answer for a run of text.
fn grams_of(run: &[u16], phrases: &Phrases) -> Vec<Vec<u16>> {
    let known = |gram: &[u16]| phrases.get(gram).is_some_and(|(signs, _)| signs & COMMON != 0);
    match cover(run, known) {
        Cover::Counts => vec![run.to_vec()],
        Cover::Places(cover) => cover
            .into_iter()
            .map(|(start, length)| run[start..start + length].to_vec())
            .collect(),
    }
}

/// What a facet is filtered by; slogans and picked documents have lists instead.
fn fact_of(facet: Facet) -> Option<Fact> {
    Some(match facet {
        Facet::Date => Fact::Dates,
        Facet::Level => Fact::Level,
        Facet::Place => Fact::Place,
        Facet::Genre => Fact::Genre,
        Facet::Issuer => Fact::Issuer,
        Facet::Speaker => Fact::Speakers,
        Facet::Script => Fact::Lang,
        Facet::Length => Fact::Length,
        Facet::Imported => Fact::Imported,
        Facet::Category | Facet::Slogan | Facet::Document => return None,
    })
}

/// What filters need.
fn facts_of(filters: &Filters) -> impl Iterator<Item = Fact> {
    let facts: BTreeSet<Fact> = filters.chosen().filter_map(|(facet, _)| fact_of(facet)).collect();
    facts.into_iter()
}

fn fact_of_field(field: Field) -> Fact {
    match field {
        Field::Title => Fact::Title,
        Field::Place => Fact::Place,
        Field::Speaker => Fact::Speakers,
        Field::Date => Fact::Dates,
        Field::Kind => Fact::Genre,
        Field::Lang => Fact::Lang,
    }
}

/// Those numbers, all in order, that stand in both.
fn in_both(one: &[u32], other: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut at = 0;
    let mut both = Vec::new();
    for number in other {
        while one.get(at).is_some_and(|one| *one < number) {
            at += 1;
        }
        if one.get(at) == Some(&number) {
            both.push(number);
        }
    }
    both
}

/// A bit for each document.
fn bits(counts: &[(u32, u32)], documents: usize) -> Vec<u64> {
    let mut bits = vec![0; documents.div_ceil(64)];
    for (document, _) in counts {
        if let Some(word) = bits.get_mut(*document as usize / 64) {
            *word |= 1 << (document % 64);
        }
    }
    bits
}

/// It is so in these documents, and in no others.
fn exactly(counts: &[(u32, u32)], documents: usize) -> Truth {
    let may = bits(counts, documents);
    Truth {
        may_not: may.iter().map(|bits| !bits).collect(),
        may,
    }
}
