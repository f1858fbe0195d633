//! CSV and TSV: a text a row. The columns are told by their heads, or by how much is in them.

use csv::ReaderBuilder;

use super::{Fault, Reading, Text, html};
use crate::corpus::Speaker;
use crate::import::dates;
use crate::import::marked::{Mark, Marked};
use crate::import::{Column, Kind, Options};
use crate::text::fold::{View, fold_text};

/// What columns are called, folded, letters only.
#[rustfmt::skip]
const HEADS: [(Column, &[&str]); 8] = [
    (Column::Text, &[
        "正文", "内容", "全文", "文本", "原文", "文章", "稿件", "讲话稿", "text", "fulltext", "body", "content",
        "article", "speech", "transcript",
    ]),
    (Column::Title, &["标题", "题目", "题名", "篇名", "title", "headline", "subject"]),
    (Column::Date, &[
        "日期", "时间", "讲话日期", "讲话时间", "会议日期", "会议时间", "活动日期", "活动时间", "date", "day", "eventdate",
        "speechdate",
    ]),
    (Column::Published, &[
        "发布日期", "发布时间", "发表日期", "发表时间", "发文日期", "发文时间", "刊发日期", "刊登日期", "公布日期", "上网日期",
        "published", "publishedat", "publishdate", "publisheddate", "publishtime", "publicationdate", "pubdate",
        "pubtime", "datepublished", "dateofpublication",
    ]),
    (Column::Place, &["地区", "地点", "地方", "地域", "区域", "行政区", "place", "location", "region", "area"]),
    (Column::Issuer, &[
        "发文机关", "发文单位", "发文机构", "发布机关", "发布单位", "发布机构", "制发机关", "印发机关", "单位", "机关", "机构", "部门",
        "issuer", "organ", "organization", "organisation", "agency", "department", "authority",
    ]),
    (Column::Source, &[
        "来源", "信息来源", "文章来源", "出处", "稿源", "媒体", "网站", "source", "outlet", "media", "website", "publisher",
    ]),
    (Column::Speakers, &[
        "讲话人", "发言人", "讲话者", "发言者", "报告人", "主讲人", "领导", "作者", "speaker", "speakers", "author", "authors",
        "byline",
    ]),
];

/// Most characters of the head of a column. Higher takes a first row of short texts for heads.
const HEAD: usize = 30;

/// Least bytes of a title, on average over a column without a head.
const TITLE: usize = 18;

/// What a cell has, under which head.
pub struct Cell {
    pub head: String,
    pub column: Column,
    pub value: String,
}

/// What stands between the columns: comma, semicolon or tab, whichever the first row has most of.
pub fn separator(text: &str) -> char {
    let mut is_quoted = false;
    let first = text.chars().take_while(|c| {
        is_quoted ^= *c == '"';
        is_quoted || !matches!(c, '\n' | '\r')
    });
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    let mut is_quoted = false;
    for c in first {
        is_quoted ^= c == '"';
        for (_, count) in counts.iter_mut().filter(|(separator, _)| !is_quoted && *separator == c) {
            *count += 1;
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(',', |(separator, _)| *separator)
}

/// Reads a text a row. A row without a text is a warning that names it.
pub fn read(text: &str, separator: char, options: &Options) -> Result<Reading, Fault> {
    let mut rows = rows(text, separator);
    let heads = match rows.first() {
        Some((_, first)) if is_head(first, options) => rows.remove(0).1,
        _ => Vec::new(),
    };
    let columns = columns(&heads, &rows, options);
    let first = |i: usize| {
        rows.iter()
            .find_map(|(_, row)| row.get(i).filter(|value| !value.is_empty()).cloned())
    };
    let named = heads.iter().zip(&columns).enumerate();
    let named = named.map(|(i, (head, column))| (head.clone(), *column, first(i).unwrap_or_default()));
    let mut reading = Reading {
        columns: named.collect(),
        ..Reading::default()
    };
    for (line, row) in rows {
        let cells = row.into_iter().enumerate().map(|(i, value)| Cell {
            head: heads.get(i).cloned().unwrap_or_default(),
            column: columns.get(i).copied().unwrap_or(Column::None),
            value,
        });
        match self::text(cells.collect()) {
            Some(text) => reading.texts.push(text),
            None => reading.warnings.push((Kind::Empty, format!("line {line}"))),
        }
    }
    Ok(reading)
}

/// The rows that are not blank, and the line each begins at.
fn rows(text: &str, separator: char) -> Vec<(u64, Vec<String>)> {
    // Who writes tabs between cells often writes quotation marks as they are.
    let is_quoted = separator != '\t' || text.matches('"').count().is_multiple_of(2);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(is_quoted)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes());
    let records = reader.records().filter_map(Result::ok);
    let rows = records.map(|record| {
        let line = record.position().map_or(0, csv::Position::line);
        (
            line,
            record.iter().map(|cell| cell.trim().to_string()).collect::<Vec<_>>(),
        )
    });
    rows.filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

/// Is this the row of the heads? They are short, and one of them is known.
fn is_head(row: &[String], options: &Options) -> bool {
    let short = row.iter().all(|cell| cell.chars().count() <= HEAD);
    short && row.iter().any(|cell| column(cell, options).is_some())
}

/// What each column has. There is one text: of several that could be it, and if there is none, the longest.
fn columns(heads: &[String], rows: &[(u64, Vec<String>)], options: &Options) -> Vec<Column> {
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
    let mut lengths = vec![0; width];
    for (i, cell) in rows.iter().flat_map(|(_, row)| row.iter().enumerate()) {
        lengths[i] += cell.len();
    }
    let known = |i: usize| heads.get(i).and_then(|head| column(head, options));
    let mut columns: Vec<Option<Column>> = (0..width).map(known).collect();
    settle(&mut columns, &lengths);
    if heads.is_empty() {
        guess(&mut columns, rows, &lengths);
    }
    columns
        .into_iter()
        .map(|column| column.unwrap_or(Column::None))
        .collect()
}

/// Without heads a column of days is that of the dates, and of the others the one with the longest cells has titles.
fn guess(columns: &mut [Option<Column>], rows: &[(u64, Vec<String>)], lengths: &[usize]) {
    let is_day = |i: usize| {
        let mut cells = rows
            .iter()
            .filter_map(|(_, row)| row.get(i))
            .filter(|cell| !cell.is_empty());
        lengths[i] > 0
            && cells.all(|cell| cell.chars().count() <= HEAD && dates::field(&fold_text(cell, View::Search)).is_some())
    };
    let days: Vec<bool> = (0..columns.len()).map(is_day).collect();
    if let Some(day) = (0..columns.len()).find(|&i| columns[i].is_none() && days[i]) {
        columns[day] = Some(Column::Date);
    }
    let open = (0..columns.len()).filter(|&i| columns[i].is_none() && !days[i]);
    if let Some(title) = open
        .rev()
        .max_by_key(|&i| lengths[i])
        .filter(|&i| lengths[i] >= TITLE * rows.len())
    {
        columns[title] = Some(Column::Title);
    }
}

/// Settles which of several members has the text, by the length of each.
pub fn settle(columns: &mut [Option<Column>], lengths: &[usize]) {
    let longest = |columns: &[Option<Column>], wanted: Option<Column>| {
        let fitting = (0..columns.len()).filter(|&i| columns[i] == wanted);
        fitting.rev().max_by_key(|&i| lengths[i])
    };
    let Some(text) = longest(columns, Some(Column::Text)).or_else(|| longest(columns, None)) else {
        return;
    };
    for column in columns.iter_mut().filter(|column| **column == Some(Column::Text)) {
        *column = None;
    }
    columns[text] = Some(Column::Text);
}

/// What a head says of its column: the reader's word for it first, then what such columns are called.
pub fn column(head: &str, options: &Options) -> Option<Column> {
    if let Some((_, column)) = options.columns.iter().find(|(name, _)| name == head) {
        return Some(*column);
    }
    let folded: String = fold_text(head, View::Search)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let named = HEADS.iter().find(|(_, names)| names.contains(&folded.as_str()));
    let ends = || {
        let suffixes = [
            (Column::Title, "标题"),
            (Column::Text, "正文"),
            (Column::Text, "全文"),
            (Column::Text, "内容"),
        ];
        suffixes.into_iter().find(|(_, end)| folded.ends_with(end))
    };
    named
        .map(|(column, _)| *column)
        .or_else(|| ends().map(|(column, _)| column))
}

/// The text that cells make, with the fields that they state; none if no cell has a text. What no field of a
/// document takes stands over the text as a fact.
pub fn text(cells: Vec<Cell>) -> Option<Text> {
    let mut text = Text::default();
    let mut body = Marked::default();
    let given = &mut text.given;
    for Cell { head, column, value } in cells.into_iter().filter(|cell| !cell.value.trim().is_empty()) {
        let field = match column {
            Column::Title => Some(&mut given.title),
            Column::Date => Some(&mut given.date),
            Column::Published => Some(&mut given.published),
            Column::Place => Some(&mut given.place),
            Column::Issuer => Some(&mut given.issuer),
            Column::Source => Some(&mut given.source),
            Column::Text | Column::Speakers | Column::None => None,
        };
        match (column, field) {
            (Column::Text, _) if html::is_html(value.trim_start()) => body.append(html::read(&value)),
            (Column::Text, _) => body.append(value.into()),
            (Column::Speakers, _) => given.speakers.extend(speakers(&value)),
            (_, Some(field @ None)) => *field = Some(value),
            _ => {
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                let fact = if head.is_empty() {
                    value
                } else {
                    format!("{head}: {value}")
                };
                text.marked.line(&fact, Mark::Field);
            }
        }
    }
    if body.text.trim().is_empty() {
        return None;
    }
    text.marked.append(body);
    Some(text)
}

/// Names in a row, without offices.
pub fn speakers(names: &str) -> Vec<Speaker> {
    let names = names.split(['、', ',', '，', ';', '；', '\n']).map(str::trim);
    let named = names.filter(|name| !name.is_empty());
    named
        .map(|name| Speaker {
            name: name.to_string(),
            role: None,
        })
        .collect()
}
