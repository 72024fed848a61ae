use crate::finding::shown;
use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// Text stands where only elements, or nothing at all, may stand.
    ///
    /// ## Why it matters
    /// OpenSCENARIO keeps its data in attributes. Text between the tags is mostly a
    /// comment without its marks, or a value in the wrong place. An element without
    /// content may not even hold white space or a line break.
    ///
    /// ## Example
    /// ```xml
    /// <Entities> the ego vehicle <ScenarioObject …/></Entities>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Entities><!-- the ego vehicle --><ScenarioObject …/></Entities>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/unexpected-text" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::UnexpectedText { owner, only_space } = kind else { return Draft::default() };
    if *only_space {
        Draft::new(format!("white space in {}, which must be empty", quoted(owner)))
            .help(format!("write `<{}…/>`, or the end tag right after the start tag", shown(owner)))
    } else {
        Draft::new(format!("text in {}, which may not hold text", quoted(owner)))
            .help("delete it, or make it a comment")
    }
}
