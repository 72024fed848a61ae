use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::declared_types::mistyped;

rule! {
    /// A condition asks whether a value is less or greater than a word.
    ///
    /// ## Why it matters
    /// Only numbers have an order. The standard lets such a condition be false whatever
    /// happens: what waits for it never starts.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterCondition parameterRef="Weather" rule="greaterThan" value="rain"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterCondition parameterRef="Weather" rule="equalTo" value="rain"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `rule` of `ParameterCondition` (all editions), of
    /// `UserDefinedValueCondition` (all editions) and of `VariableCondition` (from 1.2).
    /// Empty values and values that look like a date are not judged.
    "xosc/unordered-comparison" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Conditions that compare texts.
const CONDITIONS: [&str; 3] = ["ParameterCondition", "UserDefinedValueCondition", "VariableCondition"];

/// The rules that ask for an order.
const ORDERED: [&str; 4] = ["greaterThan", "lessThan", "greaterOrEqual", "lessOrEqual"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let conditions = CONDITIONS.iter().flat_map(|name| document.elements(name));
    let mut hits: Vec<(NodeId, Hit)> =
        conditions.filter_map(|condition| Some((condition, hit(document, condition)?))).collect();
    hits.sort_by_key(|(condition, _)| *condition);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, condition: NodeId) -> Option<Hit> {
    let rule = document.known(condition, "rule").filter(|rule| ORDERED.contains(&&**rule))?;
    let value = document.known(condition, "value")?;
    let is_date = value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(['-', ':', 'T']);
    // A value of another type than what is compared has a finding of its own.
    if mistyped(document, condition, condition).is_some() {
        return None;
    }
    if value.is_empty() || is_date || value.trim().parse::<f64>().is_ok() {
        return None;
    }
    let draft = Draft::new(format!("{} cannot be compared by {}", quoted(&value), quoted(&rule)))
        .help("compare with `equalTo`, or with a number");
    Some(Hit { draft, at: document.value_at(condition, "value")?, related: None })
}
