//! Symbols to postfix order, with a stack of pending operators.

use super::token::{Token, tokens};
use super::{Expression, ExpressionFault, Form, Language, Number, Operator, Step};

/// Reads `text`, what stands between `${` and `}`.
pub fn read<'t>(text: &'t str, language: Language<'_>) -> Result<Expression<'t>, ExpressionFault> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(ExpressionFault::Empty);
    }
    let mut reader = Reader { language, steps: Vec::new(), pending: Vec::new(), after: None };
    let mut tokens = tokens.into_iter().peekable();
    let mut wants_value = true;
    while let Some(token) = tokens.next() {
        wants_value = if wants_value {
            reader.value(token, tokens.peek() == Some(&Token::Open))?
        } else {
            reader.operator(token)?
        };
        reader.after = Some(token);
    }
    if wants_value {
        return Err(reader.missing("at the end"));
    }
    reader.finish()
}

/// What waits for its last operand.
#[derive(Debug, Clone, Copy)]
enum Pending {
    Operator(usize),
    /// A bracket, and the function whose arguments it holds with their number so far.
    Bracket(Option<(usize, usize)>),
}

struct Reader<'t, 'o> {
    language: Language<'o>,
    steps: Vec<Step<'t>>,
    pending: Vec<Pending>,
    after: Option<Token<'t>>,
}

impl<'t> Reader<'t, '_> {
    /// Takes a symbol where a value is expected; true if one still is.
    fn value(&mut self, token: Token<'t>, opens: bool) -> Result<bool, ExpressionFault> {
        match token {
            Token::Value(value) => self.steps.push(Step::Value(value)),
            Token::Parameter(name) => self.steps.push(Step::Parameter(name)),
            Token::Open => {
                let function = match self.pending.last() {
                    Some(Pending::Operator(index)) if self.operator_at(*index).form == Form::Function => {
                        let index = *index;
                        self.pending.pop();
                        Some((index, 1))
                    }
                    _ => None,
                };
                self.pending.push(Pending::Bracket(function));
                return Ok(true);
            }
            Token::Close if self.closes_empty_call() => return self.close_empty_call(),
            Token::Close => return Err(self.missing("before `)`")),
            Token::Comma => return Err(self.missing("before `,`")),
            Token::Sign(sign) => {
                let Some((index, operator)) = self.language.find(sign, Form::Sign) else {
                    return Err(self.missing(&format!("before `{sign}`")));
                };
                self.exists(operator)?;
                self.pending.push(Pending::Operator(index));
                return Ok(true);
            }
            Token::Word(word) => return self.word(word, opens),
        }
        Ok(false)
    }

    /// A word where a value is expected: a constant, a function, or `not`.
    fn word(&mut self, word: &'t str, opens: bool) -> Result<bool, ExpressionFault> {
        let language = self.language;
        if let Some((_, constant)) = language.find(word, Form::Constant) {
            self.exists(constant)?;
            self.steps.push(Step::Value(constant_value(word)));
            return Ok(false);
        }
        let found = language.find(word, Form::Function).or_else(|| language.find(word, Form::Sign));
        let Some((index, operator)) = found else {
            let is_infix = language.find(word, Form::Infix).is_some();
            return Err(if is_infix {
                self.missing(&format!("before `{word}`"))
            } else {
                ExpressionFault::UnknownWord(word.to_owned())
            });
        };
        self.exists(operator)?;
        if operator.form == Form::Function && !opens {
            return Err(ExpressionFault::NoArguments(word.to_owned()));
        }
        self.pending.push(Pending::Operator(index));
        Ok(true)
    }

    /// Takes a symbol after a value; true if the next must be a value.
    fn operator(&mut self, token: Token<'t>) -> Result<bool, ExpressionFault> {
        let written = match token {
            Token::Sign(sign) => sign,
            Token::Word(word) => word,
            Token::Close => {
                self.close()?;
                return Ok(false);
            }
            Token::Comma => {
                self.unwind(0);
                return match self.pending.last_mut() {
                    Some(Pending::Bracket(Some((_, count)))) => {
                        *count += 1;
                        Ok(true)
                    }
                    _ => Err(ExpressionFault::Comma),
                };
            }
            Token::Value(_) | Token::Parameter(_) | Token::Open => {
                return Err(ExpressionFault::MissingOperator(token.shown()));
            }
        };
        let Some((index, operator)) = self.language.find(written, Form::Infix) else {
            let is_known = self.language.operators.iter().any(|operator| operator.name == written);
            return Err(if is_known {
                ExpressionFault::MissingOperator(written.to_owned())
            } else {
                ExpressionFault::UnknownWord(written.to_owned())
            });
        };
        self.exists(operator)?;
        self.unwind(binding(operator));
        self.pending.push(Pending::Operator(index));
        Ok(true)
    }

    /// `round()`
    fn closes_empty_call(&self) -> bool {
        let is_call = matches!(self.pending.last(), Some(Pending::Bracket(Some((_, 1)))));
        is_call && self.after == Some(Token::Open)
    }

    fn close_empty_call(&mut self) -> Result<bool, ExpressionFault> {
        if let Some(Pending::Bracket(Some((_, count)))) = self.pending.last_mut() {
            *count = 0;
        }
        self.close().map(|()| false)
    }

    fn close(&mut self) -> Result<(), ExpressionFault> {
        self.unwind(0);
        match self.pending.pop() {
            Some(Pending::Bracket(None)) => Ok(()),
            Some(Pending::Bracket(Some((index, found)))) => {
                let operator = self.operator_at(index);
                let (name, expected) = (operator.name.clone(), operator.arguments);
                if found != expected {
                    return Err(ExpressionFault::ArgumentCount { name, expected, found });
                }
                self.steps.push(Step::Apply(index));
                Ok(())
            }
            _ => Err(ExpressionFault::Bracket("opened")),
        }
    }

    /// Applies what binds at least as tightly as `least`, down to a bracket.
    fn unwind(&mut self, least: u8) {
        while let Some(Pending::Operator(index)) = self.pending.last().copied() {
            if binding(self.operator_at(index)) < least {
                break;
            }
            self.pending.pop();
            self.steps.push(Step::Apply(index));
        }
    }

    fn finish(mut self) -> Result<Expression<'t>, ExpressionFault> {
        self.unwind(0);
        if self.pending.is_empty() {
            Ok(Expression { steps: self.steps })
        } else {
            Err(ExpressionFault::Bracket("closed"))
        }
    }

    fn operator_at(&self, index: usize) -> &Operator {
        &self.language.operators[index]
    }

    fn exists(&self, operator: &Operator) -> Result<(), ExpressionFault> {
        let declared = self.language.version;
        if operator.since <= declared {
            return Ok(());
        }
        Err(ExpressionFault::NotInVersion { name: operator.name.clone(), since: operator.since, declared })
    }

    fn missing(&self, place: &str) -> ExpressionFault {
        match self.after {
            Some(token) if place == "at the end" => {
                ExpressionFault::MissingOperand(format!("after `{}`", token.shown()))
            }
            _ => ExpressionFault::MissingOperand(place.to_owned()),
        }
    }
}

/// How tightly an operator binds: by the general rules of mathematics, signs
/// first, booleans last.
fn binding(operator: &Operator) -> u8 {
    match (operator.form, operator.name.as_str()) {
        (Form::Infix, "or") => 1,
        (Form::Infix, "and") => 2,
        (Form::Sign, "not") => 3,
        (Form::Infix, "+" | "-") => 4,
        (Form::Infix, _) => 5,
        _ => 6,
    }
}

fn constant_value(name: &str) -> Number {
    match name {
        "true" => Number::Boolean(true),
        "false" => Number::Boolean(false),
        _ => Number::Double(std::f64::consts::PI),
    }
}
