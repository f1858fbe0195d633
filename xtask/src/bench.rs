//! The figures of a release: sizes, start-up and the speed of the engine, as tables.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{cargo, dist, execute, ground};

/// What is measured in a browser as a program: as fast as it can be made, and as the page has it.
const PROGRAMS: [(&str, &str); 2] = [("fast", "3"), ("small", dist::SMALL)];

/// What pages highlight words, compare texts and search with, from the npm registry.
const PEERS: [&str; 11] = [
    "mark.js@8.11.1",
    "diff@9.0.0",
    "diff-match-patch@1.0.5",
    "fast-diff@1.3.0",
    "minisearch@7.2.0",
    "flexsearch@0.8.212",
    "@orama/orama@3.1.18",
    "@leeoniya/ufuzzy@1.0.19",
    "lunr@2.3.9",
    "lunr-languages@1.22.0",
    "pagefind@1.6.0",
];

/// What can be measured alone, and of it what runs programs in a browser.
const PARTS: [&str; 7] = ["page", "engine", "matching", "compare", "reuse", "search", "size"];
const WITH_PROGRAMS: [&str; 4] = ["matching", "compare", "reuse", "search"];

/// Builds what is measured, then measures. The arguments are parts, if not all are wanted, sizes of the corpus that is
/// searched, and pages to start in the same run: a file and the CSS selector of what a reader waits for in it, each in
/// turn.
pub fn bench(arguments: &[String]) -> Result<()> {
    let named: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|name| PARTS.contains(name))
        .collect();
    let is_wanted = |part: &&str| named.is_empty() || named.contains(part);
    let mut figures = cargo();
    figures.args(["bench", "--bench", "figures", "--"]).args(arguments);
    if ["page", "size"].iter().any(is_wanted) {
        let dist = dist::dist()?;
        figures.env("TIFA_VIEWER", &dist.viewer).env("TIFA_DIST", &dist.folder);
    }
    if WITH_PROGRAMS.iter().any(is_wanted) {
        figures.env("TIFA_BENCH", programs()?);
    }
    ground::browser()?;
    execute(&mut figures)
}

/// The folder with the programs of `benches/browser`, and with what they are measured beside if npm gives it.
fn programs() -> Result<PathBuf> {
    ground::target()?;
    let folder = dist::target_folder()?.join("bench");
    for (name, level) in PROGRAMS {
        let built = dist::build(level, ["--package", "tifa-bench"])?;
        dist::bind(&built.join("tifa_bench"), name, name, &folder)?;
    }
    if let Err(error) = peers(&folder) {
        println!("note: what npm has is not measured: {error:#}");
    }
    Ok(folder)
}

fn peers(folder: &Path) -> Result<()> {
    let is_there = |peer: &&str| {
        let name = peer.rsplit_once('@').map_or(*peer, |(name, _)| name);
        folder.join("node_modules").join(name).exists()
    };
    if PEERS.iter().all(is_there) {
        return Ok(());
    }
    let quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    execute(
        Command::new("npm")
            .arg("install")
            .args(quiet)
            .arg("--prefix")
            .arg(folder)
            .args(PEERS),
    )
}
