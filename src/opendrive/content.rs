//! How often an element may stand in another: `standards/asam/opendrive/content.csv`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::xml::{NodeId, Tree};

use super::table::{minor, rows};

/// How many children of one name an element may have in some versions.
#[derive(Debug)]
pub(crate) struct ContentRow {
    /// The names from below the root down to the element; empty for the root.
    path: Vec<String>,
    /// The name of the children.
    pub(crate) element: String,
    /// True if there has to be one.
    pub(crate) is_required: bool,
    /// True if there is one at most.
    pub(crate) is_single: bool,
    since: u16,
    until: u16,
}

#[derive(Debug, Deserialize)]
struct RawContent {
    path: String,
    element: String,
    least: String,
    most: String,
    since: String,
    until: String,
}

impl ContentRow {
    /// The rows that speak of 1.`minor`.
    pub(crate) fn of(minor: u16) -> impl Iterator<Item = &'static ContentRow> {
        static TABLE: OnceLock<Vec<ContentRow>> = OnceLock::new();
        // A test loads the shipped table, so the empty one cannot reach a user.
        let table = TABLE.get_or_init(|| load().unwrap_or_default());
        table.iter().filter(move |row| (row.since..=row.until).contains(&minor))
    }

    /// The elements that the row speaks of, in document order.
    pub(crate) fn owners(&self, tree: &Tree<'_>, root: NodeId) -> Vec<NodeId> {
        let Some(last) = self.path.last() else { return vec![root] };
        let named = tree.find_name(last).map_or(&[][..], |name| tree.named(name));
        named.iter().copied().filter(|&element| self.leads_to(tree, root, element)).collect()
    }

    fn leads_to(&self, tree: &Tree<'_>, root: NodeId, element: NodeId) -> bool {
        let mut at = Some(element);
        for name in self.path.iter().rev() {
            let Some(element) = at.filter(|&element| tree.name(element) == name) else { return false };
            at = tree.parent(element);
        }
        at == Some(root)
    }
}

fn load() -> Result<Vec<ContentRow>, String> {
    let raw: Vec<RawContent> = rows(include_str!("../../standards/asam/opendrive/content.csv"))?;
    raw.into_iter()
        .map(|raw| {
            Ok(ContentRow {
                path: raw.path.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
                element: raw.element,
                is_required: raw.least == "1",
                is_single: raw.most == "1",
                since: minor(&raw.since)?.unwrap_or(0),
                until: minor(&raw.until)?.unwrap_or(u16::MAX),
            })
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_every_row_asks_for_something() {
        let rows = load().unwrap();
        assert!(rows.iter().all(|row| row.is_required != row.is_single));
        assert!(ContentRow::of(4).count() > ContentRow::of(8).count());
    }
}
