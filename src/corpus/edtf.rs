//! Dates as EDTF (ISO 8601-2), levels 0 and 1 as far as speeches need them.
//!
//! Understood: a year, a month or a day (`2022`, `2022-04`, `2022-04-25`), `X` for an unknown digit
//! (`202X`, `XXXX-01-30`), a qualifier at the end (`?`, `~`, `%`) and an interval (`2022-04-25/2022-04-28`,
//! with `..` for an open end). Not understood: times, seasons, sets.

/// Is this a date that Tifa understands?
pub fn is_valid(text: &str) -> bool {
    match text.split_once('/') {
        Some(("..", end)) => is_valid_day(end),
        Some((start, "..")) => is_valid_day(start),
        Some((start, end)) => is_valid_day(start) && is_valid_day(end),
        None => is_valid_day(text),
    }
}

/// Is this one day, all of it known?
pub fn is_day(text: &str) -> bool {
    text.len() == 10 && is_valid_day(text) && !text.contains('X')
}

/// The year, if all its digits are known. Of an interval, that of its start.
pub fn year(text: &str) -> Option<u16> {
    text.get(..4)?.parse().ok()
}

/// A key by which dates sort in time: unknown digits after all known ones.
pub fn sort_key(text: &str) -> String {
    text.replace(['?', '~', '%'], "").replace('X', "\u{7f}")
}

fn is_valid_day(text: &str) -> bool {
    let text = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
    let mut parts = text.split('-');
    let year = parts.next().unwrap_or_default();
    let month = parts.next();
    let day = parts.next();
    parts.next().is_none()
        && is_digits(year, 4)
        && month.is_none_or(|month| is_digits(month, 2) && in_range(month, 12))
        && day.is_none_or(|day| is_digits(day, 2) && in_range(day, days(year, month.unwrap_or_default())))
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')
}

/// A number with an unknown digit is taken to be in range.
fn in_range(digits: &str, most: u32) -> bool {
    digits
        .parse::<u32>()
        .map_or(true, |number| (1..=most).contains(&number))
}

fn days(year: &str, month: &str) -> u32 {
    let leap = year
        .parse::<u32>()
        .map_or(true, |year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    match month {
        "02" if leap => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_speeches_have_are_understood() {
        for date in [
            "2022",
            "2022-04",
            "2022-04-25",
            "XXXX-01-30",
            "202X",
            "2024-02-29",
            "XXXX-02-29",
            "2022?",
            "2022-04-25~",
            "2022-04-25/2022-04-28",
            "../2022",
            "2022-0X",
        ] {
            assert!(is_valid(date), "{date}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for date in [
            "",
            "22",
            "2022-13",
            "2022-00",
            "2023-02-29",
            "2022-4-5",
            "2022-04-31",
            "2022/04/25",
            "2022-04-25-01",
            "2022年4月",
            "/",
        ] {
            assert!(!is_valid(date), "{date}");
        }
    }

    #[test]
    fn a_day_is_known_to_the_day() {
        let days = [
            "2022-04-25",
            "2022-04",
            "2022-04-2X",
            "2022-04-25~",
            "2022-04-31",
            "2022-04-25/2022-04-28",
            "",
        ];
        assert_eq!(days.map(is_day), [true, false, false, false, false, false, false]);
    }

    #[test]
    fn unknown_years_sort_last_and_have_no_year() {
        assert_eq!(year("XXXX-01-30"), None);
        assert_eq!(year("2022-04-25/2022-04-28"), Some(2022));
        assert!(sort_key("2022-12-31") < sort_key("XXXX-01-30"));
        assert!(sort_key("2022") < sort_key("2022-04"));
    }
}
