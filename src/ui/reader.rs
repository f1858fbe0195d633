//! The reader: one speech, well set, with its slogans.

use tifa::corpus::{Block, Document};
use tifa::search::Facet;
use tifa::session::{Action, Mark, Piece, Reading, State, View, link, neighbour, pieces, reduce};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::details::remove;
use super::mark::{by_category, card, class, description, legend};
use super::messages::Messages;
use crate::platform::dom;

/// The speech that the state names, or what to do if it names none.
pub fn reader(reading: Option<&Shared<Reading>>, state: &State, context: &Context) -> Html {
    let Some(wanted) = &state.document else {
        return html! {
            <main id="main" class="empty" tabindex="-1">
                <h1>{ context.text("reader.none") }</h1>
                <p><a href="#/library">{ context.text("reader.none.hint") }</a></p>
            </main>
        };
    };
    match reading.filter(|reading| reading.document.id == *wanted) {
        Some(reading) => html! { <Open {reading} state={state.clone()} context={context.clone()} /> },
        None => html! { <main id="main" tabindex="-1" aria-busy="true"></main> },
    }
}

#[derive(PartialEq, Properties)]
struct OpenProps {
    reading: Shared<Reading>,
    state: State,
    context: Context,
}

#[component]
fn Open(props: &OpenProps) -> Html {
    let Context { messages, dispatch, .. } = &props.context;
    let (reading, state) = (&props.reading, &props.state);
    // The mark under the pointer or the focus; it shows its card and changes nothing else.
    let looked_at = use_state(|| None::<usize>);
    let visible = use_memo((reading.clone(), state.hidden.clone()), |(reading, hidden)| {
        let is_shown = |mark: &usize| !hidden.contains(&reading.entries[reading.marks[*mark].entry].category);
        (0..reading.marks.len()).filter(is_shown).collect::<Vec<usize>>()
    });
    // A list led to a mark, or to a place in the text.
    let current = match state.place {
        Some(place) => at_place(reading, place),
        None => state.mark.filter(|mark| *mark < reading.marks.len()),
    };

    // Following a link to one of them, or stepping to a mark, brings it into view.
    use_effect_with((reading.clone(), current, state.place), {
        let looked_at = looked_at.clone();
        move |(_, current, place)| {
            if let Some(mark) = current {
                dom::scroll_to(&format!("mark-{mark}"));
                looked_at.set(Some(*mark));
            } else if let Some((block, _)) = place {
                dom::scroll_to(&format!("block-{block}"));
            }
        }
    });
    use_effect_with(
        (visible.clone(), current, dispatch.clone()),
        |(visible, current, dispatch)| {
            let (visible, current, dispatch) = (visible.clone(), *current, dispatch.clone());
            let listener = dom::on_step(move |forward| {
                if let Some(mark) = neighbour(&visible, current, forward) {
                    dispatch.emit(Action::GoToMark(mark));
                }
            });
            || drop(listener)
        },
    );

    // These two stay the same from one look to the next, so that the text is not drawn again for each.
    let look = {
        let look = looked_at.setter();
        use_callback((), move |mark, ()| look.set(Some(mark)))
    };
    let choose = use_callback(dispatch.clone(), |mark, dispatch| dispatch.emit(Action::GoToMark(mark)));
    let shown = looked_at.or(current).filter(|mark| *mark < reading.marks.len());
    let close = {
        let looked_at = looked_at.clone();
        move |_| looked_at.set(None)
    };
    html! {
        <div class="read">
            { outline(reading, messages) }
            <main id="main" tabindex="-1">
                <Article reading={reading.clone()} visible={(*visible).clone()} {current} {look}
                    choose={choose.clone()} messages={messages.clone()} />
            </main>
            { ribbon(reading, &visible, &choose, messages) }
            <aside class="side" aria-label={messages.text("reader.marks")}>
                <div class={classes!("floating", shown.is_some().then_some("shown"))}>
                    if let Some(mark) = shown {
                        { card(&reading.entries[reading.marks[mark].entry], state, messages, steps(reading, mark, &props.context)) }
                        <button type="button" class="icon close" aria-label={messages.text("keys.close")} onclick={close}>{ "×" }</button>
                    } else {
                        <section class="card hint">
                            <p>{ messages.text(if reading.marks.is_empty() { "reader.none-found" } else { "card.hint" }) }</p>
                        </section>
                    }
                </div>
                if !reading.marks.is_empty() {
                    { legend(&by_category(&reading.marks, &reading.entries), &state.hidden, &props.context) }
                }
                { provenance(&reading.document, state, &props.context) }
            </aside>
        </div>
    }
}

/// The mark at a place in the text: block and character.
fn at_place(reading: &Reading, (block, start): (usize, usize)) -> Option<usize> {
    let holds = |mark: &Mark| mark.span.block == block && (mark.span.start..mark.span.end).contains(&start);
    reading.marks.iter().position(holds)
}

/// The buttons that lead from one use of a slogan to another use of the same one.
fn steps(reading: &Reading, mark: usize, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let entry = reading.marks[mark].entry;
    let same: Vec<usize> = (0..reading.marks.len())
        .filter(|at| reading.marks[*at].entry == entry)
        .collect();
    let position = same.iter().position(|at| *at == mark).map_or(0, |at| at + 1);
    let position = messages.fill("card.position", &[&position.to_string(), &same.len().to_string()]);
    let alone = same.len() < 2;
    let button = |forward: bool, key: &str| {
        let next = neighbour(&same, Some(mark), forward).unwrap_or(mark);
        let onclick = dispatch.reform(move |_: MouseEvent| Action::GoToMark(next));
        html! { <button type="button" disabled={alone} {onclick}>{ messages.text(key) }</button> }
    };
    html! {
        <p class="steps">
            { button(false, "card.previous") }
            <span class="num">{ position }</span>
            { button(true, "card.next") }
        </p>
    }
}

fn outline(reading: &Reading, messages: &Messages) -> Html {
    let body = &reading.document.body;
    let headings = body
        .iter()
        .enumerate()
        .filter_map(|(i, block)| Some((i, block.heading?, &block.text)));
    let entry = |id: usize, level: u8, text: String| {
        let onclick = move |_| {
            let id = format!("block-{id}");
            dom::scroll_to_start(&id);
            dom::focus(&id);
        };
        html! {
            <li key={id} class={format!("level-{level}")}>
                <button type="button" {onclick}>{ text }</button>
            </li>
        }
    };
    let mut entries: Vec<Html> = headings.map(|(i, level, text)| entry(i, level, text.clone())).collect();
    if !entries.is_empty() && body.first().is_some_and(|block| block.heading.is_none()) {
        entries.insert(0, entry(0, 1, messages.text("reader.opening")));
    }
    html! {
        <nav class="toc" aria-label={messages.text("reader.outline")}>
            if !entries.is_empty() {
                <h2>{ messages.text("reader.outline") }</h2>
                <ol>{ entries }</ol>
            }
        </nav>
    }
}

#[derive(PartialEq, Properties)]
struct ArticleProps {
    reading: Shared<Reading>,
    visible: Vec<usize>,
    current: Option<usize>,
    look: Callback<usize>,
    choose: Callback<usize>,
    messages: Messages,
}

#[component]
fn Article(props: &ArticleProps) -> Html {
    let messages = &props.messages;
    let reading = &props.reading;
    let document = &reading.document;
    let onmouseover = {
        let look = props.look.clone();
        move |event: MouseEvent| {
            if let Some(mark) = dom::data(&event, "mark") {
                look.emit(mark);
            }
        }
    };
    let onfocusin = {
        let look = props.look.clone();
        move |event: FocusEvent| {
            if let Some(mark) = dom::data(&event, "mark") {
                look.emit(mark);
            }
        }
    };
    let onclick = {
        let choose = props.choose.clone();
        move |event: MouseEvent| {
            if let Some(mark) = dom::data(&event, "mark") {
                choose.emit(mark);
            }
        }
    };
    html! {
        <article class="sheet" lang={document.lang.clone()} {onmouseover} {onfocusin} {onclick}>
            <h1>{ &document.title }</h1>
            { head(document, reading.length, messages) }
            { for document.body.iter().enumerate().map(|(i, block)| paragraph(props, i, block)) }
        </article>
    }
}

fn head(document: &Document, length: usize, messages: &Messages) -> Html {
    let parts = [
        document.date.as_ref().map(|date| messages.date(date)),
        (!document.place.is_empty()).then(|| document.place.join(" ")),
        document.genre.map(|genre| messages.value(Facet::Genre, genre.key())),
        Some(messages.count("library.length", length)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    html! { <p class="meta">{ parts.join(" · ") }</p> }
}

fn paragraph(props: &ArticleProps, i: usize, block: &Block) -> Html {
    let reading = &props.reading;
    let marks: Vec<usize> = props
        .visible
        .iter()
        .copied()
        .filter(|mark| reading.marks[*mark].span.block == i)
        .collect();
    let hits = reading.hits.iter().filter(|hit| hit.block == i);
    let spans: Vec<(usize, usize)> = marks
        .iter()
        .map(|mark| reading.marks[*mark].span)
        .chain(hits.copied())
        .map(|span| (span.start, span.end))
        .collect();
    let mut children = Vec::new();
    let mut found = pieces(&block.text, &spans).into_iter().peekable();
    while let Some(piece) = found.next() {
        // The pieces of one slogan stand together in one mark, a hit of the query inside it.
        match piece.marks.first().filter(|mark| **mark < marks.len()) {
            Some(&mark) => {
                let mut inside = vec![run(&piece, marks.len())];
                while let Some(next) = found.next_if(|next| next.marks.first() == Some(&mark)) {
                    inside.push(run(&next, marks.len()));
                }
                children.push(slogan(props, marks[mark], inside));
            }
            None => children.push(run(&piece, marks.len())),
        }
    }
    let id = format!("block-{i}");
    match block.heading {
        Some(1) => html! { <h2 {id} tabindex="-1">{ children }</h2> },
        Some(_) => html! { <h3 {id} tabindex="-1">{ children }</h3> },
        None => html! { <p {id} tabindex="-1">{ children }</p> },
    }
}

/// A run of text; a hit of the query if one of its marks is beyond those of the slogans.
fn run(piece: &Piece, slogans: usize) -> Html {
    if piece.marks.iter().any(|mark| *mark >= slogans) {
        html! { <mark class="hit">{ piece.text }</mark> }
    } else {
        html! { { piece.text } }
    }
}

fn slogan(props: &ArticleProps, at: usize, inside: Vec<Html>) -> Html {
    let entry = props.reading.marks[at].entry;
    let entry = &props.reading.entries[entry];
    let current = props.current == Some(at);
    // One mark can be reached with Tab; N and P lead from there to the others.
    let reachable = current || (props.current.is_none() && props.visible.first() == Some(&at));
    html! {
        <mark key={format!("mark-{at}")} id={format!("mark-{at}")} data-mark={at.to_string()}
            class={classes!(class(&entry.category), current.then_some("current"))}
            tabindex={if reachable { "0" } else { "-1" }} title={description(entry, &props.messages)}>
            { inside }
        </mark>
    }
}

/// A strip beside the text with a tick for each slogan, where it stands in the whole.
fn ribbon(reading: &Reading, visible: &[usize], choose: &Callback<usize>, messages: &Messages) -> Html {
    let mut before = vec![0];
    for block in &reading.document.body {
        before.push(before[before.len() - 1] + block.text.chars().count());
    }
    let total = before[before.len() - 1].max(1);
    let tick = |&at: &usize| {
        let &Mark { span, entry, .. } = &reading.marks[at];
        let y = (before[span.block] + span.start) as f64 * 992.0 / total as f64;
        html! {
            <rect key={at} class={format!("c-{}", reading.entries[entry].category)} data-mark={at.to_string()}
                x="0" y={format!("{y:.1}")} width="12" height="5" />
        }
    };
    let onclick = {
        let choose = choose.clone();
        move |event: MouseEvent| {
            if let Some(mark) = dom::data(&event, "mark") {
                choose.emit(mark);
            }
        }
    };
    html! {
        <svg class="ribbon" viewBox="0 0 12 1000" preserveAspectRatio="none" role="img" {onclick}
            aria-label={messages.text("reader.ribbon")}>{ for visible.iter().map(tick) }</svg>
    }
}

/// Where the text came from, and which of the facts about it were inferred.
fn provenance(document: &Document, state: &State, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let speakers: Vec<String> = document
        .speakers
        .iter()
        .map(|speaker| match &speaker.role {
            Some(role) => messages.fill("reader.speaker", &[&speaker.name, role]),
            None => speaker.name.clone(),
        })
        .collect();
    let facts = [
        (
            "reader.speakers",
            "speakers",
            (!speakers.is_empty()).then(|| speakers.join(&messages.text("reader.speakers.and"))),
        ),
        ("reader.issuer", "issuer", document.issuer.clone()),
        ("reader.source", "source", document.source.clone()),
        (
            "reader.published",
            "published",
            document.published.as_ref().map(|date| messages.date(date)),
        ),
        (
            "reader.file",
            "",
            document.origin.as_ref().map(|origin| origin.file.clone()),
        ),
        (
            "reader.encoding",
            "",
            document.origin.as_ref().map(|origin| origin.encoding.clone()),
        ),
    ];
    let facts: Vec<Html> = facts
        .into_iter()
        .filter_map(|(key, field, value)| {
            let derived = document.derived.get(field).map(|from| {
                html! { <em class="derived" title={messages.fill("reader.derived.from", &[from])}>{ messages.text("reader.derived") }</em> }
            });
            value.map(|value| html! { <div><dt>{ messages.text(key) }</dt><dd>{ value }{ derived }</dd></div> })
        })
        .collect();
    let others: Vec<Html> = [("title", "sort.title"), ("date", "facet.year"), ("place", "facet.place"), ("genre", "facet.genre")]
        .into_iter()
        .filter_map(|(field, key)| {
            let from = document.derived.get(field)?;
            Some(html! {
                <div><dt>{ messages.text(key) }</dt>
                <dd><em class="derived">{ messages.text("reader.derived") }</em>{ messages.fill("reader.derived.from", &[from]) }</dd></div>
            })
        })
        .collect();
    let picked = state.is_picked(&document.id);
    let pick = {
        let id = document.id.clone();
        dispatch.reform(move |_: MouseEvent| Action::Pick(id.clone()))
    };
    html! {
        <section class="card provenance">
            <h3>{ messages.text("reader.provenance") }</h3>
            if facts.is_empty() && others.is_empty() {
                <p class="meta">{ messages.text("reader.provenance.none") }</p>
            }
            <dl>{ facts }{ others }</dl>
            <p class="buttons">
                <button type="button" class="plain" aria-pressed={picked.to_string()} onclick={pick}>
                    { messages.text(if picked { "reader.picked" } else { "reader.pick" }) }
                </button>
            </p>
            <p class="buttons acts">
                <a class="quiet" href={link::write(&reduce(state, Action::Show(View::Details)))}>{ messages.text("reader.details") }</a>
                { remove(&document.id, "quiet", context) }
            </p>
        </section>
    }
}
