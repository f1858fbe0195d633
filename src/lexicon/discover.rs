//! Discovery: runs of text that behave like slogans and that no lexicon has yet.
//!
//! A slogan is repeated, holds together inside, and stands between changing neighbours. All repeated runs are
//! found by sorting the places of the text by what follows them; equal runs are then neighbours. This proposes,
//! with evidence, and never decides: topic words that behave alike are proposed too.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::{Lexicon, Matcher};
use crate::corpus::{Document, Span, slice};
use crate::text::fold::{SEPARATOR, View, fold, fold_char};
use crate::text::units::Units;

/// What counts as a candidate. Raising any `min_` gives fewer and surer candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Characters of the shortest run, folded, separators included; at least 2. Below 4 most runs are ordinary
    /// words. The literature of discovery works with 4 to 20.
    pub shortest: usize,
    /// Characters of the longest run: four parts of four and their separators are 19. Time, and the number
    /// of whole copied clauses, rise with it.
    pub longest: usize,
    /// Characters of each part of a run with separators, at least 1. Lists of words of one or two characters are no slogans;
    /// 早发现、早报告 is one.
    pub min_part: usize,
    /// Uses in the corpus, at least 2. Below 3 neither cohesion nor borders mean anything.
    pub min_uses: usize,
    /// Documents that use it; one speaker's habit is not a slogan. A corpus of fewer documents lowers it.
    pub min_documents: usize,
    /// Bits. How much oftener the run stands than its two halves would meet by chance, at its weakest split
    /// (pointwise mutual information): 0 is chance, and at 3, eight times chance, most of what is left is a unit
    /// (tried on 22 speeches of 2,000 characters). Low counts inflate it, hence `min_uses`.
    pub min_cohesion: f64,
    /// Bits. The entropy of the neighbours on the side where they vary less: 0 is always the same neighbour, and
    /// n uses reach log2 n at most. At 1 three uses must have three neighbours.
    pub min_borders: f64,
    /// Share of its uses, from 0 to 1, that stand outside of every longer candidate, for a shorter one to stand
    /// alone. Lower lets more fragments in; higher loses short slogans that are often extended (at 0.4, 四方责任 to
    /// 个人四方责任).
    pub min_alone: f64,
    /// Share of its characters, from 0 to 1, that slogans of the lexicon may cover. Higher lets known slogans
    /// with a word before or after them in.
    pub max_known: f64,
    /// The number of candidates returned: more than a reader will look through.
    pub most: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            shortest: 4,
            longest: 20,
            min_part: 3,
            min_uses: 3,
            min_documents: 2,
            min_cohesion: 3.0,
            min_borders: 1.0,
            min_alone: 0.25,
            max_known: 0.5,
            most: 500,
        }
    }
}

/// A proposed slogan, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// As it most often stands, without quotation marks.
    pub phrase: String,
    /// Non-overlapping occurrences of the folded phrase.
    pub uses: usize,
    /// Documents that have it.
    pub documents: usize,
    /// Candidates are sorted by it. It has no unit, and compares candidates of one corpus only.
    pub score: f64,
    /// Bits: see [`Settings::min_cohesion`].
    pub cohesion: f64,
    /// Bits: see [`Settings::min_borders`].
    pub borders: f64,
    /// Uses that stand in quotation marks.
    pub quoted: usize,
    /// It is a series of parts of one length: 外防输入、内防反弹.
    pub parallel: bool,
    /// The first uses, three at most, each in another document where possible.
    pub examples: Vec<Example>,
}

/// A place in the corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The id of the document.
    pub document: String,
    #[serde(flatten)]
    pub span: Span,
}

/// The number of examples of a candidate.
const EXAMPLES: usize = 3;

/// Proposes slogans that the lexicon does not have, best first.
///
/// ```
/// use tifa::corpus::{Block, Document};
/// use tifa::lexicon::{Lexicon, discover};
///
/// let speech = |text: &str| Document { body: vec![Block::paragraph(text)], ..Document::default() };
/// let speeches = [speech("必须众志成城。"), speech("我们要众志成城！"), speech("唯有众志成城，才能取胜。")];
/// let candidates = discover(&speeches, &Lexicon::default(), &Default::default());
/// assert_eq!(candidates[0].phrase, "众志成城");
/// assert_eq!(candidates[0].uses, 3);
/// ```
pub fn discover(documents: &[Document], lexicon: &Lexicon, settings: &Settings) -> Vec<Candidate> {
    let text = Text::new(documents, lexicon, settings.longest);
    let mut runs: Vec<Run> = text
        .repeated(settings)
        .into_iter()
        .filter_map(|group| text.weigh(group, settings))
        .collect();
    // The longest first, so that a shorter one sees which of its uses stand inside of a longer one.
    runs.sort_by(|a, b| b.length.cmp(&a.length).then(a.starts.cmp(&b.starts)));
    let mut taken_until = vec![0; text.chars.len()];
    runs.retain(|run| {
        let alone = run
            .starts
            .iter()
            .filter(|&&start| taken_until[start] < start + run.length);
        let stands = alone.count() as f64 >= settings.min_alone * run.starts.len() as f64;
        for &start in run.starts.iter().filter(|_| stands) {
            let end = start + run.length;
            taken_until[start..end]
                .iter_mut()
                .for_each(|until| *until = end.max(*until));
        }
        stands
    });
    let mut candidates: Vec<Candidate> = runs.iter().map(|run| text.candidate(run)).collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.phrase.cmp(&b.phrase)));
    candidates.truncate(settings.most);
    candidates
}

/// The end of a clause, in `Text::chars`.
const BREAK: char = '\0';

/// The whole corpus as one folded text, a break after every clause.
struct Text<'a> {
    documents: &'a [Document],
    chars: Vec<char>,
    /// For each of `chars`, the display character it came from, counted in its block.
    origin: Vec<u32>,
    /// For each of `chars`: does it belong to a slogan of the lexicon?
    known: Vec<bool>,
    /// Where each block starts in `chars`, its document and its number there.
    blocks: Vec<(usize, usize, usize)>,
    /// All places of `chars` but the breaks, sorted by the characters that follow.
    order: Vec<u32>,
    longest: usize,
}

/// Equal runs of text: a range of `Text::order`.
struct Group {
    from: usize,
    to: usize,
    length: usize,
}

/// A repeated run that passed the tests.
struct Run {
    /// Its non-overlapping uses in `Text::chars`, in order.
    starts: Vec<usize>,
    length: usize,
    documents: usize,
    cohesion: f64,
    borders: f64,
}

impl<'a> Text<'a> {
    fn new(documents: &'a [Document], lexicon: &Lexicon, longest: usize) -> Self {
        // What a numbered slogan stands for is known with it.
        let mut known = lexicon.clone();
        for entry in &mut known.entries {
            entry.variants.extend(entry.expands_to.clone());
        }
        let matcher = Matcher::new(&known);
        let mut text = Text {
            documents,
            chars: Vec::new(),
            origin: Vec::new(),
            known: Vec::new(),
            blocks: Vec::new(),
            order: Vec::new(),
            longest,
        };
        for (d, document) in documents.iter().enumerate() {
            for (b, block) in document.body.iter().enumerate() {
                text.blocks.push((text.chars.len(), d, b));
                let slogans = matcher.marks(&Units::new([block.text.as_str()]));
                let mut slogans = slogans.iter().peekable();
                let folded = fold(&block.text, View::Slogan);
                for (at, c) in folded.text.char_indices() {
                    let (place, _) = folded.span(at, at + c.len_utf8());
                    while slogans.next_if(|slogan| slogan.span.end <= place).is_some() {}
                    // Clauses end at punctuation, and at Latin words and numbers: slogans of Han text are sought.
                    let inside = c == SEPARATOR || (c.is_alphabetic() && !c.is_ascii());
                    text.chars.push(if inside { c } else { BREAK });
                    text.origin.push(place as u32);
                    text.known
                        .push(slogans.peek().is_some_and(|slogan| slogan.span.start <= place));
                }
                text.chars.push(BREAK);
                text.origin.push(0);
                text.known.push(false);
            }
        }
        let mut order: Vec<u32> = (0..text.chars.len() as u32)
            .filter(|&at| text.chars[at as usize] != BREAK)
            .collect();
        order.sort_unstable_by(|&a, &b| text.ahead(a).cmp(text.ahead(b)).then(a.cmp(&b)));
        text.order = order;
        text
    }

    /// The characters from a place on, as many as the longest run has.
    fn ahead(&self, at: u32) -> &[char] {
        let at = at as usize;
        &self.chars[at..self.chars.len().min(at + self.longest)]
    }

    /// All runs that stand at least twice and that two different characters (or the end of a clause) follow.
    fn repeated(&self, settings: &Settings) -> Vec<Group> {
        let mut groups = Vec::new();
        // The runs that the current place shares with those before it: length, and the first place that has it.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for i in 0..=self.order.len() {
            let shared = match (i.checked_sub(1), self.order.get(i)) {
                (Some(before), Some(&at)) => common(self.ahead(self.order[before]), self.ahead(at)),
                _ => 0,
            };
            let mut from = i.saturating_sub(1);
            while let Some((length, first)) = open.pop_if(|(length, _)| *length > shared) {
                from = first;
                let shorter = open.last().map_or(shared, |&(length, _)| shared.max(length));
                groups.extend(self.group(first, i, length, shorter, settings));
            }
            if shared > open.last().map_or(0, |&(length, _)| length) {
                open.push((shared, from));
            }
        }
        groups
    }

    /// The group of a run of text, if its form is that of a slogan. Groups of up to `shorter` characters are
    /// met by themselves.
    fn group(&self, from: usize, to: usize, length: usize, shorter: usize, settings: &Settings) -> Option<Group> {
        let run = &self.ahead(self.order[from])[..length];
        let run = run.strip_suffix(&[SEPARATOR]).unwrap_or(run);
        let mut parts = run.split(|&c| c == SEPARATOR);
        let fits = to - from >= settings.min_uses
            && run.len() >= settings.shortest.max(2)
            && run.len() > shorter
            && (!run.contains(&SEPARATOR) || parts.all(|part| part.len() >= settings.min_part.max(1)));
        fits.then_some(Group {
            from,
            to,
            length: run.len(),
        })
    }

    /// Tests a group against the settings, the cheap tests first.
    fn weigh(&self, group: Group, settings: &Settings) -> Option<Run> {
        let length = group.length;
        let mut starts: Vec<usize> = self.order[group.from..group.to].iter().map(|&at| at as usize).collect();
        let before = starts
            .iter()
            .map(|&at| at.checked_sub(1).map_or(BREAK, |at| self.chars[at]));
        let after = starts.iter().map(|&at| self.chars[at + length]);
        let borders = entropy(before.collect()).min(entropy(after.collect()));
        if borders < settings.min_borders {
            return None;
        }
        starts.sort_unstable();
        let mut free_from = 0;
        starts.retain(|&start| {
            let free = start >= free_from;
            if free {
                free_from = start + length;
            }
            free
        });
        let documents = starts.iter().map(|&at| self.block(at).1).collect::<HashSet<_>>().len();
        let known: usize = starts
            .iter()
            .map(|&at| self.known[at..at + length].iter().filter(|known| **known).count())
            .sum();
        if starts.len() < settings.min_uses
            || documents < settings.min_documents.min(self.documents.len())
            || known as f64 > settings.max_known * (starts.len() * length) as f64
        {
            return None;
        }
        let cohesion = self.cohesion(&group);
        (cohesion >= settings.min_cohesion).then_some(Run {
            starts,
            length,
            documents,
            cohesion,
            borders,
        })
    }

    /// Pointwise mutual information of the two sides of the weakest split.
    fn cohesion(&self, group: &Group) -> f64 {
        let run = &self.ahead(self.order[group.from])[..group.length];
        let uses = (group.to - group.from) as f64;
        (1..run.len())
            .map(|at| {
                let by_chance = self.count(&run[..at]) as f64 * self.count(&run[at..]) as f64;
                (uses * self.order.len() as f64 / by_chance).log2()
            })
            .fold(f64::INFINITY, f64::min)
    }

    fn count(&self, run: &[char]) -> usize {
        let head = |&at: &u32| {
            let ahead = self.ahead(at);
            &ahead[..ahead.len().min(run.len())]
        };
        let from = self.order.partition_point(|at| head(at) < run);
        self.order[from..].partition_point(|at| head(at) == run)
    }

    /// The block in which a place stands: its start, its document, its number there.
    fn block(&self, at: usize) -> (usize, usize, usize) {
        self.blocks[self.blocks.partition_point(|&(start, ..)| start <= at) - 1]
    }

    fn candidate(&self, run: &Run) -> Candidate {
        let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
        let mut quoted = 0;
        let mut first = Vec::new();
        let mut more = Vec::new();
        let mut last_document = None;
        for &at in &run.starts {
            let (_, d, block) = self.block(at);
            let (start, end) = (self.origin[at] as usize, self.origin[at + run.length - 1] as usize + 1);
            let document = &self.documents[d];
            let display = &document.body[block].text;
            let bare = slice(display, start, end).chars().filter(|&c| !is_quote(c)).collect();
            *spellings.entry(bare).or_default() += 1;
            let opens = start > 0 && slice(display, start - 1, start).chars().all(is_quote);
            quoted += usize::from(opens && slice(display, end, end + 1).chars().any(is_quote));
            let examples = if last_document.replace(d) == Some(d) {
                &mut more
            } else {
                &mut first
            };
            if examples.len() < EXAMPLES {
                examples.push(Example {
                    document: document.id.clone(),
                    span: Span { block, start, end },
                });
            }
        }
        first.extend(more);
        first.truncate(EXAMPLES);
        let most = spellings.values().max().copied();
        let phrase = spellings.into_iter().find(|(_, uses)| Some(*uses) == most);
        let parts: Vec<usize> = self.chars[run.starts[0]..][..run.length]
            .split(|&c| c == SEPARATOR)
            .map(<[char]>::len)
            .collect();
        let parallel = parts.len() > 1 && parts.iter().all(|part| *part == parts[0]);
        let uses = run.starts.len();
        Candidate {
            phrase: phrase.map(|(phrase, _)| phrase).unwrap_or_default(),
            uses,
            documents: run.documents,
            score: round(score(run, quoted, parallel)),
            cohesion: round(run.cohesion),
            borders: round(run.borders),
            quoted,
            parallel,
            examples: first,
        }
    }
}

/// Spread over documents counts most; then how tightly the run holds together, and how free its borders are.
/// A series of equal parts is worth as much again as the rest; so are quotation marks around every use.
fn score(run: &Run, quoted: usize, parallel: bool) -> f64 {
    let form = 1.0 + f64::from(u8::from(parallel)) + quoted as f64 / run.starts.len() as f64;
    (1.0 + run.documents as f64).log2() * (run.cohesion.max(0.0).sqrt() + run.borders) * form
}

/// Two decimals: logarithms differ in their last bits from machine to machine, and the output must not.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn is_quote(c: char) -> bool {
    matches!(fold_char(c), Some('"' | '\''))
}

/// The length of the common beginning, up to the end of the clause.
fn common(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b && **a != BREAK).count()
}

/// The entropy of neighbours in bits. Punctuation is a free border: each one counts as a neighbour of its own.
fn entropy(mut neighbours: Vec<char>) -> f64 {
    neighbours.sort_unstable();
    let all = neighbours.len() as f64;
    let information = |times: f64| times / all * (all / times).log2();
    neighbours
        .chunk_by(|a, b| a == b && !matches!(*a, BREAK | SEPARATOR))
        .map(|equal| information(equal.len() as f64))
        .sum()
}
