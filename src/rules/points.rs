//! Points that the documentation has to make: a description of a management
//! system, the items of a recorder, the parts of a notice.
//!
//! Which points a rule asks for is data: the file `points.csv` beside the
//! clauses of a standard. Rows of one name are one point that several clauses
//! ask for. A point is made by a `statement` whose topic is the point or,
//! where a clause has one point only, by a statement on the clause.

use super::words::key;
use super::{Examination, Remark, Verdict, Where, quoted};
use crate::applicability::Applies;
use crate::dossier::status::{self, Status};
use crate::dossier::values::denial;
use crate::dossier::{RecordRef, Value};
use crate::expression::{Truth, evaluate};
use crate::standard::Row;

/// A point that a rule asks for.
#[derive(Debug, Clone)]
struct Point<'l> {
    name: &'l str,
    /// The clauses that ask for it, each with whether it asks for no other.
    clauses: Vec<(&'l str, bool)>,
    summary: &'l str,
    /// False if the manifest does not say whether it applies.
    applies: bool,
}

/// Looks for every point of this rule. Without a statement on any of them
/// nothing was supplied, and nothing is tested.
pub(super) fn check(exam: &mut Examination<'_>) {
    judge_all(exam, None);
}

/// The statements on the point called `name` of this rule, without those that
/// are open or say no.
pub(super) fn statements<'d>(exam: &Examination<'d>, name: &str) -> Vec<RecordRef<'d>> {
    let points: Vec<Point<'d>> = points(exam).into_iter().filter(|point| point.name == name).collect();
    let is_about_one = |statement: &RecordRef<'d>| points.iter().any(|point| is_about(exam, *statement, point));
    let says = |statement: &RecordRef<'d>| is_made(*statement);
    exam.records("statement").into_iter().filter(is_about_one).filter(says).collect()
}

/// True unless the status of a statement takes back what it says, or leaves it open.
pub(super) fn is_made(statement: RecordRef<'_>) -> bool {
    matches!(statement.status(), Status::Unstated | Status::Released | Status::Met)
}

/// Looks for every point of this rule, and says whether each is made. Where
/// something at `due` asks for the points, no statement at all is a gap too.
pub(super) fn judge_all(exam: &mut Examination<'_>, due: Option<Where>) -> bool {
    let points = points(exam);
    let mut found: Vec<Vec<RecordRef<'_>>> = vec![Vec::new(); points.len()];
    for statement in exam.records("statement") {
        for (point, statements) in points.iter().zip(&mut found) {
            if is_about(exam, statement, point) {
                statements.push(statement);
            }
        }
    }
    // A row of a checklist is about its clause and starts no description.
    let first = found.iter().flatten().find(|statement| statement.has("topic")).map(|first| Where::from(*first));
    let place = first.or(due);
    let mut is_complete = place.is_some();
    for (point, statements) in points.iter().zip(&found) {
        if let Some(place) = place.filter(|_| statements.is_empty()) {
            miss(exam, point, place);
            is_complete = false;
        }
        for statement in statements {
            is_complete &= judge(exam, point, *statement);
        }
    }
    is_complete
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

/// True if a statement is about a point.
fn is_about(exam: &Examination<'_>, statement: RecordRef<'_>, point: &Point<'_>) -> bool {
    if statement.has("topic") {
        return key(statement.words("topic")) == key(point.name);
    }
    let alone = point.clauses.iter().filter(|(_, is_alone)| *is_alone).map(|(clause, _)| *clause);
    let cited = exam.cited_in(statement, "clause");
    alone.into_iter().any(|clause| cited.iter().any(|id| &***id == clause))
}

/// Says that nothing is said on a point.
fn miss(exam: &mut Examination<'_>, point: &Point<'_>, at: Where) {
    let summary = point.summary;
    let alone = point.clauses.iter().find(|(_, is_alone)| *is_alone);
    let or_clause = alone.map(|(clause, _)| format!(", or with the clause {clause}")).unwrap_or_default();
    let add = format!("add a statement with the topic `{}`{or_clause}", point.name);
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

/// Judges a statement on a point; false if it lacks something.
fn judge(exam: &mut Examination<'_>, point: &Point<'_>, statement: RecordRef<'_>) -> bool {
    let (status, summary) =
        (quoted(statement.value("status").and_then(Value::text).unwrap_or_default()), point.summary);
    let at = (statement, "status");
    match statement.status() {
        Status::Inapplicable => {
            let has_reason = statement.has("reason");
            if !has_reason {
                let message = format!("{summary} is called not applicable without a reason");
                about(exam.gap(at, message).help("give the reason, naming the type"), point);
            }
            return has_reason;
        }
        Status::Open => {
            let message = format!("the statement on {summary} is still open: {status}");
            about(exam.gap(at, message).help("finish what it is about, and change its status"), point);
            return false;
        }
        Status::Unmet | Status::Ended => {
            let message = format!("the statement on {summary} says that it is not met: {status}");
            about(exam.fail(at, message).help("meet it, or correct the status"), point);
            return false;
        }
        Status::Unknown => {
            let message = format!("the status of the statement on {summary} is {status}, which is no word known here");
            about(exam.unsure(at, message).help("write `met`, `not met`, `open` or `not applicable`"), point);
            return false;
        }
        Status::Unstated | Status::Released | Status::Met => {}
    }
    if !statement.has("text") && !statement.has("document") {
        let message = format!("the statement on {} says nothing and names no document", point.summary);
        about(exam.gap(statement, message).help("say how it is met, or where that is written"), point);
        return false;
    }
    if !judge_text(exam, point, statement) {
        return false;
    }
    for (clause, _) in &point.clauses {
        exam.saw_for(clause, statement);
    }
    true
}

/// Judges the words of a statement; false if they take back what they are about.
fn judge_text(exam: &mut Examination<'_>, point: &Point<'_>, statement: RecordRef<'_>) -> bool {
    let Some((verdict, what)) = taken_back(statement) else { return true };
    let message = format!("the statement on {} {what}", point.summary);
    let help = "say how it is met, or give it the status `open`";
    about(exam.remark(verdict, (statement, "text").into(), message).help(help), point);
    false
}

/// What the words of a statement say against what it is about, if anything.
pub(super) fn taken_back(statement: RecordRef<'_>) -> Option<(Verdict, String)> {
    // `Draft` says nothing of the matter, and something of the statement.
    let text = statement.value("text").and_then(Value::text).unwrap_or_default();
    let is_against = |said: Status| matches!(said, Status::Open | Status::Unmet | Status::Ended);
    let written = quoted(text);
    Some(match (status::plain(text), denial(text)) {
        (Status::Unmet | Status::Ended, _) => (Verdict::Fail, format!("says that it is not met: {written}")),
        (Status::Open, _) => (Verdict::Gap, format!("is still open: {written}")),
        (_, Some(words)) => (Verdict::Unsure, format!("reads as if it were still open: \"{words}\"")),
        _ if is_against(status::answer(text)) => {
            (Verdict::Unsure, format!("begins as if it were still open: {written}"))
        }
        _ => return None,
    })
}
