//! `pack` and `bundle`: a corpus to a page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use tifa::corpus::{self, Corpus};
use tifa::page::{self, Program, Viewer};

use crate::args::{Bundle, Pack};
use crate::console::{Console, count};
use crate::files;

/// The programs of the page. All is empty in a binary that was built without them.
const VIEWER: Viewer = Viewer {
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
    done(&args.output, &corpus, console)
}

pub fn bundle(args: &Bundle, console: &mut Console) -> Result<()> {
    let corpus = corpus(&args.corpus, console)?;
    // The page comes last: it is there only when all that it needs is.
    let mut files = page::bundle(VIEWER, &corpus);
    files.sort_by_key(|(name, _)| name == "index.html");
    for (name, bytes) in files {
        let path = args.output.join(name);
        let folder = path.parent().unwrap_or(&args.output);
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        files::write(&path, bytes)?;
    }
    done(&args.output, &corpus, console)
}

/// Reads the corpus to pack. Documents at fault are left out and reported.
fn corpus(path: &Path, console: &mut Console) -> Result<Corpus> {
    ensure!(
        !VIEWER.view.wasm.is_empty(),
        "this tifa was built without the viewer and cannot make pages; `cargo xtask dist` builds one that can"
    );
    let (corpus, faults) = corpus::read(&files::text(path)?).with_context(|| path.display().to_string())?;
    for fault in faults {
        console.fault(format_args!("{}: {fault}", path.display()));
    }
    Ok(corpus)
}

fn done(output: &Path, corpus: &Corpus, console: &mut Console) -> Result<()> {
    let documents = count(corpus.documents.len(), "document");
    console.line(format_args!("{}: {documents}", output.display()))
}
