//! Reading one speech.

use serde_json::json;
use tifa::corpus::Document;
use tifa::lexicon::{Lexicon, Matcher};
use tifa::text::units::Units;

use crate::built::sample;
use crate::everywhere;
use crate::page::{DOWN, ENTER, Page};

/// A speech with an outline, slogans of several categories, and one that comes back.
const TITLE: &str = "在全市推动高质量发展大会上的讲话";

fn speech() -> Document {
    let found = sample().documents.into_iter().find(|document| document.title == TITLE);
    found.expect("the sample has it")
}

/// Opens the speech as one without a mouse does.
fn open(page: &Page) {
    page.tab_to(".row h2 a", "");
    // In a list the arrows lead from row to row.
    let here = || page.look("document.activeElement.textContent", &[]) == json!(TITLE);
    for _ in sample().documents {
        if here() {
            break;
        }
        page.press(&[DOWN]);
    }
    assert!(here(), "the arrows never came to {TITLE}");
    page.press(&[ENTER]);
    page.shows("the speech", TITLE.to_string(), |page| page.text("article.sheet h1"));
}

/// The number of the mark that the reader stands at.
fn current(page: &Page) -> String {
    page.attribute("mark.sl.current", "data-mark")
}

#[test]
fn a_speech_is_opened_by_keyboard_and_shown_whole_with_its_slogans() {
    everywhere(|page| {
        open(page);
        let speech = speech();
        let texts: Vec<String> = speech.body.iter().map(|block| block.text.clone()).collect();
        page.shows("the whole text", texts, |page| page.texts("[id^=block-]"));
        // The marks are those that the engine finds, with its lexicon, in each block.
        let matcher = Matcher::new(&Lexicon::built_in());
        let slogans = matcher.marks(&Units::of(&speech)).len();
        assert!(slogans > 10);
        page.shows("the slogans", slogans, |page| page.count("mark.sl"));
        assert!(page.text(".provenance").contains("苏晓棠"));
        assert_eq!(page.attribute("article.sheet", "lang"), "zh-Hans");
    });
}

#[test]
fn a_slogan_has_a_card_and_leads_to_its_other_uses() {
    everywhere(|page| {
        open(page);
        page.has(".card.hint");
        // Under the mouse the card comes by itself; the address stays.
        let before = page.fragment();
        page.point_at("#mark-2");
        let phrase = page.text("#mark-2");
        page.has(".card.slogan .gloss");
        let lexicon = Lexicon::built_in();
        let entry = lexicon
            .entries
            .iter()
            .find(|entry| entry.phrase == page.text(".card.slogan h3"));
        let entry = entry.unwrap_or_else(|| panic!("no entry for {phrase}"));
        assert_eq!(page.text(".card.slogan .gloss"), entry.gloss_en);
        assert_eq!(page.text(".card.slogan .py"), entry.pinyin);
        assert_eq!(page.fragment(), before);

        // N and P go through all slogans, and round at the ends.
        let last = (page.count("mark.sl") - 1).to_string();
        for (key, at) in [("n", "0"), ("n", "1"), ("p", "0"), ("p", &last), ("n", "0")] {
            page.press(&[key]);
            page.shows(key, at.to_string(), current);
            page.shows("the link", true, |page| {
                page.fragment().ends_with(&format!("mark={at}"))
            });
        }
        page.is_in_window("mark.sl.current");

        // The buttons of the card go through the uses of one slogan.
        let (first, uses) = repeated(page);
        page.click(&format!("#mark-{first}"));
        page.shows("the first use", format!("第 1 处，共 {uses} 处"), |page| {
            page.text(".steps .num")
        });
        let phrase = page.text(".card.slogan h3");
        // Those inside of longer slogans count, too.
        let found = Matcher::new(&lexicon).find(&Units::of(&speech()));
        let all = found
            .iter()
            .filter(|found| lexicon.entries[found.entry].phrase == phrase);
        assert!(page.text(".card.slogan").contains(&format!("本篇 {} 次", all.count())));
        page.click(".steps button:last-child");
        page.shows("the second use", format!("第 2 处，共 {uses} 处"), |page| {
            page.text(".steps .num")
        });
        page.is_in_window("mark.sl.current");
        assert_eq!(page.text(".card.slogan h3"), phrase);
        page.click(".steps button:first-child");
        page.shows("the first use again", first.to_string(), current);

        // The speeches that use it.
        page.click(".card.slogan .filter a");
        page.shows("a chip", vec![format!("{phrase}×")], |page| page.texts(".chip"));
        page.shows("this speech among them", true, |page| {
            page.texts(".row h2").contains(&TITLE.to_string())
        });
    });
}

/// The first use of a slogan that the speech uses more than once, and how often it does.
fn repeated(page: &Page) -> (usize, usize) {
    let texts = page.texts("mark.sl");
    let uses = |text: &String| texts.iter().filter(|other| *other == text).count();
    let first = texts
        .iter()
        .position(|text| uses(text) > 1)
        .expect("a slogan used twice");
    (first, uses(&texts[first]))
}

#[test]
fn a_category_is_switched_off_and_on() {
    everywhere(|page| {
        open(page);
        page.has("mark.sl");
        let all = page.count("mark.sl");
        let button = ".legend button";
        let off: usize = page.text(&format!("{button} .num")).parse().expect("a count");
        page.tab_to(button, "");
        page.press(&[ENTER]);
        page.shows("fewer marks", all - off, |page| page.count("mark.sl"));
        assert_eq!(page.attribute(button, "aria-pressed"), "false");
        page.reload();
        page.shows("fewer marks still", all - off, |page| page.count("mark.sl"));
        page.click(button);
        page.shows("all marks", all, |page| page.count("mark.sl"));
    });
}

#[test]
fn the_outline_leads_into_the_text() {
    everywhere(|page| {
        open(page);
        let speech = speech();
        let mut blocks = speech.body.iter().enumerate();
        let (at, heading) = blocks.rfind(|(_, block)| block.heading.is_some()).expect("headings");
        page.tab_to(".toc button", &heading.text);
        page.press(&[ENTER]);
        page.is_in_window(&format!("#block-{at}"));
        let focus = page.look("document.activeElement.id", &[]);
        assert_eq!(focus, format!("block-{at}"));
    });
}
