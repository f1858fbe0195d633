//! Passages that several documents share.
//!
//! The places where a shared passage can begin are sorted by the text that follows them; then what a passage is
//! shared by stands side by side, and the longest common beginning of neighbours is the passage.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::fingerprints::{Fingerprints, SEED};
use crate::corpus::{Document, Span, slice};
use crate::text::ngrams::{Characters, can_cut, is_mark, is_word, size};

/// A text that stands in at least two documents, equal after folding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// As its first place shows it.
    pub text: String,
    /// In the order of the corpus.
    pub places: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The id of the document.
    pub document: String,
    #[serde(flatten)]
    pub span: Span,
}

pub fn passages(documents: &[Document]) -> Vec<Passage> {
    let fingerprints = &Fingerprints::new(documents);
    // Longest first, then by text; the places are offsets in the folded text.
    let mut found: BTreeMap<(Reverse<usize>, &[char]), BTreeSet<usize>> = BTreeMap::new();
    for (places, length) in repeats(fingerprints) {
        // From a whole word to a whole word, at every place.
        let text = &fingerprints.text[..];
        let cuts = |at: usize| places.iter().all(|place| can_cut(text, place + at));
        let start = (0..length).find(|&at| is_word(text[places[0] + at]) && cuts(at));
        let is_end = |at: usize| is_word(text[places[0] + at - 1]) || is_mark(text[places[0] + at - 1]);
        let end = (1..=length).rfind(|&at| is_end(at) && cuts(at));
        if let (Some(start), Some(end)) = (start, end)
            && start < end
            && size(&text[places[0] + start..places[0] + end]) >= SEED
        {
            let passage = &text[places[0] + start..places[0] + end];
            let places = places.iter().map(|at| at + start);
            found.entry((Reverse(end - start), passage)).or_default().extend(places);
        }
    }
    let mut display = Display::default();
    found
        .into_iter()
        .map(|((Reverse(length), _), places)| {
            let places: Vec<(usize, Span)> = places
                .into_iter()
                .map(|at| display.span(documents, fingerprints, at, length))
                .collect();
            let (document, span) = places[0];
            Passage {
                text: slice(&documents[document].body[span.block].text, span.start, span.end).to_string(),
                places: places
                    .into_iter()
                    .map(|(document, span)| Place {
                        document: documents[document].id.clone(),
                        span,
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Groups of offsets from which the text is the same for so many characters and no longer, not all with the same
/// character before them, in at least two documents.
fn repeats(fingerprints: &Fingerprints) -> Vec<(Vec<usize>, usize)> {
    let text = |at: usize| &fingerprints.text[at..fingerprints.block(at).end];
    let mut starts: Vec<usize> = fingerprints
        .shared
        .iter()
        .filter(|places| begins_here(fingerprints, places))
        .flatten()
        .copied()
        .collect();
    starts.sort_unstable_by(|&a, &b| text(a).cmp(text(b)).then(a.cmp(&b)));

    let mut found = Vec::new();
    // Groups still open: the index in `starts` of the first member, and the length common to all.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for i in 1..=starts.len() {
        let common = match starts.get(i) {
            Some(&at) => common_length(text(starts[i - 1]), text(at)),
            None => 0,
        };
        let mut first = i - 1;
        while let Some((start, length)) = open.pop_if(|(_, length)| *length > common) {
            let group = &starts[start..i];
            let document = |at: usize| fingerprints.block(at).document;
            if group.iter().any(|&at| document(at) != document(group[0])) && begins_here(fingerprints, group) {
                found.push((group.to_vec(), length));
            }
            first = start;
        }
        if common >= SEED && open.last().is_none_or(|(_, length)| *length < common) {
            open.push((first, common));
        }
    }
    found
}

/// Could a passage with these places not begin one character earlier?
fn begins_here(fingerprints: &Fingerprints, places: &[usize]) -> bool {
    let before = |at: usize| at.checked_sub(1).map_or('\n', |at| fingerprints.text[at]);
    before(places[0]) == '\n' || places.iter().any(|&at| before(at) != before(places[0]))
}

fn common_length(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Finds display places for offsets of the folded text; remembers what it unfolded.
#[derive(Default)]
struct Display {
    places: BTreeMap<usize, Vec<usize>>,
}

impl Display {
    fn span(&mut self, documents: &[Document], fingerprints: &Fingerprints, at: usize, length: usize) -> (usize, Span) {
        let block = fingerprints.block(at);
        let places = self
            .places
            .entry(block.start)
            .or_insert_with(|| Characters::new(&documents[block.document].body[block.block].text).places);
        let start = at - block.start;
        let span = Span {
            block: block.block,
            start: places[start],
            end: places[start + length - 1] + 1,
        };
        (block.document, span)
    }
}
