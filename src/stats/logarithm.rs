//! The natural logarithm, from operations that every machine rounds alike. That of the standard library is the
//! platform's, and differs in its last bits between them.

use std::f64::consts::{LN_2, SQRT_2};

/// The natural logarithm of a positive number, right to about fifteen digits.
///
/// `x = 2^e · m` with `m` near 1, and `ln m = 2 (s + s³/3 + s⁵/5 + …)` for `s = (m − 1) / (m + 1)`.
pub(super) fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut exponent = (bits >> 52) as f64 - 1023.0;
    let mut mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | 1.0f64.to_bits());
    if mantissa > SQRT_2 {
        mantissa /= 2.0;
        exponent += 1.0;
    }
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..TERMS)
        .rev()
        .fold(0.0, |sum, term| sum * s * s + 1.0 / f64::from(2 * term + 1));
    exponent * LN_2 + 2.0 * s * series
}

/// The logarithm to base two.
pub(super) fn log2(x: f64) -> f64 {
    ln(x) / LN_2
}

/// Terms of the series. `s²` is at most 0.03, so that the twelfth is below the last bit of the first.
const TERMS: u32 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_logarithm() {
        for x in [
            1e-300, 1e-9, 0.1, 0.5, 0.9999999, 1.0, 1.0000001, 1.41, 1.42, 2.0, 3.0, 10.0, 1e6, 1e19, 1e300,
        ] {
            assert!((ln(x) - x.ln()).abs() <= 4.0 * f64::EPSILON * x.ln().abs(), "{x}");
        }
    }
}
