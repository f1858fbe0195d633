//! The library as a table, with the columns that the reader has chosen.

use tifa::search::Facet;
use tifa::session::library::Column;
use tifa::session::{Action, Item, Named, Request, Sort, State};
use yew::prelude::*;

use super::rows::{RowProps, density, pick, title};
use crate::ui::desk::Context;
use crate::ui::errands::Errand;
use crate::ui::messages::grouped;

/// The columns in their order; what a link names twice stands once.
pub fn columns(state: &State) -> Vec<Column> {
    let chosen = match state.columns.is_empty() {
        true => &Column::USUAL[..],
        false => &state.columns,
    };
    let all = Column::NAMES.iter().map(|(column, _)| *column);
    // The title is the way to the speech.
    all.filter(|column| *column == Column::Title || chosen.contains(column))
        .collect()
}

/// The orders that a click on the head of a column leads to in turn, and whether numbers, dates or names rise in it.
fn orders(column: Column) -> &'static [(Sort, &'static str)] {
    match column {
        Column::Title => &[(Sort::Title, "ascending")],
        Column::Date => &[(Sort::Newest, "descending"), (Sort::Oldest, "ascending")],
        Column::Length => &[(Sort::Longest, "descending"), (Sort::Shortest, "ascending")],
        Column::Hits => &[(Sort::Hits, "descending")],
        Column::Density => &[(Sort::Density, "descending")],
        _ => &[],
    }
}

fn is_number(column: Column) -> bool {
    matches!(
        column,
        Column::Length | Column::Hits | Column::Slogans | Column::Density
    )
}

fn class(column: Column) -> Classes {
    classes!(format!("c-{}", column.name()), is_number(column).then_some("number"))
}

fn heading(column: Column, context: &Context) -> String {
    context.text(&format!("column.{}", column.name()))
}

pub fn head(columns: &[Column], state: &State, context: &Context) -> Html {
    let cell = |column: &Column| {
        let orders = orders(*column);
        let here = orders.iter().position(|(sort, _)| *sort == state.sort);
        let next = orders.get(here.map_or(0, |here| (here + 1) % orders.len()));
        let words = heading(*column, context);
        let sorts = next.map(|(sort, _)| {
            let sort = *sort;
            context.dispatch.reform(move |_: MouseEvent| Action::Sort(sort))
        });
        html! {
            <span role="columnheader" class={class(*column)} aria-sort={here.map(|here| orders[here].1)}>
                if let Some(onclick) = sorts { <button type="button" {onclick}>{ words }</button> } else { { words } }
            </span>
        }
    };
    html! {
        <div class="heads-of" role="row" aria-rowindex="1">
            <span role="columnheader" class="c-pick"><span class="sr">{ context.text("library.picking") }</span></span>
            { for columns.iter().map(cell) }
        </div>
    }
}

pub fn row(props: &RowProps, columns: &[Column]) -> Html {
    let RowProps { at, item, context, .. } = props;
    let cell = |column: &Column| {
        let (role, content) = match column {
            Column::Title => ("rowheader", title(props)),
            column => ("gridcell", html! { { text(*column, item, context) } }),
        };
        html! { <span {role} class={class(*column)}>{ content }</span> }
    };
    html! {
        <div id={props.id.clone()} class="row-of" role="row" data-row={at.to_string()} aria-rowindex={(at + 2).to_string()}
            lang={item.card.lang.clone()}>
            <span role="gridcell" class="c-pick">{ pick(props) }</span>
            { for columns.iter().map(cell) }
        </div>
    }
}

/// What a cell says.
fn text(column: Column, item: &Item, context: &Context) -> String {
    let messages = &context.messages;
    let Item { card, .. } = item;
    let date = |date: &Option<String>| date.as_ref().map(|date| messages.date(date)).unwrap_or_default();
    match column {
        Column::Title => card.title.clone(),
        Column::Date => date(&card.date),
        Column::Published => date(&item.published),
        Column::Place => card.place.join(" "),
        Column::Level => card
            .level
            .map_or_else(String::new, |level| messages.value(Facet::Level, level.key())),
        Column::Genre => card
            .genre
            .map_or_else(String::new, |genre| messages.value(Facet::Genre, genre.key())),
        Column::Issuer => item.issuer.clone().unwrap_or_default(),
        Column::Speakers => item.speakers.join(&context.text("reader.speakers.and")),
        Column::Source => item.source.clone().unwrap_or_default(),
        Column::Lang => card
            .lang
            .as_ref()
            .map_or_else(String::new, |lang| messages.value(Facet::Script, lang)),
        Column::Length => grouped(card.length),
        Column::Hits => grouped(item.hits),
        Column::Slogans => grouped(item.slogans),
        Column::Density => density(item),
        Column::Imported => date(&item.imported),
    }
}

/// Which columns the table has, and the way to take it along.
pub fn controls(state: &State, context: &Context) -> Html {
    let shown = columns(state);
    let choice = |(column, _): &(Column, &str)| {
        let (column, is_shown) = (*column, shown.contains(column));
        let mut next: Vec<Column> = shown.iter().copied().filter(|other| *other != column).collect();
        if !is_shown {
            next.push(column);
        }
        // The usual ones need no words in a link.
        let is_usual = next.len() == Column::USUAL.len() && Column::USUAL.iter().all(|usual| next.contains(usual));
        let next = if is_usual { Vec::new() } else { next };
        html! {
            <label key={column.name()}>
                <input type="checkbox" checked={is_shown} disabled={column == Column::Title}
                    onchange={context.dispatch.reform(move |_: Event| Action::Columns(next.clone()))} />
                { heading(column, context) }
            </label>
        }
    };
    let export = context.send.reform({
        let sought = state.sought();
        let columns: Vec<(Column, String)> = shown
            .iter()
            .map(|column| (*column, heading(*column, context)))
            .collect();
        move |_: MouseEvent| {
            Errand::Ask(Request::WriteTable {
                sought: sought.clone(),
                columns: columns.clone(),
            })
        }
    });
    html! {
        <>
            <details class="menu columns">
                <summary>{ context.text("library.columns") }</summary>
                <div role="group" aria-label={context.text("library.columns")}>{ for Column::NAMES.iter().map(choice) }</div>
            </details>
            <button type="button" class="quiet export" onclick={export}>{ context.text("sight.csv") }</button>
        </>
    }
}
