//! Shards: bytes as script files. A classic script beside the page runs wherever the page does, also from a disk, where
//! no page may read the files beside it.
//!
//! A shard is one call, `tifa.shard("NAME","…");`. The string is gzip, seven bits in each character.

use std::io::Read;

use flate2::read::GzDecoder;

use super::write::{gzip, sevens};

const START: &str = "tifa.shard(\"";
const BETWEEN: &str = "\",\"";
const END: &str = "\");";

/// The bytes of a shard, packed.
pub struct Shard(String);

impl Shard {
    /// Packs bytes; those that are gzip are left as they are.
    pub fn new(bytes: &[u8]) -> Self {
        let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
        Shard(if is_packed { sevens(bytes) } else { sevens(&gzip(bytes)) })
    }

    /// The file of the shard. The name is one of ours: letters, digits and hyphens.
    ///
    /// ```
    /// use tifa::page::{Shard, unshard};
    ///
    /// let script = Shard::new("压实责任".as_bytes()).script("texts-0");
    /// assert!(script.starts_with(b"tifa.shard(\"texts-0\",\""));
    /// assert_eq!(unshard(&script), Some(("texts-0".to_string(), "压实责任".as_bytes().to_vec())));
    /// ```
    pub fn script(&self, name: &str) -> Vec<u8> {
        [START, name, BETWEEN, &self.0, END].concat().into_bytes()
    }

    /// Its bytes in the file; some twenty more say what it is.
    pub fn size(&self) -> u64 {
        self.0.len() as u64
    }
}

/// The name of a shard and its bytes; `None` if it is none, or not whole.
pub fn unshard(script: &[u8]) -> Option<(String, Vec<u8>)> {
    let script = std::str::from_utf8(script).ok()?;
    let (name, text) = script.strip_prefix(START)?.strip_suffix(END)?.split_once(BETWEEN)?;
    let mut bytes = Vec::new();
    GzDecoder::new(unsevens(text).as_slice()).read_to_end(&mut bytes).ok()?;
    Some((name.to_string(), bytes))
}

/// What [`sevens`] packed.
fn unsevens(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 7 / 8);
    let (mut kept, mut bits) = (0u32, 0);
    for c in text.chars() {
        kept = kept << 7 | c as u32 & 0x7f;
        bits += 7;
        if bits >= 8 {
            bits -= 8;
            bytes.push((kept >> bits) as u8);
        }
    }
    bytes
}
