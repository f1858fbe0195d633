//! `tifa bundle`: the folder has what its head says, whatever form the corpus has; nothing is left of what was put aside,
//! nor of an earlier corpus.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tifa::corpus::{Block, Corpus, Document};
use tifa::lexicon::Lexicon;
use tifa::page;
use tifa::session::archive::Archive;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("bundle-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).expect("a file");
    }

    fn bundle(&self, corpus: &str) -> Output {
        let mut tifa = Command::new(env!("CARGO_BIN_EXE_tifa"));
        let tifa = tifa.args(["bundle", corpus, "-o", "site"]).current_dir(&self.0);
        tifa.output().expect("the program starts")
    }

    /// The names in the folder that was made.
    fn names(&self) -> Vec<String> {
        let files = fs::read_dir(self.0.join("site")).expect("a folder");
        let mut names: Vec<String> = files
            .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// What is in the shards, the programs among them.
    fn shards(&self) -> BTreeMap<String, Vec<u8>> {
        let scripts = self
            .names()
            .into_iter()
            .filter(|name| name.ends_with(".js") && name != "sw.js");
        let shard = |file: String| {
            let script = fs::read(self.0.join("site").join(&file)).expect("a file");
            let (name, bytes) = page::unshard(&script).expect("a shard");
            assert!(file.starts_with(&format!("{name}.")), "{file} is called {name} inside");
            (name, bytes)
        };
        scripts.map(shard).collect()
    }

    /// The titles of the documents, in the order of the folder.
    fn titles(&self) -> Vec<String> {
        let shards = self.shards();
        let archive = Archive::open(&shards["head"], Lexicon::default()).expect("a head");
        let lines = archive.all().iter().flat_map(|name| shards[name].clone()).collect();
        let lines = String::from_utf8(lines).expect("UTF-8");
        let documents = lines
            .lines()
            .map(|line| serde_json::from_str::<Document>(line).expect("a document"));
        documents.map(|document| document.title).collect()
    }
}

fn corpus() -> Corpus {
    let document = |title: &str, date: Option<&str>| Document {
        id: title.into(),
        title: title.into(),
        date: date.map(String::from),
        body: vec![Block::paragraph("春耕备耕，抓早抓实。")],
        ..Document::default()
    };
    let documents = vec![
        document("无日期", None),
        document("旧", Some("2019-03-01")),
        document("新", Some("2023-03-01")),
        document("同日乙", Some("2021-03")),
        document("同日甲", Some("2021-03")),
        document("某年", Some("XXXX-03-01")),
    ];
    Corpus::new("春耕", documents)
}

#[test]
fn a_folder_has_all_documents_the_newest_first() {
    // A program that was built without the page cannot make one.
    if option_env!("TIFA_VIEWER").is_none() {
        return;
    }
    let folder = Folder::new("order");
    let corpus = corpus();
    folder.write("corpus.json", &corpus.to_json());
    let lines = corpus
        .documents
        .iter()
        .map(|document| serde_json::to_string(document).expect("JSON") + "\n");
    folder.write("春耕.jsonl", &lines.collect::<String>());
    let mut expected = vec!["新", "同日乙", "同日甲", "旧", "无日期", "某年"];
    expected[1..3].sort_unstable();
    expected[4..].sort_unstable();
    for file in ["corpus.json", "春耕.jsonl"] {
        let output = folder.bundle(file);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "site: 6 documents\n");
        assert_eq!(folder.titles(), expected);
        let names = folder.names();
        assert!(names.iter().all(|name| !name.starts_with('.')), "{names:?}");
        assert_eq!(
            names.iter().filter(|name| name.starts_with("head.")).count(),
            1,
            "{names:?}"
        );
    }
}

#[test]
fn what_is_no_corpus_makes_no_folder_to_open() {
    if option_env!("TIFA_VIEWER").is_none() {
        return;
    }
    let folder = Folder::new("faults");
    let whole = corpus().to_json();
    let line = serde_json::to_string(&corpus().documents[1]).expect("JSON");
    folder.write("cut.json", &whole[..whole.len() / 2 - whole.len() % 2]);
    folder.write("twice.jsonl", &format!("{line}\n{line}"));
    let output = folder.bundle("cut.json");
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.0.join("site/index.html").exists());
    let output = folder.bundle("twice.jsonl");
    assert!(String::from_utf8_lossy(&output.stderr).contains("an earlier document has this id"));
    assert_eq!(folder.titles(), ["旧"]);
}
