use crate::companions::EntryAt;
use crate::openscenario::{NameKind, Named, Scenario};
use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};

use super::assignments::{Assignment, entries, given};
use super::references::scenario;

rule! {
    /// A catalog's entry refers to something that the scenario does not declare.
    ///
    /// ## Why it matters
    /// A maneuver out of a catalog speaks of entities and variables of the scenario that
    /// uses it. Without them its triggers and actions have nothing to look at.
    ///
    /// ## Example
    /// ```xml
    /// <!-- the maneuver's own parameter names the vehicle to follow; its default is "Lead" -->
    /// <CatalogReference catalogName="Maneuvers" entryName="follow"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <CatalogReference catalogName="Maneuvers" entryName="follow">
    ///   <ParameterAssignments>
    ///     <ParameterAssignment parameterRef="Leader" value="Target"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `CatalogReference` and references by name, all editions.
    "xosc/entry-needs-name" {
        severity: Error,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// What an entry may refer to, with the words for it.
const KINDS: [(NameKind, &str); 4] = [
    (NameKind::Entity, "entity"),
    (NameKind::Variable, "variable"),
    (NameKind::Monitor, "monitor"),
    (NameKind::SignalController, "traffic signal controller"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let referring = entries(document).filter(|(_, entry, _)| entry.entry.refers);
    let hit = |(used, entry, assigned): (&crate::companions::CatalogUse<'_>, &EntryAt, Vec<Assignment<'_>>)| {
        let (word, name, line) = unknown(scenario, entry, &assigned)?;
        let place = quoted_path(&format!("{}:{line}", entry.shown));
        let message = format!(
            "{} in {place} refers to {word} {}, which is not declared here",
            quoted(&entry.entry.name),
            quoted(&name)
        );
        let draft = Draft::new(message).help("declare it, or assign the name that it has here");
        Some(Hit { draft, at: document.value_at(used.element, "entryName")?, related: None })
    };
    referring.filter_map(hit).collect()
}

/// The first name that the scenario lacks, and its line in the entry's file.
fn unknown(
    scenario: &Scenario<'_>,
    entry: &EntryAt,
    assigned: &[Assignment<'_>],
) -> Option<(&'static str, String, usize)> {
    let inside = entry.file.scenario(entry.entry.element, &given(entry.entry.element, assigned))?;
    KINDS.into_iter().find_map(|(kind, word)| {
        if kind == NameKind::Entity && scenario.has_faulty_entity {
            return None;
        }
        let mut references = inside.references_to(kind).peekable();
        references.peek()?;
        let known = scenario.names_of(kind)?;
        references.find_map(|used| {
            let name = match inside.resolve(used.element, used.name) {
                Named::Plain(name) => name.to_owned(),
                Named::ByParameter(name) => name.into_owned(),
                Named::Open => return None,
            };
            // An empty name is how entries say that there is none.
            (!name.is_empty() && !known.contains(name.as_str()))
                .then(|| (word, name, entry.file.tree.line(used.element)))
        })
    })
}
