//! An import under way, as the page sees it: what was read so far, where the reader stands in it, and what is to be
//! shown of it. It keeps what the clerk answers and computes nothing about texts.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::orders::{Answer, Choice, FileReport, Found, Review};
use crate::import::Options;

/// Rows that the list shows at first, and by how many it grows.
pub const ROWS: usize = 100;

/// What was brought to the page and not yet accepted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Intake {
    /// The path and the bytes of every file, in the order of reading.
    queue: Rc<Vec<(String, usize)>>,
    files: Vec<Rc<FileReport>>,
    /// How the reader wants a file to be read, by its number.
    options: Rc<BTreeMap<usize, Options>>,
    /// The found documents that the reader has decided on, by their number.
    seen: Rc<BTreeSet<usize>>,
    pub sift: Sift,
    /// Where the reader stands.
    pub spot: Option<Spot>,
    /// Has the reader opened it? On a narrow screen it shows instead of the list.
    pub is_open: bool,
    /// Rows that the list shows.
    pub limit: usize,
    /// The document at the spot.
    pub review: Option<Rc<Review>>,
    /// How a file begins in an encoding that the reader looks at: file, encoding, text.
    pub preview: Option<Rc<(usize, String, String)>>,
}

/// Something in the list that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    File(usize),
    /// A found document, by its number.
    Found(usize),
}

/// Which part of what was found is listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sift {
    #[default]
    All,
    /// What a person should look at.
    Look,
    LeftOut,
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Row<'a> {
    File(&'a FileReport),
    Found(&'a Found),
}

/// How much of the list is what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub all: usize,
    pub look: usize,
    pub left_out: usize,
    /// Documents that will be added or merged.
    pub chosen: usize,
    /// Files that gave nothing.
    pub failed: usize,
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    pub files: usize,
    pub of_files: usize,
    pub bytes: usize,
    pub of_bytes: usize,
    /// The file that is being read.
    pub current: &'a str,
}

/// What the reader does with the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// Files were brought, by their paths.
    Bring(Vec<String>),
    /// How many bytes they have, from the file with a number on.
    Weigh(usize, Vec<usize>),
    /// All is given up, or was accepted.
    Clear,
    Sift(Sift),
    Go(Spot),
    Open(Spot),
    /// Back to the list.
    Close,
    More,
    /// A document is decided on; the next one shows.
    Decide(usize),
    /// A file is read anew.
    Reread(usize, Options),
}

impl Found {
    pub fn has_guessed_title(&self) -> bool {
        self.derived.iter().any(|field| field == "title")
    }

    /// Should a person look at it before it is added?
    pub fn asks_for_a_look(&self) -> bool {
        self.proposals > 0 || self.findings > 0 || self.twin.is_some() || self.has_guessed_title()
    }
}

impl Intake {
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// How far the reading is; nothing once all is read.
    pub fn progress(&self) -> Option<Progress<'_>> {
        let files = self.files.len();
        let (current, _) = self.queue.get(files)?;
        let bytes = |files: &[(String, usize)]| files.iter().map(|(_, bytes)| bytes).sum();
        Some(Progress {
            files,
            of_files: self.queue.len(),
            bytes: bytes(&self.queue[..files]),
            of_bytes: bytes(&self.queue),
            current,
        })
    }

    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for file in &self.files {
            tally.failed += usize::from(file.error.is_some());
            tally.look += usize::from(file.found.is_empty() && asks_for_a_look(file));
            for found in &file.found {
                tally.all += 1;
                tally.look += usize::from(found.asks_for_a_look());
                match found.choice {
                    Choice::LeaveOut => tally.left_out += 1,
                    Choice::Keep | Choice::Merge => tally.chosen += 1,
                }
            }
        }
        tally
    }

    /// The rows of the list: each file, and below it what was found in it.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.files.iter().flat_map(|file| {
            let found: Vec<&Found> = file.found.iter().filter(|found| self.admits(found)).collect();
            let is_listed = !found.is_empty()
                || match self.sift {
                    Sift::All => true,
                    Sift::Look => asks_for_a_look(file) && file.found.is_empty(),
                    Sift::LeftOut => false,
                };
            let head = is_listed.then_some(Row::File(file));
            head.into_iter().chain(found.into_iter().map(Row::Found))
        })
    }

    /// The spot after or before the present one; the same at an end.
    pub fn neighbour(&self, forward: bool) -> Option<Spot> {
        let spots: Vec<Spot> = self.rows().filter_map(Row::spot).collect();
        let at = spots.iter().position(|spot| Some(*spot) == self.spot);
        let next = match (at, forward) {
            (None, _) => 0,
            (Some(at), true) => at + 1,
            (Some(at), false) => at.saturating_sub(1),
        };
        spots.get(next).copied().or(self.spot)
    }

    /// Position of the present document among the listed ones, counted from 1, and their number.
    pub fn position(&self) -> (usize, usize) {
        let spots: Vec<Spot> = self.rows().filter_map(Row::spot).collect();
        let at = spots.iter().position(|spot| Some(*spot) == self.spot);
        (at.map_or(0, |at| at + 1), spots.len())
    }

    pub fn found(&self, item: usize) -> Option<&Found> {
        self.files
            .iter()
            .flat_map(|file| &file.found)
            .find(|found| found.item == item)
    }

    pub fn file(&self, number: usize) -> Option<&Rc<FileReport>> {
        self.files.iter().find(|file| file.file == number)
    }

    /// The file that a document was found in.
    pub fn file_of(&self, item: usize) -> Option<&Rc<FileReport>> {
        let has_it = |file: &&Rc<FileReport>| file.found.iter().any(|found| found.item == item);
        self.files.iter().find(has_it)
    }

    pub fn options(&self, file: usize) -> Options {
        self.options.get(&file).cloned().unwrap_or_default()
    }

    pub fn is_seen(&self, item: usize) -> bool {
        self.seen.contains(&item)
    }

    pub fn act(&mut self, step: Move) {
        match step {
            Move::Bring(files) => {
                self.limit = self.limit.max(ROWS);
                Rc::make_mut(&mut self.queue).extend(files.into_iter().map(|path| (path, 0)));
            }
            Move::Weigh(from, bytes) => {
                let files = Rc::make_mut(&mut self.queue).iter_mut().skip(from);
                files.zip(bytes).for_each(|((_, known), bytes)| *known = bytes);
            }
            Move::Clear => *self = Intake::default(),
            Move::Sift(sift) => {
                self.sift = sift;
                self.limit = ROWS;
                let spots: Vec<Spot> = self.rows().filter_map(Row::spot).collect();
                if self.spot.is_none_or(|spot| !spots.contains(&spot)) {
                    self.go(spots.first().copied());
                }
            }
            Move::Go(spot) => self.go(Some(spot)),
            Move::Open(spot) => {
                self.go(Some(spot));
                self.is_open = true;
            }
            Move::Close => self.is_open = false,
            Move::More => self.limit += ROWS,
            Move::Decide(item) => {
                Rc::make_mut(&mut self.seen).insert(item);
                self.go(self.neighbour(true));
            }
            Move::Reread(file, options) => {
                Rc::make_mut(&mut self.options).insert(file, options);
                self.preview = None;
            }
        }
    }

    /// Takes what the clerk says of this import.
    pub fn hear(&mut self, answer: Answer) {
        match answer {
            Answer::Read(report) => self.read(report),
            Answer::Preview { file, encoding, text } => self.preview = Some(Rc::new((file, encoding, text))),
            Answer::Shown(review) => {
                let Some(item) = review.item else { return };
                if let Some(found) = self.found_mut(item) {
                    *found = Found::of(
                        item,
                        &review.document,
                        review.findings.len(),
                        found.twin.take(),
                        found.choice,
                    );
                }
                if self.spot == Some(Spot::Found(item)) {
                    self.review = Some(Rc::new(review));
                }
            }
            Answer::Chosen(item, choice) => {
                if let Some(found) = self.found_mut(item) {
                    found.choice = choice;
                }
            }
            Answer::Accepted { .. } => *self = Intake::default(),
            Answer::Written { .. } | Answer::Failed(_) => {}
        }
    }

    fn read(&mut self, report: FileReport) {
        let number = report.file;
        let report = Rc::new(report);
        match self.files.iter_mut().find(|file| file.file == number) {
            Some(file) => *file = report,
            None => self.files.push(report),
        }
        let is_gone = match self.spot {
            Some(Spot::Found(item)) => self.found(item).is_none(),
            Some(Spot::File(_)) => false,
            None => true,
        };
        if is_gone {
            let first = self.file(number).and_then(|file| file.found.first());
            self.go(first.map(|found| Spot::Found(found.item)));
        }
    }

    fn go(&mut self, spot: Option<Spot>) {
        if self.spot != spot {
            self.review = None;
            self.preview = None;
        }
        self.spot = spot;
        let at = self.rows().position(|row| row.spot() == spot && spot.is_some());
        self.limit = self.limit.max(at.map_or(0, |at| at + 1).next_multiple_of(ROWS));
    }

    fn found_mut(&mut self, item: usize) -> Option<&mut Found> {
        let has_it = |file: &&mut Rc<FileReport>| file.found.iter().any(|found| found.item == item);
        let file = Rc::make_mut(self.files.iter_mut().find(has_it)?);
        file.found.iter_mut().find(|found| found.item == item)
    }

    fn admits(&self, found: &Found) -> bool {
        match self.sift {
            Sift::All => true,
            Sift::Look => found.asks_for_a_look(),
            Sift::LeftOut => found.choice == Choice::LeaveOut,
        }
    }
}

impl Row<'_> {
    /// Where a step through the list can lead: to a document, or to a file that gave none.
    fn spot(self) -> Option<Spot> {
        match self {
            Row::File(file) => file.found.is_empty().then_some(Spot::File(file.file)),
            Row::Found(found) => Some(Spot::Found(found.item)),
        }
    }
}

fn asks_for_a_look(file: &FileReport) -> bool {
    file.error.is_some() || !file.warnings.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Error, Kind};
    use crate::session::{Card, Of, Twin};

    fn found(item: usize, change: impl FnOnce(&mut Found)) -> Found {
        let card = Card {
            id: format!("id-{item}"),
            title: format!("第{item}篇"),
            date: None,
            place: Vec::new(),
            level: None,
            genre: None,
            lang: None,
            length: 100,
        };
        let mut found = Found {
            item,
            card,
            removed: 0,
            repairs: 0,
            proposals: 0,
            findings: 0,
            derived: Vec::new(),
            twin: None,
            choice: Choice::Keep,
        };
        change(&mut found);
        found
    }

    fn report(file: usize, found: Vec<Found>) -> Answer {
        let error = found.is_empty().then(|| Error {
            kind: Kind::Empty,
            file: format!("{file}.txt"),
            detail: String::new(),
        });
        Answer::Read(FileReport {
            file,
            path: format!("{file}.txt"),
            bytes: 10,
            encoding: "UTF-8".into(),
            error,
            warnings: Vec::new(),
            found,
            columns: Vec::new(),
            corrections: 0,
        })
    }

    /// Three files: two speeches, none, one with a twin.
    fn intake() -> Intake {
        let mut intake = Intake::default();
        let files = (0..3).map(|file| format!("{file}.txt")).collect();
        intake.act(Move::Bring(files));
        intake.hear(report(0, vec![found(0, |_| ()), found(1, |found| found.proposals = 1)]));
        intake.hear(report(1, Vec::new()));
        let twin = Twin {
            of: Of::Found(0),
            title: "第0篇".into(),
            is_exact: true,
        };
        intake.hear(report(2, vec![found(2, |found| found.twin = Some(twin))]));
        intake
    }

    #[test]
    fn the_first_speech_shows_and_steps_pass_files_that_gave_some() {
        let mut intake = intake();
        let mut way = vec![intake.spot];
        for _ in 0..4 {
            let next = intake.neighbour(true);
            intake.act(Move::Go(next.expect("a spot")));
            way.push(intake.spot);
        }
        let expected = [
            Spot::Found(0),
            Spot::Found(1),
            Spot::File(1),
            Spot::Found(2),
            Spot::Found(2),
        ];
        assert_eq!(way, expected.map(Some));
    }

    #[test]
    fn progress_tells_files_and_bytes_until_all_is_read() {
        let mut intake = Intake::default();
        assert_eq!(intake.progress(), None);
        intake.act(Move::Bring(vec!["甲.txt".into(), "乙.txt".into()]));
        intake.act(Move::Weigh(0, vec![10, 30]));
        intake.hear(report(0, vec![found(0, |_| ())]));
        let expected = Progress {
            files: 1,
            of_files: 2,
            bytes: 10,
            of_bytes: 40,
            current: "乙.txt",
        };
        assert_eq!(intake.progress(), Some(expected));
        intake.hear(report(1, Vec::new()));
        assert_eq!(intake.progress(), None);
    }

    #[test]
    fn the_list_can_be_sifted() {
        let mut intake = intake();
        intake.hear(Answer::Chosen(0, Choice::LeaveOut));
        let tally = Tally {
            all: 3,
            look: 3,
            left_out: 1,
            chosen: 2,
            failed: 1,
        };
        assert_eq!(intake.tally(), tally);
        let spots = |intake: &Intake| intake.rows().filter_map(Row::spot).collect::<Vec<_>>();
        intake.act(Move::Sift(Sift::Look));
        assert_eq!(spots(&intake), [Spot::Found(1), Spot::File(1), Spot::Found(2)]);
        assert_eq!(intake.spot, Some(Spot::Found(1)), "what shows is listed");
        intake.act(Move::Sift(Sift::LeftOut));
        assert_eq!(spots(&intake), [Spot::Found(0)]);
    }

    #[test]
    fn a_file_that_is_read_anew_takes_the_place_of_what_it_gave() {
        let mut intake = intake();
        intake.hear(report(0, vec![found(7, |_| ())]));
        assert_eq!(intake.spot, Some(Spot::Found(7)));
        assert_eq!(intake.tally().all, 2);
        assert_eq!(intake.progress(), None);
    }
}
