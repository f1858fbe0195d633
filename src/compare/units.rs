//! The units of a diff: what is kept whole when two texts are compared.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::ngrams::{can_cut, is_mark};

/// What can be filled into a slot of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotType {
    Number,
    Date,
    Place,
}

/// A run of folded characters that is never cut: a number, a date, a known place, a Latin word, or one
/// character; with the marks drawn on its last character.
#[derive(Clone)]
pub struct Unit {
    pub run: Range<usize>,
    pub slot: Option<SlotType>,
}

/// Cuts a folded text into units, from end to end. `names` are folded names of places.
pub fn units(text: &[char], names: &[Vec<char>]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        let name = names.iter().filter(|name| rest.starts_with(name)).map(Vec::len).max();
        let (length, slot) = match (name, date(rest), number(rest)) {
            (Some(name), ..) => (name, Some(SlotType::Place)),
            (None, date, _) if date > 0 => (date, Some(SlotType::Date)),
            (None, _, number) if number > 0 => (number, Some(SlotType::Number)),
            _ => (1 + (1..rest.len()).take_while(|&at| !can_cut(rest, at)).count(), None),
        };
        let marks = rest[length..].iter().take_while(|c| is_mark(**c)).count();
        let end = start + length + marks;
        units.push(Unit { run: start..end, slot });
        start = end;
    }
    units
}

/// The length of the number with which a text begins: digits, or Chinese numerals.
fn number(text: &[char]) -> usize {
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let is_point = |at: usize| text[at] == '.' && at > 0 && is_digit(at - 1) && is_digit(at + 1);
    let length = (0..text.len())
        .take_while(|&at| is_numeral(text[at]) || is_point(at))
        .count();
    length + usize::from(length > 0 && text.get(length) == Some(&'%'))
}

/// The length of the date with which a text begins: 2022年4月15日, 四月三日, 15日.
fn date(text: &[char]) -> usize {
    let mut length = 0;
    let mut is_date = false;
    loop {
        let number = number(&text[length..]);
        let Some(&unit) = text.get(length + number).filter(|_| number > 0) else {
            break;
        };
        match unit {
            // A number of years is not a year.
            '年' if number >= 4 => is_date = true,
            '月' | '日' => is_date = true,
            _ => break,
        }
        length += number + 1;
    }
    if is_date { length } else { 0 }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百千万亿两".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let text: Vec<char> = text.chars().collect();
        let names = [vec!['青', '澜', '市']];
        let words: Vec<String> = units(&text, &names)
            .into_iter()
            .map(|unit| {
                let sign = match unit.slot {
                    Some(SlotType::Number) => "#",
                    Some(SlotType::Date) => "@",
                    Some(SlotType::Place) => "^",
                    None => "",
                };
                text[unit.run].iter().collect::<String>() + sign
            })
            .collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn numbers_dates_names_and_words_are_kept_whole() {
        check("从4月13日24时起", "从 4月13日@ 24# 时 起");
        check("2022年，3年", "2022年@ ， 3# 年");
        check("增长6.3%,共12万人.", "增 长 6.3%# , 共 12万# 人 .");
        check("二十三日三点", "二十三日@ 三# 点");
        check("青澜市8人", "青澜市^ 8# 人");
        check("covid-19期间", "covid - 19# 期 间");
        check("e\u{301}te\u{301}", "e\u{301}te\u{301}");
        check("", "");
    }
}
