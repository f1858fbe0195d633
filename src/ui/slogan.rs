//! What the reader is told of one slogan, and the marks that show slogans in a text.

use tifa::search::{Facet, Filters};
use tifa::session::{Action, EntryView, Mark, State, View, link, reduce};
use yew::prelude::*;

use super::messages::{Messages, grouped, use_messages};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub entry: EntryView,
    pub state: State,
    /// The message that counts the uses here: `card.here` or `card.here.pair`.
    pub here: AttrValue,
    #[prop_or_default]
    pub children: Html,
}

/// A slogan: meaning, wordings, history, counts.
#[component]
pub fn Card(props: &Props) -> Html {
    let messages = use_messages();
    let entry = &props.entry;
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
                { messages.count(&props.here, entry.here) }{ " · " }
                { messages.fill("card.corpus", &[&grouped(entry.corpus.uses), &grouped(entry.corpus.documents)]) }
                if let Some((first, last)) = seen {
                    <br />{ messages.fill("card.seen", &[first, last]) }
                }
            </p>
            { props.children.clone() }
            <p class="filter"><a href={using(&props.state, entry)}>{ messages.text("card.filter") }</a></p>
        </section>
    }
}

/// A link to the library with only the documents that use a slogan.
fn using(state: &State, entry: &EntryView) -> String {
    let mut filters = Filters::default();
    filters.toggle(Facet::Slogan, &entry.phrase);
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

#[derive(PartialEq, Properties)]
pub struct LegendProps {
    /// Each category with its uses, in order.
    pub categories: Vec<(String, usize)>,
    pub hidden: std::collections::BTreeSet<String>,
    pub toggle: Callback<String>,
}

/// The categories with their signs; each can be switched off.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let messages = use_messages();
    let item = |(category, uses): &(String, usize)| {
        let onclick = {
            let (toggle, category) = (props.toggle.clone(), category.clone());
            move |_| toggle.emit(category.clone())
        };
        let shown = !props.hidden.contains(category);
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
            <ul class="legend">{ for props.categories.iter().map(item) }</ul>
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
