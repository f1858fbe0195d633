//! The figures of a release, as tables: sizes, start-up of the page, speed of the engine.
//!
//! `cargo xtask bench` builds the page and names it: `TIFA_VIEWER` is the folder of its program, `TIFA_DIST` that of
//! the page, `TIFA_MATCHING` that of the matcher as programs for a browser. Without them only the engine is measured.
//! Each two arguments are another page to start in the same run and the CSS selector of what a reader waits for in
//! it. Times depend on the machine: read the ratios.

use std::path::PathBuf;
use std::process::ExitCode;

use page::Folders;

mod browser;
mod engine;
mod matching;
mod measure;
mod page;
mod speeches;

fn main() -> ExitCode {
    let folder = |name| std::env::var_os(name).map(PathBuf::from);
    match (folder("TIFA_VIEWER"), folder("TIFA_DIST")) {
        (Some(viewer), Some(dist)) => {
            // Cargo adds one argument of its own.
            let others: Vec<String> = std::env::args()
                .skip(1)
                .filter(|argument| argument != "--bench")
                .collect();
            if let Err(error) = page::bench(&Folders { viewer, dist }, &others) {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
        _ => println!("no page to measure: `cargo xtask bench` builds one"),
    }
    engine::bench();
    if let Err(error) = matching::bench(folder("TIFA_MATCHING").as_deref()) {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
