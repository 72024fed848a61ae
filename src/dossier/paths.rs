//! Files that cells name: one or several, with words beside them.

use std::path::{Component, Path};

use rustc_hash::FxHashMap;

use super::{Document, DocumentId, Dossier};

/// Where a reference to a file leads; the worse, the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The file is there.
    There,
    /// It is no path, or there is no folder to look in.
    NoPath,
    /// It is a place outside of the dossier that is not looked at: an address,
    /// a share, a drive.
    Elsewhere,
    /// There is a file whose name differs in capital letters only.
    OtherCase,
    /// The file could not be read.
    Unreadable,
    /// It is a folder, which is no evidence by itself.
    Folder,
    /// There is no such file.
    Missing,
    /// It leaves the folder, and is not looked at.
    Outside,
}

impl Reach {
    /// True if the dossier should hold the file and does not.
    pub fn is_missing(self) -> bool {
        matches!(self, Reach::Missing | Reach::Outside)
    }
}

/// A file that a cell names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The path relative to the manifest, without `.` and `..`, as far as it is one.
    pub path: String,
    /// Where it leads.
    pub reach: Reach,
}

/// What a cell says of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFiles {
    /// The files; never empty.
    pub files: Vec<Named>,
    /// The words beside them.
    pub words: String,
}

/// Words that the name of a file may have, so that long prose is read fast.
const WORDS_OF_A_NAME: usize = 8;

impl Dossier {
    /// The file at `path`, relative to the folder.
    pub fn document_at(&self, path: &str) -> Option<&Document> {
        let path = path.strip_prefix("./").unwrap_or(path);
        self.alike(path).filter(|document| document.relative == path)
    }

    /// The file at `path`, or one whose name differs in capital letters only.
    fn alike(&self, path: &str) -> Option<&Document> {
        let id = self.by_path.get(path).or_else(|| self.by_path.get(&path.to_lowercase()))?;
        Some(self.document(*id))
    }

    /// Where a cell that names files leads, by the worst of them.
    pub fn reach(&self, cell: &str) -> Reach {
        self.named(cell).files.iter().map(|file| file.reach).max().unwrap_or(Reach::NoPath)
    }

    /// True if a cell names a file that the dossier should hold, and does not.
    /// What is no path within its folder may be anywhere.
    pub fn is_missing(&self, cell: &str) -> bool {
        self.reach(cell).is_missing()
    }

    /// The files that a cell names. The cell as a whole may be the name of one;
    /// else they are found among its words.
    pub fn named(&self, cell: &str) -> NamedFiles {
        let cell = cell.trim();
        if let Some(file) = self.there(cell).or_else(|| self.folder(cell)) {
            return NamedFiles { files: vec![file], words: String::new() };
        }
        let mut found = NamedFiles { files: Vec::new(), words: String::new() };
        for part in cell.split([';', '\n']) {
            self.add(part, &mut found);
        }
        if found.files.is_empty() {
            found.files.push(Named { path: cell.to_owned(), reach: Reach::NoPath });
        }
        found
    }

    /// Adds the files that a part of a cell names, and the words beside them.
    fn add(&self, part: &str, found: &mut NamedFiles) {
        let words: Vec<&str> = part.split_whitespace().collect();
        let mut at = 0;
        while at < words.len() {
            let longest = (at + 1..=words.len().min(at + WORDS_OF_A_NAME)).rev();
            let there = longest.filter(|end| is_file_name(bare(words[end - 1]))).find_map(|end| {
                let file =
                    self.there(&words[at..end].join(" ")).or_else(|| self.there(bare(&words[at..end].join(" "))))?;
                Some((file, end))
            });
            if let Some((file, end)) = there {
                found.files.push(file);
                at = end;
                continue;
            }
            let word = bare(words[at]);
            // `v1.2b` behind other words is the number of a version.
            if is_elsewhere(word) {
                found.files.push(Named { path: word.to_owned(), reach: Reach::Elsewhere });
            } else if is_file_name(word) && (at == 0 || word.contains(['/', '\\'])) {
                found.files.push(self.not_there(word));
            } else {
                found.words.push_str(words[at]);
                found.words.push(' ');
            }
            at += 1;
        }
    }

    /// The file at `path`, if there is one.
    fn there(&self, path: &str) -> Option<Named> {
        let path = within(path).filter(|path| !path.is_empty() && !self.root.as_os_str().is_empty())?;
        let reach = match self.document_at(&path) {
            Some(document) if document.is_absent() => return None,
            Some(document) if document.unreadable.is_some() => Reach::Unreadable,
            Some(_) => Reach::There,
            // Scenarios, and what the manifest ignores, are no documents.
            None if is_file_name(&path) && self.root.join(&path).is_file() => Reach::There,
            None => return None,
        };
        Some(Named { path, reach })
    }

    fn folder(&self, path: &str) -> Option<Named> {
        let path = within(path).filter(|path| !path.is_empty() && !self.root.as_os_str().is_empty())?;
        self.root.join(&path).is_dir().then_some(Named { path, reach: Reach::Folder })
    }

    /// What is known of a file that is not there.
    fn not_there(&self, word: &str) -> Named {
        let reach = |path: &str| match self.alike(path) {
            _ if self.root.as_os_str().is_empty() => Reach::NoPath,
            Some(document) if document.relative != path => Reach::OtherCase,
            _ => Reach::Missing,
        };
        match within(word) {
            Some(path) => Named { reach: reach(&path), path },
            None => Named { path: word.to_owned(), reach: Reach::Outside },
        }
    }
}

/// Paths to files, as written and in small letters.
pub(super) fn index(documents: &[Document]) -> FxHashMap<String, DocumentId> {
    let ids = || documents.iter().zip(0..);
    let mut index: FxHashMap<String, DocumentId> =
        ids().map(|(document, id)| (document.relative.clone(), id)).collect();
    for (document, id) in ids() {
        index.entry(document.relative.to_lowercase()).or_insert(id);
    }
    index
}

/// A word without what stands around it and points into the file:
/// `(safety/case.md#goals)`, `case.md:12`.
fn bare(word: &str) -> &str {
    // The target of a link in Markdown.
    let word = word.rsplit_once("](").map_or(word, |(_, target)| target);
    let word = word.trim_matches(['(', ')', '[', ']', '<', '>', '"', '\'', '`', ',']).trim_end_matches('.');
    let word = word.split_once('#').map_or(word, |(path, _)| path);
    let is_place = |place: &str| !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    word.split_once(':').filter(|(_, place)| is_place(place)).map_or(word, |(path, _)| path)
}

/// True if a text ends as the name of a file does, `.md`, `.xlsx`.
fn is_file_name(text: &str) -> bool {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let Some((_, extension)) = name.rsplit_once('.') else { return false };
    let has_letter = extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    (2..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) && has_letter
}

/// True for the address of something: `https://…`, `\\\\server\\…`, `C:\\…`, `/etc/…`.
fn is_elsewhere(word: &str) -> bool {
    let mut letters = word.chars();
    let is_drive = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && matches!(letters.next(), Some('/' | '\\'));
    let is_root = word.starts_with(['/', '\\']) && word.len() > 1;
    is_drive || is_root || word.contains("://") || word.starts_with("file:")
}

/// A path without `.` and `..`; none if it leaves the folder or is no path
/// within it.
pub(super) fn within(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    if path.contains("://") || path.starts_with("file:") {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in Path::new(&path).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

/// True if `path` is `file`, or a folder that `file` lies in; both relative to
/// the manifest.
pub fn is_below(file: &str, path: &str) -> bool {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let in_folder = file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    path.is_empty() || path == "." || file == path || in_folder
}

#[cfg(test)]
mod tests {
    use super::super::import::ImportLimits;
    use super::super::{MANIFEST, load};
    use super::*;

    #[test]
    fn paths_stay_within_the_folder() {
        assert_eq!(within("./safety/../hara.csv").as_deref(), Some("hara.csv"));
        assert_eq!(within("a\\b.csv").as_deref(), Some("a/b.csv"));
        for path in ["../x.csv", "a/../../x.csv", "/etc/passwd", "file:x", "https://example.org/x"] {
            assert_eq!(within(path), None, "{path}");
        }
    }

    #[test]
    fn every_file_that_a_cell_names_is_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(MANIFEST), "[vehicle]\nname = \"x\"\n").unwrap();
        std::fs::create_dir(folder.path().join("safety")).unwrap();
        for file in ["case.md", "the case, part 1.md", "Plan.md"] {
            std::fs::write(folder.path().join("safety").join(file), "# Case\n").unwrap();
        }
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        let cases: [(&str, &[Reach]); 24] = [
            ("safety/case.md", &[Reach::There]),
            ("./safety/../safety/case.md", &[Reach::There]),
            ("safety\\case.md", &[Reach::There]),
            ("safety/the case, part 1.md", &[Reach::There]),
            ("safety/case.md#goals", &[Reach::There]),
            ("see safety/case.md, section 3", &[Reach::There]),
            ("[the case](safety/case.md)", &[Reach::There]),
            ("safety/case.md:12", &[Reach::There]),
            ("safety/case.md and safety/Plan.md", &[Reach::There, Reach::There]),
            ("safety/case.md; safety/nothing.md", &[Reach::There, Reach::Missing]),
            ("safety/case.md, safety/nothing.md", &[Reach::There, Reach::Missing]),
            ("safety/nothing.md (section 3)", &[Reach::Missing]),
            ("safety/nothing.md:12", &[Reach::Missing]),
            ("safety/plan.md", &[Reach::OtherCase]),
            ("safety/CASE.MD", &[Reach::OtherCase]),
            ("safety/", &[Reach::Folder]),
            ("../case.md", &[Reach::Outside]),
            ("https://example.org/case.md", &[Reach::Elsewhere]),
            ("\\\\server\\share\\case.md", &[Reach::Elsewhere]),
            ("C:\\Safety case.docx", &[Reach::Elsewhere]),
            ("/etc/passwd", &[Reach::Elsewhere]),
            ("nothing (1).md", &[Reach::NoPath]),
            ("Safety Case v1.3b", &[Reach::NoPath]),
            ("HP-FS-060", &[Reach::NoPath]),
        ];
        for (cell, expected) in cases {
            let found: Vec<Reach> = dossier.named(cell).files.iter().map(|file| file.reach).collect();
            assert_eq!(found, expected, "{cell}");
        }
        assert_eq!(dossier.named("safety/case.md (not released)").words.trim(), "(not released)");
    }
}
