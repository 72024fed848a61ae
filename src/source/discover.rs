//! Arguments to an ordered list of inputs, each looked at once.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

/// Endings of the files that a folder is searched for.
const EXTENSIONS: [&str; 2] = ["xosc", "xodr"];

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file to open.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A symbolic link that leaves the folder given; it is not followed.
    LinkOut,
    /// Something that could not be listed, with the reason.
    Unlistable(String),
}

/// One input, in the order in which it will be reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The argument as typed and the path below it, with `/`.
    pub path: String,
    /// Where its bytes are.
    pub origin: Origin,
    /// The folder given on the command line in which it was found.
    pub folder: Option<Arc<Path>>,
}

/// Lists the inputs that `arguments` name. A file counts whatever it is
/// called; a folder is searched for scenario and road files, without
/// following symbolic links. `-` is standard input.
pub fn discover(arguments: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut seen = Seen::new(arguments.len());
    for argument in arguments {
        if argument.as_os_str() == "-" {
            seen.add(Path::new("-"), Path::new(""), || {
                inputs.push(Input { path: "<stdin>".to_owned(), origin: Origin::Stdin, folder: None });
            });
        } else if argument.is_dir() {
            walk(argument, &mut seen, &mut inputs);
        } else {
            seen.add(argument, Path::new(""), || {
                inputs.push(Input { path: shown(argument), origin: Origin::File(argument.clone()), folder: None });
            });
        }
    }
    inputs
}

fn walk(root: &Path, seen: &mut Seen, inputs: &mut Vec<Input>) {
    let canonical_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let folder: Arc<Path> = root.into();
    let walker = WalkDir::new(root).follow_links(false).sort_by_file_name();
    for entry in walker {
        match entry {
            Ok(entry) => {
                let below = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf();
                let Some(origin) = classify(&entry, &canonical_root) else { continue };
                seen.add(&canonical_root, &below, || {
                    inputs.push(Input { path: shown(entry.path()), origin, folder: Some(folder.clone()) });
                });
            }
            Err(error) => {
                let path = error.path().unwrap_or(root);
                let reason = error.io_error().map_or_else(|| error.to_string(), std::string::ToString::to_string);
                inputs.push(Input {
                    path: shown(path),
                    origin: Origin::Unlistable(reason),
                    folder: Some(folder.clone()),
                });
            }
        }
    }
}

/// What a directory entry is to us; `None` if it is nothing to check.
fn classify(entry: &DirEntry, root: &Path) -> Option<Origin> {
    let kind = entry.file_type();
    if kind.is_symlink() && entry.depth() > 0 {
        return classify_link(entry.path(), root);
    }
    let wanted = !kind.is_dir() && has_known_extension(entry.path());
    wanted.then(|| Origin::File(entry.path().to_path_buf()))
}

/// What is said of a link to what is not there.
pub(super) const LEADS_NOWHERE: &str = "is a link that leads nowhere";

/// A link to something that is visited anyway counts for nothing; one to
/// another file inside the folder is a file; one that leaves is not opened.
fn classify_link(link: &Path, root: &Path) -> Option<Origin> {
    let target = link.canonicalize();
    match target {
        Ok(target) if target.starts_with(root) => {
            let visited = target.is_dir() || has_known_extension(&target) || !has_known_extension(link);
            (!visited).then(|| Origin::File(link.to_path_buf()))
        }
        Ok(target) if target.is_dir() || has_known_extension(link) => Some(Origin::LinkOut),
        Err(error) if has_known_extension(link) => Some(Origin::Unlistable(match error.kind() {
            std::io::ErrorKind::NotFound => LEADS_NOWHERE.to_owned(),
            _ => error.to_string(),
        })),
        _ => None,
    }
}

fn has_known_extension(path: &Path) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|found| EXTENSIONS.iter().any(|known| found.eq_ignore_ascii_case(known)))
}

/// The path as reports show it: as typed, with `/` on every system.
fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        // Bytes that are no text stay apart: two names never look the same.
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace('\\', "/") }
}

/// Remembers what was listed, so that overlapping arguments report a file once.
struct Seen {
    paths: Option<BTreeSet<PathBuf>>,
}

impl Seen {
    fn new(arguments: usize) -> Seen {
        // One argument cannot overlap with itself.
        Seen { paths: (arguments > 1).then(BTreeSet::new) }
    }

    fn add(&mut self, root: &Path, below: &Path, found: impl FnOnce()) {
        let is_new = match &mut self.paths {
            None => true,
            Some(paths) => {
                let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
                paths.insert(root.join(below))
            }
        };
        if is_new {
            found();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &[Input]) -> Vec<String> {
        inputs.iter().map(|i| i.path.rsplit('/').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_folder_is_listed_in_order_and_other_files_are_left_out() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.xosc", "a.XODR", "notes.txt", "c.xml"] {
            std::fs::write(dir.path().join(name), "").unwrap();
        }
        assert_eq!(names(&discover(&[dir.path().to_path_buf()])), ["a.XODR", "b.xosc"]);
    }

    #[test]
    fn overlapping_arguments_report_a_file_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.xosc");
        std::fs::write(&file, "").unwrap();
        let inputs = discover(&[file.clone(), dir.path().to_path_buf(), file]);
        assert_eq!(inputs.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_named_and_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("o.xosc"), "").unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.xosc"), "").unwrap();
        std::os::unix::fs::symlink(outside.path().join("o.xosc"), dir.path().join("z.xosc")).unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("y")).unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("a.xosc"), dir.path().join("again.xosc")).unwrap();
        std::fs::write(dir.path().join("data.txt"), "").unwrap();
        std::os::unix::fs::symlink(dir.path().join("data.txt"), dir.path().join("b.xosc")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("nothing.xosc"), dir.path().join("zz.xosc")).unwrap();
        let inputs = discover(&[dir.path().to_path_buf()]);
        assert_eq!(names(&inputs), ["a.xosc", "b.xosc", "y", "z.xosc", "zz.xosc"]);
        assert!(matches!(inputs[1].origin, Origin::File(_)), "a link to a file that is not visited by itself");
        assert_eq!(inputs[2].origin, Origin::LinkOut);
        assert_eq!(inputs[3].origin, Origin::LinkOut);
        assert_eq!(inputs[4].origin, Origin::Unlistable(LEADS_NOWHERE.to_owned()));
        let alone = crate::source::Source::from_path(&dir.path().join("zz.xosc"), 1_000);
        assert!(alone.is_err_and(|error| error.to_string() == LEADS_NOWHERE));
    }
}
