//! The head of a side: which speech it is, and what it is made of.

use tifa::compare::{Kind, Shares};
use tifa::session::compare::{Comparing, Neighbours, Veil};
use tifa::session::{Action, Card, Named, Side, State, hundredths};
use yew::prelude::*;

use super::Props;
use super::chooser::Chooser;
use crate::ui::library::meta;
use crate::ui::messages::Messages;

/// The speeches nearest to the left one, those that share text first, without those that stand on a side.
pub fn nearest(neighbours: Option<&Neighbours>, state: &State) -> Vec<(Card, f64)> {
    let Some(near) = neighbours.filter(|near| Some(&near.id) == state.left.as_ref()) else {
        return Vec::new();
    };
    let mut found: Vec<(Card, f64)> = Vec::new();
    for (card, _, share) in near.by_text.iter().chain(&near.by_slogans) {
        if found.iter().all(|(known, _)| known.id != card.id) {
            found.push((card.clone(), *share));
        }
    }
    found
}

/// One side. `choose` takes another speech for it.
pub fn head(side: Side, shares: Option<&Shares>, choose: &Callback<(Side, String)>, props: &Props) -> Html {
    let Props {
        context,
        state,
        neighbours,
        titles,
        ..
    } = props;
    let (key, chosen) = match side {
        Side::Left => ("compare.left", &state.left),
        Side::Right => ("compare.right", &state.right),
    };
    let cards = titles.iter().flat_map(|titles| &titles.chosen);
    let card = cards.clone().find(|card| Some(&card.id) == chosen.as_ref());
    let near = match side {
        Side::Left => Vec::new(),
        Side::Right => nearest(neighbours.as_deref(), state),
    };
    html! {
        <section class="head" aria-label={context.text(key)}>
            <Chooser context={context.clone()} {side} chosen={both(state)} card={card.cloned()} titles={titles.clone()} {near}
                choose={choose.clone()} />
            { for card.map(|card| meta(card, &context.messages)) }
            { for shares.map(|shares| bar(side, shares, props)) }
        </section>
    }
}

/// The ids of the speeches that are chosen.
pub fn both(state: &State) -> Vec<String> {
    state.left.iter().chain(&state.right).cloned().collect()
}

/// The kinds in the order in which they are drawn.
fn kinds(shares: &Shares) -> [(Kind, f64); 4] {
    [
        (Kind::Slogan, shares.slogan),
        (Kind::Boilerplate, shares.boilerplate),
        (Kind::Shared, shares.shared),
        (Kind::Own, shares.own),
    ]
}

/// What a side is made of, with a button for each kind: shown, dimmed, hidden.
fn bar(side: Side, shares: &Shares, props: &Props) -> Html {
    let Props { context, state, .. } = props;
    let messages = &context.messages;
    let mut x = 0.0;
    let kinds = kinds(shares);
    let whole = hundredths(kinds.map(|(_, share)| share));
    let hatch = format!("hatch-{}", if side == Side::Left { "a" } else { "b" });
    let bars = kinds.map(|(kind, share)| {
        let fill = (kind == Kind::Boilerplate).then(|| format!("url(#{hatch})"));
        let bar = html! {
            <rect class={format!("k-{}", kind.name())} x={format!("{:.2}%", x * 100.0)} width={format!("{:.2}%", share * 100.0)}
                height="10" {fill} />
        };
        x += share;
        bar
    });
    let keys = kinds.into_iter().zip(whole).map(|((kind, share), whole)| {
        let shown = match whole {
            0 if share > 0.0 => "<1%".to_string(),
            whole => format!("{whole}%"),
        };
        key(kind, shown, state, messages, context.dispatch.clone())
    });
    html! {
        <>
            <svg class="share" width="100%" height="10" aria-hidden="true">{ pattern(&hatch) }{ for bars }</svg>
            <ul class="keys" aria-label={messages.text("compare.shares")}>{ for keys }</ul>
        </>
    }
}

fn key(kind: Kind, share: String, state: &State, messages: &Messages, dispatch: Callback<Action>) -> Html {
    let name = kind.name();
    let veil = state.comparing.veils.get(&kind).copied();
    let (class, words, next) = match veil {
        None => ("shown", "compare.veil.shown", Some(Veil::Dimmed)),
        Some(Veil::Dimmed) => ("dimmed", "compare.veil.dimmed", Some(Veil::Hidden)),
        Some(Veil::Hidden) => ("hidden", "compare.veil.hidden", None),
    };
    let words = messages.text(words);
    let comparing = state.comparing.clone();
    let onclick = dispatch.reform(move |_: MouseEvent| {
        let mut comparing: Comparing = comparing.clone();
        match next {
            Some(veil) => comparing.veils.insert(kind, veil),
            None => comparing.veils.remove(&kind),
        };
        Action::Compare(comparing)
    });
    html! {
        <li><button type="button" class={class} {onclick} title={messages.text("compare.veil.hint")}>
            <span class={format!("swatch k-{name}")} aria-hidden="true"></span>
            <span class="kind">{ messages.text(&format!("compare.kind.{name}")) }</span>{ " " }<b class="num">{ share }</b>
            if veil.is_some() { <i>{ words }</i> } else { <span class="sr">{ words }</span> }
        </button></li>
    }
}

/// The hatching of boilerplate.
pub fn pattern(id: &str) -> Html {
    html! {
        <pattern id={id.to_string()} class="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="1.6" height="4" />
        </pattern>
    }
}
