//! For readers without a mouse and readers without a screen.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::from_a_disk;
use crate::page::{ESCAPE, Page, TAB};

const VIEWS: [&str; 11] = [
    "#/library?q=疫情&year=2022&a=1bc57a4488ef",
    "#/read?doc=510492aa9ad1&mark=3",
    "#/read",
    "#/compare?a=1bc57a4488ef&b=bcad399bc70e&row=a8.0",
    "#/compare",
    "#/check?doc=bcad399bc70e&at=7.0",
    "#/check",
    "#/slogans?entry=外防输入",
    "#/slogans?tab=keyness&year=2022",
    "#/slogans?tab=numbered",
    "#/slogans?tab=discover",
];

/// What a reader can act upon, by its role.
const CONTROLS: [&str; 8] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "dialog",
];

fn in_each_view(check: impl Fn(&Page, &str)) {
    from_a_disk(|page| {
        for view in VIEWS {
            page.follow(view);
            page.is_usable();
            page.has("#app main :is(h1, h2, .pair)");
            check(page, view);
        }
    });
}

/// Role and name of everything that assistive technology is told of.
fn told(page: &Page) -> Vec<(String, String)> {
    let tree = page.chrome("Accessibility.getFullAXTree", json!({}));
    let nodes = tree["nodes"].as_array().expect("a tree");
    let shown = nodes.iter().filter(|node| node["ignored"] == false);
    let value = |node: &Value, key: &str| node[key]["value"].as_str().unwrap_or_default().to_string();
    shown.map(|node| (value(node, "role"), value(node, "name"))).collect()
}

#[test]
fn every_view_has_its_landmarks_and_every_control_a_name() {
    in_each_view(|page, view| {
        let told = told(page);
        for landmark in ["banner", "navigation", "main", "contentinfo"] {
            assert!(
                told.iter().any(|(role, _)| role == landmark),
                "{view} has no {landmark}"
            );
        }
        let nameless: Vec<_> = told
            .iter()
            .filter(|(role, name)| CONTROLS.contains(&role.as_str()) && name.trim().is_empty())
            .collect();
        assert_eq!(nameless, Vec::<&(String, String)>::new(), "{view}");
        assert_eq!(page.count("#app h1"), 1, "{view}: {:?}", page.texts("#app h1"));
        assert_eq!(page.count("main"), 1, "{view}");
        let twice = "Object.entries(Object.groupBy(document.querySelectorAll('[id]'), (e) => e.id))
            .filter(([, all]) => all.length > 1).map(([id]) => id)";
        assert_eq!(page.look(twice, &[]), json!([]), "{view}: ids that stand twice");
    });
}

/// Remembers the element that has the focus; its words, and whether it is seen to have it.
const STEP: &str = "((e) => {
    (window.reached ??= new Set()).add(e);
    const lit = (e) => e && (getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none');
    const { width, height } = e.getBoundingClientRect();
    const seen = (lit(e) || lit(e.parentElement)) && width > 0 && height > 0;
    return [e === document.body ? '' : e.outerHTML.slice(0, 160), seen];
})(document.activeElement)";

/// What can be acted upon, is shown, and was never reached. Of a list that keys lead through, one member is enough.
const UNREACHED: &str = "Array.from(document.querySelectorAll('#app :is(a[href], button, input, select, summary)'))
    .filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }) && !window.reached?.has(e))
    .map((e) => e.outerHTML.slice(0, 160))";

#[test]
fn tab_reaches_every_control_and_the_focus_is_seen() {
    in_each_view(|page, view| {
        let mut unseen = BTreeSet::new();
        for press in 0.. {
            page.press(&[TAB]);
            let step = page.look(STEP, &[]);
            let here = step[0].as_str().unwrap_or_default();
            if here.is_empty() {
                break;
            }
            if step[1] != true {
                unseen.insert(here.to_string());
            }
            assert!(press < 400, "{view}: Tab never comes to an end");
        }
        assert_eq!(unseen, BTreeSet::new(), "{view}: focus that is not seen");
        assert_eq!(page.look(UNREACHED, &[]), json!([]), "{view}: out of reach");
    });
}

#[test]
fn the_first_stop_leads_past_the_bar_and_keys_are_explained() {
    from_a_disk(|page| {
        page.press(&[TAB]);
        assert_eq!(page.look("document.activeElement.className", &[]), "skip");
        page.is_in_window(".skip");
        page.press(&[crate::page::ENTER]);
        page.shows("the focus", json!("main"), |page| {
            page.look("document.activeElement.id", &[])
        });
        page.press(&["?"]);
        page.has("dialog[open]");
        page.press(&[ESCAPE]);
        page.has_no("dialog[open]");
        for (key, view) in [("2", "#/read"), ("3", "#/compare"), ("1", "#/library")] {
            page.press(&[key]);
            page.shows(key, view.to_string(), Page::fragment);
            page.shows("the tab", 1, |page| {
                page.count(&format!(".top nav a[aria-current=page][href^='{view}']"))
            });
        }
    });
}
