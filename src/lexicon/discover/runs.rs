//! Repeated runs of text, weighed one by one.

use super::Settings;
use super::form;
use super::order::{Group, Order};
use super::series;
use super::text::{Text, is_text};
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
}

/// All runs that may be slogans: what is repeated, and what stands in quotation marks.
pub fn runs(text: &Text, settings: &Settings) -> Vec<Run> {
    let order = Order::new(text, settings.longest, settings.min_uses);
    let mut runs = Vec::new();
    order.repeated(|group| {
        let run = bounded(text, &order, group, settings);
        runs.extend(run.and_then(|group| weigh(text, &order, group, settings)));
    });
    // Short ones count if they are quoted, or members of a series; the others have been met.
    let mut short = text.quotations(2, settings.shortest.saturating_sub(1));
    for of in series::all(text).iter().filter(|of| of.length < settings.shortest) {
        short.extend(of.starts().map(|start| (start, start + of.length)));
    }
    short.retain(|&(start, end)| text.known(start, end) == 0 && !form::is_out(&text.units[start..end]));
    short.sort_by(|a, b| text.units[a.0..a.1].cmp(&text.units[b.0..b.1]).then(a.cmp(b)));
    for equal in short.chunk_by(|a, b| text.units[a.0..a.1] == text.units[b.0..b.1]) {
        let (start, end) = equal[0];
        let starts: Vec<u32> = equal.iter().map(|(start, _)| *start as u32).collect();
        if settings.is_spread(starts.len(), text.documents(&starts)) && (start..end).all(|at| text.is_han(at)) {
            let group = order.find(text, &text.units[start..end]);
            runs.extend(weigh(text, &order, group, settings));
        }
    }
    runs
}

/// The group of a run of text, if its form can be that of a slogan.
fn bounded(text: &Text, order: &Order, group: Group, settings: &Settings) -> Option<Group> {
    let start = *order.places(&group).first()? as usize;
    let run = &text.units[start..start + group.length];
    let run = run.strip_suffix(&[SEPARATES]).unwrap_or(run);
    let mut parts = run.split(|&unit| unit == SEPARATES);
    let fits = group.to - group.from >= settings.min_uses
        && run.len() >= settings.shortest.max(2)
        && run.len() > group.shorter
        && !form::is_out(run)
        && (!run.contains(&SEPARATES) || parts.all(|part| part.len() >= settings.min_part.max(1)));
    let length = run.len();
    fits.then_some(Group { length, ..group })
}

/// Tests a group against the settings, the cheap tests first.
fn weigh(text: &Text, order: &Order, group: Group, settings: &Settings) -> Option<Run> {
    let length = group.length;
    let places = order.places(&group);
    let borders = |neighbour: &dyn Fn(usize) -> u16| entropy(places.iter().map(|&at| neighbour(at as usize)).collect());
    let before = borders(&|at| text.before(at));
    if before < settings.min_borders {
        return None;
    }
    let borders = before.min(borders(&|at| text.after(at + length)));
    if borders < settings.min_borders {
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
    let ends = |start: u32| (start as usize, start as usize + length);
    let known: usize = (starts.iter().map(|&start| ends(start)))
        .map(|(start, end)| {
            if text.cuts_known(start, end) {
                length
            } else {
                text.known(start, end)
            }
        })
        .sum();
    let cut = starts
        .iter()
        .map(|&start| ends(start))
        .filter(|&(start, end)| text.cuts_word(start, end));
    if !settings.is_spread(starts.len(), documents)
        || cut.count() * 2 > starts.len()
        || known as f64 > settings.max_known * (starts.len() * length) as f64
    {
        return None;
    }
    let (cohesion, keyness) = cohesion(text, order, &group);
    let is_bound = settings.is_bound(cohesion, places.len(), order.len());
    is_bound.then_some(Run {
        starts,
        length,
        documents,
        cohesion,
        borders,
        keyness,
    })
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
        .chunk_by(|a, b| a == b && is_text(*a) && !form::is_loose(*a))
        .map(|equal| information(equal.len() as f64))
        .sum()
}
