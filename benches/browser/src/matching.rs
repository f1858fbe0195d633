//! Who looks for phrases.

use tifa::lexicon::Matcher;
use tifa::text::units::Units;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::contestants::{self, Daachorse, MatchKind};

/// Documents, and the contestants that look for one set of phrases; each counts as often as it is asked.
#[wasm_bindgen]
pub struct Bench {
    texts: Vec<String>,
    folded: Vec<Units>,
    tifa: Matcher,
    with_frames: Matcher,
    daachorse: Daachorse,
}

#[wasm_bindgen]
impl Bench {
    #[wasm_bindgen(constructor)]
    pub fn new(texts: Vec<String>, phrases: Vec<String>, frames: Vec<String>) -> Bench {
        Bench {
            folded: texts.iter().map(|text| contestants::folded(text)).collect(),
            texts,
            tifa: contestants::tifa(&phrases),
            with_frames: contestants::tifa(phrases.iter().chain(&frames)),
            daachorse: contestants::daachorse(&phrases, MatchKind::LeftmostLongest),
        }
    }

    pub fn tifa(&self) -> usize {
        contestants::by_tifa(&self.tifa, &self.folded)
    }

    pub fn tifa_with_frames(&self) -> usize {
        contestants::by_tifa(&self.with_frames, &self.folded)
    }

    pub fn marks(&self) -> usize {
        contestants::marks_by_tifa(&self.tifa, &self.folded)
    }

    pub fn daachorse(&self) -> usize {
        contestants::marks_by_daachorse(&self.daachorse, &self.texts)
    }
}
