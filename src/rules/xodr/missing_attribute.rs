use crate::opendrive::AttributeTable;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::network;

rule! {
    /// An element of a road file lacks a required attribute.
    ///
    /// ## Why it matters
    /// A piece of road without length, a polynomial without its coefficients or a link without
    /// its target says nothing: simulators refuse the file or put in a zero.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// The schemas of OpenDRIVE 1.5M (VIRES), 1.6.1 and 1.8.1 (ASAM). Of 1.4 only what has no
    /// meaning without the attribute. Ids have a rule of their own.
    "xodr/missing-attribute" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((_, minor)) = network(document) else { return Vec::new() };
    let known = AttributeTable::builtin().known(document.tree, document.root);
    let lacking = known.into_iter().flat_map(|(element, row)| {
        let required = row.attributes.iter().filter(move |attribute| attribute.is_required(minor));
        required.filter_map(move |attribute| {
            document.attribute_index(element, &attribute.name).is_none().then_some((element, &attribute.name))
        })
    });
    let hit = |(element, name): (_, &String)| {
        let found = quoted(document.tree.name(element));
        let draft = Draft::new(format!("{found} lacks the required attribute {}", quoted(name)))
            .help(format!("add {}", quoted(name)));
        Hit { draft, at: At::Node(element, Spot::Name), related: None }
    };
    lacking.map(hit).collect()
}
