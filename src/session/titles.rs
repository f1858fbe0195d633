//! Choosing documents: one by what a reader remembers of it, a part of the title, a place, a date; many as they are
//! found.

use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::library::Sought;
use super::protocol::Card;
use super::suggest::folded;
use crate::corpus::edtf;
use crate::search::date;

/// Documents at a time: more than a reader goes through in a list, who types another word instead.
const MOST: usize = 50;

/// Documents that are picked at once: as many as a link can carry, which has their ids.
pub const PICKS: usize = 500;

/// Documents to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Titles {
    /// What was asked for.
    pub find: String,
    /// Those that were asked for by their ids.
    pub chosen: Vec<Card>,
    /// Those that have every word of it in title, place or date; the latest first, at most [`MOST`].
    pub found: Vec<Card>,
}

impl Engine {
    pub(super) fn titles(&self, find: &str, chosen: &[String]) -> Titles {
        let words: Vec<String> = find.split_whitespace().map(folded).collect();
        let words: Vec<Word> = words.iter().map(|word| (word.as_str(), date::asked(word))).collect();
        let mut found: Vec<&Card> = self.cards().filter(|card| has_all(card, &words)).collect();
        let latest = |card: &&Card| {
            let known = card.date.as_deref().filter(|date| edtf::year(date).is_some());
            std::cmp::Reverse(known.map(edtf::sort_key))
        };
        found.sort_by_cached_key(latest);
        found.truncate(MOST);
        Titles {
            find: find.to_string(),
            chosen: self.cards().filter(|card| chosen.contains(&card.id)).cloned().collect(),
            found: found.into_iter().cloned().collect(),
        }
    }

    /// Documents that are sought, by their ids.
    pub(super) fn picks(&self, sought: &Sought, from: usize, count: usize) -> Vec<String> {
        let answered = self.answered(sought);
        let found = answered.found.iter().skip(from).take(count);
        found.map(|found| self.known[found.document].card.id.clone()).collect()
    }
}

/// A word that is looked for, folded, and the days that it may mean.
type Word<'a> = (&'a str, Option<date::Days>);

fn has_all(card: &Card, words: &[Word]) -> bool {
    if words.is_empty() {
        return true;
    }
    let days = card.date.as_deref().and_then(date::days);
    let is_of = |asked: &Option<date::Days>| {
        let both = days.zip(*asked);
        both.is_some_and(|((from, to), (first, last))| from <= last && first <= to)
    };
    let parts = std::iter::once(card.title.as_str()).chain(card.place.iter().map(String::as_str));
    let parts: Vec<String> = parts.map(folded).collect();
    let has = |(word, asked): &Word| is_of(asked) || parts.iter().any(|part| part.contains(word));
    words.iter().all(has)
}
