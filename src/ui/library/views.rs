//! Views that the reader keeps under names: what is sought and how it is shown, as a link that stays with the corpus.

use tifa::corpus::SavedView;
use tifa::session::{Overview, Request, State, link};
use yew::prelude::*;

use super::facets::in_words;
use crate::platform::{dom, location};
use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::messages::Messages;
use crate::ui::passage::copy;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub overview: Shared<Overview>,
    pub state: State,
}

#[component]
pub fn Views(props: &Props) -> Html {
    let Props {
        context,
        overview,
        state,
    } = props;
    let Context { messages, send, .. } = context;
    let is_open = use_state_eq(|| false);
    // A name that the reader has typed; the page has one for each view.
    let typed = use_state_eq(|| None::<String>);
    let name = typed.as_ref().cloned();
    let name = name.unwrap_or_else(|| suggested(state, overview, messages));
    let ontoggle = {
        let (is_open, typed) = (is_open.setter(), typed.setter());
        move |event: Event| {
            is_open.set(dom::is_open(&event));
            typed.set(None);
        }
    };
    let oninput = {
        let typed = typed.setter();
        move |event: InputEvent| typed.set(dom::value(&event))
    };
    let onsubmit = {
        let (send, typed, name) = (send.clone(), typed.setter(), name.trim().to_string());
        let link = link::write(state);
        move |event: SubmitEvent| {
            event.prevent_default();
            let (name, link) = (name.clone(), link.clone());
            send.emit(Errand::Ask(Request::KeepView { name, link }));
            typed.set(None);
        }
    };
    let copy_link = {
        let (context, link) = (context.clone(), link::write(state));
        move |_: MouseEvent| copy(location::absolute(&link), &context)
    };
    let view = |view: &SavedView| {
        // A corpus from elsewhere may hold any text as a link: only what it says of a state is followed.
        let kept = link::read(&view.link);
        let is_here = kept == *state;
        let drop = {
            let name = view.name.clone();
            send.reform(move |_: MouseEvent| Errand::Ask(Request::DropView(name.clone())))
        };
        html! {
            <li key={view.name.clone()}>
                <a href={link::write(&kept)} aria-current={is_here.then_some("true")}>{ &view.name }</a>
                <button type="button" class="icon" aria-label={messages.fill("views.drop", &[&view.name])} onclick={drop}>{ "×" }</button>
            </li>
        }
    };
    let is_known = overview.views.iter().any(|view| view.name == name.trim());
    html! {
        <details class="menu views" open={*is_open} {ontoggle}>
            <summary>{ messages.text("views") }
                if !overview.views.is_empty() { <i class="num">{ overview.views.len() }</i> }</summary>
            <div>
                if overview.views.is_empty() {
                    <p class="meta">{ messages.text("views.none") }</p>
                } else {
                    <ul>{ for overview.views.iter().map(view) }</ul>
                }
                <form {onsubmit}>
                    <input type="text" autocomplete="off" spellcheck="false" value={name.clone()} {oninput}
                        aria-label={messages.text("views.name")} placeholder={messages.text("views.name")} />
                    <button class="plain" disabled={name.trim().is_empty()}>
                        { messages.text(if is_known { "views.replace" } else { "views.keep" }) }</button>
                </form>
                <button type="button" onclick={copy_link}>{ messages.text("views.copy") }</button>
            </div>
        </details>
    }
}

/// A name for what is sought: the query and the filters, in words.
fn suggested(state: &State, overview: &Overview, messages: &Messages) -> String {
    let query = state.query.trim();
    let query = (!query.is_empty()).then(|| query.to_string());
    let parts: Vec<String> = query.into_iter().chain(in_words(&state.filters, messages)).collect();
    match parts.is_empty() {
        true => overview.title.clone(),
        false => parts.join(" · "),
    }
}
