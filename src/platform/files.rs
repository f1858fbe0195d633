//! Files between the reader's machine and the page: dropped, pasted, picked, and saved.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::{body, document, window};
use js_sys::{Array, AsyncIterator, Function, IteratorNext, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, DataTransfer, DataTransferItem, DragEvent, Element, Event, File, FileList,
};
use web_sys::{FilePropertyBag, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};
use web_sys::{HtmlAnchorElement, HtmlInputElement, TextDecoder, TextDecoderOptions, Url};
use yew::Callback;

#[wasm_bindgen]
extern "C" {
    /// What is not in the bindings of web_sys, or not yet for good.
    #[wasm_bindgen(extends = DataTransferItem)]
    type Item;
    #[wasm_bindgen(method, catch, js_name = getAsFileSystemHandle)]
    fn handle(this: &Item) -> Result<Promise, JsValue>;

    /// A file or a folder.
    type Handle;
    #[wasm_bindgen(method, getter)]
    fn kind(this: &Handle) -> String;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Handle) -> String;
    #[wasm_bindgen(method, js_name = getFile)]
    fn file(this: &Handle) -> Promise;
    #[wasm_bindgen(method)]
    fn values(this: &Handle) -> AsyncIterator;
}

/// How long the bytes of a saved file stay in memory, in milliseconds: the browser asks where to put it first.
const SAVING: u32 = 60_000;

/// Files whose bytes are looked up at once, which takes a twentieth of a millisecond each.
const WEIGHED: usize = 100;

/// Bytes of a file that [`text`] reads at the most: decoding it takes the thread of the page 30 milliseconds. A lexicon
/// of 10,000 entries has two million.
const LONGEST: f64 = 8e6;

/// What pasted text is called.
const PASTED: &str = "粘贴 · pasted text";

/// The field behind [`pick`].
const FIELD: &str = "tifa-files";

/// A file that a reader gave, and its path below what was given, or its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropped {
    pub path: String,
    pub file: File,
}

/// Ends the listening when it is dropped.
pub struct Arrivals {
    _listeners: Vec<EventListener>,
}

/// Calls back with what is dropped anywhere on the page, folders with all that is in them, and with what is pasted
/// outside of fields; `hover` hears whether files are being held over the window.
pub fn on_arrival(arrived: Callback<Vec<Dropped>>, hover: Callback<bool>) -> Arrivals {
    let options = EventListenerOptions::enable_prevent_default;
    let on = |name: &'static str, act: Box<dyn Fn(&Event)>| {
        EventListener::new_with_options(&window(), name, options(), move |event| act(event))
    };
    let over = Cell::new(false);
    // The browser tells many times a second that files are still there.
    let hover = Rc::new(move |now| {
        if over.replace(now) != now {
            hover.emit(now);
        }
    });
    let pasted = arrived.clone();
    let (left, dropped) = (hover.clone(), hover.clone());
    let listeners = vec![
        on(
            "dragover",
            Box::new(move |event| {
                if files_of(event).is_some() {
                    // Without this the browser would open the file in place of the page.
                    event.prevent_default();
                    hover(true);
                }
            }),
        ),
        on(
            "dragleave",
            Box::new(move |event| {
                // What is left for another element is not left.
                let event: &DragEvent = event.unchecked_ref();
                if event.related_target().is_none() {
                    left(false);
                }
            }),
        ),
        on(
            "drop",
            Box::new(move |event| {
                if let Some(transfer) = files_of(event) {
                    event.prevent_default();
                    dropped(false);
                    let (folders, files) = contents(&transfer);
                    let arrived = arrived.clone();
                    wasm_bindgen_futures::spawn_local(async move { give(&arrived, gather(folders, files).await) });
                }
            }),
        ),
        on(
            "paste",
            Box::new(move |event| {
                let Some(transfer) = event.unchecked_ref::<ClipboardEvent>().clipboard_data() else {
                    return;
                };
                if !is_in_field(event) {
                    give(&pasted, clipping(&transfer));
                }
            }),
        ),
    ];
    Arrivals { _listeners: listeners }
}

/// Lets the reader pick files, or a folder.
pub fn pick(folder: bool, arrived: Callback<Vec<Dropped>>) {
    thread_local! {
        static LISTENER: RefCell<Option<EventListener>> = const { RefCell::new(None) };
    }
    if let Some(old) = document().get_element_by_id(FIELD) {
        old.remove();
    }
    let Some(field) = document()
        .create_element("input")
        .ok()
        .and_then(|field| field.dyn_into().ok())
    else {
        return;
    };
    let field: HtmlInputElement = field;
    field.set_id(FIELD);
    field.set_type("file");
    field.set_multiple(true);
    field.set_hidden(true);
    if folder {
        let _ = field.set_attribute("webkitdirectory", "");
    }
    // Some browsers forget a field that is not in the page while the reader picks.
    let _ = body().append_child(&field);
    let chosen = field.clone();
    LISTENER.set(Some(EventListener::new(&field, "change", move |_| {
        give(&arrived, listed(chosen.files()));
    })));
    field.click();
}

/// Gives the text of a file: UTF-16 if it says so, UTF-8 if it is that, else GB18030, in which Chinese spreadsheets
/// write. Nothing, if it is longer than [`LONGEST`] or cannot be read.
pub fn text(file: &File, read: Callback<Option<String>>) {
    let bytes = (file.size() <= LONGEST).then(|| file.array_buffer());
    wasm_bindgen_futures::spawn_local(async move {
        let bytes = match bytes {
            Some(bytes) => JsFuture::from(bytes).await.ok(),
            None => None,
        };
        read.emit(bytes.and_then(|bytes| decoded(&Uint8Array::new(&bytes))));
    });
}

fn decoded(bytes: &Uint8Array) -> Option<String> {
    let start = bytes.subarray(0, bytes.length().min(2)).to_vec();
    let encodings: &[&str] = match start.as_slice() {
        [0xff, 0xfe] => &["utf-16le"],
        [0xfe, 0xff] => &["utf-16be"],
        _ => &["utf-8", "gb18030"],
    };
    let decode = |encoding: &&str| {
        let options = TextDecoderOptions::new();
        options.set_fatal(true);
        let decoder = TextDecoder::new_with_label_and_options(encoding, &options).ok()?;
        decoder.decode_with_buffer_source(bytes).ok()
    };
    encodings.iter().find_map(decode)
}

/// Tells the bytes of files, some at a time: the browser looks up each on the disk. `weighed` hears from which file on.
pub fn weigh(files: Rc<Vec<Dropped>>, from: usize, weighed: Callback<(usize, Vec<usize>)>) {
    if from < files.len() {
        super::later(move || {
            let some = files.iter().skip(from).take(WEIGHED);
            weighed.emit((from, some.map(|dropped| dropped.file.size() as usize).collect()));
            weigh(files, from + WEIGHED, weighed);
        });
    }
}

/// Saves a file to where the browser saves files. `media` is its media type.
pub fn save(name: &str, media: &str, bytes: &Uint8Array) {
    let options = BlobPropertyBag::new();
    options.set_type(media);
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &options) {
        save_blob(name, &blob);
    }
}

/// The same with a text.
pub fn save_text(name: &str, media: &str, text: &str) {
    save(name, media, &Uint8Array::from(text.as_bytes()));
}

/// The same with what the browser itself has made.
pub fn save_blob(name: &str, blob: &Blob) {
    let address = Url::create_object_url_with_blob(blob);
    let link = document()
        .create_element("a")
        .map(JsCast::dyn_into::<HtmlAnchorElement>);
    if let (Ok(address), Ok(Ok(link))) = (address, link) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
        Timeout::new(SAVING, move || drop(Url::revoke_object_url(&address))).forget();
    }
}

/// Makes the browser ask before the page is left, or not.
pub fn warn_before_leaving(warn: bool) {
    thread_local! {
        static LISTENER: RefCell<Option<EventListener>> = const { RefCell::new(None) };
    }
    let options = EventListenerOptions::enable_prevent_default();
    let listen =
        || EventListener::new_with_options(&window(), "beforeunload", options, |event| event.prevent_default());
    LISTENER.set(warn.then(listen));
}

/// Calls back, unless there is nothing to tell. Files are in the order of their paths, as in a folder.
fn give(arrived: &Callback<Vec<Dropped>>, mut files: Vec<Dropped>) {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    if !files.is_empty() {
        arrived.emit(files);
    }
}

/// What a drag brings along, if there are files in it.
fn files_of(event: &Event) -> Option<DataTransfer> {
    let transfer = event.unchecked_ref::<DragEvent>().data_transfer()?;
    transfer.types().includes(&"Files".into(), 0).then_some(transfer)
}

/// A folder of a drop. Chromium reads entries to no page from a disk, but knows handles; other browsers know entries
/// only.
struct Folder {
    handle: Option<Promise>,
    entry: FileSystemEntry,
}

/// The folders and files of a drop. They can be asked for only during the event.
fn contents(transfer: &DataTransfer) -> (Vec<Folder>, Vec<Dropped>) {
    let items = transfer.items();
    let mut folders = Vec::new();
    let mut files = Vec::new();
    for item in (0..items.length()).filter_map(|at| items.get(at)) {
        let entry = item.webkit_get_as_entry().ok().flatten();
        if let Some(entry) = entry.filter(FileSystemEntry::is_directory) {
            let handle = item.unchecked_ref::<Item>().handle().ok();
            folders.push(Folder { handle, entry });
        } else if let Ok(Some(file)) = item.get_as_file() {
            let path = file.name();
            files.push(Dropped { path, file });
        }
    }
    (folders, files)
}

fn listed(files: Option<FileList>) -> Vec<Dropped> {
    let file = |at| files.as_ref()?.get(at);
    let count = files.as_ref().map_or(0, FileList::length);
    let dropped = |file: File| {
        let below = js_sys::Reflect::get(&file, &"webkitRelativePath".into()).ok();
        let below = below.and_then(|path| path.as_string()).filter(|path| !path.is_empty());
        Dropped {
            path: below.unwrap_or_else(|| file.name()),
            file,
        }
    };
    (0..count).filter_map(file).map(dropped).collect()
}

/// Adds all files of some folders. What vanishes meanwhile is passed over.
async fn gather(folders: Vec<Folder>, mut found: Vec<Dropped>) -> Vec<Dropped> {
    for Folder { handle, entry } in folders {
        let handle = match handle {
            Some(promise) => JsFuture::from(promise).await.ok(),
            None => None,
        };
        match handle {
            Some(handle) => gather_handles(handle.unchecked_into(), &mut found).await,
            None => gather_entries(entry, &mut found).await,
        }
    }
    found
}

async fn gather_handles(folder: Handle, found: &mut Vec<Dropped>) {
    let mut open = vec![(folder.name(), folder)];
    while let Some((above, folder)) = open.pop() {
        let inside = folder.values();
        while let Some(handle) = next(&inside).await {
            let path = format!("{above}/{}", handle.name());
            if handle.kind() == "directory" {
                open.push((path, handle));
            } else if let Ok(file) = JsFuture::from(handle.file()).await {
                let file = file.unchecked_into();
                found.push(Dropped { path, file });
            }
        }
    }
}

async fn next(handles: &AsyncIterator) -> Option<Handle> {
    let next: IteratorNext = JsFuture::from(handles.next().ok()?).await.ok()?.unchecked_into();
    (!next.done()).then(|| next.value().unchecked_into())
}

async fn gather_entries(folder: FileSystemEntry, found: &mut Vec<Dropped>) {
    let mut open = vec![folder];
    while let Some(entry) = open.pop() {
        if entry.is_file() {
            let file: &FileSystemFileEntry = entry.unchecked_ref();
            let file = promised(|done, failed| {
                file.file_with_callback_and_callback(done, failed);
                Ok(())
            });
            if let Some(file) = file.await {
                let path = entry.full_path().trim_start_matches('/').to_string();
                let file = file.unchecked_into();
                found.push(Dropped { path, file });
            }
            continue;
        }
        let reader = entry.unchecked_ref::<FileSystemDirectoryEntry>().create_reader();
        // A folder is told in batches, the last of which is empty.
        loop {
            let batch = promised(|done, failed| reader.read_entries_with_callback_and_callback(done, failed));
            let batch: Array = batch.await.map(JsCast::unchecked_into).unwrap_or_default();
            if batch.length() == 0 {
                break;
            }
            open.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
        }
    }
}

/// What a browser function with two callbacks gives to the first.
async fn promised(ask: impl Fn(&Function, &Function) -> Result<(), JsValue>) -> Option<JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        if let Err(error) = ask(&done, &failed) {
            let _ = failed.call1(&JsValue::NULL, &error);
        }
    });
    JsFuture::from(promise).await.ok()
}

/// What was pasted: files, or text. Text with markup is taken with it if the markup tells paragraphs apart.
fn clipping(transfer: &DataTransfer) -> Vec<Dropped> {
    let files = listed(transfer.files());
    if !files.is_empty() {
        return files;
    }
    let data = |kind: &str| transfer.get_data(kind).unwrap_or_default();
    let html = data("text/html");
    let blocks = ["<p", "<div", "<br", "<h1", "<h2", "<h3", "<li", "<table"];
    let lower = html.to_ascii_lowercase();
    let (text, ending) = match blocks.iter().any(|tag| lower.contains(tag)) {
        true => (html, "html"),
        false => (data("text/plain"), "txt"),
    };
    if text.trim().is_empty() {
        return Vec::new();
    }
    let path = format!("{PASTED}.{ending}");
    let parts = Array::of1(&text.into());
    let file = File::new_with_str_sequence_and_options(&parts, &path, &FilePropertyBag::new());
    file.map(|file| Dropped { path, file }).into_iter().collect()
}

fn is_in_field(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        matches!(
            element.closest("input, select, textarea, [contenteditable]"),
            Ok(Some(_))
        )
    })
}
