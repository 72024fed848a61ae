use crate::rules::{Check, Document, Draft, Hit, rule};

use super::shared::{hit, metres, network};

rule! {
    /// A parametric cubic curve is not as long as its geometry says.
    ///
    /// ## Why it matters
    /// Positions along the road are stretched or squeezed on this piece: 10 m on the road are more
    /// or less than 10 m driven, and speeds are wrong by the same share.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="100">
    ///   <paramPoly3 pRange="normalized" aU="0" bU="80" cU="0" dU="0" aV="0" bV="0" cV="0" dV="0"/>
    /// </geometry>
    /// ```
    ///
    /// ## Instead
    /// Give the length of the curve, or correct the coefficients.
    ///
    /// ## Source
    /// ASAM OpenDRIVE from 1.7, parametric cubic curves: the length, integrated over the range of
    /// the parameter, should match. Reported here from 1 % and 1 cm on; the official checker takes
    /// 1 mm and `normalized` only.
    "xodr/curve-length" {
        severity: Warning,
        aliases: [
            "asam.net:xodr:1.7.0:road.geometry.paramPoly3.length_match",
            "asam.net:xodr:1.7.0:road.geometry.parampoly3.length_match",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The share of the length from which a difference is reported.
const NOTICEABLE: f64 = 0.01;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let geometries = network.roads.iter().flat_map(|road| road.plan_view.records());
    geometries
        .filter_map(|geometry| {
            let given = geometry.length_m.filter(|length| *length > 0.0)?;
            let real = geometry.curve_length_m()?;
            if (real - given).abs() <= (NOTICEABLE * given).max(super::shared::SAME_PLACE_M) {
                return None;
            }
            let message = format!("the curve is {} long, `length` says {}", metres(real), metres(given));
            let draft = Draft::new(message).help("correct `length` or the coefficients");
            Some(hit(document, geometry.element, "length", draft))
        })
        .collect()
}
