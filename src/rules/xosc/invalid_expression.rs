use crate::openscenario::expression::ExpressionFault;
use crate::rules::{Check, Document, Hit, rule};

use super::expressions::faults;

rule! {
    /// An expression cannot be read.
    ///
    /// ## Why it matters
    /// The value it stands for is unknown: the simulator stops, or takes a value of its own.
    ///
    /// ## Example
    /// ```xml
    /// <AbsoluteTargetSpeed value="${$EgoSpeed + }"/>
    /// <AbsoluteTargetSpeed value="${power($EgoSpeed, 2)}"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <AbsoluteTargetSpeed value="${$EgoSpeed + 5}"/>
    /// <AbsoluteTargetSpeed value="${pow($EgoSpeed, 2)}"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9.2, editions from 1.1: operators `- + * / %`,
    /// `round floor ceil sqrt pow`, `not and or`; from 1.3 also `sin cos tan asin acos atan
    /// sign abs max min`; from 1.4 the constant `pi`; arguments in brackets behind the name.
    "xosc/invalid-expression" {
        severity: Error,
        aliases: [
            "asam.net:xosc:1.1.0:expressions.allowed_operators",
            "asam.net:xosc:1.2.0:data_type.allowed_operators",
            "asam.net:xosc:1.1.0:expressions.arguments_of_operators",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    faults(
        document,
        "write operators, functions and brackets as `roadworthy explain xosc/invalid-expression` lists them",
        ExpressionFault::is_unreadable,
    )
}
