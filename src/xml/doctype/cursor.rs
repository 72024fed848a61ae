//! The grammar of declarations, read from left to right.

use crate::xml::chars::{is_legal, is_name, is_nc_name, is_space, name_length};

use super::Bad;

/// A place in a text that moves only forwards.
#[derive(Debug)]
pub(super) struct Cursor<'x> {
    pub(super) text: &'x str,
    pub(super) at: usize,
}

impl<'x> Cursor<'x> {
    pub(super) fn rest(&self) -> &'x str {
        &self.text[self.at..]
    }

    pub(super) fn bad<T>(&self, expected: &'static str) -> Result<T, Bad> {
        Err(Bad { expected, at: self.at })
    }

    pub(super) fn peek(&self, byte: u8) -> bool {
        self.text.as_bytes().get(self.at) == Some(&byte)
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub(super) fn expect(&mut self, token: &str, expected: &'static str) -> Result<(), Bad> {
        if self.eat(token) { Ok(()) } else { self.bad(expected) }
    }

    pub(super) fn skip_space(&mut self) -> bool {
        let length = self.rest().bytes().take_while(|&b| is_space(b)).count();
        self.at += length;
        length > 0
    }

    pub(super) fn space(&mut self, expected: &'static str) -> Result<(), Bad> {
        if self.skip_space() { Ok(()) } else { self.bad(expected) }
    }

    pub(super) fn name(&mut self, expected: &'static str) -> Result<&'x str, Bad> {
        let length = name_length(self.rest());
        if length == 0 {
            return self.bad(expected);
        }
        let name = &self.rest()[..length];
        self.at += length;
        Ok(name)
    }

    pub(super) fn quoted(&mut self, expected: &'static str) -> Result<&'x str, Bad> {
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
    pub(super) fn close(&mut self) -> Result<(), Bad> {
        self.skip_space();
        self.expect(">", "`>` at the end of the declaration")
    }

    /// `SYSTEM "…"` or `PUBLIC "…" "…"`; false if there is neither. A notation
    /// may have a public identifier alone.
    pub(super) fn external_id(&mut self, is_notation: bool) -> Result<bool, Bad> {
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

    pub(super) fn comment(&mut self) -> Result<(), Bad> {
        let start = self.at + 4;
        let Some(length) = self.text.get(start..).and_then(|inner| inner.find("--")) else {
            return self.bad("`-->` at the end of the comment");
        };
        self.at = start + length;
        self.expect("-->", "no `--` inside the comment")
    }

    pub(super) fn instruction(&mut self) -> Result<(), Bad> {
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

    pub(super) fn notation(&mut self) -> Result<(), Bad> {
        self.at += "<!NOTATION".len();
        self.space("white space after `<!NOTATION`")?;
        self.name("the name of the notation")?;
        self.space("white space after the name")?;
        if !self.external_id(true)? {
            return self.bad("`SYSTEM` or `PUBLIC`");
        }
        self.close()
    }

    pub(super) fn element_declaration(&mut self) -> Result<(), Bad> {
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
    pub(super) fn content_model(&mut self) -> Result<(), Bad> {
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

    pub(super) fn mixed_content(&mut self) -> Result<(), Bad> {
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

    pub(super) fn occurrence(&mut self) {
        if matches!(self.text.as_bytes().get(self.at), Some(b'?' | b'*' | b'+')) {
            self.at += 1;
        }
    }

    /// True for CDATA, whose values keep their white space.
    pub(super) fn attribute_type(&mut self) -> Result<bool, Bad> {
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
