//! The slogans of both sides: who uses which, and in which order.

use tifa::compare::SloganUses;
use tifa::session::compare::{CompareView, ranks};
use yew::prelude::*;

use crate::ui::mark::{class, description};
use crate::ui::messages::Messages;

/// The lists, and the order of those that both use. `choose` goes through the places of one.
pub fn slogans(view: &CompareView, chosen: Option<usize>, choose: &Callback<usize>, messages: &Messages) -> Html {
    let found = &view.slogans;
    let counts = [&found.left_only, &found.both, &found.right_only].map(|uses| uses.len().to_string());
    let summary = messages.fill("compare.slogans", &[&counts[0], &counts[1], &counts[2]]);
    let phrase = |entry: usize| {
        let found = view.entries.get(&entry)?;
        Some(html! {
            <button type="button" aria-pressed={(chosen == Some(entry)).to_string()} title={description(found, messages)}
                onclick={choose.reform(move |_: MouseEvent| entry)}><span class={class(found)}>{ &found.phrase }</span></button>
        })
    };
    let list = |key: &str, uses: &[SloganUses]| {
        let item = |uses: &SloganUses| {
            let count = match (uses.left, uses.right) {
                (left, 0) => left.to_string(),
                (0, right) => right.to_string(),
                (left, right) => format!("{left} : {right}"),
            };
            Some(html! { <li key={uses.entry}>{ phrase(uses.entry)? }<span class="num">{ count }</span></li> })
        };
        html! {
            <section>
                <h3>{ messages.text(key) }</h3>
                if uses.is_empty() {
                    <p class="meta">{ messages.text("compare.none-of-these") }</p>
                }
                <ul>{ for uses.iter().filter_map(item) }</ul>
            </section>
        }
    };
    html! {
        <details class="both" data-live="">
            <summary>{ summary }</summary>
            <div class="lists">
                { list("compare.slogans.left", &found.left_only) }
                { list("compare.slogans.both", &found.both) }
                { list("compare.slogans.right", &found.right_only) }
                { order(view, phrase, messages) }
            </div>
        </details>
    }
}

fn order(view: &CompareView, phrase: impl Fn(usize) -> Option<Html>, messages: &Messages) -> Html {
    let ranks = ranks(view);
    if ranks.len() < 2 {
        return Html::default();
    }
    let astray = ranks.iter().filter(|rank| rank.is_astray).count();
    let item = |rank: &tifa::session::compare::Rank| {
        let places = messages.fill(
            "compare.order.places",
            &[&rank.left.to_string(), &rank.right.to_string()],
        );
        Some(html! {
            <li key={rank.entry} class={rank.is_astray.then_some("astray")}>
                { phrase(rank.entry)? }
                <span class="num">{ places }
                    if rank.is_astray { <b title={messages.text("compare.order.astray")} role="img"
                        aria-label={messages.text("compare.order.astray")}>{ " ⤨" }</b> }
                </span>
            </li>
        })
    };
    html! {
        <section class="order">
            <h3>{ messages.text("compare.order") }</h3>
            <p class="meta">{ messages.count(if astray == 0 { "compare.order.same" } else { "compare.order.differs" }, astray) }</p>
            <ul>{ for ranks.iter().filter_map(item) }</ul>
        </section>
    }
}
