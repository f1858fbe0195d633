//! The command line keeps its contract: exit codes, JSON, errors that name file and place, the good done
//! although some is bad.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tifa::corpus::{Block, Corpus, Document};

/// A folder of its own for each test, with the files it asks for.
struct Folder(PathBuf);

/// What a run of the program came to.
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Folder(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name));
        let _ = fs::remove_dir_all(&folder.0);
        for (name, text) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    /// A folder with the corpus of `speeches` in `corpus.json`.
    fn with_corpus(name: &str) -> Self {
        Folder::new(name, &[("corpus.json", &corpus().to_json())])
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, b"")
    }

    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tifa"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // A program that does not read its input may be gone by now.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(!out.contains('\x1b') && !err.contains('\x1b'), "no colours");
        assert!(!err.contains("panicked"), "{err}");
        Run {
            code: output.status.code().expect("an exit code"),
            out,
            err,
        }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("a file that was written")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("the folder");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<String> = entries
            .map(|entry| name(entry).to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Run {
    fn check(&self, code: i32, in_out: &str, in_err: &str) {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        assert!(self.out.contains(in_out), "{in_out} is not in: {}", self.out);
        assert!(self.err.contains(in_err), "{in_err} is not in: {}", self.err);
        if code == 0 {
            assert_eq!(self.err, "");
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("one JSON value")
    }
}

fn corpus() -> Corpus {
    let document = |id: &str, title: &str, texts: &[&str]| Document {
        id: id.to_string(),
        title: title.to_string(),
        body: texts.iter().copied().map(Block::paragraph).collect(),
        ..Document::default()
    };
    let shared = "要把水库、山塘、河堤逐一查过，发现险情立即上报，确保人员先撤、物资先备、责任先定。";
    Corpus::new(
        "堤上",
        vec![
            document(
                "a",
                "甲县防汛会",
                &[shared, "坚持外防输入、内防反弹，做到铁肩担责守大堤。"],
            ),
            document(
                "b",
                "乙县防汛会",
                &["外防輸入，內防反彈，不可松懈；铁肩担责守大堤！", shared],
            ),
            document("c", "丙县春耕会", &["春耕不等人。唯有铁肩担责守大堤，才有收成。"]),
        ],
    )
}

/// The corpus with a bad date in its second document.
fn faulty() -> String {
    let mut corpus = corpus();
    corpus.documents[1].date = Some("1月3日".to_string());
    corpus.to_json()
}

const SPEECH: &str =
    "在全县防汛会上的讲话\n\n同志们：汛期到了，各村要把沙袋备足，把哨位站满。\n\n堤在人在，大家辛苦了。\n";
const OTHER: &str =
    "在全县春耕会上的讲话\n\n同志们：春耕到了，各村要把种子备足，把水渠修好。\n\n地不等人，大家辛苦了。\n";

#[test]
fn usage() {
    let folder = Folder::with_corpus("usage");
    folder.run(&["--help"]).check(0, "Exit codes", "");
    folder.run(&["--version"]).check(0, "tifa", "");
    folder.run(&[]).check(2, "", "Usage");
    folder.run(&["sing"]).check(2, "", "sing");
    folder.run(&["import"]).check(2, "", "PATH");
    folder.run(&["check"]).check(2, "", "CORPUS.JSON");
    folder.run(&["check", "corpus.json", "--loud"]).check(2, "", "--loud");
    folder.run(&["search", "corpus.json"]).check(2, "", "QUERY");
    folder
        .run(&["search", "corpus.json", " \u{200b}"])
        .check(2, "", "nothing to look for");
    folder.run(&["compare", "corpus.json"]).check(2, "", "ID_A");
    folder.run(&["pack", "corpus.json"]).check(2, "", "--output");
    for command in [
        "import", "check", "pack", "bundle", "search", "slogans", "discover", "compare", "reuse",
    ] {
        folder.run(&[command, "--help"]).check(0, "Usage: tifa", "");
    }
}

#[test]
fn a_missing_file_and_a_folder_are_named() {
    let folder = Folder::with_corpus("missing");
    fs::create_dir(folder.0.join("folder")).expect("a folder");
    for path in ["nowhere.json", "folder"] {
        for command in ["check", "slogans", "discover", "reuse"] {
            folder.run(&[command, path]).check(1, "", &format!("{path}: "));
        }
        folder.run(&["search", path, "汛"]).check(1, "", &format!("{path}: "));
        folder
            .run(&["compare", path, "corpus.json"])
            .check(1, "", &format!("{path}: "));
        folder
            .run(&["slogans", "corpus.json", "--lexicon", path])
            .check(1, "", &format!("{path}: "));
    }
    folder.run(&["import", "nowhere"]).check(1, "", "nowhere: ");
    folder.run(&["import", "folder"]).check(1, "", "no document");
}

#[test]
fn check_names_each_fault() {
    let files = [
        ("good.json", corpus().to_json()),
        ("bad.json", faulty()),
        ("broken.json", "{\"schema\": \"tifa-corpus/1\",".to_string()),
        (
            "other.json",
            "{\"schema\":\"other/9\",\"title\":\"\",\"documents\":[]}".to_string(),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::new("check", &files);
    folder
        .run(&["check", "good.json"])
        .check(0, "good.json: 0 faults, 3 good documents", "");
    folder
        .run(&["check", "bad.json"])
        .check(1, "documents[1].date: not a date", "");
    folder.run(&["check", "broken.json"]).check(1, "not valid JSON", "");
    folder
        .run(&["check", "other.json"])
        .check(1, "schema: not a schema", "");

    let run = folder.run(&["check", "good.json", "--json"]);
    assert_eq!((run.code, run.json()), (0, json!({ "documents": 3, "faults": [] })));
    let run = folder.run(&["check", "bad.json", "--json"]);
    let fault = json!({ "path": "documents[1].date", "kind": "date", "detail": "1月3日" });
    assert_eq!(
        (run.code, run.json()),
        (1, json!({ "documents": 2, "faults": [fault] }))
    );
}

#[test]
fn search_is_exact_in_both_scripts() {
    let folder = Folder::with_corpus("search");
    folder
        .run(&["search", "corpus.json", "内防反弹"])
        .check(0, "【內防反彈】", "");
    folder
        .run(&["search", "corpus.json", "没有"])
        .check(0, "0 hits in 0 documents", "");
    let run = folder.run(&["search", "corpus.json", "外防輸入", "--json"]);
    let expected = json!({
        "query": "外防輸入",
        "total_documents": 2,
        "total_hits": 2,
        "documents": [
            { "id": "a", "title": "甲县防汛会", "hits": 1, "places": [{ "block": 1, "start": 2, "end": 6 }] },
            { "id": "b", "title": "乙县防汛会", "hits": 1, "places": [{ "block": 0, "start": 0, "end": 4 }] },
        ],
    });
    assert_eq!((run.code, run.json()), (0, expected));
}

#[test]
fn search_takes_the_language_of_queries() {
    let folder = Folder::with_corpus("queries");
    let total = |query: &str| folder.run(&["search", "corpus.json", query, "--json"]).json()["total_documents"].clone();
    assert_eq!(total("外防输入 内防反弹"), 2);
    assert_eq!(total("外防输入 -title:甲县"), 1);
    assert_eq!(total("提法:外防输入"), 2);
    // The good part is used; the rest is told with its place.
    let run = folder.run(&["search", "corpus.json", "外防输入 date:昨天"]);
    run.check(1, "2 hits in 2 documents", "query: character 11: a date is expected");
}

#[test]
fn what_is_good_in_a_faulty_corpus_is_used() {
    let folder = Folder::new("faulty", &[("bad.json", &faulty())]);
    let run = folder.run(&["search", "bad.json", "铁肩担责", "--json"]);
    run.check(1, "", "bad.json: ");
    run.check(1, "", "documents[1].date: not a date");
    assert_eq!(run.json()["total_hits"], 2);
}

#[test]
fn slogans_have_places_and_canonical_names() {
    let folder = Folder::with_corpus("slogans");
    let run = folder.run(&["slogans", "corpus.json", "--json"]);
    run.check(0, "", "");
    let json = run.json();
    let occurrences = &json["documents"][1]["occurrences"];
    assert_eq!(json["documents"][1]["id"], "b");
    assert_eq!(occurrences[0]["entry"], "外防输入、内防反弹");
    assert_eq!(occurrences[0]["text"], "外防輸入，內防反彈");
    assert_eq!(occurrences[0]["category"], "strategy");
    assert_eq!(occurrences[0]["block"], 0);
    assert_eq!(
        (&occurrences[0]["start"], &occurrences[0]["end"]),
        (&json!(0), &json!(9))
    );
    folder
        .run(&["slogans", "corpus.json"])
        .check(0, "外防输入、内防反弹", "");
}

#[test]
fn a_lexicon_of_ones_own_replaces_the_built_in_one() {
    let lexicon = [
        ("corpus.json", corpus().to_json()),
        ("plain.txt", "# ours\n守大堤\n".to_string()),
        (
            "bad.tsv",
            "phrase\tfirst_seen\n守大堤\t2022\n、\t\n收成\t昨天\n".to_string(),
        ),
    ];
    let files: Vec<(&str, &str)> = lexicon.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::new("lexicon", &files);
    let run = folder.run(&["slogans", "corpus.json", "--lexicon", "plain.txt", "--json"]);
    run.check(0, "守大堤", "");
    assert!(!run.out.contains("外防输入"));
    let run = folder.run(&["slogans", "corpus.json", "--lexicon", "bad.tsv", "--json"]);
    run.check(1, "收成", "bad.tsv: line 3: ");
    run.check(1, "守大堤", "bad.tsv: line 4: ");
}

#[test]
fn a_corpus_brings_its_own_lexicon_and_keeps_it() {
    let mut corpus = corpus();
    let (mut own, _) = tifa::lexicon::Lexicon::read("守大堤");
    own.name = "本县".into();
    corpus.lexicons = vec![own];
    let folder = Folder::new(
        "own-lexicon",
        &[("corpus.json", &corpus.to_json()), ("speech.txt", SPEECH)],
    );
    let run = folder.run(&["slogans", "corpus.json", "--json"]);
    run.check(0, "守大堤", "");
    assert!(run.out.contains("外防输入"), "the built-in one is there, too");
    folder
        .run(&["import", "corpus.json", "speech.txt", "-o", "all.json"])
        .check(0, "", "");
    let all = std::fs::read_to_string(folder.0.join("all.json")).expect("the corpus");
    let (all, _) = tifa::corpus::read(&all).expect("a corpus");
    assert_eq!(all.lexicons, corpus.lexicons);
}

#[test]
fn an_entry_at_fault_is_named_by_check() {
    let mut corpus = corpus();
    corpus.lexicons = vec![
        serde_json::from_value(json!({ "entries": [{ "phrase": "四早" }, { "phrase": "筑牢…" }] })).expect("a lexicon"),
    ];
    let folder = Folder::new("bad-entry", &[("corpus.json", &corpus.to_json())]);
    folder
        .run(&["check", "corpus.json"])
        .check(1, "lexicons[0].entries[1]: ", "");
}

#[test]
fn all_overlapping_slogans_are_listed_when_asked_for() {
    let lexicon = "联防联控、群防群治\n群防群治";
    let folder = Folder::new(
        "overlaps",
        &[
            ("a.txt", "我们要坚持联防联控、群防群治，守住家园。"),
            ("l.txt", lexicon),
        ],
    );
    let occurrences = |overlaps: &str| {
        let run = folder.run(&[
            "slogans",
            "a.txt",
            "--lexicon",
            "l.txt",
            "--overlaps",
            overlaps,
            "--json",
        ]);
        run.json()["documents"][0]["occurrences"]
            .as_array()
            .expect("a list")
            .clone()
    };
    assert_eq!(occurrences("longest").len(), 1);
    let all = occurrences("all");
    assert_eq!(
        (&all[1]["entry"], &all[1]["inside"]),
        (&json!("群防群治"), &json!(true))
    );
}

#[test]
fn slogans_of_a_plain_text() {
    let folder = Folder::new("plain", &[("speech.txt", SPEECH), ("堤.txt", "堤在人在")]);
    let run = folder.run(&["slogans", "speech.txt", "--lexicon", "堤.txt", "--json"]);
    run.check(0, "", "");
    assert_eq!(run.json()["documents"][0]["occurrences"][0]["entry"], "堤在人在");
    let run = folder.run_with(&["slogans", "-", "--lexicon", "堤.txt"], SPEECH.as_bytes());
    run.check(0, "1  堤在人在", "");
}

#[test]
fn discover_proposes_what_the_lexicon_lacks() {
    let folder = Folder::with_corpus("discover");
    let run = folder.run(&["discover", "corpus.json", "--json"]);
    run.check(0, "", "");
    let best = &run.json()["candidates"][0];
    assert_eq!(best["phrase"], "铁肩担责守大堤");
    assert_eq!((&best["uses"], &best["documents"]), (&json!(3), &json!(3)));
    let place = json!({ "document": "a", "block": 1, "start": 14, "end": 21 });
    assert_eq!(best["examples"][0], place);
    assert!(best["score"].is_number() && best["cohesion"].is_number() && best["borders"].is_number());
    folder.run(&["discover", "corpus.json"]).check(0, "铁肩担责守大堤", "");
}

#[test]
fn compare_by_id_and_by_file() {
    let files = [
        ("corpus.json", corpus().to_json()),
        ("one.txt", SPEECH.to_string()),
        ("other.txt", OTHER.to_string()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::new("compare", &files);
    let run = folder.run(&["compare", "corpus.json", "a", "b", "--json"]);
    run.check(0, "", "");
    let json = run.json();
    assert_eq!((&json["left"]["id"], &json["right"]["id"]), (&json!("a"), &json!("b")));
    for side in ["left", "right"] {
        let shares = json[side]["shares"].as_object().expect("shares");
        let sum: f64 = shares.values().filter_map(Value::as_f64).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{shares:?}");
        assert!(json["kinds"][side].is_array());
    }
    assert!(
        json["entries"]
            .as_object()
            .is_some_and(|entries| entries.values().all(serde_json::Value::is_string))
    );
    for list in ["matches", "slots", "flags", "rows"] {
        assert!(json[list].is_array(), "{list}");
    }
    assert_eq!(json["matches"][0]["left"]["block"], 0);
    assert_eq!(json["matches"][0]["right"]["block"], 1);
    folder
        .run(&["compare", "corpus.json", "a", "b"])
        .check(0, "boilerplate", "");
    folder.run(&["compare", "one.txt", "other.txt"]).check(0, "shared", "");
    folder
        .run(&["compare", "corpus.json", "a", "z"])
        .check(1, "", "corpus.json: no document has the id z");
    folder
        .run(&["compare", "corpus.json", "one.txt"])
        .check(1, "", "corpus.json: 3 documents");
}

#[test]
fn reuse_names_passages_and_neighbours() {
    let folder = Folder::with_corpus("reuse");
    let run = folder.run(&["reuse", "corpus.json", "--json"]);
    run.check(0, "", "");
    let json = run.json();
    let places = json["passages"][0]["places"].as_array().expect("places");
    let documents: Vec<&Value> = places.iter().map(|place| &place["document"]).collect();
    assert_eq!(documents, ["a", "b"]);
    assert_eq!(json["nearest"]["a"][0]["id"], "b");
    folder.run(&["reuse", "corpus.json"]).check(0, "要把水库", "");
}

#[test]
fn import_reads_the_good_and_names_the_bad() {
    let folder = Folder::new(
        "import",
        &[
            ("in/1.txt", SPEECH),
            ("in/deep/2.txt", OTHER),
            ("in/.hidden", SPEECH),
            ("in/list.json", "[1, 2]"),
            ("in/broken.json", "{\"schema\":"),
            ("in/empty.txt", ""),
        ],
    );
    fs::write(folder.0.join("in/photo.jpg"), b"\xff\xd8\xff\xe0\0\x10JFIF\0\0\0\0").expect("a file");
    let run = folder.run(&["import", "in", "-o", "out.json", "--report", "report.html"]);
    run.check(1, "out.json: 2 documents", "");
    for name in [".hidden", "list.json", "broken.json", "empty.txt", "photo.jpg"] {
        assert!(
            run.err.contains(&format!("in/{name}: ")),
            "{name} is not in: {}",
            run.err
        );
    }
    let (corpus, faults) = tifa::corpus::read(&folder.read("out.json")).expect("a corpus");
    assert_eq!(faults, []);
    assert_eq!(corpus.title, "in");
    let titles: Vec<&str> = corpus
        .documents
        .iter()
        .map(|document| document.title.as_str())
        .collect();
    assert_eq!(titles, ["在全县防汛会上的讲话", "在全县春耕会上的讲话"]);
    assert_eq!(corpus.documents[0].id, corpus.documents[0].content_id());
    assert!(folder.read("report.html").contains("在全县春耕会上的讲话"));
    folder.run(&["check", "out.json"]).check(0, "0 faults", "");

    let run = folder.run(&["import", "in", "--json"]);
    assert_eq!(run.code, 1);
    let lines = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"));
    let lines: Vec<Value> = lines.collect();
    assert_eq!(lines.len(), 7);
    let good: Vec<&Value> = lines.iter().filter(|line| line["documents"] == 1).collect();
    assert_eq!(good.len(), 2);
    let line =
        json!({ "file": "in/1.txt", "documents": 1, "warnings": [], "removed": 10, "repairs": 0, "findings": 0 });
    assert_eq!(*good[0], line);
    assert!(lines[0]["error"].is_string(), "{}", lines[0]);
    assert_eq!(
        folder.names(),
        ["in", "out.json", "report.html"],
        "nothing half-written is left"
    );
}

#[test]
fn import_notes_a_day_if_it_is_told_one() {
    let folder = Folder::new("imported", &[("1.txt", SPEECH)]);
    let imported = |arguments: &[&str]| {
        let run = folder.run(&[&["import", "1.txt"], arguments].concat());
        run.check(0, "", "");
        run.json()["documents"][0]["imported"].clone()
    };
    assert_eq!(imported(&[]), Value::Null);
    assert_eq!(imported(&["--imported", "2026-11-22"]), "2026-11-22");
    for day in ["2026-11", "2026-11-31", "今天"] {
        folder
            .run(&["import", "1.txt", "--imported", day])
            .check(2, "", "a day is wanted");
    }
}

#[test]
fn import_to_standard_output_from_standard_input() {
    let folder = Folder::new("streams", &[("1.txt", SPEECH)]);
    let run = folder.run_with(&["import", "-", "1.txt", "--title", "讲话"], OTHER.as_bytes());
    run.check(0, "", "");
    let (corpus, _) = tifa::corpus::read(&run.out).expect("a corpus");
    assert_eq!((corpus.title.as_str(), corpus.documents.len()), ("讲话", 2));
    // The same speech twice has two ids.
    let run = folder.run(&["import", "1.txt", "1.txt"]);
    let (corpus, faults) = tifa::corpus::read(&run.out).expect("a corpus");
    assert_eq!(faults, []);
    assert_eq!(corpus.documents[1].id, format!("{}-2", corpus.documents[0].id));
    // Nothing good: nothing is written.
    folder
        .run_with(&["import", "-", "-o", "new.json"], b"")
        .check(1, "", "-: ");
    folder
        .run(&["import", "1.txt", "-o", "no/such/folder.json"])
        .check(1, "", "no/such/folder.json: ");
    assert_eq!(folder.names(), ["1.txt"]);
}

/// Texts of which each has something to tell: it is long enough to be read late, or short, or no text at all.
fn many() -> Folder {
    let long = format!("{SPEECH}{}", "各乡镇要把水库、山塘、河堤逐一查过。\n".repeat(3_000));
    let texts: Vec<(String, String)> = (0..40)
        .map(|i| match i % 10 {
            0 => (format!("in/{i:02}.txt"), format!("第{i}次会议\n\n{long}")),
            3 => (format!("in/{i:02}.txt"), String::new()),
            7 => (format!("in/{i:02}.txt"), SPEECH.to_string()),
            _ => (format!("in/{i:02}.txt"), format!("第{i}次会议\n\n{OTHER}")),
        })
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    Folder::new("many", &files)
}

#[test]
fn import_to_json_lines_gives_the_documents_of_the_corpus_in_order() {
    let folder = many();
    for output in ["out.json", "out.jsonl", "again.jsonl"] {
        folder
            .run(&["import", "in", "-o", output])
            .check(1, "36 documents", "in/33.txt: ");
    }
    let (corpus, faults) = tifa::corpus::read(&folder.read("out.json")).expect("a corpus");
    assert_eq!(faults, [], "no id stands twice");
    let lines = folder.read("out.jsonl");
    let documents: Vec<Document> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a document"))
        .collect();
    assert_eq!(documents, corpus.documents);
    let files: Vec<&str> = documents
        .iter()
        .flat_map(|document| &document.origin)
        .map(|origin| origin.file.as_str())
        .collect();
    assert!(files.is_sorted(), "{files:?}");
    let is_same = |document: &&Document| {
        let mut origins = document.origin.iter();
        origins.any(|origin| origin.file.ends_with("7.txt"))
    };
    let same: Vec<&Document> = documents.iter().filter(is_same).collect();
    assert_eq!(same[1].id, format!("{}-2", same[0].id));
    assert_eq!(lines, folder.read("again.jsonl"), "the same bytes each time");
    // What was written is no source of what is written next.
    folder.run(&["import", ".", "-o", "out.jsonl"]).check(
        1,
        "108 documents",
        "./out.jsonl: this is being written, and not read",
    );
}

#[test]
fn corrections_are_applied_wherever_they_stand() {
    let folder = Folder::new("corrections", &[("in/1.txt", SPEECH), ("in/2.txt", OTHER)]);
    folder
        .run(&["import", "in", "-o", "out.json"])
        .check(0, "2 documents", "");
    let (mut corpus, _) = tifa::corpus::read(&folder.read("out.json")).expect("a corpus");
    corpus.documents[0].correct("date", json!("2023-05-01"));
    let sidecar = tifa::import::Corrections::of(&corpus.documents).to_json();
    fs::write(folder.0.join("in/z.json"), sidecar).expect("a file");
    folder
        .run(&["import", "in", "-o", "out.json", "--report", "report.html"])
        .check(0, "2 documents, 1 of 1 correction applied", "");
    let (corpus, _) = tifa::corpus::read(&folder.read("out.json")).expect("a corpus");
    assert_eq!(corpus.documents[0].date.as_deref(), Some("2023-05-01"));
    assert!(corpus.documents[0].corrected.contains("date") && corpus.documents[1].corrected.is_empty());
    assert!(folder.read("report.html").contains("2023-05-01"));
    let run = folder.run(&["import", "in", "--json"]);
    let last: Value = serde_json::from_str(run.out.lines().last().expect("a line")).expect("JSON");
    let line = json!({ "file": "in/z.json", "documents": 0, "warnings": [], "corrections": 1 });
    assert_eq!((run.code, last), (0, line));
    // A fault in them is told, and the texts are read.
    let faulty = r#"{"schema":"tifa-corrections/1","corrections":[{"sha256":"0a","fields":{"date":"昨天"}}]}"#;
    fs::write(folder.0.join("in/z.json"), faulty).expect("a file");
    folder.run(&["import", "in", "-o", "out.json"]).check(
        1,
        "2 documents",
        "in/z.json: a fault in the corpus: corrections[0].fields.date",
    );
}

#[test]
fn the_report_shows_what_was_done_and_takes_text_for_text() {
    let hostile = "</style></del><script>alert('1')</script><img src=x onerror=alert(2)>&amp;";
    let removal = |text: &str, block: usize, offset: Option<usize>| json!({ "text": text, "reason": "navigation", "start": 0, "block": block, "offset": offset });
    let chrome = (0..9).map(|i| removal(&format!("相关链接{i}{hostile}"), 1, None));
    let mut removed = vec![removal("首页 > 正文", 0, None), removal("（ba）", 0, Some(1))];
    removed.extend(chrome);
    let document = json!({
        "id": "a", "title": format!("题{hostile}"), "date": "2021-03-04", "place": [hostile], "speakers": [{ "name": hostile }],
        "lang": "zh-Hans\"><script>",
        "body": [{ "text": "坝修好了，堤也修好了。" }, { "heading": 1, "text": "三、后面的话" }, { "text": hostile }],
        "derived": { "date": format!("三月四日{hostile}") }, "corrected": ["place"], "removed": removed,
        "repairs": [
            { "block": 0, "start": 2, "end": 4, "damage": "mojibake", "original": "淇ソ", "repaired": "好了", "made": true },
            { "block": 0, "start": 5, "end": 6, "damage": "mojibake", "original": "堤", "repaired": "提", "made": false },
        ],
        "origin": { "file": hostile, "sha256": "0a1b", "encoding": "gb18030", "part": 2 },
    });
    let corpus = json!({ "schema": "tifa-corpus/1", "title": hostile, "documents": [document] }).to_string();
    let folder = Folder::new(
        "report",
        &[("in/a.json", &corpus), ("in/b.txt", ""), ("in/c.txt", SPEECH)],
    );
    folder
        .run(&[
            "import",
            "in",
            "-o",
            "out.json",
            "--report",
            "report.html",
            "--title",
            hostile,
        ])
        .check(1, "2 documents", "");
    let report = folder.read("report.html");
    for markup in ["<script", "<img", "onerror=alert(2)>", "http:", "https:", " style="] {
        assert!(!report.contains(markup), "{markup}");
    }
    assert_eq!(report.matches("</style>").count(), 1);
    assert!(report.contains("default-src 'none'; style-src 'sha256-"));
    for shown in [
        "坝<del title=\"导航 menu\">（ba）</del>修<del title=\"乱码 wrong encoding\">淇ソ</del>\
         <ins title=\"乱码 wrong encoding\">好了</ins>，",
        "堤</span><span class=meant>→ 提?</span>也",
        "<ul class=cut><li><del>首页 &gt; 正文</del>",
        "<details class=cut><summary>",
        "<h4 class=level-1>三、后面的话</h4>\n<p class=finding>",
        "三月四日&lt;/style&gt;",
        "改定",
        "SHA-256 0a1b",
        "gb18030",
        "in/b.txt: there is no text here",
        "href=\"#s2\"",
        "id=s2",
    ] {
        assert!(report.contains(shown), "{shown} is not in the report");
    }
    // The whole text of the speech stands there, in one piece or in several.
    let (start, end) = (report.find("<div class=text").expect("a text"), report.len());
    assert!(report[start..end].contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_the_rest_is_read() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("odd", &[("in/1.txt", SPEECH)]);
    let path = |name: &str| folder.0.join(name);
    symlink("nowhere", path("in/dangling.txt")).expect("a link");
    symlink(".", path("in/loop")).expect("a link");
    symlink("/dev/zero", path("in/zero.txt")).expect("a link");
    let _socket = std::os::unix::net::UnixListener::bind(path("in/socket")).expect("a socket");
    // Larger than anything that is read; it takes no room on the disk.
    let large = fs::File::create(path("in/large.txt")).expect("a file");
    large.set_len(tifa::import::LARGEST + 1).expect("a length");
    let run = folder.run(&["import", "in", "-o", "out.jsonl"]);
    run.check(1, "out.jsonl: 1 document", "");
    for fault in [
        "in/dangling.txt: this cannot be read: a link that leads nowhere",
        "in/loop: this cannot be read: it is a link to a folder",
        "in/zero.txt: this cannot be read: it is a device",
        "in/socket: this cannot be read: it is a socket",
        "in/large.txt: this is too large",
    ] {
        assert!(run.err.contains(fault), "{fault} is not in: {}", run.err);
    }
    // What is named itself is read as far as anything is.
    folder
        .run(&["import", "/dev/null", "in/1.txt", "-o", "out.jsonl"])
        .check(1, "1 document", "/dev/null: there is no text");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new("full", &[("1.txt", SPEECH)]);
    std::os::unix::fs::symlink("/dev/full", folder.0.join("full.jsonl")).expect("a link");
    for arguments in [["-o", "full.jsonl"], ["-o", "/dev/full"], ["--report", "/dev/full"]] {
        folder
            .run(&["import", "1.txt", arguments[0], arguments[1]])
            .check(1, "", "No space left on device");
    }
    assert_eq!(folder.names(), ["1.txt", "full.jsonl"]);
}

/// A user who ends the program finds what was there before, and nothing else.
#[cfg(unix)]
#[test]
fn what_is_interrupted_leaves_nothing() {
    use std::io::{BufRead, BufReader};
    for signal in ["INT", "TERM"] {
        let folder = Folder::new("interrupted", &[("1.txt", SPEECH), ("out.jsonl", "earlier")]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_tifa"))
            .args([
                "import",
                "nowhere",
                "1.txt",
                "-",
                "-o",
                "out.jsonl",
                "--report",
                "report.html",
            ])
            .current_dir(&folder.0)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        // The first line comes when the work is under way; it waits for its input then.
        let mut line = String::new();
        let mut err = BufReader::new(child.stderr.take().expect("a pipe"));
        err.read_line(&mut line).expect("a line");
        assert!(line.starts_with("nowhere: "), "{line}");
        assert_eq!(folder.names().len(), 6, "parts are there: {:?}", folder.names());
        let kill = Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status();
        assert!(kill.expect("kill is there").success());
        assert_eq!(child.wait().expect("the program ends").code(), Some(130));
        assert_eq!(folder.names(), ["1.txt", "out.jsonl"]);
        assert_eq!(folder.read("out.jsonl"), "earlier");
    }
}

/// A link that is written to stays one, and a device is not replaced by a file.
#[cfg(unix)]
#[test]
fn output_goes_through_links_and_into_devices() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let folder = Folder::new("output", &[("1.txt", SPEECH), ("real.json", "")]);
    symlink("real.json", folder.0.join("link.json")).expect("a link");
    folder
        .run(&["import", "1.txt", "-o", "link.json"])
        .check(0, "1 document", "");
    assert!(folder.0.join("link.json").is_symlink());
    assert!(folder.read("real.json").contains("tifa-corpus/1"));
    // A socket stands for a device here: no file, and ours to lose.
    let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("socket")).expect("a socket");
    folder
        .run(&["import", "1.txt", "-o", "socket"])
        .check(1, "", "socket: ");
    let there = fs::metadata(folder.0.join("socket")).expect("still there");
    assert!(there.file_type().is_socket());
    // A folder is not replaced either.
    folder.run(&["import", "1.txt", "-o", "."]).check(1, "", ".: ");
    assert_eq!(folder.names(), ["1.txt", "link.json", "real.json", "socket"]);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::new("same", &[("in/1.txt", SPEECH), ("in/2.txt", OTHER)]);
    assert_eq!(folder.run(&["import", "in"]).out, folder.run(&["import", "in"]).out);
    let folder = Folder::with_corpus("same-corpus");
    for command in ["discover", "reuse", "slogans"] {
        let run = || folder.run(&[command, "corpus.json", "--json"]).out;
        assert_eq!(run(), run());
    }
}

#[test]
fn control_characters_of_a_text_do_not_reach_the_terminal() {
    let mut corpus = corpus();
    corpus.documents[0].title = "题\u{1b}[31m\n目".to_string();
    let folder = Folder::new("control", &[("corpus.json", &corpus.to_json())]);
    folder
        .run(&["search", "corpus.json", "铁肩担责"])
        .check(0, "题 [31m 目", "");
    folder
        .run(&["compare", "corpus.json", "a", "b"])
        .check(0, "题 [31m 目", "");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let text = "守大堤。".repeat(20_000);
    let folder = Folder::new("pipe", &[("speech.txt", &text)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_tifa"))
        .args(["search", "speech.txt", "守大堤", "--json"])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn pack_and_bundle() {
    let files = [
        ("corpus.json", corpus().to_json()),
        ("bad.json", faulty()),
        ("broken.json", "{".to_string()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::new("pack", &files);
    if option_env!("TIFA_VIEWER").is_none() {
        folder
            .run(&["pack", "corpus.json", "-o", "page.html"])
            .check(1, "", "built without the viewer");
        folder
            .run(&["bundle", "corpus.json", "-o", "site"])
            .check(1, "", "built without the viewer");
        assert_eq!(folder.names(), ["bad.json", "broken.json", "corpus.json"]);
        return;
    }
    folder
        .run(&["pack", "corpus.json", "-o", "page.html"])
        .check(0, "page.html: 3 documents", "");
    let packed = tifa::page::extract(&folder.read("page.html")).expect("a corpus in the page");
    assert_eq!(tifa::corpus::read(&packed), Ok((corpus(), vec![])));
    folder.run(&["pack", "bad.json", "-o", "part.html"]).check(
        1,
        "part.html: 2 documents",
        "bad.json: documents[1].date",
    );
    folder
        .run(&["pack", "broken.json", "-o", "none.html"])
        .check(1, "", "broken.json: not valid JSON");
    folder
        .run(&["bundle", "corpus.json", "-o", "site"])
        .check(0, "site: 3 documents", "");
    assert!(folder.read("site/index.html").contains("堤上"));
    assert!(!folder.names().contains(&"none.html".to_string()));
    // A page is read as the corpus in it.
    folder
        .run(&["search", "page.html", "春耕"])
        .check(0, "1 hit in 1 document", "");
}
