use crate::dossier::values::Asil;
use crate::dossier::{Reading, RecordRef};
use crate::iso26262::methods::{Method, MethodTable, method_tables};
use crate::iso26262::metrics::percent;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A structural coverage that the ASIL highly recommends is not reported, or is below target.
    ///
    /// ## Why it matters
    /// Structural coverage shows which code no test has reached: missing tests, dead code,
    /// or code that no requirement asked for.
    ///
    /// ## Example
    /// ```csv
    /// unit,asil,statement,branch
    /// brake_ctl,D,100 %,98 %
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// unit,asil,statement,branch,mc/dc,target,rationale
    /// brake_ctl,D,100 %,98 %,97 %,95 %,
    /// ```
    /// Units report statement coverage for ASIL A, statement and branch for B, branch for C,
    /// branch and MC/DC for D. At the level of the architecture, C and D ask for function and
    /// call coverage. The standard sets no percentage: the project does, and gives a
    /// reason for what stays below.
    ///
    /// ## Source
    /// ISO 26262-6:2018, 9.4.4 with table 9, and 10.4.5 with table 12.
    "ver/coverage-unreported" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// A coverage, its place in the tables and what is reported.
type Metric<'t> = (Method<'t>, &'static str);

/// The field of a record that holds a coverage of the tables.
fn field(method: &str) -> Option<&'static str> {
    Some(match method {
        "Statement coverage" => "statement",
        "Branch coverage" => "branch",
        "MC/DC" => "mcdc",
        "Function coverage" => "function",
        "Call coverage" => "call",
        _ => return None,
    })
}

fn check(exam: &mut Examination<'_>) {
    let mut tables = method_tables(exam.library);
    tables.retain(|table| table.field == "coverage");
    for record in exam.records("coverage") {
        let asil = exam.read(record, "asil", record.asil("asil")).map(|stated| stated.asil);
        let Some(asil) = asil.or_else(|| asil_of_unit(exam, record)) else {
            if !record.asil("asil").is_there() {
                exam.unsure(record, format!("which coverages {} needs is not known: it states no ASIL", record.name()))
                    .help("state the ASIL of the unit in `asil`");
            }
            continue;
        };
        let reports = |table: &MethodTable<'_>| {
            table.methods.iter().filter_map(|method| field(method.name())).any(|field| record.has(field))
        };
        // A record that reports nothing at all is one of a unit.
        let is_empty = !tables.iter().any(reports);
        for table in tables.iter().filter(|table| reports(table) || (is_empty && table.level == "unit")) {
            judge(exam, record, table, asil);
        }
    }
}

/// The ASIL of the element that the record names.
fn asil_of_unit(exam: &Examination<'_>, record: RecordRef<'_>) -> Option<Asil> {
    let element = exam.dossier.find("element", record.words("unit"))?;
    element.asil("asil").present().map(|stated| stated.asil)
}

fn judge<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>, table: &MethodTable<'_>, asil: Asil) {
    let needed: Vec<Metric<'_>> =
        table.highly_recommended(asil).filter_map(|method| Some((method, field(method.name())?))).collect();
    let target = exam.read(record, "target", coverage(record, "target"));
    let (mut missing, mut below) = (Vec::new(), Vec::new());
    for (method, field) in needed {
        let clause = row(table, method);
        exam.rests_on(Some(&clause), method.certainty(asil), format!("table {}, ASIL {}", table.name, asil.name()));
        let reading = coverage(record, field);
        if reading.is_absent() {
            missing.push((clause, method.name()));
            continue;
        }
        let Some(value) = exam.read(record, field, reading) else { continue };
        exam.saw_for(table.clause, record);
        exam.saw_for(&clause, record);
        if target.is_some_and(|target| value < target - 1e-12) {
            below.push((clause, method.name(), value));
        }
    }
    let name = record.name();
    if !missing.is_empty() {
        let list: Vec<String> = missing.iter().map(|(_, metric)| spoken(metric)).collect();
        let message = format!("{name} is {asil} and does not report {}", list.join(" and "));
        let remark = exam.gap(record, message).clause(table.clause);
        for (clause, _) in &missing {
            remark.clause(clause);
        }
        remark.help("measure it, or record why another measure is enough in the verification report");
    }
    let reason = record.has("gap_rationale");
    if let (false, Some(target), Some((_, metric, value))) = (reason, target, below.first()) {
        let metric = spoken(metric);
        let message = format!("{metric} of {name} is {}, expected {} or a reason", percent(*value), percent(target));
        let remark = exam.warn(record, message).clause(table.clause);
        for (clause, ..) in &below {
            remark.clause(clause);
        }
        remark.help("add tests, remove dead code, or give the reason in `gap_rationale`");
    }
}

/// A name within a sentence: `branch coverage`, `MC/DC`.
fn spoken(name: &str) -> String {
    if name == name.to_uppercase() { name.to_owned() } else { name.to_lowercase() }
}

/// The id of the row of the catalogue for a row of a table: `6-T9` and `1b`
/// give `ISO-26262-6:T9-1b`.
fn row(table: &MethodTable<'_>, method: Method<'_>) -> String {
    let (part, number) = table.name.split_once('-').unwrap_or_default();
    format!("ISO-26262-{part}:{number}-{}", method.entry())
}

/// A coverage as a fraction. Between 0 and 1 without a percent sign it may be
/// either, and is not guessed.
fn coverage(record: RecordRef<'_>, field: &str) -> Reading<f64> {
    record.quantity(field).and_then(|quantity| {
        if quantity.unit.is_empty() && quantity.value > 0.0 && quantity.value <= 1.0 {
            return Err(format!("`{quantity}` may be a fraction or percent, expected a percent sign"));
        }
        let value = quantity.in_unit("%")? / 100.0;
        if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(format!("`{quantity}` is no share of a whole")) }
    })
}
