//! The state of the page and the actions that change it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::compare::Comparing;
use super::library::{Column, Sought};
use super::slogans::{Scope, Sight};
pub use crate::compare::Side;
use crate::corpus::Span;
use crate::search::{Facet, Filters};

/// Everything a link, Back and a reload restore.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    pub view: View,
    /// What the reader searches for; it filters the library and is marked in the reader.
    pub query: String,
    pub filters: Filters,
    pub sort: Sort,
    /// How the library is shown.
    pub layout: Layout,
    /// The columns of the table, if the reader has chosen some.
    pub columns: Vec<Column>,
    /// The documents that were picked, by id, in the order in which they were.
    pub picked: Vec<String>,
    /// The document in the reader, by id.
    pub document: Option<String>,
    /// The use of a slogan that the reader stands at, counted from 0 through the document.
    pub mark: Option<usize>,
    /// The two documents to compare, by id.
    pub left: Option<String>,
    pub right: Option<String>,
    /// How the reader looks at the two.
    pub comparing: Comparing,
    /// The passage of which the reader asks who else said it: the id of a document, and its place there.
    pub asked: Option<(String, Span)>,
    /// The categories of slogans that are not marked.
    pub hidden: BTreeSet<String>,
    /// Nothing at all is marked.
    pub plain: bool,
    /// A place in the document of the reader that a list led to: block and character.
    pub place: Option<(usize, usize)>,
    /// What the slogan view shows.
    pub sight: Sight,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Library,
    Reader,
    Compare,
    /// The document of the reader against all others.
    Check,
    /// The slogans of the corpus.
    Slogans,
    /// What the reader brought, before it is accepted.
    Import,
    /// The document of the reader with all that import did to it.
    Details,
}

/// The order of the library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Latest first; unknown dates last.
    #[default]
    Newest,
    Oldest,
    /// Most hits of the query first.
    Hits,
    /// Most relevant to the query first.
    Relevance,
    /// Densest in slogans first.
    Density,
    Longest,
    Shortest,
    Title,
}

/// How what is in the library is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    #[default]
    List,
    Table,
    /// A line for each hit.
    Lines,
    Timeline,
}

impl Named for Layout {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Layout::List, "list"),
        (Layout::Table, "table"),
        (Layout::Lines, "lines"),
        (Layout::Timeline, "timeline"),
    ];
}

/// A choice with a name for links and messages.
pub trait Named: Copy + PartialEq + 'static {
    /// All of them, in the order in which a reader is offered them; the first is the usual one.
    const NAMES: &'static [(Self, &'static str)];

    fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(choice, _)| *choice == self);
        found.map_or("", |(_, name)| name)
    }

    /// The choice of this name; the usual one for any other.
    fn named(name: &str) -> Self {
        let found = Self::NAMES.iter().find(|(_, known)| *known == name);
        found.unwrap_or(&Self::NAMES[0]).0
    }
}

impl Named for Sort {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Sort::Newest, "newest"),
        (Sort::Oldest, "oldest"),
        (Sort::Hits, "hits"),
        (Sort::Relevance, "relevance"),
        (Sort::Density, "density"),
        (Sort::Longest, "longest"),
        (Sort::Shortest, "shortest"),
        (Sort::Title, "title"),
    ];
}

/// What the reader does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "actions are few and short-lived; in the page they are smaller"
)]
pub enum Action {
    /// A link was followed, or Back.
    Restore(State),
    Show(View),
    Search(String),
    Toggle(Facet, String),
    /// Chooses these values of a facet, and no others.
    Filter(Facet, Vec<String>),
    ClearFilters,
    Sort(Sort),
    Layout(Layout),
    /// Chooses the columns of the table; none are the usual ones.
    Columns(Vec<Column>),
    /// Picks documents, or, if all of them are picked, picks them no longer.
    Pick(Vec<String>),
    ClearPicked,
    /// Puts the two documents that are picked side by side.
    ComparePicked,
    /// Filters by the documents that are picked.
    OnlyPicked,
    Choose(Side, String),
    Swap,
    /// Opens a document in the reader.
    Read(String),
    GoToMark(usize),
    /// Looks at the two speeches in another way.
    Compare(Comparing),
    /// Puts two blocks side by side, or, if they are, no longer: left, right.
    Pin(usize, usize),
    /// Checks a document against all others.
    Check(String),
    /// Asks who else said a passage; `None` closes the answer.
    Ask(Option<(String, Span)>),
    ToggleCategory(String),
    /// Marks this category alone; all again, if it was alone. The others are given.
    OnlyCategory(Vec<String>),
    /// Plain text, or marks again.
    TogglePlain,
    /// Opens a document at a place: block and character.
    ReadAt(String, usize, usize),
    /// Looks at the slogans in another way.
    Look(Sight),
}

/// The state after an action.
pub fn reduce(state: &State, action: Action) -> State {
    let mut next = state.clone();
    // The places of a comparison stay those of its documents, or are given with them.
    let keeps_places = matches!(action, Action::Restore(_) | Action::Swap);
    match action {
        Action::Restore(state) => next = state,
        Action::Show(view) => next.view = view,
        Action::Search(query) => {
            next.query = query;
            next.view = View::Library;
        }
        Action::Toggle(facet, value) => next.filters.toggle(facet, &value),
        Action::Filter(facet, values) => next.filters.choose(facet, values.into_iter().collect()),
        Action::ClearFilters => next.filters = Filters::default(),
        Action::Sort(sort) => next.sort = sort,
        Action::Layout(layout) => next.layout = layout,
        Action::Columns(columns) => next.columns = columns,
        Action::Pick(ids) => next.pick(ids),
        Action::ClearPicked => next.picked.clear(),
        Action::ComparePicked => {
            if let [left, right] = next.picked.as_slice() {
                (next.left, next.right) = (Some(left.clone()), Some(right.clone()));
                next.view = View::Compare;
            }
        }
        Action::OnlyPicked => {
            let picked = std::mem::take(&mut next.picked);
            next.filters.choose(Facet::Document, picked.into_iter().collect());
        }
        Action::Choose(Side::Left, id) => next.left = Some(id),
        Action::Choose(Side::Right, id) => next.right = Some(id),
        Action::Swap => next.swap(),
        Action::Read(id) => {
            next.view = View::Reader;
            if next.document.as_ref() != Some(&id) {
                next.mark = None;
            }
            next.place = None;
            next.document = Some(id);
        }
        Action::ReadAt(id, block, start) => {
            next.view = View::Reader;
            next.mark = None;
            next.document = Some(id);
            next.place = Some((block, start));
        }
        Action::GoToMark(mark) => (next.mark, next.place) = (Some(mark), None),
        Action::Compare(comparing) => next.comparing = comparing,
        Action::Pin(left, right) => {
            let pins = &mut next.comparing.terms.options.pins;
            let kept = pins.len();
            pins.retain(|pin| *pin != (left, right));
            if pins.len() == kept {
                // One block, one pin.
                pins.retain(|pin| pin.0 != left && pin.1 != right);
                pins.push((left, right));
                pins.sort_unstable();
            }
        }
        Action::Check(id) => {
            next.view = View::Check;
            next.document = Some(id);
        }
        Action::Ask(asked) => next.asked = asked,
        Action::ToggleCategory(category) => {
            if !next.hidden.remove(&category) {
                next.hidden.insert(category);
            }
        }
        Action::OnlyCategory(others) => {
            let others = BTreeSet::from_iter(others);
            next.hidden = if next.hidden == others { BTreeSet::new() } else { others };
        }
        Action::TogglePlain => next.plain = !next.plain,
        Action::Look(sight) => {
            next.view = View::Slogans;
            next.sight = sight;
        }
    }
    if !keeps_places && (&next.left, &next.right) != (&state.left, &state.right) {
        next.forget_places(state);
    }
    next
}

impl State {
    pub fn is_picked(&self, id: &str) -> bool {
        self.picked.iter().any(|picked| picked == id)
    }

    /// What the library shows.
    pub fn sought(&self) -> Sought {
        Sought {
            query: self.query.clone(),
            filters: self.filters.clone(),
            sort: self.sort,
        }
    }

    /// The same whenever it was: what is chosen of the time is shown against the rest of it.
    pub fn in_time(&self) -> Sought {
        let mut sought = self.sought();
        sought.filters.choose(Facet::Date, BTreeSet::new());
        sought
    }

    /// The documents and uses that the slogan view counts.
    pub fn scope(&self) -> Scope {
        Scope {
            query: self.query.clone(),
            filters: self.filters.clone(),
            overlaps: self.sight.overlaps,
            thresholds: self.sight.thresholds.clone(),
        }
    }

    /// Would Back from this state to `other` be a step that a reader expects? Typing a query is not.
    pub fn is_same_page(&self, other: &State) -> bool {
        let page = |state: &State| {
            (
                state.view,
                state
                    .document
                    .clone()
                    .filter(|_| matches!(state.view, View::Reader | View::Details | View::Check)),
                (state.left.clone(), state.right.clone()),
                state.filters.clone(),
                (state.view == View::Slogans).then(|| (state.sight.tab, state.sight.phrase.clone())),
            )
        };
        page(self) == page(other)
    }

    fn swap(&mut self) {
        std::mem::swap(&mut self.left, &mut self.right);
        let comparing = &mut self.comparing;
        comparing
            .terms
            .options
            .pins
            .iter_mut()
            .for_each(|pin| *pin = (pin.1, pin.0));
        if let Some(at) = &mut comparing.at {
            at.side = match at.side {
                Side::Left => Side::Right,
                Side::Right => Side::Left,
            };
        }
    }

    /// Gives up the places of another pair; one in a document that stays is kept.
    fn forget_places(&mut self, before: &State) {
        self.comparing.terms.options.pins.clear();
        let (left, right) = (self.left == before.left, self.right == before.right);
        self.comparing.at = self.comparing.at.filter(|at| match at.side {
            Side::Left => left,
            Side::Right => right,
        });
    }

    fn pick(&mut self, ids: Vec<String>) {
        let fresh: Vec<String> = ids.iter().filter(|id| !self.is_picked(id)).cloned().collect();
        match fresh.is_empty() {
            true => self.picked.retain(|picked| !ids.contains(picked)),
            false => self.picked.extend(fresh),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::Spot;
    use super::*;

    fn after(actions: Vec<Action>) -> State {
        actions
            .into_iter()
            .fold(State::default(), |state, action| reduce(&state, action))
    }

    #[test]
    fn two_that_are_picked_stand_side_by_side_in_the_order_in_which_they_were() {
        let pick = |ids: &[&str]| Action::Pick(ids.iter().map(|id| id.to_string()).collect());
        let state = after(vec![pick(&["b"]), pick(&["c"]), pick(&["a"]), pick(&["c"])]);
        assert_eq!(state.picked, ["b", "a"]);
        let state = reduce(&state, Action::ComparePicked);
        assert_eq!((state.left.as_deref(), state.right.as_deref()), (Some("b"), Some("a")));
        let swapped = reduce(&state, Action::Swap);
        assert_eq!(swapped.left.as_deref(), Some("a"));
        // What is partly picked becomes wholly picked first.
        let state = after(vec![pick(&["a"]), pick(&["a", "b"])]);
        assert_eq!(state.picked, ["a", "b"]);
        assert!(reduce(&state, pick(&["b", "a"])).picked.is_empty());
        let only = reduce(&state, Action::OnlyPicked);
        assert!(only.picked.is_empty() && only.filters.has(Facet::Document, "b"));
    }

    #[test]
    fn another_document_begins_at_its_beginning() {
        let state = after(vec![
            Action::Read("a".into()),
            Action::GoToMark(3),
            Action::Read("a".into()),
        ]);
        assert_eq!(state.mark, Some(3));
        assert_eq!(reduce(&state, Action::Read("b".into())).mark, None);
    }

    #[test]
    fn the_places_of_a_pair_are_kept_as_long_as_it_is_that_pair() {
        let spot = |side, block| Spot { side, block, start: 0 };
        let at = |at| {
            Action::Compare(Comparing {
                at: Some(at),
                ..Comparing::default()
            })
        };
        let pins = |state: &State| state.comparing.terms.options.pins.clone();
        let pair = [
            Action::Choose(Side::Left, "a".into()),
            Action::Choose(Side::Right, "b".into()),
            at(spot(Side::Left, 7)),
            Action::Pin(2, 3),
            Action::Pin(5, 4),
            Action::Pin(2, 6),
        ];
        let state = after(pair.to_vec());
        assert_eq!(pins(&state), [(2, 6), (5, 4)]);
        assert_eq!(pins(&reduce(&state, Action::Pin(5, 4))), [(2, 6)]);
        let swapped = reduce(&state, Action::Swap);
        assert_eq!(pins(&swapped), [(6, 2), (4, 5)]);
        assert_eq!(swapped.comparing.at, Some(spot(Side::Right, 7)));
        // Another column: the place on the left stays, pins are of two.
        let other = reduce(&state, Action::Choose(Side::Right, "c".into()));
        assert_eq!((pins(&other), other.comparing.at), (vec![], Some(spot(Side::Left, 7))));
        let other = reduce(&state, Action::Choose(Side::Left, "c".into()));
        assert_eq!(other.comparing.at, None);
    }

    #[test]
    fn searching_leads_to_the_library() {
        let state = after(vec![Action::Read("a".into()), Action::Search("责任".into())]);
        assert_eq!((state.view, state.query.as_str()), (View::Library, "责任"));
        assert!(!state.is_same_page(&after(vec![Action::Read("a".into())])));
    }
}
