//! The place of a text: a division of China, by its names in the text and around it.

use crate::corpus::{Block, Level};

/// What a text and its page say about a place, the surest first.
pub struct Evidence<'a> {
    pub title: &'a str,
    /// Outlet and issuer.
    pub organs: &'a [&'a str],
    pub body: &'a [Block],
    /// All lines of the page that are not body: datelines, footers, menus, forum boxes.
    pub around: &'a [String],
}

/// The division that a text speaks for.
pub struct Place {
    /// From the province to the county, in their full names, simplified.
    pub names: Vec<String>,
    pub level: Option<Level>,
    /// The words it was told from.
    pub words: String,
}

pub fn place(_evidence: &Evidence) -> Option<Place> {
    None
}
