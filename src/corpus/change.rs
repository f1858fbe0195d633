//! What a reader can do to a document after import: correct a field, take back what import did, merge two files of
//! one text.
//!
//! No change loses a character: a block that is taken out becomes a removal, a removal that is put back becomes text
//! again, and a repair has both of its texts. All places that stand after a change move with the text.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Block, Document, Reason, Removal, edtf, slice};

/// The fields that describe a document, by their names in JSON.
pub const FIELDS: [&str; 10] = [
    "title",
    "date",
    "published",
    "place",
    "level",
    "issuer",
    "source",
    "genre",
    "speakers",
    "lang",
];

/// A change by a reader. Indices that do not fit change nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Sets a field by its name in JSON: `title`, `date`, `place` (parts separated by `/`), `speakers` (one a line,
    /// `name` or `name: role`), … An empty value clears it.
    Field(String, String),
    /// Puts a removed run, by its index, back where it stood.
    Restore(usize),
    /// Takes a block out of the body, by hand. The last block that has text stays.
    Cut(usize),
    /// Makes a proposed repair, or takes back one that was made, by its index.
    Toggle(usize),
    /// Makes a block a heading, or a paragraph.
    Heading(usize, Option<u8>),
}

impl Document {
    /// Does what a reader wants done. Did it change anything? The id stays.
    pub fn apply(&mut self, change: &Change) -> bool {
        match change {
            Change::Field(name, text) => self.correct(name, stated(name, text.trim())),
            Change::Restore(removal) => self.restore(*removal),
            Change::Cut(block) => self.cut(*block),
            Change::Toggle(repair) => self.toggle(*repair),
            Change::Heading(block, level) => self.set_heading(*block, *level),
        }
    }

    /// A field of [`FIELDS`] in the form that it has in JSON; `Null` if it is empty.
    pub fn field(&self, name: &str) -> Value {
        let value = match name {
            "title" => json!(self.title),
            "date" => json!(self.date),
            "published" => json!(self.published),
            "place" => json!(self.place),
            "level" => json!(self.level),
            "issuer" => json!(self.issuer),
            "source" => json!(self.source),
            "genre" => json!(self.genre),
            "speakers" => json!(self.speakers),
            "lang" => json!(self.lang),
            _ => Value::Null,
        };
        match &value {
            Value::String(text) if text.is_empty() => Value::Null,
            Value::Array(items) if items.is_empty() => Value::Null,
            _ => value,
        }
    }

    /// Sets a field of [`FIELDS`], in the form that it has in JSON, on the word of a reader: it counts as stated from
    /// now on, even if it is empty. Did it change anything? A value that the field cannot have changes nothing.
    pub fn correct(&mut self, name: &str, value: Value) -> bool {
        let before = self.field(name);
        if !self.fill(name, value) {
            return false;
        }
        let was_derived = self.derived.remove(name).is_some();
        let is_new = self.corrected.insert(name.to_string());
        is_new || was_derived || self.field(name) != before
    }

    /// Takes over what another document with the same text has and this one lacks, and remembers where that came
    /// from. A field that a reader has cleared stays empty.
    pub fn merge(&mut self, other: &Document) {
        for name in FIELDS {
            let value = other.field(name);
            if value.is_null() || self.corrected.contains(name) || !self.field(name).is_null() {
                continue;
            }
            self.fill(name, value);
            if let Some(words) = other.derived.get(name) {
                self.derived.insert(name.to_string(), words.clone());
            }
            if other.corrected.contains(name) {
                self.corrected.insert(name.to_string());
            }
        }
        for (name, value) in &other.extra {
            self.extra.entry(name).or_insert_with(|| value.clone());
        }
        for origin in other.origin.iter().chain(&other.also) {
            if self.origin.as_ref() != Some(origin) && !self.also.contains(origin) {
                self.also.push(origin.clone());
            }
        }
    }

    /// Sets a field if it can have the value.
    fn fill(&mut self, name: &str, value: Value) -> bool {
        match name {
            "date" | "published" if value.as_str().is_some_and(|date| !edtf::is_valid(date)) => false,
            "title" => fill(&mut self.title, value),
            "date" => fill(&mut self.date, value),
            "published" => fill(&mut self.published, value),
            "place" => fill(&mut self.place, value),
            "level" => fill(&mut self.level, value),
            "issuer" => fill(&mut self.issuer, value),
            "source" => fill(&mut self.source, value),
            "genre" => fill(&mut self.genre, value),
            "speakers" => fill(&mut self.speakers, value),
            "lang" => fill(&mut self.lang, value),
            _ => false,
        }
    }

    fn restore(&mut self, at: usize) -> bool {
        let Some(removal) = self.removed.get(at) else {
            return false;
        };
        // A run without a place, of an earlier version, stood after the one before it.
        let anchors = self.removed[..=at].iter().rev();
        let block = anchors.filter_map(|removal| removal.block).next().unwrap_or_default();
        let block = block.min(self.body.len());
        let length = self.body.get(block).map(|block| block.text.chars().count());
        let offset = removal.block.and(removal.offset).zip(length);
        let offset = offset.map(|(offset, length)| offset.min(length));
        let is_inside_of_repair = |offset: usize| {
            let mut repairs = self.repairs.iter();
            repairs.any(|repair| repair.block == block && repair.start < offset && offset < repair.end)
        };
        if offset.is_some_and(is_inside_of_repair) {
            return false;
        }
        let removal = self.removed.remove(at);
        match offset {
            Some(offset) if removal.reason == Reason::LineBreak => self.split(block, offset, at),
            Some(offset) => self.insert(block, offset, &removal.text, at),
            None => self.insert_paragraphs(block, &removal.text, at),
        }
        true
    }

    /// Puts text into a block. Of the removals that stood at this very place, those from index `after` on stood
    /// behind it.
    fn insert(&mut self, block: usize, offset: usize, text: &str, after: usize) {
        let body = &mut self.body[block].text;
        let byte = slice(body, 0, offset).len();
        body.insert_str(byte, text);
        let length = text.chars().count();
        for (i, removal) in self.removed.iter_mut().enumerate() {
            if let (Some(at), Some(place)) = (removal.block, &mut removal.offset)
                && at == block
                && (*place, i) >= (offset, after)
            {
                *place = place.saturating_add(length);
            }
        }
        for repair in &mut self.repairs {
            if repair.block == block && repair.start >= offset {
                repair.start = repair.start.saturating_add(length);
                repair.end = repair.end.saturating_add(length);
            }
        }
    }

    /// Makes two paragraphs of a block again, unless one of them would be blank. The white space at which it is
    /// split goes.
    fn split(&mut self, block: usize, offset: usize, after: usize) {
        let text = &self.body[block].text;
        let (left, right) = text.split_at(slice(text, 0, offset).len());
        if left.trim().is_empty() || right.trim().is_empty() {
            return;
        }
        let rest = right.trim_start();
        let gone = offset + right.chars().count() - rest.chars().count();
        let (left, rest) = (left.to_string(), rest.to_string());
        self.body[block].text = left;
        self.body.insert(block + 1, Block::paragraph(rest));
        for (i, removal) in self.removed.iter_mut().enumerate() {
            let Some(at) = &mut removal.block else { continue };
            match &mut removal.offset {
                Some(place) if *at == block && (*place, i) >= (offset, after) => {
                    *at += 1;
                    *place = place.saturating_sub(gone);
                }
                _ if *at > block => *at = at.saturating_add(1),
                _ => {}
            }
        }
        for repair in &mut self.repairs {
            if repair.block == block && repair.start >= offset {
                repair.start = repair.start.saturating_sub(gone);
                repair.end = repair.end.saturating_sub(gone);
                repair.block += 1;
            } else if repair.block > block {
                repair.block = repair.block.saturating_add(1);
            }
        }
    }

    /// Puts text before a block, a paragraph a line.
    fn insert_paragraphs(&mut self, block: usize, text: &str, after: usize) {
        let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let before = self.body.len();
        self.body.splice(block..block, lines.map(Block::paragraph));
        let more = self.body.len() - before;
        for (i, removal) in self.removed.iter_mut().enumerate() {
            let is_behind = removal.offset.is_some() || i >= after;
            match &mut removal.block {
                Some(at) if *at > block || *at == block && is_behind => *at = at.saturating_add(more),
                _ => {}
            }
        }
        for repair in self.repairs.iter_mut().filter(|repair| repair.block >= block) {
            repair.block = repair.block.saturating_add(more);
        }
    }

    fn cut(&mut self, block: usize) -> bool {
        let mut others = self.body.iter().enumerate().filter(|(i, _)| *i != block);
        if block >= self.body.len() || others.all(|(_, block)| block.text.trim().is_empty()) {
            return false;
        }
        let text = self.damaged(block);
        self.repairs.retain(|repair| repair.block != block);
        for repair in self.repairs.iter_mut().filter(|repair| repair.block > block) {
            repair.block -= 1;
        }
        // What stood inside of the block stands beside it from now on; its line breaks are no longer anything.
        let is_inside = |removal: &Removal| removal.block == Some(block) && removal.offset.is_some();
        self.removed
            .retain(|removal| removal.reason != Reason::LineBreak || !is_inside(removal));
        let is_behind = |removal: &Removal| removal.block > Some(block) || is_inside(removal);
        let at = self.removed.iter().position(is_behind).unwrap_or(self.removed.len());
        for removal in &mut self.removed {
            if is_inside(removal) {
                removal.offset = None;
            }
            match &mut removal.block {
                Some(at) if *at > block => *at -= 1,
                _ => {}
            }
        }
        self.body.remove(block);
        let removal = Removal {
            text,
            reason: Reason::ByHand,
            start: self.removed.get(at).map_or(0, |removal| removal.start),
            block: Some(block),
            offset: None,
        };
        self.removed.insert(at, removal);
        true
    }

    /// The text of a block as the source has it: with the damage that was mended in it.
    fn damaged(&self, block: usize) -> String {
        let mut text = String::new();
        let mut rest = self.body[block].text.as_str();
        let mut at = 0;
        for repair in self
            .repairs
            .iter()
            .filter(|repair| repair.block == block && repair.made)
        {
            let Some(start) = repair.start.checked_sub(at) else {
                continue;
            };
            let before = slice(rest, 0, start);
            if let Some(after) = rest[before.len()..].strip_prefix(&repair.repaired) {
                text = text + before + &repair.original;
                rest = after;
                at = repair.start + repair.repaired.chars().count();
            }
        }
        text + rest
    }

    fn toggle(&mut self, at: usize) -> bool {
        let Some(repair) = self.repairs.get_mut(at) else {
            return false;
        };
        let (block, start, end) = (repair.block, repair.start, repair.end);
        let (old, new) = match repair.made {
            true => (&repair.repaired, &repair.original),
            false => (&repair.original, &repair.repaired),
        };
        let Some(body) = self.body.get_mut(block) else {
            return false;
        };
        if start > end || slice(&body.text, start, end) != old {
            return false;
        }
        let byte = slice(&body.text, 0, start).len();
        body.text.replace_range(byte..byte + old.len(), new);
        let new_end = start + new.chars().count();
        repair.end = new_end;
        repair.made = !repair.made;
        let moved = |place: usize| match place.checked_sub(end) {
            Some(behind) => behind.saturating_add(new_end),
            None if place > start => place.min(new_end),
            None => place,
        };
        for (i, repair) in self.repairs.iter_mut().enumerate() {
            if i != at && repair.block == block && repair.start >= end {
                (repair.start, repair.end) = (moved(repair.start), moved(repair.end));
            }
        }
        for removal in self.removed.iter_mut().filter(|removal| removal.block == Some(block)) {
            removal.offset = removal.offset.map(moved);
        }
        true
    }

    fn set_heading(&mut self, block: usize, level: Option<u8>) -> bool {
        let Some(block) = self.body.get_mut(block) else {
            return false;
        };
        let fits = level.is_none_or(|level| (1..=6).contains(&level));
        fits && std::mem::replace(&mut block.heading, level) != level
    }
}

/// What a reader wrote into a field, in the form that the field has in JSON.
fn stated(name: &str, text: &str) -> Value {
    match name {
        _ if text.is_empty() => Value::Null,
        "place" => text.split('/').map(str::trim).filter(|part| !part.is_empty()).collect(),
        "speakers" => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines
                .map(|line| match line.split_once([':', '：']) {
                    Some((name, role)) if !role.trim().is_empty() => json!({"name": name.trim(), "role": role.trim()}),
                    _ => json!({"name": line.trim_end_matches([':', '：'])}),
                })
                .collect()
        }
        _ => text.into(),
    }
}

fn fill<T: DeserializeOwned + Default>(field: &mut T, value: Value) -> bool {
    let value = match value {
        Value::Null => Some(T::default()),
        value => serde_json::from_value(value).ok(),
    };
    value.map(|value| *field = value).is_some()
}
