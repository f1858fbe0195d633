//! Ten thousand speeches feel like ten: whatever a reader does with them, the page answers in between.

use std::collections::BTreeMap;

use serde_json::json;

use crate::built::Built;
use crate::page::Page;

#[path = "../../benches/figures/speeches.rs"]
#[allow(dead_code, reason = "the benchmark uses the rest")]
mod speeches;

const SPEECHES: usize = 10_000;

/// Characters of a speech. Shorter ones than real ones are as many rows, and spare the machine.
const LENGTH: std::ops::Range<usize> = 300..500;

/// A task of the page that takes longer keeps a reader waiting: milliseconds. Fifty are the goal; on processors that are
/// shared with other tests twice as many tell a fault from noise.
const LONG: u64 = 100;

/// How often all of it is done before a long task is believed.
const ATTEMPTS: usize = 4;

/// What is typed: the start of a phrase that most speeches have, and goes on to one that few have.
const TYPED: &str = "人民的生";

/// Runs in the page before its own scripts: notes every long task with what the reader does at the time.
const NOTE: &str = "
    window.tifaDoing = 'loading';
    window.tifaLong = [];
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) tifaLong.push([tifaDoing, Math.round(duration)]);
    }).observe({ type: 'longtask', buffered: true });";

/// Scrolls some windows further in each frame, to the end.
const SCROLL: &str = "
    const done = arguments[arguments.length - 1];
    const list = document.scrollingElement;
    const step = () => {
        const before = list.scrollTop;
        list.scrollBy({ top: innerHeight * 3, behavior: 'instant' });
        if (list.scrollTop > before) requestAnimationFrame(step);
        else setTimeout(() => done(list.scrollTop), 200);
    };
    step();";

/// What was done when the page did not answer, and for how long at the most: milliseconds.
type Long = BTreeMap<String, u64>;

fn doing(page: &Page, what: &str) {
    // The observer is told of a task after it has ended: what has ended belongs to what was done before.
    page.look(
        "new Promise((done) => requestIdleCallback(() => { tifaDoing = arguments[0]; done(true); }, { timeout: 1000 }))",
        &[json!(what)],
    );
}

fn digits(page: &Page, css: &str) -> String {
    let text = page.text(css);
    let first = text.split('·').next().unwrap_or_default();
    first.chars().filter(|c| c.is_ascii_digit() || *c == '/').collect()
}

/// Opens the page, and does with it what readers do.
fn long_tasks(address: &str) -> Long {
    let page = Page::closed("zh-CN", address);
    page.chrome("Page.addScriptToEvaluateOnNewDocument", json!({ "source": NOTE }));
    page.follow("");
    page.shows("all speeches", SPEECHES.to_string(), |page| digits(page, ".bar h1"));
    page.is_usable();
    page.has(".row");

    doing(&page, "typing");
    page.press(&["/"]);
    page.write(TYPED);
    let some = |page: &Page| digits(page, ".bar h1").ends_with(&format!("/{SPEECHES}"));
    page.shows("some speeches", true, some);
    page.click(".find button");
    page.shows("all again", SPEECHES.to_string(), |page| digits(page, ".bar h1"));

    doing(&page, "choosing");
    page.click(".facets li label");
    page.shows("some speeches", true, some);
    page.click(".facets li label");
    page.shows("all again", SPEECHES.to_string(), |page| digits(page, ".bar h1"));

    doing(&page, "scrolling");
    let end = page
        .driver
        .ask(async |client| client.execute_async(SCROLL, Vec::new()).await);
    assert!(end.expect("the end of the list").as_f64() > Some(0.0));
    page.has(&format!(".row[data-row='{}']", SPEECHES - 1));
    doing(&page, "nothing");
    let told = page.look("tifaLong", &[]);
    let told: Vec<(String, u64)> = serde_json::from_value(told).expect("tasks");
    let mut long = Long::new();
    for (what, took) in told.into_iter().filter(|(_, took)| *took > LONG) {
        let most = long.entry(what).or_default();
        *most = took.max(*most);
    }
    long
}

#[test]
fn the_page_answers_while_ten_thousand_speeches_load_are_sought_chosen_and_scrolled_through() {
    let Some(built) = Built::find() else { return };
    let address = built.page_of("many-speeches", &speeches::written(SPEECHES, LENGTH));
    let mut long = long_tasks(&address);
    // A processor that somebody else had for a while is no fault of the page: what takes long must do so every time.
    for _ in 1..ATTEMPTS {
        if long.is_empty() {
            break;
        }
        let again = long_tasks(&address);
        long.retain(|what, _| again.contains_key(what));
        long.iter_mut().for_each(|(what, took)| *took = again[what].min(*took));
    }
    assert_eq!(long, Long::new(), "the longest tasks in milliseconds");
}
