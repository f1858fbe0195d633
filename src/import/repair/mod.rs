//! Repairs: what damaged a text on its way here, and what was meant. A repair that is not certain is proposed, and
//! the body keeps the damage. Ordinary text of any kind is never touched.
//!
//! Bytes are judged first, while every character still has its own; then what stands for a character or cannot be
//! seen, then the readings that converters left.

mod entity;
pub mod gbk;
mod mojibake;
mod reading;
mod shift;
mod unseen;

use std::ops::Range;

use super::source::{Mend, Source};
use crate::corpus::{Damage, Reason};
use unseen::Fate;

pub fn repair(source: &mut Source) {
    let text = source.text;
    let mut damaged = mojibake::find(text);
    damaged.extend(shift::find(text));
    damaged.sort_by_key(|mend| mend.range.start);
    let mut covered = damaged.iter().map(|mend| mend.range.clone()).peekable();
    let mut before = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let inner = entity::inner(line);
        let inner = start + inner.start..start + inner.end;
        let mut characters = line.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let at = start + at;
            let after = characters.peek().map(|(_, c)| *c);
            while covered.next_if(|range| range.end <= at).is_some() {}
            if covered.peek().is_none_or(|range| at < range.start) {
                lone(source, at, [before, Some(c), after], &inner);
            }
            before = Some(c);
        }
        start += line.len();
    }
    for mend in damaged {
        source.mend(mend);
    }
    for reading in reading::find(text) {
        source.remove(reading, Reason::ReadingAid);
    }
}

/// Repairs a character between its neighbours, or what stands for one. What stands for white space at the ends of a
/// line, outside of `inner`, stands for nothing.
fn lone(source: &mut Source, at: usize, [before, c, after]: [Option<char>; 3], inner: &Range<usize>) {
    let Some(c) = c else { return };
    let mend = |length: usize, damage, c: char| Mend {
        range: at..at + length,
        damage,
        text: c.to_string(),
        certain: true,
    };
    match unseen::fate(before, c, after) {
        Some(Fate::Remove) => source.remove(at..at + c.len_utf8(), Reason::Invisible),
        Some(Fate::Replace(agreed)) => source.mend(mend(c.len_utf8(), Damage::PrivateUse, agreed)),
        None if c == '&' => {
            let Some((c, length)) = entity::parse(&source.text[at..]) else {
                return;
            };
            match unseen::fate(None, c, None) {
                Some(Fate::Replace(agreed)) => source.mend(mend(length, Damage::PrivateUse, agreed)),
                Some(Fate::Remove) => source.remove(at..at + length, Reason::Invisible),
                None if c.is_whitespace() && !inner.contains(&at) => source.remove(at..at + length, Reason::Markup),
                None => source.mend(mend(length, Damage::Entity, c)),
            }
        }
        None => {}
    }
}

#[cfg(test)]
mod tests;
