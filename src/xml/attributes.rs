//! Start tags: the name and the attributes.

use rustc_hash::FxHashSet;

use crate::source::{Budget, Span};

use super::chars::{SPECIAL, is_space, name_length, skip_space};
use super::fault::FaultKind;
use super::parse::{Parser, Piece, excerpt};
use super::tokens::PlainTag;
use super::tree::{Attribute, AttributeNamespace, Element};
use super::vocabulary::NameId;

/// Above this number of attributes, names are compared by hashing.
const FEW: usize = 12;

/// The text is the value: nothing to normalise.
const AS_WRITTEN: u32 = u32::MAX;

impl Parser<'_> {
    pub(super) fn start_tag(&mut self, piece: &Piece<'_>, empty: bool) {
        let raw = piece.inner(1, if empty { 2 } else { 1 });
        if raw.is_empty() || raw.as_bytes().first().is_some_and(|&b| is_space(b)) {
            // Mostly a plain `<` in text: nothing after it is where it seems.
            let expected = "a name right after `<`, or `&lt;` for the character itself";
            self.fault(FaultKind::BadTag { expected }, piece.part(0, 1));
            self.halted = true;
            return;
        }
        let length = self.tag_name(raw, piece);
        let name = &raw[..length];
        let id = self.tree.names.intern(name);
        let name_span = piece.part(1, 1 + length);
        if length > self.limits.name_bytes {
            self.over_budget(Budget::NameBytes, self.limits.name_bytes, piece.head());
            return;
        }
        if self.halted {
            return;
        }
        let first_attribute = self.tree.attributes.len();
        self.attributes(raw, length, piece);
        if self.halted {
            self.tree.attributes.truncate(first_attribute);
            return;
        }
        self.add_element(id, (name, name_span), first_attribute, piece, empty);
    }

    pub(super) fn plain_tag(&mut self, piece: &Piece<'_>, tag: &PlainTag) {
        let raw = piece.inner(1, 0);
        let name = &raw[..tag.name];
        let id = self.tree.names.intern(name);
        let first_attribute = self.tree.attributes.len();
        for (name, value) in &tag.attributes {
            self.add_attribute(raw, name.clone(), (value.clone(), true), piece);
            if self.halted {
                self.tree.attributes.truncate(first_attribute);
                return;
            }
        }
        self.add_element(id, (name, piece.part(1, 1 + tag.name)), first_attribute, piece, tag.is_empty);
    }

    fn add_element(
        &mut self,
        id: NameId,
        (name, name_span): (&str, Span),
        first_attribute: usize,
        piece: &Piece<'_>,
        empty: bool,
    ) {
        self.default_attributes(name, first_attribute, name_span);
        let element = Element {
            name: id,
            in_no_namespace: self.resolve_element(id, name, name_span),
            parent: self.open.last().map_or(u32::MAX, |parent| parent.0),
            end: u32::MAX,
            first_attribute: first_attribute as u32,
            tag: piece.span(),
            close: 0,
            has_text: false,
            has_space: false,
            text: Span::new(0, 0),
        };
        self.resolve_attributes(first_attribute);
        self.check_duplicates(first_attribute);
        self.open_element(element, name_span);
        if empty && !self.halted {
            self.close_element(piece.span().end);
        }
    }

    /// The next tag begins before this one ends: nothing after it is where it seems.
    pub(super) fn tag_without_end(&mut self, piece: &Piece<'_>) {
        let expected = "`>` before the next `<`; the rest of the file was not read";
        let length = piece.raw()[1..].find('<').map_or(1, |at| at + 1);
        let shown = piece.raw()[..length].trim_end().len().min(60);
        self.fault(FaultKind::BadTag { expected }, piece.part(0, piece.raw().floor_char_boundary(shown)));
        self.halted = true;
    }

    /// Length of the element name; a malformed one is reported and taken as it is.
    fn tag_name(&mut self, raw: &str, piece: &Piece<'_>) -> usize {
        let length = name_length(raw);
        let ends = raw.as_bytes().get(length).is_none_or(|&b| is_space(b));
        if length > 0 && ends {
            return length;
        }
        if raw.as_bytes().get(length) == Some(&b'<') {
            self.tag_without_end(piece);
            return length;
        }
        let length = raw.bytes().position(is_space).unwrap_or(raw.len());
        let kind = FaultKind::BadName { name: excerpt(&raw[..length]), what: "element" };
        self.fault(kind, piece.part(1, 1 + length.min(60)));
        length
    }

    /// Reads `name = "value"` pairs from `raw[at..]`.
    fn attributes(&mut self, raw: &str, mut at: usize, piece: &Piece<'_>) {
        let bytes = raw.as_bytes();
        let mut count = 0;
        while !self.halted {
            let spaced = skip_space(bytes, &mut at);
            if at >= bytes.len() {
                return;
            }
            if !spaced {
                let expected = "white space before the attribute";
                self.fault(FaultKind::BadTag { expected }, piece.part(1 + at, 2 + at));
            }
            if bytes[at] == b'<' {
                self.tag_without_end(piece);
                return;
            }
            let name_at = at;
            if !self.attribute_name(raw, &mut at, piece) {
                return;
            }
            let name = name_at..at;
            skip_space(bytes, &mut at);
            let Some(value) = self.attribute_value(raw, &mut at, name.clone(), piece) else { continue };
            count += 1;
            if count > self.limits.attributes {
                self.over_budget(Budget::Attributes, self.limits.attributes, piece.part(1 + name.start, 1 + name.end));
                return;
            }
            let is_plain = !bytes[value.clone()].iter().any(|&byte| SPECIAL[usize::from(byte)]);
            self.add_attribute(raw, name, (value, is_plain), piece);
        }
    }

    /// Moves `at` past an attribute name; false if there is no way on.
    fn attribute_name(&mut self, raw: &str, at: &mut usize, piece: &Piece<'_>) -> bool {
        let bytes = raw.as_bytes();
        let start = *at;
        let length = name_length(&raw[start..]);
        let ends = bytes.get(start + length).is_none_or(|&b| is_space(b) || b == b'=');
        *at = start + length;
        if length > 0 && ends {
            return true;
        }
        let rest = &bytes[start..];
        let wrong = rest.iter().position(|&b| is_space(b) || b == b'=').unwrap_or(rest.len());
        *at = start + wrong;
        let name = excerpt(&raw[start..*at]);
        self.fault(FaultKind::BadName { name, what: "attribute" }, piece.part(1 + start, 1 + start + wrong.min(60)));
        wrong > 0
    }

    /// The range of the value between its quotes; `None` if it is malformed.
    fn attribute_value(
        &mut self,
        raw: &str,
        at: &mut usize,
        name: std::ops::Range<usize>,
        piece: &Piece<'_>,
    ) -> Option<std::ops::Range<usize>> {
        let bytes = raw.as_bytes();
        let name_span = piece.part(1 + name.start, 1 + name.end);
        if bytes.get(*at) != Some(&b'=') {
            self.fault(FaultKind::BadTag { expected: "`=` and a quoted value after the attribute name" }, name_span);
            // What follows is read as the next attribute; it needs no space of its own.
            *at = (*at).min(name.end);
            return None;
        }
        *at += 1;
        skip_space(bytes, at);
        let quote = bytes.get(*at).copied().filter(|b| matches!(b, b'"' | b'\''));
        let Some(quote) = quote else {
            self.fault(FaultKind::BadTag { expected: "quotes around the attribute value" }, name_span);
            *at += bytes[*at..].iter().position(|&b| is_space(b)).unwrap_or(bytes.len() - *at);
            return None;
        };
        let start = *at + 1;
        let Some(length) = memchr::memchr(quote, &bytes[start..]) else {
            self.fault(FaultKind::BadTag { expected: "a closing quote after the attribute value" }, name_span);
            *at = bytes.len();
            return None;
        };
        *at = start + length + 1;
        if length > self.limits.value_bytes {
            self.over_budget(Budget::ValueBytes, self.limits.value_bytes, name_span);
            return None;
        }
        Some(start..start + length)
    }

    fn add_attribute(
        &mut self,
        raw: &str,
        name: std::ops::Range<usize>,
        (value, is_plain): (std::ops::Range<usize>, bool),
        piece: &Piece<'_>,
    ) {
        let name_span = piece.part(1 + name.start, 1 + name.end);
        let value_span = piece.part(1 + value.start, 1 + value.end);
        if name.len() > self.limits.name_bytes {
            self.over_budget(Budget::NameBytes, self.limits.name_bytes, name_span);
            return;
        }
        let (name, value) = (&raw[name], &raw[value]);
        let mut normalised = AS_WRITTEN;
        if !is_plain || piece.replacement.is_some() {
            let text = self.normalise(value, value_span, piece.replacement.is_some());
            normalised = self.keep_value(text);
        }
        if name == "xmlns" || name.starts_with("xmlns:") {
            let uri = self.tree.values.get(normalised as usize).map_or(value, |v| v).to_owned();
            self.declare_namespace(name, &uri, name_span);
            return;
        }
        let name = self.tree.names.intern(name);
        let namespace = AttributeNamespace::None;
        self.tree.attributes.push(Attribute { name, namespace, name_span, value_span, normalised });
    }

    fn keep_value(&mut self, value: String) -> u32 {
        self.tree.values.push(value.into_boxed_str());
        self.tree.values.len() as u32 - 1
    }

    /// Adds what an ATTLIST declares as default and the tag does not give.
    fn default_attributes(&mut self, element: &str, first: usize, span: Span) {
        let Some(defaults) = self.doctype.defaults.get(element).cloned() else { return };
        for (name, value) in defaults.iter() {
            let id = self.tree.names.intern(name);
            let given = self.tree.attributes[first..].iter().any(|attribute| attribute.name == id);
            if given {
                continue;
            }
            if name == "xmlns" || name.starts_with("xmlns:") {
                self.declare_namespace(name, value, span);
                continue;
            }
            // Defaults multiply what was written, as entities do.
            self.entity_bytes += value.len() + name.len() + 32;
            if self.entity_bytes > self.limits.entity_bytes {
                self.over_budget(Budget::EntityBytes, self.limits.entity_bytes, span);
                return;
            }
            let normalised = self.keep_value(value.clone());
            let namespace = AttributeNamespace::None;
            let attribute = Attribute { name: id, namespace, name_span: span, value_span: span, normalised };
            self.tree.attributes.push(attribute);
        }
    }

    /// Two attributes of one name, before or after namespace expansion.
    fn check_duplicates(&mut self, first: usize) {
        let count = self.tree.attributes.len() - first;
        if count < 2 {
            return;
        }
        let twice = if count <= FEW { self.duplicate_by_comparing(first) } else { self.duplicate_by_hashing(first) };
        if let Some((one, two)) = twice {
            self.report_duplicate(one, two, None);
        }
        self.check_expanded_duplicates(first);
    }

    fn duplicate_by_comparing(&self, first: usize) -> Option<(usize, usize)> {
        let attributes = &self.tree.attributes;
        (first + 1..attributes.len()).find_map(|two| {
            let one = (first..two).find(|&one| attributes[one].name == attributes[two].name)?;
            Some((one, two))
        })
    }

    fn duplicate_by_hashing(&self, first: usize) -> Option<(usize, usize)> {
        let attributes = &self.tree.attributes;
        let mut seen: FxHashSet<NameId> = FxHashSet::default();
        let two = (first..attributes.len()).find(|&at| !seen.insert(attributes[at].name))?;
        let one = (first..two).find(|&at| attributes[at].name == attributes[two].name)?;
        Some((one, two))
    }

    pub(super) fn report_duplicate(&mut self, one: usize, two: usize, other: Option<String>) {
        let name = self.tree.name_of(self.tree.attributes[two].name).to_owned();
        let (first, second) = (self.tree.attributes[one].name_span, self.tree.attributes[two].name_span);
        self.fault_with(FaultKind::DuplicateAttribute { name, other }, second, Some(first));
    }
}
