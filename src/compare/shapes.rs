//! What names look like in folded Chinese text. No list of places stands behind it: a gazetteer would weigh on
//! every page, and it has no towns and no villages.

use std::ops::Range;
use std::sync::OnceLock;

use super::units::{SlotType, is_numeral};
use crate::text::people::{COMPOUND, OFFICES, SURNAMES};

/// The most characters of the name of a place without its division; 3 to 8. Smaller misses long names, larger
/// takes a clause that ends with a division for one. Five holds all but names transcribed from other languages.
const LONGEST_PLACE: usize = 5;

/// The most characters of the name of an organisation; 8 to 20. Larger takes a clause for one.
const LONGEST_ORGANISATION: usize = 14;

/// What is no part of any name.
const GRAMMAR: &str = "的了在到去是把被让使我你他她们这那没要";

/// What else is no part of the name of a place longer than two characters.
const JOINING: &str = "赴从由向对和与及或为有将于其个也都又还不能等并就但而则请各全某每该";

/// What the name of a place does not begin with: 各乡镇, 有的村.
const NOT_FIRST: &str = "全本我各每这那该有个某的了到去是把被让使给他她你们其几数多诸两半整外返回进出驻";

/// What is in words that end with a division, and in no name: 重点村, 经济强镇, 示范县.
const NOT_PLACES: [&str; 61] = [
    "经济", "工业", "农业", "人口", "数字", "和美", "生态", "绿色", "平安", "卫生", "宜居", "移民", "空壳", "边境",
    "电商", "专业", "重点", "中心", "示范", "贫困", "试点", "先进", "所有", "全部", "部分", "其他", "其它", "有关",
    "相关", "各个", "每个", "一些", "不少", "许多", "不同", "周边", "附近", "邻近", "毗邻", "相邻", "边远", "偏远",
    "民族", "自然", "行政", "美丽", "文明", "小康", "空心", "城乡", "产业", "脱贫", "帮扶", "联系", "包联", "特色",
    "旅游", "历史", "同心", "当地", "外地",
];

/// What goes before a division in words that are no names, by division.
const NOT_LAST: [(char, &str); 8] = [
    ('省', "节反各全外内"),
    ('市', "城超门都夜上楼股菜早花各全县区外跨入出离"),
    ('州', "神各全"),
    ('县', "郡各全区市外跨入出离"),
    (
        '区',
        "社小园辖城山库灾景校厂片郊市地老林牧病战特禁险控范离察种候染洁住活公务护障业工作功乡接停等冷热医误盲雷新假税贸开能疫站治各全县外跨入出离半整",
    ),
    ('镇', "乡城集重古小坐各全街入出离"),
    ('乡', "城返家下回故老他水还离侨同思入出各全"),
    (
        '村',
        "农乡驻进入包政然困中范心镇山到联回离出全各空贫富兴建新同旧老帮护一美丽",
    ),
];

/// What ends the name of an organisation, the longer of two that end alike first.
const ORGANISATIONS: [&str; 47] = [
    "办公室",
    "办事处",
    "委员会",
    "指挥部",
    "领导小组",
    "工作组",
    "派出所",
    "检察院",
    "研究院",
    "研究所",
    "幼儿园",
    "电视台",
    "总工会",
    "基金会",
    "联合会",
    "合作社",
    "出版社",
    "供销社",
    "卫生院",
    "医院",
    "法院",
    "学院",
    "大学",
    "中学",
    "小学",
    "学校",
    "党校",
    "公司",
    "集团",
    "银行",
    "协会",
    "学会",
    "商会",
    "支队",
    "大队",
    "报社",
    "日报",
    "政府",
    "党委",
    "党组",
    "中心",
    "委",
    "局",
    "厅",
    "署",
    "办",
    "院",
];

/// What goes before the last character of words that are no organisations: 大局, 督办, 住院.
const NOT_ORGANISED: [(char, &str); 6] = [
    ('委', "常政编省市县区原有"),
    ('局', "全大格布结开时战僵残破变终危当"),
    ('厅', "大餐客门前"),
    ('署', "部签"),
    (
        '办',
        "督交转主承协包举帮代催查停开筹兴创惩拖难不要必会立快特即严在未已待",
    ),
    ('院', "住出入两国全小大四开庭我"),
];

/// What is in clauses that end like the name of an organisation, and in no such name: 加强党校, 支持公司.
const ACTS: [&str; 44] = [
    "支持",
    "服务",
    "加强",
    "落实",
    "推进",
    "推动",
    "开展",
    "指导",
    "督促",
    "要求",
    "协调",
    "配合",
    "依托",
    "成立",
    "设立",
    "建立",
    "健全",
    "完善",
    "强化",
    "压实",
    "发挥",
    "坚持",
    "坚定",
    "提高",
    "提升",
    "联系",
    "帮助",
    "服从",
    "通知",
    "安排",
    "各级",
    "有关",
    "相关",
    "所有",
    "部分",
    "一些",
    "维护",
    "打造",
    "破解",
    "关心",
    "走进",
    "进入",
    "优化",
    "以人民",
];

/// What speakers do after their names.
const SPOKEN: [&str; 24] = [
    "强调",
    "指出",
    "要求",
    "表示",
    "提出",
    "认为",
    "主持",
    "出席",
    "参加",
    "讲话",
    "说",
    "宣读",
    "宣布",
    "传达",
    "通报",
    "介绍",
    "汇报",
    "部署",
    "作了",
    "最后强调",
    "最后说",
    "在讲话",
    "在安排",
    "在会上",
];

/// Surnames that more often begin another word: a name with one of them stands behind an office.
const UNLIKELY: &str = "向全成时明强党连年有后那双代支应官计单解木战银台任";

/// What may follow on a name of three characters, and on many words of two.
const WENT: [&str; 7] = ["到", "来到", "在", "赴", "率", "带队", "深入"];

/// What stands before the name of a person, beside an office.
const BEFORE_NAMES: [&str; 7] = ["联系人:", "审核:", "撰稿:", "编辑:", "记者:", "记者", "通讯员"];

/// What stands after the name of a person, beside an office.
const AFTER_NAMES: [&str; 3] = ["老师", "医生", "一行"];

pub fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Is this what joins words, and hardly part of a name?
pub fn is_joint(c: char) -> bool {
    GRAMMAR.contains(c) || JOINING.contains(c)
}

/// What kind of name a text is, as it stands between other text.
pub fn name(before: &[char], text: &[char], after: &[char]) -> Option<SlotType> {
    if is_place(text) && !goes_on(text, after) {
        Some(SlotType::Place)
    } else if is_person(before, text, after) {
        Some(SlotType::Person)
    } else if is_organisation(text) {
        Some(SlotType::Organisation)
    } else {
        None
    }
}

/// Does a division go on as another word? 市场, 县级, 区域, 乡亲.
pub fn goes_on(name: &[char], after: &[char]) -> bool {
    let words = match name.last() {
        Some('市') => "场民值政面",
        Some('县') => "级域城",
        Some('区') => "域块间分别",
        Some('乡') => "亲村镇土",
        Some('村') => "级民",
        Some('旗') => "号帜",
        Some('省') => "级",
        _ => "",
    };
    after.first().is_some_and(|c| words.contains(*c))
}

/// Does this look like the name of a place? A name and a division: 望溪县, 塘口镇, 南岸街道; not a mere list of
/// divisions, nor «the whole city».
pub fn is_place(text: &[char]) -> bool {
    let Some(stem) = stem(text) else { return false };
    let (Some(&first), Some(&last)) = (stem.first(), stem.last()) else {
        return false;
    };
    let division = text[stem.len()];
    let is_word = NOT_LAST
        .iter()
        .any(|(other, words)| *other == division && words.contains(last))
        // 浦东新区, but not 老城新区 nor 新区.
        && !(last == '新' && stem.len() > 2);
    (2..=LONGEST_PLACE).contains(&stem.len())
        && stem.iter().copied().all(is_han)
        // 乡镇, 三省市, 十二村.
        && !stem.iter().all(|c| "省市州县区旗盟镇乡村余".contains(*c) || is_numeral(*c))
        && !NOT_FIRST.contains(first)
        && !"全我各每本该强弱穷名个".contains(last)
        && !is_word
        && !(0..stem.len()).any(|at| starts_with(&stem[at..], &NOT_PLACES))
        && (stem.len() == 2 || !stem.iter().copied().any(is_joint))
}

/// The name of a place without its division, if it ends with one.
pub fn stem(name: &[char]) -> Option<&[char]> {
    const LONG: [&str; 5] = ["街道", "社区", "自治州", "自治县", "自治区"];
    for division in LONG {
        let length = division.chars().count();
        if name.len() > length && name[name.len() - length..].iter().copied().eq(division.chars()) {
            return Some(&name[..name.len() - length]);
        }
    }
    match name {
        [stem @ .., division] if !stem.is_empty() && "省市州县区旗盟镇乡村".contains(*division) => Some(stem),
        _ => None,
    }
}

fn is_person(before: &[char], text: &[char], after: &[char]) -> bool {
    let given = match text {
        // Nobody has as many.
        [_, _, _, _, _, ..] => return false,
        [a, b, given @ ..] if COMPOUND.iter().any(|surname| surname.chars().eq([*a, *b])) => given,
        [surname, given @ ..] if is_surname(*surname) => given,
        _ => return false,
    };
    let in_office = starts_with(after, &OFFICES);
    let is_clear = before.last().is_none_or(|c| !is_han(*c) || is_joint(*c)) && !UNLIKELY.contains(text[0]);
    let has_office = ends_with(before, &OFFICES) || ends_with(before, &BEFORE_NAMES);
    // 王书记.
    if given.is_empty() {
        return in_office && is_clear;
    }
    let is_name = |c: &char| is_han(*c) && !GRAMMAR.contains(*c) && !"局委部市县区镇乡村".contains(*c);
    given.len() <= 2
        && given.iter().all(is_name)
        && (has_office
            || is_clear && (in_office || starts_with(after, &AFTER_NAMES) || starts_with(after, &SPOKEN))
            || is_clear && given.len() == 2 && starts_with(after, &WENT))
}

fn is_surname(c: char) -> bool {
    static LETTERS: OnceLock<Letters> = OnceLock::new();
    LETTERS.get_or_init(|| Letters::of(SURNAMES.chars())).has(c)
}

/// Some characters of the basic plane, a bit for each: long lists are asked at every change of a text.
struct Letters(Vec<u64>);

impl Letters {
    fn of(letters: impl Iterator<Item = char>) -> Self {
        let mut bits = vec![0; 1 << 10];
        for c in letters.map(|c| c as usize).filter(|c| *c < 1 << 16) {
            bits[c / 64] |= 1 << (c % 64);
        }
        Letters(bits)
    }

    fn has(&self, c: char) -> bool {
        let c = c as usize;
        self.0.get(c / 64).is_some_and(|bits| bits >> (c % 64) & 1 == 1)
    }
}

/// The name of a person that begins there, behind an office, if it is clear where it ends.
pub fn person(text: &[char], start: usize) -> Option<Range<usize>> {
    (start + 2..=start + 4).map(|end| start..end).find(|run| {
        let (Some(name), after) = (text.get(run.clone()), text.get(run.end..).unwrap_or_default()) else {
            return false;
        };
        let ends = after.first().is_none_or(|c| !is_han(*c) || is_joint(*c))
            || starts_with(after, &SPOKEN)
            || starts_with(after, &WENT)
            || starts_with(after, &["同志"]);
        ends && is_person(&text[..start], name, after)
    })
}

fn is_organisation(text: &[char]) -> bool {
    static LAST: OnceLock<Letters> = OnceLock::new();
    let ending = LAST.get_or_init(|| Letters::of(ORGANISATIONS.iter().filter_map(|end| end.chars().next_back())));
    let Some(&last) = text.last().filter(|last| ending.has(**last)) else {
        return false;
    };
    let ends = |end: &&&str| {
        let length = end.chars().count();
        text.len() >= length + 2 && text[text.len() - length..].iter().copied().eq(end.chars())
    };
    let is_word = |end: &str| {
        let before = text[text.len() - 2];
        let last = NOT_ORGANISED.iter().find(|(other, _)| *other == last);
        end.chars().count() == 1 && last.is_some_and(|(_, words)| words.contains(before))
    };
    text.len() <= LONGEST_ORGANISATION
        && ORGANISATIONS.iter().find(ends).is_some_and(|end| !is_word(end))
        && text.iter().all(|c| is_han(*c) && !GRAMMAR.contains(*c))
        && !(0..text.len()).any(|at| starts_with(&text[at..], &ACTS))
}

/// Does this look like the name of a company?
pub fn is_company(text: &[char]) -> bool {
    ends_with(text, &["公司", "集团", "合作社"]) && is_organisation(text)
}

/// Does this look like the name of a mountain or a river, or of what lies at one? 松涛岭自然保护区, 白龙江林场.
pub fn is_in_nature(text: &[char], after: &[char]) -> bool {
    const LIES_THERE: [&str; 7] = ["自然保护区", "林场", "林区", "水库", "风景区", "森林公园", "湿地公园"];
    (2..=4).contains(&text.len())
        && text.iter().all(|c| is_han(*c) && !is_joint(*c))
        && text.last().is_some_and(|c| "山岭峰河江湖溪沟湾泉滩岛坝峡".contains(*c))
        && !NOT_FIRST.contains(text[0])
        && starts_with(after, &LIES_THERE)
}

pub fn starts_with(text: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut rest = text.iter();
        word.chars().all(|c| rest.next() == Some(&c))
    })
}

pub fn ends_with(text: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut rest = text.iter().rev();
        word.chars().rev().all(|c| rest.next() == Some(&c))
    })
}
