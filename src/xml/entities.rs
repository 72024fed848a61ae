//! Character and entity references, expanded within a budget.

use std::sync::Arc;

use crate::source::{Budget, Span};

use super::chars::{is_legal, name_length};
use super::doctype::Entity;
use super::fault::{FaultKind, Markup};
use super::parse::{Parser, Piece, Replacement, excerpt};

/// A reference, as written between `&` and `;`.
pub(super) enum Reference<'x> {
    Character(char),
    Entity(&'x str),
}

/// Reads the reference at the start of `text`, which begins with `&`, and its
/// length.
pub(super) fn read_reference(text: &str) -> Result<(Reference<'_>, usize), FaultKind> {
    let bad = |expected| FaultKind::BadReference { text: excerpt(reference_text(text)), expected };
    let body = &text[1..];
    if let Some(number) = body.strip_prefix('#') {
        let end = number.find(';').ok_or_else(|| bad("`;` after the character reference"))?;
        let (digits, radix) = match number[..end].strip_prefix('x') {
            Some(digits) => (digits, 16),
            None => (&number[..end], 10),
        };
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
            return Err(bad("digits between `&#` and `;`, or hexadecimal digits after `&#x`"));
        }
        // More digits than fit are a number too large.
        let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
        return match char::from_u32(code).filter(|&c| is_legal(c)) {
            Some(c) => Ok((Reference::Character(c), digits.len() + if radix == 16 { 4 } else { 3 })),
            None => Err(FaultKind::BadCharacter { code, by_reference: true }),
        };
    }
    let length = name_length(body);
    if length == 0 || !body[length..].starts_with(';') {
        return Err(bad("`&amp;`, or a name and `;` after `&`"));
    }
    Ok((Reference::Entity(&body[..length]), length + 2))
}

/// `text` up to where the reference that begins it would end.
pub(super) fn reference_text(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, ';' | '<' | '"' | '\'');
    match text.find(ends) {
        Some(at) if text[at..].starts_with(';') => &text[..=at],
        Some(at) => &text[..at],
        None => text,
    }
}

/// The character of one of the five predefined entities.
fn predefined(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

impl Parser<'_> {
    /// A reference between tags.
    pub(super) fn reference(&mut self, piece: &Piece<'_>) {
        let span = piece.span();
        if self.open.is_empty() {
            self.fault(FaultKind::OutsideRoot { what: Markup::Reference }, span);
            return;
        }
        match read_reference(piece.raw()) {
            Err(kind) => self.fault(kind, span),
            Ok((Reference::Character(' ' | '\t' | '\n' | '\r'), _)) => self.mark_space(),
            Ok((Reference::Character(_), _)) => self.mark_text(span),
            Ok((Reference::Entity(name), _)) if predefined(name).is_some() => self.mark_text(span),
            Ok((Reference::Entity(name), _)) => self.expand_in_content(name, span),
        }
    }

    fn expand_in_content(&mut self, name: &str, span: Span) {
        let Some(text) = self.open_entity(name, span, false) else { return };
        let floor = self.open.len();
        self.run(&text, Some(Replacement { reference: span, floor }));
        if self.open.len() != floor && !self.halted {
            self.fault(FaultKind::UnbalancedEntity { name: name.to_owned() }, span);
            while self.open.len() > floor {
                self.close_element(span.end);
            }
        }
        self.entities_open.pop();
    }

    /// The value of an attribute: references expanded, white space to spaces.
    pub(super) fn normalise(&mut self, raw: &str, span: Span, from_entity: bool) -> String {
        let mut value = String::with_capacity(raw.len());
        self.normalise_into(&mut value, raw, span, None, from_entity);
        value
    }

    /// Appends `raw` to `value`. `entity` is the entity that `raw` replaces.
    /// Calls itself once per open entity, of which the budget allows few.
    fn normalise_into(&mut self, value: &mut String, raw: &str, span: Span, entity: Option<&str>, fixed_span: bool) {
        let mut at = 0;
        while at < raw.len() && !self.halted {
            let here = |length: usize| match (entity, fixed_span) {
                (None, false) => Span::new(span.start as usize + at, span.start as usize + at + length),
                _ => span,
            };
            let rest = &raw[at..];
            match rest.as_bytes()[0] {
                b'&' => match read_reference(rest) {
                    Ok((reference, length)) => {
                        self.normalise_reference(value, reference, here(length));
                        at += length;
                    }
                    Err(kind) => {
                        self.fault(kind, here(1));
                        at += 1;
                    }
                },
                b'<' => {
                    self.fault(FaultKind::LtInAttribute { entity: entity.map(str::to_owned) }, here(1));
                    at += 1;
                }
                b'\r' if rest.as_bytes().get(1) == Some(&b'\n') => at += 1,
                b'\t' | b'\n' | b'\r' => {
                    value.push(' ');
                    at += 1;
                }
                _ => {
                    let plain = rest.find(['&', '<', '\t', '\n', '\r']).unwrap_or(rest.len());
                    value.push_str(&rest[..plain]);
                    at += plain;
                }
            }
        }
    }

    fn normalise_reference(&mut self, value: &mut String, reference: Reference<'_>, span: Span) {
        match reference {
            Reference::Character(c) => value.push(c),
            Reference::Entity(name) => {
                if let Some(c) = predefined(name) {
                    value.push(c);
                } else if let Some(text) = self.open_entity(name, span, true) {
                    self.normalise_into(value, &text, span, Some(name), true);
                    self.entities_open.pop();
                }
            }
        }
    }

    /// The replacement text of `name`, if it may be expanded here. On success
    /// the entity counts as open until the caller takes it off the stack.
    fn open_entity(&mut self, name: &str, span: Span, in_value: bool) -> Option<Arc<str>> {
        let owned = || name.to_owned();
        match self.doctype.entities.get(name).cloned() {
            None if self.doctype.may_hide_declarations && !self.doctype.standalone => {
                self.fault(FaultKind::ExternalEntity { name: owned(), is_declared: false }, span);
                None
            }
            None => {
                self.fault(FaultKind::UndeclaredEntity { name: owned() }, span);
                None
            }
            Some(Entity::Unparsed) => {
                let why = "it is an unparsed entity";
                self.fault(FaultKind::ForbiddenEntity { name: owned(), why }, span);
                None
            }
            Some(Entity::External) if in_value => {
                let why = "it is external, which an attribute value may not use";
                self.fault(FaultKind::ForbiddenEntity { name: owned(), why }, span);
                None
            }
            Some(Entity::External) => {
                self.fault(FaultKind::ExternalEntity { name: owned(), is_declared: true }, span);
                None
            }
            Some(Entity::Internal(text)) => self.within_entity_budget(name, span, text),
        }
    }

    fn within_entity_budget(&mut self, name: &str, span: Span, text: Arc<str>) -> Option<Arc<str>> {
        if self.entities_open.iter().any(|open| open == name) {
            self.fault(FaultKind::RecursiveEntity { name: name.to_owned() }, span);
            return None;
        }
        if self.entities_open.len() >= self.limits.entity_depth {
            self.over_budget(Budget::EntityDepth, self.limits.entity_depth, span);
            return None;
        }
        self.entity_bytes = self.entity_bytes.saturating_add(text.len());
        if self.entity_bytes > self.limits.entity_bytes {
            self.over_budget(Budget::EntityBytes, self.limits.entity_bytes, span);
            return None;
        }
        self.entities_open.push(name.to_owned());
        Some(text)
    }
}
