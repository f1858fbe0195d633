//! What the page says when something is wrong with it, with the browser, or with the program.

use std::fs;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;
use tifa::corpus;

use crate::built::{Built, sample};
use crate::driver::retry;
use crate::page::Page;

/// The corpus of a page as it lies in it.
const CORPUS: &str = "id=\"tifa-corpus\"";

/// A single page whose packed corpus was changed.
fn page_with(built: &Built, name: &str, change: impl Fn(&str) -> String) -> Page {
    let html = built.html(&sample());
    let (before, after) = html.split_once(CORPUS).expect("a corpus");
    let (attributes, after) = after.split_once('>').expect("a whole tag");
    let (packed, after) = after.split_once('<').expect("its end");
    let html = format!("{before}{CORPUS}{attributes}>{}<{after}", change(packed));
    let address = built.page_of_html(name, &html);
    Page::closed("zh-CN", &address)
}

/// A page with this JSON for its corpus.
fn page_with_json(built: &Built, name: &str, json: &str) -> Page {
    page_with(built, name, |_| BASE64_STANDARD.encode(json))
}

/// Makes the page run something before its own scripts.
pub fn before_all(page: &Page, script: &str) {
    page.chrome("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
}

/// Something else changes the page, as translators do, and the program no longer finds what it put there.
pub fn crash(page: &Page) {
    let remove = "document.querySelectorAll('.facets *').forEach((part) => part.remove())";
    page.look(remove, &[]);
    page.press(&["/"]);
    page.write("查无此语");
}

/// What a click on «save my data» in a panel saves: the file's name and its text.
pub fn saved(page: &Page, panel: &str) -> (String, String) {
    let folder = page.driver.folder("saved");
    let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
    page.chrome("Browser.setDownloadBehavior", behaviour);
    page.click(&format!("{panel} [data-do=save]"));
    retry("the saved file", || {
        let file = fs::read_dir(&folder)
            .map_err(|error| error.to_string())?
            .flatten()
            .next();
        let file = file.ok_or("nothing saved")?;
        let name = file.file_name().to_string_lossy().into_owned();
        let bytes = fs::read(file.path()).map_err(|error| error.to_string())?;
        // What was cut may end within a character.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if name.ends_with(".crdownload") || text.is_empty() {
            Err(name)
        } else {
            Ok((name, text))
        }
    })
}

#[test]
fn a_corpus_that_cannot_be_read_says_what_and_where() {
    let Some(built) = Built::find() else { return };
    let cases = [
        (
            "cut-json",
            r#"{"schema":"tifa-corpus/1","title":"t","documents":[{"#,
            "JSON",
        ),
        ("no-json", "<html>", "JSON"),
        ("empty", "", "JSON"),
        (
            "other-schema",
            r#"{"schema":"tifa-corpus/99","title":"t","documents":[]}"#,
            "tifa-corpus/1",
        ),
        (
            "no-list",
            r#"{"schema":"tifa-corpus/1","title":"t","documents":7}"#,
            "documents",
        ),
    ];
    for (name, json, what) in cases {
        let page = page_with_json(&built, name, json);
        page.follow("");
        page.has("#tifa-corpus-fault h1");
        page.shows(name, true, |page| {
            page.text("#tifa-corpus-fault .panel-what").contains(what)
        });
        page.has_no("#app main");
        page.was_quiet();
    }
}

#[test]
fn of_a_corpus_that_was_cut_what_is_left_can_be_saved() {
    let Some(built) = Built::find() else { return };
    let page = page_with(&built, "cut", |packed| packed[..packed.len() / 2].to_string());
    page.follow("");
    page.has("#tifa-corpus-fault");
    page.shows("where", true, |page| {
        page.text("#tifa-corpus-fault .panel-what").contains("tifa-corpus")
    });
    let (name, text) = saved(&page, "#tifa-corpus-fault");
    assert_eq!(name, "corpus-incomplete.json");
    let whole = serde_json::to_string(&sample()).expect("JSON");
    assert!(
        text.len() > 1000 && whole.starts_with(text.trim_end_matches('\u{fffd}')),
        "{} bytes",
        text.len()
    );
    assert_eq!(page.foreign_requests(), Vec::<String>::new());
}

#[test]
fn a_document_at_fault_is_named_and_the_others_are_shown() {
    let Some(built) = Built::find() else { return };
    let json = r#"{"schema":"tifa-corpus/1","title":"t","documents":[
        {"id":"a","title":"好","body":[{"text":"一"}]},
        {"id":"b","title":"坏","date":"昨天","body":[{"text":"二"}]},
        {"id":"c","title":7,"body":[{"text":"三"}]},
        {"id":"d","title":"好二","body":[{"text":"四"}]}]}"#;
    let page = page_with_json(&built, "one-at-fault", json);
    page.follow("");
    page.shows("the good ones", vec!["好".to_string(), "好二".to_string()], |page| {
        page.texts(".row h2")
    });
    let faults = page.texts(".faults li");
    assert!(faults[0].starts_with("documents[1].date: "), "{faults:?}");
    assert!(faults[1].starts_with("documents[2].title: "), "{faults:?}");
    page.was_quiet();
}

#[test]
fn without_javascript_the_page_says_so() {
    let Some(built) = Built::find() else { return };
    for language in ["zh-CN", "en-US"] {
        let page = Page::closed(language, &built.page());
        page.chrome("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
        page.follow("");
        page.has("#tifa-noscript");
        assert!(page.text("#tifa-noscript").contains("JavaScript is off"));
        assert_eq!(page.visible(".panel"), 1);
        page.was_quiet();
    }
}

#[test]
fn a_browser_that_is_too_old_is_told() {
    let Some(built) = Built::find() else { return };
    for missing in ["DecompressionStream", "WebAssembly"] {
        let page = Page::closed("en-US", &built.page());
        before_all(&page, &format!("delete globalThis.{missing}"));
        page.follow("");
        page.has("#tifa-unsupported");
        assert_eq!(page.visible(".panel"), 1);
        assert_eq!(
            page.visible("#tifa-unsupported [lang=zh-Hans]"),
            0,
            "one language is enough"
        );
        page.was_quiet();
    }
}

#[test]
fn after_a_crash_the_corpus_can_be_saved_and_the_page_started_again() {
    let Some(built) = Built::find() else { return };
    let page = Page::open(&built.page());
    crash(&page);
    page.has("#tifa-crashed");
    page.shows("what happened", true, |page| {
        page.text("#tifa-crashed .panel-what").contains("panicked at")
    });
    assert_eq!(page.visible(".panel"), 1);
    let (name, text) = saved(&page, "#tifa-crashed");
    assert_eq!(name, "corpus.json");
    let (read, faults) = corpus::read(&text).expect("the corpus");
    assert_eq!((read, faults), (sample(), vec![]));
    page.click("#tifa-crashed [data-do=again]");
    page.shows("the library again", 22, |page| page.count(".row"));
    page.has_no(".panel");
    assert_eq!(page.fragment(), "", "the link that led to the crash is forgotten");
}

#[test]
fn a_damaged_program_says_so() {
    let Some(built) = Built::find() else { return };
    let html = built.html(&sample());
    let (before, after) = html.split_once("id=\"tifa-wasm\">").expect("a program");
    let (_, after) = after.split_once('<').expect("its end");
    let damaged = format!(
        "{before}id=\"tifa-wasm\">{}<{after}",
        BASE64_STANDARD.encode("no program")
    );
    let page = Page::closed("zh-CN", &built.page_of_html("damaged", &damaged));
    page.follow("");
    page.has("#tifa-crashed");
    assert!(page.text("#tifa-crashed .panel-what").contains("tifa-wasm"));
    let (_, text) = saved(&page, "#tifa-crashed");
    assert!(corpus::read(&text).is_ok());
}
