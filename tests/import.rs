//! Import: what a careful reader finds in a page is what Tifa finds, and nothing of the page is lost.

mod accounting;

use std::fs;
use std::path::Path;

use accounting::assert_whole;

use proptest::prelude::*;
use tifa::corpus::{Corpus, Document, Genre, Level, Reason};
use tifa::import::{Error, Import, Kind, Options};
use tifa::text::fold::{View, fold_text};

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name);
    fs::read(path).expect("a fixture of this test")
}

fn import(name: &str, bytes: &[u8]) -> Result<Import, Error> {
    tifa::import::import(name, bytes, &Options::default())
}

fn read(name: &str, bytes: &[u8]) -> Import {
    import(name, bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn text(document: &Document) -> String {
    let blocks: Vec<&str> = document.body.iter().map(|block| block.text.as_str()).collect();
    blocks.join("\n")
}

/// What a reader would notice about a document; an empty string means that the field is empty.
#[derive(Default)]
struct Expected {
    title: &'static str,
    date: &'static str,
    published: &'static str,
    source: &'static str,
    lang: &'static str,
    genre: Option<Genre>,
    level: Option<Level>,
    speakers: &'static [&'static str],
    first: &'static str,
    last: &'static str,
    headings: &'static [(u8, &'static str)],
    derived: &'static [&'static str],
    /// Some of what was taken out, and why.
    removed: &'static [(Reason, &'static str)],
}

fn check(name: &str, bytes: &[u8], expected: &[Expected]) {
    let import = read(name, bytes);
    assert_eq!(import.warnings, [], "{name}");
    assert_eq!(import.documents.len(), expected.len(), "{name}: documents");
    for (document, expected) in import.documents.iter().zip(expected) {
        let place = format!("{name}: {}", expected.title);
        let field = |field: &Option<String>| field.clone().unwrap_or_default();
        assert_eq!(document.title, expected.title, "{place}");
        assert_eq!(field(&document.date), expected.date, "{place}: date");
        assert_eq!(field(&document.published), expected.published, "{place}: published");
        assert_eq!(field(&document.source), expected.source, "{place}: source");
        assert_eq!(field(&document.lang), expected.lang, "{place}: lang");
        assert_eq!(document.genre, expected.genre, "{place}: genre");
        assert_eq!(document.level, expected.level, "{place}: level");
        let speakers: Vec<&str> = document.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        assert_eq!(speakers, expected.speakers, "{place}: speakers");
        let body = text(document);
        assert!(body.starts_with(expected.first), "{place}: begins {body}");
        assert!(body.ends_with(expected.last), "{place}: ends {body}");
        let headings: Vec<(u8, &str)> = document
            .body
            .iter()
            .filter_map(|block| Some((block.heading?, block.text.as_str())))
            .collect();
        assert_eq!(headings, expected.headings, "{place}: headings");
        assert!(
            document.derived.contains_key("lang"),
            "{place}: the language is told by counting"
        );
        let derived = document.derived.keys().map(String::as_str);
        let derived: Vec<&str> = derived.filter(|field| *field != "lang").collect();
        assert_eq!(derived, expected.derived, "{place}: derived");
        for (reason, text) in expected.removed {
            let found = document
                .removed
                .iter()
                .any(|run| run.reason == *reason && run.text == *text);
            assert!(found, "{place}: {text} is not in {:#?}", document.removed);
        }
        let origin = document.origin.as_ref().expect("an origin");
        assert_eq!((origin.file.as_str(), document.id.len()), (name, 12), "{place}");
    }
}

#[test]
fn a_government_page_loses_its_menus_and_its_footer() {
    let expected = Expected {
        title: "青禾县召开2023年防汛抗旱指挥部第一次会议——传达市防汛会议精神",
        date: "2023-01-04",
        published: "2023-01-05",
        source: "青禾县应急管理局",
        lang: "zh-Hans",
        genre: Some(Genre::Report),
        level: Some(Level::County),
        speakers: &["骆明川"],
        first: "2022年的最后一个工作日刚过，",
        last: "谁没有办完的事谁自己到会上讲。",
        headings: &[
            (1, "一、把旧账理清"),
            (2, "（一）查坝"),
            (2, "（二）查渠"),
            (1, "二、把新账立起来"),
        ],
        derived: &["date", "genre", "level", "speakers"],
        removed: &[
            (Reason::Navigation, "您现在的位置：首页 > 新闻中心 > 本县要闻"),
            (Reason::Metadata, "青禾县召开2023年防汛抗旱指挥部第一次会议"),
            (Reason::Navigation, "分享到："),
            (Reason::Footer, "地址：青禾县渡口路8号"),
        ],
    };
    check("government.txt", &fixture("government.txt"), &[expected]);
}

#[test]
fn a_forum_page_keeps_the_first_post_even_if_a_reply_is_longer() {
    let expected = Expected {
        title: "沙洲镇收听收看全市森林防火电视会议",
        date: "2021-11-02",
        published: "2021-11-03",
        lang: "zh-Hans",
        genre: Some(Genre::Report),
        level: Some(Level::Township),
        first: "11月2日上午，全市森林防火工作",
        last: "引得大家都笑了。",
        derived: &["date", "genre", "level"],
        removed: &[
            (Reason::Forum, "顶。"),
            (Reason::Markup, "…"),
            (Reason::Forum, "[复制链接]"),
        ],
        ..Expected::default()
    };
    check("forum.txt", &fixture("forum.txt"), &[expected]);
}

#[test]
fn a_report_without_title_gets_one_from_its_lead_and_gives_its_dateline_to_the_metadata() {
    let expected = Expected {
        title: "白鹭区春耕备播现场推进会",
        date: "XXXX-03-08",
        source: "白鹭区融媒体中心",
        lang: "zh-Hans",
        genre: Some(Genre::Report),
        speakers: &["温如玉"],
        first: "3月8日，白鹭区人大常委会副主任、",
        last: "三天里给回音。",
        derived: &["genre", "speakers", "title"],
        removed: &[
            (Reason::Metadata, "白鹭区融媒体中心3月9日讯（记者 宋知微 通讯员 丁冬）"),
            (Reason::Markup, "|"),
        ],
        ..Expected::default()
    };
    check("dateline.txt", &fixture("dateline.txt"), &[expected]);
}

#[test]
fn a_traditional_page_loses_reading_aids_and_spam() {
    let expected = Expected {
        title: "云嶺區召開安全生產月動員會議",
        date: "XXXX-06-01",
        source: "區應急局",
        lang: "zh-Hant",
        genre: Some(Genre::Report),
        speakers: &["葉松年"],
        first: "6月1日上午, 云嶺區安全生產月動員會議在",
        last: "果然走得通。",
        derived: &["genre", "speakers"],
        removed: &[
            (Reason::Markup, "<span class=\"k3q\"></span>"),
            (Reason::ReadingAid, "(xué)"),
            (Reason::Navigation, "關(guān)閉 打印"),
            (Reason::Spam, "高清午夜福利在线观看,国产精品亚洲免费观看"),
        ],
        ..Expected::default()
    };
    check("traditional.txt", &fixture("traditional.txt"), &[expected]);
}

#[test]
fn a_compilation_becomes_a_document_a_speech() {
    let expected = [
        Expected {
            title: "镇长在2020年桥头镇乡村建设动员会上的讲话",
            date: "2020",
            published: "2020-09-12",
            lang: "zh-Hans",
            genre: Some(Genre::Speech),
            level: Some(Level::Township),
            first: "同志们：\n今天这个会不长，",
            last: "谢谢大家。",
            headings: &[(1, "第一，先修桥。"), (1, "第二，再修厕所。")],
            derived: &["date", "genre", "level"],
            removed: &[
                (Reason::Navigation, "首页 > 范文大全 > 讲话稿 > 正文"),
                (Reason::Metadata, "2020年乡村建设动员会讲话稿（三篇）"),
                (
                    Reason::Teaser,
                    "写讲话稿要先想清楚听的人是谁。下面小编整理了三篇，欢迎大家阅读。",
                ),
            ],
            ..Expected::default()
        },
        Expected {
            title: "在石埠村村民大会上的发言",
            published: "2020-09-12",
            lang: "zh-Hans",
            genre: Some(Genre::Speech),
            first: "各位乡亲：\n我是第一次当村主任",
            last: "少一把都开不了门。",
            derived: &["genre"],
            ..Expected::default()
        },
        Expected {
            title: "乡村建设讲话稿 篇三",
            published: "2020-09-12",
            lang: "zh-Hans",
            genre: Some(Genre::Speech),
            first: "收尾的会往往没有人愿意开",
            last: "沟填平了，我请大家喝茶。",
            derived: &["genre"],
            removed: &[(Reason::Navigation, "推荐访问：讲话稿 乡村建设 乡村建设讲话稿")],
            ..Expected::default()
        },
    ];
    check("compilation.txt", &fixture("compilation.txt"), &expected);
}

#[test]
fn a_plain_speech_has_the_day_under_its_title() {
    let expected = Expected {
        title: "在芦苇市第九次职工代表会议上的讲话",
        date: "2019-05-18",
        lang: "zh-Hans",
        genre: Some(Genre::Speech),
        first: "各位代表：\n芦苇市的职工代表会议上一次",
        last: "轮流看。",
        headings: &[(1, "一、先说工资"), (1, "二、再说食堂")],
        derived: &["genre"],
        removed: &[(Reason::Metadata, "（2019年5月18日）")],
        ..Expected::default()
    };
    check("speech.txt", &fixture("speech.txt"), &[expected]);
}

#[test]
fn an_english_page_is_read_by_the_same_rules() {
    let expected = Expected {
        title: "Remarks at the Harbour Council's annual meeting",
        published: "2018-07-02",
        source: "Harbour Council",
        lang: "en",
        genre: Some(Genre::Speech),
        first: "Ladies and gentlemen, the ferry",
        last: "white it will be.",
        derived: &["genre"],
        ..Expected::default()
    };
    check("english.txt", &fixture("english.txt"), &[expected]);
}

fn notice() -> Expected {
    Expected {
        title: "稻香县档案局关于整理旧契约的通知",
        lang: "zh-Hans",
        genre: Some(Genre::Notice),
        first: "各乡镇档案室：\n祠堂、庙宇",
        last: "特此通知。",
        derived: &["genre"],
        removed: &[(Reason::Metadata, "稻香县档案局文件")],
        ..Expected::default()
    }
}

fn meeting() -> Expected {
    Expected {
        title: "陶溪县召开老街修缮座谈会",
        date: "XXXX-08-15",
        lang: "zh-Hans",
        genre: Some(Genre::Report),
        level: Some(Level::County),
        first: "8月15日，陶溪县老街",
        last: "坏了的由木匠照样补。",
        derived: &["genre", "level"],
        ..Expected::default()
    }
}

#[test]
fn encodings_are_told_by_the_bytes() {
    check("gb18030.txt", &fixture("gb18030.txt"), &[notice()]);
    check("utf16.txt", &fixture("utf16.txt"), &[meeting()]);
    let bytes = fixture("utf16.txt");
    let (text, _, _) = encoding_rs::UTF_16LE.decode(&bytes);
    let big_endian: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check("be.txt", &[&b"\xfe\xff"[..], &big_endian].concat(), &[meeting()]);
    check(
        "bom.txt",
        &[&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(),
        &[meeting()],
    );

    let traditional = String::from_utf8(fixture("traditional.txt")).expect("UTF-8");
    let traditional: String = traditional
        .chars()
        .filter(|c| !"()āōǎēéěīíìōóūúùǖǚěè".contains(*c))
        .collect();
    let (big5, _, _) = encoding_rs::BIG5.encode(&traditional);
    for (name, bytes, encoding) in [
        ("a.txt", &fixture("gb18030.txt")[..], "gb18030"),
        ("b.txt", &fixture("utf16.txt"), "UTF-16LE"),
        ("c.txt", &big5, "Big5"),
        ("d.txt", b"Minutes of the meeting. Nobody came.", "UTF-8"),
    ] {
        let documents = read(name, bytes).documents;
        let found = documents[0].origin.as_ref().map(|origin| origin.encoding.as_str());
        assert_eq!(found, Some(encoding), "{name}");
    }
}

#[test]
fn a_damaged_text_is_read_with_a_warning() {
    let mut bytes = fixture("dateline.txt");
    bytes[400] = 0xff;
    let import = read("damaged.txt", &bytes);
    assert_eq!(import.documents[0].title, "白鹭区春耕备播现场推进会");
    assert_eq!(import.warnings[0].kind, Kind::Damaged);
}

#[test]
fn a_bad_member_of_an_archive_costs_only_itself() {
    let import = read("a.zip", &fixture("archive.zip"));
    let documents: Vec<(&str, &str)> = import
        .documents
        .iter()
        .map(|document| {
            (
                document.title.as_str(),
                document.origin.as_ref().map_or("", |origin| &origin.file),
            )
        })
        .collect();
    let (notice, meeting) = (notice().title, meeting().title);
    assert_eq!(
        documents,
        [
            (notice, "a.zip/seaside/notice.txt"),
            (meeting, "a.zip/utf16.txt"),
            ("内层", "a.zip/inner.zip/a.txt")
        ]
    );
    let warnings: Vec<(Kind, &str)> = import.warnings.iter().map(|w| (w.kind, w.file.as_str())).collect();
    assert_eq!(
        warnings,
        [(Kind::Empty, "a.zip/empty.txt"), (Kind::Binary, "a.zip/noise.bin")]
    );
}

#[test]
fn a_corpus_is_read_and_its_faults_are_warnings() {
    let mut corpus = Corpus::new("two", read("a", &fixture("compilation.txt")).documents);
    corpus.documents[1].date = Some("yesterday".to_string());
    let import = read("corpus.json", corpus.to_json().as_bytes());
    assert_eq!(
        import.documents,
        [corpus.documents[0].clone(), corpus.documents[2].clone()]
    );
    let warnings: Vec<String> = import.warnings.iter().map(Error::to_string).collect();
    assert_eq!(
        warnings,
        [
            "corpus.json: a fault in the corpus: documents[1].date: not a date in EDTF (such as 2022-04-25 or \
          XXXX-01-30): yesterday"
        ]
    );
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    for (bytes, message) in [
        (&b""[..], "x: there is no text here"),
        (" \u{3000}\n".as_bytes(), "x: there is no text here"),
        ("\u{200b}\n".as_bytes(), "x: there is no text here"),
        (b"\x00\x01\x02\x03", "x: this is not a text file"),
        (b"\x01\x02\x03\x04 abc", "x: this is not a text file"),
        (b"%PDF-1.7", "x: this cannot be read: a broken PDF"),
        (b"\n<!DOCTYPE HTML><p>", "x: there is no text here"),
        (
            b"PK\x03\x04 and no more",
            "x: this cannot be unpacked: invalid Zip archive: Could not find EOCD",
        ),
        (
            b"{\"schema\": ",
            "x: a fault in the corpus: not valid JSON: EOF while parsing a value at line 1 column 11",
        ),
        (
            b"{\"schema\": \"tifa-corpus/9\", \"title\": \"\", \"documents\": []}",
            "x: a fault in the corpus: schema: not a schema that this version reads (tifa-corpus/1): tifa-corpus/9",
        ),
    ] {
        let error = import("x", bytes).expect_err(message);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_page_of_links_alone_is_kept_whole() {
    let import = read("links.txt", "首页 > 要闻 > 正文\n上一篇：修桥\n关闭".as_bytes());
    assert_eq!(import.warnings[0].kind, Kind::Uncleaned);
    assert_eq!(text(&import.documents[0]), "首页 > 要闻 > 正文\n上一篇：修桥\n关闭");
}

/// Lines such as pages have: cues of all kinds, marks of parts, sentences, and anything at all.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "首页 > 要闻 > 正文",
            "发表于 2021-3-4 08:00",
            "上一篇：修桥",
            "关闭 打印",
            "来源：渡口报",
            "（宣传部）",
            "讲话稿篇1",
            "讲话稿篇2",
            "讲话稿篇2：收尾",
            "下面是小编给大家带来的讲话，希望大家喜欢。",
            "ICP备1号",
            "• <i id='a'></i>",
            "當(dāng)前的路要走完。|",
            "渡口报3月1日讯（记者 某）3月1日，开会。",
            "一、先修路",
            "（二）后修桥",
            "同志们：",
            "（2021年3月4日）",
            "某某县文件",
            "渡口县召开修桥会议",
            "——小记",
            "今天的路灯修好了，明天请大家来看。",
            "",
            "　",
            "…",
            "\u{200b}",
        ])
        .prop_map(String::from),
        "\\PC{0,40}",
        "[a-z<>()āé|•。：\\r ]{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_any_page_is_lost(lines in prop::collection::vec(line(), 0..30)) {
        let source = lines.join("\n");
        let source = source.trim_start_matches('\u{feff}');
        match import("any.txt", source.as_bytes()) {
            Ok(import) => assert_whole(source, &import.documents),
            Err(error) => prop_assert!(
                error.kind != Kind::Empty || fold_text(source, View::Search).trim().is_empty(),
                "{error}"
            ),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = import("any", &bytes);
    }
}

#[test]
fn long_pages_and_long_lines_are_read() {
    let page = "今天的路灯修好了，明天请大家来看。\n上一篇：修桥\n".repeat(50_000);
    assert_eq!(read("lines.txt", page.as_bytes()).documents.len(), 1);
    let line = "当(dāng)前<b>的路灯 修好了，".repeat(100_000);
    assert_eq!(read("line.txt", line.as_bytes()).documents[0].body.len(), 1);
}

/// The real pages that this project was begun with, and what a careful reader finds in them, stand outside of
/// the repository: TIFA_SEEDS names their folder.
#[test]
fn the_real_pages_are_read_as_a_careful_reader_reads_them() {
    let Some(folder) = std::env::var_os("TIFA_SEEDS") else {
        println!("SKIPPED the real pages: TIFA_SEEDS names no folder");
        return;
    };
    let folder = Path::new(&folder);
    let expected = fs::read_to_string(folder.join("expected.json")).expect("expected.json in TIFA_SEEDS");
    let expected: serde_json::Value = serde_json::from_str(&expected).expect("JSON");
    let expected = expected["documents"].as_array().expect("documents");
    let mut files: Vec<&str> = expected
        .iter()
        .filter_map(|document| document["file"].as_str())
        .collect();
    files.dedup();
    let mut documents = Vec::new();
    for file in files {
        let bytes = fs::read(folder.join(file)).expect("every page in TIFA_SEEDS");
        let import = read(file, &bytes);
        assert_eq!(import.warnings, [], "{file}");
        assert_whole(&String::from_utf8(bytes).expect("UTF-8"), &import.documents);
        documents.extend(import.documents);
    }
    assert_eq!((documents.len(), expected.len()), (11, 11));
    for (document, expected) in documents.iter().zip(expected) {
        let place = format!("{} {}", expected["file"], expected["part"]);
        match expected["title"].as_str() {
            Some(title) => assert_eq!(document.title, title, "{place}"),
            None => assert!(
                !document.title.is_empty() && document.derived.contains_key("title"),
                "{place}"
            ),
        }
        for (name, field) in [
            ("date", &document.date),
            ("published", &document.published),
            ("source", &document.source),
        ] {
            if let Some(expected) = expected.get(name) {
                assert_eq!(field.as_deref(), expected.as_str(), "{place}: {name}");
            }
        }
        let speakers: Vec<&str> = document.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        let expected_speakers = expected["speakers"].as_array().expect("speakers");
        assert_eq!(speakers, *expected_speakers, "{place}: speakers");
        // Where the page names no place there is none, or one that is told to be derived.
        let names = expected["place"].as_array().expect("place");
        let is_open = names.is_empty() && document.derived.contains_key("place");
        assert!(
            is_open || document.place == *names,
            "{place}: place {:?}",
            document.place
        );
        let script = document.lang.as_deref().and_then(|lang| lang.strip_prefix("zh-"));
        assert_eq!(script, expected["script"].as_str(), "{place}");
        let body = text(document);
        let words = |name: &str| expected[name].as_str().expect("words").to_string();
        assert!(body.starts_with(&words("first")), "{place}: begins {body}");
        assert!(body.ends_with(&words("last")), "{place}: ends {body}");
        // A repair is written «'damage' is 'what was meant'».
        for repair in expected["repairs"].as_array().into_iter().flatten() {
            let quoted: Vec<&str> = repair.as_str().expect("words").split('\'').collect();
            let (damage, meant) = (quoted[1], quoted[3]);
            assert!(
                body.contains(meant) && !body.contains(damage),
                "{place}: {damage} in {body}"
            );
            // The sign for what is lost may stand for more than was written down.
            let damage = damage.trim_start_matches('?');
            let mended = document
                .repairs
                .iter()
                .any(|run| run.made && run.original.contains(damage));
            let taken_out = document.removed.iter().any(|run| damage.contains(&run.text));
            assert!(mended || taken_out, "{place}: {damage} is not kept");
        }
        for line in expected["not_body"].as_array().into_iter().flatten() {
            let line = line.as_str().expect("words");
            assert!(!body.lines().any(|body| body == line), "{place}: {line} in {body}");
            assert!(
                line.chars().count() < 4 || !body.contains(line),
                "{place}: {line} in {body}"
            );
        }
    }
}

/// What menus and editors speak of, a speech may speak of, too.
#[test]
fn words_of_menus_in_a_sentence_or_a_point_of_an_outline_are_text() {
    let lines = [
        "同志们：",
        "今天的会只讲三件事，讲完就散。",
        "（一）严格扫码测温",
        "自4月23日00:00起，解除静态管理；",
        "（二）加强二维码管理，做到一户一码；",
        "把更多精彩的节目送到群众身边，下面请文工团为大家带来一段快板。",
        "（三）归档工作要跟上",
        "遇到陌生人不要加微信，不要转账。",
        "以上是我的个人观点，不当之处请批评指正。",
        "以上就是我发言的全部内容，谢谢大家！",
    ];
    let page = format!("在全镇动员会上的讲话\n{}\n上一篇：修桥", lines.join("\n"));
    let import = read("a.txt", page.as_bytes());
    assert_eq!(text(&import.documents[0]), lines.join("\n"));
}
