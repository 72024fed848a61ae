use std::cmp::Ordering;

use crate::applicability::class_of_0;
use crate::dossier::RecordRef;
use crate::dossier::values::{Asil, StatedAsil};
use crate::iso26262::determine;
use crate::rules::{Check, Examination, rule};

rule! {
    /// The ASIL of a hazardous event is not the one that its classes give.
    ///
    /// ## Why it matters
    /// Everything below the hazardous event inherits its ASIL. One that is too low lowers
    /// the rigour of the whole development; one that is too high is allowed, costs effort
    /// and should have a reason.
    ///
    /// ## Example
    /// ```csv
    /// id,S,E,C,ASIL
    /// HE-1,S3,E4,C3,C
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,S,E,C,ASIL
    /// HE-1,S3,E4,C3,D
    /// ```
    /// Where the ASIL is higher on purpose, say why beside it.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.3.10, table 4. S0, E0 and C0 ask for no ASIL.
    "hara/asil-mismatch" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for event in exam.records("hazardous-event") {
        let classes = ["severity", "exposure", "controllability"].map(|name| exam.read(event, name, event.class(name)));
        let stated = exam.read(event, "asil", event.asil("asil"));
        // A class of 0 asks for no ASIL: stating none is right, whatever the others are.
        if class_of_0(event).is_some() && event.text("asil").is_absent() {
            exam.saw(event);
            continue;
        }
        let zero = class_of_0(event).map(|_| 0);
        // What is not rated is the matter of hara/unrated-event.
        let [Some(severity), Some(exposure), Some(controllability)] = classes.map(|class| class.or(zero)) else {
            exam.leave_open(&[], event, format!("a class of {} is missing", event.name()));
            continue;
        };
        let Some((expected, certainty)) = determine(exam.library, severity, exposure, controllability) else {
            continue;
        };
        let Some(stated) = stated else {
            exam.leave_open(&[], event, format!("{} has no ASIL", event.name()));
            continue;
        };
        exam.saw(event);
        exam.leave_differing_open(&[], event, &["severity", "exposure", "controllability", "asil"]);
        exam.rests_on(None, certainty, "table of ASIL determination");
        let known = ["S", "E", "C"].into_iter().zip(classes).filter_map(|(letter, class)| Some((letter, class?)));
        let shown: Vec<String> = known.map(|(letter, class)| format!("{letter}{class}")).collect();
        judge(exam, event, stated, expected, &shown.join(" "));
    }
}

fn judge(exam: &mut Examination<'_>, event: RecordRef<'_>, stated: StatedAsil, expected: Asil, classes: &str) {
    let name = event.name();
    let message = format!("{name} is rated {stated}, and {classes} gives {expected}");
    // An event is not decomposed: what stands in brackets is no rating.
    match stated.asil.cmp(&expected) {
        Ordering::Equal => {}
        Ordering::Less => {
            exam.fail((event, "asil"), message).help(format!("rate it {expected}, or correct the classes"));
        }
        Ordering::Greater => {
            exam.warn((event, "asil"), message).help("say why the higher rating was chosen, or correct it");
        }
    }
}
