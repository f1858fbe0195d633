//! From bytes to text: the byte order mark, UTF-8, then GB18030 and Big5 as the bytes themselves tell.
//! Whatever is no text is refused by name where it has one.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};

use super::Kind;
use crate::text::fold::fold_char;

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

/// Most replaced characters per hundred beyond ASCII for the bytes to count as a damaged text of an encoding.
/// Higher takes noise for text; lower refuses texts with more than a few broken characters.
const DAMAGE: usize = 5;

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
    let _ = (forced, declared);
    if let Some((_, name)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err((Kind::Format, name));
    }
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => read(encoding, &bytes[length..]),
        None if bytes.contains(&0) => return Err((Kind::Binary, "")),
        None => candidates(bytes)
            .into_iter()
            .map(|encoding| read(encoding, bytes))
            .find(|decoded| decoded.replaced * 100 <= DAMAGE * beyond_ascii(&decoded.text))
            .ok_or((Kind::Encoding, ""))?,
    };
    let control = decoded.text.chars().filter(|c| c.is_control() && !c.is_whitespace());
    if control.count() * 100 > decoded.text.len() {
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
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return String::new();
    };
    // No encoding has more than four bytes a character; a character that this cuts is not shown.
    let start = &bytes[..bytes.len().min(limit.saturating_mul(4).saturating_add(4))];
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(start.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(start, &mut text, start.len() == bytes.len());
    text.chars().take(limit).collect()
}

/// The encodings to try, the most likely first. Only UTF-8 and those of Chinese are known here.
fn candidates(bytes: &[u8]) -> [&'static Encoding; 3] {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // A hint at a country outweighs the bytes: with `cn` no text is Big5, with `tw` most GB18030 is.
    if detector.guess(None, Utf8Detection::Deny) == BIG5 {
        [UTF_8, BIG5, GB18030]
    } else {
        [UTF_8, GB18030, BIG5]
    }
}

fn read(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        replaced: if damaged { text.matches('\u{fffd}').count() } else { 0 },
        text: text.into_owned(),
        encoding: encoding.name(),
    }
}

fn beyond_ascii(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}
