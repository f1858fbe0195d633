//! MHTML: a page saved by a browser as a mail with parts; a mail is read as well. Of the parts only the page is
//! text: pictures and style sheets are its form.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::Encoding;

use super::{Fault, Reading, decode, html};
use crate::import::marked::{Mark, Marked};
use crate::import::{Kind, Options};

/// How deep parts within parts are looked into. Browsers and mail programs write two or three levels.
const LEVELS: usize = 8;

/// Base64 as mails have it, which is not always padded.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Do the headers of a saved page begin here?
pub fn is_mhtml(start: &[u8]) -> bool {
    let (headers, _) = headers(start);
    let is_header = headers.first().is_some_and(|(name, _)| !name.is_empty());
    is_header && headers.iter().any(|(name, _)| name == "mime-version")
}

pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, Fault> {
    let (page, mut others) = pages(bytes);
    let mut fault = (Kind::Empty, String::new());
    if let Some(page) = page {
        others.insert(0, page);
    }
    // A page of frames has no text of its own; then it is that of the first frame that has one.
    for part in others {
        match part.read(options) {
            Ok(reading) if reading.texts.iter().any(|text| has_body(&text.marked)) => return Ok(reading),
            Ok(_) => {}
            Err(wrong) => fault = wrong,
        }
    }
    Err(fault)
}

/// Is there anything beside what the head says?
fn has_body(marked: &Marked) -> bool {
    let heads = marked
        .marks
        .iter()
        .take_while(|(_, mark)| matches!(mark, Mark::Title | Mark::Field));
    let end = heads.last().map_or(0, |(range, _)| range.end);
    !marked.text[end..].trim().is_empty()
}

/// A part that is a page or a plain text.
struct Part<'a> {
    headers: Headers,
    body: &'a [u8],
    is_html: bool,
}

impl Part<'_> {
    fn read(&self, options: &Options) -> Result<Reading, Fault> {
        let bytes = match value(&self.headers, "content-transfer-encoding")
            .to_ascii_lowercase()
            .as_str()
        {
            "base64" => from_base64(self.body),
            "quoted-printable" => from_quoted_printable(self.body),
            _ => self.body.to_vec(),
        };
        let label = parameter(value(&self.headers, "content-type"), "charset");
        let declared = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        let decoded = decode(&bytes, options, declared.or_else(|| html::declared(&bytes)))?;
        let marked = match self.is_html {
            true => html::read(&decoded.text),
            false => decoded.text.into(),
        };
        let warnings = (decoded.replaced > 0).then(|| (Kind::Damaged, decoded.replaced.to_string()));
        Ok(Reading {
            texts: vec![marked.into()],
            encoding: decoded.encoding,
            warnings: warnings.into_iter().collect(),
            ..Reading::default()
        })
    }
}

/// The page that the headers of the whole name, and all parts that may be read in its place, pages first.
fn pages(bytes: &[u8]) -> (Option<Part<'_>>, Vec<Part<'_>>) {
    let (root, _) = headers(bytes);
    let start = parameter(value(&root, "content-type"), "start");
    let place = value(&root, "snapshot-content-location");
    let mut parts = Vec::new();
    let mut open = vec![(bytes, 0)];
    while let Some((bytes, level)) = open.pop() {
        let (headers, body) = headers(bytes);
        let kind = value(&headers, "content-type").to_ascii_lowercase();
        if let Some(boundary) = parameter(value(&headers, "content-type"), "boundary").filter(|_| level < LEVELS) {
            open.extend(split(body, &boundary).into_iter().rev().map(|part| (part, level + 1)));
        } else if kind.starts_with("text/html") || kind.starts_with("application/xhtml") {
            parts.push(Part {
                headers,
                body,
                is_html: true,
            });
        } else if kind.starts_with("text/plain") || kind.is_empty() {
            parts.push(Part {
                headers,
                body,
                is_html: false,
            });
        }
    }
    parts.sort_by_key(|part| !part.is_html);
    let is_page = |part: &Part| {
        let id = value(&part.headers, "content-id");
        let is_start = start.as_ref().is_some_and(|start| start == id);
        part.is_html && (is_start || !place.is_empty() && value(&part.headers, "content-location") == place)
    };
    let page = parts.iter().position(is_page).map(|at| parts.remove(at));
    (page, parts)
}

/// Names in lower case, and values on one line.
type Headers = Vec<(String, String)>;

/// The headers of a part, and what comes after the empty line below them. A line that is no header has no name.
fn headers(bytes: &[u8]) -> (Headers, &[u8]) {
    let mut headers = Headers::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let line = String::from_utf8_lossy(&rest[..end]);
        rest = &rest[end..];
        let is_more = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() {
            if headers.is_empty() {
                continue;
            }
            break;
        }
        match (headers.last_mut(), line.split_once(':')) {
            (Some((_, value)), _) if is_more => {
                value.push(' ');
                value.push_str(line);
            }
            (_, Some((name, value))) if !name.contains(char::is_whitespace) => {
                headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
            }
            _ => headers.push((String::new(), line.to_string())),
        }
    }
    (headers, rest)
}

fn value<'a>(headers: &'a Headers, name: &str) -> &'a str {
    let found = headers.iter().find(|(other, _)| other == name);
    found.map_or("", |(_, value)| value)
}

/// A parameter of a header: `text/html; charset="gbk"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    let parameters = value
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters
        .into_iter()
        .find(|(other, _)| other.trim().eq_ignore_ascii_case(name))?;
    let value = value.trim().trim_matches('"');
    (!value.is_empty()).then(|| value.to_string())
}

/// What stands between the lines that begin with the boundary.
fn split<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut start = None;
    for at in memchr::memmem::find_iter(body, mark.as_bytes()) {
        if at > 0 && body[at - 1] != b'\n' {
            continue;
        }
        parts.extend(start.map(|start| &body[start..at]));
        let after = at + mark.len();
        let line = memchr::memchr(b'\n', &body[after..]).map_or(body.len(), |end| after + end + 1);
        start = Some(line).filter(|_| !body[after..].starts_with(b"--"));
        if start.is_none() {
            break;
        }
    }
    parts.extend(start.map(|start| &body[start..]));
    parts
}

fn from_base64(body: &[u8]) -> Vec<u8> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut digits: Vec<u8> = body.iter().copied().filter(is_digit).collect();
    if digits.len() % 4 == 1 {
        digits.pop();
    }
    BASE64.decode(digits).unwrap_or_default()
}

fn from_quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        bytes.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let digit = |at: usize| rest.get(at).and_then(|byte| (*byte as char).to_digit(16));
        match (digit(0), digit(1)) {
            (Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &rest[2..];
            }
            // The line goes on in the next one.
            _ => match rest {
                [b'\n', next @ ..] | [b'\r', b'\n', next @ ..] => rest = next,
                _ => bytes.push(b'='),
            },
        }
    }
    bytes.extend_from_slice(rest);
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(mail: &str) -> String {
        let reading = read(mail.as_bytes(), &Options::default()).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert_eq!(reading.texts.len(), 1);
        reading.texts[0].marked.text.clone()
    }

    #[test]
    fn the_page_is_found_among_its_parts() {
        let mail = |head: &str| {
            format!(
                "From: <saved>\r\n{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; \
                 boundary=\"--x=_1\"\r\n\r\n----x=_1\r\nContent-Type: text/css\r\n\r\np{{}}\r\n\
                 ----x=_1\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\
                 Content-Location: http://a/1\r\n\r\n<p>=D2=BB=B6=\r\n=FE a=3Db</p>\r\n\
                 ----x=_1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\
                 Content-Location: http://a/2\r\n\r\nPHA+5LiJ5Zub\r\nPC9wPg\r\n----x=_1--\r\nepilogue"
            )
        };
        assert!(is_mhtml(mail("").as_bytes()));
        assert_eq!(text(&mail("")), "一二 a=b");
        assert_eq!(text(&mail("Snapshot-Content-Location: http://a/2\r\n")), "三四");
    }

    #[test]
    fn parts_within_parts_and_plain_mails_are_read() {
        let nested = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: \
                      multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n平\n--b\nContent-Type: \
                      text/html\n\n<b>页\n--b--\n--a--\n";
        assert_eq!(text(nested), "页");
        assert_eq!(text("MIME-Version: 1.0\nSubject: x\n\n一\n二"), "一\n二");
        let frames = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n\
                      <title>框</title><frameset><frame src=x></frameset>\n--a\nContent-Type: text/html\n\n文\n--a--";
        assert_eq!(text(frames), "文");
    }

    #[test]
    fn what_is_no_saved_page() {
        for start in ["", "标题: 一\n\n二", "MIME-Version 1.0", "会议\nMIME-Version: 1.0\n"] {
            assert!(!is_mhtml(start.as_bytes()), "{start}");
        }
        let empty = read(b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", &Options::default());
        assert_eq!(empty.map(|_| ()), Err((Kind::Empty, String::new())));
    }

    proptest! {
        #[test]
        fn any_mail_is_read(bytes in "[a-c=:;\\-\"\\r\\n A-F0-9]{0,200}", boundary in "[a-c-]{1,3}") {
            let head = format!("MIME-Version: 1.0\nContent-Type: multipart/related; boundary={boundary}\n\n");
            let _ = read((head + &bytes).as_bytes(), &Options::default());
            is_mhtml(bytes.as_bytes());
            from_base64(bytes.as_bytes());
            from_quoted_printable(bytes.as_bytes());
        }
    }
}
