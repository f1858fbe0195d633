//! The term that a reader is typing, for suggestions.

use super::parse::Field;

/// What stands at the end of a query that is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typing<'a> {
    /// The character of the query at which the term begins, with the name of its field.
    pub at: usize,
    pub field: Option<Field>,
    /// What there is of the term.
    pub text: &'a str,
}

/// The last term of a query.
///
/// ```
/// use tifa::search::{Field, Typing, typing};
///
/// let expected = Typing { at: 4, field: Some(Field::Slogan), text: "外防" };
/// assert_eq!(typing("责任 -提法：“外防"), expected);
/// ```
pub fn typing(query: &str) -> Typing<'_> {
    let between = |c: char| c.is_whitespace() || matches!(c, '(' | '（' | '|' | '｜');
    let term = query.rsplit(between).next().unwrap_or_default().trim_start_matches('-');
    let named = term.split_once([':', '：']);
    let (field, text) = match named.and_then(|(name, value)| Some((Field::named(name)?, value))) {
        Some((field, value)) => (Some(field), value),
        None => (None, term),
    };
    Typing {
        at: query[..query.len() - term.len()].chars().count(),
        field,
        text: text.trim_start_matches(['"', '“', '＂']),
    }
}
