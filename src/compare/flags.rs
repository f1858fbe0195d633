//! Leftovers: what belongs to the other document and stands in shared text as if somebody forgot to change it.
//!
//! A false flag costs more than a missed one: a reader who has looked three times at nothing looks no more. So
//! nothing is flagged between documents of one place, nor what a document also says in words of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::names::{LOCAL, Names, Own, names_of, stands_at};
use super::shapes::{ends_with, is_han, is_joint, person, starts_with, stem};
use super::texts::Text;
use super::units::{SlotType, is_numeral, units};
use super::{Flag, FlagReason, Match, Side, Sides, Slot};
use crate::corpus::Span;

/// How often a name must have been replaced for another where that alone tells whose it is; 2 to 5. Smaller flags
/// places that both only mention, larger misses what is named rarely.
const OFTEN: usize = 2;

/// The most characters of an office before a name, and of what is read around a mention; 8 to 30.
const NEAR: usize = 16;

/// In how many blocks at its head and at its end a document names its own day.
const HEAD: usize = 3;

/// Before the name of a place that is rightly named by strangers: 借鉴青澜市的做法.
const SPOKEN_OF: [&str; 14] = [
    "借鉴", "学习", "参照", "来自", "毗邻", "邻近", "接壤", "支援", "援助", "通报", "比如", "例如", "像", "途经",
];

/// Behind such a name: 青澜市的经验, 青澜市调研时.
const IS_SPOKEN_OF: [&str; 27] = [
    "的做法",
    "做法",
    "的经验",
    "经验",
    "模式",
    "的教训",
    "等地",
    "等省",
    "等市",
    "等县",
    "籍",
    "方向",
    "考察时",
    "调研时",
    "视察时",
    "考察期间",
    "调研期间",
    "视察期间",
    "考察讲话",
    "发生疫情",
    "疫情发生",
    "的疫情",
    "聚集性",
    "本土",
    "突发",
    "事故",
    "接壤",
];

/// Before or behind the name of a place without its division, where it is a name and no word: 幸福青澜, 青澜人民.
const BEFORE_STEMS: [&str; 8] = ["幸福", "美丽", "平安", "法治", "健康", "数字", "活力", "魅力"];
const BEHIND_STEMS: [&str; 11] = [
    "人民",
    "大地",
    "儿女",
    "日报",
    "新篇章",
    "全域",
    "境内",
    "各级",
    "的明天",
    "实际",
    "籍",
];

/// What speaks of a day or a meeting as gone.
const SINCE: [&str; 12] = [
    "以来", "以后", "以前", "之前", "之后", "起", "相比", "同期", "底", "末", "精神", "印发",
];
const RECALLS: [&str; 19] = [
    "自", "从", "截至", "截止", "到", "较", "比", "与", "同", "对照", "早在", "传达", "学习", "贯彻", "落实", "根据",
    "按照", "上次", "于",
];

/// The names of organisations that hold for one place only; each county has a 公安局.
const PROPER: [&str; 8] = ["公司", "集团", "大学", "学院", "日报", "报社", "电视台", "银行"];

/// The most names that are looked for in one document; 50 and up. It bounds the work on texts made of names.
const MOST: usize = 200;

/// How many characters before and behind a name tell whether it stands in a sentence that was copied and edited
/// beyond recognition, and how many of them must be the same, each in its place. Fewer take strangers for copies.
const AROUND: usize = 8;
const COPIED: usize = 6;

/// The most places of one name that are looked at in search of what was copied; it bounds the work.
const TRIED: usize = 50;

/// One side, as the search for leftovers sees it.
struct Here<'a> {
    side: Side,
    own: &'a Own,
    texts: &'a [Text<'a>],
    /// Where each display character of each block comes from.
    words: Vec<Vec<Words>>,
}

/// Whose words some characters are.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    Own,
    /// Own, in place of others.
    Slot,
    Shared,
}

/// What belongs to the other document.
struct Foreign {
    name: Vec<char>,
    reason: FlagReason,
    /// What stands for it in a document of one's own.
    expected: Option<Vec<char>>,
    form: Form,
    /// How often it may stand in shared text and still be a leftover: what was replaced once and kept three times
    /// is rather what both speak of.
    most: usize,
    /// The office that must stand before it, if it belongs to the other document only there.
    office: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Full,
    /// A place without its division: a name only between certain words.
    Stem,
}

/// A run of a folded text.
type Filling<'a> = (&'a [char], Range<usize>);

/// What is known of a day: the year, and the month and day.
type Day = (Option<u32>, Option<(u32, u32)>);

/// The name of a place that is not this document's, and what this document has in its stead.
type Stranger = (Vec<char>, Option<Vec<char>>);

/// What one document has where the other has a name, and how often.
type Renamed = BTreeMap<(SlotType, Vec<char>), BTreeMap<Vec<char>, usize>>;

/// Text shared by two documents that belongs to one of them only.
pub fn flags(names: &Names, texts: &Sides<Vec<Text>>, matches: &[Match], slots: &[Slot]) -> Vec<Flag> {
    let in_place = || matches.iter().filter(|found| !found.parallel);
    let mut left = Here::new(Side::Left, &names.of.left, &texts.left);
    let mut right = Here::new(Side::Right, &names.of.right, &texts.right);
    for found in in_place() {
        left.mark(found.left, Words::Shared);
        right.mark(found.right, Words::Shared);
    }
    for slot in slots {
        left.mark(slot.left, Words::Slot);
        right.mark(slot.right, Words::Slot);
    }
    let mut flags = Vec::new();
    for (here, there) in [(&left, &right), (&right, &left)] {
        let renamed = renamed(here, there, slots);
        flags.extend(here.mentions(there, &foreign(here, there, &renamed)));
        flags.extend(days(here, there, names, slots));
        flags.extend(meetings(here, there));
        flags.extend(terms(here, there));
    }
    flags.sort_unstable();
    // The number of a session within its name.
    flags.dedup_by(|flag, before| {
        let (inner, outer) = (flag.span, before.span);
        flag.side == before.side && inner.block == outer.block && inner.start >= outer.start && inner.end <= outer.end
    });
    flags
}

impl<'a> Here<'a> {
    fn new(side: Side, own: &'a Own, texts: &'a [Text<'a>]) -> Self {
        let words = texts.iter().map(|text| vec![Words::Own; text.length]).collect();
        Here {
            side,
            own,
            texts,
            words,
        }
    }

    fn mark(&mut self, span: Span, words: Words) {
        self.words[span.block][span.start..span.end].fill(words);
    }

    /// Whose words a run of folded characters is, if it is of one kind.
    fn words(&self, block: usize, run: &Range<usize>) -> Option<Words> {
        let places = &self.texts[block].characters.places[run.clone()];
        let mut words = places.iter().map(|&at| self.words[block][at]);
        let first = words.next()?;
        words.all(|other| other == first).then_some(first)
    }

    /// Where each of these names stands, each place for the longest name that begins there: block and run.
    fn places(&self, foreign: &[Foreign]) -> Vec<Vec<(usize, Range<usize>)>> {
        let mut places = vec![Vec::new(); foreign.len()];
        let mut by_begin: BTreeMap<&[char], Vec<usize>> = BTreeMap::new();
        for (i, foreign) in foreign.iter().enumerate() {
            by_begin.entry(&foreign.name[..2]).or_default().push(i);
        }
        for (block, text) in self.texts.iter().enumerate() {
            let text = text.folded();
            let mut end = 0;
            for at in 0..text.len() {
                let begin = text.get(at..at + 2).filter(|_| at >= end);
                let names = begin.and_then(|begin| by_begin.get(begin)).into_iter().flatten();
                let stands = names.filter(|&&i| stands_at(&foreign[i].name, text, at));
                if let Some(&i) = stands.max_by_key(|&&i| foreign[i].name.len()) {
                    end = at + foreign[i].name.len();
                    places[i].push((block, at..end));
                }
            }
        }
        places
    }

    fn flag(&self, block: usize, run: &Range<usize>, reason: FlagReason, expected: Option<&[char]>) -> Flag {
        Flag {
            side: self.side,
            span: self.texts[block].span(block, run),
            reason,
            expected: expected.map(|name| name.iter().collect()),
        }
    }

    /// The block and the run of folded characters of a slot.
    fn slot(&self, span: &Span) -> Filling<'a> {
        let texts: &'a [Text<'a>] = self.texts;
        let text = &texts[span.block];
        let place = |at: usize| text.characters.places.partition_point(|&place| place < at);
        (text.folded(), place(span.start)..place(span.end))
    }

    /// Where shared text has a foreign name that this document does not say in words of its own.
    fn mentions(&self, there: &Here, foreign: &[Foreign]) -> Vec<Flag> {
        let (here, there_places) = (self.places(foreign), there.places(foreign));
        let mut flags = Vec::new();
        for ((foreign, places), theirs) in foreign.iter().zip(here).zip(there_places) {
            let name = &foreign.name;
            let is_place = foreign.reason == FlagReason::ForeignPlace;
            let mut is_said = contains(&self.own.title, name);
            let mut found = Vec::new();
            for (block, run) in places {
                let text = self.texts[block].folded();
                let (before, behind) = (&text[..run.start], &text[run.end..]);
                let is_longer = |own: &Vec<char>| own.len() > name.len() && around(own, name, before, behind);
                if self.own.place.iter().any(is_longer) || foreign.form == Form::Stem && !is_stem(before, behind) {
                    continue;
                }
                let is_copied = || {
                    let mut theirs = theirs.iter().take(TRIED);
                    theirs.any(|(block, run)| {
                        let text = there.texts[*block].folded();
                        alike(before, behind, &text[..run.start], &text[run.end..]) >= COPIED
                    })
                };
                let words = match self.words(block, &run) {
                    Some(Words::Own) if is_copied() => Some(Words::Shared),
                    words => words,
                };
                match words {
                    Some(Words::Shared) if is_place && is_strangers(before, behind) => {}
                    Some(Words::Shared) if is_place && self.speaks_of_both(there, block, &run) => {}
                    Some(Words::Shared) if !foreign.office.is_empty() && !is_held(before, foreign.office) => {}
                    Some(Words::Shared) => {
                        found.push(self.flag(block, &run, foreign.reason, foreign.expected.as_deref()))
                    }
                    Some(Words::Own | Words::Slot) => is_said = true,
                    _ => {}
                }
            }
            if !is_said && found.len() <= foreign.most {
                flags.append(&mut found);
            }
        }
        flags
    }
}

impl Here<'_> {
    /// Does the shared sentence around a name also have a name of this document's place?
    fn speaks_of_both(&self, there: &Here, block: usize, run: &Range<usize>) -> bool {
        let text = self.texts[block].folded();
        let ends = |c: &char| "。;!?".contains(*c);
        let start = text[..run.start].iter().rposition(ends).map_or(0, |at| at + 1);
        let end = text[run.end..]
            .iter()
            .position(ends)
            .map_or(text.len(), |at| run.end + at);
        let own = self.own.place.iter().filter(|name| !there.own.place.contains(name));
        own.into_iter().any(|name| {
            let mut places = (start..end).filter(|&at| stands_at(name, text, at));
            places.any(|at| self.words(block, &(at..at + name.len())) == Some(Words::Shared))
        })
    }
}

/// How many characters around two places are the same, each in its place.
fn alike(before: &[char], behind: &[char], other_before: &[char], other_behind: &[char]) -> usize {
    let same = |(a, b): &(&char, &char)| a == b && is_han(**a);
    let ahead = before
        .iter()
        .rev()
        .zip(other_before.iter().rev())
        .take(AROUND)
        .filter(same);
    let after = behind.iter().zip(other_behind).take(AROUND).filter(same);
    ahead.count() + after.count()
}

/// Are these two texts around a name the rest of a longer one?
fn around(longer: &[char], name: &[char], before: &[char], behind: &[char]) -> bool {
    (0..=longer.len() - name.len()).any(|at| {
        longer[at..].starts_with(name)
            && before.ends_with(&longer[..at])
            && behind.starts_with(&longer[at + name.len()..])
    })
}

fn is_stem(before: &[char], behind: &[char]) -> bool {
    ends_with(before, &BEFORE_STEMS) || starts_with(behind, &BEHIND_STEMS)
}

/// Is a place named as one speaks of others?
fn is_strangers(before: &[char], behind: &[char]) -> bool {
    ends_with(before, &SPOKEN_OF) || starts_with(behind, &IS_SPOKEN_OF)
}

fn contains(text: &[char], name: &[char]) -> bool {
    (0..text.len()).any(|at| stands_at(name, text, at))
}

/// What this document has where the other has a name. Places that are spoken of are no one's own, nor those in lists,
/// but for towns and what is smaller.
fn renamed(here: &Here, there: &Here, slots: &[Slot]) -> Renamed {
    let mut renamed = Renamed::new();
    for slot in slots {
        let ((our_text, ours), (text, theirs)) = both(here, there, slot);
        let (before, behind) = (&text[..theirs.start], &text[theirs.end..]);
        let (ours, name) = (&our_text[ours], &text[theirs]);
        let is_place = slot.slot_type == SlotType::Place;
        let is_small = is_local(name) || stem(name).is_none();
        let is_no_ones = || is_strangers(before, behind) || !is_small && is_listed(before, behind);
        if ours == name || name.len() < 2 || is_place && is_no_ones() {
            continue;
        }
        let names = renamed.entry((slot.slot_type, name.to_vec())).or_default();
        *names.entry(ours.to_vec()).or_default() += 1;
    }
    renamed
}

/// What fills a slot here, and there.
fn both<'a>(here: &Here<'a>, there: &Here<'a>, slot: &Slot) -> (Filling<'a>, Filling<'a>) {
    match here.side {
        Side::Left => (here.slot(&slot.left), there.slot(&slot.right)),
        Side::Right => (here.slot(&slot.right), there.slot(&slot.left)),
    }
}

/// Is this the name of a town or a village?
fn is_local(name: &[char]) -> bool {
    name.last().is_some_and(|c| LOCAL.contains(*c) || *c == '道')
}

/// Does something stand in a list?
fn is_listed(before: &[char], behind: &[char]) -> bool {
    before.last() == Some(&'、') || behind.first() == Some(&'、')
}

/// How two documents lie to each other.
#[derive(Clone, Copy, PartialEq)]
enum Relation {
    /// Of two places, none in the other.
    Apart,
    /// Of one place, or of a place and a part of it.
    Kin,
    Unknown,
}

/// The names of places of the other document that are not this one's, each with this one's name of that level, and
/// how the two lie to each other. Of names that differ at a level, what is below is foreign too; so is the last of
/// those that two documents state without a level in common.
fn foreign_places(theirs: &Own, ours: &Own) -> (Vec<Stranger>, Relation) {
    let is_stated = theirs.is_stated && ours.is_stated;
    let (theirs, ours) = (levels(&theirs.place), levels(&ours.place));
    let mut foreign = Vec::new();
    let mut relation = Relation::Unknown;
    for (level, name) in &theirs {
        match ours.iter().find(|(other, _)| other == level) {
            Some((_, own)) if own != name => {
                foreign.push((name.to_vec(), Some(own.to_vec())));
                relation = Relation::Apart;
            }
            Some(_) if relation == Relation::Unknown => relation = Relation::Kin,
            None if relation == Relation::Apart => foreign.push((name.to_vec(), None)),
            _ => {}
        }
    }
    if let (Relation::Unknown, true, Some((1.., name)), Some((1.., _))) =
        (relation, is_stated, theirs.last(), ours.last())
    {
        foreign.push((name.to_vec(), None));
        relation = Relation::Apart;
    }
    (foreign, relation)
}

/// The level of a place in the country, 0 to 4; above, if its name does not tell.
fn level(name: &[char]) -> usize {
    match name[stem(name).map_or(0, <[char]>::len)..] {
        ['省'] | ['自', '治', '区'] => 0,
        ['市' | '州' | '盟'] | ['自', '治', '州'] => 1,
        ['县' | '区' | '旗'] | ['自', '治', '县'] => 2,
        ['镇' | '乡'] | ['街', '道'] => 3,
        ['村'] | ['社', '区'] => 4,
        _ => 10,
    }
}

/// Places from the largest to the smallest with their levels; those of names that do not tell go by their order.
fn levels(place: &[Vec<char>]) -> Vec<(usize, &[char])> {
    let mut levels: Vec<(usize, &[char])> = Vec::new();
    for name in place {
        // A city of a county lies in another.
        let least = levels.last().map_or(0, |(level, _)| level + 1);
        levels.push((level(name).max(least), name));
    }
    levels
}

/// What belongs to the other document, most important first.
fn foreign(here: &Here, there: &Here, renamed: &Renamed) -> Vec<Foreign> {
    let (places, relation) = foreign_places(there.own, here.own);
    if relation == Relation::Kin {
        return Vec::new();
    }
    let place = |name: Vec<char>, expected, form| Foreign {
        name,
        reason: FlagReason::ForeignPlace,
        expected,
        form,
        most: usize::MAX,
        office: "",
    };
    let usual = |slot: SlotType, name: &[char]| -> Option<(Vec<char>, usize)> {
        let names = renamed.get(&(slot, name.to_vec()))?;
        let (name, count) = names.iter().rev().max_by_key(|(_, count)| **count)?;
        Some((name.clone(), *count))
    };
    let mut foreign = Vec::new();
    for (name, expected) in places {
        if let Some(stem) = stem(&name).filter(|stem| stem.len() > 1) {
            let expected = expected.as_deref().and_then(self::stem).map(<[char]>::to_vec);
            foreign.push(place(stem.to_vec(), expected, Form::Stem));
        }
        foreign.push(place(name, expected, Form::Full));
    }
    if relation == Relation::Apart {
        let ours = parts(here);
        for (name, words) in parts(there) {
            // What both call a part of their own is told by who says so in words of his own.
            if ours.contains_key(name) && words == Words::Shared {
                continue;
            }
            let expected = usual(SlotType::Place, name).map(|(name, _)| name);
            foreign.push(place(name.to_vec(), expected, Form::Full));
        }
    }
    // What is told by what it was replaced with elsewhere.
    for (slot, name) in renamed.keys() {
        let Some((expected, count)) = usual(*slot, name) else {
            continue;
        };
        // A city that is not the one that the document states is anybody's.
        let is_stated = || {
            let states = |other: usize| levels(&there.own.place).iter().any(|(level, _)| *level == other);
            there.own.is_stated && states(level(name))
        };
        if *slot == SlotType::Place && (is_stated() || name.ends_with(&['省'])) {
            continue;
        }
        let is_leftover = match (slot, relation) {
            (SlotType::Place, Relation::Apart) => {
                is_local(name) || stem(name).is_none() || count >= OFTEN || expected.last() == name.last()
            }
            (SlotType::Place, _) => !is_local(name) && count >= OFTEN && stem(name).is_some(),
            // 何立先 for 何立群 is rather a misprint.
            (SlotType::Person, Relation::Apart) => name.iter().zip(&expected).filter(|(a, b)| a == b).count() < 2,
            (SlotType::Organisation, Relation::Apart) => is_proper(name),
            _ => false,
        };
        let reason = match slot {
            SlotType::Person => FlagReason::ForeignPerson,
            SlotType::Organisation => FlagReason::ForeignOrganisation,
            _ => FlagReason::ForeignPlace,
        };
        if is_leftover && !here.own.place.contains(name) {
            foreign.push(Foreign {
                name: name.clone(),
                reason,
                expected: Some(expected),
                form: Form::Full,
                most: count,
                office: "",
            });
        }
    }
    for (name, office) in &there.own.people {
        let ours = &here.own.people;
        let in_office = ours.iter().find(|(_, other)| other == office && !office.is_empty());
        let is_known = ours.iter().any(|(other, _)| other == name);
        if !is_known && !is_above(office, here, there) && (relation == Relation::Apart || in_office.is_some()) {
            foreign.push(Foreign {
                name: name.clone(),
                reason: FlagReason::ForeignPerson,
                expected: usual(SlotType::Person, name)
                    .or(in_office.map(|(name, _)| (name.clone(), 0)))
                    .map(|(name, _)| name),
                form: Form::Full,
                most: usize::MAX,
                office: "",
            });
        }
    }
    if relation == Relation::Apart {
        let is_ours = |name: &[char]| here.own.people.iter().any(|(other, _)| other == name);
        let theirs = officials(there).into_iter().filter(|(name, _)| !is_ours(name));
        foreign.extend(theirs.map(|(name, office)| Foreign {
            name: name.to_vec(),
            reason: FlagReason::ForeignPerson,
            expected: usual(SlotType::Person, name).map(|(name, _)| name),
            form: Form::Full,
            most: usize::MAX,
            office,
        }));
    }
    let mut seen = BTreeSet::new();
    foreign.retain(|foreign| foreign.name.len() > 1 && seen.insert(foreign.name.clone()));
    foreign.truncate(MOST);
    foreign
}

/// The offices of a county that it does not say by name: the document's own.
const LOCAL_OFFICES: [&str; 8] = [
    "县委书记",
    "区委书记",
    "旗委书记",
    "县委副书记",
    "区委副书记",
    "县长",
    "区长",
    "旗长",
];

/// Who holds an office of the county in a document's own words, and which.
fn officials<'a>(there: &Here<'a>) -> BTreeMap<&'a [char], &'static str> {
    let mut people = BTreeMap::new();
    for (block, text) in there.texts.iter().enumerate() {
        let text = text.folded();
        for at in 0..text.len() {
            let office = LOCAL_OFFICES.iter().find(|office| is_held(&text[..at], office));
            let Some((office, run)) = office.zip(person(text, at)) else {
                continue;
            };
            if there.words(block, &run) == Some(Words::Own) {
                people.insert(&text[run], *office);
            }
        }
    }
    people
}

/// Does a text end with an office, and not with that of a county named before it?
fn is_held(before: &[char], office: &str) -> bool {
    let outside = before.len().saturating_sub(office.chars().count());
    ends_with(before, &[office]) && before[..outside].last().is_none_or(|c| !is_han(*c) || is_joint(*c))
}

/// Is this office above both documents, so that both may quote who holds it?
fn is_above(office: &[char], here: &Here, there: &Here) -> bool {
    let theirs = levels(&there.own.place);
    let is_common = |level: usize| {
        let name = theirs.iter().find(|(other, _)| *other == level);
        name.is_none_or(|name| theirs.len() > 1 && levels(&here.own.place).contains(name))
    };
    let says = |words: &str| office.iter().any(|c| words.contains(*c));
    says("国央总") || says("省") && is_common(0) || says("市州盟") && is_common(1)
}

fn is_proper(name: &[char]) -> bool {
    const OF_ALL: [&str; 16] = [
        "县",
        "市",
        "区",
        "省",
        "中国",
        "国有",
        "人民",
        "农业",
        "农村",
        "商业",
        "投资",
        "自来水",
        "供水",
        "供电",
        "燃气",
        "公交",
    ];
    ends_with(name, &PROPER) && !starts_with(name, &OF_ALL)
}

/// The places that a document names behind its own, 望溪县塘口镇, and whether it ever does in words of its own.
fn parts<'a>(there: &Here<'a>) -> BTreeMap<&'a [char], Words> {
    let Some(place) = there.own.place.last() else {
        return BTreeMap::new();
    };
    let (mut said, mut parts) = (BTreeSet::new(), BTreeSet::new());
    for (block, text) in there.texts.iter().enumerate() {
        let text = text.folded();
        for (run, _) in names_of(text, "镇乡村街县区市旗") {
            let name = &text[run.clone()];
            if text[..run.start].ends_with(place) && level(name) > level(place) {
                parts.insert(name);
            }
            if there.words(block, &run) != Some(Words::Shared) {
                said.insert(name);
            }
        }
    }
    let words = |name| if said.contains(name) { Words::Own } else { Words::Shared };
    parts.into_iter().map(|name| (name, words(name))).collect()
}

/// The year, and the month and day, of a date of the document model, as far as they are known.
fn parts_of_day(date: Option<&str>) -> Day {
    let mut parts = date
        .unwrap_or_default()
        .split('/')
        .next()
        .unwrap_or_default()
        .split('-');
    let mut part = || parts.next().and_then(|part| part.parse().ok());
    let (year, month, day) = (part(), part(), part());
    (year, month.zip(day))
}

/// The same of a date as texts write it.
fn parts_of_date(text: &[char]) -> Day {
    let (mut year, mut month, mut day) = (None, None, None);
    let mut parts = text.split_inclusive(|c| !is_numeral(*c));
    for part in parts.by_ref() {
        let Some((unit, number)) = part.split_last() else {
            continue;
        };
        let (unit, number) = if is_numeral(*unit) {
            ('日', part)
        } else {
            (*unit, number)
        };
        match (unit, value(number)) {
            ('年', Some(number)) => year = Some(number),
            ('月', Some(number)) => month = Some(number),
            ('日' | '号', Some(number)) if month.is_some() && day.is_none() => day = Some(number),
            ('-' | '.' | '/', Some(number)) if year.is_none() => year = Some(number),
            ('-' | '.' | '/', Some(number)) => month = Some(number),
            _ => {}
        }
    }
    (year, month.zip(day))
}

/// A number below ten thousand, in digits or Chinese numerals.
fn value(text: &[char]) -> Option<u32> {
    if text.is_empty() || text.len() > 4 {
        return None;
    }
    let digit = |c: char| {
        c.to_digit(10)
            .or_else(|| Some("〇一二三四五六七八九".chars().position(|digit| digit == c)? as u32))
    };
    if let Some(tens) = text.iter().position(|c| *c == '十') {
        let one = |part: &[char], empty: u32| match part {
            [] => Some(empty),
            [c] => digit(*c),
            _ => None,
        };
        return Some(one(&text[..tens], 1)? * 10 + one(&text[tens + 1..], 0)?);
    }
    text.iter().try_fold(0, |number, &c| {
        let c = if c == '零' { '〇' } else { c };
        Some(number * 10 + digit(c)?)
    })
}

/// Shared text that has the day of the other document, or its year, where a document names its own. Only the later
/// document can have borrowed; that it names its own day tells that the day is known. What is spoken of as gone is
/// no leftover.
fn days(here: &Here, there: &Here, names: &Names, slots: &[Slot]) -> Vec<Flag> {
    let (our_year, our_day) = parts_of_day(here.own.date.as_deref());
    let (their_year, their_day) = parts_of_day(there.own.date.as_deref());
    if (our_year, our_day) == (their_year, their_day)
        || our_year
            .zip(their_year)
            .is_some_and(|(ours, theirs)| (ours, our_day) < (theirs, their_day))
    {
        return Vec::new();
    }
    let replaced_year = slots.iter().any(|slot| {
        let ((our_text, ours), (text, theirs)) = both(here, there, slot);
        slot.slot_type == SlotType::Date
            && our_year.is_some()
            && parts_of_date(&our_text[ours]).0 == our_year
            && parts_of_date(&text[theirs]).0 == their_year
    });
    let title = parts_in(&here.own.title, names);
    let years = |own: &Own| -> Vec<Option<u32>> {
        parts_in(&own.title, names)
            .into_iter()
            .map(|(_, (year, _))| year)
            .collect()
    };
    // A report on a year ends with that year.
    let is_on_a_year = our_year.is_some() && years(here.own) == [our_year] && years(there.own) == [their_year];
    let says_year = |year| title.iter().any(|(_, (other, _))| *other == year);
    let mut names_day = title.iter().any(|(_, (_, day))| day.is_some() && *day == our_day);
    let (mut of_day, mut of_year) = (Some(Vec::new()), (!says_year(their_year)).then(Vec::new));
    for (block, text) in here.texts.iter().enumerate() {
        let is_end = block < HEAD || block + HEAD > here.texts.len();
        let folded = text.folded();
        for (run, (year, day)) in parts_in(folded, names) {
            let is_shared = here.words(block, &run) == Some(Words::Shared);
            let (before, behind) = (&folded[..run.start], &folded[run.end..]);
            let is_closing = is_on_a_year && ends_with(before, &["截至", "截止"]);
            let is_gone = !is_closing && (ends_with(before, &RECALLS) || starts_with(behind, &SINCE));
            if day.is_some() && day == our_day && !is_shared {
                names_day = true;
            }
            let is_their_year = year.is_none() || year == their_year;
            if day.is_some() && day == their_day && day != our_day && is_their_year {
                let opens = before.last().is_none_or(|c| !is_han(*c));
                match (&mut of_day, is_shared) {
                    (Some(flags), true) if is_end && opens && !is_gone => flags.push(
                        here.flag(
                            block,
                            &run,
                            FlagReason::OtherDate,
                            our_day
                                .map(|day| written_day(our_year.filter(|_| year.is_some()), day))
                                .as_deref(),
                        ),
                    ),
                    (_, false) => of_day = None,
                    _ => {}
                }
            } else if year.is_some() && year == their_year && year != our_year {
                match (&mut of_year, is_shared) {
                    (Some(flags), true) if replaced_year && !is_gone => {
                        let month = folded[run.clone()].split(|c| *c == '年').nth(1).unwrap_or_default();
                        let expected = our_year.filter(|_| day.is_none());
                        let expected = expected.map(|year| [&written_year(year), month].concat());
                        flags.push(here.flag(block, &run, FlagReason::OtherDate, expected.as_deref()));
                    }
                    (_, false) => of_year = None,
                    _ => {}
                }
            }
        }
    }
    let of_day = of_day.filter(|_| names_day);
    of_day.into_iter().chain(of_year).flatten().collect()
}

fn written_year(year: u32) -> Vec<char> {
    format!("{year}年").chars().collect()
}

fn written_day(year: Option<u32>, (month, day): (u32, u32)) -> Vec<char> {
    let year = year.map_or(Vec::new(), written_year);
    year.into_iter().chain(format!("{month}月{day}日").chars()).collect()
}

/// The dates of a folded text.
fn parts_in(text: &[char], names: &Names) -> Vec<(Range<usize>, Day)> {
    let dates = units(text, names)
        .into_iter()
        .filter(|unit| unit.slot == Some(SlotType::Date));
    dates
        .map(|unit| (unit.run.clone(), parts_of_date(&text[unit.run])))
        .collect()
}

/// The ordinal of a meeting, and which meeting: 第十六次, 常务会议.
struct Meeting<'a> {
    ordinal: Range<usize>,
    number: &'a [char],
    kind: &'a [char],
}

/// Where a folded text numbers meetings.
fn numbered(text: &[char]) -> Vec<Meeting<'_>> {
    const MEETINGS: [&str; 7] = ["会议", "全会", "大会", "例会", "党代会", "调度会", "推进会"];
    let mut meetings = Vec::new();
    for at in (0..text.len()).filter(|&at| text[at] == '第') {
        let digits = text[at + 1..].iter().take(5).take_while(|c| is_numeral(**c)).count();
        let behind = at + 1 + digits;
        if digits == 0 || text.get(behind) != Some(&'次') {
            continue;
        }
        let rest = &text[behind + 1..];
        let kind = (0..rest.len().min(NEAR)).take_while(|&at| is_han(rest[at]) || "()".contains(rest[at]));
        let end = kind.into_iter().find(|&at| starts_with(&rest[at..], &MEETINGS));
        if let Some(end) = end {
            meetings.push(Meeting {
                ordinal: at..behind + 1,
                number: &text[at..behind + 1],
                kind: &rest[..end + 2],
            });
        }
    }
    meetings
}

/// Shared text that numbers the meeting as the other document numbers its own, in its title.
fn meetings(here: &Here, there: &Here) -> Vec<Flag> {
    let mut flags = Vec::new();
    let ours = numbered(&here.own.title);
    for theirs in numbered(&there.own.title) {
        let Some(own) = ours
            .iter()
            .find(|own| own.kind == theirs.kind && own.number != theirs.number)
        else {
            continue;
        };
        let mut found = Some(Vec::new());
        for (block, text) in here.texts.iter().enumerate() {
            let text = text.folded();
            let same = |meeting: &Meeting| meeting.kind == theirs.kind && meeting.number == theirs.number;
            for meeting in numbered(text).into_iter().filter(same) {
                let before = &text[meeting.ordinal.start.saturating_sub(NEAR)..meeting.ordinal.start];
                let clause = before.rsplit(|c| ",。;:".contains(*c)).next().unwrap_or_default();
                let recalled = (0..clause.len())
                    .any(|at| starts_with(&clause[at..], &["传达", "学习", "贯彻", "落实", "上次", "根据"]));
                match (&mut found, here.words(block, &meeting.ordinal)) {
                    (Some(flags), Some(Words::Shared)) if !recalled => {
                        flags.push(here.flag(block, &meeting.ordinal, FlagReason::OtherMeeting, Some(own.number)))
                    }
                    (_, Some(Words::Own | Words::Slot)) => found = None,
                    _ => {}
                }
            }
        }
        flags.extend(found.into_iter().flatten());
    }
    flags
}

/// A session of a body that is elected for a term: 第十五届人民代表大会第二次会议, 十五届人大二次会议, 县委十五届四次全会.
struct Session {
    run: Range<usize>,
    /// The numerals of the term and of the session.
    numerals: [Range<usize>; 2],
    numbers: [Option<u32>; 2],
    body: Elected,
    /// The division whose body it is, by its last character, as far as the text says so.
    division: Option<char>,
}

impl Session {
    fn is(&self, other: &Session) -> bool {
        let mut divisions = self.division.into_iter().zip(other.division);
        self.body == other.body && self.numbers == other.numbers && divisions.all(|(a, b)| a == b)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Elected {
    Congress,
    Conference,
    Committee,
}

/// Where a folded text names sessions.
fn sessions(text: &[char]) -> Vec<Session> {
    const ENDS: [(&str, usize); 4] = [("全体会议", 4), ("会议", 2), ("全会", 2), ("大会", 2)];
    let numerals = |end: usize| {
        let count = text[..end].iter().rev().take(4).take_while(|c| is_numeral(**c)).count();
        end - count..end
    };
    let mut sessions: Vec<Session> = Vec::new();
    for at in (0..text.len()).filter(|&at| text[at] == '届') {
        let rest = &text[at + 1..];
        let inside = rest
            .iter()
            .take(NEAR)
            .take_while(|c| is_han(**c) && **c != '届')
            .count();
        let Some(next) = rest[..inside].iter().position(|c| *c == '次') else {
            continue;
        };
        let (term, number) = (numerals(at), numerals(at + 1 + next));
        let behind = at + 2 + next;
        let end = (behind..text.len().min(behind + 3)).find_map(|end| {
            let word = ENDS.iter().find(|(word, _)| starts_with(&text[end..], &[word]))?;
            Some(end + word.1)
        });
        let Some(end) = end.filter(|_| !term.is_empty() && !number.is_empty()) else {
            continue;
        };
        let start = term.start - usize::from(text[..term.start].ends_with(&['第']));
        let says = |words: [&str; 2]| {
            let around = &text[start.saturating_sub(AROUND)..end];
            (0..around.len()).any(|at| starts_with(&around[at..], &words))
        };
        let body = match () {
            _ if says(["政协", "政治协商"]) => Elected::Conference,
            _ if says(["人大", "人民代表"]) => Elected::Congress,
            _ => Elected::Committee,
        };
        sessions.push(Session {
            run: start..end,
            numbers: [value(&text[term.clone()]), value(&text[number.clone()])],
            numerals: [term, number],
            body,
            division: {
                let mut before = text[..start].iter().rev().take(AROUND).take_while(|c| is_han(**c));
                before.find(|c| "国央党省市州盟县区旗".contains(**c)).copied()
            },
        });
    }
    sessions
}

/// Shared text that names the session that the other document's title is about, or a session of a county's that
/// only the other speaks of in words of its own.
fn terms(here: &Here, there: &Here) -> Vec<Flag> {
    let titled = sessions(&there.own.title);
    let ours = sessions(&here.own.title);
    let own = |theirs: &Session| {
        ours.iter()
            .find(|own| own.body == theirs.body && own.numbers != theirs.numbers)
    };
    let mut foreign: Vec<(&Session, Option<&Session>)> = titled
        .iter()
        .filter_map(|theirs| Some((theirs, Some(own(theirs)?))))
        .collect();
    let is_apart = foreign_places(there.own, here.own).1 == Relation::Apart;
    let said: Vec<Session> = there
        .texts
        .iter()
        .enumerate()
        .filter(|_| is_apart)
        .flat_map(|(block, text)| {
            let text = text.folded();
            let is_said = move |session: &Session| {
                ends_with(&text[..session.run.start], &["县委", "区委", "旗委"])
                    && there.words(block, &session.run) == Some(Words::Own)
            };
            sessions(text).into_iter().filter(is_said)
        })
        .collect();
    let said = said
        .iter()
        .take(MOST)
        .filter(|session| !ours.iter().any(|own| own.is(session)));
    foreign.extend(said.map(|session| (session, None)));
    let mut flags = Vec::new();
    for (theirs, own) in foreign {
        let mut found = Some(Vec::new());
        for (block, text) in here.texts.iter().enumerate() {
            let text = text.folded();
            for session in sessions(text).into_iter().filter(|session| session.is(theirs)) {
                match (&mut found, here.words(block, &session.run)) {
                    (Some(flags), Some(Words::Shared)) => {
                        let expected = own.map(|own| renumbered(text, &session, &here.own.title, own));
                        flags.push(here.flag(block, &session.run, FlagReason::OtherMeeting, expected.as_deref()));
                    }
                    (_, Some(Words::Own | Words::Slot)) => found = None,
                    _ => {}
                }
            }
        }
        flags.extend(found.into_iter().flatten());
    }
    flags
}

/// The name of a session with the numerals of another.
fn renumbered(text: &[char], session: &Session, other_text: &[char], other: &Session) -> Vec<char> {
    let [term, number] = &session.numerals;
    let [other_term, other_number] = other.numerals.clone();
    [
        &text[session.run.start..term.start],
        &other_text[other_term],
        &text[term.end..number.start],
        &other_text[other_number],
        &text[number.end..session.run.end],
    ]
    .concat()
}
