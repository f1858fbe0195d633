//! Two speeches side by side.

use tifa::corpus::Document;

use crate::built::sample;
use crate::everywhere;
use crate::page::{Page, SPACE};

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
    page.press(&["/"]);
    page.tab_to(&format!(".row > input[aria-label*='{}']", titles[1]), "");
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
        page.click(".left.moved .tag");
        page.shows("the other place", county[4].clone(), |page| {
            page.text(".pair.current .right > p")
        });
        page.is_in_window(".pair.current");
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
        assert!(page.fragment().contains("diff=1"), "{}", page.fragment());
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
        page.choose("select#pick-right", &other.id);
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
