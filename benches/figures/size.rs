//! What a page with ten thousand speeches takes of the machine's memory, opened from a disk: while it loads, and once
//! it is at rest.
//!
//! Told is the memory of the process that shows the page: all its threads, their heaps and those of the programs, what
//! is shared with other processes in proportion. What a page takes that shows one line is taken off. What the most was
//! is told by the system, so that no peak falls between two looks.

use std::fs;
use std::path::Path;

use tifa::corpus::Corpus;

use crate::browser::{self, Memory};
use crate::measure::{Table, short};
use crate::page::{BARE, Folders, Packer};
use crate::{results, speeches};

const SPEECHES: usize = 10_000;

/// Bytes of memory for a byte of text in UTF-8.
const AT_REST: f64 = 2.5;
const AT_MOST: f64 = 4.0;

/// A phrase that some speeches have.
const QUERY: &str = "人民的生活";

pub fn bench(folders: &Folders) -> Result<(), Box<dyn std::error::Error>> {
    let packer = Packer::new(folders)?;
    let made = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let corpus = speeches::corpus(SPEECHES);
    let blocks = corpus.documents.iter().flat_map(|document| &document.body);
    let bytes = blocks.map(|block| block.text.len() as f64).sum::<f64>();
    let measure = |name: &str, page: String, documents: Option<usize>| -> Result<Memory, Box<dyn std::error::Error>> {
        let file = made.join(name);
        fs::write(&file, page)?;
        Ok(browser::memory(&file, documents.map(|documents| (documents, QUERY)))?)
    };
    let bare = measure("bare.html", BARE.into(), None)?;
    let empty = measure("empty.html", packer.pack(&Corpus::new("", Vec::new())), None)?;
    let full = measure("many.html", packer.pack(&corpus), Some(SPEECHES))?;

    let title = format!(
        "{SPEECHES} documents, {} MB of UTF-8: megabytes in the tab",
        short(bytes / 1e6)
    );
    let mut table = Table::new(
        title,
        &[
            "",
            "at the most",
            "loaded",
            "after a query",
            "JavaScript heap of the page",
        ],
    );
    for (name, memory) in [
        ("a bare page", &bare),
        ("Tifa, empty", &empty),
        ("Tifa, with the corpus", &full),
    ] {
        let figures = [memory.most, memory.loaded, memory.asked, memory.heap];
        table.row(
            &[
                &[name.to_string()],
                figures.map(|figure| short(figure / 1e6)).as_slice(),
            ]
            .concat(),
        );
    }
    let mut goals = Table::new(
        "Goals",
        &["of the texts, above a bare page", "measured", "goal", "reached"],
    );
    for (name, figure, goal) in [
        ("at rest, loaded", full.loaded - bare.loaded, AT_REST),
        ("at rest, after a query", full.asked - bare.asked, AT_REST),
        ("at the most", full.most - bare.most, AT_MOST),
    ] {
        let times = figure / bytes;
        let reached = if times <= goal { "yes" } else { "**no**" };
        goals.row(&[
            name.into(),
            format!("{} ×", short(times)),
            format!("{} ×", short(goal)),
            reached.into(),
        ]);
    }
    let report = format!(
        "What the process of the tab holds (its proportional set size; at the most, its largest resident set), one page \
         opened from the disk in a new browser.\n{}{}\nThe first rows were there after {} s, all speeches after {} s.\n",
        table.markdown(),
        goals.markdown(),
        short(full.first / 1000.0),
        short(full.whole / 1000.0),
    );
    println!("\n{report}");
    Ok(results::write("Memory", &report)?)
}
