//! CSV and TSV: a text a row.

use super::{Fault, Reading};
use crate::import::{Kind, Options};

/// What stands between the columns: comma, semicolon or tab, by the first line.
pub fn separator(_text: &str) -> char {
    ','
}

pub fn read(_text: &str, _separator: char, _options: &Options) -> Result<Reading, Fault> {
    Err((Kind::Format, "CSV".to_string()))
}
