//! The whole page: it joins state, address and engine, and chooses the view.

use tifa::session::{Action, FromWorker, View, link};
use yew::prelude::*;

use super::compare::Compare;
use super::desk::{Desk, Event, Phase};
use super::library::Library;
use super::messages::{Language, Messages, use_messages};
use super::reader::Reader;
use super::top::{Footer, Top};
use crate::platform::location::{self, Step};
use crate::platform::{dom, settings, worker};

/// Mounts the page in the shell.
pub fn mount() {
    yew::set_custom_panic_hook(Box::new(|panic| dom::show_crash(&panic.to_string())));
    if let Some(root) = dom::root() {
        yew::Renderer::<App>::with_root(root).render();
    }
}

#[component]
fn App() -> Html {
    let desk = use_reducer(|| Desk::new(&location::fragment()));
    let language = use_state(|| Language::from_tag(&settings::language()));
    let messages = use_memo(*language, |language| Messages::new(*language));

    use_effect_with((), {
        let dispatcher = desk.dispatcher();
        move |()| {
            worker::listen(Callback::from(move |message| match message {
                FromWorker::Progress(done, total) => dom::show_progress(done, total),
                FromWorker::Unreadable(fault) => {
                    let language = Language::from_tag(&settings::language());
                    dom::show_corpus_fault(&Messages::new(language).fault(&fault));
                }
                message => dispatcher.dispatch(Event::Heard(message)),
            }));
        }
    });
    use_effect_with((), {
        let dispatcher = desk.dispatcher();
        move |()| {
            let listener = location::on_change(move |fragment| {
                dispatcher.dispatch(Event::Do(Action::Restore(link::read(&fragment))));
            });
            || drop(listener)
        }
    });
    // The address follows the state. A step that changes the page can be undone by Back.
    let before = use_mut_ref(|| desk.state.clone());
    use_effect_with(desk.state.clone(), move |state| {
        let before = before.replace(state.clone());
        if link::read(&location::fragment()) != *state {
            let step = if before.is_same_page(state) {
                Step::Same
            } else {
                Step::New
            };
            location::go(&link::write(state), step);
        }
        if before.view != state.view || before.document != state.document {
            dom::scroll_to_top();
        }
    });
    use_effect_with(desk.request(), |request| {
        if let Some(request) = request {
            worker::ask(request);
        }
    });
    let switch_language = {
        let language = language.clone();
        Callback::from(move |()| {
            settings::set_language(language.other().tag());
            language.set(language.other());
        })
    };
    html! {
        <ContextProvider<Messages> context={(*messages).clone()}>
            <ContextProvider<UseReducerDispatcher<Desk>> context={desk.dispatcher()}>
                <Page desk={(*desk).clone()} {switch_language} />
            </ContextProvider<UseReducerDispatcher<Desk>>>
        </ContextProvider<Messages>>
    }
}

#[derive(PartialEq, Properties)]
struct PageProps {
    desk: Desk,
    switch_language: Callback<()>,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let messages = use_messages();
    let desk = &props.desk;
    let state = &desk.state;
    use_effect_with((title(desk, &messages),), |(title,)| dom::set_title(title));
    // Until the corpus is open the static panel of the shell shows, because there is nothing here.
    let Phase::Open(overview) = &desk.phase else {
        return Html::default();
    };
    let view = match (&desk.missing, state.view) {
        (Some(id), _) => missing(id, &messages),
        (None, View::Library) => html! {
            <Library {overview} listing={desk.listing.clone()} state={state.clone()} />
        },
        (None, View::Reader) => html! {
            <Reader reading={desk.reading.clone()} state={state.clone()} />
        },
        (None, View::Compare) => html! {
            <Compare {overview} view={desk.comparison.clone()} state={state.clone()} />
        },
    };
    html! {
        <>
            <a class="skip" href="#main" onclick={|event: MouseEvent| { event.prevent_default(); dom::focus("main") }}>
                { messages.text("app.skip") }
            </a>
            <Top state={state.clone()} switch_language={props.switch_language.clone()} />
            { view }
            <Footer />
        </>
    }
}

fn missing(id: &str, messages: &Messages) -> Html {
    html! {
        <main id="main" class="empty" tabindex="-1">
            <h1>{ messages.fill("missing", &[id]) }</h1>
            <p><a href="#/library">{ messages.text("missing.back") }</a></p>
        </main>
    }
}

fn title(desk: &Desk, messages: &Messages) -> String {
    let name = messages.text("app.name");
    let reading = desk.reading.as_ref().filter(|_| desk.state.view == View::Reader);
    match (reading, &desk.phase) {
        (Some(reading), _) => format!("{} · {name}", reading.document.title),
        (None, Phase::Open(overview)) => format!("{} · {name}", overview.title),
        (None, _) => name,
    }
}
