//! What must have one version has one.

use std::fs;
use std::path::Path;

/// The versions of a package in Cargo.lock.
fn locked(name: &str) -> Vec<String> {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).expect("Cargo.lock");
    let head = format!("[[package]]\nname = \"{name}\"\nversion = \"");
    lock.split(&head)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_string())
        .collect()
}

/// The program refers to its glue by a private format that changes with each version of wasm-bindgen.
#[test]
fn the_glue_is_made_by_the_wasm_bindgen_of_the_program() {
    let program = locked("wasm-bindgen");
    assert_eq!(program.len(), 1, "one wasm-bindgen: {program:?}");
    assert_eq!(
        locked("wasm-bindgen-cli-support"),
        program,
        "pin wasm-bindgen-cli-support in xtask/Cargo.toml to the version of wasm-bindgen in Cargo.lock"
    );
    let xtask = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("xtask/Cargo.toml")).expect("xtask");
    let pin = format!("wasm-bindgen-cli-support = \"={}\"", program[0]);
    assert!(xtask.contains(&pin), "xtask/Cargo.toml has not `{pin}`");
}
