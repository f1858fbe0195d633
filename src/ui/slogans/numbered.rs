//! Numbered slogans and what they stand for.

use yew::prelude::*;

use super::Props;

#[component]
pub fn Numbered(props: &Props) -> Html {
    let _ = props;
    Html::default()
}
