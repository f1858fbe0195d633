//! Rows of words and numbers: a table on the page, behind a plot or by itself, and a CSV file.

use yew::prelude::*;

use super::desk::Context;
use crate::platform::{dom, files};

/// A table as it goes into a file.
#[derive(Clone, PartialEq)]
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

    /// Saves it as a CSV file.
    pub fn save(&self, name: &str) {
        let mut file = Csv::new(&self.heads);
        self.rows.iter().for_each(|row| file.add(row));
        file.save(name);
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

/// A CSV file as far as it is written: as RFC 4180 has it, in UTF-8 with the mark at its start by which spreadsheets
/// know it.
pub struct Csv(String);

impl Csv {
    pub fn new(heads: &[String]) -> Self {
        let mut file = Csv("\u{feff}".to_string());
        file.add(heads);
        file
    }

    pub fn add(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        self.0 += &cells.join(",");
        self.0 += "\r\n";
    }

    pub fn save(&self, name: &str) {
        files::save_text(&format!("{name}.csv"), "text/csv", &self.0);
    }
}

/// A table behind words to open it with. It is made when it is opened: it may be long.
#[derive(PartialEq, Properties)]
pub struct FoldedProps {
    pub sheet: Callback<(), Sheet>,
    pub caption: String,
    pub words: String,
}

#[component]
pub fn Folded(props: &FoldedProps) -> Html {
    let FoldedProps { sheet, caption, words } = props;
    let is_open = use_state(|| false);
    let ontoggle = {
        let is_open = is_open.clone();
        move |event: Event| is_open.set(dom::is_open(&event))
    };
    html! {
        <details class="data" {ontoggle}>
            <summary>{ words }</summary>
            if *is_open {
                <div class="scroll" tabindex="0" role="region" aria-label={caption.clone()}>{ sheet.emit(()).html(caption) }</div>
            }
        </details>
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
