//! How long a page takes to open in a browser with an empty profile, and to import files; pages that measure
//! themselves, from the disk or from a host. The browser is driven as in the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fantoccini::Locator;
use fantoccini::wd::TimeoutConfiguration;
use serde_json::{Value, json};

#[path = "../../tests/browser/driver.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod driver;
#[path = "../../tests/browser/site.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod site;

use driver::Driver;
pub use site::Site;

/// Runs in a page before its own scripts. What a reader waits for is there when it has a place on the screen and
/// the frame that shows it is painted.
const WATCH: &str = "
    window.benchUsable = new Promise((done) => {
      const look = () => {
        const found = document.querySelector(SELECTOR);
        if (found && found.getClientRects().length > 0) {
          requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        } else {
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
    });
    window.benchPainted = new Promise((done) => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntriesByName('first-contentful-paint')) done(entry.startTime);
      }).observe({ type: 'paint', buffered: true });
    });";

const WAIT: &str = "
    const done = arguments[0];
    Promise.all([window.benchPainted, window.benchUsable]).then(done);";

/// Milliseconds from the start of the navigation.
pub struct Start {
    /// To the first contentful paint.
    pub painted: f64,
    /// To the frame that shows what the reader waits for.
    pub usable: f64,
}

/// Opens a page from the disk in a new browser, until something matches the CSS selector `awaited`.
pub fn start(page: &Path, awaited: &str) -> Result<Start, String> {
    let address = url::Url::from_file_path(page).map_err(|()| "its path is not absolute".to_string())?;
    let driver = Driver::start("zh-CN");
    let watch = WATCH.replace("SELECTOR", &Value::from(awaited).to_string());
    driver.chrome("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch }))?;
    driver.ask(async |client| client.goto(address.as_str()).await)?;
    let times = driver.ask(async |client| client.execute_async(WAIT, Vec::new()).await)?;
    let time = |at: usize| times[at].as_f64().ok_or(format!("it gave the times {times}"));
    Ok(Start {
        painted: time(0)?,
        usable: time(1)?,
    })
}

/// Runs in a page that is to import files: notes every task of the main thread that takes long, and when files are
/// given.
const NOTE: &str = "
    window.benchLong = [];
    new PerformanceObserver((list) => window.benchLong.push(...list.getEntries().map((entry) => entry.duration)))
      .observe({ type: 'longtask' });
    addEventListener('change', (event) => {
      if (event.target.files) window.benchStart = performance.now();
    }, true);
    document.querySelector('.ways button').click();";

/// Waits until a page shows what matches a selector, with a number in its words; gives the milliseconds since `from`
/// and the longest task until then.
const REACHED: &str = "
    const [selector, number, from, done] = arguments;
    const look = () => {
      const words = document.querySelector(selector)?.textContent ?? '';
      if ((words.match(/\\d+/g) ?? []).join('') === String(number)) {
        done([performance.now() - window[from], Math.max(0, ...window.benchLong)]);
      } else {
        setTimeout(look, 20);
      }
    };
    look();";

/// Milliseconds, and the longest task of the main thread in that time; tasks below 50 ms are not told, and are 0.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub took: f64,
    pub longest: f64,
}

/// Gives a page of Tifa files, each with one speech, until all are under review; then adds them to its corpus, until
/// the list has them.
pub fn import(page: &Path, files: &[PathBuf]) -> Result<[Span; 2], String> {
    let address = url::Url::from_file_path(page).map_err(|()| "its path is not absolute".to_string())?;
    let driver = Driver::start("zh-CN");
    driver.ask(async |client| client.goto(&format!("{address}#/import")).await)?;
    driver.ask(async |client| {
        client
            .wait()
            .for_element(Locator::Css(".ways button"))
            .await
            .map(|_| ())
    })?;
    driver.ask(async |client| client.execute(NOTE, Vec::new()).await)?;
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    driver.ask(async |client| {
        client
            .wait()
            .for_element(Locator::Css("#tifa-files"))
            .await?
            .send_keys(&names.join("\n"))
            .await
    })?;
    let reached = |selector: &str, number: usize, from: &str| -> Result<Span, String> {
        let arguments = vec![json!(selector), json!(number), json!(from)];
        let told = driver.ask(async |client| client.execute_async(REACHED, arguments).await)?;
        let figure = |at: usize| told[at].as_f64().ok_or(format!("it told {told}"));
        Ok(Span {
            took: figure(0)?,
            longest: figure(1)?,
        })
    };
    let read = reached(".intake-foot .go", files.len(), "benchStart")?;
    let add = "window.benchLong = []; window.benchAdd = performance.now(); document.querySelector('.intake-foot .go').click()";
    driver.ask(async |client| client.execute(add, Vec::new()).await)?;
    let added = reached(".bar h1", files.len(), "benchAdd")?;
    Ok([read, added])
}

/// A page of `benches/browser`, opened.
pub struct Stage(Driver);

impl Stage {
    /// Puts `data` into a page, and opens it in the folder where the programs lie.
    pub fn open(folder: &Path, name: &str, page: &str, data: &Value) -> Result<Self, String> {
        let file = write(folder, name, page, data)?;
        let address = url::Url::from_file_path(&file).map_err(|()| "its path is not absolute".to_string())?;
        let driver = Driver::start("zh-CN");
        driver.ask(async |client| client.goto(address.as_str()).await)?;
        Ok(Stage(driver))
    }

    /// The same behind a host, where a page can fetch what lies beside it; an answer may take so long.
    pub fn visit(
        site: &Site,
        folder: &Path,
        name: &str,
        data: (&str, &Value),
        limit: Duration,
    ) -> Result<Self, String> {
        write(folder, name, data.0, data.1)?;
        let driver = Driver::start("zh-CN");
        let limits = TimeoutConfiguration::new(Some(limit), Some(limit), None);
        driver.ask(async |client| client.update_timeouts(limits).await)?;
        let address = format!("{}{name}.html", site.address());
        driver.ask(async |client| client.goto(&address).await)?;
        Ok(Stage(driver))
    }

    /// The bytes of what JavaScript has on its heap, once all garbage is gone.
    pub fn heap(&self) -> Result<f64, String> {
        for _ in 0..3 {
            self.0.chrome("HeapProfiler.collectGarbage", json!({}))?;
        }
        let used = self.0.chrome("Runtime.getHeapUsage", json!({}))?;
        let figure = |name: &str| used[name].as_f64().unwrap_or_default();
        Ok(figure("usedSize") + figure("backingStorageSize"))
    }

    /// The value of an expression or of its promise; an error is a text.
    pub fn ask(&self, expression: &str, arguments: Vec<Value>) -> Result<Value, String> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            (async () => {expression})().then(done, (error) => done(String(error)));"
        );
        self.0
            .ask(async |client| client.execute_async(&script, arguments).await)
    }
}

/// Puts `data` into a page in a folder.
fn write(folder: &Path, name: &str, page: &str, data: &Value) -> Result<PathBuf, String> {
    let file = folder.join(name).with_extension("html");
    // Nothing in the data ends its element.
    let data = data.to_string().replace("</", "<\\/");
    fs::write(&file, page.replace("INPUT", &data)).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

/// A wasm program of the folder, as an address.
pub fn program(folder: &Path, name: &str) -> Result<String, String> {
    let file = folder.join(name).with_extension("wasm");
    let wasm = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(format!("data:application/wasm;base64,{}", BASE64_STANDARD.encode(wasm)))
}
