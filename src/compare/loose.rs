//! Wording that stands on both sides outside of the blocks that correspond: a sentence that went to another
//! paragraph, a paragraph that was split.

use std::collections::{BTreeSet, HashMap};

use super::texts::Text;
use super::{Kind, Match, Sides};
use crate::corpus::Span;
use crate::text::ngrams::{can_cut, hashes, is_word, size};

/// The shortest run, in Han characters or words of other scripts, with punctuation; 6 to 20. Smaller takes stock phrases for borrowed
/// text, larger misses short sentences. 10 is the least that Vierth's text reuse in Chinese prose asks for.
const SHORTEST: usize = 10;

/// How many places on the other side are tried for one run; 1 and up. The longest of them is taken. It bounds
/// the work on text that repeats itself.
const TRIED: usize = 8;

/// Runs of text that no match covers yet on one side, and that stand on the other. What is mostly slogans and
/// boilerplate is passed over: it stands everywhere.
pub fn matches(texts: &Sides<Vec<Text>>, known: &[Match], kinds: &Sides<Vec<Vec<Kind>>>) -> BTreeSet<Match> {
    let in_place: Vec<&Match> = known.iter().filter(|found| !found.moved).collect();
    let found = |left: Span, right: Span| {
        // In order if it passes over none of what stands in place.
        let before = |side: fn(&Match) -> Span, span| in_place.partition_point(|found| side(found) < span);
        Match {
            left,
            right,
            moved: before(|found| found.left, left) != before(|found| found.right, right),
            parallel: false,
        }
    };
    let from_left = runs(&texts.left, &texts.right, known.iter().map(|found| found.left));
    let from_right = runs(&texts.right, &texts.left, known.iter().map(|found| found.right));
    let from_left = from_left.into_iter().map(|(left, right)| found(left, right));
    let from_right = from_right.into_iter().map(|(right, left)| found(left, right));
    let is_own = |found: &Match| {
        let kinds = &kinds.left[found.left.block][found.left.start..found.left.end];
        kinds.iter().filter(|kind| **kind == Kind::Own).count() * 2 > kinds.len()
    };
    from_left.chain(from_right).filter(is_own).collect()
}

/// Runs of `here`, each with the same text in `there`, none of them covered.
fn runs(here: &[Text], there: &[Text], covered: impl Iterator<Item = Span>) -> Vec<(Span, Span)> {
    let mut open: Vec<Vec<bool>> = here.iter().map(|text| vec![true; text.length]).collect();
    for span in covered {
        open[span.block][span.start..span.end].fill(false);
    }
    let mut seeds: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    for (block, text) in there.iter().enumerate() {
        for (at, hash) in hashes(text.folded(), SHORTEST).enumerate() {
            let places = seeds.entry(hash).or_default();
            if places.len() < TRIED {
                places.push((block, at));
            }
        }
    }
    let mut found = Vec::new();
    for (block, text) in here.iter().enumerate() {
        let folded = text.folded();
        let hashes: Vec<u64> = hashes(folded, SHORTEST).collect();
        let mut at = 0;
        while at < hashes.len() {
            let open = |at: usize| open[block][text.characters.places[at]];
            let equal = |(other, from): (usize, usize)| {
                let there = there[other].folded();
                let pairs = (at..folded.len()).zip(from..there.len());
                let mut length = pairs.take_while(|&(i, j)| folded[i] == there[j] && open(i)).count();
                while length > 0 && !(can_cut(folded, at + length) && can_cut(there, from + length)) {
                    length -= 1;
                }
                length
            };
            let places = seeds
                .get(&hashes[at])
                .filter(|_| is_word(folded[at]) && can_cut(folded, at));
            // The first of the longest.
            let best = places.into_iter().flatten().rev().max_by_key(|place| equal(**place));
            match best.map(|&place| (place, equal(place))) {
                Some(((other, from), length)) if size(&folded[at..at + length]) >= SHORTEST => {
                    found.push((
                        text.span(block, &(at..at + length)),
                        there[other].span(other, &(from..from + length)),
                    ));
                    at += length;
                }
                _ => at += 1,
            }
        }
    }
    found
}
