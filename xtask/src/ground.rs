//! What a machine must have beyond cargo: the wasm target, two components, a browser and a font for its tests.
//! What can be installed is; what cannot is named with the command to type.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{cargo, execute, output, root};

pub const WASM: &str = "wasm32-unknown-unknown";

/// The standard library for the browser.
pub fn target() -> Result<()> {
    let sysroot = output(Command::new("rustc").current_dir(root()).args(["--print", "sysroot"]))
        .context("rustc does not run: install Rust from https://rustup.rs")?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib");
    if library.exists() {
        return Ok(());
    }
    rustup(&["target", "add", WASM])
}

/// A component of the toolchain, by the cargo command that it brings.
pub fn component(name: &str, command: &str) -> Result<()> {
    if output(cargo().args([command, "--version"])).is_some() {
        return Ok(());
    }
    rustup(&["component", "add", name])
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let typed = arguments.join(" ");
    if output(Command::new("rustup").arg("--version")).is_none() {
        bail!(
            "this toolchain has not what `rustup {typed}` adds, and there is no rustup here: \
             install it from https://rustup.rs, then run the command again"
        );
    }
    execute(Command::new("rustup").current_dir(root()).args(arguments)).with_context(|| {
        format!("type `rustup {typed}` in the folder of the project, with a connection to the network")
    })
}

/// The browser, its driver and a Chinese font, which the browser tests need.
pub fn browser() -> Result<()> {
    let driver = output(Command::new("chromedriver").arg("--version")).is_some();
    let font = output(Command::new("fc-list").arg(":lang=zh")).is_some_and(|fonts| !fonts.trim().is_empty());
    if driver && font {
        return Ok(());
    }
    let install = "apt-get install -y --no-install-recommends chromium chromium-driver fontconfig fonts-noto-cjk";
    let is_root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !Path::new("/etc/debian_version").exists() || !is_root {
        bail!(
            "browser tests need chromedriver with its browser and a Chinese font; on Debian: \
             sudo apt-get update && sudo {install}"
        );
    }
    let apt = |line: &str| {
        execute(
            Command::new("sh")
                .arg("-c")
                .arg(format!("DEBIAN_FRONTEND=noninteractive {line}")),
        )
    };
    apt("apt-get update")
        .and_then(|()| apt(install))
        .context("the browser for the tests could not be installed")
}
