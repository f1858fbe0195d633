//! `bundle`: a corpus of any size to a static folder, with bounded memory and on all cores.
//!
//! What is in memory at a time: a few batches of documents for each core, the counters of the index, and some two hundred
//! bytes for each document. The rest is put aside in a hidden folder inside of the new one.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};
use tifa::corpus::{self, FaultKind, edtf, hex};
use tifa::page::{self, Shard};
use tifa::session::archive::{Digester, Limits, Lists, PARTITIONS, Part, Writer};

use crate::args::Bundle;
use crate::console::{Console, count};
use crate::cores::in_order;
use crate::files::{self, Parts};
use crate::pack;
use crate::stream::{Entry, Raw, Source};

/// Bytes of documents that are worked on at a time, on each core: the index of a batch takes some fifty times as many.
/// More make the index quicker to put together, and less fits into the caches.
const BATCH: u64 = 2 << 20;

/// A document that will be in the folder.
struct Place {
    entry: Entry,
    /// By which it is sorted, the newest first; `None` if its year is unknown.
    date: Option<String>,
}

pub fn bundle(args: &Bundle, console: &mut Console) -> Result<()> {
    pack::check_viewer()?;
    let source = Source::new(&args.corpus);
    console.begin(3 * source.bytes()?);
    let done = write(args, &source, console);
    console.end();
    let documents = count(done?, "document");
    console.line(format_args!("{}: {documents}", args.output.display()))
}

fn write(args: &Bundle, source: &Source, console: &mut Console) -> Result<usize> {
    let mut documents = source.documents()?;
    let (places, bytes) = list(source, &mut documents, console)?;
    let (outline, faults) = documents.outline()?;
    for fault in faults {
        console.fault(format_args!("{}: {fault}", source.name()));
    }
    let title = outline.title.clone();
    let digester = Digester::new(outline, bytes, Limits::default());
    let mut writer = Writer::new(&digester);
    let mut folder = Folder {
        parts: Parts::create(&args.output)?,
        names: Vec::new(),
        hash: Sha256::new(),
    };
    let (units, batches) = folder.texts(source, &places, (&digester, &mut writer), console)?;
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

/// Where the documents without fault stand, the newest first, and the bytes of their texts.
fn list(
    source: &Source,
    documents: &mut impl Iterator<Item = Result<Raw>>,
    console: &mut Console,
) -> Result<(Vec<Place>, u64)> {
    let mut places = Vec::new();
    let mut bytes = 0;
    let mut ids = HashSet::new();
    let read = |raw: Raw| {
        let path = format!("documents[{}]", raw.entry.number);
        let document = String::from_utf8(raw.json).map(|json| corpus::read_document(&json, &path));
        let known = document.map(|document| {
            document.map(|document| {
                let date = document.date.as_ref().or(document.published.as_ref());
                let date = date.filter(|date| edtf::year(date).is_some());
                let date = date.map(|date| edtf::sort_key(date));
                let bytes: usize = document.body.iter().map(|block| block.text.len()).sum();
                (document.id, date, bytes)
            })
        });
        (raw.entry, path, known)
    };
    in_order(documents, read, |(entry, path, known)| {
        console.advance(entry.number, entry.number, entry.start, &source.name());
        match known.with_context(|| source.name())? {
            Ok((id, ..)) if ids.contains(&id) => {
                let fault = corpus::Fault {
                    path: format!("{path}.id"),
                    kind: FaultKind::DuplicateId,
                    detail: id,
                };
                console.fault(format_args!("{}: {fault}", source.name()));
            }
            Ok((id, date, length)) => {
                ids.insert(id);
                bytes += length as u64;
                places.push(Place { entry, date });
            }
            Err(faults) => {
                for fault in faults {
                    // What is no JSON ends everywhere, or nowhere.
                    if fault.kind == FaultKind::Syntax {
                        bail!("{}: {path}: {fault}", source.name());
                    }
                    console.fault(format_args!("{}: {fault}", source.name()));
                }
            }
        }
        Ok(())
    })?;
    // What has no date stands last.
    places.sort_by(|a: &Place, b: &Place| Reverse(&a.date).cmp(&Reverse(&b.date)));
    Ok((places, bytes))
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
        source: &Source,
        places: &[Place],
        (digester, writer): (&Digester, &mut Writer),
        console: &Console,
    ) -> Result<(File, Vec<Batch>)> {
        let mut units = self.parts.scratch("units")?;
        let (mut batches, mut first, mut end, mut texts, mut done) = (Vec::new(), 0, 0, 0, 0);
        let read = |batch: Vec<Entry>| -> Result<_> {
            let digest = digester.digest(source.read(&batch)?)?;
            let texts: Vec<Shard> = digest.texts.iter().map(|text| Shard::new(text)).collect();
            Ok((batch.iter().map(|entry| entry.bytes).sum::<u64>(), texts, digest))
        };
        in_order(cut(places).into_iter().map(Ok), read, |read| {
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
            console.advance(first, places.len(), source.bytes()? + done, &source.name());
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
            in_order(tasks(), count, |counted| counted)?;
        }
        let mut sorted = self.parts.scratch("index")?;
        // For each batch where its parts of the index stand.
        let mut runs: Vec<Vec<(u64, usize)>> = Vec::new();
        let mut end = 0;
        let sort = |batch: &Batch| -> Result<_> { Ok(writer.sort(batch.first, &batch.read(&units)?)) };
        in_order(tasks(), sort, |parts| {
            let mut run = Vec::new();
            for part in parts? {
                sorted.write_all(&part)?;
                run.push((end, part.len()));
                end += part.len() as u64;
            }
            runs.push(run);
            Ok(())
        })?;
        writer.cut(end);
        let mut lists = Lists::default();
        let sorted = Mutex::new(&sorted);
        let merge = |part: usize| -> Result<Part<Shard>> {
            let pieces = runs.iter().map(|run| read_at(&sorted, run[part].0, run[part].1));
            let pieces = pieces.collect::<Result<Vec<_>>>()?;
            let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
            let part = writer.merge(&pieces).context("what was put aside has changed")?;
            Ok(part.map(|bytes| Shard::new(&bytes)))
        };
        in_order((0..PARTITIONS).map(Ok), merge, |part| {
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
        for (name, bytes) in page::bundle(pack::VIEWER, title, &version) {
            files::write(&output.join(name), bytes)?;
        }
        Ok(())
    }
}

/// Cuts documents into batches.
fn cut(places: &[Place]) -> Vec<Vec<Entry>> {
    let mut batches: Vec<Vec<Entry>> = Vec::new();
    let mut bytes = 0;
    for Place { entry, .. } in places {
        bytes += entry.bytes;
        match batches.last_mut().filter(|_| bytes <= BATCH) {
            Some(batch) => batch.push(*entry),
            None => {
                batches.push(vec![*entry]);
                bytes = entry.bytes;
            }
        }
    }
    batches
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
    let mut file = *file.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
