//! Zip archives, as office files and requirement exchanges are.
//!
//! An archive is refused before anything of it is expanded if it holds too
//! much, if two readers could see different things in it, or if a name in it
//! points outside.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{ImportLimits, Unreadable};

/// Expansion that counts as an attack, for archives beyond [`HARMLESS`].
/// Sheets of repeated rows reach some ten; the method allows a thousand.
const RATIO: u64 = 250;

/// Bytes that an archive may expand to at any ratio.
const HARMLESS: u64 = 16 << 20;

/// How files of Office before 2007 begin, and encrypted ones of any version.
const COMPOUND_FILE: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// An archive that holds what it says and no more than allowed.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    entries: Vec<Entry>,
}

/// A file in an archive.
struct Entry {
    name: String,
    size: u64,
}

impl<'b> Archive<'b> {
    pub(super) fn open(bytes: &'b [u8], limits: &ImportLimits) -> Result<Archive<'b>, Unreadable> {
        if bytes.starts_with(&COMPOUND_FILE) {
            return Err(Unreadable::new("encrypted, or of the binary format of Office before 2007"));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.len() > limits.archive_entries {
            let reason = format!("{} files in the archive, more than {}", zip.len(), limits.archive_entries);
            return Err(Unreadable::new(reason));
        }
        let mut archive = Archive { zip, entries: Vec::new() };
        archive.list()?;
        archive.check_sizes(bytes.len() as u64, limits)?;
        Ok(archive)
    }

    fn list(&mut self) -> Result<(), Unreadable> {
        let is_ambiguous = self.zip.has_duplicate_names() || self.zip.has_overlapping_files().map_err(damaged)?;
        if is_ambiguous {
            return Err(Unreadable::new("two files of the archive have the same name or the same bytes"));
        }
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_raw(index).map_err(damaged)?;
            let name = entry.name().map_err(damaged)?.replace('\\', "/");
            let leaves = name.starts_with('/') || name.contains('\0') || name.split('/').any(|part| part == "..");
            if leaves || entry.is_symlink() {
                return Err(Unreadable::new(format!("`{name}` points outside the archive")));
            }
            if entry.encrypted() {
                return Err(Unreadable::new("encrypted"));
            }
            if !entry.is_dir() {
                self.entries.push(Entry { name, size: entry.size() });
            } else {
                // Kept so that numbers in the archive and here agree.
                self.entries.push(Entry { name, size: 0 });
            }
        }
        Ok(())
    }

    fn check_sizes(&self, packed: u64, limits: &ImportLimits) -> Result<(), Unreadable> {
        let expanded = self.entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
        if expanded > limits.expanded_bytes {
            let reason = format!("expands to {expanded} bytes, more than {}", limits.expanded_bytes);
            return Err(Unreadable::new(reason));
        }
        if expanded > HARMLESS && expanded / RATIO > packed {
            return Err(Unreadable::new(format!("expands from {packed} to {expanded} bytes, more than {RATIO} fold")));
        }
        Ok(())
    }

    /// The names of all files, with `/` between folders.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str()).filter(|name| !name.ends_with('/'))
    }

    /// The content of the file called `name`; none if there is none.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(index) = self.entries.iter().position(|entry| entry.name == name) else { return Ok(None) };
        let mut bytes = Vec::new();
        self.expand(index, &mut bytes)?;
        Ok(Some(bytes))
    }

    /// Expands every file once, so that what another reader expands later is
    /// known to be whole and no larger than declared.
    pub(super) fn verify(&mut self) -> Result<(), Unreadable> {
        (0..self.entries.len()).try_for_each(|index| self.expand(index, &mut std::io::sink()))
    }

    fn expand(&mut self, index: usize, into: &mut dyn std::io::Write) -> Result<(), Unreadable> {
        let Entry { name, size } = &self.entries[index];
        let entry = self.zip.by_index(index).map_err(damaged)?;
        let mut entry = entry.take(size.saturating_add(1));
        let read = std::io::copy(&mut entry, into)
            .map_err(|error| Unreadable::new(format!("the archive is damaged at `{name}`: {error}")))?;
        if read != *size {
            return Err(Unreadable::new(format!("`{name}` does not expand to the {size} bytes that it declares")));
        }
        Ok(())
    }
}

fn damaged(error: zip::result::ZipError) -> Unreadable {
    Unreadable::new(format!("the archive is damaged: {error}"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    /// An archive of these files.
    pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn refusal(bytes: &[u8], limits: &ImportLimits) -> String {
        Archive::open(bytes, limits).err().expect("refused").reason
    }

    #[test]
    fn files_are_found_by_name() {
        let bytes = zip(&[("a/b.txt", b"one"), ("c.txt", b"")]);
        let mut archive = Archive::open(&bytes, &ImportLimits::default()).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a/b.txt", "c.txt"]);
        assert_eq!(archive.read("a/b.txt").unwrap().unwrap(), b"one");
        assert_eq!(archive.read("d.txt").unwrap(), None);
        archive.verify().unwrap();
    }

    #[test]
    fn an_archive_that_expands_too_much_is_refused() {
        let bytes = zip(&[("zeros.xml", &vec![0; 20 << 20])]);
        assert!(refusal(&bytes, &ImportLimits::default()).contains("fold"));
        let limits = ImportLimits { expanded_bytes: 1 << 20, ..ImportLimits::default() };
        assert!(refusal(&bytes, &limits).contains("more than 1048576"));
    }

    #[test]
    fn a_name_that_leaves_the_archive_is_refused() {
        for name in ["../x.reqif", "a/../../x.reqif", "/etc/x.reqif", "a\\..\\x.reqif"] {
            let bytes = zip(&[(name, b"x")]);
            assert!(refusal(&bytes, &ImportLimits::default()).contains("outside"), "{name}");
        }
    }

    #[test]
    fn a_file_larger_than_it_says_is_refused() {
        let mut bytes = zip(&[("a.xml", &[b'x'; 5000])]);
        // The size in the central directory and in the local header.
        let size = 5000_u32.to_le_bytes();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == size).collect();
        assert_eq!(places.len(), 2);
        for at in places {
            bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        let mut archive = Archive::open(&bytes, &ImportLimits::default()).unwrap();
        assert!(archive.verify().is_err());
        assert!(archive.read("a.xml").is_err());
    }

    #[test]
    fn too_many_files_are_refused() {
        let bytes = zip(&[("a", b""), ("b", b"")]);
        let limits = ImportLimits { archive_entries: 1, ..ImportLimits::default() };
        assert!(refusal(&bytes, &limits).contains("2 files"));
    }
}
