//! Names of files that every file system takes.

/// Most bytes of a name without its extension. File systems take 255 bytes or UTF-16 units; folders above it and
/// a number behind it need some.
const LONGEST: usize = 180;

/// What a text without any character for a name is called.
const UNNAMED: &str = "untitled";

/// Names that mean devices to Windows, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name for a file, made from words: what some file system refuses, and what cannot be seen, becomes a space.
///
/// ```
/// use tifa::export::file_name;
/// assert_eq!(file_name("修桥: 3/4?", "md"), "修桥 3 4.md");
/// assert_eq!(file_name("con", "md"), "con_.md");
/// ```
pub fn file_name(words: &str, extension: &str) -> String {
    let mut name = String::new();
    for c in words.chars() {
        let c = match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => ' ',
            c if c.is_control() || c.is_whitespace() => ' ',
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => ' ',
            c => c,
        };
        if name.len() + c.len_utf8() > LONGEST {
            break;
        }
        if c != ' ' || !name.ends_with(' ') {
            name.push(c);
        }
    }
    // A dot before hides a file, one behind is dropped by Windows.
    let name = name.trim_matches([' ', '.']);
    let lower = name.to_lowercase();
    let device = lower.split('.').next().unwrap_or_default().trim_end();
    let is_port = |device: &str| {
        let digit = device.strip_prefix("com").or(device.strip_prefix("lpt"));
        digit.is_some_and(|digit| digit.chars().count() == 1 && digit.contains(char::is_numeric))
    };
    if name.is_empty() {
        format!("{UNNAMED}.{extension}")
    } else if DEVICES.contains(&device) || is_port(device) {
        format!("{name}_.{extension}")
    } else {
        format!("{name}.{extension}")
    }
}
