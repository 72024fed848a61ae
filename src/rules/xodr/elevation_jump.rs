use crate::opendrive::plausible::figure;
use crate::opendrive::{Cubic, Road};
use crate::rules::{Check, Document, Draft, Hit, rule};

use super::shared::{hit, metres, network, place};

rule! {
    /// The road jumps up or down between two records of its height.
    ///
    /// ## Why it matters
    /// A vehicle falls or drives against a wall there. The height of one record is in another unit, or
    /// counts from another level.
    ///
    /// ## Example
    /// ```xml
    /// <elevation s="0" a="12" b="0" c="0" d="0"/>
    /// <elevation s="100" a="1.2" b="0" c="0" d="0"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <elevation s="100" a="12" b="0" c="0" d="0"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road elevation: the road is elevated along its reference line, and each record
    /// holds until the next one. No limit is set there; steps up to 1 m are let pass (`plausible.csv`).
    "xodr/elevation-jump" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let Some(most) = figure("elevation-jump-highest") else { return Vec::new() };
    network.roads.iter().flat_map(|road| of_road(document, road, most)).collect()
}

fn of_road(document: &Document<'_>, road: &Road, most: f64) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut last = 0.0;
    let records = road.elevation.records();
    // Places out of order or below 0 have findings, and what follows what is not known.
    let is_placed = records.iter().all(|record| record.start_m.is_some_and(|start| start >= 0.0));
    if !is_placed || !records.is_sorted_by(|one, next| one.start_m <= next.start_m) {
        return hits;
    }
    for pair in records.windows(2) {
        let [before, after] = pair else { continue };
        let step = step(road, before, after).filter(|step| step.abs() > most).unwrap_or(0.0);
        // One record that is too high has a step at each end.
        let is_answer = last != 0.0 && (step + last).abs() <= most;
        last = if is_answer { 0.0 } else { step };
        if last == 0.0 {
            continue;
        }
        let way = if step > 0.0 { "up" } else { "down" };
        let at = metres(after.start_m.unwrap_or_default());
        let draft = Draft::new(format!("the road jumps {way} by {} at {at}", metres(step.abs())))
            .help("correct the heights or slopes of the two records")
            .related("the record before");
        let related = Some(place(document, before.element, "a"));
        hits.push(Hit { related, ..hit(document, after.element, "a", draft) });
    }
    hits
}

/// How much higher the second record begins than the first one ends; none where they do
/// not follow each other on the road, or where the slope itself cannot be.
fn step(road: &Road, before: &Cubic, after: &Cubic) -> Option<f64> {
    let (start, end) = (before.start_m?, after.start_m?);
    let is_on_road = road.length_m.is_none_or(|length| end <= length);
    let is_steep = before.coefficients?[1].abs() > figure("slope-highest")?;
    (start < end && is_on_road && !is_steep).then_some(())?;
    Some(after.value(0.0)? - before.value(end - start)?)
}
