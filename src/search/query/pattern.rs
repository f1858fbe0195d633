//! What one term finds in a folded text: a run of text, a whole word, wildcards or a regular expression.

use std::ops::Range;

use memchr::memmem::Finder;
use regex_lite::{Regex, RegexBuilder};

use super::FEW;
use crate::text::fold::fold_char;

/// The most bytes of a compiled regular expression. Each character of a text costs time in proportion; this is enough
/// for some dozens of alternatives or `.{0,100}`.
const REGEX: usize = 1 << 16;

/// The same for a term with wildcards, in which each `*` takes about two hundred bytes.
const WILDCARDS: usize = 1 << 18;

/// Characters of a block that a regular expression is tried on at a time. To find all matches may take the square of
/// it, with expressions that look far ahead; paragraphs of speeches are far shorter. No match goes beyond it.
pub const STRETCH: usize = 8_000;

/// Folds one character for search: as all texts are folded, and Latin letters without their accents.
pub fn fold(c: char) -> Option<char> {
    match fold_char(c)? {
        '\u{300}'..='\u{36f}' => None,
        c @ ('\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') => Some(plain(c)),
        c => Some(c),
    }
}

/// A Latin letter without its accents.
fn plain(c: char) -> char {
    const ACCENTED: [(char, &str); 25] = [
        ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ('b', "ḃḅḇ"),
        ('c', "çćĉċčḉ"),
        ('d', "ďđḋḍḏḑḓ"),
        ('e', "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
        ('f', "ḟ"),
        ('g', "ĝğġģǧǵḡ"),
        ('h', "ĥȟḣḥḧḩḫẖ"),
        ('i', "ìíîïĩīĭįİǐȉȋḭḯỉị"),
        ('j', "ĵǰ"),
        ('k', "ķǩḱḳḵ"),
        ('l', "ĺļľłḷḹḻḽ"),
        ('m', "ḿṁṃ"),
        ('n', "ñńņňǹṅṇṉṋ"),
        ('o', "òóôõöøōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
        ('p', "ṕṗ"),
        ('r', "ŕŗřȑȓṙṛṝṟ"),
        ('s', "śŝşšșṡṣṥṧṩ"),
        ('t', "ţťțṫṭṯṱẗ"),
        ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ('v', "ṽṿ"),
        ('w', "ŵẁẃẅẇẉẘ"),
        ('x', "ẋẍ"),
        ('y', "ýÿŷȳẏẙỳỵỷỹ"),
        ('z', "źżžẑẓẕ"),
    ];
    let found = ACCENTED.iter().find(|(_, accented)| accented.contains(c));
    found.map_or(c, |(plain, _)| *plain)
}

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
    /// Text that is part of every match, or all of it; may be empty for a regular expression.
    needle: Finder<'static>,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Run(How),
    /// Matched within a block, in stretches of so many characters.
    Regex(Regex, usize),
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
        Pattern {
            needle: Finder::new(needle).into_owned(),
            form,
        }
    }

    /// Whether it is in a text of many lines, as far as one look tells.
    pub fn glance(&self, text: &str) -> Option<bool> {
        match (self.needle.find(text.as_bytes()), &self.form) {
            (None, _) => Some(false),
            (Some(_), Form::Run(How::Text)) => Some(true),
            (Some(_), _) => None,
        }
    }

    /// Is it in this text?
    pub fn is_in(&self, text: &str) -> bool {
        self.glance(text).unwrap_or_else(|| !self.places(text).is_empty())
    }

    /// Its places in a text of many lines, in bytes: non-overlapping, from left to right, none empty or across two
    /// lines.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let length = self.needle.needle().len();
        match &self.form {
            Form::Run(How::Text) => self
                .needle
                .find_iter(text.as_bytes())
                .map(|at| at..at + length)
                .collect(),
            Form::Run(How::Word) => {
                let mut places = Vec::new();
                let mut from = 0;
                while let Some(at) = self.find(text, from) {
                    let place = at..at + length;
                    // A word may begin inside of what was no word.
                    from = if is_word(text, &place) {
                        places.push(place.clone());
                        place.end
                    } else {
                        at + text[at..].chars().next().map_or(1, char::len_utf8)
                    };
                }
                places
            }
            Form::Regex(regex, stretch) => {
                let mut places = Vec::new();
                let mut from = 0;
                while let Some(at) = self.find(text, from) {
                    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
                    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
                    for (first, stretch) in stretches(&text[start..end], *stretch) {
                        let found = regex.find_iter(stretch).filter(|found| !found.is_empty());
                        let first = start + first;
                        places.extend(found.map(|found| first + found.start()..first + found.end()));
                    }
                    from = end + 1;
                }
                places
            }
        }
    }

    /// The next place of the needle.
    fn find(&self, text: &str, from: usize) -> Option<usize> {
        let rest = text.as_bytes().get(from..).filter(|rest| !rest.is_empty())?;
        self.needle.find(rest).map(|at| from + at)
    }
}

/// A text cut into stretches of so many characters, each with the byte it starts at.
fn stretches(text: &str, length: usize) -> impl Iterator<Item = (usize, &str)> {
    let starts: Vec<usize> = text.char_indices().step_by(length).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    std::iter::zip(starts, ends).map(|(start, end)| (start, &text[start..end]))
}

/// Does no letter go on where this place begins or ends?
fn is_word(text: &str, place: &Range<usize>) -> bool {
    let goes_on = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
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
