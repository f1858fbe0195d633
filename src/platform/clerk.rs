//! The page's end of the line to the clerk, the worker that reads files in and writes files out. It is started by the
//! first order and lives until it is stopped.

use std::cell::{Cell, RefCell};

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use tifa::import::Options;
use tifa::session::{Answer, Order, decode, encode};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};
use yew::Callback;

use super::files::Dropped;
use super::later;

#[wasm_bindgen]
extern "C" {
    /// A new clerk, from what lies in the page.
    #[wasm_bindgen(catch, js_namespace = tifa, js_name = clerk)]
    fn start() -> Result<Worker, JsValue>;
    /// Has a clerk write a corpus, for which it may need the programs of the page.
    #[wasm_bindgen(js_namespace = tifa, js_name = write)]
    fn write_by(clerk: &Worker, order: &Uint8Array, corpus: &Uint8Array);
}

/// Files that are handed over in one task.
const AT_ONCE: usize = 100;

/// A clerk at work. Dropped, it stops in the middle of whatever it does.
struct Clerk {
    worker: Worker,
    _listener: EventListener,
}

impl Drop for Clerk {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

thread_local! {
    /// How often a clerk was stopped: what was meant for one is not for the next.
    static TURN: Cell<usize> = const { Cell::new(0) };
    static CLERK: RefCell<Option<Clerk>> = const { RefCell::new(None) };
    static HEARD: RefCell<Callback<(Answer, Uint8Array)>> = RefCell::new(Callback::noop());
}

/// Calls back for every answer, with the bytes beside it. A second call replaces the first.
pub fn listen(heard: Callback<(Answer, Uint8Array)>) {
    HEARD.set(heard);
}

/// Reads files, one after the other; each is answered by [`Answer::Read`]. The clerk opens them itself.
pub fn read(mut files: Vec<Dropped>) {
    // Copying a thousand at once would stop the page.
    let rest = files.split_off(files.len().min(AT_ONCE));
    if !rest.is_empty() {
        let turn = TURN.get();
        later(move || {
            if turn == TURN.get() {
                read(rest);
            }
        });
    }
    send(files.into_iter().map(|Dropped { path, file }| {
        let order = Order::Read {
            path: path.clone(),
            options: Options::default(),
        };
        task(&order, &[("path", path.into()), ("file", file.into())])
    }));
}

/// Sends an order that needs no file.
pub fn ask(order: &Order) {
    send([task(order, &[])]);
}

/// Reads a file anew, by its number in the order of reading.
pub fn reread(file: usize, options: &Options) {
    let options = options.clone();
    send([task(&Order::Reread { file, options }, &[("again", file.into())])]);
}

/// Asks how a file begins in an encoding.
pub fn preview(file: usize, encoding: &str) {
    let encoding = encoding.to_string();
    let order = Order::Preview { file, encoding };
    send([task(&order, &[("again", file.into()), ("isLook", true.into())])]);
}

/// Sends [`Order::Write`] with the corpus that is to be written, as JSON in bytes.
pub fn write(order: &Order, corpus: Uint8Array) {
    with(|clerk| write_by(clerk, &bytes(order), &corpus));
}

/// Stops the clerk, which forgets all that it has found.
pub fn stop() {
    TURN.set(TURN.get() + 1);
    CLERK.take();
}

/// What `assets/clerk.js` is sent for an order.
fn task(order: &Order, beside: &[(&str, JsValue)]) -> Object {
    let task = Object::new();
    let order = [("order", bytes(order).into())];
    for (name, value) in order.iter().chain(beside) {
        // A plain object takes every member.
        let _ = Reflect::set(&task, &(*name).into(), value);
    }
    task
}

fn bytes(order: &Order) -> Uint8Array {
    Uint8Array::from(encode(order).as_slice())
}

fn send(tasks: impl IntoIterator<Item = Object>) {
    let message = Object::new();
    let tasks: Array = tasks.into_iter().collect();
    let _ = Reflect::set(&message, &"tasks".into(), &tasks);
    with(|clerk| {
        // All that is sent can be sent: bytes, texts and files.
        let _ = clerk.post_message(&message);
    });
}

/// Does something with the clerk, which is started if it is not at work.
fn with(act: impl FnOnce(&Worker)) {
    if CLERK.with_borrow(Option::is_none) {
        match start() {
            Ok(worker) => CLERK.set(Some(Clerk {
                _listener: EventListener::new(&worker, "message", |event| hear(event.unchecked_ref())),
                worker,
            })),
            Err(error) => return HEARD.with_borrow(|heard| heard.emit((Answer::Failed(words(&error)), empty()))),
        }
    }
    CLERK.with_borrow(|clerk| clerk.as_ref().map(|clerk| act(&clerk.worker)));
}

fn hear(event: &MessageEvent) {
    let data = event.data();
    let part = |name: &str| {
        Reflect::get(&data, &name.into())
            .ok()
            .filter(|part| !part.is_undefined())
    };
    let heard = match part("failed") {
        Some(failed) => Some((Answer::Failed(words(&failed)), empty())),
        None => part("answer").zip(part("bytes")).and_then(|(answer, bytes)| {
            let answer = decode(&Uint8Array::new(&answer).to_vec())?;
            Some((answer, Uint8Array::new(&bytes)))
        }),
    };
    if let Some(heard) = heard {
        // Who hears it may stop the clerk, or listen anew.
        let callback = HEARD.with_borrow(Clone::clone);
        callback.emit(heard);
    }
}

fn words(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| error.message().into());
    message.or_else(|| error.as_string()).unwrap_or_default()
}

fn empty() -> Uint8Array {
    Uint8Array::new_with_length(0)
}
