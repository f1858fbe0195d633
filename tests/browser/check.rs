//! One speech against all others, who else said a passage, and both on paper and as files.

use serde_json::json;
use tifa::corpus::Document;

use crate::built::sample;
use crate::import::download;
use crate::lexicon::select;
use crate::page::{ENTER, ESCAPE, Page};
use crate::{everywhere, from_a_disk};

/// A speech of a city, and one of a county three days later that borrows three paragraphs from it.
const CITY: &str = "1bc57a4488ef";
const COUNTY: &str = "bcad399bc70e";

/// Words that the county borrowed, and words of its own.
const BORROWED: &str = "有的卡口白天查得紧";
const OWN: &str = "不怕滩头水急";

fn document(id: &str) -> Document {
    let found = sample().documents.into_iter().find(|document| document.id == id);
    found.expect("the sample has it")
}

/// Goes from the reader to the check.
fn check(page: &Page) {
    page.follow(&format!("#/read?doc={COUNTY}"));
    page.click_on(".provenance a", "查重");
    page.has("main.check .sheet");
}

fn numbers(page: &Page, css: &str) -> Vec<usize> {
    let texts = page.texts(css);
    texts
        .iter()
        .filter_map(|text| text.trim_end_matches('%').parse().ok())
        .collect()
}

#[test]
fn a_speech_is_checked_against_all_others() {
    everywhere(|page| {
        check(page);
        let (city, county) = (document(CITY), document(COUNTY));
        assert_eq!(page.text("h1"), county.title);
        let shares = numbers(page, ".keys b");
        assert_eq!((shares.len(), shares.iter().sum::<usize>()), (4, 100), "{shares:?}");
        // The whole text stands there, with the numbers of its passages.
        let shown = page.look(
            "Array.from(document.querySelectorAll('[data-block]'), (block) => {
                const copy = block.cloneNode(true);
                copy.querySelectorAll('sup').forEach((number) => number.remove());
                return copy.textContent;
            })",
            &[],
        );
        let texts: Vec<&str> = county.body.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(shown, json!(texts));
        assert!(page.texts(".copied").iter().any(|passage| passage.contains(BORROWED)));
        assert!(!page.texts(".copied").iter().any(|passage| passage.contains(OWN)));
        // Its source, and the passages of it.
        assert_eq!(page.texts(".source b"), std::slice::from_ref(&city.title));
        let passages = page.count(".copied[id]");
        assert!(passages >= 3);
        page.click(".source button");
        page.has(".source.chosen");
        page.shows("the first passage", format!("1 / {passages}"), |page| {
            page.text(".pos .num")
        });
        page.press(&["n"]);
        page.shows("the next", format!("2 / {passages}"), |page| page.text(".pos .num"));
        page.is_in_window(".copied.current");
        // A link restores the place.
        page.reload();
        page.shows("the same", format!("2 / {passages}"), |page| page.text(".pos .num"));
        assert_eq!(page.overflow(), Vec::<String>::new());
        // Side by side at the first passage.
        page.click_on(".source a", "并排对照");
        page.has("main.cmp .pair");
        let link = page.fragment();
        assert!(
            link.contains(&format!("a={COUNTY}&b={CITY}")) && link.contains("row=a4."),
            "{link}"
        );
    });
}

#[test]
fn who_else_said_it_is_told_by_date() {
    everywhere(|page| {
        check(page);
        // From a note beside the text, and back to it.
        page.look("(document.querySelector('.beside button').focus(), 0)", &[]);
        page.press(&[ENTER]);
        page.has(".drawer .places");
        let titles = [CITY, COUNTY].map(|id| document(id).title);
        assert_eq!(page.texts(".places h3"), titles);
        assert_eq!(page.text(".places li:first-child .badge"), "最早");
        assert_eq!(page.text(".places li:last-child .badge"), "此处");
        page.press(&[ESCAPE]);
        page.has_no(".drawer");
        page.shows("the focus on the note", json!(true), |page| {
            page.look("document.activeElement.matches('.beside button')", &[])
        });
        page.shows("the link without it", false, |page| page.fragment().contains("who="));

        // What is selected, by key; the answer is in the link.
        select(page, BORROWED, false);
        page.has("#who");
        page.press(&["w"]);
        page.shows("what was asked", BORROWED.to_string(), |page| {
            page.text(".drawer blockquote")
        });
        page.reload();
        page.shows("the same", 2, |page| page.count(".places > li"));
        page.click(".places li:first-child h3 a");
        page.shows("the other speech", titles[0].clone(), |page| {
            page.text("article.sheet h1")
        });
        page.has_no(".drawer");
        page.is_in_window("#block-4");

        // Nobody else.
        page.follow(&format!("#/read?doc={COUNTY}"));
        page.has("article.sheet");
        select(page, OWN, true);
        page.click("#who");
        page.shows("nobody", true, |page| page.text(".drawer .meta").contains("没有别处"));
    });
}

#[test]
fn a_passage_is_copied_with_its_source() {
    everywhere(|page| {
        page.follow(&format!("#/read?doc={CITY}"));
        page.has("article.sheet");
        select(page, BORROWED, false);
        page.has("#cite");
        page.press(&["c"]);
        page.shows("a word on it", true, |page| page.text(".toast").contains("已复制"));
        page.press(&["/"]);
        page.look("(document.querySelector('#search').focus(), 0)", &[]);
        page.write("\u{e009}v");
        let city = document(CITY);
        let date = city.date.clone().unwrap_or_default();
        let source = format!(
            "{BORROWED}——《{}》，{}，{date}，第 5 段",
            city.title, city.speakers[0].name
        );
        page.shows("text and source", true, |page| {
            let pasted = page.look("document.querySelector('#search').value", &[]);
            let pasted = pasted.as_str().unwrap_or_default();
            let on_the_web = page.look("location.protocol", &[]) != json!("file:");
            pasted.starts_with(&source) && pasted.contains("#/read?doc=") == on_the_web
        });
    });
}

#[test]
fn the_reader_names_the_nearest_speeches() {
    from_a_disk(|page| {
        page.follow(&format!("#/read?doc={COUNTY}"));
        page.has(".near");
        assert_eq!(page.text(".near li a"), document(CITY).title);
        page.click(".near li a.quiet");
        page.has("main.cmp .pair");
        assert!(
            page.fragment().contains(&format!("a={COUNTY}&b={CITY}")),
            "{}",
            page.fragment()
        );
    });
}

#[test]
fn the_answers_are_saved_as_files() {
    from_a_disk(|page| {
        check(page);
        let save = |page: &Page, ending: &str, words: &str| {
            let text = download(page, ending, || {
                page.look("(document.querySelector('.deeds .menu').open = true, 0)", &[]);
                page.click_on(".deeds .menu button", words);
            });
            page.shows("a word on it", true, |page| page.text(".toast").contains(ending));
            text
        };
        let table = save(page, "csv", "CSV");
        assert_eq!(table.lines().count(), 1 + page.count(".footnotes ul li"));
        assert!(table.contains(&document(CITY).title));
        is_a_report(&save(page, "html", "HTML"), BORROWED);
    });
    from_a_disk(|page| {
        page.follow(&format!("#/compare?a={CITY}&b={COUNTY}"));
        page.has("main.cmp .pair");
        let rows = page.count("[id^=row-]");
        let save = |page: &Page, ending: &str, words: &str| {
            download(page, ending, || {
                page.look("(document.querySelector('.deeds .menu').open = true, 0)", &[]);
                page.click_on(".deeds .menu button", words);
            })
        };
        let data: serde_json::Value = serde_json::from_str(&save(page, "json", "JSON")).expect("JSON");
        assert_eq!(data["rows"].as_array().map(Vec::len), Some(rows));
        assert_eq!(data["left"]["id"], json!(CITY));
        let table = save(page, "csv", "CSV");
        assert_eq!(table.lines().count(), 1 + rows);
        is_a_report(&save(page, "html", "HTML"), &document(CITY).title);
    });
}

/// A report has the words and the looks, and nothing that does anything.
fn is_a_report(html: &str, words: &str) {
    assert!(html.starts_with("<!doctype html>\n<html lang=\"zh-Hans\" class=\"alone\">"));
    assert!(
        html.contains("default-src 'none'; style-src 'sha256-"),
        "{}",
        &html[..800]
    );
    assert!(html.contains(words));
    for gone in ["<script", "<button", "<select", "javascript:", " style=", "href=\"#"] {
        assert!(!html.contains(gone), "{gone}");
    }
}

#[test]
fn on_paper_there_is_the_whole_answer_and_no_button() {
    from_a_disk(|page| {
        check(page);
        page.chrome("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        assert_eq!(page.visible("button.plain, .menu, .pos, .top, .beside"), 0);
        assert!(page.visible(".footnotes > ol > li") >= 3);
        assert_eq!(page.visible(".check [data-block]"), document(COUNTY).body.len());
        page.chrome("Emulation.setEmulatedMedia", json!({ "media": "screen" }));
        page.follow(&format!("#/compare?a={CITY}&b={COUNTY}"));
        page.has("main.cmp .pair");
        page.chrome("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        assert_eq!(page.visible("select, .ctl, .swap"), 0);
        assert_eq!(
            page.texts(".report-head h2"),
            [CITY, COUNTY].map(|id| document(id).title)
        );
        assert_eq!(page.visible(".report-head h2"), 2);
    });
}
