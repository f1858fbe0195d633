//! Uses over time.

use serde::{Deserialize, Serialize};

use super::Count;
use crate::corpus::edtf;

/// The most points of a timeline: ten years of months. More are narrower than a reader can tell apart in a plot
/// of 600 pixels; fewer would hide a campaign of some weeks in a quarter.
pub const MOST_POINTS: usize = 120;

/// How much time a point of a timeline spans. Coarser is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Step {
    const ALL: [Step; 5] = [Step::Month, Step::Quarter, Step::Year, Step::Decade, Step::Century];

    fn months(self) -> usize {
        match self {
            Step::Month => 1,
            Step::Quarter => 3,
            Step::Year => 12,
            Step::Decade => 120,
            Step::Century => 1200,
        }
    }
}

/// A document, as far as a timeline is concerned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dated<'a> {
    /// EDTF. An interval counts by its start; what is uncertain (`2022?`) counts as if it were not.
    pub date: Option<&'a str>,
    pub count: Count,
}

/// The documents of some time, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub documents: usize,
    /// Documents with a use.
    pub with: usize,
    pub count: Count,
}

impl Tally {
    fn add(&mut self, count: Count) {
        self.documents += 1;
        self.with += usize::from(count.uses > 0);
        self.count += count;
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// `2022-04`, `2022-Q2`, `2022`, `202X` or `20XX`.
    pub period: String,
    pub tally: Tally,
}

/// Documents in the order of time, without holes: a period in which nothing was said is a point, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    pub step: Step,
    pub points: Vec<Point>,
    /// Documents without a date, with one too vague for the step (`2022` among months, `XXXX-01-30` always), or
    /// outside the calendar.
    pub unplaced: Tally,
}

/// The periods of a timeline. It depends on the dates of the documents alone, so that the timelines of all slogans
/// of a selection, or of one slogan in two selections, have the same points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    step: Step,
    /// The first period, counted from the year 0.
    first: usize,
    periods: usize,
}

impl Calendar {
    /// From the first date to the last one. The step is the shortest that gives at most [`MOST_POINTS`] and places
    /// at least half of the documents with a date: where most know only their year, months would show the few
    /// others as if they were all.
    pub fn new<'a>(dates: impl IntoIterator<Item = Option<&'a str>>) -> Calendar {
        let known: Vec<(Step, usize)> = dates.into_iter().flatten().filter_map(known).collect();
        let calendar = |step: Step| {
            let placed = known.iter().filter(|(finest, _)| *finest <= step);
            let periods = placed.clone().map(|(_, month)| month / step.months());
            let (first, last) = (periods.clone().min()?, periods.max()?);
            let calendar = Calendar {
                step,
                first,
                periods: last - first + 1,
            };
            (calendar.periods <= MOST_POINTS && 2 * placed.count() >= known.len()).then_some(calendar)
        };
        Step::ALL.into_iter().find_map(calendar).unwrap_or(Calendar {
            step: Step::Month,
            first: 0,
            periods: 0,
        })
    }

    pub fn step(&self) -> Step {
        self.step
    }

    /// The names of its periods, in the order of time.
    pub fn periods(&self) -> impl Iterator<Item = String> {
        (self.first..self.first + self.periods).map(|period| {
            let month = period * self.step.months();
            let year = month / 12;
            match self.step {
                Step::Month => format!("{year:04}-{:02}", month % 12 + 1),
                Step::Quarter => format!("{year:04}-Q{}", month % 12 / 3 + 1),
                Step::Year => format!("{year:04}"),
                Step::Decade => format!("{:03}X", year / 10),
                Step::Century => format!("{:02}XX", year / 100),
            }
        })
    }

    /// In which of its periods is a date? `None` if the date is too vague to tell, or outside.
    pub fn place(&self, date: &str) -> Option<usize> {
        let (finest, month) = known(date)?;
        let period = (month / self.step.months()).checked_sub(self.first)?;
        (finest <= self.step && period < self.periods).then_some(period)
    }

    /// The documents by period, in any order.
    pub fn timeline<'a>(&self, documents: impl IntoIterator<Item = Dated<'a>>) -> Timeline {
        let mut unplaced = Tally::default();
        let mut tallies = vec![Tally::default(); self.periods];
        for document in documents {
            let place = document.date.and_then(|date| self.place(date));
            let tally = place.and_then(|place| tallies.get_mut(place)).unwrap_or(&mut unplaced);
            tally.add(document.count);
        }
        let points = self.periods().zip(tallies);
        Timeline {
            step: self.step,
            points: points.map(|(period, tally)| Point { period, tally }).collect(),
            unplaced,
        }
    }
}

/// The timeline of some documents, by a calendar of their own.
pub fn timeline(documents: &[Dated]) -> Timeline {
    Calendar::new(documents.iter().map(|document| document.date)).timeline(documents.iter().copied())
}

/// The first month that a date may mean, counted from the year 0, and the shortest step in which it stands firm.
fn known(date: &str) -> Option<(Step, usize)> {
    if !edtf::is_valid(date) {
        return None;
    }
    let start = date.split(['/', '?', '~', '%']).next()?;
    let mut parts = start.split('-');
    let digits = parts.next()?;
    let certain = digits.trim_end_matches('X');
    let (step, years) = match digits.len() - certain.len() {
        0 => (Step::Year, 1),
        1 => (Step::Decade, 10),
        2 => (Step::Century, 100),
        _ => return None,
    };
    let first = certain.parse::<usize>().ok()? * years * 12;
    let month = parts.next().and_then(|month| month.parse::<usize>().ok());
    Some(match month {
        Some(month) if step == Step::Year => (Step::Month, first + month.checked_sub(1)?),
        _ => (step, first),
    })
}
