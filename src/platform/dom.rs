//! Small things done to the page: reading a field, moving the focus, scrolling, listening to keys.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use tifa::corpus::Span;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{
    Element, Event, EventTarget, FocusOptions, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
};
use web_sys::{HtmlTextAreaElement, InputEvent, MouseEvent, Node, PointerEvent, Range};
use web_sys::{KeyboardEvent, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

#[wasm_bindgen]
extern "C" {
    /// The static panel of the page shell, which works even when this program does not.
    #[wasm_bindgen(js_namespace = tifa)]
    fn crashed(message: &str);
    #[wasm_bindgen(js_namespace = tifa, js_name = corpusFault)]
    fn corpus_fault(message: &str);
    #[wasm_bindgen(js_namespace = tifa)]
    fn progress(done: usize, total: usize);
}

/// The element of the page shell that the interface is mounted in.
pub fn root() -> Option<Element> {
    document().get_element_by_id("app")
}

/// Shows in the static loading panel how far the corpus is read.
pub fn show_progress(done: usize, total: usize) {
    progress(done, total);
}

/// Shows the panel for a crash.
pub fn show_crash(message: &str) {
    crashed(message);
}

/// Shows the panel for a corpus that could not be read.
pub fn show_corpus_fault(message: &str) {
    corpus_fault(message);
}

/// The text of the field that an event came from.
pub fn value(event: &Event) -> Option<String> {
    let target = event.target()?;
    let input = target.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
    let input = input.or_else(|| target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value));
    input.or_else(|| target.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value))
}

/// Is the element that an event came from unfolded?
pub fn is_open(event: &Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.has_attribute("open"))
}

/// Does an event come from a field?
pub fn is_in_field(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| matches!(element.closest("input, select, textarea"), Ok(Some(_))))
}

/// Is the text still being composed by an input method?
pub fn is_composing(event: &Event) -> bool {
    event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing)
}

/// Calls back when an input method has finished a word in the field with this id.
pub fn on_composed(id: &str, mut composed: impl FnMut(&Event) + 'static) -> Option<EventListener> {
    let field = document().get_element_by_id(id)?;
    Some(EventListener::new(&field, "compositionend", move |event| {
        composed(event)
    }))
}

/// A number that the element an event came from, or one around it, carries as `data-…`.
pub fn data(event: &Event, name: &str) -> Option<usize> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let holder = element.closest(&format!("[data-{name}]")).ok()??;
    holder.get_attribute(&format!("data-{name}"))?.parse().ok()
}

/// Selects all that is written in the field that an event came from.
pub fn select_all(event: &Event) {
    if let Some(field) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    {
        field.select();
    }
}

/// Moves the focus to an element.
pub fn focus(id: &str) {
    if let Some(element) = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Moves the focus to the first element that fits in another one, and into view by as little as possible.
pub fn focus_in(id: &str, selector: &str) {
    let inside = document()
        .get_element_by_id(id)
        .and_then(|element| element.query_selector(selector).ok().flatten());
    if let Some(element) = inside.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to the shown element that fits, after (or before) the one that has it, and into view. If that one
/// is gone meanwhile, its place counts.
pub fn focus_next(selector: &str, forward: bool) {
    thread_local! {
        static LAST: Cell<usize> = const { Cell::new(0) };
    }
    let Ok(found) = document().query_selector_all(selector) else {
        return;
    };
    let elements = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into::<HtmlElement>().ok());
    // What lies in a closed `details` has no boxes.
    let elements: Vec<HtmlElement> = elements
        .filter(|element| element.get_client_rects().length() > 0)
        .collect();
    let active = document().active_element();
    let is_active = |element: &HtmlElement| Some(element.as_ref()) == active.as_ref();
    let is_behind = |element: &&HtmlElement| match &active {
        Some(active) => active.compare_document_position(element) & Node::DOCUMENT_POSITION_FOLLOWING == 0,
        None => true,
    };
    // How many stand before the place where the focus is, or was.
    let before = match &active {
        Some(active) if active.tag_name() != "BODY" => elements.iter().take_while(is_behind).count(),
        _ => LAST.get().min(elements.len()),
    };
    let next = match forward {
        true => elements.get(before).map(|_| before).unwrap_or(0),
        false => {
            let earlier = elements[..before].iter().rposition(|element| !is_active(element));
            earlier.unwrap_or(elements.len().saturating_sub(1))
        }
    };
    if let Some(element) = elements.get(next) {
        let _ = element.focus();
        bring(element, ScrollLogicalPosition::Center);
        LAST.set(next);
    }
}

/// Was a button pressed by a key, not by a pointer?
pub fn is_by_key(event: &MouseEvent) -> bool {
    event.detail() == 0
}

/// Brings an element into the middle of the window, without a long ride for readers who dislike motion.
pub fn scroll_to(id: &str) {
    scroll(id, ScrollLogicalPosition::Center);
}

/// Brings an element to the top of the window.
pub fn scroll_to_start(id: &str) {
    scroll(id, ScrollLogicalPosition::Start);
}

fn scroll(id: &str, position: ScrollLogicalPosition) {
    if let Some(element) = document().get_element_by_id(id) {
        bring(&element, position);
    }
}

/// A ride longer than this many windows is a jump: what comes into sight on the way takes its true height, and the
/// place would move off.
const RIDE: f64 = 2.0;

/// The bar over the top of the window, in pixels: what lies below it is not seen.
const BAR: f64 = 56.0;

/// Milliseconds after which what has come into sight has its height, after a jump and after a ride.
const SETTLED: [u32; 2] = [120, 900];

fn bring(element: &Element, position: ScrollLogicalPosition) {
    let still = window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    let height = height.unwrap_or_default();
    let place = element.get_bounding_client_rect();
    let is_far = place.top() > height * RIDE || place.bottom() < -height;
    let into_view = move |element: &Element, behavior| {
        let options = ScrollIntoViewOptions::new();
        options.set_block(position);
        options.set_behavior(behavior);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    };
    let rides = !still && !is_far;
    into_view(
        element,
        if rides {
            ScrollBehavior::Smooth
        } else {
            ScrollBehavior::Instant
        },
    );
    let element = element.clone();
    let again = move || {
        let place = element.get_bounding_client_rect();
        if place.top() < BAR || place.top() > height {
            into_view(&element, ScrollBehavior::Instant);
        }
    };
    gloo::timers::callback::Timeout::new(SETTLED[usize::from(rides)], again).forget();
}

/// Brings an element into view by as little as possible, and at once.
pub fn scroll_near(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_behavior(ScrollBehavior::Instant);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Gives a class to all elements that fit, and takes it from all others. For what changes at each step in a long page
/// that is not drawn anew.
pub fn single_out(class: &str, selector: Option<&str>) {
    let page = document();
    let each = |selector: &str, act: &dyn Fn(&Element)| {
        let Ok(found) = page.query_selector_all(selector) else {
            return;
        };
        let found = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into::<Element>().ok());
        found.for_each(|element| act(&element));
    };
    each(&format!(".{class}"), &|element| {
        let _ = element.class_list().remove_1(class);
    });
    if let Some(selector) = selector {
        each(selector, &|element| {
            let _ = element.class_list().add_1(class);
        });
    }
}

/// Brings the first of these elements that is there into the middle of the window.
pub fn scroll_to_any(ids: &[String]) {
    if let Some(id) = ids.iter().find(|id| document().get_element_by_id(id).is_some()) {
        scroll_to(id);
    }
}

/// Calls back after the window was scrolled or has another size, at most once a frame.
pub fn on_sight(seen: impl Fn() + 'static) -> [EventListener; 2] {
    let (waits, seen) = (Rc::new(Cell::new(false)), Rc::new(seen));
    ["scroll", "resize"].map(|event| {
        let (waits, seen) = (waits.clone(), seen.clone());
        EventListener::new(&window(), event, move |_| {
            if !waits.replace(true) {
                let (waits, seen) = (waits.clone(), seen.clone());
                // A frame takes 16 ms.
                let frame = move || {
                    waits.set(false);
                    seen();
                };
                gloo::timers::callback::Timeout::new(16, frame).forget();
            }
        })
    })
}

/// The children of an element that are in the window, below what stays at its top: the first and the last, and how
/// much of each lies above the window's edge there, 0 to 1.
pub fn in_sight(id: &str, below: f64) -> Option<[(usize, f64); 2]> {
    let children = document().get_element_by_id(id)?.children();
    let count = children.length();
    let around = |at: u32| children.item(at).map(|child| child.get_bounding_client_rect());
    let height = window().inner_height().ok()?.as_f64()?;
    let end = |edge: f64| {
        // The children stand below each other.
        let (mut from, mut to) = (0, count.checked_sub(1)?);
        while from < to {
            let middle = (from + to) / 2;
            match around(middle)?.bottom() <= edge {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        let around = around(from)?;
        let share = (edge - around.top()) / around.height().max(1.0);
        Some((from as usize, share.clamp(0.0, 1.0)))
    };
    Some([end(below)?, end(height)?])
}

/// Scrolls so that a part of a child of an element, 0 to 1 of its height, stands in the middle of the window.
pub fn scroll_into(id: &str, child: usize, share: f64) {
    let child = document()
        .get_element_by_id(id)
        .and_then(|element| element.children().item(child as u32));
    if let (Some(child), Ok(Some(height))) = (child, window().inner_height().map(|height| height.as_f64())) {
        let around = child.get_bounding_client_rect();
        window().scroll_by_with_x_and_y(0.0, around.top() + share * around.height() - height / 2.0);
    }
}

/// How far down in the element with `data-…` the mouse was, from 0 to 1.
pub fn share_down(event: &MouseEvent, name: &str) -> Option<f64> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let holder = element.closest(&format!("[data-{name}]")).ok()??;
    let around = holder.get_bounding_client_rect();
    let share = (f64::from(event.client_y()) - around.top()) / around.height();
    share.is_finite().then(|| share.clamp(0.0, 1.0))
}

/// The middle of an element, in pixels below the upper edge of another; and is it in the window?
pub fn line_of(id: &str, within: &str) -> Option<(f64, bool)> {
    let element = document().get_element_by_id(id)?;
    let origin = document().get_element_by_id(within)?.get_bounding_client_rect();
    let around = element.get_bounding_client_rect();
    let height = window().inner_height().ok()?.as_f64()?;
    let is_seen = around.bottom() > 0.0 && around.top() < height;
    Some((around.top() + around.height() / 2.0 - origin.top(), is_seen))
}

/// Calls back with the number that the element under the mouse, or with the focus, or one around it, carries as
/// `data-…`; with nothing if there is none.
pub fn on_pointed(name: &'static str, pointed: impl Fn(Option<usize>) + 'static) -> [EventListener; 2] {
    let pointed = Rc::new(pointed);
    ["mouseover", "focusin"].map(|event| {
        let pointed = pointed.clone();
        EventListener::new(&document(), event, move |event| pointed(data(event, name)))
    })
}

/// How a list of rows of one height stands in a box that scrolls, or in the window, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Roll {
    /// How much of the list lies above the box.
    pub above: f64,
    pub height: f64,
    /// The height of its first row, if there is one.
    pub row: Option<f64>,
}

/// How a list stands. Its element has one child, and that the rows.
pub fn roll(list: &str, frame: Option<&str>) -> Option<Roll> {
    let list = document().get_element_by_id(list)?;
    let row = list.first_element_child().and_then(|rows| rows.first_element_child());
    let (top, height) = match frame {
        Some(frame) => {
            let frame = document().get_element_by_id(frame)?;
            let top = frame.get_bounding_client_rect().top() + f64::from(frame.client_top());
            (top, f64::from(frame.client_height()))
        }
        None => (0.0, window().inner_height().ok()?.as_f64()?),
    };
    Some(Roll {
        above: top - list.get_bounding_client_rect().top(),
        height,
        row: row.map(|row| row.get_bounding_client_rect().height()),
    })
}

/// Scrolls a box, or the window, at once by so much.
pub fn roll_by(frame: Option<&str>, by: f64) {
    match frame.map(|frame| document().get_element_by_id(frame)) {
        Some(Some(frame)) => frame.set_scroll_top(frame.scroll_top() + by as i32),
        Some(None) => {}
        None => window().scroll_by_with_x_and_y(0.0, by),
    }
}

/// Calls back when a box, or the window, was scrolled, and when the window has another size.
pub fn on_roll(frame: Option<&str>, rolled: impl Fn() + 'static) -> Vec<EventListener> {
    let frame: Option<EventTarget> = match frame {
        Some(frame) => document().get_element_by_id(frame).map(Into::into),
        None => Some(window().into()),
    };
    let rolled = Rc::new(rolled);
    let scrolled = frame.map(|frame| (frame, "scroll"));
    let resized = (window().into(), "resize");
    scrolled
        .into_iter()
        .chain([resized])
        .map(|(target, event)| {
            let rolled = rolled.clone();
            EventListener::new(&target, event, move |_| rolled())
        })
        .collect()
}

/// Lays rows out in their list: how long it is, how much of it lies above them, and how high they are. Where scrolling
/// is faster than they change, they stick to the edge of the box. The page's policy allows no style in markup.
pub fn lay(list: &str, frame: Option<&str>, [length, above, height]: [f64; 3]) {
    let list = document().get_element_by_id(list);
    let list = list.and_then(|list| list.dyn_into::<HtmlElement>().ok());
    let rows = list.as_ref().and_then(|list| list.first_element_child());
    let rows = rows.and_then(|rows| rows.dyn_into::<HtmlElement>().ok());
    let room = match frame {
        Some(frame) => document()
            .get_element_by_id(frame)
            .map(|frame| f64::from(frame.client_height())),
        None => window().inner_height().ok().and_then(|height| height.as_f64()),
    };
    if let (Some(list), Some(rows), Some(room)) = (list, rows, room) {
        let set = |element: &HtmlElement, property, pixels: f64| {
            let _ = element.style().set_property(property, &format!("{pixels}px"));
        };
        set(&list, "height", length);
        set(&list, "--above", above);
        set(&rows, "top", room - height);
        set(&rows, "bottom", room - height);
    }
}

/// The number that the element with the focus, or one around it, carries as `data-…`, if it is inside another one.
pub fn focused(inside: &str, name: &str) -> Option<usize> {
    let focused = document().active_element()?;
    let holder = focused.closest(&format!("#{inside} [data-{name}]")).ok()??;
    holder.get_attribute(&format!("data-{name}"))?.parse().ok()
}

/// Has this element the focus itself?
pub fn has_focus(id: &str) -> bool {
    document().active_element().is_some_and(|element| element.id() == id)
}

/// Moves the focus to an element, and nothing else.
pub fn focus_still(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// How far to the right in the element with `data-…` the mouse was, from 0 to 1.
pub fn share_across(event: &MouseEvent, name: &str) -> Option<f64> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let holder = element.closest(&format!("[data-{name}]")).ok()??;
    let around = holder.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - around.left()) / around.width();
    share.is_finite().then(|| share.clamp(0.0, 1.0))
}

/// Has the element with `data-…` hear of a pointer that is down in it, wherever it goes.
pub fn hold_pointer(event: &PointerEvent, name: &str) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(Ok(Some(holder))) = element.map(|element| element.closest(&format!("[data-{name}]"))) {
        let _ = holder.set_pointer_capture(event.pointer_id());
    }
}

/// Brings the top of the page into view at once.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Opens or closes a dialog.
pub fn toggle_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        if dialog.open() {
            dialog.close();
        } else {
            let _ = dialog.show_modal();
        }
    }
}

/// Opens a dialog, and leaves one alone that is open.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog if it is there and open; the focus goes back to where it came from.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to an element if what had it is gone.
pub fn focus_if_lost(id: &str) {
    let active = document().active_element();
    if active.is_none_or(|active| active.tag_name() == "BODY") {
        focus(id);
    }
}

/// How far what stands beside a selection keeps from the edges of the window, in pixels.
const EDGE: f64 = 8.0;

/// Where text is selected in a document, and the middle of its lower edge in pixels of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    pub document: String,
    pub span: Span,
    pub x: f64,
    pub y: f64,
}

/// Ends the listening when it is dropped.
pub struct Selecting {
    _listeners: Vec<EventListener>,
}

/// Calls back with the place of the text that is selected, or with nothing; while a button of the mouse is down the
/// reader is still selecting. Text of a document stands in elements with `data-block`, the number of the block, inside
/// of one with `data-id`, the id of the document. What stands there in place of text, or beside it, tells as
/// `data-length` for how many characters it stands.
pub fn on_selection(selected: impl Fn(Option<Selected>) + 'static) -> Selecting {
    let is_down = Rc::new(Cell::new(false));
    let selected = Rc::new(selected);
    let on = |name: &'static str, down: Option<bool>| {
        let (is_down, selected) = (is_down.clone(), selected.clone());
        EventListener::new(&document(), name, move |_| {
            is_down.set(down.unwrap_or(is_down.get()));
            if !is_down.get() {
                selected(selection());
            }
        })
    };
    let listeners = vec![
        on("selectionchange", None),
        on("pointerdown", Some(true)),
        on("pointerup", Some(false)),
        on("pointercancel", Some(false)),
    ];
    Selecting { _listeners: listeners }
}

/// Is any text selected?
pub fn has_selection() -> bool {
    matches!(window().get_selection(), Ok(Some(selection)) if !selection.is_collapsed())
}

/// The place of the selected text; of text in several blocks that of its part in the first.
fn selection() -> Option<Selected> {
    let selection = window().get_selection().ok()??;
    let range = (!selection.is_collapsed()).then(|| selection.get_range_at(0).ok())??;
    let from = range.start_container().ok()?;
    let element = from.dyn_ref::<Element>().cloned().or_else(|| from.parent_element())?;
    let block = element.closest("[data-block]").ok()??;
    let holder = block.closest("[data-id]").ok()??;
    let before = document().create_range().ok()?;
    before.set_start(&block, 0).ok()?;
    before.set_end(&from, range.start_offset().ok()?).ok()?;
    if !block.contains(range.end_container().ok().as_ref()) {
        range.set_end(&block, block.child_nodes().length()).ok()?;
    }
    let start = characters(&before)?;
    let end = start + characters(&range)?;
    let around = range.get_bounding_client_rect();
    let span = Span {
        block: block.get_attribute("data-block")?.parse().ok()?,
        start,
        end,
    };
    let height = window().inner_height().ok()?.as_f64()?;
    (start < end).then_some(Selected {
        document: holder.get_attribute("data-id")?,
        span,
        x: around.left() + around.width() / 2.0 + window().scroll_x().ok()?,
        y: around.bottom().min(height - 8.0 * EDGE) + window().scroll_y().ok()?,
    })
}

/// How many characters of a document stand in a range.
fn characters(range: &Range) -> Option<usize> {
    let inside = range.clone_contents().ok()?;
    let others = inside.query_selector_all("[data-length]").ok()?;
    let mut characters = 0;
    for at in 0..others.length() {
        let other: Element = others.item(at)?.unchecked_into();
        let length = other.get_attribute("data-length")?.parse::<usize>();
        characters += length.unwrap_or_default();
        other.remove();
    }
    Some(characters + inside.text_content()?.chars().count())
}

/// Puts an element at a place of the page, in pixels, inside of the window. The page's policy allows no style in
/// markup.
pub fn place(id: &str, x: f64, y: f64) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        let half = f64::from(element.offset_width()) / 2.0 + EDGE;
        let x = x.min(width.unwrap_or(x) - half).max(half);
        for (property, value) in [("left", x), ("top", y)] {
            let _ = element.style().set_property(property, &format!("{value:.0}px"));
        }
    }
}

/// Sets the title of the window.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Calls back for single keys pressed outside of fields and dialogs and without a modifier; says whether the key was used.
pub fn on_key(mut pressed: impl FnMut(&str) -> bool + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let in_field = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|element| matches!(element.closest("input, select, textarea, dialog"), Ok(Some(_))));
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !in_field && !modified && !event.is_composing() && pressed(&event.key()) {
            event.prevent_default();
        }
    })
}

/// Closes menus that the reader leaves: he presses or goes elsewhere, or presses Escape, which leads back.
pub fn on_menus() -> Vec<EventListener> {
    let close = |is_left: &dyn Fn(&Element) -> bool| {
        let menus = document().query_selector_all("details.menu[open]");
        let menus = menus
            .into_iter()
            .flat_map(|menus| (0..menus.length()).filter_map(move |at| menus.get(at)));
        for menu in menus
            .filter_map(|menu| menu.dyn_into::<Element>().ok())
            .filter(|menu| is_left(menu))
        {
            let _ = menu.remove_attribute("open");
        }
    };
    let target = |event: &Event| event.target().and_then(|target| target.dyn_into::<Node>().ok());
    let press = move |event: &Event| {
        let target = target(event);
        close(&|menu| !menu.contains(target.as_ref()));
    };
    // A press on words in the menu, which take no focus, gives it to what is around.
    let go = move |event: &Event| {
        let target = target(event);
        let is_around = |menu: &Element| target.as_ref().is_some_and(|target| target.contains(Some(menu)));
        close(&|menu| !menu.contains(target.as_ref()) && !is_around(menu));
    };
    let escape = move |event: &Event| {
        if event
            .dyn_ref::<KeyboardEvent>()
            .is_some_and(|event| event.key() == "Escape")
        {
            close(&|menu| {
                let summary = menu.query_selector("summary").ok().flatten();
                if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
                    let _ = summary.focus();
                }
                true
            });
        }
    };
    vec![
        EventListener::new(&document(), "pointerdown", press),
        EventListener::new(&document(), "focusin", go),
        EventListener::new(&document(), "keydown", escape),
    ]
}

/// Calls back when the reader presses N (forward) or P (backward) outside of fields.
pub fn on_step(step: impl Fn(bool) + 'static) -> EventListener {
    on_key(move |key| {
        let forward = key.eq_ignore_ascii_case("n");
        let used = forward || key.eq_ignore_ascii_case("p");
        if used {
            step(forward);
        }
        used
    })
}
