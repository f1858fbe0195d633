//! Bringing texts in, looking them over, and what can be undone later.

use std::path::Path;

use serde_json::json;

use crate::page::{ENTER, ESCAPE, Page};
use crate::{everywhere, from_a_disk};

/// Speeches of the sample.
const SAMPLE: usize = 22;

/// Two pages with one speech each.
const FILES: [&str; 2] = ["government.txt", "forum.txt"];

fn bring(page: &Page, names: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    let paths: Vec<String> = names
        .iter()
        .map(|name| folder.join(name).display().to_string())
        .collect();
    page.give("#tifa-files", &paths);
    page.has(".intake-foot");
    page.shows("one speech a file", names.len(), |page| page.count(".found .one"));
    page.has(".proof");
}

/// Writes a field anew, as after selecting all that stands in it.
fn fill(page: &Page, css: &str, text: &str) {
    page.look("document.querySelector(arguments[0]).select()", &[json!(css)]);
    page.write(text);
}

fn library(page: &Page, speeches: usize) {
    page.shows("the library", speeches, |page| page.count(".row"));
}

#[test]
fn what_is_brought_is_looked_over_added_and_stays() {
    everywhere(|page| {
        page.click(".top nav a[href^='#/import']");
        page.click_on(".ways button", "选择文件");
        bring(page, &FILES);

        page.click_on(".found .one button", "青禾县");
        page.shows("its title", true, |page| {
            let title = page.look("document.querySelector('#field-title')?.value ?? ''", &[]);
            title.as_str().is_some_and(|title| title.starts_with("青禾县召开"))
        });

        // What was taken out stands struck through, with the reason, and can be put back.
        let struck = |page: &Page| page.count(".proof .struck li s");
        let before = struck(page);
        let share = "分享到";
        assert!(page.texts(".struck s").iter().any(|line| line.contains(share)));
        assert!(!page.texts(".said p").iter().any(|line| line.contains(share)));
        page.look(
            "Array.from(document.querySelectorAll('.struck li')).find((e) => e.textContent.includes(arguments[0])).id = 'share'",
            &[json!(share)],
        );
        // As a reader would who sees the bar below over it.
        page.look(
            "document.getElementById('share').scrollIntoView({ block: 'center', behavior: 'instant' })",
            &[],
        );
        page.click("#share button");
        page.shows("one line less struck", before - 1, struck);
        page.shows("it is in the text", true, |page| {
            page.texts(".said").iter().any(|line| line.contains(share))
        });

        // A date that is none is said to be none at once, and not taken.
        page.look("window.scrollTo(0, 0)", &[]);
        page.click("#field-date");
        fill(page, "#field-date", "2023-02-30");
        page.has(".field.date .says b");
        fill(page, "#field-date", "2023-01-06");
        page.has_no(".field.date .says b");
        page.press(&[ENTER]);
        page.has(".field.date .corrected");

        page.click_on(".intake-foot .go", "2");
        library(page, SAMPLE + 2);
        page.shows("word of it", 1, |page| {
            page.texts(".toast")
                .iter()
                .filter(|words| words.contains("已收入 2 篇"))
                .count()
        });
        page.click(".toast .icon");
        page.reload();
        library(page, SAMPLE + 2);

        page.click_on(".row h2 a", "青禾县");
        page.has(".sheet");
        page.shows("the date", true, |page| {
            page.text(".sheet .meta").contains("2023-01-06")
        });
        page.click_on(".provenance a", "著录与导入记录");
        page.has(".details .proof .struck");
        page.has(".field.date .corrected");
        page.click_on(".details .buttons button", "移出文库");
        library(page, SAMPLE + 1);
        page.click(".toast .undo");
        library(page, SAMPLE + 2);

        // What was taken out can be put back later, too.
        page.click_on(".row h2 a", "青禾县");
        page.click_on(".provenance button", "移出文库");
        library(page, SAMPLE + 1);
        page.reload();
        library(page, SAMPLE + 1);
        page.click_on(".shelf button", "已移出 1 篇");
        page.click_on(".removed button", "放回文库");
        library(page, SAMPLE + 2);
        page.has_no(".removed");
    });
}

#[test]
fn the_keyboard_alone_does_it_all() {
    from_a_disk(|page| {
        page.press(&["5"]);
        page.tab_to(".ways button", "选择文件");
        page.press(&[ENTER]);
        bring(page, &FILES);
        let choices = |page: &Page| (page.count(".found .keep"), page.count(".found .out"));
        page.press(&["x"]);
        page.shows("the first is left out, the second shows", (1, 1), choices);
        page.shows("the second", "true".to_string(), |page| {
            page.attribute(".found .keep button", "aria-current")
        });
        page.press(&["k"]);
        page.shows("the first again", "true".to_string(), |page| {
            page.attribute(".found .out button", "aria-current")
        });
        page.press(&["a"]);
        page.shows("both kept", (2, 0), choices);
        page.has("#field-title");
        page.press(&["e"]);
        page.shows("the focus", json!("field-title"), |page| {
            page.look("document.activeElement.id", &[])
        });
        fill(page, "#field-title", "改过的题名");
        page.press(&[ENTER]);
        page.has(".field.title .corrected");
        page.press(&[ESCAPE, "n", "n"]);
        page.shows("a mark has the focus", json!(true), |page| {
            page.look("document.activeElement.matches('.proof .stop')", &[])
        });
        page.press(&[ESCAPE]);
        page.tab_to(".intake-foot .go", "2");
        page.press(&[ENTER]);
        library(page, SAMPLE + 2);
        page.shows("the new title", 1, |page| {
            page.texts(".row h2")
                .iter()
                .filter(|title| *title == "改过的题名")
                .count()
        });
        page.press(&["u"]);
        library(page, SAMPLE);
        page.press(&["u"]);
        library(page, SAMPLE + 2);
    });
}

#[test]
fn what_is_given_up_leaves_no_trace() {
    from_a_disk(|page| {
        page.follow("#/import");
        page.click_on(".ways button", "选择文件");
        bring(page, &FILES);
        page.click_on(".intake-foot button", "全部放弃");
        page.click_on(".intake-foot button", "继续核对");
        assert_eq!(page.count(".found .one"), 2);
        page.click_on(".intake-foot button", "全部放弃");
        page.click_on(".intake-foot .go", "放弃");
        page.has(".ways");
        page.press(&["1"]);
        library(page, SAMPLE);
        page.reload();
        library(page, SAMPLE);
    });
}

#[test]
fn a_file_in_another_encoding_is_seen_before_it_is_read_anew() {
    from_a_disk(|page| {
        page.follow("#/import");
        page.click_on(".ways button", "选择文件");
        bring(page, &["gb18030.txt"]);
        let title = page.text(".found .title");
        page.click(".of > summary");
        page.choose(".of .encoding select", "Big5");
        page.has(".preview");
        assert_ne!(page.text(".preview"), "");
        assert_eq!(page.text(".found .title"), title, "nothing is read anew yet");
        page.choose(".of .encoding select", "gb18030");
        page.shows("the text", true, |page| page.text(".preview").contains(title.trim()));
        page.click_on(".of .encoding button", "gb18030");
        page.has_no(".preview");
        page.shows("the same again", title.clone(), |page| page.text(".found .title"));
    });
}

#[test]
fn the_review_fits_every_window() {
    from_a_disk(|page| {
        page.follow("#/import");
        page.click_on(".ways button", "选择文件");
        bring(page, &FILES);
        for width in [320, 360, 768, 901, 1181, 1440] {
            page.resize(width, 800);
            assert_eq!(page.overflow(), Vec::<String>::new(), "the list at {width}");
            page.click(".found .one button");
            page.has(".proof .line");
            assert_eq!(page.overflow(), Vec::<String>::new(), "the review at {width}");
            page.press(&[ESCAPE]);
            page.has(".found .one");
        }
    });
}
