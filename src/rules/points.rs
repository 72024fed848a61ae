//! Points that the documentation has to make: a description of a management
//! system, the items of a recorder, the parts of a notice.
//!
//! Which points a rule asks for is data: the file `points.csv` beside the
//! clauses of a standard. A point is made by a `statement` whose topic is the
//! point or, where a clause has one point only, by a statement on the clause.

use super::{Examination, Where};
use crate::dossier::{RecordRef, Value};
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
    judge_all(exam, None);
}

/// The statements on the point called `name` of this rule.
pub(super) fn statements<'d>(exam: &Examination<'d>, name: &str) -> Vec<RecordRef<'d>> {
    let points: Vec<Point<'d>> = points(exam).into_iter().filter(|point| point.name == name).collect();
    let is_about_one = |statement: &RecordRef<'d>| points.iter().any(|point| is_about(*statement, point));
    exam.records("statement").into_iter().filter(is_about_one).collect()
}

/// Looks for every point of this rule, and says whether each is made. Where
/// something at `due` asks for the points, no statement at all is a gap too.
pub(super) fn judge_all(exam: &mut Examination<'_>, due: Option<Where>) -> bool {
    let points = points(exam);
    let statements = exam.records("statement");
    let found: Vec<Vec<RecordRef<'_>>> = points
        .iter()
        .map(|point| statements.iter().copied().filter(|statement| is_about(*statement, point)).collect())
        .collect();
    let Some(place) = found.iter().flatten().next().map(|first| Where::from(*first)).or(due) else { return false };
    let mut is_complete = true;
    for (point, statements) in points.iter().zip(&found) {
        for statement in statements {
            is_complete &= judge(exam, point, *statement);
        }
        if statements.is_empty() {
            is_complete = false;
            let or_clause =
                if point.is_alone { format!(", or with the clause {}", point.clause) } else { String::new() };
            exam.gap(place, format!("nothing is said on {}", point.summary))
                .clause(point.clause)
                .help(format!("add a statement with the topic `{}`{or_clause}", point.name));
        }
    }
    is_complete
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
    point.is_alone && statement.list("clause").iter().any(|reference| is_clause(reference, point.clause))
}

/// True if a reference such as `UN R155 7.2.2.1 (a)` means this clause.
fn is_clause(reference: &str, clause: &str) -> bool {
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let standard = clause.split(':').next().unwrap_or_default();
    let rest = reference.trim().replace(" (", "(");
    let rest = rest.strip_suffix(number_of(clause));
    let is_number = |rest: &str| !rest.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    reference == clause || rest.is_some_and(|rest| is_number(rest) && letters(rest).contains(&letters(standard)))
}

/// Judges a statement on a point; false if it lacks something.
fn judge(exam: &mut Examination<'_>, point: &Point<'_>, statement: RecordRef<'_>) -> bool {
    // Not `words`, to which `n/a` says nothing.
    let status = statement.value("status").and_then(Value::text).unwrap_or_default().trim().to_lowercase();
    if matches!(status.as_str(), "n/a" | "not applicable" | "inapplicable") {
        let has_reason = statement.has("reason");
        if !has_reason {
            exam.gap((statement, "status"), format!("{} is called not applicable without a reason", point.summary))
                .clause(point.clause)
                .help("give the reason, naming the type");
        }
        return has_reason;
    }
    if !statement.has("text") && !statement.has("document") {
        exam.gap(statement, format!("the statement on {} says nothing and names no document", point.summary))
            .clause(point.clause)
            .help("say how it is met, or where that is written");
        return false;
    }
    exam.saw_for(point.clause, statement);
    true
}

#[cfg(test)]
mod tests {
    use super::is_clause;

    #[test]
    fn references_to_clauses_are_read_as_people_write_them() {
        for text in ["UN-R155:7.2.2.1(a)", "UN R155 7.2.2.1(a)", "UN R155, 7.2.2.1 (a)", "UN-R155 7.2.2.1(a)"] {
            assert!(is_clause(text, "UN-R155:7.2.2.1(a)"), "{text}");
        }
        for text in ["UN-R155:17.2.2.1(a)", "UN R156 7.2.2.1(a)", "UN-R155:7.2.2.1", "UN R155", "7.2.2.1(a)"] {
            assert!(!is_clause(text, "UN-R155:7.2.2.1(a)"), "{text}");
        }
    }
}
