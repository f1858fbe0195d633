//! What a reader wants done beyond looking: files brought in, documents changed, a corpus saved. Some of it needs an
//! answer of the engine before the clerk can be asked; what waits for it stands here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use tifa::import::Options;
use tifa::lexicon;
use tifa::session::slogans::{Edit, Key};
use tifa::session::{Action, Answer, Changed, Choice, Format, FromWorker, Move, Named, Order, Request, Response, View};
use yew::{Callback, UseReducerDispatcher};

use super::desk::{Desk, Event, Form, Notice, Shared};
use super::entry::FORM;
use crate::platform::Bytes;
use crate::platform::dom;
use crate::platform::files::{self, Dropped};
use crate::platform::{clerk, later, worker};

/// Something to be done by engine or clerk.
pub enum Errand {
    Bring(Vec<Dropped>),
    /// Gives up all that was brought and not accepted.
    GiveUp,
    Intake(Move),
    Order(Order),
    /// A document is kept, merged or left out, and the next one shows.
    Decide(usize, Choice),
    Reread(usize, Options),
    Preview(usize, String),
    Ask(Request),
    /// Saves the corpus, or only some of its documents, under a title; as a page it opens with a link.
    Save {
        only: Vec<String>,
        format: Format,
        title: String,
        view: String,
    },
    HideRemoved,
    Dismiss,
    HideReport,
    Tell(Notice),
    /// Opens the form for an entry of the reader's lexicon, or of any, by its phrase; for a new one, if none has it.
    Edit {
        lexicon: String,
        phrase: String,
    },
    CloseForm,
    /// Files of lexicons.
    BringLexicons(Vec<Dropped>),
    /// Saves a lexicon as a file with a name.
    SaveLexicon {
        key: Key,
        form: lexicon::Form,
        name: String,
    },
}

/// Does errands for the desk.
pub struct Errands {
    desk: UseReducerDispatcher<Desk>,
    /// Files that wait until the clerk knows the corpus; none, if it does.
    waiting: RefCell<Option<Vec<Dropped>>>,
    /// How many files were brought since the last start.
    brought: Cell<usize>,
    /// What is to be written as soon as the corpus is there, until it is; and is it all of the corpus?
    write: RefCell<Option<(Order, bool)>>,
    /// The lexicon and the phrase that the form is to open with, until the engine has looked it up.
    edit: RefCell<Option<(String, String)>>,
    /// The name and the format of the lexicon that is to be saved.
    lexicon: RefCell<Option<(String, lexicon::Form)>>,
}

impl Errands {
    pub fn new(desk: UseReducerDispatcher<Desk>) -> Self {
        Errands {
            desk,
            waiting: RefCell::new(Some(Vec::new())),
            brought: Cell::default(),
            write: RefCell::default(),
            edit: RefCell::default(),
            lexicon: RefCell::default(),
        }
    }

    pub fn run(&self, errand: Errand) {
        let step = |step| self.desk.dispatch(Event::Intake(step));
        match errand {
            Errand::Bring(files) if files.is_empty() => {}
            Errand::Bring(files) => self.bring(files),
            Errand::GiveUp => {
                self.start_over();
                step(Move::Clear);
            }
            Errand::Intake(moved) => step(moved),
            Errand::Order(order) => clerk::ask(&order),
            Errand::Decide(item, choice) => {
                clerk::ask(&Order::Choose(item, choice));
                step(Move::Decide(item));
            }
            Errand::Reread(file, options) => {
                clerk::reread(file, &options);
                step(Move::Reread(file, options));
            }
            Errand::Preview(file, encoding) => clerk::preview(file, &encoding),
            Errand::Ask(request) => worker::ask(&request),
            Errand::Save {
                only,
                format,
                title,
                view,
            } => {
                worker::export(&only);
                let order = Order::Write { format, title, view };
                self.write.replace(Some((order, only.is_empty())));
            }
            Errand::HideRemoved => self.desk.dispatch(Event::HideRemoved),
            Errand::Dismiss => self.desk.dispatch(Event::Dismiss),
            Errand::HideReport => self.desk.dispatch(Event::HideReport),
            Errand::Tell(notice) => self.desk.dispatch(Event::Notice(notice)),
            Errand::Edit { lexicon, phrase } => {
                worker::ask(&Request::Lexicons);
                worker::ask(&Request::Entry(phrase.clone()));
                self.edit.replace(Some((lexicon, phrase)));
            }
            Errand::CloseForm => self.desk.dispatch(Event::Form(None)),
            Errand::BringLexicons(files) => files.into_iter().for_each(|file| self.bring_lexicon(file)),
            Errand::SaveLexicon { key, form, name } => {
                worker::ask(&Request::WriteLexicon { key, form });
                self.lexicon.replace(Some((name, form)));
            }
        }
    }

    /// What the engine answers for the clerk goes on to it, the rest to the desk.
    pub fn hear(&self, message: FromWorker) {
        match message {
            FromWorker::Answer(Response::Prints(prints)) => {
                let waiting = self.waiting.take().unwrap_or_default();
                if waiting.is_empty() {
                    self.waiting.replace(Some(waiting));
                } else {
                    clerk::ask(&Order::Known(prints));
                    clerk::read(waiting);
                }
            }
            FromWorker::Answer(Response::Ids(ids)) => self.desk.dispatch(Event::Do(Action::Pick(ids))),
            FromWorker::Answer(Response::Entry(known)) => {
                if let Some((lexicon, phrase)) = self.edit.take() {
                    let lexicon = match &known {
                        Some((Key::Own(name), _)) => name.clone(),
                        _ => lexicon,
                    };
                    self.desk.dispatch(Event::Form(Some(Form {
                        lexicon,
                        phrase,
                        known: known.map(Shared::new),
                        refusal: None,
                    })));
                }
            }
            FromWorker::Answer(Response::Written { name, text }) => {
                // A comparison and a table have a name already.
                let (name, media) = match self.lexicon.take() {
                    Some((name, form)) => (format!("{name}.{}", form.name()), media(form)),
                    None if name.ends_with(".csv") => (name, "text/csv"),
                    None => (name, "application/json"),
                };
                files::save(&name, media, &Bytes::from(text.as_bytes()));
                self.desk.dispatch(Event::Notice(Notice::Saved(name)));
            }
            // To read it took a while, and so will it to show what has changed.
            message @ FromWorker::Changed(..) => {
                if let FromWorker::Changed(_, Changed::Slogans(_)) = message {
                    dom::close_dialog(FORM);
                }
                let desk = self.desk.clone();
                later(move || desk.dispatch(Event::Heard(message)));
            }
            message => self.desk.dispatch(Event::Heard(message)),
        }
    }

    /// The corpus is there that was to be written.
    pub fn exported(&self, corpus: Bytes) {
        if let Some((order, _)) = &*self.write.borrow() {
            clerk::write(order, corpus);
        }
    }

    /// What the clerk answers, and the bytes beside it.
    pub fn answered(&self, answer: Answer, beside: Bytes) {
        match &answer {
            Answer::Accepted { .. } => {
                worker::take(beside);
                self.start_over();
                // The review goes before the library comes: both at once would stop the page.
                let desk = self.desk.clone();
                later(move || desk.dispatch(Event::Do(Action::Show(View::Library))));
            }
            Answer::Written { name, media } => {
                files::save(name, media, &beside);
                let has_all = |format| matches!(format, Format::Page | Format::Corpus | Format::Lines);
                if let Some((Order::Write { format, .. }, true)) = self.write.take()
                    && has_all(format)
                {
                    self.desk.dispatch(Event::Safe);
                }
            }
            _ => {}
        }
        self.desk.dispatch(Event::Answered(answer));
    }

    fn bring(&self, files: Vec<Dropped>) {
        let paths = files.iter().map(|file| file.path.clone()).collect();
        self.desk.dispatch(Event::Intake(Move::Bring(paths)));
        let first = self.brought.replace(self.brought.get() + files.len());
        let desk = self.desk.clone();
        let weighed = move |(from, bytes)| desk.dispatch(Event::Intake(Move::Weigh(first + from, bytes)));
        files::weigh(Rc::new(files.clone()), 0, Callback::from(weighed));
        self.desk.dispatch(Event::Do(Action::Show(View::Import)));
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => {
                if waiting.is_empty() {
                    worker::ask(&Request::Prints);
                }
                waiting.extend(files);
            }
            None => clerk::read(files),
        }
    }

    fn bring_lexicon(&self, file: Dropped) {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string();
        let desk = self.desk.clone();
        let read = move |text: Option<String>| match text {
            Some(text) => worker::ask(&Request::Edit(Edit::Read {
                name: name.clone(),
                text,
            })),
            None => desk.dispatch(Event::Notice(Notice::Unreadable(name.clone()))),
        };
        files::text(&file.file, Callback::from(read));
    }

    fn start_over(&self) {
        clerk::stop();
        self.brought.set(0);
        self.waiting.replace(Some(Vec::new()));
    }
}

/// The media type of a lexicon.
fn media(form: lexicon::Form) -> &'static str {
    match form {
        lexicon::Form::Tsv => "text/tab-separated-values",
        lexicon::Form::Csv => "text/csv",
        lexicon::Form::List => "text/plain",
        lexicon::Form::Json => "application/json",
    }
}
