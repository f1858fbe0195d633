//! The form for an entry of a lexicon: new, of the reader's own, or of another lexicon, which becomes the reader's by
//! being saved.

use tifa::corpus::Entry;
use tifa::lexicon::{CATEGORIES, Fault, FaultKind};
use tifa::session::Request;
use tifa::session::slogans::{Edit, EntryRow, Key, LexiconView, Refusal};
use yew::prelude::*;

use super::desk::{Context, Form, Shared};
use super::errands::Errand;
use super::mark::paint;
use super::messages::Messages;
use super::notice::refused;
use crate::platform::dom;

/// The id of the dialog.
pub const FORM: &str = "entry";

/// Colours that a reader can choose from.
const COLOURS: u8 = 10;

/// What the list of categories calls one that is not in it.
const OTHER: &str = "other";

/// The fields that are text, by their names in a lexicon file; those of several lines, and the words below each.
const FIELDS: [(&str, bool, Option<&str>); 9] = [
    ("phrase", false, Some("entry.phrase.hint")),
    ("variants", true, Some("entry.variants.hint")),
    ("gloss_en", false, None),
    ("pinyin", false, None),
    ("expands_to", true, Some("entry.expands_to.hint")),
    ("first_seen", false, Some("entry.first_seen.hint")),
    ("source", false, Some("entry.source.hint")),
    ("not_inside", true, Some("entry.not_inside.hint")),
    ("note", true, None),
];

/// The signs of the small language of phrases, each with an example.
const SIGNS: [(&str, &str); 6] = [
    ("…", "绷紧…这根弦"),
    ("X", "应X尽X"),
    ("N", "N个一"),
    ("(|)", "(筑牢|守牢|织密)…防线"),
    ("{}", "{外防输入、内防反弹}"),
    ("{}2", "{守土有责、守土负责、守土尽责}2"),
];

/// What is written in the form.
#[derive(Clone, PartialEq)]
struct Draft {
    entry: Entry,
    /// The text of each of the fields.
    texts: Vec<String>,
    /// Is the category one of the reader's own, and written in a field?
    is_free: bool,
    /// The lexicon that it goes to.
    lexicon: String,
    /// Was it changed after it was last sent off? Then what was wrong with it may be mended.
    is_changed: bool,
}

impl Draft {
    fn new(form: &Form) -> Self {
        let blank = Entry {
            phrase: form.phrase.clone(),
            ..Entry::default()
        };
        let entry = form.known.as_ref().map_or(blank, |known| known.1.entry.clone());
        Draft {
            texts: FIELDS.iter().map(|(name, ..)| text(&entry, name)).collect(),
            is_free: !entry.category.is_empty() && !CATEGORIES.contains(&entry.category.as_str()),
            lexicon: form.lexicon.clone(),
            is_changed: false,
            entry,
        }
    }

    fn finished(&self) -> Entry {
        let mut entry = self.entry.clone();
        for ((name, ..), text) in FIELDS.iter().zip(&self.texts) {
            fill(&mut entry, name, text);
        }
        entry.category = entry.category.trim().to_string();
        entry
    }
}

fn text(entry: &Entry, name: &str) -> String {
    match name {
        "phrase" => entry.phrase.clone(),
        "variants" => entry.variants.join("\n"),
        "gloss_en" => entry.gloss_en.clone(),
        "pinyin" => entry.pinyin.clone(),
        "expands_to" => entry.expands_to.join("\n"),
        "first_seen" => entry.first_seen.clone().unwrap_or_default(),
        "source" => entry.source.clone(),
        "not_inside" => entry.not_inside.join("\n"),
        _ => entry.note.clone(),
    }
}

fn fill(entry: &mut Entry, name: &str, text: &str) {
    let line = || text.trim().to_string();
    let lines = || {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(String::from).collect()
    };
    match name {
        "phrase" => entry.phrase = line(),
        "variants" => entry.variants = lines(),
        "gloss_en" => entry.gloss_en = line(),
        "pinyin" => entry.pinyin = line(),
        "expands_to" => entry.expands_to = lines(),
        "first_seen" => entry.first_seen = Some(line()).filter(|date| !date.is_empty()),
        "source" => entry.source = line(),
        "not_inside" => entry.not_inside = lines(),
        _ => entry.note = line(),
    }
}

#[derive(PartialEq, Properties)]
pub struct Props {
    pub form: Form,
    pub lexicons: Option<Shared<Vec<LexiconView>>>,
    pub context: Context,
}

#[component]
pub fn EntryForm(props: &Props) -> Html {
    let Props {
        form,
        lexicons,
        context,
    } = props;
    let Context { messages, send, .. } = context;
    let draft = use_state(|| Draft::new(form));
    use_effect_with((), |()| dom::open_dialog(FORM));
    // What is wrong is brought before the reader.
    use_effect_with(form.refusal.clone(), |refusal| {
        if refusal.is_some() {
            dom::focus_in(FORM, ".entry-field.wrong :is(input, textarea)");
        }
    });
    let known = form.known.as_ref();
    let save = {
        let (send, draft) = (send.clone(), draft.clone());
        let instead_of = known.map(|known| known.1.entry.phrase.clone());
        Callback::from(move |()| {
            send.emit(Errand::Ask(Request::Edit(Edit::Put {
                lexicon: draft.lexicon.clone(),
                instead_of: instead_of.clone(),
                entry: Box::new(draft.finished()),
            })));
            draft.set(Draft {
                is_changed: false,
                ..(*draft).clone()
            });
        })
    };
    let onsubmit = save.reform(|event: SubmitEvent| event.prevent_default());
    let onkeydown = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            save.emit(());
        }
    };
    let onclose = {
        let send = send.clone();
        move |_: Event| {
            dom::focus_if_lost("main");
            send.emit(Errand::CloseForm);
        }
    };
    let title = if known.is_some() {
        "entry.title.edit"
    } else {
        "entry.title.new"
    };
    let phrase = draft.texts[0].trim();
    let refusal = form.refusal.as_ref().filter(|_| !draft.is_changed);
    let field = |at: usize| text_field(at, &draft, refusal, messages);
    html! {
        <dialog id={FORM} aria-labelledby="entry-title" translate="no" {onclose}>
            <form {onsubmit} {onkeydown}>
                <header>
                    <h2 id="entry-title">{ messages.text(title) }</h2>
                    if !phrase.is_empty() {
                        <p class="specimen" lang="zh-Hans" aria-hidden="true">
                            <span class={format!("sl {}", paint(&draft.entry.category, draft.entry.colour))}>{ phrase.to_string() }</span>
                        </p>
                    }
                    { origin(known.map(|known| &**known), messages) }
                </header>
                { unplaced(refusal, &draft, messages) }
                <div class="entry-fields">
                    { field(0) }
                    { syntax(messages) }
                    { field(1) }
                    { category(&draft, messages) }
                    { colours(&draft, messages) }
                    { for (2..FIELDS.len()).map(field) }
                    { shelf(&draft, known.map(|known| &known.0), lexicons.as_ref(), messages) }
                </div>
                <p class="ends">
                    { removal(form, context) }
                    <button type="button" class="plain" onclick={|_| dom::close_dialog(FORM)}>{ messages.text("save.not") }</button>
                    <button class="go">{ messages.text("save.do") }<kbd aria-hidden="true">{ "Ctrl ⏎" }</kbd></button>
                </p>
            </form>
        </dialog>
    }
}

/// Where the entry is from, and what saving does.
fn origin(known: Option<&(Key, EntryRow)>, messages: &Messages) -> Html {
    let Some((key, row)) = known else {
        return Html::default();
    };
    html! {
        <>
            <p class="meta">{ messages.count("entry.uses", row.uses) }</p>
            if !matches!(key, Key::Own(_)) { <p class="meta">{ messages.fill("entry.from", &[&messages.lexicon(key)]) }</p> }
        </>
    }
}

fn changed<T>(draft: &UseStateHandle<Draft>, change: impl Fn(&mut Draft, T) + 'static) -> Callback<T>
where
    T: 'static,
{
    let draft = draft.clone();
    Callback::from(move |value| {
        let mut next = (*draft).clone();
        change(&mut next, value);
        next.is_changed = true;
        draft.set(next);
    })
}

fn text_field(at: usize, draft: &UseStateHandle<Draft>, refusal: Option<&Refusal>, messages: &Messages) -> Html {
    let (name, is_long, hint) = FIELDS[at];
    let value = draft.texts[at].clone();
    let write = changed(draft, move |draft, text: String| draft.texts[at] = text);
    let oninput = write.reform(|event: InputEvent| dom::value(&event).unwrap_or_default());
    let trouble = trouble(name, &draft.texts[at], refusal, messages);
    let (id, says) = (format!("entry-{name}"), format!("entry-about-{name}"));
    let wrong = trouble.as_ref().map(|_| "true");
    let lang = match name {
        "gloss_en" => Some("en"),
        "phrase" | "variants" | "expands_to" | "not_inside" => Some("zh-Hans"),
        _ => None,
    };
    let input = if is_long {
        let rows = value
            .lines()
            .count()
            .clamp(1, 6)
            .max(if name == "variants" { 2 } else { 1 });
        html! {
            <textarea {id} rows={rows.to_string()} autocomplete="off" spellcheck="false" {lang} {value}
                aria-describedby={says.clone()} aria-invalid={wrong} {oninput} />
        }
    } else {
        html! {
            <input {id} type="text" autocomplete="off" spellcheck="false" autofocus={at == 0} {lang} {value}
                aria-describedby={says.clone()} aria-invalid={wrong} {oninput} />
        }
    };
    html! {
        <div key={name} class={classes!("entry-field", name, wrong.map(|_| "wrong"))}>
            <label for={format!("entry-{name}")}>{ messages.text(&format!("entry.{name}")) }</label>
            { input }
            <p id={says} class="says">
                if let Some(trouble) = trouble {
                    <b role="alert">{ trouble }</b>
                } else if let Some(hint) = hint {
                    { messages.text(hint) }
                }
            </p>
        </div>
    }
}

/// What is wrong with a field.
fn trouble(name: &str, text: &str, refusal: Option<&Refusal>, messages: &Messages) -> Option<String> {
    let has = |phrase: &str| match name {
        "phrase" => text.trim() == phrase,
        "variants" | "not_inside" => text.lines().any(|line| line.trim() == phrase),
        _ => false,
    };
    match refusal? {
        Refusal::Taken(phrase) => {
            (name != "not_inside" && has(phrase)).then(|| messages.fill("refused.taken", &[phrase]))
        }
        Refusal::Faults(faults) => {
            let is_here = |fault: &&Fault| match fault.kind {
                FaultKind::Date => name == "first_seen",
                _ => has(&fault.detail),
            };
            faults.iter().find(is_here).map(|fault| told(fault, messages))
        }
        Refusal::Nothing(_) => None,
    }
}

/// A fault with the words that it is in.
fn told(fault: &Fault, messages: &Messages) -> String {
    let words = messages.fault_of_lexicon(fault);
    match fault.detail.as_str() {
        "" => words,
        detail => messages.fill("entry.fault", &[detail, &words]),
    }
}

/// What is wrong and belongs to no field that still says so.
fn unplaced(refusal: Option<&Refusal>, draft: &Draft, messages: &Messages) -> Html {
    let Some(refusal) = refusal else {
        return Html::default();
    };
    let mut fields = FIELDS.iter().zip(&draft.texts);
    if fields.any(|((name, ..), text)| trouble(name, text, Some(refusal), messages).is_some()) {
        return Html::default();
    }
    html! { <p class="unplaced" role="alert">{ refused(refusal, messages) }</p> }
}

/// The way to write frames.
fn syntax(messages: &Messages) -> Html {
    let line = |(at, (sign, example)): (usize, &(&str, &str))| {
        html! {
            <tr key={*sign}>
                <th scope="row"><code>{ *sign }</code></th>
                <td>{ messages.text(&format!("syntax.{at}")) }</td>
                <td lang="zh-Hans"><code>{ *example }</code></td>
            </tr>
        }
    };
    html! {
        <details class="syntax" key="syntax">
            <summary>{ messages.text("syntax.title") }</summary>
            <table><tbody>{ for SIGNS.iter().enumerate().map(line) }</tbody></table>
            <p>{ messages.text("syntax.note") }</p>
        </details>
    }
}

fn category(draft: &UseStateHandle<Draft>, messages: &Messages) -> Html {
    let chosen = if draft.is_free { OTHER } else { &draft.entry.category };
    let onchange = changed(draft, |draft, event: Event| {
        let value = dom::value(&event).unwrap_or_default();
        draft.is_free = value == OTHER;
        draft.entry.category = if draft.is_free { String::new() } else { value };
    });
    let oninput = changed(draft, |draft, event: InputEvent| {
        draft.entry.category = dom::value(&event).unwrap_or_default();
    });
    let option = |value: &str, words: String| {
        html! { <option value={value.to_string()} selected={value == chosen}>{ words }</option> }
    };
    html! {
        <div class="entry-field category" key="category">
            <label for="entry-category">{ messages.text("entry.category") }</label>
            <select id="entry-category" {onchange}>
                { option("", messages.text("category.none")) }
                { for CATEGORIES.iter().map(|category| option(category, messages.category(category))) }
                { option(OTHER, messages.text("entry.category.other")) }
            </select>
            if draft.is_free {
                <input type="text" autocomplete="off" spellcheck="false" value={draft.entry.category.clone()}
                    aria-label={messages.text("entry.category.free")} placeholder={messages.text("entry.category.free")} {oninput} />
            }
        </div>
    }
}

fn colours(draft: &UseStateHandle<Draft>, messages: &Messages) -> Html {
    let swatch = |colour: Option<u8>| {
        let onchange = changed(draft, move |draft, _: Event| draft.entry.colour = colour);
        let class = format!("sl {}", paint(&draft.entry.category, colour));
        let words = match colour {
            Some(colour) => messages.count("entry.colour.number", usize::from(colour)),
            None => messages.text("entry.colour.none"),
        };
        html! {
            <label key={colour.map_or(0, usize::from)} title={words.clone()} class={colour.is_none().then_some("usual")}>
                <input type="radio" class="sr" name="colour" checked={draft.entry.colour == colour} {onchange}
                    aria-label={words.clone()} />
                <span {class} aria-hidden="true">{ "字" }</span>
                if colour.is_none() { <small>{ words }</small> }
            </label>
        }
    };
    html! {
        <fieldset class="entry-field colours" key="colour">
            <legend>{ messages.text("entry.colour") }</legend>
            { swatch(None) }
            { for (1..=COLOURS).map(|colour| swatch(Some(colour))) }
        </fieldset>
    }
}

/// Which of the reader's lexicons it goes to, if there are several.
fn shelf(
    draft: &UseStateHandle<Draft>,
    from: Option<&Key>,
    lexicons: Option<&Shared<Vec<LexiconView>>>,
    messages: &Messages,
) -> Html {
    let own: Vec<&LexiconView> = lexicons
        .into_iter()
        .flat_map(|lexicons| lexicons.iter())
        .filter(|lexicon| matches!(lexicon.key, Key::Own(_)))
        .collect();
    // An entry of one's own stays where it is.
    if own.len() < 2 || matches!(from, Some(Key::Own(_))) {
        return Html::default();
    }
    let onchange = changed(draft, |draft, event: Event| {
        draft.lexicon = dom::value(&event).unwrap_or_default();
    });
    html! {
        <div class="entry-field" key="lexicon">
            <label for="entry-lexicon">{ messages.text("entry.lexicon") }</label>
            <select id="entry-lexicon" {onchange}>
                { for own.iter().map(|lexicon| html! {
                    <option value={lexicon.name.clone()} selected={lexicon.name == draft.lexicon}>{ messages.lexicon(&lexicon.key) }</option>
                }) }
            </select>
        </div>
    }
}

/// The button that takes an entry out: one of one's own for good, another from what is looked for.
fn removal(form: &Form, context: &Context) -> Html {
    let Some(known) = &form.known else {
        return Html::default();
    };
    let (key, row) = &**known;
    let phrase = row.entry.phrase.clone();
    let (words, edit) = match key {
        Key::Own(name) => {
            let lexicon = name.clone();
            ("lexicon.delete", Edit::Delete { lexicon, phrase })
        }
        _ => {
            let is_hidden = !row.is_hidden;
            let words = if is_hidden { "lexicon.hide" } else { "lexicon.show" };
            (words, Edit::Hide { phrase, is_hidden })
        }
    };
    let onclick = context
        .send
        .reform(move |_: MouseEvent| Errand::Ask(Request::Edit(edit.clone())));
    html! { <button type="button" class="quiet removal" {onclick}>{ context.text(words) }</button> }
}
