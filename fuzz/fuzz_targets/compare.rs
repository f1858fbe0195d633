//! [`tifa_fuzz::compare`] under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tifa_fuzz::compare(bytes));
