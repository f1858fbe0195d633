//! Characters that nobody can see, and those of the private use areas, whose meaning is a matter of agreement.

use super::gbk;

/// What to do with a character that should not stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Remove,
    /// A character of the private use areas that has become another one by agreement.
    Replace(char),
}

/// Private use characters that GB 18030 had for characters Unicode had not yet: the first and the last of a row, and
/// the bytes of the first. What these bytes mean today is what was meant.
const AGREED: [(char, char, [u8; 2]); 8] = [
    ('\u{e5e5}', '\u{e5e5}', [0xa3, 0xa0]),
    ('\u{e78d}', '\u{e793}', [0xa6, 0xd9]),
    ('\u{e794}', '\u{e795}', [0xa6, 0xec]),
    ('\u{e796}', '\u{e796}', [0xa6, 0xf3]),
    ('\u{e7c7}', '\u{e7c7}', [0xa8, 0xbc]),
    ('\u{e7c8}', '\u{e7c8}', [0xa8, 0xbf]),
    ('\u{e7e7}', '\u{e7f3}', [0xa9, 0x89]),
    ('\u{e815}', '\u{e864}', [0xfe, 0x50]),
];

/// The six among them whose characters lie outside of the basic plane.
const BEYOND: [(char, char); 6] = [
    ('\u{e816}', '\u{20087}'),
    ('\u{e817}', '\u{20089}'),
    ('\u{e818}', '\u{200cc}'),
    ('\u{e831}', '\u{215d7}'),
    ('\u{e83b}', '\u{2298f}'),
    ('\u{e855}', '\u{241fe}'),
];

/// What becomes of a character between its neighbours; `None` if it stays as it is.
pub fn fate(before: Option<char>, c: char, after: Option<char>) -> Option<Fate> {
    let beside = |kind: fn(char) -> bool| before.is_some_and(kind) || after.is_some_and(kind);
    let is_unseen = match c {
        ' '..='~' | '\u{3000}'..='\u{d7ff}' => false,
        '\u{200c}' | '\u{200d}' => !beside(is_joining),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => !beside(is_rightward),
        '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}' => true,
        _ => is_control(c),
    };
    match is_private(c) {
        true => Some(agreed(c).map_or(Fate::Remove, Fate::Replace)),
        false => is_unseen.then_some(Fate::Remove),
    }
}

/// Control characters, white space apart, and code points that are no characters.
pub fn is_control(c: char) -> bool {
    let code = c as u32;
    c.is_control() && !c.is_whitespace() || code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}') && !is_control(c)
}

fn agreed(c: char) -> Option<char> {
    if let Some((_, agreed)) = BEYOND.iter().find(|(private, _)| *private == c) {
        return Some(*agreed);
    }
    let (first, _, [lead, trail]) = AGREED.iter().find(|(first, last, _)| (*first..=*last).contains(&c))?;
    let trail = *trail as u32 + (c as u32 - *first as u32);
    // No character has 7F for its second byte.
    let trail = if *lead == 0xfe && trail > 0x7e {
        trail + 1
    } else {
        trail
    };
    gbk::character(*lead, u8::try_from(trail).ok()?).filter(|c| !is_private(*c))
}

/// Scripts that need joiners, and the signs that emoji are made of.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{10ff}' | '\u{1780}'..='\u{18af}' | '\u{2190}'..='\u{2bff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe0f}' | '\u{fe70}'..='\u{fefc}' | '\u{1f000}'..='\u{1faff}')
}

/// Scripts that are written from the right.
fn is_rightward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}
