//! The fragment of the page's address.

use gloo::events::EventListener;
use gloo::utils::window;

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

/// Sets the fragment, which begins with `#`. It works on file:// in every engine.
pub fn go(fragment: &str, step: Step) {
    let location = window().location();
    let _ = match step {
        Step::New => location.set_hash(fragment),
        Step::Same => location.replace(fragment),
    };
}

/// Calls back when the reader follows a link or goes back, until the listener is dropped.
pub fn on_change(mut changed: impl FnMut(String) + 'static) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| changed(fragment()))
}
