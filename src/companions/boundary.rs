//! Where a reference to a file leads, and whether it may be followed.

use std::path::{Component, Path, PathBuf};

use crate::source::Origin;
use crate::spelling::closest;

use super::FileReference;

/// Among more names than this, a similar one is not sought.
const MANY: usize = 1_000;

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// To this file or folder; its path as reports show it comes second.
    At(PathBuf, String),
    /// Nowhere: there is no such file or folder.
    Missing {
        /// Where it was looked for first, as reports show it.
        shown: String,
        /// A name beside it that may have been meant.
        similar: Option<String>,
    },
    /// It was not looked at.
    NotLookedAt(NotLookedAt),
}

/// Why a reference is not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotLookedAt {
    /// It is an absolute path.
    Absolute,
    /// It is an address.
    Address,
    /// It leads out of this folder.
    Beyond(String),
    /// A link on the way leads out of this folder.
    Link(String),
    /// What refers to it came without a folder.
    NoFolder,
}

impl std::fmt::Display for NotLookedAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotLookedAt::Absolute => f.write_str("it is an absolute path"),
            NotLookedAt::Address => f.write_str("it is an address, and nothing is fetched"),
            NotLookedAt::Beyond(folder) => write!(f, "it leads out of `{folder}`"),
            NotLookedAt::Link(folder) => write!(f, "a link on its way leads out of `{folder}`"),
            NotLookedAt::NoFolder => f.write_str("standard input has no folder that a path could start from"),
        }
    }
}

/// From where, and how far, the references of one input may reach.
#[derive(Debug, Clone)]
pub(super) struct Boundary {
    /// The folder of the input, as it was typed and in full.
    base: Option<Folder>,
    /// What may not be left; for a file by itself the references decide.
    limit: Option<Folder>,
    /// Where else a relative path is looked for.
    search: Vec<Folder>,
}

/// A folder as it was typed, and its path in full.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    shown: PathBuf,
    full: PathBuf,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Option<Folder> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Some(Folder { shown: path.to_path_buf(), full: path.canonicalize().ok()? })
    }
}

impl Boundary {
    /// For an input: `limit` is the folder given on the command line; `resolve`
    /// finds folders.
    pub(super) fn new(
        origin: &Origin,
        limit: Option<&Path>,
        search: &[PathBuf],
        resolve: &dyn Fn(&Path) -> Option<Folder>,
    ) -> Boundary {
        let limit = limit.and_then(resolve);
        let base = match origin {
            Origin::File(path) => path.parent().and_then(resolve),
            _ => limit.clone(),
        };
        Boundary { base, limit, search: search.iter().filter_map(|folder| resolve(folder)).collect() }
    }

    /// What these references may not leave, as reports show it: the folder given,
    /// or the nearest around a file by itself that holds what they lead to.
    pub(super) fn shown(&self, files: &[FileReference]) -> Option<String> {
        let steps_up = |file: &FileReference| match &file.located {
            Some(Located::NotLookedAt(_)) => Some(0),
            Some(Located::At(..) | Located::Missing { .. }) => Some(climb(&portable(file.path.as_deref()?)).0),
            None => None,
        };
        let up = files.iter().filter_map(steps_up).max()?;
        let folder = match &self.limit {
            Some(limit) => shown(&limit.shown),
            None => shown(&show(&self.base.as_ref()?.shown, &PathBuf::from("../".repeat(up)))),
        };
        Some(if folder.is_empty() { ".".to_owned() } else { folder })
    }

    /// Where `written` leads. Both separators count: scenarios travel.
    pub(super) fn locate(&self, written: &str) -> Located {
        if written.contains("://") || written.starts_with("file:") {
            return Located::NotLookedAt(NotLookedAt::Address);
        }
        if is_absolute(written) {
            return Located::NotLookedAt(NotLookedAt::Absolute);
        }
        let Some(base) = &self.base else { return Located::NotLookedAt(NotLookedAt::NoFolder) };
        let relative = portable(written);
        let beside = within(base, self.limit.as_ref(), &relative);
        if matches!(beside, Located::At(..)) {
            return beside;
        }
        let elsewhere = self.search.iter().map(|folder| within(folder, Some(folder), &relative));
        elsewhere.into_iter().find(|found| matches!(found, Located::At(..))).unwrap_or(beside)
    }
}

/// A path as it is written, with the separators of this system.
fn portable(written: &str) -> PathBuf {
    PathBuf::from(written.replace('\\', "/"))
}

/// `/…`, `\…` and `C:…`, on whatever system.
fn is_absolute(written: &str) -> bool {
    let bytes = written.as_bytes();
    matches!(bytes, [b'/' | b'\\', ..]) || matches!(bytes, [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// `relative` from `base`, unless it leaves `limit`.
fn within(base: &Folder, limit: Option<&Folder>, relative: &Path) -> Located {
    let (up, below) = climb(relative);
    let Some(common) = base.full.ancestors().nth(up) else {
        return Located::NotLookedAt(NotLookedAt::Beyond("/".to_owned()));
    };
    let full = common.join(&below);
    // A file by itself may refer to what lies around it, yet never to everything.
    let bound = match limit {
        Some(limit) => limit.full.as_path(),
        None if common.parent().is_none() => {
            return Located::NotLookedAt(NotLookedAt::Beyond(shown(&base.shown)));
        }
        None => common,
    };
    let named = || shown(limit.map_or(bound, |limit| &limit.shown));
    if !full.starts_with(bound) {
        return Located::NotLookedAt(NotLookedAt::Beyond(named()));
    }
    let shown_path = shown(&show(&base.shown, relative));
    match full.canonicalize() {
        Ok(real) if real.starts_with(bound) => Located::At(real, shown_path),
        Ok(_) => Located::NotLookedAt(NotLookedAt::Link(named())),
        Err(_) => Located::Missing { similar: similar(&full), shown: shown_path },
    }
}

/// How often a path leads upwards before it leads down, and what then remains.
fn climb(relative: &Path) -> (usize, PathBuf) {
    let (mut up, mut below) = (0, PathBuf::new());
    for part in relative.components() {
        match part {
            Component::Normal(name) => below.push(name),
            Component::ParentDir if !below.pop() => up += 1,
            _ => {}
        }
    }
    (up, below)
}

/// `relative` behind the folder as it was typed, without needless steps.
fn show(folder: &Path, relative: &Path) -> PathBuf {
    let (up, below) = climb(relative);
    let mut path = folder.to_path_buf();
    for _ in 0..up {
        let ends_in_name = matches!(path.components().next_back(), Some(Component::Normal(_)));
        if !(ends_in_name && path.pop()) {
            path.push("..");
        }
    }
    // Joining nothing would add a separator.
    let path = if below.as_os_str().is_empty() { path } else { path.join(below) };
    path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A name in the same folder that is written almost alike.
fn similar(full: &Path) -> Option<String> {
    let wanted = full.file_name()?.to_string_lossy().into_owned();
    let entries = std::fs::read_dir(full.parent()?).ok()?.take(MANY);
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    closest(&wanted, &names).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["suite/scenarios", "suite/roads", "elsewhere"] {
            std::fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        for file in ["suite/scenarios/a.xosc", "suite/roads/Straight.xodr", "elsewhere/b.xodr"] {
            std::fs::write(dir.path().join(file), "").unwrap();
        }
        dir
    }

    fn boundary(dir: &Path, limit: Option<&str>, search: &[&str]) -> Boundary {
        let search: Vec<PathBuf> = search.iter().map(|folder| dir.join(folder)).collect();
        let limit = limit.map(|folder| dir.join(folder));
        Boundary::new(&Origin::File(dir.join("suite/scenarios/a.xosc")), limit.as_deref(), &search, &Folder::new)
    }

    #[test]
    fn paths_lead_from_the_folder_of_the_file() {
        let dir = tree();
        let given = boundary(dir.path(), Some("suite"), &[]);
        for written in ["../roads/Straight.xodr", "..\\roads\\Straight.xodr", "./../roads/./Straight.xodr"] {
            assert!(
                matches!(given.locate(written), Located::At(_, shown) if shown.ends_with("suite/roads/Straight.xodr"))
            );
        }
        let Located::Missing { similar, .. } = given.locate("../roads/straight.xodr") else { panic!() };
        assert_eq!(similar.as_deref(), Some("Straight.xodr"));
    }

    #[test]
    fn what_leaves_the_folder_is_not_looked_at() {
        let dir = tree();
        let given = boundary(dir.path(), Some("suite"), &[]);
        for written in
            ["../../elsewhere/b.xodr", "../../elsewhere/none.xodr", "../../../../../../../../../../etc/passwd"]
        {
            assert!(matches!(given.locate(written), Located::NotLookedAt(NotLookedAt::Beyond(_))), "{written}");
        }
        for written in ["/etc/passwd", "\\\\host\\b.xodr", "C:\\b.xodr", "c:b.xodr"] {
            assert_eq!(given.locate(written), Located::NotLookedAt(NotLookedAt::Absolute), "{written}");
        }
        for written in ["file:///etc/passwd", "file:b.xodr", "https://example.com/b.xodr"] {
            assert_eq!(given.locate(written), Located::NotLookedAt(NotLookedAt::Address), "{written}");
        }
    }

    #[test]
    fn a_file_by_itself_reaches_what_lies_around_it_and_never_everything() {
        let dir = tree();
        let alone = boundary(dir.path(), None, &[]);
        assert!(matches!(alone.locate("../../elsewhere/b.xodr"), Located::At(..)));
        let far = alone.locate("../../../../../../../../../../etc/passwd");
        assert!(matches!(far, Located::NotLookedAt(NotLookedAt::Beyond(_))));
    }

    #[test]
    fn the_folder_that_bounds_is_the_one_given_or_the_nearest_that_holds_all() {
        let dir = tree();
        let reference = |boundary: &Boundary, written: &str| FileReference {
            element: crate::xml::NodeId::ROOT,
            attribute: 0,
            holds: crate::companions::Holds::RoadNetwork,
            path: Some(written.to_owned()),
            located: Some(boundary.locate(written)),
            is_folder: false,
        };
        let bound = |limit: Option<&str>, written: &[&str]| {
            let boundary = boundary(dir.path(), limit, &[]);
            let files: Vec<FileReference> = written.iter().map(|written| reference(&boundary, written)).collect();
            boundary.shown(&files)
        };
        let folder = |below: &str| Some(shown(&dir.path().join(below)));
        assert_eq!(bound(None, &["b.xodr", "../roads/Straight.xodr"]), folder("suite"));
        assert_eq!(bound(None, &["b.xodr"]), folder("suite/scenarios"));
        assert_eq!(bound(Some("suite"), &["b.xodr"]), folder("suite"));
        assert_eq!(bound(None, &[]), None);
    }

    #[test]
    fn further_folders_are_searched_and_not_left() {
        let dir = tree();
        let given = boundary(dir.path(), Some("suite"), &["elsewhere"]);
        assert!(matches!(given.locate("b.xodr"), Located::At(..)));
        assert!(matches!(given.locate("../suite/roads/b.xodr"), Located::NotLookedAt(_) | Located::Missing { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_is_not_followed() {
        let dir = tree();
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), dir.path().join("suite/out")).unwrap();
        let given = boundary(dir.path(), Some("suite"), &[]);
        assert!(matches!(given.locate("../out/b.xodr"), Located::NotLookedAt(NotLookedAt::Link(_))));
    }

    #[test]
    fn standard_input_has_no_folder() {
        let nowhere = Boundary::new(&Origin::Stdin, None, &[], &Folder::new);
        assert_eq!(nowhere.locate("a.xodr"), Located::NotLookedAt(NotLookedAt::NoFolder));
    }
}
