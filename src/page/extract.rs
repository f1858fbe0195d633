//! Reading the corpus back out of a single page.

use std::fmt;
use std::io::Read;

use base64::{Engine, prelude::BASE64_STANDARD};
use flate2::read::GzDecoder;

use super::CORPUS_START;

/// Why a page gave no corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// What the reader of base64 or gzip says of it; the file that has the corpus, for [`FaultKind::Folder`].
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// No page of Tifa, or one cut off before its corpus.
    NoCorpus,
    /// The page is the `index.html` of a static folder; the corpus is a file beside it.
    Folder,
    /// The page ends inside of its corpus.
    Cut,
    /// The corpus is not base64.
    Base64,
    /// The corpus is not whole gzip data.
    Gzip,
    /// The corpus is not UTF-8.
    Utf8,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            FaultKind::NoCorpus => "no corpus in this page: not a page of Tifa, or cut off",
            FaultKind::Folder => "this page belongs to a static folder, its corpus is a file beside it",
            FaultKind::Cut => "the page ends inside of its corpus",
            FaultKind::Base64 => "the corpus in this page is not base64",
            FaultKind::Gzip => "the corpus in this page cannot be unpacked",
            FaultKind::Utf8 => "the corpus in this page is not UTF-8",
        })?;
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

/// Is this a page that Tifa wrote? Its program is no text, so that only the bytes can tell.
pub fn is_page(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<!doctype html>") && memchr::memmem::find(bytes, CORPUS_START.as_bytes()).is_some()
}

/// The corpus of a single page, as compact JSON.
///
/// ```
/// let fault = tifa::page::extract("<p>a page of somebody else</p>").expect_err("no corpus");
/// assert_eq!(fault.kind, tifa::page::FaultKind::NoCorpus);
/// ```
pub fn extract(html: &str) -> Result<String, Fault> {
    // The corpus is the last part of the page; an earlier match would be somebody's text about it.
    let (_, element) = html
        .rsplit_once(CORPUS_START)
        .ok_or_else(|| fault(FaultKind::NoCorpus, ""))?;
    let (attributes, data) = element.split_once('>').ok_or_else(|| fault(FaultKind::Cut, ""))?;
    if let Some((_, file)) = attributes.split_once("data-file=\"") {
        return Err(fault(FaultKind::Folder, file.trim_end_matches('"')));
    }
    let (base64, _) = data.split_once("</script>").ok_or_else(|| fault(FaultKind::Cut, ""))?;
    let packed = BASE64_STANDARD
        .decode(base64.trim())
        .map_err(|error| fault(FaultKind::Base64, error))?;
    let mut json = Vec::new();
    GzDecoder::new(packed.as_slice())
        .read_to_end(&mut json)
        .map_err(|error| fault(FaultKind::Gzip, error))?;
    String::from_utf8(json).map_err(|error| fault(FaultKind::Utf8, error.utf8_error()))
}

fn fault(kind: FaultKind, detail: impl ToString) -> Fault {
    Fault {
        kind,
        detail: detail.to_string(),
    }
}
