//! What a reader can do to a document after import: correct a field, take back what import did, merge two files of
//! one text.

use serde::{Deserialize, Serialize};

/// A change by a reader. Indices that do not fit change nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Sets a field by its name in JSON: `title`, `date`, `place` (parts separated by `/`), `speakers` (one a line,
    /// `name` or `name: role`), … An empty value clears it.
    Field(String, String),
    /// Puts a removed run, by its index, back where it stood.
    Restore(usize),
    /// Takes a block out of the body, by hand.
    Cut(usize),
    /// Makes a proposed repair, or takes back one that was made, by its index.
    Toggle(usize),
    /// Makes a block a heading, or a paragraph.
    Heading(usize, Option<u8>),
}
