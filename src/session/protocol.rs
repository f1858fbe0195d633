//! What the page asks the engine, and what it answers: the messages between page and worker.
//!
//! They travel as bytes ([`encode`], [`decode`]) in a format without field names: the program that reads them is
//! the one that wrote them, and needs far less code for it than for JSON.

use serde::{Deserialize, Serialize};

use super::compare::{CheckView, CompareView, Neighbours, Terms, Witnesses};
use super::library::{self, FacetView, HitLines, Listing, Rows, Sought, Timeline};
use super::orders::{Print, Review};
use super::slogans::{
    Column, Edit, Edited, Entries, EntryRow, Key, KeynessView, LabelView, LexiconView, LineOrder, Lines, Proposals,
    Refusal, Scope, SloganTable, SloganView,
};
use super::suggest::{Examples, Suggestions};
use super::titles::Titles;
use crate::corpus::{Change, Document, Fault, Genre, Level, SavedView, Span};
use crate::lexicon::Form;
use crate::reuse;
use crate::search::{Facet, Filters};

/// A message as bytes.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("messages have no part of unknown length")
}

/// A message from bytes; `None` if these are not bytes of such a message.
pub fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// What may lack fields, or have more of them than this version knows, only JSON can carry.
pub mod as_json {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

    pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&serde_json::to_string(value).map_err(ser::Error::custom)?)
    }

    pub fn deserialize<'de, T: de::DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        serde_json::from_str(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// What the worker says. Requests are answered one after the other, each by one answer.
#[derive(Debug, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "messages are few and short-lived")]
pub enum FromWorker {
    /// How much of the corpus has come, and of how much.
    Progress(usize, usize),
    /// What there is of the corpus: of the documents that have come, then of all.
    Opened(Overview),
    /// The corpus as a whole could not be read.
    Unreadable(Fault),
    Answer(Response),
    /// The corpus has changed: what it is now, and what changed it.
    Changed(Overview, Changed),
    /// What was changed could not be kept in this browser, and why; it is in this tab only.
    Unkept(String),
    /// What was asked for needs all documents of the folder: how many bytes there are to load.
    Whole(u64),
    /// A part of the folder could not be loaded, and why.
    Unloaded(String),
}

/// What changed a corpus, so that the page can tell it and offer to undo it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Changed {
    Added(Vec<String>),
    Removed(Vec<String>),
    Restored(Vec<String>),
    /// A document was edited.
    Edited(String),
    Renamed,
    /// A view was saved or given up.
    Views,
    /// Lexicons were edited.
    Slogans(Edited),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// What is in the library, with the first `count` documents.
    Library {
        sought: Sought,
        count: usize,
    },
    /// More documents of the same.
    Rows {
        sought: Sought,
        from: usize,
        count: usize,
    },
    /// The values of a facet that have some text in them.
    Values {
        sought: Sought,
        facet: Facet,
        find: String,
    },
    /// Lines of the concordance of all hits.
    Hits {
        sought: Sought,
        from: usize,
        count: usize,
    },
    /// What was found, month by month.
    Timeline(Sought),
    /// What was found as a table: CSV under these headings.
    WriteTable {
        sought: Sought,
        columns: Vec<(library::Column, String)>,
    },
    /// Keeps a link under a name, with the corpus. Answered by [`FromWorker::Changed`].
    KeepView {
        name: String,
        link: String,
    },
    DropView(String),
    /// Loads all documents of a folder of which only parts are there. Answered by [`FromWorker::Opened`].
    Whole,
    /// The ids of so many of the documents that are sought, from the one of this number on, for the reader to pick.
    Ids {
        sought: Sought,
        from: usize,
        count: usize,
    },
    /// Documents with these words in title, place or date, and some by their ids.
    Titles {
        find: String,
        chosen: Vec<String>,
    },
    /// What the end of a query may be meant to be.
    Suggest(String),
    /// What of the corpus examples of queries can be made of.
    Examples,
    Read {
        id: String,
        query: String,
    },
    Compare {
        left: String,
        right: String,
        terms: Terms,
    },
    /// The same as the text of a file, as `tifa compare --json` prints it.
    WriteComparison {
        left: String,
        right: String,
        terms: Terms,
    },
    /// One document against all others; the settings say what is common in the corpus.
    Check {
        id: String,
        common: reuse::Settings,
    },
    /// Where else a passage stands.
    Witnesses {
        id: String,
        span: Span,
    },
    /// The documents nearest to one.
    Nearest(String),
    /// A document with all that import did to it.
    Review(String),
    /// Changes a document by its id. Answered by [`FromWorker::Changed`]; by [`Response::Review`] if it changed
    /// nothing.
    Change(String, Change),
    /// Takes documents out of the corpus; they can be restored until the page is saved. Answered by
    /// [`FromWorker::Changed`], as are the other requests that change the corpus.
    Remove(Vec<String>),
    Restore(Vec<String>),
    /// The documents that were taken out.
    Removed,
    /// Gives the corpus a title.
    Rename(String),
    /// What tells the texts of the corpus from others.
    Prints,
    /// The slogans in use.
    Slogans {
        scope: Scope,
        column: Column,
        reversed: bool,
        category: Option<String>,
        find: String,
        /// How many rows at most.
        limit: usize,
    },
    /// One slogan, by its canonical phrase.
    Slogan {
        scope: Scope,
        phrase: String,
    },
    /// Lines of the concordance of a slogan.
    Concordance {
        scope: Scope,
        phrase: String,
        order: LineOrder,
        from: usize,
        count: usize,
    },
    /// The documents in scope against others: those that `against` lets through, or, if it is empty, all others.
    Keyness {
        scope: Scope,
        against: Filters,
    },
    /// Numbered slogans and what they stand for.
    Numbered(Scope),
    /// What may be slogans and is in no lexicon.
    Proposals(Scope),
    Lexicons,
    /// The entries of a lexicon, or of all that is looked for, that have this in phrase, variants, gloss or pinyin.
    Entries {
        key: Option<Key>,
        find: String,
    },
    /// An entry of any lexicon that is on, by its canonical phrase.
    Entry(String),
    /// Changes the lexicons.
    Edit(Edit),
    /// A lexicon as a file.
    WriteLexicon {
        key: Key,
        form: Form,
    },
}

impl Request {
    /// Can it be answered while the corpus is still being read, of the documents that have come?
    pub fn is_for_part(&self) -> bool {
        matches!(
            self,
            Request::Library { .. }
                | Request::Rows { .. }
                | Request::Values { .. }
                | Request::Hits { .. }
                | Request::Timeline(_)
                | Request::Suggest(_)
        )
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "messages are few and short-lived")]
pub enum Response {
    Library(Listing),
    Rows(Rows),
    Values(FacetView),
    Hits(HitLines),
    Timeline(Timeline),
    Ids(Vec<String>),
    Titles(Titles),
    Suggest(Suggestions),
    Examples(Examples),
    Read(Reading),
    Compare(CompareView),
    Check(CheckView),
    Witnesses(Witnesses),
    Nearest(Neighbours),
    Review(Review),
    Removed(Vec<Card>),
    Prints(Vec<Print>),
    Slogans(SloganTable),
    Slogan(Box<SloganView>),
    /// No slogan in scope has this phrase.
    NoSlogan(String),
    Concordance(Lines),
    Keyness(KeynessView),
    Numbered(Vec<LabelView>),
    Proposals(Proposals),
    Lexicons(Vec<LexiconView>),
    Entries(Entries),
    /// The entry, and its lexicon.
    Entry(Option<(Key, EntryRow)>),
    /// Lexicons were not changed, and why.
    Refused(Refusal),
    /// A lexicon, a comparison or a table as the text of a file, under its name.
    Written {
        name: String,
        text: String,
    },
    /// No document has this id.
    NoDocument(String),
}

/// The corpus in brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    pub title: String,
    pub note: Option<String>,
    /// What the reader keeps under names.
    pub views: Vec<SavedView>,
    /// The documents that were left out, and why.
    pub faults: Vec<Fault>,
    /// How many there are.
    pub documents: usize,
    /// Documents that were taken out and can be restored.
    pub removed: usize,
    /// Documents in which the corpus differs from what the page holds; this browser keeps them.
    pub kept: usize,
}

/// What a list says of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub id: String,
    pub title: String,
    pub date: Option<String>,
    pub place: Vec<String>,
    pub level: Option<Level>,
    pub genre: Option<Genre>,
    pub lang: Option<String>,
    /// In characters, white space apart.
    pub length: usize,
}

impl Card {
    pub fn of(document: &Document) -> Self {
        Card {
            id: document.id.clone(),
            title: document.title.clone(),
            date: document.date.clone().or_else(|| document.published.clone()),
            place: document.place.clone(),
            level: document.level,
            genre: document.genre,
            lang: document.lang.clone(),
            length: document.characters(),
        }
    }
}

/// A document with everything that is marked in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    #[serde(with = "as_json")]
    pub document: Document,
    pub length: usize,
    /// The slogans in reading order.
    pub marks: Vec<Mark>,
    /// The slogans used here, by their index in the lexicon.
    pub entries: Vec<EntryView>,
    /// The places of the query.
    pub hits: Vec<Span>,
}

/// One use of a slogan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub span: Span,
    /// Index into the entries beside the marks.
    pub entry: usize,
    /// The entries of slogans that it covers, or begins to: they count under their own names.
    pub covers: Vec<usize>,
}

/// A slogan, and how often it is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryView {
    pub phrase: String,
    pub variants: Vec<String>,
    pub category: String,
    pub gloss: String,
    pub pinyin: String,
    pub expands_to: Vec<String>,
    pub colour: Option<u8>,
    /// The first known use by the lexicon, and its occasion.
    pub first_known: Option<String>,
    pub source: String,
    pub here: usize,
    pub corpus: Use,
}

/// How a slogan is used in the corpus.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Use {
    pub uses: usize,
    pub documents: usize,
    /// The dates of the earliest and the latest dated document that uses it.
    pub first: Option<String>,
    pub last: Option<String>,
}
