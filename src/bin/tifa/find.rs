//! `search`, `slogans` and `discover`: where phrases stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Value, json};
use tifa::corpus::{Document, Span, slice};
use tifa::lexicon::{self, Matcher, Occurrence, Source};
use tifa::search::{Index, Query, snippet, uses};
use tifa::text::units::Units;

use crate::args::{Discover, Overlaps, Search, Slogans};
use crate::console::{Console, count};
use crate::files;

/// The characters of context on either side of a hit: a line of them fits 80 columns.
const AROUND: usize = 14;

pub fn search(args: &Search, console: &mut Console) -> Result<()> {
    let (documents, lexicon) = files::with_lexicon(&args.corpus, Some(&args.lexicon), console)?;
    let parsed = Query::parse(&args.query);
    for fault in &parsed.faults {
        let rest: String = args.query.chars().skip(fault.at).take(AROUND).collect();
        console.fault(format_args!(
            "query: character {}: {}: {rest}",
            fault.at + 1,
            fault.what
        ));
    }
    // Slogans are looked for only if the query names some.
    let occurrences: Vec<Vec<Occurrence>> = match parsed.query.slogans().next() {
        Some(_) => {
            let matcher = Matcher::new(&lexicon);
            documents
                .iter()
                .map(|document| matcher.find(&Units::of(document)))
                .collect()
        }
        None => Vec::new(),
    };
    let slogans = |slogan: &str| uses(slogan, &lexicon, occurrences.iter().map(Vec::as_slice));
    let index = Index::new(&documents);
    let search = index.search(&parsed.query, &documents, slogans);
    let found = search.found(0..documents.len());
    let total: usize = found.iter().map(|found| found.hits).sum();
    if args.json {
        let places: Vec<Value> = found
            .iter()
            .map(|found| {
                let document = &documents[found.document];
                json!({
                    "id": document.id,
                    "title": document.title,
                    "hits": found.hits,
                    "places": search.places(found.document),
                })
            })
            .collect();
        return console.json(&json!({
            "query": args.query,
            "total_documents": found.len(),
            "total_hits": total,
            "documents": places,
        }));
    }
    for found in &found {
        let document = &documents[found.document];
        heading(document, console)?;
        for &Span { block, start, end } in &search.places(found.document) {
            let snippet = snippet(&document.body[block].text, start, end, AROUND);
            let place = format!("{block}:{start}");
            console.line(format_args!(
                "  {place:>8}  {}【{}】{}",
                snippet.before, snippet.hit, snippet.after
            ))?;
        }
    }
    let (hits, documents) = (count(total, "hit"), count(found.len(), "document"));
    console.line(format_args!("{hits} in {documents}"))
}

pub fn slogans(args: &Slogans, console: &mut Console) -> Result<()> {
    let (documents, lexicon) = files::with_lexicon(&args.corpus, Some(&args.lexicon), console)?;
    let matcher = Matcher::new(&lexicon);
    let mut all = Vec::new();
    for document in &documents {
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        let mut occurrences = Vec::new();
        let found = matcher.find(&Units::of(document)).into_iter();
        for found in found.filter(|found| match args.overlaps {
            Overlaps::All => !found.repeats,
            Overlaps::Longest => !found.inside,
        }) {
            let entry = &lexicon.entries[found.entry];
            let Span { block, start, end } = found.span;
            *uses.entry(found.entry).or_default() += 1;
            occurrences.push(json!({
                "entry": entry.phrase,
                "category": entry.category,
                "text": slice(&document.body[block].text, start, end),
                "block": block,
                "start": start,
                "end": end,
                "inside": found.inside,
            }));
        }
        if args.json {
            all.push(json!({ "id": document.id, "occurrences": occurrences }));
            continue;
        }
        heading(document, console)?;
        let mut uses: Vec<(usize, usize)> = uses.into_iter().collect();
        uses.sort_by_key(|&(_, uses)| Reverse(uses));
        for (entry, uses) in uses {
            console.line(format_args!("  {uses:>8}  {}", lexicon.entries[entry].phrase))?;
        }
    }
    match args.json {
        true => console.json(&json!({ "documents": all })),
        false => Ok(()),
    }
}

pub fn discover(args: &Discover, console: &mut Console) -> Result<()> {
    let (documents, lexicon) = files::with_lexicon(&args.corpus, Some(&args.lexicon), console)?;
    let folded: Vec<Units> = documents.iter().map(Units::of).collect();
    let matcher = Matcher::new(&lexicon);
    let known: Vec<Vec<Occurrence>> = folded.iter().map(|units| matcher.find(units)).collect();
    let sources = documents.iter().zip(&folded).zip(&known);
    let sources: Vec<Source> = sources
        .map(|((document, units), known)| Source { document, units, known })
        .collect();
    let candidates = lexicon::discover(&sources, &[], &lexicon, &Default::default());
    if args.json {
        return console.json(&json!({ "candidates": candidates }));
    }
    console.line(format_args!(
        " score  uses  documents  cohesion  borders  quoted  phrase"
    ))?;
    for candidate in &candidates {
        console.line(format_args!(
            "{:>6.2}  {:>4}  {:>9}  {:>8.2}  {:>7.2}  {:>6}  {}",
            candidate.score,
            candidate.uses,
            candidate.documents,
            candidate.cohesion,
            candidate.borders,
            candidate.quoted,
            candidate.phrase
        ))?;
    }
    Ok(())
}

/// The line under which what was found in a document stands.
fn heading(document: &Document, console: &mut Console) -> Result<()> {
    let date = document.date.as_deref().unwrap_or_default();
    console.line(format_args!("{}  {date:10}  {}", document.id, document.title))
}
