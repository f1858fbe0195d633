//! Search finds what a reader finds with Ctrl+F on the folded text: nothing missed, nothing extra.

use proptest::prelude::*;
use tifa::corpus::{Block, Document, Span, slice};
use tifa::search::{Index, Query, snippet};
use tifa::text::fold::{View, fold_phrase, fold_text};

fn document(paragraphs: &[&str]) -> Document {
    Document {
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

/// All places of a phrase, of which there are as many as are counted.
fn find(index: &Index, phrase: &str) -> Vec<Span> {
    let query = Query::phrase(phrase);
    let search = index.search(&query, &[], |_| Vec::new());
    let places = index.find(phrase).into_iter().flat_map(|found| {
        let places = search.places(found.document);
        assert_eq!(places.len(), found.hits, "{phrase}");
        places
    });
    places.collect()
}

fn check(paragraphs: &[&str], query: &str, expected: &[(usize, usize, usize)]) {
    let spans = find(&Index::new(&[document(paragraphs)]), query);
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
        let spans = find(&Index::new(std::slice::from_ref(&document)), &query);
        prop_assert_eq!(spans.len(), expected);
        for span in spans {
            let text = slice(&document.body[span.block].text, span.start, span.end);
            prop_assert_eq!(fold_text(text, View::Search), folded.clone());
        }
    }
}

#[test]
fn a_phrase_between_two_units_is_none() {
    // The bytes of one character, the other way about, are those of another: 慢 is 0x6162, 扡 is 0x6261.
    check(&["慢慢扡扡"], "扡", &[(0, 2, 3), (0, 3, 4)]);
    check(&["扡扡扡扡慢慢慢慢"], "慢慢慢", &[(0, 4, 7)]);
    check(&["慢扡慢扡"], "扡慢", &[(0, 1, 3)]);
    // 慡 is 0x6161, and lies on itself wherever it is moved to; 愀 is 0x6100.
    check(&["a慡a慡慡a"], "慡", &[(0, 1, 2), (0, 3, 4), (0, 4, 5)]);
    check(&["愀a慡慡慡慡"], "慡慡", &[(0, 2, 4), (0, 4, 6)]);
    check(&["𠮷吉𠮷"], "𠮷", &[(0, 0, 1), (0, 2, 3)]);
}

/// What is done to a corpus that was opened.
#[derive(Debug, Clone)]
enum Act {
    Push(String),
    Replace(prop::sample::Index, String),
    Remove(prop::sample::Index),
    /// What was removed last comes back.
    Return(prop::sample::Index),
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_index_that_was_changed_is_as_one_made_anew(
        texts in prop::collection::vec("[动态清零𠮷，]{0,12}", 60..140),
        acts in prop::collection::vec(
            prop_oneof![
                "[动态清零𠮷，]{0,12}".prop_map(Act::Push),
                (any::<prop::sample::Index>(), "[动态清零𠮷，]{0,12}").prop_map(|(at, text)| Act::Replace(at, text)),
                any::<prop::sample::Index>().prop_map(Act::Remove),
                any::<prop::sample::Index>().prop_map(Act::Return),
            ],
            0..40,
        ),
        phrase in "[动态清零𠮷，]{1,4}",
        long in any::<prop::sample::Index>(),
        slice in 1usize..50,
    ) {
        let one = |text: &String| document(&[text]);
        let mut documents: Vec<Document> = texts.iter().map(one).collect();
        let mut index = Index::new(&documents);
        let mut removed = Vec::new();
        for act in &acts {
            match act {
                Act::Push(text) => {
                    index.push(&one(text));
                    documents.push(one(text));
                }
                Act::Replace(at, text) => {
                    let at = at.index(documents.len());
                    index.replace(at, &one(text));
                    documents[at] = one(text);
                }
                Act::Remove(at) => {
                    let at = at.index(documents.len());
                    removed.push((index.remove(at), documents.remove(at)));
                }
                Act::Return(at) => {
                    let at = at.index(documents.len() + 1);
                    if let Some((text, document)) = removed.pop() {
                        index.insert(at, text);
                        documents.insert(at, document);
                    }
                }
            }
        }
        prop_assert_eq!(index.len(), documents.len());
        for (at, document) in documents.iter().enumerate() {
            prop_assert_eq!(index.text(at).block(0), document.body[0].text.as_str());
        }
        // A phrase, and the whole of a text: more pairs than are asked for.
        let whole = documents[long.index(documents.len())].body[0].text.clone();
        for phrase in [phrase, whole] {
            let query = Query::phrase(&phrase);
            let sought = fold_phrase(&phrase, View::Search);
            let counts = documents.iter().map(|document| match sought.as_str() {
                "" => 0,
                sought => fold_text(&document.body[0].text, View::Search).matches(sought).count(),
            });
            let expected: Vec<(usize, usize)> = counts.enumerate().filter(|(_, count)| *count > 0).collect();
            let search = index.search(&query, &documents, |_| Vec::new());
            // In slices, one after the other, the last of which reaches beyond the end.
            let starts = (0..documents.len()).step_by(slice);
            let found = starts.flat_map(|start| search.found(start..start + slice));
            let found: Vec<(usize, usize)> = found.map(|found| (found.document, found.hits)).collect();
            prop_assert_eq!(found, expected);
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
