//! The runs of characters that stand in more than one document.

use crate::corpus::Document;
use crate::text::ngrams::{Characters, hashes};

/// The length of the shortest passage in Han characters or words of other scripts, punctuation included, and of
/// the seeds in folded characters: every passage holds one; 8 to 30. Smaller floods the reader with stock
/// phrases; larger misses what was edited often. Vierth's tool for Chinese prose asks for 10; 12 keeps out most
/// topic phrases of this genre.
pub const SEED: usize = 12;

/// How often one run is followed up in one block; 2 and up. It bounds the work on text that repeats itself
/// endlessly, where every place is like every other.
const REPEATS: usize = 8;

/// All blocks of all documents in one folded text, and the seeds that stand in at least two documents.
pub struct Fingerprints {
    /// Every block is followed by a line break, which no folded text contains.
    pub text: Vec<char>,
    pub blocks: Vec<FoldedBlock>,
    /// Seeds shared by documents. For each its places: offsets in `text`, in order.
    pub shared: Vec<Vec<usize>>,
}

pub struct FoldedBlock {
    /// Offsets in the folded text; the end is exclusive.
    pub start: usize,
    pub end: usize,
    /// Indices of the document and of its block.
    pub document: usize,
    pub block: usize,
}

impl Fingerprints {
    pub fn new(documents: &[Document]) -> Self {
        let mut text = Vec::new();
        let mut blocks = Vec::new();
        let mut seeds: Vec<(u64, u32)> = Vec::new();
        for (document, body) in documents.iter().map(|document| &document.body).enumerate() {
            for (block, content) in body.iter().enumerate() {
                let start = text.len();
                text.extend(Characters::new(&content.text).folded);
                let end = text.len();
                let hashes = hashes(&text[start..end], SEED);
                seeds.extend(hashes.zip(start as u32..));
                text.push('\n');
                blocks.push(FoldedBlock {
                    start,
                    end,
                    document,
                    block,
                });
            }
        }
        seeds.sort_unstable();
        let mut fingerprints = Fingerprints {
            text,
            blocks,
            shared: Vec::new(),
        };
        for seed in seeds.chunk_by(|a, b| a.0 == b.0) {
            let places = seed.iter().map(|&(_, at)| at as usize);
            if let (Some(first), Some(last)) = (places.clone().next(), places.clone().next_back())
                && fingerprints.block(first).document != fingerprints.block(last).document
            {
                let places = fingerprints.few_a_block(places);
                fingerprints.shared.push(places);
            }
        }
        fingerprints
    }

    /// The block in which an offset of the text lies.
    pub fn block(&self, at: usize) -> &FoldedBlock {
        &self.blocks[self.blocks.partition_point(|block| block.start <= at) - 1]
    }

    fn few_a_block(&self, places: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut kept = Vec::new();
        let (mut end, mut count) = (0, 0);
        for at in places {
            if at >= end {
                end = self.block(at).end;
                count = 0;
            }
            count += 1;
            if count <= REPEATS {
                kept.push(at);
            }
        }
        kept
    }
}
