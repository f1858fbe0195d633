//! The language of queries: what a reader types, as an expression that a document satisfies or not.
//!
//! Terms stand side by side and all count; `OR`, `-` and brackets do what they do everywhere. A term is a run of text,
//! found wherever it stands. What the language has besides:
//!
//! | written | finds |
//! |---|---|
//! | `压实 责任` | documents with both |
//! | `疫情 OR 病毒`, `疫情｜病毒` | with either |
//! | `-疫情`, `NOT 疫情` | without it |
//! | `"外防输入， 内防反弹"` | these very characters, spaces and signs of the language among them |
//! | `压实 NEAR/20 责任` | both in one block, at most so many characters between them, in either order; 10 if no number is given |
//! | `压?责任`, `压实*责任` | any one character; any few (ten at the most) in one block |
//! | `/压实.{2,4}责任/` | a regular expression, on the folded text, in one block |
//! | `word:art` | as a whole word, in scripts that part words |
//! | `title:` `place:` `speaker:` `date:` `kind:` `slogan:` `lang:` | documents by what is known of them |
//! | `title:(甲 OR 乙)` | a field of several values |
//!
//! Each field has a Chinese name too (`标题:` `地点:` `讲话人:` `日期:` `体裁:` `提法:` `语种:` `整词:`), and full-width
//! `（` `）` `“` `”` `：` `｜` are as good as the ASCII ones. Script, width and case never matter, nor do the accents of
//! Latin letters, also in quotes. A bracket or a quotation mark that stands inside of a word is text, so that
//! `“四方”责任` and `（一）压实责任` are found as they were copied.
//!
//! Reading a query cannot fail: what is not understood is a [`Fault`] with its place, and the rest counts. Neither
//! reading nor evaluating goes deeper for brackets within brackets.

pub(crate) mod date;
mod parse;
mod pattern;
mod typing;

pub(super) use date::{Days, asked, days};
pub use parse::Field;
pub(super) use pattern::{How, Pattern};
pub use typing::{Typing, typing};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::corpus::Genre;
pub use crate::text::fold::bare_char as fold;

/// The most terms of a query; each may cost a scan of the whole corpus. Further ones are not used.
pub const TERMS: usize = 128;

/// The most characters that `*` stands for: a word put in between, not half a sentence. `NEAR` is for more.
pub const FEW: usize = 10;

/// Characters between two terms that are near each other, if no number is given.
pub const NEAR: usize = 10;

/// Faults of one query that are told; after a few the reader has to look anyway.
pub const FAULTS: usize = 10;

/// A query that was read.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub(super) leaves: Vec<Leaf>,
    /// The expression, operands before their operator.
    steps: Vec<Step>,
}

/// A query, and what of it was not understood.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub query: Query,
    pub faults: Vec<Fault>,
}

/// Something in a query that is not understood, and is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// The character it is about, or the end of the query.
    pub at: usize,
    pub what: What,
}

/// What was expected in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An operator or a pair of brackets has nothing to work on.
    Term,
    /// A quotation mark is not closed.
    Quote,
    /// A bracket is not closed.
    Close,
    /// A bracket closes nothing.
    Open,
    /// A regular expression has no `/` at its end.
    Slash,
    /// This is no regular expression, or one that is too large.
    Regex,
    /// Wildcards need a character beside them.
    Wildcard,
    /// A field needs a value.
    Value,
    /// A date, or two with `..` between them.
    Date,
    /// A kind of text.
    Kind,
    /// A number of characters after `NEAR/`.
    Number,
    /// `NEAR` stands between terms of text, or alternatives of them.
    Near,
    /// There are more than [`TERMS`] terms.
    Fewer,
}

/// What a document has or has not.
#[derive(Debug, Clone)]
pub(super) enum Leaf {
    Text(Pattern),
    /// Sides of alternatives, each at most so many characters from the next.
    Near {
        sides: Vec<Vec<Pattern>>,
        gaps: Vec<usize>,
    },
    Title(Pattern),
    Place(Pattern),
    Speaker(Pattern),
    Date(Days),
    Kind(Genre),
    /// The folded start of a tag.
    Lang(String),
    /// The phrase of a slogan or a part of one, folded as slogans are.
    Slogan(String),
}

/// What is known of something in sixty-four documents, a bit for each; what may be both is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Truth {
    pub may_be: u64,
    pub may_not_be: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The leaf of this number.
    Leaf(usize),
    Not,
    /// All of so many.
    And(usize),
    /// Any of so many.
    Or(usize),
}

impl Query {
    /// Reads what a reader has typed.
    ///
    /// ```
    /// use tifa::search::{Fault, Query, What};
    ///
    /// let parsed = Query::parse("压实 (责任 OR");
    /// assert_eq!(parsed.faults, [Fault { at: 3, what: What::Close }, Fault { at: 9, what: What::Term }]);
    /// assert!(!parsed.query.is_empty());
    /// ```
    pub fn parse(text: &str) -> Parsed {
        parse::parse(text)
    }

    /// A term for a field with this value: in quotes, if the value needs them.
    ///
    /// ```
    /// use tifa::search::{Field, Query};
    ///
    /// assert_eq!(Query::term("提法", "压实责任"), "提法:压实责任");
    /// assert_eq!(Query::term("title", "Stay home"), "title:\"Stay home\"");
    /// ```
    pub fn term(field: &str, value: &str) -> String {
        let is_sign = |c: char| {
            c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '|' | '｜' | '?' | '*' | '"' | '“' | '/')
        };
        match value.contains(is_sign) {
            // No text has both, unless somebody is at play.
            true => format!("{field}:\"{}\"", value.replace('"', "“")),
            false => format!("{field}:{value}"),
        }
    }

    /// A phrase as it stands: none of its characters has a meaning. White space at its ends does not count.
    pub fn phrase(phrase: &str) -> Query {
        let pattern = Pattern::text(phrase.trim(), How::Text);
        Query {
            steps: pattern.iter().map(|_| Step::Leaf(0)).collect(),
            leaves: pattern.into_iter().map(Leaf::Text).collect(),
        }
    }

    /// Is there nothing to look for?
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The slogans that the query names, each folded as slogans are.
    pub fn slogans(&self) -> impl Iterator<Item = &str> {
        self.leaves.iter().filter_map(|leaf| match leaf {
            Leaf::Slogan(slogan) => Some(slogan.as_str()),
            _ => None,
        })
    }

    /// Where the query is satisfied, by what is known of its leaves.
    pub(super) fn decide(&self, known: impl Fn(usize) -> Truth) -> Truth {
        let mut stack: Vec<Truth> = Vec::new();
        for step in &self.steps {
            let value = match *step {
                Step::Leaf(leaf) => known(leaf),
                Step::Not => stack.pop().unwrap_or(Truth::UNKNOWN).not(),
                Step::And(n) => Truth::all(stack.drain(stack.len().saturating_sub(n)..)),
                Step::Or(n) => Truth::all(stack.drain(stack.len().saturating_sub(n)..).map(Truth::not)).not(),
            };
            stack.push(value);
        }
        stack.pop().unwrap_or(Truth::UNKNOWN)
    }

    /// For each leaf: does it say what a document shall have, rather than what it shall not have?
    pub(super) fn positive(&self) -> Vec<bool> {
        let mut positive = vec![false; self.leaves.len()];
        let mut signs = vec![true];
        for step in self.steps.iter().rev() {
            let sign = signs.pop().unwrap_or(true);
            match *step {
                Step::Leaf(leaf) => positive[leaf] = sign,
                Step::Not => signs.push(!sign),
                Step::And(n) | Step::Or(n) => signs.resize(signs.len() + n, sign),
            }
        }
        positive
    }
}

impl Truth {
    pub const UNKNOWN: Truth = Truth {
        may_be: !0,
        may_not_be: !0,
    };

    /// It is so in those of the documents at most.
    pub fn at_most(may_be: u64) -> Self {
        Truth { may_be, may_not_be: !0 }
    }

    /// It is known of all documents, or of none.
    pub fn of(known: Option<bool>) -> Self {
        let mask = |may: bool| if may { !0 } else { 0 };
        Truth {
            may_be: mask(known != Some(false)),
            may_not_be: mask(known != Some(true)),
        }
    }

    fn not(self) -> Self {
        Truth {
            may_be: self.may_not_be,
            may_not_be: self.may_be,
        }
    }

    fn all(operands: impl Iterator<Item = Truth>) -> Self {
        operands.fold(Truth::of(Some(true)), |all, one| Truth {
            may_be: all.may_be & one.may_be,
            may_not_be: all.may_not_be | one.may_not_be,
        })
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            What::Term => "a term is expected here",
            What::Quote => "this quotation mark is not closed",
            What::Close => "this bracket is not closed",
            What::Open => "this bracket closes nothing",
            What::Slash => "this regular expression has no / at its end",
            What::Regex => "this is no regular expression, or one that is too large",
            What::Wildcard => "a wildcard needs a character beside it",
            What::Value => "the field needs a value, with no space before it",
            What::Date => "a date is expected: 2021, 2021-06, 2020-01..2021-06, 2021..",
            What::Kind => "a kind is expected: speech, report, notice, minutes",
            What::Number => "a number of characters is expected: NEAR/20",
            What::Near => "NEAR stands between two terms of text",
            What::Fewer => "this is one term too many",
        })
    }
}
