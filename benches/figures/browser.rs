//! How long a page takes to open in a browser with an empty profile, and to import files; pages that measure
//! themselves, from the disk or from a host. The browser is driven as in the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

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

/// What a page takes of memory, in bytes, and how long it takes to load, in milliseconds.
#[derive(Debug, Default)]
pub struct Memory {
    /// The most at any time.
    pub most: f64,
    /// Once everything is loaded and at rest.
    pub loaded: f64,
    /// At rest after the first query.
    pub asked: f64,
    /// What JavaScript has on the heap of the page itself, once all garbage is gone.
    pub heap: f64,
    /// Until the first rows are there, and until all documents are.
    pub first: f64,
    pub whole: f64,
}

/// Runs in a page before its own scripts: notes when rows are there, and how many speeches the list says it has.
const ROWS: &str = "
    window.benchFirst = null;
    const look = () => {
      if (document.querySelector('.row')) window.benchFirst = performance.now();
      else setTimeout(look, 20);
    };
    look();";

/// Opens a page from the disk; if it has documents, waits until all are there, and asks a query.
pub fn memory(page: &Path, documents: Option<(usize, &str)>) -> Result<Memory, String> {
    let address = url::Url::from_file_path(page).map_err(|()| "its path is not absolute".to_string())?;
    let driver = Driver::start("zh-CN");
    let limits = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), None);
    driver.ask(async |client| client.update_timeouts(limits).await)?;
    driver.chrome("Page.addScriptToEvaluateOnNewDocument", json!({ "source": ROWS }))?;
    let begin = Instant::now();
    driver.ask(async |client| client.goto(address.as_str()).await)?;
    let mut told = Memory::default();
    if let Some((documents, query)) = documents {
        until(&driver, &format!("words.length === 1 && words[0] === {documents}"))?;
        told.whole = begin.elapsed().as_secs_f64() * 1000.0;
        told.loaded = at_rest(&driver)?;
        let first = driver.ask(async |client| client.execute("return benchFirst", Vec::new()).await)?;
        told.first = first.as_f64().ok_or("no row")?;
        driver.ask(async |client| client.find(Locator::Css(".find input")).await?.send_keys(query).await)?;
        until(&driver, &format!("words.length === 3 && words[1] === {documents}"))?;
        told.asked = at_rest(&driver)?;
    } else {
        told.loaded = at_rest(&driver)?;
        told.asked = told.loaded;
    }
    told.most = renderers(driver.process())?.1;
    driver.chrome("HeapProfiler.collectGarbage", json!({}))?;
    told.heap = driver.chrome("Runtime.getHeapUsage", json!({}))?["usedSize"]
        .as_f64()
        .unwrap_or_default();
    Ok(told)
}

/// How long a page with many documents may take.
const PATIENCE: Duration = Duration::from_secs(240);

/// Waits until the numbers in the heading of the list are as told.
fn until(driver: &Driver, condition: &str) -> Result<(), String> {
    let script = format!(
        "const done = arguments[0];
        const look = () => {{
          const heading = document.querySelector('.bar h1')?.textContent ?? '';
          const words = (heading.replaceAll(',', '').match(/\\d+/g) ?? []).map(Number);
          if ({condition}) done();
          else setTimeout(look, 50);
        }};
        look();"
    );
    driver.ask(async |client| client.execute_async(&script, Vec::new()).await)?;
    Ok(())
}

/// Between two looks at the memory, and how many of them must find no less in a row.
const PAUSE: Duration = Duration::from_secs(1);
const LOOKS: usize = 8;

/// The bytes of the tab, once it gives nothing more back.
fn at_rest(driver: &Driver) -> Result<f64, String> {
    let (mut least, mut looks) = (f64::INFINITY, 0);
    while looks < LOOKS {
        thread::sleep(PAUSE);
        let (now, _) = renderers(driver.process())?;
        looks = if now < least * 0.99 { 0 } else { looks + 1 };
        least = least.min(now);
    }
    Ok(least)
}

/// The bytes of the processes below this one that show pages: the proportional set size of all, and the largest
/// resident set that one of them ever had.
fn renderers(root: u32) -> Result<(f64, f64), String> {
    let read = |id: u32, file: &str| fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_default();
    let ids = fs::read_dir("/proc")
        .map_err(|error| format!("/proc: {error}"))?
        .flatten();
    let ids: Vec<u32> = ids
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    let parent = |id: u32| -> Option<u32> {
        let stat = read(id, "stat");
        stat.rsplit_once(')')?.1.split(' ').nth(2)?.parse().ok()
    };
    let is_below = |id: u32| std::iter::successors(Some(id), |id| parent(*id)).any(|id| id == root);
    let kilobytes = |text: &str, name: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok())
            .unwrap_or(0.0)
    };
    let shows = |id: &u32| is_below(*id) && read(*id, "cmdline").contains("--type=renderer");
    let shown = ids.into_iter().filter(shows);
    let figures = shown.map(|id| {
        let now = kilobytes(&read(id, "smaps_rollup"), "Pss:");
        (now * 1024.0, kilobytes(&read(id, "status"), "VmHWM:") * 1024.0)
    });
    Ok(figures.fold((0.0, 0.0), |(all, most): (f64, f64), (now, peak)| {
        (all + now, most.max(peak))
    }))
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
