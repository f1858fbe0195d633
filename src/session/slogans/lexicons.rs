//! The lexicons at hand: what is on, what the reader edits, and looking for it anew.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ENTRIES, Edit, Edited, Entries, EntryRow, Key, LexiconView, Refusal};
use crate::corpus::{Choices, Entry, Lexicon};
use crate::lexicon::shelf::{self, folded, phrases};
use crate::lexicon::{Form, Matcher, mend};
use crate::session::Engine;
use crate::text::fold::{View, fold_text};

/// Steps that can be taken back.
const UNDO: usize = 50;

/// What the browser keeps of the lexicons of a reader.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The reader's own, the most important first.
    own: Vec<Lexicon>,
    /// Those of the corpus that are off, by name.
    off: BTreeSet<String>,
    choices: Choices,
}

impl Engine {
    /// The state of the lexicons, to be kept, or taken back to.
    pub(in crate::session) fn kept_lexicons(&self) -> Kept {
        let (own, corpus) = self.corpus.lexicons.split_at(self.own);
        let off = corpus.iter().filter(|lexicon| lexicon.off);
        Kept {
            own: own.to_vec(),
            off: off.map(|lexicon| lexicon.name.clone()).collect(),
            choices: self.corpus.choices.clone(),
        }
    }

    pub(in crate::session) fn restore_lexicons(&mut self, kept: Kept) {
        self.corpus.lexicons.drain(..self.own);
        for lexicon in &mut self.corpus.lexicons {
            lexicon.off = kept.off.contains(&lexicon.name);
        }
        self.own = kept.own.len();
        self.corpus.lexicons.splice(..0, kept.own);
        self.corpus.choices = kept.choices;
    }

    /// Takes a lexicon among the reader's own, behind them, unless it is there.
    pub(in crate::session) fn add_lexicon(&mut self, lexicon: Lexicon) {
        let corpus = self.corpus.lexicons.split_off(self.own);
        if !corpus.iter().any(|known| known.entries == lexicon.entries) {
            shelf::add(&mut self.corpus.lexicons, lexicon);
        }
        self.own = self.corpus.lexicons.len();
        self.corpus.lexicons.extend(corpus);
    }

    /// All lexicons, the most important first.
    pub(super) fn shelf(&self) -> impl Iterator<Item = (Key, &Lexicon, bool)> {
        let lexicons = self.corpus.lexicons.iter().enumerate();
        let own = lexicons.map(|(at, lexicon)| {
            let name = lexicon.name.clone();
            let key = if at < self.own {
                Key::Own(name)
            } else {
                Key::Corpus(name)
            };
            (key, lexicon, !lexicon.off)
        });
        own.chain([(Key::BuiltIn, &self.built_in, !self.corpus.choices.without_built_in)])
    }

    /// Puts together what is looked for.
    pub(in crate::session) fn gather(&mut self) {
        let on: Vec<(usize, &Lexicon)> = self
            .shelf()
            .enumerate()
            .filter_map(|(at, (_, lexicon, is_on))| is_on.then_some((at, lexicon)))
            .collect();
        let lexicons: Vec<&Lexicon> = on.iter().map(|(_, lexicon)| *lexicon).collect();
        let merged = shelf::merge(&lexicons, &self.corpus.choices.hidden);
        let from = merged.from.iter().map(|at| on[*at].0).collect();
        self.matcher = Matcher::new(&merged.lexicon);
        self.numbers = OnceCell::new();
        (self.lexicon, self.from) = (merged.lexicon, from);
    }

    /// The lexicon that an entry is from.
    pub(in crate::session) fn origin(&self, entry: usize) -> Key {
        self.shelf().nth(self.from[entry]).map_or(Key::BuiltIn, |(key, ..)| key)
    }

    pub(in crate::session) fn lexicons(&self) -> Vec<LexiconView> {
        let uses = self.counted();
        let views = self.shelf().enumerate().map(|(at, (key, lexicon, is_on))| LexiconView {
            key,
            name: lexicon.name.clone(),
            is_on,
            entries: lexicon.entries.len(),
            used: std::iter::zip(&self.from, uses)
                .filter(|(from, used)| **from == at && used.uses > 0)
                .count(),
        });
        let mut views: Vec<LexiconView> = views.collect();
        // The reader's first lexicon is there before it has an entry.
        if !views.iter().any(|view| view.key == Key::Own(String::new())) {
            let own = LexiconView {
                key: Key::Own(String::new()),
                name: String::new(),
                is_on: true,
                entries: 0,
                used: 0,
            };
            views.insert(0, own);
        }
        views
    }

    /// The entries of a lexicon, or of all that is looked for, that have `find` in their words.
    pub(in crate::session) fn entries(&self, key: Option<&Key>, find: &str) -> Entries {
        let sought = Sought::new(find);
        let shelf: Vec<(Key, &Lexicon, bool)> = self.shelf().collect();
        let entries: Vec<(&Key, &Entry)> = match key {
            Some(key) => {
                let lexicon = shelf.iter().find(|(known, ..)| known == key);
                let entries = lexicon.map(|(key, lexicon, _)| lexicon.entries.iter().map(move |entry| (key, entry)));
                entries.into_iter().flatten().collect()
            }
            None => {
                let from = self.from.iter().map(|at| &shelf[*at].0);
                from.zip(&self.lexicon.entries).collect()
            }
        };
        let mut found: Vec<(&Key, &Entry)> = entries.into_iter().filter(|(_, entry)| sought.is_in(entry)).collect();
        found.sort_by_cached_key(|(_, entry)| sought.is_aside(entry));
        let counted = self.lexicon.entries.iter().enumerate();
        let counted: BTreeMap<String, usize> = counted.map(|(at, entry)| (folded(&entry.phrase), at)).collect();
        let shown = found.iter().take(ENTRIES);
        Entries {
            key: key.cloned(),
            found: found.len(),
            entries: shown
                .map(|(key, entry)| self.row(key, entry, counted.get(&folded(&entry.phrase)).copied()))
                .collect(),
        }
    }

    /// An entry of any lexicon, of the most important one that has it.
    pub(in crate::session) fn named_entry(&self, phrase: &str) -> Option<(Key, EntryRow)> {
        self.shelf().find_map(|(key, lexicon, _)| {
            let entry = &lexicon.entries[lexicon.position(phrase)?];
            let row = self.row(&key, entry, self.lexicon.position(phrase));
            Some((key, row))
        })
    }

    /// An entry of a lexicon; `at` is the place of its phrase among what is looked for.
    fn row(&self, key: &Key, entry: &Entry, at: Option<usize>) -> EntryRow {
        let phrase = folded(&entry.phrase);
        let is_counted = at.is_some_and(|at| self.origin(at) == *key);
        let is_hidden = self.corpus.choices.hidden.contains(&phrase);
        EntryRow {
            entry: entry.clone(),
            uses: at.filter(|_| is_counted).map_or(0, |at| self.counted()[at].uses),
            is_hidden,
            is_covered: at.is_some() && !is_counted,
        }
    }

    /// A lexicon as the text of a file: its name and the text.
    pub(in crate::session) fn write_lexicon(&self, key: &Key, form: Form) -> (String, String) {
        let found = self.shelf().find(|(known, ..)| known == key);
        found.map_or_else(Default::default, |(_, lexicon, _)| {
            (lexicon.name.clone(), lexicon.write(form))
        })
    }

    /// Changes the lexicons, and finds all slogans anew if that makes a difference.
    pub(in crate::session) fn edit(&mut self, edit: &Edit) -> Result<Edited, Refusal> {
        let before = self.kept_lexicons();
        let edited = match edit {
            Edit::Undo => {
                let Some(kept) = self.undo.pop() else {
                    return Err(Refusal::Nothing(String::new()));
                };
                self.restore_lexicons(kept);
                Edited::Undone
            }
            edit => match self.try_edit(edit) {
                Ok(edited) => {
                    self.undo.push(before);
                    let steps = self.undo.len();
                    self.undo.drain(..steps.saturating_sub(UNDO));
                    edited
                }
                Err(refusal) => {
                    self.restore_lexicons(before);
                    return Err(refusal);
                }
            },
        };
        if !matches!(edit, Edit::Reject { .. }) {
            self.gather();
            self.find_anew();
        }
        Ok(edited)
    }

    fn try_edit(&mut self, edit: &Edit) -> Result<Edited, Refusal> {
        match edit {
            Edit::Put {
                lexicon,
                instead_of,
                entry,
            } => {
                let mut entry = (**entry).clone();
                entry.phrase = entry.phrase.trim().to_string();
                let phrase = entry.phrase.clone();
                // One of another lexicon that gets a new phrase is not hidden by that.
                let renamed = instead_of.as_deref().filter(|old| folded(old) != folded(&phrase));
                if let Some(old) = renamed.filter(|old| self.own(lexicon).position(old).is_none()) {
                    choose(&mut self.corpus.choices.hidden, old, true);
                }
                self.put(lexicon, entry, instead_of.as_deref())?;
                choose(&mut self.corpus.choices.hidden, &phrase, false);
                Ok(Edited::Put(phrase))
            }
            Edit::Delete { lexicon, phrase } => {
                let entries = &mut self.own(lexicon).entries;
                entries.retain(|entry| folded(&entry.phrase) != folded(phrase));
                Ok(Edited::Deleted(phrase.clone()))
            }
            Edit::Hide { phrase, is_hidden } => {
                choose(&mut self.corpus.choices.hidden, phrase, *is_hidden);
                Ok(Edited::Hidden(phrase.clone(), *is_hidden))
            }
            Edit::Reject { phrase, is_rejected } => {
                choose(&mut self.corpus.choices.rejected, phrase, *is_rejected);
                Ok(Edited::Rejected(phrase.clone(), *is_rejected))
            }
            Edit::Switch { key, is_on } => {
                match key {
                    Key::BuiltIn => self.corpus.choices.without_built_in = !is_on,
                    Key::Own(name) => self.own(name).off = !is_on,
                    Key::Corpus(name) => {
                        let of_corpus = &mut self.corpus.lexicons[self.own..];
                        let named = of_corpus.iter_mut().filter(|lexicon| lexicon.name == *name);
                        named.for_each(|lexicon| lexicon.off = !is_on);
                    }
                }
                Ok(Edited::Switched)
            }
            Edit::Read { name, text } => {
                let (lexicon, faults) = Lexicon::read(text);
                if lexicon.entries.is_empty() {
                    return Err(match faults.is_empty() {
                        true => Refusal::Nothing(name.clone()),
                        false => Refusal::Faults(faults),
                    });
                }
                let name = if lexicon.name.is_empty() {
                    name.clone()
                } else {
                    lexicon.name
                };
                let entries = lexicon.entries.len();
                *self.own(&name) = Lexicon {
                    name: name.clone(),
                    off: false,
                    entries: lexicon.entries,
                };
                Ok(Edited::Read { name, entries, faults })
            }
            Edit::Drop(name) => {
                let dropped = self.corpus.lexicons[..self.own]
                    .iter()
                    .position(|own| own.name == *name);
                if let Some(at) = dropped {
                    self.corpus.lexicons.remove(at);
                    self.own -= 1;
                }
                Ok(Edited::Dropped(name.clone()))
            }
            Edit::Merge { phrase, into } => {
                let (key, mut entry) = match self.named_entry(into) {
                    Some((key, row)) => (key, row.entry),
                    None => return Err(Refusal::Nothing(into.clone())),
                };
                if !phrases(&entry).any(|known| folded(known) == folded(phrase)) {
                    entry.variants.push(phrase.clone());
                }
                let lexicon = match key {
                    Key::Own(name) => name,
                    _ => String::new(),
                };
                self.put(&lexicon, entry, Some(into))?;
                Ok(Edited::Merged(phrase.clone(), into.clone()))
            }
            Edit::Undo => Ok(Edited::Undone),
        }
    }

    fn put(&mut self, lexicon: &str, mut entry: Entry, instead_of: Option<&str>) -> Result<(), Refusal> {
        let faults = mend(&mut entry);
        if !faults.is_empty() {
            return Err(Refusal::Faults(faults));
        }
        let own = self.own(lexicon);
        own.off = false;
        own.put(entry, instead_of).map_err(Refusal::Taken)
    }

    /// One of the reader's lexicons; it is made, as the most important one, if it is not there.
    fn own(&mut self, name: &str) -> &mut Lexicon {
        let at = self.corpus.lexicons[..self.own].iter().position(|own| own.name == name);
        let at = at.unwrap_or_else(|| {
            let lexicon = Lexicon {
                name: name.to_string(),
                ..Lexicon::default()
            };
            self.corpus.lexicons.insert(0, lexicon);
            self.own += 1;
            0
        });
        &mut self.corpus.lexicons[at]
    }
}

/// Puts a phrase into a set of folded phrases, or takes it out.
fn choose(phrases: &mut BTreeSet<String>, phrase: &str, is_in: bool) {
    match is_in {
        true => phrases.insert(folded(phrase)),
        false => phrases.remove(&folded(phrase)),
    };
}

/// What a reader looks for among entries: any words, pinyin with its tones or without.
pub struct Sought(String);

impl Sought {
    pub fn new(find: &str) -> Self {
        Sought(toneless(fold_text(find.trim(), View::Slogan).trim_matches('、')))
    }

    pub fn is_in(&self, entry: &Entry) -> bool {
        let words = phrases(entry).chain([entry.gloss_en.as_str(), entry.pinyin.as_str(), entry.note.as_str()]);
        let has = |words: &str| toneless(&fold_text(words, View::Slogan)).contains(&self.0);
        self.0.is_empty() || words.into_iter().any(has)
    }

    /// Is it in none of the wordings of an entry, but only in what is said of it?
    fn is_aside(&self, entry: &Entry) -> bool {
        !phrases(entry).any(|phrase| fold_text(phrase, View::Slogan).contains(&self.0))
    }
}

/// Pinyin without its tones; other text as it is.
fn toneless(text: &str) -> String {
    const VOWELS: [(&str, char); 6] = [
        ("āáǎà", 'a'),
        ("ēéěè", 'e'),
        ("īíǐì", 'i'),
        ("ōóǒò", 'o'),
        ("ūúǔù", 'u'),
        ("ǖǘǚǜ", 'ü'),
    ];
    let plain = |c: char| {
        VOWELS
            .iter()
            .find(|(toned, _)| toned.contains(c))
            .map_or(c, |(_, plain)| *plain)
    };
    text.chars().map(plain).collect()
}
