//! The decoded source and what became of each of its bytes. A rule can only mark bytes as removed, with a
//! reason; what no rule marks is body. So nothing can be lost, whatever the rules do.

use std::ops::Range;

use crate::corpus::{Reason, Removal};
use crate::text::fold::{View, fold_text};

pub struct Source<'a> {
    pub text: &'a str,
    /// For each byte of `text`: why it is not in the body, if it is not.
    removed: Vec<Option<Reason>>,
}

/// A line of the source that has something to read.
pub struct Line {
    /// Bytes of the source.
    pub range: Range<usize>,
    /// What was kept of it when the line was made, without white space around it.
    pub text: String,
    /// `text` as [`View::Search`] folds it: simplified, half width, lower case.
    pub folded: String,
}

impl Line {
    pub fn characters(&self) -> usize {
        self.text.chars().count()
    }

    /// Is this a line of running text, and no title, label or link?
    pub fn is_prose(&self) -> bool {
        self.folded.contains(['。', '!', '?', ';']) || self.folded.contains(". ") || self.characters() >= 60
    }
}

impl<'a> Source<'a> {
    pub fn new(text: &'a str) -> Self {
        Source {
            text,
            removed: vec![None; text.len()],
        }
    }

    /// Marks bytes of the source as removed, whatever they were marked as before.
    pub fn remove(&mut self, range: Range<usize>, reason: Reason) {
        self.removed[range].fill(Some(reason));
    }

    /// Marks a part of a line as removed; `part` counts the bytes of what is [kept](Source::kept) of the line.
    pub fn remove_part(&mut self, line: &Range<usize>, part: Range<usize>, reason: Reason) {
        let kept = line.clone().filter(|&at| self.removed[at].is_none());
        let part: Vec<usize> = kept.skip(part.start).take(part.len()).collect();
        for at in part {
            self.removed[at] = Some(reason);
        }
    }

    /// What is still in the body of a range of the source.
    pub fn kept(&self, range: &Range<usize>) -> String {
        self.text[range.clone()]
            .char_indices()
            .filter(|(at, _)| self.removed[range.start + at].is_none())
            .map(|(_, c)| c)
            .collect()
    }

    /// The lines that are not blank. A line in which nothing can be seen is removed as markup.
    pub fn lines(&mut self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut start = 0;
        for raw in self.text.split_inclusive(['\n', '\r']) {
            let range = start..start + raw.len();
            start = range.end;
            let text = self.kept(&range).trim().to_string();
            let folded = fold_text(&text, View::Search);
            if !folded.trim().is_empty() {
                lines.push(Line { range, text, folded });
            } else if !text.is_empty() {
                self.remove(range, Reason::Markup);
            }
        }
        lines
    }

    /// The removal record: a run for each reason and line, with the byte of the source at which it starts.
    pub fn removals(&self) -> Vec<(usize, Removal)> {
        let mut record: Vec<(usize, Removal)> = Vec::new();
        let mut open = None;
        for (start, (at, c)) in self.text.char_indices().enumerate() {
            let reason = self.removed[at].filter(|_| !matches!(c, '\n' | '\r'));
            if let Some(reason) = reason.filter(|reason| open == Some(*reason) || !c.is_whitespace()) {
                if open != Some(reason) {
                    let text = String::new();
                    record.push((at, Removal { text, reason, start }));
                }
                record
                    .iter_mut()
                    .next_back()
                    .into_iter()
                    .for_each(|(_, run)| run.text.push(c));
                open = Some(reason);
            } else {
                open = None;
            }
        }
        for (_, run) in &mut record {
            run.text.truncate(run.text.trim_end().len());
        }
        record
    }
}
