//! Frames: fixed words around a place that is filled anew each time. Slots in a few characters (应X尽X), in the members
//! of a series (谁XX谁负责), or a head and a tail of one clause with a gap between them (绷紧…这根弦).

use super::Settings;
use super::form;
use super::runs::Cover;
use super::series::Series;
use super::text::{Text, is_text};
use crate::lexicon::pattern::GAP;

/// Fillings that differ, at the least; of a slot that is filled twice alike, two are enough.
const FILLINGS: usize = 3;

/// One of so many characters is the same as the one before the last, as slots filled alike ask for.
const ALIKE: f64 = 100.0;

/// Counters of [`Sieve`], as a power of two: a megabyte.
const SIEVE: u32 = 20;

/// Characters that may lead in a head.
const LEAD: usize = 6;

/// A pattern and how strongly its parts are bound.
pub struct Frame {
    pub pattern: String,
    /// Bits.
    pub bond: f64,
    /// Bits: the entropy of what fills it.
    pub variety: f64,
    /// How much it looks like a slogan.
    pub looks: f64,
    /// The places that made it a frame.
    pub found: usize,
}

/// All frames of the text that are spread enough and stand outside of the `longer` candidates.
pub fn frames(text: &Text, series: &[Series], longer: &Cover, settings: &Settings) -> Vec<Frame> {
    let mut frames = slots(text, series, longer, settings);
    frames.extend(gaps(text, settings));
    frames.sort_by(|a, b| a.pattern.cmp(&b.pattern).then(b.bond.total_cmp(&a.bond)));
    frames.dedup_by(|a, b| a.pattern == b.pattern);
    frames.retain(|frame| frame.looks > 0.0);
    frames
}

/// A form with slots: its fixed units, and the names of the slots.
struct Form {
    signs: Vec<u16>,
    /// Two slots are filled alike.
    alike: bool,
}

impl Form {
    /// As one number: seven units, and the sign above them.
    fn pack(&self) -> u128 {
        let signs = self.signs.iter().fold(0, |key, &sign| key << 16 | u128::from(sign));
        signs | u128::from(self.alike) << 127
    }

    fn unpack(key: u128) -> Self {
        let sign = |at: u32| (key >> (16 * at)) as u16;
        Form {
            signs: (0..7).rev().map(sign).skip_while(|sign| *sign == 0).collect(),
            alike: key >> 127 == 1,
        }
    }
}

const X: u16 = 'X' as u16;
const Y: u16 = 'Y' as u16;

fn slots(text: &Text, series: &[Series], longer: &Cover, settings: &Settings) -> Vec<Frame> {
    let mut counts = vec![0u32; usize::from(u16::MAX) + 1];
    let mut all = 0.0;
    for &unit in text.units.iter().filter(|unit| is_text(**unit)) {
        counts[usize::from(unit)] += 1;
        all += 1.0;
    }
    let mut found: Vec<(u128, u32)> = Vec::new();
    fours(text, &mut |form, start| found.push((form.pack(), start as u32)));
    members(text, series, &mut |form, start| found.push((form.pack(), start as u32)));
    found.sort_unstable();
    found.dedup();
    let mut frames = Vec::new();
    let groups = found
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() >= settings.min_uses);
    for group in groups {
        let Form { signs: form, alike } = Form::unpack(group[0].0);
        let starts: Vec<u32> = group.iter().map(|(_, start)| *start).collect();
        let filled = |&at: &u32| {
            let units = &text.units[at as usize..][..form.len()];
            let slots = form.iter().zip(units).filter(|(sign, _)| matches!(**sign, X | Y));
            slots.map(|(_, unit)| *unit).collect::<Vec<u16>>()
        };
        let (different, variety) = variety(&mut starts.iter().map(filled).collect::<Vec<_>>());
        let least = if alike { 2 } else { FILLINGS };
        // What a series has of its own, over and over, is no frame.
        let alone = |&&at: &&u32| !longer.has(at as usize, at as usize + form.len());
        let alone = starts.iter().filter(alone).count();
        let stands = alike || alone as f64 >= settings.min_alone * starts.len() as f64;
        if different < least || !stands || !settings.is_spread(starts.len(), text.documents(&starts)) {
            continue;
        }
        let fixed = form.iter().filter(|sign| !matches!(**sign, X | Y));
        let chance = fixed.map(|unit| f64::from(counts[usize::from(*unit)]) / all);
        let expected = all * chance.product::<f64>() / if alike { ALIKE } else { 1.0 };
        let bond = (starts.len() as f64 / expected).log2();
        if settings.is_bound(bond, starts.len(), all as usize) {
            frames.push(Frame {
                pattern: String::from_utf16_lossy(&form),
                bond,
                variety,
                looks: form::looks_of_slots(&form, alike),
                found: starts.len(),
            });
        }
    }
    frames
}

/// The forms of four characters with two fixed ones and two filled alike, and with three fixed ones.
fn fours(text: &Text, add: &mut impl FnMut(Form, usize)) {
    for (start, four) in text.units.windows(4).enumerate() {
        let &[a, b, c, d] = four else { continue };
        if !four.iter().all(|unit| is_text(*unit)) {
            continue;
        }
        let (begins, ends) = (text.begins(start), text.ends(start + 4));
        let is_free = begins && ends || (begins || ends) && b == d;
        if !is_free || text.known(start, start + 4) == 4 || form::is_out(four) {
            continue;
        }
        let mut add = |form: [u16; 4], alike: bool| {
            let signs = form.to_vec();
            add(Form { signs, alike }, start);
        };
        if b == d && a != c && a != b {
            add([a, X, c, X], true);
        }
        if a == d && b != c && a != b && begins && ends {
            add([X, b, c, X], true);
        }
        if begins && ends && a != c && b != d {
            add([X, b, c, d], false);
            add([a, X, c, d], false);
            add([a, b, X, d], false);
        }
    }
}

/// The forms that the members of a series share: one slot or two, and two fixed characters at least, three if they are
/// but the beginning or the end (XX贸易 is any noun with another before it).
fn members(text: &Text, series: &[Series], add: &mut impl FnMut(Form, usize)) {
    for of in series {
        let member = |start: usize| &text.units[start..start + of.length];
        let first = member(of.start);
        let mut form = first.to_vec();
        for start in of.starts() {
            for (sign, unit) in form.iter_mut().zip(member(start)) {
                if sign != unit {
                    *sign = X;
                }
            }
        }
        let slots: Vec<(usize, usize)> = runs_of_slots(&form);
        let fixed = form.iter().filter(|sign| **sign != X).count();
        let mut alike = false;
        if let [(from, to), (again, end)] = slots[..] {
            alike = to - from == end - again
                && of
                    .starts()
                    .all(|start| member(start)[from..to] == member(start)[again..end]);
            if !alike {
                form[again..end].fill(Y);
            }
        }
        let inside = slots.len() == 2 || slots.iter().all(|&(from, to)| from > 0 && to < form.len());
        let least = if inside { 2 } else { 3 };
        let stands = fixed >= least && (1..=2).contains(&slots.len()) && slots.iter().all(|(from, to)| to - from <= 3);
        let is_known = text.known(of.start, of.start + of.length) == of.length;
        if stands && !is_known && !form::is_out(first) {
            for start in of.starts() {
                let signs = form.clone();
                add(Form { signs, alike }, start);
            }
        }
    }
}

fn runs_of_slots(form: &[u16]) -> Vec<(usize, usize)> {
    let mut at = 0;
    let runs = form.chunk_by(|a, b| (*a == X) == (*b == X)).map(|run| {
        at += run.len();
        (run[0], at - run.len(), at)
    });
    runs.filter(|(sign, ..)| *sign == X)
        .map(|(_, from, to)| (from, to))
        .collect()
}

/// Head and tail of every clause, each of two characters: the head where the clause begins, or behind what leads it in.
fn held(text: &Text) -> impl Iterator<Item = (u64, usize, usize)> {
    let mut at = 0;
    let clauses = std::iter::from_fn(move || {
        while at < text.units.len() && !text.is_han(at) {
            at += 1;
        }
        let start = at;
        while text.is_han(at) {
            at += 1;
        }
        (start < at).then_some((start, at))
    });
    clauses.flat_map(move |(start, end)| {
        let tail = end.saturating_sub(2);
        let first = start.max(tail.saturating_sub(2 + GAP));
        let last = tail.saturating_sub(2).min(start + LEAD + 1);
        let heads = (first..last).filter(move |&head| text.begins(head));
        heads.map(move |head| {
            let key = u64::from(text.pair(head)) << 32 | u64::from(text.pair(tail));
            (key, head, tail)
        })
    })
}

fn gaps(text: &Text, settings: &Settings) -> Vec<Frame> {
    let mut sieve = Sieve::default();
    held(text).for_each(|(key, ..)| sieve.add(key));
    let mut heads: Vec<u32> = Vec::new();
    // One of each clause.
    let mut tails: Vec<u32> = Vec::new();
    let mut last = 0;
    let mut found: Vec<(u64, u32, u32)> = Vec::new();
    for (key, head, tail) in held(text) {
        heads.push((key >> 32) as u32);
        if std::mem::replace(&mut last, tail) != tail {
            tails.push(key as u32);
        }
        if sieve.may_have(key, FILLINGS) && text.known(head, tail + 2) < tail + 2 - head {
            found.push((key, head as u32, tail as u32));
        }
    }
    found.sort_unstable();
    heads.sort_unstable();
    tails.sort_unstable();
    let count = |sorted: &[u32], pair: u32| {
        let from = sorted.partition_point(|of| *of < pair);
        sorted[from..].partition_point(|of| *of == pair)
    };
    let all = tails.len();
    let groups = found
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() >= FILLINGS);
    let frames = groups.filter_map(|group| {
        let key = group[0].0;
        let starts: Vec<u32> = group.iter().map(|(_, head, _)| *head).collect();
        if !settings.is_spread(group.len(), text.documents(&starts)) {
            return None;
        }
        let by_chance = count(&heads, (key >> 32) as u32) as f64 * count(&tails, key as u32) as f64 / all as f64;
        let bond = (group.len() as f64 / by_chance).log2();
        let is_bound = settings.is_bound(bond, group.len(), all);
        if is_bound { gap(text, group, bond) } else { None }
    });
    frames.collect()
}

/// The frame of clauses with the same head and tail, both as long as all of them share.
fn gap(text: &Text, group: &[(u64, u32, u32)], bond: f64) -> Option<Frame> {
    let between: Vec<&[u16]> = (group.iter())
        .map(|&(_, head, tail)| &text.units[head as usize + 2..tail as usize])
        .collect();
    let shortest = between.iter().map(|between| between.len()).min()?;
    let all_have = |unit: &dyn Fn(&[u16]) -> u16| between.iter().all(|of| unit(of) == unit(between[0]));
    let more = (0..shortest).take_while(|&by| all_have(&|of| of[by])).count();
    let shared = (0..shortest - more)
        .take_while(|&by| all_have(&|of| of[of.len() - 1 - by]))
        .count();
    // 控 of 防控 belongs to what fills the gap.
    let cuts = |tail: u32, before: usize| text.cuts_word(tail as usize - before, tail as usize + 2);
    let is_whole = |before: &usize| !group.iter().any(|&(.., tail)| cuts(tail, *before));
    let before = (0..=shared).rev().find(is_whole).unwrap_or_default();
    let mut fillings: Vec<&[u16]> = between.iter().map(|of| &of[more..of.len() - before]).collect();
    let (different, variety) = variety(&mut fillings);
    let (_, head, tail) = group[0];
    let (head, tail) = (head as usize, tail as usize);
    let head = &text.units[head..head + 2 + more];
    let tail = &text.units[tail - before..tail + 2];
    let (Some([a, b]), Some([c, d])) = (head.first_chunk(), tail.last_chunk()) else {
        return None;
    };
    if different < FILLINGS || fillings.iter().any(|of| of.is_empty()) || form::is_out(&[*a, *b, *c, *d]) {
        return None;
    }
    Some(Frame {
        pattern: format!("{}…{}", String::from_utf16_lossy(head), String::from_utf16_lossy(tail)),
        bond,
        variety,
        looks: form::looks_of_gap(head, tail, bond),
        found: group.len(),
    })
}

/// How many different ones there are, and their entropy in bits.
fn variety<T: Ord>(fillings: &mut [T]) -> (usize, f64) {
    fillings.sort_unstable();
    let all = fillings.len() as f64;
    let equal = fillings.chunk_by(|a, b| a == b).map(|equal| equal.len() as f64);
    let entropy = equal.map(|times| times / all * (all / times).log2());
    entropy.fold((0, 0.0), |(count, sum), part| (count + 1, sum + part))
}

/// Counts keys in little memory, never too low: what is too rare need not be kept.
struct Sieve(Vec<u8>);

impl Default for Sieve {
    fn default() -> Self {
        Sieve(vec![0; 1 << SIEVE])
    }
}

impl Sieve {
    fn place(key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SIEVE)) as usize
    }

    fn add(&mut self, key: u64) {
        let counter = &mut self.0[Self::place(key)];
        *counter = counter.saturating_add(1);
    }

    fn may_have(&self, key: u64, least: usize) -> bool {
        usize::from(self.0[Self::place(key)]) >= least
    }
}
