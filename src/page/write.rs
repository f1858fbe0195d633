//! Writing the page. The same corpus and viewer give the same bytes everywhere.

use std::borrow::Cow;
use std::io::Write;

use base64::{Engine, prelude::BASE64_STANDARD};
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

use super::CORPUS_START;
use crate::corpus::{Corpus, hex};

const SHELL: &str = include_str!("../../index.html");
const BOOT: [&str; 2] = [
    include_str!("../../assets/keeping.js"),
    include_str!("../../assets/boot.js"),
];
const WORKER: &str = include_str!("../../assets/worker.js");
const CLERK: &str = include_str!("../../assets/clerk.js");
pub(super) const SERVICE_WORKER: &str = include_str!("../../assets/sw.js");
pub(super) const MANIFEST: &str = include_str!("../../assets/manifest.webmanifest");
pub(super) const ICON: &str = include_str!("../../assets/icon.svg");
const STYLES: [&str; 2] = [
    include_str!("../../assets/panels.css"),
    include_str!("../../assets/styles.css"),
];

/// The title of a page whose corpus has none.
const UNTITLED: &str = "Tifa · 提法";

/// The two programs of a page.
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'a> {
    /// The interface and the engine: `src/main.rs`.
    pub view: Program<'a>,
    /// What reads files in and writes files out: `src/clerk.rs`.
    pub clerk: Program<'a>,
}

/// What wasm-bindgen makes of a program for `no-modules`, or what lies of it in a page.
#[derive(Debug, Clone, Copy)]
pub struct Program<'a> {
    /// The JavaScript that loads the wasm.
    pub glue: &'a str,
    /// Plain, or under gzip as the page has it.
    pub wasm: &'a [u8],
}

impl<'a> Program<'a> {
    pub(super) fn packed(&self) -> Cow<'a, [u8]> {
        match self.wasm.starts_with(&[0x1f, 0x8b]) {
            true => Cow::Borrowed(self.wasm),
            false => Cow::Owned(gzip(self.wasm)),
        }
    }
}

/// The whole reader with a corpus inside, as one HTML file that makes no request. It opens with the link `view`, if
/// that is not empty and its address has none.
pub fn single(viewer: Viewer, corpus: &Corpus, view: &str) -> String {
    let json = json(corpus);
    // The corpus is in base64, which is read everywhere and always will be.
    let data = BASE64_STANDARD.encode(gzip(json.as_bytes()));
    // What a reader adds is kept in the browser under this name, apart from other pages of the same disk.
    let mut attributes = format!(r#" data-id="{}""#, fingerprint(&[json.as_bytes()]));
    if !view.is_empty() {
        attributes += &format!(r#" data-view="{}""#, escape(view));
    }
    let program = |name: &str, program: Program| {
        let wasm = sevens(&program.packed());
        format!(r#"<script type="application/octet-stream" id="tifa-{name}">{wasm}</script>"#)
    };
    let parts = [
        program("wasm", viewer.view),
        program("clerk", viewer.clerk),
        format!("{CORPUS_START}{attributes}>{data}</script>"),
    ];
    let icon = format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(ICON));
    let links = format!(r#"<link rel="icon" href="{icon}">"#);
    shell(
        viewer,
        &corpus.title,
        "",
        "worker-src blob:; img-src data:",
        &links,
        &parts,
    )
}

/// The shell, filled in. `scripts` and `policy` are what the Content-Security-Policy allows beyond the program itself.
pub(super) fn shell(viewer: Viewer, title: &str, scripts: &str, policy: &str, links: &str, parts: &[String]) -> String {
    let styles = inline(&STYLES.concat());
    let boot = inline(&BOOT.concat());
    let glue = inline(viewer.view.glue);
    let policy = format!(
        "default-src 'none'; script-src{scripts} '{}' '{}' 'wasm-unsafe-eval'; style-src '{}'; {policy}; \
         base-uri 'none'; form-action 'none'",
        source_hash(&boot),
        source_hash(&glue),
        source_hash(&styles),
    );
    let title = match title.trim() {
        "" => UNTITLED,
        title => title,
    };
    fill(
        SHELL,
        &[
            ("csp", &policy),
            ("version", env!("CARGO_PKG_VERSION")),
            ("title", &escape(title)),
            ("links", links),
            ("styles", &styles),
            ("boot", &boot),
            ("glue", &glue),
            ("worker", &inline(WORKER)),
            ("clerk-glue", &inline(viewer.clerk.glue)),
            ("clerk", &inline(CLERK)),
            ("parts", &parts.join("\n")),
        ],
    )
}

/// Puts values into the `{{places}}` of a template. What a value brings along is never taken for a place.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("a closed place in our own template");
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(before);
        filled.push_str(value.unwrap_or_else(|| panic!("a value for {name}")).1);
        rest = after;
    }
    filled + rest
}

/// Code as it may stand in a script or style element: no `</script`, `</style` or `<!--` in it ends the element or
/// changes how the parser reads it, and line ends are those that the browser hashes. Where such words can stand,
/// in a string, the backslash means nothing. Indentation and lines of comment stay at home: no string of ours
/// spans lines.
fn inline(code: &str) -> String {
    let is_comment = |line: &str| ["//", "/**", "* ", "*/"].iter().any(|sign| line.starts_with(sign));
    let lines = code
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !is_comment(line));
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace("</s", "<\\/s")
        .replace("</S", "<\\/S")
        .replace("<!--", "<\\!--")
}

/// A text as it may stand in an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn json(corpus: &Corpus) -> String {
    serde_json::to_string(corpus).expect("the model has only string keys")
}

/// Gzip without a time or a name in it.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("memory takes every byte")
}

/// Bytes as text: seven bits a character, an eighth less than base64 takes. The characters that HTML does not keep, or
/// reads as the start of a tag, and those that end or escape in a string of a script, stand 128 places higher, where
/// their lower seven bits are the same.
pub(super) fn sevens(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 6 / 5);
    let (mut kept, mut bits) = (0u32, 0);
    let mut push = |seven: u32| {
        let seven = (seven & 0x7f) as u8;
        let is_kept = !matches!(seven, b'\0' | b'\n' | b'\r' | b'\x1a' | b'<' | b'"' | b'\\');
        text.push(char::from(if is_kept { seven } else { seven | 0x80 }));
    };
    for byte in bytes {
        kept = kept << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 7 {
            bits -= 7;
            push(kept >> bits);
        }
    }
    if bits > 0 {
        push(kept << (7 - bits));
    }
    text
}

/// What a Content-Security-Policy calls an inline script or style: the hash of its text.
pub fn source_hash(code: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(code)))
}

/// Sixteen hexadecimal digits that change with the content.
pub(super) fn fingerprint(contents: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for content in contents {
        hash.update(content);
    }
    hex(&hash.finalize()[..8])
}
