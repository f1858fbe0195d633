//! Filtering the library.

use tifa::corpus::{Document, Genre};
use tifa::text::pinyin;

use crate::built::sample;
use crate::everywhere;
use crate::page::{DOWN, ENTER, ESCAPE, Page, SPACE};

/// A phrase in the two scripts.
const PHRASE: [&str; 2] = ["外防输入", "外防輸入"];

/// The uses of the phrase in a text, in either script, counted by other means than those of the page.
fn uses(document: &Document) -> usize {
    let blocks = document.body.iter();
    blocks
        .map(|block| {
            PHRASE
                .iter()
                .map(|phrase| block.text.matches(phrase).count())
                .sum::<usize>()
        })
        .sum()
}

fn titles(page: &Page) -> Vec<String> {
    page.texts(".row h2")
}

/// The titles of the documents that pass, the newest first.
fn expected(pass: impl Fn(&Document) -> bool) -> Vec<String> {
    let mut documents: Vec<Document> = sample().documents.into_iter().filter(pass).collect();
    documents.sort_by(|a, b| (&b.date, &a.id).cmp(&(&a.date, &b.id)));
    documents.into_iter().map(|document| document.title).collect()
}

fn in_year(document: &Document, year: &str) -> bool {
    document.date.as_deref().is_some_and(|date| date.starts_with(year))
}

#[test]
fn a_query_in_either_script_finds_and_counts_the_same() {
    everywhere(|page| {
        let all = sample().documents;
        let found: Vec<&Document> = all.iter().filter(|document| uses(document) > 0).collect();
        let hits: usize = found.iter().map(|document| uses(document)).sum();
        assert!(found.len() > 2 && found.len() < all.len());
        let heading = format!("{} / {} 篇 · {hits} 处", found.len(), all.len());
        page.shows("all speeches", format!("{} 篇", all.len()), |page| {
            page.text(".bar h1")
        });
        page.press(&["/"]);
        for phrase in PHRASE {
            page.write(phrase);
            page.shows(phrase, heading.clone(), |page| page.text(".bar h1"));
            page.shows("the speeches", expected(|document| uses(document) > 0), titles);
            for snippet in page.texts(".snippet mark.hit") {
                assert!(PHRASE.contains(&snippet.as_str()), "{snippet}");
            }
            // Clearing leaves the focus in the field.
            page.click(".find button");
            page.shows("all again", all.len(), |page| page.count(".row"));
        }
        page.write("查无此语");
        page.has(".empty h2");
        page.click(".empty a");
        page.shows("all again", all.len(), |page| page.count(".row"));
    });
}

#[test]
fn filters_by_mouse_and_keyboard_narrow_and_widen() {
    everywhere(|page| {
        let all = sample().documents.len();
        let of_2022 = expected(|document| in_year(document, "2022"));
        let facet = ".facets label";
        page.click(".bars [data-period='2022'] .bed");
        page.shows("the speeches of 2022", of_2022.clone(), titles);
        page.shows("the link", "#/library?date=2022".to_string(), Page::fragment);

        // The count beside a value says what a click on it gives.
        let speeches = expected(|document| in_year(document, "2022") && document.genre == Some(Genre::Speech));
        page.shows("the count", vec![format!("讲话{}", speeches.len())], |page| {
            page.texts(facet)
                .into_iter()
                .filter(|label| label.starts_with("讲话"))
                .collect()
        });
        page.press(&["/"]);
        page.tab_to(".facets input", "讲话");
        page.press(&[SPACE]);
        page.shows("only speeches", speeches, titles);
        page.shows(
            "two chips",
            vec!["2022年×".to_string(), "讲话×".to_string()],
            |page| page.texts(".chip"),
        );

        page.look("scrollTo(0, 0)", &[]);
        page.click_on(".chip", "讲话");
        page.shows("all kinds again", of_2022, titles);
        page.click_on(facet, "会议报道");
        page.click_on(facet, "通知");
        let both = [Genre::Report, Genre::Notice];
        let both =
            expected(|document| in_year(document, "2022") && document.genre.is_some_and(|of| both.contains(&of)));
        page.shows("both kinds", both, titles);
        page.click(".bar .quiet");
        page.shows("no filter", (all, 0), |page| (page.count(".row"), page.count(".chip")));
    });
}

#[test]
fn the_list_is_sorted_as_asked() {
    everywhere(|page| {
        let mut documents = sample().documents;
        page.choose(".sort select", "oldest");
        documents.sort_by(|a, b| a.date.cmp(&b.date));
        let oldest = documents[0].title.clone();
        page.shows("the oldest first", oldest, |page| page.text(".row h2"));
        page.choose(".sort select", "title");
        let sorted = |page: &Page| titles(page).is_sorted_by_key(|title| pinyin::key(title));
        page.shows("by title", true, sorted);
        page.choose(".sort select", "longest");
        let length = |document: &Document| {
            let texts = document
                .body
                .iter()
                .map(|block| block.text.chars().filter(|c| !c.is_whitespace()).count());
            texts.sum::<usize>()
        };
        let longest = documents
            .iter()
            .max_by_key(|document| length(document))
            .map(|document| document.title.clone());
        page.shows("the longest first", longest.unwrap_or_default(), |page| {
            page.text(".row h2")
        });
    });
}

#[test]
fn a_query_is_suggested_and_picked_by_the_keyboard() {
    everywhere(|page| {
        page.press(&["/"]);
        page.write("wfsr");
        page.shows("the slogan", "外防输入".to_string(), |page| {
            page.text(".offers .words")
        });
        page.press(&[ESCAPE]);
        page.has_no(".offers");
        page.press(&[DOWN, DOWN]);
        page.shows("what is chosen", "offer-0".to_string(), |page| {
            page.attribute("#search", "aria-activedescendant")
        });
        page.press(&[ENTER]);
        page.shows("the link", "#/library?q=提法:外防输入".to_string(), Page::fragment);
        page.has_no(".offers");
        page.has(".snippet mark.hit");
        // A query of late comes back.
        page.click(".find button");
        page.press(&[DOWN]);
        page.shows("of late", "提法:外防输入".to_string(), |page| {
            page.text(".offers .words")
        });
    });
}

#[test]
fn what_is_not_understood_is_shown_under_its_character() {
    everywhere(|page| {
        page.press(&["/"]);
        page.write("外防输入 date:昨天");
        page.shows("the character", "昨".to_string(), |page| page.text(".query-faults i"));
        page.shows("the good part", expected(|document| uses(document) > 0), titles);
        page.press(&[ESCAPE]);
        page.click(".find button");
        page.has_no(".query-faults li");
    });
}

#[test]
fn the_card_has_examples_that_find_something() {
    everywhere(|page| {
        page.click(".find .explain");
        page.has("#query-help[open] .example");
        let examples = page.texts("#query-help .example");
        assert!(examples.len() > 10, "{examples:?}");
        page.click("#query-help .example");
        page.has_no("#query-help");
        page.has(".snippet mark.hit");
        // All of the query is marked in a speech, too.
        page.click(".row h2 a");
        page.has(".sheet mark.hit");
    });
}
