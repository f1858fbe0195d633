//! Medians of repeated runs, and tables of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Runs of a measurement, at least and at most, and the time after which no further one starts: fast ones are
/// repeated until the noise of the machine is out of the median.
const RUNS: std::ops::RangeInclusive<usize> = 5..=200;
const ENOUGH: Duration = Duration::from_secs(1);

/// The median time of a run, in milliseconds.
pub fn time<T>(mut run: impl FnMut() -> T) -> f64 {
    let begin = Instant::now();
    let mut times = Vec::new();
    while times.len() < *RUNS.start() || (times.len() < *RUNS.end() && begin.elapsed() < ENOUGH) {
        let start = Instant::now();
        black_box(run());
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    median(&mut times)
}

/// The milliseconds and the result of one run.
pub fn once<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = black_box(run());
    (start.elapsed().as_secs_f64() * 1000.0, result)
}

/// The middle one of several values; not a number for none.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A number with about three digits.
pub fn short(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// A size in decimal kilobytes.
pub fn kilobytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

/// Rows of cells under a title; the first column stands left, the others right.
pub struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let mut table = Table {
            title: title.into(),
            rows: Vec::new(),
        };
        table.row(columns);
        table
    }

    pub fn row<C: ToString>(&mut self, cells: &[C]) {
        self.rows.push(cells.iter().map(C::to_string).collect());
    }

    /// The table as Markdown, under its title.
    pub fn markdown(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let line = |row: &Vec<String>| {
            let cells = (0..columns).map(|column| row.get(column).map_or("", String::as_str));
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let mut text = format!("\n### {}\n\n", self.title);
        for (at, row) in self.rows.iter().enumerate() {
            text += &line(row);
            if at == 0 {
                text += &format!("|---|{}\n", "--:|".repeat(columns.saturating_sub(1)));
            }
        }
        text
    }

    pub fn print(&self) {
        println!("\n{}\n", self.title);
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell_width = |row: &Vec<String>, column: usize| row.get(column).map_or(0, |cell| width(cell));
        let widths: Vec<usize> = (0..columns)
            .map(|column| self.rows.iter().map(|row| cell_width(row, column)).max().unwrap_or(0))
            .collect();
        for row in &self.rows {
            let mut line = String::new();
            for (i, cell) in row.iter().enumerate() {
                let pad = " ".repeat(widths[i] - width(cell));
                if i == 0 {
                    line += &format!("  {cell}{pad}");
                } else {
                    line += &format!("   {pad}{cell}");
                }
            }
            println!("{}", line.trim_end());
        }
    }
}

/// Columns of a terminal; a Chinese character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}
