//! The numbers that word processors put before paragraphs. They stand in no text of the file: a reader sees them all
//! the same, and an outline is told by them.

use std::collections::BTreeMap;

/// The levels of a list, as Word and OpenDocument have them.
const LEVELS: usize = 10;

/// Most characters of what stands before a paragraph. Real ones have ten; a hostile one would be written at each.
const WIDEST: usize = 60;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numerals {
    /// Bullets, and levels without a number.
    None,
    Decimal,
    /// `01`
    Padded,
    FullWidth,
    /// `①`
    Circled,
    Upper,
    Lower,
    UpperRoman,
    LowerRoman,
    /// 一、十一、一百零一
    Chinese,
    /// 一〇一
    ChineseDigits,
    /// 壹、拾壹
    ChineseLegal,
    Stems,
    Branches,
}

impl Numerals {
    /// By the name that DOCX gives them.
    pub fn named(name: &str) -> Self {
        match name {
            "none" | "bullet" => Numerals::None,
            "decimalZero" => Numerals::Padded,
            "decimalFullWidth" | "decimalFullWidth2" => Numerals::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Numerals::Circled,
            "upperLetter" => Numerals::Upper,
            "lowerLetter" => Numerals::Lower,
            "upperRoman" => Numerals::UpperRoman,
            "lowerRoman" => Numerals::LowerRoman,
            "chineseCounting"
            | "chineseCountingThousand"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "japaneseCounting" => Numerals::Chinese,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Numerals::ChineseDigits,
            "chineseLegalSimplified" | "ideographLegalTraditional" => Numerals::ChineseLegal,
            "ideographTraditional" => Numerals::Stems,
            "ideographZodiac" => Numerals::Branches,
            _ => Numerals::Decimal,
        }
    }

    /// By the first of them, as OpenDocument has it.
    pub fn like(sample: &str) -> Self {
        match sample.chars().next() {
            None => Numerals::None,
            Some('a') => Numerals::Lower,
            Some('A') => Numerals::Upper,
            Some('i') => Numerals::LowerRoman,
            Some('I') => Numerals::UpperRoman,
            Some('一') => Numerals::Chinese,
            Some('壹') => Numerals::ChineseLegal,
            Some('甲') => Numerals::Stems,
            Some('子') => Numerals::Branches,
            Some('①') => Numerals::Circled,
            Some('１') => Numerals::FullWidth,
            _ => Numerals::Decimal,
        }
    }

    fn write(self, n: usize) -> String {
        let decimal = n.to_string();
        let digits = |digits: &str| {
            decimal
                .bytes()
                .filter_map(|d| digits.chars().nth((d - b'0').into()))
                .collect()
        };
        // A sign a number, for as long as there are any.
        let sign = |signs: &str| n.checked_sub(1).and_then(|n| signs.chars().nth(n)).map(String::from);
        // a to z, aa to zz.
        let letter = |first: u8| match n.checked_sub(1) {
            Some(n) if n < 26 * 9 => Some(char::from(first + (n % 26) as u8).to_string().repeat(n / 26 + 1)),
            _ => None,
        };
        let written = match self {
            Numerals::None => Some(String::new()),
            Numerals::Decimal => None,
            Numerals::Padded => Some(format!("{n:02}")),
            Numerals::FullWidth => Some(digits("０１２３４５６７８９")),
            Numerals::Circled => sign("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
            Numerals::Upper => letter(b'A'),
            Numerals::Lower => letter(b'a'),
            Numerals::UpperRoman => roman(n).map(|roman| roman.to_uppercase()),
            Numerals::LowerRoman => roman(n),
            Numerals::Chinese => chinese(n, "零一二三四五六七八九", ["", "十", "百", "千"]),
            Numerals::ChineseDigits if n == 10 => Some("十".to_string()),
            Numerals::ChineseDigits => Some(digits("〇一二三四五六七八九")),
            Numerals::ChineseLegal => chinese(n, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]),
            Numerals::Stems => sign("甲乙丙丁戊己庚辛壬癸"),
            Numerals::Branches => sign("子丑寅卯辰巳午未申酉戌亥"),
        };
        written.unwrap_or(decimal)
    }
}

fn roman(mut n: usize) -> Option<String> {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if n == 0 || n >= 4000 {
        return None;
    }
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        roman.push_str(&sign.repeat(n / value));
        n %= value;
    }
    Some(roman)
}

fn chinese(n: usize, digits: &str, units: [&str; 4]) -> Option<String> {
    if n == 0 || n > 9999 {
        return None;
    }
    let digit = |d: usize| digits.chars().nth(d);
    let mut written = String::new();
    let mut is_gap = false;
    for (place, unit) in units.iter().enumerate().rev() {
        let d = n / 10usize.pow(place as u32) % 10;
        if d == 0 {
            is_gap = !written.is_empty();
            continue;
        }
        if std::mem::take(&mut is_gap) {
            written.extend(digit(0));
        }
        // 十一, never 一十一.
        if !(d == 1 && place == 1 && written.is_empty()) {
            written.extend(digit(d));
        }
        written.push_str(unit);
    }
    Some(written)
}

/// How a level of a list is numbered.
#[derive(Debug, Clone)]
pub struct Level {
    pub start: usize,
    pub numerals: Numerals,
    /// What stands before the paragraph: `%1.%2` are the numbers of the first two levels.
    pub text: String,
    /// All numbers in it are decimal, however their own levels write them.
    pub is_legal: bool,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 1,
            numerals: Numerals::Decimal,
            text: String::new(),
            is_legal: false,
        }
    }
}

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub struct Numbering {
    levels: BTreeMap<(String, usize), Level>,
    counts: BTreeMap<String, [Option<usize>; LEVELS]>,
}

impl Numbering {
    /// The level, counted from 0, of a list; made if it is new.
    pub fn level(&mut self, list: &str, level: usize) -> &mut Level {
        self.levels.entry((list.to_string(), level)).or_default()
    }

    /// The next paragraph of the level begins with this number.
    pub fn restart(&mut self, list: &str, level: usize, start: usize) {
        if let Some(count) = self.counts.entry(list.to_string()).or_default().get_mut(level) {
            *count = start.checked_sub(1);
        }
    }

    /// All levels of the list begin anew.
    pub fn reset(&mut self, list: &str) {
        self.counts.remove(list);
    }

    /// Counts a paragraph, and gives what stands before it.
    pub fn next(&mut self, list: &str, level: usize) -> String {
        let start = |level: usize| {
            self.levels
                .get(&(list.to_string(), level))
                .map_or(1, |level| level.start)
        };
        let counts = self.counts.entry(list.to_string()).or_default();
        let Some(count) = counts.get_mut(level) else {
            return String::new();
        };
        *count = Some(count.map_or_else(|| start(level), |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        for (above, count) in counts[..level].iter_mut().enumerate() {
            count.get_or_insert_with(|| start(above));
        }
        let Some(own) = self.levels.get(&(list.to_string(), level)) else {
            return String::new();
        };
        if own.numerals == Numerals::None {
            return String::new();
        }
        let mut number = String::new();
        let mut rest = own.text.chars().take(WIDEST);
        while let Some(c) = rest.next() {
            let place = Some(c)
                .filter(|c| *c == '%')
                .and_then(|_| rest.clone().next()?.to_digit(10));
            let Some(place) = place.and_then(|place| (place as usize).checked_sub(1)) else {
                number.push(c);
                continue;
            };
            rest.next();
            let numerals = match self.levels.get(&(list.to_string(), place)) {
                Some(other) if !own.is_legal => other.numerals,
                _ => Numerals::Decimal,
            };
            number.push_str(&numerals.write(counts[place].unwrap_or_else(|| start(place))));
        }
        if number.ends_with(|c: char| c.is_ascii() && c != ' ') {
            number.push(' ');
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_a_reader_sees_them() {
        for (numerals, n, written) in [
            (Numerals::Chinese, 1, "一"),
            (Numerals::Chinese, 10, "十"),
            (Numerals::Chinese, 11, "十一"),
            (Numerals::Chinese, 20, "二十"),
            (Numerals::Chinese, 101, "一百零一"),
            (Numerals::Chinese, 110, "一百一十"),
            (Numerals::Chinese, 2005, "二千零五"),
            (Numerals::Chinese, 12345, "12345"),
            (Numerals::ChineseDigits, 101, "一〇一"),
            (Numerals::LowerRoman, 1994, "mcmxciv"),
            (Numerals::Upper, 28, "BB"),
            (Numerals::Circled, 3, "③"),
            (Numerals::Circled, 21, "21"),
            (Numerals::Stems, 0, "0"),
            (Numerals::Padded, 7, "07"),
        ] {
            assert_eq!(numerals.write(n), written, "{numerals:?} {n}");
        }
    }

    #[test]
    fn a_deeper_level_begins_anew_under_each_number() {
        let mut lists = Numbering::default();
        *lists.level("a", 0) = Level {
            numerals: Numerals::Chinese,
            text: "%1、".to_string(),
            ..Level::default()
        };
        *lists.level("a", 1) = Level {
            text: "%1.%2".to_string(),
            is_legal: true,
            ..Level::default()
        };
        let numbers: Vec<String> = [0, 1, 1, 0, 1].map(|level| lists.next("a", level)).into();
        assert_eq!(numbers, ["一、", "1.1 ", "1.2 ", "二、", "2.1 "]);
        lists.restart("a", 0, 9);
        assert_eq!(lists.next("a", 0), "九、");
        assert_eq!(lists.next("a", 99), "");
    }
}
