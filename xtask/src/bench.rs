//! The figures of a release: sizes, start-up and the speed of the engine, as tables.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{cargo, dist, execute, ground};

/// The matcher as a program for the browser: as fast as it can be made, and as the page has it.
const MATCHING: [(&str, &str); 2] = [("fast", "3"), ("small", dist::SMALL)];

/// What pages highlight words with, from the npm registry.
const MARK: &str = "mark.js@8.11.1";

/// Builds what is measured, then measures. `others` are pages to start in the same run: a file and the CSS selector
/// of what a reader waits for in it, each in turn.
pub fn bench(others: &[String]) -> Result<()> {
    let dist = dist::dist()?;
    let matching = matching()?;
    ground::browser()?;
    execute(
        cargo()
            .args(["bench", "--bench", "figures", "--"])
            .args(others)
            .env("TIFA_VIEWER", &dist.viewer)
            .env("TIFA_DIST", &dist.folder)
            .env("TIFA_MATCHING", matching),
    )
}

/// The folder with the programs of `benches/matching`, and with mark.js if npm gives it.
fn matching() -> Result<PathBuf> {
    let folder = dist::target_folder()?.join("matching");
    for (name, level) in MATCHING {
        let built = dist::build(level, ["--package", "tifa-matching"])?;
        dist::bind(&built.join("tifa_matching"), name, name, &folder)?;
    }
    if let Err(error) = mark(&folder) {
        println!("note: mark.js is not measured: {error:#}");
    }
    Ok(folder)
}

fn mark(folder: &Path) -> Result<()> {
    if folder.join("node_modules/mark.js").exists() {
        return Ok(());
    }
    let quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    execute(
        Command::new("npm")
            .arg("install")
            .args(quiet)
            .arg("--prefix")
            .arg(folder)
            .arg(MARK),
    )
}
