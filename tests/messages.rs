//! Both languages of the interface say everything, and nothing is said that nobody asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Texts = BTreeMap<String, String>;

fn texts(language: &str) -> Texts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/messages.{language}.json"));
    let json = fs::read_to_string(path).expect("the messages of a language");
    serde_json::from_str(&json).expect("an object of texts")
}

/// The places of a text: `{0}`, `{1}`.
fn places(text: &str) -> BTreeSet<char> {
    text.split('{').skip(1).filter_map(|slot| slot.chars().next()).collect()
}

#[test]
fn both_languages_have_every_key_and_the_same_places() {
    let (chinese, english) = (texts("zh"), texts("en"));
    let keys = |texts: &Texts| texts.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&chinese), keys(&english));
    for (key, text) in &chinese {
        assert!(
            !text.trim().is_empty() && !english[key].trim().is_empty(),
            "{key} is empty"
        );
        assert_eq!(places(text), places(&english[key]), "places of {key}");
    }
}

/// All sources of a folder, one after the other.
fn sources(folder: &Path) -> String {
    let files = fs::read_dir(folder)
        .expect("the interface")
        .map(|file| file.expect("a file").path());
    let source = |path: std::path::PathBuf| match path.is_dir() {
        true => sources(&path),
        false => fs::read_to_string(path).expect("a source"),
    };
    files.map(source).collect()
}

#[test]
fn every_key_of_the_interface_has_a_text_and_every_text_a_use() {
    let source = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"));
    let texts = texts("en");
    // Keys that are put together from a value, such as `genre.speech`.
    let families = [
        "fault.",
        "level.",
        "genre.",
        "category.",
        "facet.",
        "sort.",
        "compare.kind.",
        "compare.flag.",
        "query.fault.",
        "compare.slot.",
        "compare.show.",
        "compare.terms.",
        "reason.",
        "damage.",
        "trouble.",
        "column.",
        "lang.",
        "save.",
        "slogans.",
        "overlaps.",
        "order.",
        "heat.",
        "head.",
        "group.",
        "head.",
        "entry.",
        "evidence.",
        "syntax.",
        "lexicon.form.",
        "layout.",
        "month.",
        "script.",
    ];
    for key in texts.keys() {
        let is_used = source.contains(&format!("\"{key}\"")) || families.iter().any(|family| key.starts_with(family));
        assert!(is_used, "{key} is never said");
    }
    for call in ["text(\"", "fill(\"", "count(\""] {
        for rest in source.split(call).skip(1) {
            let key = rest.split('"').next().unwrap_or_default();
            assert!(texts.contains_key(key), "{key} has no text");
        }
    }
}

#[test]
fn every_category_of_the_lexicon_has_a_name() {
    let texts = texts("en");
    for category in tifa::lexicon::CATEGORIES {
        assert!(texts.contains_key(&format!("category.{category}")), "{category}");
    }
}

/// The kinds of an enum without data, as JSON names them.
fn kinds(file: &str, name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let source = fs::read_to_string(path).expect("a source");
    let (_, rest) = source.split_once(&format!("pub enum {name} {{")).expect("the enum");
    let (body, _) = rest.split_once("\n}").expect("its end");
    let variants = body
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.strip_suffix(','));
    let kebab = |variant: &str| {
        let cut = |(at, c): (usize, char)| (at > 0 && c.is_uppercase()).then_some('-').into_iter().chain([c]);
        variant.char_indices().flat_map(cut).collect::<String>().to_lowercase()
    };
    variants.map(kebab).collect()
}

#[test]
fn everything_that_the_engine_can_say_has_words() {
    let texts = texts("en");
    for (file, name, family) in [
        ("src/corpus/mod.rs", "Reason", "reason"),
        ("src/corpus/mod.rs", "Damage", "damage"),
        ("src/import/mod.rs", "Kind", "trouble"),
        ("src/import/mod.rs", "Column", "column"),
        ("src/compare/units.rs", "SlotType", "compare.slot"),
        ("src/compare/mod.rs", "FlagReason", "compare.flag"),
    ] {
        let kinds = kinds(file, name);
        assert!(kinds.len() > 2, "{name}: {kinds:?}");
        for kind in kinds {
            assert!(texts.contains_key(&format!("{family}.{kind}")), "{family}.{kind}");
        }
    }
}
