//! A folder of shards in the worker: what is asked of it is answered from those that are there, and the others are asked
//! for; or all of it is read, and is a corpus like any other from then on.

use std::cell::RefCell;

use js_sys::Array;
use tifa::lexicon::Lexicon;
use tifa::session::archive::{Archive, Told};
use tifa::session::{FromWorker, Opening, Request};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::worker;

#[wasm_bindgen]
extern "C" {
    /// Loads shards, [gives](give) each, and asks [again].
    #[wasm_bindgen(js_namespace = tifa)]
    fn want(names: &Array);

    /// Loads all [`shards`] of documents.
    #[wasm_bindgen(js_namespace = tifa, js_name = wantAll)]
    fn want_all();
}

thread_local! {
    static FOLDER: RefCell<Option<Folder>> = const { RefCell::new(None) };
}

struct Folder {
    archive: Archive,
    /// What this browser has kept, a line each.
    kept: String,
    /// Requests that wait for shards, or for all of them; of one kind the last.
    waiting: Vec<Request>,
}

/// Opens a folder by its head. What was changed in it can be seen only in all of it.
pub fn open(head: &[u8], kept: &str) {
    worker::hook();
    match Archive::open(head, Lexicon::built_in()) {
        Ok(archive) => {
            let folder = Folder {
                archive,
                kept: kept.to_string(),
                waiting: Vec::new(),
            };
            if !folder.is_whole() {
                worker::tell(&FromWorker::Opened(folder.archive.overview()));
            }
            FOLDER.set(Some(folder));
        }
        Err(fault) => worker::tell(&FromWorker::Unreadable(fault)),
    }
}

pub fn is_whole() -> bool {
    FOLDER.with_borrow(|folder| folder.as_ref().is_none_or(Folder::is_whole))
}

/// Begins to read all of it; until that is done, what is asked is answered as before. The names of the shards.
pub fn shards() -> Vec<String> {
    FOLDER.with_borrow(|folder| {
        let Some(folder) = folder else { return Vec::new() };
        let opening = Opening::of(folder.archive.outline(), &folder.kept, Lexicon::built_in());
        worker::begin(opening);
        folder.archive.all()
    })
}

/// All of it is read: it is a folder no longer. What waited for that.
pub fn close() -> Vec<Request> {
    FOLDER.take().map_or_else(Vec::new, |folder| folder.waiting)
}

/// Can what is asked be answered from shards?
pub fn is_open() -> bool {
    FOLDER.with_borrow(|folder| folder.as_ref().is_some_and(|folder| !folder.is_whole()))
}

/// Answers a request, now or once the shards are there; false if there is no folder, or one that is read as a whole.
pub fn answer(request: &Request) -> bool {
    FOLDER.with_borrow_mut(|folder| match folder {
        Some(folder) if !folder.is_whole() => {
            folder.answer(request);
            true
        }
        _ => false,
    })
}

pub fn give(name: &str, bytes: &[u8]) {
    FOLDER.with_borrow_mut(|folder| {
        if let Some(folder) = folder {
            folder.archive.give(name, bytes);
        }
    });
}

/// Answers what waited.
pub fn again() {
    FOLDER.with_borrow_mut(|folder| {
        if let Some(folder) = folder {
            for request in std::mem::take(&mut folder.waiting) {
                folder.answer(&request);
            }
        }
    });
}

/// A shard could not be loaded.
pub fn unloaded(reason: String) {
    FOLDER.with_borrow_mut(|folder| {
        if let Some(folder) = folder {
            folder.waiting.clear();
        }
    });
    worker::tell(&FromWorker::Unloaded(reason));
}

/// Does a reader see all he asked for without this?
fn is_aside(request: &Request) -> bool {
    matches!(
        request,
        Request::Nearest(_) | Request::Suggest(_) | Request::Examples | Request::Titles { .. }
    )
}

impl Folder {
    fn is_whole(&self) -> bool {
        self.archive.is_whole() || !self.kept.is_empty()
    }

    fn answer(&mut self, request: &Request) {
        // Of one kind only the last matters: who types on has no use for what he typed before.
        let kind = std::mem::discriminant(request);
        self.waiting.retain(|other| std::mem::discriminant(other) != kind);
        let wait = |folder: &mut Folder| folder.waiting.push(request.clone());
        if *request == Request::Whole {
            wait(self);
            return want_all();
        }
        match self.archive.answer(request) {
            Told::Answer(response) => worker::tell(&FromWorker::Answer(response)),
            Told::Wants(names) => {
                wait(self);
                want(&names.into_iter().map(JsValue::from).collect());
            }
            // What only stands beside a view is done without.
            Told::Whole(_) if is_aside(request) => {}
            Told::Whole(bytes) => {
                wait(self);
                worker::tell(&FromWorker::Whole(bytes));
            }
            Told::Damaged(name) => worker::tell(&FromWorker::Unloaded(name)),
        }
    }
}
