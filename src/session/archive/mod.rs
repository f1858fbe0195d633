//! The archive: a large corpus in shards, of which only those are loaded that an answer needs.
//!
//! A [`Writer`] makes the shards, an [`Archive`] reads them; `format` says what is in them, `grams` how phrases are found.

mod format;
mod grams;
mod read;
mod stubs;
mod write;

pub use read::{Archive, FEW, Told};
pub use write::{Digest, Digester, Limits, Lists, PARTITIONS, Part, Writer};

/// The bits of a hash that say in which `ids-K` shard an id is, of so many documents.
fn id_bits(documents: usize) -> u32 {
    (documents / IDS).next_power_of_two().trailing_zeros()
}

/// In which `ids-K` shard an id is.
fn id_shard(id: &str, bits: u32) -> usize {
    let hash = id.bytes().fold(0, |hash, byte| grams::extend(hash, u16::from(byte)));
    grams::first_bits(grams::finish(hash), bits)
}

/// Documents whose ids share a shard, or more: about 7 kB.
const IDS: usize = 300;
