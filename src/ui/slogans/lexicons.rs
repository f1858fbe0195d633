//! The lexicons, and their entries to edit.

use tifa::lexicon::Form;
use tifa::session::slogans::{Edit, Entries, EntryRow, Key, LexiconView};
use tifa::session::{Named, Request};
use yew::prelude::*;

use super::{Props, to_slogan};
use crate::platform::{dom, files};
use crate::ui::desk::{Context, Report, Shared};
use crate::ui::errands::Errand;
use crate::ui::mark::{edit, paint};
use crate::ui::messages::grouped;

/// The id of the field that searches the entries.
const FIND: &str = "find-entry";

/// Faults of a file that are listed at the most.
const FAULTS: usize = 100;

#[component]
pub fn Lexicons(props: &Props) -> Html {
    let Props { context, told, .. } = props;
    let Context { messages, send, .. } = context;
    let chosen = use_state(|| None::<Key>);
    let find = use_state(String::new);
    let lexicons = told.lexicons.as_ref();
    let is_there = |key: &Key| lexicons.is_some_and(|lexicons| lexicons.iter().any(|lexicon| lexicon.key == *key));
    let key = (*chosen).clone().filter(is_there).or_else(|| usual(lexicons?));
    // The lexicons are told anew after each change, and so are the entries.
    use_effect_with(
        (key.clone(), (*find).clone(), told.lexicons.clone(), send.clone()),
        |(key, find, _, send)| {
            if let Some(key) = key {
                send.emit(Errand::Ask(Request::Entries {
                    key: Some(key.clone()),
                    find: find.clone(),
                }));
            }
        },
    );
    // A lexicon that was read from a file shows at once.
    use_effect_with(told.report.clone(), {
        let chosen = chosen.setter();
        move |report| {
            if let Some(report) = report.as_ref().filter(|report| report.entries > 0) {
                chosen.set(Some(Key::Own(report.name.clone())));
            }
        }
    });
    use_effect_with(lexicons.is_some(), {
        let find = find.setter();
        move |_| {
            let search = move |event: &Event| find.set(dom::value(event).unwrap_or_default());
            let composed = dom::on_composed(FIND, search);
            || drop(composed)
        }
    });
    let (Some(lexicons), Some(key)) = (lexicons, key) else {
        return html! { <p class="busy" aria-busy="true">{ messages.text("busy") }</p> };
    };
    let view = lexicons.iter().find(|lexicon| lexicon.key == key);
    let entries = told
        .entries
        .as_ref()
        .filter(|entries| entries.key.as_ref() == Some(&key));
    let bring = {
        let send = send.clone();
        move |_: MouseEvent| files::pick(false, send.reform(Errand::BringLexicons))
    };
    html! {
        <div class="lexicons">
            <section class="shelf-of" aria-label={messages.text("slogans.lexicons")}>
                <ul>{ for lexicons.iter().map(|lexicon| on_shelf(lexicon, lexicon.key == key, &chosen, context)) }</ul>
                <p class="buttons"><button type="button" class="plain" onclick={bring}>{ messages.text("lexicon.bring") }</button></p>
                <p class="hint">{ messages.text("lexicon.bring.hint") }</p>
            </section>
            <section class="of-lexicon" aria-labelledby="lexicon-title">
                { report(told.report.as_ref(), context) }
                if let Some(view) = view { { head(view, context) } }
                { search(&find, entries, context) }
                if let Some(entries) = entries {
                    <ol class="entries">{ for entries.entries.iter().map(|row| entry(row, &key, props)) }</ol>
                    if entries.found == 0 { { nothing(view.is_some_and(|view| view.entries == 0), context) } }
                }
            </section>
        </div>
    }
}

/// The lexicon that shows first: the reader's, once something is in it.
fn usual(lexicons: &Shared<Vec<LexiconView>>) -> Option<Key> {
    let filled = lexicons.iter().find(|lexicon| lexicon.entries > 0);
    filled.or(lexicons.first()).map(|lexicon| lexicon.key.clone())
}

/// A lexicon with its switch.
fn on_shelf(lexicon: &LexiconView, is_chosen: bool, chosen: &UseStateHandle<Option<Key>>, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let name = messages.lexicon(&lexicon.key);
    let switch = {
        let (key, is_on) = (lexicon.key.clone(), !lexicon.is_on);
        send.reform(move |_: Event| {
            Errand::Ask(Request::Edit(Edit::Switch {
                key: key.clone(),
                is_on,
            }))
        })
    };
    let choose = {
        let (chosen, key) = (chosen.setter(), lexicon.key.clone());
        move |_: MouseEvent| chosen.set(Some(key.clone()))
    };
    let kind = match lexicon.key {
        Key::Own(_) => "lexicon.kind.own",
        Key::Corpus(_) => "lexicon.kind.corpus",
        Key::BuiltIn => "lexicon.kind.built-in",
    };
    html! {
        <li key={format!("{:?}", lexicon.key)} class={classes!(is_chosen.then_some("chosen"), (!lexicon.is_on).then_some("off"))}>
            <button type="button" class="choose-it" aria-current={is_chosen.then_some("true")} onclick={choose}>
                <b>{ &name }</b>
                <span class="meta">{ messages.text(kind) }{ " · " }
                    { messages.fill("lexicon.size", &[&grouped(lexicon.entries), &grouped(lexicon.used)]) }</span>
            </button>
            <label class="switch" title={messages.text(if lexicon.is_on { "lexicon.on" } else { "lexicon.off" })}>
                <input type="checkbox" role="switch" checked={lexicon.is_on} onchange={switch}
                    aria-label={messages.fill("lexicon.switch", &[&name])} />
            </label>
        </li>
    }
}

/// The name of a lexicon and what can be done with it.
fn head(lexicon: &LexiconView, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let name = messages.lexicon(&lexicon.key);
    let own = match &lexicon.key {
        Key::Own(own) => Some(own.clone()),
        _ => None,
    };
    let new = {
        let lexicon = own.clone().unwrap_or_default();
        send.reform(move |_: MouseEvent| Errand::Edit {
            lexicon: lexicon.clone(),
            phrase: String::new(),
        })
    };
    let export = |(form, written): &(Form, &str)| {
        let (key, form, name) = (lexicon.key.clone(), *form, name.clone());
        let onclick = send.reform(move |_: MouseEvent| Errand::SaveLexicon {
            key: key.clone(),
            form,
            name: name.clone(),
        });
        html! { <button type="button" key={*written} {onclick}>{ messages.text(&format!("lexicon.form.{written}")) }</button> }
    };
    let give_up = own.filter(|_| lexicon.entries > 0).map(|own| {
        let onclick = send.reform(move |_: MouseEvent| Errand::Ask(Request::Edit(Edit::Drop(own.clone()))));
        html! { <button type="button" class="quiet" {onclick}>{ messages.text("lexicon.drop") }</button> }
    });
    html! {
        <header class="lexicon-head">
            <h1 id="lexicon-title">{ &name }</h1>
            <button type="button" class="plain" aria-haspopup="dialog" onclick={new}>{ messages.text("lexicon.new") }</button>
            if lexicon.entries > 0 {
                <details class="menu">
                    <summary>{ messages.text("lexicon.export") }</summary>
                    <div>{ for Form::NAMES.iter().map(export) }</div>
                </details>
            }
            { for give_up }
        </header>
    }
}

fn search(find: &UseStateHandle<String>, entries: Option<&Shared<Entries>>, context: &Context) -> Html {
    let messages = &context.messages;
    let oninput = {
        let find = find.setter();
        move |event: InputEvent| {
            if !dom::is_composing(&event) {
                find.set(dom::value(&event).unwrap_or_default());
            }
        }
    };
    let found = entries.map(|entries| {
        let (found, shown) = (entries.found, entries.entries.len());
        match found > shown {
            true => messages.fill("lexicon.found.first", &[&grouped(found), &grouped(shown)]),
            false => messages.count("lexicon.found", found),
        }
    });
    html! {
        <p class="find-entry">
            <input id={FIND} type="search" autocomplete="off" spellcheck="false" value={(**find).clone()} {oninput}
                aria-label={messages.text("lexicon.find")} placeholder={messages.text("lexicon.find")} />
            <span class="meta" role="status">{ found }</span>
        </p>
    }
}

fn entry(row: &EntryRow, from: &Key, props: &Props) -> Html {
    let Context { messages, send, .. } = &props.context;
    let EntryRow { entry, uses, .. } = row;
    let button = |edit: Edit, words: &str| {
        let onclick = send.reform(move |_: MouseEvent| Errand::Ask(Request::Edit(edit.clone())));
        let label = format!("{}: {}", messages.text(words), entry.phrase);
        html! { <button type="button" class="quiet" aria-label={label} {onclick}>{ messages.text(words) }</button> }
    };
    let phrase = || entry.phrase.clone();
    let hide = Edit::Hide {
        phrase: phrase(),
        is_hidden: !row.is_hidden,
    };
    let delete = match from {
        Key::Own(lexicon) => Some(Edit::Delete {
            lexicon: lexicon.clone(),
            phrase: phrase(),
        }),
        _ => None,
    };
    let state = match (row.is_hidden, row.is_covered) {
        (true, _) => Some("lexicon.is-hidden"),
        (false, true) => Some("lexicon.is-covered"),
        _ => None,
    };
    let sign = format!("sl {}", paint(&entry.category, entry.colour));
    html! {
        <li key={phrase()} class={classes!("an-entry", row.is_hidden.then_some("off"))}>
            <div>
                <h2 lang="zh-Hans"><span class={sign}>{ &entry.phrase }</span>
                    if let Some(state) = state { <em class="badge">{ messages.text(state) }</em> }</h2>
                if !entry.variants.is_empty() {
                    <p class="variants" lang="zh-Hans"><span class="label">{ messages.text("card.variants") }</span>{ entry.variants.join(" / ") }</p>
                }
                if !entry.gloss_en.is_empty() { <p class="gloss" lang="en">{ &entry.gloss_en }</p> }
            </div>
            <p class="meta">{ messages.category(&entry.category) }{ " · " }
                if *uses > 0 {
                    <a href={to_slogan(&props.state, &entry.phrase)}>{ messages.count("library.hits", *uses) }</a>
                } else {
                    { messages.text("lexicon.unused") }
                }
            </p>
            <p class="acts">
                { edit(&entry.phrase, &props.context) }
                { button(hide, if row.is_hidden { "lexicon.show" } else { "lexicon.hide" }) }
                { for delete.map(|delete| button(delete, "lexicon.delete")) }
            </p>
        </li>
    }
}

fn nothing(is_empty: bool, context: &Context) -> Html {
    let words = if is_empty { "lexicon.empty" } else { "import.none" };
    html! { <p class="hint">{ context.text(words) }</p> }
}

/// What was wrong in the file that was read last, line by line.
fn report(report: Option<&Shared<Report>>, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let Some(report) = report.filter(|report| !report.faults.is_empty()) else {
        return Html::default();
    };
    let count = grouped(report.faults.len());
    let title = if report.entries == 0 {
        messages.fill("lexicon.report.none", &[&count])
    } else {
        messages.fill("lexicon.report", &[&report.name, &grouped(report.entries), &count])
    };
    let line = |(at, fault): (usize, &tifa::lexicon::Fault)| {
        html! {
            <li key={at}>
                <span class="num">{ messages.count("trouble.line", fault.line) }</span>
                <span>{ messages.fault_of_lexicon(fault) }</span>
                <q>{ &fault.detail }</q>
            </li>
        }
    };
    html! {
        <section class="report" role="alert">
            <p><b>{ title }</b>
                <button type="button" class="icon" aria-label={messages.text("keys.close")}
                    onclick={send.reform(|_: MouseEvent| Errand::HideReport)}>{ "×" }</button></p>
            <ol>{ for report.faults.iter().take(FAULTS).enumerate().map(line) }</ol>
            if report.faults.len() > FAULTS {
                <p class="meta">{ messages.count("lexicon.report.more", report.faults.len() - FAULTS) }</p>
            }
        </section>
    }
}
