//! What the page asks the clerk, the worker that reads files in and writes files out, and what it answers.
//!
//! The clerk is a program of its own, started when it is first needed. It keeps the documents it has found until the
//! reader accepts them; whoever stops it before leaves no trace. Bytes of files travel beside these messages.

use serde::{Deserialize, Serialize};

use super::protocol::{Card, as_json};
use crate::corpus::{Change, Document};
use crate::import::{Column, Error, Finding, Options, Warning};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// The texts that the corpus has, so that duplicates are seen. Comes once, before the first file.
    Known(Vec<Print>),
    /// Reads a file, whose bytes come beside. Answered by [`Answer::Read`].
    Read {
        /// Its path below what was dropped, or its name.
        path: String,
        options: Options,
    },
    /// Reads a file anew, by its number in the order of reading; its bytes come beside. Answered by [`Answer::Read`].
    Reread { file: usize, options: Options },
    /// How a file, whose bytes come beside, begins in an encoding. Answered by [`Answer::Preview`].
    Preview { file: usize, encoding: String },
    /// Shows a found document. Answered by [`Answer::Shown`].
    Show(usize),
    /// Changes a found document. Answered by [`Answer::Shown`], whether it changed anything or not.
    Change(usize, Change),
    /// What is to become of a found document. Answered by [`Answer::Chosen`].
    Choose(usize, Choice),
    /// The reader accepts what is chosen, on this day, if the page knows it: documents that do not say when they came
    /// into the corpus came today. Answered by [`Answer::Accepted`].
    Accept { today: Option<String> },
    /// Writes a corpus, whose JSON comes beside. Answered by [`Answer::Written`].
    Write {
        format: Format,
        /// The title of the corpus from now on.
        title: String,
        /// For a page: the link it opens with.
        view: String,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(
    clippy::large_enum_variant,
    reason = "messages are few and short-lived; in the page they are smaller"
)]
pub enum Answer {
    Read(FileReport),
    Preview {
        file: usize,
        encoding: String,
        text: String,
    },
    Shown(Review),
    Chosen(usize, Choice),
    /// How many documents the reader keeps; beside it a line of JSON each, for [`super::Engine::take`].
    Accepted {
        documents: usize,
    },
    /// A file to save; its bytes come beside.
    Written {
        name: String,
        /// Its media type.
        media: String,
    },
    /// Nothing was written, and why.
    Failed(String),
}

/// What a file gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// Its number in the order of reading.
    pub file: usize,
    pub path: String,
    pub bytes: usize,
    /// The WHATWG name of the encoding it was read as; empty if it gave nothing.
    pub encoding: String,
    pub error: Option<Error>,
    pub warnings: Vec<Warning>,
    pub found: Vec<Found>,
    /// Of a table: each column's head, what it is taken for, and its first value.
    pub columns: Vec<(String, Column, String)>,
    /// Corrections that the file holds for other files, if it is a sidecar.
    pub corrections: usize,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Its number among all that was found; a file that is read anew gives new numbers.
    pub item: usize,
    pub card: Card,
    /// Characters taken out of it.
    pub removed: usize,
    pub repairs: usize,
    pub proposals: usize,
    pub findings: usize,
    /// Fields that are derived.
    pub derived: Vec<String>,
    pub twin: Option<Twin>,
    pub choice: Choice,
}

impl Found {
    /// What a reader sees of a document in the list of what was found.
    pub fn of(item: usize, document: &Document, findings: usize, twin: Option<Twin>, choice: Choice) -> Self {
        let made = document.repairs.iter().filter(|repair| repair.made).count();
        let removed = document.removed.iter().map(|removal| removal.text.chars().count());
        Found {
            item,
            card: Card::of(document),
            removed: removed.sum(),
            repairs: made,
            proposals: document.repairs.len() - made,
            findings,
            derived: document.derived.keys().cloned().collect(),
            twin,
            choice,
        }
    }
}

/// A document with the same text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    pub of: Of,
    pub title: String,
    /// Is it the same but for what stands around the text?
    pub is_exact: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Of {
    /// A document of the corpus, by id.
    Corpus(String),
    /// Another document that was found, by its number.
    Found(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    Keep,
    /// Its twin takes over what it lacks.
    Merge,
    LeaveOut,
}

/// A document under review, in the clerk or in the corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The number of a found document; `None` for a document of the corpus.
    pub item: Option<usize>,
    #[serde(with = "as_json")]
    pub document: Document,
    pub findings: Vec<Finding>,
}

/// What tells whether two texts are the same: a hash of each paragraph, folded, and its characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    pub id: String,
    pub title: String,
    pub paragraphs: Vec<(u64, u32)>,
}

/// A kind of file to save.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// The whole reader with the corpus inside, as one HTML file.
    Page,
    /// `corpus.json`.
    Corpus,
    /// JSON Lines: a document a line.
    Lines,
    /// A ZIP archive of Markdown files with front matter.
    Markdown,
    /// The corrections of the reader, for the command line and for a new import.
    Corrections,
}
