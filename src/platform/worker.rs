//! The two ends of the line between page and engine.

use std::cell::{OnceCell, RefCell};

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use tifa::lexicon::Lexicon;
use tifa::session::{Engine, FromWorker, Kept, Request, decode, encode};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};
use yew::Callback;

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
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// Keeps the worker for [`listen`] and [`ask`].
pub fn connect(worker: Worker) {
    WORKER.with(|cell| cell.get_or_init(|| worker).clone());
}

/// Calls back for every message of the engine. A second call replaces the first.
pub fn listen(heard: Callback<FromWorker>) {
    WORKER.with(|cell| {
        let Some(worker) = cell.get() else { return };
        let listener = EventListener::new(worker, "message", move |event| {
            let bytes = event
                .dyn_ref::<MessageEvent>()
                .map(|event| Uint8Array::new(&event.data()).to_vec());
            if let Some(message) = bytes.and_then(|bytes| decode(&bytes)) {
                heard.emit(message);
            }
        });
        LISTENER.set(Some(listener));
    });
}

/// Sends a request to the engine.
pub fn ask(request: &Request) {
    send(&Uint8Array::from(encode(request).as_slice()));
}

/// Hands the engine the lines that the clerk's [`Answer::Accepted`](tifa::session::Answer) holds. It answers with
/// [`FromWorker::Changed`].
pub fn take(lines: &str) {
    let message = Object::new();
    let _ = Reflect::set(&message, &"take".into(), &lines.into());
    send(&message);
}

fn send(message: &JsValue) {
    WORKER.with(|cell| cell.get().map(|worker| worker.post_message(message)));
}

// From here on it runs in the worker.

/// Opens a corpus with the changes that this browser has kept, a line each.
pub fn open(json: &str, kept: &str) {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    let progress = |done: usize, total: usize| {
        // A message every hundredth part is as smooth as a reader can see.
        if done.is_multiple_of(total.div_ceil(100).max(1)) {
            tell(&FromWorker::Progress(done, total));
        }
    };
    match Engine::open(json, kept, Lexicon::built_in(), progress) {
        Ok(engine) => {
            tell(&FromWorker::Opened(engine.overview()));
            ENGINE.set(Some(engine));
        }
        Err(fault) => tell(&FromWorker::Unreadable(fault)),
    }
}

/// Answers a request.
pub fn answer(request: &[u8]) {
    if let Some(request) = decode(request) {
        with_engine(|engine| engine.answer(&request));
    }
}

/// Takes over documents from the clerk.
pub fn take_over(lines: &str) {
    with_engine(|engine| {
        let changed = engine.take(lines);
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

fn tell(message: &FromWorker) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // A page that is gone needs no answer.
    let _ = scope.post_message(&Uint8Array::from(encode(message).as_slice()));
}
