use crate::rules::{Check, Examination, Where, rule};

rule! {
    /// A document speaks of another software version, is not released itself, or is of tomorrow.
    ///
    /// ## Why it matters
    /// Evidence for another version shows nothing of this one until somebody has looked
    /// at what changed. It is shown, and it does not count.
    ///
    /// ## Example
    /// ```toml
    /// [vehicle]
    /// software_version = "2.1"
    ///
    /// [[document]]
    /// path = "test-report.csv"
    /// about_version = "2.0"
    /// ```
    ///
    /// ## Instead
    /// Run the tests again on the version to be released, or show by an impact analysis
    /// that the older result still holds and say so in the document.
    ///
    /// ## Source
    /// ISO 26262-8:2018, clause 7 (configuration management), in own words.
    "dossier/stale-document" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let version = exam.dossier.manifest.vehicle.software_version.as_str();
    for (document, id) in exam.dossier.documents.iter().zip(0..) {
        if document.entry.is_none() {
            continue;
        }
        exam.saw(Where::document(id));
        if let Some(why) = document.stale(version, exam.as_of) {
            exam.warn(Where::document(id), why)
                .help("release it, repeat the work on this version, or show that the result still holds");
        }
    }
}
