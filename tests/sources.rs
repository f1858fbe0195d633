//! One speech against all others, and who else said a passage.

use serde_json::json;
use tifa::compare::Kind;
use tifa::corpus::{Span, slice};
use tifa::lexicon::Lexicon;
use tifa::reuse::Settings;
use tifa::session::compare::{CheckView, Neighbours, Witness, Witnesses};
use tifa::session::{Engine, FromWorker, Request, Response};

const BRIDGE: &str = "白鹭河上那座老木桥，每逢涨水就要断路三五天，两岸的孩子只好在家里等水退。";
const MASONS: &str = "新桥的护栏由两岸的石匠轮着凿，每一根石柱背面都刻着出工人的名字。";
const TEA: &str = "桥头的茶亭白天有人烧水，夜里有人掌灯，过路的人喝了茶，不用掏一分钱。";
const FERRY: &str = "渡口的老船工把最后一班船撑到了腊月二十八，靠岸以后对着空舱鞠了一躬。";
const SLOGAN: &str = "守土有责、守土负责、守土尽责";

/// The speech that is asked about, two of one earlier day, a later one and one without a date.
fn corpus() -> String {
    let ours = format!("{BRIDGE}今年我们下了决心，要赶在汛期以前把桥修起来。");
    let document = |id: &str, date: Option<&str>, body: &[&str]| {
        let body: Vec<_> = body.iter().map(|text| json!({ "text": text })).collect();
        json!({ "id": id, "title": id, "date": date, "body": body })
    };
    let documents = [
        document("later", Some("2022-01-05"), &["各位乡亲：", MASONS]),
        document("undated", None, &[TEA, "茶叶是自家山上采的。"]),
        document(
            "ours",
            Some("2021-06-10"),
            &["同志们：", &ours, MASONS, TEA, &format!("大家要{SLOGAN}。"), FERRY],
        ),
        document("early", Some("2021-03-02"), &["听取了汇报。", BRIDGE]),
        document(
            "same-day",
            Some("2021-03-02"),
            &[
                &format!("代表们说，{}", BRIDGE.replace("三五天", "四五天")),
                &format!("要{SLOGAN}。"),
            ],
        ),
    ];
    json!({ "schema": "tifa-corpus/1", "title": "", "documents": documents }).to_string()
}

fn ask(request: &Request) -> Response {
    let mut engine = Engine::open(&corpus(), "", Lexicon::built_in()).expect("a corpus");
    match engine.answer(request) {
        FromWorker::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}

fn check(id: &str) -> CheckView {
    let (id, common) = (id.to_string(), Settings::default());
    match ask(&Request::Check { id, common }) {
        Response::Check(view) => view,
        other => panic!("{other:?}"),
    }
}

fn witnesses(id: &str, span: Span) -> Witnesses {
    let id = id.to_string();
    match ask(&Request::Witnesses { id, span }) {
        Response::Witnesses(told) => told,
        other => panic!("{other:?}"),
    }
}

fn ids(places: &[Witness]) -> Vec<&str> {
    places.iter().map(|place| place.card.id.as_str()).collect()
}

/// The kind of a stretch of a checked speech, if it is one.
fn kind(view: &CheckView, words: &str) -> Option<Kind> {
    let (block, start) = view.document.body.iter().enumerate().find_map(|(at, block)| {
        let byte = block.text.find(words)?;
        Some((at, block.text[..byte].chars().count()))
    })?;
    let end = start + words.chars().count();
    let over = view.blocks[block]
        .iter()
        .filter(|piece| piece.start < end && start < piece.end);
    let kinds: Vec<Kind> = over.map(|piece| piece.kind).collect();
    kinds.iter().all(|kind| *kind == kinds[0]).then(|| kinds[0])
}

#[test]
fn each_character_is_of_one_kind_and_the_shares_are_theirs() {
    for id in ["ours", "early", "same-day", "later", "undated"] {
        let view = check(id);
        let mut counts = [0; 4];
        let mut total = 0;
        assert_eq!(view.blocks.len(), view.document.body.len());
        for (block, pieces) in view.document.body.iter().zip(&view.blocks) {
            let mut end = 0;
            for piece in pieces {
                assert!(piece.start == end && piece.start < piece.end, "{id}: {piece:?}");
                assert_eq!(piece.slogan.is_some(), piece.kind == Kind::Slogan, "{id}: {piece:?}");
                end = piece.end;
                counts[piece.kind as usize] += piece.end - piece.start;
            }
            assert_eq!(end, block.text.chars().count(), "{id}");
            total += end;
        }
        let shares = [
            view.shares.slogan,
            view.shares.boilerplate,
            view.shares.shared,
            view.shares.own,
        ];
        let expected = counts.map(|count| count as f64 / total as f64);
        assert_eq!(shares, expected, "{id}");
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{id}");
    }
}

#[test]
fn what_an_earlier_speech_or_one_without_a_date_has_is_borrowed() {
    let view = check("ours");
    for (words, expected) in [
        ("白鹭河上那座老木桥", Kind::Shared),
        ("桥头的茶亭白天有人烧水", Kind::Shared),
        ("新桥的护栏由两岸的石匠轮着凿", Kind::Own),
        ("渡口的老船工把最后一班船", Kind::Own),
        (SLOGAN, Kind::Slogan),
    ] {
        assert_eq!(kind(&view, words), Some(expected), "{words}");
    }
    // What was edited is borrowed, too, by those who came later.
    assert_eq!(kind(&check("later"), "石匠轮着凿"), Some(Kind::Shared));
    // Two of one day: either may have been the first.
    assert_eq!(kind(&check("early"), "白鹭河上那座老木桥"), Some(Kind::Shared));
    assert_eq!(kind(&check("same-day"), "白鹭河上那座老木桥"), Some(Kind::Shared));
}

#[test]
fn the_earliest_source_is_first_and_one_without_a_date_last() {
    let view = check("ours");
    let sources: Vec<(&str, bool)> = view
        .sources
        .iter()
        .map(|source| (source.card.id.as_str(), source.is_later))
        .collect();
    assert_eq!(
        sources,
        [
            ("early", false),
            ("same-day", false),
            ("later", true),
            ("undated", false)
        ]
    );
    for source in &view.sources {
        assert!(source.shared > 10, "{source:?}");
        for passage in &source.passages {
            assert!(ids(&view.passages[*passage].places).contains(&source.card.id.as_str()));
        }
    }
    let passages: Vec<(usize, Vec<&str>, bool)> = view
        .passages
        .iter()
        .map(|passage| (passage.span.block, ids(&passage.places), passage.is_later))
        .collect();
    let expected = [
        (1, vec!["early", "same-day"], false),
        (2, vec!["later"], true),
        (3, vec!["undated"], false),
    ];
    assert_eq!(passages, expected);
    // A slogan alone is no passage.
    assert!(view.passages.iter().all(|passage| passage.span.block != 4));
}

#[test]
fn who_said_it_is_told_by_date_with_the_speech_itself() {
    let span = Span {
        block: 1,
        start: 0,
        end: BRIDGE.chars().count(),
    };
    let told = witnesses("ours", span);
    assert_eq!(
        (told.id.as_str(), told.span, told.text.as_str()),
        ("ours", span, BRIDGE)
    );
    assert_eq!(ids(&told.places), ["early", "same-day", "ours"]);
    assert_eq!((told.first, told.here), (2, Some(2)));
    let similar: Vec<bool> = told.places.iter().map(|place| place.similarity == 1.0).collect();
    assert_eq!(similar, [true, false, true]);
    assert_eq!(
        told.places[0].snippet.hit.trim_end_matches('。'),
        BRIDGE.trim_end_matches('。')
    );

    // Nobody else: it is its own only witness.
    let alone = witnesses(
        "ours",
        Span {
            block: 5,
            start: 0,
            end: 20,
        },
    );
    assert_eq!(
        (ids(&alone.places), alone.first, alone.here),
        (vec!["ours"], 1, Some(0))
    );
    // Without a date there is no earliest.
    let undated = Span {
        block: 1,
        start: 0,
        end: 9,
    };
    let told = witnesses("undated", undated);
    assert_eq!(
        (ids(&told.places), told.first, told.here),
        (vec!["undated"], 0, Some(0))
    );
    // With one, the place without a date comes last.
    let told = witnesses(
        "undated",
        Span {
            block: 0,
            start: 0,
            end: 24,
        },
    );
    assert_eq!(
        (ids(&told.places), told.first, told.here),
        (vec!["ours", "undated"], 1, Some(1))
    );
}

#[test]
fn a_link_to_a_place_that_is_not_there_finds_nobody() {
    let length = BRIDGE.chars().count();
    for (block, start, end) in [
        (9, 0, 4),
        (5, 0, 4000),
        (5, 7, 7),
        (0, usize::MAX - 1, usize::MAX),
        (5, length, 3),
    ] {
        let span = Span { block, start, end };
        let told = witnesses("ours", span);
        assert_eq!(
            (told.text.as_str(), told.places.len(), told.here),
            ("", 0, None),
            "{span:?}"
        );
        assert_eq!((told.id.as_str(), told.span), ("ours", span));
    }
    let span = Span {
        block: 0,
        start: 0,
        end: 4,
    };
    assert_eq!(
        ask(&Request::Witnesses {
            id: "nobody".into(),
            span
        }),
        Response::NoDocument("nobody".into())
    );
    let common = Settings::default();
    assert_eq!(
        ask(&Request::Check {
            id: "nobody".into(),
            common
        }),
        Response::NoDocument("nobody".into())
    );
}

#[test]
fn the_nearest_speeches_are_told_by_text_and_by_slogans() {
    let near: Neighbours = match ask(&Request::Nearest("ours".into())) {
        Response::Nearest(near) => near,
        other => panic!("{other:?}"),
    };
    assert_eq!(near.id, "ours");
    let by_text: Vec<&str> = near.by_text.iter().map(|(card, ..)| card.id.as_str()).collect();
    assert_eq!(by_text.len(), 4, "{by_text:?}");
    assert!(near.by_text.is_sorted_by(|a, b| a.1 >= b.1));
    let by_slogans: Vec<&str> = near.by_slogans.iter().map(|(card, ..)| card.id.as_str()).collect();
    assert_eq!(by_slogans, ["same-day"]);
    // The passages of a check can be cut out of its text.
    let view = check("ours");
    for passage in &view.passages {
        let text = &view.document.body[passage.span.block].text;
        assert!(slice(text, passage.span.start, passage.span.end).chars().count() > 10);
    }
}
