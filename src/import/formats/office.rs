//! The documents of word processors: DOCX and ODT. What a reader of the printed document sees is text; what is
//! hidden or struck out is text that is marked; comments and pictures are passed over.

use std::collections::{BTreeMap, BTreeSet};

use super::Fault;
use super::numbering::{Numbering, Numerals};
use super::xml::{Piece, Tag, walk};
use crate::corpus::Reason;
use crate::import::Kind;
use crate::import::archive::Package;
use crate::import::marked::{Mark, Marked};

/// How many styles a style is looked up through that are based on each other. Real ones have two or three.
const BASES: usize = 16;

/// Most spaces that `text:s` stands for.
const SPACES: usize = 100;

/// A DOCX file, as Word and others write it.
pub fn docx(bytes: &[u8]) -> Result<Marked, Fault> {
    let mut package = Package::open(bytes)?;
    let mut page = Page::default();
    if let Some(xml) = package.text("docProps/core.xml")? {
        page.head("docProps/core.xml", &xml)?;
    }
    let mut word = Word::default();
    if let Some(xml) = package.text("word/styles.xml")? {
        word.styles("word/styles.xml", &xml)?;
    }
    if let Some(xml) = package.text("word/numbering.xml")? {
        word.numbering("word/numbering.xml", &xml)?;
    }
    let body = package.text("word/document.xml")?;
    let body = body.ok_or_else(|| (Kind::Unreadable, "word/document.xml is missing".to_string()))?;
    word.read("word/document.xml", &body, &mut page)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(xml) = package.text(notes)? {
            word.read(notes, &xml, &mut page)?;
        }
    }
    for name in package.names() {
        let part = name.strip_prefix("word/").unwrap_or_default();
        if part.ends_with(".xml") && ["header", "footer"].iter().any(|kind| part.starts_with(kind)) {
            let start = page.marked.text.len();
            if let Some(xml) = package.text(&name)? {
                word.read(&name, &xml, &mut page)?;
            }
            page.around(start);
        }
    }
    Ok(page.marked.sorted())
}

/// An ODT file, as LibreOffice and others write it.
pub fn odt(bytes: &[u8]) -> Result<Marked, Fault> {
    let mut package = Package::open(bytes)?;
    let mut page = Page::default();
    if let Some(xml) = package.text("meta.xml")? {
        page.head("meta.xml", &xml)?;
    }
    let mut writer = Writer::default();
    let styles = package.text("styles.xml")?;
    let body = package.text("content.xml")?;
    let body = body.ok_or_else(|| (Kind::Unreadable, "content.xml is missing".to_string()))?;
    for (name, xml) in [("styles.xml", styles.as_ref()), ("content.xml", Some(&body))] {
        if let Some(xml) = xml {
            writer.styles(name, xml)?;
        }
    }
    writer.read("content.xml", &body, "text", &mut page)?;
    let notes = std::mem::take(&mut writer.notes);
    page.marked.append(notes.marked);
    if let Some(xml) = styles {
        let start = page.marked.text.len();
        writer.read("styles.xml", &xml, "master-styles", &mut page)?;
        page.around(start);
    }
    Ok(page.marked.sorted())
}

/// The text as it is written: paragraphs, each a line, but side by side in the cells of a table's row.
#[derive(Default)]
struct Page {
    marked: Marked,
    /// The rows that are open, the inmost last.
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    /// The cells that have begun.
    cells: usize,
    /// Has the last cell no paragraph yet?
    is_new: bool,
}

/// A paragraph that is being read. Those of text boxes stand inside of others.
#[derive(Default)]
struct Paragraph {
    marked: Marked,
    /// The level of a heading.
    heading: Option<u8>,
    /// Where links begin that are open.
    links: Vec<usize>,
}

impl Page {
    /// Reads the title and the facts of a file from the part that has them.
    fn head(&mut self, name: &str, xml: &str) -> Result<(), Fault> {
        let mut facts: Vec<(&str, String)> = Vec::new();
        let mut is_fact = false;
        walk(name, xml, |piece| match piece {
            Piece::Open(tag, _) => {
                let field = match tag {
                    "title" => Some(""),
                    "creator" => Some("Author"),
                    "created" | "creation-date" => Some("Created"),
                    _ => None,
                };
                is_fact = field.is_some();
                facts.extend(field.map(|field| (field, String::new())));
            }
            Piece::Text(text) if is_fact => facts.last_mut().into_iter().for_each(|(_, fact)| fact.push_str(text)),
            Piece::Text(_) => {}
            Piece::Close(_) => is_fact = false,
        })?;
        for (field, fact) in facts {
            let fact = fact.split_whitespace().collect::<Vec<_>>().join(" ");
            match field {
                _ if fact.is_empty() => {}
                "" => self.marked.line(&fact, Mark::Title),
                field => self.marked.line(&format!("{field}: {fact}"), Mark::Field),
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        let Paragraph { marked, heading, .. } = paragraph;
        let is_blank = marked.text.is_empty();
        if let Some(row) = self.rows.last_mut() {
            if is_blank {
                return;
            }
            if !std::mem::take(&mut row.is_new) {
                self.marked.text.push('\n');
            }
        }
        let start = self.marked.text.len();
        self.marked.append(marked);
        if let Some(level) = heading {
            self.marked.mark(start..self.marked.text.len(), Mark::Heading(level));
        }
        if self.rows.is_empty() {
            self.marked.text.push('\n');
        }
    }

    fn open_row(&mut self) {
        // A table in a cell begins a line.
        if self.rows.last_mut().is_some_and(|row| !std::mem::take(&mut row.is_new)) {
            self.marked.text.push('\n');
        }
        self.rows.push(Row::default());
    }

    fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            if row.cells > 0 {
                self.marked.text.push('\t');
            }
            row.cells += 1;
            row.is_new = true;
        }
    }

    fn close_row(&mut self) {
        self.rows.pop();
        if self.rows.is_empty() {
            self.marked.text.push('\n');
        }
    }

    /// Marks all from `start` as lines that stand on each page around the text.
    fn around(&mut self, start: usize) {
        self.marked
            .mark(start..self.marked.text.len(), Mark::Around(Reason::Footer));
    }
}

impl Paragraph {
    fn push(&mut self, text: &str, is_hidden: bool) {
        let start = self.marked.text.len();
        self.marked.text.push_str(text);
        if is_hidden {
            self.marked.mark(start..self.marked.text.len(), Mark::Hidden);
        }
    }

    fn close_link(&mut self) {
        if let Some(start) = self.links.pop() {
            self.marked.mark(start..self.marked.text.len(), Mark::Link);
        }
    }

    /// Puts a number before the text.
    fn number(&mut self, number: String) {
        let mut marked = Marked::from(number);
        marked.append(std::mem::take(&mut self.marked));
        self.marked = marked;
    }
}

/// The level of a heading by the name of its style.
fn heading_named(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    if matches!(name.as_str(), "title" | "标题" | "文档标题" | "標題") {
        return Some(1);
    }
    let level = ["heading", "标题", "標題"]
        .iter()
        .find_map(|heading| name.strip_prefix(heading))?;
    level.trim().parse().ok().map(|level: u8| level.clamp(1, 6))
}

/// How DOCX says it.
#[derive(Default)]
struct Word {
    styles: BTreeMap<String, Style>,
    numbering: Numbering,
    /// For each list that paragraphs name: the list that is counted, and levels that begin anew at a number.
    lists: BTreeMap<String, (String, BTreeMap<usize, usize>)>,
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: String,
    outline: Option<usize>,
    list: Option<String>,
    level: Option<usize>,
    is_hidden: bool,
}

/// What a paragraph of DOCX says of itself.
#[derive(Default)]
struct Properties {
    style: String,
    outline: Option<usize>,
    list: Option<String>,
    level: Option<usize>,
    /// Its end is struck out: it is no paragraph of its own any more, and not counted.
    is_deleted: bool,
}

impl Word {
    fn styles(&mut self, name: &str, xml: &str) -> Result<(), Fault> {
        let mut id = String::new();
        walk(name, xml, |piece| {
            let Piece::Open(tag, attributes) = piece else { return };
            if tag == "style" {
                id = attributes.get("styleId").unwrap_or_default();
            }
            if id.is_empty() {
                return;
            }
            let style = self.styles.entry(id.clone()).or_default();
            let value = || attributes.get("val").unwrap_or_default();
            match tag {
                "name" => style.name = value(),
                "basedOn" => style.based_on = value(),
                "outlineLvl" => style.outline = attributes.number("val"),
                "numId" => style.list = Some(value()),
                "ilvl" => style.level = attributes.number("val"),
                "vanish" => style.is_hidden = attributes.is_on(),
                _ => {}
            }
        })
    }

    fn numbering(&mut self, name: &str, xml: &str) -> Result<(), Fault> {
        let (mut list, mut number, mut level) = (None, None, 0);
        walk(name, xml, |piece| {
            let Piece::Open(tag, attributes) = piece else { return };
            let value = || attributes.get("val").unwrap_or_default();
            match (tag, &list, &number) {
                ("abstractNum", ..) => list = attributes.get("abstractNumId"),
                ("num", ..) => (list, number) = (None, attributes.get("numId")),
                ("lvl" | "lvlOverride", ..) => level = attributes.number("ilvl").unwrap_or_default(),
                ("abstractNumId", _, Some(number)) => {
                    self.lists.entry(number.clone()).or_default().0 = value();
                }
                ("startOverride", _, Some(number)) => {
                    let start = attributes.number("val").unwrap_or(1);
                    self.lists.entry(number.clone()).or_default().1.insert(level, start);
                }
                (_, Some(list), _) => {
                    let level = self.numbering.level(list, level);
                    match tag {
                        "start" => level.start = attributes.number("val").unwrap_or(1),
                        "numFmt" => level.numerals = Numerals::named(&value()),
                        "lvlText" => level.text = value(),
                        "isLgl" => level.is_legal = attributes.is_on(),
                        _ => {}
                    }
                }
                _ => {}
            }
        })
    }

    /// The first answer of a style and those that it is based on.
    fn of_style<T>(&self, style: &str, ask: impl Fn(&str, &Style) -> Option<T>) -> Option<T> {
        let mut id = style;
        for _ in 0..BASES {
            let style = self.styles.get(id)?;
            if let Some(answer) = ask(id, style) {
                return Some(answer);
            }
            id = &style.based_on;
        }
        None
    }

    fn heading(&self, properties: &Properties) -> Option<u8> {
        let of_style = || {
            self.of_style(&properties.style, |_, style| {
                let by_outline = style.outline.map(|level| level + 1);
                by_outline.or(heading_named(&style.name).map(usize::from))
            })
        };
        let level = properties
            .outline
            .map(|level| level.saturating_add(1))
            .or_else(of_style)?;
        // The tenth level of an outline is body text.
        (level < 10).then_some(level.min(6) as u8)
    }

    /// What stands before the next paragraph of this kind.
    fn number(&mut self, properties: &Properties) -> Option<String> {
        if properties.is_deleted {
            return None;
        }
        let own = properties.list.clone();
        let number = own.or_else(|| self.of_style(&properties.style, |_, style| style.list.clone()))?;
        let level = properties
            .level
            .or_else(|| self.of_style(&properties.style, |_, style| style.level))
            .unwrap_or_default();
        let (list, restarts) = self.lists.get_mut(&number)?;
        if let Some(start) = restarts.remove(&level) {
            self.numbering.restart(list, level, start);
        }
        Some(self.numbering.next(list, level))
    }

    /// Reads the paragraphs of a part.
    fn read(&mut self, name: &str, xml: &str, page: &mut Page) -> Result<(), Fault> {
        // The paragraphs that are open, the inmost last; the elements that are open inside of one that is passed over.
        let mut open: Vec<(Paragraph, Properties)> = Vec::new();
        let mut passed = 0;
        let (mut in_paragraph_properties, mut in_text, mut is_hidden) = (false, false, false);
        // How many deletions, and readings over characters, are open.
        let mut unseen = 0usize;
        walk(name, xml, |piece| match piece {
            Piece::Open(..) if passed > 0 => passed += 1,
            Piece::Close(_) if passed > 0 => passed -= 1,
            Piece::Open("Fallback" | "instrText" | "delInstrText" | "pPrChange" | "rPrChange" | "sectPr", _) => {
                passed = 1
            }
            Piece::Open("tr", _) => page.open_row(),
            Piece::Open("tc", _) => page.open_cell(),
            Piece::Close("tr") => page.close_row(),
            Piece::Open("p", _) => open.push(Default::default()),
            Piece::Close("p") => {
                let Some((mut paragraph, properties)) = open.pop() else {
                    return;
                };
                if let Some(number) = self.number(&properties)
                    && !paragraph.marked.text.is_empty()
                {
                    paragraph.number(number);
                }
                paragraph.heading = self.heading(&properties);
                page.paragraph(paragraph);
            }
            Piece::Open(tag, attributes) => {
                let Some((paragraph, properties)) = open.last_mut() else {
                    return;
                };
                if in_paragraph_properties {
                    properties.read(tag, attributes);
                    return;
                }
                match tag {
                    "pPr" => in_paragraph_properties = true,
                    "r" => is_hidden = false,
                    "vanish" => is_hidden = attributes.is_on(),
                    "rStyle" => {
                        let style = attributes.get("val").unwrap_or_default();
                        is_hidden |= self
                            .of_style(&style, |_, style| style.is_hidden.then_some(()))
                            .is_some();
                    }
                    "del" | "moveFrom" | "rt" => unseen += 1,
                    "t" | "delText" => in_text = true,
                    "br" | "cr" => paragraph.push("\n", false),
                    "tab" | "ptab" => paragraph.push("\t", false),
                    "noBreakHyphen" => paragraph.push("-", false),
                    "sym" => {
                        let code = attributes.get("char").unwrap_or_default();
                        let sign = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                        paragraph.push(&sign.map(String::from).unwrap_or_default(), is_hidden || unseen > 0);
                    }
                    "hyperlink" => paragraph.links.push(paragraph.marked.text.len()),
                    _ => {}
                }
            }
            Piece::Close("pPr") => in_paragraph_properties = false,
            Piece::Close("t" | "delText") => in_text = false,
            Piece::Close("del" | "moveFrom" | "rt") if !in_paragraph_properties => unseen = unseen.saturating_sub(1),
            Piece::Close("hyperlink") => {
                if let Some((paragraph, _)) = open.last_mut() {
                    paragraph.close_link();
                }
            }
            Piece::Close(_) => {}
            Piece::Text(text) => {
                if let Some((paragraph, _)) = open.last_mut().filter(|_| in_text) {
                    paragraph.push(&text.replace(['\n', '\r'], " "), is_hidden || unseen > 0);
                }
            }
        })
    }
}

impl Properties {
    fn read(&mut self, tag: &str, attributes: &Tag) {
        match tag {
            "pStyle" => self.style = attributes.get("val").unwrap_or_default(),
            "outlineLvl" => self.outline = attributes.number("val"),
            "numId" => self.list = attributes.get("val"),
            "ilvl" => self.level = attributes.number("val"),
            "del" => self.is_deleted = true,
            _ => {}
        }
    }
}

/// How OpenDocument says it.
#[derive(Default)]
struct Writer {
    /// For each style that is based on one: that.
    bases: BTreeMap<String, String>,
    /// Styles whose text is not shown.
    hidden: BTreeSet<String>,
    numbering: Numbering,
    /// The notes, to stand at the end.
    notes: Page,
}

/// The list that numbers headings; no other has a name like this.
const OUTLINE: &str = "/";

impl Writer {
    fn styles(&mut self, name: &str, xml: &str) -> Result<(), Fault> {
        let (mut style, mut list) = (String::new(), String::new());
        walk(name, xml, |piece| {
            let Piece::Open(tag, attributes) = piece else { return };
            let own_name = || attributes.get("name").unwrap_or_default();
            match tag {
                "style" => {
                    style = own_name();
                    if let Some(base) = attributes.get("parent-style-name") {
                        self.bases.insert(style.clone(), base);
                    }
                }
                "text-properties" if attributes.get("display").as_deref() == Some("none") => {
                    self.hidden.insert(style.clone());
                }
                "list-style" => list = own_name(),
                "outline-style" => list = OUTLINE.to_string(),
                "list-level-style-number" | "outline-level-style" | "list-level-style-bullet" => {
                    let place = attributes.number("level").unwrap_or(1).saturating_sub(1);
                    let shown = attributes.number("display-levels").unwrap_or(1).clamp(1, 9);
                    let own = |name| attributes.get(name).unwrap_or_default();
                    let first = (place + 1).saturating_sub(shown).min(place);
                    let numbers: Vec<String> = (first..=place.min(8)).map(|place| format!("%{}", place + 1)).collect();
                    let level = self.numbering.level(&list, place);
                    level.text = match attributes.get("num-list-format") {
                        // «%1%、»: the second sign ends the place of the number.
                        Some(format) => {
                            (1..=9).fold(format, |format, n| format.replace(&format!("%{n}%"), &format!("%{n}")))
                        }
                        None => format!("{}{}{}", own("num-prefix"), numbers.join("."), own("num-suffix")),
                    };
                    level.numerals = Numerals::like(&own("num-format"));
                    level.start = attributes.number("start-value").unwrap_or(1);
                }
                _ => {}
            }
        })
    }

    fn is_based_on(&self, style: &str, wanted: &str) -> bool {
        let mut style = style;
        for _ in 0..BASES {
            if style == wanted {
                return true;
            }
            match self.bases.get(style) {
                Some(base) => style = base,
                None => return false,
            }
        }
        false
    }

    /// Reads the paragraphs inside of the element `root`.
    fn read(&mut self, name: &str, xml: &str, root: &str, page: &mut Page) -> Result<(), Fault> {
        let mut open: Vec<(Paragraph, Target)> = Vec::new();
        let mut notes = std::mem::take(&mut self.notes);
        let (mut inside, mut passed) = (0usize, 0);
        let (mut in_notes, mut unseen) = (0usize, 0usize);
        // For each span that is open: is it hidden?
        let mut spans: Vec<bool> = Vec::new();
        // The style of each list that is open, and the number that stands before its next paragraph.
        let mut lists: Vec<String> = Vec::new();
        let mut number: Option<String> = None;
        let walked = walk(name, xml, |piece| match piece {
            Piece::Open(..) if passed > 0 => passed += 1,
            Piece::Close(_) if passed > 0 => passed -= 1,
            Piece::Open(tag, _) if tag == root => inside += 1,
            Piece::Close(tag) if tag == root => inside = inside.saturating_sub(1),
            _ if inside == 0 || passed > 0 => {}
            Piece::Open("annotation" | "note-citation" | "sequence-decls" | "forms" | "desc", _) => passed = 1,
            Piece::Open("table-row", _) => page.open_row(),
            Piece::Open("table-cell" | "covered-table-cell", _) => page.open_cell(),
            Piece::Close("table-row") => page.close_row(),
            Piece::Open("note-body", _) => in_notes += 1,
            Piece::Close("note-body") => in_notes = in_notes.saturating_sub(1),
            Piece::Open("deletion" | "ruby-text" | "hidden-text" | "hidden-paragraph", _) => unseen += 1,
            Piece::Close("deletion" | "ruby-text" | "hidden-text" | "hidden-paragraph") => {
                unseen = unseen.saturating_sub(1);
            }
            Piece::Open("list", list) => {
                let outer = lists.last().cloned().unwrap_or_default();
                let style = list.get("style-name").unwrap_or(outer);
                let goes_on =
                    list.get("continue-list").is_some() || list.get("continue-numbering").as_deref() == Some("true");
                if lists.is_empty() && !goes_on {
                    self.numbering.reset(&style);
                }
                lists.push(style);
            }
            Piece::Close("list") => drop(lists.pop()),
            Piece::Open("list-item", item) => {
                if let Some(style) = lists.last() {
                    let level = lists.len() - 1;
                    if let Some(start) = item.number("start-value") {
                        self.numbering.restart(style, level, start);
                    }
                    number = Some(self.numbering.next(style, level));
                }
            }
            Piece::Close("list-item") => number = None,
            Piece::Open(tag @ ("p" | "h"), attributes) => {
                let style = attributes.get("style-name").unwrap_or_default();
                let level = attributes.number("outline-level").unwrap_or(1).max(1);
                let heading = match tag {
                    "h" => Some(level.min(6) as u8),
                    _ => self.is_based_on(&style, "Title").then_some(1),
                };
                let is_counted =
                    tag == "h" && lists.is_empty() && attributes.get("is-list-header").as_deref() != Some("true");
                if is_counted {
                    number = Some(self.numbering.next(OUTLINE, level - 1));
                }
                spans.push(self.hidden.contains(&style));
                unseen += usize::from(spans.last() == Some(&true));
                let paragraph = Paragraph {
                    heading,
                    ..Paragraph::default()
                };
                let number = number.take().unwrap_or_default();
                let is_note = in_notes > 0;
                open.push((paragraph, Target { number, is_note }));
            }
            Piece::Close("p" | "h") => {
                unseen -= usize::from(spans.pop() == Some(true)).min(unseen);
                let Some((mut paragraph, target)) = open.pop() else {
                    return;
                };
                if !paragraph.marked.text.is_empty() {
                    paragraph.number(target.number);
                }
                match target.is_note {
                    true => notes.paragraph(paragraph),
                    false => page.paragraph(paragraph),
                }
            }
            Piece::Open(tag, attributes) => {
                let Some((paragraph, _)) = open.last_mut() else { return };
                let is_hidden = unseen > 0;
                match tag {
                    "span" => {
                        let is_hidden = self.hidden.contains(&attributes.get("style-name").unwrap_or_default());
                        spans.push(is_hidden);
                        unseen += usize::from(is_hidden);
                    }
                    "s" => {
                        let count = attributes.number("c").unwrap_or(1).min(SPACES);
                        paragraph.push(&" ".repeat(count), is_hidden);
                    }
                    "tab" => paragraph.push("\t", false),
                    "line-break" => paragraph.push("\n", false),
                    "a" => paragraph.links.push(paragraph.marked.text.len()),
                    _ => {}
                }
            }
            Piece::Close("span") => unseen -= usize::from(spans.pop() == Some(true)).min(unseen),
            Piece::Close("a") => {
                if let Some((paragraph, _)) = open.last_mut() {
                    paragraph.close_link();
                }
            }
            Piece::Close(_) => {}
            Piece::Text(text) => {
                let is_hidden = unseen > 0;
                if let Some((paragraph, _)) = open.last_mut() {
                    // Runs of white space are one space here; more of them are `text:s`.
                    for (i, words) in text.split([' ', '\t', '\n', '\r']).enumerate() {
                        if i > 0
                            && !paragraph.marked.text.ends_with([' ', '\n', '\t'])
                            && !paragraph.marked.text.is_empty()
                        {
                            paragraph.push(" ", is_hidden);
                        }
                        paragraph.push(words, is_hidden);
                    }
                }
            }
        });
        self.notes = notes;
        walked
    }
}

/// Where a paragraph of OpenDocument goes.
struct Target {
    /// What stands before it.
    number: String,
    is_note: bool,
}
