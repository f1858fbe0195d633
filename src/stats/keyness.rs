//! What one selection of texts says more often than another.

use std::f64::consts::{LN_2, PI};

use serde::{Deserialize, Serialize};

use super::count::Z;
use super::logarithm::{ln, log2};
use super::{Count, Interval, rounded};

/// A slogan in one selection of texts, A, against another, B.
///
/// Two questions, two numbers: `log_ratio` says how large the difference is, `log_likelihood` how much evidence
/// there is for it. Sort by the first among those that pass the second. The usual cautions: evidence grows with
/// the corpora, so that in large ones everything is significant; one long or copied document can make a slogan
/// key, which its dispersion shows; who tests a thousand slogans finds fifty at 5 % by chance alone, hence
/// `corrected`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Keyness {
    /// G² = 2 Σ O ln (O / E) over the uses in A and in B, where E is what each would have if both had the rate of
    /// the whole (T. Dunning 1993; in this form P. Rayson and R. Garside 2000). 0 for equal rates; never negative.
    pub log_likelihood: f64,
    /// The binary logarithm of the rate in A over that in B (A. Hardie 2014): 1 is twice as often in A, −1 twice
    /// as often in B. No uses at all count as half a use; where that would turn the direction round, because the
    /// side without is so small, it is 0.
    pub log_ratio: f64,
    /// 95 % of `log_ratio`, on the log scale ± 1.96 √(1/a + 1/b) / ln 2 (D. Katz and others 1978, for rates).
    /// Rough below five uses on a side, and with half a use no more than a hint.
    pub interval: Interval,
    /// `log_likelihood` less the logarithm of the characters of both: the Bayes factor by the BIC (A. Wilson
    /// 2013). From 2 on there is positive, from 6 strong, from 10 very strong evidence for a difference; below −2
    /// as much for none. Unlike significance it demands more of larger corpora.
    pub bic: f64,
    /// As if this slogan had been the only one in question.
    pub significance: Significance,
    /// As one of the number of slogans that were tested (Bonferroni): p times that number.
    pub corrected: Significance,
}

/// The strictest usual level that a log-likelihood reaches, by the χ² distribution with one degree of freedom.
/// More significant is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Significance {
    None,
    /// p ≤ 0.05, 3.84 and more.
    FivePercent,
    /// p ≤ 0.01, 6.63 and more.
    OnePercent,
    /// p ≤ 0.001, 10.83 and more.
    OneInThousand,
    /// p ≤ 0.0001, 15.13 and more.
    OneInTenThousand,
}

/// The keyness of a slogan in A against B, one of `tested` slogans that are compared in this way. `None` if
/// neither uses it, or one of them has no text. Numbers are rounded to four decimals. Exchanging A and B changes
/// the signs of `log_ratio` and its interval, and nothing else.
///
/// ```
/// use tifa::stats::{Count, Significance, keyness};
/// let key = keyness(Count::new(40, 100_000), Count::new(10, 100_000), 1).unwrap();
/// assert_eq!(key.log_ratio, 2.0);
/// assert_eq!(key.significance, Significance::OneInTenThousand);
/// ```
pub fn keyness(a: Count, b: Count, tested: usize) -> Option<Keyness> {
    if (a.uses == 0 && b.uses == 0) || a.characters == 0 || b.characters == 0 {
        return None;
    }
    let characters = a.characters as f64 + b.characters as f64;
    let rate = (a.uses as f64 + b.uses as f64) / characters;
    let likelihood = (2.0
        * (surprise(a.uses as f64, a.characters as f64 * rate) + surprise(b.uses as f64, b.characters as f64 * rate)))
    .max(0.0);

    let uses = |count: Count| if count.uses == 0 { 0.5 } else { count.uses as f64 };
    let ratio = log2(uses(a) / a.characters as f64) - log2(uses(b) / b.characters as f64);
    let ratio = match (a.uses, b.uses) {
        (0, _) => ratio.min(0.0),
        (_, 0) => ratio.max(0.0),
        _ => ratio,
    };
    let half = Z / LN_2 * (1.0 / uses(a) + 1.0 / uses(b)).sqrt();

    Some(Keyness {
        log_likelihood: rounded(likelihood),
        log_ratio: rounded(ratio),
        interval: Interval {
            low: rounded(ratio - half),
            high: rounded(ratio + half),
        },
        bic: rounded(likelihood - ln(characters)),
        significance: Significance::of(likelihood, 1),
        corrected: Significance::of(likelihood, tested),
    })
}

/// What a cell of a table adds to half its log-likelihood.
pub(super) fn surprise(observed: f64, expected: f64) -> f64 {
    if observed > 0.0 {
        observed * ln(observed / expected)
    } else {
        0.0
    }
}

impl Significance {
    /// The levels with their p, strictest first.
    const LEVELS: [(Significance, f64); 4] = [
        (Significance::OneInTenThousand, 0.0001),
        (Significance::OneInThousand, 0.001),
        (Significance::OnePercent, 0.01),
        (Significance::FivePercent, 0.05),
    ];

    /// Of a log-likelihood, as one of so many tests.
    pub fn of(log_likelihood: f64, tested: usize) -> Significance {
        if log_likelihood < 3.8 {
            return Significance::None;
        }
        let p = log_p(log_likelihood) + ln(tested.max(1) as f64);
        Significance::LEVELS
            .into_iter()
            .find(|(_, level)| p <= ln(*level))
            .map_or(Significance::None, |(significance, _)| significance)
    }
}

/// The logarithm of the p of a log-likelihood of 3.8 or more: both tails of a normal distribution beyond its root.
/// The tail is Laplace's continued fraction, `φ(z) / (z + 1/(z + 2/(z + 3/(z + …))))`; sixty steps are more than
/// enough there.
fn log_p(log_likelihood: f64) -> f64 {
    let z = log_likelihood.sqrt();
    let fraction = (1..=60).rev().fold(z, |below, step| z + f64::from(step) / below);
    LN_2 - log_likelihood / 2.0 - ln(2.0 * PI) / 2.0 - ln(fraction)
}
