//! The speeches from which a speech may have borrowed, and those that may have borrowed from it.

use tifa::session::compare::{CheckView, Source};
use tifa::session::{Action, State, grouped, link, reduce};
use yew::prelude::*;

use crate::ui::messages::{Messages, percent};
use crate::ui::witnesses::{beside, where_from};

/// Both lists, the earliest first.
pub fn sources(
    view: &CheckView,
    chosen: Option<usize>,
    choose: &Callback<usize>,
    state: &State,
    messages: &Messages,
) -> Html {
    let item = |(at, source): (usize, &Source)| item(view, at, source, chosen, choose, state, messages);
    let list = |is_later: bool, key: &str, hint: &str| {
        let found = view
            .sources
            .iter()
            .enumerate()
            .filter(|(_, source)| source.is_later == is_later);
        let items: Vec<Html> = found.map(item).collect();
        html! {
            if !items.is_empty() {
                <section>
                    <h2>{ messages.count(key, items.len()) }</h2>
                    <p class="hint">{ messages.text(hint) }</p>
                    <ol>{ items }</ol>
                </section>
            }
        }
    };
    html! {
        if !view.sources.is_empty() {
            <aside class="sources" aria-label={messages.text("check.sources.label")}>
                { list(false, "check.sources", "check.sources.hint") }
                { list(true, "check.later.sources", "check.later.hint") }
            </aside>
        }
    }
}

fn item(
    view: &CheckView,
    at: usize,
    source: &Source,
    chosen: Option<usize>,
    choose: &Callback<usize>,
    state: &State,
    messages: &Messages,
) -> Html {
    let Source {
        card, shared, passages, ..
    } = source;
    let is_chosen = chosen == Some(at);
    let share = percent(*shared as f64 / view.document.characters().max(1) as f64);
    let read = reduce(state, Action::Read(card.id.clone()));
    let first = passages.first().map(|at| view.passages[*at].span);
    html! {
        <li key={card.id.clone()} class={classes!("source", is_chosen.then_some("chosen"))}>
            <button type="button" aria-pressed={is_chosen.to_string()} onclick={choose.reform(move |_: MouseEvent| at)}
                title={messages.text("check.mark")}>
                <b lang={card.lang.clone()}>{ &card.title }</b>
                <span class="meta">{ where_from(card.date.as_deref(), &card.place, messages) }</span>
                <span class="meta num">
                    { messages.fill("check.source", &[&grouped(*shared), &share, &passages.len().to_string()]) }
                </span>
            </button>
            <p class="leads" data-live="">
                if let Some(span) = first {
                    <a class="quiet" href={beside(state, (&view.document.id, span), &card.id)}>{ messages.text("check.beside") }</a>
                }
                <a class="quiet" href={link::write(&read)}>{ messages.text("check.open") }</a>
            </p>
        </li>
    }
}
