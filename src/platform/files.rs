//! Files between the reader's machine and the page: dropped, pasted, picked, and saved.

use js_sys::Uint8Array;
use web_sys::File;
use yew::Callback;

/// A file that a reader gave, and its path below what was given, or its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropped {
    pub path: String,
    pub file: File,
}

/// Ends the listening when it is dropped.
pub struct Arrivals;

/// Calls back with what is dropped anywhere on the page, folders with all that is in them, and with what is pasted
/// outside of fields; `hover` hears whether files are being held over the window.
pub fn on_arrival(arrived: Callback<Vec<Dropped>>, hover: Callback<bool>) -> Arrivals {
    let _ = (arrived, hover);
    Arrivals
}

/// Lets the reader pick files, or a folder.
pub fn pick(folder: bool, arrived: Callback<Vec<Dropped>>) {
    let _ = (folder, arrived);
}

/// Saves a file to where the browser saves files. `media` is its media type.
pub fn save(name: &str, media: &str, bytes: &Uint8Array) {
    let _ = (name, media, bytes);
}

/// Makes the browser ask before the page is left, or not.
pub fn warn_before_leaving(warn: bool) {
    let _ = warn;
}
