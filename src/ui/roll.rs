//! Long lists of rows of one height, in the window or in a box that scrolls. Only the rows near what can be seen are on
//! the page; they change when the next ones are there, and until then stick to the window, so that there is never an
//! empty place where rows belong.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use tifa::session::archive::FEW;
use yew::prelude::*;

use super::desk::Shared;
use crate::platform::dom;

/// Rows on the page beyond those that can be seen, on either side: a hand's turn of the wheel.
const BEYOND: usize = 16;

/// The rows on the page change by so many at a time, so that most scrolling is the browser's alone.
const STEP: usize = 8;

/// Chunks that are asked for ahead of the reader, in the direction in which he scrolls.
const AHEAD: usize = 2;

/// Chunks that are kept; the farthest goes first.
const KEPT: usize = 64;

/// Pixels that can be scrolled through. Firefox knows no element higher than 17.9 million.
const LONGEST: f64 = 17_000_000.0;

/// Rows that can be seen, as far as is known before the window was measured.
const ROWS: usize = 14;

/// A list, as it stands on the page.
#[derive(PartialEq)]
pub struct Frame {
    /// The id of the box that scrolls; the window does, if there is none.
    pub scrolls: Option<&'static str>,
    /// The id of the element that is as long as all rows; its only child holds the rows on the page.
    pub length: &'static str,
    /// Rows that are asked for at once: some screens, and no more than a millisecond's work to take in.
    pub chunk: usize,
    /// The height of a row, in pixels, before one was measured.
    pub row: f64,
}

/// The rows on the page.
#[derive(PartialEq)]
pub struct Shown<T> {
    /// Rows in all.
    pub total: usize,
    /// The number of the first of those on the page.
    pub first: usize,
    pub rows: Vec<Shared<T>>,
}

impl<T> Shown<T> {
    /// The rows with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Shared<T>)> {
        (self.first..).zip(&self.rows)
    }

    fn has(&self, at: usize) -> bool {
        (self.first..self.first + self.rows.len()).contains(&at)
    }
}

/// Rows as far as they are known, and what the reader wants of them.
struct Held<T> {
    /// Rows in all, once that is known.
    total: Option<usize>,
    chunks: BTreeMap<usize, Vec<Shared<T>>>,
    chunk: usize,
    /// Are rows asked for only when they are seen?
    is_far: bool,
    /// The chunk that was asked for and has not come.
    asked: Option<usize>,
    /// Asks for rows: the number of the first, and how many.
    ask: Callback<(usize, usize)>,
    /// The rows that can be seen: the first, and the one after the last.
    sight: (usize, usize),
    backwards: bool,
    /// The rows on the page: the first, and the one after the last.
    shown: Option<(usize, usize)>,
    row: f64,
    /// The rows that lie above the upper edge, in parts of a row.
    above: f64,
    /// The reader went to a row by a key; it gets the focus as soon as it is on the page.
    is_moved: bool,
}

impl<T> Held<T> {
    fn new(frame: &Frame, is_far: bool) -> Self {
        Held {
            total: None,
            chunks: BTreeMap::new(),
            chunk: if is_far { FEW } else { frame.chunk },
            is_far,
            asked: None,
            ask: Callback::noop(),
            sight: (0, ROWS),
            backwards: false,
            shown: None,
            row: frame.row,
            above: 0.0,
            is_moved: false,
        }
    }

    fn has(&self, at: usize) -> bool {
        self.get(at).is_some()
    }

    fn get(&self, at: usize) -> Option<&Shared<T>> {
        self.chunks.get(&(at / self.chunk))?.get(at % self.chunk)
    }

    /// The rows that can be scrolled to.
    fn reach(&self) -> usize {
        self.total.unwrap_or_default().min((LONGEST / self.row) as usize)
    }

    /// The rows that can be seen, of those that there are.
    fn sight(&self) -> (usize, usize) {
        let (reach, (from, to)) = (self.reach(), self.sight);
        (from.min(reach.saturating_sub(to - from)), to.min(reach))
    }

    /// The rows that belong on the page.
    fn wanted(&self) -> (usize, usize) {
        let (from, to) = self.sight();
        if self.is_far {
            return (from, to);
        }
        let first = from.saturating_sub(BEYOND) / STEP * STEP;
        (first, (to + BEYOND).next_multiple_of(STEP).min(self.reach()))
    }

    /// What belongs on the page, if all that can be seen is there, and anything of it is not yet on the page.
    fn turn(&mut self) -> Option<Shown<T>> {
        let total = self.total?;
        let ((from, to), (first, end)) = (self.sight(), self.wanted());
        if !(from..to).all(|at| self.has(at)) {
            return None;
        }
        let first = (first..from).rev().take_while(|at| self.has(*at)).last();
        let end = (to..end).take_while(|at| self.has(*at)).last();
        let (first, end) = (first.unwrap_or(from), end.map_or(to, |last| last + 1));
        if self.shown.replace((first, end)) == Some((first, end)) {
            return None;
        }
        let rows = (first..end).filter_map(|at| self.get(at).cloned()).collect();
        Some(Shown { total, first, rows })
    }

    fn take(&mut self, from: usize, total: usize, rows: impl Iterator<Item = Shared<T>>) {
        self.total = Some(total);
        let rows: Vec<Shared<T>> = rows.collect();
        if from.is_multiple_of(self.chunk) {
            for (i, rows) in rows.chunks(self.chunk).enumerate() {
                self.chunks.insert(from / self.chunk + i, rows.to_vec());
            }
        }
        self.asked = self.asked.filter(|asked| asked * self.chunk != from);
        let here = self.sight.0 / self.chunk;
        while self.chunks.len() > KEPT {
            let ends = [self.chunks.first_key_value(), self.chunks.last_key_value()];
            let ends = ends.into_iter().flatten().map(|(chunk, _)| *chunk);
            let Some(farthest) = ends.max_by_key(|chunk| chunk.abs_diff(here)) else {
                break;
            };
            self.chunks.remove(&farthest);
        }
    }

    /// The chunk to ask for next: what can be seen, then what is near it, then what will be seen.
    fn next(&mut self) -> Option<usize> {
        if self.asked.is_some() {
            return None;
        }
        let chunks = |(from, to): (usize, usize)| from / self.chunk..=to.saturating_sub(1) / self.chunk;
        let (sight, wanted) = (chunks(self.sight()), chunks(self.wanted()));
        let (from, to) = (*wanted.start(), *wanted.end());
        let ahead = if self.is_far { 0 } else { AHEAD };
        let ahead = (1..=ahead).filter_map(|step| match self.backwards {
            true => from.checked_sub(step),
            false => Some(to + step),
        });
        let is_lacking = |chunk: &usize| {
            let is_there = self.total.map_or(*chunk == 0, |total| chunk * self.chunk < total);
            is_there && !self.chunks.contains_key(chunk)
        };
        self.asked = sight.chain(wanted).chain(ahead).find(is_lacking);
        self.asked
    }
}

/// A list on the page.
pub struct Roll<T: 'static> {
    frame: &'static Frame,
    held: Rc<RefCell<Held<T>>>,
    pub shown: UseStateHandle<Shown<T>>,
    /// The row that the keys are at.
    pub active: UseStateHandle<usize>,
}

impl<T> Clone for Roll<T> {
    fn clone(&self) -> Self {
        Roll {
            frame: self.frame,
            held: self.held.clone(),
            shown: self.shown.clone(),
            active: self.active.clone(),
        }
    }
}

/// A list in this frame, which asks for rows by the number of the first and how many.
#[hook]
pub fn use_roll<T: PartialEq + 'static>(frame: &'static Frame, ask: Callback<(usize, usize)>) -> Roll<T> {
    let roll = Roll {
        frame,
        held: use_mut_ref(|| Held::new(frame, false)),
        shown: use_state(|| Shown {
            total: 0,
            first: 0,
            rows: Vec::new(),
        }),
        active: use_state(|| 0),
    };
    roll.held.borrow_mut().ask = ask;
    use_effect_with((), {
        let roll = roll.clone();
        move |()| {
            let listeners = dom::on_roll(frame.scrolls, move || roll.look());
            || drop(listeners)
        }
    });
    use_effect_with((roll.shown.clone(), roll.active.clone()), {
        let roll = roll.clone();
        move |_| {
            roll.lay();
            roll.look();
            roll.focus();
        }
    });
    roll
}

impl<T: PartialEq> Roll<T> {
    /// Another list stands here from now on, of which nothing is known yet. Of what is `far` no more is asked for than
    /// is seen.
    pub fn begin(&self, is_far: bool) {
        let mut held = self.held.borrow_mut();
        let (ask, sight, row) = (held.ask.clone(), held.sight, held.row);
        *held = Held {
            ask,
            sight,
            row,
            ..Held::new(self.frame, is_far)
        };
    }

    /// The list is shown from its beginning.
    pub fn rewind(&self) {
        self.active.set(0);
        if let Some(above) = self.above().filter(|above| *above > 0.0) {
            dom::roll_by(self.frame.scrolls, -above);
        }
        self.look();
    }

    /// Where the list stands: the rows above its upper edge, and the row that the keys are at.
    pub fn place(&self) -> (f64, usize) {
        (self.held.borrow().above, *self.active)
    }

    /// Shows the list as it stood before; a part of it that is not yet known will come.
    pub fn go_back(&self, (above, active): (f64, usize)) {
        self.active.set(active);
        self.lay();
        let row = self.held.borrow().row;
        if let Some(now) = self.above() {
            dom::roll_by(self.frame.scrolls, above * row - now);
        }
        self.look();
    }

    /// Rows that came, and how many there are in all.
    pub fn take(&self, from: usize, total: usize, rows: &[T])
    where
        T: Clone,
    {
        let rows = rows.iter().cloned().map(Shared::new);
        self.held.borrow_mut().take(from, total, rows);
        self.turn();
    }

    /// A row, if it is known.
    pub fn get(&self, at: usize) -> Option<Shared<T>> {
        self.held.borrow().get(at).cloned()
    }

    /// Rows in all, once that is known.
    pub fn total(&self) -> Option<usize> {
        self.held.borrow().total
    }

    /// The id of a row.
    pub fn id(&self, at: usize) -> String {
        format!("{}-{at}", self.frame.length)
    }

    /// The row on the page that can be reached with Tab.
    pub fn stop(&self) -> usize {
        match self.shown.has(*self.active) {
            true => *self.active,
            false => self.shown.first,
        }
    }

    /// Goes to another row, if this is a key for that.
    pub fn key(&self, event: &KeyboardEvent) -> bool {
        let (page, last) = {
            let held = self.held.borrow();
            let (from, to) = held.sight();
            (to.saturating_sub(from + 2).max(1), held.reach().saturating_sub(1))
        };
        let active = *self.active;
        let next = match event.key().as_str() {
            "ArrowDown" => active + 1,
            "ArrowUp" => active.saturating_sub(1),
            "PageDown" => active + page,
            "PageUp" => active.saturating_sub(page),
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        event.prevent_default();
        self.go(next.min(last));
        true
    }

    fn go(&self, to: usize) {
        self.held.borrow_mut().is_moved = true;
        self.active.set(to);
        if self.shown.has(to) {
            dom::scroll_near(&self.id(to));
        } else if let Some(roll) = dom::roll(self.frame.length, self.frame.scrolls) {
            let row = self.held.borrow().row;
            dom::roll_by(self.frame.scrolls, to as f64 * row - roll.above - roll.height / 3.0);
            self.look();
        }
    }

    fn above(&self) -> Option<f64> {
        dom::roll(self.frame.length, self.frame.scrolls).map(|roll| roll.above)
    }

    /// Sees where the reader is, and turns to it.
    pub fn look(&self) {
        let Some(mut roll) = dom::roll(self.frame.length, self.frame.scrolls) else {
            return;
        };
        let before = self.held.borrow().row;
        // What stood at the upper edge stays there when rows get another height.
        if let Some(row) = roll.row.filter(|row| *row > 1.0 && *row != before) {
            self.held.borrow_mut().row = row;
            self.lay();
            let now = self.above().unwrap_or(roll.above);
            if roll.above > 0.0 {
                roll.above *= row / before;
                dom::roll_by(self.frame.scrolls, roll.above - now);
            }
        }
        {
            let mut held = self.held.borrow_mut();
            held.above = roll.above / held.row;
            let at = |pixels: f64| (pixels / held.row).max(0.0) as usize;
            let (from, to) = (at(roll.above), at(roll.above + roll.height) + 1);
            if from != held.sight.0 {
                held.backwards = from < held.sight.0;
            }
            held.sight = (from, to);
        }
        self.turn();
    }

    /// Shows what is wanted if it is there, and asks for what is not.
    fn turn(&self) {
        let (turned, next, ask, chunk) = {
            let mut held = self.held.borrow_mut();
            (held.turn(), held.next(), held.ask.clone(), held.chunk)
        };
        if let Some(turned) = turned {
            // The focus waits on the list until its row comes back.
            if dom::focused(self.frame.length, "row").is_some_and(|at| !turned.has(at)) {
                dom::focus_still(self.frame.length);
            }
            self.shown.set(turned);
        }
        if let Some(next) = next {
            ask.emit((next * chunk, chunk));
        }
    }

    /// Lays the rows on the page at their place.
    fn lay(&self) {
        let held = self.held.borrow();
        let (first, end) = held.shown.unwrap_or_default();
        let pixels = [held.reach(), first, end - first].map(|rows| rows as f64 * held.row);
        dom::lay(self.frame.length, self.frame.scrolls, pixels);
    }

    /// Gives the focus to the row that the keys are at, if it waits for it.
    fn focus(&self) {
        let at = *self.active;
        if self.shown.has(at) {
            let is_moved = std::mem::take(&mut self.held.borrow_mut().is_moved);
            if is_moved || dom::has_focus(self.frame.length) {
                dom::focus_still(&format!("{}-link", self.id(at)));
            }
        }
    }
}
