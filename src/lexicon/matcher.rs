//! All slogans of a lexicon, found in one pass over a text.
//!
//! Each form of each phrase has an anchor, its longest run of fixed text. At each place of a text a bit tells whether
//! an anchor may begin there, by its first four characters; shorter ones have tables of their own, by two or by one.
//! Nearly all places end at that bit. This is measured against `aho-corasick` and `daachorse` in `benches/figures`:
//! an automaton waits for memory at each character, a bit table stays in the nearest caches.

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
    /// Does it overlap an earlier use of its own entry, which counts instead? It is here for its mark alone.
    pub repeats: bool,
}

/// Finds the slogans of a lexicon.
pub struct Matcher {
    forms: Vec<Form>,
    /// Forms by the beginnings of their anchors: by four units if there are many forms, by two, and by one for anchors
    /// that have no more.
    long: Table<4>,
    short: Table<2>,
    single: Table<1>,
}

impl Default for Matcher {
    fn default() -> Self {
        Matcher::new(&Lexicon::default())
    }
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
        let (mut long, mut short, mut single) = (Vec::new(), Vec::new(), Vec::new());
        for (at, form) in (0..).zip(&forms) {
            match *form.anchor() {
                [a, b, c, d, ..] if forms.len() > FEW => long.push(([a, b, c, d], at)),
                [a, b, ..] => short.push(([a, b], at)),
                [a] => single.push(([a], at)),
                [] => {}
            }
        }
        Matcher {
            forms,
            long: Table::new(long),
            short: Table::new(short),
            single: Table::new(single),
        }
    }

    /// All uses of all entries, in the order of the text. Those that count (they do not repeat) overlap none of their
    /// own entry; those that are marked (they are not inside) overlap none at all. Of two that begin at one place the
    /// longer is taken.
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
            let (inside, repeats) = (found.start < taken, found.start < *own);
            if inside && repeats {
                continue;
            }
            taken = if inside { taken } else { found.end };
            *own = if repeats { *own } else { found.end };
            occurrences.push(Occurrence {
                entry: entry(&found),
                span: text.span(found.start, found.end),
                inside,
                repeats,
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
        let mut found = Vec::new();
        let mut verify = |at, form| found.extend(self.verify(form, at, text));
        self.long.each(text.units(), &mut verify);
        self.short.each(text.units(), &mut verify);
        self.single.each(text.units(), &mut verify);
        found
    }

    /// The form, if it stands around an anchor at a place.
    fn verify(&self, form: u32, at: usize, text: &Units) -> Option<Found> {
        let units = text.units();
        let Form { parts, anchor, .. } = &self.forms[form as usize];
        let (start, end) = match parts.as_slice() {
            [Part::Text(text)] => units[at..].starts_with(text).then(|| (at, at + text.len())),
            parts => pattern::stands(parts, *anchor, at, text),
        }?;
        is_whole(units, start, end).then_some(Found {
            start,
            end,
            form: form as usize,
        })
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

/// Forms by the first `N` units of their anchors.
struct Table<const N: usize> {
    /// For the hash of each beginning a bit.
    bits: Box<[u64; 1 << (BITS - 6)]>,
    /// From which one of `forms` on stand those of a bucket.
    buckets: Vec<u32>,
    /// In the order of their hashes.
    forms: Vec<([u16; N], u32)>,
}

/// Bits of a table, as a power of two: 2^18 are 32 kB, which stay in the nearer caches. Ten thousand beginnings fill a
/// twenty-sixth of them, and so many of the other places are looked at in vain.
const BITS: u32 = 18;

/// Bits of a bucket, as a power of two: of ten thousand beginnings every second bucket has one.
const BUCKET: u32 = 4;

/// Up to so many forms the first two units tell enough, and one table does for all anchors that have them.
const FEW: usize = 400;

/// Places that are tested at once, before those where something may begin are looked at: so no look depends on a
/// guess of the processor.
const CHUNK: usize = 1024;

impl<const N: usize> Table<N> {
    fn new(mut forms: Vec<([u16; N], u32)>) -> Self {
        let mut bits = Box::new([0; 1 << (BITS - 6)]);
        let mut buckets = vec![0; (1 << (BITS - BUCKET)) + 1];
        forms.sort_unstable_by_key(|(begins, form)| (hash(begins), *form));
        for (begins, _) in &forms {
            let hash = hash(begins);
            bits[hash >> 6] |= 1 << (hash & 63);
            buckets[(hash >> BUCKET) + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        Table { bits, buckets, forms }
    }

    /// Calls back for each form whose anchor begins as the text does at a place.
    fn each(&self, units: &[u16], mut tell: impl FnMut(usize, u32)) {
        if self.forms.is_empty() {
            return;
        }
        let mut places = [0; CHUNK];
        for from in (0..units.len()).step_by(CHUNK) {
            let chunk = &units[from..units.len().min(from + CHUNK + N - 1)];
            let mut count = 0;
            for (at, begins) in (0..).zip(chunk.array_windows()) {
                let hash = hash::<N>(begins);
                places[count & (CHUNK - 1)] = at;
                count += (self.bits[hash >> 6] >> (hash & 63) & 1) as usize;
            }
            for &at in &places[..count] {
                let at = from + at as usize;
                let Some(begins) = units[at..].first_chunk::<N>() else {
                    continue;
                };
                let bucket = hash(begins) >> BUCKET;
                for (other, form) in &self.forms[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize] {
                    if begins == other {
                        tell(at, *form);
                    }
                }
            }
        }
    }
}

/// Multiplication carries each unit to the highest bits, and these are taken.
#[inline(always)]
fn hash<const N: usize>(begins: &[u16; N]) -> usize {
    let key = begins.iter().rev().fold(0, |key, unit| key << 16 | u64::from(*unit));
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
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
