//! `benches/RESULTS.md`: the tables that a part of the benchmark writes there, each part under a heading of its own.

use std::fs;
use std::path::Path;

/// What stands above all parts.
const HEAD: &str = "# Results

Written by `cargo xtask bench search size`; a part that is measured alone replaces its own section. Nothing of what is \
measured beside Tifa ships with it.
";

/// Puts what a part found into its section.
pub fn write(part: &str, found: &str) -> Result<(), String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/RESULTS.md");
    let before = fs::read_to_string(&file).unwrap_or_default();
    let mut sections: Vec<(&str, &str)> = before
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .filter(|(name, _)| *name != part)
        .collect();
    sections.push((part, found));
    sections.sort_unstable();
    let sections = sections
        .iter()
        .map(|(name, text)| format!("\n## {name}\n\n{}\n", text.trim()));
    let text = HEAD.to_string() + &sections.collect::<String>();
    fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    println!("written: {}", file.display());
    Ok(())
}
