//! A corpus that is searched: by the whole engine, as the page asks it, and by the index alone.

use tifa::corpus::{Document, read};
use tifa::lexicon::Lexicon;
use tifa::search::{Index, Query};
use tifa::session::{Engine, FromWorker, Listing, Request, Response, Sought, decode, encode};
use wasm_bindgen::prelude::wasm_bindgen;

/// Rows of a first screen.
const SCREEN: usize = 50;

/// What the worker of the page holds.
#[wasm_bindgen]
pub struct Library {
    engine: Engine,
    /// The ids of the documents, in the order of the corpus.
    ids: Vec<String>,
}

#[wasm_bindgen]
impl Library {
    /// Of a corpus as JSON; ready to be asked.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Library {
        let engine = Engine::open(json, "", Lexicon::built_in()).expect("a corpus");
        let ids = engine.cards().map(|card| card.id.clone()).collect();
        let mut library = Library { engine, ids };
        // What is made when somebody first asks belongs to being ready.
        library.ask("第一次");
        library
    }

    /// Answers a query as the worker does: the message that the page gets, with all counts, facets and the first
    /// screen. Gives its bytes.
    pub fn ask(&mut self, query: &str) -> usize {
        self.answer(query, SCREEN).len()
    }

    /// The numbers of the documents found, and behind them that of all hits.
    pub fn found(&mut self, query: &str) -> Vec<usize> {
        let listing: Option<Listing> = match decode(&self.answer(query, usize::MAX)) {
            Some(FromWorker::Answer(Response::Library(listing))) => Some(listing),
            _ => None,
        };
        let listing = listing.expect("a listing");
        let number = |id: &String| self.ids.iter().position(|known| known == id).expect("a document");
        let found = listing.items.iter().map(|item| number(&item.card.id));
        found.chain([listing.hits]).collect()
    }

    fn answer(&mut self, query: &str, count: usize) -> Vec<u8> {
        let sought = Sought {
            query: query.to_string(),
            ..Sought::default()
        };
        encode(&self.engine.answer(&Request::Library { sought, count }))
    }
}

/// Documents, and their index once it is built.
#[wasm_bindgen]
pub struct Texts {
    documents: Vec<Document>,
    index: Index,
}

#[wasm_bindgen]
impl Texts {
    /// Of a corpus as JSON, without an index.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Texts {
        let (corpus, _) = read(json).expect("a corpus");
        Texts {
            documents: corpus.documents,
            index: Index::new(&[]),
        }
    }

    pub fn index(&mut self) {
        self.index = Index::new(&self.documents);
    }

    /// The numbers of the documents found, and behind them that of all hits.
    pub fn found(&self, query: &str) -> Vec<usize> {
        let found = self.index.search(&Query::parse(query).query, |_| Vec::new());
        let hits = found.iter().map(|hits| hits.spans.len()).sum();
        found.iter().map(|hits| hits.document).chain([hits]).collect()
    }
}
