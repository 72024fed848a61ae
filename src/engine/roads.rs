//! The way of a road file.

use rustc_hash::FxHashMap;

use crate::opendrive::{DeclaredRevision, Network};
use crate::openscenario::{DeviationKind, Table, Validation, Version, validate};
use crate::rules::{self, Document, Memo};
use crate::xml::{NodeId, Tree};

use super::Judge;

impl Judge<'_> {
    pub(super) fn open_drive(&mut self, bare: Document<'_>, table: &Table) {
        self.stage.set("the OpenDRIVE reader");
        let network = Network::read(bare.tree, bare.root);
        self.blocked |= !network.is_supported();
        let schema = match network.version {
            DeclaredRevision::Revision { major, minor, .. } => {
                self.report.version = Some(format!("{major}.{minor}"));
                table.schema(Version { major, minor }).ok_or_else(|| format!("there is no schema of {major}.{minor}"))
            }
            _ => Err("no version is declared".to_owned()),
        };
        let mut memo = Memo::default();
        self.stage.set("the schema check");
        match schema {
            Ok(schema) => {
                let tree = bare.tree;
                let validation = validate(tree, table, schema, &self.settings.limits, &|kind| {
                    self.settings.rules.has(rules::for_road_deviation_kind(kind))
                });
                memo.misspelt = misspelt(&validation, tree);
                self.deviations(&validation, &|deviation| rules::for_road_deviation(deviation, tree));
            }
            Err(reason) => self.skip("schema", reason),
        }
        self.skip(
            "files that a road network includes, surfaces, railways, objects and road marks beyond the schema, overlapping roads",
            "only the schema, ids, links, lengths, lanes and junctions are checked",
        );
        self.document_rules(&Document { network: Some(&network), memo, ..bare });
    }
}

/// By element, what its unknown children and attributes were probably meant to be.
fn misspelt(validation: &Validation, tree: &Tree<'_>) -> FxHashMap<NodeId, Vec<String>> {
    let mut names: FxHashMap<NodeId, Vec<String>> = FxHashMap::default();
    for deviation in &validation.deviations {
        let (owner, meant) = match &deviation.kind {
            DeviationKind::UnknownElement { suggestion: Some(meant), .. } => (tree.parent(deviation.element), meant),
            DeviationKind::UnknownAttribute { suggestion: Some(meant), .. } => (Some(deviation.element), meant),
            _ => continue,
        };
        if let Some(owner) = owner {
            names.entry(owner).or_default().push(meant.clone());
        }
    }
    names
}
