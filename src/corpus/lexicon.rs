//! A lexicon as a corpus carries it: entries with what is known of them. Finding them is not the matter here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A slogan, under its canonical form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Entry {
    /// The canonical form. It may have gaps and slots: see `tifa::lexicon::pattern`.
    pub phrase: String,
    /// Other wordings of the same slogan. Script, width and punctuation are folded and need no variant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gloss_en: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pinyin: String,
    /// The first known use, as EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<String>,
    /// What a numbered slogan stands for; several if its users disagree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expands_to: Vec<String>,
    /// The occasion of the first known use.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Longer words and names that it is part of; inside of them it is not a use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_inside: Vec<String>,
    /// The colour its reader gave it, by its number from 1 to 10; that of its category if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<u8>,
}

/// Entries in the order of their file; no phrase stands twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Lexicon {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Is it switched off?
    #[serde(default, skip_serializing_if = "is_false")]
    pub off: bool,
    pub entries: Vec<Entry>,
}

/// What a reader has decided about lexicons; it goes with the corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Choices {
    /// Is the built-in lexicon switched off?
    #[serde(skip_serializing_if = "is_false")]
    pub without_built_in: bool,
    /// Entries that are not looked for, by their folded phrase.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub hidden: BTreeSet<String>,
    /// Proposals that were rejected, folded.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub rejected: BTreeSet<String>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}
