//! The outline of a text: which paragraphs are its headings, and whether its numbers are in order.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::pattern::Pattern;
use super::split::chinese;
use crate::corpus::Block;
use crate::text::fold::{View, fold_text};

/// Most characters of a heading. Higher takes paragraphs for headings.
const HEADING: usize = 40;

/// Most characters of a heading that the markup of the file calls one.
const MARKED: usize = 80;

/// Ways to number, from the widest: «一、», «(一)», «1.», «(1)», and the points that run through a paragraph,
/// «一是», «第一,».
const ROWS: usize = 6;

const NUMBER: &str = "[一二三四五六七八九十]{1,3}";

/// A place where the numbers of an outline are out of order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Index into the body.
    pub block: usize,
    pub outline: Outline,
    /// The number that stands there, as it is written.
    pub number: String,
    /// The number before it in the same row; empty at a beginning.
    pub before: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// A number is missing.
    Skips,
    /// A number stands twice.
    Repeats,
}

/// The level of a heading, if a paragraph is one by its number or by what the markup says: 1 for «一、» and
/// «第一», 2 for «(一)», 3 for «1.».
pub fn heading(text: &str, marked: Option<u8>) -> Option<u8> {
    static FIRST: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(&format!("^(?:{NUMBER}、|第{NUMBER}(?:[,、:]|个?方面|部分|章))")));
    static SECOND: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(&format!("^\\({NUMBER}\\)")));
    static THIRD: LazyLock<Pattern> = LazyLock::new(|| Pattern::new("^[0-9]{1,2}[.、][^0-9]"));
    let length = text.chars().count();
    if marked.is_some() && length <= MARKED {
        return marked;
    }
    let folded = fold_text(text, View::Search);
    let is_sentence = |folded: &str| folded.trim_end_matches('。').contains(['。', ';', ':', '!', '?']);
    if length > HEADING || is_sentence(&folded) {
        None
    } else if FIRST.fits(&folded) {
        Some(1)
    } else if SECOND.fits(&folded) {
        Some(2)
    } else if THIRD.fits(&folded) && !folded.ends_with(['。', ',']) {
        Some(3)
    } else {
        None
    }
}

/// Does a new paragraph, a heading or a point of an outline, begin with these words?
pub fn is_numbered(folded: &str) -> bool {
    let digits = "0123456789一二三四五六七八九十";
    let bare = folded.trim_start_matches(['(', '第']);
    let number = bare.trim_start_matches(|c| digits.contains(c));
    let length = bare.len() - number.len();
    length > 0 && length <= 9 && (bare.len() < folded.len() || number.starts_with(['、', '.', '是', '要']))
}

/// A number of an outline in a paragraph.
struct Number {
    row: usize,
    value: usize,
    /// As it is written.
    text: String,
}

/// The numbers of an outline in a folded paragraph: at its start all kinds, after a sentence or a clause only
/// those that run through paragraphs.
fn numbers(folded: &str) -> Vec<Number> {
    static START: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(&format!(
            "^(?:({NUMBER})、|\\(({NUMBER})\\)|([0-9]{{1,2}})[.、][^0-9]|\\(([0-9]{{1,2}})\\))"
        ))
    });
    static INSIDE: LazyLock<regex_lite::Regex> =
        LazyLock::new(|| super::pattern::regex(&format!("(?:^|[。;:,、!? ])(?:({NUMBER})[是要]|第({NUMBER})[,、:])")));
    let mut found = Vec::new();
    let mut push = |row: usize, text: &str| {
        let value = text.parse().ok().or_else(|| chinese(text));
        if let Some(value) = value {
            let text = text.to_string();
            found.push(Number { row, value, text });
        }
    };
    if let Some(start) = START.find(folded) {
        for row in 0..4 {
            if let Some(text) = start.text(row + 1) {
                push(row, text);
            }
        }
    }
    for point in INSIDE.captures_iter(folded) {
        for row in 4..ROWS {
            if let Some(text) = point.get(row - 3) {
                push(row, text.as_str());
            }
        }
    }
    found
}

/// Where the numbers of an outline are out of order. A number begins a new row if it is one, and when a wider row
/// goes on, the narrower ones begin anew.
pub fn findings(body: &[Block]) -> Vec<Finding> {
    let mut last: [Option<(usize, String)>; ROWS] = Default::default();
    let mut findings = Vec::new();
    for (block, content) in body.iter().enumerate() {
        for number in numbers(&fold_text(&content.text, View::Search)) {
            let before = last[number.row].take();
            let expected = before.as_ref().map_or(1, |(value, _)| value + 1);
            let outline = match number.value {
                1 => None,
                value if value > expected => Some(Outline::Skips),
                value if value < expected => Some(Outline::Repeats),
                _ => None,
            };
            if let Some(outline) = outline {
                findings.push(Finding {
                    block,
                    outline,
                    number: number.text.clone(),
                    before: before.map(|(_, text)| text).unwrap_or_default(),
                });
            }
            // A point inside a paragraph does not end the outline around it, nor does one kind of point the other.
            let narrower = if number.row < 4 { number.row + 1 } else { ROWS };
            last[narrower.min(ROWS)..].fill(None);
            last[number.row] = Some((number.value, number.text));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &[&str]) -> Vec<(usize, Outline, String, String)> {
        let body: Vec<Block> = body.iter().map(|text| Block::paragraph(*text)).collect();
        let all = findings(&body).into_iter();
        all.map(|finding| (finding.block, finding.outline, finding.number, finding.before))
            .collect()
    }

    #[test]
    fn headings_by_number_and_by_markup() {
        for (text, marked, level) in [
            ("一、提高认识", None, Some(1)),
            ("第二，抓好落实", None, Some(1)),
            ("（三）强化督导", None, Some(2)),
            ("1.压实责任", None, Some(3)),
            ("2、加强宣传", None, Some(3)),
            ("1.5万人参加", None, None),
            ("一是要抓好落实", None, None),
            ("1.各单位要把责任扛起来，把工作抓下去。", None, None),
            ("一、要提高认识。今年以来，全县防汛形势严峻。", None, None),
            ("会议要求", Some(2), Some(2)),
        ] {
            assert_eq!(heading(text, marked), level, "{text}");
        }
    }

    #[test]
    fn an_outline_that_skips_or_repeats_a_number_is_found() {
        assert_eq!(
            found(&["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "三、己"]),
            []
        );
        assert_eq!(
            found(&["一、甲", "三、乙", "三、丙"]),
            [
                (1, Outline::Skips, "三".into(), "一".into()),
                (2, Outline::Repeats, "三".into(), "三".into())
            ]
        );
        assert_eq!(
            found(&["要做到：一是快，三是准。", "一要早；二要实；二要细。"]),
            [
                (0, Outline::Skips, "三".into(), "一".into()),
                (1, Outline::Repeats, "二".into(), "二".into())
            ]
        );
        assert_eq!(found(&["（二）乙"]), [(0, Outline::Skips, "二".into(), String::new())]);
        assert_eq!(
            found(&[
                "一是快；二是准。",
                "一要早；二要实。",
                "三是稳。",
                "1.5万人",
                "一、甲；二、乙"
            ]),
            []
        );
    }
}
