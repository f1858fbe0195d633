//! Which blocks of two documents correspond.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Text;
use crate::text::ngrams::hashes;

/// Length of the runs by which blocks are known, in Han characters or words of other scripts; 1 to 4. Smaller
/// finds likeness in what all prose has in common, larger misses what was edited often. 2 is about one Chinese
/// word.
const GRAM: usize = 2;

/// Runs added to both blocks as if they differed; 0 to 20. It asks more of short blocks than of long ones:
/// larger leaves short headings unpaired, 0 would pair two headings for one common word. With 8, equal blocks of
/// four characters score 0.27 and of ten 0.53. Our choice.
const DISCOUNT: usize = 8;

/// The likeness, 0 to 1, from which two blocks may stand side by side in place. Smaller pairs blocks for their
/// topic words, larger leaves a heavily edited pair apart. In the sample corpus paragraphs that took nothing
/// from each other are below 0.15 but for one in five hundred; an edit of every third character leaves 0.4.
const ALIGNED: f64 = 0.25;

/// The likeness from which a block counts as moved. Larger than [`ALIGNED`], for place no longer speaks for it.
const MOVED: f64 = 0.35;

/// Runs that stand in more blocks than this tell no block from another, and are passed over; 50 and up. It
/// bounds the work on documents of thousands of blocks.
const TOO_COMMON: usize = 500;

/// Pairs of blocks, by index: left, right.
pub struct Alignment {
    /// In order on both sides.
    pub aligned: Vec<(usize, usize)>,
    /// Alike, but in another order.
    pub moved: Vec<(usize, usize)>,
}

/// Two blocks that are alike.
#[derive(Clone, Copy)]
struct Candidate {
    left: usize,
    right: usize,
    /// The number of runs that both have.
    weight: usize,
    likeness: f64,
}

pub fn align(left: &[Text], right: &[Text]) -> Alignment {
    let mut candidates = candidates(left, right);
    let mut aligned = fill(heaviest_chain(&strong(&candidates)), left, right);

    // What is left over is paired with what it is most like: in place if that keeps the order, else as moved.
    let mut free_left = vec![true; left.len()];
    let mut free_right = vec![true; right.len()];
    for &(i, j) in &aligned {
        (free_left[i], free_right[j]) = (false, false);
    }
    let mut moved = Vec::new();
    candidates.sort_by_key(|candidate| (Reverse(candidate.weight), candidate.left, candidate.right));
    for Candidate {
        left, right, likeness, ..
    } in candidates
    {
        if !free_left[left] || !free_right[right] {
            continue;
        }
        let place = aligned.partition_point(|&(i, _)| i < left);
        let in_order = place == aligned.partition_point(|&(_, j)| j < right);
        if in_order {
            aligned.insert(place, (left, right));
        } else if likeness >= MOVED {
            moved.push((left, right));
        } else {
            continue;
        }
        (free_left[left], free_right[right]) = (false, false);
    }
    moved.sort_unstable();
    Alignment { aligned, moved }
}

/// All pairs of blocks that are alike, by left and right index.
fn candidates(left: &[Text], right: &[Text]) -> Vec<Candidate> {
    let mut left: Vec<Vec<u64>> = left.iter().map(grams).collect();
    let mut right: Vec<Vec<u64>> = right.iter().map(grams).collect();
    let mut blocks: HashMap<u64, usize> = HashMap::new();
    for &gram in left.iter().chain(&right).flatten() {
        *blocks.entry(gram).or_default() += 1;
    }
    for grams in left.iter_mut().chain(&mut right) {
        grams.retain(|gram| blocks[gram] <= TOO_COMMON);
    }
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (j, grams) in right.iter().enumerate() {
        for &gram in grams {
            holders.entry(gram).or_default().push(j);
        }
    }
    let mut candidates = Vec::new();
    let mut common = vec![0; right.len()];
    for (i, grams) in left.iter().enumerate() {
        common.fill(0);
        for &j in grams.iter().filter_map(|gram| holders.get(gram)).flatten() {
            common[j] += 1;
        }
        for (j, &weight) in common.iter().enumerate() {
            let likeness = 2.0 * weight as f64 / (grams.len() + right[j].len() + DISCOUNT) as f64;
            if likeness >= ALIGNED {
                candidates.push(Candidate {
                    left: i,
                    right: j,
                    weight,
                    likeness,
                });
            }
        }
    }
    candidates
}

/// The runs of a block, each once.
fn grams(text: &Text) -> Vec<u64> {
    let words: Vec<u64> = text.characters.words().map(|(word, _)| word).collect();
    let mut grams: Vec<u64> = hashes(&words, GRAM).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// Leaves out a pair if one of its blocks has at least twice as much in common with another: a block that moved
/// must not be held in place by a few words.
fn strong(candidates: &[Candidate]) -> Vec<Candidate> {
    let (mut left, mut right) = (HashMap::new(), HashMap::new());
    for candidate in candidates {
        let best = |best: &mut usize| *best = candidate.weight.max(*best);
        best(left.entry(candidate.left).or_default());
        best(right.entry(candidate.right).or_default());
    }
    let best = |candidate: &Candidate| left[&candidate.left].max(right[&candidate.right]);
    let strong = candidates
        .iter()
        .filter(|candidate| candidate.weight * 2 > best(candidate));
    strong.copied().collect()
}

/// The pairs in order on both sides whose weights add up to most. Candidates come by left and right index.
fn heaviest_chain(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    let width = candidates
        .iter()
        .map(|candidate| candidate.right + 1)
        .max()
        .unwrap_or(0);
    // A Fenwick tree over the right index: the heaviest chain that ends before it, as weight and last candidate.
    let mut tree: Vec<(usize, Option<usize>)> = vec![(0, None); width + 1];
    let mut before = vec![None; candidates.len()];
    let mut best = (0, None);
    for row in candidates.chunk_by(|a, b| a.left == b.left) {
        // From right to left, so that no two candidates of one row follow each other.
        let first = candidates.partition_point(|candidate| candidate.left < row[0].left);
        for (i, candidate) in row.iter().enumerate().rev() {
            let mut chain = (0, None);
            let mut node = candidate.right;
            while node > 0 {
                if tree[node].0 > chain.0 {
                    chain = tree[node];
                }
                node &= node - 1;
            }
            before[first + i] = chain.1;
            let longer = (chain.0 + candidate.weight, Some(first + i));
            if longer.0 > best.0 {
                best = longer;
            }
            let mut node = candidate.right + 1;
            while node <= width {
                if longer.0 > tree[node].0 {
                    tree[node] = longer;
                }
                node += node & node.wrapping_neg();
            }
        }
    }
    let mut chain = Vec::new();
    let mut last = best.1;
    while let Some(i) = last {
        chain.push((candidates[i].left, candidates[i].right));
        last = before[i];
    }
    chain.reverse();
    chain
}

/// Adds pairs of equal blocks next to those that are aligned, or to the ends of the documents: too short to be
/// recognised alone, their place speaks for them.
fn fill(chain: Vec<(usize, usize)>, left: &[Text], right: &[Text]) -> Vec<(usize, usize)> {
    let equal = |i: usize, j: usize| left[i].folded() == right[j].folded();
    let mut filled = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (end_left, end_right) in chain.into_iter().chain([(left.len(), right.len())]) {
        while i < end_left && j < end_right && equal(i, j) {
            filled.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
        let mut back = 1;
        while i + back <= end_left && j + back <= end_right && equal(end_left - back, end_right - back) {
            filled.push((end_left - back, end_right - back));
            back += 1;
        }
        filled.push((end_left, end_right));
        (i, j) = (end_left + 1, end_right + 1);
    }
    filled.pop();
    filled.sort_unstable();
    filled
}
