//! ZIP archives: the members one after another, within limits. A member that cannot be read costs only itself.

use std::io::{Cursor, Read};

use super::{Error, Import, Kind, Options, decode, import};

/// Most members that are read. More are a mistake or an attack; a corpus of one file a speech stays below.
pub const MEMBERS: usize = 20_000;

/// Most bytes that all members may have together once unpacked: what a page can hold in memory beside its
/// corpus (wasm has 4 GiB).
pub const UNPACKED: u64 = 512 << 20;

pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the members of an archive. Archives in archives are not opened.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Import, Error> {
    let error = |kind, detail: String| Error::new(kind, name, detail);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| error(Kind::Archive, e.to_string()))?;
    let mut whole = Import::default();
    let mut left = UNPACKED;
    if archive.len() > MEMBERS {
        let detail = format!("{} members, {MEMBERS} are read", archive.len());
        whole.warnings.push(error(Kind::Limit, detail));
    }
    for i in 0..archive.len().min(MEMBERS) {
        let mut content = Vec::new();
        let member = match archive.by_index(i) {
            Ok(member) if member.is_dir() => continue,
            Ok(member) => {
                // Names are in the code page of whoever packed it.
                let path =
                    decode::decode(member.name_raw(), None, None).map_or(format!("member {}", i + 1), |name| name.text);
                let path = format!("{name}/{path}");
                let read = member.take(left + 1).read_to_end(&mut content);
                read.map_err(|e| Error::new(Kind::Archive, &path, e.to_string()))
                    .map(|_| path)
            }
            Err(e) => Err(error(Kind::Archive, format!("member {}: {e}", i + 1))),
        };
        if content.len() as u64 > left {
            let detail = format!("more than {UNPACKED} bytes unpacked, the rest is not read");
            whole.warnings.push(error(Kind::Limit, detail));
            break;
        }
        left -= content.len() as u64;
        let read = member.and_then(|path| match is_zip(&content) {
            true => Err(Error::new(Kind::Nested, &path, String::new())),
            false => import(&path, &content, options),
        });
        match read {
            Ok(import) => {
                whole.documents.extend(import.documents);
                whole.warnings.extend(import.warnings);
            }
            Err(error) => whole.warnings.push(error),
        }
    }
    Ok(whole)
}
