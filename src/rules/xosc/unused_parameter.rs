use std::cell::OnceCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::openscenario::{NameKind, Parameter, Scenario, is_parameter_name};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;
use crate::xml::NodeId;

/// Among more names than this, misspelt ones are not sought.
const MANY: usize = 50;

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
    let Some(scenario) = document.scenario.filter(|scenario| !scenario.parameters.all().is_empty()) else {
        return Vec::new();
    };
    let by_value = scenario
        .parameter_uses
        .iter()
        .flat_map(|used| names_in(used.text).filter_map(|name| scenario.parameter(used.element, name)));
    let by_name =
        scenario.references_to(NameKind::Parameter).filter_map(|used| scenario.parameter(used.element, used.name));
    let used: FxHashSet<NodeId> = by_value.chain(by_name).map(|parameter| parameter.element).collect();
    let (unknown, mut seen) = (OnceCell::new(), FxHashSet::default());
    // A name in the midst of a path is text: that the file is not there has its finding.
    let files = document.companions.map_or(&[][..], |companions| &companions.files);
    let in_paths: FxHashSet<&str> = files.iter().filter_map(|file| file.path.as_deref()).flat_map(names_in).collect();
    let unused = scenario.parameters.all().iter().filter(|parameter| {
        // The second of a name and a name that none can use have findings of their own.
        let list = document.tree.parent(parameter.element);
        let owner = list.and_then(|list| document.tree.parent(list));
        let is_first = seen.insert((owner, parameter.name));
        let has_finding = !is_first || !is_parameter_name(parameter.name) || in_paths.contains(parameter.name);
        let is_meant = || closest(parameter.name, unknown.get_or_init(|| unknown_names(scenario))).is_some();
        !used.contains(&parameter.element) && !has_finding && !is_meant()
    });
    let hit = |parameter: &Parameter<'_>| {
        let draft = Draft::new(format!("parameter {} is never used", quoted(parameter.name)))
            .help("use it, or delete the declaration");
        Some(Hit { draft, at: document.value_at(parameter.element, "name")?, related: None })
    };
    unused.filter_map(hit).collect()
}

/// The names of parameters that are used and not declared: those uses have findings.
fn unknown_names<'d>(scenario: &Scenario<'d>) -> Vec<&'d str> {
    let by_value = scenario.parameter_uses.iter();
    let by_value = by_value.flat_map(|used| names_in(used.text).map(|name| (used.element, name)));
    let by_name = scenario.references_to(NameKind::Parameter).map(|used| (used.element, used.name));
    let unknown = by_value.chain(by_name).filter(|(place, name)| scenario.parameter(*place, name).is_none());
    let names: BTreeSet<&str> = unknown.map(|(_, name)| name).collect();
    names.into_iter().take(MANY).collect()
}

/// Whatever looks like a use, in a value that cannot be read, too.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split('$').skip(1).map(move |rest| rest.split(|c| !is_part(c)).next().unwrap_or_default())
}
