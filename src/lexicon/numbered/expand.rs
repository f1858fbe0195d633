//! Where the expansion of a label stands: beside it, somewhere near, or in the points of an outline behind it.

use super::list::{self, NEAR, Numeral, Run};
use super::shape::{is_digit, is_han_char};
use super::{At, Block, Found, Standing, is_quote};

/// Characters between a label and its bracket or its colon: “四早”要求(…).
pub const TAIL: usize = 6;

/// Points of outlines that are looked at behind a label.
const POINTS: usize = 300;

/// Paragraphs between a label that stands as a heading and the points of it.
const INTRODUCTION: usize = 2;

/// Clauses over which a list may go.
const CLAUSES: usize = 6;

/// Marks at which a sentence ends.
const SENTENCE: &str = "。!?";

/// Marks before which the clause of a list does not begin.
const CLAUSE: &str = "。!?;:,()";

/// What may stand between a list and the label behind it.
const LINKS: [&str; 14] = [
    "为主要内容",
    "为内容",
    "为重点",
    "为核心",
    "为主",
    "组成",
    "构成",
    "在内",
    "要求",
    "等",
    "这",
    "的",
    "是",
    "即",
];

/// The expansion that a label stands beside. Who is no label without it must be named by its members.
pub fn beside(block: &Block, label: &Found, known: &[Vec<Vec<char>>]) -> Option<(Standing, Vec<Run>)> {
    let names =
        |member: &Run| is_any(&block.text, known, member) || has(&block.text[member.clone()], &label.shape.noun);
    let is_named = |(_, members): &(Standing, Vec<Run>)| {
        let is_told = label.stands_alone() || label.is_sure && members.iter().any(names);
        is_told || shares(block, label, members).is_some()
    };
    let fits = |(_, members): &(Standing, Vec<Run>)| members.iter().all(|run| list::MEMBER.contains(&run.len()));
    let ahead = inside(block, label).or_else(|| behind(block, label));
    let ahead = ahead.filter(is_named).filter(fits);
    ahead.or_else(|| Some((Standing::Before, before(block, label, known)?)).filter(fits))
}

fn shares(block: &Block, label: &Found, members: &[Run]) -> Option<Vec<Run>> {
    list::share(&block.text, &label.shape.noun, members)
}

/// What a bracket holds that opens at a place.
pub fn bracket(text: &[char], at: usize) -> Option<Run> {
    if !text.get(at).is_some_and(|&c| "([〔【".contains(c)) {
        return None;
    }
    let mut depth = 0;
    let closes = |c: &char| {
        depth += i32::from("([〔【".contains(*c)) - i32::from(")]〕】".contains(*c));
        depth == 0
    };
    let length = text[at..].iter().take(NEAR).position(closes)?;
    Some(at + 1..at + length)
}

fn inside(block: &Block, label: &Found) -> Option<(Standing, Vec<Run>)> {
    let open = label.run.clone().find(|&at| block.text[at] == '(')?;
    let members = list::members(&block.text, bracket(&block.text, open)?, &label.shape)?;
    Some((Standing::Inside, members))
}

/// In a bracket behind a label, or behind a colon, or behind a word like 即.
fn behind(block: &Block, label: &Found) -> Option<(Standing, Vec<Run>)> {
    let text = &block.text;
    let start = block.after_quote(label.run.end);
    for at in start..=start + if label.is_sure { TAIL } else { 0 } {
        if let Some(mut run) = bracket(text, at) {
            while let Some(after) = list::means(text, run.start).filter(|&after| after < run.end) {
                run.start = after;
            }
            return Some((Standing::Bracket, list::members(text, run, &label.shape)?));
        }
        let comma = at + usize::from(text.get(at) == Some(&','));
        if let Some(after) = list::means(text, comma) {
            let after = list::means(text, after).unwrap_or(after);
            return Some((Standing::After, list_from(block, label, after)?));
        }
        if !text
            .get(at)
            .is_some_and(|&c| is_han_char(c) && !is_digit(c) && !"和与及".contains(c))
        {
            return None;
        }
    }
    None
}

/// The list that starts at a place: as much of the sentence as it needs.
fn list_from(block: &Block, label: &Found, start: usize) -> Option<Vec<Run>> {
    let text = &block.text;
    let mut depth = 0;
    let mut ends = |c: char, marks: &str| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth < 0 || marks.contains(c)
    };
    let near = &text[start..text.len().min(start + NEAR)];
    let sentence = start + near.iter().position(|&c| ends(c, SENTENCE)).unwrap_or(near.len());
    let clauses = (start + 1..sentence).filter(|&at| ",;:".contains(text[at]));
    // What a compound label counts last may stand behind a comma, with more to come.
    let ends: Vec<usize> = clauses
        .take(if label.shape.parts() > 1 { CLAUSES } else { 1 })
        .collect();
    let read = |number: usize| {
        let mut ends = ends.iter().copied().chain([sentence]);
        ends.find_map(|end| list::members_of(text, start..end, number))
    };
    let mut members = label.shape.counted().find_map(read)?;
    list::trim_last(text, &mut members);
    Some(members)
}

/// Where the words begin that link a label to a list before it; and are there any?
fn links(block: &Block, start: usize) -> (usize, bool) {
    let text = &block.text;
    let mut end = start - usize::from(start > 0 && is_quote(text[start - 1]) && !block.closes(start - 1));
    let from = end;
    let ends_with = |end: usize, word: &str| {
        let length = word.chars().count();
        end >= length && list::starts_with(&text[end - length..end], word)
    };
    while let Some(link) = LINKS.iter().find(|link| ends_with(end, link)) {
        end -= link.chars().count();
    }
    (end, end < from)
}

/// The start of what is read together with the character before a place, up to one of these marks.
fn begin(text: &[char], end: usize, marks: &str) -> usize {
    let from = end.saturating_sub(NEAR);
    (from..end)
        .rev()
        .find(|&at| marks.contains(text[at]))
        .map_or(from, |at| at + 1)
}

/// Does something that might be a list end just before a place?
pub fn follows_list(block: &Block, at: usize) -> bool {
    let (end, _) = links(block, at);
    let start = begin(&block.text, end, CLAUSE);
    block.text[start..end].iter().any(|&c| "、+和及与".contains(c))
}

/// A list that ends where a label begins: 地方、部门、单位、个人“四方”责任.
fn before(block: &Block, label: &Found, known: &[Vec<Vec<char>>]) -> Option<Vec<Run>> {
    let text = &block.text;
    let (end, is_linked) = links(block, label.run.start);
    if end == 0 {
        return None;
    }
    let quotes = is_quote(text[end - 1]).then(|| {
        let open = (end.saturating_sub(NEAR)..end - 1)
            .rev()
            .find(|&at| is_quote(text[at]))?;
        list::members(text, open + 1..end - 1, &label.shape)
    });
    if let Some(members) = quotes.flatten() {
        return Some(members);
    }
    let run = begin(text, end, CLAUSE)..end;
    let by = |number: usize, separators: &str| list::members_by(text, run.clone(), number, separators);
    let mut members = match label.is_sure {
        true => list::members(text, run.clone(), &label.shape),
        false => label.shape.counted().find_map(|number| by(number, "、+")),
    };
    let is_exact = members.is_some();
    let sentence = begin(text, end, "。!?;:");
    for (separators, start) in [("、+", run.start), (",", sentence)] {
        // Of a longer list the last ones, if they all name what the label counts.
        members = members.or_else(|| {
            let parts = list::split(text, start..end, separators);
            let mut ends = label
                .shape
                .counted()
                .filter_map(|number| parts.len().checked_sub(number));
            ends.find_map(|first| shares(block, label, &parts[first..]))
        });
    }
    let mut members = members?;
    if let Some(shared) = shares(block, label, &members) {
        return (shared.last()?.end == members.last()?.end).then_some(shared);
    }
    let last = members.last()?.clone();
    let others = members[1..members.len() - 1].iter().map(Run::len).max();
    list::trim_first(text, &mut members);
    let is_known = members.iter().any(|member| is_any(text, known, member));
    let is_even = others.is_some_and(|longest| last.len() <= longest + 1) && !list::ends_in_lead(text, last);
    let is_list = label.stands_alone() && (is_linked || is_even);
    (label.is_sure && is_exact && (is_known || is_list)).then_some(members)
}

/// Does a member stand in a known expansion?
fn is_any(text: &[char], known: &[Vec<Vec<char>>], member: &Run) -> bool {
    known.iter().flatten().any(|known| known == &text[member.clone()])
}

/// Does a word stand in a text?
fn has(text: &[char], word: &[char]) -> bool {
    !word.is_empty() && text.windows(word.len()).any(|window| window == word)
}

/// A list around a label, in its block, whose members all name what it counts.
pub fn near(block: &Block, label: &Found, is_free: impl Fn(&Run) -> bool) -> Option<Vec<Run>> {
    let text = &block.text;
    let behind = label.run.end..text.len().min(label.run.end + NEAR);
    let before = label.run.start.saturating_sub(NEAR)..label.run.start;
    let clauses = |run: Run| {
        let mut clauses = Vec::new();
        let mut start = run.start;
        for at in run.clone() {
            if CLAUSE.contains(text[at]) || is_quote(text[at]) {
                clauses.push(start..at);
                start = at + 1;
            }
        }
        clauses.push(start..run.end);
        clauses
    };
    let lists = clauses(behind).into_iter().chain(clauses(before).into_iter().rev());
    lists
        .filter_map(|clause| {
            let by = |number| list::members_by(text, clause.clone(), number, "、+");
            shares(block, label, &label.shape.counted().find_map(by)?)
        })
        .find(|members| is_free(&super::span_of(members)))
}

/// The numbered points of a text, in its order.
pub struct Outline {
    points: Vec<(usize, usize, Numeral)>,
}

impl Outline {
    pub fn new(blocks: &[Block]) -> Self {
        let mut points = Vec::new();
        for (number, block) in blocks.iter().enumerate() {
            let begins = |at: usize| at == 0 || "。!?;:, ".contains(block.text[at - 1]);
            let starts = (0..block.text.len()).filter(|&at| begins(at));
            points.extend(starts.filter_map(|at| Some((number, at, list::point(&block.text, at)?))));
        }
        Outline { points }
    }

    /// The headings of the points behind a label: 六道防线:一是…. They expand it if a colon says so, or if they all
    /// name what it counts, or if one of them is known.
    pub fn points(&self, blocks: &[Block], label: &Found, known: &[Vec<Vec<char>>]) -> Option<Vec<At>> {
        if !label.stands_alone() {
            return None;
        }
        let text = &blocks[label.block].text;
        let behind = block_end(text, blocks[label.block].after_quote(label.run.end))?;
        let mark = text.get(behind);
        let first = (behind + 1..text.len()).find(|&at| text[at] != ' ' && !is_quote(text[at]));
        let start = first.map_or((label.block + 1, 0), |at| (label.block, at));
        let from = self.points.partition_point(|&(block, at, _)| (block, at) < start);
        let &(block, at, point) = self.points.get(from)?;
        let is_next = (block, at) == start;
        let is_heading = first.is_none() && at == 0 && block <= start.0 + INTRODUCTION;
        if point.value != 1 || !is_next && !is_heading {
            return None;
        }
        let mut chain = vec![(block, point.end)];
        for (block, _, next) in self.points[from + 1..]
            .iter()
            .take(POINTS)
            .filter(|(_, _, next)| next.kind == point.kind)
        {
            if next.value != chain.len() + 1 {
                break;
            }
            chain.push((*block, next.end));
        }
        let members = chain.into_iter().map(|(block, start)| heading(blocks, block, start));
        let members: Vec<At> = members.collect::<Option<_>>()?;
        let text_of = |(block, run): &At| &blocks[*block].text[run.clone()];
        let noun = label.shape.noun.as_slice();
        let names = members.iter().all(|member| has(text_of(member), noun));
        let has_known = members
            .iter()
            .any(|member| known.iter().flatten().any(|known| has(text_of(member), known)));
        let is_said = is_next && mark == Some(&':') && known.is_empty();
        let is_counted = label.shape.counted().any(|number| number == members.len());
        (is_counted && (names || has_known || is_said)).then_some(members)
    }
}

/// Where the clause ends in which a label is the last thing, a few characters apart: at a colon or a full stop.
fn block_end(text: &[char], at: usize) -> Option<usize> {
    let is_tail = |&c: &char| is_han_char(c) || is_quote(c);
    let end = at + text.get(at..)?.iter().take(TAIL + 2).take_while(|c| is_tail(c)).count();
    text.get(end).is_none_or(|c| ":。".contains(*c)).then_some(end)
}

/// The heading part of a point: up to the first mark.
fn heading(blocks: &[Block], block: usize, start: usize) -> Option<At> {
    let text = &blocks[block].text;
    let rest = text.get(start..)?;
    let length = rest
        .iter()
        .take(list::MEMBER.end + 2)
        .position(|&c| "。!?;:,".contains(c));
    let mut run = list::clean(text, start..start + length.unwrap_or(rest.len()));
    if text.get(run.start) == Some(&'要') {
        run.start += 1;
    }
    list::MEMBER.contains(&run.len()).then_some((block, run))
}
