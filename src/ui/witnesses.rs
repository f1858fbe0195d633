//! Who else said this: every place in the corpus where a passage stands, the earliest first.

use std::collections::BTreeSet;

use tifa::compare::Side;
use tifa::corpus::Span;
use tifa::session::compare::{Comparing, Spot, Witness, Witnesses as Told};
use tifa::session::{Action, State, View, grouped, link, reduce};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::messages::{Messages, percent};
use crate::platform::dom;

/// The id of the dialog.
const DIALOG: &str = "witnesses";

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub told: Option<Shared<Told>>,
    pub state: State,
    pub asked: (String, Span),
}

#[component]
pub fn Witnesses(props: &Props) -> Html {
    let Context { messages, dispatch, .. } = &props.context;
    let (id, span) = &props.asked;
    let told = props.told.as_ref().filter(|told| told.id == *id && told.span == *span);
    use_effect_with((), |()| dom::open_dialog(DIALOG));
    html! {
        <dialog id={DIALOG} class="drawer" aria-labelledby="witnesses-title" onclose={dispatch.reform(|_: Event| Action::Ask(None))}>
            <header>
                <h2 id="witnesses-title" translate="no">{ messages.text("passage.who") }</h2>
                <form method="dialog"><button class="icon" aria-label={messages.text("keys.close")}>{ "×" }</button></form>
            </header>
            if let Some(told) = told {
                { answer(told, props) }
            } else {
                <p class="busy" aria-busy="true" role="status">{ messages.text("busy") }</p>
            }
        </dialog>
    }
}

fn answer(told: &Told, props: &Props) -> Html {
    let messages = &props.context.messages;
    if told.text.is_empty() {
        return html! { <p class="hint">{ messages.text("witnesses.gone") }</p> };
    }
    let documents: BTreeSet<&str> = told.places.iter().map(|place| place.card.id.as_str()).collect();
    let is_alone = told.places.len() < 2;
    let counts = [grouped(documents.len()), grouped(told.places.len())];
    html! {
        <>
            <blockquote lang={told.here.and_then(|here| told.places[here].card.lang.clone())}>{ &told.text }</blockquote>
            <p class="meta" role="status">
                if is_alone {
                    { messages.text("witnesses.nobody") }
                } else {
                    { messages.fill("witnesses.found", &[&counts[0], &counts[1]]) }
                }
            </p>
            if !is_alone {
                <ol class="places">{ for told.places.iter().enumerate().map(|(at, place)| item(at, place, told, props)) }</ol>
            }
        </>
    }
}

/// One place, with a link that opens it, and one that compares its speech with the one that was asked about.
fn item(at: usize, place: &Witness, told: &Told, props: &Props) -> Html {
    let Props { context, state, .. } = props;
    let messages = &context.messages;
    let Witness { card, snippet, .. } = place;
    let (is_here, is_first) = (told.here == Some(at), at < told.first);
    let state = State {
        asked: None,
        ..state.clone()
    };
    let there = Action::ReadAt(card.id.clone(), place.block, place.start);
    let compared = (card.id != told.id).then(|| beside(&state, (&told.id, told.span), &card.id));
    html! {
        <li key={at} class={classes!(is_here.then_some("is-here"), is_first.then_some("first"))}>
            <h3 lang={card.lang.clone()}><a href={link::write(&reduce(&state, there))}>{ &card.title }</a></h3>
            <p class="meta">
                { where_from(card.date.as_deref(), &card.place, messages) }{ " · " }{ alike(place.similarity, messages) }
                if is_first { <b class="badge look">{ messages.text("witnesses.first") }</b> }
                if is_here { <b class="badge">{ messages.text("witnesses.here") }</b> }
            </p>
            <p class="snippet" lang={card.lang.clone()}>{ &snippet.before }<mark class="hit">{ &snippet.hit }</mark>{ &snippet.after }</p>
            if let Some(compared) = compared {
                <a class="quiet" href={compared}>{ messages.text("witnesses.compare") }</a>
            }
        </li>
    }
}

/// A link to the comparison of two speeches at a passage of the first.
pub fn beside(state: &State, (left, span): (&str, Span), right: &str) -> String {
    let at = Some(Spot {
        side: Side::Left,
        block: span.block,
        start: span.start,
    });
    let mut state = state.clone();
    for action in [
        Action::Choose(Side::Left, left.to_string()),
        Action::Choose(Side::Right, right.to_string()),
        Action::Show(View::Compare),
    ] {
        state = reduce(&state, action);
    }
    let comparing = Comparing {
        at,
        ..state.comparing.clone()
    };
    link::write(&reduce(&state, Action::Compare(comparing)))
}

/// Date and place of a speech in a few words.
pub fn where_from(date: Option<&str>, place: &[String], messages: &Messages) -> String {
    let date = date.map_or_else(|| messages.text("value.undated"), |date| messages.date(date));
    match place {
        [] => date,
        place => format!("{date} · {}", place.join(" ")),
    }
}

fn alike(similarity: f64, messages: &Messages) -> String {
    if similarity == 1.0 {
        messages.text("witnesses.same")
    } else {
        messages.fill("witnesses.alike", &[&percent(similarity)])
    }
}
