//! Who else said this: every place in the corpus where a passage stands, the earliest first.

use tifa::session::State;
use tifa::session::compare::Witnesses as Told;
use yew::prelude::*;

use super::desk::{Context, Shared};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub told: Option<Shared<Told>>,
    pub state: State,
}

#[component]
pub fn Witnesses(props: &Props) -> Html {
    let told = props.told.as_ref().filter(|_| props.state.asked.is_some());
    html! {
        <aside class="witnesses">{ for told.map(|told| html! { <p>{ &told.text }</p> }) }</aside>
    }
}
