//! Exact substring search: the folded text of every document, scanned from end to end for each query.
//!
//! A scan needs no index of terms, misses nothing and finds nothing extra; with SIMD it reads some gigabytes a
//! second, so that ten thousand speeches take a few milliseconds.

use memchr::memmem::Finder;

use crate::corpus::{Document, Span};
use crate::text::fold::{View, fold_char, fold_phrase};

/// The folded texts of documents, ready to be searched.
#[derive(Default)]
pub struct Index {
    documents: Vec<FoldedDocument>,
}

/// The hits of a query in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// Index of the document.
    pub document: usize,
    /// Places in reading order, in characters of the display text.
    pub spans: Vec<Span>,
}

#[derive(Default)]
struct FoldedDocument {
    /// The folded blocks, each followed by a line break, which no folded query contains.
    text: String,
    blocks: Vec<FoldedBlock>,
}

struct FoldedBlock {
    /// Byte offset in `text`.
    start: usize,
    /// The display characters that folding dropped; every other one folds to exactly one.
    dropped: Vec<usize>,
}

impl Index {
    pub fn new(documents: &[Document]) -> Self {
        Index {
            documents: documents.iter().map(FoldedDocument::new).collect(),
        }
    }

    /// The documents in which the folded phrase stands, each with all its places: non-overlapping, from left to
    /// right, none across two blocks. An empty phrase stands nowhere.
    pub fn find(&self, phrase: &str) -> Vec<Hits> {
        let folded = fold_phrase(phrase, View::Search);
        if folded.is_empty() {
            return Vec::new();
        }
        let finder = Finder::new(&folded);
        let length = folded.chars().count();
        let hits = self.documents.iter().enumerate().map(|(document, folded)| Hits {
            document,
            spans: folded.find(&finder, length),
        });
        hits.filter(|hits| !hits.spans.is_empty()).collect()
    }
}

impl FoldedDocument {
    fn new(document: &Document) -> Self {
        let mut folded = FoldedDocument::default();
        for block in &document.body {
            let mut dropped = Vec::new();
            let start = folded.text.len();
            for (at, c) in block.text.chars().enumerate() {
                match fold_char(c) {
                    Some(c) => folded.text.push(c),
                    None => dropped.push(at),
                }
            }
            folded.text.push('\n');
            folded.blocks.push(FoldedBlock { start, dropped });
        }
        folded
    }

    /// `length` is that of the needle in characters.
    fn find(&self, finder: &Finder, length: usize) -> Vec<Span> {
        // Characters are counted on from hit to hit, so that many hits in one block cost no more than few.
        let (mut block, mut byte, mut character) = (0, 0, 0);
        finder
            .find_iter(self.text.as_bytes())
            .map(|hit| {
                let at = self.blocks.partition_point(|block| block.start <= hit) - 1;
                if at != block {
                    (block, byte, character) = (at, self.blocks[at].start, 0);
                }
                character += self.text[byte..hit].chars().count();
                byte = hit;
                Span {
                    block,
                    start: self.blocks[block].display(character),
                    end: self.blocks[block].display(character + length - 1) + 1,
                }
            })
            .collect()
    }
}

impl FoldedBlock {
    /// The display character that the folded character `at` came from.
    fn display(&self, at: usize) -> usize {
        self.dropped
            .iter()
            .fold(at, |at, &dropped| if dropped <= at { at + 1 } else { at })
    }
}
