use super::high_from;
use crate::dossier::RecordRef;
use crate::rules::trace::quoted_all;
use crate::rules::{Check, Examination, quoted, rule};
use crate::standard::Limit;

rule! {
    /// A risk has no treatment, or its treatment lacks a measure or a reason.
    ///
    /// ## Why it matters
    /// Each risk that was found has to be treated: avoided, reduced, shared or retained. One
    /// that is reduced needs a measure; one that is shared or retained needs a reason that
    /// can be looked at again.
    ///
    /// ## Example
    /// ```csv
    /// risk id,value,treatment,mitigations,justification
    /// R-1,4,reduce,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// risk id,value,treatment,mitigations,justification
    /// R-1,4,reduce,M-12,
    /// R-2,1,retain,,"local attack of hours for a nuisance"
    /// ```
    /// Values go from 1 to 5. From 4 on a risk that is retained is shown to a person; the
    /// fact `csms.high_risk_from` sets another scale.
    ///
    /// ## Source
    /// UN R155, 7.3.3, 7.3.4, 7.2.2.2(c); ISO/SAE 21434:2021, RQ-09-05, RQ-09-06, RQ-15-16,
    /// RQ-15-17.
    "tara/untreated-risk" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const TREATMENT: [&str; 3] = ["UN-R155:7.3.3#treatment", "UN-R155:7.2.2.2(c)", "ISO-SAE-21434:RQ-15-17"];
const PROTECTION: &str = "UN-R155:7.3.4";
const VALUE: &str = "ISO-SAE-21434:RQ-15-16";
const GOAL: &str = "ISO-SAE-21434:RQ-09-05";
const CLAIM: &str = "ISO-SAE-21434:RQ-09-06";

fn check(exam: &mut Examination<'_>) {
    let high = high_from(exam);
    for risk in exam.records("risk") {
        TREATMENT.iter().for_each(|clause| exam.saw_for(clause, risk));
        exam.leave_differing_open(&[], risk, &["value", "treatment"]);
        let value = judge_value(exam, risk);
        let is_high = value.is_some_and(|value| value >= high);
        let is_absent = risk.text("treatment").is_absent();
        match exam.read(risk, "treatment", risk.choice("treatment")) {
            None if is_absent => report_untreated(exam, risk, is_high),
            Some("reduce") => judge_measures(exam, risk),
            Some("share" | "retain") => {
                if value.is_none() {
                    let why = format!("whether {} is high is not known", risk.name());
                    exam.leave_open(&[TREATMENT[0], PROTECTION], risk, why);
                }
                judge_reason(exam, risk, is_high);
            }
            _ => {}
        }
    }
}

/// The value, if there is one; it lies between the ends that the clause sets.
fn judge_value<'d>(exam: &mut Examination<'d>, risk: RecordRef<'d>) -> Option<f64> {
    let name = risk.name();
    if risk.text("value").is_absent() {
        exam.gap(risk, format!("{name} has no risk value")).clause(VALUE).help("give the value, from 1 to 5");
        return None;
    }
    let value = exam.read_for(&[VALUE], risk, "value", risk.number("value"))?;
    let (least, most) = exam.library.clause(VALUE)?.limit.as_ref().and_then(range)?;
    exam.saw_for(VALUE, risk);
    if value < least || value > most {
        exam.fail((risk, "value"), format!("{name} has the risk value {value}, expected {least} to {most}"))
            .clause(VALUE)
            .help("use the scale on which 1 is the least risk");
    }
    Some(value)
}

/// The two ends of `1..5`.
fn range(limit: &Limit) -> Option<(f64, f64)> {
    let (least, most) = limit.value.split_once("..")?;
    Some((least.parse().ok()?, most.parse().ok()?))
}

fn report_untreated(exam: &mut Examination<'_>, risk: RecordRef<'_>, is_high: bool) {
    let name = risk.name();
    let remark = if is_high && risk.ids("mitigations").is_empty() {
        exam.fail(risk, format!("{name} is high and has neither treatment nor measure")).clause(PROTECTION)
    } else {
        exam.gap(risk, format!("{name} has no treatment"))
    };
    remark.help("decide whether to avoid, reduce, share or retain it");
    for clause in TREATMENT {
        remark.clause(clause);
    }
}

/// A risk that is reduced has a measure that the dossier knows.
fn judge_measures(exam: &mut Examination<'_>, risk: RecordRef<'_>) {
    let name = risk.name();
    exam.saw_for(GOAL, risk);
    exam.saw_for(PROTECTION, risk);
    let (_, unknown) = risk.linked("mitigations");
    let message = if risk.ids("mitigations").is_empty() {
        format!("{name} is to be reduced and names no measure")
    } else if !unknown.is_empty() && exam.dossier.has("mitigation") {
        format!("{name} names {}, which is not among the measures", quoted_all(&unknown))
    } else {
        return;
    };
    exam.gap((risk, "mitigations"), message)
        .clause(TREATMENT[0])
        .clause(PROTECTION)
        .clause(GOAL)
        .help("name the measures that reduce it in `mitigations`, and describe each");
}

/// A risk that is shared or retained has a reason; a high one is for a person.
fn judge_reason(exam: &mut Examination<'_>, risk: RecordRef<'_>, is_high: bool) {
    let (name, treatment) = (risk.name(), risk.words("treatment"));
    exam.saw_for(CLAIM, risk);
    if risk.text("justification").is_absent() {
        exam.gap(
            (risk, "treatment"),
            format!("{name} is to be treated by {}, and no reason is given", quoted(treatment)),
        )
        .clause(TREATMENT[0])
        .clause(CLAIM)
        .help("state the claim or reason in `justification`");
    } else if is_high && risk.choice("treatment").present() == Some("retain") {
        exam.unsure((risk, "treatment"), format!("{name} is high and is retained"))
            .clause(TREATMENT[0])
            .clause(PROTECTION)
            .help("a person judges whether the reason bears it; otherwise reduce it");
    }
}
