//! The corpus format: what a version once wrote is read for ever, what is unknown is kept, faults are named.

use tifa::corpus::{Corpus, Fault, read};

/// As version 0.1.0 wrote it. This file is never changed.
const GOLDEN: &str = include_str!("golden/corpus-1.json");

fn faults(json: &str) -> Vec<String> {
    match read(json) {
        Ok((_, faults)) => faults.iter().map(Fault::to_string).collect(),
        Err(fault) => vec![fault.to_string()],
    }
}

fn corpus(document: &str) -> String {
    format!(
        r#"{{"schema":"tifa-corpus/1","title":"t","documents":[{{"id":"ok","title":"t","body":[{{"text":"文"}}]}},{document}]}}"#
    )
}

#[test]
fn the_first_version_is_read_for_ever() {
    let (corpus, faults) = read(GOLDEN).expect("a corpus");
    assert_eq!(faults, []);
    assert_eq!(corpus.to_json(), GOLDEN, "every field survives, those of tomorrow too");
    let document = &corpus.documents[0];
    assert_eq!(document.title, "在全市工作会议上的讲话");
    assert_eq!(document.date.as_deref(), Some("XXXX-01-30"));
    assert_eq!(document.derived["title"], "全市工作会议");
    assert_eq!(document.extra["tomorrow"]["a"], 1);
    assert_eq!(document.id, document.content_id());
}

#[test]
fn a_document_without_an_id_gets_one() {
    let (corpus, faults) = read(&corpus(r#"{"id":"","title":"t","body":[{"text":"言"}]}"#)).expect("a corpus");
    assert_eq!((faults.len(), corpus.documents[1].id.len()), (0, 12));
}

#[test]
fn faults_name_their_place() {
    let check = |document: &str, expected: &str| {
        let found = faults(&corpus(document));
        assert!(
            found.len() == 1 && found[0].starts_with(expected),
            "{document}: {found:?}"
        );
    };
    check(
        r#"{"id":"b","title":"t","date":"2022-4-5","body":[{"text":"文"}]}"#,
        "documents[1].date: not a date in EDTF",
    );
    check(
        r#"{"id":"b","title":"t","published":"今天","body":[{"text":"文"}]}"#,
        "documents[1].published: ",
    );
    check(
        r#"{"id":"b","title":"t","body":[{"text":5}]}"#,
        "documents[1].body[0].text: ",
    );
    check(
        r#"{"id":"b","title":"t","body":[{"text":"文","heading":9}]}"#,
        "documents[1].body[0].heading: ",
    );
    check(
        r#"{"id":"b","title":"t","body":[{"text":" "}]}"#,
        "documents[1].body: there is no text",
    );
    check(
        r#"{"id":"ok","title":"t","body":[{"text":"文"}]}"#,
        "documents[1].id: an earlier document",
    );
    check(
        r#"{"id":"b","title":"t","genre":"诗","body":[{"text":"文"}]}"#,
        "documents[1].genre: ",
    );
    check(r#"{"title":"t","body":[{"text":"文"}]}"#, "documents[1]: ");
    check("5", "documents[1]: ");
}

#[test]
fn a_file_that_is_no_corpus_is_one_fault() {
    let check = |json: &str, expected: &str| {
        let found = faults(json);
        assert!(found.len() == 1 && found[0].contains(expected), "{json}: {found:?}");
    };
    check("", "not valid JSON");
    check("{\"schema\":", "not valid JSON");
    check("<html>", "not valid JSON");
    check("{}", "missing field");
    check(
        r#"{"schema":"tifa-corpus/9","title":"t","documents":[]}"#,
        "schema: not a schema that this version reads",
    );
    check(
        r#"{"schema":"tifa-corpus/1","title":"t","documents":[]} x"#,
        "not valid JSON",
    );
}

#[test]
fn the_sample_corpus_is_what_it_promises() {
    let (corpus, faults) = read(include_str!("../assets/corpus.json")).expect("the sample");
    assert_eq!(faults, []);
    assert!(
        corpus
            .note
            .as_deref()
            .is_some_and(|note| note.contains("地名、人名均为虚构"))
    );
    let chinese = corpus
        .documents
        .iter()
        .filter(|document| document.lang.as_deref() != Some("en"));
    assert!(chinese.clone().count() >= 16 && corpus.documents.len() >= chinese.clone().count() + 4);
    for document in chinese {
        let length = document.characters();
        assert!((900..=2500).contains(&length), "{}: {length}", document.title);
    }
    for document in &corpus.documents {
        assert_eq!(document.id, document.content_id(), "{}", document.title);
    }
}

#[test]
fn the_schema_beside_the_format_is_made_from_it() {
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Corpus)).expect("a schema") + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/corpus.schema.json");
    if std::env::var_os("TIFA_BLESS").is_some() {
        std::fs::write(path, &schema).expect("assets can be written");
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == schema,
        "the schema is not that of the types: TIFA_BLESS=1 cargo test --test corpus"
    );
}
