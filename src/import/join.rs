//! Paragraphs that a converter has broken in mid-sentence are made whole: the break goes to the removal record.

use super::cues::Role;
use super::outline::is_numbered;
use super::source::{Line, Source};
use crate::corpus::Reason;
use crate::text::fold::{View, fold_text};

/// A text counts as broken at a width if this share of its lines ends in mid-sentence near that width.
const BROKEN: f64 = 0.2;

/// How near, as a share of the width.
const NEAR: f64 = 0.8;

/// Narrower columns are tables or verse, in characters.
const NARROW: usize = 16;

/// Marks as removed the breaks inside of sentences.
pub fn join(source: &mut Source, lines: &[Line], roles: &[Role]) {
    let text: Vec<&Line> = lines
        .iter()
        .zip(roles)
        .filter(|(_, role)| **role == Role::Text)
        .map(|(line, _)| line)
        .collect();
    let width = width(&text);
    let indented = text.iter().filter(|line| is_indented(source, line)).count();
    let has_indents = width.is_some() && indented * 8 >= text.len() && indented * 10 < text.len() * 9;
    for pair in text.windows(2) {
        let (line, next) = (pair[0], pair[1]);
        let is_full = width.is_some_and(|width| line.columns() as f64 >= NEAR * width as f64);
        let goes_on = match () {
            () if line.heading.is_some() || next.heading.is_some() || is_numbered(&next.folded) => false,
            () if is_salutation(&line.text) => false,
            () if has_indents && is_full => !is_indented(source, next),
            () => is_cut(line, next) && (is_full || is_clause(line)) && !is_indented_more(source, line, next),
        };
        if goes_on {
            let end = line.range.end;
            source.remove(end - 1..end, Reason::LineBreak);
        }
    }
}

/// The width at which a text was broken into lines, in columns, if it was.
fn width(lines: &[&Line]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.columns()).collect();
    widths.sort_unstable();
    // The longest may be a line that was left whole.
    let width = *widths.get(widths.len().checked_sub(1 + widths.len() / 10)?)?;
    let near = |line: &Line| {
        let columns = line.columns() as f64;
        columns >= NEAR * width as f64 && columns <= width as f64 / NEAR
    };
    let cut = lines
        .windows(2)
        .filter(|pair| is_cut(pair[0], pair[1]) && near(pair[0]))
        .count();
    (width >= 2 * NARROW && cut >= 2 && cut as f64 >= BROKEN * lines.len() as f64).then_some(width)
}

/// Does the line end, and the next one begin, in mid-sentence?
fn is_cut(line: &Line, next: &Line) -> bool {
    const ENDS: [char; 12] = ['。', '!', '?', ';', ':', '.', '"', ')', '》', '…', '】', '—'];
    const BEGINS: [char; 5] = ['"', '(', '《', '【', '—'];
    let is_open = !line.folded.ends_with(ENDS);
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    match next.text.chars().next() {
        // In English the next line of a sentence begins in lower case.
        first if latin(first) && latin(line.text.chars().next_back()) => first.is_some_and(char::is_lowercase),
        Some('●' | '•' | '■' | '▲' | '★' | '◆') | None => false,
        _ => is_open && !next.folded.starts_with(BEGINS) || line.folded.ends_with([',', '、']),
    }
}

/// A clause that a comma ends goes on, unless it is a label.
fn is_clause(line: &Line) -> bool {
    line.folded.ends_with([',', '、']) && line.characters() >= NARROW
}

/// «同志们：», «尊敬的各位来宾，», «Ladies and gentlemen,».
pub fn is_salutation(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "同志们",
        "各位",
        "尊敬的",
        "女士们",
        "先生们",
        "朋友们",
        "代表们",
        "老师们",
        "同学们",
        "dear",
        "ladies",
    ];
    let folded = fold_text(text, View::Search);
    folded.chars().count() <= 60 && folded.ends_with([':', ',', '!']) && WORDS.iter().any(|word| folded.contains(word))
}

fn is_indented(source: &Source, line: &Line) -> bool {
    indent(source, line) >= 2
}

fn is_indented_more(source: &Source, line: &Line, next: &Line) -> bool {
    indent(source, next) >= indent(source, line) + 2
}

/// White space before a line, in columns.
fn indent(source: &Source, line: &Line) -> usize {
    let raw = &source.text[line.range.clone()];
    let white = raw.chars().take_while(|c| c.is_whitespace());
    white.map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum()
}
