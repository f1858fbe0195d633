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
    let control = decoded.text.chars().filter(|c| c.is_control() && !c.is_whitespace());
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
    (decoded.replaced - usize::from(is_cut)) * 100 <= DAMAGE * beyond
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
