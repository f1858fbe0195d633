//! The library: the speeches that a query and filters leave, and the way to two of them side by side.

mod facets;
mod histogram;
mod lines;
mod rows;
mod table;
mod timeline;
mod tray;
mod views;

use tifa::search::Fault;
use tifa::session::{Action, Card, Layout, Listing, Named, Overview, Request, Sort, State};
use yew::prelude::*;

pub use facets::{Facets, FoundValues, chips, filtered, use_folds};
pub use rows::meta;

use super::desk::{Context, Found, Shared};
use super::errands::Errand;
use super::import::ways_in;
use super::messages::{Messages, grouped, key};
use crate::platform::dom;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub overview: Shared<Overview>,
    pub listing: Option<Shared<Listing>>,
    /// What the engine has told beside it.
    pub found: Found,
    pub state: State,
    /// What was found in the values of facets.
    pub values: FoundValues,
    /// The documents that were taken out, if the reader looks at them.
    pub removed: Option<Shared<Vec<Card>>>,
}

#[component]
pub fn Library(props: &Props) -> Html {
    let (context, state) = (&props.context, &props.state);
    let messages = &context.messages;
    let folds = use_folds(state.sought(), context);
    let Some(listing) = &props.listing else {
        return html! { <main id="main" class="library" tabindex="-1" aria-busy="true"></main> };
    };
    let facets = Facets {
        name: "library",
        views: &listing.facets,
        filters: &state.filters,
        folds: &folds,
        found: Some(&props.values),
        choose: &context.dispatch,
        context,
    };
    html! {
        <div class="library">
            { facets.aside() }
            <main id="main" tabindex="-1">
                { shelf(&props.overview, context) }
                { removed(props.removed.as_ref(), context) }
                { faults(&props.overview, messages) }
                { faults_of_query(listing, &state.query, messages) }
                { bar(listing, &props.overview, state, context) }
                if listing.total == 0 {
                    <div class="empty"><h2>{ messages.text("library.empty") }</h2>{ ways_in(context) }</div>
                } else {
                    { shown(listing, props) }
                }
            </main>
            { tray::tray(state, context) }
        </div>
    }
}

/// What was found, in the layout that the reader has chosen.
fn shown(listing: &Shared<Listing>, props: &Props) -> Html {
    let Props {
        context, found, state, ..
    } = props;
    let messages = &context.messages;
    let layout = state.layout;
    match layout {
        _ if listing.found == 0 && layout != Layout::Timeline => nothing(messages),
        Layout::List | Layout::Table => html! {
            <rows::Shelf key={layout.name()} context={context.clone()} state={state.clone()} listing={listing.clone()}
                rows={found.rows.clone()} {layout} />
        },
        Layout::Lines if listing.hits == 0 => {
            let hint = match state.query.trim().is_empty() {
                true => "library.lines.hint",
                false => "library.lines.none",
            };
            html! { <div class="empty"><p>{ messages.text(hint) }</p></div> }
        }
        Layout::Lines => html! {
            <lines::Hits context={context.clone()} listing={listing.clone()} lines={found.lines.clone()} />
        },
        Layout::Timeline => html! {
            <timeline::InTime context={context.clone()} state={state.clone()} listing={listing.clone()}
                timeline={found.timeline.clone()} />
        },
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

/// What was found, the filters that are on, the order.
fn bar(listing: &Listing, overview: &Shared<Overview>, state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let found = if listing.found == listing.total {
        messages.count("library.found", listing.found)
    } else {
        messages.fill("library.found.of", &[&grouped(listing.found), &grouped(listing.total)])
    };
    let hits = (!listing.sought.query.trim().is_empty()).then(|| messages.count("library.hits", listing.hits));
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
            { chips(&state.filters, &context.dispatch, messages) }
            if !state.filters.is_empty() {
                <button type="button" class="quiet" onclick={clear}>{ messages.text("filters.clear") }</button>
            }
            { tray::pick_all(listing, state, context) }
            <views::Views context={context.clone()} overview={overview.clone()} state={state.clone()} />
            if listing.searched < listing.total {
                <span class="searching">{ messages.fill("library.searching", &[&grouped(listing.searched), &grouped(listing.total)]) }</span>
            }
            <div class="manner">
                { layouts(state, context) }
                if state.layout == Layout::Table { { table::controls(state, context) } }
                if state.layout != Layout::Timeline {
                    <label class="sort">{ messages.text("library.sort") }
                        <select {onchange}>{ for Sort::NAMES.iter().map(option) }</select>
                    </label>
                }
            </div>
        </div>
    }
}

/// The ways in which what was found can be shown, and a sign of each.
fn layouts(state: &State, context: &Context) -> Html {
    let button = |(layout, name): &(Layout, &'static str)| {
        let sign = match layout {
            Layout::List => "M1 2.5h12M1 5.5h7M1 9.5h12M1 12.5h7",
            Layout::Table => "M1 2.5h12M1 6h12M1 9.5h12M1 13h12M5 2.5v10.5",
            Layout::Lines => "M1 2.5h4m4 0h4M1 6h4m4 0h4M1 9.5h4m4 0h4M1 13h4m4 0h4M7 1v13",
            Layout::Timeline => "M1 13.5h12M3 13V8m4 5V2m4 11V5",
        };
        let layout = *layout;
        html! {
            <button type="button" aria-pressed={(layout == state.layout).to_string()} data-layout={*name}
                onclick={context.dispatch.reform(move |_: MouseEvent| Action::Layout(layout))}>
                <svg width="14" height="15" viewBox="0 0 14 15" aria-hidden="true"><path d={sign} /></svg>
                { context.text(&format!("layout.{name}")) }
            </button>
        }
    };
    html! {
        <span class="choose layouts" role="group" aria-label={context.text("layout")}>{ for Layout::NAMES.iter().map(button) }</span>
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
