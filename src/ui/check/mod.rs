//! One speech against all others: what of it is formula, what is borrowed and from where, what is its own.

mod files;
mod sources;
mod text;

use tifa::compare::Shares;
use tifa::corpus::Span;
use tifa::session::compare::CheckView;
use tifa::session::{Action, Card, Overview, State, View, grouped, hundredths, link, neighbour, reduce};
use yew::prelude::*;

use super::compare::pattern;
use super::desk::{Context, Shared};
use super::library::meta;
use super::messages::Messages;
use crate::platform::dom;
use sources::sources;
use text::{Checked, footnotes};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub overview: Shared<Overview>,
    pub view: Option<Shared<CheckView>>,
    pub state: State,
}

#[component]
pub fn Check(props: &Props) -> Html {
    let messages = &props.context.messages;
    let Some(wanted) = &props.state.document else {
        return html! {
            <main id="main" class="empty" tabindex="-1">
                <h1>{ messages.text("reader.none") }</h1>
                <p><a href="#/library">{ messages.text("reader.none.hint") }</a></p>
            </main>
        };
    };
    match props.view.as_ref().filter(|view| view.document.id == *wanted) {
        Some(view) => html! {
            <Open key={wanted.clone()} view={view.clone()} state={props.state.clone()} context={props.context.clone()}
                others={props.overview.documents.saturating_sub(1)} />
        },
        None => html! {
            <main id="main" tabindex="-1" aria-busy="true"><p class="busy" role="status">{ messages.text("check.busy") }</p></main>
        },
    }
}

#[derive(PartialEq, Properties)]
struct OpenProps {
    view: Shared<CheckView>,
    state: State,
    context: Context,
    /// How many speeches it was checked against.
    others: usize,
}

#[component]
fn Open(props: &OpenProps) -> Html {
    let OpenProps {
        view,
        state,
        context,
        others,
    } = props;
    let Context { messages, dispatch, .. } = context;
    // The source whose passages are marked and gone through.
    let chosen = use_state(|| None::<usize>);
    let marked = chosen.and_then(|at| view.sources.get(at));
    let stops: Vec<usize> = match marked {
        Some(source) => source.passages.clone(),
        None => (0..view.passages.len()).collect(),
    };
    let spans = view.passages.iter().map(|passage| passage.span);
    let current = state
        .place
        .and_then(|place| spans.clone().position(|span| (span.block, span.start) == place));
    use_effect_with((view.document.id.clone(), current), |(_, current)| {
        if let Some(at) = current {
            dom::scroll_to(&text::passage_id(*at));
        }
    });
    let go = use_callback(
        (view.clone(), state.clone(), dispatch.clone()),
        |at: usize, (view, state, dispatch)| {
            let span = view.passages[at].span;
            dispatch.emit(Action::Restore(State {
                place: Some((span.block, span.start)),
                ..state.clone()
            }));
        },
    );
    let step = {
        let (go, stops) = (go.clone(), stops.clone());
        Callback::from(move |forward: bool| {
            if let Some(next) = neighbour(&stops, current, forward) {
                go.emit(next);
            }
        })
    };
    use_effect_with((stops.clone(), current, go.clone()), {
        let step = step.clone();
        move |_| {
            let listener = dom::on_step(move |forward| step.emit(forward));
            || drop(listener)
        }
    });
    let choose = {
        let (chosen, go, view) = (chosen.clone(), go.clone(), view.clone());
        Callback::from(move |at: usize| {
            let next = (*chosen != Some(at)).then_some(at);
            chosen.set(next);
            let first = next.and_then(|at| view.sources[at].passages.first().copied());
            first.into_iter().for_each(|first| go.emit(first));
        })
    };
    let ask = {
        let id = view.document.id.clone();
        use_callback((id, dispatch.clone()), |span: Span, (id, dispatch)| {
            dispatch.emit(Action::Ask(Some((id.clone(), span))));
        })
    };
    html! {
        <main id="main" class="check" tabindex="-1">
            { head(props) }
            if view.passages.is_empty() {
                <p class="hint none">{ messages.count("check.none", *others) }</p>
            } else {
                { bar(&stops, current, marked.map(|source| &source.card), &step, messages) }
            }
            <div class="checked">
                { sources(view, *chosen, &choose, state, messages) }
                <Checked view={view.clone()} {current} chosen={marked.map(|source| source.passages.clone())} {go} {ask}
                    messages={messages.clone()} />
            </div>
            { footnotes(view, messages) }
        </main>
    }
}

/// Which speech it is, what it is made of, and what can be done with the answer.
fn head(props: &OpenProps) -> Html {
    let OpenProps {
        view,
        state,
        context,
        others,
    } = props;
    let messages = &context.messages;
    let document = &view.document;
    let back = reduce(state, Action::Show(View::Reader));
    html! {
        <header class="check-head">
            <p class="kind-of">{ messages.text("check.title") }</p>
            <h1 lang={document.lang.clone()}>{ &document.title }</h1>
            { meta(&Card::of(document), messages) }
            { for messages.who(document).map(|who| html! { <p class="meta">{ who }</p> }) }
            <p class="meta">{ messages.count("check.against", *others) }</p>
            <div class="deeds" data-live="" translate="no">
                <a class="plain" href={link::write(&back)}>{ messages.text("check.read") }</a>
                { files::acts(view, context) }
            </div>
            { shares(&view.shares, document.characters(), messages) }
            <details class="hint" data-live="">
                <summary>{ messages.text("check.what") }</summary>
                <p>{ messages.text("check.what.is") }</p>
            </details>
            <p class="paper hint">{ messages.text("check.what.is") }</p>
        </header>
    }
}

/// The id of the pattern of boilerplate.
const HATCHING: &str = "hatching";

/// The kinds in the order in which they are drawn, by their keys in messages.
const KINDS: [(&str, &str); 4] = [
    ("slogan", "compare.kind.slogan"),
    ("boilerplate", "compare.kind.boilerplate"),
    ("shared", "check.shared"),
    ("own", "check.own"),
];

fn shares(shares: &Shares, characters: usize, messages: &Messages) -> Html {
    let parts = [shares.slogan, shares.boilerplate, shares.shared, shares.own];
    let mut x = 0.0;
    let bars = std::iter::zip(KINDS, parts).map(|((kind, _), share)| {
        let (from, width) = (format!("{:.2}%", x * 100.0), format!("{:.2}%", share * 100.0));
        x += share;
        let fill = (kind == "boilerplate").then(|| format!("url(#{HATCHING})"));
        html! { <rect class={format!("k-{kind}")} x={from} {width} height="12" {fill} /> }
    });
    let keys = std::iter::zip(KINDS, hundredths(parts)).map(|((kind, key), share)| {
        html! {
            <li><span class={format!("swatch k-{kind}")} aria-hidden="true"></span>
                { messages.text(key) }{ " " }<b class="num">{ format!("{share}%") }</b></li>
        }
    });
    html! {
        <>
            <svg class="share" width="100%" height="12" aria-hidden="true">
                { pattern(HATCHING) }
                { for bars }
            </svg>
            <ul class="keys" aria-label={messages.fill("check.shares", &[&grouped(characters)])}>{ for keys }</ul>
        </>
    }
}

/// The signs in the text, and the steps from passage to passage.
fn bar(
    stops: &[usize],
    current: Option<usize>,
    source: Option<&Card>,
    step: &Callback<bool>,
    messages: &Messages,
) -> Html {
    let position = current.and_then(|current| stops.iter().position(|at| *at == current));
    let position = position.map_or("–".to_string(), |at| (at + 1).to_string());
    let button = |forward: bool, key: &str, sign: &str, shortcut: &'static str| {
        html! {
            <button type="button" class="icon" onclick={step.reform(move |_: MouseEvent| forward)} title={messages.text(key)}
                aria-label={messages.text(key)} aria-keyshortcuts={shortcut}>{ sign.to_string() }</button>
        }
    };
    html! {
        <div class="check-bar">
            <p class="signs-of" aria-label={messages.text("compare.legend")}>
                <span class="sl c-strategy">{ messages.text("compare.kind.slogan") }</span>
                <span class="p-boilerplate">{ messages.text("compare.kind.boilerplate") }</span>
                <span class="copied"><sup>{ "1" }</sup><span class="borrowed">{ messages.text("check.shared") }</span></span>
                <span class="copied later"><sup>{ "2" }</sup>{ messages.text("check.later") }</span>
            </p>
            if let Some(card) = source { <p class="of-source">{ messages.fill("check.only", &[&card.title]) }</p> }
            <div class="pos" role="group" aria-label={messages.text("check.passages")} data-live="">
                { button(false, "check.previous", "‹", "P") }
                <span class="num" aria-live="polite">{ messages.fill("compare.position", &[&position, &stops.len().to_string()]) }</span>
                { button(true, "check.next", "›", "N") }
            </div>
        </div>
    }
}
