//! What the page knows: the reader's state, and what the engine has answered so far.

use std::ops::Deref;
use std::rc::Rc;

use tifa::lexicon::Fault;
use tifa::session::compare::{CheckView, CompareView, Neighbours, Witnesses};
use tifa::session::library::{HitLines, Timeline};
use tifa::session::slogans::{
    Edited, Entries, EntryRow, Key, KeynessView, LabelView, LexiconView, Lines, Proposals, Refusal, SloganTable,
    SloganView, Tab,
};
use tifa::session::{
    Action, Answer, Card, Changed, Examples, FromWorker, Intake, Listing, Move, Overview, Reading, Request, Response,
    Review, Rows, State, Suggestions, Titles, View, link, reduce,
};
use yew::prelude::*;

use super::errands::Errand;
use super::library::FoundValues;
use super::messages::Messages;

/// Rows of a list that are asked for at once.
pub const PAGE: usize = 50;

/// Something large behind a pointer; two are equal if they are the same one.
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    pub fn new(value: T) -> Self {
        Shared(Rc::new(value))
    }

    /// The same thing as behind another pointer.
    pub fn with(pointer: &Rc<T>) -> Self {
        Shared(pointer.clone())
    }
}

impl<T: Clone> Shared<T> {
    /// A changed copy.
    fn after(&self, change: impl FnOnce(&mut T)) -> Self {
        let mut copy = (*self.0).clone();
        change(&mut copy);
        Shared::new(copy)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(self.0.clone())
    }
}

impl<T> yew::html::ImplicitClone for Shared<T> {}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

#[derive(Clone, PartialEq)]
pub enum Phase {
    /// A static panel of the shell shows how far it is, or why it ended.
    Loading,
    Open(Shared<Overview>),
}

/// Something that the reader is told of, and perhaps can undo.
#[derive(Clone, PartialEq)]
pub enum Notice {
    Changed(Changed),
    /// A file with this name was saved.
    Saved(String),
    /// Nothing was written, and why.
    Failed(String),
    /// Lexicons were not changed, and why.
    Refused(Refusal),
    /// Something was put on the clipboard, or the browser did not allow it.
    Copied,
    NotCopied,
    /// A file is too long for a lexicon, or no text.
    Unreadable(String),
    /// A part of a folder could not be loaded, and why.
    Unloaded(String),
}

/// The form for an entry of a lexicon, while it is open.
#[derive(Clone, PartialEq)]
pub struct Form {
    /// The reader's lexicon that it goes to.
    pub lexicon: String,
    /// The phrase of a new entry.
    pub phrase: String,
    /// The entry that is there already, and its lexicon.
    pub known: Option<Shared<(Key, EntryRow)>>,
    /// Why it could not be saved.
    pub refusal: Option<Refusal>,
}

/// A lexicon that was read from a file that has faults.
#[derive(Clone, PartialEq)]
pub struct Report {
    pub name: String,
    pub entries: usize,
    pub faults: Vec<Fault>,
}

/// What the engine has told of what was found, beside the listing.
#[derive(Clone, PartialEq, Default)]
pub struct Found {
    /// The rows that came last.
    pub rows: Option<Shared<Rows>>,
    /// The lines of hits that came last.
    pub lines: Option<Shared<HitLines>>,
    pub timeline: Option<Shared<Timeline>>,
}

/// What the engine has told the slogan view.
#[derive(Clone, PartialEq, Default)]
pub struct Told {
    pub table: Option<Shared<SloganTable>>,
    pub one: Option<Shared<SloganView>>,
    /// The part of the concordance that came last.
    pub lines: Option<Shared<Lines>>,
    pub keyness: Option<Shared<KeynessView>>,
    pub labels: Option<Shared<Vec<LabelView>>>,
    pub proposals: Option<Shared<Proposals>>,
    pub lexicons: Option<Shared<Vec<LexiconView>>>,
    pub entries: Option<Shared<Entries>>,
    /// The lexicon that was read last.
    pub report: Option<Shared<Report>>,
    /// How many edits were refused or taken back.
    pub withdrawn: usize,
}

#[derive(Clone, PartialEq)]
pub struct Desk {
    pub state: State,
    pub phase: Phase,
    pub limit: usize,
    pub listing: Option<Shared<Listing>>,
    /// What was found in the values of facets.
    pub values: FoundValues,
    pub found: Found,
    /// What the end of the query may be meant to be.
    pub suggestions: Option<Shared<Suggestions>>,
    /// What of the corpus examples of queries are made of, once they were asked for.
    pub examples: Option<Shared<Examples>>,
    pub reading: Option<Shared<Reading>>,
    pub comparison: Option<Shared<CompareView>>,
    pub check: Option<Shared<CheckView>>,
    /// Who else said the passage that was asked about last.
    pub witnesses: Option<Shared<Witnesses>>,
    /// The speeches nearest to the one in the reader, or to the left one of two.
    pub neighbours: Option<Shared<Neighbours>>,
    /// The speeches that are compared, and others to choose from.
    pub titles: Option<Shared<Titles>>,
    /// The id of a document that was asked for and is not there.
    pub missing: Option<String>,
    /// What was brought and not yet accepted.
    pub intake: Shared<Intake>,
    /// The document of the details.
    pub review: Option<Shared<Review>>,
    /// The documents that were taken out of the corpus, once they were asked for.
    pub removed: Option<Shared<Vec<Card>>>,
    pub notice: Option<Notice>,
    /// What the slogan view shows.
    pub slogans: Told,
    pub form: Option<Form>,
    /// Why what was changed is in this tab only.
    pub unkept: Option<String>,
    /// The bytes of a folder that must be loaded before what was asked for can be shown.
    pub whole: Option<u64>,
    /// How much of the corpus has come, and of how much, while it has not all.
    pub coming: Option<(usize, usize)>,
    /// How often the corpus has changed; what was asked before is asked anew.
    pub revision: usize,
}

#[expect(clippy::large_enum_variant, reason = "events are few and short-lived")]
pub enum Event {
    Do(Action),
    More,
    Heard(FromWorker),
    Answered(Answer),
    Intake(Move),
    /// The list of what was taken out is closed.
    HideRemoved,
    /// The reader has read the notice.
    Dismiss,
    /// The report on a lexicon is closed.
    HideReport,
    Notice(Notice),
    /// The form for an entry opens, or has closed.
    Form(Option<Form>),
    /// What was in this tab only is saved.
    Safe,
}

impl Desk {
    pub fn new(fragment: &str) -> Self {
        Desk {
            state: link::read(fragment),
            phase: Phase::Loading,
            limit: PAGE,
            listing: None,
            values: FoundValues::new(),
            found: Found::default(),
            suggestions: None,
            examples: None,
            reading: None,
            comparison: None,
            check: None,
            witnesses: None,
            neighbours: None,
            titles: None,
            missing: None,
            intake: Shared::new(Intake::default()),
            review: None,
            removed: None,
            notice: None,
            slogans: Told::default(),
            form: None,
            unkept: None,
            whole: None,
            coming: None,
            revision: 0,
        }
    }

    /// What the engine must answer for the page to be shown. The first request goes out while the corpus is still
    /// being read; the worker answers it as soon as it can.
    pub fn request(&self) -> Option<Request> {
        let state = &self.state;
        match state.view {
            View::Library => Some(Request::Library {
                sought: state.sought(),
                count: PAGE,
            }),
            View::Reader => state.document.clone().map(|id| Request::Read {
                id,
                query: state.query.clone(),
            }),
            View::Compare => {
                let (left, right) = state.left.clone().zip(state.right.clone())?;
                let terms = state.comparing.terms.clone();
                Some(Request::Compare { left, right, terms })
            }
            View::Check => {
                let common = state.comparing.terms.common;
                state.document.clone().map(|id| Request::Check { id, common })
            }
            View::Slogans => {
                let (scope, sight) = (state.scope(), &state.sight);
                Some(match sight.tab {
                    Tab::Table => Request::Slogans {
                        scope,
                        column: sight.column,
                        reversed: sight.reversed,
                        category: sight.category.clone(),
                        find: sight.find.clone(),
                        limit: self.limit,
                    },
                    Tab::Keyness => Request::Keyness {
                        scope,
                        against: sight.against.clone(),
                    },
                    Tab::Numbered => Request::Numbered(scope),
                    Tab::Discover => Request::Proposals(scope),
                    Tab::Lexicons => Request::Lexicons,
                })
            }
            View::Import => None,
            View::Details => state.document.clone().map(Request::Review),
        }
    }

    /// What it must answer beside that: one slogan beside the list, the nearest speeches beside one.
    pub fn beside(&self) -> Option<Request> {
        let State {
            view,
            sight,
            document,
            left,
            ..
        } = &self.state;
        match view {
            View::Slogans if sight.tab == Tab::Table => sight.phrase.clone().map(|phrase| Request::Slogan {
                scope: self.state.scope(),
                phrase,
            }),
            View::Reader => document.clone().map(Request::Nearest),
            View::Compare => left.clone().map(Request::Nearest),
            _ => None,
        }
    }

    /// The passage of which the reader asks who else said it.
    pub fn asked(&self) -> Option<Request> {
        let (id, span) = self.state.asked.clone()?;
        Some(Request::Witnesses { id, span })
    }

    fn hear(&mut self, message: FromWorker) {
        match message {
            FromWorker::Opened(overview) => {
                self.whole = None;
                // What was asked of a part is asked of more.
                if let Phase::Open(_) = self.phase {
                    self.revision += 1;
                }
                self.phase = Phase::Open(Shared::new(overview));
            }
            FromWorker::Progress(done, total) => self.coming = (done < total).then_some((done, total)),
            FromWorker::Unreadable(_) => {}
            FromWorker::Changed(overview, changed) => {
                self.phase = Phase::Open(Shared::new(overview));
                self.revision += 1;
                // Numbers of rows may mean others now.
                (self.found.rows, self.found.lines) = (None, None);
                self.removed = match (self.removed.take(), &changed) {
                    (Some(removed), Changed::Restored(ids)) => {
                        Some(removed.after(|cards| cards.retain(|card| !ids.contains(&card.id))))
                    }
                    _ => None,
                };
                match &changed {
                    Changed::Slogans(Edited::Read { name, entries, faults }) => {
                        self.slogans.report = Some(Shared::new(Report {
                            name: name.clone(),
                            entries: *entries,
                            faults: faults.clone(),
                        }));
                    }
                    Changed::Slogans(Edited::Undone) => self.slogans.withdrawn += 1,
                    _ => {}
                }
                self.notice = match changed {
                    Changed::Edited(_) | Changed::Renamed | Changed::Views => self.notice.take(),
                    // What it offered to take back is no longer the last edit.
                    Changed::Slogans(Edited::Switched) => None,
                    changed => Some(Notice::Changed(changed)),
                };
            }
            FromWorker::Unkept(reason) => self.unkept = Some(reason),
            FromWorker::Whole(bytes) => self.whole = Some(bytes),
            FromWorker::Unloaded(reason) => self.notice = Some(Notice::Unloaded(reason)),
            FromWorker::Answer(response) => {
                // What is told beside a view does not say that the view itself can be shown.
                if !matches!(
                    response,
                    Response::Nearest(_)
                        | Response::Witnesses(_)
                        | Response::Suggest(_)
                        | Response::Values(_)
                        | Response::Titles(_)
                        | Response::Rows(_)
                        | Response::Hits(_)
                        | Response::Timeline(_)
                ) {
                    self.missing = None;
                }
                match response {
                    Response::Library(listing) => self.listing = Some(Shared::new(listing)),
                    Response::Suggest(suggestions) => self.suggestions = Some(Shared::new(suggestions)),
                    Response::Examples(examples) => self.examples = Some(Shared::new(examples)),
                    Response::Read(reading) => self.reading = Some(Shared::new(reading)),
                    Response::Compare(comparison) => self.comparison = Some(Shared::new(comparison)),
                    Response::Check(check) => self.check = Some(Shared::new(check)),
                    Response::Witnesses(witnesses) => self.witnesses = Some(Shared::new(witnesses)),
                    Response::Nearest(neighbours) => self.neighbours = Some(Shared::new(neighbours)),
                    Response::Titles(titles) => self.titles = Some(Shared::new(titles)),
                    Response::NoDocument(id) => self.missing = Some(id),
                    Response::Review(review) => self.review = Some(Shared::new(review)),
                    Response::Removed(cards) => self.removed = Some(Shared::new(cards)),
                    Response::Slogans(table) => self.slogans.table = Some(Shared::new(table)),
                    Response::Slogan(one) => self.slogans.one = Some(Shared::new(*one)),
                    Response::NoSlogan(_) => self.slogans.one = None,
                    Response::Concordance(lines) => self.slogans.lines = Some(Shared::new(lines)),
                    Response::Keyness(keyness) => self.slogans.keyness = Some(Shared::new(keyness)),
                    Response::Numbered(labels) => self.slogans.labels = Some(Shared::new(labels)),
                    Response::Proposals(proposals) => self.slogans.proposals = Some(Shared::new(proposals)),
                    Response::Lexicons(lexicons) => self.slogans.lexicons = Some(Shared::new(lexicons)),
                    Response::Entries(entries) => self.slogans.entries = Some(Shared::new(entries)),
                    Response::Refused(refusal) => self.refuse(refusal),
                    Response::Rows(rows) => self.found.rows = Some(Shared::new(rows)),
                    Response::Hits(lines) => self.found.lines = Some(Shared::new(lines)),
                    Response::Timeline(timeline) => self.found.timeline = Some(Shared::new(timeline)),
                    Response::Values(view) => {
                        self.values.insert(view.facet, Shared::new(view));
                    }
                    // These are for errands.
                    Response::Ids(_) | Response::Prints(_) | Response::Written { .. } | Response::Entry(_) => {}
                }
            }
        }
    }
}

impl Desk {
    /// Tells why an edit was not made, in the form if it came from there.
    fn refuse(&mut self, refusal: Refusal) {
        self.slogans.withdrawn += 1;
        match (&mut self.form, refusal) {
            (Some(form), refusal) => form.refusal = Some(refusal),
            (None, Refusal::Faults(faults)) => {
                self.slogans.report = Some(Shared::new(Report {
                    name: String::new(),
                    entries: 0,
                    faults,
                }));
            }
            (None, refusal) => self.notice = Some(Notice::Refused(refusal)),
        }
    }
}

impl Reducible for Desk {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = (*self).clone();
        match event {
            Event::Do(action) => {
                next.state = reduce(&self.state, action);
                if next.request() != self.request() {
                    next.missing = None;
                    next.whole = None;
                }
                if !next.state.is_same_page(&self.state) {
                    next.notice = None;
                }
                let asks = |desk: &Desk| {
                    let state = &desk.state;
                    (state.query.clone(), state.filters.clone(), state.sort, state.view)
                };
                if asks(&next) != asks(&self) {
                    next.limit = PAGE;
                }
            }
            Event::More => next.limit += PAGE,
            Event::Heard(message) => next.hear(message),
            Event::Answered(answer) => {
                match &answer {
                    Answer::Written { name, .. } => next.notice = Some(Notice::Saved(name.clone())),
                    Answer::Failed(reason) => next.notice = Some(Notice::Failed(reason.clone())),
                    _ => {}
                }
                next.intake = self.intake.after(|intake| intake.hear(answer));
            }
            Event::Intake(step) => next.intake = self.intake.after(|intake| intake.act(step)),
            Event::HideRemoved => next.removed = None,
            Event::Dismiss => next.notice = None,
            Event::HideReport => next.slogans.report = None,
            Event::Notice(notice) => next.notice = Some(notice),
            Event::Form(form) => next.form = form,
            Event::Safe => next.unkept = None,
        }
        Rc::new(next)
    }
}

/// What every part of the interface needs: words, the way to change the desk, and to have something done.
#[derive(Clone, PartialEq)]
pub struct Context {
    pub messages: Messages,
    pub dispatch: Callback<Action>,
    pub send: Callback<Errand>,
}

impl Context {
    pub fn text(&self, key: &str) -> String {
        self.messages.text(key)
    }
}
