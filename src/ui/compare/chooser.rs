//! The field in which a speech is chosen for a side: the nearest ones are offered first, and any other is found by a
//! part of its title, its place or its date.

use tifa::session::{Card, Request, Side, Titles};
use yew::prelude::*;

use crate::platform::dom;
use crate::ui::combobox::{Pressed, pressed};
use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::library::meta;
use crate::ui::messages::percent;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub side: Side,
    /// The ids of both sides.
    pub chosen: Vec<String>,
    /// The speech of this side.
    pub card: Option<Card>,
    pub titles: Option<Shared<Titles>>,
    /// The speeches nearest to the left one, with how near they are.
    pub near: Vec<(Card, f64)>,
    pub choose: Callback<(Side, String)>,
}

#[component]
pub fn Chooser(props: &Props) -> Html {
    let Props {
        context,
        side,
        card,
        titles,
        choose,
        ..
    } = props;
    let messages = &context.messages;
    let (id, key) = match side {
        Side::Left => ("pick-left", "compare.left"),
        Side::Right => ("pick-right", "compare.right"),
    };
    let open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    // What the reader has typed; nothing yet, if the field says what is chosen.
    let typed = use_state_eq(|| None::<String>);
    let ask = {
        let (send, chosen) = (context.send.clone(), props.chosen.clone());
        Callback::from(move |find: String| {
            let chosen = chosen.clone();
            send.emit(Errand::Ask(Request::Titles { find, chosen }));
        })
    };
    let unfold = {
        let (open, active, ask) = (open.clone(), active.setter(), ask.clone());
        Callback::from(move |()| {
            if !*open {
                ask.emit(String::new());
                active.set(None);
                open.set(true);
            }
        })
    };
    let close = {
        let (open, typed) = (open.setter(), typed.setter());
        Callback::from(move |()| {
            open.set(false);
            typed.set(None);
        })
    };
    let pick = {
        let (side, choose, close) = (*side, choose.clone(), close.clone());
        Callback::from(move |id: String| {
            close.emit(());
            choose.emit((side, id));
        })
    };
    let is_finding = typed.as_ref().is_some_and(|typed| !typed.trim().is_empty());
    let near: &[(Card, f64)] = if is_finding { &[] } else { &props.near };
    let found = titles.iter().flat_map(|titles| &titles.found);
    let found: Vec<&Card> = found
        .filter(|card| near.iter().all(|(other, _)| other.id != card.id))
        .collect();
    let ids: Vec<String> = near
        .iter()
        .map(|(card, _)| card)
        .chain(found.iter().copied())
        .map(|card| card.id.clone())
        .collect();
    let is_open = *open && !ids.is_empty();
    let chosen = active.filter(|at| is_open && *at < ids.len());

    let oninput = {
        let (open, active, typed, ask) = (open.setter(), active.setter(), typed.setter(), ask.clone());
        move |event: InputEvent| {
            let text = dom::value(&event).unwrap_or_default();
            ask.emit(text.clone());
            typed.set(Some(text));
            active.set(None);
            open.set(true);
        }
    };
    let onkeydown = {
        let (open, active, ids) = (*open, active.setter(), ids.clone());
        let (unfold, close, pick) = (unfold.clone(), close.clone(), pick.clone());
        move |event: KeyboardEvent| match pressed(&event, open, ids.len(), chosen) {
            Some(Pressed::Open) => unfold.emit(()),
            Some(Pressed::Move(at)) => {
                if let Some(at) = at {
                    dom::scroll_near(&format!("{id}-{at}"));
                }
                active.set(at);
            }
            Some(Pressed::Pick(at)) => pick.emit(ids[at].clone()),
            Some(Pressed::Close) => close.emit(()),
            Some(Pressed::Enter) | None => {}
        }
    };
    let option = |at: usize, card: &Card, share: Option<f64>| {
        let (pick, id_of) = (pick.clone(), card.id.clone());
        let is_active = chosen == Some(at);
        html! {
            <div key={card.id.clone()} id={format!("{id}-{at}")} role="option" aria-selected={is_active.to_string()}
                class={classes!("option", is_active.then_some("chosen"))} data-id={card.id.clone()}
                onclick={move |_: MouseEvent| pick.emit(id_of.clone())}>
                <b lang={card.lang.clone()}>{ &card.title }</b>
                if let Some(share) = share { <span class="num">{ percent(share) }</span> }
                { meta(card, messages) }
            </div>
        }
    };
    let group = |key: &str, options: Vec<Html>| {
        let name = format!("{id}-{key}");
        html! {
            if !options.is_empty() {
                <div role="group" aria-labelledby={name.clone()}>
                    <div id={name} role="presentation" class="group">{ messages.text(key) }</div>
                    { for options }
                </div>
            }
        }
    };
    let nearest = near
        .iter()
        .enumerate()
        .map(|(at, (card, share))| option(at, card, Some(*share)));
    let keys = html! { <div role="presentation" class="group keys-of">{ messages.text("compare.columns.hint") }</div> };
    let nearest = nearest.chain((!near.is_empty()).then_some(keys));
    let others = found.iter().enumerate().map(|(at, card)| {
        let share = props.near.iter().find(|(other, _)| other.id == card.id);
        option(near.len() + at, card, share.map(|(_, share)| *share))
    });
    let title = card.as_ref().map(|card| card.title.clone());
    let is_none = *open && is_finding && titles.as_ref().is_some_and(|titles| titles.found.is_empty());
    html! {
        <div class="chooser">
            <input {id} type="text" role="combobox" autocomplete="off" spellcheck="false" aria-label={messages.text(key)}
                aria-autocomplete="list" aria-controls={format!("{id}-list")} aria-expanded={is_open.to_string()}
                aria-activedescendant={chosen.map(|at| format!("{id}-{at}"))} placeholder={messages.text("compare.choose")}
                title={title.clone()} lang={card.as_ref().and_then(|card| card.lang.clone())}
                value={typed.as_ref().cloned().or(title.clone()).unwrap_or_default()} {oninput} {onkeydown}
                onclick={unfold.reform(|event: MouseEvent| dom::select_all(&event))} onblur={close.reform(|_: FocusEvent| ())} />
            // The field keeps the focus while one is clicked.
            <div id={format!("{id}-list")} class="offers" role="listbox" aria-label={messages.text(key)} hidden={!is_open}
                onmousedown={|event: MouseEvent| event.prevent_default()}>
                { group("compare.columns.near", nearest.collect()) }
                { group(if is_finding { "compare.columns.found" } else { "compare.columns.all" }, others.collect()) }
            </div>
            if is_none { <p class="offers none" role="status">{ messages.text("compare.columns.none") }</p> }
        </div>
    }
}
