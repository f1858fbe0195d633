//! Rows of words and numbers: a table on the page, behind a plot or by itself, and a CSV file.

pub use tifa::export::Csv;
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
        save(&file, name);
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

/// Saves a CSV file.
pub fn save(file: &Csv, name: &str) {
    files::save_text(&format!("{name}.csv"), "text/csv", file.text());
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
