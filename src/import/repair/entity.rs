//! Characters written as HTML writes them: `&ldquo;`, `&#8220;`, `&amp;nbsp;`. What is meant is text, never markup.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;

use super::unseen;

/// The names that occur in Chinese pages, with what they mean.
const NAMES: [(&str, char); 68] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("shy", '\u{ad}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("bdquo", '„'),
    ("sbquo", '‚'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("minus", '−'),
    ("deg", '°'),
    ("permil", '‰'),
    ("prime", '′'),
    ("Prime", '″'),
    ("yen", '¥'),
    ("pound", '£'),
    ("cent", '¢'),
    ("euro", '€'),
    ("sect", '§'),
    ("para", '¶'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("micro", 'µ'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("infin", '∞'),
    ("radic", '√'),
    ("larr", '←'),
    ("uarr", '↑'),
    ("rarr", '→'),
    ("darr", '↓'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("aacute", 'á'),
];

/// Names that are known even if their semicolon is lost.
const BARE: [&str; 10] = [
    "nbsp", "ensp", "emsp", "ldquo", "rdquo", "lsquo", "rsquo", "mdash", "hellip", "middot",
];

/// Most bytes that stand for white space at the end of a line; longer ones are kept as a mend.
const LONGEST: usize = 16;

/// The character that a text beginning with `&` begins with, and the number of bytes it takes there.
pub fn parse(text: &str) -> Option<(char, usize)> {
    let mut rest = text.strip_prefix('&')?;
    // Escaping that was escaped: `&amp;amp;nbsp;`.
    while let Some(inner) = rest.strip_prefix("amp;") {
        rest = inner;
    }
    let before = text.len() - rest.len();
    let one = number(rest).or_else(|| name(rest));
    one.map(|(c, length)| (c, before + length))
        .or((before > 1).then_some(('&', before)))
}

/// A line without white space at its ends, and without what stands for it.
pub fn inner(line: &str) -> Range<usize> {
    let (mut start, mut end) = (0, line.len());
    let is_blank = |text: &str| parse(text).filter(|(c, _)| c.is_whitespace()).map(|(_, length)| length);
    loop {
        start = line.len() - line[start..].trim_start().len();
        match is_blank(&line[start..]) {
            Some(length) => start += length,
            None => break,
        }
    }
    loop {
        end = start + line[start..end].trim_end().len();
        match line[start..end].rfind('&').map(|at| start + at) {
            Some(at) if end - at <= LONGEST && is_blank(&line[at..end]) == Some(end - at) => end = at,
            _ => break,
        }
    }
    start..end
}

fn name(text: &str) -> Option<(char, usize)> {
    let length = text.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
    let (name, rest) = text.split_at(length);
    let &(_, c) = NAMES.iter().find(|(known, _)| *known == name)?;
    let is_bare = BARE.contains(&name) && !rest.starts_with(['=', ';']);
    match rest.starts_with(';') {
        true => Some((c, length + 1)),
        false => is_bare.then_some((c, length)),
    }
}

fn number(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let length = digits.chars().take(8).take_while(|c| c.is_digit(radix)).count();
    let (number, rest) = digits.split_at(length);
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let c = meant(u32::from_str_radix(number, radix).ok()?)?;
    let end = text.len() - rest.len();
    Some((c, end + usize::from(rest.starts_with(';'))))
}

/// The character of a number, if it is one that a text may have. HTML reads the numbers of C1 as windows-1252.
fn meant(number: u32) -> Option<char> {
    let c = match number {
        0x80..=0x9f => windows(number as u8)?,
        9 | 10 | 13 => ' ',
        _ => char::from_u32(number)?,
    };
    (!unseen::is_control(c)).then_some(c)
}

/// What windows-1252 has in the place of a control character.
pub fn windows(byte: u8) -> Option<char> {
    static HIGH: LazyLock<Vec<char>> = LazyLock::new(|| {
        let bytes: Vec<u8> = (0x80..=0x9f).collect();
        WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().collect()
    });
    let c = HIGH.get(usize::from(byte).checked_sub(0x80)?)?;
    (!c.is_control()).then_some(*c)
}
