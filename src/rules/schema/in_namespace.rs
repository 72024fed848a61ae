use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// An element is in a namespace.
    ///
    /// ## Why it matters
    /// The elements of OpenSCENARIO are in none. With `xmlns="…"` on the root, or with
    /// a prefix, a validating reader knows not a single element of the file.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO xmlns="http://www.asam.net/xml">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenSCENARIO>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/in-namespace" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::InNamespace { name } = kind else { return Draft::default() };
    Draft::new(format!("{} is in a namespace, expected none", quoted(name)))
        .help("delete the prefix, or the `xmlns` that puts it there")
}
