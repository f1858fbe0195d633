//! Names of places: those that the documents say are theirs, and those that look like one.

use super::texts::Text;
use super::{Flag, FlagReason, Match, Side, Sides};
use crate::corpus::{Document, Span};
use crate::text::ngrams::Characters;

/// What names of Chinese administrative divisions end with, folded.
const DIVISIONS: &str = "省市州县区镇乡村";

/// The most characters of a name with its division; 4 to 10. Smaller misses long names, larger takes a clause
/// that ends with a division for one. Six holds all but names transcribed from other languages.
const LONGEST: usize = 6;

/// What a name does not begin with: 各乡镇, 有的村.
const NOT_FIRST: &str = "全本我各每这那该有个某";

/// What does not stand before the division in a name: 工业园区, 封控小区.
const NOT_LAST: &str = "社小园辖城";

/// The places of two documents, folded.
pub struct Names {
    /// Each name once.
    pub all: Vec<Vec<char>>,
    of: Sides<Vec<Vec<char>>>,
}

impl Names {
    pub fn new(left: &Document, right: &Document) -> Self {
        let names = |document: &Document| -> Vec<Vec<char>> {
            let names = document.place.iter().map(|name| Characters::new(name).folded);
            names.filter(|name| !name.is_empty()).collect()
        };
        let of = Sides {
            left: names(left),
            right: names(right),
        };
        let mut all = [&of.left[..], &of.right[..]].concat();
        all.sort_unstable();
        all.dedup();
        Names { all, of }
    }

    /// Shared text that names a place of the other document.
    pub fn flags(&self, matches: &[Match], texts: &Sides<Vec<Text>>) -> Vec<Flag> {
        let on_left = foreign(&self.of.right, &self.of.left);
        let on_right = foreign(&self.of.left, &self.of.right);
        let mut flags = Vec::new();
        for found in matches {
            let mut flag = |side, spans: Vec<Span>| {
                flags.extend(spans.into_iter().map(|span| Flag {
                    side,
                    span,
                    reason: FlagReason::ForeignPlace,
                }))
            };
            flag(Side::Left, mentions(&on_left, &texts.left, found.left));
            flag(Side::Right, mentions(&on_right, &texts.right, found.right));
        }
        flags.sort_unstable();
        flags.dedup();
        flags
    }
}

/// The places of another document that are not this one's. None is foreign if this document does not say where
/// it is from, or if the other is from a part of the same place.
fn foreign<'a>(theirs: &'a [Vec<char>], ours: &[Vec<char>]) -> Vec<&'a Vec<char>> {
    if ours.is_empty() || theirs.starts_with(ours) {
        return Vec::new();
    }
    theirs.iter().filter(|name| !ours.contains(name)).collect()
}

/// Where names stand in a run of text.
fn mentions(names: &[&Vec<char>], texts: &[Text], run: Span) -> Vec<Span> {
    let text = &texts[run.block];
    let places = &text.characters.places;
    let start = places.partition_point(|&place| place < run.start);
    let end = places.partition_point(|&place| place < run.end);
    let mut spans = Vec::new();
    for at in start..end {
        for name in names {
            if text.folded()[at..end].starts_with(name) {
                spans.push(text.span(run.block, &(at..at + name.len())));
            }
        }
    }
    spans
}

/// Does this folded text look like the name of a place? A name and a division: 望溪县, 塘口镇, 南岸街道; not a
/// mere list of divisions, nor «the whole city».
pub fn is_place_name(text: &[char]) -> bool {
    let stem = match text {
        [stem @ .., '街', '道'] => stem,
        [stem @ .., division] if DIVISIONS.contains(*division) => stem,
        _ => return false,
    };
    let (Some(first), Some(last)) = (stem.first(), stem.last()) else {
        return false;
    };
    let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    (2..LONGEST).contains(&stem.len())
        && stem.iter().all(is_han)
        && !stem.iter().all(|c| DIVISIONS.contains(*c))
        && !NOT_FIRST.contains(*first)
        && !NOT_LAST.contains(*last)
}
