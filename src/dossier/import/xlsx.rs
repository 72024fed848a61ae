//! Workbooks of Excel: a table a sheet.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Style, Xlsx, XlsxError};

use super::archive::Archive;
use super::budget::Budget;
use super::grid::Grid;
use super::{ImportLimits, Imported, Trouble, Unreadable, decode, properties, unreadable_value, value};
use crate::dossier::record::{Spot, Value};

/// Bytes that the fonts and formats of all cell styles may take once each
/// style has its own copy, as the library keeps them.
const STYLE_BYTES: usize = 1 << 30;

/// What is said of a formula that no program has worked out and saved.
pub(super) const NO_RESULT: &str =
    "a formula whose result was not saved; open the sheet in an office program and save it";

/// Reads a workbook, its hidden sheets too.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let mut archive = Archive::open(bytes, limits)?;
    archive.verify()?;
    check_parts(&mut archive, limits)?;
    let mut imported = Imported::default();
    imported.properties = properties::read(&mut archive, "docProps/core.xml", limits.depth, &mut imported.troubles)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let mut budget = Budget::new(limits);
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if imported.tables.iter().any(|table| table.name == sheet.name) {
            let message = format!("a second sheet is called `{}`", sheet.name);
            imported.troubles.push(Trouble { spot: Spot::Whole, message });
            continue;
        }
        let number = u16::try_from(imported.tables.len()).unwrap_or(u16::MAX);
        let mut grid = read_sheet(&mut workbook, &sheet.name, number, &mut imported, &mut budget)?;
        // Without them, cells are blank that look filled; what was read is right all the same.
        for region in workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
            grid.merge(region.start.0, region.end.0, region.start.1);
        }
        add(&mut imported, grid, sheet.name, &mut budget)?;
    }
    Ok(imported)
}

/// Adds a sheet; an empty one too, for numbers of sheets count it.
pub(super) fn add(imported: &mut Imported, grid: Grid, name: String, budget: &mut Budget) -> Result<(), Unreadable> {
    let parts = grid.finish(name, budget)?;
    imported.tables.push(parts.table);
    imported.paragraphs.extend(parts.paragraphs);
    imported.troubles.extend(parts.troubles);
    imported.properties.extend(parts.properties);
    Ok(())
}

/// Refuses what would make the library reserve memory without bound: a number
/// of strings that is only claimed, and styles that each copy a long name.
fn check_parts(archive: &mut Archive<'_>, limits: &ImportLimits) -> Result<(), Unreadable> {
    let ends = |name: &&str, end: &str| name.to_lowercase().ends_with(end);
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    for name in names.iter().map(String::as_str).filter(|name| ends(name, "sharedstrings.xml")) {
        let text = decode(&archive.read(name)?.unwrap_or_default())?;
        let claimed = text.split("uniqueCount").skip(1).filter_map(|rest| {
            let digits = rest.trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']);
            digits.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u128>().ok()
        });
        // An empty string takes few bytes here and many in the memory.
        let elements = memchr::memchr_iter(b'<', text.as_bytes()).count();
        if claimed.max().is_some_and(|count| count > text.len() as u128) || elements / 4 > limits.cells {
            return Err(Unreadable::new(format!("`{name}` holds or claims too many strings")));
        }
    }
    for name in names.iter().map(String::as_str).filter(|name| ends(name, "styles.xml")) {
        let text = decode(&archive.read(name)?.unwrap_or_default())?;
        let longest = text.split(['"', '\'', '<']).map(str::len).max().unwrap_or(0);
        if text.matches("xf").count().saturating_mul(longest) > STYLE_BYTES {
            return Err(Unreadable::new(format!("`{name}` holds too many styles")));
        }
    }
    Ok(())
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: u16,
    imported: &mut Imported,
    budget: &mut Budget,
) -> Result<Grid, Unreadable> {
    let fail = |error: &XlsxError| Unreadable::new(format!("sheet `{name}`: {error}"));
    let mut grid = Grid::default();
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(error) => return Err(fail(&error)),
    };
    let is_percent: Vec<bool> = reader.styles().iter().map(is_percent).collect();
    let mut last = Spot::Cell { sheet, row: 0, column: 0 };
    let mut has_blank = false;
    loop {
        match reader.next_cell_with_style_id() {
            Ok(None) => break,
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                last = spot(sheet, row, column);
                has_blank |= matches!(cell.get_value(), DataRef::Empty);
                let is_percent = is_percent.get(style).copied().unwrap_or(false);
                if let Some(value) = content(cell.get_value(), is_percent, last) {
                    grid.set(row, column, value, budget)?;
                }
            }
            // An error newer than the library; reading goes on behind it.
            Err(XlsxError::CellError(error)) => {
                let message = format!("a cell behind this one holds the error {error}");
                imported.troubles.push(Trouble { spot: last, message });
            }
            Err(error) => return Err(fail(&error)),
        }
    }
    drop(reader);
    if has_blank {
        formulas(workbook, name, sheet, &mut grid, budget)?;
    }
    Ok(grid)
}

/// Marks blank cells that hold a formula.
fn formulas(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: u16,
    grid: &mut Grid,
    budget: &mut Budget,
) -> Result<(), Unreadable> {
    let fail = |error: &XlsxError| Unreadable::new(format!("sheet `{name}`: {error}"));
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| fail(&error))?;
    loop {
        match reader.next_cell_with_formula_metadata() {
            Ok(None) => return Ok(()),
            Ok(Some(cell)) if cell.formula.is_some() && matches!(cell.value, DataRef::Empty) => {
                let (row, column) = cell.pos;
                grid.set(row, column, unreadable_value(NO_RESULT, spot(sheet, row, column)), budget)?;
            }
            Ok(_) | Err(XlsxError::CellError(_)) => {}
            Err(error) => return Err(fail(&error)),
        }
    }
}

fn spot(sheet: u16, row: u32, column: u32) -> Spot {
    Spot::Cell { sheet, row, column: u16::try_from(column).unwrap_or(u16::MAX) }
}

fn content(data: &DataRef<'_>, is_percent: bool, spot: Spot) -> Option<Value> {
    match data {
        DataRef::Empty => None,
        DataRef::String(text) => value(text, spot),
        DataRef::SharedString(text) => value(text, spot),
        DataRef::Int(number) => value(&number.to_string(), spot),
        DataRef::Float(share) if is_percent => value(&percent(*share), spot),
        DataRef::Float(amount) => value(&number(*amount), spot),
        DataRef::Bool(answer) => value(if *answer { "true" } else { "false" }, spot),
        DataRef::DateTime(moment) => value(&date_time(moment), spot),
        DataRef::DateTimeIso(moment) | DataRef::DurationIso(moment) => value(iso_day(moment), spot),
        DataRef::Error(error) => Some(unreadable_value(&error.to_string(), spot)),
    }
}

/// True if the format shows a share as a percentage.
fn is_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%'))
}

/// A number as a sheet shows it: 15 digits, none of them needless.
pub(super) fn number(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // A negative zero is a zero.
    format!("{}", rounded + 0.0)
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", number(share * 100.0))
}

/// A day alone where the time is midnight.
pub(super) fn iso_day(moment: &str) -> &str {
    let day = moment.split_once('T').filter(|(_, time)| time.trim_end_matches('Z').chars().all(|c| "0:.".contains(c)));
    day.map_or(moment, |(day, _)| day)
}

fn date_time(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.is_duration() {
        let seconds = (moment.as_f64() * 86_400.0).round();
        return format!("{} s", number(seconds));
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    match () {
        // A time without a day.
        () if moment.as_f64() < 1.0 => time,
        () if (hour, minute, second) == (0, 0, 0) => date,
        () => format!("{date}T{time}"),
    }
}

fn unreadable(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::new("encrypted"),
        error => Unreadable::new(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::zip;
    use super::*;

    const RELS: &str = "<Relationships><Relationship Id='r1' Type='x/relationships/officeDocument' \
        Target='xl/workbook.xml'/></Relationships>";
    const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.0%'/></numFmts><cellXfs>\
        <xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/></cellXfs></styleSheet>";

    /// A workbook of a visible, a hidden and an empty sheet.
    fn workbook(cells: &str, strings: &str) -> Vec<u8> {
        let rels: String = (1..4)
            .map(|n| format!("<Relationship Id='r{n}' Type='x/worksheet' Target='worksheets/sheet{n}.xml'/>"))
            .collect();
        let sheet = |cells: &str| format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        zip(&[
            ("_rels/.rels", RELS.as_bytes()),
            ("xl/_rels/workbook.xml.rels", format!("<Relationships>{rels}</Relationships>").as_bytes()),
            (
                "xl/workbook.xml",
                b"<workbook><sheets><sheet name='HARA' id='r1'/><sheet name='Old' state='hidden' id='r2'/>\
                <sheet name='Empty' id='r3'/></sheets></workbook>",
            ),
            ("xl/sharedStrings.xml", strings.as_bytes()),
            ("xl/styles.xml", STYLES.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet(cells).as_bytes()),
            (
                "xl/worksheets/sheet2.xml",
                sheet("<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>").as_bytes(),
            ),
            ("xl/worksheets/sheet3.xml", sheet("").as_bytes()),
        ])
    }

    fn read(bytes: &[u8]) -> Result<Imported, Unreadable> {
        import(bytes, &ImportLimits::default())
    }

    #[test]
    fn cells_of_every_type_are_read() {
        let cells = "<row r='2'><c r='B2' t='s'><v>0</v></c><c r='C2' t='str'><v>S</v></c></row>\
            <row r='3'><c r='B3' t='inlineStr'><is><t>HE-1</t></is></c><c r='C3'><v>3.0000000000000004</v></c></row>\
            <row r='4'><c r='B4' s='1'><v>45943</v></c><c r='C4' t='e'><v>#REF!</v></c></row>\
            <row r='5'><c r='B5' s='2'><v>0.995</v></c><c r='C5' t='b'><v>1</v></c></row>\
            <row r='6'><c r='B6' t='e'><v>#SPILL!</v></c><c r='C6'><v>7</v></c></row>";
        let imported = read(&workbook(cells, "<sst uniqueCount='1'><si><t>ID</t></si></sst>")).unwrap();
        let names: Vec<&str> = imported.tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["HARA", "Old", "Empty"]);
        let hara = &imported.tables[0];
        assert_eq!(hara.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), ["ID", "S"]);
        let shown: Vec<Vec<String>> = hara
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| format!("{:?}", cell.as_ref().map(|cell| &cell.content))).collect())
            .collect();
        assert_eq!(
            shown,
            [
                [r#"Some(Text("HE-1"))"#, r#"Some(Text("3"))"#].map(str::to_owned),
                [r#"Some(Text("2025-10-13"))"#, r##"Some(Unreadable("#REF!"))"##].map(str::to_owned),
                [r#"Some(Text("99.5 %"))"#, r#"Some(Text("true"))"#].map(str::to_owned),
                ["None", r#"Some(Text("7"))"#].map(str::to_owned),
            ]
        );
        let spot = hara.rows[0].cells[1].as_ref().unwrap().spot;
        assert_eq!(spot, Spot::Cell { sheet: 0, row: 2, column: 2 });
        assert_eq!(imported.troubles.len(), 1);
        assert_eq!(imported.tables[1].columns[0].spot, Spot::Cell { sheet: 1, row: 0, column: 0 });
    }

    #[test]
    fn a_formula_without_result_is_unreadable() {
        let cells = "<row r='1'><c r='A1' t='str'><v>ID</v></c><c r='B1' t='str'><v>S</v></c></row>\
            <row r='2'><c r='A2' t='str'><v>HE-1</v></c><c r='B2'><f>A1</f><v></v></c></row>\
            <row r='3'><c r='A3' t='str'><v>HE-2</v></c><c r='B3'><f>A1</f></c></row>\
            <row r='4'><c r='A4' t='str'><v>HE-3</v></c><c r='B4' t='str'><f>A1</f><v></v></c></row>\
            <row r='5'><c r='A5' t='str'><v>HE-4</v></c><c r='B5'><f>A1</f><v>3</v></c></row>";
        let imported = read(&workbook(cells, "<sst/>")).unwrap();
        let rows = &imported.tables[0].rows;
        let cell = |row: usize| rows[row].cells.get(1).and_then(Option::as_ref).map(Value::text);
        assert_eq!([cell(0), cell(1), cell(2), cell(3)], [Some(None), Some(None), None, Some(Some("3"))]);
    }

    #[test]
    fn a_merged_cell_fills_the_rows_that_it_covers() {
        let cells = "<row r='1'><c r='A1' t='str'><v>ID</v></c><c r='B1' t='str'><v>S</v></c></row>\
            <row r='2'><c r='A2' t='str'><v>HE-1</v></c><c r='B2'><v>3</v></c></row>\
            <row r='3'><c r='A3' t='str'><v>HE-2</v></c><c r='B3' s='1'/></row>\
            <row r='4'><c r='A4' t='str'><v>HE-3</v></c></row></sheetData>\
            <mergeCells count='1'><mergeCell ref='B2:B3'/></mergeCells><sheetData>";
        let imported = read(&workbook(cells, "<sst/>")).unwrap();
        let rows = &imported.tables[0].rows;
        let cell = |row: usize| rows[row].cells.get(1).and_then(Option::as_ref);
        assert_eq!([0, 1, 2].map(|row| cell(row).and_then(Value::text)), [Some("3"), Some("3"), None]);
        assert_eq!(cell(1).unwrap().spot, Spot::Cell { sheet: 0, row: 1, column: 1 });
        assert_eq!(rows[1].spot, Spot::Cell { sheet: 0, row: 2, column: 0 });
    }

    #[test]
    fn a_far_cell_takes_no_more_room_than_a_near_one() {
        let cells = "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>\
            <row r='1048576'><c r='XFD1048576'><v>3</v></c></row>";
        let imported = read(&workbook(cells, "<sst/>")).unwrap();
        assert_eq!(imported.tables[0].rows[0].cells.len(), 2);
    }

    #[test]
    fn claims_that_would_fill_the_memory_are_refused() {
        let bytes = workbook("", "<sst uniqueCount='99999999999999'><si><t>ID</t></si></sst>");
        assert!(read(&bytes).unwrap_err().reason.contains("too many strings"));
    }

    #[test]
    fn budgets_hold() {
        let cells = "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>\
            <row r='2'><c r='A2'><v>1</v></c></row><row r='3'><c r='A3'><v>1</v></c></row>";
        let limits = ImportLimits { rows: 1, ..ImportLimits::default() };
        let refused = import(&workbook(cells, "<sst/>"), &limits).unwrap_err();
        assert_eq!(refused.reason, "more than 1 rows");
    }

    #[test]
    fn what_is_no_workbook_is_unreadable() {
        for bytes in [&b""[..], b"PK", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &zip(&[("a", b"b")])] {
            assert!(read(bytes).is_err());
        }
    }

    #[test]
    fn numbers_are_as_sheets_show_them() {
        let shown = [0.1 + 0.2, 1.0, -0.0, 1e-9, 12_345_678.25, 0.57].map(number);
        assert_eq!(shown, ["0.3", "1", "0", "0.000000001", "12345678.25", "0.57"]);
        assert_eq!(percent(0.57), "57 %");
        assert_eq!(
            [iso_day("2026-01-02T00:00:00"), iso_day("2026-01-02T10:00:00")],
            ["2026-01-02", "2026-01-02T10:00:00"]
        );
    }
}
