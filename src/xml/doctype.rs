//! The document type declaration: entities and attribute defaults of the
//! internal subset. Nothing external is ever fetched.

mod cursor;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::source::{Budget, Limits};

use super::chars::is_nc_name;
use super::entities::{Reference, read_reference};
use super::fault::FaultKind;
use super::parse::{Parser, Piece};

use cursor::Cursor;

/// What the document type declares.
#[derive(Debug, Default)]
pub(super) struct Doctype {
    seen: bool,
    pub(super) entities: FxHashMap<String, Entity>,
    /// Attribute defaults by element name, normalised.
    pub(super) defaults: FxHashMap<String, Arc<Vec<(String, String)>>>,
    /// An external subset or a parameter entity may declare what we do not see.
    pub(super) may_hide_declarations: bool,
    /// `standalone="yes"`: all that counts is declared here.
    pub(super) standalone: bool,
}

/// A general entity.
#[derive(Debug, Clone)]
pub(super) enum Entity {
    /// Replacement text.
    Internal(Arc<str>),
    /// In another file, which is not read.
    External,
    /// Not XML.
    Unparsed,
}

/// Ends the reading after a budget was spent; no fault of its own.
const STOPPED: &str = "";

/// A deviation inside the declaration: what was expected and where.
struct Bad {
    expected: &'static str,
    at: usize,
}

impl Parser<'_> {
    pub(super) fn doctype(&mut self, piece: &Piece<'_>) {
        if piece.replacement.is_some() || !self.tree.is_empty() || self.doctype.seen {
            let second = self.doctype.seen && self.tree.is_empty();
            self.fault(FaultKind::MisplacedDoctype { second }, piece.head());
            return;
        }
        self.doctype.seen = true;
        let mut reader = DoctypeReader {
            cursor: Cursor { text: piece.raw(), at: 0 },
            out: Vec::new(),
            limits: self.limits,
            expanded: 0,
            doctype: &mut self.doctype,
        };
        let result = reader.read();
        let notices = std::mem::take(&mut reader.out);
        for (kind, from, to) in notices {
            self.fault(kind, piece.part(from, to));
        }
        let count = self.doctype.entities.values().filter(|entity| matches!(entity, Entity::Internal(_))).count();
        if count > 0 {
            self.fault(FaultKind::InternalEntities { count }, piece.part(0, "<!DOCTYPE".len()));
        }
        if let Err(bad) = &result
            && bad.expected == STOPPED
        {
            self.halted = true;
        } else if let Err(bad) = result {
            let to = piece.raw()[bad.at..].find([' ', '\n', '>']).map_or(bad.at + 1, |length| bad.at + length.max(1));
            self.fault(FaultKind::BadDoctype { expected: bad.expected }, piece.part(bad.at, to.min(piece.raw().len())));
        }
    }
}

struct DoctypeReader<'d, 'x> {
    cursor: Cursor<'x>,
    /// Notices and faults with their range.
    out: Vec<(FaultKind, usize, usize)>,
    limits: &'d Limits,
    /// Bytes of default values so far.
    expanded: usize,
    doctype: &'d mut Doctype,
}

impl DoctypeReader<'_, '_> {
    fn read(&mut self) -> Result<(), Bad> {
        let cursor = &mut self.cursor;
        cursor.expect("<!DOCTYPE", "`<!DOCTYPE` in capitals")?;
        cursor.space("white space after `<!DOCTYPE`")?;
        let name_at = cursor.at;
        let name = cursor.name("the name of the root element")?;
        if !name.split(':').all(is_nc_name) || name.matches(':').count() > 1 {
            cursor.at = name_at;
            return cursor.bad("a name with at most one colon, and a name on each side of it");
        }
        let spaced = cursor.skip_space();
        if !cursor.peek(b'[') && !cursor.peek(b'>') {
            if !spaced {
                return cursor.bad("white space after the name");
            }
            let start = cursor.at;
            if !cursor.external_id(false)? {
                return cursor.bad("`SYSTEM`, `PUBLIC`, `[` or `>`");
            }
            self.doctype.may_hide_declarations = true;
            self.out.push((FaultKind::ExternalDoctype, start, self.cursor.at));
            self.cursor.skip_space();
        }
        if self.cursor.eat("[") {
            self.subset()?;
            self.cursor.skip_space();
        }
        self.cursor.expect(">", "`>` at the end of the document type declaration")?;
        match self.cursor.rest() {
            "" => Ok(()),
            _ => self.cursor.bad("nothing after the `>` of the document type declaration"),
        }
    }

    /// The internal subset up to `]`.
    fn subset(&mut self) -> Result<(), Bad> {
        loop {
            self.cursor.skip_space();
            let rest = self.cursor.rest();
            if self.cursor.eat("]") {
                return Ok(());
            } else if rest.starts_with("<!--") {
                self.cursor.comment()?;
            } else if rest.starts_with("<?") {
                self.cursor.instruction()?;
            } else if rest.starts_with("<!ENTITY") {
                self.entity()?;
            } else if rest.starts_with("<!ATTLIST") {
                self.attribute_list()?;
            } else if rest.starts_with("<!ELEMENT") {
                self.cursor.element_declaration()?;
            } else if rest.starts_with("<!NOTATION") {
                self.cursor.notation()?;
            } else if rest.starts_with('%') {
                self.parameter_reference()?;
            } else {
                return self.cursor.bad("a declaration, a comment or `]`");
            }
        }
    }

    fn parameter_reference(&mut self) -> Result<(), Bad> {
        let start = self.cursor.at;
        self.cursor.at += 1;
        let name = self.cursor.name("the name of a parameter entity after `%`")?.to_owned();
        self.cursor.expect(";", "`;` after the parameter entity")?;
        self.doctype.may_hide_declarations = true;
        self.out.push((FaultKind::ParameterEntity { name }, start, self.cursor.at));
        Ok(())
    }

    fn entity(&mut self) -> Result<(), Bad> {
        let cursor = &mut self.cursor;
        cursor.at += "<!ENTITY".len();
        cursor.space("white space after `<!ENTITY`")?;
        let is_parameter = cursor.eat("%");
        if is_parameter {
            cursor.space("white space after `%`")?;
        }
        let name_at = cursor.at;
        let name = cursor.name("the name of the entity")?;
        if !is_nc_name(name) {
            cursor.at = name_at;
            return cursor.bad("an entity name without colon");
        }
        cursor.space("white space after the entity name")?;
        let entity = if cursor.peek(b'"') || cursor.peek(b'\'') {
            let at = cursor.at + 1;
            let literal = cursor.quoted("a quoted entity value")?;
            Entity::Internal(replacement_text(literal, at)?.into())
        } else if cursor.external_id(false)? {
            let spaced = cursor.skip_space();
            if !cursor.rest().starts_with("NDATA") {
                Entity::External
            } else if is_parameter || !spaced {
                return cursor.bad("`>` after the parameter entity");
            } else {
                cursor.at += "NDATA".len();
                cursor.space("white space after `NDATA`")?;
                cursor.name("the name of a notation")?;
                Entity::Unparsed
            }
        } else {
            return cursor.bad("a quoted entity value, `SYSTEM` or `PUBLIC`");
        };
        cursor.close()?;
        if !is_parameter {
            // The first declaration of a name counts.
            self.doctype.entities.entry(name.to_owned()).or_insert(entity);
        }
        Ok(())
    }

    fn attribute_list(&mut self) -> Result<(), Bad> {
        self.cursor.at += "<!ATTLIST".len();
        self.cursor.space("white space after `<!ATTLIST`")?;
        let element = self.cursor.name("the name of an element")?.to_owned();
        loop {
            let spaced = self.cursor.skip_space();
            if self.cursor.eat(">") {
                return Ok(());
            }
            if !spaced {
                return self.cursor.bad("white space before the attribute definition");
            }
            self.attribute_definition(&element)?;
        }
    }

    fn attribute_definition(&mut self, element: &str) -> Result<(), Bad> {
        let cursor = &mut self.cursor;
        let name = cursor.name("the name of an attribute, or `>`")?.to_owned();
        cursor.space("white space after the attribute name")?;
        let is_text = cursor.attribute_type()?;
        cursor.space("white space after the attribute type")?;
        if cursor.eat("#REQUIRED") || cursor.eat("#IMPLIED") {
            return Ok(());
        }
        if cursor.eat("#FIXED") {
            cursor.space("white space after `#FIXED`")?;
        }
        let at = cursor.at + 1;
        let literal = cursor.quoted("`#REQUIRED`, `#IMPLIED`, `#FIXED` or a quoted default")?;
        let value = self.default_value(literal, at)?;
        let value = if is_text { value } else { value.split_ascii_whitespace().collect::<Vec<_>>().join(" ") };
        self.expanded += value.len();
        let defaults = Arc::make_mut(self.doctype.defaults.entry(element.to_owned()).or_default());
        let is_new = defaults.len() <= self.limits.attributes && !defaults.iter().any(|(known, _)| *known == name);
        if is_new {
            defaults.push((name, value));
        }
        let over = if defaults.len() > self.limits.attributes {
            Some((Budget::Attributes, self.limits.attributes))
        } else if self.expanded > self.limits.entity_bytes {
            Some((Budget::EntityBytes, self.limits.entity_bytes))
        } else {
            None
        };
        match over {
            Some((budget, limit)) => {
                let kind = FaultKind::OverBudget { budget, limit: limit as u64 };
                self.out.push((kind, self.cursor.at, self.cursor.at));
                Err(Bad { expected: STOPPED, at: self.cursor.at })
            }
            None => Ok(()),
        }
    }

    /// Expands the references of a default value; only what is declared before
    /// it may be used.
    fn default_value(&self, literal: &str, at: usize) -> Result<String, Bad> {
        let mut value = String::new();
        let mut rest = literal;
        while let Some(c) = rest.chars().next() {
            let here = at + literal.len() - rest.len();
            match c {
                '<' => return Err(Bad { expected: "no `<` in a default value", at: here }),
                '&' => {
                    let expected = "a character reference or a declared entity";
                    let (reference, length) = read_reference(rest).map_err(|_| Bad { expected, at: here })?;
                    match reference {
                        Reference::Character(c) => value.push(c),
                        Reference::Entity(name) => value.push_str(&self.simple_entity(name, here)?),
                    }
                    if value.len() + self.expanded > self.limits.entity_bytes {
                        return Ok(value);
                    }
                    rest = &rest[length..];
                    continue;
                }
                '\t' | '\n' | '\r' => value.push(' '),
                _ => value.push(c),
            }
            rest = &rest[c.len_utf8()..];
        }
        Ok(value)
    }

    /// An entity in a default value: one without further references.
    fn simple_entity(&self, name: &str, at: usize) -> Result<String, Bad> {
        let known = match name {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "apos" => "'",
            "quot" => "\"",
            _ => match self.doctype.entities.get(name) {
                Some(Entity::Internal(text)) if !text.contains(['<', '&']) => text,
                _ => return Err(Bad { expected: "an entity declared before its use, of plain text", at }),
            },
        };
        Ok(known.to_owned())
    }
}

/// The replacement text of an entity literal: character references expanded,
/// entity references kept for the place of use.
fn replacement_text(literal: &str, at: usize) -> Result<String, Bad> {
    let mut text = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some(found) = rest.find(['&', '%']) {
        text.push_str(&rest[..found]);
        rest = &rest[found..];
        let here = at + literal.len() - rest.len();
        if rest.starts_with('%') {
            return Err(Bad { expected: "no `%` in an entity value of the internal subset", at: here });
        }
        let expected = "a character reference or an entity reference after `&`";
        let (reference, length) = read_reference(rest).map_err(|_| Bad { expected, at: here })?;
        match reference {
            Reference::Character(c) => text.push(c),
            Reference::Entity(_) => text.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    text.push_str(rest);
    Ok(text)
}
