//! Lexicons as files: a table in TSV or CSV, a plain list, JSON. What is written is read back as it was.

use std::collections::BTreeMap;
use std::fmt;

use csv::{ReaderBuilder, WriterBuilder};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::pattern::{self, Reject};
use super::shelf::folded;
use super::{BUILT_IN, Entry, Lexicon};
use crate::corpus::{self, edtf};

/// Formats of a lexicon file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    Tsv,
    Csv,
    /// One phrase a line; all else is lost.
    List,
    Json,
}

/// The columns of a table, and what else they may be called.
const COLUMNS: [(&str, &[&str]); 11] = [
    (
        "phrase",
        &[
            "提法", "词条", "词语", "口号", "短语", "表述", "slogan", "term", "entry",
        ],
    ),
    ("variants", &["变体", "异写", "异文", "其他写法", "variant", "synonyms"]),
    ("category", &["类别", "分类", "类", "type"]),
    ("gloss_en", &["英译", "译文", "英文", "gloss", "translation", "english"]),
    ("pinyin", &["拼音"]),
    ("first_seen", &["首见", "首次出现", "最早", "日期", "date", "first"]),
    ("expands_to", &["展开", "内容", "所指", "expansion"]),
    ("source", &["出处", "来源", "场合", "occasion"]),
    ("note", &["说明", "备注", "注", "notes", "comment"]),
    ("not_inside", &["不计于", "排除", "excluded"]),
    ("colour", &["颜色", "color"]),
];

/// A line of a lexicon that could not be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Counted from 1; in JSON that is one array, the number of the entry.
    pub line: usize,
    pub kind: FaultKind,
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultKind {
    /// The phrase, or a variant, cannot be looked for.
    Pattern(Reject),
    Duplicate,
    Date,
    /// The file is not JSON, or not of a lexicon.
    Json,
    /// No column has phrases.
    Columns,
}

impl Fault {
    fn new(line: usize, kind: FaultKind, detail: &str) -> Self {
        Fault {
            line,
            kind,
            detail: detail.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.kind {
            FaultKind::Pattern(Reject::Empty) => "no phrase that could be looked for",
            FaultKind::Pattern(Reject::Bracket) => "a bracket is not closed, or stands inside of another",
            FaultKind::Pattern(Reject::Loose) => "a gap needs fixed text on both sides, a slot some beside it",
            FaultKind::Pattern(Reject::TooManyForms) => "too many forms: four parts in any order at the most",
            FaultKind::Duplicate => "an earlier entry has this phrase or variant",
            FaultKind::Date => "first_seen is not a date in EDTF",
            FaultKind::Json => "not the JSON of a lexicon",
            FaultKind::Columns => "no column is called `phrase`",
        };
        write!(f, "line {}: {words}: {}", self.line, self.detail)
    }
}

/// A lexicon in JSON, its entries still unread.
#[derive(Default, Deserialize)]
struct Json<'a> {
    #[serde(default)]
    name: String,
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
}

impl Lexicon {
    /// The lexicon that comes with Tifa. It is not checked at each start: a test holds it free of faults.
    pub fn built_in() -> Self {
        let names = COLUMNS.map(|(name, _)| Some(name));
        let rows = table(BUILT_IN, '\t', &names);
        Lexicon {
            entries: rows.into_iter().map(|(_, entry)| entry).collect(),
            ..Lexicon::default()
        }
    }

    /// Reads a lexicon in any of the [formats](Form), told by what the text begins with: a table has a first line of
    /// known column names. Without one, each line is a phrase; what follows a tab, or the number and the part of speech
    /// of a user dictionary of jieba, is passed over. Empty lines and lines that begin with `#` are comments. A line
    /// at fault is left out, or taken without its fault where that is possible.
    pub fn read(text: &str) -> (Self, Vec<Fault>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if is_json(text) {
            return read_json(text);
        }
        let is_content = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let head = text.lines().find(is_content).unwrap_or_default();
        for separator in ['\t', ',', ';'] {
            let names: Vec<Option<&str>> = head.split(separator).map(column).collect();
            let known = names.iter().flatten().count();
            if names.contains(&Some("phrase")) && (names.len() > 1 || separator == '\t') {
                return checked(table(text, separator, &names));
            }
            if known > 1 {
                let at = text.lines().position(|line| line == head).unwrap_or_default();
                return (Lexicon::default(), vec![Fault::new(at + 1, FaultKind::Columns, head)]);
            }
        }
        let lines = text.lines().enumerate().filter(|(_, line)| is_content(line));
        checked(lines.map(|(at, line)| {
            let entry = Entry {
                phrase: plain(line).to_string(),
                ..Entry::default()
            };
            (at + 1, entry)
        }))
    }

    /// Writes a lexicon. In a table, line breaks and tabs within a cell become spaces.
    ///
    /// ```
    /// use tifa::lexicon::{Form, Lexicon};
    ///
    /// let (lexicon, _) = Lexicon::read("四早\n四方责任");
    /// assert_eq!(lexicon.write(Form::List), "四早\n四方责任\n");
    /// assert_eq!(Lexicon::read(&lexicon.write(Form::Csv)).0, lexicon);
    /// ```
    pub fn write(&self, form: Form) -> String {
        match form {
            Form::Tsv => self.write_table(b'\t'),
            // A spreadsheet takes a text without the mark for the encoding of its country.
            Form::Csv => format!("\u{feff}{}", self.write_table(b',')),
            Form::List => self.entries.iter().map(|entry| format!("{}\n", entry.phrase)).collect(),
            Form::Json => {
                let json = serde_json::to_string_pretty(self).expect("the model has only string keys");
                format!("{json}\n")
            }
        }
    }

    fn write_table(&self, separator: u8) -> String {
        let mut writer = WriterBuilder::new();
        let quotes = if separator == b'\t' {
            csv::QuoteStyle::Never
        } else {
            csv::QuoteStyle::Necessary
        };
        let mut writer = writer.delimiter(separator).quote_style(quotes).from_writer(Vec::new());
        // To write to memory cannot fail.
        let _ = writer.write_record(COLUMNS.map(|(name, _)| name));
        for entry in &self.entries {
            let cells = COLUMNS.map(|(name, _)| cell(entry, name).replace(['\t', '\n', '\r'], " "));
            let _ = writer.write_record(cells);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// Does a text begin as JSON does? A list may begin with a set in braces, too.
fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let inside = text.strip_prefix(['{', '[']).map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with(['"', '{', '}', ']']))
}

/// Reads a lexicon as Tifa writes it, or only its entries, or only phrases.
fn read_json(text: &str) -> (Lexicon, Vec<Fault>) {
    let whole = match text.trim_start().starts_with('{') {
        true => serde_json::from_str(text),
        false => serde_json::from_str(text).map(|entries| Json {
            entries,
            ..Json::default()
        }),
    };
    let Json { name, entries } = match whole {
        Ok(json) => json,
        Err(error) => {
            let fault = Fault::new(error.line().max(1), FaultKind::Json, &error.to_string());
            return (Lexicon::default(), vec![fault]);
        }
    };
    let mut sound = Vec::new();
    let mut unread = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        let phrase = serde_json::from_str(entry.get()).map(|phrase| Entry {
            phrase,
            ..Entry::default()
        });
        match phrase.or_else(|_| serde_json::from_str(entry.get())) {
            Ok(entry) => sound.push((number, entry)),
            Err(error) => unread.push(Fault::new(number, FaultKind::Json, &error.to_string())),
        }
    }
    let (lexicon, mut faults) = checked(sound);
    faults.extend(unread);
    faults.sort_by_key(|fault| fault.line);
    (Lexicon { name, ..lexicon }, faults)
}

/// The column that a head names.
fn column(head: &str) -> Option<&'static str> {
    let head = head.trim().trim_matches('"').to_lowercase();
    let found = COLUMNS
        .iter()
        .find(|(name, others)| *name == head || others.contains(&head.as_str()));
    found.map(|(name, _)| *name)
}

/// The rows of a table with their lines. In a TSV a quotation mark is text.
fn table(text: &str, separator: char, names: &[Option<&str>]) -> Vec<(usize, Entry)> {
    let mut reader = ReaderBuilder::new();
    let reader = reader.delimiter(separator as u8).quoting(separator != '\t');
    let reader = reader.has_headers(true).flexible(true).comment(Some(b'#'));
    let mut reader = reader.from_reader(text.as_bytes());
    // The text is UTF-8, and rows may have any length: no row is at fault.
    let rows = reader.records().flatten();
    rows.map(|row| {
        let mut entry = Entry::default();
        for (name, cell) in names.iter().zip(row.iter()) {
            fill(&mut entry, name.unwrap_or_default(), cell.trim());
        }
        (row.position().map_or(0, |position| position.line() as usize), entry)
    })
    .filter(|(_, entry)| *entry != Entry::default())
    .collect()
}

/// The phrase of a line of a list.
fn plain(line: &str) -> &str {
    let line = line.split('\t').next().unwrap_or_default().trim();
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(word), Some(number), None | Some(_), None) if !word.is_ascii() && number.parse::<u64>().is_ok() => word,
        _ => line,
    }
}

fn fill(entry: &mut Entry, column: &str, cell: &str) {
    let text = || cell.to_string();
    match column {
        "phrase" => entry.phrase = text(),
        "variants" => entry.variants = split(cell),
        "category" => entry.category = text(),
        "gloss_en" => entry.gloss_en = text(),
        "pinyin" => entry.pinyin = text(),
        "first_seen" => entry.first_seen = Some(text()).filter(|date| !date.is_empty()),
        "expands_to" => entry.expands_to = split(cell),
        "source" => entry.source = text(),
        "note" => entry.note = text(),
        "not_inside" => entry.not_inside = split(cell),
        "colour" => entry.colour = cell.parse().ok().filter(|colour| (1..=10).contains(colour)),
        _ => {}
    }
}

fn cell(entry: &Entry, column: &str) -> String {
    match column {
        "phrase" => entry.phrase.clone(),
        "variants" => entry.variants.join("|"),
        "category" => entry.category.clone(),
        "gloss_en" => entry.gloss_en.clone(),
        "pinyin" => entry.pinyin.clone(),
        "first_seen" => entry.first_seen.clone().unwrap_or_default(),
        "expands_to" => entry.expands_to.join("|"),
        "source" => entry.source.clone(),
        "note" => entry.note.clone(),
        "not_inside" => entry.not_inside.join("|"),
        "colour" => entry.colour.map(|colour| colour.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The parts of a cell; the bars of a choice in brackets part nothing.
pub fn split(cell: &str) -> Vec<String> {
    let mut depth = 0;
    let parts = cell.split(|c| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        c == '|' && depth <= 0
    });
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.map(String::from).collect()
}

/// A lexicon of sound entries, and what was wrong with the others.
fn checked(entries: impl IntoIterator<Item = (usize, Entry)>) -> (Lexicon, Vec<Fault>) {
    let mut lexicon = Lexicon::default();
    let mut faults = Vec::new();
    // The line of each phrase.
    let mut seen = BTreeMap::new();
    for (line, mut entry) in entries {
        faults.extend(mend(&mut entry).into_iter().map(|fault| Fault { line, ..fault }));
        let mut is_new = |phrase: &str| {
            let is_new = seen.insert(folded(phrase), line).is_none();
            if !is_new {
                faults.push(Fault::new(line, FaultKind::Duplicate, phrase));
            }
            is_new
        };
        if !entry.phrase.is_empty() && is_new(&entry.phrase) {
            entry.variants.retain(|variant| is_new(variant));
            lexicon.entries.push(entry);
        }
    }
    (lexicon, faults)
}

/// What is wrong with the lexicons of a corpus, each with its place there.
pub fn faults(lexicons: &[Lexicon]) -> Vec<corpus::Fault> {
    let entries = lexicons.iter().enumerate().flat_map(|(at, lexicon)| {
        let entries = lexicon.entries.iter().enumerate();
        entries.map(move |(entry, of)| (format!("lexicons[{at}].entries[{entry}]"), of))
    });
    let faults = entries.flat_map(|(path, entry)| {
        let faults = mend(&mut entry.clone()).into_iter();
        faults.map(move |fault| corpus::Fault {
            path: path.clone(),
            kind: corpus::FaultKind::Entry,
            detail: fault.detail,
        })
    });
    faults.collect()
}

/// Takes out of an entry what cannot be used, and tells what that was; an entry without a phrase is none. The line of
/// these faults is 0.
pub fn mend(entry: &mut Entry) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |kind, detail: &str| faults.push(Fault::new(0, kind, detail));
    let mut is_sound = |phrase: &str| match pattern::forms(phrase) {
        Ok(_) => true,
        Err(reject) => {
            fault(FaultKind::Pattern(reject), phrase);
            false
        }
    };
    if !is_sound(&entry.phrase) {
        entry.phrase.clear();
    }
    entry.variants.retain(|variant| is_sound(variant));
    entry.not_inside.retain(|longer| is_sound(longer));
    if let Some(date) = entry.first_seen.take_if(|date| !edtf::is_valid(date)) {
        fault(FaultKind::Date, &date);
    }
    entry.colour = entry.colour.filter(|colour| (1..=10).contains(colour));
    faults
}
