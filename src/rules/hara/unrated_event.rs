use crate::applicability::class_of_0;
use crate::dossier::RecordRef;
use crate::rules::trace::listing;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A hazardous event lacks a class, the reason for one, or its ASIL.
    ///
    /// ## Why it matters
    /// The ASIL follows from severity, exposure and controllability. A class without its
    /// reason can be neither reviewed nor carried over to the next vehicle, and a class of
    /// 0 takes the event out of the whole development.
    ///
    /// ## Example
    /// ```csv
    /// id,S,E,C,ASIL,S rationale
    /// HE-1,S3,,C3,D,Impact at motorway speed
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,S,E,C,ASIL,S rationale,E rationale,C rationale
    /// HE-1,S3,E4,C3,D,Impact at motorway speed,Every drive,No time to react
    /// ```
    ///
    /// With a class of 0 and its reason, neither the other classes nor an ASIL are asked for.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.3.1 to 6.4.3.10: every hazardous event is classified; S0, E0
    /// and C0 ask for no ASIL.
    "hara/unrated-event" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const CLASSIFICATION: &str = "ISO-26262-3:6.4.3.1";
const DETERMINATION: &str = "ISO-26262-3:6.4.3.10";
const CLASSES: [&str; 3] = ["severity", "exposure", "controllability"];
const RATIONALES: [&str; 3] = ["severity_rationale", "exposure_rationale", "controllability_rationale"];

fn check(exam: &mut Examination<'_>) {
    for event in exam.records("hazardous-event") {
        // A class of 0 asks for its reason, and for nothing else.
        let zero = class_of_0(event);
        let is_asked = |field: &&str| zero.is_none_or(|zero| field.starts_with(zero));
        let lacking = |fields: &[&'static str]| event.absent(fields).into_iter().filter(is_asked).collect::<Vec<_>>();
        let mut lacks: Vec<String> = lacking(&CLASSES).iter().map(|class| format!("its {class}")).collect();
        let reasons = lacking(&RATIONALES).into_iter().filter_map(|field| field.strip_suffix("_rationale"));
        lacks.extend(reasons.map(|class| format!("the reason for its {class}")));
        if zero.is_some() || is_readable(event) || !lacks.is_empty() {
            exam.saw_for(CLASSIFICATION, event);
        }
        let lacks_asil = zero.is_none() && event.text("asil").is_absent();
        let is_classified = lacks.is_empty();
        if lacks_asil {
            lacks.push("its ASIL".to_owned());
        }
        if lacks.is_empty() {
            continue;
        }
        let remark = exam.gap(event, format!("{} lacks {}", event.name(), listing(&lacks)));
        remark.help("rate it and say why; S0, E0 and C0 need a reason too");
        if !is_classified {
            remark.clause(CLASSIFICATION);
        }
        if lacks_asil {
            remark.clause(DETERMINATION);
        }
    }
}

/// What cannot be read is reported where the ASIL is compared.
fn is_readable(event: RecordRef<'_>) -> bool {
    CLASSES.iter().all(|name| event.class(name).present().is_some())
}
