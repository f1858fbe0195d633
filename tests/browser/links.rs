//! Links, Back and reload.

use crate::page::Page;
use crate::{everywhere, from_a_disk};

const CITY: &str = "1bc57a4488ef";
const COUNTY: &str = "bcad399bc70e";

/// What shows which view is on, and how far the reader is in it.
fn view(page: &Page) -> [String; 3] {
    [".bar h1", "mark.sl.current", ".pos .num"].map(|css| page.text(css))
}

#[test]
fn a_link_back_and_reload_restore_the_view() {
    everywhere(|page| {
        let links = [
            "#/library?q=疫情&sort=oldest&year=2022&genre=speech".to_string(),
            format!("#/read?doc={CITY}&mark=3&q=疫情"),
            format!("#/compare?a={CITY}&b={COUNTY}&row=a8.0"),
        ];
        for link in &links {
            page.follow(link);
            page.shows(link, 1, |page| {
                view(page).iter().filter(|seen| !seen.is_empty()).count()
            });
            let before = view(page);
            page.reload();
            page.shows("the same after a reload", before, view);
        }
    });
}

#[test]
fn steps_are_undone_one_by_one() {
    everywhere(|page| {
        page.click(".bars [data-period='2022'] .bed");
        page.has(".chip");
        page.click(".row h2 a");
        page.has("article.sheet");
        page.press(&["3"]);
        page.has("main.cmp");
        page.back();
        page.has("article.sheet");
        page.back();
        page.shows("the filtered list", 1, |page| page.count(".chip"));
        page.back();
        page.shows("the whole list", (0, 22), |page| {
            (page.count(".chip"), page.count(".row"))
        });
    });
}

#[test]
fn a_link_to_what_is_not_there_says_so() {
    from_a_disk(|page| {
        for link in [
            "#/read?doc=nobody",
            "#/compare?a=nobody&b=1bc57a4488ef",
            "#/compare?a=1bc57a4488ef&b=nobody",
        ] {
            page.follow(link);
            page.shows(
                link,
                "语料中没有编号为 nobody 的文件。".to_string(),
                |page| page.text("main h1"),
            );
            page.click("main a");
            page.shows("the library", 22, |page| page.count(".row"));
        }
    });
}

#[test]
fn a_malformed_link_leads_to_the_library() {
    from_a_disk(|page| {
        for link in [
            "#",
            "#/",
            "#/nowhere",
            "#/library?",
            "#/library?sort=sideways&mark=-1&=&&%",
            "#%E0%A4%A",
            "#/%00?year",
            "#/?row=a99999999999999999999.0",
        ] {
            page.follow(link);
            page.shows(link, 22, |page| page.count(".row"));
        }
        // What a link has beyond the ends of a text is passed over.
        page.follow(&format!("#/read?doc={CITY}&mark=99999"));
        page.has("mark.sl");
        page.follow(&format!("#/compare?a={CITY}&b={CITY}&row=b99999.7"));
        page.has(".pair");
    });
}
