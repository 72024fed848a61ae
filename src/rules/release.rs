//! What is released: the records of releases and the version of the software.

use super::Examination;
use crate::dossier::RecordRef;

/// What a release is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The release for production, of functional safety. A release that does not say what it is of is one.
    Production,
    /// The release for the intended functionality.
    Sotif,
}

/// The releases for a purpose.
pub(super) fn releases<'d>(exam: &Examination<'d>, purpose: Purpose) -> Vec<RecordRef<'d>> {
    let is_sotif = |release: &RecordRef<'_>| release.choice("kind").present() == Some("sotif");
    exam.dossier.records("release").filter(|release| is_sotif(release) == (purpose == Purpose::Sotif)).collect()
}

/// The version that is to be released: of the latest release, or of the
/// software in the manifest. None if neither states one.
pub(super) fn version<'d>(exam: &Examination<'d>, purpose: Purpose) -> Option<&'d str> {
    let stated = releases(exam, purpose).into_iter().filter(|release| release.has("version"));
    // Of several on one day, or without any, the last one.
    let latest = stated.max_by_key(|release| release.date("date").present());
    let declared = exam.dossier.manifest.vehicle.software_version.as_str();
    let version = latest.map_or(declared, |release| release.words("version")).trim();
    Some(version).filter(|version| !version.is_empty())
}

/// True if two versions are one: `v2.1` is `2.1`, in capitals or not.
pub(super) fn is_same_version(a: &str, b: &str) -> bool {
    let bare = |text: &str| {
        let lower = text.trim().to_lowercase();
        let bare = lower.strip_prefix("version").or_else(|| lower.strip_prefix('v')).unwrap_or(&lower);
        bare.trim_matches([' ', '.', ':']).to_owned()
    };
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::is_same_version;

    #[test]
    fn versions_are_compared_as_people_write_them() {
        assert!(is_same_version("V2.1", "2.1"));
        assert!(is_same_version("Version 2.1 ", "v2.1"));
        assert!(is_same_version("v4.2.1", "4.2.1"));
        assert!(!is_same_version("2.1", "2.10"));
    }
}
