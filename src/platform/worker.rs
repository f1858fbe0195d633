//! The two ends of the line between page and engine.

use std::cell::{OnceCell, RefCell};

use gloo::events::EventListener;
use js_sys::Uint8Array;
use tifa::lexicon::Lexicon;
use tifa::session::{Engine, FromWorker, Request, decode, encode};
use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};
use yew::Callback;

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
    WORKER.with(|cell| {
        let worker = cell.get();
        worker.map(|worker| worker.post_message(&Uint8Array::from(encode(request).as_slice())))
    });
}

/// Hands the engine what the clerk's [`Answer::Accepted`](tifa::session::Answer) holds.
pub fn take(lines: &str) {
    let _ = lines;
}

/// Opens a corpus; this runs in the worker.
pub fn open(json: &str) {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    let progress = |done: usize, total: usize| {
        // A message every hundredth part is as smooth as a reader can see.
        if done.is_multiple_of(total.div_ceil(100).max(1)) {
            tell(&FromWorker::Progress(done, total));
        }
    };
    match Engine::open(json, "", Lexicon::built_in(), progress) {
        Ok(engine) => {
            tell(&FromWorker::Opened(engine.overview()));
            ENGINE.set(Some(engine));
        }
        Err(fault) => tell(&FromWorker::Unreadable(fault)),
    }
}

/// Answers a request; this runs in the worker.
pub fn answer(request: &[u8]) {
    let Some(request) = decode(request) else { return };
    ENGINE.with_borrow_mut(|engine| {
        if let Some(engine) = engine {
            tell(&engine.answer(&request));
        }
    });
}

fn tell(message: &FromWorker) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // A page that is gone needs no answer.
    let _ = scope.post_message(&Uint8Array::from(encode(message).as_slice()));
}
