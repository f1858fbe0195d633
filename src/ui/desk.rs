//! What the page knows: the reader's state, and what the engine has answered so far.

use std::ops::Deref;
use std::rc::Rc;

use tifa::session::{
    Action, CompareView, FromWorker, Listing, Overview, Reading, Request, Response, State, View, link, reduce,
};
use yew::prelude::*;

use super::messages::Messages;

/// Documents that the library lists at first, and by how many it grows.
pub const PAGE: usize = 50;

/// Something large behind a pointer; two are equal if they are the same one.
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    fn new(value: T) -> Self {
        Shared(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(self.0.clone())
    }
}

impl<T> yew::html::ImplicitClone for Shared<T> {}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

#[derive(Clone, PartialEq)]
pub enum Phase {
    /// A static panel of the shell shows how far it is, or why it ended.
    Loading,
    Open(Shared<Overview>),
}

#[derive(Clone, PartialEq)]
pub struct Desk {
    pub state: State,
    pub phase: Phase,
    pub limit: usize,
    pub listing: Option<Shared<Listing>>,
    pub reading: Option<Shared<Reading>>,
    pub comparison: Option<Shared<CompareView>>,
    /// The id of a document that was asked for and is not there.
    pub missing: Option<String>,
}

#[expect(clippy::large_enum_variant, reason = "events are few and short-lived")]
pub enum Event {
    Do(Action),
    More,
    Heard(FromWorker),
}

impl Desk {
    pub fn new(fragment: &str) -> Self {
        Desk {
            state: link::read(fragment),
            phase: Phase::Loading,
            limit: PAGE,
            listing: None,
            reading: None,
            comparison: None,
            missing: None,
        }
    }

    /// What the engine must answer for the page to be shown. The first request goes out while the corpus is still
    /// being read; the worker answers it as soon as it can.
    pub fn request(&self) -> Option<Request> {
        let state = &self.state;
        match state.view {
            View::Library => Some(Request::Library {
                query: state.query.clone(),
                filters: state.filters.clone(),
                sort: state.sort,
                limit: self.limit,
            }),
            View::Reader => state.document.clone().map(|id| Request::Read {
                id,
                query: state.query.clone(),
            }),
            View::Compare => state
                .left
                .clone()
                .zip(state.right.clone())
                .map(|(left, right)| Request::Compare { left, right }),
        }
    }

    fn hear(&mut self, message: FromWorker) {
        match message {
            FromWorker::Opened(overview) => self.phase = Phase::Open(Shared::new(overview)),
            FromWorker::Progress(..) | FromWorker::Unreadable(_) | FromWorker::Changed(..) | FromWorker::Unkept(_) => {}
            FromWorker::Answer(response) => {
                self.missing = None;
                match response {
                    Response::Library(listing) => self.listing = Some(Shared::new(listing)),
                    Response::Read(reading) => self.reading = Some(Shared::new(reading)),
                    Response::Compare(comparison) => self.comparison = Some(Shared::new(comparison)),
                    Response::NoDocument(id) => self.missing = Some(id),
                    Response::Review(_) | Response::Removed(_) | Response::Prints(_) | Response::Export(_) => {}
                }
            }
        }
    }
}

impl Reducible for Desk {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = (*self).clone();
        match event {
            Event::Do(action) => {
                next.state = reduce(&self.state, action);
                if next.request() != self.request() {
                    next.missing = None;
                }
                let asks = |desk: &Desk| (desk.state.query.clone(), desk.state.filters.clone(), desk.state.sort);
                if asks(&next) != asks(&self) {
                    next.limit = PAGE;
                }
            }
            Event::More => next.limit += PAGE,
            Event::Heard(message) => next.hear(message),
        }
        Rc::new(next)
    }
}

/// What every part of the interface needs: words, and the way to change the desk.
#[derive(Clone, PartialEq)]
pub struct Context {
    pub messages: Messages,
    pub dispatch: Callback<Action>,
}

impl Context {
    pub fn text(&self, key: &str) -> String {
        self.messages.text(key)
    }
}
