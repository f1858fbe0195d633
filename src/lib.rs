//! The engine of Tifa, a reader for formulaic speech.
//!
//! It reads speeches, finds the slogans in them, searches and compares them. It knows no browser, no clock and
//! no file system: bytes and strings come in, plain data goes out, and the same input gives the same output on
//! every machine. The page (`src/main.rs`) and the command line (`src/bin/tifa/`) are two doors to it.
//!
//! Modules stand in the order in which they may use each other: a module uses only those above it. A test
//! (`tests/architecture.rs`) reads the `use` lines and fails on an arrow that points the other way.
//!
//! Invariants, each held by tests:
//! - Display text is never altered. Matching works on a folded view ([`text::fold`]) that maps back to places
//!   in the display text.
//! - Search and slogan counts are exact: the non-overlapping occurrences of the folded phrase in the folded text.
//! - Import loses nothing: what is not in the body stands in the removal record.
//! - Both sides of a comparison can be rebuilt from its pieces, character for character.

pub mod compare;
pub mod corpus;
pub mod export;
pub mod import;
pub mod lexicon;
pub mod page;
pub mod reuse;
pub mod search;
pub mod session;
pub mod stats;
pub mod text;
