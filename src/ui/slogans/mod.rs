//! The slogan view: what formulations the corpus uses, how, where and since when; and the lexicons behind it.

mod discover;
mod keyness;
mod lexicons;
mod numbered;
mod table;

use tifa::session::slogans::Tab;
use tifa::session::{Action, Named, State, link, reduce};
use yew::prelude::*;

use super::desk::{Context, Told};

#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    pub told: Told,
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
