//! All slogans of a lexicon, found in one pass over a text.
//!
//! Each form of each phrase has an anchor, its longest run of fixed text. The text is read once; at each place a
//! bit tells whether an anchor may begin there, by its first four characters (or by its first, if it has fewer than
//! four). Nearly all places end at that bit. This is measured against `aho-corasick` and `daachorse` in
//! `benches/figures`: an automaton waits for memory at each character, a bit table stays in the nearest cache.

use super::Lexicon;
use super::pattern::{self, Part};
use crate::corpus::Span;
use crate::text::units::Units;

/// One use of a slogan in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Index into the lexicon's entries.
    pub entry: usize,
    pub span: Span,
    /// Does another slogan cover it, or a part of it? Of two that begin at one place the longer covers, else the one
    /// that begins first. It counts under its own name, and has no mark of its own in a text.
    pub inside: bool,
}

/// Finds the slogans of a lexicon.
#[derive(Default)]
pub struct Matcher {
    forms: Vec<Form>,
    /// The forms in the order of their anchors' keys.
    short: Table,
    long: Table,
}

/// One way in which an entry is written.
struct Form {
    entry: u32,
    parts: Vec<Part>,
    /// The part that is looked for; the others are tried around it.
    anchor: usize,
    /// Is it a longer word, inside of which the entry is no use?
    is_guard: bool,
}

impl Form {
    fn anchor(&self) -> &[u16] {
        match &self.parts[self.anchor] {
            Part::Text(text) => text,
            _ => &[],
        }
    }

    /// Fixed text is surer than a frame.
    fn is_frame(&self) -> bool {
        self.parts.len() > 1
    }
}

/// A match in units, before overlaps are settled.
#[derive(Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    form: usize,
}

/// Units that an anchor in the long table has at least.
const LONG: usize = 4;

impl Matcher {
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut forms = Vec::new();
        for (entry, of) in lexicon.entries.iter().enumerate() {
            let phrases = std::iter::once(&of.phrase)
                .chain(&of.variants)
                .map(|phrase| (phrase, false));
            for (phrase, is_guard) in phrases.chain(of.not_inside.iter().map(|phrase| (phrase, true))) {
                // Who reads a lexicon has told what is wrong with it.
                for parts in pattern::forms(phrase).unwrap_or_default() {
                    let length = |at: &usize| match &parts[*at] {
                        Part::Text(text) => text.len(),
                        _ => 0,
                    };
                    // Of equal ones the first.
                    let anchor = (0..parts.len()).rev().max_by_key(length).unwrap_or_default();
                    forms.push(Form {
                        entry: entry as u32,
                        parts,
                        anchor,
                        is_guard,
                    });
                }
            }
        }
        let keys = |is_long: bool| {
            let of = forms
                .iter()
                .enumerate()
                .filter(move |(_, form)| (form.anchor().len() >= LONG) == is_long);
            of.map(move |(at, form)| (key(form.anchor(), is_long), at as u32))
                .collect()
        };
        Matcher {
            short: Table::new(keys(false)),
            long: Table::new(keys(true)),
            forms,
        }
    }

    /// All uses of all entries, in the order of the text. Those of one entry never overlap: of two that begin at one
    /// place the longer is taken.
    pub fn find(&self, text: &Units) -> Vec<Occurrence> {
        let mut found = self.scan(text);
        self.drop_guarded(&mut found);
        let entry = |found: &Found| self.forms[found.form].entry as usize;
        // The longest of those that start first; a frame only where there is no fixed text of that length.
        let order = |a: &Found, b: &Found| {
            let key = |found: &Found| (self.forms[found.form].is_frame(), entry(found));
            a.start
                .cmp(&b.start)
                .then(b.end.cmp(&a.end))
                .then_with(|| key(a).cmp(&key(b)))
        };
        found.sort_unstable_by(order);
        let mut taken = 0;
        // Where the last use of each entry ends; few entries stand in one text.
        let mut ends = std::collections::BTreeMap::new();
        let mut occurrences = Vec::with_capacity(found.len());
        for found in found {
            let own = ends.entry(entry(&found)).or_insert(0);
            if found.start < *own {
                continue;
            }
            *own = found.end;
            let inside = found.start < taken;
            taken = if inside { taken } else { found.end };
            occurrences.push(Occurrence {
                entry: entry(&found),
                span: text.span(found.start, found.end),
                inside,
            });
        }
        occurrences
    }

    /// The uses that are marked in a text: none overlaps another.
    pub fn marks(&self, text: &Units) -> Vec<Occurrence> {
        let mut marks = self.find(text);
        marks.retain(|found| !found.inside);
        marks
    }

    /// All forms that stand in a text.
    fn scan(&self, text: &Units) -> Vec<Found> {
        let units = text.units();
        let mut found = Vec::new();
        // The four units from `at` on, the first in the highest bits. A break is zero, and so is what lies behind the end.
        let mut ahead = key(units, true);
        for (at, &unit) in units.iter().enumerate() {
            if self.long.may_have(ahead) {
                self.verify(&self.long, ahead, at, text, &mut found);
            }
            if self.short.may_have(u64::from(unit)) {
                self.verify(&self.short, u64::from(unit), at, text, &mut found);
            }
            ahead = ahead << 16 | u64::from(units.get(at + LONG).copied().unwrap_or_default());
        }
        found
    }

    /// Tries the forms with a key at a place.
    #[inline(never)]
    fn verify(&self, table: &Table, key: u64, at: usize, text: &Units, found: &mut Vec<Found>) {
        let units = text.units();
        for &form in table.forms(key) {
            let Form { parts, anchor, .. } = &self.forms[form as usize];
            if !units[at..].starts_with(self.forms[form as usize].anchor()) {
                continue;
            }
            let stands = match parts.as_slice() {
                [Part::Text(text)] => Some((at, at + text.len())),
                parts => pattern::stands(parts, *anchor, at, text),
            };
            if let Some((start, end)) = stands.filter(|&(start, end)| is_whole(units, start, end)) {
                let form = form as usize;
                found.push(Found { start, end, form });
            }
        }
    }

    /// Drops the uses that stand inside of a longer word.
    fn drop_guarded(&self, found: &mut Vec<Found>) {
        let is_guard = |found: &Found| self.forms[found.form].is_guard;
        let mut guards: Vec<Found> = found.iter().copied().filter(is_guard).collect();
        guards.sort_unstable_by_key(|guard| guard.start);
        let longest = guards.iter().map(|guard| guard.end - guard.start).max().unwrap_or(0);
        found.retain(|found| {
            let entry = |found: &Found| self.forms[found.form].entry;
            let from = guards.partition_point(|guard| guard.start + longest < found.end);
            let mut near = guards[from..].iter().take_while(|guard| guard.start <= found.start);
            !is_guard(found) && !near.any(|guard| found.end <= guard.end && entry(guard) == entry(found))
        });
    }
}

/// The first units of a text as one number: four, or one.
fn key(units: &[u16], is_long: bool) -> u64 {
    let length = if is_long { LONG } else { 1 };
    let unit = |at: usize| u64::from(units.get(at).copied().unwrap_or_default());
    (0..length).fold(0, |key, at| key << 16 | unit(at))
}

/// Which forms have a key.
#[derive(Default)]
struct Table {
    /// For the hash of each key a bit.
    bits: Vec<u64>,
    /// The keys in order, each with its forms: a run of `forms`.
    keys: Vec<(u64, u32)>,
    forms: Vec<u32>,
}

/// Bits of the table, as a power of two: 2^17 are 16 kB, half of the nearest cache; ten thousand keys fill a
/// thirteenth of them.
const BITS: u32 = 17;

impl Table {
    fn new(mut keys: Vec<(u64, u32)>) -> Self {
        keys.sort_unstable();
        let mut table = Table {
            bits: vec![0; 1 << (BITS - 6)],
            ..Table::default()
        };
        for (key, form) in keys {
            if table.keys.last().is_none_or(|(last, _)| *last != key) {
                table.keys.push((key, table.forms.len() as u32));
                let hash = Self::hash(key);
                table.bits[hash >> 6] |= 1 << (hash & 63);
            }
            table.forms.push(form);
        }
        table
    }

    fn hash(key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
    }

    #[inline(always)]
    fn may_have(&self, key: u64) -> bool {
        let hash = Self::hash(key);
        self.bits
            .get(hash >> 6)
            .is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
    }

    fn forms(&self, key: u64) -> &[u32] {
        let Ok(at) = self.keys.binary_search_by_key(&key, |(key, _)| *key) else {
            return &[];
        };
        let end = self
            .keys
            .get(at + 1)
            .map_or(self.forms.len(), |(_, from)| *from as usize);
        &self.forms[self.keys[at].1 as usize..end]
    }
}

/// A match that begins or ends with a Latin letter or a digit must not stand inside a longer word.
fn is_whole(units: &[u16], start: usize, end: usize) -> bool {
    let is_word = |unit: Option<&u16>| {
        let ascii = unit.and_then(|unit| u8::try_from(*unit).ok());
        ascii.is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    let joins = |at: usize| at > 0 && is_word(units.get(at - 1)) && is_word(units.get(at));
    !joins(start) && !joins(end)
}
