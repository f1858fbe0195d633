//! From a telephone to a wall.

use serde_json::json;

use crate::{everywhere, from_a_disk};

const VIEWS: [&str; 4] = [
    "#/library?q=疫情&year=2022",
    "#/read?doc=510492aa9ad1&mark=3",
    "#/compare?a=1bc57a4488ef&b=bcad399bc70e&row=a8.0",
    "#/check?doc=bcad399bc70e&at=7.0",
];

#[test]
fn no_view_scrolls_sideways() {
    from_a_disk(|page| {
        for width in [320, 360, 390, 768, 901, 1181, 1440, 3840] {
            page.resize(width, 800);
            for view in VIEWS {
                page.follow(view);
                page.is_usable();
                page.has("#app h1");
                assert_eq!(page.overflow(), Vec::<String>::new(), "{view} at {width}");
            }
        }
    });
}

#[test]
fn nothing_covers_the_controls_of_a_comparison() {
    from_a_disk(|page| {
        for language in ["", "en"] {
            if !language.is_empty() {
                page.click(&format!(".tools button[lang={language}]"));
            }
            for width in [360, 390, 480, 481, 768, 900, 901, 1440] {
                page.resize(width, 800);
                page.follow("#/compare?a=1bc57a4488ef&b=bcad399bc70e&row=b12.10");
                page.has(".pair.current");
                page.is_in_window(".pair.current .flag");
                let covered = page.look(
                    "Array.from(document.querySelectorAll('.ctl :is(summary, .pos button)')).filter((e) => {
                        const { x, y, width, height } = e.getBoundingClientRect();
                        return !e.contains(document.elementFromPoint(x + width / 2, y + height / 2));
                    }).map((e) => e.textContent)",
                    &[],
                );
                assert_eq!(covered, json!([]), "{language} at {width}");
            }
        }
    });
}

#[test]
fn on_a_telephone_the_card_comes_from_below_and_goes() {
    everywhere(|page| {
        page.resize(360, 740);
        page.follow("#/read?doc=510492aa9ad1");
        page.has("mark.sl");
        page.has_no(".card.hint");
        page.click("#mark-1");
        page.has(".floating.shown .card.slogan .gloss");
        page.is_in_window(".floating.shown");
        assert_eq!(page.overflow(), Vec::<String>::new());
        page.click(".floating .close");
        page.has_no(".floating");
        page.press(&["n"]);
        page.has(".floating.shown");
    });
}

#[test]
fn on_a_telephone_the_filters_unfold() {
    everywhere(|page| {
        page.resize(360, 740);
        page.follow("");
        page.has(".row");
        page.has_no(".facets fieldset");
        page.click(".unfold");
        page.has(".facets fieldset");
        assert_eq!(page.overflow(), Vec::<String>::new());
        page.click(".bars [data-period='2022'] .bed");
        page.shows("a chip", 1, |page| page.count(".chip"));
        page.click(".unfold");
        page.has_no(".facets fieldset");
        assert_eq!(page.overflow(), Vec::<String>::new());
    });
}
