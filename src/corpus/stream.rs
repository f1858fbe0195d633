//! Reading `corpus.json` as it comes, a piece after the other: each document is read as soon as it is whole, and
//! nothing of the text is kept.

use std::collections::HashSet;

use memchr::memchr2;

use super::read::{Fault, FaultKind, fault, read, read_document};
use super::{Corpus, Document};

/// A corpus of which some pieces have come.
#[derive(Default)]
pub struct Stream {
    /// What has come, without the documents.
    outline: Vec<u8>,
    /// What has come of a document.
    document: Vec<u8>,
    /// How many objects and arrays are open.
    depth: usize,
    /// The last string directly in the corpus: before `[` it is a key.
    key: Vec<u8>,
    /// Are the documents being read?
    in_documents: bool,
    in_string: bool,
    /// Was the last byte a backslash in a string?
    escaped: bool,
    /// Has a comma come, and no document after it?
    after_comma: bool,
    /// Documents that were read, good or not.
    count: usize,
    ids: HashSet<String>,
    faults: Vec<Fault>,
}

impl Stream {
    /// One whose outline, JSON without documents, has come already; its documents come as lines.
    pub fn of(outline: &str) -> Self {
        Stream {
            outline: outline.into(),
            ..Stream::default()
        }
    }

    /// Takes whole lines of JSON, a document each.
    pub fn feed_lines(&mut self, lines: &[u8], mut each: impl FnMut(&Stream, Document)) {
        for line in lines.split(|byte| *byte == b'\n') {
            self.document.extend_from_slice(line);
            if let Some(document) = self.end(b']') {
                each(self, document);
            }
        }
    }

    /// Takes the next bytes, and hands over each document that ends in them. One with a fault is left out; those that
    /// came before may be shown already when a fault of the whole is found.
    ///
    /// ```
    /// use tifa::corpus::Stream;
    ///
    /// let json = r#"{"schema": "tifa-corpus/1", "title": "讲话", "documents": [{"id": "a", "title": "一", "body": [{"text": "同志们"}]}]}"#;
    /// let (mut stream, mut titles) = (Stream::default(), Vec::new());
    /// for piece in json.as_bytes().chunks(7) {
    ///     stream.feed(piece, |_, document| titles.push(document.title));
    /// }
    /// assert_eq!(titles, ["一"]);
    /// let (corpus, faults) = stream.finish().expect("a corpus");
    /// assert_eq!((corpus.title.as_str(), faults.len()), ("讲话", 0));
    /// ```
    pub fn feed(&mut self, bytes: &[u8], mut each: impl FnMut(&Stream, Document)) {
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            if self.in_string && !self.escaped {
                // Most of a corpus is the inside of strings.
                let plain = memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
                self.keep(&rest[..plain]);
                rest = &rest[plain..];
                if let Some((&byte, after)) = rest.split_first() {
                    self.keep(&[byte]);
                    (self.in_string, self.escaped) = (byte == b'\\', byte == b'\\');
                    rest = after;
                }
                continue;
            }
            rest = &rest[1..];
            if self.escaped {
                self.escaped = false;
                self.keep(&[byte]);
            } else if let Some(document) = self.step(byte) {
                each(self, document);
            }
        }
    }

    /// What has come of the corpus besides its documents: its title, its lexicons, if they stand before the documents.
    pub fn outline(&self) -> Option<Corpus> {
        let closed = [self.outline.as_slice(), b"]}"].concat();
        let read = |outline: &[u8]| read(&String::from_utf8_lossy(outline)).ok();
        let (corpus, _) = read(&closed).or_else(|| read(&self.outline))?;
        Some(corpus)
    }

    /// The corpus without its documents, and the faults, when all has come.
    pub fn finish(self) -> Result<(Corpus, Vec<Fault>), Fault> {
        let (corpus, mut faults) = read(&String::from_utf8_lossy(&self.outline))?;
        faults.splice(0..0, self.faults);
        Ok((corpus, faults))
    }

    /// A byte outside of strings, or the one that opens one. Gives the document that it ends.
    fn step(&mut self, byte: u8) -> Option<Document> {
        let ends = self.in_documents && self.depth == 2 && matches!(byte, b',' | b']');
        match byte {
            b'"' => {
                self.in_string = true;
                if self.depth == 1 {
                    self.key.clear();
                }
            }
            b'{' | b'[' => {
                self.depth += 1;
                if byte == b'[' && self.depth == 2 && self.key == b"documents" {
                    self.outline.push(byte);
                    self.in_documents = true;
                    return None;
                }
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if !ends {
            self.keep(&[byte]);
            return None;
        }
        let document = self.end(byte);
        self.after_comma = byte == b',';
        if byte == b']' {
            self.in_documents = false;
            self.outline.push(byte);
        }
        document
    }

    /// Ends a document at a comma or at the bracket that closes them all.
    fn end(&mut self, byte: u8) -> Option<Document> {
        let document = std::mem::take(&mut self.document);
        if document.iter().all(u8::is_ascii_whitespace) {
            // A comma with nothing before or after it: for the reader of the outline to complain of.
            if byte == b',' || self.after_comma {
                self.outline.push(b',');
            }
            return None;
        }
        let path = format!("documents[{}]", self.count);
        self.count += 1;
        match read_document(&String::from_utf8_lossy(&document), &path) {
            Ok(document) if self.ids.insert(document.id.clone()) => return Some(document),
            Ok(document) => {
                self.faults
                    .push(fault(&format!("{path}.id"), FaultKind::DuplicateId, &document.id));
            }
            Err(faults) => self.faults.extend(faults),
        }
        None
    }

    fn keep(&mut self, bytes: &[u8]) {
        let kept = if self.in_documents {
            &mut self.document
        } else {
            &mut self.outline
        };
        kept.extend_from_slice(bytes);
        if self.in_string && self.depth == 1 {
            self.key.extend(bytes.iter().filter(|byte| **byte != b'"'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str) {
        let whole = read(json);
        for piece in [1, 2, 3, 7, 64, json.len().max(1)] {
            let (mut stream, mut documents) = (Stream::default(), Vec::new());
            json.as_bytes()
                .chunks(piece)
                .for_each(|piece| stream.feed(piece, |_, document| documents.push(document)));
            match (&whole, stream.finish()) {
                (Ok((corpus, faults)), Ok((outline, found))) => {
                    assert_eq!((&corpus.documents, faults), (&documents, &found), "{json}");
                    assert_eq!(
                        (&corpus.title, &corpus.extra),
                        (&outline.title, &outline.extra),
                        "{json}"
                    );
                }
                // Where the text is no JSON, it is told in other words.
                (Err(fault), Err(found)) => assert_eq!(fault.kind, found.kind, "{json}"),
                (whole, streamed) => panic!("{json}: {:?} and {:?}", whole.is_ok(), streamed.is_ok()),
            }
        }
    }

    #[test]
    fn a_corpus_is_read_in_pieces_as_it_is_as_a_whole() {
        let document =
            |id: &str, text: &str| format!(r#"{{"id":"{id}","title":"甲 \"]}},{{[","body":[{{"text":"{text}"}}]}}"#);
        let (a, b) = (document("a", r"一\\"), document("b", r#"\"二，\u4e09"#));
        let with = |documents: &str| {
            format!(
                r#"{{"schema":"tifa-corpus/1","title":"documents","documents":[{documents}],"more":{{"documents":[1,{{}}]}}}}"#
            )
        };
        for documents in [
            "",
            " ",
            &a,
            &format!("{a},{b}"),
            &format!(" {a} ,\n{b}\n"),
            &format!("{a},{a}"),
            "1, 2",
            r#""x""#,
            &format!("{a},{{\"id\":3}}"),
            &format!("[{a}],{b}"),
        ] {
            check(&with(documents));
        }
        for broken in [",", &format!("{a},"), &format!(",{a}"), &format!("{a},,{b}")] {
            check(&with(broken));
        }
        check("\u{feff}{\"documents\":[],\"title\":\"\",\"schema\":\"tifa-corpus/1\"}");
        let whole = with(&a);
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            check(&whole[..end]);
        }
        for other in [
            "[]",
            "{}",
            "null",
            r#"{"schema":"tifa-corpus/2","title":"","documents":[]}"#,
            "x",
            r#"{"documents":{"a":[1]}}"#,
        ] {
            check(other);
        }
    }
}
