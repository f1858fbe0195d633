//! A file that was brought: what was wrong with it, and how it is to be read.

use tifa::import::{Column, ENCODINGS, Error, Options};
use tifa::session::{FileReport, Intake};
use yew::prelude::*;

use super::desk::Context;
use super::errands::Errand;
use super::messages::{Messages, grouped, key};
use crate::platform::dom;

const COLUMNS: [Column; 9] = [
    Column::Text,
    Column::Title,
    Column::Date,
    Column::Published,
    Column::Place,
    Column::Issuer,
    Column::Source,
    Column::Speakers,
    Column::None,
];

/// What there is to say of a file and to choose for it.
pub fn file(report: &FileReport, intake: &Intake, context: &Context) -> Html {
    let messages = &context.messages;
    html! {
        <section class="file">
            <h2>{ &report.path }</h2>
            <p class="meta">{ about(report, messages) }</p>
            { troubles(report, messages) }
            if report.corrections > 0 {
                <p>{ messages.count("file.corrections", report.corrections) }</p>
            }
            { encoding(report, intake, context) }
            if !report.columns.is_empty() {
                { columns(report, intake, context) }
            }
        </section>
    }
}

fn about(report: &FileReport, messages: &Messages) -> String {
    let parts = [
        Some(messages.count("file.found", report.found.len())),
        Some(size(report.bytes)),
        (!report.encoding.is_empty()).then(|| report.encoding.clone()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The error of a file and its warnings, in the reader's words.
pub fn troubles(report: &FileReport, messages: &Messages) -> Html {
    let line = |(class, error): (&'static str, &Error)| {
        html! { <li {class}>{ trouble(error, &report.path, messages) }</li> }
    };
    let errors = report.error.iter().map(|error| ("bad", error));
    let warnings = report.warnings.iter().map(|warning| ("warning", warning));
    if report.error.is_none() && report.warnings.is_empty() {
        return Html::default();
    }
    html! { <ul class="troubles">{ for errors.chain(warnings).map(line) }</ul> }
}

/// What is wrong, and where; the member of an archive is named.
pub fn trouble(error: &Error, path: &str, messages: &Messages) -> String {
    let member = error
        .file
        .strip_prefix(path)
        .unwrap_or(&error.file)
        .trim_start_matches('/');
    let member = (member != path && !path.ends_with(member)).then(|| member.to_string());
    let words = messages.text(&format!("trouble.{}", key(error.kind)));
    let detail = match error.detail.split_once("line ") {
        Some(("", line)) if line.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(messages.fill("trouble.line", &[line]))
        }
        _ => Some(error.detail.clone()).filter(|detail| !detail.is_empty()),
    };
    let parts: Vec<String> = [member, Some(words), detail].into_iter().flatten().collect();
    parts.join(&messages.text("trouble.colon"))
}

fn encoding(report: &FileReport, intake: &Intake, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let number = report.file;
    let preview = intake.preview.as_ref().filter(|preview| preview.0 == number);
    let shown = preview.map_or(report.encoding.as_str(), |preview| preview.1.as_str());
    let is_listed = ENCODINGS.iter().any(|name| name.eq_ignore_ascii_case(shown));
    let onchange = send.reform(move |event: Event| Errand::Preview(number, dom::value(&event).unwrap_or_default()));
    html! {
        <div class="encoding">
            <label>{ messages.text("reader.encoding") }
                <select {onchange}>
                    if !is_listed { <option value="" selected=true disabled=true>{ shown }</option> }
                    { for ENCODINGS.iter().map(|name| html! {
                        <option value={*name} selected={name.eq_ignore_ascii_case(shown)}>{ *name }</option>
                    }) }
                </select>
            </label>
            if let Some(preview) = preview {
                <pre class="preview" tabindex="0" aria-label={messages.text("file.preview")}>{ &preview.2 }</pre>
                <button type="button" class="plain" onclick={apply(number, &preview.1, intake, context)}>
                    { messages.fill("file.reread", &[&preview.1]) }
                </button>
            } else {
                <span class="meta">{ messages.text("file.encoding.hint") }</span>
            }
        </div>
    }
}

fn apply(file: usize, encoding: &str, intake: &Intake, context: &Context) -> Callback<MouseEvent> {
    let options = Options {
        encoding: Some(encoding.to_string()),
        ..intake.options(file)
    };
    context
        .send
        .reform(move |_: MouseEvent| Errand::Reread(file, options.clone()))
}

fn columns(report: &FileReport, intake: &Intake, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let number = report.file;
    let row = |(head, column, first): &(String, Column, String)| {
        let onchange = {
            let (send, head, before) = (send.clone(), head.clone(), intake.options(number));
            move |event: Event| {
                let chosen = dom::value(&event).unwrap_or_default();
                let column = COLUMNS.into_iter().find(|column| key(column) == chosen);
                let mut options = before.clone();
                options.columns.retain(|(name, _)| *name != head);
                options.columns.push((head.clone(), column.unwrap_or(Column::None)));
                send.emit(Errand::Reread(number, options));
            }
        };
        html! {
            <tr key={head.clone()}>
                <th scope="row">{ head }</th>
                <td>
                    <select aria-label={messages.fill("file.column", &[head])} {onchange}>
                        { for COLUMNS.iter().map(|each| html! {
                            <option value={key(each)} selected={each == column}>{ messages.text(&format!("column.{}", key(each))) }</option>
                        }) }
                    </select>
                </td>
                <td class="first">{ first }</td>
            </tr>
        }
    };
    html! {
        <table class="columns">
            <caption>{ messages.text("file.columns") }</caption>
            <tbody>{ for report.columns.iter().map(row) }</tbody>
        </table>
    }
}

/// Bytes in the unit that reads best.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", grouped(bytes.div_ceil(1_000))),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
