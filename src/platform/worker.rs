//! The two ends of the line between page and engine. Messages are JSON text in both directions.

use std::cell::{OnceCell, RefCell};

use gloo::events::EventListener;
use tifa::lexicon::Lexicon;
use tifa::session::{Engine, FromWorker, Request};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};
use yew::Callback;

thread_local! {
    /// The page's end.
    static WORKER: OnceCell<Worker> = const { OnceCell::new() };
    static LISTENER: RefCell<Option<EventListener>> = const { RefCell::new(None) };
    /// The worker's end.
    static ENGINE: OnceCell<Engine> = const { OnceCell::new() };
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
            let text = event
                .dyn_ref::<MessageEvent>()
                .and_then(|event| event.data().as_string());
            if let Some(message) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                heard.emit(message);
            }
        });
        LISTENER.set(Some(listener));
    });
}

/// Sends a request to the engine.
pub fn ask(request: &Request) {
    let Ok(text) = serde_json::to_string(request) else {
        return;
    };
    WORKER.with(|cell| cell.get().map(|worker| worker.post_message(&JsValue::from_str(&text))));
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
    match Engine::open(json, Lexicon::built_in(), progress) {
        Ok(engine) => {
            tell(&FromWorker::Opened(engine.overview()));
            ENGINE.with(|cell| cell.set(engine).ok());
        }
        Err(fault) => tell(&FromWorker::Unreadable(fault)),
    }
}

/// Answers a request; this runs in the worker.
pub fn answer(request: &str) {
    let Ok(request) = serde_json::from_str(request) else {
        return;
    };
    ENGINE.with(|cell| {
        if let Some(engine) = cell.get() {
            tell(&FromWorker::Answer(engine.answer(&request)));
        }
    });
}

fn tell(message: &FromWorker) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if let Ok(text) = serde_json::to_string(message) {
        // A page that is gone needs no answer.
        let _ = scope.post_message(&JsValue::from_str(&text));
    }
}
