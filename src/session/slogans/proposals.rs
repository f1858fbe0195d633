//! Proposals that no lexicon has, and what of them the reader has decided.

use std::collections::{BTreeMap, BTreeSet};

use super::{Key, Proposal, Proposals, Scope};
use crate::corpus::Document;
use crate::lexicon::shelf::{folded, phrases};
use crate::lexicon::{Candidate, Lexicon, Source, discover};
use crate::search::{Filters, snippet};
use crate::session::Engine;
use crate::text::units::Units;

/// Characters of context on either side of an example.
const AROUND: usize = 24;

/// Entries that a proposal may be a variant of.
const LIKE: usize = 3;

/// The least likeness of these: the share of pairs of characters in common (Dice). Two slogans of four characters that
/// share one half have 0.33.
const LIKENESS: f64 = 0.3;

/// What was found, in which documents (the query and the filters), and beside which lexicons that are on.
pub type Found = ((String, Filters, Vec<Key>), Vec<Candidate>);

impl Engine {
    /// Proposals of the documents in scope, against the rest of the corpus. They are found once; what the reader has
    /// decided since is left out.
    pub(in crate::session) fn proposals(&mut self, scope: &Scope) -> Proposals {
        let on = self.shelf().filter(|(.., is_on)| *is_on).map(|(key, ..)| key);
        let key = (scope.query.clone(), scope.filters.clone(), on.collect());
        let candidates = match self.candidates.take() {
            Some((known, candidates)) if known == key => candidates,
            _ => self.discover(scope),
        };
        let decided = self.decided();
        let open = candidates
            .iter()
            .filter(|candidate| !decided.contains(&folded(&candidate.phrase)));
        let likes = Likes::new(&self.lexicon);
        let proposals = Proposals {
            proposals: open.map(|candidate| self.proposal(candidate, &likes)).collect(),
            rejected: self.corpus.choices.rejected.iter().cloned().collect(),
        };
        self.candidates = Some((key, candidates));
        proposals
    }

    fn discover(&self, scope: &Scope) -> Vec<Candidate> {
        let here: BTreeSet<usize> = self.texts(scope).documents.into_iter().collect();
        let folded = |at: usize| {
            let document = self.document(at);
            (Units::of(&document), document)
        };
        let texts: Vec<(usize, (Units, Document))> = here.iter().map(|&at| (at, folded(at))).collect();
        let sources: Vec<Source> = texts
            .iter()
            .map(|(at, (units, document))| Source {
                document,
                units,
                known: &self.known[*at].slogans,
            })
            .collect();
        let rest: Vec<Units> = (0..self.known.len())
            .filter(|at| !here.contains(at))
            .map(|at| folded(at).0)
            .collect();
        let rest: Vec<&Units> = rest.iter().collect();
        discover(&sources, &rest, &self.lexicon, &Default::default())
    }

    /// The phrases that a lexicon has by now, and those that were rejected.
    fn decided(&self) -> BTreeSet<String> {
        let known = self.lexicon.entries.iter().flat_map(phrases).map(folded);
        known.chain(self.corpus.choices.rejected.iter().cloned()).collect()
    }

    fn proposal(&self, candidate: &Candidate, likes: &Likes) -> Proposal {
        let examples = candidate.examples.iter().filter_map(|example| {
            let at = self.position(&example.document)?;
            let document = &self.corpus.documents[at];
            let text = self.block(at, example.span.block);
            let snippet = snippet(&text, example.span.start, example.span.end, AROUND);
            Some((document.id.clone(), document.title.clone(), snippet, example.span))
        });
        Proposal {
            examples: examples.collect(),
            like: likes.of(&candidate.phrase),
            candidate: candidate.clone(),
        }
    }
}

/// The entries of a lexicon by the pairs of characters in them.
struct Likes<'a> {
    entries: Vec<(&'a str, usize)>,
    /// For each pair the entries that have it.
    pairs: BTreeMap<(char, char), Vec<usize>>,
}

impl<'a> Likes<'a> {
    fn new(lexicon: &'a Lexicon) -> Self {
        let mut likes = Likes {
            entries: Vec::new(),
            pairs: BTreeMap::new(),
        };
        for (at, entry) in lexicon.entries.iter().enumerate() {
            let pairs = pairs(&entry.phrase);
            likes.entries.push((&entry.phrase, pairs.len()));
            for pair in pairs {
                likes.pairs.entry(pair).or_default().push(at);
            }
        }
        likes
    }

    /// The entries that a phrase is most like.
    fn of(&self, phrase: &str) -> Vec<String> {
        let pairs = pairs(phrase);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for entry in pairs.iter().filter_map(|pair| self.pairs.get(pair)).flatten() {
            *shared.entry(*entry).or_default() += 1;
        }
        let likeness = |(at, shared): (usize, usize)| {
            let (phrase, own) = self.entries[at];
            (2.0 * shared as f64 / (own + pairs.len()) as f64, phrase)
        };
        let mut like: Vec<(f64, &str)> = shared.into_iter().map(likeness).collect();
        like.retain(|(likeness, _)| *likeness >= LIKENESS);
        like.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        like.into_iter()
            .take(LIKE)
            .map(|(_, phrase)| phrase.to_string())
            .collect()
    }
}

/// The pairs of neighbouring characters of a phrase, each once.
fn pairs(phrase: &str) -> BTreeSet<(char, char)> {
    let signs: Vec<char> = folded(phrase).chars().filter(|c| c.is_alphanumeric()).collect();
    signs.windows(2).map(|pair| (pair[0], pair[1])).collect()
}
