//! JSON: a corpus, documents of one, or objects with a text each, as one value or a line each.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::table::{self, Cell};
use super::{Fault, Reading};
use crate::corpus::{self, FaultKind, SCHEMA};
use crate::import::{Column, Kind, Options};

/// How deep lists of objects are looked for in a file: `{"data": {"items": [ … ]}}` is 3.
const DEPTH: usize = 8;

/// Fewest bytes of a string that is taken for a text without being named so: some thirty characters of Chinese.
const TEXT: usize = 100;

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// Does a JSON object, or a list of objects or texts, begin here?
pub fn is_json(start: &str) -> bool {
    let inner = |bracket| start.strip_prefix(bracket).map(str::trim_start);
    inner('{').is_some_and(|inner| inner.starts_with(['"', '}']))
        || inner('[').is_some_and(|inner| inner.starts_with(['{', '"']))
}

/// Is the first line a whole JSON object, and does another line begin one?
pub fn is_lines(start: &str) -> bool {
    let mut lines = start.lines();
    let first = lines.next().unwrap_or_default();
    first.starts_with('{')
        && lines.any(|line| line.trim_start().starts_with('{'))
        && serde_json::from_str::<IgnoredAny>(first).is_ok()
}

/// Reads a corpus, or whatever else there is in one value.
pub fn read(text: &str, options: &Options) -> Result<Reading, Fault> {
    let value: &RawValue = serde_json::from_str(text).map_err(|error| syntax("", &error.to_string()))?;
    let object = object(value);
    if object.as_ref().is_some_and(|object| object.contains_key("schema")) {
        let (corpus, faults) = corpus::read(text).map_err(fault)?;
        return Ok(Reading {
            documents: corpus.documents,
            lexicons: corpus.lexicons,
            warnings: faults.into_iter().map(fault).collect(),
            ..Reading::default()
        });
    }
    let mut found = Found::default();
    found.collect(value, String::new(), DEPTH, options);
    let reading = found.reading();
    match reading.texts.is_empty() && reading.documents.is_empty() && reading.warnings.is_empty() {
        true => Err((Kind::Empty, "JSON".to_string())),
        false => Ok(reading),
    }
}

/// Reads a value a line. A bad line costs only itself.
pub fn lines(text: &str, options: &Options) -> Reading {
    let mut found = Found::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("line {}", i + 1);
        match serde_json::from_str(line) {
            Ok(value) => {
                let before = found.len();
                found.collect(value, place.clone(), DEPTH, options);
                if found.len() == before {
                    found.reading.warnings.push((Kind::Empty, place));
                }
            }
            Err(error) => {
                let words = error.to_string();
                let end = words.rfind(" at line ").unwrap_or(words.len());
                found.reading.warnings.push(syntax(&place, &words[..end]));
            }
        }
    }
    found.reading()
}

fn fault(fault: corpus::Fault) -> Fault {
    (Kind::Corpus, fault.to_string())
}

fn syntax(place: &str, words: &str) -> Fault {
    fault(corpus::Fault {
        path: place.to_string(),
        kind: FaultKind::Syntax,
        detail: words.to_string(),
    })
}

/// The members of a value, if it is an object.
fn object(value: &RawValue) -> Option<Object<'_>> {
    serde_json::from_str(value.get()).ok()
}

/// The elements of a value, if it is a list.
fn list(value: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(value.get()).ok()
}

/// A value in words: strings, numbers, and lists of them, a line each. In a list that is a text or names speakers, the
/// text or the name of an object counts too; objects with titles are texts of their own.
fn words(value: &RawValue, column: Option<Column>) -> String {
    let json = value.get();
    let plain = |value: &RawValue| match value.get().bytes().next() {
        Some(b'"') => serde_json::from_str(value.get()).unwrap_or_default(),
        Some(b'-' | b'0'..=b'9') => value.get().to_string(),
        _ => String::new(),
    };
    if !json.starts_with('[') {
        return plain(value);
    }
    let is_parts = matches!(column, Some(Column::Text | Column::Speakers));
    let words = list(value)
        .unwrap_or_default()
        .into_iter()
        .map(|value| match object(value) {
            Some(object) if is_parts && !object.contains_key("title") => {
                let words = ["text", "name"].iter().find_map(|key| object.get(*key));
                words.map_or(String::new(), |words| plain(words))
            }
            _ => plain(value),
        });
    words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What has been found in a file.
#[derive(Default)]
struct Found<'a> {
    reading: Reading,
    /// Documents of a corpus, and where each stands.
    documents: Vec<(String, &'a RawValue)>,
}

impl<'a> Found<'a> {
    fn len(&self) -> usize {
        self.reading.texts.len() + self.documents.len() + self.reading.warnings.len()
    }

    /// Looks for texts in a value, and in the lists in it.
    fn collect(&mut self, value: &'a RawValue, place: String, depth: usize, options: &Options) {
        if depth == 0 {
            self.reading.warnings.push((Kind::Limit, format!("{place}: too deep")));
        } else if let Some(values) = list(value) {
            for (i, value) in values.into_iter().enumerate() {
                self.collect(value, format!("{place}[{i}]"), depth - 1, options);
            }
        } else if let Some(object) = object(value) {
            if ["id", "title"].iter().all(|key| object.contains_key(*key)) && is_body(&object) {
                self.documents.push((place, value));
            } else if let Some(text) = text(&object, options) {
                self.reading.texts.push(text);
            } else {
                for (key, value) in object
                    .into_iter()
                    .filter(|(_, value)| value.get().starts_with(['[', '{']))
                {
                    let place = if place.is_empty() {
                        key
                    } else {
                        format!("{place}.{key}")
                    };
                    self.collect(value, place, depth - 1, options);
                }
            }
        } else if value.get().len() >= TEXT && value.get().starts_with('"') {
            self.reading.texts.push(super::Text {
                marked: words(value, None).into(),
                ..Default::default()
            });
        }
    }

    /// All that was found; the documents are read and checked as those of a corpus are.
    fn reading(mut self) -> Reading {
        let raw: Vec<&str> = self.documents.iter().map(|(_, value)| value.get()).collect();
        let corpus = format!(r#"{{"schema":"{SCHEMA}","title":"","documents":[{}]}}"#, raw.join(","));
        match corpus::read(&corpus) {
            Ok((corpus, faults)) => {
                self.reading.documents = corpus.documents;
                let documents = &self.documents;
                let faults = faults.into_iter().map(|found| {
                    // `documents[3].date` is `line 9.date` here.
                    let rest = found
                        .path
                        .strip_prefix("documents[")
                        .and_then(|path| path.split_once(']'));
                    let place = rest.and_then(|(i, rest)| Some((documents.get(i.parse::<usize>().ok()?)?, rest)));
                    let path = place.map(|((place, _), rest)| format!("{place}{rest}"));
                    let path = path.map(|path| path.trim_start_matches('.').to_string());
                    fault(corpus::Fault {
                        path: path.unwrap_or(found.path.clone()),
                        ..found
                    })
                });
                self.reading.warnings.extend(faults);
            }
            Err(found) => self.reading.warnings.push(fault(found)),
        }
        self.reading
    }
}

/// Has the object the blocks of a document of ours?
fn is_body(object: &Object) -> bool {
    let blocks = object.get("body").and_then(|body| list(body)).unwrap_or_default();
    blocks
        .first()
        .and_then(|block| self::object(block))
        .is_some_and(|block| block.contains_key("text"))
}

/// The text of an object, whose members are taken as the columns of a table are.
fn text(object: &Object, options: &Options) -> Option<super::Text> {
    let mut columns: Vec<Option<Column>> = object.keys().map(|key| table::column(key, options)).collect();
    let members = object.iter().zip(&columns);
    let members: Vec<(&String, String)> = members
        .map(|((key, value), column)| (key, words(value, *column)))
        .collect();
    let lengths: Vec<usize> = members.iter().map(|(_, words)| words.len()).collect();
    let is_text = |column: &Option<Column>, length: usize| match column {
        Some(Column::Text) => length > 0,
        Some(_) => false,
        None => length >= TEXT,
    };
    if !columns
        .iter()
        .zip(&lengths)
        .any(|(column, length)| is_text(column, *length))
    {
        return None;
    }
    table::settle(&mut columns, &lengths);
    let cells = members.into_iter().zip(columns).map(|((head, value), column)| Cell {
        head: head.clone(),
        column: column.unwrap_or(Column::None),
        value,
    });
    table::text(cells.collect())
}
