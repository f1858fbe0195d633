//! The names that two documents are known by: those that they state, and the place that each speaks most of.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Sides;
use super::shapes::{ends_with, goes_on, is_han, is_joint, is_place, starts_with, stem};
use super::texts::Text;
use super::units::SlotType;
use crate::corpus::Document;
use crate::text::ngrams::{Characters, can_cut};

/// The most characters of a name; 10 to 40. Longer ones are not looked for: the longest division in China has
/// fifteen.
const LONGEST: usize = 24;

/// In how many blocks, at its head and at its end, a document that does not state its place is asked for it.
const HEAD: usize = 3;

/// How much must speak for a place before a document counts as its own, see [`asked`]; 2 to 10. Smaller takes a
/// place that is mentioned for the place that speaks, larger leaves more documents without one. 4 is a title that
/// has the name where it clearly begins. Our choice.
const SURE: usize = 4;

/// By how much it must lead; 1 to 4. Of two places that are named about as often, nobody knows which one speaks.
const LEAD: usize = 2;

/// How often both documents together must name a town before it is known; 2 to 5. Smaller takes accidents for
/// names, larger cuts names in pieces where they differ.
const OFTEN: usize = 2;

/// The most towns that are known; 50 and up. It bounds the work on texts made of names.
const TOWNS: usize = 500;

/// Divisions below the county, by their first character.
pub const LOCAL: &str = "镇乡村街";

/// Divisions that speak for themselves, by their last character.
const DIVISIONS: &str = "市县区州旗盟";

/// What makes a division speak: 望溪县委, 望溪县人民政府.
const ORGANS: [&str; 12] = [
    "委",
    "政府",
    "人民政府",
    "人大",
    "政协",
    "纪委",
    "长",
    "各级",
    "上下",
    "召开",
    "举行",
    "疫情防控",
];

/// The names of two documents.
pub struct Names {
    /// In order of their characters, each once.
    known: Vec<(Vec<char>, SlotType)>,
    /// A bit for each first character of a name: most places of a text end here.
    first: Vec<u64>,
    pub of: Sides<Own>,
}

/// The names of one document, folded.
#[derive(Default)]
pub struct Own {
    /// Where it is from, from the largest division to the smallest.
    pub place: Vec<Vec<char>>,
    /// Does it say so, rather than being asked?
    pub is_stated: bool,
    /// Who speaks in it, each with an office if one is known.
    pub people: Vec<(Vec<char>, Vec<char>)>,
    pub title: Vec<char>,
    pub date: Option<String>,
}

impl Names {
    pub fn new(left: &Document, right: &Document, texts: &Sides<Vec<Text>>) -> Self {
        let blocks = Sides {
            left: texts.left.iter().map(Text::folded).collect::<Vec<_>>(),
            right: texts.right.iter().map(Text::folded).collect(),
        };
        let of = Sides {
            left: Own::new(left, &blocks.left),
            right: Own::new(right, &blocks.right),
        };
        let mut known = towns(&blocks);
        for own in [&of.left, &of.right] {
            for name in &own.place {
                known.extend(short_forms(name).into_iter().map(|form| (form, SlotType::Place)));
                known.insert(name.clone(), SlotType::Place);
            }
            known.extend(own.people.iter().map(|(name, _)| (name.clone(), SlotType::Person)));
        }
        Names {
            of,
            ..Names::known(known)
        }
    }

    pub fn turned(self) -> Self {
        Names {
            of: self.of.turned(),
            ..self
        }
    }

    fn known(known: BTreeMap<Vec<char>, SlotType>) -> Self {
        let known: Vec<_> = known
            .into_iter()
            .filter(|(name, _)| (2..=LONGEST).contains(&name.len()))
            .collect();
        let mut first = vec![0; 1 << 10];
        for (name, _) in &known {
            let c = name[0] as usize % (1 << 16);
            first[c / 64] |= 1 << (c % 64);
        }
        Names {
            known,
            first,
            of: Sides::default(),
        }
    }

    #[cfg(test)]
    pub fn of_words(words: &[(&str, SlotType)]) -> Self {
        Names::known(
            words
                .iter()
                .map(|(word, slot)| (word.chars().collect(), *slot))
                .collect(),
        )
    }

    /// The longest known name that begins at a place of a folded text: its length, and what it names.
    pub fn at(&self, text: &[char], start: usize) -> Option<(usize, SlotType)> {
        let c = text[start] as usize % (1 << 16);
        if self.first[c / 64] & (1 << (c % 64)) == 0 {
            return None;
        }
        let begin = text.get(start..start + 2)?;
        let range = self.known.partition_point(|(name, _)| name[..2] < *begin)
            ..self.known.partition_point(|(name, _)| name[..2] <= *begin);
        let found = self.known[range]
            .iter()
            .filter(|(name, _)| stands_at(name, text, start))
            .max_by_key(|(name, _)| name.len());
        found.map(|(name, slot)| (name.len(), *slot))
    }
}

/// Does a name stand there, and not in the middle of a Latin word?
pub fn stands_at(name: &[char], text: &[char], start: usize) -> bool {
    text[start..].starts_with(name) && can_cut(text, start) && can_cut(text, start + name.len())
}

impl Own {
    fn new(document: &Document, blocks: &[&[char]]) -> Self {
        let fold = |text: &str| Characters::new(text).folded;
        let title = fold(&document.title);
        let stated: Vec<Vec<char>> = document.place.iter().map(|name| fold(name)).collect();
        let stated: Vec<Vec<char>> = stated.into_iter().filter(|name| !name.is_empty()).collect();
        let instead = titled(&title, DIVISIONS).filter(|name| is_instead(name, &stated, &title));
        let is_stated = !stated.is_empty() && instead.is_none();
        let place = match instead {
            Some(name) => vec![name.to_vec()],
            None if is_stated => stated,
            None => {
                // Where the title begins with it: in others somebody speaks who is not from there.
                let other = || titled(&title, "省镇乡村街").filter(|name| title.starts_with(name));
                let asked = asked(&title, blocks);
                asked.or_else(|| other().map(<[char]>::to_vec)).into_iter().collect()
            }
        };
        let people = document.speakers.iter().map(|speaker| {
            let office = speaker.role.as_deref().unwrap_or_default();
            (fold(&speaker.name), fold(office))
        });
        Own {
            place,
            is_stated,
            people: people.filter(|(name, _)| name.len() > 1).collect(),
            title,
            date: document.date.clone(),
        }
    }
}

/// The towns and villages that two documents name more than once.
fn towns(blocks: &Sides<Vec<&[char]>>) -> BTreeMap<Vec<char>, SlotType> {
    let mut counts: BTreeMap<&[char], (usize, bool)> = BTreeMap::new();
    for text in blocks.left.iter().chain(&blocks.right) {
        for (run, begin) in names_of(text, LOCAL) {
            let (count, is_clear) = counts.entry(&text[run]).or_default();
            *count += 1;
            *is_clear |= begin == Begin::Clear;
        }
    }
    let often = counts
        .into_iter()
        .filter(|(_, (count, is_clear))| *count >= OFTEN && *is_clear);
    often
        .take(TOWNS)
        .map(|(name, _)| (name.to_vec(), SlotType::Place))
        .collect()
}

/// The place that a text speaks for, though nobody states it: the county or city named in its title, at its head
/// and end, and before its organs.
fn asked(title: &[char], blocks: &[&[char]]) -> Option<Vec<char>> {
    let mut votes: BTreeMap<&[char], usize> = BTreeMap::new();
    for (name, begin) in names_of(title, DIVISIONS) {
        let weight = match begin {
            _ if name.start == 0 => SURE + 1,
            Begin::Clear => SURE,
            Begin::Open => 2,
        };
        *votes.entry(&title[name]).or_default() += weight;
    }
    for (at, text) in blocks.iter().enumerate() {
        let is_end = at < HEAD || at + HEAD >= blocks.len();
        for name in divisions(text) {
            let speaks = starts_with(&text[name.end..], &ORGANS);
            let signs = is_end && speaks && is_signature(text, name.start);
            let weight = if signs {
                SURE
            } else {
                usize::from(is_end) + usize::from(speaks)
            };
            *votes.entry(&text[name]).or_default() += weight;
        }
    }
    let most = *votes.values().max()?;
    let mut first = votes.into_iter().filter(|(_, votes)| votes + LEAD > most);
    let (name, _) = first.next().filter(|_| most >= SURE)?;
    first.next().is_none().then(|| name.to_vec())
}

/// Is a block the line of an issuer, whose name begins there? Whom it is addressed to stands before a colon.
fn is_signature(text: &[char], start: usize) -> bool {
    let is_first = start == 0 || text[..start] == ['中', '共'];
    is_first && text.len() <= LONGEST && text.iter().all(|c| is_han(*c) || *c == ' ')
}

/// Where a folded text names counties and cities.
fn divisions(text: &[char]) -> impl Iterator<Item = Range<usize>> {
    names_of(text, DIVISIONS).into_iter().map(|(run, _)| run)
}

/// The place of these divisions that a title names, if it names one only, and clearly.
fn titled<'a>(title: &'a [char], divisions: &str) -> Option<&'a [char]> {
    match &names_of(title, divisions)[..] {
        [(run, Begin::Clear)] => Some(&title[run.clone()]),
        _ => None,
    }
}

/// Does a title name a place where the metadata have another of that level? They may have been told from a name
/// that somebody forgot to change.
fn is_instead(name: &[char], stated: &[Vec<char>], title: &[char]) -> bool {
    let is_named = |name: &Vec<char>| {
        let stem = stem(name).filter(|stem| stem.len() > 1).unwrap_or(name);
        title.windows(stem.len()).any(|part| part == stem)
    };
    stated
        .last()
        .is_some_and(|last| last.last() == name.last() && !stated.iter().any(is_named))
}

/// How surely a name begins where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Behind another division, or behind what is no part of a name.
    Clear,
    /// Nobody knows: it is taken to have two characters and its division, as most have.
    Open,
}

/// Where a folded text names places of these divisions, by their shape.
pub fn names_of(text: &[char], divisions: &str) -> Vec<(Range<usize>, Begin)> {
    let divisions: Vec<char> = divisions.chars().collect();
    let mut names = Vec::new();
    for at in (0..text.len()).filter(|&at| divisions.contains(&text[at])) {
        let end = match text[at] {
            '街' if text.get(at + 1) != Some(&'道') => continue,
            '街' => at + 2,
            _ => at + 1,
        };
        let is_inside = |c: char| is_han(c) && !"省市州县区旗盟镇乡村".contains(c) && !is_joint(c);
        let inside = text[..at].iter().rev().take(4).take_while(|c| is_inside(**c)).count();
        let stem = if inside == 3 { 3 } else { 2 };
        let Some(start) = at.checked_sub(stem) else { continue };
        let begin = match inside {
            2 | 3 => Begin::Clear,
            // 于都县 begins with what else is a joint.
            1 if is_joint(text[start]) && text[..start].last().is_none_or(|c| !is_inside(*c)) => Begin::Clear,
            0 | 1 => continue,
            _ => Begin::Open,
        };
        if is_place(&text[start..end]) && !goes_on(&text[start..end], &text[end..]) {
            names.push((start..end, begin));
        }
    }
    names
}

/// A name without its division, as it also stands in a text: 青澜 beside 青澜市, 恩施 and 恩施州 beside the long name
/// of the prefecture.
fn short_forms(name: &[char]) -> Vec<Vec<char>> {
    const PEOPLES: [&str; 34] = [
        "土家",
        "苗",
        "侗",
        "藏",
        "回",
        "壮",
        "彝",
        "蒙古",
        "维吾尔",
        "哈萨克",
        "朝鲜",
        "满",
        "布依",
        "白",
        "傣",
        "景颇",
        "傈僳",
        "羌",
        "哈尼",
        "瑶",
        "黎",
        "佤",
        "拉祜",
        "纳西",
        "畲",
        "水",
        "土",
        "撒拉",
        "东乡",
        "裕固",
        "仡佬",
        "布朗",
        "怒",
        "各",
    ];
    let Some(stem) = stem(name) else { return Vec::new() };
    let is_autonomous = name[stem.len()..].starts_with(&['自', '治']);
    let mut forms = vec![stem.to_vec()];
    if is_autonomous {
        let bare = without_peoples(stem, &PEOPLES);
        forms = vec![bare.to_vec(), [bare, &name[name.len() - 1..]].concat()];
    }
    forms.retain(|form| form.len() > 1);
    forms
}

/// The name of a place without those of the peoples that live there.
fn without_peoples<'a>(mut name: &'a [char], peoples: &[&str]) -> &'a [char] {
    loop {
        let bare = name.strip_suffix(&['族']).unwrap_or(name);
        let people = peoples.iter().filter(|people| ends_with(bare, &[people]));
        let shorter = people.map(|people| bare.len() - people.chars().count()).min();
        match shorter.filter(|length| *length >= 2) {
            Some(length) => name = &bare[..length],
            None => return name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(name: &str) -> String {
        let name: Vec<char> = name.chars().collect();
        let forms: Vec<String> = short_forms(&name).iter().map(|form| form.iter().collect()).collect();
        forms.join(" ")
    }

    #[test]
    fn names_have_short_forms() {
        assert_eq!(forms("青澜市"), "青澜");
        assert_eq!(forms("云溪土家族苗族自治州"), "云溪 云溪州");
        assert_eq!(forms("双河回族自治县"), "双河 双河县");
        assert_eq!(forms("内蒙古自治区"), "内蒙古 内蒙古区");
        assert_eq!(forms("和县"), "");
        assert_eq!(forms("Harrowgate Falls"), "");
    }

    fn check_asked(title: &str, blocks: &[&str], expected: &str) {
        let fold = |text: &str| Characters::new(text).folded;
        let blocks: Vec<Vec<char>> = blocks.iter().map(|text| fold(text)).collect();
        let name = asked(&fold(title), &blocks.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap_or_default();
        assert_eq!(name.iter().collect::<String>(), expected, "{title}");
    }

    #[test]
    fn a_text_is_asked_for_its_place() {
        check_asked(
            "望溪县召开秋粮收购会议",
            &["昨天，望溪县召开会议。", "全县动员。"],
            "望溪县",
        );
        check_asked(
            "在全县大会上的讲话",
            &["我代表梧塘县委、梧塘县人民政府讲三点。"],
            "梧塘县",
        );
        check_asked(
            "在全市大会上的讲话",
            &["各县区、各单位：", "重点村要先行，高风险区要管住，超市要开门。"],
            "",
        );
        // Mentioned once.
        check_asked(
            "在全市大会上的讲话",
            &["上个月到青澜市看过。", "", "", "", "", "", ""],
            "",
        );
        // Two as often.
        check_asked("望溪县和梧塘县召开会议", &["望溪县委、梧塘县委讲话。"], "");
    }
}
