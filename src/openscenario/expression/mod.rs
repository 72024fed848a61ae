//! `${…}`: what an expression says, and what it comes to.
//!
//! Which operators, functions and constants there are, and since when, is data
//! (`operators.csv`). An expression is read into postfix order with a stack of
//! our own: nothing recurses over its depth.

mod evaluate;
mod read;
mod token;

use std::fmt;

use serde::Deserialize;

use super::version::Version;

pub use evaluate::evaluate;
pub use read::read;

/// A value with a type that operators know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Double(f64),
    /// True or false.
    Boolean(bool),
}

impl Number {
    /// The value as a double; a truth is none.
    #[expect(clippy::cast_precision_loss, reason = "the language widens whole numbers to doubles")]
    pub fn as_double(self) -> Option<f64> {
        match self {
            Number::Integer(value) => Some(value as f64),
            Number::Double(value) => Some(value),
            Number::Boolean(_) => None,
        }
    }

    /// Its sort.
    pub fn sort(self) -> Sort {
        match self {
            Number::Integer(_) => Sort::Integer,
            Number::Double(_) => Sort::Double,
            Number::Boolean(_) => Sort::Boolean,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Integer(value) => write!(f, "{value}"),
            Number::Double(value) => write!(f, "{value}"),
            Number::Boolean(value) => write!(f, "{value}"),
        }
    }
}

/// What operators distinguish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// `int`, `unsignedInt`, `unsignedShort`
    Integer,
    /// `double`
    Double,
    /// `boolean`
    Boolean,
    /// `string`, `dateTime`: no operator takes it.
    Other,
}

impl Sort {
    /// True for whole and other numbers.
    pub fn is_numeric(self) -> bool {
        matches!(self, Sort::Integer | Sort::Double)
    }

    /// The word for it.
    pub fn words(self) -> &'static str {
        match self {
            Sort::Integer => "a whole number",
            Sort::Double => "a number",
            Sort::Boolean => "a boolean",
            Sort::Other => "a text",
        }
    }
}

/// A value that may not be known yet, and its sort as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Operand {
    /// Its sort.
    pub sort: Option<Sort>,
    /// Its value.
    pub value: Option<Number>,
}

impl From<Number> for Operand {
    fn from(value: Number) -> Operand {
        Operand { sort: Some(value.sort()), value: Some(value) }
    }
}

/// What `$name` is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lookup {
    /// A parameter in scope.
    Found(Operand),
    /// No parameter in scope. Others say so.
    Undeclared,
}

/// An operator, a function or a constant.
#[derive(Debug, Clone)]
pub struct Operator {
    /// As it is written.
    pub name: String,
    /// How it is written.
    pub form: Form,
    /// How many arguments it takes.
    pub arguments: usize,
    /// True if it takes booleans, false for numbers.
    pub takes_booleans: bool,
    /// What it gives.
    pub gives: Gives,
    /// The edition it came with.
    pub since: Version,
}

/// A row of `operators.csv` as it is written.
#[derive(Deserialize)]
pub(super) struct OperatorRow {
    name: String,
    form: String,
    arguments: usize,
    takes: String,
    gives: String,
}

impl OperatorRow {
    pub(super) fn operator(self, since: Version) -> Result<Operator, String> {
        let form = match self.form.as_str() {
            "sign" => Form::Sign,
            "infix" => Form::Infix,
            "function" => Form::Function,
            "constant" => Form::Constant,
            other => return Err(format!("`{other}` is no form of an operator")),
        };
        let gives = match self.gives.as_str() {
            "same" => Gives::AsArguments,
            "integer" => Gives::Always(Sort::Integer),
            "double" => Gives::Always(Sort::Double),
            "boolean" => Gives::Always(Sort::Boolean),
            other => return Err(format!("`{other}` is no sort of a result")),
        };
        let takes_booleans = self.takes == "boolean";
        Ok(Operator { name: self.name, form, arguments: self.arguments, takes_booleans, gives, since })
    }
}

/// How an operator is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Before its argument.
    Sign,
    /// Between its arguments.
    Infix,
    /// Before its arguments in brackets.
    Function,
    /// Alone.
    Constant,
}

/// The sort of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// Always this one.
    Always(Sort),
    /// Whole if all arguments are whole, else a double.
    AsArguments,
}

/// The operators of all editions, and the edition in force.
#[derive(Debug, Clone, Copy)]
pub struct Language<'o> {
    /// All rows.
    pub operators: &'o [Operator],
    /// The edition of the file.
    pub version: Version,
}

impl<'o> Language<'o> {
    /// True if the edition has expressions at all.
    pub fn has_expressions(self) -> bool {
        self.operators.iter().any(|operator| operator.since <= self.version)
    }

    fn find(self, name: &str, form: Form) -> Option<(usize, &'o Operator)> {
        self.operators.iter().enumerate().find(|(_, operator)| operator.name == name && operator.form == form)
    }
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExpressionFault {
    /// The closing brace is not the last character.
    #[error("the expression does not end with `}}`")]
    Unclosed,
    /// Nothing between the braces.
    #[error("the expression is empty")]
    Empty,
    /// A character that means nothing here.
    #[error("`{0}` means nothing in an expression")]
    Character(char),
    /// A word that is no operator, function or constant.
    #[error("`{0}` is no operator, function or constant")]
    UnknownWord(String),
    /// It came with a later edition.
    #[error("`{name}` exists since {since}, the file declares {declared}")]
    NotInVersion {
        /// The operator, function or constant.
        name: String,
        /// Where it came.
        since: Version,
        /// What the file declares.
        declared: Version,
    },
    /// An operand is expected.
    #[error("a value is missing {0}")]
    MissingOperand(String),
    /// Two values side by side.
    #[error("an operator is missing before `{0}`")]
    MissingOperator(String),
    /// A bracket without its partner.
    #[error("a bracket is not {0}")]
    Bracket(&'static str),
    /// A comma outside the arguments of a function.
    #[error("a comma stands outside the arguments of a function")]
    Comma,
    /// A function without brackets.
    #[error("`{0}` needs its arguments in brackets")]
    NoArguments(String),
    /// Too few or too many arguments.
    #[error("`{name}` takes {expected} argument{}, found {found}", if *expected == 1 { "" } else { "s" })]
    ArgumentCount {
        /// The function.
        name: String,
        /// How many it takes.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// An operand of the wrong sort.
    #[error("`{operator}` takes {}, found {}", if *takes_booleans { "booleans" } else { "numbers" }, found.words())]
    WrongOperand {
        /// The operator.
        operator: String,
        /// True if it takes booleans.
        takes_booleans: bool,
        /// What was found.
        found: Sort,
    },
    /// Division or remainder by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// The result is no number.
    #[error("`{0}` has no value here: {1}")]
    NoValue(String, String),
    /// More than the budget.
    #[error("the expression is longer than {0} symbols")]
    TooLong(usize),
}

impl ExpressionFault {
    /// True if the expression cannot be read, whatever its parameters are.
    pub fn is_unreadable(&self) -> bool {
        !matches!(
            self,
            ExpressionFault::NotInVersion { .. }
                | ExpressionFault::WrongOperand { .. }
                | ExpressionFault::DivisionByZero
                | ExpressionFault::NoValue(..)
        )
    }
}

/// An expression in postfix order.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression<'t> {
    steps: Vec<Step<'t>>,
}

impl<'t> Expression<'t> {
    /// The parameters it uses, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &'t str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Parameter(name) => Some(*name),
            _ => None,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Step<'t> {
    Value(Number),
    Parameter(&'t str),
    /// An operator or function of the table.
    Apply(usize),
}

#[cfg(test)]
mod tests;
