//! What could not be checked, said in the result.

use crate::companions::{CatalogState, Companion, Companions};
use crate::openscenario::{NameKind, Named, Scenario};

use super::Judge;

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
    }

    /// References that only other files or parameters can resolve.
    pub(super) fn open_references(&mut self, scenario: &Scenario<'_>) {
        let what = "xosc/unresolved-entity-ref";
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
