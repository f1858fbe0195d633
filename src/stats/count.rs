//! Uses in so much text: their rate, and how sure it is.

use serde::{Deserialize, Serialize};

/// How often something is used in how much text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub uses: usize,
    /// Unicode scalar values of the text that was searched.
    pub characters: usize,
}

/// Two ends, both within.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// The text, in characters, to which rates refer.
const BASE: f64 = 10_000.0;

/// 97.5 % of a normal distribution lie below it: the half of a 95 % interval, in standard deviations.
pub(super) const Z: f64 = 1.959963984540054;

impl Count {
    pub fn new(uses: usize, characters: usize) -> Count {
        Count { uses, characters }
    }

    /// Uses per 10,000 characters, not rounded; 0 where there is no text.
    ///
    /// ```
    /// use tifa::stats::Count;
    /// assert_eq!(Count::new(3, 15_000).rate(), 2.0);
    /// ```
    pub fn rate(self) -> f64 {
        if self.characters == 0 {
            return 0.0;
        }
        self.uses as f64 * BASE / self.characters as f64
    }

    /// The exact 95 % interval of the rate if uses are Poisson-distributed, per 10,000 characters (F. Garwood,
    /// «Fiducial limits for the Poisson distribution», 1936): from the mean under which so many uses or more
    /// have 2.5 %, to that under which so many or fewer have. Without uses it starts at 0 and ends at 3.69 uses.
    /// `None` where there is no text.
    ///
    /// Caution: repetition within a speech makes it too narrow.
    pub fn interval(self) -> Option<Interval> {
        let scale = |uses: f64| uses * BASE / self.characters as f64;
        let low = if self.uses == 0 { 0.0 } else { mean(self.uses, 0.975) };
        let high = mean(self.uses.saturating_add(1), 0.025);
        (self.characters > 0).then(|| Interval {
            low: scale(low),
            high: scale(high),
        })
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.uses += other.uses;
        self.characters += other.characters;
    }
}

/// Up to this many uses, means are found by halving; above by a series, which errs by less than 0.0001 uses there.
const HALVED: usize = 20;

/// Under which mean does a Poisson distribution have `share`, 0.025 or 0.975, of its weight below `uses`? Also
/// known as a quantile of the gamma distribution.
fn mean(uses: usize, share: f64) -> f64 {
    if uses > HALVED {
        return series(uses as f64, if share > 0.5 { -Z } else { Z });
    }
    let (mut low, mut high) = (0.0, 2.0 * HALVED as f64);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if below(uses, middle) > share {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Until the two ends are next to each other.
const HALVINGS: usize = 60;

/// The share of a Poisson distribution below `uses`. The terms `meanⁱ / i!` are summed up to there and to the end:
/// so no exponential is needed.
fn below(uses: usize, mean: f64) -> f64 {
    let (mut term, mut below, mut all) = (1.0, 0.0, 0.0);
    let mut i = 0;
    while term > all * f64::EPSILON / 8.0 {
        if i < uses {
            below += term;
        }
        all += term;
        i += 1;
        term *= mean / i as f64;
    }
    below / all
}

/// The quantile at `z` standard deviations of a gamma distribution of shape `k` (E. A. Cornish and R. A. Fisher
/// 1938, to the sixth term).
fn series(k: f64, z: f64) -> f64 {
    let root = k.sqrt();
    let (z2, z3, z4, z5) = (z * z, z * z * z, z * z * z * z, z * z * z * z * z);
    k + z * root + (z2 - 1.0) / 3.0 + (z3 - 7.0 * z) / (36.0 * root) - (3.0 * z4 + 7.0 * z2 - 16.0) / (810.0 * k)
        + (9.0 * z5 + 256.0 * z3 - 433.0 * z) / (38_880.0 * k * root)
}
