//! The library: the documents that a query and filters leave, in an order, with what is counted of them; and the
//! other ways to look at the same: a table, the lines of all hits, how they lie in time.

mod columns;
mod facets;
mod order;
mod saved;
mod seeking;
mod views;

use serde::{Deserialize, Serialize};

pub use columns::Column;
pub(in crate::session) use facets::listed;
pub use facets::{LISTED, MATCHING};
pub(super) use order::{Answered, Orders};
pub use saved::NAME;
pub(super) use saved::tidy;
pub(super) use seeking::Seeking;
pub use views::{HitLines, MONTHS, Month, Timeline};

use super::engine::Engine;
use super::protocol::Card;
use super::state::Sort;
use crate::corpus::Span;
use crate::lexicon::Occurrence;
use crate::search::{self, Facet, Filters, Found, Query, Snippet, snippet};
use crate::text::stored::Stored;

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
    /// Are the texts of its rows loaded only when they are asked for? Then few are asked for at a time.
    pub is_far: bool,
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
    pub published: Option<String>,
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
    /// Of its values those chosen and the most frequent, [`LISTED`] at the most, in the order in which a reader looks
    /// for them. Of the dates all months and years that the corpus has, the oldest first.
    pub values: Vec<Count>,
    /// How many values it has.
    pub all: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Count {
    pub value: String,
    /// How deep the value stands in a tree of places; 0 elsewhere.
    pub depth: usize,
    /// What choosing it would give, or add.
    pub count: usize,
    /// Of these, those that have this value and none below it. Of the dates these are the documents of which no more is
    /// known, so that those of all months and years add up to all documents, while `count` has a document of which only
    /// the year is known in each of its months.
    pub own: usize,
    pub chosen: bool,
}

impl Engine {
    pub(super) fn library(&self, sought: &Sought, count: usize) -> Listing {
        self.listing(sought, count, self.found(&sought.query), self.corpus.documents.len())
    }

    /// What was found in the first documents, as many as were searched.
    fn listing(&self, sought: &Sought, count: usize, found: Vec<Found>, searched: usize) -> Listing {
        let parsed = Query::parse(&sought.query);
        let facets = self.facets(&found, &sought.filters);
        let answered = self.remember(sought, parsed.query, found);
        Listing {
            sought: sought.clone(),
            items: self.items(&answered, 0, count),
            found: answered.found.len(),
            hits: answered.hits(),
            facets,
            total: self.corpus.documents.len(),
            searched,
            faults: parsed.faults,
            is_far: false,
        }
    }

    pub(super) fn rows(&self, sought: &Sought, from: usize, count: usize) -> Rows {
        Rows {
            sought: sought.clone(),
            from,
            items: self.items(&self.answered(sought), from, count),
        }
    }

    fn items(&self, answered: &Answered, from: usize, count: usize) -> Vec<Item> {
        let search = self.search(&answered.query);
        let places = |at| search.as_ref().map_or_else(Vec::new, |search| search.places(at));
        let found = answered.found.iter().skip(from).take(count);
        found.map(|found| self.item(found, &places(found.document))).collect()
    }

    fn item(&self, found: &Found, places: &[Span]) -> Item {
        let document = &self.corpus.documents[found.document];
        let known = &self.known[found.document];
        let text = self.texts.text(found.document);
        Item {
            card: known.card.clone(),
            published: document.published.clone(),
            issuer: document.issuer.clone(),
            speakers: document.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
            source: document.source.clone(),
            imported: document.imported.clone(),
            hits: found.hits,
            snippets: places
                .iter()
                .take(SNIPPETS)
                .map(|span| snippet(&text.block(span.block), span.start, span.end, AROUND))
                .collect(),
            slogans: known.marks().count(),
            strip: strip(text, known.marks()),
        }
    }
}

/// Uses of slogans in each of equal parts of a document. A bar does not ask for more than units tell.
fn strip<'a>(text: &Stored, marks: impl Iterator<Item = &'a Occurrence>) -> Vec<u32> {
    let total = (text.bytes().len() / 2).max(1);
    let mut strip = vec![0; STRIP];
    for found in marks {
        let at = text.units(found.span.block).start + found.span.start;
        strip[(at * STRIP / total).min(STRIP - 1)] += 1;
    }
    strip
}
