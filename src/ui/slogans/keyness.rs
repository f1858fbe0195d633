//! One set of documents against another.

use yew::prelude::*;

use super::Props;

#[component]
pub fn Keyness(props: &Props) -> Html {
    let _ = props;
    Html::default()
}
