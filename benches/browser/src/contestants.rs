//! Who looks for the phrases, natively and in the browser alike.

use daachorse::charwise::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::text::units::Units;

pub use daachorse::MatchKind;

pub type Daachorse = CharwiseDoubleArrayAhoCorasick<u32>;

/// A document, as Tifa wants it.
pub fn folded(text: &str) -> Units {
    Units::new(text.lines())
}

/// The phrases as a lexicon, one an entry.
pub fn tifa<'a>(phrases: impl IntoIterator<Item = &'a String>) -> Matcher {
    let list: String = phrases.into_iter().flat_map(|phrase| [phrase, "\n"]).collect();
    let (lexicon, faults) = Lexicon::read(&list);
    assert!(faults.is_empty(), "{faults:?}");
    Matcher::new(&lexicon)
}

pub fn daachorse(phrases: &[String], kind: MatchKind) -> Daachorse {
    let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(kind);
    builder.build(phrases).expect("an automaton of the phrases")
}

/// All uses, each with its place and whether it is marked.
pub fn by_tifa(matcher: &Matcher, texts: &[Units]) -> usize {
    let uses = |text| {
        let found = matcher.find(text);
        found.iter().filter(|found| !found.repeats).count()
    };
    texts.iter().map(uses).sum()
}

/// Of uses that overlap the longest.
pub fn marks_by_tifa(matcher: &Matcher, texts: &[Units]) -> usize {
    texts.iter().map(|text| matcher.marks(text).len()).sum()
}

pub fn marks_by_daachorse(automaton: &Daachorse, texts: &[String]) -> usize {
    let found = texts.iter().map(|text| automaton.leftmost_find_iter(text).count());
    found.sum()
}
