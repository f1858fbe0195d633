//! What two documents have in common, found from the places where both have the same seed.

use std::ops::Range;

use super::align::{Alike, extend};
use super::seeds::LENGTH;
use super::words::Words;

/// The words of the shortest copy, without what is common in the corpus; 8 to 30. Smaller floods the reader with
/// stock phrases; larger misses what was edited often.
pub const SHORTEST: usize = 12;

/// What a common word counts: one over this. So a formula is no copy, and a whole paragraph that everybody has is one.
const COMMON_WORTH: usize = 5;

/// Seeds of common wording that must stand in a row in two texts for it to be looked at; 2 to 20. About two and a half
/// words each; six are more than a formula or two.
const FORMULAS: usize = 6;

/// A gap parts two copies if the shorter has fewer than this many times its words; 1 to 4. Smaller makes one copy of
/// sentences that were taken singly, larger breaks a paragraph where a sentence was put in.
const GAP: usize = 1;

/// The words of a clause that are cut off where no more of it is alike; 0 to 4. Three are no clause.
const CRUMB: usize = 3;

/// The words that begin with the same seed in two texts.
pub type Link = (usize, usize);

/// Of the links of two texts those that may belong to a copy, in order: not those between mere formulas, but where
/// many of them stand in a row.
pub fn telling(mut links: Vec<Link>, common: &[bool]) -> Vec<Link> {
    let is_own = |&(x, _): &Link| {
        let words = common.get(x..x + LENGTH).unwrap_or_default();
        words.iter().filter(|common| !**common).count() * 2 >= LENGTH
    };
    let shift = |&(x, y): &Link| y.wrapping_sub(x);
    links.sort_unstable_by_key(|link| (shift(link), link.0));
    let mut telling: Vec<Link> = Vec::new();
    for links in links.chunk_by(|a, b| shift(a) == shift(b)) {
        let is_row = links.len() >= FORMULAS;
        telling.extend(links.iter().filter(|link| is_row || is_own(link)));
    }
    telling.sort_unstable();
    telling
}

/// The runs that are alike in two texts and long enough to tell, by their place in the first. `links` are in order.
/// `common` says of each word of the first text whether it is part of common wording.
pub fn alike(a: &Words, b: &Words, links: &[Link], common: &[bool]) -> Vec<Alike> {
    let mut found: Vec<Alike> = Vec::new();
    // Of what was found, told or not, what reaches as far as the links have come.
    let mut open: Vec<Alike> = Vec::new();
    for &(x, y) in links {
        if x + LENGTH > a.words.len() || y + LENGTH > b.words.len() {
            continue;
        }
        open.retain(|alike| alike.a.end > x);
        if open.iter().any(|alike| alike.b.contains(&y)) {
            continue;
        }
        let (in_a, in_b) = (a.stretch(x), b.stretch(y));
        open.push(extend(
            &a.words,
            &b.words,
            in_a.start..in_a.end,
            in_b.start..in_b.end,
            (x, y),
        ));
        found.extend(open.last().cloned());
    }
    found.sort_by_key(|alike| (alike.a.start, alike.b.start));
    let mut joined: Vec<Alike> = Vec::new();
    for alike in found {
        match joined.last_mut() {
            Some(last) if goes_on(last, &alike, a, b) => {
                (last.a.end, last.b.end) = (alike.a.end, alike.b.end);
                last.equal += alike.equal;
            }
            _ => joined.push(alike),
        }
    }
    joined.retain(|alike| worth(alike, common) >= SHORTEST);
    let trimmed = joined.into_iter().map(|alike| trim(alike, a, b));
    trimmed.filter(|alike| worth(alike, common) >= SHORTEST).collect()
}

/// Is what follows the same copy, in which more words than an edit has were put in, taken out or rewritten?
fn goes_on(alike: &Alike, next: &Alike, a: &Words, b: &Words) -> bool {
    let between = |one: &Range<usize>, other: &Range<usize>, in_text: &Words| {
        let gap = other.start.checked_sub(one.end)?;
        (other.start < in_text.stretch(one.start).end).then_some(gap)
    };
    let gaps = between(&alike.a, &next.a, a).zip(between(&alike.b, &next.b, b));
    gaps.is_some_and(|(gap_a, gap_b)| gap_a.max(gap_b) * GAP <= alike.equal.min(next.equal))
}

/// Takes off what a reader would not count in: a word or two before the first punctuation or behind the last, the rest
/// of a clause that goes on differently.
fn trim(mut alike: Alike, a: &Words, b: &Words) -> Alike {
    let (in_a, in_b) = (a.stretch(alike.a.start), b.stretch(alike.b.start));
    let cuts = |x: usize, y: usize| a.can_cut(x, in_a) && b.can_cut(y, in_b);
    let most = CRUMB.min(alike.equal.saturating_sub(1));
    let Alike {
        a: run_a,
        b: run_b,
        equal,
    } = &mut alike;
    let same = |x: usize, y: usize| a.words.get(x).is_some_and(|word| b.words.get(y) == Some(word));
    if !cuts(run_a.start, run_b.start) {
        let equals = (0..most).take_while(|n| same(run_a.start + n, run_b.start + n));
        let crumb = equals.map(|n| n + 1).find(|n| a.can_cut(run_a.start + n, in_a));
        let crumb = crumb.unwrap_or_default();
        (run_a.start, run_b.start, *equal) = (run_a.start + crumb, run_b.start + crumb, *equal - crumb);
    }
    if !cuts(run_a.end, run_b.end) {
        let equals = (1..=most).take_while(|n| same(run_a.end - n, run_b.end - n));
        let crumb = equals
            .into_iter()
            .find(|n| a.can_cut(run_a.end - n, in_a))
            .unwrap_or_default();
        (run_a.end, run_b.end, *equal) = (run_a.end - crumb, run_b.end - crumb, *equal - crumb);
    }
    alike
}

/// The equal words of two runs, common ones for a part of their number.
fn worth(alike: &Alike, common: &[bool]) -> usize {
    let commons = common[alike.a.clone()].iter().filter(|common| **common).count();
    let own = alike.equal.saturating_sub(commons);
    own + (alike.equal - own) / COMMON_WORTH
}
