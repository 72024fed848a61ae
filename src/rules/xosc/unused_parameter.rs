use rustc_hash::FxHashSet;

use crate::openscenario::{NameKind, Parameter, Scenario, is_parameter_name};
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
    let (unknown, mut seen) = (unknown_uses(scenario), FxHashSet::default());
    let unused = scenario.parameters.all().iter().filter(|parameter| {
        // The second of a name and a name that none can use have findings of their own.
        let list = document.tree.parent(parameter.element);
        let owner = list.and_then(|list| document.tree.parent(list));
        let is_first = seen.insert((owner, parameter.name));
        let has_finding = !is_first || !is_parameter_name(parameter.name);
        !used.contains(&parameter.element) && !has_finding && !may_be_meant(document, parameter, &unknown)
    });
    let hit = |parameter: &Parameter<'_>| {
        let draft = Draft::new(format!("parameter {} is never used", quoted(parameter.name)))
            .help("use it, or delete the declaration");
        Some(Hit { draft, at: document.value_at(parameter.element, "name")?, related: None })
    };
    unused.filter_map(hit).collect()
}

/// Where an undeclared parameter is used, in document order. Those uses have findings.
fn unknown_uses(scenario: &Scenario<'_>) -> Vec<NodeId> {
    let is_unknown = |element: NodeId, name: &str| scenario.parameter(element, name).is_none();
    let by_value = scenario.parameter_uses.iter();
    let by_value = by_value.filter(|used| names_in(used.text).any(|name| is_unknown(used.element, name)));
    let by_name = scenario.references_to(NameKind::Parameter).filter(|used| is_unknown(used.element, used.name));
    let mut places: Vec<NodeId> = by_value.map(|used| used.element).chain(by_name.map(|used| used.element)).collect();
    places.sort_unstable();
    places
}

/// True if one of the undeclared uses lies where `parameter` counts, and may be to it.
fn may_be_meant(document: &Document<'_>, parameter: &Parameter<'_>, unknown: &[NodeId]) -> bool {
    let tree = document.tree;
    let Some(scope) = tree.parent(parameter.element).and_then(|list| tree.parent(list)) else { return false };
    let first = unknown.partition_point(|place| *place < scope);
    unknown.get(first).is_some_and(|place| tree.is_within(*place, scope))
}

/// Whatever looks like a use, in a value that cannot be read, too.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split('$').skip(1).map(move |rest| rest.split(|c| !is_part(c)).next().unwrap_or_default())
}
