//! Characters and their bytes in GBK, and which of them are in use. GB 2312, whose order GBK keeps, gave its first
//! level to the 3,755 characters of everyday and its second to the rest; so the bytes tell how common one is.

use std::sync::LazyLock;

use encoding_rs::GBK;

use crate::text::fold::simplified;

/// The punctuation and signs of ordinary Chinese text.
const MARKS: &str = "、。·—…‘’“”〔〕〈〉《》「」『』【】（）！，：；？％～×○　";

struct Table {
    /// For each character of the basic plane its two bytes, or 0.
    bytes: Box<[u16]>,
    /// For each two bytes from [`FIRST`] the character, or NUL.
    characters: Box<[char]>,
    /// For each character of the basic plane: is it common, in simplified or traditional script?
    common: Box<[bool]>,
}

/// The first two bytes that are a character.
const FIRST: u16 = 0x8140;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let pairs = || (FIRST..=0xfefe).filter(|pair| matches!(pair & 0xff, 0x40..=0x7e | 0x80..=0xfe));
    let lines: Vec<u8> = pairs()
        .flat_map(|pair| [(pair >> 8) as u8, pair as u8, b'\n'])
        .collect();
    let (text, _) = GBK.decode_without_bom_handling(&lines);
    let mut table = Table {
        bytes: vec![0; 1 << 16].into(),
        characters: vec!['\0'; usize::from(0xfeff - FIRST)].into(),
        common: vec![false; 1 << 16].into(),
    };
    for (pair, line) in pairs().zip(text.lines()) {
        let mut characters = line.chars();
        if let (Some(c), None) = (characters.next().filter(|c| *c != '\u{fffd}'), characters.next()) {
            table.characters[usize::from(pair - FIRST)] = c;
            if let Some(bytes) = table.bytes.get_mut(c as usize) {
                *bytes = pair;
            }
        }
    }
    for c in '\u{3400}'..='\u{9fff}' {
        let [lead, trail] = table.bytes[simplified(c) as usize].to_be_bytes();
        table.common[c as usize] = (0xb0..=0xd7).contains(&lead) && trail > 0xa0;
    }
    for c in MARKS.chars() {
        table.common[c as usize] = true;
    }
    table
});

/// The two bytes of a character.
pub fn bytes(c: char) -> Option<[u8; 2]> {
    let pair = TABLE.bytes.get(c as usize).copied().filter(|pair| *pair != 0)?;
    Some(pair.to_be_bytes())
}

/// The character of two bytes.
pub fn character(lead: u8, trail: u8) -> Option<char> {
    let place = u16::from_be_bytes([lead, trail]).checked_sub(FIRST)?;
    TABLE.characters.get(usize::from(place)).copied().filter(|c| *c != '\0')
}

/// Is this a Han character in everyday use, in either script, or a mark of ordinary Chinese text?
pub fn is_common(c: char) -> bool {
    TABLE.common.get(c as usize).copied().unwrap_or(false)
}

pub fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && is_common(c)
}

/// Is this neither common nor ASCII nor white space?
pub fn is_odd(c: char) -> bool {
    !c.is_ascii() && !is_common(c) && !c.is_whitespace()
}
