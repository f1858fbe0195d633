//! Who speaks in a text, and in which office. Names are found where an office stands before them, or where they
//! recur before verbs; speakers are those whose own words are told. Those who only attend, preside or are quoted
//! from elsewhere are none.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::clean::Facts;
use super::dates;
use super::markup::is_han;
use super::pattern::regex;
use crate::corpus::{Block, Genre, Speaker, slice};
use crate::text::fold::{Folded, View, fold, fold_text};
use crate::text::people::{COMPOUND, OFFICES, SURNAMES};

/// Most bytes of a text in which speakers are looked for. Whoever speaks in a report has spoken by then.
const READ: usize = 300_000;

/// Most people of a text. More are in lists of names only.
const PEOPLE: usize = 64;

/// Most characters of an office with its organ: «区…领导小组组长».
const OFFICE: usize = 48;

/// Most bytes between a name and the verb of its sentence, and from a name back to where its clause begins.
const REACH: usize = 480;

/// Most bytes between a name and a pronoun that stands for it.
const PRONOUN: usize = 2000;

/// Most characters of a line under a title, or at the end, that names the speaker.
const SIGNATURE: usize = 40;

/// In how many blocks at the head of a speech, and at its end, its speaker is looked for.
const HEAD: usize = 3;

/// How the names of peoples begin that have no surnames, or whose surnames have several characters: Tibetan,
/// Mongolian and Yi names as Chinese texts write them.
#[rustfmt::skip]
const GIVEN: [&str; 136] = [
    "扎西", "次仁", "才让", "才仁", "才旦", "多杰", "旦增", "丹增", "索南", "索朗", "尼玛", "达瓦", "格桑", "拉毛", "拉巴", "仁青", "仁增",
    "仁钦", "桑杰", "桑吉", "洛桑", "罗桑", "平措", "朋措", "彭措", "白玛", "央金", "巴桑", "边巴", "普布", "米玛", "顿珠", "晋美", "久美",
    "曲珍", "德吉", "贡布", "贡保", "贡嘎", "公保", "嘎玛", "噶玛", "阿旺", "强巴", "向巴", "土登", "土旦", "次旺", "次旦", "次珍", "卓玛",
    "旺堆", "旺扎", "尕藏", "完么", "完玛", "更登", "更尕", "华旦", "群培", "泽仁", "泽旺", "泽朗", "丁增", "斯朗", "四郎", "根秋", "降央",
    "其美", "其梅", "赤列", "江白", "洛松", "坚参", "夏吾", "切羊", "角巴", "巴特尔", "巴图", "巴雅", "宝音", "布仁", "布和", "朝鲁",
    "朝克", "敖特根", "敖日", "阿拉坦", "乌云", "乌力吉", "其其格", "其木格", "哈斯", "呼格吉", "格日勒", "孟和", "孟克", "那仁", "那顺",
    "娜仁", "萨仁", "斯琴", "苏日", "苏和", "特木尔", "图雅", "图门", "吉日", "额尔德", "恩和", "恩克", "达来", "道尔吉", "希吉", "白音",
    "敖登", "毕力格", "查干", "青格", "阿的", "牧仁", "莫日根", "吉克", "沙马", "木乃", "吉木", "曲比", "阿余", "海来", "吉史", "俄木", "阿苏",
    "瓦扎", "洛古", "吉伍", "阿木",
];

/// Surnames that more often begin another word: a name with one of them must recur.
const RARE: &str = "向全成时明强党连年有后那双代支应官计单解木战银台皮惠敬昌才初";

/// Of those, the ones that begin what is said before a verb: «向全县», «全公司». They must always recur.
const PARTICLES: &str = "向全时有后那双当年";

/// Words that begin with a surname and stand where names stand.
#[rustfmt::skip]
const WORDS: [&str; 292] = [
    "高标准", "高质量", "高水平", "高度", "高位", "高效", "高校", "高层", "高端", "高温", "高考", "高新", "高速", "严格", "严肃",
    "严厉", "严密", "严峻", "严守", "严控", "严防", "严查", "全会", "全面", "全体", "全市", "全县", "全区", "全省", "全国",
    "全党", "全州", "全镇", "全乡", "全程", "全文", "全力", "全员", "全场", "文件", "文化", "文明", "文章", "文旅", "文艺", "文教",
    "方案", "方面", "方针", "方式", "方法", "方向", "双方", "双拥", "安全", "安排", "安置", "安徽", "安监", "应急", "应该", "应当",
    "应邀", "应对", "应约", "常委", "常务", "常态", "常说", "常年", "常规", "纪委", "纪检", "纪要", "纪律", "纪念", "党委",
    "党组", "党中", "党员", "党政", "党校", "党支", "党建", "党总", "党工", "党风", "党课", "党史", "计划", "计生", "单位", "单独",
    "项目", "任务", "任何", "任命", "任职", "任期", "华为", "时任", "时隔", "时间", "时刻", "成立", "成员", "成效", "成功", "成果",
    "马上", "马克", "万一", "万众", "万分", "万名", "连续", "连夜", "连日", "连同", "曾多", "曾经", "明确", "明年", "周密", "周边",
    "周围", "周年", "周到", "周末", "郑重", "解读", "解放", "解决", "解答", "席间", "席上", "贺信", "贺电", "祝贺", "祝愿", "董事",
    "管理", "管委", "管控", "路线", "路上", "车辆", "车间", "施工", "施策", "金融", "金秋", "水利", "江苏", "江西", "宁夏", "甘肃",
    "吉林", "温馨", "温暖", "司法", "司机", "关于", "关键", "关心", "关爱", "关注", "关工", "边境", "边防", "边界", "简要", "简单",
    "简称", "盛会", "花园", "景区", "商务", "商会", "商贸", "商讨", "商议", "查看", "查处", "查找", "查阅", "谈话", "谈到", "谈及",
    "支部", "支持", "支队", "支援", "洪水", "洪涝", "林业", "林草", "林长", "龙头", "古城", "石化", "石油", "田间", "黄河", "黄金",
    "易地", "白天", "左右", "房屋", "房产", "房管", "包括", "包村", "包联", "包保", "武装", "武警", "武汉", "乐观", "康复", "康养",
    "向大", "向全", "向各", "向与", "向广", "向社", "向参", "向在", "向他", "向上", "向前来", "和谐", "甘于", "游客", "冷静", "原因",
    "原则", "封闭", "封控", "凌晨", "苗头", "温度", "毕竟", "毕业", "顾问", "夏季", "申请", "申报", "程序", "季度", "庄严", "庄重",
    "杜绝", "于是", "于近", "于会", "阳光", "符合", "卫生", "卫健", "齐心", "齐抓", "尤其", "尤为", "习惯", "强调", "强力", "强化",
    "代表", "强烈", "有关", "有力", "有序", "后勤", "后来", "官员", "台风", "战役", "班子", "班长", "农业", "农村", "战时", "多次", "谢谢", "支委", "应到", "应出",
    "应参", "初步", "皮革",
];

/// Characters of organs and offices, that no name has.
const ORGANS: &str = "会议处团室办委局部组队院厅署所站等市县区省镇乡村党政级长任记席师医";

/// Characters of the words around verbs, that a name without a known surname does not have.
const GRAMMAR: &str = "的在和与及就对并上下中们各同时还也又再专门现场亲自当面一二三两先后分别首最特着进认真集纷普共反大都均曾将已正\
    需可能必须率到赴为按据以被让使把其这那本该每某此人员作致讲说交";

/// Offices that a text quotes, unless it is about the one who holds them.
const QUOTED: [&str; 4] = ["总书记", "国家主席", "国务院总理", "全国人大常委会委员长"];

/// How those speak whose words are told.
const SPEAK: &str = "强调|指出|要求|表示|提出|认为|讲话|致辞|致词|发言|部署|号召|希望|表态|坦言|点评|说|提醒|呼吁|勉励|叮嘱|动员|讲授|报告|党课";

/// What else people do in reports.
#[rustfmt::skip]
const ACT: [&str; 75] = [
    "主持", "出席", "参加", "调研", "检查", "督导", "督查", "视察", "考察", "走访", "慰问", "陪同", "宣读", "宣布", "通报", "传达",
    "汇报", "听取", "率队", "率领", "带队", "带领", "深入", "前往", "来到", "一行", "同志", "先后", "分别", "首先", "最后", "主讲",
    "发表", "组织", "到会", "到场", "应邀", "受邀", "会见", "看望", "实地", "现场", "解读", "总结", "领学", "围绕", "结合", "详细",
    "介绍", "补充", "解释", "回应", "随后", "近日", "日前", "昨日", "昨天", "当天", "今天", "列席", "担任", "简要", "专题", "再次", "特别", "安排", "代表", "说明", "告诉",
    "接受", "召集", "召开", "赶赴", "仔细", "冒雨",
];

/// What else may stand after a name.
const AFTER: &str = "同还也就对在到赴向为与和及等率并以于从是作致讲,。、;:!?)(\" -\u{1e}";

/// What a name does not end with if it is a name without it.
const TAILS: &str = "同作致说讲就在对率并还也又等到与为于的了及会";

/// Words between a name and a verb that leave the one named its subject.
#[rustfmt::skip]
const JOINTS: [&str; 47] = [
    "时", "上", "中", "后", "并", "还", "也", "又", "再次", "一再", "反复", "多次", "最后", "首先", "特别", "着重", "同时", "进一步",
    "明确", "分别", "先后", "依次", "相继", "到会", "到场", "现场", "当场", "亲自", "郑重", "严肃", "提", "强调", "指出", "会议",
    "活动", "仪式", "大会", "作出", "作了", "做了", "介绍", "补充", "解释", "回应", "着", "进行", "进行了",
];

/// What a speech, or a verb, is said to be.
const KINDS: [&str; 10] = [
    "重要", "动员", "总结", "表态", "主题", "主旨", "典型", "交流", "安排", "全面",
];

/// Verbs that may stand after a comma, with the one named before it as their subject.
const ELIDED: [&str; 7] = ["强调", "指出", "要求", "表示", "希望", "认为", "叮嘱"];

/// Whoever stands after these words is quoted.
const QUOTING: [&str; 10] = [
    "传达", "学习", "贯彻", "按照", "根据", "落实", "遵照", "领会", "转发", "引用",
];

/// Several people speak, one after the other.
const SEVERALLY: [&str; 5] = ["分别", "先后", "依次", "相继", "逐一"];

/// Stands between the blocks of a page.
const END: char = '\u{1e}';

/// A text, and the folded view of it in which names are looked for.
struct Page {
    display: String,
    folded: Folded,
    /// The byte of the folded text at which the body begins, after the title.
    body: usize,
}

/// Someone of the text.
struct Person<'t> {
    /// Folded.
    name: &'t str,
    role: Option<String>,
    /// A name in an office that texts quote.
    is_quoted: bool,
}

/// A place where someone is named.
struct Mention {
    /// Bytes of the folded text.
    range: Range<usize>,
    person: usize,
}

/// How a line that names a speaker does so.
#[derive(Clone, Copy, PartialEq)]
enum Naming {
    InOffice,
    /// With an office or without.
    Alone,
    /// The line is known to hold a name, so that what stands behind an office and a gap is one, whatever it begins with.
    Byline,
}

/// What tells that some characters are a name.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Surname,
    /// See [`GIVEN`].
    Given,
    /// Only what stands around it.
    Unknown,
}

/// Why a name may begin somewhere.
#[derive(Clone, Copy, PartialEq)]
enum Anchor {
    Office,
    Clause,
    List,
}

/// The people who speak in a text, in the order in which they begin to, and the words that this was told from,
/// unless a line of its own states it.
pub fn speakers(title: &str, genre: Option<Genre>, body: &[Block], facts: &Facts) -> (Vec<Speaker>, Option<String>) {
    let page = Page::new(title, body);
    let told = match genre {
        Some(Genre::Notice) => return Default::default(),
        Some(Genre::Speech) => return of_speech(title, body, facts).unwrap_or_default(),
        _ if page.is_latin() => english::told(&page.display[title.len()..]),
        _ => match spoken(body, &page, genre) {
            speakers if !speakers.is_empty() => return (speakers, None),
            _ => told(&page),
        },
    };
    // A report on the work of a year is held by whom its head names.
    if told.0.is_empty() {
        let speaker = named_in_head(title, body, facts, Naming::InOffice);
        return (speaker.into_iter().collect(), None);
    }
    told
}

impl Page {
    fn new(title: &str, body: &[Block]) -> Self {
        let mut display = title.to_string();
        for block in body {
            let room = READ.saturating_sub(display.len());
            display.push(END);
            display.push_str(&block.text[..block.text.floor_char_boundary(room)]);
        }
        let folded = fold(&display, View::Search);
        let body = folded.text.find(END).unwrap_or(folded.text.len());
        Page { display, folded, body }
    }

    /// What a run of the folded text is in the text itself.
    fn display(&self, range: Range<usize>) -> &str {
        let (start, end) = self.folded.span(range.start, range.end);
        slice(&self.display, start, end)
    }

    fn is_latin(&self) -> bool {
        let letters = self.display.chars().filter(|c| c.is_alphabetic());
        let (latin, other): (Vec<char>, Vec<char>) = letters.partition(char::is_ascii);
        latin.len() > other.len() * 3
    }
}

/// Who speaks in a report.
fn told(page: &Page) -> (Vec<Speaker>, Option<String>) {
    let text = page.folded.text.as_str();
    let people = people(page);
    let mentions = mentions(text, page.body, &people);
    // Each with the mention and the words that say so.
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    let mut spoke = vec![false; people.len()];
    let mut first = 0;
    while first < mentions.len() {
        let joined = |i: &usize| is_joint(&text[mentions[i - 1].range.end..mentions[*i].range.start]);
        let next = (first + 1..mentions.len())
            .take_while(joined)
            .last()
            .map_or(first + 1, |i| i + 1);
        let after = mentions.get(next).map_or(text.len(), |mention| mention.range.start);
        let named = &mentions[first..next];
        let is_new = named.iter().any(|mention| !spoke[mention.person]);
        if let Some((skipped, end)) = is_new.then(|| speech(text, named, after)).flatten() {
            for (i, mention) in (first..next).zip(named).skip(skipped) {
                spoke[mention.person] = true;
                found.push((i, mention.range.start..end));
            }
        }
        first = next;
    }
    for pronoun in pronouns(text, page.body) {
        let before = mentions.partition_point(|mention| mention.range.start < pronoun.start);
        let Some(last) = before.checked_sub(1) else { continue };
        if pronoun.start - mentions[last].range.end > PRONOUN {
            continue;
        }
        let sentence = sentence_start(text, mentions[last].range.start);
        let subject = mentions.partition_point(|mention| mention.range.start < sentence);
        let start = mentions[subject].range.start;
        if text[start..pronoun.start].matches(END).count() <= 1 {
            found.push((subject, start..pronoun.end));
        }
    }
    found.sort_by_key(|(_, words)| words.start);
    let mut seen: Vec<usize> = Vec::new();
    let (mut speakers, mut words) = (Vec::new(), Vec::new());
    for (mention, said) in found {
        let Mention { range, person } = &mentions[mention];
        if !people[*person].is_quoted && !seen.contains(person) {
            seen.push(*person);
            words.push(page.display(said));
            speakers.push(Speaker {
                name: page.display(range.clone()).to_string(),
                role: people[*person].role.clone(),
            });
        }
    }
    (speakers, (!words.is_empty()).then(|| words.join(" … ")))
}

/// Who speaks in minutes that set a name before what each one said: «张三：……». Whoever speaks there is named
/// elsewhere too; where the text is not called minutes, several must speak in turn.
fn spoken(body: &[Block], page: &Page, genre: Option<Genre>) -> Vec<Speaker> {
    /// The fewest lines by which a text is an exchange of words.
    const TURNS: usize = 3;
    let text: String = page.folded.text.chars().filter(|c| *c != ' ').collect();
    let named = |speaker: &Speaker| text.matches(&fold_text(&speaker.name, View::Search)).nth(1).is_some();
    let turns = body.iter().filter_map(|block| {
        let (name, _) = block.text.split_once(['：', ':'])?;
        signed(name, Naming::Alone)
    });
    let turns: Vec<Speaker> = turns.take(TURNS * PEOPLE).filter(named).collect();
    let count = turns.len();
    let mut speakers: Vec<Speaker> = Vec::new();
    for turn in turns {
        match speakers.iter().position(|speaker| speaker.name == turn.name) {
            Some(known) => speakers[known].role = speakers[known].role.take().or(turn.role),
            None => speakers.push(turn),
        }
    }
    speakers.truncate(PEOPLE);
    let is_exchange = count >= TURNS && speakers.len() > 1;
    speakers.retain(|_| is_exchange || genre == Some(Genre::Minutes));
    speakers
}

/// Who is named in a text, as far as it gives them away.
fn people(page: &Page) -> Vec<Person<'_>> {
    let text = page.folded.text.as_str();
    let mut places = Vec::new();
    let mut scores: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, _) in text.char_indices().filter(|(_, c)| is_han(*c)) {
        let Some(anchor) = anchor(&text[..at]) else { continue };
        let names = names(&text[at..], anchor);
        if anchor != Anchor::List {
            for (name, strength) in &names {
                *scores.entry(name).or_default() += strength;
            }
        }
        if !names.is_empty() {
            places.push((at, anchor, names));
        }
    }
    // Of the names that may stand at a place, the one that recurs.
    let score = |name: &str| scores.get(name).copied().unwrap_or_default();
    let mut ends: Vec<usize> = Vec::new();
    let mut found: BTreeMap<&str, (usize, usize, Option<usize>)> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (at, anchor, names) in places {
        let Some((name, _)) = names.into_iter().max_by_key(|(name, _)| (score(name), name.len())) else {
            continue;
        };
        let is_listed = || {
            text[..at]
                .char_indices()
                .next_back()
                .is_some_and(|(end, _)| ends.last() == Some(&end))
        };
        if anchor == Anchor::List && !is_listed() {
            continue;
        }
        let (count, sure, office) = found.entry(name).or_insert_with(|| {
            order.push(name);
            (0, 0, None)
        });
        let rest = &text[at + name.len()..];
        *count += 1;
        match anchor {
            Anchor::Office => {
                *sure += 2;
                *office = office.or(Some(at));
            }
            Anchor::List => *sure += 2,
            Anchor::Clause => match office_after(rest) {
                Some(rest) if ends_name(rest) > 2 => *sure += 2,
                _ => *sure += ends_name(rest) / 3,
            },
        }
        if anchor != Anchor::Clause {
            ends.push(at + name.len());
        }
    }
    let title = &text[..page.body];
    let is_about = |name: &str| title.starts_with(name) && !title.contains("精神");
    // «县长成大海强调»: an office before it, and a verb behind.
    let is_plain = |name: &str| {
        let office = found[name]
            .2
            .map(|at| (text[..at].trim_end(), &text[at + name.len()..]));
        name.chars().count() == 3
            && !name.starts_with(|c| PARTICLES.contains(c))
            && office.is_some_and(|(office, rest)| !office.ends_with("代表") && ends_name(rest) == 3)
    };
    order.retain(|name| {
        let (count, sure, _) = found[name];
        sure >= 2 && (count >= 2 || !name.starts_with(|c| RARE.contains(c)) || is_plain(name))
    });
    order.truncate(PEOPLE);
    let person = |name| -> Person {
        let before = found[name].2.and_then(|at| office(page, at, &ends));
        let after = || {
            let at = text.find::<&str>(name)? + name.len();
            let rest = office_after(&text[at..])?;
            Some(page.display(at..text.len() - rest.len()).to_string())
        };
        let role = before.or_else(after);
        let is_office = QUOTED
            .iter()
            .any(|office| role.as_ref().is_some_and(|role| role.contains(office)));
        Person {
            name,
            is_quoted: (is_office || text.contains(&format!("{name}总书记"))) && !is_about(name),
            role: role.filter(|role| !["同志", "先生", "女士"].contains(&role.as_str())),
        }
    };
    order.into_iter().map(person).collect()
}

/// May a name begin after this text?
fn anchor(before: &str) -> Option<Anchor> {
    let bare = before.trim_end_matches(' ');
    static LAST: LazyLock<HashSet<char>> =
        LazyLock::new(|| OFFICES.iter().filter_map(|word| word.chars().next_back()).collect());
    // Most texts end with no such character, and need no further look.
    let may_be_office = bare.chars().next_back().is_some_and(|c| LAST.contains(&c));
    if may_be_office && OFFICES.iter().any(|office| bare.ends_with(office)) {
        return Some(Anchor::Office);
    }
    match before.chars().next_back() {
        None | Some(',' | '。' | ';' | '!' | '?' | ':' | '"' | ' ' | END) => Some(Anchor::Clause),
        Some('、' | '和' | '与' | '及') => Some(Anchor::List),
        _ => None,
    }
}

/// The names that may stand at the start of a text, and how surely each ends where it does.
fn names(text: &str, anchor: Anchor) -> Vec<(&str, usize)> {
    let mut names: Vec<(&str, usize)> = Vec::new();
    if let Some(name) = dotted(text).filter(|_| anchor != Anchor::Clause) {
        return vec![(name, 4)];
    }
    let Some((lengths, form)) = lengths(text, anchor) else {
        return names;
    };
    for length in lengths {
        let end = text.char_indices().nth(length).map_or(text.len(), |(at, _)| at);
        let (name, rest) = text.split_at(end);
        let strength = ends_name(rest);
        let is_surer = names.iter().all(|(_, other)| strength > *other);
        let is_cut = name.ends_with(|c| TAILS.contains(c)) && (length == 2 || !is_surer)
            || name.ends_with(['等', '并', '的', '了', '还', '也']) && !names.is_empty();
        let least = if form == Form::Unknown { 2 } else { 0 };
        if strength > least && !is_cut && is_name(name, length, form) {
            names.push((name, strength));
        }
    }
    names
}

/// How many characters a name at the start of a text may have, and what makes it one.
fn lengths(text: &str, anchor: Anchor) -> Option<(std::ops::RangeInclusive<usize>, Form)> {
    static FIRST: LazyLock<HashSet<char>> = LazyLock::new(|| {
        let words = WORDS.iter().chain(GIVEN.iter()).chain(COMPOUND.iter());
        words.filter_map(|word| word.chars().next()).collect()
    });
    let first = text.chars().next()?;
    let is_listed = FIRST.contains(&first);
    if is_listed && WORDS.iter().any(|word| text.starts_with(word)) {
        None
    } else if is_listed && GIVEN.iter().any(|given| text.starts_with(given)) {
        Some((2..=6, Form::Given))
    } else if is_listed && COMPOUND.iter().any(|surname| text.starts_with(surname)) {
        Some((3..=4, Form::Surname))
    } else if SURNAMES.contains(first) {
        Some((2..=3, Form::Surname))
    } else {
        (anchor == Anchor::Office && ends_name(text) < 3).then_some((2..=4, Form::Unknown))
    }
}

fn is_name(name: &str, length: usize, form: Form) -> bool {
    let is_odd = |c: char| match form {
        Form::Surname => false,
        Form::Given => ORGANS.contains(c),
        Form::Unknown => ORGANS.contains(c) || GRAMMAR.contains(c),
    };
    name.chars().count() == length && name.chars().all(|c| is_han(c) && c != '某' && !is_odd(c))
}

/// A name in parts: 阿不都拉·买买提.
fn dotted(text: &str) -> Option<&str> {
    let mut parts = 0;
    let mut length = 0;
    for (at, c) in text.char_indices() {
        if parts > 0 && length >= 2 && ends_name(&text[at..]) > 0 {
            return Some(&text[..at]);
        }
        length += 1;
        match c {
            '·' if length > 1 => (parts, length) = (parts + 1, 0),
            c if !is_han(c) || length > 8 => return None,
            _ => {}
        }
    }
    (parts > 0 && length >= 2).then_some(text)
}

/// How surely a name ends where this text goes on: 0 if it does not.
fn ends_name(rest: &str) -> usize {
    static DOES: LazyLock<Regex> = LazyLock::new(|| {
        let acts = ACT.join("|");
        regex(&format!(
            "^(?:{SPEAK}|{acts}|讲党课|[作做][^,。]{{0,12}}?(?:{SPEAK}|总结|说明|汇报)|发表)"
        ))
    });
    let near = &rest[..rest.floor_char_boundary(60)];
    if DOES.is_match(near) {
        3
    } else if rest.is_empty() || rest.starts_with(|c| AFTER.contains(c)) || office_after(rest).is_some() {
        1
    } else {
        0
    }
}

/// The rest of a text that begins with an office: «副县长强调» leaves «强调».
fn office_after(text: &str) -> Option<&str> {
    let start = text.strip_prefix('副').unwrap_or(text);
    let office = OFFICES
        .iter()
        .find(|office| start.starts_with(**office) || start.starts_with("总书记"))?;
    Some(
        start
            .strip_prefix(office)
            .or(start.strip_prefix("总书记"))
            .unwrap_or(start),
    )
}

/// The office that stands before a name: back to where the clause begins, over offices in a row.
fn office(page: &Page, at: usize, ends: &[usize]) -> Option<String> {
    const LEADS: [&str; 22] = [
        "由",
        "上午",
        "下午",
        "晚上",
        "会上",
        "随后",
        "期间",
        "近日",
        "日前",
        "当天",
        "当日",
        "昨日",
        "昨天",
        "今天",
        "召开",
        "听取了",
        "陪同",
        "邀请",
        "了",
        "以来",
        "同时",
        "会议",
    ];
    const LINKS: [&str; 14] = [
        "在", "和", "与", "及", "以及", "、", "并", "其中", "随", "请", "是", "向", " ", "对",
    ];
    let text = page.folded.text.as_str();
    let near = text[..at]
        .char_indices()
        .rev()
        .take(OFFICE)
        .last()
        .map_or(0, |(start, _)| start);
    let mut start = near;
    for (stop, c) in text[near..at].char_indices().rev() {
        let is_row = c == ',' && OFFICES.iter().any(|office| text[near..near + stop].ends_with(office));
        if matches!(c, ',' | '。' | ';' | '!' | '?' | ':' | '"' | '(' | ')' | END) && !is_row {
            start = near + stop + c.len_utf8();
            break;
        }
    }
    let other = ends.partition_point(|end| *end <= at).checked_sub(1).map(|i| ends[i]);
    start = start.max(other.unwrap_or_default());
    let lead = LEADS
        .iter()
        .filter_map(|lead| text[start..at].rfind(lead).map(|found| found + lead.len()));
    start += lead.max().filter(|lead| start + lead < at).unwrap_or_default();
    if let Some(day) = dates::dates(&text[start..at]).last() {
        start += day.range.end;
    }
    while let Some(link) = LINKS.iter().find(|link| text[start..at].starts_with(**link)) {
        start += link.len();
    }
    Some(page.display(start..at.max(start)).trim().to_string()).filter(|office| !office.is_empty() && start < at)
}

/// All places in the body where people are named, in order.
fn mentions(text: &str, body: usize, people: &[Person]) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (person, Person { name, .. }) in people.iter().enumerate() {
        mentions.extend(text[body..].match_indices(name).map(|(at, _)| Mention {
            range: body + at..body + at + name.len(),
            person,
        }));
    }
    mentions.sort_by_key(|mention| (mention.range.start, usize::MAX - mention.range.end));
    let mut end = 0;
    mentions.retain(|mention| {
        let is_first = mention.range.start >= end;
        end = end.max(mention.range.end);
        is_first
    });
    mentions
}

/// Does what stands between two names make them one subject?
fn is_joint(between: &str) -> bool {
    let office = ["、", "和", "与", "及", "以及", ","]
        .iter()
        .find_map(|link| between.strip_prefix(link));
    office.is_some_and(|office| {
        !office.contains([',', '。', ';', END])
            && (office.is_empty() || OFFICES.iter().any(|end| office.trim_end().ends_with(end)))
    })
}

/// How many of these people, named in a row, do not speak yet, and where the words end by which the others do;
/// `after` is where someone else is named.
fn speech(text: &str, named: &[Mention], after: usize) -> Option<(usize, usize)> {
    let last = named.last()?;
    let from = last.range.end + remark(&text[last.range.end..]);
    let rest = &text[from..after];
    let end = rest.find(['。', '!', '?', ';', END]).unwrap_or(rest.len());
    let rest = &rest[..rest.floor_char_boundary(end.min(REACH))];
    let is_several = SEVERALLY.iter().any(|word| rest.contains(word));
    // A comma joins only those who speak in turn.
    let is_apart = |i: &usize| text[named[i - 1].range.end..].starts_with(',');
    let skipped = (1..named.len())
        .rfind(is_apart)
        .filter(|_| !is_several)
        .unwrap_or_default();
    let before = near(text, named[skipped].range.start);
    let clause = before.rfind([',', '。', ';', '!', '?', END]).unwrap_or_default();
    let before = &before[clause..];
    if QUOTING.iter().any(|word| before.contains(word)) {
        return None;
    }
    let is_attended = ["出席", "参加", "到会", "陪同"].iter().any(|word| rest.contains(word));
    let all = office_after(rest).unwrap_or(rest);
    if (named.len() - skipped > 2 && is_attended || all.starts_with('等')) && !is_several {
        return None;
    }
    let start = from + rest.len() - all.len();
    Some((skipped, start + predicate(all, before.contains('由'))?))
}

/// The bytes of a remark on a person right behind his name: «(女)», «(藏族)».
fn remark(rest: &str) -> usize {
    /// Bytes.
    const LONGEST: usize = 20;
    let near = &rest[..rest.floor_char_boundary(LONGEST)];
    let length = near.starts_with('(').then(|| near.find(')')).flatten();
    length.map_or(0, |at| at + 1)
}

/// Where the verb of speech ends whose subject stands before this text.
fn predicate(text: &str, is_passive: bool) -> Option<usize> {
    static VERB: LazyLock<Regex> = LazyLock::new(|| regex(SPEAK));
    let verbs = VERB.find_iter(text).find(|verb| {
        let (head, rest) = (&text[..verb.start()], &text[verb.end()..]);
        let no_verb: &[&str] = match verb.as_str() {
            "说" => &["明", "服", "法", "到", "教", "唱"],
            "讲话" | "发言" | "报告" | "致辞" => &["精神", "稿", "要求", "的", "人", "会", "材料", "后", "和"],
            "要求" => &["的", "和", "精神", "下"],
            "希望" => &["小学", "工程", "之"],
            _ => &[],
        };
        if no_verb.iter().any(|word| rest.starts_with(word)) {
            return false;
        }
        let clause = head.rsplit(',').next().unwrap_or_default();
        let mut bare = clause.trim();
        while let Some(shorter) = KINDS.iter().find_map(|kind| bare.strip_suffix(kind)) {
            bare = shorter;
        }
        let is_noun = matches!(verb.as_str(), "报告" | "动员" | "党课");
        let is_other = !clause.starts_with(['并', '为', '向'])
            && clause.len() < head.len()
            && OFFICES.iter().any(|office| clause.contains(office));
        if is_other {
            false
        } else if head.is_empty() || bare.is_empty() && clause.len() == head.len() {
            !is_noun
        } else if clause.is_empty() {
            ELIDED.contains(&verb.as_str()) && !is_passive
        } else {
            let is_topic = || {
                let clause = clause
                    .rfind("并")
                    .map_or(clause, |at| clause[at..].trim_start_matches('并'));
                let topics = ["就", "对", "围绕", "结合", "针对", "代表", "为"];
                topics.iter().any(|word| clause.starts_with(word))
            };
            let is_verb = matches!(verb.as_str(), "提出" | "部署" | "要求" | "表示" | "致辞" | "讲授");
            makes(clause) || !is_noun && JOINTS.iter().any(|joint| bare.ends_with(joint)) || is_verb && is_topic()
        }
    });
    verbs.map(|verb| verb.end())
}

/// Does a clause say that something is made: «作», «发表», and not «工作» or «作为»?
fn makes(clause: &str) -> bool {
    clause.contains("发表")
        || clause.contains("讲专题")
        || clause.ends_with('讲')
        || clause.match_indices(['作', '做', '致']).any(|(at, made)| {
            !clause[..at].ends_with(['工', '合', '操', '协', '运', '动', '制', '写', '创', '耕', '叫', '一'])
                && !clause[at + made.len()..].starts_with(['为', '风', '用', '业', '物', '者', '好', '力', '法', '富'])
        })
}

/// Where «he» or «she» speaks.
fn pronouns(text: &str, body: usize) -> impl Iterator<Item = Range<usize>> {
    static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
        let also = "(?:还|也|又|再次|进一步|同时|特别|着重|明确|最后|首先|,|在[^,。;]{0,16}?[时中上])*";
        regex(&format!(
            "[,。;!?\" {END}]([他她]{also}(?:{}|说|提出))",
            ELIDED.join("|")
        ))
    });
    let found = PRONOUN.captures_iter(&text[body..]).filter_map(|found| found.get(1));
    found.map(move |found| body + found.start()..body + found.end())
}

/// Where the sentence begins in which a byte stands.
fn sentence_start(text: &str, at: usize) -> usize {
    let before = near(text, at);
    let length = before
        .rfind(['。', '!', '?', END])
        .map_or(before.len(), |stop| before.len() - stop - 1);
    at - length
}

/// What stands shortly before a byte.
fn near(text: &str, at: usize) -> &str {
    &text[text.ceil_char_boundary(at.saturating_sub(REACH))..at]
}

/// Who holds a speech: in its title, in a line under it, or as its signature.
fn of_speech(title: &str, body: &[Block], facts: &Facts) -> Option<(Vec<Speaker>, Option<String>)> {
    let stated = |speaker: Speaker| (vec![speaker], None);
    let in_title = || {
        let (speaker, words) = parts(title).find_map(of_title).or_else(|| english::of_title(title))?;
        Some((vec![speaker], Some(words)))
    };
    let signature = || {
        let last = body.iter().skip(HEAD.max(body.len().saturating_sub(HEAD)));
        let mut last = last.filter(|block| block.heading.is_none());
        last.find_map(|block| signed(&block.text, Naming::Alone))
    };
    let around = || {
        let mut all: Vec<Speaker> = facts
            .around
            .iter()
            .filter_map(|line| signed(line, Naming::InOffice))
            .collect();
        all.dedup();
        all.pop().filter(|_| all.is_empty())
    };
    // A name right over the day under a title.
    let over_day = || {
        let mut pairs = facts.around.windows(2);
        let line = pairs.find(|pair| Some(&pair[1]) == facts.day.as_ref())?;
        signed(&line[0], Naming::Alone)
    };
    named_in_head(title, &[], facts, Naming::Alone)
        .map(stated)
        .or_else(in_title)
        .or_else(|| over_day().map(stated))
        .or_else(|| named_in_head("", body, facts, Naming::Alone).map(stated))
        .or_else(|| signature().or_else(around).or_else(|| about(&facts.around)).map(stated))
}

/// Whom a journal introduces: «［作者简介］某某，某某县县委书记».
fn about(around: &[String]) -> Option<Speaker> {
    static ABOUT: LazyLock<Regex> =
        LazyLock::new(|| regex("^[\\[【(]?作者(?:简介|介绍)[\\]】)]? *[:]? *([^,:(系是 ]{2,12})[,:(系是 ]"));
    around.iter().find_map(|line| {
        let page = Page::new(line, &[]);
        let name = ABOUT.captures(&page.folded.text)?.get(1)?.range();
        signed(page.display(name), Naming::Alone)
    })
}

/// Who is named by a subtitle, or by a line under the title.
fn named_in_head(title: &str, body: &[Block], facts: &Facts, naming: Naming) -> Option<Speaker> {
    let head = body.iter().take(HEAD).filter(|block| block.heading.is_none());
    let is_alone = naming == Naming::Alone;
    let byline = facts
        .byline
        .as_deref()
        .map(|line| (line, if is_alone { Naming::Byline } else { naming }));
    parts(title)
        .skip(1)
        .map(|line| (line, naming))
        .chain(byline)
        .chain(head.map(|block| (block.text.as_str(), naming)))
        .find_map(|(line, naming)| signed(line, naming))
}

/// A title, and what stands after dashes or in brackets.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    title.split(['—', '─', '(', ')', '（', '）', '－', '-', '[', ']', '【', '】'])
}

/// Who holds the speech of this title: «县长张三在……上的讲话», and the words that say so.
fn of_title(title: &str) -> Option<(Speaker, String)> {
    let page = Page::new(title, &[]);
    let text = page.folded.text.as_str();
    let is_held = |rest: &str| {
        let rest = office_after(rest).unwrap_or(rest);
        ["在", "同志", ":", "于", "致", "关于", "的"]
            .iter()
            .any(|word| rest.starts_with(word))
    };
    let places = text
        .char_indices()
        .filter(|(at, _)| matches!(anchor(&text[..*at]), Some(Anchor::Office | Anchor::Clause)));
    let mut found = places.filter_map(|(at, _)| {
        let anchor = anchor(&text[..at])?;
        let names = names(&text[at..], anchor);
        let is_first = anchor == Anchor::Office || at == 0;
        let name = names
            .iter()
            .rev()
            .find(|(name, _)| is_first && is_held(&text[at + name.len()..]))?
            .0;
        Some((at, at + name.len()))
    });
    let (start, end) = found.next()?;
    let speaker = Speaker {
        name: page.display(start..end).to_string(),
        role: office(&page, start, &[]),
    };
    Some((speaker, page.display(0..end).to_string()))
}

/// Who is named by a line that holds nothing else: «——县委书记 张三», «张 三», «发言人：张三（2021年3月4日)».
fn signed(line: &str, naming: Naming) -> Option<Speaker> {
    #[rustfmt::skip]
    const LABELS: [&str; 8] = [
        "发言人", "讲话人", "主讲人", "演讲人", "演讲者", "报告人", "致辞人", "讲话者",
    ];
    if line.chars().count() > SIGNATURE {
        return None;
    }
    let page = Page::new(line, &[]);
    let text = page.folded.text.as_str();
    let mut from = 0;
    let mut to = text.len();
    match dates::dates(text).next().map(|date| date.range) {
        Some(date) if date.start == 0 => from = date.end,
        Some(date) => to = date.start,
        None => {}
    }
    let is_edge = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '[' | ']' | '─' | ',' | ':');
    let label = LABELS
        .iter()
        .find_map(|label| text.find(label).map(|at| at + label.len()));
    from = from.max(label.unwrap_or_default());
    from += text.get(from..to)?.len() - text[from..to].trim_start_matches(is_edge).len();
    to = from + text[from..to].trim_end_matches(is_edge).len();
    let line = text[from..to].strip_suffix("同志").unwrap_or(&text[from..to]);
    let mut offices = line.char_indices().map(|(at, c)| at + c.len_utf8());
    let office = offices.rfind(|at| OFFICES.iter().any(|office| line[..*at].ends_with(office)));
    let is_bare = |name: &str| {
        let name: String = name.chars().filter(|c| *c != ' ').collect();
        let length = name.chars().count();
        lengths(&name, Anchor::Clause)
            .is_some_and(|(lengths, form)| lengths.contains(&length) && is_name(&name, length, form))
            || dotted(&name).is_some_and(|dotted| dotted == name)
    };
    let speaker = |name: Range<usize>, role: Range<usize>| {
        let trim = |range: Range<usize>| {
            let range = from + range.start..from + range.end;
            let text = if range.is_empty() { "" } else { page.display(range) };
            text.trim_matches(|c: char| is_edge(c) || matches!(c, '，' | '：' | '（' | '）' | '\u{3000}'))
                .to_string()
        };
        let name: String = trim(name).chars().filter(|c| !c.is_whitespace()).collect();
        Speaker {
            name,
            role: Some(trim(role)).filter(|role| !role.is_empty()),
        }
    };
    let is_apart = |name: &str| {
        let bare = name.trim_matches(is_edge);
        let is_office = OFFICES.iter().any(|office| bare.contains(office));
        naming == Naming::Byline
            && bare != name
            && !is_office
            && is_name(bare, bare.chars().count().clamp(2, 4), Form::Surname)
    };
    if let Some(office) = office.filter(|at| is_bare(line[*at..].trim_matches(is_edge)) || is_apart(&line[*at..])) {
        return Some(speaker(office..line.len(), 0..office));
    }
    let gap = line
        .find([' ', '(', ','])
        .filter(|at| office == Some(line.len()) && is_bare(&line[..*at]));
    if let Some(gap) = gap {
        return Some(speaker(0..gap, gap..line.len()));
    }
    let is_sure = label.is_some() || naming != Naming::InOffice && !line.starts_with(|c| RARE.contains(c));
    (is_sure && is_bare(line)).then(|| speaker(0..line.len(), 0..0))
}

/// Speakers of English texts.
mod english {
    use super::*;

    const TITLE: &str = "(?:(?:Deputy |Vice |Acting |Lord )*(?:Mayor|Governor|Premier|President|Prime Minister|Minister|Secretary-General|\
        Secretary|Chairman|Chairwoman|Chairperson|Chair|Director-General|Director|Ambassador|Commissioner|Senator|\
        Representative|Councillor|Councilor|Commander|Captain|General|Colonel|Professor|Principal|Sheriff|Judge|Chief))";
    const NAME: &str = "(?:(?:Dr|Mr|Mrs|Ms)\\.? )?([A-Z][A-Za-z'’-]+(?: [A-Z]\\.)?(?: [A-Z][A-Za-z'’-]+){0,2})";
    const SAID: &str = "(?:said|says|stressed|urged|told|noted|added|warned|announced|stated|pointed out|emphasi[sz]ed|remarked|\
        declared|concluded|argued|called on|called for)";
    /// Words that begin a sentence, and no name.
    const WORDS: [&str; 22] = [
        "The", "He", "She", "It", "They", "We", "I", "In", "On", "At", "This", "That", "A", "An", "But", "And", "As",
        "If", "Our", "You", "Who", "There",
    ];
    /// What the names of organs end with.
    const ORGANS: [&str; 16] = [
        "Council",
        "Committee",
        "Government",
        "Office",
        "Ministry",
        "Department",
        "Agency",
        "Court",
        "Board",
        "Association",
        "Party",
        "House",
        "Commission",
        "Bureau",
        "Congress",
        "Company",
    ];

    pub fn told(text: &str) -> (Vec<Speaker>, Option<String>) {
        static TOLD: LazyLock<Regex> = LazyLock::new(|| {
            let before = format!("(?:({TITLE}) )?{NAME},? (?:also |then |later )?{SAID}\\b");
            let between = format!("{NAME}, ((?:the |a )?[a-z][^,.;]{{2,50}}), {SAID}\\b");
            let after = format!("[,?!][”\"'’] said (?:({TITLE}) )?{NAME}(?:, ((?:the|an?) [^,.;]{{2,50}})[,.])?");
            regex(&format!("{between}|{before}|{after}"))
        });
        let (mut speakers, mut words): (Vec<Speaker>, Vec<&str>) = Default::default();
        for found in TOLD.captures_iter(text) {
            let group = |group: usize| found.get(group).map(|group| group.as_str());
            let (name, role) = match (group(1), group(4), group(6)) {
                (Some(name), _, _) => (name, group(2)),
                (_, Some(name), _) => (name, group(3)),
                (_, _, Some(name)) => (name, group(5).or(group(7))),
                _ => continue,
            };
            let is_person = name.contains(' ') || role.is_some();
            let is_known = speakers.iter().any(|speaker: &Speaker| speaker.name.ends_with(name));
            if is_person && !is_known && is_name(name) {
                speakers.push(Speaker {
                    name: name.to_string(),
                    role: role.map(String::from),
                });
                words.push(&text[found.get(0).map_or(0..0, |found| found.range())]);
            }
        }
        (speakers, (!words.is_empty()).then(|| words.join(" … ")))
    }

    /// «Remarks by Mayor Jane Roe at …»
    pub fn of_title(title: &str) -> Option<(Speaker, String)> {
        static BY: LazyLock<Regex> = LazyLock::new(|| {
            regex(&format!(
                "\\b[Bb]y (?:({TITLE}) )?{NAME}|^(?:({TITLE}) )?{NAME}(?:'s|’s|:) "
            ))
        });
        let found = BY.captures(title)?;
        let name = found.get(2).or(found.get(4))?.as_str();
        let name = name.strip_suffix("'s").or(name.strip_suffix("’s")).unwrap_or(name);
        let role = found.get(1).or(found.get(3)).map(|role| role.as_str().to_string());
        let words = found.get(0)?.as_str().trim().to_string();
        let speaker = Speaker {
            name: name.to_string(),
            role,
        };
        (is_name(name) && (name.contains(' ') || speaker.role.is_some())).then_some((speaker, words))
    }

    fn is_name(name: &str) -> bool {
        !name.split(' ').next().is_some_and(|word| WORDS.contains(&word))
            && !ORGANS.iter().any(|organ| name.ends_with(organ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold_text;

    #[test]
    fn all_words_stand_folded() {
        let lists: [&[&str]; 10] = [
            &COMPOUND, &WORDS, &OFFICES, &QUOTED, &ACT, &JOINTS, &KINDS, &ELIDED, &QUOTING, &SEVERALLY,
        ];
        let words = lists.into_iter().flatten().copied();
        for word in words.chain([SURNAMES, RARE, ORGANS, SPEAK, AFTER, TAILS]) {
            assert_eq!(fold_text(word, View::Search), word);
        }
    }

    #[test]
    fn hostile_texts_are_read_in_time_that_grows_with_them() {
        for text in [
            "县长李明强调".repeat(30_000),
            "县长李明、".repeat(30_000),
            "王".repeat(300_000),
            "他强调,".repeat(60_000),
            "县长李明,他强调,".repeat(30_000),
            "李·".repeat(100_000),
            "县长李明出席".repeat(30_000) + &"并".repeat(100_000) + "讲话",
        ] {
            let body = [Block::paragraph(text)];
            let (speakers, _) = speakers("", None, &body, &Facts::default());
            assert!(speakers.len() <= PEOPLE);
        }
    }
}
