//! Points that the documentation has to make: a description of a management
//! system, the items of a recorder, the parts of a notice.
//!
//! Which points a rule asks for is data: the file `points.csv` beside the
//! clauses of a standard. Rows of one name are one point that several clauses
//! ask for. A point is made by a `statement` whose topic is the point or,
//! where a clause has one point only, by a statement on the clause.

use super::{Examination, Remark};
use crate::applicability::Applies;
use crate::dossier::RecordRef;
use crate::expression::{Truth, evaluate};
use crate::standard::{Row, number_of};

/// A point that a rule asks for.
#[derive(Debug, Clone)]
struct Point<'l> {
    name: &'l str,
    /// Each with whether no other point is about it.
    clauses: Vec<(&'l str, bool)>,
    summary: &'l str,
    /// False if the manifest does not say enough to know that it applies.
    applies: bool,
}

/// Looks for every point of this rule. Without a statement on any of them
/// nothing was supplied, and nothing is tested.
pub(super) fn check(exam: &mut Examination<'_>) {
    let points = points(exam);
    let mut found: Vec<Vec<RecordRef<'_>>> = vec![Vec::new(); points.len()];
    for statement in exam.records("statement") {
        let topic = fold(statement.words("topic"));
        for (point, statements) in points.iter().zip(&mut found) {
            if is_about(statement, &topic, point) {
                statements.push(statement);
            }
        }
    }
    let Some(first) = found.iter().flatten().next().copied() else { return };
    for (point, statements) in points.iter().zip(&found) {
        if statements.is_empty() {
            miss(exam, point, first);
        }
        statements.iter().for_each(|statement| judge(exam, point, *statement));
    }
}

/// The points of this rule that apply, or may.
fn points<'d>(exam: &Examination<'d>) -> Vec<Point<'d>> {
    let rows = rows(exam);
    let names_of = |clause: &str| {
        let mut names: Vec<&str> =
            rows.iter().filter(|row| row.get("clause") == clause).map(|row| row.get("point")).collect();
        names.dedup();
        names.len()
    };
    let mut points: Vec<Point<'d>> = Vec::new();
    for row in &rows {
        let Some(applies) = applies(exam, row) else { continue };
        let clause = (row.get("clause"), names_of(row.get("clause")) == 1);
        match points.iter_mut().find(|point| point.name == row.get("point")) {
            Some(point) => {
                point.clauses.push(clause);
                point.applies |= applies;
            }
            None => {
                let (name, summary) = (row.get("point"), row.get("summary"));
                points.push(Point { name, clauses: vec![clause], summary, applies });
            }
        }
    }
    points
}

/// The rows that ask something of this rule.
pub(super) fn rows<'d>(exam: &Examination<'d>) -> Vec<Row<'d>> {
    let library = exam.library;
    let tables = library
        .standards()
        .iter()
        .filter_map(move |standard| library.table(&format!("{}/points.csv", standard.folder)));
    tables.flat_map(|table| table.rows()).filter(|row| row.get("rule") == exam.rule().id).collect()
}

/// Whether a row applies; none if it does not, false if that is not known.
fn applies(exam: &Examination<'_>, row: &Row<'_>) -> Option<bool> {
    let clause = match exam.scope.applies(exam.library.clause(row.get("clause"))?) {
        Applies::Yes => true,
        Applies::Unknown(_) => false,
        Applies::No(_) => return None,
    };
    let condition = match row.get("applies_if") {
        "" => true,
        text => match evaluate(text, exam.dossier, exam.as_of) {
            Truth::True => true,
            Truth::False => return None,
            Truth::Unknown(_) | Truth::Wrong(_) => false,
        },
    };
    Some(clause && condition)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}

/// True if a statement with this topic is about a point.
fn is_about(statement: RecordRef<'_>, topic: &str, point: &Point<'_>) -> bool {
    if !topic.is_empty() {
        return topic == fold(point.name);
    }
    let references = statement.list("clause");
    point.clauses.iter().filter(|(_, is_alone)| *is_alone).any(|(clause, _)| {
        let number = number_of(clause);
        let standard = clause.split(':').next().unwrap_or_default();
        references.iter().any(|one| one == clause || (one.contains(standard) && ends_with(one, number)))
    })
}

/// True if a reference ends with this clause number as a whole.
fn ends_with(reference: &str, number: &str) -> bool {
    let squeezed: String = reference.chars().filter(|c| !c.is_whitespace()).collect();
    squeezed.strip_suffix(number).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
}

/// Says that nothing is said on a point.
fn miss<'d>(exam: &mut Examination<'d>, point: &Point<'d>, at: RecordRef<'d>) {
    let summary = point.summary;
    let clause = point.clauses.first().map_or("", |(clause, _)| clause);
    let add = format!("add a statement with the topic `{}`, or with the clause {clause}", point.name);
    let remark = if point.applies {
        exam.gap(at, format!("nothing is said on {summary}")).help(add)
    } else {
        let message = format!("nothing is said on {summary}, and the manifest does not say whether it applies");
        exam.unsure(at, message).help(format!("declare the facts of the vehicle, or {add}"))
    };
    about(remark, point);
}

fn about(remark: &mut Remark, point: &Point<'_>) {
    for (clause, _) in &point.clauses {
        remark.clause(clause);
    }
}

fn judge<'d>(exam: &mut Examination<'d>, point: &Point<'d>, statement: RecordRef<'d>) {
    let status = statement.words("status").to_lowercase();
    if matches!(status.as_str(), "n/a" | "not applicable" | "inapplicable") {
        if !statement.has("reason") {
            let message = format!("{} is called not applicable without a reason", point.summary);
            about(exam.gap((statement, "status"), message).help("give the reason, naming the type"), point);
        }
        return;
    }
    if !statement.has("text") && !statement.has("document") {
        let message = format!("the statement on {} says nothing and names no document", point.summary);
        about(exam.gap(statement, message).help("say how it is met, or where that is written"), point);
        return;
    }
    for (clause, _) in &point.clauses {
        exam.saw_for(clause, statement);
    }
}
