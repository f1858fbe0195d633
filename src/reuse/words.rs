//! The text of documents as a row of words: what reuse compares.
//!
//! A word is a Han character, or a word of a script that writes words apart. Case, script and width are folded;
//! punctuation and white space are passed over, so that they hide nothing.

use crate::corpus::{Document, Span};
use crate::text::fold::fold_char;
use crate::text::ngrams::{is_alphabet, is_mark, is_word};

/// The words of one or more documents, one block after the other.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// A Han character as itself, any other word as a hash.
    pub words: Vec<u32>,
    /// For each word whether punctuation stands before it, or nothing of its block.
    pub opens: Vec<bool>,
    pub stretches: Vec<Stretch>,
}

/// The words of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Of all words; the end is exclusive.
    pub start: usize,
    pub end: usize,
    /// The position of the document, and its block.
    pub document: usize,
    pub block: usize,
}

impl Words {
    /// The words of one document, which stands at this position.
    pub fn of(position: usize, document: &Document) -> Self {
        let mut words = Words::default();
        words.push(position, document);
        words
    }

    pub fn push(&mut self, position: usize, document: &Document) {
        for (block, content) in document.body.iter().enumerate() {
            let start = self.words.len();
            each(&content.text, |word, opens, _| {
                self.words.push(word);
                self.opens.push(opens);
            });
            self.stretches.push(Stretch {
                start,
                end: self.words.len(),
                document: position,
                block,
            });
        }
    }

    /// Can a reader cut before this word of a stretch, or behind the last one?
    pub fn can_cut(&self, at: usize, stretch: Stretch) -> bool {
        at == stretch.end || self.opens[at]
    }

    /// The block in which a word stands.
    pub fn stretch(&self, at: usize) -> Stretch {
        self.stretches[self.stretches.partition_point(|stretch| stretch.end <= at)]
    }
}

/// Where the words of a block stand in its display text.
pub struct Places(Vec<Place>);

/// Where a word stands: characters, and the same in bytes; the ends are exclusive.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub start: u32,
    pub end: u32,
    bytes: (u32, u32),
}

impl Places {
    pub fn of(display: &str) -> Self {
        let mut places = Vec::new();
        each(display, |_, _, place| places.push(place));
        Places(places)
    }

    /// The display text of a run of words, which must not be empty.
    pub fn span(&self, block: usize, start: usize, end: usize) -> Span {
        Span {
            block,
            start: self.0[start].start as usize,
            end: self.0[end - 1].end as usize,
        }
    }

    /// The same text itself.
    pub fn text<'a>(&self, display: &'a str, start: usize, end: usize) -> &'a str {
        let bytes = self.0[start].bytes.0 as usize..self.0[end - 1].bytes.1 as usize;
        display.get(bytes).unwrap_or_default()
    }

    /// The words that a run of characters touches.
    pub fn words(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.0.partition_point(|place| place.end as usize <= start);
        let last = self.0.partition_point(|place| (place.start as usize) < end);
        first..last.max(first)
    }
}

/// Calls back for each word with whether punctuation stands before it, and with its place.
pub fn each(display: &str, mut emit: impl FnMut(u32, bool, Place)) {
    /// The bit that no character has: a hash.
    const HASH: u32 = 1 << 31;
    let mix = |word: u32, c: char| (word.rotate_left(11) ^ c as u32).wrapping_mul(0x9e37_79b1) | HASH;
    // The word that may go on: letters or marks may follow.
    let mut open: Option<(u32, bool, Place)> = None;
    let mut letters = false;
    let mut opens = true;
    for (at, (byte, shown)) in (0..).zip(display.char_indices()) {
        let Some(c) = fold_char(shown) else { continue };
        let (byte, behind) = (byte as u32, (byte + shown.len_utf8()) as u32);
        // Most of a Chinese text.
        let is_han = matches!(c, '\u{3400}'..='\u{9fff}');
        if !is_han && (is_mark(c) || letters && is_alphabet(c)) {
            if let Some((word, _, place)) = &mut open {
                (*word, place.end, place.bytes.1) = (mix(*word, c), at + 1, behind);
            }
            continue;
        }
        if let Some((word, opens, place)) = open.take() {
            emit(word, opens, place);
        }
        letters = !is_han && is_alphabet(c);
        if is_han || is_word(c) {
            let word = if letters { mix(0, c) } else { c as u32 };
            let place = Place {
                start: at,
                end: at + 1,
                bytes: (byte, behind),
            };
            open = Some((word, opens, place));
            opens = false;
        } else if c != ' ' {
            opens = true;
        }
    }
    if let Some((word, opens, place)) = open {
        emit(word, opens, place);
    }
}

/// The hash of every run of `length` words, from left to right; the same on every machine, and as fast for long runs
/// as for short ones.
pub fn hashes(words: &[u32], length: usize) -> impl Iterator<Item = u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    // What the word that leaves a run is worth in it.
    let leaving = (0..length).fold(1, |power: u64, _| power.wrapping_mul(BASE));
    let first = words.get(..length.saturating_sub(1)).unwrap_or(words);
    let mut sum = first.iter().fold(0, |sum: u64, &word| {
        sum.wrapping_mul(BASE).wrapping_add(u64::from(word) + 1)
    });
    let entering = words.iter().skip(first.len());
    entering.enumerate().map(move |(at, &word)| {
        sum = sum.wrapping_mul(BASE).wrapping_add(u64::from(word) + 1);
        if let Some(gone) = at.checked_sub(1) {
            sum = sum.wrapping_sub(leaving.wrapping_mul(u64::from(words[gone]) + 1));
        }
        // What the multiplication carried upwards is brought down again.
        (sum ^ sum >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a text, as they stand in it.
    fn check(text: &str, expected: &[&str]) {
        let places = Places::of(text);
        let words: Vec<&str> = (0..places.0.len())
            .map(|at| places.span(0, at, at + 1))
            .map(|span| crate::corpus::slice(text, span.start, span.end))
            .collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn words_are_han_characters_and_words_of_letters() {
        check("會\u{200b}議，Ｃａｆｅ\u{301} 2", &["會", "議", "Ｃａｆｅ\u{301}", "2"]);
        check("2022年G7", &["2022", "年", "G7"]);
        check("，\u{301}", &[]);
        let words = |text: &str| {
            let mut words = Vec::new();
            each(text, |word, _, _| words.push(word));
            words
        };
        assert_eq!(words("會議CAFE"), words("会议，ｃafe"));
        assert_ne!(words("ab"), words("ba"));
    }

    #[test]
    fn equal_runs_have_equal_hashes_and_others_differ() {
        let text: Vec<u32> = (0..3000).map(|n| n * n % 1009).collect();
        for length in [1, 2, 7, 20] {
            let hashes: Vec<u64> = hashes(&text, length).collect();
            let mut of: std::collections::BTreeMap<&[u32], u64> = Default::default();
            for (run, hash) in text.windows(length).zip(&hashes) {
                assert_eq!(of.entry(run).or_insert(*hash), hash);
            }
            assert_eq!(hashes.len(), text.len() + 1 - length);
            assert_eq!(of.values().collect::<std::collections::BTreeSet<_>>().len(), of.len());
        }
        assert_eq!(hashes(&text[..3], 4).count(), 0);
    }
}
