use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// The header declares another edition than the one that the content is written in.
    ///
    /// ## Why it matters
    /// A tool that takes the header at its word refuses the file, or reads parts of it in
    /// another sense than its author.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="0" …/>
    /// … <VariableDeclarations>… <TrafficSwarmAction … numberOfVehicles="9">… <SpeedProfileAction>…
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="2" …/>
    /// ```
    ///
    /// ## Source
    /// The published XML schemas of all editions. The declared one refuses at least two
    /// names that others have, and the nearest edition that is named admits the whole file;
    /// what the declared one refuses is then not told piece by piece.
    "schema/wrong-edition" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema"],
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

/// Names that a message gives; the rest are counted.
const SHOWN: usize = 4;

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::WrongEdition { declared, fits, names } = kind else { return Draft::default() };
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| quoted(name)).collect();
    let rest = match names.len().saturating_sub(SHOWN) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    Draft::new(format!(
        "the file declares {declared} and is written in {fits}: {declared} has no {}{rest}",
        shown.join(", ")
    ))
    .help(format!("declare {fits}, or use what {declared} has"))
    .related(format!("the first that {declared} does not have"))
}
