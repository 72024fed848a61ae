//! Bytes on disk to decoded text: discovery, decoding, line table, budgets.

mod decode;
mod discover;
mod limits;
mod lines;

pub use decode::{DecodeError, Encoding, decode, decode_text};
pub use discover::{Input, Origin, discover};
pub use limits::{Budget, Limits, MAX_FILE_BYTES};
pub use lines::{LineIndex, Place};

use std::io::Read;

/// A range of byte offsets into the decoded text of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `start..end`; offsets beyond 32 bits cannot occur because
    /// no larger file is read (see [`MAX_FILE_BYTES`]).
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One decoded file.
#[derive(Debug)]
pub struct Source {
    text: String,
    encoding: Encoding,
    /// The byte order mark was of this many bytes.
    bom_bytes: usize,
}

/// Why a file could not become text.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error("{0}")]
    Io(std::io::Error),
    /// The file is larger than the budget.
    #[error("file of {found} bytes exceeds the limit of {limit} bytes")]
    TooLarge {
        /// Size in bytes, as far as known.
        found: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The path names something that is not a regular file or a stream.
    #[error("{0}")]
    NotAFile(&'static str),
    /// The bytes are not text in the encoding they declare.
    #[error(transparent)]
    Decode(DecodeError),
}

impl Source {
    /// Decodes `bytes` whole: byte order mark, then XML declaration, then UTF-8.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Source, DecodeError> {
        decode(bytes)
    }

    /// Reads and decodes `reader` within `limit` bytes.
    pub fn from_reader(reader: impl Read, limit: u64) -> Result<Source, ReadError> {
        Source::read(reader, limit.min(MAX_FILE_BYTES), 0)
    }

    /// `capacity` is how many bytes are expected.
    fn read(reader: impl Read, limit: u64, capacity: usize) -> Result<Source, ReadError> {
        let mut bytes = Vec::with_capacity(capacity);
        let read = reader.take(limit + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
        if read as u64 > limit {
            return Err(ReadError::TooLarge { found: read as u64, limit });
        }
        Source::from_bytes(bytes).map_err(ReadError::Decode)
    }

    /// Reads and decodes the file at `path` within `limit` bytes.
    pub fn from_path(path: &std::path::Path, limit: u64) -> Result<Source, ReadError> {
        let limit = limit.min(MAX_FILE_BYTES);
        // Looked at before opening: opening a pipe would wait for a writer.
        let metadata = std::fs::metadata(path).map_err(|error| match std::fs::symlink_metadata(path) {
            Ok(link) if link.is_symlink() && error.kind() == std::io::ErrorKind::NotFound => {
                ReadError::NotAFile(discover::LEADS_NOWHERE)
            }
            _ => ReadError::Io(error),
        })?;
        if metadata.is_dir() {
            return Err(ReadError::NotAFile("is a directory"));
        }
        if !metadata.is_file() {
            return Err(ReadError::NotAFile("is a device, pipe or socket, not a file"));
        }
        if metadata.len() > limit {
            return Err(ReadError::TooLarge { found: metadata.len(), limit });
        }
        let file = std::fs::File::open(path).map_err(ReadError::Io)?;
        Source::read(file, limit, usize::try_from(metadata.len()).unwrap_or(0) + 1)
    }

    /// The decoded text, without byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The decoded text, to keep.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The encoding the text was read with.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// True if the file began with a byte order mark.
    pub fn has_bom(&self) -> bool {
        self.bom_bytes > 0
    }

    /// The table that turns offsets into lines and columns.
    pub fn lines(&self) -> LineIndex<'_> {
        LineIndex::new(self)
    }
}
