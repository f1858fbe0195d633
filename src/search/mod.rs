//! Search: where what a query asks for stands in the documents of a corpus, and which documents a set of filters leaves.
//!
//! It finds and counts. It does not rank, and where slogans stand it is told by the matcher.

mod common;
mod facets;
mod index;
mod plan;
mod query;
mod signatures;
mod slogans;

pub use facets::{Counted, Counts, Facet, Filters, LENGTHS, Month, Register, Sieve, Subject, Values, Vocabulary};
pub use index::{Found, Hits, Index, Search};
pub use plan::{Asked, Fact, Told};
pub(crate) use query::date;
pub use query::{FAULTS, FEW, Fault, Field, NEAR, Parsed, Query, TERMS, Typing, What, fold, typing};
pub use slogans::uses;

use serde::{Deserialize, Serialize};

use crate::corpus::slice;

/// A hit with the words around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    pub before: String,
    pub hit: String,
    pub after: String,
}

/// Cuts a snippet out of a display text: the characters from `start` to `end`, and up to `around` characters
/// on either side. What is cut off is marked by an ellipsis.
pub fn snippet(display: &str, start: usize, end: usize, around: usize) -> Snippet {
    let length = display.chars().count();
    let (from, to) = (start.saturating_sub(around), (end + around).min(length));
    let ellipsis = |cut: bool| if cut { "…" } else { "" };
    Snippet {
        before: format!("{}{}", ellipsis(from > 0), slice(display, from, start)),
        hit: slice(display, start, end).to_string(),
        after: format!("{}{}", slice(display, end, to), ellipsis(to < length)),
    }
}
