//! The engine behind the page: a corpus that was opened, and the answers to requests about it.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::compare::answers::Commons;
use super::keeping::LEXICONS;
use super::library::{Answered, Orders, Seeking};
use super::orders::{Print, Review};
use super::protocol::{Card, Changed, EntryView, FromWorker, Mark, Overview, Reading, Request, Response, Use};
use super::slogans::Overlaps;
use super::slogans::lexicons::Kept as KeptLexicons;
use super::slogans::one::Concordance;
use super::slogans::proposals::Found;
use super::suggest::Names;
use crate::corpus::{self, Corpus, Document, Documents, Fault, Ids};
use crate::import::findings;
use crate::lexicon::{Lexicon, Matcher, Numbers, Occurrence};
use crate::reuse;
use crate::search::{Index, Query, Register, Values, Vocabulary, uses};
use crate::text::stored::Stored;
use crate::text::units::Units;

/// A corpus that was opened, and what the reader has changed in it.
pub struct Engine {
    /// Without the documents that were taken out. Their blocks have no text here: see [`Engine::document`].
    pub(super) corpus: Corpus,
    /// The texts of the documents, in their order.
    pub(super) texts: Index,
    /// What is known of each document of the corpus.
    pub(super) known: Vec<Known>,
    /// The documents that were taken out, in the order of the corpus.
    pub(super) gone: Entries,
    pub(super) ids: Ids,
    /// The place of the next document that is added.
    pub(super) next: usize,
    pub(super) faults: Vec<Fault>,
    pub(super) built_in: Lexicon,
    /// The first of the corpus's lexicons that are the reader's own.
    pub(super) own: usize,
    /// What the lexicons were before each edit.
    pub(super) undo: Vec<KeptLexicons>,
    /// The entries of all lexicons that are on, and for each the number of its lexicon.
    pub(super) lexicon: Lexicon,
    pub(super) from: Vec<usize>,
    pub(super) matcher: Matcher,
    /// The words that documents are filtered by.
    pub(super) vocabulary: Vocabulary,
    /// Who has what of it; made when the library is first asked for.
    pub(super) register: OnceCell<Register>,
    /// What was sought in the library last.
    pub(super) answered: RefCell<Option<Rc<Answered>>>,
    pub(super) orders: Orders,
    /// What was looked for last.
    pub(super) seeking: Seeking,
    /// What suggestions are made of; gathered when one is first asked for.
    pub(super) names: OnceCell<Names>,
    /// How each entry of the lexicon is used in the corpus; counted when an entry is first shown.
    uses: OnceCell<Vec<Use>>,
    /// The concordance that was asked for last.
    pub(super) concordance: Option<Concordance>,
    /// What finds numbered slogans, once they are asked for.
    pub(super) numbers: OnceCell<Numbers>,
    /// What was proposed last.
    pub(super) candidates: Option<Found>,
    /// What is common in the corpus, as it was asked for last.
    pub(super) commons: Option<Commons>,
    /// What stands where, in the first documents of the corpus or in all; looked for when somebody asks.
    pub(super) reuse: reuse::Index,
    /// What has changed since [`Engine::unkept`]: ids, and an empty one for the title.
    pub(super) changed: BTreeSet<String>,
}

/// What is known of a document, so that nothing is computed anew for a request.
pub(super) struct Known {
    /// Its place in the corpus, among all documents that are or were there.
    pub(super) place: usize,
    /// Does the file of the corpus not have it as it is?
    pub(super) is_own: bool,
    /// All uses of slogans, in reading order; those with a mark of their own are not inside of another.
    pub(super) slogans: Vec<Occurrence>,
    pub(super) values: Values,
    pub(super) card: Card,
}

impl Known {
    /// The uses that are marked in the text.
    pub(super) fn marks(&self) -> impl Iterator<Item = &Occurrence> {
        self.slogans.iter().filter(|found| !found.inside)
    }
}

/// Documents as the engine has them.
pub(super) type Entries = Vec<(Document, Known, Stored)>;

/// Documents of an engine with their texts.
pub(super) struct Whole<'a> {
    engine: &'a Engine,
    positions: Vec<usize>,
}

impl Documents for Whole<'_> {
    fn count(&self) -> usize {
        self.positions.len()
    }

    fn get(&self, at: usize) -> Option<Cow<'_, Document>> {
        self.positions.get(at).map(|&at| Cow::Owned(self.engine.document(at)))
    }
}

/// A document with its text.
pub(super) fn clothed(bare: &Document, text: &Stored) -> Document {
    let mut document = bare.clone();
    std::iter::zip(&mut document.body, text.texts()).for_each(|(block, text)| block.text = text);
    document
}

/// Takes the text out of a document.
fn bare(document: &mut Document) -> Stored {
    let text = Stored::of(document);
    document.body.iter_mut().for_each(|block| block.text = String::new());
    text
}

/// A document that the clerk hands over, and the document of the corpus that is to take over what it has; or a lexicon.
#[derive(Deserialize)]
struct TakenLine<'a> {
    #[serde(default)]
    merge: Option<String>,
    #[serde(default, borrow)]
    document: Option<&'a RawValue>,
    #[serde(default)]
    lexicon: Option<Lexicon>,
}

impl Engine {
    /// An engine without a corpus.
    pub(super) fn new(built_in: Lexicon) -> Self {
        Engine {
            matcher: Matcher::default(),
            built_in,
            own: 0,
            undo: Vec::new(),
            lexicon: Lexicon::default(),
            from: Vec::new(),
            known: Vec::new(),
            gone: Vec::new(),
            ids: Ids::default(),
            next: 0,
            texts: Index::default(),
            vocabulary: Vocabulary::default(),
            register: OnceCell::new(),
            answered: RefCell::default(),
            orders: Orders::default(),
            seeking: Seeking::default(),
            names: OnceCell::new(),
            uses: OnceCell::new(),
            concordance: None,
            candidates: None,
            numbers: OnceCell::new(),
            commons: None,
            reuse: reuse::Index::new(),
            changed: BTreeSet::new(),
            corpus: Corpus::new("", Vec::new()),
            faults: Vec::new(),
        }
    }

    pub fn overview(&self) -> Overview {
        Overview {
            title: self.corpus.title.clone(),
            note: self.corpus.note.clone(),
            views: self.corpus.views.clone(),
            faults: self.faults.clone(),
            documents: self.known.len(),
            removed: self.gone.len(),
            kept: self.gone.len() + self.known.iter().filter(|known| known.is_own).count(),
        }
    }

    /// The documents in brief, in the order of the corpus.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.known.iter().map(|known| &known.card)
    }

    /// Answers a request. One that changes the corpus is answered by [`FromWorker::Changed`].
    pub fn answer(&mut self, request: &Request) -> FromWorker {
        let response = match request {
            Request::Library { sought, count } => Response::Library(self.library(sought, *count)),
            Request::Rows { sought, from, count } => Response::Rows(self.rows(sought, *from, *count)),
            Request::Values { sought, facet, find } => Response::Values(self.values_of(sought, *facet, find)),
            Request::Hits { sought, from, count } => Response::Hits(self.hit_lines(sought, *from, *count)),
            Request::Timeline(sought) => Response::Timeline(self.in_time(sought)),
            Request::WriteTable { sought, columns } => {
                let (name, text) = self.write_table(sought, columns);
                Response::Written { name, text }
            }
            Request::KeepView { name, link } => {
                if self.keep_view(name, link) {
                    self.changed.insert(String::new());
                }
                return self.report(Changed::Views);
            }
            // All of them are there.
            Request::Whole => return FromWorker::Opened(self.overview()),
            Request::DropView(name) => {
                if self.drop_view(name) {
                    self.changed.insert(String::new());
                }
                return self.report(Changed::Views);
            }
            Request::Ids { sought, from, count } => Response::Ids(self.picks(sought, *from, *count)),
            Request::Titles { find, chosen } => Response::Titles(self.titles(find, chosen)),
            Request::Suggest(query) => Response::Suggest(self.suggest(query)),
            Request::Examples => Response::Examples(self.examples()),
            Request::Read { id, query } => match self.position(id) {
                Some(document) => Response::Read(self.read(document, query)),
                None => Response::NoDocument(id.clone()),
            },
            Request::Compare { left, right, terms } => match self.pair(left, right) {
                Ok((left, right)) => Response::Compare(self.compare(left, right, terms)),
                Err(missing) => Response::NoDocument(missing),
            },
            Request::WriteComparison { left, right, terms } => match self.pair(left, right) {
                Ok((left, right)) => {
                    let (name, text) = self.write_comparison(left, right, terms);
                    Response::Written { name, text }
                }
                Err(missing) => Response::NoDocument(missing),
            },
            Request::Check { id, common } => match self.position(id) {
                Some(document) => Response::Check(self.check(document, *common)),
                None => Response::NoDocument(id.clone()),
            },
            Request::Witnesses { id, span } => match self.position(id) {
                Some(document) => Response::Witnesses(self.witnesses(document, *span)),
                None => Response::NoDocument(id.clone()),
            },
            Request::Nearest(id) => match self.position(id) {
                Some(document) => Response::Nearest(self.nearest(document)),
                None => Response::NoDocument(id.clone()),
            },
            Request::Review(id) => self.review(id),
            Request::Change(id, change) => match self.position(id) {
                Some(at) => {
                    let mut document = self.document(at);
                    if document.apply(change) {
                        self.renew(at, document);
                        return self.report(Changed::Edited(id.clone()));
                    }
                    self.review(id)
                }
                None => self.review(id),
            },
            Request::Remove(ids) => {
                let removed = self.shift(ids, true);
                return self.report(Changed::Removed(removed));
            }
            Request::Restore(ids) => {
                let restored = self.shift(ids, false);
                return self.report(Changed::Restored(restored));
            }
            Request::Removed => Response::Removed(self.gone.iter().map(|(_, known, _)| known.card.clone()).collect()),
            Request::Rename(title) => {
                self.corpus.title = title.clone();
                self.changed.insert(String::new());
                return self.report(Changed::Renamed);
            }
            Request::Lexicons => Response::Lexicons(self.lexicons()),
            Request::Entries { key, find } => Response::Entries(self.entries(key.as_ref(), find)),
            Request::Entry(phrase) => Response::Entry(self.named_entry(phrase)),
            Request::Edit(edit) => match self.edit(edit) {
                Ok(edited) => {
                    self.changed.insert(LEXICONS.to_string());
                    return self.report(Changed::Slogans(edited));
                }
                Err(refusal) => Response::Refused(refusal),
            },
            Request::WriteLexicon { key, form } => {
                let (name, text) = self.write_lexicon(key, *form);
                Response::Written { name, text }
            }
            Request::Slogans {
                scope,
                column,
                reversed,
                category,
                find,
                limit,
            } => Response::Slogans(self.slogans(scope, (*column, *reversed), category.as_deref(), find, *limit)),
            Request::Slogan { scope, phrase } => match self.slogan(scope, phrase) {
                Some(slogan) => Response::Slogan(Box::new(slogan)),
                None => Response::NoSlogan(phrase.clone()),
            },
            Request::Concordance {
                scope,
                phrase,
                order,
                from,
                count,
            } => Response::Concordance(self.concordance(scope, phrase, *order, (*from, *count))),
            Request::Keyness { scope, against } => Response::Keyness(self.keyness(scope, against)),
            Request::Numbered(scope) => Response::Numbered(self.labels(scope)),
            Request::Proposals(scope) => Response::Proposals(self.proposals(scope)),
            Request::Prints => Response::Prints(self.whole().each().map(|document| Print::of(&document)).collect()),
        };
        FromWorker::Answer(response)
    }

    /// The corpus as compact JSON, for the clerk to write: all of it, or, if there are ids, only these documents.
    pub fn export(&self, only: &[String]) -> String {
        let only: BTreeSet<&String> = only.iter().collect();
        let mut whole = self.whole();
        if !only.is_empty() {
            whole
                .positions
                .retain(|at| only.contains(&self.corpus.documents[*at].id));
        }
        corpus::write(&self.corpus, &whole)
    }

    /// Takes over the documents that the clerk hands over, a line each: adds them, or merges them into a document of
    /// the corpus. A line that cannot be read is a fault of the overview.
    pub fn take(&mut self, lines: &str) -> Changed {
        let positions: BTreeMap<String, usize> = self
            .corpus
            .documents
            .iter()
            .enumerate()
            .map(|(at, document)| (document.id.clone(), at))
            .collect();
        let mut added = Vec::new();
        let mut has_lexicons = false;
        for (i, line) in lines.lines().enumerate() {
            let path = format!("accepted[{i}]");
            let line = match corpus::parse::<TakenLine>(line, &path) {
                Ok(line) => line,
                Err(fault) => {
                    self.faults.push(fault);
                    continue;
                }
            };
            if let Some(lexicon) = line.lexicon {
                self.add_lexicon(lexicon);
                has_lexicons = true;
            }
            let Some(document) = line.document else { continue };
            let (merge, mut document) = match corpus::read_document(document.get(), &format!("{path}.document")) {
                Ok(document) => (line.merge, document),
                Err(faults) => {
                    self.faults.extend(faults);
                    continue;
                }
            };
            // Whoever was taken out since is not merged into.
            if let Some(&at) = merge.and_then(|id| positions.get(&id)) {
                let mut merged = self.document(at);
                merged.merge(&document);
                self.renew(at, merged);
                continue;
            }
            document.id = self.ids.claim(&document.id);
            self.changed.insert(document.id.clone());
            added.push(document.id.clone());
            self.place(document, self.next, true, false);
        }
        if has_lexicons {
            self.gather();
            self.find_anew();
            self.changed.insert(LEXICONS.to_string());
        }
        Changed::Added(added)
    }

    fn report(&self, changed: Changed) -> FromWorker {
        FromWorker::Changed(self.overview(), changed)
    }

    /// Finds in a document what requests are answered from.
    pub(super) fn know(&mut self, document: &Document, place: usize, is_own: bool) -> Known {
        let card = Card::of(document);
        let slogans = self.matcher.find(&Units::of(document));
        let mut values = self.vocabulary.values(document, card.length);
        values.set_slogans(&slogans);
        Known {
            place,
            is_own,
            slogans,
            values,
            card,
        }
    }

    /// Finds anew what is known of a document that the reader has changed.
    fn renew(&mut self, at: usize, mut document: Document) {
        self.changed.insert(document.id.clone());
        self.known[at] = self.know(&document, self.known[at].place, true);
        if at < self.reuse.len() {
            self.reuse.replace(at, &document);
        }
        self.texts.replace(at, &document);
        bare(&mut document);
        self.corpus.documents[at] = document;
        self.forget_texts();
    }

    /// Finds all slogans anew.
    pub(super) fn find_anew(&mut self) {
        let texts = (0..self.texts.len()).map(|at| self.texts.text(at));
        let here = self.known.iter_mut().zip(texts);
        let gone = self.gone.iter_mut().map(|(_, known, text)| (known, &*text));
        for (known, text) in here.chain(gone) {
            let blocks: Vec<String> = text.texts().collect();
            known.slogans = self.matcher.find(&Units::new(blocks.iter().map(String::as_str)));
            known.values.set_slogans(&known.slogans);
        }
        self.forget_counts();
    }

    /// All documents with their texts, one at a time.
    pub(super) fn whole(&self) -> Whole<'_> {
        Whole {
            engine: self,
            positions: (0..self.corpus.documents.len()).collect(),
        }
    }

    /// A document with its text.
    pub(super) fn document(&self, at: usize) -> Document {
        clothed(&self.corpus.documents[at], self.texts.text(at))
    }

    /// The text of a block.
    pub(super) fn block(&self, at: usize, block: usize) -> String {
        self.texts.text(at).block(block)
    }

    /// Puts a document behind the others, or among those that were taken out.
    pub(super) fn place(&mut self, mut document: Document, place: usize, is_own: bool, is_gone: bool) {
        self.next = self.next.max(place.saturating_add(1));
        let known = self.know(&document, place, is_own);
        let text = bare(&mut document);
        if is_gone {
            self.gone.push((document, known, text));
        } else {
            self.corpus.documents.push(document);
            self.known.push(known);
            self.texts.insert(self.texts.len(), text);
            self.forget_texts();
        }
    }

    /// Takes all documents out that are there.
    pub(super) fn entries_here(&mut self) -> Entries {
        let documents = std::mem::take(&mut self.corpus.documents).into_iter();
        let texts = std::mem::take(&mut self.texts).into_texts();
        let here = documents.zip(std::mem::take(&mut self.known)).zip(texts);
        here.map(|((document, known), text)| (document, known, text)).collect()
    }

    /// How each entry is used in the corpus.
    pub(super) fn counted(&self) -> &[Use] {
        self.uses.get_or_init(|| self.count())
    }

    /// Forgets what was found in documents that are now others.
    pub(super) fn forget_texts(&mut self) {
        self.names = OnceCell::new();
        self.orders = Orders::default();
        self.commons = None;
        self.candidates = None;
        self.forget_counts();
    }

    /// Forgets what was counted over all documents.
    fn forget_counts(&mut self) {
        self.uses = OnceCell::new();
        self.register = OnceCell::new();
        self.seeking = Seeking::default();
        self.concordance = None;
        self.answered = RefCell::default();
    }

    /// Makes these the documents that are there, and those that were taken out; both in the order of the corpus.
    pub(super) fn settle(&mut self, mut here: Entries, mut gone: Entries) {
        here.sort_by_key(|(_, known, _)| known.place);
        gone.sort_by_key(|(_, known, _)| known.place);
        self.texts = Index::default();
        for (document, known, text) in here {
            self.corpus.documents.push(document);
            self.known.push(known);
            self.texts.insert(self.texts.len(), text);
        }
        self.gone = gone;
        self.forget_texts();
    }

    /// Takes documents out of the corpus, or back into it. Returns the ids of those that were on the other side.
    fn shift(&mut self, ids: &[String], takes_out: bool) -> Vec<String> {
        let ids: BTreeSet<&String> = ids.iter().collect();
        if takes_out {
            for at in (0..self.reuse.len()).rev() {
                if ids.contains(&self.corpus.documents[at].id) {
                    self.reuse.remove(at);
                }
            }
        } else {
            // They come back among the others.
            self.reuse = reuse::Index::new();
        }
        let mut here = self.entries_here();
        let mut gone = std::mem::take(&mut self.gone);
        let (from, to) = if takes_out {
            (&mut here, &mut gone)
        } else {
            (&mut gone, &mut here)
        };
        let (moved, left): (Entries, Entries) = std::mem::take(from)
            .into_iter()
            .partition(|(document, ..)| ids.contains(&document.id));
        let moved_ids: Vec<String> = moved.iter().map(|(document, ..)| document.id.clone()).collect();
        *from = left;
        to.extend(moved);
        self.settle(here, gone);
        self.changed.extend(moved_ids.iter().cloned());
        moved_ids
    }

    fn review(&self, id: &str) -> Response {
        let Some(at) = self.position(id) else {
            return Response::NoDocument(id.to_string());
        };
        let document = self.document(at);
        Response::Review(Review {
            item: None,
            findings: findings(&document.body),
            document,
        })
    }

    /// The positions of two documents, or the id of one that is not there.
    fn pair(&self, left: &str, right: &str) -> Result<(usize, usize), String> {
        let position = |id: &str| self.position(id).ok_or_else(|| id.to_string());
        Ok((position(left)?, position(right)?))
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.corpus.documents.iter().position(|document| document.id == id)
    }

    fn read(&self, at: usize, query: &str) -> Reading {
        let document = self.document(at);
        let slogans = &self.known[at].slogans;
        let used: BTreeSet<usize> = slogans.iter().map(|found| found.entry).collect();
        let used: Vec<usize> = used.into_iter().collect();
        let mut marks: Vec<Mark> = Vec::new();
        for found in slogans {
            let entry = used.binary_search(&found.entry).unwrap_or_default();
            match marks.last_mut().filter(|_| found.inside) {
                Some(mark) => mark.covers.push(entry),
                None => marks.push(Mark {
                    span: found.span,
                    entry,
                    covers: Vec::new(),
                }),
            }
        }
        let own = |slogan: &str| uses(slogan, &self.lexicon, std::iter::once(slogans.as_slice()));
        let one = std::slice::from_ref(&document);
        let hits = Index::new(one).search(&Query::parse(query).query, one, own).places(0);
        Reading {
            length: self.known[at].card.length,
            marks,
            entries: used.iter().map(|&entry| self.entry(entry, &[at])).collect(),
            hits,
            // What was taken out at import has a view of its own, and may be longer than the text.
            document: Document {
                removed: Vec::new(),
                ..document
            },
        }
    }

    /// How each entry of the lexicon is used in the corpus.
    fn count(&self) -> Vec<Use> {
        let all = self.ready((0..self.known.len()).collect());
        let counted = self.count_in(&all, Overlaps::All).into_iter();
        let uses = counted.map(|counted| Use {
            uses: counted.uses,
            documents: counted.documents,
            first: counted.first,
            last: counted.last,
        });
        uses.collect()
    }

    /// An entry, with its uses in some documents and in the corpus.
    pub(super) fn entry(&self, at: usize, documents: &[usize]) -> EntryView {
        let entry = &self.lexicon.entries[at];
        let uses = |&document: &usize| {
            self.known[document]
                .slogans
                .iter()
                .filter(|found| found.entry == at && !found.repeats)
                .count()
        };
        EntryView {
            phrase: entry.phrase.clone(),
            // What has choices is for the matcher; how it is written in the texts is told beside.
            variants: entry
                .variants
                .iter()
                .filter(|variant| !variant.contains(['|', '{']))
                .cloned()
                .collect(),
            category: entry.category.clone(),
            gloss: entry.gloss_en.clone(),
            pinyin: entry.pinyin.clone(),
            colour: entry.colour,
            expands_to: entry.expands_to.clone(),
            first_known: entry.first_seen.clone(),
            source: entry.source.clone(),
            here: documents.iter().map(uses).sum(),
            corpus: self.counted()[at].clone(),
        }
    }
}
