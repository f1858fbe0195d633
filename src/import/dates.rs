//! Dates in running text and in labels, in digits or in words, written as EDTF. Works on folded text; which of the
//! dates of a text is whose is for others to tell.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::pattern::regex;
use crate::corpus::edtf;

/// Years that a text may be of. A number outside of them, before «年», counts years.
const YEARS: Range<u16> = 1800..2100;

/// A number of one or two digits, in figures or in characters.
const NUMBER: &str = "([0-9]{1,2}|[一二三四五六七八九十廿]{1,3})";

/// A date as a text tells it: what it leaves out is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Bytes of the folded text.
    pub range: Range<usize>,
    pub year: Option<u16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    /// Month and day of the end, if this is several days.
    until: Option<(u8, u8)>,
}

impl Date {
    /// As EDTF, in the year that it tells or else in this one; `None` if there is no such day.
    pub fn edtf(&self, year: Option<u16>) -> Option<String> {
        let year = self.year.or(year);
        let written = |year: Option<u16>| year.map_or("XXXX".to_string(), |year| format!("{year:04}"));
        let mut date = written(year);
        for part in [self.month, self.day].into_iter().flatten() {
            date += &format!("-{part:02}");
        }
        if let Some((month, day)) = self.until {
            let is_next = self.month.zip(self.day) > Some((month, day));
            date += &format!(
                "/{}-{month:02}-{day:02}",
                written(year.map(|year| year + u16::from(is_next)))
            );
        }
        Some(date).filter(|date| edtf::is_valid(date))
    }

    /// The last such date that is not after a day in EDTF: with its year, and its month if it is a day of one.
    pub fn before(&self, published: &str) -> Option<Date> {
        let mut year = edtf::year(published)?;
        let mut rest = published.get(5..).unwrap_or_default().split('-').map(str::parse::<u8>);
        let last = rest.next().and_then(Result::ok);
        let last_day = rest.next().and_then(Result::ok).unwrap_or(31);
        let mut month = self.month.or(last)?;
        let is_later = (month, self.day.unwrap_or(1)) > (last.unwrap_or(12), last_day);
        match (is_later, self.month) {
            (false, _) => {}
            (true, None) if month > 1 => month -= 1,
            (true, None) => (year, month) = (year.saturating_sub(1), 12),
            (true, Some(_)) => year = year.saturating_sub(1),
        }
        Some(Date {
            year: Some(year),
            month: Some(month),
            ..self.clone()
        })
    }

    pub fn is_full(&self) -> bool {
        self.year.is_some() && self.day.is_some()
    }
}

/// The dates in a folded text, in order.
pub fn dates(folded: &str) -> impl Iterator<Item = Date> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let year = "([0-9]{4}|[〇零○o一二三四五六七八九]{4})";
        let end = format!("(?: *[日号]? *(?:至|到|-|~) *(?:{NUMBER}月)?{NUMBER})?");
        let month = "(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?";
        regex(
            &[
                &format!("(?:{year} *年 *)?{NUMBER} *月 *{NUMBER}{end} *[日号]"),
                &format!("{year} *年 *{NUMBER} *月"),
                "([0-9]{4}) *[-/.年] *([0-9]{1,2}) *[-/.月] *([0-9]{1,2})",
                &format!("{month} ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ([0-9]{{4}})"),
                &format!("([0-9]{{1,2}})(?:st|nd|rd|th)? {month},? ([0-9]{{4}})"),
                &format!("{year} *年"),
            ]
            .join("|"),
        )
    });
    DATE.captures_iter(folded).filter_map(move |found| {
        let range = found.get(0)?.range();
        let is_digit = |c: char| c.is_ascii_digit();
        let is_part = folded[..range.start].ends_with(is_digit)
            || folded[range.clone()].ends_with(is_digit) && folded[range.end..].starts_with(is_digit);
        date(&found, range).filter(|_| !is_part)
    })
}

/// The day of a month that is not told, at the head of a folded text: «25日», «本月5日».
pub fn day_of_month(folded: &str) -> Option<Date> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| regex(&format!("^ *(?:本月 *)?{NUMBER} *[日号]")));
    let found = DAY.captures(folded)?;
    Some(Date {
        range: found.get(0)?.range(),
        year: None,
        month: None,
        day: Some(number(found.get(1)?.as_str())?),
        until: None,
    })
}

/// The one date that a folded text is, brackets apart.
pub fn only(folded: &str) -> Option<Date> {
    let bare = folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '-' | '[' | ']'));
    dates(bare)
        .next()
        .filter(|date| date.range == (0..bare.len()) && date.month.is_some())
}

/// A date that stands in a field of its own, as EDTF: in EDTF already, or in any of the ways above.
pub fn field(folded: &str) -> Option<String> {
    let text = folded.trim().to_uppercase();
    if edtf::is_valid(&text) {
        return Some(text);
    }
    dates(folded).next()?.edtf(None)
}

/// The day so many days, not more than 28, before a day in EDTF.
pub fn days_before(day: &str, days: u8) -> Option<String> {
    let parts: Vec<u16> = day.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [mut year, mut month, day] = parts[..] else {
        return None;
    };
    let written = |year: u16, month: u16, day: u16| {
        Some(format!("{year:04}-{month:02}-{day:02}")).filter(|date| edtf::is_valid(date))
    };
    if let Some(day) = day.checked_sub(u16::from(days)).filter(|day| *day > 0) {
        return written(year, month, day);
    }
    (year, month) = if month == 1 {
        (year.checked_sub(1)?, 12)
    } else {
        (year, month - 1)
    };
    let last = (28..=31).rev().find(|last| written(year, month, *last).is_some())?;
    written(year, month, (last + day).checked_sub(u16::from(days))?)
}

fn date(found: &Captures, range: Range<usize>) -> Option<Date> {
    let text = |group: usize| found.get(group).map(|group| group.as_str());
    let small = |group: usize| text(group).and_then(number);
    let numbers = |year: usize, month: usize, day: usize| (text(year), small(month), small(day));
    let (year, month, day) = if found.get(3).is_some() {
        numbers(1, 2, 3)
    } else if found.get(6).is_some() {
        (text(6), small(7), None)
    } else if found.get(8).is_some() {
        numbers(8, 9, 10)
    } else if found.get(11).is_some() {
        (text(13), text(11).and_then(month_of), small(12))
    } else if found.get(14).is_some() {
        (text(16), text(15).and_then(month_of), small(14))
    } else {
        (text(17), None, None)
    };
    let year = match year {
        Some(year) => Some(digits(year).filter(|year| YEARS.contains(year))?),
        None => None,
    };
    Some(Date {
        range,
        year,
        month,
        day,
        until: small(5).zip(month).map(|(day, month)| (small(4).unwrap_or(month), day)),
    })
}

/// A year of four digits, in figures or in characters.
fn digits(text: &str) -> Option<u16> {
    text.chars()
        .try_fold(0, |year: u16, c| Some(year * 10 + u16::from(digit(c)?)))
}

/// A number below a hundred, in figures or in characters: 25, 二十五, 廿五.
fn number(text: &str) -> Option<u8> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (mut tens, mut ones) = (0, 0);
    for c in text.chars() {
        match c {
            '十' if ones == 0 && tens == 0 => tens = 1,
            '十' => (tens, ones) = (ones, 0),
            '廿' => tens = 2,
            c => ones = digit(c)?,
        }
    }
    Some(tens * 10 + ones)
}

fn digit(c: char) -> Option<u8> {
    let at = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    match c {
        '零' | '○' | 'o' => Some(0),
        c => c.to_digit(10).map(|digit| digit as u8).or(at.map(|at| at as u8)),
    }
}

fn month_of(name: &str) -> Option<u8> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    Some((MONTHS.find(name.get(..3)?)? / 3 + 1) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_back() {
        for (day, days, expected) in [
            ("2013-05-29", 1, "2013-05-28"),
            ("2020-03-01", 1, "2020-02-29"),
            ("2021-01-01", 2, "2020-12-30"),
            ("2021-01-01", 0, "2021-01-01"),
            ("2021-01", 1, ""),
            ("XXXX-01-05", 1, ""),
        ] {
            assert_eq!(days_before(day, days).unwrap_or_default(), expected, "{day}");
        }
    }

    #[test]
    fn dates_are_found_however_they_are_written() {
        for (text, expected) in [
            ("2022年4月25日", &["2022-04-25"][..]),
            ("二〇二二年四月二十五日", &["2022-04-25"]),
            ("二o一九年十月三十一日", &["2019-10-31"]),
            ("二零二二年十一月", &["2022-11"]),
            ("4月25日下午", &["XXXX-04-25"]),
            ("腊月廿三", &[]),
            ("二月廿三日", &["XXXX-02-23"]),
            ("2022-4-5 08:39", &["2022-04-05"]),
            ("2022/12/05", &["2022-12-05"]),
            ("2022.1.9", &["2022-01-09"]),
            ("2022-04-28t10:20:00+08:00", &["2022-04-28"]),
            ("1月5日至7日", &["XXXX-01-05/XXXX-01-07"]),
            ("2022年1月30日-2月2日", &["2022-01-30/2022-02-02"]),
            ("2022年3月5-7日", &["2022-03-05/2022-03-07"]),
            ("2022年", &["2022"]),
            ("march 3rd, 2021", &["2021-03-03"]),
            ("3 september 2021", &["2021-09-03"]),
            ("2019年3月1日印发,1月1日施行", &["2019-03-01", "XXXX-01-01"]),
            ("2022年2月30日", &[]),
            ("2022-13-01", &[]),
            ("电话12022-01-011", &[]),
            ("5000年", &[]),
            ("可见一月三号", &["XXXX-01-03"]),
        ] {
            let found: Vec<String> = dates(text).filter_map(|date| date.edtf(None)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
