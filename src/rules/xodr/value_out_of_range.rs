use crate::opendrive::{AttributeTable, Flaw, ValueType};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// A number in a road file is below the least that its attribute allows.
    ///
    /// ## Why it matters
    /// Lengths and places along a road count from its start: a negative one lies nowhere, and a
    /// piece of length 0 has no direction.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="-200"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// The value types of at least 0 and above 0 in the schemas of OpenDRIVE 1.5M, 1.6.1 and
    /// 1.8.1. Lengths of 0 are allowed up to 1.5.
    "xodr/value-out-of-range" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((_, minor)) = network(document) else { return Vec::new() };
    let mut hits = Vec::new();
    for (element, row) in AttributeTable::builtin().known(document.tree, document.root) {
        for attribute in row.attributes.iter().filter(|attribute| attribute.is_of(minor)) {
            let Some(text) = document.text(element, &attribute.name) else { continue };
            if attribute.value.flaw(text, minor) != Some(Flaw::Range) {
                continue;
            }
            let expected = if matches!(attribute.value, ValueType::AboveZero) { "above 0" } else { "at least 0" };
            let message = format!("{} is {}, expected {expected}", quoted(&attribute.name), quoted(text));
            hits.push(hit(document, element, &attribute.name, Draft::new(message).help("correct the number")));
        }
    }
    hits
}
