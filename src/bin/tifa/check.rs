//! `check`: the faults of a corpus.

use anyhow::Result;
use serde_json::json;
use tifa::corpus;
use tifa::lexicon;

use crate::args::Check;
use crate::console::{Console, count};
use crate::files;

pub fn check(args: &Check, console: &mut Console) -> Result<()> {
    let (documents, faults) = match corpus::read(&files::text(&args.corpus)?) {
        Ok((corpus, mut faults)) => {
            faults.extend(lexicon::faults(&corpus.lexicons));
            (corpus.documents, faults)
        }
        Err(fault) => (Vec::new(), vec![fault]),
    };
    console.bad_input |= !faults.is_empty();
    if args.json {
        return console.json(&json!({ "documents": documents.len(), "faults": faults }));
    }
    for fault in &faults {
        console.line(format_args!("{fault}"))?;
    }
    let characters: usize = documents.iter().map(|document| document.characters()).sum();
    console.line(format_args!(
        "{}: {}, {} of {}",
        args.corpus.display(),
        count(faults.len(), "fault"),
        count(documents.len(), "good document"),
        count(characters, "character")
    ))
}
