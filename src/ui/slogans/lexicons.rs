//! The lexicons, and their entries to edit.

use yew::prelude::*;

use super::Props;

#[component]
pub fn Lexicons(props: &Props) -> Html {
    let _ = props;
    Html::default()
}
