//! The page: viewer and corpus to one HTML file or to a static folder, and the corpus back out of the file.
//!
//! It makes strings and bytes; whoever asks writes them. It does not read the corpus it takes out: that is for
//! [`crate::corpus::read`]. Everything from a corpus goes in as escaped text or as base64, never as markup.

mod bundle;
mod extract;
mod shards;
mod write;

pub use bundle::{bundle, shard_file};
pub use extract::{Fault, FaultKind, extract, is_page};
pub use shards::{Shard, unshard};
pub use write::{Program, Viewer, escape, single, source_hash};

/// What opens the corpus in a page; base64 of gzip of compact JSON follows, up to the next `<`.
const CORPUS_START: &str = r#"<script type="application/octet-stream" id="tifa-corpus""#;
