//! The report on an import: what each file gave, what was taken out of it, mended and inferred, as one HTML page for a
//! person to read. It has no script and asks for nothing; what comes from a file goes in as escaped text.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use tifa::corpus::{Damage, Document, FIELDS, Genre, Level, Reason, Removal, Repair};
use tifa::import::{Error, Finding, Import, Outline, findings};
use tifa::page::{escape, source_hash};
use tifa::session::grouped;

use crate::files::{Output, Part};

const STYLE: &str = include_str!("report.css");

/// Speeches that stand open. The others are folded up, so that a browser takes a thousand of them; each is opened by
/// its line in the contents.
const OPEN: usize = 3;

/// Removed runs between two paragraphs that are shown one below the other, and the characters they may have; more are
/// folded up.
const RUNS: usize = 3;
const LENGTH: usize = 160;

/// A report that is being written. Contents and speeches go to files, so that their number does not matter.
pub struct Report {
    output: Output,
    contents: Part,
    speeches: Part,
    troubles: String,
    tally: Tally,
}

/// The figures at the head of a report.
#[derive(Default)]
struct Tally {
    files: usize,
    refused: usize,
    speeches: usize,
    characters: usize,
    /// Runs and characters by reason.
    removed: BTreeMap<Words, (usize, usize)>,
    repairs: usize,
    proposals: usize,
    findings: usize,
    warnings: usize,
    stated: usize,
    derived: usize,
    corrected: usize,
    empty: usize,
}

/// The same in Chinese and in English: the report speaks both.
type Words = (&'static str, &'static str);

impl Report {
    pub fn create(path: &Path) -> Result<Self> {
        let output = Output::create(path)?;
        Ok(Report {
            contents: output.beside("contents")?,
            speeches: output.beside("speeches")?,
            output,
            troubles: String::new(),
            tally: Tally::default(),
        })
    }

    /// Takes in what a file gave.
    pub fn file(&mut self, result: &Result<Import, Error>) -> Result<()> {
        self.tally.files += 1;
        let (documents, troubles) = match result {
            Ok(import) => (import.documents.as_slice(), import.warnings.as_slice()),
            Err(error) => (&[][..], std::slice::from_ref(error)),
        };
        self.tally.refused += usize::from(result.is_err());
        self.tally.warnings += result.as_ref().map_or(0, |import| import.warnings.len());
        for trouble in troubles {
            self.troubles += &format!("<li>{}</li>\n", escape(&trouble.to_string()));
        }
        for document in documents {
            let (line, speech) = self.speech(document);
            let written = self.contents.write_all(line.as_bytes());
            let written = written.and_then(|()| self.speeches.write_all(speech.as_bytes()));
            written.with_context(|| self.output.to_string())?;
        }
        Ok(())
    }

    /// Puts all together under the name that the report was to have.
    pub fn finish(self, title: &str) -> Result<()> {
        let Report {
            mut output,
            mut contents,
            mut speeches,
            troubles,
            tally,
        } = self;
        let mut join = || {
            output.write_all(head(title, &tally, &troubles).as_bytes())?;
            if tally.speeches > 0 {
                writeln!(output, "{}<ul class=contents>", part(("目录", "Contents")))?;
                contents.copy_to(&mut output)?;
                write!(output, "</ul>\n{}{}", part(("各篇", "Speeches")), key())?;
                speeches.copy_to(&mut output)?;
            }
            output.write_all(FOOT.as_bytes())
        };
        let joined = join();
        joined.with_context(|| output.to_string())?;
        output.finish()
    }

    /// A document's line in the contents, and its section.
    fn speech(&mut self, document: &Document) -> (String, String) {
        let findings = findings(&document.body);
        let tally = &mut self.tally;
        tally.speeches += 1;
        tally.characters += document.characters();
        tally.findings += findings.len();
        let number = tally.speeches;
        let mut removed: BTreeMap<Words, (usize, usize)> = BTreeMap::new();
        for removal in &document.removed {
            for sums in [&mut removed, &mut tally.removed] {
                let sum = sums.entry(reason(removal.reason)).or_default();
                *sum = (sum.0 + 1, sum.1 + characters(&removal.text));
            }
        }
        let repairs = document.repairs.iter().filter(|repair| repair.made).count();
        let proposals = document.repairs.len() - repairs;
        tally.repairs += repairs;
        tally.proposals += proposals;

        let mut asks = Vec::new();
        if document.derived.contains_key("title") {
            asks.push(both(("题名推定", "title inferred")));
        }
        for (number, words) in [
            (proposals, ("处待定", "to decide")),
            (findings.len(), ("处序号疑误", "in the outline")),
        ] {
            if number > 0 {
                asks.push(format!("{number} {}", both(words)));
            }
        }
        let asks = match asks.is_empty() {
            true => String::new(),
            false => format!("<br><span class=asks>{}</span>", asks.join(" · ")),
        };
        let date = document.date.as_ref().or(document.published.as_ref());
        let mut meta: Vec<String> = date.map(|date| escape(date)).into_iter().collect();
        meta.extend(document.place.last().map(|place| escape(place)));
        meta.push(format!("{} 字", grouped(document.characters())));
        let meta = meta.join(" · ");
        let lang = escape(document.lang.as_deref().unwrap_or("zh"));
        let title = match document.title.trim() {
            "" => both(("无题", "no title")),
            title => format!("<bdi lang=\"{lang}\">{}</bdi>", escape(title)),
        };
        let line = format!(
            "<li><span class=no>{number}</span><a href=\"#s{number}\">{title}</a><span class=meta>{meta}{asks}</span></li>\n"
        );
        let mut done: Vec<String> = by_size(&removed)
            .map(|(words, (runs, characters))| match characters {
                // Line breaks have none.
                0 => format!("{} {} 处", both(*words), grouped(*runs)),
                _ => format!("{} {} 字", both(*words), grouped(*characters)),
            })
            .collect();
        if repairs > 0 {
            done.push(format!("{} {repairs} 处", both(("修复", "repairs"))));
        }
        let open = if number <= OPEN { " open" } else { "" };
        let fields = fields(document, &mut self.tally);
        let origin = origin(document);
        let text = text(document, &findings);
        let done = match done.is_empty() {
            true => String::new(),
            false => format!(
                "<dt>{}</dt><dd>{}</dd>\n",
                both(("删改", "Done to it")),
                done.join(" · ")
            ),
        };
        let speech = format!(
            "<article><details{open}><summary><h3>{title}</h3><p class=meta>{number} · {meta}{asks}</p></summary>\n\
             <div class=proof id=s{number}>\n<dl class=fields>\n{fields}{done}{origin}</dl>\n\
             <div class=text lang=\"{lang}\">\n{text}</div></div></details></article>\n"
        );
        (line, speech)
    }
}

const FOOT: &str = "<footer>提法 · Tifa</footer>\n</body></html>\n";

fn head(title: &str, tally: &Tally, troubles: &str) -> String {
    let removed = tally.removed.values().map(|(_, characters)| characters).sum();
    let (plain, ask) = ("", " class=ask");
    let figures = [
        (("文件", "files"), tally.files, plain),
        (("无所得", "gave nothing"), tally.refused, ask),
        (("篇", "speeches"), tally.speeches, plain),
        (("正文字数", "characters"), tally.characters, plain),
        (("删去字数", "removed"), removed, plain),
        (("修复", "repairs"), tally.repairs, plain),
        (("待定修复", "repairs to decide"), tally.proposals, ask),
        (("序号疑误", "outline findings"), tally.findings, ask),
        (("提示", "warnings"), tally.warnings, ask),
        (("著录载明", "fields stated"), tally.stated, plain),
        (("著录推定", "fields derived"), tally.derived, plain),
        (("著录改定", "fields corrected"), tally.corrected, plain),
        (("著录空缺", "fields empty"), tally.empty, plain),
    ];
    let figures: String = figures
        .into_iter()
        .filter(|(_, number, _)| *number > 0)
        .map(|(words, number, class)| {
            let (words, number) = (both(words), grouped(number));
            format!("<div{class}><dt>{words}</dt><dd>{number}</dd></div>\n")
        })
        .collect();
    let most = tally.removed.values().map(|(_, characters)| *characters).max();
    let most = most.unwrap_or_default().max(1);
    let rows: String = by_size(&tally.removed)
        .map(|(words, (runs, characters))| {
            let share = 100.0 * *characters as f64 / most as f64;
            format!(
                "<tr><th scope=row>{}</th><td class=n>{}</td><td class=n>{}</td>\
                 <td><svg aria-hidden=true><rect width=\"{share:.1}%\" height=\"100%\"/></svg></td></tr>\n",
                both(*words),
                grouped(*runs),
                grouped(*characters)
            )
        })
        .collect();
    let removed = match rows.is_empty() {
        true => rows,
        false => format!(
            "{}<table><thead><tr><th>{}</th><th class=n>{}</th><th class=n>{}</th><th></th></tr></thead>\n\
             <tbody>{rows}</tbody></table>\n",
            part(("删去", "Removed")),
            both(("缘由", "reason")),
            both(("处", "runs")),
            both(("字", "characters")),
        ),
    };
    let troubles = match troubles.is_empty() {
        true => String::new(),
        false => {
            let part = part(("未读或有疑的文件", "Files to look at"));
            format!("{part}<ul class=troubles>\n{troubles}</ul>\n")
        }
    };
    let (title, policy) = (escape(title), source_hash(STYLE));
    format!(
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8>\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src '{policy}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} · 导入报告 · Import report</title>\n<style>{STYLE}</style></head><body>\n\
         <header><h1><span lang=zh-Hans>导入报告</span> · Import report</h1><p><bdi>{title}</bdi></p></header>\n\
         <dl class=tally>\n{figures}</dl>\n{removed}{troubles}"
    )
}

/// How the marks in the texts look.
fn key() -> String {
    format!(
        "<p class=key><span><del>{}</del></span><span><del>损</del><ins>{}</ins></span>\
         <span><span class=proposed>{}</span><span class=meant>→</span></span></p>\n",
        both(("删去", "removed")),
        both(("修复", "repaired")),
        both(("待定", "to decide")),
    )
}

/// The rows of what is known of a document, and from where.
fn fields(document: &Document, tally: &mut Tally) -> String {
    let mut rows = String::new();
    let mut empty = Vec::new();
    for name in FIELDS {
        let (value, is_corrected) = (value(document, name), document.corrected.contains(name));
        if value.is_empty() && !is_corrected {
            tally.empty += 1;
            empty.push(both(label(name)));
            continue;
        }
        let how = if is_corrected {
            tally.corrected += 1;
            format!("<span class=\"how corrected\">{}</span>", both(("改定", "corrected")))
        } else if let Some(words) = document.derived.get(name) {
            tally.derived += 1;
            let words = match words.trim() {
                "" => String::new(),
                words => format!(": <q>{}</q>", escape(words)),
            };
            let derived = both(("推定", "derived from"));
            format!("<span class=\"how derived\">{derived}{words}</span>")
        } else {
            tally.stated += 1;
            format!("<span class=how>{}</span>", both(("载明", "stated")))
        };
        rows += &format!(
            "<dt>{}</dt><dd><span class=value>{value}</span>{how}</dd>\n",
            both(label(name))
        );
    }
    if !empty.is_empty() {
        let words = both(("空缺", "Empty"));
        rows += &format!("<dt>{words}</dt><dd class=how>{}</dd>\n", empty.join(" · "));
    }
    rows
}

/// A field as it is shown, escaped; empty if it is.
fn value(document: &Document, name: &str) -> String {
    let text = |text: &Option<String>| text.as_deref().map(escape).unwrap_or_default();
    match name {
        "title" => escape(&document.title),
        "date" => text(&document.date),
        "published" => text(&document.published),
        "place" => escape(&document.place.join(" · ")),
        "level" => document.level.map(|level| both(level_words(level))).unwrap_or_default(),
        "issuer" => text(&document.issuer),
        "source" => text(&document.source),
        "genre" => document.genre.map(|genre| both(genre_words(genre))).unwrap_or_default(),
        "speakers" => {
            let speakers = document.speakers.iter().map(|speaker| match &speaker.role {
                Some(role) => format!("{}（{}）", escape(&speaker.name), escape(role)),
                None => escape(&speaker.name),
            });
            speakers.collect::<Vec<_>>().join("、")
        }
        _ => text(&document.lang),
    }
}

fn origin(document: &Document) -> String {
    let origins = document.origin.iter().chain(&document.also).map(|origin| {
        let part = origin.part.map(|part| format!(" · {} {part}", both(("之", "part"))));
        let part = part.unwrap_or_default();
        format!(
            "<dt>{}</dt><dd>{}{part} · {}<br><span class=mono>SHA-256 {}</span></dd>\n",
            both(("文件", "File")),
            escape(&origin.file),
            escape(&origin.encoding),
            escape(&origin.sha256),
        )
    });
    origins.collect()
}

/// The text of a document with what was removed where it stood, what was mended, and what was found in its outline.
fn text(document: &Document, findings: &[Finding]) -> String {
    let blocks = document.body.len();
    let mut between: BTreeMap<usize, Vec<&Removal>> = BTreeMap::new();
    let mut inside: BTreeMap<usize, Vec<&Removal>> = BTreeMap::new();
    for removal in &document.removed {
        let block = removal.block.unwrap_or(blocks).min(blocks);
        let place = match removal.offset {
            Some(_) if block < blocks => &mut inside,
            _ => &mut between,
        };
        place.entry(block).or_default().push(removal);
    }
    let mut repairs: BTreeMap<usize, Vec<&Repair>> = BTreeMap::new();
    for repair in &document.repairs {
        repairs.entry(repair.block).or_default().push(repair);
    }
    let mut findings = findings.iter().peekable();
    let mut text = String::new();
    for (i, block) in document.body.iter().enumerate() {
        text += &cut(between.get(&i).map_or(&[], Vec::as_slice));
        let inside = inside.get(&i).map_or(&[][..], Vec::as_slice);
        let repairs = repairs.get(&i).map_or(&[][..], Vec::as_slice);
        let marked = marked(&block.text, inside, repairs);
        text += &match block.heading {
            Some(level) => format!("<h4 class=level-{level}>{marked}</h4>\n"),
            None => format!("<p>{marked}</p>\n"),
        };
        while let Some(finding) = findings.next_if(|finding| finding.block <= i) {
            text += &note(finding);
        }
    }
    text + &cut(between.get(&blocks).map_or(&[], Vec::as_slice))
}

/// What was removed between two paragraphs.
fn cut(removals: &[&Removal]) -> String {
    let seen: Vec<&&Removal> = removals.iter().filter(|removal| is_seen(&removal.text)).collect();
    if seen.is_empty() {
        return String::new();
    }
    let lines: String = seen
        .iter()
        .map(|removal| {
            let words = both(reason(removal.reason));
            format!(
                "<li><del>{}</del> <span class=en>{words}</span></li>\n",
                escape(removal.text.trim())
            )
        })
        .collect();
    let length: usize = seen.iter().map(|removal| characters(&removal.text)).sum();
    if seen.len() <= RUNS && length <= LENGTH {
        return format!("<ul class=cut>{lines}</ul>\n");
    }
    let mut reasons: BTreeMap<Words, (usize, usize)> = BTreeMap::new();
    for removal in &seen {
        let sum = reasons.entry(reason(removal.reason)).or_default();
        *sum = (sum.0 + 1, sum.1 + characters(&removal.text));
    }
    let reasons: Vec<String> = by_size(&reasons)
        .map(|(words, (runs, _))| format!("{} {runs} 处", both(*words)))
        .collect();
    format!(
        "<details class=cut><summary>{} {} 字 · {}</summary><ul>{lines}</ul></details>\n",
        both(("删去", "removed")),
        grouped(length),
        reasons.join(" · ")
    )
}

/// A block's text with what was removed from it and mended in it; all places are in characters.
fn marked(text: &str, removals: &[&Removal], repairs: &[&Repair]) -> String {
    let mut removals = removals.iter().peekable();
    let mut html = String::new();
    let mut rest = text.chars();
    let mut at = 0;
    // Copies the text up to a place, with the removals on the way.
    let mut copy = |html: &mut String, end: usize, with_removals: bool| {
        while at < end {
            if with_removals {
                while let Some(removal) = removals.next_if(|removal| removal.offset <= Some(at)) {
                    *html += &gone(removal);
                }
            }
            let Some(c) = rest.next() else { break };
            push(html, c);
            at += 1;
        }
        at
    };
    let mut done = 0;
    for repair in repairs {
        if repair.start < done || repair.end < repair.start {
            continue;
        }
        copy(&mut html, repair.start, true);
        let words = damage(repair.damage);
        let title = format!("{} {}", words.0, words.1);
        if repair.made {
            html += &format!(
                "<del title=\"{title}\">{}</del><ins title=\"{title}\">",
                escape(&repair.original)
            );
        } else {
            html += &format!("<span class=proposed title=\"{title}\">");
        }
        done = copy(&mut html, repair.end, false);
        html += &match repair.made {
            true => "</ins>".to_string(),
            false => format!("</span><span class=meant>→ {}?</span>", escape(&repair.repaired)),
        };
    }
    copy(&mut html, usize::MAX, true);
    removals.for_each(|removal| html += &gone(removal));
    html
}

/// A run that was removed from the middle of a text.
fn gone(removal: &Removal) -> String {
    let (zh, en) = reason(removal.reason);
    let title = format!("{zh} {en}");
    let sign = match removal.reason {
        Reason::LineBreak => "↵",
        _ => "▫",
    };
    match is_seen(&removal.text) {
        true => format!("<del title=\"{title}\">{}</del>", escape(&removal.text)),
        false => format!("<del class=sign title=\"{title}\">{sign}</del>"),
    }
}

fn note(finding: &Finding) -> String {
    let number = format!("“{}”", escape(&finding.number));
    let before = format!("“{}”", escape(&finding.before));
    let (zh, en) = match finding.outline {
        Outline::Skips if finding.before.is_empty() => (
            format!("从{number}开始，前面疑有缺"),
            format!("The outline begins with {number}: something may be missing before it"),
        ),
        Outline::Skips => (
            format!("{before}之后即是{number}，中间疑有缺"),
            format!("{number} comes right after {before}: something may be missing between them"),
        ),
        Outline::Repeats => (format!("序号{number}重复"), format!("{number} stands twice")),
    };
    format!("<p class=finding><span lang=zh-Hans>{zh}</span> <span class=en>{en}</span></p>\n")
}

/// Puts a character behind, escaped.
fn push(html: &mut String, c: char) {
    match c {
        '&' | '<' | '>' | '"' | '\'' => *html += &escape(c.encode_utf8(&mut [0; 4])),
        c => html.push(c),
    }
}

fn both((zh, en): Words) -> String {
    format!("<span lang=zh-Hans>{zh}</span><span class=en>{en}</span>")
}

fn part((zh, en): Words) -> String {
    format!("<h2 class=part><span lang=zh-Hans>{zh}</span><span class=en>{en}</span></h2>\n")
}

/// Sums, the one with the most characters first.
fn by_size(sums: &BTreeMap<Words, (usize, usize)>) -> impl Iterator<Item = (&Words, &(usize, usize))> {
    let mut sums: Vec<_> = sums.iter().collect();
    sums.sort_by_key(|(_, (runs, characters))| std::cmp::Reverse((*characters, *runs)));
    sums.into_iter()
}

fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn is_seen(text: &str) -> bool {
    let is_seen = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}');
    text.chars().any(is_seen)
}

fn label(name: &str) -> Words {
    match name {
        "title" => ("题名", "Title"),
        "date" => ("日期", "Date"),
        "published" => ("发布日期", "Published"),
        "place" => ("地区", "Place"),
        "level" => ("层级", "Level"),
        "issuer" => ("发文机关", "Issued by"),
        "source" => ("来源", "Source"),
        "genre" => ("体裁", "Kind"),
        "speakers" => ("讲话人", "Speakers"),
        _ => ("文字", "Language"),
    }
}

fn level_words(level: Level) -> Words {
    match level {
        Level::Nation => ("国家", "nation"),
        Level::Province => ("省", "province"),
        Level::Prefecture => ("市", "prefecture"),
        Level::County => ("县区", "county"),
        Level::Township => ("乡镇", "township"),
    }
}

fn genre_words(genre: Genre) -> Words {
    match genre {
        Genre::Speech => ("讲话", "speech"),
        Genre::Report => ("会议报道", "meeting report"),
        Genre::Notice => ("通知", "notice"),
        Genre::Minutes => ("纪要", "minutes"),
    }
}

fn reason(reason: Reason) -> Words {
    match reason {
        Reason::Metadata => ("著录信息", "metadata"),
        Reason::Navigation => ("导航", "menu"),
        Reason::Forum => ("论坛附文", "forum"),
        Reason::Footer => ("页脚", "footer"),
        Reason::Teaser => ("编者按语", "editor’s words"),
        Reason::Spam => ("广告链接", "spam"),
        Reason::Hidden => ("页面未显示的文字", "hidden text"),
        Reason::Markup => ("残留标记", "markup"),
        Reason::Invisible => ("不可见字符", "invisible characters"),
        Reason::LineBreak => ("段中断行", "line breaks"),
        Reason::ByHand => ("手工删去", "by hand"),
        Reason::ReadingAid => ("注音", "readings"),
    }
}

fn damage(damage: Damage) -> Words {
    match damage {
        Damage::ByteShift => ("错位乱码", "bytes out of step"),
        Damage::Mojibake => ("乱码", "wrong encoding"),
        Damage::Entity => ("字符代码", "character codes"),
        Damage::PrivateUse => ("自造字符", "private characters"),
    }
}
