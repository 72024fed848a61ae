use jiff::civil::Date;

use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, about, approval, limits, quoted, rule};
use crate::standard::Limit;

rule! {
    /// A document is kept for less than ten years after the end of production.
    ///
    /// ## Why it matters
    /// Vehicles stay on the road long after the last one is built, and so does the question
    /// what was approved. The formal package and the material opened for inspection have to
    /// stay available for ten years after production ended for good.
    ///
    /// ## Example
    /// ```toml
    /// [vehicle]
    /// end_of_production = 2032-06-30
    ///
    /// [[record]]
    /// record = "retention"
    /// document = "TARA.xlsx"
    /// kind = "additional material"
    /// keep_until = 2035-12-31
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// keep_until = 2042-06-30
    /// ```
    /// or, while the end is open, `keep_until = "10 years after end of production"`. Records
    /// of conformity of production are kept as agreed with the authority, for which ten years
    /// are the most it may ask for. The fact
    /// `csms.documentation_retention` declares the years, such as `"12 years"`.
    ///
    /// ## Source
    /// UN R155, 3.3 and 9.1.1; UN R156, 3.7 and 9.1.1.
    "csms/retention-too-short" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The clauses of UN R155 and UN R156 that say the same.
type Pair = [&'static str; 2];

const SPLIT: Pair = ["UN-R155:3.3", "UN-R156:3.7"];
const PACKAGE: Pair = ["UN-R155:3.3(a)", "UN-R156:3.7(a)"];
const MATERIAL: Pair = ["UN-R155:3.3(b)", "UN-R156:3.7(b)"];
const PRODUCTION: Pair = ["UN-R155:9.1.1", "UN-R156:9.1.1"];

fn check(exam: &mut Examination<'_>) {
    // The years that the maker declares.
    limits::check(exam);
    let retentions = exam.records("retention");
    judge_split(exam, &retentions);
    for retention in retentions {
        let kind = exam.read(retention, "kind", retention.choice("kind"));
        let pair = match kind {
            Some("formal package") => PACKAGE,
            Some("production records") => PRODUCTION,
            // What is not said to be something else is kept by the maker.
            _ => MATERIAL,
        };
        let clauses = of_regulation(retention, pair);
        clauses.iter().for_each(|clause| exam.saw_for(clause, retention));
        if retention.text("keep_until").is_absent() {
            let message = format!("{} does not say how long it is kept", what(retention));
            let help = "give the date, or the years after the end of production";
            about(exam.gap(retention, message).help(help), &asked_by(&clauses));
        } else if kind != Some("production records") {
            // The period agreed on records of production has an upper end only, and longer is no fault.
            judge_period(exam, retention, &clauses);
        }
    }
}

/// The clauses of the regulation that the document is for; of both if it names none.
fn of_regulation(retention: RecordRef<'_>, pair: Pair) -> Vec<&'static str> {
    let regulation = retention.words("regulation");
    let numbers = pair.into_iter().zip(["155", "156"]);
    let ours: Vec<&str> = numbers.filter(|(_, number)| regulation.contains(number)).map(|(clause, _)| clause).collect();
    if ours.is_empty() { pair.to_vec() } else { ours }
}

/// These clauses, and for the package, which the authority keeps, those that
/// ask the maker for it.
fn asked_by<'c>(clauses: &[&'c str]) -> Vec<&'c str> {
    let of_maker = PACKAGE.into_iter().zip(SPLIT).filter(|(package, _)| clauses.contains(package));
    clauses.iter().copied().chain(of_maker.map(|(_, split)| split)).collect()
}

/// The documentation is split in two: both parts are kept by somebody.
fn judge_split(exam: &mut Examination<'_>, retentions: &[RecordRef<'_>]) {
    let find = |kind: &str| retentions.iter().find(|record| record.choice("kind").present() == Some(kind)).copied();
    if let (Some(package), Some(material)) = (find("formal package"), find("additional material")) {
        for record in [package, material] {
            of_regulation(record, SPLIT).into_iter().for_each(|clause| exam.saw_for(clause, record));
        }
    }
}

/// The date or the years are long enough.
fn judge_period<'d>(exam: &mut Examination<'d>, retention: RecordRef<'d>, clauses: &[&str]) {
    let clause = clauses.first().and_then(|clause| exam.library.clause(clause));
    let Some(limit) = clause.and_then(|clause| clause.limit.as_ref()) else { return };
    let what = what(retention);
    let found = match years_after_production(retention.words("keep_until")) {
        Some(years) if limit.number().is_some_and(|least| f64::from(years) < least) => {
            format!("{what} is kept for {years} years after production, expected {} or more", limit.value)
        }
        Some(_) => return,
        None => {
            let Some(until) = exam.read(retention, "keep_until", retention.date("keep_until")) else { return };
            match judge_date(exam, retention, clauses, until, limit) {
                Some(least) => format!("{what} is kept until {until}, expected {least} or later"),
                None => return,
            }
        }
    };
    let help = "keep it for the whole period, counted from the definite end of production";
    about(exam.fail((retention, "keep_until"), found).help(help), &asked_by(clauses));
}

/// The day until which it has to be kept, if `until` is before it.
fn judge_date(
    exam: &mut Examination<'_>,
    retention: RecordRef<'_>,
    clauses: &[&str],
    until: Date,
    limit: &Limit,
) -> Option<Date> {
    let Some(end) = exam.dossier.manifest.vehicle.end_of_production else {
        let message =
            format!("{} is kept until {until}, and `vehicle.end_of_production` is not declared", what(retention));
        let help = "declare when production ends, or write `10 years after end of production`";
        about(exam.unsure((retention, "keep_until"), message).help(help), &asked_by(clauses));
        return None;
    };
    approval::end_of_period(end, limit).filter(|least| until < *least)
}

fn what(retention: RecordRef<'_>) -> String {
    match retention.words("document") {
        "" => retention.name(),
        document => quoted(document),
    }
}

/// The years in `10 years after end of production`; none if it is no such text.
fn years_after_production(text: &str) -> Option<u16> {
    let lower = text.trim().to_lowercase();
    let (number, rest) = lower.split_once(' ')?;
    // The period counts from the end of production, and not from its start.
    let is_of_start = ["start", "begin", "sop"].iter().any(|word| rest.contains(word));
    let is_period = rest.starts_with("year") && rest.contains("production") && !is_of_start;
    number.parse().ok().filter(|_| is_period)
}
