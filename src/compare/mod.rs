//! Two documents side by side: which blocks correspond, what moved, what differs inside, and what kind of
//! sameness every character has.
//!
//! It compares wording. It does not draw, and it does not judge who took from whom. The result is plain data:
//! the command line prints it, the page shows it.

mod align;
mod diff;
mod flags;
mod kinds;
mod lcs;
mod loose;
mod names;
mod pairs;
mod parallel;
mod rows;
mod sentences;
mod shapes;
mod slots;
mod texts;
mod units;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use units::SlotType;

use crate::corpus::{Document, Span};
use crate::lexicon::Matcher;
use crate::reuse::Boilerplate;
use names::Names;
use pairs::{Pair, Role};
use sentences::Sentences;
use texts::{Text, Tokens};

/// A comparison, as `tifa compare --json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub left: Summary,
    pub right: Summary,
    /// Text equal after folding, in the order of the left side.
    pub matches: Vec<Match>,
    /// The kind of every character: runs that partition each side.
    pub kinds: Sides<Vec<KindRun>>,
    /// What was filled in differently where a template is the same.
    pub slots: Vec<Slot>,
    /// Places to look at, on either side.
    pub flags: Vec<Flag>,
    /// Text that stands in another order on the other side, equal or edited, in the order of the left side.
    pub moves: Vec<Move>,
    /// The blocks of both sides as a reader sees them, from top to bottom: each block of each side is in one.
    pub rows: Vec<Row>,
    pub slogans: Slogans,
}

/// What a reader decides about a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    pub ignored: Ignored,
    /// Blocks that the reader put side by side: left, right. What crosses an earlier one does not count.
    pub pins: Vec<(usize, usize)>,
    /// Han characters, or words of other scripts, from which equal text is shared wherever it stands; 1 to 20.
    /// Shorter runs count only where most of the text around them is equal too. Smaller takes words that any two
    /// speeches have in common for shared wording, larger leaves out what a heavily edited copy still shares.
    pub shortest: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            ignored: Ignored::default(),
            pins: Vec::new(),
            shortest: 3,
        }
    }
}

/// What makes no difference between two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ignored {
    pub punctuation: bool,
    pub numbers: bool,
    /// Simplified and traditional characters.
    pub script: bool,
}

impl Default for Ignored {
    fn default() -> Self {
        Ignored {
            punctuation: false,
            numbers: false,
            script: true,
        }
    }
}

/// One thing for each side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides<T> {
    pub left: T,
    pub right: T,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    pub shares: Shares,
}

/// What kind of sameness a character has. Of two that hold, the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// In a slogan of the lexicon.
    Slogan,
    /// In wording that is common in the corpus.
    Boilerplate,
    /// In wording that stands in both documents.
    Shared,
    /// In this document only.
    Own,
}

/// The fraction of each kind among all characters of a side, punctuation and white space included: what
/// `kinds` adds up to. They add up to 1; a side without text is all its own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    pub slogan: f64,
    pub boilerplate: f64,
    pub shared: f64,
    pub own: f64,
}

impl Shares {
    /// From the number of characters of each kind.
    pub fn of(total: usize, count: impl Fn(Kind) -> usize) -> Self {
        let share = |kind| count(kind) as f64 / total.max(1) as f64;
        Shares {
            slogan: share(Kind::Slogan),
            boilerplate: share(Kind::Boilerplate),
            shared: share(Kind::Shared),
            own: if total == 0 { 1.0 } else { share(Kind::Own) },
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Match {
    pub left: Span,
    pub right: Span,
    /// It stands in another order relative to the rest.
    pub moved: bool,
    /// Alike in topic, not in wording.
    pub parallel: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindRun {
    #[serde(flatten)]
    pub span: Span,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub left: Span,
    pub right: Span,
    #[serde(rename = "type")]
    pub slot_type: SlotType,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Flag {
    pub side: Side,
    #[serde(flatten)]
    pub span: Span,
    pub reason: FlagReason,
    /// What this document has in its place elsewhere, folded, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Left,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlagReason {
    /// Shared text names a place that belongs to the other document.
    ForeignPlace,
    /// Shared text names somebody who speaks for the other document's place.
    ForeignPerson,
    /// Shared text names an organisation of the other document's place.
    ForeignOrganisation,
    /// Shared text has the other document's day or year where a document has its own.
    OtherDate,
    /// Shared text numbers the meeting as the other document's was.
    OtherMeeting,
}

/// A run of text, within one block on each side, that stands elsewhere on the other side: a sentence at least.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Move {
    pub left: Span,
    pub right: Span,
    /// Folded characters equal on both sides as a fraction of all of both: 0 to 1.
    pub similarity: f64,
}

/// Blocks that correspond, or a block that stands alone on its side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub relation: Relation,
    /// The blocks on the left, one after the other. They are several where a paragraph was split or joined.
    pub left: Vec<Cell>,
    pub right: Vec<Cell>,
    /// Folded characters equal on both sides as a fraction of all of both: 0 to 1.
    pub similarity: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same text, equal or edited.
    Aligned,
    /// The same topic in other words. Pieces that are [`Change::Equal`] are the words in common.
    Parallel,
    /// Nothing corresponds in this place; what stands elsewhere is in a move.
    Alone,
}

/// A block of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Index of the block.
    pub block: usize,
    /// Put together, they are its display text.
    pub pieces: Vec<Piece>,
}

/// A run of characters of one block that differs from the other side in one way, and is of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    /// How it differs from what it corresponds to: in its row, or in its move.
    pub change: Change,
    pub kind: Kind,
    /// Index of the slogan's entry in the lexicon.
    pub slogan: Option<usize>,
    /// Index of the slot.
    pub slot: Option<usize>,
    /// Index of the move that it is part of.
    pub moved: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Equal,
    /// On the left only.
    Delete,
    /// On the right only.
    Insert,
    /// Other words on the other side.
    Replace,
    /// Another number, date or name on the other side.
    Slot,
}

/// Which slogans the documents use, in the order of the lexicon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slogans {
    pub left_only: Vec<SloganUses>,
    pub both: Vec<SloganUses>,
    pub right_only: Vec<SloganUses>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SloganUses {
    /// Index into the lexicon's entries.
    pub entry: usize,
    /// How often on the left.
    pub left: usize,
    pub right: usize,
}

/// Compares two documents. `commons` is what is common in the corpus around them.
pub fn compare(
    left: &Document,
    right: &Document,
    matcher: &Matcher,
    commons: &Boilerplate,
    options: &Options,
) -> Comparison {
    let Sided {
        texts,
        names,
        mut kinds,
        pairs,
        mut matches,
    } = match is_turned(left, right) {
        false => Sided::new(left, right, matcher, commons, options),
        true => {
            let pins = options.pins.iter().map(|&(left, right)| (right, left)).collect();
            let options = Options {
                pins,
                ..options.clone()
            };
            Sided::new(right, left, matcher, commons, &options).turned()
        }
    };
    kinds::share(&mut kinds.left, &texts.left, matches.iter().map(|found| found.left));
    kinds::share(&mut kinds.right, &texts.right, matches.iter().map(|found| found.right));
    let slots: Vec<Slot> = pairs.iter().flat_map(|pair| pair.slots(&texts)).collect();
    let flags = flags::flags(&names, &texts, &matches, &slots);
    matches.extend(pairs.iter().filter_map(|pair| pair.parallel(&texts)));
    matches.sort_unstable();
    Comparison {
        left: summary(left, &kinds.left),
        right: summary(right, &kinds.right),
        flags,
        slots,
        moves: moves(&pairs, &texts),
        rows: rows::rows(&pairs, &texts, &kinds),
        slogans: slogans(&texts),
        kinds: Sides {
            left: kinds::runs(&kinds.left),
            right: kinds::runs(&kinds.right),
        },
        matches,
    }
}

/// Must the sides be turned, so that the same two documents are compared the same way whichever is named first?
fn is_turned(left: &Document, right: &Document) -> bool {
    fn texts(document: &Document) -> (usize, Vec<&str>) {
        let blocks = document.body.iter().map(|block| block.text.as_str());
        (blocks.clone().map(str::len).sum(), blocks.collect())
    }
    texts(left) > texts(right)
}

/// What corresponds, before anybody asks what it means.
struct Sided<'a> {
    texts: Sides<Vec<Text<'a>>>,
    names: Names,
    /// The kind of each character, nothing known of the other side.
    kinds: Sides<Vec<Vec<Kind>>>,
    pairs: Vec<Pair>,
    matches: Vec<Match>,
}

impl<'a> Sided<'a> {
    fn new(
        left: &'a Document,
        right: &'a Document,
        matcher: &Matcher,
        commons: &Boilerplate,
        options: &Options,
    ) -> Self {
        let mut texts = Sides {
            left: texts::texts(left, matcher),
            right: texts::texts(right, matcher),
        };
        let names = Names::new(left, right, &texts);
        let mut tokens = Tokens::new(options.ignored);
        for text in texts.left.iter_mut().chain(&mut texts.right) {
            tokens.cut(text, &names);
        }
        let kinds = Sides {
            left: kinds::alone(&texts.left, commons),
            right: kinds::alone(&texts.right, commons),
        };
        let sentences = Sentences::new(&texts.left, &texts.right, &tokens, [&kinds.left, &kinds.right]);
        let candidates = sentences.candidates(&texts.left, &texts.right, &tokens);
        let alignment = align::align(&texts, &sentences, &candidates, &options.pins);
        let pairs = pairs::pairs(&texts, &alignment, &tokens, &sentences);
        let equal = |pair: &Pair| pair.matches(&texts, options.shortest);
        let mut matches: Vec<Match> = pairs.iter().flat_map(equal).collect();
        matches.extend(loose::matches(&texts, &matches, &kinds));
        matches.sort_unstable();
        Sided {
            texts,
            names,
            kinds,
            pairs,
            matches,
        }
    }

    fn turned(self) -> Self {
        let turned = |found: Match| Match {
            left: found.right,
            right: found.left,
            ..found
        };
        let mut matches: Vec<Match> = self.matches.into_iter().map(turned).collect();
        matches.sort_unstable();
        let (rows, mut moves): (Vec<Pair>, Vec<Pair>) = self
            .pairs
            .into_iter()
            .map(Pair::turned)
            .partition(|pair| pair.role != Role::Moved);
        moves.sort_by_key(|pair| pair.parts.left.first().map(|part| (part.block, part.characters.start)));
        Sided {
            texts: self.texts.turned(),
            names: self.names.turned(),
            kinds: self.kinds.turned(),
            pairs: rows.into_iter().chain(moves).collect(),
            matches,
        }
    }
}

impl<T> Sides<T> {
    fn turned(self) -> Self {
        Sides {
            left: self.right,
            right: self.left,
        }
    }
}

fn moves(pairs: &[Pair], texts: &Sides<Vec<Text>>) -> Vec<Move> {
    let moved = pairs.iter().filter(|pair| pair.role == Role::Moved).map(|pair| {
        let length = |run: &diff::Run| run.left.len() + run.right.len();
        let Sides { left, right } = pair.spans(texts);
        Move {
            left,
            right,
            similarity: rows::fraction(pair.equal(), pair.runs.iter().map(length).sum()),
        }
    });
    moved.collect()
}

fn summary(document: &Document, kinds: &[Vec<Kind>]) -> Summary {
    let total = kinds.iter().map(Vec::len).sum::<usize>();
    let count = |kind| kinds.iter().flatten().filter(|other| **other == kind).count();
    Summary {
        id: document.id.clone(),
        title: document.title.clone(),
        shares: Shares::of(total, count),
    }
}

fn slogans(texts: &Sides<Vec<Text>>) -> Slogans {
    let mut uses: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for slogan in texts.left.iter().flat_map(|text| &text.slogans) {
        uses.entry(slogan.entry).or_default().0 += 1;
    }
    for slogan in texts.right.iter().flat_map(|text| &text.slogans) {
        uses.entry(slogan.entry).or_default().1 += 1;
    }
    let mut slogans = Slogans::default();
    for (entry, (left, right)) in uses {
        let list = match (left, right) {
            (_, 0) => &mut slogans.left_only,
            (0, _) => &mut slogans.right_only,
            _ => &mut slogans.both,
        };
        list.push(SloganUses { entry, left, right });
    }
    slogans
}
