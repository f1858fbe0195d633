//! The document model: what a corpus is, and its versioned JSON.
//!
//! It holds data and checks it. It does not search, clean or compare. Fields that this version does not know
//! are kept and written back.

mod change;
mod documents;
pub mod edtf;
mod lexicon;
mod path;
mod read;
mod stream;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use change::{Change, FIELDS};
pub use documents::{Documents, write};
pub use lexicon::{Choices, Entry, Lexicon};
pub use read::{Fault, FaultKind, parse, read, read_document, read_with_progress};
pub use stream::Stream;

/// The value of `schema` in every corpus this version writes.
pub const SCHEMA: &str = "tifa-corpus/1";

/// Fields of a newer version, or of somebody else: kept, written back, never interpreted.
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// A set of speeches: the whole of a `corpus.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Corpus {
    /// Always `tifa-corpus/1`.
    pub schema: String,
    pub title: String,
    /// A line for the reader about the whole corpus, shown in the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Slogans of its own, beside those that Tifa has; the most important lexicon first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lexicons: Vec<Lexicon>,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub choices: Choices,
    /// What a reader keeps under names: links into the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<SavedView>,
    pub documents: Vec<Document>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A link into the page, under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct SavedView {
    pub name: String,
    /// The fragment of the address: `#/library?q=…`.
    pub link: String,
}

/// One speech, report, notice or set of minutes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Document {
    /// Stable, made from the content: see [`Document::content_id`].
    pub id: String,
    pub title: String,
    /// The day of the event, as EDTF (ISO 8601-2): `2022-04-25`, `XXXX-01-30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The day of publication, as EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// From the largest division to the smallest: province, prefecture, county.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// The level of the body that speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The organ that issued the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The outlet that the text was taken from, as it names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<Genre>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Speaker>,
    /// BCP 47: `zh-Hans`, `zh-Hant`, `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The text: headings and paragraphs in order.
    pub body: Vec<Block>,
    /// The fields above that were inferred, not stated, each with the words it was inferred from.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub derived: std::collections::BTreeMap<String, String>,
    /// The fields above that a reader has set by hand; they are stated then, and survive a new import.
    #[serde(default, skip_serializing_if = "std::collections::BTreeSet::is_empty")]
    pub corrected: std::collections::BTreeSet<String>,
    /// What import took out of the source, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Removal>,
    /// What import mended in the body, or proposes to mend, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The day on which it came into the corpus, as EDTF; absent if nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<String>,
    /// Other files that had the same text, and were merged into this document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Origin>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A heading or a paragraph. The text is shown as it stands, and never altered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Block {
    /// The level of a heading, from 1 (highest) to 6; absent for a paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<u8>,
    pub text: String,
    #[serde(flatten)]
    pub extra: Extra,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Speaker {
    pub name: String,
    /// The office, as the text gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A run of the decoded source that is not in the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Removal {
    pub text: String,
    pub reason: Reason,
    /// Where the run starts in the decoded source, in characters.
    pub start: usize,
    /// Where the run stood beside the body: before this block; after the last one, it is their number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<usize>,
    /// Where it stood inside of that block, in characters of the text as import made it; absent for a run with
    /// lines of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
}

/// A damaged run of the body, with what was meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Repair {
    /// Index into `body`.
    pub block: usize,
    /// Characters of that block's text, end exclusive.
    pub start: usize,
    pub end: usize,
    pub damage: Damage,
    /// What the source has.
    pub original: String,
    /// What was meant.
    pub repaired: String,
    /// Does the body have what was meant? If not, it has the original, and this is a proposal.
    pub made: bool,
}

/// What happened to a damaged run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// Text of two bytes a character was read one byte out of step.
    ByteShift,
    /// The bytes of one encoding were read as another.
    Mojibake,
    /// A character is written as HTML writes it: `&ldquo;`.
    Entity,
    /// A private use character stands where Unicode has a character by now.
    PrivateUse,
}

/// Why a run of the source is not in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It became a field: title, date, source, dateline.
    Metadata,
    /// Menus, breadcrumbs, links to other pages.
    Navigation,
    /// Forum chrome: author boxes, counters, replies.
    Forum,
    /// Registration lines, copyright, contacts.
    Footer,
    /// Words of the site's editor about the text.
    Teaser,
    /// Link farms and advertisements.
    Spam,
    /// Text that the page does not show.
    Hidden,
    /// Markup left in the text.
    Markup,
    /// Characters that nobody can see, or that have no agreed meaning.
    Invisible,
    /// A line break in the middle of a paragraph.
    LineBreak,
    /// A reader took it out by hand.
    ByHand,
    /// The reading of a character, put after it in brackets by a converter.
    ReadingAid,
}

/// Where a document came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Origin {
    /// The name of the file, without its folder.
    pub file: String,
    /// SHA-256 of the bytes of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// The encoding the bytes were read as, by its WHATWG name: `UTF-8`, `gb18030`.
    pub encoding: String,
    /// Which of the texts of the file this is, counted from 1; absent if it is the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<usize>,
}

/// An administrative level, from the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Nation,
    Province,
    Prefecture,
    County,
    Township,
}

/// A kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Genre {
    Speech,
    Report,
    Notice,
    Minutes,
}

/// A place in a document: characters (Unicode scalar values) of one block's display text, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Index into the document's `body`.
    pub block: usize,
    pub start: usize,
    pub end: usize,
}

impl Level {
    pub const ALL: [Level; 5] = [
        Level::Nation,
        Level::Province,
        Level::Prefecture,
        Level::County,
        Level::Township,
    ];

    /// Its name in JSON, links and messages.
    pub fn key(self) -> &'static str {
        match self {
            Level::Nation => "nation",
            Level::Province => "province",
            Level::Prefecture => "prefecture",
            Level::County => "county",
            Level::Township => "township",
        }
    }
}

impl Genre {
    /// Its name in JSON, links and messages.
    pub fn key(self) -> &'static str {
        match self {
            Genre::Speech => "speech",
            Genre::Report => "report",
            Genre::Notice => "notice",
            Genre::Minutes => "minutes",
        }
    }
}

fn is_usual(choices: &Choices) -> bool {
    *choices == Choices::default()
}

impl Corpus {
    pub fn new(title: impl Into<String>, documents: Vec<Document>) -> Self {
        Corpus {
            schema: SCHEMA.to_string(),
            title: title.into(),
            note: None,
            lexicons: Vec::new(),
            choices: Choices::default(),
            views: Vec::new(),
            documents,
            extra: Extra::new(),
        }
    }

    /// The corpus as `corpus.json`: indented, fields in a fixed order, a line break at the end.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("the model has only string keys");
        json.push('\n');
        json
    }

    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// Gives every document its [`Document::content_id`]; a document that stands twice gets `-2`, `-3`.
    pub fn assign_ids(&mut self) {
        let mut ids = Ids::default();
        for document in &mut self.documents {
            document.id = ids.claim(&document.content_id());
        }
    }
}

/// Ids, or other names, of which each is given once.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    taken: std::collections::BTreeSet<String>,
    /// For each id that was asked for twice: the last number that was put behind it.
    last: std::collections::BTreeMap<String, usize>,
}

impl Ids {
    /// Takes an id: this one, or the first of `-2`, `-3`, … behind it that is free.
    pub fn claim(&mut self, id: &str) -> String {
        let mut free = id.to_string();
        while !self.taken.insert(free.clone()) {
            let last = self.last.entry(id.to_string()).or_insert(1);
            *last += 1;
            free = format!("{id}-{last}");
        }
        free
    }

    /// Gives an id back.
    pub fn release(&mut self, id: &str) {
        self.taken.remove(id);
    }
}

impl Document {
    /// An id that depends on title and text only: twelve hexadecimal digits of their SHA-256.
    pub fn content_id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.title);
        for block in &self.body {
            hash.update([0]);
            hash.update(&block.text);
        }
        hex(&hash.finalize()[..6])
    }

    /// The length of the body in characters, white space apart.
    pub fn characters(&self) -> usize {
        self.body
            .iter()
            .map(|block| block.text.chars().filter(|c| !c.is_whitespace()).count())
            .sum()
    }
}

impl Block {
    pub fn paragraph(text: impl Into<String>) -> Self {
        Block {
            text: text.into(),
            ..Block::default()
        }
    }

    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Block {
            heading: Some(level),
            text: text.into(),
            ..Block::default()
        }
    }
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of a span, or the empty string if the span lies outside of it.
pub fn slice(text: &str, start: usize, end: usize) -> &str {
    let offset = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    text.get(offset(start)..offset(end)).unwrap_or_default()
}
