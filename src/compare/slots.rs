//! Slots: what was filled in differently where a template is the same.

use super::Change;
use super::diff::{Run, Side};
use super::places::is_place_name;
use super::units::SlotType;

/// Cuts out of the changes what is a number, a date or a place on both sides.
pub fn with_slots(runs: Vec<Run>, left: &Side, right: &Side) -> Vec<Run> {
    let mut cut: Vec<Run> = Vec::new();
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        if run.change != Change::Replace {
            cut.push(run);
            continue;
        }
        let (mut i, mut j) = (run.left, run.right);
        let same = |i: usize, j: usize| left.slot(i).filter(|slot| right.slot(j) == Some(*slot));
        while let Some(slot) = both(i.clone().next(), j.clone().next(), same) {
            cut.push(Run::slot(i.start..i.start + 1, j.start..j.start + 1, slot));
            (i.start, j.start) = (i.start + 1, j.start + 1);
        }
        let mut behind = Vec::new();
        while let Some(slot) = both(i.clone().next_back(), j.clone().next_back(), same) {
            behind.push(Run::slot(i.end - 1..i.end, j.end - 1..j.end, slot));
            (i.end, j.end) = (i.end - 1, j.end - 1);
        }
        // Names of places that differ may end alike: 柳浦区, 临漪区.
        let next = runs
            .peek_mut()
            .filter(|next| behind.is_empty() && next.change == Change::Equal);
        let longer = next.is_some() as usize;
        let is_place = |more: usize| {
            is_place_name(&left.text[left.characters(&(i.start..i.end + more))])
                && is_place_name(&right.text[right.characters(&(j.start..j.end + more))])
        };
        if is_place(0) {
            cut.push(Run::slot(i, j, SlotType::Place));
        } else if let Some(next) = next.filter(|_| is_place(longer)) {
            (next.left.start, next.right.start) = (next.left.start + 1, next.right.start + 1);
            cut.push(Run::slot(i.start..i.end + 1, j.start..j.end + 1, SlotType::Place));
        } else {
            cut.push(Run::new(i, j));
        }
        cut.extend(behind.into_iter().rev());
    }
    cut.retain(|run| !run.is_empty() || run.change == Change::Equal);
    cut
}

fn both<T>(i: Option<usize>, j: Option<usize>, same: impl Fn(usize, usize) -> Option<T>) -> Option<T> {
    same(i?, j?)
}
