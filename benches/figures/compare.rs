//! The comparison: what it finds of what was planted, and its speed beside libraries that know neither moves, slots
//! nor kinds of sameness.
//!
//! The two texts of a case are versions of one speech, edited all over, with three paragraphs that moved
//! ([`speeches::pair`]). Tifa compares the documents as the page does, with the built-in lexicon and without a corpus
//! around them; the libraries compare the characters of the texts. Natively contestants take turns, in a browser each
//! has a worker of its own: read the ratios.

#[path = "../browser/src/changed.rs"]
mod changed;

use std::cell::Cell;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use imara_diff::{Algorithm, Diff, InternedInput};
use serde_json::{Value, json};
use similar::{DiffOp, capture_diff_slices_deadline};
use tifa::compare::{Options, compare};
use tifa::corpus::Document;
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;

use crate::browser::{Stage, program};
use crate::measure::{Table, median, once, short};
use crate::planted::{self, Voice};
use crate::score::Score;
use crate::speeches;
use changed::changed;

const LENGTHS: [usize; 3] = [3_000, 30_000, 300_000];
const PERCENTS: [usize; 2] = [5, 30];

/// Runs of each contestant at most, the time after which it has no further one, and that after which it has lost.
const ROUNDS: usize = 9;
const ENOUGH: f64 = 4_000.0;
const LIMIT: Duration = Duration::from_secs(10);

/// Pairs of speeches with known copies, of each kind, and their characters.
const PAIRS: u64 = 16;
const LENGTH: usize = 5_000;

const NATIVE: [&str; 5] = [
    "Tifa",
    "similar, Myers",
    "imara-diff, histogram",
    "imara-diff, Myers",
    "imara-diff, minimal",
];

/// As the page runs them.
const IN_BROWSER: [&str; 6] = [
    "Tifa, opt-level z as the page is built",
    "Tifa, opt-level 3",
    "fast-diff",
    "diff-match-patch, gives up after 1 s",
    "diff-match-patch, never gives up",
    "jsdiff, diffChars",
];
const FAST_DIFF: usize = 2;

const PAGE: &str = include_str!("../browser/compare.html");

/// The libraries for the browser: what the page calls them, and their files.
const LIBRARIES: [(&str, &str); 3] = [
    ("Diff", "diff/dist/diff.js"),
    ("DiffMatchPatch", "diff-match-patch/index.js"),
    ("fastDiff", "fast-diff/diff.js"),
];

struct Case {
    name: String,
    documents: [Document; 2],
    texts: [String; 2],
    /// Characters that the shortest script takes out and puts in.
    minimal: usize,
}

/// Milliseconds, and the characters that changed.
type Run = (f64, usize);

/// `folder` has the programs for the browser; without it only the native tables are made.
pub fn bench(folder: Option<&Path>) -> Result<(), String> {
    accuracy();
    let cases: Vec<Case> = LENGTHS
        .iter()
        .flat_map(|length| PERCENTS.map(|percent| Case::new(*length, percent)))
        .collect();
    let changed = native(&cases);
    match folder {
        Some(folder) => in_browser(&cases, &changed, folder),
        None => Ok(()),
    }
}

/// What a comparison finds of what was planted.
fn accuracy() {
    let matcher = Matcher::new(&Lexicon::built_in());
    let mut table = Table::new(
        format!("Compare: precision and recall of what was planted in {PAIRS} pairs of {LENGTH} characters each"),
        &[
            "",
            "shared",
            "",
            "moved",
            "",
            "forgotten places",
            "",
            "slots",
            "",
            "shares wrong by",
        ],
    );
    for (voice, name) in [(Voice::Made, "made up"), (Voice::Prose, "prose")] {
        for percent in [0, 5, 30] {
            let mut score = Score::default();
            for seed in 0..PAIRS {
                let pair = planted::pair(voice, LENGTH, percent, seed);
                let comparison = compare(
                    &pair.left,
                    &pair.right,
                    &matcher,
                    &Boilerplate::none(),
                    &Options::default(),
                );
                score.add(&pair, &comparison);
            }
            let mut row = vec![format!("{name}, {percent} % edited")];
            for tally in [score.shared, score.moved, score.leftovers, score.slots] {
                row.extend([tally.precision(), tally.recall()].map(|part| format!("{part:.3}")));
            }
            row.push(format!("{:.3}", score.share_error()));
            table.row(&row);
        }
    }
    table.print();
    println!("  goals: shared and moved 0.98 at 5 %, 0.92 at 30 %; forgotten places 1 and 0.95");
}

impl Case {
    fn new(length: usize, percent: usize) -> Self {
        let (left, right) = speeches::pair(length, percent);
        let documents = [left, right];
        let texts = documents.each_ref().map(|document| {
            let blocks: Vec<&str> = document.body.iter().map(|block| block.text.as_str()).collect();
            blocks.join("\n")
        });
        let [left, right] = texts.each_ref().map(|text| characters(text));
        Case {
            name: format!("{} k, {percent} %", length / 1000),
            minimal: left.len() + right.len() - 2 * common(&left, &right),
            documents,
            texts,
        }
    }
}

fn characters(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// The length of the longest common subsequence: a column of the table is a row of bits (Hyyrö 2004).
fn common(left: &[char], right: &[char]) -> usize {
    let words = left.len().div_ceil(64);
    let mut places: HashMap<char, Vec<u64>> = HashMap::new();
    for (at, c) in left.iter().enumerate() {
        places.entry(*c).or_insert_with(|| vec![0; words])[at / 64] |= 1 << (at % 64);
    }
    // A bit is 0 where the length grows.
    let mut column = vec![u64::MAX; words];
    for places in right.iter().filter_map(|c| places.get(c)) {
        let mut carry = false;
        for (word, places) in column.iter_mut().zip(places) {
            let (sum, one) = word.overflowing_add(*word & places);
            let (sum, two) = sum.overflowing_add(u64::from(carry));
            carry = one || two;
            *word = sum | (*word & !places);
        }
    }
    let grown =
        |(at, word): (usize, &u64)| (!word & u64::MAX >> (64 - (left.len() - at * 64).min(64))).count_ones() as usize;
    column.iter().enumerate().map(grown).sum()
}

/// Gives how many characters Tifa calls changed.
fn native(cases: &[Case]) -> Vec<Option<usize>> {
    let matcher = Matcher::new(&Lexicon::built_in());
    let commons = Boilerplate::none();
    let runs = cases.iter().map(|case| {
        let [left, right] = case.texts.each_ref().map(|text| characters(text));
        let imara = |algorithm| imara(algorithm, &left, &right);
        // The library bounds nothing here: it takes minutes.
        let is_small = left.len() < 100_000;
        let contestants: [&dyn Fn() -> Option<usize>; 5] = [
            &|| {
                let [left, right] = &case.documents;
                Some(changed(&compare(left, right, &matcher, &commons, &Options::default())))
            },
            &|| by_similar(&left, &right),
            &|| Some(imara(Algorithm::Histogram)),
            &|| Some(imara(Algorithm::Myers)),
            &|| is_small.then(|| imara(Algorithm::MyersMinimal)),
        ];
        let lost = contestants.map(|_| Cell::new(false));
        let mut times = contestants.map(|_| Vec::new());
        let mut results = contestants.map(|_| 0);
        for _ in 0..ROUNDS {
            for (at, contestant) in contestants.iter().enumerate() {
                if lost[at].get() || times[at].iter().sum::<f64>() > ENOUGH {
                    continue;
                }
                match once(contestant) {
                    (time, Some(result)) => {
                        times[at].push(time);
                        results[at] = result;
                    }
                    (_, None) => lost[at].set(true),
                }
            }
        }
        let runs = times
            .iter_mut()
            .zip(results)
            .zip(&lost)
            .map(|((times, result), lost)| match lost.get() {
                true => Err("–".to_string()),
                false => Ok((median(times), result)),
            });
        runs.collect()
    });
    let runs: Vec<Vec<Result<Run, String>>> = runs.collect();
    print("natively", &NATIVE, cases, &runs);
    for (at, percent) in PERCENTS.iter().enumerate() {
        let time = |length: usize| {
            runs[length * PERCENTS.len() + at][0]
                .as_ref()
                .map_or(f64::NAN, |run| run.0)
        };
        println!(
            "  from 30 k to 300 k at {percent} % Tifa takes {} times as long; goal: 15",
            short(time(2) / time(1))
        );
    }
    let changed: Vec<Option<usize>> = runs.iter().map(|runs| Some(runs[0].as_ref().ok()?.1)).collect();
    let worst = cases
        .iter()
        .zip(&changed)
        .filter_map(|(case, changed)| Some((*changed)? as f64 / case.minimal as f64));
    println!(
        "  its script is at most {} times the shortest; goal: 1.15",
        short(worst.fold(0.0, f64::max))
    );
    changed
}

/// Nothing if it gives up.
fn by_similar(left: &[char], right: &[char]) -> Option<usize> {
    let deadline = Instant::now() + LIMIT;
    let parts = capture_diff_slices_deadline(similar::Algorithm::Myers, left, right, Some(deadline));
    let changed = parts.iter().map(|part| match part {
        DiffOp::Equal { .. } => 0,
        part => part.old_range().len() + part.new_range().len(),
    });
    (Instant::now() < deadline).then(|| changed.sum())
}

fn imara(algorithm: Algorithm, left: &[char], right: &[char]) -> usize {
    let mut input = InternedInput::default();
    input.update_before(left.iter().copied());
    input.update_after(right.iter().copied());
    let diff = Diff::compute(algorithm, &input);
    (diff.count_removals() + diff.count_additions()) as usize
}

/// Times and scripts of contestants, a column for each case.
fn print(place: &str, names: &[&str], cases: &[Case], runs: &[Vec<Result<Run, String>>]) {
    let columns: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let columns = [&[""], columns.as_slice()].concat();
    let mut times = Table::new(format!("Compare, {place}: milliseconds"), &columns);
    let mut scripts = Table::new(
        format!("Compare, {place}: characters deleted and inserted, moved ones once, beside the shortest script"),
        &columns,
    );
    let shortest = cases.iter().map(|case| case.minimal.to_string());
    scripts.row(&[vec!["the shortest, characters".to_string()], shortest.collect()].concat());
    for (at, name) in names.iter().enumerate() {
        let cells = |show: &dyn Fn(&Case, &Run) -> String| -> Vec<String> {
            let cell = |(case, runs): (&Case, &Vec<Result<Run, String>>)| match &runs[at] {
                Ok(run) => show(case, run),
                Err(trouble) => trouble.clone(),
            };
            let cells = cases.iter().zip(runs).map(cell);
            std::iter::once(name.to_string()).chain(cells).collect()
        };
        times.row(&cells(&|_, (time, _)| short(*time)));
        scripts.row(&cells(&|case, (_, changed)| {
            short(*changed as f64 / case.minimal as f64)
        }));
    }
    times.print();
    scripts.print();
}

fn in_browser(cases: &[Case], changed: &[Option<usize>], folder: &Path) -> Result<(), String> {
    let read = |file: &Path| fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()));
    let mut libraries = serde_json::Map::new();
    for (name, file) in LIBRARIES {
        libraries.insert(name.into(), read(&folder.join("node_modules").join(file))?.into());
    }
    let mut programs = serde_json::Map::new();
    for name in ["small", "fast"] {
        let glue = read(&folder.join(name).with_extension("js"))?;
        programs.insert(name.into(), json!({ "glue": glue, "wasm": program(folder, name)? }));
    }
    let pairs: Vec<Value> = cases
        .iter()
        .map(|case| {
            let documents = case.documents.each_ref().map(|document| json!(document).to_string());
            json!({ "documents": documents, "texts": case.texts })
        })
        .collect();
    let data = json!({
        "libraries": libraries, "programs": programs, "pairs": pairs, "limit": LIMIT.as_millis() as u64,
    });
    let stage = Stage::open(folder, "compare", PAGE, &data)?;

    let mut runs = Vec::new();
    for pair in 0..cases.len() {
        let mut row = Vec::new();
        for contestant in 0..IN_BROWSER.len() {
            row.push(alone(&stage, contestant, pair)?);
        }
        if let (Ok((_, here)), Some(changed)) = (&row[0], changed[pair]) {
            assert_eq!(*here, changed, "what Tifa calls changed: {}", cases[pair].name);
        }
        runs.push(row);
    }
    print("in the browser", &IN_BROWSER, cases, &runs);
    for (at, (percent, goal)) in PERCENTS.iter().zip(["1/5", "1/20"]).enumerate() {
        let times = &runs[PERCENTS.len() + at];
        if let (Ok((tifa, _)), Ok((fast_diff, _))) = (&times[0], &times[FAST_DIFF]) {
            println!(
                "  30 k at {percent} %: Tifa takes {} of the time of fast-diff; goal: {goal}",
                short(tifa / fast_diff)
            );
        }
    }
    Ok(())
}

/// The runs of a contestant in a worker of its own. The first, when the program is not compiled yet, does not count
/// if there are others.
fn alone(stage: &Stage, contestant: usize, pair: usize) -> Result<Result<Run, String>, String> {
    let ready = stage.ask(
        "enter(arguments[0], arguments[1])",
        vec![json!(contestant), json!(pair)],
    )?;
    if ready != "ready" {
        return Err(format!("{}: {ready}", IN_BROWSER[contestant]));
    }
    let mut times = Vec::new();
    let mut changed = 0;
    while times.len() < ROUNDS && times.iter().sum::<f64>() < ENOUGH {
        let told = stage.ask("run()", Vec::new())?;
        let (Some(time), Some(count)) = (told[0].as_f64(), told[1].as_u64()) else {
            return Ok(Err(match told.as_str() {
                Some(trouble) => trouble.to_string(),
                None => format!("over {} s", LIMIT.as_secs()),
            }));
        };
        times.push(time);
        changed = count as usize;
    }
    let warm = usize::from(times.len() > 1);
    Ok(Ok((median(&mut times[warm..]), changed)))
}
