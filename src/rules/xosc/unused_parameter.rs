use rustc_hash::FxHashSet;

use crate::openscenario::{NameKind, Parameter};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// A parameter is declared and never used.
    ///
    /// ## Why it matters
    /// Whoever varies it varies nothing: the runs of a test plan are the same run. Often
    /// the value was written where the parameter was meant.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="EgoSpeed" parameterType="double" value="20"/>
    /// …
    /// <AbsoluteTargetSpeed value="20"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <AbsoluteTargetSpeed value="$EgoSpeed"/>
    /// ```
    ///
    /// ## Source
    /// Good practice; ASAM OpenSCENARIO XML does not forbid it.
    "xosc/unused-parameter" {
        severity: Note,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let by_value = scenario
        .parameter_uses
        .iter()
        .flat_map(|used| names_in(used.text).filter_map(|name| scenario.parameter(used.element, name)));
    let by_name =
        scenario.references_to(NameKind::Parameter).filter_map(|used| scenario.parameter(used.element, used.name));
    let used: FxHashSet<NodeId> = by_value.chain(by_name).map(|parameter| parameter.element).collect();
    let unused = scenario.parameters.all().iter().filter(|parameter| !used.contains(&parameter.element));
    let hit = |parameter: &Parameter<'_>| {
        let draft = Draft::new(format!("parameter {} is never used", quoted(parameter.name)))
            .help("use it, or delete the declaration");
        Some(Hit { draft, at: document.value_at(parameter.element, "name")?, related: None })
    };
    unused.filter_map(hit).collect()
}

/// Whatever looks like a use, in a value that cannot be read, too.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split('$').skip(1).map(move |rest| rest.split(|c| !is_part(c)).next().unwrap_or_default())
}
