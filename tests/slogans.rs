//! What the slogan view is told is true of the corpus, and what a reader does with lexicons is kept.

use tifa::corpus::{Block, Corpus, Document, Entry};
use tifa::lexicon::{Form, Lexicon};
use tifa::search::{Facet, Filters};
use tifa::session::slogans::{
    Column, Edit, Edited, Key, KeynessView, LineOrder, Lines, Overlaps, Refusal, Scope, SloganTable, SloganView,
};
use tifa::session::{Changed, Engine, FromWorker, Request, Response};

/// Three invented speeches: the last has no date.
fn corpus() -> Corpus {
    let document = |id: &str, date: Option<&str>, place: &[&str], blocks: &[&str]| Document {
        id: id.into(),
        title: format!("讲话{id}"),
        date: date.map(String::from),
        place: place.iter().map(|name| name.to_string()).collect(),
        body: blocks.iter().map(|text| Block::paragraph(*text)).collect(),
        ..Document::default()
    };
    Corpus::new(
        "三篇",
        vec![
            document(
                "a",
                Some("2021-03-02"),
                &["云岭省", "青河市"],
                &["要联防联控、群防群治，守好堤坝。", "联防联控不能停，「四早」要做实。"],
            ),
            document(
                "b",
                Some("2022-06"),
                &["云岭省", "白石县"],
                &["聯防聯控，守土有責。四早、四早，还是四早。"],
            ),
            document("c", None, &[], &["守土有责，人人有责。"]),
        ],
    )
}

const LEXICON: &str = "phrase\tvariants\tcategory\tgloss_en\tpinyin\n\
    联防联控\t\tmechanism\tjoint prevention\tlián fáng lián kòng\n\
    联防联控、群防群治\t\tmechanism\t\t\n\
    四早\t\tmeasure\tfour earlies\tsì zǎo\n\
    守土有责\t守土尽责\tduty\t\tshǒu tǔ yǒu zé\n";

/// A document of one paragraph.
fn say(id: &str, text: &str) -> Document {
    Document {
        id: id.into(),
        title: id.into(),
        body: vec![Block::paragraph(text)],
        ..Document::default()
    }
}

fn engine() -> Engine {
    open(&corpus(), "")
}

fn open(corpus: &Corpus, kept: &str) -> Engine {
    Engine::open(&corpus.to_json(), kept, Lexicon::read(LEXICON).0).expect("a corpus")
}

fn ask(engine: &mut Engine, request: Request) -> Response {
    match engine.answer(&request) {
        FromWorker::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}

fn edit(engine: &mut Engine, edit: Edit) -> Edited {
    match engine.answer(&Request::Edit(edit)) {
        FromWorker::Changed(_, Changed::Slogans(edited)) => edited,
        other => panic!("{other:?}"),
    }
}

fn refuse(engine: &mut Engine, edit: Edit) -> Refusal {
    match engine.answer(&Request::Edit(edit)) {
        FromWorker::Answer(Response::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn put(phrase: &str) -> Edit {
    let entry = Entry {
        phrase: phrase.into(),
        category: "duty".into(),
        ..Entry::default()
    };
    Edit::Put {
        lexicon: String::new(),
        instead_of: None,
        entry: Box::new(entry),
    }
}

fn scope(filters: &[(Facet, &str)], overlaps: Overlaps) -> Scope {
    let mut scope = Scope {
        overlaps,
        ..Scope::default()
    };
    for (facet, value) in filters {
        scope.filters.toggle(*facet, value);
    }
    scope
}

fn table(engine: &mut Engine, scope: Scope, column: Column, find: &str) -> SloganTable {
    let request = Request::Slogans {
        scope,
        column,
        reversed: false,
        category: None,
        find: find.into(),
        limit: 100,
    };
    match ask(engine, request) {
        Response::Slogans(table) => table,
        other => panic!("{other:?}"),
    }
}

fn counts(engine: &mut Engine, scope: Scope) -> Vec<(String, usize, usize)> {
    let table = table(engine, scope, Column::Uses, "");
    table
        .rows
        .into_iter()
        .map(|row| (row.phrase, row.uses, row.documents))
        .collect()
}

fn one(engine: &mut Engine, phrase: &str, scope: Scope) -> SloganView {
    let request = Request::Slogan {
        scope,
        phrase: phrase.into(),
    };
    match ask(engine, request) {
        Response::Slogan(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn lines(engine: &mut Engine, phrase: &str, order: LineOrder, from: usize, count: usize) -> Lines {
    let request = Request::Concordance {
        scope: Scope::default(),
        phrase: phrase.into(),
        order,
        from,
        count,
    };
    match ask(engine, request) {
        Response::Concordance(lines) => lines,
        other => panic!("{other:?}"),
    }
}

fn row(phrase: &str, uses: usize, documents: usize) -> (String, usize, usize) {
    (phrase.to_string(), uses, documents)
}

#[test]
fn all_uses_count_or_only_the_longest() {
    let mut engine = engine();
    let all = counts(&mut engine, Scope::default());
    assert_eq!(
        all,
        [
            row("四早", 4, 2),
            row("联防联控", 3, 2),
            row("守土有责", 2, 2),
            row("联防联控、群防群治", 1, 1),
        ]
    );
    let longest = counts(&mut engine, scope(&[], Overlaps::Longest));
    assert_eq!(longest[1..3], [row("守土有责", 2, 2), row("联防联控", 2, 2)]);
}

#[test]
fn the_filters_of_the_library_are_those_of_the_table() {
    let mut engine = engine();
    assert_eq!(
        counts(&mut engine, scope(&[(Facet::Date, "2021")], Overlaps::All))[0],
        row("联防联控", 2, 1)
    );
    let queried = Scope {
        query: "还是".into(),
        ..Scope::default()
    };
    assert_eq!(counts(&mut engine, queried).len(), 3);
    let found = table(&mut engine, Scope::default(), Column::Uses, "fang");
    let phrases: Vec<&str> = found.rows.iter().map(|row| row.phrase.as_str()).collect();
    assert_eq!(phrases, ["联防联控"], "pinyin is found without its tones");
}

#[test]
fn a_row_has_its_dates_its_rate_and_its_trend() {
    let mut engine = engine();
    let table = table(&mut engine, Scope::default(), Column::First, "");
    assert_eq!(
        (table.documents, table.characters, table.uses, table.found),
        (3, 63, 10, 4)
    );
    let row = table
        .rows
        .iter()
        .find(|row| row.phrase == "守土有责")
        .expect("it is used");
    assert_eq!(
        (row.first.as_deref(), row.last.as_deref()),
        (Some("2022-06"), Some("2022-06"))
    );
    assert!((row.rate - 2.0 * 10_000.0 / 63.0).abs() < 1e-9);
    assert_eq!((table.periods.len(), table.periods[0].as_str()), (16, "2021-03"));
    assert_eq!((row.trend.len(), row.trend[15]), (16, 1));
}

#[test]
fn one_slogan_in_full() {
    let mut engine = engine();
    let view = one(&mut engine, "联防联控", Scope::default());
    assert_eq!((view.row.uses, view.inside), (3, 1));
    assert_eq!(
        view.wordings,
        [("联防联控".to_string(), 2), ("聯防聯控".to_string(), 1)]
    );
    let spread: Vec<(&str, usize)> = view
        .spread
        .iter()
        .map(|row| (row.card.id.as_str(), row.at.len()))
        .collect();
    assert_eq!(spread, [("a", 2), ("b", 1)]);
    assert_eq!(view.timeline.iter().map(|period| period.uses).sum::<usize>(), 3);
    assert_eq!(view.places[0].0, "云岭省/青河市");
    assert!(
        view.interval
            .is_some_and(|interval| interval.low < view.row.rate && view.row.rate < interval.high)
    );
    // Two blocks have both; a neighbour is not its own.
    assert!(
        view.neighbours
            .iter()
            .any(|neighbour| neighbour.phrase == "四早" && neighbour.both == 2)
    );
    assert!(view.neighbours.iter().all(|neighbour| neighbour.phrase != "联防联控"));
    assert_eq!(one(&mut engine, "守土有责", Scope::default()).undated, 1);
}

#[test]
fn a_concordance_has_every_use_in_the_order_asked_for() {
    let mut engine = engine();
    let after = |lines: &Lines| -> Vec<String> { lines.lines.iter().map(|line| line.snippet.after.clone()).collect() };
    let by_date = lines(&mut engine, "四早", LineOrder::Date, 0, 10);
    assert_eq!((by_date.total, by_date.lines.len()), (4, 4));
    assert_eq!(by_date.lines[0].document, "a");
    // What follows: nothing, 还是, 四早, 要做实.
    let by_right = lines(&mut engine, "四早", LineOrder::Right, 0, 10);
    assert_eq!(
        after(&by_right),
        ["。", "、四早，还是四早。", "」要做实。", "，还是四早。"]
    );
    let part = lines(&mut engine, "四早", LineOrder::Right, 2, 1);
    assert_eq!(
        (part.from, part.total, after(&part)),
        (2, 4, vec!["」要做实。".to_string()])
    );
    let span = part.lines[0].span;
    assert_eq!((span.block, span.start, span.end), (1, 9, 11));
}

fn keyness(engine: &mut Engine, here: &[(Facet, &str)], there: &[(Facet, &str)]) -> KeynessView {
    let mut against = Filters::default();
    for (facet, value) in there {
        against.toggle(*facet, value);
    }
    let request = Request::Keyness {
        scope: scope(here, Overlaps::All),
        against,
    };
    match ask(engine, request) {
        Response::Keyness(view) => view,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_here_and_absent_there() {
    let mut engine = engine();
    let view = keyness(&mut engine, &[(Facet::Date, "2022")], &[(Facet::Date, "2021")]);
    assert_eq!(
        (view.here.documents, view.there.documents, view.is_later),
        (1, 1, Some(true))
    );
    let row = |phrase: &str| {
        view.rows
            .iter()
            .find(|row| row.phrase == phrase)
            .expect("it was tested")
    };
    assert_eq!((row("守土有责").here.uses, row("守土有责").there.uses), (1, 0));
    assert_eq!(
        (
            row("联防联控、群防群治").here.uses,
            row("联防联控、群防群治").there.uses
        ),
        (0, 1)
    );
    assert!(row("四早").keyness.log_ratio > 0.0 && row("联防联控、群防群治").keyness.log_ratio < 0.0);
    // Without a choice it is all others; and what both sides have is on one of them only.
    assert_eq!(keyness(&mut engine, &[(Facet::Date, "2022")], &[]).there.documents, 2);
    let view = keyness(&mut engine, &[], &[(Facet::Date, "2022")]);
    assert_eq!(
        (view.here.documents, view.there.documents, view.is_later),
        (2, 1, Some(false))
    );
}

#[test]
fn an_entry_of_the_reader_is_found_at_once_and_kept() {
    let mut engine = engine();
    assert_eq!(edit(&mut engine, put("人人有责")), Edited::Put("人人有责".into()));
    assert!(counts(&mut engine, Scope::default()).contains(&row("人人有责", 1, 1)));
    let kept = engine.unkept();
    assert_eq!(kept.len(), 1);
    let mut again = open(&corpus(), &kept[0].line);
    assert!(counts(&mut again, Scope::default()).contains(&row("人人有责", 1, 1)));
    // A page that is saved has it in its corpus.
    let saved: Corpus = serde_json::from_str(&engine.export(&[])).expect("a corpus");
    assert_eq!(saved.lexicons[0].entries[0].phrase, "人人有责");
    assert!(counts(&mut open(&saved, ""), Scope::default()).contains(&row("人人有责", 1, 1)));

    assert_eq!(edit(&mut engine, Edit::Undo), Edited::Undone);
    assert!(!counts(&mut engine, Scope::default()).contains(&row("人人有责", 1, 1)));
}

#[test]
fn an_entry_that_is_edited_hides_the_one_it_was_made_of() {
    let mut engine = engine();
    let merge = Edit::Merge {
        phrase: "人人有责".into(),
        into: "守土有责".into(),
    };
    edit(&mut engine, merge);
    let counted = counts(&mut engine, Scope::default());
    assert!(counted.contains(&row("守土有责", 3, 2)), "{counted:?}");
    let Response::Entry(Some((key, found))) = ask(&mut engine, Request::Entry("守土有责".into())) else {
        panic!("it is there");
    };
    assert_eq!((key, found.uses), (Key::Own(String::new()), 3));
    assert_eq!(found.entry.variants, ["守土尽责", "人人有责"]);
}

#[test]
fn an_entry_with_a_new_phrase_is_the_only_one() {
    let mut engine = engine();
    let rename = |phrase: &str, instead_of: &str| Edit::Put {
        lexicon: String::new(),
        instead_of: Some(instead_of.into()),
        entry: Box::new(Entry {
            phrase: phrase.into(),
            variants: vec!["守土尽责".into()],
            ..Entry::default()
        }),
    };
    edit(&mut engine, rename("守土负责", "守土有责"));
    let phrases = |engine: &mut Engine| {
        let counted = counts(engine, Scope::default());
        counted.into_iter().map(|(phrase, ..)| phrase).collect::<Vec<_>>()
    };
    assert!(!phrases(&mut engine).contains(&"守土有责".to_string()));
    // It comes back when the reader writes it down anew.
    edit(&mut engine, put("守土有责"));
    assert!(phrases(&mut engine).contains(&"守土有责".to_string()));
    // The entries of all lexicons, each with the one that it is from.
    let request = Request::Entries {
        key: None,
        find: "守土".into(),
    };
    let Response::Entries(entries) = ask(&mut engine, request) else {
        panic!("entries");
    };
    let found = entries.entries.iter().map(|row| row.entry.phrase.as_str());
    assert_eq!(Vec::from_iter(found), ["守土负责", "守土有责"]);
}

#[test]
fn lexicons_and_entries_are_switched_off_and_on() {
    let mut engine = engine();
    let hide = |is_hidden| Edit::Hide {
        phrase: "四早".into(),
        is_hidden,
    };
    edit(&mut engine, hide(true));
    assert_eq!(counts(&mut engine, Scope::default()).len(), 3);
    edit(&mut engine, hide(false));
    let switch = |is_on| Edit::Switch {
        key: Key::BuiltIn,
        is_on,
    };
    edit(&mut engine, switch(false));
    assert_eq!(counts(&mut engine, Scope::default()), []);
    edit(&mut engine, switch(true));
    assert_eq!(counts(&mut engine, Scope::default()).len(), 4);
}

#[test]
fn a_lexicon_is_read_from_a_file_and_written_as_one() {
    let mut engine = engine();
    let text = "提法,类别\n还是四早,duty\n(守|好,duty\n";
    let read = edit(
        &mut engine,
        Edit::Read {
            name: "我的".into(),
            text: text.into(),
        },
    );
    let Edited::Read { name, entries, faults } = read else {
        panic!("{read:?}");
    };
    assert_eq!(
        (name.as_str(), entries, faults.len()),
        ("我的", 1, 1),
        "a bracket is not closed"
    );
    assert!(counts(&mut engine, Scope::default()).contains(&row("还是四早", 1, 1)));
    let request = Request::WriteLexicon {
        key: Key::Own("我的".into()),
        form: Form::List,
    };
    let Response::Written { name, text } = ask(&mut engine, request) else {
        panic!("it is written");
    };
    assert_eq!((name.as_str(), text.as_str()), ("我的", "还是四早\n"));
    edit(&mut engine, Edit::Drop("我的".into()));
    assert!(!counts(&mut engine, Scope::default()).contains(&row("还是四早", 1, 1)));
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let mut engine = engine();
    edit(&mut engine, put("人人有责"));
    let before = engine.export(&[]);
    assert_eq!(refuse(&mut engine, put("人人有責")), Refusal::Taken("人人有責".into()));
    assert!(matches!(refuse(&mut engine, put("筑牢…")), Refusal::Faults(faults) if faults.len() == 1));
    let read = Edit::Read {
        name: "空".into(),
        text: "# nothing\n".into(),
    };
    assert_eq!(refuse(&mut engine, read), Refusal::Nothing("空".into()));
    assert_eq!(engine.export(&[]), before);
}

#[test]
fn every_format_reads_what_it_has_written() {
    let (lexicon, faults) = Lexicon::read(
        "phrase\tvariants\tcategory\tgloss_en\tpinyin\tfirst_seen\texpands_to\tsource\tnote\tnot_inside\tcolour\n\
         四早\t早\"四\"早|(这|那)四早\tmeasure\tfour, earlies\tsì zǎo\t2020-01\t早发现、早报告、早隔离、早治疗\t会议\t注\t周四早\t3\n\
         应X尽X\t\t\t\t\t\t\t\t\t\t\n",
    );
    assert_eq!(faults, []);
    for form in [Form::Tsv, Form::Csv, Form::Json] {
        assert_eq!(
            Lexicon::read(&lexicon.write(form)),
            (lexicon.clone(), vec![]),
            "{form:?}"
        );
    }
    assert_eq!(lexicon.write(Form::List), "四早\n应X尽X\n");
}

#[test]
fn lists_of_other_tools_are_read() {
    for (text, expected) in [
        ("四早 10 n\n联防联控 3\n", ["四早", "联防联控"]),
        ("# Voyant\n四早\n\n联防联控\n", ["四早", "联防联控"]),
        ("[\"四早\", \"联防联控\"]", ["四早", "联防联控"]),
        (
            "slogan;translation\n四早;four earlies\n联防联控;joint\n",
            ["四早", "联防联控"],
        ),
        (
            "\u{feff}词条,备注\r\n\"四早\",a\r\n联防联控,\"b,c\"\r\n",
            ["四早", "联防联控"],
        ),
    ] {
        let (lexicon, faults) = Lexicon::read(text);
        let phrases: Vec<&str> = lexicon.entries.iter().map(|entry| entry.phrase.as_str()).collect();
        assert_eq!((phrases.as_slice(), faults.len()), (expected.as_slice(), 0), "{text}");
    }
}

#[test]
fn a_proposal_is_accepted_rejected_or_merged() {
    let corpus = Corpus::new(
        "防汛",
        vec![
            say("a", "必须守堤如守家、护水如护田。要铁肩担道义！"),
            say("b", "我们要守堤如守家、护水如护田！铁肩担道义，说到做到。"),
            say("c", "唯有守堤如守家、护水如护田，才能安心。他说：铁肩担道义。"),
        ],
    );
    let mut engine = open(&corpus, "");
    let phrases = |engine: &mut Engine| match ask(engine, Request::Proposals(Scope::default())) {
        Response::Proposals(proposals) => {
            let phrases = proposals
                .proposals
                .iter()
                .map(|proposal| proposal.candidate.phrase.clone());
            (phrases.collect::<Vec<_>>(), proposals.rejected)
        }
        other => panic!("{other:?}"),
    };
    let (all, _) = phrases(&mut engine);
    assert!(
        all.contains(&"守堤如守家、护水如护田".to_string()) && all.contains(&"铁肩担道义".to_string()),
        "{all:?}"
    );
    edit(&mut engine, put("守堤如守家、护水如护田"));
    assert_eq!(
        counts(&mut engine, Scope::default()),
        [row("守堤如守家、护水如护田", 3, 3)]
    );
    let reject = |is_rejected| Edit::Reject {
        phrase: "铁肩担道义".into(),
        is_rejected,
    };
    edit(&mut engine, reject(true));
    let (left, rejected) = phrases(&mut engine);
    assert!(
        !left
            .iter()
            .any(|phrase| all.contains(phrase) && (phrase.contains("铁肩担道义") || phrase.contains("守堤")))
    );
    assert_eq!(rejected, ["铁肩担道义"]);
    edit(&mut engine, reject(false));
    edit(
        &mut engine,
        Edit::Merge {
            phrase: "铁肩担道义".into(),
            into: "守堤如守家、护水如护田".into(),
        },
    );
    assert_eq!(
        counts(&mut engine, Scope::default()),
        [row("守堤如守家、护水如护田", 6, 3)]
    );
}

#[test]
fn a_numbered_slogan_tells_what_it_stands_for_and_where_that_differs() {
    let corpus = Corpus::new(
        "责任",
        vec![
            say("a", "压实“四方责任”（属地、部门、单位、个人）。"),
            say("b", "落实四方责任（属地、行业、单位、个人），不留空白。"),
            say("c", "四方责任要到人。"),
        ],
    );
    let mut engine = Engine::open(&corpus.to_json(), "", Lexicon::read("四方责任").0).expect("a corpus");
    let Response::Numbered(labels) = ask(&mut engine, Request::Numbered(Scope::default())) else {
        panic!("labels");
    };
    let label = &labels[0];
    assert_eq!(
        (
            label.label.as_str(),
            label.slogan.as_deref(),
            label.uses,
            label.unexpanded
        ),
        ("四方责任", Some("四方责任"), 3, 1)
    );
    assert_eq!((label.meanings.len(), label.meanings[0].wordings.len()), (1, 2));
    let (position, words) = &label.meanings[0].differences[0];
    let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!((*position, words), (1, vec!["行业", "部门"]));
    assert_eq!(
        one(&mut engine, "四方责任", Scope::default()).label.as_ref(),
        Some(label)
    );
}

#[test]
fn what_is_wrong_in_a_lexicon_costs_only_itself() {
    for (text, entries, lines) in [
        // A broken entry, and one of another kind.
        ("[{\"phrase\": 5}, \"四早\", {\"phrase\": \"联防联控\"}]", 2, vec![1]),
        (
            "{\"entries\": [{\"phrase\": \"四早\", \"variants\": \"早\"}, {\"phrase\": \"联防联控\"}]}",
            1,
            vec![1],
        ),
        // Not JSON to its end.
        ("{\"entries\": [\n\"四早\",", 0, vec![2]),
        // A table without phrases; one whose phrases come second.
        ("# ours\ncategory\tnote\nduty\t注", 0, vec![2]),
        ("category\tphrase\nduty\t四早\n", 1, vec![]),
        // A set in braces is no JSON.
        ("{外防输入、内防反弹}\n四早", 2, vec![]),
    ] {
        let (lexicon, faults) = Lexicon::read(text);
        let found: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!((lexicon.entries.len(), found), (entries, lines), "{text}: {faults:?}");
    }
}

#[test]
fn lexicons_of_a_corpus_that_cannot_be_read_leave_its_documents() {
    let json = corpus()
        .to_json()
        .replacen("\"documents\"", "\"lexicons\": {\"四早\": 1}, \"documents\"", 1);
    let (read, faults) = tifa::corpus::read(&json).expect("a corpus");
    assert_eq!((read.documents.len(), faults.len()), (3, 1));
    assert!(faults[0].path.starts_with("lexicons"), "{faults:?}");
}

/// With the built-in lexicon off its slogans are proposed; with it on again, also by undo, they are not.
#[test]
fn proposals_follow_the_lexicons_that_are_on() {
    let text = |id: &str| say(id, "要四早四防。坚持联防联控、群防群治！联防联控、群防群治。");
    let mut engine = open(&Corpus::new("防", vec![text("a"), text("b"), text("c")]), "");
    let count = |engine: &mut Engine| match ask(engine, Request::Proposals(Scope::default())) {
        Response::Proposals(proposals) => {
            let mut phrases = proposals
                .proposals
                .iter()
                .map(|proposal| proposal.candidate.phrase.as_str());
            phrases.any(|phrase| phrase.contains("联防联控"))
        }
        other => panic!("{other:?}"),
    };
    assert!(!count(&mut engine));
    edit(
        &mut engine,
        Edit::Switch {
            key: Key::BuiltIn,
            is_on: false,
        },
    );
    assert!(count(&mut engine));
    edit(&mut engine, Edit::Undo);
    assert!(!count(&mut engine));
}
