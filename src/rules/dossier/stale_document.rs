use crate::dossier::is_same_version;
use crate::rules::{Check, Examination, Where, rule};

rule! {
    /// A document speaks of another software version than the one to be released.
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
    let version = exam.dossier.manifest.vehicle.software_version.trim();
    if version.is_empty() {
        return;
    }
    for (document, id) in exam.dossier.documents.iter().zip(0..) {
        let about = document.entry.as_ref().and_then(|entry| entry.about_version.as_deref());
        let Some(about) = about else { continue };
        exam.saw(Where::document(id));
        if !is_same_version(about, version) {
            exam.warn(Where::document(id), format!("speaks of version {about}, the vehicle is version {version}"))
                .help("repeat the work on this version, or show that the result still holds");
        }
    }
}
