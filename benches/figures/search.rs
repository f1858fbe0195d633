//! Search, side by side in a browser: the engine of the page and its index alone, libraries that index texts or scan
//! them, and a plain `filter(includes)`. The same generated speeches, the same queries, one run.
//!
//! Every contestant has a browser of its own, so that its memory can be told from that of the others. Recall and
//! precision are those of the documents found, beside `includes` on the same folded texts. Libraries give numbers of
//! documents; Tifa is asked for what the page shows: all counts, the values of the filters, and the first fifty
//! documents with their snippets.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tifa::corpus::{Corpus, Document};
use tifa::search::fold;

use crate::browser::{Site, Stage};
use crate::measure::{Table, median, once, short};
use crate::phrases::{self, Class};
use crate::{results, speeches};

/// Documents of a corpus. Each holds those of the smaller ones.
const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// A contestant that is not ready after this time, or does not answer a class of queries within it, has lost.
const LIMIT: Duration = Duration::from_secs(240);

/// An index that takes longer is not built a second and third time, for a median.
const ONCE: f64 = 2_000.0;

/// The most documents that Pagefind is given: at 10,000 its program took 13 GB.
const PAGEFIND: usize = 1_000;

/// What the table calls a contestant, and what the page calls it.
const CONTESTANTS: [(&str, &str); 12] = [
    (TIFA, "engine small"),
    ("Tifa, the same at opt-level 3", "engine fast"),
    ("Tifa, the index alone", "index small"),
    ("Tifa, the index alone at opt-level 3", "index fast"),
    (INCLUDES, "includes"),
    ("`includes`, counting, with snippets", "includes, counting"),
    ("MiniSearch, bigrams", "MiniSearch"),
    (FLEXSEARCH, "FlexSearch"),
    ("Orama, bigrams", "Orama"),
    ("uFuzzy", "uFuzzy"),
    ("lunr, zh", "lunr"),
    ("Pagefind", "Pagefind"),
];
const TIFA: &str = "Tifa, as the page asks it";
const INCLUDES: &str = "`filter(includes)`";
const FLEXSEARCH: &str = "FlexSearch, bigrams";

/// The most milliseconds that nineteen of twenty queries may take.
const GOAL: f64 = 5.0;

const PAGE: &str = include_str!("../browser/search.html");

/// What became of a contestant.
#[derive(Default)]
struct Run {
    ready: f64,
    /// Bytes in memory; for Pagefind on the disk.
    memory: f64,
    classes: Vec<Asked>,
    trouble: Option<String>,
}

/// The answers to the queries of a class.
struct Asked {
    p50: f64,
    p95: f64,
    found: f64,
    right: f64,
    there: f64,
    exact: f64,
    miscounted: f64,
}

/// A corpus in the folder of the host.
struct Stock {
    size: usize,
    texts: String,
    corpus: String,
    /// Bytes of the texts in UTF-8.
    bytes: usize,
    site: Option<(String, Pagefind)>,
}

/// What Pagefind's program took: milliseconds, and bytes on the disk.
type Pagefind = (f64, f64);

/// `sizes` are those that are wanted, if not all are; `folder` has the programs and libraries for the browser.
pub fn bench(folder: Option<&Path>, sizes: &[usize]) -> Result<(), String> {
    let Some(folder) = folder else {
        println!("no programs to search with: `cargo xtask bench search` builds them");
        return Ok(());
    };
    let whole = speeches::corpus(SIZES[SIZES.len() - 1]);
    let texts: Vec<String> = whole.documents.iter().map(folded).collect();
    let classes = phrases::classes(&texts);
    let site = Site::serve(folder);
    let mut measured = Vec::new();
    for size in SIZES
        .into_iter()
        .filter(|size| sizes.is_empty() || sizes.contains(size))
    {
        let stock = Stock::new(folder, size, &whole, &texts)?;
        let mut runs = Vec::new();
        for (name, contestant) in CONTESTANTS {
            let run = run(&site, folder, &stock, contestant, &classes);
            println!("  {size} documents, {name}: {}", run.in_brief());
            runs.push(run);
        }
        measured.push((stock, runs));
    }
    let report = report(&measured, &classes);
    println!("\n{report}");
    if measured.len() == SIZES.len() {
        results::write("Search", &report)?;
    }
    Ok(())
}

/// The texts of a document as Tifa sees them, a block a line.
fn folded(document: &Document) -> String {
    let blocks = document.body.iter();
    let blocks = blocks.map(|block| block.text.chars().filter_map(fold).collect::<String>());
    blocks.collect::<Vec<_>>().join("\n")
}

impl Stock {
    fn new(folder: &Path, size: usize, whole: &Corpus, texts: &[String]) -> Result<Self, String> {
        let write = |name: String, text: &str| -> Result<String, String> {
            fs::write(folder.join(&name), text).map_err(|error| format!("{name}: {error}"))?;
            Ok(name)
        };
        let corpus = Corpus::new(whole.title.as_str(), whole.documents[..size].to_vec());
        let texts = &texts[..size];
        Ok(Stock {
            size,
            texts: write(format!("texts-{size}.json"), &json!(texts).to_string())?,
            corpus: write(format!("corpus-{size}.json"), &corpus.to_json())?,
            bytes: texts.iter().map(String::len).sum(),
            site: (size <= PAGEFIND)
                .then(|| pagefind(folder, size, texts))
                .transpose()
                .unwrap_or_else(|error| {
                    println!("note: no Pagefind: {error}");
                    None
                }),
        })
    }
}

/// Makes a site of one page a text, and has Pagefind read it. Gives the name of its folder.
fn pagefind(folder: &Path, size: usize, texts: &[String]) -> Result<(String, Pagefind), String> {
    let name = format!("pagefind-{size}");
    let site = folder.join(&name);
    let _ = fs::remove_dir_all(&site);
    fs::create_dir_all(&site).map_err(|error| error.to_string())?;
    for (number, text) in texts.iter().enumerate() {
        let paragraphs = text.replace('\n', "<p>");
        let page =
            format!("<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{number}</title><p>{paragraphs}");
        fs::write(site.join(format!("{number}.html")), page).map_err(|error| error.to_string())?;
    }
    let mut program = Command::new("node");
    program
        .arg(folder.join("node_modules/pagefind/lib/runner/bin.cjs"))
        .arg("--site")
        .arg(&site)
        .args(["--force-language", "zh-cn"])
        .stdout(Stdio::null());
    let (time, status) = once(|| program.status());
    let status = status.map_err(|error| error.to_string())?;
    if !status.success() {
        return Err(format!("its program failed ({status})"));
    }
    Ok((name, (time, size_of(&site.join("pagefind"))?)))
}

/// The bytes of all files of a folder.
fn size_of(folder: &Path) -> Result<f64, String> {
    let mut size = 0.0;
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let path = entry.path();
        size += match path.is_dir() {
            true => size_of(&path)?,
            false => entry.metadata().map_err(|error| error.to_string())?.len() as f64,
        };
    }
    Ok(size)
}

/// Measures a contestant in a new browser, as far as it gets.
fn run(site: &Site, folder: &Path, stock: &Stock, contestant: &str, classes: &[Class]) -> Run {
    let mut run = Run::default();
    let begin = Instant::now();
    if let Err(trouble) = measure(&mut run, site, folder, stock, contestant, classes) {
        run.trouble = Some(match begin.elapsed() > LIMIT {
            true => format!("over {} s", LIMIT.as_secs()),
            false => trouble,
        });
    }
    run
}

fn measure(
    run: &mut Run,
    site: &Site,
    folder: &Path,
    stock: &Stock,
    contestant: &str,
    classes: &[Class],
) -> Result<(), String> {
    let built = stock.site.as_ref().filter(|_| contestant == "Pagefind");
    if contestant == "Pagefind" && built.is_none() {
        return Err("–".into());
    }
    let queries: serde_json::Map<String, Value> = classes
        .iter()
        .map(|class| (class.name.to_string(), json!(class.queries)))
        .collect();
    let data = json!({
        "contestant": contestant, "texts": stock.texts, "corpus": stock.corpus, "classes": queries,
        "site": stock.site.as_ref().map(|(name, _)| name),
    });
    let stage = Stage::visit(site, folder, "search", (PAGE, &data), LIMIT)?;
    done(stage.ask("enter()", Vec::new())?)?;
    let before = stage.heap()?;
    let [time, grown] = two(&stage.ask("build()", Vec::new())?)?;
    run.memory = match grown {
        Some(grown) => grown,
        None => stage.heap()? - before,
    };
    let mut times = vec![time.ok_or("no time")?];
    while times.len() < 3 && times[0] < ONCE {
        times.extend(two(&stage.ask("build()", Vec::new())?)?[0]);
    }
    run.ready = median(&mut times);
    if let Some((_, (time, size))) = built {
        (run.ready, run.memory) = (*time, *size);
    }
    for class in classes {
        run.classes
            .push(Asked::of(&stage.ask("ask(arguments[0])", vec![json!(class.name)])?)?);
    }
    Ok(())
}

/// An error comes as a text.
fn done(told: Value) -> Result<Value, String> {
    match told {
        Value::String(trouble) => Err(trouble),
        told => Ok(told),
    }
}

fn two(told: &Value) -> Result<[Option<f64>; 2], String> {
    match told {
        Value::Array(figures) => Ok([0, 1].map(|at| figures.get(at).and_then(Value::as_f64))),
        told => Err(told.to_string()),
    }
}

impl Asked {
    fn of(told: &Value) -> Result<Self, String> {
        let figure = |name: &str| told[name].as_f64().ok_or_else(|| told.to_string());
        let times = told["times"].as_array().ok_or_else(|| told.to_string())?;
        let mut times: Vec<f64> = times.iter().filter_map(Value::as_f64).collect();
        times.sort_by(f64::total_cmp);
        let part = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN);
        Ok(Asked {
            p50: part(50),
            p95: part(95),
            found: figure("found")?,
            right: figure("right")?,
            there: figure("there")?,
            exact: figure("exact")?,
            miscounted: figure("miscounted")?,
        })
    }
}

impl Run {
    fn sum(&self, figure: impl Fn(&Asked) -> f64) -> f64 {
        self.classes.iter().map(figure).sum()
    }

    /// Right ones among those that there are.
    fn recall(&self) -> f64 {
        self.sum(|asked| asked.right) / self.sum(|asked| asked.there)
    }

    /// Right ones among those found.
    fn precision(&self) -> f64 {
        self.sum(|asked| asked.right) / self.sum(|asked| asked.found)
    }

    fn in_brief(&self) -> String {
        let asked = self
            .classes
            .iter()
            .map(|asked| format!("{}/{}", short(asked.p50), short(asked.p95)));
        let trouble = self.trouble.as_deref().unwrap_or_default();
        let megabytes = short(self.memory / 1e6);
        format!(
            "{} ms, {megabytes} MB; {} {trouble}",
            short(self.ready),
            asked.collect::<Vec<_>>().join(", ")
        )
    }
}

/// The tables, as Markdown.
fn report(measured: &[(Stock, Vec<Run>)], classes: &[Class]) -> String {
    let mut report = String::from(
        "Milliseconds to be ready to search, megabytes of memory for it, milliseconds of a query (the middle one of \
         fifty, and that which nineteen of twenty do not exceed), and what was found beside what `includes` finds. \
         Times depend on the machine and on who else uses it: read the ratios, within one table.\n",
    );
    for (stock, runs) in measured {
        report += &table(stock, runs, classes).markdown();
    }
    report += "\n- Tifa gives exact counts of documents and hits, the values of the filters with their counts, and the \
               first fifty documents with snippets; the index alone gives the places of all hits; all others give the \
               numbers of documents only, but for the second row of `includes`. Tifa's memory is what that of its \
               program grows by, while it opens the corpus or builds the index, and holds the texts; that of the others \
               comes on top of the texts, and is measured on the heap after all garbage is gone. Pagefind's index is \
               built before by its own program and lies on the disk; what it needs of it for a query was fetched before \
               the clock runs.\n\
               - Phrases stand in the first hundred speeches and are picked in even steps from the most common to the \
               rarest. Absent ones are of words of the language, half of them with one character that it has not. Two \
               terms are a phrase of two and one of four characters that one speech has.\n";
    if let Some((_, runs)) = measured.last() {
        report += &goals(runs, classes);
    }
    if let [.., (less, few), (more, many)] = measured {
        report += &growth((less.size, few), (more.size, many)).markdown();
    }
    report
}

fn table(stock: &Stock, runs: &[Run], classes: &[Class]) -> Table {
    let mut columns = vec!["", "ready, ms", "memory, MB"];
    columns.extend(classes.iter().map(|class| class.name));
    columns.extend(["recall", "precision", "exact queries"]);
    let queries: usize = classes.iter().map(|class| class.queries.len()).sum();
    let title = format!(
        "{} documents, {} MB of UTF-8",
        stock.size,
        short(stock.bytes as f64 / 1e6)
    );
    let mut table = Table::new(title, &columns);
    for ((name, _), run) in CONTESTANTS.iter().zip(runs) {
        let mut row = vec![name.to_string()];
        if run.classes.is_empty() {
            row.push(run.trouble.clone().unwrap_or_default());
            table.row(&row);
            continue;
        }
        row.extend([short(run.ready), short(run.memory / 1e6)]);
        let times = run
            .classes
            .iter()
            .map(|asked| format!("{} / {}", short(asked.p50), short(asked.p95)));
        row.extend(times);
        match &run.trouble {
            Some(trouble) => row.push(trouble.clone()),
            None => row.extend([
                format!("{:.3}", run.recall()),
                format!("{:.3}", run.precision()),
                format!("{} of {queries}", run.sum(|asked| asked.exact)),
            ]),
        }
        table.row(&row);
    }
    table
}

/// The goals at the largest size, and whether they are reached.
fn goals(runs: &[Run], classes: &[Class]) -> String {
    let named = |name: &str| {
        runs[CONTESTANTS
            .iter()
            .position(|(known, _)| *known == name)
            .unwrap_or_default()]
        .complete()
    };
    let (Some(tifa), Some(includes), flexsearch) = (named(TIFA), named(INCLUDES), named(FLEXSEARCH)) else {
        return "\nThe goals cannot be told: Tifa or `includes` was not measured.\n".into();
    };
    let mut table = Table::new("Goals", &["", "measured", "goal", "reached"]);
    let mut row = |what: &str, value: String, goal: &str, is_reached: bool| {
        let reached = if is_reached { "yes" } else { "**no**" };
        table.row(&[what, &value, goal, reached]);
    };
    let exact = tifa.recall() == 1.0 && tifa.precision() == 1.0;
    row(
        "recall and precision",
        format!("{:.3}, {:.3}", tifa.recall(), tifa.precision()),
        "1 and 1",
        exact,
    );
    let miscounted = tifa.sum(|asked| asked.miscounted);
    row(
        "queries whose hits were miscounted",
        format!("{miscounted}"),
        "0",
        miscounted == 0.0,
    );
    for (at, class) in classes.iter().enumerate() {
        let (ours, theirs) = (&tifa.classes[at], &includes.classes[at]);
        let name = class.name;
        row(
            &format!("{name}: p95"),
            format!("{} ms", short(ours.p95)),
            "5 ms",
            ours.p95 <= GOAL,
        );
        for (part, ours, theirs) in [("p50", ours.p50, theirs.p50), ("p95", ours.p95, theirs.p95)] {
            let what = format!("{name}: {part}, of that of `includes`");
            row(&what, short(ours / theirs), "1", ours <= theirs);
        }
    }
    if let Some(flexsearch) = flexsearch {
        let ratio = tifa.ready / flexsearch.ready;
        row(
            "ready to search, of FlexSearch's time",
            short(ratio),
            "0.2",
            ratio <= 0.2,
        );
        let index = named("Tifa, the index alone").unwrap_or(tifa);
        let ratio = index.ready / flexsearch.ready;
        row("the same, the index alone", short(ratio), "0.2", ratio <= 0.2);
        let ratio = index.memory / flexsearch.memory;
        row("memory of the index, of FlexSearch's", short(ratio), "1", ratio < 1.0);
    }
    table.markdown()
}

impl Run {
    /// This, if it got to the end.
    fn complete(&self) -> Option<&Run> {
        self.trouble.is_none().then_some(self)
    }
}

/// How many times as much everything takes at the larger size.
fn growth((less, few): (usize, &[Run]), (more, many): (usize, &[Run])) -> Table {
    let title = format!("From {less} to {more} documents: how many times as much");
    let mut table = Table::new(title, &["", "ready", "memory", "8 characters, p50", "absent, p50"]);
    for ((name, _), (few, many)) in CONTESTANTS.iter().zip(few.iter().zip(many)) {
        if let (Some(few), Some(many)) = (few.complete(), many.complete()) {
            let times = [
                many.ready / few.ready,
                many.memory / few.memory,
                many.classes[2].p50 / few.classes[2].p50,
                many.classes[4].p50 / few.classes[4].p50,
            ];
            let cells = times.map(|times| if times.is_finite() { short(times) } else { "–".into() });
            table.row(&[&[name.to_string()], cells.as_slice()].concat());
        }
    }
    table
}
