//! The slogan view: what formulations the corpus uses, how, where and since when; and the lexicons behind it.

mod concordance;
mod discover;
mod keyness;
mod lexicons;
mod numbered;
mod one;
mod plots;
mod table;

use tifa::session::slogans::{Sight, Tab};
use tifa::session::{Action, Named, State, link, reduce};
use tifa::stats::Temperature;
use yew::prelude::*;

use super::desk::{Context, Told};
use super::library::FoundValues;
use super::mark::paint;
use super::messages::key;

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    pub told: Told,
    /// What was found in the values of facets.
    pub values: FoundValues,
    /// Asks for a longer list.
    pub more: Callback<()>,
}

#[component]
pub fn Slogans(props: &Props) -> Html {
    let (context, state) = (&props.context, &props.state);
    let tab = |(tab, name): &(Tab, &str)| {
        let mut sight = state.sight.clone();
        sight.tab = *tab;
        let is_here = state.sight.tab == *tab;
        html! {
            <a href={link::write(&reduce(state, Action::Look(sight)))} aria-current={is_here.then_some("page")}>
                { context.text(&format!("slogans.{name}")) }
            </a>
        }
    };
    html! {
        <main id="main" class="slogans" tabindex="-1">
            <nav class="tabs" aria-label={context.text("nav.slogans")}>{ for Tab::NAMES.iter().map(tab) }</nav>
            { match state.sight.tab {
                Tab::Table => html! { <table::Table ..props.clone() /> },
                Tab::Keyness => html! { <keyness::Keyness ..props.clone() /> },
                Tab::Numbered => html! { <numbered::Numbered ..props.clone() /> },
                Tab::Discover => html! { <discover::Discover ..props.clone() /> },
                Tab::Lexicons => html! { <lexicons::Lexicons ..props.clone() /> },
            } }
        </main>
    }
}

/// Looks at the slogans in a way that differs from the present one.
fn look(state: &State, change: impl FnOnce(&mut Sight)) -> Action {
    let mut sight = state.sight.clone();
    change(&mut sight);
    Action::Look(sight)
}

/// A link to one slogan in the table.
pub fn to_slogan(state: &State, phrase: &str) -> String {
    let action = look(state, |sight| {
        sight.tab = Tab::Table;
        sight.phrase = Some(phrase.to_string());
    });
    link::write(&reduce(state, action))
}

/// A slogan that leads to all that is known of it, with the sign of its category. In a list of which one member can
/// be reached with Tab, the others are not `in_reach`.
fn named(phrase: &str, paint: &str, in_reach: bool, state: &State) -> Html {
    html! {
        <a class="phrase" href={to_slogan(state, phrase)} tabindex={(!in_reach).then_some("-1")}>
            <i class={format!("sign sl {paint}")} aria-hidden="true">{ "字" }</i><span lang="zh-Hans">{ phrase.to_string() }</span>
        </a>
    }
}

/// One of a few choices, each a button.
fn choices<T: Named>(
    family: &str,
    chosen: T,
    label: &str,
    choose: impl Fn(T) -> Callback<MouseEvent>,
    context: &Context,
) -> Html {
    let button = |(choice, name): &(T, &str)| {
        html! {
            <button type="button" aria-pressed={(*choice == chosen).to_string()} onclick={choose(*choice)}>
                { context.text(&format!("{family}.{name}")) }
            </button>
        }
    };
    html! { <span class="choose" role="group" aria-label={context.text(label)}>{ for T::NAMES.iter().map(button) }</span> }
}

/// A temperature in a word.
fn heat(temperature: Temperature, context: &Context) -> Html {
    let name = key(temperature);
    html! { <span class={format!("heat t-{name}")}>{ context.text(&format!("heat.{name}")) }</span> }
}

/// A rate or a score as a list shows it.
fn decimal(number: f64) -> String {
    let number = if number.abs() < 0.005 { 0.0 } else { number };
    format!("{number:.2}").replace('-', "−")
}

/// A number for a file, exact.
fn plain(number: f64) -> String {
    format!("{number:.4}")
}
