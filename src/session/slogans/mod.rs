//! What the slogan view asks and is told: plain data for tables, plots and lists. How it is counted stands in the
//! modules below.

mod keyness;
mod labels;
pub(super) mod lexicons;
pub(super) mod one;
pub(super) mod proposals;
mod table;

use serde::{Deserialize, Serialize};

use super::library::FacetView;
use super::protocol::{Card, EntryView, as_json};
use super::state::Named;
use crate::corpus::{Entry, Span};
use crate::lexicon::{Candidate, Fault, Form};
use crate::search::{Filters, Snippet};
use crate::stats::{Interval, Keyness, Temperature};

/// The documents and the uses that are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Only documents in which this stands; all of them if it is empty.
    pub query: String,
    pub filters: Filters,
    pub overlaps: Overlaps,
    /// The thresholds of the temperatures as [`Thresholds`](crate::stats::Thresholds) reads them; the usual ones if
    /// it does not.
    pub thresholds: String,
}

/// Which of two slogans counts when one covers the other, or a part of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overlaps {
    /// Both, each under its own name: what a search for either would count.
    #[default]
    All,
    /// The longer one: what is marked in the text.
    Longest,
}

/// The parts of the slogan view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    /// All slogans in use, and one of them.
    #[default]
    Table,
    /// One set of documents against another.
    Keyness,
    /// Numbered slogans and what they stand for.
    Numbered,
    /// Proposals that no lexicon has.
    Discover,
    /// The lexicons themselves.
    Lexicons,
}

/// A column to sort the table by; the largest or latest first, names in their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    Phrase,
    Category,
    #[default]
    Uses,
    Documents,
    Rate,
    Dispersion,
    First,
    Last,
}

/// The order of a concordance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineOrder {
    /// By date, then by place in the document.
    #[default]
    Date,
    /// By what stands before, read backwards from the slogan.
    Left,
    /// By what stands after.
    Right,
    /// By the place of the document, from the largest division.
    Place,
}

impl Named for Overlaps {
    const NAMES: &'static [(Self, &'static str)] = &[(Overlaps::All, "all"), (Overlaps::Longest, "longest")];
}

impl Named for Tab {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Tab::Table, "table"),
        (Tab::Keyness, "keyness"),
        (Tab::Numbered, "numbered"),
        (Tab::Discover, "discover"),
        (Tab::Lexicons, "lexicons"),
    ];
}

impl Named for Column {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Column::Uses, "uses"),
        (Column::Phrase, "phrase"),
        (Column::Category, "category"),
        (Column::Documents, "documents"),
        (Column::Rate, "rate"),
        (Column::Dispersion, "dispersion"),
        (Column::First, "first"),
        (Column::Last, "last"),
    ];
}

impl Named for LineOrder {
    const NAMES: &'static [(Self, &'static str)] = &[
        (LineOrder::Date, "date"),
        (LineOrder::Left, "left"),
        (LineOrder::Right, "right"),
        (LineOrder::Place, "place"),
    ];
}

impl Named for Form {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Form::Tsv, "tsv"),
        (Form::Csv, "csv"),
        (Form::List, "txt"),
        (Form::Json, "json"),
    ];
}

/// What the slogan view shows, as a link restores it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    pub tab: Tab,
    /// The slogan that is looked at, by its canonical phrase.
    pub phrase: Option<String>,
    pub overlaps: Overlaps,
    pub column: Column,
    /// Sorted the other way round.
    pub reversed: bool,
    pub order: LineOrder,
    /// Only slogans of this category.
    pub category: Option<String>,
    /// Only slogans that have this in their phrase, gloss or pinyin.
    pub find: String,
    /// The documents to compare with, instead of all that the filters leave out.
    pub against: Filters,
    /// The thresholds of the temperatures; empty for the usual ones.
    pub thresholds: String,
}

/// The slogans in use, in the order asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SloganTable {
    pub rows: Vec<SloganRow>,
    /// Slogans that the filters and the category leave, listed or not.
    pub found: usize,
    /// Uses of all of these.
    pub uses: usize,
    /// Documents in scope, and their characters.
    pub documents: usize,
    pub characters: usize,
    /// The categories in use, with their uses.
    pub categories: Vec<(String, usize)>,
    /// The months, quarters or years of `SloganRow::trend`, in order: `2022-04`.
    pub periods: Vec<String>,
    pub facets: Vec<FacetView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SloganRow {
    pub phrase: String,
    pub category: String,
    pub colour: Option<u8>,
    pub gloss: String,
    pub uses: usize,
    pub documents: usize,
    /// Uses per 10,000 characters.
    pub rate: f64,
    /// DPnorm: 0 spread as the text is, 1 all in one place; absent in a scope of one document.
    pub dispersion: Option<f64>,
    /// The first and the last dated document that uses it.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Uses in each period.
    pub trend: Vec<u32>,
    pub temperature: Temperature,
}

/// One slogan in a scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SloganView {
    pub entry: EntryView,
    pub row: SloganRow,
    /// The note of the lexicon.
    pub note: String,
    /// The lexicon it is from.
    pub from: Key,
    /// 95 % interval of the rate, per 10,000 characters.
    pub interval: Option<Interval>,
    /// Of its uses, those that another slogan covers.
    pub inside: usize,
    /// How it is written in the texts, the most frequent first.
    pub wordings: Vec<(String, usize)>,
    /// The documents that use it, by date, [`SPREAD`] of them at most.
    pub spread: Vec<SpreadRow>,
    pub timeline: Vec<PeriodView>,
    /// Documents without a date to place them in the timeline, that use it.
    pub undated: usize,
    /// Slogans that stand in the same blocks, the closest first.
    pub neighbours: Vec<Neighbour>,
    /// Places and levels of the documents that use it: value, documents, uses, uses per 10,000 characters there.
    pub places: Vec<(String, usize, usize, f64)>,
    pub levels: Vec<(String, usize, usize, f64)>,
    /// What it stands for in the texts, if it is a numbered slogan.
    pub label: Option<LabelView>,
}

/// Documents in a dispersion plot at the most.
pub const SPREAD: usize = 200;

/// A row of the dispersion plot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpreadRow {
    pub card: Card,
    /// Where it is used, as shares of the document's length, in order.
    pub at: Vec<f32>,
    /// The places themselves.
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodView {
    pub period: String,
    pub uses: usize,
    /// Documents that use it, and all documents of the period.
    pub with: usize,
    pub documents: usize,
    /// Uses per 10,000 characters.
    pub rate: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    pub phrase: String,
    pub category: String,
    pub colour: Option<u8>,
    /// Blocks that have both.
    pub both: usize,
    /// logDice, 14 at the most.
    pub log_dice: f64,
}

/// A part of a concordance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lines {
    pub scope: Scope,
    pub phrase: String,
    pub order: LineOrder,
    /// Lines in all.
    pub total: usize,
    /// The number of the first of these, counted from 0.
    pub from: usize,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The id of the document.
    pub document: String,
    pub date: Option<String>,
    /// The smallest division of its place.
    pub place: String,
    pub title: String,
    pub lang: Option<String>,
    pub snippet: Snippet,
    pub span: Span,
}

/// One set of documents against another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeynessView {
    pub here: Sample,
    pub there: Sample,
    pub rows: Vec<KeyRow>,
    /// Do all dated documents of one set lie before those of the other? Then what is only in the later has appeared,
    /// and what is only in the earlier has vanished.
    pub is_later: Option<bool>,
    /// Slogans that were tested; the significance is corrected for it.
    pub tested: usize,
    /// The facets of the documents in scope, and of those compared with.
    pub own: Vec<FacetView>,
    pub facets: Vec<FacetView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    pub documents: usize,
    pub characters: usize,
    pub uses: usize,
    /// The first and the last date.
    pub first: Option<String>,
    pub last: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyRow {
    pub phrase: String,
    pub category: String,
    pub colour: Option<u8>,
    pub here: Share,
    pub there: Share,
    pub keyness: Keyness,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    pub uses: usize,
    pub documents: usize,
    pub rate: f64,
    pub temperature: Temperature,
}

/// A numbered slogan and what it stands for in a scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelView {
    pub label: String,
    /// The phrase of its entry, if a lexicon has it: 五级书记抓防控 for 三级书记抓防控.
    pub slogan: Option<String>,
    pub uses: usize,
    /// Uses that do not say what it stands for.
    pub unexpanded: usize,
    pub meanings: Vec<MeaningView>,
}

/// One of the meanings of a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeaningView {
    /// The different expansions, the most frequent first.
    pub wordings: Vec<WordingView>,
    /// The positions, counted from 0, in which they differ, with the words there and their uses.
    pub differences: Vec<(usize, Vec<(String, usize)>)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WordingView {
    pub members: Vec<String>,
    pub uses: usize,
    /// Where it stands: document id, its title and date, the label's place.
    pub places: Vec<(String, String, Option<String>, Span)>,
}

/// Proposals, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposals {
    pub proposals: Vec<Proposal>,
    /// Those that were rejected, and can be taken back.
    pub rejected: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    #[serde(with = "as_json")]
    pub candidate: Candidate,
    /// Its examples: document id, title, and the words around.
    pub examples: Vec<(String, String, Snippet, Span)>,
    /// Entries that are nearest to it: it may be a variant of one of them.
    pub like: Vec<String>,
}

/// The lexicons at hand, the most important first: an entry of one hides equal ones of those after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LexiconView {
    pub key: Key,
    pub name: String,
    pub is_on: bool,
    pub entries: usize,
    /// Of these, the ones that occur in the corpus.
    pub used: usize,
}

/// Which of the lexicons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Key {
    /// One of the reader's, by its name; that without a name is there from the beginning.
    Own(String),
    /// One that came with the corpus.
    Corpus(String),
    BuiltIn,
}

/// Entries of a lexicon, or of all that are on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entries {
    pub key: Option<Key>,
    /// Those that match what was looked for, [`ENTRIES`] at most.
    pub entries: Vec<EntryRow>,
    pub found: usize,
}

/// Entries that a list shows at the most.
pub const ENTRIES: usize = 200;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    #[serde(with = "as_json")]
    pub entry: Entry,
    pub uses: usize,
    /// The reader has switched it off.
    pub is_hidden: bool,
    /// A more important lexicon has it too, and that one counts.
    pub is_covered: bool,
}

/// What a reader does with lexicons. Answered by [`FromWorker::Changed`](super::FromWorker), or by
/// [`Response::Refused`](super::Response) if it cannot be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Puts an entry into one of the reader's lexicons, in place of the one with the phrase `instead_of`. An entry of
    /// another lexicon is edited by putting it into one's own: it hides the original.
    Put {
        lexicon: String,
        instead_of: Option<String>,
        #[serde(with = "as_json")]
        entry: Box<Entry>,
    },
    /// Takes an entry out of one of the reader's lexicons.
    Delete {
        lexicon: String,
        phrase: String,
    },
    /// Looks for an entry of any lexicon no longer, or again.
    Hide {
        phrase: String,
        is_hidden: bool,
    },
    Switch {
        key: Key,
        is_on: bool,
    },
    /// Adds a lexicon from the text of a file; its name tells the format. One of the same name is replaced.
    Read {
        name: String,
        text: String,
    },
    /// Gives up one of the reader's lexicons.
    Drop(String),
    /// Never proposes this again, or does.
    Reject {
        phrase: String,
        is_rejected: bool,
    },
    /// Adds a wording to an entry, wherever that is from.
    Merge {
        phrase: String,
        into: String,
    },
    /// Takes back the last edit.
    Undo,
}

/// What an edit has done, so that the page can tell it and offer to take it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Edited {
    Put(String),
    Deleted(String),
    Hidden(String, bool),
    Switched,
    /// A lexicon was read, and what was wrong in its file.
    Read {
        name: String,
        entries: usize,
        faults: Vec<Fault>,
    },
    Dropped(String),
    Rejected(String, bool),
    /// A phrase is now a wording of an entry.
    Merged(String, String),
    Undone,
}

/// Why an edit was not made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Refusal {
    /// The entry, or the file, is at fault.
    Faults(Vec<Fault>),
    /// An entry of the same lexicon has this phrase or variant already.
    Taken(String),
    /// Nothing in the file could be read.
    Nothing(String),
}
