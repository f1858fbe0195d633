//! What two rows of tokens have in common, in order: the longest common subsequence.
//!
//! It is found with one bit for each pair of tokens (Crochemore and others 2001, as Hyyrö 2004 has it), so that 64
//! of them cost one addition, and what is edited often costs no more than what is equal. `imara-diff` was the base
//! first, and is measured beside it in `cargo xtask bench`: its search gives up being minimal from 256 edits on,
//! and its time grows with the square of the edits, or of the length where few tokens repeat.

use std::collections::HashMap;

use crate::text::ngrams::hashes;

/// The product of two lengths up to which the longest common subsequence is found exactly; 2^20 and up. It takes
/// an eighth of as many bytes: 8 MB, for two texts of 8,000 characters. Longer ones are cut at [`ANCHOR`]s first.
const EXACT: usize = 1 << 26;

/// Tokens in a row that stand once on either side, by which two long texts are cut; 4 to 12. Smaller cuts at
/// what is equal by accident, larger finds no place to cut in what was edited often: at 30 % edits every second
/// run of six is left.
const ANCHOR: usize = 6;

/// Tokens that are equal on both sides, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Common {
    pub left: usize,
    pub right: usize,
    pub length: usize,
}

/// Memory that is used again for each pair of texts.
#[derive(Default)]
pub struct Memory {
    /// For each token, the place of its mask, counted from one; none is left behind.
    masks_of: Vec<u32>,
    masks: Vec<u64>,
    states: Vec<u64>,
}

/// The longest common subsequence of two rows of tokens below `tokens`, as runs from left to right; near the longest if the
/// rows are very long.
pub fn common(left: &[u32], right: &[u32], tokens: usize, memory: &mut Memory) -> Vec<Common> {
    memory.masks_of.resize(tokens.max(memory.masks_of.len()), 0);
    let mut found = Found::default();
    let mut from = (0, 0);
    for to in cuts(left, right).into_iter().chain([(left.len(), right.len())]) {
        exact(&left[from.0..to.0], &right[from.1..to.1], from, memory, &mut found);
        from = to;
    }
    found.runs
}

#[derive(Default)]
struct Found {
    runs: Vec<Common>,
}

impl Found {
    fn push(&mut self, left: usize, right: usize, length: usize) {
        if length == 0 {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if (last.left + last.length, last.right + last.length) == (left, right) => last.length += length,
            _ => self.runs.push(Common { left, right, length }),
        }
    }
}

/// Where two long texts can be cut: at what stands once on either side, and where that is too seldom, at equal
/// fractions of both.
fn cuts(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    if left.len().saturating_mul(right.len()) <= EXACT {
        return Vec::new();
    }
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut from = (0, 0);
    for to in anchors(left, right).into_iter().chain([(left.len(), right.len())]) {
        let (wide, high) = (to.0 - from.0, to.1 - from.1);
        let parts = (wide as f64 * high as f64 / EXACT as f64).sqrt().ceil().max(1.0) as usize;
        cuts.extend((1..=parts).map(|part| (from.0 + wide * part / parts, from.1 + high * part / parts)));
        from = to;
    }
    cuts.pop();
    cuts
}

/// Runs that stand once on either side, as many as are in order on both.
fn anchors(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let once = |tokens: &[u32]| {
        let mut places: HashMap<u64, Option<usize>> = HashMap::with_capacity(tokens.len());
        for (at, hash) in hashes(tokens, ANCHOR).enumerate() {
            places.entry(hash).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let on_right = once(right);
    let mut pairs: Vec<(usize, usize)> = once(left)
        .into_iter()
        .filter_map(|(hash, place)| Some((place?, (*on_right.get(&hash)?)?)))
        .collect();
    pairs.sort_unstable();

    // The longest increasing row of right places, by patience.
    let mut piles: Vec<usize> = Vec::new();
    let mut below: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|&top| pairs[top].1 < pair.1);
        below.push(pile.checked_sub(1).map(|pile| piles[pile]));
        match piles.get_mut(pile) {
            Some(top) => *top = at,
            None => piles.push(at),
        }
    }
    let mut row = Vec::new();
    let mut last = piles.last().copied();
    while let Some(at) = last {
        row.push(pairs[at]);
        last = below[at];
    }
    row.reverse();
    row
}

fn exact(mut left: &[u32], mut right: &[u32], mut from: (usize, usize), memory: &mut Memory, found: &mut Found) {
    let before = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    found.push(from.0, from.1, before);
    (left, right) = (&left[before..], &right[before..]);
    from = (from.0 + before, from.1 + before);
    let behind = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (left, right) = (&left[..left.len() - behind], &right[..right.len() - behind]);

    if !left.is_empty() && !right.is_empty() {
        memory.fill(left, right);
        for (i, j) in memory.trace(left, right) {
            found.push(from.0 + i, from.1 + j, 1);
        }
    }
    found.push(from.0 + left.len(), from.1 + right.len(), behind);
}

impl Memory {
    /// For each prefix of the right side one bit for each token on the left: clear if the longest common
    /// subsequence of the prefixes grows with this token.
    fn fill(&mut self, left: &[u32], right: &[u32]) {
        let words = left.len().div_ceil(64);
        self.masks.clear();
        // The mask of what does not stand on the left.
        self.masks.resize(words, 0);
        for (at, &token) in left.iter().enumerate() {
            let place = &mut self.masks_of[token as usize];
            if *place == 0 {
                *place = (self.masks.len() / words) as u32;
                self.masks.resize(self.masks.len() + words, 0);
            }
            self.masks[*place as usize * words + at / 64] |= 1 << (at % 64);
        }
        self.states.clear();
        self.states.resize((right.len() + 1) * words, u64::MAX);
        for (at, &token) in right.iter().enumerate() {
            let mask = self.masks_of[token as usize] as usize * words;
            let mask = &self.masks[mask..mask + words];
            let (before, behind) = self.states[at * words..].split_at_mut(words);
            let mut carry = false;
            for ((&state, next), &mask) in before.iter().zip(behind).zip(mask) {
                let (sum, over) = state.overflowing_add(state & mask);
                let (sum, more) = sum.overflowing_add(u64::from(carry));
                carry = over || more;
                *next = sum | (state & !mask);
            }
        }
        for &token in left {
            self.masks_of[token as usize] = 0;
        }
    }

    /// The pairs of equal tokens, from left to right.
    fn trace(&self, left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
        let words = left.len().div_ceil(64);
        let mut pairs = Vec::new();
        let (mut i, mut j) = (left.len(), right.len());
        while i > 0 && j > 0 {
            if left[i - 1] == right[j - 1] {
                (i, j) = (i - 1, j - 1);
                pairs.push((i, j));
            } else if self.states[j * words + (i - 1) / 64] >> ((i - 1) % 64) & 1 == 1 {
                i -= 1;
            } else {
                j -= 1;
            }
        }
        pairs.reverse();
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(left: &[u32], right: &[u32]) -> usize {
        let mut row = vec![0; right.len() + 1];
        for a in left {
            let mut diagonal = 0;
            for (j, b) in right.iter().enumerate() {
                let longest = if a == b { diagonal + 1 } else { row[j].max(row[j + 1]) };
                diagonal = std::mem::replace(&mut row[j + 1], longest);
            }
        }
        row[right.len()]
    }

    #[test]
    fn it_is_the_longest_and_in_order() {
        let mut memory = Memory::default();
        let mut seed = 1u32;
        for (tokens, lengths) in [
            (2, (70, 65)),
            (5, (200, 130)),
            (60, (150, 300)),
            (3, (0, 5)),
            (1, (64, 128)),
        ] {
            let mut row = |length: usize| -> Vec<u32> {
                let mut next = || {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 16) % tokens
                };
                (0..length).map(|_| next()).collect()
            };
            let (left, right) = (row(lengths.0), row(lengths.1));
            let runs = common(&left, &right, tokens as usize, &mut memory);
            assert_eq!(runs.iter().map(|run| run.length).sum::<usize>(), length(&left, &right));
            let mut end = (0, 0);
            for Common {
                left: i,
                right: j,
                length,
            } in runs
            {
                assert!(i >= end.0 && j >= end.1);
                assert_eq!(left[i..i + length], right[j..j + length]);
                end = (i + length, j + length);
            }
        }
    }

    #[test]
    fn long_texts_are_cut_where_they_are_alike() {
        let left: Vec<u32> = (0..30_000).collect();
        let right: Vec<u32> = (0..30_000).filter(|at| at % 9 != 0).collect();
        let mut memory = Memory::default();
        let runs = common(&left, &right, 30_000, &mut memory);
        assert_eq!(runs.iter().map(|run| run.length).sum::<usize>(), right.len());
        // Nothing stands once: equal fractions are compared.
        let (left, right) = (vec![0; 20_000], vec![0; 15_000]);
        let runs = common(&left, &right, 1, &mut memory);
        assert_eq!(runs.iter().map(|run| run.length).sum::<usize>(), 15_000);
    }
}
