//! From sources to the page: the wasm, its glue, the command line with both inside, and what that packs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use wasm_bindgen_cli_support::Bindgen;

use crate::{cargo, execute, ground, output, root};

/// The programs of the page, and the names under which their glue puts them into a worker's or the page's scope.
const PROGRAMS: [(&str, &str); 2] = [("viewer", "wasm_bindgen"), ("clerk", "tifa_clerk")];

/// The level at which cargo optimizes what the page carries.
pub const SMALL: &str = "s";

/// What a build leaves behind.
pub struct Dist {
    /// The folder with `tifa.html` and `site`.
    pub folder: PathBuf,
    pub page: PathBuf,
    /// The folder for `TIFA_VIEWER`: glue and wasm of the two programs.
    pub viewer: PathBuf,
}

pub fn dist() -> Result<Dist> {
    ground::target()?;
    let target = target_folder()?;
    let viewer = target.join("viewer");
    // The page is carried about, the command line is not: the one is made small, the other fast.
    let built = build(SMALL, PROGRAMS.iter().flat_map(|(name, _)| ["--bin", name]))?;
    for (name, global) in PROGRAMS {
        bind(&built.join(name), name, global, &viewer)?;
    }
    execute(
        cargo()
            .args(["build", "--release", "--bin", "tifa"])
            .env("TIFA_VIEWER", &viewer),
    )?;

    let folder = root().join("dist");
    let page = folder.join("tifa.html");
    let site = folder.join("site");
    if site.exists() {
        fs::remove_dir_all(&site).with_context(|| format!("cannot empty {}", site.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let tifa = target
        .join("release")
        .join(format!("tifa{}", std::env::consts::EXE_SUFFIX));
    for (command, place) in [("pack", &page), ("bundle", &site)] {
        execute(
            Command::new(&tifa)
                .current_dir(root())
                .args([command, "assets/corpus.json", "-o"])
                .arg(place),
        )?;
    }

    println!();
    for (name, _) in PROGRAMS {
        let wasm = fs::read(viewer.join(name).with_extension("wasm"))?;
        println!("{name:<9} {:>10}   {} gzipped", size(wasm.len()), size(gzipped(&wasm)?));
    }
    println!("page      {:>10}   {}", size(length(&page)?), page.display());
    println!("folder    {:>10}   {}", size(length(&site)?), site.display());
    Ok(Dist { folder, page, viewer })
}

/// Builds programs for the browser, as cargo is told to choose them, at a level of optimization; gives their folder.
pub fn build<'a>(level: &str, chosen: impl IntoIterator<Item = &'a str>) -> Result<PathBuf> {
    execute(
        cargo()
            .args(["build", "--release", "--target", ground::WASM])
            .args(chosen)
            .args(["--config", &nameless()])
            // wasm-bindgen reads the names of the wasm features that a full strip would drop; it drops the rest itself.
            .env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level),
    )?;
    Ok(target_folder()?.join(ground::WASM).join("release"))
}

/// The cargo setting that keeps the folders of this machine, and with them the name of its user, out of the messages
/// of panics in the page; cargo adds it to the flags in `.cargo/config.toml`.
fn nameless() -> String {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let folders = [(cargo_home, "cargo"), (Some(root().to_path_buf()), "tifa")];
    let flags = folders
        .iter()
        .filter_map(|(folder, name)| Some(format!("--remap-path-prefix={}={name}", folder.as_ref()?.display())));
    let list = serde_json::Value::from_iter(flags);
    format!("target.{}.rustflags={list}", ground::WASM)
}

/// Runs wasm-bindgen on a built program, unless its output is newer than its input. The output has this name, and
/// lies in this folder.
pub fn bind(built: &Path, name: &str, global: &str, folder: &Path) -> Result<()> {
    let input = &built.with_extension("wasm");
    let outputs = ["js", "wasm"].map(|extension| folder.join(name).with_extension(extension));
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified());
    let made = modified(input).with_context(|| format!("cannot read {}", input.display()))?;
    if outputs.iter().all(|path| modified(path).is_ok_and(|time| time > made)) {
        return Ok(());
    }
    println!("\nwasm-bindgen: {}", outputs[1].display());
    Bindgen::new()
        .input_path(input)
        .out_name(name)
        .no_modules(true)?
        .no_modules_global(global)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen failed; is its version in xtask/Cargo.toml that of wasm-bindgen in Cargo.lock?")?;
    fs::rename(folder.join(format!("{name}_bg.wasm")), &outputs[1])?;
    Ok(())
}

/// Where cargo builds, which the settings of the user may have moved.
pub fn target_folder() -> Result<PathBuf> {
    let text = output(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))
        .context("cargo metadata failed: is Cargo.toml valid?")?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let folder = metadata["target_directory"].as_str();
    Ok(folder.context("cargo metadata names no target directory")?.into())
}

/// The bytes of a file, or of all files of a folder.
fn length(path: &Path) -> Result<usize> {
    if !path.is_dir() {
        return Ok(fs::metadata(path)
            .with_context(|| format!("no {}", path.display()))?
            .len() as usize);
    }
    let mut sum = 0;
    for entry in fs::read_dir(path)? {
        sum += length(&entry?.path())?;
    }
    Ok(sum)
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn size(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}
