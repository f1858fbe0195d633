//! Which text corresponds to which: what was split and joined, what moved, what the reader pinned or wants ignored;
//! and what holds of every comparison, whatever the texts say.

use proptest::prelude::*;
use tifa::compare::{Cell, Change, Comparison, Flag, Ignored, Options, Relation, Side, compare};
use tifa::corpus::{Block, Document, Span, slice};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::Boilerplate;

fn document(paragraphs: &[&str]) -> Document {
    Document {
        id: "d".to_string(),
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

fn compared(left: &[&str], right: &[&str], options: &Options) -> Comparison {
    let matcher = Matcher::new(&Lexicon::read("压实责任\n外防输入、内防反弹").0);
    compare(
        &document(left),
        &document(right),
        &matcher,
        &Boilerplate::none(),
        options,
    )
}

fn text(paragraphs: &[&str], span: Span) -> String {
    slice(paragraphs[span.block], span.start, span.end).to_string()
}

const LAMPS: &str = "采样点要给老人备凳子、给雨天搭棚子、给夜里装灯，能上门的上门，能错峰的错峰。";
const RIVER: &str = "漪水浮桥是重中之重，平日里一天要过三千人，桥头由两地民警共同值守，结果互认。";
const TEA: &str = "茶厂要把秤抬到村口去，收购车进村，茶农不出村，当天鲜叶当天付款。";
const SILK: &str = "我的蚕已经出了蚁，桑叶在河对岸，后来乡里商量出一个办法，养蚕户凭采桑证过河。";
const RICE: &str = "米缸有没有见底，药还够吃几天，这些事网格员要一户一户去问，问清楚再记到本子上。";

/// `rows` has the blocks of each row, left and right, and `~` where one stands alone; `moves` the text of each move
/// on the left.
fn check(left: &[&str], right: &[&str], rows: &str, moves: &[&str]) {
    let comparison = compared(left, right, &Options::default());
    assert_eq!(shown(&comparison), rows, "{left:?} {right:?}");
    let found: Vec<String> = comparison.moves.iter().map(|found| text(left, found.left)).collect();
    assert_eq!(found, moves, "{left:?} {right:?}");
}

fn shown(comparison: &Comparison) -> String {
    let blocks = |cells: &[Cell]| {
        let blocks: Vec<String> = cells.iter().map(|cell| cell.block.to_string()).collect();
        if blocks.is_empty() {
            "~".to_string()
        } else {
            blocks.join("+")
        }
    };
    let rows = comparison.rows.iter().map(|row| {
        let sign = if row.relation == Relation::Parallel { "≈" } else { " " };
        format!("{}{sign}{}", blocks(&row.left), blocks(&row.right))
    });
    rows.collect::<Vec<_>>().join(", ")
}

fn joined(parts: &[&str]) -> String {
    parts.concat()
}

#[test]
fn a_paragraph_that_was_split_or_joined_is_one_row() {
    let both = joined(&[LAMPS, TEA]);
    check(&[&both], &[LAMPS, TEA], "0 0+1", &[]);
    check(
        &[RIVER, LAMPS, TEA, SILK],
        &[RIVER, &both, SILK],
        "0 0, 1+2 1, 3 2",
        &[],
    );
    // Edited on the way.
    let edited = TEA.replace("茶农不出村", "茶农在家等");
    check(&[RIVER, &both], &[RIVER, LAMPS, &edited], "0 0, 1 1+2", &[]);
    // What was one sentence is two.
    let cut = LAMPS.replace("装灯，能", "装灯。能");
    check(&[&joined(&[LAMPS, RIVER])], &[&joined(&[&cut, RIVER])], "0 0", &[]);
    let comparison = compared(&[&both], &[LAMPS, TEA], &Options::default());
    assert_eq!(comparison.left.shares.shared, 1.0);
    assert!(comparison.matches.iter().all(|found| !found.moved));
}

#[test]
fn a_sentence_that_went_to_another_paragraph_moved() {
    let (first, second) = (joined(&[LAMPS, TEA, RIVER]), joined(&[SILK, RICE]));
    let (third, fourth) = (joined(&[LAMPS, RIVER]), joined(&[SILK, TEA, RICE]));
    check(&[&first, &second], &[&third, &fourth], "0 0, 1 1", &[TEA]);
    // Edited.
    let edited = fourth.replace("村口", "码头").replace("茶农不出村", "农户不出村");
    check(&[&first, &second], &[&third, &edited], "0 0, 1 1", &[TEA]);
    // Two sentences that follow each other are one move, within one paragraph too.
    check(
        &[&joined(&[LAMPS, TEA, RIVER, SILK, RICE])],
        &[&joined(&[RIVER, SILK, RICE, LAMPS, TEA])],
        "0 0",
        &[&joined(&[LAMPS, TEA])],
    );
    // A slogan alone is in another place, but nobody moved it; nor what is short.
    check(
        &[&joined(&["压实责任。", TEA]), RIVER],
        &[TEA, &joined(&[RIVER, "压实责任。"])],
        "0 0, 1 1",
        &[],
    );
    check(
        &[&joined(&["好的。", TEA]), RIVER],
        &[TEA, &joined(&[RIVER, "好的。"])],
        "0 0, 1 1",
        &[],
    );
}

#[test]
fn a_paragraph_that_moved_stands_alone_on_both_sides() {
    check(
        &[LAMPS, TEA, RIVER, SILK],
        &[TEA, RIVER, SILK, LAMPS],
        "0 ~, 1 0, 2 1, 3 2, ~ 3",
        &[LAMPS],
    );
    // Of two that say the same, the nearer one moved; the other is not matched twice.
    check(
        &[LAMPS, TEA, RIVER, SILK, RICE],
        &[TEA, LAMPS, RIVER, SILK, RICE, LAMPS],
        "0 ~, 1 0, ~ 1, 2 2, 3 3, 4 4, ~ 5",
        &[LAMPS],
    );
    let comparison = compared(
        &[LAMPS, TEA, RIVER, SILK],
        &[TEA, RIVER, SILK, LAMPS],
        &Options::default(),
    );
    assert_eq!(
        (comparison.moves[0].right.block, comparison.moves[0].similarity),
        (3, 1.0)
    );
    let pieces = &comparison.rows[0].left[0].pieces;
    assert!(
        pieces
            .iter()
            .all(|piece| piece.moved == Some(0) && piece.change == Change::Equal)
    );
}

#[test]
fn what_is_in_order_did_not_move() {
    // The last sentence of a paragraph stands before new text.
    let new =
        "镇上的夜校开到第三期，来学开船的人比学开车的还多，教员是两位退下来的老艄公，晚上七点点名，迟到的罚擦船板。";
    check(
        &[&joined(&[LAMPS, TEA, RIVER])],
        &[LAMPS, TEA, &joined(&[RIVER, new])],
        "0 0+1+2",
        &[],
    );
    // A digest of several paragraphs in one.
    let longer = |text: &str| joined(&[text, new]);
    check(
        &[&longer(LAMPS), &joined(&[TEA, new, RICE]), &joined(&[SILK, RIVER])],
        &[&joined(&[LAMPS, TEA, SILK, RIVER])],
        "0+1+2 0",
        &[],
    );
    // One sentence that is two on the other side.
    check(
        &[&joined(&[TEA, SILK, RIVER]), RICE],
        &[
            &joined(&[TEA, RIVER]),
            &joined(&[RICE, &SILK.replace("河对岸，", "河对岸；")]),
        ],
        "0 0, 1 1",
        &[SILK],
    );
    // Of a paragraph that moved what stands nowhere else did not.
    check(
        &[&joined(&[TEA, "码头也发了言。"]), RIVER, SILK, LAMPS],
        &[RIVER, SILK, LAMPS, TEA],
        "0 ~, 1 0, 2 1, 3 2, ~ 3",
        &[TEA],
    );
}

#[test]
fn a_heading_goes_with_what_stands_under_it() {
    let under = joined(&[LAMPS, TEA]);
    check(
        &["一、工作原则", &under, "二、重点任务", RIVER, SILK, RICE],
        &["一、重点任务", RIVER, SILK, RICE, "二、工作原则", LAMPS, TEA],
        "0 ~, 1 ~, 2 0, 3 1, 4 2, 5 3, ~ 4, ~ 5, ~ 6",
        &["一、工作原则", LAMPS, TEA],
    );
}

#[test]
fn lines_that_stand_several_times_go_with_what_is_above_them() {
    let (school, office) = (
        "牵头单位：县教育局；责任单位：各乡镇人民政府",
        "牵头单位：县民政局；责任单位：各乡镇人民政府",
    );
    check(
        &[LAMPS, school, TEA, office, RIVER, school, SILK],
        &[LAMPS, school, RIVER, school, SILK],
        "0 0, 1 1, 2 ~, 3 ~, 4 2, 5 3, 6 4",
        &[],
    );
}

/// What many speeches say: slogans of the lexicon, a place, a day, a formula.
#[test]
fn what_any_two_speeches_have_in_common_brings_nothing_together() {
    // A heading that is little more than a slogan, and a paragraph that says it in passing.
    let passing = joined(&[RICE, "外防输入、内防反弹，压实责任，哪一样也不能少。", TEA]);
    check(
        &["二、外防输入、内防反弹不放松", LAMPS, RIVER],
        &[&passing, RIVER],
        "0 ~, 1 ~, ~ 0, 2 1",
        &[],
    );
    // Two sentences around one slogan.
    check(
        &[&joined(&["说到底都是压实责任、外防输入、内防反弹。", TEA]), RIVER],
        &[TEA, &joined(&[RIVER, "外防输入、内防反弹靠的是压实责任。"])],
        "0 0, 1 1",
        &[],
    );
    check(
        &["下面，我讲四点意见。", TEA, RIVER, SILK],
        &[TEA, RIVER, SILK, "下面，我讲四点意见。"],
        "0 ~, 1 0, 2 1, 3 2, ~ 3",
        &[],
    );
    // Slogans and all, what was copied corresponds.
    let edited = passing.replace("哪一样也", "一样都");
    check(&[&passing, RIVER], &[&edited, RIVER], "0 0, 1 1", &[]);
    check(&["压实责任", LAMPS, RIVER], &["压实责任", RIVER], "0 0, 1 ~, 2 1", &[]);
}

/// The shares of what is shared on the left, without and with an option.
fn check_ignored(left: &str, right: &str, ignored: Ignored, without: f64, with: f64) {
    let share = |ignored| {
        let options = Options {
            ignored,
            ..Options::default()
        };
        compared(&[left], &[right], &options).left.shares.shared
    };
    let (found_without, found_with) = (share(Ignored::default()), share(ignored));
    assert!(
        (found_without - without).abs() < 0.02,
        "{left} {right}: {found_without}"
    );
    assert!((found_with - with).abs() < 0.02, "{left} {right}: {found_with}");
}

#[test]
fn what_is_ignored_makes_no_difference() {
    let usual = Ignored::default();
    let punctuation = Ignored {
        punctuation: true,
        ..usual
    };
    check_ignored(
        "今年雨水多，江上的雾也重",
        "“今年雨水多”江上的雾，也重。",
        punctuation,
        11.0 / 12.0,
        1.0,
    );
    let numbers = Ignored { numbers: true, ..usual };
    check_ignored(
        "全县组建了十二支突击队",
        "全县组建了35支突击队",
        numbers,
        9.0 / 11.0,
        1.0,
    );
    let script = Ignored { script: false, ..usual };
    check_ignored("会议要求给夜里装灯", "會議要求給夜裡裝燈", script, 1.0, 0.0);
    // Told apart, they still stand side by side.
    let options = Options {
        ignored: script,
        ..Options::default()
    };
    let comparison = compared(
        &["台湾海峡两岸的干部都来了。"],
        &["臺灣海峽兩岸的幹部都來了。"],
        &options,
    );
    assert_eq!(shown(&comparison), "0 0");
    assert!(comparison.rows[0].similarity < 1.0);
    // One character for several: the traditional edition says nothing else.
    check_ignored(
        "皇后在后面，头发发芽，干部晒干面条，台风刮过台湾，只有一只船，松树放松，钟表分钟",
        "皇后在後面，頭髮發芽，幹部曬乾麵條，颱風颳過臺灣，只有一隻船，松樹放鬆，鐘錶分鐘",
        usual,
        1.0,
        1.0,
    );
}

#[test]
fn pins_stand_side_by_side_and_the_rest_goes_around_them() {
    let pinned = |pins: &[(usize, usize)]| {
        let options = Options {
            pins: pins.to_vec(),
            ..Options::default()
        };
        shown(&compared(&[LAMPS, TEA, RIVER], &[TEA, RIVER, SILK], &options))
    };
    assert_eq!(pinned(&[]), "0 ~, 1 0, 2 1, ~ 2");
    assert_eq!(pinned(&[(0, 0)]), "0 0, 1 ~, 2 1, ~ 2");
    assert_eq!(pinned(&[(1, 2)]), "0 ~, ~ 0, ~ 1, 1 2, 2 ~");
    // One that crosses an earlier one, and one that names no block.
    assert_eq!(pinned(&[(0, 0), (2, 2), (1, 3), (9, 0)]), "0 0, 1 ~, ~ 1, 2 2");
    assert_eq!(pinned(&[(1, 0), (0, 1)]), pinned(&[(1, 0)]));
    // Two on one side.
    assert_eq!(pinned(&[(0, 0), (0, 1)]), "0 0+1, 1 ~, 2 ~, ~ 2");
}

/// Blocks of a few sentences, some of them edited, with noise that is hard to cut.
fn blocks() -> impl Strategy<Value = Vec<String>> {
    let known = prop::sample::select(vec![
        LAMPS,
        RIVER,
        TEA,
        SILK,
        RICE,
        "压实责任。",
        "同志们：",
        "一、青澜市",
    ]);
    let edited = (known.clone(), 0..40_usize, 0..4_usize, "[动市12。]{0,3}").prop_map(|(text, at, length, new)| {
        let behind = text.chars().skip(at + length);
        text.chars()
            .take(at)
            .chain(new.chars())
            .chain(behind)
            .collect::<String>()
    });
    let noise = "[动動态清，,。\u{200b}\u{301}a12年月市区]{0,9}";
    let sentence = prop_oneof![4 => known.prop_map(String::from), 4 => edited, 1 => noise];
    let block = prop::collection::vec(sentence, 0..5).prop_map(|sentences| sentences.concat());
    prop::collection::vec(block, 0..7)
}

fn options() -> impl Strategy<Value = Options> {
    let pins = prop::collection::vec((0..8_usize, 0..8_usize), 0..3);
    (any::<[bool; 3]>(), pins).prop_map(|([punctuation, numbers, script], pins)| Options {
        ignored: Ignored {
            punctuation,
            numbers,
            script,
        },
        pins,
        ..Options::default()
    })
}

/// The comparison with its sides turned; rows without a partner apart, which stand left before right.
fn turned(mut comparison: Comparison) -> Comparison {
    std::mem::swap(&mut comparison.left, &mut comparison.right);
    std::mem::swap(&mut comparison.kinds.left, &mut comparison.kinds.right);
    std::mem::swap(&mut comparison.slogans.left_only, &mut comparison.slogans.right_only);
    for uses in &mut comparison.slogans.both {
        std::mem::swap(&mut uses.left, &mut uses.right);
    }
    let uses = comparison
        .slogans
        .left_only
        .iter_mut()
        .chain(&mut comparison.slogans.right_only);
    uses.for_each(|uses| std::mem::swap(&mut uses.left, &mut uses.right));
    for found in &mut comparison.matches {
        std::mem::swap(&mut found.left, &mut found.right);
    }
    comparison.matches.sort_unstable();
    for slot in &mut comparison.slots {
        std::mem::swap(&mut slot.left, &mut slot.right);
    }
    for Flag { side, .. } in &mut comparison.flags {
        *side = if *side == Side::Left { Side::Right } else { Side::Left };
    }
    comparison.flags.sort();
    // The number of a move is its place in the order of the left side.
    let mut order: Vec<usize> = (0..comparison.moves.len()).collect();
    for found in &mut comparison.moves {
        std::mem::swap(&mut found.left, &mut found.right);
    }
    order.sort_by_key(|&at| comparison.moves[at].left);
    comparison.moves = order.iter().map(|&at| comparison.moves[at]).collect();
    for row in &mut comparison.rows {
        std::mem::swap(&mut row.left, &mut row.right);
        for piece in row
            .left
            .iter_mut()
            .chain(&mut row.right)
            .flat_map(|cell| &mut cell.pieces)
        {
            piece.change = match piece.change {
                Change::Delete => Change::Insert,
                Change::Insert => Change::Delete,
                change => change,
            };
            piece.moved = piece.moved.and_then(|at| order.iter().position(|other| *other == at));
        }
    }
    comparison
}

/// What does not depend on the order of what stands alone, nor on the numbers of slots, which go by the moves.
fn unordered(mut comparison: Comparison) -> Comparison {
    let slots = comparison.slots.clone();
    comparison.slots.sort_by_key(|slot| (slot.left, slot.right));
    for piece in comparison
        .rows
        .iter_mut()
        .flat_map(|row| row.left.iter_mut().chain(&mut row.right))
        .flat_map(|cell| &mut cell.pieces)
    {
        piece.slot = piece
            .slot
            .and_then(|at| comparison.slots.iter().position(|slot| *slot == slots[at]));
    }
    let block = |cells: &[Cell]| cells.first().map(|cell| cell.block);
    comparison.rows.sort_by_key(|row| (block(&row.left), block(&row.right)));
    comparison
}

/// Every span lies in its block, every block is in one row, rows are in order on both sides.
fn check_places(comparison: &Comparison, left: &[&str], right: &[&str]) -> Result<(), TestCaseError> {
    let fits = |texts: &[&str], span: Span| span.start < span.end && span.end <= texts[span.block].chars().count();
    let matches = comparison.matches.iter().map(|found| (found.left, found.right));
    let slots = comparison.slots.iter().map(|slot| (slot.left, slot.right));
    let moves = comparison.moves.iter().map(|found| (found.left, found.right));
    for (on_left, on_right) in matches.chain(slots).chain(moves) {
        prop_assert!(fits(left, on_left) && fits(right, on_right));
    }
    let blocks = |side: fn(&tifa::compare::Row) -> &Vec<Cell>| -> Vec<usize> {
        comparison.rows.iter().flat_map(side).map(|cell| cell.block).collect()
    };
    prop_assert_eq!(blocks(|row| &row.left), (0..left.len()).collect::<Vec<_>>());
    prop_assert_eq!(blocks(|row| &row.right), (0..right.len()).collect::<Vec<_>>());
    prop_assert!(comparison.moves.is_sorted_by_key(|found| found.left));
    for row in &comparison.rows {
        prop_assert_eq!(
            row.relation == Relation::Alone,
            row.left.is_empty() || row.right.is_empty()
        );
        let pieces = row.left.iter().chain(&row.right).flat_map(|cell| &cell.pieces);
        for piece in pieces {
            prop_assert!(piece.moved.is_none_or(|at| at < comparison.moves.len()));
            prop_assert_eq!(piece.slot.is_some(), piece.change == Change::Slot);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_comparison_is_the_same_from_either_side(left in blocks(), right in blocks(), options in options()) {
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        let right: Vec<&str> = right.iter().map(String::as_str).collect();
        let there = compared(&left, &right, &options);
        check_places(&there, &left, &right)?;
        prop_assert_eq!(&there, &compared(&left, &right, &options));
        let pins = options.pins.iter().map(|&(i, j)| (j, i)).collect();
        let back = compared(&right, &left, &Options { pins, ..options.clone() });
        prop_assert_eq!(unordered(turned(back)), unordered(there.clone()));

        // The first pin that names two blocks is honoured.
        let pin = options.pins.iter().find(|pin| pin.0 < left.len() && pin.1 < right.len());
        if let Some(&(i, j)) = pin {
            let holds = |cells: &[Cell], block| cells.iter().any(|cell| cell.block == block);
            let row = there.rows.iter().find(|row| holds(&row.left, i));
            prop_assert!(row.is_some_and(|row| holds(&row.right, j) && row.relation == Relation::Aligned));
        }
    }

    #[test]
    fn nothing_differs_between_a_text_and_itself(left in blocks(), options in options()) {
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        let comparison = compared(&left, &left, &Options { pins: Vec::new(), ..options });
        prop_assert!(comparison.moves.is_empty() && comparison.slots.is_empty() && comparison.flags.is_empty());
        for row in &comparison.rows {
            let pieces = row.left.iter().chain(&row.right).flat_map(|cell| &cell.pieces);
            prop_assert!(pieces.clone().all(|piece| piece.change == Change::Equal && piece.moved.is_none()));
            prop_assert_eq!(row.similarity, 1.0);
        }
        prop_assert!(comparison.matches.iter().all(|found| !found.moved));
    }
}
