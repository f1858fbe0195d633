//! Discovery finds what is repeated, whole and free, and leaves out what is known or a fragment.

use proptest::prelude::*;
use tifa::corpus::{Block, Document, slice};
use tifa::lexicon::discover::{Kind, Settings};
use tifa::lexicon::{Candidate, Lexicon, Matcher, Occurrence, Source, discover};
use tifa::text::fold::{View, fold_phrase, fold_text};
use tifa::text::units::Units;

/// Six invented openings of a speech about a flood. 守堤如守家、护水如护田 stands in five of them, six times.
const SPEECHES: [&str; 6] = [
    "同志们，汛期到了。我们要做到守堤如守家、护水如护田，把沙袋备足。",
    "昨夜水位又涨三寸。守堤如守家、护水如护田！这话要写在每个哨棚的墙上。",
    "老支书常讲“守堤如守家，护水如护田”，他自己就在堤上住了一个月。",
    "各村轮班巡查，真正守堤如守家、护水如护田。年轻人先上，老人后撤。",
    "只有守堤如守家、護水如護田的人，才配得上乡亲的信任。再说一遍：守堤如守家、护水如护田。",
    "粮食已经转移到高处的仓房，医生也到了，请大家放心。",
];

fn documents<T: AsRef<str>>(texts: &[T]) -> Vec<Document> {
    let document = |(i, text): (usize, &T)| Document {
        id: format!("d{i}"),
        body: text.as_ref().lines().map(Block::paragraph).collect(),
        ..Document::default()
    };
    texts.iter().enumerate().map(document).collect()
}

/// Discovery as the engine asks for it: texts folded, and slogans of the lexicon found, beforehand.
fn discovered(documents: &[Document], rest: &[&str], lexicon: &Lexicon, settings: &Settings) -> Vec<Candidate> {
    let matcher = Matcher::new(lexicon);
    let units: Vec<Units> = documents.iter().map(Units::of).collect();
    let known: Vec<Vec<Occurrence>> = units.iter().map(|units| matcher.find(units)).collect();
    let sources = documents.iter().zip(&units).zip(&known);
    let sources: Vec<Source> = sources
        .map(|((document, units), known)| Source { document, units, known })
        .collect();
    let rest: Vec<Units> = rest.iter().map(|text| Units::new([*text])).collect();
    discover(&sources, &rest.iter().collect::<Vec<_>>(), lexicon, settings)
}

fn found<T: AsRef<str>>(texts: &[T], lexicon: &str) -> Vec<Candidate> {
    discovered(&documents(texts), &[], &Lexicon::read(lexicon).0, &Settings::default())
}

fn phrases(candidates: &[Candidate]) -> Vec<&str> {
    candidates.iter().map(|candidate| candidate.phrase.as_str()).collect()
}

#[test]
fn a_planted_slogan_is_found_first_with_its_evidence() {
    let candidates = found(&SPEECHES, "");
    let best = &candidates[0];
    assert_eq!(best.phrase, "守堤如守家、护水如护田");
    assert_eq!((best.uses, best.documents, best.quoted, best.parallel), (6, 5, 1, true));
    assert_eq!(best.examples.len(), 3);
    assert_eq!(best.examples[2].document, "d2");
    let span = best.examples[2].span;
    assert_eq!(slice(SPEECHES[2], span.start, span.end), "守堤如守家，护水如护田");
}

#[test]
fn a_fragment_of_a_longer_slogan_is_not_proposed() {
    assert_eq!(phrases(&found(&SPEECHES, "")), ["守堤如守家、护水如护田"]);
}

#[test]
fn a_part_that_stands_alone_is_proposed_beside_the_whole() {
    let more = ["大家都要守堤如守家。", "他说过守堤如守家！", "真能守堤如守家，就不怕。"];
    let texts: Vec<&str> = SPEECHES.iter().chain(&more).copied().collect();
    let candidates = found(&texts, "");
    let part = candidates.iter().find(|candidate| candidate.phrase == "守堤如守家");
    assert_eq!(part.map(|part| part.uses), Some(9));
}

#[test]
fn what_the_lexicon_has_is_not_proposed() {
    assert_eq!(phrases(&found(&SPEECHES, "守堤如守家,護水如護田")), [""; 0]);
}

#[test]
fn words_that_are_always_followed_by_the_same_word_are_not_free() {
    // 青石大桥 is always 青石大桥工地, and 工地 has neighbours of its own.
    let texts = ["他到青石大桥工地看望。", "在青石大桥工地开会。", "青石大桥工地停电。"];
    assert_eq!(phrases(&found(&texts, "")), ["青石大桥工地"]);
}

#[test]
fn lists_of_short_words_are_not_slogans() {
    let texts = ["备好水、电、粮、油。", "检查水、电、粮、油！", "再运水、电、粮、油。"];
    assert_eq!(phrases(&found(&texts, "")), [""; 0]);
}

#[test]
fn one_document_alone_can_have_candidates() {
    assert_eq!(phrases(&found(&[SPEECHES.join("\n")], "")), ["守堤如守家、护水如护田"]);
}

/// Each text is a document; the candidate with this phrase, and its place in the list.
fn candidate(texts: &[&str], phrase: &str) -> (usize, Candidate) {
    let candidates = found(texts, "");
    let place = candidates.iter().position(|candidate| candidate.phrase == phrase);
    match place {
        Some(place) => (place, candidates[place].clone()),
        None => panic!("{phrase} is not among {:?}", phrases(&candidates)),
    }
}

#[test]
fn a_short_label_is_proposed_if_it_is_quoted() {
    let texts = ["推行“三帮”，见人见物。", "各组落实“三帮”不走样。", "桥头村讲「三幫」。"];
    let (place, label) = candidate(&texts, "三帮");
    assert_eq!((place, label.kind, label.uses, label.quoted), (0, Kind::Quoted, 3, 3));
    let bare = texts.map(|text| text.replace(['“', '”', '「', '」'], ""));
    assert_eq!(phrases(&found(&bare, "")), [""; 0]);
}

#[test]
fn quotation_marks_around_a_part_count() {
    let texts = ["压实“五段”责任，人人上堤。", "先讲“五段”责任。", "层层落实“五段”责任！"];
    let (_, label) = candidate(&texts, "五段责任");
    assert_eq!((label.kind, label.quoted), (Kind::Quoted, 3));
}

/// Each of these is proposed, and nothing that is a part of it.
fn whole(phrase: &str, texts: &[&str], lexicon: &str) {
    let candidates = found(texts, lexicon);
    let phrases = phrases(&candidates);
    assert_eq!(phrases.first(), Some(&phrase));
    let parts: Vec<_> = phrases[1..].iter().filter(|part| phrase.contains(**part)).collect();
    assert!(parts.is_empty(), "{parts:?} of {phrase}");
}

#[test]
fn a_long_series_is_proposed_whole() {
    whole(
        "把堤坝扛在肩上、把乡亲装在心里、把沙袋备在身边",
        &[
            "大家要把堤坝扛在肩上、把乡亲装在心里、把沙袋备在身边，让娃娃睡得安稳。",
            "哨棚里写着：把堤坝扛在肩上、把乡亲装在心里、把沙袋备在身边。",
            "队长更要把堤坝扛在肩上、把乡亲装在心里、把沙袋备在身边，带头下水。",
        ],
        "",
    );
    // What follows the last member is no part of it, nor does it make two series of one.
    whole(
        "渡口有人看、闸口有人守、堤上有人巡、坝下有人查",
        &[
            "大家要渡口有人看、闸口有人守、堤上有人巡、坝下有人查，不能松。",
            "渡口有人看、闸口有人守、堤上有人巡、坝下有人查是老规矩。",
            "还是渡口有人看、闸口有人守、堤上有人巡、坝下有人查的做法。",
        ],
        "",
    );
    // Its members need not be of one length.
    whole(
        "沙袋清点到户、木桩编号到人、船只停靠到每个渡口",
        &[
            "要做到沙袋清点到户、木桩编号到人、船只停靠到每个渡口。",
            "我们讲沙袋清点到户、木桩编号到人、船只停靠到每个渡口，不讲空话。",
            "昨夜查过：沙袋清点到户、木桩编号到人、船只停靠到每个渡口。",
        ],
        "",
    );
}

#[test]
fn a_series_ends_where_its_mark_changes() {
    let texts = [
        "我们做到汛前查堤、汛中守堤，人人上岗。",
        "还是要汛前查堤、汛中守堤，粮草先行。",
        "请大家汛前查堤、汛中守堤，人人上岗。",
    ];
    let (place, series) = candidate(&texts, "汛前查堤、汛中守堤");
    assert_eq!((place, series.kind, series.uses), (0, Kind::Series, 3));
}

#[test]
fn what_is_quoted_is_one_unit_whatever_it_begins_with() {
    for label in [
        "向阳守堤行动",
        "对表上岗行动",
        "在岗有我行动",
        "要事快报机制",
        "我为乡亲守夜",
    ] {
        let texts = [
            format!("开展“{label}”，人人报名。"),
            format!("把“{label}”做实！"),
            format!("“{label}”有了回音。"),
            format!("各村围绕「{label}」定岗。"),
        ];
        whole(label, &texts.each_ref().map(String::as_str), "");
    }
}

#[test]
fn a_quoted_name_with_a_known_word_in_it_is_proposed() {
    let texts = [
        "办好“和美水乡夜话”。",
        "“和美水乡夜话”进了村。",
        "用好“和美水乡夜话”这个平台。",
    ];
    whole("和美水乡夜话", &texts, "和美水乡");
    assert_eq!(phrases(&found(&texts, "和美水乡夜话")), [""; 0]);
}

#[test]
fn a_series_with_known_members_is_proposed_whole() {
    let texts = [
        "走村入户看水情、问粮情、解民忧。",
        "要看水情、问粮情、解民忧。",
        "坚持看水情、问粮情、解民忧，乡亲都说好。",
    ];
    whole("看水情、问粮情、解民忧", &texts, "问粮情、解民忧");
    assert_eq!(phrases(&found(&texts, "看水情\n问粮情、解民忧")), [""; 0]);
    // For a member that no other clause begins with, too.
    let texts = [
        "对堤尽心、为民守夜是本分。",
        "要做到对堤尽心、为民守夜。",
        "始终对堤尽心、为民守夜。",
    ];
    whole("对堤尽心、为民守夜", &texts, "对堤尽心");
}

#[test]
fn the_rest_of_a_known_series_is_proposed_where_it_stands_alone() {
    let texts = [
        "做到水位清、人数明、士气高。",
        "要水位清、人数明、士气高。",
        "守堤的人士气高！",
        "雨停了，还是士气高。",
    ];
    let candidates = found(&texts, "水位清、人数明");
    assert_eq!(phrases(&candidates), ["水位清、人数明、士气高", "士气高"]);
}

#[test]
fn longer_runs_around_a_slogan_do_not_hide_it() {
    let texts = [
        "全体队员要干在堤上走在先，再立新功。",
        "发扬干在堤上走在先的作风，再立新功。",
        "支书要带头，干在堤上走在先。",
    ];
    let texts = [texts, texts].concat();
    let (place, slogan) = candidate(&texts, "干在堤上走在先");
    assert_eq!((place, slogan.uses, slogan.documents), (0, 6, 6));
    assert!(!phrases(&found(&texts, "")).contains(&"堤上走在先"));
    // Nor does the same word that leads it in.
    let texts = [
        "大家要把堤坝扛在肩上、把乡亲装在心里，让娃娃睡得安稳。",
        "队员一定要把堤坝扛在肩上、把乡亲装在心里。",
    ];
    candidate(&[texts, texts].concat(), "把堤坝扛在肩上、把乡亲装在心里");
}

#[test]
fn reports_and_plain_words_of_office_stand_behind() {
    let texts = [
        "今年全县春灌取得阶段性成效，同比增长百分之八。要加大巡查力度，责任落实到人，措施落到实处。人在堤在！",
        "今年全县修渠取得阶段性成效，同比增长百分之十。要加大宣传力度，抓好责任落实，把话落到实处。人在堤在。",
        "今年全县植树取得阶段性成效，同比增长百分之三。要加大投入力度，重在责任落实，件件落到实处。人在堤在，水退人安。",
    ];
    let candidates = found(&texts, "");
    assert_eq!(candidates[0].phrase, "人在堤在");
    for plain in ["同比增长百分之", "取得阶段性成效", "落到实处", "责任落实", "加大…力度"] {
        let score = candidates.iter().filter(|candidate| candidate.phrase.contains(plain));
        let score = score.map(|candidate| candidate.score).fold(0.0, f64::max);
        assert!(score * 5.0 < candidates[0].score, "{plain} scores {score}");
    }
}

#[test]
fn a_number_is_no_border() {
    let texts = [
        "先后召开调度会5次，人齐了。",
        "先后召开调度会7次！",
        "一年里先后召开调度会12次。",
    ];
    assert_eq!(phrases(&found(&texts, "")), [""; 0]);
}

#[test]
fn a_series_with_differing_members_is_one_set() {
    let texts = [
        "他们巡堤不漏段、查险不漏点、换班不漏岗，一夜没睡。",
        "我看就是三句话：巡堤不漏段，查险不漏点，报汛不漏时。",
        "夜里更要巡堤不漏段、换班不漏岗、报汛不漏时。",
        "医生和粮食都已经到了，请乡亲们放心。",
    ];
    let (place, set) = candidate(&texts, "{巡堤不漏段、查险不漏点、换班不漏岗、报汛不漏时}2");
    assert_eq!((place, set.kind, set.uses, set.documents), (0, Kind::Series, 3, 3));
    let span = set.examples[2].span;
    assert_eq!(
        slice(texts[2], span.start, span.end),
        "巡堤不漏段、换班不漏岗、报汛不漏时"
    );
    // Its parts are not proposed beside it, nor anything of it once it is accepted.
    assert!(!phrases(&found(&texts, "")).contains(&"巡堤不漏段"));
    let candidates = found(&texts, &set.phrase);
    assert!(!phrases(&candidates).iter().any(|phrase| phrase.contains("巡堤")));
}

#[test]
fn members_of_three_characters_are_proposed_by_themselves() {
    let texts = [
        "抓紧清淤泥、固堤脚、备沙袋。",
        "我们固堤脚、修涵管、通水路。",
        "先排水、后上人；固堤脚、守水闸。",
    ];
    let (_, member) = candidate(&texts, "固堤脚");
    assert_eq!((member.uses, member.documents), (3, 3));
}

#[test]
fn a_frame_with_a_slot_is_proposed_as_a_pattern() {
    let texts = [
        "低处的人要应转尽转。",
        "老人孩子应接尽接，一个不少。",
        "沙袋应备尽备，木桩应打尽打。",
        "雨还在下。",
    ];
    let (_, frame) = candidate(&texts, "应X尽X");
    assert_eq!((frame.kind, frame.uses, frame.documents), (Kind::Frame, 4, 3));
    assert_eq!(found(&texts, "应X尽X"), []);
}

#[test]
fn a_frame_with_a_gap_is_proposed_as_a_pattern() {
    let texts = [
        "时刻绷紧防汛这根弦，夜里不脱岗。",
        "干部要绷紧安全转移这根弦。",
        "绷紧水库调度这根弦！水位已到警戒。",
        "雨停了，人还不能散。",
    ];
    let (place, frame) = candidate(&texts, "绷紧…这根弦");
    assert_eq!((place, frame.kind, frame.uses, frame.documents), (0, Kind::Frame, 3, 3));
    let span = frame.examples[1].span;
    assert_eq!(slice(texts[1], span.start, span.end), "绷紧安全转移这根弦");
    // Its tail is not proposed beside it, and has no half of a word that fills the gap.
    let texts = [
        "绷紧安全管控这根弦。",
        "绷紧疫情防控这根弦！",
        "还要绷紧水情监控这根弦。",
    ];
    assert_eq!(phrases(&found(&texts, "")), ["绷紧…这根弦"]);
}

#[test]
fn a_frame_of_nothing_but_one_series_is_not_proposed() {
    let texts = [
        "渡口有人看、闸口有人守、堤上有人巡。",
        "要渡口有人看、闸口有人守、堤上有人巡！",
        "渡口有人看、闸口有人守、堤上有人巡，才睡得着。",
    ];
    assert_eq!(phrases(&found(&texts, "")), ["渡口有人看、闸口有人守、堤上有人巡"]);
}

#[test]
fn topic_words_stand_far_behind_slogans() {
    // Both are repeated, whole and free; the topic words oftener.
    let texts = [
        "水库调度工作会议今天召开。水库调度中心汇报了水情，大家都说要人不下堤、堤不离人。",
        "加强水库调度管理，人不下堤、堤不离人。物资储备也要跟上。",
        "县里成立水库调度领导小组，检查物资储备情况。有人问起水库调度，答的是四个字。",
        "防汛就要人不下堤、堤不离人，物资储备中心连夜装车。",
    ];
    let candidates = found(&texts, "");
    let score = |phrase: &str| {
        let candidate = candidates.iter().find(|candidate| candidate.phrase == phrase);
        candidate.map_or(0.0, |candidate| candidate.score)
    };
    assert_eq!(candidates[0].phrase, "人不下堤、堤不离人");
    for topic in ["水库调度", "物资储备"] {
        assert!(
            score(topic) * 3.0 < candidates[0].score,
            "{topic} scores {}",
            score(topic)
        );
    }
}

#[test]
fn names_in_a_row_and_plain_words_of_office_are_no_slogans() {
    let texts = [
        "陈大河、王小堤参加。切实加强落实，雨就要来了。",
        "到会的有陈大河、王小堤。要切实加强落实！",
        "陈大河、王小堤在堤上。切实加强落实。",
    ];
    assert_eq!(phrases(&found(&texts, "")), [""; 0]);
}

#[test]
fn a_refrain_of_one_document_is_proposed() {
    let other = "医生到了，粮食也到了。";
    assert_eq!(phrases(&found(&[&"人在堤就在。".repeat(4), other], "")), ["人在堤就在"]);
    assert_eq!(phrases(&found(&["人在堤就在。人在堤就在！", other], "")), [""; 0]);
}

#[test]
fn what_was_rejected_stays_away_with_its_fragments() {
    let settings = Settings {
        rejected: vec!["守堤如守家，護水如護田".into()],
        ..Settings::default()
    };
    let candidates = discovered(&documents(&SPEECHES), &[], &Lexicon::default(), &settings);
    assert_eq!(phrases(&candidates), [""; 0]);
}

#[test]
fn what_a_numbered_slogan_stands_for_is_known_with_it() {
    let lexicon = "phrase\texpands_to\n两守\t守堤如守家、护水如护田\n";
    assert_eq!(phrases(&found(&SPEECHES, lexicon)), [""; 0]);
}

#[test]
fn what_the_rest_of_the_corpus_says_as_often_falls_behind() {
    let texts = ["人在堤在！水退人安。", "水退人安，人在堤在。", "人在堤在。水退人安！"];
    let rest = [
        "夜里来电话：水退人安。",
        "水退人安！",
        "信上写着水退人安，粮也有了。",
        "水退人安。",
    ];
    let candidates = discovered(&documents(&texts), &rest, &Lexicon::default(), &Settings::default());
    let [first, second] = ["人在堤在", "水退人安"].map(|phrase| {
        let candidate = candidates.iter().find(|candidate| candidate.phrase == phrase);
        candidate.map_or((0.0, 0.0), |candidate| (candidate.score, candidate.keyness))
    });
    assert!(first.0 > second.0 && first.1 > second.1, "{first:?} {second:?}");
}

#[test]
fn nothing_comes_of_nothing() {
    assert_eq!(found::<&str>(&[], ""), []);
    assert_eq!(
        found(&["", "\n\n", "。、。", "only Latin words only Latin words"], ""),
        []
    );
}

#[test]
fn long_texts_of_one_character_are_no_trouble() {
    let wall = "水".repeat(100_000);
    assert_eq!(found(&[&wall, &wall], ""), []);
}

proptest! {
    /// Counts are those of a plain search in the folded text, and settings of any size are safe.
    #[test]
    fn counts_are_those_of_a_plain_search(
        texts in prop::collection::vec("[甲乙丙丁、，。a“”]{0,60}", 0..5),
        shortest in 0usize..4,
        longest in 0usize..8,
    ) {
        let documents = documents(&texts);
        let settings = Settings {
            shortest,
            longest,
            min_part: 0,
            min_uses: 2,
            min_documents: 1,
            min_cohesion: -100.0,
            min_borders: 0.0,
            min_alone: 0.0,
            max_known: 1.0,
            most: 1000,
            ..Settings::default()
        };
        let candidates = discovered(&documents, &[], &Lexicon::default(), &settings);
        let runs = candidates.iter().filter(|candidate| !candidate.phrase.contains(['X', '…', '{']));
        for candidate in runs {
            let folded = fold_phrase(&candidate.phrase, View::Slogan);
            let uses = texts.iter().map(|text| fold_text(text, View::Slogan).matches(&folded).count());
            prop_assert_eq!(candidate.uses, uses.clone().sum::<usize>(), "uses of {}", folded);
            prop_assert_eq!(candidate.documents, uses.filter(|uses| *uses > 0).count(), "documents of {}", folded);
            prop_assert!(candidate.score.is_finite());
            for example in &candidate.examples {
                let text = &documents.iter().find(|document| document.id == example.document).expect("a known id").body[0].text;
                let shown = slice(text, example.span.start, example.span.end);
                prop_assert_eq!(fold_phrase(shown, View::Slogan), folded.clone());
            }
        }
        prop_assert_eq!(discovered(&documents, &[], &Lexicon::default(), &settings), candidates);
    }
}
