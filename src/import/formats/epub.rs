//! EPUB: a book, a text a chapter.

use super::{Fault, Reading};
use crate::import::Kind;

pub fn read(_bytes: &[u8]) -> Result<Reading, Fault> {
    Err((Kind::Format, "EPUB".to_string()))
}
