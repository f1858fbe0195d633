//! Texts that stand in two files: the same text, or the same but for what a page puts around it.
//!
//! A text is known by the hashes of its paragraphs. They are folded and without white space, and the hash of two runs
//! follows from theirs, so that a text is found again whatever became of its paragraph breaks.

use std::collections::BTreeMap;

use super::orders::{Of, Print, Twin};
use crate::corpus::Document;
use crate::text::fold::fold_char;

/// Most characters of a paragraph that may stand around a text: a title, a line about date and source, a footer.
/// 20 to 200. Higher takes a short paragraph that was edited for chrome; lower misses titles in full.
const LINE: u32 = 60;

/// Most such lines on either side of a text; 2 and up. A page that was not cleaned has more, and is not found; the
/// work for a pair of texts grows with its square.
const LINES: usize = 24;

/// How much of the shorter of two texts must be the same, in per cent; 50 to 100. Lower takes short notices with
/// one form for twins; higher misses short texts with a title and a footer.
const SHARED: u64 = 90;

/// Most texts with one longest paragraph that a text is compared with; it bounds the work on texts made to be alike.
const CANDIDATES: usize = 32;

/// A prime below which hashes stay: 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;

/// The value of a place in a hash; any number far from the ends of its range.
const BASE: u64 = 0x0a3c_59ac_2f6b_1d47;

impl Print {
    pub fn of(document: &Document) -> Self {
        let paragraphs = document.body.iter().map(|block| {
            let folded = block.text.chars().filter_map(fold_char).filter(|c| !c.is_whitespace());
            let run = folded.fold(Run::default(), |run, c| run.then(Run::one(c)));
            (run.hash, run.length)
        });
        Print {
            id: document.id.clone(),
            title: document.title.clone(),
            paragraphs: paragraphs.filter(|(_, length)| *length > 0).collect(),
        }
    }
}

/// A run of characters by its hash and length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    hash: u64,
    length: u32,
}

impl Run {
    fn one(c: char) -> Self {
        Run {
            hash: u64::from(u32::from(c)) + 1,
            length: 1,
        }
    }

    /// This run and another behind it.
    fn then(self, other: Run) -> Self {
        Run {
            hash: (product(self.hash, power(other.length)) + other.hash) % PRIME,
            length: self.length.saturating_add(other.length),
        }
    }
}

/// A product, without a division: 2^61 is 1 here.
fn product(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    ((product as u64 & PRIME) + (product >> 61) as u64) % PRIME
}

/// `BASE` to a power.
fn power(mut exponent: u32) -> u64 {
    if exponent == 1 {
        return BASE;
    }
    let (mut power, mut square) = (1, BASE);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = product(power, square);
        }
        square = product(square, square);
        exponent >>= 1;
    }
    power
}

/// The texts that are known, in the order in which they came.
#[derive(Debug, Default)]
pub struct Twins {
    texts: Vec<Known>,
    places: BTreeMap<Of, usize>,
    /// Texts by all that stands in them.
    whole: BTreeMap<Run, Vec<usize>>,
    /// Texts by their longest paragraph. It is part of what two twins share, unless all their paragraphs are lines.
    longest: BTreeMap<Run, Vec<usize>>,
}

#[derive(Debug)]
struct Known {
    of: Of,
    title: String,
    text: Text,
}

#[derive(Debug)]
struct Text {
    whole: Run,
    longest: Run,
    paragraphs: Vec<Run>,
}

impl Twins {
    /// The first text that is the same as this one; one that is exactly the same goes before all others. A text
    /// without a character has no twin.
    pub fn find(&self, print: &Print) -> Option<Twin> {
        let text = Text::new(print)?;
        let twin = |at: usize, is_exact| Twin {
            of: self.texts[at].of.clone(),
            title: self.texts[at].title.clone(),
            is_exact,
        };
        if let Some(at) = self.whole.get(&text.whole).and_then(|texts| texts.first()) {
            return Some(twin(*at, true));
        }
        let mut candidates = self.longest.get(&text.longest)?.iter().take(CANDIDATES);
        let found = candidates.find(|&&at| text.is_core_of(&self.texts[at].text))?;
        Some(twin(*found, false))
    }

    pub fn add(&mut self, of: Of, print: Print) {
        let Some(text) = Text::new(&print) else { return };
        let at = self.texts.len();
        self.whole.entry(text.whole).or_default().push(at);
        self.longest.entry(text.longest).or_default().push(at);
        self.places.insert(of.clone(), at);
        self.texts.push(Known {
            of,
            title: print.title,
            text,
        });
    }

    /// Forgets a text that is gone.
    pub fn forget(&mut self, of: &Of) {
        let Some(at) = self.places.remove(of) else { return };
        let text = &self.texts[at].text;
        for (texts, key) in [(&mut self.whole, text.whole), (&mut self.longest, text.longest)] {
            if let Some(texts) = texts.get_mut(&key) {
                texts.retain(|other| *other != at);
            }
        }
    }

    /// A text is somewhere else from now on.
    pub fn rename(&mut self, of: &Of, to: Of) {
        if let Some(at) = self.places.remove(of) {
            self.texts[at].of = to.clone();
            self.places.insert(to, at);
        }
    }
}

impl Text {
    fn new(print: &Print) -> Option<Self> {
        let runs = print.paragraphs.iter().map(|&(hash, length)| Run { hash, length });
        let paragraphs: Vec<Run> = runs.collect();
        Some(Text {
            whole: sum(&paragraphs),
            longest: *paragraphs.iter().max_by_key(|run| (run.length, run.hash))?,
            paragraphs,
        })
    }

    /// Are two texts the same, but for lines around them?
    fn is_core_of(&self, other: &Text) -> bool {
        let enough = u64::from(self.whole.length.min(other.whole.length)) * SHARED / 100;
        let cores = self.cores(enough);
        other.cores(enough).iter().any(|core| cores.binary_search(core).is_ok())
    }

    /// What is left of the text without lines at its ends, in every way that leaves enough; in order.
    fn cores(&self, enough: u64) -> Vec<Run> {
        let is_line = |run: &&Run| run.length <= LINE;
        let count = self.paragraphs.len();
        let heads = self.paragraphs.iter().take(LINES).take_while(is_line).count();
        let tails = self.paragraphs.iter().rev().take(LINES).take_while(is_line).count();
        let middle = heads..(count - tails).max(heads);
        let inner = sum(&self.paragraphs[middle.clone()]);
        let mut cores = Vec::new();
        // From the inside outwards: each step puts one more line before, or behind, what is there.
        let mut with_head = inner;
        for head in (0..=heads).rev() {
            if head < heads {
                with_head = self.paragraphs[head].then(with_head);
            }
            let mut core = with_head;
            for tail in middle.end..=count {
                if tail > middle.end {
                    core = core.then(self.paragraphs[tail - 1]);
                }
                if u64::from(core.length) >= enough.max(1) {
                    cores.push(core);
                }
            }
        }
        cores.sort_unstable();
        cores
    }
}

fn sum(runs: &[Run]) -> Run {
    runs.iter().fold(Run::default(), |sum, run| sum.then(*run))
}
