//! The divisions of China and the names they go by (`assets/gazetteer.txt`), read once. It knows names, not texts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use daachorse::charwise::CharwiseDoubleArrayAhoCorasick;

use crate::corpus::Level;
use crate::text::fold::{View, fold_text};

pub struct Gazetteer {
    divisions: Vec<Division>,
    names: Vec<Name>,
    /// `None` only if the asset were empty.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

pub struct Division {
    /// In full, simplified.
    pub name: &'static str,
    pub level: Level,
    /// The letter by which a province registers its sites.
    letter: Option<char>,
    parent: Option<usize>,
    /// The first division of its line in the asset: where others stand there, they are former names of it.
    line: usize,
    /// The last year in which it is listed; the year of the asset if it still is.
    pub last: u16,
}

/// A name as texts have it, folded, and the divisions that bear it.
pub struct Name {
    pub form: Form,
    pub divisions: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// «合肥市», or «恩施州» for an autonomous division.
    Full,
    /// «合肥».
    Bare,
}

/// The year of a division that still exists.
pub const NOW: u16 = 2025;

/// Ends of names, the longest first; what stands before is the bare name.
#[rustfmt::skip]
const KINDS: [&str; 15] = [
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "联合旗", "地区", "新区", "特区", "省", "市", "县", "区", "盟", "旗",
];

/// The peoples that autonomous divisions are named after.
#[rustfmt::skip]
const PEOPLES: [&str; 47] = [
    "维吾尔", "蒙古族", "蒙古", "藏族", "壮族", "回族", "苗族", "彝族", "满族", "侗族", "瑶族", "土家族", "布依族", "朝鲜族", "白族",
    "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族", "纳西族", "景颇族",
    "柯尔克孜", "土族", "达斡尔", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯", "普米族", "塔吉克", "怒族", "鄂温克",
    "保安族", "裕固族", "独龙族", "鄂伦春", "各族",
];

impl Gazetteer {
    pub fn get() -> &'static Gazetteer {
        static GAZETTEER: LazyLock<Gazetteer> =
            LazyLock::new(|| Gazetteer::read(include_str!("../../../assets/gazetteer.txt")));
        &GAZETTEER
    }

    fn read(asset: &'static str) -> Self {
        let mut divisions: Vec<Division> = Vec::new();
        let (mut province, mut above) = (None, None);
        for line in asset.lines().filter(|line| !line.starts_with('#')) {
            let first = divisions.len();
            let mut words = line.split_whitespace();
            let (level, parent, letter) = match line.bytes().position(|byte| !byte.is_ascii_digit()) {
                Some(0) => (Level::County, above, None),
                Some(2) => (Level::Province, None, line.chars().next_back()),
                _ => (Level::Prefecture, province, None),
            };
            if level != Level::County {
                words.next();
                above = Some(first);
            }
            if level == Level::Province {
                province = Some(first);
            }
            let most = if level == Level::Province { 1 } else { usize::MAX };
            for word in words.take(most) {
                let (name, year) = word.split_once('-').unwrap_or((word, ""));
                let year = year.parse::<u16>();
                divisions.push(Division {
                    name,
                    level,
                    letter,
                    parent,
                    line: if level == Level::County { divisions.len() } else { first },
                    last: year.map_or(NOW, |year| if year < 90 { 2000 + year } else { 1900 + year }),
                });
            }
        }
        let mut names: BTreeMap<String, Name> = BTreeMap::new();
        for (i, division) in divisions.iter().enumerate() {
            for (name, form) in forms(division.name) {
                let name = names.entry(fold_text(&name, View::Search)).or_insert(Name {
                    form,
                    divisions: Vec::new(),
                });
                name.form = name.form.min(form);
                name.divisions.push(i);
            }
        }
        let patterns = names.keys().zip(0u32..);
        Gazetteer {
            automaton: CharwiseDoubleArrayAhoCorasick::with_values(patterns).ok(),
            names: names.into_values().collect(),
            divisions,
        }
    }

    pub fn division(&self, division: usize) -> &Division {
        &self.divisions[division]
    }

    /// A division and those it lies in, the smallest first.
    pub fn line(&self, division: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(division), |&division| self.divisions[division].parent)
    }

    /// Does a division lie in another one, or is it that one, by this name or a former one?
    pub fn is_within(&self, division: usize, other: usize) -> bool {
        let line = |division: usize| self.divisions[division].line;
        self.line(division).any(|division| line(division) == line(other))
    }

    /// The smallest division that both lie in.
    pub fn common(&self, one: usize, other: usize) -> Option<usize> {
        self.line(one).find(|&division| self.is_within(other, division))
    }

    /// From the province to the division.
    pub fn names(&self, division: usize) -> Vec<String> {
        let mut names: Vec<String> = self
            .line(division)
            .map(|i| self.divisions[i].name.to_string())
            .collect();
        names.reverse();
        names
    }

    /// The province that registers its sites by this letter.
    pub fn province(&self, letter: char) -> Option<usize> {
        self.divisions
            .iter()
            .position(|division| division.letter == Some(letter))
    }

    /// All names in a folded text, overlapping ones too: the bytes of each, and the name; by start, the longest first.
    pub fn find(&self, folded: &str) -> Vec<(usize, usize, &Name)> {
        let mut found: Vec<_> = self
            .automaton
            .iter()
            .flat_map(|automaton| automaton.find_overlapping_iter(folded))
            .map(|found| (found.start(), found.end(), &self.names[found.value() as usize]))
            .collect();
        found.sort_unstable_by_key(|&(start, end, _)| (start, usize::MAX - end));
        found
    }
}

/// The names that a division goes by.
fn forms(name: &'static str) -> Vec<(String, Form)> {
    let mut forms = vec![(name.to_string(), Form::Full)];
    let is_long = |stem: &str| stem.chars().count() >= 2;
    let stems = KINDS.iter().filter_map(|kind| Some((*kind, name.strip_suffix(kind)?)));
    let Some((kind, mut bare)) = stems.into_iter().find(|(_, stem)| is_long(stem)) else {
        return forms;
    };
    if kind.starts_with("自治") {
        while let Some(rest) = PEOPLES.iter().find_map(|people| bare.strip_suffix(people)) {
            if !is_long(rest) {
                break;
            }
            bare = rest;
        }
    }
    if kind.starts_with("自治") && kind != "自治区" {
        forms.extend(kind.chars().next_back().map(|end| (format!("{bare}{end}"), Form::Full)));
    }
    forms.push((bare.to_string(), Form::Bare));
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> impl Iterator<Item = &'static str> {
        include_str!("../../../assets/gazetteer.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
    }

    #[test]
    fn every_division_of_today_is_there_once() {
        let gazetteer = Gazetteer::get();
        let count = |level| {
            let of_today = gazetteer.divisions.iter().filter(|division| division.last == NOW);
            of_today.filter(|division| division.level == level).count()
        };
        assert_eq!(count(Level::Province), 34);
        // 333, and one new area with a code of its own.
        assert_eq!(count(Level::Prefecture), 334);
        assert!(
            (2840..=2850).contains(&count(Level::County)),
            "{}",
            count(Level::County)
        );
        let former = gazetteer.divisions.iter().filter(|division| division.last < NOW);
        assert!((900..=1100).contains(&former.count()));
    }

    #[test]
    fn a_county_lies_in_a_prefecture_or_a_province() {
        let gazetteer = Gazetteer::get();
        for (i, division) in gazetteer.divisions.iter().enumerate() {
            let levels: Vec<Level> = gazetteer.line(i).map(|i| gazetteer.divisions[i].level).collect();
            match division.level {
                Level::Province => assert_eq!(levels, [Level::Province]),
                Level::Prefecture => assert_eq!(levels, [Level::Prefecture, Level::Province]),
                _ => assert!(
                    levels.ends_with(&[Level::Province]) && levels.len() > 1,
                    "{}",
                    division.name
                ),
            }
        }
    }

    #[test]
    fn the_asset_is_sorted_and_says_nothing_twice() {
        let codes: Vec<&str> = lines()
            .filter_map(|line| line.split(' ').next())
            .filter(|code| !code.starts_with('\t'))
            .collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        for line in lines().filter(|line| line.starts_with('\t')) {
            let names: Vec<&str> = line
                .split_whitespace()
                .filter_map(|name| name.split('-').next())
                .collect();
            assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{line}");
        }
    }

    #[test]
    fn a_division_goes_by_its_short_names_too() {
        for (name, expected) in [
            ("恩施土家族苗族自治州", &["恩施土家族苗族自治州", "恩施州", "恩施"][..]),
            ("内蒙古自治区", &["内蒙古自治区", "内蒙古"]),
            ("新疆维吾尔自治区", &["新疆维吾尔自治区", "新疆"]),
            ("香港特别行政区", &["香港特别行政区", "香港"]),
            (
                "双江拉祜族佤族布朗族傣族自治县",
                &["双江拉祜族佤族布朗族傣族自治县", "双江县", "双江"],
            ),
            ("忠县", &["忠县"]),
            ("清新区", &["清新区", "清新"]),
            ("浦东新区", &["浦东新区", "浦东"]),
        ] {
            let forms: Vec<String> = forms(name).into_iter().map(|(name, _)| name).collect();
            assert_eq!(forms, expected);
        }
    }
}
