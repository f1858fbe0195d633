//! The page: viewer and corpus to one HTML file or to a static folder, and the corpus back out of the file.
//!
//! It makes strings and bytes; whoever asks writes them. It does not read the corpus it takes out: that is for
//! [`crate::corpus::read`]. Everything from a corpus goes in as escaped text or as base64, never as markup.
//!
//! Only the command line packs and unpacks so far; the module is empty in the browser.

#[cfg(not(target_arch = "wasm32"))]
mod extract;
#[cfg(not(target_arch = "wasm32"))]
mod write;

#[cfg(not(target_arch = "wasm32"))]
pub use extract::{Fault, FaultKind, extract};
#[cfg(not(target_arch = "wasm32"))]
pub use write::{Viewer, bundle, single};

/// What opens the corpus in a page; base64 of gzip of compact JSON follows, up to the next `<`.
#[cfg(not(target_arch = "wasm32"))]
const CORPUS_START: &str = r#"<script type="application/octet-stream" id="tifa-corpus""#;
