//! Slots: what was filled in differently where a template is the same. What is a slot is told by what both sides
//! put there, each a name, a number or a date of one type, and by the equal text around.

use std::ops::Range;

use super::Change;
use super::diff::{Run, Side};
use super::shapes;
use super::units::{SlotType, is_numeral};
use crate::text::ngrams::{is_word, size};

/// How many units of the equal text beside a change may belong to the names that differ; 1 to 4. 柳浦区 and 临漪区
/// end alike, 王建国 and 王建军 begin alike. Smaller cuts names in pieces, larger tries more.
const SHARED: usize = 3;

/// The most units behind a change that may belong to the name of a company; 5 to 10. 绿源农业公司 and 金禾农业公司
/// end alike.
const TAIL: usize = 8;

/// Han characters, or words, with punctuation, of equal text that a slot needs before it or behind it, other slots passed over;
/// 1 to 8. Smaller calls a template what is alike by accident, larger misses short lines.
const FRAME: usize = 3;

/// The most units of a change that may be a name; 8 to 30. It bounds the work on long changes.
const LONGEST: usize = 16;

/// Cuts out of the changes what is of one type on both sides.
pub fn with_slots(runs: Vec<Run>, left: &Side, right: &Side) -> Vec<Run> {
    let mut cut: Vec<Run> = Vec::new();
    let mut runs = joined(runs, left, right).into_iter().peekable();
    while let Some(run) = runs.next() {
        if run.change == Change::Equal || run.change == Change::Slot {
            cut.push(run);
            continue;
        }
        let (head, middle, tail) = typed(run, left, right);
        cut.extend(head);
        // Names that differ may begin and end alike.
        let before = cut.pop_if(|before| before.change == Change::Equal);
        let after = runs.next_if(|after| tail.is_empty() && after.change == Change::Equal);
        match grown(&middle, before.as_ref(), after.as_ref(), left, right) {
            Some((slot, from_before, from_after)) => {
                let shorter = before.map(|before| take_end(before, from_before));
                cut.extend(shorter.filter(|before| !before.is_empty()));
                cut.push(slot);
                cut.extend(
                    after
                        .map(|after| take_start(after, from_after))
                        .filter(|after| !after.is_empty()),
                );
            }
            None => {
                cut.extend(before);
                cut.push(middle);
                cut.extend(after);
            }
        }
        cut.extend(tail);
    }
    cut.retain(|run| !run.is_empty() || run.change == Change::Equal);
    framed(cut, left)
}

/// Joins two changes that a name is torn into by a character that both names have: 王建国, 李建军.
fn joined(runs: Vec<Run>, left: &Side, right: &Side) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        if let [.., first, between] = &joined[..]
            && run.is_edit()
            && first.is_edit()
            && between.left.len() <= 2
        {
            let whole = Run::new(first.left.start..run.left.end, first.right.start..run.right.end);
            let before = joined.len().checked_sub(3).map(|at| &joined[at]);
            if grown(&whole, before, None, left, right).is_some() {
                joined.truncate(joined.len() - 2);
                joined.push(whole);
                continue;
            }
        }
        joined.push(run);
    }
    joined
}

/// The slots at both ends of a change, and what is left between them. Places side by side are one slot if the
/// other side has fewer: 青澜市望溪县 and 梧塘县.
fn typed(run: Run, left: &Side, right: &Side) -> (Vec<Run>, Run, Vec<Run>) {
    let (mut i, mut j) = (run.left, run.right);
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    while let Some(slot) = same(left, right, i.clone().next(), j.clone().next()) {
        let is_more = |side: &Side, at: &usize| side.slot(*at) == Some(slot);
        let (a, b) = match slot {
            SlotType::Place => (
                i.clone().take_while(|at| is_more(left, at)).count(),
                j.clone().take_while(|at| is_more(right, at)).count(),
            ),
            _ => (1, 1),
        };
        let (a, b) = if a == b { (1, 1) } else { (a, b) };
        // 千方百计, 一心一意: numerals of words that differ are no numbers.
        let is_numeral = |side: &Side, at: usize| side.units[at].run.len() == 1 && is_han_numeral(side, at);
        let goes_on = |side: &Side, at: usize, end: usize| at < end && side.slot(at).is_none() && is_han_word(side, at);
        if slot == SlotType::Number
            && is_numeral(left, i.start)
            && is_numeral(right, j.start)
            && goes_on(left, i.start + 1, i.end)
            && goes_on(right, j.start + 1, j.end)
        {
            break;
        }
        head.push(Run::slot(i.start..i.start + a, j.start..j.start + b, slot));
        (i.start, j.start) = (i.start + a, j.start + b);
    }
    while let Some(slot) = same(left, right, i.clone().next_back(), j.clone().next_back()) {
        tail.push(Run::slot(i.end - 1..i.end, j.end - 1..j.end, slot));
        (i.end, j.end) = (i.end - 1, j.end - 1);
    }
    tail.reverse();
    (head, Run::new(i, j), tail)
}

fn same(left: &Side, right: &Side, i: Option<usize>, j: Option<usize>) -> Option<SlotType> {
    let (i, j) = (i?, j?);
    left.slot(i).filter(|slot| right.slot(j) == Some(*slot))
}

/// The slot that a change is if it takes in some of the equal text before and behind it, as little as will do,
/// with how many units of each.
fn grown(
    run: &Run,
    before: Option<&Run>,
    after: Option<&Run>,
    left: &Side,
    right: &Side,
) -> Option<(Run, usize, usize)> {
    if run.is_empty() || run.left.len().max(run.right.len()) > LONGEST {
        return None;
    }
    let plain = |units: &mut dyn Iterator<Item = usize>| {
        let is_plain = |at: &usize| left.slot(*at).is_none() && is_word(left.text[left.units[*at].run.start]);
        units.take_while(is_plain).count()
    };
    let most_before = before.map_or(0, |before| plain(&mut before.left.clone().rev().take(SHARED)));
    let all_after = after.map_or(0, |after| plain(&mut after.left.clone().take(TAIL)));
    let most_after = all_after.min(SHARED);
    let name = |side: &Side, units: Range<usize>| {
        let run = side.characters(&units);
        let (before, name, after) = (&side.text[..run.start], &side.text[run.clone()], &side.text[run.end..]);
        shapes::name(before, name, after)
    };
    let is_one_sided = run.left.is_empty() || run.right.is_empty();
    for more in 0..=most_before + most_after {
        for a in (more.saturating_sub(most_before)..=more.min(most_after)).rev() {
            let b = more - a;
            let (i, j) = (
                run.left.start - b..run.left.end + a,
                run.right.start - b..run.right.end + a,
            );
            let slot = name(left, i.clone()).filter(|slot| name(right, j.clone()) == Some(*slot));
            // 张明 and 张建明; but 青山镇 and 大青山镇 differ by a word.
            if let Some(slot) = slot.filter(|slot| *slot == SlotType::Person || !is_one_sided) {
                return Some((Run::slot(i, j, slot), b, a));
            }
        }
    }
    let behind = &left.text[left.characters(&run.left).end..];
    let (i, j) = (left.characters(&run.left), right.characters(&run.right));
    let (a, b) = (&left.text[i], &right.text[j]);
    if all_after > 0 && shapes::is_in_nature(a, behind) && shapes::is_in_nature(b, behind) {
        return Some((Run::slot(run.left.clone(), run.right.clone(), SlotType::Place), 0, 0));
    }
    let more = (most_after + 1..=all_after).find(|&a| {
        let is_company = |side: &Side, units: &Range<usize>| {
            shapes::is_company(&side.text[side.characters(&(units.start..units.end + a))])
        };
        !is_one_sided && is_company(left, &run.left) && is_company(right, &run.right)
    })?;
    let (i, j) = (
        run.left.start..run.left.end + more,
        run.right.start..run.right.end + more,
    );
    Some((Run::slot(i, j, SlotType::Organisation), 0, more))
}

/// An equal run without its last units.
fn take_end(run: Run, units: usize) -> Run {
    Run::equal(
        run.left.start..run.left.end - units,
        run.right.start..run.right.end - units,
    )
}

/// An equal run without its first units.
fn take_start(run: Run, units: usize) -> Run {
    Run::equal(
        run.left.start + units..run.left.end,
        run.right.start + units..run.right.end,
    )
}

/// Takes back the slots that no equal text stands around, unless nothing else differs.
fn framed(runs: Vec<Run>, left: &Side) -> Vec<Run> {
    if !runs.iter().any(Run::is_edit) {
        return runs;
    }
    let words = |run: &Run| match run.change {
        Change::Equal => size(&left.text[left.characters(&run.left)]),
        _ => 0,
    };
    let mut framed: Vec<Run> = Vec::new();
    for part in runs.chunk_by(|a, b| !a.is_edit() && !b.is_edit()) {
        let all: usize = part.iter().map(words).sum();
        let mut before = 0;
        for run in part {
            before += words(run);
            let is_slot = run.change == Change::Slot && before.max(all - before) >= FRAME;
            let run = match run.change {
                Change::Slot if !is_slot => Run::new(run.left.clone(), run.right.clone()),
                _ => run.clone(),
            };
            match framed.last_mut().filter(|last| last.is_edit() && run.is_edit()) {
                Some(last) => *last = Run::new(last.left.start..run.left.end, last.right.start..run.right.end),
                None => framed.push(run),
            }
        }
    }
    framed
}

/// Is this unit a run of Chinese numerals?
fn is_han_numeral(side: &Side, at: usize) -> bool {
    let text = &side.text[side.units[at].run.clone()];
    text.iter().all(|c| is_numeral(*c) && !c.is_ascii_digit())
}

/// Is this unit a Han character?
fn is_han_word(side: &Side, at: usize) -> bool {
    shapes::is_han(side.text[side.units[at].run.start])
}
