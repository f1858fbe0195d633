//! Bytes read as another encoding than theirs: «浠婂ぉ» is UTF-8 read as GBK, «½ñÌì» is GBK read as Latin-1. Each
//! character gives its bytes back, and these are read anew; what becomes sensible that was not is mended.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::BIG5;

use super::{entity, gbk};
use crate::corpus::Damage;
use crate::import::source::Mend;

/// Fewest characters that a run must give back to be mended without asking. Fewer come about by chance.
const CERTAIN: usize = 4;

/// Fewest characters that a run must give back to be proposed.
const PROPOSED: usize = 2;

/// Fewest characters beyond ASCII for a whole text to be judged.
const WHOLE: usize = 20;

/// Stands for a byte that was lost; neither UTF-8 nor GBK has it.
const LOST: u8 = 0xff;

/// One or two bytes.
type Bytes = ([u8; 2], usize);

/// An encoding that bytes were read as, and the one they have.
struct Misreading {
    /// The bytes that a character was made of.
    bytes: fn(char) -> Option<Bytes>,
    /// The character that bytes begin with, and how many it takes.
    read: fn(&[u8]) -> Option<(char, usize)>,
    /// At most one in so many of the characters given back may be odd.
    odd: usize,
}

const UTF8_AS_GBK: Misreading = Misreading {
    bytes: of_gbk,
    read: utf8_of_gbk,
    odd: 4,
};

const UTF8_AS_LATIN: Misreading = Misreading {
    bytes: of_latin,
    read: utf8,
    odd: 4,
};

const GBK_AS_LATIN: Misreading = Misreading {
    bytes: of_latin,
    read: gbk,
    odd: 20,
};

/// The misread runs of a text.
pub fn find(text: &str) -> Vec<Mend> {
    let whole = whole(text);
    if !whole.is_empty() {
        return whole;
    }
    let mut mends = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let (mut odd, mut latin) = (0, 0);
        for c in line.chars().filter(|c| gbk::is_odd(*c)) {
            odd += 1;
            latin += usize::from(c < '\u{100}');
        }
        let mut found = Vec::new();
        if latin >= PROPOSED {
            found = runs(line, &UTF8_AS_LATIN);
            if found.is_empty() {
                found = runs(line, &GBK_AS_LATIN);
            }
        }
        if found.is_empty() && odd > 0 {
            found = runs(line, &UTF8_AS_GBK);
        }
        for mend in &mut found {
            mend.range = start + mend.range.start..start + mend.range.end;
        }
        mends.append(&mut found);
        start += line.len();
    }
    mends
}

/// The runs of a line whose bytes make sense when they are read anew.
fn runs(line: &str, misreading: &Misreading) -> Vec<Mend> {
    let mut mends = Vec::new();
    let mut bytes = Vec::new();
    // Where each byte that begins a character stands in the line.
    let mut places = Vec::new();
    for (at, c) in line.char_indices().chain([(line.len(), '\u{ffff}')]) {
        places.push(Some(at));
        match (misreading.bytes)(c) {
            Some((these, length)) => {
                bytes.extend(&these[..length]);
                places.extend(std::iter::repeat_n(None, length - 1));
            }
            None => {
                stretches(line, &bytes, &places, misreading, &mut mends);
                bytes.clear();
                places.clear();
            }
        }
    }
    mends
}

/// The sensible stretches among bytes that have a place each in the line, as has their end.
fn stretches(line: &str, bytes: &[u8], places: &[Option<usize>], misreading: &Misreading, mends: &mut Vec<Mend>) {
    let mut from = 0;
    while from < bytes.len() {
        let mut text = String::new();
        // The last byte at which both readings end a character, and how much has been read by then.
        let mut end = None;
        let mut at = from;
        if places[from].is_some() && !bytes[from].is_ascii() {
            while let Some((c, length)) = (misreading.read)(&bytes[at..]) {
                at += length;
                text.push(c);
                if places[at].is_some() && !c.is_ascii() {
                    end = Some((at, text.len()));
                }
            }
        }
        if let (Some((end, length)), Some(start)) = (end, places[from]) {
            text.truncate(length);
            let range = start..places[end].unwrap_or(line.len());
            if let Some(certain) = judge(&line[range.clone()], &text, misreading) {
                mends.push(Mend {
                    range,
                    damage: Damage::Mojibake,
                    text,
                    certain,
                });
                at = end;
            }
        }
        from = at.max(from + 1);
    }
}

/// Is this what was meant, and is that certain? `None` if it is not.
fn judge(damaged: &str, text: &str, misreading: &Misreading) -> Option<bool> {
    let count = |text: &str, kind: fn(char) -> bool| text.chars().filter(|c| kind(*c)).count();
    let all = count(text, |c| !c.is_ascii());
    let odd = count(text, gbk::is_odd);
    let was_odd = count(damaged, gbk::is_odd);
    let was = count(damaged, |c| !c.is_ascii());
    let is_better = odd * misreading.odd <= all && was_odd * 2 >= was && was_odd > odd;
    // Each typographic quotation mark has three bytes that no text has in this order: «â€œ».
    let is_quoted = was == 3 * all && text.chars().all(|c| c.is_ascii() || "“”‘’—…".contains(c));
    // A row of accented letters could be a word.
    let is_word = damaged
        .chars()
        .all(|c| c.is_ascii() || c < '\u{250}' && c.is_alphabetic());
    let is_certain = all >= CERTAIN || is_quoted;
    (is_better && (is_certain || all >= PROPOSED && !is_word)).then_some(is_certain)
}

/// A text that is Big5 read as GBK from end to end, or the reverse: both have two bytes to a character and keep
/// their step, so each character stands for one other.
fn whole(text: &str) -> Vec<Mend> {
    let (mut all, mut odd) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii() && !c.is_whitespace()) {
        all += 1;
        // Other scripts have rows in these encodings as well, but rare characters no other script has.
        odd += usize::from(gbk::is_odd(c) && matches!(c, '\u{3400}'..='\u{9fff}' | '\u{e000}'..='\u{f8ff}'));
    }
    if all < WHOLE || odd * 4 < all {
        return Vec::new();
    }
    let read = |table: &[char], c: char| table.get(c as usize).copied().filter(|c| *c != '\0');
    let sense = |table: &[char]| {
        let beyond = text.chars().filter(|c| !c.is_ascii() && !c.is_whitespace());
        beyond.filter(|c| read(table, *c).is_some_and(gbk::is_common)).count()
    };
    let [first, second] = &*BIG5_AND_GBK;
    let (best, table) = match (sense(first), sense(second)) {
        (best, other) if best >= other => (best, first),
        (_, best) => (best, second),
    };
    if best * 20 < all * 19 {
        return Vec::new();
    }
    let mend = |range: Range<usize>| Mend {
        damage: Damage::Mojibake,
        text: text[range.clone()]
            .chars()
            .map(|c| read(table, c).unwrap_or(c))
            .collect(),
        certain: true,
        range,
    };
    let mut mends = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        if !trimmed.is_ascii() {
            mends.push(mend(at..at + trimmed.len()));
        }
        start += line.len();
    }
    mends
}

fn of_gbk(c: char) -> Option<Bytes> {
    match c {
        '\0'..='\x7f' => Some(([c as u8, 0], 1)),
        // Windows has the euro sign for a byte that GBK leaves without meaning.
        '€' => Some(([0x80, 0], 1)),
        '\u{fffd}' => Some(([LOST, 0], 1)),
        _ => gbk::bytes(c).map(|[lead, trail]| ([lead, trail], 2)),
    }
}

fn of_latin(c: char) -> Option<Bytes> {
    let byte = match c {
        '\0'..='\u{ff}' => c as u8,
        _ => (0x80..=0x9f).find(|byte| entity::windows(*byte) == Some(c))?,
    };
    Some(([byte, 0], 1))
}

/// For each character of the basic plane the one that Big5 has for its bytes in GBK, and the reverse; NUL for none.
static BIG5_AND_GBK: LazyLock<[Box<[char]>; 2]> = LazyLock::new(|| {
    let mut tables = [vec!['\0'; 1 << 16], vec!['\0'; 1 << 16]];
    for c in '\u{80}'..='\u{ffff}' {
        if let Some(other) = gbk::bytes(c).and_then(big5) {
            tables[0][c as usize] = other;
            if let Some(place) = tables[1].get_mut(other as usize) {
                *place = c;
            }
        }
    }
    tables.map(Vec::into_boxed_slice)
});

fn big5(bytes: [u8; 2]) -> Option<char> {
    let text = BIG5.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn utf8(bytes: &[u8]) -> Option<(char, usize)> {
    let length = match bytes.first()? {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return None,
    };
    let c = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    (c != '\u{fffd}' && !c.is_control() || c.is_ascii()).then_some((c, length))
}

/// UTF-8 in which a sign may stand for 80, the one byte of UTF-8 that GBK takes for none of its own. Before ASCII it
/// may stand for any, and stays.
fn utf8_of_gbk(bytes: &[u8]) -> Option<(char, usize)> {
    let whole = utf8(bytes);
    let [first, second, third, rest @ ..] = bytes else {
        return whole;
    };
    let is_lost = |byte: u8, next: u8| matches!(byte, b'?' | LOST) && !next.is_ascii() && next != LOST;
    whole.or_else(|| match rest.first() {
        _ if is_lost(*second, *third) => utf8(&[*first, 0x80, *third]),
        Some(next) if is_lost(*third, *next) => utf8(&[*first, *second, 0x80]),
        _ => None,
    })
}

fn gbk(bytes: &[u8]) -> Option<(char, usize)> {
    match bytes {
        [lead, trail, ..] if !lead.is_ascii() => gbk::character(*lead, *trail).map(|c| (c, 2)),
        [c, ..] if c.is_ascii() => Some((char::from(*c), 1)),
        _ => None,
    }
}
