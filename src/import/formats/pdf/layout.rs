//! From glyphs on a page to lines of text: those on one height are a line, those that stand far apart are words. What
//! returns at the edge of every page is no text.

use std::collections::BTreeMap;

use crate::corpus::Reason;
use crate::import::marked::{Mark, Marked};

/// How far two runs of a line may differ in height, as a part of the larger size. Higher takes close lines for one;
/// lower tears off the numbers of notes.
const HEIGHT: f64 = 0.5;

/// The gap between two words, as a part of the size: of letters, and of Chinese characters, which are spread out to
/// fill a line.
const GAP: f64 = 0.2;
const WIDE_GAP: f64 = 0.8;

/// How many lines at the top and at the bottom of a page may be running heads.
const EDGE: usize = 2;

/// How much larger than most of the text a heading is set.
const LARGER: f64 = 1.2;

/// Most characters of a line that is set larger.
const HEADING: usize = 60;

/// Which way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Right,
    Up,
    Left,
    Down,
    /// Across the page, as watermarks do.
    Aslant,
}

impl Direction {
    /// By what a step to the right becomes.
    pub fn of(x: f64, y: f64) -> Self {
        if x.abs() > 5.0 * y.abs() {
            if x > 0.0 { Direction::Right } else { Direction::Left }
        } else if y.abs() > 5.0 * x.abs() {
            if y > 0.0 { Direction::Up } else { Direction::Down }
        } else if x == 0.0 && y == 0.0 {
            Direction::Right
        } else {
            Direction::Aslant
        }
    }

    /// A point as a reader of this direction sees it: how far along the line, and how high.
    fn seen(self, (x, y): (f64, f64)) -> (f64, f64) {
        match self {
            Direction::Right | Direction::Aslant => (x, y),
            Direction::Up => (y, -x),
            Direction::Left => (-x, -y),
            Direction::Down => (-y, x),
        }
    }
}

/// Glyphs that follow each other.
pub struct Run {
    pub direction: Direction,
    pub start: (f64, f64),
    pub end: (f64, f64),
    pub size: f64,
    pub text: String,
}

/// What stands on a page, in the order of the file.
#[derive(Default)]
pub struct Sheet {
    runs: Vec<Run>,
}

impl Sheet {
    /// Adds a run, or makes the last one longer if it goes on there.
    pub fn add(&mut self, run: Run) {
        if let Some(last) = self.runs.last_mut() {
            let (x, y) = last.direction.seen(last.end);
            let (next, height) = run.direction.seen(run.start);
            let goes_on = last.direction == run.direction
                && (next - x).abs() < GAP / 2.0 * run.size
                && (height - y).abs() < 0.01 * run.size
                && last.size == run.size;
            if goes_on {
                last.text.push_str(&run.text);
                last.end = run.end;
                return;
            }
        }
        self.runs.push(run);
    }

    /// The lines from the top to the bottom.
    fn lines(mut self) -> Vec<Line> {
        self.runs.retain(|run| !run.text.is_empty());
        // The height of a run, the top first.
        let height = |run: &Run| run.direction.seen(run.start).1;
        self.runs
            .sort_by(|a, b| a.direction.cmp(&b.direction).then(height(b).total_cmp(&height(a))));
        let mut rows: Vec<Vec<Run>> = Vec::new();
        for run in self.runs {
            let first = rows.last().and_then(|row| row.first());
            let is_same = first.is_some_and(|first| {
                first.direction == run.direction
                    && (height(first) - height(&run)).abs() < HEIGHT * first.size.max(run.size)
            });
            match rows.last_mut() {
                Some(row) if is_same => row.push(run),
                _ => rows.push(vec![run]),
            }
        }
        rows.into_iter()
            .map(Line::new)
            .filter(|line| !line.text.trim().is_empty())
            .collect()
    }
}

struct Line {
    text: String,
    /// Of the largest of its glyphs.
    size: f64,
    is_aslant: bool,
}

impl Line {
    fn new(mut row: Vec<Run>) -> Self {
        let along = |run: &Run| run.direction.seen(run.start).0;
        row.sort_by(|a, b| along(a).total_cmp(&along(b)));
        let mut line = Line {
            text: String::new(),
            size: 0.0,
            is_aslant: row.first().is_some_and(|run| run.direction == Direction::Aslant),
        };
        let mut end: Option<f64> = None;
        for run in row {
            let gap = end.map_or(0.0, |end| along(&run) - end) / run.size.max(1e-3);
            let (before, after) = (line.text.chars().next_back(), run.text.chars().next());
            let is_narrow = before
                .zip(after)
                .is_some_and(|(a, b)| (a as u32) < 0x2e80 && (b as u32) < 0x2e80);
            let is_spaced = before.is_none_or(char::is_whitespace) || after.is_none_or(char::is_whitespace);
            if !is_spaced && gap > if is_narrow { GAP } else { WIDE_GAP } {
                line.text.push(' ');
            }
            line.text
                .extend(run.text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
            line.size = line.size.max(run.size);
            end = Some(run.direction.seen(run.end).0.max(end.unwrap_or(f64::MIN)));
        }
        line.text.truncate(line.text.trim_end().len());
        line
    }
}

/// Writes the pages one after another, a line a line.
pub fn write(sheets: Vec<Sheet>, marked: &mut Marked) {
    let pages: Vec<Vec<Line>> = sheets.into_iter().map(Sheet::lines).collect();
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    for head in pages.iter().flat_map(|lines| edges(lines)) {
        *heads.entry(without_numbers(&head.text)).or_default() += 1;
    }
    let with_text = pages.iter().filter(|lines| !lines.is_empty()).count();
    let size = most_common_size(&pages);
    // The heading that the lines before belong to: where it begins, and its size.
    let mut heading: Option<(usize, f64)> = None;
    for lines in &pages {
        let last = lines.len();
        for (i, line) in lines.iter().enumerate() {
            let start = marked.text.len();
            marked.text.push_str(&line.text);
            let end = marked.text.len();
            marked.text.push('\n');
            let at_edge = i < EDGE || i + EDGE >= last;
            let returns = heads
                .get(&without_numbers(&line.text))
                .is_some_and(|&n| n > 1 && n * 2 >= with_text);
            let is_around = line.is_aslant || at_edge && (returns || is_page_number(&line.text));
            let is_large = !is_around && line.size > LARGER * size && line.text.chars().count() <= HEADING;
            if is_around {
                marked.mark(start..end, Mark::Around(Reason::Footer));
            }
            heading = match heading {
                _ if !is_large => None,
                Some((begin, same)) if (same - line.size).abs() < 0.01 => {
                    if let Some((range, _)) = marked.marks.last_mut() {
                        range.end = end;
                    }
                    Some((begin, same))
                }
                _ => {
                    marked.mark(start..end, Mark::Heading(1));
                    Some((start, line.size))
                }
            };
        }
    }
}

/// The lines at the top and at the bottom.
fn edges(lines: &[Line]) -> impl Iterator<Item = &Line> {
    let bottom = lines.len().saturating_sub(EDGE).max(EDGE);
    lines.iter().take(EDGE).chain(lines.iter().skip(bottom))
}

fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
}

/// «- 3 -», «第3页 共8页», «3/8», «Page 3 of 8», «iv».
fn is_page_number(text: &str) -> bool {
    let text = text.to_lowercase();
    let is_number = text.chars().any(char::is_numeric) || text.trim().chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let words = ["page", "of", "第", "页", "頁", "共"];
    let rest = words.iter().fold(text, |text, word| text.replace(word, ""));
    let is_rest = |c: char| c.is_numeric() || c.is_whitespace() || "-—–─―·•/|.~()（）ivx".contains(c);
    is_number && rest.chars().count() <= 20 && rest.chars().all(is_rest)
}

/// The size of most of the characters, in tenths.
fn most_common_size(pages: &[Vec<Line>]) -> f64 {
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for line in pages.iter().flatten() {
        *sizes.entry((line.size * 10.0).round() as i64).or_default() += line.text.chars().count();
    }
    let most = sizes.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(0.0, |(size, _)| size as f64 / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_numbers_in_a_text() {
        for number in [
            "3",
            "- 3 -",
            "— 12 —",
            "第 3 页 共 8 页",
            "3/8",
            "Page 3 of 8",
            "iv",
            "·3·",
        ] {
            assert!(is_page_number(number), "{number}");
        }
        for text in ["2022年", "三、", "3. 修桥", "vivid", "第一", "——"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
