use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// A road, junction, lane, signal or controller has no id.
    ///
    /// ## Why it matters
    /// Everything in a road network is found by its id: scenarios name roads, lanes and
    /// signals, links name roads, junctions name lanes, controllers name signals.
    ///
    /// ## Example
    /// ```xml
    /// <road name="A 9" length="500" junction="-1">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road name="A 9" length="500" id="1" junction="-1">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, elements `road`, `junction`, `lane`, `signal` and `controller`,
    /// attribute `id`.
    "xodr/missing-id" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(network) = document.network else { return Vec::new() };
    let hit = |element| {
        let name = quoted(document.tree.name(element));
        let draft =
            Draft::new(format!("{name} lacks the required attribute `id`")).help("add an `id`, unique among its kind");
        Hit { draft, at: At::Node(element, Spot::Name), related: None }
    };
    let bare = network.without_id.iter().copied().filter(|&element| !document.has_misspelt(element, "id"));
    bare.map(hit).collect()
}
