use crate::opendrive::{Geometry, Road};
use crate::rules::{Check, Document, Draft, Hit, rule};

use super::shared::{SAME_PLACE_M, hit, metres, network};

rule! {
    /// A geometry does not begin where those before it end.
    ///
    /// ## Why it matters
    /// Between two pieces, or where they overlap, the place of the road is unknown or twofold.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" … length="100"><line/></geometry>
    /// <geometry s="120" … length="80"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="100" … length="80"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road reference line: it has no gaps, and `s` counts along it; 1.9 says that
    /// `s` is the sum of the lengths before. Differences up to 1 cm are taken for rounding.
    "xodr/geometry-start" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.9.0:road.geometry.s-value_sum",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    network.roads.iter().flat_map(|road| of_road(document, road)).collect()
}

fn of_road(document: &Document<'_>, road: &Road) -> Vec<Hit> {
    let pieces = road.plan_view.records();
    if let Some(wrong) = wrong_length(road) {
        let (wrong, next) = (pieces.get(wrong), pieces.get(wrong + 1));
        return wrong.zip(next).and_then(|(wrong, next)| too_long(document, wrong, next)).into_iter().collect();
    }
    let offsets = offsets(road);
    let told = offsets.iter().filter_map(|offset| {
        let piece = pieces.get(offset.piece)?;
        let (start, due) = (metres(offset.due_m + offset.off_m), metres(offset.due_m));
        let message = match offset.piece {
            0 => format!("geometry begins at {start}, the reference line begins at {due}"),
            _ => format!("geometry begins at {start}, the piece before ends at {due}"),
        };
        Some(hit(document, piece.element, "s", Draft::new(message).help("correct `s` or the lengths")))
    });
    told.collect()
}

fn too_long(document: &Document<'_>, wrong: &Geometry, next: &Geometry) -> Option<Hit> {
    let (end, start) = (metres(wrong.s_m? + wrong.length_m?), metres(next.s_m?));
    let draft = Draft::new(format!("geometry ends at {end}, the next one begins at {start}"))
        .help("correct the length; with it the length of the road fits too");
    Some(hit(document, wrong.element, "length", draft))
}

/// A piece that does not begin where those before it end.
struct Offset {
    piece: usize,
    due_m: f64,
    off_m: f64,
}

/// The pieces that begin elsewhere, without those that only answer the one before.
fn offsets(road: &Road) -> Vec<Offset> {
    let mut offsets: Vec<Offset> = Vec::new();
    // Where the next piece has to begin; unknown after one without place or length.
    let mut expected = Some(0.0);
    let (mut furthest, mut before) = (f64::NEG_INFINITY, 0.0);
    for (piece, geometry) in road.plan_view.records().iter().enumerate() {
        // Without length it has a finding, and the next one may begin anywhere.
        let length = geometry.length_m.filter(|length| *length > 0.0);
        let end = geometry.s_m.zip(length).map(|(start, length)| start + length);
        let (Some(start), Some(due_m)) = (geometry.s_m, std::mem::replace(&mut expected, end)) else { continue };
        let off_m = start - due_m;
        // One that goes back has a finding for the order already.
        let goes_back = start < furthest;
        furthest = furthest.max(start);
        let answers = before != 0.0 && (off_m + before).abs() <= SAME_PLACE_M;
        before = if answers || off_m.abs() <= SAME_PLACE_M { 0.0 } else { off_m };
        if !goes_back && !answers && off_m.abs() > SAME_PLACE_M {
            offsets.push(Offset { piece, due_m, off_m });
        }
    }
    offsets
}

/// The one piece whose length is wrong, if by that the next one begins elsewhere and
/// the sum is off the length of the road.
pub(super) fn wrong_length(road: &Road) -> Option<usize> {
    let [offset] = &offsets(road)[..] else { return None };
    let too_much = excess_m(road)?;
    let is_same = (too_much + offset.off_m).abs() <= SAME_PLACE_M && too_much.abs() > SAME_PLACE_M;
    offset.piece.checked_sub(1).filter(|_| is_same)
}

/// How much longer the geometries are than the road.
pub(super) fn excess_m(road: &Road) -> Option<f64> {
    let lengths = road.plan_view.records().iter().map(|geometry| geometry.length_m.filter(|it| *it > 0.0));
    Some(lengths.sum::<Option<f64>>()? - road.length_m.filter(|length| *length >= 0.0)?)
}
