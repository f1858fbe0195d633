//! A corpus that tries to run, to link and to lay out: everything in it is shown as the text it is.

use serde_json::json;
use tifa::corpus::{Block, Corpus, Document, Genre, Level, Origin, Speaker};

use crate::built::Built;
use crate::page::Page;

/// Texts that do something wherever text becomes markup, script, style or an address. Those that could run set
/// `window.ran`.
const HOSTILE: [&str; 14] = [
    "<script>window.ran=1;alert(1)</script>",
    "<img src=x onerror=\"window.ran=1\">",
    "\"><svg onload=window.ran=1>",
    "'><iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "</script><script>window.ran=1</script>",
    "</textarea></title></style><base href=//example.invalid/>",
    "javascript:window.ran=1",
    "<a href=\"javascript:window.ran=1\" style=\"position:fixed;inset:0\">坚持就是胜利</a>",
    "<style>*{display:none}</style><meta http-equiv=refresh content=0>",
    "{{title}} ${window.ran=1} &lt;b&gt; &amp; <!-- -->",
    "\u{202e}反向\u{2066}隔离\u{200f}\u{feff}零宽\u{200b}空格\u{2069}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 𠮷野家 🏴\u{e0067}\u{e0062}\u{e007f} e\u{301}\u{301}\u{301}",
    "#/library?q=<b>&doc=%00%ff",
    "\u{1b}[31m\u{7}\u{1}\ttab\u{b}",
];

/// A word without an end, longer than any line.
fn long() -> String {
    "统筹W".repeat(700)
}

fn corpus() -> Corpus {
    let texts: Vec<String> = HOSTILE.iter().map(|text| text.to_string()).chain([long()]).collect();
    let document = |(at, text): (usize, &String)| {
        let mut body = vec![Block::paragraph("动态清零"), Block::heading(1, text.as_str())];
        body.extend(texts.iter().cycle().skip(at).take(5).map(Block::paragraph));
        Document {
            id: text.clone(),
            title: text.clone(),
            date: Some(format!("2022-04-{:02}", at + 1)),
            place: vec![text.clone(), format!("{text}/{text}")],
            level: Some(Level::County),
            issuer: Some(text.clone()),
            source: Some(text.clone()),
            genre: Some(Genre::Speech),
            speakers: vec![Speaker {
                name: text.clone(),
                role: Some(text.clone()),
            }],
            lang: Some(text.clone()),
            body,
            derived: [
                ("title".to_string(), text.clone()),
                ("source".to_string(), text.clone()),
            ]
            .into(),
            origin: Some(Origin {
                file: text.clone(),
                sha256: text.clone(),
                encoding: text.clone(),
                part: None,
            }),
            ..Document::default()
        }
    };
    let documents = texts.iter().enumerate().map(document).collect();
    Corpus {
        note: Some(HOSTILE.concat()),
        ..Corpus::new(HOSTILE.concat(), documents)
    }
}

/// No element came out of a text, nothing ran, no link leads out of the page, and no word breaks out of its column.
fn is_harmless(page: &Page) {
    let strange = page.look(
        "[window.ran, Array.from(document.querySelectorAll('#app *')).filter((e) =>
            /^(script|img|iframe|object|embed|base|meta|style|link|textarea|video|audio)$/i.test(e.tagName)
            || e.getAttributeNames().some((name) => /^on|^srcdoc$/i.test(name))
            // Long lists have lengths; nothing else has a style of its own.
            || !/^([a-z-]+: -?[\\d.e-]+px; ?)*$/.test(e.getAttribute('style') ?? '')
            || ['href', 'src', 'action', 'formaction', 'xlink:href'].some((name) =>
                e.hasAttribute(name) && !e.getAttribute(name).startsWith('#'))).map((e) => e.outerHTML)]",
        &[],
    );
    assert_eq!(strange, json!([null, []]));
    assert_eq!(page.overflow(), Vec::<String>::new(), "wider than the window");
}

fn blocks(document: &Document) -> Vec<String> {
    document.body.iter().map(|block| block.text.clone()).collect()
}

#[test]
fn a_corpus_full_of_markup_is_shown_as_text() {
    let Some(built) = Built::find() else { return };
    let corpus = corpus();
    let page = Page::open(&built.page_of("hostile", &corpus));
    for width in [1440, 360] {
        page.resize(width, 900);
        page.follow("");
        let titles: Vec<String> = corpus
            .documents
            .iter()
            .rev()
            .map(|document| document.title.clone())
            .collect();
        page.shows("the titles", titles, |page| page.texts(".row h2"));
        assert_eq!(page.text(".corpus b"), corpus.title);
        assert_eq!(Some(page.text(".corpus .note")), corpus.note);
        is_harmless(&page);
        for (at, document) in corpus.documents.iter().rev().enumerate() {
            page.follow("");
            page.is_usable();
            page.click(&format!(".row:nth-child({}) h2 a", at + 1));
            page.shows("the title", document.title.clone(), |page| {
                page.text("article.sheet h1")
            });
            assert_eq!(page.texts("[id^=block-]"), blocks(document));
            let provenance = page.texts(".provenance dd");
            assert!(
                provenance.iter().any(|fact| fact.starts_with(&document.title)),
                "{provenance:?}"
            );
            assert_eq!(page.look("document.title.endsWith('提法')", &[]), true);
            is_harmless(&page);
        }
    }
    page.was_quiet();
}

#[test]
fn hostile_texts_are_compared_and_searched_as_text() {
    let Some(built) = Built::find() else { return };
    let corpus = corpus();
    let page = Page::open(&built.page_of("hostile-compared", &corpus));
    for pair in corpus.documents.windows(2) {
        // By the lists, as the ids are no part of a link that anybody typed.
        page.follow("#/compare");
        page.has("main.cmp");
        for (field, document) in ["pick-left", "pick-right"].into_iter().zip(pair) {
            page.click(&format!("#{field}"));
            page.has(&format!("#{field}-list .option"));
            page.look(
                "Array.from(document.querySelectorAll(`#${arguments[0]}-list .option`))
                    .find((option) => option.dataset.id === arguments[1]).click()",
                &[json!(field), json!(document.id)],
            );
        }
        for (side, document) in ["left", "right"].into_iter().zip(pair) {
            let mut expected = blocks(document);
            expected.sort();
            page.shows(side, expected, |page| {
                let mut shown = page.texts(&format!(".cell.{side} > :is(h2, p)"));
                shown.sort();
                shown
            });
        }
        is_harmless(&page);
    }
    for text in HOSTILE {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for field in ["q", "date", "slogan", "hide"] {
            page.follow(&format!("#/library?{field}={encoded}"));
            page.has(".bar h1");
            is_harmless(&page);
        }
        page.follow(&format!("#/read?doc=no{encoded}"));
        page.shows("the id that is not there", true, |page| {
            page.text("main h1").contains(&format!("no{text}"))
        });
        is_harmless(&page);
    }
    page.was_quiet();
}
