//! What the search field offers: suggestions for the term that is being typed, and what of the corpus examples of
//! queries are made of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::engine::Engine;
use crate::lexicon::Entry;
use crate::search::{Facet, Field, Typing, fold, typing};

/// Suggestions at a time: what fits under a field without a scroll bar.
const MOST: usize = 8;

/// Of these so many of each field, if the reader has not named one.
const SHARES: [(Field, usize); 4] = [
    (Field::Slogan, 3),
    (Field::Place, 1),
    (Field::Speaker, 1),
    (Field::Title, 1),
];

/// What the end of a query may be meant to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestions {
    /// The query.
    pub query: String,
    /// The character at which the term begins that they are for.
    pub at: usize,
    pub terms: Vec<Suggestion>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    pub field: Field,
    pub value: String,
    /// How many documents have it.
    pub documents: usize,
}

/// What of the corpus examples of queries are made of: what is most often in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Examples {
    /// Two slogans of four characters.
    pub slogans: Vec<String>,
    pub place: Option<String>,
    pub speaker: Option<String>,
    /// The year of most documents; of several the latest.
    pub year: Option<String>,
}

/// What suggestions are made of besides slogans.
pub(super) struct Names([(Field, Vec<Name>); 3]);

struct Name {
    shown: String,
    folded: String,
    documents: usize,
}

impl Engine {
    pub(super) fn suggest(&self, query: &str) -> Suggestions {
        let Typing { at, field, text } = typing(query);
        let sought = folded(text);
        // A single Latin letter begins too much.
        let is_enough = field.is_some() || sought.len() > 1;
        let shares = SHARES.into_iter().filter(|_| is_enough);
        let terms = shares.filter_map(|(of, share)| match field {
            Some(field) => (field == of).then_some((of, MOST)),
            None => Some((of, share)),
        });
        let mut terms: Vec<Suggestion> = terms
            .flat_map(|(of, most)| self.suggest_of(of, &sought, most))
            .collect();
        terms.truncate(MOST);
        Suggestions {
            query: query.to_string(),
            at,
            terms,
        }
    }

    /// The best of a field: what begins with the text before what has it inside, the most frequent first.
    fn suggest_of(&self, field: Field, sought: &str, most: usize) -> Vec<Suggestion> {
        let mut found: Vec<(usize, usize, &str)> = if field == Field::Slogan {
            let entries = self.lexicon.entries.iter().zip(self.counted());
            let used = entries.filter(|(_, uses)| uses.documents > 0);
            let fits = used.filter_map(|(entry, uses)| Some((fit_of_entry(entry, sought)?, uses, entry)));
            fits.map(|(fit, uses, entry)| (fit, uses.documents, entry.phrase.as_str()))
                .collect()
        } else {
            let names = self.names().0.iter().find(|(of, _)| *of == field);
            let names = names.into_iter().flat_map(|(_, names)| names);
            names
                .filter_map(|name| Some((fit(&name.folded, sought)?, name.documents, name.shown.as_str())))
                .collect()
        };
        found.sort_by_key(|(fit, documents, _)| (*fit, std::cmp::Reverse(*documents)));
        let suggestion = |(_, documents, value): (usize, usize, &str)| Suggestion {
            field,
            value: value.to_string(),
            documents,
        };
        found.into_iter().take(most).map(suggestion).collect()
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let known = self.known.iter();
            let places = known.flat_map(|known| self.vocabulary.words(Facet::Place, &known.values));
            let places = places.filter_map(|path| path.rsplit('/').next().filter(|name| !name.is_empty()));
            let documents = || self.corpus.documents.iter();
            let speakers = documents()
                .flat_map(|document| &document.speakers)
                .map(|speaker| speaker.name.as_str());
            let titles = documents().map(|document| document.title.as_str());
            Names([
                (Field::Place, names(places)),
                (Field::Speaker, names(speakers)),
                (Field::Title, names(titles)),
            ])
        })
    }

    pub(super) fn examples(&self) -> Examples {
        let most = |field| self.suggest_of(field, "", 1).pop().map(|found| found.value);
        let all = self
            .suggest_of(Field::Slogan, "", usize::MAX)
            .into_iter()
            .map(|found| found.value);
        let is_short =
            |phrase: &String| phrase.chars().count() == 4 && phrase.chars().all(|c| ('一'..='鿿').contains(&c));
        let months = self.known.iter().map(|known| known.values.month);
        Examples {
            slogans: all.filter(is_short).take(2).collect(),
            place: most(Field::Place),
            speaker: most(Field::Speaker),
            year: most_used(months.filter_map(|month| month.year())).map(|year| format!("{year:04}")),
        }
    }
}

/// Of several things the one that is there most often; of several such the last.
fn most_used<T: Ord>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(one, _)| one)
}

pub(super) fn folded(text: &str) -> String {
    text.chars().filter_map(fold).collect()
}

/// Names with the number of times that each is there.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> Vec<Name> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    all.for_each(|name| *counts.entry(name).or_default() += 1);
    let name = |(name, documents): (&str, usize)| Name {
        shown: name.to_string(),
        folded: folded(name),
        documents,
    };
    counts.into_iter().map(name).collect()
}

/// 0 if a text begins with what is sought, 1 if it has it inside.
pub(super) fn fit(text: &str, sought: &str) -> Option<usize> {
    text.find(sought).map(|at| usize::from(at > 0))
}

/// The same for the wordings of an entry, the initials of its pinyin, and its pinyin.
pub(super) fn fit_of_entry(entry: &Entry, sought: &str) -> Option<usize> {
    let wordings = std::iter::once(&entry.phrase).chain(&entry.variants);
    let by_words = wordings.filter_map(|words| fit(&folded(words), sought)).min();
    let is_latin = !sought.is_empty() && sought.bytes().all(|byte| byte.is_ascii_alphabetic());
    let by_pinyin = || {
        let pinyin = folded(&entry.pinyin);
        let letters: String = pinyin.chars().filter(char::is_ascii_alphabetic).collect();
        [initials(&pinyin), letters]
            .iter()
            .filter_map(|letters| fit(letters, sought))
            .min()
    };
    by_words.or_else(|| by_pinyin().filter(|_| is_latin))
}

/// The first letters of the syllables of toneless pinyin. In a word a syllable begins with the last consonant before a
/// vowel, of which `zh`, `ch` and `sh` are one; one that begins with a vowel stands behind an apostrophe.
fn initials(pinyin: &str) -> String {
    let letters: Vec<char> = pinyin.chars().collect();
    let is_vowel = |at: usize| letters.get(at).is_some_and(|c| "aeiou".contains(*c));
    let is_letter = |at: usize| letters.get(at).is_some_and(char::is_ascii_alphabetic);
    let begins = |at: &usize| {
        let at = *at;
        let is_first = at == 0 || !is_letter(at - 1);
        let is_long = letters.get(at + 1) == Some(&'h') && matches!(letters[at], 'z' | 'c' | 's') && is_vowel(at + 2);
        let is_tail = letters[at] == 'h' && at > 0 && matches!(letters[at - 1], 'z' | 'c' | 's');
        is_letter(at) && (is_first || !is_vowel(at) && !is_tail && (is_long || is_vowel(at + 1)))
    };
    (0..letters.len()).filter(begins).map(|at| letters[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn initials_are_those_of_the_syllables() {
        for (pinyin, expected) in [
            ("wai fang shuru, nei fang fantan", "wfsrnfft"),
            ("xi'an zhongguancun", "xazgc"),
            ("N ge yi jizhi", "ngyjz"),
            ("", ""),
        ] {
            assert_eq!(initials(&pinyin.to_lowercase()), expected);
        }
    }

    #[test]
    fn an_entry_has_as_many_initials_as_characters() {
        let lexicon = Lexicon::built_in();
        let han = |text: &str| text.chars().filter(|c| ('一'..='鿿').contains(c)).count();
        let entries = lexicon.entries.iter().filter(|entry| !entry.pinyin.is_empty());
        let plain = entries.filter(|entry| entry.phrase.chars().all(|c| !c.is_ascii()));
        for entry in plain {
            assert_eq!(
                initials(&folded(&entry.pinyin)).len(),
                han(&entry.phrase),
                "{}",
                entry.pinyin
            );
        }
    }
}
