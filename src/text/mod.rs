//! Text as the matchers see it. It knows characters, not documents.

pub mod fold;
pub mod ngrams;
pub mod people;
pub mod pinyin;
pub mod stored;
pub mod units;
