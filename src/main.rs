//! The page: the Yew interface on the main thread, and the engine in a worker. Both run this program; the boot
//! script calls [`view`] in the page, the worker's script the other exports.

#[cfg(target_arch = "wasm32")]
mod platform;
#[cfg(target_arch = "wasm32")]
mod ui;

/// The program is started through its exports. On a native target it only says where it belongs.
fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("the viewer runs in a browser: cargo xtask run");
}

#[cfg(target_arch = "wasm32")]
mod entry {
    //! What the boot script calls.

    use wasm_bindgen::prelude::wasm_bindgen;

    /// Starts the interface. The engine is in `worker`.
    #[wasm_bindgen]
    pub fn view(worker: web_sys::Worker) {
        crate::platform::worker::connect(worker);
        crate::ui::start();
    }

    /// Begins to open a corpus in the worker, with what this browser has kept of it.
    #[wasm_bindgen]
    pub fn work(kept: &str) {
        crate::platform::worker::open(kept);
    }

    /// Takes the next bytes of the corpus, and tells the page: so much of all was taken until now.
    #[wasm_bindgen]
    pub fn feed(bytes: &[u8], taken: usize, all: usize) {
        crate::platform::worker::feed(bytes, taken, all);
    }

    /// Begins to open a folder by its head.
    #[wasm_bindgen]
    pub fn work_folder(head: &[u8], kept: &str) {
        crate::platform::folder::open(head, kept);
    }

    /// Is all of the folder to be loaded at once?
    #[wasm_bindgen]
    pub fn is_whole() -> bool {
        crate::platform::folder::is_whole()
    }

    /// Begins to load all of the folder; the names of the shards.
    #[wasm_bindgen]
    pub fn shards() -> Vec<String> {
        crate::platform::folder::shards()
    }

    /// Takes a shard of documents, of so many the one of this number, counted from one.
    #[wasm_bindgen]
    pub fn feed_lines(lines: &[u8], number: usize, all: usize) {
        crate::platform::worker::feed_lines(lines, number, all);
    }

    /// Takes a shard that an answer needs.
    #[wasm_bindgen]
    pub fn give(name: &str, bytes: &[u8]) {
        crate::platform::folder::give(name, bytes);
    }

    /// Answers what waited for shards.
    #[wasm_bindgen]
    pub fn again() {
        crate::platform::folder::again();
    }

    /// Hears that a shard could not be loaded, and why.
    #[wasm_bindgen]
    pub fn unloaded(reason: String) {
        crate::platform::folder::unloaded(reason);
    }

    /// The corpus has come to its end.
    #[wasm_bindgen]
    pub fn finish() {
        crate::platform::worker::finish();
    }

    /// Answers a request of the page; true if `prepare` must be called for it until that is done.
    #[wasm_bindgen]
    pub fn answer(request: &[u8]) -> bool {
        crate::platform::worker::answer(request)
    }

    /// Does a part of what some answers need; true if there is more to do.
    #[wasm_bindgen]
    pub fn prepare() -> bool {
        crate::platform::worker::prepare()
    }

    /// Hands out the corpus as JSON, for the clerk to write: all of it, or, if there are ids, only these documents.
    #[wasm_bindgen]
    pub fn hand_out(only: Vec<String>) {
        crate::platform::worker::hand_out(&only);
    }

    /// Takes over documents from the clerk.
    #[wasm_bindgen]
    pub fn take(lines: &[u8]) {
        crate::platform::worker::take_over(lines);
    }

    /// Hears that what the reader changed could not be kept, and why.
    #[wasm_bindgen]
    pub fn unkept(reason: String) {
        crate::platform::worker::unkept(reason);
    }
}
