//! `compare` and `reuse`: what documents have in common.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tifa::compare::{Comparison, FlagReason, Match, Side, SloganUses};
use tifa::corpus::{Document, Span, slice};
use tifa::lexicon::{Lexicon, Matcher};
use tifa::reuse::{self, Boilerplate};
use tifa::text::units::Units;

use crate::args::{Compare, Reuse, Sides};
use crate::console::{Console, count};
use crate::files;

/// The passages shown to a reader; the JSON has all.
const PASSAGES: usize = 20;

/// The characters of a passage shown to a reader.
const PASSAGE: usize = 60;

pub fn compare(args: &Compare, console: &mut Console) -> Result<()> {
    let (left, right, boilerplate, lexicon) = match args.sides() {
        Sides::Documents(path, ids) => {
            let (documents, lexicon) = files::with_lexicon(&path, Some(&args.lexicon), console)?;
            let [left, right] = ids.map(|id| {
                let found = documents.iter().find(|document| document.id == id).cloned();
                found.with_context(|| format!("{}: no document has the id {id}", path.display()))
            });
            let boilerplate = Boilerplate::new(&documents, reuse::Settings::default());
            (left?, right?, boilerplate, lexicon)
        }
        Sides::Files([left, right]) => {
            let lexicon = files::lexicon(&args.lexicon, Vec::new(), console)?;
            (
                single(&left, console)?,
                single(&right, console)?,
                Boilerplate::none(),
                lexicon,
            )
        }
    };
    let comparison = tifa::compare::compare(&left, &right, &Matcher::new(&lexicon), &boilerplate, &args.options());
    match args.json {
        true => {
            let mut json = serde_json::to_value(&comparison)?;
            let slogans = &comparison.slogans;
            let used = slogans.left_only.iter().chain(&slogans.right_only).chain(&slogans.both);
            let entries = used.map(|uses| (uses.entry.to_string(), json!(lexicon.entries[uses.entry].phrase)));
            json["entries"] = entries.collect();
            console.json(&json)
        }
        false => show(&comparison, [&left, &right], &lexicon, console),
    }
}

/// The document of a file that holds one.
fn single(path: &Path, console: &mut Console) -> Result<Document> {
    let mut documents = files::documents(path, console)?;
    ensure!(
        documents.len() == 1,
        "{}: {} where one is compared; make a corpus of it with `tifa import`, and compare two ids",
        path.display(),
        count(documents.len(), "document"),
    );
    Ok(documents.remove(0))
}

fn show(
    comparison: &Comparison,
    [left, right]: [&Document; 2],
    lexicon: &Lexicon,
    console: &mut Console,
) -> Result<()> {
    console.line(format_args!("left   {}  {}", left.id, left.title))?;
    console.line(format_args!("right  {}  {}", right.id, right.title))?;
    let (a, b) = (comparison.left.shares, comparison.right.shares);
    console.line("                left  right")?;
    for (kind, left, right) in [
        ("slogan", a.slogan, b.slogan),
        ("boilerplate", a.boilerplate, b.boilerplate),
        ("shared", a.shared, b.shared),
        ("own", a.own, b.own),
    ] {
        console.line(format_args!(
            "{kind:11} {:>6.1} % {:>4.1} %",
            left * 100.0,
            right * 100.0
        ))?;
    }
    let (parallel, alike): (Vec<&Match>, Vec<&Match>) = comparison.matches.iter().partition(|found| found.parallel);
    let moved = alike.iter().filter(|found| found.moved).count();
    let (alike, moves) = (count(alike.len(), "passage"), count(comparison.moves.len(), "move"));
    console.line(format_args!(
        "{alike} alike, {moved} of them elsewhere, in {moves}; {} parallel in topic only",
        count(parallel.len(), "block")
    ))?;
    for found in &comparison.moves {
        let (at, there) = (found.left.block, found.right.block);
        let (words, whole) = (text(left, found.left), found.left.end - found.left.start);
        let cut = if whole > PASSAGE { "…" } else { "" };
        let words = slice(words, 0, PASSAGE.min(whole));
        let similar = found.similarity * 100.0;
        console.line(format_args!("moved  {at} → {there}  {similar:.0} %  {words}{cut}"))?;
    }
    for slot in &comparison.slots {
        let (a, b) = (text(left, slot.left), text(right, slot.right));
        console.line(format_args!("slot   {a} → {b}"))?;
    }
    for flag in &comparison.flags {
        let (side, document) = match flag.side {
            Side::Left => ("left", left),
            Side::Right => ("right", right),
        };
        let what = match flag.reason {
            FlagReason::ForeignPlace | FlagReason::ForeignPerson | FlagReason::ForeignOrganisation => {
                "belongs to the other document"
            }
            FlagReason::OtherDate => "is the date of the other document",
            FlagReason::OtherMeeting => "is the meeting of the other document",
        };
        let expected = flag
            .expected
            .iter()
            .map(|name| format!(", here {name}"))
            .collect::<String>();
        let (block, start) = (flag.span.block, flag.span.start);
        let name = text(document, flag.span);
        console.line(format_args!("flag   {side} {block}:{start}: {name} {what}{expected}"))?;
    }
    let slogans = &comparison.slogans;
    for (which, uses) in [
        ("both ", &slogans.both),
        ("left ", &slogans.left_only),
        ("right", &slogans.right_only),
    ] {
        for SloganUses { entry, left, right } in uses {
            let phrase = &lexicon.entries[*entry].phrase;
            console.line(format_args!("slogan {which}  {left:>3} {right:>3}  {phrase}"))?;
        }
    }
    Ok(())
}

pub fn reuse(args: &Reuse, console: &mut Console) -> Result<()> {
    let (documents, lexicon) = files::with_lexicon(&args.corpus, Some(&args.lexicon), console)?;
    // Who speaks the same slogan has not borrowed it.
    let matcher = Matcher::new(&lexicon);
    let reuse = reuse::reuse_beside(&documents, |at| {
        let marks = matcher.marks(&Units::of(&documents[at]));
        marks.into_iter().map(|slogan| slogan.span).collect()
    });
    if args.json {
        return console.json(&reuse);
    }
    let shown = reuse.passages.len().min(PASSAGES);
    let all = count(reuse.passages.len(), "shared passage");
    console.line(format_args!("{all}, the longest {shown}: places, characters, text"))?;
    for passage in &reuse.passages[..shown] {
        let length = passage.text.chars().count();
        let cut = if length > PASSAGE { "…" } else { "" };
        let (places, text) = (passage.places.len(), slice(&passage.text, 0, PASSAGE));
        console.line(format_args!("{places:>4} {length:>6}  {text}{cut}"))?;
    }
    console.line("nearest documents: share of the first in the second")?;
    for document in &documents {
        for near in reuse.nearest.get(&document.id).into_iter().flatten() {
            let share = near.score * 100.0;
            console.line(format_args!("{share:>9.1} %  {}  {}", document.id, near.id))?;
        }
    }
    Ok(())
}

fn text(document: &Document, span: Span) -> &str {
    slice(&document.body[span.block].text, span.start, span.end)
}
