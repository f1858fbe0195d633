//! The house keeps its order: arrows point down, every module says what it is for, nobody above `platform`
//! touches the browser.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the engine, each of which may use only those before it.
const ORDER: [&str; 11] = [
    "corpus", "text", "page", "import", "export", "lexicon", "stats", "search", "reuse", "compare", "session",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_module_uses_only_those_above_it() {
    for (height, module) in ORDER.iter().enumerate() {
        for file in sources(&root().join("src").join(module)) {
            let source = fs::read_to_string(&file).expect("a readable source");
            for (number, line) in source.lines().enumerate() {
                for part in line.split("crate::").skip(1) {
                    let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    let place = ORDER.iter().position(|module| *module == used);
                    assert!(
                        place.is_some_and(|place| place <= height),
                        "{}:{}: `{module}` may not use `{used}`",
                        file.display(),
                        number + 1
                    );
                }
            }
        }
    }
}

#[test]
fn the_engine_knows_no_browser_no_clock_and_no_file_system() {
    for module in ORDER {
        for file in sources(&root().join("src").join(module)) {
            let source = fs::read_to_string(&file).expect("a readable source");
            for word in [
                "web_sys",
                "js_sys",
                "gloo",
                "yew",
                "std::fs",
                "std::time",
                "std::env",
                "std::process",
            ] {
                assert!(!source.contains(word), "{} uses {word}", file.display());
            }
        }
    }
}

#[test]
fn only_the_platform_touches_the_browser() {
    for file in sources(&root().join("src/ui")) {
        let source = fs::read_to_string(&file).expect("a readable source");
        for word in ["js_sys", "gloo", "wasm_bindgen::"] {
            assert!(!source.contains(word), "{} uses {word}", file.display());
        }
        assert!(
            !source.contains("from_html_unchecked"),
            "{}: text is data",
            file.display()
        );
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for folder in ["src", "tests", "xtask/src"] {
        for file in sources(&root().join(folder)) {
            let source = fs::read_to_string(&file).expect("a readable source");
            assert!(source.starts_with("//! "), "{} opens without `//!`", file.display());
        }
    }
}
