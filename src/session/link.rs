//! The state as the fragment of a link: `#/read/ID?q=…&year=2022`.
//!
//! What is unknown or malformed in a link is passed over; it never leads to an error.

use std::fmt::Write;

use super::state::{Sort, State, View};
use crate::search::Facet;

/// The fragment for a state, with its `#`.
pub fn write(state: &State) -> String {
    let mut link = String::from(match state.view {
        View::Library => "#/library",
        View::Reader => "#/read",
        View::Compare => "#/compare",
        View::Import => "#/import",
        View::Details => "#/details",
    });
    let mut separator = '?';
    let mut field = |key: &str, value: &str| {
        let _ = write!(link, "{separator}{key}=");
        encode(value, &mut link);
        separator = '&';
    };
    let mut optional = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            field(key, value);
        }
    };
    optional("doc", state.document.as_deref());
    optional("mark", state.mark.map(|mark| mark.to_string()).as_deref());
    optional("a", state.left.as_deref());
    optional("b", state.right.as_deref());
    optional(
        "diff",
        state.difference.map(|difference| difference.to_string()).as_deref(),
    );
    optional("q", Some(state.query.as_str()).filter(|query| !query.is_empty()));
    optional("sort", Some(state.sort.key()).filter(|_| state.sort != Sort::default()));
    for (facet, value) in state.filters.chosen() {
        field(facet.key(), value);
    }
    for category in &state.hidden {
        field("hide", category);
    }
    link
}

/// The state of a fragment, with or without its `#`.
pub fn read(link: &str) -> State {
    let link = link.trim_start_matches(['#', '/']);
    let (view, fields) = link.split_once('?').unwrap_or((link, ""));
    let mut state = State {
        view: match view {
            "read" => View::Reader,
            "compare" => View::Compare,
            "import" => View::Import,
            "details" => View::Details,
            _ => View::Library,
        },
        ..State::default()
    };
    for (key, value) in fields.split('&').filter_map(|field| field.split_once('=')) {
        let value = decode(value);
        match key {
            "doc" => state.document = Some(value),
            "mark" => state.mark = value.parse().ok(),
            "a" => state.left = Some(value),
            "b" => state.right = Some(value),
            "diff" => state.difference = value.parse().ok(),
            "q" => state.query = value,
            "sort" => {
                state.sort = Sort::ALL
                    .into_iter()
                    .find(|sort| sort.key() == value)
                    .unwrap_or_default()
            }
            "hide" => {
                state.hidden.insert(value);
            }
            key => {
                if let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.key() == key)
                    && !state.filters.has(facet, &value)
                {
                    state.filters.toggle(facet, &value);
                }
            }
        }
    }
    state
}

/// Percent-encodes what has a meaning in a link or is not plain ASCII; a Han character stays itself, so that
/// the link can be read.
fn encode(value: &str, link: &mut String) {
    for c in value.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/') || ('一'..='鿿').contains(&c) {
            link.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(link, "%{byte:02X}");
            }
        }
    }
}

fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = value.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
