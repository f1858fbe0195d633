//! The settings of a comparison: what makes no difference, and what counts as common.

use tifa::session::compare::{Comparing, Terms};
use tifa::session::{Action, State};
use yew::prelude::*;

use crate::platform::dom;
use crate::ui::desk::Context;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    pub context: Context,
}

/// A number with its range.
struct Slider {
    key: &'static str,
    range: (usize, usize),
    of: fn(&mut Terms) -> &mut usize,
}

const SLIDERS: [Slider; 3] = [
    Slider {
        key: "compare.terms.length",
        range: (4, 20),
        of: |terms| &mut terms.common.length,
    },
    Slider {
        key: "compare.terms.documents",
        range: (2, 20),
        of: |terms| &mut terms.common.documents,
    },
    Slider {
        key: "compare.terms.shortest",
        range: (1, 20),
        of: |terms| &mut terms.options.shortest,
    },
];

type Switch = (&'static str, fn(&mut Terms) -> &mut bool);

const SWITCHES: [Switch; 3] = [
    ("compare.terms.punctuation", |terms| {
        &mut terms.options.ignored.punctuation
    }),
    ("compare.terms.numbers", |terms| &mut terms.options.ignored.numbers),
    ("compare.terms.script", |terms| &mut terms.options.ignored.script),
];

#[component]
pub fn Settings(props: &Props) -> Html {
    let Props { state, context } = props;
    let Context { messages, dispatch, .. } = context;
    // Where a slider is while it is moved; the engine is asked when it comes to rest.
    let drawn = use_state(|| None::<(usize, usize)>);
    let terms = state.comparing.terms.clone();
    let set = {
        let (dispatch, comparing) = (dispatch.clone(), state.comparing.clone());
        Callback::from(move |terms: Terms| {
            dispatch.emit(Action::Compare(Comparing {
                terms,
                ..comparing.clone()
            }));
        })
    };
    let switch = |(key, of): &Switch| {
        let (set, terms, of) = (set.clone(), terms.clone(), *of);
        let on = *of(&mut terms.clone());
        let onchange = move |_: Event| {
            let mut terms = terms.clone();
            let field = of(&mut terms);
            *field = !*field;
            set.emit(terms);
        };
        html! { <label><input type="checkbox" checked={on} {onchange} />{ " " }{ messages.text(key) }</label> }
    };
    let slider = |(at, slider): (usize, &Slider)| {
        let of = slider.of;
        let value = match *drawn {
            Some((moved, value)) if moved == at => value,
            _ => *of(&mut terms.clone()),
        };
        let usual = *of(&mut Terms::default());
        let number = |event: &Event| dom::value(event).and_then(|value| value.parse::<usize>().ok());
        let oninput = {
            let drawn = drawn.setter();
            move |event: InputEvent| drawn.set(number(&event).map(|value| (at, value)))
        };
        let onchange = {
            let (set, terms, drawn) = (set.clone(), terms.clone(), drawn.setter());
            move |event: Event| {
                drawn.set(None);
                if let Some(value) = number(&event) {
                    let mut terms = terms.clone();
                    *of(&mut terms) = value;
                    set.emit(terms);
                }
            }
        };
        let id = format!("slider-{at}");
        let (least, most) = slider.range;
        html! {
            <div class="slider">
                <label for={id.clone()}>{ messages.text(slider.key) }<output class="num">{ value }</output></label>
                <input {id} type="range" min={least.to_string()} max={most.to_string()} value={value.to_string()} {oninput} {onchange}
                    list={format!("usual-{at}")} aria-describedby={format!("says-{at}")} />
                <datalist id={format!("usual-{at}")}><option value={usual.to_string()}></option></datalist>
                <p id={format!("says-{at}")} class="meta">
                    { messages.text(&format!("{}.hint", slider.key)) }{ " " }{ messages.count("compare.terms.usual", usual) }
                </p>
            </div>
        }
    };
    let usual = Terms {
        options: tifa::compare::Options {
            pins: terms.options.pins.clone(),
            ..Default::default()
        },
        ..Terms::default()
    };
    let is_usual = terms == usual;
    let reset = set.reform(move |_: MouseEvent| usual.clone());
    html! {
        <details class="terms" data-live="">
            <summary>{ messages.text("compare.terms") }if !is_usual { <span title={messages.text("compare.terms.changed")}>{ " •" }</span> }</summary>
            <div class="form">
                <fieldset><legend>{ messages.text("compare.terms.ignored") }</legend>{ for SWITCHES.iter().map(switch) }</fieldset>
                { for SLIDERS.iter().enumerate().map(slider) }
                <button type="button" class="plain" disabled={is_usual} onclick={reset}>{ messages.text("compare.terms.reset") }</button>
            </div>
        </details>
    }
}
