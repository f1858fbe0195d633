//! A corpus that need not fit into memory: its file is read from end to end once, and each document where it stands.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tifa::corpus::{self, Corpus, Document, Fault};
use tifa::import::LARGEST;

/// Where a document stands in the file, in bytes, and its number there.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub start: u64,
    pub bytes: u64,
    pub number: usize,
}

/// A file that holds a corpus: `corpus.json`, or JSON Lines.
pub struct Source {
    path: PathBuf,
    is_lines: bool,
}

/// A document as it stands in the file.
pub struct Raw {
    pub entry: Entry,
    pub json: Vec<u8>,
}

impl Source {
    pub fn new(path: &Path) -> Self {
        let is_lines = path.extension().is_some_and(|extension| extension == "jsonl");
        Source {
            path: path.to_path_buf(),
            is_lines,
        }
    }

    pub fn bytes(&self) -> Result<u64> {
        let file = std::fs::metadata(&self.path).with_context(|| self.name())?;
        ensure!(
            file.is_file(),
            "{}: it is read twice, and must be a plain file",
            self.name()
        );
        Ok(file.len())
    }

    /// How the file is called in messages.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn open(&self) -> Result<File> {
        File::open(&self.path).with_context(|| self.name())
    }

    /// The documents, one after the other.
    pub fn documents(&self) -> Result<Documents<'_>> {
        Ok(Documents {
            source: self,
            input: BufReader::with_capacity(1 << 20, self.open()?),
            at: 0,
            outline: Vec::new(),
            state: State::default(),
            number: 0,
        })
    }

    /// Documents that stand there, which were without fault.
    pub fn read(&self, entries: &[Entry]) -> Result<Vec<Document>> {
        let mut file = self.open()?;
        let read = entries.iter().map(|entry| {
            let mut json = vec![0; entry.bytes as usize];
            file.seek(SeekFrom::Start(entry.start))?;
            file.read_exact(&mut json)?;
            let document = corpus::read_document(&String::from_utf8(json)?, "");
            document.map_err(|_| anyhow::anyhow!("{}: it has changed while it was read", self.name()))
        });
        read.collect()
    }
}

/// Reads a file from its beginning to its end.
pub struct Documents<'a> {
    source: &'a Source,
    input: BufReader<File>,
    /// Bytes read.
    at: u64,
    /// All that stands around the documents.
    outline: Vec<u8>,
    state: State,
    number: usize,
}

/// How far the text of a `corpus.json` is understood.
#[derive(Default)]
struct State {
    /// Objects and arrays that are open.
    depth: usize,
    /// What comes next is inside of a string; or behind a backslash there.
    in_string: bool,
    is_escaped: bool,
    /// The last string at the depth of the members of the corpus.
    key: Vec<u8>,
    in_documents: bool,
}

impl Documents<'_> {
    /// The corpus without its documents, when all of them were read, and what is wrong with it.
    pub fn outline(self) -> Result<(Corpus, Vec<Fault>)> {
        let name = || self.source.name();
        if self.source.is_lines {
            let title = self.source.path.file_stem().unwrap_or_default().to_string_lossy();
            return Ok((Corpus::new(title, Vec::new()), Vec::new()));
        }
        let outline = String::from_utf8(self.outline).with_context(name)?;
        let (corpus, faults) = corpus::read(&outline).with_context(name)?;
        ensure!(
            corpus.documents.is_empty(),
            "{}: the name «documents» is written in another way",
            name()
        );
        Ok((corpus, faults))
    }

    fn next_line(&mut self) -> Result<Option<Raw>> {
        loop {
            let start = self.at;
            let mut json = Vec::new();
            let read = self.input.by_ref().take(LARGEST + 1).read_until(b'\n', &mut json)?;
            self.at += read as u64;
            ensure!(read as u64 <= LARGEST, "a line of more than {LARGEST} bytes");
            if read == 0 {
                return Ok(None);
            }
            if !json.trim_ascii().is_empty() {
                return Ok(Some(self.raw(start, json)));
            }
        }
    }

    fn raw(&mut self, start: u64, json: Vec<u8>) -> Raw {
        let entry = Entry {
            start,
            bytes: json.len() as u64,
            number: self.number,
        };
        self.number += 1;
        Raw { entry, json }
    }

    /// Reads on to the end of the next document. What stands around documents is kept for the outline.
    fn next_member(&mut self) -> Result<Option<Raw>> {
        let mut json = Vec::new();
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                ensure!(json.is_empty(), "the file ends inside of a document");
                return Ok(None);
            }
            let mut used = 0;
            let mut is_whole = false;
            for &byte in chunk {
                used += 1;
                let was_in = self.state.in_documents;
                let is_between = self.state.step(byte);
                if was_in && self.state.in_documents {
                    // Between two documents nothing is kept; the comma ends one.
                    if !is_between {
                        json.push(byte);
                    } else if byte == b',' {
                        is_whole = true;
                        break;
                    } else if !json.is_empty() {
                        json.push(byte);
                    }
                    continue;
                }
                self.outline.push(byte);
                if was_in {
                    is_whole = !json.is_empty();
                    break;
                }
            }
            self.input.consume(used);
            self.at += used as u64;
            ensure!(json.len() as u64 <= LARGEST, "a document of more than {LARGEST} bytes");
            ensure!(
                self.outline.len() as u64 <= LARGEST,
                "more than {LARGEST} bytes beside the documents"
            );
            if is_whole {
                let start = self.at - 1 - json.len() as u64;
                return Ok(Some(self.raw(start, json)));
            }
        }
    }
}

impl State {
    /// Takes in a byte; says whether it stands between documents, of which it may be the end of one.
    fn step(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            if self.depth == 1 && self.in_string {
                self.key.push(byte);
            }
            return false;
        }
        let between = self.in_documents && self.depth == 2;
        match byte {
            b'"' => {
                self.in_string = true;
                if self.depth == 1 {
                    self.key.clear();
                }
                return false;
            }
            b'{' => self.depth += 1,
            b'[' => {
                self.depth += 1;
                self.in_documents |= self.depth == 2 && self.key == b"documents";
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.in_documents &= self.depth >= 2;
            }
            b',' | b' ' | b'\t' | b'\r' | b'\n' => return between,
            _ => {}
        }
        false
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match self.source.is_lines {
            true => self.next_line(),
            false => self.next_member(),
        };
        next.with_context(|| self.source.name()).transpose()
    }
}
