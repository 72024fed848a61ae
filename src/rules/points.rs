//! Points that the documentation has to make: a description of a management
//! system, the items of a recorder, the parts of a notice.
//!
//! Which points a rule asks for is data: the file `points.csv` beside the
//! clauses of a standard. A point is made by a `statement` whose topic is the
//! point or, where a clause has one point only, by a statement on the clause.

use super::Examination;
use crate::dossier::RecordRef;
use crate::expression::{Truth, evaluate};
use crate::standard::{Row, number_of};

/// A point that a rule asks for.
#[derive(Debug, Clone)]
struct Point<'l> {
    name: &'l str,
    clause: &'l str,
    condition: &'l str,
    summary: &'l str,
    /// True if no other point is about the same clause.
    is_alone: bool,
}

/// Looks for every point of this rule. Without a statement on any of them
/// nothing was supplied, and nothing is tested.
pub(super) fn check(exam: &mut Examination<'_>) {
    let points = points(exam);
    let statements = exam.records("statement");
    let found: Vec<Vec<RecordRef<'_>>> = points
        .iter()
        .map(|point| statements.iter().copied().filter(|statement| is_about(*statement, point)).collect())
        .collect();
    if found.iter().all(Vec::is_empty) {
        return;
    }
    let first = found.iter().flatten().next().copied();
    for (point, statements) in points.iter().zip(&found) {
        match (statements.first(), first) {
            (Some(_), _) => statements.iter().for_each(|statement| judge(exam, point, *statement)),
            (None, Some(first)) => {
                exam.gap(first, format!("nothing is said on {}", point.summary)).clause(point.clause).help(format!(
                    "add a statement with the topic `{}`, or with the clause {}",
                    point.name, point.clause
                ));
            }
            (None, None) => {}
        }
    }
}

/// The points of this rule that apply.
fn points<'d>(exam: &Examination<'d>) -> Vec<Point<'d>> {
    let library = exam.library;
    let tables = library
        .standards()
        .iter()
        .filter_map(move |standard| library.table(&format!("{}/points.csv", standard.folder)));
    let rows: Vec<Row<'d>> =
        tables.flat_map(|table| table.rows()).filter(|row| row.get("rule") == exam.rule().id).collect();
    let count = |clause: &str| rows.iter().filter(|row| row.get("clause") == clause).count();
    let point = |row: &Row<'d>| Point {
        name: row.get("point"),
        clause: row.get("clause"),
        condition: row.get("applies_if"),
        summary: row.get("summary"),
        is_alone: count(row.get("clause")) == 1,
    };
    let applies = |point: &Point<'d>| {
        let in_scope = library.clause(point.clause).is_some_and(|clause| exam.applies(clause));
        let holds = point.condition.is_empty() || evaluate(point.condition, exam.dossier, exam.as_of) != Truth::False;
        in_scope && holds
    };
    rows.iter().map(point).filter(applies).collect()
}

/// True if a statement is about a point.
fn is_about(statement: RecordRef<'_>, point: &Point<'_>) -> bool {
    let fold = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    if statement.has("topic") {
        return fold(statement.words("topic")) == fold(point.name);
    }
    let clause = statement.words("clause");
    let number = number_of(point.clause);
    let standard = point.clause.split(':').next().unwrap_or_default();
    point.is_alone
        && statement
            .list("clause")
            .iter()
            .any(|one| *one == point.clause || (one.contains(standard) && ends_with(one, number)))
        && !clause.is_empty()
}

/// True if a reference ends with this clause number as a whole.
fn ends_with(reference: &str, number: &str) -> bool {
    let squeezed: String = reference.chars().filter(|c| !c.is_whitespace()).collect();
    squeezed.strip_suffix(number).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
}

fn judge(exam: &mut Examination<'_>, point: &Point<'_>, statement: RecordRef<'_>) {
    let status = statement.words("status").to_lowercase();
    if matches!(status.as_str(), "n/a" | "not applicable" | "inapplicable") {
        if !statement.has("reason") {
            exam.gap((statement, "status"), format!("{} is called not applicable without a reason", point.summary))
                .clause(point.clause)
                .help("give the reason, naming the type");
        }
        return;
    }
    if !statement.has("text") && !statement.has("document") {
        exam.gap(statement, format!("the statement on {} says nothing and names no document", point.summary))
            .clause(point.clause)
            .help("say how it is met, or where that is written");
        return;
    }
    exam.saw_for(point.clause, statement);
}
