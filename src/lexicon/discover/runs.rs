//! Repeated runs of text, weighed one by one.

use super::form;
use super::order::{Group, Order};
use super::series::Series;
use super::text::{BREAK, Text, is_text};
use super::{LONGEST, Settings};
use crate::text::units::SEPARATES;

/// A run that passed the tests.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its non-overlapping uses, in order.
    pub starts: Vec<u32>,
    pub length: usize,
    pub documents: usize,
    pub cohesion: f64,
    pub borders: f64,
    pub keyness: f64,
}

impl Run {
    pub fn units<'a>(&self, text: &'a Text) -> &'a [u16] {
        let start = self.starts[0] as usize;
        &text.units[start..start + self.length]
    }

    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.starts
            .iter()
            .map(|&start| (start as usize, start as usize + self.length))
    }

    /// Is so much of it a better one that whoever takes that in has this, too?
    pub fn is_mostly(&self, better: &Run, text: &Text, settings: &Settings) -> bool {
        let has = || {
            let mut parts = self.units(text).windows(better.length);
            parts.any(|part| part == better.units(text))
        };
        better.length as f64 > settings.max_known * self.length as f64 && has()
    }

    /// How many uses stand outside of sets and of those longer runs that extend most of them alike. Three runs that
    /// lead a slogan in, each in words of its own, do not make it a fragment.
    pub fn alone(&self, text: &Text, sets: &Cover, longer: &Cover) -> usize {
        let mut inside = 0;
        let mut before = Vec::new();
        let mut after = Vec::new();
        // What has its own quotation marks stands alone in «“两山”实践基地», too.
        for (start, end) in self.places().filter(|&(start, end)| !text.is_label(start, end)) {
            if sets.has(start, end) {
                inside += 1;
            } else if longer.has(start, end) {
                before.extend(text.to_the_left(start));
                after.extend(text.to_the_right(end));
            }
        }
        let alike = |mut all: Vec<u64>| {
            all.sort_unstable();
            all.chunk_by(|a, b| a == b).map(<[u64]>::len).max().unwrap_or_default()
        };
        self.starts.len() - inside - alike(before).max(alike(after))
    }
}

/// For each unit, how far the longest of some runs reaches from there.
pub struct Cover(Vec<u8>);

impl Cover {
    pub fn new(text: &Text) -> Self {
        Cover(vec![0; text.units.len()])
    }

    pub fn add(&mut self, start: usize, end: usize) {
        for (at, reach) in self.0[start..end].iter_mut().enumerate() {
            *reach = (*reach).max((end - start - at).min(usize::from(u8::MAX)) as u8);
        }
    }

    /// Does a run stand inside of one of them?
    pub fn has(&self, start: usize, end: usize) -> bool {
        usize::from(self.0[start]) >= end - start
    }
}

/// All runs that may be slogans: what is repeated, and what stands in quotation marks. The longest come first.
pub fn runs(text: &Text, series: &[Series], settings: &Settings) -> Vec<Run> {
    // What is cut off at the longest length is longer than it.
    let order = Order::new(text, LONGEST + 1, settings.min_uses);
    let mut runs = Vec::new();
    order.repeated(|group| {
        let run = bounded(text, &order, group, settings);
        runs.extend(run.and_then(|group| weigh(text, &order, group, settings)));
    });
    // Short ones count if they are quoted, or members of a series.
    let mut more = text.quotations(2, LONGEST);
    for of in series.iter().filter(|of| of.length < settings.shortest) {
        let members = of.starts().map(|start| (start, start + of.length));
        more.extend(
            members.filter(|&(start, end)| text.known(start, end) == 0 && !form::is_out(&text.units[start..end])),
        );
    }
    more.retain(|&(start, end)| text.is_han(start) && text.is_han(end - 1) && !form::is_empty(&text.units[start..end]));
    more.sort_by(|a, b| text.units[a.0..a.1].cmp(&text.units[b.0..b.1]).then(a.cmp(b)));
    for equal in more.chunk_by(|a, b| text.units[a.0..a.1] == text.units[b.0..b.1]) {
        let (start, end) = equal[0];
        let starts: Vec<u32> = equal.iter().map(|(start, _)| *start as u32).collect();
        if settings.is_spread(starts.len(), text.documents(&starts)) {
            let group = order.find(text, &text.units[start..end]);
            runs.extend(weigh(text, &order, group, settings));
        }
    }
    runs.sort_by(|a, b| b.length.cmp(&a.length).then(a.starts.cmp(&b.starts)));
    runs.dedup_by(|a, b| a.length == b.length && a.starts == b.starts);
    runs
}

/// The group of a run of text, if its form can be that of a slogan.
fn bounded(text: &Text, order: &Order, group: Group, settings: &Settings) -> Option<Group> {
    let start = *order.places(&group).first()? as usize;
    let run = &text.units[start..start + group.length];
    let run = run.strip_suffix(&[SEPARATES]).unwrap_or(run);
    let mut parts = run.split(|&unit| unit == SEPARATES);
    let is_series = form::is_even(run) || text.is_row(start, start + run.len());
    let longest = if is_series { LONGEST } else { settings.longest };
    let fits = group.to - group.from >= settings.min_uses
        && (settings.shortest.max(2)..=longest).contains(&run.len())
        && run.len() > group.shorter
        && (form::is_even(run) && !form::is_empty(run) || !form::is_out(run))
        && (!run.contains(&SEPARATES) || parts.all(|part| part.len() >= settings.min_part.max(1)));
    let length = run.len();
    fits.then_some(Group { length, ..group })
}

/// Tests a group against the settings, the cheap tests first. What stands in quotation marks is a unit, whatever its
/// words and its neighbours are, and a list of even items is one if clauses begin and end where it does.
fn weigh(text: &Text, order: &Order, group: Group, settings: &Settings) -> Option<Run> {
    let length = group.length;
    let places = order.places(&group);
    let is_label = most(places, |start| text.is_label(start, start + length));
    let borders = |neighbour: &dyn Fn(usize) -> u16| entropy(places.iter().map(|&at| neighbour(at as usize)).collect());
    let before = borders(&|at| if text.begins(at) { BREAK } else { text.before(at) });
    if before < settings.min_borders && !is_label {
        return None;
    }
    let borders = before.min(borders(&|at| {
        if text.ends(at + length) {
            BREAK
        } else {
            text.after(at + length)
        }
    }));
    if borders < settings.min_borders && !is_label {
        return None;
    }
    let mut starts = places.to_vec();
    starts.sort_unstable();
    let mut free_from = 0;
    starts.retain(|&start| {
        let free = start >= free_from;
        if free {
            free_from = start + length as u32;
        }
        free
    });
    let documents = text.documents(&starts);
    let run = &text.units[starts[0] as usize..][..length];
    let is_listed = |start: usize| !text.has_comma(start, start + length);
    let begins = form::begins_well(run) || most(&starts, |start| text.begins(start) && is_listed(start));
    let ends = form::ends_well(run) || most(&starts, |start| text.ends(start + length) && is_listed(start));
    let is_whole = is_label || begins && ends && !most(&starts, |start| text.cuts(start, start + length));
    let is_known = |start: usize| is_known(text, start, start + length, is_label, settings);
    if !settings.is_spread(starts.len(), documents) || !is_whole || most(&starts, is_known) {
        return None;
    }
    let (cohesion, keyness) = cohesion(text, order, &group);
    let is_bound = is_label || settings.is_bound(cohesion, places.len(), order.len());
    is_bound.then_some(Run {
        starts,
        length,
        documents,
        cohesion,
        borders,
        keyness,
    })
}

/// Does the lexicon have this use? Of what is quoted it must have all, and something of each member of a series: one
/// that it does not have makes the series another.
fn is_known(text: &Text, start: usize, end: usize, is_label: bool, settings: &Settings) -> bool {
    let has = |start: usize, end: usize| text.known(start, end) as f64 > settings.max_known * (end - start) as f64;
    let run = &text.units[start..end];
    if is_label {
        text.known(start, end) == run.iter().filter(|unit| is_text(**unit)).count()
    } else if text.cuts_known(start, end) {
        true
    } else if form::is_even(run) {
        let part = run.iter().take_while(|unit| is_text(**unit)).count();
        (start..end).step_by(part + 1).all(|start| has(start, start + part))
    } else {
        has(start, end)
    }
}

/// Does this hold for more than half of the places?
pub fn most(places: &[u32], holds: impl Fn(usize) -> bool) -> bool {
    places.iter().filter(|&&at| holds(at as usize)).count() * 2 > places.len()
}

/// How much oftener a run stands than the two sides of its weakest split would meet by chance: in bits (pointwise
/// mutual information), and as log-likelihood.
fn cohesion(text: &Text, order: &Order, group: &Group) -> (f64, f64) {
    let start = order.places(group)[0] as usize;
    let run = &text.units[start..start + group.length];
    let uses = (group.to - group.from) as f64;
    let all = order.len() as f64;
    let count = |part: &[u16]| {
        let part = part.strip_prefix(&[SEPARATES]).unwrap_or(part);
        let group = order.find(text, part);
        (group.to - group.from) as f64
    };
    let chance = (1..run.len())
        .map(|at| count(&run[..at]) * count(&run[at..]) / all)
        .fold(0.0, f64::max);
    ((uses / chance).log2(), likelihood(uses, chance))
}

/// The log-likelihood (G²) of a count against the one that was to be expected.
pub fn likelihood(count: f64, expected: f64) -> f64 {
    let ratio = if count > 0.0 { (count / expected).ln() } else { 0.0 };
    2.0 * (count * ratio - (count - expected))
}

/// The entropy of neighbours in bits. Marks are free borders, and so are characters that bind no word: each one
/// counts as a neighbour of its own.
fn entropy(mut neighbours: Vec<u16>) -> f64 {
    neighbours.sort_unstable();
    let all = neighbours.len() as f64;
    let information = |times: f64| times / all * (all / times).log2();
    neighbours
        .chunk_by(|a, b| a == b && *a != BREAK && *a != SEPARATES && !form::is_loose(*a))
        .map(|equal| information(equal.len() as f64))
        .sum()
}
