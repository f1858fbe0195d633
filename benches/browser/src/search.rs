//! A corpus that is searched: by the whole engine, as the page opens and asks it, and by the index alone.

use tifa::corpus::{Document, Stream};
use tifa::lexicon::Lexicon;
use tifa::search::{Index, Query};
use tifa::session::{Engine, FromWorker, Listing, Opening, Request, Response, Sought, decode, encode};
use wasm_bindgen::prelude::wasm_bindgen;

/// Rows of a first screen.
const SCREEN: usize = 50;

/// What the worker of the page holds.
#[wasm_bindgen]
pub struct Library {
    opening: Option<Opening>,
    engine: Option<Engine>,
    /// The ids of the documents, in the order of the corpus.
    ids: Vec<String>,
}

#[wasm_bindgen]
impl Library {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Library {
        Library {
            opening: Some(Opening::new("", Lexicon::built_in())),
            engine: None,
            ids: Vec::new(),
        }
    }

    /// Takes a piece of the corpus.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.opening.as_mut().expect("it is not finished").feed(bytes);
    }

    /// The whole corpus has come: it can be asked.
    pub fn finish(&mut self) {
        let opening = self.opening.take().expect("it is not finished");
        self.engine = Some(opening.finish().expect("a corpus"));
        // What is made when somebody first asks belongs to being ready.
        self.ask("第一次");
    }

    /// Answers a query as the worker does: the message that the page gets, with all counts, facets and the first
    /// screen. Gives its bytes.
    pub fn ask(&mut self, query: &str) -> usize {
        self.answer(query, SCREEN).len()
    }

    /// The numbers of the documents found, and behind them that of all hits.
    pub fn found(&mut self, query: &str) -> Vec<usize> {
        if self.ids.is_empty() {
            self.ids = self.engine().cards().map(|card| card.id.clone()).collect();
        }
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
        encode(&self.engine().answer(&Request::Library { sought, count }))
    }

    fn engine(&mut self) -> &mut Engine {
        self.engine.as_mut().expect("it is finished")
    }
}

/// Documents, and their index once it is built.
#[wasm_bindgen]
#[derive(Default)]
pub struct Texts {
    stream: Stream,
    documents: Vec<Document>,
    index: Index,
}

#[wasm_bindgen]
impl Texts {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Texts {
        Texts::default()
    }

    /// Takes a piece of the corpus.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.stream.feed(bytes, |_, document| self.documents.push(document));
    }

    /// Builds the index of what has come.
    pub fn finish(&mut self) {
        self.index = Index::new(&self.documents);
    }

    /// Gives how many documents were found.
    pub fn ask(&self, query: &str) -> usize {
        self.search(query).len() - 1
    }

    /// The numbers of the documents found, and behind them that of all hits.
    pub fn found(&self, query: &str) -> Vec<usize> {
        self.search(query)
    }

    fn search(&self, query: &str) -> Vec<usize> {
        let parsed = Query::parse(query);
        let search = self.index.search(&parsed.query, &[], |_| Vec::new());
        let found = search.found(0..self.index.len());
        let hits = found.iter().map(|found| found.hits).sum();
        found.iter().map(|found| found.document).chain([hits]).collect()
    }
}
