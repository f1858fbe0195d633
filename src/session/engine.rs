//! The engine behind the page: a corpus that was opened, and the answers to requests about it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::protocol::{
    Card, CompareView, Count, EntryView, FacetView, Item, Listing, Mark, Overview, Reading, Request, Response, Use,
};
use super::state::Sort;
use crate::compare::compare;
use crate::corpus::{self, Corpus, Document, Fault, Level, Span, edtf};
use crate::lexicon::{Lexicon, Matcher, Occurrence};
use crate::reuse::Boilerplate;
use crate::search::{Facet, Filters, Hits, Index, Values, snippet};
use crate::text::fold::simplified;

/// Characters of context on either side of a hit in the library: about one line of a list.
const AROUND: usize = 22;

/// Hits shown for a document in the library.
const SNIPPETS: usize = 2;

/// Bars in the small chart of a document.
const STRIP: usize = 24;

/// A corpus that was opened.
pub struct Engine {
    corpus: Corpus,
    faults: Vec<Fault>,
    lexicon: Lexicon,
    matcher: Matcher,
    /// Built when a phrase is first looked for.
    index: OnceCell<Index>,
    /// The slogans of each document: block and occurrence, in reading order.
    slogans: Vec<Vec<(usize, Occurrence)>>,
    values: Vec<Values>,
    cards: Vec<Card>,
    /// How each entry of the lexicon is used in the corpus.
    uses: Vec<Use>,
    /// Built when two documents are first compared.
    boilerplate: OnceCell<Boilerplate>,
}

impl Engine {
    /// Reads a corpus and finds its slogans. `progress` gets the number of documents read and of all.
    pub fn open(json: &str, lexicon: Lexicon, progress: impl FnMut(usize, usize)) -> Result<Self, Fault> {
        let (corpus, faults) = corpus::read_with_progress(json, progress)?;
        let matcher = Matcher::new(&lexicon);
        let slogans: Vec<Vec<(usize, Occurrence)>> = corpus
            .documents
            .iter()
            .map(|document| {
                let blocks = document.body.iter().enumerate();
                blocks
                    .flat_map(|(block, content)| {
                        matcher.find(&content.text).into_iter().map(move |found| (block, found))
                    })
                    .collect()
            })
            .collect();
        let values = std::iter::zip(&corpus.documents, &slogans)
            .map(|(document, slogans)| values(document, slogans, &lexicon))
            .collect();
        Ok(Engine {
            uses: uses(&corpus, &slogans, lexicon.entries.len()),
            index: OnceCell::new(),
            cards: corpus.documents.iter().map(card).collect(),
            boilerplate: OnceCell::new(),
            corpus,
            faults,
            lexicon,
            matcher,
            slogans,
            values,
        })
    }

    pub fn overview(&self) -> Overview {
        Overview {
            title: self.corpus.title.clone(),
            note: self.corpus.note.clone(),
            faults: self.faults.clone(),
            documents: self.cards.clone(),
            removed: 0,
            kept: 0,
        }
    }

    pub fn answer(&self, request: &Request) -> Response {
        match request {
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
            _ => todo!("the clerk's branch"),
        }
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
                let counts = filters.count(facet, found.iter().map(|hits| &self.values[hits.document]));
                FacetView {
                    facet,
                    values: self.ordered(facet, counts, filters),
                }
            })
            .collect();
        found.retain(|hits| filters.admit(&self.values[hits.document]));
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
        let length = |hits: &Hits| self.cards[hits.document].length;
        let uses = |hits: &Hits| self.slogans[hits.document].len();
        let title = |hits: &Hits| &self.cards[hits.document].title;
        let date = |hits: &Hits| {
            self.cards[hits.document]
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
        let slogans = &self.slogans[hits.document];
        let text = |span: &Span| document.body[span.block].text.as_str();
        Item {
            card: self.cards[hits.document].clone(),
            hits: hits.spans.len(),
            snippets: hits
                .spans
                .iter()
                .take(SNIPPETS)
                .map(|span| snippet(text(span), span.start, span.end, AROUND))
                .collect(),
            slogans: slogans.len(),
            strip: strip(document, slogans),
        }
    }

    fn read(&self, at: usize, query: &str) -> Reading {
        let document = &self.corpus.documents[at];
        let used: BTreeSet<usize> = self.slogans[at].iter().map(|(_, found)| found.entry).collect();
        let used: Vec<usize> = used.into_iter().collect();
        let marks = self.slogans[at]
            .iter()
            .map(|(block, found)| Mark {
                span: Span {
                    block: *block,
                    start: found.start,
                    end: found.end,
                },
                entry: used.binary_search(&found.entry).unwrap_or_default(),
            })
            .collect();
        let hits = Index::new(std::slice::from_ref(document)).find(query);
        Reading {
            length: self.cards[at].length,
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
            .flat_map(|at| self.slogans[at].iter().map(|(_, found)| found.entry))
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

    /// An entry, with its uses in some documents and in the corpus.
    fn entry(&self, at: usize, documents: &[usize]) -> EntryView {
        let entry = &self.lexicon.entries[at];
        let uses = |&document: &usize| {
            self.slogans[document]
                .iter()
                .filter(|(_, found)| found.entry == at)
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
            corpus: self.uses[at].clone(),
        }
    }
}

fn card(document: &Document) -> Card {
    Card {
        id: document.id.clone(),
        title: document.title.clone(),
        date: document.date.clone().or_else(|| document.published.clone()),
        place: document.place.clone(),
        level: document.level,
        genre: document.genre,
        lang: document.lang.clone(),
        length: document.characters(),
    }
}

/// The values by which a document is filtered. Places are paths from the top, in simplified script, so that one
/// place is one value.
fn values(document: &Document, slogans: &[(usize, Occurrence)], lexicon: &Lexicon) -> Values {
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
        .map(|(_, found)| lexicon.entries[found.entry].phrase.as_str())
        .collect();
    BTreeMap::from([
        (Facet::Year, one(year.map(|year| year.to_string()))),
        (Facet::Level, one(document.level.map(|level| level.key().to_string()))),
        (Facet::Genre, one(document.genre.map(|genre| genre.key().to_string()))),
        (Facet::Place, if places.is_empty() { one(None) } else { places }),
        (Facet::Slogan, phrases.into_iter().map(String::from).collect()),
    ])
}

fn uses(corpus: &Corpus, slogans: &[Vec<(usize, Occurrence)>], entries: usize) -> Vec<Use> {
    let mut uses = vec![Use::default(); entries];
    for (document, slogans) in std::iter::zip(&corpus.documents, slogans) {
        let mut seen = BTreeSet::new();
        for (_, found) in slogans {
            let entry = &mut uses[found.entry];
            entry.uses += 1;
            if seen.insert(found.entry) {
                entry.documents += 1;
                let date = document.date.as_ref().or(document.published.as_ref());
                let Some(date) = date.filter(|date| edtf::year(date).is_some()) else {
                    continue;
                };
                let key = |date: &String| edtf::sort_key(date);
                if entry.first.as_ref().is_none_or(|first| key(date) < key(first)) {
                    entry.first = Some(date.clone());
                }
                if entry.last.as_ref().is_none_or(|last| key(date) > key(last)) {
                    entry.last = Some(date.clone());
                }
            }
        }
    }
    uses
}

/// Uses of slogans in each of equal parts of a document.
fn strip(document: &Document, slogans: &[(usize, Occurrence)]) -> Vec<u32> {
    let mut before = vec![0];
    for block in &document.body {
        before.push(before[before.len() - 1] + block.text.chars().count());
    }
    let total = before[before.len() - 1].max(1);
    let mut strip = vec![0; STRIP];
    for (block, found) in slogans {
        strip[(before[*block] + found.start) * STRIP / total] += 1;
    }
    strip
}
