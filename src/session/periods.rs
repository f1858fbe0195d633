//! Periods of months, and the documents of a corpus as bars over them: what a histogram shows, and what a reader
//! marks in it.

use super::library::Count;
use crate::search::date;

/// The most bars: in a column of 220 pixels more are narrower than a pointer can tell apart.
const MOST: u32 = 60;

/// Months up to which each has a bar of its own: three years. Fewer would hide a campaign of some weeks in a corpus of
/// two years, more are too narrow to be hit.
const SHORT: u32 = 36;

/// Years that one bar may stand for. The last is all of the calendar.
const YEARS: [u32; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 10_000];

/// A run of months, each counted from the year 0. The first may be the beginning of time and the last its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months {
    pub first: u32,
    pub last: u32,
}

impl Months {
    /// The beginning and the end of time.
    pub const EVER: Months = Months {
        first: 0,
        last: u32::MAX,
    };

    /// Reads a year, a month, a day, or two of them with `..` between, of which one may be missing; as Chinese writes
    /// them, too.
    pub fn read(value: &str) -> Option<Months> {
        let (first, last) = date::asked(value)?;
        let month = |day: u32| day / 10_000 * 12 + (day / 100 % 100).clamp(1, 12) - 1;
        Some(Months {
            first: if first == 0 { 0 } else { month(first) },
            last: if last == u32::MAX { last } else { month(last) },
        })
    }

    /// As short as it can be read back: `2022`, `2022-04`, `2021..2022`, `2021-03..2022-06`, `2021..`.
    pub fn write(self) -> String {
        let Months { first, last } = self;
        let is_whole = (first % 12 == 0) && (last % 12 == 11 || last == u32::MAX);
        let end = |month: u32| match is_whole {
            true => format!("{:04}", month / 12),
            false => format!("{:04}-{:02}", month / 12, month % 12 + 1),
        };
        match (first, last) {
            (0, u32::MAX) => "..".to_string(),
            (first, u32::MAX) => format!("{}..", end(first)),
            (0, last) => format!("..{}", end(last)),
            (first, last) if end(first) == end(last) => end(first),
            (first, last) => format!("{}..{}", end(first), end(last)),
        }
    }

    /// The year, if it is all of one or a part of one.
    pub fn year(self) -> Option<u32> {
        (self.first / 12 == self.last / 12).then_some(self.first / 12)
    }

    pub fn overlaps(self, other: Months) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn of_year(year: u32) -> Months {
        Months {
            first: year * 12,
            last: year * 12 + 11,
        }
    }

    fn and(self, other: Months) -> Months {
        Months {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }

    fn len(self) -> u32 {
        (self.last - self.first).saturating_add(1)
    }
}

/// The documents that other filters leave, by month or by some years, without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    pub bars: Vec<Bar>,
    /// The year whose months these are, if the corpus has others.
    pub year: Option<u32>,
    pub undated: usize,
    /// All months from the first document to the last.
    pub whole: Months,
    /// Months that a bar stands for.
    step: u32,
    /// The months and years that there are.
    known: Vec<(Months, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    pub months: Months,
    pub count: usize,
}

/// An end of a period that a reader moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    First,
    Last,
}

impl Bars {
    /// From the months and years of the date facet. A year that is chosen alone is shown by its months.
    pub fn new(values: &[Count], chosen: &[Months]) -> Option<Bars> {
        let undated = values.iter().filter(|value| value.value.is_empty());
        let undated = undated.map(|value| value.own).sum();
        // What is listed only because it is chosen may lie anywhere.
        let listed = values.iter().filter(|value| value.own > 0 || !value.chosen);
        let known: Vec<(Months, usize)> = listed
            .filter(|value| !value.value.contains(".."))
            .filter_map(|value| Some((Months::read(&value.value)?, value.own)))
            .collect();
        let whole = known.iter().map(|(months, _)| *months).reduce(Months::and)?;
        let is_month = |(months, _): &&(Months, usize)| months.len() == 1;
        let by_month: usize = known.iter().filter(is_month).map(|(_, count)| count).sum();
        let dated: usize = known.iter().map(|(_, count)| count).sum();
        let year = match chosen {
            [chosen] if whole.len() > SHORT => chosen.year().filter(|year| {
                let here = Months::of_year(*year);
                known.iter().filter(is_month).any(|(months, _)| months.overlaps(here))
            }),
            _ => None,
        };
        let is_short = whole.len() <= SHORT && by_month > 0 && 2 * by_month >= dated;
        let years = YEARS.into_iter().find(|years| whole.len() / (12 * years) < MOST)?;
        let step = if year.is_some() || is_short { 1 } else { 12 * years };
        let shown = year.map_or(whole, Months::of_year);
        let start = shown.first / step;
        let mut bars: Vec<Bar> = (start..=shown.last / step)
            .map(|at| Bar {
                months: Months {
                    first: at * step,
                    last: at * step + step - 1,
                },
                count: 0,
            })
            .collect();
        for (months, count) in known.iter().filter(|(months, _)| months.len() <= step) {
            let at = (months.first / step).checked_sub(start);
            if let Some(bar) = at.and_then(|at| bars.get_mut(at as usize)) {
                bar.count += count;
            }
        }
        Some(Bars {
            bars,
            year,
            undated,
            whole,
            step,
            known,
        })
    }

    /// Is each bar a month?
    pub fn is_by_month(&self) -> bool {
        self.step == 1
    }

    /// The months from one bar to another.
    pub fn span(&self, from: usize, to: usize) -> Months {
        let last = self.bars.len() - 1;
        self.bars[from.min(last)].months.and(self.bars[to.min(last)].months)
    }

    /// The bar at a share of the axis, 0 to 1.
    pub fn at(&self, share: f64) -> usize {
        ((share * self.bars.len() as f64) as usize).min(self.bars.len() - 1)
    }

    /// The bar that a month is in, or the nearest one.
    pub fn of(&self, month: u32) -> usize {
        let at = (month / self.step).saturating_sub(self.bars[0].months.first / self.step);
        (at as usize).min(self.bars.len() - 1)
    }

    /// Where a period begins and ends, as shares of the axis.
    pub fn edges(&self, months: Months) -> [f64; 2] {
        let shown = self.span(0, usize::MAX);
        let share = |month: f64| ((month - f64::from(shown.first)) / f64::from(shown.len())).clamp(0.0, 1.0);
        [share(f64::from(months.first)), share(f64::from(months.last) + 1.0)]
    }

    /// How many documents are, or may be, of these months.
    pub fn count(&self, months: Months) -> usize {
        let here = self.known.iter().filter(|(known, _)| known.overlaps(months));
        here.map(|(_, count)| count).sum()
    }

    /// Documents that may be of what is shown and are in no bar: bars are months, and only their year is known.
    pub fn vague(&self) -> usize {
        let shown: usize = self.bars.iter().map(|bar| bar.count).sum();
        self.count(self.span(0, usize::MAX)) - shown
    }

    /// A period with one end moved by so many bars. It stays within the corpus, and at least a bar long.
    pub fn moved(&self, months: Months, end: End, by: i32) -> Months {
        let step = i64::from(self.step);
        let down = |month: u32| i64::from(month) / step * step;
        let lowest = down(self.whole.first);
        let highest = down(self.whole.last) + step - 1;
        let first = i64::from(months.first).clamp(lowest, highest);
        let last = i64::from(months.last).clamp(lowest, highest);
        // An end inside of a bar first comes to the edge of it.
        let snapped = |edge: i64, at: i64, comes_to_it: bool| {
            let by = if edge != at && comes_to_it {
                by - by.signum()
            } else {
                by
            };
            edge + i64::from(by) * step
        };
        let (first, last) = match end {
            End::First => {
                let edge = first / step * step;
                (snapped(edge, first, by < 0).clamp(lowest, last / step * step), last)
            }
            End::Last => {
                let edge = last / step * step + step - 1;
                (
                    first,
                    snapped(edge, last, by > 0).clamp(first / step * step + step - 1, highest),
                )
            }
        };
        Months {
            first: first as u32,
            last: last as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(counts: &[(&str, usize)]) -> Vec<Count> {
        let value = |(value, count): &(&str, usize)| Count {
            value: value.to_string(),
            depth: 0,
            count: *count,
            own: *count,
            chosen: false,
        };
        counts.iter().map(value).collect()
    }

    fn months(value: &str) -> Months {
        Months::read(value).unwrap_or_else(|| panic!("{value}"))
    }

    /// The bars as `period:count`.
    fn shown(counts: &[(&str, usize)], chosen: &[&str]) -> String {
        let chosen: Vec<Months> = chosen.iter().map(|value| months(value)).collect();
        let bars = Bars::new(&values(counts), &chosen);
        let bars = bars.iter().flat_map(|bars| &bars.bars);
        let bars: Vec<String> = bars
            .map(|bar| format!("{}:{}", bar.months.write(), bar.count))
            .collect();
        bars.join(" ")
    }

    #[test]
    fn a_period_is_written_as_short_as_it_is_read() {
        for value in [
            "2022",
            "2022-04",
            "2021..2022",
            "2021-03..2022-06",
            "2021-01..2022-06",
            "2021..",
            "2021-03..",
            "..2021",
            "..2021-03",
        ] {
            assert_eq!(months(value).write(), value);
        }
        assert_eq!(months("2021-01..2022-12").write(), "2021..2022");
        assert_eq!(months("2021年3月..2022").write(), "2021-03..2022-12");
        assert_eq!(months("2022-04-25").write(), "2022-04");
        assert_eq!(Months::read("2022-06..2021"), None);
    }

    #[test]
    fn a_short_time_is_shown_by_months_and_a_long_one_by_years() {
        assert_eq!(
            shown(&[("2021-11", 2), ("2022-01", 1)], &[]),
            "2021-11:2 2021-12:0 2022-01:1"
        );
        assert_eq!(
            shown(&[("2019-11", 2), ("2022-12", 1)], &[]),
            "2019:2 2020:0 2021:0 2022:1"
        );
        let long = shown(&[("1860-11", 2), ("1861", 3), ("2022-12", 1)], &[]);
        assert!(
            long.starts_with("1860..1864:5 1865..1869:0 ") && long.ends_with(" 2020..2024:1"),
            "{long}"
        );
        // Where most know only their year, months would say little.
        assert_eq!(shown(&[("2021", 9), ("2022-01", 1)], &[]), "2021:9 2022:1");
        assert_eq!(shown(&[("0001-01", 1), ("9999-12", 1)], &[]).split(' ').count(), 50);
        assert_eq!(shown(&[("", 4)], &[]), "");
    }

    #[test]
    fn one_year_of_many_is_shown_by_its_months() {
        let counts = [("2015-02", 1), ("2021-03", 2), ("2021", 5), ("2022-12", 1), ("", 7)];
        for chosen in ["2021", "2021-03", "2021-02..2021-11"] {
            let bars = shown(&counts, &[chosen]);
            assert!(
                bars.starts_with("2021-01:0 2021-02:0 2021-03:2 ") && bars.ends_with("2021-12:0"),
                "{bars}"
            );
        }
        let bars = Bars::new(&values(&counts), &[months("2021")]).expect("there are dates");
        assert_eq!(
            (bars.year, bars.undated, bars.count(months("2021-03"))),
            (Some(2021), 7, 7)
        );
        assert_eq!(bars.count(months("2021-04")), 5, "they may be of April");
        assert_eq!(bars.vague(), 5);
        let bars = Bars::new(&values(&counts), &[months("2021-04..2022")]).expect("there are dates");
        assert_eq!(
            (bars.count(months("2021-04..2022")), bars.vague()),
            (6, 0),
            "a part of a bar"
        );
        // No month of it is known.
        assert!(shown(&[("2015-02", 1), ("2021", 5)], &["2021"]).ends_with(" 2021:5"));
        assert!(shown(&counts, &["2021..2022"]).ends_with(" 2021:7 2022:1"));
    }

    #[test]
    fn what_a_link_asks_for_does_not_stretch_the_axis() {
        let mut values = values(&[("2021-03", 1), ("2021-05", 1), ("9999", 0)]);
        values[2].chosen = true;
        let bars = Bars::new(&values, &[months("9999")]).expect("there are dates");
        assert_eq!(bars.bars.len(), 3);
        assert_eq!(bars.edges(months("9999")), [1.0, 1.0]);
        assert_eq!(bars.edges(months("2021-04..")), [1.0 / 3.0, 1.0]);
        assert_eq!(
            (bars.at(0.5), bars.at(1.0), bars.of(months("2021-05").first)),
            (1, 2, 2)
        );
    }

    #[test]
    fn ends_move_from_bar_to_bar() {
        let counts = [("2015-02", 1), ("2021-03", 2), ("2022-06", 1)];
        let check = |chosen: &str, end: End, by: i32, expected: &str| {
            let chosen = months(chosen);
            let bars = Bars::new(&values(&counts), &[chosen]).expect("there are dates");
            assert_eq!(bars.moved(chosen, end, by).write(), expected, "{chosen:?} {end:?} {by}");
        };
        check("2016..2020", End::Last, 1, "2016..2021");
        check("2016..2020", End::First, -1, "2015..2020");
        check("2016..2020", End::First, -9, "2015..2020");
        check("2016..2020", End::Last, 99, "2016..2022");
        check("2016..2020", End::Last, -99, "2016");
        check("2016..2020", End::First, 99, "2020");
        // To the edge of the bar that it is in.
        check("2016..2020-03", End::Last, 1, "2016..2020");
        check("2016..2020-03", End::Last, -1, "2016..2019");
        // Out of the year that is shown by its months.
        check("2021", End::First, -1, "2020-12..2021-12");
        check("2021", End::Last, -1, "2021-01..2021-11");
        check("2022", End::Last, 1, "2022-01..2022-06");
        let bars = Bars::new(&values(&counts), &[]).expect("there are dates");
        assert_eq!(bars.moved(Months::EVER, End::First, 1).write(), "2016..2022");
    }
}
