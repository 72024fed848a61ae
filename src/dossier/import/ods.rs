//! Sheets of Open Document: a table a sheet.
//!
//! Read here and not by the library for workbooks: that one writes repeated
//! cells out before anything can be counted, and does not end on a document
//! that does.

use super::archive::Archive;
use super::budget::Budget;
use super::grid::Grid;
use super::xlsx::{NO_RESULT, add, iso_day, number, percent};
use super::xml::{Item, Tag, Xml};
use super::{ImportLimits, Imported, Unreadable, decode, properties, unreadable_value, value};
use crate::dossier::record::{Spot, Value};

/// Rows and columns that a sheet may have; what is repeated beyond is blank.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

/// Reads a spreadsheet, its hidden sheets too.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let mut archive = Archive::open(bytes, limits)?;
    if let Some(manifest) = archive.read("META-INF/manifest.xml")?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(Unreadable::new("encrypted"));
    }
    let Some(content) = archive.read("content.xml")? else {
        return Err(Unreadable::new("no spreadsheet: there is no `content.xml` in it"));
    };
    let mut imported = Imported::default();
    imported.properties = properties::read(&mut archive, "meta.xml", limits.depth, &mut imported.troubles)?;
    let text = decode(&content)?;
    // Lines of the content say nothing to people.
    let sheets = Sheets::new(limits).read(Xml::new(&text, limits.depth));
    let (sheets, mut budget) = sheets.map_err(|error| Unreadable::new(format!("`content.xml`: {}", error.reason)))?;
    if sheets.is_empty() {
        return Err(Unreadable::new("no spreadsheet: it holds no sheet"));
    }
    for (name, grid) in sheets {
        add(&mut imported, grid, name, &mut budget)?;
    }
    Ok(imported)
}

/// The sheets read so far, and where reading stands.
struct Sheets {
    done: Vec<(String, Grid)>,
    budget: Budget,
    /// Depth of the elements that are of a sheet, a row, a cell.
    depth: usize,
    sheet: Option<(usize, String, Grid)>,
    row: Option<(usize, u32)>,
    next_row: u32,
    next_column: u32,
    cell: Option<Cell>,
    /// Depth of an element whose text is not the cell's: a note, a deleted part.
    skipped: Option<usize>,
    row_cells: Vec<(u32, Value)>,
}

/// A cell that is open.
struct Cell {
    depth: usize,
    repeated: u32,
    /// Rows that it takes.
    rows: u32,
    has_formula: bool,
    value: Option<String>,
    is_string: bool,
    is_error: bool,
    text: String,
    paragraphs: usize,
}

impl Sheets {
    fn new(limits: &ImportLimits) -> Sheets {
        Sheets {
            done: Vec::new(),
            budget: Budget::new(limits),
            depth: 0,
            sheet: None,
            row: None,
            next_row: 0,
            next_column: 0,
            cell: None,
            skipped: None,
            row_cells: Vec::new(),
        }
    }

    fn read(mut self, mut xml: Xml<'_>) -> Result<(Vec<(String, Grid)>, Budget), Unreadable> {
        loop {
            match xml.next()? {
                Item::Open(tag) => {
                    self.depth += 1;
                    self.open(&tag)?;
                }
                Item::Text(text) => {
                    if let (Some(cell), None) = (&mut self.cell, self.skipped)
                        && cell.paragraphs > 0
                    {
                        cell.text.push_str(&text);
                    }
                }
                Item::Close => {
                    self.close()?;
                    self.depth = self.depth.saturating_sub(1);
                }
                Item::End => return Ok((self.done, self.budget)),
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Unreadable> {
        if self.skipped.is_some() {
            return Ok(());
        }
        match tag.name() {
            // A table within a cell is drawn on it and is no sheet.
            "table" if self.sheet.is_none() => {
                let name = tag.attribute("name").unwrap_or_default();
                self.sheet = Some((self.depth, name, Grid::default()));
                self.next_row = 0;
            }
            "table-row" if self.row.is_none() => {
                self.row = Some((self.depth, repeated(tag, "number-rows-repeated")));
                self.next_column = 0;
            }
            "table-cell" | "covered-table-cell" if self.cell.is_none() => self.cell = Some(Cell::new(self.depth, tag)),
            "annotation" | "tracked-changes" | "shapes" | "frame" | "custom-shape" => self.skipped = Some(self.depth),
            name => {
                if let Some(cell) = &mut self.cell {
                    cell.inline(name, tag, &mut self.budget)?;
                }
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        let depth = self.depth;
        if let Some(skipped) = self.skipped {
            if skipped == depth {
                self.skipped = None;
            }
            return Ok(());
        }
        if self.cell.as_ref().is_some_and(|cell| cell.depth == depth) {
            if let Some(cell) = self.cell.take() {
                self.end_cell(cell)?;
            }
        } else if let Some((_, repeated)) = self.row.filter(|(of, _)| *of == depth) {
            self.row = None;
            self.end_row(repeated)?;
        } else if self.sheet.as_ref().is_some_and(|(of, _, _)| *of == depth)
            && let Some((_, name, grid)) = self.sheet.take()
        {
            self.done.push((name, grid));
        }
        Ok(())
    }

    fn end_cell(&mut self, cell: Cell) -> Result<(), Unreadable> {
        let first = self.next_column;
        self.next_column = first.saturating_add(cell.repeated);
        let spot = self.spot(self.next_row, first);
        if let Some((_, _, grid)) = &mut self.sheet {
            grid.merge(self.next_row, self.next_row.saturating_add(cell.rows.saturating_sub(1)), first);
        }
        let Some(value) = cell.content(spot) else { return Ok(()) };
        for column in first..self.next_column.min(MAX_COLUMNS) {
            self.budget.text(size_of::<Value>(), spot)?;
            let spot = self.spot(self.next_row, column);
            self.row_cells.push((column, Value { content: value.content.clone(), spot }));
        }
        Ok(())
    }

    fn end_row(&mut self, repeated: u32) -> Result<(), Unreadable> {
        let first = self.next_row;
        self.next_row = first.saturating_add(repeated);
        let cells = std::mem::take(&mut self.row_cells);
        if cells.is_empty() {
            return Ok(());
        }
        for row in first..self.next_row.min(MAX_ROWS) {
            for (column, value) in &cells {
                let value = Value { content: value.content.clone(), spot: self.spot(row, *column) };
                if let Some((_, _, grid)) = &mut self.sheet {
                    grid.set(row, *column, value, &mut self.budget)?;
                }
            }
        }
        Ok(())
    }

    fn spot(&self, row: u32, column: u32) -> Spot {
        let sheet = u16::try_from(self.done.len()).unwrap_or(u16::MAX);
        Spot::Cell { sheet, row, column: u16::try_from(column).unwrap_or(u16::MAX) }
    }
}

impl Cell {
    fn new(depth: usize, tag: &Tag<'_>) -> Cell {
        // `calcext:value-type` comes behind `office:value-type` and repeats it, but for errors.
        let of_type = tag.attribute("value-type").unwrap_or_default();
        let value = match of_type.as_str() {
            "float" | "currency" => tag.attribute("value").map(|text| text.parse().map_or(text, number)),
            "percentage" => tag.attribute("value").map(|text| text.parse().map_or(text, percent)),
            "date" => tag.attribute("date-value").map(|text| iso_day(&text).to_owned()),
            "boolean" => tag.attribute("boolean-value"),
            _ => tag.attribute("string-value").filter(|text| !text.is_empty()),
        };
        Cell {
            depth,
            repeated: repeated(tag, "number-columns-repeated"),
            rows: repeated(tag, "number-rows-spanned"),
            // A formula has a result of some type, or was never worked out.
            has_formula: of_type.is_empty() && tag.attribute("formula").is_some(),
            is_string: value.is_none(),
            value,
            is_error: tag.has_value("error"),
            text: String::new(),
            paragraphs: 0,
        }
    }

    /// Marks within the text of a cell.
    fn inline(&mut self, name: &str, tag: &Tag<'_>, budget: &mut Budget) -> Result<(), Unreadable> {
        match name {
            "p" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
            }
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                budget.text(count, tag.spot)?;
                self.text.extend(std::iter::repeat_n(' ', count));
            }
            "tab" | "line-break" => self.text.push(if name == "tab" { ' ' } else { '\n' }),
            _ => {}
        }
        Ok(())
    }

    fn content(&self, spot: Spot) -> Option<Value> {
        let is_error = self.is_error || (self.is_string && ERRORS.contains(&self.text.trim()));
        match &self.value {
            _ if is_error => Some(unreadable_value(self.text.trim(), spot)),
            Some(text) => value(text, spot),
            None if self.has_formula && self.text.trim().is_empty() => Some(unreadable_value(NO_RESULT, spot)),
            None => value(&self.text, spot),
        }
    }
}

/// Errors that other writers leave as plain text.
const ERRORS: [&str; 7] = ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"];

fn repeated(tag: &Tag<'_>, attribute: &str) -> u32 {
    tag.attribute(attribute).and_then(|count| count.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::zip;
    use super::*;

    fn read(tables: &str) -> Result<Imported, Unreadable> {
        let content = format!(
            "<o:document-content xmlns:o='o' xmlns:table='t' xmlns:text='x' xmlns:calcext='c' xmlns:office='f'>\n\
            <o:spreadsheet>{tables}</o:spreadsheet></o:document-content>"
        );
        import(&zip(&[("content.xml", content.as_bytes())]), &ImportLimits::default())
    }

    const HEADER: &str = "<table:table-row><table:table-cell><text:p>ID</text:p></table:table-cell>\
        <table:table-cell><text:p>S</text:p></table:table-cell></table:table-row>";

    #[test]
    fn values_repeats_and_places_are_read() {
        let imported = read(&format!(
            "<table:table table:name='One'/><table:table table:name='HARA'>\
            <table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='9'/>\
            </table:table-row>{HEADER} <table:table-row table:number-rows-repeated='2'>\
            <table:table-cell office:value-type='float' office:value='3.0'><text:p>3</text:p></table:table-cell>\
            <table:table-cell><office:annotation><text:p>note</text:p></office:annotation>\
            <text:p>a<text:s text:c='2'/>b</text:p><text:p>c</text:p></table:table-cell></table:table-row>\
            <table:table-row><table:table-cell office:value-type='string' calcext:value-type='error'>\
            <text:p>#REF!</text:p></table:table-cell><table:table-cell office:value-type='percentage' \
            office:value='0.5'/></table:table-row>\
            <table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row></table:table>"
        ))
        .unwrap();
        assert_eq!(imported.tables.iter().map(|table| &*table.name).collect::<Vec<_>>(), ["One", "HARA"]);
        let table = &imported.tables[1];
        assert_eq!(table.rows.len(), 3);
        let cell = table.rows[1].cells[1].as_ref().unwrap();
        assert_eq!((cell.text(), cell.spot), (Some("a  b\nc"), Spot::Cell { sheet: 1, row: 4, column: 1 }));
        assert_eq!(table.rows[0].cells[0].as_ref().unwrap().text(), Some("3"));
        assert_eq!(table.rows[2].cells[0], Some(unreadable_value("#REF!", Spot::Cell { sheet: 1, row: 5, column: 0 })));
        assert_eq!(table.rows[2].cells[1].as_ref().unwrap().text(), Some("50 %"));
    }

    #[test]
    fn merged_cells_and_formulas_without_result_are_not_blank() {
        let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        let spanned = "<table:table-cell table:number-rows-spanned='2'><text:p>3</text:p></table:table-cell>";
        let formula = "<table:table-cell table:formula='of:=[.A1]'/>";
        let row = |cells: &[&str]| format!("<table:table-row>{}</table:table-row>", cells.concat());
        let rows = row(&[&cell("HE-1"), spanned])
            + &row(&[&cell("HE-2"), "<table:covered-table-cell/>"])
            + &row(&[&cell("HE-3"), formula]);
        let imported = read(&format!("<table:table table:name='T'>{HEADER}{rows}</table:table>")).unwrap();
        let cells = imported.tables[0].rows.iter().map(|row| row.cells.get(1).and_then(Option::as_ref));
        assert_eq!(
            cells.map(|cell| cell.map(Value::text)).collect::<Vec<_>>(),
            [Some(Some("3")), Some(Some("3")), Some(None)]
        );
    }

    #[test]
    fn repetition_is_bounded() {
        let bomb = "<table:table-row table:number-rows-repeated='1048576'><table:table-cell \
            table:number-columns-repeated='16384'><text:p>x</text:p></table:table-cell></table:table-row>";
        let content = format!("<d><table:table table:name='T'>{HEADER}{bomb}</table:table></d>");
        let limits = ImportLimits { expanded_bytes: 1 << 20, ..ImportLimits::default() };
        let refused = import(&zip(&[("content.xml", content.as_bytes())]), &limits).unwrap_err();
        assert!(refused.reason.contains("expands to more"), "{}", refused.reason);
        let spaces = "<table:table-row><table:table-cell><text:p><text:s text:c='99999999999'/></text:p>\
            </table:table-cell></table:table-row>";
        assert!(read(&format!("<table:table>{spaces}</table:table>")).is_err());
    }

    #[test]
    fn what_is_no_spreadsheet_is_unreadable() {
        assert!(read("").is_err());
        assert!(read("<table:table>").is_err());
        let limits = ImportLimits::default();
        assert!(import(&zip(&[("a", b"")]), &limits).is_err());
        let encrypted = zip(&[("META-INF/manifest.xml", b"<m:encryption-data/>"), ("content.xml", b"x")]);
        assert_eq!(import(&encrypted, &limits).unwrap_err().reason, "encrypted");
    }
}
