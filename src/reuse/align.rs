//! Follows two texts from a place where they are alike, as far as they stay so.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

use crate::text::fold::{View, fold_text};

/// Words that must be equal behind a difference of up to two words, and of more, for two texts to go on together; 2
/// to 5. Smaller takes chance for likeness, larger loses texts that were edited in nearly every word.
const AGAIN: [usize; 2] = [2, 3];

/// Words of one text that a difference may have; it bounds the work at each difference by its square. 8 is twice
/// the words that an editor mostly puts in or takes out at once; what is longer parts two copies.
const DIFFERENCE: usize = 8;

/// How many words a copy may lose by differences beyond what it wins by equal words before it counts as ended.
/// Smaller cuts where a sentence was rewritten, larger costs time.
const DROP: usize = 16;

/// Two runs of words that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    pub a: Range<usize>,
    pub b: Range<usize>,
    /// How many words are equal.
    pub equal: usize,
}

impl Alike {
    /// Equal words as a fraction of the longer run's, 0 to 1.
    pub fn similarity(&self) -> f64 {
        self.equal as f64 / self.a.len().max(self.b.len()).max(1) as f64
    }
}

/// The longest likeness through a pair of places, inside the given runs.
pub fn extend(a: &[u32], b: &[u32], in_a: Range<usize>, in_b: Range<usize>, (x, y): (usize, usize)) -> Alike {
    let forth = walk(in_a.end - x, in_b.end - y, |i, j| a[x + i] == b[y + j]);
    let back = walk(x - in_a.start, y - in_b.start, |i, j| a[x - 1 - i] == b[y - 1 - j]);
    Alike {
        a: x - back.0..x + forth.0,
        b: y - back.1..y + forth.1,
        equal: back.2 + forth.2,
    }
}

/// How similar two runs of words are that were found alike, with their display texts: equal words as a fraction of
/// the longer run's.
pub fn similarity((a, text_a): (&[u32], &str), (b, text_b): (&[u32], &str)) -> f64 {
    let equal = if a == b {
        a.len()
    } else {
        let mut input = InternedInput::default();
        input.update_before(a.iter().copied());
        input.update_after(b.iter().copied());
        let diff = Diff::compute(Algorithm::Myers, &input);
        a.len() - diff.count_removals() as usize
    };
    let similarity = equal as f64 / a.len().max(b.len()) as f64;
    with_marks(similarity, (text_a, text_b), a.len())
}

/// What other punctuation takes from a likeness in which all words are equal: as much as one more word that differs.
pub fn with_marks(similarity: f64, (a, b): (&str, &str), words: usize) -> f64 {
    if similarity == 1.0 && fold_text(a, View::Search) != fold_text(b, View::Search) {
        return words as f64 / (words + 1) as f64;
    }
    similarity
}

/// How far two texts of these lengths go together from their beginnings: words of each, and how many are equal.
fn walk(a: usize, b: usize, equal: impl Fn(usize, usize) -> bool) -> (usize, usize, usize) {
    let (mut x, mut y, mut count) = (0, 0, 0);
    let mut lost = 0;
    let (mut best, mut best_worth) = ((0, 0, 0), 0);
    loop {
        while x < a && y < b && equal(x, y) {
            (x, y, count) = (x + 1, y + 1, count + 1);
        }
        if count > lost + best_worth {
            (best, best_worth) = ((x, y, count), count - lost);
        }
        let Some((in_a, in_b)) = difference(a - x, b - y, |i, j| equal(x + i, y + j)) else {
            return best;
        };
        lost += in_a.max(in_b) + 1;
        if lost + best_worth > count + DROP {
            return best;
        }
        (x, y) = (x + in_a, y + in_b);
    }
}

/// The smallest difference behind which two texts are equal again: words of each.
fn difference(a: usize, b: usize, equal: impl Fn(usize, usize) -> bool) -> Option<(usize, usize)> {
    (1..=DIFFERENCE).find_map(|longer| {
        let length = AGAIN[usize::from(longer > 2)];
        let again = |i: usize, j: usize| i + length <= a && j + length <= b && (0..length).all(|n| equal(i + n, j + n));
        let sides = (0..=longer)
            .rev()
            .flat_map(|shorter| [(longer, shorter), (shorter, longer)]);
        sides.into_iter().find(|&(i, j)| again(i, j))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is alike in two texts around the first place of `seed`, and how many words are equal.
    fn check(a: &str, b: &str, seed: &str, expected: (&str, &str, usize)) {
        let words = |text: &str| text.chars().map(|c| c as u32).collect::<Vec<u32>>();
        let text = |words: &[u32]| words.iter().filter_map(|&c| char::from_u32(c)).collect::<String>();
        let at = |in_text: &str| {
            let found = in_text.find(seed).expect("the seed stands in both");
            in_text[..found].chars().count()
        };
        let place = (at(a), at(b));
        let (a, b) = (words(a), words(b));
        let alike = extend(&a, &b, 0..a.len(), 0..b.len(), place);
        let found = (text(&a[alike.a.clone()]), text(&b[alike.b.clone()]), alike.equal);
        assert_eq!((found.0.as_str(), found.1.as_str(), found.2), expected);
    }

    #[test]
    fn likeness_goes_over_edits_and_ends_where_it_ends() {
        check("甲乙丙丁戊", "己乙丙丁庚", "乙丙丁", ("乙丙丁", "乙丙丁", 3));
        check(
            "采样点要给老人备凳子给雨天搭棚子",
            "采样点都要给老人摆凳子给雨天搭棚",
            "老人",
            ("采样点要给老人备凳子给雨天搭棚", "采样点都要给老人摆凳子给雨天搭棚", 14),
        );
        // A long difference parts two copies.
        check(
            "给老人备凳子东西南北上下左右前后里外给雨天搭棚子",
            "给老人备凳子给雨天搭棚子",
            "老人",
            ("给老人备凳子", "给老人备凳子", 6),
        );
    }
}
