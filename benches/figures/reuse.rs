//! Text reuse over a corpus: which speeches share a paragraph, as it was or edited, and how long it takes to know,
//! natively, in a browser, and by an index of 8-grams in Python.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use tifa::corpus::{Corpus, Document, Span};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::{Index, Reuse, reuse, reuse_beside};
use tifa::text::units::Units;

use crate::browser::{Stage, program};
use crate::measure::{Table, median, once, short, time};
use crate::speeches::{Copied, copied};

const SPEECHES: usize = 1_000;
const MANY: usize = 10_000;

/// Runs of each contestant.
const ROUNDS: usize = 5;

/// Speeches about which a question is asked.
const ASKED: usize = 20;

/// Of a hundred characters of a copy, how many are edited.
const EDITS: [usize; 3] = [0, 10, 25];

const PEER: &str = include_str!("ngrams.py");
const PAGE: &str = include_str!("../browser/reuse.html");

/// Two documents, the earlier first.
type Pair = (usize, usize);

/// `folder` has the programs for the browser; without it only what is native is measured.
pub fn bench(folder: Option<&Path>) -> Result<(), String> {
    let speeches = copied(SPEECHES);
    let truth = truth(&speeches);
    let documents = &speeches.corpus.documents;
    let bytes: usize = documents
        .iter()
        .flat_map(|document| &document.body)
        .map(|block| block.text.len())
        .sum();
    let mut table = Table::new(
        format!(
            "Reuse: {SPEECHES} speeches, {} MB of UTF-8, {} pairs that share a paragraph",
            short(bytes as f64 / 1e6),
            truth.len()
        ),
        &[
            "",
            "seconds",
            "pairs",
            "precision",
            "recall",
            "verbatim",
            "10 % edited",
            "25 % edited",
        ],
    );
    let (times, found) = runs(|| Ok(once(|| reuse(documents))))?;
    table.row(&scored("Tifa", times, &pairs(&found, &speeches.corpus), &truth));
    // As the command line asks: who speaks the same slogan has not borrowed it.
    let matcher = Matcher::new(&Lexicon::built_in());
    let slogans = |at: usize| {
        let marks = matcher.marks(&Units::of(&documents[at]));
        marks.into_iter().map(|slogan| slogan.span).collect()
    };
    let (times, found) = runs(|| Ok(once(|| reuse_beside(documents, slogans))))?;
    let pairs_found = pairs(&found, &speeches.corpus);
    table.row(&scored("Tifa, beside its lexicon", times, &pairs_found, &truth));
    match by_peer(documents) {
        Ok((times, pairs)) => table.row(&scored("8-gram index in Python", times, &pairs, &truth)),
        Err(trouble) => table.row(&["8-gram index in Python", trouble.as_str()]),
    }
    if let Some(folder) = folder {
        let data = json!({
            "corpus": speeches.corpus.to_json(), "fast": program(folder, "fast")?, "small": program(folder, "small")?,
        });
        let stage = Stage::open(folder, "reuse", PAGE, &data)?;
        for (contestant, name) in [
            "Tifa in the browser, opt-level z as the page is built",
            "Tifa in the browser, opt-level 3",
        ]
        .iter()
        .enumerate()
        {
            let (time, count) = runs(|| {
                let told = stage.ask("run(arguments[0])", vec![json!(contestant)])?;
                let time = told[0].as_f64().ok_or(format!("it told {told}"))?;
                Ok((time, told[1].as_u64()))
            })?;
            assert_eq!(count, Some(found.passages.len() as u64), "passages in the browser");
            table.row(&[name.to_string(), short(time / 1000.0)]);
        }
    }
    table.print();
    println!(
        "  goals: 1.5 s in the browser; precision 0.99; recall of verbatim copies 0.99, of those edited by a quarter 0.95"
    );

    questions(documents);

    let many = copied(MANY).corpus.documents;
    let (time, found) = once(|| reuse(&many));
    println!(
        "  natively, {MANY} speeches: {} s, {} passages; goal: 15 s",
        short(time / 1000.0),
        found.passages.len()
    );
    Ok(())
}

/// What a reader asks of the index that the page keeps.
fn questions(documents: &[Document]) {
    let index = Index::of(documents);
    let some = || (0..documents.len()).step_by(documents.len() / ASKED);
    let mut table = Table::new(
        format!("Reuse: questions about {} speeches", documents.len()),
        &["", "ms"],
    );
    let each = |time: f64| short(time / some().count() as f64);
    table.row(&["the index (Index::of)", &short(time(|| Index::of(documents)))]);
    for (name, time) in [
        (
            "copies of a speech",
            time(|| some().map(|at| index.copies(documents, at).len()).sum::<usize>()),
        ),
        (
            "nearest five",
            time(|| some().map(|at| index.nearest(documents, at, 5).len()).sum::<usize>()),
        ),
        (
            "witnesses of twelve characters",
            time(|| {
                // The second line is a paragraph.
                let span = Span {
                    block: 1,
                    start: 0,
                    end: 12,
                };
                some()
                    .map(|at| index.witnesses(documents, at, span).len())
                    .sum::<usize>()
            }),
        ),
    ] {
        table.row(&[name, &each(time)]);
    }
    table.print();
}

/// The median time of several runs, and what the last gave.
fn runs<T>(mut run: impl FnMut() -> Result<(f64, T), String>) -> Result<(f64, T), String> {
    let (time, mut result) = run()?;
    let mut times = vec![time];
    for _ in 1..ROUNDS {
        let (time, again) = run()?;
        times.push(time);
        result = again;
    }
    Ok((median(&mut times), result))
}

/// Documents that share a paragraph of one family, and how much it was edited in the copy that was edited more; of
/// several such paragraphs the one that was edited least.
fn truth(speeches: &Copied) -> BTreeMap<Pair, usize> {
    let mut families: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, members) in speeches.families.iter().enumerate() {
        for member in members {
            families
                .entry(member.family)
                .or_default()
                .push((number, member.percent));
        }
    }
    let mut truth = BTreeMap::new();
    for members in families.values() {
        for (at, &(one, edited)) in members.iter().enumerate() {
            for &(other, also) in members[at + 1..].iter().filter(|(other, _)| *other != one) {
                let percent = truth.entry((one, other)).or_insert(usize::MAX);
                *percent = edited.max(also).min(*percent);
            }
        }
    }
    truth
}

fn pairs(found: &Reuse, corpus: &Corpus) -> BTreeSet<Pair> {
    let numbers: BTreeMap<&str, usize> = corpus
        .documents
        .iter()
        .enumerate()
        .map(|(number, document)| (document.id.as_str(), number))
        .collect();
    let mut pairs = BTreeSet::new();
    for passage in &found.passages {
        let places = passage.places.iter();
        let places: BTreeSet<usize> = places.map(|place| numbers[place.document.as_str()]).collect();
        for &one in &places {
            pairs.extend(places.range(one + 1..).map(|&other| (one, other)));
        }
    }
    pairs
}

fn scored(name: &str, time: f64, pairs: &BTreeSet<Pair>, truth: &BTreeMap<Pair, usize>) -> Vec<String> {
    let share = |found: usize, all: usize| format!("{:.3}", found as f64 / all.max(1) as f64);
    let right = pairs.iter().filter(|pair| truth.contains_key(pair)).count();
    let recall = |percents: &[usize]| {
        let planted = truth.iter().filter(|(_, percent)| percents.contains(percent));
        let found = planted.clone().filter(|(pair, _)| pairs.contains(pair)).count();
        share(found, planted.count())
    };
    let mut row = vec![
        name.to_string(),
        short(time / 1000.0),
        pairs.len().to_string(),
        share(right, pairs.len()),
    ];
    row.push(recall(&EDITS));
    row.extend(EDITS.map(|percent| recall(&[percent])));
    row
}

fn by_peer(documents: &[Document]) -> Result<(f64, BTreeSet<Pair>), String> {
    let paragraphs = |document: &Document| -> Vec<String> {
        let blocks = document.body.iter().skip(1).filter(|block| block.heading.is_none());
        blocks.map(|block| block.text.clone()).collect()
    };
    let input = json!(documents.iter().map(paragraphs).collect::<Vec<_>>()).to_string();
    runs(|| {
        let mut python = Command::new("python3")
            .args(["-c", PEER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let stdin = python.stdin.take().ok_or("no input")?;
        { stdin }
            .write_all(input.as_bytes())
            .map_err(|error| error.to_string())?;
        let output = python.wait_with_output().map_err(|error| error.to_string())?;
        let (seconds, pairs): (f64, BTreeSet<Pair>) =
            serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
        Ok((seconds * 1000.0, pairs))
    })
}
