//! The page as a reader uses it: a real browser, keyboard and mouse, from a file and from a web site.
//!
//! Needs what `cargo xtask test` builds (`TIFA_DIST`, `TIFA_VIEWER`) and chromedriver; without them each test prints
//! one line `SKIPPED …`.

#![allow(dead_code)]

mod built;
mod driver;
mod page;
mod site;

mod compare;
mod library;
mod reader;

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
    page.was_quiet(site.address());
    site.served_only_its_files();
}

/// The same on the page from a disk alone, for what does not depend on where it lies.
fn at_home(job: impl Fn(&Page)) {
    if let Some(built) = Built::find() {
        from_disk(&built, &job);
    }
}

fn from_disk(built: &Built, job: impl Fn(&Page)) {
    let address = built.page();
    let page = Page::open(&address);
    job(&page);
    page.was_quiet(&address);
}
