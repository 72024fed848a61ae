use crate::openscenario::{Declared, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The header does not declare a usable version.
    ///
    /// ## Why it matters
    /// `revMajor` and `revMinor` name the edition. Without them nobody can tell which
    /// schema the file is meant to follow, so the schema is not checked.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="one" date="2026-01-31T12:00:00" author="…" description="…"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="3" date="2026-01-31T12:00:00" author="…" description="…"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `FileHeader`, all editions.
    "schema/missing-version" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.version_is_defined"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Declared::Unusable { header, attribute, value } = &document.declared else { return Vec::new() };
    let message = match value {
        Some(value) => format!("`{attribute}` is {}, expected a whole number from 0 to 65535", quoted(value)),
        None => format!("`FileHeader` lacks `{attribute}`, expected the edition of the standard"),
    };
    let index = document.attribute_index(*header, attribute);
    let spot = index.map_or(Spot::Name, Spot::AttributeValue);
    let draft = Draft::new(message)
        .help("write `revMajor=\"1\"` and the `revMinor` of the edition; the schema was not checked");
    vec![Hit { draft, at: At::Node(*header, spot), related: None }]
}
