//! All slogans in use, and one of them in full.

use yew::prelude::*;

use super::Props;

#[component]
pub fn Table(props: &Props) -> Html {
    let _ = props;
    Html::default()
}
