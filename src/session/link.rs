//! The state as the fragment of a link: `#/read/ID?q=…&year=2022`.
//!
//! What is unknown or malformed in a link is passed over; it never leads to an error.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::compare::{Show, Spot, Veil};
use super::library;
use super::slogans::{Column, LineOrder, Overlaps, Tab};
use super::state::{Layout, Named, Side, Sort, State, View};
use crate::compare::{Kind, Options};
use crate::corpus::Span;
use crate::reuse;
use crate::search::Facet;

/// Stands before the facets of the documents that the slogan view compares with.
const AGAINST: &str = "vs-";

/// The name of a choice, unless it is the usual one.
fn unusual<T: Named + Default>(choice: T) -> Option<&'static str> {
    (choice != T::default()).then(|| choice.name())
}

/// The fragment for a state, with its `#`.
pub fn write(state: &State) -> String {
    let mut link = String::from(match state.view {
        View::Library => "#/library",
        View::Reader => "#/read",
        View::Compare => "#/compare",
        View::Check => "#/check",
        View::Slogans => "#/slogans",
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
    let comparing = &state.comparing;
    let Options {
        ignored,
        pins,
        shortest,
    } = &comparing.terms.options;
    optional("row", comparing.at.map(|spot| write_spot(&spot)).as_deref());
    optional("show", unusual(comparing.show));
    for (kind, veil) in &comparing.veils {
        let key = match veil {
            Veil::Dimmed => "dim",
            Veil::Hidden => "drop",
        };
        optional(key, Some(kind.name()));
    }
    let usual = reuse::Settings::default();
    let number = |number: usize, usual: usize| (number != usual).then(|| number.to_string());
    optional("run", number(comparing.terms.common.length, usual.length).as_deref());
    optional(
        "in",
        number(comparing.terms.common.documents, usual.documents).as_deref(),
    );
    optional("from", number(*shortest, Options::default().shortest).as_deref());
    optional("ignore", ignored.punctuation.then_some("punctuation"));
    optional("ignore", ignored.numbers.then_some("numbers"));
    optional("scripts", (!ignored.script).then_some("apart"));
    for (left, right) in pins {
        optional("pin", Some(&format!("{left}.{right}")));
    }
    let asked = state.asked.as_ref();
    let asked = asked.map(|(id, span)| format!("{}.{}.{}.{id}", span.block, span.start, span.end));
    optional("who", asked.as_deref());
    optional("q", Some(state.query.as_str()).filter(|query| !query.is_empty()));
    optional("sort", unusual(state.sort));
    optional("as", unusual(state.layout));
    for column in &state.columns {
        optional("col", Some(column.name()));
    }
    for id in &state.picked {
        optional("pick", Some(id));
    }
    optional("plain", state.plain.then_some("1"));
    let place = state.place.map(|(block, start)| format!("{block}.{start}"));
    optional("at", place.as_deref());
    let sight = &state.sight;
    let given = |text: &'_ str| Some(text.to_string()).filter(|text| !text.is_empty());
    optional("tab", unusual(sight.tab));
    optional("entry", sight.phrase.as_deref());
    optional("overlaps", unusual(sight.overlaps));
    optional("column", unusual(sight.column));
    optional("reversed", sight.reversed.then_some("1"));
    optional("order", unusual(sight.order));
    optional("category", sight.category.as_deref());
    optional("find", given(&sight.find).as_deref());
    optional("heat", given(&sight.thresholds).as_deref());
    for (facet, value) in sight.against.chosen() {
        field(&format!("{AGAINST}{}", facet.key()), value);
    }
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
            "check" => View::Check,
            "slogans" => View::Slogans,
            "import" => View::Import,
            "details" => View::Details,
            _ => View::Library,
        },
        ..State::default()
    };
    for (key, value) in fields.split('&').filter_map(|field| field.split_once('=')) {
        let value = decode(value);
        let comparing = &mut state.comparing;
        match key {
            "doc" => state.document = Some(value),
            "mark" => state.mark = value.parse().ok(),
            "a" => state.left = Some(value),
            "b" => state.right = Some(value),
            "row" => comparing.at = read_spot(&value),
            "show" => comparing.show = Show::named(&value),
            "dim" => veil(&mut comparing.veils, &value, Veil::Dimmed),
            "drop" => veil(&mut comparing.veils, &value, Veil::Hidden),
            "run" => set(&mut comparing.terms.common.length, &value),
            "in" => set(&mut comparing.terms.common.documents, &value),
            "from" => set(&mut comparing.terms.options.shortest, &value),
            "ignore" => match value.as_str() {
                "punctuation" => comparing.terms.options.ignored.punctuation = true,
                "numbers" => comparing.terms.options.ignored.numbers = true,
                _ => {}
            },
            "scripts" => comparing.terms.options.ignored.script = value != "apart",
            "pin" => comparing.terms.options.pins.extend(read_pair(&value)),
            "who" => state.asked = read_asked(&value),
            "q" => state.query = value,
            "sort" => state.sort = Sort::named(&value),
            "as" => state.layout = Layout::named(&value),
            "col" => {
                let column = library::Column::NAMES.iter().find(|(_, name)| *name == value);
                state.columns.extend(
                    column
                        .map(|(column, _)| *column)
                        .filter(|column| !state.columns.contains(column)),
                );
            }
            "pick" if state.is_picked(&value) => {}
            "pick" => state.picked.push(value),
            "plain" => state.plain = value == "1",
            "at" => state.place = read_pair(&value),
            "tab" => state.sight.tab = Tab::named(&value),
            "entry" => state.sight.phrase = Some(value),
            "overlaps" => state.sight.overlaps = Overlaps::named(&value),
            "column" => state.sight.column = Column::named(&value),
            "reversed" => state.sight.reversed = value == "1",
            "order" => state.sight.order = LineOrder::named(&value),
            "category" => state.sight.category = Some(value),
            "find" => state.sight.find = value,
            "heat" => state.sight.thresholds = value,
            "hide" => {
                state.hidden.insert(value);
            }
            key => {
                let (filters, key) = match key.strip_prefix(AGAINST) {
                    Some(key) => (&mut state.sight.against, key),
                    None => (&mut state.filters, key),
                };
                // What the date was called once.
                let key = if key == "year" { Facet::Date.key() } else { key };
                if let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.key() == key)
                    && !filters.has(facet, &value)
                {
                    filters.toggle(facet, &value);
                }
            }
        }
    }
    state
}

/// `a12.30`: on the left, in block 12, from character 30.
fn write_spot(spot: &Spot) -> String {
    let side = match spot.side {
        Side::Left => 'a',
        Side::Right => 'b',
    };
    format!("{side}{}.{}", spot.block, spot.start)
}

fn read_spot(value: &str) -> Option<Spot> {
    let (side, place) = value.split_at_checked(1)?;
    let side = match side {
        "a" => Side::Left,
        "b" => Side::Right,
        _ => return None,
    };
    let (block, start) = read_pair(place)?;
    Some(Spot { side, block, start })
}

/// Two numbers with a point between them.
fn read_pair(value: &str) -> Option<(usize, usize)> {
    let (first, second) = value.split_once('.')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// A place, and the id of its document, which may hold points.
fn read_asked(value: &str) -> Option<(String, Span)> {
    let mut parts = value.splitn(4, '.');
    let mut number = || parts.next()?.parse().ok();
    let (block, start, end) = (number()?, number()?, number()?);
    let id = parts.next()?.to_string();
    (start < end).then_some((id, Span { block, start, end }))
}

fn set(number: &mut usize, value: &str) {
    *number = value.parse().unwrap_or(*number);
}

fn veil(veils: &mut BTreeMap<Kind, Veil>, kind: &str, veil: Veil) {
    if let Some((kind, _)) = Kind::NAMES.iter().find(|(_, name)| *name == kind) {
        veils.insert(*kind, veil);
    }
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
