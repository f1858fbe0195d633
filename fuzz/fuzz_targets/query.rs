//! [`tifa_fuzz::query`] under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tifa_fuzz::query(bytes));
