//! The way of a road file.

use crate::opendrive::{DeclaredRevision, Network};
use crate::openscenario::{Table, Version, validate};
use crate::rules::{self, Document};

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
        self.stage.set("the schema check");
        let validation = match schema {
            Ok(schema) => {
                let tree = bare.tree;
                let validation = validate(tree, table, schema, &self.settings.limits, &|kind| {
                    self.settings.rules.has(rules::for_road_deviation_kind(kind))
                });
                self.deviations(&validation, &|deviation| rules::for_road_deviation(deviation, tree));
                Some(validation)
            }
            Err(reason) => {
                self.skip("schema", reason);
                None
            }
        };
        self.skip(
            "files that a road network includes, surfaces, railways, objects and road marks beyond the schema, overlapping roads",
            "only the schema, ids, links, lengths, lanes and junctions are checked",
        );
        self.document_rules(&Document { network: Some(&network), validation: validation.as_ref(), ..bare });
    }
}
