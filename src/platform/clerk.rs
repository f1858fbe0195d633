//! The page's end of the line to the clerk, the worker that reads files in and writes files out.

use js_sys::Uint8Array;
use tifa::import::Options;
use tifa::session::{Answer, Order};
use yew::Callback;

use super::files::Dropped;

/// Calls back for every answer, with the bytes beside it. A second call replaces the first.
pub fn listen(heard: Callback<(Answer, Uint8Array)>) {
    let _ = heard;
}

/// Reads files, one after the other; each is answered by [`Answer::Read`].
pub fn read(files: Vec<Dropped>) {
    let _ = files;
}

/// Sends an order that needs no file.
pub fn ask(order: &Order) {
    let _ = order;
}

/// Reads a file anew, by its number in the order of reading.
pub fn reread(file: usize, options: &Options) {
    let _ = (file, options);
}

/// Asks how a file begins in an encoding.
pub fn preview(file: usize, encoding: &str) {
    let _ = (file, encoding);
}

/// Sends [`Order::Write`] with the corpus that is to be written.
pub fn write(order: &Order, corpus_json: String) {
    let _ = (order, corpus_json);
}

/// Stops the clerk in the middle of whatever it does, and forgets all that it has found.
pub fn stop() {}
