//! What was found, as lines around each hit and as it lies in time.

use serde::{Deserialize, Serialize};

use super::Sought;
use crate::corpus::Span;
use crate::search::Snippet;
use crate::session::engine::Engine;

/// Some of the hits, each with the words around it, in the order of the documents and of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HitLines {
    pub sought: Sought,
    pub from: usize,
    /// Hits in all.
    pub total: usize,
    pub lines: Vec<HitLine>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HitLine {
    /// The id of the document.
    pub document: String,
    pub title: String,
    pub date: Option<String>,
    pub lang: Option<String>,
    pub span: Span,
    pub snippet: Snippet,
}

/// What was found, month by month, from the first to the last without a gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    pub sought: Sought,
    pub months: Vec<Month>,
    /// Documents of which only the year is known, by year.
    pub years: Vec<Month>,
    /// Documents without a known year.
    pub undated: Month,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// As EDTF: `2022-04`, `2022`; empty for unknown.
    pub date: String,
    /// Documents found.
    pub documents: usize,
    pub hits: usize,
    /// All documents of the corpus of that time.
    pub all: usize,
}

impl Engine {
    pub(in crate::session) fn hit_lines(&self, sought: &Sought, from: usize, count: usize) -> HitLines {
        let _ = (sought, from, count);
        todo!("lines of all hits")
    }

    pub(in crate::session) fn in_time(&self, sought: &Sought) -> Timeline {
        let _ = sought;
        todo!("what was found, in time")
    }
}
