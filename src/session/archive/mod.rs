//! The archive: a large corpus in shards, of which only those are loaded that an answer needs.
//!
//! [`write::Writer`] makes the shards; `format` says what is in them, [`grams`] how phrases are found.

mod format;
mod grams;
mod stubs;
mod write;

pub use write::{Digest, Digester, Limits, Lists, PARTITIONS, Part, Writer};

/// In which `ids-K` shard an id is, of so many documents.
fn id_shard(id: &str, documents: usize) -> usize {
    let hash = id.bytes().fold(0, |hash, byte| grams::extend(hash, u16::from(byte)));
    let bits = (documents / IDS).next_power_of_two().trailing_zeros();
    grams::first_bits(grams::finish(hash), bits)
}

/// Documents whose ids share a shard, or more: about 7 kB.
const IDS: usize = 300;
