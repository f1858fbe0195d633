//! Two languages, two appearances.

use serde_json::json;

use crate::built::Built;
use crate::page::Page;
use crate::{everywhere, from_a_disk};

fn tabs(page: &Page) -> Vec<String> {
    page.texts(".top nav a")
}

fn language(page: &Page) -> String {
    page.attribute("html", "lang")
}

const CHINESE: [&str; 5] = ["文库", "阅读", "对照", "提法", "导入"];
const ENGLISH: [&str; 5] = ["Library", "Reader", "Compare", "Slogans", "Import"];

#[test]
fn the_language_is_switched_and_kept() {
    everywhere(|page| {
        page.shows("Chinese", CHINESE.map(String::from).to_vec(), tabs);
        assert_eq!(language(page), "zh-Hans");
        for (button, tag, expected) in [("en", "en", ENGLISH), ("zh-Hans", "zh-Hans", CHINESE)] {
            page.click(&format!(".tools button[lang={button}]"));
            page.shows(tag, expected.map(String::from).to_vec(), tabs);
            assert_eq!(language(page), tag);
            page.reload();
            page.shows("the same after a reload", expected.map(String::from).to_vec(), tabs);
            assert_eq!(language(page), tag);
        }
    });
}

#[test]
fn the_first_language_is_that_of_the_browser() {
    let Some(built) = Built::find() else { return };
    for (browser, expected) in [("en-US", ENGLISH), ("fr-FR", ENGLISH), ("zh-TW", CHINESE)] {
        let page = Page::open_in(browser, &built.page());
        page.shows(browser, expected.map(String::from).to_vec(), tabs);
        page.was_quiet();
    }
}

/// Is the page darker than its words?
fn is_dark(page: &Page) -> bool {
    let lightness = "['backgroundColor', 'color'].map((name) => getComputedStyle(document.body)[name]
        .match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0))";
    let found = page.look(lightness, &[]);
    found[0].as_f64() < found[1].as_f64()
}

#[test]
fn the_appearance_follows_the_system_or_the_reader() {
    from_a_disk(|page| {
        let button = ".tools button:last-child";
        for (scheme, dark) in [("dark", true), ("light", false)] {
            page.prefer(scheme);
            page.shows(scheme, dark, is_dark);
        }
        // From the system's to the light, the dark, and back.
        for (system, theme, dark) in [("dark", "light", false), ("light", "dark", true), ("light", "", false)] {
            page.prefer(system);
            page.click(button);
            page.shows(theme, dark, is_dark);
            page.reload();
            page.is_usable();
            page.shows("the same after a reload", dark, is_dark);
            assert_eq!(page.attribute("html", "data-theme"), theme);
        }
        let stored = page.look("Object.keys(localStorage).sort()", &[]);
        assert_eq!(stored, json!([]), "what is as it was at first need not be stored");
    });
}
