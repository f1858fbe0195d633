//! Search finds what a reader finds with Ctrl+F on the folded text: nothing missed, nothing extra.

use proptest::prelude::*;
use tifa::corpus::{Block, Document, Span, slice};
use tifa::search::{Facet, Filters, Index, Values, snippet};
use tifa::text::fold::{View, fold_phrase, fold_text};

fn document(paragraphs: &[&str]) -> Document {
    Document {
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

fn check(paragraphs: &[&str], query: &str, expected: &[(usize, usize, usize)]) {
    let hits = Index::new(&[document(paragraphs)]).find(query);
    let spans: Vec<Span> = hits.into_iter().flat_map(|hits| hits.spans).collect();
    let expected: Vec<Span> = expected
        .iter()
        .map(|&(block, start, end)| Span { block, start, end })
        .collect();
    assert_eq!(spans, expected, "{query} in {paragraphs:?}");
}

#[test]
fn a_phrase_is_found_wherever_it_stands() {
    // A word inside a longer word: nothing here knows words.
    check(&["快速排序"], "排序", &[(0, 2, 4)]);
    check(&["压实责任,压实责任"], "压实责任", &[(0, 0, 4), (0, 5, 9)]);
    // Occurrences do not overlap.
    check(&["严严严"], "严严", &[(0, 0, 2)]);
    // Script, width, case and quotation marks are folded, in text and in query.
    check(&["壓實責任"], "压实责任", &[(0, 0, 4)]);
    check(&["ＡＢＣ，abc"], "Abc", &[(0, 0, 3), (0, 4, 7)]);
    check(&["「四方」責任"], "“四方”责任", &[(0, 0, 6)]);
    // What cannot be seen does not hide a phrase, and the place still counts it.
    check(&["\u{200b}动\u{200b}态清零"], "动态清零", &[(0, 1, 6)]);
    // Never across two blocks.
    check(&["动态", "清零"], "动态清零", &[]);
    check(&["一段", "第二段动态清零"], "动态清零", &[(1, 3, 7)]);
    check(&["任何文字"], "  ", &[]);
}

proptest! {
    #[test]
    fn counts_equal_those_of_a_naive_reference(
        blocks in prop::collection::vec("[动動态清零，,\u{200b} Aａ“「]{0,24}", 1..4),
        query in "[动動态清零，,Aａ“]{1,3}",
    ) {
        let document = document(&blocks.iter().map(String::as_str).collect::<Vec<_>>());
        let folded = fold_phrase(&query, View::Search);
        let expected: usize = blocks
            .iter()
            .filter(|_| !folded.is_empty())
            .map(|text| fold_text(text, View::Search).matches(&folded).count())
            .sum();
        let spans: Vec<Span> = Index::new(std::slice::from_ref(&document))
            .find(&query)
            .into_iter()
            .flat_map(|hits| hits.spans)
            .collect();
        prop_assert_eq!(spans.len(), expected);
        for span in spans {
            let text = slice(&document.body[span.block].text, span.start, span.end);
            prop_assert_eq!(fold_text(text, View::Search), folded.clone());
        }
    }
}

#[test]
fn a_snippet_holds_its_hit_and_says_where_it_was_cut() {
    let cut = snippet("要把压实责任落到每一个岗位", 2, 6, 1);
    assert_eq!(
        (cut.before.as_str(), cut.hit.as_str(), cut.after.as_str()),
        ("…把", "压实责任", "落…")
    );
    let whole = snippet("压实责任", 0, 4, 10);
    assert_eq!((whole.before.as_str(), whole.after.as_str()), ("", ""));
}

#[test]
fn facets_narrow_and_their_values_widen() {
    let values = |year: &str, level: &str| -> Values {
        Values::from([
            (Facet::Date, vec![year.to_string()]),
            (Facet::Level, vec![level.to_string()]),
        ])
    };
    let documents = [
        values("2021", "county"),
        values("2022", "county"),
        values("2022", "province"),
        values("2023", "province"),
    ];
    let mut filters = Filters::default();
    filters.toggle(Facet::Date, "2021");
    filters.toggle(Facet::Date, "2022");
    filters.toggle(Facet::Level, "county");
    assert_eq!(documents.iter().filter(|document| filters.admit(document)).count(), 2);
    // A count says what a click would give: other facets narrow it, its own does not.
    let years = filters.count(Facet::Date, documents.iter());
    assert_eq!(
        years.into_iter().collect::<Vec<_>>(),
        [("2021".to_string(), 1), ("2022".to_string(), 1)]
    );
    let levels = filters.count(Facet::Level, documents.iter());
    assert_eq!(
        levels.into_iter().collect::<Vec<_>>(),
        [("county".to_string(), 2), ("province".to_string(), 1)]
    );
    filters.toggle(Facet::Level, "county");
    filters.toggle(Facet::Date, "2021");
    filters.toggle(Facet::Date, "2022");
    assert!(filters.is_empty());
}
