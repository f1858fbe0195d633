//! Which documents have most text in common.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fingerprints::{Fingerprints, SEED};
use crate::corpus::Document;

/// Seeds that stand in more documents than this say nothing about nearness; 2 and up. Larger counts common
/// boilerplate as kinship, and the time grows with its square. A hundred speeches do not share a source by
/// copying from each other. Our choice.
const TOO_COMMON: usize = 100;

/// A document that shares text with another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Near {
    pub id: String,
    /// Folded characters of the first document that stand in this one too, in runs of a seed or more.
    pub shared: usize,
    /// `shared` as a fraction of the first document, 0 to 1.
    pub score: f64,
}

pub fn nearest(documents: &[Document], fingerprints: &Fingerprints, n: usize) -> BTreeMap<String, Vec<Near>> {
    // Each place of a shared seed, with the seed's index, in reading order.
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut owners: Vec<Vec<usize>> = Vec::with_capacity(fingerprints.shared.len());
    for (seed, at) in fingerprints.shared.iter().enumerate() {
        let mut own: Vec<usize> = at.iter().map(|&at| fingerprints.block(at).document).collect();
        own.dedup();
        if own.len() <= TOO_COMMON {
            places.extend(at.iter().map(|&at| (at, seed)));
        }
        owners.push(own);
    }
    places.sort_unstable();

    let mut lengths = vec![0; documents.len()];
    for block in &fingerprints.blocks {
        lengths[block.document] += block.end - block.start;
    }
    let mut nearest: BTreeMap<String, Vec<Near>> = documents
        .iter()
        .map(|document| (document.id.clone(), Vec::new()))
        .collect();
    for places in places.chunk_by(|a, b| fingerprints.block(a.0).document == fingerprints.block(b.0).document) {
        let document = fingerprints.block(places[0].0).document;
        // For each other document: characters shared so far, and where the last shared run ends.
        let mut shared: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for &(at, seed) in places {
            for &other in owners[seed].iter().filter(|&&other| other != document) {
                let (count, covered) = shared.entry(other).or_default();
                *count += at + SEED - at.max(*covered);
                *covered = at + SEED;
            }
        }
        let mut near: Vec<Near> = shared
            .into_iter()
            .map(|(other, (shared, _))| Near {
                id: documents[other].id.clone(),
                shared,
                score: shared as f64 / lengths[document] as f64,
            })
            .collect();
        near.sort_by(|a, b| (Reverse(a.shared), &a.id).cmp(&(Reverse(b.shared), &b.id)));
        near.truncate(n);
        nearest.insert(documents[document].id.clone(), near);
    }
    nearest
}
