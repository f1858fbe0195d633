//! The figures of a release, as tables: sizes, start-up of the page, speed of the engine.
//!
//! `cargo xtask bench` builds the page and names it: `TIFA_VIEWER` is the folder of its program, `TIFA_DIST` that of
//! the page, `TIFA_BENCH` that of the engine as programs for a browser and of what it is measured beside. Without them
//! only the engine is measured. The first arguments choose parts; without any, all are measured. Numbers are the sizes
//! at which search is measured, if not all are wanted. Each two other arguments are another page to start in the same
//! run and the CSS selector of what a reader waits for in it. Times depend on the machine: read the ratios.

use std::path::PathBuf;
use std::process::ExitCode;

use page::Folders;

mod browser;
mod compare;
mod engine;
mod matching;
mod measure;
mod page;
mod phrases;
mod planted;
mod results;
mod reuse;
mod score;
mod search;
mod size;
mod speeches;

const PARTS: [&str; 7] = ["page", "engine", "matching", "compare", "reuse", "search", "size"];

fn main() -> ExitCode {
    // Cargo adds one argument of its own.
    let arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (parts, others): (Vec<String>, Vec<String>) =
        arguments.partition(|argument| PARTS.contains(&argument.as_str()));
    let (sizes, others): (Vec<String>, Vec<String>) = others
        .into_iter()
        .partition(|argument| argument.parse::<usize>().is_ok());
    let sizes: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    match bench(&parts, &sizes, &others) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(parts: &[String], sizes: &[usize], others: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let is_chosen = |part: &str| parts.is_empty() || parts.iter().any(|chosen| chosen == part);
    let folder = |name| std::env::var_os(name).map(PathBuf::from);
    let programs = folder("TIFA_BENCH");
    let programs = programs.as_deref();
    let folders = folder("TIFA_VIEWER")
        .zip(folder("TIFA_DIST"))
        .map(|(viewer, dist)| Folders { viewer, dist });
    if (is_chosen("page") || is_chosen("size")) && folders.is_none() {
        println!("no page to measure: `cargo xtask bench` builds one");
    }
    if let Some(folders) = folders.as_ref().filter(|_| is_chosen("page")) {
        page::bench(folders, others)?;
    }
    if is_chosen("engine") {
        engine::bench();
    }
    if is_chosen("matching") {
        matching::bench(programs)?;
    }
    if is_chosen("compare") {
        compare::bench(programs)?;
    }
    if is_chosen("reuse") {
        reuse::bench(programs)?;
    }
    if is_chosen("search") {
        search::bench(programs, sizes)?;
    }
    if let Some(folders) = folders.as_ref().filter(|_| is_chosen("size")) {
        size::bench(folders)?;
    }
    Ok(())
}
