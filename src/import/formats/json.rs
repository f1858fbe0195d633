//! JSON: a corpus, or objects with a text each, as one value or a line each.

use super::{Fault, Reading};
use crate::corpus;
use crate::import::{Kind, Options};

/// Does a JSON object begin here?
pub fn is_json(start: &str) -> bool {
    let inner = start.strip_prefix('{').map(str::trim_start);
    inner.is_some_and(|inner| inner.starts_with(['"', '}']))
}

/// Is every line a JSON object, and are there several?
pub fn is_lines(_start: &str) -> bool {
    false
}

pub fn read(text: &str, _options: &Options) -> Result<Reading, Fault> {
    let fault = |fault: corpus::Fault| (Kind::Corpus, fault.to_string());
    let (corpus, faults) = corpus::read(text).map_err(fault)?;
    Ok(Reading {
        documents: corpus.documents,
        warnings: faults.into_iter().map(fault).collect(),
        ..Reading::default()
    })
}

pub fn lines(_text: &str, _options: &Options) -> Reading {
    Reading::default()
}
