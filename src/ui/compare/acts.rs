//! What is done with a comparison as a whole: on paper, as files, and on to the check of either side.

use std::collections::BTreeMap;

use tifa::compare::{Cell, Relation};
use tifa::corpus::Document;
use tifa::session::compare::{CompareView, Comparing, Show};
use tifa::session::{Action, Card, Request, State, link, reduce};
use yew::prelude::*;

use super::signs;
use crate::platform::{later, paper};
use crate::ui::desk::{Context, Notice, Shared};
use crate::ui::errands::Errand;
use crate::ui::library::meta;
use crate::ui::messages::Messages;
use crate::ui::sheet::Sheet;

/// What has no place in a report.
const CONTROLS: &str = "[data-live], .chooser, .swap, .strip, .lines, .tool";

/// The buttons that print and save, and the ways to the check.
pub fn acts(view: &Shared<CompareView>, state: &State, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let name = messages.fill("acts.file", &[&view.left.title, &view.right.title]);
    let print = {
        let (state, context) = (state.clone(), context.clone());
        move |_: MouseEvent| {
            let back = show_all(&state, &context);
            later(move || paper::print(back));
        }
    };
    let page = {
        let (state, context, name) = (state.clone(), context.clone(), name.clone());
        move |_: MouseEvent| {
            let back = show_all(&state, &context);
            let (name, send) = (name.clone(), context.send.clone());
            later(move || {
                paper::save(&name, &name, CONTROLS);
                back();
                send.emit(Errand::Tell(Notice::Saved(format!("{name}.html"))));
            });
        }
    };
    let table = {
        let (view, context) = (view.clone(), context.clone());
        move |_: MouseEvent| {
            sheet(&view, &context).save(&name);
            context.send.emit(Errand::Tell(Notice::Saved(format!("{name}.csv"))));
        }
    };
    let request = Request::WriteComparison {
        left: view.left.id.clone(),
        right: view.right.id.clone(),
        terms: state.comparing.terms.clone(),
    };
    let data = send.reform(move |_: MouseEvent| Errand::Ask(request.clone()));
    let check = |document: &Document, key: &str| {
        let action = Action::Check(document.id.clone());
        html! { <a class="quiet" href={link::write(&reduce(state, action))}>{ messages.text(key) }</a> }
    };
    let files = [
        ("acts.page", Callback::from(page)),
        ("acts.sheet", Callback::from(table)),
        ("acts.data", data),
    ];
    html! {
        <div class="deeds" data-live="">
            { check(&view.left, "acts.check.left") }
            { check(&view.right, "acts.check.right") }
            <button type="button" class="plain" onclick={print}>{ messages.text("acts.print") }</button>
            { menu(files, messages) }
        </div>
    }
}

/// The menu of the files that a view can be saved as.
pub fn menu<const N: usize>(files: [(&'static str, Callback<MouseEvent>); N], messages: &Messages) -> Html {
    let button = |(key, onclick): (&str, Callback<MouseEvent>)| html! { <button type="button" {onclick}>{ messages.text(key) }</button> };
    html! {
        <details class="menu">
            <summary>{ messages.text("acts.save") }</summary>
            <div>{ for files.map(button) }</div>
        </details>
    }
}

/// Shows every row and every kind, as a report has them; what is given back shows them as before.
fn show_all(state: &State, context: &Context) -> impl FnOnce() + use<> {
    let before = state.comparing.clone();
    let dispatch = context.dispatch.clone();
    let all = Comparing {
        show: Show::All,
        veils: BTreeMap::new(),
        ..before.clone()
    };
    let differs = all != before;
    if differs {
        dispatch.emit(Action::Compare(all));
    }
    move || {
        if differs {
            dispatch.emit(Action::Compare(before));
        }
    }
}

/// On paper, above all else: which two speeches these are, and what the signs mean.
pub fn report_head(view: &CompareView, messages: &Messages) -> Html {
    let side = |document: &Document| {
        html! {
            <div lang={document.lang.clone()}>
                <h2>{ &document.title }</h2>
                { meta(&Card::of(document), messages) }
                if !document.speakers.is_empty() || document.issuer.is_some() {
                    <p class="meta">{ messages.who(document).unwrap_or_default() }</p>
                }
            </div>
        }
    };
    html! {
        <header class="paper report-head">
            <div class="two">{ side(&view.left) }{ side(&view.right) }</div>
            <p class="signs-of">
                { signs(messages) }
            </p>
        </header>
    }
}

/// A row for each row.
fn sheet(view: &CompareView, context: &Context) -> Sheet {
    let heads = [
        "check.sheet.passage",
        "acts.sheet.relation",
        "check.sheet.similarity",
        "acts.sheet.left-block",
        "acts.sheet.left-text",
        "acts.sheet.right-block",
        "acts.sheet.right-text",
        "acts.sheet.moved",
    ];
    let messages = &context.messages;
    // For each block of a side where what moved stands on the other.
    let mut to: [BTreeMap<usize, Vec<String>>; 2] = Default::default();
    for found in &view.moves {
        let (left, right) = (found.left.block, found.right.block);
        to[0]
            .entry(left)
            .or_default()
            .push(messages.count("acts.sheet.to-right", right + 1));
        to[1]
            .entry(right)
            .or_default()
            .push(messages.count("acts.sheet.to-left", left + 1));
    }
    let rows = view.rows.iter().enumerate().map(|(at, row)| {
        let blocks = |cells: &[Cell]| {
            let blocks: Vec<String> = cells.iter().map(|cell| (cell.block + 1).to_string()).collect();
            blocks.join(" ")
        };
        let text = |document: &Document, cells: &[Cell]| {
            let texts = cells
                .iter()
                .filter_map(|cell| Some(document.body.get(cell.block)?.text.as_str()));
            texts.collect::<Vec<&str>>().join("\n")
        };
        let moved = [(&row.left, &to[0]), (&row.right, &to[1])]
            .into_iter()
            .flat_map(|(cells, to)| {
                let places = cells.iter().filter_map(|cell| to.get(&cell.block));
                places.flatten().cloned().collect::<Vec<String>>()
            });
        let relation = match row.relation {
            Relation::Aligned => "acts.aligned",
            Relation::Parallel => "acts.parallel",
            Relation::Alone => "acts.alone",
        };
        vec![
            (at + 1).to_string(),
            messages.text(relation),
            format!("{:.4}", row.similarity),
            blocks(&row.left),
            text(&view.left, &row.left),
            blocks(&row.right),
            text(&view.right, &row.right),
            moved.collect::<Vec<String>>().join("; "),
        ]
    });
    Sheet::new(&heads, rows.collect(), context)
}
