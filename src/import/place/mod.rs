//! The place of a text: the division of China that it speaks for, not those that it speaks of.
//!
//! Each name of a division in the text and in the page around it is a voice, and weighs as much as what it says of
//! the speaker: most in the title, in the name of an organ and in the owner's line at the foot, least in the run
//! of the text. A name that several divisions bear is told by the larger ones that the page names. What is left
//! open stays open: then the place is the larger division, or none.

mod gazetteer;
mod mentions;
mod voices;

#[cfg(test)]
mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_lite::Regex;

use self::gazetteer::{Gazetteer, NOW};
use self::voices::{ACTS, OFFICES, Told, Voice, Voices};
use super::pattern::regex;
use crate::corpus::{Block, Level};
use crate::text::fold::{View, fold_text};

/// What a text and its page say about a place, the surest first.
pub struct Evidence<'a> {
    pub title: &'a str,
    /// Outlet and issuer.
    pub organs: &'a [&'a str],
    pub body: &'a [Block],
    /// All lines of the page that are not body: datelines, footers, menus, forum boxes.
    pub around: &'a [String],
}

/// The division that a text speaks for.
pub struct Place {
    /// From the province to the county, in their full names, simplified.
    pub names: Vec<String>,
    pub level: Option<Level>,
    /// The words it was told from.
    pub words: String,
}

/// The least weight of a place: one organ, or one sentence of the lead that says who acts. Lower finds more places
/// of texts that name none, higher loses those that only a forum or a paper tells.
const ENOUGH: usize = 5;

/// What a division gains if it is of the kind that the text calls its own: a district, if it says «我区».
const OWN: usize = 3;

/// Characters of a title, a lead or an organ in which one who speaks for the country is named.
const HEAD: usize = 20;

/// The place that a text speaks for, if it can be told.
pub fn place(evidence: &Evidence) -> Option<Place> {
    let voices = Voices::new(evidence);
    let own = own(evidence);
    if is_national(evidence, own, &voices) {
        return None;
    }
    let context = Context::new(&voices);
    let speakers = speakers(&voices, &context, own);
    // What the title calls its own goes before what has more to say.
    let own = own.filter(|own| own.is_said);
    let is_own = |speaker: &&Speaker| own.is_some_and(|own| own.fits(&speaker.divisions));
    let surest = speakers.iter().find(is_own).or(speakers.first())?;
    let mut division = all_in(&surest.divisions)?;
    // Where another division has about as much to say, only what holds both is certain.
    let gazetteer = Gazetteer::get();
    let is_apart = |other: usize| !gazetteer.is_within(other, division) && !gazetteer.is_within(division, other);
    let rival = speakers.iter().find(|speaker| {
        speaker.weight * 4 >= surest.weight * 3
            && is_own(speaker) == is_own(&surest)
            && speaker.divisions.iter().all(|&other| is_apart(other))
    });
    if let Some(rival) = rival {
        division = gazetteer.common(division, all_in(&rival.divisions)?)?;
    }
    Some(Place {
        names: gazetteer.names(division),
        level: level(&surest.divisions, &context, own, &voices, evidence),
        words: words(&voices, &context, &surest.divisions),
    })
}

/// What speaks in a text: a division, or those that bear its name if it cannot be told which.
struct Speaker {
    divisions: Vec<usize>,
    weight: usize,
}

/// All that say enough, those that say most first.
fn speakers(voices: &Voices, context: &Context, own: Option<Own>) -> Vec<Speaker> {
    let mut weights: BTreeMap<Vec<usize>, BTreeMap<Voice, usize>> = BTreeMap::new();
    for told in voices
        .told
        .iter()
        .filter(|told| !told.mention.is_place && told.weight > 0)
    {
        let meant = context.meant(&told.mention.candidates);
        let weight = weights.entry(meant).or_default().entry(told.voice).or_default();
        *weight = (*weight + told.weight).min(told.voice as usize);
    }
    let speaker = |(divisions, voices): (Vec<usize>, BTreeMap<Voice, usize>)| {
        let weight: usize = voices.values().sum();
        let is_own = weight >= OWN && own.is_some_and(|own| own.fits(&divisions));
        let weight = weight + if is_own { OWN } else { 0 };
        Speaker { divisions, weight }
    };
    let mut speakers: Vec<Speaker> = weights.into_iter().map(speaker).collect();
    speakers.retain(|speaker| speaker.weight >= ENOUGH);
    speakers.sort_by_key(|speaker| std::cmp::Reverse(speaker.weight));
    speakers
}

/// Does a text speak for the country? An outlet of the country says so only if the text calls nothing its own.
fn is_national(evidence: &Evidence, own: Option<Own>, voices: &Voices) -> bool {
    static NATION: LazyLock<Regex> = LazyLock::new(|| {
        let party = "中共中央|党中央|中央(?:纪委|政治局|军委|办公厅|组织部|宣传部|政法委|人民政府)";
        let state =
            "国务院|全国人大|全国人民代表大会|全国政协|最高人民|中华人民共和国|国家[^,。]{2,10}?(?:委|局|部|署|主席)";
        let outlets = "新华社|新华网|人民日报|人民网|求是|央视|中国政府网";
        regex(&format!("^ *(?:{party}|{state}|{outlets})"))
    });
    let is_national = |head: &str| {
        let head: String = head.chars().take(HEAD).collect();
        NATION.is_match(&fold_text(&head, View::Search))
    };
    let lead = evidence.body.iter().find(|block| block.heading.is_none());
    let heads = [evidence.title, lead.map_or("", |block| &block.text)];
    let mut organs = evidence.organs.iter().filter(|_| own.is_none());
    !own.is_some_and(|own| own.is_said)
        && !voices.is_titled()
        && (heads.into_iter().any(is_national) || organs.any(|organ| is_national(organ)))
}

/// What the larger divisions that a page names tell of those that share a name.
struct Context {
    /// Those that the page names beyond doubt, and how surely.
    named: BTreeMap<usize, usize>,
    /// For each division, the parts of it that are so named.
    parts: BTreeMap<usize, BTreeSet<usize>>,
}

/// How much a province tells by registering a site, against 1 for a name in passing and 3 for one that speaks.
const REGISTERED: usize = 2;

impl Context {
    fn new(voices: &Voices) -> Self {
        let gazetteer = Gazetteer::get();
        let mut context = Context {
            named: BTreeMap::new(),
            parts: BTreeMap::new(),
        };
        // Of a name that was a county's and is a prefecture's, the prefecture is thought of.
        let only = |candidates: &[usize]| {
            let is_larger = |division: &&usize| gazetteer.division(**division).level < Level::County;
            let mut larger = candidates.iter().filter(is_larger);
            match (candidates, larger.next(), larger.next()) {
                ([division], _, _) | (_, Some(division), None) => Some(*division),
                _ => None,
            }
        };
        let sure = |told: &Told| {
            let most = if told.voice == Voice::Passing { 1 } else { 3 };
            Some((only(&told.mention.candidates)?, told.weight.min(most)))
        };
        let registered = voices.registered.iter().map(|(province, _, _)| (*province, REGISTERED));
        for (division, surety) in voices.told.iter().filter_map(sure).chain(registered) {
            let most = context.named.entry(division).or_default();
            *most = surety.max(*most);
            for larger in gazetteer.line(division).skip(1) {
                context.parts.entry(larger).or_default().insert(division);
            }
        }
        context
    }

    /// Those of the divisions with one name that are meant.
    fn meant(&self, candidates: &[usize]) -> Vec<usize> {
        let gazetteer = Gazetteer::get();
        let known = |&division: &usize| {
            let own = 4 * self.named.get(&division).copied().unwrap_or(0);
            let larger = gazetteer.line(division).skip(1).map(|larger| {
                let parts = self.parts.get(&larger).map_or(0, |parts| parts.len().min(2));
                self.named.get(&larger).copied().unwrap_or(0) * 2 + parts
            });
            (own + larger.sum::<usize>(), gazetteer.division(division).last == NOW)
        };
        let most = candidates.iter().map(known).max();
        let mut meant: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|division| Some(known(division)) == most)
            .collect();
        // Of former divisions of one name in one province, the last.
        let last = meant.iter().map(|&division| gazetteer.division(division).last).max();
        if all_in(&meant).is_some() {
            meant.retain(|&division| Some(gazetteer.division(division).last) == last);
        }
        meant
    }
}

/// The words that the place was told from, as they stand in the text: the strongest, and what told it from others
/// of its name.
fn words(voices: &Voices, context: &Context, divisions: &[usize]) -> String {
    let gazetteer = Gazetteer::get();
    let strongest = |told: &mut dyn Iterator<Item = &Told>| -> Option<(usize, String)> {
        let told = told.max_by_key(|told| told.weight)?;
        Some((
            told.mention.candidates.len(),
            voices.quote(told.text, told.mention.range.clone()),
        ))
    };
    let names = &mut voices
        .told
        .iter()
        .filter(|told| !told.mention.is_place && context.meant(&told.mention.candidates) == divisions);
    let Some((candidates, name)) = strongest(names) else {
        return String::new();
    };
    let holds = |division: usize| divisions.iter().all(|&other| gazetteer.is_within(other, division));
    let larger = &mut voices
        .told
        .iter()
        .filter(|told| matches!(told.mention.candidates[..], [division] if holds(division)));
    let registered = || voices.registered.iter().find(|(province, _, _)| holds(*province));
    let told = strongest(larger).map(|(_, words)| words);
    let told = told.or_else(|| registered().map(|(_, text, range)| voices.quote(*text, range.clone())));
    match told.filter(|told| candidates > 1 && *told != name) {
        Some(told) => format!("{name} {told}"),
        None => name,
    }
}

/// The smallest division in which all of these lie.
fn all_in(divisions: &[usize]) -> Option<usize> {
    let (first, rest) = divisions.split_first()?;
    rest.iter()
        .try_fold(*first, |one, &other| Gazetteer::get().common(one, other))
}

/// The kind of division that a text calls its own: the last character of its name, largest first in [`SIZES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Own {
    kind: char,
    /// Does the title say so?
    is_said: bool,
    /// «我» or «全».
    who: char,
}

impl Own {
    fn fits(self, divisions: &[usize]) -> bool {
        let mut names = divisions
            .iter()
            .map(|&division| Gazetteer::get().division(division).name);
        names.all(|name| name.ends_with(self.kind))
    }
}

/// Ends of names, those of the largest divisions first.
const SIZES: [char; 7] = ['省', '盟', '州', '市', '旗', '县', '区'];

fn own(evidence: &Evidence) -> Option<Own> {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            "我(省|市|区|县|州|旗|盟)|\
             ^(?:中共)?(省|市|区|县|州|旗|盟)(?:委|政府|人大|政协|纪委|长|领导|四大|应对|新冠|疫情防控)",
        )
    });
    static OURS: LazyLock<Regex> = LazyLock::new(|| regex("(我|全)(省|市|区|县|州|旗|盟)"));
    let title = fold_text(evidence.title, View::Search);
    let group =
        |captures: &regex_lite::Captures, group| captures.get(group).and_then(|found| found.as_str().chars().next());
    if let Some(found) = SAID.captures(&title) {
        let kind = group(&found, 1).or(group(&found, 2))?;
        return Some(Own {
            kind,
            is_said: true,
            who: '我',
        });
    }
    let mut ours: BTreeMap<(char, usize), usize> = BTreeMap::new();
    let body = evidence.body.iter().map(|block| fold_text(&block.text, View::Search));
    for text in std::iter::once(title).chain(body) {
        for found in OURS.captures_iter(&text) {
            let size = group(&found, 2).and_then(|kind| SIZES.iter().position(|size| *size == kind));
            if let (Some(who), Some(size)) = (group(&found, 1), size) {
                *ours.entry((who, size)).or_default() += 1;
            }
        }
    }
    let of = |who: char, least: usize| {
        ours.iter()
            .filter(move |((by, _), count)| *by == who && **count >= least)
    };
    // «我» is most often the speaker. A county speaks of «全市» too, but a city never of «全县».
    let (who, size) = *of('我', 1)
        .max_by_key(|(_, count)| **count)
        .or_else(|| of('全', 2).next_back())
        .or_else(|| of('全', 1).next_back())?
        .0;
    Some(Own {
        kind: SIZES[size],
        is_said: false,
        who,
    })
}

/// The level on which a text speaks. A township is told from the title or an organ, and lies in the county
/// of the place.
fn level(
    speakers: &[usize],
    context: &Context,
    own: Option<Own>,
    voices: &Voices,
    evidence: &Evidence,
) -> Option<Level> {
    let is_titled = voices.is_titled();
    let mut told = voices
        .told
        .iter()
        .filter(|told| told.weight > 1 && context.meant(&told.mention.candidates) == speakers);
    if told.clone().any(|told| told.is_township) && !is_titled || is_township(evidence, own, is_titled) {
        return Some(Level::Township);
    }
    // A school speaks for itself.
    if told.clone().any(|told| told.mention.is_school) && told.all(|told| told.mention.is_school || told.weight == 2) {
        return None;
    }
    let named = speakers
        .iter()
        .map(|&division| Gazetteer::get().division(division).level)
        .max()?;
    let said = own.filter(|own| !own.fits(speakers)).and_then(|own| match own.kind {
        '县' | '旗' | '区' => Some(Level::County),
        '州' | '盟' => Some(Level::Prefecture),
        _ => None,
    });
    // Where only a larger division is named, the text speaks from within it.
    Some(said.map_or(named, |said| said.max(named)))
}

/// Does the title, an organ or the text itself speak for a township?
fn is_township(evidence: &Evidence, own: Option<Own>, is_titled: bool) -> bool {
    static TOWNSHIP: LazyLock<Regex> = LazyLock::new(|| {
        let acts = [ACTS.as_slice(), OFFICES.as_slice()].concat().join("|");
        regex(&format!(
            "[我全](?:镇|乡|街道)|[^各乡村、](?:镇|乡|街道|苏木)(?:办事处)?(?:{acts})|\
             ^在[^,。:县区市]{{1,6}}(?:镇|乡|街道|苏木)[^,。:]*?(?:会|会议|仪式|班|式)上"
        ))
    });
    static OURS: LazyLock<Regex> = LazyLock::new(|| regex("我们?(?:镇|乡|街道|苏木)"));
    let is_township = |head: &&str| TOWNSHIP.is_match(&fold_text(head, View::Search));
    let mut organs = evidence.organs.iter().filter(|_| own.is_none() && !is_titled);
    let is_ours = || {
        let mut body = evidence.body.iter();
        !is_titled
            && own.is_none_or(|own| own.who == '全')
            && body.any(|block| OURS.is_match(&fold_text(&block.text, View::Search)))
    };
    is_township(&evidence.title) || organs.any(is_township) || is_ours()
}
