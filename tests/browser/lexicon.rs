//! Lexicons in the page: words of a speech made a slogan, entries edited, files of entries, proposals decided.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fantoccini::key::Key;
use serde_json::json;
use tifa::corpus::Document;
use tifa::lexicon::{Lexicon, Matcher};
use tifa::text::units::{Units, is_han};

use crate::built::{Built, sample};
use crate::from_a_disk;
use crate::import::{download, is_kept, save_page};
use crate::page::{ENTER, ESCAPE, Page};

/// A speech of the sample.
const SPEECH: &str = "510492aa9ad1";

const LEXICONS: &str = "#/slogans?tab=lexicons";

fn speech() -> Document {
    let found = sample().documents.into_iter().find(|document| document.id == SPEECH);
    found.expect("the sample has it")
}

/// Words of a speech that no slogan covers: six characters of different paragraphs.
fn unmarked() -> Vec<String> {
    let speech = speech();
    let marks = Matcher::new(&Lexicon::built_in()).marks(&Units::of(&speech));
    let covered: BTreeSet<(usize, usize)> = marks
        .iter()
        .flat_map(|mark| (mark.span.start..mark.span.end).map(|at| (mark.span.block, at)))
        .collect();
    let words = speech.body.iter().enumerate().filter_map(|(block, text)| {
        let signs: Vec<char> = text.text.chars().collect();
        let is_free = |at: usize| is_han(signs[at] as u32 as u16) && !covered.contains(&(block, at));
        let start = (1..signs.len().saturating_sub(6)).find(|start| (*start..start + 6).all(is_free))?;
        Some(signs[start..start + 6].iter().collect())
    });
    words.collect()
}

fn read(page: &Page) {
    page.follow(&format!("#/read?doc={SPEECH}"));
    page.has("mark.sl");
}

/// Selects words of the speech: where they begin and end in the window.
pub fn select(page: &Page, words: &str, by_mouse: bool) {
    let script = "((words, select) => {
        const walker = document.createTreeWalker(document.querySelector('article.sheet'), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            walker.currentNode.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            getSelection().removeAllRanges();
            if (select) getSelection().addRange(range);
            const boxes = [...range.getClientRects()];
            const [first, last] = [boxes[0], boxes.at(-1)];
            return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
        }
    })(arguments[0], arguments[1])";
    let corners = page.look(script, &[json!(words), json!(!by_mouse)]);
    if !by_mouse {
        return;
    }
    let corner = |at: usize| corners[at].as_f64().expect("a place in the window").round() as i64;
    let to = |x: i64, y: i64| json!({ "type": "pointerMove", "x": x, "y": y, "duration": 0 });
    let steps = json!([
        to(corner(0), corner(1)),
        { "type": "pointerDown", "button": 0 },
        to(corner(2), corner(3)),
        { "type": "pointerUp", "button": 0 },
    ]);
    let pointer =
        json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps });
    page.driver.vendor("actions".into(), json!({ "actions": [pointer] }));
}

/// What stands in a field.
fn value(page: &Page, css: &str) -> String {
    let value = page.look("document.querySelector(arguments[0])?.value ?? ''", &[json!(css)]);
    value.as_str().unwrap_or_default().to_string()
}

/// Writes a field anew.
fn fill(page: &Page, css: &str, text: &str) {
    page.look("(document.querySelector(arguments[0]).select(), 0)", &[json!(css)]);
    page.look("(document.querySelector(arguments[0]).focus(), 0)", &[json!(css)]);
    page.write(text);
}

fn save(page: &Page) {
    page.write(&format!("{}{}", char::from(Key::Control), char::from(Key::Enter)));
}

fn marked(page: &Page, words: &str) -> bool {
    page.texts("mark.sl").iter().any(|mark| mark == words)
}

#[test]
fn words_of_a_speech_become_a_slogan_that_stays_and_goes_along() {
    let Some(built) = Built::find() else { return };
    let words = unmarked();
    let [first, second] = &words[..2] else {
        panic!("{words:?}");
    };
    let page = Page::open(&built.page());
    read(&page);
    // With the mouse.
    select(&page, first, true);
    page.click("#collect");
    page.shows("the phrase", first.clone(), |page| value(page, "#entry-phrase"));
    page.choose("#entry-category", "war");
    page.click("#entry .go");
    page.has_no("#entry");
    page.shows("a mark", true, |page| marked(page, first));
    let class = page.look(
        "[...document.querySelectorAll('mark.sl')].find((e) => e.textContent === arguments[0]).className",
        &[json!(first)],
    );
    assert!(class.as_str().is_some_and(|class| class.contains("c-war")), "{class}");
    // By keys; Esc gives up, and the focus is not lost.
    select(&page, second, false);
    page.has("#collect");
    page.press(&["s"]);
    page.shows("the phrase", second.clone(), |page| value(page, "#entry-phrase"));
    page.press(&[ESCAPE]);
    page.has_no("#entry");
    assert_ne!(page.look("document.activeElement.tagName", &[]), "BODY");
    assert!(!marked(&page, second));
    select(&page, second, false);
    page.press(&["s"]);
    page.has("#entry-gloss_en");
    fill(&page, "#entry-gloss_en", "in other words");
    save(&page);
    page.shows("a mark", true, |page| marked(page, second));
    // U takes the last one back, and it can be done again.
    page.press(&["u"]);
    page.shows("no mark", false, |page| marked(page, second));
    assert!(marked(&page, first));

    is_kept(&page);
    page.reload();
    page.shows("the mark again", true, |page| marked(page, first));
    let html = save_page(&page);
    page.was_quiet();
    drop(page);
    let page = Page::open(&built.page_of_html("with-a-lexicon", &html));
    read(&page);
    page.shows("the mark in the new page", true, |page| marked(page, first));
    page.was_quiet();
}

#[test]
fn an_entry_of_the_built_in_lexicon_gets_a_variant() {
    from_a_disk(|page| {
        let words = unmarked().remove(0);
        page.follow(LEXICONS);
        page.click_on(".choose-it", "内置词表");
        page.has(".an-entry");
        fill(page, "#find-entry", "si fang zeren");
        page.shows("one entry", 1, |page| page.count(".an-entry"));
        page.click_on(".an-entry .acts button", "编辑");
        page.shows("its phrase", "四方责任".to_string(), |page| {
            value(page, "#entry-phrase")
        });
        // What cannot be looked for is said beside its field, and nothing is lost.
        fill(page, "#entry-variants", "(筑牢|守牢");
        save(page);
        page.has("#entry .variants.wrong [role=alert]");
        fill(page, "#entry-variants", &words);
        page.has_no("#entry [role=alert]");
        fill(page, "#entry-first_seen", "2022-02-30");
        save(page);
        page.has("#entry .first_seen.wrong [role=alert]");
        fill(page, "#entry-first_seen", "2020-02");
        save(page);
        page.has_no("#entry");
        page.shows("an entry of one's own", true, |page| {
            page.text(".shelf-of li").contains("1 条")
        });
        is_kept(page);
        read(page);
        page.shows("the variant", true, |page| marked(page, &words));
    });
}

#[test]
fn a_lexicon_is_read_from_a_file_and_saved_as_one() {
    from_a_disk(|page| {
        let table = "提法\t类别\n久久为功办实事\t措施\n久久为功办实事\t措施\n\t\n沉下去、干起来\t\n";
        let (bytes, ..) = encoding_rs::GB18030.encode(table);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("干部用语.tsv");
        fs::write(&path, bytes).expect("a file");
        page.follow(LEXICONS);
        page.click_on(".shelf-of button", "导入词表");
        page.give("#tifa-files", &[path.display().to_string()]);
        page.shows(
            "its entries",
            vec!["久久为功办实事".to_string(), "沉下去、干起来".to_string()],
            |page| page.texts(".an-entry h2 .sl"),
        );
        let report = page.text(".report li");
        assert!(report.contains("第 3 行") && report.contains("重复"), "{report}");
        page.click_on(".menu summary", "导出");
        let text = download(page, "csv", || page.click_on(".menu button", "CSV"));
        let (lexicon, faults) = Lexicon::read(&text);
        assert_eq!((lexicon.entries.len(), faults.len()), (2, 0));
        // It can be switched off, and given up, and that taken back.
        page.click(".shelf-of li.chosen [role=switch]");
        page.has(".shelf-of li.chosen.off");
        page.click_on(".lexicon-head button", "删去");
        page.shows("no such lexicon", 0, |page| {
            page.texts(".choose-it b")
                .iter()
                .filter(|name| *name == "干部用语")
                .count()
        });
        page.press(&["u"]);
        page.shows("it is back", 1, |page| {
            page.texts(".choose-it b")
                .iter()
                .filter(|name| *name == "干部用语")
                .count()
        });
    });
}

#[test]
fn one_category_alone_and_plain_text() {
    from_a_disk(|page| {
        read(page);
        let all = page.count("mark.sl");
        let first: usize = page.text(".legend .num").parse().expect("a count");
        page.tab_to(".legend .only", "");
        page.press(&[ENTER]);
        page.shows("those of one category", first, |page| page.count("mark.sl"));
        page.press(&[ENTER]);
        page.shows("all again", all, |page| page.count("mark.sl"));
        page.press(&["t"]);
        page.shows("plain text", 0, |page| page.count("article.sheet mark"));
        page.reload();
        page.has("article.sheet p");
        page.shows("plain text still", 0, |page| page.count("article.sheet mark"));
        page.press(&["t"]);
        page.shows("all again", all, |page| page.count("mark.sl"));
        // The ticks of the ribbon lead along, too.
        page.tab_to(".ribbon", "");
        page.press(&["\u{e015}", "\u{e015}"]);
        page.shows("the second mark", "1".to_string(), |page| {
            page.attribute("mark.sl.current", "data-mark")
        });
    });
}

#[test]
fn proposals_are_decided_by_keys() {
    from_a_disk(|page| {
        page.follow("#/slogans?tab=discover");
        page.has(".proposal.current");
        let phrases = |page: &Page| page.texts(".proposal .phrase");
        let before = phrases(page);
        page.press(&["a"]);
        page.shows("the first is gone", before[1..3].to_vec(), |page| {
            phrases(page)[..2].to_vec()
        });
        page.press(&["x"]);
        page.shows("and the second", before[2..4].to_vec(), |page| {
            phrases(page)[..2].to_vec()
        });
        page.has(".rejected");
        page.press(&["j"]);
        page.shows("the next one", before[3].clone(), |page| {
            page.text(".proposal.current .phrase")
        });
        page.press(&["k"]);
        // Taken back is what was decided last.
        page.press(&["u"]);
        page.shows("the second again", before[1..3].to_vec(), |page| {
            phrases(page)[..2].to_vec()
        });
        page.has_no(".rejected");
        // The first is in the lexicon, and is marked where it stands.
        page.follow(LEXICONS);
        page.shows("the entry", before[0].clone(), |page| page.text(".an-entry h2 .sl"));
        page.follow("#/slogans?tab=discover");
        page.has(".proposal.current");
        assert!(!phrases(page).contains(&before[0]));
        page.click(".proposal.current .examples a");
        page.has("article.sheet .here, mark.sl.current");
    });
}

#[test]
fn nothing_scrolls_sideways() {
    from_a_disk(|page| {
        for width in [320, 800, 1440] {
            page.resize(width, 800);
            for tab in ["lexicons", "discover", "numbered"] {
                page.follow(&format!("#/slogans?tab={tab}"));
                page.has(".an-entry, .proposal, .of-label");
                assert_eq!(page.overflow(), Vec::<String>::new(), "{tab} at {width}");
            }
            page.follow(LEXICONS);
            page.click_on(".lexicon-head button", "新词条");
            page.has("#entry");
            assert_eq!(page.overflow(), Vec::<String>::new(), "the form at {width}");
        }
    });
}
