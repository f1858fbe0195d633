//! From bytes to text. A byte order mark or the reader says what the encoding is; else valid UTF-8 is UTF-8, then comes
//! what the file declares, then what the bytes themselves tell: UTF-16, GB18030, Big5. Whatever is no text is refused
//! by name where it has one.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Kind;
use super::repair::gbk;
use crate::text::fold::fold_char;

/// The encodings that a reader may choose from, by their WHATWG names.
pub const ENCODINGS: [&str; 6] = ["UTF-8", "gb18030", "Big5", "UTF-16LE", "UTF-16BE", "windows-1252"];

/// How files begin that are known and not read.
const SIGNATURES: [(&[u8], &str); 7] = [
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
];

/// How texts begin a stretch of an encoding that is known and not read.
const ESCAPES: [(&[u8], &str); 6] = [
    (b"\x1b$)A", "ISO-2022-CN"),
    (b"\x1b$)G", "ISO-2022-CN"),
    (b"\x1b$)C", "ISO-2022-KR"),
    (b"\x1b$A", "ISO-2022-JP-2"),
    (b"\x1b$B", "ISO-2022-JP"),
    (b"\x1b$@", "ISO-2022-JP"),
];

/// Most replaced characters per hundred beyond ASCII for the bytes to count as a damaged text of an encoding.
/// Higher takes noise for text; lower refuses texts with more than a few broken characters.
const DAMAGE: usize = 5;

/// Fewest characters per hundred that must be common for a text without a byte order mark to be UTF-16. Text of
/// another encoding comes near a half where it has stretches of ASCII.
const UTF_16: usize = 85;

/// Bytes from the start of a file that UTF-16 and the better of two encodings are told by. More costs time only.
const SAMPLE: usize = 1 << 16;

/// What is common by this much per hundred in one encoding, and not in another, was written in the first.
const MARGIN: usize = 25;

pub struct Decoded {
    pub text: String,
    /// The WHATWG name of the encoding.
    pub encoding: &'static str,
    /// The number of replacement characters that stand for bytes without meaning.
    pub replaced: usize,
}

/// Decodes the bytes of a text file, or says what they are instead. `forced` is what the reader says of the
/// encoding, and is believed; `declared` is what the file says of it.
pub fn decode(
    bytes: &[u8],
    forced: Option<&'static Encoding>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, (Kind, &'static str)> {
    if let Some((_, name)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err((Kind::Format, name));
    }
    let decoded = match (forced, Encoding::for_bom(bytes)) {
        (Some(encoding), _) => read(superset(encoding), bytes),
        (None, _) if is_utf32(bytes) => return Err((Kind::Encoding, "UTF-32")),
        (None, Some((encoding, _))) => read(encoding, bytes),
        (None, None) => detect(bytes, declared.map(superset))?,
    };
    // Those beyond ASCII come from text that was read wrongly, and are repaired.
    let control = decoded
        .text
        .chars()
        .filter(|c| c.is_ascii_control() && !c.is_whitespace());
    if forced.is_none() && control.count() * 100 > decoded.text.len() {
        return Err((Kind::Binary, ""));
    }
    if !decoded.text.chars().any(|c| fold_char(c).is_some_and(|c| c != ' ')) {
        return Err((Kind::Empty, ""));
    }
    Ok(decoded)
}

/// The first characters of a file as an encoding reads them; nothing if the label names no encoding.
///
/// ```
/// assert_eq!(tifa::import::preview(b"\xbd\xf1\xcc\xec\xca\xc7", "gbk", 2), "今天");
/// ```
pub fn preview(bytes: &[u8], label: &str, limit: usize) -> String {
    let Some(encoding) = Encoding::for_label(label.as_bytes()).map(superset) else {
        return String::new();
    };
    // No encoding has more than four bytes a character; a character that this cuts is not shown.
    let start = &bytes[..bytes.len().min(limit.saturating_mul(4).saturating_add(4))];
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(start.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(start, &mut text, start.len() == bytes.len());
    text.chars().take(limit).collect()
}

/// The encoding that bytes have without a byte order mark.
fn detect(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, (Kind, &'static str)> {
    if let Some(encoding) = utf16(bytes) {
        return Ok(read(encoding, bytes));
    }
    if bytes.contains(&0) {
        return Err((Kind::Binary, ""));
    }
    if bytes.is_ascii()
        && let Some(name) = escaped(bytes)
    {
        return Err((Kind::Encoding, name));
    }
    // What is UTF-8 is nothing else; most files are, and need no guess.
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(read(UTF_8, bytes));
    }
    candidates(bytes, declared)
        .into_iter()
        .map(|encoding| read(encoding, bytes))
        .find(is_sound)
        .ok_or((Kind::Encoding, ""))
}

/// Is so little damaged that this is the encoding? A file may have been cut within its last character.
fn is_sound(decoded: &Decoded) -> bool {
    let beyond = decoded.text.chars().filter(|c| !c.is_ascii()).count();
    let is_cut = beyond > decoded.replaced && decoded.text.ends_with('\u{fffd}');
    decoded.replaced.saturating_sub(usize::from(is_cut)) * 100 <= DAMAGE * beyond
}

/// The encodings to try, the most likely first: UTF-8, then what the file declares, then those of Chinese.
fn candidates(bytes: &[u8], declared: Option<&'static Encoding>) -> Vec<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // A hint at a country outweighs the bytes: with `cn` no text is Big5, with `tw` most GB18030 is.
    let guess = superset(detector.guess(None, Utf8Detection::Deny));
    let chinese = if guess == BIG5 {
        [BIG5, GB18030]
    } else {
        [GB18030, BIG5]
    };
    let mut candidates = vec![UTF_8];
    // Every byte is a character of a single-byte encoding, which is often declared for no reason but habit.
    candidates.extend(declared.filter(|encoding| {
        let is_single = encoding.is_single_byte();
        let share = || common(encoding, bytes) + MARGIN;
        !is_single && (*encoding == chinese[0] || share() > common(chinese[0], bytes))
            || is_single && *encoding == guess
    }));
    candidates.extend(chinese);
    candidates.extend(Some(WINDOWS_1252).filter(|encoding| *encoding == guess));
    candidates
}

/// The characters per hundred at the start of a file that are in use, as an encoding reads them.
fn common(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(SAMPLE)]);
    let (mut all, mut common) = (0, 0);
    for c in text.chars() {
        all += 1;
        common += usize::from(matches!(c, ' '..='~' | '\t' | '\n' | '\r') || gbk::is_common(c));
    }
    common * 100 / all.max(1)
}

/// UTF-16 without a byte order mark. Most of its characters are common, and it is not UTF-8.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(SAMPLE)];
    if start.len() < 4
        || !start.contains(&0) && std::str::from_utf8(start).map_or_else(|e| e.error_len().is_none(), |_| true)
    {
        return None;
    }
    [UTF_16LE, UTF_16BE]
        .into_iter()
        .find(|encoding| common(encoding, start) >= UTF_16)
}

fn is_utf32(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff")
}

/// The name of an encoding that hides behind ASCII.
fn escaped(bytes: &[u8]) -> Option<&'static str> {
    let escape = ESCAPES
        .iter()
        .find(|(escape, _)| memchr::memmem::find(bytes, escape).is_some());
    let is_hz = || {
        let start = memchr::memmem::find(bytes, b"~{")? + 2;
        let inner = &bytes[start..start + memchr::memmem::find(&bytes[start..], b"~}")?];
        let sense = |pair: &[u8]| match pair {
            [lead, trail] => gbk::character(lead | 0x80, trail | 0x80).is_some_and(gbk::is_common),
            _ => false,
        };
        (!inner.is_empty() && inner.chunks(2).all(sense)).then_some("HZ-GB-2312")
    };
    escape.map(|(_, name)| *name).or_else(is_hz)
}

/// GB 2312 and GBK are parts of GB 18030.
fn superset(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

fn read(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_with_bom_removal(bytes);
    Decoded {
        replaced: if damaged { text.matches('\u{fffd}').count() } else { 0 },
        text: text.into_owned(),
        encoding: encoding.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "全县防汛工作会议召开。\n各乡镇要把沙袋装满，把电话接通，把路灯修好。";

    /// The name of the encoding that bytes are read as, and whether the text is `meant`.
    fn check(bytes: &[u8], forced: Option<&str>, declared: Option<&str>, name: &str, meant: &str) {
        let encoding = |label: &str| Encoding::for_label(label.as_bytes()).expect("a label");
        match decode(bytes, forced.map(encoding), declared.map(encoding)) {
            Ok(decoded) => assert_eq!((decoded.encoding, decoded.text.as_str()), (name, meant)),
            Err((kind, detail)) => panic!("{kind:?} {detail}"),
        }
    }

    fn encoded(label: &str, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).expect("a label");
        encoding.encode(text).0.into_owned()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn what_the_bytes_are_outweighs_what_the_file_says() {
        let gbk = encoded("gbk", TEXT);
        for label in ["gb2312", "gbk", "gb18030"] {
            check(&gbk, None, Some(label), "gb18030", TEXT);
            check(&gbk, Some(label), None, "gb18030", TEXT);
            check(TEXT.as_bytes(), None, Some(label), "UTF-8", TEXT);
        }
        check(&gbk, None, Some("utf-8"), "gb18030", TEXT);
        check(&gbk, None, Some("iso-8859-1"), "gb18030", TEXT);
        check(&gbk, None, Some("big5"), "gb18030", TEXT);
        let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        check(&marked, None, Some("gbk"), "UTF-8", TEXT);
        check(&marked, Some("utf-8"), None, "UTF-8", TEXT);

        let traditional = "全縣防汛工作會議召開，各鄉鎮要把沙袋裝滿，把電話接通，把路燈修好。";
        let big5 = encoded("big5-hkscs", traditional);
        check(&big5, None, Some("big5"), "Big5", traditional);
        check(&big5, None, Some("gb2312"), "Big5", traditional);
        check(b"\xb1o\xa4F", Some("big5"), None, "Big5", "得了");
    }

    #[test]
    fn utf_16_needs_no_mark() {
        for text in [
            TEXT,
            "今天的会议很短",
            "Minutes of the meeting.\r\nNobody came.",
            "第1章 (2021)",
        ] {
            check(&utf16(text, u16::to_le_bytes), None, None, "UTF-16LE", text);
            check(&utf16(text, u16::to_be_bytes), None, None, "UTF-16BE", text);
        }
        let cut = utf16(TEXT, u16::to_le_bytes);
        let decoded = decode(&cut[..cut.len() - 1], None, None);
        assert_eq!(decoded.map(|decoded| decoded.replaced).ok(), Some(1));
    }

    #[test]
    fn letters_of_europe_are_read_where_nothing_speaks_for_chinese() {
        let text = "“Nothing,” she said, “is as déjà vu as a café.” Nobody laughed; the rain went on.";
        check(
            &encoded("windows-1252", text),
            None,
            Some("windows-1252"),
            "windows-1252",
            text,
        );
    }

    #[test]
    fn a_cut_in_the_last_character_costs_only_that() {
        let gbk = encoded("gbk", TEXT);
        for bytes in [
            &TEXT.as_bytes()[..TEXT.len() - 4],
            &gbk[..gbk.len() - 3],
            &encoded("gbk", "今天")[..3],
        ] {
            let decoded = decode(bytes, None, None).map_err(|(kind, _)| kind);
            assert_eq!(decoded.map(|decoded| decoded.replaced), Ok(1), "{bytes:x?}");
        }
    }

    #[test]
    fn encodings_that_are_not_read_are_named() {
        for (bytes, name) in [
            (&b"~{=qLl5D;aRi~} today"[..], "HZ-GB-2312"),
            (b"\x1b$)A\x0e=qLl\x0f", "ISO-2022-CN"),
            (b"\x1b$B:#F|\x1b(B", "ISO-2022-JP"),
            (b"\xff\xfe\0\0\x2d\x4e\0\0", "UTF-32"),
            (b"\0\0\xfe\xff\0\0\x4e\x2d", "UTF-32"),
        ] {
            assert_eq!(
                decode(bytes, None, None).map(|decoded| decoded.text),
                Err((Kind::Encoding, name))
            );
        }
        // A tilde and a brace are not enough.
        check(b"a ~{ b ~} c", None, None, "UTF-8", "a ~{ b ~} c");
    }

    #[test]
    fn a_preview_shows_the_first_characters_as_an_encoding_reads_them() {
        let gbk = encoded("gbk", TEXT);
        for label in ENCODINGS {
            let encoding = Encoding::for_label(label.as_bytes()).expect("a label");
            assert_eq!(encoding.name(), label);
            assert!(preview(&gbk, label, 7).chars().count() <= 7);
        }
        assert_eq!(preview(&gbk, "gb18030", 7), "全县防汛工作会");
        assert_eq!(preview(TEXT.as_bytes(), "UTF-8", 2), "全县");
        assert_eq!(preview(TEXT.as_bytes(), "klingon", 2), "");
        assert_eq!(preview(&gbk[..3], "gbk", 9), "全\u{fffd}");
        assert_eq!(preview(b"", "gbk", usize::MAX), "");
    }
}
