//! What the library lists is what somebody finds who reads every text with a finger on the line.
//!
//! The reader here is written in the plainest way and shares nothing with the engine but the folding of single
//! characters. It is asked with the engine: on small corpora of few characters, so that everything meets everything,
//! with queries of the whole language, while documents come and go; and on generated speeches, with the queries of the
//! benchmark.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;
use tifa::corpus::{Block, Corpus, Document, Genre, Speaker, slice};
use tifa::lexicon::{Entry, Lexicon};
use tifa::search::{FEW, Facet, Filters, Found, Index, fold};
use tifa::session::{Engine, FromWorker, Listing, Request, Response, Sought};
use tifa::text::stored::Stored;

#[path = "../benches/figures/phrases.rs"]
mod phrases;
#[path = "../benches/figures/speeches.rs"]
#[allow(dead_code, reason = "the benchmark uses the rest")]
mod speeches;

/// The one slogan of the lexicon.
const SLOGAN: &str = "动态清零";

/// Block, start and end in characters of the display text.
type Place = (usize, usize, usize);

/// A query, as a reader means it.
#[derive(Debug, Clone)]
enum Node {
    Text(String),
    Quoted(String),
    Word(String),
    Wild(String),
    Regex(String),
    /// Alternatives beside alternatives, and the characters between them.
    Near(Vec<Vec<String>>, Vec<usize>),
    Title(String),
    Place(String),
    Speaker(String),
    Date(&'static str),
    Kind(Genre),
    Lang(&'static str),
    Slogan,
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// Dates of documents, with the first and the last day that they may mean.
const DATES: [(&str, u32, u32); 5] = [
    ("2021-06-03", 20210603, 20210603),
    ("2021-06", 20210600, 20210699),
    ("2021", 20210000, 20219999),
    ("202X", 20200000, 20299999),
    ("2019/2020-03", 20190000, 20200399),
];

/// Dates as they are asked for.
const ASKED: [(&str, u32, u32); 5] = [
    ("2021-06-03", 20210603, 20210603),
    ("2021年6月", 20210600, 20210699),
    ("2020", 20200000, 20209999),
    ("2019-12..2021-05", 20191200, 20210599),
    ("2021-07..", 20210700, u32::MAX),
];

const LANGS: [Option<&str>; 4] = [None, Some("zh-Hans"), Some("zh-Hant"), Some("en")];

const GENRES: [Genre; 2] = [Genre::Speech, Genre::Notice];

impl Node {
    fn write(&self) -> String {
        let list = |nodes: &[Node], between: &str| {
            let parts: Vec<String> = nodes.iter().map(Node::write).collect();
            format!("({})", parts.join(between))
        };
        match self {
            Node::Text(text) | Node::Wild(text) => text.clone(),
            Node::Quoted(text) => format!("\"{text}\""),
            Node::Word(text) => format!("word:{text}"),
            Node::Regex(text) => format!("/{text}/"),
            Node::Near(sides, gaps) => {
                let mut query = String::from("(");
                for (side, words) in sides.iter().enumerate() {
                    if side > 0 {
                        query += &format!(" NEAR/{} ", gaps[side - 1]);
                    }
                    query += &format!("({})", words.join(" OR "));
                }
                query + ")"
            }
            Node::Title(text) => format!("title:{text}"),
            Node::Place(text) => format!("地点：{text}"),
            Node::Speaker(text) => format!("speaker:{text}"),
            Node::Date(date) => format!("date:{date}"),
            Node::Kind(Genre::Speech) => "kind:讲话".into(),
            Node::Kind(_) => "kind:notice".into(),
            Node::Lang(lang) => format!("lang:{lang}"),
            Node::Slogan => format!("提法:{SLOGAN}"),
            Node::Not(node) => format!("-{}", node.write()),
            Node::All(nodes) => list(nodes, " "),
            Node::Any(nodes) => list(nodes, " OR "),
        }
    }

    fn holds(&self, document: &Document) -> bool {
        let is_in = |text: &str, whole: &str| seen(whole).contains(&seen(text));
        match self {
            Node::Title(text) => is_in(text, &document.title),
            Node::Place(text) => is_in(text, &document.place.concat()),
            Node::Speaker(text) => document.speakers.iter().any(|speaker| {
                is_in(text, &speaker.name) || speaker.role.as_ref().is_some_and(|role| is_in(text, role))
            }),
            Node::Date(asked) => {
                let (_, from, to) = ASKED.into_iter().find(|(date, ..)| date == asked).expect("one of them");
                let date = DATES
                    .into_iter()
                    .find(|(date, ..)| Some(*date) == document.date.as_deref());
                date.is_some_and(|(_, first, last)| first <= to && from <= last)
            }
            Node::Kind(genre) => document.genre == Some(*genre),
            Node::Lang(asked) => {
                let tag = document.lang.as_deref().unwrap_or_default().to_lowercase();
                let asked = if *asked == "繁体" { "zh-hant" } else { asked };
                tag == asked || tag.starts_with(&format!("{asked}-"))
            }
            Node::Not(node) => !node.holds(document),
            Node::All(nodes) => nodes.iter().all(|node| node.holds(document)),
            Node::Any(nodes) => nodes.iter().any(|node| node.holds(document)),
            _ => !self.places(document).is_empty(),
        }
    }

    /// The places of what a document shall have, each once.
    fn hits(&self, document: &Document, shall: bool, hits: &mut BTreeSet<Place>) {
        match self {
            Node::Not(node) => node.hits(document, !shall, hits),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| node.hits(document, shall, hits)),
            _ if shall => hits.extend(self.places(document)),
            _ => {}
        }
    }

    fn places(&self, document: &Document) -> Vec<Place> {
        let mut places = Vec::new();
        for (at, block) in document.body.iter().enumerate() {
            let line = Line::new(&block.text, fold);
            let found = match self {
                Node::Text(text) | Node::Quoted(text) => line.runs(text),
                Node::Word(text) => line.words(text),
                Node::Wild(text) => line.wild(text),
                Node::Regex(text) => line.regex(text),
                Node::Near(sides, gaps) => line.near(sides, gaps),
                // Quotation marks in a slogan do not count.
                Node::Slogan => {
                    let quotes = ['"', '“', '”', '「', '」'];
                    Line::new(&block.text, |c| fold(c).filter(|_| !quotes.contains(&c))).shown(SLOGAN, at, &mut places);
                    continue;
                }
                _ => Vec::new(),
            };
            line.show(found, at, &mut places);
        }
        places
    }
}

/// A text as search sees it.
fn seen(text: &str) -> String {
    text.chars().filter_map(fold).collect()
}

/// The characters of a block that count, and where they stand in the display text.
struct Line {
    chars: Vec<char>,
    at: Vec<usize>,
}

impl Line {
    fn new(text: &str, fold: impl Fn(char) -> Option<char>) -> Self {
        let kept = text.chars().enumerate().filter_map(|(at, c)| Some((fold(c)?, at)));
        let (chars, at) = kept.unzip();
        Line { chars, at }
    }

    fn show(&self, found: Vec<(usize, usize)>, block: usize, places: &mut Vec<Place>) {
        places.extend(
            found
                .into_iter()
                .map(|(start, end)| (block, self.at[start], self.at[end - 1] + 1)),
        );
    }

    fn shown(&self, text: &str, block: usize, places: &mut Vec<Place>) {
        self.show(self.runs(text), block, places);
    }

    /// From left to right, none in another: what `end` says of each character where something may begin.
    fn each(&self, end: impl Fn(usize) -> Option<usize>) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.chars.len() {
            match end(at) {
                Some(end) => {
                    found.push((at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    fn runs(&self, text: &str) -> Vec<(usize, usize)> {
        let text: Vec<char> = seen(text).chars().collect();
        self.each(|at| self.chars[at..].starts_with(&text).then_some(at + text.len()))
    }

    fn words(&self, text: &str) -> Vec<(usize, usize)> {
        let text: Vec<char> = seen(text).chars().collect();
        // Latin letters are the only ones here that go on.
        let is_letter = |at: Option<usize>| {
            at.and_then(|at| self.chars.get(at))
                .is_some_and(char::is_ascii_alphanumeric)
        };
        self.each(|at| {
            let end = at + text.len();
            let cuts = |at: usize| is_letter(at.checked_sub(1)) && is_letter(Some(at));
            (self.chars[at..].starts_with(&text) && !cuts(at) && !cuts(end)).then_some(end)
        })
    }

    fn wild(&self, text: &str) -> Vec<(usize, usize)> {
        let text: Vec<char> = text.trim_matches('*').chars().collect();
        self.each(|at| self.end(at, &text))
    }

    /// Where a match ends that begins here, with as few characters for each `*` as there can be.
    fn end(&self, at: usize, text: &[char]) -> Option<usize> {
        let Some((first, rest)) = text.split_first() else {
            return Some(at);
        };
        match first {
            '*' => (at..=(at + FEW).min(self.chars.len())).find_map(|at| self.end(at, rest)),
            '?' => self.chars.get(at).and_then(|_| self.end(at + 1, rest)),
            c => match fold(*c) {
                Some(c) if self.chars.get(at) == Some(&c) => self.end(at + 1, rest),
                Some(_) => None,
                None => self.end(at, rest),
            },
        }
    }

    fn regex(&self, text: &str) -> Vec<(usize, usize)> {
        let line: String = self.chars.iter().collect();
        let count = |byte: usize| line[..byte].chars().count();
        let found = regex_lite::Regex::new(text).expect("a regular expression");
        let found = found.find_iter(&line).filter(|found| !found.is_empty());
        found.map(|found| (count(found.start()), count(found.end()))).collect()
    }

    /// The places of each side that a way leads through, from the first side to the last.
    fn near(&self, sides: &[Vec<String>], gaps: &[usize]) -> Vec<(usize, usize)> {
        let sides: Vec<BTreeSet<(usize, usize)>> = sides
            .iter()
            .map(|words| words.iter().flat_map(|word| self.runs(word)).collect())
            .collect();
        let is_near = |a: &(usize, usize), b: &(usize, usize), gap: usize| {
            (a.1 <= b.0 && b.0 - a.1 <= gap) || (b.1 <= a.0 && a.0 - b.1 <= gap)
        };
        let mut ways: Vec<Vec<(usize, usize)>> = sides[0].iter().map(|place| vec![*place]).collect();
        for (side, gap) in std::iter::zip(&sides[1..], gaps) {
            ways = ways
                .iter()
                .flat_map(|way| {
                    let next = side.iter().filter(|place| is_near(&way[way.len() - 1], place, *gap));
                    next.map(|place| [way.as_slice(), &[*place]].concat())
                })
                .collect();
        }
        let places: BTreeSet<(usize, usize)> = ways.concat().into_iter().collect();
        places.into_iter().collect()
    }
}

fn node() -> impl Strategy<Value = Node> {
    let term = "[动动态清零aéＡ𠮷]{1,3}";
    let side = prop::collection::vec(term.prop_map(String::from), 1..3);
    let leaf = prop_oneof![
        6 => term.prop_map(Node::Text),
        1 => "[动态 a]{0,2}[清，,-][动 零]{0,2}".prop_map(Node::Quoted),
        1 => "[aé动]{1,2}".prop_map(Node::Word),
        2 => "[动a][?*]{1,2}[态零清𠮷]{1,2}[*?]?".prop_map(Node::Wild),
        2 => "[动态a][.清]?[态零清]{1,2}[+*?]?".prop_map(Node::Regex),
        2 => (side.clone(), 0usize..6, side.clone(), 0usize..6, side, any::<bool>()).prop_map(
            |(first, gap, second, wider, third, is_long)| match is_long {
                true => Node::Near(vec![first, second, third], vec![gap, wider]),
                false => Node::Near(vec![first, second], vec![gap]),
            }
        ),
        1 => "[动态]{1,2}".prop_map(Node::Title),
        1 => "[溪县]{1,2}".prop_map(Node::Place),
        1 => "[甲书]{1,2}".prop_map(Node::Speaker),
        1 => (0..ASKED.len()).prop_map(|at| Node::Date(ASKED[at].0)),
        1 => (0..GENRES.len()).prop_map(|at| Node::Kind(GENRES[at])),
        1 => prop_oneof![Just("zh"), Just("en"), Just("繁体"), Just("zh-hans")].prop_map(Node::Lang),
        1 => Just(Node::Slogan),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 1..4).prop_map(Node::All),
            2 => prop::collection::vec(inner.clone(), 1..4).prop_map(Node::Any),
            1 => inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
}

fn document() -> impl Strategy<Value = Document> {
    let text = "([動动态清零，, \u{200b}\u{301}aAéＡ“𠮷-]|动态清零|动态“清零”){0,24}";
    (
        prop::collection::vec(text, 0..4),
        "[動动态]{0,4}",
        prop::collection::vec("[溪县縣]{1,2}", 0..3),
        prop::collection::vec(("[甲乙]{1,2}", prop::option::of("[书書记]{1,2}")), 0..3),
        prop::option::of(0..DATES.len()),
        prop::option::of(0..GENRES.len()),
        0..LANGS.len(),
    )
        .prop_map(|(blocks, title, place, speakers, date, genre, lang)| Document {
            title,
            place,
            speakers: speakers
                .into_iter()
                .map(|(name, role)| Speaker { name, role })
                .collect(),
            date: date.map(|at| DATES[at].0.to_string()),
            genre: genre.map(|at| GENRES[at]),
            lang: LANGS[lang].map(String::from),
            // A document without any text is none.
            body: blocks.into_iter().chain(["完".into()]).map(Block::paragraph).collect(),
            ..Document::default()
        })
}

fn engine(documents: &[Document], lexicon: Lexicon) -> Engine {
    let corpus = Corpus::new("", documents.to_vec());
    Engine::open(&corpus.to_json(), "", lexicon).expect("a corpus")
}

fn library(engine: &mut Engine, query: &str, filters: &Filters) -> Listing {
    let request = Request::Library {
        sought: Sought {
            query: query.to_string(),
            filters: filters.clone(),
            ..Sought::default()
        },
        count: usize::MAX,
    };
    match engine.answer(&request) {
        FromWorker::Answer(Response::Library(listing)) => listing,
        other => panic!("{other:?} is no listing"),
    }
}

fn places(engine: &mut Engine, id: &str, query: &str) -> Vec<Place> {
    let request = Request::Read {
        id: id.to_string(),
        query: query.to_string(),
    };
    match engine.answer(&request) {
        FromWorker::Answer(Response::Read(reading)) => {
            let hits = reading.hits.iter();
            hits.map(|span| (span.block, span.start, span.end)).collect()
        }
        other => panic!("{other:?} is no reading"),
    }
}

/// What the engine lists, counts, shows and marks is what a reader of these documents finds.
fn agree(engine: &mut Engine, documents: &[Document], node: &Node) {
    let query = node.write();
    let found: BTreeMap<&str, (&Document, Vec<Place>)> = documents
        .iter()
        .filter(|document| node.holds(document))
        .map(|document| {
            let mut hits = BTreeSet::new();
            node.hits(document, true, &mut hits);
            (document.id.as_str(), (document, hits.into_iter().collect()))
        })
        .collect();
    let listing = library(engine, &query, &Filters::default());
    assert_eq!(listing.faults, [], "{query}");
    assert_eq!(listing.total, documents.len());
    assert_eq!(listing.found, found.len(), "documents with {query}");
    let hits: usize = found.values().map(|(_, places)| places.len()).sum();
    assert_eq!(listing.hits, hits, "hits of {query}");
    let listed: BTreeMap<&str, usize> = listing
        .items
        .iter()
        .map(|item| (item.card.id.as_str(), item.hits))
        .collect();
    let counted: BTreeMap<&str, usize> = found.iter().map(|(id, (_, places))| (*id, places.len())).collect();
    assert_eq!(listed, counted, "{query}");
    for item in &listing.items {
        let (document, expected) = &found[item.card.id.as_str()];
        assert_eq!(
            places(engine, &document.id, &query),
            *expected,
            "{query} in {document:?}"
        );
        for (snippet, (block, start, end)) in std::iter::zip(&item.snippets, expected) {
            assert_eq!(snippet.hit, slice(&document.body[*block].text, *start, *end), "{query}");
        }
    }
    // A count beside a filter says what a click on it gives.
    for genre in GENRES {
        let of_genre = found.values().filter(|(document, _)| document.genre == Some(genre));
        let expected: Vec<usize> = of_genre.map(|(_, places)| places.len()).collect();
        let mut filters = Filters::default();
        filters.toggle(Facet::Genre, genre.key());
        let filtered = library(engine, &query, &filters);
        assert_eq!(
            (filtered.found, filtered.hits),
            (expected.len(), expected.iter().sum()),
            "{query}, {genre:?}"
        );
        let view = listing.facets.iter().find(|view| view.facet == Facet::Genre);
        let count = view.and_then(|view| view.values.iter().find(|count| count.value == genre.key()));
        assert_eq!(
            count.map_or(0, |count| count.count),
            expected.len(),
            "{query}, {genre:?}"
        );
    }
}

fn slogan() -> Lexicon {
    let entry = Entry {
        phrase: SLOGAN.into(),
        ..Entry::default()
    };
    Lexicon {
        entries: vec![entry],
        ..Lexicon::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_listed_is_what_a_reader_finds_while_documents_come_and_go(
        mut documents in prop::collection::vec(document(), 1..6),
        mut later in prop::collection::vec(document(), 1..3),
        nodes in prop::collection::vec(node(), 3),
        gone in 0usize..6,
    ) {
        for (number, document) in documents.iter_mut().chain(&mut later).enumerate() {
            document.id = format!("d{number}");
        }
        let mut engine = engine(&documents, slogan());
        agree(&mut engine, &documents, &nodes[0]);
        let lines: Vec<String> = later.iter().map(|document| json!({ "document": document }).to_string()).collect();
        engine.take(&lines.join("\n"));
        documents.extend(later);
        agree(&mut engine, &documents, &nodes[1]);
        let gone = documents.remove(gone % documents.len());
        engine.answer(&Request::Remove(vec![gone.id.clone()]));
        agree(&mut engine, &documents, &nodes[2]);
        engine.answer(&Request::Restore(vec![gone.id.clone()]));
        documents.push(gone);
        agree(&mut engine, &documents, &nodes[0]);
    }
}

/// Speeches for the queries of the benchmark, which asks them of many more.
const SPEECHES: usize = 150;

#[test]
fn every_query_of_the_benchmark_finds_all_and_nothing_else() {
    let corpus = speeches::corpus(SPEECHES);
    let folded = |document: &Document| -> Vec<String> { document.body.iter().map(|block| seen(&block.text)).collect() };
    let texts: Vec<Vec<String>> = corpus.documents.iter().map(folded).collect();
    let whole: Vec<String> = texts.iter().map(|blocks| blocks.join("\n")).collect();
    let mut engine = engine(&corpus.documents, Lexicon::default());
    for class in phrases::classes(&whole) {
        for phrases in &class.queries {
            let query = phrases.join(" ");
            let expected: BTreeMap<&str, usize> = std::iter::zip(&corpus.documents, &texts)
                .filter(|(_, blocks)| {
                    let has = |phrase: &String| blocks.iter().any(|block| block.contains(phrase));
                    phrases.iter().all(has)
                })
                .map(|(document, blocks)| {
                    let places =
                        |phrase: &String| blocks.iter().map(|block| block.matches(phrase).count()).sum::<usize>();
                    (document.id.as_str(), phrases.iter().map(places).sum())
                })
                .collect();
            let listing = library(&mut engine, &query, &Filters::default());
            let listed: BTreeMap<&str, usize> = listing
                .items
                .iter()
                .map(|item| (item.card.id.as_str(), item.hits))
                .collect();
            assert_eq!(listed, expected, "{}: {query}", class.name);
            assert_eq!(
                listing.hits,
                expected.values().sum::<usize>(),
                "{}: {query}",
                class.name
            );
            assert_eq!(expected.is_empty(), class.name == "absent", "{query}");
        }
    }
}

#[test]
fn pairs_that_all_documents_have_are_counted_while_documents_come_and_go() {
    let speech = |number: usize| {
        let text = format!("{}。人人人，不安。全", "安全，".repeat(number * 4));
        Document {
            body: vec![Block::paragraph(text), Block::paragraph("人人")],
            ..Document::default()
        }
    };
    // The last ones have more than a byte counts.
    let mut documents: Vec<Document> = (1..100).map(speech).collect();
    let mut index = Index::new(&documents[..80]);
    let check = |index: &Index, documents: &[Document]| {
        for phrase in ["安全", "，安", "人人", "不安", "。人", "全安"] {
            let naive = documents.iter().enumerate().map(|(document, speech)| Found {
                document,
                hits: speech.body.iter().map(|block| block.text.matches(phrase).count()).sum(),
            });
            let naive: Vec<Found> = naive.filter(|found| found.hits > 0).collect();
            assert_eq!(index.find(phrase), naive, "{phrase}");
        }
    };
    check(&index, &documents[..80]);
    documents[80..].iter().for_each(|document| index.push(document));
    check(&index, &documents);
    documents.swap(3, 90);
    index.replace(3, &documents[3]);
    index.replace(90, &documents[90]);
    check(&index, &documents);
    documents.drain(..50).for_each(|_| drop(index.remove(0)));
    check(&index, &documents);
    documents.insert(7, speech(200));
    index.insert(7, Stored::of(&documents[7]));
    check(&index, &documents);
}
