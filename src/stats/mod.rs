//! Arithmetic on counts: how often, how evenly, where more than elsewhere, when, and with what.
//!
//! It knows neither texts nor slogans: what counts as a use, as a document or as a character is the caller's.
//! Only the four operations and the square root are used, which every machine rounds alike, and a logarithm made
//! of them ([`logarithm`]); so the same counts give the same bits natively and in wasm. What a logarithm went
//! into is rounded to four decimals. Nothing here is ever infinite or no number: where there is nothing to say,
//! the answer is `None`.
//!
//! One caution holds for all of it: the formulas take uses to fall independently of each other, like rain. Words
//! do not (a speech that says a slogan once says it again), least of all in copied texts. So every interval is
//! too narrow and every significance too strong, the more so the less evenly the uses are spread ([`Parts`]).

mod association;
mod count;
mod dispersion;
mod keyness;
mod logarithm;
mod temperature;
mod timeline;

pub use association::{Association, association, log_dice};
pub use count::{Count, Interval};
pub use dispersion::Parts;
pub use keyness::{Keyness, Significance, keyness};
pub use temperature::{Temperature, Thresholds};
pub use timeline::{Calendar, Dated, Point, Step, Tally, Timeline, timeline};

/// To four decimals; minus zero becomes zero.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}
