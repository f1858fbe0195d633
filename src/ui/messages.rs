//! The words of the interface in the reader's language.

use std::collections::HashMap;
use std::rc::Rc;

use serde::Serialize;
use tifa::corpus::{Document, Fault};
use tifa::lexicon::{self, FaultKind, Reject};
use tifa::search::Facet;
use tifa::session::Months;
pub use tifa::session::grouped;
use tifa::session::slogans::Key;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    pub fn from_tag(tag: &str) -> Self {
        if tag.starts_with("zh") {
            Language::Chinese
        } else {
            Language::English
        }
    }

    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-Hans",
            Language::English => "en",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        }
    }

    fn source(self) -> &'static str {
        match self {
            Language::Chinese => include_str!("../../assets/messages.zh.json"),
            Language::English => include_str!("../../assets/messages.en.json"),
        }
    }
}

/// All messages of one language. A message that is missing shows its key.
#[derive(Clone)]
pub struct Messages {
    pub language: Language,
    texts: Rc<HashMap<String, String>>,
}

impl PartialEq for Messages {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

impl Messages {
    pub fn new(language: Language) -> Self {
        Messages {
            language,
            texts: Rc::new(serde_json::from_str(language.source()).unwrap_or_default()),
        }
    }

    pub fn text(&self, key: &str) -> String {
        self.known(key).unwrap_or_else(|| key.to_string())
    }

    fn known(&self, key: &str) -> Option<String> {
        self.texts.get(key).cloned()
    }

    /// A message with `{0}`, `{1}` filled in; `{0|one|many}` chooses a word by the number in place 0.
    pub fn fill(&self, key: &str, values: &[&str]) -> String {
        let text = self.text(key);
        let mut filled = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, (slot, after))) = rest
            .split_once('{')
            .and_then(|(before, after)| after.split_once('}').map(|cut| (before, cut)))
        {
            filled.push_str(before);
            let mut parts = slot.split('|');
            let value = parts
                .next()
                .and_then(|place| place.parse::<usize>().ok())
                .and_then(|place| values.get(place));
            filled.push_str(match (value, parts.next(), parts.next()) {
                (Some(&"1"), Some(one), _) => one,
                (Some(_), Some(_), Some(many)) => many,
                (Some(value), ..) => value,
                (None, ..) => slot,
            });
            rest = after;
        }
        filled + rest
    }

    pub fn count(&self, key: &str, number: usize) -> String {
        self.fill(key, &[&grouped(number)])
    }

    /// A value of a facet in words.
    pub fn value(&self, facet: Facet, value: &str) -> String {
        match facet {
            Facet::Date if value.is_empty() => self.text("value.undated"),
            _ if value.is_empty() => self.text("value.unknown"),
            Facet::Date => Months::read(value).map_or_else(|| value.to_string(), |months| self.period(months)),
            Facet::Level | Facet::Genre => self.text(&format!("{}.{value}", facet.key())),
            Facet::Place => value.rsplit('/').next().unwrap_or(value).to_string(),
            Facet::Script => self
                .known(&format!("script.{value}"))
                .unwrap_or_else(|| value.to_string()),
            Facet::Category => self.category(value),
            Facet::Length => self.range(value).unwrap_or_else(|| value.to_string()),
            Facet::Imported => self.day(value).unwrap_or_else(|| value.to_string()),
            _ => value.to_string(),
        }
    }

    /// A range of lengths.
    fn range(&self, range: &str) -> Option<String> {
        let (from, to) = range.split_once('-')?;
        let from: usize = from.parse().ok()?;
        Some(match to.parse::<usize>() {
            Ok(to) if from == 0 && to < usize::MAX => self.count("length.under", to + 1),
            Ok(to) => self.fill("length.range", &[&grouped(from), &grouped(to)]),
            Err(_) => self.count("length.over", from),
        })
    }

    /// A day, a month or a year of the calendar; nothing else that EDTF has.
    fn day(&self, date: &str) -> Option<String> {
        let mut parts = date.splitn(3, '-').map(|part| part.parse::<u32>().ok());
        let year = parts.next()??;
        let month = match parts.next() {
            Some(month) => year * 12 + month?.clamp(1, 12) - 1,
            None => return Some(self.year(year)),
        };
        Some(match parts.next() {
            Some(day) => self.fill(
                "date.day",
                &[&year.to_string(), &self.month_name(month), &day?.to_string()],
            ),
            None => self.month(month),
        })
    }

    pub fn year(&self, year: u32) -> String {
        self.fill("date.year", &[&year.to_string()])
    }

    /// A month, counted from the year 0.
    pub fn month(&self, month: u32) -> String {
        self.fill("date.month", &[&(month / 12).to_string(), &self.month_name(month)])
    }

    /// A period in as few words as say it.
    pub fn period(&self, months: Months) -> String {
        let Months { first, last } = months;
        let is_whole = first.is_multiple_of(12) && (last % 12 == 11 || last == u32::MAX);
        let end = |month: u32| match is_whole {
            true => self.year(month / 12),
            false => self.month(month),
        };
        match (first, last) {
            (0, u32::MAX) => self.text("date.ever"),
            (first, u32::MAX) => self.fill("date.since", &[&end(first)]),
            (0, last) => self.fill("date.until", &[&end(last)]),
            (first, last) if end(first) == end(last) => end(first),
            (first, last) if months.year().is_some() => self.fill(
                "date.months",
                &[
                    &(first / 12).to_string(),
                    &self.month_name(first),
                    &self.month_name(last),
                ],
            ),
            (first, last) => self.fill("date.period", &[&end(first), &end(last)]),
        }
    }

    pub fn month_name(&self, month: u32) -> String {
        self.text(&format!("month.{}", month % 12 + 1))
    }

    /// A category of slogans in words; one that Tifa does not know names itself.
    pub fn category(&self, category: &str) -> String {
        if category.is_empty() {
            return self.text("category.none");
        }
        self.known(&format!("category.{category}"))
            .unwrap_or_else(|| category.to_string())
    }

    /// An EDTF date, with an unknown year said in words.
    pub fn date(&self, date: &str) -> String {
        match date.strip_prefix("XXXX-") {
            Some(day) => self.fill("date.unknown-year", &[day]),
            None => date.to_string(),
        }
    }

    /// Who speaks in a document, or issued it.
    pub fn who(&self, document: &Document) -> Option<String> {
        let speakers: Vec<&str> = document.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        match speakers.as_slice() {
            [] => document.issuer.clone(),
            speakers => Some(speakers.join(&self.text("reader.speakers.and"))),
        }
    }

    /// The name of a lexicon; the reader's first has none of its own.
    pub fn lexicon(&self, key: &Key) -> String {
        match key {
            Key::Own(name) if name.is_empty() => self.text("lexicon.own"),
            Key::Own(name) | Key::Corpus(name) => name.clone(),
            Key::BuiltIn => self.text("lexicon.built-in"),
        }
    }

    /// What is wrong with an entry of a lexicon; its line stands elsewhere.
    pub fn fault_of_lexicon(&self, fault: &lexicon::Fault) -> String {
        let key = match fault.kind {
            FaultKind::Pattern(Reject::Empty) => "lexicon.fault.empty",
            FaultKind::Pattern(Reject::Bracket) => "lexicon.fault.bracket",
            FaultKind::Pattern(Reject::Loose) => "lexicon.fault.loose",
            FaultKind::Pattern(Reject::TooManyForms) => "lexicon.fault.forms",
            FaultKind::Duplicate => "lexicon.fault.duplicate",
            FaultKind::Date => "fault.date",
            FaultKind::Json => "lexicon.fault.json",
            FaultKind::Columns => "lexicon.fault.columns",
        };
        self.text(key)
    }

    pub fn fault(&self, fault: &Fault) -> String {
        let parts = [
            fault.path.clone(),
            self.text(&format!("fault.{}", key(fault.kind))),
            fault.detail.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(": ")
    }
}

/// The name of a kind in JSON, by which messages know it.
pub fn key(kind: impl Serialize) -> String {
    let name = serde_json::to_value(kind).ok();
    name.and_then(|name| name.as_str().map(String::from))
        .unwrap_or_default()
}

/// A share as a whole per cent; what is more than nothing is never shown as none, what is less than all never
/// as all.
pub fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if rounded == 0.0 && share > 0.0 {
        "<1%".to_string()
    } else if rounded == 100.0 && share < 1.0 {
        ">99%".to_string()
    } else {
        format!("{rounded}%")
    }
}
