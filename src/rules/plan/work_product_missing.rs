use rustc_hash::{FxHashMap, FxHashSet};

use super::work_product::{current, fault};
use crate::dossier::RecordRef;
use crate::dossier::status::Status;
use crate::dossier::values::Asil;
use crate::iso26262::references;
use crate::rules::{Check, Examination, Verdict, rule};
use crate::standard::{Clause, ClauseKind};

rule! {
    /// A work product is neither there nor tailored out with a reason.
    ///
    /// ## Why it matters
    /// The safety case rests on the work products of the plan. One that is missing is an
    /// activity that nobody can show; one that is left out on purpose needs a reason that
    /// the rest is enough.
    ///
    /// ## Example
    /// ```csv
    /// id,clause,title,version,status,date
    /// WP-1,"ISO 26262-3:2018, 5.5.1",Item definition,0,planned,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,clause,title,version,status,date,tailored out
    /// WP-1,"ISO 26262-3:2018, 5.5.1",Item definition,2.1,released,2026-03-02,
    /// WP-2,"ISO 26262-3:2018, 7.5.1",Functional safety concept,,,,carried over from type A unchanged
    /// ```
    /// A work product is there if its version is released or approved, with a date; where it
    /// names its file in `path`, the file is in the dossier, released itself, of the same
    /// version, and is not a folder. Nothing is dated after the day of the assessment.
    ///
    /// The parts in scope are those of `assessment.parts` in the manifest, or all. Without
    /// any list of work products nothing is judged. Where a work product is asked for under a
    /// condition that only people know, its absence is left to them.
    ///
    /// ## Source
    /// ISO 26262-2:2018, 6.4.5 and 6.4.6; the work products of parts 2 to 9.
    "plan/work-product-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The words in the condition of a row that make an ASIL B a recommendation.
const RECOMMENDED_AT_B: &str = "ASIL B is a recommendation";

const TAILORING: &str = "ISO-26262-2:6.4.5";
const PLAN: &str = "ISO-26262-2:6.4.6";

/// Where a record of the list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It says what it has to say.
    There,
    /// It is left out, with a reason.
    TailoredOut,
    /// It lacks something, which is said of it.
    Incomplete,
}

fn check(exam: &mut Examination<'_>) {
    let mut listed: FxHashMap<String, Vec<(RecordRef<'_>, Standing)>> = FxHashMap::default();
    let mut first = None;
    let current = current(exam);
    for record in exam.records("work-product") {
        let clauses = references(record.words("clause"));
        if clauses.is_empty() {
            continue;
        }
        first = first.or(Some(record));
        let standing = standing(exam, record, &clauses, &current);
        for clause in clauses {
            listed.entry(clause).or_default().push((record, standing));
        }
    }
    let Some(first) = first else { return };
    let parts = exam.dossier.manifest.assessment.parts.clone();
    let work_products: Vec<&Clause> = exam.clauses().filter(|clause| clause.kind == ClauseKind::WorkProduct).collect();
    for clause in work_products {
        let is_in_scope = parts.is_empty() || part(clause).is_some_and(|part| parts.contains(&part));
        if !is_in_scope {
            exam.inapplicable_clause(&clause.id, "its part is not in scope");
            continue;
        }
        match listed.get(&*clause.id) {
            Some(records) => judge_listed(exam, clause, records),
            None => report_missing(exam, clause, first),
        }
    }
}

/// 3 of `ISO-26262-3:6.5.1`.
fn part(clause: &Clause) -> Option<u8> {
    clause.standard().rsplit('-').next()?.parse().ok()
}

/// Judges what a record says of itself; what it lacks is reported.
fn standing<'d>(
    exam: &mut Examination<'d>,
    record: RecordRef<'d>,
    clauses: &[String],
    current: &FxHashSet<&str>,
) -> Standing {
    let is_left_out = record.yes_no("tailored_out").present();
    if record.has("tailored_out") && is_left_out.is_none() {
        exam.saw_for(TAILORING, record);
        return Standing::TailoredOut;
    }
    let (name, state) = (record.name(), record.status());
    let (verdict, at, clause, message, help) = if state == Status::Inapplicable || is_left_out == Some(true) {
        let help = "say in `tailored_out` why the rest is enough";
        (Verdict::Gap, record.into(), TAILORING, format!("{name} is left out without a reason"), help)
    } else {
        let Some((verdict, field, what)) = fault(exam, record, state, current) else { return Standing::There };
        let help = "state the version that is released, with its date, or tailor it out with a reason";
        (verdict, (record, field).into(), PLAN, format!("{name} {what}"), help)
    };
    let remark = exam.remark(verdict, at, message).help(help).clause(clause);
    for clause in clauses {
        remark.clause(clause);
    }
    Standing::Incomplete
}

fn judge_listed<'d>(exam: &mut Examination<'d>, clause: &Clause, records: &[(RecordRef<'d>, Standing)]) {
    for (record, _) in records.iter().filter(|(_, standing)| *standing == Standing::There) {
        exam.saw_for(&clause.id, *record);
        exam.saw_for(PLAN, *record);
        // A name in a list shows that somebody thought of it, and no more.
        if !record.has("path") {
            exam.leave_open(&[&clause.id], *record, format!("{} is listed without its file", record.name()));
        }
    }
    let of = |standing| records.iter().find(|(_, known)| *known == standing);
    if let (Some((there, _)), Some((out, _))) = (of(Standing::There), of(Standing::TailoredOut)) {
        let what = format!("{} is listed as done, and {} as tailored out", there.name(), out.name());
        exam.leave_open(&[&clause.id], *there, what);
    }
    if let [(record, Standing::TailoredOut), ..] = records
        && records.iter().all(|(_, standing)| *standing == Standing::TailoredOut)
    {
        exam.inapplicable_clause(&clause.id, format!("tailored out: {}", record.words("tailored_out")));
    }
}

fn report_missing<'d>(exam: &mut Examination<'d>, clause: &Clause, first: RecordRef<'d>) {
    let what = format!("no work product is listed for {} ({})", clause.id, clause.title);
    let is_recommended = clause.condition == RECOMMENDED_AT_B && exam.item_asil(Some(&clause.id)) == Some(Asil::B);
    let is_free = clause.condition.is_empty() || clause.condition == RECOMMENDED_AT_B;
    let remark = match (is_recommended, is_free) {
        (true, _) => exam.warn(first, what),
        (_, true) => exam.gap(first, what),
        // Whether it is asked for at all, the tables cannot tell.
        _ => exam.unsure(first, format!("{what}, asked for where {}", clause.condition)),
    };
    remark.clause(&clause.id).help("list it with version and status, or tailor it out with a reason in `tailored_out`");
}
