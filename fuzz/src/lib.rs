//! What the fuzzer asks of every parser that meets foreign bytes: that it comes to an end, does not panic, and gives
//! what the rest of the house can take.

use tifa::compare::{self, Cell};
use tifa::corpus::{self, Block, Corpus, Document, Span, edtf, slice};
use tifa::import::{self, Corrections, ENCODINGS, Options, findings};
use tifa::lexicon::{Form, Lexicon, Matcher, Numbers, Source, discover};
use tifa::page;
use tifa::reuse::{Boilerplate, Index};
use tifa::search::{self, Query, typing};
use tifa::session::{self, Answer, FromWorker, Order, Request};
use tifa::text::units::Units;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 11] = [
    ("import", import),
    ("decode", decode),
    ("corpus", corpus),
    ("corrections", corrections),
    ("page", page),
    ("lexicon", lexicon),
    ("compare", compare),
    ("link", link),
    ("query", query),
    ("protocol", protocol),
    ("edtf", edtf),
];

/// Names that lead to the readers of textual formats, and how files of binary ones begin. The first byte of an input
/// chooses; the others are the file.
const FORMATS: [(&str, &[u8]); 20] = [
    ("a", b""),
    ("a.txt", b""),
    ("a.md", b""),
    ("a.html", b""),
    ("a.html", b"<!doctype html><meta charset=gbk>"),
    ("a.csv", b""),
    ("a.tsv", b""),
    ("a.json", b""),
    (
        "a.json",
        b"{\"schema\":\"tifa-corpus/1\",\"title\":\"\",\"documents\":[{",
    ),
    ("a.jsonl", b""),
    ("a.txt", b"\xff\xfe"),
    ("a.txt", b"\xfe\xff"),
    ("a.pdf", b"%PDF-1.4\n"),
    ("a.rtf", b"{\\rtf1\\ansi "),
    (
        "a.mhtml",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n",
    ),
    ("a.zip", b"PK\x03\x04"),
    ("a.docx", b"PK\x03\x04"),
    ("a.odt", b"PK\x03\x04"),
    ("a.epub", b"PK\x03\x04"),
    ("", b""),
];

/// Most bytes of an input that are looked at: import takes seconds for megabytes under the fuzzer.
const LONGEST: usize = 1 << 16;

/// Import of any bytes under any name. What it gives is a corpus without faults.
pub fn import(bytes: &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else {
        return;
    };
    let (name, start) = FORMATS[usize::from(*choice) % FORMATS.len()];
    let file = [start, &rest[..rest.len().min(LONGEST)]].concat();
    let Ok(import) = import::import(name, &file, &Options::default()) else {
        return;
    };
    for document in &import.documents {
        findings(&document.body);
    }
    let mut found = Corpus::new("", import.documents);
    found.assign_ids();
    let (read, faults) = corpus::read(&found.to_json()).expect("import gives a corpus");
    assert_eq!(faults, []);
    assert_eq!(read, found);
}

/// The look at a file in an encoding that the reader chooses.
pub fn decode(bytes: &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else {
        return;
    };
    let label = ENCODINGS[usize::from(*choice) % ENCODINGS.len()];
    assert!(import::preview(rest, label, 100).chars().count() <= 101);
    let options = Options {
        encoding: Some(label.to_string()),
        ..Options::default()
    };
    let _ = import::decoded("a.txt", rest, &options);
}

/// A corpus: what is read of it is read again as it was written.
pub fn corpus(bytes: &[u8]) {
    let Ok((read, _)) = corpus::read(&text(bytes)) else {
        return;
    };
    let (again, faults) = corpus::read(&read.to_json()).expect("a corpus was written");
    assert_eq!(faults, []);
    assert_eq!(again, read);
}

/// A file of corrections.
pub fn corrections(bytes: &[u8]) {
    if let Ok(Some(corrections)) = Corrections::read(&text(bytes)) {
        assert_eq!(Corrections::read(&corrections.to_json()), Ok(Some(corrections)));
    }
}

/// The corpus in a page.
pub fn page(bytes: &[u8]) {
    let html = text(bytes);
    if page::is_page(html.as_bytes()) {
        let _ = page::extract(&html);
    }
    let start = r#"<script type="application/octet-stream" id="tifa-corpus">"#;
    let _ = page::extract(&format!("<html>{start}{html}</script>"));
}

/// A lexicon: it is written and read again the same; and all that is looked for with it.
pub fn lexicon(bytes: &[u8]) {
    let text = text(bytes);
    let (lexicon, _) = Lexicon::read(&text);
    assert_eq!(Lexicon::read(&lexicon.write(Form::Json)).0, lexicon);
    let document = Document {
        body: text.lines().map(Block::paragraph).collect(),
        ..Document::default()
    };
    let units = Units::of(&document);
    let known = Matcher::new(&lexicon).find(&units);
    Numbers::new(&lexicon).find(&document, &units, &known);
    let source = Source {
        document: &document,
        units: &units,
        known: &known,
    };
    discover(&[source], &[], &lexicon, &Default::default());
}

/// Two texts, one over the other: both can be rebuilt, and what they share is found.
pub fn compare(bytes: &[u8]) {
    let text = text(&bytes[..bytes.len().min(LONGEST)]);
    let lines: Vec<&str> = text.lines().collect();
    let (left, right) = lines.split_at(lines.len() / 2);
    let documents = [left, right].map(|lines| Document {
        body: lines.iter().copied().map(Block::paragraph).collect(),
        ..Document::default()
    });
    let [left, right] = &documents;
    let (matcher, commons) = (Matcher::default(), Boilerplate::none());
    let comparison = compare::compare(left, right, &matcher, &commons, &Default::default());
    let rebuilt = |document: &Document, cells: Vec<&Cell>| {
        for (block, cell) in std::iter::zip(&document.body, cells) {
            let pieces = cell
                .pieces
                .iter()
                .map(|piece| slice(&block.text, piece.start, piece.end));
            assert_eq!(pieces.collect::<String>(), block.text);
        }
    };
    rebuilt(left, comparison.rows.iter().flat_map(|row| &row.left).collect());
    rebuilt(right, comparison.rows.iter().flat_map(|row| &row.right).collect());
    let index = Index::of(&documents);
    index.copies(&documents, 0);
    let span = Span {
        block: 0,
        start: 0,
        end: 20,
    };
    index.witnesses(&documents, 1, span);
}

/// The fragment of an address: what is read of it is written, and read again the same.
pub fn link(bytes: &[u8]) {
    let state = session::link::read(&text(bytes));
    assert_eq!(session::link::read(&session::link::write(&state)), state);
}

/// A query, on the text that it is.
pub fn query(bytes: &[u8]) {
    let text = text(bytes);
    let parsed = Query::parse(&text);
    let length = text.chars().count();
    assert!(parsed.faults.iter().all(|fault| fault.at <= length));
    assert!(typing(&text).at <= length);
    let document = Document {
        body: text.lines().map(Block::paragraph).collect(),
        ..Document::default()
    };
    let documents = [document];
    let index = search::Index::new(&documents);
    let search = index.search(&parsed.query, &documents, |_| Vec::new());
    let found = search.found(0..1);
    assert!(found.iter().all(|found| found.hits == search.places(0).len()));
}

/// Messages between the page and its workers.
pub fn protocol(bytes: &[u8]) {
    let _ = session::decode::<Request>(bytes);
    let _ = session::decode::<FromWorker>(bytes);
    let _ = session::decode::<Order>(bytes);
    let _ = session::decode::<Answer>(bytes);
}

/// A date.
pub fn edtf(bytes: &[u8]) {
    let text = text(bytes);
    if edtf::is_valid(&text) {
        edtf::year(&text);
    }
    edtf::sort_key(&text);
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without the fuzzer: every fixture, whole, cut and damaged, to every target.
    #[test]
    fn targets_take_the_fixtures() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/import");
        let files = std::fs::read_dir(folder).expect("the fixtures");
        let mut paths: Vec<_> = files.map(|file| file.expect("a fixture").path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.is_file()) {
            let bytes = std::fs::read(&path).expect("a fixture");
            let mut damaged = bytes.clone();
            for i in (0..damaged.len()).step_by(37) {
                damaged[i] ^= 0x55;
            }
            for bytes in [&bytes[..], &bytes[..bytes.len() / 2], &damaged] {
                for (_, target) in TARGETS {
                    target(bytes);
                }
            }
        }
    }
}
