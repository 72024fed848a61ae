use crate::openscenario::expression::ExpressionFault;
use crate::rules::{Check, Document, Hit, rule};

use super::expressions::faults;

rule! {
    /// An expression uses an operator, a function or a constant of a later edition.
    ///
    /// ## Why it matters
    /// A simulator of the declared edition does not know it and refuses the file.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="2" …/>
    /// …
    /// <WorldPosition x="${cos(0.5)}" y="0"/>
    /// ```
    ///
    /// ## Instead
    /// Declare the edition that has it, or write the value: `x="0.8776"`.
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9.2: 1.1 has `- + * / % round floor ceil sqrt pow not
    /// and or`; 1.3 added `sin cos tan asin acos atan sign abs max min`; 1.4 added `pi`.
    "xosc/operator-not-in-version" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    faults(document, "declare the edition that has it, or write the value", |fault| {
        matches!(fault, ExpressionFault::NotInVersion { .. })
    })
}
