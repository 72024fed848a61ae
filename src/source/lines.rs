//! Offsets to lines, columns and bytes of the file.

use super::{Source, Span};

/// Where a span lies in the file as an editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in Unicode characters.
    pub column: u32,
    /// 1-based line of the end.
    pub end_line: u32,
    /// 1-based column one past the end, in Unicode characters.
    pub end_column: u32,
    /// Offset of the first byte in the file as it is on disk.
    pub byte_offset: u64,
}

/// The starts of all lines; made only where there is something to point at.
#[derive(Debug)]
pub struct LineIndex<'s> {
    source: &'s Source,
    starts: Vec<u32>,
}

impl<'s> LineIndex<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let bytes = source.text.as_bytes();
        // Lines of forty bytes on average.
        let mut starts = Vec::with_capacity(bytes.len() / 40 + 1);
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // CRLF is one line end, counted at its LF.
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        LineIndex { source, starts }
    }

    /// The place of `span`.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.point(span.start);
        let (end_line, end_column) = self.point(span.end.max(span.start));
        Place { line, column, end_line, end_column, byte_offset: self.byte_offset(span.start) }
    }

    /// The text of the line that holds `offset`, without its line end, and its start offset.
    pub fn line(&self, offset: u32) -> (u32, &'s str) {
        let line = self.line_of(self.floor_boundary(offset));
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.source.text.len(), |&s| s as usize);
        let text = &self.source.text[start as usize..end];
        (start, text.trim_end_matches(['\n', '\r']))
    }

    fn point(&self, offset: u32) -> (u32, u32) {
        let offset = self.floor_boundary(offset);
        let line = self.line_of(offset);
        let start = self.starts[line - 1] as usize;
        let column = self.source.text[start..offset].chars().count() + 1;
        (line as u32, column as u32)
    }

    /// The 1-based line that holds `offset`.
    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset)
    }

    fn byte_offset(&self, offset: u32) -> u64 {
        let offset = self.floor_boundary(offset);
        (self.source.bom_bytes + self.source.encoding.bytes_of(&self.source.text[..offset])) as u64
    }

    fn floor_boundary(&self, offset: u32) -> usize {
        self.source.text.floor_char_boundary(offset as usize)
    }
}

/// 1-based line and column of what would follow `prefix`.
pub(super) fn place_after(prefix: &str) -> (u32, u32) {
    let bytes = prefix.as_bytes();
    let breaks =
        memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    let (mut line, mut start) = (1, 0);
    for at in breaks {
        line += 1;
        start = at + 1;
    }
    (line, prefix[start..].chars().count() as u32 + 1)
}
