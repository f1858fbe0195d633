//! Reading a query: one pass from left to right, with a stack of open brackets instead of recursion.

use serde::{Deserialize, Serialize};

use super::date::asked;
use super::pattern::{How, Pattern};
use super::{FAULTS, Fault, Leaf, NEAR, Parsed, Query, Step, TERMS, What, fold};
use crate::corpus::Genre;
use crate::text::fold::{View, fold_phrase, fold_text};

/// What a term says something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    Text,
    Word,
    Title,
    Place,
    Speaker,
    Date,
    Kind,
    Slogan,
    Lang,
}

impl Field {
    /// The names of the fields that have one, folded: in English, in Chinese.
    pub const NAMES: [(Field, &'static str, &'static str); 8] = [
        (Field::Title, "title", "标题"),
        (Field::Place, "place", "地点"),
        (Field::Speaker, "speaker", "讲话人"),
        (Field::Date, "date", "日期"),
        (Field::Kind, "kind", "体裁"),
        (Field::Slogan, "slogan", "提法"),
        (Field::Lang, "lang", "语种"),
        (Field::Word, "word", "整词"),
    ];

    /// Its name in a query, in Chinese or in English; none for plain text.
    pub fn name(self, is_chinese: bool) -> &'static str {
        let found = Field::NAMES.iter().find(|(field, ..)| *field == self);
        found.map_or("", |(_, english, chinese)| if is_chinese { chinese } else { english })
    }

    /// The field of this name.
    pub fn named(name: &str) -> Option<Field> {
        let name = fold_text(name, View::Search);
        let found = Field::NAMES
            .iter()
            .find(|(_, english, chinese)| name == *english || name == *chinese);
        found.map(|(field, ..)| *field)
    }
}

/// The kinds of text by all their names, folded.
const KINDS: [(Genre, [&str; 3]); 4] = [
    (Genre::Speech, ["speech", "讲话", "发言"]),
    (Genre::Report, ["report", "会议报道", "报道"]),
    (Genre::Notice, ["notice", "通知", "通告"]),
    (Genre::Minutes, ["minutes", "纪要", "会议纪要"]),
];

/// The languages that have a name of their own, folded, and their tags.
const LANGUAGES: [(&str, &str); 8] = [
    ("简体", "zh-hans"),
    ("简体中文", "zh-hans"),
    ("繁体", "zh-hant"),
    ("繁体中文", "zh-hant"),
    ("中文", "zh"),
    ("汉语", "zh"),
    ("英文", "en"),
    ("英语", "en"),
];

/// How a term is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dress {
    Bare,
    Quoted,
    Slashed,
}

/// The query as a whole, or what stands in a bracket, as far as it is read.
struct Group {
    /// Where its bracket is.
    open: usize,
    /// What its terms say something about.
    field: Field,
    /// The steps and leaves before it.
    before: (usize, usize),
    /// Alternatives that are complete.
    alternatives: usize,
    /// Operands of the alternative that is not.
    operands: usize,
    /// The steps and leaves before the last operand.
    last: (usize, usize),
    /// A `-` waits for its operand.
    negates: bool,
    /// `NEAR` waits for its second operand: so many characters, and where it stands.
    near: Option<(usize, usize)>,
}

struct Reader {
    chars: Vec<char>,
    /// For each opening bracket that is closed in the same word: where.
    closed: Vec<Option<usize>>,
    at: usize,
    /// Terms so far; several may be one leaf.
    terms: usize,
    leaves: Vec<Leaf>,
    steps: Vec<Step>,
    groups: Vec<Group>,
    faults: Vec<Fault>,
}

pub fn parse(text: &str) -> Parsed {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        closed: closed(&chars),
        chars,
        at: 0,
        terms: 0,
        leaves: Vec::new(),
        steps: Vec::new(),
        groups: Vec::new(),
        faults: Vec::new(),
    };
    reader.open(Field::Text);
    while let Some(c) = reader.next() {
        reader.read(c);
    }
    while reader.groups.len() > 1 {
        let open = reader.group().open;
        reader.fault(open, What::Close);
        reader.close();
    }
    reader.finish();
    reader.faults.sort_unstable();
    reader.faults.dedup();
    reader.faults.truncate(FAULTS);
    Parsed {
        query: Query {
            leaves: reader.leaves,
            steps: reader.steps,
        },
        faults: reader.faults,
    }
}

/// For each opening bracket that is closed before the next white space: where.
fn closed(chars: &[char]) -> Vec<Option<usize>> {
    let mut closed = vec![None; chars.len()];
    let mut open = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        match c {
            '(' | '（' => open.push(at),
            ')' | '）' => {
                if let Some(start) = open.pop() {
                    closed[start] = Some(at);
                }
            }
            c if c.is_whitespace() => open.clear(),
            _ => {}
        }
    }
    closed
}

impl Reader {
    /// The next character that is not white space.
    fn next(&mut self) -> Option<char> {
        while self.chars.get(self.at)?.is_whitespace() {
            self.at += 1;
        }
        self.chars.get(self.at).copied()
    }

    /// Does a term end before this character?
    fn ends(&self, at: usize) -> bool {
        self.chars
            .get(at)
            .is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '）' | '|' | '｜'))
    }

    fn group(&mut self) -> &mut Group {
        // The query itself is never closed.
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn fault(&mut self, at: usize, what: What) {
        self.faults.push(Fault { at, what });
    }

    fn here(&self) -> (usize, usize) {
        (self.steps.len(), self.leaves.len())
    }

    fn read(&mut self, c: char) {
        let at = self.at;
        match c {
            ')' | '）' => {
                self.at += 1;
                if self.groups.len() > 1 {
                    self.close();
                } else {
                    self.fault(at, What::Open);
                }
            }
            '|' | '｜' => {
                self.at += 1;
                self.or(at);
            }
            '-' => {
                self.at += 1;
                if self.ends(self.at) {
                    self.fault(self.at, What::Term);
                } else {
                    self.group().negates ^= true;
                }
            }
            _ => {
                let field = self.group().field;
                self.operand(c, field);
            }
        }
    }

    /// Reads a bracket, a quotation, a regular expression or a word.
    fn operand(&mut self, c: char, field: Field) {
        let at = self.at;
        if matches!(c, '"' | '“' | '”' | '＂')
            && let Some(end) = self.quotes(at)
        {
            return self.delimited(end, field, Dress::Quoted, What::Quote);
        }
        match c {
            // Closed and gone on with, it is text.
            '(' | '（' if self.closed[at].is_none_or(|end| self.ends(end + 1)) => {
                self.at += 1;
                self.open(field);
            }
            '/' if !self.ends(at + 1) => {
                let mut end = at + 1;
                while end < self.chars.len() && self.chars[end] != '/' {
                    end += if self.chars[end] == '\\' { 2 } else { 1 };
                }
                self.delimited(end, field, Dress::Slashed, What::Slash);
            }
            _ => self.word(field),
        }
    }

    /// Where the quotation ends that begins here; after the query, if it is not closed; `None` if the mark is a part
    /// of a word.
    fn quotes(&self, at: usize) -> Option<usize> {
        let is_mark = |c: &char| match self.chars[at] {
            '"' => *c == '"',
            '＂' => *c == '＂',
            _ => matches!(c, '“' | '”'),
        };
        let rest = &self.chars[at + 1..];
        let Some(length) = rest.iter().position(is_mark) else {
            return Some(self.chars.len());
        };
        let end = at + 1 + length;
        let is_term = self.ends(end + 1) || rest[..length].iter().any(|c| c.is_whitespace());
        is_term.then_some(end)
    }

    /// Takes what stands up to a mark as a term.
    fn delimited(&mut self, end: usize, field: Field, dress: Dress, unclosed: What) {
        let at = self.at;
        if end >= self.chars.len() {
            self.fault(at, unclosed);
        }
        let end = end.min(self.chars.len());
        let text: String = self.chars[at + 1..end].iter().collect();
        self.at = (end + 1).min(self.chars.len());
        self.term(&text, field, dress, at);
    }

    fn word(&mut self, field: Field) {
        let start = self.at;
        let mut at = start;
        let mut has_colon = false;
        while at < self.chars.len() {
            match self.chars[at] {
                c if c.is_whitespace() => break,
                '|' | '｜' => break,
                '(' | '（' => match self.closed[at] {
                    Some(end) => at = end,
                    None => break,
                },
                // One that closes nothing is text, unless it is the last character.
                ')' | '）' if self.groups.len() > 1 || self.ends(at + 1) => break,
                ':' | '：' if !has_colon => {
                    has_colon = true;
                    let name: String = self.chars[start..at].iter().collect();
                    if let Some(field) = Field::named(&name) {
                        self.at = at + 1;
                        return self.value(field);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.at = at;
        let word: String = self.chars[start..at].iter().collect();
        match word.as_str() {
            // Terms side by side all count anyway.
            "AND" => {
                self.expect_operand(start);
            }
            "OR" => self.or(start),
            "NOT" => self.group().negates ^= true,
            "NEAR" => self.near(start, NEAR),
            _ => match word.strip_prefix("NEAR/") {
                Some(number) => {
                    let number = number
                        .parse()
                        .map_err(|_| self.fault(start + "NEAR/".len(), What::Number));
                    self.near(start, number.unwrap_or(NEAR));
                }
                None => self.term(&word, field, Dress::Bare, start),
            },
        }
    }

    /// Reads what stands behind the colon of a field.
    fn value(&mut self, field: Field) {
        if self.ends(self.at) {
            self.fault(self.at, What::Value);
            let group = self.group();
            (group.negates, group.near) = (false, None);
        } else {
            self.operand(self.chars[self.at], field);
        }
    }

    /// Takes in a term.
    fn term(&mut self, text: &str, field: Field, dress: Dress, at: usize) {
        let before = self.here();
        if self.terms == TERMS {
            self.fault(at, What::Fewer);
        } else {
            match leaf(text, field, dress) {
                Ok(leaf) => {
                    self.terms += 1;
                    self.steps.push(Step::Leaf(self.leaves.len()));
                    self.leaves.push(leaf);
                }
                Err(what) => self.fault(at, what),
            }
        }
        self.take_in(before);
    }

    /// What was read since then is an operand of the group, if it is anything.
    fn take_in(&mut self, before: (usize, usize)) {
        let group = self.group();
        let negates = std::mem::take(&mut group.negates);
        let near = group.near.take();
        let last = group.last;
        if self.steps.len() == before.0 {
            return;
        }
        if let Some((gap, at)) = near {
            if !negates && self.join(last, before, gap) {
                return;
            }
            self.fault(at, What::Near);
        }
        if negates {
            self.steps.push(Step::Not);
        }
        let group = self.group();
        group.operands += 1;
        group.last = before;
    }

    /// Makes one leaf of the two last operands, if both are terms of text or alternatives of them.
    fn join(&mut self, left: (usize, usize), right: (usize, usize), gap: usize) -> bool {
        let is_side = |steps: &[Step]| steps.iter().all(|step| matches!(step, Step::Leaf(_) | Step::Or(_)));
        let (first, second) = (&self.leaves[left.1..right.1], &self.leaves[right.1..]);
        if !is_side(&self.steps[left.0..right.0]) || !is_side(&self.steps[right.0..]) {
            return false;
        }
        let (mut sides, mut gaps) = match first {
            [Leaf::Near { sides, gaps }] => (sides.clone(), gaps.clone()),
            first => (patterns(first).into_iter().collect(), Vec::new()),
        };
        let Some(second) = patterns(second).filter(|_| !sides.is_empty()) else {
            return false;
        };
        sides.push(second);
        gaps.push(gap);
        self.leaves.truncate(left.1);
        self.steps.truncate(left.0);
        self.steps.push(Step::Leaf(self.leaves.len()));
        self.leaves.push(Leaf::Near { sides, gaps });
        true
    }

    fn near(&mut self, at: usize, gap: usize) {
        if self.expect_operand(at) {
            self.group().near = Some((gap, at));
        }
    }

    /// An operator needs something before it, and one at a time.
    fn expect_operand(&mut self, at: usize) -> bool {
        let group = self.group();
        let has_operand = group.operands > 0 && !group.negates && group.near.is_none();
        if !has_operand {
            self.fault(at, What::Term);
        }
        has_operand
    }

    fn or(&mut self, at: usize) {
        if self.expect_operand(at) {
            self.and();
        }
    }

    /// Completes an alternative.
    fn and(&mut self) {
        let group = self.group();
        let operands = std::mem::take(&mut group.operands);
        group.alternatives += usize::from(operands > 0);
        if operands > 1 {
            self.steps.push(Step::And(operands));
        }
    }

    fn open(&mut self, field: Field) {
        let before = self.here();
        self.groups.push(Group {
            open: self.at.saturating_sub(1),
            field,
            before,
            alternatives: 0,
            operands: 0,
            last: before,
            negates: false,
            near: None,
        });
    }

    /// Completes the innermost group; true if there is anything in it.
    fn finish(&mut self) -> bool {
        let at = self.at;
        let group = self.group();
        let is_hanging = group.negates || group.near.is_some() || (group.alternatives > 0 && group.operands == 0);
        if is_hanging {
            self.fault(at, What::Term);
        }
        self.and();
        let alternatives = self.group().alternatives;
        if alternatives > 1 {
            self.steps.push(Step::Or(alternatives));
        }
        alternatives > 0
    }

    /// Completes the innermost bracket and hands it to the group around it.
    fn close(&mut self) {
        let has_content = self.finish();
        let Some(group) = self.groups.pop() else { return };
        if !has_content {
            self.fault(group.open + 1, What::Term);
        }
        self.take_in(group.before);
    }
}

/// The patterns of leaves, if all are text.
fn patterns(leaves: &[Leaf]) -> Option<Vec<Pattern>> {
    let pattern = |leaf: &Leaf| match leaf {
        Leaf::Text(pattern) => Some(pattern.clone()),
        _ => None,
    };
    leaves.iter().map(pattern).collect()
}

fn leaf(text: &str, field: Field, dress: Dress) -> Result<Leaf, What> {
    let folded = || -> String { text.trim().chars().filter_map(fold).collect() };
    let pattern = |how: How| match dress {
        Dress::Slashed => Pattern::regex(text).ok_or(What::Regex),
        Dress::Bare if text.contains(['?', '*']) => Pattern::wildcards(text).ok_or(What::Wildcard),
        _ => Pattern::text(text, how).ok_or(What::Term),
    };
    Ok(match field {
        Field::Text => Leaf::Text(pattern(How::Text)?),
        Field::Word => Leaf::Text(pattern(How::Word)?),
        Field::Title => Leaf::Title(pattern(How::Text)?),
        Field::Place => Leaf::Place(pattern(How::Text)?),
        Field::Speaker => Leaf::Speaker(pattern(How::Text)?),
        Field::Date => Leaf::Date(asked(text.trim()).ok_or(What::Date)?),
        Field::Kind => {
            let name = folded();
            let found = KINDS.iter().find(|(_, names)| names.contains(&name.as_str()));
            Leaf::Kind(found.ok_or(What::Kind)?.0)
        }
        Field::Lang => {
            let name = folded();
            let found = LANGUAGES.iter().find(|(known, _)| *known == name);
            Leaf::Lang(found.map_or(name, |(_, tag)| tag.to_string()))
        }
        Field::Slogan => match fold_phrase(text, View::Slogan) {
            phrase if phrase.is_empty() => return Err(What::Value),
            phrase => Leaf::Slogan(phrase),
        },
    })
}
