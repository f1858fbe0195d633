//! The matcher beside others: natively beside bare automata, in a browser beside what pages are made with.
//!
//! All look for the same phrases in the same documents. The bare ones read the raw text and only count; Tifa reads
//! the text that was folded before, tells the place of each use and which uses are marked, and is measured again
//! with frames among the phrases, which the others cannot look for. Contestants take turns, so that a busy minute
//! of the machine does not fall on one of them: read the ratios.

#[path = "../browser/src/contestants.rs"]
mod contestants;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use aho_corasick::AhoCorasick;
use serde_json::{Value, json};
use tifa::lexicon::Lexicon;
use tifa::text::units::{Units, is_han};

use crate::browser::{Stage, program};
use crate::measure::{Table, median, short};
use crate::speeches;
use contestants::MatchKind;

/// Bytes of UTF-8 in all documents, at least.
const BYTES: usize = 10_000_000;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// Runs of each contestant. In the browser the slowest takes a second.
const ROUNDS: usize = 15;
const ROUNDS_IN_BROWSER: usize = 7;

/// Characters of a phrase, as of most slogans.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=12;

/// Phrases for each frame, as in the lexicon that comes with Tifa.
const PER_FRAME: usize = 50;

const PAGE: &str = include_str!("../browser/matching.html");

/// The rows of the browser's table, as the page runs them.
const IN_BROWSER: [&str; 6] = [
    "RegExp, longest first",
    "daachorse, opt-level 3",
    "Tifa, opt-level 3",
    "Tifa with frames, opt-level 3",
    "Tifa, opt-level z as the page is built",
    "Tifa with frames, opt-level z",
];

/// What all read and look for.
struct Input {
    /// The blocks of a document are its lines.
    texts: Vec<String>,
    megabytes: f64,
    /// For each size.
    phrases: Vec<Vec<String>>,
    frames: Vec<Vec<String>>,
}

/// For each size the uses that Tifa marks, and those that others find: of two that overlap Tifa takes the longer, they
/// the first.
type Marks = Vec<(usize, usize)>;

/// `folder` has the programs for the browser; without it only the native table is made.
pub fn bench(folder: Option<&Path>) -> Result<(), String> {
    let input = Input::new();
    let marks = native(&input);
    match folder {
        Some(folder) => in_browser(&input, &marks, folder),
        None => Ok(()),
    }
}

impl Input {
    fn new() -> Self {
        let mut texts = Vec::new();
        let mut bytes = 0;
        // A speech has some 8 kB.
        for document in speeches::corpus(BYTES / 7_000).documents {
            if bytes < BYTES {
                let blocks: Vec<&str> = document.body.iter().map(|block| block.text.as_str()).collect();
                texts.push(blocks.join("\n"));
                bytes += texts.last().map_or(0, String::len);
            }
        }
        let clauses: Vec<Vec<char>> = texts
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
            .map(|clause| clause.chars().collect())
            .filter(|clause: &Vec<char>| clause.len() >= *LENGTHS.end())
            .collect();
        let phrases = phrases(&clauses);
        let frames = frames(&clauses);
        Input {
            megabytes: bytes as f64 / 1e6,
            phrases: SIZES.map(|size| phrases[..size].to_vec()).to_vec(),
            frames: SIZES.map(|size| frames[..size / PER_FRAME].to_vec()).to_vec(),
            texts,
        }
    }

    /// Megabytes a second, from milliseconds.
    fn speed(&self, time: f64) -> f64 {
        self.megabytes / time * 1000.0
    }
}

/// As many as the largest size: slogans that Tifa knows, then cuts of clauses, from all over the texts.
fn phrases(clauses: &[Vec<char>]) -> Vec<String> {
    let most = SIZES[SIZES.len() - 1];
    let is_plain = |phrase: &String| LENGTHS.contains(&phrase.chars().count()) && phrase.encode_utf16().all(is_han);
    let known = Lexicon::built_in().entries.into_iter().map(|entry| entry.phrase);
    let cuts = clauses
        .iter()
        .step_by(clauses.len() / most / 2)
        .enumerate()
        .map(|(i, clause)| {
            let length = LENGTHS.start() + i % LENGTHS.count();
            let start = i * 7 % (clause.len() - length + 1);
            clause[start..start + length].iter().collect()
        });
    let mut seen = BTreeSet::new();
    known
        .chain(cuts)
        .filter(|phrase| is_plain(phrase) && seen.insert(phrase.clone()))
        .take(most)
        .collect()
}

/// Frames that Tifa knows, in turns with such as the texts are full of: two or three characters of a clause, a gap,
/// and two or three that follow in it.
fn frames(clauses: &[Vec<char>]) -> Vec<String> {
    let most = SIZES[SIZES.len() - 1] / PER_FRAME;
    let known = Lexicon::built_in().entries.into_iter().map(|entry| entry.phrase);
    let mut known = known.filter(|phrase| phrase.contains(speeches::FRAME_SIGNS));
    let cuts = clauses.iter().step_by(clauses.len() / most / 2).enumerate();
    let cuts = cuts.flat_map(|(i, clause)| {
        let (head, tail) = clause.split_at(2 + i % 2);
        let tail = &tail[tail.len() - 2 - i / 2 % 2..];
        let cut = format!("{}…{}", String::from_iter(head), String::from_iter(tail));
        known.next().into_iter().chain([cut])
    });
    let mut seen = BTreeSet::new();
    cuts.filter(|frame| seen.insert(frame.clone())).take(most).collect()
}

fn native(input: &Input) -> Marks {
    let texts = &input.texts;
    let start = Instant::now();
    let folded: Vec<Units> = texts.iter().map(|text| contestants::folded(text)).collect();
    let folding = start.elapsed().as_secs_f64() * 1000.0;

    let mut rows = Rows::new(&[
        "aho-corasick, leftmost-longest",
        "aho-corasick, overlapping",
        "daachorse, leftmost-longest",
        "daachorse, overlapping",
        "Tifa",
        "Tifa with frames",
    ]);
    let mut all_marks = Marks::new();
    let mut counts = Vec::new();
    for (phrases, frames) in input.phrases.iter().zip(&input.frames) {
        let aho_corasick = |kind| {
            let builder = AhoCorasick::builder().match_kind(kind).build(phrases);
            builder.expect("an automaton of the phrases")
        };
        let longest = aho_corasick(aho_corasick::MatchKind::LeftmostLongest);
        let every = aho_corasick(aho_corasick::MatchKind::Standard);
        let daachorse_longest = contestants::daachorse(phrases, MatchKind::LeftmostLongest);
        let daachorse_every = contestants::daachorse(phrases, MatchKind::Standard);
        let start = Instant::now();
        let tifa = contestants::tifa(phrases);
        let built = start.elapsed().as_secs_f64() * 1000.0;
        let with_frames = contestants::tifa(phrases.iter().chain(frames));
        let sum = |count: &dyn Fn(&String) -> usize| texts.iter().map(count).sum::<usize>();
        let runs: [&dyn Fn() -> usize; 6] = [
            &|| sum(&|text| longest.find_iter(text).count()),
            &|| sum(&|text| every.find_overlapping_iter(text).count()),
            &|| contestants::marks_by_daachorse(&daachorse_longest, texts),
            &|| sum(&|text| daachorse_every.find_overlapping_iter(text).count()),
            &|| contestants::by_tifa(&tifa, &folded),
            &|| contestants::by_tifa(&with_frames, &folded),
        ];

        // The contestants agree, or their times say nothing. Uses of one phrase that overlap each other are one
        // to Tifa.
        let counted = runs.map(|run| run());
        let marks = contestants::marks_by_tifa(&tifa, &folded);
        let uses = sum(&|text| {
            let mut ends = vec![0; phrases.len()];
            let found = daachorse_every.find_overlapping_iter(text);
            let counted = found.filter(|found| {
                let end = &mut ends[found.value() as usize];
                let is_free = found.start() >= *end;
                *end = if is_free { found.end() } else { *end };
                is_free
            });
            counted.count()
        });
        let leftmost = counted[0];
        assert_eq!(leftmost, counted[2], "what stands leftmost");
        assert_eq!(counted[1], counted[3], "all that overlap");
        assert_eq!(counted[4], uses, "all uses");
        assert!(counted[5] > uses, "frames are found");

        let mut times = vec![Vec::new(); runs.len()];
        for _ in 0..ROUNDS {
            for (run, times) in runs.iter().zip(&mut times) {
                let start = Instant::now();
                std::hint::black_box(run());
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
        let speeds: Vec<f64> = times.iter_mut().map(|times| input.speed(median(times))).collect();
        let best = speeds[..4].iter().copied().fold(0.0, f64::max);
        rows.column(speeds.iter().map(|speed| [short(*speed), short(speed / best)]));
        counts.push(format!(
            "{uses} uses, {marks} marked, {} with frames; built in {} ms",
            counted[5],
            short(built)
        ));
        all_marks.push((marks, leftmost));
    }
    rows.print(
        &format!(
            "Matching: {} documents, {} MB of UTF-8, median of {ROUNDS}: MB/s, and beside the best bare automaton",
            texts.len(),
            short(input.megabytes)
        ),
        "× best",
    );
    for (size, counts) in SIZES.iter().zip(counts) {
        println!("  {size} phrases and {} frames: {counts}", size / PER_FRAME);
    }
    println!(
        "  the texts are folded once, in {} ms; goal: 0.9 × best, with frames",
        short(folding)
    );
    all_marks
}

fn in_browser(input: &Input, marks: &Marks, folder: &Path) -> Result<(), String> {
    let sizes: Vec<Value> = (input.phrases.iter().zip(&input.frames))
        .map(|(phrases, frames)| json!({ "phrases": phrases, "frames": frames }))
        .collect();
    let programs = [program(folder, "fast")?, program(folder, "small")?];
    let data = json!({ "texts": input.texts, "sizes": sizes, "fast": programs[0], "small": programs[1] });
    let stage = Stage::open(folder, "matching", PAGE, &data)?;
    let mut rows = Rows::new(&[IN_BROWSER.as_slice(), &["mark.js, one document in the page"]].concat());
    let mut trouble = Vec::new();
    // As long as most speeches.
    let document = input
        .texts
        .iter()
        .min_by_key(|text| text.chars().count().abs_diff(2_700));
    let document = document.ok_or("no documents")?;
    for (size, &(marks, leftmost)) in marks.iter().enumerate() {
        let marked = stage.ask("enter(arguments[0])", vec![json!(size)])?;
        assert_eq!(marked, json!([marks, marks]), "what Tifa marks");
        let mut times = vec![Vec::new(); IN_BROWSER.len()];
        for _ in 0..ROUNDS_IN_BROWSER {
            for (at, times) in times.iter_mut().enumerate() {
                let told = stage.ask("timed(contestants[arguments[0]])", vec![json!(at)])?;
                times.push(told[0].as_f64().ok_or(format!("it told {told}"))?);
                if at < 2 {
                    assert_eq!(told[1], leftmost, "{} finds what is leftmost", IN_BROWSER[at]);
                }
            }
        }
        let speeds: Vec<f64> = times.iter_mut().map(|times| input.speed(median(times))).collect();
        let reference = speeds[0];
        let mark = mark(&stage, size, document);
        let marked = mark.as_ref().map(|time| document.len() as f64 / 1000.0 / time);
        let speeds = speeds.into_iter().map(Ok).chain([marked]);
        rows.column(speeds.map(|speed| match speed {
            Ok(speed) => [short(speed), short(speed / reference)],
            Err(_) => ["–".into(), "–".into()],
        }));
        trouble.extend(
            mark.err()
                .map(|error| format!("mark.js, {} phrases: {error}", SIZES[size])),
        );
    }
    rows.print(
        &format!("Matching in the browser: the same texts, median of {ROUNDS_IN_BROWSER}: MB/s, and beside RegExp"),
        "× RegExp",
    );
    println!("  goal, with frames: 5 × RegExp for 1,000, 12 × for 10,000");
    for trouble in trouble {
        println!("  not measured: {trouble}");
    }
    Ok(())
}

/// The milliseconds that mark.js takes for a document; or why it does not.
fn mark(stage: &Stage, size: usize, document: &str) -> Result<f64, String> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS_IN_BROWSER {
        let told = stage.ask("mark(arguments[0], arguments[1])", vec![json!(size), json!(document)])?;
        times.push(told[0].as_f64().ok_or(told.to_string())?);
    }
    Ok(median(&mut times))
}

/// A table that grows by the columns of a size.
struct Rows(Vec<Vec<String>>);

impl Rows {
    fn new(names: &[&str]) -> Self {
        Rows(names.iter().map(|name| vec![name.to_string()]).collect())
    }

    fn column(&mut self, cells: impl Iterator<Item = [String; 2]>) {
        for (row, cells) in self.0.iter_mut().zip(cells) {
            row.extend(cells);
        }
    }

    fn print(&self, title: &str, beside: &str) {
        let sizes: Vec<String> = SIZES.iter().map(usize::to_string).collect();
        let columns: Vec<&str> = sizes.iter().flat_map(|size| [size.as_str(), beside]).collect();
        let mut table = Table::new(title, &[&[""], columns.as_slice()].concat());
        for row in &self.0 {
            table.row(row);
        }
        table.print();
    }
}
