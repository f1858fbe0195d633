//! `bundle`: a corpus of any size to a static folder, with bounded memory and on all cores.
//!
//! What is in memory at a time: a few batches of documents for each core, the counters of the index, and some two hundred
//! bytes for each document. The rest is put aside in a hidden folder inside of the new one.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use sha2::{Digest as _, Sha256};
use tifa::corpus::{self, Corpus, Document, Fault, FaultKind, Stream, edtf, hex};
use tifa::lexicon::Lexicon;
use tifa::page::{self, Shard};
use tifa::session::archive::{Digester, Limits, Lists, PARTITIONS, Part, Writer};

use crate::args::Bundle;
use crate::console::{Console, count};
use crate::cores::{Ahead, in_order};
use crate::files::{self, Parts};
use crate::pack;

/// Bytes of documents that are worked on at a time, on each core: the index of a batch takes some fifty times as many.
/// More make the index quicker to put together, and less fits into the caches.
const BATCH: u64 = 2 << 20;

/// What is said if a disk gives other bytes than it was given.
const CHANGED: &str = "what was put aside has changed";

/// Bytes of the corpus that are read at a time.
const PIECE: usize = 1 << 20;

/// Tasks are of one size: it suffices to count them.
fn ahead<T>() -> Ahead<T> {
    Ahead {
        tasks: 2,
        bytes: u64::MAX,
        of: |_| 0,
    }
}

/// Where a document is put aside.
struct Place {
    start: u64,
    bytes: u64,
    /// By which it is sorted, the newest first; `None` if its year is unknown.
    date: Option<String>,
    /// By which those of one day are.
    id: String,
}

pub fn bundle(args: &Bundle, console: &mut Console) -> Result<()> {
    pack::check_viewer()?;
    let done = write(args, console);
    console.end();
    let documents = count(done?, "document");
    console.line(format_args!("{}: {documents}", args.output.display()))
}

fn write(args: &Bundle, console: &mut Console) -> Result<usize> {
    let name = args.corpus.display().to_string();
    // What cannot be read makes no folder.
    let input = files::open(&args.corpus)?;
    let parts = Parts::create(&args.output)?;
    let mut spool = Spool {
        lines: BufWriter::new(parts.scratch("documents")?),
        places: Vec::new(),
        bytes: 0,
        end: 0,
    };
    let (outline, faults) = spool.read(&args.corpus, input).with_context(|| name.clone())?;
    for fault in faults {
        console.fault(format_args!("{name}: {fault}"));
    }
    let Spool {
        lines,
        mut places,
        bytes,
        end,
    } = spool;
    let documents = lines.into_inner().map_err(|error| error.into_error())?;
    // What has no date stands last.
    places.sort_by(|a, b| (Reverse(&a.date), &a.id).cmp(&(Reverse(&b.date), &b.id)));
    console.begin(end);
    let title = outline.title.clone();
    let digester = Digester::new(outline, Lexicon::built_in(), bytes, Limits::default());
    let mut writer = Writer::new(&digester);
    let mut folder = Folder {
        parts,
        names: Vec::new(),
        hash: Sha256::new(),
    };
    let (units, batches) = folder.texts(&documents, &places, (&digester, &mut writer), console)?;
    let lists = match digester.is_whole() {
        true => Lists::default(),
        false => folder.index(&units, &batches, &mut writer)?,
    };
    for (name, bytes) in writer.finish(lists) {
        folder.put(name, &Shard::new(&bytes))?;
    }
    folder.finish(&title, &args.output)?;
    Ok(places.len())
}

/// Reads the corpus from end to end, and puts its documents aside, a line each.
struct Spool {
    lines: BufWriter<File>,
    places: Vec<Place>,
    /// Of all texts.
    bytes: u64,
    end: u64,
}

impl Spool {
    fn put(&mut self, document: &Document) -> Result<()> {
        let line = serde_json::to_vec(document)?;
        self.lines.write_all(&line)?;
        let date = document.date.as_ref().or(document.published.as_ref());
        let date = date.filter(|date| edtf::year(date).is_some());
        self.places.push(Place {
            start: self.end,
            bytes: line.len() as u64,
            date: date.map(|date| edtf::sort_key(date)),
            id: document.id.clone(),
        });
        self.end += line.len() as u64;
        self.bytes += document.body.iter().map(|block| block.text.len() as u64).sum::<u64>();
        Ok(())
    }

    /// Reads a `corpus.json`, or JSON Lines. Gives the corpus without its documents, and the faults.
    fn read(&mut self, path: &Path, input: impl Read) -> Result<(Corpus, Vec<Fault>)> {
        let mut input = BufReader::with_capacity(PIECE, input);
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            return self.read_lines(path, input);
        }
        let mut stream = Stream::default();
        let mut done = Ok(());
        loop {
            let piece = input.fill_buf()?;
            if piece.is_empty() {
                return Ok(stream.finish()?);
            }
            let length = piece.len();
            stream.feed(piece, |_, document| {
                if done.is_ok() {
                    done = self.put(&document);
                }
            });
            input.consume(length);
            std::mem::replace(&mut done, Ok(()))?;
        }
    }

    fn read_lines(&mut self, path: &Path, input: impl BufRead) -> Result<(Corpus, Vec<Fault>)> {
        let mut faults = Vec::new();
        let mut ids = HashSet::new();
        for (at, line) in input.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            match corpus::read_document(&line, &format!("[{at}]")) {
                Ok(document) if ids.insert(document.id.clone()) => self.put(&document)?,
                Ok(document) => faults.push(Fault {
                    path: format!("[{at}].id"),
                    kind: FaultKind::DuplicateId,
                    detail: document.id,
                }),
                Err(found) => faults.extend(found),
            }
        }
        let title = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok((Corpus::new(title, Vec::new()), faults))
    }
}

/// A folder that is being written.
struct Folder {
    parts: Parts,
    /// The shards that are written.
    names: Vec<String>,
    /// Of all of them.
    hash: Sha256,
}

/// What is put aside of a batch of documents.
struct Batch {
    /// The number of its first document.
    first: usize,
    /// Where its units start in the file.
    start: u64,
    /// Units of each document.
    lengths: Vec<usize>,
}

impl Folder {
    fn put(&mut self, name: String, shard: &Shard) -> Result<()> {
        let script = shard.script(&name);
        self.hash.update(&script);
        self.parts.write(&name, &script)?;
        self.names.push(name);
        Ok(())
    }

    /// Writes the texts and what is known of the documents; puts their units aside.
    fn texts(
        &mut self,
        documents: &File,
        places: &[Place],
        (digester, writer): (&Digester, &mut Writer),
        console: &Console,
    ) -> Result<(File, Vec<Batch>)> {
        let documents = Mutex::new(documents);
        let mut units = self.parts.scratch("units")?;
        let (mut batches, mut first, mut end, mut texts, mut done) = (Vec::new(), 0, 0, 0, 0);
        let read = |batch: &[Place]| -> Result<_> {
            let read = batch.iter().map(|place| {
                let json = read_at(&documents, place.start, place.bytes as usize)?;
                corpus::read_document(&String::from_utf8(json)?, "").map_err(|_| anyhow!(CHANGED))
            });
            let digest = digester.digest(read.collect::<Result<_>>()?)?;
            let texts: Vec<Shard> = digest.texts.iter().map(|text| Shard::new(text)).collect();
            Ok((batch.iter().map(|place| place.bytes).sum::<u64>(), texts, digest))
        };
        in_order(&ahead(), cut(places).map(Ok), read, |read| {
            let (bytes, packed, mut digest) = read?;
            let lengths: Vec<usize> = digest.units.iter().map(Vec::len).collect();
            let aside: Vec<u8> = digest.units.drain(..).flatten().flat_map(u16::to_le_bytes).collect();
            units.write_all(&aside)?;
            let start = end;
            end += aside.len() as u64;
            let size = packed.iter().map(Shard::size).sum();
            for shard in packed {
                self.put(format!("texts-{texts}"), &shard)?;
                texts += 1;
            }
            let shards = writer
                .take(digest, &lengths, size)
                .context("too much text for one archive")?;
            for (name, bytes) in shards {
                self.put(name, &Shard::new(&bytes))?;
            }
            let next = first + lengths.len();
            batches.push(Batch { first, start, lengths });
            first = next;
            done += bytes;
            console.advance(first, places.len(), done, "");
            Ok(())
        })?;
        Ok((units, batches))
    }

    /// Writes the index.
    fn index(&mut self, units: &File, batches: &[Batch], writer: &mut Writer) -> Result<Lists> {
        let units = Mutex::new(units);
        let tasks = || batches.iter().map(Ok);
        while writer.level() {
            let count = |batch: &Batch| -> Result<()> {
                batch.read(&units)?.iter().for_each(|units| writer.count(units));
                Ok(())
            };
            in_order(&ahead(), tasks(), count, |counted| counted)?;
        }
        let mut sorted = self.parts.scratch("index")?;
        // For each batch where its parts of the index stand.
        let mut runs: Vec<Vec<(u64, usize)>> = Vec::new();
        let mut end = 0;
        let sort = |batch: &Batch| -> Result<_> { Ok(writer.sort(batch.first, &batch.read(&units)?)) };
        in_order(&ahead(), tasks(), sort, |parts| {
            let mut run = Vec::new();
            for part in parts? {
                sorted.write_all(&part)?;
                run.push((end, part.len()));
                end += part.len() as u64;
            }
            runs.push(run);
            Ok(())
        })?;
        let mut lists = Lists::default();
        let sorted = Mutex::new(&sorted);
        let merge = |part: usize| -> Result<Part<Shard>> {
            let pieces = runs.iter().map(|run| read_at(&sorted, run[part].0, run[part].1));
            let pieces = pieces.collect::<Result<Vec<_>>>()?;
            let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
            let part = writer.merge(part, &pieces).context(CHANGED)?;
            Ok(part.map(|bytes| Shard::new(&bytes)))
        };
        in_order(&ahead(), (0..PARTITIONS).map(Ok), merge, |part| {
            for (name, shard) in lists.take(part?) {
                self.put(name, &shard)?;
            }
            Ok(())
        })?;
        Ok(lists)
    }

    /// Gives all files their names, the page last: it is there only when all that it needs is.
    fn finish(self, title: &str, output: &Path) -> Result<()> {
        let version = hex(&self.hash.finalize()[..8]);
        for name in &self.names {
            self.parts.rename(name, &page::shard_file(name, &version))?;
        }
        let former = former(output).filter(|former| *former != version);
        for (name, bytes) in page::bundle(pack::VIEWER, title, &version) {
            files::write(&output.join(name), bytes)?;
        }
        // Nothing leads to the shards of the corpus that was here.
        let end = former.map(|former| page::shard_file("", &former));
        for file in output.read_dir()?.filter(|_| end.is_some()) {
            let file = file?;
            let is_former = end
                .as_ref()
                .is_some_and(|end| file.file_name().to_string_lossy().ends_with(end));
            if is_former {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }
}

/// The version of the corpus whose folder this is.
fn former(folder: &Path) -> Option<String> {
    let page = fs::read_to_string(folder.join("index.html")).ok()?;
    let (_, rest) = page.split_once("data-file=\"head.")?;
    let (version, _) = rest.split_once(".js\"")?;
    let is_version = version.len() == 16 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_version.then(|| version.to_string())
}

/// Cuts documents into batches.
fn cut(places: &[Place]) -> impl Iterator<Item = &[Place]> {
    let mut bytes = 0;
    places.chunk_by(move |place, next| {
        bytes += place.bytes;
        if bytes + next.bytes > BATCH {
            bytes = 0;
        }
        bytes > 0
    })
}

impl Batch {
    /// The units of its documents.
    fn read(&self, file: &Mutex<&File>) -> Result<Vec<Vec<u16>>> {
        let bytes = read_at(file, self.start, 2 * self.lengths.iter().sum::<usize>())?;
        let mut units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let documents = self.lengths.iter().map(|length| units.by_ref().take(*length).collect());
        Ok(documents.collect())
    }
}

/// Bytes of a file that several threads read.
fn read_at(file: &Mutex<&File>, start: u64, length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    // Nobody else may move in the file between the two.
    let file = file.lock().unwrap_or_else(PoisonError::into_inner);
    let mut file: &File = &file;
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
