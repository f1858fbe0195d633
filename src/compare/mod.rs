//! Two documents side by side: which blocks correspond, what moved, what differs inside, and what kind of
//! sameness every character has.
//!
//! It compares wording. It does not draw, and it does not judge who took from whom. The result is plain data:
//! the command line prints it, the page shows it.

mod align;
mod diff;
mod flags;
mod kinds;
mod loose;
mod names;
#[expect(dead_code, reason = "rows do not take up parallels yet")]
mod parallel;
mod shapes;
mod slots;
mod units;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use units::SlotType;

use crate::corpus::{Document, Span};
use crate::lexicon::{Matcher, Occurrence};
use crate::reuse::Boilerplate;
use crate::text::ngrams::{Characters, is_mark};
use crate::text::units::Units;
use diff::Run;
use names::Names;

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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    pub ignored: Ignored,
    /// Blocks that the reader put side by side: left, right. What crosses an earlier one does not count.
    pub pins: Vec<(usize, usize)>,
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

/// A pair of blocks with what differs between them.
struct Pair {
    left: usize,
    right: usize,
    moved: bool,
    runs: Vec<Run>,
}

/// A block made ready.
struct Text<'a> {
    display: &'a str,
    /// The number of characters of `display`.
    length: usize,
    characters: Characters,
    slogans: Vec<Occurrence>,
}

/// Compares two documents. `commons` is what is common in the corpus around them.
pub fn compare(
    left: &Document,
    right: &Document,
    matcher: &Matcher,
    commons: &Boilerplate,
    _options: &Options,
) -> Comparison {
    let texts = Sides {
        left: texts(left, matcher),
        right: texts(right, matcher),
    };
    let names = Names::new(left, right);
    let pairs = pairs(&texts, &names);

    let mut kinds = Sides {
        left: kinds::alone(&texts.left, commons),
        right: kinds::alone(&texts.right, commons),
    };
    let mut matches: Vec<Match> = pairs.iter().flat_map(|pair| pair_matches(pair, &texts)).collect();
    matches.extend(loose::matches(&texts, &matches, &kinds));
    matches.sort_unstable();
    kinds::share(&mut kinds.left, &texts.left, matches.iter().map(|found| found.left));
    kinds::share(&mut kinds.right, &texts.right, matches.iter().map(|found| found.right));

    let slots: Vec<Slot> = pairs.iter().flat_map(|pair| slots(pair, &texts)).collect();

    Comparison {
        left: summary(left, &kinds.left),
        right: summary(right, &kinds.right),
        flags: flags::flags(&names, &texts, &matches, &slots),
        slots,
        moves: moves(&pairs, &texts),
        rows: rows(&pairs, &texts, &kinds),
        slogans: slogans(&texts),
        kinds: Sides {
            left: kinds::runs(&kinds.left),
            right: kinds::runs(&kinds.right),
        },
        matches,
    }
}

fn texts<'a>(document: &'a Document, matcher: &Matcher) -> Vec<Text<'a>> {
    let mut marks = matcher.marks(&Units::of(document)).into_iter().peekable();
    let blocks = document.body.iter().enumerate().map(|(at, block)| {
        let mut slogans = Vec::new();
        while let Some(mut slogan) = marks.next_if(|slogan| slogan.span.block == at) {
            let behind = block.text.chars().skip(slogan.span.end);
            slogan.span.end += behind.take_while(|c| is_mark(*c)).count();
            slogans.push(slogan);
        }
        Text {
            display: &block.text,
            length: block.text.chars().count(),
            characters: Characters::new(&block.text),
            slogans,
        }
    });
    blocks.collect()
}

impl Text<'_> {
    fn folded(&self) -> &[char] {
        &self.characters.folded
    }

    /// The display characters of a run of folded ones, without what cannot be seen around them.
    fn span(&self, block: usize, run: &std::ops::Range<usize>) -> Span {
        Span {
            block,
            start: self.characters.places[run.start],
            end: self.characters.places[run.end - 1] + 1,
        }
    }

    /// The display character at which the folded character `at` begins, if what cannot be seen goes with the
    /// character before it.
    fn cut(&self, at: usize) -> usize {
        match self.characters.places.get(at) {
            Some(_) if at == 0 => 0,
            Some(&place) => place,
            None => self.length,
        }
    }
}

/// Blocks that correspond, moved ones last.
fn pairs(texts: &Sides<Vec<Text>>, names: &Names) -> Vec<Pair> {
    let alignment = align::align(&texts.left, &texts.right);
    let pair = |moved| {
        move |(left, right): (usize, usize)| Pair {
            left,
            right,
            moved,
            runs: diff::diff(texts.left[left].folded(), texts.right[right].folded(), names),
        }
    };
    let aligned = alignment.aligned.into_iter().map(pair(false));
    aligned.chain(alignment.moved.into_iter().map(pair(true))).collect()
}

/// The equal runs of a pair, accidents left out: a short one counts if it is the whole of both blocks, or stands
/// next to a slot as part of the template.
fn pair_matches(pair: &Pair, texts: &Sides<Vec<Text>>) -> Vec<Match> {
    let (left, right) = (&texts.left[pair.left], &texts.right[pair.right]);
    let is_slot = |run: Option<&Run>| run.is_some_and(|run| run.change == Change::Slot);
    let counts = |(i, run): &(usize, &Run)| {
        run.change == Change::Equal
            && !run.left.is_empty()
            && (diff::is_telling(&left.folded()[run.left.clone()])
                || pair.runs.len() == 1
                || is_slot(pair.runs.get(i + 1))
                || is_slot(i.checked_sub(1).and_then(|i| pair.runs.get(i))))
    };
    let matches = pair.runs.iter().enumerate().filter(counts).map(|(_, run)| Match {
        left: left.span(pair.left, &run.left),
        right: right.span(pair.right, &run.right),
        moved: pair.moved,
        parallel: false,
    });
    matches.collect()
}

fn slots(pair: &Pair, texts: &Sides<Vec<Text>>) -> Vec<Slot> {
    let slot = |run: &Run| {
        run.slot.map(|slot_type| Slot {
            left: texts.left[pair.left].span(pair.left, &run.left),
            right: texts.right[pair.right].span(pair.right, &run.right),
            slot_type,
        })
    };
    pair.runs.iter().filter_map(slot).collect()
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

/// Aligned pairs in order; between two of them the blocks that stand alone, first those on the left.
fn rows(pairs: &[Pair], texts: &Sides<Vec<Text>>, kinds: &Sides<Vec<Vec<Kind>>>) -> Vec<Row> {
    let mut slots = 0;
    let mut numbered: Vec<(&Pair, usize)> = Vec::new();
    for pair in pairs {
        numbered.push((pair, slots));
        slots += pair.runs.iter().filter(|run| run.slot.is_some()).count();
    }
    let moves: Vec<(usize, &(&Pair, usize))> = numbered.iter().filter(|(pair, _)| pair.moved).enumerate().collect();
    let left_cell = |block: usize, pair: Option<&(&Pair, usize)>, moved: Option<usize>| {
        let runs = pair.map(|(pair, slot)| labelled(pair, *slot, |run| run.left.end));
        Cell {
            block,
            pieces: pieces(&texts.left[block], &kinds.left[block], runs, Change::Delete, moved),
        }
    };
    let right_cell = |block: usize, pair: Option<&(&Pair, usize)>, moved: Option<usize>| {
        let runs = pair.map(|(pair, slot)| labelled(pair, *slot, |run| run.right.end));
        Cell {
            block,
            pieces: pieces(&texts.right[block], &kinds.right[block], runs, Change::Insert, moved),
        }
    };

    let mut rows = Vec::new();
    let (mut left, mut right) = (0, 0);
    let aligned = numbered.iter().filter(|(pair, _)| !pair.moved).map(Some);
    for pair in aligned.chain([None]) {
        let end = pair.map_or((texts.left.len(), texts.right.len()), |(pair, _)| {
            (pair.left, pair.right)
        });
        for block in left..end.0 {
            let partner = moves.iter().find(|(_, (pair, _))| pair.left == block);
            rows.push(Row {
                relation: Relation::Alone,
                left: vec![left_cell(
                    block,
                    partner.map(|(_, pair)| *pair),
                    partner.map(|(at, _)| *at),
                )],
                right: Vec::new(),
                similarity: 0.0,
            });
        }
        for block in right..end.1 {
            let partner = moves.iter().find(|(_, (pair, _))| pair.right == block);
            rows.push(Row {
                relation: Relation::Alone,
                left: Vec::new(),
                right: vec![right_cell(
                    block,
                    partner.map(|(_, pair)| *pair),
                    partner.map(|(at, _)| *at),
                )],
                similarity: 0.0,
            });
        }
        if let Some((pair, _)) = pair {
            let (i, j) = (pair.left, pair.right);
            rows.push(Row {
                relation: Relation::Aligned,
                left: vec![left_cell(
                    i,
                    numbered.iter().find(|other| other.0.left == i && other.0.right == j),
                    None,
                )],
                right: vec![right_cell(
                    j,
                    numbered.iter().find(|other| other.0.left == i && other.0.right == j),
                    None,
                )],
                similarity: similarity(pair),
            });
        }
        (left, right) = (end.0 + 1, end.1 + 1);
    }
    rows
}

/// Where each run of a pair ends on one side, what changed in it, and the slot that it is, counted from `slot`.
fn labelled(pair: &Pair, mut slot: usize, end: fn(&Run) -> usize) -> Vec<(usize, Change, Option<usize>)> {
    let label = |run: &Run| {
        let own = run.slot.map(|_| slot);
        slot += usize::from(own.is_some());
        (end(run), run.change, own)
    };
    pair.runs.iter().map(label).collect()
}

fn moves(pairs: &[Pair], texts: &Sides<Vec<Text>>) -> Vec<Move> {
    let whole = |block: usize, text: &Text| Span {
        block,
        start: 0,
        end: text.length,
    };
    let found = |pair: &Pair| Move {
        left: whole(pair.left, &texts.left[pair.left]),
        right: whole(pair.right, &texts.right[pair.right]),
        similarity: similarity(pair),
    };
    moved(pairs).map(found).collect()
}

fn moved(pairs: &[Pair]) -> impl Iterator<Item = &Pair> {
    pairs.iter().filter(|pair| pair.moved)
}

fn similarity(pair: &Pair) -> f64 {
    let length = |run: &Run| run.left.len() + run.right.len();
    let all: usize = pair.runs.iter().map(length).sum();
    let equal = pair.runs.iter().filter(|run| run.change == Change::Equal);
    match all {
        0 => 1.0,
        all => equal.map(length).sum::<usize>() as f64 / all as f64,
    }
}

/// Cuts a block where the change, the kind or the slogan does. `runs` are the ends of folded runs with what
/// changed in them; a block without a partner is `alone` from end to end.
fn pieces(
    text: &Text,
    kinds: &[Kind],
    runs: Option<Vec<(usize, Change, Option<usize>)>>,
    alone: Change,
    moved: Option<usize>,
) -> Vec<Piece> {
    let mut changes = vec![(0, alone, None); text.length];
    let mut start = 0;
    for (i, (end, change, slot)) in runs.into_iter().flatten().enumerate() {
        let end = text.cut(end);
        changes[start..end].fill((i, change, slot));
        start = end;
    }
    let mut slogans = vec![None; text.length];
    for (i, slogan) in text.slogans.iter().enumerate() {
        slogans[slogan.span.start..slogan.span.end].fill(Some((i, slogan.entry)));
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in 1..=text.length {
        let key = |at: usize| (changes[at], kinds[at], slogans[at]);
        if end == text.length || key(end) != key(start) {
            pieces.push(Piece {
                start,
                end,
                change: changes[start].1,
                kind: kinds[start],
                slogan: slogans[start].map(|(_, entry)| entry),
                slot: changes[start].2,
                moved,
            });
            start = end;
        }
    }
    pieces
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
