//! The reader: one speech, well set, with its slogans.

use tifa::corpus::{Block, Document, Span};
use tifa::search::Facet;
use tifa::session::compare::Neighbours;
use tifa::session::{Action, Card, Mark, Piece, Reading, State, View, grouped, link, neighbour, pieces, reduce};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::details::remove;
use super::mark::{by_category, card, class, description, legend, paint};
use super::messages::{Messages, percent};
use super::witnesses::beside;
use crate::platform::{dom, paper};

/// Nearest speeches that are listed at once.
const FEW: usize = 3;

/// The speech that the state names, or what to do if it names none.
pub fn reader(
    reading: Option<&Shared<Reading>>,
    neighbours: Option<&Shared<Neighbours>>,
    state: &State,
    context: &Context,
) -> Html {
    let Some(wanted) = &state.document else {
        return html! {
            <main id="main" class="empty" tabindex="-1">
                <h1>{ context.text("reader.none") }</h1>
                <p><a href="#/library">{ context.text("reader.none.hint") }</a></p>
            </main>
        };
    };
    match reading.filter(|reading| reading.document.id == *wanted) {
        Some(reading) => {
            let neighbours = neighbours.filter(|near| near.id == *wanted).cloned();
            html! { <Open {reading} {neighbours} state={state.clone()} context={context.clone()} /> }
        }
        None => html! { <main id="main" tabindex="-1" aria-busy="true"></main> },
    }
}

#[derive(PartialEq, Properties)]
struct OpenProps {
    reading: Shared<Reading>,
    neighbours: Option<Shared<Neighbours>>,
    state: State,
    context: Context,
}

#[component]
fn Open(props: &OpenProps) -> Html {
    let Context { messages, dispatch, .. } = &props.context;
    let (reading, state) = (&props.reading, &props.state);
    // The mark under the pointer or the focus; it shows its card and changes nothing else.
    let looked_at = use_state(|| None::<Look>);
    // On a narrow screen the card lies over the text, and can be closed.
    let is_closed = use_state(|| false);
    let visible = use_memo(
        (reading.clone(), state.hidden.clone(), state.plain),
        |(reading, hidden, plain)| {
            let is_shown = |mark: &usize| !hidden.contains(&reading.entries[reading.marks[*mark].entry].category);
            let marks = 0..if *plain { 0 } else { reading.marks.len() };
            marks.filter(is_shown).collect::<Vec<usize>>()
        },
    );
    let at_place = state.place.and_then(|(block, at)| {
        let mut visible = visible.iter().copied();
        visible.find(|mark| {
            let span = reading.marks[*mark].span;
            span.block == block && (span.start..span.end).contains(&at)
        })
    });
    let current = state.mark.filter(|mark| *mark < reading.marks.len()).or(at_place);
    // A place without a mark is shown by its paragraph.
    let place = state.place.filter(|_| current.is_none());

    // Where the present mark stands. When slogans are added or taken away it has another number, and is found again
    // by its place; it is not brought into view then, for the reader is elsewhere.
    let span = current.map(|mark| reading.marks[mark].span);
    let stood = use_mut_ref(|| (reading.clone(), span));
    let awaited = use_mut_ref(|| None::<Span>);
    use_effect_with((reading.clone(), span), {
        let (looked_at, dispatch, awaited) = (looked_at.setter(), dispatch.clone(), awaited.clone());
        move |(reading, span)| {
            let (before, stands) = stood.replace((reading.clone(), *span));
            if before == *reading {
                return;
            }
            looked_at.set(None);
            let is_same = before.document.id == reading.document.id;
            if let Some(stands) = stands.filter(|stands| is_same && Some(*stands) != *span) {
                awaited.replace(Some(stands));
                dispatch.emit(Action::ReadAt(reading.document.id.clone(), stands.block, stands.start));
            }
        }
    });
    // Following a link to a mark, or stepping to one, brings it into view.
    use_effect_with((reading.document.id.clone(), span, place), {
        let (looked_at, is_closed) = (looked_at.setter(), is_closed.setter());
        move |(_, span, place)| {
            if awaited.borrow().is_some() {
                if span.is_none() || *span == *awaited.borrow() {
                    awaited.replace(None);
                }
            } else if let Some(mark) = current {
                dom::scroll_to(&format!("mark-{mark}"));
                looked_at.set(Some(Look::at(mark)));
                is_closed.set(false);
            } else if let Some((block, _)) = place {
                dom::scroll_to(&format!("block-{block}"));
            }
        }
    });
    use_effect_with(
        (reading.clone(), visible.clone(), current, place, dispatch.clone()),
        |(reading, visible, current, place, dispatch)| {
            let (reading, visible, dispatch) = (reading.clone(), visible.clone(), dispatch.clone());
            let (current, place) = (*current, *place);
            let listener = dom::on_key(move |key| {
                let next = match (key, current) {
                    ("n" | "N", _) => step(&reading, &visible, current, place, true),
                    ("p" | "P", _) => step(&reading, &visible, current, place, false),
                    ("]", Some(mark)) => neighbour(&alike(&reading, &visible, mark), current, true),
                    ("[", Some(mark)) => neighbour(&alike(&reading, &visible, mark), current, false),
                    ("t" | "T", _) => {
                        dispatch.emit(Action::TogglePlain);
                        return true;
                    }
                    _ => return false,
                };
                if let Some(mark) = next {
                    dispatch.emit(Action::GoToMark(mark));
                }
                true
            });
            || drop(listener)
        },
    );

    // These two stay the same from one look to the next, so that the text is not drawn again for each.
    let look = {
        let (look, is_closed) = (looked_at.setter(), is_closed.setter());
        use_callback((), move |mark, ()| {
            look.set(Some(Look::at(mark)));
            is_closed.set(false);
        })
    };
    let choose = use_callback(dispatch.clone(), |mark, dispatch| dispatch.emit(Action::GoToMark(mark)));
    let shown = looked_at.or(current.map(Look::at));
    let shown = shown.filter(|look| !*is_closed && visible.binary_search(&look.mark).is_ok());
    let close = {
        let is_closed = is_closed.setter();
        move |_| is_closed.set(true)
    };
    let hint = match (reading.marks.is_empty(), state.plain) {
        (true, _) => "reader.none-found",
        (false, true) => "card.hint.plain",
        (false, false) => "card.hint",
    };
    html! {
        <div class="read">
            { outline(reading, messages) }
            <main id="main" tabindex="-1">
                <Article reading={reading.clone()} visible={(*visible).clone()} {current} {place} is_plain={state.plain}
                    {look} choose={choose.clone()} messages={messages.clone()} />
            </main>
            { ribbon(reading, &visible, current, &choose, messages) }
            <aside class="side" aria-label={messages.text("reader.marks")}>
                <div class={classes!("floating", shown.is_some().then_some("shown"))}>
                    if let Some(look) = shown {
                        { card(&reading.entries[look.entry(reading)], state, &props.context, html! {
                            <>{ covers(reading, look, &looked_at.setter(), messages) }{ steps(reading, &visible, look.mark, &props.context) }</>
                        }) }
                        <button type="button" class="icon close" aria-label={messages.text("keys.close")} onclick={close}>{ "×" }</button>
                    } else {
                        <section class="card hint"><p>{ messages.text(hint) }</p></section>
                    }
                </div>
                if !reading.marks.is_empty() {
                    { legend(&by_category(&reading.marks, &reading.entries), state, &props.context) }
                }
                { for props.neighbours.as_ref().map(|near| nearest(near, reading, state, messages)) }
                { provenance(&reading.document, state, &props.context) }
            </aside>
        </div>
    }
}

/// What the card shows: the slogan of a mark, or one that this mark covers.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    mark: usize,
    /// Which of the covered ones.
    covered: Option<usize>,
}

impl Look {
    fn at(mark: usize) -> Self {
        Look { mark, covered: None }
    }

    fn entry(self, reading: &Reading) -> usize {
        let Mark { entry, covers, .. } = &reading.marks[self.mark];
        let covered = self.covered.and_then(|at| covers.get(at));
        *covered.unwrap_or(entry)
    }
}

/// The next mark, or the one before; without a present one from a place on.
fn step(
    reading: &Reading,
    visible: &[usize],
    current: Option<usize>,
    place: Option<(usize, usize)>,
    forward: bool,
) -> Option<usize> {
    let is_before = |mark: &&usize| {
        let span = reading.marks[**mark].span;
        place.is_some_and(|place| (span.block, span.start) < place)
    };
    let before = visible.iter().take_while(is_before).last().copied();
    match (current.or(before), forward) {
        (None, _) => neighbour(visible, None, forward),
        // Without a present mark the one before the place is the first backward.
        (Some(mark), false) if current.is_none() => Some(mark),
        (from, forward) => neighbour(visible, from, forward),
    }
}

/// The marks of the slogan that is marked there.
fn alike(reading: &Reading, visible: &[usize], mark: usize) -> Vec<usize> {
    let entry = reading.marks[mark].entry;
    let marks = visible.iter().copied();
    marks.filter(|at| reading.marks[*at].entry == entry).collect()
}

/// The slogans that a mark covers, each to be looked at, and the way back.
fn covers(reading: &Reading, look: Look, looked_at: &UseStateSetter<Option<Look>>, messages: &Messages) -> Html {
    let Mark { entry, covers, .. } = &reading.marks[look.mark];
    if covers.is_empty() {
        return Html::default();
    }
    let link = |entry: usize, covered: Option<usize>| {
        let looked_at = looked_at.clone();
        let onclick = move |_: MouseEvent| looked_at.set(Some(Look { covered, ..look }));
        html! {
            <button type="button" class="quiet" key={covered.map_or(0, |at| at + 1)} lang="zh-Hans" {onclick}>
                { &reading.entries[entry].phrase }
            </button>
        }
    };
    html! {
        <p class="covers">
            if look.covered.is_some() {
                <span>{ messages.text("card.covered") }</span>{ link(*entry, None) }
            } else {
                <span>{ messages.text("card.covers") }</span>
                { for covers.iter().enumerate().map(|(at, entry)| link(*entry, Some(at))) }
            }
        </p>
    }
}

/// The buttons that lead from one use of a slogan to another use of the same one.
fn steps(reading: &Reading, visible: &[usize], mark: usize, context: &Context) -> Html {
    let Context { messages, dispatch, .. } = context;
    let same = alike(reading, visible, mark);
    let position = same.iter().position(|at| *at == mark).map_or(0, |at| at + 1);
    let position = messages.fill("card.position", &[&position.to_string(), &same.len().to_string()]);
    let alone = same.len() < 2;
    let button = |forward: bool, key: &str, shortcut: &'static str| {
        let next = neighbour(&same, Some(mark), forward).unwrap_or(mark);
        let onclick = dispatch.reform(move |_: MouseEvent| Action::GoToMark(next));
        html! {
            <button type="button" disabled={alone} aria-keyshortcuts={shortcut} {onclick}>{ messages.text(key) }</button>
        }
    };
    html! {
        <p class="steps">
            { button(false, "card.previous", "[") }
            <span class="num">{ position }</span>
            { button(true, "card.next", "]") }
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
    /// The place that is shown by its paragraph.
    place: Option<(usize, usize)>,
    is_plain: bool,
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
            // Whoever selects words of a slogan does not want to go there.
            if let Some(mark) = dom::data(&event, "mark").filter(|_| !dom::has_selection()) {
                choose.emit(mark);
            }
        }
    };
    html! {
        <article class="sheet" lang={document.lang.clone()} data-id={document.id.clone()} {onmouseover} {onfocusin} {onclick}>
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
    let hits = reading.hits.iter().filter(|hit| hit.block == i && !props.is_plain);
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
    let index = i.to_string();
    let class = props.place.filter(|(block, _)| *block == i).map(|_| "here");
    match block.heading {
        Some(1) => html! { <h2 {id} {class} data-block={index} tabindex="-1">{ children }</h2> },
        Some(_) => html! { <h3 {id} {class} data-block={index} tabindex="-1">{ children }</h3> },
        None => html! { <p {id} {class} data-block={index} tabindex="-1">{ children }</p> },
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
            class={classes!(class(entry), current.then_some("current"))}
            tabindex={if reachable { "0" } else { "-1" }} title={description(entry, &props.messages)}>
            { inside }
        </mark>
    }
}

/// A strip beside the text with a tick for each slogan, where it stands in the whole; the arrow keys go along it.
fn ribbon(
    reading: &Reading,
    visible: &[usize],
    current: Option<usize>,
    choose: &Callback<usize>,
    messages: &Messages,
) -> Html {
    let mut before = vec![0];
    for block in &reading.document.body {
        before.push(before[before.len() - 1] + block.text.chars().count());
    }
    let total = before[before.len() - 1].max(1);
    let tick = |&at: &usize| {
        let &Mark { span, entry, .. } = &reading.marks[at];
        let y = (before[span.block] + span.start) as f64 * 992.0 / total as f64 + 4.0;
        let y = format!("{y:.1}");
        let entry = &reading.entries[entry];
        let class = classes!(
            paint(&entry.category, entry.colour),
            (current == Some(at)).then_some("current")
        );
        html! {
            <line key={at} {class} data-mark={at.to_string()} x1="0" x2="12" y1={y.clone()} y2={y}>
                <title>{ format!("{} · {}", entry.phrase, messages.category(&entry.category)) }</title>
            </line>
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
    let onkeydown = {
        let (choose, ends) = (choose.clone(), visible.first().copied().zip(visible.last().copied()));
        let next = neighbour(visible, current, true).zip(neighbour(visible, current, false));
        move |event: KeyboardEvent| {
            let Some(((first, last), (next, previous))) = ends.zip(next) else {
                return;
            };
            let to = match event.key().as_str() {
                "ArrowDown" | "ArrowRight" => next,
                "ArrowUp" | "ArrowLeft" => previous,
                "Home" => first,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            choose.emit(to);
        }
    };
    let now = current.and_then(|current| visible.binary_search(&current).ok());
    let words = match current {
        Some(current) => reading.entries[reading.marks[current].entry].phrase.clone(),
        None => messages.count("library.slogans.here", visible.len()),
    };
    html! {
        <svg class="ribbon" viewBox="0 0 12 1000" preserveAspectRatio="none" role="slider" tabindex="0" {onclick}
            {onkeydown} aria-label={messages.text("reader.ribbon")} aria-orientation="vertical" aria-valuemin="0"
            aria-valuemax={visible.len().to_string()} aria-valuenow={now.map_or(0, |at| at + 1).to_string()}
            aria-valuetext={words}>{ for visible.iter().map(tick) }</svg>
    }
}

/// The speeches that share most text with this one, and those most alike in their slogans.
fn nearest(near: &Neighbours, reading: &Reading, state: &State, messages: &Messages) -> Html {
    let list = |key: &str, found: &[(Card, usize, f64)]| {
        let item = |(card, count, likeness): &(Card, usize, f64)| {
            let words = messages.fill(key, &[&grouped(*count), &percent(*likeness)]);
            let date = card.date.as_ref().map(|date| messages.date(date));
            let facts: Vec<String> = date.into_iter().chain([words]).collect();
            let start = Span {
                block: 0,
                start: 0,
                end: 0,
            };
            html! {
                <li key={card.id.clone()}>
                    <a lang={card.lang.clone()} href={link::write(&reduce(state, Action::Read(card.id.clone())))}>{ &card.title }</a>
                    <span class="meta">{ facts.join(" · ") }</span>
                    <a class="quiet" href={beside(state, (&reading.document.id, start), &card.id)}
                        aria-label={messages.fill("near.compare.label", &[&card.title])}>{ messages.text("near.compare") }</a>
                </li>
            }
        };
        let (few, more) = found.split_at(found.len().min(FEW));
        html! {
            <>
                <ol>{ for few.iter().map(item) }</ol>
                if !more.is_empty() {
                    <details><summary>{ messages.count("near.more", more.len()) }</summary><ol>{ for more.iter().map(item) }</ol></details>
                }
            </>
        }
    };
    html! {
        <section class="card near">
            <h3>{ messages.text("near") }</h3>
            if near.by_text.is_empty() && near.by_slogans.is_empty() {
                <p class="meta">{ messages.text("near.none") }</p>
            }
            if !near.by_text.is_empty() {
                <h4>{ messages.text("near.by-text") }</h4>
                { list("near.shared", &near.by_text) }
            }
            if !near.by_slogans.is_empty() {
                <h4>{ messages.text("near.by-slogans") }</h4>
                { list("near.slogans", &near.by_slogans) }
            }
        </section>
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
    let others: Vec<Html> = [("title", "sort.title"), ("date", "facet.date"), ("place", "facet.place"), ("genre", "facet.genre")]
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
        dispatch.reform(move |_: MouseEvent| Action::Pick(vec![id.clone()]))
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
                <a class="plain" href={link::write(&reduce(state, Action::Check(document.id.clone())))}>{ messages.text("check.title") }</a>
            </p>
            <p class="buttons acts">
                <button type="button" class="quiet" onclick={|_| paper::print(|| ())}>{ messages.text("acts.print") }</button>
                <a class="quiet" href={link::write(&reduce(state, Action::Show(View::Details)))}>{ messages.text("reader.details") }</a>
                { remove(&document.id, "quiet", context) }
            </p>
        </section>
    }
}
