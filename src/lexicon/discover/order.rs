//! All places of a text in the order of what follows them: equal runs of text are neighbours there.

use super::text::{BREAK, OTHER, Text, is_text};

/// Units that are compared at once, as one number.
const STEP: usize = 4;

/// The places of a text that begin with a Han character, sorted by the units that follow, up to a length; places
/// with the same units stand as in the text. What fewer than `least` places share is left as it is. Five bytes a place, and sixteen for each place of the commonest
/// character while it is made.
pub struct Order {
    places: Vec<u32>,
    /// For each place but the first: the units that it shares with the one before.
    shared: Vec<u8>,
    /// For each unit, the places that begin with it start here.
    firsts: Vec<u32>,
}

/// Equal runs of text: a range of [`Order::places`].
#[derive(Debug, Clone, Copy)]
pub struct Group {
    pub from: usize,
    pub to: usize,
    pub length: usize,
    /// Groups of up to this length that hold this one are met by themselves.
    pub shorter: usize,
}

impl Order {
    pub fn new(text: &Text, longest: usize, least: usize) -> Self {
        let units = &text.units;
        let mut firsts = vec![0u32; usize::from(u16::MAX) + 2];
        for &unit in units.iter().filter(|unit| is_text(**unit)) {
            firsts[usize::from(unit) + 1] += 1;
        }
        for unit in 1..firsts.len() {
            firsts[unit] += firsts[unit - 1];
        }
        let mut places = vec![0u32; firsts[firsts.len() - 1] as usize];
        let mut next = firsts.clone();
        for (at, &unit) in units.iter().enumerate().filter(|(_, unit)| is_text(**unit)) {
            let next = &mut next[usize::from(unit)];
            places[*next as usize] = at as u32;
            *next += 1;
        }
        let mut order = Order {
            shared: vec![0; places.len()],
            places,
            firsts,
        };
        let mut keys = Vec::new();
        // Ranges of places that share some units, and how many.
        let mut open: Vec<(usize, usize, usize)> = (order.firsts.windows(2))
            .map(|range| (range[0] as usize, range[1] as usize, 1))
            .filter(|(from, to, _)| from < to)
            .collect();
        let is_worth = |&(from, to, depth): &(usize, usize, usize)| to - from >= least && depth < longest;
        while let Some((from, to, depth)) = open.pop() {
            let places = &mut order.places[from..to];
            keys.clear();
            keys.extend(places.iter().map(|&at| (key(units, at as usize + depth), at)));
            keys.sort_unstable();
            let mut equal = from;
            for (i, &(key, at)) in keys.iter().enumerate() {
                places[i] = at;
                let Some(&(before, _)) = i.checked_sub(1).and_then(|before| keys.get(before)) else {
                    continue;
                };
                let common = ((before ^ key).leading_zeros() as usize).min(whole(key)) / 16;
                order.shared[from + i] = (depth + common).min(longest) as u8;
                if before != key {
                    open.extend(go_on(before, equal, from + i, depth).filter(is_worth));
                    equal = from + i;
                }
            }
            if let Some(&(last, _)) = keys.last() {
                open.extend(go_on(last, equal, to, depth).filter(is_worth));
            }
        }
        order
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn places(&self, group: &Group) -> &[u32] {
        &self.places[group.from..group.to]
    }

    /// Calls back for all runs that stand at least twice and that two different units, or the end of a clause,
    /// follow.
    pub fn repeated(&self, mut take: impl FnMut(Group)) {
        // The runs that the current place shares with those before it: length, and the first place that has it.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for i in 0..=self.places.len() {
            let shared = usize::from(self.shared.get(i).copied().unwrap_or_default());
            let mut from = i.saturating_sub(1);
            while let Some((length, first)) = open.pop_if(|(length, _)| *length > shared) {
                from = first;
                let shorter = open.last().map_or(shared, |&(length, _)| shared.max(length));
                take(Group {
                    from,
                    to: i,
                    length,
                    shorter,
                });
            }
            if shared > open.last().map_or(0, |&(length, _)| length) {
                open.push((shared, from));
            }
        }
    }

    /// All places of a run of at most the length up to which the places are sorted.
    pub fn find(&self, text: &Text, run: &[u16]) -> Group {
        let first = usize::from(run[0]);
        let (from, to) = (self.firsts[first] as usize, self.firsts[first + 1] as usize);
        let head = |&at: &u32| {
            let ahead = &text.units[at as usize..];
            &ahead[..ahead.len().min(run.len())]
        };
        let from = from + self.places[from..to].partition_point(|at| head(at) < run);
        Group {
            from,
            to: from + self.places[from..to].partition_point(|at| head(at) == run),
            length: run.len(),
            shorter: 0,
        }
    }
}

/// The units from a place on as one number, nothing behind the end of a clause.
fn key(units: &[u16], at: usize) -> u64 {
    let mut ended = false;
    (0..STEP).fold(0, |key, step| {
        let unit = units.get(at + step).copied().unwrap_or(BREAK);
        ended |= unit <= OTHER;
        key << 16 | if ended { 0 } else { u64::from(unit) }
    })
}

/// The bits of a key that lie before the end of a clause.
fn whole(key: u64) -> usize {
    match key.trailing_zeros() / 16 {
        zeros if key & 0xffff == 0 => 64 - 16 * zeros as usize,
        _ => 64,
    }
}

/// The range in which the next units are to be sorted, unless the clause ends before them.
fn go_on(key: u64, from: usize, to: usize, depth: usize) -> Option<(usize, usize, usize)> {
    (key & 0xffff != 0).then_some((from, to, depth + STEP))
}
