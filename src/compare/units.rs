//! The units of a diff: what is kept whole when two texts are compared.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::names::Names;
use super::shapes::starts_with;
use crate::text::ngrams::{can_cut, is_mark};

/// What can be filled into a slot of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotType {
    Number,
    Date,
    Place,
    Person,
    Organisation,
}

impl SlotType {
    /// Of the names that documents are known by; that both have one is no accident.
    pub fn is_name(self) -> bool {
        matches!(self, SlotType::Place | SlotType::Person | SlotType::Organisation)
    }
}

/// A run of folded characters that is never cut: a number, a date, a known name, a Latin word, or one
/// character; with the marks drawn on its last character.
#[derive(Clone)]
pub struct Unit {
    pub run: Range<usize>,
    pub slot: Option<SlotType>,
}

/// Cuts a folded text into units, from end to end.
pub fn units(text: &[char], names: &Names) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let (length, slot) = unit(text, start, names);
        let rest = &text[start + length..];
        let end = start + length + rest.iter().take_while(|c| is_mark(**c)).count();
        units.push(Unit { run: start..end, slot });
        start = end;
    }
    units
}

/// The length of the unit that begins at a place, and what it can fill.
fn unit(text: &[char], start: usize, names: &Names) -> (usize, Option<SlotType>) {
    let rest = &text[start..];
    if let Some((length, slot)) = names.at(text, start) {
        return (length, Some(slot));
    }
    match (date(rest), number(rest)) {
        (0, 0) => (1 + (1..rest.len()).take_while(|&at| !can_cut(rest, at)).count(), None),
        (0, number) => (number, Some(SlotType::Number)),
        (date, _) => (date, Some(SlotType::Date)),
    }
}

/// The length of the number with which a text begins: digits, or Chinese numerals; 3.5亿, 百分之三十, 1,200.
fn number(text: &[char]) -> usize {
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let is_point = |at: usize| text[at] == '.' && at > 0 && is_digit(at - 1) && is_digit(at + 1);
    let is_comma = |at: usize| {
        text[at] == ',' && at > 0 && is_digit(at - 1) && (1..=3).all(|more| is_digit(at + more)) && !is_digit(at + 4)
    };
    let digits = |from: usize| {
        let inside = |at: &usize| is_numeral(text[*at]) || *at > from && (is_point(*at) || is_comma(*at));
        (from..text.len()).take_while(inside).count()
    };
    // 百分之三十, 三分之二: the numeral before 分之 may be part of a run.
    let first = digits(0);
    let length = match first > 0 && starts_with(&text[first..], &["分之"]) {
        true => match digits(first + 2) {
            0 => first,
            second => first + 2 + second,
        },
        false => first,
    };
    length + usize::from(length > 0 && matches!(text.get(length), Some('%' | '‰')))
}

/// The length of the date with which a text begins: 2022年4月15日, 四月中旬, 15日下午3点05分, 2022-04-15, 9时30分, 一季度.
fn date(text: &[char]) -> usize {
    let first = text.first().copied().unwrap_or_default();
    if !is_numeral(first) && !matches!(first, '第' | '上' | '下' | '晚' | '凌') {
        return 0;
    }
    let season = season(text);
    if season > 0 {
        return season;
    }
    let daytime = daytime(text);
    let clock = clock(&text[daytime..]);
    if clock > 0 {
        return daytime + clock;
    }
    let written = written(text);
    if written > 0 {
        return written;
    }
    let (mut length, mut is_date) = (0, false);
    loop {
        let number = number(&text[length..]);
        let Some(&unit) = text.get(length + number).filter(|_| number > 0) else {
            break;
        };
        match unit {
            // A number of years is not a year.
            '年' if number >= 4 => is_date = true,
            '月' | '日' => is_date = true,
            '号' if length > 0 => {}
            _ => break,
        }
        length += number + 1;
        if unit == '月' {
            let more = ["上旬", "中旬", "下旬"]
                .iter()
                .any(|part| starts_with(&text[length..], &[part]));
            length += if more { 2 } else { 0 };
        }
    }
    if !is_date {
        return 0;
    }
    // The same day is the same date, in the morning and in the evening.
    let daytime = self::daytime(&text[length..]);
    match self::clock(&text[length + daytime..]) {
        0 => length,
        clock => length + daytime + clock,
    }
}

/// 一季度, 第三季度, 上半年.
fn season(text: &[char]) -> usize {
    let ordinal = usize::from(text.first() == Some(&'第'));
    match text.get(ordinal) {
        Some('一' | '二' | '三' | '四') if starts_with(&text[ordinal + 1..], &["季度"]) => ordinal + 3,
        Some('上' | '下') if ordinal == 0 && starts_with(text, &["上半年", "下半年"]) => 3,
        _ => 0,
    }
}

/// 上午, 凌晨.
fn daytime(text: &[char]) -> usize {
    if starts_with(text, &["上午", "中午", "下午", "晚上", "凌晨"]) {
        2
    } else {
        0
    }
}

/// 9时30分, 9:30.
fn clock(text: &[char]) -> usize {
    let digits = |from: usize| {
        let digits = text.get(from..).unwrap_or_default();
        digits.iter().take(3).take_while(|c| c.is_ascii_digit()).count()
    };
    let hours = digits(0);
    let minutes = digits(hours + 1);
    if !(1..=2).contains(&hours) || minutes == 0 {
        return 0;
    }
    match (text[hours], text.get(hours + 1 + minutes)) {
        (':', after) if minutes == 2 && after != Some(&':') => hours + 3,
        ('时' | '点', Some('分')) => hours + minutes + 2,
        _ => 0,
    }
}

/// 2022-04-15, 2022.4.15, 2022/4/15.
fn written(text: &[char]) -> usize {
    let digits = |from: usize| {
        let digits = text.get(from..).unwrap_or_default();
        digits.iter().take(5).take_while(|c| c.is_ascii_digit()).count()
    };
    let is_part = |length: usize| (1..=2).contains(&length);
    let month = digits(5);
    let day = digits(6 + month);
    let joins = |at: usize| text.get(at).copied().filter(|c| "-./".contains(*c));
    let is_date =
        digits(0) == 4 && is_part(month) && is_part(day) && joins(4).is_some() && joins(4) == joins(5 + month);
    if is_date { 6 + month + day } else { 0 }
}

pub fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '〇'
            | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '两'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let text: Vec<char> = text.chars().collect();
        let names = Names::of_words(&[("青澜市", SlotType::Place), ("方守拙", SlotType::Person)]);
        let words: Vec<String> = units(&text, &names)
            .into_iter()
            .map(|unit| {
                let sign = match unit.slot {
                    Some(SlotType::Number) => "#",
                    Some(SlotType::Date) => "@",
                    Some(SlotType::Place) => "^",
                    Some(SlotType::Person) => "&",
                    Some(SlotType::Organisation) => "$",
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
        check("请方守拙说", "请 方守拙& 说");
        check("", "");
    }

    #[test]
    fn dates_are_known_in_all_their_writings() {
        check("于2022-04-15,2022.4.15", "于 2022-04-15@ , 2022.4.15@");
        check("4月15日上午9时30分开", "4月15日上午9时30分@ 开");
        check("下午3点05分", "下午3点05分@");
        check("上午9:30,比分3:2", "上午9:30@ , 比 分 3# : 2#");
        check("4月15日上午开", "4月15日@ 上 午 开");
        check("一季度和第三季度", "一季度@ 和 第三季度@");
        check("上半年上班", "上半年@ 上 班");
        check("四月中旬,5月3号", "四月中旬@ , 5月3号@");
        check("二〇二二年十二月", "二〇二二年十二月@");
        check("第三次", "第 三# 次");
    }

    #[test]
    fn numbers_are_known_in_all_their_writings() {
        check("3.5亿元", "3.5亿# 元");
        check("百分之三十以上", "百分之三十# 以 上");
        check("三分之二", "三分之二#");
        check("1,200户,12,30", "1,200# 户 , 12# , 30#");
        check("十分之", "十# 分 之");
    }
}
