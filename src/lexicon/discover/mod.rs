//! Discovery: formulations that behave like slogans and that no lexicon has yet.
//!
//! A slogan is repeated, holds together inside and stands between changing neighbours; so does a topic word. What
//! tells them apart is form: a slogan is quoted, is a clause of its own, has a rhythm, commands or counts; a topic word
//! ends in a noun and stands before another. This proposes, with evidence, and never decides.

mod form;
mod frames;
mod order;
mod runs;
mod series;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Entry, Lexicon, Matcher, Occurrence};
use crate::corpus::{Document, Span, slice};
use crate::text::fold::{View, fold_char, fold_phrase};
use crate::text::units::Units;
use form::Form;
use runs::{Cover, Run};
use text::Text;

/// What counts as a candidate. Raising any `min_` gives fewer and surer candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Characters of the shortest run that is not quoted, folded, separators included; at least 2. Below 4 most runs
    /// are ordinary words. The literature of discovery works with 4 to 20.
    pub shortest: usize,
    /// Characters of the longest run, at most [`LONGEST`]. Time, and the number of whole copied clauses, rise with it.
    /// What is quoted and series, which few clauses are, may always have [`LONGEST`].
    pub longest: usize,
    /// Characters of each part of a run with separators, at least 1. Lists of words of one or two characters are no
    /// slogans; 早发现、早报告 is one.
    pub min_part: usize,
    /// Uses in the corpus, at least 2.
    pub min_uses: usize,
    /// Documents that use it; a corpus of fewer documents lowers it.
    pub min_documents: usize,
    /// Uses that make a phrase of fewer documents a refrain, and a candidate too.
    pub refrain: usize,
    /// One document of so many, and one use for each of them, are asked for in a large corpus, where chance repeats
    /// what means nothing and nobody looks at the rare ones: 20 documents of 10,000. At 0 it is not asked.
    pub rare: usize,
    /// Bits. How much oftener the run stands than its two halves would meet by chance, at its weakest split
    /// (pointwise mutual information): 0 is chance, and at 3, eight times chance, most of what is left is a unit
    /// (tried on 22 speeches of 2,000 characters). Low counts inflate it. In a text of N characters n uses reach
    /// log2 N/n at most: half of that is enough where it is less, as it is in a few short texts.
    pub min_cohesion: f64,
    /// Bits. The entropy of the neighbours on the side where they vary less: 0 is always the same neighbour, and
    /// n uses reach log2 n at most. At 1 two uses must have two neighbours.
    pub min_borders: f64,
    /// Share of its uses, from 0 to 1, that stand outside of longer candidates that extend them alike, for a shorter
    /// one to stand alone. Lower lets more fragments in; higher loses short slogans that are often extended (at 0.4,
    /// 四方责任 to 个人四方责任).
    pub min_alone: f64,
    /// Share of its characters, from 0 to 1, that slogans of the lexicon, or a better candidate, may cover. Higher lets
    /// known slogans with a word before or after them in. Of a series, one new member is enough, and of what is quoted,
    /// one new character.
    pub max_known: f64,
    /// Phrases that somebody has rejected. They still hide their own fragments.
    pub rejected: Vec<String>,
    /// The number of candidates returned: more than a reader will look through.
    pub most: usize,
}

/// The longest run that can be asked for, in characters: three parts of twelve and their separators are 38. Of what
/// is longer only that is proposed which also stands alone, and the set of its members.
pub const LONGEST: usize = 40;

impl Default for Settings {
    fn default() -> Self {
        Settings {
            shortest: 4,
            longest: 20,
            min_part: 3,
            min_uses: 2,
            min_documents: 2,
            refrain: 4,
            rare: 500,
            min_cohesion: 3.0,
            min_borders: 1.0,
            min_alone: 0.25,
            max_known: 0.5,
            rejected: Vec::new(),
            most: 500,
        }
    }
}

impl Settings {
    /// The settings as a corpus of so many documents allows and asks for them.
    fn of(&self, documents: usize) -> Self {
        let rare = documents.checked_div(self.rare).unwrap_or_default();
        Settings {
            longest: self.longest.min(LONGEST),
            min_uses: self.min_uses.max(2).max(rare),
            min_documents: self.min_documents.min(documents).max(rare),
            refrain: self.refrain.max(rare),
            ..self.clone()
        }
    }

    /// Are the parts of so many uses bound, in a text of so many units?
    fn is_bound(&self, cohesion: f64, uses: usize, all: usize) -> bool {
        cohesion >= self.min_cohesion.min((all as f64 / uses as f64).log2() / 2.0)
    }

    /// Do so many uses in so many documents make a candidate?
    fn is_spread(&self, uses: usize, documents: usize) -> bool {
        uses >= self.min_uses && (documents >= self.min_documents || uses >= self.refrain)
    }
}

/// A document to look through.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub document: &'a Document,
    /// The document, folded.
    pub units: &'a Units,
    /// The slogans of the lexicon in it, as [`Matcher::find`] gives them.
    pub known: &'a [Occurrence],
}

/// What a candidate was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A repeated run of text.
    Run,
    /// A run that stands in quotation marks at least every second time.
    Quoted,
    /// Parts of one length: a run of them, or a set whose members differ from place to place.
    Series,
    /// Fixed words around a slot or a gap.
    Frame,
}

/// A proposed slogan, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// As it most often stands, without quotation marks; frames and sets in the language of [`pattern`].
    pub phrase: String,
    pub kind: Kind,
    /// Occurrences that do not overlap, as a matcher counts them.
    pub uses: usize,
    /// Documents that have it.
    pub documents: usize,
    /// Candidates are sorted by it. It has no unit, and compares candidates of one corpus only.
    pub score: f64,
    /// Bits: see [`Settings::min_cohesion`]. Of a frame, between its fixed parts.
    pub cohesion: f64,
    /// Bits: see [`Settings::min_borders`]. Of a frame, the entropy of what fills it.
    pub borders: f64,
    /// Log-likelihood of its uses against those in the rest of the corpus; without a rest, against those that the
    /// two sides of its weakest split would have by chance.
    pub keyness: f64,
    /// Uses that stand in quotation marks.
    pub quoted: usize,
    /// Uses that are a clause of their own.
    pub clauses: usize,
    /// Uses that stand before a noun like 工作, as topic words do.
    pub modifiers: usize,
    /// It is a series of parts of one length: 外防输入、内防反弹.
    pub parallel: bool,
    /// The first uses, three at most, each in another document where possible.
    pub examples: Vec<Example>,
}

/// A place in the corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The id of the document.
    pub document: String,
    #[serde(flatten)]
    pub span: Span,
}

/// The first uses of a candidate of which the commonest spelling is shown.
const SPELLINGS: usize = 200;

/// The number of examples of a candidate.
const EXAMPLES: usize = 3;

/// Proposes slogans of the sources that the lexicon does not have, best first. If the sources are part of a corpus,
/// what is as common in its `rest` falls behind.
///
/// ```
/// use tifa::corpus::{Block, Document};
/// use tifa::lexicon::{Lexicon, Source, discover};
/// use tifa::text::units::Units;
///
/// let speech = |text: &str| Document { body: vec![Block::paragraph(text)], ..Document::default() };
/// let speeches = [speech("必须众志成城。"), speech("我们要众志成城！"), speech("唯有众志成城，才能取胜。")];
/// let folded = speeches.each_ref().map(Units::of);
/// let sources: Vec<Source> = speeches
///     .iter()
///     .zip(&folded)
///     .map(|(document, units)| Source { document, units, known: &[] })
///     .collect();
/// let candidates = discover(&sources, &[], &Lexicon::default(), &Default::default());
/// assert_eq!(candidates[0].phrase, "众志成城");
/// assert_eq!(candidates[0].uses, 3);
/// ```
pub fn discover(sources: &[Source], rest: &[&Units], lexicon: &Lexicon, settings: &Settings) -> Vec<Candidate> {
    let settings = &settings.of(sources.len());
    let mut text = Text::new(sources);
    let series = series::all(&text);
    text.mark(&series);
    let text = &text;
    let families = series::families(text, &series, settings);
    let mut sets = Cover::new(text);
    for &(start, end) in families.iter().flat_map(|family| &family.places) {
        sets.add(start, end);
    }
    let mut runs = runs::runs(text, &series, settings);
    let mut longer = Cover::new(text);
    runs.retain(|run| {
        let stands = run.alone(text, &sets, &longer) as f64 >= settings.min_alone * run.starts.len() as f64;
        for (start, end) in run.places().filter(|_| stands) {
            longer.add(start, end);
        }
        stands
    });
    let phrases = lexicon.entries.iter().flat_map(|entry| {
        [&entry.phrase]
            .into_iter()
            .chain(&entry.variants)
            .chain(&entry.expands_to)
    });
    let fold = |phrase: &String| fold_phrase(phrase, View::Slogan);
    let out: BTreeSet<String> = phrases.chain(&settings.rejected).map(fold).collect();
    runs.retain(|run| !out.contains(&String::from_utf16_lossy(run.units(text))));
    let mut weighed: Vec<(f64, Signs, Run)> = (runs.into_iter())
        .map(|run| {
            let signs = Signs::of(text, &run);
            (signs.score(&run), signs, run)
        })
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.units(text).cmp(b.2.units(text))));
    weighed.truncate(settings.most.saturating_mul(2));
    let mut kept: Vec<(f64, Signs, Run)> = Vec::new();
    for (score, signs, run) in weighed {
        if signs.is_list || !kept.iter().any(|(.., better)| run.is_mostly(better, text, settings)) {
            kept.push((score, signs, run));
        }
    }
    kept.truncate(settings.most);
    let mut candidates: Vec<Candidate> = (kept.iter())
        .map(|(score, signs, run)| candidate(text, *score, signs, run))
        .collect();
    let frames = frames::frames(text, &series, &longer, settings);
    candidates.extend(patterns(text, families, frames, settings));
    candidates.retain(|candidate| !out.contains(&fold(&candidate.phrase)));
    let best_first = |a: &Candidate, b: &Candidate| b.score.total_cmp(&a.score).then_with(|| a.phrase.cmp(&b.phrase));
    candidates.sort_by(best_first);
    candidates.truncate(settings.most);
    let frames: Vec<Candidate> = (candidates.iter())
        .filter(|candidate| candidate.kind == Kind::Frame)
        .cloned()
        .collect();
    candidates.retain(|candidate| {
        let better = frames.iter().take_while(|frame| best_first(frame, candidate).is_lt());
        !better.into_iter().any(|frame| is_part(candidate, frame, settings))
    });
    if !rest.is_empty() {
        compare(&mut candidates, sources, rest);
        candidates.sort_by(best_first);
    }
    candidates
}

/// What the places of a run and its form say of it.
struct Signs {
    form: Form,
    /// It is a series with the same mark between its members.
    is_list: bool,
    quoted: usize,
    clauses: usize,
    modifiers: usize,
}

impl Signs {
    fn of(text: &Text, run: &Run) -> Self {
        let mut signs = Signs {
            form: Form::of(run.units(text)),
            is_list: runs::most(&run.starts, |start| text.is_list(start, start + run.length)),
            quoted: 0,
            clauses: 0,
            modifiers: 0,
        };
        for &start in &run.starts {
            let (start, end) = (start as usize, start as usize + run.length);
            let is_quoted = text.is_quoted(start, end);
            signs.quoted += usize::from(is_quoted);
            signs.clauses += usize::from(text.begins(start) && text.ends(end));
            signs.modifiers += usize::from(!is_quoted && form::HEADS.has(text.pair(end)));
        }
        signs
    }

    /// How widely a run is spread, times how much it looks like a slogan: each sign adds its weight or takes it off.
    /// Tried on speeches of counties and on reports of provinces.
    fn score(&self, run: &Run) -> f64 {
        let form = &self.form;
        let share = |count: usize| count as f64 / run.starts.len() as f64;
        let sign = |sign: bool, weight: f64| if sign { weight } else { 0.0 };
        let looks = 0.5
            + share(self.clauses)
            + 0.75 * share(self.quoted)
            + sign(form.parallel, if self.is_list || form.echo { 1.0 } else { 0.25 })
            + sign(form.echo, 0.5)
            + sign(form.verb, 0.5)
            + sign(form.image, 0.5)
            + sign(form.literary, 0.5)
            + sign(form.number && self.quoted > 0, 0.5)
            - share(self.modifiers)
            - 0.5 * form.nouns
            - 1.5 * form.topic
            - 0.5 * form.plain
            - sign(form.office, 1.0)
            - sign(form.lopsided, 0.75)
            - 0.15 * form.long as f64;
        round(spread(run.starts.len(), run.documents) * looks.max(LEAST))
    }
}

fn candidate(text: &Text, score: f64, signs: &Signs, run: &Run) -> Candidate {
    let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
    let mut examples = Examples::default();
    for &start in run.starts.iter().take(SPELLINGS) {
        let (document, span) = text.span(start as usize, start as usize + run.length);
        let document = text.sources[document].document;
        let display = slice(&document.body[span.block].text, span.start, span.end);
        *spellings
            .entry(display.chars().filter(|&c| !is_quote(c)).collect())
            .or_default() += 1;
        examples.add(document, span);
    }
    let most = spellings.values().max().copied();
    let phrase = spellings.into_iter().find(|(_, uses)| Some(*uses) == most);
    Candidate {
        phrase: phrase.map(|(phrase, _)| phrase).unwrap_or_default(),
        kind: match () {
            () if signs.form.parallel => Kind::Series,
            () if signs.quoted * 2 >= run.starts.len() => Kind::Quoted,
            () => Kind::Run,
        },
        uses: run.starts.len(),
        documents: run.documents,
        score,
        cohesion: round(run.cohesion),
        borders: round(run.borders),
        keyness: round(run.keyness),
        quoted: signs.quoted,
        clauses: signs.clauses,
        modifiers: signs.modifiers,
        parallel: signs.form.parallel,
        examples: examples.all(),
    }
}

/// What is left to a candidate without any sign of a slogan.
const LEAST: f64 = 0.05;

/// Documents count, and further uses in the same documents half as much, on a scale that each doubling raises by one.
fn spread(uses: usize, documents: usize) -> f64 {
    let again = uses as f64 / documents.max(1) as f64;
    (1.0 + documents as f64).log2() + again.max(1.0).log2() / 2.0
}

/// Series and frames are counted by the matcher that will find them once they are accepted.
fn patterns(
    text: &Text,
    families: Vec<series::Family>,
    frames: Vec<frames::Frame>,
    settings: &Settings,
) -> Vec<Candidate> {
    let series = families.into_iter().map(|family| {
        (
            Kind::Series,
            family.pattern,
            0.0,
            0.0,
            family.looks,
            family.places.len(),
        )
    });
    let frames = frames.into_iter().map(|frame| {
        (
            Kind::Frame,
            frame.pattern,
            frame.bond,
            frame.variety,
            frame.looks,
            frame.found,
        )
    });
    let found: Vec<_> = series.chain(frames).collect();
    let matcher = Matcher::new(&lexicon_of(found.iter().map(|(_, pattern, ..)| pattern)));
    let mut tallies: Vec<(usize, usize, Examples)> = Vec::new();
    tallies.resize_with(found.len(), Default::default);
    for source in text.sources {
        let mut seen = BTreeSet::new();
        for occurrence in matcher.find(source.units) {
            let (uses, documents, examples) = &mut tallies[occurrence.entry];
            *uses += 1;
            *documents += usize::from(seen.insert(occurrence.entry));
            examples.add(source.document, occurrence.span);
        }
    }
    let candidates = found.into_iter().zip(tallies);
    let candidates = candidates.map(
        |((kind, phrase, cohesion, borders, looks, found), (uses, documents, examples))| Candidate {
            phrase,
            kind,
            uses,
            documents,
            score: round(spread(uses, documents) * looks * (found as f64 / uses.max(1) as f64).min(1.0).sqrt()),
            cohesion: round(cohesion),
            borders: round(borders),
            keyness: 0.0,
            quoted: 0,
            clauses: 0,
            modifiers: 0,
            parallel: kind == Kind::Series,
            examples: examples.all(),
        },
    );
    candidates
        .filter(|candidate| settings.is_spread(candidate.uses, candidate.documents))
        .collect()
}

/// Measures candidates against the rest of their corpus.
fn compare(candidates: &mut [Candidate], sources: &[Source], rest: &[&Units]) {
    let matcher = Matcher::new(&lexicon_of(candidates.iter().map(|candidate| &candidate.phrase)));
    let count = |texts: &mut dyn Iterator<Item = &Units>| {
        let mut uses = vec![0.0f64; candidates.len()];
        let mut length = 0.0f64;
        for units in texts {
            length += units.units().len() as f64;
            matcher
                .find(units)
                .iter()
                .for_each(|occurrence| uses[occurrence.entry] += 1.0);
        }
        (uses, length)
    };
    let (here, length) = count(&mut sources.iter().map(|source| source.units));
    let (there, rest) = count(&mut rest.iter().copied());
    for (i, candidate) in candidates.iter_mut().enumerate() {
        let (here, there) = (here[i].max(1.0), there[i]);
        let all = (here + there) / (length + rest);
        candidate.keyness = round(runs::likelihood(here, length * all) + runs::likelihood(there, rest * all));
        let rate = here / length;
        candidate.score = round(candidate.score * rate / (rate + there / rest.max(1.0)));
    }
}

/// Does this candidate hardly stand without the frame: its tail, or the same with a longer or shorter head?
fn is_part(candidate: &Candidate, frame: &Candidate, settings: &Settings) -> bool {
    let Some((head, tail)) = frame.phrase.split_once('…') else {
        return false;
    };
    let is_part = match candidate.phrase.split_once('…') {
        Some((before, after)) => {
            (head.ends_with(before) || before.ends_with(head)) && (tail.starts_with(after) || after.starts_with(tail))
        }
        None => head.ends_with(&candidate.phrase) || tail.starts_with(&candidate.phrase),
    };
    let alone = candidate.uses.saturating_sub(frame.uses);
    is_part && (alone as f64) < settings.min_alone * candidate.uses as f64
}

/// A lexicon of bare phrases.
fn lexicon_of<'a>(phrases: impl Iterator<Item = &'a String>) -> Lexicon {
    let entry = |phrase: &String| Entry {
        phrase: phrase.clone(),
        ..Entry::default()
    };
    Lexicon {
        entries: phrases.map(entry).collect(),
        ..Lexicon::default()
    }
}

/// Collects the first uses, one of each document before a second of any.
#[derive(Default)]
struct Examples {
    first: Vec<Example>,
    more: Vec<Example>,
    last: Option<String>,
}

impl Examples {
    fn add(&mut self, document: &Document, span: Span) {
        let is_again = self.last.as_ref() == Some(&document.id);
        let examples = if is_again { &mut self.more } else { &mut self.first };
        if examples.len() < EXAMPLES {
            examples.push(Example {
                document: document.id.clone(),
                span,
            });
        }
        if !is_again {
            self.last = Some(document.id.clone());
        }
    }

    fn all(mut self) -> Vec<Example> {
        self.first.extend(self.more);
        self.first.truncate(EXAMPLES);
        self.first
    }
}

/// Two decimals: logarithms differ in their last bits from machine to machine, and the output must not.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn is_quote(c: char) -> bool {
    matches!(fold_char(c), Some('"' | '\''))
}
