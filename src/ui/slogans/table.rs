//! All slogans in use, and one of them in full.

use tifa::session::slogans::{Column, Overlaps, SloganRow, SloganTable, SloganView};
use tifa::session::{Action, Named, Request, State};
use yew::prelude::*;

use super::concordance::Concordance;
use super::one::one;
use super::plots::trend;
use super::{Props, choices, decimal, heat, look, named, paint, plain};
use crate::platform::dom;
use crate::ui::desk::{Context, PAGE, Shared};
use crate::ui::errands::Errand;
use crate::ui::library::{Facets, chips, use_folds};
use crate::ui::messages::{grouped, key};
use crate::ui::sheet::Sheet;

/// The field that looks for slogans in the table.
const FIND: &str = "slogan-find";

/// What the list has to say of a slogan, besides the trend and the temperature.
const COLUMNS: [(Column, &str, &str); 8] = [
    (Column::Phrase, "head.phrase", "phrase"),
    (Column::Category, "head.category", "category"),
    (Column::Uses, "head.uses", "number"),
    (Column::Documents, "head.documents", "number"),
    (Column::Rate, "head.rate", "number rate"),
    (Column::Dispersion, "head.dispersion", "number dispersion"),
    (Column::First, "head.first", "date first"),
    (Column::Last, "head.last", "date"),
];

#[component]
pub fn Table(props: &Props) -> Html {
    let Props {
        context, state, told, ..
    } = props;
    let Context {
        messages,
        dispatch,
        send,
    } = context;
    let folds = use_folds(state.sought(), context);
    // Rows that the list shows: fewer than there are while all of them are asked for to be saved.
    let listed = use_mut_ref(|| PAGE);
    let is_saving = use_mut_ref(|| false);
    use_find_composed(state, dispatch, told.table.is_some());
    use_effect_with(told.table.clone(), {
        let (is_saving, context) = (is_saving.clone(), context.clone());
        move |table| {
            if let Some(table) = table
                && is_saving.replace(false)
            {
                sheet(table, &context).save(&context.text("nav.slogans"));
            }
        }
    });
    let phrase = state.sight.phrase.as_ref();
    let row = told
        .table
        .as_ref()
        .zip(phrase)
        .and_then(|(table, phrase)| table.rows.iter().position(|row| row.phrase == *phrase));
    use_effect_with(row, |row| {
        if let Some(row) = row {
            dom::scroll_near(&row_id(*row));
        }
    });
    let Some(table) = &told.table else {
        return html! { <div class="sight" aria-busy="true"></div> };
    };
    if !*is_saving.borrow() {
        listed.replace(table.rows.len());
    }
    let save = {
        let (table, context, send, is_saving) = (table.clone(), context.clone(), send.clone(), is_saving.clone());
        let request = whole(state, table.found);
        Callback::from(move |_: MouseEvent| {
            if table.rows.len() == table.found {
                sheet(&table, &context).save(&context.text("nav.slogans"));
            } else {
                is_saving.replace(true);
                send.emit(Errand::Ask(request.clone()));
            }
        })
    };
    let facets = Facets {
        name: "slogans",
        views: &table.facets,
        filters: &state.filters,
        folds: &folds,
        found: Some(&props.values),
        choose: dispatch,
        context,
    };
    let listed = *listed.borrow();
    let left = table.found.saturating_sub(listed);
    let told_of = told.one.as_ref().filter(|_| phrase.is_some());
    html! {
        <div class={classes!("sight", phrase.is_some().then_some("opened"))}>
            { facets.aside() }
            <section class="all" aria-label={context.text("slogans.table")}>
                { heading(table, state, context) }
                { controls(table, state, save, context) }
                if phrase.is_none() { <p class="meta">{ messages.text("sight.choose") }</p> }
                if table.found == 0 {
                    <div class="empty"><h2>{ context.text("sight.none") }</h2></div>
                } else {
                    <div class="box">
                        { rows(&table.rows[..listed.min(table.rows.len())], row, state, context) }
                        if left > 0 {
                            <p class="more">
                                <button type="button" onclick={props.more.reform(|_: MouseEvent| ())}>
                                    { messages.count("sight.more", left.min(PAGE)) }
                                </button>
                            </p>
                        }
                    </div>
                }
            </section>
            if let Some(phrase) = phrase {
                <aside class="one" aria-label={context.text("sight.one")} aria-live="polite">
                    { beside(told_of, phrase, state, context) }
                </aside>
            }
            if let Some(view) = told_of {
                <Concordance context={context.clone()} state={state.clone()} view={view.clone()} lines={told.lines.clone()} />
            }
        </div>
    }
}

/// What is known of the slogan that is looked at.
fn beside(view: Option<&Shared<SloganView>>, phrase: &str, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let back = context.dispatch.reform({
        let action = look(state, |sight| sight.phrase = None);
        move |_: MouseEvent| action.clone()
    });
    html! {
        <>
            <p class="ways-on">
                <button type="button" class="quiet" onclick={back}>{ messages.text("sight.back") }</button>
                if view.is_some() {
                    <button type="button" class="quiet" onclick={|_| dom::scroll_to_start("kwic")}>{ messages.text("sight.contexts") }</button>
                }
            </p>
            if let Some(view) = view {
                { one(view, state, context) }
            } else {
                <section class="card hint"><p>{ messages.fill("sight.unused", &[phrase]) }</p></section>
            }
        </>
    }
}

/// What the table is asked for with all its rows.
fn whole(state: &State, limit: usize) -> Request {
    let sight = &state.sight;
    Request::Slogans {
        scope: state.scope(),
        column: sight.column,
        reversed: sight.reversed,
        category: sight.category.clone(),
        find: sight.find.clone(),
        limit,
    }
}

/// How many slogans and uses there are, and in which documents.
fn heading(table: &SloganTable, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let whole = [table.documents, table.characters].map(grouped);
    html! {
        <div class="bar">
            <h1 aria-live="polite">
                { messages.fill("sight.found", &[&grouped(table.found), &grouped(table.uses)]) }
                <span class="hits">{ messages.fill("sight.scope", &[&whole[0], &whole[1]]) }</span>
            </h1>
            { scope(state, context) }
        </div>
    }
}

/// The query and the filters that limit the documents, each to be given up.
pub fn scope(state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let query = state.query.trim();
    let without = dispatch.reform({
        let state = State {
            query: String::new(),
            ..state.clone()
        };
        move |_: MouseEvent| Action::Restore(state.clone())
    });
    html! {
        <>
            if !query.is_empty() {
                <button type="button" class="chip" onclick={without}
                    aria-label={messages.fill("filters.remove", &[query])}>
                    { messages.fill("sight.query", &[query]) }<i aria-hidden="true">{ "×" }</i></button>
            }
            { chips(&state.filters, dispatch, messages) }
            if !state.filters.is_empty() {
                <button type="button" class="quiet" onclick={dispatch.reform(|_: MouseEvent| Action::ClearFilters)}>
                    { messages.text("filters.clear") }</button>
            }
        </>
    }
}

/// Looks for what stands in the field.
fn find(event: &Event, state: &State, dispatch: &Callback<Action>) {
    if let Some(find) = dom::value(event).filter(|_| !dom::is_composing(event)) {
        dispatch.emit(look(state, |sight| sight.find = find));
    }
}

/// An input method says when a word is finished.
#[hook]
fn use_find_composed(state: &State, dispatch: &Callback<Action>, is_there: bool) {
    use_effect_with((state.clone(), dispatch.clone(), is_there), |(state, dispatch, _)| {
        let (state, dispatch) = (state.clone(), dispatch.clone());
        let composed = dom::on_composed(FIND, move |event| find(event, &state, &dispatch));
        || drop(composed)
    });
}

fn controls(table: &SloganTable, state: &State, save: Callback<MouseEvent>, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let sight = &state.sight;
    let oninput = {
        let (state, dispatch) = (state.clone(), dispatch.clone());
        move |event: InputEvent| find(&event, &state, &dispatch)
    };
    let onchange = {
        let (state, dispatch) = (state.clone(), dispatch.clone());
        move |event: Event| {
            let category = dom::value(&event).filter(|category| !category.is_empty());
            dispatch.emit(look(&state, |sight| sight.category = category));
        }
    };
    let overlaps = |overlaps: Overlaps| {
        let action = look(state, |sight| sight.overlaps = overlaps);
        dispatch.reform(move |_: MouseEvent| action.clone())
    };
    let option = |(category, uses): &(String, usize)| {
        html! {
            <option key={category.clone()} value={category.clone()} selected={sight.category.as_ref() == Some(category)}>
                { format!("{} {}", messages.category(category), grouped(*uses)) }</option>
        }
    };
    html! {
        <div class="controls">
            <input id={FIND} type="text" inputmode="search" autocomplete="off" spellcheck="false" value={sight.find.clone()} {oninput}
                aria-label={messages.text("sight.find")} placeholder={messages.text("sight.find")} />
            <select aria-label={messages.text("head.category")} {onchange}>
                <option value="" selected={sight.category.is_none()}>{ messages.text("sight.any") }</option>
                { for table.categories.iter().map(option) }
            </select>
            { choices("overlaps", sight.overlaps, "sight.overlaps", overlaps, context) }
            <button type="button" class="quiet export" onclick={save}>{ messages.text("sight.csv") }</button>
        </div>
    }
}

fn rows(rows: &[SloganRow], chosen: Option<usize>, state: &State, context: &Context) -> Html {
    // One row can be reached with Tab; the arrows lead from there to the others.
    let onkeydown = {
        let last = rows.len().saturating_sub(1);
        Callback::from(move |event: KeyboardEvent| {
            let Some(at) = dom::data(&event, "row") else { return };
            let next = match event.key().as_str() {
                "ArrowDown" => (at + 1).min(last),
                "ArrowUp" => at.saturating_sub(1),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            dom::focus_in(&row_id(next), "a");
        })
    };
    html! {
        <table class="slogan-table" {onkeydown}>
            <caption class="sr">{ context.text("slogans.table") }</caption>
            <thead><tr>
                { for COLUMNS.iter().map(|column| head(column, state, context)) }
                <th scope="col" class="trend">{ context.text("head.trend") }</th>
                <th scope="col" class="heat">{ context.text("head.heat") }</th>
            </tr></thead>
            <tbody>{ for rows.iter().enumerate().map(|(at, row)| line(at, row, chosen, state, context)) }</tbody>
        </table>
    }
}

fn row_id(at: usize) -> String {
    format!("slogan-{at}")
}

/// The head of a column, which sorts by it, or the other way round if it does already.
fn head((column, key, class): &(Column, &str, &'static str), state: &State, context: &Context) -> Html {
    let is_sorted = state.sight.column == *column;
    let rises = matches!(
        column,
        Column::Phrase | Column::Category | Column::Dispersion | Column::First
    );
    let sort = is_sorted.then_some(match rises != state.sight.reversed {
        true => "ascending",
        false => "descending",
    });
    let hint = (*column == Column::Dispersion).then(|| context.text("head.dispersion.hint"));
    let action = look(state, |sight| {
        sight.reversed = is_sorted && !sight.reversed;
        sight.column = *column;
    });
    html! {
        <th scope="col" class={*class} aria-sort={sort} title={hint}>
            <button type="button" onclick={context.dispatch.reform(move |_: MouseEvent| action.clone())}
                data-column={column.name()}>{ context.text(key) }</button>
        </th>
    }
}

fn line(at: usize, row: &SloganRow, chosen: Option<usize>, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let month = |date: &Option<String>| match date {
        Some(date) => html! { <time title={date.clone()}>{ date.get(..7).unwrap_or(date) }</time> },
        None => Html::default(),
    };
    let is_chosen = chosen == Some(at);
    html! {
        <tr key={row.phrase.clone()} id={row_id(at)} data-row={at.to_string()} aria-current={is_chosen.then_some("true")}>
            <th scope="row" class="phrase">{ named(&row.phrase, &paint(&row.category, row.colour), at == chosen.unwrap_or(0), state) }</th>
            <td class="category">{ messages.category(&row.category) }</td>
            <td class="number">{ grouped(row.uses) }</td>
            <td class="number">{ grouped(row.documents) }</td>
            <td class="number rate">{ decimal(row.rate) }</td>
            <td class="number dispersion">{ row.dispersion.map(decimal) }</td>
            <td class="date first">{ month(&row.first) }</td>
            <td class="date">{ month(&row.last) }</td>
            <td class="trend">{ trend(&row.trend) }</td>
            <td class="heat">{ heat(row.temperature, context) }</td>
        </tr>
    }
}

/// All rows as a file.
fn sheet(table: &SloganTable, context: &Context) -> Sheet {
    let heads = [
        "head.phrase",
        "head.category",
        "head.gloss",
        "head.uses",
        "head.documents",
        "head.rate",
        "head.dispersion",
        "head.first",
        "head.last",
        "head.heat",
    ];
    let row = |row: &SloganRow| {
        vec![
            row.phrase.clone(),
            context.messages.category(&row.category),
            row.gloss.clone(),
            row.uses.to_string(),
            row.documents.to_string(),
            plain(row.rate),
            row.dispersion.map(plain).unwrap_or_default(),
            row.first.clone().unwrap_or_default(),
            row.last.clone().unwrap_or_default(),
            context.text(&format!("heat.{}", key(row.temperature))),
        ]
    };
    Sheet::new(&heads, table.rows.iter().map(row).collect(), context)
}
