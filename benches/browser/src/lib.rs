//! What `benches/figures` measures in a browser; the clock is that of the page.

#![cfg(target_arch = "wasm32")]

mod changed;
mod compare;
mod contestants;
mod matching;
mod reuse;
mod search;
