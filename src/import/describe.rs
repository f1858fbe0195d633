//! What can be told of a text: title, dates, source, genre, level, language. What is not stated but inferred
//! goes into `derived`; what is not certain stays empty.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::clean::Facts;
use super::dates::{self, Date, dates};
use super::formats::Given;
use super::join::is_salutation;
use super::markup::is_han;
use super::pattern::Pattern;
use super::place::{Evidence, place};
use super::speakers::speakers;
use crate::corpus::{Block, Document, Genre, Level, edtf, slice};
use crate::text::fold::{Folded, View, fold, fold_text, simplified};

/// Most characters of a title made from the lead.
const LEAD: usize = 40;

/// In how much of a report its day is looked for, in characters. A report tells it in its first sentences.
const HEAD: usize = 200;

/// In how many lines at the head of a speech its day is looked for, after office and name.
const HEAD_LINES: usize = 4;

/// Characters of a text that stand for it where all of it was looked at.
const SAMPLE: usize = 12;

/// Most characters of the name of an organ.
const ORGAN: usize = 40;

/// What a title says of the kind of text. The row whose words stand last in the title wins.
#[rustfmt::skip]
const GENRES: [(Genre, &[&str]); 4] = [
    (Genre::Speech, &[
        "讲话", "致辞", "致词", "发言", "演讲", "讲稿", "主持词", "主持讲话", "贺词", "speech", "remarks", "address",
        "keynote", "lecture",
    ]),
    (Genre::Report, &[
        "报告", "总结", "综述", "汇报", "召开", "举行", "举办", "收看", "收听", "调研", "督导", "督查", "检查", "视察", "考察", "走访",
        "慰问", "传达学习", "学习贯彻", "专题学习", "部署", "出席", "主持", "开展", "启动", "开幕", "闭幕", "强调", "会见", "report",
    ]),
    (Genre::Notice, &["通知", "通告", "公告", "通报", "公示", "批复", "倡议书", "公开信", "notice", "announcement"]),
    (Genre::Minutes, &["纪要", "会议记录", "会议纪录", "会议纪实", "minutes"]),
];

/// What the titles of official papers end with.
#[rustfmt::skip]
const PAPERS: [&str; 13] = [
    "决定", "意见", "方案", "办法", "规定", "细则", "条例", "规划", "要点", "预案", "命令", "章程", "令",
];

/// Reports tell of speeches by these words.
#[rustfmt::skip]
const REPORTED: [&str; 12] = [
    "并讲话", "并致辞", "并致词", "并发言", "并作讲话", "发表讲话", "发表重要讲话", "上讲话", "上发言", "上致辞", "讲话精神", "演讲比赛",
];

/// What a lead says of a meeting that it reports.
const HELD: [&str; 8] = ["召开", "举行", "调研", "督导", "检查", "传达学习", "视察", "慰问"];

/// Offices and organs that exist at one level only, as the first words of a title, an organ or an office.
#[rustfmt::skip]
const LEVELS: [(Level, &[&str]); 5] = [
    (Level::Nation, &["国务院", "中共中央", "党中央", "总书记", "国家主席", "全国人大常委会", "全国政协主席"]),
    (Level::Province, &[
        "省委", "省长", "副省长", "省政府", "省人民政府", "省人大", "省政协", "省纪委", "我省", "全省", "自治区党委", "自治区主席",
        "自治区政府", "自治区人民政府",
    ]),
    (Level::Prefecture, &["州委", "州长", "副州长", "州政府", "州人民政府", "我州", "全州", "盟委", "盟长", "行署", "地委"]),
    (Level::County, &[
        "县委", "县长", "副县长", "县政府", "县人民政府", "县人大", "县政协", "县纪委", "我县", "全县", "区委", "区长", "副区长", "代区长",
        "旗委", "旗长", "我旗", "全旗",
    ]),
    (Level::Township, &[
        "乡党委", "乡长", "副乡长", "乡政府", "乡人民政府", "镇党委", "镇长", "副镇长", "镇政府", "镇人民政府", "我镇", "我乡", "全镇",
        "全乡", "街道党工委", "街道办",
    ]),
];

/// What stands after «来源:» where a page names no outlet.
#[rustfmt::skip]
const NO_OUTLET: [&str; 25] = [
    "网友投稿", "网络", "网络整理", "网络转载", "网上", "互联网", "本站", "本站原创", "本网", "本网站", "本站整理", "原创", "转载", "未知", "不详",
    "佚名", "匿名", "其他", "无", "暂无", "会员上传", "管理员", "admin", "-", "网友",
];

/// What names of organs end with.
const ORGANS: &str = "政府|委员会|办公室|局|厅|部|委|院|处|办|党组|支部|总队|支队|大队|指挥部|领导小组|中心|公司|集团|协会|商会|联合会|\
    工会|妇联|学会|研究会|学校|大学|学院|中学|小学|法院|检察院|街道办事处|办事处|管理所|站|组";

/// A field, and the words it was inferred from; a field without them is stated.
struct Told<T> {
    value: T,
    from: Option<String>,
}

impl<T> Told<T> {
    fn stated(value: T) -> Self {
        Told { value, from: None }
    }

    fn derived(value: T, from: impl Into<String>) -> Self {
        let from = Some(from.into());
        Told { value, from }
    }
}

/// The document that a text and the page around it make, without its removals and its origin.
pub fn describe(facts: Facts, given: &Given, mut body: Vec<Block>, file: &str) -> Document {
    // The signature is no part of the body, and tells of it.
    let length = body.len();
    body.extend(facts.signature.iter().map(Block::paragraph));
    let mut derived = BTreeMap::new();
    let lead = body
        .iter()
        .find(|block| block.heading.is_none())
        .map_or("", |block| &block.text);
    let title = given.title.clone().or(facts.title.clone()).map(Told::stated);
    let title = title.or_else(|| title_of(lead).map(|(title, words)| Told::derived(title, words)));
    let title = keep(
        &mut derived,
        "title",
        title.or(Some(Told::derived(file.to_string(), file))),
    );
    let title = title.unwrap_or_default();
    let folded = fold_text(&title, View::Search);
    let genre = keep(&mut derived, "genre", genre(&folded, &body));

    let field = |text: &Option<String>| dates::field(&fold_text(text.as_ref()?, View::Search));
    let paper = paper(&facts.around);
    // A day that the file calls that of the text is not that of its publication, too.
    let is_date = |note: &&String| given.date.is_some() && note.starts_with("date:");
    let notes: Vec<&String> = facts.notes.iter().filter(|note| !is_date(note)).collect();
    let published = field(&given.published).or_else(|| published(&notes));
    let published = published.or_else(|| paper.as_ref()?.day.clone());
    let date = field(&given.date).map(Told::stated);
    let date = date.or_else(|| date_of(&facts, genre, &title, &body, published.as_deref()));
    let date = keep(&mut derived, "date", date);

    let source = given
        .source
        .clone()
        .or_else(|| facts.notes.iter().find_map(|note| outlet(note)));
    let source = source
        .or_else(|| facts.outlet.clone())
        .or(paper.and_then(|paper| paper.name));
    let issuer = given.issuer.clone().map(Told::stated);
    let issuer = keep(
        &mut derived,
        "issuer",
        issuer.or_else(|| issuer_of(&facts.around, genre, &title, &body)),
    );

    let speakers = if given.speakers.is_empty() {
        let (speakers, words) = speakers(&title, genre, &body, &facts);
        derived.extend(words.map(|words| ("speakers".to_string(), words)));
        speakers
    } else {
        given.speakers.clone()
    };

    let organs: Vec<&str> = issuer.iter().chain(&source).map(String::as_str).collect();
    let of_title = [&folded].into_iter().chain(&issuer).find_map(|words| level(words));
    let mut level = of_title.map(|(level, word)| Told::derived(level, word));
    let mut names = given.place.as_ref().map_or(Vec::new(), |place| {
        let names = place
            .split(['/', '·', '、', ' ', '\u{3000}', '>', ',', '，'])
            .map(str::trim);
        names.filter(|name| !name.is_empty()).map(String::from).collect()
    });
    if let Some(place) = place(&Evidence {
        title: &title,
        organs: &organs,
        body: &body,
        around: &facts.around,
    }) && names.is_empty()
    {
        names = place.names;
        level = level.or(place.level.map(|level| Told::derived(level, place.words.clone())));
        derived.insert("place".to_string(), place.words);
    }
    let office = || {
        speakers
            .iter()
            .filter(|_| genre != Some(Genre::Report))
            .find_map(|speaker| speaker.role.as_deref())
    };
    let level = level.or_else(|| level_of_office(office()?));
    let level = keep(&mut derived, "level", level);
    body.truncate(length);
    // The script and the language are told by counting; the first words stand for all.
    let sample = |tag: &str| {
        Told::derived(
            tag.to_string(),
            body.iter()
                .flat_map(|block| block.text.chars())
                .take(SAMPLE)
                .collect::<String>(),
        )
    };
    let lang = keep(&mut derived, "lang", language(&body).map(sample));
    Document {
        title,
        date,
        published,
        place: names,
        level,
        issuer,
        source,
        genre,
        speakers,
        lang,
        body,
        derived,
        ..Document::default()
    }
}

/// Enters the words that a field was inferred from, and gives its value.
fn keep<T>(derived: &mut BTreeMap<String, String>, field: &str, told: Option<Told<T>>) -> Option<T> {
    let Told { value, from } = told?;
    derived.extend(from.map(|from| (field.to_string(), from)));
    Some(value)
}

/// The kind of text: by its title, by a salutation at its head, or by a meeting in its lead.
fn genre(title: &str, body: &[Block]) -> Option<Told<Genre>> {
    static TRAILS: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new("(?: *(?:\\([^()]*\\)|\\[[^\\[\\]]*\\]|篇[0-9一二三四五六七八九十]+|[0-9]+篇|全文))+ *$")
    });
    let trail = TRAILS.find(title).and_then(|found| found.range(0));
    let bare = trail.map_or(title, |trail| &title[..trail.start]);
    let paper = PAPERS.iter().find(|word| bare.ends_with(**word));
    let is_reported = |word: &str| {
        let speech = GENRES[0].1.contains(&word);
        speech && (REPORTED.iter().any(|report| title.contains(report)) || title.contains("精神"))
    };
    let words = GENRES
        .iter()
        .flat_map(|(genre, words)| words.iter().map(move |word| (*genre, *word)));
    let found = words
        .filter(|(_, word)| !is_reported(word))
        .filter_map(|(genre, word)| Some((title.rfind(word)?, genre, word)));
    let lead = body
        .iter()
        .find(|block| block.heading.is_none())
        .map_or("", |block| &block.text);
    if let Some(word) = paper {
        Some(Told::derived(Genre::Notice, *word))
    } else if let Some((_, genre, word)) = found.max_by_key(|(at, _, word)| (*at, word.len())) {
        Some(Told::derived(genre, word))
    } else if let Some(word) = REPORTED.iter().find(|word| title.contains(**word)) {
        Some(Told::derived(Genre::Report, *word))
    } else if let Some(block) = body.first().filter(|block| is_salutation(&block.text)) {
        Some(Told::derived(Genre::Speech, &block.text))
    } else {
        let head: String = fold_text(lead, View::Search).chars().take(HEAD).collect();
        day_of(&head)?;
        HELD.iter()
            .find(|word| head.contains(**word))
            .map(|word| Told::derived(Genre::Report, *word))
    }
}

/// The first full date of a line after one of these words, or anywhere in it if there are none.
fn date_after(note: &str, labels: &[&str]) -> Option<String> {
    // A cheap look first: pages may have many lines, and few tell a date.
    if !note.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let folded = fold_text(note, View::Search);
    let starts = labels
        .iter()
        .filter_map(|label| folded.find(label).map(|at| at + label.len()));
    let starts = starts.chain(labels.is_empty().then_some(0));
    starts
        .filter_map(|start| dates(&folded[start..]).find(Date::is_full)?.edtf(None))
        .next()
}

/// The day of publication that the lines about a text state: what is called so, then any date that is called
/// nothing else, then the day of the last change.
fn published(notes: &[&String]) -> Option<String> {
    const PUBLISHED: [&str; 11] = [
        "发布时间",
        "发布日期",
        "发表时间",
        "发表于",
        "发稿时间",
        "发布于",
        "pubdate",
        "published",
        "publishdate",
        "publish",
        "posted",
    ];
    const OTHERS: [&str; 11] = [
        "更新",
        "修改",
        "成文",
        "生成日期",
        "印发日期",
        "发文日期",
        "今天是",
        "gmt",
        "有效期",
        "截至",
        "created",
    ];
    // What the head of a file lists is about other things.
    let is_list = |note: &str| {
        note.split_once(": ")
            .is_some_and(|(_, value)| value.starts_with(['{', '[']))
    };
    let named = |labels: &[&str]| notes.iter().find_map(|note| date_after(note, labels));
    let plain = |note: &&String| {
        if is_list(note) {
            return None;
        }
        let folded = fold_text(note, View::Search);
        let found = dates(&folded).filter(Date::is_full).find(|date| {
            let before = &folded[..date.range.start];
            !OTHERS.iter().any(|other| before.contains(other))
        });
        found?.edtf(None)
    };
    named(&PUBLISHED)
        .or_else(|| notes.iter().find_map(plain))
        .or_else(|| named(&["更新时间", "更新日期", "修改时间", "最后更新", "更新"]))
}

/// What the frame of a digital newspaper says of the page it shows.
struct Paper {
    name: Option<String>,
    day: Option<String>,
}

/// The newspaper that a page is of, if there are words of one around the text: «第01版», «版面导航», «数字报».
fn paper(around: &[String]) -> Option<Paper> {
    static FRAME: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new("第 *[a-z]?[0-9]{1,2} *版|[上下]一版|版面(?:导航|概览|目录)|数字报|电子报|标题导航")
    });
    static NAME: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            "^[《 ]*([^ ,。:|>《》]{1,8}(?:日报|晚报|晨报|早报|时报|商报|快报|周报|新报|都市报|导报))》?(?: *(?:数字|电子|多媒体|第|[0-9-])|$)",
        )
    });
    static DAY: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            "^[^0-9]{0,12}([0-9]{4} *[-/.年] *[0-9]{1,2} *[-/.月] *[0-9]{1,2} *日?) *(?:星期.|周.)? *(?:第? *[a-z]?[0-9]{1,2} *版.*|版次.*|总第.*|[上下]一期.*)?$",
        )
    });
    // A cheap look first: few pages are of a newspaper.
    if !around.iter().any(|line| line.contains(['版', '报', '報'])) {
        return None;
    }
    let folded: Vec<String> = around.iter().map(|line| fold_text(line, View::Search)).collect();
    if !folded.iter().any(|line| FRAME.fits(line)) {
        return None;
    }
    let day = |line: &String| {
        let is_other = ["今天是", "更新", "修改", "截至"]
            .iter()
            .any(|word| line.contains(word));
        let day = (!is_other && DAY.fits(line)).then(|| dates(line).find(Date::is_full))??;
        day.edtf(None)
    };
    Some(Paper {
        name: around
            .iter()
            .find_map(|line| NAME.find(line)?.text(1).map(String::from)),
        day: folded.iter().find_map(day),
    })
}

/// The day of what a text tells, or of the text itself if it is a speech or a paper.
fn date_of(
    facts: &Facts,
    genre: Option<Genre>,
    title: &str,
    body: &[Block],
    published: Option<&str>,
) -> Option<Told<String>> {
    const WRITTEN: [&str; 5] = ["成文日期", "发文日期", "印发日期", "生成日期", "签发日期"];
    let own = |text: &str| {
        if text.chars().nth(ORGAN).is_some() {
            return None;
        }
        let folded = fold_text(text, View::Search);
        let note = folded.strip_prefix('(').filter(|note| note.ends_with(')'));
        let dated = |note: &str| dates(note).next().filter(|date| date.range.start == 0);
        let labelled = folded.strip_prefix("时间:").map(str::trim);
        let date = dates::only(labelled.unwrap_or(&folded)).or_else(|| dated(note?));
        date.filter(|date| date.year.is_some())?.edtf(None)
    };
    let is_report = !matches!(genre, Some(Genre::Speech | Genre::Notice));
    let written = || {
        facts
            .notes
            .iter()
            .chain(&facts.around)
            .find_map(|note| date_after(note, &WRITTEN))
    };
    let year = || {
        let folded = fold_text(title, View::Search);
        dates(&folded).find_map(|date| date.year)
    };
    // The lead of a speech or of a paper tells of other days than its own.
    let lead = || {
        let mut leads = body.iter().filter(|block| block.heading.is_none()).take(2);
        let (date, words) = leads.find_map(|block| {
            let head: String = block.text.chars().take(HEAD).collect();
            let folded = fold(&head, View::Search);
            let date = day_of(&folded.text)?;
            let words = display(&head, &folded, &date);
            Some((date, words))
        })?;
        let told = |year: Option<u16>| date.edtf(year);
        if date.year.is_some() {
            Some(Told::stated(told(None)?))
        } else if let Some(published) = published {
            Some(Told::derived(
                date.before(published)?.edtf(None)?,
                format!("{words} {published}"),
            ))
        } else if date.month.is_none() {
            None
        } else if let Some(year) = year() {
            Some(Told::derived(told(Some(year))?, format!("{words} {year}年")))
        } else {
            Some(Told::stated(told(None)?))
        }
    };
    // The line under a title may name the speaker too.
    let under_title = || {
        let folded = fold_text(facts.day.as_deref()?, View::Search);
        let date = dates(&folded).find(|date| date.year.is_some() && date.month.is_some())?;
        date.edtf(None)
    };
    let stated = under_title().or_else(|| {
        let ends = body
            .iter()
            .take(HEAD_LINES)
            .chain(body.iter().skip(HEAD_LINES.max(body.len().saturating_sub(3))));
        ends.filter(|_| !is_report)
            .find_map(|block| own(&block.text).or_else(|| signed(&block.text)?.1))
    });
    stated
        .or_else(|| written().filter(|_| genre == Some(Genre::Notice)))
        .map(Told::stated)
        .or_else(|| is_report.then(lead)?)
        .or_else(|| is_report.then(|| yesterday(body, published?))?)
        .or_else(|| body.last().and_then(|block| own(&block.text)).map(Told::stated))
        .or_else(|| title_date(title, published))
        .or_else(|| written().map(Told::stated))
}

/// The day of a report that calls it «昨日» at its head: the one before its publication.
fn yesterday(body: &[Block], published: &str) -> Option<Told<String>> {
    static YESTERDAY: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new("^ *(?:[^ ,。:]{0,8}讯[: ]*)?((昨日|昨天)|前日|前天|今日|今天(?:上午|下午|早上|晚上|,))")
    });
    let lead = body.iter().find(|block| block.heading.is_none())?;
    let head: String = lead.text.chars().take(HEAD).collect();
    let found = YESTERDAY.find(&head)?;
    let words = found.text(1)?;
    let ago = match words.chars().next()? {
        '今' => 0,
        _ if found.text(2).is_some() => 1,
        _ => 2,
    };
    let date = dates::days_before(published, ago)?;
    Some(Told::derived(date, format!("{words} {published}")))
}

/// The date in a title, unless it names several years, or one still to come.
fn title_date(title: &str, published: Option<&str>) -> Option<Told<String>> {
    let folded = fold(title, View::Search);
    let found: Vec<Date> = dates(&folded.text).collect();
    let mut years: Vec<u16> = found.iter().filter_map(|date| date.year).collect();
    years.dedup();
    let is_past = |year: &u16| {
        published
            .and_then(edtf::year)
            .is_none_or(|published| *year <= published)
    };
    let year = years.pop().filter(|year| years.is_empty() && is_past(year))?;
    let fullest = found
        .iter()
        .max_by_key(|date| usize::from(date.month.is_some()) + usize::from(date.day.is_some()))?;
    Some(Told::derived(
        fullest.edtf(Some(year))?,
        display(title, &folded, fullest),
    ))
}

/// The words of a date in the text itself.
fn display(text: &str, folded: &Folded, date: &Date) -> String {
    let (start, end) = folded.span(date.range.start, date.range.end);
    slice(text, start, end).to_string()
}

/// The day that the first two sentences of a report tell: at the head of one, or where it is said what happened
/// then. A text that begins with its own today is no report.
fn day_of(head: &str) -> Option<Date> {
    const THEN: [&str; 9] = ["上午", "下午", "晚", "凌晨", "清晨", "早上", "召开", "举行", "主持"];
    const HERE: [&str; 5] = [",", "在", "全", "我", "星期"];
    const TODAY: [&str; 6] = ["今天", "刚才", "同志们", "下面", "这次", "各位"];
    const NOT_AFTER: [&str; 11] = [
        "自", "从", "截至", "截止", "根据", "至", "到", "按照", "将于", "定于", "拟于",
    ];
    const NOT_BEFORE: [&str; 14] = [
        "起", "前", "以来", "以前", "之前", "印发", "发布", "颁布", "通过", "施行", "零时", "0时", "的", "以后",
    ];
    let starts = |text: &str, words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let mut stops = head.match_indices('。').map(|(at, stop)| at + stop.len());
    let first = stops.next().unwrap_or(head.len());
    let second = stops.next().unwrap_or(head.len());
    let is_told = |date: &Date| {
        let (before, after) = (head[..date.range.start].trim_end(), head[date.range.end..].trim_start());
        let is_start = before.is_empty() || before.ends_with('。');
        let is_label = before == "on" || before.ends_with("时间:");
        let is_clause = before.ends_with([',', '(', ';', ':']) && date.range.end <= first;
        date.day.is_some()
            && !NOT_AFTER.iter().any(|word| before.ends_with(word))
            && !starts(after, &NOT_BEFORE)
            && (is_start || is_label || starts(after, &THEN) || is_clause && starts(after, &HERE))
    };
    let alone = dates::day_of_month(head)
        .filter(|date| starts(&head[date.range.end..], &HERE) || starts(&head[date.range.end..], &THEN));
    let mut told = alone.into_iter().chain(dates(&head[..second]).filter(is_told));
    told.next().filter(|_| !starts(head.trim_start(), &TODAY))
}

/// An organ and a date on one line, or an organ alone: who signs a paper.
fn signed(line: &str) -> Option<(Option<String>, Option<String>)> {
    static SIGNED: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(&format!("^ *([^,。;:!?]{{2,}}?(?:{ORGANS})) *(.*)$")));
    if line.chars().count() > ORGAN {
        return None;
    }
    let found = SIGNED.find(line)?;
    let rest = fold_text(found.text(2)?, View::Search);
    let date = dates::only(&rest);
    (rest.is_empty() || date.is_some())
        .then(|| (found.text(1).map(String::from), date.and_then(|date| date.edtf(None))))
}

/// The organ that issued a paper: a line that says so, the letterhead, the signature, or the title.
fn issuer_of(around: &[String], genre: Option<Genre>, title: &str, body: &[Block]) -> Option<Told<String>> {
    static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            "(?:发文机关|发文单位|发布机构|发布机关|制发机关|发文机构|制定机关|印发机关)[\\]】]? *[: ] *([^ :,;|]{3,40})",
        )
    });
    static LETTERHEAD: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(&format!("^ *(.{{2,40}}(?:{ORGANS})) *文件 *$")));
    static TITLE: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(&format!("^ *([^,。:]{{2,40}}?(?:{ORGANS})) *(?:印发)?关于")));
    let line = |pattern: &Pattern| {
        around
            .iter()
            .filter(|line| line.contains(['机', '機', '位', '件']))
            .find_map(|line| Some(pattern.find(line)?.text(1)?.to_string()))
    };
    let stated = line(&LABEL).or_else(|| line(&LETTERHEAD));
    if stated.is_some() || genre != Some(Genre::Notice) {
        return stated.map(Told::stated);
    }
    let last = body.len().saturating_sub(4);
    let of_line = |block: &Block| signed(&block.text)?.0;
    let is_dated = |i: usize| {
        let next = body.get(i + 1).map(|block| fold_text(&block.text, View::Search));
        next.is_some_and(|next| dates::only(&next).is_some())
            || signed(&body[i].text).is_some_and(|(_, date)| date.is_some())
    };
    let signature = (last..body.len())
        .filter(|i| is_dated(*i))
        .find_map(|i| of_line(&body[i]));
    let of_title = || {
        let organ = TITLE.find(title)?.text(1)?.to_string();
        Some(Told::derived(organ.clone(), organ))
    };
    signature.map(Told::stated).or_else(of_title)
}

/// The outlet that a line about the text names after «来源:».
fn outlet(note: &str) -> Option<String> {
    static OUTLET: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new("(?:^|[^图片数据资金])(?:来源|稿源)[\\]】]? *: *([^ |:)\\]]+)(?:$|[ |)\\]])|source: *([^|:)\\]]+)")
    });
    // «某某县融媒体中心 2023-04-20 12:01»: an outlet before the time of publication, without a word.
    static BARE: LazyLock<Pattern> = LazyLock::new(|| {
        let outlet = "[^ 0-9:|>]{2,16}(?:中心|发布|日报|晚报|晨报|新闻|网|社|台|局|办|部|院)";
        Pattern::new(&format!("^(?:原创)? *({outlet})(?: [^ ]+)? +[0-9]{{4}}[-/.年]"))
    });
    let found = OUTLET.find(note);
    let found = match &found {
        Some(found) => found.text(1).or(found.text(2)),
        None => None,
    };
    let bare = BARE.find(note);
    let outlet = found.or(bare.as_ref().and_then(|bare| bare.text(1)))?;
    let outlet = outlet.trim_matches(['《', '》', '“', '”', '"', '〈', '〉', '「', '」']);
    let is_none = outlet.is_empty() || NO_OUTLET.contains(&fold_text(outlet, View::Search).as_str());
    Some(outlet.to_string()).filter(|_| !is_none)
}

/// The level of what begins with an office or an organ of one level, or with a division named by its kind.
fn level(words: &str) -> Option<(Level, String)> {
    static NAMED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            "^[^ ,。、在对关市县区镇乡省州]{2,5}(省|自治州|县|自治县|镇|乡)(?:委|政府|人民政府|召开|举行|举办|开展|组织|收看|收听|传达|部署|党委|长|人大|政协|第|20)",
        )
    });
    let known = LEVELS.iter().find_map(|(level, starts)| {
        let word = starts.iter().find(|word| words.starts_with(**word))?;
        Some((*level, word.to_string()))
    });
    // A visitor's office is not the level of those who were visited.
    if ["来我", "到我", "在我", "莅", "赴我"]
        .iter()
        .any(|word| words.contains(word))
    {
        return None;
    }
    known.or_else(|| {
        let found = NAMED.find(words)?;
        let level = match found.text(1)? {
            "省" => Level::Province,
            "自治州" => Level::Prefecture,
            "县" | "自治县" => Level::County,
            _ => Level::Township,
        };
        Some((level, found.text(0)?.to_string()))
    })
}

/// The level of an office, by the last of offices in a row.
fn level_of_office(office: &str) -> Option<Told<Level>> {
    let last = office.rsplit(['、', '，', ',']).next()?;
    let folded = fold_text(last, View::Search);
    // «某某县某某镇党委书记»: what stands behind a larger division counts as well.
    let behind = folded.match_indices(['省', '市', '县', '区', '旗', '州', '盟']);
    let mut starts = std::iter::once(0).chain(behind.map(|(at, unit)| at + unit.len()));
    let (level, word) = starts.find_map(|start| level(&folded[start..]))?;
    Some(Told::derived(level, word))
}

/// A title for a text that has none, and the words of the lead that it is made from: who held which meeting,
/// or only which meeting if the whole is too long.
fn title_of(lead: &str) -> Option<(String, String)> {
    static DAY: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new("^ *(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:上午|下午|晚上|晚|凌晨)?[, ]*"));
    let head = &lead[..lead.floor_char_boundary(HEAD)];
    let start = DAY.find(head).and_then(|day| day.range(0)).map_or(0, |day| day.end);
    let clause = |text: &str| {
        text.split(['。', ',', '，', ';', '；', '!', '！', '\n'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_string()
    };
    let words = clause(&lead[start..]);
    let meeting = words
        .split_once("召开")
        .or(words.split_once("召開"))
        .or(words.split_once("举行"));
    let title = match meeting {
        _ if words.chars().count() <= LEAD => words.clone(),
        Some((_, meeting)) if (4..=LEAD).contains(&meeting.chars().count()) => meeting.to_string(),
        _ => words.chars().take(LEAD - 1).chain(['…']).collect(),
    };
    (!title.is_empty()).then_some((title, words))
}

/// How many times as many Latin letters as Han characters make a text English: so many letters say as much.
const LETTERS: usize = 3;

/// The BCP 47 tag, by counting letters: the script that most of them have, and of Han characters traditional ones
/// if more than a tenth have another, simplified form. `None` if the language is not certain.
fn language(body: &[Block]) -> Option<&'static str> {
    let (mut latin, mut han, mut traditional, mut kana, mut hangul, mut cyrillic) = (0, 0, 0, 0, 0, 0);
    let (mut tibetan, mut mongolian, mut arabic) = (0, 0, 0);
    for c in body.iter().flat_map(|block| block.text.chars()) {
        match c {
            'a'..='z' | 'A'..='Z' => latin += 1,
            '\u{3041}'..='\u{30ff}' => kana += 1,
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            '\u{f40}'..='\u{fbc}' => tibetan += 1,
            '\u{1820}'..='\u{18aa}' => mongolian += 1,
            '\u{620}'..='\u{6ff}' => arabic += 1,
            c if is_han(c) => {
                han += 1;
                traditional += usize::from(simplified(c) != c);
            }
            _ => {}
        }
    }
    let has = |letters: &str| body.iter().any(|block| block.text.contains(|c| letters.contains(c)));
    let most = [latin / LETTERS, han, hangul, cyrillic, tibetan, mongolian, arabic]
        .into_iter()
        .max()?;
    if kana * 4 > han && kana + han >= most {
        Some("ja")
    } else if most == 0 {
        (latin > 0).then_some("en")
    } else if most == han {
        Some(if traditional * 10 > han { "zh-Hant" } else { "zh-Hans" })
    } else if most == latin / LETTERS {
        let is_english = |block: &Block| {
            let mut words = block.text.split(|c: char| !c.is_alphabetic());
            words.any(|word| ["the", "of", "and", "to", "is", "The"].contains(&word))
        };
        body.iter().any(is_english).then_some("en")
    } else if most == hangul {
        Some("ko")
    } else if most == tibetan {
        Some("bo")
    } else if most == mongolian {
        Some("mn-Mong")
    } else if most == arabic {
        has("ۇۆۈۋې").then_some("ug")
    } else if has("әғқңұһіїєґўјљњћђџѓќѕ") {
        None
    } else if has("өү") {
        Some("mn")
    } else {
        has("ыэ").then_some("ru")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Speaker;

    #[test]
    fn all_words_stand_folded() {
        let genres = GENRES.iter().flat_map(|(_, words)| words.iter());
        let levels = LEVELS.iter().flat_map(|(_, words)| words.iter());
        for word in genres
            .chain(levels)
            .chain(&PAPERS)
            .chain(&REPORTED)
            .chain(&HELD)
            .chain(&NO_OUTLET)
        {
            assert_eq!(fold_text(word, View::Search), *word);
        }
    }

    fn described(given: Given) -> Document {
        let facts = Facts {
            title: Some("在全县修渠会议上的讲话".to_string()),
            notes: vec!["发布时间：2022-04-28 来源：芦溪日报".to_string()],
            ..Facts::default()
        };
        describe(facts, &given, vec![Block::paragraph("同志们：")], "a.csv")
    }

    #[test]
    fn what_a_file_states_beside_a_text_wins_and_is_not_inferred() {
        let text = |text: &str| Some(text.to_string());
        let speaker = Speaker {
            name: "骆明川".to_string(),
            role: text("县长"),
        };
        let document = described(Given {
            title: text("讲话一篇"),
            date: text("2021年3月4日"),
            published: text("2021/3/5"),
            place: text("贵州省 / 芦溪县"),
            issuer: text("芦溪县水利局"),
            source: text("芦溪晚报"),
            speakers: vec![speaker.clone()],
        });
        assert_eq!(document.title, "讲话一篇");
        assert_eq!(document.date, text("2021-03-04"));
        assert_eq!(document.published, text("2021-03-05"));
        assert_eq!(document.place, ["贵州省", "芦溪县"]);
        assert_eq!(document.issuer, text("芦溪县水利局"));
        assert_eq!(document.source, text("芦溪晚报"));
        assert_eq!(document.speakers, [speaker]);
        assert_eq!(document.derived.keys().collect::<Vec<_>>(), ["genre", "lang", "level"]);
    }

    #[test]
    fn a_stated_date_that_is_none_is_passed_over() {
        for (stated, date, published) in [
            ("XXXX-01-30", "XXXX-01-30", "XXXX-01-30"),
            ("2022-04", "2022-04", "2022-04"),
            (
                "2022-04-01/2022-04-03",
                "2022-04-01/2022-04-03",
                "2022-04-01/2022-04-03",
            ),
            ("2022-04-25T10:00:00+08:00", "2022-04-25", "2022-04-25"),
            ("4 May 2021", "2021-05-04", "2021-05-04"),
            ("二〇二二年四月", "2022-04", "2022-04"),
            ("2022-02-30", "", "2022-04-28"),
            ("yesterday", "", "2022-04-28"),
            ("", "", "2022-04-28"),
        ] {
            let document = described(Given {
                date: Some(stated.to_string()),
                published: Some(stated.to_string()),
                ..Given::default()
            });
            assert_eq!(document.date.unwrap_or_default(), date, "{stated}");
            assert_eq!(document.published.unwrap_or_default(), published, "{stated}");
        }
    }
}
