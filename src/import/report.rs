//! A report for the reader: what each file gave, what was taken out of it and why, as one HTML page.

use super::{Error, Import};
use crate::corpus::Document;

const HEAD: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Import report</title>
<style>
body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
td { padding: .1em .8em .1em 0; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere }
td:first-child { color: #666; white-space: nowrap }
.bad { color: #a00 }
</style></head><body>
<h1>Import report</h1>
"#;

/// The report on the given files, in their order.
pub fn report(files: &[(String, &Result<Import, Error>)]) -> String {
    let mut page = HEAD.to_string();
    for (name, result) in files {
        page += &format!("<h2>{}</h2>\n", escape(name));
        let (documents, problems) = match result {
            Ok(import) => (import.documents.as_slice(), import.warnings.as_slice()),
            Err(error) => (&[][..], std::slice::from_ref(error)),
        };
        for problem in problems {
            page += &format!("<p class=bad>{}</p>\n", escape(&problem.to_string()));
        }
        for document in documents {
            section(&mut page, document);
        }
    }
    page + "</body></html>\n"
}

fn section(page: &mut String, document: &Document) {
    let date = document.date.as_deref().unwrap_or("no date");
    let derived: Vec<&str> = document.derived.keys().map(String::as_str).collect();
    let derived = match derived.join(", ") {
        fields if fields.is_empty() => fields,
        fields => format!(" · derived: {fields}"),
    };
    *page += &format!(
        "<h3>{}</h3>\n<p>{} · {} characters{derived}</p>\n<details><summary>{} removed</summary><table>\n",
        escape(&document.title),
        escape(date),
        document.characters(),
        document.removed.len(),
    );
    for removal in &document.removed {
        *page += &format!(
            "<tr><td>{:?} at {}</td><td>{}</td></tr>\n",
            removal.reason,
            removal.start,
            escape(&removal.text)
        );
    }
    *page += "</table></details>\n";
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            c => escaped.push(c),
        }
    }
    escaped
}
