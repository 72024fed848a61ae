//! What an expression comes to. What is not known yet keeps its sort, so that
//! a wrong sort is found without values.

use super::{Expression, ExpressionFault, Gives, Language, Lookup, Number, Operand, Operator, Sort, Step};

/// Evaluates `expression` with the values that `lookup` knows. None if a name
/// is undeclared, which is another finding.
pub fn evaluate<'t>(
    expression: &Expression<'t>,
    language: Language<'_>,
    lookup: &dyn Fn(&'t str) -> Lookup,
) -> Result<Option<Operand>, ExpressionFault> {
    let mut stack: Vec<Operand> = Vec::new();
    for step in &expression.steps {
        let operand = match step {
            Step::Value(value) => Operand::from(*value),
            Step::Parameter(name) => match lookup(name) {
                Lookup::Found(operand) => operand,
                Lookup::Undeclared => return Ok(None),
            },
            Step::Apply(index) => {
                let operator = &language.operators[*index];
                let arguments = stack.split_off(stack.len().saturating_sub(operator.arguments));
                apply(operator, &arguments)?
            }
        };
        stack.push(operand);
    }
    Ok(stack.pop())
}

fn apply(operator: &Operator, arguments: &[Operand]) -> Result<Operand, ExpressionFault> {
    for sort in arguments.iter().filter_map(|argument| argument.sort) {
        let fits = if operator.takes_booleans { sort == Sort::Boolean } else { sort.is_numeric() };
        if !fits {
            let (operator, takes_booleans) = (operator.name.clone(), operator.takes_booleans);
            return Err(ExpressionFault::WrongOperand { operator, takes_booleans, found: sort });
        }
    }
    let values: Option<Vec<Number>> = arguments.iter().map(|argument| argument.value).collect();
    match values {
        Some(values) => compute(operator, &values).map(Operand::from),
        None => {
            divisor(operator, arguments)?;
            Ok(Operand { sort: sort_of(operator, arguments), value: None })
        }
    }
}

/// A divisor that is known to be zero is a fault whatever is divided.
fn divisor(operator: &Operator, arguments: &[Operand]) -> Result<(), ExpressionFault> {
    let is_division = matches!(operator.name.as_str(), "/" | "%");
    let is_zero = arguments.last().and_then(|last| last.value?.as_double()) == Some(0.0);
    if is_division && is_zero { Err(ExpressionFault::DivisionByZero) } else { Ok(()) }
}

fn sort_of(operator: &Operator, arguments: &[Operand]) -> Option<Sort> {
    match operator.gives {
        Gives::Always(sort) => Some(sort),
        Gives::AsArguments => {
            let sorts: Option<Vec<Sort>> = arguments.iter().map(|argument| argument.sort).collect();
            sorts.map(|sorts| if sorts.contains(&Sort::Double) { Sort::Double } else { Sort::Integer })
        }
    }
}

fn compute(operator: &Operator, values: &[Number]) -> Result<Number, ExpressionFault> {
    match values {
        [Number::Boolean(value)] => Ok(Number::Boolean(!value)),
        [Number::Boolean(a), Number::Boolean(b)] => {
            Ok(Number::Boolean(if operator.name == "and" { *a && *b } else { *a || *b }))
        }
        [Number::Integer(a)] => whole(operator, *a).map_or_else(|| double(operator, values), Ok),
        [Number::Integer(a), Number::Integer(b)] => match whole_pair(operator, *a, *b) {
            Some(value) => Ok(value),
            None => double(operator, values),
        },
        _ => double(operator, values),
    }
}

/// Whole numbers stay whole, unless they overflow.
fn whole(operator: &Operator, value: i64) -> Option<Number> {
    match operator.name.as_str() {
        "-" => value.checked_neg(),
        "abs" => value.checked_abs(),
        "sign" => Some(value.signum()),
        "round" | "floor" | "ceil" => Some(value),
        _ => None,
    }
    .map(Number::Integer)
}

fn whole_pair(operator: &Operator, a: i64, b: i64) -> Option<Number> {
    match operator.name.as_str() {
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        "%" => a.checked_rem(b),
        "max" => Some(a.max(b)),
        "min" => Some(a.min(b)),
        _ => None,
    }
    .map(Number::Integer)
}

fn double(operator: &Operator, values: &[Number]) -> Result<Number, ExpressionFault> {
    let numbers: Vec<f64> = values.iter().filter_map(|value| value.as_double()).collect();
    let value = match (operator.name.as_str(), numbers.as_slice()) {
        ("-", [a]) => -a,
        ("round", [a]) => return integer(operator, a.round()),
        ("floor", [a]) => return integer(operator, a.floor()),
        ("ceil", [a]) => return integer(operator, a.ceil()),
        ("sqrt", [a]) => a.sqrt(),
        ("sin", [a]) => a.sin(),
        ("cos", [a]) => a.cos(),
        ("tan", [a]) => a.tan(),
        ("asin", [a]) => a.asin(),
        ("acos", [a]) => a.acos(),
        ("atan", [a]) => a.atan(),
        ("abs", [a]) => a.abs(),
        // Zero has no sign, neither has minus zero.
        ("sign", [a]) => f64::from(i8::from(*a > 0.0) - i8::from(*a < 0.0)),
        ("+", [a, b]) => a + b,
        ("-", [a, b]) => a - b,
        ("*", [a, b]) => a * b,
        ("/" | "%", [_, b]) if *b == 0.0 => return Err(ExpressionFault::DivisionByZero),
        ("/", [a, b]) => a / b,
        ("%", [a, b]) => a % b,
        ("pow", [a, b]) => a.powf(*b),
        ("max", [a, b]) => a.max(*b),
        ("min", [a, b]) => a.min(*b),
        _ => f64::NAN,
    };
    if value.is_finite() {
        return Ok(Number::Double(value));
    }
    Err(no_value(operator, &numbers))
}

#[expect(clippy::cast_possible_truncation, reason = "the range is looked at first")]
fn integer(operator: &Operator, value: f64) -> Result<Number, ExpressionFault> {
    // Beyond this, neighbouring whole numbers are one double.
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if value.abs() <= LARGEST { Ok(Number::Integer(value as i64)) } else { Err(no_value(operator, &[value])) }
}

fn no_value(operator: &Operator, numbers: &[f64]) -> ExpressionFault {
    let shown: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    ExpressionFault::NoValue(operator.name.clone(), shown.join(" and "))
}
