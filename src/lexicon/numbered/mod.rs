//! Numbered slogans (四方责任, 三区两通道), and what each stands for where it stands.
//!
//! A label is an entry of the lexicon that counts something, or what has its shape and stands in quotation marks, or
//! what is followed by just as many members that name what it counts. Outlines (以下五个方面) and quantities are none.
//! An expansion is looked for near its label, and taken only if the number of its members is right.

mod expand;
mod list;
mod meanings;
mod shape;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Lexicon, Matcher, Occurrence};
use crate::corpus::{Document, Entry, Span};
use crate::text::fold::{View, fold_char, fold_phrase};
use crate::text::units::Units;
use expand::Outline;
use list::Run;
pub use meanings::{Difference, Label, Meaning, Place, Wording, labels};
use shape::{LABEL, Shape, is_digit, is_han_char, number};

/// Characters of a noun behind a label: 机制 in 五个一机制. One that is shorter is a part of it: 五个一批.
const NOUN: usize = 2;

/// A label in a text, with what it stands for if the text tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// As its lexicon has it, else folded; without quotation marks and what stands in brackets.
    pub label: String,
    /// Index into the lexicon's entries.
    pub entry: Option<usize>,
    /// The label; of an expansion that stands alone, that.
    pub span: Span,
    /// The members that it counts: five in 三区两通道.
    pub number: usize,
    pub expansion: Option<Expansion>,
}

/// What a label stands for at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    pub standing: Standing,
    pub members: Vec<Member>,
}

/// Where an expansion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// In a bracket after its label.
    Bracket,
    /// In a bracket inside of its label.
    Inside,
    After,
    Before,
    /// As the points of an outline that follows.
    Paragraphs,
    /// Without a label: the lexicon knows it.
    Alone,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// As it stands.
    pub text: String,
    pub span: Span,
}

/// Finds the numbered slogans of texts.
///
/// ```
/// use tifa::corpus::{Block, Document};
/// use tifa::lexicon::{Lexicon, Matcher, Numbers};
/// use tifa::text::units::Units;
///
/// let lexicon = Lexicon::built_in();
/// let document = Document { body: vec![Block::paragraph("落实“四有”(有人员、有场所、有物资、有方案)要求。")], ..Document::default() };
/// let units = Units::of(&document);
/// let found = Numbers::new(&lexicon).find(&document, &units, &Matcher::new(&lexicon).find(&units));
/// assert_eq!(found[0].label, "四有");
/// let members = found[0].expansion.as_ref().map(|expansion| expansion.members.len());
/// assert_eq!(members, Some(4));
/// ```
#[derive(Default)]
pub struct Numbers {
    entries: Vec<Known>,
    /// Entries by their folded phrases and variants.
    labels: HashMap<String, usize>,
    /// All known expansions, as phrases.
    expansions: Matcher,
    /// For each of these its entry, and its place among those of the entry.
    of: Vec<(usize, usize)>,
}

/// What is known of an entry.
#[derive(Default)]
struct Known {
    /// Its phrase, or else its first variant, that is a label; empty if none is.
    label: String,
    /// What it is known to stand for.
    expansions: Vec<Vec<Vec<char>>>,
}

/// A block, folded character by character: places in it are places in the display text. What cannot be seen is `\0`.
struct Block {
    shown: Vec<char>,
    text: Vec<char>,
}

/// A label before its expansion is known.
struct Found {
    block: usize,
    run: Run,
    label: String,
    entry: Option<usize>,
    shape: Shape,
    /// Is it known, or in quotation marks? Else only its members make it a label.
    is_sure: bool,
}

/// A run of a block, by its number.
type At = (usize, Run);

/// What has been taken for members: for each start its end.
type Taken = BTreeMap<(usize, usize), usize>;

/// A known expansion in a text.
struct Listed {
    entry: usize,
    block: usize,
    members: Vec<Run>,
    /// Another one covers it.
    is_inside: bool,
}

impl Found {
    /// Is it a label whatever stands around it?
    fn stands_alone(&self) -> bool {
        self.is_sure && !self.shape.is_of_ones()
    }
}

impl Listed {
    fn run(&self) -> Run {
        span_of(&self.members)
    }
}

impl Numbers {
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut numbers = Numbers::default();
        let mut phrases = Lexicon::default();
        for (at, entry) in lexicon.entries.iter().enumerate() {
            for phrase in std::iter::once(&entry.phrase).chain(&entry.variants) {
                numbers.labels.entry(fold_phrase(phrase, View::Slogan)).or_insert(at);
            }
            let own = label(&folded(&entry.phrase)).map(|(_, shape)| (entry.phrase.clone(), shape));
            let of_variant = || entry.variants.iter().find_map(|variant| label(&folded(variant)));
            let mut known = Known::default();
            if let Some((label, shape)) = own.or_else(of_variant) {
                known.label = label;
                for expansion in &entry.expands_to {
                    let text: Vec<char> = folded(expansion).into_iter().filter(|c| !is_quote(*c)).collect();
                    let Some(members) = list::members(&text, 0..text.len(), &shape) else {
                        continue;
                    };
                    let members: Vec<Vec<char>> = members.into_iter().map(|member| text[member].to_vec()).collect();
                    // 老年人、儿童 without a label are not 一老一小 yet.
                    if !shape.is_of_ones() {
                        numbers.of.push((at, known.expansions.len()));
                        phrases.entries.push(Entry {
                            phrase: phrase_of(&members),
                            ..Entry::default()
                        });
                    }
                    known.expansions.push(members);
                }
            }
            numbers.entries.push(known);
        }
        numbers.expansions = Matcher::new(&phrases);
        numbers
    }

    /// The numbered slogans of a document, in the order of the text. `found` are the uses of the lexicon's entries in it.
    pub fn find(&self, document: &Document, units: &Units, found: &[Occurrence]) -> Vec<Numbered> {
        let blocks: Vec<Block> = document.body.iter().map(|block| Block::new(&block.text)).collect();
        let labels = self.labels(&blocks, found);
        let lists = self.lists(&blocks, units);
        let outline = Outline::new(&blocks);
        // A list is that of one label only.
        let mut taken = Taken::new();
        let mut expansions = Vec::with_capacity(labels.len());
        for label in &labels {
            let known = self.expansions(label.entry);
            let beside = expand::beside(&blocks[label.block], label, known);
            let beside = beside.map(|(standing, members)| (standing, in_block(label.block, members)));
            let points = || Some((Standing::Paragraphs, outline.points(&blocks, label, known)?));
            // A group inside of an expansion (两通道:…) is no label of its own.
            let is_own = |(_, members): &(Standing, Vec<At>)| {
                label.stands_alone() || members.iter().all(|(block, member)| is_free(&taken, *block, member))
            };
            let expansion = beside.or_else(points).filter(is_own);
            take(&mut taken, &expansion);
            expansions.push(expansion);
        }
        for (label, expansion) in labels.iter().zip(&mut expansions) {
            if expansion.is_none() && label.stands_alone() {
                *expansion = self.near(&blocks, label, &lists, &taken);
                take(&mut taken, expansion);
            }
        }
        let alone = lists.iter().filter(|list| {
            !list.is_inside
                && is_free(&taken, list.block, &list.run())
                && !list::goes_on(&blocks[list.block].text, &list.members)
        });
        let alone = alone.map(|list| {
            let members = list.members.iter().map(|member| (list.block, member.clone())).collect();
            Numbered {
                label: self.entries[list.entry].label.clone(),
                entry: Some(list.entry),
                span: span(list.block, &list.run()),
                number: list.members.len(),
                expansion: Some(expansion(&blocks, Standing::Alone, members)),
            }
        });
        let labelled = labels
            .into_iter()
            .zip(expansions)
            .filter(|(label, expansion)| label.stands_alone() || expansion.is_some());
        let labelled = labelled.map(|(label, found)| Numbered {
            number: label.shape.number(),
            span: span(label.block, &label.run),
            label: label.label,
            entry: label.entry,
            expansion: found.map(|(standing, members)| expansion(&blocks, standing, members)),
        });
        let mut all: Vec<Numbered> = labelled.chain(alone).collect();
        all.sort_by_key(|numbered| (numbered.span.block, numbered.span.start));
        all
    }

    /// All labels, and what may be one, in the order of the text; none overlaps another.
    fn labels(&self, blocks: &[Block], found: &[Occurrence]) -> Vec<Found> {
        let mut known: Vec<Found> = found.iter().filter_map(|found| self.known(blocks, found)).collect();
        known.sort_by(|a, b| (a.block, a.run.start, b.run.end).cmp(&(b.block, b.run.start, a.run.end)));
        let mut labels = BTreeMap::new();
        known.into_iter().for_each(|label| add(&mut labels, label));
        for (at, block) in blocks.iter().enumerate() {
            block.quoted(|run| {
                if let Some(label) = self.quoted(block, at, run) {
                    add(&mut labels, label);
                }
            });
            for start in 0..block.text.len() {
                if let Some(label) = self.plain(block, at, start) {
                    add(&mut labels, label);
                }
            }
        }
        labels.into_values().collect()
    }

    /// A use of an entry, if it is a label or ends in its own: 属地、部门、单位、个人四方责任.
    fn known(&self, blocks: &[Block], found: &Occurrence) -> Option<Found> {
        let mut run = found.span.start..found.span.end;
        let text = &blocks.get(found.span.block)?.text;
        let is_own = |(text, _): &(String, Shape)| self.labels.get(text) == Some(&found.entry);
        let mut read = label(text.get(run.clone())?);
        if read.is_none() {
            let near = run.start.max(run.end.saturating_sub(2 * LABEL))..run.end;
            let starts = near.filter(|&at| is_digit(text[at]));
            (run, read) = starts
                .map(|at| (at..run.end, label(&text[at..run.end]).filter(is_own)))
                .find(|(_, read)| read.is_some())?;
        }
        let new = |run: Run, label: String, entry: Option<usize>, shape: Shape| Found {
            block: found.span.block,
            run,
            label: self.name(entry, label),
            entry,
            shape,
            is_sure: true,
        };
        let (label, shape) = read?;
        if self
            .entries
            .get(found.entry)
            .is_some_and(|known| !known.label.is_empty())
        {
            return Some(new(run, label, Some(found.entry), shape));
        }
        if let Some((run, label, shape)) = self.without_noun(text, &run) {
            let entry = self.labels.get(&label).copied();
            return Some(new(run, label, entry, shape));
        }
        // A frame around an outline is no label: 紧盯三个重点抓落实.
        let is_label = Shape::of(&label.chars().collect::<Vec<_>>()).is_some_and(|shape| !shape.is_ordinary());
        is_label.then(|| new(run, label, Some(found.entry), shape))
    }

    /// The label with which a use of a frame (N个一机制) begins: what stands before a quotation mark that closes, or,
    /// where none opens it, a known label, or what has an end of its own.
    fn without_noun(&self, text: &[char], run: &Run) -> Option<(Run, String, Shape)> {
        let read = |end: usize| {
            let whole = &text[run.start..end];
            Some((run.start..end, shape::spelled(whole), Shape::of(whole)?))
        };
        if let Some(quote) = run.clone().find(|&at| is_quote(text[at])) {
            return read(quote);
        }
        if run.start > 0 && is_quote(text[run.start - 1]) {
            return None;
        }
        let ends = run.start + 1..=run.end.saturating_sub(NOUN);
        ends.rev().filter_map(read).find(|(run, label, shape)| {
            self.labels.contains_key(label) || shape.is_complete() && !shape::goes_on(text, run.end)
        })
    }

    /// A label in quotation marks, with a bracket and what follows it if that makes a known one.
    fn quoted(&self, block: &Block, at: usize, run: Run) -> Option<Found> {
        let shape = Shape::of(&block.text[run.clone()])?;
        let text = block.label(&run);
        let entry = self.labels.get(&text).copied();
        let own = (run.clone(), text, entry);
        let longer = self
            .around_bracket(block, &run)
            .map(|(run, text, entry)| (run, text, Some(entry)));
        let (run, text, entry) = longer.unwrap_or(own);
        Some(Found {
            block: at,
            run,
            label: self.name(entry, text),
            entry,
            shape,
            is_sure: true,
        })
    }

    /// A label without quotation marks that no lexicon has: its members must name what it counts.
    fn plain(&self, block: &Block, at: usize, start: usize) -> Option<Found> {
        let text = &block.text;
        let is_part = |c: &char| is_digit(*c) || "第百千零〇".contains(*c);
        let (_, after) = number(text, start).filter(|_| start == 0 || !is_part(&text[start - 1]))?;
        let rest = &text[after..text.len().min(start + LABEL)];
        let ends = |end: &usize| {
            let c = text.get(*end);
            c.is_some_and(|c| "(:,".contains(*c)) || list::means(text, *end).is_some()
        };
        let end =
            (after..=after + rest.len()).find(|end| ends(end) || !text.get(*end).is_some_and(|c| is_han_char(*c)))?;
        let new = |run: Run, shape: Shape| Found {
            block: at,
            label: block.label(&run),
            run,
            entry: None,
            shape,
            is_sure: false,
        };
        if let Some((run, label, entry)) = self.around_bracket(block, &(start..end)) {
            let shape = Shape::of(&text[start..end])?;
            return Some(Found {
                entry: Some(entry),
                label: self.name(Some(entry), label),
                is_sure: true,
                ..new(run, shape)
            });
        }
        // 三位一体 is a label wherever it stands.
        let whole = start..after + shape::AS_ONE.chars().count();
        if list::starts_with(rest, shape::AS_ONE) {
            let shape = Shape::of(&text[whole.clone()])?;
            return Some(Found {
                is_sure: true,
                ..new(whole, shape)
            });
        }
        // Behind a list nothing tells where the label ends, but what its members share.
        let first = if expand::follows_list(block, start) {
            after + 1
        } else {
            end
        };
        let ends = (first..=end).rev();
        ends.filter_map(|end| Some((start..end, Shape::of(&text[start..end])?)))
            .filter(|(_, shape)| !shape.is_ordinary() && !shape.is_of_ones())
            .map(|(run, shape)| new(run, shape))
            .find(|label| expand::beside(block, label, &[]).is_some())
    }

    /// A known label with a bracket inside: 四方(县区、部门、单位、个人)责任.
    fn around_bracket(&self, block: &Block, run: &Run) -> Option<(Run, String, usize)> {
        let bracket = block.after_quote(run.end);
        let end = expand::bracket(&block.text, bracket)?.end + 1;
        let longest = block.text.len().min(end + expand::TAIL);
        (end + 1..=longest).find_map(|end_of_label| {
            let label = block.label(run) + &block.label(&(end..end_of_label));
            let entry = *self.labels.get(&label)?;
            Some((run.start..end_of_label, label, entry))
        })
    }

    /// How a label is called: as its entry is, but with its own number (三级书记抓防控 of 五级书记抓防控).
    fn name(&self, entry: Option<usize>, text: String) -> String {
        let known = entry.and_then(|entry| self.entries.get(entry));
        let Some(known) = known.filter(|known| !known.label.is_empty()) else {
            return text;
        };
        let (own, of_entry): (Vec<char>, Vec<char>) = (text.chars().collect(), known.label.chars().collect());
        match (number(&own, 0), number(&of_entry, 0)) {
            (Some((value, end)), Some((of, rest))) if value != of => {
                own[..end].iter().chain(&of_entry[rest..]).collect()
            }
            _ => known.label.clone(),
        }
    }

    /// What an entry is known to stand for.
    fn expansions(&self, entry: Option<usize>) -> &[Vec<Vec<char>>] {
        let known = entry.and_then(|entry| self.entries.get(entry));
        known.map_or(&[], |known| &known.expansions)
    }

    /// The known expansions that stand in a text.
    fn lists(&self, blocks: &[Block], units: &Units) -> Vec<Listed> {
        let listed = |found: Occurrence| {
            let &(entry, which) = self.of.get(found.entry)?;
            let text = &blocks.get(found.span.block)?.text;
            let mut at = found.span.start;
            let members = self.entries[entry].expansions[which].iter().map(|member| {
                let run = find(text, at..found.span.end, member)?;
                at = run.end;
                Some(run)
            });
            Some(Listed {
                entry,
                block: found.span.block,
                members: members.collect::<Option<_>>()?,
                is_inside: found.inside,
            })
        };
        self.expansions.find(units).into_iter().filter_map(listed).collect()
    }

    /// A known expansion near a label, or else a list whose members all name what it counts.
    fn near(&self, blocks: &[Block], label: &Found, lists: &[Listed], taken: &Taken) -> Option<(Standing, Vec<At>)> {
        let distance = |run: &Run| run.start.saturating_sub(label.run.end) + label.run.start.saturating_sub(run.end);
        let reach = label.run.start.saturating_sub(2 * list::NEAR)..label.run.end + list::NEAR;
        let from = lists.partition_point(|list| (list.block, list.run().start) < (label.block, reach.start));
        let of_block = lists[from..]
            .iter()
            .take_while(|list| list.block == label.block && list.run().start < reach.end);
        let nearest = of_block
            .filter(|list| Some(list.entry) == label.entry && is_free(taken, list.block, &list.run()))
            .min_by_key(|list| distance(&list.run()));
        let members = match nearest {
            Some(list) => list.members.clone(),
            None => expand::near(&blocks[label.block], label, |run| is_free(taken, label.block, run))?,
        };
        let standing = if span_of(&members).start < label.run.start {
            Standing::Before
        } else {
            Standing::After
        };
        Some((standing, in_block(label.block, members)))
    }
}

impl Block {
    fn new(text: &str) -> Self {
        let shown: Vec<char> = text.chars().collect();
        Block {
            text: shown.iter().map(|&c| fold_char(c).unwrap_or('\0')).collect(),
            shown,
        }
    }

    /// Calls back for what stands between two quotation marks, if it is no longer than a label.
    fn quoted(&self, mut call: impl FnMut(Run)) {
        let mut at = 0;
        while at < self.text.len() {
            at += 1;
            if !is_quote(self.text[at - 1]) || self.closes(at - 1) {
                continue;
            }
            let length = self.text[at..].iter().take(LABEL + 1).position(|&c| is_quote(c));
            if let Some(length) = length.filter(|&length| length > 0) {
                call(at..at + length);
                at += length + usize::from(self.closes(at + length));
            }
        }
    }

    /// Is this quotation mark one that closes?
    fn closes(&self, at: usize) -> bool {
        "”’」』»".contains(self.shown[at])
    }

    /// A run as a label: folded, without quotation marks, its number in Chinese.
    fn label(&self, run: &Run) -> String {
        let text = self.text[run.clone()].iter().copied();
        let text: Vec<char> = text.filter(|&c| c != '\0' && !is_quote(c)).collect();
        shape::spelled(&text)
    }

    /// The place behind a quotation mark, if there is one.
    fn after_quote(&self, at: usize) -> usize {
        at + usize::from(self.text.get(at).is_some_and(|&c| is_quote(c)))
    }
}

/// Adds a label unless it overlaps one that is there. 三区两通道 is one label though 三区 is known, 六稳六保 are two if
/// both are.
fn add(labels: &mut BTreeMap<(usize, usize), Found>, new: Found) {
    let key = (new.block, new.run.start);
    let inside: Vec<(usize, usize)> = labels
        .range(key..(new.block, new.run.end))
        .map(|(key, _)| *key)
        .collect();
    let before = labels.range(..key).next_back();
    let is_covered = before.is_some_and(|(_, last)| last.block == new.block && last.run.end > new.run.start);
    let covers = inside.iter().all(|key| labels[key].run.end <= new.run.end);
    let is_longer = new.is_sure && covers && new.shape.parts() > inside.len();
    if !is_covered && (inside.is_empty() || is_longer) {
        inside.iter().for_each(|key| drop(labels.remove(key)));
        labels.insert(key, new);
    }
}

/// Reads a phrase as a label: its text without quotation marks and brackets, and its shape.
fn label(text: &[char]) -> Option<(String, Shape)> {
    let mut depth = 0;
    let plain = text.iter().copied().filter(|&c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth <= 0 && c != ')' && c != '\0' && !is_quote(c)
    });
    let plain: Vec<char> = plain.collect();
    let shape = Shape::of(&plain).or_else(|| Shape::within(&plain))?;
    Some((shape::spelled(&plain), shape))
}

fn folded(text: &str) -> Vec<char> {
    text.chars().filter_map(fold_char).collect()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

/// Known members as one phrase; before the last may stand a word.
fn phrase_of(members: &[Vec<char>]) -> String {
    let members: Vec<String> = members.iter().map(|member| member.iter().collect()).collect();
    match members.as_slice() {
        [others @ .., last] => format!("{}(、|和|与|及|以及){last}", others.join("、")),
        [] => String::new(),
    }
}

/// Where a known member stands in a run; what cannot be seen, and quotation marks, do not count.
fn find(text: &[char], run: Run, member: &[char]) -> Option<Run> {
    run.clone().find_map(|start| {
        let mut at = start;
        for (position, &c) in member.iter().enumerate() {
            while position > 0 && text.get(at).is_some_and(|&c| c == '\0' || is_quote(c)) {
                at += 1;
            }
            if at >= run.end || text.get(at) != Some(&c) {
                return None;
            }
            at += 1;
        }
        Some(start..at)
    })
}

fn is_free(taken: &Taken, block: usize, run: &Run) -> bool {
    let last = taken.range(..(block, run.end)).next_back();
    last.is_none_or(|(&(of, _), &end)| of != block || end <= run.start)
}

fn take(taken: &mut Taken, expansion: &Option<(Standing, Vec<At>)>) {
    let members = expansion.iter().flat_map(|(_, members)| members);
    taken.extend(members.map(|(block, member)| ((*block, member.start), member.end)));
}

fn in_block(block: usize, members: Vec<Run>) -> Vec<At> {
    members.into_iter().map(|member| (block, member)).collect()
}

/// From the first member to the last.
fn span_of(members: &[Run]) -> Run {
    let start = members.first().map_or(0, |member| member.start);
    start..members.last().map_or(start, |member| member.end)
}

fn span(block: usize, run: &Run) -> Span {
    Span {
        block,
        start: run.start,
        end: run.end,
    }
}

fn expansion(blocks: &[Block], standing: Standing, members: Vec<At>) -> Expansion {
    let member = |(block, run): (usize, Run)| Member {
        text: blocks[block].shown[run.clone()].iter().collect(),
        span: span(block, &run),
    };
    Expansion {
        standing,
        members: members.into_iter().map(member).collect(),
    }
}
