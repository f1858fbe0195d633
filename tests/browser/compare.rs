//! Two speeches side by side.

use tifa::corpus::Document;

use crate::built::sample;
use crate::everywhere;
use crate::page::{DOWN, ENTER, ESCAPE, Page, SPACE, UP};

/// A speech of a city, and one of a county three days later that borrows three paragraphs from it.
const CITY: &str = "1bc57a4488ef";
const COUNTY: &str = "bcad399bc70e";

fn document(id: &str) -> Document {
    let found = sample().documents.into_iter().find(|document| document.id == id);
    found.expect("the sample has it")
}

fn texts(document: &Document) -> Vec<String> {
    document.body.iter().map(|block| block.text.clone()).collect()
}

/// The texts of a side, in the order of its rows.
fn side(page: &Page, side: &str) -> Vec<String> {
    page.texts(&format!(".cell.{side} > :is(h2, p)"))
}

/// Picks the two in the library, one with the mouse and one with the keyboard, and goes to compare.
fn compare(page: &Page) {
    let titles = [CITY, COUNTY].map(|id| document(id).title);
    let boxes = page.texts(".row h2");
    let row = boxes
        .iter()
        .position(|title| *title == titles[0])
        .expect("it is listed");
    page.click(&format!(".row:nth-child({}) > input", row + 1));
    page.has(".tray .hint");
    // The other one stands a few rows above it.
    let other = boxes
        .iter()
        .position(|title| *title == titles[1])
        .expect("it is listed");
    for _ in other..row {
        page.press(&[UP]);
    }
    page.press(&[SPACE]);
    page.click(".tray .go");
    page.has("main.cmp .pair");
}

#[test]
fn two_speeches_stand_side_by_side_and_nothing_is_lost() {
    everywhere(|page| {
        compare(page);
        for (name, id) in [("left", CITY), ("right", COUNTY)] {
            let mut shown = side(page, name);
            let mut expected = texts(&document(id));
            // A moved block stands beside its partner's place: the order may differ, the texts may not.
            shown.sort();
            expected.sort();
            assert_eq!(shown, expected, "{name}");
        }
        assert_eq!(page.count("ul.keys"), 2, "the shares of both");
        assert_eq!(rows_that_drift(page), Vec::<String>::new());
    });
}

/// The rows whose two sides do not begin at the same height.
fn rows_that_drift(page: &Page) -> Vec<String> {
    let found = page.look(
        "Array.from(document.querySelectorAll('.pairs > li'), (row) => {
            const sides = Array.from(row.querySelectorAll(':scope > :not(.gut)'), (side) => side.getBoundingClientRect().top);
            return sides.length === 2 && Math.abs(sides[0] - sides[1]) < 1 ? '' : row.textContent;
        }).filter(Boolean)",
        &[],
    );
    serde_json::from_value(found).expect("a list of texts")
}

#[test]
fn what_one_speech_borrowed_from_the_other_is_seen() {
    everywhere(|page| {
        compare(page);
        let (city, county) = (texts(&document(CITY)), texts(&document(COUNTY)));
        let pair = |row: &str| {
            (
                page.text(&format!("{row} .left > p")),
                page.text(&format!("{row} .right > p")),
            )
        };

        // Word for word, at its place.
        let same = page.rows_with("全同");
        assert!(
            same.iter().any(|row| pair(row) == (city[4].clone(), county[7].clone())),
            "{same:?}"
        );

        // With its numbers and dates exchanged, and the name of the other place forgotten in it.
        let filled = page.rows_with("填空");
        let [filled] = filled.as_slice() else {
            panic!("{filled:?}")
        };
        assert_eq!(pair(filled), (city[8].clone(), county[12].clone()));
        assert_eq!(page.texts(&format!("{filled} .left .slot"))[..2], ["4月13日", "26"]);
        assert_eq!(page.texts(&format!("{filled} .right .slot"))[..2], ["4月16日", "9"]);
        assert_eq!(page.texts(".pair .flag"), ["青澜市"]);
        assert_eq!(page.texts(&format!("{filled} .right .flag")), ["青澜市"]);

        // Moved: it is said at both places, and one leads to the other.
        assert_eq!(page.texts(".left.moved > p"), [city[15].clone()]);
        assert_eq!(page.texts(".right.moved > p"), [county[4].clone()]);
        page.click(".left.moved > .tag");
        page.shows("the other place", county[4].clone(), |page| {
            page.text(".pair.current .right > p")
        });
        page.is_in_window(".pair.current");
        // The way back is where the reader is.
        page.press(&[ENTER]);
        page.shows("the first place", city[15].clone(), |page| {
            page.text(".pair.current .left > p")
        });
        page.has(".threads .strong path");
    });
}

#[test]
fn differences_are_gone_through_by_key_and_button() {
    everywhere(|page| {
        compare(page);
        let position = |page: &Page| page.text(".pos .num");
        let total: usize = position(page)
            .rsplit(' ')
            .next()
            .and_then(|total| total.parse().ok())
            .expect("a total");
        assert!(total > 3);
        let first = ".pair.current";
        for (key, at) in [("n", 1), ("n", 2), ("p", 1), ("p", total), ("n", 1)] {
            page.press(&[key]);
            page.shows(key, format!("{at} / {total}"), position);
            page.is_in_window(first);
        }
        page.click(".pos button:last-child");
        page.shows("the next", format!("2 / {total}"), position);
        assert!(page.fragment().contains("row="), "{}", page.fragment());
        page.click(".pos button:first-child");
        page.shows("the previous", format!("1 / {total}"), position);
    });
}

#[test]
fn sides_are_swapped_and_another_speech_is_chosen() {
    everywhere(|page| {
        compare(page);
        page.click("button.swap");
        page.shows("the county on the left", texts(&document(COUNTY)).len(), |page| {
            side(page, "left").len()
        });
        page.shows("the link", true, |page| {
            page.fragment().contains(&format!("a={COUNTY}&b={CITY}"))
        });
        let other = document("7748dc2752cf");
        choose(page, "#pick-right", &other.title);
        page.shows("another on the right", texts(&other).len(), |page| {
            side(page, "right").len()
        });
        page.has(".cell.left");
        page.back();
        page.shows("the first pair", texts(&document(CITY)).len(), |page| {
            side(page, "right").len()
        });
    });
}

/// Chooses a speech by typing its title.
fn choose(page: &Page, field: &str, title: &str) {
    page.click(field);
    page.write(title);
    page.click_on(&format!("{field}-list .option"), title);
}

#[test]
fn a_speech_is_chosen_by_what_is_remembered_of_it() {
    everywhere(|page| {
        page.follow("#/compare");
        page.has("main.cmp");
        let latest = sample()
            .documents
            .into_iter()
            .max_by_key(|document| document.date.clone());
        let latest = latest.expect("there are speeches");
        page.click("#pick-left");
        page.shows("the latest first", latest.title.clone(), |page| {
            page.text("#pick-left-list .option b")
        });
        page.write("2022年4月 青澜");
        let of_april = |document: &&Document| {
            let date = document.date.as_deref().unwrap_or_default();
            date.starts_with("2022-04") && (document.place.concat() + &document.title).contains("青澜")
        };
        let all = sample().documents;
        let mut april: Vec<String> = all
            .iter()
            .filter(of_april)
            .map(|document| document.title.clone())
            .collect();
        april.sort();
        assert!(!april.is_empty());
        page.shows("those of April", april, |page| {
            let mut shown = page.texts("#pick-left-list .option b");
            shown.sort();
            shown
        });
        page.press(&[DOWN, ENTER]);
        page.has_no("#pick-left-list");
        page.shows("a link", true, |page| page.fragment().contains("a="));
        let title = |page: &Page| page.look("document.getElementById('pick-left').value", &[]);
        let chosen = title(page);
        assert_ne!(chosen, "");
        // What is typed and not picked is forgotten.
        page.click("#pick-left");
        page.write("查无此篇");
        page.has(".chooser .none");
        page.press(&["\u{e004}"]);
        page.shows("the title", chosen, title);
        // The nearest to the left one are offered on the right.
        page.click("#pick-right");
        page.shows("groups", 2, |page| page.count("#pick-right-list [role=group]"));
        page.click("#pick-right-list .option");
        page.has(".pair .cell.right");
    });
}

#[test]
fn one_kind_of_place_is_gone_through_alone() {
    everywhere(|page| {
        compare(page);
        let slots: usize = chip(page, "填空").parse().expect("a number");
        assert!(slots > 1);
        page.click_on(".chips button", "填空");
        page.shows("the first slot", format!("1 / {slots}"), |page| page.text(".pos .num"));
        page.shows(
            "both sides of it",
            vec!["4月13日".to_string(), "4月16日".to_string()],
            |page| page.texts(".here"),
        );
        page.press(&["n"]);
        page.shows("the second", format!("2 / {slots}"), |page| page.text(".pos .num"));
        page.click_on(".chips button", "疑似遗留");
        page.shows("the leftover", vec!["青澜市".to_string()], |page| {
            page.texts(".here.flag, .flag.here, .here .flag")
        });
    });
}

/// The number on a chip.
fn chip(page: &Page, words: &str) -> String {
    let chips = page.texts(".chips button");
    let chip = chips.iter().find(|chip| chip.contains(words)).expect("a chip");
    chip.rsplit(' ').next().unwrap_or_default().to_string()
}

#[test]
fn rows_and_kinds_are_left_out_and_the_reader_is_told() {
    everywhere(|page| {
        compare(page);
        let rows = page.count(".pair");
        let shown = texts(&document(CITY)).concat();
        assert_eq!(side(page, "left").len(), texts(&document(CITY)).len());
        page.click_on(".segments button", "只看不同");
        page.has(".fold");
        assert!(page.count(".pair") < rows);
        page.click(".fold button");
        page.has_no(".fold:nth-child(1) button");
        page.click_on(".segments button", "全部");
        page.has_no(".fold");
        // Dimmed, hidden, shown again.
        let own = ".head:first-child .keys li:last-child button";
        page.click(own);
        page.has(".pairs.dim-own");
        page.click(own);
        page.has(".cell.left .gone");
        assert!(page.fragment().contains("drop=own"), "{}", page.fragment());
        page.click(own);
        page.has_no(".gone");
        let mut again = side(page, "left");
        again.sort();
        let mut whole = texts(&document(CITY));
        whole.sort();
        assert_eq!((again, shown.is_empty()), (whole, false));
        let shares = page.texts(".head:first-child .keys b");
        let sum: usize = shares
            .iter()
            .map(|share| share.trim_matches(['<', '%']).parse::<usize>().unwrap_or_default())
            .sum();
        assert_eq!(sum, 100, "{shares:?}");
    });
}

#[test]
fn two_blocks_are_pinned_and_let_go() {
    everywhere(|page| {
        compare(page);
        let pin = |page: &Page, side: &str, block: usize| {
            page.point_at(&format!(".cell.{side} [data-block='{block}']"));
            page.click(&format!(".cell.{side} [data-block='{block}'] + .tool .pin"));
        };
        pin(page, "left", 2);
        page.has(".picking");
        page.press(&[ESCAPE]);
        page.has_no(".picking");
        pin(page, "left", 2);
        page.has(".picking");
        pin(page, "right", 3);
        page.has(".pinned");
        assert!(page.fragment().contains("pin=2.3"), "{}", page.fragment());
        page.click(".pinned");
        page.has_no(".pinned");
    });
}

#[test]
fn a_side_is_seen_from_end_to_end_and_leads_everywhere() {
    everywhere(|page| {
        compare(page);
        let at = |page: &Page| {
            page.attribute(".strip.left", "aria-valuenow")
                .parse::<f64>()
                .unwrap_or_default()
        };
        page.tab_to(".strip.left", "");
        page.press(&["\u{e010}"]);
        page.shows("the end", true, |page| at(page) > 60.0);
        page.press(&["\u{e011}"]);
        page.shows("the beginning", true, |page| at(page) < 50.0);
    });
}

#[test]
fn settings_are_changed_and_put_back() {
    everywhere(|page| {
        compare(page);
        page.click(".terms summary");
        page.click_on(".terms label", "数字");
        page.shows("the link", true, |page| page.fragment().contains("ignore=numbers"));
        page.click_on(".terms button", "恢复默认");
        page.shows("the link", false, |page| page.fragment().contains("ignore"));
    });
}

#[test]
fn a_slogan_is_found_on_both_sides() {
    everywhere(|page| {
        compare(page);
        page.click(".both summary");
        page.click(".lists section:nth-child(2) li button");
        page.has(".lit");
        assert!(page.count(".cell.left .lit") > 0 && page.count(".cell.right .lit") > 0);
        page.click_on(".chips button", "×");
        page.has_no(".lit");
    });
}

#[test]
fn another_column_begins_at_the_same_place() {
    everywhere(|page| {
        compare(page);
        page.click("#pick-right");
        page.shows("groups of columns", 2, |page| {
            page.count("#pick-right-list [role=group]")
        });
        page.press(&[ESCAPE]);
        page.has_no("#pick-right-list");
        page.click(".head > .meta");
        page.press(&["]"]);
        page.shows("another speech", false, |page| {
            page.fragment().contains(&format!("b={COUNTY}"))
        });
        page.has(".pair .cell.right");
    });
}
