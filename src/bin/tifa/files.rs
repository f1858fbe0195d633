//! Files in and out: what is read is named in every error, what is written is whole or not there.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};
use std::fs::{self, File, FileType};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, ensure};
use encoding_rs::GB18030;
use tifa::corpus::Document;
use tifa::import::{self, Corrections, Error, Import, Kind, LARGEST, Options};
use tifa::lexicon::{Lexicon, shelf};

use crate::args::LexiconFile;
use crate::console::Console;

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

/// The bytes of a file, or of standard input. Nothing that is larger than [`LARGEST`] is read to its end.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new(STANDARD_INPUT) {
        io::stdin().take(LARGEST + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Opens a file, or standard input, of any length.
pub fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path == Path::new(STANDARD_INPUT) {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).with_context(|| path.display().to_string())?;
    Ok(Box::new(file))
}

/// Reads a file that must be UTF-8.
pub fn text(path: &Path) -> Result<String> {
    let file = || path.display().to_string();
    String::from_utf8(bytes(path).with_context(file)?).with_context(file)
}

/// Reads a file that is UTF-8, or else what a spreadsheet in China writes: GB18030.
fn any_text(path: &Path) -> Result<String> {
    let bytes = bytes(path).with_context(|| path.display().to_string())?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| GB18030.decode(error.as_bytes()).0.into_owned()))
}

/// Reads whatever import reads, and the page of a corpus.
pub fn import(path: &Path) -> Result<Import, Error> {
    if fs::metadata(path).is_ok_and(|file| file.len() > LARGEST) {
        return Err(error(Kind::Limit, path, format!("more than {LARGEST} bytes")));
    }
    let bytes = bytes(path).map_err(|cause| unreadable(path, cause))?;
    let fault = |detail: String| error(Kind::Corpus, path, detail);
    if path.extension().is_some_and(|extension| extension == "json") && !bytes.contains(&b'{') {
        return Err(fault("no JSON object".to_string()));
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let import = import::import(&name, &bytes, &Options::default());
    // Messages name the file as it was typed; a member of an archive is called `archive.zip/member.txt`.
    let typed = |mut error: Error| {
        error.file = error.file.replacen(&*name, &path.display().to_string(), 1);
        error
    };
    let mut import = import.map_err(typed)?;
    import.warnings = import.warnings.into_iter().map(typed).collect();
    Ok(import)
}

/// The corrections in a file of them; `None` for any other file.
pub fn corrections(found: &Found) -> Result<Option<Corrections>, Error> {
    let path = &found.path;
    let is_json = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !is_json || found.bytes > LARGEST {
        return Ok(None);
    }
    // What cannot be read is told of when its turn comes.
    let text = bytes(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let corrections = text.map_or(Ok(None), |text| Corrections::read(&text));
    corrections.map_err(|fault| error(Kind::Corpus, path, fault.to_string()))
}

/// Do two paths lead to one file that is there?
pub fn is_same(one: &Path, other: &Path) -> bool {
    let file = |path| fs::canonicalize(path).ok();
    file(one).is_some_and(|one| file(other) == Some(one))
}

/// The documents of a corpus, or of any other file that import reads.
pub fn documents(path: &Path, console: &mut Console) -> Result<Vec<Document>> {
    Ok(with_lexicon(path, None, console)?.0)
}

/// The documents of a file, and what is looked for in them: the lexicons that were asked for, or those of the corpus
/// and the built-in one. Lines at fault are reported and passed over.
pub fn with_lexicon(
    path: &Path,
    asked: Option<&LexiconFile>,
    console: &mut Console,
) -> Result<(Vec<Document>, Lexicon)> {
    let import = import(path)?;
    console.warnings(&import.warnings);
    let of_corpus = import.lexicons.into_iter().filter(|lexicon| !lexicon.off).collect();
    let lexicon = asked.map(|asked| lexicon(asked, of_corpus, console)).transpose()?;
    Ok((import.documents, lexicon.unwrap_or_default()))
}

/// The lexicons that were asked for, as one; else those of a corpus and the built-in one.
pub fn lexicon(asked: &LexiconFile, of_corpus: Vec<Lexicon>, console: &mut Console) -> Result<Lexicon> {
    let mut lexicons = of_corpus;
    if asked.paths.is_empty() {
        lexicons.push(Lexicon::built_in());
    } else {
        lexicons.clear();
    }
    for path in &asked.paths {
        let (lexicon, faults) = Lexicon::read(&any_text(path)?);
        if lexicon.entries.is_empty() && faults.is_empty() {
            console.fault(format_args!("{}: no phrase in it", path.display()));
        }
        for fault in faults {
            console.fault(format_args!("{}: {fault}", path.display()));
        }
        lexicons.push(lexicon);
    }
    let lexicons: Vec<&Lexicon> = lexicons.iter().collect();
    Ok(shelf::merge(&lexicons, &BTreeSet::new()).lexicon)
}

/// A file that was found.
pub struct Found {
    pub path: PathBuf,
    /// Its size; of standard input and the like, none.
    pub bytes: u64,
}

/// The files under a path in the order of their names, and what cannot be read there. What was named itself may be
/// anything that can be read; in a folder, only plain files are.
pub fn walk(path: &Path) -> Vec<Result<Found, Error>> {
    let bytes = fs::metadata(path).map_or(0, |file| file.len());
    if !path.is_dir() {
        let path = path.to_path_buf();
        return vec![Ok(Found { path, bytes })];
    }
    let mut found = Vec::new();
    // Folders are as deep as a hostile disk wants: no recursion. What comes next stands last.
    let mut waiting = inside(path, &mut found);
    while let Some(path) = waiting.pop() {
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let file = fs::metadata(&path).map_err(|cause| cause.to_string());
        found.push(match file {
            _ if is_hidden => Err(unreadable(&path, "it is hidden")),
            Err(cause) if path.is_symlink() => Err(unreadable(&path, format!("a link that leads nowhere: {cause}"))),
            Err(cause) => Err(unreadable(&path, cause)),
            // It may lead back here.
            Ok(file) if file.is_dir() && path.is_symlink() => Err(unreadable(&path, "it is a link to a folder")),
            Ok(file) if file.is_dir() => {
                waiting.extend(inside(&path, &mut found));
                continue;
            }
            Ok(file) if !file.is_file() => Err(unreadable(&path, no_file(file.file_type()))),
            Ok(file) => Ok(Found {
                path,
                bytes: file.len(),
            }),
        });
    }
    found
}

/// What is in a folder, the last name first.
fn inside(folder: &Path, found: &mut Vec<Result<Found, Error>>) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).and_then(|entries| {
        let paths = entries.map(|entry| Ok(entry?.path()));
        paths.collect::<io::Result<Vec<PathBuf>>>()
    });
    let mut paths = entries.unwrap_or_else(|cause| {
        found.push(Err(unreadable(folder, cause)));
        Vec::new()
    });
    paths.sort_by(|a, b| b.cmp(a));
    paths
}

/// What a thing in a folder is that is neither file nor folder.
fn no_file(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "it is a pipe";
        } else if kind.is_socket() {
            return "it is a socket";
        } else if kind.is_block_device() || kind.is_char_device() {
            return "it is a device";
        }
    }
    let _ = kind;
    "it is no plain file"
}

/// Writes a file: the whole of it, or nothing.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    let mut output = Output::create(path)?;
    let written = output.write_all(content.as_ref());
    written.with_context(|| output.to_string())?;
    output.finish()
}

/// A file that is being written under another name beside its own, which it gets at the end: nobody ever sees half of
/// it. What is there and is no plain file (`/dev/stdout`, a pipe) is written to as it stands, never replaced.
pub struct Output {
    /// As it was typed.
    path: PathBuf,
    target: PathBuf,
    writing: Writing,
}

enum Writing {
    Part(Part),
    There(BufWriter<File>),
}

impl Output {
    pub fn create(path: &Path) -> Result<Self> {
        let file = || path.display().to_string();
        // A link stays a link.
        let target = fs::canonicalize(path).unwrap_or(path.to_path_buf());
        let writing = if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            let there = File::options().write(true).open(path).with_context(file)?;
            Writing::There(BufWriter::new(there))
        } else {
            ensure!(target.file_name().is_some(), "{}: it is a folder", path.display());
            Writing::Part(Part::create(&target, "part").with_context(file)?)
        };
        Ok(Output {
            path: path.to_path_buf(),
            target,
            writing,
        })
    }

    /// A file for what is not yet in order. It goes when it is dropped.
    pub fn beside(&self, name: &str) -> Result<Part> {
        let beside = match &self.writing {
            Writing::Part(_) => self.target.clone(),
            Writing::There(_) => std::env::temp_dir().join("tifa"),
        };
        Part::create(&beside, name).with_context(|| self.to_string())
    }

    /// Gives the file its name, once all of it has reached the disk.
    pub fn finish(self) -> Result<()> {
        let file = || self.path.display().to_string();
        match self.writing {
            Writing::There(mut there) => there.flush().with_context(file),
            Writing::Part(part) => part.rename(&self.target).with_context(file),
        }
    }
}

impl Display for Output {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(f)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writing {
            Writing::Part(part) => part.write(bytes),
            Writing::There(there) => there.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writing {
            Writing::Part(part) => part.flush(),
            Writing::There(there) => there.flush(),
        }
    }
}

/// The parts that are on the disk now; see [`abandon`].
static PARTS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A hidden file beside another, `.corpus.json.4711.part`. It goes when it is dropped.
pub struct Part {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Part {
    fn create(beside: &Path, extension: &str) -> io::Result<Self> {
        let name = beside.file_name().unwrap_or_default().to_string_lossy();
        let path = beside.with_file_name(format!(".{name}.{}.{extension}", std::process::id()));
        let mut parts = parts();
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)?;
        parts.insert(path.clone());
        Ok(Part {
            path,
            file: BufWriter::new(file),
        })
    }

    /// All that was written to it, from its beginning.
    pub fn copy_to(&mut self, output: &mut Output) -> io::Result<u64> {
        self.file.rewind()?;
        io::copy(self.file.get_mut(), output)
    }

    fn rename(mut self, target: &Path) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        // From here on the file has another name; there is nothing left to remove.
        fs::rename(&self.path, target)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let mut parts = parts();
        // It has its name by now, or nobody is left to be told.
        let _ = fs::remove_file(&self.path);
        parts.remove(&self.path);
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A hidden folder inside of another, for files that get their names together. It goes when it is dropped.
pub struct Parts {
    path: PathBuf,
    folder: PathBuf,
}

impl Parts {
    /// Makes the outer folder too, if it is not there.
    pub fn create(folder: &Path) -> Result<Self> {
        let path = folder.join(format!(".tifa.{}.part", std::process::id()));
        fs::create_dir_all(&path).with_context(|| folder.display().to_string())?;
        parts().insert(path.clone());
        Ok(Parts {
            path,
            folder: folder.to_path_buf(),
        })
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        fs::write(self.path.join(name), bytes).with_context(|| self.folder.display().to_string())
    }

    /// A file to write to and to read from; it never gets a name.
    pub fn scratch(&self, name: &str) -> Result<File> {
        let mut options = File::options();
        let file = options.read(true).write(true).create(true).truncate(true);
        file.open(self.path.join(name))
            .with_context(|| self.folder.display().to_string())
    }

    /// Gives a file its name in the outer folder.
    pub fn rename(&self, name: &str, target: &str) -> Result<()> {
        let renamed = fs::rename(self.path.join(name), self.folder.join(target));
        renamed.with_context(|| self.folder.join(target).display().to_string())
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        let mut parts = parts();
        // Nobody is left to be told.
        let _ = fs::remove_dir_all(&self.path);
        parts.remove(&self.path);
    }
}

/// Ends the program on the word of its user. Nothing half written stays.
pub fn abandon() -> ! {
    /// What a shell reports of a program that was interrupted.
    const INTERRUPTED: i32 = 130;
    // Held to the end: no part is made anew.
    let parts = parts();
    for part in parts.iter() {
        let _ = fs::remove_file(part).or_else(|_| fs::remove_dir_all(part));
    }
    std::process::exit(INTERRUPTED)
}

fn parts() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PARTS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unreadable(path: &Path, cause: impl ToString) -> Error {
    error(Kind::Unreadable, path, cause.to_string())
}

fn error(kind: Kind, path: &Path, detail: String) -> Error {
    Error {
        kind,
        file: path.display().to_string(),
        detail,
    }
}
