//! The filters beside a list, and those that are on above it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use tifa::search::{Facet, Filters};
use tifa::session::{Action, Count, FacetView, Request, Sought, State, reduce};
use yew::prelude::*;

use super::histogram::Histogram;
use crate::platform::dom;
use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::messages::{Messages, grouped};

/// Values of a facet that are shown before the reader asks for all.
const FEW: usize = 8;

/// The facets that are unfolded at first.
const USUAL: [Facet; 5] = [Facet::Date, Facet::Level, Facet::Place, Facet::Genre, Facet::Slogan];

/// How the reader has folded the facets, and what is looked for in them.
#[derive(Clone, Default, PartialEq)]
pub struct Folds {
    /// On a narrow screen all of them show when asked for.
    shown: bool,
    facets: BTreeMap<Facet, bool>,
    /// Places with the places in them.
    places: BTreeMap<String, bool>,
    /// The facets of which all values show.
    whole: BTreeSet<Facet>,
    find: BTreeMap<Facet, String>,
}

/// What a reader does to the facets that changes no filter.
#[derive(Clone)]
pub enum Fold {
    Shown,
    Facet(Facet, bool),
    Place(String, bool),
    Whole(Facet),
    Find(Facet, String),
}

impl Reducible for Folds {
    type Action = Fold;

    fn reduce(self: Rc<Self>, fold: Fold) -> Rc<Self> {
        let mut next = (*self).clone();
        match fold {
            Fold::Shown => next.shown = !next.shown,
            Fold::Facet(facet, open) => {
                next.facets.insert(facet, open);
            }
            Fold::Place(place, open) => {
                next.places.insert(place, open);
            }
            Fold::Whole(facet) => {
                if !next.whole.remove(&facet) {
                    next.whole.insert(facet);
                }
                next.find.remove(&facet);
            }
            Fold::Find(facet, find) => {
                next.find.insert(facet, find);
            }
        }
        // A frame less for what says what is so already.
        if *self == next { self } else { Rc::new(next) }
    }
}

/// How the facets are folded. What is looked for in one is asked anew when other documents are sought.
#[hook]
pub fn use_folds(sought: Sought, context: &Context) -> UseReducerHandle<Folds> {
    let folds = use_reducer(Folds::default);
    use_effect_with((sought, folds.find.clone()), {
        let send = context.send.clone();
        move |(sought, find)| {
            for (facet, find) in find.iter().filter(|(_, find)| !find.trim().is_empty()) {
                send.emit(Errand::Ask(Request::Values {
                    sought: sought.clone(),
                    facet: *facet,
                    find: find.clone(),
                }));
            }
        }
    });
    folds
}

/// What the engine has found in the values of facets.
pub type FoundValues = BTreeMap<Facet, Shared<FacetView>>;

/// What documents can be filtered by.
#[derive(Clone, Copy)]
pub struct Facets<'a> {
    /// Tells it from others on the same page.
    pub name: &'static str,
    pub views: &'a [FacetView],
    pub filters: &'a Filters,
    pub folds: &'a UseReducerHandle<Folds>,
    /// What was found in the values; absent where one cannot look for any.
    pub found: Option<&'a FoundValues>,
    /// Hears [`Action::Toggle`] and [`Action::Filter`].
    pub choose: &'a Callback<Action>,
    pub context: &'a Context,
}

impl Facets<'_> {
    /// Beside a list. On a narrow screen they show when asked for.
    pub fn aside(self) -> Html {
        let messages = &self.context.messages;
        let is_shown = self.folds.shown;
        let label = match self.filters.chosen().count() {
            0 => messages.text("filters"),
            chosen => format!("{} · {chosen}", messages.text("filters")),
        };
        html! {
            <aside class={classes!("facets", is_shown.then_some("shown"))} aria-label={messages.text("filters")}>
                <button type="button" class="unfold" aria-expanded={is_shown.to_string()}
                    onclick={self.fold(Fold::Shown)}>{ label }</button>
                { self.lists() }
            </aside>
        }
    }

    /// Every facet that tells documents apart.
    pub fn lists(self) -> Html {
        let views = self.views.iter().filter(|view| view.facet != Facet::Document);
        let known = |view: &FacetView| view.values.iter().filter(|value| !value.value.is_empty()).count();
        let views = views.filter(|view| known(view) > 1 || view.values.iter().any(|value| value.chosen));
        views.map(|view| self.facet(view)).collect()
    }

    fn facet(self, view: &FacetView) -> Html {
        let facet = view.facet;
        let words = self.context.text(&format!("facet.{}", facet.key()));
        let chosen: Vec<String> = self.chosen(facet).map(String::from).collect();
        let is_usual = USUAL.contains(&facet) || !chosen.is_empty();
        let open = self.folds.facets.get(&facet).copied().unwrap_or(is_usual);
        let ontoggle = self
            .folds
            .dispatcher()
            .to_callback()
            .reform(move |event: Event| Fold::Facet(facet, dom::is_open(&event)));
        html! {
            <details key={facet.key()} class={format!("facet of-{}", facet.key())} {open} {ontoggle}>
                <summary>{ &words }if !chosen.is_empty() { <i class="num">{ chosen.len() }</i> }</summary>
                <fieldset aria-label={words.clone()}>
                    if facet == Facet::Date {
                        <Histogram name={self.name} context={self.context.clone()} values={view.values.clone()} {chosen}
                            choose={self.choose.clone()} />
                        { for view.values.iter().filter(|value| value.value.is_empty()).map(|value| self.value(facet, value)) }
                    } else {
                        { self.list(view, &words) }
                    }
                </fieldset>
            </details>
        }
    }

    /// The first of the values, or all of them with a field that looks for some.
    fn list(self, view: &FacetView, words: &str) -> Html {
        let facet = view.facet;
        let messages = &self.context.messages;
        let is_whole = self.folds.whole.contains(&facet);
        let find = self.folds.find.get(&facet).map(String::as_str).unwrap_or_default();
        let found = self.found.and_then(|found| found.get(&facet));
        let found = found.filter(|_| !find.trim().is_empty());
        let outer = self.outer(view);
        let is_seen = |value: &&Count| parents(&value.value).all(|place| outer.get(place) != Some(&false));
        let values: Vec<&Count> = match found {
            Some(found) => found.values.iter().collect(),
            None => view.values.iter().filter(is_seen).collect(),
        };
        let is_tree = found.is_none() && !outer.is_empty();
        let is_long = view.all > FEW;
        let limit = if is_whole || !is_long { values.len() } else { FEW };
        let oninput = self
            .folds
            .dispatcher()
            .to_callback()
            .reform(move |event: InputEvent| Fold::Find(facet, dom::value(&event).unwrap_or_default()));
        let left = view.all.saturating_sub(view.values.len());
        html! {
            <>
                if is_long && is_whole && self.found.is_some() {
                    <input type="text" class="find-value" autocomplete="off" spellcheck="false" value={find.to_string()}
                        {oninput} placeholder={messages.fill("filters.find", &[words])}
                        aria-label={messages.fill("filters.find", &[words])} />
                }
                <ul class={classes!((is_whole && is_long).then_some("whole"))}>
                    { for values.iter().take(limit).map(|value| html! {
                        <li key={value.value.clone()} class={found.is_none().then(|| format!("depth-{}", value.depth))}>
                            if is_tree { { self.turn(&value.value, outer.get(value.value.as_str())) } }
                            { self.value(facet, value) }
                        </li>
                    }) }
                </ul>
                if values.is_empty() { <p class="meta">{ messages.text("filters.none") }</p> }
                if found.is_none() && is_whole && left > 0 {
                    <p class="meta">{ messages.count("filters.left", left) }</p>
                }
                if is_long && (is_whole || values.len() > FEW) {
                    <button type="button" class="quiet" aria-expanded={is_whole.to_string()} onclick={self.fold(Fold::Whole(facet))}>
                        { if is_whole { messages.text("filters.fewer") } else { messages.count("filters.all", view.all) } }
                    </button>
                }
            </>
        }
    }

    /// A value to be chosen, with how many documents that gives.
    fn value(self, facet: Facet, count: &Count) -> Html {
        let value = count.value.clone();
        let onchange = self.choose.reform(move |_: Event| Action::Toggle(facet, value.clone()));
        html! {
            <label class={classes!(count.chosen.then_some("on"), (count.count == 0).then_some("zero"))}>
                <input type="checkbox" checked={count.chosen} {onchange} />
                <span>{ self.context.messages.value(facet, &count.value) }</span>
                <span class="num">{ grouped(count.count) }</span>
            </label>
        }
    }

    /// The places that have places in them, each with whether it is unfolded. At first those are that have something
    /// chosen in them, and all if there are few.
    fn outer(self, view: &FacetView) -> BTreeMap<&str, bool> {
        if view.facet != Facet::Place {
            return BTreeMap::new();
        }
        let chosen: BTreeSet<&str> = self.chosen(Facet::Place).flat_map(parents).collect();
        let is_open = |place: &str| {
            let open = self.folds.places.get(place).copied();
            open.unwrap_or_else(|| view.all <= FEW || chosen.contains(place))
        };
        let outer = view.values.iter().flat_map(|value| parents(&value.value));
        outer.map(|place| (place, is_open(place))).collect()
    }

    /// What unfolds a place with places in it.
    fn turn(self, place: &str, is_open: Option<&bool>) -> Html {
        let Some(&is_open) = is_open else {
            return html! { <i class="turn"></i> };
        };
        let name = self.context.messages.value(Facet::Place, place);
        let label = if is_open {
            "filters.place.fold"
        } else {
            "filters.place.unfold"
        };
        html! {
            <button type="button" class="turn" aria-expanded={is_open.to_string()}
                aria-label={self.context.messages.fill(label, &[&name])}
                onclick={self.fold(Fold::Place(place.to_string(), !is_open))}>{ "▸" }</button>
        }
    }

    fn chosen(&self, facet: Facet) -> impl Iterator<Item = &str> {
        let chosen = self.filters.chosen().filter(move |(of, _)| *of == facet);
        chosen.map(|(_, value)| value)
    }

    fn fold(self, fold: Fold) -> Callback<MouseEvent> {
        let dispatcher = self.folds.dispatcher();
        Callback::from(move |_| dispatcher.dispatch(fold.clone()))
    }
}

/// The places that a place lies in, by their paths.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Filters after an action, where they are others than those of the state.
pub fn filtered(filters: &Filters, action: Action) -> Filters {
    let state = State {
        filters: filters.clone(),
        ..State::default()
    };
    reduce(&state, action).filters
}

/// What is chosen, each to be given up: a period, a value, the documents that were picked.
pub fn chips(filters: &Filters, choose: &Callback<Action>, messages: &Messages) -> Html {
    let chip = |key: String, words: String, action: Action| {
        let onclick = choose.reform(move |_: MouseEvent| action.clone());
        html! {
            <button type="button" class="chip" {key} {onclick}
                aria-label={messages.fill("filters.remove", &[&words])}>{ &words }<i aria-hidden="true">{ "×" }</i></button>
        }
    };
    let value = |(facet, value): (Facet, &str)| {
        let key = format!("{}{value}", facet.key());
        chip(
            key,
            messages.value(facet, value),
            Action::Toggle(facet, value.to_string()),
        )
    };
    let only = filters.chosen().filter(|(facet, _)| *facet == Facet::Document).count();
    html! {
        <>
            { for filters.chosen().filter(|(facet, _)| *facet != Facet::Document).map(value) }
            if only > 0 {
                { chip("only".to_string(), messages.count("filters.only", only), Action::Filter(Facet::Document, Vec::new())) }
            }
        </>
    }
}

/// What is chosen, in words.
pub fn in_words(filters: &Filters, messages: &Messages) -> Vec<String> {
    let values = filters.chosen().filter(|(facet, _)| *facet != Facet::Document);
    let mut words: Vec<String> = values.map(|(facet, value)| messages.value(facet, value)).collect();
    let only = filters.chosen().count() - words.len();
    words.extend((only > 0).then(|| messages.count("filters.only", only)));
    words
}
