//! Import: each format of file gives the text that a reader of it sees, and says what is not shown.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use proptest::prelude::*;
use tifa::corpus::{Document, Reason};
use tifa::import::{Column, Import, Kind, Options, decoded, import};
use zip::write::SimpleFileOptions;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name);
    fs::read(path).expect("a fixture of this test")
}

fn read(name: &str) -> Import {
    import(name, &fixture(name), &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The text of a file as it is read, before any rule.
fn texts(name: &str) -> Vec<String> {
    decoded(name, &fixture(name), &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn warnings(import: &Import) -> Vec<(Kind, &str)> {
    import
        .warnings
        .iter()
        .map(|warning| (warning.kind, warning.file.as_str()))
        .collect()
}

fn body(document: &Document) -> Vec<&str> {
    document.body.iter().map(|block| block.text.as_str()).collect()
}

fn removed(document: &Document, reason: Reason) -> Vec<&str> {
    let runs = document.removed.iter().filter(|run| run.reason == reason);
    runs.map(|run| run.text.as_str()).collect()
}

#[test]
fn a_word_document_is_read_as_it_is_printed() {
    let import = read("speech.docx");
    let [speech] = import.documents.as_slice() else {
        panic!("one speech")
    };
    let body = body(speech);
    for line in [
        // Numbers that stand in no text of the file.
        "一、把秤摆到田头",
        "（一）收购点要够得着",
        "（二）秤要经得起看",
        "二、把钱送到手上",
        "1. 守在收购点的人夜里要有热饭；",
        "2. 下雨的时候，先盖农民的谷子，再盖公家的。",
        // What was struck out is gone, what was put in is there.
        "各乡镇在十月二十日以前把收购点设到每一个晒场，走路不超过半个钟头。",
        // A row of a table is a line.
        "石桥乡\t晒谷坪、老仓\t米有福",
        // A note stands at the end.
        "晒场名单以各乡镇九月二十日报的为准。",
    ] {
        assert!(body.contains(&line), "{line} is not in {body:#?}");
    }
    assert_eq!(
        removed(speech, Reason::Hidden),
        ["原则上在十月底以前", "（此处与粮食局核过）"]
    );
    assert_eq!(removed(speech, Reason::Footer), ["稻香县人民政府办公室"]);
    assert_eq!(speech.title, "在全县秋粮收购工作会议上的讲话");
}

#[test]
fn an_open_document_is_read_as_it_is_printed() {
    let import = read("speech.odt");
    let [speech] = import.documents.as_slice() else {
        panic!("one speech")
    };
    let body = body(speech);
    for line in [
        "一、先把船修好",
        "二、再把规矩立好",
        "1. 一船不过十二人，多一个也不开；",
        "2. 涨水停渡，由老船工说了算。",
        "六条渡船里有两条漏水，  今天就拖上岸，换板子，刷桐油。",
        "早班\t六点",
        "时刻表贴在县里的网页上。祝各位一路平安，谢谢大家！",
        "三号船和五号船，见四月一日的查验单。",
    ] {
        assert!(body.contains(&line), "{line} is not in {body:#?}");
    }
    assert_eq!(
        removed(speech, Reason::Hidden),
        ["也可以明年再说。", "此段请领导脱稿。"]
    );
    assert_eq!(speech.title, "在陶溪县渡口管理站成立大会上的致辞");
}

#[test]
fn entities_of_a_file_are_not_expanded() {
    let texts = texts("entity-bomb.docx");
    assert_eq!(
        texts[0].trim(),
        "关于更正一则通知的说明\n昨天发的通知里有一句，现在更正：河堤今晚不封。请各村转告，&不要再传。"
    );
}

#[test]
fn a_book_is_a_text_a_chapter_and_loses_no_page() {
    let texts = texts("book.epub");
    assert_eq!(texts.len(), 2);
    for (text, words) in [
        (&texts[0], ["云岭区讲话选（一）", "云岭区委办公室编", "拜托各位。"]),
        (&texts[1], ["老师们、同学们：", "旧校舍的房梁", "谢谢大家！"]),
    ] {
        assert!(words.iter().all(|words| text.contains(words)), "{text}");
    }
    let import = read("book.epub");
    let warnings: Vec<String> = import.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["book.epub: this cannot be read: OEBPS/text/lost.xhtml is missing"]
    );
}

#[test]
fn a_pdf_gives_its_lines_and_no_running_heads() {
    let import = read("speech.pdf");
    let [speech] = import.documents.as_slice() else {
        panic!("one speech")
    };
    assert_eq!(speech.title, "在云岭区老闸落成典礼上的讲话");
    let text: String = body(speech).concat();
    for words in [
        "闸门修了三年，今天落成。三年前的七月，水从老闸的裂缝里钻出来，半个村子的人拿棉被去堵",
        "往年天旱，上游截水，下游骂人，骂完了打架，打完了上法院。",
        "石头会老，人心不能松。祝今年风调雨顺，谢谢大家！",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(!text.contains("讲话汇编"), "{text}");
    assert!(!text.contains("- 2 -"), "{text}");
}

#[test]
fn a_pdf_without_a_font_inside_is_read_by_the_encoding_that_it_names() {
    let texts = texts("cid.pdf");
    assert!(
        texts[0].contains("云岭区水务局关于老闸试水的通知\n沿渠各村：\n"),
        "{}",
        texts[0]
    );
    assert!(texts[0].contains("牛羊也请拴好。"), "{}", texts[0]);
}

/// A PDF of one page with this font, and this string in it.
fn page(font: &str, string: &[u8]) -> Vec<u8> {
    let hex: String = string.iter().map(|byte| format!("{byte:02x}")).collect();
    let content = format!("BT /F 12 Tf 72 700 Td <{hex}> Tj ET");
    let length = content.len();
    format!(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> \
         endobj\n4 0 obj <</Length {length}>> stream\n{content}\nendstream endobj\n5 0 obj {font} endobj\n\
         trailer <</Root 1 0 R>>\n%%EOF"
    )
    .into_bytes()
}

fn composite(encoding: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{encoding}/DescendantFonts[<</Type/Font/Subtype\
         /CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>"
    )
}

#[test]
fn predefined_encodings_of_chinese_are_read() {
    let text = "今晚停电A，备好蜡烛。";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let (big5, _, _) = encoding_rs::BIG5.encode("今晚停電A，備好蠟燭。");
    for (encoding, string, expected) in [
        ("GBK-EUC-H", &gbk[..], text),
        ("GBKp-EUC-H", &gbk, text),
        ("GBK2K-H", &gbk, text),
        ("UniGB-UCS2-H", &utf16, text),
        ("UniGB-UTF16-H", &utf16, text),
        ("UniGB-UCS2-V", &utf16, text),
        ("ETenms-B5-H", &big5, "今晚停電A，備好蠟燭。"),
    ] {
        let texts = decoded("a.pdf", &page(&composite(encoding), string), &Options::default());
        let texts = texts.unwrap_or_else(|error| panic!("{encoding}: {error}"));
        assert_eq!(texts[0].trim(), expected, "{encoding}");
    }
    let helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let texts = decoded("a.pdf", &page(helvetica, b"No light tonight."), &Options::default());
    assert_eq!(
        texts.map(|texts| texts[0].trim().to_string()),
        Ok("No light tonight.".to_string())
    );
}

#[test]
fn what_has_no_text_that_can_be_read_says_so() {
    let glyphs = page(&composite("Identity-H"), b"\x01\x02\x03\x04");
    for (bytes, message) in [
        (
            fixture("scanned.pdf"),
            "x: these are pictures of pages without text; let a program for text recognition add it: 1 pages",
        ),
        (
            glyphs,
            "x: this cannot be read: a PDF whose fonts do not say which characters they draw",
        ),
        (b"%PDF-1.7".to_vec(), "x: this cannot be read: a broken PDF"),
        (
            office("word/document.xml", "<w:document><w:p>"),
            "x: this cannot be read: word/document.xml: cut off",
        ),
        (
            office("word/document.xml", "<w:document></w:p>"),
            "x: this cannot be read: word/document.xml: ill-formed document: expected `</w:document>`, but `</w:p>` was \
             found",
        ),
        (
            b"{\"a\": [1, {\"b\": null}]}".to_vec(),
            "x: there is no text here: JSON",
        ),
        (
            b"{\"a\": ".to_vec(),
            "x: a fault in the corpus: not valid JSON: EOF while parsing a value at line 1 column 6",
        ),
    ] {
        let error = import("x", &bytes, &Options::default()).expect_err(message);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_table_is_a_text_a_row() {
    let texts = texts("table.csv");
    assert_eq!(texts.len(), 3);
    assert_eq!(
        texts[0],
        "备注: 第二份;已校\n同志们：\n防疫站搬了四次家，这是第五次，也该是最后一次。\n\
         药柜先搬，人后搬；搬的时候“冷链”一分钟也不能断。"
    );
    let import = read("table.csv");
    assert_eq!(
        import.warnings[0].to_string(),
        "table.csv: there is no text here: line 7"
    );
    assert_eq!(import.documents.len(), 3);
    assert!(import.documents.iter().all(|document| {
        document
            .origin
            .as_ref()
            .is_some_and(|origin| origin.encoding == "gb18030")
    }));
}

#[test]
fn a_table_without_heads_has_its_text_where_most_is_written() {
    let texts = texts("table.tsv");
    assert_eq!(texts.len(), 2);
    // Tabs are no reason to quote: a lone quotation mark is one.
    assert!(
        texts[1].ends_with("还书\"晚了也不罚，只请写一句为什么。"),
        "{}",
        texts[1]
    );
}

#[test]
fn a_reader_can_say_what_a_column_has() {
    let table = "编号;甲;乙\n1;长长长长长长长长长长的一句话。;短短的一句。\n";
    let options = Options {
        columns: vec![("乙".to_string(), Column::Text)],
        ..Options::default()
    };
    assert_eq!(
        decoded("a.csv", table.as_bytes(), &options),
        Ok(vec![
            "编号: 1\n甲: 长长长长长长长长长长的一句话。\n短短的一句。".to_string()
        ])
    );
}

#[test]
fn objects_are_found_in_lists_and_in_answers_of_servers() {
    let texts = texts("objects.json");
    assert_eq!(texts.len(), 2);
    assert!(texts[0].contains("年底以前，四十座旱厕一座不留。"), "{}", texts[0]);
    assert!(
        texts[1].starts_with("十二月二日，芦苇市六个菜市场的整修同时完工。\n鱼摊装了"),
        "{}",
        texts[1]
    );
}

#[test]
fn a_bad_line_of_json_costs_only_itself() {
    for (name, fault, first) in [
        (
            "lines.jsonl",
            "line 2: not valid JSON: EOF while parsing a string",
            "工友们：今天比的是捆绳",
        ),
        (
            "documents.jsonl",
            "line 2.date: not a date in EDTF (such as 2022-04-25 or XXXX-01-30): 九月",
            "各村夜校九月一日晚上七点开学。",
        ),
    ] {
        let import = read(name);
        let warnings: Vec<String> = import.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(warnings, [format!("{name}: a fault in the corpus: {fault}")]);
        let text: String = import.documents.iter().flat_map(body).collect();
        assert!(text.contains(first), "{text}");
    }
    assert_eq!(texts("lines.jsonl").len(), 2);
}

#[test]
fn a_document_of_ours_is_read_back_alone_and_in_lists() {
    let document = r#"{"id":"0123456789ab","title":"夜校开学通知","body":[{"text":"带一支笔。"}]}"#;
    for json in [
        document.to_string(),
        format!("[{document}]"),
        format!("{{\"documents\": [{document}]}}"),
    ] {
        let import = import("a.json", json.as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(import.documents[0].id, "0123456789ab", "{json}");
        assert_eq!(body(&import.documents[0]), ["带一支笔。"], "{json}");
    }
}

#[test]
fn archives_are_opened_in_archives_and_no_deeper() {
    let import = read("nested.zip");
    let files: Vec<&str> = import
        .documents
        .iter()
        .filter_map(|document| Some(document.origin.as_ref()?.file.as_str()))
        .collect();
    assert_eq!(
        files,
        [
            "nested.zip/气象站.txt",
            "nested.zip/inner.zip/老地名.txt",
            // A name is a name, wherever it points.
            "nested.zip/../../etc/up.txt"
        ]
    );
    assert_eq!(warnings(&import), [(Kind::Nested, "nested.zip/inner.zip/inmost.zip")]);
}

#[test]
fn a_bomb_is_met_by_a_limit() {
    let import = read("bomb.zip");
    assert_eq!(import.documents.len(), 1);
    assert_eq!(warnings(&import), [(Kind::Limit, "bomb.zip/small.zip/spaces.txt")]);
}

#[test]
fn objects_that_unpack_without_end_are_not_unpacked() {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![0; 1 << 20];
    for _ in 0..129 {
        packer.write_all(&zeros).expect("bytes in memory");
    }
    let packed = packer.finish().expect("bytes in memory");
    let mut bytes = b"%PDF-1.5\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n".to_vec();
    bytes.extend(packed);
    let error = import("a.pdf", &bytes, &Options::default()).expect_err("a limit");
    assert_eq!(error.kind, Kind::Limit);
}

/// An archive with one part.
fn office(part: &str, content: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(part, SimpleFileOptions::default()).expect("a part");
    zip.write_all(content.as_bytes()).expect("a part");
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn absurd_nesting_is_read_like_any_other() {
    for (open, close) in [
        ("<w:p>", "</w:p>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:del>", "</w:del>"),
    ] {
        let depth = 20_000;
        let text = "<w:p><w:r><w:t>河堤今晚不封。</w:t></w:r></w:p>";
        let xml = format!(
            "<w:document>{}{text}{}</w:document>",
            open.repeat(depth),
            close.repeat(depth)
        );
        let texts = decoded("a.docx", &office("word/document.xml", &xml), &Options::default());
        let texts = texts.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(texts[0].trim(), "河堤今晚不封。");
    }
    let lists = format!("[{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(import("a.json", lists.as_bytes(), &Options::default()).is_ok_and(|import| import.documents.len() <= 1));
}

/// A page of a browser has little stack.
#[test]
fn absurd_nesting_in_a_pdf_does_not_run_deep() {
    let deep = 100_000;
    let helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let forms: String = (10..2000)
        .map(|n| {
            format!(
                "{n} 0 obj <</Subtype/Form/Resources<</XObject<</X {} 0 R>>>>/Length 5>> \
        stream\n/X Do\nendstream endobj\n",
                n + 1
            )
        })
        .collect();
    let kids: String = (10..2000)
        .map(|n| format!("{n} 0 obj <</Type/Pages/Kids[{} 0 R]>> endobj\n", n + 1))
        .collect();
    let usual = String::from_utf8(page(helvetica, b"Still here.")).expect("ASCII");
    let files = [
        usual.replace(
            "/Type/Catalog",
            &format!("/Type/Catalog/A {}{}", "[".repeat(deep), "]".repeat(deep)),
        ),
        usual.replace(
            "/Type/Catalog",
            &format!("/Type/Catalog/A {}{}", "<</A ".repeat(2000), ">>".repeat(2000)),
        ),
        usual.replace("BT /F", &format!("{}{} BT /F", "[".repeat(deep), "]".repeat(deep))),
        usual.replace("BT /F", &format!("{}BT /F", "q ".repeat(deep))),
        usual
            .replace("BT /F", "/X Do BT /F")
            .replace("/Font<<", "/XObject<</X 10 0 R>>/Font<<")
            + &forms,
        usual.replace("/Kids[3 0 R]", "/Kids[10 0 R 3 0 R]") + &kids,
    ];
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let thread = small.spawn(move || {
        for file in files {
            let _ = import("a.pdf", file.as_bytes(), &Options::default());
        }
    });
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}

/// Fixtures with some of their bytes changed.
fn damaged() -> impl Strategy<Value = (String, Vec<u8>)> {
    let names = prop::sample::select(vec![
        "speech.docx",
        "speech.odt",
        "book.epub",
        "speech.pdf",
        "cid.pdf",
        "scanned.pdf",
        "table.csv",
        "nested.zip",
        "objects.json",
        "lines.jsonl",
    ]);
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20);
    (names, changes, any::<prop::sample::Index>(), any::<bool>()).prop_map(|(name, changes, end, is_cut)| {
        let mut bytes = fixture(name);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(end.index(bytes.len()));
        }
        (name.to_string(), bytes)
    })
}

/// Markup that is nearly that of documents.
fn markup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<w:p>",
        "</w:p>",
        "<w:pPr>",
        "</w:pPr>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "文。",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:del>",
        "</w:del>",
        "<w:br/>",
        "<w:tab/>",
        "&#x4e00;",
        "&a;",
        "&",
        "<w:numId w:val=\"1\"/>",
        "<w:ilvl w:val=\"99999999999\"/>",
        "<w:sym w:char=\"d800\"/>",
        "<mc:Fallback>",
        "</mc:Fallback>",
        "<!DOCTYPE a [",
        "<text:p>",
        "</text:p>",
        "<text:s text:c=\"4000000000\"/>",
        "<text:h text:outline-level=\"0\">",
        "</text:h>",
        "<office:text>",
        "</office:text>",
        "<text:list>",
        "</text:list>",
        "<text:list-item text:start-value=\"0\">",
        "</text:list-item>",
        "<w:hyperlink>",
        "</w:hyperlink>",
        "<text:a>",
        "</text:a>",
        "<text:span>",
        "</text:span>",
        "<text:note-body>",
        "</text:note-body>",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_an_error_or_a_warning_and_no_crash((name, bytes) in damaged()) {
        let _ = import(&name, &bytes, &Options::default());
    }

    #[test]
    fn no_markup_is_a_crash(xml in markup()) {
        let _ = import("a.docx", &office("word/document.xml", &xml), &Options::default());
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &xml)] {
            zip.start_file(name, SimpleFileOptions::default()).expect("a part");
            zip.write_all(content.as_bytes()).expect("a part");
        }
        let odt = zip.finish().expect("an archive").into_inner();
        let _ = import("a.odt", &odt, &Options::default());
    }

    #[test]
    fn no_instructions_are_a_crash(content in "[ -~]{0,200}", font in "[ -~]{0,100}") {
        let pdf = format!("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]>> \
            endobj\n3 0 obj <</Type/Page/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj\n4 0 obj <<>> stream\n\
            BT /F 9 Tf {content} (a) Tj\nendstream endobj\n5 0 obj <<{font}>> endobj\n");
        let _ = import("a.pdf", pdf.as_bytes(), &Options::default());
    }

    #[test]
    fn no_table_and_no_json_is_a_crash(text in "[\\[{\"}\\]:,;\t\n a文。1-]{0,120}") {
        for name in ["a.csv", "a.tsv", "a.json", "a.jsonl"] {
            let _ = import(name, text.as_bytes(), &Options::default());
        }
    }
}
