//! What is done with the documents that are picked.

use tifa::session::{Action, Listing, PICKS, Request, State, View, link, reduce};
use yew::prelude::*;

use crate::platform::dom;
use crate::ui::desk::Context;
use crate::ui::errands::Errand;
use crate::ui::save::PICKED;

/// The documents that are picked, wherever the list stands: side by side, alone, their slogans, as a file.
pub fn tray(state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let picked = state.picked.len();
    if picked == 0 {
        return Html::default();
    }
    let only = reduce(state, Action::OnlyPicked);
    let slogans = reduce(&only, Action::Show(View::Slogans));
    html! {
        <section class="tray" aria-label={messages.text("facet.only")} translate="no">
            <span role="status">{ messages.count("library.picked", picked) }</span>
            if picked == 1 { <span class="hint">{ messages.text("library.picked.one") }</span> }
            if picked == 2 {
                <a class="go" href={link::write(&reduce(state, Action::ComparePicked))}>{ messages.text("library.compare") }</a>
            }
            <a href={link::write(&only)}>{ messages.text("library.only") }</a>
            <a href={link::write(&slogans)}>{ messages.text("library.only.slogans") }</a>
            <button type="button" aria-haspopup="dialog" onclick={|_| dom::toggle_dialog(PICKED)}>{ messages.text("library.export") }</button>
            <button type="button" class="icon" aria-label={messages.text("library.unpick")}
                onclick={dispatch.reform(|_: MouseEvent| Action::ClearPicked)}>{ "×" }</button>
        </section>
    }
}

/// Picks all that was found, or the first of it; picks it no longer, if all of it is picked.
pub fn pick_all(listing: &Listing, state: &State, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let is_narrowed = listing.found < listing.total || listing.found <= PICKS;
    if !is_narrowed || listing.found < 2 {
        return Html::default();
    }
    let count = listing.found.min(PICKS);
    let is_all = state.picked.len() >= count && listing.items.iter().all(|item| state.is_picked(&item.card.id));
    let words = match (is_all, listing.found > PICKS) {
        (true, _) => messages.text("library.pick.none"),
        (false, true) => messages.count("library.pick.first", count),
        (false, false) => messages.count("library.pick.all", count),
    };
    let request = Request::Ids {
        sought: state.sought(),
        from: 0,
        count,
    };
    html! {
        <button type="button" class="quiet pick-all" onclick={send.reform(move |_: MouseEvent| Errand::Ask(request.clone()))}>{ words }</button>
    }
}
