//! The proof of a speech: its text as it will be, with all that import took out struck through where it stood, what
//! it mended marked, and a way to undo each.

use std::collections::BTreeMap;

use tifa::corpus::{Block, Change, Damage, Document, Reason, Repair};
use tifa::import::{Finding, Outline};
use tifa::session::{Review, pieces};
use yew::prelude::*;

use super::desk::Shared;
use super::messages::{Messages, key};
use crate::platform::dom;

/// Removed lines that are shown one below the other; a longer run is folded up.
const LINES: usize = 3;

/// Characters of a run that a note shows; the whole of a longer one is told where it stands in the text.
const NOTE: usize = 24;

/// Notes of one kind beside a block; more are folded up.
const NOTES: usize = 2;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub review: Shared<Review>,
    pub change: Callback<Change>,
    pub messages: Messages,
}

#[component]
pub fn Proof(props: &Props) -> Html {
    // N and P lead from one mark to the next.
    use_effect_with((), |()| {
        let listener = dom::on_step(|forward| dom::focus_next(".proof .stop", forward));
        || drop(listener)
    });
    let document = &props.review.document;
    let mut whole: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut inside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, removal) in document.removed.iter().enumerate() {
        let block = removal.block.unwrap_or(document.body.len()).min(document.body.len());
        let place = match removal.offset {
            Some(_) if block < document.body.len() => &mut inside,
            _ => &mut whole,
        };
        place.entry(block).or_default().push(i);
    }
    let none = Vec::new();
    let at = |place: &BTreeMap<usize, Vec<usize>>, block: usize| place.get(&block).unwrap_or(&none).clone();
    let rows = (0..=document.body.len()).flat_map(|i| {
        let struck = struck(props, &at(&whole, i));
        let block = document.body.get(i).map(|block| line(props, i, block, &at(&inside, i)));
        struck.into_iter().chain(block)
    });
    html! {
        <article class="sheet proof" lang={document.lang.clone()} aria-label={document.title.clone()} key={document.id.clone()}>
            { for rows }
        </article>
    }
}

/// Lines that were taken out, between two blocks.
fn struck(props: &Props, removals: &[usize]) -> Option<Html> {
    let Props { review, messages, .. } = props;
    let removed = &review.document.removed;
    let first = removals.first()?;
    let lines = html! {
        <ul>{ for removals.iter().map(|&i| html! {
            <li key={i}>
                <s>{ removed[i].text.trim() }</s>
                <span class="why">{ reason(removed[i].reason, messages) }</span>
                { put_back(props, &[i]) }
            </li>
        }) }</ul>
    };
    let key = format!("struck-{}-{}", removed[*first].start, removals.len());
    if removals.len() <= LINES {
        return Some(html! { <div class="struck" {key}>{ lines }</div> });
    }
    let mut reasons: Vec<String> = Vec::new();
    for &i in removals {
        let words = reason(removed[i].reason, messages);
        if !reasons.contains(&words) {
            reasons.push(words);
        }
    }
    let summary = messages.fill("proof.lines", &[&removals.len().to_string(), &reasons.join(" · ")]);
    Some(html! {
        <details class="struck" {key}>
            <summary class="stop">{ summary }</summary>
            { lines }
            <p>{ put_back(props, removals) }</p>
        </details>
    })
}

/// A block of the text with its marks, and the notes on it.
fn line(props: &Props, i: usize, block: &Block, removals: &[usize]) -> Html {
    let document = &props.review.document;
    let repairs: Vec<usize> = (0..document.repairs.len())
        .filter(|&at| document.repairs[at].block == i)
        .collect();
    let text = marked(document, block, removals, &repairs, &props.messages);
    let said = match block.heading {
        Some(1) => html! { <h2>{ text }</h2> },
        Some(_) => html! { <h3>{ text }</h3> },
        None => html! { <p>{ text }</p> },
    };
    html! {
        <div class="line" key={format!("line-{i}")}>
            <div class="said">{ said }{ tools(props, i, block) }</div>
            { notes(props, i, removals, &repairs) }
        </div>
    }
}

fn marked(document: &Document, block: &Block, removals: &[usize], repairs: &[usize], messages: &Messages) -> Vec<Html> {
    let mut waiting = removals.iter().copied().peekable();
    let offset = |&i: &usize| document.removed[i].offset.unwrap_or_default();
    let mut spans: Vec<(usize, usize)> = repairs
        .iter()
        .map(|&i| (document.repairs[i].start, document.repairs[i].end))
        .collect();
    spans.extend(removals.iter().map(|i| (offset(i), offset(i))));
    let mut children = Vec::new();
    let mut at = 0;
    for piece in pieces(&block.text, &spans) {
        while let Some(i) = waiting.next_if(|i| offset(i) <= at) {
            children.push(gone(document, i, messages));
        }
        at += piece.text.chars().count();
        match piece.marks.first().and_then(|&mark| repairs.get(mark)) {
            Some(&i) => children.push(mended(&document.repairs[i], i, piece.text, messages)),
            None => children.push(html! { { piece.text } }),
        }
    }
    children.extend(waiting.map(|i| gone(document, i, messages)));
    children
}

/// A run that was taken out of the middle of a text.
fn gone(document: &Document, i: usize, messages: &Messages) -> Html {
    let removal = &document.removed[i];
    let seen = removal
        .text
        .trim()
        .chars()
        .any(|c| !c.is_control() && c != '\u{feff}' && c != '\u{200b}');
    let sign = match removal.reason {
        Reason::LineBreak => "↵",
        _ => "▫",
    };
    html! {
        <s class="gone" key={format!("gone-{i}")} title={reason(removal.reason, messages)}>
            { if seen { removal.text.as_str() } else { sign } }
        </s>
    }
}

fn mended(repair: &Repair, i: usize, text: &str, messages: &Messages) -> Html {
    let (class, key) = match repair.made {
        true => ("mend", "proof.original"),
        false => ("mend proposed", "proof.meant"),
    };
    let other = if repair.made {
        &repair.original
    } else {
        &repair.repaired
    };
    let words = messages.fill(key, &[other]);
    html! { <mark {class} key={format!("mend-{i}")} title={words}>{ text }</mark> }
}

/// What can be done to a block.
fn tools(props: &Props, i: usize, block: &Block) -> Html {
    let Props { change, messages, .. } = props;
    let button = |key: &str, wish: Change| {
        let onclick = change.reform(move |_: MouseEvent| wish.clone());
        html! { <button type="button" {onclick}>{ messages.text(key) }</button> }
    };
    // A menu that was used is closed.
    let key = format!("tools-{}-{i}-{:?}", props.review.document.body.len(), block.heading);
    html! {
        <details class="tools-of" {key}>
            <summary aria-label={messages.text("proof.tools")} title={messages.text("proof.tools")}>{ "⋯" }</summary>
            <div>
                { button("proof.cut", Change::Cut(i)) }
                if block.heading.is_some() {
                    { button("proof.paragraph", Change::Heading(i, None)) }
                }
                if block.heading != Some(1) {
                    { button("proof.heading.1", Change::Heading(i, Some(1))) }
                }
                if block.heading != Some(2) {
                    { button("proof.heading.2", Change::Heading(i, Some(2))) }
                }
            </div>
        </details>
    }
}

/// What is to be said of a block, beside it.
fn notes(props: &Props, block: usize, removals: &[usize], repairs: &[usize]) -> Html {
    let Props { review, messages, .. } = props;
    let document = &review.document;
    let findings = review.findings.iter().filter(|finding| finding.block == block);
    let mut notes: Vec<Html> = findings
        .map(|found| html! { <li class="finding stop" tabindex="-1">{ finding(found, messages) }</li> })
        .collect();
    let mut mends: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for &i in repairs {
        let repair = &document.repairs[i];
        mends.entry((repair.made, key(repair.damage))).or_default().push(i);
    }
    for ((made, _), same) in mends {
        let word = damage(document.repairs[same[0]].damage, messages);
        let title = messages.fill(
            if made { "proof.mended" } else { "proof.proposed" },
            &[&word, &same.len().to_string()],
        );
        notes.push(group(&title, &same, |i| mend_note(props, i)));
    }
    let mut reasons: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &i in removals {
        reasons.entry(key(document.removed[i].reason)).or_default().push(i);
    }
    for same in reasons.into_values() {
        let word = reason(document.removed[same[0]].reason, messages);
        let title = messages.fill("proof.removed", &[&word, &same.len().to_string()]);
        let all = put_back(props, &same);
        notes.push(group(&title, &same, |i| {
            html! { <><s>{ brief(document.removed[i].text.trim()) }</s>{ put_back(props, &[i]) }</> }
        }));
        if same.len() > NOTES {
            notes.push(html! { <li>{ all }</li> });
        }
    }
    if notes.is_empty() {
        return Html::default();
    }
    html! { <ul class="notes">{ notes }</ul> }
}

/// Notes of one kind: all of them, or folded up if they are many.
fn group(title: &str, same: &[usize], note: impl Fn(usize) -> Html) -> Html {
    let list = html! { <ul>{ for same.iter().map(|&i| html! { <li key={i}>{ note(i) }</li> }) }</ul> };
    html! {
        <li>
            if same.len() > NOTES {
                <details><summary class="stop">{ title }</summary>{ list }</details>
            } else {
                <b>{ title }</b>{ list }
            }
        </li>
    }
}

/// A run of text, or how it begins.
fn brief(text: &str) -> String {
    match text.char_indices().nth(NOTE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

fn mend_note(props: &Props, i: usize) -> Html {
    let Props {
        review,
        change,
        messages,
    } = props;
    let repair = &review.document.repairs[i];
    let onclick = change.reform(move |_: MouseEvent| Change::Toggle(i));
    let key = if repair.made { "proof.take-back" } else { "proof.accept" };
    html! {
        <>
            <span class="pair-of"><s>{ brief(&repair.original) }</s>{ " → " }<q>{ brief(&repair.repaired) }</q></span>
            <button type="button" class="quiet stop" {onclick}>{ messages.text(key) }</button>
        </>
    }
}

/// The button that puts removed runs back. The last goes first, so that the places of the others stay.
fn put_back(props: &Props, removals: &[usize]) -> Html {
    let Props { change, messages, .. } = props;
    let onclick = {
        let (change, removals) = (change.clone(), removals.to_vec());
        move |_: MouseEvent| removals.iter().rev().for_each(|&i| change.emit(Change::Restore(i)))
    };
    let key = if removals.len() > 1 {
        "proof.put-back.all"
    } else {
        "proof.put-back"
    };
    html! { <button type="button" class="quiet stop" {onclick}>{ messages.text(key) }</button> }
}

fn reason(reason: Reason, messages: &Messages) -> String {
    messages.text(&format!("reason.{}", key(reason)))
}

fn damage(damage: Damage, messages: &Messages) -> String {
    messages.text(&format!("damage.{}", key(damage)))
}

fn finding(finding: &Finding, messages: &Messages) -> String {
    let Finding { number, before, .. } = finding;
    match finding.outline {
        Outline::Skips if before.is_empty() => messages.fill("finding.first", &[number]),
        Outline::Skips => messages.fill("finding.skips", &[number, before]),
        Outline::Repeats => messages.fill("finding.repeats", &[number]),
    }
}
