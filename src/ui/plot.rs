//! A plot: SVG that is read without colour, a table behind it, and both as files.

use yew::prelude::*;

use super::desk::Context;
use super::sheet::{Folded, Sheet};
use crate::platform::figure;

/// A plot with its title and the ways to take it along.
pub struct Plot {
    /// Its id on the page, and in the name of its files.
    pub id: &'static str,
    pub title: String,
    /// What it shows, in words.
    pub label: String,
    /// Width and height in its own units; its texts are set for about as many pixels.
    pub size: [f64; 2],
    pub shapes: Html,
    /// The data, made when it is asked for.
    pub sheet: Callback<(), Sheet>,
    /// Called with what was clicked on.
    pub onclick: Callback<MouseEvent>,
    /// Called with keys, if its shapes are things that keys lead to.
    pub onkeydown: Option<Callback<KeyboardEvent>>,
}

impl Plot {
    /// The plot of what has this name in the names of files.
    pub fn html(self, of: &str, context: &Context) -> Html {
        let name = format!("{of}-{}", self.title);
        let save = |format: &str, save: Callback<String>| {
            let name = name.clone();
            html! {
                <button type="button" class="quiet" aria-label={context.messages.fill("plot.save", &[&self.title, format])}
                    onclick={save.reform(move |_: MouseEvent| name.clone())}>{ format.to_string() }</button>
            }
        };
        let id = self.id;
        let sheet = self.sheet.clone();
        let role = match self.onkeydown {
            Some(_) => "group",
            None => "img",
        };
        let [width, height] = self.size;
        html! {
            <figure class="card plot">
                <figcaption>
                    <h3>{ &self.title }</h3>
                    { save("SVG", Callback::from(move |name: String| figure::save_svg(id, &name))) }
                    { save("PNG", Callback::from(move |name: String| figure::save_png(id, &name))) }
                    { save("CSV", Callback::from(move |name: String| sheet.emit(()).save(&name))) }
                </figcaption>
                <div class="scroll" tabindex="0" role="group" aria-label={self.title.clone()}>
                    <svg {id} {role} viewBox={format!("0 0 {width} {height}")} aria-label={self.label.clone()}
                        onclick={self.onclick} onkeydown={self.onkeydown}>{ self.shapes }</svg>
                </div>
                <Folded sheet={self.sheet} caption={self.label} words={context.text("plot.data")} />
            </figure>
        }
    }
}

/// A length in a plot.
pub fn tenth(number: f64) -> String {
    format!("{number:.1}")
}
