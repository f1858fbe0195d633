//! Compilations: one page with several speeches, each under a line such as «… 篇1» or «第二篇：…».

use std::ops::Range;
use std::sync::LazyLock;

use super::cues::{Role, role};
use super::join::is_salutation;
use super::outline::is_numbered;
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

/// The longest line that can open a part, in characters.
const MARK: usize = 160;

/// Least characters of prose in a part whose line could as well be a heading.
const LEAST: usize = 40;

/// How the parts of a compilation are told apart, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    /// «… 篇1», «第一篇：…», «【范文二】».
    Piece,
    /// «某某讲话稿1», «某某讲话稿（二）», after the same words each time.
    Count,
    /// «（一）某某的讲话».
    Heading,
    /// «在某某会议上的讲话» over a salutation.
    Title,
}

/// What a speech is called at the end of its title.
const SPEECH: &str = "讲话|致辞|致词|发言|演讲|主持词|讲稿|贺词|开幕词|闭幕词";

struct Mark {
    line: usize,
    style: Style,
    /// What stands before the number, folded: the same for all parts of a compilation.
    stem: String,
    number: usize,
    title: Option<String>,
}

/// The parts of a compilation in order; none if the page holds one text. Lines before the first part belong
/// to none of them.
pub fn parts(lines: &[Line]) -> Vec<Part> {
    let marks: Vec<Mark> = (0..lines.len()).filter_map(|i| mark(i, lines)).collect();
    let styles = [Style::Piece, Style::Count, Style::Heading, Style::Title];
    let found = styles
        .into_iter()
        .find_map(|style| row(lines, marks.iter().filter(|mark| mark.style == style)));
    let Some(marks) = found else { return Vec::new() };
    let ends = marks.iter().skip(1).map(|mark| mark.line).chain([lines.len()]);
    let part = |(mark, end): (&&Mark, usize)| Part {
        lines: mark.line..end,
        title: mark
            .title
            .clone()
            .or_else(|| titled(&lines[mark.line + 1..end]))
            .or_else(|| lines[mark.line..end].iter().take(TEASER).find_map(teased))
            .unwrap_or_else(|| lines[mark.line].text.clone()),
    };
    marks.iter().zip(ends).map(part).collect()
}

/// The marks of a style that follow each other as the parts of a compilation do: from one on, upwards, after the
/// same words, each with something to read behind it. A table of contents has the same lines, but nothing to read.
fn row<'m>(lines: &[Line], marks: impl Iterator<Item = &'m Mark>) -> Option<Vec<&'m Mark>> {
    let marks: Vec<&Mark> = marks.collect();
    let ends = marks.iter().skip(1).map(|mark| mark.line).chain([lines.len()]);
    let is_part = |mark: &Mark, end: usize| {
        let prose = lines[mark.line + 1..end].iter().filter(|line| line.is_prose());
        let length: usize = prose.map(Line::characters).sum();
        length >= if mark.style <= Style::Count { 1 } else { LEAST }
    };
    let parts: Vec<&Mark> = marks
        .iter()
        .zip(ends)
        .filter(|(mark, end)| is_part(mark, *end))
        .map(|(mark, _)| *mark)
        .collect();
    let first = parts.iter().position(|mark| mark.number == 1)?;
    let stem = &parts[first].stem;
    let mut last = 0;
    let mut row = parts[first..].to_vec();
    row.retain(|mark| {
        // Titles have no numbers. Where a part is missing, those after it are parts all the same.
        let fits = mark.stem == *stem && (mark.style == Style::Title || mark.number > last);
        if fits {
            last = mark.number;
        }
        fits
    });
    (row.len() >= 2).then_some(row)
}

/// Could this be the title of a speech, by its last words?
pub fn is_speech_title(folded: &str) -> bool {
    static TITLE: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(&format!("^[^。;!?:]{{4,60}}(?:{SPEECH})(?:稿|提纲|摘要|材料|全文)?$")));
    SPEECH.split('|').any(|word| folded.contains(word)) && TITLE.fits(folded)
}

/// The title that stands over the salutation, the name or the day at the head of a part.
fn titled(lines: &[Line]) -> Option<String> {
    let head: Vec<&Line> = lines
        .iter()
        .take(TEASER)
        .take_while(|line| !line.is_prose() && !is_salutation(&line.text))
        .collect();
    let title = head
        .first()
        .filter(|line| line.characters() >= 4 && !is_numbered(&line.folded))?;
    let next = lines.get(1)?;
    let is_over = is_speech_title(&title.folded) || head.len() > 1 || is_salutation(&next.text);
    is_over.then(|| title.text.clone())
}

/// A line without the signs that compilers put around those that open a part.
fn undecorated(line: &str) -> &str {
    let is_sign = |c: char| c.is_whitespace() || "★☆◆◇●○■□▲△※►▶♦〓#*=-—·•".contains(c);
    line.trim_matches(is_sign)
}

fn mark(line: usize, lines: &[Line]) -> Option<Mark> {
    const NUMBER: &str = "([0-9]{1,2}|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})";
    const KINDS: &str = "篇|范文|样本|样文|例文|材料|模板|part";
    static PIECE: LazyLock<Pattern> = LazyLock::new(|| {
        let opening = format!("(?:(.{{0,60}}?)(?:{KINDS})之? *{NUMBER}|第 *{NUMBER} *[篇则])");
        Pattern::new(&format!("^[【(\\[]?{opening}(?:$|[】)\\]: ]+(.*)$)"))
    });
    static COUNT: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(&format!(
            "^(.{{2,60}}(?:{SPEECH}|记录|纪要|总结|报告|稿|材料))(?:全文)? *(?:{NUMBER}|\\({NUMBER}\\)|【{NUMBER}】)$"
        ))
    });
    static HEADING: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(&format!(
            "^(?:\\({NUMBER}\\)|{NUMBER}、) *([^。;!?]{{2,60}}(?:{SPEECH})(?:稿|提纲|材料)?)$"
        ))
    });
    let text = undecorated(&lines[line].text);
    if text.chars().count() > MARK {
        return None;
    }
    let folded = undecorated(&lines[line].folded);
    let mark = |style, stem: Option<&str>, number: &str, title: Option<&str>| {
        Some(Mark {
            line,
            style,
            stem: fold_text(stem.unwrap_or_default(), View::Search),
            number: number.parse().ok().or_else(|| chinese(number))?,
            title: title.filter(|title| !title.is_empty()).map(String::from),
        })
    };
    if KINDS.split('|').chain(["则"]).any(|kind| folded.contains(kind))
        && let Some(found) = PIECE.find(text)
    {
        return mark(
            Style::Piece,
            found.text(1),
            found.text(2).or(found.text(3))?,
            found.text(4),
        );
    }
    // Most lines are no marks; these looks at them cost less than the patterns do.
    let ends_in_number = folded.ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十)】".contains(c));
    let is_speech = SPEECH.split('|').any(|word| folded.contains(word));
    if ends_in_number
        && COUNT.fits(folded)
        && let Some(found) = COUNT.find(text)
    {
        let number = (2..=4).find_map(|group| found.text(group))?;
        return mark(Style::Count, found.text(1), number, None);
    }
    if is_speech
        && HEADING.fits(folded)
        && let Some(found) = HEADING.find(text)
    {
        return mark(Style::Heading, None, found.text(1).or(found.text(2))?, found.text(3));
    }
    let near = lines[line + 1..].iter().take(TEASER);
    let is_over_salutation = || near.clone().any(|line| is_salutation(&line.text));
    (is_speech_title(folded) && is_over_salutation()).then(|| mark(Style::Title, None, "1", Some(text)))?
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
    let digit = |c: char| {
        let place = |digits: &str| digits.chars().position(|d| d == c);
        place("一二三四五六七八九")
            .or_else(|| place("壹贰叁肆伍陆柒捌玖"))
            .map(|at| at + 1)
    };
    let (tens, ones) = match number.split_once(['十', '拾']) {
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
    use crate::import::marked::Marked;
    use crate::import::source::Source;

    fn lines(text: &str) -> Vec<Line> {
        let marked = Marked::from(text.to_string());
        Source::new(&marked).lines()
    }

    #[test]
    fn the_lines_that_open_a_part() {
        for (text, expected) in [
            ("安全生产会议讲话3篇1", Some(("安全生产会议讲话3", 1, None))),
            ("安全生产讲话稿篇十二", Some(("安全生产讲话稿", 12, None))),
            ("【篇二】在全县大会上的讲话", Some(("", 2, Some("在全县大会上的讲话")))),
            ("第二十篇：结束语", Some(("", 20, Some("结束语")))),
            ("范文三：在开学典礼上的致辞", Some(("", 3, Some("在开学典礼上的致辞")))),
            ("防汛会议讲话稿2", Some(("防汛会议讲话稿", 2, None))),
            ("防汛会议讲话稿（三）", Some(("防汛会议讲话稿", 3, None))),
            (
                "（二）县长在防汛会议上的讲话",
                Some(("", 2, Some("县长在防汛会议上的讲话"))),
            ),
            ("第二，要抓好落实。", None),
            ("本文共三篇，二十页。", None),
            ("讲话稿3篇", None),
            ("（一）认真学习讲话精神", None),
        ] {
            let found = mark(0, &lines(text));
            let found = found
                .as_ref()
                .map(|mark| (mark.stem.as_str(), mark.number, mark.title.as_deref()));
            assert_eq!(found, expected, "{text}");
        }
    }

    fn titles(text: &str) -> Vec<String> {
        parts(&lines(text)).into_iter().map(|part| part.title).collect()
    }

    #[test]
    fn parts_are_told_apart_in_the_ways_compilers_do() {
        let prose = "今天我们召开会议，目的是把渠修好，把坝看住，把人转移到安全的地方去。".repeat(5);
        let page = |marks: &[&str]| -> String {
            marks
                .iter()
                .map(|mark| format!("{mark}\n同志们：\n{prose}\n"))
                .collect()
        };
        assert_eq!(titles(&page(&["防汛讲话稿1", "防汛讲话稿2"])).len(), 2);
        assert_eq!(
            titles(&page(&["（一）县长的讲话", "（二）书记的讲话"])),
            ["县长的讲话", "书记的讲话"]
        );
        assert_eq!(titles(&page(&["在动员会上的讲话", "在总结会上的讲话"])).len(), 2);
        assert_eq!(titles(&page(&["第一篇：开始", "第三篇：结束"])), ["开始", "结束"]);
        assert_eq!(titles(&page(&["在动员会上的讲话"])).len(), 0);
        assert_eq!(titles(&page(&["一、提高认识", "二、抓好落实"])).len(), 0);
    }
}
