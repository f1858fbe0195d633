//! The library: the speeches that a query and filters leave, and the way to two of them side by side.

use tifa::search::{Facet, Fault, Filters};
use tifa::session::{
    Action, Card, Count, FacetView, Item, Listing, Named, Overview, Request, Sort, State, View, link, reduce,
};
use yew::prelude::*;

use super::desk::{Context, PAGE, Shared};
use super::errands::Errand;
use super::import::ways_in;
use super::messages::{Messages, grouped, key};
use crate::platform::dom;

/// Values of a facet that are shown before the reader asks for all.
const FEW: usize = 8;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub overview: Shared<Overview>,
    pub listing: Option<Shared<Listing>>,
    pub state: State,
    /// The documents that were taken out, if the reader looks at them.
    pub removed: Option<Shared<Vec<Card>>>,
    /// Asks for a longer list.
    pub more: Callback<()>,
}

#[component]
pub fn Library(props: &Props) -> Html {
    let (context, state) = (&props.context, &props.state);
    let messages = &context.messages;
    let filters = use_state(|| false);
    let slogans = use_state(|| false);
    let Some(listing) = &props.listing else {
        return html! { <main id="main" class="library" tabindex="-1" aria-busy="true"></main> };
    };
    let left = listing.found - listing.items.len();
    let choose = context.dispatch.reform(|(facet, value)| Action::Toggle(facet, value));
    html! {
        <div class="library">
            { facets(&listing.facets, [&filters, &slogans], &choose, messages) }
            <main id="main" tabindex="-1">
                { shelf(&props.overview, context) }
                { removed(props.removed.as_ref(), context) }
                { faults(&props.overview, messages) }
                { faults_of_query(listing, &state.query, messages) }
                { bar(listing, state, &choose, context) }
                if listing.total == 0 {
                    <div class="empty"><h2>{ messages.text("library.empty") }</h2>{ ways_in(context) }</div>
                } else if listing.items.is_empty() {
                    { nothing(messages) }
                }
                <ol class="rows">{ for listing.items.iter().map(|item| row(item, state, context)) }</ol>
                if left > 0 {
                    <p class="more">
                        <button type="button" onclick={props.more.reform(|_: MouseEvent| ())}>
                            { messages.count("library.more", left.min(PAGE)) }
                        </button>
                    </p>
                }
            </main>
            { tray(state, context) }
        </div>
    }
}

/// The corpus as a whole: its title, how it is kept, and the way to save it.
fn shelf(overview: &Overview, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    html! {
        <div class="corpus">
            <b>{ &overview.title }</b>
            if let Some(note) = &overview.note { <span class="note">{ note }</span> }
            <span class="shelf">
                if overview.kept > 0 { <span class="kept">{ messages.text("library.kept") }</span> }
                if overview.removed > 0 {
                    <button type="button" class="quiet" onclick={send.reform(|_: MouseEvent| Errand::Ask(Request::Removed))}>
                        { messages.count("library.removed", overview.removed) }
                    </button>
                }
                <button type="button" class="quiet" aria-haspopup="dialog" onclick={|_| dom::toggle_dialog("save")}>
                    { messages.text("save.open") }
                </button>
            </span>
        </div>
    }
}

/// The documents that were taken out, each with the way back.
fn removed(cards: Option<&Shared<Vec<Card>>>, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let Some(cards) = cards.filter(|cards| !cards.is_empty()) else {
        return Html::default();
    };
    let row = |card: &Card| {
        let id = card.id.clone();
        let onclick = send.reform(move |_: MouseEvent| Errand::Ask(Request::Restore(vec![id.clone()])));
        html! {
            <li key={card.id.clone()}>
                <div lang={card.lang.clone()}><b>{ &card.title }</b>{ meta(card, messages) }</div>
                <button type="button" class="plain" {onclick}>{ messages.text("library.restore") }</button>
            </li>
        }
    };
    html! {
        <section class="removed" aria-label={messages.text("library.removed.title")}>
            <p><b>{ messages.text("library.removed.title") }</b>
                <button type="button" class="icon" aria-label={messages.text("keys.close")}
                    onclick={send.reform(|_: MouseEvent| Errand::HideRemoved)}>{ "×" }</button></p>
            <ul>{ for cards.iter().map(row) }</ul>
        </section>
    }
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

fn faults(overview: &Overview, messages: &Messages) -> Html {
    if overview.faults.is_empty() {
        return Html::default();
    }
    html! {
        <details class="faults" open=true>
            <summary>{ messages.count("faults.title", overview.faults.len()) }</summary>
            <ul>{ for overview.faults.iter().map(|fault| html! { <li>{ messages.fault(fault) }</li> }) }</ul>
        </details>
    }
}

/// Faults of a query that are shown at a time.
const FAULTS: usize = 3;

/// Characters of the query on either side of a fault.
const AROUND: usize = 10;

/// What of the query was not understood: the character, and what was expected there.
fn faults_of_query(listing: &Listing, query: &str, messages: &Messages) -> Html {
    let characters: Vec<char> = query.chars().collect();
    let line = |fault: &Fault| {
        let at = fault.at.min(characters.len());
        let run = |from: usize, to: usize| characters[from..to.min(characters.len())].iter().collect::<String>();
        let here = characters.get(at).map_or("\u{a0}".to_string(), char::to_string);
        html! {
            <li>
                <code aria-hidden="true">{ run(at.saturating_sub(AROUND), at) }<i>{ here }</i>
                    { run((at + 1).min(characters.len()), at + 1 + AROUND) }</code>
                <span class="sr">{ messages.fill("query.fault.at", &[&(at + 1).to_string()]) }</span>
                { messages.text(&format!("query.fault.{}", key(fault.what))) }
            </li>
        }
    };
    html! {
        <ul id="query-faults" class="query-faults" role="status">
            { for listing.faults.iter().take(FAULTS).map(line) }
        </ul>
    }
}

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
    let FacetView { facet, values } = view;
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

/// What was found, the filters that are on, the order.
fn bar(listing: &Listing, state: &State, choose: &Callback<(Facet, String)>, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let found = if listing.found == listing.total {
        messages.count("library.found", listing.found)
    } else {
        messages.fill("library.found.of", &[&grouped(listing.found), &grouped(listing.total)])
    };
    let hits = (!state.query.trim().is_empty()).then(|| messages.count("library.hits", listing.hits));
    let clear = {
        let dispatch = dispatch.clone();
        move |_| dispatch.emit(Action::ClearFilters)
    };
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let chosen = dom::value(&event);
        let sort = chosen.as_deref().map(Sort::named);
        dispatch.emit(Action::Sort(sort.unwrap_or_default()));
    };
    let option = |(sort, _): &(Sort, &str)| {
        html! {
            <option value={sort.name()} selected={*sort == state.sort}>{ messages.text(&format!("sort.{}", sort.name())) }</option>
        }
    };
    html! {
        <div class="bar">
            <h1 aria-live="polite">
                { found }
                if let Some(hits) = hits { <span class="hits">{ " · " }{ hits }</span> }
            </h1>
            { chips(&state.filters, choose, messages) }
            if !state.filters.is_empty() {
                <button type="button" class="quiet" onclick={clear}>{ messages.text("filters.clear") }</button>
            }
            <label class="sort">{ messages.text("library.sort") }
                <select {onchange}>{ for Sort::NAMES.iter().map(option) }</select>
            </label>
        </div>
    }
}

fn nothing(messages: &Messages) -> Html {
    html! {
        <div class="empty">
            <h2>{ messages.text("library.none") }</h2>
            <p>{ messages.text("library.none.hint") }</p>
            <p><a href="#/library">{ messages.text("library.none.clear") }</a></p>
        </div>
    }
}

fn row(item: &Item, state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let Item { card, snippets, .. } = item;
    let onchange = {
        let (dispatch, id) = (dispatch.clone(), card.id.clone());
        move |_| dispatch.emit(Action::Pick(id.clone()))
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

/// The documents picked for comparison.
fn tray(state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let picked = [&state.left, &state.right].into_iter().flatten().count();
    if picked == 0 {
        return Html::default();
    }
    html! {
        <div class="tray" role="status" translate="no">
            <span>{ messages.count("library.picked", picked) }</span>
            if picked == 2 {
                <a class="go" href={link::write(&reduce(state, Action::Show(View::Compare)))}>{ messages.text("library.compare") }</a>
            } else {
                <span class="hint">{ messages.text("library.picked.one") }</span>
            }
            <button type="button" class="icon" aria-label={messages.text("library.unpick")}
                onclick={dispatch.reform(|_: MouseEvent| Action::ClearPair)}>{ "×" }</button>
        </div>
    }
}
