//! Text reuse: what is common, what is shared, and by whom.

use proptest::prelude::*;
use tifa::corpus::{Block, Document, Span, slice};
use tifa::reuse::{Boilerplate, Copy, Index, Passage, Settings, nearest, passages, reuse};
use tifa::text::fold::{View, fold_text};

fn document(id: &str, paragraphs: &[&str]) -> Document {
    Document {
        id: id.to_string(),
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

/// One document a text.
fn corpus(texts: &[&str]) -> Vec<Document> {
    let documents = texts.iter().enumerate();
    documents.map(|(i, text)| document(&format!("d{i}"), &[text])).collect()
}

/// `expected` are the runs of `text` that are common in `texts`, as they stand.
fn check_boilerplate(texts: &[&str], text: &str, expected: &[&str]) {
    let boilerplate = Boilerplate::new(&corpus(texts), Settings::default());
    let runs: Vec<&str> = boilerplate
        .spans(text)
        .into_iter()
        .map(|(start, end)| slice(text, start, end))
        .collect();
    assert_eq!(runs, expected, "in {text}");
}

#[test]
fn boilerplate_is_what_four_documents_say() {
    let four = [
        "各级各部门要提高认识，加强领导。青澜江上涨。",
        "青澜市各级各部门要提高认识,加强领导，修好水渠。",
        "各級各部門要提高認識、加強領導；茶叶开采了。",
        "安渡市开会。各级各部门要提高认识，加强领导！",
    ];
    // Script and punctuation do not hide it; the punctuation that closes it belongs to it.
    check_boilerplate(&four, four[0], &["各级各部门要提高认识，加强领导。"]);
    check_boilerplate(&four, four[1], &["各级各部门要提高认识,加强领导，"]);
    check_boilerplate(&four, four[2], &["各級各部門要提高認識、加強領導；"]);
    // A run can stand in a text that is not in the corpus, in part, and more than once.
    check_boilerplate(
        &four,
        "部门要提高认识，加强灯光。部门要提高认识，加强风力",
        &["部门要提高认识，加强", "部门要提高认识，加强"],
    );
    // Three documents do not make a habit, nor does one that repeats itself.
    check_boilerplate(&four[..3], four[0], &[]);
    check_boilerplate(&[&four[0].repeat(9)], four[0], &[]);
    // Fewer characters than a run.
    check_boilerplate(&["共同努力"; 4], "共同努力", &[]);
    check_boilerplate(&[], "任何文字都不是套话套话", &[]);
    assert!(Boilerplate::none().spans("任何文字都不是套话套话").is_empty());
}

const LAMPS: &str = "采样点要给老人备凳子、给雨天搭棚子、给夜里装灯";

/// `expected` are texts with the number of their places.
fn check_passages(documents: &[Document], expected: &[(&str, usize)]) {
    let passages = passages(documents);
    let found: Vec<(&str, usize)> = passages
        .iter()
        .map(|passage| (passage.text.as_str(), passage.places.len()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_passage_is_as_long_as_what_is_shared() {
    let long = format!("防疫再紧，{LAMPS}，能上门的上门");
    check_passages(
        &corpus(&[
            &format!("今天我看了三个点。{long}。青澜市已经做了。"),
            &format!("梧塘县也一样：{long}；明天检查。"),
        ]),
        &[(&long, 2)],
    );
    // Equal after folding; the text is shown as its first place has it.
    check_passages(
        &corpus(&[
            "採樣點要給老人備凳子，給雨天搭棚子",
            "采样点要给老人备凳子,给雨天搭棚子",
        ]),
        &[("採樣點要給老人備凳子，給雨天搭棚子", 2)],
    );
    // What a third document shares of it is a passage of its own.
    check_passages(
        &corpus(&[&format!("甲{long}乙"), &format!("丙{long}丁"), &format!("戊{LAMPS}己")]),
        &[(&long, 2), (LAMPS, 3)],
    );
    // Twice in one document is two places, but only if another document has it too.
    check_passages(
        &[
            document("a", &[LAMPS, LAMPS]),
            document("b", &[&format!("乙：{LAMPS}。")]),
        ],
        &[(LAMPS, 3)],
    );
    check_passages(&[document("a", &[LAMPS, LAMPS])], &[]);
    // Words of other scripts are not cut, and count as one character.
    check_passages(
        &corpus(&[
            "He said: we will keep the lamps lit on every street of the old town, always.",
            "They said: we will keep the lamps lit on every street of the old township.",
        ]),
        &[("said: we will keep the lamps lit on every street of the old", 2)],
    );
    check_passages(&corpus(&["the government of the people"; 2]), &[]);
    // Never across two blocks, never shorter than a seed.
    check_passages(
        &[
            document("a", &["一道绳子变成", "一张采桑证"]),
            document("b", &["一道绳子变成", "一张采桑证"]),
        ],
        &[],
    );
    check_passages(&[], &[]);
}

#[test]
fn the_nearest_document_shares_most() {
    let documents = [
        document("a", &[LAMPS, "独居老人的米缸有没有见底，产妇临盆走哪条通道"]),
        document("b", &["今年雨水多，江上的雾也重", LAMPS]),
        document("c", &[LAMPS, "独居老人的米缸有没有见底，产妇临盆走哪条通道"]),
        document("d", &["漪水浮桥是重中之重，桥长二百一十八米"]),
    ];
    let near = nearest(&documents, 9);
    let ids = |id: &str| near[id].iter().map(|near| near.id.as_str()).collect::<Vec<_>>();
    assert_eq!(ids("a"), ["c", "b"]);
    assert_eq!(ids("b"), ["a", "c"]);
    assert!(ids("d").is_empty());
    assert_eq!(near["a"][0].score, 1.0);
    assert_eq!(near["a"][1].shared, LAMPS.chars().count());
    assert_eq!(nearest(&documents, 1)["a"].len(), 1);
}

const EDITED: &str = "采样点都要给老人备凳子，给雨天搭起棚子，给夜里装灯";

/// What the copies show: here, the document, there.
fn shown(documents: &[Document], at: usize, copies: &[Copy]) -> Vec<(String, usize, String)> {
    let text = |document: usize, span: Span| {
        slice(&documents[document].body[span.block].text, span.start, span.end).to_string()
    };
    let show = |copy: &Copy| (text(at, copy.here), copy.document, text(copy.document, copy.there));
    copies.iter().map(show).collect()
}

#[test]
fn copies_are_found_equal_and_edited() {
    let documents = [
        document("a", &["今天我看了三个点。", &format!("防疫再紧，{LAMPS}。")]),
        document("b", &[&format!("梧塘县：{EDITED}！"), "漪水浮桥是重中之重"]),
        document("c", &[&format!("{LAMPS}。")]),
    ];
    let index = Index::of(&documents);
    let copies = index.copies(&documents, 0);
    assert_eq!(
        shown(&documents, 0, &copies),
        [(LAMPS.into(), 1, EDITED.into()), (LAMPS.into(), 2, LAMPS.into())]
    );
    assert!((0.85..0.95).contains(&copies[0].similarity), "{}", copies[0].similarity);
    assert_eq!(copies[1].similarity, 1.0);
    let near: Vec<String> = index
        .nearest(&documents, 2, 9)
        .into_iter()
        .map(|near| near.id)
        .collect();
    assert_eq!(near, ["a", "b"]);
    assert!(index.copies(&documents, 9).is_empty());
}

#[test]
fn witnesses_are_all_places_of_a_selection() {
    let documents = [
        document("a", &[&format!("防疫再紧，{LAMPS}。凳子不够，再买凳子。")]),
        document("b", &[&format!("梧塘县：{EDITED}！"), "兩把凳 子"]),
        document("c", &["漪水浮桥是重中之重"]),
    ];
    let index = Index::of(&documents);
    let check = |start: usize, end: usize, expected: &[(usize, &str)]| {
        let witnesses = index.witnesses(&documents, 0, Span { block: 0, start, end });
        let shown = shown(&documents, 0, &witnesses);
        let found: Vec<(usize, &str)> = shown
            .iter()
            .map(|(_, document, text)| (*document, text.as_str()))
            .collect();
        assert_eq!(found, expected);
    };
    // From two characters: as they stand, punctuation ignored, elsewhere in the same document too.
    check(13, 15, &[(0, "凳子"), (0, "凳子"), (1, "凳子"), (1, "凳 子")]);
    check(5, 28, &[(1, EDITED)]);
    check(0, 4, &[]);
    check(4, 5, &[]);
    check(90, 99, &[]);
}

#[test]
fn an_index_that_grew_answers_as_one_made_at_once() {
    let texts = [
        LAMPS,
        EDITED,
        "漪水浮桥是重中之重，桥长二百一十八米",
        "一道绳子变成一张采桑证，家家都有一张采桑证",
    ];
    let mut documents = Vec::new();
    let mut index = Index::new();
    for round in 0..90 {
        let text = format!("{}{}", texts[round % 4], texts[round % 3]);
        let document = document(&format!("d{round}"), &[&text, texts[(round + 1) % 4]]);
        match round % 5 {
            3 if documents.len() > 2 => {
                index.remove(1);
                documents.remove(1);
            }
            4 => {
                index.replace(0, &document);
                documents[0] = document;
            }
            _ => {
                index.push(&document);
                documents.push(document);
            }
        }
        assert_eq!(index.len(), documents.len());
        if round % 18 == 17 {
            let whole = Index::of(&documents);
            for at in 0..documents.len() {
                assert_eq!(index.copies(&documents, at), whole.copies(&documents, at));
            }
        }
    }
}

#[test]
fn the_json_is_the_contract() {
    let documents = corpus(&["青澜市的米缸有没有见底啊老乡", "青澜市的米缸有没有见底啊老乡"]);
    let json = serde_json::to_string(&reuse(&documents)).expect("plain data");
    assert_eq!(
        json,
        concat!(
            r#"{"passages":[{"text":"青澜市的米缸有没有见底啊老乡","places":["#,
            r#"{"document":"d0","block":0,"start":0,"end":14,"similarity":1.0},{"document":"d1","block":0,"start":0,"end":14,"similarity":1.0}]}],"#,
            r#""nearest":{"d0":[{"id":"d1","shared":14,"score":1.0}],"d1":[{"id":"d0","shared":14,"score":1.0}]}}"#
        )
    );
}

/// The longest passages by brute force: every text of at least 12 characters that stands in two documents.
fn is_shared(texts: &[String], run: &str) -> bool {
    texts.iter().filter(|text| text.contains(run)).count() >= 2
}

proptest! {
    #[test]
    fn places_hold_the_passage_and_the_longest_is_found(
        texts in prop::collection::vec("[动動态清，\u{200b}]{0,40}|(动态清零压实责任四方){0,5}动?", 0..5),
    ) {
        let documents = corpus(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let passages: Vec<Passage> = passages(&documents);
        for passage in &passages {
            let folded = fold_text(&passage.text, View::Search);
            prop_assert!(folded.chars().count() >= 12);
            let mut ids: Vec<&str> = passage.places.iter().map(|place| place.document.as_str()).collect();
            for place in &passage.places {
                let body = &documents.iter().find(|document| document.id == place.document).expect("an id").body;
                let text = slice(&body[place.span.block].text, place.span.start, place.span.end);
                prop_assert_eq!(fold_text(text, View::Search), folded.clone());
            }
            ids.dedup();
            prop_assert!(ids.len() >= 2);
        }
        // Nothing longer than the longest passage is shared, punctuation at its ends apart.
        let longest = passages.first().map_or(11, |passage| fold_text(&passage.text, View::Search).chars().count());
        let folded: Vec<String> = texts.iter().map(|text| fold_text(text, View::Search)).collect();
        for text in &folded {
            let characters: Vec<char> = text.chars().collect();
            for run in characters.windows(longest + 1) {
                let at_ends = [run[0], run[longest]];
                if at_ends.iter().all(|c| c.is_alphanumeric()) {
                    prop_assert!(!is_shared(&folded, &run.iter().collect::<String>()));
                }
            }
        }
    }
}
