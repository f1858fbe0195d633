//! The folder on a web site, without the web.

use serde_json::json;

use crate::built::Built;
use crate::page::Page;

#[test]
fn after_the_first_visit_the_folder_works_without_a_network() {
    let Some(built) = Built::find() else { return };
    let site = built.site();
    let page = Page::open(site.address());
    // Kept are the parts that the first visit has loaded before it could be watched.
    let is_kept = "(async () => {
        const names = await caches.keys();
        const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return kept.flat().some(({ url }) => url.includes('/texts-'));
    })()";
    page.shows("the speeches kept", json!(true), |page| page.look(is_kept, &[]));
    page.was_quiet();
    site.served_only_its_files();
    site.stop();

    page.follow("#/library?q=疫情");
    page.is_usable();
    page.has(".snippet");
    page.click(".row h2 a");
    page.has("article.sheet mark.hit");
    page.reload();
    page.has("article.sheet mark.hit");
    assert_eq!(page.foreign_requests(), Vec::<String>::new());
}

#[test]
fn the_folder_opens_from_a_disk() {
    let Some(built) = Built::find() else { return };
    let page = Page::open(&built.folder());
    page.follow("#/library?q=疫情");
    page.has(".snippet");
    page.click(".row h2 a");
    page.has("article.sheet mark.hit");
    page.was_quiet();
}

#[test]
fn the_folder_can_be_installed() {
    let Some(built) = Built::find() else { return };
    let site = built.site();
    let page = Page::open(site.address());
    let manifest = page.chrome("Page.getAppManifest", json!({}));
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    assert_eq!(manifest["url"], format!("{}manifest.webmanifest", site.address()));
    let reasons = page.chrome("Page.getInstallabilityErrors", json!({}));
    assert_eq!(reasons["installabilityErrors"], json!([]), "{reasons}");
}
