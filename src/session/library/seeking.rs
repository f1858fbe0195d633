//! Looking for what is sought in one part of the documents after the other: so it can be given up for another query,
//! and what was found until now can be shown.

use super::{Listing, Sought};
use crate::search::{Found, Query};
use crate::session::engine::Engine;

/// What a query has found in the first documents.
#[derive(Default)]
pub struct Seeking {
    query: String,
    found: Vec<Found>,
    /// The first document that was not looked at.
    next: usize,
}

impl Engine {
    /// Looks for what is sought in so many more documents; true if others are left. Only what was sought last goes on.
    pub fn seek(&mut self, sought: &Sought, documents: usize) -> bool {
        if self.seeking.query != sought.query {
            self.seeking = Seeking {
                query: sought.query.clone(),
                ..Seeking::default()
            };
            // What was given up is no answer.
            self.answered.take();
        }
        let all = self.corpus.documents.len();
        let part = self.seeking.next..all.min(self.seeking.next.saturating_add(documents));
        self.seeking.next = part.end;
        let mut found = self.satisfying(&Query::parse(&sought.query).query, part);
        self.seeking.found.append(&mut found);
        self.seeking.next < all
    }

    /// What was found until now.
    pub fn so_far(&self, sought: &Sought, count: usize) -> Listing {
        let seeking = &self.seeking;
        match seeking.query == sought.query {
            true => self.listing(sought, count, seeking.found.clone(), seeking.next),
            false => self.listing(sought, count, Vec::new(), 0),
        }
    }

    /// The documents that satisfy what a reader has typed; all of them, if there is nothing to look for.
    pub(in crate::session) fn found(&self, query: &str) -> Vec<Found> {
        let (seeking, all) = (&self.seeking, self.corpus.documents.len());
        match seeking.query == query && seeking.next == all {
            true => seeking.found.clone(),
            false => self.satisfying(&Query::parse(query).query, 0..all),
        }
    }
}
