//! One set of documents against another.

use tifa::session::slogans::{KeyRow, KeynessView, Sample, Share};
use tifa::session::{Named, Sought, State};
use tifa::stats::{Significance, Thresholds};
use yew::prelude::*;

use super::table::scope;
use super::{Props, decimal, heat, look, named, paint, plain};
use crate::platform::dom;
use crate::ui::desk::{Context, PAGE};
use crate::ui::library::{Facets, chips, filtered, use_folds};
use crate::ui::messages::{grouped, key};
use crate::ui::sheet::Sheet;

/// What of a comparison is listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Group {
    #[default]
    OnlyHere,
    OnlyThere,
    /// In both, more often here.
    More,
    /// In both, more often there.
    Less,
}

impl Named for Group {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Group::OnlyHere, "only-here"),
        (Group::OnlyThere, "only-there"),
        (Group::More, "more"),
        (Group::Less, "less"),
    ];
}

impl Group {
    fn of(row: &KeyRow) -> Group {
        match (row.here.uses, row.there.uses) {
            (_, 0) => Group::OnlyHere,
            (0, _) => Group::OnlyThere,
            _ if row.keyness.log_ratio < 0.0 => Group::Less,
            _ => Group::More,
        }
    }

    /// The key of its name. What is on one side only has come or gone, if one side is later than the other.
    fn key(self, is_later: Option<bool>) -> String {
        match (self, is_later) {
            (Group::OnlyHere, Some(true)) | (Group::OnlyThere, Some(false)) => "group.appeared".to_string(),
            (Group::OnlyHere, Some(false)) | (Group::OnlyThere, Some(true)) => "group.vanished".to_string(),
            (group, _) => format!("group.{}", group.name()),
        }
    }
}

#[component]
pub fn Keyness(props: &Props) -> Html {
    let Props {
        context, state, told, ..
    } = props;
    let Context { messages, dispatch, .. } = context;
    let sought_there = Sought {
        filters: state.sight.against.clone(),
        ..Sought::default()
    };
    let folds = use_folds(state.sought(), context);
    let folds_there = use_folds(sought_there, context);
    let group = use_state(Group::default);
    let limit = use_state(|| PAGE);
    let Some(view) = &told.keyness else {
        return html! { <div class="sight" aria-busy="true"></div> };
    };
    let rows: Vec<&KeyRow> = view.rows.iter().filter(|row| Group::of(row) == *group).collect();
    let left = rows.len().saturating_sub(*limit);
    let more = {
        let limit = limit.clone();
        move |_: MouseEvent| limit.set(*limit + PAGE)
    };
    let save = {
        let (view, context) = (view.clone(), context.clone());
        move |_: MouseEvent| sheet(&view, &context).save(&context.text("slogans.keyness"))
    };
    let against = {
        let state = state.clone();
        dispatch.reform(move |action| look(&state, |sight| sight.against = filtered(&sight.against, action)))
    };
    let here = Facets {
        name: "here",
        views: &view.own,
        filters: &state.filters,
        folds: &folds,
        found: Some(&props.values),
        choose: dispatch,
        context,
    };
    let there = Facets {
        name: "there",
        views: &view.facets,
        filters: &state.sight.against,
        folds: &folds_there,
        found: None,
        choose: &against,
        context,
    };
    let tab = |(each, _): &(Group, &str)| {
        let count = view.rows.iter().filter(|row| Group::of(row) == *each).count();
        let (each, group, limit) = (*each, group.clone(), limit.clone());
        html! {
            <button type="button" aria-pressed={(each == *group).to_string()}
                onclick={move |_: MouseEvent| { group.set(each); limit.set(PAGE); }}>
                { messages.text(&each.key(view.is_later)) }<span class="num">{ grouped(count) }</span>
            </button>
        }
    };
    let no_b = state.sight.against.is_empty();
    html! {
        <div class="sight against">
            { here.aside() }
            <section class="all" aria-label={messages.text("slogans.keyness")}>
                <h1 class="sr">{ messages.text("slogans.keyness") }</h1>
                <div class="samples">
                    { sample("head.here", &view.here, html! {
                        <>
                            if state.filters.is_empty() && state.query.trim().is_empty() {
                                <span class="meta">{ messages.text("keyness.all") }</span>
                            }
                            { scope(state, context) }
                        </>
                    }, context) }
                    { sample("head.there", &view.there, html! {
                        <>
                            if no_b { <span class="meta">{ messages.text("keyness.rest") }</span> }
                            { chips(&state.sight.against, &against, messages) }
                        </>
                    }, context) }
                </div>
                <details class="choose-b">
                    <summary>{ messages.text("keyness.choose") }</summary>
                    <div class="facets shown">{ there.lists() }</div>
                </details>
                if view.here.documents == 0 || view.there.documents == 0 {
                    <div class="empty"><h2>{ messages.text("keyness.nothing") }</h2><p>{ messages.text("keyness.nothing.hint") }</p></div>
                } else {
                    <div class="controls">
                        <span class="choose" role="group" aria-label={messages.text("slogans.keyness")}>{ for Group::NAMES.iter().map(tab) }</span>
                        <button type="button" class="quiet export" onclick={save}>{ messages.text("sight.csv") }</button>
                    </div>
                    if rows.is_empty() {
                        <p class="meta">{ messages.text("compare.none-of-these") }</p>
                    } else {
                        { table(&rows[..rows.len().min(*limit)], view.is_later, state, context) }
                    }
                    if left > 0 {
                        <p class="more"><button type="button" onclick={more}>{ messages.count("sight.more", left.min(PAGE)) }</button></p>
                    }
                }
                <Heat context={context.clone()} state={state.clone()} />
                <p class="cautions">{ messages.fill("keyness.cautions", &[&grouped(view.tested)]) }</p>
            </section>
        </div>
    }
}

/// One of the two sets: how large it is, from when, and what limits it.
fn sample(name: &str, sample: &Sample, limits: Html, context: &Context) -> Html {
    let messages = &context.messages;
    let counts = [sample.documents, sample.characters, sample.uses].map(grouped);
    let dates = sample.first.as_ref().zip(sample.last.as_ref());
    html! {
        <section class="card sample">
            <h2>{ messages.text(name) }</h2>
            <p><b>{ messages.fill("keyness.sample", &[&counts[0], &counts[1], &counts[2]]) }</b>
                if let Some((first, last)) = dates { <br /><span class="meta">{ first }{ " – " }{ last }</span> }</p>
            <p class="limits">{ limits }</p>
        </section>
    }
}

fn table(rows: &[&KeyRow], is_later: Option<bool>, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    // From the earlier set to the later one, if there is such a thing.
    let is_back = is_later == Some(true);
    let head = |key: &str, class: &'static str| {
        html! { <th scope="col" class={class} title={messages.text(&format!("{key}.hint"))}>{ messages.text(key) }</th> }
    };
    let share = |share: &Share| {
        html! { <td class="number">{ grouped(share.uses) }<small>{ decimal(share.rate) }</small></td> }
    };
    let row = |row: &&KeyRow| {
        let KeyRow { phrase, keyness, .. } = row;
        let interval = &keyness.interval;
        let mut heats = [&row.here, &row.there].map(|share| heat(share.temperature, context));
        if is_back {
            heats.reverse();
        }
        let [from, to] = heats;
        html! {
            <tr key={phrase.clone()}>
                <th scope="row" class="phrase">{ named(phrase, &paint(&row.category, row.colour), true, state) }</th>
                { share(&row.here) }
                { share(&row.there) }
                <td class="number ratio">{ decimal(keyness.log_ratio) }
                    <small>{ format!("{} … {}", decimal(interval.low), decimal(interval.high)) }</small></td>
                <td class="number likelihood">{ decimal(keyness.log_likelihood) }</td>
                <td class="stars once">{ stars(keyness.significance) }</td>
                <td class="stars">{ stars(keyness.corrected) }</td>
                <td class="heat">{ from }{ " → " }{ to }</td>
            </tr>
        }
    };
    html! {
        <table class="slogan-table keys-of">
            <caption class="sr">{ messages.text("slogans.keyness") }</caption>
            <thead><tr>
                { head("head.phrase", "phrase") }
                { head("head.here", "number") }
                { head("head.there", "number") }
                { head("head.ratio", "number ratio") }
                { head("head.likelihood", "number likelihood") }
                { head("head.stars", "stars once") }
                { head("head.corrected", "stars") }
                { head(if is_back { "head.heats.back" } else { "head.heats" }, "heat") }
            </tr></thead>
            <tbody>{ for rows.iter().map(row) }</tbody>
        </table>
    }
}

/// One star for 5 %, four for one in ten thousand.
fn stars(significance: Significance) -> &'static str {
    match significance {
        Significance::None => "–",
        Significance::FivePercent => "*",
        Significance::OnePercent => "**",
        Significance::OneInThousand => "***",
        Significance::OneInTenThousand => "****",
    }
}

#[derive(PartialEq, Properties)]
struct HeatProps {
    context: Context,
    state: State,
}

/// The field for the thresholds of the temperatures.
#[component]
fn Heat(props: &HeatProps) -> Html {
    let HeatProps { context, state } = props;
    let messages = &context.messages;
    let written = use_state(|| None::<String>);
    let text = written.as_ref().unwrap_or(&state.sight.thresholds);
    let is_good = |text: &str| text.trim().is_empty() || Thresholds::parse(text).is_some();
    let oninput = {
        let (written, state, dispatch) = (written.clone(), state.clone(), context.dispatch.clone());
        move |event: InputEvent| {
            let text = dom::value(&event).unwrap_or_default();
            if is_good(&text) {
                dispatch.emit(look(&state, |sight| sight.thresholds = text.trim().to_string()));
            }
            written.set(Some(text));
        }
    };
    let is_wrong = !is_good(text);
    html! {
        <div class={classes!("thresholds", is_wrong.then_some("wrong"))}>
            <label>{ messages.text("keyness.thresholds") }
                <input type="text" autocomplete="off" spellcheck="false" value={text.clone()} {oninput}
                    placeholder={Thresholds::default().to_string()} aria-invalid={is_wrong.to_string()} aria-describedby="thresholds-says" /></label>
            <span id="thresholds-says" class="meta" aria-live="polite">
                { messages.text(if is_wrong { "keyness.thresholds.wrong" } else { "keyness.thresholds.hint" }) }</span>
        </div>
    }
}

/// All that was compared as a file.
fn sheet(view: &KeynessView, context: &Context) -> Sheet {
    let heads = [
        "head.phrase",
        "head.category",
        "head.group",
        "head.a.uses",
        "head.a.documents",
        "head.a.rate",
        "head.b.uses",
        "head.b.documents",
        "head.b.rate",
        "head.likelihood",
        "head.ratio",
        "head.low",
        "head.high",
        "head.bic",
        "head.stars",
        "head.corrected",
        "head.a.heat",
        "head.b.heat",
    ];
    let row = |row: &KeyRow| {
        let keyness = &row.keyness;
        let share = |share: &Share| vec![share.uses.to_string(), share.documents.to_string(), plain(share.rate)];
        let numbers = [
            keyness.log_likelihood,
            keyness.log_ratio,
            keyness.interval.low,
            keyness.interval.high,
            keyness.bic,
        ];
        let heat = |share: &Share| context.text(&format!("heat.{}", key(share.temperature)));
        [
            vec![
                row.phrase.clone(),
                context.messages.category(&row.category),
                context.text(&Group::of(row).key(view.is_later)),
            ],
            share(&row.here),
            share(&row.there),
            numbers.map(plain).to_vec(),
            [keyness.significance, keyness.corrected]
                .map(|of| stars(of).to_string())
                .to_vec(),
            vec![heat(&row.here), heat(&row.there)],
        ]
        .concat()
    };
    Sheet::new(&heads, view.rows.iter().map(row).collect(), context)
}
