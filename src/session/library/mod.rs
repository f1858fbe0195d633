//! The library: the documents that a query and filters leave, in an order, with what is counted of them; and the
//! other ways to look at the same: a table, the lines of all hits, how they lie in time.

mod columns;
mod views;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use columns::Column;
pub use views::{HitLine, HitLines, Month, Timeline};

use super::engine::Engine;
use super::protocol::Card;
use super::state::Sort;
use crate::corpus::{Document, Level, Span, edtf};
use crate::lexicon::{Lexicon, Occurrence};
use crate::search::{self, Facet, Filters, Found, Index, Query, Search, Snippet, Values, snippet, uses};
use crate::text::fold::simplified;

/// Characters of context on either side of a hit in the library: about one line of a list.
const AROUND: usize = 22;

/// Hits shown for a document in the library.
const SNIPPETS: usize = 2;

/// Bars in the small chart of a document.
const STRIP: usize = 24;

/// Which documents, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sought {
    pub query: String,
    pub filters: Filters,
    pub sort: Sort,
}

/// What was found, and the first of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// What was asked for.
    pub sought: Sought,
    /// The first of the documents found, in the order asked for.
    pub items: Vec<Item>,
    pub found: usize,
    pub hits: usize,
    pub facets: Vec<FacetView>,
    /// All documents of the corpus.
    pub total: usize,
    /// How many of them were searched so far: fewer than `total` if more of this answer is to come.
    pub searched: usize,
    /// What of the query was not understood.
    pub faults: Vec<search::Fault>,
}

/// More of what was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    pub sought: Sought,
    /// The number of the first of them in the order asked for.
    pub from: usize,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub card: Card,
    pub issuer: Option<String>,
    pub speakers: Vec<String>,
    pub source: Option<String>,
    /// The day on which it came into the corpus, as EDTF.
    pub imported: Option<String>,
    pub hits: usize,
    /// The first hits with their surroundings.
    pub snippets: Vec<Snippet>,
    /// Uses of slogans.
    pub slogans: usize,
    /// Uses in each of equal parts of the text, for a small chart.
    pub strip: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FacetView {
    pub facet: Facet,
    /// The first of its values.
    pub values: Vec<Count>,
    /// How many values it has.
    pub all: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Count {
    pub value: String,
    /// How deep the value stands in a tree of places; 0 elsewhere.
    pub depth: usize,
    pub count: usize,
    pub chosen: bool,
}

impl Engine {
    pub(super) fn library(&self, sought: &Sought, count: usize) -> Listing {
        let found = self.sought(sought);
        Listing {
            sought: sought.clone(),
            found: found.len(),
            hits: found.iter().map(|found| found.hits).sum(),
            items: self.items(&sought.query, found.iter().take(count)),
            facets: self.facets(&self.found(&sought.query), &sought.filters),
            total: self.corpus.documents.len(),
            searched: self.corpus.documents.len(),
            faults: Query::parse(&sought.query).faults,
        }
    }

    pub(in crate::session) fn rows(&self, sought: &Sought, from: usize, count: usize) -> Rows {
        let found = self.sought(sought);
        Rows {
            sought: sought.clone(),
            from,
            items: self.items(&sought.query, found.iter().skip(from).take(count)),
        }
    }

    /// The values of a facet that have some text in them, by what the other facets leave.
    pub(super) fn values_of(&self, sought: &Sought, facet: Facet, find: &str) -> FacetView {
        let _ = (sought, facet, find);
        todo!("the values of one facet")
    }

    /// The documents that were sought, in the order asked for.
    fn sought(&self, sought: &Sought) -> Vec<Found> {
        let mut found = self.found(&sought.query);
        found.retain(|hits| sought.filters.admit(&self.known[hits.document].values));
        self.sort(&mut found, sought.sort);
        found
    }

    /// The documents that satisfy what a reader has typed; all of them, if there is nothing to look for.
    pub(super) fn found(&self, query: &str) -> Vec<Found> {
        let all = 0..self.corpus.documents.len();
        match self.search(&Query::parse(query).query) {
            Some(search) => search.found(all),
            None => all.map(|document| Found { document, hits: 0 }).collect(),
        }
    }

    /// A search, if there is something to look for.
    fn search<'a>(&'a self, query: &'a Query) -> Option<Search<'a>> {
        if query.is_empty() {
            return None;
        }
        let index = self.index.get_or_init(|| Index::new(&self.corpus.documents));
        let found = || self.known.iter().map(|known| known.slogans.as_slice());
        let uses = |slogan: &str| uses(slogan, &self.lexicon, found());
        Some(index.search(query, &self.corpus.documents, uses))
    }

    /// What documents can be filtered by.
    pub(super) fn facets(&self, found: &[Found], filters: &Filters) -> Vec<FacetView> {
        let view = |facet| {
            let counts = filters.count(facet, found.iter().map(|hits| &self.known[hits.document].values));
            let values = self.ordered(facet, counts, filters);
            FacetView {
                facet,
                all: values.len(),
                values,
            }
        };
        Facet::ALL.into_iter().map(view).collect()
    }

    fn sort(&self, found: &mut [Found], sort: Sort) {
        let length = |hits: &Found| self.known[hits.document].card.length;
        let uses = |hits: &Found| self.known[hits.document].marks().count();
        let title = |hits: &Found| &self.known[hits.document].card.title;
        let date = |hits: &Found| {
            self.known[hits.document]
                .card
                .date
                .as_deref()
                .filter(|date| edtf::year(date).is_some())
        };
        // A date with an unknown year is neither new nor old: it stands last in both orders.
        let oldest = |a: &Found, b: &Found| match (date(a), date(b)) {
            (Some(a), Some(b)) => edtf::sort_key(a).cmp(&edtf::sort_key(b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        found.sort_by(|a, b| match sort {
            Sort::Newest if date(a).is_some() && date(b).is_some() => oldest(b, a),
            Sort::Newest | Sort::Oldest => oldest(a, b),
            Sort::Hits | Sort::Relevance => b.hits.cmp(&a.hits),
            // Compared as fractions, without rounding.
            Sort::Density => (uses(b) * length(a)).cmp(&(uses(a) * length(b))),
            Sort::Longest => length(b).cmp(&length(a)),
            Sort::Shortest => length(a).cmp(&length(b)),
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
                Facet::Date => b.value.cmp(&a.value),
                Facet::Level => level(a).cmp(&level(b)),
                Facet::Slogan => (b.chosen, b.count).cmp(&(a.chosen, a.count)),
                _ => a.value.cmp(&b.value),
            })
        });
        values
    }

    fn items<'a>(&self, query: &str, found: impl Iterator<Item = &'a Found>) -> Vec<Item> {
        let query = Query::parse(query).query;
        let search = self.search(&query);
        let places = |at| search.as_ref().map_or_else(Vec::new, |search| search.places(at));
        found.map(|found| self.item(found, &places(found.document))).collect()
    }

    fn item(&self, found: &Found, places: &[Span]) -> Item {
        let document = &self.corpus.documents[found.document];
        let known = &self.known[found.document];
        let text = |span: &Span| document.body[span.block].text.as_str();
        Item {
            card: known.card.clone(),
            issuer: document.issuer.clone(),
            speakers: document.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
            source: document.source.clone(),
            imported: document.imported.clone(),
            hits: found.hits,
            snippets: places
                .iter()
                .take(SNIPPETS)
                .map(|span| snippet(text(span), span.start, span.end, AROUND))
                .collect(),
            slogans: known.marks().count(),
            strip: strip(document, known.marks()),
        }
    }
}

/// The values by which a document is filtered. Places are paths from the top, in simplified script, so that one
/// place is one value.
pub(super) fn values(document: &Document, slogans: &[Occurrence], lexicon: &Lexicon) -> Values {
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
        (Facet::Date, one(year.map(|year| year.to_string()))),
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
