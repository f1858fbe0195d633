//! Discovery finds what is repeated, whole and free, and leaves out what is known or a fragment.

use proptest::prelude::*;
use tifa::corpus::{Block, Document, slice};
use tifa::lexicon::discover::Settings;
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
        texts in prop::collection::vec("[甲乙丙丁、。a“]{0,60}", 0..5),
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
