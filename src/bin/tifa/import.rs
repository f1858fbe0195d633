//! `import`: files to a corpus.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::json;
use tifa::corpus::Corpus;
use tifa::import::report;

use crate::args::Import;
use crate::console::{Console, count};
use crate::files;

pub fn import(args: &Import, console: &mut Console) -> Result<()> {
    let mut results = Vec::new();
    for found in args.paths.iter().flat_map(|path| files::walk(path)) {
        let (file, result) = match found {
            Ok(path) => (path.display().to_string(), files::import(&path)),
            Err(error) => (error.file.clone(), Err(error)),
        };
        match &result {
            Ok(import) => console.warnings(&import.warnings),
            Err(error) => console.fault(error),
        }
        if args.json {
            console.json(&match &result {
                Ok(import) => {
                    let warnings: Vec<String> = import.warnings.iter().map(ToString::to_string).collect();
                    json!({ "file": file, "documents": import.documents.len(), "warnings": warnings })
                }
                Err(error) => json!({ "file": file, "error": error.to_string() }),
            })?;
        }
        results.push((file, result));
    }
    if let Some(path) = &args.report {
        let results: Vec<_> = results.iter().map(|(file, result)| (file.clone(), result)).collect();
        files::write(path, report(&results))?;
    }
    let imports = results.into_iter().filter_map(|(_, result)| result.ok());
    let documents: Vec<_> = imports.flat_map(|import| import.documents).collect();
    ensure!(!documents.is_empty(), "no document was found, and no corpus is written");
    let mut corpus = Corpus::new(title(args), documents);
    corpus.assign_ids();
    match &args.output {
        Some(path) => {
            files::write(path, corpus.to_json())?;
            if !args.json {
                let documents = count(corpus.documents.len(), "document");
                console.line(format_args!("{}: {documents}", path.display()))?;
            }
            Ok(())
        }
        None if args.json => Ok(()),
        None => console.text(&corpus.to_json()),
    }
}

fn title(args: &Import) -> String {
    let first = args.paths.first().map_or(Path::new(""), |path| path);
    let name = || {
        first
            .file_stem()
            .unwrap_or(first.as_os_str())
            .to_string_lossy()
            .into_owned()
    };
    args.title.clone().unwrap_or_else(name)
}
