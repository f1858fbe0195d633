//! What a reader does with a passage that is selected: asks who else said it, copies it with its source, makes it a
//! slogan of the lexicon.

use tifa::compare::{Cell, Row, Side};
use tifa::corpus::{Document, Span, slice};
use tifa::session::compare::{CheckView, CompareView};
use tifa::session::{Action, Reading, State, View, link};
use yew::prelude::*;

use super::desk::{Context, Notice, Shared};
use super::errands::Errand;
use super::messages::Messages;
use crate::platform::dom::{self, Selected};
use crate::platform::{clipboard, location};

/// The id of the tools beside a selection.
const TOOLS: &str = "passage";

/// Characters of a selection that is offered as a slogan: longer ones are sentences.
const LONGEST: usize = 120;

#[derive(Clone, Copy, PartialEq)]
enum Tool {
    Who,
    Cite,
    Collect,
}

impl Tool {
    /// With the ids of their buttons, their keys in messages, and those on the keyboard.
    const ALL: [(Tool, &'static str, &'static str, &'static str); 3] = [
        (Tool::Who, "who", "passage.who", "W"),
        (Tool::Cite, "cite", "passage.cite", "C"),
        (Tool::Collect, "collect", "reader.collect", "S"),
    ];
}

/// What the views show, in which a passage is selected.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    pub reading: Option<Shared<Reading>>,
    pub comparison: Option<Shared<CompareView>>,
    pub check: Option<Shared<CheckView>>,
    pub state: State,
    pub context: Context,
}

impl Props {
    fn document(&self, id: &str) -> Option<&Document> {
        let shown = [
            self.reading.as_ref().map(|reading| &reading.document),
            self.check.as_ref().map(|check| &check.document),
            self.comparison.as_ref().map(|view| &view.left),
            self.comparison.as_ref().map(|view| &view.right),
        ];
        shown.into_iter().flatten().find(|document| document.id == id)
    }

    /// What is selected, without the white space at its ends.
    fn passage(&self, selected: &Selected) -> Option<(&Document, Span)> {
        let document = self.document(&selected.document)?;
        let span = selected.span;
        let text = slice(&document.body.get(span.block)?.text, span.start, span.end);
        let length = |text: &str| text.chars().count();
        let start = span.start + length(text) - length(text.trim_start());
        let end = start + length(text.trim());
        (start < end).then_some((document, Span { start, end, ..span }))
    }

    /// Uses a tool on what is selected; says whether it can be.
    fn run(&self, tool: Tool, selected: &Selected) -> bool {
        let Some((document, span)) = self.passage(selected).filter(|passage| fits(tool, passage.1)) else {
            return false;
        };
        let Context {
            messages,
            dispatch,
            send,
        } = &self.context;
        match tool {
            Tool::Who => dispatch.emit(Action::Ask(Some((document.id.clone(), span)))),
            Tool::Cite => copy(citation(document, span, messages), &self.context),
            Tool::Collect => send.emit(Errand::Edit {
                lexicon: String::new(),
                phrase: slice(&document.body[span.block].text, span.start, span.end).to_string(),
            }),
        }
        true
    }

    /// Copies the row of the comparison at which the reader stands; says whether there is one.
    fn copy_row(&self) -> bool {
        let Some((at, view)) = self.state.comparing.at.zip(self.comparison.as_ref()) else {
            return false;
        };
        let holds = |cells: &[Cell]| cells.iter().any(|cell| cell.block == at.block);
        let row = view.rows.iter().find(|row| match at.side {
            Side::Left => holds(&row.left),
            Side::Right => holds(&row.right),
        });
        let row = row.filter(|_| self.state.view == View::Compare);
        if let Some(row) = row {
            copy(row_citation(view, row, &self.context.messages), &self.context);
        }
        row.is_some()
    }
}

fn fits(tool: Tool, span: Span) -> bool {
    tool != Tool::Collect || span.end - span.start <= LONGEST
}

/// The tools beside what is selected in any view that shows the text of a document.
#[component]
pub fn Tools(props: &Props) -> Html {
    let messages = &props.context.messages;
    let selected = use_state(|| None::<Selected>);
    use_effect_with((), {
        let selected = selected.setter();
        move |()| {
            let listening = dom::on_selection(move |found| selected.set(found));
            || drop(listening)
        }
    });
    use_effect_with(selected.clone(), |selected| {
        if let Some(selected) = &**selected {
            dom::place(TOOLS, selected.x, selected.y);
        }
    });
    use_effect_with((selected.clone(), props.clone()), |(selected, props)| {
        let (selected, props) = (selected.clone(), props.clone());
        let keys = dom::on_key(move |key| {
            let tool = Tool::ALL.iter().find(|(.., sign)| key.eq_ignore_ascii_case(sign));
            match (tool, &*selected) {
                (Some((tool, ..)), Some(selected)) => props.run(*tool, selected),
                (Some((Tool::Cite, ..)), None) => props.copy_row(),
                _ => false,
            }
        });
        || drop(keys)
    });
    let found = selected
        .as_ref()
        .and_then(|found| Some((found, props.passage(found)?.1)));
    let Some((selected, span)) = found else {
        return Html::default();
    };
    let button = |&(tool, id, key, sign): &(Tool, &'static str, &str, &'static str)| {
        let (props, selected) = (props.clone(), selected.clone());
        let onclick = move |_| {
            props.run(tool, &selected);
        };
        html! {
            <button type="button" key={id} {id} aria-keyshortcuts={sign} {onclick}>
                { messages.text(key) }<kbd aria-hidden="true">{ sign }</kbd>
            </button>
        }
    };
    html! {
        <div id={TOOLS} class="passage" role="toolbar" aria-label={messages.text("passage.tools")} translate="no"
            onmousedown={|event: MouseEvent| event.prevent_default()}>
            { for Tool::ALL.iter().filter(|(tool, ..)| fits(*tool, span)).map(button) }
        </div>
    }
}

/// Puts a text on the clipboard and tells the reader.
pub fn copy(text: String, context: &Context) {
    let done = context
        .send
        .reform(|is_copied| Errand::Tell(if is_copied { Notice::Copied } else { Notice::NotCopied }));
    clipboard::copy(text, done);
}

/// A passage with its source, as scholars quote it, and with a link if the page is on the web.
pub fn citation(document: &Document, span: Span, messages: &Messages) -> String {
    let text = document
        .body
        .get(span.block)
        .map(|block| slice(&block.text, span.start, span.end));
    cited(document, text.unwrap_or_default(), &[span.block], span.start, messages)
}

/// The text of a row of a comparison, each side with its source.
pub fn row_citation(view: &CompareView, row: &Row, messages: &Messages) -> String {
    let side = |(document, cells): (&Document, &[Cell])| {
        let blocks: Vec<usize> = cells.iter().map(|cell| cell.block).collect();
        let texts: Vec<&str> = blocks
            .iter()
            .filter_map(|at| Some(document.body.get(*at)?.text.as_str()))
            .collect();
        (!blocks.is_empty()).then(|| cited(document, &texts.join("\n"), &blocks, 0, messages))
    };
    let sides = [(&view.left, row.left.as_slice()), (&view.right, row.right.as_slice())];
    let sides: Vec<String> = sides.into_iter().filter_map(side).collect();
    sides.join("\n\n")
}

fn cited(document: &Document, text: &str, blocks: &[usize], start: usize, messages: &Messages) -> String {
    let cited = messages.fill("cite", &[text, &source(document, blocks, messages)]);
    let place = blocks.first().map(|block| (*block, start));
    let state = State {
        view: View::Reader,
        document: Some(document.id.clone()),
        place,
        ..State::default()
    };
    match location::address() {
        Some(address) => format!("{cited}\n{address}{}", link::write(&state)),
        None => cited,
    }
}

/// Title, speaker or issuer, date and place in the text.
fn source(document: &Document, blocks: &[usize], messages: &Messages) -> String {
    // Marks of a title within a title are the single ones.
    let title = document.title.replace('《', "〈").replace('》', "〉");
    let numbers: Vec<String> = blocks.iter().map(|block| (block + 1).to_string()).collect();
    let parts = [
        Some(messages.fill("cite.title", &[&title])),
        messages.who(document),
        document.date.as_ref().map(|date| messages.date(date)),
        Some(messages.fill("cite.block", &[&numbers.join(&messages.text("reader.speakers.and"))])),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(&messages.text("cite.and"))
}
