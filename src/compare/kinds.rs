//! The kind of sameness of every character.

use super::texts::Text;
use super::{Kind, KindRun};
use crate::corpus::Span;
use crate::reuse::Boilerplate;
use crate::text::ngrams::is_mark;

/// The kind of each display character of each block of a side, the other side not yet known: nothing is shared.
pub fn alone(texts: &[Text], commons: &Boilerplate) -> Vec<Vec<Kind>> {
    let kinds = texts.iter().map(|text| {
        let mut kinds = vec![Kind::Own; text.length];
        for (start, end) in commons.spans(text.display) {
            kinds[start..end].fill(Kind::Boilerplate);
        }
        for slogan in &text.slogans {
            kinds[slogan.span.start..slogan.span.end].fill(Kind::Slogan);
        }
        kinds
    });
    kinds.collect()
}

/// Marks what stands on both sides, where it is of no other kind.
pub fn share(kinds: &mut [Vec<Kind>], texts: &[Text], matches: impl Iterator<Item = Span>) {
    for span in matches {
        let text = &texts[span.block];
        // What cannot be seen is of the kind of the character before it.
        let first = text.characters.places.partition_point(|&place| place < span.start);
        let end = text.characters.places.partition_point(|&place| place < span.end);
        let kinds = &mut kinds[span.block][text.shown(&(first..end))];
        kinds
            .iter_mut()
            .filter(|kind| **kind == Kind::Own)
            .for_each(|kind| *kind = Kind::Shared);
    }
    for (text, kinds) in texts.iter().zip(kinds) {
        for (at, _) in text
            .display
            .chars()
            .enumerate()
            .filter(|(at, c)| *at > 0 && is_mark(*c))
        {
            kinds[at] = kinds[at - 1];
        }
    }
}

/// The runs of one kind, in order.
pub fn runs(kinds: &[Vec<Kind>]) -> Vec<KindRun> {
    let mut runs = Vec::new();
    for (block, kinds) in kinds.iter().enumerate() {
        let mut start = 0;
        for run in kinds.chunk_by(|a, b| a == b) {
            let end = start + run.len();
            runs.push(KindRun {
                span: Span { block, start, end },
                kind: run[0],
            });
            start = end;
        }
    }
    runs
}
