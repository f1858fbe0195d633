//! Figures of the page as files of their own: an `svg` element with the looks that the page's styles give it.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement, HtmlImageElement, XmlSerializer,
};

use super::files;

/// Dots of an image for each unit of a figure: sharp on paper at the width of a column.
const FINENESS: f64 = 4.0;

/// Units of a figure that its title takes, above it.
const TITLE: f64 = 22.0;

/// What the styles of the page decide of a shape, and what it is without them.
const PAINT: [(&str, &str); 5] = [
    ("fill", "rgb(0, 0, 0)"),
    ("stroke", "none"),
    ("stroke-width", "1px"),
    ("stroke-dasharray", "none"),
    ("opacity", "1"),
];

/// What they decide of a text besides.
const TYPE: [&str; 4] = ["font-family", "font-size", "font-weight", "text-anchor"];

/// A figure without the page around it.
struct Drawing {
    markup: String,
    width: f64,
    height: f64,
}

/// Saves a figure as SVG, under its label.
pub fn save_svg(id: &str, name: &str) {
    if let Some(drawing) = draw(id) {
        files::save_text(&format!("{name}.svg"), "image/svg+xml", &drawing.markup);
    }
}

/// Saves a figure as PNG, under its label.
pub fn save_png(id: &str, name: &str) {
    let (Some(drawing), Ok(image)) = (draw(id), HtmlImageElement::new()) else {
        return;
    };
    let name = format!("{name}.png");
    let address = format!(
        "data:image/svg+xml,{}",
        String::from(js_sys::encode_uri_component(&drawing.markup))
    );
    let drawn = image.clone();
    EventListener::once(&image, "load", move |_| {
        let _ = paint(&drawn, &drawing, name);
    })
    .forget();
    image.set_src(&address);
}

fn paint(image: &HtmlImageElement, drawing: &Drawing, name: String) -> Result<(), JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    let (width, height) = (drawing.width * FINENESS, drawing.height * FINENESS);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            files::save_blob(&name, &blob);
        }
    });
    canvas.to_blob(done.unchecked_ref())
}

/// A copy of a figure that needs no style sheet, in the light colours whatever the page has: it is for paper.
fn draw(id: &str) -> Option<Drawing> {
    let root = document().document_element()?;
    let before = root.get_attribute("data-theme");
    // Nothing is painted before this function ends.
    root.set_attribute("data-theme", "light").ok()?;
    let drawing = document().get_element_by_id(id).and_then(|figure| copy(&figure));
    let _ = match before {
        Some(theme) => root.set_attribute("data-theme", &theme),
        None => root.remove_attribute("data-theme"),
    };
    drawing
}

fn copy(figure: &Element) -> Option<Drawing> {
    let copy: Element = figure.clone_node_with_deep(true).ok()?.unchecked_into();
    dress(figure, &copy)?;
    let (inside, copies) = (figure.query_selector_all("*").ok()?, copy.query_selector_all("*").ok()?);
    for at in 0..inside.length().min(copies.length()) {
        dress(inside.item(at)?.unchecked_ref(), copies.item(at)?.unchecked_ref())?;
    }
    let size = figure.get_attribute("viewBox")?;
    let mut size = size.split(' ').skip(2).filter_map(|number| number.parse::<f64>().ok());
    let (width, height) = (size.next()?, size.next()? + TITLE);
    let paper = made("rect", &[("y", -TITLE), ("width", width), ("height", height)])?;
    set(&paper, "fill", "white");
    let title = made("text", &[("y", 14.0 - TITLE), ("font-size", 12.0)])?;
    let label = figure.get_attribute("aria-label").unwrap_or_default();
    title.set_text_content(Some(&label));
    set(&title, "font-weight", "600");
    set(&title, "fill", &look(figure)?.get_property_value("color").ok()?);
    set(&title, "font-family", "sans-serif");
    copy.prepend_with_node_2(&paper, &title).ok()?;
    set(&copy, "viewBox", &format!("0 {} {width} {height}", -TITLE));
    set(&copy, "width", &width.to_string());
    set(&copy, "height", &height.to_string());
    let markup = XmlSerializer::new().ok()?.serialize_to_string(&copy).ok()?;
    Some(Drawing { markup, width, height })
}

/// Writes the looks of an element into the attributes of its copy.
fn dress(element: &Element, copy: &Element) -> Option<()> {
    let looks = look(element)?;
    let value = |property: &str| looks.get_property_value(property).ok();
    for (property, usual) in PAINT {
        let value = value(property)?;
        if value != usual {
            set(copy, property, &value);
        }
    }
    if element.tag_name() == "text" {
        for property in TYPE {
            set(copy, property, &value(property)?);
        }
    }
    for attribute in ["class", "id"] {
        copy.remove_attribute(attribute).ok()?;
    }
    Some(())
}

fn look(element: &Element) -> Option<CssStyleDeclaration> {
    window().get_computed_style(element).ok().flatten()
}

fn made(name: &str, numbers: &[(&str, f64)]) -> Option<Element> {
    let element = document()
        .create_element_ns(Some("http://www.w3.org/2000/svg"), name)
        .ok()?;
    for (attribute, number) in numbers {
        set(&element, attribute, &number.to_string());
    }
    Some(element)
}

fn set(element: &Element, attribute: &str, value: &str) {
    // The names of attributes here are all good ones.
    let _ = element.set_attribute(attribute, value);
}
