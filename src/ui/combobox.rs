//! A field with a list under it: what its keys do.

use yew::prelude::KeyboardEvent;

/// What a key asks for.
pub enum Pressed {
    /// The list, which is closed.
    Open,
    /// Another place in the list, or none.
    Move(Option<usize>),
    /// What is at the active place.
    Pick(usize),
    /// What is written, as it is.
    Enter,
    Close,
}

/// What a key asks for in a field, if anything. The list is open and shows so many; one of them may be active.
pub fn pressed(event: &KeyboardEvent, is_open: bool, count: usize, active: Option<usize>) -> Option<Pressed> {
    if event.is_composing() {
        return None;
    }
    let shows = is_open && count > 0;
    let key = event.key();
    let pressed = match (key.as_str(), active) {
        ("ArrowDown", _) if !is_open => Pressed::Open,
        ("ArrowDown" | "ArrowUp", _) if shows => Pressed::Move(step(active, count, key == "ArrowDown")),
        ("Enter", Some(at)) => Pressed::Pick(at),
        ("Enter", None) => return Some(Pressed::Enter),
        ("Escape", _) if shows => Pressed::Close,
        _ => return None,
    };
    event.prevent_default();
    Some(pressed)
}

/// The next of so many, or none between the last and the first.
fn step(at: Option<usize>, count: usize, forward: bool) -> Option<usize> {
    match (at, forward) {
        (None, true) => Some(0),
        (None, false) => count.checked_sub(1),
        (Some(at), true) => Some(at + 1).filter(|at| *at < count),
        (Some(at), false) => at.checked_sub(1),
    }
}
