//! The documents of word processors: DOCX and ODT.

use super::Fault;
use crate::import::Kind;
use crate::import::marked::Marked;

pub fn docx(_bytes: &[u8]) -> Result<Marked, Fault> {
    Err((Kind::Format, "DOCX".to_string()))
}

pub fn odt(_bytes: &[u8]) -> Result<Marked, Fault> {
    Err((Kind::Format, "ODT".to_string()))
}
