//! Corrections: what a reader has set by hand, in a file beside the texts. They are for whoever imports the same files
//! anew, and find their documents by the hash of the file and the part of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::{Document, Extra, Fault, FaultKind, Origin, parse};

/// The value of `schema` in every file of corrections that this version writes.
const SCHEMA: &str = "tifa-corrections/1";

/// How that value begins in every version.
const SCHEMAS: &str = "tifa-corrections/";

/// The fields that a reader has set, document by document, in the form that they have in `corpus.json`; `null` for a
/// field that is known to be empty.
///
/// ```
/// use tifa::import::Corrections;
/// let sidecar = r#"{"schema":"tifa-corrections/1","corrections":[{"sha256":"0a","fields":{"date":"2021-03-04"}}]}"#;
/// let corrections = Corrections::read(sidecar)?.expect("a file of corrections");
/// assert_eq!(corrections.len(), 1);
/// assert_eq!(Corrections::read("{}")?, None);
/// # Ok::<(), tifa::corpus::Fault>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(into = "Sidecar")]
pub struct Corrections {
    /// By the hash of a file, and the part of it.
    fields: BTreeMap<(String, Option<usize>), Extra>,
}

/// Corrections as they are written.
#[derive(Serialize, Deserialize)]
struct Sidecar {
    schema: String,
    corrections: Vec<Correction>,
}

#[derive(Serialize, Deserialize)]
struct Correction {
    sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<usize>,
    fields: Extra,
}

impl Corrections {
    /// Reads a file of corrections; `None` if this is none. A value that its field cannot have is a fault.
    pub fn read(json: &str) -> Result<Option<Self>, Fault> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let json = json.trim_start_matches('\u{feff}');
        // Other files are not read twice to learn that they are others.
        if !json.trim_start().starts_with('{') || !json.contains(SCHEMAS) {
            return Ok(None);
        }
        let head = match serde_json::from_str::<Head>(json) {
            Ok(head) if head.schema.starts_with(SCHEMAS) => head,
            _ => return Ok(None),
        };
        if head.schema != SCHEMA {
            return Err(fault("schema", &head.schema));
        }
        let mut corrections = Corrections::default();
        let sidecar: Sidecar = parse(json, "")?;
        for (i, correction) in sidecar.corrections.into_iter().enumerate() {
            for (name, value) in &correction.fields {
                if !Document::default().correct(name, value.clone()) {
                    return Err(fault(&format!("corrections[{i}].fields.{name}"), &value.to_string()));
                }
            }
            let key = (correction.sha256.to_lowercase(), correction.part);
            corrections.fields.entry(key).or_default().extend(correction.fields);
        }
        Ok(Some(corrections))
    }

    /// What a reader has set in these documents. A document that came from several files has a correction for each.
    pub fn of(documents: &[Document]) -> Self {
        let mut corrections = Corrections::default();
        for document in documents.iter().filter(|document| !document.corrected.is_empty()) {
            let set = document
                .corrected
                .iter()
                .map(|name| (name.clone(), document.field(name)));
            let fields: Extra = set.collect();
            for origin in document.origin.iter().chain(&document.also) {
                corrections.fields.insert(key(origin), fields.clone());
            }
        }
        corrections
    }

    /// Sets the fields of a document for which there are corrections. Did it change anything?
    pub fn apply(&self, document: &mut Document) -> bool {
        let fields = document
            .origin
            .as_ref()
            .and_then(|origin| self.fields.get(&key(origin)));
        let mut changed = false;
        for (name, value) in fields.into_iter().flatten() {
            changed |= document.correct(name, value.clone());
        }
        changed
    }

    /// Takes over other corrections; where both have one for a field, the other holds.
    pub fn extend(&mut self, other: Corrections) {
        for (key, fields) in other.fields {
            self.fields.entry(key).or_default().extend(fields);
        }
    }

    /// For how many documents there are corrections.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// As a file of their own: indented, in a fixed order, a line break at the end.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("the model has only string keys");
        json.push('\n');
        json
    }
}

impl From<Corrections> for Sidecar {
    fn from(corrections: Corrections) -> Self {
        let fields = corrections.fields.into_iter();
        Sidecar {
            schema: SCHEMA.to_string(),
            corrections: fields
                .map(|((sha256, part), fields)| Correction { sha256, part, fields })
                .collect(),
        }
    }
}

fn key(origin: &Origin) -> (String, Option<usize>) {
    (origin.sha256.clone(), origin.part)
}

fn fault(path: &str, detail: &str) -> Fault {
    Fault {
        path: path.to_string(),
        kind: FaultKind::Shape,
        detail: detail.to_string(),
    }
}
