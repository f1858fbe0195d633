//! A headless browser by WebDriver, for measurements: a new profile for every page.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::time::timeout;
use url::Url;

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// After this long a page counts as one that never gets ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs in a page before its own scripts. A thing that a reader waits for is there when it has a place on the
/// screen and the frame that shows it is painted.
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

/// How long a page took from the start of the navigation, in milliseconds.
pub struct Start {
    /// To the first contentful paint.
    pub painted: f64,
    /// To the frame that shows what the reader waits for.
    pub usable: f64,
}

/// Chromedriver, for as long as this lives.
pub struct Browser {
    driver: Child,
    address: String,
    runtime: Runtime,
}

impl Browser {
    pub fn new() -> Result<Self> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("chromedriver does not run: {error}"))?;
        let output = driver.stdout.take().ok_or("chromedriver has no output")?;
        // «ChromeDriver was started successfully on port 12345.»
        let port = BufReader::new(output)
            .lines()
            .map_while(|line| line.ok())
            .find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            });
        Ok(Browser {
            driver,
            address: format!("http://127.0.0.1:{}", port.ok_or("chromedriver names no port")?),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build()?,
        })
    }

    /// Opens a page from the disk in a browser of its own, until something matches the CSS selector `awaited`.
    pub fn start(&self, page: &Path, awaited: &str) -> Result<Start> {
        let address = Url::from_file_path(page).map_err(|()| format!("{} is no absolute path", page.display()))?;
        self.runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            if let Value::Object(wishes) = capabilities() {
                builder.capabilities(wishes);
            }
            let client = builder.connect(&self.address).await?;
            let start = timeout(PATIENCE, measure(&client, address, awaited)).await;
            client.close().await?;
            start.map_err(|_| format!("no {awaited} in {} s", PATIENCE.as_secs()))?
        })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is gone already needs no end.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn capabilities() -> Value {
    json!({
        "goog:chromeOptions": {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
        },
        "timeouts": { "script": PATIENCE.as_millis() as u64 },
    })
}

async fn measure(client: &Client, address: Url, awaited: &str) -> Result<Start> {
    let watch = WATCH.replace("SELECTOR", &Value::from(awaited).to_string());
    client.issue_cmd(BeforeScripts(watch)).await?;
    client.goto(address.as_str()).await?;
    let times = client.execute_async(WAIT, Vec::new()).await?;
    let time = |i: usize| times[i].as_f64().ok_or("the page gave no time");
    Ok(Start {
        painted: time(0)?,
        usable: time(1)?,
    })
}

/// Chromium's command to run a script in every page before those of the page.
#[derive(Debug)]
struct BeforeScripts(String);

impl WebDriverCompatibleCommand for BeforeScripts {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> std::result::Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({
            "cmd": "Page.addScriptToEvaluateOnNewDocument",
            "params": { "source": self.0 },
        });
        (Method::POST, Some(body.to_string()))
    }
}
