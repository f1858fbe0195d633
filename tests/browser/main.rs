//! The page as a reader uses it: a real browser, keyboard and mouse, from a file and from a web site.
//!
//! Needs what `cargo xtask test` builds (`TIFA_DIST`, `TIFA_VIEWER`) and chromedriver; without them each test prints
//! one line `SKIPPED …`.

mod built;
mod driver;
mod page;
#[path = "../shards/mod.rs"]
mod shards;
mod site;

// The four jobs.
mod check;
mod compare;
mod library;
mod reader;
mod slogans;
// What holds for all of them.
mod accessible;
mod archive;
mod filters;
mod hostile;
mod import;
mod import_view;
mod languages;
mod lexicon;
mod links;
mod offline;
mod panels;
mod rows;
mod screenshots;
mod size;
mod widths;

use built::Built;
use page::Page;

/// Does a job on the page opened from a disk, then on the folder behind a web site. Each time the page must have been
/// quiet: nothing in the console, no request but for its own files.
fn everywhere(job: impl Fn(&Page)) {
    let Some(built) = Built::find() else { return };
    from_disk(&built, &job);
    let site = built.site();
    let page = Page::open(site.address());
    job(&page);
    page.was_quiet();
    site.served_only_its_files();
}

/// The same on the page from a disk alone, for what does not depend on where it lies.
fn from_a_disk(job: impl Fn(&Page)) {
    if let Some(built) = Built::find() {
        from_disk(&built, &job);
    }
}

fn from_disk(built: &Built, job: impl Fn(&Page)) {
    let page = Page::open(&built.page());
    job(&page);
    page.was_quiet();
}
