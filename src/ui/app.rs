//! The whole page: it joins state, address and engine, and chooses the view.

use tifa::session::{Action, FromWorker, View, link};
use yew::prelude::*;

use super::compare::Compare;
use super::desk::{Context, Desk, Event, Phase};
use super::library::Library;
use super::messages::{Language, Messages};
use super::reader::reader;
use super::top::Top;
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
        use_callback((), move |(), ()| {
            let other = Language::from_tag(&settings::language()).other();
            settings::set_language(other.tag());
            language.set(other);
        })
    };
    let dispatch = {
        let dispatcher = desk.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(Event::Do(action)))
    };
    let more = {
        let dispatcher = desk.dispatcher();
        use_callback((), move |(), ()| dispatcher.dispatch(Event::More))
    };
    let context = Context {
        messages: (*messages).clone(),
        dispatch,
    };
    use_effect_with(title(&desk, &messages), |title| dom::set_title(title));
    // Until the corpus is open the static panel of the shell shows, because there is nothing here.
    let Phase::Open(overview) = &desk.phase else {
        return Html::default();
    };
    let state = desk.state.clone();
    let view = match (&desk.missing, state.view) {
        (Some(id), _) => missing(id, &messages),
        (None, View::Library) => html! {
            <Library context={context.clone()} {overview} listing={desk.listing.clone()} state={state.clone()} {more} />
        },
        (None, View::Reader) => reader(desk.reading.as_ref(), &state, &context),
        (None, View::Compare) => html! {
            <Compare context={context.clone()} {overview} view={desk.comparison.clone()} state={state.clone()} />
        },
    };
    let skip = |event: MouseEvent| {
        event.prevent_default();
        dom::focus("main");
    };
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ messages.text("app.skip") }</a>
            <Top {context} {state} {switch_language} />
            { view }
            <footer class="foot" translate="no">{ messages.text("footer.offline") }</footer>
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
