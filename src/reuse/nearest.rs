//! Which documents have most text in common.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Passage;
use crate::corpus::{Document, Span};

/// Passages that stand in more documents than this say nothing about nearness; 2 and up. Larger counts common
/// boilerplate as kinship, and the time grows with its square. A hundred speeches do not share a source by
/// copying from each other. Our choice.
const TOO_COMMON: usize = 100;

/// A document that shares text with another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Near {
    pub id: String,
    /// Characters of the first document that stand in this one too, as part of a shared passage.
    pub shared: usize,
    /// `shared` as a fraction of the characters of the first document, 0 to 1.
    pub score: f64,
}

pub fn nearest(documents: &[Document], passages: &[Passage], n: usize) -> BTreeMap<String, Vec<Near>> {
    // For each document, and each other, what the first shares with it.
    let mut shared: BTreeMap<&str, BTreeMap<&str, Vec<Span>>> = BTreeMap::new();
    for passage in passages {
        let holders: BTreeSet<&str> = passage.places.iter().map(|place| place.document.as_str()).collect();
        if holders.len() > TOO_COMMON {
            continue;
        }
        for place in &passage.places {
            let own = shared.entry(&place.document).or_default();
            for other in holders.iter().filter(|other| **other != place.document) {
                own.entry(other).or_default().push(place.span);
            }
        }
    }
    let neighbours = |document: &Document| {
        let length = length(document);
        let shared = shared.remove(document.id.as_str()).unwrap_or_default().into_iter();
        let near = shared.map(|(other, spans)| {
            let shared = covered(spans);
            Near {
                id: other.to_string(),
                shared,
                score: shared as f64 / length as f64,
            }
        });
        let mut near: Vec<Near> = near.collect();
        near.sort_by(|a, b| (Reverse(a.shared), &a.id).cmp(&(Reverse(b.shared), &b.id)));
        near.truncate(n);
        (document.id.clone(), near)
    };
    documents.iter().map(neighbours).collect()
}

/// The number of characters in spans that may overlap.
pub fn covered(mut spans: Vec<Span>) -> usize {
    spans.sort_unstable();
    let mut count = 0;
    let (mut block, mut end) = (0, 0);
    for span in spans {
        if span.block != block {
            (block, end) = (span.block, 0);
        }
        count += span.end.saturating_sub(span.start.max(end));
        end = end.max(span.end);
    }
    count
}

/// The characters of a document.
pub fn length(document: &Document) -> usize {
    document.body.iter().map(|block| block.text.chars().count()).sum()
}
