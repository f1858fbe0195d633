//! Where in a JSON text an error stands, as a JSON path: `documents[3].body[0].text`.

/// An open object or array.
enum Level {
    /// With the key of the member that is being read.
    Object(String),
    /// With the number of the item that is being read.
    Array(usize),
}

/// The path of the value that the JSON reader was in when it stopped: line and column as it gives them, both
/// counted from 1, columns in bytes.
pub fn at(json: &str, line: usize, column: usize) -> String {
    let before: usize = json
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let stop = before + column;
    let bytes = json.as_bytes();
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    while at < bytes.len().min(stop) {
        match bytes[at] {
            b'{' => levels.push(Level::Object(String::new())),
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' if at + 1 < stop => drop(levels.pop()),
            // The reader stopped at the end of this object or array: it is this one that is at fault.
            b'}' => match levels.last_mut() {
                Some(Level::Object(key)) => key.clear(),
                _ => drop(levels.pop()),
            },
            b',' => match levels.last_mut() {
                Some(Level::Array(item)) => *item += 1,
                Some(Level::Object(key)) => key.clear(),
                None => {}
            },
            b'"' => {
                let end = string_end(bytes, at);
                if let Some(Level::Object(key)) = levels.last_mut()
                    && key.is_empty()
                {
                    *key = serde_json::from_str(&json[at..end]).unwrap_or_default();
                }
                at = end - 1;
            }
            _ => {}
        }
        at += 1;
    }
    levels.iter().fold(String::new(), |path, level| match level {
        Level::Object(key) if key.is_empty() => path,
        Level::Object(key) => join(&path, key),
        Level::Array(item) => format!("{path}[{item}]"),
    })
}

/// A path below another.
pub fn join(parent: &str, path: &str) -> String {
    match (parent, path) {
        (parent, "") => parent.to_string(),
        ("", path) => path.to_string(),
        (parent, path) if path.starts_with('[') => format!("{parent}{path}"),
        (parent, path) => format!("{parent}.{path}"),
    }
}

/// The byte after the string that starts at a quotation mark.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}
