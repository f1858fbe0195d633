//! The page: the Yew interface, and the engine in its worker.

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("the viewer is built for the browser: cargo xtask run");
}

#[cfg(target_arch = "wasm32")]
fn main() {}
