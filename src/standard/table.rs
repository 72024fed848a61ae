//! CSV tables of facts, with the line of every row.

use std::path::Path;
use std::sync::Arc;

/// A table: a header and rows of text.
#[derive(Debug, Clone)]
pub struct Table {
    path: Arc<str>,
    header: Vec<String>,
    rows: Vec<(u32, csv::StringRecord)>,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    table: &'t Table,
    line: u32,
    cells: &'t csv::StringRecord,
}

/// Why a table or a header file of a standard cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}: {message}")]
pub struct TableError {
    /// The file.
    pub path: String,
    /// Line of the file, from 1.
    pub line: u32,
    /// What was expected and what was found.
    pub message: String,
}

impl TableError {
    /// An error of `path` at `line`.
    pub fn new(path: &str, line: u32, message: impl Into<String>) -> TableError {
        TableError { path: path.to_owned(), line, message: message.into() }
    }
}

impl Table {
    /// Reads the CSV `text` of the file `path`.
    pub fn parse(path: &str, text: &str) -> Result<Table, TableError> {
        let fail = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            TableError::new(path, u32::try_from(line).unwrap_or(u32::MAX), error.to_string())
        };
        let text = text.trim_start_matches('\u{FEFF}');
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().map_err(|error| fail(&error))?.iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| fail(&error))?;
            rows.push((line_of(text, &record), record));
        }
        Ok(Table { path: path.into(), header, rows })
    }

    /// The file, as messages name it.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The last part of the path, without extension.
    pub fn name(&self) -> &str {
        Path::new(&*self.path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
    }

    /// True if there is a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl<'t> Row<'t> {
    /// The cell of `column`, trimmed; empty if there is none.
    pub fn get(&self, column: &str) -> &'t str {
        let at = self.table.header.iter().position(|name| name == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or_default().trim()
    }

    /// The words of the cell of `column`.
    pub fn words(&self, column: &str) -> Vec<String> {
        self.get(column).split_whitespace().map(str::to_owned).collect()
    }

    /// The parts of the cell of `column` between semicolons.
    pub fn parts(&self, column: &str) -> Vec<&'t str> {
        self.get(column).split(';').map(str::trim).filter(|part| !part.is_empty()).collect()
    }

    /// The line of the file, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// An error about this row.
    pub fn error(&self, message: impl Into<String>) -> TableError {
        TableError::new(&self.table.path, self.line, message)
    }

    /// The file this row stands in.
    pub fn path(&self) -> &'t Arc<str> {
        &self.table.path
    }
}

/// The line on which `record` begins, from 1.
///
/// The reader takes a record to begin where the one before it ended, which
/// may be within a line end of two characters or before empty lines.
pub(crate) fn line_of(text: &str, record: &csv::StringRecord) -> u32 {
    let Some(position) = record.position() else { return 0 };
    let rest = usize::try_from(position.byte()).ok().and_then(|byte| text.as_bytes().get(byte..)).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    u32::try_from(position.line()).unwrap_or(u32::MAX).saturating_add(u32::try_from(skipped).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_its_line_and_its_columns() {
        let table = Table::parse("t.csv", "a,b\n1,\"two\nlines\"\n3, 4 5 \n").unwrap();
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!((rows[0].line(), rows[0].get("b")), (2, "two\nlines"));
        assert_eq!((rows[1].line(), rows[1].words("b")), (4, vec!["4".to_owned(), "5".to_owned()]));
        assert_eq!(rows[1].get("c"), "");
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        let table = Table::parse("t.csv", "a,b\r\n1,2\r\n\r\n3,4\r\n").unwrap();
        assert_eq!(table.rows().map(|row| row.line()).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn a_short_row_is_an_error_with_its_line() {
        let error = Table::parse("t.csv", "a,b\n1,2\n3\n").unwrap_err();
        assert_eq!((error.path.as_str(), error.line), ("t.csv", 3));
    }
}
