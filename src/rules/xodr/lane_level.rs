use crate::opendrive::LaneSection;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// A lane is banked although a lane inside it is kept level.
    ///
    /// ## Why it matters
    /// Banking ends where the first level lane begins. A banked lane outside it would start in mid
    /// air, and each tool closes the step in its own way.
    ///
    /// ## Example
    /// ```xml
    /// <lane id="-1" type="driving" level="true">…</lane>
    /// <lane id="-2" type="shoulder" level="false">…</lane>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <lane id="-2" type="shoulder" level="true">…</lane>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE from 1.7, superelevation and lanes: what is outside a level lane is level.
    "xodr/lane-level" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.7.0:road.lane.level_true_one_side",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document).filter(|(_, minor)| *minor >= 7) else { return Vec::new() };
    let sections = network.roads.iter().flat_map(|road| road.sections.records());
    sections.flat_map(|section| [1, -1].into_iter().filter_map(|side| of_side(document, section, side))).collect()
}

/// The innermost lane that breaks the rule.
fn of_side(document: &Document<'_>, section: &LaneSection, side: i32) -> Option<Hit> {
    let lanes = section.lanes.iter().filter_map(|lane| Some((lane, lane.number?)));
    let mut lanes: Vec<_> = lanes.filter(|(_, number)| number.signum() == side).collect();
    lanes.sort_by_key(|(_, number)| number.unsigned_abs());
    let level = lanes.iter().position(|(lane, _)| lane.is_level == Some(true))?;
    let (inner, outer) = lanes.split_at(level + 1);
    let (banked, _) = outer.iter().find(|(lane, _)| lane.is_level != Some(true))?;
    let (inside, _) = inner.last()?;
    let message = format!("lane {} is not level, lane {} inside it is", quoted(&banked.id), quoted(&inside.id));
    let draft = Draft::new(message).help("set `level` to `true` outwards, or to `false` inside");
    Some(hit(document, banked.element, "level", draft))
}
