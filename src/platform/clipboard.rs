//! The clipboard, written to by a press of a button or a key.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, ClipboardEvent, HtmlDocument};
use yew::Callback;

/// Puts a text on the clipboard; `done` hears whether the browser let it happen.
pub fn copy(text: String, done: Callback<bool>) {
    // Pages that came by plain HTTP have no such thing.
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok();
    let clipboard = clipboard.and_then(|clipboard| clipboard.dyn_into::<Clipboard>().ok());
    let written = clipboard.map(|clipboard| clipboard.write_text(&text));
    wasm_bindgen_futures::spawn_local(async move {
        let is_written = match written {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        done.emit(is_written || copy_as_if_asked(text));
    });
}

/// The way of older browsers: copies as by the menu, and says what is copied.
fn copy_as_if_asked(text: String) -> bool {
    let options = EventListenerOptions::enable_prevent_default();
    let _listener = EventListener::new_with_options(&document(), "copy", options, move |event| {
        let transfer = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(ClipboardEvent::clipboard_data);
        if let Some(transfer) = transfer {
            let _ = transfer.set_data("text/plain", &text);
            event.prevent_default();
        }
    });
    let page: HtmlDocument = document().unchecked_into();
    page.exec_command("copy").unwrap_or_default()
}
