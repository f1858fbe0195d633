//! The small language of phrases: most are plain text, some are frames with a gap or a slot.
//!
//! | written | stands for |
//! |---|---|
//! | `绷紧…这根弦` | a gap: 1 to 16 characters of one clause |
//! | `应X尽X` | a slot: one Han character for each `X`; slots written alike hold the same text, `XX` two characters |
//! | `N个一` | a number, Chinese or Arabic |
//! | `(这|那|)根弦` | one of these; one may be empty |
//! | `{内防反弹、外防输入}` | the parts in any order |
//! | `{守土有责、守土负责、守土尽责}2` | at least two of the parts, in any order |
//!
//! `X`, `Y` and `N` have this meaning beside Han characters and frame signs only: `5G` and `GEN X` are plain text.
//! Between the parts of a Chinese phrase a separator may be missing, and stands for any other.

use serde::{Deserialize, Serialize};

use crate::text::fold::{SEPARATOR, View, fold_text};
use crate::text::units::{BREAK, SEPARATES, Units, is_han};

/// Characters of the longest gap: 把疫情防控各项工作责任扛在肩上 has eleven.
pub const GAP: usize = 16;

/// Characters of the longest number: 一百二十.
const DIGITS: usize = 4;

/// Forms of one phrase at the most, once its choices are written out. Four parts in any order have 24.
const FORMS: usize = 2_000;

/// Parts of a set at the most: the orders of five would be a hundred and twenty.
const PARTS: usize = 4;

/// A part of a pattern whose choices are written out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Text(Vec<u16>),
    /// Any separator, or none.
    Separator,
    Gap,
    /// Han characters; slots of one name and length hold the same text.
    Slot {
        name: u16,
        length: usize,
    },
    Number,
}

impl Part {
    /// The units that it has at the least; a gap counts none.
    pub fn length(&self) -> usize {
        match self {
            Part::Text(text) => text.len(),
            Part::Separator | Part::Gap => 0,
            Part::Slot { length, .. } => *length,
            Part::Number => 1,
        }
    }
}

/// What cannot be understood of a phrase, or is too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reject {
    /// Nothing that could be looked for.
    Empty,
    /// A bracket that is not closed, or one inside of another.
    Bracket,
    /// A gap without fixed text on both sides, or a slot without any.
    Loose,
    TooManyForms,
}

/// All forms of a phrase, each of which is looked for as it stands.
///
/// ```
/// use tifa::lexicon::pattern::forms;
///
/// assert_eq!(forms("外防输入、内防反弹").map(|forms| forms.len()), Ok(1));
/// assert_eq!(forms("{外防输入、内防反弹}").map(|forms| forms.len()), Ok(2));
/// assert!(forms("筑牢…").is_err());
/// ```
pub fn forms(phrase: &str) -> Result<Vec<Vec<Part>>, Reject> {
    let is_latin = phrase.is_ascii();
    let mut texts = vec![String::new()];
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let offered = match c {
            '(' | '（' => choice(rest)?,
            '{' => Some(set(rest)?),
            _ => None,
        };
        let Some((choices, after)) = offered else {
            texts.iter_mut().for_each(|text| text.push(c));
            rest = &rest[c.len_utf8()..];
            continue;
        };
        if texts.len() * choices.len() > FORMS {
            return Err(Reject::TooManyForms);
        }
        texts = texts
            .iter()
            .flat_map(|text| choices.iter().map(move |choice| format!("{text}{choice}")))
            .collect();
        rest = after;
    }
    let mut forms = Vec::new();
    for text in texts {
        let folded = fold_text(&text, View::Slogan);
        let form = parts(folded.trim_matches(SEPARATOR), is_latin);
        let is_text = |at: usize| matches!(form.get(at), Some(Part::Text(_)));
        let is_held = |at: usize| form[at] != Part::Gap || at > 0 && is_text(at - 1) && is_text(at + 1);
        if form.is_empty() {
            return Err(Reject::Empty);
        }
        if !(0..form.len()).any(is_text) || !(0..form.len()).all(is_held) {
            return Err(Reject::Loose);
        }
        forms.push(form);
    }
    forms.sort();
    forms.dedup();
    Ok(forms)
}

/// The choices of `(A|B)` and what follows; `None` for a bracket that offers no choice: it is text.
fn choice(text: &str) -> Result<Option<(Vec<String>, &str)>, Reject> {
    let (open, close) = if text.starts_with('(') {
        ('(', ')')
    } else {
        ('（', '）')
    };
    let text = &text[open.len_utf8()..];
    let Some(end) = text.find(close) else {
        return if text.contains('|') {
            Err(Reject::Bracket)
        } else {
            Ok(None)
        };
    };
    let inside = &text[..end];
    match inside {
        inside if !inside.contains('|') => Ok(None),
        inside if inside.contains(['(', '（', '{']) => Err(Reject::Bracket),
        inside => Ok(Some((
            inside.split('|').map(String::from).collect(),
            &text[end + close.len_utf8()..],
        ))),
    }
}

/// The orders of `{A、B、C}2` and what follows.
fn set(text: &str) -> Result<(Vec<String>, &str), Reject> {
    let (inside, mut rest) = text[1..].split_once('}').ok_or(Reject::Bracket)?;
    if inside.contains(['(', '（', '{', '|']) {
        return Err(Reject::Bracket);
    }
    let members: Vec<&str> = inside.split(['、', '，', ',', '；', ';']).map(str::trim).collect();
    let mut least = members.len();
    if let Some(digit) = rest.chars().next().and_then(|c| c.to_digit(10)) {
        (least, rest) = ((digit as usize).clamp(1, members.len()), &rest[1..]);
    }
    if members.iter().any(|member| member.is_empty()) {
        return Err(Reject::Empty);
    }
    if members.len() > PARTS {
        return Err(Reject::TooManyForms);
    }
    let mut orders: Vec<Vec<&str>> = vec![Vec::new()];
    let mut all = Vec::new();
    for _ in 0..members.len() {
        orders = orders
            .iter()
            .flat_map(|order| {
                let left = members.iter().filter(|member| !order.contains(member));
                left.map(|member| [order.as_slice(), &[*member]].concat())
            })
            .collect();
        all.extend(
            orders
                .iter()
                .filter(|order| order.len() >= least)
                .map(|order| order.join("、")),
        );
    }
    Ok((all, rest))
}

/// The parts of a folded phrase.
fn parts(folded: &str, is_latin: bool) -> Vec<Part> {
    let signs: Vec<char> = folded.chars().collect();
    let is_alphabet = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_alphanumeric);
    let mut parts = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let run = signs[at..].iter().take_while(|sign| **sign == signs[at]).count();
        let stands_apart = !is_alphabet(at.checked_sub(1)) && !is_alphabet(Some(at + run)) && !is_latin;
        let (part, length) = match signs[at] {
            '…' => (Some(Part::Gap), run),
            name @ ('x' | 'y') if stands_apart => {
                let slot = Part::Slot {
                    name: name as u16,
                    length: run,
                };
                (Some(slot), run)
            }
            'n' if stands_apart && run == 1 => (Some(Part::Number), 1),
            // Of a Latin phrase the words stand apart.
            SEPARATOR if !is_latin => (Some(Part::Separator), 1),
            _ => (None, 1),
        };
        match (part, parts.last_mut()) {
            // A gap holds the separators beside it.
            (Some(Part::Separator), Some(Part::Gap)) => {}
            (Some(Part::Gap), Some(last @ Part::Separator)) => *last = Part::Gap,
            (Some(part), _) => parts.push(part),
            (None, Some(Part::Text(text))) => text.extend_from_slice(signs[at].encode_utf16(&mut [0; 2])),
            (None, _) => parts.push(Part::Text(signs[at].encode_utf16(&mut [0; 2]).to_vec())),
        }
        at += length;
    }
    parts
}

/// Where a frame stands whose part `anchor` begins at the unit `at`: start and end.
pub fn stands(parts: &[Part], anchor: usize, at: usize, text: &Units) -> Option<(usize, usize)> {
    let mut held = Vec::new();
    let end = reach(parts[anchor..].iter(), at, text, &mut held, true)?;
    let start = reach(parts[..anchor].iter().rev(), at, text, &mut held, false)?;
    Some((start, end))
}

/// Goes on from a place part by part, forward or backward. A gap ends as soon as can be; it begins as early as can be
/// in an item of a list, for its first words open the frame: 把监督“一把手”作为重中之重 begins not with 把手.
fn reach<'a>(
    parts: impl Iterator<Item = &'a Part>,
    mut at: usize,
    text: &Units,
    held: &mut Vec<(u16, usize, Vec<u16>)>,
    forward: bool,
) -> Option<usize> {
    let units = text.units();
    let mut gap = false;
    for part in parts {
        let (from, to) = if forward { (at, units.len()) } else { (0, at) };
        let window = &units[from..to];
        let next = |length: usize| match forward {
            true => window.get(..length),
            false => window.len().checked_sub(length).map(|start| &window[start..]),
        };
        let step = match part {
            Part::Gap => {
                gap = true;
                continue;
            }
            Part::Text(sought) if std::mem::take(&mut gap) => {
                let near = window.len().min(GAP + sought.len());
                let is_there = |there: &[u16]| there.first() == sought.first() && there == sought;
                let skipped = match forward {
                    true => 1 + window[..near].windows(sought.len()).skip(1).position(is_there)?,
                    false => {
                        let behind = window[window.len() - near..].windows(sought.len()).rev();
                        let mut skips = (0..)
                            .zip(behind)
                            .skip(1)
                            .filter(|(_, there)| is_there(there))
                            .map(|(skip, _)| skip);
                        let nearest = skips.next()?;
                        let is_inside = |unit: &&u16| **unit != SEPARATES && !ends_clause(**unit);
                        let inside = window.iter().rev().take_while(is_inside).count();
                        skips.take_while(|skip| *skip <= inside).last().unwrap_or(nearest)
                    }
                };
                let (from, to) = if forward {
                    (at, at + skipped)
                } else {
                    (at - skipped, at)
                };
                let ends = units[from..to].iter().any(|unit| ends_clause(*unit));
                if ends || text.has_comma(from, to) {
                    return None;
                }
                skipped + sought.len()
            }
            Part::Text(sought) => next(sought.len()).filter(|there| there == sought)?.len(),
            Part::Slot { name, length } => {
                let there = next(*length).filter(|there| there.iter().all(|unit| is_han(*unit)))?;
                match held.iter().find(|(known, long, _)| (known, long) == (name, length)) {
                    Some((.., holds)) if holds != there => return None,
                    Some(_) => {}
                    None => held.push((*name, *length, there.to_vec())),
                }
                *length
            }
            Part::Separator => {
                at = match next(1) {
                    Some([SEPARATES]) if forward => at + 1,
                    Some([SEPARATES]) => at - 1,
                    _ => at,
                };
                continue;
            }
            Part::Number => {
                let digits = |unit: &&u16| is_digit(**unit);
                match forward {
                    true => window.iter().take(DIGITS + 1).take_while(digits).count(),
                    false => window.iter().rev().take(DIGITS + 1).take_while(digits).count(),
                }
            }
        };
        if step == 0 || step > DIGITS && *part == Part::Number {
            return None;
        }
        at = if forward { at + step } else { at - step };
    }
    Some(at)
}

/// Is this a mark at which a clause ends, a comma and a semicolon apart?
fn ends_clause(unit: u16) -> bool {
    unit == BREAK || "。!?:…".encode_utf16().any(|mark| mark == unit)
}

fn is_digit(unit: u16) -> bool {
    "0123456789〇零一二三四五六七八九十百千两"
        .encode_utf16()
        .any(|digit| digit == unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms as they were meant, a gap as `…` and slots as letters.
    fn written(phrase: &str) -> Vec<String> {
        let part = |part: &Part| match part {
            Part::Text(text) => String::from_utf16_lossy(text),
            Part::Separator => "、".into(),
            Part::Gap => "…".into(),
            Part::Slot { name, length } => String::from_utf16_lossy(&[*name]).to_uppercase().repeat(*length),
            Part::Number => "N".into(),
        };
        let forms = forms(phrase).unwrap_or_default();
        let mut written: Vec<String> = forms.iter().map(|form| form.iter().map(part).collect()).collect();
        written.sort();
        written
    }

    #[test]
    fn choices_are_written_out() {
        assert_eq!(written("四早"), ["四早"]);
        assert_eq!(written("外防輸入，内防反弹"), ["外防输入、内防反弹"]);
        assert_eq!(written("(这|那|)根弦"), ["根弦", "这根弦", "那根弦"]);
        assert_eq!(written("{甲乙、丙丁}"), ["丙丁、甲乙", "甲乙、丙丁"]);
        assert_eq!(written("{甲、乙、丙}2").len(), 6 + 6);
        assert_eq!(written("cut red tape"), ["cut、red、tape"]);
        assert_eq!(written("应X尽X"), ["应X尽X"]);
        assert_eq!(written("非必要不XX"), ["非必要不XX"]);
        assert_eq!(written("N个一"), ["N个一"]);
    }

    #[test]
    fn signs_in_latin_words_are_text() {
        for (phrase, expected) in [
            ("5G", "5g"),
            ("GEN X", "gen、x"),
            ("NPC会议", "npc会议"),
            ("四方(责任)", "四方(责任)"),
        ] {
            assert_eq!(written(phrase), [expected]);
        }
    }

    #[test]
    fn what_cannot_be_looked_for_is_rejected() {
        for (phrase, reject) in [
            ("", Reject::Empty),
            ("“、”", Reject::Empty),
            ("(筑牢|守牢…防线", Reject::Bracket),
            ("((甲|乙)|丙)", Reject::Bracket),
            ("{甲、乙", Reject::Bracket),
            ("筑牢…", Reject::Loose),
            ("…防线", Reject::Loose),
            ("XX、YY", Reject::Loose),
            ("甲…X乙", Reject::Loose),
            ("{甲、乙、丙、丁、戊}", Reject::TooManyForms),
            (&"(甲|乙)".repeat(12), Reject::TooManyForms),
        ] {
            assert_eq!(forms(phrase), Err(reject), "{phrase}");
        }
    }
}
