//! What is known about a speech, as a form: each field says whether it was stated, derived or corrected.

use tifa::corpus::{Change, Document, Genre, Level, edtf};
use tifa::session::Review;
use yew::prelude::*;

use super::desk::Shared;
use super::messages::Messages;
use crate::platform::dom;

/// How a field is written.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Line,
    /// A date in EDTF.
    Date,
    /// A line for each value.
    Lines,
    Choice,
}

/// The fields in the order of the form: name in JSON, label, shape.
const FIELDS: [(&str, &str, Shape); 10] = [
    ("title", "sort.title", Shape::Line),
    ("date", "field.date", Shape::Date),
    ("published", "reader.published", Shape::Date),
    ("place", "facet.place", Shape::Line),
    ("level", "facet.level", Shape::Choice),
    ("genre", "facet.genre", Shape::Choice),
    ("issuer", "reader.issuer", Shape::Line),
    ("source", "reader.source", Shape::Line),
    ("lang", "field.lang", Shape::Choice),
    ("speakers", "reader.speakers", Shape::Lines),
];

const GENRES: [Genre; 4] = [Genre::Speech, Genre::Report, Genre::Notice, Genre::Minutes];
const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];

/// The form of a document.
pub fn fields(review: &Shared<Review>, change: &Callback<Change>, messages: &Messages) -> Html {
    let document = &review.document;
    let field = |&(name, label, shape): &(&'static str, &str, Shape)| {
        html! {
            <Field key={name} {name} label={messages.text(label)} {shape} value={value(document, name)}
                derived={document.derived.get(name).cloned()} corrected={document.corrected.contains(name)}
                change={change.clone()} messages={messages.clone()} />
        }
    };
    html! { <div class="fields" lang={document.lang.clone()}>{ for FIELDS.iter().map(field) }</div> }
}

/// A field in the form in which [`Change::Field`] sets it.
fn value(document: &Document, name: &str) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    match name {
        "title" => document.title.clone(),
        "date" => text(&document.date),
        "published" => text(&document.published),
        "place" => document.place.join("/"),
        "level" => document.level.map_or_else(String::new, |level| level.key().into()),
        "genre" => document.genre.map_or_else(String::new, |genre| genre.key().into()),
        "issuer" => text(&document.issuer),
        "source" => text(&document.source),
        "lang" => text(&document.lang),
        _ => {
            let speakers = document.speakers.iter().map(|speaker| match &speaker.role {
                Some(role) => format!("{}: {role}", speaker.name),
                None => speaker.name.clone(),
            });
            speakers.collect::<Vec<_>>().join("\n")
        }
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    name: &'static str,
    label: String,
    shape: Shape,
    value: String,
    /// The words that the value was inferred from.
    derived: Option<String>,
    corrected: bool,
    change: Callback<Change>,
    messages: Messages,
}

#[component]
fn Field(props: &Props) -> Html {
    let Props {
        name, shape, messages, ..
    } = props;
    let name = *name;
    // What is being written, until it is taken over.
    let draft = use_state(|| None::<String>);
    use_effect_with(props.value.clone(), {
        let draft = draft.setter();
        move |_| draft.set(None)
    });
    let shown = draft.as_ref().unwrap_or(&props.value).clone();
    let is_wrong = *shape == Shape::Date && !is_date(&shown);
    let oninput = {
        let draft = draft.setter();
        move |event: InputEvent| draft.set(dom::value(&event))
    };
    let onchange = {
        let (change, shape, before) = (props.change.clone(), *shape, props.value.clone());
        move |event: Event| {
            let value = dom::value(&event).unwrap_or_default();
            if (shape != Shape::Date || is_date(&value)) && value != before {
                change.emit(Change::Field(name.into(), value));
            }
        }
    };
    let onkeydown = {
        let draft = draft.setter();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                draft.set(None);
                dom::focus("main");
                event.stop_propagation();
            }
        }
    };
    let id = format!("field-{name}");
    let says = format!("about-{name}");
    let told = Some(says.clone());
    let input = match shape {
        Shape::Line | Shape::Date => html! {
            <input {id} type="text" autocomplete="off" spellcheck="false" value={shown.clone()} aria-describedby={told}
                aria-invalid={is_wrong.then_some("true")} placeholder={hint(name, messages)} {oninput} {onchange} {onkeydown} />
        },
        Shape::Lines => html! {
            <textarea {id} rows={shown.lines().count().clamp(1, 6).to_string()} autocomplete="off" spellcheck="false"
                value={shown.clone()} aria-describedby={told} placeholder={hint(name, messages)} {oninput} {onchange} {onkeydown} />
        },
        Shape::Choice => html! {
            <select {id} aria-describedby={told} {onchange} {onkeydown}>
                <option value="" selected={shown.is_empty()}>{ messages.text("value.unknown") }</option>
                { for choices(name, &shown, messages).into_iter().map(|(value, words)| {
                    html! { <option selected={value == shown} value={value.clone()}>{ words }</option> }
                }) }
            </select>
        },
    };
    let confirm = {
        let (change, value) = (props.change.clone(), props.value.clone());
        move |_: MouseEvent| change.emit(Change::Field(name.into(), value.clone()))
    };
    html! {
        <div class={classes!("field", name, is_wrong.then_some("wrong"))}>
            <label for={format!("field-{name}")}>{ &props.label }</label>
            { input }
            <p class="says" id={says}>
                if is_wrong {
                    <b role="alert">{ messages.text("field.date.wrong") }</b>
                } else if let Some(from) = &props.derived {
                    <em class="derived">{ messages.text("reader.derived") }</em>
                    if !from.is_empty() { <span class="from">{ messages.fill("reader.derived.from", &[from]) }</span> }
                    <button type="button" class="quiet" onclick={confirm}>{ messages.text("field.confirm") }</button>
                } else if props.corrected {
                    <em class="corrected">{ messages.text("field.corrected") }</em>
                } else if !props.value.is_empty() {
                    <span class="stated">{ messages.text("field.stated") }</span>
                }
            </p>
        </div>
    }
}

fn is_date(text: &str) -> bool {
    text.is_empty() || edtf::is_valid(text)
}

/// How a field is to be written.
fn hint(name: &str, messages: &Messages) -> Option<String> {
    match name {
        "date" | "published" => Some(messages.text("field.date.hint")),
        "place" => Some(messages.text("field.place.hint")),
        "speakers" => Some(messages.text("field.speakers.hint")),
        _ => None,
    }
}

/// The values of a field that has few, and their words. A value that Tifa does not know stays among them.
fn choices(name: &str, value: &str, messages: &Messages) -> Vec<(String, String)> {
    let keys: Vec<&str> = match name {
        "level" => Level::ALL.iter().map(|level| level.key()).collect(),
        "genre" => GENRES.iter().map(|genre| genre.key()).collect(),
        _ => LANGUAGES.to_vec(),
    };
    let other = (!value.is_empty() && !keys.contains(&value)).then_some(value);
    let words = |key: &str| (key.to_string(), messages.text(&format!("{name}.{key}")));
    let other = other.map(|value| (value.to_string(), value.to_string()));
    keys.into_iter().map(words).chain(other).collect()
}
