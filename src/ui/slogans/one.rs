//! One slogan: what it means, how it is written, where, when and with what it is used.

use tifa::search::Facet;
use tifa::session::State;
use tifa::session::slogans::{LabelView, MeaningView, Neighbour, SloganRow, SloganView, WordingView};
use yew::prelude::*;

use super::plots::{Spread, timeline};
use super::{decimal, heat, named, paint};
use crate::ui::desk::{Context, Shared};
use crate::ui::mark::{edit, using};
use crate::ui::messages::grouped;
use crate::ui::sheet::{Folded, Sheet};

/// Places and levels that show before the rest is unfolded.
const FEW: usize = 8;

/// All that is told of a slogan beside its concordance.
pub fn one(view: &Shared<SloganView>, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    html! {
        <>
            { meaning(view, state, context) }
            { wordings(view, context) }
            if !view.timeline.is_empty() { { timeline(view, context) } }
            <Spread view={view.clone()} context={context.clone()} />
            { neighbours(&view.neighbours, state, context) }
            { by_value("facet.place", &view.places, |place| place.replace('/', " "), context) }
            { by_value("facet.level", &view.levels, |level| messages.value(Facet::Level, level), context) }
            if let Some(label) = &view.label { { meanings(label, context) } }
        </>
    }
}

/// What the lexicon says, and the figures of the scope.
fn meaning(view: &SloganView, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let SloganView { entry, row, .. } = view;
    let or = format!(" {} ", messages.text("card.or"));
    let joined = |values: &[String]| values.join(&or);
    let known = entry.first_known.as_ref().map(|date| match entry.source.as_str() {
        "" => date.clone(),
        source => format!("{date} · {source}"),
    });
    let facts = [
        ("card.expands", joined(&entry.expands_to)),
        ("card.variants", joined(&entry.variants)),
        ("card.first-known", known.unwrap_or_default()),
        ("one.note", view.note.clone()),
        ("one.seen", seen(row)),
        ("one.lexicon", messages.lexicon(&view.from)),
    ];
    let fact = |(key, value): (&str, String)| {
        (!value.is_empty()).then(|| html! { <div><dt>{ messages.text(key) }</dt><dd>{ value }</dd></div> })
    };
    let rate = match &view.interval {
        Some(interval) => messages.fill(
            "one.rate.interval",
            &[&decimal(row.rate), &decimal(interval.low), &decimal(interval.high)],
        ),
        None => messages.fill("one.rate", &[&decimal(row.rate)]),
    };
    html! {
        <section class="card slogan">
            <h2><i class={format!("sign sl {}", paint(&entry.category, entry.colour))} aria-hidden="true">{ "字" }</i>
                <span lang="zh-Hans">{ &entry.phrase }</span></h2>
            <p class="py">{ &entry.pinyin }</p>
            <p class="gloss" lang="en">{ &entry.gloss }</p>
            <p class="figures">
                <b>{ messages.fill("one.uses", &[&grouped(row.uses), &grouped(row.documents)]) }</b>{ " " }
                { heat(row.temperature, context) }
                <br />{ rate }
                if let Some(dispersion) = row.dispersion {
                    <br />{ messages.fill("one.dispersion", &[&decimal(dispersion)]) }
                }
                if view.inside > 0 { <br />{ messages.count("one.inside", view.inside) } }
            </p>
            <dl>
                <div><dt>{ messages.text("head.category") }</dt><dd>{ messages.category(&entry.category) }</dd></div>
                { for facts.into_iter().filter_map(fact) }
            </dl>
            <p class="filter acts">
                <a href={using(state, &entry.phrase)}>{ messages.text("card.filter") }</a>
                { edit(&entry.phrase, context) }
            </p>
        </section>
    }
}

/// When the documents in scope use it first and last.
fn seen(row: &SloganRow) -> String {
    match (&row.first, &row.last) {
        (Some(first), Some(last)) if first == last => first.clone(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        _ => String::new(),
    }
}

fn wordings(view: &SloganView, context: &Context) -> Html {
    let row = |(wording, uses): &(String, usize)| {
        html! { <li key={wording.clone()}><span lang="zh-Hans">{ wording }</span><span class="num">{ grouped(*uses) }</span></li> }
    };
    if view.wordings.len() < 2 {
        return Html::default();
    }
    html! {
        <section class="card">
            <h3>{ context.text("one.wordings") }</h3>
            <ul class="counted">{ for view.wordings.iter().map(row) }</ul>
        </section>
    }
}

fn neighbours(neighbours: &[Neighbour], state: &State, context: &Context) -> Html {
    let row = |neighbour: &Neighbour| {
        let Neighbour {
            phrase,
            category,
            colour,
            ..
        } = neighbour;
        html! {
            <tr key={phrase.clone()}>
                <th scope="row">{ named(phrase, &paint(category, *colour), true, state) }</th>
                <td>{ grouped(neighbour.both) }</td>
                <td>{ decimal(neighbour.log_dice) }</td>
            </tr>
        }
    };
    if neighbours.is_empty() {
        return Html::default();
    }
    html! {
        <section class="card">
            <h3>{ context.text("one.neighbours") }</h3>
            <table class="sheet-of">
                <thead><tr>
                    <th scope="col">{ context.text("head.phrase") }</th>
                    <th scope="col">{ context.text("head.both") }</th>
                    <th scope="col"><abbr title={context.text("head.dice.hint")}>{ "logDice" }</abbr></th>
                </tr></thead>
                <tbody>{ for neighbours.iter().map(row) }</tbody>
            </table>
        </section>
    }
}

/// Documents, uses and rates by place or level.
fn by_value(
    key: &str,
    values: &[(String, usize, usize, f64)],
    say: impl Fn(&str) -> String,
    context: &Context,
) -> Html {
    let row = |(value, documents, uses, rate): &(String, usize, usize, f64)| {
        let name = match value.as_str() {
            "" => context.text("value.unknown"),
            value => say(value),
        };
        vec![name, grouped(*uses), grouped(*documents), decimal(*rate)]
    };
    if values.is_empty() {
        return Html::default();
    }
    let title = context.text(key);
    let sheet = |values: &[_]| {
        let heads = [key, "head.uses", "head.documents", "head.rate"];
        Sheet::new(&heads, values.iter().map(row).collect(), context)
    };
    let (few, rest) = values.split_at(values.len().min(FEW));
    let rest_of = sheet(rest);
    html! {
        <section class="card">
            <h3>{ &title }</h3>
            { sheet(few).html(&title) }
            if !rest.is_empty() {
                <Folded sheet={Callback::from(move |()| rest_of.clone())} caption={title.clone()} words={context.messages.count("one.rest", rest.len())} />
            }
        </section>
    }
}

/// What a numbered slogan stands for in the texts.
fn meanings(label: &LabelView, context: &Context) -> Html {
    let messages = &context.messages;
    let wording = |wording: &WordingView| {
        let members = wording.members.join(&messages.text("reader.speakers.and"));
        html! { <li key={members.clone()}><span lang="zh-Hans">{ members.clone() }</span><span class="num">{ grouped(wording.uses) }</span></li> }
    };
    let meaning = |meaning: &MeaningView| {
        html! { <li><ul class="counted">{ for meaning.wordings.iter().map(wording) }</ul></li> }
    };
    html! {
        <section class="card">
            <h3>{ messages.text("one.meanings") }</h3>
            <ol class="meanings">{ for label.meanings.iter().map(meaning) }</ol>
            if label.unexpanded > 0 {
                <p class="meta">{ messages.fill("one.unexpanded", &[&grouped(label.unexpanded), &grouped(label.uses)]) }</p>
            }
        </section>
    }
}
