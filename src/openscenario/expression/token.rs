//! An expression as symbols.

use super::{ExpressionFault, Number};

/// A symbol of an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'t> {
    Value(Number),
    /// `$name`, without the sign.
    Parameter(&'t str),
    Word(&'t str),
    /// One of `+-*/%`.
    Sign(&'t str),
    Open,
    Close,
    Comma,
}

impl Token<'_> {
    /// As it is written, for messages.
    pub(super) fn shown(&self) -> String {
        match self {
            Token::Value(value) => value.to_string(),
            Token::Parameter(name) => format!("${name}"),
            Token::Word(word) | Token::Sign(word) => (*word).to_owned(),
            Token::Open => "(".to_owned(),
            Token::Close => ")".to_owned(),
            Token::Comma => ",".to_owned(),
        }
    }
}

/// More symbols than this are no expression that a person wrote.
pub(super) const MOST_TOKENS: usize = 4096;

/// Splits what stands between the braces.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, ExpressionFault> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '+' | '-' | '*' | '/' | '%' => (Token::Sign(&rest[..1]), 1),
            '$' => {
                let length = word(&rest[1..]);
                if length == 0 {
                    return Err(ExpressionFault::Character('$'));
                }
                (Token::Parameter(&rest[1..=length]), 1 + length)
            }
            '0'..='9' | '.' => number(rest)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                let length = word(rest);
                (Token::Word(&rest[..length]), length)
            }
            other => return Err(ExpressionFault::Character(other)),
        };
        tokens.push(token);
        if tokens.len() > MOST_TOKENS {
            return Err(ExpressionFault::TooLong(MOST_TOKENS));
        }
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

fn word(text: &str) -> usize {
    let is_digit_first = text.starts_with(|c: char| c.is_ascii_digit());
    if is_digit_first { 0 } else { text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count() }
}

/// `12`, `1.5`, `.5`, `2.1E-7`
fn number(text: &str) -> Result<(Token<'_>, usize), ExpressionFault> {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    let mut is_whole = true;
    if text[end..].starts_with('.') {
        is_whole = false;
        end += 1 + digits(end + 1);
    }
    if text[end..].starts_with(['e', 'E']) {
        let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            is_whole = false;
            end += 1 + sign + exponent;
        }
    }
    let written = &text[..end];
    let whole = if is_whole { written.parse().ok().map(Number::Integer) } else { None };
    let double = || written.parse().ok().filter(|value: &f64| value.is_finite()).map(Number::Double);
    match whole.or_else(double) {
        Some(value) => Ok((Token::Value(value), end)),
        None => Err(ExpressionFault::UnknownWord(written.to_owned())),
    }
}
