use crate::opendrive::{Lane, Network, Side};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network, place};

rule! {
    /// The lanes of a group are not listed from left to right.
    ///
    /// ## Why it matters
    /// People read the lanes in the order in which they lie, and some tools build them so: the widths
    /// and markings of two lanes are then exchanged.
    ///
    /// ## Example
    /// ```xml
    /// <right><lane id="-2" …/><lane id="-1" …/></right>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <right><lane id="-1" …/><lane id="-2" …/></right>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lanes: they should be listed by descending ids, for orientation. Told once
    /// for the left and once for the right of a file: files keep to one order or the other.
    "xodr/lane-order" {
        severity: Warning,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane.lane_listing",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let mut hits: Vec<Hit> =
        [Side::Left, Side::Right].into_iter().filter_map(|side| of_side(document, network, side)).collect();
    hits.sort_by_key(|hit| match hit.at {
        At::Node(element, _) => Some(element),
        _ => None,
    });
    hits
}

fn of_side(document: &Document<'_>, network: &Network, side: Side) -> Option<Hit> {
    let sections = network.roads.iter().flat_map(|road| road.sections.records());
    // Wrong numbers have findings of their own.
    let sections = sections.filter(|section| section.is_well_numbered);
    let mut turned = sections.filter_map(|section| {
        section.lanes.windows(2).find_map(|pair| match pair {
            [before, after] if is_turned(before, after, side) => Some((before, after)),
            _ => None,
        })
    });
    let (before, after) = turned.next()?;
    let more = match turned.count() {
        0 => String::new(),
        more => format!(" (sections of this side that are listed so: {})", more + 1),
    };
    let draft = Draft::new(format!("lane {} is listed after lane {}", quoted(&after.id), quoted(&before.id)))
        .help(format!("list the lanes from left to right, by descending ids{more}"))
        .related("the lane before");
    let related = Some(place(document, before.element, "id"));
    Some(Hit { related, ..hit(document, after.element, "id", draft) })
}

/// True if two lanes of the side stand the wrong way round.
fn is_turned(before: &Lane, after: &Lane, side: Side) -> bool {
    let is_here = before.side == side && after.side == side;
    is_here && before.number.zip(after.number).is_some_and(|(before, after)| before < after)
}
