//! The page and the static folder: what goes in comes out, text stays text, the policy fits, bytes never differ.

use std::io::Write;

use base64::{Engine, prelude::BASE64_STANDARD};
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use tifa::corpus::{self, Block, Corpus, Document};
use tifa::page::{self, FaultKind, Program, Viewer};

/// A viewer with glue that tries to end its element, and wasm that does not compress.
struct StandIn {
    glue: String,
    wasm: Vec<u8>,
}

impl StandIn {
    fn new() -> Self {
        let mut wasm = b"\0asm".to_vec();
        while wasm.len() < 100_000 {
            let next = Sha256::digest(&wasm[wasm.len().saturating_sub(32)..]);
            wasm.extend_from_slice(&next);
        }
        StandIn {
            glue: "let wasm_bindgen = '</script><!-- </SCRIPT>';\r\nvoid '{{title}}';".into(),
            wasm,
        }
    }

    fn viewer(&self) -> Viewer<'_> {
        let program = Program {
            glue: &self.glue,
            wasm: &self.wasm,
        };
        Viewer {
            view: program,
            clerk: program,
        }
    }
}

fn corpus(title: &str, text: &str) -> Corpus {
    let document = Document {
        title: title.into(),
        body: vec![Block::heading(1, text), Block::paragraph(text)],
        ..Document::default()
    };
    let mut corpus = Corpus::new(title, vec![document.clone(), document]);
    corpus.assign_ids();
    corpus
}

#[test]
fn import_reads_the_corpus_of_a_page_though_its_program_is_no_text() {
    let corpus = corpus("回声", "提法 </script>");
    let import = tifa::import::import("saved.html", single(&corpus).as_bytes(), &Default::default());
    let import = import.expect("a page of Tifa");
    assert_eq!((import.documents, import.warnings), (corpus.documents, vec![]));
}

/// The version of the shards of a corpus, which somebody else writes.
const VERSION: &str = "0123456789abcdef";

fn single(corpus: &Corpus) -> String {
    page::single(StandIn::new().viewer(), corpus, "")
}

fn bundle(corpus: &Corpus) -> Vec<(String, Vec<u8>)> {
    page::bundle(StandIn::new().viewer(), &corpus.title, VERSION)
}

fn index(files: &[(String, Vec<u8>)]) -> String {
    let (_, page) = files.iter().find(|(name, _)| name == "index.html").expect("a page");
    String::from_utf8(page.clone()).expect("UTF-8")
}

/// The script and style elements as a browser cuts them: each ends at the first end tag of its name, whatever the
/// case. Name, attributes, content.
fn elements(html: &str) -> Vec<(&'static str, String, String)> {
    let lower = html.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, name)) = ["script", "style"]
        .into_iter()
        .filter_map(|name| Some((at + lower[at..].find(&format!("<{name}"))?, name)))
        .min()
    {
        let open = start + html[start..].find('>').expect("a whole tag");
        let end = open + lower[open..].find(&format!("</{name}")).expect("an end tag");
        let attributes = html[start + 1 + name.len()..open].to_string();
        found.push((name, attributes, html[open + 1..end].to_string()));
        at = end + 1;
    }
    found
}

/// Texts that would break out of a page put together carelessly.
const HOSTILE: [&str; 8] = [
    "压实四方责任",
    "</script><script>alert(1)</script>",
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "\"' onload='alert(1)' & &amp; &lt;",
    "<!-- <script> ]]>",
    "{{glue}} {{parts}} {{nobody}} }}",
    "<script type=\"application/octet-stream\" id=\"tifa-corpus\">AAAA</script>\u{0}\r\n\u{feff}",
];

#[test]
fn the_corpus_comes_out_as_it_went_in() {
    for text in HOSTILE {
        let corpus = corpus(text, text);
        let json = page::extract(&single(&corpus)).expect("a whole page");
        assert_eq!(json, serde_json::to_string(&corpus).expect("JSON"), "compact: {text}");
        assert_eq!(corpus::read(&json).expect("a corpus"), (corpus, Vec::new()));
    }
}

#[test]
fn text_stays_text() {
    let plain = corpus("甲", "乙");
    for text in HOSTILE {
        let corpus = corpus(text, text);
        for (html, plain) in [
            (single(&corpus), single(&plain)),
            (index(&bundle(&corpus)), index(&bundle(&plain))),
        ] {
            let shape = |html: &str| {
                let elements = elements(html).into_iter();
                elements
                    .map(|(name, attributes, content)| {
                        let data = attributes.contains("octet-stream");
                        (name, if data { String::new() } else { attributes + &content })
                    })
                    .collect::<Vec<_>>()
            };
            assert_eq!(shape(&html), shape(&plain), "{text}");
            // Outside of the elements, the title is all that differs.
            let (_, rest) = html.split_once("<title>").expect("a title");
            let (title, _) = rest.split_once("</title>").expect("a whole title");
            assert!(!title.contains(['<', '>', '"', '\'']), "{title}");
            assert_eq!(html.matches('<').count(), plain.matches('<').count(), "{text}");
        }
    }
}

#[test]
fn the_policy_allows_the_scripts_of_the_page_and_nothing_else() {
    let corpus = corpus("甲", "乙");
    let files = bundle(&corpus);
    for (html, files, allowed) in [
        (single(&corpus), "", &["worker-src blob:", "img-src data:"] as &[&str]),
        (
            index(&files),
            " 'self'",
            &[
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self' blob:",
                "img-src 'self' data:",
            ],
        ),
    ] {
        let (_, rest) = html
            .split_once(r#"<meta http-equiv="Content-Security-Policy" content=""#)
            .expect("a policy");
        let (policy, _) = rest.split_once('"').expect("a whole policy");
        let mut hashes = vec![("script", "'wasm-unsafe-eval'".to_string())];
        for (name, attributes, content) in elements(&html) {
            if !attributes.contains("type=") {
                let hash = BASE64_STANDARD.encode(Sha256::digest(&content));
                hashes.insert(hashes.len() - 1, (name, format!("'sha256-{hash}'")));
            }
        }
        let sources = |name: &str| {
            let sources = hashes.iter().filter(|(of, _)| *of == name);
            sources.map(|(_, source)| source.as_str()).collect::<Vec<_>>().join(" ")
        };
        let scripts = format!("script-src{files} {}", sources("script"));
        let styles = format!("style-src {}", sources("style"));
        let mut expected = vec!["default-src 'none'", &scripts, &styles];
        expected.extend(allowed);
        expected.extend(["base-uri 'none'", "form-action 'none'"]);
        assert_eq!(policy.split("; ").collect::<Vec<_>>(), expected);
        assert_eq!(scripts.matches("sha256").count(), 2, "the boot script and the glue");
        // What the policy would stop in the page.
        for (name, _, content) in elements(&html) {
            let loads = content.replace("url('data:", "").contains("url(");
            assert!(name != "style" || !loads, "styles load nothing");
        }
        for word in [" style=\"", " onclick", " onload", "javascript:", "http://", "https://"] {
            let shell = include_str!("../index.html");
            assert!(!shell.contains(word), "{word} in the shell");
        }
    }
}

#[test]
fn the_same_corpus_gives_the_same_bytes() {
    let corpus = corpus("甲", "乙");
    assert_eq!(single(&corpus), single(&corpus));
    assert_eq!(bundle(&corpus), bundle(&corpus));
}

#[test]
fn the_files_of_a_folder_are_named_by_their_content_and_all_are_kept() {
    let files = bundle(&corpus("甲", "乙"));
    let viewer = StandIn::new();
    let other = page::bundle(viewer.viewer(), "甲", "fedcba9876543210");
    let text = |files: &[(String, Vec<u8>)], name: &str| {
        let (_, bytes) = files.iter().find(|(known, _)| known == name).expect("a file");
        String::from_utf8(bytes.clone()).expect("UTF-8")
    };
    let page = text(&files, "index.html");
    let service_worker = text(&files, "sw.js");
    assert!(!service_worker.contains("{{"), "every place is filled");
    for (name, bytes) in &files {
        assert!(
            !name.starts_with('/') && !name.contains(".."),
            "{name} lies in the folder"
        );
        if name.ends_with(".js") && name != "sw.js" {
            let hash: String = Sha256::digest(bytes)
                .iter()
                .take(8)
                .map(|b| format!("{b:02x}"))
                .collect();
            assert!(name.contains(&hash), "{name} has its hash");
            let (called, unpacked) = page::unshard(bytes).expect("a shard");
            assert!(
                name.starts_with(&called) && unpacked == viewer.wasm,
                "{name} is the program"
            );
            assert!(page.contains(&format!("data-file=\"{name}\"")), "{name} is in the page");
        }
        // The page goes by the address of its folder; a service worker does not keep itself.
        let kept = if name == "index.html" { "./" } else { name };
        assert_eq!(
            service_worker.contains(&format!("\"{kept}\"")),
            name != "sw.js",
            "{name}"
        );
    }
    let names = |files: &[(String, Vec<u8>)], start: &str| {
        let names = files.iter().map(|(name, _)| name.clone());
        names.filter(|name| name.starts_with(start)).collect::<Vec<_>>()
    };
    assert_eq!(names(&files, "tifa."), names(&other, "tifa."), "the same program");
    let head = format!("head.{VERSION}.js");
    assert_eq!(page::shard_file("head", VERSION), head);
    assert!(page.contains(&format!("data-file=\"{head}\"")) && service_worker.contains(&format!("\"{head}\"")));
    assert_eq!(
        files.last().map(|(name, _)| name.as_str()),
        Some("index.html"),
        "the page comes last"
    );
    assert_ne!(text(&files, "sw.js"), text(&other, "sw.js"), "another version");
    let manifest: serde_json::Value = serde_json::from_str(&text(&files, "manifest.webmanifest")).expect("JSON");
    assert_eq!(manifest["name"], "甲");
    for field in ["start_url", "scope"] {
        assert_eq!(manifest[field], "./", "{field} is relative");
    }
}

#[test]
fn the_folder_is_no_larger_than_the_page() {
    let stand_in = StandIn::new();
    let real = std::env::var_os("TIFA_VIEWER").map(|folder| {
        let folder = std::path::PathBuf::from(folder);
        ["viewer", "clerk"].map(|name| StandIn {
            glue: std::fs::read_to_string(folder.join(name).with_extension("js")).expect("the glue"),
            wasm: std::fs::read(folder.join(name).with_extension("wasm")).expect("the wasm"),
        })
    });
    let real = real.as_ref().map(|[view, clerk]| Viewer {
        view: view.viewer().view,
        clerk: clerk.viewer().view,
    });
    let corpus = corpus("甲", "乙");
    for viewer in real.into_iter().chain([stand_in.viewer()]) {
        let page = page::single(viewer, &corpus, "").len();
        let files = page::bundle(viewer, &corpus.title, VERSION).into_iter();
        // What a page in one file does not need.
        let is_extra = |name: &str| ["sw.js", "manifest.webmanifest"].contains(&name);
        let files = files.filter(|(name, _)| !is_extra(name));
        let folder: usize = files.map(|(_, bytes)| bytes.len()).sum();
        assert!(folder <= page, "{folder} bytes in the folder, {page} in the page");
    }
}

#[test]
fn a_shard_is_a_script_that_holds_any_bytes() {
    let bytes: Vec<u8> = (0..100_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    for bytes in [&bytes[..], &[], b"\"); alert(1); (\"\\"] {
        let script = page::Shard::new(bytes).script("grams-7");
        assert_eq!(page::unshard(&script), Some(("grams-7".to_string(), bytes.to_vec())));
        let text = String::from_utf8(script.clone()).expect("UTF-8");
        let string = text
            .strip_prefix("tifa.shard(\"grams-7\",\"")
            .and_then(|text| text.strip_suffix("\");"))
            .expect("one call");
        assert!(
            !string.contains(['"', '\\', '\n', '\r', '\0', '\u{2028}', '\u{2029}']),
            "a plain string"
        );
        for length in [0, 5, script.len() / 2, script.len() - 1] {
            assert_eq!(page::unshard(&script[..length]), None, "cut at {length}");
        }
    }
}

/// The tag that opens the corpus.
fn corpus_tag(html: &str) -> &str {
    let tag = &html[html
        .find("<script type=\"application/octet-stream\" id=\"tifa-corpus\"")
        .expect("a corpus")..];
    &tag[..=tag.find('>').expect("a whole tag")]
}

#[test]
fn a_page_has_the_link_it_opens_with_and_a_name_for_what_is_kept() {
    let viewer = StandIn::new();
    let tag = |corpus: &Corpus, view: &str| {
        let html = page::single(viewer.viewer(), corpus, view);
        assert_eq!(
            page::extract(&html),
            page::extract(&single(corpus)),
            "the link changes no corpus"
        );
        corpus_tag(&html).to_string()
    };
    let plain = corpus("甲", "乙");
    assert!(!tag(&plain, "").contains("data-view"));
    assert!(tag(&plain, "#/library?q=稳").contains(r##" data-view="#/library?q=稳""##));
    for hostile in HOSTILE.iter().chain(&["\" data-file=\"a>b", "'>"]) {
        let tag = tag(&plain, hostile);
        assert_eq!(tag.matches('"').count(), 8, "{tag}");
        assert!(!tag[1..tag.len() - 1].contains(['<', '>', '\'']), "{tag}");
    }
    // Another corpus has another name; another link has not.
    let id = |tag: String| {
        let (_, id) = tag.split_once(" data-id=\"").expect("a name");
        id[..id.find('"').expect("its end")].to_string()
    };
    assert_eq!(id(tag(&plain, "")), id(tag(&plain, "#/library")));
    assert_ne!(id(tag(&plain, "")), id(tag(&corpus("甲", "丙"), "")));
    assert_eq!(id(tag(&plain, "")).len(), 16);
    // A folder keeps under its address.
    assert!(!corpus_tag(&index(&bundle(&plain))).contains("data-id"));
}

#[test]
fn a_page_is_the_same_from_the_parts_of_another() {
    let (stand_in, corpus) = (StandIn::new(), corpus("甲", "乙"));
    let html = single(&corpus);
    let part = |id: &str| {
        let (_, after) = html.split_once(&format!("id=\"{id}\">")).expect("a part");
        after[..after.find("</script>").expect("its end")].to_string()
    };
    let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    gzip.write_all(&stand_in.wasm).expect("memory");
    let wasm = gzip.finish().expect("memory");
    let (view, clerk) = (part("tifa-glue"), part("tifa-clerk-glue"));
    let program = |glue| Program { glue, wasm: &wasm };
    let viewer = Viewer {
        view: program(&view),
        clerk: program(&clerk),
    };
    assert!(page::single(viewer, &corpus, "") == html);
}

#[test]
fn a_page_without_a_title_has_one() {
    assert!(single(&corpus(" ", "乙")).contains("<title>Tifa · 提法</title>"));
}

#[test]
fn a_broken_page_says_what_is_broken() {
    let corpus = corpus("甲", &"压实四方责任".repeat(40));
    let html = single(&corpus);
    let tag = corpus_tag(&html);
    let start = html.find(tag).expect("a corpus") + tag.len();
    let end = start + html[start..].find('<').expect("an end");
    let with = |data: &str| format!("{}{data}{}", &html[..start], &html[end..]);
    let data = &html[start..end];
    for (html, expected) in [
        // Somebody else's page, and no page.
        (
            "<!doctype html><p>讲话</p>".to_string(),
            "no corpus in this page: not a page of Tifa, or cut off",
        ),
        (String::new(), "no corpus in this page: not a page of Tifa, or cut off"),
        // Cut before the corpus, in its tag, and inside of it.
        (
            html[..html.floor_char_boundary(start / 2)].to_string(),
            "no corpus in this page: not a page of Tifa, or cut off",
        ),
        (html[..start - 1].to_string(), "the page ends inside of its corpus"),
        (html[..start + 40].to_string(), "the page ends inside of its corpus"),
        // An editor got at the data.
        (
            with("…"),
            "the corpus in this page is not base64: Invalid symbol 226, offset 0.",
        ),
        (with(&data[..40]), "the corpus in this page cannot be unpacked: "),
        (
            with(&data[4..]),
            "the corpus in this page cannot be unpacked: invalid gzip header",
        ),
        (with(""), "the corpus in this page cannot be unpacked: "),
        // The page of a folder.
        (
            index(&bundle(&corpus)),
            "this page belongs to a static folder, its corpus is a file beside it: head.",
        ),
    ] {
        let fault = page::extract(&html).expect_err(expected);
        assert!(fault.to_string().starts_with(expected), "{fault}");
    }
    // A page that a browser or an editor has wrapped or re-ended is still whole.
    let wrapped = with(&format!("\n{data}\r\n"));
    assert!(page::extract(&wrapped).is_ok());
    assert_eq!(page::extract("").expect_err("nothing").kind, FaultKind::NoCorpus);
}
