use rustc_hash::FxHashMap;

use super::spoken;
use crate::dossier::status::{self, Status};
use crate::dossier::values::Asil;
use crate::dossier::{Reading, RecordRef};
use crate::iso26262::references;
use crate::rules::{Check, Examination, Verdict, quoted, rule};
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
    /// names its file in `path`, the file is in the dossier and is not a folder. Nothing is
    /// dated after the day of the assessment.
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
/// No work product of these standards is older; a date before is a slip.
const EARLIEST: i16 = 2000;
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
    for record in exam.records("work-product") {
        let clauses = references(record.words("clause"));
        if clauses.is_empty() {
            continue;
        }
        first = first.or(Some(record));
        let standing = standing(exam, record, &clauses);
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
fn standing<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>, clauses: &[String]) -> Standing {
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
        let Some((verdict, field, what)) = fault(exam, record, state) else { return Standing::There };
        let help = "state the version that is released, with its date, or tailor it out with a reason";
        (verdict, (record, field).into(), PLAN, format!("{name} {what}"), help)
    };
    let remark = exam.remark(verdict, at, message).help(help).clause(clause);
    for clause in clauses {
        remark.clause(clause);
    }
    Standing::Incomplete
}

/// What is wrong with a work product that is not tailored out, and with which field.
fn fault(exam: &Examination<'_>, record: RecordRef<'_>, state: Status) -> Option<(Verdict, &'static str, String)> {
    let absent = record.absent(&["version", "status", "date"]);
    let (version, path) = (record.words("version").trim(), record.words("path").trim().trim_start_matches("./"));
    let status = quoted(record.words("status"));
    let is_zero = version.trim_start_matches(['v', 'V']).bytes().all(|byte| matches!(byte, b'0' | b'.'));
    Some(match (state, record.date("date")) {
        _ if !absent.is_empty() => (Verdict::Gap, "version", format!("is listed without {}", spoken(&absent))),
        _ if is_zero => (Verdict::Gap, "version", format!("has version {version}, expected one that is released")),
        _ if is_draft(version) => {
            (Verdict::Gap, "version", format!("has version {}, expected one that is released", quoted(version)))
        }
        (Status::Open | Status::Unmet | Status::Ended, _) => {
            (Verdict::Gap, "status", format!("is {status}, expected released"))
        }
        (_, Reading::Unreadable(why)) => (Verdict::Unread, "date", format!("has a date that cannot be read: {why}")),
        (_, Reading::Present(date)) if date > exam.as_of => {
            (Verdict::Gap, "date", format!("is dated {date}, after the day of the assessment, {}", exam.as_of))
        }
        (_, Reading::Present(date)) if date.year() < EARLIEST => {
            (Verdict::Unsure, "date", format!("is dated {date}, before there was such a document"))
        }
        _ if exam.dossier.is_folder(path) => {
            (Verdict::Gap, "path", format!("points at the folder {}, expected a file", quoted(path)))
        }
        _ if !path.is_empty() && exam.dossier.document(record.document).relative == path => {
            let what = format!("points at {}, the list that it stands in", quoted(path));
            (Verdict::Unsure, "path", what)
        }
        _ if exam.dossier.is_missing(path) => {
            (Verdict::Gap, "path", format!("points at {}, which is not in the dossier", quoted(path)))
        }
        (Status::Released, _) => return None,
        _ => (Verdict::Unsure, "status", format!("is {status}, and whether that means released is not known")),
    })
}

/// True for `0.1 draft`, `2.0 (for review)`.
fn is_draft(version: &str) -> bool {
    let words = version.trim_start_matches(|c: char| !c.is_alphabetic() || c == 'v' || c == 'V');
    status::status(words.trim_end_matches(')')) == Status::Open
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
