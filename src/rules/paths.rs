//! Files that records name.

use super::{Examination, quoted};
use crate::dossier::status;
use crate::dossier::{Dossier, MANIFEST, Named, Reach, RecordRef};

/// True if every file that a record names lies in the folder of the dossier. None
/// if the dossier has no folder, as one of a manifest alone has not.
pub(super) fn is_there(dossier: &Dossier, path: &str) -> Option<bool> {
    match dossier.reach(path) {
        _ if dossier.root.as_os_str().is_empty() => None,
        Reach::There | Reach::Unreadable => Some(true),
        _ => Some(false),
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

/// What the documents are worth that a record names in a cell: each has to hold.
pub(super) fn worth(exam: &Examination<'_>, record: RecordRef<'_>, cell: &str) -> Worth {
    if exam.dossier.root.as_os_str().is_empty() {
        return Worth::Holds;
    }
    let named = exam.dossier.named(cell);
    let is_missing = |file: &Named| file.reach.is_missing() || file.reach == Reach::Folder;
    if named.files.iter().any(is_missing) {
        return Worth::Missing;
    }
    let is_one = named.files.len() == 1;
    for file in &named.files {
        if let Some(why) = doubt(exam, record, file) {
            return Worth::Doubtful(if is_one { why } else { format!("{why} ({})", quoted(&file.path)) });
        }
    }
    // `safety/case.md (not released yet)`
    if status::takes_back(&named.words) && named.files.iter().all(|file| file.reach == Reach::There) {
        return Worth::Doubtful(format!("is named with the words {}", quoted(&named.words)));
    }
    Worth::Holds
}

/// What keeps a file from showing anything, if it is not plainly missing.
fn doubt(exam: &Examination<'_>, record: RecordRef<'_>, file: &Named) -> Option<String> {
    let dossier = exam.dossier;
    let document = dossier.document_at(&file.path);
    match file.reach {
        Reach::NoPath => Some("is no file of the dossier".to_owned()),
        Reach::Elsewhere => Some("lies outside of the dossier and is not looked at".to_owned()),
        Reach::OtherCase => Some("differs in capital letters from the name of the file that is there".to_owned()),
        Reach::Unreadable => Some("cannot be read".to_owned()),
        _ if dossier.document(record.document).relative == file.path => {
            Some("is the file in which it is named".to_owned())
        }
        _ if file.path == MANIFEST => Some("is the manifest of the dossier".to_owned()),
        _ => document?.stale(&dossier.manifest.vehicle.software_version, exam.as_of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::import::ImportLimits;
    use crate::dossier::load;

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
