//! `import`: files to a corpus, or to JSON Lines, however many there are.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tifa::corpus::{Corpus, Document, Ids};
use tifa::import::{self, Corrections, Error, findings};
use tifa::lexicon::{Lexicon, shelf};

use crate::args::Import;
use crate::console::{Console, count};
use crate::cores::{Ahead, in_order};
use crate::files::{self, Found, Output};
use crate::report::Report;

/// How far files are read ahead of the one whose turn it is: a document takes several times the bytes of its file.
const AHEAD: Ahead<Task> = Ahead {
    tasks: 4,
    bytes: 64 << 20,
    of: Task::bytes,
};

/// Something to do for a file.
enum Task {
    Read(Found),
    /// A file of corrections, which were read before; for how many documents.
    Corrections(Found, usize),
    Fault(Error),
}

/// What became of a file.
struct Read {
    file: String,
    bytes: u64,
    corrections: Option<usize>,
    result: Result<import::Import, Error>,
}

impl Task {
    fn bytes(&self) -> u64 {
        match self {
            Task::Read(found) => found.bytes,
            Task::Corrections(..) | Task::Fault(_) => 0,
        }
    }

    fn read(self) -> Read {
        let bytes = self.bytes();
        let (file, corrections, result) = match self {
            Task::Read(Found { path, .. }) => (path.display().to_string(), None, files::import(&path)),
            Task::Corrections(Found { path, .. }, documents) => (
                path.display().to_string(),
                Some(documents),
                Ok(import::Import::default()),
            ),
            Task::Fault(error) => (error.file.clone(), None, Err(error)),
        };
        Read {
            file,
            bytes,
            corrections,
            result,
        }
    }
}

pub fn import(args: &Import, console: &mut Console) -> Result<()> {
    let report = args.report.as_deref().map(Report::create).transpose()?;
    let output = args.output.as_deref();
    let is_lines = |path: &&Path| path.extension().is_some_and(|extension| extension == "jsonl");
    let sink = match output.filter(is_lines) {
        Some(path) => Sink::Lines(Output::create(path)?),
        None => Sink::Corpus(Vec::new()),
    };
    let mut work = Work {
        report,
        sink,
        ids: Ids::default(),
        lexicons: Vec::new(),
        corrections: Corrections::default(),
        documents: 0,
        corrected: 0,
    };
    let tasks = work.tasks(args, console);
    if !args.json {
        console.begin(tasks.iter().map(Task::bytes).sum());
    }
    let done = work.all(tasks, args, console);
    console.end();
    done?;
    work.finish(args, console)
}

/// An import under way.
struct Work {
    report: Option<Report>,
    sink: Sink,
    ids: Ids,
    lexicons: Vec<Lexicon>,
    corrections: Corrections,
    documents: usize,
    /// Documents that had corrections.
    corrected: usize,
}

/// Where documents go.
enum Sink {
    Corpus(Vec<Document>),
    Lines(Output),
}

impl Work {
    /// Finds the files, and reads those that have corrections: they are for files before and after them.
    fn tasks(&mut self, args: &Import, console: &mut Console) -> Vec<Task> {
        let mut tasks = Vec::new();
        for found in args.paths.iter().flat_map(|path| files::walk(path)) {
            tasks.push(match found {
                Err(error) => Task::Fault(error),
                Ok(found) if is_output(&found.path, args) => {
                    console.warn(format_args!(
                        "{}: this is being written, and not read",
                        found.path.display()
                    ));
                    continue;
                }
                Ok(found) => match files::corrections(&found) {
                    Ok(None) => Task::Read(found),
                    Ok(Some(corrections)) => {
                        let documents = corrections.len();
                        self.corrections.extend(corrections);
                        Task::Corrections(found, documents)
                    }
                    Err(error) => Task::Fault(error),
                },
            });
        }
        tasks
    }

    /// Reads the files on all processors, and takes in what they give in their order. No more is in memory than what
    /// is read ahead.
    fn all(&mut self, tasks: Vec<Task>, args: &Import, console: &mut Console) -> Result<()> {
        let (mut done, all, mut bytes) = (0, tasks.len(), 0);
        in_order(&AHEAD, tasks.into_iter().map(Ok), Task::read, |read| {
            done += 1;
            bytes += read.bytes;
            console.advance(done, all, bytes, &read.file);
            self.take(read, args, console)
        })
    }

    /// Takes in what a file gave.
    fn take(&mut self, read: Read, args: &Import, console: &mut Console) -> Result<()> {
        let Read {
            file,
            corrections,
            mut result,
            ..
        } = read;
        match &mut result {
            Ok(import) => {
                console.warnings(&import.warnings);
                for lexicon in import.lexicons.drain(..) {
                    shelf::add(&mut self.lexicons, lexicon);
                }
                for document in &mut import.documents {
                    self.corrected += usize::from(self.corrections.apply(document));
                    document.id = self.ids.claim(&document.content_id());
                    document.imported = document.imported.take().or_else(|| args.imported.clone());
                    self.documents += 1;
                }
            }
            Err(error) => console.fault(error),
        }
        if args.json {
            console.json(&line(&file, &result, corrections))?;
        }
        if let Some(report) = &mut self.report {
            report.file(&result)?;
        }
        let documents = result.map(|import| import.documents).unwrap_or_default();
        match &mut self.sink {
            Sink::Corpus(all) => all.extend(documents),
            Sink::Lines(output) => {
                for document in documents {
                    let line = serde_json::to_string(&document)?;
                    writeln!(output, "{line}").with_context(|| output.to_string())?;
                }
            }
        }
        Ok(())
    }

    fn finish(self, args: &Import, console: &mut Console) -> Result<()> {
        let title = title(args);
        if let Some(report) = self.report {
            report.finish(&title)?;
        }
        ensure!(self.documents > 0, "no document was found, and no corpus is written");
        match self.sink {
            Sink::Lines(output) => output.finish()?,
            Sink::Corpus(documents) => {
                let corpus = Corpus {
                    lexicons: self.lexicons,
                    ..Corpus::new(title, documents)
                };
                match &args.output {
                    Some(path) => files::write(path, corpus.to_json())?,
                    None if args.json => {}
                    None => return console.text(&corpus.to_json()),
                }
            }
        }
        let Some(path) = args.output.as_ref().filter(|_| !args.json) else {
            return Ok(());
        };
        let corrections = match self.corrections.len() {
            0 => String::new(),
            all => format!(", {} of {} applied", self.corrected, count(all, "correction")),
        };
        let documents = count(self.documents, "document");
        console.line(format_args!("{}: {documents}{corrections}", path.display()))
    }
}

/// Is this a file that the import makes? An earlier one of the name is no source of the new one.
fn is_output(path: &Path, args: &Import) -> bool {
    let mut outputs = args.output.iter().chain(&args.report);
    outputs.any(|output| files::is_same(output, path))
}

/// The line of JSON on a file. `removed` counts characters, white space apart.
fn line(file: &str, result: &Result<import::Import, Error>, corrections: Option<usize>) -> Value {
    let import = match result {
        Ok(import) => import,
        Err(error) => return json!({ "file": file, "error": error.to_string() }),
    };
    let warnings: Vec<String> = import.warnings.iter().map(ToString::to_string).collect();
    if let Some(corrections) = corrections {
        return json!({ "file": file, "documents": 0, "warnings": warnings, "corrections": corrections });
    }
    let sum = |number: fn(&Document) -> usize| import.documents.iter().map(number).sum::<usize>();
    json!({
        "file": file,
        "documents": import.documents.len(),
        "warnings": warnings,
        "removed": sum(|document| {
            let texts = document.removed.iter().map(|removal| &removal.text);
            texts.map(|text| text.chars().filter(|c| !c.is_whitespace()).count()).sum()
        }),
        "repairs": sum(|document| document.repairs.iter().filter(|repair| repair.made).count()),
        "findings": sum(|document| findings(&document.body).len()),
    })
}

fn title(args: &Import) -> String {
    let first = args.paths.first().map_or(Path::new(""), |path| path);
    let name = || {
        first
            .file_stem()
            .unwrap_or(first.as_os_str())
            .to_string_lossy()
            .into_owned()
    };
    args.title.clone().unwrap_or_else(name)
}
