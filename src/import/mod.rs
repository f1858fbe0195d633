//! Import: bytes in; documents, removals and warnings out.
//!
//! A file is decoded, split if it holds several speeches, cleaned of the page around them, and described. What
//! is taken out stands in the removal record of a document; no rule can lose a character ([`source`]). Bad
//! content never stops an import, only a file that is no text does. It reads no folders: the caller does.

mod archive;
mod clean;
mod corrections;
mod cues;
mod dates;
mod decode;
mod describe;
mod formats;
mod join;
mod marked;
mod markup;
mod outline;
mod pattern;
mod place;
mod repair;
mod source;
mod speakers;
mod split;

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::corpus::{self, Block, Document, Lexicon, Origin, Reason};
use clean::{Facts, clean};
use formats::Text;
use source::{Line, Source};

pub use archive::{MEMBERS, UNPACKED};
pub use corrections::Corrections;
pub use decode::{ENCODINGS, preview};
pub use outline::{Finding, Outline, findings};

/// Most bytes of a file that is read. A file of speeches is a thousandth of it; a page has to hold it in memory.
pub const LARGEST: u64 = 256 << 20;

/// What a file gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    pub documents: Vec<Document>,
    /// The lexicons of a corpus.
    pub lexicons: Vec<Lexicon>,
    pub warnings: Vec<Warning>,
    /// Of a table with heads: each column's head, what it is taken for, and its first value.
    pub columns: Vec<(String, Column, String)>,
}

/// A file, or a member of an archive, that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub kind: Kind,
    /// The name of the file; of a member, `archive.zip/member.txt`.
    pub file: String,
    /// The place or the cause, as far as it is known.
    pub detail: String,
}

/// What was wrong with a file, or with a part of it, and did not stop the rest.
pub type Warning = Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The file cannot be opened or read; the detail says why.
    Unreadable,
    /// There is no text in the file.
    Empty,
    /// The bytes are no text.
    Binary,
    /// The file is of a known kind that is not read; the detail names it.
    Format,
    /// The encoding is neither Unicode nor Chinese.
    Encoding,
    /// Some characters could not be decoded.
    Damaged,
    /// A corpus.json, or a document of it, is at fault.
    Corpus,
    /// An archive, or a member of it, cannot be unpacked.
    Archive,
    /// An archive too deep in other archives.
    Nested,
    /// It opens with a password only.
    Encrypted,
    /// A PDF that has pictures of pages and no text.
    Scanned,
    /// A file or an archive is too large, or unpacks to too much.
    Limit,
    /// Everything looked like menus and links, so nothing was taken out.
    Uncleaned,
    /// The program broke on the file; only the page can say so, where each file is read apart from the program.
    Crashed,
}

impl Kind {
    /// What is wrong, in English; the page has its own words for it.
    fn words(self) -> &'static str {
        match self {
            Kind::Unreadable => "this cannot be read",
            Kind::Empty => "there is no text here",
            Kind::Binary => "this is not a text file",
            Kind::Format => "this kind of file is not read; save it as plain text",
            Kind::Encoding => "the encoding is not known; save it as UTF-8",
            Kind::Damaged => "characters that could not be decoded",
            Kind::Corpus => "a fault in the corpus",
            Kind::Archive => "this cannot be unpacked",
            Kind::Nested => "an archive this deep in other archives is not opened",
            Kind::Encrypted => "a password protects this; save it without one",
            Kind::Scanned => "these are pictures of pages without text; let a program for text recognition add it",
            Kind::Limit => "this is too large",
            Kind::Crashed => "this file made the reader stumble; nothing of it was taken",
            Kind::Uncleaned => "no text was found among menus and links, all is kept",
        }
    }
}

impl Error {
    fn new(kind: Kind, file: &str, detail: String) -> Self {
        Error {
            kind,
            file: file.to_string(),
            detail,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.kind.words())?;
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// How a reader wants a file to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The encoding by a WHATWG label such as `gbk`, whatever the bytes and the file say.
    pub encoding: Option<String>,
    /// For a table: which column has what. Columns not named here are told by their heads.
    pub columns: Vec<(String, Column)>,
}

/// What a column of a table, or a member of a JSON object, has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    Text,
    Title,
    Date,
    Published,
    Place,
    Issuer,
    Source,
    Speakers,
    /// Nothing that a document has a field for.
    None,
}

/// Reads a file of any format. The name is for messages, for [`Origin::file`] and, where the bytes leave it open, for
/// the format.
///
/// ```
/// let page = "首页 > 正文\n全县防汛工作会议召开\n\n6月3日，全县防汛工作会议召开。\n关闭";
/// let import = tifa::import::import("a.txt", page.as_bytes(), &Default::default())?;
/// assert_eq!(import.documents[0].title, "全县防汛工作会议召开");
/// assert_eq!(import.documents[0].body[0].text, "6月3日，全县防汛工作会议召开。");
/// # Ok::<(), tifa::import::Error>(())
/// ```
pub fn import(name: &str, bytes: &[u8], options: &Options) -> Result<Import, Error> {
    if bytes.len() as u64 > LARGEST {
        return Err(Error::new(Kind::Limit, name, format!("more than {LARGEST} bytes")));
    }
    if archive::is_zip(bytes) && !formats::is_zipped(bytes) {
        return archive::read(name, bytes, options);
    }
    let error = |(kind, detail): (Kind, String)| Error::new(kind, name, detail);
    let reading = formats::read(name, bytes, options).map_err(error)?;
    let mut import = Import {
        documents: reading.documents,
        lexicons: reading.lexicons,
        warnings: reading.warnings.into_iter().map(error).collect(),
        columns: reading.columns,
    };
    let sha256 = corpus::hex(&Sha256::digest(bytes));
    let mut texts = Vec::new();
    for text in &reading.texts {
        texts.extend(read(name, text, &mut import.warnings));
    }
    let parts = texts.len();
    for (part, document) in texts.iter_mut().enumerate() {
        document.id = document.content_id();
        document.origin = Some(Origin {
            file: name.to_string(),
            sha256: sha256.clone(),
            encoding: reading.encoding.to_string(),
            part: (parts > 1).then_some(part + 1),
        });
    }
    import.documents.extend(texts);
    if import.documents.is_empty() && import.warnings.is_empty() {
        return Err(Error::new(Kind::Empty, name, String::new()));
    }
    Ok(import)
}

/// The texts of a file as they are before anything is done to them: what [`Removal::start`](corpus::Removal) counts in.
/// A corpus and an archive have none of their own.
pub fn decoded(name: &str, bytes: &[u8], options: &Options) -> Result<Vec<String>, Error> {
    let reading = formats::read(name, bytes, options);
    let reading = reading.map_err(|(kind, detail)| Error::new(kind, name, detail))?;
    Ok(reading.texts.into_iter().map(|text| text.marked.text).collect())
}

/// The documents of a text: one, or the parts of a compilation; none if there is nothing to read in it.
fn read(name: &str, text: &Text, warnings: &mut Vec<Warning>) -> Vec<Document> {
    let mut documents = page(name, text);
    if documents.iter().any(|document| document.body.is_empty()) {
        documents = vec![uncleaned(name, text)];
        documents.retain(|document| !document.body.is_empty());
        if !documents.is_empty() {
            warnings.push(Error::new(Kind::Uncleaned, name, String::new()));
        }
    }
    documents
}

fn page(name: &str, text: &Text) -> Vec<Document> {
    let mut source = Source::new(&text.marked);
    repair::repair(&mut source);
    markup::remove(&mut source);
    let lines = source.lines();
    let parts = split::parts(&lines);
    let head: Vec<String> = source.head().map(|(line, _)| line.to_string()).collect();
    let Some(first) = parts.first() else {
        let facts = clean(&mut source, &lines, None);
        return collect(name, text, &source, &lines, vec![(0, facts)]);
    };
    // What stands over a compilation is about all of its parts.
    let over = &lines[..first.lines.start];
    let shared = clean::head(&mut source, over, &lines[first.lines.start].text);
    let mut texts = Vec::new();
    for (i, part) in parts.into_iter().enumerate() {
        let (mark, rest) = (&lines[part.lines.start], &lines[part.lines.start + 1..part.lines.end]);
        source.remove(mark.range.clone(), Reason::Metadata);
        let mut facts = clean(&mut source, rest, Some(part.title));
        facts.notes.extend(shared.iter().chain(&head).cloned());
        texts.push((if i == 0 { 0 } else { part.lines.start }, facts));
    }
    collect(name, text, &source, &lines, texts)
}

/// Makes documents of what is left in a cleaned source. Each text begins at a line, and ends where the next does.
fn collect(name: &str, text: &Text, source: &Source, lines: &[Line], texts: Vec<(usize, Facts)>) -> Vec<Document> {
    let starts: Vec<usize> = texts.iter().map(|(start, _)| *start).collect();
    let end = |i: usize| starts.get(i + 1).copied().unwrap_or(lines.len());
    let byte = |line: usize| match line {
        0 => 0,
        line => lines.get(line).map_or(source.text.len(), |line| line.range.start),
    };
    let document = |(i, (start, facts)): (usize, (usize, Facts))| {
        let body = source.body(&lines[start..end(i)], byte(start), byte(end(i)));
        let headings = body.headings;
        let blocks = body.blocks.into_iter().zip(headings);
        let blocks = blocks.map(|(block, marked)| Block {
            heading: outline::heading(&block.text, marked),
            ..block
        });
        Document {
            removed: body.removed,
            repairs: body.repairs,
            ..describe::describe(facts, &text.given, blocks.collect(), name)
        }
    };
    texts.into_iter().enumerate().map(document).collect()
}

/// The whole text as it stands, a paragraph a line.
fn uncleaned(name: &str, text: &Text) -> Document {
    let mut source = Source::new(&text.marked);
    let lines = source.lines();
    let facts = Facts::default();
    collect(name, text, &source, &lines, vec![(0, facts)]).remove(0)
}
