//! EPUB: a book, a text a chapter. What is no text of its own, such as a cover or a page of contents, stands before
//! the text that follows it.

use std::collections::BTreeMap;

use super::xml::{Piece, walk};
use super::{Fault, Given, Reading, Text, html};
use crate::corpus::{Reason, Speaker};
use crate::import::Kind;
use crate::import::archive::Package;
use crate::import::marked::{Mark, Marked};

/// Fewest sentences of a chapter. A cover, a title page and a table of contents have fewer.
const SENTENCES: usize = 2;

/// What the package of a book says of it.
#[derive(Default)]
struct Book {
    title: String,
    creators: Vec<String>,
    date: String,
    /// The items by their id: where they are, and what they are for.
    items: BTreeMap<String, (String, String)>,
    /// The ids of the items in reading order.
    spine: Vec<String>,
}

pub fn read(bytes: &[u8]) -> Result<Reading, Fault> {
    let mut package = Package::open(bytes)?;
    let missing = |name: &str| (Kind::Unreadable, format!("{name} is missing"));
    let container = package.text("META-INF/container.xml")?;
    let container = container.ok_or_else(|| missing("META-INF/container.xml"))?;
    let mut root = String::new();
    walk("META-INF/container.xml", &container, |piece| {
        if let Piece::Open("rootfile", tag) = piece
            && root.is_empty()
        {
            root = tag.get("full-path").unwrap_or_default();
        }
    })?;
    let opf = package.text(&root)?.ok_or_else(|| missing(&root))?;
    let book = Book::read(&root, &opf)?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);

    let mut reading = Reading {
        encoding: "UTF-8",
        ..Reading::default()
    };
    let mut waiting = Marked::default();
    for id in &book.spine {
        let Some((href, purpose)) = book.items.get(id) else {
            continue;
        };
        let path = path(folder, href);
        let page = match package.text(&path) {
            Ok(Some(page)) => page,
            Ok(None) => {
                reading.warnings.push(missing(&path));
                continue;
            }
            Err(fault) => {
                reading.warnings.push(fault);
                continue;
            }
        };
        let mut page = html::read(&page);
        if purpose.split(' ').any(|purpose| purpose == "nav") {
            page.mark(0..page.text.len(), Mark::Around(Reason::Navigation));
            page = page.sorted();
        }
        let is_chapter = is_chapter(&page);
        if !waiting.text.is_empty() && !waiting.text.ends_with('\n') {
            waiting.text.push('\n');
        }
        waiting.append(page);
        if is_chapter {
            reading.texts.push(std::mem::take(&mut waiting).into());
        }
    }
    if !waiting.text.trim().is_empty() {
        match reading.texts.last_mut() {
            Some(last) => {
                last.marked.text.push('\n');
                last.marked.append(waiting);
            }
            None => reading.texts.push(waiting.into()),
        }
    }
    book.give(&mut reading.texts);
    Ok(reading)
}

/// Are there sentences beside its links and its navigation?
fn is_chapter(page: &Marked) -> bool {
    let around = page
        .marks
        .iter()
        .filter(|(_, mark)| matches!(mark, Mark::Link | Mark::Around(_)));
    let mut text = String::new();
    let mut at = 0;
    for (range, _) in around {
        text.push_str(page.text.get(at..range.start).unwrap_or_default());
        at = at.max(range.end);
    }
    text.push_str(page.text.get(at..).unwrap_or_default());
    let ends =
        text.matches(['。', '！', '？', '；']).count() + text.matches(". ").count() + text.matches(".\n").count();
    ends >= SENTENCES
}

/// The path of a part in the archive, from a reference in a file of this folder.
fn path(folder: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let decoded = decoded(href);
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// An address without its percent signs.
fn decoded(href: &str) -> String {
    let bytes = href.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = href.get(at + 1..at + 3).filter(|_| byte == b'%');
        let escaped = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl Book {
    fn read(name: &str, opf: &str) -> Result<Self, Fault> {
        let mut book = Book::default();
        let mut open = String::new();
        let mut words = String::new();
        let mut in_metadata = false;
        walk(name, opf, |piece| match piece {
            Piece::Open("metadata", _) => in_metadata = true,
            Piece::Close("metadata") => in_metadata = false,
            Piece::Open("item", tag) => {
                let get = |name| tag.get(name).unwrap_or_default();
                book.items.insert(get("id"), (get("href"), get("properties")));
            }
            Piece::Open("itemref", tag) => book.spine.extend(tag.get("idref")),
            Piece::Open(tag, _) => {
                open = tag.to_string();
                words.clear();
            }
            Piece::Text(text) if in_metadata => words.push_str(text),
            Piece::Text(_) => {}
            Piece::Close(tag) => {
                let words = words.trim().to_string();
                match tag {
                    _ if tag != open || words.is_empty() => {}
                    "title" if book.title.is_empty() => book.title = words,
                    "creator" => book.creators.push(words),
                    "date" if book.date.is_empty() => book.date = words,
                    _ => {}
                }
                open.clear();
            }
        })?;
        Ok(book)
    }

    /// Gives what the book says of itself to its text; of several texts it is only where they were taken from.
    fn give(self, texts: &mut [Text]) {
        let stated = |words: String| Some(words).filter(|words| !words.is_empty());
        if let [text] = texts {
            let speakers = self.creators.into_iter().map(|name| Speaker { name, role: None });
            text.given = Given {
                title: stated(self.title),
                published: stated(self.date),
                speakers: speakers.collect(),
                ..Given::default()
            };
            return;
        }
        for text in texts {
            text.given.source = stated(self.title.clone());
        }
    }
}
