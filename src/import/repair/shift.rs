//! GBK read one byte out of step: a first byte was lost and `?` stands for it, so each character that follows is made
//! of the halves of two, until one that fits into ASCII restores the step. «?拔逡弧逼陂g» is «“五一”期間».

use std::collections::HashSet;
use std::ops::Range;

use super::gbk;
use crate::corpus::Damage;
use crate::import::source::Mend;

/// Fewest characters that a run must give back. Three of everyday come about by chance.
const SHORTEST: usize = 4;

/// Fewest odd characters that a damaged run must have, and at most how many characters there may be to each of them.
/// A third of the characters that a shift makes are odd; of those in a clean text hardly one in a hundred.
const ODD: usize = 2;
const ODD_SHARE: usize = 4;

/// What opens, and what closes it.
const PAIRS: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('（', '）'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〈', '〉'),
];

/// A damaged run.
struct Run {
    range: Range<usize>,
    /// What it gives back, without the character whose first byte is lost.
    text: String,
    /// The second byte of that character.
    trail: u8,
    /// Did a byte of ASCII restore the step? If not, the last character is lost as well.
    is_closed: bool,
}

/// What stands for the lost byte?
fn is_lost(c: char) -> bool {
    matches!(c, '?' | '\u{fffd}')
}

/// The damaged runs of a text.
pub fn find(text: &str) -> Vec<Mend> {
    let mut runs = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut from = 0;
        for (at, lost) in line.match_indices(is_lost).filter(|_| line.contains(gbk::is_odd)) {
            if at < from {
                continue;
            }
            if let Some(mut run) = read(&line[at + lost.len()..]) {
                from = at + lost.len() + run.range.end;
                run.range = start + at..start + from;
                runs.push((run, start));
            }
        }
        start += line.len();
    }
    let doubts: HashSet<(char, u8)> = runs.iter().filter_map(|(run, _)| doubt(text, run)).collect();
    let known = if doubts.is_empty() {
        doubts
    } else {
        pairs(text, &doubts)
    };
    let mend = |(run, line): (Run, usize)| {
        let is_known = doubt(text, &run).is_some_and(|doubt| known.contains(&doubt));
        let (first, is_certain) = first(&text[line..run.range.start], &run, is_known);
        let last = if run.is_closed { None } else { Some('\u{fffd}') };
        Mend {
            text: std::iter::once(first).chain(run.text.chars()).chain(last).collect(),
            range: run.range,
            damage: Damage::ByteShift,
            certain: is_certain && run.is_closed,
        }
    };
    runs.into_iter().map(mend).collect()
}

/// Reads what follows a lost byte one byte later.
fn read(damaged: &str) -> Option<Run> {
    let mut run = Run {
        range: 0..0,
        text: String::new(),
        trail: 0,
        is_closed: false,
    };
    let (mut all, mut odd) = (0, 0);
    let mut lead = None;
    let mut characters = damaged.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let is_inside = characters.peek().is_some_and(|(_, c)| gbk::bytes(*c).is_some());
        let (first, second) = match gbk::bytes(c) {
            Some([first, second]) => (first, Some(second)),
            // A sign that was of full width before somebody made it ASCII.
            None if is_inside && !is_lost(c) && (all == 0 && c.is_ascii_graphic() || ('!'..'@').contains(&c)) => {
                (0xa3, Some(c as u8 | 0x80))
            }
            None if ('@'..='~').contains(&c) => (c as u8, None),
            None => break,
        };
        match lead {
            None => run.trail = first,
            Some(lead) => match gbk::character(lead, first).filter(|c| gbk::is_common(*c)) {
                Some(c) => run.text.push(c),
                None => break,
            },
        }
        lead = second;
        run.range.end = at + c.len_utf8();
        run.is_closed = second.is_none();
        all += 1;
        odd += usize::from(gbk::is_odd(c));
        if run.is_closed {
            break;
        }
    }
    let is_long = run.text.chars().count() + 1 >= SHORTEST;
    (is_long && odd >= ODD && odd * ODD_SHARE >= all).then_some(run)
}

/// The character whose first byte is lost, and whether that is certain. `before` is the line up to it; `is_known`
/// tells that a word of the text could end in it too.
fn first(before: &str, run: &Run, is_known: bool) -> (char, bool) {
    let trail = |c: &char| gbk::bytes(*c).is_some_and(|bytes| bytes[1] == run.trail);
    for (open, close) in PAIRS {
        let is_open = unmatched(before.chars().rev(), close, open);
        if !is_open && unmatched(run.text.chars(), open, close) && trail(&open) {
            return (open, true);
        }
    }
    let marks = [0xa3, 0xa1].map(|lead| gbk::character(lead, run.trail).filter(|c| gbk::is_mark(*c)));
    let mut marks = marks.into_iter().flatten();
    let Some(mark) = marks.next() else {
        return ('\u{fffd}', false);
    };
    // A sentence ends or halts, and a quotation begins or ends: no word does that.
    let is_halt = "，。：；、！？".contains(mark) && run.text.starts_with(['“', '”', '《', '》']);
    (mark, is_halt && marks.next().is_none() && !is_known)
}

/// Does `wanted` come before any `other`?
fn unmatched(mut characters: impl Iterator<Item = char>, other: char, wanted: char) -> bool {
    characters.find(|c| *c == other || *c == wanted) == Some(wanted)
}

/// The character before a run, and the second byte of the lost one.
fn doubt(text: &str, run: &Run) -> Option<(char, u8)> {
    let before = text[..run.range.start].chars().next_back()?;
    Some((before, run.trail))
}

/// Those of the pairs that occur in the text, the second character being a Han character with that second byte.
fn pairs(text: &str, wanted: &HashSet<(char, u8)>) -> HashSet<(char, u8)> {
    let pairs = text.chars().zip(text.chars().skip(1));
    let pairs = pairs.filter(|(_, c)| gbk::is_common(*c) && !gbk::is_mark(*c));
    let pairs = pairs.filter_map(|(before, c)| Some((before, gbk::bytes(c)?[1])));
    pairs.filter(|pair| wanted.contains(pair)).collect()
}
