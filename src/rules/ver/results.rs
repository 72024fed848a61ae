//! Which verification verifies what, and on which version.

use rustc_hash::FxHashMap;

use crate::dossier::{RecordId, RecordRef};
use crate::rules::Examination;

/// The verifications by what they verify: what they name, and what names them.
#[derive(Debug, Default)]
pub(crate) struct Verified<'d> {
    by_target: FxHashMap<RecordId, Vec<RecordRef<'d>>>,
}

impl<'d> Verified<'d> {
    pub(crate) fn of(exam: &Examination<'d>) -> Verified<'d> {
        let mut verified = Verified::default();
        for verification in exam.records("verification") {
            for target in verification.linked("targets").0 {
                verified.add(target, verification);
            }
        }
        for requirement in exam.records("requirement") {
            for verification in requirement.linked("verified_by").0 {
                verified.add(requirement, verification);
            }
        }
        verified
    }

    /// What both sides state stands here twice, which does no harm.
    fn add(&mut self, target: RecordRef<'d>, verification: RecordRef<'d>) {
        self.by_target.entry(target.number).or_default().push(verification);
    }

    /// The verifications of a requirement or goal.
    pub(crate) fn by(&self, target: RecordRef<'d>) -> &[RecordRef<'d>] {
        self.by_target.get(&target.number).map_or(&[], Vec::as_slice)
    }
}

/// The version that is released: of the release for production, or of the
/// software in the manifest. None if neither states one.
pub(crate) fn released_version(exam: &Examination<'_>) -> Option<String> {
    let releases = exam.records("release");
    let mut of_release =
        releases.iter().filter(|release| release.has("version")).map(|release| release.words("version"));
    let of_vehicle = Some(exam.dossier.manifest.vehicle.software_version.as_str());
    let version = of_release.next_back().or(of_vehicle)?;
    Some(version).filter(|version| !version.trim().is_empty()).map(str::to_owned)
}

/// True if two versions are one: `v2.1` is `2.1`, in capitals or not.
pub(crate) fn is_same_version(a: &str, b: &str) -> bool {
    let fold = |text: &str| {
        let lower = text.trim().to_lowercase();
        let bare = lower.strip_prefix("version").or_else(|| lower.strip_prefix('v')).unwrap_or(&lower);
        bare.trim().to_owned()
    };
    fold(a) == fold(b)
}

#[cfg(test)]
mod tests {
    use super::is_same_version;

    #[test]
    fn versions_are_compared_as_people_write_them() {
        assert!(is_same_version("V2.1", "2.1"));
        assert!(is_same_version("Version 2.1 ", "v2.1"));
        assert!(!is_same_version("2.1", "2.10"));
    }
}
