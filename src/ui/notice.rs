//! What lies over every view: a word on what has just happened, a warning that stays, a sign that files can be let go.

use tifa::session::slogans::{Edit, Edited, Key, Refusal};
use tifa::session::{Changed, Request};
use yew::prelude::*;

use super::desk::{Context, Notice};
use super::errands::Errand;
use super::messages::{Messages, grouped};
use crate::platform::dom;

/// What has just happened, and the way to undo it.
pub fn notice(notice: Option<&Notice>, context: &Context) -> Html {
    html! {
        <div class="toasts" role="status" translate="no">
            if let Some(notice) = notice { <Toast notice={notice.clone()} context={context.clone()} /> }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    notice: Notice,
    context: Context,
}

#[component]
fn Toast(props: &Props) -> Html {
    let Context { messages, send, .. } = &props.context;
    let (words, undo) = match &props.notice {
        Notice::Changed(Changed::Added(ids)) if ids.is_empty() => (messages.text("notice.merged"), None),
        Notice::Changed(Changed::Added(ids)) => (
            messages.count("notice.added", ids.len()),
            Some(Request::Remove(ids.clone())),
        ),
        Notice::Changed(Changed::Removed(ids)) => (
            messages.count("notice.removed", ids.len()),
            Some(Request::Restore(ids.clone())),
        ),
        Notice::Changed(Changed::Restored(ids)) => (messages.count("notice.restored", ids.len()), None),
        Notice::Changed(Changed::Slogans(edited)) => (edit(edited, messages), Some(Request::Edit(Edit::Undo))),
        Notice::Changed(Changed::Edited(_) | Changed::Renamed | Changed::Views) => return Html::default(),
        Notice::Saved(name) => (messages.fill("notice.saved", &[name]), None),
        Notice::Failed(reason) => (messages.fill("notice.failed", &[reason]), None),
        Notice::Refused(refusal) => (refused(refusal, messages), None),
        Notice::Copied => (messages.text("notice.copied"), None),
        Notice::NotCopied => (messages.text("notice.not-copied"), None),
        Notice::Unloaded(reason) => (messages.fill("notice.unloaded", &[reason]), None),
        Notice::Unreadable(name) => (messages.fill("lexicon.unreadable", &[name]), None),
    };
    use_effect_with((undo.clone(), send.clone()), |(undo, send)| {
        let (undo, send) = (undo.clone(), send.clone());
        let keys = dom::on_key(move |key| {
            let asked = undo.clone().filter(|_| key.eq_ignore_ascii_case("u"));
            let is_asked = asked.is_some();
            asked.into_iter().for_each(|undo| send.emit(Errand::Ask(undo)));
            is_asked
        });
        || drop(keys)
    });
    html! {
        <div class="tray toast">
            <span>{ words }</span>
            if let Some(undo) = undo {
                <button type="button" class="undo" onclick={send.reform(move |_: MouseEvent| Errand::Ask(undo.clone()))}>
                    { messages.text("notice.undo") }<kbd aria-hidden="true">{ "U" }</kbd>
                </button>
            }
            <button type="button" class="icon" aria-label={messages.text("keys.close")}
                onclick={send.reform(|_: MouseEvent| Errand::Dismiss)}>{ "×" }</button>
        </div>
    }
}

/// What an edit of lexicons has done.
fn edit(edited: &Edited, messages: &Messages) -> String {
    match edited {
        Edited::Put(phrase) => messages.fill("edited.put", &[phrase]),
        Edited::Deleted(phrase) => messages.fill("edited.deleted", &[phrase]),
        Edited::Hidden(phrase, true) => messages.fill("edited.hidden", &[phrase]),
        Edited::Hidden(phrase, false) => messages.fill("edited.shown", &[phrase]),
        Edited::Switched => String::new(),
        Edited::Read { name, entries, .. } => messages.fill("edited.read", &[name, &grouped(*entries)]),
        Edited::Dropped(name) => messages.fill("edited.dropped", &[&messages.lexicon(&Key::Own(name.clone()))]),
        Edited::Rejected(phrase, true) => messages.fill("edited.rejected", &[phrase]),
        Edited::Rejected(phrase, false) => messages.fill("edited.reconsidered", &[phrase]),
        Edited::Merged(phrase, into) => messages.fill("edited.merged", &[phrase, into]),
        Edited::Undone => messages.text("edited.undone"),
    }
}

/// Why an edit was not made.
pub fn refused(refusal: &Refusal, messages: &Messages) -> String {
    match refusal {
        Refusal::Faults(faults) => {
            let faults: Vec<String> = faults.iter().map(|fault| messages.fault_of_lexicon(fault)).collect();
            faults.join("\n")
        }
        Refusal::Taken(phrase) => messages.fill("refused.taken", &[phrase]),
        Refusal::Nothing(name) if name.is_empty() => messages.text("refused.nothing-done"),
        Refusal::Nothing(name) => messages.fill("refused.nothing", &[name]),
    }
}

/// That what was changed is in this tab only, and what to do about it.
pub fn unkept(reason: Option<&str>, messages: &Messages) -> Html {
    let Some(reason) = reason else {
        return Html::default();
    };
    html! {
        <div class="unkept" role="alert" translate="no">
            <p><b>{ messages.text("unkept.title") }</b>{ " " }{ messages.text("unkept.hint") }
                <small>{ reason.to_string() }</small></p>
            <button type="button" class="go" onclick={|_| dom::toggle_dialog("save")}>{ messages.text("save.open") }</button>
        </div>
    }
}

/// Over the whole window while files are held over it.
pub fn dropping(is_over: bool, messages: &Messages) -> Html {
    html! {
        if is_over {
            <div class="dropping" aria-hidden="true" translate="no"><p>{ messages.text("import.let-go") }</p></div>
        }
    }
}
