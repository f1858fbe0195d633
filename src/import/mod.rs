//! Import: bytes in; documents, removals and warnings out.
//!
//! A file is decoded, split if it holds several speeches, cleaned of the page around them, and described. What
//! is taken out stands in the removal record of a document; no rule can lose a character ([`source`]). Bad
//! content never stops an import, only a file that is no text does. It reads no folders: the caller does.

mod archive;
mod clean;
mod cues;
mod decode;
mod describe;
mod markup;
mod pattern;
mod report;
mod source;
mod split;

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::corpus::{self, Block, Document, Origin, Reason};
use clean::{Facts, clean};
use source::{Line, Source};

pub use archive::{MEMBERS, UNPACKED};
pub use report::report;

/// What a file gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    pub documents: Vec<Document>,
    pub warnings: Vec<Warning>,
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
    /// An archive within an archive.
    Nested,
    /// An archive is too large.
    Limit,
    /// Everything looked like menus and links, so nothing was taken out.
    Uncleaned,
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
            Kind::Nested => "an archive in an archive is not opened",
            Kind::Limit => "the archive is too large",
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

/// Reads a file: a plain text, a `corpus.json`, or a ZIP archive of them. The name is for messages and for
/// [`Origin::file`]; only the bytes tell what the file is.
///
/// ```
/// let page = "首页 > 正文\n全县防汛工作会议召开\n\n6月3日，全县防汛工作会议召开。\n关闭";
/// let import = tifa::import::import("a.txt", page.as_bytes())?;
/// assert_eq!(import.documents[0].title, "全县防汛工作会议召开");
/// assert_eq!(import.documents[0].body[0].text, "6月3日，全县防汛工作会议召开。");
/// # Ok::<(), tifa::import::Error>(())
/// ```
pub fn import(name: &str, bytes: &[u8]) -> Result<Import, Error> {
    if archive::is_zip(bytes) {
        return archive::read(name, bytes);
    }
    let decoded = decode::decode(bytes).map_err(|(kind, detail)| Error::new(kind, name, detail.to_string()))?;
    let mut import = Import::default();
    if decoded.replaced > 0 {
        let detail = decoded.replaced.to_string();
        import.warnings.push(Error::new(Kind::Damaged, name, detail));
    }
    if is_json(&decoded.text) {
        let fault = |fault: corpus::Fault| Error::new(Kind::Corpus, name, fault.to_string());
        let (corpus, faults) = corpus::read(&decoded.text).map_err(fault)?;
        import.documents = corpus.documents;
        import.warnings.extend(faults.into_iter().map(fault));
        return Ok(import);
    }
    import.documents = page(name, &decoded.text);
    if import.documents.iter().any(|document| document.body.is_empty()) {
        import.documents = vec![uncleaned(name, &decoded.text)];
        import.warnings.push(Error::new(Kind::Uncleaned, name, String::new()));
    }
    if import.documents.iter().all(|document| document.body.is_empty()) {
        return Err(Error::new(Kind::Empty, name, String::new()));
    }
    let origin = Origin {
        file: name.to_string(),
        sha256: corpus::hex(&Sha256::digest(bytes)),
        encoding: decoded.encoding.to_string(),
    };
    for document in &mut import.documents {
        document.id = document.content_id();
        document.origin = Some(origin.clone());
    }
    Ok(import)
}

/// Does a JSON object begin here?
fn is_json(text: &str) -> bool {
    let inner = text.trim_start().strip_prefix('{').map(str::trim_start);
    inner.is_some_and(|inner| inner.starts_with(['"', '}']))
}

/// The documents of a page: one, or the parts of a compilation.
fn page(name: &str, text: &str) -> Vec<Document> {
    let mut source = Source::new(text);
    markup::remove(&mut source);
    let lines = source.lines();
    let parts = split::parts(&lines);
    let Some(first) = parts.first() else {
        let facts = clean(&mut source, &lines, None);
        return collect(name, &source, &lines, vec![(0, facts)]);
    };
    // What stands over a compilation is about all of its parts.
    let head = &lines[..first.lines.start];
    let shared = clean::head(&mut source, head, &lines[first.lines.start].text);
    let mut texts = Vec::new();
    for (i, part) in parts.into_iter().enumerate() {
        let (mark, rest) = (&lines[part.lines.start], &lines[part.lines.start + 1..part.lines.end]);
        source.remove(mark.range.clone(), Reason::Metadata);
        let mut facts = clean(&mut source, rest, Some(part.title));
        facts.notes.extend(shared.iter().cloned());
        texts.push((if i == 0 { 0 } else { part.lines.start }, facts));
    }
    collect(name, &source, &lines, texts)
}

/// Makes documents of what is left in a cleaned source. Each text begins at a line, and ends where the next does.
fn collect(name: &str, source: &Source, lines: &[Line], texts: Vec<(usize, Facts)>) -> Vec<Document> {
    let ends: Vec<usize> = texts
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([lines.len()])
        .collect();
    let mut removals = source.removals().into_iter().peekable();
    let mut documents = Vec::new();
    for ((start, facts), end) in texts.into_iter().zip(ends) {
        let kept = lines[start..end]
            .iter()
            .map(|line| source.kept(&line.range).trim().to_string());
        let body = kept.filter(|text| !text.is_empty()).map(block).collect();
        let mut document = describe::describe(facts, body, name);
        let limit = lines.get(end).map_or(source.text.len(), |line| line.range.start);
        while let Some((_, removal)) = removals.next_if(|(at, _)| *at < limit) {
            document.removed.push(removal);
        }
        documents.push(document);
    }
    documents
}

/// The whole text as it stands, a paragraph a line.
fn uncleaned(name: &str, text: &str) -> Document {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    describe::describe(Facts::default(), lines.map(Block::paragraph).collect(), name)
}

fn block(text: String) -> Block {
    match describe::heading(&text) {
        Some(level) => Block::heading(level, text),
        None => Block::paragraph(text),
    }
}
