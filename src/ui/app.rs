//! The whole page: it joins state, address and engine, and chooses the view.

use std::rc::Rc;

use tifa::session::slogans::Tab;
use tifa::session::{Action, FromWorker, Layout, Request, View, link};
use yew::prelude::*;

use super::check::Check;
use super::compare::Compare;
use super::desk::{Context, Desk, Event, Phase};
use super::details::details;
use super::entry::EntryForm;
use super::errands::{Errand, Errands};
use super::import::Import;
use super::library::Library;
use super::messages::{Language, Messages, grouped};
use super::notice::{dropping, notice, unkept};
use super::passage::Tools;
use super::reader::reader;
use super::save::{ALL, PICKED, Save};
use super::slogans::Slogans;
use super::top::Top;
use super::witnesses::Witnesses;
use crate::platform::location::{self, Step};
use crate::platform::{clerk, dom, files, settings, worker};

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

    let errands = use_memo((), |()| Errands::new(desk.dispatcher()));
    // Are files held over the window?
    let hover = use_state(|| false);

    use_effect_with((), {
        let errands = errands.clone();
        let hover = hover.setter();
        move |()| {
            let heard = {
                let errands = errands.clone();
                Callback::from(move |message| match message {
                    FromWorker::Progress(done, total) => {
                        dom::show_progress(done, total);
                        errands.hear(message);
                    }
                    FromWorker::Unreadable(fault) => {
                        let language = Language::from_tag(&settings::language());
                        dom::show_corpus_fault(&Messages::new(language).fault(&fault));
                    }
                    message => errands.hear(message),
                })
            };
            let exported = {
                let errands = errands.clone();
                Callback::from(move |corpus| errands.exported(corpus))
            };
            worker::listen(heard, exported);
            clerk::listen({
                let errands = errands.clone();
                Callback::from(move |(answer, bytes)| errands.answered(answer, bytes))
            });
            let arrivals = files::on_arrival(
                Callback::from(move |files| {
                    let at = link::read(&location::fragment());
                    // Among the lexicons a file is a lexicon.
                    errands.run(match (at.view, at.sight.tab) {
                        (View::Slogans, Tab::Lexicons) => Errand::BringLexicons(files),
                        _ => Errand::Bring(files),
                    });
                }),
                Callback::from(move |is_over| hover.set(is_over)),
            );
            || drop(arrivals)
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
    use_effect_with((), |()| {
        let menus = dom::on_menus();
        || drop(menus)
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
        // The list of the library finds its own place.
        let is_list = state.view == View::Library && state.layout == Layout::List;
        if !is_list && (before.view != state.view || before.document != state.document) {
            dom::scroll_to_top();
        }
    });
    use_effect_with((desk.request(), desk.revision), |(request, _)| {
        if let Some(request) = request {
            worker::ask(request);
        }
    });
    use_effect_with((desk.beside(), desk.revision), |(request, _)| {
        if let Some(request) = request {
            worker::ask(request);
        }
    });
    use_effect_with((desk.asked(), desk.revision), |(request, _)| {
        if let Some(request) = request {
            worker::ask(request);
        }
    });
    use_effect_with(!desk.intake.is_empty() || desk.unkept.is_some(), |at_risk| {
        files::warn_before_leaving(*at_risk);
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
    let send = use_callback((), {
        let errands: Rc<Errands> = errands.clone();
        move |errand, ()| errands.run(errand)
    });
    let context = Context {
        messages: (*messages).clone(),
        dispatch,
        send,
    };
    use_effect_with(title(&desk, &messages), |title| dom::set_title(title));
    // Until the corpus is open the static panel of the shell shows, because there is nothing here.
    let Phase::Open(overview) = &desk.phase else {
        return Html::default();
    };
    let state = desk.state.clone();
    let view = match (&desk.missing, state.view) {
        (Some(id), _) => missing(id, &messages),
        _ if desk.whole.is_some() => whole(desk.whole.unwrap_or_default(), desk.coming.is_some(), &context),
        (None, View::Library) => html! {
            <Library context={context.clone()} {overview} listing={desk.listing.clone()} found={desk.found.clone()}
                state={state.clone()} removed={desk.removed.clone()} values={desk.values.clone()} />
        },
        (None, View::Reader) => reader(desk.reading.as_ref(), desk.neighbours.as_ref(), &state, &context),
        (None, View::Compare) => html! {
            <Compare context={context.clone()} {overview} view={desk.comparison.clone()} neighbours={desk.neighbours.clone()}
                titles={desk.titles.clone()} state={state.clone()} />
        },
        (None, View::Check) => html! {
            <Check context={context.clone()} {overview} view={desk.check.clone()} state={state.clone()} />
        },
        (None, View::Slogans) => html! {
            <Slogans context={context.clone()} state={state.clone()} told={desk.slogans.clone()} values={desk.values.clone()} {more} />
        },
        (None, View::Import) => html! { <Import context={context.clone()} intake={desk.intake.clone()} /> },
        (None, View::Details) => details(desk.review.as_ref(), &state, &context),
    };
    let skip = |event: MouseEvent| {
        event.prevent_default();
        dom::focus("main");
    };
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ messages.text("app.skip") }</a>
            <Top context={context.clone()} state={state.clone()} waiting={desk.intake.tally().chosen} {switch_language}
                suggestions={desk.suggestions.clone()} examples={desk.examples.clone()} />
            if let Some((done, total)) = desk.coming {
                <progress class="coming" value={done.to_string()} max={total.to_string()} aria-label={messages.text("library.coming")} />
            }
            { unkept(desk.unkept.as_deref(), &messages) }
            { view }
            <Tools context={context.clone()} reading={desk.reading.clone()} comparison={desk.comparison.clone()}
                check={desk.check.clone()} state={state.clone()} />
            if let Some(asked) = state.asked.clone() {
                <Witnesses context={context.clone()} told={desk.witnesses.clone()} state={state.clone()} {asked} />
            }
            { notice(desk.notice.as_ref(), &context) }
            if let Some(form) = &desk.form {
                <EntryForm form={form.clone()} lexicons={desk.slogans.lexicons.clone()} context={context.clone()} />
            }
            <Save id={ALL} context={context.clone()} {overview} state={state.clone()} />
            if !state.picked.is_empty() { <Save id={PICKED} {context} {overview} {state} /> }
            { dropping(*hover, &messages) }
            <footer class="foot" translate="no">{ messages.text("footer.offline") }</footer>
        </>
    }
}

/// What was asked for needs all documents of the folder.
fn whole(bytes: u64, is_coming: bool, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let megabytes = grouped(bytes.div_ceil(1_000_000) as usize);
    html! {
        <main id="main" class="empty" tabindex="-1">
            <h1>{ messages.text("whole.title") }</h1>
            <p>{ messages.fill("whole.what", &[&megabytes]) }</p>
            <p><button type="button" class="go" disabled={is_coming}
                onclick={send.reform(|_: MouseEvent| Errand::Ask(Request::Whole))}>{ messages.text("whole.load") }</button></p>
        </main>
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
