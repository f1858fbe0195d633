//! The speech that is checked, with what it borrowed in its place and where that comes from beside it.

use std::collections::BTreeSet;

use tifa::compare::Kind;
use tifa::corpus::{Span, slice};
use tifa::session::compare::{Borrowing, CheckPiece, CheckView, Witness};
use yew::prelude::*;

use crate::platform::dom;
use crate::ui::desk::Shared;
use crate::ui::mark::{class, description};
use crate::ui::messages::{Messages, percent};

/// Characters of a passage that its footnote gives before it is cut.
const GIVEN: usize = 60;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: Shared<CheckView>,
    /// The passage at which the reader stands.
    pub current: Option<usize>,
    /// The passages of a source, if only these are marked.
    pub chosen: Option<Vec<usize>>,
    pub go: Callback<usize>,
    /// Asks who else said a passage.
    pub ask: Callback<Span>,
    pub messages: Messages,
}

/// The id of a passage in the text.
pub fn passage_id(at: usize) -> String {
    format!("passage-{at}")
}

#[component]
pub fn Checked(props: &Props) -> Html {
    let Props { view, go, .. } = props;
    let document = &view.document;
    let onclick = {
        let go = go.clone();
        move |event: MouseEvent| {
            if let Some(at) = dom::data(&event, "passage").filter(|_| !dom::has_selection()) {
                go.emit(at);
            }
        }
    };
    let mut notes = view.passages.iter().enumerate().peekable();
    let blocks = document.body.iter().zip(&view.blocks).enumerate().map(|(i, (block, pieces))| {
        let text = text(props, &block.text, pieces);
        let index = i.to_string();
        let text = match block.heading {
            Some(1) => html! { <h2 data-block={index}>{ text }</h2> },
            Some(_) => html! { <h3 data-block={index}>{ text }</h3> },
            None => html! { <p data-block={index}>{ text }</p> },
        };
        let mut beside = Vec::new();
        while let Some((at, passage)) = notes.next_if(|(_, passage)| passage.span.block == i) {
            beside.push(note(props, at, passage));
        }
        html! { <div class="line" key={i}>{ text }if !beside.is_empty() { <ul class="beside" translate="no">{ beside }</ul> }</div> }
    });
    html! {
        <article class="sheet" lang={document.lang.clone()} data-id={document.id.clone()} {onclick}>{ for blocks }</article>
    }
}

/// The text of a block; what a passage has of it stands in one element.
fn text(props: &Props, mut rest: &str, pieces: &[CheckPiece]) -> Vec<Html> {
    let mut next = |piece: &CheckPiece| {
        let length = rest
            .char_indices()
            .nth(piece.end - piece.start)
            .map_or(rest.len(), |(byte, _)| byte);
        let (text, after) = rest.split_at(length);
        rest = after;
        run(props, piece, text)
    };
    let runs = pieces.chunk_by(|a, b| a.passage == b.passage).map(|pieces| {
        let inside: Vec<Html> = pieces.iter().map(&mut next).collect();
        match pieces[0].passage {
            Some(at) => passage(props, at, inside),
            None => inside.into_iter().collect(),
        }
    });
    runs.collect()
}

fn run(props: &Props, piece: &CheckPiece, text: &str) -> Html {
    let entry = piece.slogan.and_then(|entry| props.view.entries.get(&entry));
    match (piece.kind, entry) {
        (Kind::Slogan, Some(entry)) => {
            html! { <span class={class(entry)} title={description(entry, &props.messages)}>{ text }</span> }
        }
        (Kind::Boilerplate, _) => html! { <span class="p-boilerplate">{ text }</span> },
        (Kind::Shared, _) => html! { <span class="borrowed">{ text }</span> },
        (Kind::Slogan | Kind::Own, _) => html! { { text } },
    }
}

fn passage(props: &Props, at: usize, inside: Vec<Html>) -> Html {
    let is_marked = props.chosen.as_ref().is_none_or(|chosen| chosen.contains(&at));
    let class = classes!(
        "copied",
        props.view.passages[at].is_later.then_some("later"),
        (!is_marked).then_some("faded"),
        (props.current == Some(at)).then_some("current"),
    );
    html! {
        <span key={at} id={passage_id(at)} {class} data-passage={at.to_string()}>
            <sup data-length="0">{ at + 1 }</sup>{ inside }
        </span>
    }
}

/// Beside a passage: where it stands first, and in how many speeches besides.
fn note(props: &Props, at: usize, passage: &Borrowing) -> Html {
    let messages = &props.messages;
    let Some(first) = passage.places.first() else {
        return Html::default();
    };
    let speeches: BTreeSet<&str> = passage.places.iter().map(|place| place.card.id.as_str()).collect();
    let more = (speeches.len() > 1).then(|| messages.count("check.more", speeches.len() - 1));
    let date = first.card.date.as_ref().map(|date| messages.date(date));
    let facts = [
        date.or_else(|| Some(messages.text("value.undated"))),
        (first.similarity < 1.0).then(|| messages.fill("witnesses.alike", &[&percent(first.similarity)])),
        passage.is_later.then(|| messages.text("check.later")),
        more,
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let span = passage.span;
    html! {
        <li key={at} class={classes!((props.current == Some(at)).then_some("current"))}>
            <button type="button" onclick={props.ask.reform(move |_: MouseEvent| span)} aria-haspopup="dialog"
                title={messages.text("passage.who")}>
                <b class="num">{ at + 1 }</b>
                <span lang={first.card.lang.clone()}>{ &first.card.title }</span>
                <span class="meta">{ facts.join(" · ") }</span>
            </button>
        </li>
    }
}

/// On paper: every passage with all places where it stands.
pub fn footnotes(view: &CheckView, messages: &Messages) -> Html {
    let place = |place: &Witness| {
        let date = place.card.date.as_ref();
        let parts = [
            messages.fill("cite.title", &[&place.card.title]),
            date.map_or_else(|| messages.text("value.undated"), |date| messages.date(date)),
            messages.count("cite.block", place.block + 1),
            match place.similarity {
                1.0 => messages.text("witnesses.same"),
                similarity => messages.fill("witnesses.alike", &[&percent(similarity)]),
            },
        ];
        html! { <li>{ parts.join(&messages.text("cite.and")) }</li> }
    };
    let item = |passage: &Borrowing| {
        let Span { block, start, end } = passage.span;
        let text = slice(&view.document.body[block].text, start, end.min(start + GIVEN));
        let ellipsis = if end - start > GIVEN { "……" } else { "" };
        html! {
            <li>
                <q>{ text }{ ellipsis }</q>
                <ul>{ for passage.places.iter().map(place) }</ul>
            </li>
        }
    };
    html! {
        if !view.passages.is_empty() {
            <section class="paper footnotes">
                <h2>{ messages.text("check.passages") }</h2>
                <ol>{ for view.passages.iter().map(item) }</ol>
            </section>
        }
    }
}
