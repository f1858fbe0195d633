//! Readings of characters that a converter from simplified to traditional script left in brackets after them:
//! «當(dāng)前». An author gives readings too, of rare characters; those stay.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::{entity, gbk};
use crate::import::markup::is_han;
use crate::import::pattern::regex;
use crate::text::fold::simplified;

/// Readings with tones after traditional characters that show a converter at work in a file. Fewer could be an
/// author's; with more, short files keep what has no tone, or follows a character that both scripts share.
const CONVERTED: usize = 3;

/// Readings without tones after traditional characters that show the same. English words such as `song` can be read
/// as pinyin, so it takes more of them.
const TONELESS: usize = 6;

/// Most characters between the brackets: the longest syllables have six, and a tone may be a character of its own.
const LONGEST: usize = 8;

struct Reading {
    range: Range<usize>,
    /// The character before it.
    han: char,
    has_tone: bool,
    is_neutral: bool,
}

/// The places of all readings that a converter left.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut readings = Vec::new();
    // Letters in brackets after a character that are no syllable.
    let mut others = 0;
    for (at, bracket) in text.match_indices(['(', '（']) {
        let Some(han) = text[..at].chars().next_back().filter(|c| is_han(*c)) else {
            continue;
        };
        let start = at + bracket.len();
        let Some((word, end)) = bracketed(&text[start..]) else {
            continue;
        };
        match syllable(&word) {
            Some((has_tone, is_neutral)) => readings.push(Reading {
                range: at..start + end,
                han,
                has_tone,
                is_neutral,
            }),
            None => others += 1,
        }
    }
    let is_traditional = |reading: &Reading| simplified(reading.han) != reading.han;
    let count = |has_tone: bool| {
        let alike = readings.iter().filter(|reading| reading.has_tone == has_tone);
        alike.filter(|reading| is_traditional(reading)).count()
    };
    let toned = readings.iter().filter(|reading| reading.has_tone);
    let is_full = toned.filter(|reading| gbk::is_common(reading.han)).count() >= CONVERTED;
    let is_converted = count(true) >= CONVERTED || count(false) >= TONELESS && others * 4 <= readings.len();
    let is_left = |reading: &Reading| match reading.has_tone {
        true => is_traditional(reading) || (is_converted || is_full) && gbk::is_common(reading.han),
        false => is_converted && (is_traditional(reading) || reading.is_neutral),
    };
    readings.retain(is_left);
    readings.into_iter().map(|reading| reading.range).collect()
}

/// The letters before a closing bracket, without their tones, the tones as digits behind them, and where the
/// bracket ends.
fn bracketed(text: &str) -> Option<(String, usize)> {
    let (mut word, mut tones) = (String::new(), String::new());
    let mut at = 0;
    for _ in 0..=LONGEST {
        let rest = &text[at..];
        let (c, length) = match rest.starts_with('&') {
            true => entity::parse(rest)?,
            false => rest.chars().next().map(|c| (c, c.len_utf8()))?,
        };
        at += length;
        if matches!(c, ')' | '）') {
            return (!word.is_empty()).then(|| (word + &tones, at));
        }
        match letter(c)? {
            (Some(letter), false) => word.push(letter),
            (letter, true) => {
                word.extend(letter);
                tones.push('1');
            }
            (None, false) => {}
        }
    }
    None
}

/// A letter of pinyin without its tone, and whether it had one. Marks may stand as characters of their own.
fn letter(c: char) -> Option<(Option<char>, bool)> {
    Some(match c {
        'a'..='z' | 'ü' | 'ê' => (Some(c), false),
        'ɑ' => (Some('a'), false),
        'ɡ' => (Some('g'), false),
        'ā' | 'á' | 'ǎ' | 'à' | 'ă' => (Some('a'), true),
        'ē' | 'é' | 'ě' | 'è' | 'ĕ' => (Some('e'), true),
        'ī' | 'í' | 'ǐ' | 'ì' | 'ĭ' => (Some('i'), true),
        'ō' | 'ó' | 'ǒ' | 'ò' | 'ŏ' => (Some('o'), true),
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ŭ' => (Some('u'), true),
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => (Some('ü'), true),
        'ń' | 'ň' | 'ǹ' => (Some('n'), true),
        'ḿ' => (Some('m'), true),
        '1'..='4' | '\u{300}' | '\u{301}' | '\u{304}' | '\u{30c}' => (None, true),
        '\u{308}' => (None, false),
        _ => return None,
    })
}

/// Is this one syllable of pinyin: has it a tone, and could it be spoken without one?
fn syllable(word: &str) -> Option<(bool, bool)> {
    static SYLLABLE: LazyLock<Regex> = LazyLock::new(|| {
        let open = "[ae]|[ae]i|ao|ou|[ae]ng?";
        let round = "u|u[ao]|uai|ui|uan|un|uang";
        regex(&format!(
            "^(?:{open}|o|er|n|ng|m|hm\
            |[bpmf](?:a|o|ai|ei|ao|ou|[ae]ng?|i|ie|iao|iu|ian|ing?|u|e)\
            |[dtnl](?:{open}|ong|i|ia|ie|iao|iu|ian|iang|ing?|u|uo|ui|uan|un|ü|üe|v|ve|ue)\
            |[gkh](?:{open}|ong|{round})\
            |[jqx](?:i|ia|ie|iao|iu|ian|iang|ing?|iong|u|ue|uan|un)\
            |(?:[zcs]h?|r)(?:{open}|i|ong|{round})\
            |y(?:a|o|e|ao|ou|ang?|ong|ing?|u|ue|uan|un)\
            |w(?:a|o|ai|ei|[ae]ng?|u))(1?)$"
        ))
    });
    let has_tone = !SYLLABLE.captures(word)?.get(1)?.is_empty();
    let is_neutral = matches!(
        word,
        "de" | "le" | "zhe" | "ge" | "zi" | "men" | "me" | "ma" | "ne" | "ba" | "la" | "ya" | "er" | "guo" | "tou"
    );
    Some((has_tone, is_neutral))
}
