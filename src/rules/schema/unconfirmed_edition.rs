use crate::openscenario::{Declared, Spot, Table};
use crate::rules::{At, Check, Document, Draft, Hit, rule};

rule! {
    /// The tables for the declared edition rest on a copy that was not confirmed.
    ///
    /// ## Why it matters
    /// The schema of this edition was read in a public copy, not in the publisher's own
    /// download. The findings are as good as that copy: confirm them against the text
    /// before you rest a decision on them.
    ///
    /// ## Instead
    /// Nothing is wrong with the file.
    ///
    /// ## Source
    /// The list of editions in `standards/asam/openscenario/standard.toml`, which names
    /// the copy.
    "schema/unconfirmed-edition" {
        severity: Note,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Declared::Version(version, header) = document.declared else { return Vec::new() };
    let edition = Table::builtin().edition(version);
    let Some(doubt) = edition.and_then(|edition| edition.unconfirmed.as_deref()) else { return Vec::new() };
    let draft = Draft::new(format!("edition {version} was checked against {doubt}"))
        .help("confirm against the publisher's own schema");
    vec![Hit { draft, at: At::Node(header, Spot::Name), related: None }]
}
