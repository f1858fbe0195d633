//! Puts the programs of the page into the `tifa` binary.
//!
//! `TIFA_VIEWER` names a folder with `viewer.js`, `viewer.wasm`, `clerk.js` and `clerk.wasm` (`cargo xtask dist` makes
//! it). Without it the binary is built with empty programs and cannot pack.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The viewer does not carry itself.
    if env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        return;
    }
    println!("cargo::rerun-if-env-changed=TIFA_VIEWER");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let folder = env::var_os("TIFA_VIEWER").map(PathBuf::from);
    for name in ["viewer.js", "viewer.wasm", "clerk.js", "clerk.wasm"] {
        let bytes = folder
            .as_deref()
            .map(|folder| read(&folder.join(name)))
            .unwrap_or_default();
        fs::write(out.join(name), bytes).expect("a writable OUT_DIR");
    }
}

fn read(path: &Path) -> Vec<u8> {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read(path).unwrap_or_else(|error| panic!("TIFA_VIEWER: {}: {error}", path.display()))
}
