//! Proposals that no lexicon has: each with its evidence, to be accepted, merged or rejected by one key.

use tifa::corpus::Entry;
use tifa::lexicon::CATEGORIES;
use tifa::lexicon::discover::Kind;
use tifa::session::slogans::{Edit, Entries, Proposal};
use tifa::session::{Action, Request, State, link, reduce};
use yew::prelude::*;

use super::Props;
use crate::platform::{dom, settings};
use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::library::chips;
use crate::ui::mark::paint;
use crate::ui::messages::grouped;

/// Proposals that show at first, and by how many the list grows.
const FEW: usize = 50;

/// Entries that are offered to merge with.
const OFFERED: usize = 8;

/// The id of the field that looks for an entry to merge with.
const FIND: &str = "find-merge";

/// What the reader decides about a proposal.
#[derive(Clone, PartialEq)]
enum Decision {
    Accept,
    Reject,
    Merge(String),
}

/// Where the reader is in the list. A proposal that was decided goes at once, whenever the engine tells the rest.
#[derive(Clone, Default, PartialEq)]
struct Desk {
    /// The proposal that keys act on, by its phrase; the first, if it is not there.
    current: Option<String>,
    /// Those that were decided, the latest last.
    decided: Vec<String>,
    /// How often the reader has moved; the focus moves along.
    moves: usize,
    /// The proposal whose entry is being looked for, to merge it there.
    merging: Option<String>,
}

#[component]
pub fn Discover(props: &Props) -> Html {
    let Props {
        context, told, state, ..
    } = props;
    let Context { messages, send, .. } = context;
    let desk = use_state(Desk::default);
    let limit = use_state(|| FEW);
    let category = use_state(|| settings::category().unwrap_or_else(|| CATEGORIES[0].to_string()));
    let proposals = told.proposals.as_ref();
    let all = proposals.into_iter().flat_map(|proposals| &proposals.proposals);
    let left: Vec<&Proposal> = all
        .filter(|proposal| !desk.decided.contains(&proposal.candidate.phrase))
        .collect();
    let listed = &left[..left.len().min(*limit)];
    let place = |phrase: &String| listed.iter().position(|proposal| proposal.candidate.phrase == *phrase);
    let at = desk.current.as_ref().and_then(place).unwrap_or(0);

    use_effect_with(desk.moves, |moves| {
        if *moves > 0 {
            dom::focus_in("main", ".proposal.current .phrase");
        }
    });
    use_effect_with(desk.merging.clone(), |merging| {
        if merging.is_some() {
            dom::focus(FIND);
        }
    });
    // What was taken back, or could not be done, is to be decided again.
    let known = use_mut_ref(|| told.withdrawn);
    use_effect_with(told.withdrawn, {
        let desk = desk.clone();
        move |withdrawn| {
            let mut next = (*desk).clone();
            if known.replace(*withdrawn) != *withdrawn
                && let Some(phrase) = next.decided.pop()
            {
                next.current = Some(phrase);
                desk.set(next);
            }
        }
    });

    let phrase_at = |at: usize| listed.get(at).map(|proposal| proposal.candidate.phrase.clone());
    let go = {
        let desk = desk.clone();
        let (next, before) = (phrase_at(at + 1), at.checked_sub(1).and_then(phrase_at));
        Callback::from(move |forward: bool| {
            if let Some(phrase) = if forward { &next } else { &before } {
                desk.set(Desk {
                    current: Some(phrase.clone()),
                    moves: desk.moves + 1,
                    merging: None,
                    ..(*desk).clone()
                });
            }
        })
    };
    let decide = {
        let (send, desk, category) = (send.clone(), desk.clone(), (*category).clone());
        let listed: Vec<String> = listed
            .iter()
            .map(|proposal| proposal.candidate.phrase.clone())
            .collect();
        Callback::from(move |(phrase, decision): (String, Decision)| {
            let Some(at) = listed.iter().position(|known| *known == phrase) else {
                return;
            };
            let next = listed
                .get(at + 1)
                .or(at.checked_sub(1).and_then(|before| listed.get(before)));
            send.emit(Errand::Ask(Request::Edit(edit(&phrase, decision, &category))));
            let mut after = (*desk).clone();
            after.current = next.cloned();
            after.decided.push(phrase);
            after.moves += 1;
            after.merging = None;
            desk.set(after);
        })
    };
    let merge = {
        let desk = desk.clone();
        Callback::from(move |phrase: Option<String>| {
            desk.set(Desk {
                current: phrase.clone().or_else(|| desk.current.clone()),
                moves: desk.moves + usize::from(phrase.is_none()),
                merging: phrase,
                ..(*desk).clone()
            });
        })
    };
    let current = listed.get(at).map(|proposal| {
        let Proposal { candidate, like, .. } = proposal;
        (candidate.phrase.clone(), like.first().cloned())
    });
    use_effect_with(
        (go.clone(), decide.clone(), merge.clone(), current),
        |(go, decide, merge, current)| {
            let (go, decide, merge, current) = (go.clone(), decide.clone(), merge.clone(), current.clone());
            let keys = dom::on_key(move |key| {
                let Some((phrase, like)) = &current else { return false };
                match (key, like) {
                    ("j" | "J", _) => go.emit(true),
                    ("k" | "K", _) => go.emit(false),
                    ("a" | "A", _) => decide.emit((phrase.clone(), Decision::Accept)),
                    ("x" | "X", _) => decide.emit((phrase.clone(), Decision::Reject)),
                    ("m", Some(like)) => decide.emit((phrase.clone(), Decision::Merge(like.clone()))),
                    ("m" | "M", _) => merge.emit(Some(phrase.clone())),
                    _ => return false,
                }
                true
            });
            || drop(keys)
        },
    );

    let Some(proposals) = proposals else {
        return html! { <p class="busy" aria-busy="true" role="status">{ messages.text("discover.busy") }</p> };
    };
    let onkeydown = {
        let go = go.clone();
        move |event: KeyboardEvent| {
            let forward = match event.key().as_str() {
                "ArrowDown" => true,
                "ArrowUp" => false,
                _ => return,
            };
            if !dom::is_in_field(&event) {
                event.prevent_default();
                go.emit(forward);
            }
        }
    };
    let choose = {
        let desk = desk.clone();
        Callback::from(move |phrase: String| {
            let merging = desk.merging.clone().filter(|merging| *merging == phrase);
            desk.set(Desk {
                current: Some(phrase),
                merging,
                ..(*desk).clone()
            });
        })
    };
    let row = |(i, proposal): (usize, &&Proposal)| {
        let is_merging = desk.merging.as_ref() == Some(&proposal.candidate.phrase);
        let merging = is_merging.then(|| {
            html! { <Merging phrase={proposal.candidate.phrase.clone()} entries={told.entries.clone()} decide={decide.clone()}
                close={merge.reform(|()| None)} context={context.clone()} /> }
        });
        let hands = Hands {
            choose: &choose,
            decide: &decide,
            merge: &merge,
        };
        one(proposal, i == at, merging, &hands, state, context)
    };
    html! {
        <div class="discover">
            <header class="discover-head">
                <h1 aria-live="polite">{ messages.count("discover.found", left.len()) }</h1>
                { categories(&category, context) }
            </header>
            { scope(state, context) }
            <p class="hint">{ messages.text("discover.hint") }</p>
            if left.is_empty() { <p class="hint">{ messages.text("discover.none") }</p> }
            <ol class="proposals" {onkeydown}>{ for listed.iter().enumerate().map(row) }</ol>
            if left.len() > listed.len() {
                <p class="more"><button type="button" onclick={
                    let limit = limit.clone();
                    move |_: MouseEvent| limit.set(*limit + FEW)
                }>{ messages.count("discover.more", (left.len() - listed.len()).min(FEW)) }</button></p>
            }
            { rejected(&proposals.rejected, context) }
        </div>
    }
}

/// The edit that a decision is.
fn edit(phrase: &str, decision: Decision, category: &str) -> Edit {
    let phrase = phrase.to_string();
    match decision {
        Decision::Accept => Edit::Put {
            lexicon: String::new(),
            instead_of: None,
            entry: Box::new(Entry {
                phrase,
                category: category.to_string(),
                ..Entry::default()
            }),
        },
        Decision::Reject => Edit::Reject {
            phrase,
            is_rejected: true,
        },
        Decision::Merge(into) => Edit::Merge { phrase, into },
    }
}

/// The category that accepted proposals get.
fn categories(category: &UseStateHandle<String>, context: &Context) -> Html {
    let messages = &context.messages;
    let onchange = {
        let category = category.setter();
        move |event: Event| {
            let chosen = dom::value(&event).unwrap_or_default();
            settings::set_category(&chosen);
            category.set(chosen);
        }
    };
    let option = |value: &str, words: String| {
        html! { <option value={value.to_string()} selected={**category == value}>{ words }</option> }
    };
    html! {
        <label class="as-category">{ messages.text("discover.category") }
            <select {onchange}>
                { for CATEGORIES.iter().map(|each| option(each, messages.category(each))) }
                { option("", messages.text("category.none")) }
            </select>
            <span class={format!("sl {}", paint(category, None))} aria-hidden="true">{ "字" }</span>
        </label>
    }
}

/// That only a part of the corpus is looked at, and the way to all of it.
pub fn scope(state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let query = state.query.trim();
    if query.is_empty() && state.filters.is_empty() {
        return Html::default();
    }
    html! {
        <p class="scope">
            <span class="meta">{ messages.text("scope") }</span>
            if !query.is_empty() { <span class="chip">{ messages.fill("sight.query", &[query]) }</span> }
            { chips(&state.filters, dispatch, messages) }
        </p>
    }
}

/// What can be done with a proposal.
struct Hands<'a> {
    choose: &'a Callback<String>,
    decide: &'a Callback<(String, Decision)>,
    merge: &'a Callback<Option<String>>,
}

/// A proposal with its evidence; the current one, which alone is reached with Tab, with its examples.
fn one(
    proposal: &Proposal,
    is_current: bool,
    merging: Option<Html>,
    hands: &Hands,
    state: &State,
    context: &Context,
) -> Html {
    let messages = &context.messages;
    let Proposal { candidate, like, .. } = proposal;
    let phrase = &candidate.phrase;
    let button = |words: String, key: Option<&'static str>, class: &'static str, decision: Decision| {
        let phrase = phrase.clone();
        let onclick = hands
            .decide
            .reform(move |_: MouseEvent| (phrase.clone(), decision.clone()));
        html! {
            <button type="button" {class} tabindex={(!is_current).then_some("-1")} {onclick}>{ words }
                if let Some(key) = key.filter(|_| is_current) { <kbd aria-hidden="true">{ key }</kbd> }</button>
        }
    };
    let like = like.iter().enumerate().map(|(at, into)| {
        let words = messages.fill("discover.merge", &[into]);
        button(words, (at == 0).then_some("M"), "plain", Decision::Merge(into.clone()))
    });
    let choose = {
        let phrase = phrase.clone();
        hands.choose.reform(move |_: MouseEvent| phrase.clone())
    };
    let merge = {
        let phrase = phrase.clone();
        hands.merge.reform(move |_: MouseEvent| Some(phrase.clone()))
    };
    html! {
        <li key={phrase.clone()} class={classes!("proposal", is_current.then_some("current"))} aria-current={is_current.then_some("true")}>
            <div class="line">
                <button type="button" class="phrase" lang="zh-Hans" tabindex={if is_current { "0" } else { "-1" }}
                    aria-expanded={is_current.to_string()} onclick={choose}>{ phrase.clone() }</button>
                { evidence(proposal, context) }
            </div>
            if is_current {
                <ul class="examples">{ for proposal.examples.iter().map(|(id, title, snippet, span)| {
                    let to = Action::ReadAt(id.clone(), span.block, span.start);
                    html! {
                        <li key={format!("{id}-{}-{}", span.block, span.start)}>
                            <a href={link::write(&reduce(state, to))}>
                                <span class="snippet">{ &snippet.before }<mark class="hit">{ &snippet.hit }</mark>{ &snippet.after }</span>
                                <span class="meta">{ title }</span>
                            </a>
                        </li>
                    }
                }) }</ul>
            }
            <p class="decide">
                { button(messages.text("discover.accept"), Some("A"), "plain accept", Decision::Accept) }
                { button(messages.text("discover.reject"), Some("X"), "plain", Decision::Reject) }
                if is_current {
                    { for like }
                    <button type="button" class="quiet" onclick={merge}>{ messages.text("discover.merge.other") }</button>
                }
            </p>
            { for merging }
        </li>
    }
}

/// The numbers that speak for a proposal.
fn evidence(proposal: &Proposal, context: &Context) -> Html {
    let messages = &context.messages;
    let candidate = &proposal.candidate;
    let bits = |bits: f64| format!("{bits:.1}");
    let facts = [
        ("uses", Some(grouped(candidate.uses))),
        ("documents", Some(grouped(candidate.documents))),
        ("cohesion", Some(bits(candidate.cohesion))),
        ("borders", Some(bits(candidate.borders))),
        (
            "keyness",
            (candidate.keyness >= 1.0).then(|| grouped(candidate.keyness.round() as usize)),
        ),
        ("clauses", (candidate.clauses > 0).then(|| grouped(candidate.clauses))),
        ("quoted", (candidate.quoted > 0).then(|| grouped(candidate.quoted))),
        (
            "modifiers",
            (candidate.modifiers > 0).then(|| grouped(candidate.modifiers)),
        ),
        ("parallel", candidate.parallel.then(String::new)),
        ("frame", (candidate.kind == Kind::Frame).then(String::new)),
    ];
    let fact = |(name, value): (&str, Option<String>)| {
        let value = value?;
        Some(html! {
            <span key={name.to_string()} title={messages.text(&format!("evidence.{name}.what"))}>
                { messages.text(&format!("evidence.{name}")) }
                if !value.is_empty() { <b class="num">{ value }</b> }
            </span>
        })
    };
    html! { <p class="evidence">{ for facts.into_iter().filter_map(fact) }</p> }
}

#[derive(PartialEq, Properties)]
struct MergingProps {
    phrase: String,
    /// The entries that were found.
    entries: Option<Shared<Entries>>,
    decide: Callback<(String, Decision)>,
    close: Callback<()>,
    context: Context,
}

/// The search for an entry to merge with.
#[component]
fn Merging(props: &MergingProps) -> Html {
    let Context { messages, send, .. } = &props.context;
    let find = use_state(String::new);
    use_effect_with(((*find).clone(), send.clone()), |(find, send)| {
        if !find.trim().is_empty() {
            send.emit(Errand::Ask(Request::Entries {
                key: None,
                find: find.clone(),
            }));
        }
    });
    use_effect_with((), {
        let find = find.setter();
        move |()| {
            let composed = dom::on_composed(FIND, move |event| find.set(dom::value(event).unwrap_or_default()));
            || drop(composed)
        }
    });
    let entries = props.entries.as_ref();
    let found = entries.filter(|entries| entries.key.is_none() && !find.trim().is_empty());
    let found: Vec<String> = found
        .into_iter()
        .flat_map(|entries| entries.entries.iter().take(OFFERED))
        .map(|row| row.entry.phrase.clone())
        .collect();
    let oninput = {
        let find = find.setter();
        move |event: InputEvent| {
            if !dom::is_composing(&event) {
                find.set(dom::value(&event).unwrap_or_default());
            }
        }
    };
    let onkeydown = {
        let (decide, close, first, phrase) = (
            props.decide.clone(),
            props.close.clone(),
            found.first().cloned(),
            props.phrase.clone(),
        );
        move |event: KeyboardEvent| match (event.key().as_str(), &first) {
            ("Escape", _) => close.emit(()),
            ("Enter", Some(first)) if !event.is_composing() => {
                event.prevent_default();
                decide.emit((phrase.clone(), Decision::Merge(first.clone())));
            }
            _ => {}
        }
    };
    let offer = |into: &String| {
        let (phrase, decision) = (props.phrase.clone(), Decision::Merge(into.clone()));
        let onclick = props
            .decide
            .reform(move |_: MouseEvent| (phrase.clone(), decision.clone()));
        html! { <li key={into.clone()}><button type="button" class="plain" lang="zh-Hans" {onclick}>{ into }</button></li> }
    };
    html! {
        <div class="merging" {onkeydown}>
            <input id={FIND} type="search" autocomplete="off" spellcheck="false" value={(*find).clone()} {oninput}
                aria-label={messages.text("discover.merge.find")} placeholder={messages.text("discover.merge.find")} />
            <ul>{ for found.iter().map(offer) }</ul>
        </div>
    }
}

/// What was rejected, each with the way back.
fn rejected(phrases: &[String], context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    if phrases.is_empty() {
        return Html::default();
    }
    let row = |phrase: &String| {
        let edit = Edit::Reject {
            phrase: phrase.clone(),
            is_rejected: false,
        };
        let onclick = send.reform(move |_: MouseEvent| Errand::Ask(Request::Edit(edit.clone())));
        html! {
            <li key={phrase.clone()}><span lang="zh-Hans">{ phrase }</span>
                <button type="button" class="quiet" {onclick}>{ messages.text("discover.reconsider") }</button></li>
        }
    };
    html! {
        <details class="rejected">
            <summary>{ messages.count("discover.rejected", phrases.len()) }</summary>
            <ul>{ for phrases.iter().map(row) }</ul>
        </details>
    }
}
