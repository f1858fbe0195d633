//! The clerk behind [`Order`]s: reads files in, keeps what it found until the reader accepts it, and writes files out.
//! It has no state but its own; whoever drops it drops all that was found.

use std::collections::BTreeMap;

use serde::Serialize;

use super::orders::{Answer, Choice, FileReport, Format, Found, Of, Order, Print, Review};
use super::twins::Twins;
use crate::corpus::{self, Corpus, Document, Ids, Lexicon, edtf};
use crate::export::{self, file_name};
use crate::import::{self, Corrections, Error, Import, Kind, Options, findings};

/// Characters of a file that are shown of it in another encoding: a screen of lines.
const PREVIEW: usize = 600;

/// The name of a file whose corpus has no title.
const UNTITLED: &str = "tifa";

#[derive(Default)]
pub struct Clerk {
    /// The files by their numbers.
    files: Vec<File>,
    /// What was found, by its number; `None` for what is gone.
    items: Vec<Option<Item>>,
    ids: Ids,
    twins: Twins,
    corrections: Corrections,
}

struct File {
    path: String,
    items: Vec<usize>,
    /// The lexicons of a corpus.
    lexicons: Vec<Lexicon>,
}

struct Item {
    document: Document,
    twin: Option<Of>,
    choice: Choice,
}

/// A line for [`super::Engine::take`].
#[derive(Serialize)]
struct Accepted<'a> {
    /// The document of the corpus that takes over what this one has.
    #[serde(skip_serializing_if = "Option::is_none")]
    merge: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a Document>,
    /// A lexicon that a corpus brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    lexicon: Option<&'a Lexicon>,
}

impl Clerk {
    pub fn new() -> Self {
        Clerk::default()
    }

    /// Obeys an order; `beside` are the bytes that came with it. The answer comes with the bytes of a file, if it is
    /// one. There is none to an order that asks for nothing, or for what is not there.
    ///
    /// A page is not written here, but with [`write`] by the program that has the parts of one.
    pub fn answer(&mut self, order: Order, beside: &[u8]) -> (Option<Answer>, Vec<u8>) {
        let answer = match order {
            Order::Known(prints) => {
                for print in prints {
                    self.ids.claim(&print.id);
                    self.twins.add(Of::Corpus(print.id.clone()), print);
                }
                None
            }
            Order::Read { path, options } => {
                let file = self.open(path);
                Some(Answer::Read(self.read(file, beside, &options)))
            }
            Order::Reread { file, options } => self.reread(file, beside, &options).map(Answer::Read),
            Order::Preview { file, encoding } => Some(Answer::Preview {
                file,
                text: import::preview(beside, &encoding, PREVIEW),
                encoding,
            }),
            Order::Show(item) => self.show(item),
            Order::Change(at, change) => {
                if let Some(item) = self.item(at) {
                    item.document.apply(&change);
                }
                self.show(at)
            }
            Order::Choose(at, choice) => self.item(at).map(|item| {
                if choice != Choice::Merge || item.twin.is_some() {
                    item.choice = choice;
                }
                Answer::Chosen(at, item.choice)
            }),
            Order::Accept { today } => {
                let (documents, lines) = self.accept(today.filter(|today| edtf::is_day(today)));
                return (Some(Answer::Accepted { documents }), lines.into_bytes());
            }
            Order::Write { format, title, .. } => return write(format, title, beside, |_| None),
        };
        (answer, Vec::new())
    }

    /// The answer for a file of so many bytes that could not be read, and why.
    pub fn refuse(&mut self, error: Error, bytes: usize) -> Answer {
        let file = self.open(error.file.clone());
        let mut report = self.report(file, bytes);
        report.error = Some(error);
        Answer::Read(report)
    }

    fn open(&mut self, path: String) -> usize {
        let items = Vec::new();
        self.files.push(File {
            path,
            items,
            lexicons: Vec::new(),
        });
        self.files.len() - 1
    }

    fn report(&self, file: usize, bytes: usize) -> FileReport {
        FileReport {
            file,
            path: self.files[file].path.clone(),
            bytes,
            encoding: String::new(),
            error: None,
            warnings: Vec::new(),
            found: Vec::new(),
            columns: Vec::new(),
            corrections: 0,
        }
    }

    fn read(&mut self, file: usize, bytes: &[u8], options: &Options) -> FileReport {
        let mut report = self.report(file, bytes.len());
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        match Corrections::read(text) {
            Ok(None) => {}
            Ok(Some(corrections)) => {
                report.corrections = corrections.len();
                self.corrections.extend(corrections);
                for item in self.items.iter_mut().flatten() {
                    self.corrections.apply(&mut item.document);
                }
                return report;
            }
            Err(fault) => {
                report.error = Some(Error {
                    kind: Kind::Corpus,
                    file: report.path.clone(),
                    detail: fault.to_string(),
                });
                return report;
            }
        }
        let Import {
            documents,
            lexicons,
            warnings,
            columns,
        } = match import::import(&report.path, bytes, options) {
            Ok(import) => import,
            Err(error) => {
                report.error = Some(error);
                return report;
            }
        };
        (report.warnings, report.columns) = (warnings, columns);
        // Documents of a corpus tell of other files.
        let mut origins = documents.iter().filter_map(|document| document.origin.as_ref());
        let own = origins.find(|origin| origin.file.starts_with(&report.path));
        report.encoding = own.map_or(String::new(), |origin| origin.encoding.clone());
        for document in documents {
            report.found.push(self.keep(document));
        }
        self.files[file].lexicons = lexicons;
        self.files[file].items = report.found.iter().map(|found| found.item).collect();
        report
    }

    /// Reads a file anew; what it gave before is gone.
    fn reread(&mut self, file: usize, bytes: &[u8], options: &Options) -> Option<FileReport> {
        let items = std::mem::take(&mut self.files.get_mut(file)?.items);
        for at in items {
            if let Some(item) = self.items.get_mut(at).and_then(Option::take) {
                self.ids.release(&item.document.id);
                self.twins.forget(&Of::Found(at));
            }
        }
        Some(self.read(file, bytes, options))
    }

    /// Keeps a document that was found.
    fn keep(&mut self, mut document: Document) -> Found {
        let at = self.items.len();
        document.id = self.ids.claim(&document.id);
        self.corrections.apply(&mut document);
        let print = Print::of(&document);
        let twin = self.twins.find(&print);
        // What differs by a line may be another text: whether it is, the reader says.
        let is_same = twin.as_ref().is_some_and(|twin| twin.is_exact);
        let choice = if is_same { Choice::Merge } else { Choice::Keep };
        self.twins.add(Of::Found(at), print);
        let found = Found::of(at, &document, findings(&document.body).len(), twin, choice);
        self.items.push(Some(Item {
            document,
            twin: found.twin.as_ref().map(|twin| twin.of.clone()),
            choice,
        }));
        found
    }

    fn item(&mut self, item: usize) -> Option<&mut Item> {
        self.items.get_mut(item)?.as_mut()
    }

    fn show(&mut self, item: usize) -> Option<Answer> {
        let Item { document, .. } = self.item(item)?;
        Some(Answer::Shown(Review {
            item: Some(item),
            findings: findings(&document.body),
            document: document.clone(),
        }))
    }

    /// Hands over what the reader keeps, and has nothing left.
    fn accept(&mut self, today: Option<String>) -> (usize, String) {
        let mut kept: Vec<(Option<String>, Document)> = Vec::new();
        // For each item: where in `kept` its text is, if it is there.
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, item) in self.items.iter_mut().enumerate() {
            let Some(Item {
                mut document,
                twin,
                choice,
            }) = item.take()
            else {
                continue;
            };
            document.imported = document.imported.or_else(|| today.clone());
            let merge = match (choice, twin) {
                (Choice::LeaveOut, _) => {
                    self.twins.forget(&Of::Found(at));
                    continue;
                }
                (Choice::Merge, Some(Of::Found(twin))) => match places.get(&twin) {
                    Some(&place) => {
                        kept[place].1.merge(&document);
                        places.insert(at, place);
                        continue;
                    }
                    // Its twin is left out, or gone: it takes the place for those that come after it.
                    None => {
                        places.insert(twin, kept.len());
                        None
                    }
                },
                (Choice::Merge, Some(Of::Corpus(id))) => Some(id),
                (Choice::Merge | Choice::Keep, _) => None,
            };
            places.insert(at, kept.len());
            kept.push((merge, document));
        }
        for (at, place) in places {
            let (merge, document) = &kept[place];
            let id = merge.as_ref().unwrap_or(&document.id);
            self.twins.rename(&Of::Found(at), Of::Corpus(id.clone()));
        }
        let mut lexicons = Vec::new();
        for file in &mut self.files {
            file.items.clear();
            lexicons.append(&mut file.lexicons);
        }
        let documents = kept.iter().map(|(merge, document)| Accepted {
            merge: merge.as_deref(),
            document: Some(document),
            lexicon: None,
        });
        let lexicons = lexicons.iter().map(|lexicon| Accepted {
            merge: None,
            document: None,
            lexicon: Some(lexicon),
        });
        let lines = documents
            .chain(lexicons)
            .map(|line| serde_json::to_string(&line).expect("the model has only string keys") + "\n");
        (kept.len(), lines.collect())
    }
}

/// Writes a corpus, whose JSON is given, in a format. `page` makes the HTML of a page of it, if the parts are there.
pub fn write(
    format: Format,
    title: String,
    json: &[u8],
    page: impl FnOnce(&Corpus) -> Option<String>,
) -> (Option<Answer>, Vec<u8>) {
    let failed = |reason: String| (Some(Answer::Failed(reason)), Vec::new());
    let mut corpus: Corpus = match std::str::from_utf8(json).map(corpus::read) {
        // A corpus that is written with a document less would lose it.
        Ok(Ok((corpus, faults))) => match faults.first() {
            Some(fault) => return failed(fault.to_string()),
            None => corpus,
        },
        Ok(Err(fault)) => return failed(fault.to_string()),
        Err(error) => return failed(error.to_string()),
    };
    corpus.title = title;
    let (bytes, extension, media) = match format {
        Format::Page => match page(&corpus) {
            Some(html) => (html.into_bytes(), "html", "text/html"),
            None => return failed("the programs of the page are not at hand".to_string()),
        },
        Format::Corpus => (corpus.to_json().into_bytes(), "json", "application/json"),
        Format::Lines => (export::lines(&corpus).into_bytes(), "jsonl", "application/jsonl"),
        Format::Markdown => (export::markdown(&corpus), "zip", "application/zip"),
        Format::Corrections => {
            let corrections = Corrections::of(&corpus.documents).to_json();
            (corrections.into_bytes(), "corrections.json", "application/json")
        }
    };
    let words = match corpus.title.trim() {
        "" => UNTITLED,
        title => title,
    };
    let answer = Answer::Written {
        name: file_name(words, extension),
        media: media.to_string(),
    };
    (Some(answer), bytes)
}
