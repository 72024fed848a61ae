use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};

rule! {
    /// A deterministic set of distributions has no distribution in it.
    ///
    /// ## Why it matters
    /// The file gives no value to any parameter. A test plan that counts on it runs the scenario
    /// as it stands, once, or not at all.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterValueDistribution>
    ///   <ScenarioFile filepath="CutIn.xosc"/>
    ///   <Deterministic/>
    /// </ParameterValueDistribution>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Deterministic>
    ///   <DeterministicSingleParameterDistribution parameterName="EgoSpeed">…
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `Deterministic`, from 1.1: the schema lets it be empty.
    "xosc/no-distribution" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let empty = document.elements("Deterministic").filter(|&element| document.tree.children(element).next().is_none());
    let hit = |element| {
        let draft = Draft::new("`Deterministic` distributes no parameter").help("add a distribution, or leave it out");
        Hit { draft, at: At::Node(element, Spot::Name), related: None }
    };
    empty.map(hit).collect()
}
