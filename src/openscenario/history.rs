//! Questions that need all editions: since when, where else, what instead.

use crate::xml::NameId;

use super::deviation::Existence;
use super::schema::Schema;
use super::table::{EditionIndex, Life, Table};
use super::version::Version;

impl Table {
    /// The life of the child `name` of `owner` or of a group it may use.
    pub(super) fn element_life(&self, owner: &str, name: NameId) -> Option<Life> {
        let owners = self.with_groups(owner);
        let row = self.elements.iter().find(|row| row.element == name && owners.contains(&row.owner.as_str()))?;
        Some(row.life)
    }

    pub(super) fn attribute_life(&self, owner: &str, name: NameId) -> Option<Life> {
        Some(self.attributes.iter().find(|row| row.attribute == name && row.owner == owner)?.life)
    }

    pub(super) fn literal_life(&self, of_type: &str, literal: &str) -> Option<Life> {
        Some(self.literals.iter().find(|row| row.of_type == of_type && row.literal == literal)?.life)
    }

    /// In which editions something of this life exists, seen from `edition`.
    pub(super) fn existence(&self, life: Life, edition: EditionIndex) -> Existence {
        Existence {
            since: self.version(life.since),
            removed: life.removed.map(|removed| self.version(removed)),
            declared: self.version(edition),
        }
    }

    /// The edition that deprecated something, and what to write instead.
    pub(super) fn element_deprecation(&self, owner: &str, name: NameId) -> Option<(Version, String)> {
        let owners = self.with_groups(owner);
        let row = self.elements.iter().find(|row| row.element == name && owners.contains(&row.owner.as_str()))?;
        Some((self.version(row.life.deprecated?), row.instead.clone()))
    }

    pub(super) fn attribute_deprecation(&self, owner: &str, name: NameId) -> Option<(Version, String)> {
        let row = self.attributes.iter().find(|row| row.attribute == name && row.owner == owner)?;
        Some((self.version(row.life.deprecated?), row.instead.clone()))
    }

    pub(super) fn literal_deprecation(&self, of_type: &str, literal: &str) -> Option<(EditionIndex, String)> {
        let row = self.literals.iter().find(|row| row.of_type == of_type && row.literal == literal)?;
        Some((row.life.deprecated?, row.instead.clone()))
    }

    /// The elements under which `name` may stand in the edition of `schema`.
    pub(super) fn parents_of(&self, schema: &Schema, name: NameId) -> Vec<String> {
        let has = |of_type: &&super::schema::Type| of_type.children.iter().any(|child| child.name == name);
        schema.types.iter().filter(has).map(|of_type| of_type.name.clone()).collect()
    }

    /// What a value type asks for, in words.
    pub(super) fn value_says(&self, type_name: &str) -> &str {
        self.values.iter().find(|row| row.name == type_name).map_or("a value", |row| &row.says)
    }

    pub(super) fn expression_since(&self, type_name: &str) -> Option<EditionIndex> {
        self.values.iter().find(|row| row.name == type_name)?.expression_since
    }

    /// `owner` and the groups that its content models of any edition use.
    fn with_groups<'a>(&'a self, owner: &'a str) -> Vec<&'a str> {
        let mut owners = vec![owner];
        let mut at = 0;
        while at < owners.len() {
            let owner = owners[at];
            for row in self.contents.iter().filter(|row| row.owner == owner) {
                for group in row.content.split(|c: char| !c.is_ascii_alphanumeric() && c != '@') {
                    if group.starts_with('@') && !owners.contains(&group) {
                        owners.push(group);
                    }
                }
            }
            at += 1;
        }
        owners
    }
}
