//! The dates of documents as bars, over which a reader marks a period: with the mouse or a finger, by keys, or by
//! typing its months.

use tifa::search::Facet;
use tifa::session::{Action, Bar, Bars, Count, End, Months};
use yew::prelude::*;

use crate::platform::dom;
use crate::ui::desk::Context;
use crate::ui::messages::Messages;

/// Width and height of the bars, in units of their own; a column of filters is about as many pixels wide.
const WIDTH: f64 = 224.0;
const HEIGHT: f64 = 52.0;

/// How near to a handle a pointer takes hold of it, as a share of the axis: about a finger.
const NEAR: f64 = 0.035;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// Tells it from another on the same page.
    pub name: &'static str,
    pub context: Context,
    /// The months and years that there are.
    pub values: Vec<Count>,
    /// The periods that are chosen; the empty one is «undated».
    pub chosen: Vec<String>,
    pub choose: Callback<Action>,
}

/// A period that is being marked: from where, to where, and whether the pointer has left the bar that it began on.
#[derive(Clone, Copy, PartialEq)]
struct Brush {
    anchor: usize,
    at: usize,
    moved: bool,
}

#[component]
pub fn Histogram(props: &Props) -> Html {
    let messages = &props.context.messages;
    let brush = use_state_eq(|| None::<Brush>);
    let chosen: Vec<Months> = props.chosen.iter().filter_map(|value| Months::read(value)).collect();
    let Some(bars) = Bars::new(&props.values, &chosen) else {
        return Html::default();
    };
    let period = chosen.first().copied();
    // «Undated» stays on or off, whatever period is chosen.
    let choose = {
        let is_undated = props.chosen.iter().any(String::is_empty);
        props.choose.reform(move |months: Option<Months>| {
            let period = months.filter(|months| *months != Months::EVER).map(Months::write);
            let undated = is_undated.then(String::new);
            Action::Filter(Facet::Date, period.into_iter().chain(undated).collect())
        })
    };
    let marked = match *brush {
        Some(brush) => Some(bars.span(brush.anchor, brush.at)),
        None => period,
    };

    let onpointerdown = {
        let (brush, bars) = (brush.setter(), bars.clone());
        move |event: PointerEvent| {
            let Some(share) = dom::share_across(&event, "bars").filter(|_| event.button() == 0) else {
                return;
            };
            dom::hold_pointer(&event, "bars");
            let at = bars.at(share);
            let held = period.and_then(|period| {
                let [from, to] = bars.edges(period);
                let ends = [(from, bars.of(period.last)), (to, bars.of(period.first))];
                let mut near = ends.into_iter().filter(|(edge, _)| (edge - share).abs() < NEAR);
                near.next().map(|(_, anchor)| anchor)
            });
            brush.set(Some(Brush {
                anchor: held.unwrap_or(at),
                at,
                moved: held.is_some(),
            }));
        }
    };
    let onpointermove = {
        let (brush, bars) = (brush.clone(), bars.clone());
        move |event: PointerEvent| {
            if let Some(Brush { anchor, moved, .. }) = *brush
                && let Some(share) = dom::share_across(&event, "bars")
            {
                let at = bars.at(share);
                let moved = moved || at != anchor;
                brush.set(Some(Brush { anchor, at, moved }));
            }
        }
    };
    let onpointerup = {
        let (brush, bars, choose) = (brush.clone(), bars.clone(), choose.clone());
        move |_: PointerEvent| {
            if let Some(Brush { anchor, at, moved }) = *brush {
                let months = bars.span(anchor, at);
                brush.set(None);
                // A click on what is chosen gives it up.
                choose.emit(Some(months).filter(|months| moved || period != Some(*months)));
            }
        }
    };
    let onpointercancel = {
        let brush = brush.setter();
        move |_: PointerEvent| brush.set(None)
    };
    let ondblclick = choose.reform(|_: MouseEvent| None);

    let months = marked.unwrap_or(bars.whole);
    let words = messages.period(months);
    let range = format!("{words} · {}", messages.count("library.found", bars.count(months)));
    let vague = bars.vague();
    html! {
        <div class={classes!("histogram", marked.is_some().then_some("marked"))}>
            { for bars.year.map(|year| around(year, &bars, &choose, messages)) }
            <svg class="bars" data-bars="" viewBox={format!("0 -4 {WIDTH} {}", HEIGHT + 6.0)} {onpointerdown} {onpointermove}
                {onpointerup} {onpointercancel} {ondblclick}>
                { for marked.map(|months| band(months, &bars)) }
                { for drawn(&bars, marked, messages) }
                <path class="axis" d={format!("M0 {HEIGHT}H{WIDTH}")} />
                { handle(End::First, period, &bars, &choose, messages) }
                { handle(End::Last, period, &bars, &choose, messages) }
            </svg>
            { ends(&bars, messages) }
            <Typed name={props.name} context={props.context.clone()} {period} {choose} />
            <p class="range" aria-live="polite">{ range }</p>
            if vague > 0 { <p class="meta">{ messages.count("histogram.vague", vague) }</p> }
        </div>
    }
}

/// The year whose months are shown, with the ways to the years beside it and to all.
fn around(year: u32, bars: &Bars, choose: &Callback<Option<Months>>, messages: &Messages) -> Html {
    let to = |year: u32, sign: &'static str, key: &str| {
        let there = Months {
            first: year * 12,
            last: year * 12 + 11,
        };
        let onclick = choose.reform(move |_: MouseEvent| Some(there));
        html! {
            <button type="button" class="icon" {onclick} disabled={!there.overlaps(bars.whole)}
                aria-label={messages.text(key)}>{ sign }</button>
        }
    };
    html! {
        <p class="year">
            { for year.checked_sub(1).map(|year| to(year, "‹", "histogram.before")) }
            <b>{ messages.year(year) }</b>
            { to(year + 1, "›", "histogram.after") }
            <button type="button" class="quiet" onclick={choose.reform(|_: MouseEvent| None)}>{ messages.text("histogram.all") }</button>
        </p>
    }
}

fn at(number: f64) -> String {
    format!("{number:.1}")
}

/// What is marked, behind the bars.
fn band(months: Months, bars: &Bars) -> Html {
    let [from, to] = bars.edges(months).map(|edge| edge * WIDTH);
    html! { <rect class="band" x={at(from)} y="0" width={at((to - from).max(1.0))} height={HEIGHT.to_string()} /> }
}

fn drawn(bars: &Bars, marked: Option<Months>, messages: &Messages) -> Vec<Html> {
    let most = bars.bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1) as f64;
    let step = WIDTH / bars.bars.len() as f64;
    let gap = (step * 0.2).min(2.0);
    let bar = |(i, bar): (usize, &Bar)| {
        let high = match bar.count {
            0 => 0.0,
            count => (HEIGHT * count as f64 / most).max(1.5),
        };
        let x = step * i as f64;
        let is_in = marked.is_some_and(|months| months.overlaps(bar.months));
        let words = messages.period(bar.months);
        html! {
            <g key={i} class={is_in.then_some("in")} data-period={bar.months.write()}>
                <title>{ format!("{words} · {}", messages.count("library.found", bars.count(bar.months))) }</title>
                <rect class="bed" x={at(x)} y="0" width={at(step)} height={HEIGHT.to_string()} />
                <rect class="of" x={at(x + gap / 2.0)} y={at(HEIGHT - high)} width={at(step - gap)} height={at(high)} />
            </g>
        }
    };
    bars.bars.iter().enumerate().map(bar).collect()
}

/// One end of what is chosen, moved by keys; the pointer takes hold of it in the bars themselves.
fn handle(
    end: End,
    period: Option<Months>,
    bars: &Bars,
    choose: &Callback<Option<Months>>,
    messages: &Messages,
) -> Html {
    let months = period.unwrap_or(bars.whole);
    let [from, to] = bars.edges(months);
    let (share, month, key) = match end {
        End::First => (from, months.first, "histogram.from"),
        End::Last => (to, months.last, "histogram.to"),
    };
    let x = share * WIDTH;
    let month = month.clamp(bars.whole.first, bars.whole.last);
    let onkeydown = {
        let (bars, choose) = (bars.clone(), choose.clone());
        move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "ArrowLeft" | "ArrowDown" => -1,
                "ArrowRight" | "ArrowUp" => 1,
                "PageDown" => -12,
                "PageUp" => 12,
                "Home" => i32::MIN / 100_000,
                "End" => i32::MAX / 100_000,
                "Escape" | "Delete" if period.is_some() => 0,
                _ => return,
            };
            event.prevent_default();
            choose.emit((by != 0).then(|| bars.moved(months, end, by)));
        }
    };
    html! {
        <g class="handle" role="slider" tabindex="0" aria-label={messages.text(key)} aria-orientation="horizontal"
            aria-valuemin={bars.whole.first.to_string()} aria-valuemax={bars.whole.last.to_string()}
            aria-valuenow={month.to_string()} aria-valuetext={messages.month(month)} {onkeydown}>
            <path d={format!("M{0} -4V{HEIGHT}", at(x.clamp(1.0, WIDTH - 1.0)))} />
            <circle cx={at(x.clamp(4.0, WIDTH - 4.0))} cy={at(HEIGHT / 2.0)} r="4" />
        </g>
    }
}

/// What the axis begins and ends with.
fn ends(bars: &Bars, messages: &Messages) -> Html {
    let end = |bar: Option<&Bar>, end: fn(Months) -> u32| {
        let months = bar.map(|bar| bar.months)?;
        Some(match (bars.year, bars.is_by_month()) {
            (Some(_), _) => messages.month_name(months.first),
            (None, true) => messages.month(months.first),
            (None, false) => messages.year(end(months) / 12),
        })
    };
    html! {
        <p class="axis-ends" aria-hidden="true">
            <span>{ for end(bars.bars.first(), |months| months.first) }</span>
            <span>{ for end(bars.bars.last(), |months| months.last) }</span>
        </p>
    }
}

#[derive(PartialEq, Properties)]
struct TypedProps {
    name: &'static str,
    context: Context,
    period: Option<Months>,
    choose: Callback<Option<Months>>,
}

/// The two ends as fields.
#[component]
fn Typed(props: &TypedProps) -> Html {
    let TypedProps {
        name,
        context,
        period,
        choose,
    } = props;
    // What is no month stays in its field until it is mended.
    let wrong = use_state_eq(|| [None::<String>, None]);
    use_effect_with(*period, {
        let wrong = wrong.setter();
        move |_| wrong.set([None, None])
    });
    let months = period.unwrap_or(Months::EVER);
    let field = |end: End, key: &str| {
        let written = match end {
            End::First if months.first > 0 => Months {
                last: months.first,
                ..months
            }
            .write(),
            End::Last if months.last < u32::MAX => Months {
                first: months.last,
                ..months
            }
            .write(),
            _ => String::new(),
        };
        let at = end as usize;
        let onchange = {
            let (wrong, choose) = (wrong.clone(), choose.clone());
            move |event: Event| {
                let text = dom::value(&event).unwrap_or_default();
                let read = match text.trim() {
                    "" => Some(Months::EVER),
                    text => Months::read(text).filter(|_| !text.contains("..")),
                };
                let next = read.map(|read| match end {
                    End::First => Months {
                        first: read.first,
                        ..months
                    },
                    End::Last => Months {
                        last: read.last,
                        ..months
                    },
                });
                let mut still = (*wrong).clone();
                still[at] = None;
                match next.filter(|next| next.first <= next.last) {
                    Some(next) => choose.emit(Some(next)),
                    None => still[at] = Some(text),
                }
                wrong.set(still);
            }
        };
        let is_wrong = wrong[at].is_some();
        html! {
            <label>{ context.text(key) }
                <input type="text" autocomplete="off" spellcheck="false" size="8" placeholder="2021-03" {onchange}
                    value={wrong[at].clone().unwrap_or(written)} aria-invalid={is_wrong.to_string()}
                    aria-describedby={format!("{name}-months")} /></label>
        }
    };
    let is_wrong = wrong.iter().any(Option::is_some);
    html! {
        <div class="typed">
            { field(End::First, "histogram.from") }
            { field(End::Last, "histogram.to") }
            <span id={format!("{name}-months")} class={is_wrong.then_some("wrong")} aria-live="polite">
                if is_wrong { { context.text("histogram.wrong") } }</span>
        </div>
    }
}
