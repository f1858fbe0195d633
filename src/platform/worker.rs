//! The two ends of the line between page and engine.

use std::cell::{Cell, OnceCell, RefCell};

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use tifa::lexicon::Lexicon;
use tifa::session::{Engine, FromWorker, Kept, Opening, Request, Response, Sought, decode, encode};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};
use yew::Callback;

use super::folder;

#[wasm_bindgen]
extern "C" {
    /// Keeps lines of JSON in this browser, each under its key: an array of pairs. `assets/worker.js` calls
    /// [`unkept`] if it could not.
    #[wasm_bindgen(js_namespace = tifa)]
    fn keep(entries: &Array);
}

thread_local! {
    /// The page's end.
    static WORKER: OnceCell<Worker> = const { OnceCell::new() };
    static LISTENER: RefCell<Option<EventListener>> = const { RefCell::new(None) };
    /// The worker's end.
    static OPENING: RefCell<Option<Opening>> = const { RefCell::new(None) };
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
    /// The bytes of the corpus that have come.
    static COME: Cell<usize> = const { Cell::new(0) };
    /// While the corpus is being opened: the last hundredth that was told, and how many documents were.
    static TOLD: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
    /// What is sought in the library, how many rows of it are wanted, and when the reader last heard of it.
    static SEEKING: RefCell<Option<(Sought, usize, f64)>> = const { RefCell::new(None) };
    /// Requests that wait until the corpus is open.
    static LATE: RefCell<Vec<Request>> = const { RefCell::new(Vec::new()) };
    /// Requests that wait until [`prepare`] is done.
    static EARLY: RefCell<Vec<Request>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the worker for [`listen`] and [`ask`].
pub fn connect(worker: Worker) {
    WORKER.with(|cell| cell.get_or_init(|| worker).clone());
}

/// Calls back for every message of the engine, and for a corpus that was [asked for](export). A second call replaces
/// the first.
pub fn listen(heard: Callback<FromWorker>, exported: Callback<Uint8Array>) {
    WORKER.with(|cell| {
        let Some(worker) = cell.get() else { return };
        let listener = EventListener::new(worker, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else {
                return;
            };
            match event.data().dyn_into::<Uint8Array>() {
                Ok(bytes) => {
                    if let Some(message) = decode(&bytes.to_vec()) {
                        heard.emit(message);
                    }
                }
                // What is long goes on to the clerk as it came.
                Err(long) => {
                    if let Ok(bytes) = Reflect::get(&long, &EXPORT.into()) {
                        exported.emit(Uint8Array::new(&bytes));
                    }
                }
            }
        });
        LISTENER.set(Some(listener));
    });
}

/// Sends a request to the engine.
pub fn ask(request: &Request) {
    send(&Uint8Array::from(encode(request).as_slice()));
}

/// Asks for the corpus as JSON, in bytes: all of it, or, if there are ids, only these documents.
pub fn export(only: &[String]) {
    let only: Array = only.iter().map(JsValue::from).collect();
    send(&with_member(EXPORT, &only));
}

/// Hands the engine the lines that came beside the clerk's [`Answer::Accepted`](tifa::session::Answer). It answers
/// with [`FromWorker::Changed`].
pub fn take(lines: Uint8Array) {
    let transfer = Array::of1(&lines.buffer());
    let message = with_member("take", &lines);
    WORKER.with(|cell| {
        cell.get()
            .map(|worker| worker.post_message_with_transfer(&message, &transfer))
    });
}

fn send(message: &JsValue) {
    WORKER.with(|cell| cell.get().map(|worker| worker.post_message(message)));
}

/// The member of a message that a corpus comes in.
const EXPORT: &str = "export";

fn with_member(name: &str, value: &JsValue) -> JsValue {
    let message = Object::new();
    // A plain object takes every member.
    let _ = Reflect::set(&message, &name.into(), value);
    message.into()
}

// From here on it runs in the worker.

/// Documents that are shown before the rest of a corpus has come: some screens of them.
const FIRST: usize = 64;

/// Documents that are searched between two looks at the clock.
const PART: usize = 512;

/// Milliseconds of a search in which nothing else is answered.
const AT_ONCE: f64 = 30.0;

/// Milliseconds after which the reader hears what was found until then.
const PATIENCE: f64 = 200.0;

/// Bytes by which memory grows while a corpus comes. The allocator's own small steps cost a second for ten thousand
/// speeches.
const STEP: usize = 1 << 24;

/// Begins to open a corpus, with the changes that this browser has kept, a line each.
pub fn open(kept: &str) {
    hook();
    begin(Opening::new(kept, Lexicon::built_in()));
}

/// What a panic has to say reaches the page.
pub fn hook() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
}

/// Opens a corpus, from its beginning.
pub fn begin(opening: Opening) {
    OPENING.set(Some(opening));
    TOLD.set((0, 0));
}

/// Takes the next bytes of the corpus. So much of all was taken until now.
pub fn feed(bytes: &[u8], taken: usize, all: usize) {
    take_in(|opening| opening.feed(bytes), bytes.len(), (taken, all));
}

/// Takes the next documents of the corpus, a line each. So much of all was taken until now.
pub fn feed_lines(lines: &[u8], taken: usize, all: usize) {
    take_in(|opening| opening.feed_lines(lines), lines.len(), (taken, all));
}

fn take_in(read: impl FnOnce(&mut Opening) -> usize, length: usize, (taken, all): (usize, usize)) {
    OPENING.with_borrow_mut(|opening| {
        let Some(opening) = opening else { return };
        let documents = read(opening);
        let come = COME.get() + length;
        if come / STEP > COME.get() / STEP {
            drop(std::hint::black_box(Vec::<u8>::with_capacity(STEP)));
        }
        COME.set(come);
        let (told, shown) = TOLD.get();
        // A message every hundredth part is as smooth as a reader can see.
        let part = taken * 100 / all.max(1);
        if part != told {
            tell(&FromWorker::Progress(taken, all));
        }
        // What is there can be looked at; it is shown anew when it is twice as much.
        let is_more = documents >= (2 * shown).max(FIRST) && !folder::is_open();
        if is_more {
            tell(&FromWorker::Opened(opening.engine().overview()));
            for request in LATE.take() {
                answer_early(opening, request);
            }
        }
        TOLD.set((part, if is_more { documents } else { shown }));
    });
}

/// The corpus has come to its end.
pub fn finish() {
    let Some(opening) = OPENING.take() else { return };
    match opening.finish() {
        Ok(engine) => {
            tell(&FromWorker::Progress(1, 1));
            tell(&FromWorker::Opened(engine.overview()));
            ENGINE.set(Some(engine));
            for request in folder::close().into_iter().chain(LATE.take()) {
                with_engine(|engine| engine.answer(&request));
            }
        }
        Err(fault) => tell(&FromWorker::Unreadable(fault)),
    }
}

/// Answers a request. One that would keep others waiting is answered once [`prepare`] is done; true if it must be.
pub fn answer(request: &[u8]) -> bool {
    let Some(request) = decode::<Request>(request) else {
        return false;
    };
    if folder::answer(&request) {
        return false;
    }
    let is_opening = OPENING.with_borrow_mut(|opening| match opening {
        Some(opening) => {
            answer_early(opening, request.clone());
            true
        }
        None => false,
    });
    if is_opening {
        return false;
    }
    if ENGINE.with_borrow(|engine| engine.as_ref().is_some_and(|engine| engine.is_early(&request))) {
        EARLY.with_borrow_mut(|early| {
            // Of one kind only the last matters.
            early.retain(|other| std::mem::discriminant(other) != std::mem::discriminant(&request));
            early.push(request);
        });
        return true;
    }
    if let Request::Library { sought, count } = request {
        // What was sought before is given up.
        SEEKING.set(Some((sought, count, now())));
        return seek();
    }
    with_engine(|engine| engine.answer(&request));
    false
}

/// Looks for what is sought for a while; true if there is more to do. So whoever types on, or asks for something else,
/// need not wait until it is found.
fn seek() -> bool {
    let Some((sought, count, told)) = SEEKING.take() else {
        return false;
    };
    let started = now();
    ENGINE.with_borrow_mut(|engine| {
        let Some(engine) = engine else { return false };
        while engine.seek(&sought, PART) {
            if now() - started < AT_ONCE {
                continue;
            }
            let is_late = now() - told > PATIENCE;
            if is_late {
                tell(&FromWorker::Answer(Response::Library(engine.so_far(&sought, count))));
            }
            SEEKING.set(Some((sought, count, if is_late { now() } else { told })));
            return true;
        }
        tell(&engine.answer(&Request::Library { sought, count }));
        false
    })
}

/// Milliseconds.
fn now() -> f64 {
    js_sys::Date::now()
}

/// Answers what can be answered of a part of the corpus, if there is one to be seen; the rest waits for all of it.
fn answer_early(opening: &mut Opening, request: Request) {
    let (_, shown) = TOLD.get();
    if shown > 0 && request.is_for_part() {
        tell(&opening.engine().answer(&request));
    } else {
        LATE.with_borrow_mut(|late| late.push(request));
    }
}

/// Does a part of what some answers need, and gives them when all is done; true if there is more to do.
pub fn prepare() -> bool {
    if seek() {
        return true;
    }
    let is_wanted = EARLY.with_borrow(|early| !early.is_empty());
    let more = is_wanted && ENGINE.with_borrow_mut(|engine| engine.as_mut().is_some_and(Engine::prepare));
    if !more {
        for request in EARLY.take() {
            with_engine(|engine| engine.answer(&request));
        }
    }
    more
}

/// Hands out the corpus.
pub fn hand_out(only: &[String]) {
    ENGINE.with_borrow(|engine| {
        let Some(engine) = engine else { return };
        let bytes = Uint8Array::from(engine.export(only).as_bytes());
        let transfer = Array::of1(&bytes.buffer());
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let _ = scope.post_message_with_transfer(&with_member(EXPORT, &bytes), &transfer);
    });
}

/// Takes over documents from the clerk.
pub fn take_over(lines: &[u8]) {
    with_engine(|engine| {
        let changed = engine.take(&String::from_utf8_lossy(lines));
        FromWorker::Changed(engine.overview(), changed)
    });
}

/// Tells that what was changed could not be kept.
pub fn unkept(reason: String) {
    tell(&FromWorker::Unkept(reason));
}

/// Does something with the engine, tells what comes of it, and keeps what it has changed.
fn with_engine(act: impl FnOnce(&mut Engine) -> FromWorker) {
    ENGINE.with_borrow_mut(|engine| {
        let Some(engine) = engine else { return };
        tell(&act(engine));
        let unkept = engine.unkept();
        if !unkept.is_empty() {
            let pair = |kept: Kept| Array::of2(&kept.id.into(), &kept.line.into());
            keep(&unkept.into_iter().map(pair).collect());
        }
    });
}

pub fn tell(message: &FromWorker) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // A page that is gone needs no answer.
    let _ = scope.post_message(&Uint8Array::from(encode(message).as_slice()));
}
