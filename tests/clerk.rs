//! The clerk: what is dropped on the page is found, told from what is there already, and handed over; and the engine
//! takes it, keeps it, and gives it out again.

use std::fs;
use std::io::Read;
use std::path::Path;

use tifa::corpus::{Block, Change, Corpus, Document, Origin, Speaker, read};
use tifa::import::{Corrections, Options};
use tifa::lexicon::Lexicon;
use tifa::session::{
    Answer, Changed, Choice, Clerk, Engine, FileReport, Format, FromWorker, Of, Order, Overview, Print, Request,
    Response, Review, Sought, Twin, Twins,
};

/// A paragraph that no other has, of some length.
fn prose(seed: usize) -> String {
    let words = [
        "渡口", "修桥", "涨水", "查坝", "开闸", "值班", "油灯", "木船", "账本", "秋收",
    ];
    let sentence = (0..30)
        .map(|i| words[(seed * 7 + i * (seed % 9 + 1)) % words.len()])
        .collect::<String>();
    format!("{sentence}，第{seed}件事办完了。")
}

fn speech(paragraphs: &[&str]) -> Document {
    Document {
        title: "在渡口县大会上的讲话".to_string(),
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

/// How `other` is known as a twin of `one`: not, in chrome alone different, exactly.
fn twins(one: &[&str], other: &[&str]) -> Option<bool> {
    let mut twins = Twins::default();
    for i in 0..50 {
        twins.add(Of::Found(i), Print::of(&speech(&[&prose(1000 + i), &prose(2000 + i)])));
    }
    twins.add(Of::Corpus("one".to_string()), Print::of(&speech(one)));
    let found = twins.find(&Print::of(&speech(other)))?;
    assert_eq!(found.of, Of::Corpus("one".to_string()));
    Some(found.is_exact)
}

#[test]
fn the_same_text_is_known_whatever_stands_around_it() {
    let [a, b, c, d] = [1, 2, 3, 4].map(prose);
    let (a, b, c, d) = (a.as_str(), b.as_str(), c.as_str(), d.as_str());
    let text = ["同志们：", a, b, c, "谢谢大家。"];

    let traditional = a.replace("修桥", "修橋").replace("账本", "賬本");
    let spaced: String = b.chars().flat_map(|c| [c, '　']).collect();
    let joined = format!("{b}{c}");
    assert_eq!(twins(&text, &text), Some(true));
    assert_eq!(
        twins(&text, &["同志们：", &traditional, &spaced, c, "谢谢大家。"]),
        Some(true),
        "script and spaces"
    );
    assert_eq!(
        twins(&text, &["同志们：", a, &joined, "谢谢大家。"]),
        Some(true),
        "paragraph breaks"
    );

    let footed = ["同志们：", a, b, c, "谢谢大家。", "责任编辑：丁冬", "来源：渡口报"];
    assert_eq!(twins(&text, &footed), Some(false), "two lines of a footer");
    assert_eq!(twins(&footed, &text), Some(false));
    let headed = [
        "首页 > 要闻",
        "在渡口县大会上的讲话",
        "同志们：",
        a,
        b,
        c,
        "谢谢大家。",
        "关闭",
    ];
    assert_eq!(twins(&footed, &headed), Some(false), "both have something");

    assert_eq!(
        twins(&text, &["同志们：", a, b, d, "谢谢大家。"]),
        None,
        "one paragraph was edited"
    );
    assert_eq!(
        twins(&text, &["同志们：", a, b, "谢谢大家。"]),
        None,
        "one paragraph is missing"
    );
    assert_eq!(
        twins(&text, &["同志们：", a, b, c, d, "谢谢大家。"]),
        None,
        "one paragraph more"
    );
    assert_eq!(
        twins(&text, &["同志们：", b, a, c, "谢谢大家。"]),
        None,
        "another order"
    );
    let stock = ["同志们：", a, &prose(5), &prose(6), "谢谢大家。"];
    assert_eq!(twins(&text, &stock), None, "a paragraph of boilerplate is shared");
    assert_eq!(
        twins(&["同志们：", "散会。"], &["同志们：", "修桥。", "散会。"]),
        None,
        "little text, and little shared"
    );
    assert_eq!(twins(&[], &[]), None, "nothing is no text");
}

#[test]
fn ten_thousand_texts_that_begin_alike_are_told_apart() {
    let stock = prose(1);
    let mut twins = Twins::default();
    for i in 0..10_000 {
        let own = prose(10 + i);
        twins.add(Of::Found(i), Print::of(&speech(&["同志们：", &stock, &own])));
    }
    let own = prose(10 + 7_777);
    let found = twins.find(&Print::of(&speech(&["同志们：", &stock, &own])));
    assert_eq!(
        found.map(|twin| (twin.of, twin.is_exact)),
        Some((Of::Found(7_777), true))
    );
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/import")
            .join(name),
    )
    .expect("a fixture")
}

fn order(clerk: &mut Clerk, order: Order, beside: &[u8]) -> Answer {
    clerk.answer(order, beside).0.expect("an answer")
}

fn drop_file(clerk: &mut Clerk, path: &str, bytes: &[u8]) -> FileReport {
    let read = Order::Read {
        path: path.to_string(),
        options: Options::default(),
    };
    match order(clerk, read, bytes) {
        Answer::Read(report) => report,
        other => panic!("{other:?}"),
    }
}

fn show(clerk: &mut Clerk, item: usize) -> Review {
    match order(clerk, Order::Show(item), b"") {
        Answer::Shown(review) => review,
        other => panic!("{other:?}"),
    }
}

fn accept(clerk: &mut Clerk) -> (String, usize) {
    match clerk.answer(Order::Accept { today: None }, b"") {
        (Some(Answer::Accepted { documents }), lines) => (String::from_utf8(lines).expect("JSON"), documents),
        other => panic!("{other:?}"),
    }
}

fn open(json: &str, kept: &str) -> Engine {
    Engine::open(json, kept, Lexicon::built_in()).expect("a corpus")
}

/// A corpus of three speeches.
fn corpus() -> String {
    let documents = (1..=3).map(|i| {
        let mut document = speech(&["同志们：", &prose(i), &prose(10 * i)]);
        document.title = format!("第{i}次讲话");
        document
    });
    let mut corpus = Corpus::new("三次讲话", documents.collect());
    corpus.assign_ids();
    corpus.to_json()
}

fn ask(engine: &mut Engine, request: Request) -> Response {
    match engine.answer(&request) {
        FromWorker::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}

fn change(engine: &mut Engine, request: Request) -> (Overview, Changed) {
    match engine.answer(&request) {
        FromWorker::Changed(overview, changed) => (overview, changed),
        other => panic!("{other:?}"),
    }
}

fn prints(engine: &mut Engine) -> Vec<Print> {
    match ask(engine, Request::Prints) {
        Response::Prints(prints) => prints,
        other => panic!("{other:?}"),
    }
}

fn titles(engine: &Engine) -> Vec<&str> {
    engine.cards().map(|card| card.title.as_str()).collect()
}

fn ids(engine: &Engine) -> Vec<String> {
    engine.cards().map(|card| card.id.clone()).collect()
}

fn keep(engine: &mut Engine) -> String {
    let lines = engine.unkept().into_iter().map(|kept| kept.line + "\n");
    lines.collect()
}

#[test]
fn what_is_dropped_is_reported_changed_and_handed_over() {
    let mut clerk = Clerk::new();
    let report = drop_file(&mut clerk, "a/compilation.txt", &fixture("compilation.txt"));
    assert_eq!(
        (report.file, report.found.len(), report.encoding.as_str()),
        (0, 3, "UTF-8")
    );
    assert!(report.found[0].removed > 0 && report.found[0].choice == Choice::Keep && report.found[0].twin.is_none());
    let broken = drop_file(&mut clerk, "noise.bin", b"\x00\x01\x02");
    assert_eq!((broken.file, broken.found.len(), broken.error.is_some()), (1, 0, true));
    let gb = drop_file(&mut clerk, "gb18030.txt", &fixture("gb18030.txt"));
    assert_eq!(gb.encoding, "gb18030");

    let date = Change::Field("date".to_string(), "2020-09-11".to_string());
    let Answer::Shown(review) = order(&mut clerk, Order::Change(1, date), b"") else {
        panic!("not shown")
    };
    assert_eq!(
        (review.item, review.document.date.as_deref()),
        (Some(1), Some("2020-09-11"))
    );
    assert_eq!(
        order(&mut clerk, Order::Choose(2, Choice::LeaveOut), b""),
        Answer::Chosen(2, Choice::LeaveOut)
    );
    assert_eq!(
        order(&mut clerk, Order::Choose(0, Choice::Merge), b""),
        Answer::Chosen(0, Choice::Keep),
        "with what?"
    );
    assert_eq!(clerk.answer(Order::Show(9), b"").0, None);

    let mut engine = open(&corpus(), "");
    let (lines, documents) = accept(&mut clerk);
    assert_eq!(documents, 3);
    let Changed::Added(added) = engine.take(&lines) else {
        panic!("nothing was added")
    };
    assert_eq!(engine.overview().documents, 6);
    assert_eq!(ids(&engine)[3..], added[..]);
    let dates: Vec<Option<&str>> = engine.cards().map(|card| card.date.as_deref()).collect();
    assert_eq!(dates[4], Some("2020-09-11"));
    assert_eq!(accept(&mut clerk), (String::new(), 0), "once");
    assert!(
        drop_file(&mut clerk, "again.txt", &fixture("gb18030.txt")).found[0]
            .twin
            .is_some(),
        "it is in the corpus"
    );
}

#[test]
fn a_file_read_anew_gives_other_documents() {
    let mut clerk = Clerk::new();
    let first = drop_file(&mut clerk, "gb.txt", &fixture("gb18030.txt"));
    let reread = Order::Reread {
        file: 0,
        options: Options::default(),
    };
    let Answer::Read(second) = order(&mut clerk, reread, &fixture("gb18030.txt")) else {
        panic!("not read")
    };
    assert_eq!((second.file, second.path.as_str()), (0, "gb.txt"));
    assert_eq!(second.found[0].item, 1);
    assert_eq!(
        (second.found[0].card.id.clone(), &second.found[0].twin),
        (first.found[0].card.id.clone(), &None)
    );
    assert_eq!(clerk.answer(Order::Show(0), b"").0, None);
    assert_eq!(accept(&mut clerk).1, 1);
    let preview = Order::Preview {
        file: 0,
        encoding: "gbk".to_string(),
    };
    let Answer::Preview { text, .. } = order(&mut clerk, preview, &fixture("gb18030.txt")) else {
        panic!("no preview")
    };
    assert!(text.contains("稻香县"), "{text}");
}

#[test]
fn the_same_text_twice_becomes_one_document() {
    let mut engine = open(&corpus(), "");
    let mut clerk = Clerk::new();
    let known = prints(&mut engine);
    let target = known[1].id.clone();
    assert_eq!(clerk.answer(Order::Known(known), b"").0, None);

    let page = format!(
        "第二次讲话\n\n来源：渡口报 2021-03-05\n\n同志们：\n{}\n{}\n\n上一篇：修桥",
        prose(2),
        prose(20)
    );
    let report = drop_file(&mut clerk, "two.txt", page.as_bytes());
    let twin = report.found[0].twin.clone().expect("a twin");
    assert_eq!(
        (twin.of, report.found[0].choice),
        (Of::Corpus(target.clone()), Choice::Merge)
    );

    let first = drop_file(&mut clerk, "a.txt", &fixture("speech.txt"));
    let second = drop_file(&mut clerk, "b.txt", &fixture("speech.txt"));
    assert_ne!(first.found[0].card.id, second.found[0].card.id);
    let twin = Twin {
        of: Of::Found(1),
        title: first.found[0].card.title.clone(),
        is_exact: true,
    };
    assert_eq!(second.found[0].twin, Some(twin));
    let (lines, documents) = accept(&mut clerk);
    assert_eq!((documents, lines.lines().count()), (2, 2));
    assert_eq!(
        engine.take(&lines),
        Changed::Added(vec![first.found[0].card.id.clone()])
    );

    let Response::Review(review) = ask(&mut engine, Request::Review(target.clone())) else {
        panic!("no review")
    };
    assert_eq!(
        review
            .document
            .also
            .iter()
            .map(|origin| origin.file.as_str())
            .collect::<Vec<_>>(),
        ["two.txt"]
    );
    let kept: Vec<String> = engine.unkept().into_iter().map(|kept| kept.id).collect();
    assert_eq!(kept, [target, first.found[0].card.id.clone()], "both are to be kept");
}

#[test]
fn whose_twin_is_left_out_takes_its_place() {
    let mut clerk = Clerk::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        drop_file(&mut clerk, name, &fixture("speech.txt"));
    }
    order(&mut clerk, Order::Choose(0, Choice::LeaveOut), b"");
    let (lines, documents) = accept(&mut clerk);
    assert_eq!(documents, 1);
    assert!(
        lines.contains("\"file\":\"b.txt\"") && lines.contains("\"file\":\"c.txt\""),
        "{lines}"
    );
}

#[test]
fn corrections_find_their_documents_before_and_after() {
    let bytes = fixture("compilation.txt");
    let mut documents = tifa::import::import("x", &bytes, &Options::default())
        .expect("a text")
        .documents;
    assert!(documents[1].apply(&Change::Field("date".to_string(), "2020-09-11".to_string())));
    assert!(documents[1].apply(&Change::Field("speakers".to_string(), "宋知微：村主任".to_string())));
    let sidecar = Corrections::of(&documents).to_json();
    assert_eq!(
        Corrections::read(&sidecar)
            .expect("no fault")
            .map(|corrections| corrections.to_json()),
        Some(sidecar.clone())
    );

    for order in [["compilation.txt", "sidecar.json"], ["sidecar.json", "compilation.txt"]] {
        let mut clerk = Clerk::new();
        for name in order {
            let is_sidecar = name == "sidecar.json";
            let report = drop_file(&mut clerk, name, if is_sidecar { sidecar.as_bytes() } else { &bytes });
            assert_eq!(
                (report.error, report.corrections),
                (None, usize::from(is_sidecar)),
                "{order:?}"
            );
        }
        let document = show(&mut clerk, 1).document;
        assert_eq!(document.date.as_deref(), Some("2020-09-11"), "{order:?}");
        assert_eq!(document.speakers, documents[1].speakers);
        assert_eq!(document.corrected, documents[1].corrected);
        assert!(show(&mut clerk, 0).document.corrected.is_empty());
    }

    for (json, expected) in [
        (r#"{"schema":"tifa-corrections/9"}"#, "schema: "),
        (
            r#"{"schema":"tifa-corrections/1","corrections":[{"sha256":"0"}]}"#,
            "corrections[0]: ",
        ),
        (
            r#"{"schema":"tifa-corrections/1","corrections":[{"sha256":"0","fields":{"date":"昨天"}}]}"#,
            "corrections[0].fields.date: ",
        ),
    ] {
        let fault = Corrections::read(json).expect_err(json).to_string();
        assert!(fault.starts_with(expected), "{fault}");
        let report = drop_file(&mut Clerk::new(), "bad.json", json.as_bytes());
        assert!(report.error.is_some_and(|error| error.detail == fault), "{json}");
    }
    assert_eq!(Corrections::read("提到 tifa-corrections/1 的一篇讲话"), Ok(None));
}

#[test]
fn what_is_removed_comes_back_to_its_place_and_all_of_it_outlives_the_page() {
    let json = corpus();
    let mut engine = open(&json, "");
    let all = ids(&engine);
    let count = |engine: &mut Engine| match ask(
        engine,
        Request::Library {
            sought: Sought {
                query: "同志们".to_string(),
                ..Sought::default()
            },
            count: 9,
        },
    ) {
        Response::Library(listing) => listing.hits,
        other => panic!("{other:?}"),
    };
    assert_eq!(count(&mut engine), 3);
    let nobody = "nobody".to_string();
    let (_, changed) = change(&mut engine, Request::Remove(vec![all[1].clone(), nobody.clone()]));
    assert_eq!(changed, Changed::Removed(vec![all[1].clone()]));
    assert_eq!(titles(&engine), ["第1次讲话", "第3次讲话"]);
    assert_eq!(count(&mut engine), 2);
    let rename = Change::Field("title".to_string(), "第三次讲话".to_string());
    let (_, changed) = change(&mut engine, Request::Change(all[2].clone(), rename.clone()));
    assert_eq!(changed, Changed::Edited(all[2].clone()));
    assert!(
        matches!(
            ask(&mut engine, Request::Change(all[2].clone(), rename.clone())),
            Response::Review(_)
        ),
        "nothing new"
    );
    assert_eq!(
        ask(&mut engine, Request::Change(nobody.clone(), rename)),
        Response::NoDocument(nobody)
    );
    change(&mut engine, Request::Rename("几次讲话".to_string()));
    let new = serde_json::to_string(&speech(&[&prose(99)])).expect("JSON");
    let taken = engine.take(&format!(
        "{{\"document\":{}}}\nno JSON\n",
        new.replacen("\"\"", "\"new\"", 1)
    ));
    assert_eq!(taken, Changed::Added(vec!["new".to_string()]));
    assert_eq!(engine.overview().faults[0].path, "");
    change(&mut engine, Request::Remove(vec![all[0].clone()]));

    let mut kept = keep(&mut engine);
    assert_eq!(
        kept.lines().count(),
        5,
        "the title, and each document that changed, once"
    );
    assert_eq!(engine.unkept(), []);
    // What is kept comes in any order.
    let mut lines: Vec<&str> = kept.lines().collect();
    lines.sort_unstable();
    let mut again = open(&json, &lines.join("\n"));
    let before = Overview {
        faults: Vec::new(),
        ..engine.overview()
    };
    assert_eq!(again.overview(), before);
    assert_eq!(titles(&again), ["第三次讲话", "在渡口县大会上的讲话"]);
    let Response::Removed(removed) = ask(&mut again, Request::Removed) else {
        panic!("no list")
    };
    assert_eq!(
        removed.iter().map(|card| &card.id).collect::<Vec<_>>(),
        [&all[0], &all[1]]
    );

    let (overview, changed) = change(&mut again, Request::Restore(vec![all[1].clone(), all[0].clone()]));
    assert_eq!(changed, Changed::Restored(vec![all[0].clone(), all[1].clone()]));
    assert_eq!(
        titles(&again),
        ["第1次讲话", "第2次讲话", "第三次讲话", "在渡口县大会上的讲话"]
    );
    // Later lines replace earlier ones.
    kept += &keep(&mut again);
    let third = open(&json, &kept);
    assert_eq!(third.overview(), overview);
    let (corpus, faults) = read(&third.export(&[])).expect("a corpus");
    assert_eq!(
        (corpus.title.as_str(), corpus.documents.len(), faults.len()),
        ("几次讲话", 4, 0)
    );
}

#[test]
fn a_line_that_was_kept_badly_is_named_and_stops_nothing() {
    let engine = open(
        &corpus(),
        "{\n{\"id\":\"x\",\"document\":{\"id\":\"x\"}}\n{\"title\":\"新\"}\n{\"id\":\"y\",\"gone\":true}",
    );
    let overview = engine.overview();
    assert_eq!((overview.title.as_str(), overview.documents), ("新", 3));
    let paths: Vec<&str> = overview.faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["", "kept[1].document"]);
}

#[test]
fn views_are_kept_under_their_names() {
    let names = |engine: &Engine| -> Vec<String> {
        let views = engine.overview().views.into_iter();
        views.map(|view| format!("{}: {}", view.name, view.link)).collect()
    };
    let keep_view = |engine: &mut Engine, name: &str, link: &str| {
        let (name, link) = (name.to_string(), link.to_string());
        change(engine, Request::KeepView { name, link })
    };
    let mut engine = open(&corpus(), "");
    keep_view(&mut engine, " 渡口 ", "#/library?q=渡口");
    keep_view(&mut engine, "通告", "#/library?kind=notice");
    let kept = keep(&mut engine);
    assert_eq!(
        names(&engine),
        ["渡口: #/library?q=渡口", "通告: #/library?kind=notice"]
    );
    // The same name again is the same view, in its place; a name of nothing is none.
    let mut again = open(&corpus(), &kept);
    keep_view(&mut again, "渡口", "#/library");
    keep_view(&mut again, " \n", "#/library");
    assert_eq!(names(&again), ["渡口: #/library", "通告: #/library?kind=notice"]);
    change(&mut again, Request::DropView("通告".into()));
    let kept = kept + &keep(&mut again);
    let again = open(&corpus(), &kept);
    assert_eq!(names(&again), ["渡口: #/library"]);
    let exported = read(&again.export(&[])).expect("a corpus").0;
    assert_eq!(exported.views, again.overview().views);
    // What somebody else wrote is put in order; what cannot be read is told and stops nothing.
    let views = r#"{"views":[{"name":"一 ","link":"a"},{"name":"","link":"b"},{"name":"一","link":"c"}]}"#;
    assert_eq!(names(&open(&corpus(), views)), ["一: c"]);
    let bad = open(&corpus(), r#"{"views":[{"name":3}]}"#).overview();
    assert_eq!((bad.views.len(), bad.faults.len(), bad.documents), (0, 1, 3));
}

#[test]
fn some_documents_are_a_corpus_with_all_that_stands_beside_them() {
    let mut whole = read(&corpus()).expect("a corpus").0;
    whole.lexicons = vec![Lexicon::read("渡口归来").0];
    let engine = open(&whole.to_json(), "");
    let some = [
        whole.documents[2].id.clone(),
        "不在".to_string(),
        whole.documents[0].id.clone(),
    ];
    let part = read(&engine.export(&some)).expect("a corpus").0;
    whole.documents.remove(1);
    assert_eq!(part, whole);
}

#[test]
fn a_document_says_when_it_came() {
    let mut clerk = Clerk::new();
    let mut brought = read(&corpus()).expect("a corpus").0;
    brought.documents[1].imported = Some("2020-02-20".into());
    let came = |clerk: &mut Clerk, today: Option<&str>| -> Vec<Option<String>> {
        drop_file(clerk, "other.json", brought.to_json().as_bytes());
        let today = today.map(String::from);
        let (_, lines) = clerk.answer(Order::Accept { today }, b"");
        let mut engine = open(r#"{"schema":"tifa-corpus/1","title":"空","documents":[]}"#, "");
        engine.take(&String::from_utf8_lossy(&lines));
        let corpus = read(&engine.export(&[])).expect("a corpus").0;
        corpus.documents.into_iter().map(|document| document.imported).collect()
    };
    let days = |days: [Option<&str>; 3]| days.map(|day| day.map(String::from)).to_vec();
    let (then, today) = (Some("2020-02-20"), Some("2026-11-22"));
    assert_eq!(came(&mut clerk, today), days([today, then, today]));
    for clock in [None, Some("昨天"), Some("2026-11")] {
        assert_eq!(came(&mut Clerk::new(), clock), days([None, then, None]));
    }
}

#[test]
fn a_document_added_after_is_known_as_those_before() {
    let json = corpus();
    let (corpus, _) = read(&json).expect("a corpus");
    let mut engine = open(r#"{"schema":"tifa-corpus/1","title":"三次讲话","documents":[]}"#, "");
    let lines: Vec<String> = corpus
        .documents
        .iter()
        .map(|document| format!("{{\"document\":{}}}", serde_json::to_string(document).expect("JSON")))
        .collect();
    engine.take(&lines.join("\n"));
    let mut opened = open(&json, "");
    assert!(engine.cards().eq(opened.cards()));
    for id in ids(&opened) {
        let request = Request::Read {
            id,
            query: "渡口".to_string(),
        };
        assert_eq!(ask(&mut engine, request.clone()), ask(&mut opened, request));
    }
    let Changed::Added(ids) = engine.take(&lines.join("\n")) else {
        panic!("nothing was added")
    };
    assert!(ids.iter().all(|id| id.ends_with("-2")), "{ids:?}");
}

#[test]
fn a_lexicon_that_a_corpus_brings_becomes_one_of_the_readers() {
    let mut clerk = Clerk::new();
    let (mut brought, _) = read(&corpus()).expect("a corpus");
    brought.lexicons = vec![Lexicon::read("渡口归来").0];
    let order = Order::Read {
        path: "other.json".into(),
        options: Options::default(),
    };
    clerk.answer(order, brought.to_json().as_bytes());
    let (_, lines) = clerk.answer(Order::Accept { today: None }, b"");
    let mut engine = open(r#"{"schema":"tifa-corpus/1","title":"空","documents":[]}"#, "");
    engine.take(&String::from_utf8_lossy(&lines));
    let (exported, _) = read(&engine.export(&[])).expect("a corpus");
    assert_eq!((exported.documents.len(), &exported.lexicons), (3, &brought.lexicons));
    // The same one again adds nothing.
    engine.take(&String::from_utf8_lossy(&lines));
    assert_eq!(read(&engine.export(&[])).expect("a corpus").0.lexicons.len(), 1);
}

fn written(format: Format, corpus: &Corpus) -> (String, String, Vec<u8>) {
    let order = Order::Write {
        format,
        title: corpus.title.clone(),
        view: String::new(),
    };
    match Clerk::new().answer(order, corpus.to_json().as_bytes()) {
        (Some(Answer::Written { name, media }), bytes) => (name, media, bytes),
        (other, _) => panic!("{other:?}"),
    }
}

/// Two documents with all fields, and titles that no file system takes.
fn full() -> Corpus {
    let mut document = tifa::import::import("compilation.txt", &fixture("compilation.txt"), &Options::default())
        .expect("a text")
        .documents
        .remove(0);
    document.title = "修桥/修路: \"第一\" *".to_string();
    document.date = Some("2020-09-11".to_string());
    document.place = vec!["云州省".to_string(), "渡口县".to_string()];
    document.issuer = Some("渡口县: #1".to_string());
    document.speakers = vec![Speaker {
        name: "宋知微".to_string(),
        role: Some("镇长".to_string()),
    }];
    document.corrected.insert("date".to_string());
    document.also = vec![Origin {
        file: "b.txt".to_string(),
        sha256: "0".repeat(64),
        encoding: "UTF-8".to_string(),
        part: None,
    }];
    document.body.push(Block::heading(2, "# 二、*再*说"));
    let mut corpus = Corpus::new("修桥/修路?", vec![document.clone(), document]);
    corpus.assign_ids();
    corpus
}

#[test]
fn a_corpus_is_written_in_every_format() {
    let corpus = full();
    let (name, media, bytes) = written(Format::Corpus, &corpus);
    assert_eq!((name.as_str(), media.as_str()), ("修桥 修路.json", "application/json"));
    assert_eq!(bytes, corpus.to_json().into_bytes());

    let (name, _, bytes) = written(Format::Lines, &corpus);
    assert_eq!(name, "修桥 修路.jsonl");
    let lines = String::from_utf8(bytes).expect("UTF-8");
    let documents: Vec<Document> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a document"))
        .collect();
    assert_eq!(documents, corpus.documents);

    let (_, _, bytes) = written(Format::Corrections, &corpus);
    let corrections = String::from_utf8(bytes).expect("UTF-8");
    let mut fresh = Document {
        origin: corpus.documents[0].also.first().cloned(),
        ..Document::default()
    };
    assert!(
        Corrections::read(&corrections)
            .expect("no fault")
            .is_some_and(|found| found.apply(&mut fresh))
    );
    assert_eq!(fresh.date.as_deref(), Some("2020-09-11"));

    let mut broken = corpus.clone();
    broken.documents[1].date = Some("昨天".to_string());
    let order = Order::Write {
        format: Format::Lines,
        title: String::new(),
        view: String::new(),
    };
    let (answer, _) = Clerk::new().answer(order, broken.to_json().as_bytes());
    assert!(matches!(answer, Some(Answer::Failed(reason)) if reason.contains("documents[1].date")));
}

#[test]
fn markdown_has_a_file_a_document_with_all_that_is_known() {
    let corpus = full();
    let (name, media, bytes) = written(Format::Markdown, &corpus);
    assert_eq!((name.as_str(), media.as_str()), ("修桥 修路.zip", "application/zip"));
    assert_eq!(bytes, tifa::export::markdown(&corpus), "the same bytes every time");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    assert_eq!(
        names,
        ["2020-09-11 修桥 修路 第一.md", "2020-09-11 修桥 修路 第一-2.md"]
    );
    let mut text = String::new();
    archive
        .by_index(0)
        .expect("a member")
        .read_to_string(&mut text)
        .expect("UTF-8");
    for line in [
        "---",
        "title: \"修桥/修路: \\\"第一\\\" *\"",
        "date: \"2020-09-11\"",
        "place: [\"云州省\",\"渡口县\"]",
        "level: \"township\"",
        "derived: {\"date\":\"2020年\",\"genre\":\"讲话\",\"lang\":\"同志们：今天这个会不长，\",\"level\":\"镇长\"}",
        "issuer: \"渡口县: #1\"",
        "genre: \"speech\"",
        "speakers: [{\"name\":\"宋知微\",\"role\":\"镇长\"}]",
        "lang: \"zh-Hans\"",
        "corrected: [\"date\"]",
        "同志们：",
        "# 第一，先修桥。",
        "## \\# 二、\\*再\\*说",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
    }
    assert!(text.contains("\norigin: {\"file\":\"compilation.txt\""), "{text}");
}

#[test]
fn markdown_is_read_back_as_it_was() {
    let corpus = full();
    let (_, _, bytes) = written(Format::Markdown, &corpus);
    let import = tifa::import::import("x.zip", &bytes, &Options::default()).expect("an archive");
    let texts = |document: &Document| -> Vec<String> { document.body.iter().map(|block| block.text.clone()).collect() };
    assert_eq!(texts(&import.documents[0]), texts(&corpus.documents[0]));
    for field in ["title", "date", "published", "place", "issuer", "source", "speakers"] {
        assert_eq!(
            import.documents[0].field(field),
            corpus.documents[0].field(field),
            "{field}"
        );
    }
}
