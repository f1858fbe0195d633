//! What each name of a division in a text and around it says about the speaker: where it stands, and what stands
//! beside it.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::Evidence;
use super::gazetteer::Gazetteer;
use super::mentions::{Kind, Mention, homes, mentions};
use crate::import::pattern::regex;
use crate::text::fold::{Folded, View, fold};

/// Where a name stands. The number is the most that all names of one division in such places weigh together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    Title = 10,
    Organ = 8,
    /// The first sentences, where they say who acts.
    Lead = 9,
    /// Who runs the site.
    Foot = 6,
    /// The name of the site, its menu.
    Site = 5,
    /// Where a forum says that its member writes from.
    Location = 4,
    /// The text, where it says who acts.
    Body = 7,
    /// Anywhere else.
    Passing = 3,
}

/// A name of a division, and what it weighs.
pub struct Told {
    pub voice: Voice,
    pub weight: usize,
    pub mention: Mention,
    /// Is it named by the organ of a township there, over the text or as the owner of the page?
    pub is_township: bool,
    /// Index of the text it stands in.
    pub text: usize,
}

/// Characters of the body in which a report says who acts.
const LEAD: usize = 300;

/// Lines around the text with more names than this are lists of links.
const LIST: usize = 3;

/// What follows a name that speaks: offices and organs.
#[rustfmt::skip]
pub const OFFICES: [&str; 36] = [
    "委", "人民政府", "政府", "领导", "人大", "政协", "纪委", "监委", "纪检", "党政", "党委", "党组", "四大班子", "四套班子", "四大家",
    "公安局", "公安分局", "法院", "人民法院", "检察院", "人民检察院", "融媒", "广播", "电视", "新闻", "组织部", "宣传部", "统战部", "政法",
    "教育局", "卫健", "卫生", "应急管理", "应对", "指挥部", "级领导",
];

/// What follows a name that acts.
#[rustfmt::skip]
pub const ACTS: [&str; 22] = [
    "召开", "举行", "举办", "部署", "安排", "组织", "传达", "收看", "收听", "开展", "启动", "专题", "迅速", "全力", "多措并举",
    "紧急", "研究", "设分会场", "分会场", "认真", "积极", "扎实",
];

/// What stands before a name that is only spoken of.
#[rustfmt::skip]
const OF: [&str; 33] = [
    "来自", "赴", "到", "往", "至", "去", "从", "自", "经", "抵", "访", "援", "支援", "驰援", "增援", "援助", "对口", "学习",
    "借鉴", "位于", "返", "抵达", "途经", "进入", "离开", "与", "和", "及", "、", "像", "如", "例如", "包括",
];

/// What stands behind a name that is only spoken of.
#[rustfmt::skip]
const PASSED: [&str; 22] = [
    "发生", "出现", "爆发", "暴发", "报告", "新增", "等地", "等", "返", "籍", "方向", "疫区", "确诊", "中高风险", "考察团", "考察组", "代表团",
    "客人", "旅居", "、", "和", "及",
];

/// What stands before a name in a title whose text is about somebody else's doings there.
#[rustfmt::skip]
const VISIT: [&str; 8] = ["调研", "考察", "检查", "督导", "慰问", "视察", "走访", "看望"];

/// What stands beside the name of a page's owner.
const OWNERS: [&str; 7] = ["主办", "承办", "主管", "版权所有", "copyright", "©", "单位:"];

/// The weight of a name in a title that is only the scene of what others do.
const VISITED: usize = 2;

/// The weight of a bare name that a text calls home: enough for a place with what a division gains that is of the
/// text's own kind, and never without.
const HOME: usize = 3;

/// Characters beside a name in which what it does is looked for.
const NEAR: usize = 40;

/// The texts of a document and its page, and what the divisions they name weigh.
#[derive(Default)]
pub struct Voices<'a> {
    pub texts: Vec<(&'a str, Folded)>,
    pub told: Vec<Told>,
    /// The provinces that registered the site, and the text and the bytes of it that say so.
    pub registered: Vec<(usize, usize, Range<usize>)>,
}

impl<'a> Voices<'a> {
    pub fn new(evidence: &Evidence<'a>) -> Self {
        let mut voices = Voices::default();
        voices.add(evidence.title, title);
        for organ in evidence.organs {
            voices.add(organ, organ_name);
        }
        let mut left = LEAD;
        for block in evidence.body {
            match left {
                0 => voices.add(&block.text, body),
                left => voices.add(&block.text, |text, mention| match mention.range.start / 3 {
                    start if start < left => lead(text, mention),
                    _ => body(text, mention),
                }),
            }
            left = left.saturating_sub(block.text.chars().count());
            voices.home();
        }
        for line in evidence.around {
            voices.around(line);
        }
        voices
    }

    /// Reads a text, and weighs each name in it.
    fn add(&mut self, display: &'a str, weigh: impl Fn(&str, &Mention) -> (Voice, usize)) {
        let folded = fold(display, View::Search);
        let found = mentions(&folded.text, Kind::Prose).into_iter();
        self.told.extend(found.map(|mention| {
            let (voice, weight) = weigh(&folded.text, &mention);
            Told {
                voice,
                weight,
                mention,
                is_township: false,
                text: self.texts.len(),
            }
        }));
        self.texts.push((display, folded));
    }

    /// Looks in the text that was read last for the divisions that it calls home.
    fn home(&mut self) {
        let Some((text, (_, folded))) = self.texts.iter().enumerate().next_back() else {
            return;
        };
        self.told.extend(homes(&folded.text).into_iter().map(|mention| Told {
            voice: Voice::Passing,
            weight: HOME,
            mention,
            is_township: false,
            text,
        }));
    }

    /// Reads a line of the page.
    fn around(&mut self, display: &'a str) {
        static REGISTERED: LazyLock<Regex> = LazyLock::new(|| regex("(.)(?:icp[备证]|公网安备)"));
        static LOCATION: LazyLock<Regex> = LazyLock::new(|| regex("(?:来自|属地|归属地) *: *(.*)"));
        let folded = fold(display, View::Search);
        let (line, text) = (folded.text.as_str(), self.texts.len());
        for found in REGISTERED.captures_iter(line).filter_map(|captures| captures.get(1)) {
            let province = found
                .as_str()
                .chars()
                .next()
                .and_then(|letter| Gazetteer::get().province(letter));
            self.registered
                .extend(province.map(|province| (province, text, found.range())));
        }
        let field = LOCATION
            .captures(line)
            .and_then(|captures| captures.get(1))
            .map(|field| field.range());
        let start = field.as_ref().map_or(line.len(), |field| field.start);
        let mut told: Vec<Told> = mentions(&line[..start], Kind::Prose)
            .into_iter()
            .map(|mention| {
                let (voice, weight) = page(line, &mention);
                Told {
                    voice,
                    weight,
                    is_township: is_township(line, &mention),
                    mention,
                    text,
                }
            })
            .collect();
        if let Some(field) = field {
            told.extend(
                mentions(&line[field.clone()], Kind::Field)
                    .into_iter()
                    .map(|mut mention| {
                        mention.range = mention.range.start + field.start..mention.range.end + field.start;
                        let weight = Voice::Location as usize;
                        Told {
                            voice: Voice::Location,
                            weight,
                            mention,
                            is_township: false,
                            text,
                        }
                    }),
            );
        }
        if told.iter().filter(|told| !told.mention.is_place).count() <= LIST {
            self.told.extend(told);
        }
        self.texts.push((display, folded));
    }

    /// Does the title name a division that may be the speaker?
    pub fn is_titled(&self) -> bool {
        let mut told = self.told.iter();
        told.any(|told| told.voice == Voice::Title && told.weight > VISITED)
    }

    /// The words of a text that folded to these bytes.
    pub fn quote(&self, text: usize, range: Range<usize>) -> String {
        let Some((display, folded)) = self.texts.get(text).filter(|_| !range.is_empty()) else {
            return String::new();
        };
        let (start, end) = folded.span(range.start, range.end);
        display.chars().skip(start).take(end - start).collect()
    }
}

/// What stands beside a name, before and behind it, no more than [`NEAR`] characters of each.
fn beside<'t>(text: &'t str, mention: &Mention) -> (&'t str, &'t str) {
    let (before, after) = (&text[..mention.range.start], &text[mention.range.end..]);
    let start = before.char_indices().nth_back(NEAR - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(NEAR).map_or(after.len(), |(at, _)| at);
    (&before[start..], &after[..end])
}

/// The rest of a clause.
fn clause(after: &str) -> &str {
    after.split([',', '。', ';', '!', '?']).next().unwrap_or(after)
}

fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// Does an office or an organ of the division follow: «委», «县委», «人民政府»?
fn is_office(after: &str) -> bool {
    let unit = after.strip_prefix(['省', '市', '县', '区', '州', '旗', '盟']);
    let office = |text: &str| {
        let head = text
            .strip_prefix('长')
            .is_some_and(|rest| !rest.starts_with(['期', '远', '效', '江', '足']));
        let committee = text
            .strip_prefix('委')
            .is_some_and(|rest| !rest.starts_with(['托', '派', '屈']));
        head || committee || starts(text, &OFFICES[1..])
    };
    office(after) || unit.is_some_and(office) || of_township(after).is_some()
}

/// What stands behind the name of a township if its organ does: «某某镇党委书记» leaves «书记».
fn of_township(after: &str) -> Option<&str> {
    static ORGAN: LazyLock<Regex> = LazyLock::new(|| {
        let organs = "党委|党工委|人民政府|政府|委员会|办事处|人大|纪委";
        regex(&format!(
            "^[^ ,。、;:()与和及的在省市县区]{{1,6}}?(?:镇|乡|街道|苏木)(?:{organs})"
        ))
    });
    Some(&after[ORGAN.find(after)?.end()..])
}

/// Does a line of the page name the organ of a township and no more, as a letterhead, a byline or its owner?
fn is_township(line: &str, mention: &Mention) -> bool {
    const LONGEST: usize = 12;
    let (before, after) = beside(line, mention);
    let is_owner = OWNERS.iter().any(|word| before.contains(word));
    let is_rest = |rest: &str| rest.chars().count() <= LONGEST || is_owner;
    (is_owner || matches!(before.trim(), "" | "中共")) && of_township(after).is_some_and(is_rest)
}

fn is_passing((before, after): (&str, &str)) -> bool {
    ends(before, &OF) || starts(after, &PASSED)
}

/// Does something only take place there: «在某县召开»?
fn is_venue((before, after): (&str, &str)) -> bool {
    before.ends_with('在') && starts(after, &["召开", "举行", "举办", "开幕", "落幕", "启动"])
}

fn title(text: &str, mention: &Mention) -> (Voice, usize) {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        let mark = "(?:^|[|:_>\\]】-] *)(?:[\\[(【][^\\])】]*[\\])】])?[\" ]*";
        regex(&format!(
            "{mark}(?:\\d{{4}}年)?(?:\\d+月)?(?:\\d+日)?(?:中共|中国共产党)?$"
        ))
    });
    let (before, after) = beside(text, mention);
    let is_visit =
        || VISIT.iter().any(|word| after.contains(word)) && !ends(before, &["来", "莅"]) && !is_office(after);
    let weight = if is_passing((before, after)) {
        1
    } else if HEAD.is_match(before) {
        10
    } else if is_visit() || is_venue((before, after)) {
        VISITED
    } else {
        6
    };
    // A bare name is that of an outlet behind the title, or of a place that only a larger one makes sure.
    (Voice::Title, if mention.is_full { weight } else { weight.min(6) })
}

fn organ_name(text: &str, mention: &Mention) -> (Voice, usize) {
    let (before, after) = beside(text, mention);
    let weight = match mention.is_full {
        _ if is_company(after) => 1,
        true if before.is_empty() || is_office(after) => 8,
        true => 6,
        false => 4,
    };
    (Voice::Organ, weight)
}

fn lead(text: &str, mention: &Mention) -> (Voice, usize) {
    let (before, after) = beside(text, mention);
    let acts = || ["召开", "举行", "会议"].iter().any(|word| clause(after).contains(word));
    if is_passing((before, after)) {
        (Voice::Passing, 0)
    } else if !is_venue((before, after)) && (is_office(after) || starts(after, &ACTS) || acts()) {
        (Voice::Lead, if mention.is_full { 6 } else { 3 })
    } else {
        (Voice::Passing, 2)
    }
}

fn body(text: &str, mention: &Mention) -> (Voice, usize) {
    let (before, after) = beside(text, mention);
    if is_passing((before, after)) {
        (Voice::Passing, 0)
    } else if is_office(after) && (ends(before, &["代表", "代表中共"]) || is_signature(before, after)) {
        (Voice::Body, 6)
    } else if is_office(after) {
        (Voice::Body, 2)
    } else {
        (Voice::Passing, 1)
    }
}

/// Does a line hold the name of an organ and no more, as at the foot of a paper?
fn is_signature(before: &str, after: &str) -> bool {
    const LONGEST: usize = 20;
    matches!(before.trim(), "" | "中共") && clause(after) == after && after.chars().count() <= LONGEST
}

fn is_company(after: &str) -> bool {
    ["公司", "集团"].iter().any(|word| clause(after).contains(word))
}

/// A name in a line of the page.
fn page(line: &str, mention: &Mention) -> (Voice, usize) {
    let (before, after) = beside(line, mention);
    let near = |words: &[&str]| words.iter().any(|word| before.contains(word) || after.contains(word));
    let is_organ = is_office(after) || !mention.is_full;
    let is_menu = near(&[">", "»", "当前位置"]);
    let is_owner = near(&OWNERS)
        && (is_organ
            || ["中心", "局", "办", "门户"]
                .iter()
                .any(|word| clause(after).contains(word)));
    match mention.is_full {
        _ if is_company(after) => (Voice::Passing, 0),
        true if is_owner => (Voice::Foot, 6),
        false if is_owner => (Voice::Foot, 4),
        true if before.contains("地址") => (Voice::Site, 2),
        true if is_organ => (Voice::Site, 5),
        false if is_menu => (Voice::Site, 5),
        false => (Voice::Site, 4),
        true if is_menu => (Voice::Site, 4),
        // The news beside a page are most often of the same place.
        true if starts(after, &ACTS) || after.starts_with(':') => (Voice::Site, 2),
        true => (Voice::Passing, 1),
    }
}
