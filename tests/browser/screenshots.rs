//! Pictures of every view in `target/screenshots/`, to be looked at by people.

use crate::built::Built;
use crate::page::Page;

/// A view, a link to it, and what must stand in the window.
const VIEWS: [(&str, &str, &str); 5] = [
    ("library", "#/library?q=外防输入", ".snippet"),
    ("reader", "#/read?doc=510492aa9ad1&mark=3", "mark.sl.current"),
    (
        "compare",
        "#/compare?a=1bc57a4488ef&b=bcad399bc70e&row=b12.10",
        ".pair.current .flag",
    ),
    ("slogans", "#/slogans?entry=外防输入", ".figures"),
    ("keyness", "#/slogans?tab=keyness&year=2022", ".samples"),
];

#[test]
fn every_view_has_its_picture() {
    let Some(built) = Built::find() else { return };
    for (language, tag) in [("zh-CN", "zh"), ("en-US", "en")] {
        let page = Page::open_in(language, &built.page());
        for (size, width, height) in [("wide", 1440, 900), ("narrow", 390, 844)] {
            page.resize(width, height);
            for scheme in ["light", "dark"] {
                page.prefer(scheme);
                for (view, link, shown) in VIEWS {
                    page.follow(link);
                    page.has(shown);
                    page.is_in_window(shown);
                    page.picture(&format!("{view}-{tag}-{scheme}-{size}"));
                }
            }
        }
        page.was_quiet();
    }
}
