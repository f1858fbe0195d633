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
