//! What a value of a road file may be: a word, a number within bounds, a text of a form.

use super::bounds::Bounds;
use super::values::Base;

/// A value type without parameters. One of the literals will do, or else what the base,
/// the forms and the bounds ask for.
#[derive(Debug, PartialEq)]
pub(crate) struct Restriction {
    /// Its name in the table.
    pub(super) type_name: String,
    /// Words that are allowed.
    pub(super) literals: Vec<String>,
    /// What else is allowed; nothing if there is none.
    pub(super) base: Option<Base>,
    /// Where a number has to lie.
    pub(super) bounds: Option<Bounds>,
    /// Patterns, one of which has to fit: `A` is a capital, `9` a digit, the rest itself.
    pub(super) forms: Vec<String>,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It is nothing of the kind.
    Kind,
    /// It is a number beyond the bounds.
    Range,
}

impl Restriction {
    /// A type that allows nothing yet.
    pub(super) fn new(type_name: &str) -> Restriction {
        let (literals, forms) = (Vec::new(), Vec::new());
        Restriction { type_name: type_name.to_owned(), literals, base: None, bounds: None, forms }
    }

    /// True if nothing is asked for.
    pub(super) fn is_any_text(&self) -> bool {
        self.base == Some(Base::Text) && self.forms.is_empty()
    }

    /// What is wrong with `value`.
    pub(super) fn flaw(&self, value: &str) -> Option<Flaw> {
        if self.literals.iter().any(|literal| literal == value) {
            return None;
        }
        let Some(base) = self.base.filter(|base| base.admits(value)) else { return Some(Flaw::Kind) };
        if !self.forms.is_empty() && !self.forms.iter().any(|form| fits(form, value)) {
            return Some(Flaw::Kind);
        }
        let number = || value.trim().parse::<f64>().ok();
        let bounds = self.bounds.as_ref().filter(|_| base != Base::Text)?;
        number().is_none_or(|number| !bounds.admit(number)).then_some(Flaw::Range)
    }
}

fn fits(form: &str, value: &str) -> bool {
    let alike = |(form, value): (char, char)| match form {
        'A' => value.is_ascii_uppercase(),
        '9' => value.is_ascii_digit(),
        other => other == value,
    };
    form.chars().count() == value.chars().count() && form.chars().zip(value.chars()).all(alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positive() -> Restriction {
        let bounds = Bounds::written(["0", "yes"], ["", ""], "").unwrap();
        Restriction { base: Some(Base::Number), bounds, ..Restriction::new("positive") }
    }

    #[test]
    fn numbers_lie_within_bounds() {
        for (value, flaw) in [
            (" 1.5 ", None),
            ("+2e3", None),
            ("0", Some(Flaw::Range)),
            ("-1", Some(Flaw::Range)),
            ("1,5", Some(Flaw::Kind)),
            ("", Some(Flaw::Kind)),
            ("NaN", Some(Flaw::Kind)),
            ("INF", Some(Flaw::Kind)),
        ] {
            assert_eq!(positive().flaw(value), flaw, "{value}");
        }
    }

    #[test]
    fn a_word_or_a_number() {
        let speed = Restriction { literals: vec!["no limit".to_owned()], ..positive() };
        assert_eq!(speed.flaw("no limit"), None);
        assert_eq!(speed.flaw("130"), None);
        assert_eq!(speed.flaw("fast"), Some(Flaw::Kind));
    }

    #[test]
    fn texts_have_a_form() {
        let forms = vec!["AA".to_owned(), "AAA".to_owned()];
        let country = Restriction { base: Some(Base::Text), forms, ..Restriction::new("country") };
        assert!(country.flaw("DE").is_none() && country.flaw("DEU").is_none());
        assert!(country.flaw("de").is_some() && country.flaw("D").is_some());
    }
}
