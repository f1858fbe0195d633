//! How evenly uses are spread over the parts of a corpus.

use super::{Count, rounded};

/// The parts of a corpus, its documents as a rule, by their size. Made once; the dispersion of a slogan then
/// costs no more than the parts that use it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Parts {
    number: usize,
    /// Characters of all, and of the smallest.
    total: f64,
    smallest: f64,
}

impl Parts {
    /// From the characters of each part. Parts without text do not count.
    pub fn new(characters: impl IntoIterator<Item = usize>) -> Parts {
        let mut parts = Parts {
            smallest: f64::INFINITY,
            ..Parts::default()
        };
        for characters in characters.into_iter().filter(|characters| *characters > 0) {
            parts.number += 1;
            parts.total += characters as f64;
            parts.smallest = parts.smallest.min(characters as f64);
        }
        parts
    }

    /// The deviation of proportions, normalised (S. Th. Gries 2008; J. Lijffijt and S. Th. Gries 2012, DPnorm):
    /// `½ Σ |share of uses − share of text| / (1 − share of the smallest part)`. 0 where uses are spread exactly
    /// as the text is, 1 where all are in the smallest part; rounded to four decimals. `None` without uses, or if
    /// the corpus has fewer than two parts with text.
    ///
    /// `used` holds the parts with uses; those without may be left out, for the shares that are too large sum up
    /// to as much as those that are too small.
    ///
    /// Caution: what is used less often than there are parts cannot be spread evenly. Compare slogans of like
    /// frequency.
    ///
    /// ```
    /// use tifa::stats::{Count, Parts};
    /// let parts = Parts::new([1_000, 1_000, 2_000]);
    /// assert_eq!(parts.dispersion([Count::new(2, 1_000), Count::new(2, 1_000), Count::new(4, 2_000)]), Some(0.0));
    /// assert_eq!(parts.dispersion([Count::new(5, 1_000)]), Some(1.0));
    /// ```
    pub fn dispersion(self, used: impl IntoIterator<Item = Count, IntoIter: Clone>) -> Option<f64> {
        let used = used.into_iter().filter(|part| part.uses > 0 && part.characters > 0);
        let uses: f64 = used.clone().map(|part| part.uses as f64).sum();
        if uses == 0.0 || self.number < 2 {
            return None;
        }
        let excess: f64 = used
            .map(|part| (part.uses as f64 / uses - part.characters as f64 / self.total).max(0.0))
            .sum();
        Some(rounded((excess / (1.0 - self.smallest / self.total)).min(1.0)))
    }
}
