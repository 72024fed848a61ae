//! `roadworthy init`

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use roadworthy::applicability::{Applies, Scope};
use roadworthy::dossier::{Dossier, MANIFEST};
use roadworthy::standard::Clause;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Workbook};

use super::standards::Overlay;

/// Write an empty dossier: the manifest, and a checklist of every applicable clause
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to write to
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Standards to assess, such as UN-R155,UN-R157 [default: all that apply]
    #[arg(long, value_name = "STANDARD", value_delimiter = ',')]
    standard: Vec<String>,
    /// The format of the checklist
    #[arg(long, short, value_enum, default_value_t = Form::Xlsx)]
    format: Form,
    /// The vehicle's category
    #[arg(long, value_name = "CATEGORY", default_value = "M1")]
    category: String,
    /// The SAE level of automation
    #[arg(long, value_name = "LEVEL", default_value_t = 3)]
    level: u8,
    /// The vehicle's functions: alks, dcas, ads
    #[arg(long, value_name = "FUNCTION", value_delimiter = ',', default_value = "alks")]
    function: Vec<String>,
    /// The date for which applicability is worked out [default: today]
    #[arg(long, value_name = "DATE", env = "ROADWORTHY_AS_OF")]
    as_of: Option<Date>,
    #[command(flatten)]
    overlay: Overlay,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Xlsx,
    Csv,
    Md,
}

/// The columns of a checklist. The first three are given, the maker fills in the rest.
const COLUMNS: [&str; 11] = [
    "clause",
    "title",
    "expected",
    "statement",
    "document",
    "status",
    "reason",
    "version",
    "date",
    "signed by",
    "function",
];

/// What the column `status` may say.
const STATUSES: [&str; 4] = ["met", "not met", "open", "not applicable"];

impl Init {
    pub(super) fn run(self, today: Date) -> anyhow::Result<u8> {
        let manifest = self.manifest();
        let dossier = Dossier::from_manifest(MANIFEST, &manifest)?;
        let library = self.overlay.library()?;
        let scope = Scope::new(&dossier, &library, self.as_of.unwrap_or(today))?;
        let rows = rows(&scope);
        anyhow::ensure!(!rows.is_empty(), "no clause of these standards applies to such a vehicle");
        let (name, bytes) = match self.format {
            Form::Xlsx => ("checklist.xlsx", xlsx(&rows)?),
            Form::Csv => ("checklist.csv", csv(&rows)?),
            Form::Md => ("checklist.md", markdown(&rows).into_bytes()),
        };
        // All or nothing: what is there already stays as it is.
        if let Some(there) = [MANIFEST, name].iter().map(|name| self.folder.join(name)).find(|path| path.exists()) {
            anyhow::bail!("{} is there already and is not replaced; name an empty folder", there.display());
        }
        std::fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot make the folder {}", self.folder.display()))?;
        self.write_new(MANIFEST, manifest.as_bytes())?;
        self.write_new(name, &bytes)?;
        let folder = self.folder.display();
        super::print(&format!(
            "wrote {folder}/{MANIFEST} and {folder}/{name}: {} clauses\n\
             fill them in, put the documentation beside them, and run `roadworthy assess {folder}`\n",
            rows.len()
        ))
    }

    /// Never replaces what is there.
    fn write_new(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        use std::io::Write;
        let path = self.folder.join(name);
        let mut file = std::fs::File::options()
            .write(true)
            .create_new(true)
            .open(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        file.write_all(bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    fn manifest(&self) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let list = |items: &[String]| items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ");
        format!(
            r#"# What the vehicle is, what is asked of it, and where things are.
# Paths are relative to this folder; every file in it is read, named here or not.

[vehicle]
name = ""
manufacturer = ""
type = ""
category = {}
level = {}
functions = [{}]
software_version = ""
# first_approval_date = 2027-01-31
# approval_date = 2027-01-31
# end_of_production = 2035-12-31

[assessment]
standards = [{}]
# jurisdictions = ["EU"]

# The edition in force on the day of the assessment is taken, unless one is named.
[assessment.editions]
# UN-R157 = "01-S4"

# What you declare, with units: truths, numbers, dates, words.
[facts]
# ota = true
# lane_change = true
# "alks.max_speed" = "130 km/h"

# What is to be known of a file: which records its rows are, which column is
# which field, which software it speaks of, which clauses it is evidence for.
# [[document]]
# path = "safety/hara.xlsx"
# record = "hazardous-event"
# columns = {{ asil = "ASIL rating" }}
# version = "1.0"
# date = 2026-11-01
# about_version = ""
# clauses = ["ISO-26262-3:6.5.1"]

# [[record]]
# record = "certificate"
# kind = "CSMS"
# id = ""
# issued = 2026-01-01
# valid_until = 2028-12-31

# [[exclusion]]
# clause = "UN-R157:5.2.6"
# reason = ""
# approved_by = ""
"#,
            quoted(&self.category),
            self.level,
            list(&self.function),
            list(&self.standard)
        )
    }
}

/// The clauses that apply, or may.
fn rows<'l>(scope: &Scope<'l>) -> Vec<&'l Clause> {
    let clauses = scope.targets().iter().flat_map(|target| &target.standard.clauses);
    clauses.filter(|clause| clause.is_requirement() && !matches!(scope.applies(clause), Applies::No(_))).collect()
}

fn cells(clause: &Clause) -> [String; 3] {
    [clause.id.to_string(), clause.title.clone(), clause.evidence.join("; ")]
}

fn csv(rows: &[&Clause]) -> anyhow::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for clause in rows {
        let given = cells(clause);
        let empty = std::iter::repeat_n(String::new(), COLUMNS.len() - given.len());
        writer.write_record(given.into_iter().chain(empty))?;
    }
    Ok(writer.into_inner()?)
}

fn markdown(rows: &[&Clause]) -> String {
    let mut text = String::from("# Checklist\n\n");
    let _ = writeln!(text, "| {} |", COLUMNS.join(" | "));
    let _ = writeln!(text, "|{}", "---|".repeat(COLUMNS.len()));
    for clause in rows {
        let given = cells(clause).map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(text, "| {} |{}", given.join(" | "), "  |".repeat(COLUMNS.len() - given.len()));
    }
    text
}

fn xlsx(rows: &[&Clause]) -> anyhow::Result<Vec<u8>> {
    /// Widths of the columns, in characters.
    const WIDTHS: [f64; COLUMNS.len()] = [34.0, 62.0, 44.0, 60.0, 30.0, 14.0, 30.0, 10.0, 12.0, 18.0, 18.0];
    let mut workbook = Workbook::new();
    // The same checklist is the same bytes.
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
    let head = Format::new().set_bold().set_background_color("#DDE5EE").set_text_wrap();
    let wrap = Format::new().set_text_wrap().set_align(rust_xlsxwriter::FormatAlign::Top);
    let top = Format::new().set_align(rust_xlsxwriter::FormatAlign::Top);
    let sheet = workbook.add_worksheet().set_name("Checklist")?;
    for ((column, name), width) in (0..).zip(COLUMNS).zip(WIDTHS) {
        sheet.set_column_width(column, width)?.write_with_format(0, column, name, &head)?;
    }
    for (row, clause) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells(clause)) {
            sheet.write_with_format(row, column, cell, &top)?;
        }
        for column in 3..COLUMNS.len() as u16 {
            sheet.write_blank(row, column, &wrap)?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    // What a status may be; other words are taken too.
    let statuses =
        DataValidation::new().allow_list_strings(&STATUSES)?.set_error_style(DataValidationErrorStyle::Information);
    sheet.add_data_validation(1, 5, last, 5, &statuses)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(1, 1)?.autofilter(0, 0, last, COLUMNS.len() as u16 - 1)?;
    Ok(workbook.save_to_buffer()?)
}
