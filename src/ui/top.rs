//! The bar above every view.

use tifa::session::{Action, Examples, State, Suggestions, View, link, reduce};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::messages::{Messages, grouped};
use super::search::Search;
use crate::platform::{dom, settings};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    /// Speeches that were brought and wait to be accepted.
    pub waiting: usize,
    pub switch_language: Callback<()>,
    pub suggestions: Option<Shared<Suggestions>>,
    pub examples: Option<Shared<Examples>>,
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
            <Search context={props.context.clone()} query={state.query.clone()}
                suggestions={props.suggestions.clone()} examples={props.examples.clone()} />
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
                { line(&["↑", "↓"], "keys.rows") }
                { line(&["X"], "keys.pick") }
                { line(&["Shift", "X"], "keys.pick-on") }
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
