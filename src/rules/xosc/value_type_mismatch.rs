use crate::openscenario::expression::{ExpressionFault, Number, Sort};
use crate::openscenario::{Base, Meaning, Parameter, ParameterUse, Scenario, Value, is_parameter};
use crate::rules::document::Evaluated;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::expressions::{at, uses};
use super::merged::merged;

rule! {
    /// A parameter or an expression stands where a value of another type is expected.
    ///
    /// ## Why it matters
    /// A speed that is a text, or a number of executions that is 2.5, cannot be carried
    /// out: simulators stop, or cut the value without saying so.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="Weather" parameterType="string" value="rain"/>
    /// …
    /// <AbsoluteTargetSpeed value="$Weather"/>
    /// <Event maximumExecutionCount="${5 / 2}" …/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Event maximumExecutionCount="${round(5 / 2)}" …/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9: whole numbers stand for other numbers, and not
    /// the other way round; numbers and booleans never stand for each other.
    "xosc/value-type-mismatch" {
        severity: Error,
        aliases: [
            "asam.net:xosc:1.1.0:expressions.type_casting",
            "asam.net:xosc:1.1.0:expressions.type_of_boolean",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let hit = |(scenario, used, result): (&Scenario<'_>, &ParameterUse<'_>, &Evaluated)| {
        let parameter = is_parameter(used.text).then(|| scenario.parameter(used.element, &used.text[1..]));
        let (cause, message) = match parameter {
            Some(parameter) => (parameter?.element, of_parameter(scenario, used, parameter?)?),
            None => (used.element, of_expression(used, result)?),
        };
        let hit = at(used, Draft::new(message.clone()).help("use a value of the type that the attribute has"));
        Some(((cause, message), hit))
    };
    // A declaration of the wrong type is one fault, however often the parameter is used.
    merged(uses(document).filter_map(hit))
}

fn of_parameter(scenario: &Scenario<'_>, used: &ParameterUse<'_>, parameter: &Parameter<'_>) -> Option<String> {
    let (expected, written) = (used.expects?, || quoted(used.text));
    if let (Value::Plain { base, .. }, Some(of_type)) = (expected, parameter.of_type)
        && !fits(of_type.sort(), *base)
    {
        return Some(format!("{} is of type {}, expected {}", written(), parameter.type_name, base.name()));
    }
    let Meaning::Text(text) = scenario.meaning(used.element, used.text) else { return None };
    // A value that is not of its own parameter's type is the declaration's fault.
    if parameter.of_type.is_some_and(|of_type| !of_type.admits(&text)) || expected.takes(&text) {
        return None;
    }
    Some(match expected {
        Value::Plain { base, .. } => format!("{} is {}, expected {}", written(), quoted(&text), base.name()),
        Value::Restricted(_) => return None,
        Value::Literal { literals, .. } => {
            let listed: Vec<String> = literals.iter().map(|literal| quoted(literal)).collect();
            format!("{} is {}, expected one of {}", written(), quoted(&text), listed.join(", "))
        }
    })
}

fn of_expression(used: &ParameterUse<'_>, result: &Evaluated) -> Option<String> {
    let operand = match result {
        Err(fault @ ExpressionFault::WrongOperand { .. }) => return Some(fault.to_string()),
        Err(_) | Ok(None) => return None,
        Ok(Some(operand)) => operand,
    };
    let (Value::Plain { base, .. }, Some(sort)) = (used.expects?, operand.sort) else { return None };
    // A finite number is a double however it is written.
    let is_double = |value: Number| *base == Base::Double && value.as_double().is_some_and(f64::is_finite);
    let is_admitted = operand.value.is_none_or(|value| is_double(value) || base.admits(&value.to_string()));
    if fits(sort, *base) && is_admitted {
        return None;
    }
    let shown = operand.value.map_or_else(|| sort.words().to_owned(), |value| value.to_string());
    Some(format!("the expression gives {shown}, expected {}", base.name()))
}

/// True if a value of this sort may stand where `base` is expected.
fn fits(sort: Sort, base: Base) -> bool {
    match base.sort() {
        // A text, and a date written as text, say what they say.
        Sort::Other => true,
        Sort::Double => sort.is_numeric(),
        wanted => sort == wanted,
    }
}
