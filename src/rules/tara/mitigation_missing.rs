use super::annex5::{Annex5, Example};
use super::is_implemented;
use crate::dossier::RecordRef;
use crate::rules::trace::quoted_all;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A threat of Annex 5 is answered neither by its mitigation nor by another with a reason.
    ///
    /// ## Why it matters
    /// Parts B and C of Annex 5 pair each threat with a mitigation. It has to be implemented
    /// wherever it is relevant; another one may take its place, if it is said why the listed
    /// one is not relevant or not sufficient.
    ///
    /// ## Example
    /// ```csv
    /// risk id,threats,treatment,mitigations
    /// R-1,4.1,reduce,C-1
    /// ```
    /// ```csv
    /// control id,annex 5 mitigation,description
    /// C-1,,plausibility check of positions
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// control id,annex 5 mitigation,description,reason for other measure
    /// C-1,,plausibility check of positions,"satellite signals of this band carry no signature (M10)"
    /// ```
    /// or take M10. M14 and M15 are only to be considered, so missing them is a warning.
    ///
    /// ## Source
    /// UN R155, 7.3.4, 5.1.3(b), Annex 5 Parts B and C.
    "tara/mitigation-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let Some(annex) = Annex5::of(exam.library) else { return };
    for mitigation in exam.records("mitigation") {
        exam.read(mitigation, "implemented", mitigation.yes_no("implemented"));
        judge_names(exam, &annex, mitigation);
    }
    let mut has_judged = false;
    for risk in exam.records("risk") {
        let examples = annex.examples_in(risk.words("threats"));
        // A risk that is avoided, shared or retained, and one without measures, is another rule's matter.
        let is_reduced = matches!(risk.choice("treatment").present(), None | Some("reduce"));
        let measures = risk.linked("mitigations").0;
        if is_reduced && !measures.is_empty() && !examples.is_empty() {
            exam.saw(risk);
            has_judged = true;
            judge(exam, &annex, risk, &examples, &measures);
        }
    }
    if has_judged {
        exam.rests_on(None, annex.certainty(), "mitigations of Annex 5, Parts B and C");
    }
}

/// The mitigations that a measure says it is exist.
fn judge_names(exam: &mut Examination<'_>, annex: &Annex5<'_>, mitigation: RecordRef<'_>) {
    let names = mitigation.list("annex5").into_iter();
    let unknown: Vec<&str> = names.filter(|name| !annex.has_mitigation(&name.to_uppercase())).collect();
    if !unknown.is_empty() {
        let message = format!("{} refers to {}, which Annex 5 does not have", mitigation.name(), quoted_all(&unknown));
        exam.unsure((mitigation, "annex5"), message).help("write it as in Annex 5, M1 to M24; there is no M17");
    }
}

fn judge(
    exam: &mut Examination<'_>,
    annex: &Annex5<'_>,
    risk: RecordRef<'_>,
    examples: &[&Example<'_>],
    measures: &[RecordRef<'_>],
) {
    let taken: Vec<RecordRef<'_>> = measures.iter().copied().filter(|measure| is_implemented(*measure)).collect();
    // Another measure with a reason stands for any threat of the risk.
    if taken.iter().any(|measure| measure.has("replaces_reason")) {
        return;
    }
    let names = |measures: &[RecordRef<'_>]| -> Vec<String> {
        measures.iter().flat_map(|measure| measure.list("annex5")).map(str::to_uppercase).collect()
    };
    let (taken, planned) = (names(&taken), names(measures));
    let answers = |names: &[String], example: &Example<'_>| {
        example.mitigations.iter().any(|wanted| names.iter().any(|name| name == wanted))
    };
    let is_required = |example: &Example<'_>| example.mitigations.iter().any(|name| annex.is_required(name));
    let mut open: Vec<&Example<'_>> = examples.iter().copied().filter(|example| !answers(&taken, example)).collect();
    open.sort_by_key(|example| example.number);
    open.dedup_by_key(|example| example.number);
    let (required, advised): (Vec<_>, Vec<_>) = open.into_iter().partition(|example| is_required(example));
    let help = "implement the mitigation, or say in `replaces_reason` why another one takes its place";
    if !required.is_empty() {
        let is_planned = required.iter().all(|example| answers(&planned, example));
        let message = message(risk, &required, is_planned);
        exam.gap((risk, "mitigations"), message).help(help);
    }
    if !advised.is_empty() {
        exam.warn((risk, "mitigations"), message(risk, &advised, false)).help(help);
    }
}

/// `R-1` has no measure that is M10 (for 4.1) or M7 (for 5.2).
fn message(risk: RecordRef<'_>, open: &[&Example<'_>], is_planned: bool) -> String {
    let wanted: Vec<String> =
        open.iter().map(|example| format!("{} for {}", example.mitigations.join(" or "), example.number)).collect();
    let state = if is_planned { "has no measure implemented that is" } else { "has no measure that is" };
    format!("{} {state} {}", risk.name(), wanted.join(", "))
}
