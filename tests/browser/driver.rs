//! One browser with an empty profile, driven through chromedriver. One at a time: they are heavy.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// How long a reader would wait before giving up. Nothing is timed: a slow machine only waits longer for a failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// Between two looks at the page; shorter only makes the browser busier.
const PAUSE: Duration = Duration::from_millis(15);

static TURN: Mutex<()> = Mutex::new(());

pub struct Driver {
    runtime: Runtime,
    client: Client,
    process: Child,
    profile: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

impl Driver {
    /// A new browser whose first language is `language`.
    pub fn start(language: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{}-{count}", std::process::id()));
        fs::create_dir_all(&profile).expect("an empty profile");
        let port = free_port();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let process = Running(Some(process));
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let address = format!("http://127.0.0.1:{port}");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(&profile, language));
        // The driver is not there at once.
        let client = retry("a browser", || {
            let session = runtime.block_on(builder.connect(&address));
            session.map_err(|error| error.to_string())
        });
        Driver {
            runtime,
            client,
            process: process.keep(),
            profile,
            _turn: turn,
        }
    }

    /// What the browser answers to a command; an error has its words.
    pub fn ask<T>(
        &self,
        command: impl AsyncFnOnce(&Client) -> Result<T, fantoccini::error::CmdError>,
    ) -> Result<T, String> {
        self.runtime
            .block_on(command(&self.client))
            .map_err(|error| error.to_string())
    }

    /// A command that only Chromium's driver has: path within the session, and parameters.
    pub fn vendor(&self, path: String, body: Value) -> Value {
        let command = Vendor { path, body };
        self.ask(async |client| client.issue_cmd(command).await)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// A command of Chrome's debugging protocol, which may fail.
    pub fn chrome(&self, command: &str, parameters: Value) -> Result<Value, String> {
        let command = Vendor {
            path: "goog/cdp/execute".into(),
            body: json!({ "cmd": command, "params": parameters }),
        };
        self.ask(async |client| client.issue_cmd(command).await)
    }

    /// The process of the driver, of which those of the browser descend.
    #[allow(dead_code, reason = "the benchmark asks for it")]
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// A folder of this browser alone.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.profile.join(name);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// Asks again until there is an answer, and fails with what was seen last.
pub fn retry<T>(what: &str, mut ask: impl FnMut() -> Result<T, String>) -> T {
    let start = Instant::now();
    loop {
        match ask() {
            Ok(answer) => return answer,
            Err(seen) if start.elapsed() > PATIENCE => panic!("{what}: not within {PATIENCE:?}; last seen: {seen}"),
            Err(_) => thread::sleep(PAUSE),
        }
    }
}

/// A process that ends with this, unless it is kept.
struct Running(Option<Child>);

impl Running {
    fn keep(mut self) -> Child {
        self.0.take().expect("it was not kept before")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[derive(Debug)]
struct Vendor {
    path: String,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

fn capabilities(profile: &Path, language: &str) -> Capabilities {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-color-profile=srgb",
        "--window-size=1440,900",
        &format!("--accept-lang={language}"),
        &format!("--user-data-dir={}", profile.display()),
    ];
    let capabilities = json!({
        "goog:chromeOptions": { "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "unhandledPromptBehavior": "ignore",
    });
    match capabilities {
        Value::Object(capabilities) => capabilities,
        _ => Capabilities::new(),
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}
