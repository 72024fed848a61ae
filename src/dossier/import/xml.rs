//! Events of an XML document, checked and with lines.
//!
//! For formats whose text is XML and whose schema is not our matter. Document
//! types are refused, so no entity can expand or reach a file.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Unreadable, line};
use crate::dossier::record::Spot;

/// What comes next in a document.
#[derive(Debug)]
pub(super) enum Item<'t> {
    /// A start tag; an empty element is followed by its end.
    Open(Tag<'t>),
    /// Text or a part of it, references resolved.
    Text(Cow<'t, str>),
    /// The end of the element opened last.
    Close,
    /// The end of a complete document.
    End,
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag<'t> {
    start: BytesStart<'t>,
    /// Where it begins.
    pub(super) spot: Spot,
}

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The prefix; empty if there is none.
    pub(super) fn prefix(&self) -> &str {
        self.start.name().into_inner().split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// True if any attribute has this value.
    pub(super) fn has_value(&self, value: &str) -> bool {
        self.start.attributes().filter_map(Result::ok).any(|attribute| attribute.value == value)
    }

    /// An attribute by its name without prefix; the first, if several have it.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes().filter_map(Result::ok);
        let found = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let raw = found.value;
        Some(quick_xml::escape::unescape(&raw).map_or_else(|_| raw.to_string(), Cow::into_owned))
    }
}

/// Reads a document event by event.
pub(super) struct Xml<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    depth: usize,
    max_depth: usize,
    has_root: bool,
    /// How far lines have been counted, and the line there.
    counted: (usize, usize),
}

impl<'t> Xml<'t> {
    pub(super) fn new(text: &'t str, max_depth: usize) -> Xml<'t> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml { text, reader, depth: 0, max_depth, has_root: false, counted: (0, 1) }
    }

    /// The next event; comments and instructions are passed over.
    pub(super) fn next(&mut self) -> Result<Item<'t>, Unreadable> {
        loop {
            let before = self.offset(self.reader.buffer_position());
            let event = self.reader.read_event();
            let spot = self.spot(before);
            match event {
                Err(error) => {
                    let at = self.offset(self.reader.error_position());
                    return Err(Unreadable::at(self.spot(at), format!("no well-formed XML: {error}")));
                }
                Ok(Event::Start(start)) => return self.open(start, spot),
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Item::Close);
                }
                Ok(Event::Text(text)) => {
                    if let Some(item) = self.text(text.xml10_content(), spot)? {
                        return Ok(item);
                    }
                }
                Ok(Event::CData(text)) => {
                    if let Some(item) = self.text(text.xml10_content(), spot)? {
                        return Ok(item);
                    }
                }
                Ok(Event::GeneralRef(reference)) => {
                    let text = resolve(&reference.xml10_content());
                    let name = || format!("the entity `{}` is not declared", reference.xml10_content());
                    return Ok(Item::Text(Cow::Owned(text.ok_or_else(|| Unreadable::at(spot, name()))?)));
                }
                Ok(Event::DocType(_)) => return Err(Unreadable::at(spot, "has a document type, which is refused")),
                Ok(Event::Eof) => return self.end(spot),
                // Empty elements are expanded.
                Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            }
        }
    }

    fn open(&mut self, start: BytesStart<'t>, spot: Spot) -> Result<Item<'t>, Unreadable> {
        if self.depth == 0 && self.has_root {
            return Err(Unreadable::at(spot, "no well-formed XML: a second root element"));
        }
        if self.depth >= self.max_depth {
            return Err(Unreadable::at(spot, format!("elements nest deeper than {}", self.max_depth)));
        }
        if let Some(error) = start.attributes().find_map(Result::err) {
            return Err(Unreadable::at(spot, format!("no well-formed XML: {error}")));
        }
        self.has_root = true;
        self.depth += 1;
        Ok(Item::Open(Tag { start, spot }))
    }

    fn text(&self, text: Cow<'t, str>, spot: Spot) -> Result<Option<Item<'t>>, Unreadable> {
        if self.depth > 0 {
            return Ok(Some(Item::Text(text)));
        }
        if text.trim().is_empty() { Ok(None) } else { Err(Unreadable::at(spot, "no well-formed XML: text outside")) }
    }

    fn end(&self, spot: Spot) -> Result<Item<'t>, Unreadable> {
        match (self.has_root, self.depth) {
            (true, 0) => Ok(Item::End),
            (true, _) => Err(Unreadable::at(spot, "no well-formed XML: ends before its last element is closed")),
            (false, _) => Err(Unreadable::at(spot, "no well-formed XML: there is no element")),
        }
    }

    fn offset(&self, position: u64) -> usize {
        usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len())
    }

    /// The line of an offset; offsets only grow.
    fn spot(&mut self, offset: usize) -> Spot {
        let (from, lines) = self.counted;
        if offset > from {
            let skipped = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..offset]).count();
            self.counted = (offset, lines + skipped);
        }
        line(self.counted.1)
    }
}

/// The text of a reference: a character by number, or one of the five names.
fn resolve(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0').map(String::from);
    }
    quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, Unreadable> {
        let mut xml = Xml::new(text, 5);
        let mut found = Vec::new();
        loop {
            match xml.next()? {
                Item::Open(tag) => {
                    let Spot::Line { line, .. } = tag.spot else { panic!() };
                    let a = tag.attribute("a").map(|a| format!(" a={a}")).unwrap_or_default();
                    found.push(format!("{line}<{}{a}>", tag.name()));
                }
                Item::Text(text) => found.push(text.into_owned()),
                Item::Close => found.push("/".to_owned()),
                Item::End => return Ok(found),
            }
        }
    }

    #[test]
    fn elements_have_lines_and_references_are_resolved() {
        let found = read("<?xml version='1.0'?>\n<r>\n<x:e x:a='1&lt;2'/>&amp;&#65;<![CDATA[<]]></r>\n").unwrap();
        assert_eq!(found, ["2<r>", "\n", "3<e a=1<2>", "/", "&", "A", "<", "/"]);
    }

    #[test]
    fn what_is_not_well_formed_is_unreadable() {
        let nested = "<a>".repeat(6);
        for text in [
            "",
            " ",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "<a>&x;</a>",
            "<a>&#0;</a>",
            "<a b='1' b='2'/>",
            "<a",
            &nested,
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
