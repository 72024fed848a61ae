//! A table of a requirements exchange while it is filled: columns of
//! attributes, and those that relations add.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::reqif_model::{ObjectType, RawValue};
use super::{Column, RawTable};
use crate::dossier::record::Spot;

/// A table while it is filled.
pub(super) struct Shape {
    pub(super) table: RawTable,
    pub(super) by_definition: FxHashMap<Arc<str>, usize>,
    /// Columns that no attribute is defined for, by name.
    by_name: FxHashMap<Arc<str>, usize>,
    pub(super) defaults: Vec<(usize, RawValue)>,
    /// The file has no such type.
    pub(super) is_made_up: bool,
}

impl Shape {
    pub(super) fn new(of_type: ObjectType) -> Shape {
        let mut shape = Shape {
            table: RawTable { name: of_type.name, ..RawTable::default() },
            by_definition: FxHashMap::default(),
            by_name: FxHashMap::default(),
            defaults: Vec::new(),
            is_made_up: of_type.is_made_up,
        };
        for attribute in of_type.attributes {
            let at = shape.push(attribute.name, attribute.spot);
            shape.by_definition.entry(attribute.id).or_insert(at);
            shape.defaults.extend(attribute.default.map(|default| (at, default)));
        }
        shape
    }

    pub(super) fn push(&mut self, name: Arc<str>, spot: Spot) -> usize {
        self.table.columns.push(Column { name, spot });
        self.table.columns.len() - 1
    }

    pub(super) fn extra(&mut self, name: &Arc<str>, spot: Spot) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        let at = self.push(name.clone(), spot);
        self.by_name.insert(name.clone(), at);
        at
    }
}

/// What an object points to: by the name of the relation, in the order found.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    pub(super) by_name: BTreeMap<Arc<str>, (Spot, Vec<Arc<str>>)>,
}

impl Links {
    pub(super) fn add(&mut self, name: Arc<str>, target: &Arc<str>, spot: Spot) {
        self.by_name.entry(name).or_insert_with(|| (spot, Vec::new())).1.push(target.clone());
    }
}
