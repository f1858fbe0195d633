//! Folded characters, each with its place, and hashes of runs of them.

use super::fold::fold_char;

/// The folded characters of a display text, as [`View::Search`](super::fold::View::Search) folds it.
#[derive(Debug, Clone, Default)]
pub struct Characters {
    pub folded: Vec<char>,
    /// For each folded character, the index of the display character that it came from.
    pub places: Vec<usize>,
}

impl Characters {
    /// Every character that can be seen.
    pub fn all(display: &str) -> Self {
        Characters::only(display, |_| true)
    }

    /// Letters and digits: no punctuation, no white space.
    pub fn words(display: &str) -> Self {
        Characters::only(display, is_word)
    }

    fn only(display: &str, keep: impl Fn(char) -> bool) -> Self {
        let folded = display
            .chars()
            .enumerate()
            .filter_map(|(at, c)| Some((fold_char(c).filter(|c| keep(*c))?, at)));
        let (folded, places) = folded.unzip();
        Characters { folded, places }
    }
}

/// Is this a letter or a digit? Han characters are letters.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric()
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

/// The hash of every run of `length` characters (at least 1), from left to right; the same on every machine.
pub fn hashes(folded: &[char], length: usize) -> impl Iterator<Item = u64> {
    folded.windows(length).map(hash)
}

fn hash(run: &[char]) -> u64 {
    // Multiplication carries upwards only; the rotation brings what it mixed down again.
    run.iter().fold(0, |hash: u64, &c| {
        (hash.rotate_left(26) ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_know_their_places() {
        let words = Characters::words("會\u{200b}議，ＯＫ");
        assert_eq!(words.folded, ['会', '议', 'o', 'k']);
        assert_eq!(words.places, [0, 2, 4, 5]);
        assert_eq!(Characters::all("會\u{200b}議，ＯＫ").folded.len(), 5);
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
