//! Filters, picked speeches and saved views.

use serde_json::json;
use tifa::corpus::{self, Document};

use crate::built::{Built, sample};
use crate::import::{download, is_kept};
use crate::page::{ENTER, Page};
use crate::{everywhere, from_a_disk};

const RIGHT: &str = "\u{e014}";
const LEFT: &str = "\u{e012}";
const ESCAPE: &str = "\u{e00c}";

/// How many speeches there are of a time.
fn of(pass: impl Fn(&str) -> bool) -> usize {
    let dates = sample().documents.into_iter().filter_map(|document| document.date);
    dates.filter(|date| pass(date)).count()
}

fn found(page: &Page) -> usize {
    let heading = page.text(".bar h1");
    let number = heading.split([' ', '篇']).next().unwrap_or_default();
    number.parse().unwrap_or_default()
}

fn chips(page: &Page) -> Vec<String> {
    page.texts(".bar .chip")
}

fn bar(period: &str) -> String {
    format!(".bars [data-period='{period}'] .bed")
}

#[test]
fn a_period_is_drawn_over_the_bars_and_given_up() {
    everywhere(|page| {
        let all = sample().documents.len();
        page.shows("a bar for each year", 4, |page| page.count(".bars .bed"));
        page.draw(&bar("2021"), &bar("2022"));
        let both = of(|date| date.starts_with("2021") || date.starts_with("2022"));
        page.shows("both years", both, found);
        page.shows("the link", "#/library?date=2021..2022".to_string(), Page::fragment);
        page.shows("a chip", vec!["2021年—2022年×".to_string()], chips);
        page.shows("two bars", 2, |page| page.count(".bars g.in"));
        // One year shows its months, and has its neighbours beside it.
        page.click(&bar("2022"));
        page.shows("the months", 12, |page| page.count(".bars .bed"));
        page.click(".year .icon[aria-label='上一年']");
        page.shows("the year before", of(|date| date.starts_with("2021")), found);
        page.click(".year .icon[aria-label='下一年']");
        page.draw(&bar("2022-03"), &bar("2022-06"));
        let spring = of(|date| ("2022-03".."2022-07").contains(&date));
        page.shows("the spring", spring, found);
        page.shows("a chip", vec!["2022年3月—6月×".to_string()], chips);
        // The one that is chosen is given up by another click.
        page.click(&bar("2022-04"));
        page.shows("one month", of(|date| date.starts_with("2022-04")), found);
        page.click(&bar("2022-04"));
        page.shows("all again", all, found);
        page.shows("the years", 4, |page| page.count(".bars .bed"));
        page.click(&bar("2020"));
        page.click(".chip");
        page.shows("all again", all, found);
    });
}

#[test]
fn a_period_is_marked_by_keys_and_typed() {
    from_a_disk(|page| {
        page.press(&["/"]);
        page.tab_to(".handle", "");
        let says = |page: &Page| page.look("document.activeElement.getAttribute('aria-valuetext')", &[]);
        page.press(&[RIGHT]);
        page.shows("without the first year", of(|date| date >= "2021"), found);
        page.shows("what is said", json!("2021年1月"), says);
        page.press(&[LEFT, RIGHT, RIGHT]);
        page.shows("from 2022", of(|date| date >= "2022"), found);
        page.press(&[ESCAPE]);
        page.shows("all", sample().documents.len(), found);

        page.click(".typed label:first-child input");
        page.write(&format!("2021年6月{ENTER}"));
        page.shows("the link", "#/library?date=2021-06..".to_string(), Page::fragment);
        page.shows("since June", of(|date| date >= "2021-06"), found);
        page.shows("a chip", vec!["2021年6月起×".to_string()], chips);
        page.click(".typed label:nth-child(2) input");
        page.write(&format!("昨天{ENTER}"));
        page.has(".typed [aria-invalid=true]");
        page.has(".typed .wrong");
        page.shows("what is good stays", of(|date| date >= "2021-06"), found);
        page.look("document.activeElement.select()", &[]);
        page.write(&format!("2021{ENTER}"));
        page.has_no(".typed .wrong");
        page.shows(
            "until the end of the year",
            of(|date| ("2021-06".."2022").contains(&date)),
            found,
        );
    });
}

#[test]
fn places_are_a_tree_and_facets_unfold() {
    from_a_disk(|page| {
        let places = |page: &Page| page.texts(".of-place li label > span:first-of-type");
        page.shows("the provinces", 3, |page| places(page).len());
        page.click_on(".of-place li:has(.turn) .turn[aria-label='展开 云岭省']", "");
        page.shows("their cities", true, |page| {
            places(page).contains(&"青澜市".to_string())
        });
        page.click_on(".of-place label", "青澜市");
        let here = |document: &&Document| {
            document
                .place
                .get(1)
                .is_some_and(|city| city == "青澜市" || city == "青瀾市")
        };
        let count = sample().documents.iter().filter(here).count();
        page.shows("those of the city and of what is in it", count, found);
        page.reload();
        page.shows("it is seen again", true, |page| {
            places(page).contains(&"青澜市".to_string())
        });
        // What tells nothing apart is not there, what is rarer is folded.
        page.shows("one length", 0, |page| page.count(".of-length"));
        page.click(".chip");
        page.has(".of-length");
        page.has_no(".of-length li");
        page.click(".of-length summary");
        page.click_on(".of-length label", "1,000–2,999 字");
        page.shows("a chip", vec!["1,000–2,999 字×".to_string()], chips);
    });
}

#[test]
fn a_value_is_found_among_many() {
    from_a_disk(|page| {
        let slogans = ".of-slogan li label > span:first-of-type";
        page.shows("a few", 8, |page| page.count(slogans));
        page.click_on(".of-slogan button.quiet", "全部");
        page.click(".of-slogan .find-value");
        page.write("wfsr");
        page.shows("by pinyin", true, |page| {
            let found = page.texts(slogans);
            !found.is_empty() && found.iter().all(|slogan| slogan.contains("外防输入"))
        });
        page.click_on(".of-slogan label", "外防输入");
        page.has(".bar .chip");
        // Counts of what is found follow the other filters.
        let counted = |page: &Page| page.texts(".of-slogan li .num").first().cloned().unwrap_or_default();
        let before = counted(page);
        page.look("scrollTo(0, 0)", &[]);
        page.click(&bar("2022"));
        page.shows("fewer", true, |page| counted(page) != before);
    });
}

#[test]
fn picked_speeches_are_looked_at_alone_and_exported() {
    let Some(built) = Built::find() else { return };
    let page = Page::open(&built.page());
    for row in 1..=3 {
        page.click(&format!(".row:nth-child({row}) input"));
    }
    page.shows("three", "已选 3 篇".to_string(), |page| page.text(".tray span"));
    page.has_no(".tray .hint");
    let titles: Vec<String> = page.texts(".row h2").into_iter().take(3).collect();
    let lines = download(&page, "jsonl", || {
        page.click_on(".tray button", "导出");
        page.click_on("#save-picked label", "JSON Lines");
        page.click("#save-picked .go");
    });
    assert_eq!(lines.lines().filter(|line| line.contains("\"body\"")).count(), 3);
    for title in &titles {
        assert!(lines.contains(title.as_str()), "{title}");
    }
    // Their slogans alone.
    page.click_on(".tray a", "看它们的提法");
    page.has(".slogan-table");
    page.shows("a chip", vec!["选定的 3 篇×".to_string()], |page| {
        page.texts(".chip")
    });
    page.back();
    page.click_on(".tray a", "只看这些");
    page.shows("three", 3, found);
    page.shows("their titles", titles, |page| page.texts(".row h2"));
    page.has_no(".tray:not(.toast)");
    page.click(".chip");
    page.shows("all", sample().documents.len(), found);
    // All that is found at once, and no longer.
    page.click(&bar("2021"));
    let of_2021 = of(|date| date.starts_with("2021"));
    page.shows("a year", of_2021, found);
    page.click(".pick-all");
    page.shows("all of them", format!("已选 {of_2021} 篇"), |page| {
        page.text(".tray:not(.toast) span")
    });
    page.click(".pick-all");
    page.has_no(".tray:not(.toast)");
    page.was_quiet();
}

#[test]
fn a_view_is_kept_under_a_name_and_travels_with_the_page() {
    let Some(built) = Built::find() else { return };
    let page = Page::open(&built.page());
    page.follow("#/library?q=疫情&sort=oldest&date=2022");
    page.has(".row");
    let names = |page: &Page| page.texts(".views li a");
    page.click(".views summary");
    let name = page.look("document.querySelector('.views input').value", &[]);
    assert_eq!(name, "疫情 · 2022年");
    page.click(".views form button");
    page.shows("the view", vec!["疫情 · 2022年".to_string()], names);
    page.has(".views [aria-current=true]");
    is_kept(&page);
    page.follow("");
    page.has(".row");
    page.click(".views summary");
    page.click(".views li a");
    page.shows(
        "the link",
        "#/library?q=疫情&sort=oldest&date=2022".to_string(),
        Page::fragment,
    );
    let html = crate::import::save_page(&page);
    let json = tifa::page::extract(&html).expect("a whole page");
    let (saved, _) = corpus::read(&json).expect("a corpus");
    assert_eq!(saved.views.len(), 1);
    page.click(".views summary");
    page.click(".views li .icon");
    page.shows("none", 0, |page| page.count(".views li"));
    page.was_quiet();
}
