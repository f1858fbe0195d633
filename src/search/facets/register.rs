//! Who has what, as it is quickly counted: for each value that many documents have a bit for each document, so that
//! sixty-four are counted at a time; for each document the other values that it has, which are few.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Facet;
use super::values::{Month, Values, Vocabulary, Words};
use crate::lexicon::{Entry, Lexicon};

/// What documents have, by their numbers. It holds as long as they and the lexicon stay as they are.
pub struct Register {
    columns: BTreeMap<Facet, Column>,
    /// The categories of the lexicon, by their numbers.
    pub(super) categories: Vec<String>,
    /// Documents by what can be measured of them, the least first. Of the days that a date may mean the first and the
    /// last are each by themselves.
    pub(super) firsts: Vec<(u32, u32)>,
    pub(super) lasts: Vec<(u32, u32)>,
    pub(super) lengths: Vec<(usize, u32)>,
    pub(super) months: Vec<(Month, u32)>,
}

/// Some documents, as bits.
pub(super) struct Bits(Vec<u64>);

/// Some documents, in which values are counted.
pub(super) struct Group {
    bits: Bits,
    /// The words of the bits that are not empty, each with its place.
    words: Vec<(usize, u64)>,
    documents: Vec<u32>,
}

/// The values of a facet, by their numbers.
struct Column {
    /// How many values there are.
    size: usize,
    /// The values that many documents have.
    common: Vec<(u32, Bits)>,
    /// The others that documents have, one document after the other.
    rare: Vec<u32>,
    /// Where those of each document begin, and the end.
    starts: Vec<usize>,
}

/// Of so many documents one has a value that is common: as bits, it takes no more than if it were told one by one.
const COMMON: usize = 32;

impl Register {
    pub fn new<'a>(
        documents: impl Iterator<Item = &'a Values>,
        vocabulary: &Vocabulary,
        lexicon: &Lexicon,
    ) -> Register {
        let categories = BTreeSet::from_iter(lexicon.entries.iter().map(|entry| entry.category.as_str()));
        let categories = Vec::from_iter(categories);
        let number = |entry: &Entry| categories.binary_search(&entry.category.as_str()).unwrap_or_default() as u32;
        let category_of: Vec<u32> = lexicon.entries.iter().map(number).collect();
        let categories_of = |values: &Values| {
            let slogans = values.numbers(Facet::Slogan).iter();
            let categories = BTreeSet::from_iter(slogans.map(|entry| category_of[*entry as usize]));
            Cow::Owned(categories.into_iter().collect())
        };
        let documents: Vec<&Values> = documents.collect();
        let column = |facet| {
            let size = match facet {
                Facet::Slogan => lexicon.entries.len(),
                Facet::Category => categories.len(),
                _ => vocabulary.of(facet).map_or(0, Words::len),
            };
            let documents = documents.iter().map(|values| match facet {
                Facet::Category => categories_of(values),
                _ => Cow::Borrowed(values.numbers(facet)),
            });
            Column::new(size, documents.collect())
        };
        let numbered = || (0..).zip(&documents);
        let days = || numbered().filter_map(|(document, values)| Some((values.days?, document)));
        Register {
            columns: Facet::ALL.into_iter().map(|facet| (facet, column(facet))).collect(),
            firsts: in_order(days().map(|(days, document)| (days.0, document))),
            lasts: in_order(days().map(|(days, document)| (days.1, document))),
            lengths: in_order(numbered().map(|(document, values)| (values.length, document))),
            months: in_order(numbered().map(|(document, values)| (values.month, document))),
            categories: categories.into_iter().map(str::to_string).collect(),
        }
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.months.len()
    }

    /// How many documents of a group have each value of a facet, by its number.
    pub(super) fn count(&self, facet: Facet, group: &Group) -> Vec<usize> {
        self.columns
            .get(&facet)
            .map_or_else(Vec::new, |column| column.count(group))
    }

    /// The months that documents have, in order, with how many have them.
    pub fn months(&self) -> impl Iterator<Item = (Month, usize)> {
        let same = self.months.chunk_by(|a, b| a.0 == b.0);
        same.map(|same| (same[0].0, same.len()))
    }
}

impl Bits {
    /// No document, of so many.
    pub(super) fn new(count: usize) -> Self {
        Bits(vec![0; count.div_ceil(64)])
    }

    pub(super) fn insert(&mut self, document: usize) {
        self.0[document / 64] |= 1 << (document % 64);
    }

    fn has(&self, document: u32) -> bool {
        self.0[document as usize / 64] >> (document % 64) & 1 == 1
    }

    /// Those that are here or there.
    pub(super) fn with(&self, other: &Bits) -> Bits {
        Bits(std::iter::zip(&self.0, &other.0).map(|(a, b)| a | b).collect())
    }
}

impl Group {
    pub(super) fn new(bits: Bits) -> Self {
        let words = bits.0.iter().copied().enumerate().filter(|(_, word)| *word != 0);
        let words: Vec<(usize, u64)> = words.collect();
        let mut documents = Vec::new();
        for &(at, mut word) in &words {
            while word != 0 {
                documents.push(at as u32 * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
        Group { bits, words, documents }
    }

    /// Of what was measured that of the documents of this group.
    pub(super) fn of<T: Copy>(&self, measured: &[(T, u32)]) -> impl Iterator<Item = T> {
        let here = measured.iter().filter(|(_, document)| self.bits.has(*document));
        here.map(|(measure, _)| *measure)
    }
}

impl Column {
    /// Documents have values of so many, each its own in order and once.
    fn new(size: usize, documents: Vec<Cow<[u32]>>) -> Self {
        let mut counts = vec![0; size];
        documents
            .iter()
            .flat_map(|values| &**values)
            .for_each(|value| counts[*value as usize] += 1);
        let is_common = |value: usize| counts[value] * COMMON > documents.len();
        let mut common: BTreeMap<u32, Bits> = (0..size)
            .filter(|value| is_common(*value))
            .map(|value| (value as u32, Bits::new(documents.len())))
            .collect();
        let (mut rare, mut starts) = (Vec::new(), vec![0]);
        for (document, values) in documents.iter().enumerate() {
            for value in values.iter() {
                match common.get_mut(value) {
                    Some(bits) => bits.insert(document),
                    None => rare.push(*value),
                }
            }
            starts.push(rare.len());
        }
        Column {
            size,
            common: common.into_iter().collect(),
            rare,
            starts,
        }
    }

    /// How many documents of a group have each value.
    fn count(&self, group: &Group) -> Vec<usize> {
        let mut counts = vec![0; self.size];
        for (value, bits) in &self.common {
            let both = group.words.iter().map(|(at, word)| bits.0[*at] & word);
            counts[*value as usize] = both.map(|word| word.count_ones() as usize).sum();
        }
        for &document in &group.documents {
            let rare = self.starts[document as usize]..self.starts[document as usize + 1];
            self.rare[rare].iter().for_each(|value| counts[*value as usize] += 1);
        }
        counts
    }
}

fn in_order<T: Ord>(measured: impl Iterator<Item = T>) -> Vec<T> {
    let mut measured: Vec<T> = measured.collect();
    measured.sort_unstable();
    measured
}
