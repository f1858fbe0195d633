//! The dialog that saves the corpus: as a page of its own, or as data.

use tifa::session::{Format, Overview, Request, State, link};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::errands::Errand;
use crate::platform::dom;

const FORMATS: [(Format, &str); 5] = [
    (Format::Page, "page"),
    (Format::Corpus, "corpus"),
    (Format::Lines, "lines"),
    (Format::Markdown, "markdown"),
    (Format::Corrections, "corrections"),
];

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub overview: Shared<Overview>,
    pub state: State,
}

#[component]
pub fn Save(props: &Props) -> Html {
    let Props {
        context,
        overview,
        state,
    } = props;
    let Context { messages, send, .. } = context;
    let format = use_state(|| Format::Page);
    let title = use_state(|| None::<String>);
    let oninput = {
        let title = title.setter();
        move |event: InputEvent| title.set(dom::value(&event))
    };
    let shown = title.as_ref().unwrap_or(&overview.title).clone();
    let onsubmit = {
        let (send, format, shown) = (send.clone(), *format, shown.clone());
        let view = link::write(state);
        let is_new = shown != overview.title;
        move |_: SubmitEvent| {
            let (title, view) = (shown.clone(), view.clone());
            if is_new {
                send.emit(Errand::Ask(Request::Rename(title.clone())));
            }
            send.emit(Errand::Save { format, title, view });
        }
    };
    let option = |&(each, key): &(Format, &str)| {
        let onchange = {
            let format = format.setter();
            move |_: Event| format.set(each)
        };
        html! {
            <label key={key}>
                <input type="radio" name="format" value={key.to_string()} checked={*format == each} {onchange} />
                <span><b>{ messages.text(&format!("save.{key}")) }</b>
                    <small>{ messages.text(&format!("save.{key}.what")) }</small></span>
            </label>
        }
    };
    html! {
        <dialog id="save" aria-labelledby="save-title" translate="no">
            <h2 id="save-title">{ messages.text("save.title") }</h2>
            <form method="dialog" {onsubmit}>
                <label class="name">{ messages.text("save.name") }
                    <input type="text" autocomplete="off" spellcheck="false" value={shown} {oninput} /></label>
                <fieldset class="formats">
                    <legend class="sr">{ messages.text("save.as") }</legend>
                    { for FORMATS.iter().map(option) }
                </fieldset>
                <p class="ends">
                    <button type="button" class="plain" onclick={|_| dom::toggle_dialog("save")}>{ messages.text("save.not") }</button>
                    <button class="go">{ messages.text("save.do") }</button>
                </p>
            </form>
        </dialog>
    }
}
