//! What the browser keeps between visits: the language and the appearance, which the boot script reads before the
//! first paint, the category for new slogans, and the queries of late. Without storage they last as long as the page.

use gloo::utils::{document, window};

const LANGUAGE: &str = "tifa.lang";
const THEME: &str = "tifa.theme";
const CATEGORY: &str = "tifa.category";
const QUERIES: &str = "tifa.queries";

/// The language that the boot script chose, a BCP 47 tag.
pub fn language() -> String {
    root(|root| root.get_attribute("lang")).unwrap_or_default()
}

pub fn set_language(tag: &str) {
    root(|root| root.set_attribute("lang", tag).ok());
    store(LANGUAGE, Some(tag));
}

/// `light`, `dark`, or nothing for the system's choice.
pub fn theme() -> Option<String> {
    root(|root| root.get_attribute("data-theme"))
}

pub fn set_theme(theme: Option<&str>) {
    root(|root| match theme {
        Some(theme) => root.set_attribute("data-theme", theme).ok(),
        None => root.remove_attribute("data-theme").ok(),
    });
    store(THEME, theme);
}

/// The category that a reader gave to a proposal last.
pub fn category() -> Option<String> {
    window().local_storage().ok()??.get_item(CATEGORY).ok()?
}

pub fn set_category(category: &str) {
    store(CATEGORY, Some(category));
}

/// The queries of late, the last one first.
pub fn queries() -> Vec<String> {
    let kept = || window().local_storage().ok()??.get_item(QUERIES).ok()?;
    kept().unwrap_or_default().lines().map(String::from).collect()
}

/// Keeps queries, none of which has a line break.
pub fn set_queries(queries: &[String]) {
    store(QUERIES, Some(&queries.join("\n")));
}

fn root<T>(act: impl FnOnce(&web_sys::Element) -> Option<T>) -> Option<T> {
    document().document_element().as_ref().and_then(act)
}

fn store(key: &str, value: Option<&str>) {
    // Storage may be forbidden or full; the setting then lasts as long as the page.
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}
