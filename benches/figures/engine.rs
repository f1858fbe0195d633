//! How fast the engine is, natively and as it is released: folding, slogans, search, comparison, import, opening.

use aho_corasick::AhoCorasick;
use daachorse::charwise::CharwiseDoubleArrayAhoCorasickBuilder;
use tifa::compare::compare;
use tifa::corpus::{Corpus, Document};
use tifa::import::import;
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;
use tifa::search::Index;
use tifa::session::Engine;
use tifa::text::fold::{SEPARATOR, View, fold, fold_phrase, fold_text};

use crate::measure::{Table, short, time};
use crate::speeches;

/// From the frequent to the absent. `import` is no word of the texts, the last one has rare characters only.
const QUERIES: [&str; 10] = [
    "的",
    "我们",
    "共同富裕",
    "脱贫攻坚",
    "乡村振兴",
    "疫情防控",
    "不忘初心",
    "一是在不了",
    "import",
    "魑魅魍魉",
];

pub fn bench() {
    let thousand = speeches::corpus(1_000);
    let texts: Vec<&str> = texts(&thousand.documents).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let slogans = format!(
        "Folding and slogans: 1,000 speeches, {} MB of UTF-8",
        short(megabytes(bytes))
    );
    folding_and_slogans(&slogans, &texts, bytes);
    whole_corpus(&thousand, bytes);
    search();
    comparison();
}

fn texts(documents: &[Document]) -> impl Iterator<Item = &str> {
    documents
        .iter()
        .flat_map(|document| document.body.iter().map(|block| block.text.as_str()))
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn folding_and_slogans(title: &str, texts: &[&str], bytes: usize) {
    let lexicon = Lexicon::built_in();
    let matcher = Matcher::new(&lexicon);
    let folded: Vec<String> = texts.iter().map(|text| fold_text(text, View::Slogan)).collect();
    let patterns = patterns(&lexicon);
    let daachorse = CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build::<_, _, u32>(&patterns)
        .expect("the patterns of the lexicon");
    let aho_corasick = AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(&patterns)
        .expect("the patterns of the lexicon");

    let by_matcher = || texts.iter().map(|text| matcher.find(text).len()).sum::<usize>();
    let by_daachorse = || {
        let counts = folded.iter().map(|text| daachorse.leftmost_find_iter(text).count());
        counts.sum::<usize>()
    };
    let by_aho_corasick = || {
        let counts = folded.iter().map(|text| aho_corasick.find_iter(text).count());
        counts.sum::<usize>()
    };
    // Three ways to one result, or the times below say nothing.
    let uses = by_matcher();
    assert_eq!(uses, by_daachorse());
    assert_eq!(uses, by_aho_corasick());

    let mut table = Table::new(title, &["", "MB/s", "× aho-corasick"]);
    let reference = time(by_aho_corasick);
    let fold_all = |view| move || texts.iter().map(|text| fold(text, view).text.len()).sum::<usize>();
    for (name, time) in [
        ("folding for search", time(fold_all(View::Search))),
        ("folding for slogans", time(fold_all(View::Slogan))),
        ("folding and slogans (Matcher::find)", time(by_matcher)),
        ("slogans in folded text, daachorse", time(by_daachorse)),
        ("slogans in folded text, aho-corasick", reference),
    ] {
        let speed = megabytes(bytes) / time * 1000.0;
        table.row(&[name.to_string(), short(speed), short(reference / time)]);
    }
    table.print();
    println!("  {} patterns, {uses} uses of slogans", patterns.len());
}

/// What [`Matcher::new`] looks for; [`folding_and_slogans`] holds the two together.
fn patterns(lexicon: &Lexicon) -> Vec<String> {
    let mut patterns = std::collections::BTreeSet::new();
    for entry in &lexicon.entries {
        for phrase in std::iter::once(&entry.phrase).chain(&entry.variants) {
            let folded = fold_phrase(phrase, View::Slogan);
            if !folded.is_ascii() {
                patterns.insert(folded.replace(SEPARATOR, ""));
            }
            patterns.insert(folded);
        }
    }
    patterns.remove("");
    patterns.into_iter().collect()
}

fn whole_corpus(corpus: &Corpus, bytes: usize) {
    let json = corpus.to_json();
    let files: Vec<String> = corpus.documents.iter().map(file).collect();
    let import_all = || {
        let imports = files
            .iter()
            .map(|file| import("speech.txt", file.as_bytes(), &Default::default()).expect("a text"));
        imports.map(|import| import.documents.len()).sum::<usize>()
    };
    let open = || Engine::open(&json, "", Lexicon::built_in(), |_, _| {}).is_ok();
    let mut table = Table::new("1,000 speeches as a whole", &["", "ms", "MB/s"]);
    for (name, time) in [
        ("import, 1,000 plain files", time(import_all)),
        ("open (Engine::open)", time(open)),
        ("of it: Index::new", time(|| Index::new(&corpus.documents))),
        (
            "on first compare: Boilerplate::new",
            time(|| Boilerplate::new(&corpus.documents, Default::default())),
        ),
    ] {
        table.row(&[name.to_string(), short(time), short(megabytes(bytes) / time * 1000.0)]);
    }
    table.print();
}

/// A speech as a plain text file.
fn file(document: &Document) -> String {
    let lines = std::iter::once(document.title.as_str()).chain(texts(std::slice::from_ref(document)));
    lines.map(|line| format!("{line}\n")).collect()
}

fn search() {
    let corpus = speeches::corpus(10_000);
    let index = Index::new(&corpus.documents);
    let mut table = Table::new(
        "Search: 10,000 speeches, beside counting in the display text",
        &["", "documents", "hits", "ms", "str::matches ms", "ratio"],
    );
    for query in QUERIES {
        let found = index.find(query);
        let naive = || {
            let counts = texts(&corpus.documents).map(|text| text.matches(query).count());
            counts.sum::<usize>()
        };
        let (scan, reference) = (time(|| index.find(query)), time(naive));
        table.row(&[
            query.to_string(),
            found.len().to_string(),
            found.iter().map(|hits| hits.spans.len()).sum::<usize>().to_string(),
            short(scan),
            short(reference),
            short(scan / reference),
        ]);
    }
    table.print();
}

fn comparison() {
    let matcher = Matcher::new(&Lexicon::built_in());
    let none = Boilerplate::none();
    let mut table = Table::new(
        "Compare: two versions of a speech, all of it edited",
        &["", "rows", "ms"],
    );
    for (name, length) in [("3,000 characters", 3_000), ("30,000 characters", 30_000)] {
        let (left, right) = speeches::pair(length);
        let rows = compare(&left, &right, &matcher, &none).rows.len();
        let time = time(|| compare(&left, &right, &matcher, &none));
        table.row(&[name.to_string(), rows.to_string(), short(time)]);
    }
    table.print();
}
