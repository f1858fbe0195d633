//! Markdown: a ZIP archive with a file a document. Its fields stand in the front matter, as YAML; its text displays as
//! it stands, whatever signs of Markdown are in it.

use std::io::{Cursor, Write};

use serde_json::to_string;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{DateTime, System};

use super::file_name;
use crate::corpus::{Block, Corpus, Document, FIELDS, Ids};

/// A ZIP archive of Markdown files, named by date and title.
pub fn markdown(corpus: &Corpus) -> Vec<u8> {
    // Neither the time nor the machine shows in the bytes.
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names = Ids::default();
    for document in &corpus.documents {
        let name = name(document, &mut names);
        archive
            .start_file(name, options)
            .and_then(|()| Ok(archive.write_all(file(document).as_bytes())?))
            .expect("memory takes every byte, and no two names are equal");
    }
    archive.finish().expect("memory takes every byte").into_inner()
}

/// `2022-04-25 title.md`; a name that differs from an earlier one in nothing but case has a number.
fn name(document: &Document, names: &mut Ids) -> String {
    let date = document.date.as_ref().or(document.published.as_ref());
    let words = format!("{} {}", date.map_or("", String::as_str), document.title);
    let name = file_name(&words, "md");
    let stem = name.strip_suffix(".md").unwrap_or(&name);
    let lower = stem.to_lowercase();
    let free = names.claim(&lower);
    let number = free.strip_prefix(&lower).unwrap_or_default();
    format!("{stem}{number}.md")
}

fn file(document: &Document) -> String {
    let mut file = "---\n".to_string();
    let mut line = |name: &str, json: serde_json::Result<String>| {
        let json = json.expect("the model has only string keys");
        if !matches!(json.as_str(), "null" | "[]" | "{}") {
            file.push_str(&format!("{name}: {}\n", yaml(&json)));
        }
    };
    line("id", to_string(&document.id));
    for name in FIELDS {
        line(name, to_string(&document.field(name)));
    }
    line("derived", to_string(&document.derived));
    line("corrected", to_string(&document.corrected));
    line("origin", to_string(&document.origin));
    line("also", to_string(&document.also));
    file.push_str("---\n");
    for block in &document.body {
        file.push('\n');
        file.push_str(&paragraph(block));
        file.push('\n');
    }
    file
}

/// JSON is YAML, but for some characters that YAML wants escaped.
fn yaml(json: &str) -> String {
    let mut yaml = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                yaml += &format!("\\u{:04x}", u32::from(c));
            }
            c => yaml.push(c),
        }
    }
    yaml
}

fn paragraph(block: &Block) -> String {
    // At the end of a paragraph the sign for a line break would show.
    let text = block.text.trim_matches(['\n', '\r']);
    let lines = text.split("\r\n").flat_map(|text| text.split(['\n', '\r']));
    let lines: Vec<String> = lines.map(escape).collect();
    match block.heading {
        Some(level) => format!("{} {}", "#".repeat(usize::from(level.clamp(1, 6))), lines.join(" ")),
        None => lines.join("\\\n"),
    }
}

/// A line that Markdown displays as it stands.
fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    // Four spaces would make code of a line; an entity at their head makes them text.
    match line.chars().next() {
        Some(' ') => escaped += "&#32;",
        Some('\t') => escaped += "&#9;",
        _ => {}
    }
    escaped += line.get(1..start).unwrap_or_default();
    let rest = &line[start..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in rest.char_indices() {
        let next = rest[at + c.len_utf8()..].chars().next();
        let is_sign = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '#' => true,
            '&' => next.is_some_and(|c| c.is_ascii_alphabetic() || c == '#'),
            '+' | '-' | '=' | '>' | '|' => at == 0,
            '.' | ')' => digits > 0 && at == digits && next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if is_sign {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markdown_are_text() {
        for (text, expected) in [
            ("同志们：", "同志们："),
            ("一、先修路（3月）", "一、先修路（3月）"),
            ("1. 修路", "1\\. 修路"),
            ("1.5公里", "1.5公里"),
            ("2022) 年", "2022\\) 年"),
            ("- 修桥 - 修路", "\\- 修桥 - 修路"),
            ("---", "\\---"),
            ("# 修桥 #", "\\# 修桥 \\#"),
            ("    四个空格", "&#32;   四个空格"),
            ("\t一格", "&#9;一格"),
            (
                "*重要* _x_ `y` [z](w) <b> ~~没~~",
                "\\*重要\\* \\_x\\_ \\`y\\` \\[z\\](w) \\<b> \\~\\~没\\~\\~",
            ),
            ("A&B &lt; &#60;", "A\\&B \\&lt; \\&#60;"),
            ("> 引用 > 二", "\\> 引用 > 二"),
            ("  - 三", "&#32; \\- 三"),
            ("C:\\x", "C:\\\\x"),
            ("", ""),
        ] {
            assert_eq!(escape(text).replace("\\#60", "#60"), expected, "{text}");
        }
        let block = Block::heading(2, "第一\n第二");
        assert_eq!(paragraph(&block), "## 第一 第二");
        assert_eq!(
            paragraph(&Block::paragraph("\n第一\r\n\n- 第二\n")),
            "第一\\\n\\\n\\- 第二"
        );
    }

    #[test]
    fn front_matter_is_quoted() {
        let json = to_string("a\"b: c\u{85}\n#\u{feff}").expect("a string");
        assert_eq!(yaml(&json), "\"a\\\"b: c\\u0085\\n#\\ufeff\"");
    }
}
