//! What a reader does with the page, and what a reader sees of it.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::driver::{Driver, retry};

/// Keys by their WebDriver code points.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const SPACE: &str = " ";
pub const ESCAPE: &str = "\u{e00c}";
pub const UP: &str = "\u{e013}";
pub const DOWN: &str = "\u{e015}";

/// The most presses of Tab that a reader would need on any view of the sample.
const MANY_TABS: usize = 200;

pub struct Page {
    pub driver: Driver,
    /// Where the page lies, without a fragment.
    pub address: String,
}

impl Page {
    /// A new browser of a Chinese reader with the page open and usable.
    pub fn open(address: &str) -> Self {
        Page::open_in("zh-CN", address)
    }

    /// The same for a reader whose browser prefers another language.
    pub fn open_in(language: &str, address: &str) -> Self {
        let page = Page::closed(language, address);
        page.follow("");
        page.is_usable();
        page
    }

    /// A new browser that has not opened the page yet.
    pub fn closed(language: &str, address: &str) -> Self {
        Page {
            driver: Driver::start(language),
            address: address.to_string(),
        }
    }

    // What the browser does.

    /// Opens the page anew by a link to it with a fragment, as from elsewhere.
    pub fn follow(&self, fragment: &str) {
        for address in ["about:blank", &format!("{}{fragment}", self.address)] {
            self.done(self.driver.ask(async |client| client.goto(address).await));
        }
    }

    /// Opens another page in the same browser.
    pub fn visit(&self, address: &str) {
        self.done(self.driver.ask(async |client| client.goto(address).await));
    }

    pub fn reload(&self) {
        self.done(self.driver.ask(async |client| client.refresh().await));
    }

    pub fn back(&self) {
        self.done(self.driver.ask(async |client| client.back().await));
    }

    /// A command of Chrome's debugging protocol.
    pub fn chrome(&self, command: &str, parameters: Value) -> Value {
        self.done(self.driver.chrome(command, parameters))
    }

    pub fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.chrome("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Makes the system ask for `dark` or `light`, and for no motion.
    pub fn prefer(&self, scheme: &str) {
        let features = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")];
        let features = features.map(|(name, value)| json!({ "name": name, "value": value }));
        self.chrome("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Writes what is in the window to `target/screenshots/`.
    pub fn picture(&self, name: &str) {
        let image = self.done(self.driver.ask(async |client| client.screenshot().await));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        fs::create_dir_all(&folder).expect("a folder for screenshots");
        fs::write(folder.join(format!("{name}.png")), image).expect("a screenshot");
    }

    // What a reader sees.

    /// The value of a JavaScript expression; `args` are the further arguments.
    pub fn look(&self, expression: &str, args: &[Value]) -> Value {
        self.done(self.try_look(expression, args))
    }

    fn try_look(&self, expression: &str, args: &[Value]) -> Result<Value, String> {
        let script = format!("return {expression}");
        self.driver
            .ask(async |client| client.execute(&script, args.to_vec()).await)
    }

    /// The text of every element that fits, in order.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let found = self.look(
            "Array.from(document.querySelectorAll(arguments[0]), (e) => e.textContent)",
            &[json!(css)],
        );
        serde_json::from_value(found).expect("a list of texts")
    }

    /// The text of the first element that fits; empty if there is none.
    pub fn text(&self, css: &str) -> String {
        self.texts(css).into_iter().next().unwrap_or_default()
    }

    pub fn count(&self, css: &str) -> usize {
        self.texts(css).len()
    }

    /// The elements that reach beyond the right edge of the window, if they make the page scroll sideways.
    pub fn overflow(&self) -> Vec<String> {
        let found = self.look(
            "((root) => root.scrollWidth <= root.clientWidth ? [] : Array.from(document.querySelectorAll('#app *'))
                .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
                .map((e) => e.tagName + '.' + e.getAttribute('class')))(document.documentElement)",
            &[],
        );
        serde_json::from_value(found).expect("a list")
    }

    /// The rows of the comparison that have these words between their two sides.
    pub fn rows_with(&self, words: &str) -> Vec<String> {
        let found = self.look(
            "Array.from(document.querySelectorAll('li.pair')).filter((row) =>
                row.querySelector('.gut').textContent.includes(arguments[0])).map((row) => '#' + row.id)",
            &[json!(words)],
        );
        serde_json::from_value(found).expect("a list of ids")
    }

    /// How many of the elements that fit can be seen at all.
    pub fn visible(&self, css: &str) -> usize {
        let found = self.look(
            "Array.from(document.querySelectorAll(arguments[0])).filter((e) => e.checkVisibility()).length",
            &[json!(css)],
        );
        found.as_u64().unwrap_or_default() as usize
    }

    /// An attribute of the first element that fits; empty if there is none.
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let found = self.look(
            "document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? ''",
            &[json!(css), json!(name)],
        );
        found.as_str().unwrap_or_default().to_string()
    }

    /// The fragment of the address, decoded.
    pub fn fragment(&self) -> String {
        let found = self.look("decodeURIComponent(location.hash)", &[]);
        found.as_str().unwrap_or_default().to_string()
    }

    /// Waits until `see` gives what is expected.
    #[track_caller]
    pub fn shows<T: PartialEq + Debug>(&self, what: &str, expected: T, see: impl Fn(&Page) -> T) {
        retry(what, || match see(self) {
            seen if seen == expected => Ok(()),
            seen => Err(format!("{seen:?}, not {expected:?}")),
        });
    }

    /// Waits until at least one element that fits can be seen.
    pub fn has(&self, css: &str) {
        self.shows(&format!("{css} on the page"), true, |page| page.visible(css) > 0);
    }

    /// Waits until no element that fits can be seen.
    pub fn has_no(&self, css: &str) {
        self.shows(&format!("no {css} on the page"), 0, |page| page.visible(css));
    }

    /// Waits until the first element that fits is in the window and has come to rest there.
    pub fn is_in_window(&self, css: &str) {
        let inside = "((e) => {
            const { top, bottom } = e.getBoundingClientRect();
            const still = Math.abs(top - e.tifaTop) < 1;
            e.tifaTop = top;
            return still && top >= 0 && bottom <= innerHeight;
        })(document.querySelector(arguments[0]))";
        self.shows(&format!("{css} in the window"), true, |page| {
            page.try_look(inside, &[json!(css)]) == Ok(json!(true))
        });
    }

    /// Waits until the program has something to show and is not busy.
    pub fn is_usable(&self) {
        self.has("#app main:not([aria-busy])");
    }

    // What a reader does.

    pub fn click(&self, css: &str) {
        self.click_on(css, "");
    }

    /// Clicks the first element that fits and has the words in it, where a reader would: in its middle, if nothing
    /// covers it.
    pub fn click_on(&self, css: &str, words: &str) {
        retry(&format!("a click on {css} {words:?}"), || {
            let element = self.find(css, words)?;
            self.driver.ask(async |_| element.click().await)
        });
    }

    /// Moves the mouse over the first element that fits.
    pub fn point_at(&self, css: &str) {
        retry(&format!("the mouse over {css}"), || {
            let element = self.find(css, "")?;
            let origin = serde_json::to_value(&element).map_err(|error| error.to_string())?;
            // From elsewhere, so that the mouse is seen to come.
            let steps = json!([
                { "type": "pointerMove", "x": 0, "y": 0, "duration": 0 },
                { "type": "pointerMove", "x": 0, "y": 0, "duration": 0, "origin": origin },
            ]);
            let pointer =
                json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps });
            self.look(
                "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })",
                &[origin],
            );
            self.driver.vendor("actions".into(), json!({ "actions": [pointer] }));
            Ok(())
        });
    }

    /// Draws the mouse with its button down from the middle of one element to the middle of another.
    pub fn draw(&self, from: &str, to: &str) {
        let [from, to] = [from, to].map(|css| {
            let element = self.done(self.find(css, ""));
            self.done(serde_json::to_value(&element).map_err(|error| error.to_string()))
        });
        let over = |origin: &Value| json!({ "type": "pointerMove", "x": 0, "y": 0, "duration": 50, "origin": origin });
        let button = |kind: &str| json!({ "type": kind, "button": 0 });
        let steps = json!([over(&from), button("pointerDown"), over(&to), button("pointerUp")]);
        let pointer =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps });
        self.driver.vendor("actions".into(), json!({ "actions": [pointer] }));
    }

    /// Presses one key after another, wherever the focus is.
    pub fn press(&self, keys: &[&str]) {
        let steps: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": steps });
        self.driver.vendor("actions".into(), json!({ "actions": [keyboard] }));
    }

    /// Does something while a key is held down.
    pub fn hold(&self, key: &str, act: impl FnOnce(&Page)) {
        let turn = |kind: &str| {
            let keyboard =
                json!({ "type": "key", "id": "keyboard", "actions": [json!({ "type": kind, "value": key })] });
            self.driver.vendor("actions".into(), json!({ "actions": [keyboard] }));
        };
        turn("keyDown");
        act(self);
        turn("keyUp");
    }

    /// Types into what has the focus.
    pub fn write(&self, text: &str) {
        let field = self.done(self.driver.ask(async |client| client.active_element().await));
        self.done(self.driver.ask(async |_| field.send_keys(text).await));
    }

    /// Presses Tab until the focus is on an element that fits and has the words in it, or around it in its label.
    pub fn tab_to(&self, css: &str, words: &str) {
        let here = "((e) => e.matches(arguments[0]) && (e.closest('label') ?? e).textContent.includes(arguments[1]))\
            (document.activeElement)";
        for _ in 0..MANY_TABS {
            self.press(&[TAB]);
            if self.look(here, &[json!(css), json!(words)]) == json!(true) {
                return;
            }
        }
        panic!("{MANY_TABS} times Tab never came to {css} {words:?}");
    }

    /// Gives files to a field, as a reader does who picks them.
    pub fn give(&self, css: &str, files: &[String]) {
        retry(&format!("files for {css}"), || {
            let field = self.find(css, "")?;
            self.driver.ask(async |_| field.send_keys(&files.join("\n")).await)
        });
    }

    /// Chooses an option of a list by its value.
    pub fn choose(&self, css: &str, value: &str) {
        retry(&format!("{value} chosen in {css}"), || {
            let list = self.find(css, "")?;
            self.driver.ask(async |_| list.select_by_value(value).await)
        });
    }

    fn find(&self, css: &str, words: &str) -> Result<Element, String> {
        let found = self.try_look(
            "Array.from(document.querySelectorAll(arguments[0])).find((e) => e.textContent.includes(arguments[1]))",
            &[json!(css), json!(words)],
        )?;
        let id = found.as_object().and_then(|found| found.values().next()?.as_str());
        let id = id.ok_or_else(|| format!("none among {:?}", self.texts(css)))?;
        self.driver
            .ask(async |client| Ok(Element::from_element_id(client.clone(), id.to_string().into())))
    }

    // What a reader never notices.

    /// Nothing was complained of, nothing was asked of anybody but the page's own host.
    pub fn was_quiet(&self) {
        assert_eq!(self.complaints(), Vec::<String>::new(), "the console");
        assert_eq!(self.foreign_requests(), Vec::<String>::new(), "requests");
    }

    /// Warnings and errors in the console since the last call, those of the Content-Security-Policy among them.
    pub fn complaints(&self) -> Vec<String> {
        let loud = |entry: &&Value| ["WARNING", "SEVERE"].map(Value::from).contains(&entry["level"]);
        self.log("browser").iter().filter(loud).map(Value::to_string).collect()
    }

    /// What was requested since the last call, apart from the page itself, on a web site what lies beside it, and the
    /// window that the browser opens with.
    pub fn foreign_requests(&self) -> Vec<String> {
        let own = |url: &str| {
            let page = url.split('#').next();
            // A folder may ask for its own files, a single page for nothing.
            let folder = self.address.strip_suffix("index.html").unwrap_or(&self.address);
            let beside = folder.ends_with('/') && url.starts_with(folder);
            page == Some(&self.address)
                || beside
                || ["data:", "blob:", "about:", "chrome:"]
                    .iter()
                    .any(|start| url.starts_with(start))
        };
        let events = self.log("performance");
        let requests = events.iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let starts = event["method"] == "Network.requestWillBeSent";
            starts.then(|| {
                event["params"]["request"]["url"]
                    .as_str()
                    .unwrap_or_default()
                    .to_string()
            })
        });
        requests.filter(|url| !own(url)).collect()
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        match self.driver.vendor("se/log".into(), json!({ "type": kind })) {
            Value::Array(entries) => entries,
            other => panic!("a log that is {other}"),
        }
    }

    #[track_caller]
    fn done<T>(&self, result: Result<T, String>) -> T {
        result.unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Drop for Page {
    /// A failure leaves a picture of what the page looked like.
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Ok(image) = self.driver.ask(async |client| client.screenshot().await)
        {
            let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
            let _ = fs::create_dir_all(&folder);
            let _ = fs::write(folder.join(format!("failed-{test}.png")), image);
        }
    }
}
