//! What the reader compares: two speeches, or one with all others. Plain data that the views ask for and show; how
//! it is found stands in the modules below.

pub(super) mod answers;
mod shown;
mod stops;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use shown::{Part, Rank, differs, parts, ranks};
pub use stops::{Stop, What, next_stop, row_of, stop_at, stops, uses};

use super::protocol::{Card, EntryView, as_json};
use super::state::Named;
use crate::compare::{FlagReason, Kind, Move, Options, Row, Shares, Side, Slogans, Slot};
use crate::corpus::{Document, Span};
use crate::reuse;
use crate::search::Snippet;

/// How the reader looks at two speeches side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparing {
    /// The place in one of the two at which the reader stands.
    pub at: Option<Spot>,
    pub show: Show,
    /// The kinds of sameness that are less than fully shown.
    pub veils: BTreeMap<Kind, Veil>,
    pub terms: Terms,
}

/// What is asked of a comparison beside the two documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub options: Options,
    /// What counts as common in the corpus.
    pub common: reuse::Settings,
}

/// A place in one of two documents: block and character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub side: Side,
    pub block: usize,
    pub start: usize,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    All,
    /// Those in which something differs.
    Different,
    /// Those in which something is shared.
    Shared,
    /// Those in which a side has words of its own.
    Own,
}

impl Named for Show {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Show::All, "all"),
        (Show::Different, "different"),
        (Show::Shared, "shared"),
        (Show::Own, "own"),
    ];
}

impl Named for Kind {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Kind::Slogan, "slogan"),
        (Kind::Boilerplate, "boilerplate"),
        (Kind::Shared, "shared"),
        (Kind::Own, "own"),
    ];
}

/// What is done to the text of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Veil {
    Dimmed,
    Hidden,
}

/// Two speeches side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompareView {
    #[serde(with = "as_json")]
    pub left: Document,
    #[serde(with = "as_json")]
    pub right: Document,
    pub left_shares: Shares,
    pub right_shares: Shares,
    pub rows: Vec<Row>,
    pub moves: Vec<Move>,
    pub slots: Vec<Slot>,
    /// Places to look at: on which side, where, why.
    pub flags: Vec<(Side, Span, FlagReason)>,
    pub slogans: Slogans,
    /// The slogans of both sides; pieces refer to them by their index in the lexicon.
    pub entries: BTreeMap<usize, EntryView>,
}

/// One speech against all others of the corpus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckView {
    #[serde(with = "as_json")]
    pub document: Document,
    /// The kind of every character; here [`Kind::Shared`] is what stands in a speech that is not later, and
    /// [`Kind::Own`] the rest.
    pub shares: Shares,
    /// For each block its pieces, which put together are its text.
    pub blocks: Vec<Vec<CheckPiece>>,
    /// What stands elsewhere, too, in the order of the text.
    pub passages: Vec<Borrowing>,
    /// The speeches that have any of it, the earliest first, those without a date last.
    pub sources: Vec<Source>,
    pub entries: BTreeMap<usize, EntryView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckPiece {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Index of the slogan's entry in the lexicon.
    pub slogan: Option<usize>,
    /// Index of the passage that it is in.
    pub passage: Option<usize>,
}

/// A passage of a speech, and where else it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Borrowing {
    pub span: Span,
    /// The earliest first.
    pub places: Vec<Witness>,
    /// All places are in speeches of a later date: others have it from here, or from where this has it.
    pub is_later: bool,
}

/// A place in the corpus where a passage stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Witness {
    pub card: Card,
    pub block: usize,
    pub start: usize,
    pub snippet: Snippet,
    /// 0 to 1; 1 is equal after folding.
    pub similarity: f64,
}

/// A speech that shares text with the one that is checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub card: Card,
    /// Characters of the checked speech that stand in this one, slogans and boilerplate apart.
    pub shared: usize,
    /// Indices of the passages.
    pub passages: Vec<usize>,
    /// It has a later date than the one that is checked.
    pub is_later: bool,
}

/// Who else said this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Witnesses {
    /// The document and the place that were asked about.
    pub id: String,
    pub span: Span,
    /// What was asked for, as it stands in the text.
    pub text: String,
    /// The earliest first, those without a date last; the place that was asked about is among them.
    pub places: Vec<Witness>,
    /// How many of them, from the first, share the earliest date; 0 if no place has a date.
    pub first: usize,
    /// Index of the place that was asked about.
    pub here: Option<usize>,
}

/// The speeches nearest to one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    pub id: String,
    /// Most shared text first: characters of this speech that stand there too, and their share of it.
    pub by_text: Vec<(Card, usize, f64)>,
    /// Most alike in slogans first: how many slogans both use, and the likeness, 0 to 1, in which rare slogans
    /// count for more.
    pub by_slogans: Vec<(Card, usize, f64)>,
}
