//! Filters and their counts are what a naive evaluation of the documents gives, while documents come, go and change;
//! and the ways to look at what they leave agree with each other.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tifa::corpus::{Block, Change, Corpus, Document, Genre, Level, Speaker};
use tifa::lexicon::Lexicon;
use tifa::search::{Facet, Filters, LENGTHS};
use tifa::session::library::{Column, HitLines, LISTED, Timeline};
use tifa::session::{Engine, FacetView, FromWorker, Listing, Named, Request, Response, Rows, Sort, Sought};

const LEXICON: &str = "phrase\tcategory\n四方责任\tduty\n守土有责\tduty\n外防输入\tstrategy\n应检尽检\tmeasure\n";

const SLOGANS: [(&str, &str); 4] = [
    ("四方责任", "duty"),
    ("守土有责", "duty"),
    ("外防输入", "strategy"),
    ("应检尽检", "measure"),
];

/// The first and the last of some days: `20210400` is before the first of a month.
type Days = (u32, u32);

/// Dates with the first and the last day that they may mean, and the month or year that they are listed under.
const DATES: [(&str, Option<Days>, &str); 12] = [
    ("", None, ""),
    ("2021", Some((20210000, 20219999)), "2021"),
    ("2021-12-31", Some((20211231, 20211231)), "2021-12"),
    ("2022-04", Some((20220400, 20220499)), "2022-04"),
    ("2022-04-25", Some((20220425, 20220425)), "2022-04"),
    ("2022-04-25~", Some((20220425, 20220425)), "2022-04"),
    ("2022-XX", Some((20220000, 20229999)), "2022"),
    ("2022-0X", Some((20220000, 20220999)), "2022"),
    ("202X", Some((20200000, 20299999)), ""),
    ("XXXX-01-30", None, ""),
    ("2022-04-28/2022-05-03", Some((20220428, 20220503)), "2022-04"),
    ("../2021", Some((0, 20219999)), ""),
];

/// What can be chosen as a date, and its days.
const PERIODS: [(&str, Option<Days>); 11] = [
    ("2021", Some((20210000, 20219999))),
    ("2022", Some((20220000, 20229999))),
    ("2022-04", Some((20220400, 20220499))),
    ("2022-05", Some((20220500, 20220599))),
    ("2021-12..2022-03", Some((20211200, 20220399))),
    ("2022..", Some((20220000, u32::MAX))),
    ("..2021", Some((0, 20219999))),
    ("", None),
    ("昨天", None),
    ("2022-13", None),
    ("..", None),
];

const PLACES: [&[&str]; 5] = [
    &[],
    &["云岭省"],
    &["云岭省", "安澜市"],
    &["云岭省", "安瀾市", "临溪县"],
    &["河间省", "安澜市"],
];

const RANGES: [(&str, Option<(usize, usize)>); 8] = [
    ("0-999", Some((0, 999))),
    ("1000-2999", Some((1000, 2999))),
    ("10000-", Some((10000, usize::MAX))),
    ("8-9", Some((8, 9))),
    ("-8", Some((0, 8))),
    ("9-8", None),
    ("-", None),
    ("长", None),
];

#[derive(Debug, Clone)]
struct Made {
    document: Document,
    slogans: BTreeSet<usize>,
}

prop_compose! {
    fn made()(
        (date, published) in (select(&DATES), select(&DATES)),
        place in select(&PLACES),
        level in select(&[None, Some(Level::County), Some(Level::Province)]),
        genre in select(&[None, Some(Genre::Speech), Some(Genre::Notice)]),
        issuer in select(&["", "临溪县委", "安澜日报"]),
        speakers in vec(select(&["江一帆", "林河"]), 0..3),
        lang in select(&["", "zh-Hans", "zh-Hant"]),
        imported in select(&["", "2026-11-22"]),
        slogans in btree_set(0..SLOGANS.len(), 0..3),
        hits in 0usize..4,
        length in select(&[1usize, 2, 990, 1100]),
    ) -> Made {
        let text = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
        let phrases: Vec<&str> = slogans.iter().map(|at| SLOGANS[*at].0).collect();
        let body = [phrases.join("，"), "压实。".repeat(hits), "言".repeat(length)];
        let document = Document {
            id: "d".into(),
            title: "在会上的讲话".into(),
            date: text(date.0),
            published: text(published.0),
            place: place.iter().map(|name| name.to_string()).collect(),
            level,
            genre,
            issuer: text(issuer),
            speakers: speakers.into_iter().map(|name| Speaker { name: name.into(), role: None }).collect(),
            lang: text(lang),
            imported: text(imported),
            body: body.into_iter().map(Block::paragraph).collect(),
            ..Document::default()
        };
        Made { document, slogans }
    }
}

/// Filters by values that documents have, and by some that none has.
fn filters() -> impl Strategy<Value = Filters> {
    let of = |facet: Facet, values: &'static [&'static str]| {
        let values = subsequence(values, 0..=values.len().min(2));
        (Just(facet), prop_oneof![3 => Just(Vec::new()), 1 => values])
    };
    let dates: &'static [&'static str] = PERIODS.map(|period| period.0).to_vec().leak();
    let lengths: &'static [&'static str] = RANGES.map(|range| range.0).to_vec().leak();
    let chosen = [
        of(Facet::Date, dates),
        of(Facet::Level, &["", "county", "province", "nation"]),
        of(Facet::Place, &["", "云岭省", "云岭省/安澜市", "安澜市"]),
        of(Facet::Genre, &["", "speech", "report"]),
        of(Facet::Issuer, &["", "临溪县委", "无"]),
        of(Facet::Speaker, &["", "江一帆", "林河"]),
        of(Facet::Script, &["", "zh-Hans", "en"]),
        of(Facet::Category, &["duty", "measure", "war"]),
        of(Facet::Slogan, &["四方责任", "外防输入", "无"]),
        of(Facet::Length, lengths),
        of(Facet::Imported, &["", "2026-11-22"]),
        of(Facet::Document, &["d0", "d2", "d3"]),
    ];
    chosen.to_vec().prop_map(|chosen| {
        let mut filters = Filters::default();
        for (facet, values) in chosen {
            filters.choose(facet, values.into_iter().map(String::from).collect());
        }
        filters
    })
}

/// What is known of a document's date: its days, and what it is listed under.
fn dated(document: &Document) -> (Option<Days>, &'static str) {
    let dates = document.date.iter().chain(&document.published);
    let known = dates.filter_map(|date| DATES.iter().find(|known| known.0 == date));
    let with_year = known.clone().find(|known| !known.2.is_empty());
    let best = with_year.or_else(|| known.clone().find(|known| known.1.is_some()));
    best.map_or((None, ""), |best| (best.1, best.2))
}

/// The days of what can be chosen as a date, or of a month that is listed.
fn chosen_days(value: &str) -> Option<Days> {
    if let Some((_, days)) = PERIODS.iter().find(|period| period.0 == value) {
        return *days;
    }
    let digits = value.replace('-', "");
    Some((format!("{digits}00").parse().ok()?, format!("{digits}99").parse().ok()?))
}

/// Does a document pass by this value of a facet?
fn has(made: &Made, facet: Facet, value: &str) -> bool {
    let document = &made.document;
    let is = |own: Option<&str>| own.unwrap_or_default() == value;
    match facet {
        Facet::Date => {
            let (days, label) = dated(document);
            let period = chosen_days(value);
            let meets = |period: Days| days.is_some_and(|days| days.0 <= period.1 && period.0 <= days.1);
            value.is_empty() && label.is_empty() || period.is_some_and(meets)
        }
        Facet::Level => is(document.level.map(|level| level.key())),
        Facet::Genre => is(document.genre.map(|genre| genre.key())),
        Facet::Issuer => is(document.issuer.as_deref()),
        Facet::Script => is(document.lang.as_deref()),
        Facet::Imported => is(document.imported.as_deref()),
        Facet::Place => {
            let path = document.place.join("/").replace('瀾', "澜");
            path == value || !value.is_empty() && path.starts_with(&format!("{value}/"))
        }
        Facet::Speaker => {
            let mut speakers = document.speakers.iter();
            speakers.len() == 0 && value.is_empty() || speakers.any(|speaker| speaker.name == value)
        }
        Facet::Category => made.slogans.iter().any(|at| SLOGANS[*at].1 == value),
        Facet::Slogan => made.slogans.iter().any(|at| SLOGANS[*at].0 == value),
        Facet::Length => {
            let fixed = LENGTHS
                .iter()
                .zip([(0, 999), (1000, 2999), (3000, 5999), (6000, 9999), (10000, usize::MAX)]);
            let mut ranges = RANGES
                .iter()
                .copied()
                .chain(fixed.map(|(name, range)| (*name, Some(range))));
            let range = ranges.find(|range| range.0 == value).and_then(|range| range.1);
            range.is_some_and(|range| (range.0..=range.1).contains(&document.characters()))
        }
        Facet::Document => document.id == value,
    }
}

/// Does a document pass all facets but one?
fn passes(made: &Made, filters: &Filters, but: Option<Facet>) -> bool {
    let facets = Facet::ALL.into_iter().filter(|facet| Some(*facet) != but);
    let mut chosen = facets.filter_map(|facet| Some((facet, filters.of(facet)?)));
    chosen.all(|(facet, values)| values.iter().any(|value| has(made, facet, value)))
}

fn open(made: &[Made]) -> Engine {
    let corpus = Corpus::new("讲话", made.iter().map(|made| made.document.clone()).collect());
    Engine::open(&corpus.to_json(), "", Lexicon::read(LEXICON).0).expect("a corpus")
}

fn ask(engine: &mut Engine, request: &Request) -> Response {
    match engine.answer(request) {
        FromWorker::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}

fn sought(query: &str, filters: &Filters, sort: Sort) -> Sought {
    Sought {
        query: query.into(),
        filters: filters.clone(),
        sort,
    }
}

fn library(engine: &mut Engine, sought: &Sought) -> Listing {
    let request = Request::Library {
        sought: sought.clone(),
        count: usize::MAX,
    };
    match ask(engine, &request) {
        Response::Library(listing) => listing,
        other => panic!("{other:?}"),
    }
}

fn rows(engine: &mut Engine, sought: &Sought, from: usize, count: usize) -> Rows {
    let request = Request::Rows {
        sought: sought.clone(),
        from,
        count,
    };
    match ask(engine, &request) {
        Response::Rows(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn lines(engine: &mut Engine, sought: &Sought, from: usize, count: usize) -> HitLines {
    let request = Request::Hits {
        sought: sought.clone(),
        from,
        count,
    };
    match ask(engine, &request) {
        Response::Hits(lines) => lines,
        other => panic!("{other:?}"),
    }
}

fn timeline(engine: &mut Engine, sought: &Sought) -> Timeline {
    match ask(engine, &Request::Timeline(sought.clone())) {
        Response::Timeline(timeline) => timeline,
        other => panic!("{other:?}"),
    }
}

fn values(engine: &mut Engine, facet: Facet, find: &str) -> FacetView {
    let request = Request::Values {
        sought: Sought::default(),
        facet,
        find: find.into(),
    };
    match ask(engine, &request) {
        Response::Values(view) => view,
        other => panic!("{other:?}"),
    }
}

/// The library counts what is there, by these filters.
fn check(engine: &mut Engine, all: &[Made], filters: &Filters) {
    let listing = library(engine, &sought("", filters, Sort::Newest));
    let found: BTreeSet<&str> = listing.items.iter().map(|item| item.card.id.as_str()).collect();
    let expected: BTreeSet<&str> = all
        .iter()
        .filter(|made| passes(made, filters, None))
        .map(|made| made.document.id.as_str())
        .collect();
    assert_eq!((found, listing.found), (expected, listing.items.len()));
    for view in &listing.facets {
        let facet = view.facet;
        let left: Vec<&Made> = all.iter().filter(|made| passes(made, filters, Some(facet))).collect();
        assert_eq!(view.all, view.values.len());
        for count in &view.values {
            let expected = left.iter().filter(|made| has(made, facet, &count.value)).count();
            assert_eq!(count.count, expected, "{facet:?} {:?} of {filters:?}", count.value);
            assert_eq!(count.chosen, filters.has(facet, &count.value));
            assert!(count.count > 0 || count.chosen || facet == Facet::Date, "{facet:?}");
        }
        let listed: BTreeSet<&str> = view.values.iter().map(|count| count.value.as_str()).collect();
        assert_eq!(listed.len(), view.values.len(), "{facet:?} lists a value twice");
        let chosen = filters.of(facet).into_iter().flatten();
        assert!(facet == Facet::Document || chosen.clone().all(|value| listed.contains(value.as_str())));
        let own: usize = view.values.iter().map(|count| count.own).sum();
        match facet {
            // Each document stands at one value alone.
            Facet::Date | Facet::Level | Facet::Place | Facet::Genre | Facet::Issuer | Facet::Script => {
                assert_eq!(own, left.len(), "{facet:?}");
            }
            Facet::Length | Facet::Imported => assert_eq!(own, left.len(), "{facet:?}"),
            Facet::Document => assert!(view.values.is_empty()),
            Facet::Speaker | Facet::Category | Facet::Slogan => {}
        }
    }
    let months = &listing.facets[Facet::Date as usize].values;
    let listed: BTreeSet<&str> = all.iter().map(|made| dated(&made.document).1).collect();
    for month in listed {
        assert!(
            months.iter().any(|count| count.value == month),
            "{month:?} in {months:?}"
        );
    }
    let dated = months.iter().filter(|count| !count.value.is_empty());
    assert!(dated.is_sorted_by(|a, b| a.value < b.value), "{months:?}");
}

/// What was found lies in time as it was counted.
fn check_time(engine: &mut Engine, all: &[Made], sought: &Sought) {
    let listing = library(engine, sought);
    let time = timeline(engine, sought);
    let parts = || time.months.iter().chain(&time.years).chain([&time.undated]);
    assert_eq!(parts().map(|month| month.documents).sum::<usize>(), listing.found);
    assert_eq!(parts().map(|month| month.hits).sum::<usize>(), listing.hits);
    for month in parts() {
        let of_month = all.iter().filter(|made| dated(&made.document).1 == month.date);
        assert_eq!(month.all, of_month.count(), "{}", month.date);
    }
    let number = |date: &str| date.replace('-', "").parse::<usize>().expect("a month");
    let steps = time.months.windows(2);
    for step in steps.map(|pair| (number(&pair[0].date), number(&pair[1].date))) {
        assert!(
            step.1 == step.0 + 1 || step.1 == step.0 / 100 * 100 + 101 && step.0 % 100 == 12,
            "{step:?}"
        );
    }
    let ends = [time.months.first(), time.months.last()];
    assert!(ends.iter().flatten().all(|month| month.documents > 0));
}

/// However they are cut, rows and lines are those of the whole, and a line is a place that the reader marks.
fn check_pieces(engine: &mut Engine, sought: &Sought, size: usize) {
    let whole = library(engine, sought);
    let pieces = (0..whole.found).step_by(size);
    let pieced: Vec<_> = pieces.flat_map(|from| rows(engine, sought, from, size).items).collect();
    assert_eq!(pieced, whole.items);
    let all = lines(engine, sought, 0, usize::MAX);
    assert_eq!((all.total, all.lines.len()), (whole.hits, whole.hits));
    let pieces = (0..all.total).step_by(size);
    let pieced: Vec<_> = pieces
        .flat_map(|from| lines(engine, sought, from, size).lines)
        .collect();
    assert_eq!(pieced, all.lines);
    assert_eq!(lines(engine, sought, all.total + 3, 5).lines, []);
    let mut expected = Vec::new();
    for item in &whole.items {
        let request = Request::Read {
            id: item.card.id.clone(),
            query: sought.query.clone(),
        };
        let Response::Read(reading) = ask(engine, &request) else {
            panic!("no reading")
        };
        expected.extend(reading.hits.into_iter().map(|span| (item.card.id.clone(), span)));
    }
    let told: Vec<_> = all
        .lines
        .iter()
        .map(|line| (line.document.clone(), line.span))
        .collect();
    assert_eq!(told, expected);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn counts_are_what_a_reader_would_get(mut all in vec(made(), 0..12), filters in filters(), other in filters()) {
        for (at, made) in all.iter_mut().enumerate() {
            made.document.id = format!("d{at}");
        }
        let mut engine = open(&all);
        check(&mut engine, &all, &filters);
        check(&mut engine, &all, &other);
        // Some are taken out, one is changed, and they come back.
        let gone: Vec<Made> = all.iter().step_by(3).cloned().collect();
        let ids: Vec<String> = gone.iter().map(|made| made.document.id.clone()).collect();
        let mut here: Vec<Made> = all.iter().filter(|made| !ids.contains(&made.document.id)).cloned().collect();
        engine.answer(&Request::Remove(ids.clone()));
        check(&mut engine, &here, &filters);
        if let Some(made) = here.first_mut() {
            let change = Change::Field("issuer".into(), "新组织".into());
            engine.answer(&Request::Change(made.document.id.clone(), change.clone()));
            made.document.apply(&change);
            check(&mut engine, &here, &filters);
        }
        engine.answer(&Request::Restore(ids));
        here.extend(gone);
        check(&mut engine, &here, &filters);
    }

    #[test]
    fn all_ways_to_look_agree(
        mut all in vec(made(), 0..12), filters in filters(), size in 1usize..5, sort in select(Sort::NAMES),
        query in select(&["", "压实", "压实 OR slogan:责", "压实 -四方"]),
    ) {
        for (at, made) in all.iter_mut().enumerate() {
            made.document.id = format!("d{at}");
        }
        let mut engine = open(&all);
        let sought = sought(query, &filters, sort.0);
        check_time(&mut engine, &all, &sought);
        check_pieces(&mut engine, &sought, size);
    }

    #[test]
    fn no_filter_breaks_anything(made in made(), values in vec((select(&Facet::ALL), "[0-9X.…/年-]{0,9}|.{0,5}"), 0..6)) {
        let mut filters = Filters::default();
        values.iter().for_each(|(facet, value)| filters.toggle(*facet, value));
        let mut engine = open(&[made]);
        let listing = library(&mut engine, &sought("", &filters, Sort::Newest));
        prop_assert!(listing.facets.len() == Facet::ALL.len() && listing.found <= 1);
    }
}

/// A corpus of documents with a title, a date and a text each; their ids are `d0`, `d1`, ….
fn speeches(speeches: &[(&str, &str, &str)]) -> Engine {
    let document = |(at, (title, date, text)): (usize, &(&str, &str, &str))| Document {
        id: format!("d{at}"),
        title: title.to_string(),
        date: Some(date.to_string()).filter(|date| !date.is_empty()),
        body: vec![Block::paragraph(*text)],
        ..Document::default()
    };
    let corpus = Corpus::new("讲话", speeches.iter().enumerate().map(document).collect());
    Engine::open(&corpus.to_json(), "", Lexicon::read(LEXICON).0).expect("a corpus")
}

fn ids(engine: &mut Engine, query: &str, sort: Sort) -> Vec<String> {
    let listing = library(engine, &sought(query, &Filters::default(), sort));
    listing.items.into_iter().map(|item| item.card.id).collect()
}

#[test]
fn equal_ones_stand_in_one_order() {
    let mut engine = speeches(&[
        ("乙", "2022-04", "压实责任。"),
        ("甲", "", "压实责任。"),
        ("丙", "2022-05-01", "压实责任。"),
        ("丁", "2022-04", "压实责任。"),
        ("戊", "202X", "压实责任。"),
    ]);
    let newest = ["d2", "d0", "d3", "d1", "d4"];
    assert_eq!(ids(&mut engine, "", Sort::Newest), newest);
    assert_eq!(ids(&mut engine, "", Sort::Oldest), ["d0", "d3", "d2", "d1", "d4"]);
    for sort in [
        Sort::Hits,
        Sort::Relevance,
        Sort::Density,
        Sort::Longest,
        Sort::Shortest,
    ] {
        assert_eq!(ids(&mut engine, "压实", sort), newest, "{sort:?}");
    }
    // By pinyin: bing, ding, jia, wu, yi.
    assert_eq!(ids(&mut engine, "", Sort::Title), ["d2", "d3", "d1", "d4", "d0"]);
}

#[test]
fn the_most_relevant_are_about_it() {
    let long = "压实责任。".repeat(20) + &"言".repeat(4000);
    let mut engine = speeches(&[
        // One hit in a short notice.
        ("通告", "2022-01", "压实责任。"),
        // Twenty in a long speech.
        ("讲话", "2021-01", &long),
        // It is about nothing else.
        ("压实责任", "2020-01", "压实责任。"),
        ("别的", "2023-01", "责任"),
    ]);
    assert_eq!(ids(&mut engine, "压实", Sort::Relevance), ["d2", "d1", "d0"]);
    assert_eq!(ids(&mut engine, "压实", Sort::Hits), ["d1", "d0", "d2"]);
    // What is not asked for in the text makes no title relevant; with nothing to look for all are equal.
    assert_eq!(ids(&mut engine, "责任 -压实", Sort::Relevance), ["d3"]);
    assert_eq!(ids(&mut engine, "", Sort::Relevance), ["d3", "d0", "d1", "d2"]);
    assert_eq!(ids(&mut engine, "", Sort::Longest), ["d1", "d0", "d2", "d3"]);
    assert_eq!(ids(&mut engine, "", Sort::Shortest), ["d3", "d0", "d2", "d1"]);
}

#[test]
fn a_facet_lists_what_is_frequent_and_finds_the_rest() {
    let many: Vec<Document> = (0..LISTED + 50)
        .map(|at| Document {
            id: format!("d{at}"),
            title: "讲话".into(),
            issuer: Some(format!("第{}组", at.max(3))),
            place: vec!["云岭省".into(), format!("第{at}市")],
            body: vec![Block::paragraph("外防输入，守土有责。")],
            ..Document::default()
        })
        .collect();
    let corpus = Corpus::new("讲话", many).to_json();
    let mut engine = Engine::open(&corpus, "", Lexicon::built_in()).expect("a corpus");
    let mut filters = Filters::default();
    filters.toggle(Facet::Issuer, "第140组");
    let listing = library(&mut engine, &sought("", &filters, Sort::Newest));
    let issuers = &listing.facets[Facet::Issuer as usize];
    assert_eq!((issuers.values.len(), issuers.all), (LISTED, LISTED + 47));
    assert_eq!(
        (issuers.values[0].value.as_str(), issuers.values[0].chosen),
        ("第140组", true)
    );
    assert_eq!(
        (issuers.values[1].value.as_str(), issuers.values[1].count),
        ("第3组", 4)
    );
    // A place stands under those it is in, whose counts have it in them.
    let places = values(&mut engine, Facet::Place, "");
    assert_eq!(
        (places.values.len(), places.values[0].count, places.values[0].depth),
        (151, 150, 0)
    );
    assert!(
        places.values[1..]
            .iter()
            .all(|count| (count.count, count.depth) == (1, 1))
    );

    let found = |engine: &mut Engine, facet, find| {
        let view = values(engine, facet, find);
        assert_eq!(view.all, view.values.len());
        Vec::from_iter(view.values.into_iter().map(|count| count.value))
    };
    assert_eq!(found(&mut engine, Facet::Issuer, "140"), ["第140组"]);
    assert_eq!(found(&mut engine, Facet::Issuer, "第7組"), ["第7组"]);
    assert_eq!(found(&mut engine, Facet::Place, "云岭省/第14市"), ["云岭省/第14市"]);
    assert_eq!(found(&mut engine, Facet::Slogan, "wfsr"), ["外防输入"]);
    assert_eq!(found(&mut engine, Facet::Slogan, "輸入"), ["外防输入"]);
}

#[test]
fn a_table_opens_in_a_spreadsheet_and_runs_nothing() {
    let mut engine = speeches(&[
        ("=HYPERLINK(1)", "2022-04", "四方责任，压实压实。"),
        ("“讲话”, 两次", "2021", "压实。"),
        ("别的", "2023", "言"),
    ]);
    let column = |column: Column| (column, column.name().to_string());
    let columns = [
        Column::Title,
        Column::Date,
        Column::Length,
        Column::Hits,
        Column::Slogans,
        Column::Density,
    ];
    let request = Request::WriteTable {
        sought: sought("压实", &Filters::default(), Sort::Newest),
        columns: columns.map(column).to_vec(),
    };
    let Response::Written { name, text } = ask(&mut engine, &request) else {
        panic!("no table")
    };
    assert_eq!(name, "library.csv");
    let lines = [
        "\u{feff}title,date,length,hits,slogans,density",
        "'=HYPERLINK(1),2022-04,10,2,1,100.00",
        "\"“讲话”, 两次\",2021,3,1,0,0.00",
        "",
    ];
    assert_eq!(text, lines.join("\r\n"));
    // Every column has something to say, of a document that says nothing, too.
    let request = Request::WriteTable {
        sought: Sought::default(),
        columns: Column::NAMES
            .iter()
            .map(|(column, name)| (*column, name.to_string()))
            .collect(),
    };
    let Response::Written { text, .. } = ask(&mut engine, &request) else {
        panic!("no table")
    };
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let titles: Vec<String> = rows
        .records()
        .map(|row| row.expect("as many cells as heads")[0].to_string())
        .collect();
    assert_eq!(titles, ["别的", "'=HYPERLINK(1)", "“讲话”, 两次"]);
}

#[test]
fn a_time_too_long_for_a_line_of_months_has_those_that_matter() {
    let mut engine = speeches(&[
        ("一", "0221-04", "言"),
        ("二", "2021-05", "言"),
        ("三", "2021-07", "言"),
    ]);
    let time = timeline(&mut engine, &Sought::default());
    let months: Vec<&str> = time.months.iter().map(|month| month.date.as_str()).collect();
    assert_eq!(months, ["0221-04", "2021-05", "2021-07"]);
}
