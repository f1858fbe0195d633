//! A view on paper, or as a file that needs no Tifa.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, NodeList};

use super::{files, location};

/// The class of the root of a report. What the styles show on paper only, they show there, too.
const REPORT: &str = "alone";

/// Opens the browser's dialog for printing; `after` is done when it is closed.
pub fn print(after: impl FnOnce() + 'static) {
    EventListener::once(&window(), "afterprint", move |_| after()).forget();
    let _ = window().print();
}

/// Saves what the main part of the page shows as a file of its own: the same markup and styles, and no script. What
/// fits `controls` is left out; other buttons become plain words.
pub fn save(name: &str, title: &str, controls: &str) {
    if let Some(report) = report(title, controls) {
        files::save_text(&format!("{name}.html"), "text/html", &report);
    }
}

fn report(title: &str, controls: &str) -> Option<String> {
    let page = document();
    let main = page.get_element_by_id("main")?;
    let copy: Element = main.clone_node_with_deep(true).ok()?.unchecked_into();
    each(copy.query_selector_all(controls).ok()?, Element::remove);
    each(copy.query_selector_all("button").ok()?, as_words);
    each(copy.query_selector_all("[tabindex]").ok()?, |element| {
        let _ = element.remove_attribute("tabindex");
    });
    each(copy.query_selector_all("a[href^=\"#/\"]").ok()?, lead_home);
    let style = page.query_selector("head style").ok()??.text_content()?;
    let heading = page.create_element("title").ok()?;
    heading.set_text_content(Some(title));
    let language = page.document_element()?.get_attribute("lang")?;
    Some(format!(
        "<!doctype html>\n<html lang=\"{language}\" class=\"{REPORT}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {}; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n{}\n<style>{style}</style>\n</head>\n\
         <body>{}</body>\n</html>\n",
        policy()?,
        heading.outer_html(),
        copy.outer_html(),
    ))
}

/// What the policy of this page says of styles: it names the hash of the very sheet that a report has.
fn policy() -> Option<String> {
    let policy = document()
        .query_selector("meta[http-equiv=Content-Security-Policy]")
        .ok()??
        .get_attribute("content")?;
    let styles = policy
        .split(';')
        .map(str::trim)
        .find(|part| part.starts_with("style-src "));
    styles.map(String::from)
}

fn each(found: NodeList, act: impl Fn(&Element)) {
    for at in 0..found.length() {
        if let Some(element) = found.item(at) {
            act(element.unchecked_ref());
        }
    }
}

/// Puts a span in the place of a button.
fn as_words(button: &Element) {
    let Ok(words) = document().create_element("span") else {
        return;
    };
    words.set_class_name(&button.class_name());
    while let Some(child) = button.first_child() {
        let _ = words.append_child(&child);
    }
    let _ = button.replace_with_with_node_1(&words);
}

/// A link to a place in the page leads there from everywhere, if the page is on the web.
fn lead_home(link: &Element) {
    let fragment = link.get_attribute("href").unwrap_or_default();
    let _ = match location::address() {
        Some(address) => link.set_attribute("href", &(address + &fragment)),
        None => link.remove_attribute("href"),
    };
}
