//! The lexicon that comes with Tifa is sound, and the matcher finds exactly what stands in a text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tifa::corpus::edtf;
use tifa::lexicon::{BUILT_IN, CATEGORIES, Lexicon, Matcher};
use tifa::text::fold::{View, fold_phrase, fold_text};

/// The slogans found in a text: canonical phrase, start, end.
fn found(lexicon: &str, text: &str) -> Vec<(String, usize, usize)> {
    let (lexicon, _) = Lexicon::read(lexicon);
    Matcher::new(&lexicon)
        .find(text)
        .into_iter()
        .map(|found| (lexicon.entries[found.entry].phrase.clone(), found.start, found.end))
        .collect()
}

fn check(lexicon: &str, text: &str, expected: &[(&str, usize, usize)]) {
    let found = found(lexicon, text);
    let found: Vec<_> = found
        .iter()
        .map(|(phrase, start, end)| (phrase.as_str(), *start, *end))
        .collect();
    assert_eq!(found, expected, "in {text}");
}

#[test]
fn the_built_in_lexicon_is_free_of_faults() {
    let (lexicon, faults) = Lexicon::read(BUILT_IN);
    assert_eq!(faults, []);
    assert!(lexicon.entries.len() >= 150, "{} entries", lexicon.entries.len());
    assert!(lexicon.entries.is_sorted_by_key(|entry| &entry.phrase));
    for entry in &lexicon.entries {
        assert!(
            CATEGORIES.contains(&entry.category.as_str()),
            "category of {}",
            entry.phrase
        );
        assert!(!entry.gloss_en.is_empty(), "gloss of {}", entry.phrase);
        let is_han = entry.phrase.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(!is_han || !entry.pinyin.is_empty(), "pinyin of {}", entry.phrase);
        assert!(
            entry.first_seen.as_deref().is_none_or(edtf::is_valid),
            "date of {}",
            entry.phrase
        );
    }
}

/// 四个意识 has four members, 三去一降一补 three and one and one; in 五个一 and 三管三必须 only the first number counts.
#[test]
fn a_numbered_slogan_has_as_many_members_as_it_says() {
    let number = |c| match c {
        '两' | '双' => Some(2),
        c => "一二三四五六七八九十"
            .chars()
            .position(|digit| digit == c)
            .map(|at| at + 1),
    };
    for entry in Lexicon::built_in().entries {
        let numbers: Vec<usize> = entry.phrase.chars().filter_map(number).collect();
        if entry.phrase.chars().next().and_then(number).is_none() {
            continue;
        }
        for expansion in &entry.expands_to {
            let members = expansion.split('、').count();
            let stated = [numbers[0], numbers.iter().sum()];
            assert!(stated.contains(&members), "{}: {members} in {expansion}", entry.phrase);
        }
    }
}

#[test]
fn each_entry_is_found_under_its_own_name() {
    let (lexicon, _) = Lexicon::read(BUILT_IN);
    let matcher = Matcher::new(&lexicon);
    for (i, entry) in lexicon.entries.iter().enumerate() {
        for phrase in std::iter::once(&entry.phrase).chain(&entry.variants) {
            let text = format!("要{phrase}。");
            let found: Vec<usize> = matcher.find(&text).iter().map(|found| found.entry).collect();
            assert_eq!(found, [i], "in {text}");
        }
    }
}

#[test]
fn script_width_quotes_and_separators_do_not_count() {
    let lexicon = "外防输入、内防反弹";
    for (text, end) in [
        ("外防输入、内防反弹", 9),
        ("外防输入,内防反弹", 9),
        ("外防输入，内防反弹", 9),
        ("外防輸入 內防反彈", 9),
        ("外防输入·内防反弹", 9),
        ("外防输入； 内防反弹", 10),
        ("外防输入”、“内防反弹", 11),
        ("外防输入内防反弹", 8),
        ("外防\u{200b}输入、内防反弹", 10),
    ] {
        check(lexicon, text, &[(lexicon, 0, end)]);
        check(lexicon, &format!("坚持“{text}”，"), &[(lexicon, 3, end + 3)]);
    }
    // A sentence ends, a word stands between: another text.
    check(lexicon, "外防输入。内防反弹", &[]);
    check(lexicon, "外防输入和内防反弹", &[]);
}

#[test]
fn the_longest_of_those_that_start_first_is_taken() {
    let lexicon = "联防联控\n联防联控、群防群治\n群防群治、动态清零\n群防群治";
    check(lexicon, "联防联控、群防群治、动态清零", &[("联防联控、群防群治", 0, 9)]);
    check(lexicon, "联防联控和群防群治", &[("联防联控", 0, 4), ("群防群治", 5, 9)]);
    check("甲乙\n乙丙丁", "甲乙丙丁", &[("甲乙", 0, 2)]);
    check("甲甲", "甲甲甲甲甲", &[("甲甲", 0, 2), ("甲甲", 2, 4)]);
}

#[test]
fn a_variant_counts_for_its_entry() {
    let lexicon = "phrase\tvariants\n人民至上、生命至上\t生命至上、人民至上|人民生命至上";
    check(lexicon, "坚持生命至上、人民至上", &[("人民至上、生命至上", 2, 11)]);
    check(lexicon, "人民生命至上", &[("人民至上、生命至上", 0, 6)]);
}

#[test]
fn a_latin_phrase_is_a_whole_word() {
    check("5G", "建设5G网络", &[("5G", 2, 4)]);
    check("5G", "建设15G网络, 5gs", &[]);
    check(
        "zero covid",
        "Zero  COVID, zero-covid, zero covids",
        &[("zero covid", 0, 11)],
    );
    check("e", "the e", &[("e", 4, 5)]);
}

#[test]
fn an_empty_lexicon_finds_nothing() {
    check("", "外防输入", &[]);
    check("# a comment\n\n、\n", "外防输入、", &[]);
}

/// What the matcher must find, without any of its machinery: at each place the longest phrase that stands there.
fn naive(lexicon: &Lexicon, text: &str) -> Vec<(usize, usize)> {
    let mut phrases = BTreeSet::new();
    for entry in &lexicon.entries {
        let folded = fold_phrase(&entry.phrase, View::Slogan);
        phrases.insert(folded.replace('、', ""));
        phrases.insert(folded);
    }
    let folded: Vec<char> = fold_text(text, View::Slogan).chars().collect();
    // The display character that each folded one came from: the one that makes the folded text longer.
    let display: Vec<char> = text.chars().collect();
    let length = |end: usize| {
        fold_text(&String::from_iter(&display[..end]), View::Slogan)
            .chars()
            .count()
    };
    let origin: Vec<usize> = (0..display.len()).filter(|&at| length(at + 1) > length(at)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let here = phrases.iter().map(|phrase| phrase.chars().collect::<Vec<_>>());
        let longest = here
            .filter(|phrase| folded[at..].starts_with(phrase))
            .map(|phrase| phrase.len())
            .max();
        if let Some(length) = longest {
            found.push((origin[at], origin[at + length - 1] + 1));
        }
        at += longest.unwrap_or(1);
    }
    found
}

proptest! {
    #[test]
    fn the_matcher_agrees_with_a_naive_one(
        phrases in prop::collection::vec("[甲乙丙]{1,3}(、[甲乙丙]{1,2})?", 0..6),
        text in "[甲乙丙、， ”\u{200b}。]{0,40}",
    ) {
        let (lexicon, _) = Lexicon::read(&phrases.join("\n"));
        let found = Matcher::new(&lexicon).find(&text);
        let spans: Vec<(usize, usize)> = found.iter().map(|found| (found.start, found.end)).collect();
        prop_assert_eq!(spans, naive(&lexicon, &text));
        for found in found {
            let shown: String = text.chars().skip(found.start).take(found.end - found.start).collect();
            let bare = |text: &str| fold_phrase(text, View::Slogan).replace('、', "");
            prop_assert_eq!(bare(&shown), bare(&lexicon.entries[found.entry].phrase));
        }
    }

    #[test]
    fn no_lexicon_and_no_text_is_too_strange(lexicon in any::<String>(), text in any::<String>()) {
        let length = text.chars().count();
        for (_, start, end) in found(&lexicon, &text) {
            prop_assert!(start < end && end <= length);
        }
    }
}
