//! The places at which a reader of a comparison stops, the rows that are shown, and the order of slogans.

use std::collections::BTreeSet;

use serde_json::json;
use tifa::compare::Side;
use tifa::corpus::slice;
use tifa::lexicon::Lexicon;
use tifa::session::compare::{
    CompareView, Part, Show, Spot, Stop, Terms, What, next_stop, parts, ranks, row_of, stop_at, stops, uses,
};
use tifa::session::{Engine, FromWorker, Request, Response};

const OPENING: &str = "今天把大家请来，是要把汛期以前该做的几件事情一件一件定下来，谁来办、哪天办完都要写明白。";
const BRIDGE: &str = "白鹭河上那座老木桥每逢涨水就要断路，两岸的孩子只好在家里等水退，这件事不能再往后拖。";
const TEA: &str = "桥头的茶亭白天有人烧水，夜里有人掌灯，过路的人喝了茶，从来不用掏一分钱。";
const MASONS: &str = "护栏由两岸的石匠轮着凿，每一根石柱背面都刻着出工人的名字，谁凿的谁来养护。";
const DUTY: &str = "要守土有责、守土负责、守土尽责。";
const SHIELD: &str = "要外防输入、内防反弹。";

fn compared(left: &[&str], right: &[&str]) -> CompareView {
    let document = |id: &str, body: &[&str]| {
        let body: Vec<_> = body.iter().map(|text| json!({ "text": text })).collect();
        json!({ "id": id, "title": id, "body": body })
    };
    let documents = [document("left", left), document("right", right)];
    let corpus = json!({ "schema": "tifa-corpus/1", "title": "", "documents": documents }).to_string();
    let mut engine = Engine::open(&corpus, "", Lexicon::built_in()).expect("a corpus");
    let request = Request::Compare {
        left: "left".to_string(),
        right: "right".to_string(),
        terms: Terms::default(),
    };
    match engine.answer(&request) {
        FromWorker::Answer(Response::Compare(view)) => view,
        other => panic!("{other:?}"),
    }
}

/// The text from a stop on, a few characters of it.
fn text(view: &CompareView, stop: &Stop, length: usize) -> String {
    let document = match stop.spot.side {
        Side::Left => &view.left,
        Side::Right => &view.right,
    };
    let text = &document.body[stop.spot.block].text;
    let end = (stop.spot.start + length).min(text.chars().count());
    slice(text, stop.spot.start, end).to_string()
}

/// Two speeches of which the second has a day exchanged, a sentence added, and the tea before the bridge.
fn pair() -> CompareView {
    let day = |day: &str| format!("老石桥的护栏定在{day}动工，材料由上游的采石场备齐以后从水路运到工地上来。");
    let added = format!("{MASONS}另外还要留一条道给马车走。");
    compared(
        &[OPENING, &day("4月13日"), BRIDGE, TEA, MASONS],
        &[TEA, OPENING, &day("4月16日"), BRIDGE, &added],
    )
}

#[test]
fn each_kind_of_place_is_visited_once_and_in_order() {
    let view = pair();
    let stops = stops(&view);
    let found = |what: What| stops.iter().filter(|stop| stop.what == what).collect::<Vec<_>>();
    let [slot] = found(What::Slot)[..] else {
        panic!("{stops:?}")
    };
    assert_eq!(text(&view, slot, 5), "4月13日");
    let [moved] = found(What::Move)[..] else {
        panic!("{stops:?}")
    };
    assert_eq!(
        (moved.spot.side, text(&view, moved, 5)),
        (Side::Left, "桥头的茶亭".to_string())
    );
    let [added] = found(What::Difference)[..] else {
        panic!("{stops:?}")
    };
    assert_eq!(
        (added.spot.side, text(&view, added, 2)),
        (Side::Right, "另外".to_string())
    );
    assert!(stops.is_sorted_by_key(|stop| stop.row));
}

#[test]
fn a_reader_who_stands_elsewhere_goes_on_from_there() {
    let view = pair();
    let stops = stops(&view);
    let total = stops.len();
    assert_eq!(
        (
            next_stop(&view, &stops, None, true),
            next_stop(&view, &stops, None, false)
        ),
        (Some(0), Some(total - 1))
    );
    for (at, stop) in stops.iter().enumerate() {
        assert_eq!(stop_at(&view, &stops, stop.spot), Some(at));
        assert_eq!(next_stop(&view, &stops, Some(stop.spot), true), Some((at + 1) % total));
        assert_eq!(
            next_stop(&view, &stops, Some(stop.spot), false),
            Some((at + total - 1) % total)
        );
    }
    // In the bridge, where nothing differs: behind the slot.
    let bridge = Spot {
        side: Side::Left,
        block: 2,
        start: 0,
    };
    let slot = stops.iter().position(|stop| stop.what == What::Slot).expect("a slot");
    assert_eq!(stop_at(&view, &stops, bridge), Some(slot));
    assert_eq!(next_stop(&view, &stops, Some(bridge), true), Some(slot + 1));
    assert_eq!(next_stop(&view, &stops, Some(bridge), false), Some(slot));
    // A place that is gone, and nothing to visit.
    let gone = Spot {
        side: Side::Right,
        block: 99,
        start: 7,
    };
    assert_eq!(
        (row_of(&view, gone), next_stop(&view, &stops, Some(gone), true)),
        (None, Some(0))
    );
    assert_eq!(next_stop(&view, &[], Some(bridge), true), None);
}

#[test]
fn what_is_not_shown_is_folded_and_opened_again() {
    let view = pair();
    let none = BTreeSet::new();
    let rows = |parts: &[Part]| -> Vec<usize> {
        let rows = parts.iter().flat_map(|part| match part {
            Part::Pair(row) => *row..row + 1,
            Part::Gap(rows) | Part::Fold(rows) => rows.clone(),
        });
        rows.collect()
    };
    let every: Vec<usize> = (0..view.rows.len()).collect();
    for show in [Show::All, Show::Different, Show::Shared, Show::Own] {
        assert_eq!(rows(&parts(&view, show, &none)), every, "{show:?}");
    }
    let folded = |parts: Vec<Part>| -> Vec<usize> {
        let folds = parts.into_iter().filter_map(|part| match part {
            Part::Fold(rows) => Some(rows),
            _ => None,
        });
        folds.flatten().collect()
    };
    assert_eq!(folded(parts(&view, Show::All, &none)), [] as [usize; 0]);
    // The opening and the bridge are the same on both sides.
    let same = folded(parts(&view, Show::Different, &none));
    let texts: Vec<&str> = same
        .iter()
        .map(|row| view.left.body[view.rows[*row].left[0].block].text.as_str())
        .collect();
    assert_eq!(texts, [OPENING, BRIDGE]);
    let opened = BTreeSet::from([same[1]]);
    assert_eq!(folded(parts(&view, Show::Different, &opened)), same[..1]);
}

#[test]
fn slogans_are_gone_through_on_both_sides_and_their_orders_compared() {
    let view = compared(&[OPENING, DUTY, SHIELD, DUTY], &[OPENING, SHIELD, DUTY]);
    let entry = |phrase: &str| {
        let found = view.entries.iter().find(|(_, entry)| entry.phrase == phrase);
        found.map(|(entry, _)| *entry).expect(phrase)
    };
    let duty = entry("守土有责、守土负责、守土尽责");
    let places = uses(&view, duty);
    assert!(
        places.iter().all(|stop| text(&view, stop, 4) == "守土有责"),
        "{places:?}"
    );
    let on = |side: Side| places.iter().filter(|stop| stop.spot.side == side).count();
    assert_eq!((on(Side::Left), on(Side::Right)), (2, 1));
    let ranks = ranks(&view);
    let order: Vec<_> = ranks.iter().map(|rank| (rank.entry, rank.left, rank.right)).collect();
    assert_eq!(order, [(duty, 1, 2), (entry("外防输入、内防反弹"), 2, 1)]);
    assert_eq!(ranks.iter().filter(|rank| rank.is_astray).count(), 1);
}

#[test]
fn the_same_speech_has_no_stop() {
    let view = compared(&[OPENING, BRIDGE], &[OPENING, BRIDGE]);
    assert_eq!(stops(&view), []);
    assert_eq!(parts(&view, Show::Different, &BTreeSet::new()), [Part::Fold(0..2)]);
}
