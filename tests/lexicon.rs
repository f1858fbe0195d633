//! The lexicon that comes with Tifa is sound, and the matcher finds exactly what stands in a text.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;
use proptest::prelude::*;
use tifa::corpus::{Entry, edtf};
use tifa::lexicon::pattern::Part;
use tifa::lexicon::{BUILT_IN, CATEGORIES, Lexicon, Matcher};
use tifa::text::fold::{View, fold_phrase, fold_text};
use tifa::text::units::Units;

/// The slogans found in a text: canonical phrase, start, end.
fn found(lexicon: &str, text: &str) -> Vec<(String, usize, usize)> {
    let (lexicon, _) = Lexicon::read(lexicon);
    Matcher::new(&lexicon)
        .marks(&Units::new([text]))
        .into_iter()
        .map(|found| {
            (
                lexicon.entries[found.entry].phrase.clone(),
                found.span.start,
                found.span.end,
            )
        })
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
    assert_eq!(lexicon, Lexicon::built_in(), "it is the same unchecked");
    assert!(lexicon.entries.len() >= 500, "{} entries", lexicon.entries.len());
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

/// The readings of a character that pinyin may have here: those of dictionaries, and the letters of a frame.
fn readings(c: char) -> Vec<String> {
    match c {
        'A'..='Z' | 'a'..='z' | '0'..='9' => vec![c.to_lowercase().to_string()],
        c => {
            let readings = c.to_pinyin_multi().into_iter().flat_map(|all| all.into_iter());
            readings
                .flat_map(|reading| [reading.with_tone(), reading.plain()])
                .map(String::from)
                .collect()
        }
    }
}

/// Can the syllables be read one after the other as the characters of a phrase? Of a choice in brackets any.
fn is_reading(phrase: &[char], pinyin: &str) -> bool {
    let Some((&c, rest)) = phrase.split_first() else {
        return pinyin.is_empty();
    };
    if !c.is_alphanumeric() {
        return is_reading(rest, pinyin);
    }
    let mut readings = readings(c).into_iter();
    readings.any(|reading| pinyin.strip_prefix(&reading).is_some_and(|left| is_reading(rest, left)))
}

#[test]
fn pinyin_matches_its_characters() {
    for entry in Lexicon::built_in()
        .entries
        .iter()
        .filter(|entry| !entry.pinyin.is_empty())
    {
        // A frame with choices is read in one of its forms.
        let bare = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
                .to_lowercase()
        };
        let pinyin = bare(&entry.pinyin);
        let spelled = written_out(&entry.phrase);
        let fits = spelled
            .iter()
            .any(|phrase| is_reading(&phrase.chars().collect::<Vec<_>>(), &pinyin));
        assert!(fits, "{}: {}", entry.phrase, entry.pinyin);
    }
}

/// A phrase with each of its choices; all of them, if its pinyin has them all.
fn written_out(phrase: &str) -> Vec<String> {
    let mut all = vec![phrase.to_string()];
    while let Some((at, open)) = all
        .iter()
        .enumerate()
        .find_map(|(at, phrase)| Some((at, phrase.find('(')?)))
    {
        let phrase = all.remove(at);
        let close = phrase.find(')').expect("a lexicon without faults");
        let inside = &phrase[open + 1..close];
        let choices = inside.split('|').chain([inside]);
        let (before, after) = (&phrase[..open], &phrase[close + 1..]);
        all.extend(choices.map(|choice| format!("{before}{choice}{after}")));
    }
    all
}

#[test]
fn no_wording_belongs_to_two_entries() {
    let lexicon = Lexicon::built_in();
    let mut owners = std::collections::BTreeMap::new();
    for (at, entry) in lexicon.entries.iter().enumerate() {
        for phrase in std::iter::once(&entry.phrase).chain(&entry.variants) {
            for form in tifa::lexicon::pattern::forms(phrase).expect("a sound phrase") {
                let bare: Vec<Part> = form.into_iter().filter(|part| *part != Part::Separator).collect();
                let owner = *owners
                    .entry(format!("{bare:?}").replace("]), Text([", ", "))
                    .or_insert(at);
                assert_eq!(lexicon.entries[owner].phrase, entry.phrase, "both have {phrase}");
            }
        }
    }
}

#[test]
fn longer_words_contain_what_they_exclude() {
    for entry in Lexicon::built_in().entries {
        let alone = Lexicon {
            entries: vec![Entry {
                not_inside: Vec::new(),
                ..entry.clone()
            }],
            ..Lexicon::default()
        };
        let matcher = Matcher::new(&alone);
        for longer in &entry.not_inside {
            // Gaps and slots hold any text.
            for longer in written_out(longer) {
                let text = longer.replace('…', "某某").replace('X', "某").replace('N', "三");
                assert!(
                    !matcher.find(&Units::new([text.as_str()])).is_empty(),
                    "{}: {longer}",
                    entry.phrase
                );
            }
        }
    }
}

/// Sentences of the genre and of everyday life, with the entries that are marked in them.
#[test]
fn the_built_in_lexicon_marks_what_a_careful_reader_marks() {
    let matcher = Matcher::new(&Lexicon::built_in());
    let entries = Lexicon::built_in().entries;
    for (text, expected) in [
        ("守牢口岸防线、守牢国门防线", &["筑牢…防线"; 2][..]),
        ("后卫守牢后防线", &[]),
        ("推动条块达畅", &["条块畅达"]),
        ("把思想认识统一到省委的部署上来", &["把思想和行动统一到…上来"]),
        ("打好防汛抗旱主动仗", &["打好…主动仗"]),
        ("坚持“五+二”“白+黑”，发扬“5+2”精神", &["五加二、白加黑"; 2]),
        ("持续52天，第5、2号，白加黑感冒药", &[]),
        (
            "绷紧思想之弦、责任之弦，绷紧疫情防控这根弦",
            &["绷紧…这根弦", "绷紧疫情防控这根弦"],
        ),
        ("绷紧了那根琴弦", &[]),
        ("应隔尽隔、应封尽封", &["应隔尽隔", "应封尽封"]),
        // Names of offices are no uses, a mechanism to be built is one.
        ("省联防联控办、市疫情联防联控专班、国务院联防联控机制", &[]),
        ("健全联防联控机制", &["联防联控"]),
        ("健全全省联防联控机制", &["联防联控"]),
        ("非必要不出省、非必要不离市，非必要不返乡", &["非必要不外出"; 3]),
        ("打赢蓝天保卫战、项目攻坚战", &["打赢…攻坚战", "攻坚战"]),
        ("打赢了这场价格战，补上了短板鞋", &[]),
        (
            "压紧压实“四方”（属地、部门、单位、个人）责任",
            &["压紧压实", "四方责任"],
        ),
        ("层层压实四方责任，压实各级责任", &["四方责任", "压实…责任"]),
        (
            "坚持真理、坚守理想，践行初心、担当使命，不怕牺牲、英勇斗争，对党忠诚、不负人民的伟大建党精神",
            &["伟大建党精神"],
        ),
    ] {
        let marks = matcher.marks(&Units::new([text]));
        let marked: Vec<&str> = marks.iter().map(|found| entries[found.entry].phrase.as_str()).collect();
        assert_eq!(marked, expected, "in {text}");
    }
}

#[test]
fn each_entry_is_found_under_its_own_name() {
    let (lexicon, _) = Lexicon::read(BUILT_IN);
    let matcher = Matcher::new(&lexicon);
    for (i, entry) in lexicon.entries.iter().enumerate() {
        let phrases = std::iter::once(&entry.phrase).chain(&entry.variants);
        for phrase in phrases.filter(|phrase| !phrase.contains(['…', 'X', 'N', '(', '{'])) {
            let text = format!("要{phrase}。");
            let found: Vec<usize> = matcher
                .marks(&Units::new([text.as_str()]))
                .iter()
                .map(|found| found.entry)
                .collect();
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
fn a_long_text_has_no_seams_and_a_large_lexicon_finds_no_less() {
    let text = "四早，三严三实。绷紧这根弦应检尽检".repeat(1_000);
    let sought = ["四早", "三严三实", "三严三实。绷紧", "绷…弦", "应X尽X"];
    // Nothing of it is in the text, and one table does for all beginnings no more.
    let filler = ('一'..).take(1_000).map(|c| format!("{c}甲乙丙丁"));
    let large: Vec<String> = sought.map(String::from).into_iter().chain(filler).collect();
    for lexicon in [sought.join("\n"), large.join("\n")] {
        let (lexicon, _) = Lexicon::read(&lexicon);
        let mut uses = vec![0; lexicon.entries.len()];
        for found in Matcher::new(&lexicon).find(&Units::new([text.as_str()])) {
            uses[found.entry] += 1;
        }
        assert_eq!(uses[..sought.len()], [1_000; 5]);
        assert_eq!(uses.iter().sum::<usize>(), 5_000);
    }
}

#[test]
fn the_longest_of_those_that_overlap_is_marked() {
    let lexicon = "联防联控\n联防联控、群防群治\n群防群治、动态清零\n群防群治";
    check(lexicon, "联防联控、群防群治、动态清零", &[("联防联控、群防群治", 0, 9)]);
    check(lexicon, "联防联控和群防群治", &[("联防联控", 0, 4), ("群防群治", 5, 9)]);
    check("甲乙\n乙丙丁", "甲乙丙丁", &[("乙丙丁", 1, 4)]);
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

#[test]
fn a_gap_stays_in_its_clause_and_is_short() {
    let lexicon = "绷紧…(这根|那根|之)弦";
    check(lexicon, "始终绷紧疫情防控这根弦。", &[(lexicon, 2, 11)]);
    check(lexicon, "绷紧安全、廉洁之弦", &[(lexicon, 0, 9)]);
    check(lexicon, "绷紧神经，拉满这根弦", &[]);
    check(lexicon, "绷紧神经。拉满这根弦", &[]);
    check(lexicon, "绷紧这根弦", &[]);
    check(lexicon, &format!("绷紧{}这根弦", "长".repeat(16)), &[(lexicon, 0, 21)]);
    check(lexicon, &format!("绷紧{}这根弦", "长".repeat(17)), &[]);
    // The nearest end is taken.
    check("打赢…战", "打赢脱贫攻坚战、污染防治战", &[("打赢…战", 0, 7)]);
}

#[test]
fn slots_written_alike_hold_the_same_text() {
    check(
        "应X尽X",
        "应检尽检、应收尽收，應隔盡隔；应查尽报",
        &[("应X尽X", 0, 4), ("应X尽X", 5, 9), ("应X尽X", 10, 14)],
    );
    check("应XX尽XX", "应隔离尽隔离", &[("应XX尽XX", 0, 6)]);
    check("多X少Y", "多推少拉", &[("多X少Y", 0, 4)]);
    check(
        "一X了之",
        "不能一罚了之、一走了之",
        &[("一X了之", 2, 6), ("一X了之", 7, 11)],
    );
    // A slot is a Han character.
    check("应X尽X", "应A尽A，应、尽、", &[]);
}

#[test]
fn a_number_is_chinese_or_arabic() {
    check(
        "N个一",
        "五个一、10个一、几个一、十二个一",
        &[("N个一", 0, 3), ("N个一", 4, 8), ("N个一", 13, 17)],
    );
}

#[test]
fn halves_change_places_and_members_may_be_missing() {
    let lexicon = "{守土有责、守土负责、守土尽责}2";
    check(lexicon, "守土有责、守土尽责", &[(lexicon, 0, 9)]);
    check(lexicon, "守土尽责守土有责，守土负责", &[(lexicon, 0, 13)]);
    check(lexicon, "做到守土有责", &[]);
    check(
        "{外防输入、内防反弹}",
        "内防反弹,外防输入",
        &[("{外防输入、内防反弹}", 0, 9)],
    );
}

#[test]
fn inside_of_a_longer_word_it_is_no_use() {
    let lexicon = "phrase\tnot_inside\n稳增长\t平稳增长\n联防联控\t联防联控…领导小组|联防联控机制";
    check(lexicon, "持续平稳增长，稳增长", &[("稳增长", 7, 10)]);
    check(lexicon, "联防联控工作领导小组抓联防联控", &[("联防联控", 11, 15)]);
    // Of another entry the longer word says nothing.
    check("phrase\tnot_inside\n甲乙\t甲乙丙\n乙丙\t", "甲乙丙", &[("乙丙", 1, 3)]);
}

#[test]
fn fixed_text_comes_before_a_frame_of_its_length() {
    check(
        "应X尽X\n应检尽检",
        "应检尽检、应收尽收",
        &[("应检尽检", 0, 4), ("应X尽X", 5, 9)],
    );
}

/// What a frame holds between its fixed words does not make it longer.
#[test]
fn a_long_gap_is_no_long_slogan() {
    let lexicon = "压实…责任\n四方责任\n属地责任、部门责任、单位责任、个人责任";
    check(lexicon, "层层压实四方责任", &[("四方责任", 4, 8)]);
    let parties = "属地责任、部门责任、单位责任、个人责任";
    check(lexicon, &format!("压实{parties}"), &[(parties, 2, 21)]);
    check(lexicon, "压实疫情防控责任", &[("压实…责任", 0, 8)]);
}

#[test]
fn a_gap_begins_with_the_first_words_of_its_item() {
    let lexicon = "把…作为重中之重";
    check(lexicon, "要把监督“一把手”作为重中之重", &[(lexicon, 1, 15)]);
    check(lexicon, "把安全记在心上、把防疫作为重中之重", &[(lexicon, 8, 17)]);
}

#[test]
fn any_of_many_separators_may_be_missing() {
    let lexicon = "上下同心、尽锐出战、精准务实、开拓创新、攻坚克难、不负人民";
    check(
        lexicon,
        "上下同心、尽锐出战、精准务实、开拓创新攻坚克难、不负人民",
        &[(lexicon, 0, 28)],
    );
    check(
        lexicon,
        "上下同心尽锐出战，精准务实开拓创新·攻坚克难 不负人民",
        &[(lexicon, 0, 27)],
    );
}

#[test]
fn a_nested_slogan_counts_and_has_no_mark() {
    let (lexicon, _) = Lexicon::read("联防联控\n联防联控、群防群治\n群防群治、动态清零");
    let found = Matcher::new(&lexicon).find(&Units::new(["联防联控、群防群治、动态清零", "联防联控"]));
    let found: Vec<_> = found
        .iter()
        .map(|found| (found.entry, found.span.block, found.span.start, found.inside))
        .collect();
    assert_eq!(
        found,
        [(1, 0, 0, false), (0, 0, 0, true), (2, 0, 5, true), (0, 1, 0, false)]
    );
}

#[test]
fn a_slogan_never_reaches_across_blocks() {
    let (lexicon, _) = Lexicon::read("外防输入、内防反弹\n绷紧…这根弦");
    assert_eq!(
        Matcher::new(&lexicon).find(&Units::new(["外防输入", "内防反弹绷紧", "疫情这根弦"])),
        []
    );
}

#[test]
fn a_phrase_at_fault_is_named_with_its_line() {
    let (lexicon, faults) = Lexicon::read("四早\n(筑牢|守牢…防线\n筑牢…");
    assert_eq!(lexicon.entries.len(), 1);
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults[0].starts_with("line 2: a bracket"), "{faults:?}");
    assert!(faults[1].starts_with("line 3: a gap"), "{faults:?}");
}

/// What the matcher must mark, without any of its machinery: of phrases that overlap the longest, else the first.
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
    let mut all = Vec::new();
    for phrase in phrases.iter().map(|phrase| phrase.chars().collect::<Vec<_>>()) {
        let stands = |at: &usize| !phrase.is_empty() && folded[*at..].starts_with(&phrase);
        all.extend((0..folded.len()).filter(stands).map(|at| (at, at + phrase.len())));
    }
    all.sort_by_key(|(start, end)| (std::cmp::Reverse(end - start), *start));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (start, end) in all {
        if taken.iter().all(|(from, to)| end <= *from || *to <= start) {
            taken.push((start, end));
        }
    }
    taken.sort();
    taken
        .into_iter()
        .map(|(start, end)| (origin[start], origin[end - 1] + 1))
        .collect()
}

proptest! {
    #[test]
    fn the_matcher_agrees_with_a_naive_one(
        phrases in prop::collection::vec("[甲乙丙]{1,3}(、[甲乙丙]{1,2})?", 0..6),
        text in "[甲乙丙、， ”\u{200b}。]{0,40}",
    ) {
        let (lexicon, _) = Lexicon::read(&phrases.join("\n"));
        let found = Matcher::new(&lexicon).marks(&Units::new([text.as_str()]));
        let spans: Vec<(usize, usize)> = found.iter().map(|found| (found.span.start, found.span.end)).collect();
        prop_assert_eq!(spans, naive(&lexicon, &text));
        for found in found {
            let shown: String = text.chars().skip(found.span.start).take(found.span.end - found.span.start).collect();
            let bare = |text: &str| fold_phrase(text, View::Slogan).replace('、', "");
            prop_assert_eq!(bare(&shown), bare(&lexicon.entries[found.entry].phrase));
        }
    }

    /// All uses of an entry are what a plain search for it counts, whatever else the lexicon has.
    #[test]
    fn all_counts_are_those_of_a_plain_search(
        phrases in prop::collection::vec("[甲乙丙]{1,4}", 1..6),
        text in "[甲乙丙、， 」\u{200b}。]{0,60}",
    ) {
        let (lexicon, _) = Lexicon::read(&phrases.join("\n"));
        let found = Matcher::new(&lexicon).find(&Units::new([text.as_str()]));
        let folded = fold_text(&text, View::Slogan);
        for (at, entry) in lexicon.entries.iter().enumerate() {
            let uses = found.iter().filter(|found| found.entry == at && !found.repeats).count();
            prop_assert_eq!(uses, folded.matches(&entry.phrase).count(), "{} in {}", &entry.phrase, &text);
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
