//! Wording that stands on both sides outside of the blocks that correspond: a sentence that went to another
//! paragraph, a paragraph that was split.

use std::collections::BTreeSet;

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
    let is_open = |block: usize, at: usize| open[block][here[block].characters.places[at]];
    let sought = sought(here, is_open);
    let seeds = seeds(there, &sought);
    let mut found = Vec::new();
    let mut end = (0, 0);
    for (block, at, hash) in sought {
        let folded = here[block].folded();
        if (block, at) < end || !is_word(folded[at]) || !can_cut(folded, at) {
            continue;
        }
        let equal = |&(_, other, from): &Seed| {
            let there = there[other].folded();
            let pairs = (at..folded.len()).zip(from..there.len());
            let mut length = pairs
                .take_while(|&(i, j)| folded[i] == there[j] && is_open(block, i))
                .count();
            while length > 0 && !(can_cut(folded, at + length) && can_cut(there, from + length)) {
                length -= 1;
            }
            length
        };
        let first = seeds.partition_point(|seed| seed.0 < hash);
        let behind = seeds[first..].partition_point(|seed| seed.0 == hash);
        let places = seeds[first..first + behind.min(TRIED)].iter();
        // The first of the longest.
        let best = places
            .map(|seed| (seed, equal(seed)))
            .rev()
            .max_by_key(|(_, length)| *length);
        if let Some((&(_, other, from), length)) = best
            && size(&folded[at..at + length]) >= SHORTEST
        {
            found.push((
                here[block].span(block, &(at..at + length)),
                there[other].span(other, &(from..from + length)),
            ));
            end = (block, at + length);
        }
    }
    found
}

/// The hash of [`SHORTEST`] characters, the block, and the first of them.
type Seed = (u64, usize, usize);

/// The places from which nothing is covered, with the hash of the text there.
fn sought(here: &[Text], is_open: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize, u64)> {
    let mut sought = Vec::new();
    for (block, text) in here.iter().enumerate() {
        let mut length = 0;
        for end in 0..text.folded().len() {
            length = if is_open(block, end) { length + 1 } else { 0 };
            if length >= SHORTEST {
                let start = end + 1 - SHORTEST;
                sought.extend(hashes(&text.folded()[start..=end], SHORTEST).map(|hash| (block, start, hash)));
            }
        }
    }
    sought
}

/// Where what is sought stands, by hash, and from top to bottom.
fn seeds(there: &[Text], sought: &[(usize, usize, u64)]) -> Vec<Seed> {
    if sought.is_empty() {
        return Vec::new();
    }
    // One bit for each few hashes: most places of a text end here.
    let bits = (sought.len() * 16).next_power_of_two().ilog2().max(6);
    let mut is_sought = vec![0u64; 1 << (bits - 6)];
    let bit = |hash: u64| {
        let number = (hash >> (64 - bits)) as usize;
        (number / 64, 1u64 << (number % 64))
    };
    for (.., hash) in sought {
        let (word, bit) = bit(*hash);
        is_sought[word] |= bit;
    }
    let mut seeds: Vec<Seed> = Vec::new();
    for (block, text) in there.iter().enumerate() {
        for (at, hash) in hashes(text.folded(), SHORTEST).enumerate() {
            let (word, bit) = bit(hash);
            if is_sought[word] & bit != 0 {
                seeds.push((hash, block, at));
            }
        }
    }
    seeds.sort_unstable();
    seeds
}
