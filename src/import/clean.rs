//! Which lines of a page are the text. Borders cut the page into stretches, and the stretch with the most prose
//! is the text; its title may stand in it or above it. Everything else is removed, with a reason.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::cues::{Role, is_scam, role};
use super::join::{self, is_salutation};
use super::pattern::Pattern;
use super::source::{Line, Source};
use super::split::is_speech_title;
use crate::corpus::Reason;
use crate::text::fold::{View, fold_text};

/// What the page says about its text.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// As it stands in the page; absent if it stands nowhere.
    pub title: Option<String>,
    /// The lines about date and source, those nearest above the text first.
    pub notes: Vec<String>,
    /// The outlet that a dateline or a signature names.
    pub outlet: Option<String>,
    /// The date that stands alone under the title.
    pub day: Option<String>,
    /// Who speaks, on a line under the title: «县委书记 某某».
    pub byline: Option<String>,
    /// The organ and the day at the end of a text.
    pub signature: Vec<String>,
    /// All lines of the page that are not body.
    pub around: Vec<String>,
}

/// Removes from the source what is not text in a page, or in a part of one whose title is known.
pub fn clean(source: &mut Source, lines: &[Line], title: Option<String>) -> Facts {
    let roles = roles(lines);
    let heads: Vec<(&str, bool)> = source.head().collect();
    let mut text = stretch(lines, &roles);
    let mut facts = Facts {
        title: title.or_else(|| find_title(lines, &roles, &mut text, &heads)),
        ..Facts::default()
    };
    let is_title = |line: &Line| facts.title.as_ref().is_some_and(|title| is_of_title(&line.text, title));
    let is_mark = |line: &Line| !line.text.contains(char::is_alphanumeric);
    let is_head = |line: &Line| is_title(line) || is_day(line) || is_letterhead(line);
    let (mut day, mut byline, mut inner) = (None, None, None);
    // A name under a title is that of a speaker if a date stands beside it, or a date or a salutation follows.
    let is_dated = |line: &Line| line.folded.trim_end_matches(')').ends_with(['日', '月']);
    let is_byline = |i: usize| {
        let mut next = lines[i + 1..].iter().take(2);
        let is_near = next.any(|line| is_day(line) || is_salutation(&line.text));
        is_name(&lines[i]) && (is_dated(&lines[i]) || is_near) || is_near && is_organ(&lines[i])
    };
    // The thread of a forum, or a page, may have a title of its own over that of the speech.
    let is_title_below = |i: usize| {
        let below = |line: &Line| is_name(line) || is_day(line) || is_salutation(&line.text);
        is_speech_title(&lines[i].folded) && lines.get(i + 1).is_some_and(below)
    };
    while let Some(i) = text.clone().next() {
        let line = &lines[i];
        if is_day(line) {
            day = Some(line.text.clone());
        } else if is_title_below(i) {
            inner = Some(i);
        } else if byline.is_none() && roles[i] == Role::Text && !is_head(line) && is_byline(i) {
            day = Some(line.text.clone()).filter(|line| line.contains(['年'])).or(day);
            byline = Some(i);
        } else if roles[i] == Role::Text && !is_head(line) {
            break;
        }
        text.start += 1;
    }
    // Over the line about date and source, too.
    let above = text.start.saturating_sub(4)..text.start;
    for i in above {
        if day.is_none() && is_day(&lines[i]) {
            day = Some(lines[i].text.clone());
        } else if byline.is_none() && roles[i] == Role::Text && is_byline(i) {
            byline = Some(i);
        }
    }
    while text
        .clone()
        .next_back()
        .is_some_and(|i| roles[i] != Role::Text || is_mark(&lines[i]))
    {
        text.end -= 1;
    }

    let end = text.end;
    text.end -= signed(&lines[text.clone()]);
    facts.signature = lines[text.end..end].iter().map(|line| line.text.clone()).collect();
    let is_signature = |i: usize| (text.end..end).contains(&i);

    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut above = Reason::Navigation;
    for (i, (line, role)) in lines.iter().zip(&roles).enumerate() {
        let reason = match role.reason() {
            None if text.contains(&i) => continue,
            None if is_mark(line) => Reason::Markup,
            None if is_head(line) || byline == Some(i) || inner == Some(i) || is_signature(i) => Reason::Metadata,
            None => above,
            Some(reason) => reason,
        };
        source.remove(line.range.clone(), reason);
        facts.around.push(line.text.clone());
        if matches!(role, Role::Post) || role.reason() == Some(Reason::Metadata) {
            let notes = if i < text.start { &mut before } else { &mut after };
            notes.push(line.text.clone());
        }
        if *role != Role::Text && !matches!(reason, Reason::Metadata | Reason::Teaser) {
            above = reason;
        }
    }
    facts.day = day;
    facts.byline = byline.map(|i| lines[i].text.clone());
    let fields = heads
        .iter()
        .filter(|(_, is_title)| !is_title)
        .map(|(line, _)| line.to_string());
    facts.notes = before.into_iter().rev().chain(after).chain(fields).collect();
    facts.around.extend(heads.iter().map(|(line, _)| line.to_string()));
    if let (Some(first), Some(last)) = (lines[text.clone()].first(), lines[text.clone()].last()) {
        facts.outlet = dateline(source, &first.range);
        facts.outlet = signature(source, &last.range).or(facts.outlet.take());
    }
    join::join(source, &lines[text.clone()], &roles[text]);
    facts
}

/// What each line is, seen beside its neighbours.
fn roles(lines: &[Line]) -> Vec<Role> {
    let mut roles: Vec<Role> = lines.iter().map(role).collect();
    // Where the markup shows the place of the text, labels after it are none.
    if let Some(main) = lines.iter().rposition(|line| line.is_main) {
        for (role, line) in roles[main + 1..].iter_mut().zip(&lines[main + 1..]) {
            if *role == Role::Text && !is_sentence(line) {
                *role = Role::End(Reason::Navigation);
            }
        }
    }
    for i in 1..lines.len() {
        // The head of minutes tells time and place of the meeting; it is text.
        if ["地点:", "会议地点:", "主持人:", "参会", "参加人员", "出席"]
            .iter()
            .any(|word| lines[i].folded.starts_with(word))
            && lines[i - 1].folded.contains("时间:")
            && !lines[i - 1].folded.contains("发布")
        {
            roles[i - 1] = Role::Text;
        }
        if is_scam(&lines[i - 1]) && is_scam(&lines[i]) {
            roles[i - 1..=i].fill(Role::Border(Reason::Spam));
        }
    }
    roles
}

/// Removes what stands over the parts of a compilation, whose first opens with the line `mark`. Returns the
/// lines about date and source.
pub fn head(source: &mut Source, lines: &[Line], mark: &str) -> Vec<String> {
    let mut notes = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let is_above_note = || {
            lines
                .get(i + 1)
                .is_some_and(|next| role(next).reason() == Some(Reason::Metadata))
        };
        let reason = match role(line).reason() {
            Some(reason) => reason,
            None if line.is_prose() => Reason::Teaser,
            None if is_above_note() || alike(&line.text, mark) => Reason::Metadata,
            None => Reason::Navigation,
        };
        if matches!(reason, Reason::Metadata | Reason::Forum) {
            notes.push(line.text.clone());
        }
        source.remove(line.range.clone(), reason);
    }
    notes
}

/// A stretch beside the text belongs to it if it has at least this many characters of prose. Higher loses short
/// paragraphs behind a line that looks like a border; lower takes in a sentence of chrome.
const AFTER: usize = 20;

/// Before the text it must have this share of the prose of the text, too: leads and notes of editors stand there.
const BEFORE: f64 = 0.25;

/// The lines of the text, without the chrome at its ends. Borders cut the page into stretches; the one with the most
/// prose is text, and so are its neighbours with prose, unless the page has come to an end between. Replies to a
/// forum post are none.
fn stretch(lines: &[Line], roles: &[Role]) -> Range<usize> {
    let posts = roles.iter().enumerate().filter(|(_, role)| **role == Role::Post);
    let end = posts.map(|(i, _)| i).nth(1).unwrap_or(lines.len());
    let weight = |range: &Range<usize>| {
        let text = range.clone().filter(|&i| roles[i] == Role::Text).map(|i| &lines[i]);
        text.fold((0, 0), |(prose, all), line| {
            let length = line.characters();
            (prose + if line.is_prose() { length } else { 0 }, all + length)
        })
    };
    let is_border = |&i: &usize| matches!(roles[i], Role::Border(_) | Role::End(_) | Role::Post);
    let mut stretches = Vec::new();
    let mut start = 0;
    for border in (0..end).filter(is_border).chain([end]) {
        stretches.push(start..border);
        start = border + 1;
    }
    let Some((best, _)) = stretches
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, range)| weight(range))
    else {
        return 0..0;
    };
    let sentences = |range: &Range<usize>| -> usize {
        let lines = range.clone().filter(|&i| roles[i] == Role::Text).map(|i| &lines[i]);
        lines.filter(|line| is_sentence(line)).map(Line::characters).sum()
    };
    let is_open = |border: usize| matches!(roles.get(border), Some(Role::Border(_)));
    let (mut first, mut last) = (best, best);
    let after = (best + 1..stretches.len()).take_while(|&i| is_open(stretches[i].start - 1));
    for i in after.filter(|&i| sentences(&stretches[i]) >= AFTER) {
        last = i;
    }
    let least = (BEFORE * weight(&stretches[best]).0 as f64) as usize;
    let before = (0..best).rev().take_while(|&i| is_open(stretches[i].end));
    for i in before.filter(|&i| sentences(&stretches[i]) >= AFTER.max(least)) {
        first = i;
    }
    let text = stretches[first].start..stretches[last].end;
    let is_chrome = |i: &usize| roles[*i] != Role::Text;
    let prose = |i: &usize| roles[*i] == Role::Text && lines[*i].is_prose();
    let opening = text.clone().find(prose).unwrap_or(text.start);
    let closing = text.clone().rfind(prose).unwrap_or(text.start);
    let start = (text.start..opening).rfind(is_chrome).map_or(text.start, |i| i + 1);
    let end = (closing..text.end).find(is_chrome).unwrap_or(text.end);
    start..tail(lines, closing, end)
}

/// A line with a sentence of its own, which no label or link has.
fn is_sentence(line: &Line) -> bool {
    line.folded.contains("。") || line.folded.contains(". ") || line.folded.ends_with(['.', '!', '?', ';'])
}

/// Titles of other texts that follow the last sentence without a word of warning: at least this many in a row.
const TITLES: usize = 3;

/// Where the text ends whose last line of prose is given. Signatures, dates and lists of names stay.
fn tail(lines: &[Line], closing: usize, end: usize) -> usize {
    let is_title = |line: &Line| {
        (10..=45).contains(&line.characters())
            && !line.folded.contains([':', '、', '。', ',', ';'])
            && !line.folded.ends_with(|c: char| c.is_numeric() || c == '日')
            && super::outline::heading(&line.text, None).is_none()
    };
    let titles = lines[(closing + 1).min(end)..end]
        .iter()
        .take_while(|line| is_title(line));
    match titles.count() {
        n if n >= TITLES && n + closing + 1 == end => closing + 1,
        _ => end,
    }
}

/// Lines above the text among which its title is looked for.
const ABOVE: usize = 30;

/// How much of a title's word pairs must stand in the text to count fully; titles are seldom repeated whole.
const REPEATED: f64 = 0.6;

/// The best title among the lines over the first prose, or what the head of the file calls one. Lines of the text
/// that stand over a title found among them are taken off it: they are menus.
fn find_title(lines: &[Line], roles: &[Role], text: &mut Range<usize>, heads: &[(&str, bool)]) -> Option<String> {
    let opens = |&i: &usize| lines[i].is_prose() || is_salutation(&lines[i].text) || is_label(&lines[i]);
    let prose = text.clone().find(opens).unwrap_or(text.start);
    let body: String = lines[text.clone()]
        .iter()
        .skip(prose - text.start)
        .map(|line| line.folded.as_str())
        .collect();
    let body: HashSet<(char, char)> = pairs(&body.chars().take(3000).collect::<String>()).collect();
    let named: Vec<String> = heads.iter().map(|(line, _)| fold_text(line, View::Search)).collect();
    let is_border = |role: &Role| {
        role.reason()
            .is_some_and(|reason| reason != Reason::Metadata && reason != Reason::Forum)
    };
    let mut best: Option<(f64, usize)> = None;
    let mut distance = 0.0;
    for i in (prose.saturating_sub(ABOVE)..prose.min(lines.len())).rev() {
        let line = &lines[i];
        if roles[i] != Role::Text {
            // A menu between a line and the text makes it unlikely, whatever stands above.
            distance += if is_border(&roles[i]) { 1.5 } else { -0.1 };
            continue;
        }
        if !is_titular(line) || is_head_of_text(line) {
            continue;
        }
        let own: Vec<(char, char)> = pairs(&line.folded).collect();
        let shared = own.iter().filter(|pair| body.contains(pair)).count();
        let share = (shared as f64 / own.len().max(1) as f64 / REPEATED).min(1.0);
        let is_named = named
            .iter()
            .any(|head| line.characters() >= 6 && head.contains(&line.folded));
        let twice = lines.iter().filter(|other| other.folded == line.folded).count() > 1;
        let score = 2.0 * share
            + if is_named { 2.0 } else { 0.0 }
            + line.heading.map_or(0.0, |level| 2.5 - 0.5 * f64::from(level.min(4)))
            + if is_about_a_meeting(&line.folded) { 1.0 } else { 0.0 }
            + if twice { 0.5 } else { 0.0 }
            - if is_name_of_site(&line.folded) { 2.0 } else { 0.0 }
            - distance;
        if score > best.map_or(0.0, |(best, _)| best) {
            best = Some((score, i));
        }
        distance += 0.3;
    }
    let Some((_, at)) = best else {
        return heads_title(heads, lines);
    };
    let part = |i: usize| (roles.get(i) == Some(&Role::Text)).then(|| &lines[i]);
    let is_subtitle = |line: &&Line| line.text.starts_with(['—', '─']);
    // A title may stand in lines: who said it where, what he said, who else was there; or be broken in two.
    let start = match at.checked_sub(1).and_then(part) {
        Some(above) if is_first_half(above, &lines[at]) => at - 1,
        Some(above)
            if is_subtitle(&&lines[at]) || is_shoulder(above) || is_attendance(&lines[at]) && is_titular(above) =>
        {
            let further = at.checked_sub(2).and_then(part).filter(|line| is_shoulder(line));
            at - 1 - usize::from(further.is_some())
        }
        _ => at,
    };
    let mut end = at + 1;
    while part(end).is_some_and(|line| {
        is_subtitle(&line)
            || is_attendance(line)
            || is_first_half(&lines[end - 1], line)
            || is_shoulder(&lines[end - 1]) && is_titular(line)
    }) {
        end += 1;
    }
    if text.contains(&start) {
        text.start = start;
    }
    let mut title = lines[start].text.clone();
    for (line, above) in lines[start + 1..end].iter().zip(&lines[start..]) {
        if !is_subtitle(&line) && !is_first_half(above, line) {
            title.push(' ');
        }
        title += &line.text;
    }
    Some(title)
}

/// Is a title broken in two between these lines?
fn is_first_half(line: &Line, next: &Line) -> bool {
    const ENDS: [&str; 12] = [
        "讲话", "致辞", "发言", "通知", "意见", "决定", "报告", "公告", "纪要", "记录", "方案", "要点",
    ];
    let (first, second) = (line.folded.as_str(), next.folded.as_str());
    let is_whole = |text: &str| {
        let tight: String = text.chars().filter(|c| *c != ' ').collect();
        ENDS.iter().any(|end| tight.ends_with(end))
    };
    is_titular(line)
        && !is_whole(first)
        && is_whole(second)
        && (first.starts_with('在') && !second.starts_with('在')
            || first.contains("关于") && !second.contains("关于")
            || second.starts_with("关于") && line.characters() <= 24)
}

/// «主持人:…», «参加人员:…»: the head of minutes.
fn is_label(line: &Line) -> bool {
    let label = line.folded.split(':').next().unwrap_or_default();
    (2..=6).contains(&label.chars().count()) && label.len() < line.folded.len() && !is_salutation(&line.text)
}

/// The first line of a title in two: «某某在全县某某会议上强调».
fn is_shoulder(line: &Line) -> bool {
    line.characters() >= 6
        && is_titular(line)
        && ["强调", "要求", "指出", "提出", "时说", "表示"]
            .iter()
            .any(|end| line.folded.ends_with(end))
}

/// The last line of a title: «某某主持», «某某出席并讲话».
fn is_attendance(line: &Line) -> bool {
    const ENDS: [&str; 9] = [
        "主持",
        "主持会议",
        "讲话",
        "出席",
        "出席会议",
        "参加",
        "参加会议",
        "陪同",
        "作报告",
    ];
    (4..=20).contains(&line.characters())
        && !line.folded.contains(['的', '在', '、', ':'])
        && ENDS.iter().any(|end| line.folded.ends_with(end))
}

/// Is this line a title, or a part of one that is in several?
fn is_of_title(line: &str, title: &str) -> bool {
    line == title || line.chars().count() >= 4 && title.contains(line)
}

/// Does at least half of the line stand at the start of the other one too?
fn alike(line: &str, other: &str) -> bool {
    line.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() * 2 >= line.chars().count()
}

/// The pairs of neighbouring characters of a folded text.
fn pairs(folded: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let letters = || folded.chars().filter(|c| c.is_alphanumeric());
    letters().zip(letters().skip(1))
}

/// The first part of what the head of the file calls its title, if no line of the page says it: sites put their
/// names behind it.
fn heads_title(heads: &[(&str, bool)], lines: &[Line]) -> Option<String> {
    let (head, _) = heads.iter().find(|(_, is_title)| *is_title)?;
    let parts = head
        .split(['_', '|', '－'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim);
    let title = parts.max_by_key(|part| {
        let folded = fold_text(part, View::Search);
        (
            is_about_a_meeting(&folded),
            !is_name_of_site(&folded),
            part.chars().count(),
        )
    })?;
    let is_wanted = title.chars().count() >= 6 && lines.iter().any(Line::is_prose);
    (is_wanted && !is_name_of_site(&fold_text(title, View::Search))).then(|| title.to_string())
}

fn is_about_a_meeting(folded: &str) -> bool {
    const WORDS: [&str; 34] = [
        "召开",
        "举行",
        "讲话",
        "致辞",
        "发言",
        "会议",
        "大会",
        "座谈",
        "部署",
        "动员",
        "调研",
        "督导",
        "检查",
        "推进",
        "通知",
        "公告",
        "纪要",
        "报告",
        "记录",
        "强调",
        "要求",
        "传达",
        "学习",
        "收看",
        "收听",
        "视察",
        "慰问",
        "主持",
        "speech",
        "remarks",
        "address",
        "statement",
        "meeting",
        "讲稿",
    ];
    WORDS.iter().any(|word| folded.contains(word))
}

/// «某某县人民政府门户网站», «某某网»: a site and no text calls itself so.
fn is_name_of_site(folded: &str) -> bool {
    const ENDS: [&str; 10] = [
        "人民政府",
        "门户网站",
        "政府网",
        "信息网",
        "新闻网",
        "范文网",
        "文档网",
        "官网",
        "论坛",
        "网站",
    ];
    folded.chars().count() <= 24 && ENDS.iter().any(|end| folded.ends_with(end))
}

/// A salutation, or a line of names and dates under a title.
fn is_head_of_text(line: &Line) -> bool {
    line.folded.starts_with('(') && line.folded.ends_with(')')
}

/// Could this line be a title? Salutations, headings and sentences are not.
fn is_titular(line: &Line) -> bool {
    (4..=80).contains(&line.characters())
        && !line.folded.ends_with(['。', ':', ';', ','])
        && !line.is_prose()
        && !is_day(line)
        && !is_letterhead(line)
        && super::outline::heading(&line.text, None).is_none()
}

/// A line that is a date in words and nothing else.
fn is_day(line: &Line) -> bool {
    static DAY: LazyLock<Pattern> = LazyLock::new(|| {
        let year = "(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})";
        let number = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})";
        let remark = "(?:[, ]*(?:此文)?根据录音整理[^)]{0,20})?";
        Pattern::new(&format!(
            "^\\(? *(?:此文根据录音整理[, ]*)?{year} *年 *{number} *月(?: *{number} *日)? *{remark}\\)?$"
        ))
    });
    DAY.fits(&line.folded)
}

/// How many lines at the end of a text are its signature: the organ or the person, and the day.
fn signed(lines: &[Line]) -> usize {
    static DATED: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new("^[^,。;:!?]{2,36}\\( *[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日 *\\)$"));
    let is_day = |line: &Line| is_day(line) || DATED.fits(&line.folded);
    let is_remark = |line: &Line| line.folded.starts_with('(') && line.folded.ends_with(')') && line.characters() <= 30;
    let is_part = |line: &&Line| is_day(line) || is_remark(line) || is_name(line) || is_organ(line);
    let signed: Vec<&Line> = lines.iter().skip(1).rev().take(4).take_while(is_part).collect();
    let days = signed.iter().filter(|line| is_day(line)).count();
    if days > 0 { signed.len() } else { 0 }
}

/// A line that is the name of an organ.
fn is_organ(line: &Line) -> bool {
    static ORGAN: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            "^[^,。;:!?]{2,36}(?:政府|党委|委|会|办公室|局|厅|部|院|处|办|社|公司|大学|学院|学校|中心|指挥部|领导小组)$",
        )
    });
    ORGAN.fits(&line.folded)
}

/// A line that is a name, after an office or alone: «县委书记　某某», «(某某)».
fn is_name(line: &Line) -> bool {
    static NAME: LazyLock<Pattern> = LazyLock::new(|| {
        let office = "[^ 。;!?:]{0,30}(?:书记|主席|省长|市长|县长|区长|州长|旗长|镇长|乡长|主任|局长|厅长|部长|院长|校长|总经理|董事长|会长|秘书长|代表|委员|专员)";
        let name = "(?:[^ ,。、;:!?()0-9a-z]{1,2} ?[^ ,。、;:!?()0-9a-z]{1,2}|[^ ,。、;:!?()0-9a-z]{2,6}·[^ ,。、;:!?()0-9a-z]{2,6})";
        Pattern::new(&format!(
            "^(?:\\(|—+)?(?:讲话人:|演讲人:|发言人:)? *(?:{office}[、 :]*)*{name}\\)?(?: *\\( *[0-9]{{4}}年[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)? *\\))?$"
        ))
    });
    line.characters() <= 40 && NAME.fits(&line.folded)
}

/// The head of an official paper over its title: the organ's name and «文件», or the number of the paper.
fn is_letterhead(line: &Line) -> bool {
    line.characters() <= 40
        && (line.folded.ends_with("文件") || line.folded.ends_with('号') && line.folded.contains(['〔', '[']))
}

/// Takes the dateline off the first paragraph: «某某日报1月2日讯 (记者 某某)». Returns the outlet.
fn dateline(source: &mut Source, line: &Range<usize>) -> Option<String> {
    static DATELINE: LazyLock<Pattern> = LazyLock::new(|| {
        let outlet = "[^,。、:;0-9(]{1,20}?";
        let house = "[^,。、:;0-9(]{0,16}?(?:报|网|台|社|中心)[^,。、:;0-9(]{0,4}?";
        let wire = " *(?:(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日)? *(?:讯|电|消息)";
        let reporter = " *\\((?:[^)]{0,8}记者|通讯员|作者)[^)]{0,80}\\)";
        Pattern::new(&format!("^ *(?:({outlet}){wire}{reporter}|({house}){wire}[ :]+)"))
    });
    let kept = source.kept(line);
    let found = DATELINE.find(&kept)?;
    source.remove_part(line, found.range(0)?, Reason::Metadata);
    let outlet = found.text(1).or(found.text(2))?;
    Some(outlet.to_string()).filter(|outlet| !outlet.starts_with('本'))
}

/// Takes a signature in brackets off the last paragraph: «……。(宣传部)». Returns the organ, unless it names
/// a person.
fn signature(source: &mut Source, line: &Range<usize>) -> Option<String> {
    static SIGNATURE: LazyLock<Pattern> = LazyLock::new(|| {
        let people = "(?:[^)]{0,4}记者|通讯员|作者|供稿|责编|责任编辑|编辑|编校|校对|审核|值班|摄影|文/|图/)[^)]{0,40}";
        let organ = "(?:(?:来源|稿源) *: *)?([^()。: ]{1,20}(?:部|局|办|室|中心|报|台|社|网|院|委|所|站|处|科))";
        Pattern::new(&format!(
            "(?:^ *|[。!?\"] *)(\\( *(?:{people}|{organ}(?: +[^()。: ]{{2,4}}){{0,2}}) *\\)) *$"
        ))
    });
    let kept = source.kept(line);
    let found = SIGNATURE.find(&kept)?;
    source.remove_part(line, found.range(1)?, Reason::Metadata);
    found.text(2).map(String::from)
}
