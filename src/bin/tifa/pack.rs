//! `pack`: a corpus to a page.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use tifa::corpus::{self, Corpus};
use tifa::page::{self, Program, Viewer};

use crate::args::Pack;
use crate::console::{Console, count};
use crate::files;

/// The programs of the page. All is empty in a binary that was built without them.
pub const VIEWER: Viewer = Viewer {
    view: Program {
        glue: include_str!(concat!(env!("OUT_DIR"), "/viewer.js")),
        wasm: include_bytes!(concat!(env!("OUT_DIR"), "/viewer.wasm")),
    },
    clerk: Program {
        glue: include_str!(concat!(env!("OUT_DIR"), "/clerk.js")),
        wasm: include_bytes!(concat!(env!("OUT_DIR"), "/clerk.wasm")),
    },
};

pub fn pack(args: &Pack, console: &mut Console) -> Result<()> {
    let corpus = corpus(&args.corpus, console)?;
    files::write(&args.output, page::single(VIEWER, &corpus, ""))?;
    let documents = count(corpus.documents.len(), "document");
    console.line(format_args!("{}: {documents}", args.output.display()))
}

/// Was this program built with the programs of the page?
pub fn check_viewer() -> Result<()> {
    ensure!(
        !VIEWER.view.wasm.is_empty(),
        "this tifa was built without the viewer and cannot make pages; `cargo xtask dist` builds one that can"
    );
    Ok(())
}

/// Reads the corpus to pack. Documents at fault are left out and reported.
fn corpus(path: &Path, console: &mut Console) -> Result<Corpus> {
    check_viewer()?;
    let (corpus, faults) = corpus::read(&files::text(path)?).with_context(|| path.display().to_string())?;
    for fault in faults {
        console.fault(format_args!("{}: {fault}", path.display()));
    }
    Ok(corpus)
}
