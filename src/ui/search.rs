//! The search field: what is typed is a query, with suggestions under it and a card that shows the language.

use tifa::search::{Field, Query};
use tifa::session::{Action, Examples, Request, Suggestions};
use yew::prelude::*;

use super::combobox::{Pressed, pressed};
use super::desk::{Context, Shared};
use super::errands::Errand;
use super::messages::{Language, grouped};
use crate::platform::{dom, settings};

/// Queries of late that are kept.
const KEPT: usize = 8;

/// Queries of late that are offered beside suggestions.
const BESIDE: usize = 2;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub query: String,
    pub suggestions: Option<Shared<Suggestions>>,
    pub examples: Option<Shared<Examples>>,
}

/// Something to be searched for by a click.
#[derive(Clone, PartialEq)]
struct Offer {
    /// What kind of thing it is.
    kind: String,
    words: String,
    documents: Option<usize>,
    query: String,
}

#[component]
pub fn Search(props: &Props) -> Html {
    let Context {
        messages,
        dispatch,
        send,
    } = &props.context;
    let open = use_state(|| false);
    let active = use_state(|| None::<usize>);
    let queries = use_state(settings::queries);
    let typed = {
        let (open, active) = (open.setter(), active.setter());
        use_callback(
            (dispatch.clone(), send.clone()),
            move |query: String, (dispatch, send)| {
                open.set(true);
                active.set(None);
                // First what is quick.
                send.emit(Errand::Ask(Request::Suggest(query.clone())));
                dispatch.emit(Action::Search(query));
            },
        )
    };
    // An input method says when a word is finished; until then what it writes is not a query.
    use_effect_with(typed.clone(), |typed| {
        let typed = typed.clone();
        let composed = dom::on_composed("search", move |event| read(event, &typed));
        || drop(composed)
    });
    let remember = {
        let queries = queries.clone();
        Callback::from(move |query: String| {
            let query = query.trim().to_string();
            if !query.is_empty() && queries.first() != Some(&query) {
                let mut kept: Vec<String> = queries.iter().filter(|other| **other != query).cloned().collect();
                kept.insert(0, query);
                kept.truncate(KEPT);
                settings::set_queries(&kept);
                queries.set(kept);
            }
        })
    };
    let pick = {
        let (open, dispatch, remember) = (open.setter(), dispatch.clone(), remember.clone());
        Callback::from(move |query: String| {
            open.set(false);
            remember.emit(query.clone());
            dispatch.emit(Action::Search(query));
        })
    };
    let offers = offers(props, &queries);
    let is_open = *open && !offers.is_empty();
    let chosen = active.filter(|at| is_open && *at < offers.len());
    let onkeydown = {
        let (open, active, pick, remember) = (open.clone(), active.clone(), pick.clone(), remember.clone());
        let (send, query) = (send.clone(), props.query.clone());
        let queries: Vec<String> = offers.iter().map(|offer| offer.query.clone()).collect();
        move |event: KeyboardEvent| match pressed(&event, *open, queries.len(), chosen) {
            Some(Pressed::Open) => {
                send.emit(Errand::Ask(Request::Suggest(query.clone())));
                active.set(None);
                open.set(true);
            }
            Some(Pressed::Move(at)) => active.set(at),
            Some(Pressed::Pick(at)) => pick.emit(queries[at].clone()),
            Some(Pressed::Enter) => {
                remember.emit(query.clone());
                open.set(false);
            }
            Some(Pressed::Close) => open.set(false),
            None => {}
        }
    };
    let onblur = {
        let (open, query, remember) = (open.setter(), props.query.clone(), remember.clone());
        move |_: FocusEvent| {
            open.set(false);
            remember.emit(query.clone());
        }
    };
    let clear = {
        let (open, dispatch) = (open.setter(), dispatch.clone());
        move |_| {
            dispatch.emit(Action::Search(String::new()));
            open.set(false);
            dom::focus("search");
        }
    };
    let explain = {
        let send = send.clone();
        move |_| {
            send.emit(Errand::Ask(Request::Examples));
            dom::toggle_dialog(HELP);
        }
    };
    let option = |(at, offer): (usize, &Offer)| {
        let pick = pick.clone();
        let query = offer.query.clone();
        let is_chosen = chosen == Some(at);
        html! {
            <li key={at} id={format!("offer-{at}")} role="option" aria-selected={is_chosen.to_string()}
                class={is_chosen.then_some("chosen")} onclick={move |_: MouseEvent| pick.emit(query.clone())}>
                <span class="kind">{ &offer.kind }</span>
                <span class="words">{ &offer.words }</span>
                if let Some(documents) = offer.documents { <span class="num">{ grouped(documents) }</span> }
            </li>
        }
    };
    html! {
        <div class="find" role="search">
            <input id="search" type="text" inputmode="search" autocomplete="off" spellcheck="false" role="combobox"
                aria-autocomplete="list" aria-controls="offers" aria-expanded={is_open.to_string()}
                aria-activedescendant={chosen.map(|at| format!("offer-{at}"))} aria-describedby="query-faults"
                aria-label={messages.text("search.label")} placeholder={messages.text("search.placeholder")}
                value={props.query.clone()} oninput={move |event: InputEvent| read(&event, &typed)} {onkeydown} {onblur} />
            if props.query.is_empty() {
                <kbd aria-hidden="true">{ "/" }</kbd>
            } else {
                <button type="button" class="icon" aria-label={messages.text("search.clear")} onclick={clear}>{ "×" }</button>
            }
            <button type="button" class="icon explain" aria-label={messages.text("search.help")} aria-haspopup="dialog"
                title={messages.text("search.help")} onclick={explain}>{ "?" }</button>
            // The field keeps the focus while an offer is clicked.
            <ul id="offers" class="offers" role="listbox" aria-label={messages.text("search.offers")} hidden={!is_open}
                onmousedown={|event: MouseEvent| event.prevent_default()}>
                { for offers.iter().enumerate().map(option) }
            </ul>
            { help(props.examples.as_ref(), &props.context) }
        </div>
    }
}

/// Hands on what stands in the field, unless it is still being composed.
fn read(event: &Event, typed: &Callback<String>) {
    if let Some(query) = dom::value(event).filter(|_| !dom::is_composing(event)) {
        typed.emit(query);
    }
}

/// What the reader may mean: suggestions for the term at the end, and queries of late that have the same in them.
fn offers(props: &Props, queries: &[String]) -> Vec<Offer> {
    let Props { context, query, .. } = props;
    let is_chinese = context.messages.language == Language::Chinese;
    let mut offers = Vec::new();
    if let Some(told) = props
        .suggestions
        .as_ref()
        .filter(|told| !query.is_empty() || told.query.is_empty())
    {
        let before: String = told.query.chars().take(told.at).collect();
        let fits = query.starts_with(&before);
        offers.extend(told.terms.iter().filter(|_| fits).map(|term| {
            let field = term.field.name(is_chinese);
            Offer {
                kind: field.to_string(),
                words: term.value.clone(),
                documents: Some(term.documents),
                query: format!("{before}{}", Query::term(field, &term.value)),
            }
        }));
    }
    let most = if query.is_empty() { KEPT } else { BESIDE };
    let alike = queries
        .iter()
        .filter(|other| *other != query && other.contains(query.as_str()));
    offers.extend(alike.take(most).map(|other| Offer {
        kind: context.text("search.recent"),
        words: other.clone(),
        documents: None,
        query: other.clone(),
    }));
    offers
}

/// The dialog that shows the language of queries.
const HELP: &str = "query-help";

/// What can be written in a query, with examples of the reader's own corpus.
fn help(examples: Option<&Shared<Examples>>, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let line = |(query, key): (String, &str)| {
        let dispatch = dispatch.clone();
        let example = query.clone();
        let onclick = move |_: MouseEvent| {
            dom::close_dialog(HELP);
            dispatch.emit(Action::Search(example.clone()));
        };
        html! {
            <>
                <dt><button type="button" class="example" {onclick}>{ query }</button></dt>
                <dd>{ messages.text(key) }</dd>
            </>
        }
    };
    let examples = examples.map_or_else(Vec::new, |examples| {
        lines(examples, messages.language == Language::Chinese)
    });
    html! {
        <dialog id={HELP} class="query-help" aria-labelledby="query-help-title">
            <h2 id="query-help-title">{ messages.text("search.help") }</h2>
            <p>{ messages.text("query.help.plain") }</p>
            <dl>{ for examples.into_iter().map(line) }</dl>
            <p>{ messages.text("query.help.folded") }</p>
            <p>{ messages.text("query.help.relevance") }</p>
            <form method="dialog"><button>{ messages.text("keys.close") }</button></form>
        </dialog>
    }
}

/// Queries that find something in the corpus, each with the key of what it means.
fn lines(examples: &Examples, is_chinese: bool) -> Vec<(String, &'static str)> {
    let mut lines = Vec::new();
    let field = |field: Field, value: &str| Query::term(field.name(is_chinese), value);
    if let [first, second] = examples.slogans.as_slice() {
        let part = |from: usize, to: usize| first.chars().skip(from).take(to - from).collect::<String>();
        let (start, end) = (part(0, 2), part(2, 4));
        lines.extend([
            (format!("{first} {second}"), "query.help.all"),
            (format!("{first} OR {second}"), "query.help.any"),
            (format!("{first} -{second}"), "query.help.without"),
            (format!("\"{first}\""), "query.help.exact"),
            (format!("{start} NEAR/20 {end}"), "query.help.near"),
            (format!("{}?{end}", part(0, 1)), "query.help.one"),
            (format!("{start}*{}", part(3, 4)), "query.help.few"),
            (format!("/{start}.{{0,4}}{end}/"), "query.help.regex"),
            (field(Field::Slogan, first), "query.help.slogan"),
        ]);
        if let Some(year) = &examples.year {
            let dated = field(Field::Date, year);
            lines.push((format!("({first} OR {second}) {dated}"), "query.help.group"));
        }
    }
    let year = examples.year.as_ref().and_then(|year| year.parse::<u16>().ok());
    let span = year.map(|year| format!("{}-07..{year}", year.saturating_sub(1)));
    let kind = if is_chinese { "讲话" } else { "speech" };
    let fields = [
        (Field::Date, span.as_ref(), "query.help.date"),
        (Field::Place, examples.place.as_ref(), "query.help.place"),
        (Field::Speaker, examples.speaker.as_ref(), "query.help.speaker"),
        (Field::Kind, Some(&kind.to_string()), "query.help.kind"),
        (Field::Lang, Some(&"zh-Hant".to_string()), "query.help.lang"),
        (Field::Title, Some(&"会议".to_string()), "query.help.title"),
        (Field::Word, Some(&"the".to_string()), "query.help.word"),
    ];
    let fields = fields
        .into_iter()
        .filter_map(|(of, value, key)| Some((field(of, value?), key)));
    lines.extend(fields);
    lines
}
