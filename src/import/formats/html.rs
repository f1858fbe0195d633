//! HTML: saved pages and fragments.

use encoding_rs::Encoding;

use crate::import::marked::Marked;

/// The encoding that the first bytes of a page or of an XML file declare.
pub fn declared(_bytes: &[u8]) -> Option<&'static Encoding> {
    None
}

/// Does a page, or a piece of one, begin here?
pub fn is_html(start: &str) -> bool {
    let start: String = start.chars().take(20).collect();
    ["<!doctype html", "<html"]
        .iter()
        .any(|tag| start.to_lowercase().starts_with(tag))
}

/// The text of a page or of a piece of one.
pub fn read(text: &str) -> Marked {
    text.to_string().into()
}
