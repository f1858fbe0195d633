//! The documents of the library, as a list or as a table: of many only those near what can be seen are on the page.

use std::cell::{Cell, RefCell};

use tifa::search::{Facet, Snippet};
use tifa::session::library::Column;
use tifa::session::{Action, Card, Item, Layout, Listing, PICKS, Request, Rows, Sought, State, link, reduce};
use yew::prelude::*;

use super::table;
use crate::platform::dom;
use crate::ui::desk::{Context, PAGE, Shared};
use crate::ui::errands::Errand;
use crate::ui::messages::{Messages, grouped};
use crate::ui::roll::{Frame, Roll, use_roll};

/// The list scrolls with the window.
const LIST: Frame = Frame {
    scrolls: None,
    length: "rows",
    chunk: PAGE,
    row: 82.0,
};

/// The table has a box of its own: its head stays above, and it may be wider than the page.
const TABLE: Frame = Frame {
    scrolls: Some("table"),
    length: "rows",
    chunk: PAGE,
    row: 36.0,
};

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub state: State,
    pub listing: Shared<Listing>,
    /// The rows that came last.
    pub rows: Option<Shared<Rows>>,
    /// List or table; it does not change.
    pub layout: Layout,
}

#[component]
pub fn Shelf(props: &Props) -> Html {
    let Props {
        context,
        state,
        listing,
        rows,
        layout,
    } = props;
    let ask = context.send.reform({
        let sought = listing.sought.clone();
        move |(from, count)| {
            let sought = sought.clone();
            Errand::Ask(Request::Rows { sought, from, count })
        }
    });
    let is_table = *layout == Layout::Table;
    let roll = use_roll::<Item>(if is_table { &TABLE } else { &LIST }, ask);
    use_list(listing, *layout, &roll);
    use_effect_with(rows.clone(), {
        let (roll, listing) = (roll.clone(), listing.clone());
        move |rows| {
            if let Some(rows) = rows.as_ref().filter(|rows| rows.sought == listing.sought) {
                roll.take(rows.from, listing.found, &rows.items);
            }
        }
    });
    // The row that was picked last: with Shift all from there on are.
    let last = use_memo(listing.sought.clone(), |_| Cell::new(None));
    let pick = {
        let (roll, context, sought) = (roll.clone(), context.clone(), listing.sought.clone());
        Callback::from(move |(at, is_range): (usize, bool)| {
            let last = last.replace(Some(at)).filter(|_| is_range);
            if let Some(last) = last {
                context.send.emit(Errand::Ask(Request::Ids {
                    sought: sought.clone(),
                    from: last.min(at),
                    count: (last.abs_diff(at) + 1).min(PICKS),
                }));
            } else if let Some(item) = roll.get(at) {
                context.dispatch.emit(Action::Pick(vec![item.card.id.clone()]));
            }
            last.is_some()
        })
    };
    let onkeydown = {
        let (roll, pick) = (roll.clone(), pick.clone());
        Callback::from(move |event: KeyboardEvent| {
            let is_modified = event.ctrl_key() || event.meta_key() || event.alt_key();
            let picks = match event.key().as_str() {
                " " => !dom::is_in_field(&event),
                key => key.eq_ignore_ascii_case("x"),
            };
            if is_modified || roll.key(&event) || !picks {
                return;
            }
            event.prevent_default();
            pick.emit((*roll.active, event.shift_key()));
        })
    };
    // The keys are at the row that has the focus, however it came there.
    let onfocusin = {
        let roll = roll.clone();
        Callback::from(move |event: FocusEvent| {
            if let Some(at) = dom::data(&event, "row").filter(|at| *at != *roll.active) {
                roll.active.set(at);
            }
        })
    };
    let state = Shared::with(&use_memo(state.clone(), State::clone));
    let columns = Shared::with(&use_memo(state.clone(), |state| table::columns(state)));
    // A row that stays is not drawn anew.
    let row = |(at, item): (usize, &Shared<Item>)| {
        html! {
            <Row key={at} {at} id={roll.id(at)} item={item.clone()} total={roll.shown.total} in_reach={at == roll.stop()}
                state={state.clone()} columns={is_table.then(|| columns.clone())} pick={pick.clone()} context={context.clone()} />
        }
    };
    let seen = roll.shown.numbered().map(row);
    // On paper there is what is on the page.
    let (first, count) = (roll.shown.first, roll.shown.rows.len());
    let places = [first + 1, first + count, roll.shown.total].map(grouped);
    let paper = (count < roll.shown.total).then(|| {
        let words = context
            .messages
            .fill("library.on-paper", &places.each_ref().map(String::as_str));
        html! { <p class="paper meta">{ words }</p> }
    });
    let list = if is_table {
        html! {
            <div id="table" class="table" role="grid" aria-label={context.text("library.table")} {onkeydown} {onfocusin}
                aria-rowcount={(roll.shown.total + 1).to_string()} aria-colcount={(columns.len() + 1).to_string()}>
                { table::head(&columns, &state, context) }
                <div id="rows" class="length" role="presentation" tabindex="-1">
                    <div class="seen" role="rowgroup">{ for seen }</div>
                </div>
            </div>
        }
    } else {
        let quotes = (listing.hits > 0).then_some("quoting");
        html! {
            <div id="rows" class={classes!("length", quotes)} role="presentation" tabindex="-1" {onkeydown} {onfocusin}>
                <ol class="seen rows" role="list" aria-label={context.text("library.rows")}>{ for seen }</ol>
            </div>
        }
    };
    html! { <>{ paper }{ list }</> }
}

thread_local! {
    /// What the list showed when the reader left it, and where it stood.
    static LEFT: RefCell<Option<Left>> = const { RefCell::new(None) };
}

struct Left {
    layout: Layout,
    sought: Sought,
    place: (f64, usize),
}

/// Begins the list anew when there is another listing: from its beginning if something else is sought, and at the place
/// where the reader left it if he comes back to it.
#[hook]
fn use_list(listing: &Shared<Listing>, layout: Layout, roll: &Roll<Item>) {
    let before = use_mut_ref(|| None::<Sought>);
    let last = use_mut_ref(|| roll.clone());
    last.replace(roll.clone());
    use_effect_with(listing.clone(), {
        let (roll, before) = (roll.clone(), before.clone());
        move |listing| {
            roll.begin(listing.is_far);
            roll.take(0, listing.found, &listing.items);
            match before.replace(Some(listing.sought.clone())) {
                Some(before) if before == listing.sought => {}
                Some(_) => roll.rewind(),
                None => {
                    let is_same = |left: &Left| left.layout == layout && left.sought == listing.sought;
                    match LEFT.take().filter(is_same) {
                        Some(left) => roll.go_back(left.place),
                        None => dom::scroll_to_top(),
                    }
                }
            }
        }
    });
    use_effect_with((), move |()| {
        move || {
            let (sought, place) = (before.take(), last.borrow().place());
            LEFT.set(sought.map(|sought| Left { layout, sought, place }));
        }
    });
}

/// A document in its row.
#[derive(PartialEq, Properties)]
pub struct RowProps {
    /// The number of the row, and its id on the page.
    pub at: usize,
    pub id: String,
    pub item: Shared<Item>,
    /// Rows in all.
    pub total: usize,
    /// Of all rows one can be reached with Tab, and keys lead from there to the others.
    pub in_reach: bool,
    pub state: Shared<State>,
    /// The columns, if it is a row of the table.
    pub columns: Option<Shared<Vec<Column>>>,
    /// Picks the row of a number; with Shift, all from the one that was picked last, if there is one; says whether it
    /// was.
    pub pick: Callback<(usize, bool), bool>,
    pub context: Context,
}

#[component]
fn Row(props: &RowProps) -> Html {
    match &props.columns {
        Some(columns) => table::row(props, columns),
        None => row(props),
    }
}

fn row(props: &RowProps) -> Html {
    let RowProps { at, item, .. } = props;
    let messages = &props.context.messages;
    let Item { card, snippets, .. } = &**item;
    let density = messages.fill("library.slogans", &[&item.slogans.to_string(), &density(item)]);
    let hits = (item.hits > 0).then(|| messages.count("library.hits", item.hits));
    html! {
        <li class="row" id={props.id.clone()} data-row={at.to_string()} aria-setsize={props.total.to_string()}
            aria-posinset={(at + 1).to_string()}>
            { pick(props) }
            <div lang={card.lang.clone()}>
                <h2>{ title(props) }</h2>
                { meta(card, messages) }
                { for snippets.iter().map(quote) }
            </div>
            <div class="dens">
                { strip(item, messages) }
                <span>{ density }</span>
                if let Some(hits) = hits { <span class="hits">{ hits }</span> }
            </div>
        </li>
    }
}

/// Uses of slogans for each thousand characters.
pub fn density(item: &Item) -> String {
    format!("{:.1}", item.slogans as f64 * 1000.0 / item.card.length.max(1) as f64)
}

/// Picks a document.
pub fn pick(props: &RowProps) -> Html {
    let messages = &props.context.messages;
    let card = &props.item.card;
    let onclick = {
        let (pick, at) = (props.pick.clone(), props.at);
        move |event: MouseEvent| {
            // What becomes of the box when a run of rows is picked is not known yet.
            if pick.emit((at, event.shift_key())) {
                event.prevent_default();
            }
        }
    };
    html! {
        <input type="checkbox" checked={props.state.is_picked(&card.id)} {onclick}
            tabindex={(!props.in_reach).then_some("-1")} aria-label={messages.fill("library.pick", &[&card.title])} />
    }
}

/// The title of a document, which opens it.
pub fn title(props: &RowProps) -> Html {
    let card = &props.item.card;
    let href = link::write(&reduce(&props.state, Action::Read(card.id.clone())));
    html! {
        <a id={format!("{}-link", props.id)} {href} title={card.title.clone()}
            tabindex={(!props.in_reach).then_some("-1")}>{ &card.title }</a>
    }
}

/// A hit in one line, of which the hit itself is always seen.
fn quote(snippet: &Snippet) -> Html {
    html! {
        <p class="snippet"><span class="before"><bdi>{ &snippet.before }</bdi></span><mark class="hit">{ &snippet.hit }</mark>
            <span class="after">{ &snippet.after }</span></p>
    }
}

/// Date, place, kind and length of a document in one line.
pub fn meta(card: &Card, messages: &Messages) -> Html {
    let parts = [
        card.date.as_ref().map(|date| messages.date(date)),
        (!card.place.is_empty()).then(|| card.place.join(" ")),
        card.genre.map(|genre| messages.value(Facet::Genre, genre.key())),
        Some(messages.count("library.length", card.length)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    html! { <div class="meta">{ parts.join(" · ") }</div> }
}

/// A small chart: a bar for each part of the text that uses slogans.
fn strip(item: &Item, messages: &Messages) -> Html {
    let most = item.strip.iter().copied().max().unwrap_or(0).max(1);
    let bars = item
        .strip
        .iter()
        .enumerate()
        .filter(|(_, uses)| **uses > 0)
        .map(|(i, uses)| {
            let height = 4 + 16 * uses / most;
            format!("M{} 20v-{height}h3v{height}z", i * 5 + 1)
        });
    html! {
        <svg width="121" height="20" viewBox="0 0 121 20" role="img" aria-label={messages.count("library.strip", item.slogans)}>
            <path d={bars.collect::<String>()} />
        </svg>
    }
}
