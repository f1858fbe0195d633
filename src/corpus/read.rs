//! Reading and checking `corpus.json`. A document with a fault is left out and reported; the rest is read.

use std::collections::HashSet;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Corpus, Document, Extra, SCHEMA, edtf, path};

/// One thing wrong with a corpus, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// A JSON path, `documents[3].date`; empty for the whole file.
    pub path: String,
    pub kind: FaultKind,
    /// The value at fault, or what the JSON reader says of it.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The file is not JSON.
    Syntax,
    /// A field is missing or of the wrong type.
    Shape,
    /// The file is not of a version that this program reads.
    Schema,
    /// A date is not EDTF.
    Date,
    /// Two documents have one id.
    DuplicateId,
    /// A heading level is outside 1 to 6.
    Heading,
    /// A document has no text.
    Empty,
    /// An entry of a lexicon cannot be looked for, or has something that cannot be used.
    Entry,
}

impl FaultKind {
    /// What is wrong, in English; the page has its own words for it.
    fn words(self) -> &'static str {
        match self {
            FaultKind::Syntax => "not valid JSON",
            FaultKind::Shape => "not what a corpus has here",
            FaultKind::Schema => "not a schema that this version reads (tifa-corpus/1)",
            FaultKind::Date => "not a date in EDTF (such as 2022-04-25 or XXXX-01-30)",
            FaultKind::DuplicateId => "an earlier document has this id",
            FaultKind::Heading => "a heading level is a number from 1 to 6",
            FaultKind::Empty => "there is no text here",
            FaultKind::Entry => "an entry that cannot be looked for as it is",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(self.kind.words())?;
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

/// The corpus with its documents still unread.
#[derive(Deserialize)]
struct Outline<'a> {
    schema: String,
    title: String,
    #[serde(default)]
    note: Option<String>,
    #[serde(default, borrow)]
    lexicons: Option<&'a RawValue>,
    #[serde(default, borrow)]
    choices: Option<&'a RawValue>,
    #[serde(default, borrow)]
    views: Option<&'a RawValue>,
    #[serde(borrow)]
    documents: Vec<&'a RawValue>,
    #[serde(flatten)]
    extra: Extra,
}

/// Reads a `corpus.json`. The error is a fault of the whole file; the faults beside the corpus are those of
/// single documents, which are left out.
pub fn read(json: &str) -> Result<(Corpus, Vec<Fault>), Fault> {
    read_with_progress(json, |_, _| ())
}

/// Like [`read`], and calls `progress` with the number of documents read and of all after each.
pub fn read_with_progress(json: &str, mut progress: impl FnMut(usize, usize)) -> Result<(Corpus, Vec<Fault>), Fault> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let outline: Outline = parse(json, "")?;
    if outline.schema != SCHEMA {
        return Err(fault("schema", FaultKind::Schema, &outline.schema));
    }
    let total = outline.documents.len();
    let mut documents = Vec::with_capacity(total);
    let mut faults = Vec::new();
    let mut ids = HashSet::new();
    for (i, raw) in outline.documents.iter().enumerate() {
        let path = format!("documents[{i}]");
        match read_document(raw.get(), &path) {
            Ok(document) if ids.insert(document.id.clone()) => documents.push(document),
            Ok(document) => faults.push(fault(&format!("{path}.id"), FaultKind::DuplicateId, &document.id)),
            Err(found) => faults.extend(found),
        }
        progress(i + 1, total);
    }
    let lexicons = part(outline.lexicons, "lexicons", &mut faults);
    let choices = part(outline.choices, "choices", &mut faults);
    let views = part(outline.views, "views", &mut faults);
    let corpus = Corpus {
        schema: outline.schema,
        title: outline.title,
        note: outline.note,
        lexicons,
        choices,
        views,
        documents,
        extra: outline.extra,
    };
    Ok((corpus, faults))
}

/// What stands beside the documents. It takes none of them down with it.
fn part<T: DeserializeOwned + Default>(json: Option<&RawValue>, path: &str, faults: &mut Vec<Fault>) -> T {
    let read = json.map_or(Ok(T::default()), |json| parse(json.get(), path));
    read.unwrap_or_else(|fault| {
        faults.push(fault);
        T::default()
    })
}

/// Reads one document of a corpus; `path` is its place for the faults. One with an empty id gets that of its content.
pub fn read_document(json: &str, path: &str) -> Result<Document, Vec<Fault>> {
    let mut document: Document = parse(json, path).map_err(|fault| vec![fault])?;
    if document.id.is_empty() {
        document.id = document.content_id();
    }
    let faults = check(&document, path);
    if faults.is_empty() { Ok(document) } else { Err(faults) }
}

/// Reads JSON that stands at the path `parent`.
pub fn parse<'a, T: Deserialize<'a>>(json: &'a str, parent: &str) -> Result<T, Fault> {
    serde_json::from_str(json).map_err(|error| {
        let words = error.to_string();
        if error.is_data() {
            // The line and column count from the start of this value, not of the file; the path says more.
            let end = words.rfind(" at line ").unwrap_or(words.len());
            let path = path::at(json, error.line(), error.column());
            fault(&path::join(parent, &path), FaultKind::Shape, &words[..end])
        } else {
            fault("", FaultKind::Syntax, &words)
        }
    })
}

fn check(document: &Document, path: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, date) in [("date", &document.date), ("published", &document.published)] {
        if let Some(date) = date.as_ref().filter(|date| !edtf::is_valid(date)) {
            faults.push(fault(&format!("{path}.{name}"), FaultKind::Date, date));
        }
    }
    for (i, block) in document.body.iter().enumerate() {
        if let Some(level) = block.heading.filter(|level| !(1..=6).contains(level)) {
            let path = format!("{path}.body[{i}].heading");
            faults.push(fault(&path, FaultKind::Heading, &level.to_string()));
        }
    }
    if document.characters() == 0 {
        faults.push(fault(&format!("{path}.body"), FaultKind::Empty, ""));
    }
    faults
}

pub(super) fn fault(path: &str, kind: FaultKind, detail: &str) -> Fault {
    Fault {
        path: path.to_string(),
        kind,
        detail: detail.to_string(),
    }
}
