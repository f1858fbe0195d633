//! The interface: what the reader sees and presses. It shows what the engine answers and computes nothing itself.

mod app;
mod check;
mod combobox;
mod compare;
mod desk;
mod details;
mod entry;
mod errands;
mod fields;
mod file;
mod import;
mod kwic;
mod library;
mod mark;
mod messages;
mod notice;
mod passage;
mod plot;
mod proof;
mod reader;
mod roll;
mod save;
mod search;
mod sheet;
mod slogans;
mod top;
mod witnesses;

/// Mounts the interface in the page shell.
pub fn start() {
    app::mount();
}
