//! Fonts: which characters a code stands for, and how wide it is. The map that a font carries comes first, then the
//! encoding that it names; one that is known by its glyphs alone gives characters without meaning.

use std::collections::BTreeMap;

use encoding_rs::{BIG5, Encoding, GB18030, MACINTOSH, UTF_16BE, WINDOWS_1252};
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier};

/// Most characters that a code stands for: ligatures have four.
const CHARACTERS: usize = 8;

/// The Kangxi radicals from U+2F00 on, as the characters that they look like. Some programs take one for the other
/// since fonts draw both with one glyph; a text has no use for radicals.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Other radicals that are characters too, each before the character.
const OTHER_RADICALS: &str = "⺁厂⺌小⺍小⺎兀⺒巳⺓幺⺕彐⺜日⺝月⺟母⺠民⺧牛⺩王⺬示⺮竹⺶羊⺷羊⺻聿⺼肉⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龜⻳龟";

/// Names of glyphs that are not the character itself.
#[rustfmt::skip]
const NAMES: [(&str, char); 58] = [
    ("space", ' '), ("exclam", '!'), ("quotedbl", '"'), ("numbersign", '#'), ("dollar", '$'), ("percent", '%'),
    ("ampersand", '&'), ("quotesingle", '\''), ("parenleft", '('), ("parenright", ')'), ("asterisk", '*'),
    ("plus", '+'), ("comma", ','), ("hyphen", '-'), ("period", '.'), ("slash", '/'), ("zero", '0'), ("one", '1'),
    ("two", '2'), ("three", '3'), ("four", '4'), ("five", '5'), ("six", '6'), ("seven", '7'), ("eight", '8'),
    ("nine", '9'), ("colon", ':'), ("semicolon", ';'), ("less", '<'), ("equal", '='), ("greater", '>'),
    ("question", '?'), ("at", '@'), ("bracketleft", '['), ("backslash", '\\'), ("bracketright", ']'),
    ("underscore", '_'), ("grave", '`'), ("braceleft", '{'), ("bar", '|'), ("braceright", '}'), ("asciitilde", '~'),
    ("bullet", '•'), ("endash", '–'), ("emdash", '—'), ("quoteleft", '‘'), ("quoteright", '’'),
    ("quotedblleft", '“'), ("quotedblright", '”'), ("ellipsis", '…'), ("periodcentered", '·'), ("degree", '°'),
    ("multiply", '×'), ("section", '§'), ("fi", 'ﬁ'), ("fl", 'ﬂ'), ("minus", '−'), ("nbspace", '\u{a0}'),
];

/// The fonts of a file, each read once.
#[derive(Default)]
pub struct Fonts {
    fonts: Vec<Font>,
    known: BTreeMap<ObjectIdentifier, usize>,
}

impl Fonts {
    pub fn known(&self, id: &ObjectIdentifier) -> Option<usize> {
        self.known.get(id).copied()
    }

    /// Adds a font and the map that it carries.
    pub fn add(&mut self, id: Option<ObjectIdentifier>, dict: &Dict, map: Option<&[u8]>) -> usize {
        let font = self.fonts.len();
        self.fonts.push(Font::new(dict, map));
        if let Some(id) = id {
            self.known.insert(id, font);
        }
        font
    }

    pub fn get(&self, font: usize) -> &Font {
        &self.fonts[font]
    }
}

/// How codes follow each other in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codes {
    /// A byte each.
    Single,
    /// Two bytes each.
    Double,
    /// As in a text of this encoding.
    Text(&'static Encoding),
    /// As in UTF-16, the higher byte first.
    Utf16,
}

pub struct Font {
    codes: Codes,
    map: Option<CMap>,
    /// Of a font with a byte a code: the characters that it names.
    named: BTreeMap<u32, char>,
    /// The encoding of what is not named.
    encoding: &'static Encoding,
    /// By the first code of a run: the last code, and their width in thousandths of the size.
    widths: BTreeMap<u32, (u32, f64)>,
    width: f64,
    pub is_vertical: bool,
}

/// A code of a string.
pub struct Glyph {
    /// The bytes of the code.
    pub length: usize,
    pub text: String,
    /// In thousandths of the size.
    pub width: f64,
    /// Is it the one-byte code 32, which is spaced as words are?
    pub is_space: bool,
}

impl Font {
    fn new(dict: &Dict, map: Option<&[u8]>) -> Self {
        let mut font = Font {
            codes: Codes::Single,
            map: map.and_then(|map| CMap::parse(map, |_| None)),
            named: BTreeMap::new(),
            encoding: WINDOWS_1252,
            widths: BTreeMap::new(),
            width: 500.0,
            is_vertical: false,
        };
        let descendant = dict
            .get::<Array>("DescendantFonts")
            .and_then(|fonts| fonts.iter::<Dict>().next());
        match descendant {
            Some(descendant) => font.composite(dict, &descendant),
            None => font.simple(dict),
        }
        font
    }

    fn composite(&mut self, dict: &Dict, descendant: &Dict) {
        let encoding = dict.get::<Name>("Encoding");
        let name = encoding.as_ref().map_or("", |name| name.as_str());
        self.is_vertical = name.ends_with("-V") || name == "V";
        self.codes = if name.contains("UCS2") || name.contains("UTF16") {
            Codes::Utf16
        } else if name.starts_with("GB") {
            Codes::Text(GB18030)
        } else if name.contains("B5") {
            Codes::Text(BIG5)
        } else {
            Codes::Double
        };
        self.width = descendant.get::<f32>("DW").map_or(1000.0, f64::from);
        // The widths go by the numbers of the glyphs, which are the codes only here.
        if self.codes == Codes::Double
            && let Some(widths) = descendant.get::<Array>("W")
        {
            self.composite_widths(&widths);
        }
    }

    /// `first [w w w]` and `first last w`, one after another.
    fn composite_widths(&mut self, widths: &Array) {
        let mut numbers = Vec::new();
        for entry in widths.iter::<Object>() {
            match (entry, numbers.as_slice()) {
                (Object::Array(widths), [first]) => {
                    for (code, width) in (*first as u32..).zip(widths.iter::<f32>()) {
                        self.widths.insert(code, (code, f64::from(width)));
                    }
                    numbers.clear();
                }
                (Object::Number(width), [first, last]) => {
                    self.widths.insert(*first as u32, (*last as u32, width.as_f64()));
                    numbers.clear();
                }
                (Object::Number(number), _) => numbers.push(number.as_f64()),
                _ => numbers.clear(),
            }
        }
    }

    fn simple(&mut self, dict: &Dict) {
        let first = dict.get::<u32>("FirstChar").unwrap_or_default();
        if let Some(widths) = dict.get::<Array>("Widths") {
            // A font whose glyphs are drawings says how large its units are.
            let unit = dict
                .get::<Array>("FontMatrix")
                .and_then(|matrix| matrix.iter::<f32>().next());
            let unit = unit.map_or(1.0, |unit| f64::from(unit) * 1000.0);
            for (code, width) in (first..first.saturating_add(256)).zip(widths.iter::<f32>()) {
                self.widths.insert(code, (code, f64::from(width) * unit));
            }
        }
        let mut base = dict.get::<Name>("Encoding");
        if let Some(encoding) = dict.get::<Dict>("Encoding") {
            base = encoding.get::<Name>("BaseEncoding");
            let mut code = 0;
            for entry in encoding
                .get::<Array>("Differences")
                .iter()
                .flat_map(|names| names.iter::<Object>())
            {
                match entry {
                    Object::Number(number) => code = number.as_f64() as u32,
                    Object::Name(name) => {
                        if let Some(c) = named(name.as_str()) {
                            self.named.insert(code, c);
                        }
                        code = code.saturating_add(1);
                    }
                    _ => {}
                }
            }
        }
        if base.is_some_and(|base| base.as_str() == "MacRomanEncoding") {
            self.encoding = MACINTOSH;
        }
    }

    /// The first glyph of a string that is not empty.
    pub fn glyph(&self, bytes: &[u8]) -> Glyph {
        let byte = |i: usize| bytes.get(i).copied();
        let length = match (self.codes, byte(0).unwrap_or_default()) {
            (Codes::Single, _) => 1,
            (Codes::Double, _) => 2,
            (Codes::Utf16, 0xd8..=0xdb) => 4,
            (Codes::Utf16, _) => 2,
            (Codes::Text(_), ..=0x80) => 1,
            (Codes::Text(encoding), _) if encoding == GB18030 && matches!(byte(1), Some(b'0'..=b'9')) => 4,
            (Codes::Text(_), _) => 2,
        };
        let own = &bytes[..length.min(bytes.len())];
        let code = own.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
        let mapped = self.map.as_ref().and_then(|map| map.lookup_bf_string(code));
        let text = match mapped {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text.chars().take(CHARACTERS).collect(),
            None => self.decoded(code, own),
        };
        let text: String = text.chars().filter(|c| *c != '\0').map(unified).collect();
        let width = self
            .widths
            .range(..=code)
            .next_back()
            .filter(|(_, (last, _))| code <= *last);
        let narrow = matches!(self.codes, Codes::Text(_) | Codes::Utf16) && text.is_ascii();
        Glyph {
            length,
            width: match width {
                Some((_, (_, width))) => *width,
                None if narrow => self.width / 2.0,
                None => self.width,
            },
            is_space: length == 1 && code == 32,
            text,
        }
    }

    /// What a code stands for by the encoding of the font.
    fn decoded(&self, code: u32, bytes: &[u8]) -> String {
        match self.codes {
            Codes::Single => match self.named.get(&code) {
                Some(c) => c.to_string(),
                None if code < 32 => '\u{fffd}'.to_string(),
                None => self.encoding.decode_without_bom_handling(bytes).0.into_owned(),
            },
            Codes::Double => '\u{fffd}'.to_string(),
            Codes::Text(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Codes::Utf16 => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }
}

/// The character that a glyph is named after.
fn named(name: &str) -> Option<char> {
    let mut chars = name.chars();
    let alone = chars.next().filter(|_| chars.next().is_none());
    let by_code = || {
        let hex = name.strip_prefix("uni").or(name.strip_prefix('u'))?;
        char::from_u32(u32::from_str_radix(hex.get(..4.max(hex.len().min(6)))?, 16).ok()?)
    };
    let by_name = || NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    alone.or_else(by_name).or_else(by_code)
}

/// The character for a radical, and any other character itself.
fn unified(c: char) -> char {
    let found = match c {
        '\u{2e80}'..='\u{2eff}' => OTHER_RADICALS.chars().skip_while(|radical| *radical != c).nth(1),
        '\u{2f00}'..='\u{2fd5}' => RADICALS.chars().nth(c as usize - 0x2f00),
        _ => None,
    };
    found.unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_radical_has_its_character() {
        assert_eq!(RADICALS.chars().count(), 214);
        assert_eq!(('\u{2f00}'..='\u{2fd5}').map(unified).collect::<String>(), RADICALS);
        assert_eq!(['⽤', '⻔', '⺀', '门'].map(unified), ['用', '门', '⺀', '门']);
    }

    #[test]
    fn glyphs_are_named_after_characters() {
        for (name, c) in [
            ("a", Some('a')),
            ("seven", Some('7')),
            ("uni4E2D", Some('中')),
            ("g12", None),
            ("u", Some('u')),
        ] {
            assert_eq!(named(name), c, "{name}");
        }
    }
}
