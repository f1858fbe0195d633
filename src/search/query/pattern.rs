//! What one term finds in a folded text: a run of text, a whole word, wildcards or a regular expression.

use std::ops::Range;

use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};
use regex_lite::{Regex, RegexBuilder};

use super::{FEW, fold};
use crate::text::stored::Stored;

/// The most bytes of a compiled regular expression. Each character of a text costs time in proportion; this is enough
/// for some dozens of alternatives or `.{0,100}`.
const REGEX: usize = 1 << 16;

/// The same for a term with wildcards, in which each `*` takes about two hundred bytes.
const WILDCARDS: usize = 1 << 18;

/// Characters of a block that a regular expression is tried on at a time. To find all matches may take the square of
/// it, with expressions that look far ahead; paragraphs of speeches are far shorter. No match goes beyond it.
pub const STRETCH: usize = 8_000;

/// How a run of text is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Wherever it stands.
    Text,
    /// Where no letter or digit stands right before or after it, in scripts that part words by spaces.
    Word,
}

/// What is looked for in folded text.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Text that is part of every match, or all of it, in UTF-16; may be empty for a regular expression.
    needle: Finder<'static>,
    /// Bytes that can be passed over where the needle is found between two units.
    step: usize,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Run(How),
    /// Matched within a block, in stretches of so many characters.
    Regex(Regex, usize),
}

/// How frequent a byte is in UTF-16: the upper bytes of Latin letters, Han characters and punctuation most of all.
/// `memchr` holds zero for rare, which is every second byte of English; in Chinese its own table is as good.
struct Frequency;

impl HeuristicFrequencyRank for Frequency {
    fn rank(&self, byte: u8) -> u8 {
        match byte {
            0 => 255,
            0x4e..=0x6f => 250,
            0x70..=0x9f | 0x30 | 0xff => 200,
            // Lower bytes, of which each is as frequent as another: `，` and `。` are not.
            0x0c | 0x02 | 0x2c => 150,
            _ => 50,
        }
    }
}

impl Pattern {
    /// A run of text; `None` if there is nothing to be seen in it.
    pub fn text(text: &str, how: How) -> Option<Pattern> {
        let folded: String = text.chars().filter_map(fold).collect();
        (!folded.is_empty()).then(|| Pattern::new(&folded, Form::Run(how)))
    }

    /// A run of text in which `?` is any character and `*` is any few; `None` if there is no other one, or there are
    /// too many. A `*` at either end says nothing. What has full width is no wildcard.
    pub fn wildcards(text: &str) -> Option<Pattern> {
        let text = text.trim_matches('*');
        let runs = text
            .split(['?', '*'])
            .map(|run| -> String { run.chars().filter_map(fold).collect() });
        let longest = runs.max_by_key(String::len).filter(|run| !run.is_empty())?;
        let mut pattern = String::new();
        for c in text.chars() {
            match c {
                '?' => pattern.push('.'),
                '*' => pattern.push_str(&format!(".{{0,{FEW}}}?")),
                c => pattern.extend(fold(c).map(|c| regex_lite::escape(c.encode_utf8(&mut [0; 4])))),
            }
        }
        let regex = RegexBuilder::new(&pattern).size_limit(WILDCARDS).build().ok()?;
        Some(Pattern::new(&longest, Form::Regex(regex, usize::MAX)))
    }

    /// A regular expression; `None` if it is none, or too large.
    pub fn regex(pattern: &str) -> Option<Pattern> {
        let folded = fold_regex(pattern);
        let regex = RegexBuilder::new(&folded).size_limit(REGEX).build().ok()?;
        Some(Pattern::new(&required(&folded), Form::Regex(regex, STRETCH)))
    }

    fn new(needle: &str, form: Form) -> Pattern {
        let needle: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Pattern {
            step: step(&needle),
            needle: FinderBuilder::new()
                .build_forward_with_ranker(Frequency, &needle)
                .into_owned(),
            form,
        }
    }

    /// Text that every match has in it, in UTF-16, little-endian; may be empty.
    pub fn needle(&self) -> &[u8] {
        self.needle.needle()
    }

    /// The text, if it is found wherever it stands.
    pub fn run(&self) -> Option<&[u8]> {
        matches!(self.form, Form::Run(How::Text)).then(|| self.needle.needle())
    }

    /// Whether it is in a text, as far as one look tells.
    pub fn glance(&self, text: &Stored) -> Option<bool> {
        match (self.find(text.bytes(), 0), &self.form) {
            (None, _) => Some(false),
            (Some(_), Form::Run(How::Text)) => Some(true),
            (Some(_), _) => None,
        }
    }

    /// Is it in this text?
    pub fn is_in(&self, text: &Stored) -> bool {
        self.glance(text).unwrap_or_else(|| self.count(text) > 0)
    }

    /// How many [places](Pattern::places) it has in a text.
    pub fn count(&self, text: &Stored) -> usize {
        match &self.form {
            Form::Run(How::Text) => self.all(text).count(),
            _ => self.places(text).len(),
        }
    }

    /// Its places in a text, in units: non-overlapping, from left to right, none empty or across two blocks.
    pub fn places(&self, text: &Stored) -> Vec<Range<usize>> {
        let bytes = text.bytes();
        let length = self.needle.needle().len();
        let mut places = Vec::new();
        let mut from = 0;
        match &self.form {
            Form::Run(How::Text) => places.extend(self.all(text)),
            Form::Run(How::Word) => {
                while let Some(at) = self.find(bytes, from) {
                    let place = at / 2..(at + length) / 2;
                    // A word may begin inside of what was no word.
                    from = at + 2;
                    if is_word(bytes, &place) {
                        from = at + length;
                        places.push(place);
                    }
                }
            }
            Form::Regex(regex, stretch) => {
                while let Some(at) = self.find(bytes, from) {
                    let block = text.block_of(at / 2);
                    let units = text.units(block);
                    let folded = text.folded(block);
                    // Units are counted on from match to match.
                    let (mut byte, mut unit) = (0, units.start);
                    let mut unit_of = |to: usize| {
                        unit += folded[byte..to].chars().map(char::len_utf16).sum::<usize>();
                        byte = to;
                        unit
                    };
                    for (first, stretch) in stretches(&folded, *stretch) {
                        let found = regex.find_iter(stretch).filter(|found| !found.is_empty());
                        places.extend(found.map(|found| unit_of(first + found.start())..unit_of(first + found.end())));
                    }
                    from = 2 * (units.end + 1);
                }
            }
        }
        places
    }

    /// The places of the needle.
    fn all(&self, text: &Stored) -> impl Iterator<Item = Range<usize>> {
        let length = self.needle.needle().len();
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = self.find(text.bytes(), from)?;
            from = at + length;
            Some(at / 2..from / 2)
        })
    }

    /// The next place of the needle, in bytes.
    fn find(&self, bytes: &[u8], mut from: usize) -> Option<usize> {
        loop {
            let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
            from += self.needle.find(rest)?;
            if from.is_multiple_of(2) {
                return Some(from);
            }
            from += self.step;
        }
    }
}

/// Bytes from where a needle is found between two units to where it may stand next: as many as it must be moved by to
/// lie on itself, if they are odd; else all of it. So a text is not read twice, whatever it is made of.
fn step(needle: &[u8]) -> usize {
    // How much of the start of the needle stands at the end of its first bytes, for each number of them.
    let mut borders = vec![0; needle.len() + 1];
    let mut border = 0;
    for at in 1..needle.len() {
        while border > 0 && needle[at] != needle[border] {
            border = borders[border];
        }
        border += usize::from(needle[at] == needle[border]);
        borders[at + 1] = border;
    }
    let all = std::iter::successors(Some(borders[needle.len()]), |border| {
        (*border > 0).then(|| borders[*border])
    });
    let mut steps = all.map(|border| needle.len() - border);
    steps.find(|step| step % 2 == 1).unwrap_or(needle.len())
}

/// A text cut into stretches of so many characters, each with the byte it starts at.
fn stretches(text: &str, length: usize) -> impl Iterator<Item = (usize, &str)> {
    let starts: Vec<usize> = text.char_indices().step_by(length).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    std::iter::zip(starts, ends).map(|(start, end)| (start, &text[start..end]))
}

/// Does no letter go on where this place begins or ends?
fn is_word(bytes: &[u8], place: &Range<usize>) -> bool {
    let character = |units: Range<usize>| {
        let bytes = bytes.get(2 * units.start..2 * units.end).unwrap_or_default();
        let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        char::decode_utf16(units).next().and_then(Result::ok)
    };
    let goes_on = |at: usize| {
        // A unit alone, or two that are one character.
        let before = character(at.saturating_sub(1)..at).or_else(|| character(at.saturating_sub(2)..at));
        let after = character(at..at + 1).or_else(|| character(at..at + 2));
        before.is_some_and(is_spaced) && after.is_some_and(is_spaced)
    };
    !goes_on(place.start) && !goes_on(place.end)
}

/// Is this a letter or a digit of a script that parts words by spaces?
fn is_spaced(c: char) -> bool {
    // Han, kana and their extensions.
    let is_unspaced =
        matches!(c, '\u{2e80}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..);
    c.is_alphanumeric() && !is_unspaced
}

/// A regular expression for folded text. What has a meaning in it is ASCII, so that a full-width bracket is a character
/// like any other; the ends of a range of Han characters stay what they are.
fn fold_regex(pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let is_end = in_class && (folded.ends_with('-') || chars.peek() == Some(&'-'));
        match c {
            '\\' => {
                folded.push(c);
                folded.extend(chars.next());
            }
            // `(?P<name>…)`
            'P' if folded.ends_with("(?") => folded.push(c),
            '\0'..='\x7f' => {
                in_class = c == '[' || in_class && c != ']';
                folded.push(c.to_ascii_lowercase());
            }
            c if is_end => folded.push(c),
            c => folded.extend(fold(c).map(|c| regex_lite::escape(c.encode_utf8(&mut [0; 4])))),
        }
    }
    folded
}

/// Text that every match of a regular expression has, so that most texts need not be tried: the longest run of plain
/// characters outside of all brackets. Empty, if there is none or it is not simple to tell.
fn required(pattern: &str) -> String {
    let (mut longest, mut run) = (String::new(), String::new());
    let mut depth = 0usize;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let literal = match c {
            '|' if depth == 0 => return String::new(),
            '\\' => match chars.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => Some(escaped),
                // A character by its number: its digits are no text.
                Some('x' | 'u' | 'U') | None => return String::new(),
                Some(_) => None,
            },
            '[' => {
                skip_class(&mut chars);
                None
            }
            '(' => {
                // Flags may give all that follows another meaning.
                if chars.next_if_eq(&'?').is_some() && chars.peek() != Some(&':') {
                    return String::new();
                }
                depth += 1;
                None
            }
            ')' => {
                depth = depth.saturating_sub(1);
                None
            }
            '{' => {
                chars.by_ref().take_while(|c| *c != '}').for_each(drop);
                None
            }
            '.' | '^' | '$' | '+' | '?' | '*' | '}' => None,
            c => Some(c),
        };
        let is_optional = matches!(chars.peek(), Some('?' | '*' | '{'));
        match literal.filter(|_| depth == 0 && !is_optional) {
            Some(c) => run.push(c),
            None => run.clear(),
        }
        if run.len() > longest.len() {
            longest.clone_from(&run);
        }
    }
    longest
}

/// Goes on behind a class of characters, of which the bracket was read.
fn skip_class(chars: &mut std::iter::Peekable<std::str::Chars>) {
    chars.next_if_eq(&'^');
    chars.next_if_eq(&']');
    let mut depth = 1;
    while depth > 0
        && let Some(c) = chars.next()
    {
        match c {
            '\\' => drop(chars.next()),
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
}
