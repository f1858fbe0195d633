//! Text reuse: what is common, what is shared, and by whom.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tifa::corpus::{Block, Document, Span, slice};
use tifa::reuse::{Boilerplate, Copy, Index, Settings, nearest, passages, reuse, reuse_beside};
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
        &[("we will keep the lamps lit on every street of the old", 2)],
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

/// Writes invented clauses, the same on every machine (SplitMix64).
struct Writer(u64);

/// Characters that make no sense in a row.
const HAN: &str = "山河水路桥船灯塔镇村田麦稻茶果鱼牛羊马车门窗墙瓦砖石沙土木竹草花叶根枝雨雪风云雷电霜雾春夏秋冬早晚日月星光\
红黄蓝绿白黑长短高低快慢新旧大小多少轻重冷热远近左右前后东西南北学校医院商店工厂会计司机教师护士老人孩子青年";

/// What everybody says.
const FORMULAS: [&str; 6] = [
    "要坚决守住不发生规模性返潮的底线",
    "把灯塔建设摆在更加突出的位置来抓",
    "一桥一策",
    "做到早看水早加固早撤人",
    "全面提升渡口管理现代化水平",
    "让每一位乡亲都能走上安全的桥",
];

impl Writer {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % end as u64) as usize
    }

    fn han(&mut self, length: usize) -> String {
        let all: Vec<char> = HAN.chars().collect();
        (0..length).map(|_| all[self.below(all.len())]).collect()
    }

    /// 100 to 400 characters; of seven clauses one is a formula.
    fn paragraph(&mut self) -> String {
        let length = 100 + self.below(300);
        let mut text = String::new();
        while text.chars().count() < length {
            match self.below(7) {
                0 => text.push_str(FORMULAS[self.below(FORMULAS.len())]),
                _ => {
                    let length = 4 + self.below(12);
                    text.push_str(&self.han(length));
                }
            }
            text.push(['，', '。'][self.below(2)]);
        }
        text
    }

    /// So many of a hundred characters are touched, by edits of one to four.
    fn edit(&mut self, text: &str, percent: usize) -> String {
        let mut edited = String::new();
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            if self.below(250) >= percent {
                edited.push(c);
                continue;
            }
            let (kind, length) = (self.below(4), 1 + self.below(4));
            if kind != 3 {
                edited.push_str(&self.han(length));
            }
            if kind == 2 {
                edited.push(c);
            } else {
                characters.by_ref().take(length - 1).for_each(drop);
            }
        }
        edited
    }
}

/// Speeches of ten paragraphs, of which one in ten comes from an earlier speech, every second one edited by this much;
/// and the pairs of speeches and paragraphs, the earlier above.
fn planted(speeches: usize, percent: usize) -> (Vec<Document>, BTreeSet<[(usize, usize); 2]>) {
    let mut writer = Writer(percent as u64);
    let mut documents: Vec<Vec<String>> = Vec::new();
    // Which paragraphs go back to one.
    let mut families: Vec<Vec<(usize, usize)>> = Vec::new();
    for at in 0..speeches {
        let mut body = Vec::new();
        for paragraph in 0..10 {
            if at > 0 && writer.below(10) == 0 {
                let family = writer.below(families.len());
                let source = families[family][0];
                if source.0 != at && families[family].iter().all(|member| member.0 != at) {
                    let text = documents[source.0][source.1].clone();
                    let copy = match writer.below(2) {
                        0 => text,
                        _ => writer.edit(&text, percent),
                    };
                    families[family].push((at, paragraph));
                    body.push(copy);
                    continue;
                }
            }
            families.push(vec![(at, paragraph)]);
            body.push(writer.paragraph());
        }
        documents.push(body);
    }
    let pairs = families.iter().flat_map(|family| {
        let pairs = family.iter().enumerate();
        pairs.flat_map(|(n, a)| family[n + 1..].iter().map(|b| [*a, *b]))
    });
    let pairs = pairs.collect();
    let documents = documents
        .iter()
        .enumerate()
        .map(|(at, body)| document(&format!("d{at}"), &body.iter().map(String::as_str).collect::<Vec<_>>()));
    (documents.collect(), pairs)
}

#[test]
fn planted_copies_are_found_and_nothing_else() {
    for (percent, least) in [(0, 1.0), (10, 1.0), (25, 0.97)] {
        let (documents, expected) = planted(120, percent);
        assert!(expected.len() > 80);
        let at = |id: &str| documents.iter().position(|document| document.id == id).expect("an id");
        let mut found = BTreeSet::new();
        for passage in passages(&documents) {
            let places: Vec<(usize, usize)> = passage
                .places
                .iter()
                .map(|place| (at(&place.document), place.span.block))
                .collect();
            for (n, a) in places.iter().enumerate() {
                found.extend(places[n + 1..].iter().map(|b| [*a, *b]));
            }
        }
        let right = found.intersection(&expected).count();
        assert!(
            right as f64 >= least * expected.len() as f64,
            "{right} of {} at {percent} %",
            expected.len()
        );
        let wrong: Vec<_> = found.difference(&expected).collect();
        assert!(wrong.is_empty(), "{wrong:?} at {percent} %");
        // The index says the same of one document.
        let index = Index::of(&documents);
        for document in [7, 77] {
            let copies = index.copies(&documents, document);
            let found: BTreeSet<(usize, usize)> = copies.iter().map(|copy| (copy.document, copy.here.block)).collect();
            for [a, b] in &expected {
                if percent == 0 && b.0 == document {
                    assert!(found.contains(&(a.0, b.1)), "{a:?} {b:?}");
                }
            }
        }
    }
}

#[test]
fn what_everybody_says_is_not_borrowed() {
    let formula = "要坚决守住不发生规模性返潮的底线，做到早看水早加固早撤人";
    let mut writer = Writer(3);
    let mut texts: Vec<String> = (0..9).map(|_| format!("{}，{formula}。", writer.han(30))).collect();
    // Five of nine are a habit; two share it by chance or by copying, and here nothing tells it from copying.
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert_eq!(passages(&corpus(&all)), []);
    assert_eq!(passages(&corpus(&all[..2])).len(), 1);
    // Unless the caller knows it for a slogan.
    let few = corpus(&all[..2]);
    let slogan = |_| {
        vec![Span {
            block: 0,
            start: 31,
            end: 31 + formula.chars().count(),
        }]
    };
    assert_eq!(reuse_beside(&few, slogan).passages, []);
    // A whole paragraph that everybody has is one all the same.
    let paragraph = writer.han(90);
    texts.iter_mut().for_each(|text| text.push_str(&paragraph));
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let found = passages(&corpus(&all));
    assert_eq!(
        found.iter().map(|passage| passage.places.len()).collect::<Vec<_>>(),
        [9]
    );
    assert!(found[0].text.ends_with(&paragraph));
}

#[test]
fn a_passage_ends_where_a_reader_would_cut() {
    // «以» and «并讲话» are the rest of clauses that go on differently.
    check_passages(
        &corpus(&[
            "县长出席并讲话，采样点要给老人备凳子、给雨天搭棚子，以上",
            "书记主持并讲话，采样点要给老人备凳子、给雨天搭棚子，以下",
        ]),
        &[("采样点要给老人备凳子、给雨天搭棚子", 2)],
    );
}

#[test]
fn text_that_repeats_itself_costs_no_more_than_other_text() {
    let paragraph = Writer(1).han(200);
    let check = |texts: &[&str]| {
        let documents = corpus(texts);
        let index = Index::of(&documents);
        let span = |end: usize| Span {
            block: 0,
            start: 0,
            end,
        };
        assert!(!index.witnesses(&documents, 0, span(2)).is_empty());
        assert!(!index.witnesses(&documents, 0, span(60)).is_empty());
        index.copies(&documents, 1);
        index.nearest(&documents, 1, 5);
        Boilerplate::new(&documents, Settings::default());
        passages(&documents).len()
    };
    assert_eq!(check(&[paragraph.as_str(); 300]), 1);
    check(&["啊".repeat(40_000).as_str(); 3]);
    check(&["山河水路桥船灯".repeat(6_000).as_str(); 3]);
    check(&[paragraph.repeat(200).as_str(); 3]);
}

proptest! {
    #[test]
    fn places_hold_the_passage_as_similar_as_they_say(
        texts in prop::collection::vec("[动動态清，\u{200b}a ]{0,40}|(动态清零压实责任四方，?){0,5}动?", 0..5),
    ) {
        let documents = corpus(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        for passage in &passages(&documents) {
            let folded = fold_text(&passage.text, View::Search);
            let mut ids: Vec<&str> = passage.places.iter().map(|place| place.document.as_str()).collect();
            for place in &passage.places {
                let body = &documents.iter().find(|document| document.id == place.document).expect("an id").body;
                let text = slice(&body[place.span.block].text, place.span.start, place.span.end);
                prop_assert_eq!(fold_text(text, View::Search) == folded, place.similarity == 1.0);
                prop_assert!((0.0..=1.0).contains(&place.similarity));
            }
            ids.dedup();
            prop_assert!(ids.len() >= 2);
        }
    }

    #[test]
    fn a_witness_that_stands_as_it_is_is_never_missed(
        texts in prop::collection::vec("[动态清零，]{0,30}|(动态清零压实责任四方){0,5}", 1..5),
        start in 0usize..40,
        length in 2usize..60,
    ) {
        let documents = corpus(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let words = |text: &str| text.replace('，', "");
        let selected = words(slice(&texts[0], start, start + length));
        let witnesses = Index::of(&documents).witnesses(&documents, 0, Span { block: 0, start, end: start + length });
        for (at, text) in texts.iter().enumerate().skip(1) {
            if !selected.is_empty() && words(text).contains(&selected) {
                prop_assert!(
                    witnesses.iter().any(|copy| copy.document == at && {
                        words(slice(text, copy.there.start, copy.there.end)) == selected
                    }),
                    "{} in {}", selected, text
                );
            }
        }
    }
}
