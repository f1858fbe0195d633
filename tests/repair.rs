//! Repairs, as a reader of a whole page meets them: what was damaged reads as it was written, what was damaged is kept
//! beside it, and what an author put in brackets stays.

use std::fs;
use std::path::Path;

use tifa::corpus::{Damage, Document, Reason};
use tifa::import::{Kind, Options, import};

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name);
    fs::read(path).expect("a fixture of this test")
}

fn read(name: &str) -> Document {
    let import = import(name, &fixture(name), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(import.warnings, [], "{name}");
    let [document] = <[Document; 1]>::try_from(import.documents).unwrap_or_else(|_| panic!("{name}: one document"));
    document
}

fn text(document: &Document) -> String {
    let blocks: Vec<&str> = document.body.iter().map(|block| block.text.as_str()).collect();
    blocks.join("\n")
}

/// The text that several fixtures are damaged copies of.
const WATER: &str = "9月6日上午，竹溪县农村饮水安全工作推进会在县水利局三楼召开。副县长鲁青云主持会议，十一个乡镇的水管员参加。\n\
    鲁青云说，水管修到村口不算修好，修到灶台边才算。去年冬天有四个村的水表冻裂，村民化雪烧水，这样的事今年不能再有。\
    各乡镇要在霜降以前把露在外面的管子包好，把备用的水表送到村里，把修水管的人的电话写在每家的水缸上。\n\
    会议还听了柳湾村水管员的发言。他管着六十三户人家的水，说自己最怕半夜电话响，也最怕半夜电话不响。";

/// The title and the body of a fixture.
fn check(name: &str, title: &str, body: &str) -> Document {
    let document = read(name);
    assert_eq!(document.title, title, "{name}");
    assert_eq!(text(&document), body, "{name}");
    document
}

#[test]
fn a_run_out_of_step_reads_as_it_was_written() {
    let document = read("shifted.txt");
    let body = text(&document);
    assert!(body.contains("看好柴堆。“中秋”期間離村外出的住戶要拔下插頭"), "{body}");
    let [repair] = &document.repairs[..] else {
        panic!("{:#?}", document.repairs)
    };
    assert_eq!(repair.damage, Damage::ByteShift);
    assert_eq!(
        (repair.original.as_str(), repair.repaired.as_str()),
        ("?！爸星铩逼陂g", "。“中秋”期間")
    );
    assert!(repair.made);
}

#[test]
fn a_page_read_as_another_encoding_reads_as_it_was_written() {
    let document = check("mojibake-latin.txt", "竹溪县召开农村饮水安全工作推进会", WATER);
    assert!(
        document
            .repairs
            .iter()
            .all(|repair| repair.damage == Damage::Mojibake && repair.made)
    );

    // Some bytes were lost here, and with them a character each.
    let document = read("mojibake.txt");
    let body = text(&document);
    for sentence in [
        "竹溪县农村饮水安全工作推进会在县水利局三楼召开",
        "这样的事今年不能再有",
        "他管着六十三户人家的水",
    ] {
        assert!(body.contains(sentence), "{sentence} is not in {body}");
    }
    let expected: Vec<char> = WATER.chars().collect();
    let found = body.chars().filter(|c| expected.contains(c)).count();
    assert!(found * 100 > expected.len() * 95, "{body}");
}

#[test]
fn readings_go_and_brackets_stay() {
    let body = "3月11日，桐陰區召開學校食堂管理會議，區教育局負責人紀連山主持。當天到會的有二十所學校的廚師長。\n\
        紀連山說，食堂的賬應當天天公開，菜價寫在黑板上，家長應當看得見。他提到世貿組織（wto）的規則可以寫成一本書，\
        食堂的規則只要三行（見附表(a)）：洗手，留樣，嘗第一口。\n\
        會議請岐嶺小學的廚師長介紹經驗。她姓仉（zhǎng），這個字很少見，她說大家叫她師傅就行。";
    let document = read("pinyin.txt");
    assert_eq!(document.title, "桐陰區召開學校食堂管理會議");
    assert_eq!(text(&document), body);
    let readings = document.removed.iter().filter(|run| run.reason == Reason::ReadingAid);
    assert!(readings.count() > 10);

    let document = read("brackets.txt");
    let body = text(&document);
    for words in [
        "世界贸易组织(wto)的",
        "(一式两份)",
        "(免费)",
        "的字(zi)要",
        "方案(a)",
        "方案(an)",
        "亳(bó)州",
        "为什么?",
        "?a=1&b=2&copy=3",
    ] {
        let words = words.replace("(一式两份)", "（一式两份）");
        assert!(body.contains(&words), "{words} is not in {body}");
    }
    assert_eq!(document.repairs, []);
}

#[test]
fn what_stands_for_a_character_or_cannot_be_seen_is_put_right() {
    let title = "竹溪县召开农村饮水安全工作推进会";
    let document = check("invisible.txt", title, &WATER.replace("灶台边", "灶台\u{3000}边"));
    let unseen: String = document
        .removed
        .iter()
        .filter(|run| run.reason == Reason::Invisible)
        .map(|run| run.text.as_str())
        .collect();
    // Those in the title went with its line.
    assert_eq!(unseen, "\u{200b}\u{feff}\u{e012}\u{ad}\u{202a}\u{202c}\u{ad}\u{1}");
    assert_eq!(document.repairs[0].damage, Damage::PrivateUse);

    let meant = WATER
        .replace("水管修到村口", "“水管修到村口")
        .replace("灶台边才算", "灶台边才算”")
        .replace("六十三户", "<六十三户>")
        .replace("不响。", "不响……");
    let document = check("entities.txt", title, &meant);
    let originals: Vec<&str> = document.repairs.iter().map(|repair| repair.original.as_str()).collect();
    assert_eq!(
        originals,
        [
            "&ldquo;",
            "&rdquo;",
            "&lt;",
            "&gt;",
            "&#65292;",
            "&amp;hellip;",
            "&hellip;"
        ]
    );
}

#[test]
fn the_bytes_say_which_encoding_it_is() {
    check("utf16-nobom.txt", "竹溪县召开农村饮水安全工作推进会", WATER);
    for (name, encoding) in [
        ("utf16-nobom.txt", "UTF-16LE"),
        ("big5.txt", "Big5"),
        ("mojibake.txt", "UTF-8"),
    ] {
        let origin = read(name).origin.expect("an origin");
        assert_eq!(origin.encoding, encoding, "{name}");
    }
    assert!(text(&read("big5.txt")).ends_with("因為他的女兒每天要過河上學。"));
}

#[test]
fn a_file_cut_within_a_character_is_read_with_a_warning() {
    let import = import("truncated.txt", &fixture("truncated.txt"), &Options::default()).expect("a text");
    let warnings: Vec<(Kind, &str)> = import.warnings.iter().map(|w| (w.kind, w.detail.as_str())).collect();
    assert_eq!(warnings, [(Kind::Damaged, "1")]);
    assert!(text(&import.documents[0]).contains("最怕半夜电话不\u{fffd}"));
}

#[test]
fn the_reader_has_the_last_word_on_the_encoding() {
    let options = Options {
        encoding: Some("big5".to_string()),
        ..Options::default()
    };
    let import = import("gb18030.txt", &fixture("gb18030.txt"), &options).expect("a text of some kind");
    let origin = import.documents[0].origin.as_ref().expect("an origin");
    assert_eq!(origin.encoding, "Big5");
}
