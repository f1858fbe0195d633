//! The filters beside a list, and those that are on above it.

use tifa::search::{Facet, Filters};
use tifa::session::{Count, FacetView};
use yew::prelude::*;

use crate::ui::messages::{Messages, grouped};

/// Values of a facet that are shown before the reader asks for all.
const FEW: usize = 8;

/// The facets beside a list. On a narrow screen they, and everywhere all the slogans, show when asked for.
pub fn facets(
    views: &[FacetView],
    [shown, all]: [&UseStateHandle<bool>; 2],
    choose: &Callback<(Facet, String)>,
    messages: &Messages,
) -> Html {
    html! {
        <aside class={classes!("facets", shown.then_some("shown"))} aria-label={messages.text("filters")}>
            <button type="button" class="unfold" aria-expanded={shown.to_string()} onclick={toggle(shown)}>
                { filters_label(views, messages) }
            </button>
            { facet_lists(views, all, choose, messages) }
        </aside>
    }
}

/// The values of every facet that has any, each to be chosen.
pub fn facet_lists(
    views: &[FacetView],
    all: &UseStateHandle<bool>,
    choose: &Callback<(Facet, String)>,
    messages: &Messages,
) -> Html {
    let views = views.iter().filter(|facet| !facet.values.is_empty());
    views.map(|facet| facet_list(facet, all, choose, messages)).collect()
}

fn facet_list(
    view: &FacetView,
    all: &UseStateHandle<bool>,
    choose: &Callback<(Facet, String)>,
    messages: &Messages,
) -> Html {
    let FacetView { facet, values, .. } = view;
    let facet = *facet;
    let limit = if **all || facet != Facet::Slogan {
        values.len()
    } else {
        FEW
    };
    let value = |count: &Count| {
        let chosen = (facet, count.value.clone());
        let onchange = choose.reform(move |_: Event| chosen.clone());
        html! {
            <li key={count.value.clone()} class={format!("depth-{}", count.depth)}>
                <label class={classes!(count.chosen.then_some("on"), (count.count == 0).then_some("zero"))}>
                    <input type="checkbox" checked={count.chosen} {onchange} />
                    <span>{ messages.value(facet, &count.value) }</span>
                    <span class="num">{ grouped(count.count) }</span>
                </label>
            </li>
        }
    };
    html! {
        <fieldset key={facet.key()}>
            <legend>{ messages.text(&format!("facet.{}", facet.key())) }</legend>
            <ul>{ for values.iter().take(limit).map(value) }</ul>
            if facet == Facet::Slogan && values.len() > FEW {
                <button type="button" class="quiet" aria-expanded={all.to_string()} onclick={toggle(all)}>
                    { if **all { messages.text("filters.fewer") } else { messages.count("filters.all", values.len()) } }
                </button>
            }
        </fieldset>
    }
}

/// The values that are chosen, each to be given up.
pub fn chips(filters: &Filters, choose: &Callback<(Facet, String)>, messages: &Messages) -> Html {
    let chip = |(facet, value): (Facet, &str)| {
        let words = messages.value(facet, value);
        let chosen = (facet, value.to_string());
        let onclick = choose.reform(move |_: MouseEvent| chosen.clone());
        html! {
            <button type="button" class="chip" key={format!("{}{value}", facet.key())} {onclick}
                aria-label={messages.fill("filters.remove", &[&words])}>{ words.clone() }<i aria-hidden="true">{ "×" }</i></button>
        }
    };
    filters.chosen().map(chip).collect()
}

fn toggle(flag: &UseStateHandle<bool>) -> Callback<MouseEvent> {
    let flag = flag.clone();
    Callback::from(move |_| flag.set(!*flag))
}

fn filters_label(facets: &[FacetView], messages: &Messages) -> String {
    let values = facets.iter().flat_map(|facet| &facet.values);
    match values.filter(|value| value.chosen).count() {
        0 => messages.text("filters"),
        chosen => format!("{} · {chosen}", messages.text("filters")),
    }
}
