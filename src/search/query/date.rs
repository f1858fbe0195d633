//! Spans of days: those that a query asks for, and those that the date of a document may mean.

use super::fold;

/// The first and the last day, each as year, month and day in one number: `20210600` to `20210699` is a month.
pub type Days = (u32, u32);

/// Reads what stands after `date:`: a year, a month or a day, or two of them with `..` between, of which one may be
/// missing. `2021年6月` is as good as `2021-06`.
pub fn asked(value: &str) -> Option<Days> {
    let value: String = value.chars().filter_map(fold).collect();
    let (start, end) = match value.split_once("..") {
        Some((start, end)) => (start, end),
        None => (value.as_str(), value.as_str()),
    };
    if start.is_empty() && end.is_empty() {
        return None;
    }
    let first = if start.is_empty() { 0 } else { one(start)?.0 };
    let last = if end.is_empty() { u32::MAX } else { one(end)?.1 };
    (first <= last).then_some((first, last))
}

fn one(date: &str) -> Option<Days> {
    let date = date.trim_end_matches(['年', '月', '日', '号']);
    let mut parts = date.split(['-', '/', '.', '年', '月']);
    let mut number = |digits: std::ops::RangeInclusive<usize>, most: u32| match parts.next() {
        None => Some(None),
        Some(part) => {
            let is_number = digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            let number = part
                .parse()
                .ok()
                .filter(|number| is_number && (1..=most).contains(number));
            number.map(Some)
        }
    };
    let year = number(4..=4, 9999)??;
    let (month, day) = (number(1..=2, 12)?, number(1..=2, 31)?);
    parts.next().is_none().then(|| {
        let day_of = |missing: u32| year * 10_000 + month.unwrap_or(missing) * 100 + day.unwrap_or(missing);
        (day_of(0), day_of(99))
    })
}

/// The days that an EDTF date may mean. A date of which nothing is known but the day of some year means none.
pub fn days(edtf: &str) -> Option<Days> {
    let (start, end) = edtf.split_once('/').unwrap_or((edtf, edtf));
    let first = if start == ".." { 0 } else { known(start, '0')? };
    let last = if end == ".." { u32::MAX } else { known(end, '9')? };
    Some((first, last))
}

/// A day with each unknown digit as this one.
fn known(day: &str, unknown: char) -> Option<u32> {
    if day.starts_with("XXXX") {
        return None;
    }
    let digits = day.chars().filter(|c| c.is_ascii_digit() || *c == 'X');
    let mut digits: String = digits.map(|c| if c == 'X' { unknown } else { c }).collect();
    while digits.len() < 8 {
        digits.push(unknown);
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (value, expected) in [
            ("2021", Some((20210000, 20219999))),
            ("2021-6", Some((20210600, 20210699))),
            ("2021年6月", Some((20210600, 20210699))),
            ("2021年6月3日", Some((20210603, 20210603))),
            ("２０２１", Some((20210000, 20219999))),
            ("2020-01..2021-06", Some((20200100, 20210699))),
            ("2020..", Some((20200000, u32::MAX))),
            ("..2021", Some((0, 20219999))),
            ("2021..2020", None),
            ("..", None),
            ("21", None),
            ("2021-13", None),
            ("2021-06-03-01", None),
            ("去年", None),
            ("", None),
        ] {
            assert_eq!(asked(value), expected, "{value}");
        }
    }

    #[test]
    fn a_document_may_be_of_some_of_many_days() {
        assert_eq!(days("2022-04-25"), Some((20220425, 20220425)));
        assert_eq!(days("2022-04?"), Some((20220400, 20220499)));
        assert_eq!(days("202X"), Some((20200000, 20299999)));
        assert_eq!(days("2022-04-25/.."), Some((20220425, u32::MAX)));
        assert_eq!(days("XXXX-01-30"), None);
    }
}
