//! ZIP archives, and the documents that are one: the members one after another, within limits that are checked while
//! they are unpacked, whatever the archive says of their size. A member that cannot be read costs only itself.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use encoding_rs::Encoding;
use zip::ZipArchive;
use zip::result::ZipError;

use super::formats::{self, Fault};
use super::{Error, Import, Kind, Options, decode, import};

/// Most members that are read, those of archives in the archive among them. More are a mistake or an attack; a
/// corpus of one file a speech stays below.
pub const MEMBERS: usize = 20_000;

/// Most bytes that all members may have together once unpacked: what a page can hold in memory beside its
/// corpus (wasm has 4 GiB).
pub const UNPACKED: u64 = 512 << 20;

/// How deep archives may stand in each other: 2 opens an archive in the archive, and none in that one.
const DEPTH: usize = 2;

/// Most bytes of text that are unpacked of a document that is packed. A book has a few million; pictures are not
/// unpacked.
pub const PACKAGE: u64 = 128 << 20;

pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// What is still allowed of an archive and of those in it.
struct Budget {
    members: usize,
    bytes: u64,
}

/// Reads the members of an archive, and of the archives in it.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Import, Error> {
    let mut budget = Budget {
        members: MEMBERS,
        bytes: UNPACKED,
    };
    let mut whole = Import::default();
    members(name, bytes, options, DEPTH, &mut budget, &mut whole)?;
    Ok(whole)
}

/// Adds what the members of an archive give. `depth` counts this archive and those that may stand in it.
fn members(
    name: &str,
    bytes: &[u8],
    options: &Options,
    depth: usize,
    budget: &mut Budget,
    whole: &mut Import,
) -> Result<(), Error> {
    let mut archive = open(bytes).map_err(|(kind, detail)| Error::new(kind, name, detail))?;
    let names: Vec<Vec<u8>> = archive.file_names_raw().map(<[u8]>::to_vec).collect();
    for (i, raw) in names.iter().enumerate().filter(|(_, raw)| !is_litter(raw)) {
        // Names are in the code page of whoever packed it.
        let path = decode::decode(raw, None, None).map_or(format!("member {}", i + 1), |name| name.text);
        let path = format!("{name}/{path}");
        if budget.members == 0 {
            let detail = format!("more than {MEMBERS} members, the rest is not read");
            whole.warnings.push(Error::new(Kind::Limit, name, detail));
            break;
        }
        budget.members -= 1;
        let content = match unpack(&mut archive, i, budget.bytes) {
            Ok(Some(content)) => content,
            Ok(None) => {
                budget.members = 0;
                let detail = format!("more than {UNPACKED} bytes unpacked, the rest is not read");
                whole.warnings.push(Error::new(Kind::Limit, &path, detail));
                break;
            }
            Err((kind, detail)) => {
                whole.warnings.push(Error::new(kind, &path, detail));
                continue;
            }
        };
        budget.bytes -= content.len() as u64;
        let read = if !is_zip(&content) || formats::is_zipped(&content) {
            import(&path, &content, options).map(|import| {
                whole.documents.extend(import.documents);
                whole.lexicons.extend(import.lexicons);
                whole.warnings.extend(import.warnings);
            })
        } else if depth > 1 {
            members(&path, &content, options, depth - 1, budget, whole)
        } else {
            Err(Error::new(Kind::Nested, &path, String::new()))
        };
        whole.warnings.extend(read.err());
    }
    Ok(())
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Fault> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| (Kind::Archive, error.to_string()))
}

/// The content of a member; none if it is longer than `most`.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, most: u64) -> Result<Option<Vec<u8>>, Fault> {
    let member = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => (Kind::Encrypted, String::new()),
        error => (Kind::Archive, error.to_string()),
    })?;
    if member.size() > most {
        return Ok(None);
    }
    let mut content = Vec::new();
    let unpacked = member.take(most + 1).read_to_end(&mut content);
    unpacked.map_err(|error| (Kind::Archive, error.to_string()))?;
    Ok(Some(content).filter(|content| content.len() as u64 <= most))
}

/// Folders, and what systems put into archives for themselves.
fn is_litter(path: &[u8]) -> bool {
    let parts = || path.split(|byte| matches!(byte, b'/' | b'\\'));
    let name = parts().next_back().unwrap_or_default();
    let litter: [&[u8]; 4] = [b"", b".DS_Store", b"Thumbs.db", b"desktop.ini"];
    litter.iter().any(|litter| name.eq_ignore_ascii_case(litter)) || parts().any(|part| part == b"__MACOSX")
}

/// A document that is an archive of parts.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        open(bytes).map(|archive| Package { archive, left: PACKAGE })
    }

    /// The names of the parts, sorted.
    pub fn names(&self) -> Vec<String> {
        let names = self.archive.file_names_raw().map(String::from_utf8_lossy);
        let mut names: Vec<String> = names.map(Cow::into_owned).collect();
        names.sort();
        names
    }

    /// The text of a part, if there is one of this name. Parts are Unicode: XML.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(index) = self.archive.index_for_name_raw(name.as_bytes()) else {
            return Ok(None);
        };
        let at = |(kind, detail): Fault| (kind, format!("{name}: {detail}"));
        let bytes = unpack(&mut self.archive, index, self.left).map_err(at)?;
        let bytes = bytes.ok_or_else(|| (Kind::Limit, format!("{name}: more than {PACKAGE} bytes unpacked")))?;
        self.left -= bytes.len() as u64;
        let (encoding, mark) = Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        Ok(Some(text.into_owned()))
    }
}
