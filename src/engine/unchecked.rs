//! What could not be checked, said in the result.

use std::collections::BTreeMap;

use crate::companions::{CatalogState, Companion, Companions, EntryAt};
use crate::openscenario::{NameKind, Named, Scenario};

use super::Judge;

/// Elements whose references are followed where they stand in a scenario, and not
/// where they come out of a catalog.
const FOLLOWED_IN_SCENARIOS: [&str; 4] =
    ["StoryboardElementStateCondition", "TrafficSignalCondition", "ActivateControllerAction", "CatalogReference"];

fn refers_further(found: &EntryAt) -> bool {
    let tree = &found.file.tree;
    let named = FOLLOWED_IN_SCENARIOS.iter().filter_map(|name| tree.find_name(name));
    named.into_iter().any(|name| !tree.named_within(found.entry.element, name).is_empty())
}

impl Judge<'_> {
    /// What could not be checked for want of another file.
    pub(super) fn missing_companions(&mut self, companions: Option<&Companions<'_>>) {
        let Some(companions) = companions else { return };
        match &companions.road {
            Companion::Unknown(reason) => self.skip("references to roads, lanes and signals", reason.clone()),
            Companion::Unread { shown, reason, .. } => {
                self.skip("references to roads, lanes and signals", format!("`{shown}` cannot be read: {reason}"));
            }
            Companion::None | Companion::Read { .. } => {}
        }
        match &companions.target {
            Companion::Unknown(reason) => self.skip("values against the scenario they are for", reason.clone()),
            Companion::Unread { shown, reason, .. } => {
                self.skip("values against the scenario they are for", format!("`{shown}` cannot be read: {reason}"));
            }
            Companion::None | Companion::Read { .. } => {}
        }
        let unknown = companions.catalogs.iter().find_map(|used| match &used.state {
            CatalogState::Unknown(reason) => Some(reason.clone()),
            CatalogState::Open => Some("a name depends on a parameter without fixed value".to_owned()),
            _ => None,
        });
        if let Some(reason) = unknown {
            self.skip("references to catalogs", reason);
        }
        let entries = companions.entries().map(|(_, found)| found);
        let faulty: BTreeMap<&str, &str> =
            entries.clone().filter_map(|found| Some((found.shown.as_str(), found.file.fault()?))).collect();
        for (shown, fault) in faulty {
            self.skip(&format!("the catalog `{shown}` itself"), fault);
        }
        if entries.clone().any(refers_further) {
            let what =
                "storyboard elements, traffic signals, controllers and catalogs that entries of catalogs refer to";
            self.skip(what, "they are followed in the scenario itself only");
        }
    }

    /// References that only other files or parameters can resolve.
    pub(super) fn open_references(&mut self, scenario: &Scenario<'_>) {
        let what = "references to entities";
        if !scenario.has_entities {
            if scenario.references_to(NameKind::Entity).next().is_some() {
                self.skip(what, "a catalog names entities of the scenario that uses it");
            }
            return;
        }
        if scenario.has_faulty_entity {
            self.skip(what, "the declaration of an entity violates the schema");
        } else if scenario.entity_names.is_none() {
            self.skip(what, "the name of an entity depends on a parameter without fixed value");
        } else if scenario
            .references_to(NameKind::Entity)
            .any(|used| scenario.resolve(used.element, used.name) == Named::Open)
        {
            self.skip(what, "a reference depends on a parameter without fixed value");
        }
    }
}
