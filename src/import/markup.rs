//! What converters leave inside lines: tags, list bullets and column bars.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::pattern::regex;
use super::source::Source;
use crate::corpus::Reason;

pub fn remove(source: &mut Source) {
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| regex(r#"</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>"#));
    let text = source.text;
    for tag in TAG.find_iter(text) {
        source.remove(tag.range(), Reason::Markup);
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let bullets = line.len()
            - line
                .trim_start_matches(|c: char| c.is_whitespace() || is_bullet(c))
                .len();
        let bars = line.trim_end_matches(|c: char| c.is_whitespace() || c == '|').len();
        mark(source, start..start + bullets, is_bullet);
        mark(source, start + bars.max(bullets)..end, |c| c == '|');
        start = end;
    }
}

/// Removes the characters of a range that are of a kind.
fn mark(source: &mut Source, range: std::ops::Range<usize>, kind: fn(char) -> bool) {
    let text = source.text;
    for (at, c) in text[range.clone()].char_indices().filter(|(_, c)| kind(*c)) {
        let start = range.start + at;
        source.remove(start..start + c.len_utf8(), Reason::Markup);
    }
}

/// The bullets of lists in pages; «·» is not one of them, it separates the parts of names.
fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '●' | '■' | '◆' | '▪' | '►')
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
