use crate::dossier::Exclusion;
use crate::dossier::values::describes_nothing;
use crate::rules::{Check, Examination, Verdict, Where, rule};

rule! {
    /// A clause is excluded without a reason, nobody agreed to it, or the exclusion names no clause.
    ///
    /// ## Why it matters
    /// "Not applicable" is a claim that an assessor will ask about. Without a reason it
    /// is ignored here, and the clause is assessed like any other. With a reason that nobody
    /// is named for, the clause waits for a person.
    ///
    /// ## Example
    /// ```toml
    /// [[exclusion]]
    /// clause = "UN-R157:5.2.6"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [[exclusion]]
    /// clause = "UN-R157:5.2.6"
    /// reason = "the type has no lane change procedure; see item definition, 3.2"
    /// approved_by = "A. Example, safety manager"
    /// ```
    ///
    /// ## Source
    /// The rule of this tool that every exclusion is justified.
    "dossier/unjustified-exclusion" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for exclusion in &exam.dossier.manifest.exclusions {
        let at = Where { document: 0, spot: exclusion.spot, record: None };
        exam.saw(at);
        let Some((verdict, message, help)) = fault(exam, exclusion) else { continue };
        let standard = exclusion.clause.split(':').next().and_then(|prefix| exam.library.standard(prefix));
        exam.remark(verdict, at, message).standard(standard.map(|standard| standard.header.id.as_str())).help(help);
    }
}

/// What is wrong with an exclusion, and what to do.
fn fault(exam: &Examination<'_>, exclusion: &Exclusion) -> Option<(Verdict, String, &'static str)> {
    let clause = &exclusion.clause;
    let fail = |message: &str, help| Some((Verdict::Fail, format!("`{clause}` {message}"), help));
    if exam.library.clause(clause).is_none() {
        fail("is excluded and is no clause known here", "write the id as `roadworthy standards show` lists it")
    } else if !clause.contains(':') {
        fail(
            "is a whole standard, and an exclusion is of a clause",
            "name the standards to assess in `assessment.standards`",
        )
    } else if describes_nothing(&exclusion.reason) {
        fail(
            "is excluded without a reason",
            "add `reason`, naming the property of the vehicle that makes it inapplicable",
        )
    } else if describes_nothing(&exclusion.approved_by) {
        let message = format!("`{clause}` is excluded, and nobody is named who agreed");
        Some((Verdict::Unsure, message, "add `approved_by`: who answers for the reason"))
    } else {
        None
    }
}
