//! What is done with the documents that are picked.

use tifa::session::{Action, State, link, reduce};
use yew::prelude::*;

use crate::ui::desk::Context;

/// The documents picked for comparison.
pub fn tray(state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let picked = state.picked.len();
    if picked == 0 {
        return Html::default();
    }
    html! {
        <div class="tray" role="status" translate="no">
            <span>{ messages.count("library.picked", picked) }</span>
            if picked == 2 {
                <a class="go" href={link::write(&reduce(state, Action::ComparePicked))}>{ messages.text("library.compare") }</a>
            } else {
                <span class="hint">{ messages.text("library.picked.one") }</span>
            }
            <button type="button" class="icon" aria-label={messages.text("library.unpick")}
                onclick={dispatch.reform(|_: MouseEvent| Action::ClearPicked)}>{ "×" }</button>
        </div>
    }
}
