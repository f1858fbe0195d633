//! Rich Text Format.

use super::Fault;
use crate::import::Kind;
use crate::import::marked::Marked;

pub fn read(_bytes: &[u8]) -> Result<Marked, Fault> {
    Err((Kind::Format, "RTF".to_string()))
}
