//! Hardware architectural metrics (ISO 26262-5).

mod fmeda;
mod left_out;
mod metric_miscalculated;
mod metric_missed;

use super::{Examination, Rule};
use crate::dossier::{Quantity, Reading, RecordRef};
use crate::iso26262::metrics::{fraction, rate};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&metric_miscalculated::RULE, &metric_missed::RULE];

/// The clause on the method that may stand in for the PMHF.
const FAILURE_RATE_CLASSES: &str = "ISO-26262-5:9.4.3";

/// The safety goals that a record is about. Where it names none and there is
/// one only, it is that one.
fn goals_of<'d>(exam: &Examination<'d>, record: RecordRef<'d>) -> Vec<RecordRef<'d>> {
    if record.has("goal") {
        return record.linked("goal").0;
    }
    let mut goals = exam.dossier.records("safety-goal");
    match (goals.next(), goals.next()) {
        (Some(only), None) => vec![only],
        _ => Vec::new(),
    }
}

/// True if each cause is evaluated by failure rate classes.
fn uses_failure_rate_classes(metric: RecordRef<'_>) -> bool {
    let method = metric.words("method").to_lowercase().replace(['-', '_'], " ");
    method.contains("failure rate class")
}

/// The value of a metric: a fraction, or a rate per hour. The unit may stand
/// beside the number.
fn metric_value(metric: RecordRef<'_>, kind: &str) -> Reading<f64> {
    metric.quantity("value").and_then(|quantity| {
        let unit = if quantity.unit.is_empty() { metric.words("unit").trim().to_owned() } else { quantity.unit };
        let quantity = Quantity { value: quantity.value, unit };
        if kind == "PMHF" { rate(&quantity) } else { fraction(&quantity) }
    })
}
