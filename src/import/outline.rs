//! The outline of a text: which paragraphs are its headings, and whether their numbers are in order.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::pattern::Pattern;
use crate::corpus::Block;
use crate::text::fold::{View, fold_text};

/// Most characters of a heading. Higher takes paragraphs for headings.
const HEADING: usize = 40;

/// A place where the numbers of an outline are out of order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Index into the body.
    pub block: usize,
    pub outline: Outline,
    /// The number that stands there, as it is written.
    pub number: String,
    /// The number before it in the same row; empty at a beginning.
    pub before: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// A number is missing.
    Skips,
    /// A number stands twice.
    Repeats,
    /// A number is lower than the one before it.
    GoesBack,
}

/// Where the numbers of an outline are out of order.
pub fn findings(_body: &[Block]) -> Vec<Finding> {
    Vec::new()
}

/// The level of a heading, if a line of the body is one: 1 for «一、» and «第一», 2 for «(一)».
pub fn heading(text: &str, _marked: Option<u8>) -> Option<u8> {
    const NUMBER: &str = "[一二三四五六七八九十]{1,3}";
    static FIRST: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(&format!("^(?:{NUMBER}、|第{NUMBER}(?:[,、]|个?方面|部分))")));
    static SECOND: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(&format!("^\\({NUMBER}\\)")));
    if text.chars().count() > HEADING {
        return None;
    }
    let folded = fold_text(text, View::Search);
    if folded.trim_end_matches('。').contains(['。', ';', ':']) {
        None
    } else if FIRST.fits(&folded) {
        Some(1)
    } else if SECOND.fits(&folded) {
        Some(2)
    } else {
        None
    }
}
