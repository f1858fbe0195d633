//! The bar above every view.

use tifa::session::{Action, State, View, link, reduce};
use yew::prelude::*;

use super::desk::Context;
use super::messages::{Messages, grouped};
use crate::platform::{dom, settings};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    /// Speeches that were brought and wait to be accepted.
    pub waiting: usize,
    pub switch_language: Callback<()>,
}

/// The views in the order of their keys.
const VIEWS: [(View, &str, &str); 5] = [
    (View::Library, "nav.library", "1"),
    (View::Reader, "nav.reader", "2"),
    (View::Compare, "nav.compare", "3"),
    (View::Slogans, "nav.slogans", "4"),
    (View::Import, "nav.import", "5"),
];

#[component]
pub fn Top(props: &Props) -> Html {
    let Context { messages, dispatch, .. } = &props.context;
    let state = &props.state;
    let theme = use_state(settings::theme);
    use_effect_with(dispatch.clone(), |dispatch| {
        let dispatch = dispatch.clone();
        let keys = dom::on_key(move |key| {
            let view = VIEWS.iter().find(|(.., number)| *number == key);
            match (key, view) {
                ("/", _) => dom::focus("search"),
                ("?", _) => dom::toggle_dialog("keys"),
                (_, Some((view, ..))) => dispatch.emit(Action::Show(*view)),
                _ => return false,
            }
            true
        });
        || drop(keys)
    });
    // An input method says when a word is finished; until then what it writes is not a query.
    use_effect_with(dispatch.clone(), |dispatch| {
        let dispatch = dispatch.clone();
        let composed = dom::on_composed("search", move |event| search(event, &dispatch));
        || drop(composed)
    });
    let tab = |(view, key, _): &(View, &str, &str)| {
        let is_here = state.view == *view || matches!((state.view, view), (View::Details | View::Check, View::Reader));
        let waiting = (*view == View::Import && props.waiting > 0).then(|| grouped(props.waiting));
        html! {
            <a href={link::write(&reduce(state, Action::Show(*view)))} aria-current={is_here.then_some("page")}>
                <span>{ messages.text(key) }if let Some(waiting) = waiting { <i class="num">{ waiting }</i> }</span>
            </a>
        }
    };
    let other = messages.language.other();
    let (key, sign, next) = match theme.as_deref() {
        None => ("tool.theme.auto", "◐", Some("light")),
        Some("light") => ("tool.theme.light", "○", Some("dark")),
        Some(_) => ("tool.theme.dark", "●", None),
    };
    let switch_theme = {
        let theme = theme.clone();
        move |_| {
            settings::set_theme(next);
            theme.set(next.map(String::from));
        }
    };
    html! {
        <header class="top" translate="no">
            <a class="brand" href="#/library" aria-label={messages.text("app.name")}>{ "提法" }<i>{ "Tifa" }</i></a>
            <nav aria-label={messages.text("nav")}>{ for VIEWS.iter().map(tab) }</nav>
            { field(&state.query, &props.context) }
            <div class="tools">
                <button type="button" onclick={|_| dom::toggle_dialog("keys")} title={messages.text("tool.keys")}
                    aria-label={messages.text("tool.keys")} aria-haspopup="dialog" class="icon help">{ "?" }</button>
                <button type="button" onclick={props.switch_language.reform(|_: MouseEvent| ())} lang={other.tag()}
                    aria-label={messages.text("tool.language.label")}>{ messages.text("tool.language") }</button>
                <button type="button" class="icon" onclick={switch_theme} title={messages.text(key)}
                    aria-label={messages.text(key)}>{ sign }</button>
            </div>
            { keys(messages) }
        </header>
    }
}

/// Searches for what stands in the field, unless it is still being composed.
fn search(event: &Event, dispatch: &Callback<Action>) {
    if let Some(query) = dom::value(event).filter(|_| !dom::is_composing(event)) {
        dispatch.emit(Action::Search(query));
    }
}

fn field(query: &str, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let oninput = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| search(&event, &dispatch)
    };
    let clear = {
        let dispatch = dispatch.clone();
        move |_| {
            dispatch.emit(Action::Search(String::new()));
            dom::focus("search");
        }
    };
    html! {
        <div class="find" role="search">
            <input id="search" type="text" inputmode="search" autocomplete="off" spellcheck="false"
                aria-label={messages.text("search.label")} placeholder={messages.text("search.placeholder")}
                value={query.to_string()} {oninput} />
            if query.is_empty() {
                <kbd aria-hidden="true">{ "/" }</kbd>
            } else {
                <button type="button" class="icon" aria-label={messages.text("search.clear")} onclick={clear}>{ "×" }</button>
            }
        </div>
    }
}

/// The dialog that lists the keys.
fn keys(messages: &Messages) -> Html {
    let line = |keys: &[&str], key: &str| {
        html! {
            <>
                <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                <dd>{ messages.text(key) }</dd>
            </>
        }
    };
    html! {
        <dialog id="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">{ messages.text("tool.keys") }</h2>
            <dl>
                { line(&["/"], "keys.search") }
                { line(&["N"], "keys.next") }
                { line(&["P"], "keys.previous") }
                { line(&["1", "2", "3", "4", "5"], "keys.views") }
                { line(&["U"], "keys.undo") }
            </dl>
            <h3>{ messages.text("nav.reader") }</h3>
            <dl>
                { line(&["[", "]"], "keys.alike") }
                { line(&["T"], "keys.plain") }
                { line(&["S"], "keys.collect") }
                { line(&["W"], "keys.who") }
                { line(&["C"], "keys.cite") }
                { line(&["Ctrl", "Enter"], "keys.save") }
            </dl>
            <h3>{ messages.text("nav.compare") }</h3>
            <dl>
                { line(&["[", "]"], "keys.column") }
                { line(&["A"], "keys.pin") }
            </dl>
            <h3>{ messages.text("slogans.discover") }</h3>
            <dl>
                { line(&["J", "K"], "keys.proposals") }
                { line(&["A"], "keys.accept") }
                { line(&["X"], "keys.reject") }
                { line(&["M"], "keys.variant") }
            </dl>
            <h3>{ messages.text("nav.import") }</h3>
            <dl>
                { line(&["J", "K"], "keys.speeches") }
                { line(&["N", "P"], "keys.marks") }
                { line(&["A"], "keys.keep") }
                { line(&["X"], "keys.leave-out") }
                { line(&["M"], "keys.merge") }
                { line(&["E"], "keys.title") }
                { line(&["Enter"], "keys.open") }
                { line(&["Esc"], "keys.back") }
            </dl>
            <form method="dialog"><button>{ messages.text("keys.close") }</button></form>
        </dialog>
    }
}
