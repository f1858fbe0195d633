//! [`tifa_fuzz::lexicon`] under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tifa_fuzz::lexicon(bytes));
