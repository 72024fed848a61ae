use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// A signal has a value without a unit.
    ///
    /// ## Why it matters
    /// A limit of 50 is 50 km/h for one tool, 50 m/s for another and 50 mph for a third.
    ///
    /// ## Example
    /// ```xml
    /// <signal id="1" type="274" value="50" …/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <signal id="1" type="274" value="50" unit="km/h" …/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE from 1.6, element `signal`: the unit is mandatory where a value is given (the note
    /// on `value` in the schemas). Values of 0 and below are taken for the word that there is none.
    "xodr/signal-without-unit" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document).filter(|(_, minor)| *minor >= 6) else { return Vec::new() };
    let signals = network.roads.iter().flat_map(|road| &road.signals);
    signals
        .filter_map(|signal| {
            let value = document.text(signal.element, "value")?;
            value.trim().parse::<f64>().ok().filter(|value| *value > 0.0)?;
            if document.attribute_index(signal.element, "unit").is_some() {
                return None;
            }
            let message = format!("signal {} has the value {} without a unit", quoted(&signal.id), quoted(value));
            Some(hit(document, signal.element, "value", Draft::new(message).help("add `unit`")))
        })
        .collect()
}
