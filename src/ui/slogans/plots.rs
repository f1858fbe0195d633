//! Plots of one slogan: SVG that is read without colour, a table behind each, and both as files.

use std::fmt::Write;

use tifa::session::slogans::{PeriodView, SloganView, SpreadRow};
use tifa::session::{Action, Card, grouped};
use yew::prelude::*;

use super::plain;
use crate::platform::{dom, later};
use crate::ui::desk::{Context, Shared};
use crate::ui::plot::{Plot, tenth};
use crate::ui::sheet::Sheet;

/// The width of a plot, in its own units; its texts are set for about as many pixels.
const WIDTH: f64 = 320.0;

/// A row of the dispersion plot, and where its strip begins and ends.
const ROW: f64 = 19.0;
const STRIP: [f64; 2] = [118.0, 292.0];

/// The uses and the documents of a timeline, and where its bars begin.
const USES: f64 = 76.0;
const DOCUMENTS: f64 = 40.0;
const LEFT: f64 = 26.0;

/// Uses through the periods of a table as a line of its own.
pub fn trend(uses: &[u32]) -> Html {
    let most = f64::from(uses.iter().copied().max().unwrap_or(0).max(1));
    let step = 88.0 / (uses.len().max(2) - 1) as f64;
    let mut line = String::new();
    for (i, uses) in uses.iter().enumerate() {
        let command = if i == 0 { 'M' } else { 'L' };
        let (x, y) = (1.0 + i as f64 * step, 19.0 - 17.0 * f64::from(*uses) / most);
        line += &format!("{command}{x:.1} {y:.1}");
    }
    html! { <svg class="trend" width="90" height="21" viewBox="0 0 90 21" aria-hidden="true"><path d={line} /></svg> }
}

#[derive(PartialEq, Properties)]
pub struct SpreadProps {
    pub view: Shared<SloganView>,
    pub context: Context,
}

/// The dispersion plot. It may have thousands of ticks, so it is drawn in a task of its own.
#[component]
pub fn Spread(props: &SpreadProps) -> Html {
    let drawn = use_state(|| None::<Shared<SloganView>>);
    use_effect_with(props.view.clone(), {
        let drawn = drawn.setter();
        move |view| {
            let view = view.clone();
            later(move || drawn.set(Some(view)));
        }
    });
    match &*drawn {
        Some(view) if view.row.uses > 0 => spread(view, &props.context),
        _ => Html::default(),
    }
}

/// Where each document uses the slogan: a strip for each, a tick for each use. A click leads to the nearest use.
fn spread(view: &Shared<SloganView>, context: &Context) -> Html {
    let messages = &context.messages;
    let phrase = &view.entry.phrase;
    let left = view.row.documents.saturating_sub(view.spread.len());
    let sheet = {
        let (view, context) = (view.clone(), context.clone());
        move |()| {
            let heads = ["head.title", "head.date", "head.place", "head.uses", "head.at"];
            Sheet::new(&heads, view.spread.iter().map(spread_row).collect(), &context)
        }
    };
    let onclick = {
        let (dispatch, view) = (context.dispatch.clone(), view.clone());
        Callback::from(move |event: MouseEvent| {
            let hit = dom::data(&event, "row").zip(dom::share_across(&event, "row"));
            if let Some((row, share)) = hit
                && let Some(action) = view.spread.get(row).and_then(|row| nearest(row, share))
            {
                dispatch.emit(action);
            }
        })
    };
    let plot = Plot {
        id: "spread",
        title: messages.text("plot.spread"),
        label: messages.fill(
            "plot.spread.label",
            &[phrase, &grouped(view.row.uses), &grouped(view.row.documents)],
        ),
        size: [WIDTH, ROW * view.spread.len() as f64 + 2.0],
        shapes: view.spread.iter().enumerate().map(strip).collect(),
        sheet: sheet.into(),
        onclick,
        onkeydown: None,
    };
    html! {
        <>
            { plot.html(phrase, context) }
            if left > 0 { <p class="meta aside">{ messages.count("plot.left", left) }</p> }
        </>
    }
}

fn strip((i, row): (usize, &SpreadRow)) -> Html {
    let [left, right] = STRIP;
    let top = ROW * i as f64;
    // In whole tenths: there may be thousands, and those at one place are one.
    let tenths = row.at.iter().map(|at| (f64::from(*at) * (right - left) * 10.0) as i32);
    let mut ticks = String::new();
    let mut last = None;
    for x in tenths.filter(|x| last.replace(*x) != Some(*x)) {
        let _ = write!(ticks, "M{x} 0v120");
    }
    let place = format!("translate({left} {}) scale(.1)", top + 3.0);
    html! {
        <g key={row.card.id.clone()} class="strip">
            <title>{ &row.card.title }</title>
            <text x="0" y={tenth(top + 13.0)}>{ short(&row.card) }</text>
            <rect class="bed" data-row={i.to_string()} x={tenth(left)} y={tenth(top + 3.0)} width={tenth(right - left)} height="12" />
            <path class="ticks" transform={place} d={ticks} />
            <text class="end" x={tenth(WIDTH)} y={tenth(top + 13.0)}>{ grouped(row.spans.len()) }</text>
        </g>
    }
}

/// The date and the smallest place of a document, as far as a label has room.
fn short(card: &Card) -> String {
    let date = card.date.as_deref().unwrap_or("—");
    let place = card.place.last().map_or("", String::as_str);
    let date: String = date.chars().take(10).collect();
    let place: String = place.chars().take(4).collect();
    format!("{date} {place}")
}

fn spread_row(row: &SpreadRow) -> Vec<String> {
    let at: Vec<String> = row.at.iter().map(|at| format!("{:.3}", at)).collect();
    vec![
        row.card.title.clone(),
        row.card.date.clone().unwrap_or_default(),
        row.card.place.join("/"),
        row.spans.len().to_string(),
        at.join(" "),
    ]
}

/// The way to the use that is nearest to a share of a document's length.
fn nearest(row: &SpreadRow, share: f64) -> Option<Action> {
    let far = |at: &f32| (f64::from(*at) - share).abs();
    let uses = row.at.iter().zip(&row.spans);
    let (_, span) = uses.min_by(|(a, _), (b, _)| far(a).total_cmp(&far(b)))?;
    Some(Action::ReadAt(row.card.id.clone(), span.block, span.start))
}

/// Uses by period above a line, and below it the documents: those that use it, of all.
pub fn timeline(view: &Shared<SloganView>, context: &Context) -> Html {
    let messages = &context.messages;
    let periods = &view.timeline;
    let phrase = &view.entry.phrase;
    let uses = periods.iter().map(|period| period.uses).max().unwrap_or(0).max(1);
    let documents = periods.iter().map(|period| period.documents).max().unwrap_or(0).max(1);
    let step = (WIDTH - LEFT) / periods.len().max(1) as f64;
    let width = (step * 0.8).clamp(0.5, 22.0);
    let bar = |(i, period): (usize, &PeriodView)| {
        let x = LEFT + step * (i as f64 + 0.5) - width / 2.0;
        let rect = |class: &'static str, y0: f64, height: f64| {
            html! { <rect {class} x={tenth(x)} y={tenth(y0)} width={tenth(width)} height={tenth(height)} /> }
        };
        let share = |part: usize, whole: usize, room: f64| part as f64 * room / whole as f64;
        let high = share(period.uses, uses, USES);
        let values = [period.uses, period.with, period.documents].map(grouped);
        html! {
            <g key={period.period.clone()}>
                <title>{ messages.fill("plot.period", &[&period.period, &values[0], &values[1], &values[2]]) }</title>
                { rect("uses", 10.0 + USES - high, high) }
                { rect("all", 12.0 + USES, share(period.documents, documents, DOCUMENTS)) }
                { rect("with", 12.0 + USES, share(period.with, documents, DOCUMENTS)) }
            </g>
        }
    };
    let bottom = 12.0 + USES + DOCUMENTS;
    let mark = |class: &'static str, x: f64, at: f64, text: String| html! { <text {class} x={tenth(x)} y={tenth(at)}>{ text }</text> };
    let ends = [periods.first(), periods.last().filter(|_| periods.len() > 1)];
    let [first, last] = ends.map(|period| period.map(|period| period.period.clone()).unwrap_or_default());
    let sheet = {
        let (view, context) = (view.clone(), context.clone());
        move |()| {
            let heads = ["head.period", "head.uses", "head.with", "head.of", "head.rate"];
            Sheet::new(&heads, view.timeline.iter().map(period_row).collect(), &context)
        }
    };
    let plot = Plot {
        id: "timeline",
        title: messages.text("plot.timeline"),
        label: messages.fill("plot.timeline.label", &[phrase]),
        size: [WIDTH, bottom + 18.0],
        shapes: html! {
            <>
                { for periods.iter().enumerate().map(bar) }
                <path class="axis" d={format!("M{LEFT} {0}H{WIDTH}", 11.0 + USES)} />
                { mark("end", LEFT - 4.0, 16.0, grouped(uses)) }
                { mark("end", LEFT - 4.0, bottom, grouped(documents)) }
                { mark("start", LEFT, bottom + 15.0, first) }
                { mark("end", WIDTH, bottom + 15.0, last) }
            </>
        },
        sheet: sheet.into(),
        onclick: Callback::noop(),
        onkeydown: None,
    };
    html! {
        <>
            { plot.html(phrase, context) }
            if view.undated > 0 { <p class="meta aside">{ messages.count("plot.undated", view.undated) }</p> }
        </>
    }
}

fn period_row(period: &PeriodView) -> Vec<String> {
    let counts = [period.uses, period.with, period.documents].map(|count| count.to_string());
    [vec![period.period.clone()], counts.to_vec(), vec![plain(period.rate)]].concat()
}
