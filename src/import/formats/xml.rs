//! XML as office documents and books have it, one event after another. Nothing is expanded but the five entities of
//! XML itself and characters by their number, and no depth of nesting costs more than memory.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::Fault;
use crate::import::Kind;

/// Names stand without their prefixes, which writers choose as they like.
pub enum Piece<'a> {
    Open(&'a str, &'a Tag<'a>),
    Close(&'a str),
    Text(&'a str),
}

pub struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let found = attributes
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    }

    /// An attribute that is a number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.trim().parse().ok()
    }

    /// Is a switch on? It is if it only stands there, too.
    pub fn is_on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Walks through the XML of the part `name`. An element without content is opened and closed.
pub fn walk(name: &str, xml: &str, mut visit: impl FnMut(Piece)) -> Result<(), Fault> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| (Kind::Unreadable, format!("{name}: {error}")))?;
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth > 0 => return Err((Kind::Unreadable, format!("{name}: cut off"))),
            _ => {}
        }
        match event {
            Event::Start(start) => visit(Piece::Open(start.local_name().as_ref(), &Tag(&start))),
            Event::End(end) => visit(Piece::Close(end.local_name().as_ref())),
            Event::Empty(start) => {
                let local = start.local_name();
                visit(Piece::Open(local.as_ref(), &Tag(&start)));
                visit(Piece::Close(local.as_ref()));
            }
            Event::Text(text) => visit(Piece::Text(&text.xml10_content())),
            Event::CData(text) => visit(Piece::Text(&text.xml10_content())),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(c)) => visit(Piece::Text(c.encode_utf8(&mut [0; 4]))),
                _ => {
                    let known = resolve_predefined_entity(&entity.xml10_content());
                    visit(Piece::Text(known.unwrap_or_default()));
                }
            },
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return Ok(()),
        }
    }
}
