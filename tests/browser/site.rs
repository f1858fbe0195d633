//! A static web host, as small as one can be.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

/// The folder under which the files lie, so that nothing may count on the root of the host.
const UNDER: &str = "/some/where/";

/// A folder behind a port of this machine. It answers until it is stopped or dropped.
pub struct Site {
    address: String,
    host: Arc<Host>,
}

struct Host {
    folder: PathBuf,
    stopped: AtomicBool,
    /// What was asked for, with the status of the answer.
    asked: Mutex<Vec<(String, u16)>>,
}

impl Site {
    pub fn serve(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let host = Arc::new(Host {
            folder: folder.to_path_buf(),
            stopped: AtomicBool::new(false),
            asked: Mutex::default(),
        });
        let site = Site {
            address: format!("http://127.0.0.1:{port}{UNDER}"),
            host: host.clone(),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if host.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let host = host.clone();
                thread::spawn(move || host.answer(stream));
            }
        });
        site
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on every connection is refused.
    pub fn stop(&self) {
        self.host.stopped.store(true, Ordering::SeqCst);
        // One last connection lets the thread see it and close the port.
        let _ = TcpStream::connect(self.address.trim_start_matches("http://").trim_end_matches(UNDER));
    }

    /// No page asked this host for what the folder has not.
    pub fn served_only_its_files(&self) {
        let asked = self.host.asked.lock().expect("no answer panics");
        let failed: Vec<_> = asked.iter().filter(|(_, status)| *status != 200).collect();
        assert!(failed.is_empty(), "the page asked for {failed:?}");
        assert!(!asked.is_empty(), "the page came from nowhere");
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Host {
    /// Answers one request; a browser that goes away is no error.
    fn answer(&self, stream: TcpStream) {
        let mut first = String::new();
        let mut reader = BufReader::new(stream);
        let _ = reader.read_line(&mut first);
        let mut header = String::new();
        while reader.read_line(&mut header).is_ok_and(|read| read > 2) {
            header.clear();
        }
        let path = first.split(' ').nth(1).unwrap_or_default();
        let name = match path.split('?').next().and_then(|path| path.strip_prefix(UNDER)) {
            Some("") => "index.html",
            Some(name) if !name.split('/').any(|part| part == "..") => name,
            _ => "",
        };
        let found = fs::read(self.folder.join(name)).ok();
        let status = if found.is_some() { 200 } else { 404 };
        if let Ok(mut asked) = self.asked.lock() {
            asked.push((path.to_string(), status));
        }
        let kind = match name.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript",
            Some("svg") => "image/svg+xml",
            Some("webmanifest") => "application/manifest+json",
            _ => "application/octet-stream",
        };
        let body = found.unwrap_or_default();
        let head = format!(
            "HTTP/1.1 {status} -\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        let mut stream = reader.into_inner();
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        let _ = stream.flush();
        // What the browser still says is read, so that closing does not cut the answer off.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read(&mut [0; 64]);
    }
}
