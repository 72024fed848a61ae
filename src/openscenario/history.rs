//! Questions that need all editions: since when, where else, what instead.

use crate::xml::NameId;

use super::deviation::Existence;
use super::schema::Schema;
use super::table::{EditionIndex, Life, Table, ValueRow};
use super::version::Version;

impl Table {
    /// The life of the child `name` of `owner` or of a group it may use, as far as
    /// it matters to `edition`, which lacks it.
    pub(super) fn element_life(&self, owner: &str, name: NameId, edition: EditionIndex) -> Option<Life> {
        let owners = self.with_groups(owner);
        let rows = self.elements.iter().filter(|row| row.element == name && owners.contains(&row.owner.as_str()));
        nearest(rows.map(|row| row.life), edition)
    }

    /// The same of an attribute.
    pub(super) fn attribute_life(&self, owner: &str, name: NameId, edition: EditionIndex) -> Option<Life> {
        let rows = self.attributes.iter().filter(|row| row.attribute == name && row.owner == owner);
        nearest(rows.map(|row| row.life), edition)
    }

    /// The same of a literal.
    pub(super) fn literal_life(&self, of_type: &str, literal: &str, edition: EditionIndex) -> Option<Life> {
        let rows = self.literals.iter().filter(|row| row.of_type == of_type && row.literal == literal);
        nearest(rows.map(|row| row.life), edition)
    }

    /// In which editions something of this life exists, seen from `edition`.
    pub(super) fn existence(&self, life: Life, edition: EditionIndex) -> Existence {
        Existence {
            since: self.version(life.since),
            removed: life.removed.map(|removed| self.version(removed)),
            declared: self.version(edition),
            header: self.header(),
        }
    }

    /// The edition that deprecated something, and what to write instead.
    pub(super) fn element_deprecation(&self, owner: &str, name: NameId) -> Option<(Version, String)> {
        let rows = || self.elements.iter().filter(|row| row.element == name);
        let of_group = || {
            let owners = self.with_groups(owner);
            rows().find(|row| owners.contains(&row.owner.as_str()))
        };
        let row = rows().find(|row| row.owner == owner).or_else(of_group)?;
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
        let mut parents: Vec<String> = Vec::new();
        for of_type in schema.types.iter().filter(has) {
            if !parents.iter().any(|known| known == of_type.element()) {
                parents.push(of_type.element().to_owned());
            }
        }
        parents
    }

    /// What a value type asks for, in words.
    pub(super) fn value_says(&self, type_name: &str, edition: EditionIndex) -> &str {
        let is_meant = |row: &&ValueRow| row.name == type_name && row.life.exists_in(edition);
        self.values.iter().find(is_meant).map_or("a value", |row| &row.says)
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

/// Of several lives of one thing, the one that tells most to `edition`: the next to
/// come, or else the last that ended.
fn nearest(lives: impl Iterator<Item = Life>, edition: EditionIndex) -> Option<Life> {
    let mut lives: Vec<Life> = lives.collect();
    lives.sort_by_key(|life| life.since);
    lives.iter().find(|life| life.since > edition).or(lives.last()).copied()
}
