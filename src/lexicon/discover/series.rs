//! Parallel series whose members differ from place to place: 守土有责、守土负责 here, 守土有责、守土尽责 there.

use std::collections::BTreeMap;

use super::Settings;
use super::form::{self, Form};
use super::text::{Text, is_text};
use crate::text::units::SEPARATES;

/// Members of a pattern at the most, as the language of patterns has it.
const MEMBERS: usize = 4;

/// What a series has in its favour before its words are looked at.
const LOOKS: f64 = 2.0;

/// Members of a series at the most; more are an enumeration.
const MOST: usize = 6;

/// Characters of a member.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=7;

/// A series of parts of one length.
pub struct Series {
    pub start: usize,
    /// The length of its parts; a separator stands between them.
    pub length: usize,
    pub members: usize,
}

impl Series {
    pub fn end(&self) -> usize {
        self.start + self.members * (self.length + 1) - 1
    }

    pub fn starts(&self) -> impl Iterator<Item = usize> {
        (0..self.members).map(|member| self.start + member * (self.length + 1))
    }
}

/// Series that share members: the pattern that finds them, and where they stand.
pub struct Family {
    pub pattern: String,
    /// How much it looks like a slogan.
    pub looks: f64,
    pub places: Vec<(usize, usize)>,
}

/// Families of series that share at least two members. The commonest member comes first and takes its series with it.
pub fn families(text: &Text, series: &[Series], settings: &Settings) -> Vec<Family> {
    let is_new = |of: &&Series| {
        let length = of.end() - of.start;
        text.known(of.start, of.end()) as f64 <= settings.max_known * length as f64
    };
    let series: Vec<&Series> = series.iter().filter(is_new).collect();
    let mut members: BTreeMap<u128, Vec<u32>> = BTreeMap::new();
    for (number, of) in series.iter().enumerate() {
        for start in of.starts() {
            let with = members.entry(key(&text.units[start..start + of.length])).or_default();
            if with.last() != Some(&(number as u32)) {
                with.push(number as u32);
            }
        }
    }
    members.retain(|_, with| with.len() >= 2);
    let mut common: Vec<(&u128, &Vec<u32>)> = members.iter().collect();
    common.sort_by_key(|(member, with)| (std::cmp::Reverse(with.len()), **member));
    let mut taken = vec![false; series.len()];
    let mut families = Vec::new();
    for (member, with) in common {
        let with: Vec<&Series> = (with.iter())
            .filter(|number| !taken[**number as usize])
            .map(|number| series[*number as usize])
            .collect();
        if with.len() < 2 {
            continue;
        }
        let starts: Vec<u32> = with.iter().map(|of| of.start as u32).collect();
        if !settings.is_spread(with.len(), text.documents(&starts)) {
            continue;
        }
        let Some(pattern) = pattern(text, *member, &with) else {
            continue;
        };
        let forms = with.iter().map(|of| Form::of(&text.units[of.start..of.end()]));
        let topic = forms.map(|form| form.topic + form.nouns / 2.0).sum::<f64>() / with.len() as f64;
        let looks = (LOOKS - 1.5 * topic).max(0.0);
        for number in &members[member] {
            taken[*number as usize] = true;
        }
        let places = with.iter().map(|of| (of.start, of.end())).collect();
        families.push(Family { pattern, looks, places });
    }
    families
}

/// The pattern of the members that recur in these series; `None` if there is one such member only, or if most series
/// are alike, so that they are found as they stand.
fn pattern(text: &Text, member: u128, with: &[&Series]) -> Option<String> {
    // For each member: in how many series, how far from their beginning, and one of its places.
    let mut seen: BTreeMap<u128, (usize, usize, usize)> = BTreeMap::new();
    for of in with {
        for (rank, start) in of.starts().enumerate() {
            let seen = seen
                .entry(key(&text.units[start..start + of.length]))
                .or_insert((0, 0, start));
            seen.0 += 1;
            seen.1 += rank;
        }
    }
    let mut alike: BTreeMap<&[u16], usize> = BTreeMap::new();
    for of in with {
        *alike.entry(&text.units[of.start..of.end()]).or_default() += 1;
    }
    let are_alike = alike.values().any(|count| count * 2 > with.len());
    let length = with.first()?.length;
    let mut recurring: Vec<(u128, (usize, usize, usize))> = seen.into_iter().filter(|(_, seen)| seen.0 >= 2).collect();
    if are_alike || recurring.len() < 2 {
        return None;
    }
    recurring.sort_by_key(|(key, (count, ..))| (*key != member, std::cmp::Reverse(*count), *key));
    recurring.truncate(MEMBERS);
    recurring.sort_by(|(_, a), (_, b)| (a.1 * b.0).cmp(&(b.1 * a.0)).then(a.2.cmp(&b.2)));
    let members: Vec<String> = (recurring.iter())
        .map(|(_, (.., start))| String::from_utf16_lossy(&text.units[*start..start + length]))
        .collect();
    let least = if members.len() > 2 { "2" } else { "" };
    Some(format!("{{{}}}{least}", members.join("、")))
}

/// All series of two parts and more, with the same mark between them.
pub fn all(text: &Text) -> Vec<Series> {
    let mut series = Vec::new();
    let mut at = 0;
    while at < text.units.len() {
        if !is_text(text.units[at]) {
            at += 1;
            continue;
        }
        let (first, mut end) = part(text, at);
        at = end;
        if text.at(end) != SEPARATES || !text.is_han(end + 1) {
            continue;
        }
        let (second, stop) = part(text, end + 1);
        let is_comma = text.is_comma(end);
        let length = stop - second;
        let start = end.saturating_sub(length).max(first);
        // What leads in is no part of the series, if it is a common word or if the members sound alike without it.
        let sounds = |a: usize, b: usize| (0..length).any(|at| text.units[a + at] == text.units[b + at]);
        let is_member = end - start == length && (start == first || text.begins(start) || sounds(start, second));
        if !LENGTHS.contains(&length) || !is_member {
            continue;
        }
        let mut members = 1;
        while text.at(end) == SEPARATES && text.is_comma(end) == is_comma && text.is_han(end + 1) {
            let (next, stop) = part(text, end + 1);
            // Nor is what follows the last member.
            let ends = |at: usize| text.ends(at) || form::is_loose(text.at(at)) || sounds(start, next);
            if stop - next != length && (stop - next < length || !ends(next + length)) {
                break;
            }
            members += 1;
            end = next + length;
            at = stop;
        }
        let found = Series { start, length, members };
        let run = &text.units[start..found.end()];
        let is_out = form::is_empty(run) || !form::ends_well(run) || !text.begins(start) && !form::begins_well(run);
        series.extend(((2..=MOST).contains(&members) && !is_out).then_some(found));
    }
    series
}

/// The run of Han characters that begins at a place.
fn part(text: &Text, start: usize) -> (usize, usize) {
    let length = text.units[start..].iter().take_while(|unit| is_text(**unit)).count();
    (start, start + length)
}

/// A member as one number: seven units fit.
fn key(member: &[u16]) -> u128 {
    member.iter().fold(0, |key, &unit| key << 16 | u128::from(unit))
}
