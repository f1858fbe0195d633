//! Patterns stand folded, as all cues do: simplified, half width, lower case. They are matched on a folded view,
//! and what they find is told in places of the text itself.

use std::ops::Range;

use regex_lite::Regex;

use crate::text::fold::{View, fold};

pub struct Pattern(Regex);

/// A match: the text, and the bytes of it that each group came from.
pub struct Found<'t> {
    text: &'t str,
    groups: Vec<Option<Range<usize>>>,
}

impl Pattern {
    pub fn new(pattern: &str) -> Self {
        Pattern(regex(pattern))
    }

    pub fn find<'t>(&self, text: &'t str) -> Option<Found<'t>> {
        let folded = fold(text, View::Search);
        let captures = self.0.captures(&folded.text)?;
        let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
        let place = |range: Range<usize>| match folded.span(range.start, range.end) {
            _ if range.is_empty() => 0..0,
            (start, end) => byte(start)..byte(end),
        };
        let groups = captures
            .iter()
            .map(|group| group.map(|group| place(group.range())))
            .collect();
        Some(Found { text, groups })
    }

    /// Does a text that is folded already match?
    pub fn fits(&self, folded: &str) -> bool {
        self.0.is_match(folded)
    }
}

impl<'t> Found<'t> {
    /// The bytes of the text that a group came from; group 0 is the whole match.
    pub fn range(&self, group: usize) -> Option<Range<usize>> {
        self.groups.get(group).cloned().flatten()
    }

    /// The text of a group, without white space around it.
    pub fn text(&self, group: usize) -> Option<&'t str> {
        Some(self.text[self.range(group)?].trim())
    }
}

/// A regular expression of this module; all are made by the tests.
pub fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this module is well-formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_stands_in_the_text_itself() {
        let found = Pattern::new("来源:([^ ]+)").find("關於 來源：渡口\u{200b}報社 完");
        let found = found.as_ref();
        assert_eq!(found.and_then(|found| found.text(1)), Some("渡口\u{200b}報社"));
        assert_eq!(found.and_then(|found| found.range(0)), Some(7..31));
    }
}
