use crate::openscenario::expression::ExpressionFault;
use crate::rules::{Check, Document, Hit, rule};

use super::expressions::faults;

rule! {
    /// An expression has no value: it divides by zero, or a function is not defined there.
    ///
    /// ## Why it matters
    /// What the scenario asks for does not exist. Simulators stop, or go on with an endless
    /// number that spoils positions and speeds.
    ///
    /// ## Example
    /// ```xml
    /// <TransitionDynamics value="${10 / ($EgoSpeed - 20)}" …/>
    /// ```
    /// with `EgoSpeed` of 20.
    ///
    /// ## Instead
    /// Choose parameters for which the expression has a value.
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9.2, editions from 1.1; with the values that the file
    /// declares for its parameters.
    "xosc/expression-without-value" {
        severity: Error,
        aliases: [
            "asam.net:xosc:1.1.0:expressions.evaluation_of_expressions_possible",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    faults(document, "correct the expression, or the values of its parameters", |fault| {
        matches!(fault, ExpressionFault::DivisionByZero | ExpressionFault::NoValue(..))
    })
}
