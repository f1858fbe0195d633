//! How long a page takes to open in a browser with an empty profile. The browser is driven as in the tests.

use std::path::Path;

use serde_json::{Value, json};

#[path = "../../tests/browser/driver.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod driver;

use driver::Driver;

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
    let before = json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": { "source": watch } });
    driver.vendor("goog/cdp/execute".into(), before);
    driver.ask(async |client| client.goto(address.as_str()).await)?;
    let times = driver.ask(async |client| client.execute_async(WAIT, Vec::new()).await)?;
    let time = |at: usize| times[at].as_f64().ok_or(format!("it gave the times {times}"));
    Ok(Start {
        painted: time(0)?,
        usable: time(1)?,
    })
}
