//! Files that records name.

use super::Examination;
use crate::dossier::{Dossier, Reach, RecordRef, file_of};

/// True if a file that a record names lies in the folder of the dossier. None
/// if the dossier has no folder, as one of a manifest alone has not.
pub(super) fn is_there(dossier: &Dossier, path: &str) -> Option<bool> {
    match dossier.reach(path) {
        _ if dossier.root.as_os_str().is_empty() => None,
        Reach::There | Reach::Unreadable => Some(true),
        Reach::NoPath | Reach::Outside | Reach::Missing => Some(false),
    }
}

/// What a document that a record names is worth.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// It is there and in force; or the dossier has no folder to look in.
    Holds,
    /// It is in no folder of the dossier, which is another rule's matter.
    Missing,
    /// Something keeps it from showing anything.
    Doubtful(String),
}

/// What the document is worth that a record names in `reference`.
pub(super) fn worth(exam: &Examination<'_>, record: RecordRef<'_>, reference: &str) -> Worth {
    let dossier = exam.dossier;
    let path = file_of(reference).replace('\\', "/");
    let document = dossier.document_at(&path);
    let stale = document.and_then(|document| document.stale(&dossier.manifest.vehicle.software_version, exam.as_of));
    match dossier.reach(reference) {
        _ if dossier.root.as_os_str().is_empty() => Worth::Holds,
        Reach::Missing | Reach::Outside => Worth::Missing,
        _ if dossier.is_folder(reference) => Worth::Missing,
        Reach::NoPath => Worth::Doubtful("is no file of the dossier".to_owned()),
        Reach::Unreadable => Worth::Doubtful("cannot be read".to_owned()),
        Reach::There if dossier.document(record.document).relative == path => {
            Worth::Doubtful("is the file in which it is named".to_owned())
        }
        Reach::There => stale.map_or(Worth::Holds, Worth::Doubtful),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::import::ImportLimits;
    use crate::dossier::{MANIFEST, load};

    #[test]
    fn a_file_has_to_lie_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(MANIFEST), "[vehicle]\nname = \"x\"\n").unwrap();
        std::fs::create_dir(folder.path().join("scenarios")).unwrap();
        std::fs::write(folder.path().join("scenarios/cut-in.xosc"), "<OpenSCENARIO/>").unwrap();
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        assert_eq!(is_there(&dossier, "scenarios/cut-in.xosc"), Some(true));
        assert_eq!(is_there(&dossier, "./scenarios\\cut-in.xosc"), Some(true));
        assert_eq!(is_there(&dossier, "scenarios/cut-out.xosc"), Some(false));
        assert_eq!(is_there(&dossier, "scenarios"), Some(false));
        assert_eq!(is_there(&dossier, "../../etc/passwd"), Some(false));
        let alone = Dossier::from_manifest("vehicle.toml", "").unwrap();
        assert_eq!(is_there(&alone, "scenarios/cut-in.xosc"), None);
    }
}
