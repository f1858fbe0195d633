//! Folding: two views of a display text on which matching works, each mapped back to places in it.
//!
//! Folding never changes what is shown. In both views letters are lower case, full-width forms are half-width
//! (`，` is `,`), typographic quotation marks are `"`, Han characters are simplified, and characters that cannot
//! be seen (zero-width, bidi controls) are gone. The slogan view also drops quotation marks, and any run of
//! separators (`、` `，` `；` `·` `+` `/`, white space) is one `、`: «外防輸入 內防反彈» and «外防输入,内防反弹» are equal.

use std::sync::OnceLock;

/// What a text is folded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// A character folds to one character, or to none if it cannot be seen.
    Search,
    /// As `Search`, and quotation marks and the choice of separators do not count.
    Slogan,
}

/// A folded text that knows where each of its characters stands in the display text.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    pub text: String,
    /// For each character of `text`: its byte offset there, and the index of the display character it came from.
    places: Vec<(u32, u32)>,
}

/// The separator that stands for all of them in the slogan view.
pub const SEPARATOR: char = '、';

/// Folds a text, with its places.
pub fn fold(display: &str, view: View) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(display.len()),
        places: Vec::with_capacity(display.len() / 3 + 1),
    };
    each(display, view, |c, at, _| {
        folded.places.push((folded.text.len() as u32, at));
        folded.text.push(c);
    });
    folded
}

/// Folds a text whose places are not needed.
pub fn fold_text(display: &str, view: View) -> String {
    let mut text = String::with_capacity(display.len());
    each(display, view, |c, _, _| text.push(c));
    text
}

/// Folds a phrase to be looked for: as a text, without separators at its ends.
pub fn fold_phrase(phrase: &str, view: View) -> String {
    let folded = fold_text(phrase, view);
    match view {
        View::Search => folded.trim().to_string(),
        View::Slogan => folded.trim_matches(SEPARATOR).to_string(),
    }
}

impl Folded {
    /// The characters of the display text that a run of bytes of `text` came from: start and exclusive end.
    /// The run must not be empty.
    pub fn span(&self, start: usize, end: usize) -> (usize, usize) {
        let index = |byte: usize| self.places.partition_point(|&(at, _)| (at as usize) < byte);
        let origin = |i: usize| self.places.get(i).map_or(0, |&(_, at)| at as usize);
        (origin(index(start)), origin(index(end).saturating_sub(1)) + 1)
    }
}

/// Calls back for each folded character with the place of the display character that it came from, and with that
/// character, folded by itself: only for a separator are the two different.
pub(super) fn each(display: &str, view: View, mut emit: impl FnMut(char, u32, char)) {
    let mut after_separator = false;
    for (at, c) in display.chars().enumerate() {
        let Some(c) = fold_char(c) else { continue };
        if view == View::Slogan {
            if matches!(c, '"' | '\'') {
                continue;
            }
            if is_separator(c) {
                if !after_separator {
                    emit(SEPARATOR, at as u32, c);
                }
                after_separator = true;
                continue;
            }
            after_separator = false;
        }
        emit(c, at as u32, c);
    }
}

/// Is this character, once folded, a separator of the parts of a slogan?
fn is_separator(c: char) -> bool {
    matches!(c, '、' | ',' | ';' | '·' | '+' | '/' | ' ')
}

/// Does this separator, folded, part two clauses, rather than two items of a list?
pub(crate) fn is_clause_separator(c: char) -> bool {
    matches!(c, ',' | ';')
}

/// Folds one character; `None` if it cannot be seen.
pub fn fold_char(c: char) -> Option<char> {
    let c = match c {
        // Most of a Chinese text, and none of what follows concerns it.
        '\u{3400}'..='\u{9fff}' => return Some(simplified(c)),
        '\0' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
            return None;
        }
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '｡' => '。',
        '､' | '﹑' => '、',
        '﹐' => ',',
        '﹔' => ';',
        '﹕' => ':',
        '•' | '・' | '･' | '‧' | '∙' | '⋅' => '·',
        '–' | '—' | '―' | '‐' | '‑' | '−' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    if (c as u32) < 0x80 {
        return Some(c.to_ascii_lowercase());
    }
    let mut lower = c.to_lowercase();
    Some(match (lower.next(), lower.next()) {
        (Some(lower), None) => simplified(lower),
        _ => c,
    })
}

/// Folds one character as texts are searched: as [`fold_char`] does, and Latin letters without their accents.
pub fn bare_char(c: char) -> Option<char> {
    match fold_char(c)? {
        '\u{300}'..='\u{36f}' => None,
        c @ ('\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') => Some(plain(c)),
        c => Some(c),
    }
}

/// A Latin letter without its accents.
fn plain(c: char) -> char {
    const ACCENTED: [(char, &str); 25] = [
        ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ('b', "ḃḅḇ"),
        ('c', "çćĉċčḉ"),
        ('d', "ďđḋḍḏḑḓ"),
        ('e', "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
        ('f', "ḟ"),
        ('g', "ĝğġģǧǵḡ"),
        ('h', "ĥȟḣḥḧḩḫẖ"),
        ('i', "ìíîïĩīĭįİǐȉȋḭḯỉị"),
        ('j', "ĵǰ"),
        ('k', "ķǩḱḳḵ"),
        ('l', "ĺļľłḷḹḻḽ"),
        ('m', "ḿṁṃ"),
        ('n', "ñńņňǹṅṇṉṋ"),
        ('o', "òóôõöøōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
        ('p', "ṕṗ"),
        ('r', "ŕŗřȑȓṙṛṝṟ"),
        ('s', "śŝşšșṡṣṥṧṩ"),
        ('t', "ţťțṫṭṯṱẗ"),
        ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ('v', "ṽṿ"),
        ('w', "ŵẁẃẅẇẉẘ"),
        ('x', "ẋẍ"),
        ('y', "ýÿŷȳẏẙỳỵỷỹ"),
        ('z', "źżžẑẓẕ"),
    ];
    let found = ACCENTED.iter().find(|(_, accented)| accented.contains(c));
    found.map_or(c, |(plain, _)| *plain)
}

/// The simplified form of a traditional, Taiwan or Hong Kong character; itself for any other.
pub fn simplified(c: char) -> char {
    static TABLE: OnceLock<Box<[u16]>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: Box<[u16]> = (0..=u16::MAX).collect();
        let lines = include_str!("../../assets/scripts.txt").lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            let mut units = line.encode_utf16();
            let Some(canonical) = units.next() else { continue };
            units.for_each(|unit| table[usize::from(unit)] = canonical);
        }
        table
    });
    table
        .get(c as usize)
        .and_then(|&unit| char::from_u32(u32::from(unit)))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(display: &str, search: &str, slogan: &str) {
        assert_eq!(fold_text(display, View::Search), search, "search view of {display}");
        assert_eq!(fold_text(display, View::Slogan), slogan, "slogan view of {display}");
    }

    #[test]
    fn the_two_views() {
        check("會議，要求", "会议,要求", "会议、要求");
        check("Ｔｉｆａ", "tifa", "tifa");
        check("“四方”责任", "\"四方\"责任", "四方责任");
        check("外防輸入 內防反彈", "外防输入 内防反弹", "外防输入、内防反弹");
        check("扫码 + 测温", "扫码 + 测温", "扫码、测温");
        check(
            "外防输入﹑内防反弹／守门",
            "外防输入、内防反弹/守门",
            "外防输入、内防反弹、守门",
        );
        check("动\u{200b}态\u{202e}清零", "动态清零", "动态清零");
        check("裡裏里後后", "里里里后后", "里里里后后");
        check("İstanbul ẞ", "İstanbul ß", "İstanbul、ß");
        check("", "", "");
    }

    #[test]
    fn the_table_folds_in_one_step() {
        for c in (0..=0xffffu32).filter_map(char::from_u32) {
            assert_eq!(simplified(simplified(c)), simplified(c), "{c}");
        }
    }

    #[test]
    fn a_span_leaves_out_what_was_dropped_after_it() {
        let folded = fold("压实“四方”责任。", View::Slogan);
        let start = folded.text.find("四方").unwrap_or_default();
        assert_eq!(folded.span(start, start + "四方".len()), (3, 5));
        assert_eq!(folded.span(start, start + "四方责任".len()), (3, 8));
    }
}
