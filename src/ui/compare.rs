//! Two speeches side by side.
use super::desk::Shared;
use tifa::session::{CompareView, Overview, State};
use yew::prelude::*;
#[derive(PartialEq, Properties)]
pub struct Props {
    pub overview: Shared<Overview>,
    pub view: Option<Shared<CompareView>>,
    pub state: State,
}
#[component]
pub fn Compare(_props: &Props) -> Html {
    html! {}
}
