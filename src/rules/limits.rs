//! Declared numbers against the figures that clauses set.

use super::{Examination, Remark};
use crate::applicability::Applies;
use crate::dossier::{Fact, FactValue};
use crate::standard::{Clause, Limit};

/// Compares every fact that the clauses of this rule bound. A fact that is
/// not declared is not tested.
pub(super) fn check(exam: &mut Examination<'_>) {
    check_where(exam, |_| true);
}

/// The same for the facts that are `wanted`. Clauses that set the same figure
/// for the same fact are missed together: that is one finding.
pub(super) fn check_where(exam: &mut Examination<'_>, wanted: impl Fn(&str) -> bool) {
    let mut figures: Vec<(&Limit, Vec<&Clause>)> = Vec::new();
    for clause in exam.clauses() {
        let Some(limit) = clause.limit.as_ref() else { continue };
        if !limit.fact.as_deref().is_some_and(&wanted) {
            continue;
        }
        let figure = |limit: &Limit| (limit.fact.clone(), limit.comparator, limit.value.clone(), limit.unit.clone());
        match figures.iter_mut().find(|(known, _)| figure(known) == figure(limit)) {
            Some((_, clauses)) => clauses.push(clause),
            None => figures.push((limit, vec![clause])),
        }
    }
    for (limit, clauses) in figures {
        let fact = limit.fact.as_deref().and_then(|name| exam.dossier.fact(name));
        if let Some(fact) = fact {
            compare(exam, &clauses, limit, fact);
        }
    }
}

/// Compares one declared number with a figure that these clauses set.
fn compare(exam: &mut Examination<'_>, clauses: &[&Clause], limit: &Limit, fact: &Fact) {
    let name = limit.fact.as_deref().unwrap_or(&limit.quantity);
    let FactValue::Number(quantity) = &fact.value else {
        let message = format!("`{name}` is no number, expected one in {}", limit.unit);
        let help = format!("write a number with its unit, such as \"{} {}\"", limit.value, limit.unit);
        about(exam.unsure(fact, message).help(help), clauses);
        return;
    };
    if let Some(fault) = quantity.fault(&limit.unit) {
        let help = format!("write a number with its unit, such as \"{} {}\"", limit.value, limit.unit);
        about(exam.gap(fact, format!("`{name}` {fault}")).help(help), clauses);
        return;
    }
    let number = match quantity.in_unit(&limit.unit) {
        Ok(number) => number,
        Err(message) => {
            let help = format!("write it in {}", limit.unit);
            about(exam.unsure(fact, format!("`{name}`: {message}")).help(help), clauses);
            return;
        }
    };
    let Some(bound) = limit.number() else { return };
    for clause in clauses {
        exam.saw_for(&clause.id, fact);
    }
    if limit.comparator.holds(number, bound) {
        return;
    }
    let unit = if limit.unit == "count" { String::new() } else { format!(" {}", limit.unit) };
    let message = format!("`{name}` is {quantity}, expected {} {}{unit}", limit.comparator.name(), limit.value);
    let remark = if clauses.iter().any(|clause| exam.scope.applies(clause) == Applies::Yes) {
        exam.fail(fact, message).help("change the design or the declaration; the clause says more than the figure")
    } else {
        exam.unsure(fact, format!("{message}, if that clause applies"))
            .help("declare the facts of the vehicle that the clause depends on")
    };
    about(remark, clauses);
}

fn about(remark: &mut Remark, clauses: &[&Clause]) {
    for clause in clauses {
        remark.clause(&clause.id);
    }
}
