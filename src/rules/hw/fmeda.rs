//! Reading the rows of an FMEDA.

use super::goals_of;
use crate::dossier::{Quantity, Reading, RecordRef};
use crate::iso26262::fmeda::{FaultClass, Rates};
use crate::iso26262::metrics::target;
use crate::rules::trace::GoalLinks;
use crate::rules::{Examination, about};

/// The fields that hold shares.
const SHARES: [&str; 3] = ["share", "coverage", "latent_coverage"];

/// The clauses with the formulas.
const SPFM: &str = "ISO-26262-5:8.4.DEF-SPFM";
const LFM: &str = "ISO-26262-5:8.4.DEF-LFM";

/// The metrics that follow from the rows.
pub(super) const BOTH: [&str; 2] = ["SPFM", "LFM"];

/// How the columns of an FMEDA write shares, and which targets rest on them: a
/// column of numbers without unit holds fractions if none of them is above 1,
/// and percent otherwise.
pub(super) struct Columns<'d> {
    /// What a number without unit is multiplied with, by field.
    factors: [f64; 3],
    links: GoalLinks<'d>,
}

impl<'d> Columns<'d> {
    pub(super) fn of(exam: &Examination<'d>, rows: &[RecordRef<'_>]) -> Columns<'d> {
        let bare = |row: &RecordRef<'_>, field: &str| {
            row.quantity(field).present().filter(|share| share.unit.is_empty()).map(|share| share.value)
        };
        let factors = SHARES.map(|field| {
            let highest = rows.iter().filter_map(|row| bare(row, field)).fold(0.0, f64::max);
            if highest > 1.0 { 0.01 } else { 1.0 }
        });
        Columns { factors, links: GoalLinks::new(exam.dossier) }
    }

    /// The clauses with the formulas of these kinds of metrics, and those with the
    /// targets, which rest on the values too: for the highest ASIL of the goals.
    pub(super) fn clauses(&self, exam: &Examination<'d>, records: &[RecordRef<'d>], kinds: &[&str]) -> Vec<&'d str> {
        let goals = records.iter().flat_map(|record| goals_of(exam, *record));
        let asil = goals.filter_map(|goal| self.links.asil(exam.library, goal)).max();
        let mut clauses = Vec::new();
        for kind in kinds {
            clauses.push(if *kind == "SPFM" { SPFM } else { LFM });
            clauses.extend(asil.and_then(|asil| target(exam.library, kind, asil)).map(|target| target.clause()));
        }
        clauses
    }

    /// A share, as a fraction.
    pub(super) fn share(&self, row: RecordRef<'_>, field: &str) -> Reading<f64> {
        let factor = SHARES.iter().position(|name| *name == field).map_or(1.0, |at| self.factors[at]);
        row.quantity(field).and_then(|share| {
            let value = if share.unit.is_empty() { share.value * factor } else { share.in_unit("1")? };
            if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(format!("`{share}` is no share of a whole")) }
        })
    }
}

/// The sums over the rows; none if a row does not say enough.
pub(super) fn sum_up<'d>(exam: &mut Examination<'d>, columns: &Columns<'d>, rows: &[RecordRef<'d>]) -> Option<Rates> {
    if is_incomplete(exam, columns, rows) {
        return None;
    }
    let mut rates = Rates::new();
    let mut has_unit: Option<bool> = None;
    let mut is_readable = true;
    let mut lacking = Vec::new();
    for row in rows.iter().copied() {
        if exam.read(row, "safety_related", row.yes_no("safety_related")) == Some(false) {
            continue;
        }
        if !row.absent(&["failure_rate", "class"]).is_empty() {
            lacking.push(row);
            continue;
        }
        let rate = exam.read(row, "failure_rate", row.quantity("failure_rate"));
        let class = exam.read(row, "class", row.choice("class")).and_then(FaultClass::from_name);
        let [share, coverage, latent_coverage] = SHARES.map(|field| {
            let share = columns.share(row, field);
            is_readable &= !matches!(share, Reading::Unreadable(_));
            exam.read(row, field, share)
        });
        let (Some(rate), Some(class)) = (rate, class) else {
            is_readable = false;
            continue;
        };
        if *has_unit.get_or_insert(!rate.unit.is_empty()) == rate.unit.is_empty() {
            let message = format!("the failure rate of {} is {rate}, and others are written otherwise", row.name());
            let clauses = columns.clauses(exam, rows, &BOTH);
            let help = "write all rates with their unit, or none";
            about(exam.unsure((row, "failure_rate"), message).help(help), &clauses);
            return None;
        }
        rates.add(per_hour(&rate) * share.unwrap_or(1.0), class, coverage, latent_coverage);
    }
    if let Some(first) = lacking.first() {
        let message = format!("{} of {} rows of the FMEDA state no failure rate or class", lacking.len(), rows.len());
        let clauses = columns.clauses(exam, rows, &BOTH);
        about(exam.gap(*first, message).help("state both in every row"), &clauses);
        return None;
    }
    is_readable.then_some(rates)
}

/// True if a column that was not recognised may hold shares: sums without them
/// would contradict what is right.
fn is_incomplete<'d>(exam: &mut Examination<'d>, columns: &Columns<'d>, rows: &[RecordRef<'d>]) -> bool {
    let lost =
        |row: &RecordRef<'d>| ["share", "coverage"].iter().find_map(|field| Some((*row, *field, row.lost(field)?)));
    let Some((row, field, table)) = rows.iter().find_map(lost) else { return false };
    let message = format!(
        "the rows of the FMEDA cannot be added up: no column was recognised as `{field}`, and {} was not recognised",
        table.headers()
    );
    let clauses = columns.clauses(exam, rows, &BOTH);
    about(exam.unsure(row, message).help(table.help_for(field)), &clauses);
    true
}

/// Rates without unit are all in one unit, which cancels out.
fn per_hour(rate: &Quantity) -> f64 {
    rate.in_unit("1/h").unwrap_or(rate.value)
}
