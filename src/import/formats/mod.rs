//! Formats: from the bytes of a file to its texts. Which format a file has is told by its bytes first, then by its
//! name. Each format has a module of its own and knows nothing of speeches.

mod epub;
mod html;
mod json;
mod markdown;
mod mhtml;
mod numbering;
mod office;
mod pdf;
mod rtf;
mod table;
mod xml;

use std::io::{Cursor, Read};

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

use super::decode::{self, Decoded};
use super::marked::Marked;
use super::{Kind, Options};
use crate::corpus::{Document, Speaker};
use crate::page;

/// What is wrong with a file, and the place or the cause.
pub type Fault = (Kind, String);

/// What a file holds.
#[derive(Debug, Default)]
pub struct Reading {
    pub texts: Vec<Text>,
    /// Documents that are complete as they stand, from a corpus.
    pub documents: Vec<Document>,
    /// The WHATWG name of the encoding that the text of the file was read as.
    pub encoding: &'static str,
    pub warnings: Vec<(Kind, String)>,
}

/// A text: a document, or a compilation of them.
#[derive(Debug, Default)]
pub struct Text {
    pub marked: Marked,
    pub given: Given,
}

/// The fields that a file states for a text beside it: columns of a table, members of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub title: Option<String>,
    /// As the file writes it.
    pub date: Option<String>,
    /// As the file writes it.
    pub published: Option<String>,
    pub place: Option<String>,
    pub issuer: Option<String>,
    pub source: Option<String>,
    pub speakers: Vec<Speaker>,
}

impl From<Marked> for Text {
    fn from(marked: Marked) -> Self {
        Text {
            marked,
            ..Text::default()
        }
    }
}

/// Formats that the bytes give away before they are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Binary {
    Docx,
    Odt,
    Epub,
    Pdf,
    Rtf,
    Mhtml,
}

/// Formats of decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Textual {
    Plain,
    Markdown,
    Html,
    /// A page that Tifa wrote, with its corpus inside.
    Page,
    /// Columns with this between them.
    Table(char),
    Json,
    JsonLines,
}

/// Is this ZIP archive a document of a known format, and no archive of files?
pub fn is_zipped(bytes: &[u8]) -> bool {
    zipped(bytes).is_some()
}

/// Reads the texts of a file. The error says what is wrong with the file as a whole.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Fault> {
    match binary(bytes) {
        Some(Binary::Docx) => office::docx(bytes).map(one),
        Some(Binary::Odt) => office::odt(bytes).map(one),
        Some(Binary::Epub) => epub::read(bytes),
        Some(Binary::Pdf) => pdf::read(bytes),
        Some(Binary::Rtf) => rtf::read(bytes).map(one),
        Some(Binary::Mhtml) => mhtml::read(bytes, options),
        None => decoded(name, bytes, options),
    }
}

/// Reads what is text once it is decoded.
fn decoded(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Fault> {
    let Decoded {
        text,
        encoding,
        replaced,
    } = decode(bytes, options, html::declared(bytes))?;
    let mut reading = match textual(name, &text) {
        Textual::Plain => one(text.into()),
        Textual::Markdown => one(markdown::read(&text)),
        Textual::Html => one(html::read(&text)),
        Textual::Page => {
            let fault = |fault: page::Fault| (Kind::Corpus, fault.to_string());
            json::read(&page::extract(&text).map_err(fault)?, options)?
        }
        Textual::Table(separator) => table::read(&text, separator, options)?,
        Textual::Json => json::read(&text, options)?,
        Textual::JsonLines => json::lines(&text, options),
    };
    reading.encoding = encoding;
    if replaced > 0 {
        reading.warnings.push((Kind::Damaged, replaced.to_string()));
    }
    Ok(reading)
}

/// Decodes bytes as the reader says, or as they and the file say.
fn decode(bytes: &[u8], options: &Options, declared: Option<&'static Encoding>) -> Result<Decoded, Fault> {
    let forced = match &options.encoding {
        None => None,
        Some(label) => match Encoding::for_label(label.as_bytes()) {
            None => return Err((Kind::Encoding, label.clone())),
            found => found,
        },
    };
    decode::decode(bytes, forced, declared).map_err(|(kind, detail)| (kind, detail.to_string()))
}

fn one(marked: Marked) -> Reading {
    Reading {
        texts: vec![marked.into()],
        encoding: "UTF-8",
        ..Reading::default()
    }
}

fn binary(bytes: &[u8]) -> Option<Binary> {
    let start = &bytes[..bytes.len().min(1024)];
    if start.windows(5).any(|window| window == b"%PDF-") {
        Some(Binary::Pdf)
    } else if start.starts_with(b"{\\rtf") {
        Some(Binary::Rtf)
    } else if mhtml::is_mhtml(start) {
        Some(Binary::Mhtml)
    } else {
        zipped(bytes)
    }
}

fn zipped(bytes: &[u8]) -> Option<Binary> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.index_for_name("word/document.xml").is_some() {
        return Some(Binary::Docx);
    }
    let mut kind = String::new();
    archive
        .by_name("mimetype")
        .ok()?
        .take(100)
        .read_to_string(&mut kind)
        .ok()?;
    match kind.trim() {
        "application/epub+zip" => Some(Binary::Epub),
        "application/vnd.oasis.opendocument.text" => Some(Binary::Odt),
        _ => None,
    }
}

/// The format of a text. Its beginning outweighs its name; only for tables and Markdown there is nothing but the name.
fn textual(name: &str, text: &str) -> Textual {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if page::is_page(text) {
        Textual::Page
    } else if html::is_html(start) {
        Textual::Html
    } else if json::is_lines(start) || matches!(extension.as_deref(), Some("jsonl" | "ndjson")) {
        Textual::JsonLines
    } else if json::is_json(start) {
        Textual::Json
    } else {
        match extension.as_deref() {
            Some("html" | "htm" | "xhtml") => Textual::Html,
            Some("md" | "markdown") => Textual::Markdown,
            Some("csv") => Textual::Table(table::separator(text)),
            Some("tsv" | "tab") => Textual::Table('\t'),
            _ => Textual::Plain,
        }
    }
}
