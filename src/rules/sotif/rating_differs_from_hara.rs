use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::rules::words::plain;
use crate::rules::{Check, Examination, rule};

rule! {
    /// The same hazard is rated differently in the SOTIF analysis and in the HARA.
    ///
    /// ## Why it matters
    /// The harm does not ask whether a fault or an insufficiency led to it, so severity and
    /// controllability of one hazard at vehicle level are the same in both logs, unless there
    /// is a reason. Where they differ without one, one of both is wrong.
    ///
    /// ## Example
    /// ```csv
    /// id,hazardous event,S,C,reason for difference to HARA
    /// SH-1,HE-4,S2,C2,
    /// ```
    /// with `HE-4` rated S3 and C2.
    ///
    /// ## Instead
    /// ```csv
    /// id,hazardous event,S,C,reason for difference to HARA
    /// SH-1,HE-4,S2,C2,function is limited to 60 km/h by then
    /// ```
    /// Without a reference, a hazard is compared with the events of the same description; it
    /// agrees if it agrees with one of them.
    ///
    /// ## Source
    /// ISO 21448:2022, 4.4.1; ISO 26262-3:2018, 6.4.3.1.
    "sotif/rating-differs-from-hara" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let mut by_description: FxHashMap<String, Vec<RecordRef<'_>>> = FxHashMap::default();
    for event in exam.records("hazardous-event") {
        if event.has("description") {
            by_description.entry(plain(event.words("description"))).or_default().push(event);
        }
    }
    for hazard in exam.records("sotif-hazard") {
        let (mut events, dead) = hazard.linked("hara_event");
        if let Some(id) = dead.first() {
            exam.unsure(
                (hazard, "hara_event"),
                format!("{} refers to the hazardous event `{id}`, which is not there", hazard.name()),
            )
            .help("add the HARA to the dossier, or correct the reference");
            continue;
        }
        if events.is_empty() && hazard.has("hazard") {
            events.extend(by_description.get(&plain(hazard.words("hazard"))).into_iter().flatten());
        }
        compare(exam, hazard, &events);
    }
}

fn compare<'d>(exam: &mut Examination<'d>, hazard: RecordRef<'d>, events: &[RecordRef<'d>]) {
    // What is not rated, or cannot be read, is the matter of the rules on ratings.
    let Some(stated) = classes(hazard) else { return };
    let rated: Vec<_> = events.iter().filter_map(|event| Some((event, classes(*event)?))).collect();
    let Some((event, (severity, controllability))) = rated.first() else { return };
    exam.saw(hazard);
    if rated.iter().any(|(_, classes)| *classes == stated) || hazard.has("difference_reason") {
        return;
    }
    let message = format!(
        "{} is rated S{} C{}, and {} in the HARA S{severity} C{controllability}",
        hazard.name(),
        stated.0,
        stated.1,
        event.name()
    );
    exam.warn(hazard, message).help("rate both alike, or say why they differ");
}

/// Severity and controllability.
fn classes(record: RecordRef<'_>) -> Option<(u8, u8)> {
    Some((record.class("severity").present()?, record.class("controllability").present()?))
}
