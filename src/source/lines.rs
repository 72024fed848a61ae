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

/// Bytes between two counts of lines: counting this many anew takes no time.
const BLOCK: usize = 1024;

/// How many lines end where; made only where there is something to point at.
#[derive(Debug)]
pub struct LineIndex<'s> {
    source: &'s Source,
    /// How many lines end before each block of the text.
    before: Vec<u32>,
}

impl<'s> LineIndex<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let text = &source.text;
        let mut before = vec![0];
        for start in (0..text.len()).step_by(BLOCK) {
            let ends = ends_in(text, start, (start + BLOCK).min(text.len()));
            before.push(before[before.len() - 1] + ends);
        }
        LineIndex { source, before }
    }

    /// The place of `span`.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.point(span.start);
        let (end_line, end_column) = self.point(span.end.max(span.start));
        Place { line, column, end_line, end_column, byte_offset: self.byte_offset(span.start) }
    }

    /// The text of the line that holds `offset`, without its line end, and its start offset.
    pub fn line(&self, offset: u32) -> (u32, &'s str) {
        let (text, offset) = (&self.source.text, self.floor_boundary(offset));
        let start = line_start(text, offset);
        let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at);
        (start as u32, text[start..end].trim_end_matches(['\n', '\r']))
    }

    fn point(&self, offset: u32) -> (u32, u32) {
        let (text, offset) = (&self.source.text, self.floor_boundary(offset));
        let block = offset / BLOCK;
        let line = 1 + self.before[block] + ends_in(text, block * BLOCK, offset);
        let column = text[line_start(text, offset)..offset].chars().count() + 1;
        (line, column as u32)
    }

    fn byte_offset(&self, offset: u32) -> u64 {
        let offset = self.floor_boundary(offset);
        (self.source.bom_bytes + self.source.encoding.bytes_of(&self.source.text[..offset])) as u64
    }

    fn floor_boundary(&self, offset: u32) -> usize {
        self.source.text.floor_char_boundary(offset as usize)
    }
}

/// How many lines end in `text[from..to]`: CRLF is one end, counted at its LF.
fn ends_in(text: &str, from: usize, to: usize) -> u32 {
    let (bytes, part) = (text.as_bytes(), &text.as_bytes()[from..to]);
    let alone = memchr::memchr_iter(b'\r', part).filter(|at| bytes.get(from + at + 1) != Some(&b'\n'));
    (memchr::memchr_iter(b'\n', part).count() + alone.count()) as u32
}

/// Where the line that holds `offset` begins.
fn line_start(text: &str, offset: usize) -> usize {
    let bytes = text.as_bytes();
    let mut ends = memchr::memrchr2_iter(b'\n', b'\r', &bytes[..offset]);
    ends.find(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).map_or(0, |at| at + 1)
}

/// 1-based line and column of what would follow `prefix`.
pub(super) fn place_after(prefix: &str) -> (u32, u32) {
    let start = line_start(prefix, prefix.len());
    (1 + ends_in(prefix, 0, prefix.len()), prefix[start..].chars().count() as u32 + 1)
}
