//! The engine behind the page: a corpus that was opened, and the answers to requests about it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::orders::{Print, Review};
use super::protocol::{
    Card, Changed, CompareView, Count, EntryView, FacetView, FromWorker, Item, Listing, Mark, Overview, Reading,
    Request, Response, Use,
};
use super::state::Sort;
use crate::compare::compare;
use crate::corpus::{self, Corpus, Document, Fault, Ids, Level, Span, edtf};
use crate::import::findings;
use crate::lexicon::{Lexicon, Matcher, Occurrence};
use crate::reuse::Boilerplate;
use crate::search::{Facet, Filters, Hits, Index, Values, snippet};
use crate::text::fold::simplified;
use crate::text::units::Units;

/// Characters of context on either side of a hit in the library: about one line of a list.
const AROUND: usize = 22;

/// Hits shown for a document in the library.
const SNIPPETS: usize = 2;

/// Bars in the small chart of a document.
const STRIP: usize = 24;

/// A corpus that was opened, and what the reader has changed in it.
pub struct Engine {
    /// Without the documents that were taken out.
    corpus: Corpus,
    /// What is known of each document of the corpus.
    known: Vec<Known>,
    /// The documents that were taken out, in the order of the corpus.
    gone: Vec<(Document, Known)>,
    ids: Ids,
    /// The place of the next document that is added.
    next: usize,
    faults: Vec<Fault>,
    lexicon: Lexicon,
    matcher: Matcher,
    /// Built when a phrase is first looked for.
    index: OnceCell<Index>,
    /// How each entry of the lexicon is used in the corpus; counted when an entry is first shown.
    uses: OnceCell<Vec<Use>>,
    /// Built when two documents are first compared.
    boilerplate: OnceCell<Boilerplate>,
    /// What has changed since [`Engine::unkept`]: ids, and an empty one for the title.
    changed: BTreeSet<String>,
}

/// What is known of a document, so that nothing is computed anew for a request.
struct Known {
    /// Its place in the corpus, among all documents that are or were there.
    place: usize,
    /// Does the file of the corpus not have it as it is?
    is_own: bool,
    /// Folded, for the matcher.
    units: Units,
    /// All uses of slogans, in reading order; those with a mark of their own are not inside of another.
    slogans: Vec<Occurrence>,
    values: Values,
    card: Card,
}

impl Known {
    /// The uses that are marked in the text.
    fn marks(&self) -> impl Iterator<Item = &Occurrence> {
        self.slogans.iter().filter(|found| !found.inside)
    }
}

/// Something for the browser to keep: it replaces what was kept under this id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The id of a document; empty for the title.
    pub id: String,
    /// A line of JSON for [`Engine::open`].
    pub line: String,
}

/// What the browser keeps of a document, or of the title.
#[derive(Default, Serialize, Deserialize)]
struct KeptLine<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default)]
    gone: bool,
    /// The place of a document that the file of the corpus does not have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<usize>,
    /// Absent if the file of the corpus has it as it is.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    document: Option<&'a RawValue>,
}

/// What became of a document.
#[derive(Default)]
struct Fate {
    place: usize,
    is_own: bool,
    is_gone: bool,
}

type Entries = Vec<(Document, Known)>;

/// A document that the clerk hands over, and the document of the corpus that is to take over what it has.
#[derive(Deserialize)]
struct TakenLine<'a> {
    #[serde(default)]
    merge: Option<String>,
    #[serde(borrow)]
    document: &'a RawValue,
}

impl Engine {
    /// Reads a corpus and finds its slogans. `kept` is what the browser has [kept](Engine::unkept) of it, a line
    /// each, in any order; a line that cannot be read is a fault of the overview. `progress` gets the number of
    /// documents read and of all.
    pub fn open(json: &str, kept: &str, lexicon: Lexicon, progress: impl FnMut(usize, usize)) -> Result<Self, Fault> {
        let (corpus, faults) = corpus::read_with_progress(json, progress)?;
        let mut engine = Engine {
            matcher: Matcher::new(&lexicon),
            known: Vec::new(),
            gone: Vec::new(),
            ids: Ids::default(),
            next: 0,
            index: OnceCell::new(),
            uses: OnceCell::new(),
            boilerplate: OnceCell::new(),
            changed: BTreeSet::new(),
            corpus,
            faults,
            lexicon,
        };
        let documents = std::mem::take(&mut engine.corpus.documents);
        let (here, gone) = engine.with_kept(documents, kept);
        let places = here.iter().chain(&gone).map(|(_, known)| known.place);
        engine.next = places.max().map_or(0, |place| place.saturating_add(1));
        engine.settle(here, gone);
        Ok(engine)
    }

    pub fn overview(&self) -> Overview {
        Overview {
            title: self.corpus.title.clone(),
            note: self.corpus.note.clone(),
            faults: self.faults.clone(),
            documents: self.known.iter().map(|known| known.card.clone()).collect(),
            removed: self.gone.len(),
            kept: self.gone.len() + self.known.iter().filter(|known| known.is_own).count(),
        }
    }

    /// Answers a request. One that changes the corpus is answered by [`FromWorker::Changed`].
    pub fn answer(&mut self, request: &Request) -> FromWorker {
        let response = match request {
            Request::Library {
                query,
                filters,
                sort,
                limit,
            } => Response::Library(self.library(query, filters, *sort, *limit)),
            Request::Read { id, query } => match self.position(id) {
                Some(document) => Response::Read(self.read(document, query)),
                None => Response::NoDocument(id.clone()),
            },
            Request::Compare { left, right } => match (self.position(left), self.position(right)) {
                (Some(left), Some(right)) => Response::Compare(self.compare(left, right)),
                (None, _) => Response::NoDocument(left.clone()),
                (_, None) => Response::NoDocument(right.clone()),
            },
            Request::Review(id) => self.review(id),
            Request::Change(id, change) => match self.position(id) {
                Some(at) if self.corpus.documents[at].apply(change) => {
                    self.renew(at);
                    return self.report(Changed::Edited(id.clone()));
                }
                _ => self.review(id),
            },
            Request::Remove(ids) => {
                let removed = self.shift(ids, true);
                return self.report(Changed::Removed(removed));
            }
            Request::Restore(ids) => {
                let restored = self.shift(ids, false);
                return self.report(Changed::Restored(restored));
            }
            Request::Removed => Response::Removed(self.gone.iter().map(|(_, known)| known.card.clone()).collect()),
            Request::Rename(title) => {
                self.corpus.title = title.clone();
                self.changed.insert(String::new());
                return self.report(Changed::Renamed);
            }
            Request::Prints => Response::Prints(self.corpus.documents.iter().map(Print::of).collect()),
        };
        FromWorker::Answer(response)
    }

    /// The corpus as compact JSON, for the clerk to write.
    pub fn export(&self) -> String {
        serde_json::to_string(&self.corpus).expect("the model has only string keys")
    }

    /// Takes over the documents that the clerk hands over, a line each: adds them, or merges them into a document of
    /// the corpus. A line that cannot be read is a fault of the overview.
    pub fn take(&mut self, lines: &str) -> Changed {
        let positions: BTreeMap<String, usize> = self
            .corpus
            .documents
            .iter()
            .enumerate()
            .map(|(at, document)| (document.id.clone(), at))
            .collect();
        let mut added = Vec::new();
        for (i, line) in lines.lines().enumerate() {
            let path = format!("accepted[{i}]");
            let read = corpus::parse::<TakenLine>(line, &path).map_err(|fault| vec![fault]);
            let read = read.and_then(|line| {
                let document = corpus::read_document(line.document.get(), &format!("{path}.document"))?;
                Ok((line.merge, document))
            });
            let (merge, mut document) = match read {
                Ok(read) => read,
                Err(faults) => {
                    self.faults.extend(faults);
                    continue;
                }
            };
            // Whoever was taken out since is not merged into.
            if let Some(&at) = merge.and_then(|id| positions.get(&id)) {
                self.corpus.documents[at].merge(&document);
                self.renew(at);
                continue;
            }
            document.id = self.ids.claim(&document.id);
            let known = self.know(&document, self.next, true);
            self.next = self.next.saturating_add(1);
            self.changed.insert(document.id.clone());
            added.push(document.id.clone());
            self.corpus.documents.push(document);
            self.known.push(known);
        }
        self.forget_counts();
        Changed::Added(added)
    }

    /// What has changed since it was last asked for: for the browser to keep, all or nothing.
    pub fn unkept(&mut self) -> Vec<Kept> {
        let changed = std::mem::take(&mut self.changed);
        let mut kept = Vec::new();
        if changed.contains("") {
            let title = Some(self.corpus.title.clone());
            kept.push((
                "",
                KeptLine {
                    title,
                    ..KeptLine::default()
                }
                .to_json(),
            ));
        }
        let here =
            std::iter::zip(&self.corpus.documents, &self.known).map(|(document, known)| (document, known, false));
        let gone = self.gone.iter().map(|(document, known)| (document, known, true));
        for (document, known, gone) in here.chain(gone).filter(|(document, ..)| changed.contains(&document.id)) {
            let own = known
                .is_own
                .then(|| serde_json::value::to_raw_value(document).ok())
                .flatten();
            let line = KeptLine {
                id: Some(document.id.clone()),
                gone,
                place: known.is_own.then_some(known.place),
                document: own.as_deref(),
                title: None,
            };
            kept.push((&document.id, line.to_json()));
        }
        kept.into_iter()
            .map(|(id, line)| Kept {
                id: id.to_string(),
                line,
            })
            .collect()
    }

    fn report(&self, changed: Changed) -> FromWorker {
        FromWorker::Changed(self.overview(), changed)
    }

    /// The documents of the corpus with what was kept of it: those that are there, and those that were taken out.
    fn with_kept(&mut self, documents: Vec<Document>, kept: &str) -> (Entries, Entries) {
        let mut all: Vec<(Document, Fate)> = Vec::new();
        for (place, document) in documents.into_iter().enumerate() {
            let mark = Fate {
                place,
                ..Fate::default()
            };
            all.push((document, mark));
        }
        let ids = all
            .iter()
            .enumerate()
            .map(|(at, (document, _))| (document.id.clone(), at));
        let mut ids: BTreeMap<String, usize> = ids.collect();
        for (i, line) in kept.lines().enumerate() {
            let (line, document) = match read_kept(line, &format!("kept[{i}]")) {
                Ok(read) => read,
                Err(faults) => {
                    self.faults.extend(faults);
                    continue;
                }
            };
            self.corpus.title = line.title.unwrap_or(std::mem::take(&mut self.corpus.title));
            let Some(id) = line.id else { continue };
            let is_own = document.is_some();
            let document = document.map(|document| Document {
                id: id.clone(),
                ..document
            });
            match (ids.get(&id), document) {
                (Some(&at), document) => {
                    let (known, mark) = &mut all[at];
                    *known = document.unwrap_or(std::mem::take(known));
                    mark.is_own |= is_own;
                    mark.is_gone = line.gone;
                }
                (None, Some(document)) => {
                    ids.insert(id, all.len());
                    let mark = Fate {
                        place: line.place.unwrap_or(all.len()),
                        is_own,
                        is_gone: line.gone,
                    };
                    all.push((document, mark));
                }
                // A document that the file no longer has.
                (None, None) => {}
            }
        }
        let (mut here, mut gone) = (Vec::new(), Vec::new());
        for (document, mark) in all {
            self.ids.claim(&document.id);
            let known = self.know(&document, mark.place, mark.is_own);
            let entries = if mark.is_gone { &mut gone } else { &mut here };
            entries.push((document, known));
        }
        (here, gone)
    }

    /// Finds in a document what requests are answered from.
    fn know(&self, document: &Document, place: usize, is_own: bool) -> Known {
        let units = Units::of(document);
        let slogans = self.matcher.find(&units);
        Known {
            place,
            is_own,
            values: values(document, &slogans, &self.lexicon),
            units,
            slogans,
            card: Card::of(document),
        }
    }

    /// Finds anew what is known of a document that the reader has changed.
    fn renew(&mut self, at: usize) {
        let document = &self.corpus.documents[at];
        self.changed.insert(document.id.clone());
        self.known[at] = self.know(document, self.known[at].place, true);
        self.forget_counts();
    }

    /// Forgets what was counted over all documents.
    fn forget_counts(&mut self) {
        self.index = OnceCell::new();
        self.uses = OnceCell::new();
        self.boilerplate = OnceCell::new();
    }

    /// Makes these the documents that are there, and those that were taken out; both in the order of the corpus.
    fn settle(&mut self, mut here: Entries, mut gone: Entries) {
        here.sort_by_key(|(_, known)| known.place);
        gone.sort_by_key(|(_, known)| known.place);
        (self.corpus.documents, self.known) = here.into_iter().unzip();
        self.gone = gone;
        self.forget_counts();
    }

    /// Takes documents out of the corpus, or back into it. Returns the ids of those that were on the other side.
    fn shift(&mut self, ids: &[String], takes_out: bool) -> Vec<String> {
        let ids: BTreeSet<&String> = ids.iter().collect();
        let documents = std::mem::take(&mut self.corpus.documents);
        let mut here: Entries = documents.into_iter().zip(std::mem::take(&mut self.known)).collect();
        let mut gone = std::mem::take(&mut self.gone);
        let (from, to) = if takes_out {
            (&mut here, &mut gone)
        } else {
            (&mut gone, &mut here)
        };
        let (moved, left): (Entries, Entries) = std::mem::take(from)
            .into_iter()
            .partition(|(document, _)| ids.contains(&document.id));
        let moved_ids: Vec<String> = moved.iter().map(|(document, _)| document.id.clone()).collect();
        *from = left;
        to.extend(moved);
        self.settle(here, gone);
        self.changed.extend(moved_ids.iter().cloned());
        moved_ids
    }

    fn review(&self, id: &str) -> Response {
        let Some(at) = self.position(id) else {
            return Response::NoDocument(id.to_string());
        };
        let document = self.corpus.documents[at].clone();
        Response::Review(Review {
            item: None,
            findings: findings(&document.body),
            document,
        })
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.corpus.documents.iter().position(|document| document.id == id)
    }

    fn library(&self, query: &str, filters: &Filters, sort: Sort, limit: usize) -> Listing {
        let mut found: Vec<Hits> = if query.trim().is_empty() {
            (0..self.corpus.documents.len())
                .map(|document| Hits {
                    document,
                    spans: Vec::new(),
                })
                .collect()
        } else {
            self.index
                .get_or_init(|| Index::new(&self.corpus.documents))
                .find(query)
        };
        let facets = Facet::ALL
            .into_iter()
            .map(|facet| {
                let counts = filters.count(facet, found.iter().map(|hits| &self.known[hits.document].values));
                FacetView {
                    facet,
                    values: self.ordered(facet, counts, filters),
                }
            })
            .collect();
        found.retain(|hits| filters.admit(&self.known[hits.document].values));
        self.sort(&mut found, sort);
        Listing {
            found: found.len(),
            hits: found.iter().map(|hits| hits.spans.len()).sum(),
            items: found.iter().take(limit).map(|hits| self.item(hits)).collect(),
            facets,
            total: self.corpus.documents.len(),
        }
    }

    fn sort(&self, found: &mut [Hits], sort: Sort) {
        let length = |hits: &Hits| self.known[hits.document].card.length;
        let uses = |hits: &Hits| self.known[hits.document].marks().count();
        let title = |hits: &Hits| &self.known[hits.document].card.title;
        let date = |hits: &Hits| {
            self.known[hits.document]
                .card
                .date
                .as_deref()
                .filter(|date| edtf::year(date).is_some())
        };
        // A date with an unknown year is neither new nor old: it stands last in both orders.
        let oldest = |a: &Hits, b: &Hits| match (date(a), date(b)) {
            (Some(a), Some(b)) => edtf::sort_key(a).cmp(&edtf::sort_key(b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        found.sort_by(|a, b| match sort {
            Sort::Newest if date(a).is_some() && date(b).is_some() => oldest(b, a),
            Sort::Newest | Sort::Oldest => oldest(a, b),
            Sort::Hits => b.spans.len().cmp(&a.spans.len()),
            // Compared as fractions, without rounding.
            Sort::Density => (uses(b) * length(a)).cmp(&(uses(a) * length(b))),
            Sort::Longest => length(b).cmp(&length(a)),
            Sort::Title => title(a).cmp(title(b)),
        });
    }

    /// The values of a facet in the order in which a reader looks for them.
    fn ordered(&self, facet: Facet, counts: BTreeMap<String, usize>, filters: &Filters) -> Vec<Count> {
        let mut values: Vec<Count> = counts
            .into_iter()
            .map(|(value, count)| Count {
                chosen: filters.has(facet, &value),
                depth: if facet == Facet::Place {
                    value.matches('/').count()
                } else {
                    0
                },
                value,
                count,
            })
            .collect();
        let level = |count: &Count| Level::ALL.iter().position(|level| level.key() == count.value);
        values.sort_by(|a, b| {
            a.value.is_empty().cmp(&b.value.is_empty()).then_with(|| match facet {
                Facet::Year => b.value.cmp(&a.value),
                Facet::Level => level(a).cmp(&level(b)),
                Facet::Slogan => (b.chosen, b.count).cmp(&(a.chosen, a.count)),
                Facet::Genre | Facet::Place => a.value.cmp(&b.value),
            })
        });
        values
    }

    fn item(&self, hits: &Hits) -> Item {
        let document = &self.corpus.documents[hits.document];
        let known = &self.known[hits.document];
        let text = |span: &Span| document.body[span.block].text.as_str();
        Item {
            card: self.known[hits.document].card.clone(),
            hits: hits.spans.len(),
            snippets: hits
                .spans
                .iter()
                .take(SNIPPETS)
                .map(|span| snippet(text(span), span.start, span.end, AROUND))
                .collect(),
            slogans: known.marks().count(),
            strip: strip(document, known.marks()),
        }
    }

    fn read(&self, at: usize, query: &str) -> Reading {
        let document = &self.corpus.documents[at];
        let used: BTreeSet<usize> = self.known[at].marks().map(|found| found.entry).collect();
        let used: Vec<usize> = used.into_iter().collect();
        let marks = self.known[at]
            .marks()
            .map(|found| Mark {
                span: found.span,
                entry: used.binary_search(&found.entry).unwrap_or_default(),
            })
            .collect();
        let hits = Index::new(std::slice::from_ref(document)).find(query);
        Reading {
            length: self.known[at].card.length,
            marks,
            entries: used.iter().map(|&entry| self.entry(entry, &[at])).collect(),
            hits: hits.into_iter().flat_map(|hits| hits.spans).collect(),
            // What was taken out at import has a view of its own, and may be longer than the text.
            document: Document {
                removed: Vec::new(),
                ..document.clone()
            },
        }
    }

    fn compare(&self, left: usize, right: usize) -> CompareView {
        let boilerplate = self
            .boilerplate
            .get_or_init(|| Boilerplate::new(&self.corpus.documents, Default::default()));
        let [a, b] = [left, right].map(|at| &self.corpus.documents[at]);
        let used: BTreeSet<usize> = [left, right]
            .into_iter()
            .flat_map(|at| self.known[at].slogans.iter().map(|found| found.entry))
            .collect();
        let comparison = compare(a, b, &self.matcher, boilerplate);
        CompareView {
            left: a.clone(),
            right: b.clone(),
            left_shares: comparison.left.shares,
            right_shares: comparison.right.shares,
            rows: comparison.rows,
            flags: comparison
                .flags
                .into_iter()
                .map(|flag| (flag.side, flag.span, flag.reason))
                .collect(),
            slogans: comparison.slogans,
            entries: used
                .into_iter()
                .map(|entry| (entry, self.entry(entry, &[left, right])))
                .collect(),
        }
    }

    /// How each entry of the lexicon is used in the corpus.
    fn count(&self) -> Vec<Use> {
        let mut uses = vec![Use::default(); self.lexicon.entries.len()];
        // The last document in which an entry was seen, counted from 1.
        let mut seen = vec![0; uses.len()];
        for (at, (document, known)) in std::iter::zip(&self.corpus.documents, &self.known).enumerate() {
            let date = document.date.as_ref().or(document.published.as_ref());
            let date = date.filter(|date| edtf::year(date).is_some());
            let key = |date: &String| edtf::sort_key(date);
            for found in &known.slogans {
                let entry = &mut uses[found.entry];
                entry.uses += 1;
                if std::mem::replace(&mut seen[found.entry], at + 1) == at + 1 {
                    continue;
                }
                entry.documents += 1;
                let Some(date) = date else { continue };
                if entry.first.as_ref().is_none_or(|first| key(date) < key(first)) {
                    entry.first = Some(date.clone());
                }
                if entry.last.as_ref().is_none_or(|last| key(date) > key(last)) {
                    entry.last = Some(date.clone());
                }
            }
        }
        uses
    }

    /// An entry, with its uses in some documents and in the corpus.
    fn entry(&self, at: usize, documents: &[usize]) -> EntryView {
        let entry = &self.lexicon.entries[at];
        let uses = |&document: &usize| {
            self.known[document]
                .slogans
                .iter()
                .filter(|found| found.entry == at)
                .count()
        };
        EntryView {
            phrase: entry.phrase.clone(),
            variants: entry.variants.clone(),
            category: entry.category.clone(),
            gloss: entry.gloss_en.clone(),
            pinyin: entry.pinyin.clone(),
            expands_to: entry.expands_to.clone(),
            first_known: entry.first_seen.clone(),
            source: entry.source.clone(),
            here: documents.iter().map(uses).sum(),
            corpus: self.uses.get_or_init(|| self.count())[at].clone(),
        }
    }
}

/// Reads a line that was kept, with its document.
fn read_kept<'a>(line: &'a str, path: &str) -> Result<(KeptLine<'a>, Option<Document>), Vec<Fault>> {
    let kept: KeptLine = corpus::parse(line, path).map_err(|fault| vec![fault])?;
    let document = kept
        .document
        .map(|json| corpus::read_document(json.get(), &format!("{path}.document")));
    Ok((kept, document.transpose()?))
}

impl KeptLine<'_> {
    fn to_json(&self) -> String {
        serde_json::to_string(self).expect("the model has only string keys")
    }
}

/// The values by which a document is filtered. Places are paths from the top, in simplified script, so that one
/// place is one value.
fn values(document: &Document, slogans: &[Occurrence], lexicon: &Lexicon) -> Values {
    let date = document.date.iter().chain(&document.published);
    let year = date.clone().find_map(|date| edtf::year(date));
    let one = |value: Option<String>| vec![value.unwrap_or_default()];
    let names: Vec<String> = document
        .place
        .iter()
        .map(|name| name.chars().map(simplified).collect())
        .collect();
    let places: Vec<String> = (1..=names.len()).map(|depth| names[..depth].join("/")).collect();
    let phrases: BTreeSet<&str> = slogans
        .iter()
        .map(|found| lexicon.entries[found.entry].phrase.as_str())
        .collect();
    BTreeMap::from([
        (Facet::Year, one(year.map(|year| year.to_string()))),
        (Facet::Level, one(document.level.map(|level| level.key().to_string()))),
        (Facet::Genre, one(document.genre.map(|genre| genre.key().to_string()))),
        (Facet::Place, if places.is_empty() { one(None) } else { places }),
        (Facet::Slogan, phrases.into_iter().map(String::from).collect()),
    ])
}

/// Uses of slogans in each of equal parts of a document.
fn strip<'a>(document: &Document, marks: impl Iterator<Item = &'a Occurrence>) -> Vec<u32> {
    let mut before = vec![0];
    for block in &document.body {
        before.push(before[before.len() - 1] + block.text.chars().count());
    }
    let total = before[before.len() - 1].max(1);
    let mut strip = vec![0; STRIP];
    for found in marks {
        strip[(before[found.span.block] + found.span.start) * STRIP / total] += 1;
    }
    strip
}
