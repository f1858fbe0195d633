//! How fast the engine is, natively and as it is released: folding, slogans, search, import, opening.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tifa::corpus::{Corpus, Document};
use tifa::import::{Options, import};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;
use tifa::search::Index;
use tifa::session::Engine;
use tifa::text::fold::{View, fold};
use tifa::text::units::Units;

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
    import_pages();
    search();
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
    let matcher = Matcher::new(&Lexicon::built_in());
    let units: Vec<Units> = texts.iter().map(|text| Units::new([*text])).collect();
    let uses = || units.iter().map(|text| matcher.find(text).len()).sum::<usize>();
    let mut table = Table::new(title, &["", "MB/s"]);
    let fold_all = |view| move || texts.iter().map(|text| fold(text, view).text.len()).sum::<usize>();
    let units_of_all = || {
        let units = texts.iter().map(|text| Units::new([*text]).units().len());
        units.sum::<usize>()
    };
    for (name, time) in [
        ("folding for search", time(fold_all(View::Search))),
        ("folding for slogans (Units::new)", time(units_of_all)),
        ("slogans of the built-in lexicon (Matcher::find)", time(uses)),
    ] {
        table.row(&[name.to_string(), short(megabytes(bytes) / time * 1000.0)]);
    }
    table.print();
    println!("  {} uses of slogans", uses());
}

fn whole_corpus(corpus: &Corpus, bytes: usize) {
    let json = corpus.to_json();
    let open = || Engine::open(&json, "", Lexicon::built_in()).is_ok();
    let mut table = Table::new("1,000 speeches as a whole", &["", "ms", "MB/s"]);
    for (name, time) in [
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

fn import_pages() {
    let corpus = speeches::corpus(2_500);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut table = Table::new(
        format!("Import: 2,500 scraped pages, one thread and {threads}"),
        &["", "MB", "MB/s", "MB/s, all threads", "UTF-8 check MB/s", "ratio"],
    );
    for (name, file, page) in [
        ("plain text", "a.txt", text_page as fn(&Document) -> String),
        ("HTML", "a.html", html_page),
    ] {
        let pages: Vec<String> = corpus.documents.iter().map(page).collect();
        let size = megabytes(pages.iter().map(String::len).sum());
        // Times say nothing of a reader that reads nothing: each page is one speech without its menus.
        for (page, document) in pages.iter().zip(&corpus.documents).take(100) {
            let found = read(file, page);
            assert_eq!((found.len(), &found[0].title), (1, &document.title));
            let removed = |word: &str| found[0].removed.iter().any(|removal| removal.text.contains(word));
            assert!(removed("设为首页") && removed("版权所有"));
        }
        let speed = |time: f64| size / time * 1000.0;
        let one = speed(time(|| pages.iter().map(|page| read(file, page).len()).sum::<usize>()));
        let all = speed(time(|| {
            let next = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                            black_box(read(file, page));
                        }
                    });
                }
            });
        }));
        let check = speed(time(|| {
            let valid = pages.iter().filter(|page| std::str::from_utf8(page.as_bytes()).is_ok());
            valid.count()
        }));
        table.row(&[
            name.to_string(),
            short(size),
            short(one),
            short(all),
            short(check),
            short(check / one),
        ]);
    }
    table.print();
}

fn read(name: &str, page: &str) -> Vec<Document> {
    let import = import(name, page.as_bytes(), &Options::default());
    import.expect("a speech").documents
}

/// What stands around the text of a scraped page.
const BEFORE: [&str; 3] = [
    "设为首页 | 加入收藏 | 网站地图",
    "首页 > 政务公开 > 领导讲话",
    "打印 关闭",
];
const AFTER: [&str; 3] = [
    "上一篇：关于放假的通知",
    "下一篇：没有了",
    "版权所有：县人民政府办公室 联系我们",
];

/// A speech as a page that was scraped to plain text.
pub fn text_page(document: &Document) -> String {
    let (before, after) = (BEFORE.iter().copied(), AFTER.iter().copied());
    let title = std::iter::once(document.title.as_str());
    let speech = title.chain(texts(std::slice::from_ref(document)));
    before
        .chain(speech)
        .chain(after)
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The same page as HTML.
pub fn html_page(document: &Document) -> String {
    let links = |lines: [&str; 3]| {
        lines
            .map(|line| format!("<li><a href=\"/list.html\">{line}</a></li>\n"))
            .concat()
    };
    let paragraphs: String = texts(std::slice::from_ref(document))
        .map(|text| format!("<p style=\"text-indent: 2em;\"><span>{text}</span></p>\n"))
        .collect();
    let (title, before, after) = (&document.title, links(BEFORE), links(AFTER));
    format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <style>.nav li {{ float: left; }}</style><script>var page = 1;</script></head>\n\
         <body><div class=\"nav\"><ul>\n{before}</ul></div>\n<div class=\"content\"><h1>{title}</h1>\n\
         {paragraphs}</div>\n<div class=\"footer\"><ul>\n{after}</ul></div></body></html>\n"
    )
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
            found.iter().map(|found| found.hits).sum::<usize>().to_string(),
            short(scan),
            short(reference),
            short(scan / reference),
        ]);
    }
    table.print();
}
