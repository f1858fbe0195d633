//! How hot a slogan is, in six steps.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The six steps of the China Media Project for the uses of a slogan, from 冷 to 沸. Hotter is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Temperature {
    /// 冷
    Cold,
    /// 温
    Mild,
    /// 暖
    Warm,
    /// 热
    Hot,
    /// 烫
    Burning,
    /// 沸
    Boiling,
}

impl Temperature {
    /// Hottest first.
    pub const ALL: [Temperature; 6] = [
        Temperature::Boiling,
        Temperature::Burning,
        Temperature::Hot,
        Temperature::Warm,
        Temperature::Mild,
        Temperature::Cold,
    ];
}

/// From how many uses per document on a slogan is boiling, burning, hot, warm and mild; below the last it is cold.
/// They fall, and are all above zero.
///
/// The China Media Project counts uses per article over a year and has published no thresholds; so these are ours,
/// and a reader can set others: 2 (a document says it more than once), 1 (each says it), 0.5 (every other), 0.2
/// (one of five) and 0.05 (one of twenty). They suit speeches of a few thousand characters: longer documents
/// repeat more, and are hotter without meaning more. To compare corpora of different genres, use rates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 5]", into = "[f64; 5]")]
pub struct Thresholds([f64; 5]);

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds([2.0, 1.0, 0.5, 0.2, 0.05])
    }
}

impl Thresholds {
    /// `None` unless they fall and are above zero.
    pub fn new(thresholds: [f64; 5]) -> Option<Thresholds> {
        let [first, .., last] = thresholds;
        let fall = thresholds.windows(2).all(|pair| pair[0] > pair[1]);
        (fall && last > 0.0 && first.is_finite()).then_some(Thresholds(thresholds))
    }

    /// From five numbers with spaces, commas or semicolons between them, as a reader writes them.
    ///
    /// ```
    /// use tifa::stats::Thresholds;
    /// assert_eq!(Thresholds::parse("2, 1, 0.5, 0.2, 0.05"), Some(Thresholds::default()));
    /// assert_eq!(Thresholds::parse("1 2 3 4 5"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Thresholds> {
        let mut numbers = text
            .split(|c: char| c.is_whitespace() || ",;,、;".contains(c))
            .filter(|number| !number.is_empty())
            .map(|number| number.parse().ok());
        let mut thresholds = [0.0; 5];
        for threshold in &mut thresholds {
            *threshold = numbers.next()??;
        }
        Thresholds::new(thresholds).filter(|_| numbers.next().is_none())
    }

    /// The temperature of so many uses in so many documents, with or without it. Without documents it is cold.
    pub fn of(&self, uses: usize, documents: usize) -> Temperature {
        let each = uses as f64 / documents.max(1) as f64;
        let step = self.0.iter().position(|threshold| each >= *threshold);
        step.map_or(Temperature::Cold, |step| Temperature::ALL[step])
    }
}

impl fmt::Display for Thresholds {
    /// As [`Thresholds::parse`] reads them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [boiling, burning, hot, warm, mild] = self.0;
        write!(f, "{boiling}, {burning}, {hot}, {warm}, {mild}")
    }
}

impl From<Thresholds> for [f64; 5] {
    fn from(thresholds: Thresholds) -> [f64; 5] {
        thresholds.0
    }
}

impl TryFrom<[f64; 5]> for Thresholds {
    type Error = &'static str;

    fn try_from(thresholds: [f64; 5]) -> Result<Thresholds, Self::Error> {
        Thresholds::new(thresholds).ok_or("thresholds of temperature must fall and be above zero")
    }
}
