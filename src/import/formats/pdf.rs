//! PDF with a text layer: the glyphs of each page, put together to lines by where they stand. Words come from the
//! maps that fonts carry, or from the encoding that they name; pictures of text stay pictures.

mod font;
mod layout;

use std::io::Read;

use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use hayro_syntax::{Filter, LoadPdfError, Pdf};
use memchr::memmem;

use self::font::Fonts;
use self::layout::{Direction, Run, Sheet};
use super::{Fault, Reading};
use crate::import::archive::PACKAGE;
use crate::import::marked::{Mark, Marked};
use crate::import::{Kind, decode};

/// How deep drawings are followed that are drawn inside of others.
const DEPTH: usize = 8;

/// Most instructions that are followed in a file. A page of text has some hundreds, one of a map a hundred thousand.
const INSTRUCTIONS: usize = 20_000_000;

/// Most bytes of text of a file.
const TEXT: usize = 64 << 20;

/// How much a byte can become when deflated data are unpacked; the two other ways of packing give less.
const DEFLATED: u64 = 1032;

/// Most characters in a hundred that may have no meaning. Above, the text is nothing that can be read.
const UNKNOWN: usize = 30;

/// How far before a stream its kind may stand.
const AHEAD: usize = 1000;

pub fn read(bytes: &[u8]) -> Result<Reading, Fault> {
    if is_bomb(bytes) {
        return Err((Kind::Limit, format!("more than {PACKAGE} bytes unpacked")));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => (Kind::Encrypted, "PDF".to_string()),
        LoadPdfError::Invalid => (Kind::Unreadable, "a broken PDF".to_string()),
    })?;
    let mut marked = Marked::default();
    head(&pdf, &mut marked);
    let mut reader = Reader {
        fonts: Fonts::default(),
        bytes: PACKAGE,
        instructions: INSTRUCTIONS,
        text: TEXT,
        is_full: false,
    };
    let sheets: Vec<Sheet> = pdf.pages().iter().map(|page| reader.page(page)).collect();
    let (pages, start) = (sheets.len(), marked.text.len());
    layout::write(sheets, &mut marked);
    let text = &marked.text[start..];
    let seen = text.chars().filter(|c| !c.is_whitespace()).count();
    let unknown = text.matches('\u{fffd}').count();
    if seen == 0 {
        return Err((Kind::Scanned, format!("{pages} pages")));
    }
    if unknown * 100 > seen * UNKNOWN {
        let detail = "a PDF whose fonts do not say which characters they draw".to_string();
        return Err((Kind::Unreadable, detail));
    }
    let mut reading = super::one(marked.sorted());
    if unknown > 0 {
        reading.warnings.push((Kind::Damaged, unknown.to_string()));
    }
    if reader.is_full {
        let detail = format!("more than {TEXT} bytes of text or {INSTRUCTIONS} instructions, the rest is not read");
        reading.warnings.push((Kind::Limit, detail));
    }
    Ok(reading)
}

/// Do the streams that hold the objects of the file unpack to too much? They are unpacked when it is opened, without
/// a limit.
fn is_bomb(bytes: &[u8]) -> bool {
    let mut left = PACKAGE;
    let kinds = [&b"/ObjStm"[..], b"/XRef"];
    let mut places = kinds.iter().flat_map(|kind| memmem::find_iter(bytes, kind));
    places.any(|at| {
        let ahead = &bytes[at..bytes.len().min(at + AHEAD)];
        let Some(stream) = memmem::find(ahead, b"stream") else {
            return false;
        };
        let packed = bytes[at + stream + b"stream".len()..].trim_ascii_start();
        let mut unpacked = flate2::read::ZlibDecoder::new(packed).take(left + 1);
        let mut part = [0; 4096];
        while let Ok(length @ 1..) = unpacked.read(&mut part) {
            left = left.saturating_sub(length as u64);
        }
        left == 0
    })
}

/// What the file says of itself.
fn head(pdf: &Pdf, marked: &mut Marked) {
    let metadata = pdf.metadata();
    let words = |bytes: &Option<Box<[u8]>>| {
        let decoded = decode::decode(bytes.as_deref()?, None, None).ok()?;
        Some(decoded.text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    if let Some(title) = words(&metadata.title) {
        marked.line(&title, Mark::Title);
    }
    if let Some(author) = words(&metadata.author) {
        marked.line(&format!("Author: {author}"), Mark::Field);
    }
    if let Some(day) = metadata.creation_date {
        let day = format!("Created: {:04}-{:02}-{:02}", day.year, day.month, day.day);
        marked.line(&day, Mark::Field);
    }
}

/// What a point on the page becomes: `[a b c d e f]` as the format has it.
type Matrix = [f64; 6];

const UNCHANGED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// What instructions change and `q` and `Q` keep.
#[derive(Clone, Copy)]
struct State {
    place: Matrix,
    font: Option<usize>,
    size: f64,
    character_space: f64,
    word_space: f64,
    /// 1 is the width that the font has.
    stretch: f64,
    leading: f64,
    rise: f64,
}

struct Reader {
    fonts: Fonts,
    /// The bytes that may still be unpacked.
    bytes: u64,
    instructions: usize,
    text: usize,
    /// Was a limit met?
    is_full: bool,
}

impl Reader {
    fn page(&mut self, page: &Page) -> Sheet {
        let mut sheet = Sheet::default();
        let mut content = Vec::new();
        if let Some(stream) = page.raw().get::<Stream>("Contents") {
            content = self.unpack(&stream);
        } else if let Some(streams) = page.raw().get::<Array>("Contents") {
            for stream in streams.iter::<Stream>() {
                content.extend(self.unpack(&stream));
                content.push(b' ');
            }
        }
        let state = State {
            place: UNCHANGED,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.draw(&content, page.resources(), state, &mut Vec::new(), &mut sheet);
        sheet
    }

    /// The content of a stream, as far as the limit allows.
    fn unpack(&mut self, stream: &Stream) -> Vec<u8> {
        let raw = stream.raw_data();
        let filters = stream.filters();
        let is_plain = !stream.dict().contains_key("DecodeParms") && !stream.dict().contains_key("DP");
        let mut content = Vec::new();
        if filters.as_slice() == [Filter::FlateDecode] && is_plain {
            // What can be unpacked of a damaged stream is kept.
            let unpacked = flate2::read::ZlibDecoder::new(&raw[..]);
            let _ = unpacked.take(self.bytes + 1).read_to_end(&mut content);
        }
        if content.is_empty() {
            let packed = |filter: &&Filter| !matches!(filter, Filter::AsciiHexDecode | Filter::Ascii85Decode);
            let packings = filters.iter().filter(packed).count() as u32;
            let most = DEFLATED.saturating_pow(packings).saturating_mul(raw.len() as u64);
            self.is_full |= most > PACKAGE * 4;
            if most <= PACKAGE * 4 {
                content = stream.decoded_data().map(Vec::from).unwrap_or_default();
            }
        }
        if content.len() as u64 > self.bytes {
            self.is_full = true;
            content.clear();
        }
        self.bytes -= content.len() as u64;
        content
    }

    /// Follows the instructions of a page, or of a drawing in it. `open` are the drawings that it stands in.
    fn draw(
        &mut self,
        content: &[u8],
        resources: &Resources,
        mut state: State,
        open: &mut Vec<ObjectIdentifier>,
        sheet: &mut Sheet,
    ) {
        let mut kept: Vec<State> = Vec::new();
        let (mut line, mut at) = (UNCHANGED, UNCHANGED);
        let mut instructions = hayro_syntax::content::UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            if self.instructions == 0 || self.text == 0 {
                self.is_full = true;
                return;
            }
            self.instructions -= 1;
            let operands: Vec<&Object> = instruction.operands().collect();
            let number = |i: usize| match operands.get(i) {
                Some(Object::Number(number)) => finite(number),
                _ => 0.0,
            };
            let matrix = || [0, 1, 2, 3, 4, 5].map(number);
            let operator: &[u8] = instruction.operator;
            match operator {
                b"q" => kept.push(state),
                b"Q" => state = kept.pop().unwrap_or(state),
                b"cm" => state.place = then(matrix(), state.place),
                b"BT" => (line, at) = (UNCHANGED, UNCHANGED),
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        state.font = self.font(resources, name);
                    }
                    state.size = number(1);
                }
                b"Tc" => state.character_space = number(0),
                b"Tw" => state.word_space = number(0),
                b"Tz" => state.stretch = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Ts" => state.rise = number(0),
                b"Tm" => (line, at) = (matrix(), matrix()),
                b"Td" | b"TD" => {
                    if operator == b"TD" {
                        state.leading = -number(1);
                    }
                    line = then([1.0, 0.0, 0.0, 1.0, number(0), number(1)], line);
                    at = line;
                }
                b"T*" | b"'" | b"\"" => {
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    at = line;
                    if operator == b"\"" {
                        (state.word_space, state.character_space) = (number(0), number(1));
                    }
                    if let Some(Object::String(words)) = operands.last() {
                        self.show(words.as_bytes(), &state, &mut at, sheet);
                    }
                }
                b"Tj" => {
                    if let Some(Object::String(words)) = operands.first() {
                        self.show(words.as_bytes(), &state, &mut at, sheet);
                    }
                }
                b"TJ" => {
                    let Some(Object::Array(parts)) = operands.first() else {
                        continue;
                    };
                    for part in parts.iter::<Object>() {
                        match part {
                            Object::String(words) => self.show(words.as_bytes(), &state, &mut at, sheet),
                            Object::Number(back) => {
                                let back = -finite(&back) / 1000.0 * state.size;
                                at = then(self.step(&state, back), at);
                            }
                            _ => {}
                        }
                    }
                }
                b"Do" => {
                    let Some(Object::Name(name)) = operands.first() else {
                        continue;
                    };
                    if let Some(form) = resources.get_x_object(name) {
                        self.form(&form, resources, state, open, sheet);
                    }
                }
                _ => {}
            }
        }
    }

    /// Draws a drawing inside of another.
    fn form(
        &mut self,
        form: &Stream,
        resources: &Resources,
        mut state: State,
        open: &mut Vec<ObjectIdentifier>,
        sheet: &mut Sheet,
    ) {
        let is_form = form
            .dict()
            .get::<Name>("Subtype")
            .is_some_and(|kind| kind.as_str() == "Form");
        if !is_form || open.len() >= DEPTH || open.contains(&form.obj_id()) {
            return;
        }
        if let Some(matrix) = form.dict().get::<Array>("Matrix") {
            let numbers: Vec<f64> = matrix.iter::<Number>().map(|number| finite(&number)).collect();
            if let Ok(matrix) = Matrix::try_from(numbers) {
                state.place = then(matrix, state.place);
            }
        }
        let content = self.unpack(form);
        open.push(form.obj_id());
        match form.dict().get::<Dict>("Resources") {
            Some(own) => self.draw(&content, &Resources::new(own), state, open, sheet),
            None => self.draw(&content, resources, state, open, sheet),
        }
        open.pop();
    }

    fn font(&mut self, resources: &Resources, name: &Name) -> Option<usize> {
        let id = resources.fonts.get_ref(name).map(ObjectIdentifier::from);
        if let Some(font) = id.and_then(|id| self.fonts.known(&id)) {
            return Some(font);
        }
        let dict = resources.get_font(name)?;
        let map = dict.get::<Stream>("ToUnicode").map(|map| self.unpack(&map));
        Some(self.fonts.add(id, &dict, map.as_deref()))
    }

    /// How far the text goes on: to the right, or down.
    fn step(&self, state: &State, by: f64) -> Matrix {
        match state.font.map(|font| self.fonts.get(font).is_vertical) {
            Some(true) => [1.0, 0.0, 0.0, 1.0, 0.0, by],
            _ => [1.0, 0.0, 0.0, 1.0, by * state.stretch, 0.0],
        }
    }

    /// Puts the glyphs of a string onto the page.
    fn show(&mut self, bytes: &[u8], state: &State, at: &mut Matrix, sheet: &mut Sheet) {
        let Some(font) = state.font else { return };
        let font = self.fonts.get(font);
        let mut rest = bytes;
        while !rest.is_empty() {
            let glyph = font.glyph(rest);
            rest = rest.get(glyph.length..).unwrap_or_default();
            let mut width = glyph.width / 1000.0 * state.size + state.character_space;
            if glyph.is_space {
                width += state.word_space;
            }
            let place = then(*at, state.place);
            let by = if font.is_vertical { -width } else { width };
            *at = then(self.step(state, by), *at);
            let next = then(*at, state.place);
            let lifted = then([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], place);
            self.text = self.text.saturating_sub(glyph.text.len());
            sheet.add(Run {
                direction: match font.is_vertical {
                    true => Direction::Down,
                    false => Direction::of(place[0], place[1]),
                },
                start: (lifted[4], lifted[5]),
                end: (next[4], next[5]),
                size: (state.size * place[2].hypot(place[3])).abs(),
                text: glyph.text,
            });
        }
    }
}

/// A number, as long as one can count with it.
fn finite(number: &Number) -> f64 {
    let number = number.as_f64();
    if number.is_finite() {
        number.clamp(-1e9, 1e9)
    } else {
        0.0
    }
}
