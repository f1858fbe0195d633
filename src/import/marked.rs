//! What a format reader gives: the text of a file in reading order, a paragraph a line, and what the markup says
//! of it. This text is the decoded source that the removal record counts in. Tags, scripts and style sheets are
//! the form of a file, no text; what the page hides or only its head holds is text, and is marked.

use std::ops::Range;

use crate::corpus::Reason;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    pub text: String,
    /// Bytes of the text, and what they are. In the order of their starts; they may nest, never be empty.
    pub marks: Vec<(Range<usize>, Mark)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A heading, from 1 (highest) to 6.
    Heading(u8),
    /// The title that the file gives itself in its head, a line of its own; never body text.
    Title,
    /// A fact from the head of the file, a line of its own such as `PubDate: 2022-04-28`; never body text.
    Field,
    /// The words of a link.
    Link,
    /// Not shown to whoever reads the page.
    Hidden,
    /// The element that has nearly all sentences of the page.
    Main,
    /// By its element a part of the page around the text: `nav`, `footer`, `aside`.
    Around(Reason),
}

impl From<String> for Marked {
    fn from(text: String) -> Self {
        Marked {
            text,
            marks: Vec::new(),
        }
    }
}

impl Marked {
    /// Marks bytes of the text, if there are any.
    pub fn mark(&mut self, range: Range<usize>, mark: Mark) {
        if !range.is_empty() {
            self.marks.push((range, mark));
        }
    }

    /// Adds a line that is all one thing.
    pub fn line(&mut self, text: &str, mark: Mark) {
        let start = self.text.len();
        self.text.push_str(text);
        self.mark(start..self.text.len(), mark);
        self.text.push('\n');
    }

    /// Adds a text with its marks.
    pub fn append(&mut self, other: Marked) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        let marks = other.marks.into_iter();
        self.marks
            .extend(marks.map(|(range, mark)| (range.start + start..range.end + start, mark)));
    }

    /// Puts the marks in the order of their starts, the longer first.
    pub fn sorted(mut self) -> Self {
        self.marks
            .sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        self
    }
}
