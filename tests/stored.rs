//! A text is kept once, folded, and comes back as it was.

use proptest::prelude::*;
use tifa::corpus::Span;
use tifa::text::fold::bare_char;
use tifa::text::stored::Stored;

/// Each folded character with the display character it came from.
fn folded(text: &str) -> Vec<(char, usize)> {
    let characters = text.chars().enumerate();
    characters.filter_map(|(at, c)| Some((bare_char(c)?, at))).collect()
}

fn check(texts: &[&str]) {
    let stored = Stored::new(texts.iter().copied());
    assert_eq!(stored.texts().collect::<Vec<_>>(), texts);
    let mut unit = 0;
    for (block, text) in texts.iter().enumerate() {
        let folded = folded(text);
        assert!(
            stored.folded(block).chars().eq(folded.iter().map(|(c, _)| *c)),
            "{text:?}"
        );
        let first = unit;
        // Every character alone, and every run up to it from some other one.
        let mut runs = Vec::new();
        let mut starts = Vec::new();
        for (i, &(c, at)) in folded.iter().enumerate() {
            starts.push((unit, at));
            unit += c.len_utf16();
            for (start, shown) in [starts[i], starts[i / 2]] {
                let expected = Span {
                    block,
                    start: shown,
                    end: at + 1,
                };
                assert_eq!(stored.span(start, unit), expected, "{start}..{unit} of {texts:?}");
            }
            runs.push(starts[i].0..unit);
        }
        assert_eq!(stored.units(block), first..unit);
        // All at once is as each by itself.
        let mut spans = stored.locate(runs.iter().cloned());
        stored.show(&mut spans);
        let each: Vec<Span> = runs.iter().map(|run| stored.span(run.start, run.end)).collect();
        assert_eq!(spans, each);
        unit += 1;
    }
    assert_eq!(stored.bytes().len(), 2 * unit);
}

#[test]
fn what_folding_changes_and_drops_comes_back() {
    check(&[]);
    check(&["", ""]);
    check(&["「四方」責任，壓實", "", "四早"]);
    check(&["\u{200b}动\u{200b}\u{200b}态\u{200b}", "\0", "\0\0", "\u{feff}动\0"]);
    check(&["𠮷，𠮷\u{200b}𠮷", "𝔸𐐀\u{e0001}𐐨", "ẞİﬁ"]);
    check(&["Cafe\u{301}s, ÀÉ Ａａｂ", "\t \u{3000}\u{a0}\r\n"]);
    let far = format!("{}，{}\u{200b}", "动".repeat(63), "态".repeat(1_000));
    check(&[&far, &far]);
}

#[test]
fn every_character_comes_back() {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    let texts: Vec<String> = all.chunks(5_000).map(|some| some.iter().collect()).collect();
    let stored = Stored::new(texts.iter().map(String::as_str));
    for (at, text) in texts.iter().enumerate() {
        assert!(stored.block(at) == *text);
        assert!(stored.folded(at).chars().eq(text.chars().filter_map(bare_char)));
    }
}

#[test]
fn a_text_is_kept_in_less_than_it_was() {
    let share = |text: &str| Stored::new([text]).size() as f64 / text.len() as f64;
    let simplified = "会议要求，各级要压实“四方”责任、守好大门；一要严防死守，二要群防群控。".repeat(100);
    let traditional = "會議要求，各級要壓實「四方」責任、守好大門；一要嚴防死守，二要群防群控。".repeat(100);
    assert!(share(&simplified) < 0.75, "{}", share(&simplified));
    assert!(share(&traditional) < 0.9, "{}", share(&traditional));
}

proptest! {
    #[test]
    fn any_texts_come_back_and_spans_are_true(
        texts in prop::collection::vec(
            prop_oneof![
                any::<String>(),
                "[動动态責\u{200b}，,“”「\0𠮷𐐀aÀＡ\u{301}\u{e0001} \u{3000}]{0,40}",
                "[动\u{200b}，]{50,150}",
            ],
            0..4,
        ),
    ) {
        check(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
