//! What a reader brings in: read in the browser as on the command line, kept in it, and written into a page that
//! can do the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tifa::corpus;
use tifa::import::{Kind, Options};
use tifa::session::{Answer, Clerk, Format, FromWorker, Order, decode, encode};

use crate::built::{Built, sample};
use crate::driver::retry;
use crate::page::Page;
use crate::panels::{before_all, crash, saved};

/// Keeps hold of every worker that the page starts, and of what they say.
const WATCH: &str = "{
    const Real = Worker;
    globalThis.workers = [];
    globalThis.Worker = class extends Real {
        constructor(address) {
            super(address);
            this.said = [];
            this.addEventListener('message', ({ data }) => this.said.push(data));
            workers.push(this);
        }
    };
}";

/// Changes the code of every worker before it starts: the first `from` in it becomes `to`.
fn in_workers(from: &str, to: &str) -> String {
    format!(
        "{{
            const Real = Blob;
            globalThis.Blob = class extends Real {{
                constructor(parts, options) {{
                    const isCode = options?.type === 'text/javascript';
                    super(isCode ? parts.map((part) => part.replace({}, () => {})) : parts, options);
                }}
            }};
        }}",
        json!(from),
        json!(to)
    )
}

/// A page whose workers can be watched.
fn watched(address: &str, scripts: &[&str]) -> Page {
    let page = Page::closed("zh-CN", address);
    for script in [WATCH].iter().chain(scripts) {
        before_all(&page, script);
    }
    page.follow("");
    page.is_usable();
    page
}

/// The clerk of a page, as the page itself would use it.
struct ClerkThere<'a>(&'a Page);

impl<'a> ClerkThere<'a> {
    fn start(page: &'a Page) -> Self {
        page.look("void (globalThis.clerk = tifa.clerk())", &[]);
        ClerkThere(page)
    }

    /// Sends tasks; `beside` is what JavaScript gives for the members beside the order.
    fn send(&self, tasks: &[(Order, String)]) {
        let orders: Vec<_> = tasks.iter().map(|(order, _)| json!(encode(order))).collect();
        let tasks: Vec<_> = (0..)
            .zip(tasks)
            .map(|(i, (_, beside))| format!("{{ order: new Uint8Array(arguments[0][{i}]), {beside} }}"))
            .collect();
        let message = format!("clerk.postMessage({{ tasks: [{}] }})", tasks.join(","));
        self.0.look(&format!("void {message}"), &[json!(orders)]);
    }

    /// The first `count` answers, when they are there.
    fn answers(&self, count: usize) -> Vec<Answer> {
        let messages = retry("answers of the clerk", || {
            let said = self.0.look(
                "clerk.said.map(({ answer, failed }) => failed ?? Array.from(answer))",
                &[],
            );
            let said: Vec<Value> = serde_json::from_value(said).map_err(|error| error.to_string())?;
            match said.len() >= count {
                true => Ok(said),
                false => Err(format!("{} of {count}", said.len())),
            }
        });
        let answer = |message: &Value| match message {
            Value::String(failed) => Answer::Failed(failed.clone()),
            message => {
                let bytes: Vec<u8> = serde_json::from_value(message.clone()).expect("bytes");
                decode(&bytes).expect("an answer")
            }
        };
        messages.iter().map(answer).collect()
    }

    /// What lies beside the latest answer, as text.
    fn beside(&self) -> String {
        let text = self.0.look("new TextDecoder().decode(clerk.said.at(-1).bytes)", &[]);
        text.as_str().expect("text").to_string()
    }

    /// Has the page written with a corpus.
    fn page(&self, json: &str, title: &str, view: &str, answers: usize) -> String {
        let order = encode(&write_page(title, view));
        self.0.look(
            "void tifa.write(clerk, new Uint8Array(arguments[0]), new TextEncoder().encode(arguments[1]))",
            &[json!(order), json!(json)],
        );
        match self.answers(answers).last() {
            Some(Answer::Written { media, .. }) => assert_eq!(media, "text/html"),
            other => panic!("{other:?}"),
        }
        self.beside()
    }
}

fn write_page(title: &str, view: &str) -> Order {
    Order::Write {
        format: Format::Page,
        title: title.into(),
        view: view.into(),
    }
}

fn read(path: &str) -> Order {
    Order::Read {
        path: path.into(),
        options: Options::default(),
    }
}

/// The texts for tests of import, by name.
fn fixtures() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    let files = fs::read_dir(folder)
        .expect("the fixtures")
        .flatten()
        .map(|entry| entry.path());
    let named = files.filter(|path| path.is_file()).map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, path)
    });
    named.collect()
}

/// Puts files into a field, as a reader does who picks them.
fn upload(page: &Page, files: &BTreeMap<String, PathBuf>) {
    page.look(
        "document.body.append(Object.assign(document.createElement('input'), { type: 'file', multiple: true, id: 'up' }))",
        &[],
    );
    let paths: Vec<_> = files.values().map(|path| path.display().to_string()).collect();
    page.give("#up", &paths);
}

/// What the engine has said since the start that is no answer to a request.
fn news(page: &Page) -> Vec<FromWorker> {
    let said = page.look("workers[0].said.map((message) => Array.from(message))", &[]);
    let said: Vec<Vec<u8>> = serde_json::from_value(said).expect("messages");
    let messages = said.iter().filter_map(|bytes| decode(bytes));
    let is_news = |message: &FromWorker| matches!(message, FromWorker::Changed(..) | FromWorker::Unkept(_));
    messages.filter(is_news).collect()
}

/// A document as the clerk hands it over.
fn line(id: &str, title: &str) -> String {
    json!({ "document": { "id": id, "title": title, "body": [{ "text": "河堤要再巡一遍。" }] } }).to_string()
}

/// Hands lines to the engine, and waits until it has so many documents.
fn take(page: &Page, lines: &str, documents: usize) {
    page.look(
        "void workers[0].postMessage({ take: new TextEncoder().encode(arguments[0]) })",
        &[json!(lines)],
    );
    let count = |message: &FromWorker| match message {
        FromWorker::Changed(overview, _) => Some(overview.documents),
        _ => None,
    };
    page.shows("what was taken over", Some(documents), |page| {
        news(page).iter().filter_map(count).next_back()
    });
}

fn databases(page: &Page) -> Value {
    page.look("indexedDB.databases().then((all) => all.map(({ name }) => name))", &[])
}

/// Waits until the browser has kept something.
pub fn is_kept(page: &Page) {
    let entries = "new Promise((done) => {
        const request = indexedDB.open('tifa');
        request.onupgradeneeded = () => request.transaction.abort();
        request.onerror = () => done(0);
        request.onsuccess = ({ target: { result } }) => {
            result.transaction('lines').objectStore('lines').count().onsuccess = (event) => {
                result.close();
                done(event.target.result);
            };
        };
    })";
    page.shows("something kept", true, |page| {
        page.look(entries, &[]).as_u64() > Some(0)
    });
}

#[test]
fn every_file_is_read_as_on_the_command_line() {
    let Some(built) = Built::find() else { return };
    let page = watched(&built.page(), &[]);
    let files = fixtures();
    upload(&page, &files);
    let clerk = ClerkThere::start(&page);
    let mut here = Clerk::new();
    let mut expected = Vec::new();
    let mut tasks = Vec::new();
    // A field may list the files in another order than they were given.
    for (name, path) in &files {
        let order = read(name);
        let (answer, _) = here.answer(order.clone(), &fs::read(path).expect("a fixture"));
        expected.extend(answer);
        let file = format!(
            "[...document.getElementById('up').files].find((file) => file.name === {})",
            json!(name)
        );
        tasks.push((order, format!("path: {}, file: {file}", json!(name))));
    }
    clerk.send(&tasks);
    assert_eq!(clerk.answers(expected.len()), expected);
    clerk.send(&[(Order::Accept { today: None }, String::new())]);
    expected.extend(here.answer(Order::Accept { today: None }, &[]).0);
    assert_eq!(clerk.answers(expected.len()), expected, "what is kept of them");
    page.was_quiet();
}

#[test]
fn a_page_written_in_the_browser_is_that_of_the_command_line_and_writes_the_same_again() {
    let Some(built) = Built::find() else { return };
    let json = serde_json::to_string(&sample()).expect("JSON");
    let mut corpus = sample();
    corpus.title = "修桥 <&\">".into();
    let expected = built.html_with(&corpus, "#/library?q=疫情");
    let site = built.site();
    let mut address = site.address().to_string();
    // Written by the folder on a web site, by that page from a disk, and by its own child.
    for generation in 0..3 {
        let page = watched(&address, &[]);
        let clerk = ClerkThere::start(&page);
        let html = clerk.page(&json, &corpus.title, "#/library?q=疫情", 1);
        assert!(
            html == expected,
            "generation {generation}: {} bytes, not {}",
            html.len(),
            expected.len()
        );
        assert!(page.complaints().is_empty());
        assert_eq!(page.foreign_requests(), Vec::<String>::new());
        address = built.page_of_html(&format!("generation-{generation}"), &html);
        drop(page);
        let page = Page::open(&address);
        page.shows("the link it opens with", "#/library?q=疫情".to_string(), Page::fragment);
        page.has(".snippet");
        page.follow("#/library");
        page.shows("another link outweighs it", 0, |page| page.count(".snippet"));
        page.was_quiet();
    }
}

#[test]
fn a_file_that_breaks_the_reader_is_named_and_the_others_are_read() {
    let Some(built) = Built::find() else { return };
    // No file is known to break it: this one is made to.
    let stumble = "const { answer } = tifa_clerk; return Object.assign(tifa_clerk, { answer(order, bytes) {
        if (bytes.length === 3) throw new WebAssembly.RuntimeError('unreachable');
        return answer(order, bytes);
    } }); }";
    let page = watched(&built.page(), &[&in_workers("return tifa_clerk; }", stumble)]);
    let clerk = ClerkThere::start(&page);
    let file = |name: &str, text: &str| {
        let beside = format!("path: {0}, file: new File([{1}], {0})", json!(name), json!(text));
        (read(name), beside)
    };
    clerk.send(&[
        file("一.txt", "桥已修好。"),
        file("二.txt", "abc"),
        file("三.txt", "路也修好了。"),
    ]);
    let reports: Vec<_> = clerk
        .answers(3)
        .into_iter()
        .map(|answer| match answer {
            Answer::Read(report) => (
                report.file,
                report.path,
                report.error.map(|error| error.kind),
                report.found.len(),
            ),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        (0, "一.txt".to_string(), None, 1),
        (1, "二.txt".to_string(), Some(Kind::Crashed), 0),
        (2, "三.txt".to_string(), None, 1),
    ];
    assert_eq!(reports, expected);
    clerk.send(&[(Order::Accept { today: None }, String::new())]);
    match clerk.answers(4).pop() {
        Some(Answer::Accepted { documents: 2 }) => {
            let lines = clerk.beside();
            assert!(lines.contains("桥已修好") && lines.contains("路也修好了"), "{lines}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_too_large_or_gone_is_said_and_not_read() {
    let Some(built) = Built::find() else { return };
    let page = watched(&built.page(), &[]);
    let gone = Path::new(env!("CARGO_TARGET_TMPDIR")).join("soon-gone.txt");
    fs::write(&gone, "桥已修好。").expect("a file");
    upload(&page, &BTreeMap::from([("soon-gone.txt".to_string(), gone.clone())]));
    fs::remove_file(&gone).expect("it was there");
    let clerk = ClerkThere::start(&page);
    // One megabyte, 257 times.
    let large = "path: 'large.txt', file: new File(Array(257).fill(new Uint8Array(1 << 20)), 'large.txt')";
    let vanished = "path: 'soon-gone.txt', file: document.getElementById('up').files[0]";
    clerk.send(&[
        (read("large.txt"), large.to_string()),
        (read("soon-gone.txt"), vanished.to_string()),
    ]);
    let errors: Vec<_> = clerk
        .answers(2)
        .into_iter()
        .map(|answer| match answer {
            Answer::Read(report) => report.error.map(|error| error.kind),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(errors, [Some(Kind::Limit), Some(Kind::Unreadable)]);
}

#[test]
fn what_is_accepted_stays_in_this_browser_and_apart_from_other_pages() {
    let Some(built) = Built::find() else { return };
    let page = watched(&built.page(), &[]);
    assert_eq!(databases(&page), json!([]), "whoever only reads leaves nothing");
    let lines = [line("b", "巡堤"), line("a", "再巡堤")].join("\n");
    take(&page, &lines, 24);
    is_kept(&page);
    page.reload();
    page.shows("both again", 24, |page| page.count(".row"));

    // A crash now saves them, too, in the order in which they came.
    crash(&page);
    page.has("#tifa-crashed");
    let (_, text) = saved(&page, "#tifa-crashed");
    let (read, faults) = corpus::read(&text).expect("the corpus");
    assert_eq!(faults, []);
    let ids: Vec<_> = read.documents[22..]
        .iter()
        .map(|document| document.id.as_str())
        .collect();
    assert_eq!(ids, ["b", "a"]);
    assert_eq!(read.documents[..22], sample().documents);

    // Another page of the same disk knows nothing of it.
    let mut other = sample();
    other.documents.truncate(3);
    let other = built.page_of("other-corpus", &other);
    page.visit(&other);
    page.shows("three", 3, |page| page.count(".row"));
}

#[test]
fn a_folder_on_a_site_keeps_under_its_address() {
    let Some(built) = Built::find() else { return };
    let site = built.site();
    let page = watched(site.address(), &[]);
    take(&page, &line("a", "巡堤"), 23);
    is_kept(&page);
    page.reload();
    page.shows("still one more", 23, |page| page.count(".row"));
    page.was_quiet();
    site.served_only_its_files();
}

#[test]
fn a_browser_that_keeps_nothing_says_so_and_loses_nothing() {
    let Some(built) = Built::find() else { return };
    for (refusal, words) in [
        ("throw new DOMException('no room', 'QuotaExceededError')", "no room"),
        ("throw new DOMException('forbidden', 'SecurityError')", "forbidden"),
    ] {
        let refuse = in_workers("", &format!("IDBFactory.prototype.open = () => {{ {refusal}; }};\n"));
        let page = watched(&built.page(), &[&refuse]);
        take(&page, &line("a", "巡堤"), 23);
        retry("a warning", || match news(&page).last() {
            Some(FromWorker::Unkept(reason)) if reason == words => Ok(()),
            other => Err(format!("{other:?}")),
        });
        // A crash saves it all the same.
        crash(&page);
        page.has("#tifa-crashed");
        let (_, text) = saved(&page, "#tifa-crashed");
        let (read, _) = corpus::read(&text).expect("the corpus");
        assert_eq!(
            read.documents.last().map(|document| document.title.as_str()),
            Some("巡堤")
        );
    }
}

#[test]
fn a_clerk_that_is_stopped_leaves_no_trace() {
    let Some(built) = Built::find() else { return };
    let page = watched(&built.page(), &[]);
    let clerk = ClerkThere::start(&page);
    clerk.send(&[(
        read("一.txt"),
        "path: '一.txt', file: new File(['桥已修好。'], '一.txt')".to_string(),
    )]);
    clerk.answers(1);
    page.look("void clerk.terminate()", &[]);
    assert_eq!(databases(&page), json!([]));
    page.reload();
    page.shows("what was there", 22, |page| page.count(".row"));
    page.was_quiet();
}

/// Drops files or folders in the middle of the window.
fn drop_there(page: &Page, paths: &[&Path]) {
    for kind in ["dragEnter", "dragOver", "drop"] {
        let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
        let event = json!({ "type": kind, "x": 700, "y": 400, "data": data });
        page.chrome("Input.dispatchDragEvent", event);
    }
}

#[test]
fn a_folder_that_is_dropped_is_read_to_its_last_corner() {
    let Some(built) = Built::find() else { return };
    let page = Page::open(&built.page());
    // Not within the profile, which the browser shows to no page.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dropped");
    let _ = fs::remove_dir_all(&folder);
    let deep = folder.join("甲/乙");
    fs::create_dir_all(&deep).expect("a folder");
    // More than a browser tells at once.
    let count = 120;
    for i in 0..count {
        let text = format!("关于第{i}座桥的讲话\n\n同志们，第{i}座桥已经修好，大家要爱护。");
        fs::write(deep.join(format!("{i}.txt")), text).expect("a file");
    }
    fs::write(folder.join("空.txt"), "").expect("a file");
    let alone = Path::new(env!("CARGO_TARGET_TMPDIR")).join("路.txt");
    fs::write(&alone, "关于修路的讲话\n\n同志们，路也修好了。").expect("a file");
    drop_there(&page, &[&folder, &alone]);
    page.has(".intake-foot");
    page.shows("all that can be kept", true, |page| {
        page.text(".intake-foot .go").contains(&(count + 1).to_string())
    });
    page.was_quiet();
}

#[test]
fn what_is_pasted_outside_of_fields_is_read() {
    let Some(built) = Built::find() else { return };
    let page = Page::open(&built.page());
    let paste = "((target, kinds) => {
        const clipboardData = new DataTransfer();
        for (const [kind, text] of kinds) clipboardData.setData(kind, text);
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    })(document.querySelector(arguments[0]), arguments[1])";
    let plain = ["text/plain", "在护林工作会议上的讲话\n\n同志们，山上的树长得很好。"];
    page.look(paste, &[json!("#search"), json!([plain])]);
    page.look(paste, &[json!("body"), json!([plain])]);
    page.shows("the text", 1, |page| page.count(".found .one"));
    let html = [
        "text/html",
        "<h1>在修渠工作会议上的讲话</h1><p>同志们，渠水已经通了。</p>",
    ];
    page.look(paste, &[json!("body"), json!([plain, html])]);
    page.shows("both", 2, |page| page.count(".found .one"));
    page.was_quiet();
}

/// Saves the page by its dialog; what was saved.
pub fn save_page(page: &Page) -> String {
    download(page, "html", || {
        page.look("document.getElementById('save').showModal()", &[]);
        page.click("#save .go");
    })
}

/// The text of a file with this ending, which an act saves.
pub fn download(page: &Page, ending: &str, act: impl FnOnce()) -> String {
    let folder = page.driver.folder("saved");
    let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
    page.chrome("Browser.setDownloadBehavior", behaviour);
    act();
    retry("the saved file", || {
        let files = fs::read_dir(&folder).map_err(|error| error.to_string())?.flatten();
        let mut done = files.map(|file| file.path());
        let file = done.find(|path| path.extension().is_some_and(|extension| extension == ending));
        fs::read_to_string(file.ok_or("nothing saved")?).map_err(|error| error.to_string())
    })
}

#[test]
fn a_page_that_is_saved_has_what_was_taken_in() {
    let Some(built) = Built::find() else { return };
    let page = watched(&built.page(), &[]);
    take(&page, &line("a", "巡堤"), 23);
    page.shows("one more", 23, |page| page.count(".row"));
    let html = save_page(&page);
    let json = tifa::page::extract(&html).expect("a whole page");
    let (corpus, faults) = corpus::read(&json).expect("a corpus");
    assert_eq!(faults, []);
    assert_eq!(corpus.documents.len(), 23);
    drop(page);
    let page = Page::open(&built.page_of_html("saved", &html));
    page.shows("all of them", 23, |page| page.count(".row"));
    page.was_quiet();
}
