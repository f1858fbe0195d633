//! Rows of words and numbers: a table on the page, behind a plot or by itself, and a CSV file.

use yew::prelude::*;

use crate::platform::files;
use crate::ui::desk::Context;

/// A table as it goes into a file.
#[derive(Clone)]
pub struct Sheet {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// With heads by the keys of their messages.
    pub fn new(heads: &[&str], rows: Vec<Vec<String>>, context: &Context) -> Self {
        Sheet {
            heads: heads.iter().map(|key| context.text(key)).collect(),
            rows,
        }
    }

    /// As RFC 4180 has it, in UTF-8 with the mark at its start by which spreadsheets know it.
    pub fn csv(&self) -> String {
        let line = |cells: &Vec<String>| {
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            cells.join(",") + "\r\n"
        };
        let lines: String = [&self.heads].into_iter().chain(&self.rows).map(line).collect();
        format!("\u{feff}{lines}")
    }

    pub fn save(&self, name: &str) {
        files::save_text(&format!("{name}.csv"), "text/csv", &self.csv());
    }

    /// Behind words to open it with.
    pub fn folded(&self, caption: &str, context: &Context) -> Html {
        html! {
            <details class="data">
                <summary>{ context.text("plot.data") }</summary>
                <div class="scroll" tabindex="0" role="region" aria-label={caption.to_string()}>{ self.html(caption) }</div>
            </details>
        }
    }

    pub fn html(&self, caption: &str) -> Html {
        let row = |(at, cells): (usize, &Vec<String>)| {
            let cells = cells.iter().enumerate().map(|(column, cell)| match column {
                0 => html! { <th scope="row">{ cell }</th> },
                _ => html! { <td>{ cell }</td> },
            });
            html! { <tr key={at}>{ for cells }</tr> }
        };
        html! {
            <table class="sheet-of">
                <caption class="sr">{ caption.to_string() }</caption>
                <thead><tr>{ for self.heads.iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                <tbody>{ for self.rows.iter().enumerate().map(row) }</tbody>
            </table>
        }
    }
}

/// A cell of a CSV file. Spreadsheets run what begins like a formula; a text of a corpus must not be run.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_string()
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
