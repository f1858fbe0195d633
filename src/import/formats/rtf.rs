//! Rich Text Format. The crates that read it take `\'c4\'e3` for two characters; here bytes in succession are
//! decoded together, in the code page of their font or of the file. Groups are kept in a stack that is bounded.

use std::collections::BTreeMap;
use std::ops::Range;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};

use super::Fault;
use crate::corpus::Reason;
use crate::import::Kind;
use crate::import::marked::{Mark, Marked};

/// Most groups that are open at a time. Word processors write a few dozen; deeper groups share their settings.
const DEPTH: usize = 4096;

pub fn read(bytes: &[u8]) -> Result<Marked, Fault> {
    let mut reader = Reader::new();
    let mut rest = bytes;
    while let Some((token, after)) = next(rest) {
        rest = reader.hear(token, after);
    }
    let marked = reader.finish();
    match marked.text.trim().is_empty() {
        true => Err((Kind::Empty, String::new())),
        false => Ok(marked),
    }
}

enum Token<'a> {
    Open,
    Close,
    /// A control word and its number: `\par`, `\u20250`.
    Word(&'a str, Option<i32>),
    /// A control that is no word: `\~`, `\*`.
    Sign(u8),
    /// `\'c4`
    Byte(u8),
    Text(&'a [u8]),
}

/// The token at the start of the bytes, and what comes after it.
fn next(bytes: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let (token, length) = match bytes {
        [] => return None,
        [b'{', ..] => (Token::Open, 1),
        [b'}', ..] => (Token::Close, 1),
        [b'\\', b'\'', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            let digit = |byte: u8| (byte as char).to_digit(16).unwrap_or_default() as u8;
            (Token::Byte(digit(*high) << 4 | digit(*low)), 4)
        }
        [b'\\', first, ..] if first.is_ascii_alphabetic() => {
            let count = |bytes: &[u8], is: fn(&u8) -> bool| bytes.iter().take_while(|byte| is(byte)).count();
            let name = 1 + count(&bytes[1..], u8::is_ascii_alphabetic);
            let sign = usize::from(bytes.get(name) == Some(&b'-'));
            let digits = count(&bytes[name + sign..], u8::is_ascii_digit);
            let end = if digits > 0 { name + sign + digits } else { name };
            let text = |range| str::from_utf8(&bytes[range]).unwrap_or_default();
            let token = Token::Word(text(1..name), text(name..end).parse().ok());
            (token, end + usize::from(bytes.get(end) == Some(&b' ')))
        }
        [b'\\', sign, ..] => (Token::Sign(*sign), 2),
        _ => {
            let end = bytes[1..].iter().position(|byte| matches!(byte, b'{' | b'}' | b'\\'));
            let end = end.map_or(bytes.len(), |at| at + 1);
            (Token::Text(&bytes[..end]), end)
        }
    };
    Some((token, &bytes[length..]))
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Body,
    Notes,
    /// Heads and feet of printed pages.
    Margins,
    Title,
    Author,
    /// What a field does, which says whether its result is a link.
    Instruction,
    Fonts,
    Nowhere,
}

/// What holds in a group.
#[derive(Clone, Copy)]
struct Setting {
    place: Place,
    encoding: &'static Encoding,
    /// How many characters stand after `\u` for readers that do not know it.
    fallback: usize,
    hidden: bool,
    link: bool,
    heading: Option<u8>,
}

#[derive(Default)]
struct Sheet {
    text: String,
    marks: Vec<(Range<usize>, Mark)>,
}

struct Reader {
    setting: Setting,
    groups: Vec<Setting>,
    /// Groups that are open beyond [`DEPTH`].
    beyond: usize,
    /// Is the next word the name of a destination that may be unknown?
    is_optional: bool,
    /// The encodings of fonts, by their number.
    fonts: BTreeMap<i32, &'static Encoding>,
    font: i32,
    codepage: &'static Encoding,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// UTF-16 that is not decoded yet.
    units: Vec<u16>,
    /// Characters still to be left out after `\u`.
    skip: usize,
    body: Sheet,
    notes: Sheet,
    margins: Sheet,
    title: String,
    author: String,
    instruction: String,
}

impl Reader {
    fn new() -> Self {
        Reader {
            setting: Setting {
                place: Place::Body,
                encoding: WINDOWS_1252,
                fallback: 1,
                hidden: false,
                link: false,
                heading: None,
            },
            groups: Vec::new(),
            beyond: 0,
            is_optional: false,
            fonts: BTreeMap::new(),
            font: 0,
            codepage: WINDOWS_1252,
            bytes: Vec::new(),
            units: Vec::new(),
            skip: 0,
            body: Sheet::default(),
            notes: Sheet::default(),
            margins: Sheet::default(),
            title: String::new(),
            author: String::new(),
            instruction: String::new(),
        }
    }

    /// Takes a token; returns what is left to read after it.
    fn hear<'a>(&mut self, token: Token, rest: &'a [u8]) -> &'a [u8] {
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Byte(byte) => self.byte(byte),
            Token::Text(text) => {
                let seen = text.iter().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0));
                seen.for_each(|byte| self.byte(*byte));
            }
            Token::Sign(sign) => match sign {
                b'\\' | b'{' | b'}' => self.byte(sign),
                b'*' => self.is_optional = true,
                b'~' => self.sign("\u{a0}"),
                b'_' => self.sign("\u{2011}"),
                b'\r' | b'\n' => self.sign("\n"),
                _ => {}
            },
            Token::Word("bin", length) => {
                let length = length
                    .and_then(|length| usize::try_from(length).ok())
                    .unwrap_or_default();
                return rest.get(length..).unwrap_or_default();
            }
            Token::Word(word, number) => self.word(word, number),
        }
        rest
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        if self.groups.len() < DEPTH {
            self.groups.push(self.setting);
        } else {
            self.beyond += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        self.is_optional = false;
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(setting) = self.groups.pop() {
            let sheet = match self.setting.place {
                Place::Notes => &self.notes,
                Place::Margins => &self.margins,
                _ => &self.body,
            };
            let is_apart = matches!(self.setting.place, Place::Notes | Place::Margins);
            if is_apart && setting.place != self.setting.place && !sheet.text.ends_with('\n') {
                self.put("\n");
            }
            self.setting = setting;
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.units();
        self.bytes.push(byte);
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_optional = std::mem::take(&mut self.is_optional);
        let is_on = number != Some(0);
        if word == "u" {
            self.bytes();
            // Written as a signed number of 16 bits by some, as an unsigned one by others.
            self.units.push(number.unwrap_or_default() as u16);
            self.skip = self.setting.fallback;
            return;
        }
        self.flush();
        let setting = &mut self.setting;
        match word {
            "par" | "line" | "sect" | "page" | "column" | "row" | "nestrow" => self.put("\n"),
            "tab" | "cell" | "nestcell" => self.put("\t"),
            "emdash" => self.put("—"),
            "endash" => self.put("–"),
            "lquote" => self.put("‘"),
            "rquote" => self.put("’"),
            "ldblquote" => self.put("“"),
            "rdblquote" => self.put("”"),
            "bullet" => self.put("•"),
            "emspace" => self.put("\u{2003}"),
            "enspace" | "qmspace" => self.put(" "),
            "ansicpg" => {
                let page = number.and_then(|page| u16::try_from(page).ok());
                self.codepage = page.map_or(WINDOWS_1252, codepage);
                setting.encoding = self.codepage;
            }
            "uc" => setting.fallback = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1),
            "f" if setting.place == Place::Fonts => self.font = number.unwrap_or_default(),
            "f" => {
                let font = number.and_then(|font| self.fonts.get(&font));
                setting.encoding = font.copied().unwrap_or(self.codepage);
            }
            "fcharset" if setting.place == Place::Fonts => {
                if let Some(encoding) = number.and_then(charset) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            "v" | "deleted" => setting.hidden = is_on,
            "plain" => {
                setting.hidden = false;
                setting.encoding = self.codepage;
            }
            "pard" => setting.heading = None,
            "outlinelevel" => {
                let level = number.and_then(|level| u8::try_from(level).ok());
                setting.heading = level.filter(|level| *level < 6).map(|level| level + 1);
            }
            "fonttbl" => setting.place = Place::Fonts,
            "fldinst" => {
                setting.place = Place::Instruction;
                self.instruction.clear();
            }
            "fldrslt" => setting.link = self.instruction.contains("HYPERLINK"),
            "footnote" => setting.place = Place::Notes,
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" => {
                setting.place = Place::Margins;
            }
            "title" => setting.place = Place::Title,
            "author" => setting.place = Place::Author,
            // The words of text boxes stand among their properties.
            "shpinst" | "shptxt" => setting.place = Place::Body,
            "colortbl" | "stylesheet" | "info" | "pict" | "sp" | "nonshppict" | "xe" | "tc" => {
                setting.place = Place::Nowhere
            }
            _ if is_optional => setting.place = Place::Nowhere,
            _ => {}
        }
    }

    fn sign(&mut self, text: &str) {
        self.flush();
        self.put(text);
    }

    /// Decodes the bytes that are left.
    fn bytes(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let (text, _) = self.setting.encoding.decode_without_bom_handling(&bytes);
            self.put(&text);
        }
    }

    /// Decodes the UTF-16 that is left.
    fn units(&mut self) {
        if !self.units.is_empty() {
            let text = String::from_utf16_lossy(&std::mem::take(&mut self.units));
            self.put(&text);
        }
    }

    fn flush(&mut self) {
        self.bytes();
        self.units();
    }

    fn put(&mut self, text: &str) {
        let setting = self.setting;
        let sheet = match setting.place {
            Place::Body => &mut self.body,
            Place::Notes => &mut self.notes,
            Place::Margins => &mut self.margins,
            Place::Title => return self.title.push_str(text),
            Place::Author => return self.author.push_str(text),
            Place::Instruction => return self.instruction.push_str(text),
            Place::Fonts | Place::Nowhere => return,
        };
        let start = sheet.text.len();
        sheet.text.push_str(text);
        if text == "\n" {
            return;
        }
        let marks = [
            (setting.hidden, Mark::Hidden),
            (setting.heading.is_some(), Mark::Heading(setting.heading.unwrap_or(1))),
            (setting.link, Mark::Link),
        ];
        for (_, mark) in marks.into_iter().filter(|(holds, _)| *holds) {
            let last = sheet.marks.iter_mut().rev().take(3);
            match last
                .into_iter()
                .find(|(range, other)| range.end == start && *other == mark)
            {
                Some((range, _)) => range.end = sheet.text.len(),
                None => sheet.marks.push((start..sheet.text.len(), mark)),
            }
        }
    }

    /// The title and the author, the text, its notes, and the margins of its pages.
    fn finish(mut self) -> Marked {
        self.flush();
        let mut marked = Marked::default();
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let author = Some(line(&self.author)).filter(|author| !author.is_empty());
        let heads = [
            (line(&self.title), Mark::Title),
            (
                author.map(|author| format!("Author: {author}")).unwrap_or_default(),
                Mark::Field,
            ),
        ];
        for (line, mark) in heads.into_iter().filter(|(line, _)| !line.is_empty()) {
            marked
                .marks
                .push((marked.text.len()..marked.text.len() + line.len(), mark));
            marked.text.push_str(&line);
            marked.text.push('\n');
        }
        for sheet in [&self.body, &self.notes] {
            append(&mut marked, sheet);
        }
        let start = marked.text.len();
        if !self.margins.text.trim().is_empty() {
            let margins = marked.marks.len();
            append(&mut marked, &self.margins);
            marked
                .marks
                .insert(margins, (start..marked.text.len(), Mark::Around(Reason::Footer)));
        }
        marked
    }
}

fn append(marked: &mut Marked, sheet: &Sheet) {
    if !sheet.text.is_empty() && !marked.text.is_empty() && !marked.text.ends_with('\n') {
        marked.text.push('\n');
    }
    let start = marked.text.len();
    marked.text.push_str(&sheet.text);
    let moved = sheet
        .marks
        .iter()
        .map(|(range, mark)| (start + range.start..start + range.end, *mark));
    marked.marks.extend(moved);
}

/// The encoding of a Windows code page.
fn codepage(page: u16) -> &'static Encoding {
    match page {
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        65001 => encoding_rs::UTF_8,
        page => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(WINDOWS_1252),
    }
}

/// The encoding of a font by its set of characters; the common sets say nothing beyond the code page of the file.
fn charset(set: i32) -> Option<&'static Encoding> {
    let page = match set {
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    Some(codepage(page))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(rtf: &str) -> String {
        read(rtf.as_bytes()).unwrap_or_else(|fault| panic!("{fault:?}")).text
    }

    #[test]
    fn characters_are_read_however_they_are_written() {
        for (rtf, expected) in [
            (r"{\rtf1\ansi\ansicpg936 \'bb\'e1\'d2\'e9a\par b}", "会议a\nb"),
            // The second byte of a character may be written as a letter or a sign.
            (r"{\rtf1\ansicpg936 \'81@\'81\'40\'81\\\'81\}}", "丂丂乗亇"),
            (
                r"{\rtf1\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 \'cb\'ce;}}\f0 \'e9\f1 \'bb\'e1\f0 \'e9}",
                "é会é",
            ),
            (r"{\rtf1\ansicpg936{\fonttbl{\f0\fcharset0 A;}}\f0\'bb\'e1}", "会"),
            (r"{\rtf1\ansicpg950 \'b7\'7c}", "會"),
            (r"{\rtf1\uc1\u20250?\u-29778?x}", "会议x"),
            (r"{\rtf1\ansicpg936\uc2\u20250\'bb\'e1{\uc0\u35758}x}", "会议x"),
            (r"{\rtf1\u-10179?\u-9216?\u-10179?}", "\u{1f400}\u{fffd}"),
            (r"{\rtf1 \ldblquote a\rdblquote\emdash b\~\{\\\}}", "“a”—b\u{a0}{\\}"),
            ("{\\rtf1 a\r\nb\\\r\nc}", "ab\nc"),
        ] {
            assert_eq!(text(rtf), expected, "{rtf}");
        }
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        for (rtf, expected) in [
            (
                r"{\rtf1{\colortbl;\red0;}{\stylesheet{\s1 heading 1;}}{\*\generator X;}a{\pict\bin3 }}}}b}",
                "ab",
            ),
            (
                r"{\rtf1{\*\listtable{\list x}}{\listtext 1.\tab}a{\*\bkmkstart b}}",
                "1.\ta",
            ),
            (r"{\rtf1{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt a\par}}}b}", "a\nb"),
            (r"{\rtf1\trowd a\cell b\cell\row\trowd c\cell\row}", "a\tb\t\nc\t\n"),
        ] {
            assert_eq!(text(rtf), expected, "{rtf}");
        }
    }

    #[test]
    fn what_the_file_says_is_marked() {
        let rtf = concat!(
            r"{\rtf1\ansicpg936{\info{\title \'bb\'e1}{\author X}{\subject S}}{\header p}{\pard\outlinelevel0 H\par}",
            r"a{\v h}{\footnote n}{\field{\*\fldinst HYPERLINK x}{\fldrslt l}}{\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
        );
        let Marked { text, marks } = read(rtf.as_bytes()).unwrap_or_default();
        assert_eq!(text, "会\nAuthor: X\nH\nahl1\nn\np\n");
        let marks: Vec<(&str, Mark)> = marks
            .iter()
            .map(|(range, mark)| (&text[range.clone()], *mark))
            .collect();
        let expected = [
            ("会", Mark::Title),
            ("Author: X", Mark::Field),
            ("H", Mark::Heading(1)),
            ("h", Mark::Hidden),
            ("l", Mark::Link),
            ("p\n", Mark::Around(Reason::Footer)),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn groups_that_nobody_closes_are_read_too() {
        let deep = format!("{{\\rtf1 {}a{}b", "{".repeat(100_000), "}".repeat(200_000));
        assert_eq!(text(&deep), "ab");
        assert_eq!(read(b"{\\rtf1}"), Err((Kind::Empty, String::new())));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
            if let Ok(Marked { text, marks }) = read(pieces.concat().as_bytes()) {
                prop_assert!(marks.is_sorted_by_key(|(range, _)| range.start));
                for (range, _) in marks {
                    prop_assert!(text.get(range).is_some_and(|words| !words.is_empty()));
                }
            }
        }
    }

    const PIECES: &[&str] = &[
        "{",
        "}",
        "\\",
        "\\*",
        "\\'",
        "\\'c4",
        "\\'e3",
        "\\u20250",
        "\\u-1",
        "\\uc0",
        "\\uc9",
        "\\v",
        "\\v0",
        "\\par",
        " ",
        "?",
        "a",
        "文",
        "\\f1",
        "{\\fonttbl{\\f1\\fcharset134 x;}}",
        "\\footnote",
        "\\header",
        "\\title",
        "\\bin3 ",
        "\\bin-1",
        "\\field",
        "\\fldinst",
        "HYPERLINK",
        "\\fldrslt",
        "\\outlinelevel1",
        "\\ansicpg936",
        "\\ansicpg99999",
        "-9999999999",
    ];
}
