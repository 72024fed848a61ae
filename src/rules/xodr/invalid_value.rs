use crate::opendrive::{AttributeTable, Flaw, ValueType};
use crate::rules::{Check, Document, Draft, Hit, listed, quoted, rule};
use crate::spelling::closest;

use super::shared::{hit, network};

rule! {
    /// An attribute of a road file holds no number, or a word that the version does not know.
    ///
    /// ## Why it matters
    /// What cannot be read counts as 0, as a default or as nothing, depending on the tool: a lane
    /// of an unknown type is drivable for one and not for another.
    ///
    /// ## Example
    /// ```xml
    /// <lane id="-1" type="drivng"><width sOffset="0" a="3,5" b="0" c="0" d="0"/></lane>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>
    /// ```
    ///
    /// ## Source
    /// The value types and enumerations in the schemas of OpenDRIVE 1.4H and 1.5M (VIRES), 1.6.1
    /// and 1.8.1 (ASAM). What 1.8.1 has and 1.6.1 lacks counts as known in 1.7.
    "xodr/invalid-value" {
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
            if let Some(draft) = word(&attribute.name, &attribute.value, text, minor) {
                hits.push(hit(document, element, &attribute.name, draft));
            }
        }
    }
    hits
}

fn word(name: &str, value: &ValueType, text: &str, minor: u16) -> Option<Draft> {
    let (name, shown) = (quoted(name), quoted(text));
    match value.flaw(text, minor)? {
        Flaw::Range => None,
        Flaw::Later(since) => Some(
            Draft::new(format!("{shown} of {name} exists since 1.{since}, the file declares 1.{minor}"))
                .help("use a word of the version, or declare the later version"),
        ),
        Flaw::Kind => {
            let words = value.words(minor);
            let expected = match value {
                ValueType::Whole | ValueType::Count => "a whole number".to_owned(),
                ValueType::Word { or_number: true, .. } => format!("a number, {}", listed(&words, 8)),
                ValueType::Word { .. } => listed(&words, 8),
                _ => "a number".to_owned(),
            };
            let draft = Draft::new(format!("{name} is {shown}, expected {expected}"));
            Some(match closest(text, &words) {
                Some(meant) => draft.help(format!("did you mean {}?", quoted(&meant))),
                None => draft.help(format!("write {expected}")),
            })
        }
    }
}
