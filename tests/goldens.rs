//! Every odd and hostile file in tests/fixtures/import gives what its golden file says: titles, dates, places, bodies,
//! removals, repairs, faults. `TIFA_BLESS=1` writes the golden files anew; read them before they go in.

mod accounting;

use std::fs;
use std::path::{Path, PathBuf};

use accounting::{assert_whole, original, visible};
use serde_json::{Value, json};
use tifa::corpus::{Document, Removal};
use tifa::import::{Error, Options, decoded, findings, import};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// All fixtures but the note about them, by name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder("fixtures/import")).expect("the fixtures");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a fixture").path()).collect();
    paths.retain(|path| !path.ends_with("README.md"));
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(path).expect("a fixture"))
    };
    paths.into_iter().map(named).collect()
}

/// What a file gives, in the order in which a reader looks at it.
fn result(name: &str, bytes: &[u8]) -> Value {
    let words = |errors: &[Error]| errors.iter().map(ToString::to_string).collect::<Vec<_>>();
    match import(name, bytes, &Options::default()) {
        Err(error) => json!({ "error": error.to_string() }),
        Ok(import) => json!({
            "warnings": words(&import.warnings),
            "documents": import.documents.iter().map(document).collect::<Vec<_>>(),
        }),
    }
}

fn document(document: &Document) -> Value {
    let mut value = serde_json::to_value(document).expect("JSON");
    let removal = |run: &Removal| {
        let reason = serde_json::to_value(run.reason).expect("a word");
        let place = run.block.map(|block| match run.offset {
            Some(offset) => format!("{block}:{offset}"),
            None => block.to_string(),
        });
        json!([place, reason, run.text])
    };
    let block = |block: &tifa::corpus::Block| match block.heading {
        Some(level) => json!(format!("{} {}", "#".repeat(level.into()), block.text)),
        None => json!(block.text),
    };
    value["body"] = document.body.iter().map(block).collect();
    value["removed"] = document.removed.iter().map(removal).collect();
    let findings = findings(&document.body);
    if !findings.is_empty() {
        value["findings"] = serde_json::to_value(findings).expect("JSON");
    }
    for noise in ["id", "origin"] {
        let fields = value.as_object_mut().expect("an object");
        let origin = fields.remove(noise);
        if let Some(encoding) = origin.as_ref().and_then(|origin| origin.get("encoding")) {
            fields.insert("encoding".to_string(), encoding.clone());
        }
    }
    value
}

#[test]
fn every_fixture_gives_what_its_golden_file_says() {
    let golden = folder("golden/import");
    let is_blessed = std::env::var_os("TIFA_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, bytes) in fixtures() {
        let path = golden.join(format!("{name}.json"));
        let found = serde_json::to_string_pretty(&result(&name, &bytes)).expect("JSON") + "\n";
        if is_blessed {
            fs::create_dir_all(&golden).expect("a folder");
            fs::write(&path, found).expect("a golden file");
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            wrong.push(format!("{name} now gives {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let kept = fs::read_dir(golden).expect("the golden files").count();
    assert_eq!(kept, fixtures().len(), "a golden file for each fixture, and no other");
}

/// How many of the documents, from the first, it takes to make up a source of that many visible characters.
fn share(source: &str, documents: &[Document]) -> usize {
    let mut left = visible(source).len();
    let own = |document: &&Document| {
        let blocks = document.body.iter().enumerate();
        let body: usize = blocks
            .map(|(at, block)| visible(&original(document, at, block)).len())
            .sum();
        let removed: usize = document.removed.iter().map(|run| visible(&run.text).len()).sum();
        let is_own = left > 0;
        left = left.saturating_sub(body + removed);
        is_own
    };
    documents.iter().take_while(own).count()
}

#[test]
fn nothing_of_a_fixture_is_lost() {
    let mut texts = 0;
    for (name, bytes) in fixtures() {
        let options = Options::default();
        let (Ok(sources), Ok(import)) = (decoded(&name, &bytes, &options), import(&name, &bytes, &options)) else {
            continue;
        };
        // A document that was whole in a corpus has a source of its own, somewhere else.
        let is_own = |document: &&Document| document.origin.as_ref().is_some_and(|origin| origin.file == name);
        let documents: Vec<Document> = import.documents.iter().filter(is_own).cloned().collect();
        let mut documents = documents.as_slice();
        for source in sources {
            let (own, rest) = documents.split_at(share(&source, documents));
            println!("{name}");
            assert_whole(&source, own);
            documents = rest;
            texts += 1;
        }
    }
    assert!(texts >= 8, "{texts} texts were counted");
}
