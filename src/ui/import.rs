//! The import: the ways in, how far the reading is, and the review of what was found before it is added.

use std::rc::Rc;

use tifa::corpus::Change;
use tifa::session::{Action, FileReport, State, reduce};
use tifa::session::{Choice, Found, Intake, Move, Of, Order, Progress, Row, Sift, Spot, Tally, Twin, View, link};
use yew::prelude::*;

use super::desk::{Context, Shared};
use super::errands::Errand;
use super::fields::fields;
use super::file::{file, size, trouble, troubles};
use super::library::meta;
use super::messages::{Messages, grouped};
use super::proof::Proof;
use crate::platform::{dom, files, today};

/// The id of the part that shows what is opened.
const OPEN: &str = "opened";

#[derive(PartialEq, Properties)]
pub struct Props {
    pub context: Context,
    pub intake: Shared<Intake>,
}

#[component]
pub fn Import(props: &Props) -> Html {
    let Props { context, intake } = props;
    let Context { messages, send, .. } = context;
    // Has the reader asked to give all up? He is asked once more.
    let giving_up = use_state(|| false);
    let item = match intake.spot {
        Some(Spot::Found(item)) => Some(item),
        _ => None,
    };
    use_effect_with((item, send.clone()), |(item, send)| {
        if let Some(item) = item {
            send.emit(Errand::Order(Order::Show(*item)));
        }
    });
    use_effect_with((intake.spot, intake.is_open), |(spot, _)| {
        if let Some(spot) = spot {
            dom::scroll_near(&row_id(*spot));
        }
    });
    use_effect_with(intake.is_open, |is_open| {
        if *is_open {
            dom::focus(OPEN);
        }
    });
    use_effect_with((intake.clone(), send.clone()), |(intake, send)| {
        let (intake, send) = (intake.clone(), send.clone());
        let keys = dom::on_key(move |key| press(key, &intake, &send));
        || drop(keys)
    });
    let change = use_callback((item, send.clone()), |change: Change, (item, send)| {
        if let Some(item) = item {
            send.emit(Errand::Order(Order::Change(*item, change)));
        }
    });
    if intake.is_empty() {
        return html! {
            <main id="main" class="import" tabindex="-1">
                <h1>{ messages.text("import.title") }</h1>
                { ways_in(context) }
                <p class="hint">{ messages.text("import.formats") }</p>
                <p class="hint">{ messages.text("import.private") }</p>
            </main>
        };
    }
    let tally = intake.tally();
    let progress = intake.progress();
    html! {
        <main id="main" class={classes!("import", "busy-desk", intake.is_open.then_some("opened"))} tabindex="-1">
            <div class="intake-head">
                <h1>{ messages.text("import.title") }</h1>
                { buttons(context) }
                <p class="sr" role="status">{ told(progress, &tally, messages) }</p>
            </div>
            if let Some(progress) = progress { { reading(&progress, context) } }
            <div class="intake">
                <section class="list" aria-label={messages.text("import.list")}>
                    { sifts(intake, &tally, messages, send) }
                    { list(intake, context) }
                </section>
                <section id={OPEN} class="open" tabindex="-1" aria-label={messages.text("import.open")}>
                    <button type="button" class="quiet back" onclick={send.reform(|_: MouseEvent| Errand::Intake(Move::Close))}>
                        { messages.text("import.back") }
                    </button>
                    { open(intake, &change, context) }
                </section>
            </div>
            { foot(progress.is_some(), &tally, &giving_up, context) }
        </main>
    }
}

/// Does what a key stands for.
fn press(key: &str, intake: &Intake, send: &Callback<Errand>) -> bool {
    let go = |forward| {
        if let Some(spot) = intake.neighbour(forward) {
            send.emit(Errand::Intake(if intake.is_open {
                Move::Open(spot)
            } else {
                Move::Go(spot)
            }));
        }
    };
    let decide = |choice| {
        if let Some(Spot::Found(item)) = intake.spot {
            send.emit(Errand::Decide(item, choice));
        }
    };
    let item = match intake.spot {
        Some(Spot::Found(item)) => intake.found(item),
        _ => None,
    };
    match key.to_ascii_lowercase().as_str() {
        "j" => go(true),
        "k" => go(false),
        "a" => decide(Choice::Keep),
        "x" => decide(Choice::LeaveOut),
        "m" if item.is_some_and(|found| found.twin.is_some()) => decide(Choice::Merge),
        "e" => dom::focus("field-title"),
        "escape" => {
            send.emit(Errand::Intake(Move::Close));
            if let Some(spot) = intake.spot {
                dom::focus(&row_id(spot));
            }
        }
        _ => return false,
    }
    true
}

/// The buttons for files and folders, and that dropping and pasting work.
pub fn ways_in(context: &Context) -> Html {
    html! {
        <div class="ways">
            <p class="lead">{ context.text("import.drop") }</p>
            { buttons(context) }
            <p class="hint">{ context.text("import.paste") }</p>
        </div>
    }
}

fn buttons(context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let button = |folder: bool, key: &str| {
        let send = send.clone();
        let onclick = move |_: MouseEvent| files::pick(folder, send.reform(Errand::Bring));
        html! { <button type="button" class="plain" {onclick}>{ messages.text(key) }</button> }
    };
    html! { <p class="buttons">{ button(false, "import.files") }{ button(true, "import.folder") }</p> }
}

/// What is said aloud: that the reading goes on, and what it gave; not file by file.
fn told(progress: Option<Progress>, tally: &Tally, messages: &Messages) -> String {
    match progress {
        Some(progress) => messages.count("import.reading", progress.of_files),
        None if tally.failed > 0 => messages.fill("import.done.failed", &[&grouped(tally.all), &grouped(tally.failed)]),
        None => messages.count("import.done", tally.all),
    }
}

fn reading(progress: &Progress, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let done = messages.fill(
        "import.progress",
        &[
            &grouped(progress.files),
            &grouped(progress.of_files),
            &size(progress.bytes),
            &size(progress.of_bytes),
        ],
    );
    html! {
        <div class="reading">
            <progress max={progress.of_bytes.max(1).to_string()} value={progress.bytes.to_string()}
                aria-label={messages.count("import.reading", progress.of_files)}></progress>
            <span class="num">{ done }</span>
            <span class="now">{ progress.current }</span>
            <button type="button" class="plain" onclick={send.reform(|_: MouseEvent| Errand::GiveUp)}>
                { messages.text("import.cancel") }
            </button>
        </div>
    }
}

fn sifts(intake: &Intake, tally: &Tally, messages: &Messages, send: &Callback<Errand>) -> Html {
    let sift = |(sift, key, count): (Sift, &str, usize)| {
        let onclick = send.reform(move |_: MouseEvent| Errand::Intake(Move::Sift(sift)));
        html! {
            <button type="button" class="plain" aria-pressed={(intake.sift == sift).to_string()} {onclick}>
                { messages.text(key) }{ " " }<span class="num">{ grouped(count) }</span>
            </button>
        }
    };
    let all = [
        (Sift::All, "import.sift.all", tally.all),
        (Sift::Look, "import.sift.look", tally.look),
        (Sift::LeftOut, "import.sift.out", tally.left_out),
    ];
    html! { <p class="sifts">{ for all.into_iter().map(sift) }</p> }
}

fn list(intake: &Intake, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let onkeydown = {
        let (intake, send) = (
            intake.spot.zip(intake.neighbour(true)).zip(intake.neighbour(false)),
            send.clone(),
        );
        move |event: KeyboardEvent| {
            let Some(((_, next), before)) = intake else { return };
            let to = match event.key().as_str() {
                "ArrowDown" => next,
                "ArrowUp" => before,
                _ => return,
            };
            event.prevent_default();
            send.emit(Errand::Intake(Move::Go(to)));
            dom::focus(&row_id(to));
        }
    };
    let row = |row: Row| match row {
        Row::File(report) => file_row(report, intake, messages, send),
        Row::Found(found) => found_row(found, intake, messages, send),
    };
    let mut rows = intake.rows();
    let shown: Vec<Html> = rows.by_ref().take(intake.limit).map(row).collect();
    let left = rows.count();
    html! {
        <>
            if shown.is_empty() {
                <p class="hint">{ messages.text("import.none") }</p>
            }
            <ol class="found" {onkeydown}>{ shown }</ol>
            if left > 0 {
                <p class="more"><button type="button" onclick={send.reform(|_: MouseEvent| Errand::Intake(Move::More))}>
                    { messages.count("library.more", left.min(tifa::session::ROWS)) }
                </button></p>
            }
        </>
    }
}

fn row_id(spot: Spot) -> String {
    match spot {
        Spot::File(file) => format!("file-{file}"),
        Spot::Found(item) => format!("found-{item}"),
    }
}

/// Opens something of the list; whoever did it by a key goes on there.
fn opens(spot: Spot, send: &Callback<Errand>) -> Callback<MouseEvent> {
    let send = send.clone();
    Callback::from(move |event: MouseEvent| {
        send.emit(Errand::Intake(Move::Open(spot)));
        if dom::is_by_key(&event) {
            dom::focus(OPEN);
        }
    })
}

fn file_row(report: &FileReport, intake: &Intake, messages: &Messages, send: &Callback<Errand>) -> Html {
    let spot = Spot::File(report.file);
    let here = intake.spot == Some(spot);
    let (folder, name) = report.path.rsplit_once('/').unwrap_or(("", &report.path));
    let first = report.error.iter().chain(&report.warnings).next();
    html! {
        <li key={row_id(spot)} class={classes!("of-file", report.error.is_some().then_some("bad"))}>
            <button type="button" id={row_id(spot)} aria-current={here.then_some("true")}
                onclick={opens(spot, send)}>
                <span class="path"><bdi>{ name }</bdi>if !folder.is_empty() { <small>{ folder }</small> }</span>
                if let Some(error) = first { <span class="trouble">{ trouble(error, &report.path, messages) }</span> }
                if report.corrections > 0 {
                    <span class="trouble">{ messages.count("file.corrections", report.corrections) }</span>
                }
            </button>
        </li>
    }
}

fn found_row(found: &Found, intake: &Intake, messages: &Messages, send: &Callback<Errand>) -> Html {
    let spot = Spot::Found(found.item);
    let here = intake.spot == Some(spot);
    let (class, sign, key) = match found.choice {
        Choice::Keep => ("keep", "✓", "choice.keep"),
        Choice::Merge => ("merge", "⊕", "choice.merge"),
        Choice::LeaveOut => ("out", "–", "choice.out"),
    };
    html! {
        <li key={row_id(spot)} class={classes!("one", class, intake.is_seen(found.item).then_some("seen"))}>
            <button type="button" id={row_id(spot)} aria-current={here.then_some("true")}
                onclick={opens(spot, send)}>
                <span class="sign" title={messages.text(key)}><span class="sr">{ messages.text(key) }</span>
                    <span aria-hidden="true">{ sign }</span></span>
                <span class="title" lang={found.card.lang.clone()}>{ title(&found.card.title, messages) }</span>
                { meta(&found.card, messages) }
                { badges(found, messages) }
            </button>
        </li>
    }
}

fn title(title: &str, messages: &Messages) -> String {
    if title.is_empty() {
        messages.text("import.untitled")
    } else {
        title.to_string()
    }
}

/// What was done to a speech, and what a person should look at.
fn badges(found: &Found, messages: &Messages) -> Html {
    let twin = found
        .twin
        .as_ref()
        .map(|twin| ("badge look", twin_words(twin, messages)));
    let some = |class, key, count| (count > 0).then(|| (class, messages.count(key, count)));
    let badges = [
        twin,
        some("badge look", "badge.proposals", found.proposals),
        some("badge look", "badge.findings", found.findings),
        found
            .has_guessed_title()
            .then(|| ("badge look", messages.text("badge.derived"))),
        some("badge", "badge.removed", found.removed),
        some("badge", "badge.repairs", found.repairs),
    ];
    let badges = badges.into_iter().flatten();
    html! { <span class="badges">{ for badges.map(|(class, words)| html! { <span {class}>{ words }</span> }) }</span> }
}

fn twin_words(twin: &Twin, messages: &Messages) -> String {
    let key = if twin.is_exact { "badge.twin" } else { "badge.twin.near" };
    messages.fill(key, &[&twin.title])
}

/// What the reader has opened.
fn open(intake: &Intake, change: &Callback<Change>, context: &Context) -> Html {
    let messages = &context.messages;
    match intake.spot {
        None => html! { <p class="hint">{ messages.text("import.nothing-yet") }</p> },
        Some(Spot::File(number)) => match intake.file(number) {
            Some(report) => file(report, intake, context),
            None => Html::default(),
        },
        Some(Spot::Found(item)) => match (&intake.review, intake.found(item)) {
            (Some(review), Some(found)) => {
                let review = Shared::with(review);
                html! {
                    <>
                        { choice(found, intake, context) }
                        { of_file(intake.file_of(item), intake, context) }
                        { fields(&review, change, messages) }
                        <Proof {review} change={change.clone()} messages={messages.clone()} />
                    </>
                }
            }
            _ => html! { <div aria-busy="true"></div> },
        },
    }
}

/// The file of a speech; how it is read unfolds.
fn of_file(report: Option<&Rc<FileReport>>, intake: &Intake, context: &Context) -> Html {
    let Some(report) = report else {
        return Html::default();
    };
    html! {
        <>
            { troubles(report, &context.messages) }
            <details class="of" key={report.file} open={intake.preview.is_some()}>
                <summary>{ &report.path }{ " · " }{ &report.encoding }</summary>
                { file(report, intake, context) }
            </details>
        </>
    }
}

/// What is to become of a speech, and the way to the next.
fn choice(found: &Found, intake: &Intake, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let item = found.item;
    let button = |(choice, key, stroke): (Choice, &str, &str)| {
        let onclick = send.reform(move |_: MouseEvent| Errand::Order(Order::Choose(item, choice)));
        html! {
            <button type="button" class="plain" aria-pressed={(found.choice == choice).to_string()} {onclick}>
                { messages.text(key) }<kbd aria-hidden="true">{ stroke }</kbd>
            </button>
        }
    };
    let merge = found.twin.is_some().then_some((Choice::Merge, "choice.merge", "M"));
    let choices = [
        Some((Choice::Keep, "choice.keep", "A")),
        merge,
        Some((Choice::LeaveOut, "choice.out", "X")),
    ];
    let (at, of) = intake.position();
    let step = |forward: bool, key: &str, sign: &'static str| {
        let to = intake.neighbour(forward).filter(|to| Some(*to) != intake.spot);
        let send = send.clone();
        let onclick = move |_: MouseEvent| {
            if let Some(to) = to {
                send.emit(Errand::Intake(Move::Open(to)));
            }
        };
        html! {
            <button type="button" class="icon" disabled={to.is_none()} {onclick} aria-label={messages.text(key)}
                title={messages.text(key)}>{ sign }</button>
        }
    };
    html! {
        <div class="choice">
            <span role="group" aria-label={messages.text("choice")} class="choices">
                { for choices.into_iter().flatten().map(button) }
            </span>
            <span class="way">
                { step(false, "import.previous", "‹") }
                <span class="num">{ format!("{} / {}", grouped(at), grouped(of)) }</span>
                { step(true, "import.next", "›") }
            </span>
            if let Some(twin) = &found.twin {
                <p class="twin">{ twin_words(twin, messages) }{ " " }{ to_twin(twin, context) }</p>
            }
        </div>
    }
}

/// The way to the document that a speech is a twin of.
fn to_twin(twin: &Twin, context: &Context) -> Html {
    let Context { messages, send, .. } = context;
    let words = messages.text("choice.twin.show");
    match &twin.of {
        Of::Corpus(id) => {
            let state = reduce(&State::default(), Action::Read(id.clone()));
            html! { <a href={link::write(&state)}>{ words }</a> }
        }
        Of::Found(item) => {
            let spot = Spot::Found(*item);
            let onclick = send.reform(move |_: MouseEvent| Errand::Intake(Move::Open(spot)));
            html! { <button type="button" class="quiet" {onclick}>{ words }</button> }
        }
    }
}

/// The end of the review: all that is chosen goes into the library, or nothing.
fn foot(is_reading: bool, tally: &Tally, giving_up: &UseStateHandle<bool>, context: &Context) -> Html {
    let Context {
        messages,
        send,
        dispatch,
    } = context;
    let ask = |is_asking: bool| {
        let giving_up = giving_up.clone();
        move |_: MouseEvent| giving_up.set(is_asking)
    };
    let give_up = {
        let (send, dispatch, giving_up) = (send.clone(), dispatch.clone(), giving_up.clone());
        move |_: MouseEvent| {
            giving_up.set(false);
            send.emit(Errand::GiveUp);
            dispatch.emit(Action::Show(View::Import));
        }
    };
    if is_reading {
        return Html::default();
    }
    html! {
        <div class="intake-foot">
            if **giving_up {
                <span role="alert">{ messages.text("import.give-up.sure") }</span>
                <button type="button" class="go" onclick={give_up}>{ messages.text("import.give-up.yes") }</button>
                <button type="button" class="plain" onclick={ask(false)}>{ messages.text("import.give-up.no") }</button>
            } else {
                <button type="button" class="go" disabled={tally.chosen == 0}
                    onclick={send.reform(|_: MouseEvent| Errand::Order(Order::Accept { today: Some(today()) }))}>
                    { messages.count("import.accept", tally.chosen) }
                </button>
                if tally.left_out > 0 {
                    <span class="hint">{ messages.count("import.left-out", tally.left_out) }</span>
                }
                <button type="button" class="quiet" onclick={ask(true)}>{ messages.text("import.give-up") }</button>
            }
        </div>
    }
}
