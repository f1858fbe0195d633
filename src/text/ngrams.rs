//! Folded characters and words, each with its place, and hashes of runs of them.

use super::fold::fold_char;

/// The folded characters of a display text, as [`View::Search`](super::fold::View::Search) folds it.
#[derive(Debug, Clone, Default)]
pub struct Characters {
    pub folded: Vec<char>,
    /// For each folded character, the index of the display character that it came from.
    pub places: Vec<usize>,
}

impl Characters {
    pub fn new(display: &str) -> Self {
        let characters = display.chars().enumerate();
        let (folded, places) = characters.filter_map(|(at, c)| Some((fold_char(c)?, at))).unzip();
        Characters { folded, places }
    }

    /// The hash of each word with its run of folded characters: a Han character, or a word of a script that
    /// writes words apart. Punctuation and white space are passed over.
    pub fn words(&self) -> impl Iterator<Item = (u64, std::ops::Range<usize>)> {
        let starts = (0..self.folded.len()).filter(|&at| is_word(self.folded[at]) && can_cut(&self.folded, at));
        starts.map(|start| {
            let inside = (start + 1..self.folded.len()).take_while(|&at| !can_cut(&self.folded, at));
            let end = start + 1 + inside.count();
            (hash(&self.folded[start..end]), start..end)
        })
    }
}

/// The length of a folded text as a reader of either kind of script feels it: a Han character counts one, as
/// does a punctuation mark and a word of a script that writes words apart; white space counts none.
pub fn size(folded: &[char]) -> usize {
    (0..folded.len())
        .filter(|&at| folded[at] != ' ' && can_cut(folded, at))
        .count()
}

/// Can a folded text be cut before the character `at`? Not inside a word of letters, nor before a mark.
pub fn can_cut(folded: &[char], at: usize) -> bool {
    let is_letter = |at: usize| folded.get(at).is_some_and(|c| is_alphabet(*c));
    let is_mark = folded.get(at).is_some_and(|c| is_mark(*c));
    at == 0
        || !(is_mark
            || is_letter(at)
                && folded[..at]
                    .iter()
                    .rfind(|c| !self::is_mark(**c))
                    .is_some_and(|c| is_alphabet(*c)))
}

/// Is this a letter or a digit? Han characters are letters.
pub fn is_word(c: char) -> bool {
    // Most of a Chinese text, and slow to look up.
    ('\u{4e00}'..='\u{9fa5}').contains(&c) || c.is_alphanumeric()
}

/// Is this a letter of a script that writes words apart, or a digit?
pub fn is_alphabet(c: char) -> bool {
    is_word(c) && (c as u32) < 0x2e80
}

/// Is this drawn on the character before it, and never to be cut from it?
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{3099}'..='\u{309a}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// The hash of every run of `length` characters or words (at least 1), from left to right; the same on every
/// machine.
pub fn hashes<T: Copy + Into<u64>>(items: &[T], length: usize) -> impl Iterator<Item = u64> {
    items.windows(length).map(hash)
}

fn hash<T: Copy + Into<u64>>(run: &[T]) -> u64 {
    // Multiplication carries upwards only; the rotation brings what it mixed down again.
    run.iter().fold(0, |hash: u64, &item| {
        (hash.rotate_left(26) ^ item.into()).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_words_know_their_places() {
        let characters = Characters::new("會\u{200b}議，Ｃａｆｅ\u{301} 2");
        assert_eq!(characters.folded.iter().collect::<String>(), "会议,cafe\u{301} 2");
        assert_eq!(characters.places, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        let words: Vec<_> = characters.words().map(|(_, run)| run).collect();
        assert_eq!(words, [0..1, 1..2, 3..8, 9..10]);
        assert_eq!(size(&characters.folded), 5);
    }

    #[test]
    fn equal_runs_have_equal_hashes_and_others_differ() {
        let text: Vec<char> = ('一'..='龥').collect();
        let mut seen: Vec<u64> = hashes(&text, 2).collect();
        seen.extend(hashes(&text.iter().rev().copied().collect::<Vec<_>>(), 2));
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
        assert_eq!(hashes(&text[..3], 4).count(), 0);
    }
}
