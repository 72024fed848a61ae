use super::measure_of;
use super::release_without_assessment::ASSESSMENT;
use crate::dossier::RecordRef;
use crate::dossier::values::Asil;
use crate::iso26262::independence::{Measure, Measures, rank};
use crate::rules::release::{Purpose, is_same_version, releases, version};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A confirmation measure is missing, or less independent than the ASIL asks for.
    ///
    /// ## Why it matters
    /// Who made a work product, or works for who made it, overlooks what is wrong with it.
    /// The higher the ASIL, the further away the reviewer has to stand.
    ///
    /// ## Example
    /// ```csv
    /// id,measure,performer,independence
    /// CR-1,Confirmation review of the safety plan,Jane Miller,I1
    /// ```
    /// where a safety goal is ASIL C.
    ///
    /// ## Instead
    /// ```csv
    /// id,measure,performer,independence
    /// CR-1,Confirmation review of the safety plan,Tom Ray,I2
    /// ```
    /// What counts is the highest ASIL of the safety goals before decomposition. A measure at
    /// I0 is recommended only. Where the documents have records, the version reviewed is
    /// compared with the one that is there. Whether the person is as independent as stated is
    /// a matter of `plan/reviewer-is-author`.
    ///
    /// ## Source
    /// ISO 26262-2:2018, 6.4.9, table 1.
    "plan/review-not-independent" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const MEASURES: &str = "ISO-26262-2:6.4.9";

fn check(exam: &mut Examination<'_>) {
    let confirmations = exam.records("confirmation");
    if confirmations.is_empty() {
        return;
    }
    // Without a safety goal it is not known what is asked.
    let Some(asil) = exam.item_asil(None) else { return };
    let measures = Measures::new(exam.library);
    let released = version(exam, Purpose::Production);
    let meant: Vec<Option<Measure<'_>>> = confirmations.iter().map(|one| measure_of(&measures, *one)).collect();
    let unknown: Vec<RecordRef<'_>> =
        confirmations.iter().zip(&meant).filter(|(_, measure)| measure.is_none()).map(|(one, _)| *one).collect();
    let mut missing = Vec::new();
    for measure in &measures.all {
        let is_meant = |other: &Option<Measure<'_>>| other.is_some_and(|other| other.name() == measure.name());
        let records: Vec<RecordRef<'_>> =
            confirmations.iter().zip(&meant).filter(|(_, other)| is_meant(other)).map(|(one, _)| *one).collect();
        let Some(required) = measure.required(asil) else { continue };
        exam.rests_on(Some(measure.clause()), measure.certainty(asil), format!("independence for {asil}"));
        match records.is_empty() {
            true => missing.push((*measure, required)),
            false => judge(exam, (*measure, required), &records, released, asil),
        }
    }
    report_missing(exam, &missing, confirmations[0], &unknown, asil);
}

fn report_missing<'d>(
    exam: &mut Examination<'d>,
    missing: &[(Measure<'d>, u8)],
    first: RecordRef<'d>,
    unknown: &[RecordRef<'d>],
    asil: Asil,
) {
    // The assessment of what is released is looked for by another rule.
    let is_released = !releases(exam, Purpose::Production).is_empty();
    let is_other = |measure: &Measure<'_>| is_released && measure.name() == ASSESSMENT;
    let missing: Vec<&(Measure<'_>, u8)> = missing.iter().filter(|(measure, _)| !is_other(measure)).collect();
    if missing.is_empty() {
        return;
    }
    // A record that nobody can place may be one of them.
    for one in unknown {
        let remark = exam.unsure(*one, format!("which confirmation measure {} is cannot be told", one.name()));
        for (measure, _) in &missing {
            remark.clause(measure.clause());
        }
        remark.help("name the work product, such as \"Confirmation review of the safety plan\"");
    }
    for (measure, required) in missing.into_iter().filter(|_| unknown.is_empty()) {
        let message = format!("no confirmation measure for: {}, expected at I{required} for {asil}", measure.name());
        let remark = if *required == 0 { exam.warn(first, message) } else { exam.gap(first, message) };
        remark.clause(measure.clause()).clause(MEASURES).help("have it performed, and record by whom and when");
    }
}

/// Judges the best record of a measure.
fn judge<'d>(
    exam: &mut Examination<'d>,
    (measure, required): (Measure<'_>, u8),
    records: &[RecordRef<'d>],
    released: Option<&'d str>,
    asil: Asil,
) {
    for record in records {
        exam.saw_for(measure.clause(), *record);
        exam.saw_for(MEASURES, *record);
    }
    let stated = |record: &RecordRef<'_>| record.choice("independence").present().and_then(rank);
    let Some(best) =
        records.iter().copied().max_by_key(|record| (stated(record), is_current(exam, measure, *record, released)))
    else {
        return;
    };
    let name = best.name();
    let Some(achieved) = stated(&best) else {
        if exam.read(best, "independence", best.choice("independence")).is_none() && !best.has("independence") {
            exam.gap(best, format!("{name} states no level of independence, expected I{required} for {asil}"))
                .clause(measure.clause())
                .clause(MEASURES)
                .help("state I0, I1, I2 or I3");
        }
        return;
    };
    if achieved < required {
        let message = format!("{name} is stated as I{achieved}, expected I{required} for {asil}: {}", measure.name());
        exam.fail((best, "independence"), message)
            .clause(measure.clause())
            .clause(MEASURES)
            .help("have it performed by somebody who stands further away");
    } else if !is_current(exam, measure, best, released) {
        let found = best.words("object_version");
        let expected = version_of_object(exam, measure, best, released).unwrap_or_default();
        exam.gap((best, "object_version"), format!("{name} is on version {found}, and version {expected} is there"))
            .clause(measure.clause())
            .clause(MEASURES)
            .help("perform it on the version that is released");
    }
}

/// False if the version reviewed is stated and is not the one that is there.
fn is_current(exam: &Examination<'_>, measure: Measure<'_>, record: RecordRef<'_>, released: Option<&str>) -> bool {
    let expected = version_of_object(exam, measure, record, released);
    !record.has("object_version")
        || expected.is_none_or(|version| is_same_version(version, record.words("object_version")))
}

/// The version of what was reviewed: of the document, or of the item itself.
fn version_of_object<'v>(
    exam: &Examination<'v>,
    measure: Measure<'_>,
    record: RecordRef<'_>,
    released: Option<&'v str>,
) -> Option<&'v str> {
    let document = exam.dossier.find("work-product", record.words("object").trim());
    let of_item = released.filter(|_| measure.name() == ASSESSMENT);
    document.map(|document| document.words("version")).or(of_item).filter(|version| !version.is_empty())
}
