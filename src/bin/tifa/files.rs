//! Files in and out: what is read is named in every error, what is written is whole or not there.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tifa::corpus::Document;
use tifa::import::{self, Error, Import, Kind, Options};
use tifa::lexicon::Lexicon;

use crate::args::LexiconFile;
use crate::console::Console;

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new(STANDARD_INPUT) {
        let mut bytes = Vec::new();
        return io::stdin().read_to_end(&mut bytes).map(|_| bytes);
    }
    fs::read(path)
}

/// Reads a file that must be UTF-8.
pub fn text(path: &Path) -> Result<String> {
    let file = || path.display().to_string();
    String::from_utf8(bytes(path).with_context(file)?).with_context(file)
}

/// Reads whatever import reads, and the page of a corpus.
pub fn import(path: &Path) -> Result<Import, Error> {
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

/// The documents of a corpus, or of any other file that import reads.
pub fn documents(path: &Path, console: &mut Console) -> Result<Vec<Document>> {
    let import = import(path)?;
    console.warnings(&import.warnings);
    Ok(import.documents)
}

/// The lexicon that was asked for. Lines at fault are reported and passed over.
pub fn lexicon(file: &LexiconFile, console: &mut Console) -> Result<Lexicon> {
    let Some(path) = &file.path else {
        return Ok(Lexicon::built_in());
    };
    let (lexicon, faults) = Lexicon::read(&text(path)?);
    for fault in faults {
        console.fault(format_args!("{}: {fault}", path.display()));
    }
    Ok(lexicon)
}

/// The files under a path in the order of their names, and what cannot be read there.
pub fn walk(path: &Path) -> Vec<Result<PathBuf, Error>> {
    if !path.is_dir() {
        return vec![Ok(path.to_path_buf())];
    }
    let entries = fs::read_dir(path).and_then(|entries| {
        let paths = entries.map(|entry| Ok(entry?.path()));
        paths.collect::<io::Result<Vec<PathBuf>>>()
    });
    let mut paths = match entries {
        Ok(paths) => paths,
        Err(cause) => return vec![Err(unreadable(path, cause))],
    };
    paths.sort();
    let inside = paths.iter().flat_map(|path| {
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        match is_hidden {
            true => vec![Err(unreadable(path, "it is hidden"))],
            // It may lead back here.
            false if path.is_dir() && path.is_symlink() => vec![Err(unreadable(path, "it is a link to a folder"))],
            false => walk(path),
        }
    });
    inside.collect()
}

/// Writes a file under another name beside it, then renames it: nobody ever sees half of it. What is there and
/// is no plain file (`/dev/stdout`, a pipe) is written to as it stands, never replaced.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    let file = || path.display().to_string();
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return fs::write(path, content).with_context(file);
    }
    // A link stays a link.
    let target = fs::canonicalize(path).unwrap_or(path.to_path_buf());
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = target.with_file_name(name);
    let written = fs::write(&part, content).and_then(|()| fs::rename(&part, &target));
    if written.is_err() {
        // It may never have been made; the error that counts is the first.
        let _ = fs::remove_file(&part);
    }
    written.with_context(file)
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
