//! Two speeches, compared as often as asked.

use tifa::compare::{Options, compare};
use tifa::corpus::{Document, read_document};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::changed::changed;

#[wasm_bindgen]
pub struct Pair {
    left: Document,
    right: Document,
    matcher: Matcher,
    commons: Boilerplate,
}

#[wasm_bindgen]
impl Pair {
    /// Of two documents as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(left: &str, right: &str) -> Pair {
        let document = |json| read_document(json, "").expect("a document");
        Pair {
            left: document(left),
            right: document(right),
            matcher: Matcher::new(&Lexicon::built_in()),
            commons: Boilerplate::none(),
        }
    }

    /// The number of characters that changed.
    pub fn compare(&self) -> usize {
        changed(&compare(
            &self.left,
            &self.right,
            &self.matcher,
            &self.commons,
            &Options::default(),
        ))
    }
}
