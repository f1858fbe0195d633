//! The browser: the only part that uses web_sys and gloo. The interface calls it by what it wants done.

/// Bytes that the program passes on and never looks at.
pub type Bytes = js_sys::Uint8Array;

/// Does something in a task of its own, so that the page answers in between.
pub fn later(act: impl FnOnce() + 'static) {
    gloo::timers::callback::Timeout::new(0, act).forget();
}

/// The day by the reader's clock, as EDTF.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!(
        "{:04}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
}

pub mod clerk;
pub mod clipboard;
pub mod dom;
pub mod figure;
pub mod files;
pub mod folder;
pub mod location;
pub mod paper;
pub mod settings;
pub mod worker;
