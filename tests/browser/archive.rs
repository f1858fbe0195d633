//! A folder that is too large to be read at once, from a disk.

use tifa::corpus::Document;

use crate::built::{Built, sample};
use crate::page::Page;

const PHRASE: &str = "外防输入";

fn uses(document: &Document) -> usize {
    let in_either = |text: &str| text.matches(PHRASE).count() + text.matches("外防輸入").count();
    document.body.iter().map(|block| in_either(&block.text)).sum()
}

fn open(name: &str) -> Option<Page> {
    let built = Built::find()?;
    Some(Page::open(&built.archive_of(name, &sample())))
}

#[test]
fn a_phrase_is_found_and_read_without_the_rest() {
    let Some(page) = open("archive-search") else { return };
    let all = sample().documents;
    page.shows("all speeches", format!("{} 篇", all.len()), |page| {
        page.text(".bar h1")
    });
    page.press(&["/"]);
    page.write(PHRASE);
    let found = all.iter().filter(|document| uses(document) > 0).count();
    let hits: usize = all.iter().map(uses).sum();
    page.shows(
        "what was found",
        format!("{found} / {} 篇 · {hits} 处", all.len()),
        |page| page.text(".bar h1"),
    );
    page.has(".snippet mark.hit");
    page.click(".row h2 a");
    page.has("article.sheet mark.hit");
    page.was_quiet();
}

#[test]
fn what_needs_all_speeches_loads_them_when_the_reader_says_so() {
    let Some(page) = open("archive-whole") else { return };
    page.follow("#/slogans");
    page.has(".empty .go");
    page.click(".empty .go");
    page.shows("the slogans", true, |page| page.count(".sight .all tbody tr") > 10);
    page.follow("#/library");
    let all = sample().documents.len();
    page.shows("all speeches", format!("{all} 篇"), |page| page.text(".bar h1"));
    page.was_quiet();
}
