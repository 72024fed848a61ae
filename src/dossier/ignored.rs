//! Files and folders that are no documentation of the vehicle.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

/// Paths and patterns relative to the manifest: a file, a folder with all that
/// lies in it, or a pattern such as `drafts/*.docx` or `**/*.bak`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Ignored {
    entries: Vec<String>,
    set: GlobSet,
}

impl Ignored {
    /// As the manifest has them.
    pub fn entries(&self) -> &[String] {
        &self.entries
    }

    /// True if `relative`, a path with `/`, is not to be read.
    pub fn matches(&self, relative: &str) -> bool {
        self.set.is_match(relative)
    }
}

impl TryFrom<Vec<String>> for Ignored {
    type Error = String;

    fn try_from(entries: Vec<String>) -> Result<Ignored, String> {
        let mut set = GlobSetBuilder::new();
        let plain = entries.iter().map(|entry| entry.trim().trim_start_matches("./").trim_end_matches('/'));
        for pattern in plain.filter(|entry| !entry.is_empty()) {
            for pattern in [pattern.to_owned(), format!("{pattern}/**")] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(false).build();
                set.add(glob.map_err(|error| format!("`{pattern}` is no pattern: {}", error.kind()))?);
            }
        }
        let set = set.build().map_err(|error| error.to_string())?;
        Ok(Ignored { entries, set })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ignored(entries: &[&str]) -> Result<Ignored, String> {
        entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>().try_into()
    }

    #[test]
    fn files_folders_and_patterns_may_be_ignored() {
        let ignored = ignored(&["README.md", "./old/", "", "drafts/*.docx", "**/*.bak"]).unwrap();
        for path in ["README.md", "old/hara.csv", "old/deep/x.md", "drafts/a.docx", "x.bak", "deep/down/x.bak"] {
            assert!(ignored.matches(path), "{path}");
        }
        for path in ["hara.csv", "older/hara.csv", "docs/README.md", "drafts/deep/a.docx", "x.bak.csv"] {
            assert!(!ignored.matches(path), "{path}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_an_error() {
        assert!(ignored(&["drafts/[a"]).unwrap_err().contains("drafts/[a"));
    }
}
