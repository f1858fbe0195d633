//! What the build has left for the tests, and pages made of other corpora.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use tifa::corpus::{self, Corpus};
use tifa::lexicon::Lexicon;
use tifa::page::{self, Program, Shard, Viewer};

use crate::shards::{SMALL, newest_first, written};
use crate::site::Site;

/// The folders of a build.
pub struct Built {
    dist: PathBuf,
    viewer: PathBuf,
}

impl Built {
    /// Says in one line why the tests cannot run here, if they cannot.
    pub fn find() -> Option<Self> {
        let folder = |name| env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_dir());
        let Some((dist, viewer)) = folder("TIFA_DIST").zip(folder("TIFA_VIEWER")) else {
            println!("SKIPPED the page in a browser: TIFA_DIST and TIFA_VIEWER name no build; run `cargo xtask test`");
            return None;
        };
        let version = Command::new("chromedriver")
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        if version.is_err() {
            println!("SKIPPED the page in a browser: there is no chromedriver (Debian: chromium-driver)");
            return None;
        }
        Some(Built { dist, viewer })
    }

    /// The address of the single page.
    pub fn page(&self) -> String {
        address(&self.dist.join("tifa.html"))
    }

    /// The address of the folder on the disk.
    pub fn folder(&self) -> String {
        address(&self.dist.join("site/index.html"))
    }

    /// The folder behind a web server of its own.
    pub fn site(&self) -> Site {
        Site::serve(&self.dist.join("site"))
    }

    /// A single page with another corpus; its address.
    pub fn page_of(&self, name: &str, corpus: &Corpus) -> String {
        self.page_of_html(name, &self.html(corpus))
    }

    /// The same, with the HTML changed before it is written.
    pub fn page_of_html(&self, name: &str, html: &str) -> String {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.html"));
        fs::write(&path, html).expect("a page in the folder for tests");
        address(&path)
    }

    /// A folder with another corpus, as one that is too large to be read at once; its address on the disk.
    pub fn archive_of(&self, name: &str, corpus: &Corpus) -> String {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("a folder for tests");
        let mut corpus = corpus.clone();
        newest_first(&mut corpus.documents);
        let shards = written(&corpus, Lexicon::built_in(), SMALL, 7);
        let shards = shards.iter().map(|(name, bytes)| {
            let script = Shard::new(bytes).script(name);
            (page::shard_file(name, "test"), script)
        });
        let shell = self.with_viewer(|viewer| page::bundle(viewer, &corpus.title, "test"));
        for (file, bytes) in shards.chain(shell) {
            fs::write(folder.join(file), bytes).expect("a file of the folder");
        }
        address(&folder.join("index.html"))
    }

    pub fn html(&self, corpus: &Corpus) -> String {
        self.html_with(corpus, "")
    }

    /// The HTML of a page that opens with a link.
    pub fn html_with(&self, corpus: &Corpus, view: &str) -> String {
        self.with_viewer(|viewer| page::single(viewer, corpus, view))
    }

    fn with_viewer<T>(&self, make: impl FnOnce(Viewer) -> T) -> T {
        let file = |name| fs::read(self.viewer.join(name)).expect("TIFA_VIEWER has the viewer");
        let glue = ["viewer.js", "clerk.js"].map(|name| String::from_utf8(file(name)).expect("the glue is text"));
        let wasm = ["viewer.wasm", "clerk.wasm"].map(file);
        let program = |i: usize| Program {
            glue: &glue[i],
            wasm: &wasm[i],
        };
        let viewer = Viewer {
            view: program(0),
            clerk: program(1),
        };
        make(viewer)
    }
}

fn address(path: &Path) -> String {
    let path = path.canonicalize().expect("the page is there");
    url::Url::from_file_path(path).expect("a whole path").to_string()
}

/// The corpus inside the built page.
pub fn sample() -> Corpus {
    let (corpus, faults) = corpus::read(include_str!("../../assets/corpus.json")).expect("the sample");
    assert_eq!(faults, []);
    corpus
}
