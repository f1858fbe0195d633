//! All slogans of a lexicon, found in one pass over a text.
//!
//! Each form of each phrase has an anchor, its longest run of fixed text. At each place of a text a bit tells whether
//! an anchor may begin there, by its first four characters; shorter ones have tables of their own, by two or by one.
//! Nearly all places end at that bit. This is measured against `aho-corasick` and `daachorse` in `benches/figures`:
//! an automaton waits for memory at each character, a bit table stays in the nearest caches.

use std::cmp::Reverse;
use std::collections::BTreeMap;

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
    /// Does another slogan cover it, or a part of it? The longest of those that overlap is marked, by its fixed
    /// characters; of equal ones fixed text before a frame, then the first. It counts under its own name, and has no
    /// mark of its own in a text.
    pub inside: bool,
    /// Does it overlap an earlier use of its own entry, which counts instead? It is here for its mark alone.
    pub repeats: bool,
}

/// Finds the slogans of a lexicon.
pub struct Matcher {
    forms: Vec<Form>,
    /// The forms by the first units of their anchors: by four or three, of few forms by two, or by as many as they
    /// have.
    long: Table<4>,
    middle: Table<3>,
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
    /// Is it a longer word, inside of which the entry is no use?
    is_guard: bool,
    /// The longest run of fixed text, which is looked for.
    anchor: Box<[u16]>,
    /// What is tried around the anchor, if the form is more than one run: its parts, and which of them the anchor is.
    rest: Option<Box<(Vec<Part>, usize)>>,
    /// Is there more than fixed text, in any punctuation?
    is_frame: bool,
    /// The units of its fixed parts, if it has a gap.
    fixed: Option<usize>,
}

impl Form {
    fn new(entry: u32, is_guard: bool, parts: Vec<Part>) -> Self {
        let text = |at: usize| match &parts[at] {
            Part::Text(text) => text.as_slice(),
            _ => &[],
        };
        // Of equal ones the first.
        let longest = (0..parts.len()).rev().max_by_key(|at| text(*at).len());
        let at = longest.unwrap_or_default();
        Form {
            entry,
            is_guard,
            anchor: text(at).into(),
            is_frame: !parts.iter().all(|part| matches!(part, Part::Text(_) | Part::Separator)),
            fixed: parts.contains(&Part::Gap).then(|| parts.iter().map(Part::length).sum()),
            rest: (parts.len() > 1).then(|| Box::new((parts, at))),
        }
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
                let written = pattern::forms(phrase).unwrap_or_default().into_iter();
                forms.extend(written.map(|parts| Form::new(entry as u32, is_guard, parts)));
            }
        }
        let (mut long, mut middle, mut short, mut single) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (at, form) in (0..).zip(&forms) {
            match *form.anchor {
                [a, b, c, d, ..] if forms.len() > FEW => long.push((key(&[a, b, c, d]), at)),
                [a, b, c] if forms.len() > FEW => middle.push((key(&[a, b, c]), at)),
                [a, b, ..] => short.push((key(&[a, b]), at)),
                [a] => single.push((key(&[a]), at)),
                [] => {}
            }
        }
        Matcher {
            forms,
            long: Table::new(long),
            middle: Table::new(middle),
            short: Table::new(short),
            single: Table::new(single),
        }
    }

    /// All uses of all entries, in the order of the text. Those that count (they do not repeat) overlap none of their
    /// own entry, of two that begin at one place the longer is taken; those that are marked (they are not inside)
    /// overlap none at all.
    pub fn find(&self, text: &Units) -> Vec<Occurrence> {
        let mut found = self.scan(text);
        self.drop_guarded(&mut found);
        found.sort_unstable_by_key(|found| (found.start, Reverse(found.end), self.rank(found)));
        let marked = self.marked(&found);
        // Where the last use of each entry ends; few entries stand in one text.
        let mut ends = BTreeMap::new();
        let mut occurrences = Vec::with_capacity(found.len());
        for (found, is_marked) in std::iter::zip(found, marked) {
            let entry = self.forms[found.form].entry as usize;
            let own = ends.entry(entry).or_insert(0);
            let repeats = found.start < *own;
            *own = if repeats { *own } else { found.end };
            if is_marked || !repeats {
                occurrences.push(Occurrence {
                    entry,
                    span: text.span(found.start, found.end),
                    inside: !is_marked,
                    repeats,
                });
            }
        }
        occurrences
    }

    /// Fixed text is surer than a frame, and what stands earlier in a lexicon than what stands later.
    fn rank(&self, found: &Found) -> (bool, u32) {
        let form = &self.forms[found.form];
        (form.is_frame, form.entry)
    }

    /// Which of all that was found, in order, is marked.
    fn marked(&self, found: &[Found]) -> Vec<bool> {
        let length = |found: &Found| self.forms[found.form].fixed.unwrap_or(found.end - found.start);
        let mut marked = vec![false; found.len()];
        let mut first = 0;
        while first < found.len() {
            // Those that hang together, each overlapping one before it; mostly there is only one.
            let mut reach = found[first].end;
            let together = found[first + 1..].iter().take_while(|next| {
                let overlaps = next.start < reach;
                reach = reach.max(next.end);
                overlaps
            });
            let last = first + together.count();
            if last == first {
                marked[first] = true;
                first += 1;
                continue;
            }
            let mut best: Vec<usize> = (first..=last).collect();
            best.sort_by_key(|&at| (Reverse(length(&found[at])), self.rank(&found[at]).0, at));
            let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
            for at in best {
                let Found { start, end, .. } = found[at];
                if taken.range(..end).next_back().is_none_or(|(_, taken)| *taken <= start) {
                    taken.insert(start, end);
                    marked[at] = true;
                }
            }
            first = last + 1;
        }
        marked
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
        self.middle.each(text.units(), &mut verify);
        self.short.each(text.units(), &mut verify);
        self.single.each(text.units(), &mut verify);
        found
    }

    /// The form, if its anchor stands at a place, and the rest around it.
    fn verify(&self, form: u32, at: usize, text: &Units) -> Option<Found> {
        let units = text.units();
        let Form { anchor, rest, .. } = &self.forms[form as usize];
        if !units[at..].starts_with(anchor) {
            return None;
        }
        let (start, end) = match rest.as_deref() {
            None => (at, at + anchor.len()),
            Some((parts, anchor)) => pattern::stands(parts, *anchor, at, text)?,
        };
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
    bits: Box<[u64; WORDS]>,
    /// From which one of `forms` on stand those with their bits in a word.
    starts: Box<[u32; WORDS + 1]>,
    /// The beginnings, each with its form.
    forms: Vec<(u64, u32)>,
}

/// Words of a table's bits: 32 kB, which stay in the nearer caches. Ten thousand beginnings set a twenty-sixth of the
/// bits, and so many of the other places are looked at in vain.
const WORDS: usize = 1 << 12;

/// Up to so many forms two units tell enough, and one table does.
const FEW: usize = 400;

/// Places that are tested before any of them is looked at: so no test waits for a look that was guessed wrong.
const CHUNK: usize = 1024;

impl<const N: usize> Table<N> {
    fn new(mut forms: Vec<(u64, u32)>) -> Self {
        let mut bits = Box::new([0; WORDS]);
        let mut starts = Box::new([0; WORDS + 1]);
        forms.sort_unstable_by_key(|(key, form)| (hash(*key) / 64, *form));
        for (key, _) in &forms {
            let hash = hash(*key);
            bits[hash / 64] |= 1 << (hash % 64);
            starts[hash / 64 + 1] += 1;
        }
        for word in 0..WORDS {
            starts[word + 1] += starts[word];
        }
        Table { bits, starts, forms }
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
            for (at, begins) in chunk.array_windows::<N>().enumerate() {
                let hash = hash(key(begins));
                places[count % CHUNK] = at as u32;
                count += (self.bits[hash / 64] >> (hash % 64) & 1) as usize;
            }
            for at in &places[..count] {
                let at = *at as usize;
                let begins = key(&chunk[at..at + N]);
                let word = hash(begins) / 64;
                for (key, form) in &self.forms[self.starts[word] as usize..self.starts[word + 1] as usize] {
                    if *key == begins {
                        tell(from + at, *form);
                    }
                }
            }
        }
    }
}

/// One to four units as a number.
#[inline(always)]
fn key(units: &[u16]) -> u64 {
    match *units {
        [a, b, c, d] => u64::from(a) | u64::from(b) << 16 | u64::from(c) << 32 | u64::from(d) << 48,
        [a, b, c] => u64::from(a) | u64::from(b) << 16 | u64::from(c) << 32,
        [a, b] => u64::from(a) | u64::from(b) << 16,
        [a] => u64::from(a),
        _ => 0,
    }
}

/// The number of a bit. Multiplication carries each unit to the highest bits, and these are taken.
#[inline(always)]
fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 46) as usize % (WORDS * 64)
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

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn each_beginning_is_a_number_of_its_own() {
        let units = [3, 5, 7, 11];
        for length in 1..=units.len() {
            for at in 0..length {
                let mut other = units;
                other[at] += 1;
                assert_ne!(key(&units[..length]), key(&other[..length]), "unit {at} of {length}");
            }
        }
    }
}
