//! Markdown, with or without front matter. Its signs are form and vanish, apart from numbers: those are the
//! author's, so they stand as he wrote them, and so do his line breaks.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Given, Text, html, table};
use crate::corpus::Speaker;
use crate::import::marked::{Mark, Marked};

pub fn read(text: &str) -> Text {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let events = Parser::new_ext(text, options).into_offset_iter();
    // What looks like the address of a link and is none: «[来源]: 某某日报».
    let definitions = events.reference_definitions().iter();
    let is_address = |to: &str| to.contains(['/', '.', '#', ':', '@']);
    let lost = definitions.filter(|(_, to)| !is_address(&to.dest));
    let mut lost: Vec<Range<usize>> = lost.map(|(_, to)| to.span.clone()).collect();
    lost.sort_by_key(|span| span.start);
    let mut lost = lost.into_iter().peekable();

    let mut sheet = Sheet::default();
    for (event, range) in events {
        while let Some(span) = lost.next_if(|span| span.start <= range.start) {
            sheet.line();
            sheet.put(&text[span]);
            sheet.line();
        }
        sheet.hear(event, &text[range]);
    }
    for span in lost {
        sheet.line();
        sheet.put(&text[span]);
    }
    Text {
        marked: sheet.marked,
        given: given(&sheet.fields),
    }
}

/// The text so far.
#[derive(Default)]
struct Sheet {
    marked: Marked,
    /// The names of the front matter, each with its values as they are written.
    fields: Vec<(String, Vec<String>)>,
    /// The number of a point that has no text yet.
    number: Option<String>,
    /// Where the heading or the links began that are open.
    open: Vec<usize>,
    /// HTML that has not ended yet.
    html: String,
    is_head: bool,
    is_picture: bool,
}

impl Sheet {
    fn hear(&mut self, event: Event, source: &str) {
        match event {
            Event::Start(tag) => self.start(&tag, source),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.is_head => self.head(&text),
            Event::Text(text) | Event::Code(text) => self.put(&text),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.line(),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.line(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag, source: &str) {
        match tag {
            Tag::Heading { .. } => {
                self.line();
                self.open.push(self.marked.text.len());
            }
            Tag::Link { .. } => self.open.push(self.marked.text.len()),
            Tag::Image { .. } => self.is_picture = true,
            Tag::MetadataBlock(_) => self.is_head = true,
            Tag::Item => {
                self.line();
                let mark = source.split_whitespace().next().unwrap_or_default();
                self.number = Some(mark.to_string()).filter(|mark| mark.starts_with(|c: char| c.is_ascii_digit()));
            }
            Tag::TableCell if self.marked.text.is_empty() || self.marked.text.ends_with('\n') => {}
            Tag::TableCell => self.marked.text.push('\t'),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            _ => self.line(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                self.mark(Mark::Heading(level as u8));
                self.line();
            }
            TagEnd::Link => self.mark(Mark::Link),
            TagEnd::Image => self.is_picture = false,
            TagEnd::MetadataBlock(_) => self.is_head = false,
            TagEnd::HtmlBlock => {
                let inner = html::read(&std::mem::take(&mut self.html));
                self.line();
                let start = self.marked.text.len();
                self.marked.text.push_str(&inner.text);
                let marks = inner.marks.into_iter();
                let moved = marks.map(|(range, mark)| (start + range.start..start + range.end, mark));
                self.marked.marks.extend(moved);
                self.line();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::TableCell => {}
            TagEnd::Item => {
                self.put("");
                self.line();
            }
            _ => self.line(),
        }
    }

    /// Marks what came since the last start; what is empty is not marked.
    fn mark(&mut self, mark: Mark) {
        let range = self.open.pop().unwrap_or_default()..self.marked.text.len();
        if !range.is_empty() {
            // Links stand within headings, which began before them.
            let at = self
                .marked
                .marks
                .partition_point(|(other, _)| other.start < range.start);
            self.marked.marks.insert(at, (range, mark));
        }
    }

    fn put(&mut self, text: &str) {
        if self.is_picture {
            return;
        }
        if let Some(number) = self.number.take() {
            self.marked.text.push_str(&number);
            self.marked.text.push(' ');
        }
        self.marked.text.push_str(text);
    }

    fn line(&mut self) {
        if !self.marked.text.is_empty() && !self.marked.text.ends_with('\n') {
            self.marked.text.push('\n');
        }
    }

    /// The lines of the front matter: `title: …` is the title, all others are facts.
    fn head(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, value) = match line.strip_prefix("- ") {
                Some(_) => ("", line),
                None => line.split_once(':').unwrap_or(("", line)),
            };
            match (name.trim(), self.fields.last_mut()) {
                ("", Some((_, values))) => values.push(line.trim_start_matches("- ").trim().to_string()),
                ("", None) => {}
                (name, _) => self.fields.push((name.to_string(), vec![value.trim().to_string()])),
            }
            let value = unquoted(value.trim());
            let (line, mark) = match name.trim() {
                "title" if !value.is_empty() => (value, Mark::Title),
                "" => (line.to_string(), Mark::Field),
                name => (format!("{name}: {value}"), Mark::Field),
            };
            let start = self.marked.text.len();
            self.marked.text.push_str(&line);
            self.marked.marks.push((start..self.marked.text.len(), mark));
            self.marked.text.push('\n');
        }
    }
}

/// What front matter states: as Tifa exports it, or as others write it by hand.
fn given(fields: &[(String, Vec<String>)]) -> Given {
    let words = |name: &str| {
        let (_, values) = fields.iter().find(|(field, _)| field == name)?;
        let values: Vec<String> = values.iter().flat_map(|value| items(value)).collect();
        Some(values).filter(|values| !values.is_empty())
    };
    let one = |name: &str| words(name)?.into_iter().next();
    let of_json = |value: &String| serde_json::from_str::<Vec<Speaker>>(value).ok();
    let speakers = || {
        fields
            .iter()
            .find(|(field, _)| field == "speakers")?
            .1
            .first()
            .and_then(of_json)
    };
    let named = || words("speakers").unwrap_or_default();
    Given {
        title: None,
        date: one("date"),
        published: one("published"),
        place: words("place").map(|names| names.join("/")),
        issuer: one("issuer"),
        source: one("source"),
        speakers: speakers().unwrap_or_else(|| named().iter().flat_map(|names| table::speakers(names)).collect()),
    }
}

/// The items of a list on one line, or the one value that it is.
fn items(value: &str) -> Vec<String> {
    if let Ok(items) = serde_json::from_str::<Vec<String>>(value) {
        return items;
    }
    let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
    let items: Vec<&str> = list.map_or(vec![value], |list| list.split(',').collect());
    let bare = items.into_iter().map(|item| unquoted(item.trim()));
    bare.filter(|item| !item.is_empty() && !item.starts_with('{')).collect()
}

/// A value of YAML without its quotation marks.
fn unquoted(value: &str) -> String {
    let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    match (within('"'), within('\'')) {
        (Some(value), _) => value.replace("\\\"", "\"").replace("\\\\", "\\"),
        (_, Some(value)) => value.replace("''", "'"),
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signs_vanish_and_numbers_stay() {
        for (source, text) in [
            (
                "# 题\n\n一、**加强**领导\n要抓好\\*落实。\n",
                "题\n一、加强领导\n要抓好*落实。\n",
            ),
            ("1. 一\n3. 三\n\n2) 二", "1. 一\n3. 三\n2) 二\n"),
            ("1. 一\n\n   又一\n\n2. 二\n", "1. 一\n又一\n2. 二\n"),
            ("- 一\n* 二\n", "一\n二\n"),
            ("1.一\n2、二\n（3）三", "1.一\n2、二\n（3）三\n"),
            ("|甲|乙|\n|-|-|\n|一|二|\n", "甲\t乙\n一\t二\n"),
            ("> 引\n\n    代码\n      行\n", "引\n代码\n  行\n"),
            (
                "一<br>二<b>三</b>\n\n<div>四&amp;\n<p>五</div>\n\n六",
                "一\n二三\n四&\n五\n六\n",
            ),
            (
                "[来源]: 某某日报\n\n正文[甲]\n\n[甲]: http://x.y",
                "[来源]: 某某日报\n正文甲\n",
            ),
            ("![图](a.png)文 a_b_c", "文 a_b_c\n"),
        ] {
            assert_eq!(read(source).marked.text, text, "{source}");
        }
    }

    #[test]
    fn front_matter_headings_and_links_are_marked() {
        let source = "---\ntitle: \"在“大会”上的\\\"讲话\\\"\"\ndate: 2021-03-04\nspeakers:\n  - 某某\n---\n\n## 一、[题](x)\n\n见[这里](y)。\n";
        let Marked { text, marks } = read(source).marked;
        assert_eq!(
            text,
            "在“大会”上的\"讲话\"\ndate: 2021-03-04\nspeakers: \n- 某某\n一、题\n见这里。\n"
        );
        let marks: Vec<(&str, Mark)> = marks
            .iter()
            .map(|(range, mark)| (&text[range.clone()], *mark))
            .collect();
        let expected = [
            ("在“大会”上的\"讲话\"", Mark::Title),
            ("date: 2021-03-04", Mark::Field),
            ("speakers: ", Mark::Field),
            ("- 某某", Mark::Field),
            ("一、题", Mark::Heading(2)),
            ("题", Mark::Link),
            ("这里", Mark::Link),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn front_matter_states_fields() {
        let speaker = |name: &str, role: Option<&str>| Speaker {
            name: name.to_string(),
            role: role.map(String::from),
        };
        for (front, place, speakers) in [
            (
                "place: [\"云州省\",\"渡口县\"]\nspeakers: [{\"name\":\"宋知微\",\"role\":\"镇长\"}]",
                "云州省/渡口县",
                vec![speaker("宋知微", Some("镇长"))],
            ),
            (
                "place: 渡口县\nspeakers: 宋知微、丁冬",
                "渡口县",
                vec![speaker("宋知微", None), speaker("丁冬", None)],
            ),
            (
                "speakers:\n  - 宋知微\n  - '丁冬'\nplace: [云州省, 渡口县]",
                "云州省/渡口县",
                vec![speaker("宋知微", None), speaker("丁冬", None)],
            ),
            ("place: []\nspeakers: [{\"name\":7}]", "", vec![]),
            ("place:\nspeakers:", "", vec![]),
        ] {
            let source = format!("---\n{front}\ndate: \"2020-09-11\"\nsource: 渡口日报\n---\n\n同志们：\n");
            let given = read(&source).given;
            assert_eq!(given.place.unwrap_or_default(), place, "{front}");
            assert_eq!(given.speakers, speakers, "{front}");
            assert_eq!(given.date.as_deref(), Some("2020-09-11"), "{front}");
            assert_eq!(given.source.as_deref(), Some("渡口日报"), "{front}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[\\PC\\n#*_\\[\\]()<>`|:-]{0,200}") {
            let Marked { text, marks } = read(&text).marked;
            prop_assert!(marks.is_sorted_by_key(|(range, _)| range.start));
            for (range, _) in marks {
                prop_assert!(text.get(range).is_some_and(|words| !words.is_empty()));
            }
        }

        #[test]
        fn plain_text_stays(text in "[一-龥a-z0-9，。、\\n]{0,200}") {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&read(&text).marked.text), bare(&text));
        }
    }
}
