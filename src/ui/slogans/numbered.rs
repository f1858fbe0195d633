//! Numbered slogans and what they stand for: each meaning member by member, with the places where it is said.

use tifa::session::slogans::{LabelView, MeaningView, WordingView};
use tifa::session::{Action, State, link, reduce};
use yew::prelude::*;

use super::discover::scope;
use super::{Props, to_slogan};
use crate::ui::desk::Context;
use crate::ui::messages::grouped;

/// Labels that show at first, and by how many the list grows.
const FEW: usize = 30;

/// Places of an expansion that are listed at the most.
const PLACES: usize = 20;

#[component]
pub fn Numbered(props: &Props) -> Html {
    let Props {
        context, told, state, ..
    } = props;
    let messages = &context.messages;
    let limit = use_state(|| FEW);
    let only_disputed = use_state(|| false);
    let Some(labels) = &told.labels else {
        return html! { <p class="busy" aria-busy="true" role="status">{ messages.text("busy") }</p> };
    };
    let left: Vec<&LabelView> = labels
        .iter()
        .filter(|label| !*only_disputed || is_disputed(label))
        .collect();
    let disputed = labels.iter().filter(|label| is_disputed(label)).count();
    let toggle = {
        let only_disputed = only_disputed.clone();
        move |_: Event| only_disputed.set(!*only_disputed)
    };
    let more = {
        let limit = limit.clone();
        move |_: MouseEvent| limit.set(*limit + FEW)
    };
    html! {
        <div class="numbered">
            <header class="discover-head">
                <h1 aria-live="polite">{ messages.count("numbered.found", left.len()) }</h1>
                if disputed > 0 {
                    <label class="as-category"><input type="checkbox" checked={*only_disputed} onchange={toggle} />
                        { messages.count("numbered.disputed", disputed) }</label>
                }
            </header>
            { scope(state, context) }
            if left.is_empty() { <p class="hint">{ messages.text("numbered.none") }</p> }
            { for left.iter().take(*limit).map(|view| label(view, state, context)) }
            if left.len() > *limit {
                <p class="more"><button type="button" onclick={more}>{ messages.count("discover.more", (left.len() - *limit).min(FEW)) }</button></p>
            }
        </div>
    }
}

/// Does it stand for different things, or for one in different words?
fn is_disputed(label: &LabelView) -> bool {
    label.meanings.len() > 1 || label.meanings.iter().any(|meaning| meaning.wordings.len() > 1)
}

/// A label with its meanings.
pub fn label(view: &LabelView, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let many = view.meanings.len() > 1;
    let table = |(at, meaning): (usize, &MeaningView)| {
        let caption = many.then(|| messages.fill("numbered.meaning", &[&(at + 1).to_string()]));
        html! { <div key={at} class="meaning">{ expansions(meaning, caption, state, context) }</div> }
    };
    html! {
        <section class="of-label" key={view.label.clone()}>
            <h2 lang="zh-Hans">
                if let Some(slogan) = &view.slogan { <a href={to_slogan(state, slogan)}>{ &view.label }</a> } else { { &view.label } }
            </h2>
            <p class="meta">
                { messages.count("library.hits", view.uses) }
                if many { { " · " }{ messages.count("numbered.meanings", view.meanings.len()) } }
                if view.unexpanded > 0 { { " · " }{ messages.count("numbered.unexpanded", view.unexpanded) } }
                if view.slogan.is_none() { { " · " }{ messages.text("numbered.unknown") } }
            </p>
            { for view.meanings.iter().enumerate().map(table) }
        </section>
    }
}

/// The expansions of a meaning as rows, their members as columns; where they differ the words are set apart.
fn expansions(meaning: &MeaningView, caption: Option<String>, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let width = meaning
        .wordings
        .iter()
        .map(|wording| wording.members.len())
        .max()
        .unwrap_or(0);
    let differs = |at: usize| meaning.differences.iter().any(|(position, _)| *position == at);
    let head = |at: usize| {
        html! {
            <th key={at} scope="col" class={differs(at).then_some("differs")}>{ at + 1 }
                if differs(at) { <i title={messages.text("numbered.differs")} aria-label={messages.text("numbered.differs")}>{ "≠" }</i> }</th>
        }
    };
    let row = |(i, wording): (usize, &WordingView)| {
        let cell = |at: usize| {
            let member = wording.members.get(at);
            html! {
                <td key={at} class={classes!("member", differs(at).then_some("differs"))}>
                    if let Some(member) = member { <span lang="zh-Hans">{ member }</span> } else { <span aria-hidden="true">{ "—" }</span> }
                </td>
            }
        };
        html! {
            <tr key={i}>
                { for (0..width).map(cell) }
                <td class="num">{ grouped(wording.uses) }</td>
                <td class="places">{ places(wording, state, context) }</td>
            </tr>
        }
    };
    html! {
        <div class="wide" tabindex="0" role="group" aria-label={messages.text("numbered.expansions")}>
            <table class="expansions">
                if let Some(caption) = caption { <caption>{ caption }</caption> }
                <thead><tr>
                    { for (0..width).map(head) }
                    <th scope="col">{ messages.text("numbered.uses") }</th>
                    <th scope="col">{ messages.text("numbered.places") }</th>
                </tr></thead>
                <tbody>{ for meaning.wordings.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

/// The places where an expansion stands; the first is shown, the others when asked for.
fn places(wording: &WordingView, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let place = |(at, (id, title, date, span)): (usize, &(String, String, Option<String>, tifa::corpus::Span))| {
        let to = Action::ReadAt(id.clone(), span.block, span.start);
        let date = date.as_ref().map(|date| format!("{} · ", messages.date(date)));
        html! { <li key={at}><a href={link::write(&reduce(state, to))}>{ date }{ title }</a></li> }
    };
    let mut all = wording.places.iter().take(PLACES).enumerate();
    let first = all.next().map(place);
    let others: Vec<Html> = all.map(place).collect();
    let unlisted = wording.places.len().saturating_sub(PLACES);
    html! {
        <>
            <ul>{ for first }</ul>
            if !others.is_empty() {
                <details>
                    <summary>{ messages.count("numbered.more", wording.places.len() - 1) }</summary>
                    <ul>{ others }</ul>
                    if unlisted > 0 { <p class="meta">{ messages.count("numbered.unlisted", unlisted) }</p> }
                </details>
            }
        </>
    }
}
