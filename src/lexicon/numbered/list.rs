//! Members of a list: where each of them starts and ends.

use std::ops::Range;

use super::shape::{Shape, is_han_char, number};

/// A run of characters of a block.
pub type Run = Range<usize>;

/// Characters of a member.
pub const MEMBER: Range<usize> = 2..41;

/// Characters in which a list is looked for, on either side of its label.
pub const NEAR: usize = 200;

/// What separates members, the surest first.
const SEPARATORS: [&str; 6] = [";", "、+/·", ",", " ", "、,+/·;", "、,+/·; "];

/// Words that stand before a list and are no part of its first member.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "进一步", "认真", "切实", "坚决", "严格", "全面", "继续", "持续", "深入", "扎实", "积极", "不断", "必须", "加强",
    "落实", "坚持", "做到", "压紧", "压实", "夯实", "抓好", "抓实", "建立", "健全", "完善", "推行", "实行", "实施",
    "推进", "推动", "推广", "按照", "围绕", "聚焦", "紧扣", "突出", "强化", "确保", "实现", "牢固", "树立", "构建",
    "形成", "打造", "通过", "采取", "执行", "履行", "明确", "过好", "守好", "筑牢", "用好", "开展", "组织", "遵循",
    "秉持", "包括", "即", "要", "把", "以", "让", "对", "将", "从", "在", "由",
];

/// Words that lead from a label to the list behind it.
const MEANS: [&str; 13] = [
    "指的就是",
    "指的是",
    "也就是",
    "分别是",
    "分别为",
    "具体是",
    "具体为",
    "主要是",
    "包括",
    "就是",
    "是指",
    "即",
    ":",
];

/// Characters in front of 即 that make another word of it.
const NOT_MEANS: &str = "立随当在旋";

/// What the members are called behind the last one: 早治疗的要求.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "要求", "原则", "方针", "机制", "措施", "目标", "责任", "工作", "办法", "制度", "理念", "思路", "标准", "做法",
    "精神", "策略",
];

/// The place behind a word that leads from a label to its list.
pub fn means(text: &[char], at: usize) -> Option<usize> {
    let is_word = text.get(at) == Some(&'即') && at > 0 && NOT_MEANS.contains(text[at - 1]);
    let word = MEANS
        .iter()
        .find(|word| !is_word && text.get(at..).is_some_and(|text| starts_with(text, word)))?;
    Some(at + word.chars().count())
}

/// Reads a run as a list of as many members as a label counts. The first and the last may have words around them yet.
pub fn members(text: &[char], run: Run, shape: &Shape) -> Option<Vec<Run>> {
    shape.counted().find_map(|number| members_of(text, run.clone(), number))
}

/// Reads a run as a list of so many members.
pub fn members_of(text: &[char], run: Run, number: usize) -> Option<Vec<Run>> {
    SEPARATORS
        .iter()
        .find_map(|separators| members_by(text, run.clone(), number, separators))
}

/// As [`members_of`], with these separators.
pub fn members_by(text: &[char], run: Run, number: usize, separators: &str) -> Option<Vec<Run>> {
    let mut parts = split(text, run, separators);
    if parts.len() + 1 == number {
        // Before the last member stands a word instead of a mark.
        let (before, after) = conjunction(text, &parts.pop()?)?;
        parts.extend([before, after]);
    }
    if parts.len() != number {
        return None;
    }
    let ends = if separators == ";" { "。!?" } else { "。!?;:," };
    let parts: Vec<Run> = parts.into_iter().map(|part| clean(text, part)).collect();
    let is_member = |part: &Run| MEMBER.contains(&part.len()) && !text[part.clone()].iter().any(|&c| ends.contains(c));
    parts.iter().all(is_member).then_some(parts)
}

/// Parts a run at separators and numerals; what is empty between them is no part.
pub fn split(text: &[char], run: Run, separators: &str) -> Vec<Run> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (run.start, run.start);
    while at < run.end {
        let numeral = numeral(text, at).map_or(0, |numeral| numeral.end - at);
        if numeral > 0 || separators.contains(text[at]) {
            parts.push(start..at);
            start = at + numeral.max(1);
        }
        at += numeral.max(1);
    }
    parts.push(start..run.end.max(start));
    parts.retain(|part| text[part.start..part.end.min(text.len())].iter().any(|&c| !is_edge(c)));
    parts
}

/// Is it a mark, a dash or a bullet around a member?
fn is_edge(c: char) -> bool {
    c == '\0' || " \"',、;:.。-·*●○■□◆◇▲△►★☆※".contains(c)
}

/// A member without what surrounds it: marks, a conjunction, and the name of its group (三区:).
pub fn clean(text: &[char], run: Run) -> Run {
    let mut run = without_edges(text, run);
    let group = text[run.clone()].iter().take(8).position(|&c| c == ':');
    if let Some(group) = group.filter(|&at| Shape::of(&text[run.start..run.start + at]).is_some()) {
        run.start += group + 1;
    }
    let length = |word: &&str| {
        let length = word.chars().count();
        (starts_with(&text[run.clone()], word) && run.len() >= length + MEMBER.start).then_some(length)
    };
    run.start += ["以及", "和", "及"].iter().find_map(length).unwrap_or_default();
    without_edges(text, run)
}

fn without_edges(text: &[char], run: Run) -> Run {
    let within = &text[run.clone()];
    let start = run.start + within.iter().take_while(|&&c| is_edge(c)).count();
    let end = run.end - within.iter().rev().take_while(|&&c| is_edge(c)).count();
    start..end.max(start)
}

/// Parts a run at the conjunction inside of it.
fn conjunction(text: &[char], run: &Run) -> Option<(Run, Run)> {
    ["以及", "和", "与", "及"].iter().find_map(|word| {
        let length = word.chars().count();
        let first = run.start + MEMBER.start;
        let last = run.end.saturating_sub(length + MEMBER.start);
        let at = (first..=last).rev().find(|&at| starts_with(&text[at..run.end], word))?;
        Some((run.start..at, at + length..run.end))
    })
}

/// Cuts off what stands before the first member of a list that follows other words: 坚持早发现 is 早发现.
pub fn trim_first(text: &[char], members: &mut [Run]) {
    let [first, others @ ..] = members else { return };
    let affixes = Affixes::of(text, others);
    first.start = after_leads(text, first.clone(), &affixes);
    let whole = &text[first.clone()];
    let prefix = affixes.prefix;
    if !prefix.is_empty() {
        let found = (0..whole.len()).find(|&at| whole[at..].starts_with(prefix));
        first.start += found.unwrap_or_default();
    }
    let has_suffix = !affixes.suffix.is_empty() && whole.ends_with(affixes.suffix);
    if let Some(length) = affixes.length.filter(|&length| length < first.len())
        && (prefix.is_empty() && (!has_suffix || first.len() > length + 2))
    {
        first.start = first.end - length;
    }
}

/// Cuts off what stands behind the last member: 早治疗的要求 is 早治疗.
pub fn trim_last(text: &[char], members: &mut [Run]) {
    let [others @ .., last] = members else { return };
    let affixes = Affixes::of(text, others);
    let whole = &text[last.clone()];
    let suffix = affixes.suffix;
    let found = (0..whole.len()).find(|&at| !suffix.is_empty() && whole[at..].starts_with(suffix));
    let is_kind = |at: usize| KINDS.iter().any(|kind| starts_with(&whole[at..], kind));
    let ends = |&at: &usize| match whole[at] {
        '等' => true,
        '的' => is_kind(at + 1) || affixes.length == Some(at),
        _ => affixes.length == Some(at) && is_kind(at),
    };
    let tail = (MEMBER.start..whole.len()).find(ends);
    let length = found.map(|at| at + suffix.len()).or(tail);
    last.end = length.map_or(last.end, |length| last.start + length);
}

/// What members have in common.
struct Affixes<'a> {
    prefix: &'a [char],
    suffix: &'a [char],
    length: Option<usize>,
}

impl<'a> Affixes<'a> {
    /// Nothing, if there is one only.
    fn of(text: &'a [char], members: &[Run]) -> Self {
        let [first, others @ ..] = members else {
            return Affixes {
                prefix: &[],
                suffix: &[],
                length: None,
            };
        };
        let whole = &text[first.clone()];
        let common = |matches: &dyn Fn(usize, &[char]) -> bool| {
            let fits = |length: &usize| others.iter().all(|other| matches(*length, &text[other.clone()]));
            (0..=whole.len()).take_while(fits).last().unwrap_or_default() * usize::from(!others.is_empty())
        };
        let prefix = common(&|length, other| other.starts_with(&whole[..length]));
        let suffix = common(&|length, other| other.ends_with(&whole[whole.len() - length..]));
        let is_even = !others.is_empty() && others.iter().all(|other| other.len() == first.len());
        Affixes {
            prefix: &whole[..prefix],
            suffix: &whole[whole.len() - suffix..],
            length: is_even.then_some(first.len()),
        }
    }
}

/// Does each member begin, or each end, with what the label counts? The first may have words before it, and the last
/// behind it; they are cut off then.
pub fn share(text: &[char], noun: &[char], members: &[Run]) -> Option<Vec<Run>> {
    if noun.is_empty() {
        return None;
    }
    let mut cut = members.to_vec();
    let [first, .., last] = cut.as_mut_slice() else {
        return None;
    };
    let position = |run: &Run| (0..run.len()).find(|&at| text[run.start + at..run.end].starts_with(noun));
    let has_suffix = |run: &Run| text[run.clone()].ends_with(noun);
    let has_prefix = |run: &Run| text[run.clone()].starts_with(noun);
    let middle = &members[1..];
    if middle.iter().all(has_prefix) {
        first.start += position(first)?;
        trim_last(text, &mut cut);
    } else if members[..members.len() - 1].iter().all(has_suffix) {
        last.end = last.start + position(last)? + noun.len();
        first.start = after_leads(text, first.clone(), &Affixes::of(text, &members[1..]));
    } else {
        return None;
    }
    cut.iter().all(|run| MEMBER.contains(&run.len())).then_some(cut)
}

/// Does a list go on, on either side, with a member like its own?
pub fn goes_on(text: &[char], members: &[Run]) -> bool {
    let ([first, ..], [.., last]) = (members, members) else {
        return false;
    };
    let affixes = Affixes::of(text, members);
    let Some(length) = affixes.length else {
        return false;
    };
    let is_like = |word: &[char], is_bounded: bool| match (affixes.prefix, affixes.suffix) {
        ([], []) => is_bounded,
        (prefix, suffix) => word.starts_with(prefix) && word.ends_with(suffix),
    };
    let is_bound = |at: Option<usize>| at.and_then(|at| text.get(at)).is_none_or(|&c| !is_han_char(c));
    let before = first
        .start
        .checked_sub(1 + length)
        .filter(|_| text[first.start - 1] == '、');
    let before = before.map(|start| (start..first.start - 1, is_bound(start.checked_sub(1))));
    let behind = (text.get(last.end) == Some(&'、')).then(|| last.end + 1..last.end + 1 + length);
    let behind = behind.map(|run| (run.clone(), is_bound(Some(run.end))));
    [before, behind].into_iter().flatten().any(|(run, is_bounded)| {
        let word = text.get(run);
        word.is_some_and(|word| word.iter().all(|&c| is_han_char(c)) && is_like(word, is_bounded))
    })
}

/// Where the first member begins behind the words that lead to it. As long as all others it has none: 组织领导到位.
fn after_leads(text: &[char], mut run: Run, others: &Affixes) -> usize {
    if others.length == Some(run.len()) {
        return run.start;
    }
    let word = |run: &Run| {
        let leads = LEADS.iter().filter(|lead| starts_with(&text[run.clone()], lead));
        leads.map(|lead| lead.chars().count()).max()
    };
    while let Some(length) = word(&run).filter(|length| length + MEMBER.start <= run.len()) {
        run.start += length;
    }
    run.start
}

/// Does a run end in a word that leads to something else?
pub fn ends_in_lead(text: &[char], run: Run) -> bool {
    let text: String = text[run].iter().collect();
    LEADS.iter().any(|lead| text.ends_with(lead))
}

pub fn starts_with(text: &[char], word: &str) -> bool {
    let mut text = text.iter();
    word.chars().all(|c| text.next() == Some(&c))
}

/// The number before a point of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Points of one outline are written alike.
    pub kind: char,
    pub value: usize,
    pub end: usize,
}

/// (一), ① or 1. at a place: what may stand between the members of a list, too.
fn numeral(text: &[char], at: usize) -> Option<Numeral> {
    match text[at] {
        '(' => {
            let (value, end) = number(text, at + 1).filter(|_| at + 1 < text.len())?;
            let is_closed = text.get(end) == Some(&')');
            is_closed.then_some(Numeral {
                kind: '(',
                value,
                end: end + 1,
            })
        }
        c @ '①'..='⑳' => Some(Numeral {
            kind: '①',
            value: c as usize - '①' as usize + 1,
            end: at + 1,
        }),
        c if c.is_ascii_digit() => {
            let (value, end) = number(text, at)?;
            let is_point = text.get(end) == Some(&'.') && !text.get(end + 1).is_some_and(char::is_ascii_digit);
            is_point.then_some(Numeral {
                kind: '.',
                value,
                end: end + 1,
            })
        }
        _ => None,
    }
}

/// The numeral with which a point of an outline begins: 一是, 二要, 第三, or one that may stand in a list.
pub fn point(text: &[char], at: usize) -> Option<Numeral> {
    let ordinal = at + usize::from(text[at] == '第');
    let spelled = || {
        let (value, end) = number(text, ordinal).filter(|_| ordinal < text.len())?;
        let mark = *text.get(end)?;
        let is_mark = "是要、".contains(mark) || ordinal > at && ", :".contains(mark);
        let kind = if ordinal > at { '第' } else { mark };
        is_mark.then_some(Numeral {
            kind,
            value,
            end: end + 1,
        })
    };
    numeral(text, at).or_else(spelled)
}
