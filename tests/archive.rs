//! An archive answers as the engine does that has the whole corpus, from the shards that it asks for, and tells of
//! damage.

use proptest::prelude::*;
use tifa::corpus::{Block, Corpus, Document, Genre, Level, Speaker};
use tifa::lexicon::Lexicon;
use tifa::search::{Facet, Filters, Query};
use tifa::session::archive::{Archive, FEW, Limits, Told};
use tifa::session::{Engine, FromWorker, Named, Request, Response, Sort, library::Sought};

mod shards;

use shards::{SMALL, Shards, newest_first, written};

/// A lexicon of few words, which is read in no time.
fn lexicon() -> Lexicon {
    Lexicon::read("压实“四方”责任\n动态清零\n外防输入、内防反弹\n甲乙丙\n乙丙").0
}

/// The corpus in the order of an archive.
fn in_order(mut documents: Vec<Document>) -> Corpus {
    for (at, document) in documents.iter_mut().enumerate() {
        document.id = format!("{:02x}", (at * 37) % 251);
    }
    newest_first(&mut documents);
    Corpus::new("讲话", documents)
}

/// Asks until there is an answer. `None`, if that would need all documents.
fn ask(archive: &mut Archive, shards: &Shards, request: &Request) -> Option<Response> {
    // A step for each of: phrases, their lists, columns, slogans, their lists, ids, texts to look into, texts to show.
    for _ in 0..12 {
        match archive.answer(request) {
            Told::Answer(response) => return Some(response),
            Told::Whole(_) => return None,
            Told::Damaged(name) => panic!("{name} is damaged"),
            Told::Wants(names) => {
                for name in names {
                    let bytes = shards.get(&name).unwrap_or_else(|| panic!("{name} is not there"));
                    archive.give(&name, bytes);
                }
            }
        }
    }
    panic!("it asks for ever: {request:?}");
}

/// Both answer the same, if the archive answers at all; says whether it does.
fn check(archive: &mut Archive, engine: &mut Engine, shards: &Shards, request: &Request) -> bool {
    let Some(mut told) = ask(archive, shards, request) else {
        return false;
    };
    let FromWorker::Answer(mut expected) = engine.answer(request) else {
        panic!("no answer")
    };
    if let (Response::Library(told), Response::Library(expected)) = (&mut told, &mut expected) {
        // Rows with snippets are read from texts, which are loaded a screen at a time.
        if told.is_far {
            expected.items.truncate(FEW);
            expected.is_far = true;
        }
        assert_eq!(told.is_far, !Query::parse(&told.sought.query).query.is_empty());
        // What can be told of all documents only by more than a few bits each is not told.
        let is_told = |facet: Facet| told.facets.iter().any(|view| view.facet == facet);
        expected.facets.retain(|view| is_told(view.facet));
        assert!(told.facets.len() >= 6, "some facets are told");
        for (told, expected) in std::iter::zip(&told.facets, &expected.facets) {
            assert_eq!(told, expected, "{request:?}");
        }
    }
    assert_eq!(told, expected, "{request:?}");
    true
}

fn open(shards: &Shards) -> Archive {
    Archive::open(&shards["head"], lexicon()).expect("a head")
}

fn engine(corpus: &Corpus) -> Engine {
    let json = serde_json::to_string(corpus).expect("JSON");
    Engine::open(&json, "", lexicon()).expect("a corpus")
}

fn library(query: &str, filters: Filters, sort: Sort) -> Request {
    let sought = Sought {
        query: query.into(),
        filters,
        sort,
    };
    Request::Library { sought, count: 70 }
}

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[甲乙丙]{1,6}",
        2 => "[甲乙丙丁戊，。]{1,9}",
        1 => "甲{2,9}",
        1 => "[a-cÉ 𠮷“\u{200b}責责]{1,5}",
        1 => Just("外防输入、内防反弹".to_string()),
        1 => Just("压实“四方”责任，动态清零".to_string()),
    ];
    prop::collection::vec(part, 1..8).prop_map(|parts| parts.concat() + "乙")
}

fn a_document() -> impl Strategy<Value = Document> {
    let date = prop_oneof![
        Just(None),
        prop::sample::select(vec![
            "2020-01-05",
            "2020-01",
            "2021",
            "2022-04-25",
            "XXXX-01-30",
            "2022-04-01/2022-05-03"
        ])
        .prop_map(|date| Some(date.to_string())),
    ];
    let place = prop::sample::select(vec![
        vec![],
        vec!["云岭省"],
        vec!["云岭省", "安澜市"],
        vec!["江東省", "安澜市"],
    ]);
    let level = prop::sample::select(vec![None, Some(Level::Province), Some(Level::County)]);
    let genre = prop::sample::select(vec![None, Some(Genre::Speech), Some(Genre::Notice)]);
    let issuer = prop::sample::select(vec![None, Some("县委"), Some("省政府")]);
    let lang = prop::sample::select(vec![None, Some("zh-Hans"), Some("zh-Hant")]);
    let body = prop::collection::vec(text(), 1..4);
    ("[甲乙丙]{1,4}", date, place, level, genre, issuer, lang, body).prop_map(
        |(title, date, place, level, genre, issuer, lang, body)| Document {
            speakers: issuer
                .map(|name| Speaker {
                    name: format!("{name}书记"),
                    role: Some("书记".into()),
                })
                .into_iter()
                .collect(),
            title,
            date,
            place: place.into_iter().map(String::from).collect(),
            level,
            genre,
            issuer: issuer.map(String::from),
            lang: lang.map(String::from),
            body: body.into_iter().map(Block::paragraph).collect(),
            ..Document::default()
        },
    )
}

/// A phrase that may stand in the corpus.
fn phrase() -> impl Strategy<Value = String> {
    prop_oneof![
        "[甲乙丙]{1,5}",
        "甲{1,9}",
        "[甲乙丙丁]{4,9}",
        Just("𠮷".to_string()),
        Just("內防反彈".to_string()),
        Just("防输入、内防反".to_string()),
        Just("四方".to_string()),
        "[a-c]{1,3}",
    ]
}

fn query() -> impl Strategy<Value = String> {
    let term = prop_oneof![
        6 => phrase(),
        1 => phrase().prop_map(|phrase| format!("-{phrase}")),
        1 => phrase().prop_map(|phrase| format!("\"{phrase}\"")),
        1 => (phrase(), phrase()).prop_map(|(a, b)| format!("({a} OR {b})")),
        1 => (phrase(), phrase()).prop_map(|(a, b)| format!("({a} NEAR/3 {b})")),
        1 => Just("甲?丙".to_string()),
        1 => Just("/甲.{1,3}丁/".to_string()),
        1 => Just("word:a".to_string()),
        1 => Just("place:江东".to_string()),
        1 => Just("date:2020-01..2021".to_string()),
        1 => Just("kind:speech".to_string()),
        1 => Just("lang:zh".to_string()),
        1 => Just("speaker:县".to_string()),
        1 => "[甲乙]".prop_map(|title| format!("title:{title}")),
        1 => Just("slogan:动态清零".to_string()),
    ];
    prop::collection::vec(term, 0..4).prop_map(|terms| terms.join(" "))
}

fn filters() -> impl Strategy<Value = Filters> {
    let filter = prop::sample::select(vec![
        (Facet::Date, "2020-01..2021"),
        (Facet::Date, ""),
        (Facet::Level, "county"),
        (Facet::Level, ""),
        (Facet::Place, "云岭省"),
        (Facet::Place, "云岭省/安澜市"),
        (Facet::Genre, "speech"),
        (Facet::Issuer, "县委"),
        (Facet::Speaker, "省政府书记"),
        (Facet::Script, "zh-Hans"),
        (Facet::Length, "0-999"),
        (Facet::Slogan, "动态清零"),
        (Facet::Document, "25"),
    ]);
    prop::collection::vec(filter, 0..3).prop_map(|chosen| {
        let mut filters = Filters::default();
        chosen.iter().for_each(|(facet, value)| filters.toggle(*facet, value));
        filters
    })
}

fn sort() -> impl Strategy<Value = Sort> {
    prop::sample::select(Sort::NAMES.iter().map(|(sort, _)| *sort).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_archive_answers_as_the_engine_does(
        documents in prop::collection::vec(a_document(), 1..90),
        asked in prop::collection::vec((query(), filters(), sort()), 8),
        phrases in prop::collection::vec(phrase(), 6),
        batch in 1..40usize,
    ) {
        let corpus = in_order(documents);
        let shards = written(&corpus, lexicon(), SMALL, batch);
        let (mut archive, mut engine) = (open(&shards), engine(&corpus));
        for (query, filters, sort) in asked {
            let sought = Sought { query: query.clone(), filters: filters.clone(), sort };
            check(&mut archive, &mut engine, &shards, &library(&query, filters, sort));
            check(&mut archive, &mut engine, &shards, &Request::Rows { sought: sought.clone(), from: 3, count: 60 });
            check(&mut archive, &mut engine, &shards, &Request::Timeline(sought.clone()));
            check(&mut archive, &mut engine, &shards, &Request::Hits { sought: sought.clone(), from: 2, count: 5 });
            check(&mut archive, &mut engine, &shards, &Request::Ids { sought, from: 1, count: 40 });
        }
        for phrase in phrases {
            let plain = library(&phrase, Filters::default(), Sort::Newest);
            prop_assert!(check(&mut archive, &mut engine, &shards, &plain), "a phrase needs no more than the index");
        }
    }

    #[test]
    fn whatever_a_shard_has_become_it_is_told(
        documents in prop::collection::vec(a_document(), 5..30),
        query in query(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let corpus = in_order(documents);
        let mut shards = written(&corpus, lexicon(), SMALL, 7);
        for bytes in shards.values_mut().filter(|bytes| !bytes.is_empty()) {
            for (at, byte) in &damage {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            let length = cut.index(2 * bytes.len());
            bytes.truncate(length);
        }
        if let Ok(mut archive) = Archive::open(&shards["head"], lexicon()) {
            for request in [library(&query, Filters::default(), Sort::Title), library("", Filters::default(), Sort::Newest)] {
                for _ in 0..8 {
                    let Told::Wants(names) = archive.answer(&request) else { break };
                    for name in names {
                        let bytes = shards.get(&name).cloned().unwrap_or_default();
                        archive.give(&name, &bytes);
                    }
                }
            }
        }
    }
}

#[test]
fn where_batches_end_changes_no_shard_but_texts() {
    let document = |at: usize| Document {
        title: format!("甲{at}"),
        body: vec![Block::paragraph("压实四方责任，动态清零，甲甲甲甲".repeat(at % 5 + 1))],
        ..Document::default()
    };
    let corpus = in_order((0..120).map(document).collect());
    let but_texts = |batch| {
        let mut shards = written(&corpus, lexicon(), SMALL, batch);
        shards.retain(|name, _| !name.starts_with("texts-") && name != "head");
        shards
    };
    assert!(but_texts(1) == but_texts(50));
}

#[test]
fn a_small_corpus_is_loaded_whole() {
    let corpus = in_order(vec![
        Document {
            title: "甲".into(),
            body: vec![Block::paragraph("压实责任")],
            ..Document::default()
        };
        9
    ]);
    let shards = written(&corpus, lexicon(), Limits::default(), 4);
    let mut archive = open(&shards);
    assert!(archive.is_whole());
    let sought = Sought::default();
    assert!(matches!(
        archive.answer(&Request::Library { sought, count: 5 }),
        Told::Whole(_)
    ));
    let lines: Vec<u8> = archive.all().iter().flat_map(|name| shards[name].clone()).collect();
    let lines = String::from_utf8(lines).expect("UTF-8");
    let read: Vec<Document> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a document"))
        .collect();
    assert_eq!(read, corpus.documents);
    assert_eq!(Query::parse("").query.asked(), []);
}

#[test]
fn documents_are_read_one_by_one() {
    let document = |at: usize| Document {
        title: format!("第{at}次"),
        body: vec![Block::paragraph(format!("动态清零，压实责任，{at}次。"))],
        ..Document::default()
    };
    let corpus = in_order((0..40).map(document).collect());
    let shards = written(&corpus, lexicon(), SMALL, 11);
    let (mut archive, mut engine) = (open(&shards), engine(&corpus));
    for document in &corpus.documents {
        let request = Request::Read {
            id: document.id.clone(),
            query: "清零".into(),
        };
        assert!(check(&mut archive, &mut engine, &shards, &request));
    }
    let missing = Request::Review("nobody".into());
    assert_eq!(
        ask(&mut archive, &shards, &missing),
        Some(Response::NoDocument("nobody".into()))
    );
    assert!(
        ask(&mut archive, &shards, &Request::Prints).is_none(),
        "this needs all documents"
    );
}
