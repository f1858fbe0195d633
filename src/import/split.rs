//! Compilations: one page with several speeches, each under a line such as «… 篇1» or «第二篇：…».

use std::ops::Range;
use std::sync::LazyLock;

use super::cues::{Role, role};
use super::pattern::Pattern;
use super::source::Line;
use crate::corpus::Reason;
use crate::text::fold::{View, fold_text};

/// A speech of a compilation.
pub struct Part {
    /// Indices of lines; the first is the one that opens the part.
    pub lines: Range<usize>,
    /// What stands after the number; else what the editor's teaser calls the speech; else the line itself.
    pub title: String,
}

/// A teaser stands among the first lines of a part, that many at most.
const TEASER: usize = 4;

struct Mark {
    line: usize,
    /// What stands before the number, folded: the same for all parts of a compilation.
    stem: String,
    number: usize,
    title: Option<String>,
}

/// The parts of a compilation in order; none if the page holds one text. Lines before the first part belong
/// to none of them.
pub fn parts(lines: &[Line]) -> Vec<Part> {
    let mut marks: Vec<Mark> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| mark(i, &line.text))
        .collect();
    // A table of contents has the same lines as the texts, but nothing to read between them.
    let ends: Vec<usize> = marks
        .iter()
        .skip(1)
        .map(|mark| mark.line)
        .chain([lines.len()])
        .collect();
    let mut ends = ends.into_iter();
    marks.retain(|mark| {
        ends.next()
            .is_some_and(|end| lines[mark.line + 1..end].iter().any(Line::is_prose))
    });
    let Some(first) = marks.iter().position(|mark| mark.number == 1) else {
        return Vec::new();
    };
    let stem = marks[first].stem.clone();
    let mut next = 1;
    marks.retain(|mark| {
        let fits = mark.stem == stem && mark.number == next;
        next += usize::from(fits);
        fits
    });
    if marks.len() < 2 {
        return Vec::new();
    }
    let mut ends: Vec<usize> = marks.iter().skip(1).map(|mark| mark.line).collect();
    ends.push(lines.len());
    let part = |(mark, end): (Mark, usize)| Part {
        lines: mark.line..end,
        title: mark
            .title
            .or_else(|| lines[mark.line..end].iter().take(TEASER).find_map(teased))
            .unwrap_or_else(|| lines[mark.line].text.clone()),
    };
    marks.into_iter().zip(ends).map(part).collect()
}

/// The longest line that can open a part, in characters.
const MARK: usize = 160;

fn mark(line: usize, text: &str) -> Option<Mark> {
    const NUMBER: &str = "([0-9]{1,2}|[一二三四五六七八九十]{1,3})";
    static PATTERN: LazyLock<Pattern> = LazyLock::new(|| {
        let opening = format!("(?:(.{{0,60}}?)篇 *{NUMBER}|第 *{NUMBER} *篇)");
        Pattern::new(&format!("^[【(\\[]?{opening}(?:$|[】)\\]: ]+(.*)$)"))
    });
    if !text.contains('篇') || text.chars().count() > MARK {
        return None;
    }
    let found = PATTERN.find(text)?;
    let number = found.text(2).or(found.text(3))?;
    Some(Mark {
        line,
        stem: fold_text(found.text(1).unwrap_or_default(), View::Search),
        number: number.parse().ok().or_else(|| chinese(number))?,
        title: found.text(4).filter(|title| !title.is_empty()).map(String::from),
    })
}

/// The title in a teaser: «下面是小编给大家带来的…，希望大家喜欢».
fn teased(line: &Line) -> Option<String> {
    if role(line) != Role::Border(Reason::Teaser) {
        return None;
    }
    static PATTERN: LazyLock<Pattern> = LazyLock::new(|| {
        let verb = "(?:带来|整理|收集|准备|分享|推荐)了?的?";
        Pattern::new(&format!(
            "小编[给为](?:大家|您|你).{{0,6}}?{verb}(?:精选)?(.+?)[,。] ?(?:希望|欢迎|供)"
        ))
    });
    let found = PATTERN.find(&line.text)?;
    Some(found.text(1)?.trim_matches(['《', '》', '“', '”', ' ']).to_string())
}

/// A Chinese number below one hundred.
pub fn chinese(number: &str) -> Option<usize> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|at| at + 1);
    let (tens, ones) = match number.split_once('十') {
        Some(("", ones)) => (1, ones),
        Some((tens, ones)) => (digit(tens.parse().ok()?)?, ones),
        None => (0, number),
    };
    match ones.parse::<char>() {
        Ok(c) => Some(tens * 10 + digit(c)?),
        Err(_) if ones.is_empty() => Some(tens * 10),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_that_open_a_part() {
        for (text, expected) in [
            ("安全生产会议讲话3篇1", Some(("安全生产会议讲话3", 1, None))),
            ("安全生产讲话稿篇十二", Some(("安全生产讲话稿", 12, None))),
            ("【篇二】在全县大会上的讲话", Some(("", 2, Some("在全县大会上的讲话")))),
            ("第二十篇：结束语", Some(("", 20, Some("结束语")))),
            ("第二，要抓好落实。", None),
            ("本文共三篇，二十页。", None),
            ("讲话稿3篇", None),
        ] {
            let found = mark(0, text);
            let found = found
                .as_ref()
                .map(|mark| (mark.stem.as_str(), mark.number, mark.title.as_deref()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
