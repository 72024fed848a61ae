use crate::openscenario::{Declared, Spot, Table};
use crate::rules::{At, Check, Document, Draft, Hit, listed, rule};

rule! {
    /// The header declares an edition that does not exist.
    ///
    /// ## Why it matters
    /// There is no schema for it. Files of 0.9 have another layout and need a
    /// conversion; other numbers are mostly typing errors. The schema is not checked,
    /// and the file must not pass as if it had been.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="0" revMinor="9" …/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="0" …/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, editions 1.0 to 1.4; 0.9 predates the transfer to ASAM.
    "schema/unknown-edition" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Declared::Version(version, header) = document.declared else { return Vec::new() };
    let table = Table::builtin();
    if table.edition(version).is_some() {
        return Vec::new();
    }
    let known: Vec<String> = table.editions().iter().map(|edition| edition.id.to_string()).collect();
    let draft = Draft::new(format!("edition {version} does not exist, expected {}", listed(&known, 9)))
        .help("declare the edition that the file follows; the schema was not checked");
    let minor = document.attribute_index(header, "revMinor");
    let spot = minor.map_or(Spot::Name, Spot::AttributeValue);
    vec![Hit { draft, at: At::Node(header, spot), related: None }]
}
