//! A corpus, and what its speeches share.

use tifa::corpus::{Document, read};
use tifa::reuse::reuse;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub struct Speeches(Vec<Document>);

#[wasm_bindgen]
impl Speeches {
    /// Of a corpus as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Speeches {
        let (corpus, _) = read(json).expect("a corpus");
        Speeches(corpus.documents)
    }

    /// The number of passages that are shared.
    pub fn reuse(&self) -> usize {
        reuse(&self.0).passages.len()
    }
}
