//! The state survives a link, and the engine answers about the sample corpus what is true of it.

use proptest::prelude::*;
use tifa::compare::{Ignored, Kind};
use tifa::corpus::Span;
use tifa::lexicon::Lexicon;
use tifa::reuse::Settings;
use tifa::search::{Facet, Field, Filters, Query, What};
use tifa::session::compare::{Show, Spot, Veil};
use tifa::session::slogans::{Column, LineOrder, Overlaps, Tab};
use tifa::session::{
    Action, Engine, FromWorker, Layout, Listing, Mark, Named, Request, Response, Side, Sort, Sought, State,
    Suggestions, View, library, link, reduce,
};

const SAMPLE: &str = include_str!("../assets/corpus.json");

fn engine() -> Engine {
    Engine::open(SAMPLE, "", Lexicon::built_in()).expect("the sample corpus")
}

fn ask(engine: &mut Engine, request: &Request) -> Response {
    match engine.answer(request) {
        FromWorker::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}

fn find(engine: &mut Engine, query: &str, filters: &[(Facet, &str)], sort: Sort) -> Listing {
    let mut chosen = Filters::default();
    for (facet, value) in filters {
        chosen.toggle(*facet, value);
    }
    let request = Request::Library {
        sought: Sought {
            query: query.to_string(),
            filters: chosen,
            sort,
        },
        count: 100,
    };
    match ask(engine, &request) {
        Response::Library(listing) => listing,
        other => panic!("{other:?}"),
    }
}

fn dates(listing: &Listing) -> Vec<&str> {
    listing
        .items
        .iter()
        .filter_map(|item| item.card.date.as_deref())
        .collect()
}

proptest! {
    #[test]
    fn a_link_restores_the_state(
        query in ".{0,12}", document in "[0-9a-f]{12}", values in prop::collection::vec("[^\u{0}]{0,8}", 0..4),
        mark in prop::option::of(0usize..500), view in 0usize..5, sort in 0usize..8, tab in 0usize..5, order in 0usize..4, hidden in "[a-z&=?#%+ ]{1,8}",
    ) {
        let mut state = State {
            view: [View::Library, View::Reader, View::Compare, View::Slogans, View::Check][view],
            query,
            sort: Sort::NAMES[sort].0,
            layout: Layout::NAMES[order].0,
            columns: [library::Column::NAMES[sort].0, library::Column::NAMES[tab + 8].0].into(),
            picked: std::collections::BTreeSet::from_iter(&values).into_iter().cloned().collect(),
            document: Some(document.clone()),
            mark,
            left: Some(document),
            plain: tab == 1,
            place: mark.map(|mark| (mark, 3)),
            ..State::default()
        };
        state.sight.tab = Tab::NAMES[tab].0;
        state.sight.order = LineOrder::NAMES[order].0;
        state.sight.column = Column::NAMES[order].0;
        state.sight.overlaps = Overlaps::NAMES[order % 2].0;
        state.sight.reversed = order == 2;
        state.sight.phrase = Some(hidden.clone());
        state.sight.find = hidden.clone();
        state.sight.thresholds = "2, 1, 0.5, 0.2, 0.1".into();
        state.sight.category = mark.map(|_| hidden.clone());
        for (facet, value) in std::iter::zip(Facet::ALL, &values) {
            state.sight.against.toggle(facet, value);
        }
        let comparing = &mut state.comparing;
        comparing.at = mark.map(|block| Spot { side: [Side::Left, Side::Right][order % 2], block, start: tab });
        comparing.show = Show::NAMES[order].0;
        comparing.veils.insert(Kind::NAMES[order].0, [Veil::Dimmed, Veil::Hidden][tab % 2]);
        comparing.terms.options.pins = vec![(order, tab), (order + 3, tab + 2)];
        comparing.terms.options.ignored = Ignored { punctuation: tab == 0, numbers: tab == 1, script: tab != 2 };
        comparing.terms.common = Settings { length: 4 + tab, documents: 2 + order };
        state.asked = mark.map(|end| (hidden.clone(), Span { block: 3, start: 0, end: end + 1 }));
        state.hidden.insert(hidden);
        for (facet, value) in std::iter::zip(Facet::ALL, values) {
            state.filters.toggle(facet, &value);
        }
        prop_assert_eq!(link::read(&link::write(&state)), state);
    }

    #[test]
    fn no_link_is_an_error(fragment in ".{0,40}") {
        link::read(&fragment);
    }
}

#[test]
fn a_link_can_be_read_by_people() {
    let state = reduce(&State::default(), Action::Search("压实责任".into()));
    assert_eq!(link::write(&state), "#/library?q=压实责任");
    // Browsers hand it back percent-encoded.
    assert_eq!(link::read("#/library?q=%E5%8E%8B%E5%AE%9E%E8%B4%A3%E4%BB%BB"), state);
    assert_eq!(link::read(""), State::default());
    assert_eq!(
        link::read("#/nowhere?sort=sideways&mark=-1&%&as=pie&col=colour"),
        State::default()
    );
    // Links of an earlier version filter by year; what stands twice counts once.
    let state = link::read("#/library?year=2022&date=2021-03..2022-06&pick=a&pick=b&pick=a&col=date&col=date");
    assert!(state.filters.has(Facet::Date, "2022") && state.filters.has(Facet::Date, "2021-03..2022-06"));
    assert_eq!(
        (state.picked, state.columns),
        (vec!["a".into(), "b".into()], vec![library::Column::Date])
    );
}

#[test]
fn the_library_counts_what_it_lists() {
    let mut engine = engine();
    let all = find(&mut engine, "", &[], Sort::Newest);
    assert_eq!((all.found, all.items.len(), all.hits), (all.total, all.total, 0));
    assert!(dates(&all).is_sorted_by(|a, b| a >= b));
    assert!(dates(&find(&mut engine, "", &[], Sort::Oldest)).is_sorted());

    // The count beside a value is the length of the list that a click on it gives.
    for facet in &all.facets {
        for count in &facet.values {
            let listing = find(&mut engine, "", &[(facet.facet, &count.value)], Sort::Newest);
            assert_eq!(listing.found, count.count, "{:?} {}", facet.facet, count.value);
        }
    }
    let narrowed = find(
        &mut engine,
        "",
        &[(Facet::Date, "2022"), (Facet::Genre, "speech")],
        Sort::Newest,
    );
    assert!(narrowed.found > 0 && dates(&narrowed).iter().all(|date| date.starts_with("2022")));
}

#[test]
fn a_query_finds_both_scripts_and_counts_every_hit() {
    let mut engine = engine();
    let simplified = find(&mut engine, "外防输入", &[], Sort::Hits);
    let traditional = find(&mut engine, "外防輸入", &[], Sort::Hits);
    let found = |listing: &Listing| (listing.items.clone(), listing.hits, listing.facets.clone());
    assert_eq!(found(&simplified), found(&traditional));
    let langs: Vec<_> = simplified
        .items
        .iter()
        .filter_map(|item| item.card.lang.as_deref())
        .collect();
    assert!(langs.contains(&"zh-Hans") && langs.contains(&"zh-Hant"), "{langs:?}");
    assert_eq!(
        simplified.hits,
        simplified.items.iter().map(|item| item.hits).sum::<usize>()
    );
    assert!(
        simplified
            .items
            .iter()
            .map(|item| item.hits)
            .is_sorted_by(|a, b| a >= b)
    );
    for snippet in simplified.items.iter().flat_map(|item| &item.snippets) {
        assert!(["外防输入", "外防輸入"].contains(&snippet.hit.as_str()), "{snippet:?}");
    }
}

#[test]
fn a_query_marks_and_counts_the_same_in_the_list_and_in_the_reader() {
    let mut engine = engine();
    for query in [
        "外防输入 疫情",
        "外防 NEAR/5 反弹",
        "/外防.{2}/ -动态清零",
        "提法:内防反弹",
        "slogan:外防输入 -疫情 OR 防*控",
        "疫?",
    ] {
        let listing = find(&mut engine, query, &[], Sort::Newest);
        assert_eq!(listing.faults, [], "{query}");
        assert!(listing.found > 0 && listing.hits > 0, "{query}");
        assert_eq!(listing.hits, listing.items.iter().map(|item| item.hits).sum::<usize>());
        for item in &listing.items {
            let request = Request::Read {
                id: item.card.id.clone(),
                query: query.to_string(),
            };
            let Response::Read(reading) = ask(&mut engine, &request) else {
                panic!("no reading")
            };
            assert_eq!(reading.hits.len(), item.hits, "{query} in {}", item.card.title);
        }
    }
    // A slogan is found in all of its forms: as often as it is counted.
    let listing = find(&mut engine, "提法:外防输入、内防反弹", &[], Sort::Newest);
    let facet = find(&mut engine, "", &[(Facet::Slogan, "外防输入、内防反弹")], Sort::Newest);
    assert_eq!(listing.found, facet.found);
}

#[test]
fn what_is_not_understood_leaves_the_good_part() {
    let mut engine = engine();
    let good = find(&mut engine, "疫情", &[], Sort::Newest);
    let listing = find(&mut engine, "疫情 date:昨天", &[], Sort::Newest);
    assert_eq!((listing.found, listing.hits), (good.found, good.hits));
    let told: Vec<(usize, What)> = listing.faults.iter().map(|fault| (fault.at, fault.what)).collect();
    assert_eq!(told, [(8, What::Date)]);
    let nothing = find(&mut engine, "date:昨天", &[], Sort::Newest);
    assert_eq!((nothing.found, nothing.hits), (nothing.total, 0));
}

#[test]
fn what_is_typed_is_suggested_from_the_corpus() {
    let mut engine = engine();
    let mut suggest = |query: &str| match ask(&mut engine, &Request::Suggest(query.into())) {
        Response::Suggest(suggestions) => suggestions,
        other => panic!("{other:?}"),
    };
    let slogan = |suggestions: &Suggestions| {
        let first = suggestions.terms.first().filter(|term| term.field == Field::Slogan);
        first.map(|term| term.value.clone())
    };
    for query in ["外防", "外防輸", "wfsr", "waifang", "提法:wfsr", "疫情 -wfsr"] {
        let suggestions = suggest(query);
        assert_eq!(slogan(&suggestions).as_deref(), Some("外防输入"), "{query}");
    }
    assert_eq!(suggest("疫情 -wfsr").at, 4);
    assert_eq!((suggest("").terms.len(), suggest("w").terms.len()), (0, 0));
    for (query, field) in [("地点:", Field::Place), ("title:", Field::Title)] {
        let terms = suggest(query).terms;
        assert!(
            !terms.is_empty() && terms.iter().all(|term| term.field == field),
            "{query}"
        );
    }
    // What is suggested is found, in as many documents as it says.
    for term in [suggest("wfsr").terms, suggest("地点:").terms].concat() {
        let query = Query::term(term.field.name(true), &term.value);
        let listing = find(&mut engine, &query, &[], Sort::Newest);
        assert_eq!(listing.found, term.documents, "{query}");
    }
}

#[test]
fn examples_find_something() {
    let mut engine = engine();
    let Response::Examples(examples) = ask(&mut engine, &Request::Examples) else {
        panic!("no examples")
    };
    assert_eq!(examples.slogans.len(), 2);
    for query in &examples.slogans {
        assert!(find(&mut engine, query, &[], Sort::Newest).found > 0, "{query}");
    }
    let year = examples.year.expect("a year");
    let dated = format!("({}) date:{year}", examples.slogans.join(" OR "));
    assert!(find(&mut engine, &dated, &[], Sort::Newest).found > 0, "{dated}");
}

#[test]
fn slogans_come_and_go_in_the_sample() {
    let mut engine = engine();
    let mut years = |slogan: &str| -> Vec<String> {
        let listing = find(&mut engine, "", &[(Facet::Slogan, slogan)], Sort::Oldest);
        dates(&listing).iter().map(|date| date[..4].to_string()).collect()
    };
    assert!(years("外防输入、内防反弹").iter().all(|year| year != "2023"));
    assert!(years("动态清零").iter().all(|year| year == "2022"));
    assert!(!years("动态清零").is_empty());
    assert!(years("保健康、防重症").iter().all(|year| year.as_str() >= "2022"));
}

#[test]
fn a_speech_is_read_with_its_slogans() {
    let mut engine = engine();
    let id = engine.cards().map(|card| card.id.clone()).next().expect("a speech");
    let request = Request::Read {
        id,
        query: "疫情".into(),
    };
    let Response::Read(reading) = ask(&mut engine, &request) else {
        panic!("no reading")
    };
    assert!(!reading.marks.is_empty() && !reading.hits.is_empty());
    assert!(
        reading
            .marks
            .is_sorted_by_key(|mark| (mark.span.block, mark.span.start))
    );
    // Marked by itself, or covered by a longer one.
    let of = |mark: &Mark, i: usize| usize::from(mark.entry == i) + mark.covers.iter().filter(|at| **at == i).count();
    let uses = |i: usize| reading.marks.iter().map(|mark| of(mark, i)).sum::<usize>();
    for (i, entry) in reading.entries.iter().enumerate() {
        assert_eq!(entry.here, uses(i), "{}", entry.phrase);
        assert!(entry.corpus.uses >= entry.here && entry.corpus.documents >= 1);
    }
    let nobody = Request::Read {
        id: "nobody".into(),
        query: String::new(),
    };
    assert_eq!(ask(&mut engine, &nobody), Response::NoDocument("nobody".into()));
}

#[test]
fn a_faulty_document_is_left_out_and_named() {
    let json = r#"{"schema":"tifa-corpus/1","title":"t","documents":[
        {"id":"a","title":"好","body":[{"text":"一"}]},
        {"id":"b","title":"坏","date":"昨天","body":[{"text":"二"}]}]}"#;
    let overview = Engine::open(json, "", Lexicon::default()).expect("the rest").overview();
    assert_eq!(overview.documents, 1);
    assert_eq!(overview.faults[0].path, "documents[1].date");
}

#[test]
fn a_speech_is_found_by_what_is_remembered_of_it() {
    let mut engine = engine();
    let mut titles = |find: &str, chosen: &[&str]| {
        let request = Request::Titles {
            find: find.into(),
            chosen: chosen.iter().map(|id| id.to_string()).collect(),
        };
        match ask(&mut engine, &request) {
            Response::Titles(titles) => titles,
            other => panic!("{other:?}"),
        }
    };
    let all = titles("", &["nobody", "1bc57a4488ef"]);
    assert_eq!((all.found.len(), all.chosen.len()), (22, 1));
    let dates: Vec<Option<String>> = all.found.iter().map(|card| card.date.clone()).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "the latest first: {dates:?}");
    let of = |dates: &str| {
        let mut found = all.found.iter();
        found
            .by_ref()
            .filter(|card| card.date.as_ref().is_some_and(|date| date.starts_with(dates)))
            .count()
    };
    assert!(of("2022-04") > 0);
    for date in ["2022-04", "2022年4月", "２０２２-０４"] {
        assert_eq!(titles(date, &[]).found.len(), of("2022-04"), "{date}");
    }
    // In either script, by the place, by two words at once.
    let [simplified, traditional] = ["青澜", "青瀾"].map(|find| titles(find, &[]).found);
    assert!(!simplified.is_empty() && simplified == traditional);
    let both = titles("青澜 2022", &[]).found;
    assert!(!both.is_empty() && both.len() <= simplified.len());
    assert!(titles("查无此篇", &[]).found.is_empty());
}

#[test]
fn what_is_found_is_picked_in_its_order() {
    let mut engine = engine();
    let listing = find(&mut engine, "疫情", &[(Facet::Genre, "speech")], Sort::Longest);
    let mut ids = |from, count| {
        let sought = listing.sought.clone();
        ask(&mut engine, &Request::Ids { sought, from, count })
    };
    let listed: Vec<String> = listing.items.iter().map(|item| item.card.id.clone()).collect();
    assert!(listed.len() > 3 && listed.len() == listing.found);
    assert_eq!(ids(0, 500), Response::Ids(listed.clone()));
    assert_eq!(ids(1, 2), Response::Ids(listed[1..3].to_vec()));
}

#[test]
fn a_search_that_was_given_up_leaves_no_answer() {
    let mut engine = engine();
    let sought = |query: &str| Sought {
        query: query.to_string(),
        ..Sought::default()
    };
    assert!(engine.seek(&sought("责任"), 3), "there is more to look through");
    let part = engine.so_far(&sought("责任"), 100);
    assert_eq!((part.searched, part.items.len()), (3, part.found));
    assert!(part.found < find(&mut engine, "责任", &[], Sort::Newest).found);

    let mut other = self::engine();
    other.seek(&sought("责任"), 3);
    other.so_far(&sought("责任"), 100);
    other.seek(&sought("疫情"), 3);
    let request = Request::Rows {
        sought: sought("责任"),
        from: 0,
        count: 100,
    };
    let Response::Rows(rows) = ask(&mut other, &request) else {
        panic!("rows")
    };
    assert_eq!(rows.items, find(&mut engine, "责任", &[], Sort::Newest).items);
}

#[test]
fn what_stands_behind_the_documents_counts_for_them() {
    let corpus = |choices: &str| {
        let document =
            |id: char| format!(r#"{{"id":"{id}","title":"讲话","body":[{{"text":"压实四方责任，动态清零。"}}]}}"#);
        let [first, second] = ['a', 'b'].map(document);
        format!(r#"{{"schema":"tifa-corpus/1","title":"讲话","documents":[{first},{second}]{choices}}}"#)
    };
    let listed = |choices: &str| {
        let mut engine = Engine::open(&corpus(choices), "", Lexicon::built_in()).expect("a corpus");
        let listing = find(&mut engine, "", &[], Sort::Newest);
        let slogans = listing.facets.into_iter().find(|view| view.facet == Facet::Slogan);
        let values = slogans.expect("slogans").values;
        values.into_iter().map(|count| count.value).collect::<Vec<String>>()
    };
    let all = listed("");
    assert!(all.len() > 1 && all.contains(&"动态清零".to_string()));
    let hidden = all.iter().filter(|value| *value != "动态清零").cloned();
    let hidden: Vec<String> = hidden.collect();
    assert_eq!(listed(r#","choices":{"hidden":["动态清零"]}"#), hidden);
}
