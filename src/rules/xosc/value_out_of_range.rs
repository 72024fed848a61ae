use crate::openscenario::{BoundedValue, Meaning, Scenario, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// A value lies outside the range that the standard sets for it.
    ///
    /// ## Why it matters
    /// A vehicle of negative length, a condition with a negative delay, a sun beyond the
    /// zenith: simulators refuse it, or carry out something nobody meant.
    ///
    /// ## Example
    /// ```xml
    /// <Dimensions width="1.8" length="-4.2" height="1.5"/>
    /// <Condition name="after" delay="-1" conditionEdge="none">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Dimensions width="1.8" length="4.2" height="1.5"/>
    /// <Condition name="after" delay="1" conditionEdge="none">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, the ranges that the class pages state, by edition; each row
    /// names its source. Parameters and expressions are taken at the values of the file.
    "xosc/value-out-of-range" {
        severity: Error,
        aliases: [
            "asam.net:xosc:1.0.0:data_type.condition_delay_not_negative",
            "asam.net:xosc:1.0.0:data_type.phase_duration_positive",
            "asam.net:xosc:1.1.0:data_type.distances_are_not_negative",
            "asam.net:xosc:1.2.0:data_type.non_negative_transition_time_in_light_state_action",
            "asam.net:xosc:1.2.0:data_type.positive_duration_in_phase",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    scenario.bounded.iter().filter_map(|value| hit(document, scenario, value)).collect()
}

fn hit(document: &Document<'_>, scenario: &Scenario<'_>, value: &BoundedValue<'_>) -> Option<Hit> {
    let Meaning::Text(text) = scenario.meaning(value.element, value.text) else { return None };
    let number: f64 = text.parse().or_else(|_| text.trim().parse()).ok()?;
    // `INF` is how the schema writes an open end; no value at all is another fault.
    if number.is_nan() || value.bounds.admit(number) || is_mistyped(scenario, value, &text) {
        return None;
    }
    if document.uses_violation(value.element, value.text) {
        return None;
    }
    let name = document.tree.name_of(document.tree.attributes(value.element).get(value.attribute)?.name);
    let origin = if text == value.text { String::new() } else { format!(", the value of {},", quoted(value.text)) };
    let owner = document.tree.name(value.element);
    let message =
        format!("{}{origin} is out of range for `{name}` of `{owner}`, expected {}", quoted(&text), value.bounds);
    let at = At::Node(value.element, Spot::AttributeValue(value.attribute));
    Some(Hit { draft: Draft::new(message).help("correct the value; the unit is the standard's"), at, related: None })
}

/// True if a parameter or an expression gives a value of another type: that has its finding.
fn is_mistyped(scenario: &Scenario<'_>, value: &BoundedValue<'_>, text: &str) -> bool {
    scenario.expected(value.element, value.attribute).is_some_and(|expected| !expected.takes(text))
}
