//! Names of divisions in a text, as far as they are names there: «和平» is seldom a district, «召开县委会» names no
//! county, and «城区» is any town's unless a prefecture stands before it. It judges nothing but that.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::gazetteer::{Form, Gazetteer};
use crate::corpus::Level;
use crate::import::pattern::regex;

/// A division named in a folded text.
pub struct Mention {
    /// Bytes of the name, with those of the larger divisions that stand right before it.
    pub range: Range<usize>,
    /// The divisions that may be meant: those that bear the name, or those of them that lie in what stands before it.
    pub candidates: Vec<usize>,
    /// Does a smaller one follow, so that this only says where that is?
    pub is_place: bool,
    /// Is the name complete, with the kind of the division at its end?
    pub is_full: bool,
    /// Is it the name of a school or a hospital there?
    pub is_school: bool,
}

/// What may stand between a division and a smaller one in it, in lines that are no sentences.
const LINKS: [char; 5] = [' ', '-', '·', '>', '/'];

/// Names that mean something else, unless the division they lie in stands before them.
#[rustfmt::skip]
const COMMON: [&str; 29] = [
    "城区", "老城区", "新城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "新区", "市区", "解放区",
    "新华", "解放", "和平", "平安", "长安", "东方", "新民", "公安", "光明", "中原", "南海", "华龙", "红旗", "文明", "振兴",
    "新城", "城关",
];

/// Bytes behind a name in which what it is the name of is looked for.
const NEAR: usize = 120;

/// Bare names that are words, so that nothing is told from how they are used in a sentence.
#[rustfmt::skip]
const WORDLIKE: [&str; 38] = [
    "富民", "兴国", "乐业", "安居", "长治", "平原", "大方", "康乐", "武功", "万全", "大同", "太平", "新建", "德兴", "安定", "民乐", "永兴",
    "兴安", "中山", "延安", "遵义", "井冈山", "大庆", "昌盛", "安康", "利民", "泰安", "永安", "同心", "集中", "广安", "金山", "新兴", "兴业",
    "和顺", "长乐", "保安", "新和",
];

/// What follows a name that ends in the first word, if the two belong to another word: «区域», «县级».
const WORDS: [(&str, &[char]); 6] = [
    ("区", &['域', '划', '间', '别', '块']),
    ("县", &['级', '域']),
    ("市", &['场', '值', '容']),
    ("盟", &['军', '国', '友']),
    ("旗", &['帜', '舰', '袍']),
    ("州", &['际']),
];

/// What may stand before a name of two characters, besides a mark or a larger division. The many others make
/// another word of it: «召|开县委», «示|范县», «市|和县».
const BEFORE: [&str; 9] = ["在", "日", "年", "上午", "下午", "晚", "中共", "我省", "来自"];

/// What makes a name of a bare one, right behind it: papers, stations, sites and offices.
#[rustfmt::skip]
const OUTLETS: [&str; 37] = [
    "日报", "晚报", "晨报", "早报", "都市报", "商报", "新报", "报社", "报讯", "新闻", "广播", "电视", "融媒", "传媒", "发布", "论坛",
    "在线", "网站", "网讯", "热线", "信息港", "之窗", "之声", "生活网", "社区网", "分站", "人家", "政务", "政府", "人民政府", "党建", "先锋", "人论坛",
    "政法", "要闻", "头条", "资讯",
];

/// What a text is for this purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Prose,
    /// The value of a field that holds a place: bare names count.
    Field,
}

/// The divisions named in a folded text, in order, none overlapping another.
pub fn mentions(folded: &str, kind: Kind) -> Vec<Mention> {
    let gazetteer = Gazetteer::get();
    let level = |&division: &usize| gazetteer.division(division).level;
    let found = gazetteer.find(folded);
    let mut mentions: Vec<Mention> = Vec::new();
    let mut free = 0;
    for (i, &(start, end, name)) in found.iter().enumerate() {
        if start < free {
            continue;
        }
        let is_full = name.form == Form::Full;
        let is_province = name.divisions.iter().any(|division| level(division) == Level::Province);
        let mut behind = found[i + 1..].iter().take_while(|next| next.0 <= end);
        let holds_next = behind.any(|&(at, _, next)| {
            at == end
                && (next.form == Form::Full || is_province || kind == Kind::Field)
                && !lying_in(&next.divisions, &name.divisions).is_empty()
        });
        let larger = mentions
            .last_mut()
            .filter(|larger| match &folded[larger.range.end..start] {
                "" => true,
                link => kind == Kind::Field && link.chars().count() == 1 && link.ends_with(LINKS),
            });
        let placed = larger
            .as_ref()
            .map_or(Vec::new(), |larger| lying_in(&name.divisions, &larger.candidates));
        let stands = || match kind {
            _ if is_part_of_a_word(folded, start..end) => holds_next,
            _ if is_full => true,
            Kind::Field => !COMMON.contains(&&folded[start..end]),
            Kind::Prose => holds_next || is_outlet(&folded[end..]) || is_school(&folded[end..]),
        };
        if placed.is_empty() && !stands() {
            continue;
        }
        free = end;
        let (mut first, mut candidates) = (start, name.divisions.clone());
        if let Some(larger) = larger.filter(|_| !placed.is_empty()) {
            larger.is_place = true;
            (first, candidates) = (larger.range.start, placed);
        }
        if !is_full {
            let largest = candidates.iter().map(level).min();
            candidates.retain(|division| Some(level(division)) == largest);
        }
        mentions.push(Mention {
            range: first..end,
            candidates,
            is_place: false,
            is_full,
            is_school: is_school(&folded[end..]),
        });
    }
    mentions
}

/// The divisions that a text calls home by their bare names, or by names too short to be bared: «为某某高质量发展作出贡献», «新某某», «某某人民».
pub fn homes(folded: &str) -> Vec<Mention> {
    let found = Gazetteer::get().find(folded).into_iter();
    let homes = found.filter(|&(start, end, name)| {
        (name.form == Form::Bare || folded[start..end].chars().count() == 2)
            && !COMMON.contains(&&folded[start..end])
            && !WORDLIKE.contains(&&folded[start..end])
            && is_home(&folded[..start], &folded[end..])
    });
    homes
        .map(|(start, end, name)| Mention {
            range: start..end,
            candidates: name.divisions.clone(),
            is_place: false,
            is_full: false,
            is_school: false,
        })
        .collect()
}

/// Does one speak of what stands between these as his own?
fn is_home(before: &str, after: &str) -> bool {
    const PEOPLE: [&str; 8] = ["人民", "儿女", "大地", "父老", "的明天", "的未来", "各族", "广大干部"];
    const EFFORT: [&str; 13] = [
        "为", "谱写", "书写", "开创", "推动", "推进", "促进", "加快", "建设", "实现", "美丽", "幸福", "奋力",
    ];
    const AIMS: [&str; 10] = [
        "贡献", "奋斗", "篇章", "振兴", "崛起", "发展", "局面", "明天", "未来", "辉煌",
    ];
    const GOES_ON: [&str; 6] = ["而", "建设", "的", "作", "努力", "不懈"];
    const IS: [&str; 10] = [
        "是全国",
        "是全省",
        "是我国",
        "是我省",
        "是国家",
        "是中国",
        "是著名",
        "是革命",
        "是一",
        "是个",
    ];
    let starts = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    let near = &after[..after.floor_char_boundary(NEAR)];
    let clause = near.split([',', '。', ';', '!', '?']).next().unwrap_or_default();
    let is_start = before.is_empty() || before.ends_with([',', '。', ';', '!', '?', '"']);
    let is_aim = EFFORT.iter().any(|word| before.ends_with(word)) && AIMS.iter().any(|aim| clause.contains(aim));
    starts(&PEOPLE)
        || is_start && starts(&IS)
        || is_aim
        || before.ends_with('新') && (clause.is_empty() || starts(&GOES_ON))
}

/// Does a name with this behind it name a school or a hospital: «文理学院», «第一中学»?
fn is_school(after: &str) -> bool {
    static SCHOOL: LazyLock<Regex> = LazyLock::new(|| {
        let kinds = "师范|文理|理工|科技|职业|技术|工程|工业|农业|林业|医科|医药|财经|外国语|实验|高级|初级|中心|第?[一二三四五六七八九十]+|人民|中医";
        regex(&format!(
            "^(?:(?:{kinds}){{0,4}}(?:大学|学院|中学|小学|医院|专科学校)|[一二三四五六七八九]中(?:[^,。]|$))"
        ))
    });
    SCHOOL.is_match(&after[..after.floor_char_boundary(NEAR)])
}

/// Does a bare name with this behind it name an outlet or an office?
fn is_outlet(after: &str) -> bool {
    let site = after.strip_prefix('网');
    site.is_some_and(|rest| !rest.starts_with(['友', '络', '民', '信', '格', '点', '约', '红', '购', '上', '球']))
        || OUTLETS.iter().any(|outlet| after.starts_with(outlet))
}

/// Those of the divisions that lie in one of the larger ones.
fn lying_in(divisions: &[usize], larger: &[usize]) -> Vec<usize> {
    let gazetteer = Gazetteer::get();
    let lies_in = |one: usize, other: usize| gazetteer.is_within(one, other) && !gazetteer.is_within(other, one);
    let is_placed = |&division: &usize| larger.iter().any(|&larger| lies_in(division, larger));
    divisions.iter().copied().filter(is_placed).collect()
}

/// Are these characters of a text a name only by chance?
fn is_part_of_a_word(folded: &str, range: Range<usize>) -> bool {
    let (before, word, after) = (&folded[..range.start], &folded[range.clone()], &folded[range.end..]);
    let is_short = word.chars().count() == 2 && word.ends_with(['县', '市', '区']);
    let is_fresh = || !before.ends_with(char::is_alphanumeric) || BEFORE.iter().any(|word| before.ends_with(word));
    COMMON.contains(&word)
        || WORDS
            .iter()
            .any(|(end, next)| word.ends_with(end) && after.starts_with(*next))
        || is_short && !is_fresh()
        || word.starts_with('市') && before.ends_with('城')
}
