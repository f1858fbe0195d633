//! The library of many speeches: as a list, as a table, as lines of hits, in time.

use serde_json::json;
use tifa::corpus::{Block, Corpus, Document};

use crate::built::Built;
use crate::page::{ENTER, ESCAPE, Page, SPACE};
use crate::slogans::{lines, saved};

const SPEECHES: usize = 3_000;

/// A phrase that every tenth speech has, three times.
const PHRASE: &str = "修好渠堤";

const DOWN: &str = "\u{e015}";
const PAGE_DOWN: &str = "\u{e00f}";
const HOME: &str = "\u{e011}";
const END: &str = "\u{e010}";
const SHIFT: &str = "\u{e008}";
const RIGHT: &str = "\u{e014}";

/// From 2020-01 to 2024-12; the later the number, the earlier the date.
fn month(i: usize) -> usize {
    59 - i * 60 / SPEECHES
}

fn date(i: usize) -> String {
    let day = 28 - i % 50 / 2;
    format!("{}-{:02}-{day:02}", 2020 + month(i) / 12, month(i) % 12 + 1)
}

fn speech(i: usize) -> Document {
    let mut body = vec![Block::paragraph(format!("这是第{i}篇，说的是塘口县的水。"))];
    if i.is_multiple_of(10) {
        body.extend((1..=3).map(|k| Block::paragraph(format!("第{k}件事，{PHRASE}，入冬以前办完。"))));
    }
    Document {
        id: format!("s{i:04}"),
        title: format!("第{i}篇：在全县冬春水利工作会议上的讲话"),
        date: Some(date(i)),
        body,
        ..Document::default()
    }
}

/// A page with many speeches.
fn many(job: impl Fn(&Page)) {
    let Some(built) = Built::find() else { return };
    let corpus = Corpus::new("许多", (0..SPEECHES).map(speech).collect());
    let page = Page::open(&built.page_of("many-rows", &corpus));
    page.has(".row");
    // The first are there before the last have been read.
    page.shows("all speeches", "3,000 篇".to_string(), |page| page.text(".bar h1"));
    job(&page);
    page.was_quiet();
}

/// Are all places of the window below its bar covered by rows, and are few rows on the page?
fn is_covered(page: &Page) -> bool {
    let covered =
        "((seen) => seen.getBoundingClientRect().bottom >= innerHeight && seen.getBoundingClientRect().top <= 56
        && seen.children.length < 100)(document.querySelector('.rows'))";
    page.look(covered, &[]) == json!(true)
}

/// The number of the row in the middle of the window, from 1.
fn middle(page: &Page) -> usize {
    let row = "document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('[data-row]')?.dataset.row";
    page.look(row, &[])
        .as_str()
        .and_then(|row| row.parse::<usize>().ok())
        .map_or(0, |row| row + 1)
}

fn focused(page: &Page) -> String {
    page.look("document.activeElement.textContent", &[])
        .as_str()
        .unwrap_or_default()
        .to_string()
}

#[test]
fn of_many_rows_those_near_the_window_are_on_the_page_and_it_is_never_empty() {
    many(|page| {
        page.shows("all of them", SPEECHES.to_string(), |page| {
            page.attribute(".row", "aria-setsize")
        });
        assert!(page.text(".row h2").starts_with("第0篇"));
        for share in [0.1, 0.5, 0.52, 0.9, 0.3] {
            page.look(
                "document.scrollingElement.scrollTo({ top: document.scrollingElement.scrollHeight * arguments[0], behavior: 'instant' })",
                &[json!(share)],
            );
            assert!(is_covered(page), "at {share}");
            page.shows("the rows of that place", true, |page| {
                (middle(page) as f64 - SPEECHES as f64 * share).abs() < 12.0
            });
            assert!(is_covered(page), "at {share}");
        }
        // Another question begins at its beginning.
        page.press(&["/"]);
        page.write(PHRASE);
        page.shows("the first of what was found", true, |page| {
            page.count(".row .hit") > 0 && page.text(".row h2").starts_with("第0篇")
        });
        page.is_in_window(".row h2");
        assert!(page.text(".bar h1").contains("300 / 3,000 篇 · 900 处"));
        // However narrow the window is, a hit is seen whole.
        page.resize(360, 800);
        let cut = "[...document.querySelectorAll('.row .hit')].filter((hit) => {
            const words = document.createRange();
            words.selectNodeContents(hit);
            return words.getBoundingClientRect().width > hit.getBoundingClientRect().width;
        }).length";
        page.shows("no hit that is cut", json!(0), |page| page.look(cut, &[]));
        assert!(page.visible(".row .hit") > 0);
    });
}

#[test]
fn keys_lead_to_every_row_and_the_list_is_where_it_was() {
    many(|page| {
        page.tab_to(".row a", "第0篇");
        page.press(&[DOWN, DOWN]);
        page.shows("the third", true, |page| focused(page).starts_with("第2篇"));
        page.press(&[SPACE]);
        page.has(".tray");
        assert_eq!(page.fragment(), "#/library?pick=s0002");
        // The focus comes back with its row, and keys go on from there.
        page.look("window.scrollTo(0, 60000)", &[]);
        page.shows("other rows", true, |page| middle(page) > 400);
        page.press(&[DOWN]);
        page.shows("the fourth", true, |page| focused(page).starts_with("第3篇"));
        page.press(&[PAGE_DOWN]);
        page.shows("a page on", true, |page| !focused(page).starts_with("第3篇"));
        page.press(&[END]);
        page.shows("the last", true, |page| focused(page).starts_with("第2999篇"));
        page.press(&[HOME]);
        page.shows("the first", true, |page| focused(page).starts_with("第0篇"));
        page.press(&[END]);
        page.shows("the last", true, |page| focused(page).starts_with("第2999篇"));
        page.press(&[ENTER]);
        page.has("article.sheet");
        page.back();
        page.shows("the last again", true, |page| {
            page.texts(".row h2")
                .last()
                .is_some_and(|title| title.starts_with("第2999篇"))
        });
        // Tab leaves the list.
        page.tab_to(".row a", "");
        page.press(&[crate::page::TAB]);
        assert_eq!(page.look("!!document.activeElement.closest('.row')", &[]), json!(false));
    });
}

#[test]
fn with_shift_a_run_of_rows_is_picked() {
    let picked = |page: &Page| page.text(".tray [role=status]");
    let first = |page: &Page| page.look("document.querySelector('.row input').checked", &[]);
    many(|page| {
        // The first has nothing to begin at.
        page.hold(SHIFT, |page| page.click(".row[data-row='4'] input"));
        page.shows("one", "已选 1 篇".to_string(), picked);
        page.hold(SHIFT, |page| page.click(".row[data-row='0'] input"));
        page.shows("a run", "已选 5 篇".to_string(), picked);
        assert_eq!(
            page.fragment(),
            "#/library?pick=s0004&pick=s0000&pick=s0001&pick=s0002&pick=s0003"
        );
        assert_eq!(first(page), json!(true));
        page.press(&[DOWN, DOWN]);
        page.hold(SHIFT, |page| page.press(&["x"]));
        page.shows("no longer", "已选 2 篇".to_string(), picked);
        assert_eq!(first(page), json!(false));
    });
}

#[test]
fn a_menu_that_is_left_is_closed() {
    many(|page| {
        let opened = |page: &Page| {
            page.click(".views summary");
            page.has(".views[open] form");
        };
        opened(page);
        page.click(".bar h1");
        page.has_no(".views[open]");
        opened(page);
        page.click(".views form input");
        page.press(&[ESCAPE]);
        page.has_no(".views[open]");
        let focus = "document.activeElement.matches('.views summary')";
        assert_eq!(page.look(focus, &[]), json!(true));
        opened(page);
        page.tab_to(".sort select, .bar select", "");
        page.has_no(".views[open]");
    });
}

#[test]
fn the_table_is_sorted_by_its_heads_and_saved_whole() {
    many(|page| {
        page.click("[data-layout=table]");
        page.has(".row-of");
        assert_eq!(page.attribute(".table", "aria-rowcount"), (SPEECHES + 1).to_string());
        assert_eq!(page.attribute(".heads-of .c-date", "aria-sort"), "descending");
        page.click(".heads-of .c-date button");
        // Of two of one day the one with the smaller id is first.
        page.shows("the oldest first", true, |page| {
            page.text(".row-of .c-title").starts_with("第2998篇")
        });
        page.click(".heads-of .c-length button");
        page.shows(
            "the link",
            "#/library?sort=longest&as=table".to_string(),
            Page::fragment,
        );
        page.click(".columns-of summary");
        page.click_on(".columns-of label", "处数");
        page.has(".heads-of .c-hits");
        page.click_on(".columns-of label", "地区");
        page.has_no(".heads-of .c-place");
        page.click(".columns-of summary");
        page.tab_to(".row-of a", "");
        page.press(&[END]);
        page.shows("the last row", 1, |page| {
            page.count(&format!("[aria-rowindex='{}']", SPEECHES + 1))
        });
        let table = lines(saved(page, ".manner .export", ".csv"));
        assert_eq!(table.len(), SPEECHES + 1);
        assert_eq!(table[0], "题名,日期,体裁,字数,处数,每千字提法");
        // A link restores the columns.
        page.reload();
        page.has(".heads-of .c-hits");
    });
}

#[test]
fn every_hit_has_a_line_that_leads_to_it() {
    many(|page| {
        page.click("[data-layout=lines]");
        page.has(".empty");
        page.press(&["/"]);
        page.write(PHRASE);
        page.has(".lines [role=row]");
        assert_eq!(page.attribute(".lines", "aria-rowcount"), "900");
        for node in page.texts(".lines .node") {
            assert_eq!(node, PHRASE);
        }
        page.tab_to(".lines", "");
        page.press(&[END]);
        page.shows("the last line", 1, |page| page.count(".active[aria-rowindex='900']"));
        page.press(&[ENTER]);
        page.shows("its place", true, |page| {
            let link = page.fragment();
            link.contains("doc=s2990") && link.contains("at=3.5")
        });
        page.is_in_window("mark.hit");
    });
}

#[test]
fn a_bar_leads_to_its_time_and_back() {
    many(|page| {
        page.follow(&format!("#/library?q={PHRASE}&as=timeline"));
        // What has been found until now is there first.
        page.shows("all bars", 60, |page| page.count(".bar-of"));
        page.shows("all that was found", true, |page| {
            page.text(".bar h1").starts_with("300 / 3,000")
        });
        let label = page.attribute(".bar-of:last-of-type", "aria-label");
        assert_eq!(label, "2024年12月：5 篇，占全部 50 篇的 10%；15 处");
        page.tab_to(".bar-of", "");
        page.press(&[RIGHT, RIGHT, ENTER]);
        page.shows(
            "that time",
            "#/library?q=修好渠堤&as=timeline&date=2020-03".to_string(),
            Page::fragment,
        );
        page.shows("the heading", true, |page| {
            page.text(".bar h1").starts_with("5 / 3,000")
        });
        // The others stay, so that one can go on from one to the next.
        page.shows("all bars", 60, |page| page.count(".bar-of"));
        page.press(&[SPACE]);
        page.shows("all times", true, |page| {
            page.text(".bar h1").starts_with("300 / 3,000")
        });
        let table = lines(saved(page, ".plot .quiet:nth-of-type(3)", ".csv"));
        assert_eq!(table.len(), 61);
        assert_eq!(table[60], "2024-12,5,50,0.1000,15");
    });
}
