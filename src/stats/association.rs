//! Which slogans keep company.

use serde::{Deserialize, Serialize};

use super::keyness::surprise;
use super::logarithm::log2;
use super::rounded;

/// Two slogans in so many texts, be they documents or blocks. Rounded to four decimals.
///
/// `log_dice` sorts neighbours; `together` over `expected` tells whether they meet more often than chance would
/// have it, for two slogans that every speech has are always together and mean nothing by it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Association {
    /// Texts with both.
    pub together: usize,
    /// Texts with both, if the slogans had nothing to do with each other: a · b / all.
    pub expected: f64,
    /// See [`log_dice`].
    pub log_dice: f64,
    /// G² = 2 Σ O ln (O / E) over the four kinds of texts: with both, one, the other, neither (T. Dunning 1993).
    /// [`Significance::of`](super::Significance::of) reads it. It is as high for slogans that avoid each other.
    pub log_likelihood: f64,
}

/// How two slogans go together: `together` of `all` texts have both, `a` and `b` each. `None` if no text has both.
pub fn association(together: usize, a: usize, b: usize, all: usize) -> Option<Association> {
    let log_dice = log_dice(together, a, b)?;
    // Counts that contradict each other are taken as if there were texts enough.
    let (a, b) = (a.max(together), b.max(together));
    let (only_a, only_b) = ((a - together) as f64, (b - together) as f64);
    let neither = (all as f64 - a as f64 - only_b).max(0.0);
    let (both, a, b) = (together as f64, a as f64, b as f64);
    let all = a + only_b + neither;
    let likelihood = surprise(both, a * b / all)
        + surprise(only_a, a * (all - b) / all)
        + surprise(only_b, (all - a) * b / all)
        + surprise(neither, (all - a) * (all - b) / all);
    Some(Association {
        together,
        expected: rounded(a * b / all),
        log_dice,
        log_likelihood: rounded((2.0 * likelihood).max(0.0)),
    })
}

/// logDice = 14 + log₂ (2 · together / (a + b)) (P. Rychlý 2008), rounded to four decimals. 14 if neither is ever
/// without the other; one less is half as often. It does not depend on the size of the corpus. `None` if they are
/// never together.
///
/// ```
/// use tifa::stats::log_dice;
/// assert_eq!(log_dice(5, 5, 5), Some(14.0));
/// assert_eq!(log_dice(5, 10, 10), Some(13.0));
/// assert_eq!(log_dice(0, 10, 10), None);
/// ```
pub fn log_dice(together: usize, a: usize, b: usize) -> Option<f64> {
    let (a, b) = (a.max(together) as f64, b.max(together) as f64);
    (together > 0).then(|| rounded(14.0 + log2(2.0 * together as f64 / (a + b))))
}
