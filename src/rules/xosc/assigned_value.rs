use crate::companions::EntryAt;
use crate::openscenario::Given;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

use super::assignments::{Assignment, entries, given, inside};
use super::{constraint_violated, parameter_value_type, value_out_of_range, value_type_mismatch};

rule! {
    /// A value that is assigned to a catalog's entry does not fit there.
    ///
    /// ## Why it matters
    /// By itself the entry is in order, and so is the scenario; together they are not: the
    /// value is of another type than the parameter, violates its constraints, or makes
    /// something in the entry what it cannot be.
    ///
    /// ## Example
    /// ```xml
    /// <CatalogReference catalogName="Vehicles" entryName="car">
    ///   <ParameterAssignments>
    ///     <ParameterAssignment parameterRef="MaxSpeed" value="fast"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///     <ParameterAssignment parameterRef="MaxSpeed" value="50"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ParameterAssignment` (all editions) and `ConstraintGroup`
    /// (from 1.1); ranges and types are those of the entry's own edition.
    "xosc/assigned-value" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The rules that look at the entry again, with the values assigned.
const AGAIN: [Check; 4] = [
    parameter_value_type::RULE.check,
    constraint_violated::RULE.check,
    value_type_mismatch::RULE.check,
    value_out_of_range::RULE.check,
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let with_values = entries(document).filter(|(_, _, assigned)| !assigned.is_empty());
    with_values.filter_map(|(_, entry, assigned)| hit(document, entry, &assigned)).collect()
}

/// The first thing that is wrong with the values and not without them.
fn hit(document: &Document<'_>, entry: &EntryAt, assigned: &[Assignment<'_>]) -> Option<Hit> {
    let owner = entry.entry.element;
    let before = faults(entry, &Given::nothing());
    let after = faults(entry, &given(owner, assigned));
    let (_, message) = after.into_iter().find(|fault| is_new(fault, &before))?;
    let cause = cause(entry, assigned).unwrap_or(assigned.first()?);
    if is_faulty_itself(document, cause.element) {
        return None;
    }
    // The finding stands at the value: where that comes from need not be said.
    let (name, message) = (quoted(&entry.entry.name), message.replace(parameter_value_type::FROM_OUTSIDE, ""));
    let draft = Draft::new(format!("with this value, in {name} of {}: {message}", quoted_path(&entry.place())))
        .help("assign a value that fits the entry, or correct the entry");
    Some(Hit { draft, at: document.value_at(cause.element, "value")?, related: None })
}

/// True if the value assigned is that of a parameter to which it is none: that has
/// its finding.
fn is_faulty_itself(document: &Document<'_>, assignment: NodeId) -> bool {
    let of_parameter = || {
        let (scenario, written) = (document.scenario?, document.text(assignment, "value")?);
        parameter_value_type::fault(scenario, scenario.parameter(assignment, written.strip_prefix('$')?)?)
    };
    of_parameter().is_some()
}

/// The assignment without which something is wrong no more.
fn cause<'a, 'd>(entry: &EntryAt, assigned: &'a [Assignment<'d>]) -> Option<&'a Assignment<'d>> {
    let owner = entry.entry.element;
    let before = faults(entry, &Given::nothing());
    assigned.iter().find(|one| {
        let mut alone = given(owner, &[]);
        alone.values.insert(one.name.to_owned(), one.value.clone());
        faults(entry, &alone).iter().any(|fault| is_new(fault, &before))
    })
}

/// What is wrong with the default, too, is the entry's own fault.
fn is_new(fault: &(At, String), before: &[(At, String)]) -> bool {
    !before.iter().any(|(at, _)| *at == fault.0)
}

/// What the rules say of the entry: places in its file, and messages.
fn faults(entry: &EntryAt, given: &Given) -> Vec<(At, String)> {
    let looks = AGAIN.iter().filter_map(|check| match check {
        Check::Document(look) => Some(look),
        _ => None,
    });
    let hits = inside(entry, given, |document| looks.flat_map(|look| look(document)).collect::<Vec<_>>());
    hits.unwrap_or_default().into_iter().map(|hit| (hit.at, hit.draft.message)).collect()
}
