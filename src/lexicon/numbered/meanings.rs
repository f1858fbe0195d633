//! What one label stands for in a corpus: its meanings, in each the wordings of its expansion, and where they differ.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Expansion, Numbered, Standing};
use crate::corpus::Span;
use crate::text::fold::{View, fold_phrase};

/// The share, from 0 to 1, of the marks of the shorter of two expansions that the other has, too, for both to have one
/// meaning. With one of three members in common they have; 三个到位 with other members, but 到位 in each, has not.
/// Higher splits the wordings of one meaning.
const COMMON: f64 = 0.3;

/// What a mark of one character weighs if both have it; a pair weighs 1. It fits many a meaning, as 人 and 时 do in 六定:
/// with half of such members in common two expansions have other meanings, with two of three the same one.
const SINGLE: f64 = 0.5;

/// Meanings of one label at most: who has more is no slogan. The rarest stand together in the last.
const MEANINGS: usize = 50;

/// A label, with all that it stands for in a corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub label: String,
    pub entry: Option<usize>,
    pub uses: usize,
    /// By uses.
    pub meanings: Vec<Meaning>,
    /// Uses that no expansion stands by.
    pub unexpanded: usize,
}

/// What a label stands for, in one or several wordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// By uses.
    pub expansions: Vec<Wording>,
    pub differences: Vec<Difference>,
}

/// One way in which an expansion is worded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// As its first use has them.
    pub members: Vec<String>,
    pub places: Vec<Place>,
}

/// A use that has an expansion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub document: usize,
    pub span: Span,
    pub standing: Standing,
}

/// A member that is not the same in all wordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Its place in the wording used most; what that has not comes behind.
    pub position: usize,
    /// What stands there, with its uses, most first.
    pub words: Vec<(String, usize)>,
}

/// Wordings by their folded members.
type Wordings = BTreeMap<Vec<String>, Wording>;

/// What tells a wording from others: the pairs of neighbouring characters of its members, or the only character of one,
/// without what they all begin and end with.
type Marks = BTreeSet<(char, Option<char>)>;

/// Wordings of one meaning, with the marks of the one used most.
#[derive(Default)]
struct Group {
    marks: Marks,
    wordings: Vec<(Vec<String>, Wording)>,
}

/// Collects what the labels of a corpus stand for, by uses.
pub fn labels<'a>(documents: impl Iterator<Item = (usize, &'a [Numbered])>) -> Vec<Label> {
    let mut labels: BTreeMap<(Option<usize>, &str), (usize, Wordings)> = BTreeMap::new();
    for (document, numbered) in documents {
        for Numbered {
            label,
            entry,
            span,
            expansion,
            ..
        } in numbered
        {
            let (uses, wordings) = labels.entry((*entry, label)).or_default();
            *uses += 1;
            if let Some(Expansion { standing, members }) = expansion {
                let folded = members
                    .iter()
                    .map(|member| fold_phrase(&member.text, View::Slogan))
                    .collect();
                let wording = wordings.entry(folded).or_insert_with(|| Wording {
                    members: members.iter().map(|member| member.text.clone()).collect(),
                    places: Vec::new(),
                });
                wording.places.push(Place {
                    document,
                    span: *span,
                    standing: *standing,
                });
            }
        }
    }
    let mut labels: Vec<Label> = labels
        .into_iter()
        .map(|((entry, label), (uses, wordings))| {
            let expanded: usize = wordings.values().map(|wording| wording.places.len()).sum();
            let (label, unexpanded) = (label.to_string(), uses - expanded);
            Label {
                label,
                entry,
                uses,
                meanings: meanings(wordings),
                unexpanded,
            }
        })
        .collect();
    labels.sort_by(|a, b| b.uses.cmp(&a.uses).then_with(|| a.label.cmp(&b.label)));
    labels
}

/// Groups wordings, by their folded members, into meanings.
fn meanings(wordings: Wordings) -> Vec<Meaning> {
    let mut wordings: Vec<(Vec<String>, Wording)> = wordings.into_iter().collect();
    // Stable: of two with the same uses the first in the order of their text stays first.
    wordings.sort_by_key(|(_, wording)| std::cmp::Reverse(wording.places.len()));
    let mut groups: Vec<Group> = Vec::new();
    for (members, wording) in wordings {
        let marks = marks(&members);
        let likeness = |group: &Group| {
            let weight = |(_, second): &(char, Option<char>)| second.map_or(SINGLE, |_| 1.0);
            let common: f64 = marks.intersection(&group.marks).map(weight).sum();
            common / marks.len().min(group.marks.len()).max(1) as f64
        };
        let likest = groups.iter().map(likeness).enumerate();
        // Of equal ones the first.
        let likest = likest.rev().max_by(|a, b| a.1.total_cmp(&b.1));
        let at = match likest.filter(|(_, likeness)| *likeness >= COMMON) {
            Some((at, _)) => at,
            None => groups.len().min(MEANINGS - 1),
        };
        if at == groups.len() {
            groups.push(Group {
                marks,
                ..Group::default()
            });
        }
        groups[at].wordings.push((members, wording));
    }
    let uses = |meaning: &Meaning| -> usize { meaning.expansions.iter().map(|wording| wording.places.len()).sum() };
    let mut meanings: Vec<Meaning> = groups
        .into_iter()
        .map(|Group { wordings, .. }| Meaning {
            differences: differences(&wordings),
            expansions: wordings.into_iter().map(|(_, wording)| wording).collect(),
        })
        .collect();
    meanings.sort_by_key(|meaning| std::cmp::Reverse(uses(meaning)));
    meanings
}

fn marks(members: &[String]) -> Marks {
    // What they begin with is what they end with if they are read backwards.
    let backwards = |members: &[String]| -> Vec<String> {
        let members = without_suffix(members).into_iter();
        members.map(|member| member.chars().rev().collect()).collect()
    };
    let of = |member: String| {
        let chars: Vec<char> = member.chars().collect();
        match chars[..] {
            [single] => vec![(single, None)],
            _ => chars.windows(2).map(|pair| (pair[0], Some(pair[1]))).collect(),
        }
    };
    backwards(&backwards(members)).into_iter().flat_map(of).collect()
}

/// Members without the end that all of them share: 属地责任、部门责任 are 属地、部门. A word is left of each (底数 of
/// 底数清, though 人数清 stands beside it), a character of one that has two.
fn without_suffix(members: &[String]) -> Vec<&str> {
    let [first, others @ ..] = members else {
        return Vec::new();
    };
    let ends = first.char_indices().map(|(at, _)| &first[at..]);
    let leaves = |member: &String, end: &str| {
        let left = member.strip_suffix(end).map_or(0, |rest| rest.chars().count());
        left > 1 || left == 1 && member.chars().count() == 2
    };
    let is_shared = |end: &&str| members.iter().all(|member| leaves(member, end));
    let suffix = ends.into_iter().find(is_shared).filter(|_| !others.is_empty());
    let suffix = suffix.map_or(0, str::len);
    members.iter().map(|member| &member[..member.len() - suffix]).collect()
}

/// Compares the wordings of a meaning with the one used most, member by member, as they stand and without the end that
/// all members of a wording share. What both have is at one place, in whatever order; the others stand against each
/// other.
fn differences(wordings: &[(Vec<String>, Wording)]) -> Vec<Difference> {
    let Some((standard, _)) = wordings.first() else {
        return Vec::new();
    };
    let bare_standard = without_suffix(standard);
    let mut words: BTreeMap<usize, BTreeMap<&str, (usize, &String)>> = BTreeMap::new();
    for (members, wording) in wordings {
        let bare = without_suffix(members);
        let place = |at: usize| {
            let same = |own: usize| standard[own] == members[at] || bare_standard[own] == bare[at];
            (0..standard.len()).find(|&own| same(own))
        };
        let places: Vec<Option<usize>> = (0..members.len()).map(place).collect();
        let mut free: Vec<usize> = (0..members.len().max(standard.len())).rev().collect();
        free.retain(|at| !places.contains(&Some(*at)));
        for (at, shown) in wording.members.iter().enumerate() {
            let (position, word) = match places[at] {
                Some(position) => (position, bare_standard[position]),
                None => match free.pop() {
                    Some(position) => (position, bare[at]),
                    None => continue,
                },
            };
            let (uses, _) = words.entry(position).or_default().entry(word).or_insert((0, shown));
            *uses += wording.places.len();
        }
    }
    let differs = |(position, words): (usize, BTreeMap<&str, (usize, &String)>)| {
        let mut words: Vec<(String, usize)> = words.into_values().map(|(uses, shown)| (shown.clone(), uses)).collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        (words.len() > 1 || position >= standard.len()).then_some(Difference { position, words })
    };
    words.into_iter().filter_map(differs).collect()
}
