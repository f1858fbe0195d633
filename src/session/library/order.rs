//! Which documents were sought, and in which order they stand.
//!
//! | order | first |
//! |---|---|
//! | newest, oldest | by date; those whose year nobody knows stand last in both |
//! | hits | most hits |
//! | relevance | those with a hit in the title; of these, and of the others, most hits per character, where a text counts for no less than [`SHORT`] characters, so that a single hit in a short notice does not outweigh twenty in a speech |
//! | density | most marked uses of slogans per character |
//! | longest, shortest | by characters |
//! | title | by the [pinyin](crate::text::pinyin) of the title |
//!
//! Equal ones stand as they do among the newest: by date, then by id.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use super::{Sort, Sought};
use crate::corpus::{Block, Document, edtf};
use crate::search::{Found, Index, Query, Search, uses};
use crate::session::engine::Engine;
use crate::text::pinyin;

/// Characters that a text counts for at least when its hits are set against its length: a page of print.
const SHORT: usize = 1000;

/// What was sought last: whoever scrolls asks for it again and again.
pub struct Answered {
    sought: Sought,
    pub query: Query,
    /// In the order asked for.
    pub found: Vec<Found>,
    /// The hits in all documents up to each, itself among them.
    pub up_to: Vec<usize>,
}

/// What of orders depends on the documents alone.
#[derive(Default)]
pub struct Orders {
    /// For each document its place among all.
    newest: OnceCell<Vec<usize>>,
    oldest: OnceCell<Vec<usize>>,
    title: OnceCell<Vec<usize>>,
}

impl Answered {
    /// How many hits there are.
    pub fn hits(&self) -> usize {
        self.up_to.last().copied().unwrap_or_default()
    }
}

impl Engine {
    /// What was sought, from memory if it is what was sought last.
    pub(in crate::session) fn answered(&self, sought: &Sought) -> Rc<Answered> {
        let last = self.answered.borrow().clone();
        if let Some(last) = last.filter(|last| last.sought == *sought) {
            return last;
        }
        self.remember(sought, Query::parse(&sought.query).query, self.found(&sought.query))
    }

    /// Of the documents that satisfy a query those that the filters leave, in the order asked for.
    pub(in crate::session) fn remember(&self, sought: &Sought, query: Query, mut found: Vec<Found>) -> Rc<Answered> {
        let sieve = self.sieve(&sought.filters);
        found.retain(|found| sieve.admits(self.subject(found.document)));
        self.sort(&mut found, sought.sort, &query);
        let mut hits = 0;
        let up_to = found.iter().map(|found| {
            hits += found.hits;
            hits
        });
        let answered = Rc::new(Answered {
            sought: sought.clone(),
            up_to: up_to.collect(),
            query,
            found,
        });
        self.answered.replace(Some(answered.clone()));
        answered
    }

    /// The documents of a part that satisfy a query; all of them, if there is nothing to look for.
    pub(super) fn satisfying(&self, query: &Query, part: Range<usize>) -> Vec<Found> {
        match self.search(query) {
            Some(search) => search.found(part),
            None => part.map(|document| Found { document, hits: 0 }).collect(),
        }
    }

    /// A search, if there is something to look for.
    pub(super) fn search<'a>(&'a self, query: &'a Query) -> Option<Search<'a>> {
        if query.is_empty() {
            return None;
        }
        let found = || self.known.iter().map(|known| known.slogans.as_slice());
        let uses = |slogan: &str| uses(slogan, &self.lexicon, found());
        Some(self.texts.search(query, &self.corpus.documents, uses))
    }

    fn sort(&self, found: &mut [Found], sort: Sort, query: &Query) {
        let length = |found: &Found| self.known[found.document].card.length;
        // Numbers that are not negative have the order of their bits.
        let share = |part: usize, whole: usize| (part as f64 / whole.max(1) as f64).to_bits();
        let titles = match sort {
            Sort::Relevance => self.with_hit_in_title(query),
            _ => BTreeSet::new(),
        };
        let weight = |found: &Found| match sort {
            Sort::Newest | Sort::Oldest | Sort::Title => 0,
            Sort::Hits => found.hits as u64,
            Sort::Relevance => share(found.hits, length(found).max(SHORT)),
            Sort::Density => share(self.known[found.document].marks().count(), length(found)),
            Sort::Longest => length(found) as u64,
            Sort::Shortest => u64::MAX - length(found) as u64,
        };
        let ranks = match sort {
            Sort::Oldest => self.orders.oldest.get_or_init(|| self.by_date(false)),
            Sort::Title => self.orders.title.get_or_init(|| self.by_title()),
            _ => self.orders.newest.get_or_init(|| self.by_date(true)),
        };
        let mut placed = vec![None; ranks.len()];
        found
            .iter()
            .for_each(|found| placed[ranks[found.document]] = Some(*found));
        std::iter::zip(&mut *found, placed.into_iter().flatten()).for_each(|(place, found)| *place = found);
        if !matches!(sort, Sort::Newest | Sort::Oldest | Sort::Title) {
            found.sort_by_cached_key(|found| Reverse((titles.contains(&found.document), weight(found))));
        }
    }

    /// The documents in whose title something stands that a query looks for in the text.
    fn with_hit_in_title(&self, query: &Query) -> BTreeSet<usize> {
        let titles = self.corpus.documents.iter();
        let titles = Document {
            body: titles
                .map(|document| Block::paragraph(document.title.as_str()))
                .collect(),
            ..Document::default()
        };
        let titles = [titles];
        let index = Index::new(&titles);
        let places = index.search(query, &titles, |_| Vec::new()).places(0);
        places.into_iter().map(|place| place.block).collect()
    }

    fn by_date(&self, is_newest_first: bool) -> Vec<usize> {
        let known = |at: usize| &self.known[at];
        let date = |at: usize| known(at).date().map(edtf::sort_key);
        let mut order: Vec<usize> = (0..self.known.len()).collect();
        order.sort_by(|a, b| known(*a).card.id.cmp(&known(*b).card.id));
        match is_newest_first {
            true => order.sort_by_cached_key(|at| (date(*at).is_none(), Reverse(date(*at)))),
            false => order.sort_by_cached_key(|at| (date(*at).is_none(), date(*at))),
        }
        ranks(&order)
    }

    fn by_title(&self) -> Vec<usize> {
        let newest = self.orders.newest.get_or_init(|| self.by_date(true));
        let mut order: Vec<usize> = (0..self.known.len()).collect();
        order.sort_by_cached_key(|at| (pinyin::key(&self.known[*at].card.title), newest[*at]));
        ranks(&order)
    }
}

/// For each of the things in an order its place there.
fn ranks(order: &[usize]) -> Vec<usize> {
    let mut ranks = vec![0; order.len()];
    for (rank, at) in order.iter().enumerate() {
        ranks[*at] = rank;
    }
    ranks
}
