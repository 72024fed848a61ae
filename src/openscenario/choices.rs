//! Choices that the schema of an edition lets stay empty.
//!
//! The schema files up to 1.2 made each alternative of a choice optional, those of 1.3
//! demand one. Others are choices in the class model only: `exclusions.csv` lists them.

use rustc_hash::FxHashMap;

use crate::xml::{NodeId, Tree};

use super::content::{Particle, parse};
use super::exclusions::{Ask, exclusions};
use super::schema::{Schema, Type, TypeId};
use super::table::{EditionIndex, Table};
use super::validate::Validation;

/// An element that had to choose, and did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The element.
    pub element: NodeId,
    /// What it could have held.
    pub alternatives: Vec<String>,
}

/// The alternatives of each type that must choose, and need not by the schema of this
/// edition; none for the others. An attribute begins with `@`.
pub(super) type Choices = Vec<Vec<String>>;

/// The elements of `tree` that choose nothing, in document order.
pub(super) fn unchosen(tree: &Tree<'_>, schema: &Schema, validation: &Validation) -> Vec<Choice> {
    let chooses_nothing = |id: NodeId| {
        let of_type = validation.type_of(id)?;
        let alternatives = schema.choices.get(usize::from(of_type)).filter(|names| !names.is_empty())?;
        // An unknown child is a misspelt choice, and has its finding.
        let is_unknown = |child| {
            let name = tree.element(child).name;
            schema.of(of_type).children.iter().all(|known| known.name != name)
        };
        let chosen = tree.children(id).any(|child| {
            let name = tree.name(child);
            alternatives.iter().any(|alternative| alternative == name) || is_unknown(child)
        });
        (!chosen && !has_attribute(tree, schema, of_type, id, alternatives)).then(|| Choice {
            element: id,
            alternatives: alternatives.iter().map(|name| name.trim_start_matches('@').to_owned()).collect(),
        })
    };
    tree.ids().filter_map(chooses_nothing).collect()
}

/// True if one of the alternatives is an attribute, and the element has it or one that is
/// unknown and so a misspelt choice.
fn has_attribute(tree: &Tree<'_>, schema: &Schema, of_type: TypeId, id: NodeId, alternatives: &[String]) -> bool {
    let names: Vec<&str> = alternatives.iter().filter_map(|name| name.strip_prefix('@')).collect();
    let known = &schema.of(of_type).attributes;
    !names.is_empty()
        && tree.attributes(id).iter().any(|attribute| {
            names.contains(&tree.name_of(attribute.name)) || known.iter().all(|rule| rule.name != attribute.name)
        })
}

impl Table {
    /// The choices that the schema of `edition` lets stay empty, of each of its types.
    pub(super) fn open_choices(&self, edition: EditionIndex, types: &[Type]) -> Choices {
        let mut found = FxHashMap::default();
        for row in self.contents.iter().filter(|row| row.life.exists_in(edition)) {
            let Some(loose) = choice(&row.content).filter(|choice| !choice.must) else { continue };
            let mut later = self.contents.iter().filter(|later| later.owner == row.owner && later.life.since > edition);
            if !later.any(|later| choice(&later.content).is_some_and(|choice| choice.must)) {
                continue;
            }
            if row.owner.starts_with('@') {
                self.spread(&row.owner, edition, &loose.names, &mut found);
            } else {
                found.insert(row.owner.as_str(), loose.names);
            }
        }
        let version = self.version(edition);
        for row in exclusions().iter().filter(|row| row.holds_in(version)) {
            if matches!(row.ask, Ask::One | Ask::AtLeastOne) {
                found.insert(&row.owner, row.members().map(str::to_owned).collect());
            }
        }
        types.iter().map(|of_type| found.remove(of_type.name.as_str()).unwrap_or_default()).collect()
    }

    /// Gives the choice of a group to the types that consist of it and more.
    fn spread<'t>(
        &'t self,
        group: &str,
        edition: EditionIndex,
        names: &[String],
        found: &mut FxHashMap<&'t str, Vec<String>>,
    ) {
        for row in self.contents.iter().filter(|row| row.life.exists_in(edition) && row.content.contains(group)) {
            if let Ok(Particle::Sequence(members)) = parse(&row.content)
                && members.iter().any(|member| matches!(member, Particle::Group(name) if format!("@{name}") == group))
            {
                found.insert(&row.owner, names.to_vec());
            }
        }
    }
}

/// The content, if it is a choice between elements.
fn choice(content: &str) -> Option<Alternatives> {
    if !content.contains('|') {
        return None;
    }
    let Ok(Particle::Choice(members)) = parse(content) else { return None };
    let mut alternatives = Alternatives { names: Vec::new(), must: true };
    for member in members {
        match member {
            Particle::Element(name) => alternatives.names.push(name),
            Particle::Repeat { particle, min, .. } => {
                alternatives.must &= min > 0;
                let Particle::Element(name) = *particle else { return None };
                alternatives.names.push(name);
            }
            _ => return None,
        }
    }
    Some(alternatives)
}

/// The elements of a choice.
#[derive(Debug, Clone)]
struct Alternatives {
    names: Vec<String>,
    /// True if none of them is optional.
    must: bool,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::openscenario::Version;

    #[test]
    fn choices_are_loose_until_an_edition_makes_them_strict() {
        let table = Table::builtin();
        let schema = |minor| table.schema(Version { major: 1, minor }).unwrap();
        let of = |minor, name: &str| {
            let schema = schema(minor);
            let found = schema.types.iter().zip(&schema.choices).find(|(of_type, _)| of_type.name == name);
            found.map(|(_, names)| names.len()).filter(|count| *count > 0)
        };
        assert_eq!(of(0, "Position"), Some(8));
        assert_eq!(of(2, "TimeReference"), Some(2));
        assert_eq!(of(0, "ScenarioObject"), Some(4));
        assert_eq!(of(2, "ScenarioObject"), Some(5));
        // Still optional in all editions.
        assert_eq!(of(0, "AssignControllerAction"), None);
        // In the class model only.
        assert_eq!(of(1, "ControllerAction"), Some(3));
        assert_eq!(of(3, "ControllerAction"), None);
        assert_eq!(of(3, "FollowTrajectoryAction"), Some(3));
        assert_eq!(of(3, "Position"), None);
    }
}
