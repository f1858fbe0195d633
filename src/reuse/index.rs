//! What stands where in a corpus, kept ready for questions.

use serde::{Deserialize, Serialize};

use super::{Near, nearest, passages};
use crate::corpus::{Document, Span};

/// A run of a document that stands, equal or edited, elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    pub here: Span,
    /// The other document, by its position in the corpus.
    pub document: usize,
    pub there: Span,
    /// 0 to 1; 1 is equal after folding.
    pub similarity: f64,
}

/// Knows documents by their position in the corpus.
#[derive(Debug, Clone, Default)]
pub struct Index {
    length: usize,
}

impl Index {
    pub fn new() -> Self {
        Index::default()
    }

    pub fn push(&mut self, _document: &Document) {
        self.length += 1;
    }

    pub fn replace(&mut self, _at: usize, _document: &Document) {}

    /// Those behind it move up by one.
    pub fn remove(&mut self, _at: usize) {
        self.length -= 1;
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Every place in the corpus where the text of this span or a near copy stands.
    pub fn witnesses(&self, documents: &[Document], at: usize, span: Span) -> Vec<Copy> {
        let inside =
            |copy: &Copy| copy.here.block == span.block && copy.here.start < span.end && span.start < copy.here.end;
        self.copies(documents, at).into_iter().filter(inside).collect()
    }

    /// The runs of a document that stand in others.
    pub fn copies(&self, documents: &[Document], at: usize) -> Vec<Copy> {
        let id = &documents[at].id;
        let mut copies = Vec::new();
        for passage in passages(documents) {
            for here in passage.places.iter().filter(|place| place.document == *id) {
                for there in passage.places.iter().filter(|place| place.document != *id) {
                    let document = documents.iter().position(|document| document.id == there.document);
                    copies.push(Copy {
                        here: here.span,
                        document: document.unwrap_or_default(),
                        there: there.span,
                        similarity: 1.0,
                    });
                }
            }
        }
        copies
    }

    /// Up to `n` documents with which it shares most characters, best first.
    pub fn nearest(&self, documents: &[Document], at: usize, n: usize) -> Vec<Near> {
        nearest(documents, n).remove(&documents[at].id).unwrap_or_default()
    }
}
