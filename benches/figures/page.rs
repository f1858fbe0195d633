//! How large the page is, and how fast it opens from a disk, beside pages that do nothing more than they must.
//! Pages of others can be measured in the same run; to make such a page of the same texts, the generated speeches
//! are left as `speeches.json` in `target/tmp`.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzEncoder;
use tifa::corpus::{Corpus, Document};
use tifa::page::{Program, Viewer, single};

use crate::measure::{Table, kilobytes, median, short};
use crate::speeches;
use crate::{browser, engine};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Starts of every page, which take turns, so that a busy minute of the machine does not fall on one of them.
const STARTS: usize = 5;

const SPEECHES: usize = 1_000;

/// What a reader of Tifa waits for: a speech in the list, or the word that there is none.
const LIST: &str = ".row, .empty";

pub const BARE: &str = "<!doctype html><meta charset=utf-8><title>bare</title><ol><li class=row>同志们</ol>";

/// The least that a page with the same texts has to do.
const BARE_LIST: [&str; 2] = [
    "<!doctype html><meta charset=utf-8><title>bare</title><ol></ol><script type=application/json>",
    "</script><script>
    const corpus = JSON.parse(document.querySelector('script').textContent);
    for (const speech of corpus.documents) {
      const row = document.createElement('li');
      row.className = 'row';
      row.textContent = speech.title;
      document.querySelector('ol').append(row);
    }
    </script>",
];

/// What a build left.
pub struct Folders {
    /// `viewer.js` and `viewer.wasm`.
    pub viewer: PathBuf,
    /// `tifa.html` and `site`.
    pub dist: PathBuf,
}

/// Makes pages with the programs of a build.
pub struct Packer {
    glue: [String; 2],
    wasm: [Vec<u8>; 2],
}

impl Packer {
    pub fn new(Folders { viewer, .. }: &Folders) -> Result<Self> {
        let glue = |name: &str| fs::read_to_string(viewer.join(name).with_extension("js"));
        let wasm = |name: &str| fs::read(viewer.join(name).with_extension("wasm"));
        Ok(Packer {
            glue: [glue("viewer")?, glue("clerk")?],
            wasm: [wasm("viewer")?, wasm("clerk")?],
        })
    }

    pub fn pack(&self, corpus: &Corpus) -> String {
        let program = |at: usize| Program {
            glue: &self.glue[at],
            wasm: &self.wasm[at],
        };
        let viewer = Viewer {
            view: program(0),
            clerk: program(1),
        };
        single(viewer, corpus, "")
    }
}

struct Page {
    name: String,
    file: PathBuf,
    awaited: String,
    painted: Vec<f64>,
    usable: Vec<f64>,
}

impl Page {
    fn new(name: &str, file: PathBuf, awaited: &str) -> Self {
        Page {
            name: name.into(),
            file,
            awaited: awaited.into(),
            painted: Vec::new(),
            usable: Vec::new(),
        }
    }
}

/// Measures Tifa, then `others`: the file of a page and what a reader waits for in it, in turns.
pub fn bench(folders: &Folders, others: &[String]) -> Result<()> {
    let dist = &folders.dist;
    let packer = Packer::new(folders)?;
    let made = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let write = |name: &str, text: String| -> Result<PathBuf> {
        let file = made.join(name);
        fs::write(&file, text)?;
        Ok(file)
    };
    let speeches = speeches::corpus(SPEECHES);
    let json = serde_json::to_string(&speeches)?;
    let bare = write("bare.html", BARE.into())?;
    let bare_list = write("bare-list.html", [BARE_LIST[0], &json, BARE_LIST[1]].concat())?;
    let empty = write("empty.html", packer.pack(&Corpus::new("", Vec::new())))?;
    let full = write("speeches.html", packer.pack(&speeches))?;
    write("speeches.json", json)?;

    sizes(&packer.wasm, dist, &empty, &full)?;

    imports(&empty, made)?;
    let mut pages = vec![
        Page::new("bare page", bare, ".row"),
        Page::new("Tifa, empty", empty, LIST),
        Page::new("Tifa, sample corpus", dist.join("tifa.html"), LIST),
        Page::new("bare page, 1,000 speeches", bare_list, ".row"),
        Page::new("Tifa, 1,000 speeches", full, LIST),
    ];
    for other in others.chunks(2) {
        let [file, awaited] = other else {
            return Err(format!("{}: after a file comes a CSS selector", other.concat()).into());
        };
        let file = fs::canonicalize(file).map_err(|error| format!("{file}: {error}"))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        pages.push(Page::new(&name, file, awaited));
    }
    starts(pages)
}

fn sizes([view, clerk]: &[Vec<u8>; 2], dist: &Path, empty: &Path, full: &Path) -> Result<()> {
    let gzipped = |wasm: &[u8]| std::io::copy(&mut GzEncoder::new(wasm, Compression::best()), &mut std::io::sink());
    let mut site = 0;
    for entry in fs::read_dir(dist.join("site"))? {
        site += length(&entry?.path())?;
    }
    let page = length(&dist.join("tifa.html"))?;
    let mut table = Table::new("Sizes", &["", "size", "goal", "of the goal"]);
    for (name, size, goal) in [
        ("viewer.wasm", view.len(), None),
        ("viewer.wasm, gzip", gzipped(view)? as usize, None),
        ("clerk.wasm", clerk.len(), None),
        ("clerk.wasm, gzip", gzipped(clerk)? as usize, None),
        ("page without corpus", length(empty)?, Some(450_000)),
        ("page with the sample corpus", page, None),
        ("static folder with it", site, Some(page)),
        ("page with 1,000 speeches", length(full)?, None),
    ] {
        let goal_cells = goal.map(|goal| [kilobytes(goal), short(size as f64 / goal as f64)]);
        let [goal, share] = goal_cells.unwrap_or_default();
        table.row(&[name.into(), kilobytes(size), goal, share]);
    }
    table.print();
    Ok(())
}

/// Pages that are imported, of some 50 kB each.
const IMPORTED: usize = 1_000;
const CHARACTERS: Range<usize> = 16_000..17_000;

/// How long a page without a corpus takes to import scraped pages, and for how long it does not answer.
fn imports(page: &Path, made: &Path) -> Result<()> {
    let folder = made.join("scraped");
    fs::create_dir_all(&folder)?;
    let speeches = speeches::written(IMPORTED, CHARACTERS);
    let mut table = Table::new(
        format!("Import of {IMPORTED} files in the browser: milliseconds; tasks of the page below 50 ms count as 0"),
        &[
            "",
            "MB",
            "to the review",
            "MB/s",
            "longest task",
            "to the library",
            "longest task",
        ],
    );
    for (name, ending, text) in [
        ("plain text", "txt", engine::text_page as fn(&Document) -> String),
        ("HTML", "html", engine::html_page),
    ] {
        let mut bytes = 0;
        let mut files = Vec::new();
        for (i, speech) in speeches.documents.iter().enumerate() {
            let file = folder.join(format!("{i:04}.{ending}"));
            let text = text(speech);
            bytes += text.len();
            fs::write(&file, text)?;
            files.push(file);
        }
        let [read, added] = browser::import(page, &files)?;
        let size = bytes as f64 / 1e6;
        table.row(&[
            name.into(),
            short(size),
            short(read.took),
            short(size / read.took * 1000.0),
            short(read.longest),
            short(added.took),
            short(added.longest),
        ]);
    }
    table.print();
    Ok(())
}

fn length(file: &Path) -> Result<usize> {
    let data = fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(data.len() as usize)
}

fn starts(mut pages: Vec<Page>) -> Result<()> {
    for _ in 0..STARTS {
        for page in &mut pages {
            let start = browser::start(&page.file, &page.awaited).map_err(|error| format!("{}: {error}", page.name))?;
            page.painted.push(start.painted);
            page.usable.push(start.usable);
        }
    }
    let mut table = Table::new(
        format!("Start-up: milliseconds from navigation, median of {STARTS}, a new profile each"),
        &["", "first paint", "× bare", "usable", "× bare", "least", "most"],
    );
    let mut bare = None;
    for page in &mut pages {
        let (painted, usable) = (median(&mut page.painted), median(&mut page.usable));
        let bare = *bare.get_or_insert((painted, usable));
        // The median has sorted them.
        let (least, most) = (page.usable[0], page.usable[STARTS - 1]);
        table.row(&[
            page.name.clone(),
            short(painted),
            short(painted / bare.0),
            short(usable),
            short(usable / bare.1),
            short(least),
            short(most),
        ]);
    }
    table.print();
    println!("  goal: with the sample corpus, usable in at most 3 × bare");
    Ok(())
}
