use crate::rules::{Check, Examination, rule};

rule! {
    /// Direct or indirect misuse is not analysed, or an analysed one leads to nothing.
    ///
    /// ## Why it matters
    /// People do foreseeable things: they switch a function on where it was not meant to work,
    /// which starts the hazard (direct), or trust it and look away, which leaves nobody to
    /// control it (indirect). Both have to be looked at, and each case ends in a measure or in
    /// a reason why it is accepted.
    ///
    /// ## Example
    /// ```csv
    /// id,kind,misuse,countermeasure,accepted because
    /// MU-1,direct,switched on in a town,map blocks activation,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,kind,misuse,countermeasure,accepted because
    /// MU-1,direct,switched on in a town,map blocks activation,
    /// MU-2,indirect,driver reads,driver monitoring with warning after 4 s,
    /// ```
    ///
    /// ## Source
    /// ISO 21448:2022, 7.3.4. Whether the list is complete is for people to judge.
    "sotif/misuse-not-analysed" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let misuses = exam.records("misuse");
    let Some(first) = misuses.first().copied() else { return };
    let mut kinds = Vec::new();
    let mut is_unknown = false;
    for misuse in misuses {
        exam.saw(misuse);
        let name = misuse.name();
        let kind = exam.read(misuse, "kind", misuse.choice("kind"));
        kinds.extend(kind);
        is_unknown |= kind.is_none();
        if misuse.text("kind").is_absent() {
            exam.gap(misuse, format!("{name} is called neither direct nor indirect")).help("say which of both it is");
        }
        if !misuse.has("measure") && !misuse.has("acceptance") {
            exam.gap(misuse, format!("{name} has neither a measure nor a reason to accept it"))
                .help("add a measure, or say why it is accepted");
        }
    }
    for kind in ["direct", "indirect"] {
        // One whose kind is not known may be of this one.
        if !is_unknown && !kinds.contains(&kind) {
            exam.gap(first, format!("no {kind} misuse is analysed"))
                .help(format!("analyse {kind} misuse, and say what is done about it"));
        }
    }
}
