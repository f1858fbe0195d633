//! Text reuse over the corpus: boilerplate, shared passages, nearest documents.
//!
//! It says what stands where more than once. It does not say who copied whom, and it knows no slogans: what a
//! slogan covers is for whoever asks.

mod align;
mod boilerplate;
mod commons;
mod index;
mod nearest;
mod pairs;
mod passages;
mod seeds;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use boilerplate::{Boilerplate, Settings};
pub use index::{Copy, Index};
pub use nearest::Near;
pub use passages::{Passage, Place};

use crate::corpus::{Document, Span};

/// How many neighbours [`reuse`] names for each document. More is more to read; five fill a short list.
const NEAREST: usize = 5;

/// What the documents of a corpus share, as `tifa reuse --json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reuse {
    /// Longest first.
    pub passages: Vec<Passage>,
    /// For each document, by id, those with which it shares most, best first.
    pub nearest: BTreeMap<String, Vec<Near>>,
}

pub fn reuse(documents: &[Document]) -> Reuse {
    reuse_beside(documents, |_| Vec::new())
}

/// As [`reuse`], where the caller knows formulas, as slogans are: the spans of each document, by its position. They
/// count as little as what the corpus itself is full of, so that two speeches with the same slogan share no passage.
pub fn reuse_beside(documents: &[Document], formulas: impl Fn(usize) -> Vec<Span>) -> Reuse {
    let passages = passages::passages(documents, formulas);
    Reuse {
        nearest: nearest::nearest(documents, &passages, NEAREST),
        passages,
    }
}

/// The passages that stand in at least two documents, equal or edited, longest first. None spans two blocks. A passage
/// inside a longer one is listed if it stands also where the longer one does not.
pub fn passages(documents: &[Document]) -> Vec<Passage> {
    passages::passages(documents, |_| Vec::new())
}

/// For each document, by id, up to `n` others with which it shares most characters, best first.
pub fn nearest(documents: &[Document], n: usize) -> BTreeMap<String, Vec<Near>> {
    nearest::nearest(documents, &passages(documents), n)
}
