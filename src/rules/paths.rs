//! Files that records name.

use crate::dossier::{Dossier, Reach};

/// True if a file that a record names lies in the folder of the dossier. None
/// if the dossier has no folder, as one of a manifest alone has not.
pub(super) fn is_there(dossier: &Dossier, path: &str) -> Option<bool> {
    match dossier.reach(path) {
        _ if dossier.root.as_os_str().is_empty() => None,
        Reach::There | Reach::Unreadable => Some(true),
        Reach::NoPath | Reach::Outside | Reach::Missing => Some(false),
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
