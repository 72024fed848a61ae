use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// An update was issued before its compatibility with the vehicles was confirmed, or on no known basis.
    ///
    /// ## Why it matters
    /// Vehicles differ by what was fitted and what was updated before. Compatibility found
    /// after the release is found on the road.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "update"
    /// id = "U-7"
    /// released_on = 2026-03-01
    /// compatibility = "report-17.pdf"
    /// compatibility_on = 2026-03-09
    /// ```
    ///
    /// ## Instead
    /// Confirm it on or before the day of the release, against the last known configuration of
    /// each target vehicle, and name that basis in `configuration_basis`.
    ///
    /// ## Source
    /// UN R156, 7.1.1.7 and 7.1.2.4 (original version); ISO 24089:2023, 8.3.1.3 and 8.3.3.2.
    "sums/compatibility-late" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for update in exam.records("update") {
        // Without any confirmation, the record is incomplete: another rule's matter.
        if update.has("compatibility") || update.has("compatibility_on") {
            judge(exam, update);
        }
    }
}

fn judge<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>) {
    exam.saw(update);
    let name = update.name();
    let lacking = update.absent(&["compatibility_on", "configuration_basis"]);
    if !lacking.is_empty() {
        let lacking = lacking.join(" and ").replace("compatibility_on", "date").replace('_', " ");
        exam.gap(update, format!("the confirmation that {name} is compatible lacks its {lacking}"))
            .help("say when it was confirmed, and against which last known configuration of the target vehicles");
    }
    let confirmed = exam.read(update, "compatibility_on", update.date("compatibility_on"));
    let released = exam.read(update, "released_on", update.date("released_on"));
    if let (Some(confirmed), Some(released)) = (confirmed, released)
        && confirmed > released
    {
        let message = format!("{name} was released on {released}, and its compatibility confirmed on {confirmed}");
        exam.fail((update, "compatibility_on"), message).help("confirm compatibility before an update is issued");
    }
}
