//! One speech against all others: what of it is formula, what is borrowed and from where, what is its own.

use tifa::session::State;
use tifa::session::compare::CheckView;
use yew::prelude::*;

use super::desk::{Context, Shared};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub view: Option<Shared<CheckView>>,
    pub state: State,
}

#[component]
pub fn Check(props: &Props) -> Html {
    let view = props
        .view
        .as_ref()
        .filter(|view| Some(&view.document.id) == props.state.document.as_ref());
    html! {
        <main id="main" class="check" tabindex="-1">
            { for view.map(|view| html! { <h1>{ &view.document.title }</h1> }) }
        </main>
    }
}
