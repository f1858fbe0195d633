//! What can be told of a text: title, dates, source, genre, level, language. What is not stated but inferred
//! goes into `derived`; what is not certain stays empty.

use std::sync::LazyLock;

use super::clean::Facts;
use super::formats::Given;
use super::markup::is_han;
use super::pattern::Pattern;
use super::place::{Evidence, place};
use super::speakers::speakers;
use crate::corpus::{Block, Document, Genre, Level, edtf};
use crate::text::fold::{View, fold_text, simplified};

/// Most characters of a title made from the lead.
const LEAD: usize = 40;

/// What a title says of the kind of text. The row whose words stand last in the title wins.
const GENRES: [(Genre, &[&str]); 4] = [
    (
        Genre::Speech,
        &[
            "讲话", "致辞", "致词", "发言", "演讲", "讲稿", "speech", "remarks", "address",
        ],
    ),
    (Genre::Report, &["报告", "总结", "召开", "举行", "收看", "report"]),
    (Genre::Notice, &["通知", "通告", "公告", "notice"]),
    (Genre::Minutes, &["纪要", "会议记录", "minutes"]),
];

/// Offices that exist at one level only, as the first words of a title.
const LEVELS: [(Level, &[&str]); 4] = [
    (Level::Nation, &["国务院", "中共中央", "总书记"]),
    (Level::Province, &["省委", "省长", "省政府"]),
    (Level::County, &["县委", "县长", "县政府"]),
    (
        Level::Township,
        &["乡党委", "乡长", "乡政府", "镇党委", "镇长", "镇政府"],
    ),
];

/// What stands after «来源:» where a page names no outlet.
const NO_OUTLET: [&str; 7] = ["网友投稿", "网络", "互联网", "本站", "本站原创", "原创", "未知"];

/// The document that a text and the page around it make, without its removals and its origin.
pub fn describe(facts: Facts, _given: &Given, body: Vec<Block>, file: &str) -> Document {
    let lead = body
        .iter()
        .find(|block| block.heading.is_none())
        .map_or("", |block| &block.text);
    let mut document = Document {
        published: facts.notes.iter().find_map(|note| full_date(note)),
        source: facts.notes.iter().find_map(|note| outlet(note)).or(facts.outlet),
        lang: Some(language(&body).to_string()),
        ..Document::default()
    };
    let mut derive = |field: &str, words: &str| document.derived.insert(field.to_string(), words.to_string());

    document.title = facts.title.unwrap_or_else(|| {
        let (title, words) = title_of(lead).unwrap_or_else(|| (file.to_string(), file.to_string()));
        derive("title", &words);
        title
    });
    let title = fold_text(&document.title, View::Search);
    if let Some((genre, word)) = genre(&title) {
        document.genre = Some(genre);
        derive("genre", word);
    } else if body.first().is_some_and(|block| is_salutation(&block.text)) {
        document.genre = Some(Genre::Speech);
        derive("genre", &body[0].text);
    }
    for (level, words) in LEVELS {
        if let Some(word) = words.iter().find(|word| title.starts_with(**word)) {
            document.level = Some(level);
            derive("level", word);
        }
    }
    // The lead of a speech tells of other days than its own.
    let reported = Some(lead)
        .filter(|_| document.genre != Some(Genre::Speech))
        .and_then(day_of);
    if let Some(date) = facts.day.and_then(|day| full_date(&day)) {
        document.date = Some(date);
    } else if let Some((year, day, words)) = reported {
        if let (None, Some(published)) = (&year, &document.published) {
            derive("date", &format!("{words} {published}"));
        }
        document.date = Some(match (year, &document.published) {
            (Some(year), _) => format!("{year}-{day}"),
            (None, Some(published)) => before(published, &day),
            (None, None) => format!("XXXX-{day}"),
        });
    } else if let Some(year) = title.split_once('年').and_then(|(before, _)| year_at_end(before)) {
        derive("date", &format!("{year}年"));
        document.date = Some(year.to_string());
    }
    document.date.take_if(|date| !edtf::is_valid(date));
    for (speaker, words) in speakers(&document.title, document.genre, &body, &facts.around) {
        document.speakers.push(speaker);
        document.derived.insert("speakers".to_string(), words);
    }
    let organs: Vec<&str> = document
        .issuer
        .iter()
        .chain(&document.source)
        .map(String::as_str)
        .collect();
    if let Some(place) = place(&Evidence {
        title: &document.title,
        organs: &organs,
        body: &body,
        around: &facts.around,
    }) {
        document.place = place.names;
        document.level = document.level.or(place.level);
        document.derived.insert("place".to_string(), place.words);
    }
    document.body = body;
    document
}

/// «同志们：», «各位代表：» and the like.
fn is_salutation(text: &str) -> bool {
    text.ends_with([':', '：'])
        && ["同志们", "同志們", "各位", "尊敬的"]
            .iter()
            .any(|word| text.contains(word))
}

fn full_date(text: &str) -> Option<String> {
    static DATE: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new("([0-9]{4}) *[-年/.] *([0-9]{1,2}) *[-月/.] *([0-9]{1,2})"));
    let found = DATE.find(text)?;
    let date = format!("{}-{:0>2}-{:0>2}", found.text(1)?, found.text(2)?, found.text(3)?);
    Some(date).filter(|date| edtf::is_valid(date))
}

/// The day that the first sentence of a report tells: year if it is told, month and day, and the words.
fn day_of(lead: &str) -> Option<(Option<&str>, String, &str)> {
    static DAY: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new("(?:([0-9]{4}) *年 *)?([0-9]{1,2}) *月 *([0-9]{1,2}) *日"));
    let found = DAY.find(lead.split('。').next()?)?;
    let day = format!("{:0>2}-{:0>2}", found.text(2)?, found.text(3)?);
    Some((found.text(1), day, found.text(0)?))
}

/// The last such day that is not after the day of publication.
fn before(published: &str, day: &str) -> String {
    let (year, last) = published.split_once('-').unwrap_or((published, ""));
    match year.parse::<u16>() {
        Ok(year) if day > last => format!("{:04}-{day}", year.saturating_sub(1)),
        _ => format!("{year}-{day}"),
    }
}

fn year_at_end(text: &str) -> Option<&str> {
    let year = text.get(text.len().checked_sub(4)?..)?;
    Some(year).filter(|year| year.starts_with(['1', '2']) && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The outlet that a line about the text names after «来源:».
fn outlet(note: &str) -> Option<String> {
    static OUTLET: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new("(?:来源|稿源) *: *([^ |:)\\]]+)(?:$|[ |)\\]])|source: *([^|:)\\]]+)"));
    let found = OUTLET.find(note)?;
    let outlet = found.text(1).or(found.text(2))?;
    Some(outlet.to_string()).filter(|outlet| !NO_OUTLET.contains(&outlet.as_str()))
}

fn genre(title: &str) -> Option<(Genre, &'static str)> {
    let words = GENRES
        .iter()
        .flat_map(|(genre, words)| words.iter().map(move |word| (*genre, *word)));
    let found = words.filter_map(|(genre, word)| title.rfind(word).map(|at| (at, genre, word)));
    found.max_by_key(|(at, _, _)| *at).map(|(_, genre, word)| (genre, word))
}

/// A title for a text that has none, and the words of the lead that it is made from: who held which meeting,
/// or only which meeting if the whole is too long.
fn title_of(lead: &str) -> Option<(String, String)> {
    static DAY: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new("^ *(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:上午|下午|晚上|晚|凌晨)?[, ]*"));
    let start = DAY.find(lead).and_then(|day| day.range(0)).map_or(0, |day| day.end);
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

/// The BCP 47 tag, by counting: a text with more Latin than Han letters is English, one in which more than a
/// tenth of the Han characters have another, simplified form is traditional.
fn language(body: &[Block]) -> &'static str {
    let (mut latin, mut han, mut traditional) = (0, 0, 0);
    for c in body.iter().flat_map(|block| block.text.chars()) {
        latin += usize::from(c.is_ascii_alphabetic());
        han += usize::from(is_han(c));
        traditional += usize::from(simplified(c) != c);
    }
    if latin > han {
        "en"
    } else if traditional * 10 > han {
        "zh-Hant"
    } else {
        "zh-Hans"
    }
}
