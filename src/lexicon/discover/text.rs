//! The corpus as one run of units, with what the folded text does not show: quotation marks, and slogans of the
//! lexicon.

use super::Source;
use super::form;
use super::series::Series;
use crate::corpus::Span;
use crate::text::fold::{fold_char, is_clause_separator};
use crate::text::units::{SEPARATES, is_han};

/// Punctuation, or the end of a block.
pub const BREAK: u16 = 0;

/// Latin letters, digits and whatever else is neither Han nor punctuation.
pub const OTHER: u16 = 1;

/// An opening quotation mark stands before the unit.
const OPENS: u8 = 1;

/// A closing quotation mark stands before the unit.
const CLOSES: u8 = 2;

/// The unit belongs to a slogan of the lexicon.
const KNOWN: u8 = 4;

/// The unit belongs to the same slogan as the one before.
const JOINED: u8 = 8;

/// The separator parts two clauses, rather than two items of a list.
const COMMA: u8 = 16;

/// The unit belongs to the same item of a list of parallel items as the one before.
const INNER: u8 = 32;

/// All documents, one after the other: two bytes a unit for the text, one for what is known of it.
pub struct Text<'a> {
    pub sources: &'a [Source<'a>],
    /// Han characters, separators, [`BREAK`] and [`OTHER`].
    pub units: Vec<u16>,
    flags: Vec<u8>,
    /// Where each document starts.
    starts: Vec<u32>,
}

impl<'a> Text<'a> {
    pub fn new(sources: &'a [Source<'a>]) -> Self {
        let length: usize = sources.iter().map(|source| source.units.units().len()).sum();
        let mut text = Text {
            sources,
            units: Vec::with_capacity(length),
            flags: vec![0; length + 1],
            starts: Vec::with_capacity(sources.len()),
        };
        for source in sources {
            text.add(source);
        }
        text
    }

    /// The units of a document keep nothing of quotation marks, nor their places in the display text, so it is read
    /// along with them.
    fn add(&mut self, source: &Source) {
        let start = self.units.len();
        self.starts.push(start as u32);
        let folded = source.units.units();
        self.units.extend(folded.iter().map(|&unit| match unit {
            unit if is_han(unit) || unit == SEPARATES => unit,
            unit if char::from_u32(u32::from(unit)).is_none_or(char::is_alphanumeric) => OTHER,
            _ => BREAK,
        }));
        let mut known = source.known.iter().filter(|known| !known.inside).peekable();
        let mut at = 0;
        for (block, of) in source.document.body.iter().enumerate() {
            let mut is_open = false;
            let mut was_known = None;
            for (place, c) in of.text.chars().enumerate() {
                let Some(folded_char) = fold_char(c) else { continue };
                let flags = &mut self.flags[start + at];
                if matches!(folded_char, '"' | '\'') {
                    is_open = match c {
                        '“' | '‘' | '「' | '『' | '〝' | '«' | '„' => true,
                        '”' | '’' | '」' | '』' | '〞' | '»' => false,
                        _ => !is_open,
                    };
                    *flags |= if is_open { OPENS } else { CLOSES };
                    continue;
                }
                let ends = |span: &Span| (span.block, span.end) <= (block, place);
                while known.next_if(|known| ends(&known.span)).is_some() {}
                let here = known
                    .peek()
                    .map(|known| known.span)
                    .filter(|span| (span.block, span.start) <= (block, place));
                let mut buffer = [0; 2];
                let encoded: &[u16] = folded_char.encode_utf16(&mut buffer);
                if folded[at..].starts_with(encoded) {
                    at += encoded.len();
                } else if folded[at] == SEPARATES {
                    *flags |= if is_clause_separator(folded_char) { COMMA } else { 0 };
                    at += 1;
                } else {
                    // One more of a run of separators.
                    continue;
                }
                if let Some(span) = here {
                    *flags |= KNOWN | if was_known == Some(span) { JOINED } else { 0 };
                }
                was_known = here;
            }
            at += 1;
        }
    }

    /// The document in which a unit stands.
    pub fn document(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= at) - 1
    }

    /// The number of documents in which these places stand; they are in order.
    pub fn documents(&self, starts: &[u32]) -> usize {
        let mut count = 0;
        let mut rest = starts;
        while let Some(&first) = rest.first() {
            count += 1;
            let next = self.starts.get(self.document(first as usize) + 1);
            rest = match next {
                Some(&next) => &rest[rest.partition_point(|&at| at < next)..],
                None => &[],
            };
        }
        count
    }

    /// A run of units as a place in the display text of its document.
    pub fn span(&self, start: usize, end: usize) -> (usize, Span) {
        let document = self.document(start);
        let first = self.starts[document] as usize;
        (document, self.sources[document].units.span(start - first, end - first))
    }

    pub fn is_han(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|&unit| is_text(unit))
    }

    /// The unit before a place; a break before the first, and before a quotation.
    pub fn before(&self, at: usize) -> u16 {
        let before = at.checked_sub(1).filter(|_| self.flags[at] & OPENS == 0);
        before.map_or(BREAK, |before| self.units[before])
    }

    /// The unit behind a run that ends at a place; a break behind a quotation.
    pub fn after(&self, end: usize) -> u16 {
        if self.flags[end] & CLOSES != 0 {
            BREAK
        } else {
            self.at(end)
        }
    }

    /// The unit at a place; a break behind the last.
    pub fn at(&self, at: usize) -> u16 {
        self.units.get(at).copied().unwrap_or(BREAK)
    }

    /// How many units of a run belong to slogans of the lexicon.
    pub fn known(&self, start: usize, end: usize) -> usize {
        self.flags[start..end]
            .iter()
            .filter(|flags| **flags & KNOWN != 0)
            .count()
    }

    /// Does one end of a run stand inside of a slogan of the lexicon?
    pub fn cuts_known(&self, start: usize, end: usize) -> bool {
        (self.flags[start] | self.flags[end]) & JOINED != 0
    }

    /// Remembers the items of lists, so that nothing is taken for whole that ends inside of one.
    pub fn mark(&mut self, series: &[Series]) {
        for of in series {
            let is_list = !self.is_comma(of.start + of.length);
            for start in of.starts().filter(|_| is_list) {
                let inner = &mut self.flags[start + 1..start + of.length];
                inner.iter_mut().for_each(|flags| *flags |= INNER);
            }
        }
    }

    /// Does one end of a run stand inside of a word, of an item, or of what is quoted?
    pub fn cuts(&self, start: usize, end: usize) -> bool {
        let is_inner = |at: usize| self.flags[at] & INNER != 0;
        is_inner(start) || is_inner(end) || self.cuts_word(start, end) || self.cuts_quotation(start, end)
    }

    /// Is one of a pair of quotation marks inside of the run and the other outside, behind more text?
    fn cuts_quotation(&self, start: usize, end: usize) -> bool {
        let mut is_open = false;
        for at in start..=end {
            if self.flags[at] & CLOSES != 0 && at > start {
                if !is_open && is_text(self.before(start)) {
                    return true;
                }
                is_open = false;
            }
            is_open |= self.flags[at] & OPENS != 0 && at < end;
        }
        is_open && self.is_han(end)
    }

    /// Does one end of a run stand inside of a common word?
    pub fn cuts_word(&self, start: usize, end: usize) -> bool {
        let is_cut = |at: usize| form::is_word(self.pair(at));
        let before = start
            .checked_sub(1)
            .is_some_and(|before| is_cut(before) && !is_cut(start));
        before || is_cut(end - 1) && !end.checked_sub(2).is_some_and(is_cut)
    }

    /// Does a pair of quotation marks stand right around a run?
    pub fn is_label(&self, start: usize, end: usize) -> bool {
        let is_one = || self.flags[start + 1..end].iter().all(|flags| flags & CLOSES == 0);
        self.flags[start] & OPENS != 0 && self.flags[end] & CLOSES != 0 && is_one()
    }

    /// Do quotation marks stand around a run, or around its beginning or end, as in «“四方”责任»?
    pub fn is_quoted(&self, start: usize, end: usize) -> bool {
        let has = |at: usize, mark: u8| self.flags[at] & mark != 0;
        let inside = |mark: u8| (start + 1..end).any(|at| has(at, mark));
        match (has(start, OPENS), has(end, CLOSES)) {
            (true, true) => self.is_label(start, end),
            (true, false) => inside(CLOSES),
            (false, closes) => closes && inside(OPENS),
        }
    }

    /// What a run that starts here goes on with to the left: a unit, and two more where a clause begins behind it.
    pub fn to_the_left(&self, start: usize) -> Option<u64> {
        let before = |by: usize| start.checked_sub(by).map_or(BREAK, |at| self.units[at]);
        extension([1, 2, 3].map(before), self.begins(start))
    }

    /// What a run that ends here goes on with to the right: a unit, and two more where a clause ends before it.
    pub fn to_the_right(&self, end: usize) -> Option<u64> {
        extension([0, 1, 2].map(|by| self.at(end + by)), self.ends(end))
    }

    /// Is this run a series with the same mark between all of its members?
    pub fn is_list(&self, start: usize, end: usize) -> bool {
        let mut marks = self.marks(start, end);
        let first = marks.next();
        form::is_even(&self.units[start..end]) && marks.all(|mark| Some(mark) == first)
    }

    /// Is this run a series of three members and more, of whatever length, with no comma between them?
    pub fn is_row(&self, start: usize, end: usize) -> bool {
        self.marks(start, end).count() >= 2 && !self.has_comma(start, end)
    }

    /// Are there two clauses in this run?
    pub fn has_comma(&self, start: usize, end: usize) -> bool {
        self.marks(start, end).any(|is_comma| is_comma)
    }

    /// For each separator in a run, whether it is a comma.
    fn marks(&self, start: usize, end: usize) -> impl Iterator<Item = bool> {
        let marks = (start..end).filter(|&at| self.units[at] == SEPARATES);
        marks.map(|at| self.is_comma(at))
    }

    /// Is this separator a comma or a semicolon?
    pub fn is_comma(&self, at: usize) -> bool {
        self.flags[at] & COMMA != 0
    }

    /// The runs of text in quotation marks, of `shortest` to `longest` units; lists and clauses may be among them.
    pub fn quotations(&self, shortest: usize, longest: usize) -> Vec<(usize, usize)> {
        let mut quotations = Vec::new();
        let mut open = None;
        for (at, flags) in self.flags.iter().enumerate() {
            if flags & CLOSES != 0 {
                let start = open.take().filter(|start| (shortest..=longest).contains(&(at - start)));
                quotations.extend(start.map(|start| (start, at)));
            }
            if flags & OPENS != 0 {
                open = Some(at);
            }
            if self.at(at) <= OTHER {
                open = None;
            }
        }
        quotations
    }

    /// Does a clause begin here, or what is like a clause: after a mark, or after the words that lead one in?
    pub fn begins(&self, at: usize) -> bool {
        let before = self.before(at);
        is_mark(before) || form::LEADS.has(self.pair(at.wrapping_sub(2))) || form::is_lead(before)
    }

    /// Does a clause end here, or what is like a clause: before a mark, or before 的 and the word for a principle?
    pub fn ends(&self, at: usize) -> bool {
        let after = self.after(at);
        is_mark(after) || after == form::OF && form::PRINCIPLES.has(self.pair(at + 1))
    }

    /// Two units as one number; 0 if one of them is no Han character.
    pub fn pair(&self, at: usize) -> u32 {
        match self.units.get(at..).and_then(|ahead| ahead.get(..2)) {
            Some(&[a, b]) if is_text(a) && is_text(b) => form::pair(a, b),
            _ => 0,
        }
    }
}

/// Is this a Han character, rather than a mark or anything else?
pub fn is_text(unit: u16) -> bool {
    unit > OTHER && unit != SEPARATES
}

/// Is this a mark? A number is none: what stands before or behind it goes on.
fn is_mark(unit: u16) -> bool {
    matches!(unit, BREAK | SEPARATES)
}

/// Neighbours as one number, the nearest first: of a free border all of them.
fn extension(units: [u16; 3], is_free: bool) -> Option<u64> {
    let all = if is_free { &units[..] } else { &units[..1] };
    let is_broken = all.iter().take(2).any(|unit| *unit == BREAK);
    (!is_broken).then(|| all.iter().fold(0, |key, unit| key << 16 | u64::from(*unit)))
}
