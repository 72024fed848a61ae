use crate::companions::EntryAt;
use crate::openscenario::Given;
use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::spelling::closest;

use super::assignments::{Assignment, entries};

rule! {
    /// A value is assigned to a parameter that the catalog's entry does not declare.
    ///
    /// ## Why it matters
    /// The value goes nowhere: the vehicle keeps the default, and the test is another one
    /// than was meant.
    ///
    /// ## Example
    /// ```xml
    /// <CatalogReference catalogName="Vehicles" entryName="car">
    ///   <ParameterAssignments>
    ///     <ParameterAssignment parameterRef="MaxSped" value="50"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///     <ParameterAssignment parameterRef="MaxSpeed" value="50"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ParameterAssignment` and `CatalogReference`, all editions:
    /// every entry of a catalog declares its own parameters.
    "xosc/unresolved-assignment" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let with_values = entries(document).filter(|(_, _, assigned)| !assigned.is_empty());
    with_values.flat_map(|(_, entry, assigned)| hits(document, entry, &assigned)).collect()
}

fn hits(document: &Document<'_>, entry: &EntryAt, assigned: &[Assignment<'_>]) -> Vec<Hit> {
    let within = entry.entry.element;
    let Some(inside) = entry.file.scenario(within, &Given::nothing()) else { return Vec::new() };
    let names = inside.parameter_names(within);
    let unknown = assigned.iter().filter(|assigned| !names.contains(&assigned.name));
    let hit = |assigned: &Assignment<'_>| {
        let name = quoted(&entry.entry.name);
        let message =
            format!("{name} in {} declares no parameter {}", quoted_path(&entry.place()), quoted(assigned.name));
        let draft = Draft::new(message).help(match closest(assigned.name, &names) {
            Some(meant) => format!("did you mean {}?", quoted(meant)),
            None if names.is_empty() => "remove the assignment: the entry has no parameters".to_owned(),
            None => format!("its parameters are {}", names.join(", ")),
        });
        Some(Hit { draft, at: document.value_at(assigned.element, "parameterRef")?, related: None })
    };
    unknown.filter_map(hit).collect()
}
