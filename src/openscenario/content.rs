//! Content models as the table writes them: `(FileHeader, (A | B)?, C*)`.
//!
//! `,` is a sequence, `|` a choice, `&` all in any order, `@Name` a group,
//! `{2,}` at least two, `#empty` nothing at all, `#text` character data.

/// A parsed content model. Its depth is that of our own tables, not of input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Particle {
    Element(String),
    Group(String),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    All(Vec<Particle>),
    Repeat { particle: Box<Particle>, min: u32, max: Option<u32> },
}

/// Parses a content model other than `#empty` and `#text`.
pub(super) fn parse(text: &str) -> Result<Particle, String> {
    let mut parser = Parser { text, at: 0 };
    let particle = parser.particle()?;
    match parser.rest() {
        "" => Ok(particle),
        rest => Err(format!("`{rest}` is left over in content model `{text}`")),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text[self.at..].trim_start()
    }

    fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest();
        let found = rest.starts_with(token);
        if found {
            self.at = self.text.len() - rest.len() + token.len();
        }
        found
    }

    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at = self.text.len() - rest.len() + end;
        &rest[..end]
    }

    fn particle(&mut self) -> Result<Particle, String> {
        let inner = if self.eat("(") {
            self.group()?
        } else if self.eat("@") {
            Particle::Group(self.word().to_owned())
        } else {
            match self.word() {
                "" => return Err(format!("a name is missing in content model `{}`", self.text)),
                name => Particle::Element(name.to_owned()),
            }
        };
        self.occurrence(inner)
    }

    fn group(&mut self) -> Result<Particle, String> {
        let mut members = vec![self.particle()?];
        let separator = [",", "|", "&"].into_iter().find(|token| self.rest().starts_with(token));
        if let Some(separator) = separator {
            while self.eat(separator) {
                members.push(self.particle()?);
            }
        }
        if !self.eat(")") {
            return Err(format!("`)` is missing in content model `{}`", self.text));
        }
        Ok(match separator {
            Some("|") => Particle::Choice(members),
            Some("&") => Particle::All(members),
            _ => Particle::Sequence(members),
        })
    }

    fn occurrence(&mut self, inner: Particle) -> Result<Particle, String> {
        let (min, max) = if self.eat("?") {
            (0, Some(1))
        } else if self.eat("*") {
            (0, None)
        } else if self.eat("+") {
            (1, None)
        } else if self.eat("{") {
            let min =
                self.word().parse().map_err(|_| format!("a number is missing in content model `{}`", self.text))?;
            if !self.eat(",") {
                return Err(format!("`,` is missing in content model `{}`", self.text));
            }
            let max = self.word().parse().ok();
            if !self.eat("}") {
                return Err(format!("`}}` is missing in content model `{}`", self.text));
            }
            (min, max)
        } else {
            return Ok(inner);
        };
        Ok(Particle::Repeat { particle: Box::new(inner), min, max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read_as_written() {
        let element = |name: &str| Particle::Element(name.to_owned());
        let repeat = |particle, min, max| Particle::Repeat { particle: Box::new(particle), min, max };
        assert_eq!(
            parse("(A?, (B | @G)*, C{2,})").unwrap(),
            Particle::Sequence(vec![
                repeat(element("A"), 0, Some(1)),
                repeat(Particle::Choice(vec![element("B"), Particle::Group("G".to_owned())]), 0, None),
                repeat(element("C"), 2, None),
            ])
        );
        assert_eq!(parse("(A & B?)").unwrap(), Particle::All(vec![element("A"), repeat(element("B"), 0, Some(1))]));
    }

    #[test]
    fn a_broken_model_is_refused() {
        for text in ["(A, B", "A)", "(A | B, C)", "A{2", "", "(,A)"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
