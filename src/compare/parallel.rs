//! Blocks that say in other words what a block on the other side says: the same topic, at the same place of the
//! outline. They are told by what is rare in both documents and stands in both blocks.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::shapes::{is_han, is_joint, starts_with};
use super::units::is_numeral;
use crate::text::ngrams::{can_cut, is_alphabet, is_word};

/// The likeness from which two blocks are parallel, in thousandths: twice the weight of the words that both have,
/// as a fraction of that of all words of both; 100 to 250. Smaller pairs what any two speeches have in common, larger
/// leaves the same point in other words alone. Read in pairs of speeches on one subject: from 140 three in four make
/// the same point, from 100 one in two.
const PARALLEL: u64 = 140;

/// What the same ordinal adds to it, 二、 and 二、; 0 to 100. An outline has few of each.
const ORDINAL: u64 = 40;

/// What an aligned block before or behind adds, whose partner stands before or behind the other; 0 to 100.
const NEIGHBOUR: u64 = 30;

/// The fewest words that both must have; 2 to 6. Fewer pairs short lines by accident.
const WORDS: usize = 3;

/// How many times as many words the longer block may have; 3 to 10. A line is no parallel of a page.
const LONGER: usize = 6;

/// The most characters of a heading; 20 to 60. A heading is parallel to a heading only.
const HEADING: usize = 40;

/// The most pairs of blocks in one gap between aligned ones that are tried; 10,000 and up. It bounds the work on
/// long documents that have nothing in common.
const TRIED: usize = 40_000;

/// The most places of one word that are looked at for the longest run; 4 and up. It bounds the work on text that
/// repeats itself.
const PLACES: usize = 8;

/// A word is taken to be two characters that follow each other.
type Word = [char; 2];

/// The words of a block, in order and each once, with what they weigh together.
struct Words {
    words: Vec<Word>,
    weight: u64,
    ordinal: Option<(char, Vec<char>)>,
    is_heading: bool,
}

impl Words {
    /// Are both headings of one outline, by their ordinals?
    fn is_counted_with(&self, other: &Words) -> bool {
        self.is_heading && other.is_heading && self.ordinal.is_some() && self.ordinal == other.ordinal
    }
}

/// Pairs of blocks, given as folded text, that are parallel, in order on both sides and not across those that are `aligned`, which are in
/// order as well. No block is in two pairs, nor in one of those that `moved`.
pub fn parallels(
    left: &[&[char]],
    right: &[&[char]],
    aligned: &[(usize, usize)],
    moved: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let mut blocks: HashMap<Word, u64> = HashMap::new();
    for word in left.iter().chain(right).flat_map(|text| words_of(text)) {
        *blocks.entry(word).or_default() += 1;
    }
    let all = (left.len() + right.len()) as u64;
    // The rarer, the heavier: in whole numbers, so that all machines agree.
    let weight = |word: &Word| u64::from((all / blocks[word]).max(1).ilog2());
    let ready = |text: &&[char]| {
        let words = words_of(text);
        Words {
            weight: words.iter().map(weight).sum(),
            words,
            ordinal: ordinal(text),
            is_heading: is_heading(text),
        }
    };
    let left: Vec<Words> = left.iter().map(ready).collect();
    let right: Vec<Words> = right.iter().map(ready).collect();
    let is_moved = [
        moved.iter().map(|pair| pair.0).collect::<BTreeSet<_>>(),
        moved.iter().map(|pair| pair.1).collect(),
    ];
    let mut parallels = Vec::new();
    let (mut i, mut j) = (0, 0);
    // Has the outline begun the same way?
    let mut is_outline = false;
    for &(end_left, end_right) in aligned.iter().chain([&(left.len(), right.len())]) {
        let free_left: Vec<usize> = (i..end_left).filter(|at| !is_moved[0].contains(at)).collect();
        let free_right: Vec<usize> = (j..end_right).filter(|at| !is_moved[1].contains(at)).collect();
        if free_left.len() * free_right.len() <= TRIED {
            let likeness = |a: usize, b: usize| {
                let is_behind = i > 0 && (a, b) == (i, j);
                let is_ahead = end_left < left.len() && (a + 1, b + 1) == (end_left, end_right);
                let near = NEIGHBOUR * (u64::from(is_behind) + u64::from(is_ahead));
                match likeness(&left[a], &right[b], near, weight) {
                    0 if is_outline && left[a].is_counted_with(&right[b]) => ORDINAL,
                    likeness => likeness,
                }
            };
            parallels.extend(heaviest(&free_left, &free_right, likeness));
        }
        is_outline |= (left.get(end_left).zip(right.get(end_right))).is_some_and(|(a, b)| a.is_counted_with(b));
        (i, j) = (end_left + 1, end_right + 1);
    }
    parallels
}

fn words_of(text: &[char]) -> Vec<Word> {
    let is_part = |c: char| is_han(c) && !is_joint(c) && !is_numeral(c);
    let pairs = text.windows(2).filter(|pair| pair.iter().copied().all(is_part));
    let mut words: Vec<Word> = pairs.map(|pair| [pair[0], pair[1]]).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The ordinal that a block opens with, and how it is written: 二、, (二), 二要, 第二.
fn ordinal(text: &[char]) -> Option<(char, Vec<char>)> {
    let open = usize::from(starts_with(text, &["(", "第"]));
    let digits = text[open..].iter().take(3).take_while(|c| is_numeral(**c)).count();
    let closes = text
        .get(open + digits)
        .filter(|c| digits > 0 && "、.)是要,".contains(**c))?;
    Some((*closes, text[open..open + digits].to_vec()))
}

/// Is it short, and one sentence at most, with an ordinal or without a mark at its end?
fn is_heading(text: &[char]) -> bool {
    let ends = |c: &char| "。!?;:…\"".contains(*c);
    let inner = text.len().saturating_sub(1);
    text.len() <= HEADING
        && !text[..inner].iter().any(ends)
        && (ordinal(text).is_some() || !text.last().is_some_and(ends))
}

/// How alike two blocks are, in thousandths; 0 if they are not parallel.
fn likeness(left: &Words, right: &Words, near: u64, weight: impl Fn(&Word) -> u64) -> u64 {
    let (mut common, mut count) = (0, 0);
    let mut others = right.words.iter().peekable();
    for word in &left.words {
        while others.next_if(|other| *other < word).is_some() {}
        if others.next_if_eq(&word).is_some() {
            common += weight(word);
            count += 1;
        }
    }
    let (fewer, more) = (
        left.words.len().min(right.words.len()),
        left.words.len().max(right.words.len()),
    );
    if left.is_heading != right.is_heading || more > LONGER * fewer {
        return 0;
    }
    let same_ordinal = left.ordinal.is_some() && left.ordinal == right.ordinal;
    let all = left.weight + right.weight;
    let likeness = 2000 * common / all.max(1) + near + if same_ordinal { ORDINAL } else { 0 };
    if count >= WORDS && likeness >= PARALLEL {
        likeness
    } else {
        0
    }
}

/// The pairs in order on both sides whose likenesses add up to most.
fn heaviest(left: &[usize], right: &[usize], likeness: impl Fn(usize, usize) -> u64) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    // The most that the blocks from (i, j) on can add up to.
    let mut sums = vec![0; (left.len() + 1) * width];
    let mut weights = vec![0; left.len() * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            let weight = likeness(left[i], right[j]);
            weights[i * width + j] = weight;
            let paired = match weight {
                0 => 0,
                weight => weight + sums[(i + 1) * width + j + 1],
            };
            sums[i * width + j] = paired.max(sums[(i + 1) * width + j]).max(sums[i * width + j + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        let (at, weight) = (i * width + j, weights[i * width + j]);
        if weight > 0 && sums[at] == weight + sums[at + width + 1] {
            pairs.push((left[i], right[j]));
            (i, j) = (i + 1, j + 1);
        } else if sums[at] == sums[at + width] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The words that two parallel blocks have in common: runs of folded characters, those of the left in order, each
/// with one of the right. Particles and single characters are none.
pub fn common(left: &[char], right: &[char]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut places: HashMap<&[char], Vec<usize>> = HashMap::new();
    for (at, pair) in right.windows(2).enumerate() {
        let places = places.entry(pair).or_default();
        if places.len() < PLACES {
            places.push(at);
        }
    }
    let mut common = Vec::new();
    let mut at = 0;
    while at + 1 < left.len() {
        let length = |from: usize| {
            let equal = left[at..]
                .iter()
                .zip(&right[from..])
                .take_while(|(a, b)| a == b && is_word(**a))
                .count();
            let fits = |length: &usize| can_cut(left, at + length) && can_cut(right, from + length);
            (0..=equal).rev().find(fits).unwrap_or(0)
        };
        let is_start = is_word(left[at]) && !is_joint(left[at]) && can_cut(left, at);
        let found = places.get(&left[at..at + 2]).filter(|_| is_start);
        let starts = found
            .into_iter()
            .flatten()
            .copied()
            .filter(|&from| can_cut(right, from));
        // The first of the longest.
        let best = starts.rev().max_by_key(|&from| length(from));
        let Some((from, mut end)) = best.map(|from| (from, length(from))) else {
            at += 1;
            continue;
        };
        while end > 0 && is_joint(left[at + end - 1]) {
            end -= 1;
        }
        let letters = left[at..at + end].iter().filter(|c| !is_alphabet(**c)).count();
        if letters >= 2 || end >= 3 {
            common.push((at..at + end, from..from + end));
        }
        at += end.max(1);
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ngrams::Characters;

    fn fold(blocks: &[&str]) -> Vec<Vec<char>> {
        blocks.iter().map(|text| Characters::new(text).folded).collect()
    }

    const TEA: [&str; 6] = [
        "同志们：",
        "一、把鲜叶收购的秤管好",
        "收购点的秤每天早上由市场监管所校准一次，茶农随时可以要求复秤，短斤少两的收购商当天就要离开码头。",
        "二、把夜里的山路修通",
        "从茶山到码头的路塌了三处，交通局要在霜降之前铺上石子，路口装灯，夜里背着鲜叶下山的人才不会摔跤。",
        "三、把孩子接送好",
    ];
    const FISH: [&str; 6] = [
        "各位代表：",
        "一、管好渔港的秤",
        "渔港的秤要天天校准，谁短斤少两，谁就离开渔港；渔民不放心的，可以要求复秤，市场监管所的人要守在码头上。",
        "二、修通夜里的路",
        "码头到冷库的路坑坑洼洼，夜里装鱼的车过不去。交通局先铺石子，再装灯，入冬之前都要做完。",
        "我们还想过养蚕，桑叶在河对岸，来回要半天，后来作罢。",
    ];

    fn check(left: &[&str], right: &[&str], aligned: &[(usize, usize)], expected: &[(usize, usize)]) {
        let (left, right) = (fold(left), fold(right));
        let left: Vec<&[char]> = left.iter().map(Vec::as_slice).collect();
        let right: Vec<&[char]> = right.iter().map(Vec::as_slice).collect();
        assert_eq!(parallels(&left, &right, aligned, &[]), expected);
        let mirrored = |pairs: &[(usize, usize)]| pairs.iter().map(|&(i, j)| (j, i)).collect::<Vec<_>>();
        assert_eq!(parallels(&right, &left, &mirrored(aligned), &[]), mirrored(expected));
    }

    #[test]
    fn the_same_points_in_other_words_are_parallel() {
        check(&TEA, &FISH, &[], &[(2, 2), (4, 4)]);
        // Not across what is aligned.
        check(&TEA, &FISH, &[(3, 1)], &[(4, 4)]);
        check(&TEA, &FISH, &[(2, 4)], &[]);
        // Nothing in common, or next to nothing.
        check(&TEA[..1], &FISH[5..], &[], &[]);
        check(&[], &FISH, &[], &[]);
        // A heading goes with a heading: by its words, or by its place in an outline that begins the same way.
        check(&TEA[1..2], &FISH[2..3], &[], &[]);
        check(
            &["一、收鲜叶", "二、把夜里的山路修通"],
            &["一、收鲜叶", "二、办好学堂"],
            &[(0, 0)],
            &[(1, 1)],
        );
        check(&["", "，。"], &["", "，。"], &[], &[]);
    }

    #[test]
    fn common_words_are_marked() {
        let texts = fold(&[
            "谁短斤少两，谁就在当天离开渔港",
            "短斤少两的在三天内离开码头 café au lait",
            "CAFÉ 的 au 在",
        ]);
        let words = |left: usize, right: usize| -> Vec<String> {
            let runs = common(&texts[left], &texts[right]);
            let texts = runs.iter().map(|(run, other)| {
                assert_eq!(texts[left][run.clone()], texts[right][other.clone()]);
                texts[left][run.clone()].iter().collect()
            });
            texts.collect()
        };
        assert_eq!(words(0, 1), ["短斤少两", "离开"]);
        assert_eq!(words(1, 2), ["café"]);
    }

    #[test]
    fn hostile_blocks_are_read_in_time_that_grows_with_them() {
        let text: Vec<char> = "中的".chars().cycle().take(200_000).collect();
        assert!(!common(&text, &text).is_empty());
        let blocks = vec![&text[..4]; 5_000];
        assert!(parallels(&blocks, &blocks, &[], &[]).is_empty());
    }
}
