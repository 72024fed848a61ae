use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::lane_ends::lane_ends;
use super::shared::{hit, is_well_numbered, metres, network};

rule! {
    /// A lane goes on as a lane that does not exist.
    ///
    /// ## Why it matters
    /// Routes along the lane end there, and vehicles on it stop or leave the road.
    ///
    /// ## Example
    /// ```xml
    /// <lane id="-1" …><link><successor id="-4"/></link>…</lane>
    /// ```
    ///
    /// ## Instead
    /// Name a lane of the next section, or of the road behind the end, or leave the link out where
    /// the lane ends.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lane linkage: the ids are those of the preceding or following section, or
    /// of the section of the linked road at its contact point. At junctions nothing is judged here.
    "xodr/unresolved-lane-link" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    lane_ends(network)
        .filter_map(|end| {
            let number = end.join.lane?;
            let beyond = end.beyond(network, number)?;
            // Where the numbers are wrong, the one that is missing may be there.
            if beyond.section.lane(number).is_some() || !is_well_numbered(beyond.section) {
                return None;
            }
            let place = match beyond.road {
                Some(road) => format!("at the {} of road {}", beyond.touches.name(), quoted(&road.id)),
                None => format!("in the lane section at {}", metres(beyond.section.s_m?)),
            };
            let message = format!("lane {} does not exist {place}", quoted(&number.to_string()));
            let draft = Draft::new(message).help("correct the id, or remove the link");
            Some(hit(document, end.join.element, "id", draft))
        })
        .collect()
}
