//! HTML: saved pages and fragments. A page becomes the text that a browser would show, a block a line, without a
//! style sheet and without a script. The tokens are html5gum's, which follow the standard; of the tree only the
//! open elements are kept, in a stack that is bounded as it is in browsers, so that no page takes more than time
//! in proportion to its length. Nothing that could be text is dropped: what is not shown is marked.

mod head;
mod looks;

use std::cmp::Reverse;
use std::convert::Infallible;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error, ForwardingEmitter, Span, State, Tokenizer};

use crate::corpus::Reason;
use crate::import::marked::{Mark, Marked};
use head::Head;
use looks::Looks;

/// How far into a file its encoding is looked for, in bytes: as far as the standard says, and browsers do.
const PRESCAN: usize = 1024;

/// How far into a text it is looked whether it is HTML, in bytes.
const SAMPLE: usize = 16 << 10;

/// Most elements that are open at a time. Deeper ones stand beside each other, as they do in Chromium, whose
/// limit this is; pages that nest deeper forgot to close what they opened.
const DEPTH: usize = 512;

/// What ends a sentence.
const STOP: char = '。';

/// So many sentences are a text, and no label.
const SENTENCES: usize = 3;

/// The share of a page's sentences that its text has. Lower takes one of several parts for the whole, higher takes the
/// page for it if a footer or a reply has a sentence.
const NEARLY: f64 = 0.9;

/// Smaller blocks have no text, in bytes.
const BLOCK: usize = 200;

/// Most bytes of a form that is taken for one. Some sites wrap whole pages in a form.
const FORM: usize = 1200;

/// The encoding that the first bytes of a page or of an XML file declare.
pub fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut scan = Prescan::default();
    let start = &bytes[..bytes.len().min(PRESCAN)];
    if start.contains(&b'<') {
        tokenize(start, &mut scan);
    }
    let encoding = Encoding::for_label(scan.label?.as_bytes())?;
    // What can be read as ASCII is no UTF-16.
    Some(if [UTF_16BE, UTF_16LE].contains(&encoding) {
        UTF_8
    } else {
        encoding
    })
}

/// Does a page, or a piece of one, begin here? A text with a few tags left in it is none: its lines are its own.
pub fn is_html(start: &str) -> bool {
    let mut end = start.len().min(SAMPLE);
    while !start.is_char_boundary(end) {
        end -= 1;
    }
    let start = &start[..end];
    let begins = |tag: &&str| {
        start
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    if ["<!doctype", "<html", "<head>", "<body", "<?xml"].iter().any(begins) {
        return true;
    }
    let is_json = start.starts_with('{')
        || start
            .strip_prefix('[')
            .is_some_and(|rest| rest.trim_start().starts_with('{'));
    if is_json || !start.contains('<') {
        return false;
    }
    let mut survey = Survey::default();
    tokenize(start.as_bytes(), &mut survey);
    let least = if start.starts_with('<') { 1 } else { 4 };
    survey.blocks >= least && survey.blocks * 2 >= survey.lines
}

/// The text of a page or of a piece of one.
pub fn read(text: &str) -> Marked {
    let mut page = Page {
        source: text,
        is_xml: text.trim_start().starts_with("<?xml"),
        ..Page::default()
    };
    tokenize(text.as_bytes(), &mut page);
    page.finish()
}

/// Something that listens to the tokens of a page.
trait Listener {
    fn hear(&mut self, event: CallbackEvent);

    /// How the tokenizer has to go on after a start tag.
    fn state(&mut self) -> Option<State> {
        None
    }

    /// Are sections of CDATA text here?
    fn has_cdata(&self) -> bool {
        false
    }
}

/// Tells a listener the tokens. (It is behind a pointer, so that the program holds one tokenizer, not one for each.)
fn tokenize(bytes: &[u8], listener: &mut dyn Listener) {
    let emitter = Tokens(CallbackEmitter::new(Ear(listener)));
    let Ok(()) = Tokenizer::new_with_emitter(bytes, emitter).finish();
}

struct Ear<'a>(&'a mut dyn Listener);

impl Callback<Infallible, ()> for Ear<'_> {
    fn handle_event(&mut self, event: CallbackEvent, _: Span<()>) -> Option<Infallible> {
        self.0.hear(event);
        None
    }
}

struct Tokens<'a>(CallbackEmitter<Ear<'a>>);

impl ForwardingEmitter for Tokens<'_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.0
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.0.emit_current_tag().or_else(|| self.0.callback_mut().0.state())
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0.callback_mut().0.has_cdata()
    }

    fn emit_error(&mut self, _: Error) {}
}

/// Looks for the encoding that a page declares.
#[derive(Default)]
struct Prescan {
    tag: Tag,
    label: Option<String>,
}

impl Listener for Prescan {
    fn hear(&mut self, event: CallbackEvent) {
        if self.label.is_some() {
            return;
        }
        self.tag.hear(&event);
        match event {
            CallbackEvent::CloseStartTag { .. } if self.tag.name == "meta" => {
                self.label = match self.tag.get("charset") {
                    "" if self.tag.get("http-equiv").eq_ignore_ascii_case("content-type") => {
                        after(self.tag.get("content"), "charset")
                    }
                    "" => None,
                    label => Some(label.to_string()),
                };
            }
            // An XML declaration is a comment to HTML.
            CallbackEvent::Comment { value } if value.starts_with(b"?xml") => {
                self.label = after(&String::from_utf8_lossy(value), "encoding");
            }
            _ => {}
        }
    }
}

/// The value that stands after a name and «=», quoted or not.
fn after(text: &str, name: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let value = rest.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | ','));
    Some(value[..end.unwrap_or(value.len())].to_string())
}

/// Counts what makes a text HTML: tags that begin or end lines, but not those with nothing in them, beside lines
/// that were there without tags.
#[derive(Default)]
struct Survey {
    blocks: usize,
    lines: usize,
    is_empty: bool,
}

impl Listener for Survey {
    fn hear(&mut self, event: CallbackEvent) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let (name, kind) = element(name);
                if matches!(kind, Kind::Block | Kind::Cell | Kind::Root) || name == "br" {
                    self.blocks += 1;
                    self.is_empty = matches!(kind, Kind::Block | Kind::Cell);
                }
            }
            CallbackEvent::EndTag { name } if matches!(element(name).1, Kind::Block | Kind::Cell) => {
                if std::mem::take(&mut self.is_empty) {
                    self.blocks -= 1;
                } else {
                    self.blocks += 1;
                }
            }
            CallbackEvent::String { value } => {
                let lines = value.split(|c| *c == b'\n');
                let seen = lines.filter(|line| !line.trim_ascii().is_empty()).count();
                self.lines += seen;
                self.is_empty &= seen == 0;
            }
            _ => {}
        }
    }
}

/// How an element behaves.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Kind {
    #[default]
    Inline,
    /// Inline, and may overlap blocks.
    Format,
    /// Stands on lines of its own.
    Block,
    /// Stands in a row.
    Cell,
    /// Has no content.
    Void,
    /// Has content that is no text.
    Silent,
    /// The frame of the page; it cannot be left.
    Root,
}

/// The elements that are not just inline, or have a meaning here.
const ELEMENTS: [(&str, Kind); 110] = {
    use Kind::*;
    [
        ("a", Format),
        ("address", Block),
        ("area", Void),
        ("article", Block),
        ("aside", Block),
        ("audio", Inline),
        ("b", Format),
        ("base", Void),
        ("basefont", Void),
        ("bgsound", Void),
        ("big", Format),
        ("blockquote", Block),
        ("body", Root),
        ("br", Void),
        ("button", Inline),
        ("canvas", Inline),
        ("caption", Block),
        ("center", Block),
        ("code", Format),
        ("col", Void),
        ("datalist", Inline),
        ("dd", Block),
        ("details", Block),
        ("dialog", Block),
        ("dir", Block),
        ("div", Block),
        ("dl", Block),
        ("dt", Block),
        ("em", Format),
        ("embed", Void),
        ("fieldset", Block),
        ("figcaption", Block),
        ("figure", Block),
        ("font", Format),
        ("footer", Block),
        ("form", Block),
        ("frame", Void),
        ("frameset", Root),
        ("h1", Block),
        ("h2", Block),
        ("h3", Block),
        ("h4", Block),
        ("h5", Block),
        ("h6", Block),
        ("head", Root),
        ("header", Block),
        ("hgroup", Block),
        ("hr", Void),
        ("html", Root),
        ("i", Format),
        ("iframe", Silent),
        ("image", Void),
        ("img", Void),
        ("input", Void),
        ("keygen", Void),
        ("legend", Block),
        ("li", Block),
        ("link", Void),
        ("listing", Block),
        ("main", Block),
        ("marquee", Block),
        ("menu", Block),
        ("meta", Void),
        ("nav", Block),
        ("nobr", Format),
        ("noembed", Silent),
        ("noframes", Block),
        ("noscript", Inline),
        ("object", Inline),
        ("ol", Block),
        ("optgroup", Block),
        ("option", Block),
        ("p", Block),
        ("param", Void),
        ("plaintext", Block),
        ("pre", Block),
        ("rp", Silent),
        ("rt", Inline),
        ("ruby", Inline),
        ("s", Format),
        ("script", Silent),
        ("search", Block),
        ("section", Block),
        ("select", Inline),
        ("small", Format),
        ("source", Void),
        ("span", Inline),
        ("strike", Format),
        ("strong", Format),
        ("style", Silent),
        ("summary", Block),
        ("svg", Silent),
        ("table", Block),
        ("tbody", Block),
        ("td", Cell),
        ("template", Silent),
        ("textarea", Inline),
        ("tfoot", Block),
        ("th", Cell),
        ("thead", Block),
        ("time", Inline),
        ("title", Inline),
        ("tr", Block),
        ("track", Void),
        ("tt", Format),
        ("u", Format),
        ("ul", Block),
        ("video", Inline),
        ("wbr", Void),
        ("xmp", Block),
    ]
};

/// The name of an element and how it behaves. Elements that mean nothing here share the empty name.
fn element(name: &[u8]) -> (&'static str, Kind) {
    match ELEMENTS.binary_search_by_key(&name, |(name, _)| name.as_bytes()) {
        Ok(at) => ELEMENTS[at],
        Err(_) => ("", Kind::Inline),
    }
}

/// The attributes that are read.
const ATTRIBUTES: [&str; 14] = [
    "charset",
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "itemprop",
    "name",
    "open",
    "property",
    "role",
    "style",
    "type",
];

/// The last start tag, as far as it is read.
#[derive(Default)]
struct Tag {
    name: &'static str,
    kind: Kind,
    /// Names and values in the order of the page; of equal names the first one counts.
    attributes: Vec<(&'static str, String)>,
    /// Does a value that comes now belong to the last attribute?
    is_read: bool,
}

impl Tag {
    fn hear(&mut self, event: &CallbackEvent) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                (self.name, self.kind) = element(name);
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                let known = ATTRIBUTES.iter().find(|known| known.as_bytes() == *name);
                self.is_read = known.is_some_and(|known| self.value(known).is_none());
                if let Some(known) = known.filter(|_| self.is_read) {
                    self.attributes.push((known, String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } if self.is_read => {
                if let Some((_, text)) = self.attributes.last_mut() {
                    text.push_str(&String::from_utf8_lossy(value));
                }
            }
            _ => {}
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.trim())
    }

    /// The value of an attribute, or nothing.
    fn get(&self, name: &str) -> &str {
        self.value(name).unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }
}

/// What holds for the text in an element, by itself or by what it stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Setting {
    /// What is here is no text.
    silent: bool,
    gone: bool,
    invisible: bool,
    tiny: bool,
    pre: bool,
    link: bool,
    heading: u8,
    /// Is this in an article, so that its header and footer are its own?
    article: bool,
    /// Is this within a part around the text?
    around: bool,
    svg: bool,
}

/// An open element.
struct Open {
    name: &'static str,
    kind: Kind,
    looks: Looks,
    is_link: bool,
    /// Where it begins in the text.
    start: usize,
    /// A part around the text, from this byte of the text on.
    around: Option<(usize, Reason)>,
    setting: Setting,
}

impl Open {
    /// What holds in this element if it stands where something else holds.
    fn within(&self, mut outer: Setting) -> Setting {
        outer.silent |= self.kind == Kind::Silent;
        outer.gone |= self.looks.gone;
        outer.invisible = self.looks.invisible.unwrap_or(outer.invisible);
        outer.tiny = self.looks.tiny.unwrap_or(outer.tiny);
        outer.pre = self.looks.pre.unwrap_or(outer.pre);
        // A link that is not closed does not make all paragraphs after it links.
        outer.link = self.is_link || outer.link && !matches!(self.name, "p" | "table");
        outer.heading = heading(self.name).unwrap_or(outer.heading);
        outer.article |= matches!(self.name, "article" | "main");
        outer.around |= self.around.is_some();
        outer.svg |= self.name == "svg";
        outer
    }
}

fn heading(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// What stands between two pieces of text; of several the greatest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// A line break of the source, which means nothing between two Chinese characters.
    Break,
    Space,
    Cell,
    Line,
}

/// A page on its way to text.
#[derive(Default)]
struct Page<'a> {
    source: &'a str,
    is_xml: bool,
    tag: Tag,
    head: Head,
    open: Vec<Open>,
    text: String,
    gap: Gap,
    /// Where the last cell began.
    cell: usize,
    /// Does the reading of a character begin here, which is given in brackets?
    reading: bool,
    hidden: Runs,
    links: Runs,
    headings: Runs,
    parts: Runs,
    /// The places of the blocks.
    blocks: Vec<Range<usize>>,
    json: String,
    is_timed: bool,
    /// Elements of raw text whose end tag the page has not, so that they would take the rest of it.
    endless: Vec<&'static str>,
}

type Runs = Vec<(Range<usize>, Mark)>;

impl Listener for Page<'_> {
    fn hear(&mut self, event: CallbackEvent) {
        self.tag.hear(&event);
        match event {
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(element(name)),
            CallbackEvent::String { value } => self.string(&String::from_utf8_lossy(value)),
            _ => {}
        }
    }

    fn state(&mut self) -> Option<State> {
        let open = self.open.last().filter(|open| open.name == self.tag.name)?;
        let raw = match open.name {
            "title" | "textarea" if !open.setting.silent => State::RcData,
            "script" => return Some(State::ScriptData),
            "style" => return Some(State::RawText),
            "iframe" | "noembed" | "xmp" => State::RawText,
            "plaintext" => return Some(State::PlainText),
            _ => return None,
        };
        (!self.is_endless(self.tag.name)).then_some(raw)
    }

    fn has_cdata(&self) -> bool {
        self.is_xml || self.setting().svg
    }
}

impl Page<'_> {
    fn setting(&self) -> Setting {
        self.open.last().map(|open| open.setting).unwrap_or_default()
    }

    fn is_endless(&mut self, name: &'static str) -> bool {
        if self.endless.contains(&name) {
            return true;
        }
        let end = format!("</{name}");
        let rest = self.source.as_bytes();
        let is_endless = !rest
            .windows(end.len())
            .any(|window| window.eq_ignore_ascii_case(end.as_bytes()));
        if is_endless {
            self.endless.push(name);
        }
        is_endless
    }

    fn start(&mut self, self_closing: bool) {
        let (name, kind) = (self.tag.name, self.tag.kind);
        if self.setting().svg && (kind == Kind::Block || matches!(name, "br" | "img" | "span")) {
            self.close(&["svg"], &[], true);
        }
        self.imply(name, kind);
        match kind {
            Kind::Root => return,
            Kind::Void => return self.void(),
            Kind::Block => self.gap = Gap::Line,
            Kind::Cell => {
                // Cells of several lines are no table to read in rows.
                let cell = self.text[self.cell..].trim_start();
                let gap = if cell.contains('\n') { Gap::Line } else { Gap::Cell };
                self.gap = self.gap.max(gap);
                self.cell = self.text.len();
            }
            Kind::Inline | Kind::Format | Kind::Silent => {}
        }
        match name {
            "form" if self.open.iter().any(|open| open.name == "form") => return,
            "rt" => self.reading = true,
            "time" if !self.is_timed && !self.setting().around => {
                self.is_timed = !self.tag.get("datetime").is_empty();
                self.head.meta("time", self.tag.get("datetime"));
            }
            // The text itself stands in nothing that stands around it; but what is aside may be articles too.
            "article" | "main" if self.setting().around => {
                let forgotten = |open: &&mut Open| open.around.is_some() && (name == "main" || open.name != "aside");
                self.open
                    .iter_mut()
                    .filter(forgotten)
                    .for_each(|open| open.around = None);
                self.settle(0);
            }
            _ => {}
        }
        if self_closing && (self.is_xml || self.setting().svg) {
            return;
        }
        if self.open.len() == DEPTH {
            self.pop(true);
        }
        let setting = self.setting();
        let around = self.around(setting).filter(|_| !setting.around);
        let mut open = Open {
            name,
            kind,
            looks: self.looks(),
            is_link: name == "a" && self.tag.has("href"),
            start: self.text.len(),
            around: around.map(|reason| (self.text.len(), reason)),
            setting,
        };
        open.setting = open.within(setting);
        self.open.push(open);
    }

    /// Tags that have no content.
    fn void(&mut self) {
        let tag = &self.tag;
        match tag.name {
            "br" | "hr" => self.gap = Gap::Line,
            "meta" => {
                let names = [tag.get("name"), tag.get("property"), tag.get("itemprop")];
                if let Some(name) = names.iter().find(|name| !name.is_empty()) {
                    self.head.meta(name, tag.get("content"));
                }
            }
            _ => {}
        }
    }

    /// Closes what a start tag closes without saying so.
    fn imply(&mut self, name: &str, kind: Kind) {
        let (closed, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th", "caption"], &["tr", "table"]),
            "tr" => (&["tr", "td", "th", "caption"], &["table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "tr", "td", "th", "caption"], &["table"]),
            "option" => (&["option"], &["select", "optgroup"]),
            "optgroup" => (&["option", "optgroup"], &["select"]),
            "button" => (&["button"], &[]),
            "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
            "a" => return self.end_format("a"),
            _ if heading(name).is_some() => (&["h1", "h2", "h3", "h4", "h5", "h6", "p"], &[]),
            _ if kind == Kind::Block => (&["p"], &["button"]),
            _ => return,
        };
        self.close(
            closed,
            within,
            matches!(kind, Kind::Cell) || matches!(name, "tr" | "tbody" | "thead" | "tfoot"),
        );
        if matches!(name, "li" | "dt" | "dd") {
            self.close(&["p"], &[], false);
        }
    }

    /// Closes the outermost of the named elements that is not outside of one of `within`, and all that is in it.
    /// Only parts of tables reach beyond a cell or a table.
    fn close(&mut self, names: &[&str], within: &[&str], reaches: bool) {
        let mut found = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if names.contains(&open.name) {
                found = Some(at);
            } else if within.contains(&open.name) || !reaches && is_border(open.name) {
                break;
            }
        }
        if let Some(at) = found {
            self.shorten(at);
        }
    }

    fn end(&mut self, (name, kind): (&'static str, Kind)) {
        match (name, kind) {
            ("br" | "hr", _) => self.gap = Gap::Line,
            (_, Kind::Void | Kind::Root) => {}
            (_, Kind::Format) => self.end_format(name),
            (_, Kind::Inline) => self.end_inline(name),
            _ => {
                if kind == Kind::Block {
                    self.gap = Gap::Line;
                }
                let is_table = matches!(
                    name,
                    "table" | "caption" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th"
                );
                let is_heading = heading(name).is_some();
                let matching = |open: &Open| open.name == name || is_heading && heading(open.name).is_some();
                for at in (0..self.open.len()).rev() {
                    let open = &self.open[at];
                    if matching(open) {
                        return self.shorten(at);
                    }
                    let is_barred = if is_table {
                        open.name == "table"
                    } else {
                        is_border(open.name)
                    };
                    if is_barred {
                        return;
                    }
                }
            }
        }
    }

    /// Closes an inline element, unless a block stands between.
    fn end_inline(&mut self, name: &str) {
        let inner = self
            .open
            .iter()
            .rev()
            .take_while(|open| open.name == name || !is_barrier(open));
        let depth = inner.take_while(|open| open.name != name).count();
        if let Some(at) = self
            .open
            .len()
            .checked_sub(depth + 1)
            .filter(|&at| self.open[at].name == name)
        {
            self.shorten(at);
        }
    }

    /// Closes an element that may overlap others: what was opened in it stays open.
    fn end_format(&mut self, name: &str) {
        let inner = self.open.iter().rev().take_while(|open| !is_border(open.name));
        let found = inner
            .enumerate()
            .find(|(_, open)| open.name == name)
            .map(|(depth, _)| depth);
        let Some(at) = found.map(|depth| self.open.len() - 1 - depth) else {
            return;
        };
        if !self.open[at..].iter().any(is_barrier) {
            return self.shorten(at);
        }
        self.open.remove(at);
        self.settle(at);
    }

    /// Finds anew what holds in the open elements from one on.
    fn settle(&mut self, from: usize) {
        let mut outer = from.checked_sub(1).map(|at| self.open[at].setting).unwrap_or_default();
        for open in &mut self.open[from..] {
            outer = open.within(outer);
            open.setting = outer;
        }
    }

    fn shorten(&mut self, length: usize) {
        while self.open.len() > length {
            self.pop(true);
        }
    }

    /// Closes the innermost element; at the end of the page nothing says that it is closed.
    fn pop(&mut self, is_closed: bool) {
        let Some(open) = self.open.pop() else {
            return;
        };
        match open.name {
            "rt" if !std::mem::take(&mut self.reading) => {
                let gap = std::mem::take(&mut self.gap);
                self.put(")");
                self.gap = gap;
            }
            "script" if !self.json.is_empty() => self.head.json(&std::mem::take(&mut self.json)),
            _ => {}
        }
        if open.kind == Kind::Block {
            self.gap = Gap::Line;
        }
        if matches!(open.kind, Kind::Block | Kind::Cell) && self.text.len() - open.start >= BLOCK {
            self.blocks.push(open.start..self.text.len());
        }
        if let Some((start, reason)) = open.around {
            // What is never closed may have the text in it.
            let part = &self.text[start..];
            let is_form = open.name != "form" || part.len() <= FORM && !part.contains('。');
            let start = self.text.len() - part.trim_start().len();
            if start < self.text.len() && is_form && (is_closed || reason == Reason::Footer) {
                self.parts.push((start..self.text.len(), Mark::Around(reason)));
            }
        }
    }

    /// The part around the text that the tag opens.
    fn around(&self, setting: Setting) -> Option<Reason> {
        match (self.tag.name, self.tag.get("role")) {
            ("footer", _) | (_, "contentinfo") if !setting.article => Some(Reason::Footer),
            ("header", _) if !setting.article => Some(Reason::Navigation),
            ("nav" | "menu" | "search" | "aside" | "form" | "select" | "button", _) => Some(Reason::Navigation),
            (_, "navigation" | "banner" | "search") => Some(Reason::Navigation),
            _ => None,
        }
    }

    /// How the element that the tag opens looks, by its style and by itself.
    fn looks(&self) -> Looks {
        let tag = &self.tag;
        let mut looks = match tag.value("style") {
            Some(style) => Looks::of(style),
            None => Looks::default(),
        };
        // Forums put noise between the lines, against copying.
        looks.gone |= tag.has("hidden")
            || tag.get("class").contains("jammer")
            || matches!(
                tag.name,
                "audio" | "canvas" | "datalist" | "noframes" | "noscript" | "video"
            )
            || tag.name == "dialog" && !tag.has("open");
        if matches!(tag.name, "listing" | "plaintext" | "pre" | "textarea" | "xmp") {
            looks.pre = Some(true);
        }
        looks
    }

    fn string(&mut self, value: &str) {
        let setting = self.setting();
        match self.open.last().map_or("", |open| open.name) {
            "title" if !setting.silent => self.head.title.push_str(value),
            "script" if self.tag.get("type").eq_ignore_ascii_case("application/ld+json") => self.json.push_str(value),
            _ if setting.silent => {}
            _ if setting.pre => self.lines(value),
            _ => self.words(value),
        }
    }

    /// Text whose line breaks and spaces are kept.
    fn lines(&mut self, value: &str) {
        for (i, line) in value.split('\n').enumerate() {
            if i > 0 {
                self.gap = Gap::Line;
            }
            let line = line.trim_end_matches('\r');
            if !line.trim_ascii().is_empty() {
                self.put(line);
            } else if !line.is_empty() {
                self.gap = self.gap.max(Gap::Space);
            }
        }
    }

    /// Text whose white space is collapsed.
    fn words(&mut self, value: &str) {
        let mut rest = value;
        loop {
            let word = rest.trim_ascii_start();
            let gap = &rest[..rest.len() - word.len()];
            if gap.contains(['\n', '\r']) {
                self.gap = self.gap.max(Gap::Break);
            } else if !gap.is_empty() {
                self.gap = self.gap.max(Gap::Space);
            }
            if word.is_empty() {
                return;
            }
            let end = word.find(|c: char| c.is_ascii_whitespace()).unwrap_or(word.len());
            self.put(&word[..end]);
            rest = &word[end..];
        }
    }

    /// Appends something that can be seen, after the gap before it.
    fn put(&mut self, word: &str) {
        let setting = self.setting();
        let before = self.text.len();
        let gap = std::mem::take(&mut self.gap);
        let last = self.text.chars().next_back().unwrap_or('\n');
        if last != '\n' {
            let first = word.chars().next().unwrap_or_default();
            match gap {
                Gap::None => {}
                Gap::Break if is_joined(last, first) => {}
                Gap::Break | Gap::Space => self.text.push(' '),
                Gap::Cell => self.text.push('\t'),
                Gap::Line => self.text.push('\n'),
            }
        }
        let start = self.text.len();
        if std::mem::take(&mut self.reading) {
            self.text.push('(');
        }
        self.text.push_str(word);
        let run = start..self.text.len();
        if setting.gone || setting.invisible || setting.tiny {
            extend(&mut self.hidden, before, run.clone(), Mark::Hidden);
        }
        if setting.link {
            extend(&mut self.links, before, run.clone(), Mark::Link);
        }
        if setting.heading > 0 {
            // Two headings in succession stay two.
            let before = if gap == Gap::Line { usize::MAX } else { before };
            extend(&mut self.headings, before, run, Mark::Heading(setting.heading));
        }
    }

    fn finish(mut self) -> Marked {
        while !self.open.is_empty() {
            self.pop(false);
        }
        // What a program shows later is hidden at first; what is hidden for good has no sentences.
        self.hidden
            .retain(|(range, _)| self.text[range.clone()].matches(STOP).count() < SENTENCES);
        self.parts.extend(self.main().map(|range| (range, Mark::Main)));
        let mut marked = self.head.marked();
        let start = marked.text.len();
        let mut marks = [self.parts, self.hidden, self.headings, self.links].concat();
        marks.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        let moved = marks
            .into_iter()
            .map(|(range, mark)| (start + range.start..start + range.end, mark));
        marked.marks.extend(moved);
        marked.text.push_str(&self.text);
        marked
    }
}

impl Page<'_> {
    /// The smallest block that has nearly all sentences of the page.
    fn main(&self) -> Option<Range<usize>> {
        let stops: Vec<usize> = self.text.match_indices(STOP).map(|(at, _)| at).collect();
        let count = |range: &Range<usize>| {
            stops.partition_point(|&at| at < range.end) - stops.partition_point(|&at| at < range.start)
        };
        let has_nearly_all = |range: &&Range<usize>| count(range) as f64 >= NEARLY * stops.len() as f64;
        let fitting = self
            .blocks
            .iter()
            .filter(|_| stops.len() >= SENTENCES)
            .filter(has_nearly_all);
        fitting.min_by_key(|range| range.len()).cloned()
    }
}

/// Appends a run to the runs, or to the last of them if that is of the same kind and ended at `before`.
fn extend(runs: &mut Runs, before: usize, run: Range<usize>, mark: Mark) {
    match runs
        .last_mut()
        .filter(|(range, last)| range.end == before && *last == mark)
    {
        Some((range, _)) => range.end = run.end,
        None => runs.push((run, mark)),
    }
}

/// Do end tags of what is outside have no effect inside?
fn is_border(name: &str) -> bool {
    matches!(
        name,
        "td" | "th" | "caption" | "table" | "template" | "object" | "marquee"
    )
}

fn is_barrier(open: &Open) -> bool {
    matches!(open.kind, Kind::Block | Kind::Cell) || is_border(open.name)
}

/// Do these characters stand side by side although the line ended between them in the source? Chinese is broken
/// anywhere; the quotation marks and dashes that other scripts have too go with what stands on their other side.
fn is_joined(last: char, first: char) -> bool {
    let is_wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}');
    let is_either = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    (is_wide(last) || is_either(last)) && (is_wide(first) || is_either(first)) && (is_wide(last) || is_wide(first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The body of a page and its marks, each with its words.
    fn marks(page: &str) -> (String, Vec<(String, Mark)>) {
        let marked = read(page);
        let words = |(range, mark): &(Range<usize>, Mark)| (marked.text[range.clone()].to_string(), *mark);
        (marked.text.clone(), marked.marks.iter().map(words).collect())
    }

    fn check(cases: &[(&str, &str)]) {
        for (page, text) in cases {
            assert_eq!(read(page).text, *text, "{page}");
        }
    }

    #[test]
    fn a_block_is_a_line_and_white_space_is_what_a_browser_shows() {
        check(&[
            ("<p>一</p><p>二</p>", "一\n二"),
            ("一<br>二<br/>三</br>四", "一\n二\n三\n四"),
            ("<div>一<div>二</div>三</div>", "一\n二\n三"),
            ("<p>会议\n  强调，\r\n要抓好</p>", "会议强调，要抓好"),
            ("<p>two\n words  here</p>", "two words here"),
            ("<p>他说“\n好”</p>", "他说“好”"),
            ("<p>说 “好”</p>", "说 “好”"),
            ("<p>一</p>\n\n<p>\n二\n</p>\n", "一\n二"),
            ("<p>　　首行　缩进&nbsp;空格</p>", "　　首行　缩进\u{a0}空格"),
            ("<b>会</b><i>议</i> <u>开</u>", "会议 开"),
            ("<pre>一\n  二  三\n</pre>四", "一\n  二  三\n四"),
            ("<div style='white-space: pre-wrap'>一\n二</div>", "一\n二"),
            ("<textarea>一\n<p>二</textarea>", "一\n<p>二"),
        ]);
    }

    #[test]
    fn a_table_is_rows_of_cells() {
        check(&[
            (
                "<table><tr><td>一<td>二<tr><th>三</th><td>四</table>五",
                "一\t二\n三\t四\n五",
            ),
            ("<table><tr><td><div>一</td><td></div>二</td></tr></table>", "一\n二"),
            (
                "<table><tr><td>一<br>二<td>三<tr><td>四<td>五</table>",
                "一\n二\n三\n四\t五",
            ),
            // An end tag in a cell closes nothing outside of the table.
            ("<h2>题<table><tr><td>格</h2></td></tr></table>", "题\n格"),
            ("<table><tr><td><table><tr><td>里</table>外</table>", "里\n外"),
        ]);
    }

    #[test]
    fn tags_that_are_wrong_cost_no_text() {
        check(&[
            ("<p>一<p>二<ul><li>三<li>四</ul>五", "一\n二\n三\n四\n五"),
            ("a < b，<会议> 3<4", "a < b，<会议> 3<4"),
            ("<b><p>一</b>二</p>三", "一二\n三"),
            ("<a href=x>一<div>二</a>三</div>", "一\n二三"),
            ("</div></p>一</span>二", "一二"),
            ("<p title=\"a>b\" title=c>一</p", "一"),
            ("<!--[if IE]><p>旧</p><![endif]--><![if !IE]>新<![endif]>", "新"),
            ("<title>没有结尾<p>一", "没有结尾\n一"),
            ("<p>一<textarea>二<p>三", "一二\n三"),
            ("<dl><dt>一<dd>二<p>三<dt>四</dl>", "一\n二\n三\n四"),
            (
                "&amp;&lt;&#20250;&#x8bae;&nbsp&copy;&ldquo;&hellip",
                "&<会议\u{a0}©“&hellip",
            ),
            ("&amp;nbsp;&bogus;&#0;&#1114112;", "&nbsp;&bogus;\u{fffd}\u{fffd}"),
            ("a\0b", "a\0b"),
        ]);
    }

    #[test]
    fn the_form_of_a_page_is_no_text() {
        check(&[
            ("<script>if (a < b) '<p>'</script><style>p{}</style>一", "一"),
            (
                "<template><p>模</p></template>一<svg><title>图</title><text>字</text></svg>二",
                "一二",
            ),
            ("<svg><path d=x><div>一</div>", "一"),
            ("<svg><path/></svg>一", "一"),
            ("<iframe><p>框</p></iframe>一<!-- 注 -->", "一"),
            (
                "<?xml version='1.0'?><r><t>一</t><script/><x><![CDATA[<二>]]></x></r>",
                "一<二>",
            ),
        ]);
    }

    #[test]
    fn a_reading_stands_in_brackets_behind_its_character() {
        check(&[
            (
                "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</ruby>。",
                "漢(hàn)字(zì)。",
            ),
            ("<ruby>字<rt></rt></ruby>。", "字。"),
        ]);
    }

    #[test]
    fn headings_and_links_are_marked() {
        let (text, found) = marks("<h1>题</h1><h1>二</h1><p>见<a href=x>这 里</a><a href=y>和</a><a name=z>不</a></p>");
        assert_eq!(text, "题\n二\n见这 里和不");
        let expected = [
            ("题", Mark::Heading(1)),
            ("二", Mark::Heading(1)),
            ("这 里和", Mark::Link),
        ];
        assert_eq!(found, expected.map(|(text, mark)| (text.to_string(), mark)));
        // A link that nobody closed is no menu.
        assert_eq!(
            marks("<a href=x>首页<p>正文</p><p>正文</p>").1,
            [("首页".to_string(), Mark::Link)]
        );
    }

    #[test]
    fn what_is_not_shown_is_marked_as_hidden() {
        let hidden = |page| -> Vec<String> {
            let marks = marks(page).1.into_iter();
            marks
                .filter(|(_, mark)| *mark == Mark::Hidden)
                .map(|(text, _)| text)
                .collect()
        };
        assert_eq!(hidden("<p>一<span style='display:none'>二</span>三"), ["二"]);
        assert_eq!(hidden("<div hidden><p>一</p><p>二</p></div>三"), ["一\n二"]);
        assert_eq!(
            hidden("<p style='font-size:0'>一<i style='font-size:9pt'>二</i>三"),
            ["一", "三"]
        );
        assert_eq!(
            hidden("<p style='visibility:hidden'>一<i style='visibility:visible'>二"),
            ["一"]
        );
        assert_eq!(
            hidden("<noscript>请启用脚本</noscript><details>开</details>"),
            ["请启用脚本"]
        );
        // Pages are hidden until their script shows them.
        assert_eq!(hidden("<body style='opacity:0'>一"), [""; 0]);
    }

    #[test]
    fn parts_around_the_text_are_marked() {
        let around = |page| -> Vec<(String, Reason)> {
            let marks = marks(page).1.into_iter();
            let reason = |(text, mark)| match mark {
                Mark::Around(reason) => Some((text, reason)),
                _ => None,
            };
            marks.filter_map(reason).collect()
        };
        let navigation = |text: &str| (text.to_string(), Reason::Navigation);
        let footer = |text: &str| (text.to_string(), Reason::Footer);
        assert_eq!(
            around(
                "<header><nav>首页</nav>站名</header><article><header>题</header>文<footer>署名</footer></article><footer>地址"
            ),
            [navigation("首页\n站名"), footer("地址")]
        );
        assert_eq!(
            around("<div role=navigation>首页</div><div role=contentinfo>电话</div>"),
            [navigation("首页"), footer("电话")]
        );
        assert_eq!(
            around("<form>搜索<select><option>一<option>二</select></form>文"),
            [navigation("搜索\n一\n二")]
        );
        // A page in a form is a page; so is what comes after a menu that nobody closed.
        assert_eq!(around("<form><p>第一句。</p></form>"), []);
        assert_eq!(around("<nav>首页<p>文</p>"), []);
        assert_eq!(around("<nav>首页<main>文</main></nav>"), []);
        assert_eq!(around("<div><nav>首页</div><p>文</p>"), [navigation("首页")]);
    }

    #[test]
    fn the_head_gives_a_title_and_facts() {
        let page = r#"<html><head><meta name="pubdate" content="2023-05-06 10:00"><title> 题
            目 </title><meta property="og:site_name" content="某县 人民政府"><meta name="keywords" content="无">
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"题","datePublished":"2023-05-06","author":[{"name":"某某"}]},{"name":"别的"}]}</script>
            </head><body><title>又一个</title><time datetime="2023-05-05">昨日</time>文"#;
        let marked = read(page);
        assert_eq!(
            marked.text,
            "题 目 又一个\nPubDate: 2023-05-06 10:00\nog:site_name: 某县 人民政府\nheadline: 题\n\
             datePublished: 2023-05-06\nauthor: 某某\ntime: 2023-05-05\n昨日文"
        );
        let kinds: Vec<Mark> = marked.marks.iter().map(|(_, mark)| *mark).collect();
        assert_eq!(kinds, [&[Mark::Title][..], &[Mark::Field; 6]].concat());
    }

    #[test]
    fn what_is_html() {
        for page in [
            "<!DOCTYPE html>",
            "<HTML lang=zh>",
            "<?xml version=\"1.0\"?><html>",
            "<!-- 保存于 --><div>一</div>",
            "<p>一段",
            "<div class=\"a\">\n一\n二\n</div>",
            "会议<br>一<br>二<br>三<br>四",
        ] {
            assert!(is_html(page), "{page}");
        }
        for text in [
            "",
            "会议",
            "<会议纪要>\n一",
            "• <dfn id=\"x\"></dfn>\n会议\n一",
            "<span class=\"x\"></span>\n会议\n一\n二",
            "<td id=\"x\"></td>\n会议\n一\n二\n<p></p>",
            "<div>广告</div>\n会议\n一\n二\n三\n四",
            "3 < 4\n<b>一</b>",
            "{\"text\": \"<p>一</p><p>二</p>\"}",
            "[{\"text\": \"<p>一</p><p>二</p>\"}]",
        ] {
            assert!(!is_html(text), "{text}");
        }
    }

    #[test]
    fn the_encoding_that_a_page_declares() {
        let name = |page: &str| declared(page.as_bytes()).map(Encoding::name);
        for (page, encoding) in [
            ("<meta charset=gb2312>", Some("GBK")),
            (
                "<META http-equiv='Content-Type' content='text/html; charset=Big5'>",
                Some("Big5"),
            ),
            (
                "<meta content=\"text/html;charset = gb18030\" http-equiv=content-type>",
                Some("gb18030"),
            ),
            ("<?xml version='1.0' encoding='GBK'?><a>", Some("GBK")),
            ("<!-- <meta charset=gbk> --><meta charset=utf-8>", Some("UTF-8")),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<meta name=description content='charset=gbk'>", None),
            ("<meta charset=nonsense>", None),
            ("charset=gbk", None),
        ] {
            assert_eq!(name(page), encoding, "{page}");
        }
        assert_eq!(name(&format!("{}<meta charset=gbk>", " ".repeat(PRESCAN))), None);
    }

    /// Each of these takes minutes if anything in it is done once for each element that is open.
    #[test]
    fn no_nesting_takes_long() {
        const MANY: usize = 10_000;
        for tag in [
            "<div>",
            "<b>",
            "<a href=x>",
            "<table>",
            "<table><tr><td>",
            "<svg>",
            "<nav>",
            "<form>",
            "<li>",
            "<x-y>",
            "<article>",
            "<ruby><rt>",
            "<select>",
            "<title>",
            "<p>一<span></p>",
            "</div>",
            "&#",
            "<!--",
            "<![CDATA[",
            "<h1>",
        ] {
            let page = tag.repeat(MANY) + "文";
            read(&page);
            declared(page.as_bytes());
            is_html(&page);
        }
        let page = "<div>".repeat(10 * MANY) + "文" + &"</div>".repeat(10 * MANY) + "后";
        assert_eq!(read(&page).text, "文\n后");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[\\PC<>/&;=\"' \n\t]{0,200}") {
            sound(&text);
        }

        #[test]
        fn any_tags_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
            sound(&pieces.concat());
        }

        #[test]
        fn plain_text_stays(text in "[一-龥a-z0-9，。 \n]{0,200}") {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&read(&text).text), bare(&text));
        }
    }

    const PIECES: &[&str] = &[
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<a href=x>",
        "</a>",
        "<b>",
        "</b>",
        "<nav>",
        "</nav>",
        "<footer>",
        "</footer>",
        "<form>",
        "</form>",
        "<h2>",
        "</h3>",
        "<li>",
        "<ul>",
        "</ul>",
        "<span style='display:none'>",
        "</span>",
        "<font style='font-size:0'>",
        "</font>",
        "<ruby>",
        "<rt>",
        "</rt>",
        "</ruby>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<svg>",
        "</svg>",
        "<article>",
        "</article>",
        "<pre>",
        "</pre>",
        "<textarea>",
        "</textarea>",
        "<br>",
        "<meta name=Author content=' 一 '>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "文",
        " ",
        "\n",
        "a",
        "，",
        "。",
        "\u{3000}",
    ];

    /// Marks lie in the text, in order, on characters, and none is empty.
    fn sound(page: &str) {
        let Marked { text, marks } = read(page);
        assert!(marks.is_sorted_by_key(|(range, _)| range.start), "{page}");
        for (range, mark) in marks {
            let words = text.get(range).unwrap_or_default();
            assert!(!words.is_empty(), "{mark:?} in {page}");
        }
        is_html(page);
        declared(page.as_bytes());
    }
}
