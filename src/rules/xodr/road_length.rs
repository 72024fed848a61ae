use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::geometry_start::{excess_m, wrong_length};
use super::shared::{SAME_PLACE_M, hit, metres, network};

rule! {
    /// The length of a road is not that of its reference line.
    ///
    /// ## Why it matters
    /// Positions near the end are on the road by its length and off it by its geometry, or the
    /// other way round.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" length="250" …><planView><geometry s="0" … length="200"><line/></geometry></planView>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road id="1" length="200" …>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `road`: `length` is the total length of the reference line in the
    /// plane. Differences up to 1 cm are taken for rounding.
    "xodr/road-length" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.9.0:road.length_sum_geometries",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let roads = network.roads.iter().filter(|road| !road.plan_view.is_empty());
    roads
        .filter_map(|road| {
            let (excess, length) = (excess_m(road)?, road.length_m?);
            // With the length of one piece, both would fit: that is told there.
            if excess.abs() <= SAME_PLACE_M || wrong_length(road).is_some() {
                return None;
            }
            let sum = length + excess;
            let (id, found, sum) = (quoted(&road.id), metres(length), metres(sum));
            let draft = Draft::new(format!("road {id} is {found} long, its geometries sum up to {sum}"))
                .help("correct the length of the road or of a geometry");
            Some(hit(document, road.element, "length", draft))
        })
        .collect()
}
