//! Proposals that no lexicon has.

use yew::prelude::*;

use super::Props;

#[component]
pub fn Discover(props: &Props) -> Html {
    let _ = props;
    Html::default()
}
