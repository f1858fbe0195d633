//! The library as a list.

use tifa::search::Facet;
use tifa::session::{Action, Card, Item, State, link, reduce};
use yew::prelude::*;

use crate::ui::desk::Context;
use crate::ui::messages::Messages;

pub fn row(item: &Item, state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let Item { card, snippets, .. } = item;
    let onchange = {
        let (dispatch, id) = (dispatch.clone(), card.id.clone());
        move |_| dispatch.emit(Action::Pick(vec![id.clone()]))
    };
    let density = item.slogans as f64 * 1000.0 / card.length.max(1) as f64;
    let density = messages.fill(
        "library.slogans",
        &[&item.slogans.to_string(), &format!("{density:.1}")],
    );
    let hits = (item.hits > 0).then(|| messages.count("library.hits", item.hits));
    html! {
        <li class="row" key={card.id.clone()}>
            <input type="checkbox" checked={state.is_picked(&card.id)} {onchange}
                aria-label={messages.fill("library.pick", &[&card.title])} />
            <div lang={card.lang.clone()}>
                <h2><a href={link::write(&reduce(state, Action::Read(card.id.clone())))}>{ &card.title }</a></h2>
                { meta(card, messages) }
                { for snippets.iter().map(|snippet| html! {
                    <p class="snippet">{ &snippet.before }<mark class="hit">{ &snippet.hit }</mark>{ &snippet.after }</p>
                }) }
            </div>
            <div class="dens">
                { strip(item, messages) }
                <span>{ density }</span>
                if let Some(hits) = hits { <span class="hits">{ hits }</span> }
            </div>
        </li>
    }
}

/// Date, place, kind and length of a document in one line.
pub fn meta(card: &Card, messages: &Messages) -> Html {
    let parts = [
        card.date.as_ref().map(|date| messages.date(date)),
        (!card.place.is_empty()).then(|| card.place.join(" ")),
        card.genre.map(|genre| messages.value(Facet::Genre, genre.key())),
        Some(messages.count("library.length", card.length)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    html! { <div class="meta">{ parts.join(" · ") }</div> }
}

/// A small chart: a bar for each part of the text that uses slogans.
fn strip(item: &Item, messages: &Messages) -> Html {
    let most = item.strip.iter().copied().max().unwrap_or(0).max(1);
    let bars = item.strip.iter().enumerate().filter(|(_, uses)| **uses > 0).map(|(i, uses)| {
        let height = 4 + 16 * uses / most;
        html! { <rect x={(i * 5 + 1).to_string()} y={(20 - height).to_string()} width="3" height={height.to_string()} /> }
    });
    html! {
        <svg width="121" height="20" viewBox="0 0 121 20" role="img" aria-label={messages.count("library.strip", item.slogans)}>
            { for bars }
        </svg>
    }
}
