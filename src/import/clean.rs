//! Which lines of a page are the text. Borders cut the page into stretches, and the stretch with the most prose
//! is the text; its title may stand in it or above it. Everything else is removed, with a reason.

use std::ops::Range;
use std::sync::LazyLock;

use super::cues::{Role, role};
use super::pattern::Pattern;
use super::source::{Line, Source};
use crate::corpus::Reason;

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
    /// All lines of the page that are not body.
    pub around: Vec<String>,
}

/// Removes from the source what is not text in a page, or in a part of one whose title is known.
pub fn clean(source: &mut Source, lines: &[Line], title: Option<String>) -> Facts {
    let roles: Vec<Role> = lines.iter().map(role).collect();
    let mut text = stretch(lines, &roles);
    let title = title.or_else(|| find_title(lines, &roles, &text));
    let is_title = |line: &Line| title.as_ref().is_some_and(|title| is_of_title(&line.text, title));
    let is_mark = |line: &Line| !line.text.contains(char::is_alphanumeric);
    let is_head = |line: &Line| is_title(line) || is_day(line) || is_letterhead(line);
    let mut facts = Facts::default();
    while let Some(line) = lines[text.clone()].first().filter(|line| is_head(line)) {
        if is_day(line) {
            facts.day = Some(line.text.clone());
        }
        text.start += 1;
    }
    while lines[text.clone()].last().is_some_and(is_mark) {
        text.end -= 1;
    }

    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut above = Reason::Navigation;
    for (i, (line, role)) in lines.iter().zip(&roles).enumerate() {
        let reason = match role {
            Role::Text if text.contains(&i) => continue,
            Role::Text if is_mark(line) => Reason::Markup,
            Role::Text if is_head(line) => Reason::Metadata,
            Role::Text => above,
            Role::Post => Reason::Forum,
            Role::Border(reason) | Role::Chrome(reason) => *reason,
        };
        source.remove(line.range.clone(), reason);
        facts.around.push(line.text.clone());
        if matches!(role, Role::Post | Role::Border(Reason::Metadata)) {
            let notes = if i < text.start { &mut before } else { &mut after };
            notes.push(line.text.clone());
        }
        if *role != Role::Text && !matches!(reason, Reason::Metadata | Reason::Teaser) {
            above = reason;
        }
    }
    facts.notes = before.into_iter().rev().chain(after).collect();
    if let (Some(first), Some(last)) = (lines[text.clone()].first(), lines[text].last()) {
        facts.outlet = dateline(source, &first.range);
        facts.outlet = signature(source, &last.range).or(facts.outlet.take());
    }
    facts.title = title;
    facts
}

/// Removes what stands over the parts of a compilation, whose first opens with the line `mark`. Returns the
/// lines about date and source.
pub fn head(source: &mut Source, lines: &[Line], mark: &str) -> Vec<String> {
    let mut notes = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let is_above_note = || {
            lines
                .get(i + 1)
                .is_some_and(|next| role(next) == Role::Border(Reason::Metadata))
        };
        let reason = match role(line) {
            Role::Post => Reason::Forum,
            Role::Border(reason) | Role::Chrome(reason) => reason,
            Role::Text if line.is_prose() => Reason::Teaser,
            Role::Text if is_above_note() || alike(&line.text, mark) => Reason::Metadata,
            Role::Text => Reason::Navigation,
        };
        if matches!(reason, Reason::Metadata | Reason::Forum) {
            notes.push(line.text.clone());
        }
        source.remove(line.range.clone(), reason);
    }
    notes
}

/// The lines of the text, without the chrome at its ends. Replies to a forum post are none.
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
    let mut best = 0..0;
    let mut most = (0, 0);
    let mut start = 0;
    let borders = (0..end).filter(|&i| matches!(roles[i], Role::Border(_) | Role::Post));
    for border in borders.chain([end]) {
        let weight = weight(&(start..border));
        if weight > most {
            (best, most) = (start..border, weight);
        }
        start = border + 1;
    }
    let is_chrome = |i: &usize| roles[*i] != Role::Text;
    let prose = |i: &usize| lines[*i].is_prose();
    let first = best.clone().find(prose).unwrap_or(best.start);
    let last = best.clone().rfind(prose).unwrap_or(best.start);
    let start = (best.start..first).rfind(is_chrome).map_or(best.start, |i| i + 1);
    let end = (last..best.end).find(is_chrome).unwrap_or(best.end);
    start..end
}

/// A title stands at the head of the text, or above the line about date and source that stands over it.
fn find_title(lines: &[Line], roles: &[Role], text: &Range<usize>) -> Option<String> {
    let within = || {
        let mut lines = text
            .clone()
            .skip_while(|&i| is_letterhead(&lines[i]))
            .map(|i| (i, &lines[i]));
        lines
            .next()
            .filter(|(i, line)| i + 1 < text.end && is_titular(line))
            .map(|(i, _)| i)
    };
    let above = || {
        let near = (0..text.start).rev().take_while(
            |&i| !matches!(roles[i], Role::Border(reason) if !matches!(reason, Reason::Metadata | Reason::Forum)),
        );
        near.filter(|&i| roles[i] == Role::Text)
            .find(|&i| is_titular(&lines[i]))
    };
    let border = text.start.checked_sub(1).map(|i| roles[i]);
    let at = match border {
        Some(Role::Post | Role::Border(Reason::Metadata)) => above().or_else(within),
        _ => within().or_else(above),
    }?;
    // A subtitle begins with a dash and belongs to the line above it.
    let is_subtitle = |i: usize| roles.get(i) == Some(&Role::Text) && lines[i].text.starts_with(['—', '─']);
    let start = if is_subtitle(at) && at > 0 { at - 1 } else { at };
    let subtitle = if is_subtitle(start + 1) {
        &lines[start + 1].text
    } else {
        ""
    };
    Some(lines[start].text.clone() + subtitle)
}

/// Is this line a title, or half of one that is in two?
fn is_of_title(line: &str, title: &str) -> bool {
    line == title || line.chars().count() >= 4 && (title.starts_with(line) || title.ends_with(line))
}

/// Does at least half of the line stand at the start of the other one too?
fn alike(line: &str, other: &str) -> bool {
    line.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() * 2 >= line.chars().count()
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
    static DAY: LazyLock<Pattern> = LazyLock::new(|| Pattern::new("^\\(? *[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日 *\\)?$"));
    DAY.fits(&line.folded)
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
        let people = "(?:[^)]{0,4}记者|通讯员|作者|供稿|责编|编辑|文/|图/)[^)]{0,40}";
        let organ = "(?:(?:来源|稿源) *: *)?([^()。:]{1,20}(?:部|局|办|室|中心|报|台|社|网|院|委))";
        Pattern::new(&format!("(?:^ *|[。!?\"])(\\( *(?:{people}|{organ}) *\\)) *$"))
    });
    let kept = source.kept(line);
    let found = SIGNATURE.find(&kept)?;
    source.remove_part(line, found.range(1)?, Reason::Metadata);
    found.text(2).map(String::from)
}
