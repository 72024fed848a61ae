use crate::openscenario::{Declaration, NameKind, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// A name holds `::`, which separates the parts of a reference.
    ///
    /// ## Why it matters
    /// `outer::inner` means the `inner` within `outer`. A name with `::` of its own cannot
    /// be referred to, or is taken for something else.
    ///
    /// ## Example
    /// ```xml
    /// <Maneuver name="overtake::left">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Maneuver name="overtake left">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, naming of elements, all editions; the checker rules annexed to
    /// the standard stamp it 1.0.0. Names of parameters have a rule of their own.
    "xosc/double-colon-in-name" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:naming.no_double_colon_prefix_in_names"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let faulty = |found: &&Declaration<'_>| {
        found.kind != NameKind::Parameter && found.name.contains(':') && found.name.contains("::")
    };
    let hit = |found: &Declaration<'_>| {
        let what = document.tree.name(found.element);
        let draft = Draft::new(format!("name {} of {} holds `::`", quoted(found.name), quoted(what)))
            .help("use another sign; `::` stands between the names of a reference");
        Hit { draft, at: At::Node(found.element, Spot::AttributeValue(found.attribute)), related: None }
    };
    scenario.declarations.iter().filter(faulty).map(hit).collect()
}
