//! The clerk: the program of the worker that reads files in and writes files out. `assets/clerk.js` starts it when a
//! reader first needs it, and calls its exports; it shares the engine with the page, and nothing else.

/// Loading the program runs this; the work is done by its exports. On a native target it only says where it belongs.
fn main() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("the clerk runs in a browser: cargo xtask run");
}

#[cfg(target_arch = "wasm32")]
mod entry {
    //! What `assets/clerk.js` calls.

    use std::cell::RefCell;

    use js_sys::{Array, Uint8Array};
    use tifa::corpus::Corpus;
    use tifa::import::{Error, Kind, LARGEST};
    use tifa::page::{Program, Viewer, single};
    use tifa::session::{Answer, Clerk, Order, decode, encode, write};
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Why a file is not read.
    #[wasm_bindgen]
    pub enum Refusal {
        Limit,
        Unreadable,
        Crashed,
    }

    /// A program of the page as it lies there: glue, and wasm under gzip.
    struct Packed(String, Vec<u8>);

    impl Packed {
        fn program(&self) -> Program<'_> {
            Program {
                glue: &self.0,
                wasm: &self.1,
            }
        }
    }

    thread_local! {
        static CLERK: RefCell<Clerk> = RefCell::new(Clerk::new());
        static PROGRAMS: RefCell<Option<[Packed; 2]>> = const { RefCell::new(None) };
    }

    /// Most bytes of a file that is read.
    #[wasm_bindgen]
    pub fn largest() -> f64 {
        LARGEST as f64
    }

    /// Obeys an order. The answer, if there is one, is two arrays of bytes: the message, and what goes beside it.
    #[wasm_bindgen]
    pub fn answer(order: &[u8], beside: &[u8]) -> Option<Array> {
        let order = decode(order)?;
        let (answer, bytes) = match order {
            Order::Write { format, title, view } => write(format, title, beside, |corpus| page(corpus, &view)),
            order => CLERK.with_borrow_mut(|clerk| clerk.answer(order, beside)),
        };
        Some(message(&answer?, &bytes))
    }

    /// The answer for a file that is not read.
    #[wasm_bindgen]
    pub fn refuse(path: String, bytes: f64, refusal: Refusal, detail: String) -> Array {
        let kind = match refusal {
            Refusal::Limit => Kind::Limit,
            Refusal::Unreadable => Kind::Unreadable,
            Refusal::Crashed => Kind::Crashed,
        };
        let error = Error {
            kind,
            file: path,
            detail,
        };
        let answer = CLERK.with_borrow_mut(|clerk| clerk.refuse(error, bytes as usize));
        message(&answer, &[])
    }

    /// Takes the programs of the page, for the pages that it will write.
    #[wasm_bindgen]
    pub fn equip(view_glue: String, view: Vec<u8>, clerk_glue: String, clerk: Vec<u8>) {
        PROGRAMS.set(Some([Packed(view_glue, view), Packed(clerk_glue, clerk)]));
    }

    fn page(corpus: &Corpus, view: &str) -> Option<String> {
        PROGRAMS.with_borrow(|programs| {
            let [interface, clerk] = programs.as_ref()?;
            let viewer = Viewer {
                view: interface.program(),
                clerk: clerk.program(),
            };
            Some(single(viewer, corpus, view))
        })
    }

    fn message(answer: &Answer, beside: &[u8]) -> Array {
        [encode(answer).as_slice(), beside]
            .map(Uint8Array::from)
            .iter()
            .collect()
    }
}
