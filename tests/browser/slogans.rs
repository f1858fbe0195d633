//! The slogans of a corpus: table, one of them, its concordance, one set of documents against another.

use std::fs;

use serde_json::json;
use tifa::corpus::{Block, Corpus, Document};

use crate::built::{Built, sample};
use crate::driver::retry;
use crate::page::{ENTER, Page};
use crate::{everywhere, from_a_disk};

/// A slogan of the sample in the two scripts: nothing but these two is one of its uses.
const PHRASE: [&str; 2] = ["外防输入", "外防輸入"];

const DOWN: &str = "\u{e015}";
const PAGE_DOWN: &str = "\u{e00f}";
const END: &str = "\u{e010}";

/// A use of the slogan: document, block, and the character that it begins with.
type Place = (String, usize, usize);

/// All uses in the sample by date, found by other means than those of the page.
fn uses(admit: impl Fn(&Document) -> bool) -> Vec<Place> {
    let mut documents: Vec<Document> = sample().documents.into_iter().filter(admit).collect();
    documents.sort_by(|a, b| a.date.cmp(&b.date));
    let mut places = Vec::new();
    for document in &documents {
        for (at, block) in document.body.iter().enumerate() {
            let found = PHRASE.iter().flat_map(|phrase| block.text.match_indices(phrase));
            let mut starts: Vec<usize> = found.map(|(byte, _)| block.text[..byte].chars().count()).collect();
            starts.sort_unstable();
            places.extend(starts.into_iter().map(|start| (document.id.clone(), at, start)));
        }
    }
    places
}

fn documents(places: &[Place]) -> usize {
    let mut ids: Vec<&String> = places.iter().map(|(id, ..)| id).collect();
    ids.dedup();
    ids.len()
}

/// The numbers of a column, of the rows that are listed.
fn column(page: &Page, number: usize) -> Vec<String> {
    page.texts(&format!(".slogan-table tbody td:nth-child({number})"))
}

fn counts(page: &Page) -> Vec<usize> {
    let parse = |text: String| text.replace(',', "").parse().expect("a count");
    column(page, 3).into_iter().map(parse).collect()
}

/// The reader stands at a use, and sees it.
fn is_at(page: &Page, (id, block, start): &Place) {
    page.shows("the link", true, |page| {
        let link = page.fragment();
        link.contains(&format!("doc={id}")) && link.contains(&format!("at={block}.{start}"))
    });
    page.shows("the mark", true, |page| {
        let mark = page.text(&format!("#block-{block} mark.sl.current"));
        PHRASE.iter().any(|phrase| mark.contains(phrase))
    });
    page.is_in_window("mark.sl.current");
}

/// What a click saves: the file with this ending.
pub fn saved(page: &Page, css: &str, ending: &str) -> (String, Vec<u8>) {
    let folder = page.driver.folder("saved");
    let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
    page.chrome("Browser.setDownloadBehavior", behaviour);
    page.click(css);
    retry(&format!("a saved {ending}"), || {
        let files = fs::read_dir(&folder).map_err(|error| error.to_string())?.flatten();
        let mut names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        let name = names.find(|name| name.ends_with(ending)).ok_or("nothing saved")?;
        let bytes = fs::read(folder.join(&name)).map_err(|error| error.to_string())?;
        match bytes.is_empty() {
            true => Err(format!("{name} is empty")),
            false => Ok((name, bytes)),
        }
    })
}

/// The lines of a CSV file without its mark; no cell of the sample has a line end.
pub fn lines((_, bytes): (String, Vec<u8>)) -> Vec<String> {
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    text.lines().map(String::from).collect()
}

#[test]
fn a_slogan_is_found_counted_and_read_in_its_places_without_a_mouse() {
    everywhere(|page| {
        page.press(&["4"]);
        page.has(".slogan-table tbody tr");
        let uses = uses(|_| true);
        assert!(uses.len() > 5);
        page.shows("the most used first", true, |page| {
            counts(page).is_sorted_by(|a, b| a >= b)
        });

        // Tab comes to the list once; the arrows lead through it.
        page.tab_to(".slogan-table a.phrase", "");
        let here = || page.look("document.activeElement.lastElementChild?.textContent ?? ''", &[]);
        for _ in 0..20 {
            if here() == json!(PHRASE[0]) {
                break;
            }
            page.press(&[DOWN]);
        }
        assert_eq!(here(), json!(PHRASE[0]));
        page.press(&[ENTER]);
        let words = format!("{} 处，见于 {} 篇", uses.len(), documents(&uses));
        page.shows("its counts", words, |page| page.text(".figures b"));
        page.shows("the row", uses.len().to_string(), |page| {
            page.text("tr[aria-current] td:nth-child(3)")
        });
        page.shows("a line for each", uses.len(), |page| page.count(".seen [role=row]"));
        assert_eq!(page.attribute(".lines", "aria-rowcount"), uses.len().to_string());
        for node in page.texts(".seen .node") {
            assert!(PHRASE.contains(&node.as_str()), "{node}");
        }

        page.tab_to(".lines", "");
        page.press(&[DOWN, DOWN, ENTER]);
        is_at(page, &uses[2]);
        page.back();
        page.shows("the lines again", uses.len(), |page| page.count(".seen [role=row]"));
    });
}

#[test]
fn heads_sort_and_fields_narrow() {
    everywhere(|page| {
        page.follow("#/slogans");
        page.has(".slogan-table tbody tr");
        page.click("[data-column=documents]");
        page.shows("the way", "descending".to_string(), |page| {
            page.attribute("th:has([data-column=documents])", "aria-sort")
        });
        page.click("[data-column=uses]");
        page.click("[data-column=uses]");
        page.shows("the way", "ascending".to_string(), |page| {
            page.attribute("th:has([data-column=uses])", "aria-sort")
        });
        page.shows("the least used first", true, |page| counts(page).is_sorted());
        page.reload();
        page.shows("as before", true, |page| {
            let counts = counts(page);
            !counts.is_empty() && counts.is_sorted()
        });
        page.click("#slogan-find");
        page.write(PHRASE[0]);
        page.shows("only these", true, |page| {
            let phrases = page.texts("a.phrase");
            !phrases.is_empty() && phrases.iter().all(|phrase| phrase.contains(PHRASE[0]))
        });
        // What stands in a longer slogan counts by itself, unless only the longest count.
        let own = |page: &Page| page.count(".slogan-table tbody tr");
        assert_eq!(counts(page).into_iter().max(), Some(uses(|_| true).len()));
        page.click_on(".choose button", "只计最长");
        page.shows("fewer", true, |page| {
            own(page) > 0 && counts(page).into_iter().max() < Some(uses(|_| true).len())
        });
        // The filters are those of the library.
        page.click_on(".choose button", "全部计数");
        page.click(".bars [data-period='2022'] .bed");
        let in_2022 = uses(|document| document.date.as_deref().is_some_and(|date| date.starts_with("2022")));
        page.shows("the uses of 2022", Some(in_2022.len()), |page| {
            counts(page).into_iter().max()
        });
        page.click(".chip");
        page.shows("all uses", Some(uses(|_| true).len()), |page| {
            counts(page).into_iter().max()
        });
    });
}

#[test]
fn a_line_and_a_tick_lead_to_the_place() {
    everywhere(|page| {
        let uses = uses(|_| true);
        page.follow(&format!("#/slogans?entry={}", PHRASE[0]));
        page.shows("the lines", uses.len(), |page| page.count(".seen [role=row]"));
        page.click(".lines [data-row='1']");
        is_at(page, &uses[1]);
        page.back();
        page.shows("a strip for each", documents(&uses), |page| page.count("#spread .bed"));
        // A click on a strip leads to the use nearest to it: in this document there is but one.
        page.click("#spread [data-row='0']");
        is_at(page, &uses[0]);
    });
}

#[test]
fn what_is_shown_can_be_taken_along() {
    from_a_disk(|page| {
        let uses = uses(|_| true);
        page.follow("#/slogans");
        page.has(".slogan-table tbody tr");
        let found: usize = page
            .text(".bar h1")
            .split(' ')
            .next()
            .and_then(|n| n.parse().ok())
            .expect("a count");
        let listed = page.count(".slogan-table tbody tr");
        assert!(listed < found, "the list is not whole");
        let table = lines(saved(page, ".controls .export", "提法.csv"));
        assert_eq!(table.len(), found + 1);
        assert!(table[0].starts_with("提法,类别,释义,次数,篇数,每万字"), "{}", table[0]);
        let own = table.iter().find(|line| line.starts_with(&format!("{},", PHRASE[0])));
        assert!(
            own.is_some_and(|line| line.contains(&format!(",{},{},", uses.len(), documents(&uses)))),
            "{own:?}"
        );
        page.shows("the list as it was", listed, |page| {
            page.count(".slogan-table tbody tr")
        });

        page.follow(&format!("#/slogans?entry={}", PHRASE[0]));
        page.shows("the lines", uses.len(), |page| page.count(".seen [role=row]"));
        let concordance = lines(saved(page, ".kwic .export", "语境.csv"));
        assert_eq!(concordance.len(), uses.len() + 1);
        for (line, (id, block, start)) in concordance[1..].iter().zip(&uses) {
            assert!(line.contains(&format!(",{id},{block},{start},")), "{line}");
        }
        let (_, svg) = saved(page, ".plot:has(#spread) .quiet:nth-of-type(1)", ".svg");
        let svg = String::from_utf8(svg).expect("UTF-8");
        assert!(svg.starts_with("<svg") && svg.contains("stroke=\"rgb("), "{svg}");
        assert!(!svg.contains("class=") && !svg.contains("var("), "{svg}");
        let (_, png) = saved(page, ".plot:has(#spread) .quiet:nth-of-type(2)", ".png");
        assert!(png.starts_with(b"\x89PNG"));
        let (_, data) = saved(page, ".plot:has(#timeline) .quiet:nth-of-type(3)", "历时.csv");
        assert!(data.len() > 20);
    });
}

#[test]
fn many_lines_scroll_without_an_empty_row() {
    let Some(built) = Built::find() else { return };
    let paragraph = |i: usize| Block::paragraph(format!("第{i}段要抓好外防输入这件事，第{i}次说。"));
    let document = |i: usize| Document {
        id: format!("d{i}"),
        title: format!("第{i}篇"),
        date: Some(format!("20{:02}-01-02", i % 30)),
        body: (0..100).map(|k| paragraph(i * 100 + k)).collect(),
        ..Document::default()
    };
    let corpus = Corpus::new("许多", (0..50).map(document).collect());
    let page = Page::open(&built.page_of("many-lines", &corpus));
    page.follow(&format!("#/slogans?entry={}", PHRASE[0]));
    page.has(".seen [role=row]");
    assert_eq!(page.attribute(".lines", "aria-rowcount"), "5000");
    // Only what can be seen is on the page, and it fills the box at every moment.
    let is_full = |page: &Page| {
        page.look(
            "((box, seen) => seen.getBoundingClientRect().bottom >= box.getBoundingClientRect().bottom - 4
                && seen.getBoundingClientRect().top <= box.getBoundingClientRect().top + 4
                && seen.children.length < 100)(document.querySelector('.lines'), document.querySelector('.seen'))",
            &[],
        )
    };
    page.shows("a full box", json!(true), is_full);
    for share in [0.1, 0.5, 0.52, 0.9, 0.3] {
        page.look(
            "((box) => { box.scrollTop = box.scrollHeight * arguments[0]; })(document.querySelector('.lines'))",
            &[json!(share)],
        );
        assert_eq!(is_full(&page), json!(true), "at {share}");
        page.shows("the lines of that place", true, |page| {
            let first = "Array.from(document.querySelectorAll('.seen [role=row]')).find((row) =>
                row.getBoundingClientRect().bottom > document.querySelector('.lines').getBoundingClientRect().top + 1)
                ?.ariaRowIndex";
            let first = page.look(first, &[]);
            let first: f64 = first.as_str().and_then(|first| first.parse().ok()).unwrap_or_default();
            (first - 5000.0 * share).abs() < 3.0
        });
        assert_eq!(is_full(&page), json!(true), "at {share}");
    }
    page.click(".seen [role=row]");
    page.has("mark.sl.current");
    page.back();
    page.has(".seen [role=row]");
    page.tab_to(".lines", "");
    page.press(&[PAGE_DOWN, END]);
    page.shows("the last line", true, |page| {
        page.texts(".seen .active").concat().contains("次说") && page.count("[aria-rowindex='5000']") == 1
    });
    page.was_quiet();
}

#[test]
fn two_sets_of_documents_are_compared() {
    everywhere(|page| {
        let year = |year: &'static str| {
            uses(move |document| document.date.as_deref().is_some_and(|date| date.starts_with(year))).len()
        };
        page.follow("#/slogans?tab=keyness&year=2022");
        page.has(".sample");
        page.click_on(".choose button", "多");
        let here = year("2022");
        let there = uses(|_| true).len() - here;
        page.shows("both counts", json!([[here.to_string(), there.to_string()]]), |page| {
            page.look(
                "Array.from(document.querySelectorAll('.keys-of tbody tr'))
                    .filter((row) => row.querySelector('a.phrase span').textContent === arguments[0])
                    .map((row) => Array.from(row.querySelectorAll('td.number'), (e) => e.firstChild.textContent).slice(0, 2))",
                &[json!(PHRASE[0])],
            )
        });
        // Against one year alone, the later set shows what has appeared and vanished.
        page.click(".choose-b summary");
        page.click(".choose-b [data-period='2020'] .bed");
        page.shows("the link", true, |page| page.fragment().contains("vs-date=2020"));
        page.shows("words of time", true, |page| {
            let groups = page.texts(".controls .choose button").concat();
            groups.contains("出现") && groups.contains("消失")
        });
        page.click(".thresholds input");
        page.write("1 2 3");
        page.has(".thresholds.wrong");
        page.write(" 4 5");
        page.has(".thresholds.wrong");
    });
}

#[test]
fn it_fits_a_telephone_and_a_wall() {
    from_a_disk(|page| {
        let one = format!("#/slogans?entry={}", PHRASE[0]);
        for width in [320, 800, 1440] {
            page.resize(width, 800);
            for (view, there) in [
                ("#/slogans", ".slogan-table tbody tr"),
                (one.as_str(), ".seen [role=row]"),
                ("#/slogans?tab=keyness&year=2022", ".keys-of"),
            ] {
                page.follow(view);
                page.has(there);
                assert_eq!(page.overflow(), Vec::<String>::new(), "{view} at {width}");
            }
        }
        // On a telephone a slogan stands in place of the table, and leads back to it.
        page.resize(360, 740);
        page.follow(&one);
        page.has(".figures");
        page.has_no(".slogan-table");
        page.click(".ways-on button");
        page.has(".slogan-table");
    });
}
