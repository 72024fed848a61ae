//! The document type declaration: entities and attribute defaults of the
//! internal subset. Nothing external is ever fetched.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chars::{is_legal, is_name, is_nc_name, is_space, name_length};
use super::entities::{Reference, read_reference};
use super::fault::FaultKind;
use super::parse::{Parser, Piece};

/// What the document type declares.
#[derive(Debug, Default)]
pub(super) struct Doctype {
    seen: bool,
    pub(super) entities: FxHashMap<String, Entity>,
    /// Attribute defaults by element name, normalised.
    pub(super) defaults: FxHashMap<String, Vec<(String, String)>>,
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

/// A deviation inside the declaration: what was expected and where.
struct Bad {
    expected: &'static str,
    at: usize,
}

impl Parser<'_> {
    pub(super) fn doctype(&mut self, piece: Piece<'_>) {
        if piece.replacement.is_some() || !self.tree.is_empty() || self.doctype.seen {
            let second = self.doctype.seen && self.tree.is_empty();
            self.fault(FaultKind::MisplacedDoctype { second }, piece.head());
            return;
        }
        self.doctype.seen = true;
        let mut reader =
            DoctypeReader { cursor: Cursor { text: piece.raw(), at: 0 }, out: Vec::new(), doctype: &mut self.doctype };
        let result = reader.read();
        let notices = std::mem::take(&mut reader.out);
        for (kind, from, to) in notices {
            self.fault(kind, piece.part(from, to));
        }
        let count = self.doctype.entities.values().filter(|entity| matches!(entity, Entity::Internal(_))).count();
        if count > 0 {
            self.fault(FaultKind::InternalEntities { count }, piece.part(0, "<!DOCTYPE".len()));
        }
        if let Err(bad) = result {
            let to = piece.raw()[bad.at..].find([' ', '\n', '>']).map_or(bad.at + 1, |length| bad.at + length.max(1));
            self.fault(FaultKind::BadDoctype { expected: bad.expected }, piece.part(bad.at, to.min(piece.raw().len())));
        }
    }
}

struct DoctypeReader<'d, 'x> {
    cursor: Cursor<'x>,
    /// Notices and faults with their range.
    out: Vec<(FaultKind, usize, usize)>,
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
        let defaults = self.doctype.defaults.entry(element.to_owned()).or_default();
        if !defaults.iter().any(|(known, _)| *known == name) {
            defaults.push((name, value));
        }
        Ok(())
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

/// A place in a text that moves only forwards.
#[derive(Debug)]
pub(super) struct Cursor<'x> {
    pub(super) text: &'x str,
    pub(super) at: usize,
}

impl<'x> Cursor<'x> {
    fn rest(&self) -> &'x str {
        &self.text[self.at..]
    }

    fn bad<T>(&self, expected: &'static str) -> Result<T, Bad> {
        Err(Bad { expected, at: self.at })
    }

    fn peek(&self, byte: u8) -> bool {
        self.text.as_bytes().get(self.at) == Some(&byte)
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str, expected: &'static str) -> Result<(), Bad> {
        if self.eat(token) { Ok(()) } else { self.bad(expected) }
    }

    fn skip_space(&mut self) -> bool {
        let length = self.rest().bytes().take_while(|&b| is_space(b)).count();
        self.at += length;
        length > 0
    }

    fn space(&mut self, expected: &'static str) -> Result<(), Bad> {
        if self.skip_space() { Ok(()) } else { self.bad(expected) }
    }

    fn name(&mut self, expected: &'static str) -> Result<&'x str, Bad> {
        let length = name_length(self.rest());
        if length == 0 {
            return self.bad(expected);
        }
        let name = &self.rest()[..length];
        self.at += length;
        Ok(name)
    }

    fn quoted(&mut self, expected: &'static str) -> Result<&'x str, Bad> {
        let rest = self.rest();
        let quote = rest.bytes().next().filter(|b| matches!(b, b'"' | b'\''));
        let end = quote.and_then(|quote| memchr::memchr(quote, &rest.as_bytes()[1..]));
        match end {
            Some(length) => {
                self.at += length + 2;
                Ok(&rest[1..=length])
            }
            None => self.bad(expected),
        }
    }

    /// `S? >`
    fn close(&mut self) -> Result<(), Bad> {
        self.skip_space();
        self.expect(">", "`>` at the end of the declaration")
    }

    /// `SYSTEM "…"` or `PUBLIC "…" "…"`; false if there is neither. A notation
    /// may have a public identifier alone.
    fn external_id(&mut self, is_notation: bool) -> Result<bool, Bad> {
        if self.eat("SYSTEM") {
            self.space("white space after `SYSTEM`")?;
            self.quoted("a quoted system identifier")?;
            return Ok(true);
        }
        if !self.eat("PUBLIC") {
            return Ok(false);
        }
        self.space("white space after `PUBLIC`")?;
        let at = self.at;
        let public = self.quoted("a quoted public identifier")?;
        if !public.chars().all(is_public_id_char) {
            return Err(Bad { expected: "a public identifier of letters, digits and simple punctuation", at });
        }
        let spaced = self.skip_space();
        if is_notation && self.peek(b'>') {
            return Ok(true);
        }
        if !spaced {
            return self.bad("white space after the public identifier");
        }
        self.quoted("a quoted system identifier")?;
        Ok(true)
    }

    fn comment(&mut self) -> Result<(), Bad> {
        let start = self.at + 4;
        let Some(length) = self.text.get(start..).and_then(|inner| inner.find("--")) else {
            return self.bad("`-->` at the end of the comment");
        };
        self.at = start + length;
        self.expect("-->", "no `--` inside the comment")
    }

    fn instruction(&mut self) -> Result<(), Bad> {
        let start = self.at;
        self.at += 2;
        let target = self.name("the target of the processing instruction")?;
        if !is_nc_name(target) || target.eq_ignore_ascii_case("xml") {
            self.at = start;
            return self.bad("a target other than `xml`, without colon");
        }
        if !self.rest().starts_with("?>") {
            self.space("white space after the target")?;
        }
        match self.rest().find("?>") {
            Some(length) => {
                self.at += length + 2;
                Ok(())
            }
            None => self.bad("`?>` at the end of the processing instruction"),
        }
    }

    fn notation(&mut self) -> Result<(), Bad> {
        self.at += "<!NOTATION".len();
        self.space("white space after `<!NOTATION`")?;
        self.name("the name of the notation")?;
        self.space("white space after the name")?;
        if !self.external_id(true)? {
            return self.bad("`SYSTEM` or `PUBLIC`");
        }
        self.close()
    }

    fn element_declaration(&mut self) -> Result<(), Bad> {
        self.at += "<!ELEMENT".len();
        self.space("white space after `<!ELEMENT`")?;
        self.name("the name of an element")?;
        self.space("white space after the name")?;
        if !self.eat("EMPTY") && !self.eat("ANY") {
            self.content_model()?;
        }
        self.close()
    }

    /// `(#PCDATA | a)*` or a nest of sequences and choices, read with a stack
    /// of separators instead of recursion.
    fn content_model(&mut self) -> Result<(), Bad> {
        self.expect("(", "`EMPTY`, `ANY` or `(`")?;
        self.skip_space();
        if self.eat("#PCDATA") {
            return self.mixed_content();
        }
        let mut separators: Vec<Option<u8>> = vec![None];
        loop {
            self.skip_space();
            if self.eat("(") {
                separators.push(None);
                continue;
            }
            self.name("an element name or `(`")?;
            self.occurrence();
            loop {
                self.skip_space();
                if !self.eat(")") {
                    break;
                }
                self.occurrence();
                separators.pop();
                if separators.is_empty() {
                    return Ok(());
                }
            }
            let separator = self.text.as_bytes().get(self.at).copied().filter(|b| matches!(b, b',' | b'|'));
            let group = separators.last_mut();
            match (separator, group) {
                (Some(found), Some(known)) if known.is_none_or(|known| known == found) => {
                    *known = Some(found);
                    self.at += 1;
                }
                _ => return self.bad("one kind of separator, `,` or `|`, or `)`"),
            }
        }
    }

    fn mixed_content(&mut self) -> Result<(), Bad> {
        let mut names = 0;
        loop {
            self.skip_space();
            if self.eat(")") {
                let starred = self.eat("*");
                return if names == 0 || starred { Ok(()) } else { self.bad("`*` after mixed content") };
            }
            self.expect("|", "`|` or `)` in mixed content")?;
            self.skip_space();
            self.name("an element name")?;
            names += 1;
        }
    }

    fn occurrence(&mut self) {
        if matches!(self.text.as_bytes().get(self.at), Some(b'?' | b'*' | b'+')) {
            self.at += 1;
        }
    }

    /// True for CDATA, whose values keep their white space.
    fn attribute_type(&mut self) -> Result<bool, Bad> {
        const TOKENS: [&str; 7] = ["IDREFS", "IDREF", "ID", "ENTITIES", "ENTITY", "NMTOKENS", "NMTOKEN"];
        if self.eat("CDATA") {
            return Ok(true);
        }
        if TOKENS.iter().any(|token| self.eat(token)) {
            return Ok(false);
        }
        let is_notation = self.eat("NOTATION");
        if is_notation {
            self.space("white space after `NOTATION`")?;
        }
        self.expect("(", "an attribute type")?;
        loop {
            self.skip_space();
            let token: String =
                self.rest().chars().take_while(|c| !c.is_whitespace() && !"|)>\"'".contains(*c)).collect();
            let valid = if is_notation { is_name(&token) } else { is_name(&format!("_{token}")) && !token.is_empty() };
            if !valid {
                return self.bad("a name token");
            }
            self.at += token.len();
            self.skip_space();
            if self.eat(")") {
                return Ok(false);
            }
            self.expect("|", "`|` or `)`")?;
        }
    }
}

fn is_public_id_char(c: char) -> bool {
    is_legal(c) && (c.is_ascii_alphanumeric() || " \r\n-'()+,./:=?;!*#@$_%".contains(c))
}
