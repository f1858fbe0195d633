//! What was found, in time: for each month, or for each year where there are many, the documents found of all that
//! there are, and the hits. A bar leads to its time.

use std::collections::BTreeMap;

use tifa::search::Facet;
use tifa::session::library::{Month, Timeline};
use tifa::session::{Action, Listing, Request, State, grouped};
use yew::prelude::*;

use crate::platform::dom;
use crate::ui::desk::{Context, Shared};
use crate::ui::errands::Errand;
use crate::ui::messages::percent;
use crate::ui::plot::{Plot, tenth};
use crate::ui::sheet::Sheet;

/// Months up to which each has a bar of its own: five years.
const MONTHS: usize = 60;

/// The width of the plot, in pixels on a wide screen.
const WIDTH: f64 = 880.0;

/// Where the bars begin, and how wide one is at the most.
const LEFT: f64 = 44.0;
const BAR: f64 = 30.0;

/// How high the documents are, and the hits below them.
const DOCUMENTS: f64 = 150.0;
const HITS: f64 = 70.0;

/// Above the documents, and between them and the hits, where the times stand.
const TOP: f64 = 12.0;
const BETWEEN: f64 = 24.0;

/// Below the hits.
const BELOW: f64 = 4.0;

/// Pixels between the words for two times.
const GAP: f64 = 10.0;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    pub listing: Shared<Listing>,
    pub timeline: Option<Shared<Timeline>>,
}

#[component]
pub fn InTime(props: &Props) -> Html {
    let Props { context, state, .. } = props;
    // Each listing may know more documents than the one before.
    use_effect_with(props.listing.clone(), {
        let (send, sought) = (context.send.clone(), state.in_time());
        move |_| send.emit(Errand::Ask(Request::Timeline(sought)))
    });
    // The bar that keys are at.
    let active = use_state(|| 0);
    let Some(timeline) = &props.timeline else {
        return Html::default();
    };
    let messages = &context.messages;
    let bars = bars(timeline);
    if bars.is_empty() {
        return html! { <div class="empty"><p>{ messages.text("library.time.none") }</p></div> };
    }
    let at = (*active).min(bars.len() - 1);
    let onclick = {
        let (context, state, bars) = (context.clone(), state.clone(), bars.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(bar) = dom::data(&event, "bar").and_then(|at| bars.get(at)) {
                context.dispatch.emit(choose(bar, &state));
            }
        })
    };
    let onkeydown = {
        let (context, state, bars) = (context.clone(), state.clone(), bars.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = bars.len() - 1;
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1).min(last),
                "ArrowLeft" => at.saturating_sub(1),
                "Home" => 0,
                "End" => last,
                "Enter" | " " => {
                    event.prevent_default();
                    return context.dispatch.emit(choose(&bars[at], &state));
                }
                _ => return,
            };
            event.prevent_default();
            active.set(next);
            dom::focus(&bar_id(next));
        })
    };
    let undated = &timeline.undated;
    let plot = Plot {
        id: "in-time",
        title: messages.text("layout.timeline"),
        label: messages.text("library.time.label"),
        size: [WIDTH, height(&bars)],
        shapes: shapes(&bars, at, state, context),
        sheet: {
            let (bars, undated, context) = (bars.clone(), undated.clone(), context.clone());
            Callback::from(move |()| {
                let heads = ["head.period", "head.found", "head.of", "head.share", "head.hits"];
                let rows = bars.iter().chain(Some(&undated).filter(|undated| undated.all > 0));
                Sheet::new(&heads, rows.map(|bar| cells(bar, &context)).collect(), &context)
            })
        },
        onclick,
        onkeydown: Some(onkeydown),
    };
    // Where each month has a bar, a document of which only the year is known has none.
    let years: usize = match is_by_month(timeline) {
        true => timeline.years.iter().map(|year| year.documents).sum(),
        false => 0,
    };
    html! {
        <section class="in-time">
            { plot.html(&context.text("nav.library"), context) }
            <p class="meta">
                { messages.text("library.time.hint") }
                if years > 0 { { " " }{ messages.count("library.time.years", years) } }
                if undated.documents > 0 {
                    { " " }
                    <button type="button" class="quiet" aria-pressed={state.filters.has(Facet::Date, "").to_string()}
                        onclick={context.dispatch.reform({ let action = choose(undated, state); move |_: MouseEvent| action.clone() })}>
                        { messages.fill("library.time.undated", &[&grouped(undated.documents), &grouped(undated.all)]) }
                    </button>
                }
            </p>
        </section>
    }
}

/// Filters by a time, or no longer, if that is on.
fn choose(bar: &Month, state: &State) -> Action {
    let is_on = state.filters.has(Facet::Date, &bar.date);
    Action::Filter(Facet::Date, if is_on { Vec::new() } else { vec![bar.date.clone()] })
}

fn is_by_month(timeline: &Timeline) -> bool {
    !timeline.months.is_empty() && timeline.months.len() <= MONTHS
}

fn bars(timeline: &Timeline) -> Vec<Month> {
    if is_by_month(timeline) {
        return timeline.months.clone();
    }
    let mut years: BTreeMap<&str, Month> = BTreeMap::new();
    for month in timeline.months.iter().chain(&timeline.years) {
        let date = month.date.get(..4).unwrap_or(&month.date);
        let year = years.entry(date).or_default();
        year.documents += month.documents;
        year.hits += month.hits;
        year.all += month.all;
    }
    let year = |(date, month): (&str, Month)| Month {
        date: date.to_string(),
        ..month
    };
    years.into_iter().map(year).collect()
}

fn bar_id(at: usize) -> String {
    format!("bar-{at}")
}

fn has_hits(bars: &[Month]) -> bool {
    bars.iter().any(|bar| bar.hits > 0)
}

fn height(bars: &[Month]) -> f64 {
    TOP + DOCUMENTS + BETWEEN + if has_hits(bars) { HITS + BELOW } else { 0.0 }
}

fn shapes(bars: &[Month], active: usize, state: &State, context: &Context) -> Html {
    let messages = &context.messages;
    let most = |count: fn(&Month) -> usize| bars.iter().map(count).max().unwrap_or(0).max(1);
    let (all, hits) = (most(|bar| bar.all), most(|bar| bar.hits));
    let step = (WIDTH - LEFT) / bars.len() as f64;
    let width = (step * 0.78).min(BAR);
    let base = TOP + DOCUMENTS;
    let below = base + BETWEEN;
    let any = bars.iter().any(|bar| state.filters.has(Facet::Date, &bar.date));
    let bar = |(at, bar): (usize, &Month)| {
        let middle = LEFT + step * (at as f64 + 0.5);
        let rect = |class: &'static str, top: f64, height: f64| {
            html! { <rect {class} x={tenth(middle - width / 2.0)} y={tenth(top)} width={tenth(width)} height={tenth(height)} /> }
        };
        let share = |part: usize, whole: usize, room: f64| part as f64 * room / whole as f64;
        let (whole, part) = (share(bar.all, all, DOCUMENTS), share(bar.documents, all, DOCUMENTS));
        let is_on = state.filters.has(Facet::Date, &bar.date);
        let words = words(bar, context);
        html! {
            <g key={bar.date.clone()} id={bar_id(at)} data-bar={at.to_string()} role="button"
                class={classes!("bar-of", (any && !is_on).then_some("off"))} aria-pressed={is_on.to_string()}
                aria-label={words.clone()} tabindex={if at == active { "0" } else { "-1" }}>
                <title>{ words }</title>
                <rect class="bed" x={tenth(middle - step / 2.0)} y="0" width={tenth(step)} height={tenth(height(bars))} />
                { rect("all", base - whole, whole) }
                { rect("found-of", base - part, part) }
                { rect("uses", below, share(bar.hits, hits, HITS)) }
            </g>
        }
    };
    // Words only where there is room for them.
    let room = bars
        .iter()
        .map(|bar| wide(&messages.value(Facet::Date, &bar.date)))
        .fold(0.0, f64::max);
    let every = (room / step).ceil().max(1.0) as usize;
    let label = |(at, bar): (usize, &Month)| {
        let x = LEFT + step * (at as f64 + 0.5);
        // The last one must not stand out.
        let (class, x) = if x + room / 2.0 > WIDTH {
            ("end", WIDTH)
        } else {
            ("middle", x)
        };
        html! { <text {class} x={tenth(x)} y={tenth(base + 16.0)}>{ messages.value(Facet::Date, &bar.date) }</text> }
    };
    let end = |y: f64, text: String| html! { <text class="end" x={tenth(LEFT - 8.0)} y={tenth(y)}>{ text }</text> };
    html! {
        <>
            { for bars.iter().enumerate().map(bar) }
            <path class="axis" d={format!("M{LEFT} {base}H{WIDTH}")} />
            { for bars.iter().enumerate().step_by(every).map(label) }
            { end(TOP + 8.0, grouped(all)) }
            { end(base, "0".to_string()) }
            if has_hits(bars) {
                <path class="axis" d={format!("M{LEFT} {below}H{WIDTH}")} />
                { end(below + HITS, grouped(hits)) }
            }
        </>
    }
}

/// The room that a label takes on the axis, in units of the plot: a Han character is as wide as two letters.
fn wide(label: &str) -> f64 {
    let units = |c: char| if c.is_ascii() { 7.0 } else { 13.0 };
    label.chars().map(units).sum::<f64>() + GAP
}

fn share(bar: &Month) -> f64 {
    bar.documents as f64 / bar.all.max(1) as f64
}

fn words(bar: &Month, context: &Context) -> String {
    let messages = &context.messages;
    let values = [bar.documents, bar.all, bar.hits].map(grouped);
    messages.fill(
        "library.time.bar",
        &[
            &messages.value(Facet::Date, &bar.date),
            &values[0],
            &values[1],
            &percent(share(bar)),
            &values[2],
        ],
    )
}

fn cells(bar: &Month, context: &Context) -> Vec<String> {
    let date = match bar.date.as_str() {
        "" => context.messages.value(Facet::Date, ""),
        date => date.to_string(),
    };
    let counts = [bar.documents, bar.all].map(|count| count.to_string());
    [
        vec![date],
        counts.to_vec(),
        vec![format!("{:.4}", share(bar)), bar.hits.to_string()],
    ]
    .concat()
}
