//! The language of queries: what it finds is what a naive evaluation finds, and what it does not understand it tells.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tifa::corpus::{Block, Document, Genre, Span, Speaker, slice};
use tifa::search::{FAULTS, FEW, Hits, Index, Query, TERMS, What};
use tifa::text::fold::{View, fold_text};

fn document(paragraphs: &[&str]) -> Document {
    Document {
        body: paragraphs.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    }
}

fn find(documents: &[Document], query: &str) -> Vec<Hits> {
    let parsed = Query::parse(query);
    assert_eq!(parsed.faults, [], "{query}");
    search(documents, &parsed.query, |_| Vec::new())
}

/// The documents that satisfy a query with their places, of which there are as many as are counted.
fn search(documents: &[Document], query: &Query, uses: impl Fn(&str) -> Vec<Hits>) -> Vec<Hits> {
    let index = Index::new(documents);
    let search = index.search(query, documents, uses);
    let found = search.found(0..documents.len()).into_iter();
    let hits = found.map(|found| {
        let spans = search.places(found.document);
        assert_eq!(spans.len(), found.hits, "{query:?}");
        Hits {
            document: found.document,
            spans,
        }
    });
    hits.collect()
}

/// What is marked in one paragraph; `None` if it does not satisfy the query.
fn marked<'a>(text: &'a str, query: &str) -> Option<Vec<&'a str>> {
    let hits = find(&[document(&[text])], query);
    let spans = hits.into_iter().next()?.spans;
    Some(spans.iter().map(|span| slice(text, span.start, span.end)).collect())
}

fn check(text: &str, query: &str, expected: &[&str]) {
    assert_eq!(marked(text, query).as_deref(), Some(expected), "{query} in {text}");
}

fn check_not(text: &str, query: &str) {
    assert_eq!(marked(text, query), None, "{query} in {text}");
}

fn check_faults(query: &str, expected: &[(usize, What)]) {
    let faults: Vec<(usize, What)> = Query::parse(query)
        .faults
        .iter()
        .map(|fault| (fault.at, fault.what))
        .collect();
    assert_eq!(faults, expected, "{query}");
}

#[test]
fn terms_and_operators() {
    let text = "压实属地责任，做好疫情防控";
    check(text, "责任 压实", &["压实", "责任"]);
    check(text, "责任　压实", &["压实", "责任"]);
    check(text, "责任 AND 压实", &["压实", "责任"]);
    check_not(text, "责任 病毒");
    check(text, "病毒 OR 疫情", &["疫情"]);
    check(text, "病毒｜疫情|责任", &["责任", "疫情"]);
    check(text, "压实 病毒 OR 疫情", &["压实", "疫情"]);
    check(text, "压实 (病毒 OR 疫情)", &["压实", "疫情"]);
    check(text, "压实 （病毒 OR 疫情）", &["压实", "疫情"]);
    check_not(text, "病毒 (压实 OR 疫情)");
    check(text, "责任 -病毒", &["责任"]);
    check(text, "责任 NOT 病毒", &["责任"]);
    check_not(text, "责任 -疫情");
    check(text, "-病毒", &[]);
    check(text, "-(病毒 疫情)", &[]);
    check(text, "-(-疫情)", &["疫情"]);
    // Each term by itself; a place that two terms have counts once.
    check(text, "责任 属地责任 责任", &["属地责任", "责任"]);
}

#[test]
fn what_was_copied_is_found_as_it_stands() {
    for text in [
        "“四方”责任",
        "落实“四方”责任",
        "（一）压实责任",
        "压实责任（试行）",
        "10:30开会",
        "要求：压实责任",
        "2022-04-25",
        "和/或",
        "谁来负责？",
        "1）落实",
        "AND/OR",
    ] {
        check(text, text, &[text]);
    }
}

#[test]
fn quotes_hold_the_very_characters() {
    check("外防输入 内防反弹", "\"外防输入 内防反弹\"", &["外防输入 内防反弹"]);
    check("外防輸入 内防反弹", "“外防输入 内防反弹”", &["外防輸入 内防反弹"]);
    check_not("内防反弹 外防输入", "“外防输入 内防反弹”");
    check("甲 OR 乙", "\"甲 OR 乙\"", &["甲 OR 乙"]);
    check("谁?都行", "\"谁?都\"", &["谁?都"]);
    check("“四方”责任，四方", "\"“四方”\"", &["“四方”"]);
    check("“四方”责任，四方", "“四方”", &["四方", "四方"]);
    check("a b ab", "\" b\"", &[" b"]);
}

#[test]
fn near_counts_the_characters_between() {
    let text = "压实了属地的责任，以及责任";
    check(text, "压实 NEAR/4 责任", &["压实", "责任"]);
    check(text, "责任 NEAR/4 压实", &["压实", "责任"]);
    check_not(text, "压实 NEAR/3 责任");
    check(text, "压实 NEAR 责任", &["压实", "责任", "责任"]);
    check(text, "责任 NEAR/3 责任", &["责任", "责任"]);
    check_not(text, "压实 NEAR 压实");
    check(text, "(压实 OR 属地) NEAR/4 责任", &["压实", "属地", "责任"]);
    check(text, "压实 NEAR/1 属地 NEAR/1 责任", &["压实", "属地", "责任"]);
    check_not(text, "压实 NEAR/1 属地 NEAR/0 责任");
    check(text, "-(压实 NEAR/3 责任)", &[]);
    // Not across two blocks, but both blocks count.
    assert!(find(&[document(&["压实", "责任"])], "压实 NEAR/50 责任").is_empty());
    assert_eq!(find(&[document(&["压实", "责任"])], "压实 责任").len(), 1);
}

#[test]
fn wildcards_stand_for_characters() {
    check("压实责任，压紧责任，压责任", "压?责任", &["压实责任", "压紧责任"]);
    check("压实责任，压责任", "压*责任", &["压实责任", "压责任"]);
    check("压责任责任", "压*责任", &["压责任"]);
    check("压实责任", "*责任*", &["责任"]);
    check("压一二三四五六七八九十责任", "压*责任", &["压一二三四五六七八九十责任"]);
    check_not("压一二三四五六七八九十百责任", "压*责任");
    check_not("责任", "?责任");
    check_faults("* ??", &[(0, What::Wildcard), (2, What::Wildcard)]);
    assert!(find(&[document(&["压实", "责任"])], "压*责任").is_empty());
}

#[test]
fn regular_expressions_read_the_folded_text() {
    check("壓實了責任", "/压实.{0,2}责任/", &["壓實了責任"]);
    check("壓實了責任", "/[壓轧]实/", &["壓實"]);
    check("第12条、第３条", r"/第\d+条/", &["第12条", "第３条"]);
    check("ABC abc", "/[A-Z]+c/", &["ABC", "abc"]);
    check("（一）压实", "/（一）/", &["（一）"]);
    check("中文 text", "/[一-龥]+/", &["中文"]);
    check("a/b", r"/a\/b/", &["a/b"]);
    check("甲 乙", "/甲 乙/", &["甲 乙"]);
    // What matches nothing at all is no hit.
    check("baab", "/a*/", &["aa"]);
    check("责任", "/^责任$/", &["责任"]);
    check("甲乙丙", "/甲(?:乙|丁)丙|戊/", &["甲乙丙"]);
    check("甲丙", "/甲乙?丙/", &["甲丙"]);
    check("甲4e00", r"/甲\u{4e00}?/", &["甲"]);
    check_faults("/(/", &[(0, What::Regex)]);
    check_faults("/a{1000}{1000}/", &[(0, What::Regex)]);
    assert!(find(&[document(&["压实", "责任"])], r"/压实\s*责任/").is_empty());
}

#[test]
fn spaced_scripts_have_words_and_accents() {
    check("The art of the party", "word:art", &["art"]);
    check("The art of the party", "art", &["art", "art"]);
    check_not("The party", "整词：art");
    check("Café, CAFE, cafe\u{301}", "cafe", &["Café", "CAFE", "cafe"]);
    check("cafe", "\"Café\"", &["cafe"]);
    check("Gōngzuò", "gongzuo", &["Gōngzuò"]);
    // Han characters do not part words.
    check("用AI做事", "word:ai", &["AI"]);
    // A word may begin inside of what was none.
    check("ab b b", "word:\"b b\"", &["b b"]);
}

#[test]
fn fields_ask_what_is_known_of_a_document() {
    let with = |change: fn(&mut Document)| {
        let mut document = document(&["会议要求"]);
        change(&mut document);
        document
    };
    let documents = [
        with(|of| {
            of.title = "在防汛會議上的講話".into();
            of.date = Some("2021-06-03".into());
            of.genre = Some(Genre::Speech);
            of.lang = Some("zh-Hant".into());
        }),
        with(|of| {
            of.title = "关于春耕的通知".into();
            of.date = Some("2020".into());
            of.genre = Some(Genre::Notice);
            of.place = vec!["云溪省".into(), "白石县".into()];
            of.lang = Some("zh-Hans".into());
        }),
        with(|of| {
            of.published = Some("2022-01-05/2022-01-08".into());
            of.speakers = vec![Speaker {
                name: "何远山".into(),
                role: Some("县长".into()),
            }];
            of.lang = Some("en".into());
        }),
        with(|of| of.date = Some("XXXX-01-30".into())),
    ];
    for (query, expected) in [
        ("title:会议", &[0][..]),
        ("标题：會議", &[0]),
        ("標題:(会议 OR 春耕)", &[0, 1]),
        ("title:\"关于 春耕\"", &[]),
        ("title:/^关于.*通知$/", &[1]),
        ("title:防?会议", &[0]),
        ("place:白石", &[1]),
        ("地点:云溪省白石县", &[1]),
        ("-地点:白石", &[0, 2, 3]),
        ("speaker:远山", &[2]),
        ("讲话人:县长", &[2]),
        ("date:2021", &[0]),
        ("date:2020..2021-06", &[0, 1]),
        ("日期：2020年7月..2022年1月", &[0, 1, 2]),
        ("date:2022-01-06", &[2]),
        ("date:2021-07..", &[2]),
        ("date:..2020-03", &[1]),
        ("-date:1900..2100", &[3]),
        ("kind:speech", &[0]),
        ("体裁:通知", &[1]),
        ("kind:(讲话 OR notice)", &[0, 1]),
        ("lang:zh", &[0, 1]),
        ("语种:繁體", &[0]),
        ("LANG:EN", &[2]),
        ("会议 kind:notice", &[1]),
    ] {
        let found: Vec<usize> = find(&documents, query).iter().map(|hits| hits.document).collect();
        assert_eq!(found, expected, "{query}");
    }
    // A field is no place; a term beside it is.
    assert_eq!(find(&documents, "要求 title:春耕")[0].spans.len(), 1);
    assert_eq!(find(&documents, "title:春耕")[0].spans, []);
}

#[test]
fn slogans_stand_where_they_are_told_to() {
    let documents = [document(&["外防输入，内防反弹"]), document(&["内防反弹"])];
    let parsed = Query::parse("提法：内防反弹 -输出");
    assert_eq!(parsed.query.slogans().collect::<Vec<_>>(), ["内防反弹"]);
    let uses = Hits {
        document: 0,
        spans: vec![Span {
            block: 0,
            start: 0,
            end: 9,
        }],
    };
    let found = search(&documents, &parsed.query, |_| vec![uses.clone()]);
    assert_eq!(found, [uses]);
}

#[test]
fn what_is_not_understood_is_told_and_the_rest_counts() {
    use What::*;
    for (query, faults, good) in [
        ("责任 (压实", &[(3, Close)][..], "责任 压实"),
        ("责任) 压实", &[(2, Open)], "责任 压实"),
        ("责任 OR", &[(5, Term)], "责任"),
        ("OR 责任", &[(0, Term)], "责任"),
        ("责任 OR OR 压实", &[(6, Term)], "责任 OR 压实"),
        ("责任 -", &[(4, Term)], "责任"),
        ("责任 - 压实", &[(4, Term)], "责任 压实"),
        ("责任 ()", &[(4, Term)], "责任"),
        ("责任 \"压 实", &[(3, Quote)], "责任 \"压 实\""),
        ("责任 \"\"", &[(3, Term)], "责任"),
        ("责任 /压.", &[(3, Slash)], "责任 /压./"),
        ("责任 date:昨天", &[(8, Date)], "责任"),
        ("责任 title:", &[(9, Value)], "责任"),
        ("责任 title: 压实", &[(9, Value)], "责任 压实"),
        ("责任 kind:诗", &[(8, Kind)], "责任"),
        ("责任 NEAR/x 压实", &[(8, Number)], "责任 NEAR 压实"),
        ("责任 NEAR", &[(7, Term)], "责任"),
        ("NEAR/3 责任", &[(0, Term)], "责任"),
        ("责任 NEAR -压实", &[(3, Near)], "责任 -压实"),
        ("责任 NEAR title:压实", &[(3, Near)], "责任 title:压实"),
        ("(责任 压实) NEAR 属地", &[(8, Near)], "责任 压实 属地"),
        ("OR", &[(0, Term)], ""),
    ] {
        check_faults(query, faults);
        let documents = [document(&["责任"]), document(&["压实责任"]), document(&["属地 压实"])];
        let found = |query| search(&documents, &Query::parse(query).query, |_| Vec::new());
        assert_eq!(found(query), found(good), "{query}");
        assert_eq!(Query::parse(query).query.is_empty(), good.is_empty());
    }
}

#[test]
fn nothing_is_too_deep_or_too_much() {
    let deep = format!("{}责任{}", "(".repeat(10_000), ")".repeat(10_000));
    check("压实责任", &deep, &["责任"]);
    let negated = format!("{}责任{}", "-(".repeat(10_000), ")".repeat(10_000));
    check("压实责任", &negated, &["责任"]);
    let open = Query::parse(&"(".repeat(10_000));
    assert!(open.query.is_empty() && open.faults.len() == FAULTS);
    let many = "责任 ".repeat(TERMS + 1);
    check_faults(&many, &[(3 * TERMS, What::Fewer)]);
    let near = Query::parse(&"责任 NEAR ".repeat(20_000));
    assert!(!near.query.is_empty() && near.faults[0].what == What::Fewer);
    // A regular expression that looks far ahead at each place sees a stretch of a long block at a time.
    let long = "啊".repeat(20_000);
    check(&long, "/(啊*)*吧|啊{5}$/", &["啊啊啊啊啊"; 3]);
    check_not(&long, &format!("{}吧", "啊*".repeat(20)));
}

/// A document, and its places: block, start and end in the display text.
type Found = (usize, Vec<(usize, usize, usize)>);

/// A query, as the tests understand it.
#[derive(Debug, Clone)]
enum Node {
    Text(String),
    Exact(String),
    Wild(String),
    Regex(String),
    Near(String, usize, String),
    Title(String),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
}

impl Node {
    fn write(&self) -> String {
        let list = |nodes: &[Node], between: &str| -> String {
            let parts: Vec<String> = nodes.iter().map(Node::write).collect();
            format!("({})", parts.join(between))
        };
        match self {
            Node::Text(text) | Node::Wild(text) => text.clone(),
            Node::Exact(text) => format!("\"{text}\""),
            Node::Regex(text) => format!("/{text}/"),
            Node::Near(left, gap, right) => format!("({left} NEAR/{gap} {right})"),
            Node::Title(text) => format!("title:{text}"),
            Node::Not(node) => format!("-{}", node.write()),
            Node::All(nodes) => list(nodes, " "),
            Node::Any(nodes) => list(nodes, " OR "),
        }
    }

    fn is_true(&self, document: &Document) -> bool {
        match self {
            Node::Title(text) => folded(&document.title).windows(text.chars().count()).any(|run| {
                let sought: Vec<char> = folded(text).iter().map(|(c, _)| *c).collect();
                run.iter().map(|(c, _)| *c).eq(sought)
            }),
            Node::Not(node) => !node.is_true(document),
            Node::All(nodes) => nodes.iter().all(|node| node.is_true(document)),
            Node::Any(nodes) => nodes.iter().any(|node| node.is_true(document)),
            _ => !self.places(document).is_empty(),
        }
    }

    /// The places of what a document shall have: block, start and end in the display text.
    fn hits(&self, document: &Document, shall: bool, hits: &mut BTreeSet<(usize, usize, usize)>) {
        match self {
            Node::Not(node) => node.hits(document, !shall, hits),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| node.hits(document, shall, hits)),
            _ if shall => hits.extend(self.places(document)),
            _ => {}
        }
    }

    fn places(&self, document: &Document) -> Vec<(usize, usize, usize)> {
        let blocks = document.body.iter().map(|block| folded(&block.text)).enumerate();
        let places = blocks.flat_map(|(at, block)| {
            let found: Vec<(usize, usize)> = match self {
                Node::Text(text) | Node::Exact(text) => runs(&block, &pattern(text, false)),
                Node::Wild(text) => runs(&block, &pattern(text, true)),
                Node::Regex(text) => {
                    let line: String = block.iter().map(|(c, _)| *c).collect();
                    let regex = regex_lite::Regex::new(text).expect("a regular expression");
                    let count = |byte: usize| line[..byte].chars().count();
                    let found = regex.find_iter(&line).filter(|found| !found.is_empty());
                    found.map(|found| (count(found.start()), count(found.end()))).collect()
                }
                Node::Near(left, gap, right) => {
                    let (left, right) = (
                        runs(&block, &pattern(left, false)),
                        runs(&block, &pattern(right, false)),
                    );
                    let is_near = |a: &(usize, usize), b: &(usize, usize)| {
                        (a.1 <= b.0 && b.0 - a.1 <= *gap) || (b.1 <= a.0 && a.0 - b.1 <= *gap)
                    };
                    let lefts = left.iter().filter(|a| right.iter().any(|b| is_near(a, b)));
                    let rights = right.iter().filter(|b| left.iter().any(|a| is_near(a, b)));
                    lefts.chain(rights).copied().collect()
                }
                _ => Vec::new(),
            };
            let shown = |(start, end): (usize, usize)| (at, block[start].1, block[end - 1].1 + 1);
            found.into_iter().map(shown).collect::<Vec<_>>()
        });
        places.collect()
    }
}

/// Each folded character with the display character it came from.
fn folded(text: &str) -> Vec<(char, usize)> {
    let each = text.chars().enumerate().filter_map(|(at, c)| {
        let folded = fold_text(&c.to_string(), View::Search).chars().next()?;
        Some((if folded == 'é' { 'e' } else { folded }, at))
    });
    each.collect()
}

/// A character, any one, or any few.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    This(char),
    One,
    Few,
}

fn pattern(text: &str, is_wild: bool) -> Vec<Piece> {
    let pieces = text.chars().filter_map(|c| match c {
        '?' if is_wild => Some(Piece::One),
        '*' if is_wild => Some(Piece::Few),
        c => folded(&c.to_string()).first().map(|(c, _)| Piece::This(*c)),
    });
    let mut pieces: Vec<Piece> = pieces.collect();
    while pieces.last() == Some(&Piece::Few) {
        pieces.pop();
    }
    let first = pieces.iter().position(|piece| *piece != Piece::Few);
    pieces.split_off(first.unwrap_or_default())
}

/// The end of a match that begins here, with as few characters for each `*` as there can be.
fn end(block: &[(char, usize)], at: usize, pieces: &[Piece]) -> Option<usize> {
    match pieces.split_first() {
        None => Some(at),
        Some((Piece::Few, rest)) => (at..=(at + FEW).min(block.len())).find_map(|at| end(block, at, rest)),
        Some((piece, rest)) => {
            let c = block.get(at)?.0;
            (*piece == Piece::One || *piece == Piece::This(c)).then(|| end(block, at + 1, rest))?
        }
    }
}

fn runs(block: &[(char, usize)], pieces: &[Piece]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < block.len() {
        match end(block, at, pieces) {
            Some(end) => {
                found.push((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn node() -> impl Strategy<Value = Node> {
    let term = "[動动态清零aéＡ]{1,3}";
    let leaf = prop_oneof![
        4 => term.prop_map(Node::Text),
        1 => "[动态 a]{0,2}[清，,-][动 零]{0,2}".prop_map(Node::Exact),
        2 => "[动a][?*]{1,2}[态零清]{1,2}[*?]?".prop_map(Node::Wild),
        2 => "[动态a][.清]?[态零清]{1,2}[+*?]?".prop_map(Node::Regex),
        2 => (term, 0usize..6, term).prop_map(|(left, gap, right)| Node::Near(left, gap, right)),
        1 => "[动态]{1,2}".prop_map(Node::Title),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 1..4).prop_map(Node::All),
            2 => prop::collection::vec(inner.clone(), 1..4).prop_map(Node::Any),
            1 => inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn what_is_found_is_what_a_naive_evaluation_finds(
        texts in prop::collection::vec(prop::collection::vec("[動动态清零，, \u{200b}aAéＡ-]{0,24}", 0..3), 1..4),
        titles in prop::collection::vec("[动動态]{0,4}", 4),
        node in node(),
    ) {
        let documents: Vec<Document> = std::iter::zip(&texts, &titles)
            .map(|(blocks, title)| Document {
                title: title.clone(),
                ..document(&blocks.iter().map(String::as_str).collect::<Vec<_>>())
            })
            .collect();
        let query = node.write();
        let expected: Vec<Found> = documents
            .iter()
            .enumerate()
            .filter(|(_, document)| node.is_true(document))
            .map(|(at, document)| {
                let mut hits = BTreeSet::new();
                node.hits(document, true, &mut hits);
                (at, hits.into_iter().collect())
            })
            .collect();
        let found: Vec<Found> = find(&documents, &query)
            .into_iter()
            .map(|hits| {
                let spans = hits.spans.iter().map(|span| (span.block, span.start, span.end));
                (hits.document, spans.collect())
            })
            .collect();
        prop_assert_eq!(found, expected, "{}", query);
    }

    #[test]
    fn any_query_can_be_read(query in "([动a ()（）\"“”/|｜:：?*.\\\\\\[-]|OR |NEAR/|NOT |title:|date:|提法：){0,24}") {
        let documents = [document(&["动a(态)", "a"])];
        let parsed = Query::parse(&query);
        let length = query.chars().count();
        prop_assert!(parsed.faults.iter().all(|fault| fault.at <= length));
        search(&documents, &parsed.query, |_| Vec::new());
    }

    #[test]
    fn a_copied_phrase_is_found_as_it_is(phrase in "[动态清零，。、；]{1,8}") {
        let documents = [document(&["动态清零，动态。清零、动；态", &phrase])];
        prop_assert_eq!(find(&documents, &phrase), search(&documents, &Query::phrase(&phrase), |_| Vec::new()));
    }
}
