//! Lines of a concordance: each has a place of a text in its middle and the words around it, and leads there.

use tifa::corpus::Span;
use tifa::session::Action;
use tifa::session::slogans::Line;
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::roll::{Frame, Roll};
use crate::platform::dom;

/// The box with the lines. Their places look so, and behind the date stands this of each.
pub fn kwic(frame: &Frame, roll: &Roll<Line>, paint: &str, whence: fn(&Line) -> &str, context: &Context) -> Html {
    let open = {
        let (roll, dispatch) = (roll.clone(), context.dispatch.clone());
        move |at: usize| {
            if let Some(line) = roll.get(at) {
                let Span { block, start, .. } = line.span;
                dispatch.emit(Action::ReadAt(line.document.clone(), block, start));
            }
        }
    };
    let onclick = {
        let open = open.clone();
        move |event: MouseEvent| dom::data(&event, "row").into_iter().for_each(&open)
    };
    let onkeydown = {
        let roll = roll.clone();
        move |event: KeyboardEvent| {
            if !roll.key(&event) && event.key() == "Enter" {
                event.prevent_default();
                open(*roll.active);
            }
        }
    };
    let line = |(at, line): (usize, &Shared<Line>)| self::line(at, line, roll, paint, whence);
    html! {
        <div id={frame.scrolls} class="lines" tabindex="0" role="grid" aria-label={context.text("kwic.keys")}
            aria-rowcount={roll.shown.total.to_string()} aria-activedescendant={roll.id(*roll.active)} {onclick} {onkeydown}>
            <div id={frame.length} class="length" role="presentation">
                <div class="seen" role="presentation">{ for roll.shown.numbered().map(line) }</div>
            </div>
        </div>
    }
}

fn line(at: usize, line: &Line, roll: &Roll<Line>, paint: &str, whence: fn(&Line) -> &str) -> Html {
    let Line { snippet, lang, .. } = line;
    let whence = format!("{} {}", line.date.as_deref().unwrap_or("—"), whence(line));
    let is_active = *roll.active == at;
    html! {
        <div key={at} id={roll.id(at)} role="row" aria-rowindex={(at + 1).to_string()} data-row={at.to_string()}
            class={classes!(is_active.then_some("active"))} aria-selected={is_active.to_string()} title={line.title.clone()}>
            <span role="gridcell" class="left" lang={lang.clone()}><bdi>{ &snippet.before }</bdi></span>
            <b role="gridcell" class={format!("node {paint}")} lang={lang.clone()}>{ &snippet.hit }</b>
            <span role="gridcell" class="right" lang={lang.clone()}>{ &snippet.after }</span>
            <span role="gridcell" class="where">{ whence }</span>
        </div>
    }
}
