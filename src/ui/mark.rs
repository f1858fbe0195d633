//! What the reader is told of one slogan, and the marks that show slogans in a text.

use std::collections::BTreeSet;
use tifa::search::{Facet, Filters};

use tifa::session::{Action, EntryView, Mark, State, View, link, reduce};
use yew::prelude::*;

use super::desk::Context;
use super::messages::{Messages, grouped};

/// A slogan: meaning, wordings, history, counts; `below` stands under them.
pub fn card(entry: &EntryView, state: &State, messages: &Messages, below: Html) -> Html {
    let known = entry.first_known.as_ref().map(|date| match entry.source.as_str() {
        "" => date.clone(),
        source => format!("{date} · {source}"),
    });
    let seen = entry.corpus.first.as_ref().zip(entry.corpus.last.as_ref());
    let fact = |key: &str, value: Option<String>| {
        value.map(|value| html! { <div><dt>{ messages.text(key) }</dt><dd>{ value }</dd></div> })
    };
    let list = |values: &[String], separator: &str| (!values.is_empty()).then(|| values.join(separator));
    let or = format!(" {} ", messages.text("card.or"));
    html! {
        <section class="card slogan" aria-live="polite">
            <h3 class={class(&entry.category)}><span lang="zh-Hans">{ &entry.phrase }</span></h3>
            <p class="py">{ &entry.pinyin }</p>
            <p class="gloss" lang="en">{ &entry.gloss }</p>
            <dl>
                { for fact("card.expands", list(&entry.expands_to, &or)) }
                { for fact("card.variants", list(&entry.variants, &or)) }
                { for fact("card.first-known", known) }
            </dl>
            <p class="meta">
                { messages.category(&entry.category) }{ " · " }
                { messages.count("card.here", entry.here) }{ " · " }
                { messages.fill("card.corpus", &[&grouped(entry.corpus.uses), &grouped(entry.corpus.documents)]) }
                if let Some((first, last)) = seen {
                    <br />
                    { messages.fill(if first == last { "card.seen.once" } else { "card.seen" }, &[first, last]) }
                }
            </p>
            { below }
            <p class="filter"><a href={using(state, &entry.phrase)}>{ messages.text("card.filter") }</a></p>
        </section>
    }
}

/// A link to the library with only the documents that use a slogan.
pub fn using(state: &State, phrase: &str) -> String {
    let mut filters = Filters::default();
    filters.toggle(Facet::Slogan, phrase);
    let state = State {
        filters,
        query: String::new(),
        ..state.clone()
    };
    link::write(&reduce(&state, Action::Show(View::Library)))
}

/// The class that gives a category its colour and its line.
pub fn class(category: &str) -> String {
    format!("sl c-{category}")
}

/// The categories with their uses and signs; each can be switched off.
pub fn legend(categories: &[(String, usize)], hidden: &BTreeSet<String>, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let item = |(category, uses): &(String, usize)| {
        let onclick = {
            let (dispatch, category) = (dispatch.clone(), category.clone());
            move |_| dispatch.emit(Action::ToggleCategory(category.clone()))
        };
        let shown = !hidden.contains(category);
        html! {
            <li key={category.clone()}>
                <button type="button" aria-pressed={shown.to_string()} {onclick}>
                    <span class={class(category)} aria-hidden="true">{ "字" }</span>
                    <span>{ messages.category(category) }</span>
                    <span class="num">{ grouped(*uses) }</span>
                </button>
            </li>
        }
    };
    html! {
        <section class="card">
            <h3 title={messages.text("reader.legend.hint")}>{ messages.text("reader.legend") }</h3>
            <ul class="legend">{ for categories.iter().map(item) }</ul>
        </section>
    }
}

/// The uses of each category among marks, in the order of the built-in categories, unknown ones last.
pub fn by_category(marks: &[Mark], entries: &[EntryView]) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for mark in marks {
        let category = &entries[mark.entry].category;
        match counts.iter_mut().find(|(known, _)| known == category) {
            Some((_, uses)) => *uses += 1,
            None => counts.push((category.clone(), 1)),
        }
    }
    let place = |category: &str| tifa::lexicon::CATEGORIES.iter().position(|known| *known == category);
    counts.sort_by_key(|(category, _)| (place(category).is_none(), place(category), category.clone()));
    counts
}

/// The words for assistive technology: what a mark is.
pub fn description(entry: &EntryView, messages: &Messages) -> String {
    let category = messages.category(&entry.category);
    match entry.gloss.as_str() {
        "" => category,
        gloss => format!("{category}: {gloss}"),
    }
}
