//! The fragment of the page's address.

use std::cell::RefCell;

use gloo::events::EventListener;
use gloo::utils::window;

thread_local! {
    /// The fragment as it was last set here or heard of.
    static KNOWN: RefCell<String> = RefCell::default();
}

/// How a new fragment enters the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Back returns to what was before.
    New,
    /// The present entry is replaced.
    Same,
}

pub fn fragment() -> String {
    let fragment = window().location().hash().unwrap_or_default();
    // Browsers percent-encode what they are given; the link format reads both forms.
    fragment.trim_start_matches('#').to_string()
}

/// The address of the page on the web, without a fragment; a file of this machine has none for others.
pub fn address() -> Option<String> {
    let page = absolute("");
    page.starts_with("http").then_some(page)
}

/// The address of this page with another fragment, which begins with `#`.
pub fn absolute(fragment: &str) -> String {
    let address = window().location().href().unwrap_or_default();
    format!("{}{fragment}", address.split('#').next().unwrap_or_default())
}

/// Sets the fragment, which begins with `#`. It works on file:// in every engine.
pub fn go(fragment: &str, step: Step) {
    let location = window().location();
    let _ = match step {
        Step::New => location.set_hash(fragment),
        Step::Same => location.replace(fragment),
    };
    KNOWN.set(self::fragment());
}

/// Calls back when the reader follows a link or goes back, until the listener is dropped. The browser tells of what
/// [`go`] did, too, and late: the state may have gone on meanwhile, so that is passed over.
pub fn on_change(mut changed: impl FnMut(String) + 'static) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| {
        let now = fragment();
        if KNOWN.replace(now.clone()) != now {
            changed(now);
        }
    })
}
