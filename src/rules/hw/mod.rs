//! Hardware architectural metrics (ISO 26262-5).

mod fmeda;
mod left_out;
mod metric_miscalculated;
mod metric_missed;

use super::{Examination, Rule};
use crate::dossier::status::{self, words};
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

/// Which metric a record states, by its letters or its name in full; one that
/// names two is not guessed.
fn metric_kind(metric: RecordRef<'_>) -> Reading<&'static str> {
    match metric.choice("kind") {
        Reading::Unreadable(message) => {
            named_kind(metric.words("kind")).map_or(Reading::Unreadable(message), Reading::Present)
        }
        reading => reading,
    }
}

/// The one metric that a text names.
fn named_kind(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let words = words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    let words = format!(" {words} ");
    let is_named = |names: &[&str]| names.iter().any(|name| words.contains(&format!(" {name} ")));
    let mut kinds = NAMES.iter().filter(|(_, names)| is_named(names)).map(|(kind, _)| *kind);
    kinds.next().filter(|_| kinds.next().is_none())
}

/// How the metrics are called.
const NAMES: [(&str, &[&str]); 3] = [
    ("SPFM", &["spfm", "spf metric", "single point fault metric", "single point faults metric"]),
    ("LFM", &["lfm", "latent fault metric", "latent faults metric"]),
    (
        "PMHF",
        &[
            "pmhf",
            "probabilistic metric for random hardware failures",
            "probabilistic metric for random hardware failure",
            "probabilistic metric of random hardware failures",
        ],
    ),
];

/// True if the row has a column for each metric instead of a row for each.
fn is_wide(metric: RecordRef<'_>) -> bool {
    metric.text("kind").is_absent() && metric.others.iter().any(|(header, _)| named_kind(header).is_some())
}

/// Words beside a method that is not the one used.
const INSTEAD: [&str; 5] = ["without", "instead", "kein", "keine", "ohne"];

/// True if each cause is evaluated by failure rate classes.
fn uses_failure_rate_classes(metric: RecordRef<'_>) -> bool {
    let method = metric.words("method").to_lowercase().replace(['-', '_'], " ");
    // `no failure rate classes used` names what was not done.
    let is_denied = status::takes_back(&method) || words(&method).any(|word| INSTEAD.contains(&word));
    method.contains("failure rate class") && !is_denied
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
