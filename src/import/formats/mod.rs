//! Formats: from the bytes of a file to its texts. Which format a file has is told by its bytes first, then by its
//! name. Each format has a module of its own and knows nothing of speeches.

mod epub;
mod html;
mod json;
mod markdown;
mod mhtml;
mod numbering;
mod office;
mod pdf;
mod rtf;
mod table;
mod xml;

use std::io::{Cursor, Read};

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

use super::decode::{self, Decoded};
use super::marked::Marked;
use super::{Column, Kind, Options};
use crate::corpus::{Document, Lexicon, Speaker};
use crate::page;

/// What is wrong with a file, and the place or the cause.
pub type Fault = (Kind, String);

/// What a file holds.
#[derive(Debug, Default)]
pub struct Reading {
    pub texts: Vec<Text>,
    /// Documents that are complete as they stand, from a corpus.
    pub documents: Vec<Document>,
    /// Those of a corpus.
    pub lexicons: Vec<Lexicon>,
    /// The WHATWG name of the encoding that the text of the file was read as.
    pub encoding: &'static str,
    pub warnings: Vec<(Kind, String)>,
    /// Of a table with heads: each column's head, what it is taken for, and its first value.
    pub columns: Vec<(String, Column, String)>,
}

/// A text: a document, or a compilation of them.
#[derive(Debug, Default)]
pub struct Text {
    pub marked: Marked,
    pub given: Given,
}

/// The fields that a file states for a text beside it: columns of a table, members of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub title: Option<String>,
    /// As the file writes it.
    pub date: Option<String>,
    /// As the file writes it.
    pub published: Option<String>,
    pub place: Option<String>,
    pub issuer: Option<String>,
    pub source: Option<String>,
    pub speakers: Vec<Speaker>,
}

impl From<Marked> for Text {
    fn from(marked: Marked) -> Self {
        Text {
            marked,
            ..Text::default()
        }
    }
}

/// Formats that the bytes give away before they are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Binary {
    Docx,
    Odt,
    Epub,
    Pdf,
    Rtf,
    Mhtml,
    /// A page that Tifa wrote, with its corpus inside.
    Page,
}

/// Formats of decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Textual {
    Plain,
    Markdown,
    Html,
    /// Columns with this between them.
    Table(char),
    Json,
    JsonLines,
}

/// Is this ZIP archive a document of a known format, and no archive of files?
pub fn is_zipped(bytes: &[u8]) -> bool {
    zipped(bytes).is_some()
}

/// Reads the texts of a file. The error says what is wrong with the file as a whole.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Fault> {
    match binary(bytes) {
        Some(Binary::Docx) => office::docx(bytes).map(one),
        Some(Binary::Odt) => office::odt(bytes).map(one),
        Some(Binary::Epub) => epub::read(bytes),
        Some(Binary::Pdf) => pdf::read(bytes),
        Some(Binary::Rtf) => rtf::read(bytes).map(one),
        Some(Binary::Mhtml) => mhtml::read(bytes, options),
        Some(Binary::Page) => {
            let fault = |fault: page::Fault| (Kind::Corpus, fault.to_string());
            json::read(&page::extract(&String::from_utf8_lossy(bytes)).map_err(fault)?, options)
        }
        None => decoded(name, bytes, options),
    }
}

/// Reads what is text once it is decoded.
fn decoded(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Fault> {
    let Decoded {
        text,
        encoding,
        replaced,
    } = decode(bytes, options, html::declared(bytes))?;
    let mut reading = match textual(name, &text) {
        Textual::Plain => one(Marked::from(text)),
        Textual::Markdown => one(markdown::read(&text)),
        Textual::Html => one(html::read(&text)),
        Textual::Table(separator) => table::read(&text, separator, options)?,
        Textual::Json => json::read(&text, options)?,
        Textual::JsonLines => json::lines(&text, options),
    };
    reading.encoding = encoding;
    if replaced > 0 {
        reading.warnings.push((Kind::Damaged, replaced.to_string()));
    }
    Ok(reading)
}

/// Decodes bytes as the reader says, or as they and the file say.
fn decode(bytes: &[u8], options: &Options, declared: Option<&'static Encoding>) -> Result<Decoded, Fault> {
    let forced = match &options.encoding {
        None => None,
        Some(label) => match Encoding::for_label(label.as_bytes()) {
            None => return Err((Kind::Encoding, label.clone())),
            found => found,
        },
    };
    decode::decode(bytes, forced, declared).map_err(|(kind, detail)| (kind, detail.to_string()))
}

fn one(text: impl Into<Text>) -> Reading {
    Reading {
        texts: vec![text.into()],
        encoding: "UTF-8",
        ..Reading::default()
    }
}

fn binary(bytes: &[u8]) -> Option<Binary> {
    let start = &bytes[..bytes.len().min(1024)];
    if start.windows(5).any(|window| window == b"%PDF-") {
        Some(Binary::Pdf)
    } else if start.starts_with(b"{\\rtf") {
        Some(Binary::Rtf)
    } else if mhtml::is_mhtml(start) {
        Some(Binary::Mhtml)
    } else if page::is_page(bytes) {
        Some(Binary::Page)
    } else {
        zipped(bytes)
    }
}

fn zipped(bytes: &[u8]) -> Option<Binary> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.index_for_name("word/document.xml").is_some() {
        return Some(Binary::Docx);
    }
    let mut kind = String::new();
    archive
        .by_name("mimetype")
        .ok()?
        .take(100)
        .read_to_string(&mut kind)
        .ok()?;
    match kind.trim() {
        "application/epub+zip" => Some(Binary::Epub),
        "application/vnd.oasis.opendocument.text" => Some(Binary::Odt),
        _ => None,
    }
}

/// The format of a text. Its beginning outweighs its name; only for tables and Markdown there is nothing but the name, and
/// a table may have pages in it.
fn textual(name: &str, text: &str) -> Textual {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !matches!(extension.as_deref(), Some("csv" | "tsv" | "tab")) && html::is_html(start) {
        Textual::Html
    } else if json::is_lines(start) || matches!(extension.as_deref(), Some("jsonl" | "ndjson")) {
        Textual::JsonLines
    } else if json::is_json(start) {
        Textual::Json
    } else {
        match extension.as_deref() {
            Some("html" | "htm" | "xhtml") => Textual::Html,
            Some("md" | "markdown") => Textual::Markdown,
            Some("csv") => Textual::Table(table::separator(text)),
            Some("tsv" | "tab") => Textual::Table('\t'),
            _ => Textual::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Reason;
    use crate::import::marked::Mark;

    macro_rules! fixture {
        ($name:literal) => {
            marks(
                $name,
                include_bytes!(concat!("../../../tests/fixtures/import/", $name)),
            )
        };
    }

    /// The text of a file, and the words that have a mark.
    fn marks(name: &str, bytes: &[u8]) -> (String, impl Fn(Mark) -> Vec<String>) {
        let mut reading = read(name, bytes, &Options::default()).expect("a text");
        assert_eq!((reading.texts.len(), reading.warnings.len()), (1, 0), "{name}");
        let Marked { text, marks } = reading.texts.remove(0).marked;
        let all = text.clone();
        let words = move |mark: Mark| {
            let marks = marks.iter().filter(|(_, other)| *other == mark);
            marks.map(|(range, _)| all[range.clone()].to_string()).collect()
        };
        (text, words)
    }

    #[test]
    fn a_page_of_an_authority_is_read_with_its_parts() {
        let (text, words) = fixture!("page-gov.html");
        assert_eq!(
            words(Mark::Title),
            ["苇塘县召开秋粮收购工作会议_本县要闻_苇塘县人民政府"]
        );
        assert!(words(Mark::Field).contains(&"ContentSource: 苇塘县粮食和物资储备局".to_string()));
        assert_eq!(words(Mark::Hidden), ["在线娱乐平台彩票开户网站"]);
        assert_eq!(words(Mark::Heading(1)), ["苇塘县召开秋粮收购工作会议"]);
        let menus = words(Mark::Around(Reason::Navigation));
        assert_eq!(menus, ["走进苇塘\n新闻中心\n政务公开\n互动交流", "全部\n标题\n搜索"]);
        assert_eq!(words(Mark::Around(Reason::Footer)).len(), 1);
        assert!(
            text.contains(
                "\n　　殷敬之指出，今年雨水偏多，稻谷上场晚了十来天，水分普遍高出一到两个点。各库点要把烘干机"
            )
        );
        assert!(
            text.contains("提前试一遍，不能等粮车排到了桥头才去找修机器的师傅。\n"),
            "a line is joined"
        );
        assert!(!text.contains("document") && !text.contains("_hmt"));
    }

    #[test]
    fn a_page_of_a_newspaper_is_read_with_its_parts() {
        let (text, words) = fixture!("page-news.html");
        assert_eq!(words(Mark::Heading(2))[..2], ["摆渡的人先说", "三件小事"]);
        let fields = words(Mark::Field);
        assert!(fields.contains(&"article:published_time: 2023-03-06T08:15:00+08:00".to_string()));
        assert!(fields.contains(&"author: 乔一帆".to_string()));
        let around = words(Mark::Around(Reason::Navigation));
        assert!(around.iter().any(|part| part.starts_with("延伸阅读")), "{around:?}");
        assert!(around.iter().all(|part| !part.contains("座谈会")), "{around:?}");
        assert_eq!(
            words(Mark::Around(Reason::Footer)).len(),
            1,
            "the article's own footer is not the page's"
        );
        assert!(
            text.contains("\n陶克勤说，志愿服务不是节日里穿一天的马甲。渡口的年轻人一年到头替老人提菜篮子，没有人")
        );
        assert!(text.contains("\n他还说，“做一件好事不难，难的是隔壁的人也来做”，"));
    }

    #[test]
    fn a_forum_in_nested_tables_is_read_in_order() {
        let (text, words) = fixture!("forum.html");
        assert_eq!(words(Mark::Hidden), ["$ M8 x2 q: W"]);
        assert_eq!(
            words(Mark::Around(Reason::Navigation)),
            [""; 0],
            "the form is the whole page"
        );
        let order = [
            "\n镇里的广播\n帖子 86\n",
            "\n　　3月10日",
            "\n　　他要求",
            "\n签名",
            "\n河边人\n",
            "\n发表于 2019-3-11 21:02",
            "\n沙发",
        ];
        let places: Vec<Option<usize>> = order.iter().map(|words| text.find(words)).collect();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{places:?} {text}"
        );
    }

    #[test]
    fn a_sloppy_page_loses_no_word() {
        let (text, words) = fixture!("sloppy.html");
        assert_eq!(words(Mark::Title), ["灰岭乡召开“三夏”生产会议"]);
        assert_eq!(words(Mark::Hidden), ["本页使用框架，您的浏览器不支持。"]);
        assert!(text.contains("灰岭乡召开“三夏”生产会议,乡党委书记石敬山讲话，各村"));
        assert!(
            text.contains("割得快不快&mdash;&mdash;看机器"),
            "what was written twice over is read once"
        );
        assert!(text.contains("比去年高了<3成以上"));
        assert!(text.contains("会议还定下3台备用的水泵"));
        assert!(!text.contains("升级浏览器"));
    }

    #[test]
    fn fragments_saved_pages_and_papers_are_read() {
        let check =
            |text: &str, first: &str, last: &str| assert!(text.starts_with(first) && text.ends_with(last), "{text}");
        let (text, _) = fixture!("fragment.html");
        check(
            &text,
            "在全县教师节座谈会上的讲话\n（2020年9月9日）\n县长　程望舒\n",
            "打我的电话。\n谢谢大家！",
        );
        let (text, _) = fixture!("saved.mhtml");
        check(
            &text,
            "柏溪乡召开护林防火会议\n首页 乡镇动态\n",
            "版权所有：柏溪乡人民政府　柏ICP备00000005号",
        );
        let (text, _) = fixture!("speech.md");
        check(
            &text,
            "在全区图书馆工作会议上的讲话\ndate: 2022-11-30\n",
            "谢谢大家！\n",
        );
        assert!(text.contains(
            "\n2. 儿童区的地板今年冬天要铺完，不许再拖。\n3. 老人的大字本，按书目一本一本补齐。\n二、把书送下去\n"
        ));
        let (text, words) = fixture!("speech.rtf");
        check(
            &text,
            "在全镇水利冬修动员会上的讲话\nAuthor: 党政办\n",
            "三处指上堰、中堰和柳树湾。\n- 1 -\n",
        );
        assert_eq!(words(Mark::Heading(1)), ["一、先清渠", "二、再修闸"]);
        assert!(text.contains("以前把西干渠清出来。\n一、先清渠\n西干渠十一公里，分给七个村，"));
    }
}
