//! The decoded source and what became of each of its bytes. A rule can only mark bytes as removed, with a
//! reason, or as mended, with what was meant; all else is body. So nothing can be lost, whatever the rules do.

use std::collections::BTreeMap;
use std::ops::Range;

use super::marked::{Mark, Marked};
use crate::corpus::{Block, Damage, Reason, Removal, Repair};
use crate::text::fold::{View, fold_text};

pub struct Source<'a> {
    pub text: &'a str,
    marks: &'a [(Range<usize>, Mark)],
    /// For each byte of `text`: why it is not in the body, if it is not.
    removed: Vec<Option<Reason>>,
    /// Damaged runs by their first byte; they do not overlap.
    mends: BTreeMap<usize, Mend>,
}

/// A damaged run of the source, and what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// Bytes of the source.
    pub range: Range<usize>,
    pub damage: Damage,
    /// What was meant.
    pub text: String,
    /// If it is not certain it is proposed, and the body keeps the damage.
    pub certain: bool,
}

/// A line of the source that has something to read.
pub struct Line {
    /// Bytes of the source.
    pub range: Range<usize>,
    /// What was kept of it when the line was made, without white space around it.
    pub text: String,
    /// `text` as [`View::Search`] folds it: simplified, half width, lower case.
    pub folded: String,
    /// The level, if the markup says that this is a heading.
    pub heading: Option<u8>,
    /// Does the markup say that this line stands around the text?
    pub around: Option<Reason>,
    /// Are these the words of links, for the most part?
    pub is_link: bool,
    /// Does the markup say that this stands where the sentences of the page are?
    pub is_main: bool,
}

impl Line {
    pub fn characters(&self) -> usize {
        self.text.chars().count()
    }

    /// Its width, where a Han character takes two columns.
    pub fn columns(&self) -> usize {
        self.text.chars().map(|c| if (c as u32) < 0x2e80 { 1 } else { 2 }).sum()
    }

    /// Is this a line of running text, and no title, label or link?
    pub fn is_prose(&self) -> bool {
        self.folded.contains(['。', '!', '?', ';']) || self.folded.contains(". ") || self.characters() >= 60
    }
}

/// A run of the source as the body has it: a character, or a mended run.
struct Piece<'s> {
    range: Range<usize>,
    text: &'s str,
}

impl<'a> Source<'a> {
    pub fn new(marked: &'a Marked) -> Self {
        let mut source = Source {
            text: &marked.text,
            marks: &marked.marks,
            removed: vec![None; marked.text.len()],
            mends: BTreeMap::new(),
        };
        for (range, mark) in &marked.marks {
            match mark {
                Mark::Title | Mark::Field => source.remove(range.clone(), Reason::Metadata),
                Mark::Hidden => source.remove(range.clone(), Reason::Hidden),
                Mark::Heading(_) | Mark::Link | Mark::Main | Mark::Around(_) => {}
            }
        }
        source
    }

    /// What the head of the file says: its lines, and whether each is the title.
    pub fn head(&self) -> impl Iterator<Item = (&'a str, bool)> {
        let heads = self
            .marks
            .iter()
            .filter(|(_, mark)| matches!(mark, Mark::Title | Mark::Field));
        heads.map(|(range, mark)| (self.text[range.clone()].trim(), *mark == Mark::Title))
    }

    /// Marks bytes of the source as removed, whatever they were marked as before.
    pub fn remove(&mut self, range: Range<usize>, reason: Reason) {
        self.removed[range].fill(Some(reason));
    }

    /// Marks a damaged run. One that overlaps another is dropped.
    pub fn mend(&mut self, mend: Mend) {
        let before = self.mends.range(..mend.range.end).next_back();
        if before.is_none_or(|(_, other)| other.range.end <= mend.range.start) {
            self.mends.insert(mend.range.start, mend);
        }
    }

    /// Marks a part of a line as removed; `part` counts the bytes of what is [kept](Source::kept) of the line.
    pub fn remove_part(&mut self, line: &Range<usize>, part: Range<usize>, reason: Reason) {
        let mut at = 0;
        let mut ranges = Vec::new();
        for piece in self.pieces(line) {
            let place = at..at + piece.text.len();
            at = place.end;
            if place.start < part.end && part.start < place.end {
                ranges.push(piece.range);
            }
        }
        for range in ranges {
            self.remove(range, reason);
        }
    }

    /// What is still in the body of a range of the source.
    pub fn kept(&self, range: &Range<usize>) -> String {
        self.pieces(range).map(|piece| piece.text).collect()
    }

    fn pieces(&self, range: &Range<usize>) -> impl Iterator<Item = Piece<'_>> {
        let end = range.end;
        let mut at = range.start;
        std::iter::from_fn(move || {
            while at < end {
                let start = at;
                let mend = self.mends.get(&start).filter(|mend| mend.certain);
                let (next, text) = match mend {
                    Some(mend) => (mend.range.end, mend.text.as_str()),
                    None => {
                        let length = self.text[start..].chars().next().map_or(1, char::len_utf8);
                        (start + length, &self.text[start..start + length])
                    }
                };
                at = next;
                if self.removed[start].is_none() {
                    return Some(Piece {
                        range: start..next,
                        text,
                    });
                }
            }
            None
        })
    }

    /// The lines that are not blank. A line in which nothing can be seen is removed as markup.
    pub fn lines(&mut self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut ahead = self.marks.iter().peekable();
        let mut marks: Vec<&(Range<usize>, Mark)> = Vec::new();
        for raw in self.text.split_inclusive(['\n', '\r']) {
            let range = start..start + raw.len();
            start = range.end;
            while let Some(mark) = ahead.next_if(|(mark, _)| mark.start < range.end) {
                marks.push(mark);
            }
            marks.retain(|(mark, _)| mark.end > range.start);
            let text = self.kept(&range).trim().to_string();
            let folded = fold_text(&text, View::Search);
            if !folded.trim().is_empty() {
                lines.push(self.line(range, text, folded, &marks));
            } else if !text.is_empty() {
                self.remove(range, Reason::Markup);
            }
        }
        lines
    }

    fn line(&self, range: Range<usize>, text: String, folded: String, marks: &[&(Range<usize>, Mark)]) -> Line {
        let mut line = Line {
            range: range.clone(),
            text,
            folded,
            heading: None,
            around: None,
            is_link: false,
            is_main: false,
        };
        let mut linked = 0;
        for (place, mark) in marks {
            let here = place.start.max(range.start)..place.end.min(range.end);
            match mark {
                Mark::Heading(level) => line.heading = Some(*level),
                Mark::Around(reason) => line.around = Some(*reason),
                Mark::Main => line.is_main = true,
                Mark::Link => linked += self.kept(&here).chars().filter(|c| c.is_alphanumeric()).count(),
                Mark::Title | Mark::Field | Mark::Hidden => {}
            }
        }
        line.is_link = linked * 2 > line.text.chars().filter(|c| c.is_alphanumeric()).count();
        line
    }

    /// The body that the given lines make, and the record of what became of all else from `from` to `to` (bytes).
    /// A line whose break was removed as [`Reason::LineBreak`] goes on in the next one.
    pub fn body(&self, lines: &[Line], from: usize, to: usize) -> Body {
        let mut body = Body::default();
        // For each block the source byte of each of its characters.
        let mut places: Vec<Vec<usize>> = Vec::new();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut is_open = false;
        for line in lines {
            let pieces: Vec<Piece> = self.pieces(&line.range).collect();
            // What a mend made blank was something to read.
            let blank = |piece: &&Piece| self.text[piece.range.clone()].trim().is_empty();
            let start = pieces.iter().take_while(blank).count();
            let end = pieces.len() - pieces[start..].iter().rev().take_while(blank).count();
            let pieces = &pieces[start..end];
            if pieces.is_empty() {
                continue;
            }
            if !is_open {
                body.blocks.push(Block::default());
                places.push(Vec::new());
                ranges.push(line.range.clone());
            }
            let block = body.blocks.len() - 1;
            let (text, place) = (&mut body.blocks[block].text, &mut places[block]);
            ranges[block].end = line.range.end;
            let first = pieces[0].text.chars().next();
            if text
                .chars()
                .next_back()
                .zip(first)
                .is_some_and(|(a, b)| is_spaced(a) && is_spaced(b))
            {
                text.push(' ');
                place.push(line.range.start);
            }
            for piece in pieces {
                let start = place.len();
                text.push_str(piece.text);
                place.extend(piece.text.chars().map(|_| piece.range.start));
                let mend = self.mends.get(&piece.range.start);
                let is_whole = |mend: &&Mend| self.removed[mend.range.clone()].iter().all(Option::is_none);
                if let Some(mend) = mend.filter(is_whole) {
                    body.repairs.push(Repair {
                        block,
                        start,
                        end: start + mend.range_length(self.text),
                        damage: mend.damage,
                        original: self.text[mend.range.clone()].to_string(),
                        repaired: mend.text.clone(),
                        made: mend.certain,
                    });
                }
            }
            body.headings.resize(body.blocks.len(), line.heading);
            let end = line.range.end - 1;
            is_open = self.removed[end] == Some(Reason::LineBreak);
        }
        for (at, mut removal) in self.removals(from, to) {
            let block = ranges.partition_point(|range| range.end <= at);
            removal.block = Some(block);
            if ranges.get(block).is_some_and(|range| range.contains(&at)) {
                removal.offset = Some(places[block].partition_point(|&place| place < at));
            }
            body.removed.push(removal);
        }
        body
    }

    /// A run for each reason and line, with the byte of the source at which it starts.
    fn removals(&self, from: usize, to: usize) -> Vec<(usize, Removal)> {
        let mut record: Vec<(usize, Removal)> = Vec::new();
        let mut open = None;
        let before = self.text[..from].chars().count();
        for (start, (at, c)) in self.text[from..to].char_indices().enumerate() {
            let (start, at) = (before + start, from + at);
            let reason = self.removed[at].filter(|reason| (*reason == Reason::LineBreak) == matches!(c, '\n' | '\r'));
            let is_seen = |reason: &Reason| open == Some(*reason) || !c.is_whitespace() || *reason == Reason::LineBreak;
            let Some(reason) = reason.filter(is_seen) else {
                open = None;
                continue;
            };
            if open != Some(reason) {
                let removal = Removal {
                    text: String::new(),
                    reason,
                    start,
                    block: None,
                    offset: None,
                };
                record.push((at, removal));
            }
            if let Some((_, run)) = record.last_mut() {
                run.text.push(c);
            }
            open = Some(reason);
        }
        for (_, run) in record.iter_mut().filter(|(_, run)| run.reason != Reason::LineBreak) {
            run.text.truncate(run.text.trim_end().len());
        }
        record
    }
}

impl Mend {
    /// The characters that the run has in the body.
    fn range_length(&self, source: &str) -> usize {
        let text = if self.certain {
            &self.text
        } else {
            &source[self.range.clone()]
        };
        text.chars().count()
    }
}

/// What a source, or a part of it, gave.
#[derive(Default)]
pub struct Body {
    pub blocks: Vec<Block>,
    /// For each block: the level of a heading that the markup gives it.
    pub headings: Vec<Option<u8>>,
    pub removed: Vec<Removal>,
    pub repairs: Vec<Repair>,
}

/// Scripts that put a space between words.
fn is_spaced(c: char) -> bool {
    c.is_alphanumeric() && (c as u32) < 0x2e80
        || matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '"' | '\'' | '”' | '’')
}
