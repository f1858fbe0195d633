//! Lines of a concordance: each has a place of a text in its middle and the words around it, and leads there.

use tifa::corpus::Span;
use tifa::search::Snippet;
use tifa::session::Action;
use tifa::session::library::HitLine;
use tifa::session::slogans::Line;
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::roll::{Frame, Roll};
use crate::platform::dom;

/// What stands in a line.
pub trait Place: PartialEq + 'static {
    fn document(&self) -> &str;
    fn span(&self) -> Span;
    fn snippet(&self) -> &Snippet;
    fn lang(&self) -> Option<String>;
    fn title(&self) -> String;
    /// When it was said, and where.
    fn whence(&self) -> String;
}

impl Place for Line {
    fn document(&self) -> &str {
        &self.document
    }
    fn span(&self) -> Span {
        self.span
    }
    fn snippet(&self) -> &Snippet {
        &self.snippet
    }
    fn lang(&self) -> Option<String> {
        self.lang.clone()
    }
    fn title(&self) -> String {
        self.title.clone()
    }
    fn whence(&self) -> String {
        format!("{} {}", self.date.as_deref().unwrap_or("—"), self.place)
    }
}

impl Place for HitLine {
    fn document(&self) -> &str {
        &self.document
    }
    fn span(&self) -> Span {
        self.span
    }
    fn snippet(&self) -> &Snippet {
        &self.snippet
    }
    fn lang(&self) -> Option<String> {
        self.lang.clone()
    }
    fn title(&self) -> String {
        self.title.clone()
    }
    fn whence(&self) -> String {
        format!("{} {}", self.date.as_deref().unwrap_or("—"), self.title)
    }
}

/// The box with the lines; their places look so.
pub fn kwic<T: Place>(frame: &Frame, roll: &Roll<T>, paint: &str, context: &Context) -> Html {
    let open = {
        let (roll, dispatch) = (roll.clone(), context.dispatch.clone());
        move |at: usize| {
            if let Some(line) = roll.get(at) {
                let Span { block, start, .. } = line.span();
                dispatch.emit(Action::ReadAt(line.document().to_string(), block, start));
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
    let line = |(at, line): (usize, &Shared<T>)| self::line(at, &**line, roll, paint);
    html! {
        <div id={frame.scrolls} class="lines" tabindex="0" role="grid" aria-label={context.text("kwic.keys")}
            aria-rowcount={roll.shown.total.to_string()} aria-activedescendant={roll.id(*roll.active)} {onclick} {onkeydown}>
            <div id={frame.length} class="length" role="presentation">
                <div class="seen" role="presentation">{ for roll.shown.numbered().map(line) }</div>
            </div>
        </div>
    }
}

fn line<T: Place>(at: usize, line: &T, roll: &Roll<T>, paint: &str) -> Html {
    let snippet = line.snippet();
    let is_active = *roll.active == at;
    html! {
        <div key={at} id={roll.id(at)} role="row" aria-rowindex={(at + 1).to_string()} data-row={at.to_string()}
            class={classes!(is_active.then_some("active"))} aria-selected={is_active.to_string()} title={line.title()}>
            <span role="gridcell" class="left" lang={line.lang()}><bdi>{ &snippet.before }</bdi></span>
            <b role="gridcell" class={format!("node {paint}")} lang={line.lang()}>{ &snippet.hit }</b>
            <span role="gridcell" class="right" lang={line.lang()}>{ &snippet.after }</span>
            <span role="gridcell" class="where">{ line.whence() }</span>
        </div>
    }
}
