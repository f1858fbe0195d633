//! The page: the Yew interface on the main thread, and the engine in a worker. Both run this program; the boot
//! script calls [`view`] in the page, [`work`] and [`answer`] in the worker.

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

    /// Opens a corpus in the worker, and tells the page.
    #[wasm_bindgen]
    pub fn work(json: &str) {
        crate::platform::worker::open(json);
    }

    /// Answers a request of the page.
    #[wasm_bindgen]
    pub fn answer(request: &[u8]) {
        crate::platform::worker::answer(request);
    }
}
