//! The dialogs that save the corpus, or the documents that are picked: as a page of its own, or as data.

use tifa::session::{Format, Overview, Request, State, link};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::errands::Errand;
use super::messages::grouped;
use crate::platform::dom;

const FORMATS: [(Format, &str); 5] = [
    (Format::Page, "page"),
    (Format::Corpus, "corpus"),
    (Format::Lines, "lines"),
    (Format::Markdown, "markdown"),
    (Format::Corrections, "corrections"),
];

/// The dialogs: for all of the corpus, and for the documents that are picked.
pub const ALL: &str = "save";
pub const PICKED: &str = "save-picked";

#[derive(PartialEq, Properties)]
pub struct Props {
    /// [`ALL`] or [`PICKED`].
    pub id: &'static str,
    pub context: Context,
    pub overview: Shared<Overview>,
    pub state: State,
}

#[component]
pub fn Save(props: &Props) -> Html {
    let Props {
        id,
        context,
        overview,
        state,
    } = props;
    let id = *id;
    let only: &[String] = if id == PICKED { &state.picked } else { &[] };
    let Context { messages, send, .. } = context;
    let format = use_state(|| Format::Page);
    let title = use_state(|| None::<String>);
    let oninput = {
        let title = title.setter();
        move |event: InputEvent| title.set(dom::value(&event))
    };
    let (heading, usual, view) = match only {
        [] => (messages.text("save.title"), overview.title.clone(), link::write(state)),
        // A part of the corpus is a corpus of its own: it opens with all that it has.
        only => (
            messages.count("save.picked", only.len()),
            messages.fill("save.picked.name", &[&overview.title, &grouped(only.len())]),
            link::write(&State::default()),
        ),
    };
    let shown = title.as_ref().unwrap_or(&usual).clone();
    let onsubmit = {
        let (send, format, shown, only) = (send.clone(), *format, shown.clone(), only.to_vec());
        let is_new = only.is_empty() && shown != overview.title;
        move |_: SubmitEvent| {
            let (title, view, only) = (shown.clone(), view.clone(), only.clone());
            if is_new {
                send.emit(Errand::Ask(Request::Rename(title.clone())));
            }
            send.emit(Errand::Save {
                only,
                format,
                title,
                view,
            });
        }
    };
    let option = |&(each, key): &(Format, &str)| {
        let onchange = {
            let format = format.setter();
            move |_: Event| format.set(each)
        };
        html! {
            <label key={key}>
                <input type="radio" name={format!("{id}-format")} value={key.to_string()} checked={*format == each} {onchange} />
                <span><b>{ messages.text(&format!("save.{key}")) }</b>
                    <small>{ messages.text(&format!("save.{key}.what")) }</small></span>
            </label>
        }
    };
    html! {
        <dialog {id} class="save" aria-labelledby={format!("{id}-title")} translate="no">
            <h2 id={format!("{id}-title")}>{ heading }</h2>
            <form method="dialog" {onsubmit}>
                <label class="name">{ messages.text("save.name") }
                    <input type="text" autocomplete="off" spellcheck="false" value={shown} {oninput} /></label>
                <fieldset class="formats">
                    <legend class="sr">{ messages.text("save.as") }</legend>
                    { for FORMATS.iter().map(option) }
                </fieldset>
                <p class="ends">
                    <button type="button" class="plain" onclick={|_| dom::toggle_dialog(id)}>{ messages.text("save.not") }</button>
                    <button class="go">{ messages.text("save.do") }</button>
                </p>
            </form>
        </dialog>
    }
}
