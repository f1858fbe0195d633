//! The details of a speech of the corpus: its fields, and all that import did to it; both can still be changed.

use tifa::corpus::Change;
use tifa::session::{Action, Request, Review, State, View, link, reduce};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::errands::Errand;
use super::fields::fields;
use super::proof::Proof;

/// The details of the document that the state names.
pub fn details(review: Option<&Shared<Review>>, state: &State, context: &Context) -> Html {
    let review = review.filter(|review| Some(&review.document.id) == state.document.as_ref());
    match review {
        Some(review) => html! { <Details review={review.clone()} state={state.clone()} context={context.clone()} /> },
        None => html! { <main id="main" tabindex="-1" aria-busy={state.document.is_some().to_string()}></main> },
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    review: Shared<Review>,
    state: State,
    context: Context,
}

#[component]
fn Details(props: &Props) -> Html {
    let Props { review, state, context } = props;
    let messages = &context.messages;
    let id = review.document.id.clone();
    let change = use_callback((id.clone(), context.send.clone()), |change: Change, (id, send)| {
        send.emit(Errand::Ask(Request::Change(id.clone(), change)));
    });
    html! {
        <main id="main" class="import details" tabindex="-1">
            <div class="intake-head">
                <h1>{ messages.text("details.title") }</h1>
                <p class="buttons">
                    <a class="plain" href={link::write(&reduce(state, Action::Show(View::Reader)))}>{ messages.text("details.back") }</a>
                    { remove(&id, "plain", context) }
                </p>
            </div>
            { fields(review, &change, messages) }
            <Proof review={review.clone()} {change} messages={messages.clone()} />
        </main>
    }
}

/// The button that takes a document out of the corpus.
pub fn remove(id: &str, class: &'static str, context: &Context) -> Html {
    let Context {
        messages,
        dispatch,
        send,
    } = context;
    let onclick = {
        let (dispatch, send, id) = (dispatch.clone(), send.clone(), id.to_string());
        move |_: MouseEvent| {
            dispatch.emit(Action::Show(View::Library));
            send.emit(Errand::Ask(Request::Remove(vec![id.clone()])));
        }
    };
    html! { <button type="button" {class} {onclick}>{ messages.text("details.remove") }</button> }
}
