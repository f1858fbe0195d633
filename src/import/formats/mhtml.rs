//! MHTML: a page saved by a browser as a mail with parts.

use super::{Fault, Reading};
use crate::import::{Kind, Options};

/// Do the headers of a saved page begin here?
pub fn is_mhtml(_start: &[u8]) -> bool {
    false
}

pub fn read(_bytes: &[u8], _options: &Options) -> Result<Reading, Fault> {
    Err((Kind::Format, "MHTML".to_string()))
}
