use rustc_hash::FxHashMap;

use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, metres, network, place};

rule! {
    /// A record along a road or lane begins where the one before it begins.
    ///
    /// ## Why it matters
    /// Each record holds until the next one begins, so the first of the two never holds: what it says
    /// is lost, or its place is wrong.
    ///
    /// ## Example
    /// ```xml
    /// <laneOffset s="0" a="0" b="0" c="0" d="0"/>
    /// <laneOffset s="0" a="1.5" b="0" c="0" d="0"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <laneOffset s="0" a="0" b="0" c="0" d="0"/>
    /// <laneOffset s="50" a="1.5" b="0" c="0" d="0"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, elevation, superelevation, lane offset, road type, lane width and lane border: a
    /// record is valid until a new one of its kind starts. Records that come in groups at one place,
    /// such as access rules, are not judged; lane sections have `xodr/lane-section-placement`.
    "xodr/superseded-record" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The elements, those that they stand in, and the attributes with their places.
const RECORDS: [(&str, &str, &str); 6] = [
    ("elevation", "elevationProfile", "s"),
    ("superelevation", "lateralProfile", "s"),
    ("laneOffset", "lanes", "s"),
    ("type", "road", "s"),
    ("width", "lane", "sOffset"),
    ("border", "lane", "sOffset"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(_) = network(document) else { return Vec::new() };
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for (name, owner, attribute) in RECORDS {
        let mut last: FxHashMap<NodeId, (NodeId, f64)> = FxHashMap::default();
        for element in document.elements(name) {
            let parent = document.tree.parent(element).filter(|&parent| document.tree.name(parent) == owner);
            let start = document.text(element, attribute).and_then(|text| text.trim().parse::<f64>().ok());
            let (Some(parent), Some(start_m)) = (parent, start.filter(|start| start.is_finite())) else { continue };
            let before = last.insert(parent, (element, start_m));
            let Some((first, _)) = before.filter(|(_, before_m)| *before_m == start_m) else { continue };
            let message = format!("{} begins at {}, where the one before begins", quoted(name), metres(start_m));
            let draft = Draft::new(message)
                .help(format!("correct {}, or remove one of them", quoted(attribute)))
                .related("the one before");
            let related = Some(place(document, first, attribute));
            hits.push((element, Hit { related, ..hit(document, element, attribute, draft) }));
        }
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}
