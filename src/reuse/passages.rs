//! Passages that several documents share, equal or edited.
//!
//! Each seed links its places to the ones before it. Where two documents are linked, what is alike around the links
//! is measured; and runs that are alike, directly or through others, are the places of one passage.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::align::similarity;
use super::commons::Commons;
use super::index::{Unfolded, document};
use super::pairs::{self, Link};
use super::seeds::{Seed, few, seeds};
use super::words::{Places, Words};
use crate::corpus::{Document, Span};

/// To how many earlier places, in other documents, a place is linked by a seed; 1 and up. The time rises with it.
/// Places that are not linked belong to one passage by those between them.
const LINKS: usize = 4;

/// Two runs are the same place if each covers this part of the other, in per cent; 51 to 99. Smaller takes a
/// sentence for the paragraph that holds it, larger lists a passage once for each of its edited forms.
const SAME: usize = 75;

/// A text that stands in at least two documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// As its first place shows it.
    pub text: String,
    /// In the order of the corpus.
    pub places: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The id of the document.
    pub document: String,
    #[serde(flatten)]
    pub span: Span,
    /// To the text of the passage, 0 to 1; 1 is equal after folding.
    pub similarity: f64,
}

pub fn passages(documents: &[Document], formulas: impl Fn(usize) -> Vec<Span>) -> Vec<Passage> {
    let mut words = Words::default();
    for (position, document) in documents.iter().enumerate() {
        words.push(position, document);
    }
    let mut seeds: Vec<Seed> = Vec::new();
    let mut commons = Commons::default();
    for stretches in words.stretches.chunk_by(|a, b| a.document == b.document) {
        seeds.append(&mut self::seeds(&words.words, stretches, 0));
        commons.push(&words.words[stretches[0].start..stretches[stretches.len() - 1].end]);
    }
    let mut common = commons.of(&words.words);
    for stretches in words.stretches.chunk_by(|a, b| a.document == b.document) {
        let document = stretches[0].document;
        for formulas in formulas(document).chunk_by(|a, b| a.block == b.block) {
            let (Some(stretch), Some(block)) = (
                stretches.get(formulas[0].block),
                documents[document].body.get(formulas[0].block),
            ) else {
                continue;
            };
            let places = Places::of(&block.text);
            for formula in formulas {
                let run = places.words(formula.start, formula.end);
                common[stretch.start + run.start..stretch.start + run.end].fill(true);
            }
        }
    }
    let groups = groups(pairs(&words, seeds, &common));
    let mut unfolded: Option<(usize, Unfolded)> = None;
    let shown: Vec<(usize, Span, &str)> = groups
        .runs
        .iter()
        .map(|run| {
            let at = words.stretch(run.start).document;
            let kept = unfolded.take().filter(|kept| kept.0 == at);
            let (_, unfolded) = unfolded.insert(kept.unwrap_or_else(|| (at, Unfolded::new(&documents[at]))));
            let (span, text) = unfolded.show(&words, run);
            (at, span, text)
        })
        .collect();
    let mut passages = Vec::new();
    for members in groups.members() {
        let (document, _, text) = shown[members[0]];
        if members.iter().all(|&member| shown[member].0 == document) {
            continue;
        }
        let run = |member: usize| &words.words[groups.runs[member].clone()];
        let places = members.iter().map(|&member| Place {
            document: documents[shown[member].0].id.clone(),
            span: shown[member].1,
            similarity: similarity((run(members[0]), text), (run(member), shown[member].2)),
        });
        passages.push(Passage {
            text: text.to_string(),
            places: places.collect(),
        });
    }
    passages.sort_by_cached_key(|passage| Reverse(passage.text.chars().count()));
    passages
}

/// The runs of words that are alike in two documents.
fn pairs(words: &Words, mut seeds: Vec<Seed>, common: &[bool]) -> Vec<[Range<usize>; 2]> {
    let mut starts: Vec<usize> = Vec::new();
    for stretch in &words.stretches {
        starts.resize(stretch.document + 1, stretch.start);
    }
    seeds.sort_unstable();
    // The later place above, the earlier below.
    let mut links: Vec<u64> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for group in seeds
        .chunk_by(|a, b| a.hash() == b.hash())
        .filter(|group| group.len() > 1)
    {
        places.clear();
        places.extend(group.iter().map(|seed| (document(&starts, seed.place()), seed.place())));
        few(&mut places, |place| place.0);
        for (at, later) in places.iter().enumerate() {
            let earlier = places[..at].iter().rev().filter(|earlier| earlier.0 != later.0);
            links.extend(
                earlier
                    .take(LINKS)
                    .map(|earlier| (later.1 as u64) << 32 | earlier.1 as u64),
            );
        }
    }
    drop(seeds);
    links.sort_unstable();
    let mut found = Vec::new();
    let mut own: Vec<(usize, Link)> = Vec::new();
    for links in links.chunk_by(|a, b| document(&starts, (a >> 32) as usize) == document(&starts, (b >> 32) as usize)) {
        own.clear();
        own.extend(links.iter().map(|link| {
            let (later, earlier) = ((link >> 32) as usize, *link as u32 as usize);
            (document(&starts, earlier), (later, earlier))
        }));
        own.sort_unstable();
        for links in own.chunk_by(|a, b| a.0 == b.0) {
            let links = pairs::telling(links.iter().map(|link| link.1).collect(), common);
            let alike = pairs::alike(words, words, &links, common);
            found.extend(alike.into_iter().map(|alike| [alike.a, alike.b]));
        }
    }
    found
}

/// Runs of words, in order, and which of them belong together.
struct Groups {
    runs: Vec<Range<usize>>,
    /// Of each run an earlier one of its group, or itself.
    leaders: Vec<usize>,
}

/// Joins runs that are alike, and those that are the same place.
fn groups(mut pairs: Vec<[Range<usize>; 2]>) -> Groups {
    pairs.sort_by_key(|[a, b]| (Reverse(a.len() + b.len()), a.start, b.start, a.end));
    // The runs by their first word.
    let mut known: BTreeMap<usize, Vec<(Range<usize>, usize)>> = BTreeMap::new();
    let mut groups = Groups {
        runs: Vec::new(),
        leaders: Vec::new(),
    };
    for pair in pairs {
        let [a, b] = pair.map(|run| {
            let slack = run.len() * (100 - SAME) / SAME;
            let near = known.range(run.start.saturating_sub(slack)..=run.start + slack);
            let same = near.flat_map(|(_, runs)| runs).find(|(other, _)| is_same(other, &run));
            same.map(|same| same.1).unwrap_or_else(|| {
                let at = groups.runs.len();
                known.entry(run.start).or_default().push((run.clone(), at));
                groups.runs.push(run);
                groups.leaders.push(at);
                at
            })
        });
        let (a, b) = (groups.leader(a), groups.leader(b));
        groups.leaders[a.max(b)] = a.min(b);
    }
    groups.in_order()
}

impl Groups {
    fn leader(&mut self, mut at: usize) -> usize {
        while self.leaders[at] != at {
            self.leaders[at] = self.leaders[self.leaders[at]];
            at = self.leaders[at];
        }
        at
    }

    fn in_order(mut self) -> Self {
        let mut order: Vec<usize> = (0..self.runs.len()).collect();
        order.sort_by_key(|&at| (self.runs[at].start, self.runs[at].end));
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        let mut sorted = Groups {
            runs: Vec::with_capacity(order.len()),
            leaders: Vec::with_capacity(order.len()),
        };
        for (new, at) in order.into_iter().enumerate() {
            let leader = self.leader(at);
            sorted.leaders.push(*first.entry(leader).or_insert(new));
            sorted.runs.push(self.runs[at].clone());
        }
        sorted
    }

    /// The runs of each group, in order, without those that lie in another of the group for the greater part.
    fn members(&self) -> Vec<Vec<usize>> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, &leader) in self.leaders.iter().enumerate() {
            let group = members.entry(leader).or_default();
            match group.last_mut() {
                Some(last) if self.runs[at].start < self.runs[*last].end => {
                    if self.runs[at].len() > self.runs[*last].len() {
                        *last = at;
                    }
                }
                _ => group.push(at),
            }
        }
        members.into_values().collect()
    }
}

fn is_same(a: &Range<usize>, b: &Range<usize>) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common * 100 >= a.len().max(b.len()) * SAME
}
