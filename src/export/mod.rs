//! Export: a corpus in formats that other programs read. The same corpus gives the same bytes on every machine.
//!
//! `corpus.json` is written by [`Corpus::to_json`], the page by [`crate::page`], corrections by
//! [`crate::import::Corrections`].

mod markdown;
mod name;
mod sheet;

use crate::corpus::Corpus;

pub use markdown::markdown;
pub use name::file_name;
pub use sheet::Csv;

/// JSON Lines: a document a line.
pub fn lines(corpus: &Corpus) -> String {
    let mut lines = String::new();
    for document in &corpus.documents {
        lines += &serde_json::to_string(document).expect("the model has only string keys");
        lines.push('\n');
    }
    lines
}
