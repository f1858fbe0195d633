//! What the browser keeps of a corpus: lines of JSON, one for each document that the reader has added, changed or taken
//! out, one for what is not of a document, one for the lexicons.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::engine::{Engine, clothed};
use super::slogans::lexicons::Kept as KeptLexicons;
use crate::corpus::{self, Document, Fault, SavedView};

/// Under this the browser keeps the lexicons; no document has such an id.
pub(super) const LEXICONS: &str = "\u{1}lexicons";

/// Something for the browser to keep: it replaces what was kept under this id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The id of a document; empty for the title and the views, a name of their own for the lexicons.
    pub id: String,
    /// A line of JSON for [`Engine::open`].
    pub line: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Line<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    views: Option<Vec<SavedView>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lexicons: Option<KeptLexicons>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default)]
    gone: bool,
    /// The place of a document that the file of the corpus does not have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<usize>,
    /// Absent if the file of the corpus has it as it is.
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    document: Option<&'a RawValue>,
}

/// All that was kept.
#[derive(Default)]
pub(super) struct Lines {
    pub title: Option<String>,
    pub views: Option<Vec<SavedView>>,
    pub lexicons: Option<KeptLexicons>,
    /// By id.
    pub documents: BTreeMap<String, Fate>,
}

/// What became of a document.
#[derive(Default)]
pub(super) struct Fate {
    /// As the reader has it, if that is not as the file has it.
    pub document: Option<Document>,
    pub place: Option<usize>,
    pub is_gone: bool,
}

/// Reads what was kept, a line each, in any order; a line that cannot be read is a fault.
pub(super) fn read(kept: &str) -> (Lines, Vec<Fault>) {
    let (mut lines, mut faults) = (Lines::default(), Vec::new());
    for (i, line) in kept.lines().enumerate() {
        let (line, document) = match read_line(line, &format!("kept[{i}]")) {
            Ok(read) => read,
            Err(found) => {
                faults.extend(found);
                continue;
            }
        };
        lines.title = line.title.or(lines.title);
        lines.views = line.views.or(lines.views);
        lines.lexicons = line.lexicons.or(lines.lexicons);
        if let Some(id) = line.id {
            let fate = lines.documents.entry(id.clone()).or_default();
            fate.document = document
                .map(|document| Document { id, ..document })
                .or(fate.document.take());
            fate.place = line.place.or(fate.place);
            fate.is_gone = line.gone;
        }
    }
    (lines, faults)
}

fn read_line<'a>(line: &'a str, path: &str) -> Result<(Line<'a>, Option<Document>), Vec<Fault>> {
    let line: Line = corpus::parse(line, path).map_err(|fault| vec![fault])?;
    let document = line
        .document
        .map(|json| corpus::read_document(json.get(), &format!("{path}.document")));
    Ok((line, document.transpose()?))
}

impl Line<'_> {
    fn kept(&self, id: &str) -> Kept {
        Kept {
            id: id.to_string(),
            line: serde_json::to_string(self).expect("the model has only string keys"),
        }
    }
}

impl Engine {
    /// What has changed since it was last asked for: for the browser to keep, all or nothing.
    pub fn unkept(&mut self) -> Vec<Kept> {
        let changed = std::mem::take(&mut self.changed);
        let mut kept = Vec::new();
        if changed.contains("") {
            let line = Line {
                title: Some(self.corpus.title.clone()),
                views: Some(self.corpus.views.clone()),
                ..Line::default()
            };
            kept.push(line.kept(""));
        }
        if changed.contains(LEXICONS) {
            let line = Line {
                lexicons: Some(self.kept_lexicons()),
                ..Line::default()
            };
            kept.push(line.kept(LEXICONS));
        }
        let here = std::iter::zip(&self.corpus.documents, &self.known).enumerate();
        let here = here.map(|(at, (document, known))| (document, known, self.texts.text(at), false));
        let gone = self
            .gone
            .iter()
            .map(|(document, known, text)| (document, known, text, true));
        for (document, known, text, gone) in here.chain(gone).filter(|(document, ..)| changed.contains(&document.id)) {
            let own = known
                .is_own
                .then(|| serde_json::value::to_raw_value(&clothed(document, text)).ok())
                .flatten();
            let line = Line {
                id: Some(document.id.clone()),
                gone,
                place: known.is_own.then_some(known.place),
                document: own.as_deref(),
                ..Line::default()
            };
            kept.push(line.kept(&document.id));
        }
        kept
    }
}
