//! The bar above every view, and the line below it.

use tifa::session::{Action, State, View, link, reduce};
use yew::prelude::*;

use super::desk::use_dispatch;
use super::messages::use_messages;
use crate::platform::{dom, settings};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    pub switch_language: Callback<()>,
}

#[component]
pub fn Top(props: &Props) -> Html {
    let messages = use_messages();
    let state = &props.state;
    let tab = |view: View, key: &str| {
        let current = (state.view == view).then_some("page");
        html! {
            <a href={link::write(&reduce(state, Action::Show(view)))} aria-current={current}>{ messages.text(key) }</a>
        }
    };
    let switch_language = props.switch_language.reform(|_: MouseEvent| ());
    html! {
        <header class="top" translate="no">
            <a class="brand" href="#/library" aria-label={messages.text("app.name")}>
                { "提法" }<i>{ "Tifa" }</i>
            </a>
            <nav aria-label={messages.text("nav")}>
                { tab(View::Library, "nav.library") }
                { tab(View::Reader, "nav.reader") }
                { tab(View::Compare, "nav.compare") }
            </nav>
            <SearchField query={state.query.clone()} />
            <div class="tools">
                <button type="button" onclick={|_| dom::toggle_dialog("keys")} title={messages.text("tool.keys")}
                    aria-label={messages.text("tool.keys")} aria-haspopup="dialog" class="icon keys">{ "?" }</button>
                <button type="button" onclick={switch_language} aria-label={messages.text("tool.language.label")}
                    lang={messages.language.other().tag()}>{ messages.text("tool.language") }</button>
                <Theme />
            </div>
            <Keys />
        </header>
    }
}

#[derive(PartialEq, Properties)]
struct SearchProps {
    query: String,
}

/// The search field. It waits for an input method to finish a word.
#[component]
fn SearchField(props: &SearchProps) -> Html {
    let messages = use_messages();
    let dispatch = use_dispatch();
    use_effect_with((), |()| {
        let listener = dom::on_key(|key| {
            if key == "/" {
                dom::focus("search");
            }
            key == "/"
        });
        || drop(listener)
    });
    let search = {
        let dispatch = dispatch.clone();
        move |event: &Event| {
            if let Some(query) = dom::value(event).filter(|_| !dom::is_composing(event)) {
                dispatch.emit(Action::Search(query));
            }
        }
    };
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| search(&event)
    };
    use_effect_with((), move |()| {
        let listener = dom::on_composed("search", move |event| search(event));
        || drop(listener)
    });
    let clear = move |_| {
        dispatch.emit(Action::Search(String::new()));
        dom::focus("search");
    };
    html! {
        <div class="find" role="search">
            <input id="search" type="text" inputmode="search" autocomplete="off" spellcheck="false"
                aria-label={messages.text("search.label")} placeholder={messages.text("search.placeholder")}
                value={props.query.clone()} {oninput} />
            if props.query.is_empty() {
                <kbd aria-hidden="true">{ "/" }</kbd>
            } else {
                <button type="button" class="icon" aria-label={messages.text("search.clear")} onclick={clear}>{ "×" }</button>
            }
        </div>
    }
}

/// Goes round the system's appearance, the light and the dark one.
#[component]
fn Theme() -> Html {
    let messages = use_messages();
    let theme = use_state(settings::theme);
    let (key, sign, next) = match theme.as_deref() {
        None => ("tool.theme.auto", "◐", Some("light")),
        Some("light") => ("tool.theme.light", "○", Some("dark")),
        Some(_) => ("tool.theme.dark", "●", None),
    };
    let onclick = move |_| {
        settings::set_theme(next);
        theme.set(next.map(String::from));
    };
    html! {
        <button type="button" class="icon" {onclick} title={messages.text(key)} aria-label={messages.text(key)}>{ sign }</button>
    }
}

#[component]
fn Keys() -> Html {
    let messages = use_messages();
    let line = |keys: &[&str], key: &str| {
        html! {
            <>
                <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                <dd>{ messages.text(key) }</dd>
            </>
        }
    };
    use_effect_with((), |()| {
        let listener = dom::on_key(|key| {
            if key == "?" {
                dom::toggle_dialog("keys");
            }
            key == "?"
        });
        || drop(listener)
    });
    html! {
        <dialog id="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">{ messages.text("tool.keys") }</h2>
            <dl>
                { line(&["/"], "keys.search") }
                { line(&["N"], "keys.next") }
                { line(&["P"], "keys.previous") }
                { line(&["1", "2", "3"], "keys.views") }
            </dl>
            <form method="dialog"><button>{ messages.text("keys.close") }</button></form>
        </dialog>
    }
}

#[component]
pub fn Footer() -> Html {
    let messages = use_messages();
    html! {
        <footer class="foot" translate="no">{ messages.text("footer.offline") }</footer>
    }
}
