//! What the reader is told of one slogan, and the marks that show slogans in a text.

use std::collections::BTreeSet;

use tifa::lexicon::CATEGORIES;
use tifa::search::{Facet, Filters};
use tifa::session::{Action, EntryView, Mark, State, View, link, reduce};
use yew::prelude::*;

use super::desk::Context;
use super::errands::Errand;
use super::messages::{Messages, grouped};
use super::slogans::to_slogan;

/// A slogan: meaning, wordings, history, counts; `below` stands under them.
pub fn card(entry: &EntryView, state: &State, context: &Context, below: Html) -> Html {
    let messages = &context.messages;
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
            <h3 class={class(entry)}><span lang="zh-Hans">{ &entry.phrase }</span></h3>
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
            <p class="filter acts">
                <a href={to_slogan(state, &entry.phrase)}>{ messages.text("card.table") }</a>
                { edit(&entry.phrase, context) }
            </p>
        </section>
    }
}

/// The button that opens the form of an entry.
pub fn edit(phrase: &str, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let words = messages.text("lexicon.edit");
    let label = format!("{words}: {phrase}");
    let phrase = phrase.to_string();
    let onclick = send.reform(move |_: MouseEvent| Errand::Edit {
        lexicon: String::new(),
        phrase: phrase.clone(),
    });
    html! { <button type="button" class="quiet" aria-haspopup="dialog" aria-label={label} {onclick}>{ words }</button> }
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

/// The class that gives a slogan its colour and its line: those that the reader chose, or those of its category.
pub fn paint(category: &str, colour: Option<u8>) -> String {
    match colour {
        Some(colour) => format!("k-{colour}"),
        None if CATEGORIES.contains(&category) => format!("c-{category}"),
        None => "c-other".to_string(),
    }
}

/// The classes of a slogan that is marked.
pub fn class(entry: &EntryView) -> String {
    format!("sl {}", paint(&entry.category, entry.colour))
}

/// The categories with their uses and signs; each can be switched off, or all others.
pub fn legend(categories: &[(String, usize)], state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let hidden = &state.hidden;
    let item = |(category, uses): &(String, usize)| {
        let toggle = {
            let category = category.clone();
            dispatch.reform(move |_: MouseEvent| Action::ToggleCategory(category.clone()))
        };
        let others = categories
            .iter()
            .map(|(other, _)| other)
            .filter(|other| *other != category);
        let others: Vec<String> = others.cloned().collect();
        let is_alone = *hidden == BTreeSet::from_iter(others.iter().cloned());
        let only = dispatch.reform(move |_: MouseEvent| Action::OnlyCategory(others.clone()));
        let shown = !hidden.contains(category);
        let words = messages.category(category);
        html! {
            <li key={category.clone()}>
                <button type="button" aria-pressed={shown.to_string()} onclick={toggle}>
                    <span class={format!("sl {}", paint(category, None))} aria-hidden="true">{ "字" }</span>
                    <span>{ &words }</span>
                    <span class="num">{ grouped(*uses) }</span>
                </button>
                if categories.len() > 1 {
                    <button type="button" class="only" aria-pressed={is_alone.to_string()} onclick={only}
                        aria-label={messages.fill("reader.only.label", &[&words])}>{ messages.text("reader.only") }</button>
                }
            </li>
        }
    };
    html! {
        <section class="card">
            <h3 title={messages.text("reader.legend.hint")}>{ messages.text("reader.legend") }</h3>
            <ul class={classes!("legend", state.plain.then_some("off"))}>{ for categories.iter().map(item) }</ul>
            <p class="buttons acts">
                <button type="button" class="plain" aria-pressed={state.plain.to_string()}
                    onclick={dispatch.reform(|_: MouseEvent| Action::TogglePlain)}>
                    { messages.text("reader.plain") }<kbd aria-hidden="true">{ "T" }</kbd>
                </button>
            </p>
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
    let place = |category: &str| CATEGORIES.iter().position(|known| *known == category);
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
