//! A document as the matchers read it: all of its blocks folded for slogans, in units of UTF-16, with the way back to
//! the display text.
//!
//! One unit is one Han character, so that four of them fit a register: what looks for thousands of phrases at once
//! reads a text faster this way than as UTF-8. It is made once and kept.

use super::fold::{SEPARATOR, View, each, is_clause_separator};
use crate::corpus::{Document, Span};

/// Stands after each block; nothing that is looked for contains it.
pub const BREAK: u16 = 0;

/// A unit of [`SEPARATOR`].
pub const SEPARATES: u16 = SEPARATOR as u16;

/// The folded blocks of a document.
#[derive(Debug, Clone, Default)]
pub struct Units {
    units: Vec<u16>,
    /// Where each block starts.
    starts: Vec<u32>,
    /// From this unit on, this much is to be added to the distance from the start of its block.
    shifts: Vec<(u32, i32)>,
    /// The separators that part two clauses: a comma or a semicolon.
    commas: Vec<u32>,
}

impl Units {
    /// Folds blocks of text.
    ///
    /// ```
    /// use tifa::text::units::Units;
    ///
    /// let units = Units::new(["「四方」責任", "四早"]);
    /// assert_eq!(String::from_utf16_lossy(units.units()), "四方责任\0四早\0");
    /// let span = units.span(2, 4);
    /// assert_eq!((span.block, span.start, span.end), (0, 4, 6));
    /// ```
    pub fn new<'a>(blocks: impl IntoIterator<Item = &'a str>) -> Self {
        let mut folded = Units::default();
        let mut shift = 0;
        for block in blocks {
            let start = folded.units.len();
            folded.starts.push(start as u32);
            each(block, View::Slogan, |c, at, stands_for| {
                let unit = folded.units.len();
                let shifted = at as i32 - (unit - start) as i32;
                if shifted != shift {
                    shift = shifted;
                    folded.shifts.push((unit as u32, shift));
                }
                if is_clause_separator(stands_for) {
                    folded.commas.push(unit as u32);
                }
                folded.units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            });
            folded.units.push(BREAK);
        }
        folded
    }

    /// The blocks of a document.
    pub fn of(document: &Document) -> Self {
        Units::new(document.body.iter().map(|block| block.text.as_str()))
    }

    /// All of it, a [`BREAK`] after each block.
    pub fn units(&self) -> &[u16] {
        &self.units
    }

    /// The display text that a run of units came from. It must not be empty, nor reach across a break.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let block = self.block(start);
        let first = self.starts[block] as usize;
        let display = |unit: usize| {
            let at = self.shifts.partition_point(|&(from, _)| from as usize <= unit);
            let shift = at.checked_sub(1).map_or(0, |at| self.shifts[at].1);
            ((unit - first) as i32 + shift) as usize
        };
        Span {
            block,
            start: display(start),
            end: display(end - 1) + 1,
        }
    }

    /// The block in which a unit stands.
    pub fn block(&self, unit: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= unit) - 1
    }

    /// Does a clause end inside of this run?
    pub fn has_comma(&self, start: usize, end: usize) -> bool {
        let at = self.commas.partition_point(|&comma| (comma as usize) < start);
        self.commas.get(at).is_some_and(|&comma| (comma as usize) < end)
    }
}

/// A phrase in units, folded as a text is.
pub fn phrase(phrase: &str) -> Vec<u16> {
    super::fold::fold_phrase(phrase, View::Slogan).encode_utf16().collect()
}

/// Is this a Han character of the Basic Multilingual Plane?
pub fn is_han(unit: u16) -> bool {
    matches!(unit, 0x3400..=0x4dbf | 0x4e00..=0x9fff)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The display text of a folded phrase, by the way back.
    fn check(blocks: &[&str], sought: &str, expected: &str) {
        let units = Units::new(blocks.iter().copied());
        let sought: Vec<u16> = phrase(sought);
        let at = units.units().windows(sought.len()).position(|window| window == sought);
        let Some(at) = at else {
            panic!("{sought:?} is not there")
        };
        let span = units.span(at, at + sought.len());
        let shown: String = blocks[span.block]
            .chars()
            .skip(span.start)
            .take(span.end - span.start)
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn each_unit_finds_its_character() {
        check(&["压实“四方”责任。"], "四方责任", "四方”责任");
        check(
            &["", "甲", "外防輸入， 內防反彈"],
            "外防输入、内防反弹",
            "外防輸入， 內防反彈",
        );
        check(&["𠮷𠮷四早", "四\u{200b}早"], "四早", "四早");
        check(&["““甲””乙", "丙"], "丙", "丙");
        check(&["a\0b", "丙"], "ab", "a\0b");
    }

    #[test]
    fn commas_part_clauses_and_pauses_do_not() {
        let units = Units::new(["甲、乙，丙 丁； 戊"]);
        assert_eq!(String::from_utf16_lossy(units.units()), "甲、乙、丙、丁、戊\0");
        let commas: Vec<bool> = [1, 3, 5, 7].map(|at| units.has_comma(at, at + 1)).to_vec();
        assert_eq!(commas, [false, true, false, true]);
        assert!(units.has_comma(0, 9) && !units.has_comma(0, 3));
    }
}
