//! What a reader does to a document can be undone, and never loses a character.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use tifa::corpus::{Block, Change, Damage, Document, Origin, Reason, Removal, Repair, Speaker, slice};

/// The source of a document, as far as it stands in it: the visible characters of the body, with the damage that was
/// mended in it, and of the removals, in any order.
fn source(document: &Document) -> Vec<char> {
    let mut text: Vec<String> = document.removed.iter().map(|removal| removal.text.clone()).collect();
    for (i, block) in document.body.iter().enumerate() {
        let mut repairs: Vec<&Repair> = document.repairs.iter().filter(|repair| repair.block == i).collect();
        repairs.sort_by_key(|repair| repair.start);
        let mut at = 0;
        for repair in repairs {
            text.push(slice(&block.text, at, repair.start).to_string());
            text.push(repair.original.clone());
            at = repair.end;
        }
        text.push(slice(&block.text, at, usize::MAX).to_string());
    }
    let mut characters: Vec<char> = visible(&text.concat()).chars().collect();
    characters.sort_unstable();
    characters
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn texts(document: &Document) -> Vec<&str> {
    document.body.iter().map(|block| block.text.as_str()).collect()
}

/// Every place of a document lies in it, and every repair stands where it says.
fn assert_in_range(document: &Document) {
    let length = |block: usize| document.body.get(block).map(|block| block.text.chars().count());
    for removal in &document.removed {
        let block = removal.block.expect("a place");
        assert!(block <= document.body.len(), "{removal:?}");
        if let Some(offset) = removal.offset {
            assert!(length(block).is_some_and(|length| offset <= length), "{removal:?}");
        }
    }
    for repair in &document.repairs {
        let text = &document.body[repair.block].text;
        let expected = if repair.made {
            &repair.repaired
        } else {
            &repair.original
        };
        assert_eq!(slice(text, repair.start, repair.end), expected, "{repair:?}");
    }
}

fn removal(text: &str, reason: Reason, start: usize, block: usize, offset: Option<usize>) -> Removal {
    Removal {
        text: text.to_string(),
        reason,
        start,
        block: Some(block),
        offset,
    }
}

fn repair(block: usize, start: usize, original: &str, repaired: &str, made: bool) -> Repair {
    let there = if made { repaired } else { original };
    Repair {
        block,
        start,
        end: start + there.chars().count(),
        damage: Damage::Entity,
        original: original.to_string(),
        repaired: repaired.to_string(),
        made,
    }
}

/// «首页 / 渡口县讯（记者）3月1日，&ldquo;修桥&rdquo;会 / 议召开。 / 散会。 / 关闭», as import leaves it.
fn report() -> Document {
    Document {
        title: "渡口县召开修桥会议".to_string(),
        body: vec![
            Block::paragraph("3月1日，“修桥&rdquo;会议召开。"),
            Block::paragraph("散会。"),
        ],
        removed: vec![
            removal("首页", Reason::Navigation, 0, 0, None),
            removal("渡口县讯", Reason::Metadata, 3, 0, Some(0)),
            removal("（记者）", Reason::Metadata, 7, 0, Some(0)),
            removal("\n", Reason::LineBreak, 33, 0, Some(16)),
            removal("关闭", Reason::Navigation, 42, 2, None),
        ],
        repairs: vec![repair(0, 5, "&ldquo;", "“", true), repair(0, 8, "&rdquo;", "”", false)],
        ..Document::default()
    }
}

fn apply(document: &mut Document, change: Change) {
    assert!(document.apply(&change), "{change:?} changes nothing");
    assert_in_range(document);
}

#[test]
fn what_stands_behind_a_change_moves_with_the_text() {
    let mut document = report();
    let before = source(&document);
    apply(&mut document, Change::Restore(2));
    assert_eq!(document.body[0].text, "（记者）3月1日，“修桥&rdquo;会议召开。");
    apply(&mut document, Change::Restore(1));
    assert_eq!(document.body[0].text, "渡口县讯（记者）3月1日，“修桥&rdquo;会议召开。");
    apply(&mut document, Change::Toggle(1));
    apply(&mut document, Change::Toggle(0));
    assert_eq!(document.body[0].text, "渡口县讯（记者）3月1日，&ldquo;修桥”会议召开。");
    apply(&mut document, Change::Restore(1));
    assert_eq!(
        texts(&document),
        ["渡口县讯（记者）3月1日，&ldquo;修桥”会", "议召开。", "散会。"]
    );
    apply(&mut document, Change::Restore(1));
    apply(&mut document, Change::Restore(0));
    assert_eq!(
        texts(&document),
        [
            "首页",
            "渡口县讯（记者）3月1日，&ldquo;修桥”会",
            "议召开。",
            "散会。",
            "关闭"
        ]
    );
    assert_eq!(source(&document), before);
    assert!(document.removed.is_empty());
}

#[test]
fn a_block_that_is_taken_out_comes_back_to_its_place() {
    let mut document = report();
    apply(&mut document, Change::Cut(0));
    assert_eq!(texts(&document), ["散会。"]);
    let removed: Vec<(&str, Reason)> = document
        .removed
        .iter()
        .map(|run| (run.text.as_str(), run.reason))
        .collect();
    let damaged = "3月1日，&ldquo;修桥&rdquo;会议召开。";
    assert_eq!(
        removed,
        [
            ("首页", Reason::Navigation),
            (damaged, Reason::ByHand),
            ("渡口县讯", Reason::Metadata),
            ("（记者）", Reason::Metadata),
            ("关闭", Reason::Navigation)
        ]
    );
    assert!(!document.apply(&Change::Cut(0)), "a document has text");
    apply(&mut document, Change::Restore(1));
    assert_eq!(texts(&document), [damaged, "散会。"]);
    apply(&mut document, Change::Restore(0));
    assert_eq!(texts(&document), ["首页", damaged, "散会。"]);
}

#[test]
fn fields_are_corrected_by_their_names() {
    let mut document = report();
    document.derived.insert("date".to_string(), "3月1日".to_string());
    for (name, value) in [
        ("title", "修桥"),
        ("date", "2021-03-01"),
        ("published", "2021-03-02"),
        ("place", "云州省 / 渡口县"),
        ("level", "county"),
        ("issuer", "渡口县人民政府"),
        ("source", "渡口报"),
        ("genre", "minutes"),
        ("speakers", "宋知微：县长\n丁冬\n"),
        ("lang", "zh-Hans"),
    ] {
        apply(&mut document, Change::Field(name.to_string(), value.to_string()));
        assert!(
            !document.apply(&Change::Field(name.to_string(), value.to_string())),
            "{name} twice"
        );
    }
    assert_eq!(document.place, ["云州省", "渡口县"]);
    let speaker = |name: &str, role: Option<&str>| Speaker {
        name: name.to_string(),
        role: role.map(String::from),
    };
    assert_eq!(
        document.speakers,
        [speaker("宋知微", Some("县长")), speaker("丁冬", None)]
    );
    assert_eq!((document.corrected.len(), document.derived.len()), (10, 0));

    for (name, value) in [
        ("date", "3月1日"),
        ("level", "村"),
        ("genre", "诗"),
        ("body", "x"),
        ("", ""),
    ] {
        let before = document.clone();
        assert!(
            !document.apply(&Change::Field(name.to_string(), value.to_string())),
            "{name}"
        );
        assert_eq!(document, before);
    }
    apply(&mut document, Change::Field("level".to_string(), " ".to_string()));
    assert_eq!(document.level, None);
    assert!(document.corrected.contains("level"), "it is known to have none");
}

#[test]
fn a_document_takes_over_what_it_lacks() {
    let origin = |file: &str| Origin {
        file: file.to_string(),
        sha256: file.repeat(8),
        encoding: "UTF-8".to_string(),
        part: None,
    };
    let mut kept = report();
    kept.origin = Some(origin("a"));
    kept.issuer = Some("县政府".to_string());
    apply(&mut kept, Change::Field("source".to_string(), String::new()));
    let mut other = report();
    other.origin = Some(origin("b"));
    other.also = vec![origin("a"), origin("c")];
    other.issuer = Some("别的".to_string());
    other.date = Some("2021-03-01".to_string());
    other.source = Some("渡口报".to_string());
    other.derived.insert("date".to_string(), "3月1日".to_string());
    kept.merge(&other);
    kept.merge(&other);
    assert_eq!(kept.issuer.as_deref(), Some("县政府"));
    assert_eq!(kept.date.as_deref(), Some("2021-03-01"));
    assert_eq!(kept.derived["date"], "3月1日");
    assert_eq!(kept.source, None, "the reader has cleared it");
    assert_eq!(kept.also, [origin("b"), origin("c")]);
}

fn fixtures() -> Vec<(String, String, Vec<Document>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the fixtures")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let mut found = Vec::new();
    for path in files
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
    {
        let name = path.file_name().expect("a name").to_string_lossy().to_string();
        let bytes = fs::read(path).expect("a fixture");
        let Ok(text) = String::from_utf8(bytes.clone()) else {
            continue;
        };
        let import = tifa::import::import(&name, &bytes, &Default::default()).expect("a text");
        found.push((name, text, import.documents));
    }
    found
}

#[test]
fn all_that_import_took_out_can_be_put_back() {
    let mut reasons = BTreeSet::new();
    for (name, source, documents) in fixtures() {
        for order in [|_: usize| 0, |length: usize| length - 1, |length: usize| length / 2] {
            let mut whole = String::new();
            for mut document in documents.clone() {
                for i in 0..document.repairs.len() {
                    if document.repairs[i].made {
                        apply(&mut document, Change::Toggle(i));
                    }
                }
                reasons.extend(document.removed.iter().map(|run| format!("{:?}", run.reason)));
                while !document.removed.is_empty() {
                    let at = order(document.removed.len());
                    apply(&mut document, Change::Restore(at));
                }
                whole.extend(texts(&document));
            }
            assert_eq!(visible(&whole), visible(&source), "{name}");
        }
    }
    assert!(reasons.contains("LineBreak") && reasons.len() > 6, "{reasons:?}");
}

/// Two kinds of documents: such as import makes, and any whose places are in range and in order.
fn document() -> impl Strategy<Value = Document> {
    let imported: Vec<Document> = fixtures().into_iter().flat_map(|(_, _, documents)| documents).collect();
    let piece = prop_oneof![
        "[a-z文字。 ]{1,6}".prop_map(|text| (0, text)),
        "[A-Z页 ]{1,4}".prop_map(|text| (1, text)),
        "[0-9]{1,3}".prop_map(|text| (2, text)),
        "[0-9]{1,3}".prop_map(|text| (3, text)),
        Just((4, "\n".to_string())),
        Just((5, String::new())),
        "[A-Z页\n]{1,9}".prop_map(|text| (6, text)),
    ];
    let made = prop::collection::vec(piece, 1..40).prop_map(|pieces| {
        let mut document = Document {
            body: vec![Block::paragraph("始")],
            ..Document::default()
        };
        for (start, (kind, text)) in pieces.into_iter().enumerate() {
            let block = document.body.len() - 1;
            let body = &mut document.body[block].text;
            let offset = body.chars().count();
            match kind {
                0 => body.push_str(&text),
                1 => document
                    .removed
                    .push(removal(&text, Reason::Markup, start, block, Some(offset))),
                2 => {
                    body.push_str("&quot;");
                    document.repairs.push(repair(block, offset, "&quot;", &text, false));
                }
                3 => {
                    body.push_str(&text);
                    document.repairs.push(repair(block, offset, "&#0;", &text, true));
                }
                4 => document
                    .removed
                    .push(removal(&text, Reason::LineBreak, start, block, Some(offset))),
                5 => document.body.push(Block::paragraph("段")),
                _ => {
                    document
                        .removed
                        .push(removal(&text, Reason::Spam, start, block + 1, None));
                    document.body.push(Block::paragraph("后"));
                }
            }
        }
        document
    });
    prop_oneof![made, prop::sample::select(imported)]
}

fn change() -> impl Strategy<Value = (u8, Index)> {
    (0u8..5, any::<Index>())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_loses_a_character(mut document in document(), changes in prop::collection::vec(change(), 0..40)) {
        let before = source(&document);
        assert_in_range(&document);
        for (kind, index) in changes {
            let change = match kind {
                0 | 1 => Change::Restore(index.index(document.removed.len() + 1)),
                2 => Change::Cut(index.index(document.body.len() + 1)),
                3 => Change::Toggle(index.index(document.repairs.len() + 1)),
                _ => Change::Heading(index.index(document.body.len() + 1), Some(index.index(8) as u8)),
            };
            let copy = document.clone();
            let changed = document.apply(&change);
            prop_assert_eq!(changed, document != copy);
            assert_in_range(&document);
            prop_assert_eq!(source(&document), before.clone());
        }
        prop_assert!(document.characters() > 0);
    }

    #[test]
    fn places_that_fit_nothing_do_no_harm(
        places in prop::collection::vec((0usize..4, prop::option::of(0usize..9), any::<u32>()), 1..12),
        changes in prop::collection::vec(change(), 0..20),
    ) {
        let mut document = Document { body: vec![Block::paragraph("一二三"), Block::paragraph("四五六")], ..Document::default() };
        for (i, (block, offset, wild)) in places.into_iter().enumerate() {
            let reason = if wild % 3 == 0 { Reason::LineBreak } else { Reason::Spam };
            let block = if wild % 5 == 0 { usize::MAX } else { block };
            document.removed.push(removal("甲乙", reason, i, block, offset));
            document.repairs.push(Repair { start: offset.unwrap_or(usize::MAX), ..repair(block, 2, "三", "3", wild % 2 == 0) });
        }
        for (kind, index) in changes {
            let at = index.index(20);
            let change = [Change::Restore(at), Change::Restore(0), Change::Cut(at), Change::Toggle(at), Change::Heading(at, None)];
            document.apply(&change[usize::from(kind)]);
        }
        prop_assert!(document.characters() > 0);
    }
}
