//! Two documents side by side: nothing lost, every character of one kind, and what a reader would call moved,
//! filled in or forgotten.

use proptest::prelude::*;
use serde_json::json;
use tifa::compare::{Cell, Change, Comparison, Kind, Options, Piece, Relation, Row, Shares, SlotType, compare};
use tifa::corpus::{Block, Document, Span, slice};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::{Boilerplate, Settings};
use tifa::text::fold::{View, fold_text};

fn document(place: &[&str], paragraphs: &[&str]) -> Document {
    Document {
        id: "d".to_string(),
        place: place.iter().map(|name| name.to_string()).collect(),
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

fn matcher() -> Matcher {
    Matcher::new(&Lexicon::read("压实责任\n外防输入、内防反弹\n群防群治").0)
}

fn compared(left: &[&str], right: &[&str]) -> Comparison {
    compare(
        &document(&[], left),
        &document(&[], right),
        &matcher(),
        &Boilerplate::none(),
        &Options::default(),
    )
}

fn text(paragraphs: &[&str], span: Span) -> String {
    slice(paragraphs[span.block], span.start, span.end).to_string()
}

const LAMPS: &str = "采样点要给老人备凳子、给雨天搭棚子、给夜里装灯，能上门的上门，能错峰的错峰。";
const RIVER: &str = "漪水浮桥是重中之重，平日里一天要过三千人，桥头由两地民警共同值守，结果互认。";
const TEA: &str = "茶厂要把秤抬到村口去，收购车进村，茶农不出村，当天鲜叶当天付款。";
const SILK: &str = "我的蚕已经出了蚁，桑叶在河对岸，后来乡里商量出一个办法，养蚕户凭采桑证过河。";

/// `expected` has each row: the blocks on the left, the blocks on the right, and for one that stands alone the
/// block to which it moved.
fn check_rows(left: &[&str], right: &[&str], expected: &str) {
    let comparison = compared(left, right);
    let blocks = |cells: &[Cell]| match cells {
        [] => "-".to_string(),
        cells => cells
            .iter()
            .map(|cell| cell.block.to_string())
            .collect::<Vec<_>>()
            .join("+"),
    };
    let rows: Vec<String> = comparison
        .rows
        .iter()
        .map(|row| {
            let pieces = row.left.iter().chain(&row.right).flat_map(|cell| &cell.pieces);
            let moved = pieces.filter_map(|piece| piece.moved).next();
            let moved = moved.filter(|_| row.relation == Relation::Alone).map(|at| {
                let found = &comparison.moves[at];
                let there = if row.left.is_empty() { found.left } else { found.right };
                format!(" ~{}", there.block)
            });
            format!(
                "{} {}{}",
                blocks(&row.left),
                blocks(&row.right),
                moved.unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(rows.join(", "), expected, "{left:?} {right:?}");
}

#[test]
fn blocks_that_correspond_stand_side_by_side() {
    check_rows(&[], &[], "");
    check_rows(&[TEA], &[], "0 -");
    check_rows(&[], &[TEA], "- 0");
    check_rows(&[TEA, RIVER], &[TEA, RIVER], "0 0, 1 1");
    check_rows(&[TEA], &[RIVER], "0 -, - 0");
    // One more on the right, one more on the left.
    check_rows(&[TEA, LAMPS], &[TEA, RIVER, LAMPS], "0 0, - 1, 1 2");
    check_rows(&[TEA, RIVER, LAMPS], &[TEA, LAMPS], "0 0, 1 -, 2 1");
    // Blocks too short to be known by themselves, next to one that is.
    check_rows(
        &["同志们：", TEA, "（完）"],
        &["同志们：", TEA, "（完）"],
        "0 0, 1 1, 2 2",
    );
    // A hundred blocks that are all the same.
    let same = ["一样"; 600];
    let rows = compared(&same, &same).rows;
    assert!(rows.len() == 600 && rows.iter().all(mirrored));
}

#[test]
fn a_block_that_moved_is_shown_on_both_sides() {
    check_rows(&[LAMPS, TEA, RIVER], &[TEA, RIVER, LAMPS], "0 - ~2, 1 0, 2 1, - 2 ~0");
    // Edited on the way.
    let edited = LAMPS.replace("雨天", "晴天").replace("夜里装灯", "路口修厕所");
    check_rows(&[LAMPS, TEA, RIVER], &[TEA, RIVER, &edited], "0 - ~2, 1 0, 2 1, - 2 ~0");
    // Two equal headings with other text under them do not drag it along, nor do a few common words hold it.
    check_rows(
        &["一、压实责任", LAMPS, SILK, "二、改进作风", TEA],
        &["一、改进作风", TEA, "二、压实责任", LAMPS, SILK],
        "- 0 ~3, - 1 ~4, 0 2, 1 3, 2 4, 3 - ~0, 4 - ~1",
    );
    let comparison = compared(&[LAMPS, TEA, RIVER], &[TEA, RIVER, LAMPS]);
    let moved: Vec<bool> = comparison.matches.iter().map(|found| found.moved).collect();
    assert_eq!(moved, [true, false, false]);
}

#[test]
fn a_sentence_that_moved_is_a_match() {
    let left = [format!("{LAMPS}{TEA}"), RIVER.to_string()];
    let right = [TEA.to_string(), format!("{RIVER}{LAMPS}")];
    let left: Vec<&str> = left.iter().map(String::as_str).collect();
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    let comparison = compared(&left, &right);
    let moved: Vec<String> = comparison
        .matches
        .iter()
        .filter(|found| found.moved)
        .map(|found| text(&left, found.left))
        .collect();
    assert_eq!(moved, [LAMPS]);
    assert_eq!(comparison.left.shares.shared, 1.0);
    assert_eq!(comparison.right.shares.shared, 1.0);
    // A stock phrase is in another place, but it did not move.
    let stock = "压实责任、群防群治、外防输入、内防反弹";
    let comparison = compared(&[&format!("{stock}。{TEA}"), RIVER], &[TEA, &format!("{RIVER}{stock}")]);
    assert!(comparison.matches.iter().all(|found| !found.moved));
    // A paragraph that was cut in two is all there, and nothing moved.
    let comparison = compared(&[&format!("{LAMPS}{TEA}")], &[LAMPS, TEA]);
    assert_eq!(comparison.left.shares.shared, 1.0);
    assert!(comparison.matches.iter().all(|found| !found.moved));
}

/// Both sides of the first row, changes in brackets: `-` left only, `+` right only, `~` replaced, `=` a slot.
fn check_pieces(left: &str, right: &str, expected_left: &str, expected_right: &str) {
    let comparison = compared(&[left], &[right]);
    let row = &comparison.rows[0];
    let show = |text: &str, pieces: &[Piece]| -> String {
        let piece = |piece: &Piece| {
            let text = slice(text, piece.start, piece.end);
            match piece.change {
                Change::Equal => text.to_string(),
                Change::Delete => format!("[-{text}]"),
                Change::Insert => format!("[+{text}]"),
                Change::Replace => format!("[~{text}]"),
                Change::Slot => format!("[={text}]"),
            }
        };
        pieces.iter().map(piece).collect()
    };
    assert_eq!(show(left, &row.left[0].pieces), expected_left);
    assert_eq!(show(right, &row.right[0].pieces), expected_right);
}

#[test]
fn a_pair_is_cut_where_it_differs() {
    check_pieces(TEA, TEA, TEA, TEA);
    // One comma.
    check_pieces(
        "今年雨水多，江上的雾也重",
        "今年雨水多；江上的雾也重",
        "今年雨水多[~，]江上的雾也重",
        "今年雨水多[~；]江上的雾也重",
    );
    // Folded differences are none.
    check_pieces("“會議”，２０日", "「会议」,20日", "“會議”，２０日", "「会议」,20日");
    // What was put in begins where a clause does.
    check_pieces(
        "今年雨水多，江上的雾也重。",
        "今年雨水多，江上的浪也高，江上的雾也重。",
        "今年雨水多，江上的雾也重。",
        "今年雨水多，[+江上的浪也高，]江上的雾也重。",
    );
    // Accidents inside a rewritten clause are not shown, the commas around it are.
    check_pieces(
        "茶厂要把秤抬到村口去，群众打来电话不能说不归我管，当天鲜叶当天付款",
        "茶厂要把秤抬到村口去，收购车不进村的要说明理由，当天鲜叶当天付款",
        "茶厂要把秤抬到村口去，[~群众打来电话不能说不归我管]，当天鲜叶当天付款",
        "茶厂要把秤抬到村口去，[~收购车不进村的要说明理由]，当天鲜叶当天付款",
    );
    // Numbers, words and characters with their marks are kept whole.
    check_pieces(
        "涨了1234斤左右",
        "涨了1534斤左右",
        "涨了[=1234]斤左右",
        "涨了[=1534]斤左右",
    );
    check_pieces(
        "we met in the village cafe\u{301} by the river at noon and talked about the dam",
        "we met in the village cafe by the river at noon and talked about the dam",
        "we met in the village [~cafe\u{301}] by the river at noon and talked about the dam",
        "we met in the village [~cafe] by the river at noon and talked about the dam",
    );
}

/// `expected` are the slots: left, right, type.
fn check_slots(left: &str, right: &str, expected: &[(&str, &str, SlotType)]) {
    let (a, b) = (
        document(&["云岭省", "青澜市"], &[left]),
        document(&["云岭省", "安渡市", "梧塘县"], &[right]),
    );
    let comparison = compare(&a, &b, &matcher(), &Boilerplate::none(), &Options::default());
    let slots: Vec<(String, String, SlotType)> = comparison
        .slots
        .iter()
        .map(|slot| (text(&[left], slot.left), text(&[right], slot.right), slot.slot_type))
        .collect();
    let slots: Vec<(&str, &str, SlotType)> = slots.iter().map(|(a, b, c)| (&a[..], &b[..], *c)).collect();
    assert_eq!(slots, expected, "{left} {right}");
}

#[test]
fn what_was_filled_in_is_a_slot() {
    use SlotType::{Date, Number, Place};
    check_slots(
        "从4月13日零时起，青澜市所有进城路口设卡登记，实行12小时值守",
        "从4月16日零时起，梧塘县所有进城路口设卡登记，实行24小时值守",
        &[
            ("4月13日", "4月16日", Date),
            ("青澜市", "梧塘县", Place),
            ("12", "24", Number),
        ],
    );
    // Two slots side by side, one character between two others.
    check_slots(
        "各查验点在14日18时前公布，每班2人3车",
        "各查验点在17日12时前公布，每班5人6车",
        &[
            ("14日", "17日", Date),
            ("18", "12", Number),
            ("2", "5", Number),
            ("3", "6", Number),
        ],
    );
    // Places that no metadata names, in either script, and of different divisions.
    check_slots(
        "昨天我到柳浦区看望值守人员，又去了塘口镇",
        "昨天我到臨漪區看望值守人員，又去了鹭下村",
        &[("柳浦区", "臨漪區", Place), ("塘口镇", "鹭下村", Place)],
    );
    // Chinese numerals.
    check_slots(
        "全县组建了十二支突击队",
        "全县组建了三支突击队",
        &[("十二", "三", Number)],
    );
    // Words are no slots, and a list of divisions is no name.
    check_slots("各县区要把值班电话公布", "各乡镇要把值班电话公布", &[]);
    check_slots("工人回不了厂的要派专车", "农民回不了厂的要派专车", &[]);
}

/// `expected` are the flagged names, each with its side.
fn check_flags(left: &[&str], right: &[&str], paragraph: &str, expected: &[&str]) {
    let (left, right) = (document(left, &[paragraph]), document(right, &[paragraph]));
    let comparison = compare(&left, &right, &matcher(), &Boilerplate::none(), &Options::default());
    let flags: Vec<String> = comparison
        .flags
        .iter()
        .map(|flag| format!("{:?} {}", flag.side, text(&[paragraph], flag.span)))
        .collect();
    assert_eq!(flags, expected);
}

#[test]
fn a_place_left_standing_in_borrowed_text_is_flagged() {
    let (city, county) = (["云岭省", "青澜市"], ["云岭省", "安渡市", "梧塘县"]);
    let borrowed = "青澜市设在主要进出通道上的公路查验点全部实行值守";
    check_flags(&city, &county, borrowed, &["Right 青澜市"]);
    check_flags(&county, &city, borrowed, &["Left 青澜市"]);
    // Names match in either script.
    check_flags(&["雲嶺省", "青瀾市"], &county, borrowed, &["Right 青澜市"]);
    // The province is common to both.
    check_flags(&city, &county, "云岭省设在主要进出通道上的公路查验点", &[]);
    // A document that does not say where it is from, and one that is from the place around.
    check_flags(&city, &[], borrowed, &[]);
    check_flags(&city, &["云岭省"], borrowed, &[]);
    // Not shared, not borrowed.
    let (left, right) = (
        document(&city, &["青澜市下雨了"]),
        document(&county, &[TEA, "青澜市是邻居"]),
    );
    let comparison = compare(&left, &right, &matcher(), &Boilerplate::none(), &Options::default());
    assert!(comparison.flags.is_empty());
}

/// The kinds of `left` when compared with `right`: a letter a character.
fn check_kinds(left: &str, right: &str, commons: &Boilerplate, expected: &str) {
    let (a, b) = (document(&[], &[left]), document(&[], &[right]));
    let comparison = compare(&a, &b, &matcher(), commons, &Options::default());
    let kinds: String = comparison
        .kinds
        .left
        .iter()
        .flat_map(|run| {
            let letter = match run.kind {
                Kind::Slogan => "S",
                Kind::Boilerplate => "b",
                Kind::Shared => "=",
                Kind::Own => ".",
            };
            letter.repeat(run.span.end - run.span.start).chars().collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(kinds, expected, "{left}");
}

#[test]
fn every_character_is_of_one_kind() {
    let none = Boilerplate::none();
    check_kinds("今年雨水多，压实责任", "今年雨水多，压实责任", &none, "======SSSS");
    check_kinds("今年雨水多", "秧苗已长到三叶", &none, ".....");
    // Two characters are equal by accident, but not in a copy.
    check_kinds(
        "河堤要修高修牢修到底，茶叶全都开采了",
        "学校得要盖在山脚下，茶叶全都开采了",
        &none,
        "..........========",
    );
    check_kinds(
        "要把工作做细，茶叶开采了，桑叶也绿了",
        "要把作业做完，茶叶开采了，桑叶也绿了",
        &none,
        "==....============",
    );
    // A word next to a slot is part of the template.
    check_kinds("共8人，都在村口值守", "共9人，都在村口值守", &none, "=.========");
    // Common in the corpus: three more documents say it. A slogan inside of it is still a slogan.
    let habit = "各级各部门要提高认识，压实责任。";
    let document = |text: &str| document(&[], &[text]);
    let corpus = [
        document(&format!("雨{habit}茶叶开采了")),
        document(&format!("雾{habit}")),
        document(&format!("风{habit}")),
        document(&format!("雪{habit}")),
    ];
    let commons = Boilerplate::new(&corpus, Settings::default());
    check_kinds(
        &format!("雨{habit}茶叶开采了"),
        &format!("{habit}茶叶开采了"),
        &commons,
        ".bbbbbbbbbbbSSSSb=====",
    );
}

#[test]
fn another_script_is_the_same_text() {
    let simplified = ["同志们：", "要群防群治，压实“四方”责任，给夜里装灯，让群众看见光亮。"];
    let traditional = [
        "同志們:",
        "要群防群治,壓實「四方」責任,給夜裡裝燈,讓群眾看見光亮。\u{200b}",
    ];
    let comparison = compared(&simplified, &traditional);
    for Shares { slogan, shared, .. } in [comparison.left.shares, comparison.right.shares] {
        assert!((slogan + shared - 1.0).abs() < 1e-9);
        assert!(slogan > 0.0);
    }
    assert!(comparison.rows.iter().all(|row| row.similarity == 1.0));
}

#[test]
fn slogans_are_in_one_document_or_in_both() {
    let comparison = compared(&["压实责任，再压实责任，外防输入、内防反弹"], &["群防群治，壓實責任"]);
    let json = serde_json::to_string(&comparison.slogans).expect("plain data");
    assert_eq!(
        json,
        concat!(
            r#"{"left_only":[{"entry":1,"left":1,"right":0}],"both":[{"entry":0,"left":2,"right":1}],"#,
            r#""right_only":[{"entry":2,"left":0,"right":1}]}"#
        )
    );
}

#[test]
fn the_json_is_the_contract() {
    let (left, right) = (
        document(&["青澜市"], &["青澜市有26个点"]),
        document(&["梧塘县"], &["青澜市有9个点啊"]),
    );
    let comparison = compare(&left, &right, &matcher(), &Boilerplate::none(), &Options::default());
    let json = serde_json::to_value(&comparison).expect("plain data");
    let shares = json!({"slogan": 0.0, "boilerplate": 0.0, "shared": 0.75, "own": 0.25});
    assert_eq!(json["left"], json!({"id": "d", "shares": shares}));
    let place = |start, end| json!({"block": 0, "start": start, "end": end});
    assert_eq!(
        json["matches"],
        json!([
            {"left": place(0, 4), "right": place(0, 4), "moved": false, "parallel": false},
            {"left": place(6, 8), "right": place(5, 7), "moved": false, "parallel": false},
        ])
    );
    assert_eq!(
        json["kinds"]["left"][0],
        json!({"block": 0, "start": 0, "end": 4, "kind": "shared"})
    );
    assert_eq!(
        json["slots"],
        json!([{"left": place(4, 6), "right": place(4, 5), "type": "number"}])
    );
    assert_eq!(json["flags"][0]["side"], json!("right"));
    assert_eq!(json["flags"][0]["reason"], json!("foreign-place"));
    assert_eq!(json["rows"][0]["relation"], json!("aligned"));
    assert_eq!(
        json["rows"][0]["left"][0]["pieces"][1],
        json!({"start": 4, "end": 6, "change": "slot", "kind": "own", "slogan": null, "slot": 0, "moved": null})
    );
    assert_eq!(
        serde_json::from_value::<Comparison>(json).expect("its own JSON"),
        comparison
    );
}

/// The same blocks on both sides, by their index.
fn mirrored(row: &Row) -> bool {
    let blocks = |cells: &[Cell]| cells.iter().map(|cell| cell.block).collect::<Vec<_>>();
    blocks(&row.left) == blocks(&row.right)
}

/// Blocks made of a few sentences, so that documents share some, with noise that is hard to cut.
fn blocks() -> impl Strategy<Value = Vec<String>> {
    let sentence = prop_oneof![
        prop::sample::select(vec![
            LAMPS,
            RIVER,
            TEA,
            SILK,
            "压实责任",
            "一、青澜市",
            "梧塘县4月13日",
            "同志们："
        ])
        .prop_map(String::from),
        "[动動态清，,。\u{200b}\u{301}aé12年月市区]{0,12}",
    ];
    let block = prop::collection::vec(sentence, 0..4).prop_map(|sentences| sentences.concat());
    prop::collection::vec(block, 0..7)
}

fn check_invariants(left: &[&str], right: &[&str]) -> Result<(), TestCaseError> {
    let commons = Boilerplate::new(
        &[document(&[], left)],
        Settings {
            length: 4,
            documents: 1,
        },
    );
    let (a, b) = (document(&["青澜市"], left), document(&["安渡市", "梧塘县"], right));
    let comparison = compare(&a, &b, &matcher(), &commons, &Options::default());

    // Both sides can be rebuilt, character for character, from pieces that touch; every block is in one row.
    let mut rebuilt = (vec![None; left.len()], vec![None; right.len()]);
    let mut rows = 0;
    for row in &comparison.rows {
        prop_assert!((0.0..=1.0).contains(&row.similarity));
        let left_cells = row.left.iter().map(|cell| (cell, true));
        for (Cell { block, pieces }, is_left) in left_cells.chain(row.right.iter().map(|cell| (cell, false))) {
            let (block, texts) = (*block, if is_left { left } else { right });
            rows += 1;
            let mut text = String::new();
            let mut end = 0;
            for piece in pieces {
                prop_assert!(piece.start == end && piece.start < piece.end);
                end = piece.end;
                text += slice(texts[block], piece.start, piece.end);
                prop_assert_eq!(piece.slogan.is_some(), piece.kind == Kind::Slogan);
                let next = texts[block].chars().nth(piece.end);
                prop_assert!(next != Some('\u{301}'), "a mark is cut off");
            }
            let rebuilt = if is_left { &mut rebuilt.0 } else { &mut rebuilt.1 };
            rebuilt[block] = Some(text);
        }
    }
    prop_assert_eq!(rows, left.len() + right.len());
    let whole = |texts: &[&str]| texts.iter().map(|text| Some(text.to_string())).collect::<Vec<_>>();
    prop_assert_eq!(rebuilt, (whole(left), whole(right)));

    // Kinds partition each side, and add up to the shares.
    for (kinds, texts, shares) in [
        (&comparison.kinds.left, left, comparison.left.shares),
        (&comparison.kinds.right, right, comparison.right.shares),
    ] {
        let mut at = (0, 0);
        let length = |block: usize| texts[block].chars().count();
        for run in kinds {
            while at.1 == length(at.0) {
                at = (at.0 + 1, 0);
            }
            prop_assert_eq!((run.span.block, run.span.start), at);
            prop_assert!(run.span.end > run.span.start && run.span.end <= length(at.0));
            at.1 = run.span.end;
        }
        let all: usize = kinds.iter().map(|run| run.span.end - run.span.start).sum();
        prop_assert_eq!(all, (0..texts.len()).map(length).sum::<usize>());
        prop_assert!((shares.slogan + shares.boilerplate + shares.shared + shares.own - 1.0).abs() < 1e-9);
    }

    // Matches are equal after folding, but for those that are alike in topic only.
    for found in comparison.matches.iter().filter(|found| !found.parallel) {
        let folded = |texts: &[&str], span| fold_text(&text(texts, span), View::Search);
        prop_assert!(found.left.end <= left[found.left.block].chars().count());
        prop_assert!(!folded(left, found.left).is_empty());
        prop_assert_eq!(folded(left, found.left), folded(right, found.right));
    }
    Ok(())
}

proptest! {
    #[test]
    fn nothing_is_lost_and_every_match_is_true(left in blocks(), right in blocks()) {
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        let right: Vec<&str> = right.iter().map(String::as_str).collect();
        check_invariants(&left, &right)?;
    }

    #[test]
    fn a_document_is_equal_to_itself(left in blocks()) {
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        let comparison = compared(&left, &left);
        let seen = left.iter().any(|text| !fold_text(text, View::Search).is_empty());
        let Shares { slogan, shared, .. } = comparison.left.shares;
        let unseen = left.iter().filter(|text| fold_text(text, View::Search).is_empty());
        let unseen: usize = unseen.map(|text| text.chars().count()).sum();
        prop_assert!(!seen || unseen > 0 || (slogan + shared - 1.0).abs() < 1e-9);
        prop_assert!(comparison.rows.iter().all(|row| mirrored(row) && row.similarity == 1.0));
        prop_assert!(comparison.slots.is_empty() && comparison.flags.is_empty());
    }
}
