//! The records that stand in ascending order: `standards/asam/opendrive/ascending.csv`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::xml::{NodeId, Tree};

/// Records by the path of their element below the root.
#[derive(Debug)]
pub(crate) struct AscendingRecords {
    /// The root first; an element's position is its state in the walk.
    elements: Vec<Step>,
}

#[derive(Debug, Default)]
struct Step {
    name: String,
    children: Vec<usize>,
    /// The attribute by which the elements of one parent are listed.
    attribute: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Row {
    path: String,
    attribute: String,
}

impl AscendingRecords {
    /// The table that is compiled in.
    pub(crate) fn builtin() -> &'static AscendingRecords {
        static TABLE: OnceLock<AscendingRecords> = OnceLock::new();
        // A test loads the shipped table, so the empty one cannot reach a user.
        TABLE.get_or_init(|| AscendingRecords::load().unwrap_or_else(|_| AscendingRecords::empty()))
    }

    fn empty() -> AscendingRecords {
        AscendingRecords { elements: vec![Step::default()] }
    }

    fn load() -> Result<AscendingRecords, csv::Error> {
        let text = include_str!("../../standards/asam/opendrive/ascending.csv");
        let mut table = AscendingRecords::empty();
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            let row: Row = row?;
            let element = table.element(&row.path);
            table.elements[element].attribute = Some(row.attribute);
        }
        Ok(table)
    }

    /// The position of the element at `path`, new if need be.
    fn element(&mut self, path: &str) -> usize {
        let mut at = 0;
        for name in path.split('/') {
            at = self.child(at, name).unwrap_or_else(|| {
                let new = self.elements.len();
                self.elements.push(Step { name: name.to_owned(), ..Step::default() });
                self.elements[at].children.push(new);
                new
            });
        }
        at
    }

    fn child(&self, at: usize, name: &str) -> Option<usize> {
        self.elements[at].children.iter().copied().find(|&child| self.elements[child].name == name)
    }

    /// The records below `root` in document order, with the attribute that tells their place.
    pub(crate) fn within<'t>(&'t self, tree: &Tree<'_>, root: NodeId) -> Vec<(NodeId, &'t str)> {
        let mut states: Vec<Option<usize>> = vec![None; tree.len()];
        let mut records = Vec::new();
        for id in tree.subtree(root) {
            let state = match tree.parent(id).filter(|_| id != root) {
                Some(parent) => states[parent.index()].and_then(|at| self.child(at, tree.name(id))),
                None => Some(0),
            };
            states[id.index()] = state;
            let attribute = state.and_then(|at| self.elements[at].attribute.as_deref());
            records.extend(attribute.map(|attribute| (id, attribute)));
        }
        records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_whole() {
        let table = AscendingRecords::load().unwrap();
        let geometry = table.elements.iter().find(|element| element.name == "geometry").unwrap();
        assert_eq!(geometry.attribute.as_deref(), Some("s"));
        assert!(table.elements.len() > 30);
    }
}
