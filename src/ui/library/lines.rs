//! Every hit of the query in a line, with the words around it.

use tifa::session::library::HitLines;
use tifa::session::slogans::Line;
use tifa::session::{Listing, Request};
use yew::prelude::*;

use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::kwic::kwic;
use crate::ui::roll::{Frame, use_roll};

const FRAME: Frame = Frame {
    scrolls: Some("hits"),
    length: "hit",
    chunk: 200,
    row: 30.0,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub listing: Shared<Listing>,
    /// The lines that came last.
    pub lines: Option<Shared<HitLines>>,
}

#[component]
pub fn Hits(props: &Props) -> Html {
    let Props {
        context,
        listing,
        lines,
    } = props;
    let ask = context.send.reform({
        let sought = listing.sought.clone();
        move |(from, count)| {
            let sought = sought.clone();
            Errand::Ask(Request::Hits { sought, from, count })
        }
    });
    let roll = use_roll::<Line>(&FRAME, ask);
    let before = use_mut_ref(|| None);
    use_effect_with(listing.clone(), {
        let roll = roll.clone();
        move |listing| {
            roll.begin(listing.is_far);
            match before.replace(Some(listing.sought.clone())) == Some(listing.sought.clone()) {
                true => roll.look(),
                false => roll.rewind(),
            }
        }
    });
    use_effect_with(lines.clone(), {
        let (roll, listing) = (roll.clone(), listing.clone());
        move |lines| {
            if let Some(lines) = lines.as_ref().filter(|lines| lines.sought == listing.sought) {
                roll.take(lines.from, lines.total, &lines.lines);
            }
        }
    });
    html! { <section class="kwic of-hits">{ kwic(&FRAME, &roll, "hit", |line| &line.title, context) }</section> }
}
