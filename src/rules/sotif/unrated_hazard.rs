use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, lacking, rule};

rule! {
    /// A SOTIF hazard is not rated, or its rating does not fit what is said of it.
    ///
    /// ## Why it matters
    /// Severity and controllability decide whether a hazard needs any further work: one that
    /// harms nobody, or that everybody controls, may be laid aside. A class without a
    /// rationale cannot be reviewed. An ASIL has no place here: it grades work against
    /// faults, and a functional insufficiency is none.
    ///
    /// ## Example
    /// ```csv
    /// id,behaviour,S,C,rationale S,rationale C,relevant
    /// SH-1,brakes for a bridge,S2,C2,rear impact at 80 km/h,,no
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,behaviour,S,C,rationale S,rationale C,relevant
    /// SH-1,brakes for a bridge,S2,C2,rear impact at 80 km/h,following driver has 1.5 s,yes
    /// ```
    ///
    /// ## Source
    /// ISO 21448:2022, 6.4. That S0 or C0 ends the work, and no other rating does, is recalled.
    "sotif/unrated-hazard" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const NEEDED: &[&str] = &["severity", "controllability", "severity_rationale", "controllability_rationale"];

fn check(exam: &mut Examination<'_>) {
    for hazard in exam.records("sotif-hazard") {
        exam.saw(hazard);
        let absent = hazard.absent(NEEDED);
        if !absent.is_empty() {
            exam.gap(hazard, format!("{} has {}", hazard.name(), lacking(&absent)))
                .help("rate severity and controllability with the classes of ISO 26262-3, and say why");
        }
        judge_relevance(exam, hazard);
        if hazard.text("asil").is_there() {
            exam.warn(
                (hazard, "asil"),
                format!("{} carries an ASIL, and a hazard without a fault has none", hazard.name()),
            )
            .help("leave the ASIL to the hazardous events of the HARA");
        }
    }
}

fn judge_relevance<'d>(exam: &mut Examination<'d>, hazard: RecordRef<'d>) {
    let classes = ["severity", "controllability"].map(|name| exam.read(hazard, name, hazard.class(name)));
    let stated = exam.read(hazard, "relevant", hazard.yes_no("relevant"));
    let ([Some(severity), Some(controllability)], Some(stated)) = (classes, stated) else { return };
    let name = hazard.name();
    match (stated, severity > 0 && controllability > 0) {
        (false, true) => {
            let message =
                format!("{name} is called not relevant, and S{severity} C{controllability} makes it relevant");
            exam.gap((hazard, "relevant"), message).help("work on it, or correct the classes");
        }
        (true, false) => {
            let message =
                format!("{name} is called relevant, and S{severity} C{controllability} asks for no further work");
            exam.warn((hazard, "relevant"), message)
                .help("say why it is followed all the same, or correct the classes");
        }
        _ => {}
    }
}
