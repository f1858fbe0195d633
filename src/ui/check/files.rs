//! The answer on paper and as files.

use std::collections::BTreeSet;

use tifa::corpus::{Span, slice};
use tifa::session::compare::CheckView;
use yew::prelude::*;

use crate::platform::paper;
use crate::ui::compare::menu;
use crate::ui::desk::{Context, Notice, Shared};
use crate::ui::errands::Errand;
use crate::ui::sheet::Sheet;

/// What has no place in a report.
const CONTROLS: &str = "[data-live]";

/// The buttons that print and save.
pub fn acts(view: &Shared<CheckView>, context: &Context) -> Html {
    let messages = &context.messages;
    let name = messages.fill("check.file", &[&view.document.title]);
    let saved = |ending: &str| {
        let name = format!("{name}.{ending}");
        context.send.reform(move |()| Errand::Tell(Notice::Saved(name.clone())))
    };
    let page = {
        let (name, saved) = (name.clone(), saved("html"));
        move |_: MouseEvent| {
            paper::save(&name, &name, CONTROLS);
            saved.emit(());
        }
    };
    let table = {
        let (view, context, name, saved) = (view.clone(), context.clone(), name.clone(), saved("csv"));
        move |_: MouseEvent| {
            sheet(&view, &context).save(&name);
            saved.emit(());
        }
    };
    html! {
        <>
            <button type="button" class="plain" onclick={|_| paper::print(|| ())}>{ messages.text("acts.print") }</button>
            { menu([("acts.page", Callback::from(page)), ("acts.sheet", Callback::from(table))], messages) }
        </>
    }
}

/// A row for each place of each passage.
fn sheet(view: &CheckView, context: &Context) -> Sheet {
    let heads = [
        "check.sheet.passage",
        "check.sheet.block",
        "check.sheet.text",
        "check.sheet.source",
        "check.sheet.date",
        "facet.place",
        "check.sheet.there",
        "check.sheet.similarity",
        "check.sheet.later",
    ];
    let later: BTreeSet<&str> = view
        .sources
        .iter()
        .filter(|source| source.is_later)
        .map(|source| source.card.id.as_str())
        .collect();
    let rows = view.passages.iter().enumerate().flat_map(|(at, passage)| {
        let Span { block, start, end } = passage.span;
        let text = slice(&view.document.body[block].text, start, end);
        let later = &later;
        passage.places.iter().map(move |place| {
            vec![
                (at + 1).to_string(),
                (block + 1).to_string(),
                text.to_string(),
                place.card.title.clone(),
                place.card.date.clone().unwrap_or_default(),
                place.card.place.join(" "),
                (place.block + 1).to_string(),
                format!("{:.4}", place.similarity),
                if later.contains(place.card.id.as_str()) {
                    "1"
                } else {
                    "0"
                }
                .to_string(),
            ]
        })
    });
    Sheet::new(&heads, rows.collect(), context)
}
